//! The statements that the product sends, from the driver's own log: pgbench gets the very same text.

use std::str::FromStr;
use std::sync::{Arc, Mutex, OnceLock};

use anyhow::{Context, Result, bail};
use cairn_domain::Db;
use cairn_domain::clock::Clock;
use cairn_domain::sealed::{KeyRing, KeyWrap};
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context as LayerContext, Layer, SubscriberExt};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

static LOG: OnceLock<Log> = OnceLock::new();

#[derive(Default)]
struct Text(String);

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "db.statement" && !value.is_empty() || (field.name() == "summary" && self.0.is_empty()) {
            value.trim().clone_into(&mut self.0);
        }
    }
    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

impl<S: tracing::Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &tracing::Event<'_>, _: LayerContext<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut text = Text::default();
            event.record(&mut text);
            if let Ok(mut log) = self.0.lock() {
                log.push(text.0);
            }
        }
    }
}

/// A door to the database whose statements are seen. Once per process: the log is the process's.
pub async fn watched(url: &str, wrap: Arc<dyn KeyWrap>) -> Result<Db> {
    let log = LOG.get_or_init(Log::default).clone();
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(log))
        .context("statements are watched already")?;
    let options: PgConnectOptions = url.parse()?;
    let options = options.log_statements(FromStr::from_str("info")?);
    let pool = PgPoolOptions::new().max_connections(1).test_before_acquire(false).connect_with(options).await?;
    Ok(Db::new(pool, Clock::System, KeyRing::new(wrap)))
}

/// What was sent since the last call, without the beginning and the end of the transaction.
pub fn seen() -> Vec<String> {
    let Some(log) = LOG.get() else { return Vec::new() };
    let all = log.0.lock().map(|mut log| std::mem::take(&mut *log)).unwrap_or_default();
    let frame = |sql: &String| ["BEGIN", "COMMIT", "ROLLBACK"].iter().any(|word| sql.to_uppercase().starts_with(word));
    all.into_iter().filter(|sql| !frame(sql)).collect()
}

/// A statement for pgbench: each `$n` becomes the n-th of `values`, an SQL expression over pgbench's variables.
pub fn with_values(sql: &str, values: &[&str]) -> Result<String> {
    let mut out = String::with_capacity(sql.len() * 2);
    let mut highest = 0;
    let mut rest = sql;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let digits: String = rest[at + 1..].chars().take_while(char::is_ascii_digit).collect();
        let number: usize = digits.parse().with_context(|| format!("a dollar that is no parameter: {sql}"))?;
        let value = number.checked_sub(1).and_then(|index| values.get(index));
        out.push_str(value.with_context(|| format!("no value for ${number} in: {sql}"))?);
        highest = highest.max(number);
        rest = &rest[at + 1 + digits.len()..];
    }
    out.push_str(rest);
    if highest != values.len() {
        bail!("{} values for {highest} parameters in: {sql}", values.len());
    }
    Ok(out + ";\n")
}
