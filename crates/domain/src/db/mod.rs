//! The database, and the only door to center rows.

mod connection;
mod doors;
mod news;
mod time;
mod tx;

use std::time::Duration;

pub use doors::{CenterRef, ClaimedJob, Credential, Secret};
pub use news::{
    Announcement, ChatNews, ChatNewsKind, FloorNews, News, NewsKind, PairNews, PairNewsKind, PlaceNews, Standing, hear,
};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, PgPool};
pub use time::{At, Day, TimeOfDay, Wall};
pub use tx::{CenterTx, Job};

use crate::clock::Clock;
use crate::ids::Ids;
use crate::problem::Surprise;
use crate::sealed::KeyRing;

/// Connections and the ports every domain function stands on. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    pub(crate) app: PgPool,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) keys: KeyRing,
}

/// How many connections a process may hold.
#[derive(Debug, Clone, Copy)]
pub struct PoolSize(pub u32);

/// Opens a pool the way Cairn wants one: no ping before each use (a broken connection shows itself), statements not
/// logged, and a short wait when all are busy, so that overload is refused instead of queued.
pub async fn connect(url: &str, size: PoolSize) -> Result<PgPool, Surprise> {
    connect_with_patience(url, size, Duration::from_secs(2)).await
}

/// As [`connect`], with another limit for the wait.
pub async fn connect_with_patience(url: &str, size: PoolSize, patience: Duration) -> Result<PgPool, Surprise> {
    let options: PgConnectOptions = url.parse()?;
    let options = options.disable_statement_logging().application_name("cairn");
    Ok(PgPoolOptions::new()
        .max_connections(size.0)
        .acquire_timeout(patience)
        .test_before_acquire(false)
        .connect_with(options)
        .await?)
}

impl Db {
    /// `app` is a pool of the `cairn_app` role.
    pub fn new(app: PgPool, clock: Clock, keys: KeyRing) -> Self {
        Self { app, clock, ids: Ids::default(), keys }
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    pub fn ids(&self) -> &Ids {
        &self.ids
    }

    /// The opened data keys.
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    pub fn pool(&self) -> &PgPool {
        &self.app
    }
}
