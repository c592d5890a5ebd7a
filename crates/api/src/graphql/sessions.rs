//! Sessions: who, when, where; booking, moving, cancelling.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::paging::{Cursor, Page};
use cairn_domain::sessions::{self as domain, SessionFilter, SessionView};
use cairn_domain::{CenterTx, Outcome, Problem as Expected};

use super::booking::types::SessionType;
use super::connection::{encode_cursor, page_request};
use super::context::{self, id, key, optional_id, wire};
use super::members::Member;
use super::problems::Problem;
use super::scalars::{DateTime, LocalDateTime, TimeZone};
use crate::connection;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::sessions::SessionState")]
pub enum SessionState {
    Booked,
    /// The client is there.
    CheckedIn,
    InSession,
    /// Took place.
    Completed,
    /// The client did not come.
    NoShowClient,
    /// Nobody came to the client.
    NoShowPeer,
    /// Called off, in time.
    Cancelled,
    /// Called off after the center's cutoff.
    LateCancel,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::sessions::SessionPlace")]
pub enum SessionPlace {
    InPerson,
    Online,
}

/// A one-on-one counseling session.
#[derive(Clone)]
pub struct Session(pub SessionView);

impl From<SessionView> for Session {
    fn from(view: SessionView) -> Self {
        Self(view)
    }
}

#[Object]
impl Session {
    async fn id(&self) -> ID {
        wire(self.0.session.id)
    }
    async fn counselor(&self) -> Member {
        Member::from(self.0.counselor.clone())
    }
    async fn client(&self) -> Member {
        Member::from(self.0.client.clone())
    }
    async fn starts_at(&self) -> DateTime {
        DateTime(self.0.session.starts_at)
    }
    async fn ends_at(&self) -> DateTime {
        DateTime(self.0.session.ends_at)
    }
    /// The planned wall-clock start, in `zone`.
    async fn local_start(&self) -> LocalDateTime {
        LocalDateTime(self.0.session.local_start)
    }
    async fn zone(&self) -> TimeZone {
        TimeZone(self.0.session.zone.clone())
    }
    async fn minutes(&self) -> i32 {
        self.0.session.minutes
    }
    async fn place(&self) -> SessionPlace {
        self.0.session.place.into()
    }
    /// In person: where.
    async fn location(&self) -> Option<&str> {
        self.0.session.location.as_deref()
    }
    /// Online: only for participants, only from `joinOpensAt` until the end.
    async fn join_url(&self) -> Option<&str> {
        self.0.session.join_url.as_deref()
    }
    /// Online: a number for when the link does not work, shown with it.
    async fn fallback_phone(&self) -> Option<&str> {
        self.0.fallback_phone.as_deref()
    }
    /// When the client said that they are there.
    async fn arrived_at(&self) -> Option<DateTime> {
        self.0.session.arrived_at.map(DateTime)
    }
    /// When it really began.
    async fn started_at(&self) -> Option<DateTime> {
        self.0.session.started_at.map(DateTime)
    }
    /// When it really ended.
    async fn ended_at(&self) -> Option<DateTime> {
        self.0.session.ended_at.map(DateTime)
    }
    /// Online: when the link opens for participants.
    async fn join_opens_at(&self) -> Option<DateTime> {
        self.0.join_opens_at.map(DateTime)
    }
    async fn state(&self) -> SessionState {
        self.0.session.state.into()
    }
    /// Rises with each change; mutations name the version they saw.
    async fn version(&self) -> i32 {
        self.0.session.version
    }
    async fn cancelled_by(&self) -> Option<Member> {
        // Whoever cancelled is one of the two, or somebody of the center whose name adds nothing.
        let by = self.0.session.cancelled_by?;
        [&self.0.counselor, &self.0.client].into_iter().find(|card| card.id == by).cloned().map(Member::from)
    }
    async fn cancel_reason(&self) -> Option<&str> {
        self.0.session.cancel_reason.as_deref()
    }
    /// Whether this viewer may move it now. A client who may not any more asks, with `askToMoveSession`.
    async fn can_change(&self) -> bool {
        self.0.can_change
    }
    /// Whether this viewer may call it off now, late or not.
    async fn can_cancel(&self) -> bool {
        self.0.can_cancel
    }
    /// Calling it off now is late: after the center's cutoff. Nothing follows from it but the name.
    async fn is_late(&self) -> bool {
        self.0.is_late
    }
    /// Which kind of session; null where a center has none, or had none then.
    async fn r#type(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<SessionType>> {
        match self.0.session.type_id {
            Some(id) => super::booking::types::load(ctx, id).await,
            None => Ok(None),
        }
    }
    /// The series it belongs to.
    async fn series_id(&self) -> Option<ID> {
        self.0.session.series_id.map(wire)
    }
    /// What the series planned, on the wall clock: later changes leave it as it is.
    async fn occurrence(&self) -> Option<LocalDateTime> {
        self.0.session.occurrence.map(LocalDateTime)
    }
    /// Until when this viewer may move it.
    async fn changeable_until(&self) -> Option<DateTime> {
        self.0.changeable_until.map(DateTime)
    }
}

connection!(SessionConnection, SessionEdge, Session);

pub fn session_connection(page: Page<SessionView>, has_previous: bool) -> SessionConnection {
    let has_next = page.has_next;
    let items = page
        .items
        .into_iter()
        .map(|view| (encode_cursor(Cursor { at: view.session.starts_at, id: view.session.id.0 }), Session(view)))
        .collect();
    SessionConnection::of(items, has_next, has_previous)
}

#[derive(Default)]
pub struct SessionsQuery;

