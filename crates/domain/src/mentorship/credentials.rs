//! What a mentor can show for it: credentials that run out, and hours of training in each of the twelve competencies.

use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::mentors::{self, OBJECT, today};
use super::steering;
use crate::audit::Event;
use crate::db::{CenterTx, Day};
use crate::ids::{CredentialId, MemberId, TrainingId};
use crate::members::fields;
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::sealed::{Place, Sealed};

const NUMBER: Place = Place::identity("mentor_credentials", "number");
const MOST: usize = 30;
/// Competencies of peer workers: engaging, supporting, sharing, personalising, planning, linking, informing, crises,
/// communication, teamwork, advocacy, growth.
pub const COMPETENCIES: i16 = 12;

/// Whether the credential `of` was renewed: another one of its kind lasts longer. The old one is kept to be seen, and has not run
/// out for anybody.
macro_rules! renewed_sql {
    ($of:literal) => {
        concat!(
            "exists (select from cairn.mentor_credentials n where n.center_id = $1 and n.mentor_id = ",
            $of,
            ".mentor_id and n.kind = ",
            $of,
            ".kind and n.removed_at is null and (n.expires_on is null or n.expires_on > ",
            $of,
            ".expires_on))"
        )
    };
}
pub(crate) use renewed_sql;

#[derive(Debug, Clone)]
pub struct Credential {
    pub id: CredentialId,
    pub kind: String,
    pub issuer: String,
    pub number: Option<String>,
    pub issued_on: Date,
    /// `None`: does not run out.
    pub expires_on: Option<Date>,
    pub expired: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: String,
    issuer: String,
    number: Option<Sealed>,
    issued_on: Day,
    expires_on: Option<Day>,
}

