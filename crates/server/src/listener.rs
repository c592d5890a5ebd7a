//! The accept loop.
//!
//! `axum::serve` waits forever for a request's head; here a connection that says nothing, or says it a byte at a time,
//! is closed, the number of connections is bounded, and a stop lets running requests finish.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use http::Request;
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// Bytes of a request's head.
const LARGEST_HEAD: usize = 64 * 1024;

/// How patient to be, and with how many.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at the same time; more wait in the system's queue.
    pub connections: usize,
    /// For the first byte of a connection, and for the whole head of each request.
    pub head_timeout: Duration,
    /// For running requests after a stop.
    pub drain: Duration,
}

/// Serves until `stop`, then lets running requests finish for at most [`Limits::drain`].
///
/// Handlers find the peer as `ConnectInfo<SocketAddr>`.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: CancellationToken) {
    let mut server = auto::Builder::new(TokioExecutor::new()).http1_only();
    server.http1().timer(TokioTimer::new()).header_read_timeout(limits.head_timeout).max_buf_size(LARGEST_HEAD);
    let server = Arc::new(server);
    let slots = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = accept(&listener, &slots) => accepted,
        };
        let Some((socket, peer, slot)) = accepted else { continue };
        let (server, router, watcher) = (Arc::clone(&server), router.clone(), graceful.watcher());
        let stop = stop.clone();
        tokio::spawn(async move {
            let _slot = slot;
            // hyper's own clock starts with the first byte.
            let mut byte = [0];
            let first = tokio::select! {
                () = stop.cancelled() => return,
                first = tokio::time::timeout(limits.head_timeout, socket.peek(&mut byte)) => first,
            };
            if !matches!(first, Ok(Ok(1))) {
                return;
            }
            let answer = service_fn(move |request: Request<Incoming>| answer(router.clone(), peer, request));
            let connection = server.serve_connection_with_upgrades(TokioIo::new(socket), answer).into_owned();
            // Broken connections are the peer's business, and common.
            let _ = watcher.watch(connection).await;
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were cut off: they did not finish in time");
    }
}

async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((socket, peer)) => {
            // Answers are small and written at once; waiting to fill a packet only delays them.
            let _ = socket.set_nodelay(true);
            Some((socket, peer, slot))
        }
        Err(error) if matches!(error.kind(), std::io::ErrorKind::ConnectionAborted | std::io::ErrorKind::ConnectionReset) => None,
        Err(error) => {
            // Out of file handles, most likely: give others time to close theirs instead of spinning.
            tracing::error!(error = &error as &dyn std::error::Error, "could not accept a connection");
            tokio::time::sleep(Duration::from_millis(200)).await;
            None
        }
    }
}

async fn answer(router: Router, peer: SocketAddr, request: Request<Incoming>) -> Result<axum::response::Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request).await
}
