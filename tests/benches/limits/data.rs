//! A durable cluster of its own with many centers in it, object storage and a mail catcher: all that `serve` wants.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use cairn_domain::actor::CenterState;
use cairn_domain::clock::Clock;
use cairn_domain::db::{CenterRef, PoolSize, connect};
use cairn_domain::ids::CenterId;
use cairn_domain::sealed::{CenterKeys, Class, KeyContext, KeyRing, KeyWrap, Place, Sealed};
use cairn_domain::{Db, Fault};
use cairn_server::adapters::keyfile::KeyFile;
use cairn_server::embedded::mail::{MailCatcher, Options as MailOptions};
use cairn_server::embedded::postgres::{EmbeddedPostgres, Profile};
use cairn_server::embedded::s3::{EmbeddedS3, Options as S3Options};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use uuid::Uuid;

use crate::setting::{BUSY_FROM_HOUR, Setting, ZONE, id};

pub const DATABASE: &str = "cairn";
pub const BUCKET: &str = "documents";
pub const S3_KEY: &str = "cairn-bench";

const NAME: Place = Place::identity("members", "name");
const EMAIL: Place = Place::identity("members", "email");
pub const ROOM: Place = Place::clinical("availability", "location");
pub const LOCATION: Place = Place::clinical("sessions", "location");

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub struct Ground {
    pub postgres: EmbeddedPostgres,
    pub s3: EmbeddedS3,
    pub mail: MailCatcher,
    pub wrap: Arc<dyn KeyWrap>,
    // Last: it goes when everything that uses it has stopped.
    folder: Folder,
}

impl Ground {
    pub async fn lay() -> Result<Self> {
        let parent = std::env::var_os("CAIRN_BENCH_FOLDER").map_or_else(std::env::temp_dir, PathBuf::from);
        let folder = Folder(parent.join(format!("cairn-bench-{}", std::process::id())));
        std::fs::create_dir_all(&folder.0).with_context(|| format!("make the folder {}", folder.0.display()))?;
        let wrap: Arc<dyn KeyWrap> = Arc::new(KeyFile::open_or_create(&folder.0.join("master.key"))?);
        let postgres = EmbeddedPostgres::start(Profile::Demo, &folder.0.join("postgres")).await?;
        cairn_migrations::create_database(&postgres.url("postgres", "postgres"), DATABASE).await?;
        cairn_migrations::migrate(&postgres.url("cairn_owner", DATABASE), &postgres.url("cairn_worker", DATABASE)).await?;
        let s3 = EmbeddedS3::start(S3Options {
            folder: folder.0.join("objects"),
            bucket: BUCKET.to_owned(),
            listen: ([127, 0, 0, 1], 0).into(),
            access_key: S3_KEY.to_owned(),
            secret_key: S3_KEY.to_owned(),
            origins: Vec::new(),
        })
        .await?;
        let smtp = ([127, 0, 0, 1], 0).into();
        let mail = MailCatcher::start(MailOptions { smtp, http: None, folder: None, clock: Clock::System }).await?;
        Ok(Self { postgres, s3, mail, wrap, folder })
    }

    pub fn folder(&self) -> &Path {
        &self.folder.0
    }

    pub fn key_file(&self) -> PathBuf {
        self.folder.0.join("master.key")
    }

    /// A connection that row security does not bind.
    pub async fn superuser(&self) -> Result<PgConnection> {
        Ok(PgConnection::connect(&self.postgres.url("postgres", DATABASE)).await?)
    }
}

/// Fills the centers. Written past the rules, because by the rules it would take hours; keys and sealed text are real.
pub async fn fill(ground: &Ground, setting: &Setting) -> Result<()> {
    let mut admin = ground.superuser().await?;
    let pool = connect(&ground.postgres.url("cairn_app", DATABASE), PoolSize(2)).await?;
    let db = Db::new(pool, Clock::System, KeyRing::new(Arc::clone(&ground.wrap)));
    // Foreign keys hold by construction; checking them row by row would double the time.
    admin.execute("set session_replication_role = replica").await?;
    let constraints: Vec<(String, String)> = sqlx::query_as(
        "select conname::text, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'cairn.sessions'::regclass and contype = 'x'",
    )
    .fetch_all(&mut admin)
    .await?;
    for (name, _) in &constraints {
        admin.execute(AssertSqlSafe(format!("alter table cairn.sessions drop constraint {name}"))).await?;
    }
    for center in 1..=setting.centers {
        let keys = begin(&mut admin, ground, &db, center).await?;
        people(&mut admin, setting, &db, &keys, center).await?;
        hours(&mut admin, setting, &db, &keys, center).await?;
        sessions(&mut admin, setting, &db, &keys, center).await?;
        print!("\r  {center} of {} centers", setting.centers);
        std::io::stdout().flush()?;
    }
    println!("\n  constraints and statistics");
    admin.execute("set maintenance_work_mem = '512MB'").await?;
    for (name, definition) in &constraints {
        admin.execute(AssertSqlSafe(format!("alter table cairn.sessions add constraint {name} {definition}"))).await?;
    }
    admin.execute("vacuum analyze").await?;
    admin.execute("checkpoint").await?;
    db.pool().close().await;
    Ok(())
}

