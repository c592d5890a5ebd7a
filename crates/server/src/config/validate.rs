//! What must hold before anything is started.

use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

use super::Config;
use crate::adapters::smtp::TlsMode;

/// Which command asks; not every one needs everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Requests, and a worker unless told not to.
    Serve { worker: bool },
    /// Jobs only.
    Worker,
    /// Migrations: the addresses of the owner and of the job queue's owner.
    Migrate,
    /// Operator accounts: the operator's address and the keys.
    Operator,
    /// Reading the audit log: the app's address and the keys.
    Audit,
    /// `doctor`: nothing is demanded, everything is looked at.
    Look,
}

/// Every problem, each with its cure.
pub(super) fn problems(config: &Config, purpose: Purpose) -> Vec<String> {
    let mut found = Vec::new();
    let (serves, works) = match purpose {
        Purpose::Serve { worker } => (true, worker),
        Purpose::Worker => (false, true),
        _ => (false, false),
    };
    let database = &config.database;
    let migrates = purpose == Purpose::Migrate;
    let operates = serves || works || purpose == Purpose::Operator;
    let app = serves || works || purpose == Purpose::Audit;
    database_url(&mut found, "database.app_url", database.app_url.as_ref(), app);
    database_url(&mut found, "database.worker_url", database.worker_url.as_ref(), works || migrates);
    database_url(&mut found, "database.operator_url", database.operator_url.as_ref(), operates);
    database_url(&mut found, "database.owner_url", database.owner_url.as_ref(), migrates);
    if (app || operates) && config.keys.file.is_none() {
        found.push("keys.file is not set: name the file with the master key".to_owned());
    }
    if serves || works {
        public_url(&mut found, &config.http.public_url);
        storage(&mut found, config);
    }
    if serves || works {
        // Calendar files name the sender, too.
        sender(&mut found, config);
    }
    if works {
        mail(&mut found, config);
    }
    ranges(&mut found, config);
    found
}

fn database_url(found: &mut Vec<String>, key: &str, url: Option<&SecretString>, needed: bool) {
    let Some(url) = url else {
        if needed {
            found.push(format!("{key} is not set: give it as postgres://role:password@host/database"));
        }
        return;
    };
    let fine = Url::parse(url.expose_secret())
        .is_ok_and(|url| matches!(url.scheme(), "postgres" | "postgresql") && !url.username().is_empty() && url.path().len() > 1);
    if !fine {
        found.push(format!("{key} must look like postgres://role:password@host/database"));
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn public_url(found: &mut Vec<String>, text: &str) {
    let cure = "give the address people type, such as https://care.example.org";
    let Ok(url) = Url::parse(text) else {
        found.push(format!("http.public_url is {}: {cure}", if text.is_empty() { "not set" } else { "not an address" }));
        return;
    };
    if url.scheme() != "https" && !(url.scheme() == "http" && is_this_machine(&url)) {
        found.push(format!("http.public_url must begin with https:// (http is for this machine only): {cure}"));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        found.push(format!("http.public_url must be scheme and host alone: {cure}"));
    }
}

fn storage(found: &mut Vec<String>, config: &Config) {
    let storage = &config.storage;
    for (key, missing) in [
        ("storage.bucket", storage.bucket.is_empty()),
        ("storage.access_key", storage.access_key.is_empty()),
        ("storage.secret_key", storage.secret_key.is_none()),
    ] {
        if missing {
            found.push(format!("{key} is not set: documents need a bucket that this process may write"));
        }
    }
    for (key, endpoint) in [("storage.endpoint", &storage.endpoint), ("storage.public_endpoint", &storage.public_endpoint)] {
        let fine = |text: &String| Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if endpoint.as_ref().is_some_and(|text| !fine(text)) {
            found.push(format!("{key} must be an address such as https://s3.example.org"));
        }
    }
}

fn sender(found: &mut Vec<String>, config: &Config) {
    if config.mail.from_address.parse::<lettre::Address>().is_err() {
        found.push("mail.from_address must be an e-mail address, such as hello@mail.example.org".to_owned());
    }
}

fn mail(found: &mut Vec<String>, config: &Config) {
    let mail = &config.mail;
    if mail.host.is_empty() {
        found.push("mail.host is not set: name the SMTP server that takes our mail".to_owned());
    }
    if mail.username.is_some() != mail.password.is_some() {
        found.push("mail.username and mail.password go together: set both or neither".to_owned());
    }
    if mail.tls == TlsMode::None && mail.password.is_some() {
        found.push(
            "mail.tls is \"none\", which would send mail.password in the clear: use \"starttls\" or \"implicit\"".to_owned(),
        );
    }
}

fn ranges(found: &mut Vec<String>, config: &Config) {
    let mut range = |key: &str, value: u64, low: u64, high: u64| {
        if !(low..=high).contains(&value) {
            found.push(format!("{key} is {value}: it must be between {low} and {high}"));
        }
    };
    range("http.connections", config.http.connections as u64, 16, 1_000_000);
    range("http.requests_in_work", config.http.requests_in_work as u64, 1, 100_000);
    range("http.head_timeout_seconds", config.http.head_timeout_seconds, 1, 120);
    range("http.drain_seconds", config.http.drain_seconds, 0, 600);
    range("database.worker_pool", config.database.worker_pool.into(), 2, 1000);
    range("database.operator_pool", config.database.operator_pool.into(), 1, 1000);
    range("database.app_pool", config.database.app_pool.into(), 0, 1000);
    range("mail.connections", config.mail.connections as u64, 1, 100);
    range("mail.timeout_seconds", config.mail.timeout_seconds, 1, 600);
    range("telemetry.metrics_seconds", config.telemetry.metrics_seconds, 1, 3600);
    if !(0.0..=1.0).contains(&config.telemetry.trace_sampling) {
        found.push("telemetry.trace_sampling must be between 0.0 and 1.0".to_owned());
    }
    let plain = |text: &String| Url::parse(text).is_ok_and(|url| url.scheme() == "http" && url.has_host());
    if config.telemetry.otlp_endpoint.as_ref().is_some_and(|endpoint| !plain(endpoint)) {
        found.push(
            "telemetry.otlp_endpoint must begin with http://: run a collector beside the server and let it do TLS".to_owned(),
        );
    }
}
