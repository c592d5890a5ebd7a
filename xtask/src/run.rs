//! Running programs in the repository.

use std::{
    ffi::OsString,
    io::{BufRead, BufReader, IsTerminal, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use anyhow::{Context, Result, bail};

/// The committed schemas, and what prints them.
pub(crate) const SCHEMAS: [(&str, &[&str]); 2] =
    [("schema.graphql", &["schema"]), ("operator.graphql", &["schema", "--operator"])];

/// The repository, where cargo builds to, and where what is said goes.
pub(crate) struct Root {
    root: PathBuf,
    target: PathBuf,
    kept: Option<Kept>,
}

/// What would have been printed, as long as somebody else prints.
type Kept = Arc<Mutex<Vec<u8>>>;

impl Root {
    pub(crate) fn find() -> Result<Self> {
        // As cargo says now: where this was built may be another copy of the repository, with the same target folder.
        let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = here.parent().context("xtask lies in no repository")?.to_path_buf();
        let asked = Call::new("cargo", &root).args(&["metadata", "--no-deps", "--format-version=1"]).output()?;
        let metadata: serde_json::Value = serde_json::from_slice(&asked).context("cargo metadata")?;
        let target = metadata["target_directory"].as_str().context("cargo metadata names no target folder")?;
        Ok(Self { target: PathBuf::from(target), root, kept: None })
    }

    /// The same, for work beside other work: what is heard of it is kept until [`Self::print_kept`].
    pub(crate) fn aside(&self) -> Self {
        Self { root: self.root.clone(), target: self.target.clone(), kept: Some(Kept::default()) }
    }

    /// Prints in one piece what was kept of `what`, now that it is over.
    pub(crate) fn print_kept(&self, what: &str) {
        let Some(kept) = &self.kept else { return };
        let said = std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner));
        let kept = [format!("\n[beside] {what}: what it said\n").as_bytes(), &said].concat();
        // A closed terminal must not stop the checks.
        let _ = std::io::stdout().write_all(&kept);
    }

    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// The built program of a profile's folder, `debug` or `release`.
    pub(crate) fn binary(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join("cairn")
    }

    /// The server, built now. With the whole workspace in view: features are chosen as for its tests, which otherwise
    /// would build half of it a second time.
    pub(crate) fn program(&self) -> Result<PathBuf> {
        self.cargo(&["build", "--workspace", "--bin", "cairn"]).run()?;
        Ok(self.binary("debug"))
    }

    pub(crate) fn cargo(&self, arguments: &[&str]) -> Call {
        self.call("cargo", "").args(arguments)
    }

    pub(crate) fn npm(&self, arguments: &[&str]) -> Call {
        self.call("npm", "frontend").args(arguments)
    }

    fn call(&self, program: &str, folder: &str) -> Call {
        Call { kept: self.kept.clone(), ..Call::new(program, &self.path(folder)) }
    }

    /// Builds the pages unless nothing has changed since the last time.
    pub(crate) fn frontend_build(&self) -> Result<()> {
        let sources = [
            "frontend/src",
            "frontend/locales",
            "frontend/package-lock.json",
            "frontend/vite.config.ts",
            "frontend/vite",
            "frontend/codegen.ts",
            "schema.graphql",
            "operator.graphql",
        ];
        let newest = sources.iter().filter_map(|source| newest(&self.path(source))).max();
        let built = self.target.join("xtask/frontend-built");
        let when = std::fs::metadata(&built).and_then(|meta| meta.modified()).ok();
        if self.path("frontend/dist/.vite/manifest.json").exists() && when.is_some() && when > newest {
            println!("  nothing has changed");
            return Ok(());
        }
        self.npm(&["run", "build"]).run()?;
        std::fs::create_dir_all(self.target.join("xtask"))?;
        Ok(std::fs::write(built, b"")?)
    }
}

