//! Invented centers, people and groups, for `cairn demo`.

mod absence;
mod booking;
pub mod crowd;
mod group_life;
mod group_list;
mod groups;
mod held;
mod mentorship;
mod nearby;
mod note_words;
mod pair_care;
mod peers;
pub mod people;
mod programs;
mod rarer;
pub mod seed;
mod services;
mod weeks;
