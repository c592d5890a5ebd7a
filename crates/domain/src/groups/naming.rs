//! Whom a text names. Pure: an alias keeps a note from being signed, what somebody is called elsewhere stays out of the
//! copies. The first everybody of the group knows; of the second whoever writes must learn nothing, not even by a try.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::alias::looks_like;
use crate::ids::MembershipId;

/// So short, it is a word of every sentence.
const SHORT: usize = 2;

/// What stands in a copy for a name that was left out. No word: it is read in any language.
pub(super) const LEFT_OUT: &str = "[…]";

/// Words no text does without. Whoever chose one of them as a name is named only where it is written like one; any other
/// word counts however it is written, because a sentence can do without it and a phone writes names in small letters.
const EVERYDAY: [&str; 48] = [
    "the", "and", "you", "she", "her", "his", "him", "they", "them", "was", "for", "but", "not", "are", "had", "has", "who",
    "all", "one", "our", "out", "can", "did", "how", "with", "that", "this", "have", "from", "were", "que", "los", "las", "con",
    "por", "una", "uno", "del", "sin", "muy", "ella", "ellos", "pero", "para", "como", "esta", "este", "nos",
];

/// Names from elsewhere that are words of such a room as well. A gap where everybody heard "hope" would tell who is called so.
const ALSO_WORDS: [&str; 52] = [
    "hope",
    "faith",
    "grace",
    "joy",
    "will",
    "mark",
    "may",
    "june",
    "april",
    "august",
    "summer",
    "autumn",
    "dawn",
    "rose",
    "angel",
    "chance",
    "art",
    "bill",
    "rich",
    "frank",
    "grant",
    "drew",
    "sky",
    "star",
    "sunny",
    "honor",
    "charity",
    "mercy",
    "patience",
    "peace",
    "serenity",
    "true",
    "young",
    "long",
    "king",
    "esperanza",
    "luz",
    "paz",
    "sol",
    "consuelo",
    "dolores",
    "socorro",
    "soledad",
    "gracia",
    "cielo",
    "amparo",
    "milagros",
    "remedios",
    "abril",
    "salvador",
    "cruz",
    "franco",
];

/// One person of the group, with the names that would tell who they are.
pub(super) struct Known {
    pub id: MembershipId,
    pub alias: String,
    pub legal: String,
}

/// A word of a text: where it stands, how it looks, and whether it is written like a name.
struct Word {
    at: Range<usize>,
    looks: String,
    named: bool,
}

fn belongs(c: char) -> bool {
    // What is not seen does not end a word.
    let unseen = matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}');
    c.is_alphanumeric() || is_combining_mark(c) || unseen
}

fn words(text: &str) -> Vec<Word> {
    let (mut words, mut began) = (Vec::new(), None);
    // The end of a text ends its last word.
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match began {
            None if belongs(c) => began = Some(at),
            Some(start) if !belongs(c) => {
                words.push(Word::new(start..at, &text[start..at]));
                began = None;
            }
            _ => {}
        }
    }
    words.retain(|word| !word.looks.is_empty());
    words
}

impl Word {
    fn new(at: Range<usize>, word: &str) -> Self {
        let first = word.chars().find(|c| c.is_alphanumeric());
        Self { at, looks: looks_like(word), named: first.is_some_and(|c| !c.is_lowercase()) }
    }
}

fn is_one_of(words: &[&str], looks: &str) -> bool {
    words.iter().any(|word| looks_like(word) == looks)
}

/// A name to look for.
struct Pattern {
    parts: Vec<String>,
    whole: String,
    /// It counts only where it is written like a name.
    written_so: bool,
}

impl Pattern {
    fn new(name: &str) -> Option<Self> {
        let parts: Vec<String> = words(name).into_iter().map(|word| word.looks).collect();
        let whole = parts.concat();
        let letters = whole.chars().count();
        let written_so = letters <= SHORT || is_one_of(&EVERYDAY, &whole);
        (letters >= 2).then_some(Self { parts, whole, written_so })
    }

    /// Everything of a legal name that tells whose it is: as a whole, by the first name, by each of the others where they
    /// are written like names.
    fn legal(name: &str) -> Vec<Self> {
        let mut parts = name.split_whitespace();
        let first = parts.next().and_then(Self::new);
        let first = first.map(|one| Self { written_so: one.written_so || is_one_of(&ALSO_WORDS, &one.whole), ..one });
        let others = parts.filter_map(Self::new).map(|one| Self { written_so: true, ..one });
        Self::new(name).into_iter().chain(first).chain(others).collect()
    }

    /// How many words it takes where `text` begins with it: written as one word, as its own words, or letter by letter.
    fn begins(&self, text: &[Word]) -> Option<usize> {
        let first = text.first()?;
        if self.written_so && !first.named {
            return None;
        }
        if first.looks == self.whole {
            return Some(1);
        }
        let run = text.get(..self.parts.len()).filter(|run| run.iter().zip(&self.parts).all(|(word, part)| word.looks == *part));
        if run.is_some() {
            return Some(self.parts.len());
        }
        let letters: Vec<&str> =
            text.iter().map(|word| word.looks.as_str()).take_while(|looks| looks.chars().count() == 1).collect();
        let spelled = self.whole.chars().count() > SHORT && letters.concat().starts_with(&self.whole);
        spelled.then(|| self.whole.chars().count())
    }
}

