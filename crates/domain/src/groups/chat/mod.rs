//! Between meetings: what people of a group write to each other, by alias, and how it is looked after.
//!
//! Rows are locked in one order everywhere: group, place, message, case.

pub mod care;
pub mod hear;
pub mod moderate;
pub mod queue;
pub mod read;
pub mod retention;
mod room;
pub mod send;

use jiff::{SignedDuration, Timestamp};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::Person;
use crate::db::{CenterTx, ChatNews, ChatNewsKind, PlaceNews};
use crate::ids::{ChatMessageId, GroupId, MemberId};
use crate::problem::Surprise;
use crate::sealed::Place;

pub(super) const BODY: Place = Place::clinical("chat_messages", "body");
pub(super) const EVIDENCE: Place = Place::clinical("moderation_cases", "evidence");
/// Characters of a message.
pub const LONGEST: usize = 4_000;
/// How long its author may change it.
pub const EDITABLE: SignedDuration = SignedDuration::from_mins(15);

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
        #[strum(serialize_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            pub fn name(self) -> &'static str {
                self.into()
            }

            pub(crate) fn stored(name: &str) -> Result<Self, Surprise> {
                name.parse().map_err(|_| Surprise::Inconsistent(concat!("an unknown ", stringify!($name))))
            }
        }
    )+};
}

kinds! {
    /// None of them judges.
    Reaction { WithYou, ThankYou, MeToo, Strength, Smile }
    /// Why somebody asks for a look at a message.
    FlagReason {
        Unkind,
        /// Tells who somebody is.
        Identity,
        /// Advice nobody asked for, or medical advice.
        Advice,
        /// Offers or glorifies.
        Substance,
        /// Somebody may be in danger.
        Danger,
        Other,
    }
    CaseKind { Message, Appeal }
    CaseState { Open, Kept, Hidden, Paused, Removed, Restored }
}

/// What whoever looked decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There is nothing wrong with it; of an appeal: the removal stands.
    Keep,
    Hide,
    Pause,
    Remove,
    /// On appeal.
    Restore,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageState {
    Sent,
    Edited,
    /// Taken back by its author.
    Deleted,
    /// Out of sight until somebody has looked, or for good.
    Hidden,
}

/// One message as the transaction's member may see it.
#[derive(Debug, Clone)]
pub struct Message {
    pub id: ChatMessageId,
    pub group_id: GroupId,
    pub author: Person,
    /// `None`: deleted, hidden or folded.
    pub body: Option<String>,
    pub state: MessageState,
    /// The reader muted its author.
    pub folded: bool,
    pub sent_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub reply_to: Option<Quote>,
    pub reactions: Vec<ReactionCount>,
    pub can_edit: bool,
    pub can_delete: bool,
    pub flagged_by_me: bool,
}

/// What a message answers to.
#[derive(Debug, Clone)]
pub struct Quote {
    pub id: ChatMessageId,
    /// `None`: it is not kept any more.
    pub author: Option<Person>,
    /// Its beginning; `None`: deleted, hidden, folded or not kept any more.
    pub excerpt: Option<String>,
}

/// How many, never who.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReactionCount {
    pub reaction: Reaction,
    pub count: i64,
    /// The reader is one of them.
    pub mine: bool,
}

fn announce(tx: &CenterTx, group_id: GroupId, message_id: ChatMessageId, kind: ChatNewsKind) {
    tx.announce(ChatNews { center_id: tx.center_id(), group_id, message_id, kind });
}

/// Somebody's place or part in a group changed: what they have open of it looks again, or ends.
pub(in crate::groups) fn announce_place(tx: &CenterTx, group_id: GroupId, member_id: MemberId) {
    tx.announce(PlaceNews { center_id: tx.center_id(), group_id, member_id });
}
