//! When a group meets: its series and breaks, and the meetings that follow from them.
//!
//! Meetings are rows from the day they come within sight ([`HORIZON`]): people are told of them, sign up for them and
//! remember them, so each has an identity (series and planned wall clock) that outlives a change of the rule.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::duties;
use super::group::{self, GroupView};
use super::recurrence::{self, Rule};
use crate::audit::Event;
use crate::db::{At, CenterTx, Day, Wall};
use crate::ids::{BreakId, GroupId, SeriesId};
use crate::members::fields;
use crate::notifications;
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::zones;

/// How far ahead meetings are rows.
pub const HORIZON: SignedDuration = SignedDuration::from_hours(24 * 90);
/// A wall clock somewhere is this far from any other.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
const LONGEST_BREAK_DAYS: i64 = 366;
const SHORTEST: i32 = 10;
const LONGEST: i32 = 480;

/// One rule of a group's schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub id: SeriesId,
    pub group_id: GroupId,
    /// `None`: once.
    pub rule: Option<Rule>,
    /// IANA id.
    pub zone: String,
    pub local_start: DateTime,
    pub minutes: i32,
    /// No occurrence at or after this wall clock.
    pub ends_before: Option<DateTime>,
}

/// Days without meetings, both ends included.
#[derive(Debug, Clone, PartialEq)]
pub struct Break {
    pub id: BreakId,
    pub group_id: GroupId,
    pub from: Date,
    pub until: Date,
    pub reason: String,
}

#[derive(FromQueryResult)]
struct SeriesRow {
    id: Uuid,
    group_id: Uuid,
    rule: Option<String>,
    zone: String,
    local_start: Wall,
    minutes: i32,
    ends_before: Option<Wall>,
}

impl From<SeriesRow> for Series {
    fn from(row: SeriesRow) -> Self {
        Self {
            id: SeriesId(row.id),
            group_id: GroupId(row.group_id),
            rule: row.rule.map(Rule::stored),
            zone: row.zone,
            local_start: row.local_start.0,
            minutes: row.minutes,
            ends_before: row.ends_before.map(|wall| wall.0),
        }
    }
}

#[derive(FromQueryResult)]
struct BreakRow {
    id: Uuid,
    group_id: Uuid,
    from_date: Day,
    until_date: Day,
    reason: String,
}

impl From<BreakRow> for Break {
    fn from(row: BreakRow) -> Self {
        Self {
            id: BreakId(row.id),
            group_id: GroupId(row.group_id),
            from: row.from_date.0,
            until: row.until_date.0,
            reason: row.reason,
        }
    }
}

fn raw(groups: &[GroupId]) -> Vec<Uuid> {
    groups.iter().map(|id| id.0).collect()
}

/// The series of groups the caller may see that have something left to come, by start.
pub async fn series_of(tx: &CenterTx, groups: &[GroupId]) -> Outcome<Vec<Series>> {
    let rows = tx
        .rows::<SeriesRow>(
            "select id, group_id, rule, zone, local_start, minutes, ends_before from cairn.group_series
             where center_id = $1 and group_id = any($2) and (ends_before is null or ends_before > $3)
             order by group_id, local_start, id",
            [raw(groups).into(), Wall(zones::wall(tx.now() - A_DAY, &TimeZone::UTC)).into()],
        )
        .await?;
    Ok(rows.into_iter().map(Series::from).collect())
}

/// Breaks that are not over.
pub async fn breaks_of(tx: &CenterTx, groups: &[GroupId]) -> Outcome<Vec<Break>> {
    let rows = tx
        .rows::<BreakRow>(
            "select id, group_id, from_date, until_date, reason from cairn.group_breaks
             where center_id = $1 and group_id = any($2) and until_date >= $3 order by group_id, from_date, id",
            [raw(groups).into(), Day(zones::today(tx.now() - A_DAY, &TimeZone::UTC)).into()],
        )
        .await?;
    Ok(rows.into_iter().map(Break::from).collect())
}

/// A group's new rhythm.
#[derive(Debug, Clone)]
pub struct SetSchedule {
    pub group_id: GroupId,
    /// The version that was looked at.
    pub version: i32,
    /// RFC 5545; `None`: once.
    pub rule: Option<String>,
    pub local_start: DateTime,
    pub zone: String,
    pub minutes: i32,
    /// This and following: what was planned before this wall clock stays. `None`: everything that is still to come.
    pub from: Option<DateTime>,
}