/// The longest of them that `text` begins with.
fn longest(patterns: &[Pattern], text: &[Word]) -> Option<usize> {
    patterns.iter().filter_map(|pattern| pattern.begins(text)).max()
}

/// The aliases `text` says, each once. `own`: whose part it is, for which their alias is theirs.
pub(super) fn named(text: &str, own: Option<MembershipId>, known: &[Known]) -> Vec<String> {
    let words = words(text);
    let is_own = |one: &&Known| Some(one.id) == own;
    let own_alias: Vec<Pattern> = known.iter().find(is_own).and_then(|one| Pattern::new(&one.alias)).into_iter().collect();
    let says = |alias: &Pattern| {
        (0..words.len()).any(|at| longest(&own_alias, &words[at..]).is_none() && alias.begins(&words[at..]).is_some())
    };
    let mut found: Vec<String> = Vec::new();
    for one in known.iter().filter(|one| !is_own(one)) {
        if Pattern::new(&one.alias).is_some_and(|alias| says(&alias)) && !found.contains(&one.alias) {
            found.push(one.alias.clone());
        }
    }
    found
}

/// `text` as others may read it: without what somebody of the group is called elsewhere. `None`: nothing was left out.
/// In their `own` part people read how they are called, by either name.
pub(super) fn copy(text: &str, own: Option<MembershipId>, known: &[Known]) -> Option<String> {
    let (mine, others): (Vec<&Known>, Vec<&Known>) = known.iter().partition(|one| Some(one.id) == own);
    let mine: Vec<Pattern> =
        mine.iter().flat_map(|one| Pattern::new(&one.alias).into_iter().chain(Pattern::legal(&one.legal))).collect();
    let others: Vec<Pattern> = others.iter().flat_map(|one| Pattern::legal(&one.legal)).collect();
    let words = words(text);
    let (mut copy, mut kept, mut at) = (String::new(), 0, 0);
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(own) = longest(&mine, rest) {
            at += own;
        } else if let Some(name) = longest(&others, rest) {
            copy.push_str(&text[kept..rest[0].at.start]);
            copy.push_str(LEFT_OUT);
            kept = rest[name - 1].at.end;
            at += name;
        } else {
            at += 1;
        }
    }
    (kept > 0).then(|| copy + &text[kept..])
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

    fn found(text: &str, own: Option<u128>) -> Vec<String> {
        named(text, own.map(|id| MembershipId(Uuid::from_u128(id))), &known())
    }

    fn alias(name: &str) -> Vec<String> {
        vec![name.to_owned()]
    }

    fn copied(text: &str, own: Option<u128>) -> Option<String> {
        copy(text, own.map(|id| MembershipId(Uuid::from_u128(id))), &known())
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
            assert_eq!(found(text, None), [] as [String; 0], "{text}");
            assert_eq!(copied(text, None), None, "{text}");
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
    fn a_name_from_elsewhere_stays_out_of_the_copy_and_keeps_nothing_from_being_signed() {
        for (text, copy) in [
            ("Ana spoke", "[…] spoke"),
            ("and ana, again", "and […], again"),
            ("with ana ruiz.", "with […]."),
            ("THEO", "[…]"),
            ("Jose is new", "[…] is new"),
            ("Beatriz O’Neill", "[…]"),
            ("T.h.e.o laughed, and Mr. Lindqvist too", "[…] laughed, and Mr. […] too"),
            ("Thanked María for the ride", "Thanked […] for the ride"),
        ] {
            assert_eq!(found(text, None), [] as [String; 0], "{text}");
            assert_eq!(copied(text, None).as_deref(), Some(copy), "{text}");
        }
    }

    #[test]
    fn a_name_that_is_a_word_counts_where_it_is_written_like_one() {
        let hope = [Known { id: MembershipId(Uuid::from_u128(9)), alias: "Oak".to_owned(), legal: "Hope Long".to_owned() }];
        assert_eq!(copy("We spoke about hope, at long last.", None, &hope), None);
        assert_eq!(copy("Hope was late.", None, &hope).as_deref(), Some("[…] was late."));
        assert_eq!(copy("hope long was late.", None, &hope).as_deref(), Some("[…] was late."));
    }

    #[test]
    fn ones_own_part_may_say_either_of_ones_names() {
        assert_eq!(copied("Ana Ruiz, as River, thanked Theo.", Some(1)).as_deref(), Some("Ana Ruiz, as River, thanked […]."));
        assert_eq!(copied("Ana Ruiz, as River, thanked Theo.", Some(2)).as_deref(), Some("[…], as River, thanked Theo."));
    }

    #[test]
    fn ones_own_part_may_say_ones_alias() {
        assert_eq!(found("River came late and stayed.", Some(1)), [] as [String; 0]);
        assert_eq!(found("River came late and stayed.", Some(2)), alias("River"));
        // An alias that is the first name stays an alias.
        let ana = Known { id: MembershipId(Uuid::from_u128(9)), alias: "Ana".to_owned(), legal: "Ana Ruiz".to_owned() };
        let own = ana.id;
        assert_eq!(named("Ana spoke.", Some(own), std::slice::from_ref(&ana)), [] as [String; 0]);
        assert_eq!(copy("Ana spoke.", Some(own), &[ana]), None);
    }
}
