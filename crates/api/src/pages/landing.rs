//! `/` and `/{slug}`: the way in.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use cairn_domain::actor::CenterState;
use cairn_domain::centers;
use minijinja::context;
use minijinja::value::Serde;

use super::forms::FieldError;
use super::help::dial;
use super::visit::Visit;

/// `GET /`, and `GET /?center=river-house` from its own small form.
pub(crate) async fn everywhere(visit: Visit) -> Response {
    let asked = visit.query("center").map(|slug| slug.trim().to_lowercase()).filter(|slug| !slug.is_empty());
    let mut errors = Vec::new();
    if let Some(slug) = &asked {
        match centers::find_by_slug(visit.state.db(), slug).await {
            Ok(Some(center)) => return Redirect::to(&format!("/{}/sign-in", center.slug)).into_response(),
            Ok(None) => errors.push(FieldError {
                field: Some("center".to_owned()),
                message: visit.state.pages.say(visit.locale, "landing-unknown", &[]),
            }),
            Err(fault) => return visit.failed(&fault),
        }
    }
    visit.page("landing.html", "title-landing").errors(errors).show(context! {
        demo => visit.state.settings.demo.as_ref().map(Serde),
        asked,
    })
}

/// `GET /{slug}`
pub(crate) async fn center(Path(slug): Path<String>, visit: Visit) -> Response {
    let center = match visit.center(&slug).await {
        Ok(center) => center,
        Err(response) => return response,
    };
    let own = match visit.state.db().visit(&center, visit.request_id()).await {
        Ok(tx) => centers::public_help(&tx).await,
        Err(fault) => Err(fault),
    };
    let own = match own {
        Ok(own) => own,
        Err(fault) => return visit.failed(&fault),
    };
    let dial = own.phone.as_deref().map(dial);
    visit.page("center.html", "title-landing").center(&center).show(context! {
        paused => center.state == CenterState::Suspended,
        phone => own.phone,
        dial,
        // Whole: programs that look for it do not resolve it.
        feed => format!("{}/{}/meetings.json", visit.state.origin, center.slug),
    })
}
