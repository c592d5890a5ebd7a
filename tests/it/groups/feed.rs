//! The center's public feed, read the way meeting lists read it.

use std::collections::HashSet;

use axum::body::Body;
use cairn_domain::groups::feed::types;
use http::{Request, StatusCode, header};
use serde_json::{Value as Json, json};
use support::{App, TestCenter, group_details};

const UPDATE: &str = "mutation($input: UpdateGroupInput!) { updateGroup(input: $input) {
  group { version settings { public publicSlug publicConferenceUrl feedProblem { code path message } } } problems { code path message } } }";
const SCHEDULE: &str =
    "mutation($input: SetGroupScheduleInput!) { setGroupSchedule(input: $input) { group { version } problems { code path } } }";
const STATE: &str =
    "mutation($input: SetGroupStateInput!) { setGroupState(input: $input) { group { version } problems { code } } }";
const BREAK: &str =
    "mutation($input: AddGroupBreakInput!) { addGroupBreak(input: $input) { group { version } problems { code } } }";

const DOOR: &str = "12 Quay Street, Portland, ME 04101, USA";
pub const ZOOM: &str = "https://us02web.zoom.us/j/123456789?pwd=open";

async fn version(app: &App, center: &TestCenter<'_>, group: &str) -> Json {
    app.data(&center.admin, "query($id: ID!) { group(id: $id) { version } }", json!({ "id": group })).await["group"]["version"]
        .clone()
}

/// What came of making a group public with these facts.
async fn publish(app: &App, center: &TestCenter<'_>, group: &str, details: Json, listing: Json) -> Json {
    let mut own = group_details("Evening Circle");
    let mut said = json!({ "public": true });
    for (to, from) in [(&mut own, &details), (&mut said, &listing)] {
        for (name, value) in from.as_object().expect("an object") {
            to[name] = value.clone();
        }
    }
    let input = json!({ "groupId": group, "version": version(app, center, group).await, "details": own, "listing": said });
    app.data(&center.admin, UPDATE, json!({ "input": input })).await["updateGroup"].clone()
}

pub async fn published(app: &App, center: &TestCenter<'_>, group: &str, details: Json, listing: Json) {
    let payload = publish(app, center, group, details, listing).await;
    assert_eq!(payload["problems"], json!([]), "{payload:#}");
}

fn codes(payload: &Json) -> Vec<String> {
    let problems = payload["problems"].as_array().expect("problems");
    problems.iter().map(|problem| problem["code"].as_str().expect("a code").to_owned()).collect()
}

async fn feed(app: &App, center: &TestCenter<'_>) -> Vec<Json> {
    let answer = app.get(&format!("/{}/meetings.json", center.center.slug), None).await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.json().as_array().expect("a list").clone()
}

async fn problem(app: &App, center: &TestCenter<'_>, group: &str) -> Json {
    let query = "query($id: ID!) { group(id: $id) { settings { feedProblem { code } } } }";
    app.data(&center.admin, query, json!({ "id": group })).await["group"]["settings"]["feedProblem"]["code"].clone()
}

