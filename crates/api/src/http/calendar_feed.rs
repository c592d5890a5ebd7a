//! A member's own calendar behind a link, for calendar programs: no cookie, no page, nothing about anybody.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use cairn_domain::exits::Released;
use cairn_domain::notifications::feed::{self, FeedAnswer};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::pages::visit::Visit;

/// `GET /calendar/{token}.ics`
pub(super) async fn show(Path(file): Path<String>, visit: Visit) -> Response {
    let Some(token) = file.strip_suffix(".ics") else { return visit.refuse(StatusCode::NOT_FOUND) };
    match feed::read(visit.state.db(), token, &known(&visit.headers), visit.caller()).await {
        Ok(FeedAnswer::Nothing) => visit.refuse(StatusCode::NOT_FOUND),
        Ok(FeedAnswer::Same { tag }) => tagged(StatusCode::NOT_MODIFIED.into_response(), &tag),
        Ok(FeedAnswer::Fresh { tag, facts }) => answer(&visit.state.calendar_files.feed(facts), &tag),
        Err(fault) => visit.failed(&fault),
    }
}

/// The tags a program has (RFC 9110, 13.1.2: a weak mark makes no difference here).
fn known(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let tags = values.flat_map(|value| value.split(','));
    tags.map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"').to_owned()).take(20).collect()
}

fn answer(file: &Released<String>, tag: &str) -> Response {
    let mut response = file.get().clone().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8; method=PUBLISH"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"calendar.ics\""));
    tagged(response, tag)
}

/// Whoever asked may keep it, and asks again each time whether it still holds; nobody in between keeps it.
fn tagged(mut response: Response, tag: &str) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
        headers.insert(ETAG, tag);
    }
    response
}
