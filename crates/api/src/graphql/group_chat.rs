//! A group's chat, by alias: reading and writing. Hearing of it as it happens is in `group_chat_live`.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cairn_domain::groups::PersonId;
use cairn_domain::groups::chat::send::{self, SendMessage};
use cairn_domain::groups::chat::{self as domain, Message, Quote, care, read};
use cairn_domain::ids::{ChatMessageId, GroupId};
use cairn_domain::paging::PageRequest;
use cairn_domain::{CenterTx, Outcome, Problem as Expected};
use uuid::Uuid;

use super::connection::PageInfo;
use super::context::{self, id, key, optional_id, wire};
use super::groups::group::GroupPerson;
use super::problems::Problem;
use super::scalars::DateTime;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::MessageState")]
pub enum ChatMessageState {
    Sent,
    Edited,
    /// Taken back by its author.
    Deleted,
    /// Out of sight until somebody has looked, or for good.
    Hidden,
}

/// None of them judges.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Reaction")]
pub enum ChatReaction {
    WithYou,
    ThankYou,
    MeToo,
    Strength,
    Smile,
}

/// How many, never who.
#[derive(SimpleObject, Clone)]
pub struct ChatReactionCount {
    reaction: ChatReaction,
    count: i32,
    /// The viewer is one of them.
    mine: bool,
}

/// What a message answers to.
#[derive(SimpleObject, Clone)]
pub struct ChatQuote {
    id: ID,
    /// Null when it is not kept any more.
    author: Option<GroupPerson>,
    /// Its beginning; null when it was deleted, hidden or folded, or is not kept any more.
    excerpt: Option<String>,
}

impl From<Quote> for ChatQuote {
    fn from(quote: Quote) -> Self {
        Self { id: wire(quote.id), author: quote.author.map(GroupPerson::from), excerpt: quote.excerpt }
    }
}

#[derive(SimpleObject, Clone)]
pub struct ChatMessage {
    id: ID,
    author: GroupPerson,
    /// Plain text, also where it looks like anything else. Null when it is deleted, hidden or folded.
    body: Option<String>,
    state: ChatMessageState,
    /// The viewer muted its author.
    folded: bool,
    sent_at: DateTime,
    edited_at: Option<DateTime>,
    reply_to: Option<ChatQuote>,
    reactions: Vec<ChatReactionCount>,
    mine: bool,
    can_edit: bool,
    can_delete: bool,
    flagged_by_me: bool,
}

