//! From the plan to what became of it: the one truth about where a session goes next.

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::groups::kinds::kinds;

kinds! {
    SessionState {
        Booked,
        /// The client is there.
        CheckedIn,
        InSession,
        /// Took place. It never changes again; its times can be put right.
        Completed,
        /// The client did not come.
        NoShowClient,
        /// Nobody came to the client.
        NoShowPeer,
        /// Called off, in time.
        Cancelled,
        /// Called off after the center's cutoff.
        LateCancel,
    }
}

impl SessionState {
    /// Where it may go from here.
    pub fn next(self) -> &'static [Self] {
        use SessionState::{Booked, Cancelled, CheckedIn, Completed, InSession, LateCancel, NoShowClient, NoShowPeer};
        match self {
            // Straight to completed: written down afterwards, with a reason.
            Booked => &[CheckedIn, InSession, Completed, NoShowClient, NoShowPeer, Cancelled, LateCancel],
            // Back to booked: a wrong tap.
            CheckedIn => &[Booked, InSession, Completed, NoShowPeer],
            InSession => &[Completed],
            Completed => &[],
            // Somebody came late after all, or it was noted by mistake.
            NoShowClient => &[CheckedIn, InSession, Completed, NoShowPeer],
            NoShowPeer => &[InSession, Completed, NoShowClient],
            // Within seconds.
            Cancelled | LateCancel => &[Booked],
        }
    }

    pub fn may_become(self, to: Self) -> bool {
        self.next().contains(&to)
    }

    /// Where it stood before a start that was a wrong tap. No way on: it is as if nobody had pressed.
    pub(super) fn before_it_began(self, arrived: bool) -> Option<Self> {
        (self == Self::InSession).then_some(if arrived { Self::CheckedIn } else { Self::Booked })
    }

    pub fn is_called_off(self) -> bool {
        matches!(self, Self::Cancelled | Self::LateCancel)
    }

    /// People are expected, or there.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Booked | Self::CheckedIn | Self::InSession)
    }

    pub fn was_missed(self) -> bool {
        matches!(self, Self::NoShowClient | Self::NoShowPeer)
    }

    /// The part of it beside the plan; `None`: as planned.
    pub(super) fn course(self) -> Option<&'static str> {
        match self {
            Self::Booked | Self::Cancelled => None,
            other => Some(other.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// The picture, written down a second time: every move that is not in it is refused.
    const LINES: &str = "booked>checked_in booked>in_session booked>completed booked>no_show_client booked>no_show_peer \
        booked>cancelled booked>late_cancel checked_in>booked checked_in>in_session checked_in>completed \
        checked_in>no_show_peer in_session>completed no_show_client>checked_in no_show_client>in_session \
        no_show_client>completed no_show_client>no_show_peer no_show_peer>in_session no_show_peer>completed \
        no_show_peer>no_show_client cancelled>booked late_cancel>booked";

    #[test]
    fn a_session_moves_along_these_lines_and_no_others() {
        let legal: Vec<&str> = LINES.split_whitespace().collect();
        for from in SessionState::VARIANTS {
            for to in SessionState::VARIANTS {
                let line = format!("{}>{}", from.name(), to.name());
                assert_eq!(from.may_become(*to), legal.contains(&line.as_str()), "{line}");
            }
        }
    }

    proptest! {
        /// Whatever is tried in whatever order: what took place stays, and nobody who was there becomes somebody who was not.
        #[test]
        fn no_way_leads_back_from_what_happened(tries in proptest::collection::vec(select(SessionState::VARIANTS), 0..40)) {
            let mut state = SessionState::Booked;
            let mut began = false;
            for wanted in tries {
                let from = state;
                if state.may_become(wanted) {
                    state = wanted;
                }
                if from == SessionState::Completed {
                    prop_assert_eq!(state, SessionState::Completed);
                }
                began |= state == SessionState::InSession;
                prop_assert!(!began || matches!(state, SessionState::InSession | SessionState::Completed));
            }
        }

        #[test]
        fn what_is_stored_reads_the_same(state in select(SessionState::VARIANTS)) {
            let plan = if state.is_called_off() { "cancelled" } else { "booked" };
            let stored = state.course().unwrap_or(plan);
            prop_assert_eq!(SessionState::stored(stored).ok(), Some(state));
        }
    }

    #[test]
    fn a_missed_session_is_neither_called_off_nor_expected() {
        for state in SessionState::VARIANTS {
            let kinds = [state.is_called_off(), state.is_live(), state.was_missed(), *state == SessionState::Completed];
            assert_eq!(kinds.iter().filter(|is| **is).count(), 1, "{state:?}");
        }
    }
}
