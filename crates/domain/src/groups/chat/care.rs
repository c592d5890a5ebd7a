//! What a reader can do about somebody else's words: a reaction, a mute of their own, a flag; and, for whoever holds the
//! room, a decision at once.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::moderate::{self, Handle, hide};
use super::read::one;
use super::room::Room;
use super::{BODY, EVIDENCE, FlagReason, Message, Reaction, Verdict, announce};
use crate::audit::Event;
use crate::centers::{self, PublicHelp};
use crate::db::{CenterTx, ChatNewsKind};
use crate::groups::{PersonId, group};
use crate::ids::{ChatMessageId, GroupId, ModerationCaseId};
use crate::problem::{Outcome, Problem, Surprise};
use crate::rate_limits::{self, FLAGS_BY_PLACE, Key, REACTIONS_BY_PLACE};
use crate::sealed::Sealed;

/// So many different people take a message out of sight until somebody has looked.
const HIDING_FLAGS: i32 = 3;

/// Adds a reaction, or takes it back. Doing the same again changes nothing.
pub async fn react(tx: &CenterTx, id: ChatMessageId, reaction: Reaction, on: bool) -> Outcome<Message> {
    let room = Room::locked_by_message(tx, id.0, "messageId").await?;
    room.open_for_words(tx)?;
    let key = Key::place(&REACTIONS_BY_PLACE, tx.center_id(), room.my_id());
    rate_limits::take_within(tx, &REACTIONS_BY_PLACE, &key).await?;
    let values = [id.0.into(), room.my_id().into(), reaction.name().into()];
    let changed = if on {
        // The lock keeps the message from being taken back between the look and the insert.
        let there = tx
            .run(
                "select from cairn.chat_messages where center_id = $1 and id = $2 and deleted_at is null and hidden_at is null for share",
                [id.0.into()],
            )
            .await?;
        if there == 0 {
            return Err(Problem::invalid("messageId", "message_gone").into());
        }
        tx.run(
            "insert into cairn.chat_reactions (center_id, message_id, by_id, reaction) values ($1, $2, $3, $4) on conflict do nothing",
            values,
        )
        .await?
    } else {
        tx.run(
            "delete from cairn.chat_reactions where center_id = $1 and message_id = $2 and by_id = $3 and reaction = $4",
            values,
        )
        .await?
    };
    if changed > 0 {
        announce(tx, room.group_id, id, ChatNewsKind::Reacted);
    }
    one(tx, &room, id, "messageId").await
}

/// Folds somebody's messages in one's own view, or unfolds them. They do not learn of it, and nor does anybody else.
pub async fn mute(tx: &CenterTx, group_id: GroupId, person: PersonId, on: bool) -> Outcome<()> {
    let room = Room::of(tx, group_id, "groupId").await?;
    let (PersonId::Member(mine), PersonId::Member(theirs)) = (room.me, person) else {
        // Facilitators look after everybody, and what they say about the group's safety has to be heard.
        return Err(Problem::invalid("personId", "mute_facilitator").into());
    };
    if mine == theirs {
        return Err(Problem::invalid("personId", "mute_yourself").into());
    }
    if !on {
        tx.run(
            "delete from cairn.chat_mutes where center_id = $1 and membership_id = $2 and muted_id = $3",
            [mine.0.into(), theirs.0.into()],
        )
        .await?;
        return Ok(());
    }
    let known = tx
        .run(
            "select from cairn.memberships where center_id = $1 and id = $2 and group_id = $3 and alias is not null",
            [theirs.0.into(), group_id.0.into()],
        )
        .await?;
    if known == 0 {
        return Err(Problem::not_found("personId").into());
    }
    tx.run(
        "insert into cairn.chat_mutes (center_id, membership_id, muted_id) values ($1, $2, $3) on conflict do nothing",
        [mine.0.into(), theirs.0.into()],
    )
    .await?;
    Ok(())
}

/// The message as whoever flagged it sees it now.
#[derive(Debug)]
pub struct Flagged {
    pub message: Message,
    /// Where to get help at once; for those who see somebody in danger.
    pub help: Option<PublicHelp>,
}

#[derive(FromQueryResult)]
struct MessageRow {
    membership_id: Option<Uuid>,
    facilitator_id: Option<Uuid>,
    body: Option<Sealed>,
    hidden: bool,
}

const MESSAGE: &str = "select membership_id, facilitator_id, body, hidden_at is not null as hidden from cairn.chat_messages
                       where center_id = $1 and id = $2 for update";

/// Asks those who look after the group to look at a message. Once a person and case, whatever they press.
pub async fn flag(tx: &CenterTx, id: ChatMessageId, reason: FlagReason) -> Outcome<Flagged> {
    let room = Room::locked_by_message(tx, id.0, "messageId").await?;
    tx.writable()?;
    let key = Key::place(&FLAGS_BY_PLACE, tx.center_id(), room.my_id());
    rate_limits::take_within(tx, &FLAGS_BY_PLACE, &key).await?;
    // Either the author takes it back first and there is nothing to flag, or the flag keeps what was said.
    let row = tx.row::<MessageRow>(MESSAGE, [id.0.into()]).await?.ok_or_else(|| Problem::not_found("messageId"))?;
    if row.membership_id.or(row.facilitator_id) == Some(room.my_id()) {
        return Err(Problem::invalid("messageId", "own_message").into());
    }
    let before = one(tx, &room, id, "messageId").await?;
    let danger = reason == FlagReason::Danger;
    let Some(body) = row.body.as_ref().filter(|_| !row.hidden || danger) else {
        return Err(Problem::invalid("messageId", "message_gone").into());
    };
    // Somebody already looked at what this person flagged; danger is looked at again.
    if !before.flagged_by_me || danger {
        let case_id = case(tx, &room, id, &row, body, reason).await?;
        let flags = count(tx, case_id, &room, reason).await?;
        if flags >= HIDING_FLAGS && !row.hidden {
            hide(tx, room.group_id, id, None).await?;
        }
        if danger {
            raise(tx, case_id).await?;
        }
        // The group and not the message: the record must not lead from a case to whoever flagged.
        tx.audit(Event::done("chat.flag", "group", room.group_id.0).purpose("care"));
    }
    let help = if danger { Some(centers::public_help(tx).await?) } else { None };
    Ok(Flagged { message: one(tx, &room, id, "messageId").await?, help })
}