/// As tsml-ui takes one row: what it would warn of is a failure here. Answers whether it is in person and online.
fn read(meeting: &Json, slugs: &mut HashSet<String>) -> (bool, bool) {
    let text = |name: &str| meeting[name].as_str();
    let slug = text("slug").expect("a slug");
    assert!(slug.len() <= 64 && slug.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{slug}");
    assert!(slugs.insert(slug.to_owned()), "{slug} is there twice");
    assert!(text("name").is_some_and(|name| !name.is_empty() && name.len() <= 255), "{meeting}");
    let day = |day: &Json| day.as_i64().is_some_and(|day| (0..=6).contains(&day));
    assert!(
        day(&meeting["day"]) || meeting["day"].as_array().is_some_and(|days| days.len() > 1 && days.iter().all(day)),
        "{meeting}"
    );
    for field in ["time", "end_time"] {
        assert!(jiff::civil::Time::strptime("%H:%M", text(field).expect(field)).is_ok(), "{meeting}");
    }
    assert!(jiff::tz::TimeZone::get(text("timezone").expect("a zone")).is_ok(), "{meeting}");
    assert!(jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", text("updated").expect("a time")).is_ok(), "{meeting}");
    let address = text("formatted_address").expect("no address information");
    assert!(!address.is_empty());
    let codes: Vec<&str> =
        meeting["types"].as_array().expect("types").iter().map(|code| code.as_str().expect("a code")).collect();
    assert!(codes.iter().all(|code| types::known(code).is_some() && !["TC", "POA"].contains(code)), "{codes:?}");
    let provider = |url: &str| {
        let host = url.split('/').nth(2).unwrap_or_default();
        ["zoom.us", "meet.google.com", "webex.com"].iter().any(|domain| host.ends_with(domain))
    };
    if let Some(url) = text("conference_url") {
        assert!(provider(url), "unknown conference_url: {url}");
    }
    let phone = text("conference_phone").map(|phone| {
        let plain: String = phone.chars().filter(|c| c.is_ascii_digit() || ",+#".contains(*c)).collect();
        assert!(plain.len() >= 10, "invalid conference_phone: {phone}");
    });
    assert!(["yes", "no"].contains(&text("approximate").expect("approximate")));
    assert!(meeting["notes"].as_str().is_none_or(|notes| !notes.contains('<')));
    let online = text("conference_url").is_some() || phone.is_some();
    let in_person = !codes.contains(&"TC") && text("approximate") == Some("no");
    assert!(online || in_person, "tsml-ui shows it as inactive: {meeting}");
    (in_person, online)
}

#[tokio::test]
async fn public_groups_are_active_where_people_look_for_meetings() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let sky = center.facilitator("Skyler Quill").await;
    let door = center.group("Door", json!({})).await;
    center.holds(&sky, &door, "Skybird", "FACILITATOR").await;
    let in_person = json!({ "name": "Morning Step", "mode": "IN_PERSON", "location": "Back room, code 4711", "format": "STEP_STUDY",
        "access": "CLOSED", "audience": ["WOMEN", "NEWCOMERS"], "accessibility": ["WHEELCHAIR", "ASL"], "languages": ["en", "es"] });
    published(&app, &center, &door, in_person, json!({ "slug": "morning-step", "address": DOOR, "notes": "Ring twice." })).await;
    let input = json!({ "groupId": door, "version": version(&app, &center, &door).await, "rule": "FREQ=WEEKLY;BYDAY=MO,FR,SU",
        "localStart": "2026-03-04T23:30", "zone": "America/New_York", "minutes": 90 });
    assert_eq!(app.data(&center.admin, SCHEDULE, json!({ "input": input })).await["setGroupSchedule"]["problems"], json!([]));

    let hybrid = center.group("Hybrid", json!({})).await;
    let facts = json!({ "name": "Noon", "mode": "HYBRID", "location": "Room 7", "format": "PITCH" });
    published(&app, &center, &hybrid, facts, json!({ "slug": "noon", "address": DOOR, "url": "https://harbor.example/noon" }))
        .await;
    let online = center.group("Online", json!({})).await;
    let facts = json!({ "name": "Evening", "accessibility": ["WHEELCHAIR"] });
    let listing = json!({ "slug": "evening", "address": "Portland, ME, USA", "conferenceUrl": ZOOM, "conferencePhone": "+1 (207) 555-0100" });
    published(&app, &center, &online, facts, listing).await;
    // Not public, and not open.
    center.group("Hidden Valley", json!({})).await;

    let meetings = feed(&app, &center).await;
    let mut slugs = HashSet::new();
    let read: Vec<(&str, (bool, bool))> =
        meetings.iter().map(|meeting| (meeting["slug"].as_str().unwrap_or_default(), read(meeting, &mut slugs))).collect();
    assert_eq!(read, [("evening", (false, true)), ("morning-step", (true, false)), ("noon", (true, false))]);
    let expected = json!({
        "slug": "morning-step", "name": "Morning Step", "day": [0, 1, 5], "time": "23:30", "end_time": "01:00",
        "timezone": "America/New_York", "formatted_address": DOOR, "approximate": "no", "notes": "Ring twice.",
        "types": ["C", "ST", "BE", "W", "ASL", "X", "EN", "S"], "updated": "2026-03-02 15:00:00",
    });
    let mut found = meetings[1].clone();
    let sorted = |types: &Json| {
        let mut codes: Vec<String> = types.as_array().expect("types").iter().map(Json::to_string).collect();
        codes.sort();
        codes
    };
    assert_eq!(sorted(&found["types"]), sorted(&expected["types"]));
    found["types"] = expected["types"].clone();
    assert_eq!(found, expected);
    assert_eq!(
        (&meetings[0]["day"], &meetings[0]["conference_url"], &meetings[0]["conference_phone"]),
        (&json!(2), &json!(ZOOM), &json!("+12075550100"))
    );
    assert_eq!(meetings[0]["types"], json!(["O", "D", "EN"]));
    assert_eq!(meetings[2]["url"], "https://harbor.example/noon");
    // Nobody, and nothing that is for members.
    let whole = json!(meetings).to_string();
    for secret in
        ["Skybird", "Skyler", "4711", "Back room", "Room 7", "meet.example", "Hidden", "Harbor House", "group:", "facilitator:"]
    {
        assert!(!whole.contains(secret), "{secret}: {whole}");
    }
}

/// Monthly, resting, closed: left out, and the settings say why.
#[tokio::test]
async fn what_is_left_out_says_why() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let group = center.group("Evening Circle", json!({})).await;
    assert_eq!(problem(&app, &center, &group).await, Json::Null, "it is not public");
    let listing = json!({ "slug": "evening", "address": "Portland, ME, USA", "conferenceUrl": ZOOM });
    published(&app, &center, &group, json!({}), listing.clone()).await;
    assert_eq!((problem(&app, &center, &group).await, feed(&app, &center).await.len()), (Json::Null, 1));

    let plan = async |rule: &str| {
        let input = json!({ "groupId": group, "version": version(&app, &center, &group).await, "rule": rule,
            "localStart": "2026-03-03T18:00", "zone": "America/New_York", "minutes": 60 });
        let done = app.data(&center.admin, SCHEDULE, json!({ "input": input })).await;
        assert_eq!(done["setGroupSchedule"]["problems"], json!([]), "{done:#}");
    };
    for rule in ["FREQ=MONTHLY;BYDAY=1TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"] {
        plan(rule).await;
        assert_eq!(
            (problem(&app, &center, &group).await, feed(&app, &center).await.len()),
            (json!("feed_not_weekly"), 0),
            "{rule}"
        );
    }
    plan("FREQ=WEEKLY;BYDAY=TU").await;
    assert_eq!((problem(&app, &center, &group).await, feed(&app, &center).await.len()), (Json::Null, 1));
    let pause = json!({ "groupId": group, "from": "2026-03-02", "until": "2026-03-31", "reason": "Spring" });
    assert_eq!(app.data(&center.admin, BREAK, json!({ "input": pause })).await["addGroupBreak"]["problems"], json!([]));
    assert_eq!((problem(&app, &center, &group).await, feed(&app, &center).await.len()), (json!("feed_resting"), 0));
    for (state, expected) in [("PAUSED", "feed_group_closed"), ("ACTIVE", "feed_resting")] {
        let input = json!({ "groupId": group, "version": version(&app, &center, &group).await, "state": state });
        assert_eq!(app.data(&center.admin, STATE, json!({ "input": input })).await["setGroupState"]["problems"], json!([]));
        assert_eq!((problem(&app, &center, &group).await, feed(&app, &center).await.len()), (json!(expected), 0));
    }
    // It comes back by itself, two weeks before the next meeting.
    app.driven().advance(jiff::SignedDuration::from_hours(24 * 24));
    assert_eq!(feed(&app, &center).await.len(), 1);
}

