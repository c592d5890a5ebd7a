//! From released facts to a mail: subject, text, HTML, calendar part. Discreet in every part of it.

mod wording;

use cairn_domain::exits::Released;
use cairn_domain::language::{Locale, Words, WordsError};
use cairn_domain::notifications::MailFacts;
use jiff::Timestamp;
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;

use crate::calendar::Organizer;
use crate::mailer::{CalendarPart, OutgoingMail};

const EN: &str = include_str!("../locales/en.ftl");
const ES: &str = include_str!("../locales/es.ftl");

/// Words, templates and the addresses that mails name.
pub struct Composer {
    words: Words,
    templates: Environment<'static>,
    /// Without a slash at the end.
    public_url: String,
    organizer: Organizer,
}

/// A template or locale file that does not parse: found when the process starts, and by a test.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    #[error(transparent)]
    Words(#[from] WordsError),
    #[error("a mail template does not work")]
    Template(#[from] minijinja::Error),
    #[error("a time zone is unknown")]
    Zone(#[from] jiff::Error),
}

/// A code for an operator: they belong to no center.
#[derive(Debug, Clone)]
pub struct OperatorMail {
    pub to: String,
    pub code: String,
    pub expires_at: Timestamp,
    /// Opaque and stable for this code.
    pub message_key: String,
}

/// One link of a mail, with the sentence before it and the words on the button.
#[derive(Debug, Serialize)]
struct Link {
    text: String,
    label: String,
    url: String,
}

/// What one mail says.
struct Letter {
    locale: Locale,
    subject: String,
    lead: String,
    /// The one thing the reader looks for: a time, or a code.
    fact: Option<String>,
    is_code: bool,
    links: Vec<Link>,
    notes: Vec<String>,
    calendar: Option<CalendarPart>,
    unsubscribe_url: Option<String>,
}

impl Composer {
    /// # Errors
    /// When a template or a locale file is broken.
    pub fn new(public_url: &str, organizer: Organizer) -> Result<Self, ComposeError> {
        let mut templates = Environment::new();
        templates.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
        templates.add_template("mail.txt", include_str!("../templates/mail.txt"))?;
        templates.add_template("mail.html", include_str!("../templates/mail.html"))?;
        Ok(Self { words: Words::new(EN, ES)?, templates, public_url: public_url.trim_end_matches('/').to_owned(), organizer })
    }

    /// # Errors
    /// When a stored zone is unknown to this machine, or a template is broken.
    pub fn mail(&self, facts: Released<MailFacts>) -> Result<Released<OutgoingMail>, ComposeError> {
        facts.try_map(|facts| {
            let letter = self.letter(&facts)?;
            self.outgoing(letter, facts.to, &facts.message_key)
        })
    }

    /// # Errors
    /// When a template is broken.
    pub fn operator_mail(&self, facts: Released<OperatorMail>) -> Result<Released<OutgoingMail>, ComposeError> {
        facts.try_map(|facts| {
            let letter = self.operator_letter(&facts)?;
            self.outgoing(letter, facts.to, &facts.message_key)
        })
    }

    fn outgoing(&self, letter: Letter, to: String, message_key: &str) -> Result<OutgoingMail, ComposeError> {
        let say = |id| self.words.say(letter.locale, id, &[]).into_owned();
        let values = context! {
            lang => letter.locale.tag(), subject => letter.subject.as_str(), hello => say("hello"), lead => letter.lead,
            fact => letter.fact, is_code => letter.is_code, links => Serde(&letter.links), notes => letter.notes, footer => say("footer"),
        };
        Ok(OutgoingMail {
            to,
            text: self.templates.get_template("mail.txt")?.render(&values)?,
            html: self.templates.get_template("mail.html")?.render(&values)?,
            subject: letter.subject,
            message_id: format!("{message_key}@{}", self.organizer.host()),
            calendar: letter.calendar,
            unsubscribe_url: letter.unsubscribe_url,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(source: &str) -> Vec<&str> {
        let lines = source.lines().filter(|line| !line.starts_with(['#', ' ']));
        lines.filter_map(|line| line.split_once(" = ")).map(|(id, _)| id).collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        assert_eq!(ids(EN), ids(ES));
        let words = Words::new(EN, ES).unwrap();
        for locale in Locale::ALL {
            assert!(ids(EN).into_iter().all(|id| words.has(locale, id)));
        }
    }

    #[test]
    fn every_message_is_used() {
        let source = include_str!("compose/wording.rs");
        for id in ids(EN) {
            let used = source.contains(&format!("\"{id}\"")) || ["hello", "footer"].contains(&id);
            assert!(used, "{id}");
        }
    }
}