/// What whoever holds the room decides about a message as they read it.
#[derive(Debug, Clone)]
pub struct Decide {
    pub message_id: ChatMessageId,
    pub verdict: Verdict,
    /// How long a pause lasts.
    pub pause_days: Option<i32>,
    /// For the person who is removed.
    pub reason: Option<String>,
}

#[derive(FromQueryResult)]
struct GroupRow {
    group_id: Uuid,
}

/// Decides about a message without waiting for a flag. It becomes a case like any other (the open one, if it was flagged),
/// so that what was done, to what words and by whom is kept in one place.
pub async fn decide(tx: &CenterTx, input: Decide) -> Outcome<Message> {
    let missing = || Problem::not_found("messageId");
    let id = input.message_id;
    let sql = "select group_id from cairn.chat_messages where center_id = $1 and id = $2";
    let group_id = GroupId(tx.row::<GroupRow>(sql, [id.0.into()]).await?.ok_or_else(missing)?.group_id);
    let room = Room::of(tx, group_id, "messageId").await?;
    if !matches!(room.me, PersonId::Facilitator(_)) {
        return Err(missing().into());
    }
    tx.writable()?;
    if matches!(input.verdict, Verdict::Keep | Verdict::Restore) {
        return Err(Problem::invalid("verdict", "case_verdict").into());
    }
    // Group, place, message, case: in this order, as everybody.
    group::locked(tx, group_id, "messageId").await?;
    let row = tx.row::<MessageRow>(MESSAGE, [id.0.into()]).await?.ok_or_else(missing)?;
    if row.membership_id.or(row.facilitator_id) == Some(room.my_id()) {
        return Err(Problem::invalid("messageId", "own_message").into());
    }
    let body = row.body.as_ref().ok_or_else(|| Problem::invalid("messageId", "message_gone"))?;
    let case_id = ModerationCaseId(case(tx, &room, id, &row, body, FlagReason::Other).await?);
    moderate::handle(tx, Handle { case_id, verdict: input.verdict, pause_days: input.pause_days, reason: input.reason }).await?;
    one(tx, &room, id, "messageId").await
}

#[derive(FromQueryResult)]
struct CaseRow {
    id: Uuid,
}

/// The open case of a message, or a new one with its words as they are now. The message's row is locked.
async fn case(
    tx: &CenterTx,
    room: &Room,
    id: ChatMessageId,
    row: &MessageRow,
    body: &Sealed,
    reason: FlagReason,
) -> Outcome<Uuid> {
    let open = tx
        .row::<CaseRow>(
            "select id from cairn.moderation_cases where center_id = $1 and message_id = $2 and state = 'open' for update",
            [id.0.into()],
        )
        .await?;
    if let Some(open) = open {
        return Ok(open.id);
    }
    let case_id = tx.ids().event(tx.now());
    let text = tx.keys().await?.open(BODY, id.0, body)?;
    tx.run(
        "insert into cairn.moderation_cases (center_id, id, group_id, kind, message_id, membership_id, facilitator_id, reason, evidence,
           created_at)
         values ($1, $2, $3, 'message', $4, $5, $6, $7, $8, $9)",
        [
            case_id.into(),
            room.group_id.0.into(),
            id.0.into(),
            row.membership_id.into(),
            row.facilitator_id.into(),
            reason.name().into(),
            tx.seal(EVIDENCE, case_id, &text).await?.into(),
            tx.at().into(),
        ],
    )
    .await?;
    Ok(case_id)
}

#[derive(FromQueryResult)]
struct FlagsRow {
    flags: i32,
}

async fn count(tx: &CenterTx, case_id: Uuid, room: &Room, reason: FlagReason) -> Outcome<i32> {
    let new = tx
        .run(
            "insert into cairn.moderation_flags (center_id, case_id, by_id, reason, at) values ($1, $2, $3, $4, $5) on conflict do nothing",
            [case_id.into(), room.my_id().into(), reason.name().into(), tx.at().into()],
        )
        .await?;
    let row = tx
        .row::<FlagsRow>(
            "update cairn.moderation_cases set flags = flags + $3, reason = case when $4 then 'danger' else reason end
             where center_id = $1 and id = $2 returning flags",
            [case_id.into(), i32::try_from(new).unwrap_or(0).into(), (reason == FlagReason::Danger).into()],
        )
        .await?;
    Ok(row.ok_or(Surprise::Inconsistent("a case that vanished"))?.flags)
}

/// Staff learn of danger at once, once a case.
async fn raise(tx: &CenterTx, case_id: Uuid) -> Outcome<()> {
    let task = tx.ids().event(tx.now());
    tx.run(
        "insert into cairn.staff_tasks (center_id, id, kind, moderation_case_id, created_at) values ($1, $2, 'chat_danger', $3, $4)
         on conflict (center_id, moderation_case_id) where done_at is null and moderation_case_id is not null do nothing",
        [task.into(), case_id.into(), tx.at().into()],
    )
    .await?;
    Ok(())
}
