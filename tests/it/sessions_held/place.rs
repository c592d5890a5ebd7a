//! Where it takes place, and where somebody is meanwhile: the newest word counts.

use serde_json::{Value as Json, json};
use support::App;
use uuid::Uuid;

use super::hour::{BEGIN, Hour, TELL, code};

const VENUE: &str = "query($id: ID!) { session(id: $id) { joinUrl location version } }";
const MOVE: &str =
    "mutation($input: MoveSessionInput!) { moveSession(input: $input) { session { version } problems { code path } } }";
const ASK: &str = "query($id: ID!) { whereabouts(sessionId: $id) { place phone toldAt } }";
const TELL_SEEN: &str = "mutation($id: ID!, $place: String!, $seen: DateTime) {
  tellWhereabouts(input: { sessionId: $id, place: $place, phone: \"\", seenToldAt: $seen }) {
    whereabouts { place } problems { code path } } }";

async fn moved(hour: &Hour<'_>, id: &str, version: i32, starts_at: &str) {
    let input =
        json!({ "clientMutationId": Uuid::new_v4(), "sessionId": id, "version": version, "startsAt": starts_at, "reason": null });
    hour.fine(MOVE, json!({ "input": input })).await;
}

/// Dana changes their hours: the link, the address.
async fn now_at(hour: &Hour<'_>, version: i32, link: Option<&str>, location: &str) {
    let tx = hour.app.enter(&hour.dana).await;
    let input = cairn_domain::availability::SetAvailability {
        version,
        online_link: link.map(str::to_owned),
        location: Some(location.to_owned()),
        ..support::office_hours(&hour.dana)
    };
    cairn_domain::availability::set(&tx, input).await.expect("hours");
    tx.commit().await.expect("commit");
}

#[tokio::test]
async fn another_link_or_address_reaches_what_is_booked() {
    let app = App::start().await;
    let hour = Hour::new(&app, "ONLINE").await;
    let (room, later) =
        (hour.booked("2026-03-03T17:00:00Z", "IN_PERSON").await, hour.booked("2026-03-04T15:00:00Z", "ONLINE").await);
    now_at(&hour, 1, Some("https://meet.example/new"), "Room 5").await;
    moved(&hour, &later, 1, "2026-03-03T19:00:00Z").await;
    let seen = async |id: &str| hour.does(&hour.ana, VENUE, json!({ "id": id })).await;
    assert_eq!(seen(&room).await, json!({ "joinUrl": null, "location": "Room 5", "version": 1 }), "calendar files name no place");
    hour.at("2026-03-03T14:50:00Z").await;
    assert_eq!(seen(&hour.session).await["joinUrl"], "https://meet.example/new");
    hour.at("2026-03-03T18:50:00Z").await;
    assert_eq!(seen(&later).await["joinUrl"], "https://meet.example/new", "moved since");
    // Taken away, it leaves them what they have; the next one replaces it.
    now_at(&hour, 2, None, "Room 5").await;
    assert_eq!(seen(&later).await["joinUrl"], "https://meet.example/new");
    now_at(&hour, 3, Some("https://meet.example/newest"), "Room 5").await;
    assert_eq!(seen(&later).await["joinUrl"], "https://meet.example/newest");
}

/// What Ana got that says so.
fn told(hour: &Hour<'_>) -> Vec<String> {
    let mails = hour.app.mail.inbox().mails(Some(&hour.ana.email));
    mails.iter().filter(|mail| mail.subject.starts_with("Somewhere else")).map(|mail| mail.subject.clone()).collect()
}

#[tokio::test]
async fn whoever_would_set_out_for_the_old_address_is_told_once() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    for starts_at in ["2026-03-10T14:00:00Z", "2026-03-17T14:00:00Z"] {
        hour.booked(starts_at, "IN_PERSON").await;
    }
    now_at(&hour, 1, Some("https://meet.example/room"), "Room 5").await;
    app.run_jobs().await;
    assert_eq!(told(&hour), ["Somewhere else: Tue, Mar 3, 10:00 AM"], "one for all three, without the room");
    let mail = hour.app.mail.inbox().mails(Some(&hour.ana.email)).pop().expect("a mail");
    assert!(mail.calendar.is_none() && !mail.text.contains("Room 5"), "{}", mail.text);
    let path = mail.links[0].strip_prefix(support::PUBLIC_URL).expect("a page of ours").to_owned();
    assert!(app.get(&path, None).await.text().contains("Room 5"), "one reads it after opening the link");
    // The same again is nothing new; another address is.
    now_at(&hour, 2, Some("https://meet.example/other"), "Room 5").await;
    app.run_jobs().await;
    assert_eq!(told(&hour).len(), 1);
    now_at(&hour, 3, None, "12 Bay Street").await;
    app.run_jobs().await;
    assert_eq!(told(&hour).len(), 2);
}

