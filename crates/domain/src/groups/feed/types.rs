//! Meeting types as the Meeting Guide specification codes them (https://github.com/code4recovery/spec). Pure.

use super::super::{AccessFact, GroupAccess, GroupAudience, GroupFormat, GroupPathway, MeetingMode};

/// Every code of the specification. Others mean nothing to whoever reads a feed.
pub const CODES: [&str; 87] = [
    "11", "12x12", "A", "ABSI", "AF", "AL", "AL-AN", "AM", "AR", "ASL", "B", "BA", "BE", "BG", "BI", "BRK", "C", "CAN", "CF",
    "D", "DA", "DB", "DD", "DE", "DR", "EL", "EN", "FA", "FF", "FI", "FR", "G", "GR", "H", "HE", "HI", "HR", "HU", "IS", "ITA",
    "JA", "KA", "KOR", "L", "LGBTQ", "LIT", "LS", "LT", "M", "MED", "ML", "MT", "N", "NB", "NDG", "NE", "NL", "NO", "O", "OUT",
    "P", "POA", "POC", "POL", "POR", "PUN", "RUS", "S", "SEN", "SK", "SL", "SM", "SP", "ST", "SV", "T", "TC", "TH", "TL", "TR",
    "TUR", "UK", "W", "X", "XB", "XT", "Y",
];

/// The place is closed for now: whoever goes there stands before a locked door.
pub const CLOSED_FOR_NOW: &str = "TC";

/// The code as the specification writes it, or `None`: not one of them.
pub fn known(code: &str) -> Option<&'static str> {
    CODES.into_iter().find(|known| *known == code)
}

/// What of a group its codes say.
#[derive(Debug, Clone, Copy)]
pub struct Kinds<'a> {
    pub access: GroupAccess,
    pub format: GroupFormat,
    pub audience: &'a [GroupAudience],
    pub pathways: &'a [GroupPathway],
    pub accessibility: &'a [AccessFact],
    /// BCP 47.
    pub languages: &'a [String],
    pub mode: MeetingMode,
}

fn access(access: GroupAccess) -> &'static str {
    match access {
        GroupAccess::Open => "O",
        GroupAccess::Closed => "C",
    }
}

/// Formats without a code are left out rather than called something they are not.
fn format(format: GroupFormat) -> Option<&'static str> {
    match format {
        GroupFormat::Discussion | GroupFormat::Topic => Some("D"),
        GroupFormat::Speaker => Some("SP"),
        GroupFormat::StepStudy => Some("ST"),
        GroupFormat::BookStudy => Some("LIT"),
        GroupFormat::Meditation => Some("MED"),
        GroupFormat::RoundRobin
        | GroupFormat::Pitch
        | GroupFormat::Timed
        | GroupFormat::OpenEnded
        | GroupFormat::QuestionAndAnswer
        | GroupFormat::CheckIn => None,
    }
}

fn audience(audience: GroupAudience) -> Option<&'static str> {
    match audience {
        GroupAudience::Women => Some("W"),
        GroupAudience::Men => Some("M"),
        GroupAudience::Lgbtq => Some("LGBTQ"),
        GroupAudience::YoungAdults => Some("Y"),
        GroupAudience::OlderAdults => Some("SEN"),
        GroupAudience::Newcomers => Some("BE"),
        GroupAudience::PeopleOfColor => Some("POC"),
        GroupAudience::Parents | GroupAudience::Veterans => None,
    }
}

/// The codes of pathways are those of one fellowship's books; only this one means the same everywhere.
fn pathway(pathway: GroupPathway) -> Option<&'static str> {
    (pathway == GroupPathway::Secular).then_some("A")
}

/// What is true of a room says nothing about a group that has none.
fn accessibility(fact: AccessFact, has_room: bool) -> Option<&'static str> {
    match fact {
        AccessFact::Asl => Some("ASL"),
        AccessFact::Wheelchair if has_room => Some("X"),
        AccessFact::AccessibleBathroom if has_room => Some("XB"),
        AccessFact::Childcare if has_room => Some("BA"),
        _ => None,
    }
}

/// By the language itself, whatever its region or script.
fn language(tag: &str) -> Option<&'static str> {
    let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    Some(match primary.as_str() {
        "af" => "AF",
        "am" => "AM",
        "ar" => "AR",
        "ase" => "ASL",
        "bg" => "BG",
        "da" => "DA",
        "de" => "DE",
        "el" => "EL",
        "en" => "EN",
        "es" => "S",
        "fa" => "FA",
        "fi" => "FI",
        "fr" => "FR",
        "he" => "HE",
        "hi" => "HI",
        "hr" => "HR",
        "hu" => "HU",
        "is" => "IS",
        "it" => "ITA",
        "ja" => "JA",
        "ka" => "KA",
        "ko" => "KOR",
        "lt" => "LT",
        "ml" => "ML",
        "mt" => "MT",
        "nb" | "nn" | "no" => "NO",
        "ne" => "NE",
        "nl" => "NL",
        "pa" => "PUN",
        "pl" => "POL",
        "pt" => "POR",
        "ru" => "RUS",
        "sk" => "SK",
        "sl" => "SL",
        "sv" => "SV",
        "th" => "TH",
        "fil" | "tl" => "TL",
        "tr" => "TUR",
        "uk" => "UK",
        _ => return None,
    })
}

