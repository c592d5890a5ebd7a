//! What the two people of a session are told, and when.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::with_others::{Dropped, another_tells};
use super::{Kind, Plan, QuietHours, plan};
use crate::db::{CenterTx, TimeOfDay};
use crate::ids::{MemberId, SessionId};
use crate::problem::{Outcome, Surprise};
use crate::sessions::Session;
use crate::zones;

/// What happened to the session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum SessionNews {
    Booked,
    Moved,
    /// Told about once it cannot be taken back any more.
    Cancelled {
        undo_until: Timestamp,
    },
    /// The cancellation was taken back before anybody heard of it.
    Restored,
    /// Booked or moved together with others of its series: the message about one of them tells of all.
    WithOthers,
    GoneWithOthers,
}

/// What comes so close before a session breaks the quiet.
pub(super) const URGENT: SignedDuration = SignedDuration::from_hours(12);
/// A reminder of the day before makes no sense after the one of the same day.
const DAY_BEFORE: SignedDuration = SignedDuration::from_hours(24);
pub(super) const SAME_DAY: SignedDuration = SignedDuration::from_hours(2);
/// Whoever reads a reminder later than this is on the way, or late.
const LAST_CALL: SignedDuration = SignedDuration::from_mins(10);

#[derive(FromQueryResult)]
struct ReaderRow {
    id: Uuid,
    zone: String,
    quiet_from: TimeOfDay,
    quiet_until: TimeOfDay,
}

struct Reader {
    id: MemberId,
    quiet: QuietHours,
}

/// Plans, drops and replans what a change of `session` means. Two statements for a new session, one more for a change,
/// another for taking a cancellation back.
/// Reminders are planned for everybody: whether the reader wants them is looked at when they are due.
pub(crate) async fn plan_session(tx: &CenterTx, session: &Session, news: SessionNews) -> Outcome<()> {
    if news != SessionNews::Booked {
        drop_older(tx, session).await?;
    }
    let untold = if news == SessionNews::Restored { untold(tx, session).await? } else { Vec::new() };
    let mut plans = Vec::with_capacity(6);
    for reader in readers(tx, &[session.client_id.0, session.counselor_id.0]).await? {
        let did_it = tx.actor().member_id() == Some(reader.id);
        let news = if untold.contains(&reader.id) { SessionNews::Booked } else { news };
        if let Some((kind, due_at)) = told(&reader, did_it, session, news, tx.now())? {
            plans.push(planned(&reader, kind, session, due_at, session.starts_at));
        }
        if !matches!(news, SessionNews::Cancelled { .. } | SessionNews::GoneWithOthers) {
            reminders(&reader, session, tx.now(), &mut plans)?;
        }
    }
    plan(tx, &plans).await
}

