//! People in a group: a name of their own choice, and an id that means nothing elsewhere.

use crate::ids::{FacilitatorId, MembershipId, WireId};
use crate::sealed::Place;

pub(super) const ALIAS: Place = Place::identity("memberships", "alias");
pub(super) const PRONOUNS: Place = Place::identity("memberships", "pronouns");
pub(super) const REMOVAL_REASON: Place = Place::clinical("memberships", "removal_reason");
pub(super) const APPEAL: Place = Place::clinical("memberships", "appeal");
pub(super) const WORDS: Place = Place::clinical("memberships", "words");
/// In the audit log.
pub(super) const OBJECT: &str = "membership";
pub(super) const FACILITATOR_ALIAS: Place = Place::identity("group_facilitators", "alias");

/// Which place in the group is theirs. Neither id is the same in another group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PersonId {
    Member(MembershipId),
    Facilitator(FacilitatorId),
}

impl PersonId {
    pub fn to_wire(self) -> String {
        match self {
            Self::Member(id) => id.to_wire(),
            Self::Facilitator(id) => id.to_wire(),
        }
    }

    pub fn from_wire(wire: &str) -> Option<Self> {
        MembershipId::from_wire(wire).map(Self::Member).or_else(|| FacilitatorId::from_wire(wire).map(Self::Facilitator))
    }
}

/// Somebody as a group knows them. There is no way from here to a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub alias: String,
    pub pronouns: Option<String>,
    /// It is the reader.
    pub me: bool,
}

impl Person {
    pub fn facilitates(&self) -> bool {
        matches!(self.id, PersonId::Facilitator(_))
    }
}
