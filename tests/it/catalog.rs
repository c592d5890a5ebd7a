//! The isolation of centers, proven from the database's own catalog and by trying.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row};
use support::Database;
use uuid::Uuid;

const RULES: &str = include_str!("catalog/rules.sql");
const SEED: &str = include_str!("catalog/seed.sql");

async fn broken_rules(db: &mut PgConnection) -> Vec<String> {
    let rows = db.fetch_all(RULES).await.expect("the rules run");
    rows.iter()
        .map(|row| format!("{}: {} {}", row.get::<String, _>(0), row.get::<String, _>(1), row.get::<String, _>(2)))
        .collect()
}

async fn center_tables(db: &mut PgConnection) -> Vec<String> {
    let sql = "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where n.nspname = 'cairn' and c.relkind in ('r', 'p') order by 1";
    sqlx::query_scalar(sql).fetch_all(db).await.expect("tables")
}

#[tokio::test]
async fn every_center_table_keeps_every_rule() {
    let database = Database::new().await;
    let mut db = database.superuser().await;
    assert_eq!(broken_rules(&mut db).await, Vec::<String>::new());
    assert!(center_tables(&mut db).await.len() >= 22);
}

/// A proof that cannot fail proves nothing: each protection is taken away, and the rules have to notice.
#[tokio::test]
async fn the_rules_notice_what_is_taken_away() {
    let database = Database::new().await;
    let mut db = database.superuser().await;
    let mut changes = Vec::new();
    for table in center_tables(&mut db).await {
        changes.extend([
            format!("alter table cairn.{table} disable row level security"),
            format!("alter table cairn.{table} no force row level security"),
            format!("drop policy center on cairn.{table}"),
            format!("alter policy center on cairn.{table} using (true)"),
            format!("alter policy center on cairn.{table} with check (true)"),
            format!("alter policy center on cairn.{table} to cairn_app"),
            format!("create policy helpful on cairn.{table} for select using (true)"),
            format!("grant truncate on cairn.{table} to cairn_app"),
            format!("grant select on cairn.{table} to cairn_operator"),
            format!("grant insert on cairn.{table} to cairn_worker"),
            format!("grant select on cairn.{table} to public"),
            format!("alter table cairn.{table} owner to cairn_app"),
            format!("create unique index on cairn.{table} (md5(center_id::text))"),
        ]);
    }
    changes.extend(OTHER_CHANGES.map(str::to_owned));
    let mut missed = Vec::new();
    for change in changes {
        let mut tx = db.begin().await.expect("begin");
        tx.execute(AssertSqlSafe(change.clone())).await.unwrap_or_else(|error| panic!("{change}: {error}"));
        if broken_rules(&mut tx).await.is_empty() {
            missed.push(change);
        }
        tx.rollback().await.expect("roll back");
    }
    assert_eq!(missed, Vec::<String>::new(), "nobody noticed");
}

const OTHER_CHANGES: [&str; 16] = [
    "create table cairn.fresh (id uuid primary key)",
    "alter table cairn.sessions drop constraint sessions_pkey cascade",
    "alter table cairn.documents drop constraint documents_pkey cascade, alter column center_id drop not null",
    "alter table cairn.members add constraint by_id unique (id);
     alter table cairn.documents add constraint loose foreign key (client_id) references cairn.members (id)",
    "alter table cairn.documents add constraint eager foreign key (center_id, client_id)
       references cairn.members (center_id, id) on delete cascade",
    "alter table cairn.documents add constraint forgetful foreign key (center_id, session_id)
       references cairn.sessions (center_id, id) on delete set null (session_id)",
    "create index loose on cairn.sessions (starts_at)",
    "grant update on cairn.audit_events to cairn_app",
    "grant update (basis) on cairn.disclosures to cairn_app",
    "alter role cairn_app bypassrls",
    "grant cairn_owner to cairn_app",
    "grant create on schema cairn to cairn_app",
    "grant usage on schema cairn to cairn_operator",
    "create view cairn.everybody as select id, name from cairn.members",
    "create function directory.peek() returns bigint language sql security definer as 'select count(*) from directory.centers'",
    "create extension pgcrypto",
];

