//! The same hour again and again: looked at first, booked all or not at all, changed in one go.

use serde_json::{Value as Json, json};
use support::{App, Person};

use super::{book, code, input, pair, session};

const PREVIEW: &str = r"
query Preview($plan: SessionSeriesPlanInput!) {
  sessionSeriesPreview(plan: $plan) { occurrence startsAt localStart conflict { __typename code } suggestion { startsAt } }
}";
const BOOK: &str = r"
mutation Book($input: BookSessionSeriesInput!) {
  bookSessionSeries(input: $input) { seriesId sessions { id startsAt occurrence version state } problems { __typename code path } }
}";
const MOVE: &str = r"
mutation Move($input: MoveSessionSeriesInput!) {
  moveSessionSeries(input: $input) { sessions { id startsAt localStart version } problems { __typename code path } }
}";
const CANCEL: &str = r"
mutation Cancel($input: CancelSessionSeriesInput!) {
  cancelSessionSeries(input: $input) { sessions { id state } problems { __typename code path } }
}";

pub(super) fn weekly(counselor: &Person, client: &Person, first: &str, count: i32) -> Json {
    json!({ "counselorId": counselor.wire_id(), "clientId": client.wire_id(), "first": first, "rhythm": "WEEKLY",
        "count": count, "minutes": 45, "place": "ONLINE" })
}

pub(super) async fn preview(app: &App, by: &Person, plan: &Json) -> Vec<Json> {
    let found = app.data(by, PREVIEW, json!({ "plan": plan })).await;
    found["sessionSeriesPreview"].as_array().expect("occurrences").clone()
}

pub(super) async fn accept(app: &App, by: &Person, plan: &Json, planned: &[Json]) -> Json {
    let accepted: Vec<Json> =
        planned.iter().map(|one| json!({ "occurrence": one["occurrence"], "startsAt": one["startsAt"] })).collect();
    app.data(by, BOOK, input(json!({ "plan": plan, "accepted": accepted }))).await["bookSessionSeries"].clone()
}

/// A counselor's series of six Tuesdays at ten, booked.
async fn six_tuesdays(app: &App, dana: &Person, ana: &Person) -> Vec<Json> {
    let plan = weekly(dana, ana, "2026-03-03T10:00", 6);
    let planned = preview(app, dana, &plan).await;
    let booked = accept(app, dana, &plan, &planned).await;
    assert_eq!(booked["problems"], json!([]));
    booked["sessions"].as_array().expect("sessions").clone()
}

fn starts(sessions: &Json) -> Vec<&str> {
    sessions.as_array().expect("sessions").iter().filter_map(|one| one["startsAt"].as_str()).collect()
}

#[tokio::test]
async fn ten_of_twelve_are_accepted_knowingly_and_booked_together() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    // The third is taken, the fifth a free day of hers.
    session(&book(&app, &dana, &dana, &theo, "2026-03-17T14:00:00Z").await);
    let off = "mutation($input: AddTimeOffInput!) { addTimeOff(input: $input) { problems { code } } }";
    app.data(
        &dana,
        off,
        input(json!({ "counselorId": dana.wire_id(), "localStart": "2026-03-31T00:00", "localEnd": "2026-04-01T00:00" })),
    )
    .await;
    let plan = weekly(&dana, &ana, "2026-03-03T10:00", 12);
    let planned = preview(&app, &dana, &plan).await;
    assert_eq!(planned.len(), 12);
    let against: Vec<usize> = (0..12).filter(|at| !planned[*at]["conflict"].is_null()).collect();
    assert_eq!(against, [2, 4]);
    assert_eq!(planned[2]["conflict"]["code"], "slot_taken");
    // The same day, as close as it goes; a whole day off gives the day before or after.
    assert_eq!(planned[2]["suggestion"]["startsAt"], "2026-03-17T13:00:00Z");
    assert!(planned[4]["suggestion"]["startsAt"].is_string());
    // At ten on the wall before and after the clocks change.
    assert_eq!(
        (&planned[0]["startsAt"], &planned[1]["startsAt"]),
        (&json!("2026-03-03T15:00:00Z"), &json!("2026-03-10T14:00:00Z"))
    );
    let ten: Vec<Json> = planned.iter().filter(|one| one["conflict"].is_null()).cloned().collect();
    let booked = accept(&app, &dana, &plan, &ten).await;
    assert_eq!(booked["problems"], json!([]));
    assert_eq!(starts(&booked["sessions"]).len(), 10);
    let mine = app.data(&ana, "{ sessions(first: 50) { nodes { id } } }", json!({})).await;
    assert_eq!(mine["sessions"]["nodes"].as_array().map(Vec::len), Some(10));
}

