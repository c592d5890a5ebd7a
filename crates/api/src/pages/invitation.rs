//! `/i/{token}`: who invites, what they will see, and how the invited person wants to be called and to sign in.

use axum::extract::Path;
use axum::response::Response;
use cairn_domain::actor::Role;
use cairn_domain::centers::CenterRef;
use cairn_domain::language::Locale;
use cairn_domain::members::{self, AcceptInvitation, InvitationState, OpenInvitation};
use http::StatusCode;
use minijinja::value::Serde;
use minijinja::{Value, context};

use super::codes;
use super::forms::{FieldError, Submitted, field_errors};
use super::visit::Visit;
use super::zones;

/// What the page knows before the form.
struct Invited {
    center: CenterRef,
    open: OpenInvitation,
}

async fn look(visit: &Visit, token: &str) -> Result<Invited, Response> {
    let view = members::view_invitation(visit.state.db(), token, visit.caller()).await.map_err(|fault| visit.failed(&fault))?;
    let view = view.ok_or_else(|| codes::gone(visit))?;
    match view.open {
        Some(open) => Ok(Invited { center: view.center, open }),
        None => Err(closed(visit, &view.center, view.state)),
    }
}

/// Accepted already: sign in. Otherwise somebody has to invite again.
fn closed(visit: &Visit, center: &CenterRef, state: InvitationState) -> Response {
    visit.page("gone.html", "error-gone-title").status(StatusCode::GONE).center(center).show(context! {
        invitation => true,
        accepted => state == InvitationState::Accepted,
    })
}

/// What they see follows from the roles: one sentence per kind.
fn sees(roles: &[Role]) -> Value {
    context! {
        as_client => roles.contains(&Role::Client),
        as_counselor => roles.iter().any(|role| matches!(role, Role::Counselor | Role::PeerMentor | Role::Facilitator)),
        as_admin => roles.iter().any(|role| matches!(role, Role::Admin | Role::Supervisor)),
        as_auditor => roles.contains(&Role::Auditor),
    }
}

fn form(visit: &Visit, token: &str, invited: &Invited, kept: Option<Value>, errors: Vec<FieldError>, locale: Locale) -> Response {
    let open = &invited.open;
    let values = kept.unwrap_or_else(|| {
        context! { name => open.name.as_str(), zone => open.zone.as_str(), locale => open.locale.tag() }
    });
    visit.page("invitation.html", "title-invitation").center(&invited.center).errors(errors).locale(locale).show(context! {
        action => format!("/i/{token}"),
        invited_by => open.invited_by.as_str(),
        email => open.email.as_str(),
        sees => sees(&open.roles),
        until => locale.day(jiff::tz::TimeZone::get(&open.zone).unwrap_or(jiff::tz::TimeZone::UTC).to_datetime(open.expires_at).date()),
        zones => Serde(zones::groups()),
        values,
    })
}

/// `GET /i/{token}`; looking accepts nothing.
pub(crate) async fn show(Path(token): Path<String>, visit: Visit) -> Response {
    let invited = match look(&visit, &token).await {
        Ok(invited) => invited,
        Err(response) => return response,
    };
    // In the language they were invited in, unless they chose another here.
    let chosen = crate::http::cookies::read(&visit.headers, crate::http::cookies::LANGUAGE).is_some();
    let locale = if chosen { visit.locale } else { invited.open.locale };
    form(&visit, &token, &invited, None, Vec::new(), locale)
}

/// `POST /i/{token}`
pub(crate) async fn submit(Path(token): Path<String>, Submitted { visit, fields }: Submitted) -> Response {
    let locale = Locale::parse(fields.text("locale")).unwrap_or(visit.locale);
    let optional = |name: &str| Some(fields.text(name).to_owned()).filter(|text| !text.is_empty());
    let shared = fields.is_checked("shared");
    let input = AcceptInvitation {
        name: fields.text("name").to_owned(),
        pronouns: optional("pronouns"),
        locale,
        zone: fields.text("zone").to_owned(),
        password: Some(fields.raw("password").to_owned()).filter(|password| !password.is_empty()),
    };
    // Looked at first: afterwards the invitation is used, and the way on needs the center.
    let invited = match look(&visit, &token).await {
        Ok(invited) => invited,
        Err(response) => return response,
    };
    match members::accept_invitation(visit.state.db(), &token, input, visit.browser(shared)).await {
        Ok(signed_in) => codes::welcome(&visit, &invited.center, &signed_in, shared, None),
        Err(fault) => match field_errors(fault, locale) {
            Ok(errors) => form(&visit, &token, &invited, Some(Serde(fields.kept()).into()), errors, locale),
            Err(fault) => visit.failed(&fault),
        },
    }
}