/// What lies outside the center tables, and who may do what with it: a list to read, and to change on purpose.
#[tokio::test]
async fn privileges_outside_center_tables_are_these() {
    let database = Database::new().await;
    let mut db = database.superuser().await;
    let sql = "
        select role || ' ' || n.nspname || '.' || c.relname || ': ' || string_agg(lower(privilege), ' ' order by privilege)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace,
          unnest(array['cairn_app', 'cairn_operator']) as role,
          unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) as privilege
        where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('cairn', 'pg_catalog', 'information_schema', 'pg_toast')
          and case when privilege = 'DELETE' then has_table_privilege(role, c.oid, privilege)
                   else has_any_column_privilege(role, c.oid, privilege) end
        group by role, n.nspname, c.relname order by 1";
    let found: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut db).await.expect("privileges");
    insta::assert_snapshot!("privileges_outside_center_tables", found.join("\n"));
}

/// Two centers with a row in every table each.
struct Twins {
    database: Database,
    mine: Uuid,
    theirs: Uuid,
    tables: Vec<String>,
}

async fn twins() -> Twins {
    let database = Database::new().await;
    let mut db = database.superuser().await;
    let (mine, theirs) = (Uuid::new_v4(), Uuid::new_v4());
    for (center, slug) in [(mine, "mine"), (theirs, "theirs")] {
        let mut sql = SEED.replace(":center", &format!("'{center}'")).replace(":slug", &format!("'{slug}'"));
        for person in [":counselor", ":client", ":thing"] {
            sql = sql.replace(person, &format!("'{}'", Uuid::new_v4()));
        }
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut db).await.expect("seed");
    }
    let tables = center_tables(&mut db).await;
    for table in &tables {
        let sql = format!("select count(distinct center_id) from cairn.{table}");
        let centers: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut db).await.expect("count");
        assert_eq!(centers, 2, "catalog/seed.sql has no row for {table}");
    }
    Twins { database, mine, theirs, tables }
}

/// What a statement did: rows touched (or counted), or the SQLSTATE and text of its refusal.
type Tried = Result<u64, (String, String)>;

impl Twins {
    async fn as_role(&self, role: &str) -> PgConnection {
        PgConnection::connect(&self.database.url(role)).await.expect("connect")
    }

    /// In a transaction of its own, that is rolled back.
    async fn attempt(db: &mut PgConnection, setting: Option<&str>, sql: &str) -> Tried {
        let mut tx = db.begin().await.expect("begin");
        if let Some(setting) = setting {
            let set = format!("set local cairn.center_id = '{setting}'");
            tx.execute(AssertSqlSafe(set)).await.expect("set");
        }
        let done = tx.execute(AssertSqlSafe(sql.to_owned())).await;
        let _ = tx.rollback().await;
        done.map(|done| done.rows_affected()).map_err(|error| match error {
            sqlx::Error::Database(error) => (error.code().unwrap_or_default().into_owned(), error.message().to_owned()),
            other => panic!("{sql}: {other}"),
        })
    }

    /// Columns one can insert into, and one row of the other center as JSON.
    async fn their_row(&self, table: &str) -> (String, Json) {
        let mut db = self.database.superuser().await;
        let columns: String = sqlx::query_scalar(
            "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
             where attrelid = ('cairn.' || $1)::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
        )
        .bind(table)
        .fetch_one(&mut db)
        .await
        .expect("columns");
        let sql = format!("select to_jsonb(t) from cairn.{table} t where center_id = '{}' limit 1", self.theirs);
        let row = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut db).await.expect("a row");
        (columns, row)
    }
}

fn insertion(table: &str, columns: &str, row: &Json) -> String {
    let row = row.to_string().replace('\'', "''");
    format!(
        "insert into cairn.{table} ({columns}) select {columns} from jsonb_populate_record(null::cairn.{table}, '{row}'::jsonb)"
    )
}

/// SQLSTATEs: insufficient privilege (also: refused by the policy), unknown setting, not a uuid.
const REFUSED: &str = "42501";
const NO_SETTING: &str = "42704";
const NOT_A_CENTER: &str = "22P02";

#[tokio::test]
async fn without_a_center_every_statement_is_an_error() {
    let twins = twins().await;
    let settings: [(Option<&str>, &[&str]); 3] =
        [(None, &[NO_SETTING, REFUSED]), (Some(""), &[NOT_A_CENTER, REFUSED]), (Some("garbage"), &[NOT_A_CENTER, REFUSED])];
    for (setting, expected) in settings {
        // A connection each: one that once had a setting keeps an empty one.
        let mut db = twins.as_role("cairn_app").await;
        for table in &twins.tables {
            let (columns, row) = twins.their_row(table).await;
            let statements = [
                format!("select * from cairn.{table}"),
                format!("select count(*) from cairn.{table} where center_id = '{}'", twins.theirs),
                insertion(table, &columns, &row),
                format!("update cairn.{table} set center_id = center_id"),
                format!("delete from cairn.{table}"),
            ];
            for (place, sql) in statements.iter().enumerate() {
                let (code, text) = Twins::attempt(&mut db, setting, sql).await.expect_err(sql);
                // Reading is always granted: there the refusal must be the missing center's.
                let expected = if place < 2 { &expected[..1] } else { expected };
                assert!(expected.contains(&code.as_str()), "{setting:?} {sql}: {code} {text}");
            }
        }
    }
}

