//! What people of a group are told, and when. One mail a person: nobody sees who else gets it.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Kind, Plan, QuietHours, plan};
use crate::db::{At, CenterTx, TimeOfDay};
use crate::groups::meetings::MeetingView;
use crate::ids::{GroupId, MeetingId, MemberId, MembershipId};
use crate::problem::{Outcome, Surprise};
use crate::zones;

/// What happened to a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MeetingNews {
    Moved,
    Cancelled,
    /// It takes place after all.
    Back,
}

/// How long before a meeting its reminder comes, on the same day.
const BEFORE: SignedDuration = SignedDuration::from_hours(3);
/// Reminders are planned this long before a meeting: a daily round sees each once at least.
const IN_SIGHT: SignedDuration = SignedDuration::from_hours(36);
/// What comes so close before a meeting breaks the quiet.
const URGENT: SignedDuration = SignedDuration::from_hours(12);
/// Whoever reads a reminder later than this is on the way, or late.
const LAST_CALL: SignedDuration = SignedDuration::from_mins(10);
/// News of a place wait for the morning, and are old after this.
const USEFUL: SignedDuration = SignedDuration::from_hours(48);

#[derive(FromQueryResult)]
struct ReaderRow {
    id: Uuid,
    zone: String,
    quiet_from: TimeOfDay,
    quiet_until: TimeOfDay,
    wants_reminders: bool,
    /// Expected in this meeting alone.
    meeting_id: Option<Uuid>,
}

struct Reader {
    id: MemberId,
    quiet: QuietHours,
    wants_reminders: bool,
    only: Option<MeetingId>,
}

impl Reader {
    fn expected_in(&self, meeting: MeetingId) -> bool {
        self.only.is_none_or(|only| only == meeting)
    }
}

impl ReaderRow {
    fn reader(self) -> Result<Reader, Surprise> {
        let quiet = QuietHours { from: self.quiet_from.0, until: self.quiet_until.0, zone: zones::stored(&self.zone)? };
        let only = self.meeting_id.map(MeetingId);
        Ok(Reader { id: MemberId(self.id), quiet, wants_reminders: self.wants_reminders, only })
    }
}

/// Everybody who is expected in a group's meetings: active members, who holds the room as a rule, and who took the room of
/// one of `meetings` for once.
async fn readers(tx: &CenterTx, group_id: GroupId, meetings: &[MeetingId]) -> Outcome<Vec<Reader>> {
    let meetings: Vec<Uuid> = meetings.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<ReaderRow>(
            "select m.id, m.zone, m.quiet_from, m.quiet_until, m.session_reminders and r.reminders as wants_reminders, r.meeting_id
             from (
               select p.member_id, p.reminders, null::uuid as meeting_id from cairn.memberships p
               where p.center_id = $1 and p.group_id = $2 and p.state = 'active'
               union
               select f.member_id, true, null from cairn.group_facilitators f
               where f.center_id = $1 and f.group_id = $2 and f.until is null and f.part in ('facilitator', 'co')
               union
               select f.member_id, true, d.meeting_id from cairn.meeting_duties d
               join cairn.group_facilitators f on f.center_id = $1 and f.id = d.facilitator_id
               where d.center_id = $1 and d.meeting_id = any($3) and d.state in ('planned', 'accepted')
                 and f.until is null and f.part = 'backup') r
             join cairn.members m on m.center_id = $1 and m.id = r.member_id
             where m.state = 'active' and m.email_failed_at is null order by m.id",
            [group_id.0.into(), meetings.into()],
        )
        .await?;
    Ok(rows.into_iter().map(ReaderRow::reader).collect::<Result<Vec<_>, _>>()?)
}

/// Tells everybody expected that a meeting changed, and plans its reminder anew. Three statements, however many people.
pub(crate) async fn meeting_news(tx: &CenterTx, meeting: &MeetingView, news: MeetingNews) -> Outcome<()> {
    drop_older(tx, meeting.id).await?;
    let kind = match news {
        MeetingNews::Moved => Kind::MeetingMoved,
        MeetingNews::Cancelled => Kind::MeetingCancelled,
        MeetingNews::Back => Kind::MeetingBack,
    };
    let mut plans = Vec::new();
    for reader in readers(tx, meeting.group_id, &[meeting.id]).await? {
        let did_it = tx.actor().member_id() == Some(reader.id);
        plans.push(planned(
            reader.id,
            kind,
            meeting.id,
            meeting.version,
            told_at(&reader, did_it, meeting, tx.now())?,
            meeting.starts_at,
        ));
        if news != MeetingNews::Cancelled {
            plans.extend(reminder(&reader, meeting.id, meeting.version, meeting.starts_at, tx.now())?);
        }
    }
    plan(tx, &plans).await
}

/// What was planned for an older state of the meeting and has not left is not true any more.
async fn drop_older(tx: &CenterTx, id: MeetingId) -> Outcome<()> {
    tx.run(
        "update cairn.notifications set state = 'dropped', outcome = 'superseded'
         where center_id = $1 and subject_id = $2 and state in ('planned', 'sending') and kind like 'meeting%'",
        [id.0.into()],
    )
    .await?;
    Ok(())
}

/// Now, or in the morning: whoever did it is awake, and what is close breaks the quiet.
fn told_at(reader: &Reader, did_it: bool, meeting: &MeetingView, now: Timestamp) -> Result<Timestamp, Surprise> {
    if did_it || now.duration_until(meeting.starts_at) < URGENT {
        return Ok(now);
    }
    reader.quiet.no_earlier_than(now)
}

