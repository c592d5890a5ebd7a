//! Invented centers, people and groups, for `cairn demo`.

mod groups;
pub mod people;
mod programs;
pub mod seed;
