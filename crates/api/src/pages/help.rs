//! Help now. No sign-in, no script, the same order everywhere, also when the center is paused.

use axum::extract::Path;
use axum::response::Response;
use cairn_domain::centers;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, VARY};
use minijinja::context;

use super::visit::Visit;

/// `GET /help`: static for everybody, so caches may keep it for a while.
pub(crate) async fn everywhere(visit: Visit) -> Response {
    visit.page("help.html", "title-help").show(context! {})
}

/// `GET /{slug}/help`: with the center's own line.
pub(crate) async fn center(Path(slug): Path<String>, visit: Visit) -> Response {
    let center = match visit.center(&slug).await {
        Ok(center) => center,
        Err(response) => return response,
    };
    // Whatever happens to the database: the national lines are on the page.
    let own = match visit.state.db().visit(&center, visit.request_id()).await {
        Ok(tx) => centers::public_help(&tx).await.ok(),
        Err(_) => None,
    };
    let own = own.map(|help| {
        let (line, desk) = (help.help_phone.as_deref().map(dial), help.phone.as_deref().map(dial));
        context! { phone => help.help_phone, dial => line, hours => help.help_hours, desk => help.phone, desk_dial => desk }
    });
    visit.page("help.html", "title-help").center(&center).show(context! { own })
}

/// `tel:` takes digits, plus and nothing that people write for the eye.
pub(crate) fn dial(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// `GET /safety`
pub(crate) async fn safety(visit: Visit) -> Response {
    cacheable(visit.page("safety.html", "title-safety").show(context! {}))
}

/// `GET /privacy`
pub(crate) async fn privacy(visit: Visit) -> Response {
    visit.page("privacy.html", "title-privacy").show(context! {})
}

fn cacheable(mut response: Response) -> Response {
    // The form of the quick exit carries a token: only this browser may keep the page.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response.headers_mut().insert(VARY, HeaderValue::from_static("Cookie, Accept-Language"));
    response
}
