//! One-on-one counseling sessions: slots, booking, moving, cancelling.

/// A bookable start.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    pub starts_at: jiff::Timestamp,
    pub ends_at: jiff::Timestamp,
    /// The wall clock in `zone`.
    pub local_start: jiff::civil::DateTime,
    /// IANA id.
    pub zone: String,
    pub minutes: i32,
}
