//! Booking, moving and cancelling one-on-one sessions.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

const BOOK: &str = r"
mutation Book($input: BookSessionInput!) {
  bookSession(input: $input) {
    session { id startsAt endsAt localStart zone minutes place location version state client { name } counselor { name } canChange }
    problems { __typename code message path ... on SlotTaken { alternatives { startsAt } } }
  }
}";
const MOVE: &str = r"
mutation Move($input: MoveSessionInput!) {
  moveSession(input: $input) {
    session { id startsAt localStart version }
    problems { __typename code path ... on SlotTaken { alternatives { startsAt } } ... on TooLate { changeableUntil centerPhone } }
  }
}";
const CANCEL: &str = r"
mutation Cancel($input: CancelSessionInput!) {
  cancelSession(input: $input) { session { id state version } undoUntil problems { __typename code path } }
}";
const UNDO: &str = r"
mutation Undo($id: ID!) {
  undoCancelSession(sessionId: $id) { session { id state version } problems { __typename code path } }
}";

fn booking(counselor: &Person, client: &Person, starts_at: &str) -> Json {
    json!({ "input": {
        "clientMutationId": uuid::Uuid::new_v4(), "counselorId": counselor.wire_id(), "clientId": client.wire_id(),
        "startsAt": starts_at, "minutes": 45, "place": "IN_PERSON",
    }})
}

async fn book(app: &App, by: &Person, counselor: &Person, client: &Person, starts_at: &str) -> Json {
    app.data(by, BOOK, booking(counselor, client, starts_at)).await["bookSession"].clone()
}

/// The code of the one problem; fails when it went well.
fn code(payload: &Json) -> &str {
    assert!(payload["session"].is_null(), "it went well: {payload:#}");
    payload["problems"][0]["code"].as_str().expect("a code")
}

async fn pair(center: &TestCenter<'_>) -> (Person, Person) {
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    (dana, ana)
}

#[tokio::test]
async fn a_counselor_books_and_both_see_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let booked = book(&app, &dana, &dana, &ana, "2026-03-03T14:00:00Z").await;
    assert_eq!(booked["problems"], json!([]));
    let session = &booked["session"];
    assert_eq!(session["localStart"], "2026-03-03T09:00");
    assert_eq!(session["zone"], "America/New_York");
    assert_eq!(session["location"], "Room 2");
    assert_eq!(session["client"]["name"], "Ana Ruiz");
    let list = "{ sessions { nodes { id client { name } counselor { name } } } }";
    for person in [&dana, &ana] {
        let seen = app.data(person, list, json!({})).await;
        assert_eq!(seen["sessions"]["nodes"][0]["id"], session["id"]);
    }
}

#[tokio::test]
async fn a_client_books_only_what_is_offered() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let slots = "query($c: ID!) { nextSlots(counselorId: $c, minutes: 45) { startsAt } }";
    let offered = app.data(&ana, slots, json!({ "c": dana.wire_id() })).await;
    let first = offered["nextSlots"][0]["startsAt"].as_str().expect("a slot");
    let booked = book(&app, &ana, &dana, &ana, first).await;
    assert_eq!(booked["problems"], json!([]));
    for (starts_at, expected) in [
        ("2026-03-02T14:00:00Z", "in_the_past"),
        ("2026-03-02T15:10:00Z", "too_soon"),
        ("2026-06-01T14:00:00Z", "too_far_ahead"),
        ("2026-03-03T13:00:00Z", "outside_hours"),
        ("2026-03-03T21:30:00Z", "outside_hours"),
        ("2026-03-07T15:00:00Z", "outside_hours"),
        ("2026-03-03T14:10:00Z", "off_the_grid"),
    ] {
        let refused = book(&app, &ana, &dana, &ana, starts_at).await;
        assert_eq!(code(&refused), expected, "{starts_at}");
        assert_eq!(refused["problems"][0]["path"], json!(["startsAt"]));
    }
    let mut odd = booking(&dana, &ana, "2026-03-04T15:00:00Z");
    odd["input"]["minutes"] = json!(50);
    assert_eq!(code(&app.data(&ana, BOOK, odd).await["bookSession"]), "length");
}

