//! Expected outcomes, told in the reader's language.

use std::sync::LazyLock;

use async_graphql::{ID, Interface, SimpleObject};
use cairn_domain::Problem as Expected;
use cairn_domain::ids::WireId;
use cairn_domain::language::{FluentValue, Locale, Words};

use super::calendar::Slot;
use super::programs::kinds::EnrollmentState;
use super::scalars::DateTime;

static WORDS: LazyLock<Option<Words>> =
    LazyLock::new(|| Words::new(include_str!("locales/en.ftl"), include_str!("locales/es.ftl")).ok());

/// Something the person can act on. `message` is in the viewer's language; `path` names the input fields.
#[expect(clippy::duplicated_attributes, reason = "two fields of an interface may have the same type")]
#[derive(Interface, Clone)]
#[graphql(
    field(name = "code", ty = "&String", desc = "Stable, for programs."),
    field(name = "message", ty = "&String", desc = "For people, in the viewer's language."),
    field(name = "path", ty = "&Vec<String>", desc = "The input fields it is about.")
)]
pub enum Problem {
    InvalidInput(InvalidInput),
    NotAllowed(NotAllowed),
    NotFound(NotFound),
    Conflict(Conflict),
    SlotTaken(SlotTaken),
    TooLate(TooLate),
    RateLimited(RateLimited),
    StepUpRequired(StepUpRequired),
    WrongCode(WrongCode),
    CareOpen(CareOpen),
    IllegalMove(IllegalMove),
    NamesSomeone(NamesSomeone),
}

