//! Writing, changing and taking back one's own words.

use serde::Serialize;
use uuid::Uuid;

use super::read::one;
use super::room::Room;
use super::{BODY, EDITABLE, LONGEST, Message, announce};
use crate::db::{At, CenterTx, ChatNewsKind};
use crate::groups::PersonId;
use crate::idempotency::{self, Claim};
use crate::ids::{ChatMessageId, GroupId};
use crate::members::fields;
use crate::notifications;
use crate::problem::{Outcome, Problem};
use crate::rate_limits::{self, CHAT_BY_PLACE, Key};

#[derive(Debug, Clone)]
pub struct SendMessage {
    pub key: Uuid,
    pub group_id: GroupId,
    pub body: String,
    pub reply_to: Option<ChatMessageId>,
}

/// What a repeated try has to be the same in. The words as a keyed hash: a plain one of a short text can be guessed.
#[derive(Serialize)]
struct Claimed {
    group_id: GroupId,
    words: String,
    reply_to: Option<ChatMessageId>,
}

/// The text as it is kept: paragraphs of plain characters. What looks like HTML is text like any other.
fn words(text: &str) -> Result<String, Problem> {
    let text = fields::paragraphs(&text.replace('\t', " "), "body", LONGEST).map_err(|problem| match problem {
        Problem::Invalid { rule: "name_characters", .. } => Problem::invalid("body", "message_characters"),
        other => other,
    })?;
    if text.trim().is_empty() { Err(Problem::invalid("body", "required")) } else { Ok(text) }
}

/// Says something in a group's chat. Pressing twice says it once.
pub async fn send(tx: &CenterTx, input: SendMessage) -> Outcome<Message> {
    let room = Room::locked(tx, input.group_id, "groupId").await?;
    room.open_for_words(tx)?;
    let text = words(&input.body)?;
    let id = ChatMessageId(tx.ids().event(tx.now()));
    let hash = tx.keys().await?.index("chat-key", text.as_bytes());
    let claimed = Claimed { group_id: input.group_id, words: hex::encode(hash), reply_to: input.reply_to };
    if let Claim::Repeated(earlier) = idempotency::claim(tx, input.key, "chat.send", &claimed, id.0).await? {
        return one(tx, &room, ChatMessageId(earlier), "groupId").await;
    }
    rate_limits::take_within(tx, &CHAT_BY_PLACE, &Key::place(&CHAT_BY_PLACE, tx.center_id(), room.my_id())).await?;
    let (membership, facilitator) = match room.me {
        PersonId::Member(id) => (Some(id.0), None),
        PersonId::Facilitator(id) => (None, Some(id.0)),
    };
    let written = tx
        .run(
            "insert into cairn.chat_messages (center_id, id, group_id, membership_id, facilitator_id, body, reply_to, created_at)
             select $1, $2, $3, $4, $5, $6, $7, $8
             where $7::uuid is null or exists (
               select from cairn.chat_messages r
               where r.center_id = $1 and r.id = $7 and r.group_id = $3 and r.deleted_at is null and r.hidden_at is null)",
            [
                id.0.into(),
                input.group_id.0.into(),
                membership.into(),
                facilitator.into(),
                tx.seal(BODY, id.0, &text).await?.into(),
                input.reply_to.map(|id| id.0).into(),
                tx.at().into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::not_found("replyTo").into());
    }
    notifications::plan_chat_unread(tx, input.group_id, room.my_id()).await?;
    announce(tx, input.group_id, id, ChatNewsKind::Sent);
    one(tx, &room, id, "groupId").await
}

/// Says it differently, within a quarter of an hour.
pub async fn edit(tx: &CenterTx, id: ChatMessageId, body: &str) -> Outcome<Message> {
    let room = Room::locked_by_message(tx, id.0, "messageId").await?;
    room.open_for_words(tx)?;
    let before = one(tx, &room, id, "messageId").await?;
    if !before.author.me {
        return Err(Problem::not_found("messageId").into());
    }
    let text = words(body)?;
    // The row decides, not what was read: somebody may take it back or hide it meanwhile.
    let edited = tx
        .run(
            EDIT,
            [
                id.0.into(),
                room.my_id().into(),
                tx.seal(BODY, id.0, &text).await?.into(),
                tx.at().into(),
                At(tx.now() - EDITABLE).into(),
            ],
        )
        .await?;
    if edited == 0 {
        let late = before.sent_at + EDITABLE <= tx.now();
        return Err(Problem::invalid("messageId", if late { "message_too_old" } else { "message_gone" }).into());
    }
    announce(tx, room.group_id, id, ChatNewsKind::Edited);
    one(tx, &room, id, "messageId").await
}

const EDIT: &str = "
update cairn.chat_messages set body = $4, edited_at = $5
where center_id = $1 and id = $2 and coalesce(membership_id, facilitator_id) = $3 and deleted_at is null and hidden_at is null
  and created_at > $6";

const DELETE: &str = "
with gone as (
  update cairn.chat_messages set body = null, deleted_at = $4
  where center_id = $1 and id = $2 and coalesce(membership_id, facilitator_id) = $3 and deleted_at is null
  returning id)
delete from cairn.chat_reactions r using gone where r.center_id = $1 and r.message_id = gone.id";

/// Takes one's own words back, at any time, also in a group that rests. Again is fine.
pub async fn delete(tx: &CenterTx, id: ChatMessageId) -> Outcome<Message> {
    let room = Room::locked_by_message(tx, id.0, "messageId").await?;
    if !one(tx, &room, id, "messageId").await?.author.me {
        return Err(Problem::not_found("messageId").into());
    }
    tx.writable()?;
    tx.run(DELETE, [id.0.into(), room.my_id().into(), tx.at().into()]).await?;
    announce(tx, room.group_id, id, ChatNewsKind::Deleted);
    one(tx, &room, id, "messageId").await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> &'static str {
        words(text).map_or_else(|problem| problem.code(), |_| "fine")
    }

    #[test]
    fn words_are_kept_as_they_are_and_marks_that_deceive_are_refused() {
        for text in ["<script>alert(1)</script> & <b>hi</b>", "Grüße 🌿👨‍👩‍👧", "שלום", "a\nb\n\nc", "SELECT '; --"]
        {
            assert_eq!(words(text).as_deref(), Ok(text));
        }
        assert_eq!(words("one\ttwo\r\n  three ").as_deref(), Ok("one two\nthree"));
        for text in ["a\u{0}b", "a\u{7}b", "x\u{202E}y", "x\u{2066}y", "a\u{1b}[2J b", "a\u{2028}b"] {
            assert_eq!(refused(text), "message_characters", "{text:?}");
        }
        for text in ["", "   ", "\n \n"] {
            assert_eq!(refused(text), "required", "{text:?}");
        }
        assert_eq!(refused(&"x".repeat(4_000)), "fine");
        assert_eq!(refused(&"🌿".repeat(4_000)), "fine");
        assert_eq!(refused(&"x".repeat(4_001)), "too_long");
        assert_eq!(refused(&"x".repeat(64 << 10)), "too_long");
    }
}
