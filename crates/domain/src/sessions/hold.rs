//! A time that is kept while a form is open: a row of `sessions` that nobody sees, under the same constraint as all others.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use ring::digest::{SHA256, digest};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::book::{Booking, Wants, around, authorise, booker, check, fits, limited, taken};
use super::insert::busy;
use super::waits_offer::{Freed, offer_to_next};
use crate::actor::{Membership, Role};
use crate::availability::{Booker, Desk, DeskQuery, Window, desk};
use crate::db::{At, CenterTx, News, NewsKind, Wall};
use crate::ids::{MemberId, SessionId, SessionTypeId};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sessions::SessionPlace;

/// How long a form may stay open before somebody else may have the time.
pub const HELD: SignedDuration = SignedDuration::from_mins(5);

#[derive(Debug, Clone)]
pub struct HoldSlot {
    pub counselor_id: MemberId,
    /// `None`: the acting member, or on a desk that they book for others nobody yet.
    pub client_id: Option<MemberId>,
    pub starts_at: Timestamp,
    pub minutes: Option<i32>,
    pub type_id: Option<SessionTypeId>,
}

#[derive(Debug, Clone)]
pub struct Hold {
    /// Books the time, for whoever holds it. Shown once, kept as a hash.
    pub token: String,
    pub expires_at: Timestamp,
    pub starts_at: Timestamp,
    pub minutes: i32,
}

/// Lets go of times, as the first part of a statement that wants one: what ran out and overlaps, and the hold it comes with.
/// The arguments are the counselor, the busy stretch, now, and that hold. Whoever is sweeping the same row already is not
/// waited for here: the constraint waits for them, and nobody waits in a circle.
macro_rules! swept_sql {
    ($counselor:literal, $from:literal, $until:literal, $now:literal, $hold:literal) => {
        concat!(
            "with swept as materialized (
               update cairn.sessions h set state = 'lapsed', held_until = null, hold_hash = null, updated_at = ",
            $now,
            " where h.center_id = $1 and h.state = 'held' and h.id in (
                 select x.id from cairn.sessions x where x.center_id = $1 and x.counselor_id = ",
            $counselor,
            " and x.state = 'held' and (x.id = ",
            $hold,
            " or (x.held_until <= ",
            $now,
            " and x.busy && tstzrange(",
            $from,
            ", ",
            $until,
            "))) for update skip locked) returning h.id)"
        )
    };
}
pub(super) use swept_sql;

fn hash(token: &str) -> Vec<u8> {
    digest(&SHA256, token.as_bytes()).as_ref().to_vec()
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// The time that is held for the acting member under this token; `None`: nobody holds one so (any more).
pub(super) async fn of_actor(tx: &CenterTx, token: Option<&str>) -> Outcome<Option<Uuid>> {
    let (Some(token), Some(me)) = (token, tx.actor().member_id()) else { return Ok(None) };
    let row = tx
        .row::<Id>(
            "select id from cairn.sessions where center_id = $1 and hold_hash = $2 and booked_by = $3 and state = 'held'
               and held_until > $4",
            [hash(token).into(), me.0.into(), tx.at().into()],
        )
        .await?;
    Ok(row.map(|row| row.id))
}

/// Keeps a time for the acting member for some minutes. One form, one hold: the one before is let go.
pub async fn hold(tx: &CenterTx, input: HoldSlot) -> Outcome<Hold> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let own = own_holds(tx, membership.member_id).await?;
    let client = client_of(membership, &input);
    let booker = client.map_or(Booker::Staff, |client| booker(membership, client));
    let query = DeskQuery { type_id: input.type_id, ..around(input.counselor_id, client, input.starts_at, own.clone()) };
    let found = desk(tx, &query).await?;
    let desk = match client {
        Some(client) => authorise(membership, input.counselor_id, client, found)?,
        None => for_somebody(membership, input.counselor_id, found)?,
    };
    tx.writable()?;
    let minutes = fits(&desk, booker, input.type_id, input.minutes, None, Wants::Times)?;
    let booking = Booking {
        counselor_id: input.counselor_id,
        // Whom it is for changes nothing for staff: their own rules are not a client's.
        client_id: client.unwrap_or(membership.member_id),
        starts_at: input.starts_at,
        minutes,
        place: SessionPlace::Online,
        type_id: input.type_id,
        hold: own.first().copied(),
        series: None,
        booker,
    };
    let desk = limited(tx, desk, &booking).await?;
    check(tx, &desk, &booking).await?;
    release_all(tx, &own).await?;
    let token = URL_SAFE_NO_PAD.encode(tx.ids().bytes::<32>());
    let held = Held { counselor_id: input.counselor_id, by: membership.member_id, starts_at: input.starts_at, minutes };
    let until = tx.now() + HELD;
    if keep(tx, &desk, &held, until, Some(hash(&token))).await?.is_none() {
        return Err(lost(tx, &query, booker, &held).await?);
    }
    Ok(Hold { token, expires_at: until, starts_at: input.starts_at, minutes })
}

/// For whom a time is kept: whoever was named, else a client for themself, else nobody yet.
fn client_of(membership: &Membership, input: &HoldSlot) -> Option<MemberId> {
    let me = membership.member_id;
    let themself = membership.roles.contains(&Role::Client) && me != input.counselor_id;
    input.client_id.or(themself.then_some(me))
}

/// A form is open at a time, and whom it is for is not said yet: for those who may book somebody there.
fn for_somebody(membership: &Membership, counselor_id: MemberId, desk: Option<Desk>) -> Outcome<Desk> {
    let missing = || Problem::not_found("counselorId");
    let target = Target { own: membership.member_id == counselor_id, assigned: true, bridges: true, ..Target::NONE };
    if !policy::allows(&membership.roles, Action::BookSession, target) {
        return Err(missing().into());
    }
    desk.filter(|desk| desk.counselor_is_active).ok_or_else(|| missing().into())
}

