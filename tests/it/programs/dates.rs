//! Days are days at the center: no state begins yesterday.

use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter, discharge};

use super::line::hourly;
use crate::standing::sign_in_again;

async fn at(app: &App, center: &TestCenter<'_>, now: &str, person: &Person) -> Person {
    app.driven().set(now.parse().expect("a time"));
    sign_in_again(app, &center.center, person).await
}

/// RA-1774: a state that was set late in the evening began a day before, or a day after, depending on where the server was.
#[tokio::test]
async fn a_state_begins_on_the_day_it_is_at_the_center() {
    for (zone, now, today, tomorrow) in [
        // Already the third in New Zealand, still the second in New York.
        ("Pacific/Auckland", "2026-03-02T12:30:00Z", "2026-03-03", "2026-03-04"),
        ("America/New_York", "2026-03-03T03:30:00Z", "2026-03-02", "2026-03-03"),
        // The nights of the clock changes, an hour before and after.
        ("America/New_York", "2026-03-08T04:59:00Z", "2026-03-07", "2026-03-08"),
        ("America/New_York", "2026-03-08T07:01:00Z", "2026-03-08", "2026-03-09"),
        ("America/New_York", "2026-11-01T03:59:00Z", "2026-10-31", "2026-11-01"),
        ("America/New_York", "2026-11-02T04:30:00Z", "2026-11-01", "2026-11-02"),
        ("Pacific/Auckland", "2026-04-04T13:30:00Z", "2026-04-05", "2026-04-06"),
        ("Pacific/Auckland", "2026-04-04T10:30:00Z", "2026-04-04", "2026-04-05"),
    ] {
        let app = App::at(now).await;
        let center = app.center_in("Harbor House", zone).await;
        let dana = center.counselor("Dana Reyes").await;
        let ana = center.client("Ana Ruiz", &dana).await;
        let program = center.program("Evening program", json!({})).await;
        let id = program.begins(&ana, "ACTIVE").await;
        let way = center.way(&ana, &id).await;
        assert_eq!((&way["since"], &way["startedOn"]), (&json!(today), &json!(today)), "{zone} {now}");
        let future = center.moves(&dana, &id, "ON_HOLD", json!({ "on": tomorrow })).await;
        assert_eq!(future["problems"], json!([{ "code": "in_the_future", "path": ["on"] }]), "{zone} {now}");
        let held = center.moved(&dana, &id, "ON_HOLD", json!({ "on": today })).await;
        assert_eq!(held["since"], today, "{zone} {now}");
    }
}

#[tokio::test]
async fn moves_are_written_down_later_but_never_out_of_order() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let program = center.program("Evening program", json!({})).await;
    let begun = program.tries(&ana, "ACTIVE", json!({ "on": "2026-02-20" })).await["enrollment"].clone();
    let id = begun["id"].as_str().expect("an id").to_owned();
    assert_eq!(begun["startedOn"], "2026-02-20");
    // Across the night in which clocks go forward.
    let admin = at(&app, &center, "2026-03-09T14:00:00Z", &center.admin).await;
    let version = center.way(&admin, &id).await["version"].clone();
    let moves = async |to: &str, on: &str, version: &Json| -> Json {
        let input = json!({ "enrollmentId": id, "version": version, "to": to, "on": on });
        center.does(&admin, "moveEnrollment", input).await
    };
    assert_eq!(moves("ON_HOLD", "2026-02-19", &version).await["problems"][0]["code"], "before_previous_move");
    let held = moves("ON_HOLD", "2026-03-07", &version).await["enrollment"].clone();
    assert_eq!(held["since"], "2026-03-07");
    assert_eq!(moves("ACTIVE", "2026-03-06", &held["version"]).await["problems"][0]["code"], "before_previous_move");
    let back = moves("ACTIVE", "2026-03-08", &held["version"]).await["enrollment"].clone();
    assert_eq!((&back["since"], &back["startedOn"]), (&json!("2026-03-08"), &json!("2026-02-20")));
    let query = "query($id: ID!) { enrollment(id: $id) { moves { to on recordedAt } } }";
    let history = app.data(&admin, query, json!({ "id": id })).await["enrollment"]["moves"].clone();
    let days: Vec<&Json> = history.as_array().expect("moves").iter().map(|one| &one["on"]).collect();
    assert_eq!(days, ["2026-02-20", "2026-03-07", "2026-03-08"]);
    assert_eq!(history[1]["recordedAt"], "2026-03-09T14:00:00Z");
}

