//! Who came, how long, and how that was noted. Minutes are each person's own: what is counted from them is theirs.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use serde_json::json;
use strum::{EnumString, IntoStaticStr, VariantArray};
use uuid::Uuid;

use super::held::{self, HeldFacts};
use super::meetings::{self, MeetingView};
use super::people::{ALIAS, OBJECT, PRONOUNS};
use super::standing::{account, me};
use super::{MeetingMode, MeetingState, Person, PersonId, floor};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{MeetingId, MemberId, MembershipId};
use crate::members::fields;
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::Sealed;

/// Whoever comes later than this is late.
const GRACE: SignedDuration = SignedDuration::from_mins(5);
/// How long after a meeting its attendance may be put right.
pub const CORRECTABLE: SignedDuration = SignedDuration::from_hours(24 * 7);
/// No group is larger.
const MOST: i64 = 500;

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray, serde::Serialize, serde::Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AttendanceStatus {
    Present,
    Late,
    LeftEarly,
    Absent,
    Excused,
}

impl AttendanceStatus {
    pub fn name(self) -> &'static str {
        self.into()
    }

    pub(super) fn stored(name: &str) -> Result<Self, Surprise> {
        name.parse().map_err(|_| Surprise::Inconsistent("an unknown attendance status"))
    }

    pub fn came(self) -> bool {
        matches!(self, Self::Present | Self::Late | Self::LeftEarly)
    }

    /// Came, and is still there.
    pub fn is_there(self) -> bool {
        matches!(self, Self::Present | Self::Late)
    }
}

/// How it was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr, serde::Serialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AttendanceVia {
    /// With the code at the door.
    Code,
    /// By whoever holds the room.
    Facilitator,
    /// By joining online.
    Join,
}

impl AttendanceVia {
    pub fn name(self) -> &'static str {
        self.into()
    }

    pub(super) fn stored(name: &str) -> Result<Self, Surprise> {
        name.parse().map_err(|_| Surprise::Inconsistent("an unknown way to note attendance"))
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Attendance {
    pub status: AttendanceStatus,
    pub via: AttendanceVia,
    /// In person or online, never hybrid.
    pub mode: MeetingMode,
    pub arrived_at: Option<Timestamp>,
    pub left_at: Option<Timestamp>,
    pub minutes: i32,
}

/// When a meeting counts: as planned, or shorter when it began late or ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Timestamp,
    pub until: Timestamp,
}

/// Whole minutes that somebody was there while the meeting counted.
pub fn minutes(span: Span, arrived_at: Option<Timestamp>, left_at: Option<Timestamp>) -> i32 {
    let from = arrived_at.map_or(span.from, |arrived| arrived.max(span.from));
    let until = left_at.map_or(span.until, |left| left.min(span.until));
    let seconds = until.duration_since(from).as_secs().max(0);
    i32::try_from(seconds / 60).unwrap_or(0).min(480)
}

/// How somebody came who arrives at this moment.
pub fn arriving(starts_at: Timestamp, arrived_at: Timestamp) -> AttendanceStatus {
    if arrived_at > starts_at + GRACE { AttendanceStatus::Late } else { AttendanceStatus::Present }
}

/// In which way somebody attends who did not say.
pub(super) fn usual_mode(view: &MeetingView) -> MeetingMode {
    if view.mode == MeetingMode::Online { MeetingMode::Online } else { MeetingMode::InPerson }
}

#[derive(Debug, Clone)]
pub struct RosterEntry {
    pub person: Person,
    pub attendance: Option<Attendance>,
}

/// Everybody who is expected or came, by alias.
#[derive(Debug, Clone)]
pub struct Roster {
    pub meeting: MeetingView,
    pub entries: Vec<RosterEntry>,
    /// While people come in.
    pub check_in_code: Option<String>,
    /// Until then it can be put right.
    pub correctable_until: Timestamp,
}

impl Roster {
    pub fn came(&self) -> usize {
        self.entries.iter().filter(|entry| entry.attendance.as_ref().is_some_and(|one| one.status.came())).count()
    }
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub status: Option<String>,
    via: Option<String>,
    mode: Option<String>,
    arrived_at: Option<At>,
    left_at: Option<At>,
    minutes: Option<i32>,
}

