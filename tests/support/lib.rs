//! The harness: the whole product in one process, on real parts, with a clock that tests drive.

mod app;
mod database;
mod groups;
mod http;
pub mod mentorship;
mod people;
mod programs;

pub use app::{App, PUBLIC_URL, STORAGE_SECRET, Setup};
pub use database::Database;
pub use groups::group_details;
pub use http::Answer;
pub use people::{Person, TestCenter, browser, caller, office_hours};
pub use programs::{TestProgram, WAY, discharge};
