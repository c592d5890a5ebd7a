//! Nobody waits alone: a peer to turn to, a word a week, and a record of who was there.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use super::enrollment::{Enrollment, OBJECT, changed};
use super::moves::{allowed, locked, may, standing};
use super::program::today;
use super::{CheckInWord, ContactKind, EnrollmentState, settled};
use crate::audit::Event;
use crate::care::{self, keeps_contact_sql, kept_apart_sql};
use crate::db::{At, CenterTx, Day};
use crate::idempotency::{self, Claim};
use crate::ids::{EnrollmentId, MemberId};
use crate::members::{CardRow, MemberCard, fields};
use crate::notifications;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};
use crate::sealed::{Place, Sealed};
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

pub(super) const WORD: Place = Place::clinical("enrollment_check_ins", "word");
const NOTE: Place = Place::clinical("enrollment_check_ins", "note");
const NOTE_LIMIT: usize = 1000;
/// What was years ago is written down elsewhere.
const OLDEST_CONTACT: i32 = 366;

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// Who keeps contact with somebody while they wait; `None`: nobody any more.
pub async fn set_peer(tx: &CenterTx, id: EnrollmentId, peer: Option<MemberId>) -> Outcome<Enrollment> {
    let at = locked(tx, id).await?;
    allowed(tx, &at, Action::MoveEnrollment).await?;
    if let Some(peer) = peer {
        if !at.state.waits() && at.state != EnrollmentState::Inquiry {
            return Err(Problem::invalid("enrollmentId", "not_waiting_for_program").into());
        }
        let fits = tx
            .row::<Found>(
                // Whom they must not meet is nobody, as for everybody who asks.
                concat!(
                    "select exists (select from cairn.members m where m.center_id = $1 and m.id = $2 and m.id <> $3 and ",
                    keeps_contact_sql!("m"),
                    " and not ",
                    kept_apart_sql!("m.id", "$3"),
                    ") as found"
                ),
                [peer.0.into(), at.client_id.0.into()],
            )
            .await?;
        if !fits.is_some_and(|row| row.found) {
            return Err(Problem::invalid("peerId", "peer_unknown").into());
        }
    }
    tx.run(
        "update cairn.enrollments set peer_id = $3, version = version + 1 where center_id = $1 and id = $2",
        [id.0.into(), peer.map(|peer| peer.0).into()],
    )
    .await?;
    tx.audit(Event::done("enrollment.set_peer", OBJECT, id.0).about(at.client_id).purpose("care"));
    if at.state.waits() {
        // What waits to be done for them goes along.
        for kind in [StaffTaskKind::WantsContact, StaffTaskKind::ContactOverdue] {
            staff_tasks::hand_over(tx, kind, at.client_id, peer).await?;
        }
        if peer.is_some() {
            settled::peer_named(tx, at.client_id).await?;
        }
        if peer.map(|peer| peer.0) != at.peer_id {
            notifications::peer_named(tx, id).await?;
        }
    }
    changed(tx, id).await
}

