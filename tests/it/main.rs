//! The product against real PostgreSQL, a real S3 protocol server and a real SMTP server.

mod adapters;
mod audit;
mod calendar_files;
mod catalog;
mod centers;
mod config;
mod documents;
mod embedded;
mod exits;
mod help;
mod http;
mod invitations;
mod mail;
mod members;
mod notifications;
mod operators;
mod pages;
mod policy;
mod query_guard;
mod schema;
mod sessions;
mod sign_in;
mod statements;
mod sweep;
mod time;
mod worker_faults;
