//! What people who wait for a program are told.

use jiff::SignedDuration;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Kind, Plan, plan};
use crate::db::{At, CenterTx, Day};
use crate::ids::{EnrollmentId, MemberId, ProgramId};
use crate::problem::Outcome;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    version: i32,
    offered_until: At,
}

/// A place is kept for somebody: that something waits for their answer, and until when. What, they read after signing in.
pub(crate) async fn place_offered(tx: &CenterTx, ids: &[EnrollmentId]) -> Outcome<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<Row>(
            "select id, client_id, version, offered_until from cairn.enrollments
             where center_id = $1 and id = any($2) and state = 'offered' order by id",
            [ids.into()],
        )
        .await?;
    let plans: Vec<Plan> = rows
        .into_iter()
        .map(|row| Plan {
            member_id: MemberId(row.client_id),
            kind: Kind::PlaceOffered,
            subject_id: row.id,
            subject_version: row.version,
            due_at: tx.now(),
            expires_at: row.offered_until.0,
        })
        .collect();
    plan(tx, &plans).await
}

/// Branches on `n.kind`: whether that which a way's message was planned for is still so.
macro_rules! way_stands_sql {
    () => {
        "when 'peer_named' then exists (select from cairn.enrollments g where g.center_id = $1 and g.id = n.subject_id
      and g.state in ('waitlisted', 'offered') and g.peer_id is not null and n.member_id in (g.client_id, g.peer_id))
    when 'waiting_word' then exists (select from cairn.enrollments g where g.center_id = $1 and g.id = n.subject_id
      and g.state in ('waitlisted', 'offered') and not exists (select from cairn.enrollment_check_ins k
        where k.center_id = $1 and k.enrollment_id = g.id and k.at >= n.created_at))
    when 'intake_due' then exists (select from cairn.enrollments g
      join cairn.enrollment_intake_items k on k.center_id = $1 and k.enrollment_id = g.id and k.done_on is null
        and k.due_on = date '2020-01-01' + n.subject_version / 2
      join cairn.program_intake_items o on o.center_id = $1 and o.id = k.item_id and o.owner = 'client'
      where g.center_id = $1 and g.id = n.subject_id and g.state in ('intake', 'active', 'on_hold') and g.ended_on is null)
    when 'contact_wanted' then exists (select from cairn.staff_tasks y where y.center_id = $1 and y.id = n.subject_id
      and y.done_at is null and (y.assigned_to = n.member_id
        or (y.assigned_to is null and y.for_role is null and m.roles @> array['admin'])))"
    };
}
pub(super) use way_stands_sql;

#[derive(FromQueryResult)]
struct Named {
    client_id: Uuid,
    peer_id: Uuid,
    version: i32,
}

/// Somebody keeps contact with somebody who waits: both hear that there is something to read.
pub(crate) async fn peer_named(tx: &CenterTx, id: EnrollmentId) -> Outcome<()> {
    let named = tx
        .row::<Named>(
            "select client_id, peer_id, version from cairn.enrollments
             where center_id = $1 and id = $2 and peer_id is not null and state in ('waitlisted', 'offered')",
            [id.0.into()],
        )
        .await?;
    let Some(named) = named else { return Ok(()) };
    let one = |member: Uuid| Plan {
        member_id: MemberId(member),
        kind: Kind::PeerNamed,
        subject_id: id.0,
        subject_version: named.version,
        due_at: tx.now(),
        expires_at: tx.now() + USEFUL,
    };
    plan(tx, &[one(named.client_id), one(named.peer_id)]).await
}

#[derive(FromQueryResult)]
struct Wanted {
    id: Uuid,
    whom: Uuid,
}

