//! What processes tell each other, for open screens: ids only, because any session on the database hears it.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::broadcast;

use crate::ids::{CenterId, ChatMessageId, GroupId, MeetingId, MemberId, MentorshipId, PairMessageId, SessionId};

/// One thing that happened. Small: PostgreSQL carries at most 8,000 bytes.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Announcement {
    Session(News),
    Standing(Standing),
    Chat(ChatNews),
    Place(PlaceNews),
    Floor(FloorNews),
    Pair(PairNews),
    /// Never announced: this process did not hear for a while, and whoever is open here has to look again.
    #[serde(skip)]
    Missed,
}

/// A session that an open screen may want to look at again.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct News {
    pub center_id: CenterId,
    pub session_id: SessionId,
    pub counselor_id: MemberId,
    pub client_id: MemberId,
    pub kind: NewsKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewsKind {
    Appeared,
    Moved,
    Vanished,
    /// No session: a time of the counselor is kept, or is not kept any more.
    Held,
}

/// What a member may do, or where they are signed in, has changed: whatever they have open has to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Standing {
    pub center_id: CenterId,
    pub member_id: MemberId,
}

/// Something in a group's chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChatNews {
    pub center_id: CenterId,
    pub group_id: GroupId,
    pub message_id: ChatMessageId,
    pub kind: ChatNewsKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatNewsKind {
    Sent,
    Edited,
    Deleted,
    Hidden,
    /// Hidden before, and to be read again.
    Shown,
    Reacted,
}

/// Somebody's place in a group, or part in it, is not what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PlaceNews {
    pub center_id: CenterId,
    pub group_id: GroupId,
    pub member_id: MemberId,
}

/// Something on the floor of a meeting: the step, whose turn it is, the clock, or that it began or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FloorNews {
    pub center_id: CenterId,
    pub group_id: GroupId,
    pub meeting_id: MeetingId,
}

/// Something of a pair: a message, or how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PairNews {
    pub center_id: CenterId,
    pub mentorship_id: MentorshipId,
    pub client_id: MemberId,
    pub mentor_id: MemberId,
    pub message_id: Option<PairMessageId>,
    pub kind: PairNewsKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairNewsKind {
    Message,
    Changed,
}

macro_rules! announced {
    ($($variant:ident($news:ty)),+ $(,)?) => {$(
        impl From<$news> for Announcement {
            fn from(news: $news) -> Self {
                Self::$variant(news)
            }
        }
    )+};
}
announced!(Session(News), Standing(Standing), Chat(ChatNews), Place(PlaceNews), Floor(FloorNews), Pair(PairNews));

/// Hears every announcement and passes it on, until the last receiver and this task are dropped. What is said while
/// the database is away is lost; then it says so.
pub async fn hear(pool: PgPool, sender: broadcast::Sender<Announcement>) {
    let mut heard_before = false;
    loop {
        if let Err(error) = listen(&pool, &sender, &mut heard_before).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "announcements stopped; listening again");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn listen(pool: &PgPool, sender: &broadcast::Sender<Announcement>, heard_before: &mut bool) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    // Its own way to connect again would not tell that something was missed.
    listener.eager_reconnect(false);
    listener.listen("cairn_news").await?;
    if std::mem::replace(heard_before, true) {
        pass(sender, Announcement::Missed);
    }
    while let Some(notification) = listener.try_recv().await? {
        match serde_json::from_str(notification.payload()) {
            Ok(announcement) => pass(sender, announcement),
            // A newer release beside this one says things this one does not know.
            Err(_) => tracing::debug!("an announcement of another release"),
        }
    }
    Ok(())
}

fn pass(sender: &broadcast::Sender<Announcement>, announcement: Announcement) {
    // Nobody listening is fine.
    let _ = sender.send(announcement);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announcements_are_small_and_come_back_as_they_were() {
        let id = uuid::Uuid::from_u128(7);
        let news = ChatNews {
            center_id: CenterId(id),
            group_id: GroupId(id),
            message_id: ChatMessageId(id),
            kind: ChatNewsKind::Reacted,
        };
        let place = PlaceNews { center_id: CenterId(id), group_id: GroupId(id), member_id: MemberId(id) };
        let standing = Standing { center_id: CenterId(id), member_id: MemberId(id) };
        for said in [Announcement::from(news), place.into(), standing.into()] {
            let text = serde_json::to_string(&said).unwrap();
            assert!(text.len() < 300, "{text}");
            let heard: Announcement = serde_json::from_str(&text).unwrap();
            assert_eq!(format!("{heard:?}"), format!("{said:?}"));
        }
        assert!(serde_json::to_string(&Announcement::Missed).is_err());
    }
}
