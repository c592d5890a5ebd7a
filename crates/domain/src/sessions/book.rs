use jiff::{SignedDuration, Timestamp, ToSpan};
use uuid::Uuid;

use super::present::for_job;
use super::view::{JOIN_URL, LOCATION, SessionView, find};
use super::{Session, SessionPlace, SessionState, Slot};
use crate::actor::{Membership, Role};
use crate::audit::Event;
use crate::availability::{Booker, Desk, DeskQuery, Refusal, Window, desk, offered, verdict};
use crate::db::{At, CenterTx, News, NewsKind, Wall};
use crate::idempotency::{self, Claim};
use crate::ids::{MemberId, SessionId};
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
    pub minutes: i32,
    pub place: SessionPlace,
}

pub const LENGTHS: [i32; 3] = [30, 45, 60];

/// Clients keep to the rules made for clients; who counsels or administers knows better.
pub(super) fn booker(membership: &Membership, client_id: MemberId) -> Booker {
    if membership.member_id == client_id && !membership.roles.contains(&Role::Admin) { Booker::Client } else { Booker::Staff }
}

pub async fn book(tx: &CenterTx, input: BookSession) -> Outcome<SessionView> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let desk = desk(tx, &around(input.counselor_id, Some(input.client_id), input.starts_at, None)).await?;
    let desk = authorise(membership, &input, desk)?;
    tx.writable()?;
    if !LENGTHS.contains(&input.minutes) {
        return Err(Problem::invalid("minutes", "length").into());
    }
    let booker = booker(membership, input.client_id);
    let id = SessionId(tx.ids().event(tx.now()));
    if let Claim::Repeated(earlier) = idempotency::claim(tx, input.key, "book_session", &input, id.0).await? {
        return find(tx, SessionId(earlier)).await;
    }
    check(tx, &desk, booker, input.counselor_id, input.starts_at, input.minutes, None).await?;
    let session = planned(&desk, id, membership.member_id, &input)?;
    if !insert(tx, &desk, &session).await? {
        return Err(refused(tx, &input, booker).await?);
    }
    tx.audit(Event::done("session.book", "session", id.0).about(input.client_id).purpose("care"));
    notifications::plan_session(tx, &session, SessionNews::Booked).await?;
    announce(tx, &session, NewsKind::Appeared);
    find(tx, id).await
}

/// A day on each side: enough for the window a start lies in, and for alternatives close by.
pub(super) fn around(counselor_id: MemberId, client_id: Option<MemberId>, at: Timestamp, except: Option<Uuid>) -> DeskQuery {
    let days = SignedDuration::from_hours(24 * 15);
    DeskQuery {
        counselor_id,
        client_id,
        from: at.saturating_sub(SignedDuration::from_hours(48)).unwrap_or(at),
        until: at.saturating_add(days).unwrap_or(at),
        except,
    }
}

fn authorise(membership: &Membership, input: &BookSession, desk: Option<Desk>) -> Outcome<Desk> {
    let me = membership.member_id;
    let desk = desk.filter(|desk| desk.counselor_is_active);
    let target = Target {
        own: me == input.counselor_id || me == input.client_id,
        assigned: desk.as_ref().is_some_and(|desk| desk.assigned),
        ..Target::NONE
    };
    if input.counselor_id == input.client_id {
        return Err(Problem::invalid("clientId", "same_person").into());
    }
    if !policy::allows(&membership.roles, Action::BookSession, target) {
        // Whoever is not in the actor's care does not exist for them.
        let field = if me == input.client_id { "counselorId" } else { "clientId" };
        return Err(Problem::not_found(field).into());
    }
    let desk = desk.ok_or_else(|| Problem::not_found("counselorId"))?;
    if !desk.assigned {
        return Err(Problem::invalid("counselorId", "no_counselor").into());
    }
    Ok(desk)
}

/// The check behind every booking and move: the same that offers slots.
pub(super) async fn check(
    tx: &CenterTx,
    desk: &Desk,
    booker: Booker,
    counselor_id: MemberId,
    starts_at: Timestamp,
    minutes: i32,
    except: Option<Uuid>,
) -> Outcome<()> {
    let windows = windows_around(desk, starts_at)?;
    let refusal = match verdict(&desk.rules(tx.now(), booker), &windows, starts_at, minutes) {
        Ok(()) => return Ok(()),
        Err(refusal) => refusal,
    };
    let rule = match refusal {
        Refusal::InThePast => "in_the_past",
        Refusal::TooSoon => "too_soon",
        Refusal::TooFarAhead => "too_far_ahead",
        Refusal::OutsideHours => "outside_hours",
        Refusal::OffTheGrid => "off_the_grid",
        Refusal::Taken => {
            let alternatives = alternatives(tx, counselor_id, booker, starts_at, minutes, except).await?;
            return Err(Problem::SlotTaken { alternatives }.into());
        }
    };
    Err(Problem::invalid("startsAt", rule).into())
}

fn windows_around(desk: &Desk, at: Timestamp) -> Result<Vec<Window>, Surprise> {
    // The day before too: a window may begin there and reach over midnight.
    let day = zones::today(at, &desk.zone).saturating_sub(1.day());
    desk.availability.windows(&desk.zone, day, 3)
}