/// As GraphQL counts; nobody has two billion of anything here.
fn count(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl From<Message> for ChatMessage {
    fn from(message: Message) -> Self {
        let reactions = message.reactions.iter();
        let reactions =
            reactions.map(|one| ChatReactionCount { reaction: one.reaction.into(), count: count(one.count), mine: one.mine });
        Self {
            id: wire(message.id),
            reactions: reactions.collect(),
            mine: message.author.me,
            author: message.author.into(),
            body: message.body,
            state: message.state.into(),
            folded: message.folded,
            sent_at: DateTime(message.sent_at),
            edited_at: message.edited_at.map(DateTime),
            reply_to: message.reply_to.map(ChatQuote::from),
            can_edit: message.can_edit,
            can_delete: message.can_delete,
            flagged_by_me: message.flagged_by_me,
        }
    }
}

#[derive(SimpleObject)]
pub struct ChatEdge {
    cursor: String,
    node: ChatMessage,
}

/// A page of a chat, the newest last. `pageInfo.hasPreviousPage` tells of older messages.
#[derive(SimpleObject)]
pub struct ChatConnection {
    edges: Vec<ChatEdge>,
    nodes: Vec<ChatMessage>,
    page_info: PageInfo,
    /// Days a message is kept.
    kept_days: i32,
    /// The group's agreement has changed: read it before writing.
    must_read_agreement: bool,
    /// Everything up to here has been seen by the viewer.
    read_until: Option<ID>,
}

/// The group leads, so that a place in one chat is none in another.
fn cursor_of(group: GroupId, message: ChatMessageId) -> String {
    URL_SAFE_NO_PAD.encode([group.0.as_bytes().as_slice(), message.0.as_bytes()].concat())
}

fn place_of(cursor: &str, group: GroupId) -> Result<ChatMessageId, Expected> {
    let bad = || Expected::invalid("before", "cursor");
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok().filter(|bytes| bytes.len() == 32).ok_or_else(bad)?;
    if bytes[..16] != *group.0.as_bytes() {
        return Err(Expected::not_found("before"));
    }
    Ok(ChatMessageId(Uuid::from_slice(&bytes[16..]).map_err(|_| bad())?))
}

fn connection(group: GroupId, page: read::ChatPage, later: bool) -> ChatConnection {
    let nodes: Vec<(String, ChatMessage)> =
        page.messages.items.into_iter().map(|message| (cursor_of(group, message.id), message.into())).collect();
    ChatConnection {
        page_info: PageInfo {
            has_next_page: later,
            has_previous_page: page.messages.has_next,
            start_cursor: nodes.first().map(|(cursor, _)| cursor.clone()),
            end_cursor: nodes.last().map(|(cursor, _)| cursor.clone()),
        },
        nodes: nodes.iter().map(|(_, message)| message.clone()).collect(),
        edges: nodes.into_iter().map(|(cursor, node)| ChatEdge { cursor, node }).collect(),
        kept_days: page.days,
        must_read_agreement: page.must_read_agreement,
        read_until: page.read_until.map(wire),
    }
}

/// Messages of one group that wait to be read.
#[derive(SimpleObject)]
pub struct GroupUnread {
    group_id: ID,
    /// 100 stands for any more.
    count: i32,
}

#[derive(Default)]
pub struct ChatQuery;

#[Object]
impl ChatQuery {
    /// The last messages of a chat the viewer is in, or those `before` a cursor; the newest is the last.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn chat_messages(
        &self,
        ctx: &Context<'_>,
        group_id: ID,
        #[graphql(default = 50)] first: i32,
        before: Option<String>,
    ) -> async_graphql::Result<ChatConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let group: GroupId = id(&group_id, "groupId")?;
            let after = before.as_deref().map(|cursor| place_of(cursor, group)).transpose()?;
            Ok(connection(group, read::page(&tx, group, PageRequest { first, after }).await?, after.is_some()))
        };
        request.answer(outcome.await)
    }

    /// What waits to be read in the viewer's groups; groups without any are left out.
    async fn chat_unread(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<GroupUnread>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let unread = request.answer(read::unread(&tx).await)?;
        Ok(unread.into_iter().map(|(group, waiting)| GroupUnread { group_id: wire(group), count: count(waiting) }).collect())
    }
}

#[derive(InputObject)]
pub struct SendChatMessageInput {
    /// A UUID made when the message was begun: a retry sends once.
    client_mutation_id: String,
    group_id: ID,
    /// 1 to 4,000 characters.
    #[graphql(secret)]
    body: String,
    /// The message it answers to.
    reply_to: Option<ID>,
}

#[derive(InputObject)]
pub struct EditChatMessageInput {
    message_id: ID,
    #[graphql(secret)]
    body: String,
}

#[derive(InputObject)]
pub struct ChatReactionInput {
    message_id: ID,
    reaction: ChatReaction,
}

#[derive(InputObject)]
pub struct MuteGroupPersonInput {
    group_id: ID,
    person_id: ID,
}

