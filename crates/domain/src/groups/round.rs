//! Whose turn it is: pure rules of a round of sharing. Nobody twice, nobody forgotten, and whoever passes may come back.

use super::GroupFormat;
use crate::problem::Problem;

/// How the next speaker is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// In order; so many seconds each.
    Timed,
    /// In order.
    InOrder,
    /// Whoever has the turn picks the next.
    Pitch,
    /// Whoever wants to, until everybody who wants to has.
    OpenEnded,
    /// No turns.
    Free,
}

impl Sharing {
    pub fn of(format: GroupFormat) -> Self {
        match format {
            GroupFormat::RoundRobin | GroupFormat::CheckIn => Self::InOrder,
            GroupFormat::Timed => Self::Timed,
            GroupFormat::Pitch => Self::Pitch,
            GroupFormat::OpenEnded => Self::OpenEnded,
            GroupFormat::Discussion
            | GroupFormat::Topic
            | GroupFormat::Speaker
            | GroupFormat::StepStudy
            | GroupFormat::BookStudy
            | GroupFormat::QuestionAndAnswer
            | GroupFormat::Meditation => Self::Free,
        }
    }

    pub fn has_turns(self) -> bool {
        self != Self::Free
    }
}

/// One round. `order[..done]` had their turn; with `running`, `order[done]` has it now; the rest is still to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round<T> {
    pub order: Vec<T>,
    pub done: usize,
    pub running: bool,
    /// Let their turn go by.
    pub passed: Vec<T>,
}

impl<T> Default for Round<T> {
    fn default() -> Self {
        Self { order: Vec::new(), done: 0, running: false, passed: Vec::new() }
    }
}

impl<T: Copy + PartialEq> Round<T> {
    /// Everybody in `order`, nobody yet.
    pub fn new(order: Vec<T>) -> Self {
        let mut round = Self::default();
        for who in order {
            round.add(who);
        }
        round
    }

    pub fn speaker(&self) -> Option<T> {
        self.order.get(self.done).copied().filter(|_| self.running)
    }

    /// Where those who have not had a turn begin.
    fn open(&self) -> usize {
        (self.done + usize::from(self.running)).min(self.order.len())
    }

    pub fn waiting(&self) -> &[T] {
        &self.order[self.open()..]
    }

    /// Ends the turn, if somebody has it, and begins the next: `to`'s, where the format lets somebody be picked.
    pub fn next(&mut self, sharing: Sharing, to: Option<T>) -> Result<(), Problem> {
        let waiting = self.waiting();
        match (sharing, to) {
            (Sharing::Free, _) => return Err(Problem::invalid("move", "no_turns")),
            (Sharing::Timed | Sharing::InOrder, Some(to)) if waiting.first() != Some(&to) => {
                return Err(Problem::invalid("to", "order_is_fixed"));
            }
            (_, Some(to)) if !waiting.contains(&to) => return Err(Problem::invalid("to", "not_waiting")),
            // Whoever spoke picks; with one left there is nothing to pick.
            (Sharing::Pitch, None) if self.running && waiting.len() > 1 => return Err(Problem::invalid("to", "pick_next")),
            (_, None) if waiting.is_empty() && !self.running => return Err(Problem::invalid("move", "round_over")),
            _ => {}
        }
        self.bring_forward(to);
        self.done = self.open();
        self.running = self.done < self.order.len();
        Ok(())
    }

    /// Ends the turn, if somebody has it; nobody is next.
    pub fn stop(&mut self) {
        self.done = self.open();
        self.running = false;
    }

    fn bring_forward(&mut self, to: Option<T>) {
        let open = self.open();
        if let Some(at) = self.order.iter().skip(open).position(|who| Some(*who) == to) {
            self.order[open..=open + at].rotate_right(1);
        }
    }

    /// Lets the turn go by: the next begins, in the order that was. They may come back.
    pub fn pass(&mut self) -> Result<(), Problem> {
        if !self.running {
            return Err(Problem::invalid("move", "nobody_speaks"));
        }
        let who = self.order.remove(self.done);
        self.passed.push(who);
        self.running = self.done < self.order.len();
        Ok(())
    }

