use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp, ToSpan};
use uuid::Uuid;

use super::hold;
use super::insert::insert;
use super::present::for_job;
use super::view::{SessionView, find};
use super::{Session, SessionPlace, SessionState, Slot};
use crate::actor::{Membership, Role};
use crate::audit::Event;
use crate::availability::{Booker, Desk, DeskQuery, Refusal, Window, desk, offered, verdict};
use crate::db::{CenterTx, News, NewsKind};
use crate::idempotency::{self, Claim};
use crate::ids::{MemberId, SessionId, SessionSeriesId, SessionTypeId};
use crate::notifications::{self, SessionNews};
use crate::policy::{self, Action, Target};
use crate::problem::{Fault, Outcome, Problem, Surprise};
use crate::zones;

#[derive(Debug, Clone, serde::Serialize)]
pub struct BookSession {
    #[serde(skip)]
    pub key: Uuid,
    pub counselor_id: MemberId,
    pub client_id: MemberId,
    pub starts_at: Timestamp,
    /// `None`: as long as the kind of session is.
    pub minutes: Option<i32>,
    pub place: SessionPlace,
    pub type_id: Option<SessionTypeId>,
    /// Of a time that is held for whoever books. Not part of what is booked: a retry may come without.
    #[serde(skip)]
    pub hold: Option<String>,
}

/// Where a center has no kinds of sessions.
pub const LENGTHS: [i32; 3] = [30, 45, 60];

/// Clients keep to the rules made for clients; who counsels or administers knows better.
pub(super) fn booker(membership: &Membership, client_id: MemberId) -> Booker {
    if membership.member_id == client_id && !membership.roles.contains(&Role::Admin) { Booker::Client } else { Booker::Staff }
}

/// One session that shall be.
#[derive(Debug, Clone)]
pub(super) struct Booking {
    pub counselor_id: MemberId,
    pub client_id: MemberId,
    pub starts_at: Timestamp,
    pub minutes: i32,
    pub place: SessionPlace,
    pub type_id: Option<SessionTypeId>,
    /// The time is kept by this row, which gives it up.
    pub hold: Option<Uuid>,
    pub series: Option<(SessionSeriesId, DateTime)>,
    pub booker: Booker,
}

impl Booking {
    pub(super) fn query(&self) -> DeskQuery {
        let except = self.hold.into_iter().collect();
        DeskQuery { type_id: self.type_id, ..around(self.counselor_id, Some(self.client_id), self.starts_at, except) }
    }
}

const OPERATION: &str = "book_session";

pub async fn book(tx: &CenterTx, input: BookSession) -> Outcome<SessionView> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let hold = hold::of_actor(tx, input.hold.as_deref()).await?;
    let mut booking = Booking {
        counselor_id: input.counselor_id,
        client_id: input.client_id,
        starts_at: input.starts_at,
        minutes: 0,
        place: input.place,
        type_id: input.type_id,
        hold,
        series: None,
        booker: booker(membership, input.client_id),
    };
    let desk = desk(tx, &booking.query()).await?;
    let desk = authorise(membership, input.counselor_id, input.client_id, desk)?;
    tx.writable()?;
    booking.minutes = fits(&desk, booking.booker, input.type_id, input.minutes, Some(input.place), Wants::Booking)?;
    // Most who lose a race lose it here, before they have written anything. A retry finds its own session in the way.
    if let Err(fault) = check(tx, &desk, &booking).await {
        let earlier = idempotency::earlier(tx, input.key, OPERATION, &input).await?;
        return find(tx, SessionId(earlier.ok_or(fault)?)).await;
    }
    let id = SessionId(tx.ids().event(tx.now()));
    if let Claim::Repeated(earlier) = idempotency::claim(tx, input.key, OPERATION, &input, id.0).await? {
        return find(tx, SessionId(earlier)).await;
    }
    let desk = limited(tx, desk, &booking).await?;
    book_at(tx, &desk, id, &booking, SessionNews::Booked).await?;
    find(tx, id).await
}

/// Books what the actor may book: the check that offers, the insert that decides, and what follows from it.
pub(super) async fn book_at(tx: &CenterTx, desk: &Desk, id: SessionId, booking: &Booking, news: SessionNews) -> Outcome<Session> {
    check(tx, desk, booking).await?;
    let booked_by = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let mut session = planned(desk, id, booked_by, booking)?;
    if !insert(tx, desk, &session, booking.hold).await? {
        let fresh = still_theirs(tx, booking).await?;
        if fresh.hours_version == desk.hours_version {
            return Err(taken(tx, &fresh, booking.booker, booking.starts_at, booking.minutes)?);
        }
        // An absence was written since the look at the hours, and may leave this time alone.
        check(tx, &fresh, booking).await?;
        session = planned(&fresh, id, booked_by, booking)?;
        if !insert(tx, &fresh, &session, booking.hold).await? {
            return Err(taken(tx, &fresh, booking.booker, booking.starts_at, booking.minutes)?);
        }
    }
    tx.audit(Event::done("session.book", "session", id.0).about(booking.client_id).purpose("care"));
    notifications::plan_session(tx, &session, news).await?;
    announce(tx, &session, NewsKind::Appeared);
    Ok(session)
}