fn planned(member_id: MemberId, kind: Kind, meeting: MeetingId, version: i32, due_at: Timestamp, expires_at: Timestamp) -> Plan {
    Plan { member_id, kind, subject_id: meeting.0, subject_version: version, due_at, expires_at }
}

/// Three hours before, never in the quiet, never later than that.
fn reminder(
    reader: &Reader,
    meeting: MeetingId,
    version: i32,
    starts_at: Timestamp,
    now: Timestamp,
) -> Result<Option<Plan>, Surprise> {
    if !reader.wants_reminders || starts_at > now + IN_SIGHT {
        return Ok(None);
    }
    let due_at = reader.quiet.no_later_than(starts_at - BEFORE)?.filter(|due| *due > now);
    Ok(due_at.map(|due_at| planned(reader.id, Kind::MeetingReminder, meeting, version, due_at, starts_at - LAST_CALL)))
}

#[derive(FromQueryResult)]
struct Coming {
    id: Uuid,
    version: i32,
    starts_at: At,
}

/// Plans the reminders of the meetings that have come within sight. Again changes nothing.
pub(crate) async fn remind(tx: &CenterTx, group_id: GroupId) -> Outcome<()> {
    let coming = tx
        .rows::<Coming>(
            "select m.id, m.version, m.starts_at from cairn.meetings m
             join cairn.groups g on g.center_id = $1 and g.id = m.group_id and g.state = 'active'
             where m.center_id = $1 and m.group_id = $2 and m.state = 'scheduled' and m.starts_at > $3 and m.starts_at < $4
             order by m.starts_at, m.id",
            [group_id.0.into(), tx.at().into(), At(tx.now() + IN_SIGHT).into()],
        )
        .await?;
    if coming.is_empty() {
        return Ok(());
    }
    let ids: Vec<MeetingId> = coming.iter().map(|meeting| MeetingId(meeting.id)).collect();
    let readers = readers(tx, group_id, &ids).await?;
    let mut plans = Vec::new();
    for meeting in coming {
        for reader in readers.iter().filter(|reader| reader.expected_in(MeetingId(meeting.id))) {
            plans.extend(reminder(reader, MeetingId(meeting.id), meeting.version, meeting.starts_at.0, tx.now())?);
        }
    }
    plan(tx, &plans).await
}

/// A group rests, meets again or at other times: one mail for everybody expected, however many meetings it touches, and
/// no second one while the first waits. `version` is the group's; `soonest` the next meeting it touches.
pub(crate) async fn times_changed(tx: &CenterTx, group_id: GroupId, version: i32, soonest: Option<Timestamp>) -> Outcome<()> {
    tx.run(
        "update cairn.notifications set state = 'dropped', outcome = 'superseded'
         where center_id = $1 and subject_id = $2 and kind = 'times_changed' and state = 'planned'",
        [group_id.0.into()],
    )
    .await?;
    let mut plans = Vec::new();
    // Whoever did it knows.
    for reader in readers(tx, group_id, &[]).await?.into_iter().filter(|reader| tx.actor().member_id() != Some(reader.id)) {
        let close = soonest.is_some_and(|soonest| tx.now().duration_until(soonest) < URGENT);
        plans.push(Plan {
            member_id: reader.id,
            kind: Kind::TimesChanged,
            subject_id: group_id.0,
            subject_version: version,
            due_at: if close { tx.now() } else { reader.quiet.no_earlier_than(tx.now())? },
            expires_at: tx.now() + USEFUL,
        });
    }
    plan(tx, &plans).await
}

#[derive(FromQueryResult)]
struct PlaceRow {
    id: Uuid,
    member_id: Uuid,
    version: i32,
}

/// There is news about somebody's place in a group: what, they read after signing in.
pub(crate) async fn place_news(tx: &CenterTx, ids: &[MembershipId]) -> Outcome<()> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<PlaceRow>(
            "select id, member_id, version from cairn.memberships where center_id = $1 and id = any($2) order by id",
            [ids.into()],
        )
        .await?;
    let plans: Vec<Plan> = rows
        .into_iter()
        // Whoever did it to themself knows.
        .filter(|row| tx.actor().member_id() != Some(MemberId(row.member_id)))
        .map(|row| Plan {
            member_id: MemberId(row.member_id),
            kind: Kind::PlaceNews,
            subject_id: row.id,
            subject_version: row.version,
            due_at: tx.now(),
            expires_at: tx.now() + USEFUL,
        })
        .collect();
    plan(tx, &plans).await
}

#[derive(FromQueryResult)]
struct AskedRow {
    member_id: Uuid,
}

/// Asks everybody whose duty in the meeting stands open, at once: a room waits.
pub(crate) async fn duty_asked(tx: &CenterTx, meeting: &MeetingView) -> Outcome<()> {
    let rows = tx
        .rows::<AskedRow>(
            "select f.member_id from cairn.meeting_duties d join cairn.group_facilitators f on f.center_id = $1 and f.id = d.facilitator_id
             where d.center_id = $1 and d.meeting_id = $2 and d.state = 'asked' order by f.member_id",
            [meeting.id.0.into()],
        )
        .await?;
    let plans: Vec<Plan> = rows
        .into_iter()
        .map(|row| planned(MemberId(row.member_id), Kind::DutyAsked, meeting.id, meeting.version, tx.now(), meeting.ends_at))
        .collect();
    plan(tx, &plans).await
}
