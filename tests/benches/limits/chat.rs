//! A group's chat as its members hear it: many open screens on two servers, a steady rain of messages, and how long each
//! takes from being sent to being heard. The servers are two processes: what one is sent, the other hears through the database.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use cairn_domain::Db;
use cairn_domain::clock::Clock;
use cairn_domain::db::{PoolSize, connect};
use cairn_domain::sealed::{KeyRing, Place};
use futures::{SinkExt, StreamExt};
use serde_json::json;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::data::{DATABASE, Ground, opened, seal};
use crate::http::{Ask, Client};
use crate::server::Server;
use crate::setting::{Setting, cookie, id};
use crate::trusted;

pub const GROUPS: i64 = 50;
const EACH: i64 = 10;
const PER_SECOND: u64 = 20;
const SECONDS: u64 = 20;
const MESSAGES: u64 = PER_SECOND * SECONDS;
/// For the last ones to arrive.
const PATIENCE: Duration = Duration::from_secs(10);
const ALIAS: Place = Place::identity("memberships", "alias");

/// Center and person of a group's member.
fn member(setting: &Setting, group: i64, nth: i64) -> (i64, i64) {
    let center = (group - 1) % setting.centers + 1;
    let before = (group - 1) / setting.centers * EACH;
    (center, setting.person(center, setting.counselors() + before + nth))
}

/// Of groups; sessions and people count up to far below.
fn group_id(group: i64) -> Uuid {
    id(7_000_000_000 + group)
}

async fn fill(ground: &Ground, setting: &Setting) -> Result<()> {
    if (GROUPS / setting.centers + 1) * EACH > setting.people - setting.counselors() {
        bail!("too few people for {GROUPS} groups of {EACH}");
    }
    let mut admin = ground.superuser().await?;
    let pool = connect(&ground.postgres.url("cairn_app", DATABASE), PoolSize(1)).await?;
    let db = Db::new(pool, Clock::System, KeyRing::new(Arc::clone(&ground.wrap)));
    for group in 1..=GROUPS {
        let (center, _) = member(setting, group, 1);
        sqlx::query(
            "insert into cairn.groups (center_id, id, name, format, mode, state, created_at, updated_at)
             values ($1, $2, 'Circle', 'discussion', 'online', 'active', now(), now())",
        )
        .bind(id(center))
        .bind(group_id(group))
        .execute(&mut admin)
        .await?;
        let keys = opened(&db, center).await?;
        for nth in 1..=EACH {
            let (_, person) = member(setting, group, nth);
            let (row, alias) = (Uuid::new_v4(), format!("Alias {nth}"));
            sqlx::query(
                "insert into cairn.memberships (center_id, id, group_id, member_id, alias, alias_hash, state, joined_at, consented_at, created_at)
                 values ($1, $2, $3, $4, $5, $6, 'active', now(), now(), now())",
            )
            .bind(id(center))
            .bind(row)
            .bind(group_id(group))
            .bind(id(person))
            .bind(seal(&db, &keys, ALIAS, row, &alias)?)
            .bind(keys.index("memberships.alias", alias.as_bytes()).to_vec())
            .execute(&mut admin)
            .await?;
        }
    }
    db.pool().close().await;
    Ok(())
}