#[tokio::test]
async fn a_wait_that_is_written_down_later_counts_from_its_day() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (inside, tyler) = (center.client("Mei Lin", &dana).await, center.client("Tyler Beck", &dana).await);
    let (ana, jo) = (center.client("Ana Ruiz", &dana).await, center.client("Jo Park", &dana).await);
    let program = center.program("Evening program", json!({ "capacity": 1 })).await;
    program.begins(&inside, "ACTIVE").await;
    program.begins(&tyler, "WAITLISTED").await;
    let asked = program.tries(&jo, "INQUIRY", json!({ "on": "2026-01-05" })).await["enrollment"].clone();
    let waits = program.tries(&ana, "WAITLISTED", json!({ "on": "2026-02-20" })).await["enrollment"].clone();
    assert_eq!((&waits["placeInLine"], &waits["waitingSince"]), (&json!(1), &json!("2026-02-20T05:00:00Z")), "{waits}");
    // From an inquiry, too.
    let way = asked["id"].as_str().expect("an id");
    let waits = center.moved(&dana, way, "WAITLISTED", json!({ "on": "2026-01-12" })).await;
    assert_eq!((&waits["placeInLine"], &waits["waitingSince"]), (&json!(1), &json!("2026-01-12T05:00:00Z")));
    // How it is, is asked a week after it was written down, however long it has been.
    let words = async || -> i64 {
        sqlx::query_scalar("select count(*) from cairn.notifications where kind = 'waiting_word' and member_id = any($1)")
            .bind([ana.member_id.0, jo.member_id.0])
            .fetch_one(&mut app.superuser().await)
            .await
            .expect("a count")
    };
    hourly(&app).await;
    assert_eq!(words().await, 0);
    app.driven().advance(jiff::SignedDuration::from_hours(24 * 7));
    hourly(&app).await;
    assert_eq!(words().await, 2);
}

#[tokio::test]
async fn nobody_is_in_two_places_on_one_day_of_the_past() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let (evening, day) = (center.program("Evening program", json!({})).await, center.program("Day program", json!({})).await);
    let first = evening.tries(&ana, "ACTIVE", json!({ "on": "2026-02-10" })).await["enrollment"]["id"].clone();
    let mut gone = discharge("COMPLETED");
    gone["on"] = json!("2026-03-01");
    center.moved(&dana, first.as_str().expect("an id"), "DISCHARGED", gone).await;
    let before = json!([{ "code": "before_previous_move", "path": ["on"] }]);
    assert_eq!(day.tries(&ana, "ACTIVE", json!({ "on": "2026-02-25" })).await["problems"], before);
    let asked = day.tries(&ana, "INQUIRY", json!({ "on": "2026-02-05" })).await["enrollment"]["id"].clone();
    let asked = asked.as_str().expect("an id");
    assert_eq!(center.moves(&dana, asked, "INTAKE", json!({ "on": "2026-02-25" })).await["problems"], before);
    assert_eq!(center.moved(&dana, asked, "INTAKE", json!({ "on": "2026-03-01" })).await["startedOn"], "2026-03-01");
    let old = evening.tries(&ana, "INQUIRY", json!({ "on": "0206-03-01" })).await;
    assert_eq!(old["problems"], json!([{ "code": "too_long_ago", "path": ["on"] }]), "a slip of the keyboard");
}
