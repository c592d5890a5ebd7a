//! What every answer carries, and what stands before the handlers.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use cairn_api::http::{Limits, ROUTES};
use futures::{SinkExt, StreamExt};
use http::{Request, StatusCode, header};
use serde_json::{Value as Json, json};
use support::{App, PUBLIC_URL, Person, Setup};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};
use tokio_util::sync::CancellationToken;

use crate::pages::visitor::{Visitor, code};

/// A path that the route answers for.
fn example(template: &str) -> String {
    template
        .replace("{slug}", "harbor-house")
        .replace("{token}", "AAAA")
        .replace("{id}", "session:00000000-0000-7000-8000-000000000000")
        .replace("{*rest}", "today")
        .replace("{*file}", "nothing.js")
}

#[tokio::test]
async fn every_route_answers_with_the_guards_of_a_browser() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    for route in ROUTES {
        let (method, template) = route.split_once(' ').expect("a method and a path");
        for cookie in [None, Some(&center.admin.cookie)] {
            let mut request = Request::builder().method(method).uri(example(template));
            if let Some(cookie) = cookie {
                request = request.header(header::COOKIE, format!("__Host-cairn={cookie}"));
            }
            let answer = app.http(request.body(Body::empty()).expect("a request")).await;
            assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{route}");
            assert!(!answer.status.is_server_error(), "{route}: {}", answer.status);
            let policy = answer.header("content-security-policy").unwrap_or_default();
            for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
                assert!(policy.contains(part), "{route}: {policy}");
            }
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{route}");
            assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{route}");
            assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"), "{route}");
            assert!(answer.header("x-request-id").is_some_and(|id| id.len() == 36), "{route}");
            assert!(answer.header("cache-control").is_some(), "{route}");
            // The one thing that every site may read.
            let public = template == "/{slug}/meetings.json";
            assert_eq!(answer.header("access-control-allow-origin"), public.then_some("*"), "{route}");
            if template != "/safety" && !public {
                assert_eq!(answer.header("cache-control"), Some("no-store"), "{route}");
            }
        }
    }
}

#[tokio::test]
async fn unknown_places_and_wrong_methods_get_a_page_with_a_way_on() {
    let app = App::start().await;
    for path in
        ["/nowhere", "/Nowhere", "/nowhere/at/all", "/favicon.ico", "/start/nothing", "/%F0%9F%8C%BF", "/nowhere/help", "/help/x"]
    {
        let answer = app.get(path, None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().contains("href=\"/help\""), "{path}");
    }
    let wrong = app.http(Request::delete("/start").body(Body::empty()).expect("a request")).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(wrong.text().contains("<main"));
    assert_eq!(app.get("/healthz", None).await.text(), "ok");
    assert_eq!(app.get("/readyz", None).await.text(), "ok");
    for climbing in
        ["/assets/../index.html", "/assets/%2e%2e/.vite/manifest.json", "/assets/..%2f.vite/manifest.json", "/assets//etc/passwd"]
    {
        assert_eq!(app.get(climbing, None).await.status, StatusCode::NOT_FOUND, "{climbing}");
    }
}

/// The product on a real port, for sockets.
pub async fn listening(app: &App) -> (String, CancellationToken) {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let stop = CancellationToken::new();
    let limits =
        cairn_server::listener::Limits { connections: 64, head_timeout: Duration::from_secs(5), drain: Duration::from_secs(1) };
    tokio::spawn(cairn_server::listener::serve(listener, app.router.clone(), limits, stop.clone()));
    (format!("ws://{address}/graphql/live"), stop)
}

pub fn handshake(url: &str, headers: &[(&'static str, String)]) -> Request<()> {
    let mut request = url.into_client_request().expect("a request");
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().expect("a header"));
    }
    request
}

pub fn full(person: &Person) -> Vec<(&'static str, String)> {
    vec![
        ("origin", PUBLIC_URL.to_owned()),
        ("cookie", format!("__Host-cairn={}", person.cookie)),
        ("sec-websocket-protocol", "graphql-transport-ws".to_owned()),
    ]
}

#[tokio::test]
async fn sockets_open_for_our_own_pages_only() {
    let app = App::start().await;
    let admin = app.center("Harbor House").await.admin;
    let (url, stop) = listening(&app).await;
    let cases = [
        ("without origin", Some("origin"), None, StatusCode::FORBIDDEN),
        ("foreign origin", None, Some(("origin", "https://evil.example")), StatusCode::FORBIDDEN),
        ("null origin", None, Some(("origin", "null")), StatusCode::FORBIDDEN),
        ("cross-site", None, Some(("sec-fetch-site", "cross-site")), StatusCode::FORBIDDEN),
        ("no cookie", Some("cookie"), None, StatusCode::UNAUTHORIZED),
        ("made-up cookie", None, Some(("cookie", "__Host-cairn=AAAA")), StatusCode::UNAUTHORIZED),
        ("old protocol", None, Some(("sec-websocket-protocol", "graphql-ws")), StatusCode::BAD_REQUEST),
    ];
    for (name, without, with, expected) in cases {
        let mut headers: Vec<_> = full(&admin).into_iter().filter(|(header, _)| Some(*header) != without).collect();
        if let Some((header, value)) = with {
            headers.retain(|(have, _)| *have != header);
            headers.push((header, value.to_owned()));
        }
        match connect_async(handshake(&url, &headers)).await {
            Err(SocketError::Http(response)) => assert_eq!(response.status(), expected, "{name}"),
            Err(other) => panic!("{name}: {other}"),
            Ok(_) => panic!("{name} opened"),
        }
    }
    stop.cancel();
}

