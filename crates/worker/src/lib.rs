//! Jobs: messages, document checks, counting and tidying. And the composing of mails and calendar files.
//!
//! A handler looks at the present again before it acts, keeps the network outside of transactions, and may be repeated.

pub mod calendar;
pub mod compose;
pub mod documents;
pub mod mailer;
mod once;
mod queue;
pub mod scanner;
mod tasks;
mod worker;

pub use mailer::Mailer;
pub use once::Ran;
pub use scanner::Scanner;
pub use worker::{Worker, WorkerError, WorkerParts};