/// The latest change below a file or folder; what the build itself writes does not count.
fn newest(path: &Path) -> Option<SystemTime> {
    let meta = std::fs::metadata(path).ok()?;
    if !meta.is_dir() {
        return meta.modified().ok();
    }
    let entries = std::fs::read_dir(path).ok()?.flatten();
    let written = |name: &OsString| name == "gql" || name.to_string_lossy().contains(".gen.");
    entries.filter(|entry| !written(&entry.file_name())).filter_map(|entry| newest(&entry.path())).max()
}

pub(crate) fn step(number: usize, of: usize, what: &str) {
    println!("\n[{number}/{of}] {what}");
}

/// One call of a program.
pub(crate) struct Call {
    program: String,
    command: Command,
    kept: Option<Kept>,
}

impl Call {
    pub(crate) fn new(program: &str, folder: &Path) -> Self {
        let mut command = Command::new(program);
        command.current_dir(folder);
        // What cargo tells this process about itself would look to another cargo like a change.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_BIN_NAME" {
                command.env_remove(name);
            }
        }
        Self { program: program.to_owned(), command, kept: None }
    }

    pub(crate) fn args(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    pub(crate) fn arg(mut self, argument: &str) -> Self {
        self.command.arg(argument);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    fn shown(&self) -> String {
        let arguments = self.command.get_args().map(|argument| argument.to_string_lossy().into_owned());
        std::iter::once(self.program.clone()).chain(arguments).collect::<Vec<_>>().join(" ")
    }

    /// Runs in the terminal.
    pub(crate) fn run(mut self) -> Result<()> {
        let shown = self.shown();
        let status = self.command.status().with_context(|| format!("`{shown}` could not be started"))?;
        if status.success() { Ok(()) } else { bail!("`{shown}` failed ({status})") }
    }

    /// What it prints; its complaints go to the terminal.
    pub(crate) fn output(mut self) -> Result<Vec<u8>> {
        let shown = self.shown();
        let output = self.command.stderr(Stdio::inherit()).output().with_context(|| format!("`{shown}` could not be started"))?;
        if output.status.success() { Ok(output.stdout) } else { bail!("`{shown}` failed ({})", output.status) }
    }

    /// Whether it runs and is content; says nothing.
    pub(crate) fn succeeds(mut self) -> bool {
        self.command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// Starts it and leaves it running, with what it prints to be read.
    pub(crate) fn start(mut self) -> Result<std::process::Child> {
        let shown = self.shown();
        self.command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("`{shown}` could not be started"))
    }

    /// Runs in the terminal, or where what is said is kept, and gives each line to `hear` as well; true when it succeeded.
    pub(crate) fn heard(mut self, hear: impl FnMut(&str) + Send) -> Result<bool> {
        let shown = self.shown();
        let kept = self.kept.take();
        if std::io::stdout().is_terminal() {
            self.command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
        }
        let spawned = self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.with_context(|| format!("`{shown}` could not be started"))?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let hear = Mutex::new(hear);
        std::thread::scope(|scope| {
            scope.spawn(|| pass_on(out, kept.as_ref(), std::io::stdout(), &hear));
            scope.spawn(|| pass_on(err, kept.as_ref(), std::io::stderr(), &hear));
        });
        Ok(child.wait()?.success())
    }
}

fn pass_on(from: Option<impl Read>, kept: Option<&Kept>, mut to: impl Write, hear: &Mutex<impl FnMut(&str)>) {
    let Some(from) = from else { return };
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        match kept {
            Some(kept) => kept.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&line),
            // A closed terminal must not stop the checks.
            None => drop(to.write_all(&line)),
        }
        if let Ok(mut hear) = hear.lock() {
            hear(plain(&String::from_utf8_lossy(&line)).trim_end());
        }
        line.clear();
    }
}

/// Without colors.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c == '\x1b' {
            rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    #[test]
    fn colors_go() {
        assert_eq!(super::plain("\x1b[32;1m3 passed\x1b[0m (2s)"), "3 passed (2s)");
    }
}