#[tokio::test]
async fn one_that_cannot_be_is_named_and_nothing_is_booked() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let plan = weekly(&dana, &ana, "2026-03-03T10:00", 4);
    let planned = preview(&app, &dana, &plan).await;
    // Somebody was faster after the look.
    session(&book(&app, &dana, &dana, &theo, "2026-03-24T14:00:00Z").await);
    let refused = accept(&app, &dana, &plan, &planned).await;
    assert_eq!(code(&refused), "slot_taken");
    assert_eq!(refused["problems"][0]["path"], json!(["accepted", "3", "startsAt"]));
    let mine = app.data(&ana, "{ sessions { nodes { id } } }", json!({})).await;
    assert_eq!(mine["sessions"]["nodes"], json!([]), "nothing is half-saved");
    // With the time that was suggested instead it goes well.
    let mut again = preview(&app, &dana, &plan).await;
    again[3]["startsAt"] = again[3]["suggestion"]["startsAt"].clone();
    assert_eq!(accept(&app, &dana, &plan, &again).await["problems"], json!([]));
    // What is not of the plan is not booked with it.
    let foreign = [json!({ "occurrence": "2026-03-05T10:00", "startsAt": "2026-03-05T15:00:00Z" })];
    assert_eq!(code(&accept(&app, &dana, &plan, &foreign).await), "not_of_the_series");
}

#[tokio::test]
async fn one_message_tells_of_the_whole_series() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&ana.email)).len();
    six_tuesdays(&app, &dana, &ana).await;
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some(&ana.email)).len(), before + 1);
}

#[tokio::test]
async fn moving_one_leaves_the_others_and_moving_the_following_keeps_the_wall_clock() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let six = six_tuesdays(&app, &dana, &ana).await;
    let go = |at: usize, version: i32, scope: &str, to: &str| {
        input(json!({ "sessionId": six[at]["id"], "version": version, "scope": scope, "localStart": to }))
    };
    let one = app.data(&dana, MOVE, go(0, 1, "ONE", "2026-03-03T11:00")).await["moveSessionSeries"].clone();
    assert_eq!(starts(&one["sessions"]), ["2026-03-03T16:00:00Z"]);
    // A day and an hour later, from the third on.
    let rest = app.data(&dana, MOVE, go(2, 1, "FOLLOWING", "2026-03-18T11:00")).await["moveSessionSeries"].clone();
    assert_eq!(rest["problems"], json!([]));
    assert_eq!(
        starts(&rest["sessions"]),
        ["2026-03-18T15:00:00Z", "2026-03-25T15:00:00Z", "2026-04-01T15:00:00Z", "2026-04-08T15:00:00Z"]
    );
    let stale = app.data(&dana, MOVE, go(2, 1, "ALL", "2026-03-18T12:00")).await;
    assert_eq!(code(&stale["moveSessionSeries"]), "conflict");
}