fn bytes(sealed: Sealed) -> Result<Vec<u8>> {
    match sea_orm::Value::from(sealed) {
        sea_orm::Value::Bytes(Some(bytes)) => Ok(bytes.to_vec()),
        _ => Err(anyhow!("sealed text is not bytes")),
    }
}

pub fn seal(db: &Db, keys: &CenterKeys, place: Place, row: Uuid, text: &str) -> Result<Vec<u8>> {
    bytes(keys.seal(db.ids(), place, row, text)?)
}

pub async fn begin(admin: &mut PgConnection, ground: &Ground, db: &Db, center: i64) -> Result<Arc<CenterKeys>> {
    let center_id = id(center);
    sqlx::query(
        "with center as (
           insert into directory.centers (id, slug, name, state, zone, created_at, live_at)
           values ($1, 'center-' || $2::text, 'Center ' || $2::text, 'active', $3, now(), now())),
         head as (
           insert into cairn.audit_heads (center_id, sequence, prev_hash, hash)
           values ($1, 0, '', sha256('\\x01'::bytea || uuid_send($1) || int8send(0))))
         insert into cairn.center_settings (center_id) values ($1)",
    )
    .bind(center_id)
    .bind(center)
    .bind(ZONE)
    .execute(&mut *admin)
    .await?;
    for class in Class::ALL {
        let wrapped = ground.wrap.wrap(&KeyContext { center_id, class, version: 1 }, &db.ids().bytes::<32>()).await?;
        sqlx::query("insert into cairn.data_keys (center_id, class, version, wrapped, created_at) values ($1, $2, 1, $3, now())")
            .bind(center_id)
            .bind(class.name())
            .bind(wrapped)
            .execute(&mut *admin)
            .await?;
    }
    opened(db, center).await
}

/// The keys of a center.
pub async fn opened(db: &Db, center: i64) -> Result<Arc<CenterKeys>> {
    let visited = CenterRef {
        id: CenterId(id(center)),
        slug: String::new(),
        name: String::new(),
        zone: ZONE.to_owned(),
        state: CenterState::Active,
    };
    let tx = db.visit(&visited, None).await.map_err(|fault: Fault| anyhow!("visit a center: {fault:?}"))?;
    Ok(tx.keys().await?)
}

pub async fn people(admin: &mut PgConnection, setting: &Setting, db: &Db, keys: &CenterKeys, center: i64) -> Result<()> {
    let (mut hashes, mut emails, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for place in 1..=setting.people {
        let number = setting.person(center, place);
        let email = format!("person{number}@mail.example");
        hashes.push(keys.index("email", email.as_bytes()).to_vec());
        emails.push(seal(db, keys, EMAIL, id(number), &email)?);
        names.push(seal(db, keys, NAME, id(number), &format!("Person {number}"))?);
    }
    let before = setting.person(center, 0);
    sqlx::query(
        "insert into cairn.members (center_id, id, email_hash, email, name, roles, state, locale, zone, created_at, joined_at)
         select $1, lpad(($2 + p.place)::text, 32, '0')::uuid, p.hash, p.email, p.name,
           array[case when p.place <= $3 then 'counselor' else 'client' end], 'active', 'en', $4, now(), now()
         from unnest($5::bytea[], $6::bytea[], $7::bytea[]) with ordinality as p (hash, email, name, place)",
    )
    .bind(id(center))
    .bind(before)
    .bind(setting.counselors())
    .bind(ZONE)
    .bind(hashes)
    .bind(emails)
    .bind(names)
    .execute(&mut *admin)
    .await?;
    // Seen in the future: the note "still here", once a minute for each person, would come with every first request.
    sqlx::query(
        "with person as (select number, lpad(number::text, 32, '0')::uuid as id, number - $2 <= $4 as counsels
                         from generate_series($2 + 1, $2 + $3) as number),
         token as (
           insert into cairn.api_tokens (center_id, id, member_id, name, token_hash, created_at, expires_at)
           select $1, id, id, 'bench', sha256(sha256(('bench token ' || number)::bytea)), now(), now() + interval '1 day'
           from person where counsels)
         insert into cairn.sign_ins (center_id, id, member_id, token_hash, method, device, shared_device, created_at, last_seen_at,
           idle_expires_at, expires_at, proved_at)
         select $1, id, id, sha256(sha256(('bench cookie ' || number)::bytea)), 'password', 'Firefox', false, now(),
           now() + interval '12 hours', now() + interval '1 day', now() + interval '1 day', now()
         from person",
    )
    .bind(id(center))
    .bind(before)
    .bind(setting.people)
    .bind(setting.counselors())
    .execute(&mut *admin)
    .await?;
    Ok(())
}

