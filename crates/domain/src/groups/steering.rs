//! What moves on the floor of a meeting: steps, the clock, turns. Pure: time and chance are handed in.

use jiff::Timestamp;
use strum::VariantArray;
use uuid::Uuid;

use super::GroupFormat;
use super::round::{Round, Sharing};
use super::run_sheet::Step;
use crate::problem::Problem;

/// One move of whoever holds the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
pub enum FloorMove {
    NextStep,
    PreviousStep,
    Pause,
    Resume,
    NextTurn,
    PassTurn,
    /// Another order for those still to come.
    Shuffle,
    /// A latecomer, or somebody who passed and changed their mind.
    AddTurn,
    /// Everybody once more.
    NewRound,
}

/// The floor, as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub format: GroupFormat,
    pub steps: Vec<Step>,
    pub step: usize,
    /// Since when the step's clock runs.
    pub step_began_at: Timestamp,
    pub paused: bool,
    /// Before the clock last began to run.
    pub spent_seconds: i32,
    pub round: Round<Uuid>,
    /// Since when the turn's clock runs.
    pub turn_began_at: Option<Timestamp>,
    pub turn_spent_seconds: i32,
    pub turn_seconds: Option<i32>,
}

fn seconds(from: Timestamp, until: Timestamp) -> i32 {
    i32::try_from(until.duration_since(from).as_secs().max(0)).unwrap_or(i32::MAX)
}

impl State {
    pub fn new(format: GroupFormat, steps: Vec<Step>, turn_seconds: Option<i32>, people: Vec<Uuid>, now: Timestamp) -> Self {
        let round = if Sharing::of(format).has_turns() { Round::new(people) } else { Round::default() };
        Self {
            format,
            steps,
            step: 0,
            step_began_at: now,
            paused: false,
            spent_seconds: 0,
            round,
            turn_began_at: None,
            turn_spent_seconds: 0,
            turn_seconds,
        }
    }

    /// Seconds spent in the step so far.
    pub fn spent(&self, now: Timestamp) -> i32 {
        let running = if self.paused { 0 } else { seconds(self.step_began_at, now) };
        self.spent_seconds.saturating_add(running)
    }

    /// Seconds the speaker has had so far.
    pub fn turn_spent(&self, now: Timestamp) -> i32 {
        let running = self.turn_began_at.filter(|_| !self.paused).map_or(0, |began| seconds(began, now));
        self.turn_spent_seconds.saturating_add(running)
    }

    pub fn steer(
        &mut self,
        step: FloorMove,
        to: Option<Uuid>,
        now: Timestamp,
        random: impl FnMut(usize) -> usize,
    ) -> Result<(), Problem> {
        let sharing = Sharing::of(self.format);
        let speaker = self.round.speaker();
        match step {
            FloorMove::NextStep => self.go(self.step.checked_add(1), now)?,
            FloorMove::PreviousStep => self.go(self.step.checked_sub(1), now)?,
            FloorMove::Pause => self.pause(now),
            FloorMove::Resume => self.resume(now),
            FloorMove::NextTurn => self.round.next(sharing, to)?,
            FloorMove::PassTurn => self.round.pass()?,
            FloorMove::Shuffle | FloorMove::AddTurn | FloorMove::NewRound if !sharing.has_turns() => {
                return Err(Problem::invalid("move", "no_turns"));
            }
            FloorMove::Shuffle => self.round.shuffle(random),
            FloorMove::AddTurn => self.round.add(to.ok_or_else(|| Problem::invalid("to", "required"))?),
            FloorMove::NewRound => self.round.again(),
        }
        self.clock_of(speaker, now);
        Ok(())
    }

    /// These next, in this order.
    pub fn arrange(&mut self, first: &[Uuid]) -> Result<(), Problem> {
        if !Sharing::of(self.format).has_turns() {
            return Err(Problem::invalid("people", "no_turns"));
        }
        self.round.arrange(first)
    }

    /// Somebody came in: they are last in the round.
    pub fn arrived(&mut self, who: Uuid) {
        if Sharing::of(self.format).has_turns() {
            self.round.add(who);
        }
    }

    /// Somebody went.
    pub fn went(&mut self, who: Uuid, now: Timestamp) {
        let speaker = self.round.speaker();
        self.round.leave(who);
        self.clock_of(speaker, now);
    }

    /// A new speaker has a new clock.
    fn clock_of(&mut self, before: Option<Uuid>, now: Timestamp) {
        let speaker = self.round.speaker();
        if speaker != before {
            self.turn_began_at = speaker.map(|_| now);
            self.turn_spent_seconds = 0;
        }
    }

