//! Who the people of the crowd are: names, languages, hours, what they lived through. Always the same for the same number.

use cairn_domain::actor::Role;
use cairn_domain::availability::WeeklyRange;
use cairn_domain::language::Locale;
use cairn_domain::mentorship::experience::SetExperience;
use cairn_domain::mentorship::{SupportMode, Visibility};

const WOMEN: &str = "Amara Beatriz Carmen Dalia Esther Farah Gloria Hana Ingrid Joy Keisha Lucía Marisol Naomi Odette Paloma Quinn \
    Rosalind Sofía Tamsin Ursula Valentina Willa Ximena Yolanda Zora Bridget Consuelo Delphine Maeve";
const MEN: &str = "Adrián Bashir Caleb Desmond Emilio Fergus Gabriel Hiro Isaac Jorge Kwame Leif Malik Nestor Omar Pablo Quentin \
    Rafael Silas Tomás Uriel Victor Walter Xavier Yusuf Zane Bruno Curtis Dmitri Elias";
const ANY: &str = "Alex Blair Charlie Devon Ellis Frankie Jules Morgan River Sam";
const LAST: &str = "Abara Alvarado Andersen Baptiste Barrios Beaulieu Bianchi Boone Cabrera Calloway Castellanos Chowdhury Coleman \
    Cruz Dawson Delgado Dubois Eriksson Espinoza Farrell Fischer Fuentes Gallagher Garza Goldberg Guerrero Haddad \
    Hawkins Hoang Ibáñez Iyer Jarvis Joseph Kapoor Keller Kowalski Lindgren Lozano MacLeod Marchetti Medina Mensah \
    Moreau Navarro Nguyen Novak Ochoa Okafor Olsen Ortega Pereira Quintero Reilly Rosario Santiago Sinclair \
    Thibodeau Vargas Whitaker Yang Zamora";
const ZONES: [&str; 8] = [
    "America/New_York",
    "America/New_York",
    "America/New_York",
    "America/New_York",
    "America/New_York",
    "America/Chicago",
    "America/Puerto_Rico",
    "America/Los_Angeles",
];
const SUBSTANCES: [&str; 7] = ["alcohol", "alcohol", "opioids", "opioids", "stimulants", "several_substances", "cannabis"];
const PATHS: [&str; 7] = ["twelve_step", "smart", "medication", "medication", "secular", "faith_path", "harm_reduction"];
const AGES: [&str; 4] = ["age_18_25", "age_26_39", "age_40_59", "age_60_up"];
const LIVED: &str = "young_children teenagers single_parent custody probation incarceration record veteran military_family lgbtq \
    lost_partner lost_parent lost_friend_overdose divorce childhood_trauma chronic_pain depression anxiety \
    out_of_work night_shift health_worker homelessness studying rural";
const MODES: [&[SupportMode]; 5] = [
    &[],
    &[SupportMode::Online, SupportMode::Messages],
    &[SupportMode::InPerson, SupportMode::Phone],
    &[SupportMode::Phone, SupportMode::Messages],
    &[SupportMode::InPerson, SupportMode::Online, SupportMode::Phone, SupportMode::Messages],
];
/// Weekdays and minutes of the day.
const HOURS: [(&[i8], i16, i16); 6] = [
    (&[2, 4], 17 * 60, 20 * 60),
    (&[1, 3, 5], 8 * 60, 11 * 60),
    (&[6, 7], 10 * 60, 14 * 60),
    (&[1, 2, 3, 4], 18 * 60, 21 * 60),
    (&[2, 3, 5], 12 * 60, 15 * 60),
    (&[6], 9 * 60, 18 * 60),
];

