//! The queue: `graphile_worker` on the role that owns its schema.

use std::time::Duration;

use cairn_domain::ids::{CenterId, DocumentId, FeedImportId, GroupId, MentorshipId, NotificationId, ProgramId, SessionWaitId};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions, WorkerRecoveryConfig};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::tasks::{self, JobError, Task};
use crate::worker::{Desk, Worker, WorkerError};

pub(crate) const SCHEMA: &str = "graphile_worker";
/// Jobs mostly wait for a mail server or for storage.
const CONCURRENCY: usize = 8;
/// A killed worker is missed after this, and its jobs are taken up by another one.
const MISSED_AFTER: Duration = Duration::from_secs(30);
const HEARTBEAT: Duration = Duration::from_secs(10);
const SWEEP: Duration = Duration::from_secs(15);
/// For the jobs that run when the process is told to stop: a mail has its own, shorter timeout.
const GRACE: Duration = Duration::from_secs(20);
/// Jobs are announced at once; this finds those whose time has come.
const POLL: Duration = Duration::from_secs(1);

macro_rules! handlers {
    ($($(#[$doc:meta])* $name:ident = $identifier:literal { $($field:ident: $type:ty),* } => $task:expr;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Serialize, Deserialize)]
            pub(crate) struct $name { $(pub $field: $type),* }

            impl TaskHandler for $name {
                const IDENTIFIER: &'static str = $identifier;

                async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
                    let Some(desk) = context.get_ext::<std::sync::Arc<Desk>>() else { return Err(JobError::Misused) };
                    tasks::run(desk, *context.job().id(), self.into()).await
                }
            }

            impl From<$name> for Task {
                fn from(job: $name) -> Self {
                    let $name { $($field),* } = job;
                    $task
                }
            }
        )+

        /// A job by its name, for [`Worker::run_due_once`].
        pub(crate) fn parse(identifier: &str, payload: serde_json::Value) -> Result<Task, JobError> {
            match identifier {
                $($identifier => serde_json::from_value::<$name>(payload).map(Task::from).map_err(|_| JobError::Misused),)+
                _ => Err(JobError::Misused),
            }
        }

        fn define(options: WorkerOptions) -> WorkerOptions {
            options$(.define_job::<$name>())+
        }
    };
}

handlers! {
    DeliverNotification = "deliver_notification" { center_id: CenterId, notification_id: NotificationId }
        => Task::Deliver { center_id, notification_id };
    /// Both for addresses that are known and that are not: the request does the same for either.
    PlanCode = "plan_code" { center_id: CenterId, challenge_id: Uuid } => Task::PlanCode { center_id, challenge_id };
    CheckDocument = "check_document" { center_id: CenterId, document_id: DocumentId }
        => Task::CheckDocument { center_id, document_id };
    OperatorCode = "operator_code" { challenge_id: Uuid } => Task::OperatorCode { challenge_id };
    CheckFeedImport = "check_feed_import" { center_id: CenterId, feed_import_id: FeedImportId }
        => Task::CheckFeedImport { center_id, feed_import_id };
    ApplyFeedImport = "apply_feed_import" { center_id: CenterId, feed_import_id: FeedImportId }
        => Task::ApplyFeedImport { center_id, feed_import_id };
    GroupRound = "group_round" { center_id: CenterId, group_id: GroupId } => Task::GroupRound { center_id, group_id };
    GroupsDaily = "groups_daily" {} => Task::GroupsDaily;
    ProgramRound = "program_round" { center_id: CenterId, program_id: ProgramId } => Task::ProgramRound { center_id, program_id };
    ProgramsHourly = "programs_hourly" {} => Task::ProgramsHourly;
    MentorshipRound = "mentorship_round" { center_id: CenterId, mentorship_id: MentorshipId }
        => Task::MentorshipRound { center_id, mentorship_id };
    MentorshipDaily = "mentorship_daily" {} => Task::MentorshipDaily;
    SessionWaitRound = "session_wait_round" { center_id: CenterId, session_wait_id: SessionWaitId }
        => Task::SessionWaitRound { center_id, session_wait_id };
    BookingsHourly = "bookings_hourly" {} => Task::BookingsHourly;
    CenterUsage = "center_usage" {} => Task::CenterUsage;
    CleanUp = "clean_up" {} => Task::CleanUp;
}

