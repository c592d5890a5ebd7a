//! `demo`: everything on this machine, with invented people.

use std::{
    fs::File,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use cairn_domain::{
    clock::Clock,
    db::{PoolSize, connect},
};
use cairn_server::{
    adapters::KeyFile,
    config::{Config, Purpose, Sources},
    embedded::{
        mail::{self, MailCatcher},
        postgres::{self, EmbeddedPostgres, Profile},
        s3::{self, EmbeddedS3},
    },
    process::{Foundation, stop_signal},
};
use ring::rand::{SecureRandom, SystemRandom};
use tokio::net::TcpListener;

use super::{observed, serve};
use crate::{
    cli::Demo,
    wiring::{self, Serving},
};

const DATABASE: &str = "cairn";
const BUCKET: &str = "documents";
const ACCESS_KEY: &str = "cairn-demo";
/// There is no load balancer to be told.
const NO_NOTICE: Duration = Duration::ZERO;
/// Connections that the invented past is written over.
const ABREAST: u32 = 8;
/// What the demo keeps in its folder, and all that `--fresh` removes.
const KEPT: [&str; 5] = ["postgres", "documents", "mail", "master.key", "storage.secret"];

pub(super) fn run(options: Demo) -> Result<ExitCode> {
    // Telemetry wants to be set up before the runtime, and the demo's does not depend on what is started below.
    let config =
        Config::load(&Sources { file: None, environment: environment(&[("TELEMETRY__LOG_LEVEL", "warn")]) }, Purpose::Look)?;
    observed(&config, start(options))
}

struct Services {
    postgres: EmbeddedPostgres,
    s3: EmbeddedS3,
    mail: MailCatcher,
}

async fn start(options: Demo) -> Result<ExitCode> {
    let stop = stop_signal()?;
    let folder = match &options.folder {
        Some(folder) => folder.clone(),
        None => postgres::default_folder()?.join("demo"),
    };
    let _lock = claim(&folder)?;
    if options.fresh {
        forget(&folder).await?;
    }
    step("Starting PostgreSQL, object storage and the mail catcher");
    let listener = listen(options.port, 8080).await?;
    let public_url = format!("http://localhost:{}", listener.local_addr()?.port());
    let inbox = listen(options.inbox_port, 8025).await?;
    let secret = secret(&folder.join("storage.secret"))?;
    let services = services(&folder, &public_url, inbox, &secret).await?;
    step("Preparing the database");
    cairn_migrations::create_database(&services.postgres.url("postgres", "postgres"), DATABASE).await?;
    let config = configure(&folder, &services, &public_url, &secret)?;
    cairn_migrations::migrate(&services.postgres.url("cairn_owner", DATABASE), &services.postgres.url("cairn_worker", DATABASE))
        .await?;
    let foundation = Foundation::lay(&config, Clock::System).await?;
    let inbox_url = services.mail.url().context("the inbox page is not there")?;
    // The invented past is worth nothing until all of it is there: it need not wait for the disk at every step.
    let quick = services.postgres.url("cairn_app", DATABASE) + "&options[synchronous_commit]=off";
    let quick = connect(&quick, PoolSize(ABREAST)).await?;
    let guide = wiring::seed(&foundation, &quick, inbox_url.clone()).await?;
    if options.crowd {
        step("Adding 300 clients and 80 mentors");
        wiring::crowd(&foundation, &quick).await?;
    }
    quick.close().await;
    welcome(&public_url, &inbox_url, &folder, &wiring::describe(&guide));
    let ended = serve::run(&config, foundation, listener, Serving::Demo(guide), stop, NO_NOTICE).await;
    eprintln!("Stopping ...");
    services.stop().await?;
    ended?;
    eprintln!("Stopped. `cairn demo` finds everything as it was; `cairn demo --fresh` starts over.");
    Ok(ExitCode::SUCCESS)
}

impl Services {
    async fn stop(self) -> Result<()> {
        // All three, even when one complains.
        let (mail, s3, postgres) = tokio::join!(self.mail.stop(), self.s3.stop(), self.postgres.stop());
        mail.and(s3).and(postgres)
    }
}

/// Makes the folder and holds it: two demos on one cluster would destroy it.
fn claim(folder: &Path) -> Result<File> {
    std::fs::create_dir_all(folder).with_context(|| format!("could not make the folder {}", folder.display()))?;
    let path = folder.join("lock");
    let lock = File::options().create(true).truncate(false).write(true).open(&path);
    let lock = lock.with_context(|| format!("could not open {}", path.display()))?;
    if lock.try_lock().is_err() {
        bail!("a demo is running in {} already: stop it, or use another --folder", folder.display());
    }
    Ok(lock)
}

async fn forget(folder: &Path) -> Result<()> {
    postgres::stop_shared(&folder.join("postgres")).await?;
    for name in KEPT {
        let path = folder.join(name);
        let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("could not remove {}", path.display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The wanted port, or the usual one, or one of the twenty after it.
async fn listen(wanted: Option<u16>, usual: u16) -> Result<TcpListener> {
    if let Some(port) = wanted {
        let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        return bound.with_context(|| format!("port {port} is taken: choose another"));
    }
    for port in usual..usual + 20 {
        if let Ok(bound) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            return Ok(bound);
        }
    }
    bail!("the ports {usual} to {} are all taken: name a free one", usual + 19)
}

async fn services(folder: &Path, public_url: &str, inbox: TcpListener, secret: &str) -> Result<Services> {
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let postgres_folder = folder.join("postgres");
    let postgres = EmbeddedPostgres::start(Profile::Demo, &postgres_folder);
    let s3 = EmbeddedS3::start(s3::Options {
        folder: private(folder.join("documents"))?,
        bucket: BUCKET.to_owned(),
        listen: any,
        access_key: ACCESS_KEY.to_owned(),
        secret_key: secret.to_owned(),
        origins: vec![public_url.to_owned(), public_url.replace("localhost", "127.0.0.1")],
    });
    let mail = MailCatcher::start(mail::Options {
        smtp: any,
        http: Some(inbox),
        folder: Some(private(folder.join("mail"))?),
        clock: Clock::System,
    });
    let (postgres, s3, mail) = tokio::join!(postgres, s3, mail);
    Ok(Services { postgres: postgres?, s3: s3?, mail: mail? })
}

/// A folder that nobody else on this machine reads.
fn private(folder: PathBuf) -> Result<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let made =
        std::fs::create_dir_all(&folder).and_then(|()| std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)));
    made.with_context(|| format!("could not make the folder {}", folder.display()))?;
    Ok(folder)
}

