//! The line before a full group: who is kept a place, and what time does to places.

use jiff::SignedDuration;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::joining::action;
use super::people::OBJECT;
use super::{MembershipState, chat, upkeep};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{GroupId, MemberId, MembershipId};
use crate::notifications;
use crate::problem::Outcome;

/// How long a freed place is kept for the first in line.
pub const OFFER: SignedDuration = SignedDuration::from_hours(48);

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Keeps every free place for the next in line.
pub(super) async fn offer_places(tx: &CenterTx, group_id: GroupId) -> Outcome<Vec<MembershipId>> {
    let rows = tx
        .rows::<Id>(
            "update cairn.memberships m set offered_until = $3, version = version + 1
             where m.center_id = $1 and m.id in (
               select w.id from cairn.memberships w where w.center_id = $1 and w.group_id = $2 and w.state = 'waitlisted'
                 and w.offered_until is null
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

/// Offers nobody took go to the next; the person waits on, behind the others. The caller holds the group's row.
pub(super) async fn expire_offers(tx: &CenterTx, group_id: GroupId) -> Outcome<()> {
    let expired = tx
        .rows::<Moved>(
            "update cairn.memberships set offered_until = null, waiting_since = $3, version = version + 1
             where center_id = $1 and group_id = $2 and state = 'waitlisted' and offered_until <= $3 returning id, member_id",
            [group_id.0.into(), tx.at().into()],
        )
        .await?;
    if expired.is_empty() {
        return Ok(());
    }
    moved_by_time(tx, group_id, MembershipState::Waitlisted, &expired).await?;
    offer_places(tx, group_id).await?;
    Ok(())
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

/// What time did to a place is on record and told, as what people do.
async fn moved_by_time(tx: &CenterTx, group_id: GroupId, to: MembershipState, moved: &[Moved]) -> Outcome<()> {
    for row in moved {
        chat::announce_place(tx, group_id, MemberId(row.member_id));
        tx.audit(Event::done(action(to), OBJECT, row.id).about(MemberId(row.member_id)).purpose("care"));
    }
    let ids: Vec<MembershipId> = moved.iter().map(|row| MembershipId(row.id)).collect();
    notifications::place_news(tx, &ids).await
}
