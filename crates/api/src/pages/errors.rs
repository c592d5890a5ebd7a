//! Pages for what did not work: plain words, the way back, help.

use axum::response::Response;
use cairn_domain::language::Locale;
use cairn_domain::{Fault, Problem};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use minijinja::context;

use super::frame;
use crate::http::edge::Facts;
use crate::http::refuse;
use crate::http::state::AppState;

/// Message ids of a status: title and text.
fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::FORBIDDEN => ("error-forbidden-title", "error-forbidden"),
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => ("error-not-found-title", "error-not-found"),
        StatusCode::GONE => ("error-gone-title", "error-gone"),
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::BAD_REQUEST | StatusCode::REQUEST_TIMEOUT => {
            ("error-form-title", "error-form")
        }
        StatusCode::TOO_MANY_REQUESTS => ("error-too-many-title", "error-too-many"),
        StatusCode::SERVICE_UNAVAILABLE => ("error-busy-title", "error-busy"),
        _ => ("error-internal-title", "error-internal"),
    }
}

/// `slug`: the address part somebody was under, for the way back. It need not be a center's.
pub(crate) fn page(state: &AppState, facts: &Facts, locale: Locale, status: StatusCode, slug: Option<&str>) -> Response {
    let (title, text) = words(status);
    let known = slug.filter(|_| status != StatusCode::NOT_FOUND);
    let context = context! {
        title, text,
        reference => status.is_server_error().then(|| facts.request_id.to_string()),
        back => known.map(|slug| format!("/{slug}")),
        ..frame::frame(state, facts, locale, None)
    };
    frame::render(state, facts, "error.html", status, context)
}

/// For whatever a page cannot show beside a field. Surprises are logged, once, with the request's id.
pub(crate) fn failed(state: &AppState, facts: &Facts, locale: Locale, fault: &Fault) -> Response {
    let (status, wait) = match fault {
        Fault::Problems(problems) => match problems.first() {
            Some(Problem::NotFound { .. }) => (StatusCode::NOT_FOUND, None),
            Some(Problem::RateLimited { retry_after_seconds }) => (StatusCode::TOO_MANY_REQUESTS, Some(*retry_after_seconds)),
            Some(Problem::Expired) => (StatusCode::GONE, None),
            _ => (StatusCode::FORBIDDEN, None),
        },
        // Away or overloaded, not broken: the page says so, and when to come back.
        Fault::Surprise(surprise) if surprise.is_unavailable() => {
            tracing::warn!(request_id = %facts.request_id, error = surprise as &dyn std::error::Error, "a page was refused: something behind it is away or busy");
            (StatusCode::SERVICE_UNAVAILABLE, Some(refuse::BUSY_SECONDS))
        }
        Fault::Surprise(surprise) => {
            tracing::error!(request_id = %facts.request_id, error = surprise as &dyn std::error::Error, "a surprise behind a page");
            (StatusCode::INTERNAL_SERVER_ERROR, None)
        }
    };
    let mut response = page(state, facts, locale, status, None);
    if let Some(seconds) = wait {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
