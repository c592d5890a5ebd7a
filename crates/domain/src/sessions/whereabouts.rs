//! Where somebody is while they are talked to from afar. Asked for before it begins, kept sealed, read by the two alone.

use jiff::Timestamp;
use sea_orm::FromQueryResult;

use super::book::announce;
use super::life::OPENS;
use super::view::find;
use super::{Session, SessionPlace, SessionView};
use crate::audit::Event;
use crate::db::{At, CenterTx, NewsKind};
use crate::ids::SessionId;
use crate::members::fields;
use crate::problem::{Outcome, Problem, Problems};
use crate::sealed::{Place, Sealed};

const PLACE: Place = Place::clinical("session_whereabouts", "place");
const PHONE: Place = Place::clinical("session_whereabouts", "phone");
const LONGEST: usize = 300;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// `None`: the client did not want to say.
    pub place: Option<String>,
    /// A number to call back.
    pub phone: Option<String>,
    pub told_at: Timestamp,
}

#[derive(Debug, Clone)]
pub struct TellWhereabouts {
    pub session_id: SessionId,
    /// Empty: does not want to say.
    pub place: String,
    pub phone: String,
    /// What the counselor looked at before: when it was said. A newer word of the client is not written over.
    pub seen: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct Row {
    place: Option<Sealed>,
    phone: Option<Sealed>,
    told_at: At,
}

#[derive(FromQueryResult)]
struct Asked {
    asked: bool,
}

/// Only the two of the session: nobody else has a reason to know where somebody is.
async fn of_the_two(tx: &CenterTx, id: SessionId, field: &str) -> Outcome<SessionView> {
    let view = find(tx, id).await.map_err(|fault| if fault.is_missing() { Problem::not_found(field).into() } else { fault })?;
    let me = tx.actor().member_id();
    if me == Some(view.session.client_id) || me == Some(view.session.counselor_id) {
        Ok(view)
    } else {
        Err(Problem::not_found(field).into())
    }
}

/// What was said before this is of another time: the session was moved, and help would go where nobody is.
fn counts_from(session: &Session) -> At {
    At(session.starts_at - OPENS)
}

pub(super) async fn asked(tx: &CenterTx, session: &Session) -> Outcome<bool> {
    let row = tx
        .row::<Asked>(
            "select exists (select from cairn.session_whereabouts
               where center_id = $1 and session_id = $2 and told_at >= $3) as asked",
            [session.id.0.into(), counts_from(session).into()],
        )
        .await?;
    Ok(row.is_some_and(|row| row.asked))
}

/// Notes where the client is, or that they did not want to say; by either of the two, again whenever it changes.
pub async fn tell(tx: &CenterTx, input: TellWhereabouts) -> Outcome<Whereabouts> {
    let view = of_the_two(tx, input.session_id, "sessionId").await?;
    tx.writable()?;
    if view.session.place != SessionPlace::Online {
        return Err(Problem::invalid("sessionId", "session_online_only").into());
    }
    if !view.session.state.is_live() {
        return Err(Problem::invalid("sessionId", "session_state").into());
    }
    let mut problems = Problems::default();
    let place = problems.take(fields::line(&input.place, "place", LONGEST)).filter(|text| !text.is_empty());
    let phone = problems.take(fields::phone(&input.phone, "phone")).flatten();
    problems.refuse_if_any()?;
    let (id, session) = (input.session_id.0, &view.session);
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let written = tx
        .run(
            "insert into cairn.session_whereabouts as w (center_id, session_id, place, phone, told_by, told_at)
             values ($1, $2, $3, $4, $5, $6)
             on conflict (center_id, session_id) do update set place = excluded.place, phone = excluded.phone,
               told_by = excluded.told_by, told_at = excluded.told_at
             where $7 or w.told_at < $8 or w.told_at = $9",
            [
                id.into(),
                tx.seal_option(PLACE, id, place.as_deref()).await?.into(),
                tx.seal_option(PHONE, id, phone.as_deref()).await?.into(),
                me.0.into(),
                tx.at().into(),
                // Where they are, they know best.
                (me == session.client_id).into(),
                counts_from(session).into(),
                input.seen.map(At).into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::Conflict { path: vec!["seenToldAt".to_owned()] }.into());
    }
    tx.audit(Event::done("session.whereabouts", "session", id).about(session.client_id).purpose("care"));
    announce(tx, session, NewsKind::Moved);
    Ok(Whereabouts { place, phone, told_at: tx.now() })
}

/// What was said; reading it is remembered.
pub async fn of(tx: &CenterTx, id: SessionId) -> Outcome<Option<Whereabouts>> {
    let view = of_the_two(tx, id, "sessionId").await?;
    let row = tx
        .row::<Row>(
            "select place, phone, told_at from cairn.session_whereabouts
             where center_id = $1 and session_id = $2 and told_at >= $3",
            [id.0.into(), counts_from(&view.session).into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    if tx.actor().member_id() != Some(view.session.client_id) {
        let event = Event::done("session.read_whereabouts", "session", id.0);
        tx.audit(event.about(view.session.client_id).purpose("care"));
    }
    let keys = tx.keys().await?;
    Ok(Some(Whereabouts {
        place: row.place.map(|text| keys.open(PLACE, id.0, &text)).transpose()?,
        phone: row.phone.map(|text| keys.open(PHONE, id.0, &text)).transpose()?,
        told_at: row.told_at.0,
    }))
}
