//! The address part of a center: `https://…/river-house`.

use crate::members::fields::folded;
use crate::problem::Problem;

/// Addresses the product keeps for itself, now or soon.
pub const RESERVED_SLUGS: &[&str] = &[
    "start",
    "help",
    "ops",
    "assets",
    "graphql",
    "graphiql",
    "healthz",
    "readyz",
    "safety",
    "privacy",
    "sign-out",
    "sign-in",
    "leave",
    "calendar",
    "api",
    "admin",
    "app",
    "dev",
    "static",
    "www",
    "mail",
    "about",
    "contact",
    "terms",
    "status",
    "security",
    "robots",
    "favicon",
    "well-known",
    "login",
    "logout",
    "account",
    "cairn",
];
/// Given to drafts that nobody confirmed, so that their address part is free again.
pub(super) const ABANDONED_PREFIX: &str = "gone-";
const SHORTEST: usize = 3;
const LONGEST: usize = 40;

/// 3 to 40 small letters, digits and single dashes between them.
pub fn check_slug(slug: &str) -> Result<(), Problem> {
    let letters = slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let dashes = slug.starts_with('-') || slug.ends_with('-') || slug.contains("--");
    if slug.len() < SHORTEST || slug.len() > LONGEST || !letters || dashes {
        return Err(Problem::invalid("slug", "slug_format"));
    }
    if RESERVED_SLUGS.contains(&slug) || slug.starts_with(ABANDONED_PREFIX) {
        return Err(Problem::invalid("slug", "slug_reserved"));
    }
    Ok(())
}

/// An address part from a name: `Río Claro House` → `rio-claro-house`. `None`: the name has no letters for it.
pub fn suggest_slug(name: &str) -> Option<String> {
    let mut slug = String::new();
    for c in folded(name).chars().take(400) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !matches!(c, '\'' | '’' | '.') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    let slug = slug.trim_end_matches('-').to_owned();
    if check_slug(&slug).is_ok() {
        return Some(slug);
    }
    let longer = numbered(&format!("{slug}-center"), 1);
    check_slug(&longer).is_ok().then_some(longer)
}

/// `river-house` and 2 → `river-house-2`, never too long.
pub(super) fn numbered(slug: &str, number: u32) -> String {
    if number <= 1 {
        return slug.chars().take(LONGEST).collect();
    }
    let ending = format!("-{number}");
    let stem: String = slug.chars().take(LONGEST - ending.len()).collect();
    format!("{}{ending}", stem.trim_end_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_addresses() {
        assert_eq!(suggest_slug("Río Claro House").as_deref(), Some("rio-claro-house"));
        assert_eq!(suggest_slug("  St. Mary's — Casa #2 ").as_deref(), Some("st-marys-casa-2"));
        assert_eq!(suggest_slug("Help").as_deref(), Some("help-center"));
        assert_eq!(suggest_slug("李小龍"), None);
        assert_eq!(suggest_slug(""), None);
        assert_eq!(suggest_slug(&"long name ".repeat(1_000)).as_deref(), Some("long-name-long-name-long-name-long-name"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for slug in ["", "ab", "-abc", "abc-", "a--b", "Abc", "a b c", "ábc", "a_b", "../x", "a/b", &"a".repeat(41)] {
            assert_eq!(check_slug(slug), Err(Problem::invalid("slug", "slug_format")), "{slug}");
        }
        for slug in RESERVED_SLUGS.iter().copied().chain(["gone-away"]) {
            assert_eq!(check_slug(slug), Err(Problem::invalid("slug", "slug_reserved")), "{slug}");
        }
        for slug in ["abc", "a1b", "river-house", &"a".repeat(40)] {
            assert_eq!(check_slug(slug), Ok(()), "{slug}");
        }
    }

    #[test]
    fn numbers_fit() {
        assert_eq!(numbered("river-house", 2), "river-house-2");
        assert_eq!(numbered(&"a".repeat(40), 12).len(), 40);
    }
}
