//! Hearing of one's pairs as it happens. Each event is authorised anew before it is delivered.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, SimpleObject, Subscription};
use cairn_domain::Fault;
use cairn_domain::db::{Announcement, PairNews};
use cairn_domain::mentorship::{messages, pairs};
use futures::{Stream, StreamExt};
use tokio_stream::wrappers::BroadcastStream;

use super::pair::Mentorship;
use super::pair_life::PairMessage;
use crate::graphql::context::{self, RequestContext, coded, wire};

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum PairChangeKind {
    Message,
    /// How it stands, a goal, a check-in: look again.
    Changed,
    /// Something may have been missed: look at everything again.
    Resync,
}

#[derive(SimpleObject)]
pub struct PairChange {
    kind: PairChangeKind,
    /// Null with `RESYNC`.
    mentorship_id: Option<ID>,
    /// Null when it is not the viewer's to see any more.
    mentorship: Option<Mentorship>,
    message: Option<PairMessage>,
}

#[derive(Default)]
pub struct PairSubscription;

#[Subscription]
impl PairSubscription {
    /// What happens in the pairs the viewer takes part in.
    async fn pair_changes(
        &self,
        ctx: &Context<'_>,
    ) -> async_graphql::Result<impl Stream<Item = async_graphql::Result<PairChange>> + use<>> {
        let request = context::of(ctx)?.clone();
        let announced = request.parts().live.0.subscribe();
        let tx = request.begin().await?;
        let me = tx.actor().member_id().ok_or_else(|| coded("sign in first", "UNAUTHENTICATED"))?;
        let center_id = tx.center_id();
        drop(tx);
        let wanted = move |news: &PairNews| news.center_id == center_id && (news.client_id == me || news.mentor_id == me);
        Ok(BroadcastStream::new(announced)
            .filter_map(move |said| {
                std::future::ready(match said {
                    Ok(Announcement::Pair(news)) => wanted(&news).then_some(Some(news)),
                    Ok(Announcement::Missed) | Err(_) => Some(None),
                    Ok(_) => None,
                })
            })
            .then(move |news| deliver(request.clone(), news))
            .take_while(|change| std::future::ready(!matches!(change, Heard::Over)))
            .filter_map(|change| {
                std::future::ready(match change {
                    Heard::Change(change) => Some(*change),
                    Heard::Nothing | Heard::Over => None,
                })
            }))
    }
}

enum Heard {
    Change(Box<async_graphql::Result<PairChange>>),
    /// Not for this viewer: a question that was not put to them.
    Nothing,
    /// The sign-in is over.
    Over,
}

async fn deliver(request: Arc<RequestContext>, news: Option<PairNews>) -> Heard {
    let Some(news) = news else {
        let resync = PairChange { kind: PairChangeKind::Resync, mentorship_id: None, mentorship: None, message: None };
        return Heard::Change(Box::new(Ok(resync)));
    };
    let tx = match request.parts().db.enter(request.credential(), None).await {
        Ok(Some(tx)) => tx,
        Ok(None) => return Heard::Over,
        Err(fault) => return Heard::Change(Box::new(Err(request.surprise(fault)))),
    };
    let view = match pairs::find(&tx, news.mentorship_id).await {
        Ok(view) => view,
        Err(Fault::Problems(_)) => return Heard::Nothing,
        Err(fault) => return Heard::Change(Box::new(Err(request.surprise(fault)))),
    };
    let message = match news.message_id {
        Some(id) => messages::find(&tx, news.mentorship_id, id).await.ok().map(PairMessage),
        None => None,
    };
    let kind = if message.is_some() { PairChangeKind::Message } else { PairChangeKind::Changed };
    let mentorship_id = Some(wire(news.mentorship_id));
    Heard::Change(Box::new(Ok(PairChange { kind, mentorship_id, mentorship: Some(Mentorship(view)), message })))
}
