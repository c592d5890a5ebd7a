//! `migrate`.

use std::process::ExitCode;

use anyhow::{Context, Result};
use cairn_server::{config::Config, process};
use secrecy::ExposeSecret;

pub(super) async fn migrate(config: &Config, check: bool) -> Result<ExitCode> {
    let owner = config.database.owner_url.as_ref().context("database.owner_url is not set")?;
    let worker = config.database.worker_url.as_ref().context("database.worker_url is not set")?;
    let pool = process::pool("database.owner_url", Some(owner), 1).await?.context("database.owner_url is not set")?;
    let pending = process::pending(&pool).await;
    if check {
        return Ok(match pending {
            Ok(pending) if pending.is_empty() => {
                println!("The database is up to date.");
                ExitCode::SUCCESS
            }
            Ok(pending) => {
                println!("Pending: {}", pending.join(", "));
                ExitCode::FAILURE
            }
            Err(error) => {
                println!("Pending: everything ({error}).");
                ExitCode::FAILURE
            }
        });
    }
    cairn_migrations::migrate(owner.expose_secret(), worker.expose_secret()).await?;
    match pending {
        Ok(pending) if pending.is_empty() => println!("The database was up to date."),
        Ok(pending) => println!("Applied: {}", pending.join(", ")),
        Err(_) => println!("The database was empty and is ready now."),
    }
    Ok(ExitCode::SUCCESS)
}
