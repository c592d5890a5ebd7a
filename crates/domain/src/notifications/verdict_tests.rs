use jiff::civil::time as clock;

use uuid::Uuid;

use super::*;
use crate::db::{At, TimeOfDay};
use crate::ids::Ids;
use crate::notifications::delivery::EMAIL;
use crate::sealed::{Sealed, aes_key, seal};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn sealed() -> Sealed {
    let key = aes_key(&[7; 32]).unwrap();
    seal(&key, 1, Ids::default().bytes(), Uuid::nil(), EMAIL, Uuid::nil(), "a@example.org").unwrap()
}

/// Due on a noon, about a session the next day at noon (New York).
fn row(kind: Kind) -> Row {
    Row {
        member_id: Uuid::nil(),
        kind: kind.name().to_owned(),
        subject_id: Uuid::nil(),
        subject_version: 2,
        due_at: At(at("2026-11-25T17:00:00Z")),
        expires_at: At(at("2026-11-26T15:00:00Z")),
        state: "planned".to_owned(),
        email: sealed(),
        locale: "en".to_owned(),
        zone: "America/New_York".to_owned(),
        member_state: "active".to_owned(),
        email_failed: false,
        session_reminders: true,
        chat_mail: true,
        quiet_from: TimeOfDay(clock(21, 0, 0, 0)),
        quiet_until: TimeOfDay(clock(8, 0, 0, 0)),
        center_state: "active".to_owned(),
        planned_state: Some(if kind.is_meeting() { "scheduled" } else { "booked" }.to_owned()),
        planned_version: Some(2),
        planned_zone: Some("America/New_York".to_owned()),
        starts_at: Some(At(at("2026-11-26T17:00:00Z"))),
        ends_at: Some(At(at("2026-11-26T17:45:00Z"))),
        client_id: Some(Uuid::nil()),
        code: Some(sealed()),
        code_expires_at: Some(At(at("2026-11-26T15:00:00Z"))),
        code_used: Some(false),
        token: Some(sealed()),
        invitation_version: Some(2),
        invitation_expires_at: Some(At(at("2026-11-27T17:00:00Z"))),
        invitation_closed: Some(false),
        chat_unread: Some(true),
        takes_part: Some(true),
        group_state: Some("active".to_owned()),
        place_reminders: true,
        place_version: Some(2),
        duty_open: true,
        offer_version: Some(2),
        offered_until: Some(At(at("2026-11-28T17:00:00Z"))),
        pair_state: Some(if kind == Kind::MentorshipOfferEnds { "offered" } else { "active" }.to_owned()),
        pair_answered: false,
        pair_unread: Some(true),
        pair_checked_in: false,
        credential_stands: true,
        booking_stands: true,
        cover_asked: false,
        asked_next: None,
        still_so: true,
    }
}

fn look(kind: Kind, change: impl FnOnce(&mut Row)) -> Verdict {
    look_at(kind, "2026-11-25T17:00:01Z", change)
}

fn look_at(kind: Kind, now: &str, change: impl FnOnce(&mut Row)) -> Verdict {
    let mut row = row(kind);
    change(&mut row);
    verdict(&row, kind, at(now)).unwrap()
}

#[test]
fn what_is_still_true_is_sent() {
    for kind in Kind::ALL {
        let cancelled = matches!(kind, Kind::SessionCancelled | Kind::MeetingCancelled);
        let change = |row: &mut Row| {
            if cancelled {
                row.planned_state = Some("cancelled".to_owned());
            }
        };
        assert_eq!(look(kind, change), Verdict::Send, "{kind:?}");
    }
}

#[test]
fn a_choice_keeps_back_its_own_kinds_and_no_other() {
    for kind in Kind::ALL {
        for off in [Choice::Reminders, Choice::Unread] {
            let change = |row: &mut Row| {
                row.session_reminders = off != Choice::Reminders;
                row.chat_mail = off != Choice::Unread;
                if matches!(kind, Kind::SessionCancelled | Kind::MeetingCancelled) {
                    row.planned_state = Some("cancelled".to_owned());
                }
            };
            let expected = if kind.choice() == Some(off) { Verdict::Drop("not_wanted") } else { Verdict::Send };
            assert_eq!(look(kind, change), expected, "{kind:?} without {off:?}");
        }
    }
}

