//! Invented centers, people and groups, for `cairn demo`.

mod groups;
mod mentorship;
pub mod people;
mod programs;
pub mod seed;
