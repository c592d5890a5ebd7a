//! The floor of a live meeting: how far the sheet is, and whose turn it is. Whoever holds the room steers; whoever is in
//! the room looks on.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::meetings::{self, MeetingView};
use super::persons::persons;
use super::round::Round;
use super::standing::account;
use super::steering::State;
use super::{GroupFormat, MeetingState, Person, PersonId, run_sheet};
use crate::audit::Event;
use crate::db::{At, CenterTx, FloorNews};
use crate::ids::{MeetingId, MembershipId};
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Surprise};

pub use super::steering::FloorMove;

/// Longest list of people in one round.
const MOST_TURNS: usize = 200;
/// Seconds.
const TURN: std::ops::RangeInclusive<i32> = 30..=3600;

/// The floor as somebody sees it.
#[derive(Debug, Clone)]
pub struct Floor {
    pub meeting: MeetingView,
    pub format: GroupFormat,
    pub steps: Vec<run_sheet::Step>,
    pub step: usize,
    pub step_began_at: Timestamp,
    pub paused: bool,
    /// Before `step_began_at`.
    pub spent_seconds: i32,
    /// Who had a turn, has it (at `turn`, if `turn_began_at`), or is still to come.
    pub turns: Vec<Person>,
    pub turn: usize,
    pub turn_began_at: Option<Timestamp>,
    pub turn_spent_seconds: i32,
    pub turn_seconds: Option<i32>,
    /// Let their turn go by.
    pub passed: Vec<Person>,
    pub version: i32,
    pub can_steer: bool,
}

#[derive(FromQueryResult)]
struct Row {
    format: String,
    steps: serde_json::Value,
    step: i32,
    step_began_at: At,
    paused: bool,
    spent_seconds: i32,
    turns: Vec<Uuid>,
    turn: i32,
    passed: Vec<Uuid>,
    turn_began_at: Option<At>,
    turn_spent_seconds: i32,
    turn_seconds: Option<i32>,
    version: i32,
}

fn count(number: i32) -> usize {
    usize::try_from(number).unwrap_or(0)
}

