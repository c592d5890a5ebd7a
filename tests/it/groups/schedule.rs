//! When groups meet.

use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

const SCHEDULE: &str =
    "mutation($input: SetGroupScheduleInput!) { setGroupSchedule(input: $input) { group { version } problems { code path } } }";
const CHANGE: &str = "mutation($input: ChangeMeetingInput!) {
  changeMeeting(input: $input) { meeting { id version localStart movedFrom startsAt topic } problems { code path } } }";
const CANCEL: &str = "mutation($input: CancelMeetingInput!) {
  cancelMeeting(input: $input) { meeting { state version cancelReason } problems { code path } } }";
const RESTORE: &str = "mutation($id: ID!, $v: Int!) { restoreMeeting(meetingId: $id, version: $v) { meeting { state version } problems { code } } }";
const BREAK: &str =
    "mutation($input: AddGroupBreakInput!) { addGroupBreak(input: $input) { group { breaks { id } } problems { code path } } }";

/// Meetings of a group as local start and state, in order.
async fn plan(app: &App, person: &Person, group: &str, first: i32) -> Vec<Json> {
    let query =
        "query($id: ID!, $n: Int!) { meetings(groupId: $id, first: $n) { nodes { id localStart startsAt state version } } }";
    let data = app.data(person, query, json!({ "id": group, "n": first })).await;
    data["meetings"]["nodes"].as_array().expect("meetings").clone()
}

fn starts(plan: &[Json]) -> Vec<&str> {
    plan.iter().map(|meeting| meeting["startsAt"].as_str().expect("a start")).collect()
}

async fn version(center: &TestCenter<'_>, group: &str) -> i64 {
    let data = center.app.data(&center.admin, "query($id: ID!) { group(id: $id) { version } }", json!({ "id": group })).await;
    data["group"]["version"].as_i64().expect("a version")
}

#[tokio::test]
async fn a_weekly_group_meets_at_the_same_hour_over_the_change_of_clocks() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let group = center.group("Evening circle", json!({})).await;
    let plan = plan(&app, &center.admin, &group, 20).await;
    assert_eq!(starts(&plan)[..2], ["2026-03-03T23:00:00Z", "2026-03-10T22:00:00Z"]);
    assert_eq!(plan.len(), 13, "90 days of Tuesdays");
}

#[tokio::test]
async fn one_meeting_moves_and_keeps_its_identity_when_the_rule_changes() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let group = center.group("Evening circle", json!({})).await;
    let before = plan(&app, &center.admin, &group, 4).await;
    let second = before[1]["id"].clone();
    let input = json!({ "meetingId": second, "version": 1, "localStart": "2026-03-11T19:00", "topic": "Boundaries" });
    let moved = app.data(&center.admin, CHANGE, json!({ "input": input })).await["changeMeeting"].clone();
    assert_eq!(moved["problems"], json!([]));
    assert_eq!(moved["meeting"]["movedFrom"], "2026-03-10T18:00");
    assert_eq!(moved["meeting"]["startsAt"], "2026-03-11T23:00:00Z");
    // This and following, from the third on: at seven.
    let input = json!({ "groupId": group, "version": version(&center, &group).await, "rule": "FREQ=WEEKLY;BYDAY=TU",
        "localStart": "2026-03-17T19:00", "zone": "America/New_York", "minutes": 60, "from": "2026-03-17T00:00" });
    let changed = app.data(&center.admin, SCHEDULE, json!({ "input": input })).await;
    assert_eq!(changed["setGroupSchedule"]["problems"], json!([]));
    let after = plan(&app, &center.admin, &group, 4).await;
    assert_eq!(starts(&after), ["2026-03-03T23:00:00Z", "2026-03-11T23:00:00Z", "2026-03-17T23:00:00Z", "2026-03-24T23:00:00Z"]);
    assert_eq!((&after[0]["id"], &after[1]["id"]), (&before[0]["id"], &second), "what people were told of stays");
    let stale = app.data(&center.admin, CHANGE, json!({ "input": { "meetingId": second, "version": 1, "topic": "x" } })).await;
    assert_eq!(stale["changeMeeting"]["problems"][0]["code"], "conflict");
}

