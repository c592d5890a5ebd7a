//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Cairn: rehab centers, their people, and the appointments between them.
#[derive(Debug, Parser)]
#[command(name = "cairn", version, arg_required_else_help = true)]
#[command(after_help = "To look around without setting anything up: cairn demo\n\
    Configuration: every key and its meaning is printed by `cairn doctor --defaults`.")]
pub struct Cli {
    /// Configuration file (TOML); the environment (CAIRN__SECTION__KEY) wins over it
    #[arg(long, global = true, value_name = "FILE", env = "CAIRN_CONFIG")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve requests, and work on jobs beside them
    ///
    /// Refuses to start with a migration pending, with database roles that could see past a center's walls, or with a
    /// bucket it cannot write; the message says what to do. On SIGTERM or Ctrl-C it stops taking connections, finishes
    /// what is running (http.drain_seconds) and ends. Health: /healthz (alive), /readyz (able to serve).
    Serve {
        /// Leave jobs (mails, reminders, document checks) to `cairn worker` processes
        #[arg(long)]
        no_worker: bool,
    },
    /// Work on jobs only: mails, reminders, document checks
    ///
    /// Run as many as needed; a job is done by one of them. A killed worker loses nothing: another takes its jobs over.
    /// Refuses to start for the same reasons as `serve`. On SIGTERM or Ctrl-C it finishes the jobs it has begun and ends.
    Worker,
    /// Bring the database up to date
    ///
    /// Needs database.owner_url and database.worker_url, and nothing else. Migrations go forward only and are safe beside
    /// running processes of the release before. Run it before the new processes start; of several at once each but the
    /// first waits, and finds nothing to do.
    Migrate {
        /// Change nothing: list what is pending, and exit with 1 if anything is
        #[arg(long)]
        check: bool,
    },
    /// Try everything on this machine, with invented people
    ///
    /// Starts a private PostgreSQL, object storage and a mail catcher with an inbox page, and two centers to look at;
    /// prints the addresses and how to sign in. Listens on this machine only; nothing leaves it. Ctrl-C stops it, and
    /// the next start finds everything as it was.
    Demo(Demo),
    /// Print the GraphQL schema (SDL)
    ///
    /// For code generators, and for comparing two releases. Needs no configuration.
    Schema {
        /// The operators' schema, served at /ops/graphql
        #[arg(long)]
        operator: bool,
    },
    /// Look at the configuration and everything it points to, and say in words what is wrong
    ///
    /// Tries databases and their roles, migrations, the key file, storage (writes, reads and deletes one object), the
    /// mail server and the malware scanner; sends no mail and changes nothing. Exits with 1 if anything is wrong.
    Doctor {
        /// Print every key with its default and meaning, and nothing else
        #[arg(long)]
        defaults: bool,
    },
    /// Accounts of people who run the platform
    #[command(subcommand)]
    Operator(Operator),
    /// The record of who did what
    #[command(subcommand)]
    Audit(Audit),
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Forget everything and start over
    #[arg(long)]
    pub fresh: bool,
    /// Add 300 clients and 80 mentors to the first center, to see boards, caseloads and matching at full size
    ///
    /// Takes half a minute or so, once; the next start finds them as they were. They sign in by code, as
    /// client001@crowd.example and mentor001@crowd.example and so on.
    #[arg(long)]
    pub crowd: bool,
    /// Port of the product; without it 8080, or the next free one
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Port of the inbox page; without it 8025, or the next free one
    #[arg(long, value_name = "PORT")]
    pub inbox_port: Option<u16>,
    /// Where to keep the demo's data; without it /var/lib/cairn/demo for root, else ~/.local/share/cairn/demo
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Operator {
    /// Make an operator; they sign in at /ops/sign-in with a code by e-mail
    ///
    /// An operator sees the list of centers with counts, pauses and resumes them, and sees no people. Needs
    /// database.operator_url and keys.file.
    Create {
        /// Address that their sign-in codes go to
        #[arg(long)]
        email: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Recompute the hash chain of each center, and name every row that was changed, removed or slipped in
    ///
    /// Prints a line for each center. Exits with 1 when a chain is broken. Needs database.app_url and keys.file, and
    /// changes nothing.
    Verify {
        /// Only this center, by its address part (slug)
        #[arg(long, value_name = "SLUG")]
        center: Option<String>,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
