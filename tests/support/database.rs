//! A database of its own for each test, copied from a migrated template in a cluster that all tests share.

use std::path::PathBuf;

use cairn_server::embedded::postgres::{EmbeddedPostgres, SharedPostgres, default_folder};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// One test's database. Dropped with it.
pub struct Database {
    cluster: SharedPostgres,
    name: String,
}

/// `CAIRN_TEST_CLUSTER` names another cluster than the usual, for a run with another PostgreSQL (`PG_BIN`).
fn folder() -> PathBuf {
    let name = std::env::var("CAIRN_TEST_CLUSTER").unwrap_or_else(|_| "test".to_owned());
    default_folder().expect("a folder for the test cluster").join(name)
}

async fn superuser(cluster: SharedPostgres, database: &str) -> PgConnection {
    PgConnection::connect(&cluster.url("postgres", database)).await.expect("the test cluster answers")
}

/// Any number, so long as everybody takes the same: one process at a time makes the template.
const TEMPLATE_LOCK: i64 = 0x0ca1_12b1;

async fn template(cluster: SharedPostgres) -> String {
    let name = format!("cairn_template_{}", cairn_migrations::fingerprint());
    let mut admin = superuser(cluster, "postgres").await;
    sqlx::query("select pg_advisory_lock($1)").bind(TEMPLATE_LOCK).execute(&mut admin).await.expect("lock");
    let ready: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1 and datistemplate)")
        .bind(&name)
        .fetch_one(&mut admin)
        .await
        .expect("look for the template");
    if !ready {
        let drop = format!("drop database if exists \"{name}\" with (force)");
        admin.execute(AssertSqlSafe(drop)).await.expect("drop a half-made template");
        cairn_migrations::create_database(&cluster.url("postgres", "postgres"), &name).await.expect("create the template");
        cairn_migrations::migrate(&cluster.url("cairn_owner", &name), &cluster.url("cairn_worker", &name))
            .await
            .expect("migrate the template");
        let seal = format!("alter database \"{name}\" with is_template true allow_connections false");
        admin.execute(AssertSqlSafe(seal)).await.expect("seal the template");
    }
    sqlx::query("select pg_advisory_unlock($1)").bind(TEMPLATE_LOCK).execute(&mut admin).await.expect("unlock");
    name
}

impl Database {
    pub async fn new() -> Self {
        let cluster = EmbeddedPostgres::shared(&folder()).await.expect("PostgreSQL for tests");
        let template = template(cluster).await;
        let name = format!("t_{}", uuid::Uuid::new_v4().simple());
        let mut admin = superuser(cluster, "postgres").await;
        let sql = format!("create database {name} template \"{template}\" owner cairn_owner strategy file_copy");
        admin.execute(AssertSqlSafe(sql)).await.expect("copy the template");
        // Grants on the database itself are not copied.
        let grants = format!(
            "revoke connect, temporary on database {name} from public;
             grant connect on database {name} to cairn_worker, cairn_app, cairn_operator;
             grant create on database {name} to cairn_worker"
        );
        admin.execute(AssertSqlSafe(grants)).await.expect("grant");
        Self { cluster, name }
    }

    /// As whoever runs PostgreSQL makes it: the roles are there, and nothing else.
    pub async fn empty() -> Self {
        let cluster = EmbeddedPostgres::shared(&folder()).await.expect("PostgreSQL for tests");
        let name = format!("t_{}", uuid::Uuid::new_v4().simple());
        let mut admin = superuser(cluster, "postgres").await;
        sqlx::query("select pg_advisory_lock($1)").bind(TEMPLATE_LOCK).execute(&mut admin).await.expect("lock");
        cairn_migrations::create_database(&cluster.url("postgres", "postgres"), &name).await.expect("create the database");
        sqlx::query("select pg_advisory_unlock($1)").bind(TEMPLATE_LOCK).execute(&mut admin).await.expect("unlock");
        Self { cluster, name }
    }

    pub fn url(&self, role: &str) -> String {
        self.cluster.url(role, &self.name)
    }

    /// A connection that row security does not bind: to look behind the scenes, and to tamper.
    pub async fn superuser(&self) -> PgConnection {
        superuser(self.cluster, &self.name).await
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let url = self.cluster.url("postgres", "postgres");
        let sql = format!("drop database if exists {} with (force)", self.name);
        // A runtime of its own: the test's may be going down. What stays behind goes with the cluster.
        let dropping = std::thread::spawn(move || {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
            runtime.block_on(async {
                if let Ok(mut admin) = PgConnection::connect(&url).await {
                    let _ = admin.execute(AssertSqlSafe(sql)).await;
                }
            });
        });
        let _ = dropping.join();
    }
}
