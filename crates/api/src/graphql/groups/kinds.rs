//! What a group can be, as the schema spells it.

use async_graphql::Enum;

macro_rules! mirrored {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Enum, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl From<cairn_domain::groups::$name> for $name {
            fn from(kind: cairn_domain::groups::$name) -> Self {
                match kind { $(cairn_domain::groups::$name::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for cairn_domain::groups::$name {
            fn from(kind: $name) -> Self {
                match kind { $($name::$variant => Self::$variant),+ }
            }
        }
    )+};
}

mirrored! {
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
    GroupState {
        /// Being planned; members do not see it.
        Draft,
        Active, Paused, Closed,
    }
    MeetingState {
        Scheduled,
        /// People may come in.
        Open,
        Live, Held, Cancelled,
        /// Too few came.
        NoQuorum,
    }
    MembershipState { Invited, Applied, Waitlisted, Active, Paused, Left, Removed }
    /// Why a place that somebody asked or waited for came to nothing.
    LeftBecause {
        /// A facilitator said so; one may ask again.
        NotNow,
        GroupEnded,
        /// Places were kept, and ran out without an answer.
        Unanswered,
    }
    FacilitatorPart { Facilitator, Co, Backup }
    DutyState {
        Planned,
        /// Asked to step in; has not answered.
        Asked,
        Accepted, Declined,
        /// Cannot hold the room.
        Released,
        Held,
    }
    /// What the group does when somebody goes quiet.
    WhenQuiet {
        Nothing,
        /// A wave from the group.
        Wave,
        /// A private call by the facilitator.
        Call,
    }
}

/// A list of kinds, the other way round.
pub fn into<A: Copy, B: From<A>>(kinds: &[A]) -> Vec<B> {
    kinds.iter().map(|kind| B::from(*kind)).collect()
}