#[tokio::test]
async fn from_another_center_there_is_nothing_to_read_or_change() {
    let twins = twins().await;
    let mut db = twins.as_role("cairn_app").await;
    let mine = twins.mine.to_string();
    for table in &twins.tables {
        let theirs = twins.theirs;
        let seen =
            Twins::attempt(&mut db, Some(&mine), &format!("select 1 from cairn.{table} where center_id = '{theirs}'")).await;
        assert_eq!(seen, Ok(0), "{table}: foreign rows");
        let own = Twins::attempt(&mut db, Some(&mine), &format!("select 1 from cairn.{table}")).await;
        assert!(own.is_ok_and(|rows| rows > 0), "{table}: own rows");
        for sql in [
            format!("update cairn.{table} set center_id = center_id where center_id = '{theirs}'"),
            format!("delete from cairn.{table} where center_id = '{theirs}'"),
        ] {
            match Twins::attempt(&mut db, Some(&mine), &sql).await {
                Ok(rows) => assert_eq!(rows, 0, "{sql}"),
                Err((code, text)) => assert_eq!(code, REFUSED, "{sql}: {text}"),
            }
        }
        let moved = Twins::attempt(&mut db, Some(&mine), &format!("update cairn.{table} set center_id = '{theirs}'")).await;
        assert_eq!(moved.expect_err("moved").0, REFUSED, "{table}: moved to another center");
    }
}

/// Refused before any key is looked at: the words are the same whether such a row is there or not.
#[tokio::test]
async fn a_foreign_row_cannot_be_inserted_nor_its_existence_be_felt() {
    let twins = twins().await;
    let mut db = twins.as_role("cairn_app").await;
    let mine = twins.mine.to_string();
    for table in &twins.tables {
        let (columns, row) = twins.their_row(table).await;
        let existing = Twins::attempt(&mut db, Some(&mine), &insertion(table, &columns, &row)).await.expect_err(table);
        assert_eq!(existing.0, REFUSED, "{table}: {}", existing.1);
        let mut fresh = row.clone();
        for key in ["id", "key", "member_id", "token_hash", "sequence", "version"] {
            match fresh.get_mut(key) {
                Some(value @ Json::Number(_)) => *value = 999.into(),
                Some(value @ Json::String(_)) if key != "token_hash" => *value = Uuid::new_v4().to_string().into(),
                _ => {}
            }
        }
        let missing = Twins::attempt(&mut db, Some(&mine), &insertion(table, &columns, &fresh)).await.expect_err(table);
        assert_eq!(existing, missing, "{table}");
    }
}

/// Changes a copy of a row so that no constraint keeps it from standing beside the first.
fn beside_the_first(table: &str, row: &mut Json) {
    let copied = match table {
        "sessions" => [("cancelled_at", "created_at")].as_slice(),
        "staff_tasks" => &[("done_at", "created_at")],
        "care_assignments" => &[("ended_at", "started_at")],
        "enrollments" => &[("ended_on", "started_on")],
        _ => &[],
    };
    for (to, from) in copied {
        row[*to] = row[*from].clone();
    }
    match table {
        "sessions" => row["state"] = "cancelled".into(),
        "notifications" => row["subject_version"] = 7.into(),
        "sign_ins" => row["token_hash"] = format!("\\x{}", "ab".repeat(32)).into(),
        _ => {}
    }
}

