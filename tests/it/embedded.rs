//! The embedded services: a private PostgreSQL that starts, stops and mends itself; the inbox page.

use std::time::{Duration, Instant};

use cairn_domain::clock::Clock;
use cairn_server::embedded::{
    mail::{MailCatcher, Options},
    postgres::{EmbeddedPostgres, Profile, stop_shared},
};
use cairn_server::{
    process,
    roles::{self, Door},
};
use sqlx::{Connection, PgConnection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

struct Folder(std::path::PathBuf);

impl Folder {
    /// Below `/var/tmp`, which the user that PostgreSQL runs as can enter.
    fn new(name: &str) -> Self {
        let path = std::path::PathBuf::from(format!("/var/tmp/cairn-it-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn connect(postgres: &EmbeddedPostgres) -> PgConnection {
    PgConnection::connect(&postgres.url("postgres", "postgres")).await.unwrap()
}

fn alive(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/cmdline")).is_ok_and(|line| line.contains("postgres"))
}

#[tokio::test]
async fn postgresql_starts_keeps_and_stops() {
    let folder = Folder::new("keeps");
    let start = Instant::now();
    let postgres = EmbeddedPostgres::start(Profile::Demo, &folder.0.join("postgres")).await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    let mut connection = connect(&postgres).await;
    for extension in ["btree_gist", "pg_trgm", "citext"] {
        sqlx::query(sqlx::AssertSqlSafe(format!("CREATE EXTENSION {extension}"))).execute(&mut connection).await.unwrap();
    }
    sqlx::query("CREATE TABLE kept AS SELECT 42 AS answer").execute(&mut connection).await.unwrap();
    let durable: String = sqlx::query_scalar("SHOW fsync").fetch_one(&mut connection).await.unwrap();
    assert_eq!(durable, "on");
    let pid = postgres.pid().unwrap();
    postgres.stop().await.unwrap();
    assert!(!alive(pid));
    assert!(!folder.0.join("postgres/data/postmaster.pid").exists(), "stopped cleanly");

    let postgres = EmbeddedPostgres::start(Profile::Demo, &folder.0.join("postgres")).await.unwrap();
    let kept: i32 = sqlx::query_scalar("SELECT answer FROM kept").fetch_one(&mut connect(&postgres).await).await.unwrap();
    assert_eq!(kept, 42);
    let pid = postgres.pid().unwrap();
    drop(postgres);
    assert!(!alive(pid), "dropping stops it too");
}

#[tokio::test]
async fn a_killed_postgresql_comes_back_with_what_was_acknowledged() {
    let folder = Folder::new("killed");
    let postgres = EmbeddedPostgres::start(Profile::Demo, &folder.0).await.unwrap();
    let mut connection = connect(&postgres).await;
    sqlx::query("CREATE TABLE kept AS SELECT 42 AS answer").execute(&mut connection).await.unwrap();
    let pid = postgres.pid().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-9", &pid]).status().unwrap().success());
    std::mem::forget(postgres);
    let again = EmbeddedPostgres::start(Profile::Demo, &folder.0).await.unwrap();
    let kept: i32 = sqlx::query_scalar("SELECT answer FROM kept").fetch_one(&mut connect(&again).await).await.unwrap();
    assert_eq!(kept, 42);

    // A run that was killed itself leaves its server behind: the next one stops it and takes over.
    let left = again.pid().unwrap();
    std::mem::forget(again);
    let third = EmbeddedPostgres::start(Profile::Demo, &folder.0).await.unwrap();
    assert!(!alive(left));
    connect(&third).await.close().await.unwrap();
    third.stop().await.unwrap();
}

#[tokio::test]
async fn one_test_cluster_for_many() {
    let folder = Folder::new("shared");
    let (a, b) = tokio::join!(EmbeddedPostgres::shared(&folder.0), EmbeddedPostgres::shared(&folder.0));
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_eq!(a.port(), b.port());
    PgConnection::connect(&a.url("postgres", "postgres")).await.unwrap().close().await.unwrap();
    stop_shared(&folder.0).await.unwrap();
    PgConnection::connect(&a.url("postgres", "postgres")).await.unwrap_err();
}

#[tokio::test]
async fn a_cluster_of_another_version_is_refused_with_the_cure() {
    let folder = Folder::new("version");
    let data = folder.0.join("data");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("PG_VERSION"), "9\n").unwrap();
    let error = EmbeddedPostgres::start(Profile::Demo, &folder.0).await.unwrap_err().to_string();
    assert!(error.contains("made by PostgreSQL 9") && error.contains("--fresh"), "{error}");
}

#[tokio::test]
async fn roles_that_could_see_past_the_walls_are_refused() {
    let folder = Folder::new("roles");
    let postgres = EmbeddedPostgres::start(Profile::Test, &folder.0).await.unwrap();
    cairn_migrations::create_database(&postgres.url("postgres", "postgres"), "cairn").await.unwrap();
    let pool = async |role: &str| {
        let url = postgres.url(role, "cairn").into();
        process::pool("database.app_url", Some(&url), 1).await.unwrap().unwrap()
    };
    let empty = process::refuse_pending(&pool("cairn_app").await).await.unwrap_err().to_string();
    assert!(empty.contains("cairn migrate"), "{empty}");
    cairn_migrations::migrate(&postgres.url("cairn_owner", "cairn"), &postgres.url("cairn_worker", "cairn")).await.unwrap();

    process::refuse_pending(&pool("cairn_app").await).await.unwrap();
    for (role, door) in [("cairn_app", Door::App), ("cairn_worker", Door::Worker), ("cairn_operator", Door::Operator)] {
        assert_eq!(roles::faults(&pool(role).await, door).await.unwrap(), Vec::<&str>::new(), "{role}");
    }
    let owner = roles::refuse_wrong(&pool("cairn_owner").await, Door::App).await.unwrap_err().to_string();
    assert!(owner.contains("database.app_url owns tables") && owner.contains("use the role `cairn_app`"), "{owner}");
    let superuser = roles::faults(&pool("postgres").await, Door::App).await.unwrap();
    assert_eq!(superuser, ["is a superuser", "may bypass row security", "may create roles"]);
    // A role that may become the owner is as good as one.
    let mut admin = connect(&postgres).await;
    sqlx::query("GRANT cairn_owner TO cairn_operator").execute(&mut admin).await.unwrap();
    assert_eq!(roles::faults(&pool("cairn_operator").await, Door::Operator).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_inbox_shows_what_was_caught_and_keeps_it() {
    let folder = Folder::new("mail");
    let loopback = "127.0.0.1:0".parse().unwrap();
    let page = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let options = |http| Options { smtp: loopback, http, folder: Some(folder.0.clone()), clock: Clock::System };
    let catcher = MailCatcher::start(options(Some(page))).await.unwrap();
    let mut socket = tokio::net::TcpStream::connect(catcher.smtp()).await.unwrap();
    let talk = "EHLO me\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<Ana@Example.org>\r\nDATA\r\nFrom: A <a@example.org>\r\n\
                Subject: <script>alert(1)</script>\r\nContent-Type: text/html\r\n\r\n<p>Hi</p>\r\n..dot\r\n.\r\nQUIT\r\n";
    socket.write_all(talk.as_bytes()).await.unwrap();
    let mut said = String::new();
    socket.read_to_string(&mut said).await.unwrap();
    assert!(said.contains("250 2.0.0 caught"), "{said}");

    let url = catcher.url().unwrap();
    let get = async |path: &str| reqwest::get(format!("{url}{path}")).await.unwrap();
    let list = get("/").await.text().await.unwrap();
    assert!(list.contains("Ana@Example.org") && list.contains("&lt;script&gt;") && !list.contains("<script>alert"), "{list}");
    let mail = get("/mails/1").await.text().await.unwrap();
    assert!(mail.contains("sandbox="), "{mail}");
    let html = get("/mails/1/html").await;
    assert!(html.headers()["content-security-policy"].to_str().unwrap().starts_with("sandbox"));
    assert!(html.text().await.unwrap().contains("<p>Hi</p>\r\n.dot"));
    let raw = get("/mails/1/raw").await;
    assert!(raw.headers()["content-disposition"].to_str().unwrap().contains("1.eml"));
    let mails: serde_json::Value = get("/api/mails?to=ana@example.org").await.json().await.unwrap();
    assert_eq!(mails[0]["subject"], "<script>alert(1)</script>");
    assert_eq!(get("/mails/2").await.status(), 404);
    catcher.stop().await.unwrap();

    let again = MailCatcher::start(options(None)).await.unwrap();
    assert_eq!(again.inbox().mails(Some("ana@example.org")).len(), 1);
    assert_eq!(again.inbox().last_id(), 1);
}
