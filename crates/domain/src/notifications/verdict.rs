//! Whether a message that was planned is still true, still wanted, and when it may go: without the database.

use jiff::Timestamp;

use super::choices::Choice;
use super::delivery::Row;
use super::session_news::{SAME_DAY, URGENT};
use super::{Kind, QuietHours};
use crate::actor::CenterState;
use crate::groups::GroupState;
use crate::problem::Surprise;
use crate::zones;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Send,
    Later(Timestamp),
    Drop(&'static str),
    /// Sent, dropped or given up before.
    Over,
}

pub(super) fn verdict(row: &Row, kind: Kind, now: Timestamp) -> Result<Verdict, Surprise> {
    if !matches!(row.state.as_str(), "planned" | "sending") {
        return Ok(Verdict::Over);
    }
    if let Some(outcome) = stale(row, kind, now) {
        return Ok(Verdict::Drop(outcome));
    }
    if now >= row.expires_at.0 {
        return Ok(Verdict::Drop("expired"));
    }
    if now < row.due_at.0 {
        return Ok(Verdict::Later(row.due_at.0));
    }
    if kind.can_wait() {
        let quiet = QuietHours { from: row.quiet_from.0, until: row.quiet_until.0, zone: zones::stored(&row.zone)? };
        // Retried into the night, or the reader changed their hours since it was planned.
        if quiet.cover(now) {
            let morning = quiet.no_earlier_than(now)?;
            if breaks_the_quiet(row, now, morning) {
                return Ok(Verdict::Send);
            }
            return Ok(if morning < row.expires_at.0 { Verdict::Later(morning) } else { Verdict::Drop("quiet_hours") });
        }
    }
    Ok(Verdict::Send)
}

/// What becomes of a session that is close is asked at once, as its cancellation would be told.
fn breaks_the_quiet(row: &Row, now: Timestamp, morning: Timestamp) -> bool {
    let close = |next: Timestamp| now.duration_until(next) < URGENT || morning.duration_until(next) < SAME_DAY;
    row.asked_next.is_some_and(|next| close(next.0))
}

/// Why it must not be sent any more, if there is a reason.
fn stale(row: &Row, kind: Kind, now: Timestamp) -> Option<&'static str> {
    let welcome = match kind {
        Kind::Invitation | Kind::ConfirmCenter => matches!(row.member_state.as_str(), "invited" | "active"),
        _ => row.member_state == "active",
    };
    if !welcome {
        return Some("member_inactive");
    }
    if row.email_failed && !kind.is_asked_for() {
        return Some("address_failed");
    }
    let suspended = row.center_state == CenterState::Suspended.name();
    if suspended && !kind.outlasts_a_pause() {
        return Some("center_suspended");
    }
    if !wanted(row, kind) {
        return Some("not_wanted");
    }
    match kind {
        _ if kind.is_session() => stale_session(row, kind),
        _ if kind.is_meeting() => stale_meeting(row, kind),
        Kind::DutyAsked => (!row.duty_open).then_some("superseded"),
        Kind::BookingNews => (!row.booking_stands).then_some("superseded"),
        Kind::PlaceOffered | Kind::SlotOffered => (row.offer_version != Some(row.subject_version)).then_some("superseded"),
        Kind::TimesChanged => (row.takes_part != Some(true)).then_some("not_part_of_it"),
        Kind::PlaceNews => (row.place_version != Some(row.subject_version)).then_some("superseded"),
        _ if kind.is_code() => {
            let open = row.code.is_some() && row.code_used == Some(false) && row.code_expires_at.is_some_and(|at| now < at.0);
            (!open).then_some("superseded")
        }
        Kind::Invitation => {
            let open = row.token.is_some()
                && row.invitation_closed == Some(false)
                && row.invitation_version == Some(row.subject_version)
                && row.invitation_expires_at.is_some_and(|at| now < at.0);
            (!open).then_some("superseded")
        }
        // An end that is told of (version 0) or a pair that is there; what was taken back meanwhile is not spoken of.
        Kind::MentorshipNews => {
            let gone = matches!(row.pair_state.as_deref(), Some("expired" | "withdrawn" | "not_this_time"));
            (gone && row.subject_version > 0).then_some("superseded")
        }
        Kind::MentorshipOfferEnds => (row.pair_state.as_deref() != Some("offered") || row.pair_answered).then_some("superseded"),
        Kind::MentorshipUnread => (row.pair_unread != Some(true)).then_some("read"),
        Kind::PairCheckIn => {
            let walks = matches!(row.pair_state.as_deref(), Some("active" | "stepping_back"));
            (!walks || row.pair_checked_in).then_some("superseded")
        }
        Kind::NotesWaiting
        | Kind::PeerNamed
        | Kind::WaitingWord
        | Kind::IntakeDue
        | Kind::StandInAsked
        | Kind::GoalDue
        | Kind::ContactWanted
        | Kind::MentorStep => (!row.still_so).then_some("superseded"),
        Kind::CredentialExpiring => (!row.credential_stands).then_some("superseded"),
        Kind::ChatUnread => (row.chat_unread != Some(true)).then_some("read"),
        _ => None,
    }
}

/// By the reader's own choices: those that the mail's link leads to, and, of a group's meetings, that group's.
fn wanted(row: &Row, kind: Kind) -> bool {
    let switched_on = match kind.choice() {
        Some(Choice::Reminders) => row.session_reminders,
        Some(Choice::Unread) => row.chat_mail,
        None => true,
    };
    switched_on && (kind != Kind::MeetingReminder || row.place_reminders)
}

fn stale_session(row: &Row, kind: Kind) -> Option<&'static str> {
    let wanted = if kind == Kind::SessionCancelled { "cancelled" } else { "booked" };
    // That its address is another one is true of it at any time.
    let moved = row.planned_version != Some(row.subject_version) && kind != Kind::SessionElsewhere;
    if row.planned_state.as_deref() != Some(wanted) || moved {
        return Some("superseded");
    }
    (kind.is_reminder() && row.cover_asked).then_some("counselor_away")
}

fn stale_meeting(row: &Row, kind: Kind) -> Option<&'static str> {
    let state = row.planned_state.as_deref();
    let fits = match kind {
        Kind::MeetingCancelled => state == Some("cancelled"),
        // A group that rests or has ended holds no meetings.
        _ => matches!(state, Some("scheduled" | "open")) && row.group_state.as_deref() == Some(GroupState::Active.name()),
    };
    if !fits || row.planned_version != Some(row.subject_version) {
        return Some("superseded");
    }
    (row.takes_part != Some(true)).then_some("not_part_of_it")
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
