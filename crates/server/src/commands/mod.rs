//! What each command does.

mod accounts;
mod demo;
mod doctor;
mod migrate;
mod serve;

use std::process::ExitCode;

use anyhow::{Context, Result};
use cairn_server::{
    config::{Config, DEFAULTS, Purpose, Sources},
    telemetry,
};

use crate::{
    cli::{Audit, Cli, Command, Operator},
    wiring,
};

pub(crate) fn run(cli: Cli) -> Result<ExitCode> {
    let sources = Sources::of_process(cli.config);
    let with = |purpose| Config::load(&sources, purpose);
    match cli.command {
        Command::Serve { no_worker } => {
            let config = with(Purpose::Serve { worker: !no_worker })?;
            observed(&config, serve::serve(&config, !no_worker))
        }
        Command::Worker => {
            let config = with(Purpose::Worker)?;
            observed(&config, serve::work(&config))
        }
        Command::Migrate { check } => {
            let config = with(Purpose::Migrate)?;
            observed(&config, migrate::migrate(&config, check))
        }
        Command::Demo(options) => demo::run(options),
        Command::Schema { operator } => {
            print!("{}", wiring::sdl(operator));
            Ok(ExitCode::SUCCESS)
        }
        Command::Doctor { defaults: true } => {
            print!("{DEFAULTS}");
            Ok(ExitCode::SUCCESS)
        }
        Command::Doctor { defaults: false } => in_runtime(doctor::look(&sources)),
        Command::Operator(Operator::Create { email }) => {
            let config = with(Purpose::Operator)?;
            observed(&config, accounts::create_operator(&config, &email))
        }
        Command::Audit(Audit::Verify { center }) => {
            let config = with(Purpose::Audit)?;
            observed(&config, accounts::verify_audit(&config, center.as_deref()))
        }
    }
}

/// Runs with logs and telemetry, which are set up before the runtime and flushed after it.
fn observed(config: &Config, work: impl Future<Output = Result<ExitCode>>) -> Result<ExitCode> {
    let telemetry = telemetry::install(&config.telemetry)?;
    let outcome = in_runtime(work);
    telemetry.shutdown();
    outcome
}

fn in_runtime(work: impl Future<Output = Result<ExitCode>>) -> Result<ExitCode> {
    // On two cores four threads serve a tenth more than two: some always wait for the database.
    let threads = std::thread::available_parallelism().map_or(4, usize::from).max(4);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build();
    runtime.context("the async runtime could not be built")?.block_on(work)
}
