//! What `serve`, `worker` and `demo` stand on: the pools, the ports, and the checks before anything starts.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result, bail};
use cairn_domain::{
    Db,
    clock::Clock,
    db::{PoolSize, connect},
    documents::ObjectStore,
    sealed::{KeyRing, KeyWrap},
};
use cairn_worker::{mailer::Mailer, scanner::Scanner};
use secrecy::{ExposeSecret, SecretString};
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use crate::{
    adapters::{Clamd, KeyFile, S3Store, SmtpMailer, clamd::ClamdAddress, smtp, storage},
    config::Config,
    roles::{self, Door},
};

/// Everything a process needs, made from the configuration.
#[derive(Clone)]
pub struct Foundation {
    pub db: Db,
    pub wrap: Arc<dyn KeyWrap>,
    /// Of `cairn_worker`; only where jobs are worked on.
    pub jobs: Option<PgPool>,
    /// Of `cairn_operator`.
    pub operators: Option<PgPool>,
    pub store: Arc<dyn ObjectStore>,
    /// Where there are jobs, which send what there is to send.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// `None`: documents are not scanned, and `doctor` and the admin pages say so.
    pub scanner: Option<Arc<dyn Scanner>>,
}

impl Foundation {
    /// Connects, and refuses what could not work or would not be safe. `config` has been checked for the purpose, so
    /// what is missing here is not needed.
    ///
    /// # Errors
    /// A wrong role, a pending migration, a bucket that cannot be written, a key file that cannot be read: each with
    /// its cure.
    pub async fn lay(config: &Config, clock: Clock) -> Result<Self> {
        let app = pool("database.app_url", config.database.app_url.as_ref(), config.database.app_pool()).await?;
        let app = app.context("database.app_url is not set")?;
        roles::refuse_wrong(&app, Door::App).await?;
        refuse_pending(&app).await?;
        let jobs = pool("database.worker_url", config.database.worker_url.as_ref(), config.database.worker_pool).await?;
        if let Some(jobs) = &jobs {
            roles::refuse_wrong(jobs, Door::Worker).await?;
        }
        let operators =
            pool("database.operator_url", config.database.operator_url.as_ref(), config.database.operator_pool).await?;
        if let Some(operators) = &operators {
            roles::refuse_wrong(operators, Door::Operator).await?;
        }
        let mailer = match &jobs {
            Some(_) => Some(Arc::new(mailer(config)?) as Arc<dyn Mailer>),
            None => None,
        };
        let store = S3Store::new(&storage_options(config)?);
        store.check().await.context("the bucket cannot be written (storage.*)")?;
        let wrap: Arc<dyn KeyWrap> = Arc::new(key_file(config)?);
        Ok(Self {
            db: Db::new(app, clock, KeyRing::new(Arc::clone(&wrap))),
            wrap,
            jobs,
            operators,
            store: Arc::new(store),
            mailer,
            scanner: scanner(config),
        })
    }

    /// Gives the connections back, so that PostgreSQL sees them go instead of breaking off.
    pub async fn close(&self) {
        self.db.pool().close().await;
        for pool in self.jobs.iter().chain(&self.operators) {
            pool.close().await;
        }
    }
}

/// A pool, if its address is set; connects once, so that a wrong address is known now.
///
/// # Errors
/// When nobody answers; the address is named by key, because its text holds a password.
pub async fn pool(key: &str, url: Option<&SecretString>, size: u32) -> Result<Option<PgPool>> {
    let Some(url) = url else { return Ok(None) };
    let opened = connect(url.expose_secret(), PoolSize(size)).await;
    match opened {
        Ok(pool) => Ok(Some(pool)),
        Err(_) => bail!("PostgreSQL cannot be reached with {key}: check host, role and password"),
    }
}

/// # Errors
/// Names the pending migrations.
pub async fn refuse_pending(pool: &PgPool) -> Result<()> {
    let pending = pending(pool).await?;
    if pending.is_empty() {
        Ok(())
    } else {
        bail!("the database is behind this program ({}): run `cairn migrate`", pending.join(", "))
    }
}

/// The migrations that the database lacks.
///
/// # Errors
/// When the database does not answer.
pub async fn pending(pool: &PgPool) -> Result<Vec<String>> {
    let connection = sea_orm::SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone());
    match cairn_migrations::pending(&connection).await {
        Ok(pending) => Ok(pending),
        // An empty database has no list yet.
        Err(_) => bail!("the database has no list of migrations: run `cairn migrate`"),
    }
}

/// # Errors
/// When keys that storage needs are not set.
pub fn storage_options(config: &Config) -> Result<storage::Options> {
    let settings = &config.storage;
    Ok(storage::Options {
        endpoint: settings.endpoint.clone(),
        public_endpoint: settings.public_endpoint.clone(),
        region: settings.region.clone(),
        bucket: settings.bucket.clone(),
        access_key: settings.access_key.clone(),
        secret_key: settings.secret_key.clone().context("storage.secret_key is not set")?,
        path_style: settings.path_style,
    })
}

/// # Errors
/// When host or sender are none.
pub fn mailer(config: &Config) -> Result<SmtpMailer> {
    let mail = &config.mail;
    SmtpMailer::new(&smtp::Options {
        host: mail.host.clone(),
        port: mail.port,
        tls: mail.tls,
        login: mail.username.clone().zip(mail.password.clone()),
        from_name: mail.from_name.clone(),
        from_address: mail.from_address.clone(),
        connections: mail.connections,
        timeout: Duration::from_secs(mail.timeout_seconds),
    })
}

/// # Errors
/// When the file is missing, open to others, or holds no keys.
pub fn key_file(config: &Config) -> Result<KeyFile> {
    KeyFile::open(config.keys.file.as_ref().context("keys.file is not set")?)
}

#[must_use]
pub fn scanner(config: &Config) -> Option<Arc<dyn Scanner>> {
    let address = config.scanner.clamd.as_ref()?;
    let largest = usize::try_from(cairn_domain::documents::MAX_SIZE).unwrap_or(usize::MAX);
    Some(Arc::new(Clamd::new(ClamdAddress::parse(address), largest)))
}

/// Cancelled by Ctrl-C or SIGTERM. A second one ends the process at once: the first may hang, and the person knows.
///
/// # Errors
/// When the system refuses to tell us about signals.
pub fn stop_signal() -> Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let stop = CancellationToken::new();
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let told = stop.clone();
    tokio::spawn(async move {
        for attempt in 0..2 {
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
            if attempt > 0 {
                std::process::exit(130);
            }
            told.cancel();
        }
    });
    Ok(stop)
}
