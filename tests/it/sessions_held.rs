//! A session as it is lived: who came, what is written about it, what it counts for, and where it stands in one's calendar.

mod board;
mod credentials;
mod feed;
mod group_lines;
mod hour;
mod life;
mod lines;
mod notes;
mod place;
mod sheet;
mod voids;
mod wrong_taps;
