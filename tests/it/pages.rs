//! The pages that need no script, as a browser without one walks through them.

mod apps;
mod forms;
mod links;
mod sign_in;
pub mod visitor;
