//! Messages as somebody may see them, and what they have not seen yet.

use std::collections::HashMap;

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use serde_json::Value as Json;
use uuid::Uuid;

use super::room::Room;
use super::{BODY, EDITABLE, Message, MessageState, Quote, Reaction, ReactionCount};
use crate::db::{At, CenterTx};
use crate::groups::people::{ALIAS, FACILITATOR_ALIAS, PRONOUNS};
use crate::groups::standing::me;
use crate::groups::{Person, PersonId};
use crate::ids::{ChatMessageId, FacilitatorId, GroupId, MembershipId};
use crate::notifications;
use crate::paging::{Page, PageRequest};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Sealed};

/// Characters of a message that is answered to.
const EXCERPT: usize = 160;

#[derive(FromQueryResult)]
pub(super) struct MessageRow {
    id: Uuid,
    group_id: Uuid,
    membership_id: Option<Uuid>,
    facilitator_id: Option<Uuid>,
    body: Option<Sealed>,
    created_at: At,
    edited_at: Option<At>,
    deleted: bool,
    hidden: bool,
    alias: Option<Sealed>,
    pronouns: Option<Sealed>,
    facilitator_alias: Option<Sealed>,
    muted: bool,
    flagged: bool,
    reactions: Option<Json>,
    reply_to: Option<Uuid>,
    quote_body: Option<Sealed>,
    quote_hidden: Option<bool>,
    quote_membership: Option<Uuid>,
    quote_facilitator: Option<Uuid>,
    quote_alias: Option<Sealed>,
    quote_facilitator_alias: Option<Sealed>,
    quote_muted: bool,
}

/// What [`MessageRow`] reads of a message `m`; `$me` is the reader's membership or part.
macro_rules! message_columns {
    ($me:literal) => {
        concat!(
            "m.id, m.group_id, m.membership_id, m.facilitator_id, m.body, m.created_at, m.edited_at, m.deleted_at is not null as deleted,
             m.hidden_at is not null as hidden, w.alias, w.pronouns, h.alias as facilitator_alias,
             exists (select from cairn.chat_mutes u
                     where u.center_id = $1 and u.membership_id = ", $me, " and u.muted_id = m.membership_id) as muted,
             exists (select from cairn.moderation_cases c
                     join cairn.moderation_flags g on g.center_id = $1 and g.case_id = c.id and g.by_id = ", $me, "
                     where c.center_id = $1 and c.message_id = m.id) as flagged,
             (select jsonb_agg(jsonb_build_array(x.reaction, x.many, x.mine)) from (
                select r.reaction, count(*) as many, bool_or(r.by_id = ", $me, ") as mine from cairn.chat_reactions r
                where r.center_id = $1 and r.message_id = m.id group by r.reaction) x) as reactions,
             m.reply_to, q.body as quote_body, q.hidden_at is not null as quote_hidden, q.membership_id as quote_membership,
             q.facilitator_id as quote_facilitator, qw.alias as quote_alias, qh.alias as quote_facilitator_alias,
             exists (select from cairn.chat_mutes u
                     where u.center_id = $1 and u.membership_id = ", $me, " and u.muted_id = q.membership_id) as quote_muted"
        )
    };
}
pub(super) use message_columns;

macro_rules! message_joins {
    () => {
        " left join cairn.memberships w on w.center_id = $1 and w.id = m.membership_id
          left join cairn.group_facilitators h on h.center_id = $1 and h.id = m.facilitator_id
          left join cairn.chat_messages q on q.center_id = $1 and q.id = m.reply_to and q.group_id = m.group_id
          left join cairn.memberships qw on qw.center_id = $1 and qw.id = q.membership_id
          left join cairn.group_facilitators qh on qh.center_id = $1 and qh.id = q.facilitator_id "
    };
}
pub(super) use message_joins;

const PAGE: &str = concat!(
    "select ",
    message_columns!("$2"),
    " from cairn.chat_messages m",
    message_joins!(),
    "where m.center_id = $1 and m.group_id = $3 and ($4::uuid is null or m.id < $4) order by m.id desc limit $5"
);

const ONE: &str = concat!(
    "select ",
    message_columns!("$2"),
    " from cairn.chat_messages m",
    message_joins!(),
    "where m.center_id = $1 and m.group_id = $3 and m.id = $4"
);

impl MessageRow {
    fn author(&self, room: &Room, keys: &CenterKeys) -> Result<Person, Surprise> {
        named(
            room,
            keys,
            self.membership_id,
            self.facilitator_id,
            self.alias.as_ref(),
            self.pronouns.as_ref(),
            self.facilitator_alias.as_ref(),
        )?
        .ok_or(Surprise::Inconsistent("a message without an author"))
    }

