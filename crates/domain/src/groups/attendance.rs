//! Who came, how long, and how that was noted. Minutes are each person's own: what is counted from them is theirs.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use strum::{EnumString, IntoStaticStr, VariantArray};
use uuid::Uuid;

use super::held;
use super::meetings::{self, MeetingView};
use super::people::{ALIAS, PRONOUNS};
use super::standing::{account, me};
pub use super::taking::{Noted, TakeAttendance, take};
use super::{DutyState, MeetingMode, MeetingState, Person, PersonId};
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
pub(super) struct Listed {
    pub id: MembershipId,
    pub member_id: MemberId,
    pub entry: RosterEntry,
}

/// Whoever had a place at the time, and whoever came: of meeting `$2` and its group `$3`, from `$4` until `$5`.
macro_rules! list_sql {
    ($columns:literal, $rest:literal) => {
        concat!(
            "select ",
            $columns,
            " from cairn.memberships p
             left join cairn.attendance a on a.center_id = $1 and a.meeting_id = $2 and a.membership_id = p.id
             where p.center_id = $1 and p.group_id = $3
               and (a.membership_id is not null
                    or p.state in ('active', 'left', 'removed') and p.joined_at < $5 and coalesce(p.ended_at > $4, true)) ",
            $rest
        )
    };
}

fn list_of(view: &MeetingView) -> [sea_orm::Value; 4] {
    [view.id.0.into(), view.group_id.0.into(), At(view.starts_at).into(), At(view.ends_at).into()]
}

pub(super) async fn listed(tx: &CenterTx, view: &MeetingView) -> Outcome<Vec<Listed>> {
    let sql = list_sql!(
        "p.id, p.member_id, p.alias, p.pronouns, a.status, a.via, a.mode, a.arrived_at, a.left_at, a.minutes",
        "order by p.joined_at, p.id limit $6"
    );
    let rows = tx.rows::<ListedRow>(sql, list_of(view).into_iter().chain([MOST.into()])).await?;
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

/// Whether noting who came is the viewer's to do now: they held the meeting, or nobody was named for it; it is over, it was not
/// left out because the group rests, and its list can still be changed.
pub fn is_asked_of_viewer(tx: &CenterTx, view: &MeetingView) -> Outcome<bool> {
    let now = tx.now();
    let over = match view.state {
        MeetingState::Held => true,
        MeetingState::Cancelled | MeetingState::NoQuorum => false,
        MeetingState::Scheduled | MeetingState::Open | MeetingState::Live => view.ends_at <= now && !view.rests,
    };
    let duty = view.my_duty.map(|(_, state)| state);
    let held = matches!(duty, Some(DutyState::Planned | DutyState::Accepted | DutyState::Held));
    let theirs = held || view.holder.is_none();
    Ok(over && theirs && now < view.ends_at + CORRECTABLE && view.standing.may(account(tx)?, Action::HoldRoom))
}

/// What stands at the door while people come in: how many are there, and nobody's name.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Count {
    pub came: i64,
    pub expected: i64,
}

/// How many of the list came, for whoever the caller let see it.
pub(super) async fn count(tx: &CenterTx, view: &MeetingView) -> Outcome<Count> {
    let sql =
        list_sql!("count(*) as expected, count(*) filter (where a.status in ('present', 'late', 'left_early')) as came", "");
    let counted = tx.row::<Count>(sql, list_of(view)).await?;
    counted.ok_or_else(|| Surprise::Inconsistent("a count without a row").into())
}

/// Of the meeting `m`: about somebody on its list (the one of [`listed`]) nothing is noted.
macro_rules! open_list {
    () => {
        "exists (
           select from cairn.memberships p
           where p.center_id = $1 and p.group_id = m.group_id and p.state in ('active', 'left', 'removed')
             and p.joined_at < m.ends_at and coalesce(p.ended_at > m.starts_at, true) and not exists (
               select from cairn.attendance a where a.center_id = $1 and a.meeting_id = m.id and a.membership_id = p.id))"
    };
}
pub(super) use open_list;

#[derive(FromQueryResult)]
struct OpenRow {
    id: Uuid,
}

/// Of these meetings, those with somebody on their list about whom nothing is noted. Which one is not said, so nobody's record
/// is read.
pub async fn open_lists(tx: &CenterTx, meetings: &[MeetingId]) -> Outcome<HashMap<MeetingId, bool>> {
    let ids: Vec<Uuid> = meetings.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<OpenRow>(
            concat!("select m.id from cairn.meetings m where m.center_id = $1 and m.id = any($2) and ", open_list!()),
            [ids.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| (MeetingId(row.id), true)).collect())
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

pub(super) async fn shown(tx: &CenterTx, view: MeetingView) -> Outcome<Roster> {
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
