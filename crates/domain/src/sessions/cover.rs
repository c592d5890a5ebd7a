//! A counselor is away: everybody they would have met says what shall happen instead. Until somebody has answered, a person of
//! the center keeps it in hand: nobody is dropped.

use jiff::Timestamp;
use jiff::civil::DateTime;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::book::{Booking, book_at, booker, limited, locked, refusal, venue};
use super::change::{MoveTo, UNDO, cancel_for_cover, move_to};
use super::cover_ask::ask;
pub(crate) use super::cover_ask::back_again;
use super::cover_end::nobody_left;
pub(crate) use super::cover_end::{asked, end_assignments, lent_no_more, moved, pause_over, settled, taken_back};
use super::cover_free;
use super::cover_pause::check_backup;
use super::states::CoverState;
use super::{Session, SessionState};
use crate::audit::Event;
use crate::availability::{AddTimeOff, Booker, Desk, Refusal, desk, may_manage, write_time_off};
use crate::db::{At, CenterTx};
use crate::idempotency::Claim;
use crate::ids::{CoverAnswerId, CoveringId, MemberId, SessionId};
use crate::notifications::SessionNews;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};

pub(super) const OBJECT: &str = "covering";

#[derive(Debug, Clone)]
pub struct CoverAnswer {
    pub id: CoverAnswerId,
    pub covering_id: CoveringId,
    pub session_id: SessionId,
    pub client_id: MemberId,
    pub counselor_id: MemberId,
    /// Who would stand in; `None`: nobody was named, or not for this client.
    pub backup_id: Option<MemberId>,
    /// They can come at the agreed time; false where it is answered.
    pub backup_free: bool,
    /// The same counselor can be met later: somebody knows when they are back.
    pub later: bool,
    pub state: CoverState,
    /// The session with the backup.
    pub instead_id: Option<SessionId>,
    pub version: i32,
}

#[derive(Debug, Clone)]
pub struct Covering {
    pub id: CoveringId,
    pub counselor_id: MemberId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub backup_id: Option<MemberId>,
    /// Their account is paused: nobody knows until when. It ends with the last session that was planned.
    pub paused: bool,
    pub answers: Vec<CoverAnswer>,
}

#[derive(FromQueryResult)]
struct AnswerRow {
    id: Uuid,
    covering_id: Uuid,
    session_id: Uuid,
    client_id: Uuid,
    counselor_id: Uuid,
    backup_id: Option<Uuid>,
    later: bool,
    state: String,
    instead_id: Option<Uuid>,
    version: i32,
}

// Two who must never meet, or whose pair rests, are not offered to each other, and nobody learns why.
macro_rules! answers_sql {
    ($rest:literal) => {
        concat!(
            "select a.id, a.covering_id, a.session_id, a.client_id, c.counselor_id, b.id as backup_id, a.state, a.instead_id, a.version,
               k.state = 'active' as later
             from cairn.cover_answers a
             join cairn.coverings c on c.center_id = $1 and c.id = a.covering_id
             join cairn.members k on k.center_id = $1 and k.id = c.counselor_id
             left join cairn.members b on b.center_id = $1 and b.id = c.backup_id and b.state = 'active' and b.id <> a.client_id
               and b.roles && array['counselor', 'peer_mentor'] and not ",
            crate::care::kept_apart_sql!("a.client_id", "c.backup_id"),
            " and not exists (select from cairn.care_assignments ra where ra.center_id = $1 and ra.counselor_id = c.backup_id
                 and ra.client_id = a.client_id and ra.ended_at is null and ",
            crate::care::pair_rests_sql!("ra"),
            ")
             where a.center_id = $1 and ",
            $rest
        )
    };
}

impl AnswerRow {
    fn open(self) -> Result<CoverAnswer, Surprise> {
        Ok(CoverAnswer {
            id: CoverAnswerId(self.id),
            covering_id: CoveringId(self.covering_id),
            session_id: SessionId(self.session_id),
            client_id: MemberId(self.client_id),
            counselor_id: MemberId(self.counselor_id),
            backup_id: self.backup_id.map(MemberId),
            backup_free: false,
            later: self.later,
            state: CoverState::stored(&self.state)?,
            instead_id: self.instead_id.map(SessionId),
            version: self.version,
        })
    }
}

