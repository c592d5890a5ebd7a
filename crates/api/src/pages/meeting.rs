//! `/s/{token}` of a group's meeting, from a mail, without signing in: when, and coming in. The page names neither the
//! group nor anybody in it: whoever holds the phone may look.

use axum::response::Response;
use cairn_domain::Fault;
use cairn_domain::db::CenterRef;
use cairn_domain::groups::meetings::{self, MeetingView};
use cairn_domain::groups::{MeetingMode, MeetingState, held};
use cairn_domain::ids::MeetingId;
use cairn_domain::language::Locale;
use cairn_domain::notifications::links::OpenedLink;
use http::HeaderValue;
use http::header::REFRESH;
use minijinja::context;
use minijinja::value::Serde;

use super::codes::gone;
use super::forms::{FieldError, field_errors};
use super::session::locale;
use super::visit::Visit;
use super::when::when;

fn page(visit: &Visit, token: &str, link: &OpenedLink, view: &MeetingView, errors: Vec<FieldError>) -> Response {
    let locale = locale(visit, link);
    let online = view.mode != MeetingMode::InPerson;
    // Somebody who comes is where the center is; somebody who calls in is where they are.
    let zone = if online { &link.zone } else { &view.zone };
    let now = link.tx.now();
    visit.page("meeting.html", "title-session").center(&link.center).locale(locale).errors(errors).show(context! {
        action => format!("/s/{token}"),
        when => Serde(when(view.starts_at, view.ends_at, zone, locale)),
        opens => Serde(when(view.joins_from(), view.ends_at, zone, locale)),
        names_zone => online || zone != &link.zone,
        online,
        location => view.location.as_deref().filter(|_| view.mode != MeetingMode::Online),
        cancelled => view.state == MeetingState::Cancelled,
        can_join => online && view.standing.takes_part() && view.doors_are_open(now),
        over => view.ends_at <= now,
    })
}

pub(super) async fn show(visit: &Visit, token: &str, link: &OpenedLink, id: MeetingId) -> Response {
    match meetings::find(&link.tx, id).await {
        // Somebody who has left the group since has no business with its meetings.
        Ok(view) if view.standing.takes_part() => page(visit, token, link, &view, Vec::new()),
        Ok(_) | Err(Fault::Problems(_)) => gone(visit),
        Err(fault) => visit.failed(&fault),
    }
}

/// On to the room by a header: our policy lets no form lead anywhere else, not even by a redirect.
fn on_the_way(visit: &Visit, center: &CenterRef, locale: Locale, url: &str) -> Response {
    let mut response =
        visit.page("meeting_room.html", "title-session").center(center).locale(locale).show(context! { url => url });
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={url}")) {
        response.headers_mut().insert(REFRESH, refresh);
    }
    response
}

/// Comes in: noted, and on to the room.
pub(super) async fn join(visit: &Visit, token: &str, link: OpenedLink, id: MeetingId) -> Response {
    let (link_center, language) = (link.center.clone(), locale(visit, &link));
    match held::join(&link.tx, id).await {
        Ok(joined) => match link.tx.commit().await {
            Ok(()) => on_the_way(visit, &link_center, language, &joined.url),
            Err(fault) => visit.failed(&fault),
        },
        Err(fault) => {
            let errors = match field_errors(fault, locale(visit, &link)) {
                Ok(errors) => errors,
                Err(fault) => return visit.failed(&fault),
            };
            match meetings::find(&link.tx, id).await {
                Ok(view) if view.standing.takes_part() => page(visit, token, &link, &view, errors),
                _ => gone(visit),
            }
        }
    }
}
