//! Peer groups: planning them, joining them, meeting in them.

mod attendance;
mod chat;
mod chat_live;
mod duties;
mod held;
mod identity;
mod joining;
mod mails;
mod moderation;
mod notes;
mod proofs;
mod pulse;
mod report;
mod room;
mod schedule;
