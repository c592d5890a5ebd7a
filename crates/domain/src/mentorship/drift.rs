//! "Is this your role?" Words in what a mentor writes that belong to somebody else's part: hints, never a lock. Rules of our
//! own, in both languages; the text goes nowhere.

use crate::members::fields::folded;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Drift {
    /// Advice about medication.
    Medication,
    Money,
    /// Driving somebody, late.
    NightTransport,
    Romance,
    /// A diagnosis, a treatment: clinical language.
    Clinical,
}

/// Phrases without case and accents; each begins at the beginning of a word. A `*` at the end: the word may go on.
const PHRASES: &[(Drift, &[&str])] = &[
    (
        Drift::Medication,
        &[
            "stop taking",
            "skip your dose",
            "skip a dose",
            "take more of",
            "take less of",
            "double your dose",
            "lower your dose",
            "taper*",
            "you should take",
            "your meds",
            "cut your pills",
            "half a pill",
            "get off methadone",
            "get off suboxone",
            "deja de tomar",
            "dejes de tomar",
            "toma mas",
            "toma menos",
            "salta la dosis",
            "saltate la dosis",
            "baja la dosis",
            "sube la dosis",
            "tus pastillas",
            "tu medicacion",
            "media pastilla",
        ],
    ),
    (
        Drift::Money,
        &[
            "lend you",
            "borrow*",
            "loan you",
            "pay you back",
            "give you money",
            "send you money",
            "venmo",
            "cash app",
            "cashapp",
            "paypal",
            "zelle",
            "your rent",
            "te presto",
            "prestame",
            "te devuelvo",
            "te doy dinero",
            "te mando dinero",
            "tu renta",
            "te pago",
        ],
    ),
    (
        Drift::NightTransport,
        &[
            "drive you tonight",
            "pick you up tonight",
            "ride tonight",
            "drive you home tonight",
            "pick you up at midnight",
            "crash at my place",
            "sleep at my place",
            "stay at my place",
            "te llevo esta noche",
            "te recojo esta noche",
            "te busco esta noche",
            "duerme en mi casa",
            "quedate en mi casa",
            "dormir en mi casa",
        ],
    ),
    (
        Drift::Romance,
        &[
            "i love you",
            "in love with",
            "miss your body",
            "kiss you",
            "date me",
            "go on a date",
            "you look hot",
            "sexy",
            "be my girlfriend",
            "be my boyfriend",
            "te amo",
            "estoy enamorad*",
            "besarte",
            "un beso en la boca",
            "salir conmigo",
            "se mi novi*",
            "mi amor",
        ],
    ),
    (
        Drift::Clinical,
        &[
            "diagnos*",
            "bipolar",
            "borderline",
            "your disorder",
            "personality disorder",
            "treatment plan",
            "prescri*",
            "clinically",
            "psychotic",
            "ptsd",
            "you are depressed",
            "tu trastorno",
            "trastorno de",
            "plan de tratamiento",
            "recet*",
            "clinicamente",
            "psicotic*",
            "tienes depresion",
        ],
    ),
];

/// The rules themselves, for whoever looks where one writes: what is not sent yet stays there. Texts are folded as [`hints`] does.
pub fn rules() -> &'static [(Drift, &'static [&'static str])] {
    PHRASES
}

/// What the text may drift into; each once, in a fixed order.
pub fn hints(text: &str) -> Vec<Drift> {
    // Words apart by one space, so that a phrase is found across signs and lines.
    let folded = folded(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let text = format!(" {} ", words.join(" "));
    let says = |phrase: &&str| match phrase.strip_suffix('*') {
        Some(beginning) => text.contains(&format!(" {beginning}")),
        None => text.contains(&format!(" {phrase} ")),
    };
    PHRASES.iter().filter(|(_, phrases)| phrases.iter().any(says)).map(|(drift, _)| *drift).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_another_role_are_noticed_in_both_languages() {
        for (text, drift) in [
            ("Maybe you should take two of them.", Drift::Medication),
            ("¡Deja de tomar eso!", Drift::Medication),
            ("I can lend\nyou forty.", Drift::Money),
            ("Te presto para la renta", Drift::Money),
            ("I'll pick you up tonight, after the bar closes", Drift::NightTransport),
            ("Quédate en mi casa", Drift::NightTransport),
            ("I love you", Drift::Romance),
            ("Estoy enamorado", Drift::Romance),
            ("That sounds like a diagnosis of bipolar", Drift::Clinical),
            ("según tu plan de tratamiento", Drift::Clinical),
        ] {
            assert_eq!(hints(text), [drift], "{text}");
        }
    }

    #[test]
    fn a_mentors_own_words_raise_nothing() {
        for text in [
            "How was the weekend? I walked by the water.",
            "I know that feeling. For me it helped to call somebody.",
            "Shall we meet on Tuesday evening?",
            "¿Cómo dormiste? A mí me ayudó caminar.",
            "Ask your doctor about it, I can come along if you like.",
            "",
        ] {
            assert!(hints(text).is_empty(), "{text}: {:?}", hints(text));
        }
    }
}
