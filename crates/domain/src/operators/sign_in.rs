//! Operators sign in by e-mail code: ten idle minutes, four hours in all.

use chrono::{DateTime, Utc};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{OperatorDb, from_chrono, to_chrono};
use crate::actor::Operator;
use crate::db::Secret;
use crate::exits::{self, Released};
use crate::ids::{CenterId, OperatorId};
use crate::members::sign_in::clean_code;
use crate::members::{Caller, fields, passwords};
use crate::problem::{Outcome, Problem, Surprise};
use crate::rate_limits::{self, Key, OPERATOR_BY_ADDRESS, OPERATOR_BY_NETWORK};
use crate::sealed::{Class, KeyContext};

const CODE_LIFETIME: SignedDuration = SignedDuration::from_mins(10);
const IDLE: SignedDuration = SignedDuration::from_mins(10);
const LIFETIME: SignedDuration = SignedDuration::from_hours(4);
const TRIES: i32 = 5;

/// Adds an operator. From the command line only: whoever has the machine decides who runs the platform.
pub async fn create(db: &OperatorDb, email: &str) -> Outcome<OperatorId> {
    let email = fields::email(email, "email")?;
    let id = OperatorId(db.ids.person());
    let added =
        sqlx::query("insert into operator.operators (id, email, created_at) values ($1, $2, $3) on conflict (email) do nothing")
            .bind(id.0)
            .bind(&email.normal)
            .bind(db.now()?.1)
            .execute(&db.pool)
            .await?;
    if added.rows_affected() == 0 { Err(Problem::invalid("email", "email_in_use").into()) } else { Ok(id) }
}

async fn limit_network(db: &OperatorDb, from: &Caller) -> Outcome<()> {
    match from.ip {
        Some(ip) => {
            rate_limits::take(&db.pool, &OPERATOR_BY_NETWORK, &Key::network(&OPERATOR_BY_NETWORK, ip), db.clock.now()).await
        }
        None => Ok(()),
    }
}

/// The platform has no data keys; the code is wrapped like one, bound to its challenge.
fn context(challenge: Uuid) -> KeyContext {
    KeyContext { center_id: challenge, class: Class::Identity, version: 0 }
}

/// Sends a code, if an operator has this address. The same statement, hash and job for strangers.
pub async fn request_code(db: &OperatorDb, email: &str, from: Caller) -> Outcome<Uuid> {
    let email = fields::email(email, "email")?;
    limit_network(db, &from).await?;
    let (now, at) = db.now()?;
    rate_limits::take(&db.pool, &OPERATOR_BY_ADDRESS, &Key::operator(&OPERATOR_BY_ADDRESS, &email.normal), now).await?;
    let id = db.ids.event(now);
    let code = db.ids.code();
    let mut padded = [0; 32];
    padded[..code.len()].copy_from_slice(code.as_bytes());
    let wrapped = db.wrap.wrap(&context(id), &padded).await?;
    // Slow on purpose: there is no center's key to hash six digits with.
    let hash = passwords::hash(&db.ids, &code).await?;
    sqlx::query(
        "with made as (
           insert into operator.challenges (id, operator_id, code_hash, code, created_at, expires_at)
           values ($1, (select id from operator.operators where email = $2 and ended_at is null), $3, $4, $5, $6)
           returning id)
         select cairn_jobs.enqueue(jsonb_build_array(jsonb_build_object(
           'task', 'operator_code', 'payload', jsonb_build_object('challenge_id', made.id)))) from made",
    )
    .bind(id)
    .bind(&email.normal)
    .bind(hash.into_bytes())
    .bind(wrapped)
    .bind(at)
    .bind(to_chrono(now + CODE_LIFETIME)?)
    .execute(&db.pool)
    .await?;
    Ok(id)
}

/// A code on its way to an operator.
#[derive(Clone)]
pub struct OperatorCode {
    pub email: String,
    pub code: String,
    pub expires_at: Timestamp,
}

/// `None`: nobody's address, used, expired, or sent before.
pub async fn code_to_send(db: &OperatorDb, challenge: Uuid) -> Outcome<Option<Released<OperatorCode>>> {
    let row: Option<(String, Vec<u8>, DateTime<Utc>)> = sqlx::query_as(
        "select o.email, c.code, c.expires_at from operator.challenges c
         join operator.operators o on o.id = c.operator_id and o.ended_at is null
         where c.id = $1 and c.code is not null and c.used_at is null and c.expires_at > $2",
    )
    .bind(challenge)
    .bind(db.now()?.1)
    .fetch_optional(&db.pool)
    .await?;
    let Some((email, wrapped, expires_at)) = row else { return Ok(None) };
    let padded = db.wrap.unwrap(&context(challenge), &wrapped).await?;
    let code = String::from_utf8(padded.iter().copied().take_while(|byte| *byte != 0).collect())
        .map_err(|_| Surprise::Inconsistent("an operator's code"))?;
    let code = OperatorCode { email, code, expires_at: from_chrono(expires_at)? };
    Ok(Some(exits::release_to_operator(code, challenge)))
}

