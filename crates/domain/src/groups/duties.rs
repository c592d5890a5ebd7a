//! Whose turn it is to hold the room, and who steps in.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::meetings::{self, MeetingView};
use super::rota::{Candidate, Room, share_out};
use super::{DutyState, FacilitatorPart, MeetingState, unheld};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{FacilitatorId, GroupId, MeetingId};
use crate::notifications;
use crate::problem::{Outcome, Problem};

/// How far ahead people know that they hold the room.
pub(super) const PLANNED_AHEAD: SignedDuration = SignedDuration::from_hours(24 * 28);
/// What counts as lately when the load is compared.
pub(super) const LATELY: SignedDuration = SignedDuration::from_hours(24 * 90);

#[derive(FromQueryResult)]
struct RoomRow {
    id: Uuid,
    starts_at: At,
    ends_at: At,
}

#[derive(FromQueryResult)]
struct BusyRow {
    id: Uuid,
    part: String,
    rest_hours: i32,
    here: Option<bool>,
    starts_at: Option<At>,
    ends_at: Option<At>,
}

/// The facilitators of a group and everything they hold, in any group, lately and soon. Whoever is kept out for now holds nothing.
pub(super) async fn candidates(tx: &CenterTx, group_id: GroupId) -> Outcome<Vec<(FacilitatorPart, Candidate)>> {
    let rows = tx
        .rows::<BusyRow>(
            "select f.id, f.part, f.rest_hours, o.group_id = $2 as here, m.starts_at, m.ends_at
             from cairn.group_facilitators f
             join cairn.members h on h.center_id = $1 and h.id = f.member_id and h.state = 'active'
             left join cairn.group_facilitators o on o.center_id = $1 and o.member_id = f.member_id
             left join cairn.meeting_duties d
               on d.center_id = $1 and d.facilitator_id = o.id and d.state in ('planned', 'accepted', 'held')
             left join cairn.meetings m
               on m.center_id = $1 and m.id = d.meeting_id and m.state <> 'cancelled' and m.starts_at > $3 and m.starts_at < $4
             where f.center_id = $1 and f.group_id = $2 and f.until is null order by f.since, f.id",
            [group_id.0.into(), At(tx.now() - LATELY).into(), At(tx.now() + PLANNED_AHEAD + PLANNED_AHEAD).into()],
        )
        .await?;
    let mut candidates: Vec<(FacilitatorPart, Candidate)> = Vec::new();
    for row in rows {
        let known = candidates.last().is_some_and(|(_, candidate)| candidate.id.0 == row.id);
        if !known {
            let rest = SignedDuration::from_hours(i64::from(row.rest_hours));
            let candidate = Candidate { id: FacilitatorId(row.id), load: 0, busy: Vec::new(), rest };
            candidates.push((FacilitatorPart::stored(&row.part)?, candidate));
        }
        if let (Some((_, candidate)), Some(starts_at), Some(ends_at)) = (candidates.last_mut(), row.starts_at, row.ends_at) {
            candidate.load += usize::from(row.here == Some(true));
            candidate.busy.push((starts_at.0, ends_at.0));
        }
    }
    Ok(candidates)
}

/// Shares out the rooms of the coming weeks, and tells of those for whom nobody is found.
pub async fn plan(tx: &CenterTx, group_id: GroupId) -> Outcome<()> {
    share(tx, group_id).await?;
    unheld::look(tx, group_id).await
}

