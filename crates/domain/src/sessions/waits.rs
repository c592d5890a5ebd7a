//! Who waits for a time that becomes free: with one counselor or anybody who cares for them, for a kind or a length.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::book::{Booking, Wants, authorise, book_at, booker, fits};
use super::states::SessionWaitState;
use super::view::SessionView;
use super::{SessionPlace, hold, waits_back, waits_unheard};
use crate::audit::Event;
use crate::availability::{Booker, DeskQuery, desk};
use crate::db::{At, CenterTx, Day};
use crate::idempotency::{self, Claim};
use crate::ids::{MemberId, SessionId, SessionTypeId, SessionWaitId};
use crate::notifications::SessionNews;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::{care, programs, zones};

pub(crate) use super::waits_back::counselor_away;
pub(super) use super::waits_back::take_back;
pub use super::waits_list::{WaitFilter, list};
pub(crate) use super::waits_offer::offer_opened;
pub(super) use super::waits_offer::{Freed, offer_to_next};
pub use super::waits_offer::{OfferTime, offer_time};

pub(super) const OBJECT: &str = "session_wait";
/// Waiting for everything is waiting for nothing.
const MOST: i64 = 5;
/// So long it is said that a place in line ended by itself.
pub(super) const TOLD: SignedDuration = SignedDuration::from_hours(24 * 7);

