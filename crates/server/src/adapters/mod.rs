//! The ports' other side: object storage, mail, the malware scanner and the master key, for real.

pub mod clamd;
pub mod keyfile;
pub mod smtp;
pub mod storage;

pub use clamd::Clamd;
pub use keyfile::KeyFile;
pub use smtp::SmtpMailer;
pub use storage::S3Store;
