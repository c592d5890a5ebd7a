//! A whole program matched at once: 200 who wait, 80 who mentor, all that is known of them, proposed for review.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use cairn_domain::Db;
use cairn_domain::clock::Clock;
use cairn_domain::db::{PoolSize, connect};
use cairn_domain::mentorship::proposals;
use cairn_domain::mentorship::vocabulary::WORDS;
use cairn_domain::sealed::{CenterKeys, KeyRing, Place};
use sqlx::{Executor, PgConnection};

use crate::data::{self, Ground, seal};
use crate::read::{enter, told};
use crate::report::median;
use crate::setting::{Setting, ZONE, cookie, id};

pub const WAITING: i64 = 200;
pub const MENTORS: i64 = 80;
/// Of what somebody lived through, each lets matching use so many words.
const LIVED: i64 = 5;
const ROUNDS: usize = 7;
const WORD: Place = Place::clinical("experiences", "word");

pub struct Seen {
    /// From naming the sign-in to the durable commit, proposal read back included: milliseconds.
    pub inside: f64,
    pub pairs: usize,
}

/// A center of its own beside the others and that of the free times.
fn own(setting: &Setting) -> (Setting, i64) {
    (Setting { people: 500, ..setting.clone() }, setting.centers + 2)
}

async fn db(ground: &Ground) -> Result<Db> {
    let pool = connect(&ground.postgres.url("cairn_app", data::DATABASE), PoolSize(2)).await?;
    Ok(Db::new(pool, Clock::System, KeyRing::new(Arc::clone(&ground.wrap))))
}

pub async fn fill(ground: &Ground, setting: &Setting) -> Result<()> {
    let (setting, center) = own(setting);
    let db = db(ground).await?;
    let mut admin = ground.superuser().await?;
    admin.execute("set session_replication_role = replica").await?;
    let keys = data::begin(&mut admin, ground, &db, center).await?;
    data::people(&mut admin, &setting, &db, &keys, center).await?;
    let before = setting.person(center, 0);
    // After the counselors: first those who mentor, then those who wait.
    let mentors = before + setting.counselors();
    let waiting = mentors + MENTORS;
    sqlx::query("update cairn.members set roles = array['counselor', 'admin'] where center_id = $1 and id = $2")
        .bind(id(center))
        .bind(id(before + 1))
        .execute(&mut admin)
        .await?;
    guides(&mut admin, center, mentors).await?;
    seekers(&mut admin, center, waiting).await?;
    lived(&mut admin, &db, &keys, center, mentors + 1..=waiting + WAITING).await?;
    // Two hundred pairs that must not be.
    sqlx::query(
        "insert into cairn.pair_conflicts (center_id, id, one_id, other_id, source, entered_by, created_at)
         select $1, gen_random_uuid(), lpad(($2 + 1 + (n * 7) % $3)::text, 32, '0')::uuid, lpad(($4 + n)::text, 32, '0')::uuid,
           'relative', $5, now() from generate_series(1::bigint, $6) as n",
    )
    .bind(id(center))
    .bind(mentors)
    .bind(MENTORS)
    .bind(waiting)
    .bind(id(before + 1))
    .bind(WAITING)
    .execute(&mut admin)
    .await?;
    let tables = ["members", "mentor_profiles", "mentor_requests", "free_hours", "weekly_hours", "experiences", "pair_conflicts"];
    for table in tables {
        admin.execute(sqlx::AssertSqlSafe(format!("vacuum analyze cairn.{table}"))).await?;
    }
    db.pool().close().await;
    Ok(())
}

/// Approved, with room for two each, or for two and a half; evenings on working days.
async fn guides(admin: &mut PgConnection, center: i64, before: i64) -> Result<()> {
    sqlx::query(
        "with guide as (select n, lpad(($2 + n)::text, 32, '0')::uuid as id from generate_series(1::bigint, $3) as n),
         role as (update cairn.members m set roles = array['peer_mentor'] from guide where m.center_id = $1 and m.id = guide.id),
         profile as (
           insert into cairn.mentor_profiles (center_id, mentor_id, state, languages, capacity, background_checked_on, applied_at,
             approved_at, updated_at)
           select $1, id, 'approved', case when n % 4 = 0 then array['en', 'es'] else array['en'] end, 4 + n % 2, current_date,
             now(), now(), now() from guide),
         zone as (insert into cairn.availability (center_id, counselor_id, zone) select $1, id, $4 from guide)
         insert into cairn.weekly_hours (center_id, id, counselor_id, weekday, from_minute, until_minute)
         select $1, gen_random_uuid(), id, weekday, 960 + (n % 3) * 60, 1260 from guide, generate_series(1, 5) as weekday",
    )
    .bind(id(center))
    .bind(before)
    .bind(MENTORS)
    .bind(ZONE)
    .execute(&mut *admin)
    .await?;
    Ok(())
}