/// Replaces what is still to come. Meetings changed by hand stay as people were told.
pub async fn set(tx: &CenterTx, input: SetSchedule) -> Outcome<GroupView> {
    let view = group::locked(tx, input.group_id, "groupId").await?;
    manageable(tx, &view, input.version)?;
    let (zone, rule, first) = checked(tx, &input)?;
    let from = input.from.unwrap_or_else(|| zones::wall(tx.now(), &zone)).min(first);
    let before = coming(tx, input.group_id).await?;
    tx.run(
        "update cairn.group_series set ends_before = greatest(local_start, $3)
         where center_id = $1 and group_id = $2 and (ends_before is null or ends_before > $3)",
        [input.group_id.0.into(), Wall(from).into()],
    )
    .await?;
    let id = SeriesId(tx.ids().event(tx.now()));
    tx.run(
        "insert into cairn.group_series (center_id, id, group_id, rule, zone, local_start, minutes, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            id.0.into(),
            input.group_id.0.into(),
            rule.as_ref().map(|rule| rule.as_str().to_owned()).into(),
            input.zone.clone().into(),
            Wall(first).into(),
            input.minutes.into(),
            tx.at().into(),
        ],
    )
    .await?;
    materialise(tx, input.group_id).await?;
    touch(tx, input.group_id, "group.schedule").await?;
    told(tx, input.group_id, &before).await
}

fn checked(tx: &CenterTx, input: &SetSchedule) -> Outcome<(TimeZone, Option<Rule>, DateTime)> {
    let mut problems = Problems::default();
    let zone = problems.take(zones::known(&input.zone, "zone"));
    if !(SHORTEST..=LONGEST).contains(&input.minutes) {
        problems.push(Problem::limit("minutes", "meeting_length", i64::from(LONGEST)));
    }
    let far = zones::wall(tx.now(), &TimeZone::UTC);
    let years = input.local_start.date().year().abs_diff(far.date().year());
    if years > 2 {
        problems.push(Problem::invalid("localStart", "too_far_ahead"));
        problems.refuse_if_any()?;
        return Err(Surprise::Inconsistent("a problem that was not told").into());
    }
    if input.from.is_some_and(|from| input.local_start < from) {
        problems.push(Problem::invalid("localStart", "before_change"));
    }
    let checked = match &input.rule {
        Some(rule) => problems.take(recurrence::check(rule, input.local_start, "rule")).map(|(rule, first)| (Some(rule), first)),
        None => Some((None, input.local_start)),
    };
    problems.refuse_if_any()?;
    match (zone, checked) {
        (Some(zone), Some((rule, first))) => Ok((zone, rule, first)),
        _ => Err(Surprise::Inconsistent("a problem that was not told").into()),
    }
}

