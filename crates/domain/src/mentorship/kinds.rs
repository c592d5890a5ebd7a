//! What mentoring can be. Names are those of the tables; the words people read live at the edge.

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::groups::kinds::kinds;

/// What a word of the vocabulary is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, VariantArray)]
pub enum ExperienceKind {
    Substance,
    Pathway,
    Parenting,
    Justice,
    Veteran,
    Lgbtq,
    Grief,
    Trauma,
    Language,
    Region,
    AgeBand,
    Gender,
    Health,
    Work,
    Faith,
}

kinds! {
    /// The way to becoming a mentor, and back.
    MentorState {
        Applied, Training,
        /// Walks along with somebody who mentors.
        Shadowing,
        Approved, Paused, Ended,
    }
    SupportMode { InPerson, Online, Phone, Messages }
    /// Who may know of something a person lived through. Each step is the person's own, and can be taken back at once.
    Visibility {
        /// Nobody, and it finds nobody.
        Off,
        /// Helps to find somebody; nobody reads it.
        Silent,
        /// "We share this", to whoever shares it too.
        Shared,
        /// Anybody who looks for a mentor, or is mentored.
        Full,
    }
    ConflictSource { NoContact, Relative, FormerPartner, Household, Employer, Court, Other }
    RequestState {
        Waiting,
        /// Walks with somebody.
        Matched,
        /// Does not look for one.
        Off,
    }
    /// How two people came to be asked.
    MatchWay { ByAdmin, Suggested, Chosen, Program, HandedOver }
    MentorshipState {
        /// Planned, and nobody was asked yet.
        Proposed,
        Offered, Active, Paused,
        /// Less often, on the way to a goodbye.
        SteppingBack,
        Closing, Closed, Expired, Withdrawn, NotThisTime,
    }
    EndReason { GoalsReached, TimeIsUp, NeedsChanged, NoFit, Moved, MentorRests, HandedOver, Center }
    GoalState { Open, Finished, LetGo }
    Mood { Heavy, Low, Okay, Good, Bright }
    SeenBy {
        Me,
        /// The mentor too.
        Mentor,
        /// The mentor, and whoever counsels the client.
        Care,
    }
    /// What was said to "would you stand in for them?"
    StandInState { Asked, Agreed, NotThisTime }
    SupervisionWay { Individual, Group }
    StoryKind { Strategy, Story }
    StoryState { Draft, InReview, Published, Withdrawn }
    Trigger {
        Craving, Stress, Sleep, Anger, Grief, Loneliness, Boredom, Celebration, Conflict, Pain, Money, Family, Work, Court,
        Holiday, Shame,
    }
    ProposalState { Draft, Published, Discarded }
}

impl MentorState {
    /// Where a mentor's way may go next; the truth about it.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Applied => &[Self::Training, Self::Ended],
            Self::Training => &[Self::Shadowing, Self::Ended],
            Self::Shadowing => &[Self::Approved, Self::Training, Self::Ended],
            Self::Approved => &[Self::Paused, Self::Ended],
            Self::Paused => &[Self::Approved, Self::Ended],
            Self::Ended => &[Self::Applied],
        }
    }
}

impl MentorshipState {
    /// Where a pair may go next; the truth about it.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Proposed => &[Self::Offered, Self::Withdrawn],
            Self::Offered => &[Self::Active, Self::Expired, Self::Withdrawn, Self::NotThisTime],
            Self::Active => &[Self::Paused, Self::SteppingBack, Self::Closing],
            Self::Paused => &[Self::Active, Self::SteppingBack, Self::Closing],
            Self::SteppingBack => &[Self::Closing],
            Self::Closing => &[Self::Closed],
            Self::Closed | Self::Expired | Self::Withdrawn | Self::NotThisTime => &[],
        }
    }

    pub fn may_become(self, to: Self) -> bool {
        self.next().contains(&to)
    }

    /// Two people who walk together now: they write, meet, and weigh on the mentor's load.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Active | Self::Paused | Self::SteppingBack | Self::Closing)
    }

    /// Was lived: its history stays readable to both.
    pub fn was_lived(self) -> bool {
        self.is_live() || self == Self::Closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The picture of `product.md` 13.3, written down a second time: every move that is not in it is refused.
    #[test]
    fn a_pair_moves_along_these_lines_and_no_others() {
        let lines = "proposed>offered proposed>withdrawn offered>active offered>expired offered>withdrawn offered>not_this_time \
            active>paused paused>active active>stepping_back paused>stepping_back active>closing paused>closing \
            stepping_back>closing closing>closed";
        let legal: Vec<&str> = lines.split_whitespace().collect();
        for from in MentorshipState::VARIANTS {
            for to in MentorshipState::VARIANTS {
                let line = format!("{}>{}", from.name(), to.name());
                assert_eq!(from.may_become(*to), legal.contains(&line.as_str()), "{line}");
            }
        }
    }

    #[test]
    fn what_is_over_is_over() {
        for state in MentorshipState::VARIANTS {
            assert_eq!(
                state.next().is_empty(),
                !state.is_live() && !matches!(state, MentorshipState::Proposed | MentorshipState::Offered)
            );
        }
    }

    #[test]
    fn nobody_mentors_without_training_and_shadowing() {
        use MentorState::{Applied, Approved, Ended, Paused, Shadowing, Training};
        for from in MentorState::VARIANTS {
            assert_eq!(from.next().contains(&Approved), matches!(from, Shadowing | Paused), "{from:?}");
            assert!(!from.next().contains(from));
        }
        assert_eq!(Ended.next(), [Applied]);
        assert_eq!(Applied.next(), [Training, Ended]);
        assert_eq!(Training.next(), [Shadowing, Ended]);
        assert_eq!(Approved.next(), [Paused, Ended]);
    }
}
