//! Supervision: who sat down with which mentor, for how long, and whether it is as much as is owed.

use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::mentors::{self, today};
use super::{SupervisionWay, steering, steers};
use crate::actor::Role;
use crate::audit::Event;
use crate::db::{CenterTx, Day};
use crate::ids::{MemberId, SupervisionId};
use crate::members::{CardRow, MemberCard, fields};
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::sealed::{Place, Sealed};

const TOPICS: Place = Place::clinical("supervisions", "topics");
const ACTIONS: Place = Place::clinical("supervisions", "actions");
const MOST_MENTORS: usize = 20;

#[derive(Debug, Clone)]
pub struct Supervision {
    pub id: SupervisionId,
    pub supervisor_id: MemberId,
    pub mentor_id: MemberId,
    pub held_on: Date,
    pub minutes: i32,
    pub way: SupervisionWay,
    pub topics: Option<String>,
    pub actions: Option<String>,
}

#[derive(Debug, Clone)]
pub struct RecordSupervision {
    /// Several, in a group.
    pub mentor_ids: Vec<MemberId>,
    pub held_on: Date,
    pub minutes: i32,
    pub way: SupervisionWay,
    pub topics: String,
    pub actions: String,
}

/// Who can supervise: active supervisors and admins, by name; for whoever steers mentoring.
pub async fn supervisors(tx: &CenterTx) -> Outcome<Vec<MemberCard>> {
    steering(tx, Action::ManageMentors, "supervisors")?;
    let rows = tx
        .rows::<CardRow>(
            "select id, name, pronouns, roles from cairn.members
             where center_id = $1 and state = 'active' and roles && array['supervisor', 'admin'] limit 200",
            [],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut cards = rows.iter().map(|row| row.open(&keys)).collect::<Result<Vec<_>, _>>()?;
    cards.sort_by_cached_key(|card| (fields::folded(&card.name), card.id));
    Ok(cards)
}

/// Notes that it took place; by whoever supervised. One row a mentor.
pub async fn record(tx: &CenterTx, input: RecordSupervision) -> Outcome<Vec<Supervision>> {
    let membership = steering(tx, Action::SuperviseMentors, "mentorIds")?;
    tx.writable()?;
    let mut problems = Problems::default();
    let mut ids = input.mentor_ids.clone();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        problems.push(Problem::invalid("mentorIds", "required"));
    }
    if ids.len() > MOST_MENTORS || (input.way == SupervisionWay::Individual && ids.len() > 1) {
        problems.push(Problem::limit("mentorIds", "too_many", if input.way == SupervisionWay::Group { 20 } else { 1 }));
    }
    if ids.contains(&membership.member_id) {
        problems.push(Problem::invalid("mentorIds", "own_case"));
    }
    if !(5..=600).contains(&input.minutes) {
        problems.push(Problem::limit("minutes", "out_of_range", 600));
    }
    if input.held_on > today(tx) {
        problems.push(Problem::invalid("heldOn", "in_the_future"));
    }
    let topics = problems.take(fields::paragraphs(&input.topics, "topics", 2_000));
    let actions = problems.take(fields::paragraphs(&input.actions, "actions", 2_000));
    problems.refuse_if_any()?;
    let mut made = Vec::with_capacity(ids.len());
    for mentor in ids {
        if mentors::read(tx, mentor).await?.is_none() {
            return Err(Problem::not_found("mentorIds").into());
        }
        let id = tx.ids().event(tx.now());
        let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        tx.run(
            "insert into cairn.supervisions (center_id, id, supervisor_id, mentor_id, held_on, minutes, way, topics, actions, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                id.into(),
                membership.member_id.0.into(),
                mentor.0.into(),
                Day(input.held_on).into(),
                input.minutes.into(),
                input.way.name().into(),
                tx.seal_option(TOPICS, id, text(&topics).as_deref()).await?.into(),
                tx.seal_option(ACTIONS, id, text(&actions).as_deref()).await?.into(),
                tx.at().into(),
            ],
        )
        .await?;
        tx.audit(Event::done("supervision.record", "supervision", id));
        made.push(Supervision {
            id: SupervisionId(id),
            supervisor_id: membership.member_id,
            mentor_id: mentor,
            held_on: input.held_on,
            minutes: input.minutes,
            way: input.way,
            topics: text(&topics),
            actions: text(&actions),
        });
    }
    Ok(made)
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    supervisor_id: Uuid,
    mentor_id: Uuid,
    held_on: Day,
    minutes: i32,
    way: String,
    topics: Option<Sealed>,
    actions: Option<Sealed>,
}

