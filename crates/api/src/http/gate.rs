//! What a GraphQL request must look like before anything in it is read. Every form that a foreign page can make a
//! browser send without asking first (GET, text, forms, uploads) fails here.

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};

use super::origin::{Site, site};

/// Custom headers make browsers ask before they send across sites, and we never answer that question with yes.
const PREFLIGHT: &str = "x-graphql-require-preflight";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    ContentType,
    NoPreflightHeader,
    ForeignSite,
}

impl Refused {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NoPreflightHeader | Self::ForeignSite => StatusCode::FORBIDDEN,
        }
    }

    pub(super) fn message(self) -> &'static str {
        match self {
            Self::ContentType => "send application/json",
            Self::NoPreflightHeader => "send the header x-graphql-require-preflight: 1",
            Self::ForeignSite => "requests from other sites are refused",
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

pub(super) fn check(headers: &HeaderMap, own: &str) -> Result<(), Refused> {
    if !is_json(headers) {
        return Err(Refused::ContentType);
    }
    if !headers.contains_key(PREFLIGHT) {
        return Err(Refused::NoPreflightHeader);
    }
    if site(headers, own) == Site::Foreign {
        return Err(Refused::ForeignSite);
    }
    // `Origin: null` is fine for a form of ours; scripts of ours always name themselves.
    if headers.get(http::header::ORIGIN).is_some_and(|origin| origin.as_bytes() != own.as_bytes()) {
        return Err(Refused::ForeignSite);
    }
    Ok(())
}

/// The token of a program that acts for a member.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    const OWN: &str = "https://cairn.example";

    fn ask(pairs: &[(&'static str, &'static str)]) -> Result<(), Refused> {
        let headers: HeaderMap =
            pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect();
        check(&headers, OWN)
    }

    #[test]
    fn our_own_client_passes() {
        let json = ("content-type", "application/json; charset=utf-8");
        assert_eq!(ask(&[json, (PREFLIGHT, "1")]), Ok(()));
        assert_eq!(ask(&[json, (PREFLIGHT, "1"), ("origin", OWN), ("sec-fetch-site", "same-origin")]), Ok(()));
    }

    #[test]
    fn forged_requests_do_not() {
        let json = ("content-type", "application/json");
        let header = (PREFLIGHT, "1");
        assert_eq!(ask(&[header]), Err(Refused::ContentType));
        for simple in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain; application/json"] {
            assert_eq!(ask(&[("content-type", simple), header]), Err(Refused::ContentType));
        }
        assert_eq!(ask(&[json]), Err(Refused::NoPreflightHeader));
        for foreign in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            assert_eq!(ask(&[json, header, foreign]), Err(Refused::ForeignSite));
        }
    }
}
