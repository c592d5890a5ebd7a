//! Arriving, beginning, ending, being missed.

use serde_json::json;
use support::App;

use super::hour::{ARRIVE, BEGIN, END, Hour, MISS, RECORD, TELL, UNDO, code};

const TASKS: &str = "{ staffTasks { nodes { kind member { name } } } }";

#[tokio::test]
async fn somebody_comes_and_it_begins_and_ends() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    assert_eq!(code(&hour.does(&hour.ana, ARRIVE, json!({})).await), "session_too_early");
    hour.at("2026-03-03T14:50:00Z").await;
    let here = hour.does(&hour.ana, ARRIVE, json!({})).await;
    assert_eq!(here["session"], json!({ "state": "CHECKED_IN", "arrivedAt": "2026-03-03T14:50:00Z" }));
    let back = hour.does(&hour.ana, UNDO, json!({})).await;
    assert_eq!(back["session"], json!({ "state": "BOOKED", "arrivedAt": null }));
    hour.does(&hour.ana, ARRIVE, json!({})).await;
    hour.at("2026-03-03T15:02:00Z").await;
    // Beginning and ending are of whoever sits down with the client.
    assert_eq!(code(&hour.does(&hour.ana, BEGIN, json!({})).await), "not_allowed");
    let begun = hour.fine(BEGIN, json!({})).await;
    assert_eq!(begun["session"], json!({ "state": "IN_SESSION", "startedAt": "2026-03-03T15:02:00Z", "version": 1 }));
    assert_eq!(hour.fine(BEGIN, json!({})).await["session"]["startedAt"], "2026-03-03T15:02:00Z", "pressed twice");
    hour.at("2026-03-03T15:40:00Z").await;
    assert_eq!(hour.fine(END, json!({})).await["session"], json!({ "state": "COMPLETED", "endedAt": "2026-03-03T15:40:00Z" }));
    for step in [ARRIVE, BEGIN] {
        assert_eq!(code(&hour.does(&hour.dana, step, json!({})).await), "session_state");
    }
    let lee = hour.center.counselor("Lee Park").await;
    for step in [ARRIVE, BEGIN, END] {
        assert_eq!(code(&hour.does(&lee, step, json!({})).await), "not_found", "a colleague");
    }
}

#[tokio::test]
async fn what_has_begun_is_not_moved_and_not_called_off() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.at("2026-03-03T14:50:00Z").await;
    hour.does(&hour.ana, ARRIVE, json!({})).await;
    let cancel =
        "mutation($id: ID!) { cancelSession(input: { sessionId: $id, version: 1 }) { session { state } problems { code } } }";
    assert_eq!(code(&hour.does(&hour.dana, cancel, json!({})).await), "already_over");
}

/// A missed session asks for a warm word. It ends no treatment, sends no mail and counts for nothing.
#[tokio::test]
async fn a_missed_session_is_a_task_and_nothing_else() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(None).len();
    assert_eq!(code(&hour.does(&hour.dana, MISS, json!({ "by": "CLIENT" })).await), "session_not_begun");
    hour.at("2026-03-03T15:20:00Z").await;
    assert_eq!(code(&hour.does(&hour.ana, MISS, json!({ "by": "CLIENT" })).await), "not_allowed");
    assert_eq!(hour.fine(MISS, json!({ "by": "CLIENT" })).await["session"]["state"], "NO_SHOW_CLIENT");
    let tasks = app.data(&hour.dana, TASKS, json!({})).await;
    assert_eq!(tasks["staffTasks"]["nodes"], json!([{ "kind": "SESSION_MISSED", "member": { "name": "Ana Ruiz" } }]));
    let way: Vec<String> = sqlx::query_scalar("select state from cairn.enrollments where client_id = $1")
        .bind(hour.ana.member_id.0)
        .fetch_all(&mut app.superuser().await)
        .await
        .expect("ways");
    assert!(way.iter().all(|state| !matches!(state.as_str(), "discharged" | "closed")), "{way:?}");
    let line = "query($id: ID!) { serviceLine(sessionId: $id) { id } }";
    assert!(hour.does(&hour.dana, line, json!({})).await.is_null());
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(None).len(), mails);
    // Late after all: it takes place, and the task is settled.
    hour.at("2026-03-03T15:30:00Z").await;
    assert_eq!(hour.fine(BEGIN, json!({})).await["session"]["state"], "IN_SESSION");
    assert_eq!(app.data(&hour.dana, TASKS, json!({})).await["staffTasks"]["nodes"], json!([]));
}

