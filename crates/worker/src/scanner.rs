//! The port to a malware scanner.

use async_trait::async_trait;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    Malware,
}

#[derive(Debug, thiserror::Error)]
#[error("the scanner could not look at the file")]
pub struct ScanError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Anything but a clear "clean" keeps a file in quarantine: an error is never a verdict.
#[async_trait]
pub trait Scanner: Send + Sync {
    async fn scan(&self, bytes: &[u8]) -> Result<Verdict, ScanError>;
    async fn check(&self) -> Result<(), ScanError>;
}
