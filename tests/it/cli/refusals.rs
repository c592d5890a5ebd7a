//! What `cairn serve` and `cairn worker` do not start with; each refusal says what to do.

use std::os::unix::fs::PermissionsExt;

use sqlx::{AssertSqlSafe, Executor};
use support::App;

use super::{Cairn, SECRET, url};

async fn refused(cairn: &Cairn, because: &[&str]) {
    for command in ["serve", "worker"] {
        let said = cairn.run(&[command]).await;
        assert_eq!(said.code, Some(1), "{because:?}: {}", said.all());
        for words in because {
            assert!(said.err.contains(words), "{words}: {}", said.all());
        }
        assert!(!said.err.contains("serving") && !said.err.contains("working"), "{}", said.all());
    }
}

#[tokio::test]
async fn a_configuration_that_cannot_be_meant() {
    let nothing = Cairn::default();
    refused(
        &nothing,
        &["http.public_url", "database.app_url", "database.worker_url", "storage.bucket", "mail.host", "keys.file"],
    )
    .await;
    let app = App::now().await;
    let usual = Cairn::beside(&app);
    let with = |key: &str, value: &str| {
        let mut other = usual.clone();
        other.set(key, value);
        other
    };
    let unknown = "http.lisen in the environment (CAIRN__HTTP__LISEN): no such key; did you mean http.listen?";
    refused(&with("HTTP__LISEN", "127.0.0.1:0"), &[unknown]).await;
    refused(&with("HTTP__PUBLIC_URL", "http://care.example.org"), &["must begin with https://"]).await;
    refused(&with("DATABASE__APP_URL", SECRET), &["database.app_url must look like"]).await;
    let file = app.folder().join("cairn.toml");
    std::fs::write(&file, format!("[storage]\nsecret_kye = \"{SECRET}\"\n")).expect("write");
    let said = usual.run(&["serve", "--config", &file.to_string_lossy()]).await;
    assert_eq!(said.code, Some(1));
    assert!(
        said.err.contains("storage.secret_kye in") && said.err.contains("did you mean storage.secret_key?"),
        "{}",
        said.all()
    );
    let said = usual.run(&["serve", "--config", "/nowhere.toml"]).await;
    assert!(said.err.contains("/nowhere.toml: could not be read"), "{}", said.all());
}

#[tokio::test]
async fn a_role_that_could_see_past_the_walls() {
    let app = App::now().await;
    let usual = Cairn::beside(&app);
    for (role, what) in [("cairn_owner", "owns tables"), ("postgres", "is a superuser")] {
        for (door, key) in [("APP", "database.app_url"), ("OPERATOR", "database.operator_url")] {
            let mut other = usual.clone();
            other.set(&format!("DATABASE__{door}_URL"), &url(&app.database, role));
            refused(&other, &[&format!("the role of {key} "), what, &format!("use the role `cairn_{}`", door.to_lowercase())])
                .await;
        }
    }
    let mut other = usual.clone();
    other.set("DATABASE__WORKER_URL", &url(&app.database, "cairn_owner"));
    refused(&other, &["the role of database.worker_url owns tables"]).await;

    // Everything that `cairn_app` may, and past the policies.
    let name = format!("t_{}", uuid::Uuid::new_v4().simple());
    let mut db = app.superuser().await;
    db.execute(AssertSqlSafe(format!("create role {name} login bypassrls in role cairn_app"))).await.expect("a role");
    let mut other = usual.clone();
    other.set("DATABASE__APP_URL", &url(&app.database, &name));
    refused(&other, &["the role of database.app_url may bypass row security: use the role `cairn_app`"]).await;
    db.execute(AssertSqlSafe(format!("drop role {name}"))).await.expect("gone");
}

#[tokio::test]
async fn a_database_that_is_behind_or_away() {
    let app = App::now().await;
    let mut usual = Cairn::beside(&app);
    let mut away = usual.clone();
    away.set("DATABASE__APP_URL", &format!("postgres://cairn_app:{SECRET}@127.0.0.1:1/cairn"));
    refused(&away, &["PostgreSQL cannot be reached with database.app_url: check host, role and password"]).await;

    let sql = "delete from seaql_migrations where version = (select max(version) from seaql_migrations)";
    sqlx::query(sql).execute(&mut app.superuser().await).await.expect("delete");
    refused(&usual, &["the database is behind this program (00", "run `cairn migrate`"]).await;
    let empty = support::Database::empty().await;
    usual.database(&empty);
    refused(&usual, &["run `cairn migrate`"]).await;
}

#[tokio::test]
async fn storage_and_keys_that_cannot_be_used() {
    let app = App::now().await;
    let usual = Cairn::beside(&app);
    let with = |key: &str, value: &str| {
        let mut other = usual.clone();
        other.set(key, value);
        other
    };
    let cannot = "the bucket cannot be written (storage.*)";
    refused(&with("STORAGE__BUCKET", "nowhere"), &[cannot, "NoSuchBucket"]).await;
    refused(&with("STORAGE__SECRET_KEY", SECRET), &[cannot, "SignatureDoesNotMatch"]).await;
    refused(&with("STORAGE__ENDPOINT", "http://127.0.0.1:1"), &[cannot, "could not be reached"]).await;

    let keys = app.folder().join("keys");
    refused(&with("KEYS__FILE", "/nowhere/master.key"), &["could not read the key file /nowhere/master.key"]).await;
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o644)).expect("chmod");
    refused(&usual, &["can be read by others than its owner: run `chmod 600"]).await;
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o600)).expect("chmod");
    std::fs::write(&keys, format!("1 {SECRET}\n")).expect("write");
    refused(&usual, &["line 1 of the key file", "is not `<number> <base64 of 32 bytes>`"]).await;
}

#[tokio::test]
async fn a_port_that_is_taken() {
    let app = App::now().await;
    let mut cairn = Cairn::beside(&app);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let said = cairn.set("HTTP__LISTEN", &address).run(&["serve"]).await;
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains(&format!("could not listen on {address} (http.listen)")), "{}", said.all());
}