#[tokio::test]
async fn a_client_says_that_nobody_came() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let helen = hour.center.invite("Helen Strand", &[cairn_domain::actor::Role::Supervisor], None).await;
    hour.at("2026-03-03T15:20:00Z").await;
    let missed = hour.does(&hour.ana, MISS, json!({ "by": "COUNSELOR" })).await;
    assert_eq!(missed["session"]["state"], "NO_SHOW_PEER");
    let tasks = app.data(&helen, TASKS, json!({})).await;
    assert_eq!(tasks["staffTasks"]["nodes"][0]["kind"], "SESSION_UNATTENDED");
    // They had sat together after all: with its times, what was asked for because of it is settled.
    hour.at("2026-03-03T16:00:00Z").await;
    let times = json!({ "from": "2026-03-03T15:05:00Z", "until": "2026-03-03T15:40:00Z", "why": "We were in the other room." });
    assert_eq!(hour.fine(RECORD, times).await["session"]["state"], "COMPLETED");
    assert_eq!(app.data(&helen, TASKS, json!({})).await["staffTasks"]["nodes"], json!([]));
}

#[tokio::test]
async fn weeks_later_a_supervisor_puts_the_times_right_with_a_reason() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let helen = hour.center.invite("Helen Strand", &[cairn_domain::actor::Role::Supervisor], None).await;
    hour.at("2026-03-03T15:20:00Z").await;
    hour.fine(MISS, json!({ "by": "CLIENT" })).await;
    hour.at("2026-03-24T15:00:00Z").await;
    let times = |why: &str| json!({ "from": "2026-03-03T15:05:00Z", "until": "2026-03-03T15:40:00Z", "why": why });
    let blank = hour.does(&helen, RECORD, times(" ")).await;
    assert_eq!(blank["problems"][0]["code"], "required");
    // Supervising is no holding: the hour itself is not theirs to begin.
    assert_eq!(hour.does(&helen, BEGIN, json!({})).await["problems"][0]["code"], "not_allowed");
    let done = hour.does(&helen, RECORD, times("They had sat in the garden.")).await;
    assert_eq!((&done["session"]["state"], &done["problems"]), (&json!("COMPLETED"), &json!([])));
    let lee = hour.center.counselor("Lee Park").await;
    assert_eq!(hour.does(&lee, RECORD, times("Not mine.")).await["problems"][0]["code"], "not_found");
}

#[tokio::test]
async fn a_task_stays_while_another_session_was_missed() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let helen = hour.center.invite("Helen Strand", &[cairn_domain::actor::Role::Supervisor], None).await;
    let second = hour.booked("2026-03-04T15:00:00Z", "IN_PERSON").await;
    let open = async || app.data(&helen, TASKS, json!({})).await["staffTasks"]["nodes"].as_array().expect("tasks").len();
    hour.at("2026-03-03T15:20:00Z").await;
    hour.does(&hour.ana, MISS, json!({ "by": "COUNSELOR" })).await;
    hour.at("2026-03-04T15:20:00Z").await;
    hour.does(&hour.ana, MISS, json!({ "by": "COUNSELOR", "id": second })).await;
    let times = |from: &str, until: &str| json!({ "from": from, "until": until, "why": "We were in the other room." });
    hour.fine(RECORD, times("2026-03-03T15:05:00Z", "2026-03-03T15:40:00Z")).await;
    assert_eq!(open().await, 1, "the other one is still to be made good for");
    hour.at("2026-03-04T16:00:00Z").await;
    let mut right = times("2026-03-04T15:20:00Z", "2026-03-04T15:45:00Z");
    right["id"] = json!(second);
    hour.fine(RECORD, right).await;
    assert_eq!(open().await, 0);
}

