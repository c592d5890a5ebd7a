//! What a covering ends with: a choice that was made in other ways, the counselor who is there after all, and the care that was
//! only lent.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::Session;
use super::cover_ask::ask;
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, SessionId, TimeOffId};
use crate::problem::Outcome;
use crate::staff_tasks::{self, StaffTaskKind};

#[derive(FromQueryResult)]
struct Settled {
    client_id: Uuid,
}

macro_rules! settle_sql {
    ($which:literal) => {
        concat!(
            "update cairn.cover_answers set state = 'settled', answered_by = $3, answered_at = $4, version = version + 1
             where center_id = $1 and state = 'open' and ",
            $which,
            " returning client_id"
        )
    };
}

/// The session was cancelled: nothing has to be chosen for it any more.
pub(crate) async fn settled(tx: &CenterTx, session: SessionId) -> Outcome<()> {
    settle(tx, settle_sql!("session_id = $2"), session.0).await
}

#[derive(FromQueryResult)]
struct Asked {
    asked: bool,
}

/// Whether its client has yet to say what shall become of it while the counselor is away.
pub(crate) async fn asked(tx: &CenterTx, session: SessionId) -> Outcome<bool> {
    let row = tx
        .row::<Asked>(
            "select exists (select from cairn.cover_answers where center_id = $1 and session_id = $2 and state = 'open') as asked",
            [session.0.into()],
        )
        .await?;
    Ok(row.is_some_and(|row| row.asked))
}

/// The session was moved out of an absence: nothing has to be chosen for it any more. While an account is paused nobody knows how
/// far that is: the question stays.
pub(crate) async fn moved(tx: &CenterTx, session: &Session) -> Outcome<()> {
    let still_away = tx
        .run(
            "update cairn.coverings set ends_at = greatest(ends_at, $3)
             where center_id = $1 and counselor_id = $2 and paused and over_at is null",
            [session.counselor_id.0.into(), At(session.ends_at).into()],
        )
        .await?;
    if still_away > 0 { Ok(()) } else { settled(tx, session.id).await }
}

/// Whoever was away is there after all: sessions that nobody has chosen about take place as they were planned. Those that lie in
/// another absence are asked about for that one.
pub(crate) async fn taken_back(tx: &CenterTx, counselor: MemberId, time_off: TimeOffId) -> Outcome<()> {
    settle(tx, settle_sql!("covering_id = $2"), time_off.0).await?;
    ask(tx, counselor, None).await
}

#[derive(FromQueryResult)]
struct Over {
    id: Uuid,
}

/// The same, when a paused account is open again.
pub(crate) async fn pause_over(tx: &CenterTx, counselor: MemberId) -> Outcome<()> {
    let over = tx
        .row::<Over>(
            "update cairn.coverings set over_at = $3
             where center_id = $1 and counselor_id = $2 and paused and over_at is null returning id",
            [counselor.0.into(), tx.at().into()],
        )
        .await?;
    if let Some(over) = over {
        settle(tx, settle_sql!("covering_id = $2"), over.id).await?;
        ask(tx, counselor, None).await?;
    }
    Ok(())
}

async fn settle(tx: &CenterTx, sql: &'static str, id: Uuid) -> Outcome<()> {
    let rows = tx.rows::<Settled>(sql, [id.into(), tx.actor().member_id().map(|id| id.0).into(), tx.at().into()]).await?;
    for row in rows {
        nobody_left(tx, MemberId(row.client_id)).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Open {
    open: bool,
}

/// Closes the task about a client who has answered everything.
pub(super) async fn nobody_left(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    let open = tx
        .row::<Open>(
            "select exists (select from cairn.cover_answers where center_id = $1 and client_id = $2 and state = 'open') as open",
            [client.0.into()],
        )
        .await?
        .is_some_and(|row| row.open);
    if open { Ok(()) } else { staff_tasks::close(tx, StaffTaskKind::CoverUnanswered, client).await }
}

/// What was lent to whoever stood in is theirs from now: the center, or the two themselves, have decided so. Asked before the care
/// is written, so that the hour that ends what is lent waits for it or comes first. `true`: it had been lent.
pub(crate) async fn lent_no_more(tx: &CenterTx, counselor: MemberId, client: MemberId) -> Outcome<bool> {
    let kept = tx
        .run(
            "update cairn.cover_answers a set assignment_id = null
             from cairn.care_assignments c
             where a.center_id = $1 and c.center_id = $1 and c.id = a.assignment_id and c.counselor_id = $2 and c.client_id = $3
               and c.ended_at is null",
            [counselor.0.into(), client.0.into()],
        )
        .await?;
    Ok(kept > 0)
}

// The answers are locked first, as above: care that was made whole meanwhile is not among them any more.
const END: &str = "
with lent as materialized (
  select a.assignment_id as id from cairn.cover_answers a
  join cairn.care_assignments c on c.center_id = $1 and c.id = a.assignment_id and c.ended_at is null
  where a.center_id = $1 and a.assignment_id is not null
    and not exists (select from cairn.sessions s where s.center_id = $1 and s.counselor_id = c.counselor_id
      and s.client_id = c.client_id and s.state = 'booked' and s.ends_at > $2::timestamptz - interval '3 days')
  for update of a)
update cairn.care_assignments c set ended_at = $2 from lent
where c.center_id = $1 and c.id = lent.id and c.ended_at is null
returning c.counselor_id, c.client_id";

#[derive(FromQueryResult)]
struct Ended {
    counselor_id: Uuid,
    client_id: Uuid,
}

/// Whoever stood in cares for the client no longer than there is a session between the two.
pub(crate) async fn end_assignments(tx: &CenterTx) -> Outcome<()> {
    for care in tx.rows::<Ended>(END, [tx.at().into()]).await? {
        tx.audit(Event::done("care.end", "member", care.counselor_id).about(MemberId(care.client_id)));
    }
    Ok(())
}
