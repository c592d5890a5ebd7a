use jiff::civil::time;
use jiff::tz::TimeZone;

use super::*;
use crate::ids::SessionId;
use crate::sessions::{SessionPlace, SessionState};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn reader() -> Reader {
    let quiet = QuietHours { from: time(21, 0, 0, 0), until: time(8, 0, 0, 0), zone: TimeZone::get("America/New_York").unwrap() };
    Reader { id: MemberId(Uuid::nil()), quiet }
}

fn session(starts_at: &str) -> Session {
    let starts_at = at(starts_at);
    Session {
        id: SessionId(Uuid::nil()),
        counselor_id: MemberId(Uuid::nil()),
        client_id: MemberId(Uuid::nil()),
        starts_at,
        ends_at: starts_at.checked_add(SignedDuration::from_mins(45)).unwrap(),
        local_start: TimeZone::UTC.to_datetime(starts_at),
        zone: "UTC".to_owned(),
        minutes: 45,
        place: SessionPlace::InPerson,
        location: None,
        join_url: None,
        state: SessionState::Booked,
        version: 1,
        booked_by: MemberId(Uuid::nil()),
        cancelled_by: None,
        cancel_reason: None,
        undo_until: None,
        type_id: None,
        series_id: None,
        occurrence: None,
        arrived_at: None,
        started_at: None,
        ended_at: None,
    }
}

fn planned_reminders(session: &Session, now: &str) -> Vec<(Kind, Timestamp, Timestamp)> {
    let mut plans = Vec::new();
    reminders(&reader(), session, at(now), &mut plans).unwrap();
    plans.into_iter().map(|plan| (plan.kind, plan.due_at, plan.expires_at)).collect()
}

#[test]
fn two_reminders_in_the_day() {
    // 16:30 in New York.
    let plans = planned_reminders(&session("2026-11-26T21:30:00Z"), "2026-11-20T12:00:00Z");
    assert_eq!(
        plans,
        [
            (Kind::SessionReminder24h, at("2026-11-25T21:30:00Z"), at("2026-11-26T19:30:00Z")),
            (Kind::SessionReminder2h, at("2026-11-26T19:30:00Z"), at("2026-11-26T21:20:00Z")),
        ]
    );
}

#[test]
fn an_early_session_reminds_the_evening_before() {
    // 07:30 in New York: both fall into the night.
    let plans = planned_reminders(&session("2026-11-26T12:30:00Z"), "2026-11-20T12:00:00Z");
    let due: Vec<_> = plans.iter().map(|plan| plan.1).collect();
    assert_eq!(due, [at("2026-11-25T01:45:00Z"), at("2026-11-26T01:45:00Z")]);
}

#[test]
fn no_reminder_in_the_past() {
    assert_eq!(planned_reminders(&session("2026-11-26T21:30:00Z"), "2026-11-26T12:00:00Z").len(), 1);
    assert_eq!(planned_reminders(&session("2026-11-26T21:30:00Z"), "2026-11-26T20:00:00Z").len(), 0);
}

#[test]
fn only_who_did_it_hears_of_it_at_night() {
    // 22:00 in New York, the session is days away.
    let (session, night) = (session("2026-11-30T21:30:00Z"), at("2026-11-26T03:00:00Z"));
    let due = |did_it| told(&reader(), did_it, &session, SessionNews::Booked, night).unwrap().unwrap().1;
    assert_eq!(due(true), night);
    assert_eq!(due(false), at("2026-11-26T13:00:00Z"));
}

#[test]
fn a_late_cancellation_breaks_the_quiet() {
    // 22:00 in New York, the session is at 09:00.
    let (session, undo_until) = (session("2026-11-26T14:00:00Z"), at("2026-11-26T03:00:00Z"));
    let news = SessionNews::Cancelled { undo_until };
    assert_eq!(told(&reader(), false, &session, news, undo_until).unwrap(), Some((Kind::SessionCancelled, undo_until)));
}

#[test]
fn nothing_is_told_after_the_start() {
    let session = session("2026-11-26T14:00:00Z");
    for news in [SessionNews::Booked, SessionNews::Moved, SessionNews::Cancelled { undo_until: session.starts_at }] {
        assert_eq!(told(&reader(), true, &session, news, session.starts_at).unwrap(), None);
    }
    assert_eq!(told(&reader(), true, &session, SessionNews::Restored, at("2026-11-20T12:00:00Z")).unwrap(), None);
}
