//! A private PostgreSQL cluster from the machine's own binaries.
//!
//! The server runs as a direct child, listens on loopback and on a socket in its own folder, and touches no cluster
//! that the machine may run besides. PostgreSQL refuses to run as root, so root lends it the user `postgres`.

mod binaries;
mod leftover;
mod owner;

use std::{
    net::{Ipv4Addr, TcpListener},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

pub use binaries::Binaries;
use owner::Owner;

const START_TIMEOUT: Duration = Duration::from_secs(30);
/// Long enough for a checkpoint of a demo's worth of data on a slow disk.
const STOP_TIMEOUT: Duration = Duration::from_secs(20);
/// A socket path must stay below 108 bytes, PostgreSQL adds `/.s.PGSQL.12345.lock` to the folder.
const LONGEST_SOCKET_FOLDER: usize = 80;

/// What the cluster is for; decides between keeping data safe and being fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Durable: what was acknowledged survives a crash of the machine.
    Demo,
    /// As fast as it gets, worth nothing after a crash: a cluster that was not stopped cleanly is made anew.
    Test,
}

/// A running cluster; stops when dropped, though [`EmbeddedPostgres::stop`] says when something went wrong.
#[derive(Debug)]
pub struct EmbeddedPostgres {
    child: Option<Child>,
    profile: Profile,
    port: u16,
}

impl EmbeddedPostgres {
    /// Makes the cluster in `folder` when there is none, and starts it.
    ///
    /// A server that a killed run left behind in this folder is stopped first.
    ///
    /// # Errors
    /// When no PostgreSQL is installed, the folder cannot be used, or the cluster was made by another major version;
    /// the message names the cure.
    pub async fn start(profile: Profile, folder: &Path) -> Result<Self> {
        let owner = Owner::find()?;
        let folder = owner.prepare(folder)?;
        let data = folder.join("data");
        leftover::stop(&data).await?;
        if profile == Profile::Test && data.exists() {
            std::fs::remove_dir_all(&data).with_context(|| format!("could not clear {}", data.display()))?;
        }
        let binaries = Binaries::find(leftover::version(&data)?)?;
        if !data.join("PG_VERSION").exists() {
            init(&binaries, &owner, &data).await?;
        }
        // Between choosing a free port and PostgreSQL taking it somebody else may; then the next one will do.
        let mut last = None;
        for _ in 0..5 {
            match launch(&binaries, &owner, profile, &folder).await {
                Ok((child, port)) => return Ok(Self { child: Some(child), profile, port }),
                Err(error) => last = Some(error),
            }
            if !log_tail(&folder).contains("Address already in use") {
                break;
            }
        }
        Err(last.unwrap_or_else(|| anyhow::anyhow!("PostgreSQL did not start")))
    }

    /// Finds the running test cluster in `folder` or starts it, and leaves it running when this process ends: test
    /// runners start a process per test, and a cluster each would cost more than the tests. Stop it with
    /// [`stop_shared`]. Processes that come together are queued by a file lock.
    ///
    /// # Errors
    /// As [`EmbeddedPostgres::start`].
    pub async fn shared(folder: &Path) -> Result<SharedPostgres> {
        let folder = Owner::find()?.prepare(folder)?;
        let lock = folder.join("lock");
        let lock = std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(&lock)?;
        let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await??;
        let port = match leftover::running(&folder.join("data"))? {
            Some(server) if connect(server.port).await.is_ok() => server.port,
            _ => {
                let mut started = Self::start(Profile::Test, &folder).await?;
                started.child = None;
                started.port
            }
        };
        drop(lock);
        Ok(SharedPostgres { port })
    }

    /// TCP port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The URL of a database for one login role; the superuser is `postgres`.
    #[must_use]
    pub fn url(&self, role: &str, database: &str) -> String {
        url(self.port, role, database)
    }

    /// The process id of the server.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Stops the server: open transactions are rolled back, everything is written down.
    ///
    /// # Errors
    /// When the server had to be killed.
    pub async fn stop(mut self) -> Result<()> {
        let Some(child) = self.child.take() else { return Ok(()) };
        signal(&child, Signal::INT)?;
        let profile = self.profile;
        tokio::task::spawn_blocking(move || reap(child, profile)).await?
    }
}

impl Drop for EmbeddedPostgres {
    fn drop(&mut self) {
        if let Some(child) = self.child.take() {
            let how = if self.profile == Profile::Test { Signal::QUIT } else { Signal::INT };
            // Nobody is left to tell; the next start finds and stops what is still there.
            let _ = signal(&child, how).and_then(|()| reap(child, self.profile));
        }
    }
}

/// A test cluster that outlives this process.
#[derive(Debug, Clone, Copy)]
pub struct SharedPostgres {
    port: u16,
}

impl SharedPostgres {
    /// As [`EmbeddedPostgres::url`].
    #[must_use]
    pub fn url(&self, role: &str, database: &str) -> String {
        url(self.port, role, database)
    }

