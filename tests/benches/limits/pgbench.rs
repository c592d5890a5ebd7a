//! PostgreSQL's own load generator, as `cairn_app`, inside a center like the product.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use cairn_server::embedded::postgres::Binaries;

use crate::data::{DATABASE, Ground};
use crate::setting::{Setting, id};

/// Expressions over the variables that [`choose`] sets.
pub const CENTER: &str = "lpad(:c::text, 32, '0')::uuid";
pub const COUNSELOR: &str = "lpad(:m::text, 32, '0')::uuid";

pub struct Run {
    pub per_second: f64,
    pub latency_ms: f64,
}

/// A random counselor: center `c`, place `i` in it, number `m`.
pub fn choose(setting: &Setting) -> String {
    format!(
        "\\set c random(1, {})\n\\set i random(1, {})\n\\set m (:c - 1) * {} + :i\n",
        setting.centers,
        setting.counselors(),
        setting.people
    )
}

/// `SET LOCAL` takes no parameters, so the script holds one for each center, found by halving.
pub fn inside(low: i64, high: i64) -> String {
    if low == high {
        return format!("SET LOCAL cairn.center_id = '{}';\n", id(low));
    }
    let middle = low + (high - low) / 2;
    format!("\\if :c <= {middle}\n{}\\else\n{}\\endif\n", inside(low, middle), inside(middle + 1, high))
}

fn program() -> Result<PathBuf> {
    let beside = Binaries::find(None)?.program("pgbench");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all = std::iter::once(beside).chain(std::env::split_paths(&path).map(|folder| folder.join("pgbench")));
    all.find(|path| path.is_file())
        .context("there is no pgbench on this machine: install PostgreSQL's server package with contrib")
}

/// Runs a script; its statements are prepared once per connection.
pub async fn run(ground: &Ground, name: &str, script: &str, clients: usize, seconds: u64) -> Result<Run> {
    let file = ground.folder().join(format!("{name}.pgbench"));
    std::fs::write(&file, script)?;
    let base = jiff::Timestamp::now().as_second() * 1_000_000_000;
    let mut command = tokio::process::Command::new(program()?);
    command.args(["--no-vacuum", "--protocol=prepared", "--jobs=2"]);
    command.arg(format!("--client={clients}")).arg(format!("--time={seconds}")).arg("--file").arg(&file);
    // What ids are counted from: rising from run to run.
    command.arg(format!("--define=base={base}")).arg("--define=k=0");
    command.args(["--host=127.0.0.1", "--username=cairn_app"]).arg(format!("--port={}", ground.postgres.port())).arg(DATABASE);
    let output = command.output().await.context("run pgbench")?;
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || errors.contains("aborted") {
        bail!("pgbench failed on {name}:\n{said}{errors}");
    }
    let after = |start: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(start));
        line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse::<f64>().ok())
    };
    Ok(Run {
        per_second: after("tps = ").with_context(|| format!("pgbench said no rate: {said}"))?,
        latency_ms: after("latency average = ").unwrap_or(0.0),
    })
}