#[tokio::test]
async fn a_socket_runs_a_few_subscriptions_and_nothing_else() {
    let limits = Limits { subscriptions_per_second: NonZeroU32::new(1_000).expect("a number"), ..Limits::default() };
    let app = App::with(Setup { limits, ..Setup::default() }).await;
    let admin = app.center("Harbor House").await.admin;
    let (url, stop) = listening(&app).await;
    let (mut socket, response) = connect_async(handshake(&url, &full(&admin))).await.expect("a socket");
    assert_eq!(response.headers()["sec-websocket-protocol"], "graphql-transport-ws");
    let mut say = async |message: Json| socket.send(Message::text(message.to_string())).await;
    say(json!({ "type": "connection_init" })).await.expect("send");
    let operation = |id: &str, query: &str| json!({ "id": id, "type": "subscribe", "payload": { "query": query } });
    say(operation("q", "{ viewer { now } }")).await.expect("send");
    say(operation("m", "mutation { goLive { problems { code } } }")).await.expect("send");
    for n in 0..17 {
        say(operation(&format!("s{n}"), "subscription { sessionChanges { kind } }")).await.expect("send");
    }
    let mut heard = Vec::new();
    let done = |heard: &[(String, String, Option<String>)]| {
        ["q", "m", "s16"].iter().all(|id| heard.iter().any(|(_, have, code)| have == id && code.is_some()))
    };
    while !done(&heard) {
        let message = tokio::time::timeout(Duration::from_secs(5), socket.next()).await.expect("an answer in time");
        let text = message.expect("a message").expect("no error").into_text().expect("text");
        let message: Json = serde_json::from_str(&text).expect("JSON");
        let code = message["payload"]["errors"][0]["extensions"]["code"]
            .as_str()
            .or(message["payload"][0]["extensions"]["code"].as_str());
        heard.push((
            message["type"].as_str().unwrap_or_default().to_owned(),
            message["id"].as_str().unwrap_or_default().to_owned(),
            code.map(str::to_owned),
        ));
    }
    let of = |id: &str| heard.iter().find(|(_, have, _)| have == id).and_then(|(_, _, code)| code.as_deref());
    assert_eq!(heard[0].0, "connection_ack");
    assert_eq!(of("q"), Some("SUBSCRIPTIONS_ONLY"), "{heard:?}");
    assert_eq!(of("m"), Some("SUBSCRIPTIONS_ONLY"), "{heard:?}");
    assert_eq!(of("s16"), Some("TOO_MANY_OPERATIONS"), "{heard:?}");
    stop.cancel();
}

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic while writing").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_token_code_or_address_reaches_the_log() {
    let written = Written::default();
    let writer = written.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let mut visitor = Visitor::new(&app);
    visitor.get("/harbor-house/sign-in?next=%2Fharbor-house%2Fapp%2Fcanary-next").await;
    visitor.post("/harbor-house/sign-in", &[("email", &center.admin.email)]).await;
    let code = code(&app, &center.admin.email).await;
    visitor.get("/harbor-house/sign-in/code").await;
    visitor.post("/harbor-house/sign-in/code", &[("code", &code)]).await;
    visitor.get("/harbor-house/app/canary-path?q=canary-query").await;
    visitor.get("/i/canary-token").await;
    let fields = [("email", "canary@mail.example"), ("password", "canary-password")];
    visitor.get("/harbor-house/sign-in").await;
    visitor.post("/harbor-house/sign-in/password", &fields).await;
    let cookie = visitor.cookies.get("__Host-cairn").expect("signed in").clone();
    app.graphql(&center.admin, "{ viewer { now canaryField } }", json!({ "a": "canary-variable" })).await;
    let log = String::from_utf8_lossy(&written.0.lock().expect("written")).into_owned();
    let ours: String =
        log.lines().filter(|line| line.contains("cairn") || line.contains("http.request")).collect::<Vec<_>>().join("\n");
    assert!(ours.contains("http.request"), "the log has our spans");
    for secret in ["canary", cookie.as_str(), code.as_str(), center.admin.email.as_str()] {
        let line = ours.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} is in the log");
    }
}