/// The codes of a group, each once. Never `TC` (a group that does not meet is not in the feed) nor `POA` (a proof is the
/// member's own to ask for, and no promise to the public).
pub fn of_group(kinds: &Kinds<'_>) -> Vec<&'static str> {
    let has_room = kinds.mode != MeetingMode::Online;
    let mut codes = vec![access(kinds.access)];
    codes.extend(format(kinds.format));
    codes.extend(kinds.audience.iter().filter_map(|one| audience(*one)));
    codes.extend(kinds.pathways.iter().filter_map(|one| pathway(*one)));
    codes.extend(kinds.accessibility.iter().filter_map(|one| accessibility(*one, has_room)));
    codes.extend(kinds.languages.iter().filter_map(|tag| language(tag)));
    let mut once: Vec<&'static str> = Vec::with_capacity(codes.len());
    for code in codes {
        if !once.contains(&code) {
            once.push(code);
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    fn codes(
        format: GroupFormat,
        audience: &[GroupAudience],
        accessibility: &[AccessFact],
        languages: &[&str],
        mode: MeetingMode,
    ) -> Vec<&'static str> {
        let languages: Vec<String> = languages.iter().map(|tag| (*tag).to_owned()).collect();
        let kinds =
            Kinds { access: GroupAccess::Open, format, audience, pathways: &[], accessibility, languages: &languages, mode };
        of_group(&kinds)
    }

    #[test]
    fn each_kind_has_its_code() {
        use AccessFact as F;
        use GroupAudience as A;
        use MeetingMode::{Hybrid, InPerson, Online};
        for (format, code) in [
            (GroupFormat::Discussion, Some("D")),
            (GroupFormat::Speaker, Some("SP")),
            (GroupFormat::StepStudy, Some("ST")),
            (GroupFormat::BookStudy, Some("LIT")),
            (GroupFormat::Meditation, Some("MED")),
            (GroupFormat::Pitch, None),
        ] {
            let expected: Vec<&str> = [Some("O"), code, Some("EN")].into_iter().flatten().collect();
            assert_eq!(codes(format, &[], &[], &["en"], InPerson), expected);
        }
        let everybody = [A::Women, A::Men, A::Lgbtq, A::YoungAdults, A::Newcomers, A::Veterans];
        assert_eq!(codes(GroupFormat::Timed, &everybody, &[], &[], InPerson), ["O", "W", "M", "LGBTQ", "Y", "BE"]);
        let facts = [F::Wheelchair, F::AccessibleBathroom, F::Asl, F::QuietSpace];
        for (mode, expected) in
            [(InPerson, vec!["O", "X", "XB", "ASL"]), (Hybrid, vec!["O", "X", "XB", "ASL"]), (Online, vec!["O", "ASL"])]
        {
            assert_eq!(codes(GroupFormat::Timed, &[], &facts, &[], mode), expected);
        }
        let spoken = ["es-MX", "EN-us", "pt-BR", "zh-Hant", "ase"];
        assert_eq!(codes(GroupFormat::Timed, &[], &[F::Asl], &spoken, Online), ["O", "ASL", "S", "EN", "POR"]);
    }

    #[test]
    fn closed_and_secular() {
        let kinds = Kinds {
            access: GroupAccess::Closed,
            format: GroupFormat::RoundRobin,
            audience: &[],
            pathways: GroupPathway::VARIANTS,
            accessibility: &[],
            languages: &[],
            mode: MeetingMode::Online,
        };
        assert_eq!(of_group(&kinds), ["C", "A"]);
    }

    /// Whatever a group is, its codes are in the specification, once each, and never say what we do not promise.
    #[test]
    fn nothing_is_said_that_the_specification_does_not_know() {
        let mut sorted = CODES.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), CODES.len());
        let languages: Vec<String> =
            (b'a'..=b'z').flat_map(|a| (b'a'..=b'z').map(move |b| String::from_utf8_lossy(&[a, b]).into_owned())).collect();
        for format in GroupFormat::VARIANTS {
            for mode in MeetingMode::VARIANTS {
                let kinds = Kinds {
                    access: GroupAccess::Open,
                    format: *format,
                    audience: GroupAudience::VARIANTS,
                    pathways: GroupPathway::VARIANTS,
                    accessibility: AccessFact::VARIANTS,
                    languages: &languages,
                    mode: *mode,
                };
                let said = of_group(&kinds);
                assert!(said.iter().all(|code| known(code) == Some(code)), "{said:?}");
                assert!(!said.contains(&"TC") && !said.contains(&"POA"));
                let mut once = said.clone();
                once.sort_unstable();
                once.dedup();
                assert_eq!(once.len(), said.len(), "{said:?}");
            }
        }
    }
}
