//! Hours over midnight, journeys, limits; and the free times of many at once.

use cairn_domain::availability::WeeklyRange;
use cairn_domain::sessions::{Sought, many};
use jiff::civil::date;
use serde_json::json;
use support::App;

use super::{assign, book, code, input, offered, pair, session, set_hours};
use crate::statements::Statements;

#[tokio::test]
async fn a_night_from_ten_to_two_is_set_shown_and_booked_as_one() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let set = "mutation($input: SetAvailabilityInput!) {
        setAvailability(input: $input) { availability { weekly { weekday from until } } problems { code path } } }";
    let wanted = json!({ "counselorId": dana.wire_id(), "version": 1, "zone": "America/New_York", "exceptions": [],
        "weekly": [{ "weekday": "TUESDAY", "from": "22:00", "until": "02:00" }], "bufferBefore": 0, "bufferAfter": 0,
        "minimumNotice": 15, "horizonDays": 60, "slotStep": 30, "onlineLink": "https://meet.example/room" });
    let hours = app.data(&dana, set, json!({ "input": wanted })).await["setAvailability"].clone();
    assert_eq!(hours["problems"], json!([]));
    assert_eq!(hours["availability"]["weekly"], json!([{ "weekday": "TUESDAY", "from": "22:00", "until": "02:00" }]));
    // Wednesday, half past midnight in New York.
    let late = "2026-03-04T05:30:00Z".to_owned();
    assert!(offered(&app, &ana, &dana, "2026-03-04", 45).await.contains(&late));
    session(&book(&app, &ana, &dana, &ana, &late).await);
    // It lasts over midnight.
    session(&book(&app, &ana, &dana, &ana, "2026-03-04T04:30:00Z").await);
}

#[tokio::test]
async fn a_night_that_meets_the_next_morning_is_refused() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, _) = pair(&center).await;
    let tx = app.enter(&dana).await;
    let hours = cairn_domain::availability::SetAvailability {
        version: 1,
        weekly: vec![WeeklyRange { weekday: 7, from: 1_320, until: 1_560 }, WeeklyRange { weekday: 1, from: 60, until: 600 }],
        ..support::office_hours(&dana)
    };
    let refused = cairn_domain::availability::set(&tx, hours).await.expect_err("it overlaps");
    assert!(format!("{refused:?}").contains("ranges_overlap"), "{refused:?}");
}

#[tokio::test]
async fn on_a_journey_the_hours_move_with_the_counselor() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let add = "mutation($input: AddTravelInput!) {
        addTravel(input: $input) { availability { travel { id from until zone } } affectedSessions { id } problems { code path } } }";
    let kept = session(&book(&app, &ana, &dana, &ana, "2026-03-04T20:00:00Z").await).clone();
    let journey = json!({ "counselorId": dana.wire_id(), "from": "2026-03-04", "until": "2026-03-05", "zone": "Europe/Berlin" });
    let added = app.data(&dana, add, input(journey.clone())).await["addTravel"].clone();
    assert_eq!(added["problems"], json!([]));
    assert_eq!(added["affectedSessions"], json!([{ "id": kept["id"] }]));
    // Nine in the morning in Berlin, and booked as that.
    let first = offered(&app, &ana, &dana, "2026-03-05", 45).await[0].clone();
    assert_eq!(first, "2026-03-05T08:00:00Z");
    let booked = session(&book(&app, &ana, &dana, &ana, &first).await).clone();
    assert_eq!((&booked["zone"], &booked["localStart"]), (&json!("Europe/Berlin"), &json!("2026-03-05T09:00")));
    assert_eq!(offered(&app, &ana, &dana, "2026-03-06", 45).await[0], "2026-03-06T14:00:00Z");
    assert_eq!(code(&app.data(&dana, add, input(journey)).await["addTravel"]), "ranges_overlap");
    let remove = "mutation($id: ID!) { removeTravel(travelZoneId: $id) { availability { travel { id } } problems { code } } }";
    let id = added["availability"]["travel"][0]["id"].clone();
    let gone = app.data(&dana, remove, json!({ "id": id })).await;
    assert_eq!(gone["removeTravel"]["availability"]["travel"], json!([]));
}

#[tokio::test]
async fn a_full_day_is_offered_to_nobody_and_booked_by_staff_alone() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    set_hours(&app, &dana, |hours| hours.daily_limit = Some(1)).await;
    session(&book(&app, &ana, &dana, &ana, "2026-03-03T15:00:00Z").await);
    assert_eq!(offered(&app, &theo, &dana, "2026-03-03", 45).await, Vec::<String>::new());
    assert_eq!(code(&book(&app, &theo, &dana, &theo, "2026-03-03T18:00:00Z").await), "day_full");
    session(&book(&app, &dana, &dana, &theo, "2026-03-03T18:00:00Z").await);
    session(&book(&app, &theo, &dana, &theo, "2026-03-04T18:00:00Z").await);
}

