//! What passes between a center and the platform: rough counts out, the operators' deeds in. Run by jobs, inside the center.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::audit::Event;
use crate::db::CenterTx;
use crate::problem::Outcome;

/// Counts, blurred before they leave the center: under 11 reads `<11`, others are rounded to ten. The week begins on
/// Monday in the center's zone.
const COUNT: &str = "
with week as (
  select date_trunc('week', $2::timestamptz at time zone c.zone) as monday, c.zone from directory.centers c where c.id = $1),
counted as (
  select (select count(*) from cairn.members m where m.center_id = $1 and m.state = 'active') as members,
         (select count(*) from cairn.sessions s where s.center_id = $1 and s.state = 'booked'
            and s.starts_at >= week.monday at time zone week.zone
            and s.starts_at < (week.monday + interval '7 days') at time zone week.zone) as sessions
  from week)
insert into operator.center_usage as u (center_id, members, sessions_this_week, last_activity_at, counted_at)
select $1,
  case when members < 11 then '<11' else (round(members / 10.0) * 10)::integer::text end,
  case when sessions < 11 then '<11' else (round(sessions / 10.0) * 10)::integer::text end,
  (select e.at from cairn.audit_events e where e.center_id = $1 and e.actor_kind <> 'operator' order by e.sequence desc limit 1),
  $2
from counted
on conflict (center_id) do update set members = excluded.members, sessions_this_week = excluded.sessions_this_week,
  last_activity_at = excluded.last_activity_at, counted_at = excluded.counted_at
where u.center_id = $1";

pub async fn count_usage(tx: &CenterTx) -> Outcome<()> {
    tx.run(COUNT, [tx.at().into()]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Action {
    operator_id: Uuid,
    action: String,
}

/// Writes what operators did to this center into its own audit chain, once.
pub async fn copy_actions_to_audit(tx: &CenterTx) -> Outcome<()> {
    let actions = tx
        .rows::<Action>(
            "with copied as (
               update operator.actions set recorded_at = $2 where center_id = $1 and recorded_at is null
               returning operator_id, action, at, id)
             select operator_id, action from copied order by at, id",
            [tx.at().into()],
        )
        .await?;
    for action in actions {
        let name = if action.action == "resume_center" { "center.resume" } else { "center.suspend" };
        tx.audit(Event::done(name, "center", tx.center_id().0).by("operator", action.operator_id));
    }
    Ok(())
}
