//! Attendance by month: nothing about fewer than eleven people, and only when it is final.

use serde_json::{Value as Json, json};
use support::{App, Person};

use super::room::Room;

const REPORT: &str = "query($id: ID!, $until: LocalDate!) { attendanceReport(groupId: $id, from: \"2026-03-01\", until: $until) {
  meetings came hiddenMonths months { month meetings came people inPerson online onTime late leftEarly } } }";

async fn report(room: &Room<'_>, person: &Person, until: &str) -> Json {
    room.app.data(person, REPORT, json!({ "id": room.group, "until": until })).await["attendanceReport"].clone()
}

#[tokio::test]
async fn a_month_of_eleven_people_shows_and_one_of_ten_does_not() {
    let app = App::start().await;
    let names: Vec<(String, String)> = (0..11)
        .map(|number| (format!("Client {}", char::from(b'A' + number)), format!("Alias {}", char::from(b'A' + number))))
        .collect();
    let people: Vec<(&str, &str)> = names.iter().map(|(name, alias)| (name.as_str(), alias.as_str())).collect();
    let mut room = Room::new(&app, json!({}), &people).await;
    room.held().await;
    // In April somebody stays away.
    room.on("2026-04-07T12:00:00Z").await;
    let next = "query($id: ID!) { meetings(groupId: $id, from: \"2026-04-07T12:00:00Z\", first: 1) { nodes { id } } }";
    let meeting = app.data(&room.marcus, next, json!({ "id": room.group })).await["meetings"]["nodes"][0]["id"].clone();
    room.meeting = meeting.as_str().expect("a meeting").to_owned();
    room.on("2026-04-08T12:00:00Z").await;
    let away = json!([{ "membershipId": room.guests[0].place, "status": "EXCUSED" }]);
    assert_eq!(room.take(true, away).await["problems"], json!([]));

    let march = json!({ "month": "2026-03-01", "meetings": 1, "came": 11, "people": 11, "inPerson": 0, "online": 11, "onTime": 11, "late": 0, "leftEarly": 0 });
    // April is not closed yet, and shows nothing at all.
    let open = report(&room, &room.marcus, "2026-04-30").await;
    assert_eq!(open, json!({ "meetings": 1, "came": 11, "hiddenMonths": 0, "months": [march] }));
    room.on("2026-05-09T12:00:00Z").await;
    let closed = report(&room, &room.center.admin, "2026-04-30").await;
    let april = json!({ "month": "2026-04-01", "meetings": 1, "came": null, "people": null, "inPerson": null, "online": null, "onTime": null, "late": null, "leftEarly": null });
    assert_eq!(closed, json!({ "meetings": 2, "came": 11, "hiddenMonths": 1, "months": [march, april] }));
    for (who, person) in [("member", &room.guests[0].person), ("counselor", &room.dana)] {
        assert_eq!(report(&room, person, "2026-04-30").await, Json::Null, "{who}");
    }
}
