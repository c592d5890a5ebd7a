//! For those who watch the process.

use axum::extract::State;
use http::StatusCode;

use super::state::AppState;

/// The process runs.
pub(super) async fn alive() -> &'static str {
    "ok"
}

/// The process can do its work: the database and the object store answer.
pub(super) async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    match (state.readiness)().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(reason) => {
            tracing::warn!(reason, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready")
        }
    }
}
