//! Whoever stands in is offered at the agreed time only when they could come; otherwise at times of their own.

use cairn_domain::availability::WeeklyRange;
use serde_json::{Value as Json, json};
use support::{App, Person};

use super::cover::{answer, asked, cover, three};
use super::{book, code, session, set_hours};

const SLOTS: &str = r#"query($c: ID!, $s: ID!) {
  slots(counselorId: $c, from: "2026-03-04", days: 3, minutes: 45, sessionId: $s, place: ONLINE) { startsAt } }"#;
const COVERING: &str = "query($id: ID!) { covering(coveringId: $id) { answers { client { name } backupFree } } }";

async fn times(app: &App, viewer: &Person, backup: &Person, asked: &Json) -> Vec<String> {
    let found = app.data(viewer, SLOTS, json!({ "c": backup.wire_id(), "s": asked["session"]["id"] })).await;
    let slots = found["slots"].as_array().expect("slots").clone();
    slots.iter().filter_map(|slot| slot["startsAt"].as_str()).map(str::to_owned).collect()
}

async fn free(app: &App, viewer: &Person, covering: &Json) -> Vec<(String, bool)> {
    let found = app.data(viewer, COVERING, json!({ "id": covering["covering"]["id"] })).await;
    let mut free: Vec<(String, bool)> = found["covering"]["answers"]
        .as_array()
        .expect("answers")
        .iter()
        .map(|one| (one["client"]["name"].as_str().unwrap_or_default().to_owned(), one["backupFree"] == true))
        .collect();
    free.sort();
    free
}

#[tokio::test]
async fn whoever_works_in_the_evening_is_offered_in_the_evening() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    set_hours(&app, &marcus, |hours| {
        hours.weekly = (1..=5).map(|weekday| WeeklyRange { weekday, from: 17 * 60, until: 20 * 60 }).collect();
    })
    .await;
    let covering = cover(&app, &dana, &dana, Some(&marcus)).await;
    let ana = &people[0];
    let mine = asked(&app, ana).await;
    assert_eq!((&mine["backup"]["name"], &mine["backupFree"]), (&json!("Marcus Whitfield"), &json!(false)));
    assert!(free(&app, &dana, &covering).await.iter().all(|(_, free)| !free));
    // Pressed on a page that was open before: in words that are for them.
    assert_eq!(code(&answer(&app, ana, &mine, "BACKUP", None).await), "backup_not_free");
    // Their times are there to choose from, for the client and for the center, and are the bookable ones.
    let evening = times(&app, ana, &marcus, &mine).await;
    assert_eq!(evening.first().map(String::as_str), Some("2026-03-04T22:00:00Z"));
    assert_eq!(times(&app, &center.admin, &marcus, &mine).await, evening);
    let chosen = answer(&app, ana, &mine, "BACKUP", Some("2026-03-04T22:00:00Z")).await;
    assert_eq!(chosen["coverAnswer"]["state"], "BACKUP", "{chosen:#}");
    // The center, after a call, with the next one.
    let theirs = asked(&app, &people[1]).await;
    let called = answer(&app, &center.admin, &theirs, "BACKUP", Some("2026-03-04T23:00:00Z")).await;
    assert_eq!(called["coverAnswer"]["state"], "BACKUP", "{called:#}");
}

#[tokio::test]
async fn nobody_is_offered_who_has_no_link_for_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    set_hours(&app, &marcus, |hours| hours.online_link = None).await;
    cover(&app, &dana, &dana, Some(&marcus)).await;
    let mine = asked(&app, &people[0]).await;
    assert_eq!(mine["backupFree"], false);
    assert_eq!(times(&app, &people[0], &marcus, &mine).await, Vec::<String>::new());
    let day = "2026-03-05T15:00:00Z";
    assert_eq!(code(&answer(&app, &people[0], &mine, "BACKUP", Some(day)).await), "backup_not_free");
}

#[tokio::test]
async fn who_sits_with_somebody_else_then_is_not_free_for_that_one_alone() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    let grace = center.client("Grace Tanaka", &marcus).await;
    session(&book(&app, &marcus, &marcus, &grace, "2026-03-04T16:00:00Z").await);
    let covering = cover(&app, &dana, &dana, Some(&marcus)).await;
    let expected = [("Ana Ruiz", true), ("Nora Quist", true), ("Theo Lindqvist", false)];
    let expected = expected.map(|(name, free)| (name.to_owned(), free));
    assert_eq!(free(&app, &center.admin, &covering).await, expected);
    assert_eq!(asked(&app, &people[1]).await["backupFree"], false);
    // Two who must never meet are not offered to each other: neither the person nor their times.
    sqlx::query(
        "insert into cairn.pair_conflicts (center_id, id, one_id, other_id, source, entered_by, created_at)
         values ($1, gen_random_uuid(), least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), 'relative', $4, now())",
    )
    .bind(center.center.id.0)
    .bind(people[0].member_id.0)
    .bind(marcus.member_id.0)
    .bind(center.admin.member_id.0)
    .execute(&mut app.superuser().await)
    .await
    .expect("kept apart");
    let mine = asked(&app, &people[0]).await;
    assert_eq!((&mine["backup"], &mine["backupFree"]), (&Json::Null, &json!(false)));
    let refused = app.graphql(&people[0], SLOTS, json!({ "c": marcus.wire_id(), "s": mine["session"]["id"] })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "NOT_FOUND", "{refused}");
}
