//! Taking attendance: at once, afterwards, and put right.

use serde_json::{Value as Json, json};
use support::App;

use super::room::{BEGIN, END, OPEN, ROSTER, Room, TAKE, code};
use crate::statements::Statements;

const TWELVE: [(&str, &str); 12] = [
    ("Ana Ruiz", "River"),
    ("Tyler Beck", "Sky"),
    ("Mei Lin", "Leaf"),
    ("Jo Park", "Stone"),
    ("Luis Ortega", "Cedar"),
    ("Nina Walsh", "Wren"),
    ("Omar Haddad", "Fern"),
    ("Petra Novak", "Brook"),
    ("Quinn Avery", "Moss"),
    ("Rosa Delgado", "Lark"),
    ("Sam Whitaker", "Birch"),
    ("Theo Lindqvist", "Dune"),
];

#[tokio::test]
async fn twelve_people_are_one_click_and_one_more_for_each_exception() {
    let app = App::start().await;
    let room = Room::new(&app, json!({}), &TWELVE).await;
    room.at("22:50").await;
    room.fine(OPEN, json!({})).await;
    room.at("23:00").await;
    room.fine(BEGIN, json!({})).await;
    room.at("23:12").await;
    let place = |at: usize| room.guests[at].place.clone();
    let taken = room
        .take(
            true,
            json!([
                { "membershipId": place(0), "status": "ABSENT" },
                { "membershipId": place(1), "status": "EXCUSED" },
                { "membershipId": place(2), "status": "LATE" },
            ]),
        )
        .await;
    assert_eq!(taken["problems"], json!([]));
    let roster = &taken["roster"];
    assert_eq!((&roster["came"], &roster["expected"]), (&json!(10), &json!(12)));
    let names: Vec<_> =
        roster["entries"].as_array().expect("entries").iter().map(|entry| entry["person"]["alias"].clone()).collect();
    assert_eq!(names[..3], [json!("Birch"), json!("Brook"), json!("Cedar")], "by alias");
    // While the meeting runs, late is now.
    assert_eq!(
        Room::of(roster, "Leaf"),
        json!({ "status": "LATE", "via": "FACILITATOR", "mode": "ONLINE", "minutes": 48, "arrivedAt": "2026-03-03T23:12:00Z", "leftAt": null })
    );
    assert_eq!(Room::of(roster, "River")["minutes"], 0);
    // Everybody once more touches nobody about whom something is noted.
    let again = room.take(true, json!([])).await;
    assert_eq!(again["roster"]["came"], 10);

    room.at("23:40").await;
    room.take(false, json!([{ "membershipId": place(3), "status": "LEFT_EARLY" }])).await;
    room.at("23:55").await;
    room.fine(END, json!({ "held": true })).await;
    let roster = room.roster().await;
    // Each has their own minutes; nobody has those of the one who led.
    for (alias, minutes) in [("Dune", 55), ("Leaf", 43), ("Stone", 40), ("Sky", 0)] {
        assert_eq!(Room::of(&roster, alias)["minutes"], minutes, "{alias}");
    }
}

