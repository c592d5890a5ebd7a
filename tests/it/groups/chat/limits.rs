//! How much somebody can write, and how long it is kept.

use jiff::SignedDuration;
use serde_json::json;
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
