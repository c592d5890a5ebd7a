//! The words for what somebody lived through: a list, so that two people find each other by the same one, and nobody
//! has to put it into words of their own. Labels in the languages we have.

use super::ExperienceKind;
use super::ExperienceKind::{
    AgeBand, Faith, Gender, Grief, Health, Justice, Language, Lgbtq, Parenting, Pathway, Region, Substance, Trauma, Veteran, Work,
};
use crate::language::Locale;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Stable.
    pub code: &'static str,
    pub kind: ExperienceKind,
    en: &'static str,
    es: &'static str,
}

impl Word {
    pub fn label(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.en,
            Locale::Es => self.es,
        }
    }
}

const fn word(code: &'static str, kind: ExperienceKind, en: &'static str, es: &'static str) -> Word {
    Word { code, kind, en, es }
}

pub const WORDS: &[Word] = &[
    word("alcohol", Substance, "alcohol", "alcohol"),
    word("opioids", Substance, "opioids", "opioides"),
    word("stimulants", Substance, "stimulants", "estimulantes"),
    word("cannabis", Substance, "cannabis", "cannabis"),
    word("benzodiazepines", Substance, "benzodiazepines", "benzodiacepinas"),
    word("several_substances", Substance, "more than one substance", "más de una sustancia"),
    word("gambling", Substance, "gambling", "juego"),
    word("twelve_step", Pathway, "twelve-step path", "camino de doce pasos"),
    word("smart", Pathway, "self-management path", "camino de autogestión"),
    word("medication", Pathway, "medication as part of the path", "medicación como parte del camino"),
    word("faith_path", Pathway, "a path of faith", "un camino de fe"),
    word("secular", Pathway, "a secular path", "un camino laico"),
    word("harm_reduction", Pathway, "harm reduction", "reducción de daños"),
    word("first_year", Pathway, "the first year", "el primer año"),
    word(
        "starting_again",
        Pathway,
        "starting again after a return to use",
        "volver a empezar después de haber consumido de nuevo",
    ),
    word("young_children", Parenting, "small children", "hijos pequeños"),
    word("teenagers", Parenting, "teenagers", "hijos adolescentes"),
    word("single_parent", Parenting, "parenting alone", "criar a solas"),
    word("custody", Parenting, "a custody matter", "un asunto de custodia"),
    word("expecting", Parenting, "expecting a child", "esperar un hijo"),
    word("apart_from_children", Parenting, "living apart from one's children", "vivir lejos de los hijos"),
    word("probation", Justice, "probation or parole", "libertad condicional"),
    word("incarceration", Justice, "time inside", "tiempo en prisión"),
    word("drug_court", Justice, "a court program", "un programa judicial"),
    word("record", Justice, "living with a record", "vivir con antecedentes"),
    word("veteran", Veteran, "military service", "servicio militar"),
    word("deployment", Veteran, "deployment", "despliegue militar"),
    word("military_family", Veteran, "a military family", "una familia militar"),
    word("lgbtq", Lgbtq, "being LGBTQ+", "ser LGBTQ+"),
    word("coming_out", Lgbtq, "coming out", "salir del clóset"),
    word("trans", Lgbtq, "being trans or nonbinary", "ser trans o no binario"),
    word("lost_partner", Grief, "losing a partner", "perder a la pareja"),
    word("lost_child", Grief, "losing a child", "perder un hijo"),
    word("lost_parent", Grief, "losing a parent", "perder a un padre o una madre"),
    word("lost_friend_overdose", Grief, "losing somebody to an overdose", "perder a alguien por una sobredosis"),
    word("divorce", Grief, "a separation", "una separación"),
    word("childhood_trauma", Trauma, "hard things in childhood", "cosas duras en la infancia"),
    word("violence", Trauma, "violence at home", "violencia en casa"),
    word("sexual_trauma", Trauma, "sexual trauma", "trauma sexual"),
    word("accident", Trauma, "an accident or disaster", "un accidente o desastre"),
    word("spanish", Language, "Spanish at home", "español en casa"),
    word("english", Language, "English at home", "inglés en casa"),
    word("bilingual", Language, "two languages", "dos idiomas"),
    word("sign_language", Language, "sign language", "lengua de señas"),
    word("new_country", Language, "a new country", "un país nuevo"),
    word("rural", Region, "country life", "vida en el campo"),
    word("city", Region, "city life", "vida en la ciudad"),
    word("tribal", Region, "a tribal community", "una comunidad indígena"),
    word("border", Region, "life near the border", "vida cerca de la frontera"),
    word("moved_far", Region, "living far from home", "vivir lejos de casa"),
    word("age_18_25", AgeBand, "18 to 25 years old", "de 18 a 25 años"),
    word("age_26_39", AgeBand, "26 to 39 years old", "de 26 a 39 años"),
    word("age_40_59", AgeBand, "40 to 59 years old", "de 40 a 59 años"),
    word("age_60_up", AgeBand, "60 years old or older", "60 años o más"),
    word("woman", Gender, "being a woman", "ser mujer"),
    word("man", Gender, "being a man", "ser hombre"),
    word("nonbinary", Gender, "being nonbinary", "ser no binario"),
    word("chronic_pain", Health, "long-lasting pain", "dolor que dura"),
    word("depression", Health, "depression", "depresión"),
    word("anxiety", Health, "anxiety", "ansiedad"),
    word("hepatitis_hiv", Health, "living with hepatitis or HIV", "vivir con hepatitis o VIH"),
    word("disability", Health, "a disability", "una discapacidad"),
    word("eating", Health, "trouble with eating", "dificultades con la comida"),
    word("out_of_work", Work, "being out of work", "estar sin trabajo"),
    word("night_shift", Work, "night shifts", "turnos de noche"),
    word("health_worker", Work, "work in health care", "trabajo en salud"),
    word("homelessness", Work, "having been without a home", "haber estado sin casa"),
    word("studying", Work, "studying", "estudiar"),
    word("christian", Faith, "Christian faith", "fe cristiana"),
    word("muslim", Faith, "Muslim faith", "fe musulmana"),
    word("jewish", Faith, "Jewish faith", "fe judía"),
    word("no_faith", Faith, "no faith", "ninguna fe"),
];

pub fn find(code: &str) -> Option<&'static Word> {
    WORDS.iter().find(|word| word.code == code)
}

/// Words of a gender: what a client may ask for in a mentor.
pub fn gender(code: &str) -> Option<&'static Word> {
    find(code).filter(|word| word.kind == Gender)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use strum::VariantArray;

    use super::*;

    #[test]
    fn each_word_is_there_once_and_each_kind_has_some() {
        let codes: HashSet<&str> = WORDS.iter().map(|word| word.code).collect();
        assert_eq!(codes.len(), WORDS.len());
        for kind in ExperienceKind::VARIANTS {
            assert!(WORDS.iter().any(|word| word.kind == *kind), "{kind:?}");
        }
        assert!(gender("woman").is_some() && gender("alcohol").is_none() && find("").is_none());
    }
}
