//! Open screens: sessions appearing, moving, vanishing. Each event is authorised anew before it is delivered.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, SimpleObject, Subscription};
use cairn_domain::db::{Announcement, News, NewsKind};
use cairn_domain::ids::MemberId;
use cairn_domain::policy::{self, Action, Target};
use cairn_domain::{Fault, sessions};
use futures::{Stream, StreamExt};
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;

use super::context::{self, RequestContext, coded, optional_id, wire};
use super::group_chat_rooms::Rooms;
use super::sessions::Session;

/// Where a process hears what any process announced.
#[derive(Clone)]
pub struct Live(pub broadcast::Sender<Announcement>, Rooms);

impl Default for Live {
    fn default() -> Self {
        Self(broadcast::Sender::new(1_024), Rooms::default())
    }
}

impl Live {
    /// Chats that are open here.
    pub(super) fn rooms(&self) -> &Rooms {
        &self.1
    }
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum SessionChangeKind {
    Appeared,
    Moved,
    Vanished,
    /// No session: a time on this calendar is kept, or is not kept any more.
    Held,
    /// Something may have been missed: look at everything again.
    Resync,
}

#[derive(SimpleObject)]
pub struct SessionChange {
    kind: SessionChangeKind,
    /// Null with `RESYNC` and `HELD`.
    session_id: Option<ID>,
    /// Null when it vanished from the viewer's sight.
    session: Option<Session>,
}

#[derive(Default)]
pub struct LiveSubscription;

#[Subscription]
impl LiveSubscription {
    /// Sessions appearing, moving or vanishing on a counselor's calendar the viewer may see; without `counselorId`:
    /// the viewer's own sessions.
    async fn session_changes(
        &self,
        ctx: &Context<'_>,
        counselor_id: Option<ID>,
    ) -> async_graphql::Result<impl Stream<Item = async_graphql::Result<SessionChange>> + use<>> {
        let request = context::of(ctx)?.clone();
        let announced = request.parts().live.0.subscribe();
        let counselor_id: Option<MemberId> =
            optional_id(counselor_id.as_ref(), "counselorId").map_err(|_| coded("not found", "NOT_FOUND"))?;
        let tx = request.begin().await?;
        let membership = tx.actor().membership().ok_or_else(|| coded("sign in first", "UNAUTHENTICATED"))?;
        let me = membership.member_id;
        if let Some(counselor) = counselor_id
            && !policy::allows(&membership.roles, Action::ViewCalendar, Target::own_if(counselor == me))
        {
            return Err(coded("not found", "NOT_FOUND"));
        }
        let center_id = tx.center_id();
        drop(tx);
        let wanted = move |news: &News| {
            let mine = news.counselor_id == me || news.client_id == me;
            news.center_id == center_id
                && counselor_id.map_or(mine && news.kind != NewsKind::Held, |counselor| news.counselor_id == counselor)
        };
        let stream = BroadcastStream::new(announced)
            .filter_map(move |said| {
                std::future::ready(match said {
                    Ok(Announcement::Session(news)) => wanted(&news).then_some(Some(news)),
                    // A screen that fell behind has missed something.
                    Ok(Announcement::Missed) | Err(_) => Some(None),
                    // What changes the viewer's standing the socket itself listens to.
                    Ok(_) => None,
                })
            })
            .then(move |news| deliver(request.clone(), news))
            .take_while(|change| std::future::ready(change.is_some()))
            .filter_map(std::future::ready);
        Ok(stream)
    }
}

/// The event as this viewer may see it now; `None` ends the stream: the sign-in is over.
async fn deliver(request: Arc<RequestContext>, news: Option<News>) -> Option<async_graphql::Result<SessionChange>> {
    let Some(news) = news else {
        return Some(Ok(SessionChange { kind: SessionChangeKind::Resync, session_id: None, session: None }));
    };
    let tx = match request.parts().db.enter(request.credential(), None).await {
        Ok(Some(tx)) => tx,
        Ok(None) => return None,
        Err(fault) => return Some(Err(request.surprise(fault))),
    };
    if news.kind == NewsKind::Held {
        return Some(Ok(SessionChange { kind: SessionChangeKind::Held, session_id: None, session: None }));
    }
    let session = match sessions::find(&tx, news.session_id).await {
        Ok(view) => Some(Session(view)),
        Err(Fault::Problems(_)) => None,
        Err(fault) => return Some(Err(request.surprise(fault))),
    };
    let kind = match (news.kind, &session) {
        (_, None) | (NewsKind::Vanished, _) => SessionChangeKind::Vanished,
        (NewsKind::Appeared, _) => SessionChangeKind::Appeared,
        (NewsKind::Moved | NewsKind::Held, _) => SessionChangeKind::Moved,
    };
    Some(Ok(SessionChange { kind, session_id: Some(wire(news.session_id)), session }))
}
