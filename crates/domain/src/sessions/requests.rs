//! A client asks for a time, and somebody says yes. Asking keeps nothing free: of two who ask for one time, the constraint lets
//! one be booked, and the other request stays open for another answer.

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::book::{Booking, Wants, authorise, book_at, booker, check, fits, venue};
use super::states::SessionRequestState;
use super::waits_offer::{Freed, offer_to_next};
use super::{SessionPlace, SessionState, asked_to_move, choose};
use crate::audit::Event;
use crate::availability::{Booker, Desk, Window, desk};
use crate::db::{At, CenterTx, Wall};
use crate::idempotency::{self, Claim};
use crate::ids::{MemberId, SessionId, SessionRequestId, SessionTypeId};
use crate::members::fields;
use crate::notifications::{self, SessionNews};
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

pub(super) const OBJECT: &str = "session_request";
pub(super) const WORDS: Place = Place::clinical("session_requests", "words");
const ANSWER: Place = Place::clinical("session_requests", "answer");
const LONGEST_WORDS: usize = 500;
/// An answer is still news after this; then they have looked.
pub(super) const USEFUL: SignedDuration = SignedDuration::from_hours(48);

#[derive(Debug, Clone)]
pub struct SessionRequest {
    pub id: SessionRequestId,
    pub counselor_id: MemberId,
    pub client_id: MemberId,
    pub type_id: Option<SessionTypeId>,
    pub starts_at: Timestamp,
    pub local_start: DateTime,
    pub zone: String,
    pub minutes: i32,
    pub place: SessionPlace,
    pub words: Option<String>,
    pub state: SessionRequestState,
    pub answer: Option<String>,
    pub session_id: Option<SessionId>,
    /// The session that shall go there; `None`: a new one is asked for.
    pub instead_of: Option<SessionId>,
    pub version: i32,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct AskForSession {
    #[serde(skip)]
    pub key: Uuid,
    /// `None`: whoever of those who care for the client could have the time.
    pub counselor_id: Option<MemberId>,
    pub client_id: MemberId,
    pub starts_at: Timestamp,
    pub minutes: Option<i32>,
    pub place: SessionPlace,
    pub type_id: Option<SessionTypeId>,
    /// For whoever answers.
    pub words: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    counselor_id: Uuid,
    client_id: Uuid,
    type_id: Option<Uuid>,
    starts_at: At,
    local_start: Wall,
    zone: String,
    minutes: i32,
    place: String,
    words: Option<Sealed>,
    state: String,
    answer: Option<Sealed>,
    session_id: Option<Uuid>,
    instead_of: Option<Uuid>,
    instead_state: Option<String>,
    instead_starts_at: Option<At>,
    version: i32,
    created_at: At,
}

macro_rules! requests_sql {
    ($rest:literal) => {
        concat!(
            "select r.id, r.counselor_id, r.client_id, r.type_id, r.starts_at, r.local_start, r.zone, r.minutes, r.place, r.words,
               r.state, r.answer, r.session_id, r.instead_of, coalesce(g.course, g.state) as instead_state,
               g.starts_at as instead_starts_at, r.version, r.created_at
             from cairn.session_requests r
             left join cairn.sessions g on g.center_id = $1 and g.id = r.instead_of
             where r.center_id = $1 and ",
            $rest
        )
    };
}

impl Row {
    /// There is nothing left to move: called off, begun, or over.
    fn is_moot(&self, now: Timestamp) -> bool {
        let ahead = self.instead_state.as_deref() == Some(SessionState::Booked.name());
        self.instead_of.is_some() && !(ahead && self.instead_starts_at.is_some_and(|at| at.0 > now))
    }

    /// A request whose time is over was not answered, whether or not somebody has written that down.
    fn open(self, keys: &CenterKeys, now: Timestamp) -> Result<SessionRequest, Surprise> {
        let open = |place, sealed: Option<Sealed>| sealed.map(|sealed| keys.open(place, self.id, &sealed)).transpose();
        let state = SessionRequestState::stored(&self.state)?;
        let over = state == SessionRequestState::Requested && (self.starts_at.0 <= now || self.is_moot(now));
        Ok(SessionRequest {
            id: SessionRequestId(self.id),
            counselor_id: MemberId(self.counselor_id),
            client_id: MemberId(self.client_id),
            type_id: self.type_id.map(SessionTypeId),
            starts_at: self.starts_at.0,
            local_start: self.local_start.0,
            zone: self.zone,
            minutes: self.minutes,
            place: SessionPlace::parse(&self.place).ok_or(Surprise::Inconsistent("session place"))?,
            words: open(WORDS, self.words)?,
            state: if over { SessionRequestState::Expired } else { state },
            answer: open(ANSWER, self.answer)?,
            session_id: self.session_id.map(SessionId),
            instead_of: self.instead_of.map(SessionId),
            version: self.version,
            created_at: self.created_at.0,
        })
    }
}

/// `None`: sees every one of the center; otherwise only their own.
fn sight(tx: &CenterTx) -> Outcome<Option<Uuid>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let all = policy::allows(&membership.roles, Action::ViewSession, Target::NONE);
    Ok((!all).then_some(membership.member_id.0))
}