    /// Puts somebody at the end of those still to come: a latecomer, or who passed and changed their mind. Whoever is in
    /// the round stays where they are.
    pub fn add(&mut self, who: T) {
        self.passed.retain(|passed| *passed != who);
        if !self.order.contains(&who) {
            self.order.push(who);
        }
    }

    /// Takes somebody out who has gone and has not spoken. Whoever has the turn loses it to the next.
    pub fn leave(&mut self, who: T) {
        self.passed.retain(|passed| *passed != who);
        if let Some(at) = self.order.iter().skip(self.done).position(|waiting| *waiting == who) {
            self.order.remove(self.done + at);
            self.running = self.running && self.done < self.order.len();
        }
    }

    /// These next, in this order; everybody else still to come keeps theirs, behind them.
    pub fn arrange(&mut self, first: &[T]) -> Result<(), Problem> {
        let open = self.open();
        let mut order: Vec<T> = Vec::with_capacity(first.len());
        for who in first {
            if self.order[..open].contains(who) {
                return Err(Problem::invalid("people", "had_a_turn"));
            }
            if !order.contains(who) {
                order.push(*who);
            }
        }
        self.passed.retain(|passed| !order.contains(passed));
        order.extend(self.waiting().iter().copied().filter(|who| !first.contains(who)));
        self.order.truncate(open);
        self.order.extend(order);
        Ok(())
    }

    /// Another order for those still to come; `random(n)` is a number below `n`.
    pub fn shuffle(&mut self, mut random: impl FnMut(usize) -> usize) {
        let open = self.open();
        let waiting = &mut self.order[open..];
        // Fisher-Yates.
        for last in (1..waiting.len()).rev() {
            waiting.swap(last, random(last + 1).min(last));
        }
    }

