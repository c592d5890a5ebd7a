//! How much somebody can write, and how long it is kept.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::App;

use super::{circle, clean_up, code, react, said, say};

#[tokio::test]
async fn twenty_a_minute_and_then_a_breath() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let other = center.group("Morning circle", json!({})).await;
    center.joins(&circle.ana, &other, "Leaf").await;
    for number in 0..20 {
        said(&app, &circle.ana, &circle.group, &format!("again {number}")).await;
    }
    let refused = say(&app, &circle.ana, &circle.group, "once more").await;
    assert_eq!((code(&refused), &refused["problems"][0]["__typename"]), ("rate_limited", &json!("RateLimited")));
    said(&app, &circle.ana, &other, "elsewhere").await;
    said(&app, &circle.tyler, &circle.group, "somebody else").await;
    app.driven().advance(SignedDuration::from_secs(3));
    said(&app, &circle.ana, &circle.group, "after a breath").await;
}

#[tokio::test]
async fn messages_go_when_their_days_are_over() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({ "chatDays": 7 })).await;
    let long = center.group("Morning circle", json!({ "chatDays": 365 })).await;
    center.joins(&circle.ana, &long, "Leaf").await;
    let old = said(&app, &circle.ana, &circle.group, "a week ago").await;
    react(&app, &circle.tyler, &old, "SMILE", true).await;
    said(&app, &circle.ana, &long, "kept").await;
    let mut db = app.superuser().await;
    let count = async |db: &mut sqlx::PgConnection| -> (i64, i64) {
        sqlx::query_as("select (select count(*) from cairn.chat_messages), (select count(*) from cairn.chat_reactions)")
            .fetch_one(db)
            .await
            .expect("counts")
    };
    app.driven().advance(SignedDuration::from_hours(24 * 7 - 1));
    clean_up(&app).await;
    assert_eq!(count(&mut db).await, (2, 1));
    app.driven().advance(SignedDuration::from_hours(2));
    clean_up(&app).await;
    assert_eq!(count(&mut db).await, (1, 0));
    clean_up(&app).await;
    assert_eq!(count(&mut db).await, (1, 0));
}

const POLICY: &str = "mutation($input: UpdateCenterInput!) {
  updateCenter(input: $input) { center { chatDaysDefault chatDaysAtMost } problems { code path message } } }";

/// Sets what the center says of messages. Answers the payload.
async fn policy(app: &App, center: &support::TestCenter<'_>, mut days: Json) -> Json {
    let version = app.data(&center.admin, "{ viewer { center { version } } }", json!({})).await;
    days["version"] = version["viewer"]["center"]["version"].clone();
    app.data(&center.admin, POLICY, json!({ "input": days })).await["updateCenter"].clone()
}

#[tokio::test]
async fn a_lower_ceiling_of_the_center_takes_older_messages_and_members_are_told_the_new_number() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({ "chatDays": 60 })).await;
    said(&app, &circle.ana, &circle.group, "three weeks ago").await;
    app.driven().advance(SignedDuration::from_hours(24 * 21));
    let [ana, tyler, marcus] =
        [&circle.ana, &circle.tyler, &circle.marcus].map(|person| crate::standing::sign_in_again(&app, &center.center, person));
    let (ana, tyler, marcus) = (ana.await, tyler.await, marcus.await);
    let admin = crate::standing::sign_in_again(&app, &center.center, &center.admin).await;
    said(&app, &tyler, &circle.group, "today").await;
    let seen = async |person: &support::Person| {
        let query = "query($id: ID!) { chatMessages(groupId: $id) { keptDays nodes { body } } group(id: $id) { chatDays } }";
        app.data(person, query, json!({ "id": circle.group })).await
    };
    clean_up(&app).await;
    let before = seen(&ana).await;
    assert_eq!((&before["chatMessages"]["keptDays"], &before["group"]["chatDays"]), (&json!(60), &json!(60)));
    assert_eq!(before["chatMessages"]["nodes"].as_array().map(Vec::len), Some(2));
    let version = app.data(&admin, "{ viewer { center { version } } }", json!({})).await["viewer"]["center"]["version"].clone();
    let lower = json!({ "version": version, "chatDaysDefault": 7, "chatDaysAtMost": 14 });
    let lowered = app.data(&admin, POLICY, json!({ "input": lower })).await["updateCenter"].clone();
    assert_eq!(lowered["center"], json!({ "chatDaysDefault": 7, "chatDaysAtMost": 14 }), "{lowered:#}");
    clean_up(&app).await;
    for person in [&ana, &marcus] {
        let after = seen(person).await;
        assert_eq!((&after["chatMessages"]["keptDays"], &after["group"]["chatDays"]), (&json!(14), &json!(14)));
        assert_eq!(after["chatMessages"]["nodes"], json!([{ "body": "today" }]));
    }
    let log = "select count(*) from cairn.audit_events where action = 'center.chat_days'";
    let log: i64 = sqlx::query_scalar(log).fetch_one(&mut app.superuser().await).await.expect("a count");
    assert_eq!(log, 1);
}

#[tokio::test]
async fn a_group_begins_with_the_days_of_its_center_and_stays_under_its_ceiling() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let days = async |group: &str| {
        let data = app.data(&center.admin, "query($id: ID!) { group(id: $id) { chatDays } }", json!({ "id": group })).await;
        data["group"]["chatDays"].clone()
    };
    assert_eq!(days(&center.group("Evening circle", json!({})).await).await, 30, "as it was before there was a rule");
    assert_eq!(policy(&app, &center, json!({ "chatDaysDefault": 10, "chatDaysAtMost": 90 })).await["problems"], json!([]));
    let group = center.group("Morning circle", json!({})).await;
    assert_eq!(days(&group).await, 10);
    // What is refused says where, and what would do.
    for (wanted, path, message) in [
        (json!({ "chatDaysAtMost": 9 }), "chatDaysDefault", "Use 1 to 9 days."),
        (json!({ "chatDaysDefault": 91 }), "chatDaysDefault", "Use 1 to 90 days."),
        (json!({ "chatDaysAtMost": 366 }), "chatDaysAtMost", "Use 1 to 365 days."),
    ] {
        let refused = policy(&app, &center, wanted).await;
        assert_eq!(refused["problems"], json!([{ "code": "chat_days", "path": [path], "message": message }]));
    }
    let update = "mutation($input: UpdateGroupInput!) { updateGroup(input: $input) { group { chatDays } problems { code path message } } }";
    let version = app.data(&center.admin, "query($id: ID!) { group(id: $id) { version } }", json!({ "id": group })).await;
    let mut details = support::group_details("Morning circle");
    let change = async |details: &Json| {
        let input = json!({ "groupId": group, "version": version["group"]["version"], "details": details });
        app.data(&center.admin, update, json!({ "input": input })).await["updateGroup"].clone()
    };
    details["chatDays"] = json!(91);
    let refused = change(&details).await;
    assert_eq!(refused["problems"], json!([{ "code": "chat_days", "path": ["chatDays"], "message": "Use 1 to 90 days." }]));
    details["chatDays"] = Json::Null;
    assert_eq!(change(&details).await["group"]["chatDays"], 10, "left out, it stays");
}
