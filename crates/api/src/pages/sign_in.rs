//! Signing in to one center: a code by mail, or a password. Known and unknown addresses get the same answer.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use cairn_domain::centers::CenterRef;
use cairn_domain::members::sign_in;
use minijinja::value::Serde;
use minijinja::{Value, context};

use super::codes::{self, Entry};
use super::forms::{FieldError, Fields, Submitted, field_errors};
use super::pending::{Pending, Purpose};
use super::visit::Visit;
use crate::http::state::credential;

/// A path of this center's own apps; anything else would send people somewhere they did not choose.
pub(crate) fn safe_next<'a>(next: &'a str, slug: &str) -> Option<&'a str> {
    let rest = next.strip_prefix('/')?.strip_prefix(slug)?;
    let app = rest.strip_prefix("/me").or_else(|| rest.strip_prefix("/app"))?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.:~%?=&".contains(c);
    let own = app.is_empty() || app.starts_with(['/', '?']);
    (own && next.len() <= 300 && !next.contains("//") && !next.contains("..") && next.chars().all(plain)).then_some(next)
}

fn form(visit: &Visit, center: &CenterRef, kept: Value, errors: Vec<FieldError>) -> Response {
    visit.page("sign_in.html", "title-sign-in").center(center).errors(errors).show(context! {
        values => kept,
        action => format!("/{}/sign-in", center.slug),
        paused => center.state == cairn_domain::actor::CenterState::Suspended,
    })
}

/// `GET /{slug}/sign-in`
pub(crate) async fn show(Path(slug): Path<String>, visit: Visit) -> Response {
    let center = match visit.center(&slug).await {
        Ok(center) => center,
        Err(response) => return response,
    };
    let next = visit.query("next").filter(|next| safe_next(next, &slug).is_some());
    if let Some(home) = already_in(&visit, &center).await {
        return Redirect::to(next.as_deref().unwrap_or(&home)).into_response();
    }
    // The demo's list of people fills the address in. Elsewhere addresses stay out of addresses.
    let email = if visit.state.is_demo() { visit.query("email") } else { None };
    form(&visit, &center, context! { next, email }, Vec::new())
}

/// Where somebody belongs whose sign-in here still stands.
async fn already_in(visit: &Visit, center: &CenterRef) -> Option<String> {
    let credential = credential(&visit.headers)?;
    let tx = visit.state.db().enter(&credential, visit.request_id()).await.ok()??;
    let membership = tx.actor().membership()?;
    (tx.center_id() == center.id).then(|| codes::home(&center.slug, &membership.roles))
}

/// `POST /{slug}/sign-in`: a code, please.
pub(crate) async fn submit(Path(slug): Path<String>, Submitted { visit, fields }: Submitted) -> Response {
    let center = match visit.center(&slug).await {
        Ok(center) => center,
        Err(response) => return response,
    };
    let email = fields.text("email").to_owned();
    match sign_in::request_code(visit.state.db(), &center, &email, visit.caller()).await {
        Ok(challenge) => {
            let pending = Pending {
                purpose: Purpose::SignIn,
                slug: center.slug.clone(),
                challenge: challenge.0,
                email,
                shared: fields.is_checked("shared"),
                next: next_of(&fields, &slug),
            };
            let mut response = Redirect::to(&format!("/{}/sign-in/code", center.slug)).into_response();
            pending.keep(response.headers_mut());
            response
        }
        Err(fault) => again(&visit, &center, &fields, fault),
    }
}

fn next_of(fields: &Fields, slug: &str) -> Option<String> {
    safe_next(fields.text("next"), slug).map(str::to_owned)
}

fn again(visit: &Visit, center: &CenterRef, fields: &Fields, fault: cairn_domain::Fault) -> Response {
    match field_errors(fault, visit.locale) {
        Ok(errors) => form(visit, center, Serde(fields.kept()).into(), errors),
        Err(fault) => visit.failed(&fault),
    }
}

/// `POST /{slug}/sign-in/password`
pub(crate) async fn submit_password(Path(slug): Path<String>, Submitted { visit, fields }: Submitted) -> Response {
    let center = match visit.center(&slug).await {
        Ok(center) => center,
        Err(response) => return response,
    };
    let shared = fields.is_checked("shared");
    let (email, password) = (fields.text("email"), fields.raw("password"));
    match sign_in::sign_in_with_password(visit.state.db(), &center, email, password, visit.browser(shared)).await {
        Ok(signed_in) => codes::welcome(&visit, &center, &signed_in, shared, next_of(&fields, &slug).as_deref()),
        Err(fault) => again(&visit, &center, &fields, fault),
    }
}

fn entry(slug: &str, pending: &Pending) -> Entry {
    Entry::sign_in(format!("/{slug}/sign-in/code"), &pending.email)
}

/// `GET /{slug}/sign-in/code`
pub(crate) async fn show_code(Path(slug): Path<String>, visit: Visit) -> Response {
    let center = match visit.center(&slug).await {
        Ok(center) => center,
        Err(response) => return response,
    };
    match Pending::read(&visit.headers, Purpose::SignIn, Some(&slug)) {
        Some(pending) => codes::page(&visit, &center, &entry(&slug, &pending), Vec::new(), false),
        None => Redirect::to(&format!("/{slug}/sign-in")).into_response(),
    }
}

/// `POST /{slug}/sign-in/code`
pub(crate) async fn submit_code(Path(slug): Path<String>, Submitted { visit, fields }: Submitted) -> Response {
    let center = match visit.center(&slug).await {
        Ok(center) => center,
        Err(response) => return response,
    };
    let Some(mut pending) = Pending::read(&visit.headers, Purpose::SignIn, Some(&slug)) else {
        return Redirect::to(&format!("/{slug}/sign-in")).into_response();
    };
    let entry = entry(&slug, &pending);
    let db = visit.state.db();
    if fields.text("action") == "resend" {
        return match sign_in::request_code(db, &center, &pending.email, visit.caller()).await {
            Ok(challenge) => {
                pending.challenge = challenge.0;
                let mut response = codes::page(&visit, &center, &entry, Vec::new(), true);
                pending.keep(response.headers_mut());
                response
            }
            Err(fault) => codes::again(&visit, &center, &entry, fault),
        };
    }
    let browser = visit.browser(pending.shared);
    match sign_in::sign_in_with_code(db, &center, pending.challenge_id(), &codes::typed(&fields), browser).await {
        Ok(signed_in) => codes::welcome(&visit, &center, &signed_in, pending.shared, pending.next.as_deref()),
        Err(fault) => codes::again(&visit, &center, &entry, fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_leads_nowhere_else() {
        for good in ["/river/me", "/river/me/today", "/river/app/clients?q=a", "/river/me/schedule/session:0190-1"] {
            assert_eq!(safe_next(good, "river"), Some(good));
        }
        for bad in [
            "",
            "/",
            "//evil.example",
            "https://evil.example",
            "/other/me",
            "/river",
            "/river/sign-in",
            "/river/mean",
            "/river/me//evil",
            "/river/me/../../x",
            "/river/me\\x",
            "/river/me\r\nset-cookie: a=b",
            "/riverside/me",
        ] {
            assert_eq!(safe_next(bad, "river"), None, "{bad}");
        }
    }
}
