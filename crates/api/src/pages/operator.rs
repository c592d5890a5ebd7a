//! The operator's own way in. Their realm, their cookie; worth nothing in a center.

use axum::response::{IntoResponse, Redirect, Response};
use cairn_domain::Fault;
use cairn_domain::operators;
use http::{HeaderName, HeaderValue, StatusCode};
use minijinja::context;

use super::codes::typed;
use super::forms::{FieldError, Submitted, Unchecked, field_errors};
use super::pending::{Pending, Purpose};
use super::visit::Visit;
use crate::http::cookies;

fn page(visit: &Visit, pending: Option<&Pending>, email: &str, errors: Vec<FieldError>) -> Response {
    visit.page("operator_sign_in.html", "title-sign-in").errors(errors).show(context! {
        sent_to => pending.map(|pending| pending.email.as_str()),
        values => context! { email },
    })
}

fn again(visit: &Visit, pending: Option<&Pending>, email: &str, fault: Fault) -> Response {
    match field_errors(fault, visit.locale) {
        Ok(errors) => page(visit, pending, email, errors),
        Err(fault) => visit.failed(&fault),
    }
}

/// `GET /ops/sign-in`, and with `?code` the second step.
pub(crate) async fn show(visit: Visit) -> Response {
    let pending = Pending::read(&visit.headers, Purpose::Operator, None).filter(|_| visit.query("code").is_some());
    page(&visit, pending.as_ref(), "", Vec::new())
}

/// `POST /ops/sign-in`: the address, or the code.
pub(crate) async fn submit(Submitted { visit, fields }: Submitted) -> Response {
    let db = &visit.state.operators;
    if fields.text("action") == "code" {
        let Some(pending) = Pending::read(&visit.headers, Purpose::Operator, None) else {
            return Redirect::to("/ops/sign-in").into_response();
        };
        return match operators::sign_in(db, pending.challenge, &typed(&fields), visit.caller()).await {
            Ok(signed_in) => {
                let mut response = Redirect::to("/ops").into_response();
                cookies::set(response.headers_mut(), cookies::OPERATOR, signed_in.cookie, None);
                Pending::forget(response.headers_mut());
                response
            }
            Err(fault) => again(&visit, Some(&pending), "", fault),
        };
    }
    let email = fields.text("email").to_owned();
    match operators::request_code(db, &email, visit.caller()).await {
        Ok(challenge) => {
            let pending = Pending { purpose: Purpose::Operator, slug: String::new(), challenge, email, shared: true, next: None };
            let mut response = Redirect::to("/ops/sign-in?code").into_response();
            pending.keep(response.headers_mut());
            response
        }
        Err(fault) => again(&visit, None, &email, fault),
    }
}

/// `POST /ops/sign-out`
pub(crate) async fn sign_out(Unchecked { visit, fields }: Unchecked) -> Response {
    if !visit.is_own_request(&fields) {
        return visit.refuse(StatusCode::FORBIDDEN);
    }
    if let Some(cookie) = cookies::read(&visit.headers, cookies::OPERATOR)
        && let Err(fault) = operators::sign_out(&visit.state.operators, &cookie).await
    {
        return visit.failed(&fault);
    }
    let mut response = Redirect::to("/ops/sign-in").into_response();
    cookies::remove(response.headers_mut(), cookies::OPERATOR);
    let clear = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), clear);
    response
}
