//! `POST /graphql` and `POST /ops/graphql`: gate, credential, document, execution, masked answer.

use std::time::Duration;

use async_graphql::parser::types::OperationType;
use async_graphql::{Request as Document, Response as Answer, ServerError, Variables};
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use cairn_domain::Fault;
use cairn_domain::db::Credential;
use cairn_domain::operators;
use http::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;
use tracing::Instrument;

use super::documents::Trusted;
use super::edge::Facts;
use super::guard::{self, Bounds};
use super::state::{AppState, credential};
use super::{body, cookies, gate, mask, refuse};
use crate::graphql::context::RequestContext;
use crate::graphql::operator::{self, OperatorContext};
use crate::graphql::{self};
use crate::pages::language;

/// 64 KiB.
const MOST_VARIABLES: usize = 64 << 10;
/// 2 MiB.
const LARGEST_ANSWER: usize = 2 << 20;
/// Less than the edge waits, so that a slow operation still answers in GraphQL's form.
const PATIENCE: Duration = Duration::from_secs(10);

/// The JSON of a request. What else a client sends (operation name, extensions) has no effect: one document, one
/// operation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    document_id: Option<String>,
    query: Option<String>,
    #[serde(default)]
    variables: Variables,
}

/// A refusal before anything ran.
struct Refusal(StatusCode, &'static str, &'static str);

impl Refusal {
    const SIGN_IN: Self = Self(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "sign in first");
    const UNKNOWN: Self = Self(StatusCode::NOT_FOUND, "DOCUMENT_NOT_FOUND", "this operation is not known here");

    /// A fault that was logged: whether another try in a moment may help.
    fn of(fault: &Fault) -> Self {
        if matches!(fault, Fault::Surprise(surprise) if surprise.is_unavailable()) {
            Self(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", "busy or restarting; try again in a moment")
        } else {
            Self(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "something went wrong on our side")
        }
    }

    fn answer(self, facts: &Facts) -> Response {
        let mut response = refuse::graphql(self.0, self.1, self.2, facts);
        if self.0 == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(refuse::BUSY_SECONDS));
        }
        response
    }
}

/// Its operation's name, where it is one of ours, and kind.
pub(super) struct Named {
    pub(super) request: Document,
    name: String,
    kind: &'static str,
}

/// Why a document does not run.
pub(super) enum Unfit {
    /// Not one of ours, and free text is not allowed here.
    Unknown,
    Refused(ServerError),
}

/// The trusted document, or the free text where there are bounds for it.
pub(super) fn choose(
    trusted: &Trusted,
    id: Option<&str>,
    text: Option<String>,
    variables: Variables,
    free: Option<&Bounds>,
) -> Result<Named, Unfit> {
    if let Some(known) = id.and_then(|id| trusted.get(id)) {
        let (name, operation) = known.operations.iter().next().ok_or(Unfit::Unknown)?;
        let kind = match operation.node.ty {
            OperationType::Query => "query",
            OperationType::Mutation => "mutation",
            OperationType::Subscription => "subscription",
        };
        let name = name.map(ToString::to_string).unwrap_or_default();
        return Ok(Named { request: guard::known(known.clone(), variables), name, kind });
    }
    let (Some(text), Some(bounds)) = (text.filter(|text| !text.is_empty()), free) else { return Err(Unfit::Unknown) };
    let request = guard::free(text, variables, bounds).map_err(Unfit::Refused)?;
    // A name in free text is somebody else's text: not for the telemetry.
    Ok(Named { request, name: "free".to_owned(), kind: "free" })
}

async fn read(headers: &HeaderMap, sent: Body, own: &str) -> Result<Sent, Refusal> {
    gate::check(headers, own).map_err(|refused| Refusal(refused.status(), "FORBIDDEN", refused.message()))?;
    let bytes = body::read(sent)
        .await
        .map_err(|error| Refusal(error.status(), "INVALID_INPUT", "the body is too large, too slow or broken"))?;
    let bad =
        || Refusal(StatusCode::BAD_REQUEST, "INVALID_INPUT", "send one JSON object with documentId or query, and variables");
    // An array would be a batch, or a struct written as a sequence.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(bad());
    }
    let parsed: Sent = serde_json::from_slice(&bytes).map_err(|_| bad())?;
    let text = parsed.query.as_ref().map_or(0, String::len);
    if bytes.len().saturating_sub(text) > MOST_VARIABLES {
        return Err(Refusal(StatusCode::PAYLOAD_TOO_LARGE, "INVALID_INPUT", "the variables are larger than 64 KiB"));
    }
    Ok(parsed)
}

/// Runs it under its own span and time limit; ids and our own names only.
async fn run(named: Named, execute: impl AsyncFnOnce(Document) -> Answer) -> Answer {
    let span = tracing::info_span!(
        "graphql.operation",
        graphql.operation.name = named.name,
        graphql.operation.type = named.kind
    );
    match tokio::time::timeout(PATIENCE, execute(named.request).instrument(span)).await {
        Ok(answer) => answer,
        Err(_) => Answer::from_errors(vec![mask::error("UNAVAILABLE", "this took too long")]),
    }
}

