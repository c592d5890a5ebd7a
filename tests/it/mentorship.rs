//! Mentorship: becoming a mentor, finding each other, walking together, and the care for those who mentor.

mod away;
mod firewall;
mod guard;
mod library;
mod life;
mod live;
mod mails;
mod matching;
mod mentors;
mod offers;
mod pair_log;
mod program;
mod rest;
mod sharing;
mod stand_in;
