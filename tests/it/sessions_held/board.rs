//! What the board of pairs takes for a miss.

use serde_json::json;
use support::App;

use super::hour::{Hour, MISS};

#[tokio::test]
async fn calling_off_is_no_miss_and_not_coming_is_one() {
    let app = App::start().await;
    let hour = Hour::of_a_pair(&app).await;
    let sessions =
        [hour.booked("2026-03-04T22:00:00Z", "IN_PERSON").await, hour.booked("2026-03-05T22:00:00Z", "IN_PERSON").await];
    let cancel = "mutation($id: ID!) { cancelSession(input: { sessionId: $id, version: 1 }) { problems { code } } }";
    let called_off =
        [hour.booked("2026-03-06T22:00:00Z", "IN_PERSON").await, hour.booked("2026-03-09T22:00:00Z", "IN_PERSON").await];
    for id in &called_off {
        hour.fine(cancel, json!({ "id": id })).await;
    }
    hour.at("2026-03-10T15:00:00Z").await;
    let board = "{ mentorshipBoard { needs { kind number } } }";
    let needs = app.data(&hour.center.admin, board, json!({})).await;
    assert!(!needs.to_string().contains("MISSED_MEETINGS"), "{needs}");
    for id in &sessions {
        hour.fine(MISS, json!({ "id": id, "by": "CLIENT" })).await;
    }
    let needs = app.data(&hour.center.admin, board, json!({})).await;
    let missed = json!({ "kind": "MISSED_MEETINGS", "number": 2 });
    assert!(needs["mentorshipBoard"][0]["needs"].as_array().is_some_and(|needs| needs.contains(&missed)), "{needs}");
}
