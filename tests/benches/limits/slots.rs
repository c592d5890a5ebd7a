//! The free times of many: 50 counselors with a usual week, eight weeks, 2,000 sessions in between, all for one page.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use cairn_domain::Db;
use cairn_domain::clock::Clock;
use cairn_domain::db::{PoolSize, connect};
use cairn_domain::sealed::KeyRing;
use cairn_domain::sessions::Sought;
use cairn_domain::sessions::many::{OpenSlots, open_slots};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;
use sqlx::Executor;

use crate::data::{self, Ground, LOCATION, ROOM, seal};
use crate::http::{Answer, Ask};
use crate::load::{self, Load, contains, network};
use crate::read::{enter, told};
use crate::report::median;
use crate::setting::{Setting, ZONE, api_token, cookie, id};

pub const COUNSELORS: usize = 50;
pub const SESSIONS: i64 = 2_000;
/// Eight weeks: forty working days, whichever day it begins on.
const DAYS: i32 = 56;
const MINUTES: i32 = 45;
const ROUNDS: usize = 60;
const TEXT: &str = "query($from: LocalDate!, $until: LocalDate!, $minutes: Int!) {
  openSlots(from: $from, until: $until, minutes: $minutes) { counselor { id } slots { startsAt } } }";

pub struct Seen {
    /// Of the domain's function, database included: milliseconds.
    pub inside: f64,
    pub slots: usize,
    /// Of the whole answer.
    pub answers: Load,
    pub bytes: usize,
}

/// A center of its own beside the others, with as many people whatever their number there is.
fn own(setting: &Setting) -> (Setting, i64) {
    (Setting { people: 500, sessions: SESSIONS, ..setting.clone() }, setting.centers + 1)
}

/// The first day of the page, where the counselors are: tomorrow, so that every working day of the eight weeks is a whole one.
fn first_day() -> Result<Date> {
    let zone = jiff::tz::TimeZone::get(ZONE)?;
    Ok(jiff::Timestamp::now().to_zoned(zone).date().checked_add(1.day())?)
}

pub async fn fill(ground: &Ground, setting: &Setting) -> Result<()> {
    let (setting, center) = own(setting);
    let db = db(ground).await?;
    let mut admin = ground.superuser().await?;
    admin.execute("set session_replication_role = replica").await?;
    let keys = data::begin(&mut admin, ground, &db, center).await?;
    data::people(&mut admin, &setting, &db, &keys, center).await?;
    let before = setting.person(center, 0);
    // Who asks may see everybody's hours.
    sqlx::query("update cairn.members set roles = array['counselor', 'admin'] where center_id = $1 and id = $2")
        .bind(id(center))
        .bind(id(before + 1))
        .execute(&mut admin)
        .await?;
    for counselor in 1..=setting.counselors() {
        let number = id(before + counselor);
        sqlx::query(
            "with open as (
               insert into cairn.availability (center_id, counselor_id, zone, minimum_notice, horizon_days, slot_step, buffer_after,
                 location)
               values ($1, $2, $3, 120, 90, 30, 10, $4))
             insert into cairn.weekly_hours (center_id, id, counselor_id, weekday, from_minute, until_minute)
             select $1, gen_random_uuid(), $2, weekday, half.from_minute, half.until_minute
             from generate_series(1, 5) as weekday, (values (540, 720), (780, 1020)) as half (from_minute, until_minute)",
        )
        .bind(id(center))
        .bind(number)
        .bind(ZONE)
        .bind(seal(&db, &keys, ROOM, number, "12 Quay Street, room 4")?)
        .execute(&mut admin)
        .await?;
    }
    let places: Result<Vec<Vec<u8>>> =
        (1..=SESSIONS).map(|nth| seal(&db, &keys, LOCATION, id(nth), "12 Quay Street, room 4")).collect();
    // One on each working day of each counselor, at another hour from day to day.
    let written = sqlx::query(
        "with days as (
           select day::date as day, row_number() over (order by day) as turn
           from generate_series($3::date, $3::date + 55, interval '1 day') as day where extract(isodow from day) < 6),
         planned as (
           select counselor, turn, row_number() over (order by turn, counselor) as nth,
             (day + make_interval(hours => (array[9, 10, 11, 13, 14, 15, 16])[(1 + (counselor + turn) % 7)::int])) as wall
           from days, generate_series(1::bigint, $4) as counselor)
         insert into cairn.sessions (center_id, id, counselor_id, client_id, starts_at, ends_at, local_start, zone, minutes,
           busy_from, busy_until, place, location, booked_by, created_at, updated_at)
         select $1, lpad(nth::text, 32, '0')::uuid, lpad(($2 + counselor)::text, 32, '0')::uuid,
           lpad(($2 + $4 + (counselor - 1) * $5 + turn % $5 + 1)::text, 32, '0')::uuid, wall at time zone $6,
           wall at time zone $6 + interval '45 minutes', wall, $6, 45, wall at time zone $6,
           wall at time zone $6 + interval '55 minutes', 'in_person', ($7::bytea[])[nth::int],
           lpad(($2 + counselor)::text, 32, '0')::uuid, now(), now()
         from planned",
    )
    .bind(id(center))
    .bind(before)
    .bind(first_day()?.to_string())
    .bind(setting.counselors())
    .bind(setting.clients_each())
    .bind(ZONE)
    .bind(places?)
    .execute(&mut admin)
    .await?
    .rows_affected();
    if i64::try_from(written)? != SESSIONS {
        bail!("{written} sessions instead of {SESSIONS}");
    }
    for table in ["cairn.sessions", "cairn.weekly_hours", "cairn.availability", "cairn.members"] {
        admin.execute(sqlx::AssertSqlSafe(format!("vacuum analyze {table}"))).await?;
    }
    db.pool().close().await;
    Ok(())
}