async fn lost(tx: &CenterTx, query: &DeskQuery, booker: Booker, held: &Held) -> Outcome<crate::problem::Fault> {
    let fresh = desk(tx, query).await?.ok_or_else(|| Problem::not_found("counselorId"))?;
    taken(tx, &fresh, booker, held.starts_at, held.minutes)
}

/// Every form of the member that holds a time. What a waiting list keeps for them has no token, and stays.
pub(super) async fn own_holds(tx: &CenterTx, me: MemberId) -> Outcome<Vec<Uuid>> {
    let rows = tx
        .rows::<Id>(
            "select id from cairn.sessions where center_id = $1 and booked_by = $2 and state = 'held' and hold_hash is not null
             order by id",
            [me.0.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The form was closed. A token of nothing is fine.
pub async fn release(tx: &CenterTx, token: &str) -> Outcome<()> {
    let hold = of_actor(tx, Some(token)).await?;
    release_all(tx, hold.as_slice()).await
}

pub(super) async fn release_all(tx: &CenterTx, ids: &[Uuid]) -> Outcome<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let rows = tx
        .rows::<Kept>(
            "update cairn.sessions set state = 'lapsed', held_until = null, hold_hash = null, updated_at = $3
             where center_id = $1 and id = any($2) and state = 'held' returning id, counselor_id, booked_by, starts_at, ends_at",
            [ids.to_vec().into(), tx.at().into()],
        )
        .await?;
    for row in rows {
        announce(tx, row.id, MemberId(row.counselor_id), MemberId(row.booked_by));
    }
    Ok(())
}

/// A calendar that is open shows what is kept.
fn announce(tx: &CenterTx, id: Uuid, counselor_id: MemberId, by: MemberId) {
    let (center_id, session_id) = (tx.center_id(), SessionId(id));
    tx.announce(News { center_id, session_id, counselor_id, client_id: by, kind: NewsKind::Held });
}

#[derive(FromQueryResult)]
struct Kept {
    id: Uuid,
    counselor_id: Uuid,
    booked_by: Uuid,
    starts_at: At,
    ends_at: At,
}

/// Forms that were left open: what they kept is offered to whoever waits. What a waiting list keeps has a round of its own.
pub(super) async fn lapse(tx: &CenterTx) -> Outcome<()> {
    let rows = tx
        .rows::<Kept>(
            "update cairn.sessions set state = 'lapsed', held_until = null, hold_hash = null, updated_at = $2
             where center_id = $1 and state = 'held' and hold_hash is not null and held_until <= $2
             returning id, counselor_id, booked_by, starts_at, ends_at",
            [tx.at().into()],
        )
        .await?;
    for row in rows {
        let window = Window { starts_at: row.starts_at.0, ends_at: row.ends_at.0 };
        let freed = Freed { counselor_id: MemberId(row.counselor_id), window, told_at: tx.now(), not_for: None };
        offer_to_next(tx, freed).await?;
    }
    Ok(())
}

/// How long a row of nothing stays, for whoever looks after a fault.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);
/// Rows of one transaction: short enough to be in nobody's way.
const BATCH: u64 = 1_000;

/// Deletes one batch of what lapsed long ago. `true`: there may be more.
pub(super) async fn forget(tx: &CenterTx) -> Outcome<bool> {
    let before = tx.now().checked_sub(REMEMBERED).map_err(Surprise::from)?;
    let gone = tx
        .run(
            "with old as (select id from cairn.sessions where center_id = $1 and state = 'lapsed' and updated_at < $2
                          order by updated_at limit $3 for update skip locked)
             delete from cairn.sessions s using old where s.center_id = $1 and s.id = old.id",
            [At(before).into(), i64::try_from(BATCH).unwrap_or(i64::MAX).into()],
        )
        .await?;
    Ok(gone >= BATCH)
}

/// A time to be kept.
pub(super) struct Held {
    pub counselor_id: MemberId,
    /// For whom.
    pub by: MemberId,
    pub starts_at: Timestamp,
    pub minutes: i32,
}

/// Keeps it until then; `None`: somebody is there.
pub(super) async fn keep(
    tx: &CenterTx,
    desk: &Desk,
    held: &Held,
    until: Timestamp,
    token_hash: Option<Vec<u8>>,
) -> Outcome<Option<Uuid>> {
    let id = tx.ids().event(tx.now());
    let ends_at = held.starts_at + SignedDuration::from_mins(i64::from(held.minutes));
    let (busy_from, busy_until) = busy(desk, held.starts_at, ends_at);
    let (local_start, zone) = desk.planned(held.starts_at);
    let written = tx
        .run(
            concat!(
                swept_sql!("$3", "$9", "$10", "$11", "null::uuid"),
                " insert into cairn.sessions (center_id, id, counselor_id, starts_at, ends_at, local_start, zone, minutes, busy_from,
                    busy_until, created_at, updated_at, booked_by, held_until, hold_hash, state)
                  select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13, $14, 'held'
                  where (select count(*) from swept) >= 0
                  on conflict do nothing"
            ),
            [
                id.into(),
                held.counselor_id.0.into(),
                At(held.starts_at).into(),
                At(ends_at).into(),
                Wall(local_start).into(),
                zone.into(),
                held.minutes.into(),
                At(busy_from).into(),
                At(busy_until).into(),
                tx.at().into(),
                held.by.0.into(),
                At(until).into(),
                token_hash.into(),
            ],
        )
        .await?;
    if written == 1 {
        announce(tx, id, held.counselor_id, held.by);
    }
    Ok((written == 1).then_some(id))
}
