//! What people type, brought into one form or refused with the field's name and the rule it broke.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::problem::Problem;

/// Characters of a person's name.
pub(crate) const NAME_LIMIT: usize = 120;
/// Characters of the pronouns line.
const PRONOUNS_LIMIT: usize = 40;
/// RFC 5321, 4.5.3.1.
const EMAIL_LIMIT: usize = 254;
const LOCAL_PART_LIMIT: usize = 64;

/// An e-mail address: how the person writes it, and how it is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// Trimmed, otherwise as typed: some servers still tell letters apart.
    pub written: String,
    /// Lower case: nobody should have two accounts for two spellings.
    pub normal: String,
}

/// Checks an address the way mail servers will: ASCII, one `@`, a domain with a dot. Quoted local parts are refused:
/// nobody has one, and half the servers mangle them.
pub fn email(text: &str, field: &str) -> Result<Email, Problem> {
    let written: String = text.trim().nfc().collect();
    if written.is_empty() {
        return Err(Problem::invalid(field, "required"));
    }
    if written.len() > EMAIL_LIMIT {
        return Err(Problem::limit(field, "too_long", 254));
    }
    let bad = || Problem::invalid(field, "email_format");
    let (local, domain) = written.rsplit_once('@').ok_or_else(bad)?;
    if !is_local_part(local) || !is_domain(domain) {
        return Err(bad());
    }
    let normal = written.to_ascii_lowercase();
    Ok(Email { written, normal })
}

fn is_local_part(local: &str) -> bool {
    // RFC 5322 dot-atom.
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    !local.is_empty()
        && local.len() <= LOCAL_PART_LIMIT
        && local.chars().all(allowed)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.contains('.') && domain.split('.').all(label)
}

