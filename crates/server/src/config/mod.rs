//! Configuration: `defaults.toml`, then a file, then the environment.

mod layers;
mod read;
mod validate;

use std::num::NonZeroU32;
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use secrecy::SecretString;
use serde::Deserialize;

pub use layers::{DEFAULTS, Sources};
pub use validate::Purpose;

use crate::adapters::smtp::TlsMode;

/// Everything that can be set. `defaults.toml` says what each key means; secrets print as `[REDACTED]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub http: Http,
    pub database: Database,
    pub storage: Storage,
    pub mail: Mail,
    pub keys: Keys,
    pub scanner: Scanner,
    pub telemetry: Telemetry,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    pub listen: SocketAddr,
    pub public_url: String,
    pub trusted_proxies: Vec<IpAddr>,
    pub connections: usize,
    pub requests_per_second: NonZeroU32,
    pub request_burst: NonZeroU32,
    pub member_requests_per_second: NonZeroU32,
    pub member_request_burst: NonZeroU32,
    pub center_requests_per_second: NonZeroU32,
    pub center_request_burst: NonZeroU32,
    pub subscriptions_per_second: NonZeroU32,
    pub requests_in_work: usize,
    pub head_timeout_seconds: u64,
    pub drain_seconds: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    #[serde(deserialize_with = "read::optional_secret")]
    pub app_url: Option<SecretString>,
    #[serde(deserialize_with = "read::optional_secret")]
    pub worker_url: Option<SecretString>,
    #[serde(deserialize_with = "read::optional_secret")]
    pub operator_url: Option<SecretString>,
    #[serde(deserialize_with = "read::optional_secret")]
    pub owner_url: Option<SecretString>,
    pub app_pool: u32,
    pub worker_pool: u32,
    pub operator_pool: u32,
}

impl Database {
    /// Connections of the app's pool: as set, else four times the number of cores, and at least 16.
    #[must_use]
    pub fn app_pool(&self) -> u32 {
        let cores = || std::thread::available_parallelism().map_or(4, usize::from);
        if self.app_pool > 0 { self.app_pool } else { u32::try_from(cores() * 4).unwrap_or(64).max(16) }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    #[serde(deserialize_with = "read::optional")]
    pub endpoint: Option<String>,
    #[serde(deserialize_with = "read::optional")]
    pub public_endpoint: Option<String>,
    pub region: String,
    pub bucket: String,
    pub access_key: String,
    #[serde(deserialize_with = "read::optional_secret")]
    pub secret_key: Option<SecretString>,
    pub path_style: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub host: String,
    pub port: u16,
    pub tls: TlsMode,
    #[serde(deserialize_with = "read::optional")]
    pub username: Option<String>,
    #[serde(deserialize_with = "read::optional_secret")]
    pub password: Option<SecretString>,
    pub from_name: String,
    pub from_address: String,
    pub connections: usize,
    pub timeout_seconds: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    #[serde(deserialize_with = "read::optional")]
    pub file: Option<PathBuf>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scanner {
    #[serde(deserialize_with = "read::optional")]
    pub clamd: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telemetry {
    #[serde(deserialize_with = "read::optional")]
    pub otlp_endpoint: Option<String>,
    pub trace_sampling: f64,
    pub metrics_seconds: u64,
    pub log_format: LogFormat,
    pub log_level: LogLevel,
}

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For eyes.
    Pretty,
    /// For collectors.
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

/// Everything that is wrong, so that it can be mended in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    pub problems: Vec<String>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration cannot be used:")?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  - {problem}"))
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads all layers and checks what `purpose` needs.
    ///
    /// # Errors
    /// Every problem at once, each naming its key, where the value came from, and the cure; never the value of a secret.
    pub fn load(sources: &Sources, purpose: Purpose) -> Result<Self, ConfigError> {
        let table = layers::merge(sources).map_err(|problems| ConfigError { problems })?;
        let config: Self = toml::Value::Table(table)
            .try_into()
            .map_err(|error: toml::de::Error| ConfigError { problems: vec![error.to_string().trim().replace('\n', " ")] })?;
        let problems = validate::problems(&config, purpose);
        if problems.is_empty() { Ok(config) } else { Err(ConfigError { problems }) }
    }
}