/// Too late for the first alone: those after it are simply cancelled.
#[tokio::test]
async fn a_late_call_off_takes_those_after_it_along_in_time() {
    let app = App::at("2026-03-03T13:30:00Z").await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let six = six_tuesdays(&app, &dana, &ana).await;
    let seen = app
        .data(&ana, "query($id: ID!) { session(id: $id) { canChange canCancel isLate } }", json!({ "id": six[0]["id"] }))
        .await;
    assert_eq!(seen["session"], json!({ "canChange": false, "canCancel": true, "isLate": true }));
    let wanted = json!({ "sessionId": six[0]["id"], "version": 1, "scope": "FOLLOWING" });
    let gone = app.data(&ana, CANCEL, json!({ "input": wanted })).await["cancelSessionSeries"].clone();
    assert_eq!(gone["problems"], json!([]), "{gone:#}");
    let states: Vec<&str> =
        gone["sessions"].as_array().expect("sessions").iter().filter_map(|one| one["state"].as_str()).collect();
    assert_eq!(states, ["LATE_CANCEL", "CANCELLED", "CANCELLED", "CANCELLED", "CANCELLED", "CANCELLED"]);
    // It comes back as it was called off.
    let undo = "mutation($id: ID!) { undoCancelSession(sessionId: $id) { session { state } problems { code } } }";
    let back = app.data(&ana, undo, json!({ "id": six[0]["id"] })).await["undoCancelSession"].clone();
    assert_eq!(back["session"]["state"], "BOOKED", "{back:#}");
    session(&book(&app, &dana, &dana, &ana, "2026-03-10T14:00:00Z").await);
}

/// Each goes where the next one of its own series is until then.
#[tokio::test]
async fn a_series_does_not_stand_in_its_own_way() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let six = six_tuesdays(&app, &dana, &ana).await;
    let wanted = json!({ "sessionId": six[0]["id"], "version": 1, "scope": "ALL", "localStart": "2026-03-10T10:00" });
    let moved = app.data(&dana, MOVE, input(wanted)).await["moveSessionSeries"].clone();
    assert_eq!(moved["problems"], json!([]));
    assert_eq!(starts(&moved["sessions"]).first().copied(), Some("2026-03-10T14:00:00Z"));
    assert_eq!(starts(&moved["sessions"]).last().copied(), Some("2026-04-14T14:00:00Z"));
}

#[tokio::test]
async fn a_move_that_meets_somebody_moves_none() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let six = six_tuesdays(&app, &dana, &ana).await;
    session(&book(&app, &dana, &dana, &theo, "2026-03-24T15:00:00Z").await);
    let wanted = json!({ "sessionId": six[0]["id"], "version": 1, "scope": "ALL", "localStart": "2026-03-03T11:00" });
    let look = "query($id: ID!) { sessionSeriesMovePreview(sessionId: $id, scope: ALL, localStart: \"2026-03-03T11:00\") {
        session { id } startsAt conflict { code } suggestion { startsAt } } }";
    let seen = app.data(&dana, look, json!({ "id": six[0]["id"] })).await["sessionSeriesMovePreview"].clone();
    let against: Vec<bool> = seen.as_array().expect("moves").iter().map(|one| !one["conflict"].is_null()).collect();
    assert_eq!(against, [false, false, false, true, false, false]);
    assert!(seen[3]["suggestion"]["startsAt"].is_string());
    let refused = app.data(&dana, MOVE, input(wanted)).await["moveSessionSeries"].clone();
    assert_eq!(code(&refused), "slot_taken");
    let mine = app.data(&ana, "{ sessions { nodes { startsAt version } } }", json!({})).await;
    assert!(mine["sessions"]["nodes"].as_array().is_some_and(|nodes| nodes.iter().all(|node| node["version"] == 1)));
    // Five of six, knowingly: that one stays when it is.
    let mut wanted = json!({ "sessionId": six[0]["id"], "version": 1, "scope": "ALL", "localStart": "2026-03-03T11:00", "stay": [six[0]["id"]] });
    assert_eq!(code(&app.data(&dana, MOVE, input(wanted.clone())).await["moveSessionSeries"]), "out_of_range");
    wanted["stay"] = json!([seen[3]["session"]["id"]]);
    let moved = app.data(&dana, MOVE, input(wanted)).await["moveSessionSeries"].clone();
    assert_eq!((&moved["problems"], moved["sessions"].as_array().map(Vec::len)), (&json!([]), Some(5)));
    let mine = app.data(&ana, "{ sessions { nodes { startsAt } } }", json!({})).await;
    assert_eq!(starts(&mine["sessions"]["nodes"])[3], "2026-03-24T14:00:00Z");
}