#[test]
fn a_session_that_was_cancelled_or_moved_does_not_remind() {
    for kind in [Kind::SessionReminder24h, Kind::SessionReminder2h, Kind::SessionBooked, Kind::SessionMoved] {
        assert_eq!(look(kind, |row| row.planned_state = Some("cancelled".to_owned())), Verdict::Drop("superseded"));
        assert_eq!(look(kind, |row| row.planned_version = Some(3)), Verdict::Drop("superseded"));
        assert_eq!(look(kind, |row| row.planned_state = None), Verdict::Drop("superseded"));
    }
    assert_eq!(look(Kind::SessionCancelled, |_| ()), Verdict::Drop("superseded"));
    assert_eq!(look(Kind::SessionElsewhere, |row| row.planned_state = Some("cancelled".to_owned())), Verdict::Drop("superseded"));
    assert_eq!(look(Kind::SessionElsewhere, |row| row.planned_version = Some(3)), Verdict::Send);
}

#[test]
fn nobody_is_called_to_a_counselor_who_is_away() {
    for kind in [Kind::SessionReminder24h, Kind::SessionReminder2h] {
        assert_eq!(look(kind, |row| row.cover_asked = true), Verdict::Drop("counselor_away"));
    }
    assert_eq!(look(Kind::SessionMoved, |row| row.cover_asked = true), Verdict::Send);
}

#[test]
fn a_pair_is_not_asked_for_what_is_settled() {
    let ends = Kind::MentorshipOfferEnds;
    assert_eq!(look(ends, |row| row.pair_answered = true), Verdict::Drop("superseded"));
    assert_eq!(look(ends, |row| row.pair_state = Some("expired".to_owned())), Verdict::Drop("superseded"));
    assert_eq!(look(Kind::MentorshipUnread, |row| row.pair_unread = Some(false)), Verdict::Drop("read"));
    assert_eq!(look(Kind::MentorshipUnread, |row| row.chat_mail = false), Verdict::Drop("not_wanted"));
    let week = Kind::PairCheckIn;
    assert_eq!(look(week, |row| row.pair_checked_in = true), Verdict::Drop("superseded"));
    assert_eq!(look(week, |row| row.pair_state = Some("paused".to_owned())), Verdict::Drop("superseded"));
    assert_eq!(look(week, |row| row.session_reminders = false), Verdict::Drop("not_wanted"));
    assert_eq!(look(Kind::MentorshipNews, |row| row.pair_state = Some("withdrawn".to_owned())), Verdict::Drop("superseded"));
}

#[test]
fn a_goal_reminds_only_who_wants_it_and_while_it_is_open() {
    assert_eq!(look(Kind::GoalDue, |row| row.session_reminders = false), Verdict::Drop("not_wanted"));
    assert_eq!(look(Kind::GoalDue, |row| row.still_so = false), Verdict::Drop("superseded"));
    // A question is one that somebody waits for: it is not a reminder.
    assert_eq!(look(Kind::StandInAsked, |row| row.session_reminders = false), Verdict::Send);
    assert_eq!(look(Kind::StandInAsked, |row| row.still_so = false), Verdict::Drop("superseded"));
    // A step that another one followed.
    assert_eq!(look(Kind::MentorStep, |row| row.still_so = false), Verdict::Drop("superseded"));
}

#[test]
fn a_meeting_that_changed_or_was_left_does_not_remind() {
    let kind = Kind::MeetingReminder;
    assert_eq!(look(kind, |row| row.planned_state = Some("cancelled".to_owned())), Verdict::Drop("superseded"));
    assert_eq!(look(kind, |row| row.planned_version = Some(3)), Verdict::Drop("superseded"));
    assert_eq!(look(kind, |row| row.takes_part = Some(false)), Verdict::Drop("not_part_of_it"));
    assert_eq!(look(kind, |row| row.place_reminders = false), Verdict::Drop("not_wanted"));
    assert_eq!(look(kind, |row| row.group_state = Some("paused".to_owned())), Verdict::Drop("superseded"));
    assert_eq!(look(Kind::TimesChanged, |row| row.group_state = Some("paused".to_owned())), Verdict::Send);
    assert_eq!(look(Kind::TimesChanged, |row| row.takes_part = Some(false)), Verdict::Drop("not_part_of_it"));
    assert_eq!(look(Kind::MeetingMoved, |row| row.place_reminders = false), Verdict::Send);
    assert_eq!(look(Kind::DutyAsked, |row| row.duty_open = false), Verdict::Drop("superseded"));
    assert_eq!(look(Kind::PlaceNews, |row| row.place_version = Some(3)), Verdict::Drop("superseded"));
}

