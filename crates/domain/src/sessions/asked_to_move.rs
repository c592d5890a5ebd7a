//! Too late to move a session by oneself: the client asks for another time, and the session stays where it is until somebody
//! says yes.

use jiff::Timestamp;
use uuid::Uuid;

use super::book::{Booking, around, booker, check, locked};
use super::change::{MoveTo, move_to};
use super::requests::{OBJECT, SessionRequest, WORDS, find, words};
use super::{Session, SessionState};
use crate::audit::Event;
use crate::availability::{DeskQuery, desk};
use crate::db::{At, CenterTx, Wall};
use crate::idempotency::{self, Claim};
use crate::ids::{SessionId, SessionRequestId};
use crate::notifications::{self, SessionNews};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};

#[derive(Debug, Clone, serde::Serialize)]
pub struct AskToMove {
    #[serde(skip)]
    pub key: Uuid,
    pub session_id: SessionId,
    pub starts_at: Timestamp,
    /// For whoever answers.
    pub words: Option<String>,
}

/// The session, locked, while it still can go elsewhere.
async fn ahead(tx: &CenterTx, id: SessionId, field: &str) -> Outcome<Session> {
    let session = locked(tx, id).await?.ok_or_else(|| Problem::not_found(field))?;
    if session.state.is_called_off() {
        return Err(Problem::invalid(field, "already_cancelled").into());
    }
    if session.state != SessionState::Booked || session.starts_at <= tx.now() {
        return Err(Problem::invalid(field, "already_over").into());
    }
    Ok(session)
}

/// Asks for a time that is free now. It keeps nothing free.
pub async fn ask_to_move(tx: &CenterTx, input: AskToMove) -> Outcome<SessionRequest> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    // Whose session it is not does not learn that there is one.
    let client_id = super::find(tx, input.session_id).await.map_err(|_| Problem::not_found("sessionId"))?.session.client_id;
    let mine = membership.member_id == client_id && policy::allows(&membership.roles, Action::ChangeSession, Target::PARTICIPANT);
    if !mine {
        return Err(Problem::not_found("sessionId").into());
    }
    tx.writable()?;
    let words = words(input.words.as_deref(), "words")?;
    let id = SessionRequestId(tx.ids().event(tx.now()));
    if let Claim::Repeated(earlier) = idempotency::claim(tx, input.key, "ask_to_move", &input, id.0).await? {
        return find(tx, SessionRequestId(earlier)).await;
    }
    let session = ahead(tx, input.session_id, "sessionId").await?;
    let booking = Booking {
        counselor_id: session.counselor_id,
        client_id,
        starts_at: input.starts_at,
        minutes: session.minutes,
        place: session.place,
        type_id: session.type_id,
        hold: None,
        series: None,
        booker: booker(membership, client_id),
    };
    // The session itself does not stand in its way.
    let except = vec![session.id.0];
    let query = DeskQuery { type_id: session.type_id, ..around(session.counselor_id, Some(client_id), input.starts_at, except) };
    let desk = desk(tx, &query).await?.filter(|desk| desk.counselor_is_active && desk.assigned);
    let desk = desk.ok_or_else(|| Problem::invalid("counselorId", "no_counselor"))?;
    check(tx, &desk, &booking).await?;
    write(tx, id, &session, &booking, desk.planned(input.starts_at), words.as_deref()).await?;
    tx.audit(Event::done("session_request.ask", OBJECT, id.0).about(client_id).purpose("care"));
    let useful = input.starts_at.min(session.starts_at);
    notifications::booking_news(tx, id.0, 1, &[session.counselor_id], useful).await?;
    find(tx, id).await
}

async fn write(
    tx: &CenterTx,
    id: SessionRequestId,
    session: &Session,
    wanted: &Booking,
    (local_start, zone): (jiff::civil::DateTime, String),
    words: Option<&str>,
) -> Outcome<()> {
    let sealed = tx.seal_option(WORDS, id.0, words).await?;
    let written = tx
        .run(
            "insert into cairn.session_requests (center_id, id, counselor_id, client_id, type_id, starts_at, local_start, zone,
               minutes, place, words, state, created_at, updated_at, instead_of)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'requested', $12, $12, $13) on conflict do nothing",
            [
                id.0.into(),
                wanted.counselor_id.0.into(),
                wanted.client_id.0.into(),
                wanted.type_id.map(|id| id.0).into(),
                At(wanted.starts_at).into(),
                Wall(local_start).into(),
                zone.into(),
                wanted.minutes.into(),
                wanted.place.name().into(),
                sealed.into(),
                tx.at().into(),
                session.id.0.into(),
            ],
        )
        .await?;
    if written == 0 { Err(Problem::invalid("startsAt", "already_asked").into()) } else { Ok(()) }
}

/// Somebody said yes: the session goes there, if the time is still free.
pub(super) async fn granted(tx: &CenterTx, request: &SessionRequest, id: SessionId) -> Outcome<()> {
    let session = ahead(tx, id, "sessionRequestId").await?;
    let except = vec![id.0];
    let to = MoveTo {
        starts_at: request.starts_at,
        minutes: None,
        place: None,
        reason: None,
        except,
        news: SessionNews::Moved,
        offers: true,
    };
    move_to(tx, session, to).await?;
    Ok(())
}
