//! The name somebody uses in a group: free to choose, hard to imitate.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

use crate::members::fields;
use crate::problem::Problem;
use crate::sealed::CenterKeys;

const LONGEST: usize = 40;
const SHORTEST: usize = 2;

/// Who speaks for the group or the center does not need to say so in a name.
const RESERVED: [&str; 14] = [
    "facilitator",
    "moderator",
    "administrator",
    "admin",
    "counselor",
    "counsellor",
    "staff",
    "official",
    "support",
    "facilitador",
    "facilitadora",
    "moderador",
    "administrador",
    "consejer",
];

/// How names are compared, beside each stored hash of one: another number has them hashed again ([`super::hashes`]).
pub(super) const LOOKS_VERSION: i16 = 2;

/// An alias as it is shown, and what it looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    pub shown: String,
    looks: String,
    /// The same without the signs that look like letters: `Mar|cus` may be meant as either.
    unsigned: String,
}

impl Alias {
    pub fn check(text: &str, field: &str) -> Result<Self, Problem> {
        let alias = Self::stored(fields::required_line(text, field, LONGEST)?);
        if alias.unsigned.chars().count() < SHORTEST {
            return Err(Problem::limit(field, "alias_short", 2));
        }
        // Somebody who can be written to outside has told who they are.
        let contact = alias.shown.contains('@') || alias.shown.chars().filter(char::is_ascii_digit).count() >= 7;
        if contact {
            return Err(Problem::invalid(field, "alias_contact"));
        }
        let said = |word: &&str| alias.looks.contains(&looks_like(word)) || alias.unsigned.contains(&looks_like(word));
        if RESERVED.iter().any(said) {
            return Err(Problem::invalid(field, "alias_reserved"));
        }
        Ok(alias)
    }

    /// Reads a name that was checked when it was stored.
    pub(super) fn stored(shown: String) -> Self {
        let (looks, unsigned) = (looks_like(&shown), read(&shown, Signs::Nothing));
        Self { shown, looks, unsigned }
    }

    pub fn looks_like(&self, other: &Self) -> bool {
        self.looks == other.looks || self.unsigned == other.unsigned
    }

    /// Whether it is the person's whole name: a first name is theirs to give, the whole one is for nobody in a group.
    pub fn is_whole_name(&self, legal: &str) -> bool {
        let whole = looks_like(legal);
        legal.split_whitespace().nth(1).is_some() && (self.looks == whole || self.unsigned == whole)
    }

    /// For the index that keeps two people of a group from having the same name.
    pub fn hash(&self, keys: &CenterKeys) -> [u8; 32] {
        keys.index("memberships.alias", self.looks.as_bytes())
    }
}

/// What becomes of signs that look like letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signs {
    Letters,
    Nothing,
}

/// What a reader takes a text for: without case, accents, spaces and signs, with letters, and signs, that look alike made one.
pub(super) fn looks_like(text: &str) -> String {
    read(text, Signs::Letters)
}

fn read(text: &str, signs: Signs) -> String {
    // As written first: of a capital that looks like one of ours, the small letter may not.
    let written = shapes(text, signs);
    let small = shapes(&written.to_lowercase(), signs);
    // In most type l, I and 1 are one stroke.
    small.to_lowercase().replace(['l', '1'], "i").replace('0', "o")
}

/// Letters and digits alone, each as the one that all of its look are taken for.
fn shapes(text: &str, signs: Signs) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c) && !is_blank(*c)) {
        let c = plain_letter(c).unwrap_or(c);
        let shape = |c: char| skeleton(c.encode_utf8(&mut [0; 4])).collect::<String>();
        if c.is_alphanumeric() {
            out.extend(shape(c).nfkd().filter(|c| c.is_alphanumeric() && !is_combining_mark(*c)));
        } else if signs == Signs::Letters && c != '¡' {
            out.extend(shape(c).nfkd().filter(char::is_ascii_alphanumeric));
        }
    }
    out
}

/// Letters by their class that nobody sees.
fn is_blank(c: char) -> bool {
    matches!(c, '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{3164}' | '\u{FFA0}')
}

