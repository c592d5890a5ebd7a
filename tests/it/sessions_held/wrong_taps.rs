//! What was pressed by mistake, and what nobody pressed.

use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use support::App;

use super::hour::{ARRIVE, BEGIN, Hour, MISS, RECORD, code};
use super::notes::hourly;

const UNDO_START: &str =
    "mutation($id: ID!) { undoSessionStart(sessionId: $id) { session { state arrivedAt startedAt } problems { code } } }";
const TASKS: &str = "{ staffTasks { nodes { kind } } }";

#[tokio::test]
async fn who_was_missed_is_put_right_and_so_is_what_follows() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let helen = hour.center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let tasks = async |person| app.data(person, TASKS, json!({})).await["staffTasks"]["nodes"].clone();
    hour.at("2026-03-03T15:20:00Z").await;
    hour.fine(MISS, json!({ "by": "COUNSELOR" })).await;
    assert_eq!(tasks(&helen).await, json!([{ "kind": "SESSION_UNATTENDED" }]));
    assert_eq!(hour.fine(MISS, json!({ "by": "CLIENT" })).await["session"]["state"], "NO_SHOW_CLIENT");
    assert_eq!((tasks(&helen).await, tasks(&hour.dana).await), (json!([]), json!([{ "kind": "SESSION_MISSED" }])));
    // The other way round as well, and not by the one who is said to have been away.
    assert_eq!(code(&hour.does(&hour.ana, MISS, json!({ "by": "COUNSELOR" })).await), "not_allowed");
    assert_eq!(hour.fine(MISS, json!({ "by": "COUNSELOR" })).await["session"]["state"], "NO_SHOW_PEER");
    assert_eq!((tasks(&helen).await, tasks(&hour.dana).await), (json!([{ "kind": "SESSION_UNATTENDED" }]), json!([])));
    hour.at("2026-03-04T15:00:00Z").await;
    assert_eq!(code(&hour.does(&hour.dana, MISS, json!({ "by": "CLIENT" })).await), "step_stands");
}

#[tokio::test]
async fn what_a_client_said_nobody_turns_round() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let helen = hour.center.invite("Helen Strand", &[Role::Supervisor], None).await;
    hour.at("2026-03-03T15:20:00Z").await;
    hour.does(&hour.ana, MISS, json!({ "by": "COUNSELOR" })).await;
    for person in [&hour.dana, &hour.center.admin] {
        assert_eq!(code(&hour.does(person, MISS, json!({ "by": "CLIENT" })).await), "client_said_missed", "{}", person.name);
    }
    // Not by way of a start that is taken back, either.
    hour.fine(BEGIN, json!({})).await;
    assert_eq!(hour.fine(UNDO_START, json!({})).await["session"]["state"], "NO_SHOW_PEER");
    assert_eq!(code(&hour.does(&hour.dana, MISS, json!({ "by": "CLIENT" })).await), "client_said_missed");
    let tasks = app.data(&helen, TASKS, json!({})).await;
    assert_eq!(tasks["staffTasks"]["nodes"], json!([{ "kind": "SESSION_UNATTENDED" }]));
}

#[tokio::test]
async fn a_start_is_taken_back_within_minutes() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.at("2026-03-03T15:00:00Z").await;
    assert_eq!(code(&hour.does(&hour.dana, UNDO_START, json!({})).await), "session_state");
    hour.fine(BEGIN, json!({})).await;
    hour.at("2026-03-03T15:05:00Z").await;
    assert_eq!(code(&hour.does(&hour.ana, UNDO_START, json!({})).await), "not_allowed");
    let before = json!({ "state": "BOOKED", "arrivedAt": null, "startedAt": null });
    assert_eq!(hour.fine(UNDO_START, json!({})).await["session"], before);
    // Whoever was there before it still is.
    hour.fine(ARRIVE, json!({})).await;
    hour.at("2026-03-03T15:06:00Z").await;
    hour.fine(BEGIN, json!({})).await;
    let there = json!({ "state": "CHECKED_IN", "arrivedAt": "2026-03-03T15:05:00Z", "startedAt": null });
    assert_eq!(hour.fine(UNDO_START, json!({})).await["session"], there);
    hour.fine(BEGIN, json!({})).await;
    hour.at("2026-03-03T15:16:00Z").await;
    assert_eq!(code(&hour.does(&hour.dana, UNDO_START, json!({})).await), "step_stands");
}

/// Neither Start nor End was pressed: it is on the list of what is to be finished, and a mail says so the day after.
#[tokio::test]
async fn what_nobody_said_a_word_about_is_not_forgotten() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let second = hour.booked("2026-03-03T17:00:00Z", "IN_PERSON").await;
    let list = async || -> Json {
        let list = "{ notesToFinish { nodes { id state } } }";
        app.data(&hour.dana, list, json!({})).await["notesToFinish"]["nodes"].clone()
    };
    hour.at("2026-03-03T15:40:00Z").await;
    assert_eq!(list().await, json!([]), "it may go on");
    hour.at("2026-03-03T17:00:00Z").await;
    hour.fine(BEGIN, json!({ "id": second })).await;
    hour.at("2026-03-03T17:45:00Z").await;
    let (never, begun) = (json!({ "id": hour.session, "state": "BOOKED" }), json!({ "id": second, "state": "IN_SESSION" }));
    assert_eq!(list().await, json!([never, begun]));
    app.run_jobs().await;
    let mails = || app.mail.inbox().mails(Some(&hour.dana.email)).len();
    let before = mails();
    hour.at("2026-03-04T18:00:00Z").await;
    hourly(&hour).await;
    assert_eq!(mails(), before + 1);
    // Said how it went, and that nobody came: nothing is left of them but the first one's note.
    let times = json!({ "from": "2026-03-03T15:00:00Z", "until": "2026-03-03T15:40:00Z", "why": "Forgot to press." });
    hour.fine(RECORD, times).await;
    hour.fine(RECORD, json!({ "id": second, "from": "2026-03-03T17:00:00Z", "until": "2026-03-03T17:40:00Z", "why": "Forgot." }))
        .await;
    hour.noted().await;
    assert_eq!(list().await, json!([{ "id": second, "state": "COMPLETED" }]));
}
