//! Entering a code from a mail: in the browser that asked for it, or through the link of the mail (`/c/{token}`).
//! The link alone signs nobody in: mail scanners follow links too.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use cairn_domain::Fault;
use cairn_domain::actor::Role;
use cairn_domain::centers::{self, CenterRef};
use cairn_domain::ids::ChallengeId;
use cairn_domain::members::{SignedIn, sign_in};
use cairn_domain::notifications::Kind;
use cairn_domain::notifications::links::{self, LinkPage};
use minijinja::context;

use super::forms::{FieldError, Fields, Submitted, field_errors};
use super::language;
use super::pending::Pending;
use super::sign_in::safe_next;
use super::visit::Visit;
use crate::http::cookies;

/// One code form: where it goes and what it says.
pub(crate) struct Entry {
    pub(crate) action: String,
    /// Where the code went, if this browser knows.
    pub(crate) email: Option<String>,
    title: &'static str,
    can_resend: bool,
    /// The box "this is a shared device" belongs here when it was not asked before.
    asks_shared: bool,
}

impl Entry {
    pub(crate) fn confirm(action: &str, email: &str) -> Self {
        Self {
            action: action.to_owned(),
            email: Some(email.to_owned()),
            title: "title-confirm",
            can_resend: true,
            asks_shared: false,
        }
    }

    pub(crate) fn sign_in(action: String, email: &str) -> Self {
        Self { action, email: Some(email.to_owned()), title: "title-code", can_resend: true, asks_shared: false }
    }

    fn from_mail(token: &str, kind: Kind) -> Self {
        let confirms = kind == Kind::ConfirmCenter;
        Self {
            action: format!("/c/{token}"),
            email: None,
            title: if confirms { "title-confirm" } else { "title-code" },
            can_resend: false,
            asks_shared: !confirms,
        }
    }
}

/// Six digits; spaces and dashes are how people read them, not part of them.
pub(crate) fn typed(fields: &Fields) -> String {
    fields.text("code").chars().filter(|c| !c.is_whitespace() && *c != '-').take(32).collect()
}

pub(crate) fn page(visit: &Visit, center: &CenterRef, entry: &Entry, errors: Vec<FieldError>, resent: bool) -> Response {
    visit.page("code.html", entry.title).center(center).errors(errors).show(context! {
        action => entry.action.as_str(),
        email => entry.email.as_deref(),
        can_resend => entry.can_resend,
        asks_shared => entry.asks_shared,
        confirms => entry.title == "title-confirm",
        again => format!("/{}/sign-in", center.slug),
        resent,
    })
}

/// The form once more, with what was wrong.
pub(crate) fn again(visit: &Visit, center: &CenterRef, entry: &Entry, fault: Fault) -> Response {
    match field_errors(fault, visit.locale) {
        Ok(errors) => page(visit, center, entry, errors, false),
        Err(fault) => visit.failed(&fault),
    }
}

/// Where a member begins: their own portal, or the staff's pages.
pub(crate) fn home(slug: &str, roles: &[Role]) -> String {
    let only_client = roles.iter().all(|role| *role == Role::Client);
    if only_client { format!("/{slug}/me/today") } else { format!("/{slug}/app") }
}

/// The signed-in browser: its cookie, its language, and on to where it wanted to go.
pub(crate) fn welcome(visit: &Visit, center: &CenterRef, signed_in: &SignedIn, shared: bool, next: Option<&str>) -> Response {
    let home = home(&center.slug, &signed_in.roles);
    let target = next.and_then(|next| safe_next(next, &center.slug)).unwrap_or(&home);
    let mut response = Redirect::to(target).into_response();
    let headers = response.headers_mut();
    let left = signed_in.expires_at.duration_since(visit.state.db().clock().now()).as_secs();
    // On a shared device the cookie ends with the browser.
    cookies::set(headers, cookies::SIGN_IN, signed_in.cookie.clone(), (!shared).then_some(left));
    Pending::forget(headers);
    language::keep(headers, signed_in.locale);
    response
}

/// What the mail's link opened.
struct FromMail {
    center: CenterRef,
    kind: Kind,
    challenge: ChallengeId,
    entry: Entry,
}

async fn open(visit: &Visit, token: &str) -> Result<FromMail, Response> {
    let opened =
        links::open(visit.state.db(), token, LinkPage::Code, visit.request_id()).await.map_err(|fault| visit.failed(&fault))?;
    let link = opened.ok_or_else(|| gone(visit))?;
    let challenge = link.challenge_id().ok_or_else(|| gone(visit))?;
    Ok(FromMail { challenge, kind: link.kind, entry: Entry::from_mail(token, link.kind), center: link.center })
}

/// The same for every link that opens nothing: used, expired, foreign, garbage.
pub(crate) fn gone(visit: &Visit) -> Response {
    visit.page("gone.html", "error-gone-title").status(http::StatusCode::GONE).show(context! {})
}

/// `GET /c/{token}`
pub(crate) async fn show_from_mail(Path(token): Path<String>, visit: Visit) -> Response {
    let link = match open(&visit, &token).await {
        Ok(link) => link,
        Err(response) => return response,
    };
    // A code for a sensitive act is typed where the act is.
    if link.kind == Kind::StepUpCode {
        return Redirect::to(&format!("/{}/sign-in", link.center.slug)).into_response();
    }
    page(&visit, &link.center, &link.entry, Vec::new(), false)
}

/// `POST /c/{token}`
pub(crate) async fn submit_from_mail(Path(token): Path<String>, Submitted { visit, fields }: Submitted) -> Response {
    let FromMail { center, kind, challenge, entry } = match open(&visit, &token).await {
        Ok(link) => link,
        Err(response) => return response,
    };
    let (code, shared) = (typed(&fields), fields.is_checked("shared"));
    let (db, browser) = (visit.state.db(), visit.browser(shared));
    let outcome = match kind {
        Kind::ConfirmCenter => centers::confirm(db, &center, challenge, &code, browser).await,
        Kind::SignInCode => sign_in::sign_in_with_code(db, &center, challenge, &code, browser).await,
        _ => return gone(&visit),
    };
    match outcome {
        Ok(signed_in) => welcome(&visit, &center, &signed_in, shared, None),
        Err(fault) => again(&visit, &center, &entry, fault),
    }
}
