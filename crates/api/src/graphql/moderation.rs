//! Looking after a group's chat: flags, and the queue of those who decide about them. By alias, like the chat.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::centers::PublicHelp;
use cairn_domain::groups::chat::care::Decide;
use cairn_domain::groups::chat::moderate::{self, Handle};
use cairn_domain::groups::chat::queue::{self, Case};
use cairn_domain::groups::chat::{self as domain, care};
use cairn_domain::ids::GroupId;
use cairn_domain::paging::Cursor;

use super::connection::{encode_cursor, page_request};
use super::context::{self, id, optional_id, wire};
use super::group_chat::ChatMessage;
use super::groups::group::GroupPerson;
use super::groups::kinds::MembershipState;
use super::problems::Problem;
use super::scalars::DateTime;
use crate::connection;

/// Why somebody asks for a look at a message.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::FlagReason")]
pub enum FlagReason {
    Unkind,
    /// It tells who somebody is.
    Identity,
    /// Advice nobody asked for, or medical advice.
    Advice,
    /// It offers or glorifies.
    Substance,
    /// Somebody may be in danger.
    Danger,
    Other,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::CaseKind")]
pub enum ModerationCaseKind {
    Message,
    /// Somebody who was removed asks to come back.
    Appeal,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::CaseState")]
pub enum ModerationCaseState {
    Open,
    Kept,
    Hidden,
    Paused,
    Removed,
    Restored,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Verdict")]
pub enum ModerationVerdict {
    /// There is nothing wrong with it; of an appeal: the removal stands.
    Keep,
    Hide,
    /// Hides it, and keeps the person away for some days.
    Pause,
    /// Hides it, and takes the person out, with a reason they are told.
    Remove,
    /// Of an appeal: they may come back.
    Restore,
}

/// Something to look at. It names nobody but by the alias of the group.
#[derive(SimpleObject, Clone)]
pub struct ModerationCase {
    id: ID,
    group_id: ID,
    group_name: String,
    kind: ModerationCaseKind,
    /// Null: an appeal.
    reason: Option<FlagReason>,
    /// How many people flagged it.
    flags: i32,
    /// What was said, as it was when it was first flagged; or the words of the appeal. Null when it is not kept any more.
    words: Option<String>,
    person: GroupPerson,
    /// Their place now; null when they facilitate.
    place: Option<MembershipState>,
    /// Why they were removed.
    removal_reason: Option<String>,
    /// Out of sight already.
    hidden: bool,
    state: ModerationCaseState,
    created_at: DateTime,
    handled_at: Option<DateTime>,
    /// Null: open, or an admin decided.
    handled_by: Option<GroupPerson>,
    /// Whether the viewer can decide it: not about themselves, and not alone about a removal of their own.
    may_decide: bool,
}

impl From<Case> for ModerationCase {
    fn from(case: Case) -> Self {
        Self {
            id: wire(case.id),
            group_id: wire(case.group_id),
            group_name: case.group_name,
            kind: case.kind.into(),
            reason: case.reason.map(FlagReason::from),
            flags: case.flags,
            words: case.words,
            person: case.person.into(),
            place: case.place.map(MembershipState::from),
            removal_reason: case.removal_reason,
            hidden: case.hidden,
            state: case.state.into(),
            created_at: DateTime(case.created_at),
            handled_at: case.handled_at.map(DateTime),
            handled_by: case.handled_by.map(GroupPerson::from),
            may_decide: case.may_decide,
        }
    }
}

connection!(ModerationCaseConnection, ModerationCaseEdge, ModerationCase);

/// Whom to call when somebody is in danger. Nobody watches a chat all the time.
#[derive(SimpleObject)]
pub struct CrisisHelp {
    /// 911
    emergency: String,
    /// 988: call, text or chat, day and night.
    lifeline: String,
    /// The center's own line, and when somebody answers.
    center_line: Option<String>,
    center_hours: Option<String>,
    /// The center's desk.
    center_phone: Option<String>,
}

impl From<PublicHelp> for CrisisHelp {
    fn from(help: PublicHelp) -> Self {
        Self {
            emergency: "911".to_owned(),
            lifeline: "988".to_owned(),
            center_line: help.help_phone,
            center_hours: help.help_hours,
            center_phone: help.phone,
        }
    }
}

#[derive(InputObject)]
pub struct FlagChatMessageInput {
    message_id: ID,
    reason: FlagReason,
}

#[derive(SimpleObject)]
pub struct FlagChatMessagePayload {
    message: Option<ChatMessage>,
    /// With `DANGER`: show it at once.
    help: Option<CrisisHelp>,
    problems: Vec<Problem>,
}

#[derive(InputObject)]
pub struct HandleModerationCaseInput {
    case_id: ID,
    verdict: ModerationVerdict,
    /// With `PAUSE`: 1 to 90.
    pause_days: Option<i32>,
    /// With `REMOVE`: the person is told.
    #[graphql(secret)]
    reason: Option<String>,
}

#[derive(SimpleObject)]
pub struct ModerationCasePayload {
    moderation_case: Option<ModerationCase>,
    problems: Vec<Problem>,
}

/// What whoever holds the room decides about a message as they read it.
#[derive(InputObject)]
pub struct ModerateChatMessageInput {
    message_id: ID,
    /// `HIDE`, `PAUSE` or `REMOVE`.
    verdict: ModerationVerdict,
    /// With `PAUSE`: 1 to 90.
    pause_days: Option<i32>,
    /// With `REMOVE`: the person is told.
    #[graphql(secret)]
    reason: Option<String>,
}

#[derive(SimpleObject)]
pub struct ModerateChatMessagePayload {
    message: Option<ChatMessage>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct ModerationQuery;

#[Object]
impl ModerationQuery {
    /// Open cases, the longest waiting first, of one group or of all that the viewer looks after; with `open: false` the
    /// handled ones, newest first.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn moderation_cases(
        &self,
        ctx: &Context<'_>,
        group_id: Option<ID>,
        #[graphql(default = true)] open: bool,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<ModerationCaseConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let group: Option<GroupId> = optional_id(group_id.as_ref(), "groupId")?;
            queue::list(&tx, group, open, page_request(first, after.as_deref())?).await
        };
        let found = request.answer(outcome.await)?;
        let cursor = |case: &Case| encode_cursor(Cursor { at: case.created_at, id: case.id.0 });
        let items = found.items.into_iter().map(|case| (cursor(&case), ModerationCase::from(case))).collect();
        Ok(ModerationCaseConnection::of(items, found.has_next, after.is_some()))
    }