impl Row {
    pub(super) fn attendance(&self) -> Result<Option<Attendance>, Surprise> {
        let (Some(status), Some(via), Some(mode), Some(minutes)) = (&self.status, &self.via, &self.mode, self.minutes) else {
            return Ok(None);
        };
        Ok(Some(Attendance {
            status: AttendanceStatus::stored(status)?,
            via: AttendanceVia::stored(via)?,
            mode: MeetingMode::stored(mode)?,
            arrived_at: self.arrived_at.map(|at| at.0),
            left_at: self.left_at.map(|at| at.0),
            minutes,
        }))
    }
}

#[derive(FromQueryResult)]
struct ListedRow {
    id: Uuid,
    member_id: Uuid,
    alias: Option<Sealed>,
    pronouns: Option<Sealed>,
    #[sea_orm(nested)]
    noted: Row,
}

/// Somebody on the list, and who they are for the record.
struct Listed {
    id: MembershipId,
    member_id: MemberId,
    entry: RosterEntry,
}

async fn listed(tx: &CenterTx, view: &MeetingView) -> Outcome<Vec<Listed>> {
    let rows = tx
        .rows::<ListedRow>(
            "select p.id, p.member_id, p.alias, p.pronouns, a.status, a.via, a.mode, a.arrived_at, a.left_at, a.minutes
             from cairn.memberships p
             left join cairn.attendance a on a.center_id = $1 and a.meeting_id = $2 and a.membership_id = p.id
             where p.center_id = $1 and p.group_id = $3
               and (a.membership_id is not null
                    or p.state in ('active', 'left', 'removed') and p.joined_at < $5 and coalesce(p.ended_at > $4, true))
             order by p.joined_at, p.id limit $6",
            [view.id.0.into(), view.group_id.0.into(), At(view.starts_at).into(), At(view.ends_at).into(), MOST.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in rows {
        let open = |place, sealed: Option<Sealed>| sealed.map(|sealed| keys.open(place, row.id, &sealed)).transpose();
        let person = Person {
            id: PersonId::Member(MembershipId(row.id)),
            alias: open(ALIAS, row.alias)?.unwrap_or_default(),
            pronouns: open(PRONOUNS, row.pronouns)?,
            me: row.member_id == me(tx),
        };
        let entry = RosterEntry { person, attendance: row.noted.attendance()? };
        people.push(Listed { id: MembershipId(row.id), member_id: MemberId(row.member_id), entry });
    }
    people.sort_by_cached_key(|one| (fields::folded(&one.entry.person.alias), one.id));
    Ok(people)
}

/// The list of a meeting, for those who hold the room.
pub async fn roster(tx: &CenterTx, id: MeetingId) -> Outcome<Roster> {
    let view = meetings::find(tx, id).await?;
    if !view.standing.may(account(tx)?, Action::HoldRoom) {
        return Err(Problem::not_found("meetingId").into());
    }
    tx.audit(Event::done("meeting.roster", "meeting", id.0).purpose("care"));
    shown(tx, view).await
}

async fn shown(tx: &CenterTx, view: MeetingView) -> Outcome<Roster> {
    let people = listed(tx, &view).await?;
    let open = matches!(view.state, MeetingState::Open | MeetingState::Live);
    let check_in_code = if open { held::facts(tx, view.id).await?.code(tx, view.id).await? } else { None };
    Ok(Roster {
        entries: people.into_iter().map(|one| one.entry).collect(),
        check_in_code,
        correctable_until: view.ends_at + CORRECTABLE,
        meeting: view,
    })
}

/// What whoever holds the room says about one person.
#[derive(Debug, Clone)]
pub struct Noted {
    pub id: MembershipId,
    pub status: AttendanceStatus,
    /// `None`: as known, or now.
    pub arrived_at: Option<Timestamp>,
    pub left_at: Option<Timestamp>,
    pub mode: Option<MeetingMode>,
}

#[derive(Debug, Clone)]
pub struct TakeAttendance {
    pub meeting_id: MeetingId,
    /// Everybody on the list about whom nothing is noted yet came.
    pub everyone: bool,
    pub entries: Vec<Noted>,
}

/// Notes who came, all at once. Works while the meeting runs and for a week after it, also when nobody opened it here.
pub async fn take(tx: &CenterTx, input: TakeAttendance) -> Outcome<Roster> {
    let view = meetings::locked(tx, input.meeting_id).await?;
    if !view.standing.may(account(tx)?, Action::HoldRoom) {
        return Err(Problem::not_found("meetingId").into());
    }
    tx.writable()?;
    if matches!(view.state, MeetingState::Cancelled | MeetingState::NoQuorum) {
        return Err(Problem::invalid("meetingId", "meeting_state").into());
    }
    if tx.now() < view.joins_from() {
        return Err(Problem::invalid("meetingId", "too_early").into());
    }
    if tx.now() >= view.ends_at + CORRECTABLE {
        return Err(Problem::limit("meetingId", "attendance_closed", 7).into());
    }
    let over = tx.now() >= view.ends_at && view.state != MeetingState::Held;
    let facts = held::facts(tx, view.id).await?;
    let people = listed(tx, &view).await?;
    let changes = changes(tx, &view, &facts, &people, &input)?;
    write(tx, &view, &changes).await?;
    if over {
        held::close(tx, &view, MeetingState::Held).await?;
    } else if view.state == MeetingState::Scheduled {
        held::open_doors(tx, &view).await?;
    }
    shown(tx, meetings::find(tx, view.id).await?).await
}

/// One row to write.
pub(super) struct Change {
    pub id: MembershipId,
    pub member_id: MemberId,
    pub before: Option<Attendance>,
    pub now: Attendance,
}

fn changes(
    tx: &CenterTx,
    view: &MeetingView,
    facts: &HeldFacts,
    people: &[Listed],
    input: &TakeAttendance,
) -> Outcome<Vec<Change>> {
    let said: HashMap<MembershipId, &Noted> = input.entries.iter().map(|noted| (noted.id, noted)).collect();
    if said.keys().any(|id| !people.iter().any(|one| one.id == *id)) {
        return Err(Problem::not_found("entries").into());
    }
    let span = facts.span(view);
    let mut changes = Vec::new();
    for one in people {
        let before = one.entry.attendance.clone();
        let now = match said.get(&one.id) {
            Some(noted) => Some(note(tx.now(), view, span, before.as_ref(), noted)?),
            None if input.everyone && before.is_none() => Some(Attendance {
                status: AttendanceStatus::Present,
                via: AttendanceVia::Facilitator,
                mode: usual_mode(view),
                arrived_at: None,
                left_at: None,
                minutes: minutes(span, None, None),
            }),
            None => None,
        };
        if let Some(now) = now.filter(|now| before.as_ref() != Some(now)) {
            changes.push(Change { id: one.id, member_id: one.member_id, before, now });
        }
    }
    Ok(changes)
}

/// What is noted about one person, checked against the meeting's time.
fn note(now: Timestamp, view: &MeetingView, span: Span, before: Option<&Attendance>, noted: &Noted) -> Outcome<Attendance> {
    let status = noted.status;
    let mode = match noted.mode {
        Some(MeetingMode::Hybrid) => return Err(Problem::invalid("entries", "attendance_mode").into()),
        Some(mode) => mode,
        None => before.map_or_else(|| usual_mode(view), |before| before.mode),
    };
    let via = AttendanceVia::Facilitator;
    if !status.came() {
        return Ok(Attendance { status, via, mode, arrived_at: None, left_at: None, minutes: 0 });
    }
    // While the meeting runs, late is now and leaving is now. Afterwards nobody makes a time up.
    let running = (now < view.ends_at).then_some(now);
    let arrived_at = noted.arrived_at.or_else(|| before.and_then(|before| before.arrived_at));
    let arrived_at = if status == AttendanceStatus::Late { arrived_at.or(running) } else { arrived_at };
    let left_at = (status == AttendanceStatus::LeftEarly)
        .then(|| noted.left_at.or_else(|| before.and_then(|before| before.left_at)).or(running))
        .flatten();
    let missing = (status == AttendanceStatus::Late && arrived_at.is_none())
        || (status == AttendanceStatus::LeftEarly && left_at.is_none());
    if missing {
        return Err(Problem::invalid("entries", "time_required").into());
    }
    let inside = |at: Timestamp| view.joins_from() <= at && at <= view.ends_at && at <= now;
    let in_order = arrived_at.zip(left_at).is_none_or(|(arrived, left)| arrived <= left);
    if !arrived_at.is_none_or(inside) || !left_at.is_none_or(inside) || !in_order {
        return Err(Problem::invalid("entries", "time_outside").into());
    }
    Ok(Attendance { status, via, mode, arrived_at, left_at, minutes: minutes(span, arrived_at, left_at) })
}

/// Writes rows, tells the floor, and puts each into the record of the person it is about. The meeting's row is locked.
pub(super) async fn write(tx: &CenterTx, view: &MeetingView, changes: &[Change]) -> Outcome<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let rows: Vec<serde_json::Value> = changes
        .iter()
        .map(|change| {
            json!({
                "membership_id": change.id.0, "status": change.now.status, "via": change.now.via, "mode": change.now.mode,
                "arrived_at": change.now.arrived_at.map(|at| at.to_string()),
                "left_at": change.now.left_at.map(|at| at.to_string()), "minutes": change.now.minutes,
            })
        })
        .collect();
    tx.run(
        "insert into cairn.attendance (center_id, meeting_id, membership_id, status, via, mode, arrived_at, left_at, minutes, noted_at)
         select $1, $2, r.membership_id, r.status, r.via, r.mode, r.arrived_at, r.left_at, r.minutes, $4
         from jsonb_to_recordset($3) as r (membership_id uuid, status text, via text, mode text, arrived_at timestamptz,
           left_at timestamptz, minutes integer)
         on conflict (center_id, meeting_id, membership_id) do update set status = excluded.status, via = excluded.via,
           mode = excluded.mode, arrived_at = excluded.arrived_at, left_at = excluded.left_at, minutes = excluded.minutes,
           noted_at = excluded.noted_at",
        [view.id.0.into(), serde_json::Value::Array(rows).into(), tx.at().into()],
    )
    .await?;
    let (mut came, mut went) = (Vec::new(), Vec::new());
    for change in changes {
        let was_there = change.before.as_ref().is_some_and(|before| before.status.is_there());
        match (was_there, change.now.status.is_there()) {
            (false, true) => came.push(change.id),
            (true, false) => went.push(change.id),
            _ => {}
        }
        let corrects = view.state == MeetingState::Held && change.before.is_some();
        let action = match (corrects, change.now.via) {
            (true, _) => "meeting.attendance_corrected",
            (false, AttendanceVia::Facilitator) => "meeting.attendance",
            (false, AttendanceVia::Code) => "meeting.check_in",
            (false, AttendanceVia::Join) => "meeting.join",
        };
        tx.audit(Event::done(action, OBJECT, change.id.0).about(change.member_id).purpose("care"));
    }
    floor::moved(tx, view, &came, &went).await
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(time: &str) -> Timestamp {
        format!("2026-03-03T{time}Z").parse().unwrap()
    }

    #[test]
    fn minutes_are_each_persons_own() {
        let span = Span { from: at("23:00:00"), until: at("23:59:00") };
        for (arrived, left, expected) in [
            (None, None, 59),
            (Some("22:50:00"), None, 59),
            (Some("23:07:30"), None, 51),
            (None, Some("23:30:59"), 30),
            (Some("23:10:00"), Some("23:40:00"), 30),
            (Some("23:59:30"), None, 0),
            (Some("22:46:00"), Some("22:58:00"), 0),
        ] {
            assert_eq!(minutes(span, arrived.map(at), left.map(at)), expected, "{arrived:?} to {left:?}");
        }
    }

    #[test]
    fn late_is_after_five_minutes() {
        let start = at("23:00:00");
        assert_eq!(arriving(start, at("22:45:00")), AttendanceStatus::Present);
        assert_eq!(arriving(start, at("23:05:00")), AttendanceStatus::Present);
        assert_eq!(arriving(start, at("23:05:01")), AttendanceStatus::Late);
    }

    proptest! {
        /// Never more than the meeting, never less than nothing, and coming later or going earlier never gives more.
        #[test]
        fn nobody_gets_minutes_that_were_not(length in 0..480_i64, arrived in -900..30_000_i64, left in -900..30_000_i64, less in 0..3_600_i64) {
            let from = at("12:00:00");
            let seconds = SignedDuration::from_secs;
            let span = Span { from, until: from + seconds(length * 60) };
            let whole = minutes(span, None, None);
            prop_assert_eq!(i64::from(whole), length);
            let some = minutes(span, Some(from + seconds(arrived)), Some(from + seconds(left)));
            prop_assert!((0..=whole).contains(&some));
            prop_assert!(minutes(span, Some(from + seconds(arrived + less)), Some(from + seconds(left))) <= some);
            prop_assert!(minutes(span, Some(from + seconds(arrived)), Some(from + seconds(left - less))) <= some);
        }
    }
}
