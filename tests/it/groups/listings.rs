//! What an admin does not want shown of the meetings of others.

use serde_json::{Value as Json, json};
use support::{App, Person};

use super::import::{applied, listings, meeting, names};

async fn set(app: &App, person: &Person, mutation: &str, id: &Json) -> Json {
    let query = format!("mutation($id: ID!) {{ {mutation}(listingId: $id) {{ listing {{ name }} problems {{ code path }} }} }}");
    app.data(person, &query, json!({ "id": id })).await[mutation].clone()
}

#[tokio::test]
async fn a_removed_meeting_stays_away_until_it_is_put_back() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let admin = &center.admin;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    applied(&app, admin, &json!([meeting("a", json!({})), meeting("b", json!({}))])).await;
    let id = listings(&app, admin, json!({})).await[0]["id"].clone();
    for person in [&dana, &ana] {
        let refused = set(&app, person, "removeListing", &id).await;
        assert_eq!(refused["problems"], json!([{ "code": "not_found", "path": ["listingId"] }]), "{}", person.name);
        let asked = app.graphql(person, "{ listings(filter: { removed: true }) { nodes { id } } }", json!({})).await;
        assert_eq!(asked["errors"][0]["extensions"]["code"], "FORBIDDEN");
    }
    for _ in 0..2 {
        let removed = set(&app, admin, "removeListing", &id).await;
        assert_eq!(removed, json!({ "listing": { "name": "Hope a" }, "problems": [] }));
    }
    assert_eq!(names(&listings(&app, &ana, json!({})).await), ["Hope b"]);
    assert_eq!(names(&listings(&app, admin, json!({})).await), ["Hope b"]);
    assert_eq!(names(&listings(&app, admin, json!({ "removed": true })).await), ["Hope a"]);
    // The feed comes again, with another time: still away.
    applied(&app, admin, &json!([meeting("a", json!({ "time": "20:00" })), meeting("b", json!({}))])).await;
    assert_eq!(names(&listings(&app, &ana, json!({})).await), ["Hope b"]);
    set(&app, admin, "restoreListing", &id).await;
    let back = listings(&app, &ana, json!({})).await;
    assert_eq!((names(&back), &back[1]["starts"]), (vec!["Hope b", "Hope a"], &json!("20:00")));
    let actions: Vec<String> =
        sqlx::query_scalar("select action from cairn.audit_events where action like 'listing.%' order by sequence")
            .fetch_all(&mut app.superuser().await)
            .await
            .expect("events");
    assert_eq!(actions, ["listing.remove", "listing.restore"]);
}