/// Free times closest to the wanted one: a fresh look, after the race was lost.
async fn alternatives(
    tx: &CenterTx,
    counselor_id: MemberId,
    booker: Booker,
    wanted: Timestamp,
    minutes: i32,
    except: Option<Uuid>,
) -> Outcome<Vec<Slot>> {
    let Some(desk) = desk(tx, &around(counselor_id, None, wanted, except)).await? else { return Ok(Vec::new()) };
    let day = zones::today(wanted, &desk.zone).saturating_sub(1.day());
    let windows = desk.availability.windows(&desk.zone, day, 15)?;
    let mut slots = offered(&desk.rules(tx.now(), booker), &windows, minutes, 600);
    slots.sort_by_key(|slot| slot.starts_at.duration_since(wanted).abs());
    slots.truncate(3);
    slots.sort_by_key(|slot| slot.starts_at);
    Ok(slots)
}

/// Why nothing was written: somebody was faster, or the two are not counselor and client any more.
async fn refused(tx: &CenterTx, input: &BookSession, booker: Booker) -> Outcome<Fault> {
    let (counselor_id, client_id) = (input.counselor_id, input.client_id);
    let fresh = desk(tx, &around(counselor_id, Some(client_id), input.starts_at, None)).await?;
    if !fresh.is_some_and(|desk| desk.counselor_is_active && desk.assigned) {
        return Ok(Problem::invalid("counselorId", "no_counselor").into());
    }
    taken(tx, counselor_id, client_id, booker, input.starts_at, input.minutes, None).await
}

/// Why the database said no: the counselor's time or the client's.
pub(super) async fn taken(
    tx: &CenterTx,
    counselor_id: MemberId,
    client_id: MemberId,
    booker: Booker,
    starts_at: Timestamp,
    minutes: i32,
    except: Option<Uuid>,
) -> Outcome<Fault> {
    let fresh = desk(tx, &around(counselor_id, Some(client_id), starts_at, except)).await?;
    if let Some(fresh) = fresh {
        let windows = windows_around(&fresh, starts_at)?;
        if verdict(&fresh.rules(tx.now(), booker), &windows, starts_at, minutes).is_ok() {
            return Ok(Problem::invalid("startsAt", "client_busy").into());
        }
    }
    let alternatives = alternatives(tx, counselor_id, booker, starts_at, minutes, except).await?;
    Ok(Problem::SlotTaken { alternatives }.into())
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

fn planned(desk: &Desk, id: SessionId, booked_by: MemberId, input: &BookSession) -> Outcome<Session> {
    let (location, join_url) = venue(desk, input.place)?;
    Ok(Session {
        id,
        counselor_id: input.counselor_id,
        client_id: input.client_id,
        starts_at: input.starts_at,
        ends_at: input.starts_at + SignedDuration::from_mins(i64::from(input.minutes)),
        local_start: zones::wall(input.starts_at, &desk.zone),
        zone: desk.availability.zone.clone(),
        minutes: input.minutes,
        place: input.place,
        location,
        join_url,
        state: SessionState::Booked,
        version: 1,
        booked_by,
        cancelled_by: None,
        cancel_reason: None,
        undo_until: None,
        arrived_at: None,
        started_at: None,
        ended_at: None,
    })
}

/// False: the exclusion constraints found somebody there, or the two stopped being counselor and client since they were
/// looked up: the lock waits for a change of roles under way and then sees it. `on conflict do nothing` never deadlocks
/// in a race.
async fn insert(tx: &CenterTx, desk: &Desk, session: &Session) -> Outcome<bool> {
    let id = session.id.0;
    let location = tx.seal_option(LOCATION, id, session.location.as_deref()).await?;
    let join_url = tx.seal_option(JOIN_URL, id, session.join_url.as_deref()).await?;
    let (busy_from, busy_until) = busy(desk, session.starts_at, session.ends_at);
    let written = tx
        .run(
            "with counselor as materialized (
               select from cairn.members where center_id = $1 and id = $3 and state = 'active'
                 and roles && array['counselor', 'peer_mentor'] for key share),
             client as materialized (
               select from cairn.members where center_id = $1 and id = $4 and state in ('active', 'invited')
                 and roles @> array['client'] for key share)
             insert into cairn.sessions (center_id, id, counselor_id, client_id, starts_at, ends_at, local_start, zone, minutes,
               busy_from, busy_until, place, location, join_url, booked_by, created_at, updated_at)
             select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16 from counselor, client
             on conflict do nothing",
            [
                id.into(),
                session.counselor_id.0.into(),
                session.client_id.0.into(),
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
                session.booked_by.0.into(),
                tx.at().into(),
            ],
        )
        .await?;
    Ok(written == 1)
}

pub(super) fn busy(desk: &Desk, starts_at: Timestamp, ends_at: Timestamp) -> (Timestamp, Timestamp) {
    let before = SignedDuration::from_mins(i64::from(desk.availability.buffer_before));
    let after = SignedDuration::from_mins(i64::from(desk.availability.buffer_after));
    (starts_at - before, ends_at + after)
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

/// The session a change is about, locked against other changes.
pub(super) async fn locked(tx: &CenterTx, id: SessionId) -> Outcome<Option<Session>> {
    tx.run("select from cairn.sessions where center_id = $1 and id = $2 for update", [id.0.into()]).await?;
    for_job(tx, id).await
}
