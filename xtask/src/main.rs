//! What a person types: `cargo xtask demo`, `cargo xtask test` and so on. Installs what is missing, or says how.

mod checks;
mod demo;
mod journeys;
mod needs;
mod postgres;
mod run;
mod tally;

use std::{os::unix::process::CommandExt, process::ExitCode};

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use needs::Needs;
use run::{Root, step};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
/// Tasks of this repository
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and start the demo; what follows goes to `cairn demo` (such as --fresh or --port 9000)
    Demo {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        rest: Vec<String>,
    },
    /// Run every check and test, and close with one table
    Test {
        /// Only these checks (see the table for their names)
        #[arg(long, value_name = "NAME", value_delimiter = ',')]
        only: Vec<String>,
        /// All checks but these
        #[arg(long, value_name = "NAME", value_delimiter = ',')]
        skip: Vec<String>,
    },
    /// Measure against PostgreSQL's own limits, with a release build
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        rest: Vec<String>,
    },
    /// Install what demo and tests need, and nothing else
    Setup,
    /// Write schema.graphql and operator.graphql anew from the code
    Schema,
    /// Format Rust and TypeScript
    Fmt,
}

fn main() -> ExitCode {
    match work(Cli::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\ncargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn work(task: Task) -> Result<ExitCode> {
    let root = Root::find()?;
    match task {
        Task::Demo { rest } => return demo(&root, &rest),
        Task::Test { only, skip } => return checks::all(&root, &only, &skip),
        Task::Bench { rest } => bench(&root, &rest)?,
        Task::Setup => Needs::of_tests().meet(&root)?,
        Task::Schema => schema(&root)?,
        Task::Fmt => {
            root.cargo(&["fmt", "--all"]).run()?;
            needs::node_modules(&root)?;
            root.npm(&["run", "format"]).run()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn demo(root: &Root, rest: &[String]) -> Result<ExitCode> {
    step(1, 3, "Looking for what is needed");
    Needs::of_demo().meet(root)?;
    step(2, 3, "Building the pages");
    root.frontend_build()?;
    step(3, 3, "Building the server (a first time takes minutes, later ones seconds)");
    let program = root.program()?;
    // Replaces this process: Ctrl-C and the exit code are the demo's.
    let error = std::process::Command::new(program).arg("demo").args(rest).exec();
    bail!("the demo could not be started: {error}")
}

fn bench(root: &Root, rest: &[String]) -> Result<()> {
    Needs::of_demo().meet(root)?;
    root.frontend_build()?;
    root.cargo(&["build", "--release", "--package", "cairn-server", "--bin", "cairn"]).run()?;
    let mut bench = root.cargo(&["bench", "--package", "cairn-tests", "--bench", "limits", "--"]);
    for argument in rest {
        bench = bench.arg(argument);
    }
    bench.env("CAIRN_BIN", &root.binary("release").to_string_lossy()).run()
}

fn schema(root: &Root) -> Result<()> {
    let program = root.program()?;
    for (file, arguments) in run::SCHEMAS {
        let printed = run::Call::new(&program.to_string_lossy(), &root.path("")).args(arguments).output()?;
        std::fs::write(root.path(file), printed)?;
        println!("{file} is up to date");
    }
    Ok(())
}
