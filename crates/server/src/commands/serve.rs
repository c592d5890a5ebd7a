//! `serve` and `worker`.

use std::{process::ExitCode, time::Duration};

use anyhow::{Context, Result};
use cairn_domain::clock::Clock;
use cairn_server::{
    config::Config,
    listener::{self, Limits},
    process::{Foundation, stop_signal},
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::wiring::{self, Serving};

/// How long a load balancer gets to see that we are not ready any more before connections are refused.
const NOTICE: Duration = Duration::from_secs(5);

pub(super) async fn serve(config: &Config, worker: bool) -> Result<ExitCode> {
    let stop = stop_signal()?;
    let mut config = config.clone();
    if !worker {
        // A pool that nobody uses would be checked and kept open for nothing.
        config.database.worker_url = None;
    }
    let foundation = Foundation::lay(&config, Clock::System).await?;
    let listener = TcpListener::bind(config.http.listen).await;
    let listener = listener.with_context(|| format!("could not listen on {} (http.listen)", config.http.listen))?;
    tracing::info!(port = listener.local_addr()?.port(), "serving");
    run(&config, foundation, listener, Serving::Real, stop, NOTICE).await?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Requests on `listener`, and jobs if the foundation has a pool for them, until `stop`.
///
/// Order of the end: not ready, `notice` for load balancers, no new connections, running requests and jobs finish.
pub(super) async fn run(
    config: &Config,
    foundation: Foundation,
    listener: TcpListener,
    serving: Serving,
    stop: CancellationToken,
    notice: Duration,
) -> Result<()> {
    let router = wiring::router(config, &foundation, serving, stop.clone())?;
    let limits = Limits {
        connections: config.http.connections,
        head_timeout: Duration::from_secs(config.http.head_timeout_seconds),
        drain: Duration::from_secs(config.http.drain_seconds),
    };
    let close = CancellationToken::new();
    let closing = {
        let (stop, close) = (stop.clone(), close.clone());
        async move {
            stop.cancelled().await;
            tokio::time::sleep(notice).await;
            close.cancel();
        }
    };
    let jobs = async { if foundation.jobs.is_some() { wiring::work(config, &foundation, stop.clone()).await } else { Ok(()) } };
    let ((), (), worked) = tokio::join!(listener::serve(listener, router, limits, close.clone()), closing, async {
        let worked = jobs.await;
        // Without a worker mails would silently stay: better to end, and be started again.
        if worked.is_err() {
            stop.cancel();
        }
        worked
    });
    foundation.close().await;
    worked
}

pub(super) async fn work(config: &Config) -> Result<ExitCode> {
    let stop = stop_signal()?;
    let foundation = Foundation::lay(config, Clock::System).await?;
    tracing::info!("working");
    wiring::work(config, &foundation, stop).await?;
    foundation.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}