/// A mentor's supervision, the latest first: for themself, who steers, and with words for both.
pub async fn of(tx: &CenterTx, mentor_id: MemberId) -> Outcome<Vec<Supervision>> {
    mentors::find(tx, mentor_id).await?;
    let rows = tx
        .rows::<Row>(
            "select id, supervisor_id, mentor_id, held_on, minutes, way, topics, actions from cairn.supervisions
             where center_id = $1 and mentor_id = $2 and removed_at is null order by held_on desc, id desc limit 200",
            [mentor_id.0.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let open = |row: Row| {
        Ok(Supervision {
            id: SupervisionId(row.id),
            supervisor_id: MemberId(row.supervisor_id),
            mentor_id: MemberId(row.mentor_id),
            held_on: row.held_on.0,
            minutes: row.minutes,
            way: SupervisionWay::stored(&row.way)?,
            topics: row.topics.map(|text| keys.open(TOPICS, row.id, &text)).transpose()?,
            actions: row.actions.map(|text| keys.open(ACTIONS, row.id, &text)).transpose()?,
        })
    };
    Ok(rows.into_iter().map(open).collect::<Result<_, Surprise>>()?)
}

#[derive(FromQueryResult)]
struct Noted {
    supervisor_id: Uuid,
    mentor_id: Uuid,
}

/// It was noted by mistake: by whoever noted it, or an admin; never by the mentor it is about. Again is fine.
pub async fn take_back(tx: &CenterTx, id: SupervisionId) -> Outcome<MemberId> {
    let missing = || Problem::not_found("supervisionId");
    let membership = steering(tx, Action::SuperviseMentors, "supervisionId")?;
    let sql = "select supervisor_id, mentor_id from cairn.supervisions where center_id = $1 and id = $2";
    let row = tx.row::<Noted>(sql, [id.0.into()]).await?.ok_or_else(missing)?;
    let me = membership.member_id.0;
    if row.mentor_id == me || row.supervisor_id != me && !membership.roles.contains(&Role::Admin) {
        return Err(missing().into());
    }
    tx.writable()?;
    let removed = tx
        .run(
            "update cairn.supervisions set removed_at = $3 where center_id = $1 and id = $2 and removed_at is null",
            [id.0.into(), tx.at().into()],
        )
        .await?;
    if removed > 0 {
        tx.audit(Event::done("supervision.take_back", "supervision", id.0));
    }
    Ok(MemberId(row.mentor_id))
}

/// Minutes held against minutes owed, of one mentor in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupervisionHours {
    pub mentor_id: MemberId,
    pub held_minutes: i64,
    pub individual_minutes: i64,
    /// By the day that they mentored: a month of thirty such days owes the mentor's minutes a month.
    pub owed_minutes: i64,
}

#[derive(FromQueryResult)]
struct HoursRow {
    mentor_id: Uuid,
    supervision_minutes: i32,
    days: i32,
    held: i64,
    individual: i64,
}

// Owed from the day that somebody shadowed, or else was approved, to the day that they stopped. Whoever still shadows took the
// last step then; of those further on it is only known when they were approved.
const HOURS: &str = "
select o.mentor_id, o.supervision_minutes, o.days, coalesce(h.held, 0) as held, coalesce(h.individual, 0) as individual
from (
  select p.mentor_id, p.supervision_minutes,
    case when w.since is null then 0
      else greatest(0, least($3::date, (w.stopped at time zone d.zone)::date)
                       - greatest($2::date, (w.since at time zone d.zone)::date) + 1) end as days
  from cairn.mentor_profiles p
  join directory.centers d on d.id = p.center_id
  cross join lateral (select
    case when p.state = 'shadowing' then coalesce(p.stepped_at, p.applied_at)
      when p.state in ('approved', 'paused') then coalesce(p.approved_at, p.applied_at)
      when p.state = 'ended' then p.approved_at end as since,
    case when p.state = 'ended' then coalesce(p.stepped_at, p.updated_at) end as stopped) w
  where p.center_id = $1 and ($4::uuid is null or p.mentor_id = $4)) o
left join (
  select s.mentor_id, sum(s.minutes) as held, coalesce(sum(s.minutes) filter (where s.way = 'individual'), 0) as individual
  from cairn.supervisions s
  where s.center_id = $1 and s.held_on between $2 and $3 and s.removed_at is null group by s.mentor_id) h
  on h.mentor_id = o.mentor_id
where o.days > 0 or h.held > 0 order by o.mentor_id";

/// For everybody who mentored in these days, or was supervised; for a mentor, their own.
pub async fn hours(tx: &CenterTx, from: Date, until: Date) -> Outcome<Vec<SupervisionHours>> {
    let me = super::account(tx)?.member_id;
    let only = (!steers(tx)).then_some(me.0);
    let days = i64::from(from.until(until)?.get_days()) + 1;
    if !(1..=400).contains(&days) {
        return Err(Problem::limit("until", "range_too_long", 400).into());
    }
    let rows = tx.rows::<HoursRow>(HOURS, [Day(from).into(), Day(until).into(), only.into()]).await?;
    let hours = |row: HoursRow| SupervisionHours {
        mentor_id: MemberId(row.mentor_id),
        held_minutes: row.held,
        individual_minutes: row.individual,
        owed_minutes: i64::from(row.supervision_minutes) * i64::from(row.days) / 30,
    };
    Ok(rows.into_iter().map(hours).collect())
}