/// Eleven at night: what is days away waits for the morning, at another time, too; a slip that was put right is not told.
#[tokio::test]
async fn another_address_waits_for_the_morning_and_outlasts_another_time() {
    let app = App::at("2026-03-02T04:00:00Z").await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    now_at(&hour, 1, None, "Room 55").await;
    now_at(&hour, 2, None, "Room 5").await;
    app.run_jobs().await;
    assert_eq!(told(&hour), Vec::<String>::new());
    moved(&hour, &hour.session, 1, "2026-03-04T15:00:00Z").await;
    hour.at("2026-03-02T14:00:00Z").await;
    app.run_jobs().await;
    assert_eq!(told(&hour), ["Somewhere else: Wed, Mar 4, 10:00 AM"]);
}

#[tokio::test]
async fn a_session_online_is_found_where_it_was() {
    let app = App::start().await;
    let hour = Hour::new(&app, "ONLINE").await;
    now_at(&hour, 1, Some("https://meet.example/new"), "Room 5").await;
    app.run_jobs().await;
    assert_eq!(told(&hour), Vec::<String>::new(), "its page has the way in");
}

#[tokio::test]
async fn where_somebody_was_on_another_day_does_not_count() {
    let app = App::start().await;
    let hour = Hour::new(&app, "ONLINE").await;
    hour.at("2026-03-03T14:40:00Z").await;
    hour.does(&hour.ana, TELL, json!({ "place": "4 Elm Street", "phone": "" })).await;
    assert_eq!(hour.does(&hour.dana, ASK, json!({})).await["place"], "4 Elm Street");
    moved(&hour, &hour.session, 1, "2026-03-05T15:00:00Z").await;
    assert!(hour.does(&hour.dana, ASK, json!({})).await.is_null(), "that was Tuesday's place");
    hour.at("2026-03-05T15:00:00Z").await;
    assert_eq!(code(&hour.does(&hour.dana, BEGIN, json!({})).await), "whereabouts_first");
    hour.does(&hour.ana, TELL, json!({ "place": "9 Oak Lane", "phone": "" })).await;
    hour.fine(BEGIN, json!({})).await;
}

#[tokio::test]
async fn a_newer_word_of_the_client_is_not_written_over_unseen() {
    let app = App::start().await;
    let hour = Hour::new(&app, "ONLINE").await;
    hour.at("2026-03-03T14:50:00Z").await;
    hour.does(&hour.ana, TELL, json!({ "place": "4 Elm Street", "phone": "+1 207 555 0123" })).await;
    // Dana's page was open before, and shows nothing.
    let unseen = hour.does(&hour.dana, TELL_SEEN, json!({ "place": "", "seen": null })).await;
    assert_eq!(unseen["problems"], json!([{ "code": "conflict", "path": ["seenToldAt"] }]));
    let told: Json = hour.does(&hour.dana, ASK, json!({})).await;
    assert_eq!((&told["place"], &told["phone"]), (&json!("4 Elm Street"), &json!("+1 207 555 0123")));
    let seen = json!({ "place": "6 Elm Street", "seen": told["toldAt"] });
    assert_eq!(hour.fine(TELL_SEEN, seen).await["whereabouts"]["place"], "6 Elm Street");
    // Where they are, the client knows best.
    let own = hour.does(&hour.ana, TELL_SEEN, json!({ "place": "The library", "seen": null })).await;
    assert_eq!(own["whereabouts"]["place"], "The library");
}

#[tokio::test]
async fn a_session_over_midnight_is_on_the_first_day_that_is_shown() {
    let app = App::start().await;
    let hour = Hour::new(&app, "ONLINE").await;
    let tx = app.enter(&hour.dana).await;
    let mut late = support::office_hours(&hour.dana);
    late.version = 1;
    late.weekly.push(cairn_domain::availability::WeeklyRange { weekday: 2, from: 22 * 60, until: 25 * 60 });
    cairn_domain::availability::set(&tx, late).await.expect("hours");
    tx.commit().await.expect("commit");
    // Half past eleven at night in New York, on a Tuesday.
    let night = hour.booked("2026-03-04T04:30:00Z", "ONLINE").await;
    let ask = "query($who: ID!, $from: LocalDate!, $days: Int!) { calendar(counselorId: $who, from: $from, days: $days) {
      days { date sessions { id } } } }";
    let shown = async |from: &str| {
        let asked = json!({ "who": hour.dana.wire_id(), "from": from, "days": 2 });
        app.data(&hour.dana, ask, asked).await["calendar"]["days"].clone()
    };
    let (one, none) = (json!([{ "id": night }]), json!([]));
    let days = shown("2026-03-04").await;
    assert_eq!((&days[0]["sessions"], &days[1]["sessions"]), (&one, &none), "it goes on into Wednesday");
    let days = shown("2026-03-03").await;
    assert_eq!(days[0]["sessions"].as_array().map(Vec::len), Some(2), "with the day it starts on");
    assert_eq!(days[1]["sessions"], none, "once");
}
