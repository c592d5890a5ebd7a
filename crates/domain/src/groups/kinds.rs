//! What a group can be. Names are those of the tables; the words people read live at the edge.

use strum::{EnumString, IntoStaticStr, VariantArray};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray, serde::Serialize, serde::Deserialize)]
        #[strum(serialize_all = "snake_case")]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            pub fn name(self) -> &'static str {
                self.into()
            }

            pub(crate) fn stored(name: &str) -> Result<Self, crate::problem::Surprise> {
                name.parse().map_err(|_| crate::problem::Surprise::Inconsistent(concat!("an unknown ", stringify!($name))))
            }
        }
    )+};
}
pub(crate) use kinds;

kinds! {
    /// Who decides that somebody is in.
    GroupAccess {
        /// The person themself.
        Open,
        /// A facilitator.
        Closed,
    }
    /// How sharing goes.
    GroupFormat {
        Discussion, Topic, Speaker, StepStudy, BookStudy,
        /// In a fixed order.
        RoundRobin,
        /// Each picks the next.
        Pitch,
        /// So many minutes each.
        Timed,
        /// Until everybody who wants to has shared.
        OpenEnded,
        QuestionAndAnswer, Meditation, CheckIn,
    }
    /// None is better than another; a group may follow several, or none.
    GroupPathway { TwelveStep, Smart, Mindfulness, Faith, Secular, Medication, Cultural, HarmReduction, Family }
    /// For whom; a group without any is for everybody.
    GroupAudience { Women, Men, Lgbtq, YoungAdults, OlderAdults, Parents, Veterans, Newcomers, PeopleOfColor }
    /// What somebody needs to know before coming.
    AccessFact { Wheelchair, AccessibleBathroom, Asl, Captions, HearingLoop, Childcare, NearTransit, QuietSpace, CamerasOnSite }
    MeetingMode { InPerson, Online, Hybrid }
    GroupState { Draft, Active, Paused, Closed }
    MeetingState {
        Scheduled,
        /// People may come in.
        Open,
        Live, Held, Cancelled,
        /// Too few came.
        NoQuorum,
    }
    /// A place in a group, from the first word to the last.
    MembershipState { Invited, Applied, Waitlisted, Active, Paused, Left, Removed }
    /// Why a place that somebody asked or waited for came to nothing. Nothing of the kind: they went by themselves.
    LeftBecause {
        /// A facilitator said so; they may ask again.
        NotNow,
        GroupEnded,
        /// Places were kept for them, and ran out.
        Unanswered,
    }
    FacilitatorPart { Facilitator, Co, Backup }
    DutyState { Planned, Asked, Accepted, Declined, Released, Held }
    /// What the group does when somebody goes quiet; chosen by them.
    WhenQuiet { Nothing, Wave, Call }
}

impl MembershipState {
    /// In the room: sees where, reads and writes the chat, is expected.
    pub fn takes_part(self) -> bool {
        self == Self::Active
    }

    /// Has a name in the group that nobody else may have.
    pub fn holds_alias(self) -> bool {
        matches!(self, Self::Applied | Self::Waitlisted | Self::Active | Self::Paused)
    }
}

/// The moves of the state machine; property-tested against all others.
pub fn membership_may_become(from: Option<MembershipState>, to: MembershipState) -> bool {
    use MembershipState::{Active, Applied, Invited, Left, Paused, Removed, Waitlisted};
    matches!(
        (from, to),
        (None | Some(Left), Invited | Applied | Waitlisted | Active)
            | (Some(Invited), Active | Waitlisted | Left)
            // Let in, under a name that is another's there: they choose another.
            | (Some(Applied), Active | Waitlisted | Left | Invited)
            | (Some(Waitlisted), Active | Left | Removed)
            | (Some(Active), Paused | Left | Removed)
            | (Some(Paused), Active | Left | Removed)
            // On appeal.
            | (Some(Removed), Active)
    )
}

/// Likewise for a meeting.
pub fn meeting_may_become(from: MeetingState, to: MeetingState) -> bool {
    use MeetingState::{Cancelled, Held, Live, NoQuorum, Open, Scheduled};
    matches!(
        (from, to),
        (Scheduled, Open | Live | Cancelled)
            | (Open, Live | Cancelled | NoQuorum | Scheduled)
            | (Live, Held | NoQuorum)
            | (Cancelled, Scheduled)
            // Attendance noted afterwards, for a meeting nobody opened here.
            | (Scheduled | Open, Held)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every move there is; all others are none.
    const MOVES: &[(&str, &str)] = &[
        ("", "invited applied waitlisted active"),
        ("invited", "waitlisted active left"),
        ("applied", "waitlisted active left invited"),
        ("waitlisted", "active left removed"),
        ("active", "paused left removed"),
        ("paused", "active left removed"),
        ("left", "invited applied waitlisted active"),
        ("removed", "active"),
    ];

    #[test]
    fn a_place_moves_as_the_table_says_and_not_otherwise() {
        for (from, targets) in MOVES {
            let from = MembershipState::stored(from).ok();
            let targets: Vec<&str> = targets.split(' ').collect();
            for to in MembershipState::VARIANTS {
                assert_eq!(membership_may_become(from, *to), targets.contains(&to.name()), "{from:?} to {to:?}");
            }
        }
    }
}