/// Hourly and daily, at odd minutes: the full hour is when everybody else's jobs run. Without `{}` a job would come with `null`,
/// and no handler takes that.
const SCHEDULE: &str = "17 * * * * center_usage ?jobKey=center_usage {}
41 3 * * * clean_up ?jobKey=clean_up&fill=1d {}
23 2 * * * groups_daily ?jobKey=groups_daily&fill=1d {}
37 * * * * programs_hourly ?jobKey=programs_hourly&fill=1h {}
52 5 * * * mentorship_daily ?jobKey=mentorship_daily&fill=1d {}
7 * * * * bookings_hourly ?jobKey=bookings_hourly&fill=1h {}";

impl Worker {
    /// Works until `shutdown`, then lets running jobs finish for a while. Starts over when the database went away.
    ///
    /// # Errors
    /// When it cannot be set up at the first try; later failures are logged and tried again.
    pub async fn run(&self, shutdown: CancellationToken) -> Result<(), WorkerError> {
        self.enqueue_at_start().await?;
        let mut pause = Duration::from_millis(500);
        while !shutdown.is_cancelled() {
            match self.work(&shutdown).await {
                Ok(()) => pause = Duration::from_millis(500),
                Err(error) => {
                    tracing::error!(error = error.as_ref(), "the queue stopped; starting over");
                    tokio::select! {
                        () = tokio::time::sleep(pause) => {}
                        () = shutdown.cancelled() => {}
                    }
                    pause = (pause * 2).min(Duration::from_secs(10));
                }
            }
        }
        Ok(())
    }

    async fn work(&self, shutdown: &CancellationToken) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let recovery = WorkerRecoveryConfig::default()
            .heartbeat_interval(HEARTBEAT)
            .sweep_interval(SWEEP)
            .sweep_threshold(MISSED_AFTER)
            .recovery_delay(Duration::from_secs(1));
        let options = WorkerOptions::default()
            .pg_pool(self.desk.jobs_pool.clone())
            .schema(SCHEMA)
            .concurrency(CONCURRENCY)
            .poll_interval(POLL)
            .worker_recovery(recovery)
            // Signals are the process's business; it tells us.
            .listen_os_shutdown_signals(false)
            .shutdown_signal(shutdown.clone().cancelled_owned())
            .shutdown_grace_period(GRACE)
            .shutdown_interrupted_job_retry_delay(Duration::from_secs(1))
            .add_extension(self.desk.clone());
        define(options).with_cron(SCHEDULE)?.init().await?.run().await?;
        Ok(())
    }

    /// Counts must not be an hour old after a restart.
    async fn enqueue_at_start(&self) -> Result<(), WorkerError> {
        sqlx::query("select graphile_worker.add_job('center_usage', '{}'::json, job_key => 'center_usage')")
            .execute(&self.desk.jobs_pool)
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_scheduled_is_what_the_handlers_take() {
        let tabs = graphile_worker::parse_crontab(SCHEDULE).unwrap();
        let tasks: Vec<_> = tabs.iter().map(|tab| tab.task_identifier().as_str()).collect();
        for tab in &tabs {
            let payload = tab.payload().clone().unwrap_or(serde_json::Value::Null);
            assert!(parse(tab.task_identifier(), payload).is_ok(), "{} runs as it is scheduled", tab.task_identifier());
        }
        assert_eq!(tasks, ["center_usage", "clean_up", "groups_daily", "programs_hourly", "mentorship_daily", "bookings_hourly"]);
    }

    #[test]
    fn jobs_are_read_as_the_domain_writes_them() {
        let id = Uuid::from_u128(7);
        let payload = serde_json::json!({ "center_id": id, "notification_id": id });
        assert!(matches!(parse("deliver_notification", payload.clone()), Ok(Task::Deliver { .. })));
        assert!(matches!(parse("check_document", payload), Err(JobError::Misused)));
        assert!(matches!(parse("center_usage", serde_json::json!({})), Ok(Task::CenterUsage)));
        assert!(matches!(parse("something_else", serde_json::json!({})), Err(JobError::Misused)));
    }
}