#[tokio::test]
async fn a_taken_time_gives_the_closest_free_ones() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    book(&app, &dana, &dana, &ana, "2026-03-03T15:00:00Z").await;
    let refused = book(&app, &theo, &dana, &theo, "2026-03-03T15:00:00Z").await;
    assert_eq!(code(&refused), "slot_taken");
    let alternatives: Vec<&str> = refused["problems"][0]["alternatives"]
        .as_array()
        .expect("alternatives")
        .iter()
        .filter_map(|slot| slot["startsAt"].as_str())
        .collect();
    assert_eq!(alternatives, ["2026-03-03T14:00:00Z", "2026-03-03T16:00:00Z", "2026-03-03T16:30:00Z"]);
    let booked = book(&app, &theo, &dana, &theo, alternatives[1]).await;
    assert_eq!(booked["problems"], json!([]));
}

#[tokio::test]
async fn of_a_hundred_who_want_one_slot_one_gets_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let mut clients = Vec::new();
    for number in 0..4 {
        clients.push(center.client(&format!("Client {number}"), &dana).await);
    }
    let tries = (0..100).map(|number| {
        let client = &clients[number % clients.len()];
        let (app, dana) = (&app, &dana);
        async move { app.graphql(client, BOOK, booking(dana, client, "2026-03-03T15:00:00Z")).await }
    });
    let answers = futures::future::join_all(tries).await;
    let (mut won, mut lost) = (0, 0);
    for answer in answers {
        let payload = &answer["data"]["bookSession"];
        match payload["problems"][0]["code"].as_str() {
            None if payload["session"].is_object() => won += 1,
            Some("slot_taken") => lost += 1,
            other => panic!("{other:?}: {answer:#}"),
        }
    }
    assert_eq!((won, lost), (1, 99));
}

#[tokio::test]
async fn a_retry_with_the_same_key_books_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let input = booking(&dana, &ana, "2026-03-03T15:00:00Z");
    let tries = (0..5).map(|_| app.data(&ana, BOOK, input.clone()));
    let answers = futures::future::join_all(tries).await;
    let first = answers[0]["bookSession"]["session"]["id"].clone();
    assert!(first.is_string());
    assert!(answers.iter().all(|answer| answer["bookSession"]["session"]["id"] == first));
    let mut other = input.clone();
    other["input"]["startsAt"] = json!("2026-03-04T15:00:00Z");
    assert_eq!(code(&app.data(&ana, BOOK, other).await["bookSession"]), "key_reused");
}

#[tokio::test]
async fn moving_keeps_the_session_and_frees_its_time() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let booked = book(&app, &ana, &dana, &ana, "2026-03-03T15:00:00Z").await;
    let id = booked["session"]["id"].clone();
    let change = |version: i32, starts_at: &str| json!({ "input": { "clientMutationId": uuid::Uuid::new_v4(), "sessionId": id, "version": version, "startsAt": starts_at, "reason": "Bus strike" } });
    let moved = app.data(&ana, MOVE, change(1, "2026-03-03T17:00:00Z")).await;
    assert_eq!(moved["moveSession"]["problems"], json!([]));
    assert_eq!(moved["moveSession"]["session"]["version"], 2);
    let freed = book(&app, &theo, &dana, &theo, "2026-03-03T15:00:00Z").await;
    assert_eq!(freed["problems"], json!([]));
    let stale = app.data(&ana, MOVE, change(1, "2026-03-03T18:00:00Z")).await;
    assert_eq!(code(&stale["moveSession"]), "conflict");
    let onto = app.data(&ana, MOVE, change(2, "2026-03-03T15:00:00Z")).await;
    assert_eq!(code(&onto["moveSession"]), "slot_taken");
    assert_eq!(onto["moveSession"]["problems"][0]["alternatives"].as_array().map(Vec::len), Some(3));
    // Overlapping itself is no conflict.
    let nudged = app.data(&ana, MOVE, change(2, "2026-03-03T17:30:00Z")).await;
    assert_eq!(nudged["moveSession"]["problems"], json!([]));
}

