//! Rules to begin with, as data. What a center makes of them is its own, and a payer's manual has the last word.

use super::rules::{PeriodCap, RoundedPer, Rounding, RulePack};
use crate::programs::templates::Words;

/// One payer's rules as they were published, or a usual way to count.
#[derive(Debug)]
pub struct RuleTemplate {
    /// Stable, for programs.
    pub key: &'static str,
    pub name: Words,
    modifiers: &'static [&'static str],
    group_modifier: Option<&'static str>,
    distance_modifier: Option<&'static str>,
    rounding: Rounding,
    per: RoundedPer,
    most_units_a_day: Option<i32>,
    most_units_a_period: Option<PeriodCap>,
    group_ratio: Option<i32>,
    age: bool,
    diagnosis: bool,
    order_valid_days: Option<i32>,
    plan: bool,
}

/// Self-help/peer services, per 15 minutes.
const CODE: &str = "H0038";

pub const TEMPLATES: &[RuleTemplate] = &[
    RuleTemplate {
        key: "full_quarters",
        name: Words { en: "Full quarters of an hour", es: "Cuartos de hora completos" },
        modifiers: &[],
        group_modifier: Some("HQ"),
        distance_modifier: None,
        rounding: Rounding::Full,
        per: RoundedPer::Encounter,
        most_units_a_day: None,
        most_units_a_period: None,
        group_ratio: None,
        age: false,
        diagnosis: false,
        order_valid_days: None,
        plan: false,
    },
    RuleTemplate {
        key: "eight_minutes",
        name: Words { en: "Eight-minute rule, summed over a day", es: "Regla de ocho minutos, sumada por día" },
        modifiers: &[],
        group_modifier: Some("HQ"),
        distance_modifier: None,
        rounding: Rounding::EightMinute,
        per: RoundedPer::DaySum,
        most_units_a_day: None,
        most_units_a_period: None,
        group_ratio: None,
        age: false,
        diagnosis: false,
        order_valid_days: None,
        plan: false,
    },
    RuleTemplate {
        key: "midpoint",
        name: Words { en: "Midpoint, each session alone", es: "Punto medio, cada sesión por separado" },
        modifiers: &[],
        group_modifier: Some("HQ"),
        distance_modifier: None,
        rounding: Rounding::Midpoint,
        per: RoundedPer::Encounter,
        most_units_a_day: None,
        most_units_a_period: None,
        group_ratio: None,
        age: false,
        diagnosis: false,
        order_valid_days: None,
        plan: false,
    },
    // "Per fifteen minutes with the member", four hours a day, adults with a substance use diagnosis.
    RuleTemplate {
        key: "nj_horizon",
        name: Words { en: "New Jersey, Horizon (H0038-HF)", es: "Nueva Jersey, Horizon (H0038-HF)" },
        modifiers: &["HF"],
        group_modifier: None,
        distance_modifier: None,
        rounding: Rounding::Full,
        per: RoundedPer::Encounter,
        most_units_a_day: Some(16),
        most_units_a_period: None,
        group_ratio: None,
        age: true,
        diagnosis: true,
        order_valid_days: None,
        plan: false,
    },
    // Unmanaged units a fiscal year; a group has its own modifier.
    RuleTemplate {
        key: "nc_8g",
        name: Words { en: "North Carolina, 8G (H0038)", es: "Carolina del Norte, 8G (H0038)" },
        modifiers: &[],
        group_modifier: Some("HQ"),
        distance_modifier: None,
        rounding: Rounding::Full,
        per: RoundedPer::Encounter,
        most_units_a_day: None,
        most_units_a_period: Some(PeriodCap { units: 24, year_from_month: 7 }),
        group_ratio: None,
        age: false,
        diagnosis: false,
        order_valid_days: None,
        plan: false,
    },
];

pub fn find(key: &str) -> Option<&'static RuleTemplate> {
    TEMPLATES.iter().find(|template| template.key == key)
}

impl RuleTemplate {
    pub fn pack(&self) -> RulePack {
        RulePack {
            code: CODE.to_owned(),
            modifiers: self.modifiers.iter().map(|&modifier| modifier.to_owned()).collect(),
            group_modifier: self.group_modifier.map(str::to_owned),
            distance_modifier: self.distance_modifier.map(str::to_owned),
            rounding: self.rounding,
            per: self.per,
            most_units_a_day: self.most_units_a_day,
            most_units_a_period: self.most_units_a_period,
            group_ratio: self.group_ratio,
            distance_accepted: true,
            age_required: self.age,
            diagnosis_required: self.diagnosis,
            order_valid_days: self.order_valid_days,
            plan_required: self.plan,
            credentials: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_sound_has_its_own_key_and_comes_back_from_storage_as_it_was() {
        let mut keys: Vec<_> = TEMPLATES.iter().map(|template| template.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), TEMPLATES.len());
        for template in TEMPLATES {
            let pack = template.pack();
            assert!(pack.is_sound(), "{}", template.key);
            let stored = serde_json::to_value(&pack).unwrap();
            assert_eq!(serde_json::from_value::<RulePack>(stored).unwrap(), pack);
        }
    }
}
