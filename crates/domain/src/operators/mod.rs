//! The people who run the platform: a realm of their own that sees centers, never the people in them.

mod centers;
mod sign_in;
mod usage;

use std::sync::Arc;

pub use centers::{ListCenters, OperatedCenter, centers, resume, suspend};
use chrono::{DateTime, Utc};
use jiff::Timestamp;
pub use sign_in::{OperatorCode, OperatorSignedIn, code_sent, code_to_send, create, enter, request_code, sign_in, sign_out};
use sqlx::PgPool;
pub use usage::{copy_actions_to_audit, count_usage};

use crate::clock::Clock;
use crate::ids::Ids;
use crate::problem::Surprise;
use crate::sealed::KeyWrap;

/// The operators' door to the database: the role `cairn_operator`, which has no privilege on any center's tables.
#[derive(Clone)]
pub struct OperatorDb {
    pool: PgPool,
    clock: Clock,
    ids: Ids,
    wrap: Arc<dyn KeyWrap>,
}

impl OperatorDb {
    /// `pool` is a pool of the `cairn_operator` role.
    pub fn new(pool: PgPool, clock: Clock, wrap: Arc<dyn KeyWrap>) -> Self {
        Self { pool, clock, ids: Ids::default(), wrap }
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    fn now(&self) -> Result<(Timestamp, DateTime<Utc>), Surprise> {
        let now = self.clock.now();
        Ok((now, to_chrono(now)?))
    }
}

fn to_chrono(at: Timestamp) -> Result<DateTime<Utc>, Surprise> {
    DateTime::from_timestamp_micros(at.as_microsecond()).ok_or(Surprise::Inconsistent("an instant out of range"))
}

fn from_chrono(at: DateTime<Utc>) -> Result<Timestamp, Surprise> {
    Ok(Timestamp::from_microsecond(at.timestamp_micros())?)
}
