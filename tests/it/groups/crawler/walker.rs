//! Whoever walks: what they heard from where, and what of it they should never have.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use support::{App, Person};

use super::secrets::Secrets;

/// So many findings are enough to understand them.
const SHOWN: usize = 12;

/// Where bytes come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    Answer,
    Refusal,
    Frame,
    Mail,
    Calendar,
    Page,
    Proof,
    Feed,
    File,
}

pub struct Walker<'a> {
    pub person: &'a Person,
    secrets: Secrets,
    heard: BTreeMap<Source, usize>,
    /// Which of the words that may be heard were, by source.
    met: BTreeSet<(Source, &'static str)>,
    open: Vec<&'static str>,
    leaks: Vec<String>,
}

impl<'a> Walker<'a> {
    /// `open`: words that do occur where they may, so that silence is no proof.
    pub fn new(person: &'a Person, secrets: Secrets, open: &[&'static str]) -> Self {
        Self { person, secrets, heard: BTreeMap::new(), met: BTreeSet::new(), open: open.to_vec(), leaks: Vec::new() }
    }

    /// Searches what was received; `whence` is for whoever reads a finding.
    pub fn hears(&mut self, source: Source, whence: &str, bytes: &[u8]) {
        *self.heard.entry(source).or_default() += 1;
        let found = self.secrets.found_in(bytes);
        if !found.is_empty() {
            let text: String = String::from_utf8_lossy(bytes).chars().take(1_500).collect();
            self.leaks.push(format!("{source:?} of {whence} tells {}:\n  {text}", found.join(", ")));
        }
        for word in &self.open {
            if bytes.windows(word.len()).any(|window| window == word.as_bytes()) {
                self.met.insert((source, word));
            }
        }
    }

    /// Asks, and hears the answer: as a refusal when there is nothing else in it.
    pub async fn asks(&mut self, app: &App, document: &str, variables: Json) -> Json {
        let answer = app.graphql(self.person, document, variables).await;
        let refused = !answer["errors"].is_null() || has_problems(&answer["data"]);
        let source = if refused { Source::Refusal } else { Source::Answer };
        self.hears(source, document, answer.to_string().as_bytes());
        answer
    }

    pub fn heard(&self, source: Source) -> usize {
        self.heard.get(&source).copied().unwrap_or_default()
    }

    /// That a word was heard where it may be: what is searched does hold such things.
    pub fn met(&self, source: Source, word: &str) -> bool {
        self.met.iter().any(|(at, met)| *at == source && *met == word)
    }

    /// Nothing was heard that must not be; and of each of these sources at least so much was.
    pub fn found_nobody(&self, least: &[(Source, usize)]) {
        let shown: Vec<&str> = self.leaks.iter().take(SHOWN).map(String::as_str).collect();
        assert!(shown.is_empty(), "{} of them: {}", self.leaks.len(), shown.join("\n\n"));
        for (source, least) in least {
            let heard = self.heard(*source);
            assert!(heard >= *least, "only {heard} of {source:?}, of {:?}", self.heard);
        }
    }
}

/// A mutation that was refused in words.
fn has_problems(data: &Json) -> bool {
    let payloads = data.as_object().into_iter().flat_map(|data| data.values());
    payloads.into_iter().any(|payload| payload["problems"].as_array().is_some_and(|problems| !problems.is_empty()))
}
