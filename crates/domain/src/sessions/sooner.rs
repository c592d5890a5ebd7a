//! "I need someone sooner": not an emergency, and the help line stands beside it. The people a client chose are asked, all at
//! once; who says yes first sits down with them.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::SessionPlace;
use super::book::{Booking, LENGTHS, book_at};
use super::sooner_circle::{ask_the_center, chose_somebody, client, reachable};
use super::states::SoonerState;
use super::view::SessionView;
use crate::audit::Event;
use crate::availability::{Booker, desk};
use crate::db::{At, CenterTx};
use crate::idempotency::{self, Claim};
use crate::ids::{MemberId, SessionId, SoonerRequestId};
use crate::members::fields;
use crate::notifications::{self, SessionNews};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

pub(super) const OBJECT: &str = "sooner_request";
const WORDS: Place = Place::clinical("sooner_requests", "words");
const LONGEST_WORDS: usize = 500;
/// "Sooner" means within a day; after that somebody of the center has to call.
const OPEN: SignedDuration = SignedDuration::from_hours(24);
/// That nobody could is still news after this; then somebody has called.
const USEFUL: SignedDuration = SignedDuration::from_hours(24);

#[derive(Debug, Clone)]
pub struct SoonerRequest {
    pub id: SoonerRequestId,
    pub client_id: MemberId,
    pub minutes: i32,
    pub place: SessionPlace,
    pub words: Option<String>,
    pub state: SoonerState,
    pub expires_at: Timestamp,
    /// How many were asked; who they are, the client chose.
    pub asked: i64,
    /// Those of them who have not declined.
    pub waiting: i64,
    pub accepted_by: Option<MemberId>,
    pub session_id: Option<SessionId>,
    pub created_at: Timestamp,
    version: i32,
}

/// For whoever cannot wait: it stands beside the request, always.
#[derive(Debug, Clone, Default)]
pub struct HelpLine {
    pub phone: Option<String>,
    pub hours: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    minutes: i32,
    place: String,
    words: Option<Sealed>,
    state: String,
    expires_at: At,
    asked: i64,
    waiting: i64,
    accepted_by: Option<Uuid>,
    session_id: Option<Uuid>,
    created_at: At,
    version: i32,
}

macro_rules! sooner_sql {
    ($rest:literal) => {
        concat!(
            "select q.id, q.client_id, q.minutes, q.place, q.words, q.state, q.expires_at,
               (select count(*) from cairn.sooner_asks a where a.center_id = $1 and a.request_id = q.id) as asked,
               (select count(*) from cairn.sooner_asks a
                where a.center_id = $1 and a.request_id = q.id and a.declined_at is null) as waiting, q.accepted_by, q.session_id, q.created_at, q.version
             from cairn.sooner_requests q where q.center_id = $1 and ",
            $rest
        )
    };
}

impl Row {
    fn open(self, keys: &CenterKeys, now: Timestamp) -> Result<SoonerRequest, Surprise> {
        let state = SoonerState::stored(&self.state)?;
        let over = state == SoonerState::Open && self.expires_at.0 <= now;
        Ok(SoonerRequest {
            id: SoonerRequestId(self.id),
            client_id: MemberId(self.client_id),
            minutes: self.minutes,
            place: SessionPlace::parse(&self.place).ok_or(Surprise::Inconsistent("session place"))?,
            words: self.words.map(|words| keys.open(WORDS, self.id, &words)).transpose()?,
            state: if over { SoonerState::Expired } else { state },
            expires_at: self.expires_at.0,
            asked: self.asked,
            waiting: self.waiting,
            accepted_by: self.accepted_by.map(MemberId),
            session_id: self.session_id.map(SessionId),
            created_at: self.created_at.0,
            version: self.version,
        })
    }
}

async fn open_all(tx: &CenterTx, rows: Vec<Row>) -> Outcome<Vec<SoonerRequest>> {
    let keys = tx.keys().await?;
    Ok(rows.into_iter().map(|row| row.open(&keys, tx.now())).collect::<Result<_, _>>()?)
}