fn status(answer: &Answer) -> StatusCode {
    let mut codes = answer.errors.iter().filter_map(mask::code);
    codes
        .find_map(|code| match code {
            "UNAUTHENTICATED" => Some(StatusCode::UNAUTHORIZED),
            "RATE_LIMITED" => Some(StatusCode::TOO_MANY_REQUESTS),
            "UNAVAILABLE" => Some(StatusCode::SERVICE_UNAVAILABLE),
            "DOCUMENT_TOO_LARGE" | "DOCUMENT_TOO_COMPLEX" | "PARSE_ERROR" | "INVALID_DOCUMENT" => Some(StatusCode::BAD_REQUEST),
            _ => None,
        })
        .unwrap_or(StatusCode::OK)
}

/// When another try is welcome, for the header.
fn retry_after(status: StatusCode, answer: &Answer) -> Option<u32> {
    match status {
        StatusCode::SERVICE_UNAVAILABLE => Some(refuse::BUSY_SECONDS),
        StatusCode::TOO_MANY_REQUESTS => answer.errors.iter().find_map(mask::retry_after),
        _ => None,
    }
}

fn write(answer: Answer, headers: &HeaderMap, facts: &Facts) -> Response {
    let answer = mask::response(answer, facts);
    let status = status(&answer);
    let internal = || refuse::graphql(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "something went wrong on our side", facts);
    let Ok(bytes) = serde_json::to_vec(&answer) else { return internal() };
    if bytes.len() > LARGEST_ANSWER {
        return refuse::graphql(StatusCode::OK, "RESPONSE_TOO_LARGE", "ask for less at once", facts);
    }
    let graphql = "application/graphql-response+json";
    let asked = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains(graphql));
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    if let Some(seconds) = retry_after(status, &answer) {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    let form = if asked { "application/graphql-response+json; charset=utf-8" } else { "application/json" };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(form));
    response
}

/// `POST /graphql`
pub(super) async fn center(
    State(state): State<AppState>,
    Extension(facts): Extension<Facts>,
    headers: HeaderMap,
    sent: Body,
) -> Response {
    match ask_center(&state, &facts, &headers, sent).await {
        Ok(answer) => write(answer, &headers, &facts),
        Err(refusal) => refusal.answer(&facts),
    }
}

async fn ask_center(state: &AppState, facts: &Facts, headers: &HeaderMap, sent: Body) -> Result<Answer, Refusal> {
    let sent = read(headers, sent, &state.origin).await?;
    let bearer = gate::bearer(headers);
    let credential = match bearer {
        Some(token) => Credential::api_token(token),
        None => credential(headers),
    };
    let credential = credential.ok_or(Refusal::SIGN_IN)?;
    let free = state.is_demo() || bearer.is_some();
    let free = free.then_some(&state.bounds);
    let named = match choose(&state.trusted, sent.document_id.as_deref(), sent.query, sent.variables, free) {
        Ok(named) => named,
        Err(Unfit::Unknown) => return Err(Refusal::UNKNOWN),
        Err(Unfit::Refused(error)) => return Ok(Answer::from_errors(vec![error])),
    };
    let request_id = facts.request_id.to_string();
    let context =
        RequestContext::counted(state.graph.clone(), credential, request_id, language::of(headers), state.member_gate(facts));
    let answer =
        run(named, async |request| guard::told(state.schema.execute(graphql::prepare(request, &context)).await, &state.bounds))
            .await;
    // Reads that must be remembered are, or their answer does not leave.
    match context.finish().await {
        Ok(()) => Ok(answer),
        Err(fault) => {
            tracing::error!(request_id = %facts.request_id, error = &fault as &dyn std::error::Error, "a read could not be recorded");
            Err(Refusal::of(&fault))
        }
    }
}

/// `POST /ops/graphql`
pub(super) async fn operator(
    State(state): State<AppState>,
    Extension(facts): Extension<Facts>,
    headers: HeaderMap,
    sent: Body,
) -> Response {
    match ask_operator(&state, &facts, &headers, sent).await {
        Ok(answer) => write(answer, &headers, &facts),
        Err(refusal) => refusal.answer(&facts),
    }
}

async fn ask_operator(state: &AppState, facts: &Facts, headers: &HeaderMap, sent: Body) -> Result<Answer, Refusal> {
    let sent = read(headers, sent, &state.origin).await?;
    let cookie = cookies::read(headers, cookies::OPERATOR).ok_or(Refusal::SIGN_IN)?;
    let proven = match operators::enter(&state.operators, &cookie).await {
        Ok(operator) => operator.ok_or(Refusal::SIGN_IN)?,
        Err(fault) => {
            tracing::error!(request_id = %facts.request_id, error = &fault as &dyn std::error::Error, "an operator's sign-in could not be looked up");
            return Err(Refusal::of(&fault));
        }
    };
    let free = state.is_demo().then_some(&state.bounds);
    let named = match choose(&state.trusted_operator, sent.document_id.as_deref(), sent.query, sent.variables, free) {
        Ok(named) => named,
        Err(Unfit::Unknown) => return Err(Refusal::UNKNOWN),
        Err(Unfit::Refused(error)) => return Ok(Answer::from_errors(vec![error])),
    };
    let context = OperatorContext::new(state.operators.clone(), proven, facts.request_id.to_string(), language::of(headers));
    Ok(run(named, async |request| {
        guard::told(state.operator_schema.execute(operator::prepare(request, &context)).await, &state.bounds)
    })
    .await)
}
