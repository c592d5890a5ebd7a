//! Words for what a feed says: types of meetings, findings, why a file was not read. In the reader's language.

use std::sync::LazyLock;

use cairn_domain::language::{Locale, Words};

static WORDS: LazyLock<Option<Words>> = LazyLock::new(|| Words::new(EN, ES).ok());

const EN: &str = include_str!("locales/listings.en.ftl");
const ES: &str = include_str!("locales/listings.es.ftl");

/// The message, or its id where there is none: seen at once, never nothing.
fn say(locale: Locale, id: String) -> String {
    let Some(words) = WORDS.as_ref() else { return id };
    if words.has(locale, &id) { words.say(locale, &id, &[]).into_owned() } else { id }
}

/// What a code of the Meeting Guide specification means.
pub(super) fn meeting_type(code: &str, locale: Locale) -> String {
    say(locale, format!("type-{code}"))
}

pub(super) fn finding(rule: &str, locale: Locale) -> String {
    say(locale, format!("finding-{}", rule.replace('_', "-")))
}

pub(super) fn failure(rule: &str, locale: Locale) -> String {
    say(locale, format!("failure-{}", rule.replace('_', "-")))
}

#[cfg(test)]
mod tests {
    use cairn_domain::groups::feed::{FeedFailure, FeedRule, types};

    use super::*;

    /// Whatever can be said is said in words, in both languages.
    #[test]
    fn everything_has_words() {
        for locale in [Locale::En, Locale::Es] {
            for code in types::CODES {
                assert!(!meeting_type(code, locale).starts_with("type-"), "{code}");
            }
            for rule in FeedRule::ALL {
                assert!(!finding(rule.name(), locale).starts_with("finding-"), "{}", rule.name());
            }
            for rule in FeedFailure::ALL {
                assert!(!failure(rule.name(), locale).starts_with("failure-"), "{}", rule.name());
            }
        }
    }
}
