//! A counselor is away: everybody they would have met says what shall happen instead. Until somebody has answered, a person of
//! the center keeps it in hand: nobody is dropped.

use jiff::Timestamp;
use jiff::civil::DateTime;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::book::{Booking, book_at, locked};
use super::change::{MoveTo, UNDO, cancel_for_cover, move_to};
use super::cover_end::nobody_left;
pub(crate) use super::cover_end::{end_assignments, settled, taken_back};
use super::states::CoverState;
use super::view::{SessionView, booked_between};
use super::{Session, SessionState};
use crate::audit::Event;
use crate::availability::{self, AddTimeOff, Booker, desk, may_manage, write_time_off};
use crate::db::{At, CenterTx};
use crate::idempotency::Claim;
use crate::ids::{CoverAnswerId, CoveringId, MemberId, SessionId};
use crate::notifications::{self, SessionNews};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

const OBJECT: &str = "covering";

#[derive(Debug, Clone)]
pub struct CoverAnswer {
    pub id: CoverAnswerId,
    pub covering_id: CoveringId,
    pub session_id: SessionId,
    pub client_id: MemberId,
    pub counselor_id: MemberId,
    /// Who would stand in; `None`: nobody was named, or not for this client.
    pub backup_id: Option<MemberId>,
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
    state: String,
    instead_id: Option<Uuid>,
    version: i32,
}

// Two who must never meet are not offered to each other, and nobody learns why.
macro_rules! answers_sql {
    ($rest:literal) => {
        concat!(
            "select a.id, a.covering_id, a.session_id, a.client_id, c.counselor_id, b.id as backup_id, a.state, a.instead_id, a.version
             from cairn.cover_answers a
             join cairn.coverings c on c.center_id = $1 and c.id = a.covering_id
             left join cairn.members b on b.center_id = $1 and b.id = c.backup_id and b.state = 'active' and b.id <> a.client_id
               and b.roles && array['counselor', 'peer_mentor'] and not exists (select from cairn.pair_conflicts x
                 where x.center_id = $1 and x.ended_at is null
                   and x.one_id = least(a.client_id, c.backup_id) and x.other_id = greatest(a.client_id, c.backup_id))
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
            state: CoverState::stored(&self.state)?,
            instead_id: self.instead_id.map(SessionId),
            version: self.version,
        })
    }
}

fn open_all(rows: Vec<AnswerRow>) -> Outcome<Vec<CoverAnswer>> {
    Ok(rows.into_iter().map(AnswerRow::open).collect::<Result<_, _>>()?)
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct CoverAbsence {
    #[serde(skip)]
    pub key: Uuid,
    pub counselor_id: MemberId,
    /// Wall clock in the counselor's zone.
    pub local_start: DateTime,
    pub local_end: DateTime,
    /// Who stands in for whoever wants that.
    pub backup_id: Option<MemberId>,
}

/// Takes the time off, and asks everybody who had a session in it.
pub async fn cover(tx: &CenterTx, input: CoverAbsence) -> Outcome<Covering> {
    may_manage(tx, input.counselor_id)?;
    if let Some(backup) = input.backup_id {
        let query = availability::DeskQuery::of(tx, backup);
        let there = desk(tx, &query).await?.is_some_and(|desk| desk.counselor_is_active);
        if !there || backup == input.counselor_id {
            return Err(Problem::not_found("backupId").into());
        }
    }
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
    for view in booked_between(tx, input.counselor_id, stretch.starts_at, stretch.ends_at).await? {
        if view.session.starts_at > tx.now() {
            ask(tx, id, &view).await?;
        }
    }
    find(tx, id).await
}

async fn ask(tx: &CenterTx, covering: CoveringId, view: &SessionView) -> Outcome<()> {
    let id = tx.ids().event(tx.now());
    let client_id = view.session.client_id;
    let written = tx
        .run(
            "insert into cairn.cover_answers (center_id, id, covering_id, session_id, client_id, state)
             select $1, $2, $3, $4, $5, 'open' where not exists (select from cairn.cover_answers o
               where o.center_id = $1 and o.session_id = $4 and o.state = 'open')",
            [id.into(), covering.0.into(), view.session.id.0.into(), client_id.0.into()],
        )
        .await?;
    if written == 1 {
        notifications::booking_news(tx, id, 1, &[client_id], view.session.starts_at).await?;
        staff_tasks::open(tx, StaffTaskKind::CoverUnanswered, client_id, TaskFor::Admins).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    counselor_id: Uuid,
    starts_at: At,
    ends_at: At,
    backup_id: Option<Uuid>,
}

/// For the counselor and whoever looks after their hours.
pub async fn find(tx: &CenterTx, id: CoveringId) -> Outcome<Covering> {
    let row = tx
        .row::<Row>(
            "select counselor_id, starts_at, ends_at, backup_id from cairn.coverings where center_id = $1 and id = $2",
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
        answers: open_all(rows)?,
    })
}

/// What the acting client is asked, the next session first. What was to be today stays in sight: the counselor is not there.
pub async fn mine(tx: &CenterTx) -> Outcome<Vec<CoverAnswer>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let rows = tx
        .rows::<AnswerRow>(
            answers_sql!(
                "a.client_id = $2 and a.state = 'open' and exists (select from cairn.sessions s
                   where s.center_id = $1 and s.id = a.session_id and s.state = 'booked' and s.starts_at > $3::timestamptz - interval '24 hours')
                 order by a.id limit 50"
            ),
            [membership.member_id.0.into(), tx.at().into()],
        )
        .await?;
    open_all(rows)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoverChoice {
    /// The same counselor, at a time they are back.
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
        CoverChoice::Later { starts_at } => {
            let except = vec![session.id.0];
            let to =
                MoveTo { starts_at, minutes: None, place: None, reason: None, except, news: SessionNews::Moved, offers: false };
            move_to(tx, session, to).await?;
            CoverState::Later
        }
        CoverChoice::Cancel => {
            cancel_for_cover(tx, session, SessionNews::Cancelled { undo_until: tx.now() + UNDO }).await?;
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

#[derive(FromQueryResult)]
struct StandsIn {
    there: bool,
}

/// Whether this one is who stands in for the counselor of a session, as long as nobody has answered yet.
pub(super) async fn stands_in(tx: &CenterTx, session: SessionId, backup: MemberId) -> Outcome<bool> {
    let row = tx
        .row::<StandsIn>(
            "select exists (select from cairn.cover_answers a
               join cairn.coverings c on c.center_id = $1 and c.id = a.covering_id and c.backup_id = $3
               where a.center_id = $1 and a.session_id = $2 and a.state = 'open') as there",
            [session.0.into(), backup.0.into()],
        )
        .await?;
    Ok(row.is_some_and(|row| row.there))
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
        booker: if starts_at.is_none() { Booker::Staff } else { Booker::Client },
    };
    let assignment = assign(tx, backup, session.client_id).await?;
    // Told of the new one; that the old one is gone stands in the same mail box a moment later.
    cancel_for_cover(tx, session, SessionNews::Cancelled { undo_until: tx.now() }).await?;
    let desk = desk(tx, &booking.query()).await?.filter(|desk| desk.counselor_is_active && desk.assigned);
    let desk = desk.ok_or_else(|| Problem::not_found("backupId"))?;
    let id = SessionId(tx.ids().event(tx.now()));
    book_at(tx, &desk, id, &booking, SessionNews::Booked).await?;
    Ok((id, assignment))
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
