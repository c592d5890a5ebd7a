//! What is planned when, what is dropped, and what a mail's link opens.

use cairn_domain::ids::{NotificationId, SessionId};
use cairn_domain::members::{self, UpdateProfile};
use cairn_domain::notifications::choices::Choice;
use cairn_domain::notifications::links::{self, LinkPage};
use cairn_domain::notifications::{Kind, QuietHours, choices};
use cairn_domain::sessions::{self, BookSession, CancelSession, MoveSession, Session, SessionPlace};
use jiff::civil::{Time, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use sqlx::Row;
use support::{App, Person, TestCenter};
use uuid::Uuid;

pub fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

pub async fn book(app: &App, by: &Person, counselor: &Person, client: &Person, starts_at: &str) -> Session {
    let tx = app.enter(by).await;
    let input = BookSession {
        key: Uuid::new_v4(),
        counselor_id: counselor.member_id,
        client_id: client.member_id,
        starts_at: at(starts_at),
        minutes: Some(45),
        place: SessionPlace::InPerson,
        type_id: None,
        hold: None,
    };
    let view = sessions::book(&tx, input).await.expect("book");
    tx.commit().await.expect("commit");
    view.session
}

pub async fn reschedule(app: &App, by: &Person, session: &Session, starts_at: &str) -> Session {
    let tx = app.enter(by).await;
    let input = MoveSession {
        key: Uuid::new_v4(),
        id: session.id,
        version: session.version,
        starts_at: at(starts_at),
        minutes: None,
        place: None,
        reason: None,
    };
    let view = sessions::reschedule(&tx, input).await.expect("move");
    tx.commit().await.expect("commit");
    view.session
}

pub async fn cancel(app: &App, by: &Person, session: &Session) -> Session {
    let tx = app.enter(by).await;
    let input = CancelSession { id: session.id, version: session.version, reason: Some("Recovery group instead".to_owned()) };
    let view = sessions::cancel(&tx, input).await.expect("cancel");
    tx.commit().await.expect("commit");
    view.session
}

pub async fn undo(app: &App, by: &Person, session: &Session) -> Session {
    let tx = app.enter(by).await;
    let view = sessions::undo_cancel(&tx, session.id).await.expect("undo");
    tx.commit().await.expect("commit");
    view.session
}

pub async fn pair(center: &TestCenter<'_>) -> (Person, Person) {
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    (dana, ana)
}

pub async fn change(app: &App, person: &Person, edit: impl FnOnce(&mut UpdateProfile)) {
    let tx = app.enter(person).await;
    let mut profile = UpdateProfile {
        name: None,
        pronouns: None,
        locale: None,
        zone: None,
        session_reminders: None,
        chat_mail: None,
        quiet_from: None,
        quiet_until: None,
    };
    edit(&mut profile);
    members::update_profile(&tx, profile).await.expect("update the profile");
    tx.commit().await.expect("commit");
}

/// One planned message: kind, version, due, state, outcome.
#[derive(Debug, PartialEq)]
struct Planned {
    kind: String,
    version: i32,
    due: Timestamp,
    state: String,
    outcome: Option<String>,
}

async fn planned(app: &App, person: &Person, session: SessionId) -> Vec<Planned> {
    let mut connection = app.superuser().await;
    let rows = sqlx::query(
        "select kind, subject_version, extract(epoch from due_at)::bigint as due, state, outcome from cairn.notifications
         where member_id = $1 and subject_id = $2 order by due_at, kind",
    )
    .bind(person.member_id.0)
    .bind(session.0)
    .fetch_all(&mut connection)
    .await
    .expect("notifications");
    rows.iter()
        .map(|row| Planned {
            kind: row.get("kind"),
            version: row.get("subject_version"),
            due: Timestamp::from_second(row.get("due")).expect("a time"),
            state: row.get("state"),
            outcome: row.get("outcome"),
        })
        .collect()
}

async fn waiting(app: &App, person: &Person, session: SessionId) -> Vec<(String, Timestamp)> {
    let all = planned(app, person, session).await;
    all.into_iter().filter(|one| one.state == "planned").map(|one| (one.kind, one.due)).collect()
}

async fn token(app: &App, person: &Person, kind: &str) -> String {
    let mut connection = app.superuser().await;
    let id: Uuid = sqlx::query_scalar("select id from cairn.notifications where member_id = $1 and kind = $2 limit 1")
        .bind(person.member_id.0)
        .bind(kind)
        .fetch_one(&mut connection)
        .await
        .expect("a notification");
    let tx = app.enter(person).await;
    links::make(&tx, NotificationId(id)).await.expect("a link")
}

#[tokio::test]
async fn booking_plans_a_confirmation_and_two_reminders_for_each() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let session = book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    for person in [&dana, &ana] {
        let expected = [
            ("session_booked", "2026-03-02T15:00:00Z"),
            ("session_reminder_24h", "2026-03-04T19:00:00Z"),
            ("session_reminder_2h", "2026-03-05T17:00:00Z"),
        ];
        let expected: Vec<_> = expected.map(|(kind, due)| (kind.to_owned(), at(due))).into();
        assert_eq!(waiting(&app, person, session.id).await, expected);
    }
}

