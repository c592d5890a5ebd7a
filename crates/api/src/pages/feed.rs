//! `/{slug}/meetings.json`: the center's public groups for everybody's meeting lists. Any site may read it, and no cookie
//! plays a part in it.

use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cairn_domain::exits::Released;
use cairn_domain::groups::feed::{self, MeetingGuide};
use cairn_domain::language::Locale;
use cairn_domain::{Outcome, Surprise, centers};
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use ring::digest::{SHA256, digest};

use super::{errors, language};
use crate::http::edge::Facts;
use crate::http::state::AppState;

/// The feed as it goes out: what stands in it was released for everybody.
fn answer(feed: &Released<MeetingGuide>, asked: &HeaderMap) -> Result<Response, Surprise> {
    let body = feed.get().to_json()?;
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&digest(&SHA256, &body).as_ref()[..18]));
    let mut response = if knows(asked, &tag) { StatusCode::NOT_MODIFIED.into_response() } else { body.into_response() };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    Ok(response)
}

/// RFC 9110, 13.1.2: a weak mark makes no difference here.
fn knows(asked: &HeaderMap, tag: &str) -> bool {
    let values = asked.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == "*" || known == tag)
}

async fn read(state: &AppState, facts: &Facts, slug: &str) -> Outcome<Option<Released<MeetingGuide>>> {
    let Some(center) = centers::find_by_slug(state.db(), slug).await? else { return Ok(None) };
    feed::of_center(state.db(), &center, Some(facts.request_id.to_string())).await.map(Some)
}

/// `GET /{slug}/meetings.json`
pub(crate) async fn show(
    State(state): State<AppState>,
    Extension(facts): Extension<Facts>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Response {
    let locale: Locale = language::of(&headers);
    let outcome = read(&state, &facts, &slug).await;
    match outcome.and_then(|feed| Ok(feed.map(|feed| answer(&feed, &headers)).transpose()?)) {
        Ok(Some(response)) => response,
        Ok(None) => errors::page(&state, &facts, locale, StatusCode::NOT_FOUND, None),
        Err(fault) => errors::failed(&state, &facts, locale, &fault),
    }
}