/// A mentor's credentials, for themself and whoever steers.
pub async fn of(tx: &CenterTx, mentor_id: MemberId) -> Outcome<Vec<Credential>> {
    mentors::find(tx, mentor_id).await?;
    let rows = tx
        .rows::<Row>(
            "select id, kind, issuer, number, issued_on, expires_on from cairn.mentor_credentials
             where center_id = $1 and mentor_id = $2 and removed_at is null order by expires_on nulls last, id",
            [mentor_id.0.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let now = today(tx);
    let open = |row: Row| {
        Ok(Credential {
            id: CredentialId(row.id),
            number: row.number.map(|number| keys.open(NUMBER, row.id, &number)).transpose()?,
            kind: row.kind,
            issuer: row.issuer,
            issued_on: row.issued_on.0,
            expired: row.expires_on.is_some_and(|day| day.0 < now),
            expires_on: row.expires_on.map(|day| day.0),
        })
    };
    Ok(rows.into_iter().map(open).collect::<Result<_, Surprise>>()?)
}

#[derive(Debug, Clone)]
pub struct AddCredential {
    pub mentor_id: MemberId,
    pub kind: String,
    pub issuer: String,
    pub number: Option<String>,
    pub issued_on: Date,
    pub expires_on: Option<Date>,
}

/// Notes a credential; by the mentor or whoever steers.
pub async fn add(tx: &CenterTx, input: AddCredential) -> Outcome<CredentialId> {
    let held = of(tx, input.mentor_id).await?.len();
    tx.writable()?;
    let mut problems = Problems::default();
    if held >= MOST {
        problems.push(Problem::limit("mentorId", "too_many", 30));
    }
    let kind = problems.take(fields::required_line(&input.kind, "kind", 120));
    let issuer = problems.take(fields::required_line(&input.issuer, "issuer", 120));
    let number = problems.take(fields::line(input.number.as_deref().unwrap_or_default(), "number", 80));
    if input.issued_on > today(tx) {
        problems.push(Problem::invalid("issuedOn", "in_the_future"));
    }
    if input.expires_on.is_some_and(|day| day < input.issued_on) {
        problems.push(Problem::invalid("expiresOn", "ends_before_start"));
    }
    problems.refuse_if_any()?;
    let (Some(kind), Some(issuer), Some(number)) = (kind, issuer, number) else {
        return Err(Surprise::Inconsistent("a problem that was not told").into());
    };
    let id = tx.ids().person();
    tx.run(
        "insert into cairn.mentor_credentials (center_id, id, mentor_id, kind, issuer, number, issued_on, expires_on, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            id.into(),
            input.mentor_id.0.into(),
            kind.into(),
            issuer.into(),
            tx.seal_option(NUMBER, id, Some(number.as_str()).filter(|text| !text.is_empty())).await?.into(),
            Day(input.issued_on).into(),
            input.expires_on.map(Day).into(),
            tx.at().into(),
        ],
    )
    .await?;
    tx.audit(Event::done("mentor.add_credential", "credential", id));
    Ok(CredentialId(id))
}

#[derive(FromQueryResult)]
struct Owner {
    mentor_id: Uuid,
}

/// Takes one off the list: renewed, or noted by mistake.
pub async fn remove(tx: &CenterTx, id: CredentialId) -> Outcome<MemberId> {
    let missing = || Problem::not_found("credentialId");
    let row = tx
        .row::<Owner>("select mentor_id from cairn.mentor_credentials where center_id = $1 and id = $2", [id.0.into()])
        .await?
        .ok_or_else(missing)?;
    let mentor_id = MemberId(row.mentor_id);
    mentors::find(tx, mentor_id).await.map_err(|_| missing())?;
    tx.writable()?;
    tx.run(
        "update cairn.mentor_credentials set removed_at = $3 where center_id = $1 and id = $2 and removed_at is null",
        [id.0.into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done("mentor.remove_credential", "credential", id.0));
    Ok(mentor_id)
}

/// Minutes of training in one competency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trained {
    pub competency: i16,
    pub minutes: i64,
}

#[derive(FromQueryResult)]
struct TrainedRow {
    competency: i16,
    minutes: i64,
}

/// All twelve, in their order, also those without any.
pub async fn training_of(tx: &CenterTx, mentor_id: MemberId) -> Outcome<Vec<Trained>> {
    mentors::find(tx, mentor_id).await?;
    let rows = tx
        .rows::<TrainedRow>(
            "select competency, sum(minutes) as minutes from cairn.mentor_training
             where center_id = $1 and mentor_id = $2 group by competency",
            [mentor_id.0.into()],
        )
        .await?;
    let minutes = |competency| rows.iter().find(|row| row.competency == competency).map_or(0, |row| row.minutes);
    Ok((1..=COMPETENCIES).map(|competency| Trained { competency, minutes: minutes(competency) }).collect())
}

#[derive(Debug, Clone)]
pub struct RecordTraining {
    pub mentor_id: MemberId,
    pub competency: i16,
    pub minutes: i32,
    pub held_on: Date,
}

/// Notes that a mentor was trained; by whoever steers.
pub async fn record_training(tx: &CenterTx, input: RecordTraining) -> Outcome<TrainingId> {
    let membership = steering(tx, Action::ManageMentors, "mentorId")?;
    mentors::find(tx, input.mentor_id).await?;
    tx.writable()?;
    let mut problems = Problems::default();
    if !(1..=COMPETENCIES).contains(&input.competency) {
        problems.push(Problem::limit("competency", "out_of_range", i64::from(COMPETENCIES)));
    }
    if !(5..=6000).contains(&input.minutes) {
        problems.push(Problem::limit("minutes", "out_of_range", 6000));
    }
    if input.held_on > today(tx) {
        problems.push(Problem::invalid("heldOn", "in_the_future"));
    }
    problems.refuse_if_any()?;
    let id = tx.ids().event(tx.now());
    tx.run(
        "insert into cairn.mentor_training (center_id, id, mentor_id, competency, minutes, held_on, recorded_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            id.into(),
            input.mentor_id.0.into(),
            input.competency.into(),
            input.minutes.into(),
            Day(input.held_on).into(),
            membership.member_id.0.into(),
            tx.at().into(),
        ],
    )
    .await?;
    tx.audit(Event::done("mentor.record_training", OBJECT, input.mentor_id.0));
    Ok(TrainingId(id))
}
