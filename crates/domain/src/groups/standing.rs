//! What the actor is to a group: facts for the policy, read together with the group.

use uuid::Uuid;

use super::{FacilitatorPart, GroupState, MembershipState};
use crate::actor::Membership as Account;
use crate::db::CenterTx;
use crate::ids::MembershipId;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};

/// The actor's own place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnPlace {
    pub id: MembershipId,
    pub state: MembershipState,
    /// `None`: has not read any.
    pub agreement_version: Option<i32>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    pub place: Option<OwnPlace>,
    pub part: Option<FacilitatorPart>,
}

impl Standing {
    /// In the room: sees where it is, reads the chat.
    pub fn takes_part(&self) -> bool {
        self.part.is_some() || self.place.is_some_and(|place| place.state.takes_part())
    }

    pub fn target(&self) -> Target {
        Target {
            facilitates: self.part.is_some(),
            group_member: self.place.is_some_and(|place| place.state.takes_part()),
            ..Target::NONE
        }
    }

    pub fn may(&self, account: &Account, action: Action) -> bool {
        policy::allows(&account.roles, action, self.target())
    }

    /// A group that is open to be looked at; drafts and closed groups are for those who run them, and for whoever has
    /// a place there already. That a group ended is read in it, also by whoever waited for it or left it before.
    pub fn sees(&self, account: &Account, state: GroupState) -> bool {
        let shown = matches!(state, GroupState::Active | GroupState::Paused);
        let mine = self.place.is_some_and(|place| match place.state {
            MembershipState::Left => state == GroupState::Closed,
            MembershipState::Removed => false,
            _ => true,
        });
        self.may(account, Action::ViewGroup) && (shown || mine || self.may(account, Action::RunGroup))
            || self.place.is_some_and(|place| place.state == MembershipState::Removed)
    }
}

/// Who asks, as an account of this center.
pub(super) fn account(tx: &CenterTx) -> Outcome<&Account> {
    tx.actor().membership().ok_or_else(|| Problem::NotAllowed.into())
}

/// The actor's id for a query, or nobody's.
pub(super) fn me(tx: &CenterTx) -> Uuid {
    tx.actor().member_id().map_or(Uuid::nil(), |id| id.0)
}
