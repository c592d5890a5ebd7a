//! Moving, cancelling, and taking a cancellation back.

use jiff::{SignedDuration, Timestamp};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, RuntimeErr};
use uuid::Uuid;

use super::book::{Booking, Wants, announce, around, booker, check, fits, in_turn, locked, taken, venue};
use super::hold::swept_sql;
use super::insert::busy;
use super::view::{JOIN_URL, LOCATION, REASON, SessionView, changeable_until, find};
use super::waits::{self, Freed, offer_to_next};
use super::{Session, SessionPlace, SessionState, cover};
use crate::audit::Event;
use crate::availability::{Booker, Desk, DeskQuery, Window, desk};
use crate::db::{At, CenterTx, NewsKind, Wall};
use crate::idempotency::{self, Claim};
use crate::ids::{MemberId, SessionId};
use crate::notifications::{self, SessionNews};
use crate::problem::{Outcome, Problem};

/// How long a cancellation waits before anybody is told.
pub const UNDO: SignedDuration = SignedDuration::from_secs(10);
const LONGEST_REASON: usize = 500;

#[derive(Debug, Clone, serde::Serialize)]
pub struct MoveSession {
    #[serde(skip)]
    pub key: Uuid,
    pub id: SessionId,
    /// The version that was looked at.
    pub version: i32,
    pub starts_at: Timestamp,
    /// `None`: as long as before.
    pub minutes: Option<i32>,
    pub place: Option<SessionPlace>,
    pub reason: Option<String>,
}

#[derive(Debug, Clone)]
pub struct CancelSession {
    pub id: SessionId,
    pub version: i32,
    /// Nobody has to give one.
    pub reason: Option<String>,
}

#[derive(FromQueryResult)]
struct CenterRow {
    cutoff: i32,
    phone: Option<String>,
}

/// Since when calling off comes late, by the center's own rule.
async fn late_from(tx: &CenterTx, session: &Session) -> Outcome<Timestamp> {
    let center = tx
        .row::<CenterRow>("select change_cutoff_minutes as cutoff, phone from cairn.center_settings where center_id = $1", [])
        .await?
        .ok_or(crate::problem::Surprise::Inconsistent("a center without settings"))?;
    Ok(session.starts_at - SignedDuration::from_mins(i64::from(center.cutoff)))
}

/// The session, if this actor may move it now.
pub(super) async fn changeable(tx: &CenterTx, id: SessionId, field: &str) -> Outcome<Session> {
    let (session, until, center_phone) = theirs(tx, id, field).await?;
    if session.state == SessionState::Booked && tx.now() >= until {
        return Err(Problem::TooLate { changeable_until: until, center_phone }.into());
    }
    Ok(session)
}

/// The session, if this actor may call it off now. After the cutoff too: better late than not to come.
pub(super) async fn cancellable(tx: &CenterTx, id: SessionId, field: &str) -> Outcome<Session> {
    Ok(theirs(tx, id, field).await?.0)
}

/// A session of this actor's to change that has not begun, until when they may move it, and whom to call after that.
async fn theirs(tx: &CenterTx, id: SessionId, field: &str) -> Outcome<(Session, Timestamp, Option<String>)> {
    let session = locked(tx, id).await?.ok_or_else(|| Problem::not_found(field))?;
    let center = tx
        .row::<CenterRow>("select change_cutoff_minutes as cutoff, phone from cairn.center_settings where center_id = $1", [])
        .await?
        .ok_or(crate::problem::Surprise::Inconsistent("a center without settings"))?;
    let until = changeable_until(tx, &session, SignedDuration::from_mins(i64::from(center.cutoff)));
    let Some(until) = until else {
        // Who may look at it learns that it is not theirs to change; for others it is not there.
        find(tx, id).await.map_err(|_| Problem::not_found(field))?;
        return Err(Problem::NotAllowed.into());
    };
    tx.writable()?;
    let begun = !matches!(session.state, SessionState::Booked | SessionState::Cancelled | SessionState::LateCancel);
    if begun || session.starts_at <= tx.now() {
        return Err(Problem::invalid(field, "already_over").into());
    }
    Ok((session, until, center.phone))
}