    fn quote(&self, room: &Room, keys: &CenterKeys) -> Result<Option<Quote>, Surprise> {
        let Some(id) = self.reply_to else { return Ok(None) };
        let (who, part) = (self.quote_membership, self.quote_facilitator);
        let author = named(room, keys, who, part, self.quote_alias.as_ref(), None, self.quote_facilitator_alias.as_ref())?;
        let shown = self.quote_hidden == Some(false) && !self.quote_muted;
        let excerpt = match self.quote_body.as_ref().filter(|_| shown) {
            Some(body) => Some(excerpt(&keys.open(BODY, id, body)?)),
            None => None,
        };
        Ok(Some(Quote { id: ChatMessageId(id), author, excerpt }))
    }

    pub(super) fn open(self, now: Timestamp, room: &Room, keys: &CenterKeys) -> Result<Message, Surprise> {
        let state = match (self.deleted, self.hidden) {
            (true, _) => MessageState::Deleted,
            (false, true) => MessageState::Hidden,
            (false, false) if self.edited_at.is_some() => MessageState::Edited,
            (false, false) => MessageState::Sent,
        };
        let author = self.author(room, keys)?;
        let reply_to = self.quote(room, keys)?;
        let there = matches!(state, MessageState::Sent | MessageState::Edited);
        let readable = there && !self.muted;
        let body = match self.body.as_ref().filter(|_| readable) {
            Some(body) => Some(keys.open(BODY, self.id, body)?),
            None => None,
        };
        Ok(Message {
            id: ChatMessageId(self.id),
            group_id: GroupId(self.group_id),
            can_edit: author.me && there && now < self.created_at.0 + EDITABLE,
            can_delete: author.me && state != MessageState::Deleted,
            author,
            body,
            state,
            folded: self.muted,
            sent_at: self.created_at.0,
            edited_at: self.edited_at.map(|at| at.0),
            reply_to: reply_to.filter(|_| readable),
            reactions: if there { counts(self.reactions)? } else { Vec::new() },
            flagged_by_me: self.flagged,
        })
    }
}

fn counts(reactions: Option<Json>) -> Result<Vec<ReactionCount>, Surprise> {
    let Some(Json::Array(rows)) = reactions else { return Ok(Vec::new()) };
    let mut counts = Vec::with_capacity(rows.len());
    for row in rows {
        let reaction = Reaction::stored(row[0].as_str().unwrap_or_default())?;
        counts.push(ReactionCount { reaction, count: row[1].as_i64().unwrap_or(0), mine: row[2].as_bool().unwrap_or(false) });
    }
    counts.sort_by_key(|one| one.reaction as u8);
    Ok(counts)
}

/// Cut between characters, at a word where one is near.
fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        None => line,
        Some((end, _)) => {
            let cut = line[..end].rfind(' ').filter(|space| *space > end / 2).unwrap_or(end);
            format!("{}…", &line[..cut])
        }
    }
}

fn named(
    room: &Room,
    keys: &CenterKeys,
    membership: Option<Uuid>,
    facilitator: Option<Uuid>,
    alias: Option<&Sealed>,
    pronouns: Option<&Sealed>,
    facilitator_alias: Option<&Sealed>,
) -> Result<Option<Person>, Surprise> {
    let person = match (membership, facilitator) {
        (Some(id), _) => Person {
            id: PersonId::Member(MembershipId(id)),
            // Whoever left and was invited anew has no name here until they come.
            alias: alias.map(|alias| keys.open(ALIAS, id, alias)).transpose()?.unwrap_or_else(|| "—".to_owned()),
            pronouns: pronouns.map(|pronouns| keys.open(PRONOUNS, id, pronouns)).transpose()?,
            me: room.me == PersonId::Member(MembershipId(id)),
        },
        (None, Some(id)) => Person {
            id: PersonId::Facilitator(FacilitatorId(id)),
            alias: facilitator_alias.map(|alias| keys.open(FACILITATOR_ALIAS, id, alias)).transpose()?.unwrap_or_default(),
            pronouns: None,
            me: room.me == PersonId::Facilitator(FacilitatorId(id)),
        },
        (None, None) => return Ok(None),
    };
    Ok(Some(person))
}

/// A page of a chat.
#[derive(Debug, Clone)]
pub struct ChatPage {
    /// The newest is the last.
    pub messages: Page<Message>,
    /// Days a message is kept.
    pub days: i32,
    pub must_read_agreement: bool,
    /// Everything up to here has been seen.
    pub read_until: Option<ChatMessageId>,
}

