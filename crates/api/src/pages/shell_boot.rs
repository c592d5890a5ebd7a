//! What the apps know before their first request (`frontend/src/api/boot.ts`).

use cairn_domain::actor::Membership;
use cairn_domain::ids::WireId;
use cairn_domain::language::Locale;
use cairn_domain::members::Viewer;
use cairn_domain::paging::PageRequest;
use cairn_domain::sessions::{self, SessionFilter, SessionPlace, SessionState};
use cairn_domain::{CenterTx, Outcome};
use minijinja::{Value, context};
use serde::Serialize;

use super::shell::Audience;
use super::when::{When, when};
use crate::http::state::AppState;

/// The next session, for the page before the app.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NextSession {
    when: When,
    with: String,
    location: Option<String>,
    online: bool,
    join_url: Option<String>,
}

fn documents(state: &AppState) -> &'static str {
    if state.is_demo() { "free" } else { "trusted" }
}

pub(crate) fn center(state: &AppState, audience: Audience, locale: Locale, viewer: &Viewer) -> Value {
    let center = &viewer.center;
    let card = &viewer.account.card;
    let help =
        center.help_phone.as_ref().map(|phone| context! { phone => phone.as_str(), hours => center.help_hours.as_deref() });
    context! {
        audience => audience.name(),
        base => format!("/{}", center.slug),
        center => context! {
            name => center.name.as_str(),
            slug => center.slug.as_str(),
            zone => center.zone.as_str(),
            helpLine => help,
            phone => center.phone.as_deref(),
        },
        locale => locale.tag(),
        viewer => context! {
            id => card.id.to_wire(),
            name => card.name.as_str(),
            roles => card.roles.iter().map(|role| role.name().to_uppercase()).collect::<Vec<_>>(),
            permissions => viewer.permissions.iter().map(|permission| permission.name()).collect::<Vec<_>>(),
            email => viewer.account.email.as_str(),
            zone => viewer.account.zone.as_str(),
        },
        today => viewer.today.to_string(),
        mode => state.settings.mode.name(),
        documents => documents(state),
    }
}

pub(crate) fn operator(state: &AppState, locale: Locale, email: &str) -> Value {
    context! {
        audience => "ops",
        base => "/ops",
        viewer => context! { email },
        locale => locale.tag(),
        mode => state.settings.mode.name(),
        documents => documents(state),
    }
}

/// The client's next session: one query.
pub(crate) async fn next_session(tx: &CenterTx, membership: &Membership) -> Outcome<Option<NextSession>> {
    let filter = SessionFilter {
        from: Some(tx.now()),
        client_id: Some(membership.member_id),
        state: Some(SessionState::Booked),
        ..SessionFilter::default()
    };
    let page = sessions::list(tx, &filter, PageRequest { first: 1, after: None }).await?;
    Ok(page.items.into_iter().next().map(|view| {
        let session = view.session;
        let online = session.place == SessionPlace::Online;
        let zone = if online { &membership.zone } else { &session.zone };
        NextSession {
            when: when(session.starts_at, session.ends_at, zone, membership.locale),
            with: view.counselor.name,
            location: session.location,
            online,
            join_url: session.join_url.filter(|url| url.starts_with("https://")),
        }
    }))
}
