//! `doctor`: looks at everything, changes nothing, and says in words what is wrong.

use std::process::ExitCode;

use anyhow::Result;
use cairn_domain::documents::ObjectStore;
use cairn_server::{
    adapters::S3Store,
    config::{Config, Purpose, Sources},
    embedded::postgres::Binaries,
    process,
    roles::{self, Door},
};
use cairn_worker::mailer::Mailer;
use secrecy::SecretString;

/// One line of the report.
enum Finding {
    Fine(String),
    /// Works, but somebody should know.
    Note(String),
    Wrong(String),
}

use Finding::{Fine, Note, Wrong};

pub(super) async fn look(sources: &Sources) -> Result<ExitCode> {
    let mut findings = Vec::new();
    match Config::load(sources, Purpose::Look) {
        Err(error) => findings.extend(error.problems.into_iter().map(Wrong)),
        Ok(config) => {
            if let Err(error) = Config::load(sources, Purpose::Serve { worker: true }) {
                findings.extend(error.problems.into_iter().map(Wrong));
            } else {
                findings.push(Fine("configuration: complete for `cairn serve`".to_owned()));
            }
            databases(&mut findings, &config).await;
            services(&mut findings, &config).await;
        }
    }
    demo(&mut findings);
    let wrong = findings.iter().filter(|finding| matches!(finding, Wrong(_))).count();
    for finding in &findings {
        match finding {
            Fine(what) => println!("  ok     {what}"),
            Note(what) => println!("  note   {what}"),
            Wrong(what) => println!("  WRONG  {what}"),
        }
    }
    println!();
    match wrong {
        0 => println!("Nothing is wrong."),
        1 => println!("1 thing is wrong."),
        _ => println!("{wrong} things are wrong."),
    }
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn databases(findings: &mut Vec<Finding>, config: &Config) {
    let database = &config.database;
    for (door, url) in
        [(Door::App, &database.app_url), (Door::Worker, &database.worker_url), (Door::Operator, &database.operator_url)]
    {
        if let Some(url) = url {
            findings.push(role(door, url).await);
        }
    }
    if let Some(url) = &database.app_url
        && let Ok(Some(pool)) = process::pool("database.app_url", Some(url), 1).await
    {
        findings.push(match process::refuse_pending(&pool).await {
            Ok(()) => Fine("migrations: none pending".to_owned()),
            Err(error) => Wrong(error.to_string()),
        });
    }
    if database.owner_url.is_some() {
        findings
            .push(Note("database.owner_url is set: only `cairn migrate` needs it, keep it from `serve` and `worker`".to_owned()));
    }
}

async fn role(door: Door, url: &SecretString) -> Finding {
    let pool = match process::pool(door.key(), Some(url), 1).await {
        Ok(Some(pool)) => pool,
        Ok(None) => return Note(format!("{} is not set", door.key())),
        Err(error) => return Wrong(error.to_string()),
    };
    match roles::refuse_wrong(&pool, door).await {
        Ok(()) => Fine(format!("{}: reachable, and the role is as weak as it has to be", door.key())),
        Err(error) => Wrong(error.to_string()),
    }
}

async fn services(findings: &mut Vec<Finding>, config: &Config) {
    if config.keys.file.is_some() {
        findings.push(match process::key_file(config) {
            Ok(_) => Fine("keys.file: readable, by its owner only".to_owned()),
            Err(error) => Wrong(error.to_string()),
        });
    }
    if let Ok(options) = process::storage_options(config) {
        findings.push(match S3Store::new(&options).check().await {
            Ok(()) => Fine("storage: an object was written, read and deleted".to_owned()),
            Err(error) => Wrong(format!("storage: {:#}", anyhow::Error::new(error))),
        });
    }
    if !config.mail.host.is_empty() {
        let mailer = process::mailer(config);
        findings.push(match mailer {
            Err(error) => Wrong(format!("mail: {error:#}")),
            Ok(mailer) => match mailer.check().await {
                Ok(()) => Fine("mail: the server answers, and takes our login".to_owned()),
                Err(error) => Wrong(format!("mail: {:#}", anyhow::Error::new(error))),
            },
        });
    }
    findings.push(match process::scanner(config) {
        None => Note("scanner.clamd is not set: documents are not scanned for malware".to_owned()),
        Some(scanner) => match scanner.check().await {
            Ok(()) => Fine("scanner: clamd answers".to_owned()),
            Err(error) => Wrong(format!("scanner: {:#}", anyhow::Error::new(error))),
        },
    });
    if config.telemetry.otlp_endpoint.is_none() {
        findings.push(Note("telemetry.otlp_endpoint is not set: no traces and no metrics".to_owned()));
    }
}

fn demo(findings: &mut Vec<Finding>) {
    let found = Binaries::all();
    findings.push(match found.first() {
        Some(best) => Note(format!("`cairn demo` would use PostgreSQL {} of this machine", best.version)),
        None => Note("`cairn demo` would find no PostgreSQL here: install one, such as by `apt install postgresql`".to_owned()),
    });
}