/// Who can be named, by name; for whoever names them.
pub async fn possible_peers(tx: &CenterTx, id: EnrollmentId) -> Outcome<Vec<MemberCard>> {
    let at = standing(tx, id, "enrollmentId").await?;
    may(tx, &at, Action::MoveEnrollment).await?;
    let rows = tx
        .rows::<CardRow>(
            concat!(
                "select m.id, m.name, m.pronouns, m.roles from cairn.members m where m.center_id = $1 and m.id <> $2 and ",
                keeps_contact_sql!("m"),
                " and not ",
                kept_apart_sql!("m.id", "$2")
            ),
            [at.client_id.0.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut cards = rows.iter().map(|row| row.open(&keys)).collect::<Result<Vec<_>, _>>()?;
    cards.sort_by_cached_key(|card| (fields::folded(&card.name), card.id));
    Ok(cards)
}

#[derive(FromQueryResult)]
struct Unnamed {
    id: Uuid,
    client_id: Uuid,
    waits: bool,
}

/// Two are kept apart: neither is whom the other turns to while they wait. The center names somebody else; until then what waits
/// to be done for them is everybody's of the center.
pub(crate) async fn part(tx: &CenterTx, one: MemberId, other: MemberId) -> Outcome<()> {
    let rows = tx
        .rows::<Unnamed>(
            "update cairn.enrollments set peer_id = null, version = version + 1
             where center_id = $1 and client_id in ($2, $3) and peer_id in ($2, $3)
             returning id, client_id, state in ('waitlisted', 'offered') as waits",
            [one.0.into(), other.0.into()],
        )
        .await?;
    for row in rows {
        let client = MemberId(row.client_id);
        tx.audit(Event::done("enrollment.set_peer", OBJECT, row.id).about(client).purpose("care"));
        if row.waits {
            for kind in [StaffTaskKind::WantsContact, StaffTaskKind::ContactOverdue] {
                staff_tasks::hand_over(tx, kind, client, None).await?;
            }
            staff_tasks::open(tx, StaffTaskKind::ContactMissing, client, TaskFor::Admins).await?;
        }
    }
    Ok(())
}

/// One week, in one word.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckIn {
    /// The Monday of its week, in the center's zone.
    pub week_of: Date,
    pub word: CheckInWord,
    pub note: Option<String>,
    pub at: Timestamp,
}

#[derive(FromQueryResult)]
struct CheckInRow {
    enrollment_id: Uuid,
    id: Uuid,
    week_of: Day,
    word: Sealed,
    note: Option<Sealed>,
    at: At,
}

/// By enrollment, the latest first. The caller has decided that they may be seen.
pub(super) async fn check_ins(tx: &CenterTx, ids: Vec<Uuid>) -> Outcome<HashMap<Uuid, Vec<CheckIn>>> {
    let rows = tx
        .rows::<CheckInRow>(
            "select enrollment_id, id, week_of, word, note, at from cairn.enrollment_check_ins
             where center_id = $1 and enrollment_id = any($2) order by week_of desc, id limit 500",
            [ids.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut found: HashMap<Uuid, Vec<CheckIn>> = HashMap::new();
    for row in rows {
        found.entry(row.enrollment_id).or_default().push(CheckIn {
            week_of: row.week_of.0,
            word: CheckInWord::stored(&keys.open(WORD, row.id, &row.word)?)?,
            note: row.note.map(|note| keys.open(NOTE, row.id, &note)).transpose()?,
            at: row.at.0,
        });
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// How it is, this week; said again, it is what was said last. Whoever says they need somebody is not left to a list.
pub async fn check_in(tx: &CenterTx, id: EnrollmentId, word: CheckInWord, note: Option<&str>) -> Outcome<Enrollment> {
    let at = locked(tx, id).await?;
    allowed(tx, &at, Action::CheckIn).await?;
    if !at.state.waits() && at.state != EnrollmentState::Inquiry {
        return Err(Problem::invalid("enrollmentId", "not_waiting_for_program").into());
    }
    let note = note.map(|note| fields::paragraphs(note, "note", NOTE_LIMIT)).transpose()?.filter(|note| !note.is_empty());
    let today = today(tx).await?;
    let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days())?;
    let known = tx
        .row::<Id>(
            "select id from cairn.enrollment_check_ins where center_id = $1 and enrollment_id = $2 and week_of = $3",
            [id.0.into(), Day(monday).into()],
        )
        .await?;
    let row = known.map_or_else(|| tx.ids().event(tx.now()), |known| known.id);
    tx.run(
        "insert into cairn.enrollment_check_ins (center_id, id, enrollment_id, week_of, word, note, at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (center_id, id) do update set word = excluded.word, note = excluded.note, at = excluded.at",
        [
            row.into(),
            id.0.into(),
            Day(monday).into(),
            tx.seal(WORD, row, word.name()).await?.into(),
            tx.seal_option(NOTE, row, note.as_deref()).await?.into(),
            tx.at().into(),
        ],
    )
    .await?;
    tx.audit(Event::done("enrollment.check_in", OBJECT, id.0).about(at.client_id).purpose("own_data"));
    if word == CheckInWord::NeedSomebody {
        // Whoever cannot come in any more is nobody to turn to.
        let whom = match care::contact_here(tx, at.peer_id).await? {
            Some(peer) => Some(peer),
            None => care::counselors_of(tx, at.client_id).await?.first().copied(),
        };
        staff_tasks::open(tx, StaffTaskKind::WantsContact, at.client_id, whom.map_or(TaskFor::Admins, TaskFor::Member)).await?;
    }
    changed(tx, id).await
}

/// Somebody was there.
#[derive(Debug, Clone, PartialEq)]
pub struct HumanContact {
    pub kind: ContactKind,
    pub by: MemberId,
    pub on: Date,
    pub recorded_at: Timestamp,
}

#[derive(FromQueryResult)]
struct ContactRow {
    client_id: Uuid,
    kind: String,
    by_id: Uuid,
    happened_on: Day,
    recorded_at: At,
}

/// By client, the latest first. The caller has decided that they may be seen.
pub(super) async fn contacts(tx: &CenterTx, clients: Vec<Uuid>) -> Outcome<HashMap<Uuid, Vec<HumanContact>>> {
    let rows = tx
        .rows::<ContactRow>(
            "select client_id, kind, by_id, happened_on, recorded_at from cairn.human_contacts
             where center_id = $1 and client_id = any($2) order by happened_on desc, recorded_at desc, id limit 500",
            [clients.into()],
        )
        .await?;
    let mut found: HashMap<Uuid, Vec<HumanContact>> = HashMap::new();
    for row in rows {
        found.entry(row.client_id).or_default().push(HumanContact {
            kind: ContactKind::stored(&row.kind)?,
            by: MemberId(row.by_id),
            on: row.happened_on.0,
            recorded_at: row.recorded_at.0,
        });
    }
    Ok(found)
}

#[derive(Debug, Clone, Serialize)]
pub struct LogContact {
    /// Idempotency key.
    #[serde(skip)]
    pub key: Uuid,
    pub client_id: MemberId,
    pub kind: ContactKind,
    /// `None`: today.
    pub on: Option<Date>,
}

#[derive(FromQueryResult)]
struct Tie {
    is_client: bool,
    bridges: bool,
}

/// Writes down that somebody was there. Answers the client.
pub async fn log_contact(tx: &CenterTx, input: LogContact) -> Outcome<MemberId> {
    let account = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let me = account.member_id;
    let tie = tx
        .row::<Tie>(
            "select m.roles @> array['client'] and m.state <> 'ended' as is_client,
               exists (select from cairn.enrollments e where e.center_id = $1 and e.client_id = m.id and e.peer_id = $3
                       and e.state in ('waitlisted', 'offered')) as bridges
             from cairn.members m where m.center_id = $1 and m.id = $2",
            [input.client_id.0.into(), me.0.into()],
        )
        .await?;
    let care::Ties { assigned, mentors } = care::ties(tx, me, input.client_id).await?;
    let target = Target {
        own: me == input.client_id,
        assigned,
        mentors,
        bridges: tie.as_ref().is_some_and(|tie| tie.bridges),
        ..Target::NONE
    };
    let sees = policy::allows(&account.roles, Action::ViewEnrollment, target);
    if !sees || !tie.is_some_and(|tie| tie.is_client) {
        return Err(Problem::not_found("clientId").into());
    }
    if target.own || !policy::allows(&account.roles, Action::LogContact, target) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    let today = today(tx).await?;
    let on = input.on.unwrap_or(today);
    if on > today {
        return Err(Problem::invalid("on", "in_the_future").into());
    }
    if today.checked_sub(OLDEST_CONTACT.days()).is_ok_and(|oldest| on < oldest) {
        return Err(Problem::limit("on", "too_long_ago", i64::from(OLDEST_CONTACT)).into());
    }
    let id = tx.ids().event(tx.now());
    if let Claim::Repeated(_) = idempotency::claim(tx, input.key, "client.log_contact", &input, id).await? {
        return Ok(input.client_id);
    }
    tx.run(
        "insert into cairn.human_contacts (center_id, id, client_id, kind, by_id, happened_on, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        [id.into(), input.client_id.0.into(), input.kind.name().into(), me.0.into(), Day(on).into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done("client.log_contact", "member", input.client_id.0).about(input.client_id).purpose("care"));
    settled::was_there(tx, input.client_id, on).await?;
    Ok(input.client_id)
}
