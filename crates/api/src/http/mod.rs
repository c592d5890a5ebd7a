//! The HTTP side: routes, and what stands around all of them.

mod address;
pub(crate) mod body;
pub(crate) mod calendar;
mod calendar_feed;
pub(crate) mod cookies;
mod documents;
pub(crate) mod edge;
mod endpoint;
mod explorer;
mod gate;
mod guard;
pub(crate) mod headers;
mod health;
mod limits;
mod live;
mod mask;
mod nulls;
pub(crate) mod origin;
pub(crate) mod refuse;
mod service_sheet;
pub(crate) mod state;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{get, post};
use http::StatusCode;
pub use limits::Limits;
pub use state::{AppState, CalendarFiles, DemoAccount, DemoGuide, Mode, Parts, Readiness, Settings, StartError};

use crate::assets;
use crate::pages::{codes, feed, help, invitation, landing, leave, operator, proof, reminders, session, shell, sign_in, start};

/// Every route, as `METHOD template`: the sweep of the tests classifies each one.
pub const ROUTES: &[&str] = &[
    "GET /healthz",
    "GET /readyz",
    "GET /assets/{*file}",
    "POST /graphql",
    "GET /graphql/live",
    "GET /graphiql",
    "POST /ops/graphql",
    "GET /",
    "GET /help",
    "GET /safety",
    "GET /privacy",
    "GET /start",
    "POST /start",
    "GET /start/confirm",
    "POST /start/confirm",
    "GET /c/{token}",
    "POST /c/{token}",
    "GET /i/{token}",
    "POST /i/{token}",
    "GET /s/{token}",
    "POST /s/{token}",
    "GET /s/{token}/calendar.ics",
    "GET /e/{token}",
    "POST /e/{token}",
    "GET /v/{token}",
    "GET /calendar/{token}.ics",
    "POST /sign-out",
    "POST /leave",
    "GET /ops/sign-in",
    "POST /ops/sign-in",
    "POST /ops/sign-out",
    "GET /ops",
    "GET /ops/{*rest}",
    "GET /{slug}",
    "GET /{slug}/help",
    "GET /{slug}/meetings.json",
    "GET /{slug}/sign-in",
    "POST /{slug}/sign-in",
    "GET /{slug}/sign-in/code",
    "POST /{slug}/sign-in/code",
    "POST /{slug}/sign-in/password",
    "GET /{slug}/me",
    "GET /{slug}/me/{*rest}",
    "GET /{slug}/me/sessions/{id}/calendar.ics",
    "GET /{slug}/app",
    "GET /{slug}/app/{*rest}",
    "GET /{slug}/app/sessions/{id}/calendar.ics",
    "GET /{slug}/app/service-exports/{id}/lines.csv",
];

/// Everything that answers.
pub fn router(state: AppState) -> Router {
    Router::new()
        .merge(machines())
        .merge(visitors())
        .merge(centers())
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(state.clone(), limits::limit))
        .layer(from_fn_with_state(state.clone(), edge::edge))
        .with_state(state)
}

/// For programs.
fn machines() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/assets/{*file}", get(assets::serve))
        .route("/graphql", post(endpoint::center))
        .route("/graphql/live", get(live::upgrade))
        .route("/graphiql", get(explorer::show))
        .route("/ops/graphql", post(endpoint::operator))
}

/// Pages outside a center's own address.
fn visitors() -> Router<AppState> {
    Router::new()
        .route("/", get(landing::everywhere))
        .route("/help", get(help::everywhere))
        .route("/safety", get(help::safety))
        .route("/privacy", get(help::privacy))
        .route("/start", get(start::show).post(start::submit))
        .route("/start/confirm", get(start::show_confirm).post(start::submit_confirm))
        .route("/c/{token}", get(codes::show_from_mail).post(codes::submit_from_mail))
        .route("/i/{token}", get(invitation::show).post(invitation::submit))
        .route("/s/{token}", get(session::show).post(session::submit))
        .route("/s/{token}/calendar.ics", get(session::calendar_file))
        .route("/e/{token}", get(reminders::show).post(reminders::submit))
        .route("/v/{token}", get(proof::show))
        .route("/calendar/{file}", get(calendar_feed::show))
        .route("/sign-out", post(leave::sign_out))
        .route("/leave", post(leave::leave))
        .route("/ops/sign-in", get(operator::show).post(operator::submit))
        .route("/ops/sign-out", post(operator::sign_out))
        .route("/ops", get(shell::operator))
        .route("/ops/{*rest}", get(shell::operator))
}

/// Below a center's address part.
fn centers() -> Router<AppState> {
    Router::new()
        .route("/{slug}", get(landing::center))
        .route("/{slug}/help", get(help::center))
        .route("/{slug}/meetings.json", get(feed::show))
        .route("/{slug}/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/{slug}/sign-in/code", get(sign_in::show_code).post(sign_in::submit_code))
        .route("/{slug}/sign-in/password", post(sign_in::submit_password))
        .route("/{slug}/me", get(shell::portal))
        .route("/{slug}/me/{*rest}", get(shell::portal))
        .route("/{slug}/me/sessions/{id}/calendar.ics", get(calendar::of_member))
        .route("/{slug}/app", get(shell::staff))
        .route("/{slug}/app/{*rest}", get(shell::staff))
        .route("/{slug}/app/sessions/{id}/calendar.ics", get(calendar::of_member))
        .route("/{slug}/app/service-exports/{id}/lines.csv", get(service_sheet::show))
}

async fn unknown(State(state): State<AppState>, request: Request) -> Response {
    let facts = edge::Facts::of(request.extensions());
    refuse::with(&state, &facts, &refuse::Asked::of(&request), StatusCode::NOT_FOUND)
}

async fn wrong_method(State(state): State<AppState>, request: Request) -> Response {
    let facts = edge::Facts::of(request.extensions());
    refuse::with(&state, &facts, &refuse::Asked::of(&request), StatusCode::METHOD_NOT_ALLOWED)
}

/// 43 characters of base64url: what our own random tokens look like.
pub(crate) fn is_secret(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
