//! `cargo xtask bench`: the product beside PostgreSQL's own load generator, on the same data, in one run.
//!
//! What is measured and why is in docs/performance.md. Times are shown, not judged; what fails the run is a wrong
//! answer or a double booking.

mod booking;
mod chat;
mod data;
mod http;
mod imports;
mod load;
mod matches;
mod pgbench;
mod race;
mod read;
mod report;
mod server;
mod setting;
mod sign_in;
mod slots;
mod statements;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use anyhow::{Context, Result};
use cairn_domain::Db;
use data::Ground;
use load::Load;
use read::Words;
use report::{Report, median};
use server::Server;
use setting::Setting;
use sign_in::Way;

/// The id of the pages' document that contains `mark`: in `serve`, a browser may send no other text.
pub(crate) fn trusted(mark: &str) -> Result<String> {
    let list = concat!(env!("CARGO_MANIFEST_DIR"), "/../frontend/dist/persisted-documents.json");
    let text = std::fs::read_to_string(list).context("the pages are not built: run `npm run build` in frontend/")?;
    let documents: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text)?;
    let found = documents.iter().find(|(_, text)| text.as_str().is_some_and(|text| text.contains(mark)));
    Ok(found.with_context(|| format!("the pages have no document with `{mark}`"))?.0.clone())
}

fn main() -> Result<ExitCode> {
    // Started by `cargo test --benches`, it would take minutes for nothing.
    if !std::env::args().any(|argument| argument == "--bench" || argument == "--small") {
        println!("measures only as a benchmark: cargo xtask bench");
        return Ok(ExitCode::SUCCESS);
    }
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(measure())
}