pub(super) fn check_reason(reason: Option<&str>) -> Outcome<Option<String>> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    if reason.is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
        return Err(Problem::limit("reason", "too_long", 500).into());
    }
    Ok(reason.map(str::to_owned))
}

pub async fn reschedule(tx: &CenterTx, input: MoveSession) -> Outcome<SessionView> {
    let session = changeable(tx, input.id, "sessionId").await?;
    let reason = check_reason(input.reason.as_deref())?;
    if let Claim::Repeated(id) = idempotency::claim(tx, input.key, "move_session", &input, input.id.0).await? {
        return find(tx, SessionId(id)).await;
    }
    if session.state.is_called_off() {
        return Err(Problem::invalid("sessionId", "already_cancelled").into());
    }
    if session.version != input.version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    let to = MoveTo {
        starts_at: input.starts_at,
        minutes: input.minutes,
        place: input.place,
        reason,
        except: vec![session.id.0],
        news: SessionNews::Moved,
        offers: true,
    };
    let moved = move_to(tx, session, to).await?;
    find(tx, moved.id).await
}

/// Where a session goes.
pub(super) struct MoveTo {
    pub starts_at: Timestamp,
    /// `None`: as long, and where it was.
    pub minutes: Option<i32>,
    pub place: Option<SessionPlace>,
    pub reason: Option<String>,
    /// What does not stand in its way: itself, and what moves with it.
    pub except: Vec<Uuid>,
    pub news: SessionNews,
    /// The time it leaves is offered at once; a series waits until all of it has moved.
    pub offers: bool,
}

/// Moves a session that the actor may change, and offers the time it leaves.
pub(super) async fn move_to(tx: &CenterTx, session: Session, to: MoveTo) -> Outcome<Session> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let booker = booker(membership, session.client_id);
    let query = DeskQuery {
        type_id: session.type_id,
        ..around(session.counselor_id, Some(session.client_id), to.starts_at, to.except.clone())
    };
    let mut desk = desk_of(tx, &query).await?;
    if booker == Booker::Client && !desk.counselor_is_active {
        return Err(Problem::invalid("startsAt", "not_back_yet").into());
    }
    if in_turn(tx, &desk, booker).await? {
        desk = desk_of(tx, &query).await?;
    }
    let place = to.place.unwrap_or(session.place);
    if place != session.place && desk.kind.as_ref().is_some_and(|kind| !kind.places.contains(&place)) {
        return Err(Problem::invalid("place", "session_type_place").into());
    }
    let minutes = match to.minutes.filter(|minutes| *minutes != session.minutes) {
        Some(minutes) => fits(&desk, booker, session.type_id, Some(minutes), None, Wants::Times)?,
        None => session.minutes,
    };
    let booking = Booking {
        counselor_id: session.counselor_id,
        client_id: session.client_id,
        starts_at: to.starts_at,
        minutes,
        place,
        type_id: session.type_id,
        hold: None,
        series: None,
        booker,
    };
    check(tx, &desk, &booking).await?;
    let left = Freed::by(&session, tx.now());
    let moved = moved(&desk, session, &booking)?;
    if !update(tx, &desk, &moved, to.reason.as_deref()).await? {
        let fresh = desk_of(tx, &query).await?;
        return Err(taken(tx, &fresh, booker, moved.starts_at, minutes)?);
    }
    tx.audit(Event::done("session.move", "session", moved.id.0).about(moved.client_id).purpose("care"));
    notifications::plan_session(tx, &moved, to.news).await?;
    announce(tx, &moved, NewsKind::Moved);
    cover::moved(tx, &moved).await?;
    if to.offers {
        offer_to_next(tx, left).await?;
    }
    Ok(moved)
}

