//! Mentorship: becoming a mentor, finding each other, walking together, and the care for those who mentor.

mod apart;
mod away;
mod firewall;
mod guard;
mod leaving;
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
