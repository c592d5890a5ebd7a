//! Invented centers and people, for `cairn demo`.

pub mod people;
pub mod seed;
