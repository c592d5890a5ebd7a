//! The one binary, as a library: configuration, telemetry, adapters, embedded services, and what a process stands on.

pub mod adapters;
pub mod calendars;
pub mod config;
pub mod embedded;
pub mod listener;
pub mod process;
pub mod roles;
pub mod telemetry;
