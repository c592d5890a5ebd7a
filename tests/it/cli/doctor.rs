//! `cairn doctor` says in words what is wrong, and changes nothing.

use support::App;

use super::{Cairn, SECRET, Said, url};

fn has(said: &Said, line: &str) {
    assert!(said.out.lines().any(|found| found.starts_with(line)), "{line}: {}", said.all());
}

#[tokio::test]
async fn what_works_and_what_somebody_should_know() {
    let app = App::now().await;
    let mut cairn = Cairn::beside(&app);
    let said = cairn.run(&["doctor"]).await;
    assert_eq!(said.code, Some(0), "{}", said.all());
    for line in [
        "  ok     configuration: complete for `cairn serve`",
        "  ok     database.app_url: reachable, and the role is as weak as it has to be",
        "  ok     database.worker_url: reachable",
        "  ok     database.operator_url: reachable",
        "  ok     migrations: none pending",
        "  ok     keys.file: readable, by its owner only",
        "  ok     storage: an object was written, read and deleted",
        "  ok     mail: the server answers",
        "  note   scanner.clamd is not set: documents are not scanned for malware",
        "  note   telemetry.otlp_endpoint is not set",
        "  note   `cairn demo` would use PostgreSQL ",
        "Nothing is wrong.",
    ] {
        has(&said, line);
    }
    let said = cairn.set("DATABASE__OWNER_URL", &url(&app.database, "cairn_owner")).run(&["doctor"]).await;
    has(&said, "  note   database.owner_url is set: only `cairn migrate` needs it");
}

#[tokio::test]
async fn everything_that_is_wrong_at_once() {
    let app = App::now().await;
    let mut cairn = Cairn::beside(&app);
    cairn
        .set("DATABASE__OPERATOR_URL", &url(&app.database, "cairn_owner"))
        .set("DATABASE__WORKER_URL", &format!("postgres://cairn_worker:{SECRET}@127.0.0.1:1/cairn"))
        .set("STORAGE__BUCKET", "nowhere")
        .set("KEYS__FILE", "/nowhere/master.key")
        .set("MAIL__PORT", "1")
        .set("SCANNER__CLAMD", "unix:/nowhere/clamd.ctl");
    let sql = "delete from seaql_migrations where version = (select max(version) from seaql_migrations)";
    sqlx::query(sql).execute(&mut app.superuser().await).await.expect("delete");
    let said = cairn.run(&["doctor"]).await;
    assert_eq!(said.code, Some(1));
    for line in [
        "  ok     configuration: complete for `cairn serve`",
        "  ok     database.app_url: reachable",
        "  WRONG  the role of database.operator_url owns tables",
        "  WRONG  PostgreSQL cannot be reached with database.worker_url",
        "  WRONG  the database is behind this program",
        "  WRONG  could not read the key file /nowhere/master.key",
        "  WRONG  storage: ",
        "  WRONG  mail: ",
        "  WRONG  scanner: ",
        "7 things are wrong.",
    ] {
        has(&said, line);
    }
    let said = Cairn::default().run(&["doctor"]).await;
    assert_eq!(said.code, Some(1));
    has(&said, "  WRONG  http.public_url is not set: give the address people type");
    has(&said, "  note   scanner.clamd is not set: documents are not scanned for malware");
}