    fn go(&mut self, to: Option<usize>, now: Timestamp) -> Result<(), Problem> {
        let to = to.filter(|to| *to < self.steps.len()).ok_or_else(|| Problem::invalid("move", "no_such_step"))?;
        self.resume(now);
        // Whoever speaks has spoken when the group goes on.
        self.round.stop();
        self.step = to;
        self.step_began_at = now;
        self.spent_seconds = 0;
        Ok(())
    }

    fn pause(&mut self, now: Timestamp) {
        self.spent_seconds = self.spent(now);
        self.turn_spent_seconds = self.turn_spent(now);
        self.paused = true;
    }

    fn resume(&mut self, now: Timestamp) {
        if self.paused {
            self.paused = false;
            self.step_began_at = now;
            self.turn_began_at = self.turn_began_at.map(|_| now);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::super::run_sheet::{StepKey, stock};
    use super::*;

    fn begun(format: GroupFormat, people: u128) -> (State, Timestamp) {
        let now: Timestamp = "2026-03-03T23:00:00Z".parse().unwrap();
        (State::new(format, stock(format), None, (0..people).map(Uuid::from_u128).collect(), now), now)
    }

    #[test]
    fn a_pause_keeps_the_time_spent() {
        let (mut floor, start) = begun(GroupFormat::RoundRobin, 3);
        let at = |seconds| start + SignedDuration::from_secs(seconds);
        floor.steer(FloorMove::NextTurn, None, at(10), |_| 0).unwrap();
        floor.steer(FloorMove::Pause, None, at(40), |_| 0).unwrap();
        assert_eq!((floor.spent(at(500)), floor.turn_spent(at(500))), (40, 30));
        // Twice is once.
        floor.steer(FloorMove::Pause, None, at(90), |_| 0).unwrap();
        floor.steer(FloorMove::Resume, None, at(100), |_| 0).unwrap();
        floor.steer(FloorMove::Resume, None, at(105), |_| 0).unwrap();
        assert_eq!((floor.spent(at(110)), floor.turn_spent(at(110))), (50, 40));
        floor.steer(FloorMove::NextTurn, None, at(120), |_| 0).unwrap();
        assert_eq!((floor.spent(at(121)), floor.turn_spent(at(121))), (61, 1));
        floor.steer(FloorMove::NextStep, None, at(130), |_| 0).unwrap();
        assert_eq!((floor.spent(at(130)), floor.step), (0, 1));
    }

    #[test]
    fn steps_end_where_the_sheet_ends() {
        let (mut floor, now) = begun(GroupFormat::Discussion, 2);
        assert_eq!(floor.steer(FloorMove::PreviousStep, None, now, |_| 0).unwrap_err().code(), "no_such_step");
        for _ in 1..floor.steps.len() {
            floor.steer(FloorMove::NextStep, None, now, |_| 0).unwrap();
        }
        assert_eq!(floor.steps[floor.step].key, StepKey::After);
        assert_eq!(floor.steer(FloorMove::NextStep, None, now, |_| 0).unwrap_err().code(), "no_such_step");
        // A talk has no turns.
        for step in [FloorMove::NextTurn, FloorMove::Shuffle, FloorMove::AddTurn, FloorMove::NewRound] {
            assert_eq!(floor.steer(step, Some(Uuid::nil()), now, |_| 0).unwrap_err().code(), "no_turns", "{step:?}");
        }
    }

    proptest! {
        /// The clock never runs backwards within a step, and a turn has a clock exactly while somebody speaks.
        #[test]
        fn clocks(moves in prop::collection::vec((0..FloorMove::VARIANTS.len(), prop::option::of(0..6_u128), 0..300_i64), 0..60)) {
            let (mut floor, mut now) = begun(GroupFormat::OpenEnded, 5);
            for (step, to, later) in moves {
                let before = floor.clone();
                now += SignedDuration::from_secs(later);
                let spent = floor.spent(now);
                let turn_spent = floor.turn_spent(now);
                let done = floor.steer(FloorMove::VARIANTS[step], to.map(Uuid::from_u128), now, |below| below / 2);
                if done.is_err() {
                    prop_assert_eq!(&floor, &before);
                }
                prop_assert_eq!(floor.turn_began_at.is_some(), floor.round.speaker().is_some());
                if floor.step == before.step {
                    prop_assert_eq!(floor.spent(now), spent);
                }
                if floor.round.speaker().is_some() && floor.round.speaker() == before.round.speaker() {
                    prop_assert_eq!(floor.turn_spent(now), turn_spent);
                }
            }
        }
    }
}