/// What was planned for an older state of the session and has not left is not true any more. Where it told of a whole series,
/// another one tells of the others. Its address is the same at another time.
async fn drop_older(tx: &CenterTx, session: &Session) -> Outcome<()> {
    let dropped = tx
        .rows::<Dropped>(
            "update cairn.notifications set state = 'dropped', outcome = 'superseded'
             where center_id = $1 and subject_id = $2 and state in ('planned', 'sending') and kind <> 'session_elsewhere'
             returning member_id, kind, due_at, created_at",
            [session.id.0.into()],
        )
        .await?;
    if let Some(series) = session.series_id {
        for message in dropped {
            another_tells(tx, series, session.id, &message).await?;
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Untold {
    member_id: Uuid,
}

/// Who had not yet heard of the session when it was cancelled: a message kept for the morning was dropped with it.
async fn untold(tx: &CenterTx, session: &Session) -> Outcome<Vec<MemberId>> {
    let rows = tx
        .rows::<Untold>(
            "select n.member_id from (
               select distinct on (member_id) member_id, outcome from cairn.notifications
               where center_id = $1 and subject_id = $2 and kind in ('session_booked', 'session_moved')
               order by member_id, subject_version desc) as n
             where n.outcome = 'superseded'",
            [session.id.0.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| MemberId(row.member_id)).collect())
}

#[derive(FromQueryResult)]
struct Heard {
    subject_id: Uuid,
}

/// Those of the sessions about which somebody got a message of their own: they have them in their calendars.
pub(crate) async fn heard_of(tx: &CenterTx, sessions: &[Uuid]) -> Outcome<HashSet<Uuid>> {
    let rows = tx
        .rows::<Heard>(
            "select distinct subject_id from cairn.notifications
             where center_id = $1 and subject_id = any($2) and kind in ('session_booked', 'session_moved')
               and state in ('planned', 'sending', 'sent')",
            [sessions.to_vec().into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.subject_id).collect())
}

async fn readers(tx: &CenterTx, members: &[Uuid]) -> Outcome<Vec<Reader>> {
    let rows = tx
        .rows::<ReaderRow>(
            "select id, zone, quiet_from, quiet_until from cairn.members
             where center_id = $1 and id = any($2) and state in ('active', 'invited')",
            [members.to_vec().into()],
        )
        .await?;
    let mut readers = Vec::with_capacity(rows.len());
    for row in rows {
        let quiet = QuietHours { from: row.quiet_from.0, until: row.quiet_until.0, zone: zones::stored(&row.zone)? };
        readers.push(Reader { id: MemberId(row.id), quiet });
    }
    Ok(readers)
}

fn planned(reader: &Reader, kind: Kind, session: &Session, due_at: Timestamp, expires_at: Timestamp) -> Plan {
    let subject_version = session.version;
    Plan { member_id: reader.id, kind, subject_id: session.id.0, subject_version, due_at, expires_at }
}

/// The message about the change itself, and when. Whoever did it is awake; the other one is not woken up for it unless
/// the session is close.
fn told(
    reader: &Reader,
    did_it: bool,
    session: &Session,
    news: SessionNews,
    now: Timestamp,
) -> Result<Option<(Kind, Timestamp)>, Surprise> {
    let (kind, due_at) = match news {
        SessionNews::Booked => (Kind::SessionBooked, now),
        SessionNews::Moved => (Kind::SessionMoved, now),
        SessionNews::Cancelled { undo_until } => (Kind::SessionCancelled, undo_until),
        SessionNews::Restored | SessionNews::WithOthers | SessionNews::GoneWithOthers => return Ok(None),
    };
    if due_at >= session.starts_at {
        return Ok(None);
    }
    let due_at = if did_it { due_at } else { unless_quiet(&reader.quiet, session.starts_at, due_at)? };
    Ok(Some((kind, due_at)))
}

fn unless_quiet(quiet: &QuietHours, starts_at: Timestamp, due_at: Timestamp) -> Result<Timestamp, Surprise> {
    if due_at.duration_until(starts_at) < URGENT {
        return Ok(due_at);
    }
    let morning = quiet.no_earlier_than(due_at)?;
    // Quiet hours that last almost until the session would keep the message until it is useless.
    let useful = morning.duration_until(starts_at) >= SAME_DAY;
    Ok(if useful { morning } else { due_at })
}

/// The next of a client's sessions that are at another address now.
pub(crate) struct Elsewhere {
    pub session: SessionId,
    pub client: MemberId,
    pub starts_at: Timestamp,
}

/// Tells each client once, about the first of their sessions there, whatever the address was in between. `all`: the sessions
/// that are elsewhere now. `address` counts up with each change of it: the plan itself, and so its version, stays.
pub(crate) async fn plan_elsewhere(tx: &CenterTx, all: &[Uuid], firsts: &[Elsewhere], address: i32) -> Outcome<()> {
    if firsts.is_empty() {
        return Ok(());
    }
    tx.run(
        "update cairn.notifications set state = 'dropped', outcome = 'superseded'
         where center_id = $1 and subject_id = any($2) and kind = 'session_elsewhere' and state = 'planned'",
        [all.to_vec().into()],
    )
    .await?;
    let clients: Vec<Uuid> = firsts.iter().map(|first| first.client.0).collect();
    let readers = readers(tx, &clients).await?;
    let mut plans = Vec::with_capacity(firsts.len());
    for first in firsts {
        let Some(reader) = readers.iter().find(|reader| reader.id == first.client) else { continue };
        plans.push(Plan {
            member_id: first.client,
            kind: Kind::SessionElsewhere,
            subject_id: first.session.0,
            subject_version: address,
            due_at: unless_quiet(&reader.quiet, first.starts_at, tx.now())?,
            expires_at: first.starts_at,
        });
    }
    plan(tx, &plans).await
}

/// A day and two hours before, never in the quiet, never later than that.
fn reminders(reader: &Reader, session: &Session, now: Timestamp, plans: &mut Vec<Plan>) -> Result<(), Surprise> {
    let start = session.starts_at;
    let same_day = reader.quiet.no_later_than(start.checked_sub(SAME_DAY)?)?;
    let day_before = reader.quiet.no_later_than(start.checked_sub(DAY_BEFORE)?)?;
    if let Some(due_at) = day_before.filter(|due| *due > now && Some(*due) != same_day) {
        let expires_at = same_day.unwrap_or(start).max(due_at.checked_add(LAST_CALL)?).min(start);
        plans.push(planned(reader, Kind::SessionReminder24h, session, due_at, expires_at));
    }
    if let Some(due_at) = same_day.filter(|due| *due > now) {
        plans.push(planned(reader, Kind::SessionReminder2h, session, due_at, start.checked_sub(LAST_CALL)?));
    }
    Ok(())
}

#[cfg(test)]
#[path = "session_news_tests.rs"]
mod tests;
