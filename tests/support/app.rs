use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use cairn_api::graphql::context::Parts as GraphParts;
use cairn_api::graphql::live::Live;
use cairn_api::http::{AppState, Limits, Mode, Parts, Settings};
use cairn_domain::clock::{Clock, DrivenClock};
use cairn_domain::db::{PoolSize, connect, connect_with_patience};
use cairn_domain::documents::ObjectStore;
use cairn_domain::operators::OperatorDb;
use cairn_domain::sealed::{KeyRing, KeyWrap};
use cairn_domain::{CenterTx, Db};
use cairn_server::adapters::keyfile::KeyFile;
use cairn_server::adapters::smtp::{Options as SmtpOptions, SmtpMailer, TlsMode};
use cairn_server::adapters::storage::{Options as StorageOptions, S3Store};
use cairn_server::calendars::Calendars;
use cairn_server::embedded::mail::{MailCatcher, Options as MailOptions};
use cairn_server::embedded::s3::{EmbeddedS3, Options as S3Options};
use cairn_worker::{Scanner, Worker, WorkerParts};
use jiff::Timestamp;
use sqlx::PgConnection;

use crate::database::Database;
use crate::people::Person;

/// The product, running in this process.
pub struct App {
    pub db: Db,
    pub clock: Clock,
    pub mail: MailCatcher,
    pub store: Arc<dyn ObjectStore>,
    pub s3: EmbeddedS3,
    pub operators: OperatorDb,
    pub live: Live,
    pub router: axum::Router,
    pub worker: Worker,
    // Last: the database goes when everything that uses it is gone.
    pub database: Database,
    folder: Folder,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// How one test's product differs from the usual.
pub struct Setup {
    pub clock: Clock,
    pub mode: Mode,
    pub scanner: Option<Arc<dyn Scanner>>,
    pub limits: Limits,
    /// Connections for requests, and how long one waits for them.
    pub pool: (u32, std::time::Duration),
}

impl Default for Setup {
    /// Monday, 2026-03-02, 10:00 in New York.
    fn default() -> Self {
        let start: Timestamp = "2026-03-02T15:00:00Z".parse().expect("a timestamp");
        Self {
            clock: Clock::Driven(DrivenClock::at(start)),
            mode: Mode::Demo,
            scanner: None,
            limits: Limits::default(),
            pool: (12, PATIENCE),
        }
    }
}

/// A loaded machine that builds at the same time is no overload to be tested.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

/// Of the object storage that each test has for itself.
pub const STORAGE_SECRET: &str = "test-secret";

pub const PUBLIC_URL: &str = "http://localhost:4000";

impl App {
    pub async fn start() -> Self {
        Self::with(Setup::default()).await
    }

    pub async fn at(start: &str) -> Self {
        let start: Timestamp = start.parse().expect("a timestamp");
        Self::with(Setup { clock: Clock::Driven(DrivenClock::at(start)), ..Setup::default() }).await
    }

    /// With the machine's own clock: for links that object storage checks against it.
    pub async fn now() -> Self {
        Self::with(Setup { clock: Clock::System, ..Setup::default() }).await
    }

