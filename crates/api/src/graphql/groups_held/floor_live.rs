//! The floor on open screens: each event is authorised anew before it is delivered.

use std::sync::Arc;

use async_graphql::{Context, ID, Subscription};
use cairn_domain::Fault;
use cairn_domain::db::Announcement;
use cairn_domain::groups::floor as domain;
use cairn_domain::ids::MeetingId;
use futures::{Stream, StreamExt};
use tokio_stream::wrappers::BroadcastStream;

use super::floor::Floor;
use crate::graphql::context::{self, RequestContext, coded, id};

#[derive(Default)]
pub struct HeldSubscription;

/// A floor, or that there is none any more.
type Change = async_graphql::Result<Option<Floor>>;

#[Subscription]
impl HeldSubscription {
    /// The floor as it is now, then each time it moves; null when the meeting is not live (any more). Ends when the viewer
    /// is not in the room any more.
    async fn floor_changes(
        &self,
        ctx: &Context<'_>,
        meeting_id: ID,
    ) -> async_graphql::Result<impl Stream<Item = Change> + use<>> {
        let request = context::of(ctx)?.clone();
        let announced = request.parts().live.0.subscribe();
        let meeting: MeetingId = id(&meeting_id, "meetingId").map_err(|_| coded("not found", "NOT_FOUND"))?;
        let tx = request.begin().await?;
        let (center_id, me) = (tx.center_id(), tx.actor().member_id());
        let found = request.answer(domain::find(&tx, meeting).await)?;
        drop(tx);
        let first = told(&request, found).await;
        let wanted = move |said: &Announcement| match said {
            Announcement::Floor(news) => news.center_id == center_id && news.meeting_id == meeting,
            // Whether they still belong here.
            Announcement::Place(news) => news.center_id == center_id && Some(news.member_id) == me,
            Announcement::Missed => true,
            _ => false,
        };
        let changes = BroadcastStream::new(announced)
            // A screen that fell behind has missed something: it looks as well.
            .filter(move |said| std::future::ready(said.as_ref().map_or(true, &wanted)))
            .then(move |_| deliver(request.clone(), meeting))
            .take_while(|change| std::future::ready(change.is_some()))
            .filter_map(std::future::ready);
        Ok(futures::stream::once(std::future::ready(Ok(first))).chain(changes))
    }
}

async fn told(request: &RequestContext, floor: Option<domain::Floor>) -> Option<Floor> {
    let locale = request.locale().await;
    floor.map(|floor| Floor::told(floor, locale))
}

/// The floor as this viewer may see it now; `None` ends the stream.
async fn deliver(request: Arc<RequestContext>, meeting: MeetingId) -> Option<Change> {
    let tx = match request.parts().db.enter(request.credential(), None).await {
        Ok(Some(tx)) => tx,
        Ok(None) => return None,
        Err(fault) => return Some(Err(request.surprise(fault))),
    };
    match domain::find(&tx, meeting).await {
        Ok(floor) => {
            drop(tx);
            Some(Ok(told(&request, floor).await))
        }
        Err(Fault::Problems(_)) => None,
        Err(fault) => Some(Err(request.surprise(fault))),
    }
}