#[tokio::test]
async fn a_cancelled_meeting_comes_back_and_a_series_can_end() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let group = center.group("Evening circle", json!({})).await;
    let before = plan(&app, &center.admin, &group, 3).await;
    let input = json!({ "meetingId": before[0]["id"], "version": 1, "reason": "Holiday" });
    let cancelled = app.data(&center.admin, CANCEL, json!({ "input": input })).await["cancelMeeting"]["meeting"].clone();
    assert_eq!((&cancelled["state"], &cancelled["cancelReason"]), (&json!("CANCELLED"), &json!("Holiday")));
    let back = app.data(&center.admin, RESTORE, json!({ "id": before[0]["id"], "v": cancelled["version"] })).await;
    assert_eq!(back["restoreMeeting"]["meeting"]["state"], "SCHEDULED");
    let input = json!({ "meetingId": before[2]["id"], "version": 1, "following": true });
    app.data(&center.admin, CANCEL, json!({ "input": input })).await;
    let after = plan(&app, &center.admin, &group, 20).await;
    let states: Vec<&str> = after.iter().map(|meeting| meeting["state"].as_str().expect("a state")).collect();
    assert_eq!(states, ["SCHEDULED", "SCHEDULED", "CANCELLED"]);
}

#[tokio::test]
async fn a_series_that_ends_takes_with_it_what_was_changed_by_hand() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let group = center.group("Evening circle", json!({})).await;
    let before = plan(&app, &center.admin, &group, 4).await;
    for change in [
        json!({ "meetingId": before[2]["id"], "version": 1, "topic": "Boundaries" }),
        json!({ "meetingId": before[3]["id"], "version": 1, "localStart": "2026-03-25T19:00" }),
    ] {
        assert_eq!(app.data(&center.admin, CHANGE, json!({ "input": change })).await["changeMeeting"]["problems"], json!([]));
    }
    let input = json!({ "meetingId": before[1]["id"], "version": 1, "following": true, "reason": "We stop." });
    app.data(&center.admin, CANCEL, json!({ "input": input })).await;
    let query = "query($id: ID!) { meetings(groupId: $id, first: 20) { nodes { id state cancelReason } } }";
    let after = app.data(&center.admin, query, json!({ "id": group })).await["meetings"]["nodes"].clone();
    // Of the third only the topic was set: it goes with its rule.
    assert_eq!(
        after,
        json!([
            { "id": before[0]["id"], "state": "SCHEDULED", "cancelReason": null },
            { "id": before[1]["id"], "state": "CANCELLED", "cancelReason": "We stop." },
            { "id": before[3]["id"], "state": "CANCELLED", "cancelReason": "We stop." },
        ])
    );
}

#[tokio::test]
async fn a_meeting_that_goes_online_needs_a_way_in() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let group = center.group("Evening circle", json!({ "mode": "IN_PERSON", "location": "Room 2", "joinUrl": null })).await;
    let meeting = center.next_meeting(&group).await;
    let change = async |version: i32, more: Json| {
        let mut input = json!({ "meetingId": meeting, "version": version });
        for (name, value) in more.as_object().expect("an object") {
            input[name] = value.clone();
        }
        app.data(&center.admin, CHANGE, json!({ "input": input })).await["changeMeeting"]["problems"].clone()
    };
    let missing = json!([{ "code": "join_link_missing", "path": ["joinUrl"] }]);
    assert_eq!(change(1, json!({ "mode": "ONLINE" })).await, missing);
    assert_eq!(change(1, json!({ "mode": "HYBRID", "joinUrl": " " })).await, missing);
    assert_eq!(change(1, json!({ "mode": "ONLINE", "joinUrl": "https://meet.example/once" })).await, json!([]));
    assert_eq!(change(2, json!({ "joinUrl": "" })).await, missing, "the only way in stays");
    assert_eq!(change(2, json!({ "mode": "IN_PERSON" })).await, json!([]));
}

#[tokio::test]
async fn a_break_takes_its_meetings_out_and_gives_them_back() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let group = center.group("Evening circle", json!({})).await;
    let input = json!({ "groupId": group, "from": "2026-03-09", "until": "2026-03-20", "reason": "Spring break" });
    let paused = app.data(&center.admin, BREAK, json!({ "input": input })).await["addGroupBreak"].clone();
    let shown = plan(&app, &center.admin, &group, 2).await;
    assert_eq!(starts(&shown), ["2026-03-03T23:00:00Z", "2026-03-24T22:00:00Z"]);
    let remove = "mutation($id: ID!) { removeGroupBreak(groupBreakId: $id) { problems { code } } }";
    app.data(&center.admin, remove, json!({ "id": paused["group"]["breaks"][0]["id"] })).await;
    assert_eq!(plan(&app, &center.admin, &group, 20).await.len(), 13);
    let input = json!({ "groupId": group, "from": "2026-03-20", "until": "2026-03-09" });
    let backwards = app.data(&center.admin, BREAK, json!({ "input": input })).await;
    assert_eq!(backwards["addGroupBreak"]["problems"], json!([{ "code": "end_before_start", "path": ["until"] }]));
}

