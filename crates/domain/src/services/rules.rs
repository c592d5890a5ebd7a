//! What a session or a group meeting counts for: one payer's rules, as data, and the arithmetic on them. No clock, no database.
//!
//! Nothing here knows a payer: the rules say how minutes become units, what has to be on file, and where it ends.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// How minutes become units of fifteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Full quarters only.
    Full,
    /// From eight minutes of a quarter on (Medicare's outpatient therapy policy).
    EightMinute,
    /// From more than half of a quarter on (CPT).
    Midpoint,
}

/// What is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum RoundedPer {
    Encounter,
    /// The sum of a day's minutes of the same kind.
    DaySum,
}

/// The one thing that a line waits for. In this order: the first that is missing is the one that is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// When it began and ended.
    Times,
    /// In a group: whether somebody who was expected came.
    Attendance,
    Note,
    /// What was signed was taken back, and nothing is written in its place yet.
    NoteVoided,
    NoteSignature,
    CoSignature,
    /// Nobody is known who pays for this client on that day.
    Coverage,
    /// The payer has no rules for that day.
    Rules,
    /// No credential of the right kind was valid on that day, or a mentor's had run out.
    Credential,
    /// The payer does not pay for sessions at a distance.
    Distance,
    Age,
    Diagnosis,
    Order,
    Plan,
    /// More people a facilitator than the payer accepts.
    GroupSize,
    TooShort,
    /// The day's units are used up.
    DayFull,
    PeriodFull,
}

/// So many units between one such day and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodCap {
    pub units: i32,
    /// The year of the payer begins on the first of this month.
    pub year_from_month: i8,
}

/// One payer's rules for one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    pub code: String,
    /// On every line.
    #[serde(default)]
    pub modifiers: Vec<String>,
    pub group_modifier: Option<String>,
    pub distance_modifier: Option<String>,
    pub rounding: Rounding,
    pub per: RoundedPer,
    pub most_units_a_day: Option<i32>,
    pub most_units_a_period: Option<PeriodCap>,
    /// People a facilitator, at most.
    pub group_ratio: Option<i32>,
    pub distance_accepted: bool,
    #[serde(default)]
    pub age_required: bool,
    #[serde(default)]
    pub diagnosis_required: bool,
    /// Days that a recommendation holds.
    pub order_valid_days: Option<i32>,
    #[serde(default)]
    pub plan_required: bool,
    /// Kinds of credentials, any of which will do; none: not asked for.
    #[serde(default)]
    pub credentials: Vec<String>,
}

const QUARTER: i32 = 15;

impl RulePack {
    /// What the numbers in it may be.
    pub fn is_sound(&self) -> bool {
        let code = |code: &String| (2..=5).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let positive = |number: Option<i32>| number.is_none_or(|number| (1..=10_000).contains(&number));
        let modifiers = self.modifiers.iter().chain(&self.group_modifier).chain(&self.distance_modifier);
        (4..=7).contains(&self.code.len())
            && self.code.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && modifiers.clone().count() <= 4
            && modifiers.into_iter().all(code)
            && self.credentials.len() <= 20
            && self.credentials.iter().all(|kind| (1..=120).contains(&kind.chars().count()))
            && positive(self.most_units_a_day)
            && positive(self.group_ratio)
            && positive(self.order_valid_days)
            && self
                .most_units_a_period
                .is_none_or(|cap| (1..=10_000).contains(&cap.units) && (1..=12).contains(&cap.year_from_month))
    }

    /// Of one service.
    pub fn modifiers_of(&self, group: bool, distance: bool) -> Vec<String> {
        let chosen = [self.group_modifier.as_ref().filter(|_| group), self.distance_modifier.as_ref().filter(|_| distance)];
        self.modifiers.iter().chain(chosen.into_iter().flatten()).cloned().collect()
    }

    /// Units of so many minutes, before any cap.
    pub fn units(&self, minutes: i32) -> i32 {
        units(self.rounding, minutes)
    }
}

/// Units of fifteen minutes.
pub fn units(rounding: Rounding, minutes: i32) -> i32 {
    let minutes = minutes.max(0);
    match rounding {
        Rounding::Full => minutes / QUARTER,
        Rounding::EightMinute => (minutes + 7) / QUARTER,
        Rounding::Midpoint => (2 * minutes + QUARTER) / (2 * QUARTER),
    }
}

/// One service of a day, as the arithmetic sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    /// The client's own, never the facilitator's.
    pub minutes: i32,
    /// Services of one kind are summed together.
    pub group: bool,
}

/// What one service of a day counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub units: i32,
    /// Before the caps.
    pub uncapped: i32,
    /// Which cap cut it, if one did.
    pub cut_by: Option<Missing>,
}