/// The client's own, the newest first: what became of asking.
pub async fn mine(tx: &CenterTx) -> Outcome<Vec<SoonerRequest>> {
    let me = client(tx)?;
    let rows =
        tx.rows::<Row>(sooner_sql!("q.client_id = $2 order by q.created_at desc, q.id desc limit 10"), [me.0.into()]).await?;
    open_all(tx, rows).await
}

/// What somebody is asked now and has not declined. What another one took, or the client took back, is not there any more.
pub async fn asked_of_me(tx: &CenterTx) -> Outcome<Vec<SoonerRequest>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::AnswerSooner, Target::PARTICIPANT) {
        return Ok(Vec::new());
    }
    let rows = tx
        .rows::<Row>(
            sooner_sql!(
                "q.state = 'open' and q.expires_at > $3 and exists (select from cairn.sooner_asks a
                   where a.center_id = $1 and a.request_id = q.id and a.peer_id = $2 and a.declined_at is null)
                 and exists (select from cairn.care_assignments c
                   where c.center_id = $1 and c.client_id = q.client_id and c.counselor_id = $2 and c.ended_at is null)
                 order by q.created_at, q.id limit 50"
            ),
            [membership.member_id.0.into(), tx.at().into()],
        )
        .await?;
    open_all(tx, rows).await
}

#[derive(FromQueryResult)]
struct HelpRow {
    help_phone: Option<String>,
    help_hours: Option<String>,
}

pub async fn help_line(tx: &CenterTx) -> Outcome<HelpLine> {
    let row = tx.row::<HelpRow>("select help_phone, help_hours from cairn.center_settings where center_id = $1", []).await?;
    Ok(row.map_or_else(HelpLine::default, |row| HelpLine { phone: row.help_phone, hours: row.help_hours }))
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct AskSooner {
    #[serde(skip)]
    pub key: Uuid,
    pub minutes: i32,
    pub place: SessionPlace,
    /// For whoever is asked.
    pub words: Option<String>,
}

pub async fn ask(tx: &CenterTx, input: AskSooner) -> Outcome<SoonerRequest> {
    let me = client(tx)?;
    tx.writable()?;
    if !LENGTHS.contains(&input.minutes) {
        return Err(Problem::invalid("minutes", "length").into());
    }
    let words = input.words.as_deref().map(|words| fields::paragraphs(words, "words", LONGEST_WORDS)).transpose()?;
    let words = words.filter(|words| !words.is_empty());
    let id = SoonerRequestId(tx.ids().event(tx.now()));
    if let Claim::Repeated(earlier) = idempotency::claim(tx, input.key, "ask_sooner", &input, id.0).await? {
        return find(tx, SoonerRequestId(earlier)).await;
    }
    let expires_at = tx.now() + OPEN;
    let peers = reachable(tx, me, expires_at).await?;
    if peers.is_empty() && !chose_somebody(tx, me).await? {
        return Err(Problem::invalid("peerIds", "nobody_to_ask").into());
    }
    let sealed = tx.seal_option(WORDS, id.0, words.as_deref()).await?;
    // What ran out makes room for a new one, and nobody gets around calling about it.
    expire_of(tx, Some(me)).await?;
    let written = tx
        .run(
            "insert into cairn.sooner_requests (center_id, id, client_id, minutes, place, words, state, expires_at, created_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $8) on conflict do nothing",
            [
                id.0.into(),
                me.0.into(),
                input.minutes.into(),
                input.place.name().into(),
                sealed.into(),
                At(expires_at).into(),
                tx.at().into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::invalid("minutes", "already_asked").into());
    }
    let ids: Vec<Uuid> = peers.iter().map(|peer| peer.0).collect();
    tx.run(
        "insert into cairn.sooner_asks (center_id, request_id, peer_id) select $1, $2, peer from unnest($3::uuid[]) as peer",
        [id.0.into(), ids.into()],
    )
    .await?;
    tx.audit(Event::done("sooner_request.ask", OBJECT, id.0).about(me).purpose("care"));
    if peers.is_empty() {
        // All of them are away: that is known now, and the center is asked at once.
        ask_the_center(tx, me, expires_at).await?;
    }
    notifications::booking_news(tx, id.0, 1, &peers, expires_at).await?;
    find(tx, id).await
}

async fn find(tx: &CenterTx, id: SoonerRequestId) -> Outcome<SoonerRequest> {
    let row = tx.row::<Row>(sooner_sql!("q.id = $2"), [id.0.into()]).await?;
    let row = row.ok_or_else(|| Problem::not_found("soonerRequestId"))?;
    Ok(row.open(&*tx.keys().await?, tx.now())?)
}

#[derive(FromQueryResult)]
struct Asked {
    asked: bool,
}

/// The request, locked, for somebody who was asked: of two who say yes, the second finds that it is taken.
async fn locked_for_peer(tx: &CenterTx, id: SoonerRequestId) -> Outcome<(MemberId, SoonerRequest)> {
    let missing = || Problem::not_found("soonerRequestId");
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let me = membership.member_id;
    let asked = tx
        .row::<Asked>(
            "select exists (select from cairn.sooner_asks a join cairn.sooner_requests q on q.center_id = $1 and q.id = a.request_id
               join cairn.care_assignments c on c.center_id = $1 and c.client_id = q.client_id and c.counselor_id = $3
                 and c.ended_at is null
               where a.center_id = $1 and a.request_id = $2 and a.peer_id = $3) as asked",
            [id.0.into(), me.0.into()],
        )
        .await?
        .is_some_and(|row| row.asked);
    let target = Target { participant: asked, ..Target::NONE };
    if !policy::allows(&membership.roles, Action::AnswerSooner, target) {
        return Err(missing().into());
    }
    tx.writable()?;
    tx.run("select from cairn.sooner_requests where center_id = $1 and id = $2 for update", [id.0.into()]).await?;
    Ok((me, find(tx, id).await?))
}

