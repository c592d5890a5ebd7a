//! The table of what may leave in logs, traces and metrics, and of what kind it must be.

/// What a value must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A UUID, alone or as a wire id (`session:0190…`), or up to 32 hex digits.
    Id,
    /// One of few, chosen by us: `[a-z0-9_.-]`, at most 48 characters. Also taken from metrics.
    Word,
    /// An HTTP method.
    Method,
    /// A route's pattern, with its parameters unfilled: `/{slug}/me`.
    Route,
    /// A place in the source: `src/x.rs:12`.
    Place,
    /// A number.
    Number,
    /// True or false.
    Flag,
}

/// Ids of people are missing on purpose.
const TABLE: &[(&str, Kind)] = &[
    ("request_id", Kind::Id),
    ("center_id", Kind::Id),
    ("session_id", Kind::Id),
    ("notification_id", Kind::Id),
    ("document_id", Kind::Id),
    ("disclosure_id", Kind::Id),
    ("job_id", Kind::Id),
    ("job", Kind::Word),
    ("queue", Kind::Word),
    ("attempt", Kind::Number),
    ("http.request.method", Kind::Method),
    ("http.route", Kind::Route),
    ("http.response.status_code", Kind::Number),
    ("graphql.operation", Kind::Word),
    ("graphql.operation.type", Kind::Word),
    ("graphql.document_id", Kind::Id),
    ("code", Kind::Word),
    ("kind", Kind::Word),
    ("outcome", Kind::Word),
    ("reason", Kind::Word),
    ("state", Kind::Word),
    ("purpose", Kind::Word),
    ("audience", Kind::Word),
    ("mode", Kind::Word),
    ("service", Kind::Word),
    ("locale", Kind::Word),
    ("template", Kind::Word),
    ("migration", Kind::Word),
    ("sqlstate", Kind::Word),
    ("constraint", Kind::Word),
    ("version", Kind::Word),
    ("otel.kind", Kind::Word),
    ("otel.status_code", Kind::Word),
    ("smtp_code", Kind::Number),
    ("smtp_status", Kind::Word),
    ("count", Kind::Number),
    ("rows", Kind::Number),
    ("bytes", Kind::Number),
    ("milliseconds", Kind::Number),
    ("seconds", Kind::Number),
    ("port", Kind::Number),
    ("retry", Kind::Flag),
    ("read_only", Kind::Flag),
    ("place", Kind::Place),
];

/// The kind that a name must have; `None` may not leave.
#[must_use]
pub fn kind(name: &str) -> Option<Kind> {
    TABLE.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// Names whose values are few: the attributes of metrics.
pub fn words() -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(|(_, kind)| matches!(kind, Kind::Word | Kind::Method | Kind::Route)).map(|(name, _)| *name)
}

/// Whether a text may leave under this name.
#[must_use]
pub fn text(name: &str, value: &str) -> bool {
    kind(name).is_some_and(|kind| kind.fits(value))
}

/// Whether a number may leave under this name.
#[must_use]
pub fn number(name: &str) -> bool {
    kind(name) == Some(Kind::Number)
}

/// Whether true or false may leave under this name.
#[must_use]
pub fn flag(name: &str) -> bool {
    kind(name) == Some(Kind::Flag)
}

impl Kind {
    fn fits(self, value: &str) -> bool {
        let all = |fits: fn(u8) -> bool, longest: usize| (1..=longest).contains(&value.len()) && value.bytes().all(fits);
        match self {
            Self::Id => is_id(value),
            Self::Word => is_word(value),
            Self::Method => {
                matches!(value, "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "PATCH" | "OPTIONS" | "OTHER" | "_OTHER")
            }
            Self::Route => all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"/{}*_-.".contains(&b), 64),
            Self::Place => all(|b| b.is_ascii_alphanumeric() || b"/._-:".contains(&b), 160),
            Self::Number => value.parse::<f64>().is_ok(),
            Self::Flag => value.parse::<bool>().is_ok(),
        }
    }
}

pub(super) fn is_word(value: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.-".contains(&b);
    (1..=48).contains(&value.len()) && value.bytes().all(fits)
}

fn is_id(value: &str) -> bool {
    let bare = value.split_once(':').map_or(value, |(kind, rest)| if is_word(kind) { rest } else { value });
    let hex = |longest| (1..=longest).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_hexdigit());
    uuid::Uuid::try_parse(bare).is_ok() || hex(32) || (bare.len() == 64 && hex(64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_names_and_fitting_values_leave() {
        assert!(text("request_id", "0190b5a4-6a2c-7000-8000-000000000000"));
        assert!(text("session_id", "session:0190b5a4-6a2c-7000-8000-000000000000"));
        assert!(text("http.route", "/{slug}/sign-in"));
        assert!(!text("http.route", "/i/SecretTokenOfSomebody"));
        assert!(!text("http.route", "/start?email=ana@example.org"));
        assert!(text("code", "slot_taken"));
        assert!(!text("code", "Ana Gómez"));
        assert!(!text("reason", "relapsed again"));
        assert!(!text("member_id", "0190b5a4-6a2c-7000-8000-000000000000"), "ids of people do not leave");
        assert!(!text("email", "ana"));
        assert!(!text("request_id", "ana@example.org"));
        assert!(number("count") && !number("age"));
    }
}