#[derive(Debug, Clone)]
pub struct SessionWait {
    pub id: SessionWaitId,
    pub client_id: MemberId,
    /// `None`: anybody who cares for them.
    pub counselor_id: Option<MemberId>,
    pub type_id: Option<SessionTypeId>,
    pub minutes: i32,
    pub place: SessionPlace,
    /// Not useful any more after this day.
    pub until: Option<Date>,
    pub state: SessionWaitState,
    pub waiting_since: Timestamp,
    pub offered_until: Option<Timestamp>,
    /// The time that is kept.
    pub offer: Option<Offered>,
    pub session_id: Option<SessionId>,
    pub offers_missed: i32,
    /// The last time that was offered, whether or not it was taken.
    pub last_offer: Option<LastOffer>,
    /// Let an offer go: others are asked first until then.
    pub rests_until: Option<Timestamp>,
    /// Who was asked for is not there for them any more: anybody who cares for them since then.
    pub anybody_since: Option<Timestamp>,
    /// The last useful day went by without an offer.
    pub lapsed_at: Option<Timestamp>,
    pub version: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastOffer {
    pub at: Timestamp,
    pub counselor_id: MemberId,
    pub starts_at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offered {
    pub hold_id: Uuid,
    pub counselor_id: MemberId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    id: Uuid,
    client_id: Uuid,
    counselor_id: Option<Uuid>,
    type_id: Option<Uuid>,
    minutes: i32,
    place: String,
    until_date: Option<Day>,
    state: String,
    waiting_since: At,
    offered_until: Option<At>,
    offer_id: Option<Uuid>,
    offer_counselor: Option<Uuid>,
    offer_starts_at: Option<At>,
    offer_ends_at: Option<At>,
    session_id: Option<Uuid>,
    offers_missed: i32,
    last_offered_at: Option<At>,
    last_offer_counselor_id: Option<Uuid>,
    last_offer_starts_at: Option<At>,
    not_before: Option<At>,
    anybody_since: Option<At>,
    lapsed_at: Option<At>,
    version: i32,
}

macro_rules! waits_sql {
    ($($rest:tt)+) => {
        concat!(
            "select w.id, w.client_id, w.counselor_id, w.type_id, w.minutes, w.place, w.until_date, w.state, w.waiting_since,
               w.offered_until, w.offer_id, h.counselor_id as offer_counselor, h.starts_at as offer_starts_at,
               h.ends_at as offer_ends_at, w.session_id, w.offers_missed, w.last_offered_at,
               w.last_offer_counselor_id, w.last_offer_starts_at, w.not_before, w.anybody_since, w.lapsed_at, w.version
             from cairn.session_waits w
             left join cairn.sessions h on h.center_id = $1 and h.id = w.offer_id
             where w.center_id = $1 and ",
            $($rest)+
        )
    };
}
pub(super) use waits_sql;

impl Row {
    pub(super) fn open(self) -> Result<SessionWait, Surprise> {
        let last = self.last_offered_at.zip(self.last_offer_counselor_id).zip(self.last_offer_starts_at);
        let offer = match (self.offer_id, self.offer_counselor, self.offer_starts_at, self.offer_ends_at) {
            (Some(hold_id), Some(counselor), Some(starts_at), Some(ends_at)) => {
                Some(Offered { hold_id, counselor_id: MemberId(counselor), starts_at: starts_at.0, ends_at: ends_at.0 })
            }
            _ => None,
        };
        Ok(SessionWait {
            id: SessionWaitId(self.id),
            client_id: MemberId(self.client_id),
            counselor_id: self.counselor_id.map(MemberId),
            type_id: self.type_id.map(SessionTypeId),
            minutes: self.minutes,
            place: SessionPlace::parse(&self.place).ok_or(Surprise::Inconsistent("session place"))?,
            until: self.until_date.map(|day| day.0),
            state: SessionWaitState::stored(&self.state)?,
            waiting_since: self.waiting_since.0,
            offered_until: self.offered_until.map(|at| at.0),
            offer,
            session_id: self.session_id.map(SessionId),
            offers_missed: self.offers_missed,
            last_offer: last.map(|((at, counselor), starts_at)| LastOffer {
                at: at.0,
                counselor_id: MemberId(counselor),
                starts_at: starts_at.0,
            }),
            rests_until: self.not_before.map(|at| at.0),
            anybody_since: self.anybody_since.map(|at| at.0),
            lapsed_at: self.lapsed_at.map(|at| at.0),
            version: self.version,
        })
    }
}

/// The client themself, those who care for them or keep contact with them while they wait for a place, and admins.
async fn allowed(tx: &CenterTx, client_id: MemberId, field: &str) -> Outcome<()> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let me = membership.member_id;
    let themself = me == client_id;
    let ties = if themself { care::Ties::default() } else { care::ties(tx, me, client_id).await? };
    let bridges = !themself && !ties.assigned && care::bridges(tx, me, client_id).await?;
    // Waiting is wanting to book: who may do the one may do the other.
    let assigned = themself || ties.assigned || bridges;
    let target = Target { own: true, assigned, mentors: ties.mentors, bridges, ..Target::NONE };
    if policy::allows(&membership.roles, Action::BookSession, target) { Ok(()) } else { Err(Problem::not_found(field).into()) }
}

pub async fn find(tx: &CenterTx, id: SessionWaitId) -> Outcome<SessionWait> {
    let wait = read(tx, id).await?.ok_or_else(|| Problem::not_found("sessionWaitId"))?;
    allowed(tx, wait.client_id, "sessionWaitId").await?;
    Ok(wait)
}

pub(super) async fn read(tx: &CenterTx, id: SessionWaitId) -> Outcome<Option<SessionWait>> {
    let row = tx.row::<Row>(waits_sql!("w.id = $2"), [id.0.into()]).await?;
    Ok(row.map(Row::open).transpose()?)
}

/// What a client waits for, the longest first. What is over is not among it, but for a week what ended by itself.
pub async fn of_client(tx: &CenterTx, client_id: MemberId) -> Outcome<Vec<SessionWait>> {
    allowed(tx, client_id, "clientId").await?;
    let rows = tx
        .rows::<Row>(
            waits_sql!(
                "w.client_id = $2 and (w.state in ('waiting', 'offered') or w.state = 'left' and w.lapsed_at > $3)
                 order by w.lapsed_at is not null, w.waiting_since, w.id limit 50"
            ),
            [client_id.0.into(), At(tx.now() - TOLD).into()],
        )
        .await?;
    Ok(rows.into_iter().map(Row::open).collect::<Result<_, _>>()?)
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct JoinWait {
    #[serde(skip)]
    pub key: Uuid,
    pub client_id: MemberId,
    pub counselor_id: Option<MemberId>,
    pub type_id: Option<SessionTypeId>,
    pub minutes: Option<i32>,
    pub place: SessionPlace,
    pub until: Option<Date>,
}

pub async fn join(tx: &CenterTx, input: JoinWait) -> Outcome<SessionWait> {
    allowed(tx, input.client_id, "clientId").await?;
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let nobody = || Problem::invalid("counselorId", "no_counselor");
    let counselor_id = match input.counselor_id {
        Some(counselor) => counselor,
        None => anybody(tx, input.client_id).await?.ok_or_else(nobody)?,
    };
    let query = DeskQuery { client_id: Some(input.client_id), type_id: input.type_id, ..DeskQuery::of(tx, counselor_id) };
    let found = desk(tx, &query).await?;
    let booker = booker(membership, input.client_id);
    let minutes = match input.counselor_id {
        Some(counselor) => {
            let desk = authorise(membership, counselor, input.client_id, found)?;
            fits(&desk, booker, input.type_id, input.minutes, Some(input.place), Wants::Approval)?
        }
        None => {
            let desk = found.ok_or_else(nobody)?;
            fits(&desk, booker, input.type_id, input.minutes, Some(input.place), Wants::Approval)?
        }
    };
    tx.writable()?;
    // The day it is at the center, as for whoever is in line.
    let today = zones::today(tx.now(), &programs::center_zone(tx).await?.1);
    if input.until.is_some_and(|until| until < today) {
        return Err(Problem::invalid("until", "in_the_past").into());
    }
    let id = SessionWaitId(tx.ids().event(tx.now()));
    if let Claim::Repeated(earlier) = idempotency::claim(tx, input.key, "join_wait", &input, id.0).await? {
        return find(tx, SessionWaitId(earlier)).await;
    }
    write(tx, id, &input, minutes).await?;
    tx.audit(Event::done("session_wait.join", OBJECT, id.0).about(input.client_id).purpose("care"));
    find(tx, id).await
}

/// One of those whom the client could meet: whether such a session can be is the same with each.
async fn anybody(tx: &CenterTx, client: MemberId) -> Outcome<Option<MemberId>> {
    match care::counselors_of(tx, client).await?.first() {
        Some(counselor) => Ok(Some(*counselor)),
        None => care::contact_of(tx, client).await,
    }
}

async fn write(tx: &CenterTx, id: SessionWaitId, input: &JoinWait, minutes: i32) -> Outcome<()> {
    let written = tx
        .run(
            "insert into cairn.session_waits (center_id, id, client_id, counselor_id, type_id, minutes, place, until_date, state,
               waiting_since, updated_at)
             select $1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $9
             where (select count(*) from cairn.session_waits w
                    where w.center_id = $1 and w.client_id = $3 and w.state in ('waiting', 'offered')) < $10",
            [
                id.0.into(),
                input.client_id.0.into(),
                input.counselor_id.map(|id| id.0).into(),
                input.type_id.map(|id| id.0).into(),
                minutes.into(),
                input.place.name().into(),
                input.until.map(Day).into(),
                tx.at().into(),
                MOST.into(),
            ],
        )
        .await?;
    if written == 0 { Err(Problem::limit("clientId", "too_many", MOST).into()) } else { Ok(()) }
}

/// The wait, locked: accepting, declining and running out come one after the other. The counselor's row comes first, as for whoever
/// writes an absence and takes away what is kept of it.
pub(super) async fn locked(tx: &CenterTx, id: SessionWaitId) -> Outcome<Option<SessionWait>> {
    tx.run(
        "with counselor as materialized (
           select from cairn.members where center_id = $1 and id = (
             select h.counselor_id from cairn.session_waits w join cairn.sessions h on h.center_id = $1 and h.id = w.offer_id
             where w.center_id = $1 and w.id = $2) for key share)
         select from cairn.session_waits where center_id = $1 and id = $2 and (select count(*) from counselor) >= 0 for update",
        [id.0.into()],
    )
    .await?;
    read(tx, id).await
}