pub async fn find(tx: &CenterTx, id: SessionRequestId) -> Outcome<SessionRequest> {
    let row = tx
        .row::<Row>(
            requests_sql!("($2::uuid is null or r.counselor_id = $2 or r.client_id = $2) and r.id = $3"),
            [sight(tx)?.into(), id.0.into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("sessionRequestId"))?;
    Ok(row.open(&*tx.keys().await?, tx.now())?)
}

/// The newest first; with `open` only those that wait for an answer.
pub async fn list(tx: &CenterTx, open: bool, page: PageRequest) -> Outcome<Page<SessionRequest>> {
    let after = page.after;
    let rows = tx
        .rows::<Row>(
            requests_sql!(
                "($2::uuid is null or r.counselor_id = $2 or r.client_id = $2)
                 and (not $3 or (r.state = 'requested' and r.starts_at > $4
                   and (g.id is null or (g.state = 'booked' and g.course is null and g.starts_at > $4))))
                 and ($5::timestamptz is null or (r.created_at, r.id) < ($5, $6))
                 order by r.created_at desc, r.id desc limit $7"
            ),
            [
                sight(tx)?.into(),
                open.into(),
                tx.at().into(),
                after.map(|after| At(after.at)).into(),
                after.map(|after| after.id).into(),
                page.limit().into(),
            ],
        )
        .await?;
    let keys = tx.keys().await?;
    let requests = rows.into_iter().map(|row| row.open(&keys, tx.now())).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::cut(requests, &page))
}

pub(super) fn words(text: Option<&str>, field: &str) -> Result<Option<String>, Problem> {
    let text = text.map(|text| fields::paragraphs(text, field, LONGEST_WORDS)).transpose()?;
    Ok(text.filter(|text| !text.is_empty()))
}

/// Asks for a time that is free now.
pub async fn ask(tx: &CenterTx, input: AskForSession) -> Outcome<SessionRequest> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let mut booking = Booking {
        counselor_id: input.counselor_id.unwrap_or(input.client_id),
        client_id: input.client_id,
        starts_at: input.starts_at,
        minutes: 0,
        place: input.place,
        type_id: input.type_id,
        hold: None,
        series: None,
        booker: booker(membership, input.client_id),
    };
    if input.counselor_id.is_none() {
        booking.counselor_id = choose::to_ask(tx, booking.clone(), input.minutes).await?;
    }
    let desk = authorise(membership, booking.counselor_id, input.client_id, desk(tx, &booking.query()).await?)?;
    tx.writable()?;
    booking.minutes = fits(&desk, booking.booker, input.type_id, input.minutes, Some(input.place), Wants::Approval)?;
    let words = words(input.words.as_deref(), "words")?;
    let id = SessionRequestId(tx.ids().event(tx.now()));
    if let Claim::Repeated(earlier) = idempotency::claim(tx, input.key, "ask_for_session", &input, id.0).await? {
        return find(tx, SessionRequestId(earlier)).await;
    }
    venue(&desk, input.place)?;
    check(tx, &desk, &booking).await?;
    let (local_start, zone) = desk.planned(input.starts_at);
    let sealed = tx.seal_option(WORDS, id.0, words.as_deref()).await?;
    let written = tx
        .run(
            "insert into cairn.session_requests (center_id, id, counselor_id, client_id, type_id, starts_at, local_start, zone,
               minutes, place, words, state, created_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'requested', $12, $12) on conflict do nothing",
            [
                id.0.into(),
                booking.counselor_id.0.into(),
                input.client_id.0.into(),
                input.type_id.map(|id| id.0).into(),
                At(input.starts_at).into(),
                Wall(local_start).into(),
                zone.into(),
                booking.minutes.into(),
                input.place.name().into(),
                sealed.into(),
                tx.at().into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::invalid("startsAt", "already_asked").into());
    }
    tx.audit(Event::done("session_request.ask", OBJECT, id.0).about(input.client_id).purpose("care"));
    notifications::booking_news(tx, id.0, 1, &[booking.counselor_id], input.starts_at).await?;
    find(tx, id).await
}

#[derive(Debug, Clone)]
pub struct AnswerRequest {
    pub id: SessionRequestId,
    pub approve: bool,
    /// Nobody has to give a reason.
    pub words: Option<String>,
}

