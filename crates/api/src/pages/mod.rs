//! Pages that the server renders: they work without JavaScript, on any browser, signed in or not.

pub(crate) mod codes;
pub(crate) mod errors;
pub(crate) mod feed;
pub(crate) mod forms;
pub(crate) mod frame;
pub(crate) mod help;
pub(crate) mod invitation;
pub(crate) mod landing;
pub(crate) mod language;
pub(crate) mod leave;
mod meeting;
pub(crate) mod operator;
pub(crate) mod pending;
pub(crate) mod proof;
pub(crate) mod reminders;
pub(crate) mod session;
pub(crate) mod shell;
pub(crate) mod shell_boot;
pub(crate) mod sign_in;
pub(crate) mod start;
pub(crate) mod visit;
pub(crate) mod when;
pub(crate) mod zones;

use std::sync::Arc;

use cairn_domain::language::{FluentValue, Locale, Words, WordsError};
use minijinja::value::Kwargs;
use minijinja::{AutoEscape, Environment, Error, Output, State, Value, escape_formatter};

/// Our own texts are broken: found when the process starts, and by a test.
#[derive(Debug, thiserror::Error)]
pub enum PageWordsError {
    #[error(transparent)]
    Words(#[from] WordsError),
    #[error("a page template does not parse")]
    Template(#[from] Error),
}

/// Templates and words.
pub(crate) struct Pages {
    templates: Environment<'static>,
    words: Arc<Words>,
}

macro_rules! templates {
    ($($name:literal),+ $(,)?) => { [$(($name, include_str!(concat!("../../templates/", $name)))),+] };
}

const TEMPLATES: &[(&str, &str)] = &templates![
    "base.html",
    "code.html",
    "confirm_elsewhere.html",
    "center.html",
    "error.html",
    "errors.html",
    "explorer.html",
    "field.html",
    "gone.html",
    "help.html",
    "icon.html",
    "invitation.html",
    "landing.html",
    "meeting.html",
    "meeting_room.html",
    "operator_sign_in.html",
    "privacy.html",
    "proof.html",
    "reminders.html",
    "safety.html",
    "session.html",
    "shell.html",
    "sign_in.html",
    "start.html",
    "zone_options.html",
];

impl Pages {
    pub(crate) fn new() -> Result<Self, PageWordsError> {
        let words = Arc::new(Words::new(include_str!("../../locales/en.ftl"), include_str!("../../locales/es.ftl"))?);
        let mut templates = Environment::new();
        for (name, source) in TEMPLATES {
            templates.add_template(name, source)?;
        }
        let said = words.clone();
        templates.set_formatter(escaped);
        templates.add_function("t", move |state: &State, id: &str, args: Kwargs| said_in(state, &said, id, &args));
        Ok(Self { templates, words })
    }

    pub(crate) fn render(&self, template: &str, context: Value) -> Result<String, Error> {
        self.templates.get_template(template)?.render(context)
    }

    pub(crate) fn say(&self, locale: Locale, id: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        self.words.say(locale, id, args).into_owned()
    }
}

/// As the engine escapes, but slashes stay as they are (they need no escaping, and addresses stay readable), and
/// what is not there is not shown.
fn escaped(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if value.is_none() || value.is_undefined() {
        return Ok(());
    }
    let is_text = *state.auto_escape() == AutoEscape::Html && !value.is_safe();
    let Some(text) = value.as_str().filter(|_| is_text) else { return escape_formatter(out, state, value) };
    let mut rest = text;
    while let Some(at) = rest.find(['<', '>', '&', '"', '\'']) {
        let (plain, special) = rest.split_at(at);
        out.write_str(plain)?;
        let (entity, after) = match special.as_bytes().first() {
            Some(b'<') => ("&lt;", &special[1..]),
            Some(b'>') => ("&gt;", &special[1..]),
            Some(b'&') => ("&amp;", &special[1..]),
            Some(b'"') => ("&quot;", &special[1..]),
            _ => ("&#39;", &special[1..]),
        };
        out.write_str(entity)?;
        rest = after;
    }
    out.write_str(rest)?;
    Ok(())
}

/// `{{ t("id", name=value) }}` in the page's language.
fn said_in(state: &State, words: &Words, id: &str, args: &Kwargs) -> Result<String, Error> {
    let locale = state.lookup("locale").and_then(|tag| Locale::parse(tag.as_str()?)).unwrap_or_default();
    let mut filled: Vec<(String, FluentValue<'static>)> = Vec::new();
    for name in args.args() {
        let value: Value = args.get(name)?;
        let value = match i64::try_from(value.clone()) {
            Ok(number) => FluentValue::from(number),
            Err(_) => FluentValue::from(value.to_string()),
        };
        filled.push((name.to_owned(), value));
    }
    let filled: Vec<(&str, FluentValue<'_>)> = filled.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    Ok(words.say(locale, id, &filled).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_in_pages() {
        let mut pages = Pages::new().unwrap();
        pages.templates.add_template("probe.html", "<a href=\"{{ x }}\">{{ x }}{{ none }}{{ y }}</a>").unwrap();
        let html = pages.render("probe.html", minijinja::context! { x => "/a?b=<c>&'d\"", y => 3 }).unwrap();
        assert_eq!(html, "<a href=\"/a?b=&lt;c&gt;&amp;&#39;d&quot;\">/a?b=&lt;c&gt;&amp;&#39;d&quot;3</a>");
    }

    fn ids(source: &str) -> Vec<&str> {
        let is_id = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains('=');
        source.lines().filter(is_id).filter_map(|line| line.split('=').next().map(str::trim)).collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        assert!(Pages::new().is_ok());
        let (mut en, mut es) = (ids(include_str!("../../locales/en.ftl")), ids(include_str!("../../locales/es.ftl")));
        en.sort_unstable();
        es.sort_unstable();
        assert_eq!(en, es);
        assert!(en.windows(2).all(|pair| pair[0] != pair[1]), "a message is there twice");
    }

    #[test]
    fn every_message_that_a_template_asks_for_exists() {
        let known = ids(include_str!("../../locales/en.ftl"));
        for (name, source) in TEMPLATES {
            for call in source.split("t(\"").skip(1) {
                let id = call.split('"').next().unwrap_or_default();
                // `t("role-" ~ role)`: the beginning of several.
                let is_there = if id.ends_with('-') { known.iter().any(|one| one.starts_with(id)) } else { known.contains(&id) };
                assert!(is_there, "{name} asks for {id}");
            }
        }
    }
}
