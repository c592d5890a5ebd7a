//! Rooms that nobody holds: they come to the admins in time, and leave their list by themselves.

use jiff::SignedDuration;

use super::duties::PLANNED_AHEAD;
use super::upkeep;
use crate::db::{At, CenterTx};
use crate::ids::GroupId;
use crate::problem::Outcome;
use crate::staff_tasks;

/// The rota plans weeks ahead, and people come and go meanwhile. A week before a meeting somebody has to be found; a room that
/// was let go needs somebody at once, as people counted on it.
const FIND_BY: SignedDuration = SignedDuration::from_hours(24 * 7);
/// From here on a question that stays unanswered for [`PATIENCE`] is no answer: a substitute is a matter of minutes.
const LAST_DAY: SignedDuration = SignedDuration::from_hours(24);
const PATIENCE: SignedDuration = SignedDuration::from_mins(30);

const WITHOUT_ANYBODY: &str = "
select from cairn.meetings m
join cairn.groups g on g.center_id = $1 and g.id = m.group_id and g.state = 'active'
where m.center_id = $1 and m.group_id = $2 and m.state in ('scheduled', 'open') and m.starts_at > $3 and m.starts_at < $4
  and not exists (
    select from cairn.meeting_duties d
    where d.center_id = $1 and d.meeting_id = m.id
      and (d.state in ('planned', 'accepted') or d.state = 'asked' and (m.starts_at > $6 or d.at > $7)))
  and (m.starts_at < $5 or exists (
    select from cairn.meeting_duties r where r.center_id = $1 and r.meeting_id = m.id and r.state = 'released'))
limit 1";

/// Tells the admins of a room without anybody, or that there is none any more. Running it again changes nothing.
pub(super) async fn look(tx: &CenterTx, group_id: GroupId) -> Outcome<()> {
    let now = tx.now();
    let rooms = tx
        .run(
            WITHOUT_ANYBODY,
            [
                group_id.0.into(),
                At(now).into(),
                At(now + PLANNED_AHEAD).into(),
                At(now + FIND_BY).into(),
                At(now + LAST_DAY).into(),
                At(now - PATIENCE).into(),
            ],
        )
        .await?;
    if rooms > 0 { staff_tasks::open_room(tx, group_id).await } else { staff_tasks::close_room(tx, group_id).await }
}

/// People were asked just now: looks again when they should have answered.
pub(super) fn look_again(tx: &CenterTx, group_id: GroupId, starts_at: jiff::Timestamp) {
    upkeep::come_back(tx, group_id, At((starts_at - LAST_DAY).max(tx.now() + PATIENCE)));
}
