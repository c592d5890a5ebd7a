//! Requests that are given up half-way, and a database that cuts its connections: nothing is lost that was
//! acknowledged, nothing is half-done, and nobody ends up in somebody else's center.

use std::time::Duration;

use cairn_domain::programs::{self, CreateProgram};
use serde_json::json;
use support::{App, Person};

async fn create(app: &App, admin: &Person, name: String) -> Option<String> {
    let tx = app.db.enter(&admin.credential(), None).await.ok().flatten()?;
    programs::create(&tx, CreateProgram { key: uuid::Uuid::new_v4(), name: name.clone(), from_template: None }).await.ok()?;
    tx.commit().await.ok()?;
    Some(name)
}

/// sqlx 0.9.0 loses what is committed on a connection whose `begin` was cancelled; `Db::begin` does not let that
/// happen. Requests are dropped at every point of their life.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancelled_requests_lose_nothing_that_was_acknowledged() {
    let app = App::start().await;
    let harbor = app.center("Harbor House").await;
    let sierra = app.center_in("Sierra Commons", "America/Los_Angeles").await;
    let mut acknowledged = Vec::new();
    let admins = [&harbor.admin, &sierra.admin];
    for round in 0..30_u64 {
        let tries = (0..30_u64).map(|number| {
            let (app, admin) = (&app, admins[usize::try_from(number % 2).unwrap_or(0)]);
            // From "at once" to "after everything": spread so that each await is hit.
            let patience = Duration::from_micros((round * 37 + number * 997) % 30_000);
            async move { tokio::time::timeout(patience, create(app, admin, format!("P {round} {number}"))).await.ok().flatten() }
        });
        acknowledged.extend(futures::future::join_all(tries).await.into_iter().flatten());
    }
    let mut kept = Vec::new();
    for (index, admin) in admins.into_iter().enumerate() {
        let programs = app.data(admin, "{ programs { name } }", json!({})).await;
        for program in programs["programs"].as_array().expect("programs") {
            let name = program["name"].as_str().expect("a name").to_owned();
            if let Some(number) = name.strip_prefix("P ").and_then(|rest| rest.split(' ').next_back()) {
                let number: usize = number.parse().expect("a number");
                assert_eq!(number % 2, index, "{name} is in the wrong center");
                kept.push(name);
            }
        }
    }
    let lost: Vec<_> = acknowledged.iter().filter(|name| !kept.contains(name)).collect();
    assert!(lost.is_empty(), "{} of {} acknowledged writes are gone: {lost:?}", lost.len(), acknowledged.len());
}

const BOOK: &str = "mutation($input: BookSessionInput!) { bookSession(input: $input) { session { id } problems { code } } }";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_cuts_connections_leaves_nothing_half_done() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let starts: Vec<String> = (2..12)
        .flat_map(|day| [14, 15, 16, 17, 18, 19, 20].map(|hour| format!("2026-03-{:02}T{hour}:00:00Z", day + 1)))
        .filter(|start| !start.starts_with("2026-03-07") && !start.starts_with("2026-03-08"))
        .collect();
    let cutting = async {
        let mut superuser = app.superuser().await;
        for _ in 0..20 {
            let cut = "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'cairn_app' and datname = current_database()";
            let _: i64 = sqlx::query_scalar(cut).fetch_one(&mut superuser).await.expect("cut");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let booking = futures::future::join_all(starts.iter().map(|starts_at| {
        let (app, dana, ana) = (&app, &dana, &ana);
        async move {
            let key = uuid::Uuid::new_v4();
            let input = json!({ "input": { "clientMutationId": key, "counselorId": dana.wire_id(), "clientId": ana.wire_id(),
                "startsAt": starts_at, "minutes": 30, "place": "IN_PERSON" } });
            // As a browser would: the same key until there is an answer.
            for _ in 0..200 {
                let answer = app.graphql(dana, BOOK, input.clone()).await;
                match answer["errors"][0]["extensions"]["code"].as_str() {
                    None => return answer["data"]["bookSession"].clone(),
                    Some(code) => assert_eq!(code, "UNAVAILABLE", "{answer:#}"),
                }
            }
            panic!("no answer for {starts_at}");
        }
    }));
    let ((), answers) = tokio::join!(cutting, booking);
    for answer in &answers {
        assert!(answer["session"]["id"].is_string(), "{answer:#}");
    }
    let mut superuser = app.superuser().await;
    let count = async |sql: &'static str, db: &mut sqlx::PgConnection| -> i64 {
        sqlx::query_scalar(sql).fetch_one(db).await.expect("count")
    };
    let booked = i64::try_from(starts.len()).expect("a count");
    assert_eq!(count("select count(*) from cairn.sessions where state = 'booked'", &mut superuser).await, booked);
    // Each with its record and its confirmations: all or nothing.
    assert_eq!(count("select count(*) from cairn.audit_events where action = 'session.book'", &mut superuser).await, booked);
    let told =
        count("select count(distinct subject_id) from cairn.notifications where kind = 'session_booked'", &mut superuser).await;
    assert_eq!(told, booked);
}