    /// TCP port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// Stops the cluster that [`EmbeddedPostgres::shared`] left running in `folder`, if there is one.
///
/// # Errors
/// When it does not stop.
pub async fn stop_shared(folder: &Path) -> Result<()> {
    leftover::stop(&folder.join("data")).await
}

/// Where clusters live when nothing else is said, without a trailing `demo` or `test`.
///
/// Root's home is closed to the user `postgres`, hence `/var/lib/cairn`; other people keep it among their data.
///
/// # Errors
/// When neither `XDG_DATA_HOME` nor `HOME` is set.
pub fn default_folder() -> Result<PathBuf> {
    if rustix::process::geteuid().is_root() {
        return Ok(PathBuf::from("/var/lib/cairn"));
    }
    if let Some(data) = std::env::var_os("XDG_DATA_HOME").filter(|data| !data.is_empty()) {
        return Ok(PathBuf::from(data).join("cairn"));
    }
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    let home = home.context("neither XDG_DATA_HOME nor HOME is set: say where to keep the data with --folder")?;
    Ok(PathBuf::from(home).join(".local/share/cairn"))
}

fn url(port: u16, role: &str, database: &str) -> String {
    format!("postgres://{role}@127.0.0.1:{port}/{database}?sslmode=disable")
}

async fn connect(port: u16) -> Result<PgConnection, sqlx::Error> {
    let options = PgConnectOptions::new_without_pgpass()
        .host("127.0.0.1")
        .port(port)
        .username("postgres")
        .database("postgres")
        .ssl_mode(sqlx::postgres::PgSslMode::Disable);
    PgConnection::connect_with(&options).await
}

async fn init(binaries: &Binaries, owner: &Owner, data: &Path) -> Result<()> {
    // macOS before 14 has no C.UTF-8; plain C sorts the same.
    let mut said = String::new();
    for locale in ["C.UTF-8", "C"] {
        let mut command = owner.command(&binaries.program("initdb"));
        command.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"]);
        command.arg(format!("--locale={locale}")).arg("--pgdata").arg(data);
        let output = tokio::task::spawn_blocking(move || command.output()).await?;
        let output = output.with_context(|| format!("could not run {}", binaries.program("initdb").display()))?;
        if output.status.success() {
            return Ok(());
        }
        said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        let _ = std::fs::remove_dir_all(data);
    }
    bail!("initdb could not make a cluster in {}: {said}", data.display())
}

async fn launch(binaries: &Binaries, owner: &Owner, profile: Profile, folder: &Path) -> Result<(Child, u16)> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let log = std::fs::File::create(folder.join("log")).context("could not write the log of PostgreSQL")?;
    let mut command = owner.command(&binaries.program("postgres"));
    command.arg("-D").arg(folder.join("data")).args(["-p", &port.to_string()]);
    for setting in settings(profile, folder) {
        command.args(["-c", &setting]);
    }
    // Its own process group: Ctrl-C in the terminal must reach us first, not cut our database off.
    command.process_group(0).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    let mut child = command.spawn().context("could not start PostgreSQL")?;
    let deadline = Instant::now() + START_TIMEOUT;
    loop {
        if let Some(status) = child.try_wait()? {
            bail!("PostgreSQL ended at once ({status}):\n{}", log_tail(folder));
        }
        if let Ok(connection) = connect(port).await {
            let _ = connection.close().await;
            return Ok((child, port));
        }
        if Instant::now() > deadline {
            let _ = signal(&child, Signal::QUIT).and_then(|()| reap(child, Profile::Test));
            bail!("PostgreSQL was not ready after {START_TIMEOUT:?}:\n{}", log_tail(folder));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn settings(profile: Profile, folder: &Path) -> Vec<String> {
    let socket = folder.to_string_lossy();
    let socket = if socket.len() > LONGEST_SOCKET_FOLDER { "" } else { &*socket };
    let mut settings = vec![
        "listen_addresses=127.0.0.1".to_owned(),
        format!("unix_socket_directories={socket}"),
        "timezone=UTC".to_owned(),
        "log_timezone=UTC".to_owned(),
        // The log must not repeat what people typed: no statements, no parameters, no row contents.
        "log_min_error_statement=panic".to_owned(),
        "log_parameter_max_length=0".to_owned(),
        "log_parameter_max_length_on_error=0".to_owned(),
        "log_error_verbosity=terse".to_owned(),
        "max_connections=200".to_owned(),
    ];
    if profile == Profile::Test {
        for fast in [
            "fsync=off",
            "full_page_writes=off",
            "synchronous_commit=off",
            "wal_level=minimal",
            "max_wal_senders=0",
            "autovacuum=off",
        ] {
            settings.push(fast.to_owned());
        }
    }
    settings
}

fn log_tail(folder: &Path) -> String {
    let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

fn signal(child: &Child, signal: Signal) -> Result<()> {
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw).context("not a process id")?;
    kill_process(pid, signal).context("could not tell PostgreSQL to stop")
}

fn reap(mut child: Child, profile: Profile) -> Result<()> {
    let deadline = Instant::now() + STOP_TIMEOUT;
    while child.try_wait()?.is_none() {
        if Instant::now() > deadline {
            child.kill()?;
            child.wait()?;
            bail!("PostgreSQL did not stop within {STOP_TIMEOUT:?} and was killed ({profile:?} cluster)");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

/// Runs `command` without anything of our own environment: `PGPORT` or `PGDATA` of the person's shell must not bend it.
fn clean(command: &mut Command) {
    command.env_clear().env("TZ", "UTC").env("HOME", "/tmp");
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
}