async fn locked_own(tx: &CenterTx, id: SessionWaitId) -> Outcome<SessionWait> {
    let wait = locked(tx, id).await?.ok_or_else(|| Problem::not_found("sessionWaitId"))?;
    allowed(tx, wait.client_id, "sessionWaitId").await?;
    tx.writable()?;
    Ok(wait)
}

/// Takes the time that is kept. Pressing twice is taking it once; a second too late is too late.
pub async fn accept(tx: &CenterTx, id: SessionWaitId) -> Outcome<SessionView> {
    let wait = locked_own(tx, id).await?;
    if let (SessionWaitState::Booked, Some(session)) = (wait.state, wait.session_id) {
        return super::find(tx, session).await;
    }
    let over = || Problem::invalid("sessionWaitId", "offer_over");
    let (SessionWaitState::Offered, Some(offer)) = (wait.state, wait.offer) else { return Err(over().into()) };
    if wait.offered_until.is_none_or(|until| until <= tx.now()) {
        return Err(over().into());
    }
    let booking = Booking {
        counselor_id: offer.counselor_id,
        client_id: wait.client_id,
        starts_at: offer.starts_at,
        minutes: wait.minutes,
        place: wait.place,
        type_id: wait.type_id,
        hold: Some(offer.hold_id),
        series: None,
        // The center offered it: notice and grid were looked at then.
        booker: Booker::Staff,
    };
    let desk = desk(tx, &booking.query()).await?.filter(|desk| desk.counselor_is_active && desk.assigned);
    let desk = desk.ok_or_else(|| Problem::invalid("counselorId", "no_counselor"))?;
    let session_id = SessionId(tx.ids().event(tx.now()));
    book_at(tx, &desk, session_id, &booking, SessionNews::Booked).await?;
    tx.run(
        "update cairn.session_waits set state = 'booked', session_id = $3, offer_id = null, offered_until = null,
           version = version + 1, updated_at = $4
         where center_id = $1 and id = $2",
        [id.0.into(), session_id.0.into(), tx.at().into()],
    )
    .await?;
    waits_unheard::over(tx, wait.client_id).await?;
    tx.audit(Event::done("session_wait.accept", OBJECT, id.0).about(wait.client_id).purpose("care"));
    super::find(tx, session_id).await
}

