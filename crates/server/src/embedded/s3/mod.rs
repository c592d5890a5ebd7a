//! An S3 endpoint inside the process, keeping objects as files.
//!
//! Signatures, expiry, signed sizes, types and checksums are enforced as a real server does; what s3s-fs lacks is
//! CORS, without which no browser could upload, so a thin layer around it answers for that.

mod files;

use std::{
    convert::Infallible,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result};
use files::Files;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
};
use s3s::{
    Body,
    auth::SimpleAuth,
    service::{S3Service, S3ServiceBuilder},
};
use s3s_fs::FileSystem;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

/// What the browser may ask for, and what it may see of the answer.
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, PUT");
const REQUEST_HEADERS: HeaderValue =
    HeaderValue::from_static("content-type, x-amz-checksum-sha256, x-amz-sdk-checksum-algorithm");
const EXPOSED: HeaderValue = HeaderValue::from_static("etag, content-disposition, content-length");

/// How to set up the endpoint.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder of the objects; made when missing.
    pub folder: PathBuf,
    /// Made when missing.
    pub bucket: String,
    /// Loopback; port 0 takes a free one.
    pub listen: SocketAddr,
    pub access_key: String,
    pub secret_key: String,
    /// Origins of pages that may upload and download, such as `http://127.0.0.1:8080`.
    pub origins: Vec<String>,
}

/// The running endpoint; stops when dropped.
#[derive(Debug)]
pub struct EmbeddedS3 {
    address: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl EmbeddedS3 {
    /// # Errors
    /// When the folder cannot be used or the port is taken.
    pub async fn start(options: Options) -> Result<Self> {
        let service = service(&options.folder, &options)?;
        let listener = TcpListener::bind(options.listen).await;
        let listener = listener.with_context(|| format!("object storage could not listen on {}", options.listen))?;
        let address = listener.local_addr()?;
        let stop = CancellationToken::new();
        let origins = options.origins.iter().map(|origin| HeaderValue::from_str(origin)).collect::<Result<Arc<[_]>, _>>();
        let origins = origins.context("an origin is not a header value")?;
        let task = tokio::spawn(run(listener, service, origins, stop.clone()));
        Ok(Self { address, stop, task })
    }

    /// Such as `http://127.0.0.1:40123`; use path style.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends open transfers within a few seconds.
    ///
    /// # Errors
    /// When the server had panicked.
    pub async fn stop(mut self) -> Result<()> {
        self.stop.cancel();
        (&mut self.task).await.context("object storage")
    }
}

impl Drop for EmbeddedS3 {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn service(folder: &Path, options: &Options) -> Result<S3Service> {
    let bucket = folder.join(&options.bucket);
    std::fs::create_dir_all(&bucket).with_context(|| format!("could not make the folder {}", bucket.display()))?;
    let files = FileSystem::new(folder).map_err(|error| anyhow::anyhow!("could not open {}: {error:?}", folder.display()))?;
    let mut builder = S3ServiceBuilder::new(Files(files));
    builder.set_auth(SimpleAuth::from_single(options.access_key.clone(), options.secret_key.clone()));
    Ok(builder.build())
}

async fn run(listener: TcpListener, service: S3Service, origins: Arc<[HeaderValue]>, stop: CancellationToken) {
    let mut server = auto::Builder::new(TokioExecutor::new()).http1_only();
    server.http1().timer(TokioTimer::new());
    let graceful = GracefulShutdown::new();
    loop {
        let socket = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((socket, _)) => socket,
                // Out of file handles, most likely: give others time to close theirs.
                Err(_) => { tokio::time::sleep(std::time::Duration::from_millis(100)).await; continue }
            },
        };
        let (service, origins) = (service.clone(), Arc::clone(&origins));
        let answer = service_fn(move |request| answer(service.clone(), Arc::clone(&origins), request));
        let connection = graceful.watch(server.serve_connection(TokioIo::new(socket), answer).into_owned());
        tokio::spawn(async move {
            // A browser that goes away in the middle is no news.
            let _ = connection.await;
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(std::time::Duration::from_secs(3), graceful.shutdown()).await;
}

async fn answer(
    service: S3Service,
    origins: Arc<[HeaderValue]>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let origin = request.headers().get(header::ORIGIN).filter(|origin| origins.contains(origin)).cloned();
    if request.method() == Method::OPTIONS {
        return Ok(preflight(origin));
    }
    let mut response = match service.call(request.map(Body::from)).await {
        Ok(response) => response,
        Err(_) => status(StatusCode::INTERNAL_SERVER_ERROR),
    };
    if let Some(origin) = origin {
        allow(response.headers_mut(), origin);
    }
    Ok(response)
}

fn preflight(origin: Option<HeaderValue>) -> Response<Body> {
    let Some(origin) = origin else { return status(StatusCode::FORBIDDEN) };
    let mut response = status(StatusCode::NO_CONTENT);
    let headers = response.headers_mut();
    allow(headers, origin);
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    response
}

fn allow(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    headers.append(header::VARY, HeaderValue::from_static("origin"));
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
