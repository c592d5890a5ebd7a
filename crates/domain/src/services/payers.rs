//! Who pays, and by which rules from which day on. Rules are only ever followed by others: what was counted stays true.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use serde_json::Value as Json;
use uuid::Uuid;

use super::billing;
use super::rules::RulePack;
use crate::audit::Event;
use crate::db::{At, CenterTx, Day};
use crate::idempotency::{self, Claim};
use crate::ids::{PayerId, ServiceRulesId};
use crate::members::fields;
use crate::problem::{Outcome, Problem, Problems, Surprise};

const MOST_PAYERS: usize = 100;

#[derive(Debug, Clone)]
pub struct Payer {
    pub id: PayerId,
    pub name: String,
    /// The newest first; of one day, the one that was written last holds.
    pub rules: Vec<ServiceRules>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceRules {
    pub id: ServiceRulesId,
    pub payer_id: PayerId,
    pub effective_from: Date,
    pub created_at: Timestamp,
    pub pack: RulePack,
}

#[derive(FromQueryResult)]
struct PayerRow {
    id: Uuid,
    name: String,
}

#[derive(FromQueryResult)]
struct RulesRow {
    id: Uuid,
    payer_id: Uuid,
    effective_from: Day,
    created_at: At,
    rules: Json,
}

impl RulesRow {
    fn open(self) -> Result<ServiceRules, Surprise> {
        Ok(ServiceRules {
            id: ServiceRulesId(self.id),
            payer_id: PayerId(self.payer_id),
            effective_from: self.effective_from.0,
            created_at: self.created_at.0,
            pack: serde_json::from_value(self.rules).map_err(|_| Surprise::Inconsistent("service rules"))?,
        })
    }
}

/// All rules of all payers, the newest first: a center has a handful.
pub(super) async fn all_rules(tx: &CenterTx) -> Outcome<HashMap<PayerId, Vec<ServiceRules>>> {
    let rows = tx
        .rows::<RulesRow>(
            "select id, payer_id, effective_from, created_at, rules from cairn.service_rules
             where center_id = $1 order by payer_id, effective_from desc, created_at desc, id desc",
            [],
        )
        .await?;
    let mut rules: HashMap<PayerId, Vec<ServiceRules>> = HashMap::new();
    for row in rows {
        let one = row.open()?;
        rules.entry(one.payer_id).or_default().push(one);
    }
    Ok(rules)
}

/// Those that hold on `day`.
pub(super) fn on(rules: &[ServiceRules], day: Date) -> Option<&ServiceRules> {
    rules.iter().find(|one| one.effective_from <= day)
}

/// By name.
pub async fn list(tx: &CenterTx) -> Outcome<Vec<Payer>> {
    billing(tx, "payers")?;
    let rows = tx
        .rows::<PayerRow>("select id, name from cairn.service_payers where center_id = $1 order by lower(name), id", [])
        .await?;
    let mut rules = all_rules(tx).await?;
    let payer = |row: PayerRow| {
        let id = PayerId(row.id);
        Payer { id, name: row.name, rules: rules.remove(&id).unwrap_or_default() }
    };
    Ok(rows.into_iter().map(payer).collect())
}

async fn find(tx: &CenterTx, id: PayerId) -> Outcome<Payer> {
    let found = list(tx).await?.into_iter().find(|payer| payer.id == id);
    found.ok_or_else(|| Problem::not_found("payerId").into())
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct AddPayer {
    #[serde(skip)]
    pub key: Uuid,
    pub name: String,
}

pub async fn add(tx: &CenterTx, input: AddPayer) -> Outcome<Payer> {
    billing(tx, "name")?;
    tx.writable()?;
    let name = fields::required_line(&input.name, "name", 120)?;
    let id = PayerId(tx.ids().person());
    if let Claim::Repeated(id) = idempotency::claim(tx, input.key, "payer.add", &input, id.0).await? {
        return find(tx, PayerId(id)).await;
    }
    if list(tx).await?.len() >= MOST_PAYERS {
        return Err(Problem::limit("name", "too_many", 100).into());
    }
    let written = tx
        .run(
            "insert into cairn.service_payers (center_id, id, name, created_at) values ($1, $2, $3, $4) on conflict do nothing",
            [id.0.into(), name.into(), tx.at().into()],
        )
        .await?;
    if written == 0 {
        return Err(Problem::invalid("name", "name_in_use").into());
    }
    tx.audit(Event::done("payer.add", "payer", id.0));
    find(tx, id).await
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct AddRules {
    #[serde(skip)]
    pub key: Uuid,
    pub payer_id: PayerId,
    pub effective_from: Date,
    pub pack: RulePack,
}

/// Rules that hold from a day on. Lines that were exported stay as they are; open ones are counted by these.
pub async fn add_rules(tx: &CenterTx, input: AddRules) -> Outcome<Payer> {
    billing(tx, "payerId")?;
    let payer = find(tx, input.payer_id).await?;
    tx.writable()?;
    let mut problems = Problems::default();
    if !input.pack.is_sound() {
        problems.push(Problem::invalid("rules", "rules_not_sound"));
    }
    if !(2000..=2100).contains(&input.effective_from.year()) {
        problems.push(Problem::limit("effectiveFrom", "out_of_range", 2100));
    }
    problems.refuse_if_any()?;
    let id = tx.ids().event(tx.now());
    if let Claim::Repeated(_) = idempotency::claim(tx, input.key, "payer.add_rules", &input, id).await? {
        return Ok(payer);
    }
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let rules = serde_json::to_value(&input.pack).map_err(|_| Surprise::Inconsistent("rules that do not serialise"))?;
    tx.run(
        "insert into cairn.service_rules (center_id, id, payer_id, effective_from, rules, by_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        [id.into(), payer.id.0.into(), Day(input.effective_from).into(), rules.into(), me.0.into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done("payer.add_rules", "payer", payer.id.0));
    find(tx, payer.id).await
}
