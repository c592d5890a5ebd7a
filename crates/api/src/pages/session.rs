//! `/s/{token}`: one session (or a meeting of a group) from a mail, without signing in. Looking changes nothing: mail
//! scanners look too.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use cairn_domain::actor::CenterState;
use cairn_domain::ids::SessionId;
use cairn_domain::language::Locale;
use cairn_domain::notifications::links::{self, LinkPage, OpenedLink};
use cairn_domain::sessions::{self, CancelSession, SessionPlace, SessionView};
use minijinja::context;
use minijinja::value::Serde;

use super::codes::gone;
use super::forms::{FieldError, Submitted, field_errors};
use super::meeting;
use super::visit::Visit;
use super::when::when;
use crate::http::calendar;

async fn opened(visit: &Visit, token: &str) -> Result<OpenedLink, Response> {
    let opened = links::open(visit.state.db(), token, LinkPage::Session, visit.request_id())
        .await
        .map_err(|fault| visit.failed(&fault))?;
    opened.ok_or_else(|| gone(visit))
}

async fn open(visit: &Visit, token: &str) -> Result<(OpenedLink, SessionId), Response> {
    let link = opened(visit, token).await?;
    let id = link.session_id().ok_or_else(|| gone(visit))?;
    Ok((link, id))
}

/// The reader's language: their own, unless this browser was told otherwise.
pub(super) fn locale(visit: &Visit, link: &OpenedLink) -> Locale {
    let chosen = crate::http::cookies::read(&visit.headers, crate::http::cookies::LANGUAGE).is_some();
    if chosen { visit.locale } else { link.locale }
}

fn page(visit: &Visit, token: &str, link: &OpenedLink, view: &SessionView, errors: Vec<FieldError>) -> Response {
    let session = &view.session;
    let locale = locale(visit, link);
    // Somebody who comes is where the center is; somebody who calls in is where they are.
    let zone = if session.place == SessionPlace::Online { &link.zone } else { &session.zone };
    let cancelled = session.state.is_called_off();
    let undo = cancelled
        && session.cancelled_by == Some(link.member_id)
        && session.undo_until.is_some_and(|until| link.tx.now() < until);
    visit.page("session.html", "title-session").center(&link.center).locale(locale).errors(errors).show(context! {
        action => format!("/s/{token}"),
        calendar => format!("/s/{token}/calendar.ics"),
        when => Serde(when(session.starts_at, session.ends_at, zone, locale)),
        names_zone => zone != &link.zone || session.place == SessionPlace::Online,
        online => session.place == SessionPlace::Online,
        join_url => session.join_url.as_deref().filter(|url| url.starts_with("https://")),
        location => session.location.as_deref(),
        cancelled,
        undo,
        over => session.ends_at <= link.tx.now(),
        can_change => view.can_change,
        can_cancel => view.can_cancel && link.center.state != CenterState::Suspended,
        late => view.is_late,
        // Only to the client: a counselor's mail must not tell a client's name to whoever holds the phone.
        with => (session.client_id == link.member_id).then_some(view.counselor.name.as_str()),
        version => session.version,
    })
}

/// `GET /s/{token}`
pub(crate) async fn show(Path(token): Path<String>, visit: Visit) -> Response {
    let link = match opened(&visit, &token).await {
        Ok(link) => link,
        Err(response) => return response,
    };
    if let Some(id) = link.meeting_id() {
        return meeting::show(&visit, &token, &link, id).await;
    }
    let Some(id) = link.session_id() else { return gone(&visit) };
    match sessions::find(&link.tx, id).await {
        Ok(view) => page(&visit, &token, &link, &view, Vec::new()),
        Err(cairn_domain::Fault::Problems(_)) => gone(&visit),
        Err(fault) => visit.failed(&fault),
    }
}

/// `POST /s/{token}`: "I can't make it", or back again.
pub(crate) async fn submit(Path(token): Path<String>, Submitted { visit, fields }: Submitted) -> Response {
    let link = match opened(&visit, &token).await {
        Ok(link) => link,
        Err(response) => return response,
    };
    if let Some(id) = link.meeting_id() {
        return meeting::join(&visit, &token, link, id).await;
    }
    let Some(id) = link.session_id() else { return gone(&visit) };
    let reason = Some(fields.text("reason").to_owned()).filter(|reason| !reason.is_empty());
    let outcome = if fields.text("action") == "undo" {
        sessions::undo_cancel(&link.tx, id).await
    } else {
        let version = fields.text("version").parse().unwrap_or_default();
        sessions::cancel(&link.tx, CancelSession { id, version, reason }).await
    };
    match outcome {
        Ok(_) => match link.tx.commit().await {
            Ok(()) => Redirect::to(&format!("/s/{token}")).into_response(),
            Err(fault) => visit.failed(&fault),
        },
        Err(fault) => {
            let language = locale(&visit, &link);
            let errors = match field_errors(fault, language) {
                Ok(errors) => errors,
                Err(fault) => return visit.failed(&fault),
            };
            // A refused change may have left the transaction unusable: look again in a new one.
            drop(link);
            again(&visit, &token, errors).await
        }
    }
}

async fn again(visit: &Visit, token: &str, errors: Vec<FieldError>) -> Response {
    let (link, id) = match open(visit, token).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    match sessions::find(&link.tx, id).await {
        Ok(view) => page(visit, token, &link, &view, errors),
        Err(_) => gone(visit),
    }
}

/// `GET /s/{token}/calendar.ics`
pub(crate) async fn calendar_file(Path(token): Path<String>, visit: Visit) -> Response {
    let (link, id) = match open(&visit, &token).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    calendar::file(&visit, link.tx, id).await
}
