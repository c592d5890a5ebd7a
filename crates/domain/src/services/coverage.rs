//! Who pays for a client, from when until when, and what that payer wants to be on file.

use jiff::ToSpan;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::rules::RulePack;
use super::{billing, payers};
use crate::audit::Event;
use crate::db::{CenterTx, Day};
use crate::ids::{CoverageId, MemberId, PayerId};
use crate::members::fields;
use crate::problem::{Fault, Outcome, Problem, Problems, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

const NUMBER: Place = Place::identity("client_coverages", "number");
const OBJECT: &str = "coverage";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    pub id: CoverageId,
    pub client_id: MemberId,
    pub payer_id: PayerId,
    /// The client's number with the payer.
    pub number: Option<String>,
    pub from_on: Date,
    /// `None`: until somebody says otherwise.
    pub until_on: Option<Date>,
    pub of_age: bool,
    pub diagnosis_on_file: bool,
    pub ordered_on: Option<Date>,
    pub planned_on: Option<Date>,
    pub version: i32,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    payer_id: Uuid,
    number: Option<Sealed>,
    from_on: Day,
    until_on: Option<Day>,
    of_age: bool,
    diagnosis_on_file: bool,
    ordered_on: Option<Day>,
    planned_on: Option<Day>,
    version: i32,
}

impl Row {
    fn open(self, keys: &CenterKeys) -> Result<Coverage, Surprise> {
        Ok(Coverage {
            id: CoverageId(self.id),
            client_id: MemberId(self.client_id),
            payer_id: PayerId(self.payer_id),
            number: self.number.map(|number| keys.open(NUMBER, self.id, &number)).transpose()?,
            from_on: self.from_on.0,
            until_on: self.until_on.map(|day| day.0),
            of_age: self.of_age,
            diagnosis_on_file: self.diagnosis_on_file,
            ordered_on: self.ordered_on.map(|day| day.0),
            planned_on: self.planned_on.map(|day| day.0),
            version: self.version,
        })
    }
}

/// The number of a row that was read elsewhere.
pub(super) fn number(keys: &CenterKeys, id: Uuid, sealed: &Sealed) -> Result<String, Surprise> {
    keys.open(NUMBER, id, sealed)
}