#[tokio::test]
async fn after_the_cutoff_a_client_calls_off_late_and_does_not_move() {
    let app = App::at("2026-03-03T14:50:00Z").await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let booked = book(&app, &dana, &dana, &ana, "2026-03-03T15:00:00Z").await;
    let id = &booked["session"]["id"];
    let elsewhere = json!({ "input": { "clientMutationId": uuid::Uuid::new_v4(), "sessionId": id, "version": 1,
        "startsAt": "2026-03-04T15:00:00Z" } });
    let late = app.data(&ana, MOVE, elsewhere.clone()).await;
    assert_eq!(code(&late["moveSession"]), "too_late");
    assert_eq!(late["moveSession"]["problems"][0]["changeableUntil"], "2026-03-03T13:00:00Z");
    let done = app.data(&ana, CANCEL, json!({ "input": { "sessionId": id, "version": 1 } })).await;
    assert_eq!(done["cancelSession"]["session"]["state"], "LATE_CANCEL");
    // Taken back, it is as it was; a counselor moves it at whatever time.
    let back = app.data(&ana, UNDO, json!({ "id": id })).await;
    assert_eq!(back["undoCancelSession"]["session"]["state"], "BOOKED");
    let mut by_dana = elsewhere;
    by_dana["input"]["version"] = json!(3);
    by_dana["input"]["clientMutationId"] = json!(uuid::Uuid::new_v4());
    assert_eq!(app.data(&dana, MOVE, by_dana).await["moveSession"]["problems"], json!([]));
    // Once it has begun it is not called off.
    let over = book(&app, &dana, &dana, &ana, "2026-03-03T15:00:00Z").await;
    app.driven().set("2026-03-03T15:00:00Z".parse::<Timestamp>().expect("a time"));
    let begun = app.data(&ana, CANCEL, json!({ "input": { "sessionId": over["session"]["id"], "version": 1 } })).await;
    assert_eq!(code(&begun["cancelSession"]), "already_over");
}

#[tokio::test]
async fn a_cancellation_can_be_taken_back_for_ten_seconds() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let booked = book(&app, &ana, &dana, &ana, "2026-03-03T15:00:00Z").await;
    let id = booked["session"]["id"].clone();
    let cancelled = app.data(&ana, CANCEL, json!({ "input": { "sessionId": id, "version": 1, "reason": null } })).await;
    assert_eq!(cancelled["cancelSession"]["undoUntil"], "2026-03-02T15:00:10Z");
    let back = app.data(&ana, UNDO, json!({ "id": id })).await;
    assert_eq!(back["undoCancelSession"]["session"]["state"], "BOOKED");
    app.data(&ana, CANCEL, json!({ "input": { "sessionId": id, "version": 3 } })).await;
    app.driven().advance(SignedDuration::from_secs(11));
    let over = app.data(&ana, UNDO, json!({ "id": id })).await;
    assert_eq!(code(&over["undoCancelSession"]), "undo_over");
}

#[tokio::test]
async fn others_sessions_are_not_there() {
    let app = App::start().await;
    let harbor = app.center("Harbor House").await;
    let (dana, ana) = pair(&harbor).await;
    let marcus = harbor.counselor("Marcus Whitfield").await;
    let theo = harbor.client("Theo Lindqvist", &marcus).await;
    let sierra = app.center_in("Sierra Commons", "America/Los_Angeles").await;
    let booked = book(&app, &dana, &dana, &ana, "2026-03-03T15:00:00Z").await;
    let id = booked["session"]["id"].clone();
    let one = "query($id: ID!) { session(id: $id) { id } }";
    for stranger in [&theo, &marcus, &sierra.admin] {
        assert_eq!(app.data(stranger, one, json!({ "id": id })).await, json!({ "session": null }));
        let refused = app.data(stranger, CANCEL, json!({ "input": { "sessionId": id, "version": 1 } })).await;
        assert_eq!(code(&refused["cancelSession"]), "not_found");
    }
    // Somebody else's client cannot be booked, and does not exist.
    assert_eq!(code(&book(&app, &marcus, &marcus, &ana, "2026-03-04T15:00:00Z").await), "not_found");
    assert_eq!(code(&book(&app, &theo, &dana, &theo, "2026-03-04T15:00:00Z").await), "not_found");
}

#[tokio::test]
async fn buffers_keep_sessions_apart() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let tx = app.enter(&dana).await;
    let hours = cairn_domain::availability::SetAvailability { version: 1, buffer_after: 30, ..support::office_hours(&dana) };
    cairn_domain::availability::set(&tx, hours).await.expect("hours");
    tx.commit().await.expect("commit");
    book(&app, &ana, &dana, &ana, "2026-03-03T15:00:00Z").await;
    assert_eq!(code(&book(&app, &theo, &dana, &theo, "2026-03-03T16:00:00Z").await), "slot_taken");
    assert_eq!(book(&app, &theo, &dana, &theo, "2026-03-03T16:30:00Z").await["problems"], json!([]));
}

