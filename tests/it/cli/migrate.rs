//! `cairn migrate`, on a database as whoever runs PostgreSQL makes it.

use sqlx::Row;
use support::Database;

use super::{Cairn, url};

fn cairn(database: &Database) -> Cairn {
    let mut cairn = Cairn::default();
    cairn.set("DATABASE__OWNER_URL", &url(database, "cairn_owner")).set("DATABASE__WORKER_URL", &url(database, "cairn_worker"));
    cairn
}

#[tokio::test]
async fn from_nothing_to_the_present() {
    let database = Database::empty().await;
    let cairn = cairn(&database);
    let said = cairn.run(&["migrate", "--check"]).await;
    assert_eq!(said.code, Some(1));
    assert!(said.out.starts_with("Pending: everything"), "{}", said.all());
    let tables = "select count(*) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')";
    let mut db = database.superuser().await;
    let count: i64 = sqlx::query_scalar(tables).fetch_one(&mut db).await.expect("a count");
    assert_eq!(count, 0, "looking changes nothing");

    let said = cairn.run(&["migrate"]).await;
    assert_eq!((said.code, said.out.as_str()), (Some(0), "The database was empty and is ready now.\n"), "{}", said.all());
    let said = cairn.run(&["migrate", "--check"]).await;
    assert_eq!((said.code, said.out.as_str()), (Some(0), "The database is up to date.\n"));
    let said = cairn.run(&["migrate"]).await;
    assert_eq!((said.code, said.out.as_str()), (Some(0), "The database was up to date.\n"));

    // The list of one that is a release behind.
    let sql = "delete from seaql_migrations where version = (select max(version) from seaql_migrations) returning version";
    let last: String = sqlx::query(sql).fetch_one(&mut db).await.expect("a migration").get(0);
    let said = cairn.run(&["migrate", "--check"]).await;
    assert_eq!((said.code, said.out), (Some(1), format!("Pending: {last}\n")));
}

/// Several machines that start at once, each with its own `migrate` before.
#[tokio::test]
async fn two_at_once_wait_for_each_other() {
    let database = Database::empty().await;
    let cairn = cairn(&database);
    let (a, b) = tokio::join!(cairn.run(&["migrate"]), cairn.run(&["migrate"]));
    assert_eq!((a.code, b.code), (Some(0), Some(0)), "{}\n{}", a.all(), b.all());
    assert_eq!(cairn.run(&["migrate", "--check"]).await.code, Some(0));
}

#[tokio::test]
async fn what_it_needs_and_what_it_cannot_reach_is_named() {
    let said = Cairn::default().run(&["migrate"]).await;
    assert_eq!(said.code, Some(1));
    for key in ["database.owner_url is not set", "database.worker_url is not set"] {
        assert!(said.err.contains(key), "{}", said.all());
    }
    assert!(!said.err.contains("storage."), "nothing more than that: {}", said.all());
    let database = Database::empty().await;
    let mut cairn = cairn(&database);
    cairn.set("DATABASE__OWNER_URL", &format!("postgres://cairn_owner:{}@127.0.0.1:1/cairn", super::SECRET));
    let said = cairn.run(&["migrate"]).await;
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("PostgreSQL cannot be reached with database.owner_url"), "{}", said.all());
}