/// Says yes, and when. Who was first sits down with them; pressing twice is saying it once.
pub async fn accept(tx: &CenterTx, id: SoonerRequestId, starts_at: Timestamp) -> Outcome<SessionView> {
    let (me, request) = locked_for_peer(tx, id).await?;
    match (request.state, request.session_id) {
        (SoonerState::Open, _) => {}
        (SoonerState::Accepted, Some(session)) if request.accepted_by == Some(me) => return super::find(tx, session).await,
        (SoonerState::Accepted, _) => return Err(Problem::invalid("soonerRequestId", "already_taken").into()),
        _ => return Err(Problem::invalid("soonerRequestId", "request_over").into()),
    }
    let booking = Booking {
        counselor_id: me,
        client_id: request.client_id,
        starts_at,
        minutes: request.minutes,
        place: request.place,
        type_id: None,
        hold: None,
        series: None,
        booker: Booker::Staff,
    };
    let desk = desk(tx, &booking.query()).await?.filter(|desk| desk.counselor_is_active && desk.assigned);
    let desk = desk.ok_or_else(|| Problem::not_found("soonerRequestId"))?;
    let session_id = SessionId(tx.ids().event(tx.now()));
    book_at(tx, &desk, session_id, &booking, SessionNews::Booked).await?;
    tx.run(
        "update cairn.sooner_requests set state = 'accepted', accepted_by = $3, session_id = $4, version = version + 1, updated_at = $5
         where center_id = $1 and id = $2",
        [id.0.into(), me.0.into(), session_id.0.into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done("sooner_request.accept", OBJECT, id.0).about(request.client_id).purpose("care"));
    super::find(tx, session_id).await
}

#[derive(FromQueryResult)]
struct Left {
    left: i64,
}

/// Not me, this time. When nobody is left, somebody of the center calls: the client waits for no one in vain.
pub async fn decline(tx: &CenterTx, id: SoonerRequestId) -> Outcome<()> {
    let (me, request) = locked_for_peer(tx, id).await?;
    if request.state != SoonerState::Open {
        return Ok(());
    }
    tx.audit(Event::done("sooner_request.decline", OBJECT, id.0).about(request.client_id).purpose("care"));
    not_by(tx, &request, me).await
}

/// They are kept apart: whoever was asked is asked no more, as if they had said that they cannot.
pub(super) async fn ask_no_more(tx: &CenterTx, client: MemberId, peer: MemberId) -> Outcome<()> {
    let rows = tx
        .rows::<Row>(
            sooner_sql!(
                "q.client_id = $2 and q.state = 'open' and exists (select from cairn.sooner_asks a
                   where a.center_id = $1 and a.request_id = q.id and a.peer_id = $3 and a.declined_at is null)
                 order by q.id for update of q"
            ),
            [client.0.into(), peer.0.into()],
        )
        .await?;
    for request in open_all(tx, rows).await? {
        not_by(tx, &request, peer).await?;
    }
    Ok(())
}

