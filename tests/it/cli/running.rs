//! `cairn serve` and `cairn worker` at work, and told to stop.

use std::time::Duration;

use cairn_domain::operators;
use support::App;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Cairn, Running};

const LONG: Duration = Duration::from_secs(60);

async fn port(server: &mut Running) -> u16 {
    let line = server.line("serving").await;
    let port = line.split("port=").nth(1).and_then(|rest| rest.split_whitespace().next());
    port.and_then(|port| port.parse().ok()).unwrap_or_else(|| panic!("no port in {line}"))
}

async fn status(port: u16, path: &str) -> u16 {
    reqwest::get(format!("http://127.0.0.1:{port}{path}")).await.expect("an answer").status().as_u16()
}

/// A request of which only the beginning was sent, and then its end.
struct Slow(TcpStream);

const BODY: &str = r#"{"query":"{ __typename }"}"#;

impl Slow {
    async fn begin(port: u16) -> Self {
        let mut socket = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
        let head = format!(
            "POST /graphql HTTP/1.1\r\nhost: localhost:4000\r\ncontent-type: application/json\r\nx-graphql-require-preflight: 1\r\n\
             content-length: {}\r\n\r\n",
            BODY.len()
        );
        socket.write_all(&[head.as_bytes(), &BODY.as_bytes()[..10]].concat()).await.expect("sent");
        Self(socket)
    }

    async fn finish(mut self) -> String {
        self.0.write_all(&BODY.as_bytes()[10..]).await.expect("sent");
        let mut answer = Vec::new();
        self.0.read_to_end(&mut answer).await.expect("an answer");
        String::from_utf8(answer).expect("text")
    }
}

/// Not ready first, then no new connections, then the running request's answer, then the end.
#[tokio::test]
async fn a_stop_is_announced_and_lets_requests_finish() {
    let app = App::now().await;
    let mut server = Cairn::beside(&app).start(&["serve"]);
    let port = port(&mut server).await;
    assert_eq!((status(port, "/healthz").await, status(port, "/readyz").await), (200, 200));
    assert_eq!(status(port, "/help").await, 200);
    let slow = Slow::begin(port).await;
    server.signal("TERM");
    let patience = tokio::time::Instant::now() + LONG;
    while status(port, "/readyz").await != 503 {
        assert!(tokio::time::Instant::now() < patience, "still ready: {}", server.said());
    }
    assert_eq!(status(port, "/healthz").await, 200, "alive to the end");
    while TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
        assert!(tokio::time::Instant::now() < patience, "still listening: {}", server.said());
        tokio::task::yield_now().await;
    }
    let answer = slow.finish().await;
    assert!(answer.starts_with("HTTP/1.1 ") && answer.contains("\r\n\r\n{"), "{answer}");
    let said = server.end().await;
    assert_eq!(said.code, Some(0), "{}", said.all());
    assert!(said.out.contains("stopped") && !said.out.contains("cut off"), "{}", said.all());
}

/// A second signal is a person who does not want to wait.
#[tokio::test]
async fn the_second_signal_ends_it_at_once() {
    let app = App::now().await;
    let mut server = Cairn::beside(&app).start(&["serve"]);
    let port = port(&mut server).await;
    let _slow = Slow::begin(port).await;
    server.signal("INT");
    while status(port, "/readyz").await != 503 {}
    server.signal("INT");
    assert_eq!(server.end().await.code, Some(130));
}

/// Requests need neither a mail server nor the job queue; the mails wait for a worker.
#[tokio::test]
async fn requests_here_and_jobs_there() {
    let app = App::now().await;
    let both = Cairn::beside(&app);
    let mut requests = both.clone();
    requests.unset("DATABASE__WORKER_URL").unset("MAIL__HOST");
    let mut server = requests.start(&["serve", "--no-worker"]);
    assert_eq!(status(port(&mut server).await, "/readyz").await, 200);
    let to = "noor@platform.example";
    assert_eq!(both.run(&["operator", "create", "--email", to]).await.code, Some(0));
    operators::request_code(&app.operators, to, support::caller()).await.expect("a challenge");
    assert!(app.mail.inbox().mails(None).is_empty(), "nobody works on jobs yet");

    let mut worker = both.start(&["worker"]);
    worker.line("working").await;
    let code = app.mail.inbox().wait_for(LONG, |mail| mail.to.iter().any(|address| address == to)).await;
    assert_eq!(code.expect("the mail with the code").subject, "Your sign-in code");
    for running in [&worker, &server] {
        running.signal("TERM");
    }
    let (worker, server) = (worker.end().await, server.end().await);
    assert_eq!((worker.code, server.code), (Some(0), Some(0)), "{}\n{}", worker.all(), server.all());
    assert!(worker.out.contains("stopped") && server.out.contains("stopped"));
}
