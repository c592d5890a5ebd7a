//! One meeting of a group.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use cairn_domain::groups::meetings::{self as domain, MeetingFilter, MeetingView};
use cairn_domain::groups::{attendance, duties, held};
use cairn_domain::paging::Cursor;

use super::group::{Group, GroupPerson};
use super::kinds::{DutyState, FacilitatorPart, MeetingMode, MeetingState};
use super::loaders::{GroupLoader, OpenListLoader, OwnAttendanceLoader};
use crate::connection;
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, coded, optional_id, wire};
use crate::graphql::groups_held::attendance::Attendance;
use crate::graphql::groups_held::meeting::MeetingDoor;
use crate::graphql::scalars::{DateTime, LocalDateTime, TimeZone};

/// The viewer's own duty in a meeting.
#[derive(SimpleObject, Clone, Copy)]
pub struct MeetingDuty {
    part: FacilitatorPart,
    state: DutyState,
}

/// One meeting of a peer group.
#[derive(Clone)]
pub struct Meeting(pub MeetingView);

#[Object]
impl Meeting {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn group(&self, ctx: &Context<'_>) -> async_graphql::Result<Group> {
        let group = ctx.data::<DataLoader<GroupLoader>>()?.load_one(self.0.group_id).await?;
        group.map(Group).ok_or_else(|| coded("not found", "NOT_FOUND"))
    }
    async fn starts_at(&self) -> DateTime {
        DateTime(self.0.starts_at)
    }
    async fn ends_at(&self) -> DateTime {
        DateTime(self.0.ends_at)
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
    async fn mode(&self) -> MeetingMode {
        self.0.mode.into()
    }
    async fn state(&self) -> MeetingState {
        self.0.state.into()
    }
    async fn topic(&self) -> Option<&str> {
        self.0.topic.as_deref()
    }
    /// Rises with each change; mutations name the version they saw.
    async fn version(&self) -> i32 {
        self.0.version
    }
    /// The planned wall clock, when it was moved.
    async fn moved_from(&self) -> Option<LocalDateTime> {
        self.0.moved().then_some(LocalDateTime(self.0.occurrence))
    }
    /// Where, for those who take part.
    async fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }
    /// When people may come in.
    async fn joins_from(&self) -> DateTime {
        DateTime(self.0.joins_from())
    }
    /// Whether the viewer may come in now.
    async fn can_join_now(&self, ctx: &Context<'_>) -> async_graphql::Result<bool> {
        let tx = context::of(ctx)?.tx().await?;
        Ok(self.0.standing.takes_part() && self.0.doors_are_open(tx.now()))
    }
    /// Who holds the room, by the name the group knows.
    async fn holder(&self) -> Option<GroupPerson> {
        self.0.holder.clone().map(GroupPerson::from)
    }
    /// It comes soon and nobody holds it yet; for those who run the group.
    async fn needs_holder(&self, ctx: &Context<'_>) -> async_graphql::Result<bool> {
        let tx = context::of(ctx)?.tx().await?;
        Ok(self.0.can_run && duties::needs_holder(&self.0, tx.now()))
    }
    async fn my_duty(&self) -> Option<MeetingDuty> {
        self.0.my_duty.map(|(part, state)| MeetingDuty { part: part.into(), state: state.into() })
    }
    /// How the viewer's own attendance was noted.
    async fn my_attendance(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Attendance>> {
        let loader = ctx.data::<DataLoader<OwnAttendanceLoader>>()?;
        Ok(loader.load_one(self.0.id).await?.map(Attendance::from))
    }
    /// For those who hold the room, while people come in.
    async fn door(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<MeetingDoor>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let door = request.answer(held::door(&tx, &self.0).await)?;
        Ok(door.map(MeetingDoor::from))
    }
    /// It is over, the viewer held it, and about somebody on its list nothing is noted yet. To be told from the list
    /// itself, which is on record: this says nothing about anybody.
    async fn needs_attendance(&self, ctx: &Context<'_>) -> async_graphql::Result<bool> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        if !request.answer(attendance::is_asked_of_viewer(&tx, &self.0))? {
            return Ok(false);
        }
        Ok(ctx.data::<DataLoader<OpenListLoader>>()?.load_one(self.0.id).await?.unwrap_or(false))
    }
    /// Why it was called off, for those who take part.
    async fn cancel_reason(&self) -> Option<&str> {
        self.0.cancel_reason.as_deref()
    }
    /// Whether the viewer may change it or call it off.
    async fn can_run(&self) -> bool {
        self.0.can_run
    }
}

connection!(MeetingConnection, MeetingEdge, Meeting);

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum MeetingOrder {
    EarliestFirst,
    /// For what is over.
    LatestFirst,
}

#[derive(Default)]
pub struct MeetingsQuery;

#[Object]
impl MeetingsQuery {
    /// Meetings by start: of one group, or of all the viewer may see; with `mine`, of groups they are part of.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    #[expect(clippy::too_many_arguments, reason = "the arguments are the field's signature in the schema")]
    async fn meetings(
        &self,
        ctx: &Context<'_>,
        group_id: Option<ID>,
        #[graphql(desc = "Ending after this.")] from: Option<DateTime>,
        #[graphql(desc = "Starting before this.")] until: Option<DateTime>,
        #[graphql(default = false)] mine: bool,
        #[graphql(default_with = "MeetingOrder::EarliestFirst")] order: MeetingOrder,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<MeetingConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let filter = MeetingFilter {
                group_id: optional_id(group_id.as_ref(), "groupId")?,
                from: from.map(|at| at.0),
                until: until.map(|at| at.0),
                mine,
                latest_first: order == MeetingOrder::LatestFirst,
            };
            domain::list(&tx, &filter, page_request(first, after.as_deref())?).await
        };
        let page = request.answer(outcome.await)?;
        let cursor = |view: &MeetingView| encode_cursor(Cursor { at: view.starts_at, id: view.id.0 });
        let items = page.items.into_iter().map(|view| (cursor(&view), Meeting(view))).collect();
        Ok(MeetingConnection::of(items, page.has_next, after.is_some()))
    }

    async fn meeting(&self, ctx: &Context<'_>, id: ID) -> async_graphql::Result<Option<Meeting>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::find(&tx, context::id(&id, "id")?).await };
        Ok(request.answer_or_null(outcome.await)?.map(Meeting))
    }
}
