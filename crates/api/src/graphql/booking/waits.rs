//! Waiting for a time that becomes free.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::Problem as Expected;
use cairn_domain::paging::Cursor;
use cairn_domain::sessions::waits as domain;

use super::types::SessionType;
use super::{SessionWaitState, change, types};
use crate::connection;
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, id, key, optional_id, wire};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDate};
use crate::graphql::sessions::{Session, SessionPlace};

/// A time that is kept for whoever waits.
pub struct WaitOffer {
    offer: domain::Offered,
    until: Option<jiff::Timestamp>,
}

#[Object]
impl WaitOffer {
    async fn counselor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.offer.counselor_id).await?.into())
    }
    async fn starts_at(&self) -> DateTime {
        DateTime(self.offer.starts_at)
    }
    async fn ends_at(&self) -> DateTime {
        DateTime(self.offer.ends_at)
    }
    /// Until when it is kept.
    async fn expires_at(&self) -> Option<DateTime> {
        self.until.map(DateTime)
    }
}

/// A time that was offered last, whether or not it was taken.
pub struct LastWaitOffer(domain::LastOffer);

#[Object]
impl LastWaitOffer {
    /// When it was offered.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }
    async fn counselor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.counselor_id).await?.into())
    }
    async fn starts_at(&self) -> DateTime {
        DateTime(self.0.starts_at)
    }
}

/// Somebody's place in a waiting list.
#[derive(Clone)]
pub struct SessionWait(domain::SessionWait);

#[Object]
impl SessionWait {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn client(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.client_id).await?.into())
    }
    /// Null: anybody who cares for the client.
    async fn counselor(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        match self.0.counselor_id {
            Some(id) => Ok(Some(context::member(ctx, id).await?.into())),
            None => Ok(None),
        }
    }
    async fn r#type(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<SessionType>> {
        match self.0.type_id {
            Some(id) => types::load(ctx, id).await,
            None => Ok(None),
        }
    }
    async fn minutes(&self) -> i32 {
        self.0.minutes
    }
    async fn place(&self) -> SessionPlace {
        self.0.place.into()
    }
    /// Not useful any more after this day.
    async fn until(&self) -> Option<LocalDate> {
        self.0.until.map(LocalDate)
    }
    async fn state(&self) -> SessionWaitState {
        self.0.state.into()
    }
    async fn waiting_since(&self) -> DateTime {
        DateTime(self.0.waiting_since)
    }
    async fn offer(&self) -> Option<WaitOffer> {
        self.0.offer.map(|offer| WaitOffer { offer, until: self.0.offered_until })
    }
    /// Null: nothing was offered yet.
    async fn last_offer(&self) -> Option<LastWaitOffer> {
        self.0.last_offer.map(LastWaitOffer)
    }
    /// Offers that were let go.
    async fn offers_missed(&self) -> i32 {
        self.0.offers_missed
    }
    /// Let an offer go: others are asked first until then.
    async fn rests_until(&self) -> Option<DateTime> {
        self.0.rests_until.map(DateTime)
    }
    /// Who was asked for is not there for them any more: anybody who cares for them since then.
    async fn anybody_since(&self) -> Option<DateTime> {
        self.0.anybody_since.map(DateTime)
    }
    /// The last useful day went by without an offer.
    async fn lapsed_at(&self) -> Option<DateTime> {
        self.0.lapsed_at.map(DateTime)
    }
}

connection!(SessionWaitConnection, SessionWaitEdge, SessionWait);

#[derive(Default)]
pub struct WaitsQuery;

#[Object]
impl WaitsQuery {
    /// What a client waits for, the longest first; for a week also what ended by itself. Without `clientId`: the viewer.
    async fn session_waits(&self, ctx: &Context<'_>, client_id: Option<ID>) -> async_graphql::Result<Vec<SessionWait>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let client = optional_id(client_id.as_ref(), "clientId")?.or(tx.actor().member_id()).ok_or(Expected::NotAllowed)?;
            domain::of_client(&tx, client).await
        };
        Ok(request.answer(outcome.await)?.into_iter().map(SessionWait).collect())
    }

    /// Everybody who waits, the longest first; for admins, for counselors those in their care, and for facilitators those they
    /// keep contact with.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn waiting_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whoever could be offered a time of theirs.")] counselor_id: Option<ID>,
        #[graphql(desc = "A kind of session.")] type_id: Option<ID>,
        #[graphql(desc = "Left out: whoever still waits, with or without an offer.")] state: Option<SessionWaitState>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<SessionWaitConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let filter = domain::WaitFilter {
                counselor_id: optional_id(counselor_id.as_ref(), "counselorId")?,
                type_id: optional_id(type_id.as_ref(), "typeId")?,
                state: state.map(Into::into),
            };
            domain::list(&tx, &filter, page_request(first, after.as_deref())?).await
        };
        let page = request.answer(outcome.await)?;
        let cursor = |one: &domain::SessionWait| encode_cursor(Cursor { at: one.waiting_since, id: one.id.0 });
        let items = page.items.into_iter().map(|one| (cursor(&one), SessionWait(one))).collect();
        Ok(SessionWaitConnection::of(items, page.has_next, after.is_some()))
    }
}

