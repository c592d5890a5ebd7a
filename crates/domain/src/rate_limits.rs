//! Who was too fast: a generic cell rate algorithm (GCRA) in one row a key, shared by all processes.
//!
//! Each try is one statement of its own, outside the request's transaction: a refused sign-in must still count.

use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use jiff::Timestamp;
use ring::digest::{Context, SHA256};
use sqlx::PgPool;
use uuid::Uuid;

use sea_orm::FromQueryResult;

use crate::db::{At, CenterTx};
use crate::ids::{CenterId, MemberId};
use crate::problem::{Outcome, Problem, Surprise};

/// How often something may be tried: `burst` times at once, then once every `period`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Stable: part of the key.
    pub purpose: &'static str,
    pub burst: u32,
    pub period: Duration,
}

impl Limit {
    const fn new(purpose: &'static str, burst: u32, seconds: u64) -> Self {
        Self { purpose, burst, period: Duration::from_secs(seconds) }
    }
}

/// Codes asked for, per network.
pub const CODE_BY_NETWORK: Limit = Limit::new("code/network", 10, 6);
/// Codes asked for, per address: mail should not become a nuisance, and each code is another five guesses.
pub const CODE_BY_ADDRESS: Limit = Limit::new("code/address", 5, 300);
/// Codes and passwords tried, per network.
pub const SIGN_IN_BY_NETWORK: Limit = Limit::new("sign_in/network", 10, 6);
/// Passwords tried, per address: never a hard lock, which would let anybody lock anybody out.
pub const SIGN_IN_BY_ADDRESS: Limit = Limit::new("sign_in/address", 10, 36);
/// The same person from the same place, again and again.
pub const SIGN_IN_BY_PAIR: Limit = Limit::new("sign_in/pair", 5, 30);
/// Fresh proofs asked for and tried, per member.
pub const STEP_UP_BY_MEMBER: Limit = Limit::new("step_up/member", 10, 60);
/// New centers, per network.
pub const START_BY_NETWORK: Limit = Limit::new("start/network", 5, 1200);
/// Invitation links opened or accepted, per network.
pub const INVITATION_BY_NETWORK: Limit = Limit::new("invitation/network", 30, 2);
/// Messages in a group's chat, per person: twenty a minute.
pub const CHAT_BY_PLACE: Limit = Limit::new("chat/place", 20, 3);
/// Reactions, likewise.
pub const REACTIONS_BY_PLACE: Limit = Limit::new("reactions/place", 40, 1);
/// Flags, likewise.
pub const FLAGS_BY_PLACE: Limit = Limit::new("flags/place", 10, 60);
/// Codes typed at the door of a meeting, per member and meeting.
pub const CHECK_IN_BY_MEMBER: Limit = Limit::new("check_in/member", 5, 60);
/// Proofs of attendance looked at, per network.
pub const PROOF_BY_NETWORK: Limit = Limit::new("proof/network", 30, 2);
/// Calendars read behind a link, per network: an office's programs ask from one address.
pub const CALENDAR_BY_NETWORK: Limit = Limit::new("calendar/network", 60, 2);
/// Calendars read behind a link, per member: each of their devices asks every few minutes.
pub const CALENDAR_BY_MEMBER: Limit = Limit::new("calendar/member", 20, 30);
/// Operators' codes and tries, per network.
pub const OPERATOR_BY_NETWORK: Limit = Limit::new("operator/network", 10, 6);
/// Operators' codes, per address.
pub const OPERATOR_BY_ADDRESS: Limit = Limit::new("operator/address", 5, 300);

/// What is counted: hashed, so that the table tells nothing about anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    fn new(limit: &Limit, parts: &[&[u8]]) -> Self {
        let mut context = Context::new(&SHA256);
        for part in [limit.purpose.as_bytes()].iter().chain(parts) {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part);
        }
        let mut key = [0; 32];
        key.copy_from_slice(context.finish().as_ref());
        Self(key)
    }

    /// Neighbours share a count: a home or a provider hands out whole networks (IPv4 /24, IPv6 /56).
    pub fn network(limit: &Limit, ip: IpAddr) -> Self {
        Self::new(limit, &[&network(ip)])
    }

    /// `address` normalised: the same for members and strangers.
    pub fn address(limit: &Limit, center: CenterId, address: &str) -> Self {
        Self::new(limit, &[center.0.as_bytes(), address.as_bytes()])
    }

    pub fn pair(limit: &Limit, center: CenterId, address: &str, ip: IpAddr) -> Self {
        Self::new(limit, &[center.0.as_bytes(), address.as_bytes(), &network(ip)])
    }

    pub fn member(limit: &Limit, center: CenterId, member: MemberId) -> Self {
        Self::new(limit, &[center.0.as_bytes(), member.0.as_bytes()])
    }

    /// Somebody in one group: their place, or their part in holding it.
    pub(crate) fn place(limit: &Limit, center: CenterId, place: Uuid) -> Self {
        Self::new(limit, &[center.0.as_bytes(), place.as_bytes()])
    }

    /// What a member tries at one thing.
    pub(crate) fn member_at(limit: &Limit, center: CenterId, member: MemberId, thing: Uuid) -> Self {
        Self::new(limit, &[center.0.as_bytes(), member.0.as_bytes(), thing.as_bytes()])
    }

    pub(crate) fn operator(limit: &Limit, address: &str) -> Self {
        Self::new(limit, &[address.as_bytes()])
    }
}