/// Two who book at once could each be the last one of a day: where days or weeks are limited, clients book one after the other.
/// True: what was seen before may have changed.
pub(super) async fn in_turn(tx: &CenterTx, seen: &Desk, booker: Booker) -> Outcome<bool> {
    let availability = &seen.availability;
    if booker == Booker::Staff || (availability.daily_limit.is_none() && availability.weekly_limit.is_none()) {
        return Ok(false);
    }
    // The counselor's row first, as whoever changes the place of their sessions has it.
    tx.run(
        "with counselor as materialized (select from cairn.members where center_id = $1 and id = $2 for key share)
         select from cairn.availability
         where center_id = $1 and counselor_id = $2 and (select count(*) from counselor) >= 0 for no key update",
        [availability.counselor_id.0.into()],
    )
    .await?;
    Ok(true)
}

pub(super) async fn limited(tx: &CenterTx, seen: Desk, booking: &Booking) -> Outcome<Desk> {
    if in_turn(tx, &seen, booking.booker).await? {
        desk(tx, &booking.query()).await?.ok_or_else(|| Problem::not_found("counselorId").into())
    } else {
        Ok(seen)
    }
}

/// What a kind of session is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wants {
    /// To be looked at: which times there are.
    Times,
    Booking,
    /// To be asked for: somebody has to say yes.
    Approval,
}

/// How long such a session is, if this booker may have it this way.
pub(super) fn fits(
    desk: &Desk,
    booker: Booker,
    type_id: Option<SessionTypeId>,
    minutes: Option<i32>,
    place: Option<SessionPlace>,
    wants: Wants,
) -> Outcome<i32> {
    if type_id.is_none() {
        if booker == Booker::Client && desk.kinds_for_clients && wants != Wants::Times {
            return Err(Problem::invalid("typeId", "session_type_required").into());
        }
        return minutes.filter(|minutes| LENGTHS.contains(minutes)).ok_or_else(|| Problem::invalid("minutes", "length").into());
    }
    let theirs = |kind: &&crate::availability::Kind| match booker {
        Booker::Client => kind.active && kind.by_client,
        Booker::Staff => kind.active && (kind.by_staff || kind.by_client),
    };
    let kind = desk.kind.as_ref().filter(theirs).ok_or_else(|| Problem::not_found("typeId"))?;
    if minutes.is_some_and(|minutes| minutes != kind.minutes) {
        return Err(Problem::invalid("minutes", "session_type_length").into());
    }
    if place.is_some_and(|place| !kind.places.contains(&place)) {
        return Err(Problem::invalid("place", "session_type_place").into());
    }
    if wants == Wants::Booking && booker == Booker::Client && kind.needs_approval {
        return Err(Problem::invalid("typeId", "needs_approval").into());
    }
    Ok(kind.minutes)
}

/// Days on each side: enough for the window a start lies in, for a week that may be full, and for alternatives close by.
pub(super) fn around(counselor_id: MemberId, client_id: Option<MemberId>, at: Timestamp, except: Vec<Uuid>) -> DeskQuery {
    let (before, after) = (SignedDuration::from_hours(24 * 8), SignedDuration::from_hours(24 * 15));
    DeskQuery {
        counselor_id,
        client_id,
        from: at.saturating_sub(before).unwrap_or(at),
        until: at.saturating_add(after).unwrap_or(at),
        except,
        type_id: None,
    }
}

pub(super) fn authorise(
    membership: &Membership,
    counselor_id: MemberId,
    client_id: MemberId,
    desk: Option<Desk>,
) -> Outcome<Desk> {
    let me = membership.member_id;
    let desk = desk.filter(|desk| desk.counselor_is_active);
    let target = Target {
        own: me == counselor_id || me == client_id,
        assigned: desk.as_ref().is_some_and(|desk| desk.assigned),
        bridges: desk.as_ref().is_some_and(|desk| desk.bridges),
        ..Target::NONE
    };
    if counselor_id == client_id {
        return Err(Problem::invalid("clientId", "same_person").into());
    }
    if !policy::allows(&membership.roles, Action::BookSession, target) {
        // Whoever is not in the actor's care does not exist for them.
        let field = if me == client_id { "counselorId" } else { "clientId" };
        return Err(Problem::not_found(field).into());
    }
    let desk = desk.ok_or_else(|| Problem::not_found("counselorId"))?;
    if !desk.assigned {
        return Err(Problem::invalid("counselorId", "no_counselor").into());
    }
    Ok(desk)
}

/// What the check behind offering, booking and moving says. `None`: nothing against it.
pub(super) fn refusal(
    desk: &Desk,
    booker: Booker,
    now: Timestamp,
    at: Timestamp,
    minutes: i32,
) -> Result<Option<Refusal>, Surprise> {
    let windows = windows_around(desk, at)?;
    Ok(verdict(&desk.rules(now, booker)?, &windows, at, minutes).err())
}