#[tokio::test]
async fn a_meeting_that_nobody_opened_is_noted_afterwards_and_put_right_for_a_week() {
    let app = App::start().await;
    let room = Room::new(&app, json!({}), &TWELVE[..3]).await;
    room.at("22:40").await;
    assert_eq!(code(&room.take(true, json!([])).await), "too_early");
    room.on("2026-03-04T15:00:00Z").await;
    let [ana, tyler, mei] = &room.guests[..] else { panic!("three") };
    // Nobody makes a time up.
    let vague = room.take(true, json!([{ "membershipId": ana.place, "status": "LATE" }])).await;
    assert_eq!((code(&vague), &vague["problems"][0]["path"]), ("time_required", &json!(["entries"])));
    for (arrived, left) in [("22:30", None), ("23:30", Some("23:10")), ("23:10", Some("23:59:59.5"))] {
        let at = |time: &str| format!("2026-03-03T{time}{}Z", if time.len() == 5 { ":00" } else { "" });
        let status = if left.is_some() { "LEFT_EARLY" } else { "LATE" };
        let entry = json!({ "membershipId": ana.place, "status": status, "arrivedAt": at(arrived), "leftAt": left.map(at) });
        let expected = if arrived == "23:10" { "none" } else { "time_outside" };
        if expected == "time_outside" {
            assert_eq!(code(&room.take(false, json!([entry])).await), expected, "{arrived}");
        }
    }
    let entry = json!({ "membershipId": ana.place, "status": "LATE", "arrivedAt": "2026-03-03T23:20:00Z" });
    let taken = room.take(true, json!([entry])).await;
    assert_eq!(taken["roster"]["meeting"]["state"], "HELD");
    assert_eq!(Room::of(&taken["roster"], "River")["minutes"], 40);
    assert_eq!(Room::of(&taken["roster"], "Sky")["minutes"], 60);
    assert!(room.audited("meeting.attendance_corrected").await.is_empty());

    room.on("2026-03-10T23:00:00Z").await;
    let right = room.take(false, json!([{ "membershipId": tyler.place, "status": "EXCUSED" }])).await;
    assert_eq!(
        Room::of(&right["roster"], "Sky"),
        json!({ "status": "EXCUSED", "via": "FACILITATOR", "mode": "ONLINE", "minutes": 0, "arrivedAt": null, "leftAt": null })
    );
    let corrected = room.audited("meeting.attendance_corrected").await;
    assert_eq!(corrected, [("done".to_owned(), Some(tyler.person.member_id.0))]);
    room.on("2026-03-11T00:00:00Z").await;
    assert_eq!(code(&room.take(false, json!([{ "membershipId": mei.place, "status": "ABSENT" }])).await), "attendance_closed");
}

#[tokio::test]
async fn only_who_holds_the_room_sees_and_takes_it_and_only_of_this_group() {
    let app = App::start().await;
    let room = Room::new(&app, json!({}), &TWELVE[..2]).await;
    let other = room.center.group("Morning circle", json!({})).await;
    let elsewhere = room.center.client("Jo Park", &room.dana).await;
    let place = room.center.joins(&elsewhere, &other, "Stone").await;
    room.at("23:10").await;
    for (who, person) in [("member", &room.guests[0].person), ("admin", &room.center.admin), ("counselor", &room.dana)] {
        assert_eq!(room.does(person, ROSTER, json!({})).await, Json::Null, "{who}");
        let input = json!({ "input": { "meetingId": room.meeting, "everyone": true, "entries": [] } });
        assert_eq!(code(&room.does(person, TAKE, input).await), "not_found", "{who}");
    }
    let foreign = room.take(true, json!([{ "membershipId": place, "status": "PRESENT" }])).await;
    assert_eq!(code(&foreign), "not_found");
    assert_eq!(room.roster().await["came"], 0, "refused as a whole");
    // Whoever joined after the meeting was not expected there; whoever left after it was.
    room.on("2026-03-05T12:00:00Z").await;
    let newcomer = room.center.client("Mei Lin", &room.dana).await;
    room.center.joins(&newcomer, &room.group, "Leaf").await;
    let leave = "mutation($id: ID!) { leaveGroup(membershipId: $id) { problems { code } } }";
    app.data(&room.guests[0].person, leave, json!({ "id": room.guests[0].place })).await;
    let roster = room.roster().await;
    let names: Vec<_> =
        roster["entries"].as_array().expect("entries").iter().map(|entry| entry["person"]["alias"].clone()).collect();
    assert_eq!(names, ["River", "Sky"]);
}