/// Foreign keys between center tables: a row of mine that names a row of theirs looks like one that names nobody.
#[tokio::test]
async fn keys_do_not_reach_into_another_center() {
    let twins = twins().await;
    let mut db = twins.as_role("cairn_app").await;
    let mine = twins.mine.to_string();
    let mut superuser = twins.database.superuser().await;
    let client: Uuid = sqlx::query_scalar("select id from cairn.members where center_id = $1 and roles = '{client}'")
        .bind(twins.theirs)
        .fetch_one(&mut superuser)
        .await
        .expect("their client");
    for (person, table) in [
        ("client_id", "documents"),
        ("uploaded_by", "documents"),
        ("client_id", "sessions"),
        ("client_id", "care_assignments"),
        ("client_id", "enrollments"),
        ("member_id", "notifications"),
        ("member_id", "staff_tasks"),
        ("member_id", "sign_ins"),
    ] {
        let (columns, _) = twins.their_row(table).await;
        let own = format!("select to_jsonb(t) from cairn.{table} t where center_id = '{}' limit 1", twins.mine);
        let mut row: Json = sqlx::query_scalar(AssertSqlSafe(own)).fetch_one(&mut superuser).await.expect("my row");
        row["id"] = Uuid::new_v4().to_string().into();
        beside_the_first(table, &mut row);
        let accepted = Twins::attempt(&mut db, Some(&mine), &insertion(table, &columns, &row)).await;
        assert_eq!(accepted, Ok(1), "{table}: my own row");
        row[person] = client.to_string().into();
        let theirs = Twins::attempt(&mut db, Some(&mine), &insertion(table, &columns, &row)).await.expect_err(table);
        assert_eq!(theirs.0, "23503", "{table}.{person}: {}", theirs.1);
        row[person] = Uuid::new_v4().to_string().into();
        let nobody = Twins::attempt(&mut db, Some(&mine), &insertion(table, &columns, &row)).await.expect_err(table);
        assert_eq!(theirs, nobody, "{table}.{person}");
    }
}

#[tokio::test]
async fn operators_and_the_queue_have_no_privilege_on_any_center_table() {
    let twins = twins().await;
    for role in ["cairn_operator", "cairn_worker"] {
        let mut db = twins.as_role(role).await;
        for table in &twins.tables {
            for setting in [None, Some(twins.theirs.to_string())] {
                for sql in [
                    format!("select 1 from cairn.{table}"),
                    format!("select count(*) from cairn.{table}"),
                    format!("insert into cairn.{table} (center_id) values ('{}')", twins.theirs),
                    format!("update cairn.{table} set center_id = center_id"),
                    format!("delete from cairn.{table}"),
                    format!("truncate cairn.{table}"),
                    format!("lock table cairn.{table}"),
                ] {
                    let (code, text) = Twins::attempt(&mut db, setting.as_deref(), &sql).await.expect_err(&sql);
                    assert_eq!(code, REFUSED, "{role}: {sql}: {text}");
                }
            }
        }
    }
}

/// The directory is shared; what a center may change there is its own row.
#[tokio::test]
async fn a_center_changes_only_its_own_line_in_the_directory() {
    let twins = twins().await;
    let mut db = twins.as_role("cairn_app").await;
    let mine = twins.mine.to_string();
    let foreign = format!("update directory.centers set name = 'taken over' where id = '{}'", twins.theirs);
    assert_eq!(Twins::attempt(&mut db, Some(&mine), &foreign).await, Ok(0));
    let own = format!("update directory.centers set name = 'renamed' where id = '{}'", twins.mine);
    assert_eq!(Twins::attempt(&mut db, Some(&mine), &own).await, Ok(1));
    for sql in [
        format!("update directory.centers set id = '{}' where id = '{}'", Uuid::new_v4(), twins.mine),
        format!("delete from directory.centers where id = '{}'", twins.mine),
        format!(
            "insert into directory.centers (id, slug, name, state, zone, created_at)
             values ('{}', 'third', 'third', 'draft', 'UTC', now())",
            Uuid::new_v4()
        ),
        "select * from operator.operators".to_owned(),
        "select * from graphile_worker._private_jobs".to_owned(),
    ] {
        let (code, text) = Twins::attempt(&mut db, Some(&mine), &sql).await.expect_err(&sql);
        assert_eq!(code, REFUSED, "{sql}: {text}");
    }
}

/// A request that hangs holds nobody up.
#[tokio::test]
async fn the_roles_have_their_timeouts() {
    let database = Database::new().await;
    let mut db = PgConnection::connect(&database.url("cairn_app")).await.expect("connect");
    let mut found = BTreeSet::new();
    for setting in ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "row_security"] {
        let value: String =
            sqlx::query_scalar("select current_setting($1)").bind(setting).fetch_one(&mut db).await.expect("show");
        found.insert(format!("{setting}={value}"));
    }
    let expected = ["idle_in_transaction_session_timeout=10s", "lock_timeout=2s", "row_security=on", "statement_timeout=5s"];
    assert_eq!(found, expected.map(str::to_owned).into());
}
