//! A client's groups in their own record.

use async_graphql::{Context, ID, Object, SimpleObject};
use cairn_domain::groups::chart as domain;
use cairn_domain::paging::Cursor;

use super::attendance::Attendance;
use super::int;
use crate::connection;
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, id, optional_id, wire};
use crate::graphql::groups::kinds::MembershipState;
use crate::graphql::scalars::{DateTime, LocalDateTime, TimeZone};

/// One group in a client's record. Nobody else of the group is in it, nor the name they use there.
#[derive(SimpleObject)]
pub struct ClientGroup {
    group_id: ID,
    name: String,
    state: MembershipState,
    joined_at: Option<DateTime>,
    ended_at: Option<DateTime>,
    /// Meetings they came to.
    came: i32,
    /// Meetings of which it is known whether they came.
    noted: i32,
    minutes: i32,
    last_came: Option<LocalDateTime>,
}

/// A signed part, in the client's own copy.
#[derive(SimpleObject, Clone)]
pub struct ClientNote {
    /// Everybody who came has the same.
    shared: bool,
    body: String,
    /// What somebody else of the group is called elsewhere was left out of it; `[…]` stands there.
    names_left_out: bool,
    signed_at: DateTime,
}

/// One meeting in a client's record.
#[derive(SimpleObject, Clone)]
pub struct ClientMeeting {
    meeting_id: ID,
    group_id: ID,
    group_name: String,
    starts_at: DateTime,
    local_start: LocalDateTime,
    zone: TimeZone,
    attendance: Option<Attendance>,
    notes: Vec<ClientNote>,
}

impl From<domain::ClientGroup> for ClientGroup {
    fn from(group: domain::ClientGroup) -> Self {
        Self {
            group_id: wire(group.group_id),
            name: group.name,
            state: group.state.into(),
            joined_at: group.joined_at.map(DateTime),
            ended_at: group.ended_at.map(DateTime),
            came: int(group.came),
            noted: int(group.noted),
            minutes: int(group.minutes),
            last_came: group.last_came.map(LocalDateTime),
        }
    }
}

impl From<domain::ClientMeeting> for ClientMeeting {
    fn from(meeting: domain::ClientMeeting) -> Self {
        let note = |note: domain::ClientNote| ClientNote {
            shared: note.shared,
            body: note.body,
            names_left_out: note.names_left_out,
            signed_at: DateTime(note.signed_at),
        };
        Self {
            meeting_id: wire(meeting.meeting_id),
            group_id: wire(meeting.group_id),
            group_name: meeting.group_name,
            starts_at: DateTime(meeting.starts_at),
            local_start: LocalDateTime(meeting.local_start),
            zone: TimeZone(meeting.zone),
            attendance: meeting.attendance.map(Attendance::from),
            notes: meeting.notes.into_iter().map(note).collect(),
        }
    }
}

connection!(ClientMeetingConnection, ClientMeetingEdge, ClientMeeting);

#[derive(Default)]
pub struct ChartQuery;

#[Object]
impl ChartQuery {
    /// Where a client has or had a place: for themselves, for whoever counsels them, for supervisors.
    async fn client_groups(&self, ctx: &Context<'_>, client_id: ID) -> async_graphql::Result<Vec<ClientGroup>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::groups(&tx, id(&client_id, "clientId")?).await };
        Ok(request.answer(outcome.await)?.into_iter().map(ClientGroup::from).collect())
    }

    /// Their meetings, the newest first, with their own copy of the notes.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn client_meetings(
        &self,
        ctx: &Context<'_>,
        client_id: ID,
        group_id: Option<ID>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<ClientMeetingConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let group = optional_id(group_id.as_ref(), "groupId")?;
            domain::meetings(&tx, id(&client_id, "clientId")?, group, page_request(first, after.as_deref())?).await
        };
        let page = request.answer(outcome.await)?;
        let cursor = |one: &domain::ClientMeeting| encode_cursor(Cursor { at: one.starts_at, id: one.meeting_id.0 });
        let items = page.items.into_iter().map(|one| (cursor(&one), one.into())).collect();
        Ok(ClientMeetingConnection::of(items, page.has_next, after.is_some()))
    }
}