async fn open_all(tx: &CenterTx, rows: Vec<AnswerRow>) -> Outcome<Vec<CoverAnswer>> {
    let mut answers = rows.into_iter().map(AnswerRow::open).collect::<Result<Vec<_>, _>>()?;
    cover_free::mark(tx, &mut answers).await?;
    Ok(answers)
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct CoverAbsence {
    #[serde(skip)]
    pub key: Uuid,
    pub counselor_id: MemberId,
    /// Wall clock where the counselor is on that day.
    pub local_start: DateTime,
    pub local_end: DateTime,
    /// Who stands in for whoever wants that.
    pub backup_id: Option<MemberId>,
}

/// Takes the time off, and asks everybody who had a session in it.
pub async fn cover(tx: &CenterTx, input: CoverAbsence) -> Outcome<Covering> {
    may_manage(tx, input.counselor_id)?;
    check_backup(tx, input.counselor_id, input.backup_id).await?;
    // What is being booked just now, or brought back, is there before it is asked who has a session.
    tx.run("select from cairn.members where center_id = $1 and id = $2 for update", [input.counselor_id.0.into()]).await?;
    let off = AddTimeOff {
        key: input.key,
        counselor_id: input.counselor_id,
        local_start: input.local_start,
        local_end: input.local_end,
    };
    let (claim, time_off, stretch) = write_time_off(tx, &off, "cover_absence").await?;
    if let Claim::Repeated(earlier) = claim {
        return find(tx, CoveringId(earlier)).await;
    }
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    // The absence and what is done about it have one name.
    let id = CoveringId(time_off.0);
    tx.run(
        "insert into cairn.coverings (center_id, id, counselor_id, starts_at, ends_at, backup_id, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            id.0.into(),
            input.counselor_id.0.into(),
            At(stretch.starts_at).into(),
            At(stretch.ends_at).into(),
            input.backup_id.map(|id| id.0).into(),
            me.0.into(),
            tx.at().into(),
        ],
    )
    .await?;
    tx.audit(Event::done("covering.begin", OBJECT, id.0));
    ask(tx, input.counselor_id, None).await?;
    find(tx, id).await
}

#[derive(FromQueryResult)]
struct Row {
    counselor_id: Uuid,
    starts_at: At,
    ends_at: At,
    backup_id: Option<Uuid>,
    paused: bool,
}

/// For the counselor and whoever looks after their hours.
pub async fn find(tx: &CenterTx, id: CoveringId) -> Outcome<Covering> {
    let row = tx
        .row::<Row>(
            "select counselor_id, starts_at, ends_at, backup_id, paused from cairn.coverings where center_id = $1 and id = $2",
            [id.0.into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("coveringId"))?;
    let counselor_id = MemberId(row.counselor_id);
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let target = Target::own_if(membership.member_id == counselor_id);
    if !policy::allows(&membership.roles, Action::ViewCalendar, target) {
        return Err(Problem::not_found("coveringId").into());
    }
    let rows = tx.rows::<AnswerRow>(answers_sql!("a.covering_id = $2 order by a.id"), [id.0.into()]).await?;
    Ok(Covering {
        id,
        counselor_id,
        starts_at: row.starts_at.0,
        ends_at: row.ends_at.0,
        backup_id: row.backup_id.map(MemberId),
        paused: row.paused,
        answers: open_all(tx, rows).await?,
    })
}

/// What the acting client is asked, the next session first. What was to be today stays in sight: the counselor is not there.
pub async fn mine(tx: &CenterTx) -> Outcome<Vec<CoverAnswer>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let rows = tx.rows::<AnswerRow>(MINE, [membership.member_id.0.into(), tx.at().into()]).await?;
    open_all(tx, rows).await
}

const MINE: &str = answers_sql!(
    "a.client_id = $2 and a.state = 'open' and exists (select from cairn.sessions s
       where s.center_id = $1 and s.id = a.session_id and s.state = 'booked' and s.starts_at > $3::timestamptz - interval '24 hours')
     order by (select s.starts_at from cairn.sessions s where s.center_id = $1 and s.id = a.session_id), a.id limit 50"
);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoverChoice {
    /// The same counselor, at a time they are back. Not while nobody knows when that is.
    Later {
        starts_at: Timestamp,
    },
    /// Whoever stands in; `None`: at the same time.
    Backup {
        starts_at: Option<Timestamp>,
    },
    Cancel,
}

