//! `/start`: a new center signs up, and confirms the admin's address.

use axum::response::{IntoResponse, Redirect, Response};
use cairn_domain::centers::{self, StartCenter};
use cairn_domain::{Fault, Problem};
use http::StatusCode;
use minijinja::context;
use minijinja::value::Serde;

use super::codes::{self, Entry};
use super::forms::{FieldError, Submitted, field_errors};
use super::pending::{Pending, Purpose};
use super::visit::Visit;
use super::zones;
use crate::http::origin;

fn form(visit: &Visit, kept: minijinja::Value, errors: Vec<FieldError>, free_slug: Option<String>) -> Response {
    let shown = origin::of_url(&visit.state.settings.public_url);
    visit.page("start.html", "title-start").errors(errors).show(context! {
        values => kept,
        free_slug,
        zones => Serde(zones::groups()),
        address => shown.trim_start_matches("https://").trim_start_matches("http://"),
    })
}

/// `GET /start`
pub(crate) async fn show(visit: Visit) -> Response {
    form(&visit, context! { counsels => "yes" }, Vec::new(), None)
}

/// `POST /start`
pub(crate) async fn submit(Submitted { visit, fields }: Submitted) -> Response {
    let typed = fields.text("slug").to_lowercase();
    // Left empty: made from the name.
    let slug = if typed.is_empty() { centers::suggest_slug(fields.text("name")).unwrap_or_default() } else { typed };
    let email = fields.text("adminEmail").to_owned();
    let input = StartCenter {
        name: fields.text("name").to_owned(),
        slug: slug.clone(),
        zone: fields.text("zone").to_owned(),
        locale: visit.locale,
        admin_name: fields.text("adminName").to_owned(),
        admin_email: email.clone(),
        admin_counsels: !fields.text("counsels").is_empty(),
    };
    let started = match centers::start(visit.state.db(), input, visit.caller()).await {
        Ok(started) => started,
        Err(fault) => return refused(&visit, &fields.kept(), &slug, fault).await,
    };
    let pending = Pending {
        purpose: Purpose::ConfirmCenter,
        slug: started.center.slug,
        challenge: started.challenge_id.0,
        email,
        shared: false,
        next: None,
    };
    let mut response = Redirect::to("/start/confirm").into_response();
    pending.keep(response.headers_mut());
    response
}

async fn refused(visit: &Visit, kept: &std::collections::BTreeMap<&str, &str>, slug: &str, fault: Fault) -> Response {
    let is_taken = matches!(&fault, Fault::Problems(problems)
        if problems.iter().any(|problem| matches!(problem, Problem::Invalid { rule: "slug_taken", .. })));
    let free = if is_taken { centers::free_slug(visit.state.db(), slug).await.ok().flatten() } else { None };
    match field_errors(fault, visit.locale) {
        Ok(errors) => form(visit, Serde(kept).into(), errors, free),
        Err(fault) => visit.failed(&fault),
    }
}

/// `GET /start/confirm`
pub(crate) async fn show_confirm(visit: Visit) -> Response {
    let Some(pending) = Pending::read(&visit.headers, Purpose::ConfirmCenter, None) else {
        return visit.page("confirm_elsewhere.html", "title-confirm").show(context! {});
    };
    let center = match visit.center(&pending.slug).await {
        Ok(center) => center,
        Err(response) => return response,
    };
    codes::page(&visit, &center, &Entry::confirm("/start/confirm", &pending.email), Vec::new(), false)
}

/// `POST /start/confirm`
pub(crate) async fn submit_confirm(Submitted { visit, fields }: Submitted) -> Response {
    let Some(mut pending) = Pending::read(&visit.headers, Purpose::ConfirmCenter, None) else {
        return visit.page("confirm_elsewhere.html", "title-confirm").status(StatusCode::GONE).show(context! {});
    };
    let center = match visit.center(&pending.slug).await {
        Ok(center) => center,
        Err(response) => return response,
    };
    let entry = Entry::confirm("/start/confirm", &pending.email);
    if fields.text("action") == "resend" {
        return match centers::resend_confirmation(visit.state.db(), &center, pending.challenge_id(), visit.caller()).await {
            Ok(challenge) => {
                pending.challenge = challenge.0;
                let mut response = codes::page(&visit, &center, &entry, Vec::new(), true);
                pending.keep(response.headers_mut());
                response
            }
            Err(fault) => codes::again(&visit, &center, &entry, fault),
        };
    }
    let code = codes::typed(&fields);
    match centers::confirm(visit.state.db(), &center, pending.challenge_id(), &code, visit.browser(false)).await {
        Ok(signed_in) => codes::welcome(&visit, &center, &signed_in, false, None),
        Err(fault) => codes::again(&visit, &center, &entry, fault),
    }
}