/// One less to answer. When nobody is left, the center gets in touch.
async fn not_by(tx: &CenterTx, request: &SoonerRequest, peer: MemberId) -> Outcome<()> {
    let left = tx
        .row::<Left>(
            "with said as (
               update cairn.sooner_asks set declined_at = coalesce(declined_at, $4)
               where center_id = $1 and request_id = $2 and peer_id = $3 returning peer_id)
             select count(*) as left from cairn.sooner_asks a
             where a.center_id = $1 and a.request_id = $2 and a.declined_at is null and a.peer_id not in (select peer_id from said)",
            [request.id.0.into(), peer.0.into(), tx.at().into()],
        )
        .await?;
    if left.is_none_or(|row| row.left > 0) {
        return Ok(());
    }
    // What they read then is that somebody of the center gets in touch, and the help line beside it.
    notifications::booking_news(tx, request.id.0, request.version, &[request.client_id], request.expires_at).await?;
    ask_the_center(tx, request.client_id, tx.now() + OPEN).await
}

/// It is not needed any more.
pub async fn withdraw(tx: &CenterTx, id: SoonerRequestId) -> Outcome<SoonerRequest> {
    let me = client(tx)?;
    tx.writable()?;
    tx.run("select from cairn.sooner_requests where center_id = $1 and id = $2 for update", [id.0.into()]).await?;
    let request = find(tx, id).await?;
    if request.client_id != me {
        return Err(Problem::not_found("soonerRequestId").into());
    }
    match request.state {
        SoonerState::Open => write_state(tx, &request, SoonerState::Withdrawn).await?,
        SoonerState::Accepted => return Err(Problem::invalid("soonerRequestId", "already_taken").into()),
        _ => {}
    }
    find(tx, id).await
}

async fn write_state(tx: &CenterTx, request: &SoonerRequest, state: SoonerState) -> Outcome<()> {
    tx.run(
        "update cairn.sooner_requests set state = $3, version = version + 1, updated_at = $4
         where center_id = $1 and id = $2 and version = $5",
        [request.id.0.into(), state.name().into(), tx.at().into(), request.version.into()],
    )
    .await?;
    let action = if state == SoonerState::Expired { "sooner_request.expire" } else { "sooner_request.withdraw" };
    tx.audit(Event::done(action, OBJECT, request.id.0).about(request.client_id).purpose("care"));
    Ok(())
}

/// A day without an answer: somebody of the center gets in touch.
pub(super) async fn expire(tx: &CenterTx) -> Outcome<()> {
    expire_of(tx, None).await
}

/// `None`: of everybody.
async fn expire_of(tx: &CenterTx, client: Option<MemberId>) -> Outcome<()> {
    let rows = tx
        .rows::<Row>(
            sooner_sql!(
                "q.state = 'open' and q.expires_at <= $2 and ($3::uuid is null or q.client_id = $3)
                 order by q.id for update of q skip locked"
            ),
            [tx.at().into(), client.map(|id| id.0).into()],
        )
        .await?;
    for request in open_all(tx, rows).await? {
        write_state(tx, &request, SoonerState::Expired).await?;
        // Where nobody was left to answer, they and the center have heard of it.
        if request.waiting > 0 {
            let useful = tx.now() + USEFUL;
            notifications::booking_news(tx, request.id.0, request.version + 1, &[request.client_id], useful).await?;
            ask_the_center(tx, request.client_id, tx.now() + OPEN).await?;
        }
    }
    Ok(())
}