fn stored(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

async fn read(tx: &CenterTx, id: MeetingId) -> Outcome<Option<(State, i32)>> {
    let row = tx
        .row::<Row>(
            "select format, steps, step, step_began_at, paused, spent_seconds, turns, turn, passed, turn_began_at,
               turn_spent_seconds, turn_seconds, version
             from cairn.meeting_floors where center_id = $1 and meeting_id = $2",
            [id.0.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let state = State {
        format: GroupFormat::stored(&row.format)?,
        steps: run_sheet::read(row.steps)?,
        step: count(row.step),
        step_began_at: row.step_began_at.0,
        paused: row.paused,
        spent_seconds: row.spent_seconds,
        round: Round { order: row.turns, done: count(row.turn), running: row.turn_began_at.is_some(), passed: row.passed },
        turn_began_at: row.turn_began_at.map(|at| at.0),
        turn_spent_seconds: row.turn_spent_seconds,
        turn_seconds: row.turn_seconds,
    };
    Ok(Some((state, row.version)))
}

/// Writes the floor; nobody else does while the meeting's row is locked.
async fn write(tx: &CenterTx, id: MeetingId, state: &State, version: i32) -> Outcome<()> {
    tx.run(
        "insert into cairn.meeting_floors (center_id, meeting_id, format, steps, step, step_began_at, paused, spent_seconds, turns,
           turn, passed, turn_began_at, turn_spent_seconds, turn_seconds, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         on conflict (center_id, meeting_id) do update set step = excluded.step, step_began_at = excluded.step_began_at,
           paused = excluded.paused, spent_seconds = excluded.spent_seconds, turns = excluded.turns, turn = excluded.turn,
           passed = excluded.passed, turn_began_at = excluded.turn_began_at, turn_spent_seconds = excluded.turn_spent_seconds,
           turn_seconds = excluded.turn_seconds, version = excluded.version",
        [
            id.0.into(),
            state.format.name().into(),
            run_sheet::write(&state.steps)?.into(),
            stored(state.step).into(),
            At(state.step_began_at).into(),
            state.paused.into(),
            state.spent_seconds.into(),
            state.round.order.clone().into(),
            stored(state.round.done).into(),
            state.round.passed.clone().into(),
            state.turn_began_at.map(At).into(),
            state.turn_spent_seconds.into(),
            state.turn_seconds.into(),
            version.into(),
        ],
    )
    .await?;
    Ok(())
}

pub(super) fn announce(tx: &CenterTx, view: &MeetingView) {
    tx.announce(FloorNews { center_id: tx.center_id(), group_id: view.group_id, meeting_id: view.id });
}

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// Whether the viewer was noted as there, and has not gone.
async fn in_the_room(tx: &CenterTx, view: &MeetingView) -> Outcome<bool> {
    let Some(place) = view.standing.place.filter(|place| place.state.takes_part()) else { return Ok(false) };
    let row = tx
        .row::<Found>(
            "select exists (select from cairn.attendance where center_id = $1 and meeting_id = $2 and membership_id = $3
               and status in ('present', 'late')) as found",
            [view.id.0.into(), place.id.0.into()],
        )
        .await?;
    Ok(row.is_some_and(|row| row.found))
}

/// The floor, for those who hold the room and those who are in it; `None`: the meeting is not live.
pub async fn find(tx: &CenterTx, id: MeetingId) -> Outcome<Option<Floor>> {
    let view = meetings::find(tx, id).await?;
    let can_steer = view.standing.may(account(tx)?, Action::HoldRoom);
    let looks_on = view.standing.may(account(tx)?, Action::UseGroup);
    let sees = can_steer || (looks_on && in_the_room(tx, &view).await?);
    if !sees {
        return Err(Problem::not_found("meetingId").into());
    }
    seen(tx, view, can_steer).await
}

async fn seen(tx: &CenterTx, meeting: MeetingView, can_steer: bool) -> Outcome<Option<Floor>> {
    let Some((state, version)) = read(tx, meeting.id).await? else { return Ok(None) };
    let people = persons(tx, [state.round.order.clone(), state.round.passed.clone()].concat()).await?;
    let known = |ids: &[Uuid]| -> Result<Vec<Person>, Surprise> {
        let known = ids.iter().map(|id| people.get(id).cloned().ok_or(Surprise::Inconsistent("a turn of nobody")));
        known.collect()
    };
    Ok(Some(Floor {
        turns: known(&state.round.order)?,
        passed: known(&state.round.passed)?,
        turn: state.round.done,
        format: state.format,
        steps: state.steps,
        step: state.step,
        step_began_at: state.step_began_at,
        paused: state.paused,
        spent_seconds: state.spent_seconds,
        turn_began_at: state.turn_began_at,
        turn_spent_seconds: state.turn_spent_seconds,
        turn_seconds: state.turn_seconds,
        version,
        can_steer,
        meeting,
    }))
}

#[derive(FromQueryResult)]
struct Here {
    membership_id: Uuid,
}

/// The meeting begins: its sheet at its length, and a round of those who are there, as they came in.
pub(super) async fn begin(tx: &CenterTx, view: &MeetingView, format: GroupFormat) -> Outcome<()> {
    let sheet = run_sheet::of_group(tx, view.group_id, format).await?;
    let here = tx
        .rows::<Here>(
            "select membership_id from cairn.attendance
             where center_id = $1 and meeting_id = $2 and status in ('present', 'late')
             order by coalesce(arrived_at, noted_at), membership_id",
            [view.id.0.into()],
        )
        .await?;
    let people = here.into_iter().map(|row| row.membership_id).take(MOST_TURNS).collect();
    let steps = run_sheet::scaled(&sheet.steps, view.minutes);
    let state = State::new(format, steps, sheet.turn_seconds, people, tx.now());
    write(tx, view.id, &state, 1).await?;
    announce(tx, view);
    Ok(())
}

/// The meeting is over: nothing of who spoke when is kept.
pub(super) async fn end(tx: &CenterTx, view: &MeetingView) -> Outcome<()> {
    tx.run("delete from cairn.meeting_floors where center_id = $1 and meeting_id = $2", [view.id.0.into()]).await?;
    announce(tx, view);
    Ok(())
}

/// People came in or went while the meeting is live: the round knows. The meeting's row is locked. Steering goes on from
/// the version it saw, because nothing before the newcomers moved.
pub(super) async fn moved(tx: &CenterTx, view: &MeetingView, came: &[MembershipId], went: &[MembershipId]) -> Outcome<()> {
    if view.state != MeetingState::Live || (came.is_empty() && went.is_empty()) {
        return Ok(());
    }
    let Some((mut state, version)) = read(tx, view.id).await? else { return Ok(()) };
    let before = state.clone();
    for who in came.iter().take(MOST_TURNS.saturating_sub(state.round.order.len())) {
        state.arrived(who.0);
    }
    for who in went {
        state.went(who.0, tx.now());
    }
    if state != before {
        write(tx, view.id, &state, version).await?;
    }
    announce(tx, view);
    Ok(())
}

/// The floor of a meeting that the actor holds, as they saw it.
async fn steerable(tx: &CenterTx, id: MeetingId, version: i32) -> Outcome<(MeetingView, State)> {
    let view = meetings::locked(tx, id).await?;
    if !view.standing.may(account(tx)?, Action::HoldRoom) {
        return Err(Problem::not_found("meetingId").into());
    }
    tx.writable()?;
    let live = if view.state == MeetingState::Live { read(tx, id).await? } else { None };
    let (state, current) = live.ok_or_else(|| Problem::invalid("meetingId", "meeting_not_live"))?;
    if current != version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    Ok((view, state))
}

async fn steered(tx: &CenterTx, view: MeetingView, state: &State, version: i32) -> Outcome<Floor> {
    write(tx, view.id, state, version + 1).await?;
    announce(tx, &view);
    tx.audit(Event::done("meeting.steer", "meeting", view.id.0).purpose("care"));
    seen(tx, view, true).await?.ok_or_else(|| Surprise::Inconsistent("a floor vanished").into())
}

fn raw(person: PersonId) -> Uuid {
    match person {
        PersonId::Member(id) => id.0,
        PersonId::Facilitator(id) => id.0,
    }
}

/// Only people of this group, and of the members only those who are there.
async fn are_here(tx: &CenterTx, view: &MeetingView, people: &[PersonId], field: &str) -> Outcome<()> {
    let mut ids: Vec<Uuid> = people.iter().map(|person| raw(*person)).collect();
    ids.sort_unstable();
    ids.dedup();
    let wanted = ids.len();
    let rows = tx
        .rows::<Here>(
            "select a.membership_id from cairn.attendance a where a.center_id = $1 and a.meeting_id = $2
               and a.membership_id = any($4) and a.status in ('present', 'late')
             union all
             select f.id from cairn.group_facilitators f
             where f.center_id = $1 and f.group_id = $3 and f.id = any($4) and f.until is null",
            [view.id.0.into(), view.group_id.0.into(), ids.into()],
        )
        .await?;
    if rows.len() == wanted { Ok(()) } else { Err(Problem::invalid(field, "not_in_the_room").into()) }
}

/// One move on the floor.
pub async fn steer(tx: &CenterTx, id: MeetingId, version: i32, step: FloorMove, to: Option<PersonId>) -> Outcome<Floor> {
    let (view, mut state) = steerable(tx, id, version).await?;
    if step == FloorMove::AddTurn {
        are_here(tx, &view, to.as_slice(), "to").await?;
    }
    let ids = tx.ids();
    // 2^64 is so much larger than any round that no order is likelier than another.
    let random = |below: usize| {
        let number = u64::from_be_bytes(ids.bytes::<8>());
        u64::try_from(below).ok().and_then(|below| number.checked_rem(below)).and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
    };
    state.steer(step, to.map(raw), tx.now(), random)?;
    steered(tx, view, &state, version).await
}

/// Who speaks next and in which order; everybody else still to come keeps their place behind them.
pub async fn set_turns(
    tx: &CenterTx,
    id: MeetingId,
    version: i32,
    people: &[PersonId],
    turn_seconds: Option<i32>,
) -> Outcome<Floor> {
    let (view, mut state) = steerable(tx, id, version).await?;
    if people.len() > MOST_TURNS {
        return Err(Problem::limit("people", "too_many", 200).into());
    }
    if turn_seconds.is_some_and(|seconds| !TURN.contains(&seconds)) {
        return Err(Problem::limit("turnSeconds", "turn_length", i64::from(*TURN.end())).into());
    }
    are_here(tx, &view, people, "people").await?;
    let first: Vec<Uuid> = people.iter().map(|person| raw(*person)).collect();
    state.arrange(&first)?;
    state.turn_seconds = turn_seconds;
    steered(tx, view, &state, version).await
}
