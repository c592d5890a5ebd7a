//! Hearing of a chat as it happens. Who may hear an event is looked at in the statement that reads it.

use async_graphql::{Context, Enum, ID, SimpleObject, Subscription};
use cairn_domain::db::{ChatNews, ChatNewsKind};
use cairn_domain::groups::chat::{Message, read};
use cairn_domain::ids::GroupId;
use futures::{Stream, StreamExt};

use super::context::{self, coded, id, wire};
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

impl ChatChange {
    pub(super) fn resync() -> Self {
        Self { kind: ChatChangeKind::Resync, message: None, message_id: None }
    }

    pub(super) fn of(news: &ChatNews, message: Option<Box<Message>>) -> Self {
        let message = message.map(|message| (*message).into());
        Self { kind: news.kind.into(), message, message_id: Some(wire(news.message_id)) }
    }
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
        let group_id: GroupId = id(&group_id, "groupId").map_err(|_| coded("not found", "NOT_FOUND"))?;
        let parts = request.parts();
        let tx = request.begin().await?;
        // First the seat: what happens between the look and the listening is not lost.
        let live = &parts.live;
        let seat = live.rooms().join((tx.center_id(), group_id), request.credential().clone(), &parts.db, &live.0);
        request.answer(read::enter(&tx, group_id).await)?;
        let seat = seat.ok_or_else(|| coded("try again in a moment", "UNAVAILABLE"))?;
        Ok(seat.changes().map(Ok))
    }
}
