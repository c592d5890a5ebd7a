//! Whether a text names somebody of the group. Pure: notes are refused that would tell one person about another.

use unicode_normalization::char::is_combining_mark;

use super::alias::looks_like;
use crate::ids::MembershipId;

/// So short, it is a word of every sentence.
const SHORT: usize = 2;

/// Words no text does without. Whoever chose one of them as a name is named only where it is written like one; any other
/// word counts however it is written, because a sentence can do without it and a phone writes names in small letters.
const EVERYDAY: [&str; 48] = [
    "the", "and", "you", "she", "her", "his", "him", "they", "them", "was", "for", "but", "not", "are", "had", "has", "who",
    "all", "one", "our", "out", "can", "did", "how", "with", "that", "this", "have", "from", "were", "que", "los", "las", "con",
    "por", "una", "uno", "del", "sin", "muy", "ella", "ellos", "pero", "para", "como", "esta", "este", "nos",
];

/// One person of the group, with the names that would tell who they are.
pub(super) struct Known {
    pub id: MembershipId,
    pub alias: String,
    pub legal: String,
}

/// How a text names somebody.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Found {
    /// As the group knows them.
    Alias(String),
    /// As they are called elsewhere. Deliberately not who: a try must not tell whose alias belongs to which name.
    Otherwise,
}

/// A word of a text: as it looks, and whether it is written like a name.
struct Word {
    looks: String,
    named: bool,
}

fn belongs(c: char) -> bool {
    // What is not seen does not end a word.
    let unseen = matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}');
    c.is_alphanumeric() || is_combining_mark(c) || unseen
}

fn words(text: &str) -> Vec<Word> {
    let word = |word: &str| {
        let first = word.chars().find(|c| c.is_alphanumeric());
        Word { looks: looks_like(word), named: first.is_some_and(|c| !c.is_lowercase()) }
    };
    text.split(|c: char| !belongs(c)).filter(|text| !text.is_empty()).map(word).filter(|word| !word.looks.is_empty()).collect()
}

/// A name to look for.
struct Pattern {
    parts: Vec<String>,
    whole: String,
}

impl Pattern {
    fn new(name: &str) -> Option<Self> {
        let parts: Vec<String> = words(name).into_iter().map(|word| word.looks).collect();
        let whole = parts.concat();
        (whole.chars().count() >= 2).then_some(Self { parts, whole })
    }

    /// Written as one word, as its own words, or letter by letter.
    fn begins(&self, text: &[Word]) -> bool {
        let Some(first) = text.first() else { return false };
        let short = self.whole.chars().count() <= SHORT;
        let everyday = || EVERYDAY.iter().any(|word| looks_like(word) == self.whole);
        if !first.named && (short || everyday()) {
            return false;
        }
        let as_its_words = || {
            text.get(..self.parts.len()).is_some_and(|run| run.iter().zip(&self.parts).all(|(word, part)| word.looks == *part))
        };
        let letters: Vec<&str> =
            text.iter().map(|word| word.looks.as_str()).take_while(|looks| looks.chars().count() == 1).collect();
        let spelled = || !short && letters.concat().starts_with(&self.whole);
        first.looks == self.whole || as_its_words() || spelled()
    }
}

/// Everybody `text` names, each once. `own`: whose part it is, for which their alias is theirs.
pub(super) fn named(text: &str, own: Option<MembershipId>, known: &[Known]) -> Vec<Found> {
    let words = words(text);
    let own_alias = known.iter().find(|one| Some(one.id) == own).and_then(|one| Pattern::new(&one.alias));
    let is_own = |at: usize| own_alias.as_ref().is_some_and(|alias| alias.begins(&words[at..]));
    let says =
        |name: &str| Pattern::new(name).is_some_and(|name| (0..words.len()).any(|at| !is_own(at) && name.begins(&words[at..])));
    let mut found: Vec<Found> = Vec::new();
    let mut otherwise = false;
    for one in known {
        if Some(one.id) != own && says(&one.alias) {
            let alias = Found::Alias(one.alias.clone());
            if !found.contains(&alias) {
                found.push(alias);
            }
            continue;
        }
        // Also their own: would it pass only in one part, that part would tell whose name it is.
        let first = one.legal.split_whitespace().next().unwrap_or_default();
        otherwise |= says(&one.legal) || says(first);
    }
    if otherwise {
        found.push(Found::Otherwise);
    }
    found
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn known() -> Vec<Known> {
        let people = [
            ("River", "Ana Ruiz"),
            ("Sunny Side 7", "Theo Lindqvist"),
            ("Bea", "Beatriz O'Neill"),
            ("Al", "José María Prieto"),
            ("Them", "Li Wei"),
        ];
        people
            .into_iter()
            .zip(1_u128..)
            .map(|((alias, legal), id)| Known {
                id: MembershipId(Uuid::from_u128(id)),
                alias: alias.to_owned(),
                legal: legal.to_owned(),
            })
            .collect()
    }

    fn found(text: &str, own: Option<u128>) -> Vec<Found> {
        named(text, own.map(|id| MembershipId(Uuid::from_u128(id))), &known())
    }

    fn alias(name: &str) -> Vec<Found> {
        vec![Found::Alias(name.to_owned())]
    }

    #[test]
    fn nobody_is_named() {
        for text in [
            "",
            "Spoke about cravings, and listened to the others.",
            // Parts of words and words that follow each other are no names.
            "By the riverside. He wants to be a parent, al fin y al cabo.",
            "Sunny side up.",
            "Some of them were late.",
        ] {
            assert_eq!(found(text, None), [], "{text}");
        }
    }

    #[test]
    fn an_alias_is_found_however_it_is_written() {
        for text in ["river said", "RIVER's story", "(Ríver)", "R\u{200B}iver", "R.i.v.e.r", "Rіver", "with River."] {
            assert_eq!(found(text, None), alias("River"), "{text}");
        }
        assert_eq!(found("thanked sunny-side 7!", None), alias("Sunny Side 7"));
        assert_eq!(found("thanked SunnySide7", None), alias("Sunny Side 7"));
        assert_eq!(found("Al spoke", None), alias("Al"));
        assert_eq!(found("thanked Them", None), alias("Them"));
        assert_eq!(found("thanked bea", None), alias("Bea"));
        assert_eq!(found("Bea and River", None), [alias("River"), alias("Bea")].concat());
    }

    #[test]
    fn a_name_from_elsewhere_is_found_and_tells_nothing() {
        for text in ["Ana spoke", "and ana, again", "ana ruiz", "THEO", "Jose is new", "Beatriz O’Neill"] {
            assert_eq!(found(text, None), [Found::Otherwise], "{text}");
            // In whosever part it stands, their own included.
            for own in 1..=5 {
                assert_eq!(found(text, Some(own)), [Found::Otherwise], "{text}");
            }
        }
    }

    #[test]
    fn ones_own_part_may_say_ones_alias() {
        assert_eq!(found("River came late and stayed.", Some(1)), []);
        assert_eq!(found("River came late and stayed.", Some(2)), alias("River"));
        // An alias that is the first name stays an alias.
        let ana = Known { id: MembershipId(Uuid::from_u128(9)), alias: "Ana".to_owned(), legal: "Ana Ruiz".to_owned() };
        let own = ana.id;
        assert_eq!(named("Ana spoke.", Some(own), &[ana]), []);
    }
}
