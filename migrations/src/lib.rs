//! Ordered SQL files and the list that runs them.
//!
//! Forward only, one step a file, safe beside the code of the release before. Center tables are made by
//! `cairn_owner`; the job schema belongs to `cairn_worker`, so that nobody else can touch a job.

use anyhow::Context;
use async_trait::async_trait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, Database, DatabaseConnection, SqlxPostgresConnector};
use sqlx::Connection;

/// Roles, made once per cluster by a superuser.
pub const ROLES_SQL: &str = include_str!("../roles.sql");

/// Run as `cairn_worker` each time: it only defines, and defines the same.
const JOBS_SQL: &str = include_str!("../sql/jobs/0001_enqueue.sql");

/// The schema that `graphile_worker` keeps its tables in.
pub const JOB_SCHEMA: &str = "graphile_worker";

macro_rules! sql_files {
    ($($name:literal),+ $(,)?) => {
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../sql/", $name, ".sql")))),+];
    };
}

sql_files![
    "0001_foundation",
    "0002_members",
    "0003_care",
    "0004_exits",
    "0005_operator",
    "0006_groups",
    "0007_meetings_held",
    "0008_chat",
    "0009_listings",
    "0010_upkeep",
    "0011_group_queues",
    "0012_programs",
    "0013_mentorship",
    "0014_booking",
    "0015_care",
    "0016_waiting",
    "0017_group_lines",
    "0018_group_care",
    "0019_backup_consent",
    "0020_waiting_people",
    "0021_sessions_asked",
    "0022_rooms_and_words",
    "0023_pairs_kept",
    "0024_credentials_and_voids",
    "0025_copies_of_notes",
    "0026_kept_apart",
    "0027_reached_and_lost",
    "0028_mentors_seen_to",
    "0029_paused_coverings",
    "0030_places_in_line",
    "0031_places_told",
    "0032_names_compared",
    "0033_hours_version",
    "0034_own_choice",
    "0035_supervision_taken_back",
    "0036_missed_told_by_client",
    "0037_told_of_places",
    "0038_deaths",
];

struct SqlFile {
    name: &'static str,
    sql: &'static str,
}

impl MigrationName for SqlFile {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait]
impl MigrationTrait for SqlFile {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.sql).await.map(|_| ())
    }
}

pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        FILES.iter().map(|&(name, sql)| Box::new(SqlFile { name, sql }) as Box<dyn MigrationTrait>).collect()
    }
}

/// A name for this exact set of migrations, for template databases.
pub fn fingerprint() -> String {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    for (name, sql) in FILES {
        context.update(name.as_bytes());
        context.update(sql.as_bytes());
    }
    context.update(JOBS_SQL.as_bytes());
    context.update(ROLES_SQL.as_bytes());
    hex::encode(&context.finish().as_ref()[..8])
}

/// Makes the roles and, if it is missing, the database `name` in the cluster: owned by `cairn_owner`, with room for the
/// job schema. For embedded clusters; a real one gets this from whoever runs it (see docs/operations.md).
pub async fn create_database(superuser_url: &str, name: &str) -> anyhow::Result<()> {
    let db = Database::connect(superuser_url).await.context("connect as superuser")?;
    db.execute_unprepared(ROLES_SQL).await.context("create the login roles")?;
    let quoted = format!("\"{}\"", name.replace('"', ""));
    let exists = sqlx::query_scalar::<_, bool>("select exists (select from pg_database where datname = $1)")
        .bind(name)
        .fetch_one(db.get_postgres_connection_pool())
        .await
        .context("look for the database")?;
    if !exists {
        db.execute_unprepared(&format!("create database {quoted} owner cairn_owner")).await.context("create the database")?;
        db.execute_unprepared(&format!("grant create on database {quoted} to cairn_worker")).await.context("grant")?;
        db.execute_unprepared(&format!("revoke connect, temporary on database {quoted} from public")).await.context("revoke")?;
        db.execute_unprepared(&format!("grant connect on database {quoted} to cairn_worker, cairn_app, cairn_operator"))
            .await
            .context("grant")?;
    }
    db.close().await.context("close")
}

/// Any number, so long as every release takes the same.
const ONE_AT_A_TIME: i64 = 0x0ca1_12b2;

/// Brings a database up to date: jobs' schema as `cairn_worker`, then the rest as `cairn_owner`. Whoever comes second
/// waits, and finds nothing left to do.
pub async fn migrate(owner_url: &str, worker_url: &str) -> anyhow::Result<()> {
    let mut turn = sqlx::PgConnection::connect(owner_url).await.context("connect as cairn_owner")?;
    // Whoever is first may take longer than a statement of this role may wait for a row.
    sqlx::query("set lock_timeout = '15min'").execute(&mut turn).await.context("wait patiently")?;
    sqlx::query("select pg_advisory_lock($1)").bind(ONE_AT_A_TIME).execute(&mut turn).await.context("wait for our turn")?;
    let jobs = sqlx::PgPool::connect(worker_url).await.context("connect as cairn_worker")?;
    graphile_worker_migrations::migrate(jobs.clone(), JOB_SCHEMA).await.context("migrate the job schema")?;
    let jobs = SqlxPostgresConnector::from_sqlx_postgres_pool(jobs);
    jobs.execute_unprepared(JOBS_SQL).await.context("define the way to enqueue jobs")?;
    jobs.close().await.context("close")?;

    let owner = Database::connect(owner_url).await.context("connect as cairn_owner")?;
    Migrator::up(&owner, None).await.context("migrate")?;
    owner.execute_unprepared("grant select on seaql_migrations to cairn_app").await.context("grant")?;
    owner.close().await.context("close")?;
    turn.close().await.context("close")
}

/// Names of migrations this binary has and the database has not. Any role with select on the list may ask.
pub async fn pending(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let rows = db
        .query_all_raw(sea_orm_migration::sea_orm::Statement::from_sql_and_values(
            db.get_database_backend(),
            "select version from seaql_migrations",
            [],
        ))
        .await?;
    let mut applied = Vec::with_capacity(rows.len());
    for row in rows {
        applied.push(row.try_get::<String>("", "version")?);
    }
    Ok(FILES.iter().map(|(name, _)| (*name).to_owned()).filter(|name| !applied.contains(name)).collect())
}
