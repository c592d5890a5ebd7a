//! Centers as an operator sees them: names, states and rough counts. No people.

use chrono::{DateTime, Utc};
use jiff::Timestamp;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::{OperatorDb, from_chrono};
use crate::actor::{CenterState, Operator};
use crate::ids::CenterId;
use crate::members::fields;
use crate::paging::{Page, PageRequest};
use crate::problem::{Outcome, Problem, Surprise};

const REASON_LIMIT: usize = 500;
const SEARCH_LIMIT: usize = 120;

#[derive(Debug, Clone, PartialEq)]
pub struct OperatedCenter {
    pub id: CenterId,
    pub name: String,
    pub slug: String,
    /// IANA id.
    pub zone: String,
    pub state: CenterState,
    pub created_at: Timestamp,
    /// `<11`, or rounded to ten: a small center's exact count is about people.
    pub members: String,
    pub sessions_this_week: String,
    pub last_activity_at: Option<Timestamp>,
    /// `None`: not counted yet.
    pub counted_at: Option<Timestamp>,
}

fn open(row: &PgRow) -> Result<OperatedCenter, Surprise> {
    let instant = |at: Option<DateTime<Utc>>| at.map(from_chrono).transpose();
    let few = || "<11".to_owned();
    Ok(OperatedCenter {
        id: CenterId(row.try_get("id")?),
        name: row.try_get("name")?,
        slug: row.try_get("slug")?,
        zone: row.try_get("zone")?,
        state: CenterState::parse(row.try_get("state")?).ok_or(Surprise::Inconsistent("center state"))?,
        created_at: from_chrono(row.try_get("created_at")?)?,
        members: row.try_get::<Option<String>, _>("members")?.unwrap_or_else(few),
        sessions_this_week: row.try_get::<Option<String>, _>("sessions_this_week")?.unwrap_or_else(few),
        last_activity_at: instant(row.try_get("last_activity_at")?)?,
        counted_at: instant(row.try_get("counted_at")?)?,
    })
}

/// Which centers.
#[derive(Debug, Clone)]
pub struct ListCenters {
    /// In name and address part.
    pub search: Option<String>,
    pub state: Option<CenterState>,
    /// After the center with this id.
    pub page: PageRequest<CenterId>,
}

/// By name. Drafts that gave their address part back are left out.
pub async fn centers(db: &OperatorDb, _operator: &Operator, wanted: ListCenters) -> Outcome<Page<OperatedCenter>> {
    let search =
        wanted.search.map(|text| fields::line(&text, "search", SEARCH_LIMIT)).transpose()?.filter(|text| !text.is_empty());
    let rows = sqlx::query(
        "select c.id, c.name, c.slug, c.zone, c.state, c.created_at, u.members, u.sessions_this_week, u.last_activity_at, u.counted_at
         from directory.centers c left join operator.center_usage u on u.center_id = c.id
         where ($1::text is null or position(lower($1) in lower(c.name)) > 0 or position(lower($1) in c.slug) > 0)
           and ($2::text is null or c.state = $2)
           and c.slug not like 'gone-%'
           and ($3::uuid is null or (c.name, c.id) > (select a.name, a.id from directory.centers a where a.id = $3))
         order by c.name, c.id limit $4",
    )
    .bind(search)
    .bind(wanted.state.map(CenterState::name))
    .bind(wanted.page.after.map(|after| after.0))
    .bind(wanted.page.limit())
    .fetch_all(&db.pool)
    .await?;
    let centers = rows.iter().map(open).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::cut(centers, &wanted.page))
}

async fn find(db: &OperatorDb, id: CenterId) -> Outcome<Option<OperatedCenter>> {
    let row = sqlx::query(
        "select c.id, c.name, c.slug, c.zone, c.state, c.created_at, u.members, u.sessions_this_week, u.last_activity_at, u.counted_at
         from directory.centers c left join operator.center_usage u on u.center_id = c.id where c.id = $1",
    )
    .bind(id.0)
    .fetch_optional(&db.pool)
    .await?;
    Ok(row.as_ref().map(open).transpose()?)
}

/// Changes the state, notes who did it and why, and wakes the job that copies the note into the center's own audit
/// chain: all or nothing, in one statement.
const CHANGE: &str = "
with changed as (
  update directory.centers set state = case when $2 = 'resume_center' then case when live_at is null then 'draft' else 'active' end else 'suspended' end
  where id = $1 and (state = 'suspended') = ($2 = 'resume_center')
  returning id),
noted as (
  insert into operator.actions (id, center_id, operator_id, action, reason, at)
  select $3, changed.id, $4, $2, $5, $6 from changed returning id)
select noted.id, cairn_jobs.enqueue('[{\"task\": \"center_usage\", \"payload\": {}, \"key\": \"center_usage\"}]') from noted";

async fn change(
    db: &OperatorDb,
    operator: &Operator,
    id: CenterId,
    action: &'static str,
    reason: &str,
) -> Outcome<OperatedCenter> {
    let (now, at) = db.now()?;
    let changed = sqlx::query(CHANGE)
        .bind(id.0)
        .bind(action)
        .bind(db.ids.event(now))
        .bind(operator.id.0)
        .bind(reason)
        .bind(at)
        .fetch_optional(&db.pool)
        .await?;
    let found = find(db, id).await?.ok_or_else(|| Problem::not_found("centerId"))?;
    if changed.is_some_and(|row| row.try_get::<Uuid, _>("id").is_ok()) {
        Ok(found)
    } else {
        // It is in that state already: somebody else did it, the page is old.
        Err(Problem::Conflict { path: vec!["centerId".to_owned()] }.into())
    }
}

/// Pauses a center: its people can read, nothing can be changed, no session mail leaves.
pub async fn suspend(db: &OperatorDb, operator: &Operator, id: CenterId, reason: &str) -> Outcome<OperatedCenter> {
    let reason = fields::line(reason, "reason", REASON_LIMIT)?;
    if reason.is_empty() {
        return Err(Problem::invalid("reason", "reason_required").into());
    }
    change(db, operator, id, "suspend_center", &reason).await
}

pub async fn resume(db: &OperatorDb, operator: &Operator, id: CenterId) -> Outcome<OperatedCenter> {
    change(db, operator, id, "resume_center", "").await
}
