//! Servers that a killed run left behind.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

/// A server found running in a data folder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Server {
    pid: Pid,
    pub(super) port: u16,
}

/// The major version that made the cluster, if there is one.
pub(super) fn version(data: &Path) -> Result<Option<u32>> {
    match std::fs::read_to_string(data.join("PG_VERSION")) {
        Ok(said) => Ok(Some(said.trim().parse().context("PG_VERSION in the data folder is not a number")?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("could not read {}", data.display())),
    }
}

/// What `postmaster.pid` names, if that process lives and is PostgreSQL in this folder. After a restart of the machine
/// the number may belong to anybody.
pub(super) fn running(data: &Path) -> Result<Option<Server>> {
    let text = match std::fs::read_to_string(data.join("postmaster.pid")) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).context("could not read postmaster.pid"),
    };
    let mut lines = text.lines();
    let pid = lines.next().and_then(|line| line.trim().parse().ok()).and_then(Pid::from_raw);
    // pid, data folder, start time, port
    let port = lines.nth(2).and_then(|line| line.trim().parse().ok());
    match (pid, port) {
        (Some(pid), Some(port)) if is_ours(pid, data) => Ok(Some(Server { pid, port })),
        _ => Ok(None),
    }
}

fn is_ours(pid: Pid, data: &Path) -> bool {
    if test_kill_process(pid).is_err() {
        return false;
    }
    let pid = pid.as_raw_nonzero().to_string();
    let line = match std::fs::read(format!("/proc/{pid}/cmdline")) {
        Ok(line) => String::from_utf8_lossy(&line).replace('\0', " "),
        Err(_) => {
            let Ok(output) = std::process::Command::new("ps").args(["-o", "args=", "-p", &pid]).output() else { return false };
            String::from_utf8_lossy(&output.stdout).into_owned()
        }
    };
    line.contains("postgres") && line.contains(&*data.to_string_lossy())
}

/// Stops the server in this data folder, if one runs: politely, then not.
pub(super) async fn stop(data: &Path) -> Result<()> {
    for (signal, patience) in [(Signal::INT, 15), (Signal::QUIT, 5), (Signal::KILL, 5)] {
        let Some(server) = running(data)? else { return settle(data).await };
        kill_process(server.pid, signal).context("could not stop the PostgreSQL that an earlier run left behind")?;
        let deadline = Instant::now() + Duration::from_secs(patience);
        while running(data)?.is_some() && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    if running(data)?.is_some() {
        bail!("a PostgreSQL from an earlier run in {} does not stop", data.display());
    }
    settle(data).await
}

/// After `kill -9` of the server its children live on for a moment and hold the cluster; the stale pid file stays. The
/// file is removed only when nobody of ours is behind it, because PostgreSQL takes any live process for itself.
async fn settle(data: &Path) -> Result<()> {
    let file = data.join("postmaster.pid");
    if !file.exists() {
        return Ok(());
    }
    let deadline = Instant::now() + Duration::from_secs(5);
    while children_alive(data) && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    std::fs::remove_file(&file).with_context(|| format!("could not remove {}", file.display()))
}

/// Children keep the data folder as their working folder; only Linux lets us look.
fn children_alive(data: &Path) -> bool {
    let Ok(processes) = std::fs::read_dir("/proc") else { return false };
    processes.flatten().any(|process| std::fs::read_link(process.path().join("cwd")).is_ok_and(|cwd| cwd == data))
}
