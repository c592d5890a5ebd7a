//! `cairn`: one program for serving, working, migrating, trying out and looking after.

mod cli;
mod commands;
mod demo;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

// Twenty to thirty percent more requests than with the system's allocator, and a shorter tail.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match commands::run(cli::Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("cairn: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  because: {cause}");
            }
            ExitCode::FAILURE
        }
    }
}
