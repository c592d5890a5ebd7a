//! What is offered is what can be booked, whoever looks and whatever moves.

use serde_json::{Value as Json, json};
use support::{App, Person};

use super::kinds::kind;
use super::{book, input, offered, pair, session, set_hours};

const SLOTS: &str = r"
query($c: ID!, $day: LocalDate!, $m: Int, $type: ID, $place: SessionPlace, $client: ID, $session: ID) {
  slots(counselorId: $c, from: $day, days: 1, minutes: $m, typeId: $type, place: $place, clientId: $client, sessionId: $session) {
    startsAt minutes
  } }";
const MOVE: &str = r"
mutation($input: MoveSessionInput!) {
  moveSession(input: $input) { session { startsAt place minutes } problems { code path } } }";
const TUESDAY: &str = "2026-03-03";

async fn starts(app: &App, viewer: &Person, counselor: &Person, more: Json) -> Vec<String> {
    let mut asked = json!({ "c": counselor.wire_id(), "day": TUESDAY });
    for (name, value) in more.as_object().expect("variables") {
        asked[name] = value.clone();
    }
    let found = app.data(viewer, SLOTS, asked).await;
    found["slots"].as_array().expect("slots").iter().filter_map(|slot| slot["startsAt"].as_str()).map(str::to_owned).collect()
}

async fn goes(app: &App, by: &Person, session: &Json, change: Json) -> Json {
    let mut wanted = json!({ "sessionId": session["id"], "version": session["version"] });
    for (name, value) in change.as_object().expect("what changes") {
        wanted[name] = value.clone();
    }
    app.data(by, MOVE, input(wanted)).await["moveSession"].clone()
}

#[tokio::test]
async fn a_session_that_moves_is_not_in_its_own_way() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let booked = session(&book(&app, &ana, &dana, &ana, "2026-03-03T15:00:00Z").await).clone();
    let half_later = "2026-03-03T15:30:00Z".to_owned();
    assert!(!offered(&app, &ana, &dana, TUESDAY, 45).await.contains(&half_later));
    let free = starts(&app, &ana, &dana, json!({ "m": 45, "session": booked["id"] })).await;
    assert!(free.contains(&half_later));
    // Where it is already, it goes only to be elsewhere, or longer.
    let here = "2026-03-03T15:00:00Z".to_owned();
    assert!(!free.contains(&here));
    let elsewhere = json!({ "m": 45, "session": booked["id"], "place": "IN_PERSON" });
    assert!(starts(&app, &ana, &dana, elsewhere).await.contains(&here));
    let moved = goes(&app, &ana, &booked, json!({ "startsAt": half_later })).await;
    assert_eq!((&moved["problems"], &moved["session"]["startsAt"]), (&json!([]), &json!(half_later)));
}

/// The center took the kind out of its list, or keeps it to staff: what is booked can move all the same.
#[tokio::test]
async fn a_session_of_a_kind_that_clients_cannot_book_can_move() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let talk = kind(&center, json!({ "bookedBy": ["STAFF"], "minutes": 60 })).await;
    let wanted = json!({ "counselorId": dana.wire_id(), "clientId": ana.wire_id(), "startsAt": "2026-03-03T15:00:00Z",
        "place": "ONLINE", "typeId": talk });
    let booked = session(&app.data(&dana, super::BOOK, input(wanted)).await["bookSession"].clone()).clone();
    let later = "2026-03-03T18:00:00Z".to_owned();
    assert!(starts(&app, &ana, &dana, json!({ "type": talk, "session": booked["id"] })).await.contains(&later));
    let moved = goes(&app, &ana, &booked, json!({ "startsAt": later })).await;
    assert_eq!((&moved["problems"], &moved["session"]["minutes"]), (&json!([]), &json!(60)));
}

#[tokio::test]
async fn what_a_client_has_elsewhere_is_not_offered_for_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    super::assign(&app, &center, &ana, &marcus).await;
    session(&book(&app, &ana, &marcus, &ana, "2026-03-03T15:00:00Z").await);
    let three = "2026-03-03T15:00:00Z".to_owned();
    assert!(starts(&app, &dana, &dana, json!({ "m": 45 })).await.contains(&three));
    assert!(!starts(&app, &dana, &dana, json!({ "m": 45, "client": ana.wire_id() })).await.contains(&three));
    // Of somebody who is not in their care, nothing is learned that way.
    let theo = center.client("Theo Lindqvist", &marcus).await;
    session(&book(&app, &theo, &marcus, &theo, "2026-03-03T16:00:00Z").await);
    let four = "2026-03-03T16:00:00Z".to_owned();
    assert!(starts(&app, &dana, &dana, json!({ "m": 45, "client": theo.wire_id() })).await.contains(&four));
}

#[tokio::test]
async fn without_a_room_nothing_is_offered_in_person() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    set_hours(&app, &dana, |hours| hours.location = None).await;
    assert!(starts(&app, &ana, &dana, json!({ "m": 45, "place": "IN_PERSON" })).await.is_empty());
    assert!(!starts(&app, &ana, &dana, json!({ "m": 45, "place": "ONLINE" })).await.is_empty());
}

/// Clients who are peers to others keep to the rules for clients where they come as one.
#[tokio::test]
async fn a_client_who_is_a_peer_is_offered_what_clients_are() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let roles = [cairn_domain::actor::Role::Client, cairn_domain::actor::Role::PeerMentor];
    let peer = center.invite("Theo Lindqvist", &roles, Some(&dana)).await;
    set_hours(&app, &dana, |hours| hours.minimum_notice = 48 * 60).await;
    for client in [&ana, &peer] {
        assert!(offered(&app, client, &dana, TUESDAY, 45).await.is_empty(), "too soon for a client");
    }
    assert!(!offered(&app, &dana, &dana, TUESDAY, 45).await.is_empty(), "staff know better");
}

#[tokio::test]
async fn whoever_moves_a_session_can_change_where_it_is_and_how_long() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let booked = session(&book(&app, &ana, &dana, &ana, "2026-03-03T15:00:00Z").await).clone();
    let change = json!({ "startsAt": "2026-03-03T15:00:00Z", "place": "IN_PERSON", "minutes": 60 });
    let moved = goes(&app, &dana, &booked, change).await;
    assert_eq!(moved["problems"], json!([]));
    assert_eq!(moved["session"], json!({ "startsAt": "2026-03-03T15:00:00Z", "place": "IN_PERSON", "minutes": 60 }));
    // A kind that is online only stays so.
    let talk = kind(&center, json!({ "minutes": 60 })).await;
    let wanted = json!({ "counselorId": dana.wire_id(), "clientId": ana.wire_id(), "startsAt": "2026-03-04T15:00:00Z",
        "place": "ONLINE", "typeId": talk });
    let talked = session(&app.data(&dana, super::BOOK, input(wanted)).await["bookSession"].clone()).clone();
    let refused = goes(&app, &dana, &talked, json!({ "startsAt": "2026-03-04T15:00:00Z", "place": "IN_PERSON" })).await;
    assert_eq!(refused["problems"][0]["code"], "session_type_place");
}