/// Whether the actor may change the group as they saw it.
pub(super) fn manageable(tx: &CenterTx, view: &GroupView, version: i32) -> Outcome<()> {
    if !view.can_manage {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    if view.group.version != version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    Ok(())
}

/// One version further, and in the record.
pub(super) async fn touch(tx: &CenterTx, id: GroupId, action: &'static str) -> Outcome<()> {
    tx.run(
        "update cairn.groups set version = version + 1, updated_at = $3 where center_id = $1 and id = $2",
        [id.0.into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done(action, "group", id.0));
    Ok(())
}

#[derive(Debug, Clone)]
pub struct AddBreak {
    pub group_id: GroupId,
    pub from: Date,
    pub until: Date,
    pub reason: String,
}

pub async fn add_break(tx: &CenterTx, input: AddBreak) -> Outcome<GroupView> {
    let view = group::locked(tx, input.group_id, "groupId").await?;
    manageable(tx, &view, view.group.version)?;
    let reason = fields::line(&input.reason, "reason", 120)?;
    if input.until < input.from {
        return Err(Problem::invalid("until", "end_before_start").into());
    }
    if i64::from((input.until - input.from).get_days()) > LONGEST_BREAK_DAYS {
        return Err(Problem::limit("until", "too_long", LONGEST_BREAK_DAYS).into());
    }
    let before = coming(tx, input.group_id).await?;
    let id = BreakId(tx.ids().event(tx.now()));
    tx.run(
        "insert into cairn.group_breaks (center_id, id, group_id, from_date, until_date, reason) values ($1, $2, $3, $4, $5, $6)",
        [id.0.into(), input.group_id.0.into(), Day(input.from).into(), Day(input.until).into(), reason.into()],
    )
    .await?;
    materialise(tx, input.group_id).await?;
    touch(tx, input.group_id, "group.break").await?;
    told(tx, input.group_id, &before).await
}

#[derive(FromQueryResult)]
struct OfGroup {
    group_id: Uuid,
}

pub async fn remove_break(tx: &CenterTx, id: BreakId) -> Outcome<GroupView> {
    let of = tx.row::<OfGroup>("select group_id from cairn.group_breaks where center_id = $1 and id = $2", [id.0.into()]).await?;
    let group_id = of.map(|row| GroupId(row.group_id)).ok_or_else(|| Problem::not_found("groupBreakId"))?;
    let view = group::locked(tx, group_id, "groupBreakId").await?;
    manageable(tx, &view, view.group.version)?;
    let before = coming(tx, group_id).await?;
    tx.run("delete from cairn.group_breaks where center_id = $1 and id = $2", [id.0.into()]).await?;
    materialise(tx, group_id).await?;
    touch(tx, group_id, "group.break_removed").await?;
    told(tx, group_id, &before).await
}

#[derive(FromQueryResult, PartialEq)]
struct Coming {
    starts_at: At,
    minutes: i32,
}

/// What people expect of a group that meets.
async fn coming(tx: &CenterTx, group_id: GroupId) -> Outcome<Vec<Coming>> {
    tx.rows(
        "select m.starts_at, m.minutes from cairn.meetings m
         join cairn.groups g on g.center_id = $1 and g.id = m.group_id and g.state = 'active'
         where m.center_id = $1 and m.group_id = $2 and m.state = 'scheduled' and m.starts_at > $3 order by m.starts_at, m.id",
        [group_id.0.into(), tx.at().into()],
    )
    .await
    .map_err(Into::into)
}

/// Tells people, once, that what they expected comes at other times, and reminds of what comes soon.
async fn told(tx: &CenterTx, group_id: GroupId, before: &[Coming]) -> Outcome<GroupView> {
    let now = coming(tx, group_id).await?;
    let view = group::find(tx, group_id).await?;
    if now != before {
        let gone = before.iter().filter(|one| !now.contains(one));
        let new = now.iter().filter(|one| !before.contains(one));
        let soonest = gone.chain(new).map(|one| one.starts_at.0).min();
        notifications::times_changed(tx, group_id, view.group.version, soonest).await?;
    }
    // Also at the same times: a new rule makes new meetings.
    notifications::remind(tx, group_id).await?;
    Ok(view)
}

/// Brings the rows in line with the rules: what is planned and missing appears, what is not planned any more and
/// untouched by people goes. A group that rests or has ended plans nothing new. Running it again changes nothing.
pub async fn materialise(tx: &CenterTx, group_id: GroupId) -> Outcome<()> {
    let series = series_of(tx, &[group_id]).await?;
    let breaks = breaks_of(tx, &[group_id]).await?;
    let mut planned = Vec::new();
    for series in &series {
        planned.extend(planned_rows(tx, series, &breaks)?);
    }
    let planned = serde_json::Value::Array(planned);
    tx.run(
        "with gone as (
           select m.id from cairn.meetings m
           where m.center_id = $1 and m.group_id = $2 and m.starts_at > $3 and m.state = 'scheduled' and not m.by_hand
             and not exists (
               select from jsonb_to_recordset($4) as p (series_id uuid, occurrence timestamp)
               where p.series_id = m.series_id and p.occurrence = m.occurrence)),
         duties as (delete from cairn.meeting_duties d using gone where d.center_id = $1 and d.meeting_id = gone.id)
         delete from cairn.meetings m using gone where m.center_id = $1 and m.id = gone.id",
        [group_id.0.into(), tx.at().into(), planned.clone().into()],
    )
    .await?;
    tx.run(
        "insert into cairn.meetings (center_id, id, group_id, series_id, occurrence, local_start, zone, minutes, starts_at, ends_at)
         select $1, p.id, $2, p.series_id, p.occurrence, p.local_start, p.zone, p.minutes, p.starts_at, p.ends_at
         from jsonb_to_recordset($3) as p (id uuid, series_id uuid, occurrence timestamp, local_start timestamp, zone text,
           minutes integer, starts_at timestamptz, ends_at timestamptz)
         where exists (select from cairn.groups g where g.center_id = $1 and g.id = $2 and g.state in ('draft', 'active'))
         on conflict (center_id, series_id, occurrence) do nothing",
        [group_id.0.into(), planned.into()],
    )
    .await?;
    duties::plan(tx, group_id).await
}

/// What a series plans between now and the horizon, breaks left out.
fn planned_rows(tx: &CenterTx, series: &Series, breaks: &[Break]) -> Outcome<Vec<serde_json::Value>> {
    let zone = zones::stored(&series.zone)?;
    let from = zones::wall(tx.now(), &zone);
    let horizon = zones::wall(tx.now() + HORIZON, &zone);
    let before = series.ends_before.map_or(horizon, |ends| ends.min(horizon));
    let found = recurrence::occurrences(series.rule.as_ref(), series.local_start, &zone, from, before)?;
    let rests = |day: Date| breaks.iter().any(|pause| pause.from <= day && day <= pause.until);
    let rows = found.into_iter().filter(|occurrence| occurrence.starts_at > tx.now() && !rests(occurrence.local_start.date()));
    Ok(rows
        .map(|occurrence| {
            json!({
                "id": tx.ids().event(occurrence.starts_at), "series_id": series.id.0,
                "occurrence": occurrence.planned.to_string(), "local_start": occurrence.local_start.to_string(),
                "zone": series.zone, "minutes": series.minutes, "starts_at": occurrence.starts_at.to_string(),
                "ends_at": ends_at(occurrence.starts_at, series.minutes).to_string(),
            })
        })
        .collect())
}

/// A meeting lasts real minutes, also over a change of the clocks.
pub(super) fn ends_at(starts_at: Timestamp, minutes: i32) -> Timestamp {
    starts_at + SignedDuration::from_mins(i64::from(minutes))
}