/// Letters in boxes and rings, small capitals: letters to every reader, and none to Unicode's tables.
fn plain_letter(c: char) -> Option<char> {
    const SMALL_CAPITALS: [char; 25] = [
        'ᴀ', 'ʙ', 'ᴄ', 'ᴅ', 'ᴇ', 'ꜰ', 'ɢ', 'ʜ', 'ɪ', 'ᴊ', 'ᴋ', 'ʟ', 'ᴍ', 'ɴ', 'ᴏ', 'ᴘ', 'ꞯ', 'ʀ', 'ꜱ', 'ᴛ', 'ᴜ', 'ᴠ', 'ᴡ', 'ʏ',
        'ᴢ',
    ];
    const THEIR_LETTERS: &str = "abcdefghijklmnopqrstuvwyz";
    let nth = |first: char, of: char| char::from_u32(u32::from(of) + u32::from(c) - u32::from(first));
    match c {
        '\u{1F130}'..='\u{1F149}' => nth('\u{1F130}', 'a'),
        '\u{1F150}'..='\u{1F169}' => nth('\u{1F150}', 'a'),
        '\u{1F170}'..='\u{1F189}' => nth('\u{1F170}', 'a'),
        // Two of them are a flag, and each is a letter.
        '\u{1F1E6}'..='\u{1F1FF}' => nth('\u{1F1E6}', 'a'),
        '❶'..='❾' => nth('❶', '1'),
        '➀'..='➈' => nth('➀', '1'),
        '➊'..='➒' => nth('➊', '1'),
        '⓵'..='⓽' => nth('⓵', '1'),
        '⓿' | '🄋' | '🄌' => Some('0'),
        // Small in Cyrillic, they look like our capitals.
        'в' => Some('b'),
        'к' => Some('k'),
        'м' => Some('m'),
        'н' => Some('h'),
        'т' => Some('t'),
        _ => SMALL_CAPITALS.iter().zip(THEIR_LETTERS.chars()).find(|(small, _)| **small == c).map(|(_, letter)| letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alias(text: &str) -> Alias {
        Alias::check(text, "alias").expect("an alias")
    }

    fn refused(text: &str) -> &'static str {
        Alias::check(text, "alias").map_or_else(|problem| problem.code(), |_| "fine")
    }

    #[test]
    fn names_that_look_the_same_are_the_same() {
        for (one, other) in
            [("Marcus", "MARCUS"), ("Marcus", "Mаrcus"), ("José", "jose"), ("Lily", "Li1y"), ("River", "Ri ver"), ("Bo0", "Boo")]
        {
            assert!(alias(one).looks_like(&alias(other)), "{one} and {other}");
        }
        assert!(!alias("Marcus").looks_like(&alias("Marco")));
    }

    #[test]
    fn signs_and_letters_in_boxes_are_read_as_letters() {
        for (one, other) in [
            ("Carlos", "Car|os"),
            ("Carlos", "Car∣os"),
            ("Pepe", "P℮p℮"),
            ("Marta", "M⍺rt⍺"),
            ("Marcus", "🅼🅰🆁🅲🆄🆂"),
            ("Marcus", "🅜🅐🅡🅒🅤🅢"),
            ("Marcus", "🄼🄰🅁🄲🅄🅂"),
            ("Marcus", "🇲arcus"),
            ("Marcus", "ⓜⓐⓡⓒⓤⓢ"),
            ("Marcus", "ᴍᴀʀᴄᴜꜱ"),
            ("Marcus", "Μarcus"),
            ("Nick", "Νick"),
            ("Boat", "вoат"),
            ("Li1y", "Li❶y"),
            ("Marcus", "Mar\u{3164}cus"),
            // And what is only there to tell two apart is not seen.
            ("Marcus", "Marcus—"),
            ("Marcus", "*Marcus*"),
            ("Marcus", "Marcus☀"),
            ("Marcus", "Mar|cus"),
            ("Marcus", "M\u{301}arcus"),
        ] {
            assert!(alias(one).looks_like(&alias(other)), "{one} and {other}: {} and {}", looks_like(one), looks_like(other));
        }
        assert!(!alias("Marcus").looks_like(&alias("Marta")));
        // Case and a second reading change nothing.
        for text in ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ÁÉÍÓÚÑÜ", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "АВЕКМНОРСТХ"] {
            let (looks, small) = (looks_like(text), looks_like(&text.to_lowercase()));
            assert_eq!(looks_like(&looks), looks, "{text}");
            if text.is_ascii() || text.starts_with('Á') {
                assert_eq!(looks, small, "{text}");
            }
        }
    }

    #[test]
    fn nobody_speaks_for_the_group_by_name() {
        for text in [
            "Facilitator",
            "the FACILlTATOR",
            "Mоderator",
            "Admin 2",
            "Consejera Ana",
            "Faci|itator",
            "Fac∣l∣tator",
            "Fac|ilitator",
            "Modérator ★",
            "Mod℮rator",
            "⍺dmin",
            "🅰🅳🅼🅸🅽",
            "🅐dmin",
            "🇦🇩🇲🇮🇳",
            "ꜰᴀᴄɪʟɪᴛᴀᴛᴏʀ",
            "sᴛᴀꜰꜰ",
        ] {
            assert_eq!(refused(text), "alias_reserved", "{text}");
        }
    }

    #[test]
    fn contacts_and_scraps_are_refused_and_people_are_not() {
        assert_eq!(refused("call 555 123 4567"), "alias_contact");
        assert_eq!(refused("me@mail.example"), "alias_contact");
        assert_eq!(refused("x"), "alias_short");
        assert_eq!(refused("—"), "alias_short");
        assert_eq!(refused("\u{202E}anna"), "name_characters");
        for text in ["Ana", "Níké", "李明", "عمر", "Sunny-Side 7"] {
            assert_eq!(refused(text), "fine", "{text}");
        }
        assert!(alias("ana  RIVERA").is_whole_name("Ana Rivera"));
        assert!(!alias("Ana").is_whole_name("Ana Rivera"));
    }
}
