//! Lists of files: noted once a look, complete over pages.

use cairn_domain::ids::MemberId;
use serde_json::{Value as Json, json};
use support::App;
use uuid::Uuid;

use super::{LIST, announcement, create, list, send};

async fn list_events(app: &App, client: MemberId) -> Vec<(String, Option<Uuid>)> {
    sqlx::query_as(
        "select purpose, actor_id from cairn.audit_events where action = 'document.list' and client_id = $1 order by sequence",
    )
    .bind(client.0)
    .fetch_all(&mut app.superuser().await)
    .await
    .expect("events")
}

/// Looking is noted once a request, with its purpose, however many files there are.
#[tokio::test]
async fn reading_is_noted() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    for name in ["a.txt", "b.txt", "c.txt"] {
        send(&app, &ana, &ana, name, "text/plain", name.as_bytes()).await;
    }
    app.run_jobs().await;
    assert_eq!(list(&app, &dana, &ana).await.len(), 3);
    assert_eq!(list(&app, &ana, &ana).await.len(), 3);
    let expected = [("care".to_owned(), Some(dana.member_id.0)), ("own_data".to_owned(), Some(ana.member_id.0))];
    assert_eq!(list_events(&app, ana.member_id).await, expected);
}

/// The same instant for all: the id decides, and no page misses or repeats one.
#[tokio::test]
async fn pages_are_complete() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let mut made = Vec::new();
    for round in 0..23 {
        if round % 8 == 7 {
            app.driven().advance(jiff::SignedDuration::from_secs(1));
        }
        let name = format!("note {round}.txt");
        let created = create(&app, &ana, &announcement(&ana, &name, "text/plain", name.as_bytes())).await;
        made.push(((round + 1) / 8, created["document"]["id"].as_str().expect("an id").to_owned()));
    }
    let (mut after, mut seen) = (Json::Null, Vec::new());
    loop {
        let page = app.data(&ana, LIST, json!({ "first": 5, "after": after })).await["documents"].clone();
        for node in page["nodes"].as_array().expect("nodes") {
            seen.push(node["id"].as_str().expect("an id").to_owned());
        }
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(seen.len(), made.len());
    let second_of = |id: &String| made.iter().find(|(_, made)| made == id).map(|(round, _)| *round).expect("one of them");
    assert!(seen.windows(2).all(|pair| second_of(&pair[0]) >= second_of(&pair[1])), "newest first");
    made.sort_by(|a, b| a.1.cmp(&b.1));
    seen.sort();
    assert_eq!(seen, made.into_iter().map(|(_, id)| id).collect::<Vec<_>>());
}