/// Gives the rooms that nobody was asked for yet to somebody.
async fn share(tx: &CenterTx, group_id: GroupId) -> Outcome<()> {
    let rooms = tx
        .rows::<RoomRow>(
            "select m.id, m.starts_at, m.ends_at from cairn.meetings m
             join cairn.groups g on g.center_id = $1 and g.id = m.group_id and g.state in ('draft', 'active')
             where m.center_id = $1 and m.group_id = $2 and m.state = 'scheduled' and m.starts_at > $3 and m.starts_at < $4
               and not exists (select from cairn.meeting_duties d where d.center_id = $1 and d.meeting_id = m.id)
             order by m.starts_at, m.id",
            [group_id.0.into(), tx.at().into(), At(tx.now() + PLANNED_AHEAD).into()],
        )
        .await?;
    if rooms.is_empty() {
        return Ok(());
    }
    let rooms: Vec<Room> = rows_to_rooms(rooms);
    let mut own: Vec<Candidate> = candidates(tx, group_id)
        .await?
        .into_iter()
        .filter(|(part, _)| *part == FacilitatorPart::Facilitator)
        .map(|(_, candidate)| candidate)
        .collect();
    let shared: Vec<_> = share_out(&rooms, &mut own)
        .into_iter()
        .map(|(meeting, holder)| json!({ "meeting_id": meeting.0, "facilitator_id": holder.0 }))
        .collect();
    tx.run(
        "insert into cairn.meeting_duties (center_id, meeting_id, facilitator_id, part, state, at)
         select $1, p.meeting_id, p.facilitator_id, 'facilitator', 'planned', $3
         from jsonb_to_recordset($2) as p (meeting_id uuid, facilitator_id uuid) on conflict do nothing",
        [serde_json::Value::Array(shared).into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

fn rows_to_rooms(rows: Vec<RoomRow>) -> Vec<Room> {
    rows.into_iter().map(|row| Room { id: MeetingId(row.id), starts_at: row.starts_at.0, ends_at: row.ends_at.0 }).collect()
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// The actor's own facilitation of the meeting's group.
async fn own_part(tx: &CenterTx, view: &MeetingView) -> Outcome<FacilitatorId> {
    let row = tx
        .row::<Id>(
            "select id from cairn.group_facilitators where center_id = $1 and group_id = $2 and member_id = $3 and until is null",
            [view.group_id.0.into(), super::standing::me(tx).into()],
        )
        .await?;
    row.map(|row| FacilitatorId(row.id)).ok_or_else(|| Problem::not_found("meetingId").into())
}

fn still_to_come(tx: &CenterTx, view: &MeetingView) -> Outcome<()> {
    tx.writable()?;
    let open = matches!(view.state, MeetingState::Scheduled | MeetingState::Open | MeetingState::Live);
    if open && tx.now() < view.ends_at { Ok(()) } else { Err(Problem::invalid("meetingId", "meeting_over").into()) }
}

async fn write_duty(tx: &CenterTx, meeting: MeetingId, holder: FacilitatorId, state: DutyState) -> Outcome<()> {
    tx.run(
        "insert into cairn.meeting_duties (center_id, meeting_id, facilitator_id, part, state, at)
         values ($1, $2, $3, 'facilitator', $4, $5)
         on conflict (center_id, meeting_id, facilitator_id) do update set part = 'facilitator', state = excluded.state, at = excluded.at",
        [meeting.0.into(), holder.0.into(), state.name().into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

/// "I can't hold the room today." Nobody asks why; everybody else who is rested is asked at once.
pub async fn release(tx: &CenterTx, id: MeetingId) -> Outcome<MeetingView> {
    let view = meetings::locked_in_group(tx, id).await?;
    let mine = own_part(tx, &view).await?;
    still_to_come(tx, &view)?;
    if !view.my_duty.is_some_and(|(_, state)| matches!(state, DutyState::Planned | DutyState::Accepted)) {
        return Err(Problem::invalid("meetingId", "not_your_duty").into());
    }
    write_duty(tx, id, mine, DutyState::Released).await?;
    let mut asked = false;
    let room = Room { id, starts_at: view.starts_at, ends_at: view.ends_at };
    for (_, candidate) in candidates(tx, view.group_id).await? {
        if candidate.id != mine && candidate.can_hold(&room) {
            asked = true;
            write_duty(tx, id, candidate.id, DutyState::Asked).await?;
        }
    }
    tx.audit(Event::done("meeting.release_duty", "meeting", id.0).purpose("care"));
    notifications::duty_asked(tx, &view).await?;
    if asked {
        unheld::look_again(tx, view.group_id, view.starts_at);
    }
    unheld::look(tx, view.group_id).await?;
    meetings::find(tx, id).await
}

/// Whoever stands in the room and begins holds it, whoever was to: it is theirs in the record.
pub(super) async fn take_over(tx: &CenterTx, view: &MeetingView) -> Outcome<()> {
    if view.holder.as_ref().is_some_and(|holder| holder.me) {
        return Ok(());
    }
    let mine = own_part(tx, view).await?;
    tx.run(
        "update cairn.meeting_duties set state = 'released', at = $3
         where center_id = $1 and meeting_id = $2 and part = 'facilitator' and state in ('planned', 'accepted')",
        [view.id.0.into(), tx.at().into()],
    )
    .await?;
    write_duty(tx, view.id, mine, DutyState::Accepted).await?;
    unheld::look(tx, view.group_id).await?;
    tx.audit(Event::done("meeting.accept_duty", "meeting", view.id.0).purpose("care"));
    Ok(())
}

/// Takes the room. Of two who do, the first has it; the other is thanked.
pub async fn accept(tx: &CenterTx, id: MeetingId) -> Outcome<MeetingView> {
    let view = meetings::locked_in_group(tx, id).await?;
    let mine = own_part(tx, &view).await?;
    still_to_come(tx, &view)?;
    match &view.holder {
        Some(holder) if holder.me => return Ok(view),
        Some(_) => return Err(Problem::invalid("meetingId", "duty_taken").into()),
        None => {}
    }
    write_duty(tx, id, mine, DutyState::Accepted).await?;
    unheld::look(tx, view.group_id).await?;
    tx.audit(Event::done("meeting.accept_duty", "meeting", id.0).purpose("care"));
    let view = meetings::find(tx, id).await?;
    // A substitute is reminded as everybody is.
    notifications::remind(tx, view.group_id).await?;
    Ok(view)
}

/// Says no to a request; it stays between them and the list.
pub async fn decline(tx: &CenterTx, id: MeetingId) -> Outcome<MeetingView> {
    let view = meetings::locked_in_group(tx, id).await?;
    let mine = own_part(tx, &view).await?;
    still_to_come(tx, &view)?;
    if view.my_duty.is_some_and(|(_, state)| state == DutyState::Asked) {
        write_duty(tx, id, mine, DutyState::Declined).await?;
        tx.audit(Event::done("meeting.decline_duty", "meeting", id.0).purpose("care"));
        unheld::look(tx, view.group_id).await?;
    }
    meetings::find(tx, id).await
}

/// When the next meeting begins that nobody holds, for the list of what needs somebody.
pub fn needs_holder(view: &MeetingView, now: Timestamp) -> bool {
    view.holder.is_none() && view.state == MeetingState::Scheduled && view.starts_at > now && view.starts_at < now + PLANNED_AHEAD
}
