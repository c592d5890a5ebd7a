//! Hearing of a chat as it happens. Who may hear an event is looked at in the statement that reads it.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, SimpleObject, Subscription};
use cairn_domain::db::{Announcement, ChatNews, ChatNewsKind};
use cairn_domain::groups::chat::read::{self, Look};
use cairn_domain::ids::GroupId;
use cairn_domain::{Fault, Outcome};
use futures::{Stream, StreamExt};
use tokio_stream::wrappers::BroadcastStream;

use super::context::{self, RequestContext, coded, id, wire};
use super::group_chat::ChatMessage;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum ChatChangeKind {
    Sent,
    Edited,
    Deleted,
    Hidden,
    /// Hidden before, and to be read again.
    Shown,
    Reacted,
    /// Something may have been missed: look at the last page again.
    Resync,
}

impl From<ChatNewsKind> for ChatChangeKind {
    fn from(kind: ChatNewsKind) -> Self {
        match kind {
            ChatNewsKind::Sent => Self::Sent,
            ChatNewsKind::Edited => Self::Edited,
            ChatNewsKind::Deleted => Self::Deleted,
            ChatNewsKind::Hidden => Self::Hidden,
            ChatNewsKind::Shown => Self::Shown,
            ChatNewsKind::Reacted => Self::Reacted,
        }
    }
}

#[derive(SimpleObject)]
pub struct ChatChange {
    kind: ChatChangeKind,
    /// As the viewer may see it now; null with `RESYNC`, and when it is not kept any more.
    message: Option<ChatMessage>,
    /// Null with `RESYNC`.
    message_id: Option<ID>,
}

const RESYNC: ChatChange = ChatChange { kind: ChatChangeKind::Resync, message: None, message_id: None };

/// What an open screen does about what it heard.
enum Heard {
    Message(ChatNews),
    /// The viewer's own place changed.
    Place,
    /// This screen fell behind, or nobody heard for a while.
    Missed,
}

/// What comes of it.
enum Told {
    Change(Box<ChatChange>),
    Nothing,
    /// The viewer is not in this chat any more, or not signed in.
    Over,
}

#[derive(Default)]
pub struct ChatSubscription;

#[Subscription]
impl ChatSubscription {
    /// What happens in a chat the viewer is in. Who may hear it is looked at anew with each event; the stream ends at
    /// once when the viewer's place does.
    async fn chat_changes(
        &self,
        ctx: &Context<'_>,
        group_id: ID,
    ) -> async_graphql::Result<impl Stream<Item = async_graphql::Result<ChatChange>> + use<>> {
        let request = context::of(ctx)?.clone();
        // First: what happens between the look and the listening is not lost.
        let announced = request.parts().live.0.subscribe();
        let group_id: GroupId = id(&group_id, "groupId").map_err(|_| coded("not found", "NOT_FOUND"))?;
        let tx = request.begin().await?;
        request.answer(read::enter(&tx, group_id).await)?;
        let center_id = tx.center_id();
        let me = tx.actor().member_id().ok_or_else(|| coded("sign in first", "UNAUTHENTICATED"))?;
        drop(tx);
        let heard = move |said| {
            std::future::ready(match said {
                Ok(Announcement::Chat(news)) if (news.center_id, news.group_id) == (center_id, group_id) => {
                    Some(Heard::Message(news))
                }
                Ok(Announcement::Place(news)) if (news.center_id, news.group_id, news.member_id) == (center_id, group_id, me) => {
                    Some(Heard::Place)
                }
                Ok(Announcement::Missed) | Err(_) => Some(Heard::Missed),
                Ok(_) => None,
            })
        };
        let stream = BroadcastStream::new(announced)
            .filter_map(heard)
            .then(move |heard| tell(request.clone(), group_id, heard))
            .take_while(|told| std::future::ready(!matches!(told, Told::Over)))
            .filter_map(|told| {
                std::future::ready(match told {
                    Told::Change(change) => Some(Ok(*change)),
                    Told::Nothing | Told::Over => None,
                })
            });
        Ok(stream)
    }
}

/// The event as this viewer may see it now.
async fn tell(request: Arc<RequestContext>, group_id: GroupId, heard: Heard) -> Told {
    match looked(&request, group_id, &heard).await {
        Ok(told) => told,
        Err(Fault::Problems(_)) => Told::Over,
        Err(fault) => {
            // What could not be read now can be asked for again; that there was something is not lost.
            let _told_to_nobody = request.surprise(fault);
            Told::Change(Box::new(RESYNC))
        }
    }
}

async fn looked(request: &RequestContext, group_id: GroupId, heard: &Heard) -> Outcome<Told> {
    let Some(tx) = request.parts().db.enter(request.credential(), None).await? else { return Ok(Told::Over) };
    let news = match heard {
        Heard::Message(news) => news,
        Heard::Place => return read::enter(&tx, group_id).await.map(|()| Told::Nothing),
        Heard::Missed => return read::enter(&tx, group_id).await.map(|()| Told::Change(Box::new(RESYNC))),
    };
    Ok(match read::look(&tx, group_id, news.message_id).await? {
        Look::Out => Told::Over,
        Look::In(message) => Told::Change(Box::new(ChatChange {
            kind: news.kind.into(),
            message: message.map(|message| (*message).into()),
            message_id: Some(wire(news.message_id)),
        })),
    })
}