/// The number of statements does not grow with the number of people, but for each person's own line in the record.
#[tokio::test]
async fn a_full_room_costs_no_more_statements_than_an_empty_one() {
    let app = App::start().await;
    let room = Room::new(&app, json!({}), &TWELVE[..6]).await;
    room.at("23:10").await;
    let (db, statements) = Statements::of(&app).await;
    let id = cairn_domain::ids::WireId::from_wire(&room.meeting).expect("an id");
    let mut counts = Vec::new();
    for everyone in [false, true] {
        let tx = db.enter(&room.marcus.credential(), None).await.expect("enter").expect("in");
        tx.keys().await.expect("keys");
        statements.forget();
        let take = cairn_domain::groups::attendance::TakeAttendance { meeting_id: id, everyone, entries: Vec::new() };
        let roster = cairn_domain::groups::attendance::take(&tx, take).await.expect("taken");
        assert_eq!(roster.came(), if everyone { 6 } else { 0 });
        counts.push(statements.seen().len());
    }
    // One more: the rows themselves, all in one.
    assert_eq!(counts[1], counts[0] + 1, "{counts:?}");
    assert!(counts[1] <= 12, "{counts:?}");
}

/// Whose the open list is, told without reading the list.
#[tokio::test]
async fn whoever_held_the_meeting_is_asked_for_its_list_until_everybody_is_noted() {
    const NEEDS: &str = "query($id: ID!) { meeting(id: $id) { needsAttendance door { code came expected } } }";
    let app = App::start().await;
    let mut room = Room::new(&app, json!({}), &TWELVE[..2]).await;
    let lena = room.center.facilitator("Lena Cho").await;
    room.center.holds(&lena, &room.group, "Lena", "BACKUP").await;
    let needs = async |room: &Room<'_>, person| room.does(person, NEEDS, json!({})).await["needsAttendance"].clone();
    room.at("22:50").await;
    room.fine(OPEN, json!({})).await;
    room.at("23:00").await;
    room.fine(BEGIN, json!({})).await;
    assert_eq!(needs(&room, &room.marcus).await, false, "it still runs");
    // What stands at the door names nobody, and only those who hold the room have it.
    let door = room.does(&room.marcus, NEEDS, json!({})).await["door"].clone();
    assert_eq!((&door["came"], &door["expected"], door["code"].as_str().map(str::len)), (&json!(0), &json!(2), Some(4)));
    for person in [&room.guests[0].person, &room.center.admin, &room.dana] {
        assert_eq!(room.does(person, NEEDS, json!({})).await["door"], Json::Null, "{}", person.name);
    }
    room.at("23:50").await;
    room.fine(END, json!({ "held": true })).await;
    assert_eq!(needs(&room, &room.marcus).await, true, "ended early");
    assert_eq!(room.does(&room.marcus, NEEDS, json!({})).await["door"], Json::Null, "the code is worth nothing any more");
    let admin = room.center.admin.clone();
    for (who, person) in [("another", &lena), ("member", &room.guests[0].person), ("admin", &admin), ("counselor", &room.dana)] {
        assert_eq!(needs(&room, person).await, false, "{who}");
    }
    room.take(false, json!([{ "membershipId": room.guests[0].place, "status": "PRESENT" }])).await;
    assert_eq!(needs(&room, &room.marcus).await, true, "one is still without a mark");
    room.take(false, json!([{ "membershipId": room.guests[1].place, "status": "ABSENT" }])).await;
    assert_eq!(needs(&room, &room.marcus).await, false);
    assert!(room.audited("meeting.roster").await.is_empty(), "no list was read");
    // One that nobody opened here asks once it is over, for as long as its list can be changed.
    room.on("2026-03-10T12:00:00Z").await;
    room.meeting = room.center.next_meeting(&room.group).await;
    for (instant, expected) in [
        ("2026-03-10T22:30:00Z", false),
        ("2026-03-10T23:00:00Z", true),
        ("2026-03-17T22:59:00Z", true),
        ("2026-03-17T23:00:00Z", false),
    ] {
        room.on(instant).await;
        assert_eq!(needs(&room, &room.marcus).await, expected, "{instant}");
    }
}