/// Somebody needs somebody: whoever has it in their hands hears that there is something, once for each time it is asked for. What
/// is in nobody's hands is every admin's.
pub(crate) async fn contact_wanted(tx: &CenterTx, about: MemberId) -> Outcome<()> {
    let wanted = tx
        .rows::<Wanted>(
            "select t.id, m.id as whom from cairn.staff_tasks t
             join cairn.members m on m.center_id = $1 and m.id <> t.member_id
               and case when t.assigned_to is null then t.for_role is null and m.state = 'active' and m.roles @> array['admin']
                   else m.id = t.assigned_to end
             where t.center_id = $1 and t.kind = 'wants_contact' and t.member_id = $2 and t.done_at is null order by m.id",
            [about.0.into()],
        )
        .await?;
    let one = |wanted: Wanted| Plan {
        member_id: MemberId(wanted.whom),
        kind: Kind::ContactWanted,
        subject_id: wanted.id,
        subject_version: 1,
        due_at: tx.now(),
        expires_at: tx.now() + USEFUL,
    };
    let plans: Vec<Plan> = wanted.into_iter().map(one).collect();
    plan(tx, &plans).await
}

/// For how long a message that something is there to read is of use.
const USEFUL: SignedDuration = SignedDuration::from_hours(24 * 3);
/// Of what is due on a day: until the end of it, about.
const TODAY: SignedDuration = SignedDuration::from_hours(20);

#[derive(FromQueryResult)]
struct DueRow {
    id: Uuid,
    client_id: Uuid,
    version: i32,
}

fn due(tx: &CenterTx, rows: Vec<DueRow>, kind: Kind, useful: SignedDuration) -> Vec<Plan> {
    let one = |row: DueRow| Plan {
        member_id: MemberId(row.client_id),
        kind,
        subject_id: row.id,
        subject_version: row.version,
        due_at: tx.now(),
        expires_at: tx.now() + useful,
    };
    rows.into_iter().map(one).collect()
}

/// A week after they came into the line (or that was written down) or the last word: how is it? Three times without an answer;
/// after that, silence is an answer, and somebody looks after them by hand.
pub(crate) async fn waiting_words(tx: &CenterTx, program: ProgramId) -> Outcome<()> {
    let rows = tx
        .rows::<DueRow>(
            "select e.id, e.client_id, (l.at::date - date '2020-01-01') * 4
               + floor(extract(epoch from $3::timestamptz - l.at) / 604800)::int as version
             from cairn.enrollments e
             cross join lateral (
               select greatest(e.waiting_since, max(c.at), (
                   select max(v.recorded_at) from cairn.enrollment_moves v
                   where v.center_id = $1 and v.enrollment_id = e.id and v.to_state = 'waitlisted'
                     and v.from_state is distinct from 'offered')) as at
               from cairn.enrollment_check_ins c where c.center_id = $1 and c.enrollment_id = e.id) l
             where e.center_id = $1 and e.program_id = $2 and e.state in ('waitlisted', 'offered')
               and l.at <= $3::timestamptz - interval '7 days' and l.at > $3::timestamptz - interval '28 days'
             order by e.id",
            [program.0.into(), tx.at().into()],
        )
        .await?;
    let plans = due(tx, rows, Kind::WaitingWord, USEFUL);
    plan(tx, &plans).await
}

/// What is the client's to do and not done: three days before it is due, and on the day.
pub(crate) async fn intake_due(tx: &CenterTx, program: ProgramId, today: Date) -> Outcome<()> {
    let rows = tx
        .rows::<DueRow>(
            "select e.id, e.client_id, (x.due_on - date '2020-01-01') * 2 + (x.due_on = $3)::int as version
             from cairn.enrollments e
             join cairn.enrollment_intake_items x
               on x.center_id = $1 and x.enrollment_id = e.id and x.done_on is null and (x.due_on = $3 or x.due_on = $3::date + 3)
             join cairn.program_intake_items i on i.center_id = $1 and i.id = x.item_id and i.owner = 'client'
             where e.center_id = $1 and e.program_id = $2 and e.state in ('intake', 'active', 'on_hold') and e.ended_on is null
             group by e.id, e.client_id, x.due_on order by e.id, x.due_on",
            [program.0.into(), Day(today).into()],
        )
        .await?;
    let plans = due(tx, rows, Kind::IntakeDue, TODAY);
    plan(tx, &plans).await
}