/// After sending.
pub async fn code_sent(db: &OperatorDb, challenge: Uuid) -> Outcome<()> {
    sqlx::query("update operator.challenges set code = null where id = $1").bind(challenge).execute(&db.pool).await?;
    Ok(())
}

/// An operator's sign-in that has just begun.
#[derive(Debug, Clone)]
pub struct OperatorSignedIn {
    /// The cookie's value. The database keeps a hash.
    pub cookie: String,
    pub operator: Operator,
    pub expires_at: Timestamp,
}

/// Counts the try before it looks at the code: of many at once at most five look.
const TRY: &str = "
update operator.challenges set attempts = attempts + 1
where id = $1 and used_at is null and expires_at > $2 and attempts < $3
returning operator_id, code_hash, attempts";

const OPEN: &str = "
with used as (
  update operator.challenges set used_at = $2, code = null where id = $1 and used_at is null returning operator_id),
made as (
  insert into operator.sign_ins (id, operator_id, token_hash, created_at, last_seen_at, expires_at)
  select $3, used.operator_id, $4, $2, $2, $5 from used
  join operator.operators o on o.id = used.operator_id and o.ended_at is null
  returning operator_id)
select o.id, o.email from made join operator.operators o on o.id = made.operator_id";

pub async fn sign_in(db: &OperatorDb, challenge: Uuid, code: &str, from: Caller) -> Outcome<OperatorSignedIn> {
    let code = clean_code(code)?;
    limit_network(db, &from).await?;
    let (now, at) = db.now()?;
    let tried: Option<(Option<Uuid>, Vec<u8>, i32)> =
        sqlx::query_as(TRY).bind(challenge).bind(at).bind(TRIES).fetch_optional(&db.pool).await?;
    let (operator, hash, attempts) = tried.ok_or(Problem::Expired)?;
    let hash = String::from_utf8(hash).map_err(|_| Surprise::Inconsistent("an operator's code hash"))?;
    if !passwords::verify(Some(hash), &code).await? || operator.is_none() {
        return Err(Problem::WrongCode { attempts_left: u32::try_from(TRIES - attempts).unwrap_or(0) }.into());
    }
    let secret = Secret::new(CenterId(Uuid::nil()), &db.ids);
    let expires_at = now + LIFETIME;
    let opened: Option<(Uuid, String)> = sqlx::query_as(OPEN)
        .bind(challenge)
        .bind(at)
        .bind(db.ids.event(now))
        .bind(secret.hash.as_slice())
        .bind(to_chrono(expires_at)?)
        .fetch_optional(&db.pool)
        .await?;
    // Somebody was faster with the same code.
    let (id, email) = opened.ok_or(Problem::Expired)?;
    Ok(OperatorSignedIn { cookie: secret.text, operator: Operator { id: OperatorId(id), email }, expires_at })
}

/// The operator behind a cookie; `None` when it opens nothing (any more). Remembers that it was used.
pub async fn enter(db: &OperatorDb, cookie: &str) -> Outcome<Option<Operator>> {
    let Some((_, hash)) = Secret::parse(cookie).filter(|_| cookie.len() <= 128) else { return Ok(None) };
    let (now, at) = db.now()?;
    let row: Option<(Uuid, String)> = sqlx::query_as(
        "update operator.sign_ins s set last_seen_at = $2 from operator.operators o
         where s.token_hash = $1 and s.ended_at is null and s.expires_at > $2 and s.last_seen_at > $3
           and o.id = s.operator_id and o.ended_at is null
         returning o.id, o.email",
    )
    .bind(hash.as_slice())
    .bind(at)
    .bind(to_chrono(now - IDLE)?)
    .fetch_optional(&db.pool)
    .await?;
    Ok(row.map(|(id, email)| Operator { id: OperatorId(id), email }))
}

/// Fine if it was over already.
pub async fn sign_out(db: &OperatorDb, cookie: &str) -> Outcome<()> {
    let Some((_, hash)) = Secret::parse(cookie).filter(|_| cookie.len() <= 128) else { return Ok(()) };
    sqlx::query("update operator.sign_ins set ended_at = $2 where token_hash = $1 and ended_at is null")
        .bind(hash.as_slice())
        .bind(db.now()?.1)
        .execute(&db.pool)
        .await?;
    Ok(())
}
