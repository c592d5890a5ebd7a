//! Whether a request comes from our own pages.

use http::HeaderMap;
use http::header::ORIGIN;
use url::Url;

/// What the browser said about where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Site {
    /// The browser vouches: our own page.
    Same,
    /// It did not say; another proof is needed.
    Unsaid,
    /// Another site, or a page nobody can name.
    Foreign,
}

/// `https://host[:port]`, as browsers write it.
pub(crate) fn of_url(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Reads `Sec-Fetch-Site` and `Origin` (both set by the browser, out of a script's reach).
pub(crate) fn site(headers: &HeaderMap, own: &str) -> Site {
    let fetch = headers.get("sec-fetch-site").map(|value| value.as_bytes());
    let origin = headers.get(ORIGIN).map(|value| value.as_bytes());
    match (fetch, origin) {
        (Some(b"same-origin"), None) => Site::Same,
        // A form on a page without referrer says `null`, even to its own origin.
        (Some(b"same-origin"), Some(origin)) if origin == own.as_bytes() || origin == b"null" => Site::Same,
        // Typed into the address bar: nobody's request but the person's.
        (Some(b"none"), None) => Site::Unsaid,
        (Some(_), _) => Site::Foreign,
        (None, Some(origin)) if origin == own.as_bytes() => Site::Same,
        (None, Some(b"null") | None) => Site::Unsaid,
        (None, Some(_)) => Site::Foreign,
    }
}

/// The socket: `Origin` must be there and be ours.
pub(crate) fn is_own_socket(headers: &HeaderMap, own: &str) -> bool {
    headers.get(ORIGIN).is_some_and(|origin| origin.as_bytes() == own.as_bytes())
        && headers.get("sec-fetch-site").is_none_or(|site| site.as_bytes() == b"same-origin")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const OWN: &str = "https://cairn.example";

    fn ask(fetch: Option<&'static str>, origin: Option<&'static str>) -> Site {
        let mut headers = HeaderMap::new();
        if let Some(fetch) = fetch {
            headers.insert("sec-fetch-site", HeaderValue::from_static(fetch));
        }
        if let Some(origin) = origin {
            headers.insert(ORIGIN, HeaderValue::from_static(origin));
        }
        site(&headers, OWN)
    }

    #[test]
    fn only_our_own_pages_are_the_same_site() {
        assert_eq!(ask(Some("same-origin"), Some(OWN)), Site::Same);
        assert_eq!(ask(Some("same-origin"), Some("null")), Site::Same);
        assert_eq!(ask(None, Some(OWN)), Site::Same);
        assert_eq!(ask(None, None), Site::Unsaid);
        assert_eq!(ask(None, Some("null")), Site::Unsaid);
        for foreign in [
            ask(Some("cross-site"), None),
            ask(Some("same-site"), Some(OWN)),
            ask(Some("cross-site"), Some("null")),
            ask(Some("same-origin"), Some("https://evil.example")),
            ask(None, Some("https://evil.example")),
            ask(None, Some("https://cairn.example.evil.example")),
            ask(None, Some("http://cairn.example")),
        ] {
            assert_eq!(foreign, Site::Foreign);
        }
    }
}