    /// Everybody once more, also those who passed.
    pub fn again(&mut self) {
        let passed = std::mem::take(&mut self.passed);
        self.order.extend(passed);
        self.done = 0;
        self.running = false;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone)]
    enum Move {
        Next(Option<u8>),
        Pass,
        Add(u8),
        Leave(u8),
        Arrange(Vec<u8>),
        Shuffle(Vec<usize>),
    }

    fn moves() -> impl Strategy<Value = Vec<Move>> {
        let who = 0..12_u8;
        prop::collection::vec(
            prop_oneof![
                4 => prop::option::of(who.clone()).prop_map(Move::Next),
                2 => Just(Move::Pass),
                1 => who.clone().prop_map(Move::Add),
                1 => who.clone().prop_map(Move::Leave),
                1 => prop::collection::vec(who, 0..5).prop_map(Move::Arrange),
                1 => prop::collection::vec(0..100_usize, 12).prop_map(Move::Shuffle),
            ],
            0..60,
        )
    }

    fn make(round: &mut Round<u8>, sharing: Sharing, one: Move) -> bool {
        match one {
            Move::Next(to) => round.next(sharing, to).is_ok(),
            Move::Pass => round.pass().is_ok(),
            Move::Add(who) => {
                round.add(who);
                true
            }
            Move::Leave(who) => {
                round.leave(who);
                true
            }
            Move::Arrange(first) => round.arrange(&first).is_ok(),
            Move::Shuffle(numbers) => {
                let mut numbers = numbers.into_iter();
                round.shuffle(|below| numbers.next().unwrap_or(0) % below);
                true
            }
        }
    }

    fn sorted(mut people: Vec<u8>) -> Vec<u8> {
        people.sort_unstable();
        people
    }

    fn everybody(round: &Round<u8>) -> Vec<u8> {
        sorted([round.order.clone(), round.passed.clone()].concat())
    }

    proptest! {
        /// Whatever happens, everybody in the round is in it once, and only leaving takes somebody out.
        #[test]
        fn nobody_twice_and_nobody_forgotten(start in prop::collection::vec(0..12_u8, 0..12), moves in moves(), kind in 0..4_usize) {
            let sharing = [Sharing::InOrder, Sharing::Timed, Sharing::Pitch, Sharing::OpenEnded][kind];
            let mut round = Round::new(start);
            let mut spoke: Vec<u8> = Vec::new();
            for one in moves {
                let before = round.clone();
                let done = make(&mut round, sharing, one.clone());
                if !done {
                    prop_assert_eq!(&round, &before, "refused, and yet changed: {:?}", one);
                }
                let now = everybody(&round);
                prop_assert!(now.windows(2).all(|pair| pair[0] != pair[1]), "twice: {:?}", round);
                match &one {
                    Move::Leave(_) => prop_assert!(now.iter().all(|who| everybody(&before).contains(who))),
                    _ => prop_assert!(everybody(&before).iter().all(|who| now.contains(who)), "forgotten after {:?}", one),
                }
                if matches!(one, Move::Next(_)) && done && let Some(who) = round.speaker() {
                    prop_assert!(!spoke.contains(&who) || before.passed.contains(&who), "{} spoke twice", who);
                }
                spoke.extend(round.order[..round.done].iter().filter(|who| !spoke.contains(who)).copied().collect::<Vec<_>>());
                spoke.retain(|who| round.order[..round.done].contains(who));
                prop_assert!(round.done <= round.order.len());
                prop_assert!(!round.running || round.speaker().is_some());
            }
        }

        /// Going on to the end gives each of those who stay one turn, in order, and passing keeps the order of the rest.
        #[test]
        fn a_round_comes_to_its_end(count in 1..12_u8, passing in prop::collection::vec(any::<bool>(), 12)) {
            let mut round = Round::new((0..count).collect());
            let mut heard = Vec::new();
            round.next(Sharing::InOrder, None).expect("the first");
            while let Some(who) = round.speaker() {
                let waiting = round.waiting().to_vec();
                if passing[usize::from(who)] {
                    round.pass().expect("pass");
                } else {
                    heard.push(who);
                    round.next(Sharing::InOrder, None).expect("next");
                }
                let (first, rest) = waiting.split_first().map_or((None, Vec::new()), |(first, rest)| (Some(*first), rest.to_vec()));
                prop_assert_eq!(round.speaker(), first);
                prop_assert_eq!(round.waiting(), &rest[..]);
            }
            let expected: Vec<u8> = (0..count).filter(|who| !passing[usize::from(*who)]).collect();
            prop_assert_eq!(heard, expected);
            prop_assert_eq!(round.next(Sharing::InOrder, None).expect_err("over").code(), "round_over");
            round.again();
            prop_assert_eq!(sorted(round.order.clone()), (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn each_picks_the_next() {
        let mut round = Round::new(vec!['a', 'b', 'c', 'd']);
        round.next(Sharing::Pitch, Some('c')).unwrap();
        assert_eq!(round.speaker(), Some('c'));
        assert_eq!(round.next(Sharing::Pitch, None).unwrap_err().code(), "pick_next");
        assert_eq!(round.next(Sharing::Pitch, Some('c')).unwrap_err().code(), "not_waiting");
        round.next(Sharing::Pitch, Some('d')).unwrap();
        round.next(Sharing::Pitch, Some('a')).unwrap();
        // One is left: nothing to pick.
        round.next(Sharing::Pitch, None).unwrap();
        assert_eq!(round.speaker(), Some('b'));
        round.next(Sharing::Pitch, None).unwrap();
        assert_eq!((round.speaker(), round.order), (None, vec!['c', 'd', 'a', 'b']));
    }

    #[test]
    fn an_order_is_an_order() {
        let mut round = Round::new(vec!['a', 'b', 'c']);
        assert_eq!(round.next(Sharing::Timed, Some('b')).unwrap_err().code(), "order_is_fixed");
        round.next(Sharing::Timed, Some('a')).unwrap();
        assert_eq!(round.next(Sharing::Free, None).unwrap_err().code(), "no_turns");
        assert_eq!(round.arrange(&['a']).unwrap_err().code(), "had_a_turn");
        round.arrange(&['c', 'e']).unwrap();
        assert_eq!(round.waiting(), ['c', 'e', 'b']);
        round.pass().unwrap();
        assert_eq!((round.speaker(), &round.passed[..]), (Some('c'), &['a'][..]));
        round.add('a');
        assert_eq!((round.waiting(), round.passed.len()), (&['e', 'b', 'a'][..], 0));
    }
}
