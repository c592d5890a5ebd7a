//! Exported service lines as a sheet, through the exit gate.

use std::str::FromStr;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use cairn_domain::exits::Released;
use cairn_domain::ids::{ServiceExportId, WireId};
use cairn_domain::services::sheet::{self, ServiceSheet};
use cairn_domain::{CenterTx, Fault, Outcome};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use uuid::Uuid;

use crate::pages::shell;
use crate::pages::visit::Visit;

/// `GET /{slug}/app/service-exports/{id}/lines.csv`
pub(super) async fn show(Path((slug, id)): Path<(String, String)>, visit: Visit) -> Response {
    let id = ServiceExportId::from_wire(&id).or_else(|| Uuid::from_str(&id).ok().map(ServiceExportId));
    let Some(id) = id else { return visit.refuse(StatusCode::NOT_FOUND) };
    let tx = match shell::enter(&visit, &slug).await {
        Ok(tx) => tx,
        Err(response) => return response,
    };
    match release(tx, id).await {
        Ok(sheet) => answer(&sheet),
        Err(Fault::Problems(_)) => visit.refuse(StatusCode::NOT_FOUND),
        Err(fault) => visit.failed(&fault),
    }
}

/// The disclosure is written before the first byte leaves.
async fn release(tx: CenterTx, id: ServiceExportId) -> Outcome<Released<ServiceSheet>> {
    let sheet = sheet::of_export(&tx, id).await?;
    tx.commit().await?;
    Ok(sheet)
}

fn answer(sheet: &Released<ServiceSheet>) -> Response {
    let mut response = sheet.get().to_csv().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"lines.csv\""));
    response
}
