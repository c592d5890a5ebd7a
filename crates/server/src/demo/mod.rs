//! Invented centers, people and groups, for `cairn demo`.

mod booking;
pub mod crowd;
mod groups;
mod held;
mod mentorship;
mod note_words;
mod peers;
pub mod people;
mod programs;
pub mod seed;
mod services;
mod weeks;
