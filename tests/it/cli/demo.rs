//! `cairn demo`, as an ordinary user: made, stopped, found again.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use super::{Cairn, Running, program};

/// Of nobody in particular, who exists everywhere.
const NOBODY: u32 = 65534;

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn is_root(folder: &Path) -> bool {
    folder.metadata().expect("a folder").uid() == 0
}

fn demo(folder: &Path, more: &[&str]) -> Running {
    let (cairn, kept) = (folder.join("cairn"), folder.join("kept"));
    let kept = kept.to_string_lossy();
    let mut command = Cairn::default().command(&cairn, &[&["demo", "--folder", &kept][..], more].concat());
    command.env("HOME", folder);
    // Root cannot tell whether an ordinary user could.
    if is_root(folder) {
        command.uid(NOBODY).gid(NOBODY);
    }
    Running::of(command)
}

async fn address(demo: &mut Running, label: &str) -> String {
    demo.line(label).await.split_whitespace().last().expect("an address").to_owned()
}

async fn stop(demo: Running) {
    demo.signal("INT");
    let said = demo.end().await;
    assert_eq!(said.code, Some(0), "{}", said.all());
    assert!(said.out.contains("`cairn demo` finds everything as it was"), "{}", said.all());
}

fn owned_by_others(folder: &Path, owner: u32) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    entries.map(|entry| entry.path()).filter(|path| path.metadata().expect("a file").uid() != owner).collect()
}

#[tokio::test]
async fn an_ordinary_user_tries_everything() {
    // Below /var/tmp, because the program may lie where nobody else can go.
    let folder = Folder(PathBuf::from(format!("/var/tmp/cairn-it-demo-{}", std::process::id())));
    let kept = folder.0.join("kept");
    std::fs::create_dir_all(&kept).expect("a folder");
    std::fs::copy(program(), folder.0.join("cairn")).expect("a copy");
    std::fs::set_permissions(&folder.0, std::fs::Permissions::from_mode(0o755)).expect("chmod");
    let owner = if is_root(&folder.0) { NOBODY } else { folder.0.metadata().expect("a folder").uid() };
    chown(&kept, Some(owner), None).expect("chown");

    let mut first = demo(&folder.0, &[]);
    let (url, inbox) = (address(&mut first, "Cairn is ready:").await, address(&mut first, "Every mail:").await);
    first.line("Ctrl-C stops everything").await;
    let said = first.said();
    for words in ["the password `", "admin", "counselor", "client", "operator@cairn.example"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    for page in [format!("{url}/readyz"), format!("{url}/help"), inbox] {
        assert_eq!(reqwest::get(&page).await.expect("an answer").status(), 200, "{page}");
    }
    assert_eq!(owned_by_others(&kept, owner), Vec::<PathBuf>::new());
    let mode = kept.join("master.key").metadata().expect("the key").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    // Two on one cluster would destroy it.
    let said = demo(&folder.0, &[]).end().await;
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("a demo is running in") && said.out.contains("use another --folder"), "{}", said.all());
    stop(first).await;

    let key = std::fs::read(kept.join("master.key"));
    let mut again = demo(&folder.0, &[]);
    again.line("Ctrl-C stops everything").await;
    if let (Ok(before), Ok(now)) = (key, std::fs::read(kept.join("master.key"))) {
        assert!(before == now, "the same keys, so the same people");
    }
    stop(again).await;
    assert!(!kept.join("postgres/data/postmaster.pid").exists(), "nothing is left running");
}
