//! One session as a calendar file, through the exit gate.

use std::str::FromStr;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use cairn_domain::ids::{SessionId, WireId};
use cairn_domain::notifications::calendar;
use cairn_domain::{CenterTx, Fault, Outcome};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use uuid::Uuid;

use crate::pages::shell;
use crate::pages::visit::Visit;

/// `GET /{slug}/me/sessions/{id}/calendar.ics`, the same below `/app`.
pub(super) async fn of_member(Path((slug, id)): Path<(String, String)>, visit: Visit) -> Response {
    let id = SessionId::from_wire(&id).or_else(|| Uuid::from_str(&id).ok().map(SessionId));
    let Some(id) = id else { return visit.refuse(StatusCode::NOT_FOUND) };
    match shell::enter(&visit, &slug).await {
        Ok(tx) => file(&visit, tx, id).await,
        Err(response) => response,
    }
}

/// The file for whoever the transaction acts as. The disclosure is written before the first byte leaves.
pub(crate) async fn file(visit: &Visit, tx: CenterTx, id: SessionId) -> Response {
    match compose(visit, tx, id).await {
        Ok(text) => {
            let mut response = text.into_response();
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8; method=PUBLISH"));
            // A name that says nothing: it stays in the list of downloads.
            headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"event.ics\""));
            response
        }
        Err(Fault::Problems(_)) => visit.refuse(StatusCode::NOT_FOUND),
        Err(fault) => visit.failed(&fault),
    }
}

async fn compose(visit: &Visit, tx: CenterTx, id: SessionId) -> Outcome<String> {
    let facts = calendar::for_download(&tx, id).await?;
    let file = visit.state.calendar_files.render(facts);
    tx.commit().await?;
    Ok(file.get().clone())
}
