//! A client's groups in their own record: from the person to the group, never back. For the client, for whoever counsels
//! them, for supervisors; each look is noted.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::DateTime;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::MembershipState;
use super::attendance::{Attendance, Row as AttendanceRow};
use super::notes::part;
use super::standing::account;
use crate::audit::Event;
use crate::care;
use crate::db::{At, CenterTx, Wall};
use crate::ids::{GroupId, MeetingId, MemberId};
use crate::paging::{Cursor, Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};
use crate::sealed::Sealed;

/// One group in a client's record.
#[derive(Debug, Clone)]
pub struct ClientGroup {
    pub group_id: GroupId,
    pub name: String,
    pub state: MembershipState,
    pub joined_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// Meetings they came to.
    pub came: i64,
    /// Meetings of which it is known whether they came.
    pub noted: i64,
    pub minutes: i64,
    /// On the group's clock.
    pub last_came: Option<DateTime>,
}

#[derive(FromQueryResult)]
struct GroupRow {
    id: Uuid,
    name: String,
    state: String,
    joined_at: Option<At>,
    ended_at: Option<At>,
    came: i64,
    noted: i64,
    minutes: i64,
    last_came: Option<Wall>,
}

/// Whether the actor may read this client's groups; whoever is not the client leaves a trace.
async fn readable(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    let account = account(tx)?;
    let own = account.member_id == client;
    let assigned = !own && care::assigned(tx, account.member_id, client).await?;
    if !policy::allows(&account.roles, Action::ViewClientGroups, Target { own, assigned, ..Target::NONE }) {
        tx.audit_refusal(Event::done("client.groups", "member", client.0).purpose("security"));
        return Err(Problem::not_found("clientId").into());
    }
    if !own {
        tx.audit(Event::done("client.groups", "member", client.0).about(client).purpose("care"));
    }
    Ok(())
}

/// Of these clients, those whose groups the actor may know of when they look at what was given to them. Each leaves a trace;
/// nobody is refused who did not ask for more.
pub async fn known(tx: &CenterTx, clients: &[MemberId]) -> Outcome<HashSet<MemberId>> {
    let account = account(tx)?;
    let may = |target| policy::allows(&account.roles, Action::ViewClientGroups, target);
    let known = if may(Target::NONE) {
        clients.iter().copied().collect()
    } else if may(Target::ASSIGNED) {
        care::assigned_of(tx, account.member_id, clients).await?
    } else {
        HashSet::new()
    };
    for client in &known {
        tx.audit(Event::done("client.groups", "member", client.0).about(*client).purpose("payment"));
    }
    Ok(known)
}

/// The groups of one client: where they have or had a place.
pub async fn groups(tx: &CenterTx, client: MemberId) -> Outcome<Vec<ClientGroup>> {
    readable(tx, client).await?;
    let rows = tx
        .rows::<GroupRow>(
            "select g.id, g.name, p.state, p.joined_at, p.ended_at,
               count(a.status) filter (where a.status in ('present', 'late', 'left_early')) as came,
               count(a.status) as noted, coalesce(sum(a.minutes), 0)::bigint as minutes,
               max(m.local_start) filter (where a.status in ('present', 'late', 'left_early')) as last_came
             from cairn.memberships p
             join cairn.groups g on g.center_id = $1 and g.id = p.group_id
             left join (cairn.attendance a join cairn.meetings m
                          on m.center_id = a.center_id and m.id = a.meeting_id and m.state = 'held')
               on a.center_id = $1 and m.center_id = $1 and a.membership_id = p.id
             where p.center_id = $1 and p.member_id = $2 and p.joined_at is not null
             group by g.id, g.name, p.state, p.joined_at, p.ended_at
             order by p.ended_at nulls first, g.name, g.id limit 200",
            [client.0.into()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ClientGroup {
                group_id: GroupId(row.id),
                name: row.name,
                state: MembershipState::stored(&row.state)?,
                joined_at: row.joined_at.map(|at| at.0),
                ended_at: row.ended_at.map(|at| at.0),
                came: row.came,
                noted: row.noted,
                minutes: row.minutes,
                last_came: row.last_came.map(|wall| wall.0),
            })
        })
        .collect()
}

/// One meeting in a client's record.
#[derive(Debug, Clone)]
pub struct ClientMeeting {
    pub meeting_id: MeetingId,
    pub group_id: GroupId,
    pub group_name: String,
    pub starts_at: Timestamp,
    /// On the group's clock.
    pub local_start: DateTime,
    pub zone: String,
    pub attendance: Option<Attendance>,
    pub notes: Vec<ClientNote>,
}