#[tokio::test]
async fn moving_replans_and_cancelling_drops() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let session = book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    app.run_jobs().await;
    let moved = reschedule(&app, &ana, &session, "2026-03-06T19:00:00Z").await;
    let kinds: Vec<_> = waiting(&app, &ana, session.id).await;
    assert_eq!(
        kinds,
        [
            ("session_moved".to_owned(), at("2026-03-02T15:00:00Z")),
            ("session_reminder_24h".to_owned(), at("2026-03-05T19:00:00Z")),
            ("session_reminder_2h".to_owned(), at("2026-03-06T17:00:00Z")),
        ]
    );
    let cancelled = cancel(&app, &ana, &moved).await;
    let undo_until = cancelled.undo_until.expect("a time");
    assert_eq!(waiting(&app, &ana, session.id).await, [("session_cancelled".to_owned(), undo_until)]);
    app.driven().advance(SignedDuration::from_hours(24 * 5));
    app.run_jobs().await;
    let subjects: Vec<_> = app.mail.inbox().mails(Some(&ana.email)).iter().map(|mail| mail.subject.clone()).collect();
    assert!(subjects.iter().all(|subject| !subject.starts_with("Tomorrow") && !subject.starts_with("Today")), "{subjects:?}");
}

#[tokio::test]
async fn a_cancellation_that_is_taken_back_is_never_heard_of() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let session = book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&ana.email)).len();
    let cancelled = cancel(&app, &ana, &session).await;
    let restored = undo(&app, &ana, &cancelled).await;
    assert_eq!(restored.starts_at, session.starts_at);
    app.driven().advance(SignedDuration::from_mins(10));
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some(&ana.email)).len(), before);
    let kinds: Vec<_> = waiting(&app, &ana, session.id).await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["session_reminder_24h", "session_reminder_2h"]);
}

#[tokio::test]
async fn whoever_slept_through_booking_cancelling_and_undoing_still_hears_of_it() {
    // 22:00 in New York.
    let app = App::at("2026-03-03T03:00:00Z").await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let session = book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    assert_eq!(waiting(&app, &ana, session.id).await[0], ("session_booked".to_owned(), at("2026-03-03T13:00:00Z")));
    let cancelled = cancel(&app, &dana, &session).await;
    undo(&app, &dana, &cancelled).await;
    assert_eq!(waiting(&app, &ana, session.id).await[0], ("session_booked".to_owned(), at("2026-03-03T13:00:00Z")));
}

#[tokio::test]
async fn reminders_that_are_turned_off_do_not_come() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let session = book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    app.run_jobs().await;
    change(&app, &ana, |profile| profile.session_reminders = Some(false)).await;
    app.driven().set(at("2026-03-05T18:00:00Z"));
    app.run_jobs().await;
    let outcomes: Vec<_> = planned(&app, &ana, session.id)
        .await
        .into_iter()
        .filter(|one| one.kind.contains("reminder"))
        .map(|one| one.outcome)
        .collect();
    assert!(outcomes.iter().all(|outcome| matches!(outcome.as_deref(), Some("not_wanted" | "expired"))), "{outcomes:?}");
}

