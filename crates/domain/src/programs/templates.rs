//! Programs to begin with, in our own words. Data, expanded once: what a center makes of it is its own.

use super::{IntakeKind, IntakeOwner, ProgramLevel};
use crate::language::Locale;
use crate::problem::Problem;

/// The same in both languages.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    pub en: &'static str,
    pub es: &'static str,
}

impl Words {
    pub fn say(self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.en,
            Locale::Es => self.es,
        }
    }
}

const fn words(en: &'static str, es: &'static str) -> Words {
    Words { en, es }
}

pub struct Template {
    /// Stable, for programs.
    pub key: &'static str,
    pub level: ProgramLevel,
    pub name: Words,
    pub about: Words,
    pub criteria: Words,
    pub capacity: Option<i32>,
    pub quiet_after_days: i32,
    pub phases: &'static [PhaseTemplate],
    pub intake: &'static [ItemTemplate],
}

pub struct PhaseTemplate {
    pub name: Words,
    pub criteria: &'static [Words],
}

pub struct ItemTemplate {
    pub kind: IntakeKind,
    pub name: Words,
    pub owner: IntakeOwner,
    pub due_days: i32,
    pub required: bool,
}

const fn item(kind: IntakeKind, name: Words, owner: IntakeOwner, due_days: i32, required: bool) -> ItemTemplate {
    ItemTemplate { kind, name, owner, due_days, required }
}

const ARRIVE: PhaseTemplate = PhaseTemplate {
    name: words("Arriving", "Llegar"),
    criteria: &[
        words("I know who to call when it gets hard", "Sé a quién llamar cuando se pone difícil"),
        words("We wrote a first plan together", "Escribimos juntos un primer plan"),
        words("Coming here fits into my week", "Venir aquí cabe en mi semana"),
    ],
};
const PRACTICE: PhaseTemplate = PhaseTemplate {
    name: words("Practicing", "Practicar"),
    criteria: &[
        words("I have three things that help me through an urge", "Tengo tres cosas que me ayudan cuando llegan las ganas"),
        words("I have people around me who know", "Tengo cerca a personas que lo saben"),
        words("My days have a shape I can keep", "Mis días tienen una forma que puedo mantener"),
    ],
};
const CARRY: PhaseTemplate = PhaseTemplate {
    name: words("Carrying on", "Seguir adelante"),
    criteria: &[
        words("I know my early signs and what I do then", "Conozco mis primeras señales y qué hago entonces"),
        words("I chose what goes on after this program", "Elegí lo que sigue después de este programa"),
    ],
};

const CONSENT: ItemTemplate = item(
    IntakeKind::Form,
    words("Consent to treatment, read and talked through", "Consentimiento para el tratamiento, leído y conversado"),
    IntakeOwner::Client,
    3,
    true,
);
const CONTACT: ItemTemplate = item(
    IntakeKind::Form,
    words("How we may reach you, and how we may not", "Cómo podemos contactarle y cómo no"),
    IntakeOwner::Client,
    3,
    true,
);
const ASSESSMENT: ItemTemplate =
    item(IntakeKind::Task, words("First assessment", "Primera evaluación"), IntakeOwner::Staff, 7, true);
const SAFETY: ItemTemplate = item(
    IntakeKind::Task,
    words("Safety plan written together", "Plan de seguridad escrito juntos"),
    IntakeOwner::Staff,
    7,
    true,
);
const IDENTITY: ItemTemplate = item(
    IntakeKind::Document,
    words("A document with your name, if there is one", "Un documento con su nombre, si lo hay"),
    IntakeOwner::Client,
    14,
    false,
);
const MEDICAL: ItemTemplate = item(IntakeKind::Task, words("Medical check", "Revisión médica"), IntakeOwner::Staff, 1, true);

