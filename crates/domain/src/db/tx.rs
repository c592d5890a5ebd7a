use std::sync::{Arc, Mutex as SyncMutex, OnceLock};

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Statement, Value};
use serde_json::{Value as Json, json};
use sqlx::{AssertSqlSafe, Postgres, Transaction};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::news::{Announcement, Standing};
use super::{At, Db};
use crate::actor::Actor;
use crate::audit::{self, Event};
use crate::ids::{CenterId, Ids, MemberId};
use crate::problem::{Fault, Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

/// The only door to center rows: a database transaction inside one center, with who asks, the clock and the ids.
///
/// Made from something proven ([`Db::enter`], [`Db::visit`], [`Db::work`]). Dropping it rolls back.
pub struct CenterTx {
    pub(super) connection: Mutex<Option<Transaction<'static, Postgres>>>,
    db: Db,
    center_id: CenterId,
    actor: Actor,
    request_id: Option<String>,
    now: Timestamp,
    keys: OnceLock<Arc<CenterKeys>>,
    events: SyncMutex<Vec<Event>>,
    /// What was refused: kept when everything else is rolled back.
    refusals: SyncMutex<Vec<Event>>,
    jobs: SyncMutex<Vec<Json>>,
    news: SyncMutex<Vec<Json>>,
}

/// A job to be done once this transaction has been committed. Payloads are ids.
#[derive(Debug, Clone)]
pub struct Job {
    pub task: &'static str,
    pub payload: Json,
    /// `None`: as soon as possible.
    pub run_at: Option<Timestamp>,
    /// A job with the same key that has not begun is replaced.
    pub key: Option<String>,
}

impl Db {
    /// Begins inside `center_id`; callers have proof for it or are about to look for it there.
    pub(crate) async fn begin(
        &self,
        center_id: CenterId,
        actor: Actor,
        request_id: Option<String>,
    ) -> Result<CenterTx, Surprise> {
        let pool = self.app.clone();
        // One message begins and names the center, from a typed uuid. Detached: a request that is cancelled while
        // the driver begins would leave a connection whose next transaction is lost (sqlx 0.9.0).
        let sql = format!("BEGIN; SET LOCAL cairn.center_id = '{}'", center_id.0);
        let transaction = tokio::spawn(async move { pool.begin_with(AssertSqlSafe(sql)).await }).await??;
        Ok(CenterTx {
            connection: Mutex::new(Some(transaction)),
            db: self.clone(),
            center_id,
            actor,
            request_id,
            now: self.clock.now(),
            keys: OnceLock::new(),
            events: SyncMutex::new(Vec::new()),
            refusals: SyncMutex::new(Vec::new()),
            jobs: SyncMutex::new(Vec::new()),
            news: SyncMutex::new(Vec::new()),
        })
    }
}

impl CenterTx {
    pub fn center_id(&self) -> CenterId {
        self.center_id
    }

    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    pub(crate) fn become_actor(&mut self, actor: Actor) {
        self.actor = actor;
    }

    /// The instant this transaction works at: one for all its rows.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub(crate) fn at(&self) -> At {
        At(self.now)
    }

    pub fn ids(&self) -> &Ids {
        &self.db.ids
    }

    pub fn db(&self) -> &Db {
        &self.db
    }

    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The keys that open this center's sealed text.
    pub async fn keys(&self) -> Result<Arc<CenterKeys>, Surprise> {
        if let Some(keys) = self.keys.get() {
            return Ok(keys.clone());
        }
        let keys = self.db.keys.of(self.center_id.0, self).await?;
        Ok(self.keys.get_or_init(|| keys).clone())
    }

    pub(crate) async fn seal(&self, place: Place, row: Uuid, text: &str) -> Result<Sealed, Surprise> {
        self.keys().await?.seal(&self.db.ids, place, row, text)
    }

    pub(crate) async fn seal_option(&self, place: Place, row: Uuid, text: Option<&str>) -> Result<Option<Sealed>, Surprise> {
        match text {
            Some(text) => self.seal(place, row, text).await.map(Some),
            None => Ok(None),
        }
    }

    /// Rows of a hand-written query. `$1` is always the center; the query must say `center_id = $1`, so that the
    /// planner (and a sharded database) sees it beside row security.
    pub(crate) async fn rows<T: FromQueryResult>(
        &self,
        sql: &'static str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<T>, DbErr> {
        T::find_by_statement(self.statement(sql, values)).all(self).await
    }

    pub(crate) async fn row<T: FromQueryResult>(
        &self,
        sql: &'static str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<T>, DbErr> {
        T::find_by_statement(self.statement(sql, values)).one(self).await
    }

    /// Runs a statement, `$1` being the center; answers how many rows it touched.
    pub(crate) async fn run(&self, sql: &'static str, values: impl IntoIterator<Item = Value>) -> Result<u64, DbErr> {
        self.execute_raw(self.statement(sql, values)).await.map(|done| done.rows_affected())
    }

    fn statement(&self, sql: &'static str, values: impl IntoIterator<Item = Value>) -> Statement {
        debug_assert!(sql.contains("$1"), "a statement that does not name the center: {sql}");
        let mut bound: Vec<Value> = vec![self.center_id.0.into()];
        bound.extend(values);
        Statement::from_sql_and_values(DbBackend::Postgres, sql, bound)
    }

    /// Notes what was done; written as the last statement before the commit.
    pub(crate) fn audit(&self, event: Event) {
        if let Ok(mut events) = self.events.lock() {
            events.push(event);
        }
    }

    /// Notes what was refused. It is written even though the rest of the transaction is not: by [`Self::give_up`], or
    /// with the reads it was among.
    pub(crate) fn audit_refusal(&self, event: Event) {
        if let Ok(mut refusals) = self.refusals.lock() {
            refusals.push(event.refused());
        }
    }

    /// Enqueues in this transaction: committed together with the change, or not at all.
    pub(crate) fn enqueue(&self, job: Job) {
        if let Ok(mut jobs) = self.jobs.lock() {
            jobs.push(json!({
                "task": job.task, "payload": job.payload, "key": job.key,
                "run_at": job.run_at.map(|at| at.to_string()),
            }));
        }
    }

    /// Tells open screens, on every server process, once this is committed. Ids only: any session on the database
    /// hears it.
    pub(crate) fn announce(&self, said: impl Into<Announcement>) {
        if let Ok(mut announced) = self.news.lock() {
            announced.push(json!(said.into()));
        }
    }

    /// Tells what a member has open, on every server process, that it has to look again once this is committed.
    pub(crate) fn announce_member(&self, member_id: MemberId) {
        self.announce(Standing { center_id: self.center_id, member_id });
    }

    /// Refuses changes in a center that the operator paused.
    pub(crate) fn writable(&self) -> Outcome<()> {
        if self.actor.center_suspended() { Err(Problem::CenterSuspended.into()) } else { Ok(()) }
    }

    /// Makes everything visible together: the change, its jobs, its audit rows.
    pub async fn commit(self) -> Outcome<()> {
        let jobs = std::mem::take(&mut *self.jobs.lock().map_err(|_| poisoned())?);
        let news = std::mem::take(&mut *self.news.lock().map_err(|_| poisoned())?);
        if !jobs.is_empty() || !news.is_empty() {
            self.execute_raw(Statement::from_sql_and_values(
                DbBackend::Postgres,
                "select case when jsonb_array_length($1) > 0 then cairn_jobs.enqueue($1) end,
                        (select count(pg_notify('cairn_news', item::text)) from jsonb_array_elements($2) as item)",
                [Value::from(Json::Array(jobs)), Value::from(Json::Array(news))],
            ))
            .await?;
        }
        let mut events = std::mem::take(&mut *self.events.lock().map_err(|_| poisoned())?);
        events.append(&mut *self.refusals.lock().map_err(|_| poisoned())?);
        audit::append(&self, &events).await?;
        let transaction = self.connection.lock().await.take().ok_or(Surprise::Inconsistent("committed twice"))?;
        // Detached, like the beginning: whoever stops waiting does not stop the commit half-way.
        tokio::spawn(transaction.commit()).await??;
        Ok(())
    }

    /// Ends a read. Commits only when the read itself has to be remembered.
    pub async fn finish(self) -> Outcome<()> {
        let read = self.events.lock().map(|events| !events.is_empty()).map_err(|_| poisoned())?;
        let refused = self.refusals.lock().map(|refusals| !refusals.is_empty()).map_err(|_| poisoned())?;
        if read || refused { self.commit().await } else { Ok(()) }
    }

    /// Rolls back, and then remembers what was refused, in a transaction of its own.
    pub async fn give_up(self) -> Outcome<()> {
        let refusals = std::mem::take(&mut *self.refusals.lock().map_err(|_| poisoned())?);
        if refusals.is_empty() {
            return Ok(());
        }
        let (db, center, actor, request) = (self.db.clone(), self.center_id, self.actor.clone(), self.request_id.clone());
        // First: one request holds one connection.
        drop(self);
        let tx = db.begin(center, actor, request).await?;
        for event in refusals {
            tx.audit(event);
        }
        tx.commit().await
    }
}

fn poisoned() -> Fault {
    Surprise::Inconsistent("a panic while noting an event").into()
}
