//! Times that clients ask for.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::Problem as Expected;
use cairn_domain::paging::Cursor;
use cairn_domain::sessions::{asked_to_move, requests as domain, requests_instead};

use super::types::SessionType;
use super::{SessionRequestState, change, types};
use crate::connection;
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, SessionLoader, id, key, optional_id, wire};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDateTime, TimeZone};
use crate::graphql::sessions::{Session, SessionPlace};

/// A time that a client asks for. It keeps nothing free: of two who ask for one time, one is booked.
#[derive(Clone)]
pub struct SessionRequest(domain::SessionRequest);

#[Object]
impl SessionRequest {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn counselor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.counselor_id).await?.into())
    }
    async fn client(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.client_id).await?.into())
    }
    async fn r#type(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<SessionType>> {
        match self.0.type_id {
            Some(id) => types::load(ctx, id).await,
            None => Ok(None),
        }
    }
    async fn starts_at(&self) -> DateTime {
        DateTime(self.0.starts_at)
    }
    /// The wall clock in `zone`.
    async fn local_start(&self) -> LocalDateTime {
        LocalDateTime(self.0.local_start)
    }
    async fn zone(&self) -> TimeZone {
        TimeZone(self.0.zone.clone())
    }
    async fn minutes(&self) -> i32 {
        self.0.minutes
    }
    async fn place(&self) -> SessionPlace {
        self.0.place.into()
    }
    /// From the client, for whoever answers.
    async fn words(&self) -> Option<&str> {
        self.0.words.as_deref()
    }
    async fn state(&self) -> SessionRequestState {
        self.0.state.into()
    }
    /// What was said with the answer.
    async fn answer(&self) -> Option<&str> {
        self.0.answer.as_deref()
    }
    /// What became of it.
    async fn session_id(&self) -> Option<ID> {
        self.0.session_id.map(wire)
    }
    /// The session that shall go to this time, where it is now; null: a new one is asked for.
    async fn instead_of(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Session>> {
        match self.0.instead_of {
            Some(id) => Ok(ctx.data::<DataLoader<SessionLoader>>()?.load_one(id).await?.map(Session)),
            None => Ok(None),
        }
    }
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}

connection!(SessionRequestConnection, SessionRequestEdge, SessionRequest);

#[derive(Default)]
pub struct RequestsQuery;

#[Object]
impl RequestsQuery {
    /// What the viewer asked for, or is asked, the newest first; with `open` only what waits for an answer.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn session_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = true)] open: bool,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<SessionRequestConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::list(&tx, open, page_request(first, after.as_deref())?).await }.await;
        let found = request.answer(outcome)?;
        let cursor = |one: &domain::SessionRequest| encode_cursor(Cursor { at: one.created_at, id: one.id.0 });
        let items = found.items.into_iter().map(|one| (cursor(&one), SessionRequest(one))).collect();
        Ok(SessionRequestConnection::of(items, found.has_next, after.is_some()))
    }
}

#[derive(InputObject)]
pub struct AskForSessionInput {
    client_mutation_id: String,
    /// Left out: whoever of those who care for the client could have the time, in the order in which `bookSomebody` asks.
    counselor_id: Option<ID>,
    /// Left out: the viewer.
    client_id: Option<ID>,
    starts_at: DateTime,
    minutes: Option<i32>,
    place: SessionPlace,
    type_id: Option<ID>,
    words: Option<String>,
}

#[derive(InputObject)]
pub struct AskToMoveSessionInput {
    client_mutation_id: String,
    session_id: ID,
    starts_at: DateTime,
    words: Option<String>,
}

#[derive(InputObject)]
pub struct OfferInsteadInput {
    client_mutation_id: String,
    session_request_id: ID,
    starts_at: DateTime,
    words: Option<String>,
}

#[derive(InputObject)]
pub struct AnswerSessionRequestInput {
    session_request_id: ID,
    approve: bool,
    /// Nobody has to give a reason.
    words: Option<String>,
}

#[derive(SimpleObject)]
pub struct SessionRequestPayload {
    session_request: Option<SessionRequest>,
    problems: Vec<Problem>,
}

impl SessionRequestPayload {
    fn of((request, problems): (Option<domain::SessionRequest>, Vec<Problem>)) -> Self {
        Self { session_request: request.map(SessionRequest), problems }
    }
}

#[derive(Default)]
pub struct RequestsMutation;

#[Object]
impl RequestsMutation {
    async fn ask_for_session(
        &self,
        ctx: &Context<'_>,
        input: AskForSessionInput,
    ) -> async_graphql::Result<SessionRequestPayload> {
        let asked = change(ctx, async |tx| {
            let client_id = optional_id(input.client_id.as_ref(), "clientId")?.or(tx.actor().member_id());
            let asked = domain::AskForSession {
                key: key(&input.client_mutation_id)?,
                counselor_id: optional_id(input.counselor_id.as_ref(), "counselorId")?,
                client_id: client_id.ok_or(Expected::NotAllowed)?,
                starts_at: input.starts_at.0,
                minutes: input.minutes,
                place: input.place.into(),
                type_id: optional_id(input.type_id.as_ref(), "typeId")?,
                words: input.words,
            };
            domain::ask(tx, asked).await
        })
        .await?;
        Ok(SessionRequestPayload::of(asked))
    }

    /// Asks for another time for one's own session, when it is too late to move it. It stays where it is until somebody says yes.
    async fn ask_to_move_session(
        &self,
        ctx: &Context<'_>,
        input: AskToMoveSessionInput,
    ) -> async_graphql::Result<SessionRequestPayload> {
        let asked = change(ctx, async |tx| {
            let asked = asked_to_move::AskToMove {
                key: key(&input.client_mutation_id)?,
                session_id: id(&input.session_id, "sessionId")?,
                starts_at: input.starts_at.0,
                words: input.words,
            };
            asked_to_move::ask_to_move(tx, asked).await
        })
        .await?;
        Ok(SessionRequestPayload::of(asked))
    }

    /// Approving books the time, if it is still free, or moves the session there.
    async fn answer_session_request(
        &self,
        ctx: &Context<'_>,
        input: AnswerSessionRequestInput,
    ) -> async_graphql::Result<SessionRequestPayload> {
        let answered = change(ctx, async |tx| {
            let answer = domain::AnswerRequest {
                id: id(&input.session_request_id, "sessionRequestId")?,
                approve: input.approve,
                words: input.words,
            };
            domain::answer(tx, answer).await
        })
        .await?;
        Ok(SessionRequestPayload::of(answered))
    }

    /// Declines, and keeps another time for the client: it stands in `sessionWaits`, and `acceptWaitOffer` takes it.
    async fn offer_instead(&self, ctx: &Context<'_>, input: OfferInsteadInput) -> async_graphql::Result<SessionRequestPayload> {
        let offered = change(ctx, async |tx| {
            let offer = requests_instead::OfferInstead {
                key: key(&input.client_mutation_id)?,
                id: id(&input.session_request_id, "sessionRequestId")?,
                starts_at: input.starts_at.0,
                words: input.words,
            };
            requests_instead::offer_instead(tx, offer).await
        })
        .await?;
        Ok(SessionRequestPayload::of(offered))
    }

    async fn withdraw_session_request(
        &self,
        ctx: &Context<'_>,
        session_request_id: ID,
    ) -> async_graphql::Result<SessionRequestPayload> {
        let withdrawn = change(ctx, async |tx| domain::withdraw(tx, id(&session_request_id, "sessionRequestId")?).await).await?;
        Ok(SessionRequestPayload::of(withdrawn))
    }
}
