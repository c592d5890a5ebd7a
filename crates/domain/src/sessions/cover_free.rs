//! Whether whoever stands in could come at the agreed time: by the check behind booking, before anybody presses anything. The
//! same few statements for one person who is asked and for everybody of an absence.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::SessionPlace;
use super::book::{refusal, venue};
use super::cover::CoverAnswer;
use super::states::CoverState;
use crate::availability::{Booker, Desk, ManyQuery, Window, desks, kinds};
use crate::db::{At, CenterTx};
use crate::ids::MemberId;
use crate::problem::{Outcome, Surprise};

#[derive(FromQueryResult)]
struct Planned {
    id: Uuid,
    client_id: Uuid,
    starts_at: At,
    ends_at: At,
    minutes: i32,
    place: String,
    type_id: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Elsewhere {
    id: Uuid,
    client_id: Uuid,
    starts_at: At,
    ends_at: At,
}

/// What is asked about, as far as it is ahead and nobody has answered.
async fn planned(tx: &CenterTx, answers: &[CoverAnswer]) -> Outcome<HashMap<Uuid, Planned>> {
    let ids: Vec<Uuid> = answers.iter().filter(|one| is_a_question(one)).map(|one| one.session_id.0).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = tx
        .rows::<Planned>(
            "select id, client_id, starts_at, ends_at, minutes, place, type_id from cairn.sessions
             where center_id = $1 and id = any($2) and state = 'booked' and starts_at > $3",
            [ids.into(), tx.at().into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

fn is_a_question(answer: &CoverAnswer) -> bool {
    answer.state == CoverState::Open && answer.backup_id.is_some()
}

/// Says of each open answer whether the one who stands in is free then, with a room or a link for it.
pub(super) async fn mark(tx: &CenterTx, answers: &mut [CoverAnswer]) -> Outcome<()> {
    let planned = planned(tx, answers).await?;
    let (Some(first), Some(last)) =
        (planned.values().map(|one| one.starts_at.0).min(), planned.values().map(|one| one.ends_at.0).max())
    else {
        return Ok(());
    };
    // Enough for the hours and buffers around them.
    let day = SignedDuration::from_hours(24);
    let (from, until) = (first - day, last + day);
    let mut counselors: Vec<MemberId> = answers.iter().filter(|one| is_a_question(one)).filter_map(|one| one.backup_id).collect();
    counselors.sort_unstable();
    counselors.dedup();
    let query = ManyQuery { counselors, client_id: None, from, until, type_id: None, except: Vec::new() };
    let mut by_backup: HashMap<MemberId, Desk> =
        desks(tx, &query).await?.into_iter().map(|desk| (desk.availability.counselor_id, desk)).collect();
    let types: Vec<Uuid> = planned.values().filter_map(|one| one.type_id).collect();
    let kinds = kinds(tx, &types).await?;
    let elsewhere = elsewhere(tx, &planned, from, until).await?;
    for answer in answers.iter_mut().filter(|one| is_a_question(one)) {
        let session = planned.get(&answer.session_id.0);
        let desk = answer.backup_id.and_then(|backup| by_backup.get_mut(&backup));
        let (Some(session), Some(desk)) = (session, desk) else { continue };
        desk.kind = session.type_id.and_then(|id| kinds.get(&id).cloned());
        desk.elsewhere = elsewhere
            .iter()
            .filter(|one| one.client_id == session.client_id && one.id != session.id)
            .map(|one| Window { starts_at: one.starts_at.0, ends_at: one.ends_at.0 })
            .collect();
        answer.backup_free = could_come(desk, session, tx.now())?;
    }
    Ok(())
}

/// As the deed itself has it: the agreed time stands, notice or not.
fn could_come(desk: &Desk, session: &Planned, now: Timestamp) -> Result<bool, Surprise> {
    let place = SessionPlace::parse(&session.place).ok_or(Surprise::Inconsistent("session place"))?;
    let refused = refusal(desk, Booker::Staff, now, session.starts_at.0, session.minutes)?;
    Ok(refused.is_none() && venue(desk, place).is_ok())
}

/// When these clients sit with anybody.
async fn elsewhere(
    tx: &CenterTx,
    planned: &HashMap<Uuid, Planned>,
    from: Timestamp,
    until: Timestamp,
) -> Outcome<Vec<Elsewhere>> {
    let mut clients: Vec<Uuid> = planned.values().map(|one| one.client_id).collect();
    clients.sort_unstable();
    clients.dedup();
    Ok(tx
        .rows::<Elsewhere>(
            "select id, client_id, starts_at, ends_at from cairn.sessions
             where center_id = $1 and client_id = any($2) and state = 'booked' and during && tstzrange($3, $4)",
            [clients.into(), At(from).into(), At(until).into()],
        )
        .await?)
}