async fn desk_of(tx: &CenterTx, query: &DeskQuery) -> Outcome<Desk> {
    desk(tx, query).await?.ok_or_else(|| Problem::not_found("sessionId").into())
}

fn moved(desk: &Desk, mut session: Session, to: &Booking) -> Outcome<Session> {
    if to.place != session.place {
        (session.location, session.join_url) = venue(desk, to.place)?;
        session.place = to.place;
    }
    session.starts_at = to.starts_at;
    session.ends_at = to.starts_at + SignedDuration::from_mins(i64::from(to.minutes));
    (session.local_start, session.zone) = desk.planned(to.starts_at);
    session.minutes = to.minutes;
    session.version += 1;
    Ok(session)
}

/// False: somebody is there. An update has no `on conflict`, so the constraint's error is caught behind a savepoint.
async fn update(tx: &CenterTx, desk: &Desk, session: &Session, reason: Option<&str>) -> Outcome<bool> {
    let id = session.id.0;
    let location = tx.seal_option(LOCATION, id, session.location.as_deref()).await?;
    let join_url = tx.seal_option(JOIN_URL, id, session.join_url.as_deref()).await?;
    let reason = tx.seal_option(REASON, id, reason).await?;
    let (busy_from, busy_until) = busy(desk, session.starts_at, session.ends_at);
    tx.execute_unprepared("savepoint change").await?;
    let result = tx
        .run(
            concat!(
                swept_sql!("$16", "$8", "$9", "$15", "null::uuid"),
                " update cairn.sessions set starts_at = $3, ends_at = $4, local_start = $5, zone = $6, minutes = $7, busy_from = $8,
               busy_until = $9, place = $10, location = $11, join_url = $12, cancel_reason = $13, version = $14, updated_at = $15,
               state = 'booked', course = null, cancelled_by = null, cancelled_at = null, undo_until = null
             where center_id = $1 and id = $2 and (select count(*) from swept) >= 0"
            ),
            [
                id.into(),
                At(session.starts_at).into(),
                At(session.ends_at).into(),
                Wall(session.local_start).into(),
                session.zone.clone().into(),
                session.minutes.into(),
                At(busy_from).into(),
                At(busy_until).into(),
                session.place.name().into(),
                location.into(),
                join_url.into(),
                reason.into(),
                session.version.into(),
                tx.at().into(),
                session.counselor_id.0.into(),
            ],
        )
        .await;
    match result {
        Ok(_) => Ok(true),
        Err(error) if lost_a_race(&error) => {
            tx.execute_unprepared("rollback to savepoint change").await?;
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

/// Exclusion violation, or the deadlock that two crossing moves can make of it.
fn lost_a_race(error: &DbErr) -> bool {
    let (DbErr::Query(RuntimeErr::SqlxError(source)) | DbErr::Exec(RuntimeErr::SqlxError(source))) = error else { return false };
    source.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "23P01" || code == "40P01")
}

pub async fn cancel(tx: &CenterTx, input: CancelSession) -> Outcome<SessionView> {
    let mut session = cancellable(tx, input.id, "sessionId").await?;
    let reason = check_reason(input.reason.as_deref())?;
    if session.state.is_called_off() {
        // Pressed twice: it is as wanted.
        return find(tx, session.id).await;
    }
    if session.version != input.version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    let undo_until = tx.now() + UNDO;
    session = cancel_now(tx, session, reason, SessionNews::Cancelled { undo_until }).await?;
    find(tx, session.id).await
}

/// Cancels a session that the actor may change. Whoever waits is offered its time in the same transaction, and is told when it
/// cannot be taken back any more.
pub(super) async fn cancel_now(tx: &CenterTx, session: Session, reason: Option<String>, news: SessionNews) -> Outcome<Session> {
    // Whose counselor is away is late for nothing.
    let late = tx.now() >= late_from(tx, &session).await? && !cover::asked(tx, session.id).await?;
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    call_off(tx, session, reason, news, late, Some((me, tx.now() + UNDO))).await
}

/// The same because the counselor is away: that is nobody's lateness, least of all the client's who answers. It can be taken back
/// until then: whoever has another session instead does not get this one beside it.
pub(super) async fn cancel_for_cover(tx: &CenterTx, session: Session, undo_until: Timestamp) -> Outcome<Session> {
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    call_off(tx, session, None, SessionNews::Cancelled { undo_until }, false, Some((me, undo_until))).await
}

/// The same because the two do not meet any more, or not for now: nobody's doing by name, and nobody's to take back.
pub(super) async fn cancel_for_nobody(tx: &CenterTx, session: Session, news: SessionNews) -> Outcome<Session> {
    call_off(tx, session, None, news, false, None).await
}

async fn call_off(
    tx: &CenterTx,
    mut session: Session,
    reason: Option<String>,
    news: SessionNews,
    late: bool,
    by: Option<(MemberId, Timestamp)>,
) -> Outcome<Session> {
    let (by, undo_until) = by.unzip();
    let sealed = tx.seal_option(REASON, session.id.0, reason.as_deref()).await?;
    session.version += 1;
    session.state = if late { SessionState::LateCancel } else { SessionState::Cancelled };
    session.cancelled_by = by;
    session.undo_until = undo_until;
    session.cancel_reason = reason;
    tx.run(
        "update cairn.sessions set state = 'cancelled', version = $3, cancelled_by = $4, cancelled_at = $5, cancel_reason = $6,
           undo_until = $7, updated_at = $5, course = $8
         where center_id = $1 and id = $2",
        [
            session.id.0.into(),
            session.version.into(),
            by.map(|id| id.0).into(),
            tx.at().into(),
            sealed.into(),
            undo_until.map(At).into(),
            session.state.course().map(str::to_owned).into(),
        ],
    )
    .await?;
    tx.audit(Event::done("session.cancel", "session", session.id.0).about(session.client_id).purpose("care"));
    notifications::plan_session(tx, &session, news).await?;
    announce(tx, &session, NewsKind::Vanished);
    cover::settled(tx, session.id).await?;
    offer_to_next(tx, Freed::by(&session, undo_until.unwrap_or(tx.now()))).await?;
    Ok(session)
}

/// Brings a session back within seconds, if its time is still free. Nobody was told yet. Whose counselor is away then is asked
/// again.
pub async fn undo_cancel(tx: &CenterTx, id: SessionId) -> Outcome<SessionView> {
    let mut session = changeable(tx, id, "sessionId").await?;
    if session.state == SessionState::Booked {
        return find(tx, id).await;
    }
    let mine = session.cancelled_by == tx.actor().member_id();
    if !mine || session.undo_until.is_none_or(|until| tx.now() >= until) {
        return Err(Problem::invalid("sessionId", "undo_over").into());
    }
    // Nobody was told of an offer yet, either.
    waits::take_back(tx, session.counselor_id, Window { starts_at: session.starts_at, ends_at: session.ends_at }).await?;
    let query = DeskQuery {
        type_id: session.type_id,
        ..around(session.counselor_id, Some(session.client_id), session.starts_at, vec![id.0])
    };
    let desk = desk_of(tx, &query).await?;
    // Since then the two were kept apart, or their meetings rest.
    if desk.barred.is_some() {
        return Err(Problem::invalid("sessionId", "undo_over").into());
    }
    session.version += 1;
    session.state = SessionState::Booked;
    session.cancelled_by = None;
    session.undo_until = None;
    if !update(tx, &desk, &session, None).await? {
        let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
        let booker = booker(membership, session.client_id);
        let fresh = desk_of(tx, &query).await?;
        return Err(taken(tx, &fresh, booker, session.starts_at, session.minutes)?);
    }
    tx.audit(Event::done("session.undo_cancel", "session", id.0).about(session.client_id).purpose("care"));
    notifications::plan_session(tx, &session, SessionNews::Restored).await?;
    announce(tx, &session, NewsKind::Appeared);
    cover::back_again(tx, &session).await?;
    find(tx, id).await
}
