//! The program itself: what a person types, what a supervisor starts and stops, and what both get to read.

mod audit;
mod demo;
mod doctor;
mod migrate;
mod refusals;
mod running;
mod words;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, OnceLock};

use support::{App, Database};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// Part of every secret that these tests give to the program. No output may have it.
const SECRET: &str = "hush-hush";

/// The program, built from the sources at hand: `cargo xtask test` says where it is, else cargo is asked.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        if let Some(named) = std::env::var_os("CAIRN_BIN") {
            return named.into();
        }
        let mut build = std::process::Command::new("cargo");
        build.args(["build", "--quiet", "--package", "cairn-server", "--bin", "cairn"]);
        build.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        // What cargo tells this process about itself would look to another cargo like a change.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text.starts_with("NEXTEST") {
                build.env_remove(&name);
            }
        }
        assert!(build.status().expect("cargo").success(), "the program could not be built");
        let here = std::env::current_exe().expect("this program");
        here.ancestors().nth(2).expect("the folder of the profile").join("cairn")
    })
}

/// What a run that ended said.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    /// Everything, for messages.
    pub fn all(&self) -> String {
        format!("exit code {:?}\n{}{}", self.code, self.out, self.err)
    }
}

/// The program with a configuration in its environment, and nothing else there.
#[derive(Clone, Default)]
pub struct Cairn {
    environment: BTreeMap<String, String>,
}

impl Cairn {
    /// Configured for the parts of this product.
    pub fn beside(app: &App) -> Self {
        let mut cairn = Self::default();
        cairn.database(&app.database);
        let keys = app.folder().join("keys");
        let (host, port) = (app.mail.smtp().ip().to_string(), app.mail.smtp().port().to_string());
        let endpoint = app.s3.endpoint();
        for (key, value) in [
            ("HTTP__LISTEN", "127.0.0.1:0"),
            ("HTTP__PUBLIC_URL", support::PUBLIC_URL),
            ("STORAGE__ENDPOINT", &endpoint),
            ("STORAGE__BUCKET", "cairn"),
            ("STORAGE__ACCESS_KEY", "test"),
            ("STORAGE__SECRET_KEY", support::STORAGE_SECRET),
            ("STORAGE__PATH_STYLE", "true"),
            ("MAIL__HOST", &host),
            ("MAIL__PORT", &port),
            ("MAIL__TLS", "none"),
            ("MAIL__FROM_ADDRESS", "notify@mail.example"),
            ("KEYS__FILE", &keys.to_string_lossy()),
        ] {
            cairn.set(key, value);
        }
        cairn
    }

    /// The addresses that `serve` and `worker` want; that of the owner is for `migrate`.
    pub fn database(&mut self, database: &Database) {
        for door in ["app", "worker", "operator"] {
            self.set(&format!("DATABASE__{}_URL", door.to_uppercase()), &url(database, &format!("cairn_{door}")));
        }
    }

    pub fn set(&mut self, key: &str, value: &str) -> &mut Self {
        self.environment.insert(format!("CAIRN__{key}"), value.to_owned());
        self
    }

    pub fn unset(&mut self, key: &str) -> &mut Self {
        self.environment.remove(&format!("CAIRN__{key}"));
        self
    }

    fn command(&self, program: &Path, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(&self.environment).args(arguments).current_dir("/").stdin(Stdio::null()).kill_on_drop(true);
        for name in ["PATH", "PG_BIN"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
    }

    /// Until it ends.
    pub async fn run(&self, arguments: &[&str]) -> Said {
        let output = self.command(program(), arguments).output().await.expect("it starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        let said = Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        keeps_secrets(&said.all());
        said
    }

    /// And leaves it running.
    pub fn start(&self, arguments: &[&str]) -> Running {
        Running::of(self.command(program(), arguments))
    }
}

fn url(database: &Database, role: &str) -> String {
    database.url(role).replacen('@', &format!(":{SECRET}@"), 1)
}

fn keeps_secrets(text: &str) {
    for secret in [SECRET, support::STORAGE_SECRET] {
        assert!(!text.contains(secret), "a secret in: {text}");
    }
}

/// The program at work; killed when dropped.
pub struct Running {
    child: Child,
    said: Arc<(Mutex<String>, Notify)>,
    readers: [JoinHandle<()>; 2],
}

impl Running {
    fn of(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let said = Arc::new((Mutex::new(String::new()), Notify::new()));
        let out = listen(BufReader::new(child.stdout.take().expect("its output")), &said);
        let err = listen(BufReader::new(child.stderr.take().expect("its complaints")), &said);
        Self { child, said, readers: [out, err] }
    }

    pub fn said(&self) -> String {
        self.said.0.lock().expect("a lock").clone()
    }

    /// The first line that has this; panics when it ends without.
    pub async fn line(&mut self, with: &str) -> String {
        loop {
            let more = self.said.1.notified();
            if let Some(line) = self.said().lines().find(|line| line.contains(with)) {
                return line.to_owned();
            }
            tokio::select! {
                () = more => {}
                status = self.child.wait() => panic!("it ended ({status:?}) before saying `{with}`: {}", self.said()),
            }
        }
    }

    pub fn signal(&self, name: &str) {
        let pid = self.child.id().expect("it runs").to_string();
        assert!(std::process::Command::new("kill").args([&format!("-{name}"), &pid]).status().expect("kill").success());
    }

    /// Waits for its end.
    pub async fn end(mut self) -> Said {
        let status = self.child.wait().await.expect("an end");
        for reader in &mut self.readers {
            reader.await.expect("all that it said");
        }
        let said = Said { code: status.code(), out: self.said(), err: String::new() };
        keeps_secrets(&said.all());
        said
    }
}

fn listen(
    from: BufReader<impl tokio::io::AsyncRead + Unpin + Send + 'static>,
    said: &Arc<(Mutex<String>, Notify)>,
) -> JoinHandle<()> {
    let said = Arc::clone(said);
    tokio::spawn(async move {
        let mut lines = from.lines();
        while let Ok(Some(line)) = lines.next_line().await {
            said.0.lock().expect("a lock").push_str(&format!("{line}\n"));
            said.1.notify_one();
        }
    })
}
