//! The edges of the process: the accept loop under attack, telemetry on the wire, and the malware scanner.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    routing::{get, post},
};
use cairn_server::{
    adapters::clamd::{Clamd, ClamdAddress},
    config::{Config, Purpose, Sources},
    listener::{Limits, serve},
    telemetry,
};
use cairn_worker::scanner::{Scanner, Verdict};
use opentelemetry_proto::tonic::collector::{metrics::v1::ExportMetricsServiceRequest, trace::v1::ExportTraceServiceRequest};
use prost::Message;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;

const CANARY: &str = "Zyzzyva";

struct Server {
    address: std::net::SocketAddr,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

async fn server(connections: usize) -> Server {
    let router = Router::new().route("/", get(async || "here")).route(
        "/slow",
        get(async || {
            tokio::time::sleep(Duration::from_millis(700)).await;
            "at last"
        }),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    let limits = Limits { connections, head_timeout: Duration::from_millis(500), drain: Duration::from_secs(5) };
    let task = tokio::spawn(serve(listener, router, limits, stop.clone()));
    Server { address, stop, task }
}

/// How long until the server closes, having been sent `parts` with pauses.
async fn closed_after(address: std::net::SocketAddr, parts: &[&str], pause: Duration) -> Duration {
    let start = Instant::now();
    let (mut read, mut write) = TcpStream::connect(address).await.unwrap().into_split();
    let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
    let sending = tokio::spawn(async move {
        for part in parts {
            if write.write_all(part.as_bytes()).await.is_err() {
                return;
            }
            tokio::time::sleep(pause).await;
        }
        tokio::time::sleep(Duration::from_secs(10)).await;
    });
    let mut rest = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(8), read.read_to_end(&mut rest)).await;
    sending.abort();
    start.elapsed()
}

#[tokio::test]
async fn silent_and_dripping_connections_are_closed() {
    let server = server(64).await;
    let soon = Duration::from_secs(2);
    assert!(closed_after(server.address, &[], soon).await < soon, "not a byte");
    assert!(closed_after(server.address, &["GET / HT"], soon).await < soon, "half a line");
    let drip: Vec<String> = (0..40).map(|n| format!("x-{n}: y\r\n")).collect();
    let mut parts = vec!["GET / HTTP/1.1\r\nhost: x\r\n"];
    parts.extend(drip.iter().map(String::as_str));
    assert!(closed_after(server.address, &parts, Duration::from_millis(100)).await < soon, "a header at a time");
    let body = reqwest::get(format!("http://{}/", server.address)).await.unwrap().text().await.unwrap();
    assert_eq!(body, "here");
}

#[tokio::test]
async fn silent_connections_do_not_keep_others_out_for_long() {
    let server = server(4).await;
    let mut silent = Vec::new();
    for _ in 0..4 {
        silent.push(TcpStream::connect(server.address).await.unwrap());
    }
    let start = Instant::now();
    let body = reqwest::get(format!("http://{}/", server.address)).await.unwrap().text().await.unwrap();
    assert_eq!(body, "here");
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_stop_lets_requests_finish() {
    let server = server(64).await;
    let slow = tokio::spawn(reqwest::get(format!("http://{}/slow", server.address)));
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.stop.cancel();
    assert_eq!(slow.await.unwrap().unwrap().text().await.unwrap(), "at last");
    tokio::time::timeout(Duration::from_secs(3), server.task).await.unwrap().unwrap();
    TcpStream::connect(server.address).await.unwrap_err();
}

type Received = Arc<Mutex<(Vec<ExportTraceServiceRequest>, Vec<ExportMetricsServiceRequest>, Vec<u8>)>>;

/// An OTLP collector, as far as a test needs one.
async fn collector() -> (String, Received) {
    let received = Received::default();
    let router = Router::new()
        .route(
            "/v1/traces",
            post(async |State(received): State<Received>, body: Bytes| {
                let mut received = received.lock().unwrap();
                received.2.extend_from_slice(&body);
                received.0.push(ExportTraceServiceRequest::decode(body).unwrap());
            }),
        )
        .route(
            "/v1/metrics",
            post(async |State(received): State<Received>, body: Bytes| {
                let mut received = received.lock().unwrap();
                received.2.extend_from_slice(&body);
                received.1.push(ExportMetricsServiceRequest::decode(body).unwrap());
            }),
        )
        .with_state(Arc::clone(&received));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (endpoint, received)
}

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn say_everything() {
    let person = format!("Ana {CANARY}");
    let span = tracing::info_span!(
        target: "cairn_api",
        "http.request",
        request_id = "0190b5a4-6a2c-7000-8000-000000000000",
        http.route = "/{slug}/me",
        http.response.status_code = tracing::field::Empty,
        email = %person,
        code = %person,
        http.request.method = %person
    );
    let _inside = span.enter();
    span.record("http.response.status_code", 200_u16);
    span.record("email", person.as_str());
    let error = std::io::Error::other(person.clone());
    tracing::error!(target: "cairn_api", error = &error as &dyn std::error::Error, name = %person, reason = ?person, count = 3, "a surprise");
    tracing::warn!(target: "somebody_else", "row ({person}) violates");
    tracing::info!(target: "cairn_api", { monotonic_counter.sign_ins = 1_u64, outcome = "refused", who = %person }, "counted");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_in_the_table_goes_nowhere() {
    let (endpoint, received) = collector().await;
    let environment = vec![
        ("CAIRN__TELEMETRY__OTLP_ENDPOINT".to_owned(), endpoint),
        ("CAIRN__TELEMETRY__TRACE_SAMPLING".to_owned(), "1".to_owned()),
    ];
    let config = Config::load(&Sources { file: None, environment }, Purpose::Look).unwrap();
    let sink = Sink::default();
    let writer = sink.clone();
    tokio::task::spawn_blocking(move || {
        let (dispatch, telemetry) = telemetry::build(&config.telemetry, move || writer.clone(), false).unwrap();
        tracing::dispatcher::with_default(&dispatch, say_everything);
        telemetry.shutdown();
    })
    .await
    .unwrap();

    let lines = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
    assert!(!lines.contains(CANARY), "{lines}");
    let surprise = lines.lines().find(|line| line.contains("a surprise")).unwrap();
    for kept in ["request_id=0190b5a4", "http.route=/{slug}/me", "http.response.status_code=200", "count=3", "error=io=Other"] {
        assert!(surprise.contains(kept), "{kept} in {surprise}");
    }
    assert!(lines.contains("its text is withheld") && lines.contains("[somebody_else]"), "{lines}");
    assert!(!lines.contains("sign_ins"), "a metric is no log line: {lines}");

    let received = received.lock().unwrap();
    assert!(!String::from_utf8_lossy(&received.2).contains(CANARY), "on the wire");
    let span = &received.0[0].resource_spans[0].scope_spans[0].spans[0];
    assert_eq!(span.name, "http.request");
    let names: Vec<&str> = span.attributes.iter().map(|attribute| attribute.key.as_str()).collect();
    assert_eq!(names, ["request_id", "http.route", "http.response.status_code"]);
    assert!(span.events.is_empty());
    let metric = &received.1[0].resource_metrics[0].scope_metrics[0].metrics[0];
    assert_eq!(metric.name, "sign_ins");
    assert!(format!("{metric:?}").contains("refused"));
}

/// The test file that every scanner knows, in two halves so that this file is not taken for it.
fn eicar() -> Vec<u8> {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-", "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into_bytes()
}

/// As much of clamd as the protocol needs: finds EICAR, and answers in clamd's words.
async fn scripted_clamd() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut command = Vec::new();
                while command.last() != Some(&0) {
                    command.push(socket.read_u8().await.unwrap());
                }
                if command == b"zPING\0" {
                    return socket.write_all(b"PONG\0").await.unwrap();
                }
                let mut body = Vec::new();
                loop {
                    let mut chunk = vec![0; socket.read_u32().await.unwrap() as usize];
                    if chunk.is_empty() {
                        break;
                    }
                    socket.read_exact(&mut chunk).await.unwrap();
                    body.append(&mut chunk);
                }
                let found = body.windows(68).any(|window| window == eicar());
                let answer: &[u8] = match found {
                    true => b"stream: Eicar-Test-Signature FOUND\0",
                    false if body == b"strange" => b"INSTREAM size limit exceeded. ERROR\0",
                    false => b"stream: OK\0",
                };
                socket.write_all(answer).await.unwrap();
            });
        }
    });
    address
}

#[tokio::test]
async fn the_scanner_is_believed_only_when_it_is_clear() {
    let scanner = Clamd::new(ClamdAddress::parse(&scripted_clamd().await), 200_000);
    scanner.check().await.unwrap();
    assert_eq!(scanner.scan(&vec![7; 150_000]).await.unwrap(), Verdict::Clean);
    assert_eq!(scanner.scan(&eicar()).await.unwrap(), Verdict::Malware);
    scanner.scan(b"strange").await.unwrap_err();
    scanner.scan(&vec![7; 200_001]).await.unwrap_err();
    let gone = Clamd::new(ClamdAddress::parse("127.0.0.1:1"), 200_000);
    gone.scan(b"x").await.unwrap_err();
    gone.check().await.unwrap_err();
}
