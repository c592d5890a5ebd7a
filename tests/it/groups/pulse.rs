//! How meetings felt: five answers at least, and nobody's own.

use serde_json::{Value as Json, json};
use support::{App, Person};

use super::room::{Room, code};

const ANSWER: &str = "mutation($id: ID!, $belonged: Int!) {
  answerPulse(input: { meetingId: $id, belonged: $belonged, heard: 3, comeBack: 4 }) { problems { code path } } }";
const PULSE: &str = "query($id: ID!) { meetingPulse(meetingId: $id) { answers meetings belonged heard comeBack } }";
const OWN: &str = "query($id: ID!) { myPulse(meetingId: $id) { belonged heard comeBack } }";
const TREND: &str = "query($id: ID!) { groupPulse(groupId: $id) { points { answers } overall { answers belonged } } }";

const SIX: [(&str, &str); 6] = [
    ("Ana Ruiz", "River"),
    ("Tyler Beck", "Sky"),
    ("Mei Lin", "Leaf"),
    ("Jo Park", "Stone"),
    ("Luis Ortega", "Cedar"),
    ("Nina Walsh", "Wren"),
];

impl Room<'_> {
    async fn feels(&self, person: &Person, belonged: i32) -> Json {
        self.does(person, ANSWER, json!({ "belonged": belonged })).await
    }

    async fn pulse(&self, person: &Person) -> Json {
        self.does(person, PULSE, json!({})).await
    }
}

#[tokio::test]
async fn results_begin_at_five_answers_that_cannot_change_any_more() {
    let app = App::start().await;
    let room = Room::new(&app, json!({}), &SIX).await;
    assert_eq!(code(&room.feels(&room.guests[0].person, 4).await), "did_not_come");
    room.held().await;
    room.on("2026-03-04T10:00:00Z").await;
    for guest in &room.guests[..4] {
        assert_eq!(room.feels(&guest.person, 4).await["problems"], json!([]));
    }
    let out = room.feels(&room.guests[4].person, 5).await;
    assert_eq!((code(&out), &out["problems"][0]["path"]), ("out_of_range", &json!(["belonged"])));
    // Once a person: another answer takes the first one's place.
    room.feels(&room.guests[0].person, 0).await;
    assert_eq!(room.does(&room.guests[0].person, OWN, json!({})).await, json!({ "belonged": 0, "heard": 3, "comeBack": 4 }));
    room.feels(&room.guests[4].person, 4).await;
    // Five, and still open: a sixth would be the difference.
    assert_eq!(room.pulse(&room.marcus).await, Json::Null);
    room.on("2026-03-05T00:00:00Z").await;
    assert_eq!(code(&room.feels(&room.guests[5].person, 1).await), "pulse_closed");
    let shown = json!({ "answers": 5, "meetings": 1, "belonged": 3.2, "heard": 3.0, "comeBack": 4.0 });
    assert_eq!(room.pulse(&room.marcus).await, shown);
    for (who, person) in [("member", &room.guests[0].person), ("counselor", &room.dana)] {
        assert_eq!(room.pulse(person).await, Json::Null, "{who}");
        assert_eq!(app.data(person, TREND, json!({ "id": room.group })).await["groupPulse"], Json::Null, "{who}");
    }
    let trend = app.data(&room.marcus, TREND, json!({ "id": room.group })).await;
    assert_eq!(trend["groupPulse"], json!({ "points": [{ "answers": 5 }], "overall": { "answers": 5, "belonged": 3.2 } }));
}

#[tokio::test]
async fn four_answers_are_never_shown_and_do_not_know_whose_they_are() {
    let app = App::start().await;
    let room = Room::new(&app, json!({}), &SIX).await;
    room.held().await;
    room.on("2026-03-04T10:00:00Z").await;
    for guest in &room.guests[..4] {
        room.feels(&guest.person, 2).await;
    }
    room.on("2026-04-04T00:00:00Z").await;
    assert_eq!(room.pulse(&room.marcus).await, Json::Null);
    let trend = app.data(&room.marcus, TREND, json!({ "id": room.group })).await;
    assert_eq!(trend["groupPulse"], json!({ "points": [], "overall": null }));
    // Nothing in the row is an id of a person or a place.
    let rows: Vec<String> = sqlx::query_scalar("select to_jsonb(p)::text from cairn.meeting_pulses p")
        .fetch_all(&mut app.superuser().await)
        .await
        .expect("rows");
    assert_eq!(rows.len(), 4);
    for guest in &room.guests {
        let place = guest.place.trim_start_matches("membership:");
        let plain = [place.to_owned(), guest.person.member_id.to_string()];
        assert!(rows.iter().all(|row| plain.iter().all(|id| !row.contains(id) && !row.contains(&id.replace('-', "")))));
    }
}
