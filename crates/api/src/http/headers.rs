//! Headers that every answer carries, so that no handler can forget one.

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue};

use super::edge::Facts;
use super::state::AppState;

/// Where `/leave` goes: a page that many people have open and nothing can be told from.
pub(crate) const ELSEWHERE: &str = "https://www.weather.gov/";
const ELSEWHERE_ORIGIN: &str = "https://www.weather.gov";

/// Nothing but our own files and this page's own nonce; nobody may frame us.
fn policy(state: &AppState, nonce: &str) -> String {
    let store = state.settings.store_origin.as_deref().unwrap_or_default();
    // `'self'` does not cover sockets in every browser that people still use.
    let socket = state.origin.replacen("http", "ws", 1);
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self' {socket} {store}; manifest-src 'self'; worker-src 'self'; \
         form-action 'self' {ELSEWHERE_ORIGIN}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

fn put(headers: &mut HeaderMap, name: http::HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

/// A handler's own choice stands (assets are cacheable, the explorer of the demo has its own policy).
pub(super) fn secure(state: &AppState, facts: &Facts, headers: &mut HeaderMap) {
    if !headers.contains_key(CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&policy(state, &facts.nonce))
    {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    put(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(headers, REFERRER_POLICY, "no-referrer");
    put(headers, http::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(headers, http::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    put(
        headers,
        http::HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    );
    if !headers.contains_key(CACHE_CONTROL) {
        put(headers, CACHE_CONTROL, "no-store");
        put(headers, VARY, "Cookie");
    }
    if state.settings.public_url.scheme() == "https" {
        put(headers, STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
}