fn network(ip: IpAddr) -> Vec<u8> {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.octets()[..3].to_vec(),
        IpAddr::V6(ip) => ip.octets()[..7].to_vec(),
    }
}

// `next_free_at` is GCRA's theoretical arrival time. A try fits when that is no further ahead than the burst allows.
const TAKE: &str = "
with took as (
  insert into directory.rate_limits as r (key, next_free_at) values ($1, $2::timestamptz + $3::interval)
  on conflict (key) do update set next_free_at = greatest(r.next_free_at, $2) + $3
  where r.next_free_at <= $2 + $4::interval
  returning true)
select exists (select from took) as taken, (select next_free_at from directory.rate_limits where key = $1) as next_free_at";

/// Counts one try, or refuses it and says when the next one fits. `pool` may be anybody's: the table holds no center's data.
pub async fn take(pool: &PgPool, limit: &Limit, key: &Key, now: Timestamp) -> Outcome<()> {
    let interval = |seconds: u64| -> Result<sqlx::postgres::types::PgInterval, Surprise> {
        let microseconds = i64::try_from(seconds).map_err(|_| Surprise::Inconsistent("a limit"))? * 1_000_000;
        Ok(sqlx::postgres::types::PgInterval { months: 0, days: 0, microseconds })
    };
    let period = limit.period.as_secs();
    let tolerance = period * u64::from(limit.burst.saturating_sub(1));
    let at = DateTime::<Utc>::from_timestamp_micros(now.as_microsecond()).ok_or(Surprise::Inconsistent("a clock"))?;
    let (taken, next_free_at): (bool, Option<DateTime<Utc>>) = sqlx::query_as(TAKE)
        .bind(key.0.as_slice())
        .bind(at)
        .bind(interval(period)?)
        .bind(interval(tolerance)?)
        .fetch_one(pool)
        .await?;
    if taken {
        return Ok(());
    }
    let wait = next_free_at.map_or(0, |next| (next - at).num_seconds()) - i64::try_from(tolerance).unwrap_or(0);
    Err(Problem::RateLimited { retry_after_seconds: u32::try_from(wait.max(1)).unwrap_or(u32::MAX) }.into())
}

#[derive(FromQueryResult)]
struct Took {
    taken: bool,
    next_free_at: Option<At>,
}

// As above, in somebody's transaction; every statement there names the center.
const TAKE_WITHIN: &str = "
with took as (
  insert into directory.rate_limits as r (key, next_free_at)
  select $2, $3::timestamptz + make_interval(secs => $4) where $1::uuid is not null
  on conflict (key) do update set next_free_at = greatest(r.next_free_at, $3) + make_interval(secs => $4)
  where r.next_free_at <= $3 + make_interval(secs => $5)
  returning true)
select exists (select from took) as taken, (select next_free_at from directory.rate_limits where key = $2) as next_free_at";

/// As [`take`], inside the transaction of what is counted: a try that is refused for another reason does not count, and
/// a request needs one connection. For things that are no guesses at a secret.
pub(crate) async fn take_within(tx: &CenterTx, limit: &Limit, key: &Key) -> Outcome<()> {
    let period = i32::try_from(limit.period.as_secs()).map_err(|_| Surprise::Inconsistent("a limit"))?;
    let tolerance = i64::from(period) * i64::from(limit.burst.saturating_sub(1));
    let row = tx
        .row::<Took>(TAKE_WITHIN, [key.0.to_vec().into(), tx.at().into(), period.into(), tolerance.into()])
        .await?
        .ok_or(Surprise::Inconsistent("a limit without a row"))?;
    if row.taken {
        return Ok(());
    }
    let wait = row.next_free_at.map_or(0, |next| next.0.duration_since(tx.now()).as_secs()) - tolerance;
    Err(Problem::RateLimited { retry_after_seconds: u32::try_from(wait.max(1)).unwrap_or(u32::MAX) }.into())
}

/// Forgets keys nobody was fast on lately.
pub async fn forget_old(pool: &PgPool, now: Timestamp) -> Outcome<u64> {
    let at = DateTime::<Utc>::from_timestamp_micros(now.as_microsecond()).ok_or(Surprise::Inconsistent("a clock"))?;
    let done = sqlx::query("delete from directory.rate_limits where next_free_at < $1").bind(at).execute(pool).await?;
    Ok(done.rows_affected())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_a_key_and_strangers_do_not() {
        let key = |ip: &str| Key::network(&CODE_BY_NETWORK, ip.parse().unwrap());
        assert_eq!(key("192.0.2.1"), key("192.0.2.200"));
        assert_eq!(key("192.0.2.1"), key("::ffff:192.0.2.9"));
        assert_ne!(key("192.0.2.1"), key("192.0.3.1"));
        assert_eq!(key("2001:db8:1:100::1"), key("2001:db8:1:1ff::2"));
        assert_ne!(key("2001:db8:1:100::1"), key("2001:db8:1:200::1"));
        assert_ne!(key("192.0.2.1"), Key::network(&SIGN_IN_BY_NETWORK, "192.0.2.1".parse().unwrap()));
    }
}