/// While one works on it: the free times alone, in a center that is soon filled.
async fn free_times_alone() -> Result<ExitCode> {
    let setting = Setting { centers: 1, people: 80, sessions: 400, ..Setting::of_process()? };
    let ground = Ground::lay().await?;
    data::fill(&ground, &setting).await?;
    slots::fill(&ground, &setting).await?;
    let mut report = Report::default();
    free_times(&mut report, &ground, &setting, &server::binary()?).await?;
    println!("{}", report.table());
    Ok(if report.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// While one works on it: a whole program matched, alone.
async fn match_alone() -> Result<ExitCode> {
    let setting = Setting { centers: 1, people: 80, sessions: 400, ..Setting::of_process()? };
    let ground = Ground::lay().await?;
    matches::fill(&ground, &setting).await?;
    let mut report = Report::default();
    matching(&mut report, &ground, &setting).await?;
    println!("{}", report.table());
    Ok(if report.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// While one works on it: bringing in a list of meetings alone.
async fn import_alone() -> Result<ExitCode> {
    let setting = Setting { centers: 1, people: 80, sessions: 400, ..Setting::of_process()? };
    let ground = Ground::lay().await?;
    data::fill(&ground, &setting).await?;
    let mut report = Report::default();
    brings_in(&mut report, &ground, &setting, &server::binary()?).await?;
    println!("{}", report.table());
    Ok(if report.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// While one works on it: bookings and the race alone.
async fn writes_alone() -> Result<ExitCode> {
    let setting = Setting::of_process()?;
    let ground = Ground::lay().await?;
    data::fill(&ground, &setting).await?;
    let db = statements::watched(&ground.postgres.url("cairn_app", data::DATABASE), Arc::clone(&ground.wrap)).await?;
    let mut report = Report::default();
    writes(&mut report, &ground, &setting, &db, &server::binary()?).await?;
    db.pool().close().await;
    println!("{}", report.table());
    Ok(if report.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// While one works on it: the chat alone, which needs neither the program nor sessions.
async fn chat_alone() -> Result<ExitCode> {
    let setting = Setting::of_process()?;
    let ground = Ground::lay().await?;
    data::fill(&ground, &setting).await?;
    let mut report = Report::default();
    talks(&mut report, &ground, &setting, &server::binary()?).await?;
    println!("{}", report.table());
    Ok(if report.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn measure() -> Result<ExitCode> {
    match std::env::var("CAIRN_BENCH_ONLY").as_deref() {
        Ok("chat") => return chat_alone().await,
        Ok("import") => return import_alone().await,
        Ok("match") => return match_alone().await,
        Ok("slots") => return free_times_alone().await,
        Ok("writes") => return writes_alone().await,
        _ => {}
    }
    let setting = Setting::of_process()?;
    let binary = server::binary()?;
    let mut report = Report::default();
    println!("Filling {} centers", setting.centers);
    let ground = Ground::lay().await?;
    data::fill(&ground, &setting).await?;
    slots::fill(&ground, &setting).await?;
    matches::fill(&ground, &setting).await?;
    let db = statements::watched(&ground.postgres.url("cairn_app", data::DATABASE), Arc::clone(&ground.wrap)).await?;

    let size = std::fs::metadata(&binary)?.len();
    report.figure("size of the program", format!("{:.1} MB", size as f64 / 1e6));
    // What broke is told at the end, and does not take with it what was measured before and after.
    for (what, outcome) in [
        ("reads", reads(&mut report, &ground, &setting, &db, &binary).await),
        ("free times", free_times(&mut report, &ground, &setting, &binary).await),
        ("matching", matching(&mut report, &ground, &setting).await),
        ("writes", writes(&mut report, &ground, &setting, &db, &binary).await),
        ("chat", talks(&mut report, &ground, &setting, &binary).await),
        ("import", brings_in(&mut report, &ground, &setting, &binary).await),
        ("sign-in", secrecy(&mut report, &ground, &setting, &binary).await),
    ] {
        if let Err(error) = outcome {
            report.wrong.push(format!("{what}: {error:#}"));
        }
    }
    db.pool().close().await;

    let build = binary.parent().and_then(Path::file_name).map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    // This program lies in target/<profile>/deps.
    let here = std::env::current_exe()?;
    let target = here.ancestors().nth(3).context("no target folder")?;
    report.publish(&setting, &build, &target.join("bench.md"))?;
    Ok(if report.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The whole of `serve`, worker included, while nobody books.
async fn reads(report: &mut Report, ground: &Ground, setting: &Setting, db: &Db, binary: &Path) -> Result<()> {
    let server = Server::start(binary, ground, true).await?;
    let ready = server.ready_in;
    report.single("start of serve to ready", format!("{} ms", ready.as_millis()), "≤ 1000 ms", ready <= Duration::from_secs(1));
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle = server.memory();
    for words in [Words::Document, Words::Text] {
        let sql = read::statement(db, setting, words).await?;
        let script = read::script(setting, &sql)?;
        let how =
            if words == Words::Document { "next 20 sessions, by cookie and document" } else { "the same, by API token and text" };
        report.note(&format!("Plan: {how}"), &read::plan(db, setting, &sql).await?);
        let many = if words == Words::Document { setting.connections.as_slice() } else { &[16] };
        for &connections in many {
            let what = format!("{how}, {connections} connections");
            let name = format!("read_{}_{connections}", words == Words::Document);
            let (mut load, rates, peers, latency) =
                rounds(ground, setting, &server, &what, connections, read::next(setting, words)?, read::good, (&name, &script))
                    .await?;
            report.pair(&what, median(rates), median(peers), 0.75);
            report.latency("  latency", &mut load, latency);
            report.errors(&what, &load);
        }
    }
    memory(report, idle, server.memory());
    Ok(())
}

fn memory(report: &mut Report, idle: Option<(f64, f64)>, loaded: Option<(f64, f64)>) {
    if let (Some((idle, _)), Some((_, most))) = (idle, loaded) {
        report.single("memory of serve, idle", format!("{idle:.0} MB"), "≤ 40 MB", idle <= 40.0);
        report.single("memory of serve, most under these reads", format!("{most:.0} MB"), "≤ 96 MB", most <= 96.0);
    }
}

/// Nobody else asks meanwhile.
async fn free_times(report: &mut Report, ground: &Ground, setting: &Setting, binary: &Path) -> Result<()> {
    println!("{}", slots::what());
    let server = Server::start(binary, ground, false).await?;
    let mut seen = slots::run(ground, setting, server.port).await?;
    let target = slots::TARGET.as_secs_f64() * 1_000.0;
    let within = format!("≤ {target:.0} ms");
    report.single(&slots::what(), format!("{:.1} ms", seen.inside), &within, seen.inside <= target);
    report.figure("  times in it", seen.slots.to_string());
    let half = seen.answers.percentile(0.5);
    let what = format!("  the same as an answer of {:.1} MB, p50", seen.bytes as f64 / 1e6);
    report.single(&what, format!("{half:.1} ms"), &within, half <= target);
    report.latency("  latency", &mut seen.answers, 0.0);
    report.errors(&slots::what(), &seen.answers);
    Ok(())
}

/// The domain's function, in this process; nobody else asks meanwhile.
async fn matching(report: &mut Report, ground: &Ground, setting: &Setting) -> Result<()> {
    println!("{}", matches::what());
    let seen = matches::run(ground, setting).await?;
    let target = matches::TARGET.as_secs_f64() * 1_000.0;
    report.single(&matches::what(), format!("{:.0} ms", seen.inside), &format!("≤ {target:.0} ms"), seen.inside <= target);
    report.figure("  pairs in it", seen.pairs.to_string());
    Ok(())
}

/// Without a worker: what it does with the mails is not what is measured here.
async fn writes(report: &mut Report, ground: &Ground, setting: &Setting, db: &Db, binary: &Path) -> Result<()> {
    let statements = booking::statements(db, ground, setting).await?;
    let short = |sql: &String| sql.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(110).collect::<String>();
    let list: Vec<String> =
        statements.iter().enumerate().map(|(number, sql)| format!("{:2}  {}", number + 1, short(sql))).collect();
    report.note("Statements of a booking, between begin and commit", &list.join("\n"));
    let script = booking::script(setting, &statements)?;
    let server = Server::start(binary, ground, false).await?;
    let turn = Arc::new(AtomicI64::new(0));
    let next = booking::next(setting, turn)?;
    let what = "booking a session, durable, 16 connections";
    let (mut load, rates, peers, latency) =
        rounds(ground, setting, &server, what, 16, next, booking::booked, ("booking", &script)).await?;
    report.pair(what, median(rates), median(peers), 0.85);
    report.latency("  latency", &mut load, latency);
    report.errors(what, &load);
    report.figure("  statements of a booking", format!("{} + begin, commit", statements.len()));

    println!("{} clients race for {} half hours", race::CLIENTS, race::SLOTS);
    let mut race = race::run(ground, setting, server.port).await?;
    let rate = race.load.per_second();
    let what = format!("{} clients racing for {} slots", race::CLIENTS, race::SLOTS);
    report.single(&what, format!("{rate:.0} tries/s"), "≥ 2000 tries/s", rate >= 2000.0);
    report.latency("  latency", &mut race.load, 0.0);
    report.single(
        "  double bookings, errors seen",
        format!("{}, {}", race.double, race.load.bad),
        "0, 0",
        race.double == 0 && race.load.bad == 0,
    );
    report.errors(&what, &race.load);
    if race.double > 0 {
        report.wrong.push(format!("{} double bookings", race.double));
    }
    if i64::try_from(race.won)? != race::SLOTS {
        report.wrong.push(format!("{} bookings were confirmed for {} half hours", race.won, race::SLOTS));
    }
    if let Some((_, most)) = server.memory() {
        report.figure("memory of serve without worker, most under bookings and race", format!("{most:.0} MB"));
    }
    Ok(())
}

/// Signing in takes as long for strangers as for members. Nobody else asks meanwhile.
async fn secrecy(report: &mut Report, ground: &Ground, setting: &Setting, binary: &Path) -> Result<()> {
    sign_in::passwords(ground).await?;
    let server = Server::start(binary, ground, false).await?;
    for (way, what) in [(Way::Code, "asking for a code"), (Way::Password, "a wrong password")] {
        let times = sign_in::run(setting, server.port, way).await?;
        report.alike(&format!("{what}, known beside unknown address"), times.known, times.unknown, 0.95..=1.05);
    }
    Ok(())
}

/// With its worker: judging and listing are jobs.
async fn brings_in(report: &mut Report, ground: &Ground, setting: &Setting, binary: &Path) -> Result<()> {
    println!("{} meetings are brought in", imports::ROWS);
    let server = Server::start(binary, ground, true).await?;
    let seen = imports::run(ground, setting, server.port).await?;
    let both = seen.check + seen.apply;
    let what = format!("import of {} meetings ({:.1} MB), checked and listed", imports::ROWS, seen.bytes as f64 / 1e6);
    let within = format!("≤ {} s", imports::TARGET.as_secs());
    report.single(&what, format!("{:.1} s", both.as_secs_f64()), &within, both <= imports::TARGET);
    let parts = format!("{:.1} s, {:.1} s; {}", seen.check.as_secs_f64(), seen.apply.as_secs_f64(), seen.steps);
    report.figure("  the check, the listing; steps shown meanwhile", parts);
    if seen.steps == 0 {
        report.wrong.push("an import showed no progress".to_owned());
    }
    Ok(())
}

/// Two servers: what is measured is the way from one to the screens of the other.
async fn talks(report: &mut Report, ground: &Ground, setting: &Setting, binary: &Path) -> Result<()> {
    println!("500 members of {} groups talk", chat::GROUPS);
    // The disk has the bookings of before behind it.
    sqlx::query("checkpoint").execute(&mut ground.superuser().await?).await?;
    let heard = chat::run(ground, setting, binary).await?;
    let what = "chat: 500 members, 50 groups, 20 messages/s, two servers: p99 from sent to heard";
    report.single(what, format!("{:.0} ms", heard.p99), "≤ 250 ms", heard.p99 <= 250.0);
    report.figure("  the same, p50", format!("{:.0} ms", heard.p50));
    report.figure("  refused with 503 and sent again; deadlocks", format!("{}; {}", heard.refused, heard.deadlocks));
    report.single("  lost, heard twice", format!("{}, {}", heard.lost, heard.twice), "0, 0", heard.lost == 0 && heard.twice == 0);
    if heard.lost > 0 {
        report.wrong.push(format!("{} chat messages were not heard", heard.lost));
    }
    Ok(())
}

/// Peer and product in turn, so that a noisy minute hits both.
#[expect(clippy::too_many_arguments, reason = "one measurement is all of this")]
async fn rounds(
    ground: &Ground,
    setting: &Setting,
    server: &Server,
    what: &str,
    connections: usize,
    next: Arc<load::Next>,
    good: fn(&http::Answer) -> bool,
    (name, script): (&str, &str),
) -> Result<(Load, Vec<f64>, Vec<f64>, f64)> {
    // Connections, plans and keys are made once, not measured each time.
    load::run(server.port, connections, 1, Arc::clone(&next), good).await?;
    let (mut all, mut ours, mut theirs, mut latencies) = (Load::default(), Vec::new(), Vec::new(), Vec::new());
    for round in 1..=setting.rounds {
        let peer = pgbench::run(ground, name, script, connections, setting.seconds).await?;
        let load = load::run(server.port, connections, setting.seconds, Arc::clone(&next), good).await?;
        println!("{what}, round {round}: {:.0}/s beside {:.0}/s", load.per_second(), peer.per_second);
        ours.push(load.per_second());
        theirs.push(peer.per_second);
        latencies.push(peer.latency_ms);
        all.add(load);
    }
    Ok((all, ours, theirs, median(latencies)))
}
