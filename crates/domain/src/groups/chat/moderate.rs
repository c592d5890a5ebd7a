//! What those who look after a group decide about a flagged message, a person, an appeal.

use jiff::SignedDuration;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::queue::{self, Case};
use super::{CaseKind, CaseState, Verdict, announce};
use crate::audit::Event;
use crate::db::{CenterTx, ChatNewsKind};
use crate::groups::joining::PlaceOf;
use crate::groups::standing::me;
use crate::groups::{PersonId, entries, group};
use crate::ids::{ChatMessageId, GroupId, MembershipId, ModerationCaseId};
use crate::problem::{Outcome, Problem};

const OBJECT: &str = "moderation_case";
const LONGEST_PAUSE_DAYS: i32 = 90;

#[derive(Debug, Clone)]
pub struct Handle {
    pub case_id: ModerationCaseId,
    pub verdict: Verdict,
    /// How long a pause lasts.
    pub pause_days: Option<i32>,
    /// For the person who is removed: said kindly, and shown to them.
    pub reason: Option<String>,
}

/// Decides an open case. Of two who decide at once, the second is told.
pub async fn handle(tx: &CenterTx, input: Handle) -> Outcome<Case> {
    let case = queue::find(tx, input.case_id).await?;
    tx.writable()?;
    // Group, place, message, case: in this order, as everybody.
    group::locked(tx, case.group_id, "caseId").await?;
    if case.is_own {
        return Err(Problem::invalid("caseId", "own_case").into());
    }
    if let Some(message) = case.message_id {
        tx.run("select from cairn.chat_messages where center_id = $1 and id = $2 for update", [message.0.into()]).await?;
    }
    let open = tx
        .run(
            "select from cairn.moderation_cases where center_id = $1 and id = $2 and state = 'open' for update",
            [input.case_id.0.into()],
        )
        .await?;
    if open == 0 {
        return Err(Problem::Conflict { path: vec!["caseId".to_owned()] }.into());
    }
    let state = match case.kind {
        CaseKind::Message => about_message(tx, &case, &input).await?,
        CaseKind::Appeal => about_appeal(tx, &case, &input).await?,
    };
    close(tx, input.case_id.0, state).await?;
    queue::find(tx, input.case_id).await
}

fn member(case: &Case) -> Outcome<MembershipId> {
    match case.person.id {
        PersonId::Member(id) => Ok(id),
        // Whoever facilitates is the admins' to talk to, in person.
        PersonId::Facilitator(_) => Err(Problem::invalid("verdict", "verdict_facilitator").into()),
    }
}

async fn about_message(tx: &CenterTx, case: &Case, input: &Handle) -> Outcome<CaseState> {
    let by = Some(me(tx));
    let message = case.message_id.ok_or_else(|| Problem::not_found("caseId"))?;
    match input.verdict {
        Verdict::Keep => {
            show(tx, case.group_id, message).await?;
            Ok(CaseState::Kept)
        }
        Verdict::Hide => {
            hide(tx, case.group_id, message, by).await?;
            Ok(CaseState::Hidden)
        }
        Verdict::Pause => {
            let days = input.pause_days.ok_or_else(|| Problem::invalid("pauseDays", "required"))?;
            if !(1..=LONGEST_PAUSE_DAYS).contains(&days) {
                return Err(Problem::limit("pauseDays", "pause_days", i64::from(LONGEST_PAUSE_DAYS)).into());
            }
            let until = tx.now() + SignedDuration::from_hours(24 * i64::from(days));
            entries::pause(tx, member(case)?, Some(until)).await?;
            hide(tx, case.group_id, message, by).await?;
            Ok(CaseState::Paused)
        }
        Verdict::Remove => {
            entries::remove(tx, member(case)?, input.reason.as_deref().unwrap_or_default()).await?;
            hide(tx, case.group_id, message, by).await?;
            Ok(CaseState::Removed)
        }
        Verdict::Restore => Err(Problem::invalid("verdict", "case_verdict").into()),
    }
}

