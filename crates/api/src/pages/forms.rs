//! Forms that come back: bounded, from our own pages, with the token that the page carried.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::Response;
use cairn_domain::language::Locale;
use cairn_domain::{Fault, Problem};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use ring::digest::{SHA256, digest};
use serde::Serialize;
use url::form_urlencoded;

use super::visit::Visit;
use crate::graphql::problems::message;
use crate::http::body;
use crate::http::origin::{Site, site};
use crate::http::state::AppState;

/// Name and value, first one wins.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Fields(BTreeMap<String, String>);

impl Fields {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(bytes) {
            fields.entry(name.into_owned()).or_insert_with(|| value.into_owned());
        }
        Self(fields)
    }

    /// Trimmed; empty when it is not there.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// As typed: passwords may begin with a space.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }

    pub(crate) fn is_checked(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// What may be shown again: everything but secrets and the token.
    pub(crate) fn kept(&self) -> BTreeMap<&str, &str> {
        let secret = |name: &str| matches!(name, "form" | "password" | "code");
        self.0.iter().filter(|(name, _)| !secret(name)).map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

/// A form that came back and was ours.
pub(crate) struct Submitted {
    pub(crate) visit: Visit,
    pub(crate) fields: Fields,
}

impl FromRequest<AppState> for Submitted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (visit, fields) = read(request, state).await?;
        if visit.is_own_form(&fields) { Ok(Self { visit, fields }) } else { Err(visit.refuse(StatusCode::FORBIDDEN)) }
    }
}

/// A form whose sender was not checked yet.
pub(crate) struct Unchecked {
    pub(crate) visit: Visit,
    pub(crate) fields: Fields,
}

impl FromRequest<AppState> for Unchecked {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (visit, fields) = read(request, state).await?;
        Ok(Self { visit, fields })
    }
}

async fn read(request: Request, state: &AppState) -> Result<(Visit, Fields), Response> {
    let (mut parts, sent) = request.into_parts();
    let visit = Visit::from_request_parts(&mut parts, state).await?;
    let essence = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).and_then(|value| value.split(';').next());
    let is_form = essence.is_none_or(|essence| essence.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"));
    let bytes = body::read(sent).await.map_err(|error| visit.refuse(error.status()))?;
    // A body of another kind has no fields, so it has no token either.
    let fields = if is_form { Fields::parse(&bytes) } else { Fields::default() };
    Ok((visit, fields))
}

impl Visit {
    /// Not from another site, and with the token that only our own page could read.
    pub(crate) fn is_own_form(&self, fields: &Fields) -> bool {
        let shown = digest(&SHA256, fields.raw("form").as_bytes());
        let kept = digest(&SHA256, self.form_token.as_bytes());
        site(&self.headers, &self.state.origin) != Site::Foreign && !self.fresh_token && shown.as_ref() == kept.as_ref()
    }

    /// From our own page by the browser's word, or with the token: for signing out, which scripts do without a page.
    pub(crate) fn is_own_request(&self, fields: &Fields) -> bool {
        site(&self.headers, &self.state.origin) == Site::Same || self.is_own_form(fields)
    }
}

/// One line of the error summary.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FieldError {
    /// The input it is about; none: the form as a whole.
    pub(crate) field: Option<String>,
    pub(crate) message: String,
}

/// Problems beside fields, in the reader's language, or the fault that is no problem of the form.
pub(crate) fn field_errors(fault: Fault, locale: Locale) -> Result<Vec<FieldError>, Fault> {
    let Fault::Problems(problems) = fault else { return Err(fault) };
    Ok(problems.iter().map(|problem| field_error(problem, locale)).collect())
}

fn field_error(problem: &Problem, locale: Locale) -> FieldError {
    let field = match problem {
        Problem::Invalid { path, .. } | Problem::NotFound { path } | Problem::Conflict { path } => path.last().cloned(),
        Problem::WrongCode { .. } | Problem::Expired => Some("code".to_owned()),
        _ => None,
    };
    FieldError { field, message: message(problem, locale) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_what_was_typed_but_no_secret() {
        let fields = Fields::parse("name=%C3%81ngel+%22Q%22&password=+x+&form=t&code=123456&name=other".as_bytes());
        assert_eq!(fields.text("name"), "Ángel \"Q\"");
        assert_eq!(fields.raw("password"), " x ");
        assert_eq!(fields.kept().into_keys().collect::<Vec<_>>(), ["name"]);
    }
}
