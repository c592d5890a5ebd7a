use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use cairn_domain::Db;
use cairn_domain::documents::ObjectStore;
use cairn_domain::operators::OperatorDb;
use sqlx::PgPool;

use crate::calendar::Organizer;
use crate::compose::{ComposeError, Composer};
use crate::mailer::Mailer;
use crate::scanner::Scanner;

/// What a worker stands on.
pub struct WorkerParts {
    pub db: Db,
    /// Of the role `cairn_worker`, which owns the queue and sees nothing else.
    pub jobs_pool: PgPool,
    pub operators: OperatorDb,
    pub mailer: Arc<dyn Mailer>,
    /// `None`: files are checked without.
    pub scanner: Option<Arc<dyn Scanner>>,
    pub store: Arc<dyn ObjectStore>,
    /// Where links lead, for example `https://example.org`.
    pub public_url: String,
    /// The neutral sender; its host also names messages and calendar entries.
    pub from_address: String,
}

/// Does the jobs of the queue. Cheap to clone.
#[derive(Clone)]
pub struct Worker {
    pub(crate) desk: Arc<Desk>,
}

/// What handlers work with.
pub(crate) struct Desk {
    pub db: Db,
    pub jobs_pool: PgPool,
    pub operators: OperatorDb,
    pub mailer: Arc<dyn Mailer>,
    pub scanner: Option<Arc<dyn Scanner>>,
    pub store: Arc<dyn ObjectStore>,
    pub composer: Composer,
    /// The mail server and the settings do not fit: said once, not with each mail.
    pub mail_misfit_said: AtomicBool,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Desk")
    }
}

#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    #[error("mails cannot be composed")]
    Compose(#[from] ComposeError),
    #[error("the queue's database refused or failed")]
    Queue(#[from] sqlx::Error),
}

impl Worker {
    /// Connects to nobody yet.
    ///
    /// # Errors
    /// When a template or locale file is broken.
    pub fn new(parts: WorkerParts) -> Result<Self, WorkerError> {
        let composer = Composer::new(&parts.public_url, Organizer { address: parts.from_address })?;
        Ok(Self {
            desk: Arc::new(Desk {
                db: parts.db,
                jobs_pool: parts.jobs_pool,
                operators: parts.operators,
                mailer: parts.mailer,
                scanner: parts.scanner,
                store: parts.store,
                composer,
                mail_misfit_said: AtomicBool::new(false),
            }),
        })
    }
}
