//! A session's time in the words of its reader.

use cairn_domain::language::Locale;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub(crate) struct When {
    /// `Thu, Nov 26`
    pub(crate) day: String,
    /// `4:30 PM`
    pub(crate) from: String,
    pub(crate) until: String,
    /// IANA id of the zone these are in.
    pub(crate) zone: String,
    /// For machines.
    pub(crate) instant: String,
}

/// In `zone`, or in UTC if that is not known.
pub(crate) fn when(starts: Timestamp, ends: Timestamp, zone: &str, locale: Locale) -> When {
    let tz = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let (start, end) = (tz.to_datetime(starts), tz.to_datetime(ends));
    When {
        day: locale.day(start.date()),
        from: locale.time(start),
        until: locale.time(end),
        zone: tz.iana_name().unwrap_or("UTC").replace('_', " "),
        instant: starts.to_string(),
    }
}
