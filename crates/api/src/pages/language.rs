//! Which language a page without a proven reader speaks: the one chosen here before, else the browser's.

use cairn_domain::language::Locale;
use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

use crate::http::cookies;

/// A year.
const KEPT: i64 = 365 * 24 * 3600;

pub(crate) fn of(headers: &HeaderMap) -> Locale {
    let chosen = cookies::read(headers, cookies::LANGUAGE).and_then(|tag| Locale::parse(&tag));
    let browser = || Locale::negotiate(headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?);
    chosen.or_else(browser).unwrap_or_default()
}

/// Remembers the choice on this device.
pub(crate) fn keep(headers: &mut HeaderMap, locale: Locale) {
    cookies::set(headers, cookies::LANGUAGE, locale.tag().to_owned(), Some(KEPT));
}