/// The services of one client, payer and day, in their order. `used` in the payer's year before that day.
pub fn count_day(pack: &RulePack, services: &[Served], used: i32) -> Vec<Counted> {
    let uncapped = match pack.per {
        RoundedPer::Encounter => services.iter().map(|one| pack.units(one.minutes)).collect(),
        RoundedPer::DaySum => of_the_sum(pack, services),
    };
    let mut day = pack.most_units_a_day.unwrap_or(i32::MAX);
    let mut period = pack.most_units_a_period.map_or(i32::MAX, |cap| (cap.units - used).max(0));
    uncapped
        .into_iter()
        .map(|uncapped| {
            let units = uncapped.min(day).min(period);
            let cut_by = (units < uncapped).then_some(if period < day { Missing::PeriodFull } else { Missing::DayFull });
            day = day.saturating_sub(units);
            period = period.saturating_sub(units);
            Counted { units, uncapped, cut_by }
        })
        .collect()
}

/// The sum of a kind is rounded once; each service has its full quarters, and what is left goes to those that came closest to
/// another one, the earlier of equals first.
fn of_the_sum(pack: &RulePack, services: &[Served]) -> Vec<i32> {
    let mut counted: Vec<i32> = services.iter().map(|one| one.minutes.max(0) / QUARTER).collect();
    for group in [false, true] {
        let mut kind: Vec<usize> = (0..services.len()).filter(|place| services[*place].group == group).collect();
        let sum: i32 = kind.iter().map(|place| services[*place].minutes.max(0)).sum();
        let full: i32 = kind.iter().map(|place| counted[*place]).sum();
        kind.sort_by_key(|place| std::cmp::Reverse(services[*place].minutes.max(0) % QUARTER));
        let more = usize::try_from(pack.units(sum) - full).unwrap_or(0);
        for place in kind.into_iter().take(more) {
            counted[place] += 1;
        }
    }
    counted
}

/// What is known of one line beside its minutes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    pub has_times: bool,
    /// In a group: about somebody on its list nothing is noted yet.
    pub list_open: bool,
    pub has_note: bool,
    /// One that was signed was taken back.
    pub note_voided: bool,
    pub signed: bool,
    pub waits_for_cosign: bool,
    pub covered: bool,
    pub distance: bool,
    pub of_age: bool,
    pub diagnosis: bool,
    pub ordered_on: Option<Date>,
    pub planned_on: Option<Date>,
    /// Kinds that were valid on the day.
    pub credentials: Vec<String>,
    /// Of a mentor: one had run out on the day and was not renewed.
    pub credential_ran_out: bool,
    /// In a group: how many came, and how many held it.
    pub group: Option<(i32, i32)>,
}

/// The first thing that is missing before anything is counted.
pub fn missing(pack: Option<&RulePack>, day: Date, facts: &Facts) -> Option<Missing> {
    let before = [
        (facts.has_times, Missing::Times),
        (!facts.list_open, Missing::Attendance),
        (facts.has_note || facts.note_voided, Missing::Note),
        (facts.has_note, Missing::NoteVoided),
        (facts.signed, Missing::NoteSignature),
        (!facts.waits_for_cosign, Missing::CoSignature),
        (facts.covered, Missing::Coverage),
    ];
    if let Some((_, missing)) = before.into_iter().find(|(there, _)| !there) {
        return Some(missing);
    }
    let Some(pack) = pack else { return Some(Missing::Rules) };
    let folded = |kind: &str| kind.trim().to_lowercase();
    let wanted = |kind: &String| facts.credentials.iter().any(|held| folded(held) == folded(kind));
    let credential = pack.credentials.is_empty() || pack.credentials.iter().any(wanted);
    let order = pack.order_valid_days.is_none_or(|days| facts.ordered_on.is_some_and(|on| holds(on, day, days)));
    let after = [
        // What stops new people stops the payers too, whatever their rules list.
        (credential && !facts.credential_ran_out, Missing::Credential),
        (pack.distance_accepted || !facts.distance, Missing::Distance),
        (!pack.age_required || facts.of_age, Missing::Age),
        (!pack.diagnosis_required || facts.diagnosis, Missing::Diagnosis),
        (order, Missing::Order),
        (!pack.plan_required || facts.planned_on.is_some_and(|on| on <= day), Missing::Plan),
        (fits(pack, facts.group), Missing::GroupSize),
    ];
    after.into_iter().find(|(there, _)| !there).map(|(_, missing)| missing)
}

/// A recommendation of `on` holds on `day`.
fn holds(on: Date, day: Date, days: i32) -> bool {
    on.until(day).is_ok_and(|passed| (0..=days).contains(&passed.get_days()))
}

fn fits(pack: &RulePack, group: Option<(i32, i32)>) -> bool {
    match (pack.group_ratio, group) {
        (Some(ratio), Some((came, held))) => came <= ratio.saturating_mul(held.max(1)),
        _ => true,
    }
}

/// The first day of the payer's year that `day` lies in.
pub fn year_of(day: Date, from_month: i8) -> Date {
    let month = from_month.clamp(1, 12);
    let year = if day.month() >= month { day.year() } else { day.year() - 1 };
    Date::new(year, month, 1).unwrap_or(day)
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
