//! Who pays, by which rules, and for whom.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::language::Locale;
use cairn_domain::services::coverage::{self, Coverage as Covered};
use cairn_domain::services::rules::{PeriodCap, RulePack};
use cairn_domain::services::{packs, payers as domain};

use super::change;
use crate::graphql::context::{self, id, key, optional_id, wire};
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDate};

/// How minutes become units of fifteen.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::services::rules::Rounding")]
pub enum UnitRounding {
    /// Full quarters only.
    Full,
    /// From eight minutes of a quarter on.
    EightMinute,
    /// From more than half of a quarter on.
    Midpoint,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::services::rules::RoundedPer")]
pub enum RoundedPer {
    Encounter,
    DaySum,
}

/// What a payer's manual says, as data.
#[derive(SimpleObject)]
pub struct RuleSet {
    code: String,
    modifiers: Vec<String>,
    group_modifier: Option<String>,
    distance_modifier: Option<String>,
    rounding: UnitRounding,
    per: RoundedPer,
    most_units_a_day: Option<i32>,
    most_units_a_year: Option<i32>,
    /// The payer's year begins on the first of this month.
    year_from_month: i32,
    /// People a facilitator, at most.
    group_ratio: Option<i32>,
    distance_accepted: bool,
    age_required: bool,
    diagnosis_required: bool,
    /// Days that a recommendation holds; null: none is asked for.
    order_valid_days: Option<i32>,
    plan_required: bool,
    /// Kinds of credentials, any of which will do.
    credentials: Vec<String>,
}

impl From<RulePack> for RuleSet {
    fn from(pack: RulePack) -> Self {
        Self {
            code: pack.code,
            modifiers: pack.modifiers,
            group_modifier: pack.group_modifier,
            distance_modifier: pack.distance_modifier,
            rounding: pack.rounding.into(),
            per: pack.per.into(),
            most_units_a_day: pack.most_units_a_day,
            most_units_a_year: pack.most_units_a_period.map(|cap| cap.units),
            year_from_month: pack.most_units_a_period.map_or(1, |cap| i32::from(cap.year_from_month)),
            group_ratio: pack.group_ratio,
            distance_accepted: pack.distance_accepted,
            age_required: pack.age_required,
            diagnosis_required: pack.diagnosis_required,
            order_valid_days: pack.order_valid_days,
            plan_required: pack.plan_required,
            credentials: pack.credentials,
        }
    }
}

#[derive(InputObject)]
pub struct RuleSetInput {
    /// For example H0038.
    code: String,
    modifiers: Vec<String>,
    group_modifier: Option<String>,
    distance_modifier: Option<String>,
    rounding: UnitRounding,
    per: RoundedPer,
    most_units_a_day: Option<i32>,
    most_units_a_year: Option<i32>,
    /// 1 to 12
    year_from_month: i32,
    group_ratio: Option<i32>,
    distance_accepted: bool,
    age_required: bool,
    diagnosis_required: bool,
    order_valid_days: Option<i32>,
    plan_required: bool,
    credentials: Vec<String>,
}

impl From<RuleSetInput> for RulePack {
    fn from(input: RuleSetInput) -> Self {
        // Whatever is no month is no rule either: it is refused with the others.
        let year_from_month = i8::try_from(input.year_from_month).unwrap_or(0);
        Self {
            code: input.code,
            modifiers: input.modifiers,
            group_modifier: input.group_modifier,
            distance_modifier: input.distance_modifier,
            rounding: input.rounding.into(),
            per: input.per.into(),
            most_units_a_day: input.most_units_a_day,
            most_units_a_period: input.most_units_a_year.map(|units| PeriodCap { units, year_from_month }),
            group_ratio: input.group_ratio,
            distance_accepted: input.distance_accepted,
            age_required: input.age_required,
            diagnosis_required: input.diagnosis_required,
            order_valid_days: input.order_valid_days,
            plan_required: input.plan_required,
            credentials: input.credentials,
        }
    }
}

/// Rules to begin with. A payer's manual has the last word.
#[derive(SimpleObject)]
pub struct RuleTemplate {
    key: String,
    /// In the viewer's language.
    name: String,
    rules: RuleSet,
}

fn template(template: &packs::RuleTemplate, locale: Locale) -> RuleTemplate {
    RuleTemplate { key: template.key.to_owned(), name: template.name.say(locale).to_owned(), rules: template.pack().into() }
}

/// Rules that hold from a day on. They never change: others follow them.
#[derive(SimpleObject)]
pub struct ServiceRules {
    id: ID,
    effective_from: LocalDate,
    created_at: DateTime,
    rules: RuleSet,
}

#[derive(SimpleObject)]
pub struct Payer {
    id: ID,
    name: String,
    /// The newest first.
    rules: Vec<ServiceRules>,
}

impl From<domain::Payer> for Payer {
    fn from(payer: domain::Payer) -> Self {
        let rules = payer.rules.into_iter().map(|rules| ServiceRules {
            id: wire(rules.id),
            effective_from: LocalDate(rules.effective_from),
            created_at: DateTime(rules.created_at),
            rules: rules.pack.into(),
        });
        Self { id: wire(payer.id), name: payer.name, rules: rules.collect() }
    }
}

/// Who pays for a client, and what is on file for that payer.
#[derive(SimpleObject)]
pub struct Coverage {
    id: ID,
    payer_id: ID,
    /// The client's number with the payer.
    number: Option<String>,
    from: LocalDate,
    /// Null: until further notice.
    until: Option<LocalDate>,
    /// The payer's minimum age is reached.
    of_age: bool,
    diagnosis_on_file: bool,
    ordered_on: Option<LocalDate>,
    planned_on: Option<LocalDate>,
    version: i32,
}

impl From<Covered> for Coverage {
    fn from(covered: Covered) -> Self {
        Self {
            id: wire(covered.id),
            payer_id: wire(covered.payer_id),
            number: covered.number,
            from: LocalDate(covered.from_on),
            until: covered.until_on.map(LocalDate),
            of_age: covered.of_age,
            diagnosis_on_file: covered.diagnosis_on_file,
            ordered_on: covered.ordered_on.map(LocalDate),
            planned_on: covered.planned_on.map(LocalDate),
            version: covered.version,
        }
    }
}

#[derive(Default)]
pub struct PayersQuery;

#[Object]
impl PayersQuery {
    async fn rule_templates(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<RuleTemplate>> {
        let request = context::of(ctx)?;
        request.tx().await?;
        let locale = request.locale().await;
        Ok(packs::TEMPLATES.iter().map(|one| template(one, locale)).collect())
    }

    /// By name; for whoever does the billing.
    async fn payers(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Payer>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        Ok(request.answer(domain::list(&tx).await)?.into_iter().map(Payer::from).collect())
    }

    /// Who paid and pays for a client, the newest first.
    async fn coverages(&self, ctx: &Context<'_>, client_id: ID) -> async_graphql::Result<Vec<Coverage>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { coverage::of(&tx, id(&client_id, "clientId")?).await };
        Ok(request.answer(outcome.await)?.into_iter().map(Into::into).collect())
    }
}

#[derive(InputObject)]
pub struct AddPayerInput {
    client_mutation_id: String,
    name: String,
}

#[derive(InputObject)]
pub struct AddServiceRulesInput {
    client_mutation_id: String,
    payer_id: ID,
    effective_from: LocalDate,
    rules: RuleSetInput,
}

#[derive(InputObject)]
pub struct SetCoverageInput {
    client_id: ID,
    /// Left out: another one. One until further notice ends another such the day before.
    coverage_id: Option<ID>,
    /// The version that was looked at; 0 for another one.
    version: i32,
    payer_id: ID,
    number: String,
    from: LocalDate,
    until: Option<LocalDate>,
    of_age: bool,
    diagnosis_on_file: bool,
    ordered_on: Option<LocalDate>,
    planned_on: Option<LocalDate>,
}

#[derive(SimpleObject)]
pub struct PayerPayload {
    payer: Option<Payer>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct CoveragePayload {
    coverage: Option<Coverage>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct PayersMutation;

#[Object]
impl PayersMutation {
    async fn add_payer(&self, ctx: &Context<'_>, input: AddPayerInput) -> async_graphql::Result<PayerPayload> {
        let (payer, problems) = change(ctx, async |tx| {
            domain::add(tx, domain::AddPayer { key: key(&input.client_mutation_id)?, name: input.name }).await
        })
        .await?;
        Ok(PayerPayload { payer: payer.map(Payer::from), problems })
    }

    async fn add_service_rules(&self, ctx: &Context<'_>, input: AddServiceRulesInput) -> async_graphql::Result<PayerPayload> {
        let (payer, problems) = change(ctx, async |tx| {
            let rules = domain::AddRules {
                key: key(&input.client_mutation_id)?,
                payer_id: id(&input.payer_id, "payerId")?,
                effective_from: input.effective_from.0,
                pack: input.rules.into(),
            };
            domain::add_rules(tx, rules).await
        })
        .await?;
        Ok(PayerPayload { payer: payer.map(Payer::from), problems })
    }

    async fn set_coverage(&self, ctx: &Context<'_>, input: SetCoverageInput) -> async_graphql::Result<CoveragePayload> {
        let (covered, problems) = change(ctx, async |tx| {
            let covered = coverage::SetCoverage {
                client_id: id(&input.client_id, "clientId")?,
                id: optional_id(input.coverage_id.as_ref(), "coverageId")?,
                version: input.version,
                payer_id: id(&input.payer_id, "payerId")?,
                number: input.number,
                from_on: input.from.0,
                until_on: input.until.map(|day| day.0),
                of_age: input.of_age,
                diagnosis_on_file: input.diagnosis_on_file,
                ordered_on: input.ordered_on.map(|day| day.0),
                planned_on: input.planned_on.map(|day| day.0),
            };
            coverage::set(tx, covered).await
        })
        .await?;
        Ok(CoveragePayload { coverage: covered.map(Into::into), problems })
    }
}