/// Looks thrown, and is the same every time.
pub(super) fn thrown(who: usize, what: usize, sides: usize) -> usize {
    let mut mixed = (who as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (what as u64 + 1).wrapping_mul(0xD1B5_4A32_D192_ED03);
    mixed ^= mixed >> 31;
    mixed = mixed.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed ^= mixed >> 29;
    (mixed % sides.max(1) as u64) as usize
}

/// Somebody of the crowd, by number: clients first, then mentors.
#[derive(Debug, Clone, Copy)]
pub(super) struct Face(pub usize);

impl Face {
    fn of<T: Copy>(self, what: usize, list: &[T], otherwise: T) -> T {
        list.get(thrown(self.0, what, list.len())).copied().unwrap_or(otherwise)
    }

    /// Nobody shares it with anybody.
    pub fn name(self) -> String {
        let given = self.0 % 70;
        let first = [WOMEN, MEN, ANY].into_iter().flat_map(str::split_whitespace).nth(given).unwrap_or("Sam");
        let last: Vec<&str> = LAST.split_whitespace().collect();
        let last = last.get((self.0 + 7 * (self.0 / 70)) % last.len().max(1)).copied().unwrap_or("Cruz");
        format!("{first} {last}")
    }

    pub fn gender(self) -> &'static str {
        match self.0 % 70 {
            0..30 => "woman",
            30..60 => "man",
            _ => "nonbinary",
        }
    }

    pub fn locale(self) -> Locale {
        if thrown(self.0, 1, 4) == 0 { Locale::Es } else { Locale::En }
    }

    pub fn zone(self) -> &'static str {
        self.of(2, &ZONES, "America/New_York")
    }

    /// A client speaks their own; whoever mentors often speaks both.
    pub fn languages(self, role: Role) -> Vec<String> {
        let both = thrown(self.0, 3, 5) < 2;
        let mut spoken = match self.locale() {
            Locale::Es if role == Role::Client && !both => vec!["es"],
            Locale::En if !both => vec!["en"],
            _ => vec!["en", "es"],
        };
        spoken.extend(["pt", "fr", "vi", "ar"].get(thrown(self.0, 4, 40)).copied());
        spoken.into_iter().map(str::to_owned).collect()
    }

    pub fn modes(self) -> Vec<SupportMode> {
        self.of(5, &MODES, &[]).to_vec()
    }

    pub fn hours(self) -> Vec<WeeklyRange> {
        let (days, from, until) = self.of(6, &HOURS, HOURS[0]);
        days.iter().map(|&weekday| WeeklyRange { weekday, from, until }).collect()
    }

    /// Mentors tell more of it.
    pub fn lived(self, role: Role) -> Vec<SetExperience> {
        let open = usize::from(role != Role::Client) * 2;
        let mut codes = vec![
            self.of(10, &SUBSTANCES, "alcohol"),
            self.of(11, &PATHS, "secular"),
            self.of(12, &AGES, "age_26_39"),
            self.gender(),
        ];
        let more: Vec<&str> = LIVED.split_whitespace().collect();
        for turn in 0..2 + thrown(self.0, 13, 4) {
            let code = self.of(20 + turn, &more, "anxiety");
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let seen = |nth: usize| match thrown(self.0, 40 + nth, 5) + open {
            0 | 1 => Visibility::Silent,
            2..=4 => Visibility::Shared,
            _ => Visibility::Full,
        };
        let lived = codes.into_iter().enumerate();
        lived.map(|(nth, code)| SetExperience { code: code.to_owned(), visibility: seen(nth) }).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use cairn_domain::mentorship::vocabulary;

    use super::super::{CLIENTS, MENTORS};
    use super::*;

    #[test]
    fn everybody_has_a_name_of_their_own() {
        let names: HashSet<String> = (0..CLIENTS + MENTORS).map(|number| Face(number).name()).collect();
        assert_eq!(names.len(), CLIENTS + MENTORS);
    }

    #[test]
    fn what_they_lived_through_is_of_the_vocabulary_and_said_once() {
        for number in 0..CLIENTS + MENTORS {
            for role in [Role::Client, Role::PeerMentor] {
                let lived = Face(number).lived(role);
                let codes: HashSet<&str> = lived.iter().map(|one| one.code.as_str()).collect();
                assert_eq!(codes.len(), lived.len(), "{number}");
                assert!(codes.iter().all(|code| vocabulary::find(code).is_some()), "{number}: {codes:?}");
                assert!((4..=10).contains(&lived.len()), "{number}");
            }
        }
    }
}
