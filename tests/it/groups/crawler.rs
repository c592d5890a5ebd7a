//! Somebody in a group who tries every way: each path of the schema six levels deep, each mutation, each open screen,
//! mail, calendar, page and file. Nowhere is there who somebody else is, or what they are called in another group.
//!
//! Everything about everybody is a word of its own (`world`); whatever the walker receives is searched for all of them,
//! with its encodings undone (`secrets`), and for each source there is proof that there was something to search (`walker`).

mod answers;
mod asking;
mod evening;
mod files;
mod frames;
mod guesses;
mod joins;
mod letters;
mod paths;
mod secrets;
mod strangers;
mod walker;
mod world;