/// What a page sends, by its name.
#[derive(Clone)]
struct Documents {
    listen: String,
    send: String,
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// As if each screen were on a network of its own.
async fn open(port: u16, documents: &Documents, credential: &str, group: i64, nth: i64) -> Result<Socket> {
    let mut request = format!("ws://127.0.0.1:{port}/graphql/live").into_client_request()?;
    for (name, value) in [
        ("origin", format!("http://127.0.0.1:{port}")),
        ("cookie", format!("__Host-cairn={credential}")),
        ("x-forwarded-for", format!("10.2.{group}.{nth}")),
        ("sec-websocket-protocol", "graphql-transport-ws".to_owned()),
    ] {
        request.headers_mut().insert(name, value.parse()?);
    }
    let (mut socket, _) = connect_async(request).await.context("open a socket")?;
    socket.send(Message::text(r#"{"type":"connection_init"}"#)).await?;
    let payload = json!({
        "extensions": { "documentId": documents.listen },
        "variables": { "groupId": format!("group:{}", group_id(group)) },
    });
    socket.send(Message::text(json!({ "type": "subscribe", "id": "1", "payload": payload }).to_string())).await?;
    Ok(socket)
}

/// What all screens share: when each message left, in microseconds since the start.
struct Board {
    start: Instant,
    left: Vec<AtomicU64>,
    /// Screens that heard anything at all.
    awake: AtomicU64,
    heard: AtomicU64,
}

/// Latencies in microseconds, and how many messages came twice.
async fn watch(mut socket: Socket, board: Arc<Board>, stop: CancellationToken) -> (Vec<u64>, u64) {
    let (mut took, mut seen, mut twice, mut awake) = (Vec::new(), std::collections::HashSet::new(), 0, false);
    loop {
        let message = tokio::select! {
            () = stop.cancelled() => break,
            message = socket.next() => message,
        };
        let Some(Ok(message)) = message else { break };
        let Message::Text(text) = message else { continue };
        if !awake && text.contains("\"next\"") {
            awake = true;
            board.awake.fetch_add(1, Ordering::Relaxed);
        }
        let Some(number) = text.split("bench ").nth(1).and_then(|rest| rest.split('"').next()?.parse::<usize>().ok()) else {
            continue;
        };
        let now = u64::try_from(board.start.elapsed().as_micros()).unwrap_or(u64::MAX);
        if !seen.insert(number) {
            twice += 1;
            continue;
        }
        board.heard.fetch_add(1, Ordering::Relaxed);
        took.push(now.saturating_sub(board.left[number].load(Ordering::Acquire)));
    }
    (took, twice)
}

/// Answers how often it was refused before: a full server says so, and a page sends the same again.
async fn say(setting: &Setting, documents: &Documents, client: &mut Client, (group, nth): (i64, i64), body: &str) -> Result<u64> {
    let (center, person) = member(setting, group, nth);
    let input = json!({ "clientMutationId": Uuid::new_v4(), "groupId": format!("group:{}", group_id(group)), "body": body });
    let ask = Ask {
        credential: format!("cookie: __Host-cairn={}", cookie(center, person)),
        body: json!({ "documentId": documents.send, "variables": { "input": input } }).to_string(),
        network: [2, u8::try_from(group)?],
    };
    for refused in 0..20 {
        let answer = client.graphql(&ask).await?;
        let text = String::from_utf8_lossy(&answer.body);
        match answer.status {
            200 if text.contains("chat_message:") => return Ok(refused),
            503 => tokio::time::sleep(Duration::from_millis(250)).await,
            status => bail!("a message was refused: {status} {text}"),
        }
    }
    bail!("a message was refused twenty times")
}

pub struct Outcome {
    pub p50: f64,
    pub p99: f64,
    pub lost: u64,
    pub twice: u64,
    /// Answered with 503 and sent again.
    pub refused: u64,
    /// As the database counts them.
    pub deadlocks: i64,
}

pub async fn run(ground: &Ground, setting: &Setting, binary: &Path) -> Result<Outcome> {
    fill(ground, setting).await?;
    let documents = Documents { listen: trusted("subscription ChatChanges(")?, send: trusted("mutation SendChatMessage(")? };
    let servers = [Server::start(binary, ground, false).await?, Server::start(binary, ground, false).await?];
    let ports = [servers[0].port, servers[1].port];
    let left = (0..MESSAGES).map(|_| AtomicU64::new(0)).collect();
    let board = Arc::new(Board { start: Instant::now(), left, awake: AtomicU64::new(0), heard: AtomicU64::new(0) });
    let stop = CancellationToken::new();
    let mut screens = Vec::new();
    for group in 1..=GROUPS {
        for nth in 1..=EACH {
            let (center, person) = member(setting, group, nth);
            // Half of each group on each server.
            let socket = open(ports[usize::try_from(nth % 2)?], &documents, &cookie(center, person), group, nth).await?;
            screens.push(tokio::spawn(watch(socket, Arc::clone(&board), stop.clone())));
        }
    }
    let mut first = Client::connect(ports[0]).await?;
    // Until every screen listens; nobody measures that.
    for round in 0..20 {
        for group in 1..=GROUPS {
            say(setting, &documents, &mut first, (group, round % EACH + 1), "good evening").await?;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        if board.awake.load(Ordering::Relaxed) == screens.len() as u64 {
            break;
        }
    }
    if board.awake.load(Ordering::Relaxed) != screens.len() as u64 {
        bail!("only {} of {} screens listen", board.awake.load(Ordering::Relaxed), screens.len());
    }
    let refused = rain(setting, &documents, ports, &board).await?;
    let expected = MESSAGES * EACH as u64;
    let until = Instant::now() + PATIENCE;
    while board.heard.load(Ordering::Relaxed) < expected && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    stop.cancel();
    let (mut took, mut twice) = (Vec::new(), 0);
    for screen in screens {
        let (more, again) = screen.await?;
        took.extend(more);
        twice += again;
    }
    took.sort_unstable();
    let at = |share: f64| {
        took.get(((took.len() as f64 * share) as usize).min(took.len().saturating_sub(1)))
            .map_or(0.0, |micros| *micros as f64 / 1000.0)
    };
    let deadlocks = sqlx::query_scalar("select deadlocks from pg_stat_database where datname = current_database()")
        .fetch_one(&mut ground.superuser().await?)
        .await?;
    let lost = expected.saturating_sub(took.len() as u64);
    Ok(Outcome { p50: at(0.5), p99: at(0.99), lost, twice, refused, deadlocks })
}

/// One message every twentieth of a second, by both servers in turn, whether or not the last one was answered.
async fn rain(setting: &Setting, documents: &Documents, ports: [u16; 2], board: &Arc<Board>) -> Result<u64> {
    let mut tick = tokio::time::interval(Duration::from_micros(1_000_000 / PER_SECOND));
    let mut said = Vec::new();
    for number in 0..MESSAGES {
        tick.tick().await;
        let (setting, documents, board) = (setting.clone(), documents.clone(), Arc::clone(board));
        let port = ports[usize::try_from(number % 2)?];
        said.push(tokio::spawn(async move {
            let mut client = Client::connect(port).await?;
            let group = i64::try_from(number)? % GROUPS + 1;
            let nth = i64::try_from(number)? / GROUPS % EACH + 1;
            let now = u64::try_from(board.start.elapsed().as_micros())?;
            board.left[usize::try_from(number)?].store(now, Ordering::Release);
            say(&setting, &documents, &mut client, (group, nth), &format!("bench {number}")).await
        }));
    }
    let mut refused = 0;
    for one in said {
        refused += one.await??;
    }
    Ok(refused)
}