async fn about_appeal(tx: &CenterTx, case: &Case, input: &Handle) -> Outcome<CaseState> {
    if !case.may_decide {
        return Err(Problem::invalid("caseId", "appeal_by_another").into());
    }
    match input.verdict {
        // The removal stands, and the person hears so.
        Verdict::Keep => {
            entries::stands(tx, member(case)?).await?;
            Ok(CaseState::Kept)
        }
        Verdict::Restore => {
            entries::restore(tx, member(case)?).await?;
            Ok(CaseState::Restored)
        }
        Verdict::Hide | Verdict::Pause | Verdict::Remove => Err(Problem::invalid("verdict", "case_verdict").into()),
    }
}

fn action(state: CaseState) -> &'static str {
    match state {
        CaseState::Open => "moderation.open",
        CaseState::Kept => "moderation.keep",
        CaseState::Hidden => "moderation.hide",
        CaseState::Paused => "moderation.pause",
        CaseState::Removed => "moderation.remove",
        CaseState::Restored => "moderation.restore",
    }
}

/// Notes who decided; a case that was closed on the way (a removal taken back by hand) is not closed twice.
async fn close(tx: &CenterTx, case_id: Uuid, state: CaseState) -> Outcome<()> {
    let closed = tx
        .run(
            "update cairn.moderation_cases set state = $3, handled_at = $4, handled_by = $5
             where center_id = $1 and id = $2 and state = 'open'",
            [case_id.into(), state.name().into(), tx.at().into(), me(tx).into()],
        )
        .await?;
    if closed > 0 {
        tx.audit(Event::done(action(state), OBJECT, case_id).purpose("care"));
    }
    Ok(())
}

/// Out of sight. `by`: whoever decided; `None`: flags did, until somebody looks.
pub(super) async fn hide(tx: &CenterTx, group_id: GroupId, id: ChatMessageId, by: Option<Uuid>) -> Outcome<()> {
    let hidden = tx
        .run(
            "update cairn.chat_messages set hidden_at = coalesce(hidden_at, $3), hidden_by = coalesce(hidden_by, $4)
             where center_id = $1 and id = $2 and deleted_at is null",
            [id.0.into(), tx.at().into(), by.into()],
        )
        .await?;
    if hidden > 0 {
        announce(tx, group_id, id, ChatNewsKind::Hidden);
    }
    Ok(())
}

/// Back in sight, when flags alone hid it.
async fn show(tx: &CenterTx, group_id: GroupId, id: ChatMessageId) -> Outcome<()> {
    let shown = tx
        .run(
            "update cairn.chat_messages set hidden_at = null
             where center_id = $1 and id = $2 and hidden_at is not null and hidden_by is null and deleted_at is null",
            [id.0.into()],
        )
        .await?;
    if shown > 0 {
        announce(tx, group_id, id, ChatNewsKind::Shown);
    }
    Ok(())
}

/// Puts an appeal into the queue, in the transaction that writes it.
pub(in crate::groups) async fn appealed(tx: &CenterTx, place: &PlaceOf) -> Outcome<()> {
    // Of a kind that does not tell when: the audit has the very moment, beside a name.
    let case_id = tx.ids().person();
    tx.run(
        "insert into cairn.moderation_cases (center_id, id, group_id, kind, membership_id, reason, created_at)
         values ($1, $2, $3, 'appeal', $4, 'appeal', $5)",
        [case_id.into(), place.group_id.0.into(), place.id.0.into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct AppealRow {
    id: Uuid,
    removed_by: Option<Uuid>,
    another: bool,
}

/// A removal that is taken back: whoever removed does not decide an appeal alone while somebody else could. Closes it.
pub(in crate::groups) async fn restoring(tx: &CenterTx, place: &PlaceOf) -> Outcome<()> {
    let row = tx
        .row::<AppealRow>(
            concat!(
                "select c.id, p.removed_by, ",
                queue::another_moderator!("$3"),
                " as another
                 from cairn.moderation_cases c
                 join cairn.memberships p on p.center_id = $1 and p.id = c.membership_id
                 where c.center_id = $1 and c.membership_id = $2 and c.kind = 'appeal' and c.state = 'open' for update of c"
            ),
            [place.id.0.into(), me(tx).into()],
        )
        .await?;
    let Some(row) = row else { return Ok(()) };
    if row.another && row.removed_by == Some(me(tx)) {
        return Err(Problem::invalid("membershipId", "appeal_by_another").into());
    }
    close(tx, row.id, CaseState::Restored).await
}