/// The secret of the demo's object storage, made once: links of an earlier run stay good as long as they would have.
fn secret(path: &Path) -> Result<String> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    if let Ok(kept) = std::fs::read_to_string(path) {
        return Ok(kept.trim().to_owned());
    }
    let mut bytes = [0; 24];
    SystemRandom::new().fill(&mut bytes).map_err(|_| anyhow::anyhow!("the system gives no random bytes"))?;
    let secret = hex::encode(bytes);
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(secret.as_bytes())?;
    Ok(secret)
}

fn environment(values: &[(&str, &str)]) -> Vec<(String, String)> {
    values.iter().map(|(key, value)| (format!("CAIRN__{key}"), (*value).to_owned())).collect()
}

/// The configuration that a person would write for these services; it takes the same way as theirs.
fn configure(folder: &Path, services: &Services, public_url: &str, secret: &str) -> Result<Config> {
    let key = folder.join("master.key");
    KeyFile::open_or_create(&key)?;
    let database = |role: &str| services.postgres.url(role, DATABASE);
    let (app, worker, operator) = (database("cairn_app"), database("cairn_worker"), database("cairn_operator"));
    let (smtp_host, smtp_port) = (services.mail.smtp().ip().to_string(), services.mail.smtp().port().to_string());
    let (endpoint, key) = (services.s3.endpoint(), key.to_string_lossy().into_owned());
    let environment = environment(&[
        ("HTTP__PUBLIC_URL", public_url),
        ("HTTP__DRAIN_SECONDS", "3"),
        ("DATABASE__APP_URL", &app),
        ("DATABASE__WORKER_URL", &worker),
        ("DATABASE__OPERATOR_URL", &operator),
        ("STORAGE__ENDPOINT", &endpoint),
        ("STORAGE__BUCKET", BUCKET),
        ("STORAGE__ACCESS_KEY", ACCESS_KEY),
        ("STORAGE__SECRET_KEY", secret),
        ("STORAGE__PATH_STYLE", "true"),
        ("MAIL__HOST", &smtp_host),
        ("MAIL__PORT", &smtp_port),
        ("MAIL__TLS", "none"),
        ("MAIL__FROM_ADDRESS", "hello@mail.example"),
        ("KEYS__FILE", &key),
    ]);
    Ok(Config::load(&Sources { file: None, environment }, Purpose::Serve { worker: true })?)
}

fn step(what: &str) {
    eprintln!("{what} ...");
}

fn welcome(public_url: &str, inbox_url: &str, folder: &Path, accounts: &str) {
    println!();
    println!("  Cairn is ready:   {public_url}");
    println!("  Every mail:       {inbox_url}");
    println!("  Kept in:          {}", folder.display());
    println!();
    print!("{accounts}");
    println!();
    println!("  Ctrl-C stops everything.");
}