    pub async fn with(setup: Setup) -> Self {
        let database = Database::new().await;
        let folder = Folder(std::env::temp_dir().join(format!("cairn-it-{}", uuid::Uuid::new_v4().simple())));
        std::fs::create_dir_all(&folder.0).expect("a folder");
        let wrap: Arc<dyn KeyWrap> = Arc::new(KeyFile::open_or_create(&folder.0.join("keys")).expect("a key file"));
        let pool = connect_with_patience(&database.url("cairn_app"), PoolSize(setup.pool.0), setup.pool.1)
            .await
            .expect("connect as cairn_app");
        let db = Db::new(pool.clone(), setup.clock.clone(), KeyRing::new(wrap.clone()));
        let operator_pool = connect(&database.url("cairn_operator"), PoolSize(2)).await.expect("connect as cairn_operator");
        let operators = OperatorDb::new(operator_pool, setup.clock.clone(), wrap);
        let (s3, store) = storage(&folder.0).await;
        let loopback: SocketAddr = ([127, 0, 0, 1], 0).into();
        let mail = MailCatcher::start(MailOptions { smtp: loopback, http: None, folder: None, clock: setup.clock.clone() })
            .await
            .expect("a mail catcher");
        let live = Live::default();
        let state = AppState::new(Parts {
            graph: GraphParts {
                db: db.clone(),
                store: store.clone(),
                malware_scanner: setup.scanner.is_some(),
                live: live.clone(),
            },
            operators: operators.clone(),
            calendar_files: Arc::new(Calendars::new("notify@mail.example")),
            readiness: Arc::new(|| Box::pin(std::future::ready(Ok(())))),
            settings: Settings {
                public_url: PUBLIC_URL.parse().expect("an address"),
                mode: setup.mode,
                trusted_proxies: Vec::new(),
                store_origin: Some(s3.endpoint()),
                limits: setup.limits,
                demo: None,
            },
        })
        .expect("the HTTP layer");
        let worker = Worker::new(WorkerParts {
            db: db.clone(),
            jobs_pool: connect(&database.url("cairn_worker"), PoolSize(4)).await.expect("connect as cairn_worker"),
            operators: operators.clone(),
            mailer: Arc::new(mailer(&mail)),
            scanner: setup.scanner,
            store: store.clone(),
            public_url: PUBLIC_URL.to_owned(),
            from_address: "notify@mail.example".to_owned(),
        })
        .expect("the worker");
        let router = cairn_api::http::router(state);
        Self { db, clock: setup.clock, mail, store, s3, operators, live, router, worker, database, folder }
    }

    pub fn folder(&self) -> &std::path::Path {
        &self.folder.0
    }

    /// The clock's hands. Panics with [`App::now`], whose clock nobody drives.
    pub fn driven(&self) -> &DrivenClock {
        match &self.clock {
            Clock::Driven(clock) => clock,
            Clock::System => panic!("this test runs on the machine's clock"),
        }
    }

    pub async fn superuser(&self) -> PgConnection {
        self.database.superuser().await
    }

    /// A transaction as this person.
    pub async fn enter(&self, person: &Person) -> CenterTx {
        self.db.enter(&person.credential(), Some("test".to_owned())).await.expect("enter").expect("a sign-in that holds")
    }

    /// Runs every job that is due at the app's clock, and those they enqueue.
    pub async fn run_jobs(&self) {
        let ran = self.worker.run_due_once().await.expect("the queue");
        assert_eq!(ran.failed, 0, "jobs failed: {ran:?}");
    }
}

async fn storage(folder: &std::path::Path) -> (EmbeddedS3, Arc<dyn ObjectStore>) {
    let s3 = EmbeddedS3::start(S3Options {
        folder: folder.join("objects"),
        bucket: "cairn".to_owned(),
        listen: ([127, 0, 0, 1], 0).into(),
        access_key: "test".to_owned(),
        secret_key: STORAGE_SECRET.to_owned(),
        origins: vec![PUBLIC_URL.to_owned()],
    })
    .await
    .expect("object storage");
    let store = S3Store::new(&StorageOptions {
        endpoint: Some(s3.endpoint()),
        public_endpoint: None,
        region: "us-east-1".to_owned(),
        bucket: "cairn".to_owned(),
        access_key: "test".to_owned(),
        secret_key: STORAGE_SECRET.into(),
        path_style: true,
    });
    (s3, Arc::new(store))
}

fn mailer(mail: &MailCatcher) -> SmtpMailer {
    SmtpMailer::new(&SmtpOptions {
        host: mail.smtp().ip().to_string(),
        port: mail.smtp().port(),
        tls: TlsMode::None,
        login: None,
        from_name: "Appointments".to_owned(),
        from_address: "notify@mail.example".to_owned(),
        connections: 4,
        timeout: std::time::Duration::from_secs(5),
    })
    .expect("a mailer")
}