#[test]
fn what_was_answered_or_offered_to_somebody_else_meanwhile_is_not_told() {
    assert_eq!(look(Kind::BookingNews, |row| row.booking_stands = false), Verdict::Drop("superseded"));
    assert_eq!(look(Kind::SlotOffered, |row| row.offer_version = Some(3)), Verdict::Drop("superseded"));
    assert_eq!(look(Kind::SlotOffered, |row| row.offer_version = None), Verdict::Drop("superseded"));
    // News can wait for the morning; an offer that was planned for now cannot.
    let night = "2026-11-26T04:00:00Z";
    assert_eq!(look_at(Kind::BookingNews, night, |_| ()), Verdict::Later(at("2026-11-26T13:00:00Z")));
    assert_eq!(look_at(Kind::SlotOffered, night, |_| ()), Verdict::Send);
}

/// At 23:00 (New York): the counselor will not be there.
#[test]
fn a_question_about_a_session_that_is_close_does_not_wait_for_the_morning() {
    let look = |next: &str| {
        let next = At(at(next));
        look_at(Kind::BookingNews, "2026-11-26T04:00:00Z", |row| {
            row.asked_next = Some(next);
            row.expires_at = At(at("2026-11-28T15:00:00Z"));
        })
    };
    // At 8:00, before anybody could read it; tomorrow evening; the day after.
    assert_eq!(look("2026-11-26T13:00:00Z"), Verdict::Send);
    let morning = at("2026-11-26T13:00:00Z");
    assert_eq!(look("2026-11-26T23:00:00Z"), Verdict::Later(morning));
    assert_eq!(look("2026-11-28T15:00:00Z"), Verdict::Later(morning));
}

#[test]
fn reminders_respect_the_reader() {
    assert_eq!(look(Kind::SessionReminder2h, |row| row.session_reminders = false), Verdict::Drop("not_wanted"));
    assert_eq!(look(Kind::SessionBooked, |row| row.session_reminders = false), Verdict::Send);
    // 23:00: waits until 08:00, unless that is too late.
    let night = "2026-11-26T04:00:00Z";
    assert_eq!(look_at(Kind::SessionReminder24h, night, |_| ()), Verdict::Later(at("2026-11-26T13:00:00Z")));
    let early = |row: &mut Row| row.expires_at = At(at("2026-11-26T12:00:00Z"));
    assert_eq!(look_at(Kind::SessionReminder24h, night, early), Verdict::Drop("quiet_hours"));
    assert_eq!(look_at(Kind::SessionMoved, night, |_| ()), Verdict::Send);
}

#[test]
fn nothing_goes_to_an_address_that_failed_unless_somebody_asked() {
    for kind in Kind::ALL {
        let expected = if kind.is_asked_for() { Verdict::Send } else { Verdict::Drop("address_failed") };
        assert_eq!(look(kind, |row| row.email_failed = true), expected, "{kind:?}");
    }
}

#[test]
fn a_paused_center_still_lets_people_sign_in() {
    for kind in Kind::ALL {
        let kept = !kind.outlasts_a_pause();
        let expected = if kept { Verdict::Drop("center_suspended") } else { Verdict::Send };
        assert_eq!(look(kind, |row| row.center_state = "suspended".to_owned()), expected, "{kind:?}");
    }
}

#[test]
fn codes_and_invitations_that_were_used_or_replaced() {
    for kind in [Kind::SignInCode, Kind::StepUpCode, Kind::ConfirmCenter] {
        assert_eq!(look(kind, |row| row.code_used = Some(true)), Verdict::Drop("superseded"));
        assert_eq!(look(kind, |row| row.code = None), Verdict::Drop("superseded"));
        assert_eq!(look(kind, |row| row.code_expires_at = row.due_at.into()), Verdict::Drop("superseded"));
    }
    assert_eq!(look(Kind::Invitation, |row| row.invitation_version = Some(3)), Verdict::Drop("superseded"));
    assert_eq!(look(Kind::Invitation, |row| row.invitation_closed = Some(true)), Verdict::Drop("superseded"));
    assert_eq!(look(Kind::Invitation, |row| row.member_state = "invited".to_owned()), Verdict::Send);
    assert_eq!(look(Kind::SignInCode, |row| row.member_state = "ended".to_owned()), Verdict::Drop("member_inactive"));
}

#[test]
fn time() {
    assert_eq!(look_at(Kind::SessionReminder24h, "2026-11-25T16:59:59Z", |_| ()), Verdict::Later(at("2026-11-25T17:00:00Z")));
    assert_eq!(look_at(Kind::SessionReminder24h, "2026-11-26T15:00:00Z", |_| ()), Verdict::Drop("expired"));
    for state in ["sent", "dropped", "failed"] {
        assert_eq!(look(Kind::SessionReminder24h, |row| row.state = state.to_owned()), Verdict::Over);
    }
    assert_eq!(look(Kind::SessionReminder24h, |row| row.state = "sending".to_owned()), Verdict::Send);
}
