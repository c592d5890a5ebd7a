//! Moves of a pair along its state machine, and who hears of them.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::pairs::{Mentorship, OBJECT, locked, read};
use super::{EndReason, MentorshipState};
use crate::audit::Event;
use crate::db::{At, CenterTx, Job, PairNews, PairNewsKind};
use crate::ids::{MemberId, MentorshipId, PairMessageId};
use crate::notifications;
use crate::problem::{Outcome, Problem, Surprise};

fn action(to: MentorshipState) -> &'static str {
    match to {
        MentorshipState::Proposed => "mentorship.propose",
        MentorshipState::Offered => "mentorship.offer",
        MentorshipState::Active => "mentorship.begin",
        MentorshipState::Paused => "mentorship.pause",
        MentorshipState::SteppingBack => "mentorship.step_back",
        MentorshipState::Closing => "mentorship.say_goodbye",
        MentorshipState::Closed => "mentorship.close",
        MentorshipState::Expired => "mentorship.expire",
        MentorshipState::Withdrawn => "mentorship.withdraw",
        MentorshipState::NotThisTime => "mentorship.not_this_time",
    }
}

/// Moves a pair, if the state machine knows the move. The caller holds its locks.
pub(super) async fn move_to(tx: &CenterTx, pair: &Mentorship, to: MentorshipState) -> Outcome<()> {
    if !pair.state.may_become(to) {
        return Err(Problem::invalid("mentorshipId", "mentorship_state").into());
    }
    let moved = tx
        .run(
            "update cairn.mentorships set state = $4, version = version + 1, updated_at = $5,
               started_at = case when $4 = 'active' then coalesce(started_at, $5) else started_at end,
               offer_expires_at = case when $4 = 'offered' then $6 end,
               closing_since = case when $4 = 'closing' then $5 else closing_since end,
               closed_at = case when $4 = 'closed' then $5 end,
               paused_until = case when $4 = 'paused' then paused_until end
             where center_id = $1 and id = $2 and state = $3",
            [
                pair.id.0.into(),
                pair.state.name().into(),
                to.name().into(),
                tx.at().into(),
                At(tx.now() + super::offers::WINDOW).into(),
            ],
        )
        .await?;
    if moved == 0 {
        return Err(Surprise::Inconsistent("a pair moved in spite of its lock").into());
    }
    tx.audit(Event::done(action(to), OBJECT, pair.id.0).about(pair.client_id).purpose("care"));
    if to == MentorshipState::Closed {
        end_care(tx, pair.id).await?;
    }
    announce(tx, pair, None);
    Ok(())
}

/// What a mentor could see of the client ends with the pair.
async fn end_care(tx: &CenterTx, id: MentorshipId) -> Outcome<()> {
    tx.run(
        "update cairn.care_assignments set ended_at = $3 where center_id = $1 and mentorship_id = $2 and ended_at is null",
        [id.0.into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

pub(super) fn announce(tx: &CenterTx, pair: &Mentorship, message: Option<PairMessageId>) {
    let kind = if message.is_some() { PairNewsKind::Message } else { PairNewsKind::Changed };
    tx.announce(PairNews {
        center_id: tx.center_id(),
        mentorship_id: pair.id,
        client_id: pair.client_id,
        mentor_id: pair.mentor_id,
        message_id: message,
        kind,
    });
}

/// Tells the two (but for who did it) that there is something new; what, they read after signing in.
pub(super) async fn tell(tx: &CenterTx, id: MentorshipId, to: &[MemberId]) -> Outcome<()> {
    if let Some(pair) = read(tx, id).await? {
        notifications::mentorship_news(tx, &pair, to).await?;
    }
    Ok(())
}

/// Has the pair looked after when something of it runs out.
pub(super) fn come_back(tx: &CenterTx, id: MentorshipId, at: Timestamp) {
    tx.enqueue(Job {
        task: "mentorship_round",
        payload: json!({ "center_id": tx.center_id().0, "mentorship_id": id.0 }),
        run_at: Some(at),
        key: Some(format!("mentorship:{}:{}", id.0, at.as_second())),
    });
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// They must not meet any more: questions are taken back, a pair that lives ends now. Nobody is told why.
pub(super) async fn part(tx: &CenterTx, one: MemberId, other: MemberId) -> Outcome<()> {
    let rows = tx
        .rows::<Id>(
            "select id from cairn.mentorships
             where center_id = $1 and ((client_id = $2 and mentor_id = $3) or (client_id = $3 and mentor_id = $2))
               and state in ('proposed', 'offered', 'active', 'paused', 'stepping_back', 'closing') order by id",
            [one.0.into(), other.0.into()],
        )
        .await?;
    for row in rows {
        let Some(pair) = locked(tx, MentorshipId(row.id)).await? else { continue };
        match pair.state {
            MentorshipState::Proposed | MentorshipState::Offered => super::offers::withdraw(tx, &pair).await?,
            state if state.is_live() => super::ending::end_at_once(tx, &pair, EndReason::Center).await?,
            _ => {}
        }
    }
    Ok(())
}
