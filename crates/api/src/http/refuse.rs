//! Answers that are not what was asked for, in the form the asker reads: a page or GraphQL errors.

use axum::Json;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use cairn_domain::language::Locale;
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use serde_json::json;

use super::edge::Facts;
use super::state::AppState;
use crate::pages::{errors, language};

/// When another try is welcome after an overload: connections come free in well under a second.
pub(crate) const BUSY_SECONDS: u32 = 2;

/// How the asker reads.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    kind: Kind,
    locale: Locale,
    center: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    GraphQl,
    Plain,
}

impl Asked {
    pub(crate) fn of(request: &Request) -> Self {
        let path = request.uri().path();
        let kind = match path {
            "/graphql" | "/ops/graphql" => Kind::GraphQl,
            "/healthz" | "/readyz" | "/graphql/live" => Kind::Plain,
            path if path.starts_with("/assets/") => Kind::Plain,
            _ => Kind::Page,
        };
        // Only what has the form of an address part comes back in links.
        let first = path.split('/').nth(1).unwrap_or_default();
        let center = cairn_domain::centers::check_slug(first).is_ok().then(|| first.to_owned());
        Self { kind, locale: language::of(request.headers()), center }
    }
}

/// GraphQL's form of a refusal.
pub(crate) fn graphql(status: StatusCode, code: &str, message: &str, facts: &Facts) -> Response {
    let body = json!({ "errors": [{
        "message": message,
        "extensions": { "code": code, "requestId": &*facts.request_id },
    }] });
    (status, Json(body)).into_response()
}

fn code(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::TOO_MANY_REQUESTS => ("RATE_LIMITED", "too many requests"),
        StatusCode::SERVICE_UNAVAILABLE => ("UNAVAILABLE", "too busy right now"),
        StatusCode::NOT_FOUND => ("NOT_FOUND", "not found"),
        StatusCode::INTERNAL_SERVER_ERROR => ("INTERNAL", "something went wrong on our side"),
        _ => ("REFUSED", "refused"),
    }
}

pub(crate) fn with(state: &AppState, facts: &Facts, asked: &Asked, status: StatusCode) -> Response {
    let mut response = match asked.kind {
        Kind::GraphQl => {
            let (code, message) = code(status);
            graphql(status, code, message, facts)
        }
        Kind::Plain => status.into_response(),
        Kind::Page => errors::page(state, facts, asked.locale, status, asked.center.as_deref()),
    };
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(BUSY_SECONDS));
    }
    response
}

/// With the seconds after which another try is welcome.
pub(crate) fn later(state: &AppState, request: &Request, status: StatusCode, seconds: u32) -> Response {
    let facts = Facts::of(request.extensions());
    let mut response = with(state, &facts, &Asked::of(request), status);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}
