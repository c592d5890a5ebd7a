//! The inbox page: a list, one mail, and the same as JSON for tests in a browser.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use minijinja::{AutoEscape, Environment, Value, context, value::Serde};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{Inbox, Mail};

const CSP: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'",
);
/// A mail is a stranger's page: no scripts, no images from outside, links open beside it.
const MAIL_CSP: HeaderValue = HeaderValue::from_static(
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
);

#[derive(Clone)]
struct Shared {
    inbox: Arc<Inbox>,
    templates: Arc<Environment<'static>>,
}

pub(super) async fn run(listener: TcpListener, inbox: Arc<Inbox>, stop: CancellationToken) {
    let Ok(templates) = templates() else {
        tracing::error!("the templates of the inbox page do not parse");
        return;
    };
    let router = router(Shared { inbox, templates: Arc::new(templates) });
    let served = axum::serve(listener, router).with_graceful_shutdown(async move { stop.cancelled().await });
    // Long polls end within their own patience; nobody waits for them here.
    let _ = served.await;
}

fn templates() -> Result<Environment<'static>, minijinja::Error> {
    let mut templates = Environment::new();
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    templates.add_template("frame", include_str!("assets/frame.html"))?;
    templates.add_template("list", include_str!("assets/list.html"))?;
    templates.add_template("mail", include_str!("assets/mail.html"))?;
    Ok(templates)
}

fn router(shared: Shared) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/mails/{id}", get(mail))
        .route("/mails/{id}/html", get(html))
        .route("/mails/{id}/raw", get(raw))
        .route("/api/mails", get(api_list).delete(api_clear))
        .route("/api/mails/{id}", get(api_mail))
        .route("/inbox.css", get(async || asset("text/css; charset=utf-8", include_str!("assets/inbox.css"))))
        .route("/inbox.js", get(async || asset("text/javascript; charset=utf-8", include_str!("assets/inbox.js"))))
        .with_state(shared)
}

#[derive(Debug, Deserialize)]
struct Filter {
    to: Option<String>,
    /// Only mails newer than this number.
    after: Option<u64>,
    /// Seconds to wait for a mail newer than `after`, at most 30.
    wait: Option<u64>,
}

async fn list(State(shared): State<Shared>, Query(filter): Query<Filter>) -> Response {
    let to = filter.to.filter(|to| !to.is_empty());
    let mut mails: Vec<_> = shared.inbox.mails(to.as_deref()).iter().map(|mail| summary(mail)).collect();
    mails.reverse();
    page(&shared, "list", context! { title => "Inbox", mails, to, last => shared.inbox.last_id() })
}

async fn mail(State(shared): State<Shared>, Path(id): Path<u64>) -> Response {
    let Some(mail) = shared.inbox.get(id) else { return missing() };
    let around = shared.inbox.mails(None);
    let position = around.iter().position(|other| other.id == id);
    let older = position.and_then(|at| at.checked_sub(1)).and_then(|at| around.get(at)).map(|mail| mail.id);
    let newer = position.and_then(|at| around.get(at + 1)).map(|mail| mail.id);
    let raw = String::from_utf8_lossy(&mail.raw).into_owned();
    page(
        &shared,
        "mail",
        context! { title => mail.subject.as_str(), mail => Value::from(Serde(Mail::clone(&mail))), when => when(&mail), older, newer, raw },
    )
}

async fn html(State(shared): State<Shared>, Path(id): Path<u64>) -> Response {
    let Some(mail) = shared.inbox.get(id) else { return missing() };
    let mut response = Html(format!("<base target=\"_blank\">{}", mail.html)).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, MAIL_CSP);
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

async fn raw(State(shared): State<Shared>, Path(id): Path<u64>) -> Response {
    let Some(mail) = shared.inbox.get(id) else { return missing() };
    let disposition = format!("attachment; filename=\"{id}.eml\"");
    ([(header::CONTENT_TYPE, "message/rfc822".to_owned()), (header::CONTENT_DISPOSITION, disposition)], mail.raw.clone())
        .into_response()
}

async fn api_list(State(shared): State<Shared>, Query(filter): Query<Filter>) -> Json<Vec<Mail>> {
    let after = filter.after.unwrap_or(0);
    if let Some(wait) = filter.wait {
        shared.inbox.wait_after(after, Duration::from_secs(wait.min(30))).await;
    }
    let mails = shared.inbox.mails(filter.to.as_deref());
    Json(mails.iter().filter(|mail| mail.id > after).map(|mail| Mail::clone(mail)).collect())
}

async fn api_mail(State(shared): State<Shared>, Path(id): Path<u64>) -> Response {
    shared.inbox.get(id).map_or_else(missing, |mail| Json(Mail::clone(&mail)).into_response())
}

async fn api_clear(State(shared): State<Shared>) -> StatusCode {
    match shared.inbox.clear() {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn summary(mail: &Mail) -> Value {
    let preview: String = mail.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(140).collect();
    context! { id => mail.id, to => mail.to.join(", "), from => mail.from.as_str(), subject => mail.subject.as_str(), preview,
    calendar => mail.calendar.is_some(), when => when(mail) }
}

fn when(mail: &Mail) -> String {
    mail.received_at.strftime("%a %d %b, %H:%M:%S UTC").to_string()
}

fn page(shared: &Shared, name: &str, facts: Value) -> Response {
    let rendered = shared.templates.get_template(name).and_then(|template| template.render(facts));
    match rendered {
        Ok(rendered) => ([(header::CONTENT_SECURITY_POLICY, CSP)], Html(rendered)).into_response(),
        Err(error) => {
            tracing::error!(kind = ?error.kind(), "the inbox page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "There is no such mail (any more).").into_response()
}

fn asset(kind: &'static str, body: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}