#[tokio::test]
async fn a_group_that_nobody_could_find_is_not_made_public() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let group = center.group("Evening Circle", json!({})).await;
    let area = "Portland, ME, USA";
    for (details, listing, expected) in [
        (json!({}), json!({ "slug": "evening" }), vec!["public_address_missing", "public_link_missing"]),
        (json!({}), json!({ "slug": "evening", "address": DOOR, "conferenceUrl": ZOOM }), vec!["public_address_area"]),
        (json!({}), json!({ "slug": "evening", "address": area }), vec!["public_link_missing"]),
        (
            json!({}),
            json!({ "slug": "evening", "address": area, "conferenceUrl": "https://zoom.us" }),
            vec!["public_link_provider"],
        ),
        (json!({}), json!({ "slug": "evening", "address": area, "conferenceUrl": "javascript:alert(1)" }), vec!["link_format"]),
        (json!({}), json!({ "slug": "evening", "address": area, "conferencePhone": "988" }), vec!["public_phone_short"]),
        (
            json!({ "mode": "IN_PERSON", "location": "Room 2" }),
            json!({ "slug": "evening", "address": area }),
            vec!["public_address_street"],
        ),
        (json!({}), json!({ "address": area, "conferenceUrl": ZOOM }), vec!["required"]),
    ] {
        let refused = publish(&app, &center, &group, details, listing.clone()).await;
        assert_eq!(codes(&refused), expected, "{listing}");
        let words = refused["problems"][0]["message"].as_str().expect("words");
        assert!(!words.is_empty() && !words.starts_with("problem-"), "{words}");
    }
    assert_eq!(feed(&app, &center).await.len(), 0);
    // A change of how it meets afterwards takes it out, and says so.
    let listing = json!({ "slug": "evening", "address": area, "conferenceUrl": ZOOM });
    published(&app, &center, &group, json!({}), listing).await;
    let mut details = group_details("Evening Circle");
    details["mode"] = json!("IN_PERSON");
    details["location"] = json!("Room 2");
    let input = json!({ "groupId": group, "version": version(&app, &center, &group).await, "details": details });
    let changed = app.data(&center.admin, UPDATE, json!({ "input": input })).await["updateGroup"].clone();
    assert_eq!(changed["group"]["settings"]["feedProblem"]["code"], "public_address_street", "{changed:#}");
    assert_eq!(feed(&app, &center).await.len(), 0);
}