/// The last messages of a chat, or those before `after`.
pub async fn page(tx: &CenterTx, group_id: GroupId, page: PageRequest<ChatMessageId>) -> Outcome<ChatPage> {
    let room = Room::of(tx, group_id, "groupId").await?;
    let before = page.after.map(|id| id.0);
    let rows = tx.rows::<MessageRow>(PAGE, [room.my_id().into(), group_id.0.into(), before.into(), page.limit().into()]).await?;
    let keys = tx.keys().await?;
    let messages: Result<Vec<Message>, Surprise> = rows.into_iter().map(|row| row.open(tx.now(), &room, &keys)).collect();
    let mut messages = Page::cut(messages?, &page);
    messages.items.reverse();
    let read_until = room.read_until.map(ChatMessageId);
    Ok(ChatPage { messages, days: room.days, must_read_agreement: room.must_read_agreement(), read_until })
}

pub(super) async fn one(tx: &CenterTx, room: &Room, id: ChatMessageId, field: &str) -> Outcome<Message> {
    let row = tx.row::<MessageRow>(ONE, [room.my_id().into(), room.group_id.0.into(), id.0.into()]).await?;
    let row = row.ok_or_else(|| Problem::not_found(field))?;
    Ok(row.open(tx.now(), room, &*tx.keys().await?)?)
}

/// Whether the transaction's member is in this chat.
pub async fn enter(tx: &CenterTx, group_id: GroupId) -> Outcome<()> {
    Room::of(tx, group_id, "groupId").await.map(|_| ())
}

/// Chats and messages `m` that the member `$member` has not seen, muted people left out.
macro_rules! unread_sql {
    ($member:literal) => {
        concat!(
            "(select p.group_id, p.id as me, p.read_until, p.joined_at as since from cairn.memberships p
              where p.center_id = $1 and p.member_id = ",
            $member,
            " and p.state = 'active'
              union all
              select f.group_id, f.id, f.read_until, f.since from cairn.group_facilitators f
              where f.center_id = $1 and f.member_id = ",
            $member,
            " and f.until is null) s
             join cairn.groups g on g.center_id = $1 and g.id = s.group_id and g.chat and g.state in ('active', 'paused')
             cross join lateral (
               select c.id from cairn.chat_messages c
               where c.center_id = $1 and c.group_id = s.group_id
                 and c.id > coalesce(s.read_until, '00000000-0000-0000-0000-000000000000') and c.created_at >= s.since
                 and c.deleted_at is null and c.hidden_at is null
                 and coalesce(c.membership_id, c.facilitator_id) <> s.me
                 and not exists (select from cairn.chat_mutes u
                                 where u.center_id = $1 and u.membership_id = s.me and u.muted_id = c.membership_id)
               limit 100) m"
        )
    };
}
pub(crate) use unread_sql;

#[derive(FromQueryResult)]
struct UnreadRow {
    group_id: Uuid,
    unread: i64,
}

const UNREAD: &str = concat!("select s.group_id, count(*) as unread from ", unread_sql!("$2"), " group by s.group_id");

/// How many messages wait in each of the viewer's groups; 100 stands for any more. Groups without any are left out.
pub async fn unread(tx: &CenterTx) -> Outcome<HashMap<GroupId, i64>> {
    let rows = tx.rows::<UnreadRow>(UNREAD, [me(tx).into()]).await?;
    Ok(rows.into_iter().map(|row| (GroupId(row.group_id), row.unread)).collect())
}

/// Everything up to this message has been seen; an earlier mark stays where it is.
pub async fn mark(tx: &CenterTx, group_id: GroupId, message_id: ChatMessageId) -> Outcome<()> {
    let room = Room::of(tx, group_id, "groupId").await?;
    let sql = match room.me {
        PersonId::Member(_) => {
            "update cairn.memberships set read_until = greatest(read_until, $3::uuid) where center_id = $1 and id = $2
               and exists (select from cairn.chat_messages m where m.center_id = $1 and m.group_id = $4 and m.id = $3)"
        }
        PersonId::Facilitator(_) => {
            "update cairn.group_facilitators set read_until = greatest(read_until, $3::uuid) where center_id = $1 and id = $2
               and exists (select from cairn.chat_messages m where m.center_id = $1 and m.group_id = $4 and m.id = $3)"
        }
    };
    let marked = tx.run(sql, [room.my_id().into(), message_id.0.into(), group_id.0.into()]).await?;
    if marked == 0 {
        return Err(Problem::not_found("messageId").into());
    }
    notifications::chat_was_read(tx, me(tx)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_ends_at_a_word_and_never_inside_a_character() {
        assert_eq!(excerpt("short\n\n text"), "short text");
        let long = "word ".repeat(100);
        let cut = excerpt(&long);
        assert!(cut.ends_with("word…") && cut.chars().count() <= EXCERPT + 1, "{cut}");
        let wide = excerpt(&"🌿".repeat(400));
        assert_eq!(wide.chars().count(), EXCERPT + 1);
    }
}