/// A client's, the newest first; for whoever does the billing.
pub async fn of(tx: &CenterTx, client_id: MemberId) -> Outcome<Vec<Coverage>> {
    billing(tx, "clientId")?;
    let rows = tx
        .rows::<Row>(
            "select id, client_id, payer_id, number, from_on, until_on, of_age, diagnosis_on_file, ordered_on, planned_on, version
             from cairn.client_coverages where center_id = $1 and client_id = $2 order by from_on desc, id limit 100",
            [client_id.0.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    if !rows.is_empty() {
        tx.audit(Event::done("coverage.read", "client", client_id.0).about(client_id).purpose("payment"));
    }
    Ok(rows.into_iter().map(|row| row.open(&keys)).collect::<Result<_, Surprise>>()?)
}

#[derive(Debug, Clone)]
pub struct SetCoverage {
    pub client_id: MemberId,
    /// `None`: another one. One until further notice ends another such the day before.
    pub id: Option<CoverageId>,
    /// The version that was looked at; 0 for another one.
    pub version: i32,
    pub payer_id: PayerId,
    pub number: String,
    pub from_on: Date,
    pub until_on: Option<Date>,
    pub of_age: bool,
    pub diagnosis_on_file: bool,
    pub ordered_on: Option<Date>,
    pub planned_on: Option<Date>,
}

#[derive(FromQueryResult)]
struct Known {
    client: bool,
    payer: bool,
}

async fn checked(tx: &CenterTx, input: &SetCoverage) -> Outcome<Option<String>> {
    billing(tx, "clientId")?;
    tx.writable()?;
    let known = tx
        .row::<Known>(
            "select exists (select from cairn.members where center_id = $1 and id = $2 and roles @> array['client']) as client,
               exists (select from cairn.service_payers where center_id = $1 and id = $3) as payer",
            [input.client_id.0.into(), input.payer_id.0.into()],
        )
        .await?
        .ok_or(Surprise::Inconsistent("a question without an answer"))?;
    if !known.client {
        return Err(Problem::not_found("clientId").into());
    }
    let mut problems = Problems::default();
    if !known.payer {
        problems.push(Problem::not_found("payerId"));
    }
    let number = problems.take(fields::line(&input.number, "number", 60));
    if input.until_on.is_some_and(|until| until < input.from_on) {
        problems.push(Problem::invalid("untilOn", "ends_before_start"));
    }
    problems.refuse_if_any()?;
    Ok(number.filter(|number| !number.is_empty()))
}

/// Notes who pays for a client. Two at the same time are refused: each day has one payer.
pub async fn set(tx: &CenterTx, input: SetCoverage) -> Outcome<Coverage> {
    let number = checked(tx, &input).await?;
    let id = match input.id {
        Some(id) => change(tx, &input, id, number.as_deref()).await?,
        None => add(tx, &input, number.as_deref()).await?,
    };
    tx.audit(Event::done("coverage.set", OBJECT, id).about(input.client_id).purpose("payment"));
    let found = of(tx, input.client_id).await?.into_iter().find(|coverage| coverage.id.0 == id);
    found.ok_or_else(|| Surprise::Inconsistent("a coverage vanished").into())
}

async fn add(tx: &CenterTx, input: &SetCoverage, number: Option<&str>) -> Outcome<Uuid> {
    // What went on until further notice ends where another one that does begins.
    if input.until_on.is_none() {
        let before = input.from_on.checked_sub(1.day()).map_err(Surprise::from)?;
        tx.run(
            "update cairn.client_coverages set until_on = $3, version = version + 1, updated_at = $4
             where center_id = $1 and client_id = $2 and until_on is null and from_on <= $3",
            [input.client_id.0.into(), Day(before).into(), tx.at().into()],
        )
        .await?;
    }
    let id = tx.ids().person();
    let written = tx
        .run(
            "insert into cairn.client_coverages (center_id, id, client_id, payer_id, number, from_on, until_on, of_age,
               diagnosis_on_file, ordered_on, planned_on, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing",
            [
                id.into(),
                input.client_id.0.into(),
                input.payer_id.0.into(),
                tx.seal_option(NUMBER, id, number).await?.into(),
                Day(input.from_on).into(),
                input.until_on.map(Day).into(),
                input.of_age.into(),
                input.diagnosis_on_file.into(),
                input.ordered_on.map(Day).into(),
                input.planned_on.map(Day).into(),
                tx.at().into(),
            ],
        )
        .await?;
    if written == 0 { Err(overlaps()) } else { Ok(id) }
}

fn overlaps() -> Fault {
    Problem::invalid("fromOn", "coverage_overlaps").into()
}

fn conflict() -> Fault {
    Problem::Conflict { path: vec!["version".to_owned()] }.into()
}

#[derive(FromQueryResult)]
struct Unsent {
    served_on: Day,
}

/// A newer recommendation or plan in place of the old one would leave the days between without either: what was served on them
/// and is not sent yet would wait for ever. Another period from the new day on keeps both.
async fn keeps_days_before(tx: &CenterTx, input: &SetCoverage, now: &Coverage) -> Outcome<()> {
    let later = |was: Option<Date>, is: Option<Date>| was.zip(is).filter(|(was, is)| was < is);
    let (ordered, planned) = (later(now.ordered_on, input.ordered_on), later(now.planned_on, input.planned_on));
    let Some(last) = ordered.into_iter().chain(planned).map(|(_, is)| is).max() else { return Ok(()) };
    let rows = tx
        .rows::<Unsent>(
            "select distinct served_on from cairn.service_lines
             where center_id = $1 and client_id = $2 and state = 'open' and served_on >= $3 and served_on < $4
               and ($5::date is null or served_on <= $5)",
            [input.client_id.0.into(), Day(now.from_on).into(), Day(last).into(), now.until_on.map(Day).into()],
        )
        .await?;
    let rules = payers::all_rules(tx).await?.remove(&now.payer_id).unwrap_or_default();
    // What had run out by then was of no use to the day already.
    let loses = |span: Option<(Date, Date)>, had: fn(&RulePack, i32) -> bool| {
        let Some((was, is)) = span else { return false };
        rows.iter().map(|row| row.served_on.0).filter(|day| was <= *day && *day < is).any(|day| {
            let passed = was.until(day).map_or(i32::MAX, |passed| passed.get_days());
            payers::on(&rules, day).is_some_and(|one| had(&one.pack, passed))
        })
    };
    let mut problems = Problems::default();
    if loses(ordered, |pack, passed| pack.order_valid_days.is_some_and(|days| passed <= days)) {
        problems.push(Problem::invalid("orderedOn", "coverage_lines_before"));
    }
    if loses(planned, |pack, _| pack.plan_required) {
        problems.push(Problem::invalid("plannedOn", "coverage_lines_before"));
    }
    problems.refuse_if_any()
}

async fn change(tx: &CenterTx, input: &SetCoverage, id: CoverageId, number: Option<&str>) -> Outcome<Uuid> {
    let all = of(tx, input.client_id).await?;
    let now = all.iter().find(|coverage| coverage.id == id).ok_or_else(|| Problem::not_found("coverageId"))?;
    if now.version != input.version {
        return Err(conflict());
    }
    // The constraint would say the same, but an update that breaks one takes the transaction with it.
    let ends = |until: Option<Date>| until.unwrap_or(Date::MAX);
    let meets = |other: &&Coverage| other.from_on <= ends(input.until_on) && input.from_on <= ends(other.until_on);
    if all.iter().filter(|other| other.id != id).any(|other| meets(&other)) {
        return Err(overlaps());
    }
    keeps_days_before(tx, input, now).await?;
    let written = tx
        .run(
            "update cairn.client_coverages set payer_id = $3, number = $4, from_on = $5, until_on = $6, of_age = $7,
               diagnosis_on_file = $8, ordered_on = $9, planned_on = $10, version = version + 1, updated_at = $11
             where center_id = $1 and id = $2 and version = $12",
            [
                id.0.into(),
                input.payer_id.0.into(),
                tx.seal_option(NUMBER, id.0, number).await?.into(),
                Day(input.from_on).into(),
                input.until_on.map(Day).into(),
                input.of_age.into(),
                input.diagnosis_on_file.into(),
                input.ordered_on.map(Day).into(),
                input.planned_on.map(Day).into(),
                tx.at().into(),
                input.version.into(),
            ],
        )
        .await?;
    if written == 0 { Err(conflict()) } else { Ok(id.0) }
}
