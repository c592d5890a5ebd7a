//! The product under load: the real program, `cairn serve`, in a process of its own.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::data::Ground;
use crate::http::Client;

pub struct Server {
    child: Child,
    pub port: u16,
    /// From the start of the process to the first "ready".
    pub ready_in: Duration,
}

/// The program to measure: `CAIRN_BIN`, else the one built beside this.
pub fn binary() -> Result<PathBuf> {
    let path = match std::env::var_os("CAIRN_BIN") {
        Some(path) => PathBuf::from(path),
        None => std::env::current_exe()?.ancestors().nth(2).context("no target folder")?.join("cairn"),
    };
    if !path.is_file() {
        bail!("there is no program at {}: build it with `cargo build -p cairn-server`", path.display());
    }
    Ok(path)
}

impl Server {
    /// With or without a worker for jobs inside.
    pub async fn start(binary: &Path, ground: &Ground, worker: bool) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut command = Command::new(binary);
        command.arg("serve").stdin(Stdio::null()).stdout(Stdio::null());
        if !worker {
            command.arg("--no-worker");
        }
        let url = |role| ground.postgres.url(role, crate::data::DATABASE);
        for (key, value) in [
            ("HTTP__LISTEN", format!("127.0.0.1:{port}")),
            ("HTTP__PUBLIC_URL", format!("http://127.0.0.1:{port}")),
            // The load pretends to come through a proxy from many networks, each below the limit per network.
            ("HTTP__TRUSTED_PROXIES", "127.0.0.1".to_owned()),
            // The race asks as fast as it can, as few members.
            ("HTTP__MEMBER_REQUESTS_PER_SECOND", "10000".to_owned()),
            ("HTTP__MEMBER_REQUEST_BURST", "10000".to_owned()),
            ("HTTP__CENTER_REQUESTS_PER_SECOND", "100000".to_owned()),
            ("HTTP__CENTER_REQUEST_BURST", "100000".to_owned()),
            ("DATABASE__APP_URL", url("cairn_app")),
            ("DATABASE__WORKER_URL", url("cairn_worker")),
            ("DATABASE__OPERATOR_URL", url("cairn_operator")),
            ("STORAGE__ENDPOINT", ground.s3.endpoint()),
            ("STORAGE__BUCKET", crate::data::BUCKET.to_owned()),
            ("STORAGE__ACCESS_KEY", crate::data::S3_KEY.to_owned()),
            ("STORAGE__SECRET_KEY", crate::data::S3_KEY.to_owned()),
            ("STORAGE__PATH_STYLE", "true".to_owned()),
            ("MAIL__HOST", ground.mail.smtp().ip().to_string()),
            ("MAIL__PORT", ground.mail.smtp().port().to_string()),
            ("MAIL__TLS", "none".to_owned()),
            ("MAIL__FROM_ADDRESS", "notify@mail.example".to_owned()),
            ("KEYS__FILE", ground.key_file().to_string_lossy().into_owned()),
            ("TELEMETRY__LOG_LEVEL", "warn".to_owned()),
        ] {
            command.env(format!("CAIRN__{key}"), value);
        }
        let start = Instant::now();
        let child = command.spawn().with_context(|| format!("could not start {}", binary.display()))?;
        let mut server = Self { child, port, ready_in: Duration::ZERO };
        server.wait_until_ready(start).await?;
        server.ready_in = start.elapsed();
        Ok(server)
    }

    async fn wait_until_ready(&mut self, start: Instant) -> Result<()> {
        loop {
            if let Some(status) = self.child.try_wait()? {
                bail!("`cairn serve` ended at once ({status})");
            }
            if let Ok(mut client) = Client::connect(self.port).await
                && client.get("/readyz").await.is_ok_and(|answer| answer.status == 200)
            {
                return Ok(());
            }
            if start.elapsed() > Duration::from_secs(60) {
                bail!("`cairn serve` was not ready after a minute");
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Memory in MB that the process holds now, and the most it ever held. `None` where there is no /proc.
    pub fn memory(&self) -> Option<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let field = |name: &str| -> Option<f64> {
            let line = status.lines().find(|line| line.starts_with(name))?;
            let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
            Some(kilobytes / 1024.0)
        };
        Some((field("VmRSS:")?, field("VmHWM:")?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing of it is kept, so it need not end politely.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