#[tokio::test]
async fn a_client_cannot_be_in_two_places() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    let tx = app.enter(&center.admin).await;
    cairn_domain::members::assign_counselor(&tx, ana.member_id, marcus.member_id).await.expect("assign");
    tx.commit().await.expect("commit");
    book(&app, &ana, &dana, &ana, "2026-03-03T15:00:00Z").await;
    assert_eq!(code(&book(&app, &marcus, &marcus, &ana, "2026-03-03T15:00:00Z").await), "client_busy");
}

#[tokio::test]
async fn pages_follow_each_other_without_gaps() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    for hour in [14, 15, 16, 18, 19] {
        book(&app, &dana, &dana, &ana, &format!("2026-03-03T{hour}:00:00Z")).await;
    }
    let page = "query($after: String, $newest: Boolean) {
        sessions(first: 2, after: $after, newestFirst: $newest) { nodes { startsAt } pageInfo { hasNextPage endCursor } } }";
    for newest in [false, true] {
        let (mut after, mut starts) = (Json::Null, Vec::new());
        loop {
            let answer = app.data(&ana, page, json!({ "after": after, "newest": newest })).await;
            let nodes = answer["sessions"]["nodes"].as_array().expect("nodes").clone();
            starts.extend(nodes.iter().map(|node| node["startsAt"].as_str().expect("a start").to_owned()));
            if answer["sessions"]["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
            after = answer["sessions"]["pageInfo"]["endCursor"].clone();
        }
        let mut expected: Vec<String> = [14, 15, 16, 18, 19].iter().map(|hour| format!("2026-03-03T{hour}:00:00Z")).collect();
        if newest {
            expected.reverse();
        }
        assert_eq!(starts, expected);
    }
}

#[tokio::test]
async fn the_link_opens_for_participants_in_its_window() {
    let app = App::at("2026-03-03T14:40:00Z").await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let mut input = booking(&dana, &ana, "2026-03-03T15:00:00Z");
    input["input"]["place"] = json!("ONLINE");
    let booked = app.data(&dana, BOOK, input).await;
    let id = booked["bookSession"]["session"]["id"].clone();
    let link = "query($id: ID!) { session(id: $id) { joinUrl joinOpensAt } }";
    let early = app.data(&ana, link, json!({ "id": id })).await;
    assert_eq!(early["session"], json!({ "joinUrl": null, "joinOpensAt": "2026-03-03T14:45:00Z" }));
    app.driven().set("2026-03-03T14:46:00Z".parse::<Timestamp>().expect("a time"));
    for participant in [&ana, &dana] {
        let open = app.data(participant, link, json!({ "id": id })).await;
        assert_eq!(open["session"]["joinUrl"], "https://meet.example/room");
    }
    // An admin sees that it is, not the door to it.
    let admin = app.data(&center.admin, link, json!({ "id": id })).await;
    assert_eq!(admin["session"], json!({ "joinUrl": null, "joinOpensAt": null }));
}

/// medplum #8417: an evening query on a server that runs in UTC found nothing.
#[tokio::test]
async fn evening_hours_on_the_west_coast_are_offered() {
    let app = App::start().await;
    let center = app.center_in("Sierra Commons", "America/Los_Angeles").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let tx = app.enter(&dana).await;
    let evenings = cairn_domain::availability::SetAvailability {
        version: 1,
        weekly: (1..=5)
            .map(|weekday| cairn_domain::availability::WeeklyRange { weekday, from: 17 * 60, until: 20 * 60 })
            .collect(),
        ..support::office_hours(&dana)
    };
    cairn_domain::availability::set(&tx, evenings).await.expect("hours");
    tx.commit().await.expect("commit");
    let slots = "query($c: ID!) { slots(counselorId: $c, from: \"2026-03-03\", days: 1, minutes: 60) { localStart startsAt } }";
    let offered = app.data(&ana, slots, json!({ "c": dana.wire_id() })).await;
    let starts: Vec<_> = offered["slots"].as_array().expect("slots").iter().map(|slot| slot["localStart"].clone()).collect();
    assert_eq!(starts, ["2026-03-03T17:00", "2026-03-03T17:30", "2026-03-03T18:00", "2026-03-03T18:30", "2026-03-03T19:00"]);
    assert_eq!(offered["slots"][0]["startsAt"], "2026-03-04T01:00:00Z");
}
