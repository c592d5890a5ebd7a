//! Signing out, and leaving at once.

use axum::response::{IntoResponse, Redirect, Response};
use cairn_domain::members::sign_in;
use http::{HeaderName, HeaderValue, StatusCode};

use super::forms::Unchecked;
use super::visit::Visit;
use crate::http::cookies;
use crate::http::headers::ELSEWHERE;
use crate::http::state::credential;

const CLEAR: HeaderName = HeaderName::from_static("clear-site-data");

/// Ends the sign-in; answers the address part of its center, if it still stood.
async fn end(visit: &Visit) -> cairn_domain::Outcome<Option<String>> {
    let Some(credential) = credential(&visit.headers) else { return Ok(None) };
    let db = visit.state.db();
    let tx = db.enter(&credential, visit.request_id()).await?;
    let slug = tx.and_then(|tx| tx.actor().membership().map(|membership| membership.center.slug.clone()));
    sign_in::sign_out(db, &credential, visit.request_id()).await?;
    Ok(slug)
}

/// `POST /sign-out`
pub(crate) async fn sign_out(Unchecked { visit, fields }: Unchecked) -> Response {
    if !visit.is_own_request(&fields) {
        return visit.refuse(StatusCode::FORBIDDEN);
    }
    let slug = match end(&visit).await {
        Ok(slug) => slug,
        Err(fault) => return visit.failed(&fault),
    };
    let target = slug.map_or_else(|| "/".to_owned(), |slug| format!("/{slug}"));
    let mut response = Redirect::to(&target).into_response();
    cookies::remove(response.headers_mut(), cookies::SIGN_IN);
    response.headers_mut().insert(CLEAR, HeaderValue::from_static("\"cache\", \"storage\""));
    response
}

/// `POST /leave`: nothing stays on this device, and the page is somewhere else. Going must not wait for anything.
pub(crate) async fn leave(Unchecked { visit, fields }: Unchecked) -> Response {
    if !visit.is_own_request(&fields) {
        return visit.refuse(StatusCode::FORBIDDEN);
    }
    if let Err(fault) = end(&visit).await {
        tracing::error!(request_id = %visit.facts.request_id, error = &fault as &dyn std::error::Error, "a sign-in could not be ended while leaving");
    }
    let mut response = Redirect::to(ELSEWHERE).into_response();
    let headers = response.headers_mut();
    for name in [cookies::SIGN_IN, cookies::FORM, cookies::PENDING, cookies::LANGUAGE] {
        cookies::remove(headers, name);
    }
    headers.insert(CLEAR, HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""));
    response
}
