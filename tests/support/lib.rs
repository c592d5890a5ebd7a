//! The harness: the whole product in one process, on real parts, with a clock that tests drive.

mod app;
mod database;
mod http;
mod people;

pub use app::{App, PUBLIC_URL, Setup};
pub use database::Database;
pub use http::Answer;
pub use people::{Person, TestCenter, browser, caller, office_hours};
