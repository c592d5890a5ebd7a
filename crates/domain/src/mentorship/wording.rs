//! Words that belong to mentoring itself, in the reader's language: why two people fit, and what they agree on.

use super::matching::{DayPart, Reason};
use super::vocabulary;
use crate::language::Locale;

/// The lines of the agreement that both of a pair read and accept, in its current version.
pub fn agreement(locale: Locale) -> [&'static str; 7] {
    match locale {
        Locale::En => [
            "We walk together because both of us want to. Each of us can pause or stop at any time.",
            "We meet and write as we settle it between us, at hours that are good for both.",
            "Between meetings we answer when we can. In danger we call for help, and do not wait for each other.",
            "What we tell each other stays with us, except when somebody's life or safety is at risk or the law asks for it.",
            "The one who mentors shares what helped them. They are no counselor, no doctor and no lender, and more than this kind of company it will not be.",
            "When one of us has a hard time, we say so, and let others stand in.",
            "We end well: with a last meeting, and with what we take along.",
        ],
        Locale::Es => [
            "Caminamos juntos porque ambos queremos. Cada uno puede hacer una pausa o terminar en cualquier momento.",
            "Nos vemos y nos escribimos como lo acordemos, en horas buenas para ambos.",
            "Entre encuentros respondemos cuando podemos. En peligro pedimos ayuda, sin esperar al otro.",
            "Lo que nos contamos queda entre nosotros, salvo que haya riesgo para la vida o la seguridad de alguien o lo exija la ley.",
            "Quien acompaña comparte lo que le ayudó. No es consejero, ni médico, ni prestamista, y no será más que esta clase de compañía.",
            "Cuando uno de nosotros pasa por un momento difícil, lo decimos y dejamos que otros ayuden.",
            "Terminamos bien: con un último encuentro y con lo que nos llevamos.",
        ],
    }
}

fn language(tag: &str, locale: Locale) -> String {
    let (en, es) = match tag {
        "en" => ("English", "inglés"),
        "es" => ("Spanish", "español"),
        "fr" => ("French", "francés"),
        "pt" => ("Portuguese", "portugués"),
        "ht" => ("Haitian Creole", "criollo haitiano"),
        "ar" => ("Arabic", "árabe"),
        "so" => ("Somali", "somalí"),
        "zh" => ("Chinese", "chino"),
        "vi" => ("Vietnamese", "vietnamita"),
        "ru" => ("Russian", "ruso"),
        "ase" => ("American Sign Language", "lengua de señas americana"),
        other => return other.to_owned(),
    };
    if locale == Locale::En { en.to_owned() } else { es.to_owned() }
}

impl Reason {
    /// One line; the same for both of the pair.
    pub fn say(&self, locale: Locale) -> String {
        match (self, locale) {
            (Self::WeShare { code }, _) => {
                let label = vocabulary::find(code).map_or("", |word| word.label(locale));
                if locale == Locale::En { format!("You share: {label}") } else { format!("Comparten: {label}") }
            }
            (Self::Language { tag }, Locale::En) => format!("You both speak {}", language(tag, locale)),
            (Self::Language { tag }, Locale::Es) => format!("Ambos hablan {}", language(tag, locale)),
            (Self::Time { weekday, part }, locale) => time(*weekday, *part, locale),
        }
    }
}

fn time(weekday: i8, part: DayPart, locale: Locale) -> String {
    const EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    const ES: [&str; 7] = ["Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábados", "Domingos"];
    let day = usize::try_from(weekday - 1).unwrap_or(0).min(6);
    match locale {
        Locale::En => {
            let part = match part {
                DayPart::Morning => "mornings",
                DayPart::Afternoon => "afternoons",
                DayPart::Evening => "evenings",
            };
            format!("{} {part}", EN[day])
        }
        Locale::Es => {
            let part = match part {
                DayPart::Morning => "por la mañana",
                DayPart::Afternoon => "por la tarde",
                DayPart::Evening => "por la noche",
            };
            format!("{} {part}", ES[day])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_read_in_both_languages() {
        let evening = Reason::Time { weekday: 2, part: DayPart::Evening };
        assert_eq!((evening.say(Locale::En), evening.say(Locale::Es)), ("Tuesday evenings".into(), "Martes por la noche".into()));
        let shared = Reason::WeShare { code: "young_children".to_owned() };
        assert_eq!(shared.say(Locale::En), "You share: small children");
        assert_eq!(Reason::Language { tag: "es".to_owned() }.say(Locale::Es), "Ambos hablan español");
    }

    #[test]
    fn the_agreement_has_the_same_lines_in_both_languages() {
        assert!(
            agreement(Locale::En).iter().zip(agreement(Locale::Es)).all(|(en, es)| !en.is_empty() && !es.is_empty() && *en != es)
        );
    }
}
