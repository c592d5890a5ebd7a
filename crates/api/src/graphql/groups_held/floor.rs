//! The floor of a live meeting.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::groups::floor as domain;
use cairn_domain::groups::{Person, PersonId};
use cairn_domain::language::Locale;
use cairn_domain::{CenterTx, Outcome};

use super::run_sheet::{RunStep, told};
use super::{int, person};
use crate::graphql::context::{self, id, wire};
use crate::graphql::groups::group::GroupPerson;
use crate::graphql::groups::kinds::GroupFormat;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::DateTime;

/// How far the sheet is, and whose turn it is.
#[derive(SimpleObject)]
pub struct Floor {
    meeting_id: ID,
    format: GroupFormat,
    /// At the meeting's length.
    steps: Vec<RunStep>,
    /// Index in `steps`.
    step: i32,
    step_began_at: DateTime,
    paused: bool,
    /// Before `stepBeganAt`; while paused, all of them.
    spent_seconds: i32,
    /// The round: who had a turn, whose turn it is (at `turn`, when `turnBeganAt` is there), who is still to come.
    turns: Vec<GroupPerson>,
    turn: i32,
    turn_began_at: Option<DateTime>,
    turn_spent_seconds: i32,
    /// How long a turn lasts; null: as long as it needs.
    turn_seconds: Option<i32>,
    /// Let their turn go by, and may come back.
    passed: Vec<GroupPerson>,
    version: i32,
    can_steer: bool,
}

fn people(people: Vec<Person>) -> Vec<GroupPerson> {
    people.into_iter().map(GroupPerson::from).collect()
}

impl Floor {
    pub fn told(floor: domain::Floor, locale: Locale) -> Self {
        Self {
            meeting_id: wire(floor.meeting.id),
            steps: told(floor.steps, floor.format, locale),
            format: floor.format.into(),
            step: int(floor.step),
            step_began_at: DateTime(floor.step_began_at),
            paused: floor.paused,
            spent_seconds: floor.spent_seconds,
            turns: people(floor.turns),
            turn: int(floor.turn),
            turn_began_at: floor.turn_began_at.map(DateTime),
            turn_spent_seconds: floor.turn_spent_seconds,
            turn_seconds: floor.turn_seconds,
            passed: people(floor.passed),
            version: floor.version,
            can_steer: floor.can_steer,
        }
    }
}

#[derive(Default)]
pub struct FloorQuery;

#[Object]
impl FloorQuery {
    /// For those who hold the room and those who are in it; null when the meeting is not live.
    async fn floor(&self, ctx: &Context<'_>, meeting_id: ID) -> async_graphql::Result<Option<Floor>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::find(&tx, id(&meeting_id, "meetingId")?).await };
        let floor = request.answer_or_null(outcome.await)?.flatten();
        let locale = request.locale().await;
        Ok(floor.map(|floor| Floor::told(floor, locale)))
    }
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::groups::floor::FloorMove")]
pub enum FloorMove {
    NextStep,
    PreviousStep,
    Pause,
    Resume,
    /// Ends the turn and begins the next.
    NextTurn,
    /// Lets the turn go by; the order of the rest stays.
    PassTurn,
    /// Another order for those still to come.
    Shuffle,
    /// A latecomer, or somebody who passed and changed their mind.
    AddTurn,
    /// Everybody once more.
    NewRound,
}

#[derive(InputObject)]
pub struct SteerFloorInput {
    meeting_id: ID,
    /// The version that was looked at.
    version: i32,
    #[graphql(name = "move")]
    step: FloorMove,
    /// With `NEXT_TURN`: who is picked. With `ADD_TURN`: who is added.
    to: Option<ID>,
}

#[derive(InputObject)]
pub struct SetTurnsInput {
    meeting_id: ID,
    version: i32,
    /// Next, in this order. Everybody else still to come keeps their place behind them.
    people: Vec<ID>,
    /// 30 to 3600; null: as long as it needs.
    turn_seconds: Option<i32>,
}

#[derive(SimpleObject)]
pub struct FloorPayload {
    floor: Option<Floor>,
    problems: Vec<Problem>,
}

async fn changed<F>(ctx: &Context<'_>, change: F) -> async_graphql::Result<FloorPayload>
where
    F: AsyncFnOnce(&CenterTx) -> Outcome<domain::Floor>,
{
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = change(&tx).await;
    let (floor, problems) = request.settle(tx, outcome).await?;
    let locale = request.locale().await;
    Ok(FloorPayload { floor: floor.map(|floor| Floor::told(floor, locale)), problems })
}

#[derive(Default)]
pub struct FloorMutation;

#[Object]
impl FloorMutation {
    /// One move of whoever holds the room.
    async fn steer_floor(&self, ctx: &Context<'_>, input: SteerFloorInput) -> async_graphql::Result<FloorPayload> {
        changed(ctx, async |tx| {
            let to = input.to.as_ref().map(|to| person(to, "to")).transpose()?;
            domain::steer(tx, id(&input.meeting_id, "meetingId")?, input.version, input.step.into(), to).await
        })
        .await
    }

    /// Who speaks next, and how long a turn lasts.
    async fn set_turns(&self, ctx: &Context<'_>, input: SetTurnsInput) -> async_graphql::Result<FloorPayload> {
        changed(ctx, async |tx| {
            let people: Vec<PersonId> = input.people.iter().map(|one| person(one, "people")).collect::<Outcome<_>>()?;
            domain::set_turns(tx, id(&input.meeting_id, "meetingId")?, input.version, &people, input.turn_seconds).await
        })
        .await
    }
}
