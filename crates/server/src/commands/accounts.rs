//! `operator` and `audit`.

use std::{process::ExitCode, sync::Arc};

use anyhow::{Context, Result};
use cairn_domain::{Db, clock::Clock, sealed::KeyRing};
use cairn_server::{
    config::Config,
    process,
    roles::{self, Door},
};

use crate::wiring;

pub(super) async fn create_operator(config: &Config, email: &str) -> Result<ExitCode> {
    let url = config.database.operator_url.as_ref();
    let pool = process::pool("database.operator_url", url, 1).await?.context("database.operator_url is not set")?;
    roles::refuse_wrong(&pool, Door::Operator).await?;
    wiring::create_operator(pool, Arc::new(process::key_file(config)?), email).await?;
    println!("Done. They sign in at /ops/sign-in with a code by e-mail.");
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn verify_audit(config: &Config, center: Option<&str>) -> Result<ExitCode> {
    let url = config.database.app_url.as_ref();
    let app = process::pool("database.app_url", url, 2).await?.context("database.app_url is not set")?;
    let keys = KeyRing::new(Arc::new(process::key_file(config)?));
    let broken = wiring::verify_audit(&Db::new(app, Clock::System, keys), center).await?;
    Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