/// By how close people are held, from loosest to closest and back.
pub const TEMPLATES: &[Template] = &[
    Template {
        key: "early_intervention",
        level: ProgramLevel::EarlyIntervention,
        name: words("First steps", "Primeros pasos"),
        about: words(
            "A few conversations for people who wonder whether something should change.",
            "Unas pocas conversaciones para quienes se preguntan si algo debería cambiar.",
        ),
        criteria: words("Whoever wants to talk. No diagnosis is needed.", "Quien quiera hablar. No hace falta un diagnóstico."),
        capacity: None,
        quiet_after_days: 30,
        phases: &[ARRIVE],
        intake: &[CONTACT],
    },
    Template {
        key: "outpatient",
        level: ProgramLevel::Outpatient,
        name: words("Outpatient", "Programa ambulatorio"),
        about: words(
            "Weekly sessions and a group, while life goes on at home.",
            "Sesiones semanales y un grupo, mientras la vida sigue en casa.",
        ),
        criteria: words(
            "A safe place to live, and no need for medical care around the clock.",
            "Un lugar seguro donde vivir y sin necesidad de atención médica continua.",
        ),
        capacity: Some(60),
        quiet_after_days: 14,
        phases: &[ARRIVE, PRACTICE, CARRY],
        intake: &[CONSENT, CONTACT, ASSESSMENT, SAFETY, IDENTITY],
    },
    Template {
        key: "intensive_outpatient",
        level: ProgramLevel::IntensiveOutpatient,
        name: words("Intensive outpatient", "Programa ambulatorio intensivo"),
        about: words(
            "Nine hours a week or more, on at least three days.",
            "Nueve horas por semana o más, en al menos tres días.",
        ),
        criteria: words(
            "When once a week is not enough, and nights at home are safe.",
            "Cuando una vez por semana no basta y las noches en casa son seguras.",
        ),
        capacity: Some(24),
        quiet_after_days: 5,
        phases: &[ARRIVE, PRACTICE, CARRY],
        intake: &[CONSENT, CONTACT, ASSESSMENT, SAFETY, IDENTITY],
    },
    Template {
        key: "partial_hospitalization",
        level: ProgramLevel::PartialHospitalization,
        name: words("Day program", "Programa de día"),
        about: words("Whole days here, evenings at home.", "Días enteros aquí, las tardes en casa."),
        criteria: words("Daily support with a doctor within reach.", "Apoyo diario con un médico cerca."),
        capacity: Some(16),
        quiet_after_days: 3,
        phases: &[ARRIVE, PRACTICE, CARRY],
        intake: &[CONSENT, CONTACT, MEDICAL, ASSESSMENT, SAFETY],
    },
    Template {
        key: "residential",
        level: ProgramLevel::Residential,
        name: words("Residential", "Programa residencial"),
        about: words(
            "A house to live in for a while, with people around.",
            "Una casa donde vivir un tiempo, con gente alrededor.",
        ),
        criteria: words("When home is no place to begin from.", "Cuando la casa no es un lugar desde donde empezar."),
        capacity: Some(12),
        quiet_after_days: 2,
        phases: &[ARRIVE, PRACTICE, CARRY],
        intake: &[CONSENT, CONTACT, MEDICAL, ASSESSMENT, SAFETY, IDENTITY],
    },
    Template {
        key: "withdrawal_management",
        level: ProgramLevel::WithdrawalManagement,
        name: words("Withdrawal care", "Atención de abstinencia"),
        about: words(
            "Some days with medical care, and a next place from the first hour on.",
            "Unos días con atención médica y un siguiente lugar desde la primera hora.",
        ),
        criteria: words("A doctor decides together with the person.", "Un médico decide junto con la persona."),
        capacity: Some(6),
        quiet_after_days: 1,
        phases: &[],
        intake: &[MEDICAL, CONSENT, SAFETY],
    },
    Template {
        key: "opioid_treatment",
        level: ProgramLevel::OpioidTreatment,
        name: words("Medication program", "Programa con medicación"),
        about: words(
            "Medication, and people to talk with, for as long as it helps.",
            "Medicación y personas con quienes hablar, mientras ayude.",
        ),
        criteria: words("A doctor decides together with the person.", "Un médico decide junto con la persona."),
        capacity: Some(80),
        quiet_after_days: 7,
        phases: &[ARRIVE, PRACTICE],
        intake: &[MEDICAL, CONSENT, CONTACT, SAFETY],
    },
    Template {
        key: "recovery_support",
        level: ProgramLevel::RecoverySupport,
        name: words("Recovery support", "Apoyo en la recuperación"),
        about: words(
            "Peers, groups and practical help, without an end date.",
            "Pares, grupos y ayuda práctica, sin fecha de término.",
        ),
        criteria: words("Whoever wants company on the way.", "Quien quiera compañía en el camino."),
        capacity: None,
        quiet_after_days: 21,
        phases: &[],
        intake: &[CONTACT],
    },
    Template {
        key: "aftercare",
        level: ProgramLevel::Aftercare,
        name: words("Aftercare", "Después del programa"),
        about: words(
            "The same people, the same groups, for as long as you want.",
            "Las mismas personas, los mismos grupos, todo el tiempo que quiera.",
        ),
        criteria: words("Whoever finished or left a program here.", "Quien terminó o dejó un programa aquí."),
        capacity: None,
        quiet_after_days: 60,
        phases: &[],
        intake: &[],
    },
];

/// The template of this key.
pub fn named(key: &str) -> Result<&'static Template, Problem> {
    TEMPLATES.iter().find(|template| template.key == key).ok_or_else(|| Problem::invalid("fromTemplate", "template_unknown"))
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    #[test]
    fn each_level_of_care_has_one_in_both_languages() {
        for level in ProgramLevel::VARIANTS {
            let template = named(level.name()).unwrap();
            assert_eq!(template.level, *level);
            let mut texts = vec![template.name, template.about, template.criteria];
            texts.extend(template.phases.iter().map(|phase| phase.name));
            texts.extend(template.phases.iter().flat_map(|phase| phase.criteria.iter().copied()));
            texts.extend(template.intake.iter().map(|item| item.name));
            for text in texts {
                assert!(!text.en.is_empty() && !text.es.is_empty() && text.en != text.es, "{}", text.en);
            }
        }
        assert_eq!(TEMPLATES.len(), ProgramLevel::VARIANTS.len());
    }
}