#[tokio::test]
async fn cancelling_this_and_the_following_keeps_what_was_before() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let six = six_tuesdays(&app, &dana, &ana).await;
    let wanted = json!({ "input": { "sessionId": six[4]["id"], "version": 1, "scope": "FOLLOWING" } });
    let gone = app.data(&ana, CANCEL, wanted).await["cancelSessionSeries"].clone();
    assert_eq!(gone["sessions"].as_array().map(Vec::len), Some(2));
    let wanted = json!({ "input": { "sessionId": six[1]["id"], "version": 1, "scope": "ALL" } });
    let all = app.data(&ana, CANCEL, wanted).await["cancelSessionSeries"].clone();
    assert_eq!(all["sessions"].as_array().map(Vec::len), Some(4));
    let left = app.data(&ana, "{ sessions(state: BOOKED) { nodes { id } } }", json!({})).await;
    assert_eq!(left["sessions"]["nodes"], json!([]));
    let alone = session(&book(&app, &dana, &dana, &ana, "2026-03-04T15:00:00Z").await).clone();
    let wanted = json!({ "input": { "sessionId": alone["id"], "version": 1, "scope": "ALL" } });
    assert_eq!(code(&app.data(&ana, CANCEL, wanted).await["cancelSessionSeries"]), "not_a_series");
}

const HOLD: &str = "mutation($input: HoldSlotInput!) { holdSlot(input: $input) { holdToken problems { code } } }";

/// She is in Berlin that week: three in the afternoon there is nine in the morning at home, and at nine the series goes on.
#[tokio::test]
async fn a_series_that_begins_on_a_journey_keeps_the_hour_at_home() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let away = "mutation($input: AddTravelInput!) { addTravel(input: $input) { problems { code } } }";
    let trip = json!({ "counselorId": dana.wire_id(), "from": "2026-03-03", "until": "2026-03-05", "zone": "Europe/Berlin" });
    assert_eq!(app.data(&dana, away, input(trip)).await["addTravel"]["problems"], json!([]));
    let times = super::offered(&app, &ana, &dana, "2026-03-03", 45).await;
    let first = "2026-03-03T14:00:00Z";
    assert!(times.contains(&first.to_owned()), "{times:?}");
    let mut plan = weekly(&dana, &ana, "", 3);
    plan["first"] = Json::Null;
    plan["firstAt"] = json!(first);
    let planned = preview(&app, &ana, &plan).await;
    assert!(planned.iter().all(|one| one["conflict"].is_null()), "{planned:#?}");
    assert_eq!(starts(&json!(planned)), [first, "2026-03-10T13:00:00Z", "2026-03-17T13:00:00Z"]);
    let booked = accept(&app, &ana, &plan, &planned).await;
    assert_eq!((&booked["problems"], starts(&booked["sessions"])[0]), (&json!([]), first));
    // One or the other: not both, not neither.
    plan["first"] = json!("2026-03-03T09:00");
    let both = app.graphql(&ana, PREVIEW, json!({ "plan": plan })).await;
    assert!(both["errors"].is_array(), "{both}");
}

