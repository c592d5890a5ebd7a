//! Which statements a piece of work sends: the driver's own log, caught on this test's thread.

use std::sync::{Arc, Mutex};

use cairn_domain::Db;
use cairn_domain::sealed::{KeyRing, KeyWrap};
use cairn_server::adapters::keyfile::KeyFile;
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use support::App;
use tracing::field::{Field, Visit};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

/// Sees the statements of one [`Db`] for as long as it lives. For tests on one thread (`#[tokio::test]`).
pub struct Statements {
    log: Log,
    _guard: DefaultGuard,
}

struct Text(String);

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "db.statement" || (field.name() == "summary" && self.0.is_empty()) {
            value.trim().clone_into(&mut self.0);
        }
    }
    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

impl<S: tracing::Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut text = Text(String::new());
            event.record(&mut text);
            self.0.lock().expect("a log").push(text.0);
        }
    }
}

impl Statements {
    /// A second door to the app's database, with a log.
    pub async fn of(app: &App) -> (Db, Self) {
        let log = Log::default();
        let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(log.clone()));
        let options: PgConnectOptions = app.database.url("cairn_app").parse().expect("an address");
        let options = options.log_statements(std::str::FromStr::from_str("info").expect("a level"));
        let pool =
            PgPoolOptions::new().max_connections(1).test_before_acquire(false).connect_with(options).await.expect("connect");
        let wrap: Arc<dyn KeyWrap> = Arc::new(KeyFile::open_or_create(&app.folder().join("keys")).expect("a key file"));
        (Db::new(pool, app.clock.clone(), KeyRing::new(wrap)), Self { log, _guard: guard })
    }

    pub fn forget(&self) {
        self.log.0.lock().expect("a log").clear();
    }

    /// Since the last [`Self::forget`] or look, without what names this one transaction.
    pub fn seen(&self) -> Vec<String> {
        std::mem::take(&mut *self.log.0.lock().expect("a log"))
    }
}