#[tokio::test]
async fn links_open_one_page_for_one_person_for_a_time() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let session = book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    let token = token(&app, &ana, "session_booked").await;
    let opened = links::open(&app.db, &token, LinkPage::Session, None).await.expect("open").expect("a good link");
    assert_eq!(opened.session_id(), Some(session.id));
    assert_eq!(opened.tx.actor().member_id(), Some(ana.member_id));
    assert!(links::open(&app.db, &token, LinkPage::Code, None).await.expect("open").is_none());
    // Any change of any character, another center's ids, an end that has come.
    for index in [0, 21, 30, 50, 63] {
        let mut bytes = token.clone().into_bytes();
        bytes[index] = if bytes[index] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(bytes).expect("text");
        assert!(links::open(&app.db, &forged, LinkPage::Session, None).await.expect("open").is_none(), "{index}");
    }
    app.driven().set(at("2026-03-06T19:44:59Z"));
    assert!(links::open(&app.db, &token, LinkPage::Session, None).await.expect("open").is_some());
    app.driven().set(at("2026-03-06T19:45:00Z"));
    assert!(links::open(&app.db, &token, LinkPage::Session, None).await.expect("open").is_none());
    assert!(links::open(&app.db, &token, LinkPage::Reminders, None).await.expect("open").is_some());
}

#[tokio::test]
async fn one_click_turns_reminders_off() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    let token = token(&app, &ana, "session_reminder_2h").await;
    for _ in 0..2 {
        let opened = links::open(&app.db, &token, LinkPage::Reminders, None).await.expect("open").expect("a good link");
        choices::unsubscribe(&opened.tx, Kind::SessionReminder2h).await.expect("unsubscribe");
        opened.tx.commit().await.expect("commit");
    }
    let tx = app.enter(&ana).await;
    assert!(!choices::read(&tx).await.expect("choices").session_reminders);
}

#[tokio::test]
async fn to_unsubscribe_from_one_kind_of_mail_switches_off_what_stops_it_and_nothing_else() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (_, ana) = pair(&center).await;
    for kind in Kind::ALL {
        // Each from the beginning: nothing is committed.
        let tx = app.enter(&ana).await;
        let stopped = choices::unsubscribe(&tx, kind).await.expect("unsubscribe");
        let now = choices::read(&tx).await.expect("choices");
        assert_eq!(stopped, kind.choice(), "{kind:?}");
        assert_eq!(now.session_reminders, stopped != Some(Choice::Reminders), "{kind:?}");
        assert_eq!(now.chat_mail, stopped != Some(Choice::Unread), "{kind:?}");
    }
    for kind in [Kind::ChatUnread, Kind::MentorshipUnread] {
        assert_eq!(kind.choice(), Some(Choice::Unread), "{kind:?}");
    }
    for kind in [Kind::SessionReminder24h, Kind::MeetingReminder, Kind::GoalDue] {
        assert_eq!(kind.choice(), Some(Choice::Reminders), "{kind:?}");
    }
    for kind in [Kind::PlaceNews, Kind::DutyAsked, Kind::TimesChanged, Kind::SessionMoved, Kind::BookingNews] {
        assert_eq!(kind.choice(), None, "{kind:?}");
    }
}

/// Zones on both sides of the date line, with and without daylight saving time, one with half an hour of it.
const ZONES: [&str; 5] = ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/Phoenix"];

fn any_time() -> impl Strategy<Value = Time> {
    (0_i8..24, 0_i8..60).prop_map(|(hour, minute)| time(hour, minute, 0, 0))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// 2026 with all its changes of the clocks, any quiet hours that leave at least an hour of the day.
    #[test]
    fn quiet_hours_are_kept_and_reminders_only_move_earlier(
        zone in 0_usize..5, minute in 0_i64..527_040, from in any_time(), until in any_time()
    ) {
        let quiet = QuietHours { from, until, zone: TimeZone::get(ZONES[zone]).expect("a zone") };
        let length = from.duration_until(until).as_mins().rem_euclid(24 * 60);
        prop_assume!(length < 23 * 60);
        let due = at("2026-01-01T00:00:00Z") + SignedDuration::from_mins(minute);
        let early = quiet.no_later_than(due).expect("a time").expect("some time of the day is not quiet");
        prop_assert!(early <= due && !quiet.cover(early));
        let late = quiet.no_earlier_than(due).expect("a time");
        prop_assert!(late >= due && !quiet.cover(late));
        // Moved by no more than the quiet, its margin, and an hour that clocks repeat or leave out.
        let most = SignedDuration::from_mins(length + 15 + 120);
        prop_assert!(early.duration_until(due) <= most && due.duration_until(late) <= most);
        if !quiet.cover(due) {
            prop_assert_eq!((early, late), (due, due));
        }
    }
}