/// The first time is kept while the form is open: for nobody else, and not against its own series.
#[tokio::test]
async fn the_first_time_of_a_series_is_kept_while_the_form_is_open() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let first = "2026-03-03T15:00:00Z";
    let plan = weekly(&dana, &ana, "2026-03-03T10:00", 3);
    for person in [&ana, &dana] {
        let wanted = json!({ "counselorId": dana.wire_id(), "clientId": ana.wire_id(), "startsAt": first, "minutes": 45 });
        let held = app.data(person, HOLD, json!({ "input": wanted })).await["holdSlot"].clone();
        assert_eq!(held["problems"], json!([]));
        assert_eq!(code(&book(&app, &theo, &dana, &theo, first).await), "slot_taken");
        let planned = preview(&app, person, &plan).await;
        assert!(planned.iter().all(|one| one["conflict"].is_null()), "{planned:#?}");
        let other = if person.member_id == ana.member_id { &dana } else { &ana };
        assert_eq!(preview(&app, other, &plan).await[0]["conflict"]["code"], "slot_taken");
        let accepted: Vec<Json> =
            planned.iter().map(|one| json!({ "occurrence": one["occurrence"], "startsAt": one["startsAt"] })).collect();
        let wanted = json!({ "plan": plan, "accepted": accepted, "holdToken": held["holdToken"] });
        let booked = app.data(person, BOOK, input(wanted)).await["bookSessionSeries"].clone();
        assert_eq!((&booked["problems"], starts(&booked["sessions"])[0]), (&json!([]), first), "{}", person.name);
        let gone = json!({ "input": { "sessionId": booked["sessions"][0]["id"], "version": 1, "scope": "ALL" } });
        assert_eq!(app.data(&dana, CANCEL, gone).await["cancelSessionSeries"]["problems"], json!([]));
    }
    let held: i64 = sqlx::query_scalar("select count(*) from cairn.sessions where state = 'held'")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a count");
    assert_eq!(held, 0, "what was kept became a session");
}

/// Ten in the evening: the mail that tells of all six waits for the morning, and with it changes the one it is about.
#[tokio::test]
async fn when_the_first_of_a_series_changes_overnight_the_others_are_told_all_the_same() {
    for change in [MOVE, CANCEL] {
        let app = App::at("2026-03-03T03:00:00Z").await;
        let center = app.center("Harbor House").await;
        let (dana, ana) = pair(&center).await;
        app.run_jobs().await;
        let before = app.mail.inbox().mails(Some(&ana.email)).len();
        let plan = weekly(&dana, &ana, "2026-03-10T10:00", 6);
        let planned = preview(&app, &dana, &plan).await;
        let booked = accept(&app, &dana, &plan, &planned).await;
        assert_eq!(booked["problems"], json!([]));
        let first = &booked["sessions"][0]["id"];
        let wanted = if change == MOVE {
            input(json!({ "sessionId": first, "version": 1, "scope": "ONE", "localStart": "2026-03-11T10:00" }))
        } else {
            json!({ "input": { "sessionId": first, "version": 1, "scope": "ONE" } })
        };
        let done = app.data(&dana, change, wanted).await;
        let problems = ["moveSessionSeries", "cancelSessionSeries"].map(|name| done[name]["problems"].clone());
        assert!(problems.contains(&json!([])), "{done}");
        app.run_jobs().await;
        assert_eq!(app.mail.inbox().mails(Some(&ana.email)).len(), before, "nobody is woken up");
        // Eight in New York.
        app.driven().set("2026-03-03T13:05:00Z".parse().expect("a time"));
        app.run_jobs().await;
        let mails = app.mail.inbox().mails(Some(&ana.email));
        let told = mails[before..].iter().find(|mail| mail.calendar_file.is_some()).expect("a mail that tells of the series");
        let (one, others) = (told.calendar.clone().unwrap_or_default(), told.calendar_file.clone().unwrap_or_default());
        assert!(one.contains("DTSTART:20260317T140000Z"), "{one}");
        assert_eq!(others.matches("BEGIN:VEVENT").count(), 4, "{others}");
        assert!(!others.contains("20260311T140000Z"), "the one that moved has a message of its own");
    }
}
