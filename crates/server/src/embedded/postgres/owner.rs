//! Whom the cluster belongs to, and whether they can reach it.

use std::{
    os::unix::{
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

/// The user that PostgreSQL runs as: ourselves, unless we are root.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    lent: Option<User>,
}

#[derive(Debug, Clone)]
struct User {
    name: String,
    uid: u32,
    gid: u32,
}

impl Owner {
    pub(super) fn find() -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self { lent: None });
        }
        let users = std::fs::read_to_string("/etc/passwd").context("could not read /etc/passwd")?;
        let user = ["postgres", "nobody"].iter().find_map(|name| lookup(&users, name));
        let user = user.context("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to lend it")?;
        Ok(Self { lent: Some(user) })
    }

    /// A command that runs as the owner, with a clean environment. (Changing the user drops root's other groups too.)
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        super::clean(&mut command);
        // The owner may not be able to stand where we stand.
        command.current_dir("/");
        if let Some(user) = &self.lent {
            command.uid(user.uid).gid(user.gid);
        }
        command
    }

    /// Makes the folder, gives it to the owner, and checks that every folder above lets them through.
    pub(super) fn prepare(&self, folder: &Path) -> Result<PathBuf> {
        let cannot = || format!("could not make the folder {}", folder.display());
        std::fs::create_dir_all(folder).with_context(cannot)?;
        let folder = folder.canonicalize().with_context(cannot)?;
        let Some(user) = &self.lent else { return Ok(folder) };
        for above in folder.ancestors().skip(1) {
            let meta = above.metadata()?;
            if meta.permissions().mode() & 0o001 == 0 && meta.uid() != user.uid {
                bail!(
                    "the user `{}`, whom PostgreSQL runs as, cannot enter {}. Keep the data elsewhere (--folder /var/lib/cairn/demo), \
                     or run `chmod o+x {}`",
                    user.name,
                    above.display(),
                    above.display()
                );
            }
        }
        chown(&folder, Some(user.uid), Some(user.gid)).with_context(cannot)?;
        Ok(folder)
    }
}

fn lookup(users: &str, name: &str) -> Option<User> {
    let mut fields = users.lines().map(|line| line.split(':')).find(|fields| fields.clone().next() == Some(name))?;
    let uid = fields.nth(2)?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(User { name: name.to_owned(), uid, gid })
}

#[cfg(test)]
mod tests {
    use super::lookup;

    #[test]
    fn users_are_found_by_their_whole_name() {
        let users = "root:x:0:0:root:/root:/bin/bash\npostgresql:x:9:9::/:/bin/sh\npostgres:x:101:104:PostgreSQL,,,:/var/lib/postgresql:/bin/bash\n";
        let user = lookup(users, "postgres").unwrap();
        assert_eq!((user.uid, user.gid), (101, 104));
        assert!(lookup(users, "nobody").is_none());
    }
}
