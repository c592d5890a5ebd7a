//! Who stands by somebody, and how that grew.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{App, Person};

const CIRCLE: &str = "{ circle {
  since { month ties counselors groups facilitators }
  counselors { member { name } since until }
  groups { groupId name alias size { least most } since until facilitators { id alias facilitates me } } } }";
const LEAVE: &str = "mutation($id: ID!) { leaveGroup(membershipId: $id) { problems { code } } }";

async fn circle(app: &App, person: &Person) -> Json {
    app.data(person, CIRCLE, json!({})).await["circle"].clone()
}

#[tokio::test]
async fn a_client_sees_their_own_circle_and_nothing_of_others() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let lee = center.counselor("Lee Park").await;
    let sky = center.facilitator("Skyler Quill").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let ben = center.client("Benedict Ortiz", &lee).await;
    let alone = circle(&app, &ana).await;
    assert_eq!(alone["counselors"][0]["member"]["name"], "Dana Reyes");
    assert_eq!(alone["since"], json!([{ "month": "2026-03-01", "ties": 1, "counselors": 1, "groups": 0, "facilitators": 0 }]));

    let group = center.group("Evening Circle", json!({})).await;
    center.holds(&sky, &group, "Skybird", "FACILITATOR").await;
    let place = center.joins(&ana, &group, "River").await;
    center.joins(&ben, &group, "Stone").await;
    // Another group, of somebody else only.
    let other = center.group("Morning Circle", json!({})).await;
    center.joins(&ben, &other, "Pebble").await;

    let seen = circle(&app, &ana).await;
    assert_eq!(seen["since"], json!([{ "month": "2026-03-01", "ties": 3, "counselors": 1, "groups": 1, "facilitators": 1 }]));
    let groups = seen["groups"].as_array().expect("groups");
    assert_eq!(groups.len(), 1);
    assert_eq!(
        (&groups[0]["groupId"], &groups[0]["name"], &groups[0]["alias"]),
        (&json!(group), &json!("Evening Circle"), &json!("River"))
    );
    // Two are in it; that is all one learns.
    assert_eq!(groups[0]["size"], json!({ "least": 1, "most": 4 }));
    let holder = &groups[0]["facilitators"][0];
    assert_eq!((&holder["alias"], &holder["facilitates"], &holder["me"]), (&json!("Skybird"), &json!(true), &json!(false)));
    let whole = seen.to_string();
    for secret in [
        "Stone",
        "Pebble",
        "Benedict",
        "Ortiz",
        "Skyler",
        "Quill",
        "Lee Park",
        "Morning",
        &ben.member_id.to_string(),
        &sky.member_id.to_string(),
    ] {
        assert!(!whole.contains(secret), "{secret}: {whole}");
    }

    // Later the group is over for her, and stays in her memory.
    app.driven().advance(SignedDuration::from_mins(10));
    assert_eq!(app.data(&ana, LEAVE, json!({ "id": place })).await["leaveGroup"]["problems"], json!([]));
    let later = circle(&app, &ana).await;
    assert_eq!((&later["groups"][0]["facilitators"], later["groups"][0]["until"].is_string()), (&json!([]), true));
    assert_eq!(later["since"][0]["ties"], 1);
    assert_eq!(circle(&app, &ben).await["groups"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_circle_is_its_persons_own() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    for staff in [&dana, &center.admin] {
        let refused = app.graphql(staff, CIRCLE, json!({})).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "{}", staff.name);
    }
}
