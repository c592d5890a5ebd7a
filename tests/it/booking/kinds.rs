//! Kinds of sessions decide length, place, buffers and who may book.

use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use super::{BOOK, book, code, input, pair, session};

const CREATE: &str = r"
mutation Create($input: CreateSessionTypeInput!) {
  createSessionType(input: $input) { sessionType { id name version } problems { code path } }
}";

pub(super) async fn kind(center: &TestCenter<'_>, change: Json) -> String {
    let mut details = json!({ "name": "First talk", "minutes": 90, "places": ["ONLINE"], "bookedBy": ["CLIENT", "STAFF"],
        "needsApproval": false, "color": "TEAL" });
    for (name, value) in change.as_object().expect("details") {
        details[name] = value.clone();
    }
    let made = center.app.data(&center.admin, CREATE, input(json!({ "details": details }))).await;
    assert_eq!(made["createSessionType"]["problems"], json!([]));
    made["createSessionType"]["sessionType"]["id"].as_str().expect("an id").to_owned()
}

async fn book_kind(
    app: &App,
    by: &Person,
    counselor: &Person,
    client: &Person,
    kind: &str,
    starts_at: &str,
    place: &str,
) -> Json {
    let wanted = json!({ "counselorId": counselor.wire_id(), "clientId": client.wire_id(), "startsAt": starts_at,
        "place": place, "typeId": kind });
    app.data(by, BOOK, input(wanted)).await["bookSession"].clone()
}

#[tokio::test]
async fn a_center_without_kinds_books_by_length_as_ever() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let kinds = app.data(&ana, "{ sessionTypes { id } }", json!({})).await;
    assert_eq!(kinds["sessionTypes"], json!([]));
    let booked = session(&book(&app, &ana, &dana, &ana, "2026-03-03T15:00:00Z").await).clone();
    assert_eq!((&booked["minutes"], &booked["type"]), (&json!(45), &Json::Null));
}

#[tokio::test]
async fn a_kind_brings_its_length_place_and_buffers() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let talk = kind(&center, json!({ "bufferAfter": 30 })).await;
    let booked = book_kind(&app, &ana, &dana, &ana, &talk, "2026-03-03T15:00:00Z", "ONLINE").await;
    assert_eq!(session(&booked)["endsAt"], "2026-03-03T16:30:00Z");
    assert_eq!(session(&booked)["type"], json!({ "name": "First talk" }));
    // The buffer of the kind keeps the next half hour free.
    assert_eq!(code(&book(&app, &dana, &dana, &theo, "2026-03-03T16:30:00Z").await), "slot_taken");
    session(&book(&app, &dana, &dana, &theo, "2026-03-03T17:00:00Z").await);
    let elsewhere = book_kind(&app, &ana, &dana, &ana, &talk, "2026-03-04T15:00:00Z", "IN_PERSON").await;
    assert_eq!(code(&elsewhere), "session_type_place");
}

#[tokio::test]
async fn who_may_book_a_kind_is_the_centers_choice() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let inner = kind(&center, json!({ "name": "Review", "bookedBy": ["STAFF"] })).await;
    // No kind for clients: they book by length.
    session(&book(&app, &ana, &dana, &ana, "2026-03-03T15:00:00Z").await);
    assert_eq!(app.data(&ana, "{ sessionTypes { id } }", json!({})).await["sessionTypes"], json!([]));
    assert_eq!(code(&book_kind(&app, &ana, &dana, &ana, &inner, "2026-03-04T15:00:00Z", "ONLINE").await), "not_found");
    session(&book_kind(&app, &dana, &dana, &ana, &inner, "2026-03-04T15:00:00Z", "ONLINE").await);
    kind(&center, json!({ "name": "Follow-up", "minutes": 30 })).await;
    assert_eq!(code(&book(&app, &ana, &dana, &ana, "2026-03-05T15:00:00Z").await), "session_type_required");
}

#[tokio::test]
async fn only_admins_make_kinds_and_one_that_changed_is_seen_first() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let details = json!({ "name": "Mine", "minutes": 30, "places": ["ONLINE"], "bookedBy": ["STAFF"], "needsApproval": false, "color": "BLUE" });
    for person in [&dana, &ana] {
        let refused = app.data(person, CREATE, input(json!({ "details": details }))).await;
        assert_eq!(code(&refused["createSessionType"]), "not_allowed");
    }
    let id = kind(&center, json!({})).await;
    let update = "mutation($input: UpdateSessionTypeInput!) {
        updateSessionType(input: $input) { sessionType { active version } problems { code path } } }";
    let change =
        |version: i32| json!({ "input": { "sessionTypeId": id, "version": version, "details": details, "active": false } });
    let changed = app.data(&center.admin, update, change(1)).await;
    assert_eq!(changed["updateSessionType"]["sessionType"], json!({ "active": false, "version": 2 }));
    assert_eq!(code(&app.data(&center.admin, update, change(1)).await["updateSessionType"]), "conflict");
    let odd = json!({ "details": { "name": " ", "minutes": 7, "places": [], "bookedBy": [], "needsApproval": false, "color": "BLUE" } });
    let refused = app.data(&center.admin, CREATE, input(odd)).await;
    assert_eq!(refused["createSessionType"]["problems"].as_array().map(Vec::len), Some(4));
}
