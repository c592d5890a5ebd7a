//! A time is kept while a form is open.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{App, Person};

use super::{BOOK, book, code, input, offered, pair, session};

const HOLD: &str = r"
mutation Hold($input: HoldSlotInput!) {
  holdSlot(input: $input) { holdToken expiresAt problems { __typename code path ... on SlotTaken { alternatives { startsAt } } } }
}";
const RELEASE: &str = "mutation($token: String!) { releaseHold(holdToken: $token) { problems { code } } }";
const TIME: &str = "2026-03-03T15:00:00Z";

pub(super) async fn hold(app: &App, by: &Person, counselor: &Person, starts_at: &str) -> Json {
    let wanted = json!({ "input": { "counselorId": counselor.wire_id(), "startsAt": starts_at, "minutes": 45 } });
    app.data(by, HOLD, wanted).await["holdSlot"].clone()
}

async fn book_held(app: &App, by: &Person, counselor: &Person, starts_at: &str, token: &Json) -> Json {
    let wanted = json!({ "counselorId": counselor.wire_id(), "startsAt": starts_at, "minutes": 45, "place": "ONLINE", "holdToken": token });
    app.data(by, BOOK, input(wanted)).await["bookSession"].clone()
}

#[tokio::test]
async fn a_held_time_is_nobody_elses_until_it_runs_out() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let held = hold(&app, &ana, &dana, TIME).await;
    assert_eq!((&held["problems"], &held["expiresAt"]), (&json!([]), &json!("2026-03-02T15:05:00Z")));
    assert!(!offered(&app, &theo, &dana, "2026-03-03", 45).await.contains(&TIME.to_owned()));
    assert_eq!(code(&book(&app, &theo, &dana, &theo, TIME).await), "slot_taken");
    assert_eq!(code(&hold(&app, &theo, &dana, TIME).await), "slot_taken");
    // It is not a session: nobody finds it among theirs.
    let list = app.data(&dana, "{ sessions { nodes { id } } }", json!({})).await;
    assert_eq!(list["sessions"]["nodes"], json!([]));
    app.driven().advance(SignedDuration::from_secs(301));
    assert!(offered(&app, &theo, &dana, "2026-03-03", 45).await.contains(&TIME.to_owned()));
    session(&book(&app, &theo, &dana, &theo, TIME).await);
    let late = book_held(&app, &ana, &dana, TIME, &held["holdToken"]).await;
    assert_eq!(code(&late), "slot_taken");
}

#[tokio::test]
async fn the_token_books_for_whoever_holds_it_and_for_nobody_else() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let held = hold(&app, &ana, &dana, TIME).await;
    assert_eq!(code(&book_held(&app, &theo, &dana, TIME, &held["holdToken"]).await), "slot_taken");
    session(&book_held(&app, &ana, &dana, TIME, &held["holdToken"]).await);
    // A booked time is not held any more; a token works once.
    assert_eq!(code(&book_held(&app, &ana, &dana, TIME, &held["holdToken"]).await), "slot_taken");
}

#[tokio::test]
async fn one_form_holds_one_time() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    hold(&app, &ana, &dana, TIME).await;
    let second = hold(&app, &ana, &dana, "2026-03-03T16:00:00Z").await;
    assert_eq!(second["problems"], json!([]));
    session(&book(&app, &theo, &dana, &theo, TIME).await);
    app.data(&ana, RELEASE, json!({ "token": second["holdToken"] })).await;
    assert!(offered(&app, &theo, &dana, "2026-03-03", 45).await.contains(&"2026-03-03T16:00:00Z".to_owned()));
}

#[tokio::test]
async fn of_six_forms_that_open_at_once_one_holds_the_time() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let mut clients = Vec::new();
    for number in 0..6 {
        clients.push(center.client(&format!("Client {number}"), &dana).await);
    }
    let held = futures::future::join_all(clients.iter().map(|client| hold(&app, client, &dana, TIME))).await;
    let won = held.iter().filter(|payload| payload["holdToken"].is_string()).count();
    assert_eq!(won, 1, "{held:#?}");
    assert!(held.iter().filter(|payload| payload["holdToken"].is_null()).all(|payload| code(payload) == "slot_taken"));
}

const FOR: &str = r"
mutation Hold($input: HoldSlotInput!) { holdSlot(input: $input) { holdToken problems { __typename code path } } }";

fn staff_hold(counselor: &Person, client: Option<&Person>) -> Json {
    json!({ "input": { "counselorId": counselor.wire_id(), "clientId": client.map(Person::wire_id), "startsAt": TIME, "minutes": 45 } })
}

#[tokio::test]
async fn an_open_form_of_staff_keeps_its_time_before_it_is_said_for_whom() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let lee = center.counselor("Lee Park").await;
    let held = app.data(&dana, FOR, staff_hold(&dana, None)).await["holdSlot"].clone();
    assert!(held["holdToken"].is_string(), "{held:#}");
    assert!(!offered(&app, &ana, &dana, "2026-03-03", 45).await.contains(&TIME.to_owned()));
    let late = hold(&app, &ana, &dana, TIME).await;
    assert_eq!(code(&late), "slot_taken");
    assert!(!late["problems"][0]["alternatives"].as_array().expect("times close by").is_empty());
    // Whoever looks after all schedules may as well; nobody else on a desk that is not theirs.
    assert_eq!(code(&app.data(&center.admin, FOR, staff_hold(&dana, None)).await["holdSlot"]), "slot_taken");
    for person in [&lee, &center.facilitator("Marcus Hill").await] {
        assert_eq!(code(&app.data(person, FOR, staff_hold(&dana, None)).await["holdSlot"]), "not_found", "{}", person.name);
    }
    // The form is sent: what it kept becomes the session.
    let wanted = json!({ "counselorId": dana.wire_id(), "clientId": ana.wire_id(), "startsAt": TIME, "minutes": 45, "place": "ONLINE",
        "holdToken": held["holdToken"] });
    session(&app.data(&dana, BOOK, input(wanted)).await["bookSession"]);
    let rows: Vec<String> = sqlx::query_scalar("select state from cairn.sessions where state = 'held'")
        .fetch_all(&mut app.superuser().await)
        .await
        .expect("states");
    assert!(rows.is_empty(), "no hold is left: {rows:?}");
}

#[tokio::test]
async fn a_closed_form_of_staff_lets_go_of_its_time() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let held = app.data(&center.admin, FOR, staff_hold(&dana, Some(&ana))).await["holdSlot"].clone();
    assert!(!offered(&app, &ana, &dana, "2026-03-03", 45).await.contains(&TIME.to_owned()));
    app.data(&center.admin, RELEASE, json!({ "token": held["holdToken"] })).await;
    session(&book(&app, &ana, &dana, &ana, TIME).await);
}
