//! What all pages have around them.

use axum::response::{Html, IntoResponse, Response};
use cairn_domain::centers::CenterRef;
use cairn_domain::language::Locale;
use http::StatusCode;
use minijinja::value::{Serde, merge_maps};
use minijinja::{Value, context};

use super::forms::FieldError;
use super::visit::Visit;
use crate::http::cookies;
use crate::http::edge::Facts;
use crate::http::state::AppState;

/// A page about to be shown.
pub(crate) struct Page<'a> {
    visit: &'a Visit,
    template: &'static str,
    title: &'static str,
    status: StatusCode,
    center: Option<&'a CenterRef>,
    errors: Vec<FieldError>,
    locale: Locale,
}

impl Visit {
    /// `title` is a message: neutral, because it shows in tabs and histories.
    pub(crate) fn page(&self, template: &'static str, title: &'static str) -> Page<'_> {
        Page { visit: self, template, title, status: StatusCode::OK, center: None, errors: Vec::new(), locale: self.locale }
    }
}

impl<'a> Page<'a> {
    pub(crate) fn center(self, center: &'a CenterRef) -> Self {
        Self { center: Some(center), ..self }
    }

    pub(crate) fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// Shown with problems: the summary takes the focus.
    pub(crate) fn errors(self, errors: Vec<FieldError>) -> Self {
        let status = if errors.is_empty() { self.status } else { StatusCode::UNPROCESSABLE_ENTITY };
        Self { errors, status, ..self }
    }

    pub(crate) fn locale(self, locale: Locale) -> Self {
        Self { locale, ..self }
    }

    pub(crate) fn show(self, own: Value) -> Response {
        let visit = self.visit;
        let by_field: std::collections::BTreeMap<&str, &str> =
            self.errors.iter().rev().filter_map(|error| Some((error.field.as_deref()?, error.message.as_str()))).collect();
        let center = self.center.map(|center| (center.slug.as_str(), center.name.as_str()));
        let around = context! {
            title => self.title,
            errors => Serde(&self.errors),
            error_at => Serde(by_field),
            form_token => visit.form_token.as_str(),
            path => visit.uri.path(),
            ..frame(&visit.state, &visit.facts, self.locale, center)
        };
        let context = merge_maps([own, around]);
        let mut response = render(&visit.state, &visit.facts, self.template, self.status, context);
        if visit.fresh_token {
            cookies::set(response.headers_mut(), cookies::FORM, visit.form_token.clone(), None);
        }
        response
    }
}

/// The names that `base.html` reads.
pub(crate) fn frame(state: &AppState, facts: &Facts, locale: Locale, center: Option<(&str, &str)>) -> Value {
    let base = center.map_or_else(String::new, |(slug, _)| format!("/{slug}"));
    context! {
        locale => locale.tag(),
        other_locale => if locale == Locale::En { "es" } else { "en" },
        nonce => &*facts.nonce,
        styles => Serde(&state.assets.pages.styles),
        fonts => Serde(&state.assets.pages.fonts),
        home => if base.is_empty() { "/" } else { &base },
        help => format!("{base}/help"),
        base => base,
        brand => center.map(|(_, name)| name),
    }
}

pub(crate) fn render(state: &AppState, facts: &Facts, template: &str, status: StatusCode, context: Value) -> Response {
    match state.pages.render(template, context) {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(request_id = %facts.request_id, template, kind = %error.kind(), line = error.line(), "a page could not be rendered");
            (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side. If you are in danger, call 911 or 988.")
                .into_response()
        }
    }
}