    /// One case, for those who run its group.
    async fn moderation_case(&self, ctx: &Context<'_>, case_id: ID) -> async_graphql::Result<Option<ModerationCase>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { queue::read(&tx, id(&case_id, "caseId")?).await };
        Ok(request.answer_or_null(outcome.await)?.map(ModerationCase::from))
    }
}

#[derive(Default)]
pub struct ModerationMutation;

#[Object]
impl ModerationMutation {
    /// Asks those who look after the group to look at a message. They do not learn who asked.
    async fn flag_chat_message(
        &self,
        ctx: &Context<'_>,
        input: FlagChatMessageInput,
    ) -> async_graphql::Result<FlagChatMessagePayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { care::flag(&tx, id(&input.message_id, "messageId")?, input.reason.into()).await };
        let outcome = outcome.await;
        let (flagged, problems) = request.settle(tx, outcome).await?;
        let (message, help) = flagged.map_or((None, None), |flagged| (Some(flagged.message.into()), flagged.help));
        Ok(FlagChatMessagePayload { message, help: help.map(CrisisHelp::from), problems })
    }

    /// Decides about a message at once, for those who hold the room. It is kept as a case, like a flag that was decided about.
    async fn moderate_chat_message(
        &self,
        ctx: &Context<'_>,
        input: ModerateChatMessageInput,
    ) -> async_graphql::Result<ModerateChatMessagePayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async {
            let decide = Decide {
                message_id: id(&input.message_id, "messageId")?,
                verdict: input.verdict.into(),
                pause_days: input.pause_days,
                reason: input.reason,
            };
            care::decide(&tx, decide).await
        };
        let outcome = outcome.await;
        let (message, problems) = request.settle(tx, outcome).await?;
        Ok(ModerateChatMessagePayload { message: message.map(ChatMessage::from), problems })
    }

    async fn handle_moderation_case(
        &self,
        ctx: &Context<'_>,
        input: HandleModerationCaseInput,
    ) -> async_graphql::Result<ModerationCasePayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async {
            let handle = Handle {
                case_id: id(&input.case_id, "caseId")?,
                verdict: input.verdict.into(),
                pause_days: input.pause_days,
                reason: input.reason,
            };
            moderate::handle(&tx, handle).await
        };
        let outcome = outcome.await;
        let (case, problems) = request.settle(tx, outcome).await?;
        Ok(ModerationCasePayload { moderation_case: case.map(ModerationCase::from), problems })
    }
}
