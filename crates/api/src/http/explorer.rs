//! GraphiQL, in the demo only: our own build of it, so that it works without the internet.

use axum::response::{IntoResponse, Response};
use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderValue, StatusCode};
use minijinja::context;
use minijinja::value::Serde;

use super::state::credential;
use crate::pages::frame;
use crate::pages::visit::Visit;

/// Like that of all pages, without trusted types: the editor writes its lines as HTML.
fn policy(origin: &str, nonce: &str) -> String {
    let socket = origin.replacen("http", "ws", 1);
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
         connect-src 'self' {socket}; form-action 'none'; object-src 'none'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

/// `GET /graphiql`
pub(super) async fn show(visit: Visit) -> Response {
    if !visit.state.is_demo() {
        return visit.refuse(StatusCode::NOT_FOUND);
    }
    let signed_in = match signed_in(&visit).await {
        Ok(signed_in) => signed_in,
        Err(fault) => return visit.failed(&fault),
    };
    let context = context! {
        app => Serde(&visit.state.assets.explorer),
        signed_in,
        ..frame::frame(&visit.state, &visit.facts, visit.locale, None)
    };
    let mut response = frame::render(&visit.state, &visit.facts, "explorer.html", StatusCode::OK, context);
    match HeaderValue::from_str(&policy(&visit.state.origin, &visit.facts.nonce)) {
        Ok(policy) => response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    response
}

/// In any center: the explorer asks as whoever the cookie names.
async fn signed_in(visit: &Visit) -> cairn_domain::Outcome<bool> {
    let Some(credential) = credential(&visit.headers) else { return Ok(false) };
    let Some(tx) = visit.state.db().enter(&credential, visit.request_id()).await? else { return Ok(false) };
    tx.finish().await?;
    Ok(true)
}
