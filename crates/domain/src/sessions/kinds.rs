//! Kinds of sessions: how long, where, and who may book them. A center begins without any: there the length is enough.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::SessionPlace;
use super::states::{BookedBy, ColorKey};
use crate::actor::{Membership, Role};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::idempotency::{self, Claim};
use crate::ids::SessionTypeId;
use crate::members::fields;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems, Surprise};

const MOST: i64 = 40;
const LONGEST_NAME: usize = 80;

#[derive(Debug, Clone, PartialEq)]
pub struct SessionType {
    pub id: SessionTypeId,
    pub name: String,
    pub minutes: i32,
    pub places: Vec<SessionPlace>,
    pub booked_by: Vec<BookedBy>,
    /// Clients ask for it, and somebody says yes.
    pub needs_approval: bool,
    /// Instead of the counselor's own.
    pub buffer_before: Option<i32>,
    pub buffer_after: Option<i32>,
    pub color: ColorKey,
    pub active: bool,
    pub version: i32,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct SessionTypeDetails {
    pub name: String,
    pub minutes: i32,
    pub places: Vec<SessionPlace>,
    pub booked_by: Vec<BookedBy>,
    pub needs_approval: bool,
    pub buffer_before: Option<i32>,
    pub buffer_after: Option<i32>,
    pub color: ColorKey,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    minutes: i32,
    places: Vec<String>,
    booked_by: Vec<String>,
    needs_approval: bool,
    buffer_before: Option<i32>,
    buffer_after: Option<i32>,
    color: String,
    active: bool,
    version: i32,
    created_at: At,
}

macro_rules! types_sql {
    ($rest:literal) => {
        concat!(
            "select t.id, t.name, t.minutes, t.places, t.booked_by, t.needs_approval, t.buffer_before, t.buffer_after, t.color,
               t.active, t.version, t.created_at
             from cairn.session_types t where t.center_id = $1 and ",
            $rest
        )
    };
}

impl Row {
    fn open(self) -> Result<SessionType, Surprise> {
        Ok(SessionType {
            id: SessionTypeId(self.id),
            name: self.name,
            minutes: self.minutes,
            places: self.places.iter().filter_map(|place| SessionPlace::parse(place)).collect(),
            booked_by: self.booked_by.iter().map(|by| BookedBy::stored(by)).collect::<Result<_, _>>()?,
            needs_approval: self.needs_approval,
            buffer_before: self.buffer_before,
            buffer_after: self.buffer_after,
            color: ColorKey::stored(&self.color)?,
            active: self.active,
            version: self.version,
            created_at: self.created_at.0,
        })
    }
}

fn may_manage(tx: &CenterTx) -> Outcome<()> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::ManageSessionTypes, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()
}

/// Staff see all that can be chosen, with `all` those that cannot any more; clients what they may book or ask for.
pub async fn list(tx: &CenterTx, all: bool) -> Outcome<Vec<SessionType>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let client = only_client(membership);
    let rows = tx
        .rows::<Row>(
            types_sql!(
                "(t.active or $2) and (not $3 or 'client' = any(t.booked_by)) order by t.active desc, t.minutes, t.name, t.id"
            ),
            [(all && !client).into(), client.into()],
        )
        .await?;
    Ok(rows.into_iter().map(Row::open).collect::<Result<_, _>>()?)
}

fn only_client(membership: &Membership) -> bool {
    membership.roles.iter().all(|role| *role == Role::Client)
}

/// Those of `ids` that are there, whatever became of them: a session keeps its kind.
pub async fn find_many(tx: &CenterTx, ids: &[SessionTypeId]) -> Outcome<Vec<SessionType>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx.rows::<Row>(types_sql!("t.id = any($2) order by t.id"), [ids.into()]).await?;
    Ok(rows.into_iter().map(Row::open).collect::<Result<_, _>>()?)
}

