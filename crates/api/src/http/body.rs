//! Bodies are read here and nowhere else: bounded in size and time. (The framework's own limit does not bind every
//! extractor, so none of them is used.)

use std::time::Duration;

use axum::body::{Body, HttpBody, to_bytes};
use bytes::Bytes;
use http::StatusCode;

/// 256 KiB.
pub(crate) const LIMIT: usize = 256 << 10;
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyError {
    TooLarge,
    TooSlow,
    /// It broke off, or said a length it did not have.
    Broken,
}

impl BodyError {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Broken => StatusCode::BAD_REQUEST,
        }
    }
}

/// The whole body, or why not. One that announces too much is not read at all.
pub(crate) async fn read(body: Body) -> Result<Bytes, BodyError> {
    if body.size_hint().lower() > LIMIT as u64 {
        return Err(BodyError::TooLarge);
    }
    match tokio::time::timeout(PATIENCE, to_bytes(body, LIMIT)).await {
        Err(_) => Err(BodyError::TooSlow),
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_over_limit(&error) => Err(BodyError::TooLarge),
        Ok(Err(_)) => Err(BodyError::Broken),
    }
}

fn is_over_limit(error: &axum::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(inner) = cause {
        if inner.to_string() == "length limit exceeded" {
            return true;
        }
        cause = inner.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    #[tokio::test]
    async fn a_chunked_body_over_the_limit_is_refused() {
        let chunk = Bytes::from(vec![b' '; 64 << 10]);
        let chunks = stream::iter((0..5).map(move |_| Ok::<_, std::io::Error>(chunk.clone())));
        assert_eq!(read(Body::from_stream(chunks)).await, Err(BodyError::TooLarge));
    }

    #[tokio::test]
    async fn an_announced_length_over_the_limit_is_not_read() {
        assert_eq!(read(Body::from(vec![b' '; LIMIT + 1])).await, Err(BodyError::TooLarge));
        assert_eq!(read(Body::from(vec![b' '; LIMIT])).await.map(|bytes| bytes.len()), Ok(LIMIT));
    }
}