/// A signed part in the client's own copy.
#[derive(Debug, Clone)]
pub struct ClientNote {
    /// Everybody who came has the same.
    pub shared: bool,
    pub body: String,
    /// Somebody's name from elsewhere was left out of it.
    pub names_left_out: bool,
    pub signed_at: Timestamp,
}

#[derive(FromQueryResult)]
struct MeetingRow {
    id: Uuid,
    group_id: Uuid,
    name: String,
    starts_at: At,
    local_start: Wall,
    zone: String,
    #[sea_orm(nested)]
    noted: AttendanceRow,
}

#[derive(FromQueryResult)]
struct NoteRow {
    id: Uuid,
    meeting_id: Uuid,
    shared: bool,
    body: Sealed,
    copy: Option<Sealed>,
    signed_at: At,
}

/// The meetings of one client, the newest first, with their own copy of the notes.
pub async fn meetings(
    tx: &CenterTx,
    client: MemberId,
    group: Option<GroupId>,
    page: PageRequest,
) -> Outcome<Page<ClientMeeting>> {
    readable(tx, client).await?;
    let before = page.after.unwrap_or(Cursor { at: tx.now(), id: Uuid::max() });
    let rows = tx
        .rows::<MeetingRow>(
            "select m.id, m.group_id, g.name, m.starts_at, m.local_start, m.zone,
               a.status, a.via, a.mode, a.arrived_at, a.left_at, a.minutes
             from cairn.memberships p
             join cairn.attendance a on a.center_id = $1 and a.membership_id = p.id
             join cairn.meetings m on m.center_id = $1 and m.id = a.meeting_id and m.state = 'held'
             join cairn.groups g on g.center_id = $1 and g.id = m.group_id
             where p.center_id = $1 and p.member_id = $2 and ($3::uuid is null or p.group_id = $3)
               and (m.starts_at, m.id) < ($4, $5)
             order by m.starts_at desc, m.id desc limit $6",
            [client.0.into(), group.map(|id| id.0).into(), At(before.at).into(), before.id.into(), page.limit().into()],
        )
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut notes = notes_of(tx, client, ids).await?;
    let mut meetings = Vec::with_capacity(rows.len());
    for row in rows {
        meetings.push(ClientMeeting {
            meeting_id: MeetingId(row.id),
            group_id: GroupId(row.group_id),
            group_name: row.name,
            starts_at: row.starts_at.0,
            local_start: row.local_start.0,
            zone: row.zone,
            attendance: row.noted.attendance()?,
            notes: notes.remove(&row.id).unwrap_or_default(),
        });
    }
    Ok(Page::cut(meetings, &page))
}

/// The client's copies for several meetings: what all share, where they came, and their own part. One statement.
async fn notes_of(tx: &CenterTx, client: MemberId, meetings: Vec<Uuid>) -> Outcome<HashMap<Uuid, Vec<ClientNote>>> {
    if meetings.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = tx
        .rows::<NoteRow>(
            "select n.id, n.meeting_id, n.membership_id is null as shared, n.body, n.copy, n.signed_at
             from cairn.meeting_notes n
             join cairn.meetings m on m.center_id = $1 and m.id = n.meeting_id
             join cairn.memberships p on p.center_id = $1 and p.group_id = m.group_id and p.member_id = $2
             left join cairn.attendance a on a.center_id = $1 and a.meeting_id = n.meeting_id and a.membership_id = p.id
             where n.center_id = $1 and n.meeting_id = any($3)
               and (n.membership_id = p.id or n.membership_id is null and (
                 a.status in ('present', 'late', 'left_early')
                 or exists (select from cairn.meeting_notes o
                            where o.center_id = $1 and o.meeting_id = n.meeting_id and o.membership_id = p.id)))
             order by shared desc, n.id",
            [client.0.into(), meetings.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut notes: HashMap<Uuid, Vec<ClientNote>> = HashMap::new();
    for row in rows {
        notes.entry(row.meeting_id).or_default().push(ClientNote {
            shared: row.shared,
            body: part(&keys, row.id, &row.body, row.copy.as_ref())?,
            names_left_out: row.copy.is_some(),
            signed_at: row.signed_at.0,
        });
    }
    Ok(notes)
}
