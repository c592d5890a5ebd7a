//! Who holds which room: fair, and with rest between. Pure: no clock, no database.

use jiff::{SignedDuration, Timestamp};

use crate::ids::{FacilitatorId, MeetingId};

/// Somebody who may hold a group's room.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub id: FacilitatorId,
    /// Meetings of this group held or planned in the last and next weeks.
    pub load: usize,
    /// Whatever they hold, in any group.
    pub busy: Vec<(Timestamp, Timestamp)>,
    /// Between the end of one meeting and the beginning of the next, at least.
    pub rest: SignedDuration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    pub id: MeetingId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

impl Candidate {
    /// Whether they would be rested for it, and afterwards for what they hold already.
    pub fn can_hold(&self, room: &Room) -> bool {
        self.busy
            .iter()
            .all(|(starts_at, ends_at)| room.ends_at + self.rest <= *starts_at || *ends_at + self.rest <= room.starts_at)
    }

    fn last_before(&self, room: &Room) -> Option<Timestamp> {
        self.busy.iter().map(|(_, ends_at)| *ends_at).filter(|ends_at| *ends_at <= room.starts_at).max()
    }
}

/// Gives each room to whoever has held the fewest and rested the longest. A room for which nobody is rested stays
/// without: that is shown, not papered over.
pub fn share_out(rooms: &[Room], candidates: &mut [Candidate]) -> Vec<(MeetingId, FacilitatorId)> {
    let mut shared = Vec::with_capacity(rooms.len());
    for room in rooms {
        let next = candidates
            .iter_mut()
            .filter(|candidate| candidate.can_hold(room))
            .min_by_key(|candidate| (candidate.load, candidate.last_before(room), candidate.id));
        if let Some(candidate) = next {
            candidate.load += 1;
            candidate.busy.push((room.starts_at, room.ends_at));
            shared.push((room.id, candidate.id));
        }
    }
    shared
}

/// Whose turn it is, the next first: as [`share_out`] asks when everybody is rested.
pub fn in_turn(mut candidates: Vec<Candidate>) -> Vec<FacilitatorId> {
    candidates.sort_by_key(|candidate| (candidate.load, candidate.busy.iter().map(|(_, until)| *until).max(), candidate.id));
    candidates.into_iter().map(|candidate| candidate.id).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn room(number: u128, hour: i64) -> Room {
        let starts_at = Timestamp::from_second(hour * 3_600).expect("in range");
        Room { id: MeetingId(Uuid::from_u128(number)), starts_at, ends_at: starts_at + SignedDuration::from_hours(1) }
    }

    fn candidate(number: u128, rest_hours: i64) -> Candidate {
        let rest = SignedDuration::from_hours(rest_hours);
        Candidate { id: FacilitatorId(Uuid::from_u128(number)), load: 0, busy: Vec::new(), rest }
    }

    #[test]
    fn a_weekly_room_goes_round() {
        let rooms: Vec<Room> = (0..6).map(|week| room(week, i64::try_from(week).expect("small") * 168)).collect();
        let mut people = [candidate(1, 24), candidate(2, 24), candidate(3, 24)];
        let shared = share_out(&rooms, &mut people);
        let order: Vec<u128> = shared.iter().map(|(_, id)| id.0.as_u128()).collect();
        assert_eq!(order, [1, 2, 3, 1, 2, 3]);
        let [first, second, third] = people;
        let next: Vec<u128> = in_turn(vec![third, second, first]).iter().map(|id| id.0.as_u128()).collect();
        assert_eq!(next, [1, 2, 3]);
    }

    proptest! {
        /// Nobody holds two rooms without their rest, and with enough rest for everybody loads differ by one at most.
        #[test]
        fn rest_is_kept_and_load_is_even(hours in prop::collection::btree_set(0_i64..2_000, 1..40), people in 1_u128..6, rest in 0_i64..48) {
            let rooms: Vec<Room> = hours.iter().zip(0..).map(|(hour, number)| room(number, *hour * 2)).collect();
            let mut candidates: Vec<Candidate> = (0..people).map(|number| candidate(number, rest)).collect();
            let shared = share_out(&rooms, &mut candidates);
            for candidate in &candidates {
                let mut busy = candidate.busy.clone();
                busy.sort_unstable();
                for pair in busy.windows(2) {
                    prop_assert!(pair[0].1 + candidate.rest <= pair[1].0);
                }
            }
            if rest == 0 {
                prop_assert_eq!(shared.len(), rooms.len());
                let loads: Vec<usize> = candidates.iter().map(|candidate| candidate.load).collect();
                prop_assert!(loads.iter().max().expect("people") - loads.iter().min().expect("people") <= 1);
            }
        }
    }
}