pub(super) async fn check(tx: &CenterTx, desk: &Desk, booking: &Booking) -> Outcome<()> {
    match refusal(desk, booking.booker, tx.now(), booking.starts_at, booking.minutes)? {
        None => Ok(()),
        Some(Refusal::Taken) => {
            Err(Problem::SlotTaken { alternatives: alternatives(tx, desk, booking.booker, booking.starts_at, booking.minutes)? }
                .into())
        }
        Some(refusal) => Err(Problem::invalid("startsAt", refusal.rule()).into()),
    }
}

fn windows_around(desk: &Desk, at: Timestamp) -> Result<Vec<Window>, Surprise> {
    // The day before too: a window may begin there and reach over midnight.
    let day = zones::today(at, &desk.zone).saturating_sub(1.day());
    desk.availability.windows(&desk.zone, day, 3)
}

/// Free times closest to the wanted one.
pub(super) fn alternatives(
    tx: &CenterTx,
    desk: &Desk,
    booker: Booker,
    wanted: Timestamp,
    minutes: i32,
) -> Result<Vec<Slot>, Surprise> {
    let day = zones::today(wanted, &desk.zone).saturating_sub(1.day());
    let windows = desk.availability.windows(&desk.zone, day, 13)?;
    let mut slots = offered(&desk.rules(tx.now(), booker)?, &windows, minutes, 600);
    slots.sort_by_key(|slot| slot.starts_at.duration_since(wanted).abs());
    slots.truncate(3);
    slots.sort_by_key(|slot| slot.starts_at);
    Ok(slots)
}

/// A fresh look, after a race was lost: somebody was faster, or the two are not counselor and client any more.
async fn still_theirs(tx: &CenterTx, booking: &Booking) -> Outcome<Desk> {
    let fresh = desk(tx, &booking.query()).await?;
    let fresh = fresh.filter(|desk| desk.counselor_is_active && desk.assigned);
    fresh.ok_or_else(|| Problem::invalid("counselorId", "no_counselor").into())
}

/// Why the database said no: the counselor's time or the client's. `fresh` was read after that.
pub(super) fn taken(tx: &CenterTx, fresh: &Desk, booker: Booker, starts_at: Timestamp, minutes: i32) -> Outcome<Fault> {
    match refusal(fresh, booker, tx.now(), starts_at, minutes)? {
        None | Some(Refusal::ClientBusy) => Ok(Problem::invalid("startsAt", "client_busy").into()),
        Some(_) => Ok(Problem::SlotTaken { alternatives: alternatives(tx, fresh, booker, starts_at, minutes)? }.into()),
    }
}

/// Where it takes place, as the counselor's hours say.
pub(super) fn venue(desk: &Desk, place: SessionPlace) -> Outcome<(Option<String>, Option<String>)> {
    let availability = &desk.availability;
    match place {
        SessionPlace::InPerson if availability.location.is_none() => Err(Problem::invalid("place", "location_missing").into()),
        SessionPlace::Online if availability.online_link.is_none() => {
            Err(Problem::invalid("place", "online_link_missing").into())
        }
        SessionPlace::InPerson => Ok((availability.location.clone(), None)),
        SessionPlace::Online => Ok((None, availability.online_link.clone())),
    }
}

fn planned(desk: &Desk, id: SessionId, booked_by: MemberId, booking: &Booking) -> Outcome<Session> {
    let (location, join_url) = venue(desk, booking.place)?;
    let (local_start, zone) = desk.planned(booking.starts_at);
    Ok(Session {
        id,
        counselor_id: booking.counselor_id,
        client_id: booking.client_id,
        starts_at: booking.starts_at,
        ends_at: booking.starts_at + SignedDuration::from_mins(i64::from(booking.minutes)),
        local_start,
        zone,
        minutes: booking.minutes,
        place: booking.place,
        location,
        join_url,
        state: SessionState::Booked,
        version: 1,
        booked_by,
        cancelled_by: None,
        cancel_reason: None,
        undo_until: None,
        type_id: booking.type_id,
        series_id: booking.series.map(|(series, _)| series),
        occurrence: booking.series.map(|(_, occurrence)| occurrence),
        arrived_at: None,
        started_at: None,
        ended_at: None,
    })
}

pub(super) fn announce(tx: &CenterTx, session: &Session, kind: NewsKind) {
    tx.announce(News {
        center_id: tx.center_id(),
        session_id: session.id,
        counselor_id: session.counselor_id,
        client_id: session.client_id,
        kind,
    });
}

/// The session a change is about, locked against other changes. Its counselor's row comes first, as for whoever writes an absence:
/// one that is being written is waited for, and seen by whatever looks at the hours after this.
pub(super) async fn locked(tx: &CenterTx, id: SessionId) -> Outcome<Option<Session>> {
    tx.run(
        "with counselor as materialized (
           select from cairn.members where center_id = $1
             and id = (select counselor_id from cairn.sessions where center_id = $1 and id = $2) for key share)
         select from cairn.sessions where center_id = $1 and id = $2 and (select count(*) from counselor) >= 0 for update",
        [id.0.into()],
    )
    .await?;
    for_job(tx, id).await
}