#[tokio::test]
async fn a_rule_that_makes_no_rhythm_is_refused_and_nothing_changes() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let group = center.group("Evening circle", json!({})).await;
    let version = version(&center, &group).await;
    for (rule, code) in [
        ("FREQ=SECONDLY", "rule_unsupported"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31", "rule_never"),
        ("FREQ=WEEKLY;COUNT=0", "rule_never"),
        ("FREQ=DAILY;INTERVAL=0", "rule_never"),
        ("each tuesday", "rule_format"),
    ] {
        let input = json!({ "groupId": group, "version": version, "rule": rule, "localStart": "2026-03-03T18:00",
            "zone": "America/New_York", "minutes": 60 });
        let refused = app.data(&center.admin, SCHEDULE, json!({ "input": input })).await;
        assert_eq!(refused["setGroupSchedule"]["problems"][0]["code"], code, "{rule}");
    }
    assert_eq!(plan(&app, &center.admin, &group, 20).await.len(), 13);
}

#[tokio::test]
async fn members_browse_by_what_matters_to_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    center.group("Evening circle", json!({})).await;
    center.group("Mujeres en camino", json!({ "languages": ["es"], "audience": ["WOMEN"], "pathways": ["FAITH"] })).await;
    center.group("Step by step", json!({ "format": "STEP_STUDY", "pathways": ["TWELVE_STEP"] })).await;
    let query = "query($f: GroupFilter, $n: Int!, $a: String) { groups(filter: $f, first: $n, after: $a) {
        nodes { name size { least most } canRun settings { public } } pageInfo { hasNextPage endCursor } } }";
    let names = async |filter: Json| -> Vec<String> {
        let data = app.data(&ana, query, json!({ "f": filter, "n": 10 })).await;
        let nodes = data["groups"]["nodes"].as_array().expect("groups");
        assert!(nodes.iter().all(|node| node["canRun"] == false && node["settings"].is_null()));
        nodes.iter().map(|node| node["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(names(json!({ "languages": ["es"] })).await, ["Mujeres en camino"]);
    assert_eq!(names(json!({ "formats": ["STEP_STUDY"], "pathways": ["TWELVE_STEP", "SMART"] })).await, ["Step by step"]);
    assert_eq!(names(json!({ "search": "cir" })).await, ["Evening circle"]);
    assert_eq!(names(json!({ "weekday": "TUESDAY" })).await.len(), 3);
    assert_eq!(names(json!({ "weekday": "SUNDAY" })).await.len(), 0);
    let page = app.data(&ana, query, json!({ "n": 2 })).await["groups"].clone();
    assert_eq!(page["pageInfo"]["hasNextPage"], true);
    let rest = app.data(&ana, query, json!({ "n": 2, "a": page["pageInfo"]["endCursor"] })).await["groups"]["nodes"].clone();
    assert_eq!(rest[0]["name"], "Step by step");
}

#[tokio::test]
async fn what_is_over_is_read_backwards_page_by_page() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let group = center.group("Evening circle", json!({})).await;
    center.group("Morning circle", json!({})).await;
    let page = "query($id: ID, $order: MeetingOrder, $mine: Boolean!, $after: String) {
      meetings(groupId: $id, until: \"2026-03-25T00:00:00Z\", mine: $mine, order: $order, first: 2, after: $after) {
        nodes { startsAt } pageInfo { hasNextPage endCursor } } }";
    let read = async |id: Option<&str>, order: Option<&str>| {
        let (mut all, mut after) = (Vec::new(), Json::Null);
        loop {
            let variables = json!({ "id": id, "order": order, "mine": false, "after": after });
            let found = app.data(&center.admin, page, variables).await["meetings"].clone();
            all.extend(found["nodes"].as_array().expect("meetings").clone());
            after = found["pageInfo"]["endCursor"].clone();
            if found["pageInfo"]["hasNextPage"] == false {
                return all;
            }
        }
    };
    let forwards = read(Some(&group), None).await;
    assert_eq!(starts(&forwards)[0], "2026-03-03T23:00:00Z");
    assert_eq!(forwards.len(), 4);
    let mut backwards = read(Some(&group), Some("LATEST_FIRST")).await;
    assert_eq!(starts(&backwards)[0], "2026-03-24T22:00:00Z");
    backwards.reverse();
    assert_eq!(forwards, backwards);
    // Of all groups, two at each hour, none twice and none left out.
    let mut everywhere = read(None, Some("LATEST_FIRST")).await;
    assert_eq!(everywhere.len(), 8);
    everywhere.reverse();
    assert_eq!(read(None, Some("EARLIEST_FIRST")).await, everywhere);
}
