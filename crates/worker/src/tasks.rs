//! What each job does.

mod deliver;
mod feed_import;
mod operator_code;
mod rounds;
mod upkeep;

use std::fmt;

use cairn_domain::db::ClaimedJob;
use cairn_domain::documents::StoreError;
use cairn_domain::ids::{
    CenterId, ChallengeId, DocumentId, FeedImportId, GroupId, MentorshipId, NotificationId, ProgramId, SessionWaitId,
};
use cairn_domain::members::sign_in;
use cairn_domain::{Fault, Surprise, groups, mentorship, programs, sessions};
use tracing::Instrument;
use uuid::Uuid;

use crate::compose::ComposeError;
use crate::documents::{self, CheckError};
use crate::worker::Desk;

/// One job. Holds ids only.
#[derive(Debug, Clone)]
pub(crate) enum Task {
    Deliver { center_id: CenterId, notification_id: NotificationId },
    PlanCode { center_id: CenterId, challenge_id: Uuid },
    CheckDocument { center_id: CenterId, document_id: DocumentId },
    OperatorCode { challenge_id: Uuid },
    CheckFeedImport { center_id: CenterId, feed_import_id: FeedImportId },
    ApplyFeedImport { center_id: CenterId, feed_import_id: FeedImportId },
    GroupRound { center_id: CenterId, group_id: GroupId },
    GroupsDaily,
    ProgramRound { center_id: CenterId, program_id: ProgramId },
    ProgramsHourly,
    MentorshipRound { center_id: CenterId, mentorship_id: MentorshipId },
    MentorshipDaily,
    SessionWaitRound { center_id: CenterId, session_wait_id: SessionWaitId },
    BookingsHourly,
    CenterUsage,
    CleanUp,
}

impl Task {
    fn name(&self) -> &'static str {
        match self {
            Self::Deliver { .. } => "deliver_notification",
            Self::PlanCode { .. } => "plan_code",
            Self::CheckDocument { .. } => "check_document",
            Self::OperatorCode { .. } => "operator_code",
            Self::CheckFeedImport { .. } => "check_feed_import",
            Self::ApplyFeedImport { .. } => "apply_feed_import",
            Self::GroupRound { .. } => "group_round",
            Self::GroupsDaily => "groups_daily",
            Self::ProgramRound { .. } => "program_round",
            Self::ProgramsHourly => "programs_hourly",
            Self::MentorshipRound { .. } => "mentorship_round",
            Self::MentorshipDaily => "mentorship_daily",
            Self::SessionWaitRound { .. } => "session_wait_round",
            Self::BookingsHourly => "bookings_hourly",
            Self::CenterUsage => "center_usage",
            Self::CleanUp => "clean_up",
        }
    }
}

/// The job has to be tried again. The queue keeps the text, so it says nothing about anybody.
#[derive(thiserror::Error)]
pub(crate) enum JobError {
    #[error("the database refused or failed")]
    Domain(#[from] Fault),
    #[error("a mail could not be composed")]
    Compose(#[from] ComposeError),
    #[error("a document could not be checked")]
    Document(#[from] CheckError),
    #[error("the mail server could not take it")]
    Mail,
    /// A name or payload that this version does not know.
    #[error("not a job of this version")]
    Misused,
    #[error("it did not work for {0} centers")]
    Centers(usize),
}

// The queue stores the debug form.
impl fmt::Debug for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Surprise> for JobError {
    fn from(surprise: Surprise) -> Self {
        Self::Domain(surprise.into())
    }
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        Self::Document(error.into())
    }
}

/// Does one job, in a span of its own; failures are logged here, once.
pub(crate) async fn run(desk: &Desk, job_id: i64, task: Task) -> Result<(), JobError> {
    let name = task.name();
    let span = tracing::info_span!("job", job.task = name, job.id = job_id);
    async move {
        let outcome = dispatch(desk, job_id, task).await;
        if let Err(error) = &outcome {
            tracing::warn!(job.task = name, error = error as &dyn std::error::Error, "a job failed and will be tried again");
        }
        outcome
    }
    .instrument(span)
    .await
}

async fn dispatch(desk: &Desk, job_id: i64, task: Task) -> Result<(), JobError> {
    match task {
        Task::Deliver { center_id, notification_id } => {
            deliver::deliver(desk, &ClaimedJob { center_id, job_id }, notification_id).await
        }
        Task::PlanCode { center_id, challenge_id } => {
            let tx = desk.db.work(&ClaimedJob { center_id, job_id }).await?;
            sign_in::plan_code(&tx, ChallengeId(challenge_id)).await?;
            Ok(tx.commit().await?)
        }
        Task::CheckDocument { center_id, document_id } => {
            let check = documents::Desk { db: &desk.db, store: desk.store.as_ref(), scanner: desk.scanner.as_deref() };
            documents::check_document(&check, &ClaimedJob { center_id, job_id }, document_id).await?;
            Ok(())
        }
        Task::OperatorCode { challenge_id } => operator_code::send(desk, challenge_id).await,
        Task::CheckFeedImport { center_id, feed_import_id } => {
            feed_import::check(desk, &ClaimedJob { center_id, job_id }, feed_import_id).await
        }
        Task::ApplyFeedImport { center_id, feed_import_id } => {
            feed_import::apply(desk, &ClaimedJob { center_id, job_id }, feed_import_id).await
        }
        Task::GroupRound { center_id, group_id } => {
            rounds::one(desk, &ClaimedJob { center_id, job_id }, group_id, groups::upkeep::round).await
        }
        Task::ProgramRound { center_id, program_id } => {
            rounds::one(desk, &ClaimedJob { center_id, job_id }, program_id, programs::upkeep::round).await
        }
        Task::MentorshipRound { center_id, mentorship_id } => {
            rounds::one(desk, &ClaimedJob { center_id, job_id }, mentorship_id, mentorship::upkeep::round).await
        }
        Task::SessionWaitRound { center_id, session_wait_id } => {
            rounds::one(desk, &ClaimedJob { center_id, job_id }, session_wait_id, sessions::upkeep::round).await
        }
        // Meetings come within sight a day at a time; days begin at different hours; a free place waits for nobody's round.
        Task::GroupsDaily => rounds::everywhere(desk, job_id, groups::upkeep::living, groups::upkeep::round).await,
        Task::ProgramsHourly => rounds::everywhere(desk, job_id, programs::upkeep::living, programs::upkeep::round).await,
        Task::MentorshipDaily => rounds::everywhere(desk, job_id, mentorship::upkeep::daily, mentorship::upkeep::round).await,
        Task::BookingsHourly => rounds::everywhere(desk, job_id, sessions::upkeep::hourly, sessions::upkeep::round).await,
        Task::CenterUsage => upkeep::center_usage(desk, job_id).await,
        Task::CleanUp => upkeep::clean_up(desk, job_id).await,
    }
}
