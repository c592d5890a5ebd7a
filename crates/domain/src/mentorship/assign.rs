//! Everybody who waits and everybody who has room, at once: the assignment with the best total. Pure.
//!
//! Kuhn-Munkres from `pathfinding`; a mentor stands in as many columns as people fit into their room, and everybody may also
//! stay without. See `docs/adr` for why this and not something else.

use pathfinding::prelude::{Matrix, kuhn_munkres};

use super::mentors::weight_of_new;

/// Who waits, the longest first, and who has room.
#[derive(Debug, Clone)]
pub struct Market {
    /// What each client weighs: 2, or 3 for one who needs much.
    pub points: Vec<i32>,
    /// Free points of each mentor.
    pub room: Vec<i32>,
    /// By client, then mentor; `None`: not to be asked.
    pub scores: Vec<Vec<Option<i32>>>,
}

/// For each client the mentor, if there is one.
pub type Assignment = Vec<Option<usize>>;

impl Market {
    pub fn total(&self, assignment: &Assignment) -> i64 {
        let score = |(client, mentor): (usize, &Option<usize>)| mentor.and_then(|mentor| self.scores[client][mentor]);
        assignment.iter().enumerate().filter_map(score).map(i64::from).sum()
    }

    /// The best total. Those who need much come first, because they fit into fewer rooms; where that costs more than it brings,
    /// the best pairs one by one do. Among people who fit equally well, who waits longer goes first.
    pub fn best(&self) -> Assignment {
        let heavy = weight_of_new(true);
        let mut room = self.room.clone();
        let mut assignment = vec![None; self.points.len()];
        for weight in [heavy, weight_of_new(false)] {
            let clients: Vec<usize> =
                (0..self.points.len()).filter(|client| (self.points[*client] == heavy) == (weight == heavy)).collect();
            self.seat(&clients, weight, &mut room, &mut assignment);
        }
        let greedy = self.greedy();
        if self.total(&greedy) > self.total(&assignment) { greedy } else { assignment }
    }

    fn seat(&self, clients: &[usize], weight: i32, room: &mut [i32], assignment: &mut Assignment) {
        // No more seats with one mentor than people who could sit there.
        let seats: Vec<usize> = room
            .iter()
            .enumerate()
            .flat_map(|(mentor, points)| {
                let fit = clients.iter().filter(|client| self.scores[**client][mentor].is_some()).count();
                std::iter::repeat_n(mentor, usize::try_from(points / weight).unwrap_or(0).min(fit))
            })
            .collect();
        if clients.is_empty() || seats.is_empty() {
            return;
        }
        let many = i64::try_from(clients.len()).unwrap_or(1);
        let scale = many * many + 1;
        let columns = seats.len() + clients.len();
        let mut weights = Matrix::new(clients.len(), columns, 0_i64);
        for (row, client) in clients.iter().enumerate() {
            let patience = many - i64::try_from(row).unwrap_or(0);
            for (column, mentor) in seats.iter().enumerate() {
                // Worse than staying without, of which there is always one more.
                weights[(row, column)] = self.scores[*client][*mentor].map_or(-1, |score| i64::from(score) * scale + patience);
            }
        }
        let (_, chosen) = kuhn_munkres(&weights);
        for (client, column) in clients.iter().zip(chosen) {
            let seat = seats.get(column).copied().filter(|mentor| self.scores[*client][*mentor].is_some());
            if let Some(mentor) = seat {
                room[mentor] -= weight;
                assignment[*client] = Some(mentor);
            }
        }
    }

    /// The best pair first, then the next best: what somebody at a table would do.
    pub fn greedy(&self) -> Assignment {
        let mut pairs: Vec<(i32, usize, usize)> = Vec::new();
        for (client, scores) in self.scores.iter().enumerate() {
            pairs.extend(scores.iter().enumerate().filter_map(|(mentor, score)| score.map(|score| (score, client, mentor))));
        }
        pairs.sort_by_key(|(score, client, mentor)| (-score, *client, *mentor));
        let mut room = self.room.clone();
        let mut assignment = vec![None; self.points.len()];
        for (_, client, mentor) in pairs {
            if assignment[client].is_none() && room[mentor] >= self.points[client] {
                room[mentor] -= self.points[client];
                assignment[client] = Some(mentor);
            }
        }
        assignment
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn market() -> impl Strategy<Value = Market> {
        (1..12_usize, 1..6_usize).prop_flat_map(|(clients, mentors)| {
            let score = prop::option::weighted(0.7, 1..200_i32);
            (
                prop::collection::vec(2..=3_i32, clients),
                prop::collection::vec(0..8_i32, mentors),
                prop::collection::vec(prop::collection::vec(score, mentors), clients),
            )
                .prop_map(|(points, room, scores)| Market { points, room, scores })
        })
    }

    fn sound(market: &Market, assignment: &Assignment) -> Result<(), TestCaseError> {
        let mut room = market.room.clone();
        for (client, mentor) in assignment.iter().enumerate() {
            if let Some(mentor) = *mentor {
                prop_assert!(market.scores[client][mentor].is_some(), "a pair that must not be");
                room[mentor] -= market.points[client];
            }
        }
        prop_assert!(room.iter().all(|points| *points >= 0), "over capacity: {:?}", room);
        Ok(())
    }

    /// Every way to seat them, for small markets.
    fn exhaustive(market: &Market, client: usize, room: &mut Vec<i32>) -> i64 {
        let Some(scores) = market.scores.get(client) else { return 0 };
        let mut best = exhaustive(market, client + 1, room);
        for (mentor, score) in scores.iter().enumerate() {
            if let Some(score) = score.filter(|_| room[mentor] >= market.points[client]) {
                room[mentor] -= market.points[client];
                best = best.max(i64::from(score) + exhaustive(market, client + 1, room));
                room[mentor] += market.points[client];
            }
        }
        best
    }

    proptest! {
        #[test]
        fn never_below_the_best_pair_first(market in market()) {
            let (best, greedy) = (market.best(), market.greedy());
            sound(&market, &best)?;
            sound(&market, &greedy)?;
            prop_assert!(market.total(&best) >= market.total(&greedy));
        }

        #[test]
        fn nothing_better_exists_where_all_weigh_the_same(mut market in market()) {
            market.points = vec![2; market.points.len().min(6)];
            market.scores.truncate(6);
            let best = market.best();
            sound(&market, &best)?;
            let mut room = market.room.clone();
            prop_assert_eq!(market.total(&best), exhaustive(&market, 0, &mut room));
        }
    }

    #[test]
    fn of_two_who_fit_equally_the_one_who_waits_longer() {
        let market = Market { points: vec![2, 2], room: vec![2], scores: vec![vec![Some(10)], vec![Some(10)]] };
        assert_eq!(market.best(), [Some(0), None]);
    }

    /// Best pair first takes 10 + 1; both together are worth 18.
    #[test]
    fn the_best_pair_first_is_not_the_best() {
        let market =
            Market { points: vec![2, 2], room: vec![2, 2], scores: vec![vec![Some(10), Some(9)], vec![Some(9), Some(1)]] };
        assert_eq!(market.total(&market.greedy()), 11);
        assert_eq!(market.total(&market.best()), 18);
    }
}
