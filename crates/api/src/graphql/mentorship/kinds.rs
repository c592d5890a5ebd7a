//! What mentoring can be, as the schema spells it.

use async_graphql::Enum;
use cairn_domain::mentorship as domain;

macro_rules! mirrored {
    ($($(#[$doc:meta])* $name:ident = $remote:tt { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Enum, Clone, Copy, PartialEq, Eq)]
        #[graphql(remote = $remote)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }
    )+};
}

mirrored! {
    /// The way to becoming a mentor, and back.
    MentorState = "cairn_domain::mentorship::MentorState" { Applied, Training, Shadowing, Approved, Paused, Ended }
    /// How two people talk.
    SupportMode = "cairn_domain::mentorship::SupportMode" { InPerson, Online, Phone, Messages }
    /// Who may know of something a person lived through. Each step is the person's own, and can be taken back at once.
    Visibility = "cairn_domain::mentorship::Visibility" {
        /// Nobody, and it finds nobody.
        Off,
        /// Helps to find somebody; nobody reads it.
        Silent,
        /// "We share this", to whoever shares it too.
        Shared,
        /// Anybody who looks for a mentor, or is mentored.
        Full,
    }
    ExperienceKind = "cairn_domain::mentorship::ExperienceKind" {
        Substance, Pathway, Parenting, Justice, Veteran, Lgbtq, Grief, Trauma, Language, Region, AgeBand, Gender, Health, Work, Faith,
    }
    PairConflictSource = "cairn_domain::mentorship::ConflictSource" { NoContact, Relative, FormerPartner, Household, Employer, Court, Other }
    MentorRequestState = "cairn_domain::mentorship::RequestState" {
        Waiting,
        /// Walks with somebody.
        Matched,
        /// Does not look for one.
        Off,
    }
    MatchWay = "cairn_domain::mentorship::MatchWay" { ByAdmin, Suggested, Chosen, Program, HandedOver }
    EndReason = "cairn_domain::mentorship::EndReason" { GoalsReached, TimeIsUp, NeedsChanged, NoFit, Moved, MentorRests, HandedOver, Center }
    GoalState = "cairn_domain::mentorship::GoalState" { Open, Finished, LetGo }
    Mood = "cairn_domain::mentorship::Mood" { Heavy, Low, Okay, Good, Bright }
    SeenBy = "cairn_domain::mentorship::SeenBy" {
        Me,
        /// The mentor too.
        Mentor,
        /// The mentor, and whoever counsels the client.
        Care,
    }
    SupervisionWay = "cairn_domain::mentorship::SupervisionWay" { Individual, Group }
    StoryKind = "cairn_domain::mentorship::StoryKind" { Strategy, Story }
    StoryState = "cairn_domain::mentorship::StoryState" { Draft, InReview, Published, Withdrawn }
    Trigger = "cairn_domain::mentorship::Trigger" {
        Craving, Stress, Sleep, Anger, Grief, Loneliness, Boredom, Celebration, Conflict, Pain, Money, Family, Work, Court, Holiday, Shame,
    }
    MatchProposalState = "cairn_domain::mentorship::ProposalState" { Draft, Published, Discarded }
    /// The viewer's side of a pair.
    PairSide = "cairn_domain::mentorship::pairs::PairSide" { Client, Mentor, Staff }
    /// What a mentor's words may drift into.
    Drift = "cairn_domain::mentorship::drift::Drift" {
        /// Advice about medication.
        Medication,
        Money,
        /// Driving somebody, late.
        NightTransport,
        Romance,
        /// A diagnosis, a treatment.
        Clinical,
    }
    /// What came of naming somebody who stands in.
    BackupStanding = "cairn_domain::mentorship::stand_in::Standing" {
        /// Asked, and nothing said yet.
        Asked,
        /// Said yes.
        Agreed,
        /// It came to nothing: somebody else has to be found.
        MovedOn,
    }
    /// Which part of the library.
    StoryShelf = "cairn_domain::mentorship::library::Shelf" {
        Published,
        /// The viewer's own.
        Mine,
        /// Waiting for somebody to look at it.
        Review,
        Favourites,
    }
}

/// How a pair stands. For the two of it, everything that did not come to be is `MOVED_ON`: nobody learns who did not want to.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum MentorshipState {
    /// Planned; asked after the ones before.
    Proposed,
    /// Both are asked, or the one who has not answered.
    Offered,
    Active,
    Paused,
    /// Less often, on the way to a goodbye.
    SteppingBack,
    Closing,
    /// Completed.
    Closed,
    MovedOn,
    /// For staff only.
    Expired,
    /// For staff only.
    Withdrawn,
    /// For staff only.
    NotThisTime,
}

impl MentorshipState {
    pub fn of(view: &domain::pairs::PairView) -> Self {
        if view.moved_on() { Self::MovedOn } else { view.pair.state.into() }
    }

    /// `None`: what is not kept like that.
    pub fn stored(self) -> Option<domain::MentorshipState> {
        Some(match self {
            Self::Proposed => domain::MentorshipState::Proposed,
            Self::Offered => domain::MentorshipState::Offered,
            Self::Active => domain::MentorshipState::Active,
            Self::Paused => domain::MentorshipState::Paused,
            Self::SteppingBack => domain::MentorshipState::SteppingBack,
            Self::Closing => domain::MentorshipState::Closing,
            Self::Closed => domain::MentorshipState::Closed,
            Self::MovedOn => return None,
            Self::Expired => domain::MentorshipState::Expired,
            Self::Withdrawn => domain::MentorshipState::Withdrawn,
            Self::NotThisTime => domain::MentorshipState::NotThisTime,
        })
    }
}

impl From<domain::MentorshipState> for MentorshipState {
    fn from(state: domain::MentorshipState) -> Self {
        match state {
            domain::MentorshipState::Proposed => Self::Proposed,
            domain::MentorshipState::Offered => Self::Offered,
            domain::MentorshipState::Active => Self::Active,
            domain::MentorshipState::Paused => Self::Paused,
            domain::MentorshipState::SteppingBack => Self::SteppingBack,
            domain::MentorshipState::Closing => Self::Closing,
            domain::MentorshipState::Closed => Self::Closed,
            domain::MentorshipState::Expired => Self::Expired,
            domain::MentorshipState::Withdrawn => Self::Withdrawn,
            domain::MentorshipState::NotThisTime => Self::NotThisTime,
        }
    }
}

/// A list of kinds, the other way round.
pub fn into<A: Copy, B: From<A>>(kinds: &[A]) -> Vec<B> {
    kinds.iter().map(|kind| B::from(*kind)).collect()
}