#[Object]
impl SessionsQuery {
    /// Sessions the viewer takes part in or may see, by start.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    #[expect(clippy::too_many_arguments, reason = "the arguments are the field's signature in the schema")]
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Ending after this.")] from: Option<DateTime>,
        #[graphql(desc = "Starting before this.")] until: Option<DateTime>,
        counselor_id: Option<ID>,
        client_id: Option<ID>,
        #[graphql(desc = "BOOKED: not called off, also what took place. CANCELLED: late ones too.")] state: Option<SessionState>,
        #[graphql(default = false)] newest_first: bool,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<SessionConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let filter = SessionFilter {
                from: from.map(|at| at.0),
                until: until.map(|at| at.0),
                counselor_id: optional_id(counselor_id.as_ref(), "counselorId")?,
                client_id: optional_id(client_id.as_ref(), "clientId")?,
                state: state.map(Into::into),
                newest_first,
            };
            domain::list(&tx, &filter, page_request(first, after.as_deref())?).await
        };
        Ok(session_connection(request.answer(outcome.await)?, after.is_some()))
    }

    async fn session(&self, ctx: &Context<'_>, id: ID) -> async_graphql::Result<Option<Session>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::find(&tx, context::id(&id, "id")?).await };
        Ok(request.answer_or_null(outcome.await)?.map(Session))
    }
}

#[derive(InputObject)]
pub struct BookSessionInput {
    /// A UUID made when the form opened: a retry books once.
    client_mutation_id: String,
    counselor_id: ID,
    /// Left out: the viewer.
    client_id: Option<ID>,
    starts_at: DateTime,
    /// 30, 45 or 60; left out with `typeId`.
    minutes: Option<i32>,
    place: SessionPlace,
    type_id: Option<ID>,
    /// Of `holdSlot`: the time that was kept while the form was open.
    hold_token: Option<String>,
}

#[derive(InputObject)]
pub struct MoveSessionInput {
    client_mutation_id: String,
    session_id: ID,
    /// The version that was looked at.
    version: i32,
    starts_at: DateTime,
    minutes: Option<i32>,
    place: Option<SessionPlace>,
    reason: Option<String>,
}

#[derive(InputObject)]
pub struct CancelSessionInput {
    session_id: ID,
    version: i32,
    /// Nobody has to give one.
    reason: Option<String>,
}

#[derive(SimpleObject)]
pub struct BookSessionPayload {
    session: Option<Session>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct MoveSessionPayload {
    session: Option<Session>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct CancelSessionPayload {
    session: Option<Session>,
    /// Until when `undoCancelSession` brings it back and no mail leaves.
    undo_until: Option<DateTime>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct UndoCancelSessionPayload {
    session: Option<Session>,
    problems: Vec<Problem>,
}

async fn book(tx: &CenterTx, input: BookSessionInput) -> Outcome<SessionView> {
    let client_id = match optional_id(input.client_id.as_ref(), "clientId")? {
        Some(client_id) => client_id,
        None => tx.actor().member_id().ok_or(Expected::NotAllowed)?,
    };
    let booking = domain::BookSession {
        key: key(&input.client_mutation_id)?,
        counselor_id: id(&input.counselor_id, "counselorId")?,
        client_id,
        starts_at: input.starts_at.0,
        minutes: input.minutes,
        place: input.place.into(),
        type_id: optional_id(input.type_id.as_ref(), "typeId")?,
        hold: input.hold_token,
    };
    domain::book(tx, booking).await
}

async fn reschedule(tx: &CenterTx, input: MoveSessionInput) -> Outcome<SessionView> {
    let change = domain::MoveSession {
        key: key(&input.client_mutation_id)?,
        id: id(&input.session_id, "sessionId")?,
        version: input.version,
        starts_at: input.starts_at.0,
        minutes: input.minutes,
        place: input.place.map(Into::into),
        reason: input.reason,
    };
    domain::reschedule(tx, change).await
}

async fn cancel(tx: &CenterTx, input: CancelSessionInput) -> Outcome<SessionView> {
    let change = domain::CancelSession { id: id(&input.session_id, "sessionId")?, version: input.version, reason: input.reason };
    domain::cancel(tx, change).await
}

#[derive(Default)]
pub struct SessionsMutation;

#[Object]
impl SessionsMutation {
    async fn book_session(&self, ctx: &Context<'_>, input: BookSessionInput) -> async_graphql::Result<BookSessionPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = book(&tx, input).await;
        let (session, problems) = request.settle(tx, outcome).await?;
        Ok(BookSessionPayload { session: session.map(Session), problems })
    }

    async fn move_session(&self, ctx: &Context<'_>, input: MoveSessionInput) -> async_graphql::Result<MoveSessionPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = reschedule(&tx, input).await;
        let (session, problems) = request.settle(tx, outcome).await?;
        Ok(MoveSessionPayload { session: session.map(Session), problems })
    }

    async fn cancel_session(&self, ctx: &Context<'_>, input: CancelSessionInput) -> async_graphql::Result<CancelSessionPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = cancel(&tx, input).await;
        let (session, problems) = request.settle(tx, outcome).await?;
        let undo_until = session.as_ref().and_then(|view| view.session.undo_until).map(DateTime);
        Ok(CancelSessionPayload { session: session.map(Session), undo_until, problems })
    }

    /// Brings a session back within seconds of its cancellation.
    async fn undo_cancel_session(&self, ctx: &Context<'_>, session_id: ID) -> async_graphql::Result<UndoCancelSessionPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { domain::undo_cancel(&tx, id(&session_id, "sessionId")?).await }.await;
        let (session, problems) = request.settle(tx, outcome).await?;
        Ok(UndoCancelSessionPayload { session: session.map(Session), problems })
    }
}