macro_rules! problem_types {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $ty:ty),* })+) => {$(
        $(#[$doc])*
        #[derive(SimpleObject, Clone)]
        pub struct $name {
            pub code: String,
            pub message: String,
            pub path: Vec<String>,
            $($(#[$field_doc])* pub $field: $ty,)*
        }
    )+};
}

problem_types! {
    /// The input breaks a rule; `code` names it.
    InvalidInput {}
    /// Visible, but not the viewer's to do.
    NotAllowed {}
    /// Not there, or not for this viewer: the two look the same.
    NotFound {}
    /// The thing changed since it was read.
    Conflict {}
    /// Somebody was faster, or the time never was free.
    SlotTaken { alternatives: Vec<Slot> }
    /// Past the center's cutoff: the center has to be called.
    TooLate { changeable_until: DateTime, center_phone: Option<String> }
    RateLimited { retry_after_seconds: i32 }
    /// Prove again who you are (`requestStepUp`, `stepUp`), then repeat.
    StepUpRequired {}
    WrongCode { attempts_left: i32 }
    /// Somebody still expects this member: move or cancel these sessions and give these clients somebody else first.
    CareOpen { sessions: i32, clients: i32 }
    /// The way through a program does not go there from here; `legal`: where it does.
    IllegalMove { from: Option<EnrollmentState>, legal: Vec<EnrollmentState> }
    /// A part of a note names somebody of the group it is not about. `personId`: whose part; null: the shared one. `alias`:
    /// whom it names.
    NamesSomeone { person_id: Option<ID>, alias: String }
}

/// The message of a problem. Ids in the Fluent files are the codes, with dashes.
pub fn message(problem: &Expected, locale: Locale) -> String {
    let id = match problem {
        // What there is nothing of is not spoken of.
        Expected::CareOpen { clients: 0, .. } => "problem-care-open-sessions".to_owned(),
        Expected::CareOpen { sessions: 0, .. } => "problem-care-open-clients".to_owned(),
        _ => format!("problem-{}", problem.code().replace('_', "-")),
    };
    let mut args: Vec<(&str, FluentValue<'_>)> = Vec::new();
    match problem {
        Expected::Invalid { limit: Some(limit), .. } => args.push(("limit", (*limit).into())),
        Expected::RateLimited { retry_after_seconds } => args.push(("minutes", retry_after_seconds.div_ceil(60).into())),
        Expected::WrongCode { attempts_left } => args.push(("left", (*attempts_left).into())),
        Expected::CareOpen { sessions, clients } => {
            args.push(("sessions", (*sessions).into()));
            args.push(("clients", (*clients).into()));
        }
        Expected::NamesSomeone { alias, .. } => args.push(("alias", alias.as_str().into())),
        _ => {}
    }
    let Some(words) = WORDS.as_ref() else { return id };
    // A rule without words of its own still tells which field to look at.
    let id = if words.has(locale, &id) { id } else { "problem-invalid".to_owned() };
    words.say(locale, &id, &args).into_owned()
}

pub fn tell(problem: &Expected, locale: Locale) -> Problem {
    let code = problem.code().to_owned();
    let message = message(problem, locale);
    let path = match problem {
        Expected::Invalid { path, .. } | Expected::NotFound { path } | Expected::Conflict { path } => path.clone(),
        Expected::SlotTaken { .. } => vec!["startsAt".to_owned()],
        Expected::WrongCode { .. } => vec!["code".to_owned()],
        Expected::CareOpen { .. } => vec!["roles".to_owned()],
        Expected::IllegalMove { .. } => vec!["to".to_owned()],
        Expected::NamesSomeone { .. } => vec!["body".to_owned()],
        _ => Vec::new(),
    };
    match problem {
        Expected::Invalid { .. } | Expected::KeyReused => Problem::InvalidInput(InvalidInput { code, message, path }),
        Expected::NotAllowed | Expected::CenterSuspended | Expected::Expired => {
            Problem::NotAllowed(NotAllowed { code, message, path })
        }
        Expected::NotFound { .. } => Problem::NotFound(NotFound { code, message, path }),
        Expected::Conflict { .. } => Problem::Conflict(Conflict { code, message, path }),
        Expected::SlotTaken { alternatives } => Problem::SlotTaken(SlotTaken {
            code,
            message,
            path,
            alternatives: alternatives.iter().cloned().map(Slot::from).collect(),
        }),
        Expected::TooLate { changeable_until, center_phone } => Problem::TooLate(TooLate {
            code,
            message,
            path,
            changeable_until: DateTime(*changeable_until),
            center_phone: center_phone.clone(),
        }),
        Expected::RateLimited { retry_after_seconds } => Problem::RateLimited(RateLimited {
            code,
            message,
            path,
            retry_after_seconds: i32::try_from(*retry_after_seconds).unwrap_or(i32::MAX),
        }),
        Expected::StepUpRequired => Problem::StepUpRequired(StepUpRequired { code, message, path }),
        Expected::WrongCode { attempts_left } => {
            Problem::WrongCode(WrongCode { code, message, path, attempts_left: i32::try_from(*attempts_left).unwrap_or(0) })
        }
        Expected::CareOpen { sessions, clients } => Problem::CareOpen(CareOpen {
            code,
            message,
            path,
            sessions: i32::try_from(*sessions).unwrap_or(i32::MAX),
            clients: i32::try_from(*clients).unwrap_or(i32::MAX),
        }),
        Expected::IllegalMove { from, legal } => Problem::IllegalMove(IllegalMove {
            code,
            message,
            path,
            from: from.map(EnrollmentState::from),
            legal: legal.iter().map(|state| EnrollmentState::from(*state)).collect(),
        }),
        Expected::NamesSomeone { part, alias } => Problem::NamesSomeone(NamesSomeone {
            code,
            message,
            path,
            person_id: part.map(|part| ID(part.to_wire())),
            alias: alias.clone(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(source: &str) -> Vec<&str> {
        source
            .lines()
            .filter_map(|line| line.split_once(" ="))
            .map(|(id, _)| id)
            .filter(|id| !id.starts_with([' ', '#']))
            .collect()
    }

    /// The codes that the rules refuse with: the last literal of each call.
    fn codes(folder: &std::path::Path, found: &mut std::collections::BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("the rules") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                codes(&path, found);
                continue;
            }
            let source = std::fs::read_to_string(&path).expect("UTF-8");
            for call in source.split("Problem::invalid(").skip(1).chain(source.split("Problem::limit(").skip(1)) {
                let Some(arguments) = call.split(')').next() else { continue };
                let literals: Vec<&str> = arguments.split('"').skip(1).step_by(2).collect();
                let needed = if arguments.trim_start().starts_with('"') { 2 } else { 1 };
                found.extend(literals.get(needed - 1).map(|code| (*code).to_owned()));
            }
        }
    }

    #[test]
    fn every_rule_says_how_to_go_on() {
        let mut found = std::collections::BTreeSet::new();
        codes(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src"), &mut found);
        assert!(found.len() > 80, "the rules were read");
        let words = WORDS.as_ref().expect("the messages load");
        let silent: Vec<&String> =
            found.iter().filter(|code| !words.has(Locale::En, &format!("problem-{}", code.replace('_', "-")))).collect();
        assert_eq!(silent, Vec::<&String>::new());
    }

    /// A message that stands twice would leave everybody with bare ids.
    #[test]
    fn problems_are_told_in_words_in_both_languages() {
        assert!(WORDS.is_some(), "the messages load");
        assert_eq!(ids(include_str!("locales/en.ftl")), ids(include_str!("locales/es.ftl")));
        let full = Expected::invalid("programId", "program_full");
        let [en, es] = Locale::ALL.map(|locale| message(&full, locale));
        assert!(en != es && !en.starts_with("problem-") && !es.starts_with("problem-"), "{en} / {es}");
    }
}