#[derive(SimpleObject)]
pub struct ChatMessagePayload {
    message: Option<ChatMessage>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct MarkChatReadPayload {
    /// What still waits, in all of the viewer's groups.
    unread: Vec<GroupUnread>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct MuteGroupPersonPayload {
    /// Whether the person's messages are folded for the viewer now; null when nothing was changed.
    muted: Option<bool>,
    problems: Vec<Problem>,
}

async fn about<F>(ctx: &Context<'_>, change: F) -> async_graphql::Result<ChatMessagePayload>
where
    F: AsyncFnOnce(&CenterTx) -> Outcome<Message>,
{
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = change(&tx).await;
    let (message, problems) = request.settle(tx, outcome).await?;
    Ok(ChatMessagePayload { message: message.map(ChatMessage::from), problems })
}

async fn mute(ctx: &Context<'_>, input: MuteGroupPersonInput, on: bool) -> async_graphql::Result<MuteGroupPersonPayload> {
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = async {
        let group = id(&input.group_id, "groupId")?;
        let person = PersonId::from_wire(&input.person_id).ok_or_else(|| Expected::not_found("personId"))?;
        care::mute(&tx, group, person, on).await
    };
    let outcome = outcome.await;
    let (done, problems) = request.settle(tx, outcome).await?;
    Ok(MuteGroupPersonPayload { muted: done.map(|()| on), problems })
}

#[derive(Default)]
pub struct ChatMutation;

#[Object]
impl ChatMutation {
    async fn send_chat_message(
        &self,
        ctx: &Context<'_>,
        input: SendChatMessageInput,
    ) -> async_graphql::Result<ChatMessagePayload> {
        about(ctx, async |tx| {
            let message = SendMessage {
                key: key(&input.client_mutation_id)?,
                group_id: id(&input.group_id, "groupId")?,
                body: input.body,
                reply_to: optional_id(input.reply_to.as_ref(), "replyTo")?,
            };
            send::send(tx, message).await
        })
        .await
    }

    /// One's own words, within 15 minutes.
    async fn edit_chat_message(
        &self,
        ctx: &Context<'_>,
        input: EditChatMessageInput,
    ) -> async_graphql::Result<ChatMessagePayload> {
        about(ctx, async |tx| send::edit(tx, id(&input.message_id, "messageId")?, &input.body).await).await
    }

    /// One's own words, at any time.
    async fn delete_chat_message(&self, ctx: &Context<'_>, message_id: ID) -> async_graphql::Result<ChatMessagePayload> {
        about(ctx, async |tx| send::delete(tx, id(&message_id, "messageId")?).await).await
    }

    async fn react(&self, ctx: &Context<'_>, input: ChatReactionInput) -> async_graphql::Result<ChatMessagePayload> {
        about(ctx, async |tx| care::react(tx, id(&input.message_id, "messageId")?, input.reaction.into(), true).await).await
    }

    async fn unreact(&self, ctx: &Context<'_>, input: ChatReactionInput) -> async_graphql::Result<ChatMessagePayload> {
        about(ctx, async |tx| care::react(tx, id(&input.message_id, "messageId")?, input.reaction.into(), false).await).await
    }

    /// Everything up to this message has been seen.
    async fn mark_chat_read(
        &self,
        ctx: &Context<'_>,
        group_id: ID,
        message_id: ID,
    ) -> async_graphql::Result<MarkChatReadPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async {
            read::mark(&tx, id(&group_id, "groupId")?, id(&message_id, "messageId")?).await?;
            read::unread(&tx).await
        };
        let outcome = outcome.await;
        let (unread, problems) = request.settle(tx, outcome).await?;
        let unread = unread.unwrap_or_default().into_iter();
        let unread = unread.map(|(group, waiting)| GroupUnread { group_id: wire(group), count: count(waiting) }).collect();
        Ok(MarkChatReadPayload { unread, problems })
    }

    /// Folds somebody's messages for the viewer. Nobody else learns of it.
    async fn mute_group_person(
        &self,
        ctx: &Context<'_>,
        input: MuteGroupPersonInput,
    ) -> async_graphql::Result<MuteGroupPersonPayload> {
        mute(ctx, input, true).await
    }

    async fn unmute_group_person(
        &self,
        ctx: &Context<'_>,
        input: MuteGroupPersonInput,
    ) -> async_graphql::Result<MuteGroupPersonPayload> {
        mute(ctx, input, false).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_of_one_group() {
        let (group, other) = (GroupId(Uuid::from_u128(1)), GroupId(Uuid::from_u128(2)));
        let message = ChatMessageId(Uuid::from_u128(3));
        let cursor = cursor_of(group, message);
        assert_eq!(place_of(&cursor, group), Ok(message));
        assert_eq!(place_of(&cursor, other), Err(Expected::not_found("before")));
        for bad in ["", "x", "é", &cursor[1..], &format!("{cursor}AA")] {
            assert_eq!(place_of(bad, group), Err(Expected::invalid("before", "cursor")), "{bad}");
        }
    }
}
