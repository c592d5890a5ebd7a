//! Nobody waits alone: whoever has not been heard of for longer than the program lets pass is somebody's to call, and whoever
//! cannot keep contact any more is nobody's contact.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::EnrollmentState;
use super::contact::{last_contact_sql, quiet};
use super::enrollment::OBJECT;
use super::program::center_zone;
use crate::audit::Event;
use crate::care::keeps_contact_sql;
use crate::db::{At, CenterTx, Day};
use crate::ids::{MemberId, ProgramId};
use crate::problem::Outcome;
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};
use crate::zones;

#[derive(FromQueryResult)]
struct Row {
    client_id: Uuid,
    state: String,
    waiting_since: Option<At>,
    quiet_after_days: i32,
    last_on: Option<Day>,
    /// The one who keeps contact, else who counsels them.
    whom: Option<Uuid>,
    asked_on: Option<Day>,
    lately: bool,
}

// `$2`: the center's zone, `$3`: now, `$4`: the program.
const WAITING: &str = concat!(
    "select e.client_id, e.state, e.waiting_since, p.quiet_after_days, ",
    last_contact_sql!("e.client_id", "$2", "$3"),
    " as last_on,
       coalesce(w.id, (select a.counselor_id from cairn.care_assignments a
         join cairn.members k on k.center_id = $1 and k.id = a.counselor_id and k.state = 'active'
         where a.center_id = $1 and a.client_id = e.client_id and a.ended_at is null and a.mentorship_id is null
         order by a.started_at, a.counselor_id limit 1)) as whom,
       (select (t.created_at at time zone $2)::date from cairn.staff_tasks t where t.center_id = $1 and t.member_id = e.client_id
          and t.kind = 'contact_overdue' and t.done_at is null) as asked_on,
       exists (select from cairn.staff_tasks t where t.center_id = $1 and t.member_id = e.client_id and t.kind = 'contact_overdue'
         and t.done_at > $3::timestamptz - make_interval(days => p.quiet_after_days)) as lately
     from cairn.enrollments e
     join cairn.programs p on p.center_id = $1 and p.id = e.program_id
     join cairn.members m on m.center_id = $1 and m.id = e.client_id and m.state in ('active', 'invited')
     left join cairn.members w on w.center_id = $1 and w.id = e.peer_id and ",
    keeps_contact_sql!("w"),
    "
     where e.center_id = $1 and e.program_id = $4 and e.state in ('waitlisted', 'offered') order by e.id"
);

/// Puts those who wait in somebody's hands, or takes them out of there again. Running it again changes nothing: what was said to
/// be done is not asked for anew before as many days have passed.
pub(super) async fn round(tx: &CenterTx, program: ProgramId) -> Outcome<()> {
    let (zone_name, zone) = center_zone(tx).await?;
    let today = zones::today(tx.now(), &zone);
    for row in tx.rows::<Row>(WAITING, [zone_name.into(), tx.at().into(), program.0.into()]).await? {
        let client = MemberId(row.client_id);
        let last = row.last_on.map(|day| day.0);
        let began = row.waiting_since.map(|at| zones::today(at.0, &zone));
        match row.asked_on {
            Some(asked) if last.is_some_and(|last| last >= asked.0) => {
                staff_tasks::close(tx, StaffTaskKind::ContactOverdue, client).await?;
            }
            None if !row.lately && quiet(EnrollmentState::stored(&row.state)?, last, began, row.quiet_after_days, today) => {
                let whose = row.whom.map_or(TaskFor::Admins, |whom| TaskFor::Member(MemberId(whom)));
                staff_tasks::open(tx, StaffTaskKind::ContactOverdue, client, whose).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Left {
    id: Uuid,
    client_id: Uuid,
    waits: bool,
}

/// Whoever kept contact cannot any more: their account rests, or no role of theirs does it. Those who wait read no name of
/// somebody who is not there, what was to be done for them is in other hands at once, and the center names somebody else.
pub(crate) async fn contact_gone(tx: &CenterTx, peer: MemberId) -> Outcome<()> {
    let left = tx
        .rows::<Left>(
            "update cairn.enrollments set peer_id = null
             where center_id = $1 and peer_id = $2 and state in ('inquiry', 'waitlisted', 'offered')
             returning id, client_id, state <> 'inquiry' as waits",
            [peer.0.into()],
        )
        .await?;
    for one in left {
        let client = MemberId(one.client_id);
        tx.audit(Event::done("enrollment.contact_gone", OBJECT, one.id).about(client).purpose("care"));
        if one.waits {
            staff_tasks::open(tx, StaffTaskKind::ContactMissing, client, TaskFor::Admins).await?;
        }
    }
    staff_tasks::hand_on(tx, peer).await
}
