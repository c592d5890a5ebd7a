//! Who came to a meeting.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::groups::attendance as domain;
use cairn_domain::groups::attendance::{Noted, TakeAttendance};
use cairn_domain::{CenterTx, Outcome};

use super::int;
use crate::graphql::context::{self, id};
use crate::graphql::groups::group::GroupPerson;
use crate::graphql::groups::kinds::MeetingMode;
use crate::graphql::groups::meeting::Meeting;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::DateTime;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::groups::attendance::AttendanceStatus")]
pub enum AttendanceStatus {
    Present,
    /// More than five minutes after the start.
    Late,
    LeftEarly,
    Absent,
    Excused,
}

/// How it was noted.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::groups::attendance::AttendanceVia")]
pub enum AttendanceVia {
    /// With the code at the door.
    Code,
    Facilitator,
    /// By joining online.
    Join,
}

/// How one person attended one meeting.
#[derive(SimpleObject, Clone)]
pub struct Attendance {
    status: AttendanceStatus,
    via: AttendanceVia,
    mode: MeetingMode,
    arrived_at: Option<DateTime>,
    left_at: Option<DateTime>,
    /// Their own, not the meeting's.
    minutes: i32,
}

impl From<domain::Attendance> for Attendance {
    fn from(one: domain::Attendance) -> Self {
        Self {
            status: one.status.into(),
            via: one.via.into(),
            mode: one.mode.into(),
            arrived_at: one.arrived_at.map(DateTime),
            left_at: one.left_at.map(DateTime),
            minutes: one.minutes,
        }
    }
}

#[derive(SimpleObject)]
pub struct RosterEntry {
    person: GroupPerson,
    /// Null: nothing is noted.
    attendance: Option<Attendance>,
}

/// Everybody who is expected or came, by alias.
#[derive(SimpleObject)]
pub struct Roster {
    meeting: Meeting,
    entries: Vec<RosterEntry>,
    came: i32,
    expected: i32,
    /// To show at the door while people come in.
    check_in_code: Option<String>,
    /// Until then it can be put right.
    correctable_until: DateTime,
}

impl From<domain::Roster> for Roster {
    fn from(roster: domain::Roster) -> Self {
        let entry = |entry: domain::RosterEntry| RosterEntry {
            person: entry.person.into(),
            attendance: entry.attendance.map(Attendance::from),
        };
        Self {
            came: int(roster.came()),
            expected: int(roster.entries.len()),
            entries: roster.entries.into_iter().map(entry).collect(),
            check_in_code: roster.check_in_code,
            correctable_until: DateTime(roster.correctable_until),
            meeting: Meeting(roster.meeting),
        }
    }
}

#[derive(Default)]
pub struct AttendanceQuery;

#[Object]
impl AttendanceQuery {
    /// The list of a meeting, for those who hold the room. At most 500 people.
    async fn roster(&self, ctx: &Context<'_>, meeting_id: ID) -> async_graphql::Result<Option<Roster>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::roster(&tx, id(&meeting_id, "meetingId")?).await };
        Ok(request.answer_or_null(outcome.await)?.map(Roster::from))
    }
}

#[derive(InputObject)]
pub struct AttendanceInput {
    membership_id: ID,
    status: AttendanceStatus,
    /// Left out: as known, or now while the meeting runs.
    arrived_at: Option<DateTime>,
    left_at: Option<DateTime>,
    /// In person or online.
    mode: Option<MeetingMode>,
}

#[derive(InputObject)]
pub struct TakeAttendanceInput {
    meeting_id: ID,
    /// Everybody about whom nothing is noted yet came.
    #[graphql(default = false)]
    everyone: bool,
    /// The exceptions.
    #[graphql(default)]
    entries: Vec<AttendanceInput>,
}

#[derive(SimpleObject)]
pub struct RosterPayload {
    roster: Option<Roster>,
    problems: Vec<Problem>,
}

async fn take(tx: &CenterTx, input: TakeAttendanceInput) -> Outcome<domain::Roster> {
    let mut entries = Vec::with_capacity(input.entries.len());
    for entry in input.entries {
        entries.push(Noted {
            id: id(&entry.membership_id, "entries")?,
            status: entry.status.into(),
            arrived_at: entry.arrived_at.map(|at| at.0),
            left_at: entry.left_at.map(|at| at.0),
            mode: entry.mode.map(Into::into),
        });
    }
    let meeting_id = id(&input.meeting_id, "meetingId")?;
    domain::take(tx, TakeAttendance { meeting_id, everyone: input.everyone, entries }).await
}

#[derive(Default)]
pub struct AttendanceMutation;

#[Object]
impl AttendanceMutation {
    /// Notes who came, all at once, while the meeting runs and for a week after it; also when nobody opened it here.
    async fn take_attendance(&self, ctx: &Context<'_>, input: TakeAttendanceInput) -> async_graphql::Result<RosterPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = take(&tx, input).await;
        let (roster, problems) = request.settle(tx, outcome).await?;
        Ok(RosterPayload { roster: roster.map(Roster::from), problems })
    }
}
