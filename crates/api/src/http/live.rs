//! `GET /graphql/live`: subscriptions over a WebSocket (graphql-transport-ws). Our own upgrade, because the library's
//! takes any origin, runs mutations and counts nothing.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_graphql::http::{WebSocket as Protocol, WebSocketProtocols, WsMessage};
use async_graphql::parser::types::OperationType;
use async_graphql::{Data, Executor, Request, Response as Answer, ServerError};
use axum::Extension;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::{IntoResponse, Response};
use cairn_domain::db::{Announcement, Credential, Standing};
use cairn_domain::language::Locale;
use futures::stream::{self, BoxStream};
use futures::{SinkExt, StreamExt};
use http::header::{RETRY_AFTER, SEC_WEBSOCKET_PROTOCOL};
use http::{HeaderMap, HeaderValue, StatusCode};
use ring::digest::{SHA256, digest};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::edge::Facts;
use super::endpoint::Unfit;
use super::limits::Beginnings;
use super::state::AppState;
use super::{cookies, endpoint, guard, mask, origin, refuse};
use crate::graphql::{self, context::RequestContext};
use crate::pages::language;

const PROTOCOL: &str = "graphql-transport-ws";
/// 64 KiB.
const LARGEST_MESSAGE: usize = 64 << 10;
const MOST_OPERATIONS: usize = 16;
/// Open at once for one sign-in; browsers have several tabs.
const MOST_SOCKETS: u8 = 8;
const LIFETIME: Duration = Duration::from_secs(15 * 60);
/// Without a word from the other side (also before the first).
const SILENCE: Duration = Duration::from_secs(30);
/// How often a socket asks whether its sign-in still stands.
const LOOK_AGAIN: Duration = Duration::from_secs(60);
/// Not one of the codes after which clients give up: they come back and are looked up anew.
const COME_BACK: (u16, &str) = (1001, "come back");
/// Close reasons are at most 123 bytes (RFC 6455, 5.5).
const LONGEST_REASON: usize = 120;

/// Open sockets by hash of their sign-in.
#[derive(Default)]
pub(crate) struct Sockets(Mutex<HashMap<[u8; 32], u8>>);

/// One place among them.
struct Seat {
    sockets: Arc<Sockets>,
    key: [u8; 32],
}

impl Sockets {
    fn take(self: &Arc<Self>, cookie: &str) -> Option<Seat> {
        let mut key = [0; 32];
        key.copy_from_slice(digest(&SHA256, cookie.as_bytes()).as_ref());
        let mut open = self.0.lock().ok()?;
        let count = open.entry(key).or_insert(0);
        if *count >= MOST_SOCKETS {
            return None;
        }
        *count += 1;
        Some(Seat { sockets: self.clone(), key })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Ok(mut open) = self.sockets.0.lock()
            && let Some(count) = open.get_mut(&self.key)
        {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.key);
            }
        }
    }
}

fn speaks_protocol(headers: &HeaderMap) -> bool {
    headers
        .get_all(SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|name| name.trim() == PROTOCOL)
}

pub(super) async fn upgrade(
    State(state): State<AppState>,
    Extension(facts): Extension<Facts>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    // A page of another site can open a socket with our cookies: only the origin tells.
    if !origin::is_own_socket(&headers, &state.origin) {
        return StatusCode::FORBIDDEN.into_response();
    }
    if !speaks_protocol(&headers) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let Some(cookie) = cookies::read(&headers, cookies::SIGN_IN) else { return StatusCode::UNAUTHORIZED.into_response() };
    let Some(credential) = Credential::sign_in(&cookie) else { return StatusCode::UNAUTHORIZED.into_response() };
    let heard = state.graph.live.0.subscribe();
    let who = match stands(&state, &credential, &facts).await {
        Proof::Holds(who) => who,
        Proof::Over => return StatusCode::UNAUTHORIZED.into_response(),
        Proof::Unknown => return busy(),
    };
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let Some(seat) = state.sockets.take(&cookie) else { return StatusCode::TOO_MANY_REQUESTS.into_response() };
    let locale = language::of(&headers);
    upgrade.protocols([PROTOCOL]).max_message_size(LARGEST_MESSAGE).max_frame_size(LARGEST_MESSAGE).on_upgrade(
        move |socket| async move {
            let begun = Arc::new(Beginnings::new(&state.settings.limits));
            let executor = SubscriptionsOnly { state, credential, facts, locale, live: Arc::default(), begun };
            hold(socket, executor, Watch { who, heard }).await;
            drop(seat);
        },
    )
}

/// Of a sign-in, at the moment.
enum Proof {
    Holds(Standing),
    Over,
    /// Nobody can tell.
    Unknown,
}

async fn stands(state: &AppState, credential: &Credential, facts: &Facts) -> Proof {
    match state.db().enter(credential, Some(facts.request_id.to_string())).await {
        Ok(Some(tx)) => match tx.actor().member_id() {
            Some(member_id) => Proof::Holds(Standing { center_id: tx.center_id(), member_id }),
            None => Proof::Over,
        },
        Ok(None) => Proof::Over,
        Err(fault) => {
            tracing::error!(request_id = %facts.request_id, error = &fault as &dyn std::error::Error, "a socket's sign-in could not be looked up");
            Proof::Unknown
        }
    }
}

fn busy() -> Response {
    let seconds = HeaderValue::from(refuse::BUSY_SECONDS);
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, seconds)]).into_response()
}

/// Whose socket it is, and what is announced about them.
struct Watch {
    who: Standing,
    heard: broadcast::Receiver<Announcement>,
}