async fn find(tx: &CenterTx, id: SessionTypeId) -> Outcome<SessionType> {
    let found = find_many(tx, &[id]).await?.pop();
    found.ok_or_else(|| Problem::not_found("sessionTypeId").into())
}

fn checked(mut details: SessionTypeDetails) -> Outcome<SessionTypeDetails> {
    let mut problems = Problems::default();
    if let Some(name) = problems.take(fields::required_line(&details.name, "name", LONGEST_NAME)) {
        details.name = name;
    }
    if !(10..=180).contains(&details.minutes) || details.minutes % 5 != 0 {
        problems.push(Problem::invalid("minutes", "session_minutes"));
    }
    for (field, buffer) in [("bufferBefore", details.buffer_before), ("bufferAfter", details.buffer_after)] {
        if buffer.is_some_and(|minutes| !(0..=120).contains(&minutes)) {
            problems.push(Problem::invalid(field, "out_of_range"));
        }
    }
    details.places.sort_by_key(|place| place.name());
    details.places.dedup();
    details.booked_by.sort_by_key(|by| by.name());
    details.booked_by.dedup();
    if details.places.is_empty() {
        problems.push(Problem::invalid("places", "required"));
    }
    if details.booked_by.is_empty() {
        problems.push(Problem::invalid("bookedBy", "required"));
    }
    problems.refuse_if_any()?;
    Ok(details)
}

fn places(details: &SessionTypeDetails) -> Vec<String> {
    details.places.iter().map(|place| place.name().to_owned()).collect()
}

fn booked_by(details: &SessionTypeDetails) -> Vec<String> {
    details.booked_by.iter().map(|by| by.name().to_owned()).collect()
}

pub async fn create(tx: &CenterTx, key: Uuid, details: SessionTypeDetails) -> Outcome<SessionType> {
    may_manage(tx)?;
    let details = checked(details)?;
    let id = SessionTypeId(tx.ids().event(tx.now()));
    if let Claim::Repeated(earlier) = idempotency::claim(tx, key, "create_session_type", &details, id.0).await? {
        return find(tx, SessionTypeId(earlier)).await;
    }
    let written = tx
        .run(
            "insert into cairn.session_types (center_id, id, name, minutes, places, booked_by, needs_approval, buffer_before,
               buffer_after, color, created_at)
             select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
             where (select count(*) from cairn.session_types t where t.center_id = $1) < $12",
            [
                id.0.into(),
                details.name.clone().into(),
                details.minutes.into(),
                places(&details).into(),
                booked_by(&details).into(),
                details.needs_approval.into(),
                details.buffer_before.into(),
                details.buffer_after.into(),
                details.color.name().into(),
                tx.at().into(),
                MOST.into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::limit("name", "too_many", MOST).into());
    }
    tx.audit(Event::done("session_type.create", "session_type", id.0));
    find(tx, id).await
}

#[derive(Debug, Clone)]
pub struct UpdateSessionType {
    pub id: SessionTypeId,
    /// The version that was looked at.
    pub version: i32,
    pub details: SessionTypeDetails,
    /// What is booked stays as it is; nothing new is.
    pub active: bool,
}

pub async fn update(tx: &CenterTx, input: UpdateSessionType) -> Outcome<SessionType> {
    may_manage(tx)?;
    let before = find(tx, input.id).await?;
    let details = checked(input.details)?;
    let written = tx
        .run(
            "update cairn.session_types set name = $4, minutes = $5, places = $6, booked_by = $7, needs_approval = $8,
               buffer_before = $9, buffer_after = $10, color = $11, active = $12, version = version + 1
             where center_id = $1 and id = $2 and version = $3",
            [
                before.id.0.into(),
                input.version.into(),
                details.name.clone().into(),
                details.minutes.into(),
                places(&details).into(),
                booked_by(&details).into(),
                details.needs_approval.into(),
                details.buffer_before.into(),
                details.buffer_after.into(),
                details.color.name().into(),
                input.active.into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    tx.audit(Event::done("session_type.update", "session_type", before.id.0));
    find(tx, before.id).await
}
