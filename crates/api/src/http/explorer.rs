//! GraphiQL, in the demo only. It loads from a public network of packages, so its page has a policy of its own.

use async_graphql::http::GraphiQLSource;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderValue, StatusCode};

use super::state::AppState;

const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob: https://unpkg.com; \
    style-src 'unsafe-inline' https://unpkg.com; font-src data: https://unpkg.com; img-src data: https:; \
    worker-src blob:; connect-src 'self' ws: wss: https://unpkg.com; base-uri 'none'; frame-ancestors 'none'";

/// `GET /graphiql`
pub(super) async fn show(State(state): State<AppState>) -> Response {
    if !state.is_demo() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let page = GraphiQLSource::build()
        .title("Explorer")
        .endpoint("/graphql")
        .subscription_endpoint("/graphql/live")
        .header("x-graphql-require-preflight", "1")
        .finish();
    let mut response = Html(page).into_response();
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
