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

/// An alias as it is shown, and what it looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    pub shown: String,
    looks: String,
}

impl Alias {
    pub fn check(text: &str, field: &str) -> Result<Self, Problem> {
        let shown = fields::required_line(text, field, LONGEST)?;
        let looks = looks_like(&shown);
        if looks.chars().count() < SHORTEST {
            return Err(Problem::limit(field, "alias_short", 2));
        }
        // Somebody who can be written to outside has told who they are.
        let contact = shown.contains('@') || shown.chars().filter(char::is_ascii_digit).count() >= 7;
        if contact {
            return Err(Problem::invalid(field, "alias_contact"));
        }
        if RESERVED.iter().any(|word| looks.contains(&looks_like(word))) {
            return Err(Problem::invalid(field, "alias_reserved"));
        }
        Ok(Self { shown, looks })
    }

    /// Reads a name that was checked when it was stored.
    pub(super) fn stored(shown: String) -> Self {
        let looks = looks_like(&shown);
        Self { shown, looks }
    }

    pub fn looks_like(&self, other: &Self) -> bool {
        self.looks == other.looks
    }

    /// Whether it is the person's whole name: a first name is theirs to give, the whole one is for nobody in a group.
    pub fn is_whole_name(&self, legal: &str) -> bool {
        legal.split_whitespace().nth(1).is_some() && self.looks == looks_like(legal)
    }

    /// For the index that keeps two people of a group from having the same name.
    pub fn hash(&self, keys: &CenterKeys) -> [u8; 32] {
        keys.index("memberships.alias", self.looks.as_bytes())
    }
}

/// What a reader takes a text for: without case, accents, spaces and signs, with letters that look alike made one.
pub(super) fn looks_like(text: &str) -> String {
    let bare = |text: &str| -> String {
        let letters = text.nfkd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let alike: String = skeleton(&bare(text)).collect();
    // In most type l, I and 1 are one stroke.
    bare(&alike).replace(['l', '1'], "i").replace('0', "o")
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
    fn nobody_speaks_for_the_group_by_name() {
        for text in ["Facilitator", "the FACILlTATOR", "Mоderator", "Admin 2", "Consejera Ana"] {
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