/// Two who book the last place of a day at once, at different hours: no constraint sees it, the lock does.
#[tokio::test]
async fn the_last_place_of_a_day_is_taken_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    set_hours(&app, &dana, |hours| hours.daily_limit = Some(2)).await;
    let mut clients = Vec::new();
    for number in 0..6 {
        clients.push(center.client(&format!("Client {number}"), &dana).await);
    }
    let tries = clients.iter().enumerate().map(|(number, client)| {
        let (app, dana, at) = (&app, &dana, format!("2026-03-03T{:02}:00:00Z", 14 + number));
        async move { book(app, client, dana, client, &at).await }
    });
    let answers = futures::future::join_all(tries).await;
    let booked = answers.iter().filter(|answer| answer["session"].is_object()).count();
    assert_eq!(booked, 2, "{answers:#?}");
    assert!(answers.iter().filter(|answer| answer["session"].is_null()).all(|answer| code(answer) == "day_full"));
}

#[tokio::test]
async fn the_times_of_many_are_those_of_each() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    let stranger = center.counselor("Helen Strand").await;
    assign(&app, &center, &ana, &marcus).await;
    session(&book(&app, &ana, &dana, &ana, "2026-03-03T15:00:00Z").await);
    let query =
        "query($ids: [ID!], $m: Int) { openSlots(counselorIds: $ids, from: \"2026-03-03\", until: \"2026-03-05\", minutes: $m) {
        counselor { name } slots { startsAt } } }";
    let ids = [&dana, &marcus, &stranger].map(|person| person.wire_id());
    let found = app.data(&ana, query, json!({ "ids": ids, "m": 45 })).await["openSlots"].as_array().expect("counselors").clone();
    // Who does not care for her is not there.
    assert_eq!(found.len(), 2);
    for (person, name) in [(&dana, "Dana Reyes"), (&marcus, "Marcus Whitfield")] {
        let here = found.iter().find(|one| one["counselor"]["name"] == json!(name)).expect("the counselor");
        let mut alone = Vec::new();
        for day in ["2026-03-03", "2026-03-04", "2026-03-05"] {
            alone.extend(offered(&app, &ana, person, day, 45).await);
        }
        let together: Vec<&str> =
            here["slots"].as_array().expect("slots").iter().filter_map(|slot| slot["startsAt"].as_str()).collect();
        assert_eq!(together, alone);
        // She sits with Dana then, so Marcus is not offered for it either.
        assert!(!alone.contains(&"2026-03-03T15:00:00Z".to_owned()));
    }
    let all = app.data(&center.admin, query, json!({ "ids": null, "m": 45 })).await;
    assert!(all["openSlots"].as_array().is_some_and(|found| found.len() >= 4));
}

/// A page of fifty counselors asks as often as a page of two.
#[tokio::test]
async fn the_times_of_many_cost_three_statements() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, _) = pair(&center).await;
    for name in ["Marcus Whitfield", "Helen Strand", "Imani Okoye"] {
        center.counselor(name).await;
    }
    let (db, log) = Statements::of(&app).await;
    let tx = db.enter(&center.admin.credential(), Some("test".to_owned())).await.expect("enter").expect("a sign-in");
    tx.keys().await.expect("keys");
    for counselors in [vec![dana.member_id], Vec::new()] {
        log.forget();
        let asked = many::OpenSlots {
            counselors,
            from: date(2026, 3, 2),
            until: date(2026, 4, 26),
            sought: Sought { minutes: Some(45), ..Sought::default() },
        };
        let found = many::open_slots(&tx, asked).await.expect("times");
        assert!(found.iter().all(|one| one.slots.len() > 300));
        let seen = log.seen();
        assert_eq!(seen.len(), 3, "{seen:#?}");
    }
}

/// Time off on a journey is of the clock that shows where they are, as their hours are.
#[tokio::test]
async fn time_off_on_a_journey_is_the_day_it_is_there() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let travel = "mutation($input: AddTravelInput!) { addTravel(input: $input) { problems { code } } }";
    let journey = json!({ "counselorId": dana.wire_id(), "from": "2026-03-04", "until": "2026-03-05", "zone": "Asia/Tokyo" });
    assert_eq!(app.data(&dana, travel, input(journey)).await["addTravel"]["problems"], json!([]));
    let off = "mutation($input: AddTimeOffInput!) { addTimeOff(input: $input) {
      availability { timeOff { startsAt endsAt } } problems { code } } }";
    // The last day of it; at home midnight comes later.
    let wanted = json!({ "counselorId": dana.wire_id(), "localStart": "2026-03-05T00:00", "localEnd": "2026-03-06T00:00" });
    let added = app.data(&dana, off, input(wanted)).await["addTimeOff"].clone();
    assert_eq!(
        added["availability"]["timeOff"],
        json!([{ "startsAt": "2026-03-04T15:00:00Z", "endsAt": "2026-03-05T15:00:00Z" }])
    );
    let starts = "{ slots(counselorId: $c, from: \"2026-03-04\", days: 2, minutes: 45) { startsAt } }";
    let found = app.data(&ana, &format!("query($c: ID!) {starts}"), json!({ "c": dana.wire_id() })).await["slots"].clone();
    let found: Vec<&str> = found.as_array().expect("slots").iter().filter_map(|slot| slot["startsAt"].as_str()).collect();
    assert!(found.contains(&"2026-03-04T05:00:00Z"), "the day before is free: {found:?}");
    assert!(!found.iter().any(|at| ("2026-03-04T15:00:00Z".."2026-03-05T15:00:00Z").contains(at)), "{found:?}");
    let zone: String =
        sqlx::query_scalar("select zone from cairn.time_off").fetch_one(&mut app.superuser().await).await.expect("one");
    assert_eq!(zone, "Asia/Tokyo");
}
