//! The HTML around the three apps: who is there, what loads, and enough content to be of use before (or without) it.

use axum::response::{IntoResponse, Redirect, Response};
use cairn_domain::actor::{Membership, Role};
use cairn_domain::members::sign_in;
use cairn_domain::{CenterTx, Outcome, members, operators};
use http::StatusCode;
use minijinja::value::{Serde, merge_maps};
use minijinja::{Value, context};
use url::form_urlencoded;

use super::codes;
use super::frame;
use super::shell_boot::{self, NextSession};
use super::sign_in::safe_next;
use super::visit::Visit;
use crate::assets::Tags;
use crate::http::cookies;
use crate::http::state::credential;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    Portal,
    Staff,
}

impl Audience {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Staff => "staff",
        }
    }

    /// A person with several roles may have both; on one screen they never mix.
    fn admits(self, roles: &[Role]) -> bool {
        match self {
            Self::Portal => roles.contains(&Role::Client),
            Self::Staff => roles.iter().any(|role| *role != Role::Client),
        }
    }
}

/// `GET /{slug}/me/*`
pub(crate) async fn portal(visit: Visit) -> Response {
    center_app(visit, Audience::Portal).await
}

/// `GET /{slug}/app/*`
pub(crate) async fn staff(visit: Visit) -> Response {
    center_app(visit, Audience::Staff).await
}

/// To the center's sign-in, and back here afterwards.
pub(crate) fn ask_to_sign_in(visit: &Visit, slug: &str) -> Response {
    let wanted = visit.uri.path_and_query().map(http::uri::PathAndQuery::as_str).unwrap_or_default();
    let target = match safe_next(wanted, slug) {
        Some(next) => {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
            format!("/{slug}/sign-in?{query}")
        }
        None => format!("/{slug}/sign-in"),
    };
    Redirect::to(&target).into_response()
}

/// The address part somebody is under.
pub(crate) fn slug_of(visit: &Visit) -> String {
    visit.uri.path().split('/').nth(1).unwrap_or_default().to_owned()
}

/// Inside as a member of this very center, or the way to become that.
pub(crate) async fn enter(visit: &Visit, slug: &str) -> Result<CenterTx, Response> {
    if cairn_domain::centers::check_slug(slug).is_err() {
        return Err(visit.refuse(StatusCode::NOT_FOUND));
    }
    let Some(credential) = credential(&visit.headers) else { return Err(ask_to_sign_in(visit, slug)) };
    let entered = visit.state.db().enter(&credential, visit.request_id()).await;
    let tx = entered.map_err(|fault| visit.failed(&fault))?;
    let own = |tx: &CenterTx| tx.actor().membership().is_some_and(|membership| membership.center.slug == slug);
    // Signed in elsewhere is not signed in here.
    tx.filter(own).ok_or_else(|| ask_to_sign_in(visit, slug))
}

async fn center_app(visit: Visit, audience: Audience) -> Response {
    let slug = slug_of(&visit);
    let tx = match enter(&visit, &slug).await {
        Ok(tx) => tx,
        Err(response) => return response,
    };
    let Some(membership) = tx.actor().membership().cloned() else { return ask_to_sign_in(&visit, &slug) };
    if !audience.admits(&membership.roles) {
        return Redirect::to(&codes::home(&slug, &membership.roles)).into_response();
    }
    let on_today = audience == Audience::Portal
        && visit.uri.path().trim_end_matches('/').rsplit('/').next().is_some_and(|end| end == "me" || end == "today");
    match gather(&visit, tx, audience, &membership, on_today).await {
        Ok((boot, next)) => shell(&visit, audience, &membership, &slug, boot, next, on_today),
        Err(fault) => visit.failed(&fault),
    }
}

/// Everything the shell shows, in one transaction.
async fn gather(
    visit: &Visit,
    tx: CenterTx,
    audience: Audience,
    membership: &Membership,
    on_today: bool,
) -> Outcome<(Value, Option<NextSession>)> {
    let viewer = members::viewer(&tx).await?;
    let next = if on_today { shell_boot::next_session(&tx, membership).await? } else { None };
    let boot = shell_boot::center(&visit.state, audience, membership.locale, &viewer);
    if sign_in::touch(&tx).await? {
        tx.commit().await?;
    } else {
        tx.finish().await?;
    }
    Ok((boot, next))
}

fn shell(
    visit: &Visit,
    audience: Audience,
    membership: &Membership,
    slug: &str,
    boot: Value,
    next: Option<NextSession>,
    on_today: bool,
) -> Response {
    let tags = match audience {
        Audience::Portal => &visit.state.assets.portal,
        Audience::Staff => &visit.state.assets.staff,
    };
    let center = (slug, membership.center.name.as_str());
    show(
        visit,
        tags,
        context! {
            boot,
            next => next.map(Serde),
            on_today,
            portal => audience == Audience::Portal,
            title => "title-app",
            sign_out => "/sign-out",
            ..frame::frame(&visit.state, &visit.facts, membership.locale, Some(center))
        },
    )
}

/// `GET /ops/*`
pub(crate) async fn operator(visit: Visit) -> Response {
    let entered = match cookies::read(&visit.headers, cookies::OPERATOR) {
        Some(cookie) => operators::enter(&visit.state.operators, &cookie).await,
        None => Ok(None),
    };
    let operator = match entered {
        Ok(Some(operator)) => operator,
        Ok(None) => return Redirect::to("/ops/sign-in").into_response(),
        Err(fault) => return visit.failed(&fault),
    };
    show(
        &visit,
        &visit.state.assets.operator,
        context! {
            boot => shell_boot::operator(&visit.state, visit.locale, &operator.email),
            title => "title-operator",
            sign_out => "/ops/sign-out",
            ..frame::frame(&visit.state, &visit.facts, visit.locale, None)
        },
    )
}

fn show(visit: &Visit, tags: &Tags, own: Value) -> Response {
    let loads = context! { app => Serde(tags), form_token => visit.form_token.as_str() };
    let context = merge_maps([loads, own]);
    let mut response = frame::render(&visit.state, &visit.facts, "shell.html", StatusCode::OK, context);
    if visit.fresh_token {
        cookies::set(response.headers_mut(), cookies::FORM, visit.form_token.clone(), None);
    }
    response
}
