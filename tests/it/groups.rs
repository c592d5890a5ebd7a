//! Peer groups: planning them, joining them, meeting in them.

mod attendance;
pub mod chat;
pub mod chat_live;
mod circle;
mod crawler;
mod duties;
mod feed;
mod held;
mod identity;
mod import;
mod joining;
mod listings;
mod mails;
mod moderation;
mod names;
mod notes;
mod proofs;
mod pulse;
mod report;
mod rests;
pub mod room;
mod schedule;
mod told;
