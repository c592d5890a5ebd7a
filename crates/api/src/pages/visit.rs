//! One visit of a page: who asks (as far as known), in which language, with which form token.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cairn_domain::centers::{self, CenterRef};
use cairn_domain::language::Locale;
use cairn_domain::members::{Browser, Caller};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode, Uri};
use url::form_urlencoded;

use super::{errors, language};
use crate::http::edge::Facts;
use crate::http::state::AppState;
use crate::http::{cookies, is_secret};

pub(crate) struct Visit {
    pub(crate) state: AppState,
    pub(crate) facts: Facts,
    pub(crate) headers: HeaderMap,
    pub(crate) locale: Locale,
    pub(crate) uri: Uri,
    /// What this visit's forms repeat.
    pub(crate) form_token: String,
    /// It was made just now and has to travel with the page.
    pub(crate) fresh_token: bool,
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        if parts.method == Method::GET
            && let Some(locale) = chosen_language(&parts.uri)
        {
            return Err(switched(&parts.uri, locale));
        }
        let kept = cookies::read(&parts.headers, cookies::FORM).filter(|token| is_secret(token));
        Ok(Self {
            state: state.clone(),
            facts: Facts::of(&parts.extensions),
            headers: parts.headers.clone(),
            locale: language::of(&parts.headers),
            uri: parts.uri.clone(),
            fresh_token: kept.is_none(),
            form_token: kept.unwrap_or_else(|| URL_SAFE_NO_PAD.encode(state.db().ids().bytes::<32>())),
        })
    }
}

/// `?lang=es` on any page.
fn chosen_language(uri: &Uri) -> Option<Locale> {
    let (_, tag) = form_urlencoded::parse(uri.query()?.as_bytes()).find(|(name, _)| name == "lang")?;
    Locale::parse(&tag)
}

/// The same page without the choice in its address, and the choice in a cookie.
fn switched(uri: &Uri, locale: Locale) -> Response {
    let rest: Vec<(String, String)> = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .filter(|(name, _)| name != "lang")
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
    let path = uri.path();
    // `//host` would be another site.
    let path = if path.starts_with("//") { "/" } else { path };
    let target = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let mut response = Redirect::to(&target).into_response();
    language::keep(response.headers_mut(), locale);
    response
}

impl Visit {
    /// The center of this address part, or the page that says there is none.
    pub(crate) async fn center(&self, slug: &str) -> Result<CenterRef, Response> {
        match centers::find_by_slug(self.state.db(), slug).await {
            Ok(Some(center)) => Ok(center),
            Ok(None) => Err(self.refuse(StatusCode::NOT_FOUND)),
            Err(fault) => Err(self.failed(&fault)),
        }
    }

    pub(crate) fn query(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.uri.query()?.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    pub(crate) fn request_id(&self) -> Option<String> {
        Some(self.facts.request_id.to_string())
    }

    pub(crate) fn caller(&self) -> Caller {
        self.state.caller(&self.facts)
    }

    pub(crate) fn browser(&self, shared_device: bool) -> Browser {
        self.state.browser(&self.facts, &self.headers, shared_device)
    }

    /// An error page.
    pub(crate) fn refuse(&self, status: StatusCode) -> Response {
        errors::page(&self.state, &self.facts, self.locale, status, None)
    }

    /// The page for a surprise; it is logged here, once, with the request's id.
    pub(crate) fn failed(&self, fault: &cairn_domain::Fault) -> Response {
        errors::failed(&self.state, &self.facts, self.locale, fault)
    }
}