/// The request, locked against other answers: of two, the second finds what the first decided.
async fn locked(tx: &CenterTx, id: SessionRequestId) -> Outcome<SessionRequest> {
    tx.run("select from cairn.session_requests where center_id = $1 and id = $2 for update", [id.0.into()]).await?;
    find(tx, id).await
}

/// The request, locked, and the hours of who was asked, for somebody who may answer.
pub(super) async fn to_answer(tx: &CenterTx, id: SessionRequestId) -> Outcome<(SessionRequest, Option<Desk>)> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let request = locked(tx, id).await?;
    let query = Booking::of(&request, Booker::Staff).query();
    let desk = desk(tx, &query).await?;
    let target = Target {
        own: membership.member_id == request.counselor_id,
        assigned: desk.as_ref().is_some_and(|desk| desk.assigned),
        bridges: desk.as_ref().is_some_and(|desk| desk.bridges),
        ..Target::NONE
    };
    if !policy::allows(&membership.roles, Action::BookSession, target) || membership.member_id == request.client_id {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    Ok((request, desk))
}

pub async fn answer(tx: &CenterTx, input: AnswerRequest) -> Outcome<SessionRequest> {
    let (request, desk) = to_answer(tx, input.id).await?;
    let said = words(input.words.as_deref(), "words")?;
    let wanted = if input.approve { SessionRequestState::Approved } else { SessionRequestState::Declined };
    match request.state {
        SessionRequestState::Requested => {}
        // Pressed twice.
        state if state == wanted => return Ok(request),
        _ => return Err(Problem::invalid("sessionRequestId", "already_answered").into()),
    }
    let mut session_id = None;
    if input.approve {
        let desk = desk.filter(|desk| desk.counselor_is_active && desk.assigned);
        let desk = desk.ok_or_else(|| Problem::invalid("counselorId", "no_counselor"))?;
        session_id = Some(match request.instead_of {
            Some(id) => asked_to_move::granted(tx, &request, id).await.map(|()| id)?,
            None => {
                let id = SessionId(tx.ids().event(tx.now()));
                book_at(tx, &desk, id, &Booking::of(&request, Booker::Staff), SessionNews::Booked).await?;
                id
            }
        });
    }
    settle(tx, &request, wanted, session_id, said.as_deref()).await?;
    if !input.approve {
        notifications::booking_news(tx, request.id.0, request.version + 1, &[request.client_id], tx.now() + USEFUL).await?;
    }
    find(tx, request.id).await
}

impl Booking {
    fn of(request: &SessionRequest, booker: Booker) -> Self {
        Self {
            counselor_id: request.counselor_id,
            client_id: request.client_id,
            starts_at: request.starts_at,
            minutes: request.minutes,
            place: request.place,
            type_id: request.type_id,
            hold: None,
            series: None,
            booker,
        }
    }
}

pub(super) async fn settle(
    tx: &CenterTx,
    request: &SessionRequest,
    state: SessionRequestState,
    session_id: Option<SessionId>,
    said: Option<&str>,
) -> Outcome<()> {
    let sealed = tx.seal_option(ANSWER, request.id.0, said).await?;
    tx.run(
        "update cairn.session_requests set state = $3, session_id = $4, answer = $5, answered_by = $6, version = version + 1,
           updated_at = $7
         where center_id = $1 and id = $2 and state = 'requested'",
        [
            request.id.0.into(),
            state.name().into(),
            session_id.map(|id| id.0).into(),
            sealed.into(),
            tx.actor().member_id().map(|id| id.0).into(),
            tx.at().into(),
        ],
    )
    .await?;
    let action = match state {
        SessionRequestState::Approved => "session_request.approve",
        SessionRequestState::Withdrawn => "session_request.withdraw",
        _ => "session_request.decline",
    };
    tx.audit(Event::done(action, OBJECT, request.id.0).about(request.client_id).purpose("care"));
    if state == SessionRequestState::Approved {
        return Ok(());
    }
    // Nobody is asked about it any more: somebody else who waits may be glad of it, if it is free.
    let ends_at = request.starts_at + SignedDuration::from_mins(i64::from(request.minutes));
    let freed = Freed {
        counselor_id: request.counselor_id,
        window: Window { starts_at: request.starts_at, ends_at },
        told_at: tx.now(),
        not_for: Some(request.client_id),
    };
    offer_to_next(tx, freed).await
}

/// The client does not want it any more.
pub async fn withdraw(tx: &CenterTx, id: SessionRequestId) -> Outcome<SessionRequest> {
    let request = locked(tx, id).await?;
    if tx.actor().member_id() != Some(request.client_id) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    match request.state {
        SessionRequestState::Requested => settle(tx, &request, SessionRequestState::Withdrawn, None, None).await?,
        SessionRequestState::Withdrawn => {}
        _ => return Err(Problem::invalid("sessionRequestId", "already_answered").into()),
    }
    find(tx, id).await
}