async fn db(ground: &Ground) -> Result<Db> {
    let pool = connect(&ground.postgres.url("cairn_app", data::DATABASE), PoolSize(2)).await?;
    Ok(Db::new(pool, Clock::System, KeyRing::new(Arc::clone(&ground.wrap))))
}

/// One after the other, by one who asks: nobody waits for anybody.
pub async fn run(ground: &Ground, setting: &Setting, port: u16) -> Result<Seen> {
    let (setting, center) = own(setting);
    let person = setting.person(center, 1);
    let from = first_day()?;
    let until = from.checked_add((DAYS - 1).days())?;
    let db = db(ground).await?;
    let (mut times, mut slots) = (Vec::new(), 0);
    for _ in 0..ROUNDS {
        let asked = Instant::now();
        let tx = enter(&db, &cookie(center, person)).await?;
        let sought = Sought { minutes: Some(MINUTES), ..Sought::default() };
        let input = OpenSlots { counselors: Vec::new(), from, until, sought };
        let found = open_slots(&tx, input).await.map_err(told)?;
        times.push(asked.elapsed().as_secs_f64() * 1_000.0);
        slots = found.iter().map(|one| one.slots.len()).sum();
        if found.len() != COUNSELORS || found.iter().any(|one| one.slots.is_empty()) {
            bail!("free times of {} counselors instead of {COUNSELORS}", found.len());
        }
    }
    db.pool().close().await;
    let variables = json!({ "from": from.to_string(), "until": until.to_string(), "minutes": MINUTES });
    let body = json!({ "query": TEXT, "variables": variables }).to_string();
    let credential = format!("authorization: Bearer {}", api_token(center, person));
    let ask = Ask { credential: credential.clone(), body: body.clone(), network: [1, 1] };
    let bytes = crate::http::Client::connect(port).await?.graphql(&ask).await?.body.len();
    let next: Arc<load::Next> =
        Arc::new(move |dice| Some(Ask { credential: credential.clone(), body: body.clone(), network: network(dice) }));
    load::run(port, 1, 1, Arc::clone(&next), good).await.context("a first round")?;
    let answers = load::run(port, 1, setting.seconds.min(5), next, good).await?;
    Ok(Seen { inside: median(times), slots, answers, bytes })
}

fn good(answer: &Answer) -> bool {
    let named = answer.body.windows(11).filter(|window| window == b"\"counselor\"").count();
    answer.status == 200 && named == COUNSELORS && !contains(&answer.body, "\"errors\"")
}

/// Everything of it in words.
pub fn what() -> String {
    format!("free times of {COUNSELORS} counselors, 8 weeks, {SESSIONS} sessions")
}

/// What an answer may take.
pub const TARGET: Duration = Duration::from_millis(15);
