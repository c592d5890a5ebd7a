//! Invented centers, people and groups, for `cairn demo`.

mod groups;
pub mod people;
pub mod seed;
