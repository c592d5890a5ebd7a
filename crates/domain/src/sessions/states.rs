//! What booking can be, besides a session itself. Names are those of the tables; the words people read live at the edge.

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::groups::kinds::kinds;

kinds! {
    /// Who may book a kind of session by themselves.
    BookedBy { Client, Staff }
    /// A name of the palette: what it looks like is the theme's.
    ColorKey { Slate, Blue, Green, Amber, Rose, Violet, Teal, Orange }
    SessionRequestState { Requested, Approved, Declined, Withdrawn, Expired }
    SessionWaitState {
        Waiting,
        /// A time is kept for them.
        Offered,
        Booked, Left,
    }
    SoonerState { Open, Accepted, Withdrawn, Expired }
    CoverState {
        Open,
        /// With the same counselor, later.
        Later,
        Backup, Cancelled,
        /// Moved or cancelled by other ways meanwhile.
        Settled,
    }
}