#[tokio::test]
async fn times_are_written_down_afterwards_and_put_right_with_a_reason() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.at("2026-03-04T15:00:00Z").await;
    let times = |from: &str, until: &str, why: &str| json!({ "from": from, "until": until, "why": why });
    for (from, until, why, expected) in [
        ("2026-03-03T15:05:00Z", "2026-03-03T15:50:00Z", " ", "required"),
        ("2026-03-03T15:05:00Z", "2026-03-03T15:05:00Z", "Forgot.", "ends_before_start"),
        ("2026-03-03T15:05:00Z", "2026-03-04T16:00:00Z", "Forgot.", "in_the_future"),
        ("2026-03-03T05:05:00Z", "2026-03-03T15:05:00Z", "Forgot.", "session_too_long"),
        ("2026-03-02T01:05:00Z", "2026-03-02T02:05:00Z", "Forgot.", "far_from_plan"),
    ] {
        assert_eq!(code(&hour.does(&hour.dana, RECORD, times(from, until, why)).await), expected, "{from} {until}");
    }
    let first = hour.fine(RECORD, times("2026-03-03T15:05:00Z", "2026-03-03T15:50:00Z", "Forgot to press.")).await;
    assert_eq!(first["session"]["state"], "COMPLETED");
    hour.at("2026-03-04T15:01:00Z").await;
    hour.fine(RECORD, times("2026-03-03T15:00:00Z", "2026-03-03T15:50:00Z", "Began on time.")).await;
    let kept: Vec<(Option<String>, Option<chrono::DateTime<chrono::Utc>>)> =
        sqlx::query_as("select course, started_at from cairn.session_corrections order by at, id")
            .fetch_all(&mut app.superuser().await)
            .await
            .expect("corrections");
    assert_eq!(kept.len(), 2);
    assert_eq!((kept[0].0.as_deref(), kept[0].1), (None, None));
    assert_eq!(kept[1].0.as_deref(), Some("completed"));
    assert_eq!(kept[1].1.map(|at| at.to_rfc3339()), Some("2026-03-03T15:05:00+00:00".to_owned()));
    let line = hour.does(&hour.dana, "query($id: ID!) { serviceLine(sessionId: $id) { minutes } }", json!({})).await;
    assert_eq!(line["minutes"], 50);
}

const LINK: &str = "query($id: ID!) { session(id: $id) { joinUrl fallbackPhone joinOpensAt } }";

#[tokio::test]
async fn the_link_is_there_for_the_two_of_them_while_it_is_time() {
    let app = App::start().await;
    let hour = Hour::new(&app, "ONLINE").await;
    let closed = json!({ "joinUrl": null, "fallbackPhone": null, "joinOpensAt": "2026-03-03T14:45:00Z" });
    hour.at("2026-03-03T14:44:00Z").await;
    assert_eq!(hour.does(&hour.ana, LINK, json!({})).await, closed);
    hour.at("2026-03-03T14:45:00Z").await;
    for person in [&hour.ana, &hour.dana] {
        let open = hour.does(person, LINK, json!({})).await;
        assert_eq!((&open["joinUrl"], &open["fallbackPhone"]), (&json!("https://meet.example/room"), &json!("+1 207 555 0100")));
    }
    let seen = hour.does(&hour.center.admin, LINK, json!({})).await;
    assert_eq!(seen, json!({ "joinUrl": null, "fallbackPhone": null, "joinOpensAt": null }), "an admin is not part of it");
    // It begins once it was asked where the client is; who talks past the end is not cut off.
    assert_eq!(code(&hour.does(&hour.dana, BEGIN, json!({})).await), "whereabouts_first");
    hour.does(&hour.ana, TELL, json!({ "place": "4 Elm Street, kitchen", "phone": "+1 207 555 0123" })).await;
    hour.fine(BEGIN, json!({})).await;
    hour.at("2026-03-03T16:10:00Z").await;
    assert!(hour.does(&hour.ana, LINK, json!({})).await["joinUrl"].is_string());
    hour.fine(END, json!({})).await;
    assert!(hour.does(&hour.ana, LINK, json!({})).await["joinUrl"].is_null());
}

