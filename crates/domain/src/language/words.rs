//! Messages by id, from Fluent files (projectfluent.org): one bundle a language, shared by pages and mails.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::Locale;

/// The messages of one part of the product, in all languages.
pub struct Words {
    en: FluentBundle<FluentResource>,
    es: FluentBundle<FluentResource>,
}

/// A Fluent file that does not parse, found when the process starts (and by a test).
#[derive(Debug, thiserror::Error)]
#[error("messages in {locale} do not parse: {detail}")]
pub struct WordsError {
    locale: &'static str,
    detail: String,
}

fn bundle(locale: Locale, source: &str) -> Result<FluentBundle<FluentResource>, WordsError> {
    let fail = |detail: String| WordsError { locale: locale.tag(), detail };
    let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| fail(format!("{errors:?}")))?;
    let language = locale.tag().parse().map_err(|error| fail(format!("{error:?}")))?;
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // No direction marks around arguments: mails are plain text, and pages set the direction themselves.
    bundle.set_use_isolating(false);
    bundle.add_resource(resource).map_err(|errors| fail(format!("{errors:?}")))?;
    Ok(bundle)
}

impl Words {
    pub fn new(en: &str, es: &str) -> Result<Self, WordsError> {
        Ok(Self { en: bundle(Locale::En, en)?, es: bundle(Locale::Es, es)? })
    }

    fn of(&self, locale: Locale) -> &FluentBundle<FluentResource> {
        match locale {
            Locale::En => &self.en,
            Locale::Es => &self.es,
        }
    }

    pub fn has(&self, locale: Locale, id: &str) -> bool {
        self.of(locale).has_message(id)
    }

    /// The message, with `args` filled in. A missing id answers the id: seen at once, never an empty button.
    pub fn say<'a>(&'a self, locale: Locale, id: &'a str, args: &[(&str, FluentValue<'_>)]) -> Cow<'a, str> {
        let bundle = self.of(locale);
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
            return Cow::Borrowed(id);
        };
        let mut filled = FluentArgs::new();
        for (name, value) in args {
            filled.set((*name).to_owned(), value.clone());
        }
        let mut errors = Vec::new();
        Cow::Owned(bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned())
    }
}
