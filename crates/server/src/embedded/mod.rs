//! Services for a machine that has none: what `cairn demo` and the tests stand on.
//!
//! They speak the real protocols (PostgreSQL, S3, SMTP), so the code that talks to them is the code that talks to
//! the real ones.

pub mod mail;
pub mod postgres;
pub mod s3;