#[tokio::test]
async fn where_somebody_is_is_theirs_and_whoever_talks_to_them() {
    let app = App::start().await;
    let hour = Hour::new(&app, "ONLINE").await;
    let ask = "query($id: ID!) { whereabouts(sessionId: $id) { place phone } }";
    assert!(hour.does(&hour.dana, ask, json!({})).await.is_null());
    hour.at("2026-03-03T14:40:00Z").await;
    // Not wanting to say is an answer.
    hour.fine(TELL, json!({ "place": "", "phone": "" })).await;
    assert_eq!(hour.does(&hour.dana, ask, json!({})).await, json!({ "place": null, "phone": null }));
    hour.does(&hour.ana, TELL, json!({ "place": "4 Elm Street", "phone": "+1 207 555 0123" })).await;
    let told = json!({ "place": "4 Elm Street", "phone": "+1 207 555 0123" });
    assert_eq!(hour.does(&hour.dana, ask, json!({})).await, told);
    let helen = hour.center.invite("Helen Strand", &[cairn_domain::actor::Role::Supervisor], None).await;
    for person in [&hour.center.admin, &helen] {
        assert!(hour.does(person, ask, json!({})).await.is_null(), "{}", person.name);
        assert_eq!(code(&hour.does(person, TELL, told.clone()).await), "not_found");
    }
    let sealed: Vec<u8> = sqlx::query_scalar("select place from cairn.session_whereabouts")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a place");
    assert!(!String::from_utf8_lossy(&sealed).contains("Elm"));
    assert_eq!(hour.audited("session.read_whereabouts").await.len(), 2);
}

#[tokio::test]
async fn reports_tell_who_was_missed_by_whom() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let (second, third) =
        (hour.booked("2026-03-04T15:00:00Z", "IN_PERSON").await, hour.booked("2026-03-05T15:00:00Z", "IN_PERSON").await);
    let cancel =
        "mutation($id: ID!) { cancelSession(input: { sessionId: $id, version: 1 }) { session { state } problems { code } } }";
    hour.fine(cancel, json!({ "id": third })).await;
    hour.held().await;
    let fourth = hour.booked("2026-03-04T17:00:00Z", "IN_PERSON").await;
    hour.at("2026-03-04T16:00:00Z").await;
    hour.does(&hour.ana, MISS, json!({ "id": second, "by": "COUNSELOR" })).await;
    // An hour before, and the center wants two.
    assert_eq!(hour.fine(cancel, json!({ "id": fourth })).await["session"]["state"], "LATE_CANCEL");
    // The client too may, and it counts on their side.
    let fifth = hour.booked("2026-03-04T17:00:00Z", "IN_PERSON").await;
    assert_eq!(hour.does(&hour.ana, cancel, json!({ "id": fifth })).await["session"]["state"], "LATE_CANCEL");
    let report = "{ sessionOutcomes(from: \"2026-03-01\", until: \"2026-03-31\") {
      counselor { name } completed missedByClient missedByCounselor cancelledByClient cancelledByCounselor lateByClient
      lateByCounselor open } }";
    let expected = json!([{ "counselor": { "name": "Dana Reyes" }, "completed": 1, "missedByClient": 0, "missedByCounselor": 1,
        "cancelledByClient": 0, "cancelledByCounselor": 1, "lateByClient": 1, "lateByCounselor": 1, "open": 0 }]);
    for person in [&hour.dana, &hour.center.admin] {
        assert_eq!(app.data(person, report, json!({})).await["sessionOutcomes"], expected, "{}", person.name);
    }
    let refused = app.graphql(&hour.ana, report, json!({})).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
}
