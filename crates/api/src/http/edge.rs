//! The outermost layer: every request gets an id, a span with ids only, an end in time, and an answer even when
//! something panics.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use futures::FutureExt;
use http::{Extensions, HeaderValue, Method, StatusCode};
use tracing::Instrument;

use super::refuse::{self, Asked};
use super::state::AppState;
use super::{address, headers};

/// A handler that is not done by then is not going to be of use.
const PATIENCE: Duration = Duration::from_secs(15);

/// What every handler knows about its request.
#[derive(Debug, Clone)]
pub struct Facts {
    pub request_id: Arc<str>,
    /// Allows the page's own inline script and style, once.
    pub nonce: Arc<str>,
    pub address: IpAddr,
}

impl Facts {
    pub(crate) fn of(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().unwrap_or_else(|| Self {
            request_id: Arc::from("none"),
            nonce: Arc::from(""),
            address: IpAddr::from([0, 0, 0, 0]),
        })
    }
}

/// Methods we know; any other word is somebody else's text and stays out of the telemetry.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        _ => "OTHER",
    }
}

pub(super) async fn edge(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let ids = state.db().ids();
    let now = state.db().clock().now();
    let facts = Facts {
        request_id: ids.event(now).to_string().into(),
        nonce: STANDARD_NO_PAD.encode(ids.bytes::<16>()).into(),
        address: address::client(request.extensions(), request.headers(), &state.settings.trusted_proxies),
    };
    request.extensions_mut().insert(facts.clone());
    let asked = Asked::of(&request);
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!(
        "http.request",
        request_id = %facts.request_id,
        http.request.method = known(request.method()),
        http.route = route,
        http.response.status_code = tracing::field::Empty,
    );
    let mut response = answer(&state, request, next, &facts, &asked).instrument(span.clone()).await;
    span.record("http.response.status_code", response.status().as_u16());
    headers::secure(&state, &facts, response.headers_mut());
    if let Ok(id) = HeaderValue::from_str(&facts.request_id) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

async fn answer(state: &AppState, request: Request, next: Next, facts: &Facts, asked: &Asked) -> Response {
    let work = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            // What it said may hold anything; the panic hook has logged where it was.
            tracing::error!(request_id = %facts.request_id, "a handler panicked");
            refuse::with(state, facts, asked, StatusCode::INTERNAL_SERVER_ERROR)
        }
        Err(_) => {
            tracing::warn!(request_id = %facts.request_id, "a handler took too long");
            refuse::with(state, facts, asked, StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}
