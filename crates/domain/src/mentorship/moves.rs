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
use crate::problem::{Outcome, Problem, Surprise};
use crate::programs::bridge;
use crate::sessions::apart;
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};
use crate::{care, notifications};

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
    match to {
        // By then it is over, whatever happens.
        MentorshipState::Closing => do_not_meet(tx, pair, tx.now() + super::ending::GOODBYE, None).await?,
        MentorshipState::Closed => {
            let met = meet_as_pair(tx, pair).await?;
            // First, so that the times that become free are nothing for these two.
            end_care(tx, pair.id).await?;
            if met {
                apart::do_not_meet(tx, pair.mentor_id, pair.client_id, tx.now(), None).await?;
            }
        }
        _ => {}
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

/// Whether walking together is what the two meet for, and nothing else.
async fn meet_as_pair(tx: &CenterTx, pair: &Mentorship) -> Outcome<bool> {
    let (mentor, client) = (pair.mentor_id, pair.client_id);
    Ok(care::ties(tx, mentor, client).await?.mentors && !care::bridges(tx, mentor, client).await?)
}

/// What the two have planned to meet for in this time (`None`: from then on) is called off.
pub(super) async fn do_not_meet(tx: &CenterTx, pair: &Mentorship, from: Timestamp, before: Option<Timestamp>) -> Outcome<()> {
    if meet_as_pair(tx, pair).await? {
        apart::do_not_meet(tx, pair.mentor_id, pair.client_id, from, before).await?;
    }
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

/// They must not meet any more: questions are taken back, a pair that lives ends now, and with it all that was planned between the
/// two, whatever they were to each other. Nobody is told why.
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
            state if state.is_live() => {
                super::ending::end_at_once(tx, &pair, EndReason::Center, &[pair.client_id, pair.mentor_id]).await?;
            }
            _ => {}
        }
    }
    bridge::part(tx, one, other).await?;
    apart::part(tx, one, other).await?;
    another_counselor(tx, one, other).await
}

#[derive(FromQueryResult)]
struct Cared {
    counselor_id: Uuid,
    client_id: Uuid,
}

/// Care that was lent for an absence is over. Where one of the two counsels the other, somebody of the center finds another
/// counselor: nobody is left without one by the way.
async fn another_counselor(tx: &CenterTx, one: MemberId, other: MemberId) -> Outcome<()> {
    let lent = tx
        .rows::<Cared>(
            "update cairn.care_assignments c set ended_at = $4
             where c.center_id = $1 and c.ended_at is null and c.mentorship_id is null
               and c.counselor_id in ($2, $3) and c.client_id in ($2, $3)
               and exists (select from cairn.cover_answers x where x.center_id = $1 and x.assignment_id = c.id)
             returning c.counselor_id, c.client_id",
            [one.0.into(), other.0.into(), tx.at().into()],
        )
        .await?;
    for care in lent {
        tx.audit(Event::done("care.end", "member", care.counselor_id).about(MemberId(care.client_id)));
    }
    let rows = tx
        .rows::<Cared>(
            "select counselor_id, client_id from cairn.care_assignments
             where center_id = $1 and ended_at is null and mentorship_id is null and counselor_id in ($2, $3) and client_id in ($2, $3)
             order by client_id",
            [one.0.into(), other.0.into()],
        )
        .await?;
    for care in rows {
        staff_tasks::open(tx, StaffTaskKind::CounselorApart, MemberId(care.client_id), TaskFor::Admins).await?;
    }
    Ok(())
}
