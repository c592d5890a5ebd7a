//! Taking attendance: everybody at once and the exceptions, while a meeting runs and for a week after it.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::json;

use super::attendance::{
    Attendance, AttendanceStatus, AttendanceVia, CORRECTABLE, Listed, Roster, Span, listed, minutes, shown, usual_mode,
};
use super::held::{self, HeldFacts};
use super::meetings::{self, MeetingView};
use super::people::OBJECT;
use super::standing::account;
use super::{MeetingMode, MeetingState, floor};
use crate::audit::Event;
use crate::db::CenterTx;
use crate::ids::{MeetingId, MemberId, MembershipId};
use crate::policy::Action;
use crate::problem::{Outcome, Problem};
use crate::services::of_meeting;

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
    } else if view.state == MeetingState::Held {
        of_meeting::open(tx, view.id, facts.span(&view).from).await?;
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