/// The client chooses, or the center after a call. It is the counselor who is away: no cutoff binds anybody.
pub async fn answer(tx: &CenterTx, id: CoverAnswerId, choice: CoverChoice) -> Outcome<CoverAnswer> {
    let missing = || Problem::not_found("coverAnswerId");
    tx.run("select from cairn.cover_answers where center_id = $1 and id = $2 for update", [id.0.into()]).await?;
    let asked = read(tx, id).await?.ok_or_else(missing)?;
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let target = Target::own_if(membership.member_id == asked.client_id);
    if !policy::allows(&membership.roles, Action::AnswerCover, target) {
        return Err(missing().into());
    }
    tx.writable()?;
    if asked.state != CoverState::Open {
        return Err(Problem::invalid("coverAnswerId", "already_answered").into());
    }
    let session = locked(tx, asked.session_id).await?.ok_or_else(missing)?;
    if session.state != SessionState::Booked || session.starts_at <= tx.now() {
        return Err(Problem::invalid("coverAnswerId", "already_over").into());
    }
    let mut instead: Option<(SessionId, Option<Uuid>)> = None;
    let state = match choice {
        CoverChoice::Later { .. } if !asked.later => return Err(Problem::invalid("choice", "not_back_yet").into()),
        CoverChoice::Later { starts_at } => {
            let except = vec![session.id.0];
            let to =
                MoveTo { starts_at, minutes: None, place: None, reason: None, except, news: SessionNews::Moved, offers: false };
            move_to(tx, session, to).await?;
            CoverState::Later
        }
        CoverChoice::Cancel => {
            cancel_for_cover(tx, session, tx.now() + UNDO).await?;
            CoverState::Cancelled
        }
        CoverChoice::Backup { starts_at } => {
            instead = Some(with_backup(tx, &asked, session, starts_at).await?);
            CoverState::Backup
        }
    };
    tx.run(
        "update cairn.cover_answers set state = $3, answered_by = $4, answered_at = $5, instead_id = $6, assignment_id = $7,
           version = version + 1
         where center_id = $1 and id = $2",
        [
            id.0.into(),
            state.name().into(),
            membership.member_id.0.into(),
            tx.at().into(),
            instead.map(|(session, _)| session.0).into(),
            instead.and_then(|(_, assignment)| assignment).into(),
        ],
    )
    .await?;
    tx.audit(Event::done("covering.answer", OBJECT, asked.covering_id.0).about(asked.client_id).purpose("care"));
    nobody_left(tx, asked.client_id).await?;
    read(tx, id).await?.ok_or_else(|| missing().into())
}

/// Whether this one is offered to the client in place of the counselor of a session, as long as nobody has answered yet.
pub(super) async fn stands_in(tx: &CenterTx, session: SessionId, backup: MemberId) -> Outcome<bool> {
    const OFFERED: &str = answers_sql!("a.session_id = $2 and a.state = 'open' and b.id = $3");
    Ok(tx.row::<AnswerRow>(OFFERED, [session.0.into(), backup.0.into()]).await?.is_some())
}

async fn read(tx: &CenterTx, id: CoverAnswerId) -> Outcome<Option<CoverAnswer>> {
    let row = tx.row::<AnswerRow>(answers_sql!("a.id = $2"), [id.0.into()]).await?;
    Ok(row.map(AnswerRow::open).transpose()?)
}

/// The session goes over to the backup: the old one ends and a new one begins, because a session is of two people. The client
/// chose them, and with that lets them into their care for as long as it takes.
async fn with_backup(
    tx: &CenterTx,
    asked: &CoverAnswer,
    session: Session,
    starts_at: Option<Timestamp>,
) -> Outcome<(SessionId, Option<Uuid>)> {
    let backup = asked.backup_id.ok_or_else(|| Problem::invalid("choice", "no_backup"))?;
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let booking = Booking {
        counselor_id: backup,
        client_id: session.client_id,
        starts_at: starts_at.unwrap_or(session.starts_at),
        minutes: session.minutes,
        place: session.place,
        type_id: session.type_id,
        hold: None,
        series: None,
        // The time that was agreed on stands, notice or not; another one is chosen as always.
        booker: if starts_at.is_none() { Booker::Staff } else { booker(membership, session.client_id) },
    };
    let assignment = assign(tx, backup, session.client_id).await?;
    // Told of the new one; that the old one is gone stands in the same mail box a moment later.
    cancel_for_cover(tx, session, tx.now()).await?;
    let desk = desk(tx, &booking.query()).await?.filter(|desk| desk.counselor_is_active && desk.assigned);
    let desk = limited(tx, desk.ok_or_else(|| Problem::not_found("backupId"))?, &booking).await?;
    if !could_come(tx, &desk, &booking)? {
        return Err(Problem::invalid("choice", "backup_not_free").into());
    }
    let id = SessionId(tx.ids().event(tx.now()));
    book_at(tx, &desk, id, &booking, SessionNews::Booked).await?;
    Ok((id, assignment))
}

/// Hours and links that they would have to see to are no business of whoever is asked: they are not free then. Somebody who was
/// faster is told of as always, with what is free close by.
fn could_come(tx: &CenterTx, desk: &Desk, booking: &Booking) -> Outcome<bool> {
    let refused = refusal(desk, booking.booker, tx.now(), booking.starts_at, booking.minutes)?;
    let hours = matches!(refused, None | Some(Refusal::Taken | Refusal::ClientBusy));
    Ok(hours && venue(desk, booking.place).is_ok())
}

/// `None`: they cared for the client already.
async fn assign(tx: &CenterTx, backup: MemberId, client: MemberId) -> Outcome<Option<Uuid>> {
    let id = tx.ids().event(tx.now());
    let written = tx
        .run(
            "insert into cairn.care_assignments (center_id, id, counselor_id, client_id, started_at)
             values ($1, $2, $3, $4, $5) on conflict do nothing",
            [id.into(), backup.0.into(), client.0.into(), tx.at().into()],
        )
        .await?;
    if written == 1 {
        tx.audit(Event::done("care.assign", "member", backup.0).about(client));
    }
    Ok((written == 1).then_some(id))
}
