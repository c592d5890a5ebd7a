//! The port to object storage. Bytes never pass through a request: browsers talk to the store by presigned URL.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::exits::Released;

/// Where a browser puts the bytes of one upload: exact size, type and SHA-256 are signed.
#[derive(Debug, Clone)]
pub struct UploadTicket {
    pub url: String,
    /// To be sent exactly as they are.
    pub headers: Vec<(String, String)>,
    pub expires_at: Timestamp,
}

/// What the store must be told to sign an upload.
#[derive(Debug, Clone)]
pub struct UploadSpec {
    /// Ids only, below `quarantine/`.
    pub key: String,
    pub content_type: String,
    /// Bytes.
    pub size: u64,
    /// Of the bytes.
    pub sha256: [u8; 32],
}

/// A document on its way out; made by the exit gate only.
#[derive(Debug, Clone)]
pub struct DownloadSpec {
    pub key: String,
    pub file_name: String,
    pub content_type: String,
}

#[derive(Debug, Clone)]
pub struct DownloadLink {
    pub url: String,
    pub expires_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredObject {
    /// Bytes.
    pub size: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the object is not there")]
    NotFound,
    /// Worth another try: network, overload.
    #[error("object storage did not answer as it should")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Object storage by the S3 protocol. Signing is computing, not network, so requests may do it; the rest is for jobs.
#[async_trait]
pub trait ObjectStore: Send + Sync {
    async fn sign_upload(&self, spec: &UploadSpec, now: Timestamp, lifetime: Duration) -> Result<UploadTicket, StoreError>;
    /// A link of at most 60 seconds that forces `attachment`, file name and content type.
    async fn sign_download(&self, spec: &Released<DownloadSpec>, now: Timestamp) -> Result<DownloadLink, StoreError>;
    async fn stat(&self, key: &str) -> Result<StoredObject, StoreError>;
    /// The whole object; callers have checked the size with [`ObjectStore::stat`].
    async fn read(&self, key: &str) -> Result<Vec<u8>, StoreError>;
    /// Copies out of quarantine under a new key.
    async fn promote(&self, from: &str, to: &str) -> Result<(), StoreError>;
    /// Puts bytes under a new key: what a check made of an upload.
    async fn write(&self, key: &str, content_type: &str, bytes: Vec<u8>) -> Result<(), StoreError>;
    /// Deleting what is not there is fine.
    async fn delete(&self, key: &str) -> Result<(), StoreError>;
    /// Writes, reads and deletes a small object: for start-up and `doctor`.
    async fn check(&self) -> Result<(), StoreError>;
}