/// Waiting since one hour, two, three; free on three evenings. Every fifth needs much.
async fn seekers(admin: &mut PgConnection, center: i64, before: i64) -> Result<()> {
    sqlx::query(
        "with seeker as (select n, lpad(($2 + n)::text, 32, '0')::uuid as id from generate_series(1::bigint, $3) as n),
         wish as (
           insert into cairn.mentor_requests (center_id, client_id, state, languages, high_need, waiting_since, updated_at)
           select $1, id, 'waiting', case when n % 6 = 0 then array['es'] else array['en'] end, n % 5 = 0,
             now() - n * interval '1 hour', now() from seeker)
         insert into cairn.free_hours (center_id, id, client_id, weekday, from_minute, until_minute)
         select $1, gen_random_uuid(), id, 1 + ((n + day * 2) % 7)::int, 1020 + (n % 4) * 30, 1260
         from seeker, generate_series(0, 2) as day",
    )
    .bind(id(center))
    .bind(before)
    .bind(WAITING)
    .execute(&mut *admin)
    .await?;
    Ok(())
}

/// Sealed like everybody's; whether two are the same word is seen when they are opened.
async fn lived(
    admin: &mut PgConnection,
    db: &Db,
    keys: &CenterKeys,
    center: i64,
    people: std::ops::RangeInclusive<i64>,
) -> Result<()> {
    let (mut ids, mut members, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for number in people {
        for nth in 0..LIVED {
            let row = id(number * LIVED + nth);
            let code = WORDS[usize::try_from((number * 3 + nth * 11) % i64::try_from(WORDS.len())?)?].code;
            ids.push(row);
            members.push(id(number));
            words.push(seal(db, keys, WORD, row, code)?);
        }
    }
    sqlx::query(
        "insert into cairn.experiences (center_id, id, member_id, word, word_hash, visibility, created_at, updated_at)
         select $1, e.id, e.member_id, e.word, uuid_send(e.id), 'shared', now(), now()
         from unnest($2::uuid[], $3::uuid[], $4::bytea[]) as e (id, member_id, word)",
    )
    .bind(id(center))
    .bind(ids)
    .bind(members)
    .bind(words)
    .execute(&mut *admin)
    .await?;
    Ok(())
}

/// Each proposal replaces the one before.
pub async fn run(ground: &Ground, setting: &Setting) -> Result<Seen> {
    let (setting, center) = own(setting);
    let who = cookie(center, setting.person(center, 1));
    let db = db(ground).await?;
    let (mut times, mut pairs) = (Vec::new(), 0);
    for _ in 0..ROUNDS {
        let asked = Instant::now();
        let tx = enter(&db, &who).await?;
        let proposed = proposals::propose(&tx, None).await.map_err(told)?;
        tx.commit().await.map_err(told)?;
        times.push(asked.elapsed().as_secs_f64() * 1_000.0);
        pairs = proposed.pairs.len();
        let left = usize::try_from(proposed.unmatched)?;
        if pairs < usize::try_from(MENTORS)? || pairs + left != usize::try_from(WAITING)? {
            bail!("{pairs} pairs and {left} without anybody, of {WAITING} who wait");
        }
    }
    db.pool().close().await;
    sound(ground, center).await.context("what was proposed")?;
    Ok(Seen { inside: median(times), pairs })
}

/// Nobody carries more than they can, and nobody meets whom they must not.
async fn sound(ground: &Ground, center: i64) -> Result<()> {
    let broken: i64 = sqlx::query_scalar(
        "with proposed as (
           select x.client_id, x.mentor_id, 2 + r.high_need::int as points
           from cairn.match_proposals p
           join cairn.match_proposal_pairs x on x.center_id = p.center_id and x.proposal_id = p.id
           join cairn.mentor_requests r on r.center_id = p.center_id and r.client_id = x.client_id
           where p.center_id = $1 and p.state = 'draft')
         select (select count(*) from (
                   select p.mentor_id from proposed p join cairn.mentor_profiles m on m.center_id = $1 and m.mentor_id = p.mentor_id
                   group by p.mentor_id, m.capacity having sum(p.points) > m.capacity) as over)
           + (select count(*) from proposed p join cairn.pair_conflicts c on c.center_id = $1
                and c.one_id = least(p.client_id, p.mentor_id) and c.other_id = greatest(p.client_id, p.mentor_id))",
    )
    .bind(id(center))
    .fetch_one(&mut ground.superuser().await?)
    .await?;
    if broken > 0 { bail!("{broken} of them must not be") } else { Ok(()) }
}

/// Everything of it in words.
pub fn what() -> String {
    format!("a whole program proposed, {WAITING} who wait, {MENTORS} mentors")
}

/// What it may take.
pub const TARGET: Duration = Duration::from_secs(2);