#[derive(InputObject)]
pub struct JoinWaitInput {
    client_mutation_id: String,
    /// Left out: the viewer.
    client_id: Option<ID>,
    /// Left out: anybody who cares for the client.
    counselor_id: Option<ID>,
    type_id: Option<ID>,
    minutes: Option<i32>,
    place: SessionPlace,
    until: Option<LocalDate>,
}

#[derive(InputObject)]
pub struct OfferWaitTimeInput {
    client_mutation_id: String,
    session_wait_id: ID,
    counselor_id: ID,
    starts_at: DateTime,
}

#[derive(SimpleObject)]
pub struct SessionWaitPayload {
    session_wait: Option<SessionWait>,
    problems: Vec<Problem>,
}

impl SessionWaitPayload {
    fn of((wait, problems): (Option<domain::SessionWait>, Vec<Problem>)) -> Self {
        Self { session_wait: wait.map(SessionWait), problems }
    }
}

#[derive(SimpleObject)]
pub struct AcceptWaitOfferPayload {
    session: Option<Session>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct WaitsMutation;

#[Object]
impl WaitsMutation {
    async fn join_session_wait(&self, ctx: &Context<'_>, input: JoinWaitInput) -> async_graphql::Result<SessionWaitPayload> {
        let joined = change(ctx, async |tx| {
            let client_id = optional_id(input.client_id.as_ref(), "clientId")?.or(tx.actor().member_id());
            let wait = domain::JoinWait {
                key: key(&input.client_mutation_id)?,
                client_id: client_id.ok_or(Expected::NotAllowed)?,
                counselor_id: optional_id(input.counselor_id.as_ref(), "counselorId")?,
                type_id: optional_id(input.type_id.as_ref(), "typeId")?,
                minutes: input.minutes,
                place: input.place.into(),
                until: input.until.as_ref().map(|until| until.0),
            };
            domain::join(tx, wait).await
        })
        .await?;
        Ok(SessionWaitPayload::of(joined))
    }

    /// Keeps a time for somebody who waits, and tells them: for whoever may book for them.
    async fn offer_wait_time(&self, ctx: &Context<'_>, input: OfferWaitTimeInput) -> async_graphql::Result<SessionWaitPayload> {
        let offered = change(ctx, async |tx| {
            let offer = domain::OfferTime {
                key: key(&input.client_mutation_id)?,
                id: id(&input.session_wait_id, "sessionWaitId")?,
                counselor_id: id(&input.counselor_id, "counselorId")?,
                starts_at: input.starts_at.0,
            };
            domain::offer_time(tx, offer).await
        })
        .await?;
        Ok(SessionWaitPayload::of(offered))
    }

    /// Takes the time that is kept.
    async fn accept_wait_offer(&self, ctx: &Context<'_>, session_wait_id: ID) -> async_graphql::Result<AcceptWaitOfferPayload> {
        let (session, problems) =
            change(ctx, async |tx| domain::accept(tx, id(&session_wait_id, "sessionWaitId")?).await).await?;
        Ok(AcceptWaitOfferPayload { session: session.map(Session), problems })
    }

    /// Not that time: one's place in line stays.
    async fn decline_wait_offer(&self, ctx: &Context<'_>, session_wait_id: ID) -> async_graphql::Result<SessionWaitPayload> {
        let declined = change(ctx, async |tx| domain::decline(tx, id(&session_wait_id, "sessionWaitId")?).await).await?;
        Ok(SessionWaitPayload::of(declined))
    }

    async fn leave_session_wait(&self, ctx: &Context<'_>, session_wait_id: ID) -> async_graphql::Result<SessionWaitPayload> {
        let left = change(ctx, async |tx| domain::leave(tx, id(&session_wait_id, "sessionWaitId")?).await).await?;
        Ok(SessionWaitPayload::of(left))
    }
}
