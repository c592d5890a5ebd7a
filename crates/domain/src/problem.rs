//! How things go wrong: expected outcomes are data, everything else is a surprise.

use jiff::Timestamp;

use crate::ids::MembershipId;
use crate::programs::EnrollmentState;
use crate::sessions::Slot;

pub type Outcome<T> = Result<T, Fault>;

/// Why a domain function did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The caller can act on it; nothing was changed.
    #[error("{} expected problem(s)", .0.len())]
    Problems(Vec<Problem>),
    /// Nobody expected it: logged once at the edge, shown without internals.
    #[error(transparent)]
    Surprise(#[from] Surprise),
}

/// Something the person who asked can act on. Words for it live at the edge, in the reader's language.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// `path` names the input field, `rule` what it broke (a message id, for example `email_format`).
    Invalid {
        path: Vec<String>,
        rule: &'static str,
        limit: Option<i64>,
    },
    NotAllowed,
    /// Not there, or not for you: the two look the same.
    NotFound {
        path: Vec<String>,
    },
    /// It changed since it was read.
    Conflict {
        path: Vec<String>,
    },
    SlotTaken {
        alternatives: Vec<Slot>,
    },
    /// Past the center's cutoff.
    TooLate {
        changeable_until: Timestamp,
        center_phone: Option<String>,
    },
    RateLimited {
        retry_after_seconds: u32,
    },
    /// Ask for a fresh proof first.
    StepUpRequired,
    WrongCode {
        attempts_left: u32,
    },
    /// A code, link or invitation that has had its time or its use.
    Expired,
    /// The center is paused by the operator: reading works, changing does not.
    CenterSuspended,
    /// The same idempotency key came with other input.
    KeyReused,
    /// Somebody still expects this member: first these sessions have to be moved or cancelled, and these clients need
    /// somebody else.
    CareOpen {
        sessions: i64,
        clients: i64,
    },
    /// The way through a program does not go there from here.
    IllegalMove {
        from: Option<EnrollmentState>,
        /// Where it does go.
        legal: Vec<EnrollmentState>,
    },
    /// A part of a note names somebody of the group it is not about; `None`: the part that all share.
    NamesSomeone {
        part: Option<MembershipId>,
        /// As the group knows them.
        alias: String,
    },
}

#[derive(Debug, thiserror::Error)]
pub enum Surprise {
    #[error("the database refused or failed")]
    Database(#[from] sea_orm::DbErr),
    #[error("the database refused or failed")]
    Driver(#[from] sqlx::Error),
    #[error("a data key could not be opened")]
    Key(#[from] crate::sealed::WrapError),
    #[error("sealed text does not open: {0}")]
    Sealed(&'static str),
    #[error("time zone data does not cover this: {0}")]
    Zone(#[from] jiff::Error),
    #[error("object storage")]
    Store(#[from] crate::documents::StoreError),
    #[error("stored data breaks a rule: {0}")]
    Inconsistent(&'static str),
    #[error("a task ended early")]
    Join(#[from] tokio::task::JoinError),
}

impl Surprise {
    /// Something is away or overloaded: worth another try in a moment, and not a fault of ours.
    pub fn is_unavailable(&self) -> bool {
        let driver = match self {
            Self::Driver(error) => error,
            Self::Store(error) => return matches!(error, crate::documents::StoreError::Unavailable(_)),
            Self::Database(
                sea_orm::DbErr::Query(sea_orm::RuntimeErr::SqlxError(error))
                | sea_orm::DbErr::Exec(sea_orm::RuntimeErr::SqlxError(error))
                | sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error)),
            ) => error,
            _ => return false,
        };
        match driver {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_) => true,
            sqlx::Error::Database(error) => error.code().is_some_and(|code| passes(&code)),
            _ => false,
        }
    }
}

/// Whether an SQLSTATE tells of a moment, not of a mistake.
fn passes(code: &str) -> bool {
    // 08: connection lost; 53: out of connections, memory or disk; 57: shut down, or a statement's time is over;
    // 40: lost against another transaction; 55P03: a lock's time is over; 25P03 and 25P04: a transaction's time is over.
    ["08", "53", "57", "40"].iter().any(|class| code.starts_with(class)) || ["55P03", "25P03", "25P04"].contains(&code)
}

impl Fault {
    /// There is no such thing, or not for whoever asked.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Problems(problems) if problems.iter().any(|problem| matches!(problem, Problem::NotFound { .. })))
    }
}

macro_rules! surprises {
    ($($source:ty),+) => {$(
        impl From<$source> for Fault {
            fn from(source: $source) -> Self {
                Self::Surprise(source.into())
            }
        }
    )+};
}
surprises!(
    sea_orm::DbErr,
    sqlx::Error,
    crate::sealed::WrapError,
    jiff::Error,
    tokio::task::JoinError,
    crate::documents::StoreError
);

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::Problems(vec![problem])
    }
}

impl Problem {
    pub fn invalid(field: &str, rule: &'static str) -> Self {
        Self::Invalid { path: vec![field.to_owned()], rule, limit: None }
    }

    pub fn invalid_at(path: &[&str], rule: &'static str) -> Self {
        Self::Invalid { path: path.iter().map(|&part| part.to_owned()).collect(), rule, limit: None }
    }

    /// With the number that the message names: a length, a size, a count.
    pub fn limit(field: &str, rule: &'static str, limit: i64) -> Self {
        Self::Invalid { path: vec![field.to_owned()], rule, limit: Some(limit) }
    }

    pub fn not_found(field: &str) -> Self {
        Self::NotFound { path: vec![field.to_owned()] }
    }

    /// Stable, for clients and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid { rule, .. } => rule,
            Self::NotAllowed => "not_allowed",
            Self::NotFound { .. } => "not_found",
            Self::Conflict { .. } => "conflict",
            Self::SlotTaken { .. } => "slot_taken",
            Self::TooLate { .. } => "too_late",
            Self::RateLimited { .. } => "rate_limited",
            Self::StepUpRequired => "step_up_required",
            Self::WrongCode { .. } => "wrong_code",
            Self::Expired => "expired",
            Self::CenterSuspended => "center_suspended",
            Self::KeyReused => "key_reused",
            Self::CareOpen { .. } => "care_open",
            Self::IllegalMove { .. } => "illegal_move",
            Self::NamesSomeone { .. } => "names_someone",
        }
    }
}

/// Collects the problems of one input, so that a form shows them all at once.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Keeps the value, or its problem.
    pub fn take<T>(&mut self, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.0.push(problem)).ok()
    }

    pub fn refuse_if_any(self) -> Outcome<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Fault::Problems(self.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::StoreError;

    #[test]
    fn what_passes_is_told_from_what_is_broken() {
        for code in ["57P01", "57014", "08006", "53300", "40001", "40P01", "55P03", "25P03"] {
            assert!(passes(code), "{code}");
        }
        for code in ["23505", "23P01", "42501", "42P01", "22P02", "25006", "XX000"] {
            assert!(!passes(code), "{code}");
        }
        assert!(Surprise::Driver(sqlx::Error::PoolTimedOut).is_unavailable());
        assert!(!Surprise::Driver(sqlx::Error::RowNotFound).is_unavailable());
        assert!(Surprise::Store(StoreError::Unavailable("slow down".into())).is_unavailable());
        assert!(!Surprise::Store(StoreError::NotFound).is_unavailable());
        assert!(!Surprise::Inconsistent("a row").is_unavailable());
    }
}
