//! "I need someone sooner", with the help line beside it.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::Problem as Expected;
use cairn_domain::ids::MemberId;
use cairn_domain::sessions::{sooner as domain, sooner_circle as circle};

use super::{SoonerState, change};
use crate::graphql::context::{self, id, key, wire};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::DateTime;
use crate::graphql::sessions::{Session, SessionPlace};

/// Somebody who cares for the viewer, and whether they may be asked.
pub struct SoonerPeer(circle::CirclePeer);

#[Object]
impl SoonerPeer {
    async fn member(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.member_id).await?.into())
    }
    async fn may_be_asked(&self) -> bool {
        self.0.may_be_asked
    }
}

/// The center's own line, for whoever cannot wait. It stands beside asking, always.
#[derive(SimpleObject)]
pub struct SoonerHelp {
    phone: Option<String>,
    hours: Option<String>,
}

#[derive(Clone)]
pub struct SoonerRequest(domain::SoonerRequest);

#[Object]
impl SoonerRequest {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn client(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.client_id).await?.into())
    }
    async fn minutes(&self) -> i32 {
        self.0.minutes
    }
    async fn place(&self) -> SessionPlace {
        self.0.place.into()
    }
    async fn words(&self) -> Option<&str> {
        self.0.words.as_deref()
    }
    async fn state(&self) -> SoonerState {
        self.0.state.into()
    }
    /// How many were asked.
    async fn asked(&self) -> i32 {
        i32::try_from(self.0.asked).unwrap_or(i32::MAX)
    }
    /// Those of them who have not declined: 0 while it is open, and somebody of the center gets in touch.
    async fn waiting(&self) -> i32 {
        i32::try_from(self.0.waiting).unwrap_or(i32::MAX)
    }
    async fn accepted_by(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        match self.0.accepted_by {
            Some(id) => Ok(Some(context::member(ctx, id).await?.into())),
            None => Ok(None),
        }
    }
    async fn session_id(&self) -> Option<ID> {
        self.0.session_id.map(wire)
    }
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
    async fn expires_at(&self) -> DateTime {
        DateTime(self.0.expires_at)
    }
}

#[derive(Default)]
pub struct SoonerQuery;

#[Object]
impl SoonerQuery {
    /// Who could be asked by the viewer, and who may be.
    async fn sooner_circle(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<SoonerPeer>> {
        let request = context::of(ctx)?;
        let peers = request.answer(circle::circle(&*request.tx().await?).await)?;
        Ok(peers.into_iter().map(SoonerPeer).collect())
    }

    /// What became of the viewer's asking, the newest first.
    async fn my_sooner_requests(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<SoonerRequest>> {
        let request = context::of(ctx)?;
        let mine = request.answer(domain::mine(&*request.tx().await?).await)?;
        Ok(mine.into_iter().map(SoonerRequest).collect())
    }

    /// What the viewer is asked now. What another one took is not there any more.
    async fn sooner_requests(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<SoonerRequest>> {
        let request = context::of(ctx)?;
        let asked = request.answer(domain::asked_of_me(&*request.tx().await?).await)?;
        Ok(asked.into_iter().map(SoonerRequest).collect())
    }

    async fn sooner_help(&self, ctx: &Context<'_>) -> async_graphql::Result<SoonerHelp> {
        let request = context::of(ctx)?;
        let line = request.answer(domain::help_line(&*request.tx().await?).await)?;
        Ok(SoonerHelp { phone: line.phone, hours: line.hours })
    }
}

#[derive(InputObject)]
pub struct AskSoonerInput {
    client_mutation_id: String,
    /// 30, 45 or 60
    minutes: i32,
    place: SessionPlace,
    /// For whoever is asked.
    words: Option<String>,
}

#[derive(InputObject)]
pub struct AcceptSoonerInput {
    sooner_request_id: ID,
    starts_at: DateTime,
}

#[derive(SimpleObject)]
pub struct SoonerCirclePayload {
    circle: Vec<SoonerPeer>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct SoonerRequestPayload {
    sooner_request: Option<SoonerRequest>,
    /// Whether it worked or not.
    help: Option<SoonerHelp>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct AcceptSoonerPayload {
    session: Option<Session>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct DeclineSoonerPayload {
    problems: Vec<Problem>,
}

/// Beside every answer, also a refusal: in a transaction of its own, because a refusal has none left.
async fn help(ctx: &Context<'_>) -> async_graphql::Result<Option<SoonerHelp>> {
    let request = context::of(ctx)?;
    let line = request.answer(domain::help_line(&*request.tx().await?).await)?;
    Ok(Some(SoonerHelp { phone: line.phone, hours: line.hours }))
}

#[derive(Default)]
pub struct SoonerMutation;

#[Object]
impl SoonerMutation {
    /// These and nobody else may be asked from now on.
    async fn set_sooner_circle(&self, ctx: &Context<'_>, peer_ids: Vec<ID>) -> async_graphql::Result<SoonerCirclePayload> {
        let (peers, problems) = change(ctx, async |tx| {
            let peers: Result<Vec<MemberId>, Expected> = peer_ids.iter().map(|one| id(one, "peerIds")).collect();
            circle::set_circle(tx, peers?).await
        })
        .await?;
        Ok(SoonerCirclePayload { circle: peers.unwrap_or_default().into_iter().map(SoonerPeer).collect(), problems })
    }

    /// Asks everybody the viewer chose, at once. Not for emergencies: the help line comes with the answer.
    async fn ask_sooner(&self, ctx: &Context<'_>, input: AskSoonerInput) -> async_graphql::Result<SoonerRequestPayload> {
        let (asked, problems) = change(ctx, async |tx| {
            let asked = domain::AskSooner {
                key: key(&input.client_mutation_id)?,
                minutes: input.minutes,
                place: input.place.into(),
                words: input.words,
            };
            domain::ask(tx, asked).await
        })
        .await?;
        Ok(SoonerRequestPayload { sooner_request: asked.map(SoonerRequest), help: help(ctx).await?, problems })
    }

    async fn withdraw_sooner_request(
        &self,
        ctx: &Context<'_>,
        sooner_request_id: ID,
    ) -> async_graphql::Result<SoonerRequestPayload> {
        let (withdrawn, problems) =
            change(ctx, async |tx| domain::withdraw(tx, id(&sooner_request_id, "soonerRequestId")?).await).await?;
        Ok(SoonerRequestPayload { sooner_request: withdrawn.map(SoonerRequest), help: help(ctx).await?, problems })
    }

    /// Says yes, and when: who is first sits down with them.
    async fn accept_sooner(&self, ctx: &Context<'_>, input: AcceptSoonerInput) -> async_graphql::Result<AcceptSoonerPayload> {
        let (session, problems) =
            change(ctx, async |tx| domain::accept(tx, id(&input.sooner_request_id, "soonerRequestId")?, input.starts_at.0).await)
                .await?;
        Ok(AcceptSoonerPayload { session: session.map(Session), problems })
    }

    /// Not this time.
    async fn decline_sooner(&self, ctx: &Context<'_>, sooner_request_id: ID) -> async_graphql::Result<DeclineSoonerPayload> {
        let declined = change(ctx, async |tx| domain::decline(tx, id(&sooner_request_id, "soonerRequestId")?).await).await?;
        Ok(DeclineSoonerPayload { problems: declined.1 })
    }
}