impl Watch {
    /// Until something about this member's rights or sign-ins may have changed: `true` when that was announced.
    async fn next(&mut self) -> bool {
        let announced = async {
            loop {
                match self.heard.recv().await {
                    Ok(Announcement::Standing(changed)) if changed == self.who => return true,
                    // Everybody missed it: they look again, and do not all come back at once.
                    Ok(Announcement::Missed) => return false,
                    Ok(_) => {}
                    // It may have been among what was missed.
                    Err(RecvError::Lagged(_)) => return true,
                    Err(RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        tokio::time::timeout(LOOK_AGAIN, announced).await.unwrap_or(false)
    }
}

/// Until the socket has to end because of who holds it: with the code and words of its last message.
async fn revoked(executor: SubscriptionsOnly, mut watch: Watch) -> (u16, &'static str) {
    loop {
        let changed = watch.next().await;
        match stands(&executor.state, &executor.credential, &executor.facts).await {
            Proof::Over => return (4401, "sign in first"),
            // What it subscribed to was allowed by rights that may be gone: it asks anew.
            Proof::Holds(_) if changed => return COME_BACK,
            Proof::Holds(_) | Proof::Unknown => {}
        }
    }
}

/// Serves the socket until it ends, its time is over, the sign-in ended, or its holder's rights changed.
async fn hold(socket: WebSocket, executor: SubscriptionsOnly, watch: Watch) {
    let revoked = revoked(executor.clone(), watch);
    let (mut sink, incoming) = socket.split();
    let incoming = incoming.take_while(|message| futures::future::ready(message.is_ok())).filter_map(|message| async {
        match message {
            Ok(message @ (Message::Text(_) | Message::Binary(_))) => Some(message.into_data()),
            _ => None,
        }
    });
    let outgoing =
        Protocol::new(executor, Box::pin(incoming), WebSocketProtocols::GraphQLWS).keepalive_timeout(SILENCE).map(frame);
    let serve = async {
        let mut outgoing = std::pin::pin!(outgoing);
        while let Some(message) = outgoing.next().await {
            if sink.send(message).await.is_err() {
                return None;
            }
        }
        None
    };
    let end = tokio::select! {
        ended = serve => ended,
        end = revoked => Some(end),
        () = tokio::time::sleep(LIFETIME) => Some(COME_BACK),
    };
    if let Some((code, reason)) = end {
        let _ = sink.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
    }
}

fn frame(message: WsMessage) -> Message {
    match message {
        WsMessage::Text(text) => Message::Text(text.into()),
        WsMessage::Close(code, reason) => {
            let end = reason.floor_char_boundary(LONGEST_REASON.min(reason.len()));
            Message::Close(Some(CloseFrame { code, reason: reason[..end].into() }))
        }
    }
}

/// Runs subscriptions and nothing else, a few at a time, each as the sign-in that opened the socket.
#[derive(Clone)]
struct SubscriptionsOnly {
    state: AppState,
    credential: Credential,
    facts: Facts,
    locale: Locale,
    live: Arc<AtomicUsize>,
    begun: Arc<Beginnings>,
}

/// Counts an operation for as long as its stream is held.
struct Running(Arc<AtomicUsize>);

impl Running {
    fn begin(live: &Arc<AtomicUsize>) -> Option<Self> {
        let begun = live.fetch_update(Ordering::AcqRel, Ordering::Acquire, |n| (n < MOST_OPERATIONS).then_some(n + 1));
        begun.ok().map(|_| Self(live.clone()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl SubscriptionsOnly {
    /// The request as it may run, or the one answer it gets.
    fn admit(&self, sent: Request) -> Result<(Request, Running), ServerError> {
        self.begun.admit().map_err(mask::too_fast)?;
        let id = match sent.extensions.get("documentId") {
            Some(async_graphql::Value::String(id)) => Some(id.as_str()),
            _ => None,
        };
        let free = self.state.is_demo().then_some(&self.state.bounds);
        let named = endpoint::choose(&self.state.trusted, id, Some(sent.query), sent.variables, free);
        let mut request = match named {
            Ok(named) => named.request,
            Err(Unfit::Unknown) => return Err(mask::error("DOCUMENT_NOT_FOUND", "this operation is not known here")),
            Err(Unfit::Refused(error)) => return Err(error),
        };
        let parsed = request.parsed_query().map_err(|_| mask::error("PARSE_ERROR", "the document does not parse"))?;
        if !parsed.operations.iter().all(|(_, operation)| operation.node.ty == OperationType::Subscription) {
            return Err(mask::error("SUBSCRIPTIONS_ONLY", "send queries and mutations by POST"));
        }
        let running =
            Running::begin(&self.live).ok_or_else(|| mask::error("TOO_MANY_OPERATIONS", "close some subscriptions first"))?;
        Ok((request, running))
    }
}

impl Executor for SubscriptionsOnly {
    async fn execute(&self, _request: Request) -> Answer {
        Answer::from_errors(vec![mask::error("SUBSCRIPTIONS_ONLY", "send queries and mutations by POST")])
    }

    fn execute_stream(&self, sent: Request, _session: Option<Arc<Data>>) -> BoxStream<'static, Answer> {
        let facts = self.facts.clone();
        match self.admit(sent) {
            Ok((request, running)) => {
                let context = RequestContext::counted(
                    self.state.graph.clone(),
                    self.credential.clone(),
                    facts.request_id.to_string(),
                    self.locale,
                    self.state.member_gate(&facts),
                );
                let bounds = self.state.bounds;
                let answers = self.state.schema.execute_stream(graphql::prepare(request, &context));
                answers
                    .map(move |answer| {
                        let _counted = &running;
                        mask::response(guard::told(answer, &bounds), &facts)
                    })
                    .boxed()
            }
            Err(error) => {
                let answer = mask::response(Answer::from_errors(vec![error]), &facts);
                stream::once(futures::future::ready(answer)).boxed()
            }
        }
    }
}