#[tokio::test]
async fn the_feed_is_for_every_site_and_for_no_cookie() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let group = center.group("Evening Circle", json!({})).await;
    published(&app, &center, &group, json!({}), json!({ "slug": "evening", "address": "Portland, ME", "conferenceUrl": ZOOM }))
        .await;
    let path = format!("/{}/meetings.json", center.center.slug);
    let answer = app.get(&path, Some(&center.admin)).await;
    for (name, value) in [
        ("content-type", "application/json; charset=utf-8"),
        ("cache-control", "public, max-age=300"),
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    assert!(answer.header("set-cookie").is_none() && answer.header("access-control-allow-credentials").is_none());
    let tag = answer.header("etag").expect("a tag").to_owned();
    let ask = async |method: &str, known: &str| {
        let request = Request::builder().method(method).uri(&path).header(header::IF_NONE_MATCH, known);
        app.http(request.body(Body::empty()).expect("a request")).await
    };
    for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let same = ask("GET", &known).await;
        assert_eq!(
            (same.status, same.bytes.len(), same.header("etag")),
            (StatusCode::NOT_MODIFIED, 0, Some(tag.as_str())),
            "{known}"
        );
    }
    assert_eq!(ask("GET", "\"other\"").await.status, StatusCode::OK);
    let head = ask("HEAD", "\"other\"").await;
    assert_eq!((head.status, head.bytes.len(), head.header("etag")), (StatusCode::OK, 0, Some(tag.as_str())));
    // Any change is another tag.
    published(
        &app,
        &center,
        &group,
        json!({ "name": "Other" }),
        json!({ "slug": "evening", "address": "Portland, ME", "conferenceUrl": ZOOM }),
    )
    .await;
    assert_eq!(ask("GET", &tag).await.status, StatusCode::OK);

    let page = app.get(&format!("/{}", center.center.slug), None).await.text();
    let link = format!(
        "<link rel=\"alternate\" type=\"application/json\" title=\"Meetings Feed\" href=\"{}/{}/meetings.json\">",
        support::PUBLIC_URL,
        center.center.slug
    );
    assert!(page.contains(&link), "{page}");
    assert_eq!(app.get("/nowhere/meetings.json", None).await.status, StatusCode::NOT_FOUND);
    // Of another center there is nothing, and of a paused one neither.
    let other = app.center("River Bend").await;
    assert_eq!(feed(&app, &other).await, Vec::<Json>::new());
    for state in ["suspended", "draft"] {
        sqlx::query("update directory.centers set state = $2 where id = $1")
            .bind(center.center.id.0)
            .bind(state)
            .execute(&mut app.superuser().await)
            .await
            .expect("pause");
        assert_eq!(feed(&app, &center).await, Vec::<Json>::new(), "{state}");
    }
}
