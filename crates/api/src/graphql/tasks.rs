//! What staff has to do by hand.

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use cairn_domain::paging::Cursor;
use cairn_domain::staff_tasks::{self, StaffTaskKind as Kind};

use super::connection::{encode_cursor, page_request};
use super::members::Member;
use super::problems::Problem;
use super::scalars::DateTime;
use super::{contact_rule, context};

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum StaffTaskKind {
    /// Mail to the member's address is refused: ask them for another.
    AddressFailed,
    /// Somebody in a group's chat may be in danger: look at the case now.
    ChatDanger,
    /// A file of this client waits for its check since hours: whoever runs the server has to look at the scanner.
    DocumentWaiting,
    /// Client and counselor see readiness differently: a conversation to have.
    ReadinessTalk,
    /// A treatment shall end against somebody's will: look at it.
    DischargeReview,
    /// Somebody who waits for a program says they need somebody.
    WantsContact,
    /// A mentor asks to talk something over: sit down with them.
    MentorDebrief,
    /// A counselor is away, and this client has not said what shall happen to their session: call them.
    CoverUnanswered,
    /// A client did not come to a session: a warm word, in the way they like.
    SessionMissed,
    /// Nobody came to a client who was there: make good for it.
    SessionUnattended,
    /// A meeting of this group comes, and nobody is left to ask who holds it: find somebody.
    RoomUnheld,
    /// Somebody waits for a place, and nobody has been in contact for longer than the program lets pass.
    ContactOverdue,
    /// A place in a program is kept for somebody who cannot have heard of it: call them, and answer for them.
    OfferUnheard,
    /// Somebody died: look after what is left to be done, and close the account.
    ClientDied,
    /// Somebody a mentor walked with died: tell them in person, and stay with them.
    MentorBereaved,
    /// A client and whoever counsels them must not meet: give them somebody else.
    CounselorApart,
    /// Somebody waits for a place, and nobody keeps contact with them any more: name somebody.
    ContactMissing,
    /// Somebody noted a credential of their own: look at it, because it does not count before.
    CredentialUnseen,
}

impl From<Kind> for StaffTaskKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::AddressFailed => Self::AddressFailed,
            Kind::ChatDanger => Self::ChatDanger,
            Kind::DocumentWaiting => Self::DocumentWaiting,
            Kind::ReadinessTalk => Self::ReadinessTalk,
            Kind::DischargeReview => Self::DischargeReview,
            Kind::WantsContact => Self::WantsContact,
            Kind::MentorDebrief => Self::MentorDebrief,
            Kind::CoverUnanswered => Self::CoverUnanswered,
            Kind::SessionMissed => Self::SessionMissed,
            Kind::SessionUnattended => Self::SessionUnattended,
            Kind::RoomUnheld => Self::RoomUnheld,
            Kind::ContactOverdue => Self::ContactOverdue,
            Kind::OfferUnheard => Self::OfferUnheard,
            Kind::ClientDied => Self::ClientDied,
            Kind::MentorBereaved => Self::MentorBereaved,
            Kind::CounselorApart => Self::CounselorApart,
            Kind::ContactMissing => Self::ContactMissing,
            Kind::CredentialUnseen => Self::CredentialUnseen,
        }
    }
}

/// Something that did not work by itself.
#[derive(Clone)]
pub struct StaffTask(staff_tasks::StaffTask);

impl From<staff_tasks::StaffTask> for StaffTask {
    fn from(task: staff_tasks::StaffTask) -> Self {
        Self(task)
    }
}

#[Object]
impl StaffTask {
    async fn id(&self) -> ID {
        context::wire(self.0.id)
    }

    async fn kind(&self) -> StaffTaskKind {
        self.0.kind.into()
    }

    /// Whom it is about; null when the task leads to a case or a group, which name nobody.
    async fn member(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        match self.0.member_id {
            Some(id) => context::member(ctx, id).await.map(|card| Some(card.into())),
            None => Ok(None),
        }
    }

    /// How the client it is about wants to be reached, for who reads that; where the task is to reach them. That it was read is
    /// logged.
    async fn contact_rule(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<String>> {
        match self.0.member_id {
            Some(id) if self.0.kind.is_to_reach() => contact_rule::of(ctx, id).await,
            _ => Ok(None),
        }
    }

    /// Whether it is about a client whose page the viewer may open.
    async fn opens_client(&self, ctx: &Context<'_>) -> async_graphql::Result<bool> {
        match self.0.member_id {
            Some(id) => contact_rule::opens(ctx, id).await,
            None => Ok(false),
        }
    }

    /// The moderation case it leads to.
    async fn moderation_case_id(&self) -> Option<ID> {
        self.0.moderation_case_id.map(context::wire)
    }

    /// The group whose room nobody holds.
    async fn group_id(&self) -> Option<ID> {
        self.0.group.as_ref().map(|(id, _)| context::wire(*id))
    }

    async fn group_name(&self) -> Option<&str> {
        self.0.group.as_ref().map(|(_, name)| name.as_str())
    }

    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    async fn done_at(&self) -> Option<DateTime> {
        self.0.done_at.map(DateTime)
    }
}

crate::connection!(StaffTaskConnection, StaffTaskEdge, StaffTask);

#[derive(SimpleObject)]
pub struct StaffTaskPayload {
    staff_task: Option<StaffTask>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct TasksQuery;

#[Object]
impl TasksQuery {
    /// Open tasks of the viewer (admins: all), the longest waiting first; with `done` the finished ones, newest first.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn staff_tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = false)] done: bool,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<StaffTaskConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { staff_tasks::list(&tx, done, page_request(first, after.as_deref())?).await }.await;
        let found = request.answer(outcome)?;
        let cursor = |task: &staff_tasks::StaffTask| encode_cursor(Cursor { at: task.created_at, id: task.id.0 });
        let items = found.items.into_iter().map(|task| (cursor(&task), task.into())).collect();
        Ok(StaffTaskConnection::of(items, found.has_next, after.is_some()))
    }
}

#[derive(Default)]
pub struct TasksMutation;

#[Object]
impl TasksMutation {
    async fn finish_staff_task(&self, ctx: &Context<'_>, staff_task_id: ID) -> async_graphql::Result<StaffTaskPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { staff_tasks::finish(&tx, context::id(&staff_task_id, "staffTaskId")?).await }.await;
        let (task, problems) = request.settle(tx, outcome).await?;
        Ok(StaffTaskPayload { staff_task: task.map(StaffTask::from), problems })
    }
}
