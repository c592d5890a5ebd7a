//! Cookies in and out. All are `__Host-` where they carry power: https only, this host only, not for scripts.

use cookie::{Cookie, SameSite};
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue};

/// A center's sign-in.
pub(crate) const SIGN_IN: &str = "__Host-cairn";
/// An operator's sign-in.
pub(crate) const OPERATOR: &str = "__Host-cairn-ops";
/// What forms must repeat.
pub(crate) const FORM: &str = "__Host-cairn-form";
/// The step between "send me a code" and entering it.
pub(crate) const PENDING: &str = "__Host-cairn-pending";
/// The language somebody chose; carries no power.
pub(crate) const LANGUAGE: &str = "lang";

/// The value of the first cookie with this name.
pub(crate) fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| Cookie::split_parse(value).filter_map(Result::ok))
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

fn header(cookie: &Cookie<'_>) -> Option<HeaderValue> {
    HeaderValue::from_str(&cookie.to_string()).ok()
}

fn base(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value)).path("/").secure(true).http_only(true).same_site(SameSite::Lax).build()
}

/// For as long as the browser is open, or `seconds`.
pub(crate) fn set(headers: &mut HeaderMap, name: &'static str, value: String, seconds: Option<i64>) {
    let mut cookie = base(name, value);
    if let Some(seconds) = seconds {
        cookie.set_max_age(cookie::time::Duration::seconds(seconds));
    }
    if let Some(value) = header(&cookie) {
        headers.append(SET_COOKIE, value);
    }
}

pub(crate) fn remove(headers: &mut HeaderMap, name: &'static str) {
    set(headers, name, String::new(), Some(0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_cookie_has_every_guard() {
        let mut headers = HeaderMap::new();
        set(&mut headers, SIGN_IN, "v".to_owned(), None);
        let text = headers[SET_COOKIE].to_str().unwrap();
        for part in ["__Host-cairn=v", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
        assert!(!text.contains("Domain") && !text.contains("Max-Age"), "{text}");
    }

    #[test]
    fn the_named_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("a=1; __Host-cairn=x; lang=es"));
        assert_eq!(read(&headers, SIGN_IN).as_deref(), Some("x"));
        assert_eq!(read(&headers, LANGUAGE).as_deref(), Some("es"));
        assert_eq!(read(&headers, "b"), None);
    }
}
