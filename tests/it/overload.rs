//! Too much at once: refused in words, with the time after which another try is welcome; never a fault of ours.

use std::num::NonZeroU32;
use std::time::Duration;

use axum::body::Body;
use cairn_api::http::{Limits, Mode};
use cairn_domain::members::{CreateApiToken, create_api_token};
use futures::{SinkExt, StreamExt};
use http::{Request, StatusCode, header};
use serde_json::{Value as Json, json};
use support::{Answer, App, Person, Setup};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

use crate::http::{full, handshake, listening};

fn number(n: u32) -> NonZeroU32 {
    NonZeroU32::new(n).expect("a number")
}

/// As many as there are, held until dropped.
async fn all_connections(app: &App, person: &Person, count: u32) -> Vec<cairn_domain::CenterTx> {
    let mut held = Vec::new();
    for _ in 0..count {
        held.push(app.enter(person).await);
    }
    held
}

fn seconds(answer: &Answer) -> u32 {
    answer.header("retry-after").and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{:?}", answer.headers))
}

#[tokio::test]
async fn without_a_free_connection_pages_and_queries_ask_to_come_back() {
    let size = 4;
    let app = App::with(Setup { pool: (size, Duration::from_secs(1)), ..Setup::default() }).await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let held = all_connections(&app, &ana, size).await;
    for (path, person) in [
        ("/harbor-house/me/today", Some(&ana)),
        ("/harbor-house/app", Some(&dana)),
        ("/harbor-house", None),
        ("/harbor-house/sign-in", None),
    ] {
        let answer = app.get(path, person).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(seconds(&answer) >= 1, "{path}");
        assert!(answer.text().contains("<main") && answer.text().contains("help"), "{path}: {}", answer.text());
    }
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-graphql-require-preflight", "1")
        .header(header::COOKIE, format!("__Host-cairn={}", ana.cookie))
        .body(Body::from(json!({ "query": "{ viewer { now } }" }).to_string()))
        .expect("a request");
    let answer = app.http(request).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.json()["errors"][0]["extensions"]["code"], "UNAVAILABLE");
    assert!(seconds(&answer) >= 1);
    drop(held);
    assert_eq!(app.get("/harbor-house/me/today", Some(&ana)).await.status, StatusCode::OK);
}

async fn api_token(app: &App, person: &Person) -> String {
    let tx = app.enter(person).await;
    let input = CreateApiToken { key: uuid::Uuid::new_v4(), name: "tests".to_owned(), days: 1 };
    let secret = create_api_token(&tx, input).await.expect("a token").1.expect("shown once");
    tx.commit().await.expect("commit");
    secret
}

async fn ask(app: &App, token: &str) -> Answer {
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-graphql-require-preflight", "1")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::from(json!({ "query": "{ viewer { now } }" }).to_string()))
        .expect("a request");
    app.http(request).await
}

#[tokio::test]
async fn one_member_in_many_programs_has_one_budget() {
    let limits = Limits { member_per_second: number(1), member_burst: number(4), ..Limits::default() };
    let app = App::with(Setup { mode: Mode::Serve, limits, ..Setup::default() }).await;
    let center = app.center("Harbor House").await;
    let tokens = [api_token(&app, &center.admin).await, api_token(&app, &center.admin).await];
    let elsewhere = app.center("River Bend").await;
    let other = api_token(&app, &elsewhere.admin).await;
    let mut admitted = 0;
    let refused = loop {
        let answer = ask(&app, &tokens[admitted % 2]).await;
        if answer.status != StatusCode::OK {
            break answer;
        }
        admitted += 1;
        assert!(admitted < 200, "nobody is counted");
    };
    assert!(admitted >= 4, "the burst is {admitted}");
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let extensions = refused.json()["errors"][0]["extensions"].clone();
    assert_eq!(extensions["code"], "RATE_LIMITED");
    assert_eq!(extensions["retryAfterSeconds"], seconds(&refused));
    assert_eq!(ask(&app, &other).await.status, StatusCode::OK, "others are not slowed down");
}

#[tokio::test]
async fn a_center_that_asks_too_much_slows_nobody_else() {
    let limits = Limits { center_per_second: number(1), center_burst: number(4), ..Limits::default() };
    let app = App::with(Setup { mode: Mode::Serve, limits, ..Setup::default() }).await;
    let center = app.center("Harbor House").await;
    let token = api_token(&app, &center.admin).await;
    let elsewhere = app.center("River Bend").await;
    let other = api_token(&app, &elsewhere.admin).await;
    let mut admitted = 0;
    while ask(&app, &token).await.status == StatusCode::OK {
        admitted += 1;
        assert!(admitted < 200, "nobody is counted");
    }
    assert!(admitted >= 4, "the burst is {admitted}");
    assert_eq!(ask(&app, &other).await.status, StatusCode::OK, "the other center is not slowed down");
}

#[tokio::test]
async fn a_socket_begins_a_few_subscriptions_a_second() {
    let app = App::start().await;
    let admin = app.center("Harbor House").await.admin;
    let (url, stop) = listening(&app).await;
    let (mut socket, _) = connect_async(handshake(&url, &full(&admin))).await.expect("a socket");
    let mut say = async |message: Json| socket.send(Message::text(message.to_string())).await.expect("send");
    say(json!({ "type": "connection_init" })).await;
    for n in 0..40 {
        let payload = json!({ "query": "subscription { sessionChanges { kind } }" });
        say(json!({ "id": format!("s{n}"), "type": "subscribe", "payload": payload })).await;
    }
    let refusal = loop {
        let message = tokio::time::timeout(Duration::from_secs(5), socket.next()).await.expect("an answer in time");
        let text = message.expect("a message").expect("no error").into_text().expect("text");
        let message: Json = serde_json::from_str(&text).expect("JSON");
        let error = if message["payload"].is_array() { &message["payload"][0] } else { &message["payload"]["errors"][0] };
        if error["extensions"]["code"] == "RATE_LIMITED" {
            break error.clone();
        }
    };
    assert!(refusal["extensions"]["retryAfterSeconds"].as_u64().is_some_and(|seconds| seconds >= 1), "{refusal}");
    stop.cancel();
}