/// Not that time: it goes to the next, one's own place in line stays.
pub async fn decline(tx: &CenterTx, id: SessionWaitId) -> Outcome<SessionWait> {
    let wait = locked_own(tx, id).await?;
    match wait.state {
        SessionWaitState::Waiting => {}
        SessionWaitState::Offered => waits_back::pass_on(tx, &wait, "session_wait.decline").await?,
        _ => return Err(Problem::invalid("sessionWaitId", "already_over").into()),
    }
    find(tx, id).await
}

/// Does not wait any more.
pub async fn leave(tx: &CenterTx, id: SessionWaitId) -> Outcome<SessionWait> {
    let mut wait = locked_own(tx, id).await?;
    if wait.state == SessionWaitState::Offered {
        waits_back::pass_on(tx, &wait, "session_wait.decline").await?;
        wait.state = SessionWaitState::Waiting;
    }
    if wait.state == SessionWaitState::Waiting {
        tx.run(
            "update cairn.session_waits set state = 'left', version = version + 1, updated_at = $3
             where center_id = $1 and id = $2",
            [id.0.into(), tx.at().into()],
        )
        .await?;
        tx.audit(Event::done("session_wait.leave", OBJECT, id.0).about(wait.client_id).purpose("care"));
    }
    find(tx, id).await
}

/// Lets go of the time that was kept for somebody.
pub(super) async fn let_go(tx: &CenterTx, offer: &Offered) -> Outcome<()> {
    hold::release_all(tx, &[offer.hold_id]).await
}