/// Control characters, line and paragraph separators, and the marks that reorder the text around them: they can make
/// a name look like another one. Right-to-left letters themselves are letters like others.
fn disturbs(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// One line of text: trimmed, composed (NFC), runs of white space made one space.
pub(crate) fn line(text: &str, field: &str, limit: usize) -> Result<String, Problem> {
    // Before any work in proportion to the length.
    if text.len() > limit.saturating_mul(8) {
        return Err(Problem::limit(field, "too_long", i64::try_from(limit).unwrap_or(i64::MAX)));
    }
    if text.trim().chars().any(disturbs) {
        return Err(Problem::invalid(field, "name_characters"));
    }
    let composed: String = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
    if composed.chars().count() > limit {
        return Err(Problem::limit(field, "too_long", i64::try_from(limit).unwrap_or(i64::MAX)));
    }
    Ok(composed)
}

/// As [`line`], but something has to be there.
pub(crate) fn required_line(text: &str, field: &str, limit: usize) -> Result<String, Problem> {
    let text = line(text, field, limit)?;
    if text.is_empty() { Err(Problem::invalid(field, "required")) } else { Ok(text) }
}

/// Text of several paragraphs: as [`line`] for each of its lines, empty lines at both ends left out.
pub(crate) fn paragraphs(text: &str, field: &str, limit: usize) -> Result<String, Problem> {
    let too_long = || Problem::limit(field, "too_long", i64::try_from(limit).unwrap_or(i64::MAX));
    if text.len() > limit.saturating_mul(8) {
        return Err(too_long());
    }
    let lines: Result<Vec<String>, Problem> = text.lines().map(|text| line(text, field, limit)).collect();
    let text = lines?.join("\n").trim_matches('\n').to_owned();
    if text.chars().count() > limit { Err(too_long()) } else { Ok(text) }
}

/// A person's name. No rule about how names look, beyond that they can be shown on one line.
pub fn name(text: &str, field: &str) -> Result<String, Problem> {
    let name = required_line(text, field, NAME_LIMIT)?;
    if name.chars().any(|c| !c.is_whitespace() && !is_combining_mark(c)) {
        Ok(name)
    } else {
        Err(Problem::invalid(field, "required"))
    }
}

/// Empty clears.
pub(crate) fn pronouns(text: &str, field: &str) -> Result<Option<String>, Problem> {
    Ok(Some(line(text, field, PRONOUNS_LIMIT)?).filter(|text| !text.is_empty()))
}

/// A phone number as a person dials it: digits and the signs between them. Short ones (988) are fine.
pub(crate) fn phone(text: &str, field: &str) -> Result<Option<String>, Problem> {
    let text = line(text, field, 40)?;
    if text.is_empty() {
        return Ok(None);
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let fits = text.chars().all(|c| c.is_ascii_digit() || " +-().,#*/x".contains(c));
    if fits && (3..=20).contains(&digits) { Ok(Some(text)) } else { Err(Problem::invalid(field, "phone_format")) }
}

/// For searching: without case and accents. `José Ñandú` and `jose nandu` are the same.
pub(crate) fn folded(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Whether each word of `search` begins some part of `name`. Both folded.
pub(crate) fn begins_a_part(name: &str, search: &str) -> bool {
    let parts: Vec<&str> = words(name).collect();
    words(search).all(|wanted| parts.iter().any(|part| part.starts_with(wanted)))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// `d…@example.org`: enough to recognise one's own address.
pub(crate) fn masked(email: &str) -> String {
    match email.rsplit_once('@') {
        Some((local, domain)) => format!("{}…@{domain}", local.chars().next().unwrap_or('…')),
        None => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_looked_up_in_one_form() {
        let address = email("  Dana.O'Brien+x@Example.ORG ", "email").unwrap();
        assert_eq!(address.written, "Dana.O'Brien+x@Example.ORG");
        assert_eq!(address.normal, "dana.o'brien+x@example.org");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "dana",
            "@example.org",
            "dana@",
            "dana@localhost",
            "da na@example.org",
            "\"dana\"@example.org",
            "dana@exa\nmple.org",
            ".dana@example.org",
            "dana.@example.org",
            "da..na@example.org",
            "dana@-example.org",
            "dana@example..org",
            "dána@example.org",
            "dana@example.org\r\nBcc: x@example.org",
            "<dana@example.org>",
            "🙂@example.org",
        ] {
            assert_eq!(email(text, "email"), Err(Problem::invalid("email", "email_format")), "{text}");
        }
        assert_eq!(email("  ", "email"), Err(Problem::invalid("email", "required")));
        let long = format!("{}@example.org", "a".repeat(10_000));
        assert_eq!(email(&long, "email"), Err(Problem::limit("email", "too_long", 254)));
    }

    #[test]
    fn names_are_what_people_say_they_are() {
        for text in ["O'Neill-Ñandú", "李小龍", "محمد علي", "🙂 Dana", "\"Doc\" Smith", "X"] {
            assert_eq!(name(text, "name").as_deref(), Ok(text));
        }
        assert_eq!(name(" Dana \t  Lee ", "name").as_deref(), Err(&Problem::invalid("name", "name_characters")));
        assert_eq!(name("  Dana   Lee ", "name").as_deref(), Ok("Dana Lee"));
        assert_eq!(name("", "name"), Err(Problem::invalid("name", "required")));
        assert_eq!(name("\u{301}", "name"), Err(Problem::invalid("name", "required")));
        assert_eq!(name(&"x".repeat(10_240), "name"), Err(Problem::limit("name", "too_long", 120)));
        assert_eq!(name("Dana\u{202E}eeL", "name"), Err(Problem::invalid("name", "name_characters")));
        // Decomposed and composed are one name.
        assert_eq!(name("Jose\u{301}", "name").as_deref(), Ok("José"));
    }

    #[test]
    fn search_ignores_case_and_accents() {
        let stored = folded("José Ángel O'Neill");
        for hit in ["jose", "ÁNG", "neill jos", "o", ""] {
            assert!(begins_a_part(&stored, &folded(hit)), "{hit}");
        }
        for miss in ["ose", "josé maría", "eill"] {
            assert!(!begins_a_part(&stored, &folded(miss)), "{miss}");
        }
    }

    #[test]
    fn phones() {
        for good in ["988", "+1 (555) 010-0199", "800.555.0100 x 12"] {
            assert_eq!(phone(good, "phone"), Ok(Some(good.to_owned())));
        }
        assert_eq!(phone("", "phone"), Ok(None));
        for bad in ["12", "call me", "javascript:1234", "5".repeat(21).as_str()] {
            assert_eq!(phone(bad, "phone"), Err(Problem::invalid("phone", "phone_format")), "{bad}");
        }
    }

    #[test]
    fn masks() {
        assert_eq!(masked("dana@example.org"), "d…@example.org");
    }
}
