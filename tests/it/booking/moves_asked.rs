//! After the cutoff: calling off late, and asking for another time instead of moving.

use jiff::Timestamp;
use serde_json::{Value as Json, json};
use support::{App, Person};

use super::requests::answer;
use super::waits::round;
use super::{book, cancel, code, input, pair, session};

const ASK: &str = r"
mutation Ask($input: AskToMoveSessionInput!) {
  askToMoveSession(input: $input) {
    sessionRequest { id state startsAt words instead: insteadOf { id startsAt } } problems { __typename code path }
  }
}";
const LOOK: &str = "query($id: ID!) { session(id: $id) { startsAt state version canChange canCancel isLate } }";
const STATES: &str = "{ sessionRequests(open: false) { nodes { state } } }";
const OPEN: &str = "{ sessionRequests(open: true) { nodes { id instead: insteadOf { startsAt } } } }";
/// An hour before, and the center wants two.
const NOW: &str = "2026-03-03T14:00:00Z";
const WAS: &str = "2026-03-03T15:00:00Z";
const WANTED: &str = "2026-03-04T16:00:00Z";

async fn ask(app: &App, by: &Person, session: &Json, starts_at: &str) -> Json {
    let wanted = json!({ "sessionId": session["id"], "startsAt": starts_at, "words": "The bus does not run." });
    app.data(by, ASK, input(wanted)).await["askToMoveSession"].clone()
}

async fn look(app: &App, by: &Person, session: &Json) -> Json {
    app.data(by, LOOK, json!({ "id": session["id"] })).await["session"].clone()
}

#[tokio::test]
async fn too_late_to_move_is_not_too_late_to_ask() {
    let app = App::at(NOW).await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let booked = session(&book(&app, &dana, &dana, &ana, WAS).await).clone();
    let seen = look(&app, &ana, &booked).await;
    assert_eq!((&seen["canChange"], &seen["canCancel"], &seen["isLate"]), (&json!(false), &json!(true), &json!(true)));
    let asked = ask(&app, &ana, &booked, WANTED).await;
    assert_eq!(asked["problems"], json!([]), "{asked:#}");
    assert_eq!(asked["sessionRequest"]["instead"], json!({ "id": booked["id"], "startsAt": WAS }));
    // It stays until somebody says yes, and one wish at a time is enough.
    assert_eq!(look(&app, &ana, &booked).await["startsAt"], WAS);
    assert_eq!(code(&ask(&app, &ana, &booked, "2026-03-05T16:00:00Z").await), "already_asked");
    let open = app.data(&dana, OPEN, json!({})).await["sessionRequests"]["nodes"].clone();
    assert_eq!(open[0]["instead"], json!({ "startsAt": WAS }));
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&ana.email)).len();
    let yes = answer(&app, &dana, &asked, true).await;
    assert_eq!((&yes["sessionRequest"]["state"], &yes["sessionRequest"]["sessionId"]), (&json!("APPROVED"), &booked["id"]));
    let moved = look(&app, &ana, &booked).await;
    assert_eq!((&moved["startsAt"], &moved["state"], &moved["version"]), (&json!(WANTED), &json!("BOOKED"), &json!(2)));
    app.run_jobs().await;
    assert!(app.mail.inbox().mails(Some(&ana.email)).len() > before, "she is told that it has moved");
    // Pressed twice.
    assert_eq!(answer(&app, &dana, &asked, true).await["sessionRequest"]["state"], "APPROVED");
    assert_eq!(look(&app, &ana, &booked).await["version"], 2);
}

#[tokio::test]
async fn a_no_leaves_the_session_where_it_is() {
    let app = App::at(NOW).await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let booked = session(&book(&app, &dana, &dana, &ana, WAS).await).clone();
    // What is not free cannot be asked for, and by nobody else.
    let theo = center.client("Theo Lindqvist", &dana).await;
    session(&book(&app, &dana, &dana, &theo, WANTED).await);
    assert_eq!(code(&ask(&app, &ana, &booked, WANTED).await), "slot_taken");
    for other in [&theo, &dana] {
        assert_eq!(code(&ask(&app, other, &booked, "2026-03-05T16:00:00Z").await), "not_found");
    }
    let asked = ask(&app, &ana, &booked, "2026-03-05T16:00:00Z").await;
    assert_eq!(answer(&app, &dana, &asked, false).await["sessionRequest"]["state"], "DECLINED");
    let seen = look(&app, &ana, &booked).await;
    assert_eq!((&seen["startsAt"], &seen["version"]), (&json!(WAS), &json!(1)));
    // Asked again for another day, then called off after all: there is nothing left to say yes to.
    let again = ask(&app, &ana, &booked, "2026-03-06T16:00:00Z").await;
    let gone = cancel(&app, &ana, &booked).await;
    assert_eq!(gone["session"]["state"], "LATE_CANCEL");
    assert_eq!(app.data(&dana, OPEN, json!({})).await["sessionRequests"]["nodes"], json!([]));
    assert_eq!(code(&answer(&app, &dana, &again, true).await), "already_answered");
}

/// Nobody answered: that is told, somebody gets in touch, and it is on record.
#[tokio::test]
async fn what_nobody_answers_does_not_end_in_silence() {
    let app = App::at("2026-03-03T14:55:00Z").await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let booked = session(&book(&app, &dana, &dana, &ana, WAS).await).clone();
    ask(&app, &ana, &booked, WANTED).await;
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&ana.email)).len();
    app.driven().set(WAS.parse::<Timestamp>().expect("a time"));
    round(&app, &center).await;
    round(&app, &center).await;
    app.run_jobs().await;
    assert_eq!(app.data(&ana, STATES, json!({})).await["sessionRequests"]["nodes"], json!([{ "state": "EXPIRED" }]));
    let mails = app.mail.inbox().mails(Some(&ana.email));
    assert_eq!(mails.len(), before + 1, "told once");
    let last = mails.last().expect("a mail");
    assert!(!last.text.contains("Dana") && !last.text.to_lowercase().contains("session"), "{}", last.text);
    let tasks = app.data(&dana, "{ staffTasks { nodes { kind member { name } } } }", json!({})).await;
    assert_eq!(tasks["staffTasks"]["nodes"], json!([{ "kind": "WANTS_CONTACT", "member": { "name": "Ana Ruiz" } }]));
    let events: i64 = sqlx::query_scalar("select count(*) from cairn.audit_events where action = 'session_request.expire'")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("events");
    assert_eq!(events, 1);
}
