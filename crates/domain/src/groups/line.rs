//! The line before a full group: who is kept a place, and what time and the group's own state do to places.

use jiff::SignedDuration;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::joining::action;
use super::people::OBJECT;
use super::{GroupState, LeftBecause, MembershipState, chat, upkeep};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{GroupId, MemberId, MembershipId};
use crate::notifications;
use crate::problem::Outcome;

/// How long a freed place is kept for the first in line.
pub const OFFER: SignedDuration = SignedDuration::from_hours(48);
/// So many places are kept for somebody who does not answer: as programs do it, the third time they lose their place in line.
const OFFERS: i32 = 3;

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Keeps every free place for the next in line. Whoever cannot come in waits on: no place is kept for nobody.
pub(super) async fn offer_places(tx: &CenterTx, group_id: GroupId) -> Outcome<Vec<MembershipId>> {
    let rows = tx
        .rows::<Id>(
            "update cairn.memberships m set offered_until = $3, version = version + 1
             where m.center_id = $1 and m.id in (
               select w.id from cairn.memberships w
               join cairn.members k on k.center_id = $1 and k.id = w.member_id and k.state = 'active'
               where w.center_id = $1 and w.group_id = $2 and w.state = 'waitlisted' and w.offered_until is null
               order by w.waiting_since, w.id
               limit greatest(0, (
                 select coalesce(g.capacity, 100000) - (
                   select count(*) from cairn.memberships t where t.center_id = $1 and t.group_id = $2
                     and (t.state in ('active', 'paused') or t.offered_until is not null))
                 from cairn.groups g where g.center_id = $1 and g.id = $2 and g.state = 'active')))
             returning m.id",
            [group_id.0.into(), At(tx.now() + OFFER).into()],
        )
        .await?;
    for row in &rows {
        tx.audit(Event::done("group.offer_place", OBJECT, row.id).purpose("care"));
    }
    let offered: Vec<MembershipId> = rows.into_iter().map(|row| MembershipId(row.id)).collect();
    if !offered.is_empty() {
        upkeep::come_back(tx, group_id, At(tx.now() + OFFER));
        notifications::place_news(tx, &offered).await?;
    }
    Ok(offered)
}

#[derive(FromQueryResult)]
struct Expired {
    id: Uuid,
    member_id: Uuid,
    state: String,
}

/// Offers nobody took go to the next; the person waits on, behind the others, or, when they never answer, not at all. Nobody
/// misses what they cannot have heard of: whose mail comes back, or whose account rests. The caller holds the group's row.
pub(super) async fn expire_offers(tx: &CenterTx, group_id: GroupId) -> Outcome<()> {
    let expired = tx
        .rows::<Expired>(
            "update cairn.memberships m set offered_until = null, offers_missed = o.missed, version = m.version + 1,
               waiting_since = case when o.missed < $4 then $3::timestamptz end,
               state = case when o.missed < $4 then m.state else 'left' end,
               left_because = case when o.missed < $4 then m.left_because else $5 end,
               ended_at = case when o.missed < $4 then m.ended_at else $3 end
             from (
               select w.id, least(w.offers_missed, $4 - 1) + (k.state = 'active' and k.email_failed_at is null)::int as missed
               from cairn.memberships w join cairn.members k on k.center_id = $1 and k.id = w.member_id
               where w.center_id = $1 and w.group_id = $2 and w.state = 'waitlisted' and w.offered_until <= $3) o
             where m.center_id = $1 and m.id = o.id
             returning m.id, m.member_id, m.state",
            [group_id.0.into(), tx.at().into(), OFFERS.into(), LeftBecause::Unanswered.name().into()],
        )
        .await?;
    if expired.is_empty() {
        return Ok(());
    }
    let (wait, gone): (Vec<Expired>, Vec<Expired>) =
        expired.into_iter().partition(|row| row.state == MembershipState::Waitlisted.name());
    for (to, rows) in [(MembershipState::Waitlisted, wait), (MembershipState::Left, gone)] {
        let moved: Vec<Moved> = rows.into_iter().map(|row| Moved { id: row.id, member_id: row.member_id }).collect();
        moved_by_time(tx, group_id, to, &moved).await?;
    }
    offer_places(tx, group_id).await?;
    Ok(())
}

/// What a group's new state means for those who wait for a place in it. The caller holds the group's row.
pub(super) async fn settle(tx: &CenterTx, group_id: GroupId, state: GroupState) -> Outcome<()> {
    match state {
        GroupState::Active => {
            // It did not end after all.
            tx.run(
                "update cairn.memberships set left_because = null
                 where center_id = $1 and group_id = $2 and state = 'left' and left_because = $3",
                [group_id.0.into(), LeftBecause::GroupEnded.name().into()],
            )
            .await?;
            offer_places(tx, group_id).await?;
            Ok(())
        }
        GroupState::Paused => take_back(tx, group_id).await,
        GroupState::Closed => send_home(tx, group_id).await,
        GroupState::Draft => Ok(()),
    }
}

/// A group that rests keeps no place for anybody: the line stands as it is, and nobody misses an offer meanwhile.
async fn take_back(tx: &CenterTx, group_id: GroupId) -> Outcome<()> {
    let kept = tx
        .rows::<Moved>(
            "update cairn.memberships set offered_until = null, version = version + 1
             where center_id = $1 and group_id = $2 and state = 'waitlisted' and offered_until is not null returning id, member_id",
            [group_id.0.into()],
        )
        .await?;
    moved_by_time(tx, group_id, MembershipState::Waitlisted, &kept).await
}

/// Nobody waits for a group that has ended: whoever asked, was invited or stood in line is told so. Nothing happens in a
/// group that has not. The caller holds its row.
pub(super) async fn send_home(tx: &CenterTx, group_id: GroupId) -> Outcome<()> {
    let gone = tx
        .rows::<Moved>(
            "update cairn.memberships m set state = 'left', left_because = $4, offered_until = null, waiting_since = null,
               ended_at = $3, version = m.version + 1
             from cairn.groups g
             where m.center_id = $1 and m.group_id = $2 and m.state in ('invited', 'applied', 'waitlisted')
               and g.center_id = $1 and g.id = m.group_id and g.state = 'closed'
             returning m.id, m.member_id",
            [group_id.0.into(), tx.at().into(), LeftBecause::GroupEnded.name().into()],
        )
        .await?;
    moved_by_time(tx, group_id, MembershipState::Left, &gone).await
}

/// Pauses that are over. The caller holds the group's row.
pub(super) async fn end_pauses(tx: &CenterTx, group_id: GroupId) -> Outcome<()> {
    let back = tx
        .rows::<Moved>(
            "update cairn.memberships set state = 'active', paused_until = null, version = version + 1
             where center_id = $1 and group_id = $2 and state = 'paused' and paused_until <= $3 returning id, member_id",
            [group_id.0.into(), tx.at().into()],
        )
        .await?;
    moved_by_time(tx, group_id, MembershipState::Active, &back).await
}

#[derive(FromQueryResult)]
struct Moved {
    id: Uuid,
    member_id: Uuid,
}

/// What time or the group did to a place is on record and told, as what people do.
async fn moved_by_time(tx: &CenterTx, group_id: GroupId, to: MembershipState, moved: &[Moved]) -> Outcome<()> {
    for row in moved {
        chat::announce_place(tx, group_id, MemberId(row.member_id));
        tx.audit(Event::done(action(to), OBJECT, row.id).about(MemberId(row.member_id)).purpose("care"));
    }
    let ids: Vec<MembershipId> = moved.iter().map(|row| MembershipId(row.id)).collect();
    notifications::place_news(tx, &ids).await
}