/// Every counselor works day and night, so that any hour will do for a booking.
async fn hours(admin: &mut PgConnection, setting: &Setting, db: &Db, keys: &CenterKeys, center: i64) -> Result<()> {
    for counselor in 1..=setting.counselors() {
        let number = setting.person(center, counselor);
        let clients: Vec<Uuid> =
            (0..setting.clients_each()).map(|nth| id(setting.person(center, setting.client_of(counselor, nth)))).collect();
        sqlx::query(
            "with open as (
               insert into cairn.availability (center_id, counselor_id, zone, minimum_notice, horizon_days, slot_step, location)
               values ($1, $2, $3, 0, 365, 30, $4)),
             week as (
               insert into cairn.weekly_hours (center_id, id, counselor_id, weekday, from_minute, until_minute)
               select $1, gen_random_uuid(), $2, weekday, 0, 1440 from generate_series(1, 7) as weekday)
             insert into cairn.care_assignments (center_id, id, counselor_id, client_id, started_at)
             select $1, client, $2, client, now() from unnest($5::uuid[]) as client",
        )
        .bind(id(center))
        .bind(id(number))
        .bind(ZONE)
        .bind(seal(db, keys, ROOM, id(number), "12 Quay Street, room 4")?)
        .bind(clients)
        .execute(&mut *admin)
        .await?;
    }
    Ok(())
}

/// Half of them over, half to come: four a day and counselor, on the hour, each with one of the counselor's clients.
async fn sessions(admin: &mut PgConnection, setting: &Setting, db: &Db, keys: &CenterKeys, center: i64) -> Result<()> {
    let before = (center - 1) * setting.sessions;
    let mut places = Vec::new();
    for nth in 0..setting.sessions_each() * setting.counselors() {
        places.push(seal(db, keys, LOCATION, id(before + nth + 1), "12 Quay Street, room 4")?);
    }
    sqlx::query(
        "insert into cairn.sessions (center_id, id, counselor_id, client_id, starts_at, ends_at, local_start, zone, minutes,
           busy_from, busy_until, place, location, booked_by, created_at, updated_at)
         select $1, lpad(($2 + s.nth)::text, 32, '0')::uuid, lpad(counselor::text, 32, '0')::uuid,
           lpad(client::text, 32, '0')::uuid, starts, starts + interval '45 minutes', starts at time zone $3, $3, 45,
           starts, starts + interval '45 minutes', 'in_person', s.place, lpad(counselor::text, 32, '0')::uuid, now(), now()
         from unnest($4::bytea[]) with ordinality as s (place, nth),
           lateral (select (s.nth - 1) % $5 as whose, (s.nth - 1) / $5 as turn) as a,
           lateral (select $6 + whose + 1 as counselor, $6 + $5 + whose * $7 + turn % $7 + 1 as client,
             to_timestamp($8 + (turn / 4 - $9 / 8) * 86400 + ($10 + turn % 4) * 3600) as starts) as b",
    )
    .bind(id(center))
    .bind(before)
    .bind(ZONE)
    .bind(places)
    .bind(setting.counselors())
    .bind(setting.person(center, 0))
    .bind(setting.clients_each())
    .bind(setting.midnight)
    .bind(setting.sessions_each())
    .bind(BUSY_FROM_HOUR)
    .execute(&mut *admin)
    .await?;
    Ok(())
}
