//! The rules of Cairn and the SQL that keeps them. No HTTP, no GraphQL, no mail, no object storage.

pub mod actor;
pub mod audit;
pub mod availability;
pub mod care;
pub mod centers;
pub mod clock;
pub mod db;
pub mod documents;
pub mod exits;
pub mod groups;
pub mod idempotency;
pub mod ids;
pub mod language;
pub mod members;
pub mod mentorship;
pub mod notifications;
pub mod operators;
pub mod paging;
pub mod policy;
pub mod problem;
pub mod programs;
pub mod rate_limits;
pub mod sealed;
pub mod services;
pub mod sessions;
pub mod staff_tasks;
pub mod zones;

pub use db::{CenterTx, Db};
pub use problem::{Fault, Outcome, Problem, Problems, Surprise};
