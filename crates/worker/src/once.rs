//! Doing what is due, once, by the domain's clock: for tests that drive it.

use serde_json::Value;
use sqlx::Row;

use crate::queue;
use crate::tasks;
use crate::worker::{Worker, WorkerError};

/// How many jobs ran.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ran {
    pub done: usize,
    /// To be tried again later.
    pub failed: usize,
}

// The queue's own loop asks PostgreSQL for the time; everything else is as it does it. "As soon as possible" is written
// as PostgreSQL's time of enqueueing.
const CLAIM: &str = "
update graphile_worker._private_jobs as j
set attempts = j.attempts + 1, locked_by = 'once', locked_at = now()
from (select due.id from graphile_worker._private_jobs due
      where due.is_available and (due.run_at <= $1 or due.run_at in (due.created_at, due.updated_at)) order by due.priority, due.run_at, due.id limit 1
      for update skip locked) as due
join graphile_worker._private_jobs d on d.id = due.id
join graphile_worker._private_tasks t on t.id = d.task_id
where j.id = due.id
returning j.id, t.identifier, j.payload";

const AGAIN: &str = "
update graphile_worker._private_jobs
set locked_by = null, locked_at = null, last_error = $2, run_at = $3::timestamptz + exp(least(attempts, 10)) * interval '1 second'
where id = $1 and locked_by = 'once'";

impl Worker {
    /// Runs jobs one after the other until none is due by the domain's clock, those they enqueue included.
    ///
    /// # Errors
    /// When the queue cannot be read; a job that fails is counted, and tried again when its time comes.
    pub async fn run_due_once(&self) -> Result<Ran, WorkerError> {
        let pool = &self.desk.jobs_pool;
        let mut ran = Ran::default();
        loop {
            let now = chrono::DateTime::from_timestamp_micros(self.desk.db.clock().now().as_microsecond());
            let Some(row) = sqlx::query(CLAIM).bind(now).fetch_optional(pool).await? else { return Ok(ran) };
            let id: i64 = row.try_get("id")?;
            let payload: Value = row.try_get("payload")?;
            let outcome = match queue::parse(row.try_get("identifier")?, payload) {
                Ok(task) => tasks::run(&self.desk, id, task).await,
                Err(error) => Err(error),
            };
            match outcome {
                Ok(()) => {
                    sqlx::query("delete from graphile_worker._private_jobs where id = $1 and locked_by = 'once'")
                        .bind(id)
                        .execute(pool)
                        .await?;
                    ran.done += 1;
                }
                Err(error) => {
                    sqlx::query(AGAIN).bind(id).bind(error.to_string()).bind(now).execute(pool).await?;
                    ran.failed += 1;
                }
            }
        }
    }
}
