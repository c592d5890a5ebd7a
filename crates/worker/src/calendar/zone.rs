//! A zone as RFC 5545 describes it: the offset at the beginning of a stretch of time, and each change within it.

use jiff::tz::{Dst, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// One rule: since when, from which offset, to which.
struct Change {
    at: Timestamp,
    from: Offset,
    to: Offset,
    name: String,
    summer: bool,
}

fn changes(zone: &TimeZone, from: Timestamp, until: Timestamp) -> Vec<Change> {
    // Whoever reads it needs the offset of the first entry too: the change before it comes along.
    let reached = from.saturating_add(SignedDuration::from_secs(1)).unwrap_or(from);
    let before = zone.preceding(reached).next().map(|change| change.timestamp());
    let mut found: Vec<Change> = Vec::new();
    let starts = before.into_iter().chain(zone.following(from).map(|change| change.timestamp()).take_while(|at| *at <= until));
    for at in starts {
        let earlier = Timestamp::from_second(at.as_second() - 1).unwrap_or(at);
        let now = zone.to_offset_info(at);
        found.push(Change {
            at,
            from: zone.to_offset(earlier),
            to: now.offset(),
            name: now.abbreviation().to_owned(),
            summer: now.dst() == Dst::Yes,
        });
    }
    if found.is_empty() {
        let info = zone.to_offset_info(from);
        let (offset, name) = (info.offset(), info.abbreviation().to_owned());
        found.push(Change { at: Timestamp::UNIX_EPOCH, from: offset, to: offset, name, summer: false });
    }
    found
}

/// `-0500`, or with seconds where a zone had them.
fn written(offset: Offset) -> String {
    let seconds = offset.seconds();
    let (sign, size) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    let (hours, minutes, rest) = (size / 3600, size / 60 % 60, size % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}

/// The component, with its line ends. Abbreviations are letters, digits and signs: nothing to escape.
pub(super) fn describe(id: &str, zone: &TimeZone, from: Timestamp, until: Timestamp) -> String {
    let mut out = format!("BEGIN:VTIMEZONE\r\nTZID:{id}\r\n");
    for change in changes(zone, from, until) {
        let kind = if change.summer { "DAYLIGHT" } else { "STANDARD" };
        // The wall clock at which it begins, as it showed before.
        let starts = change.from.to_datetime(change.at).strftime("%Y%m%dT%H%M%S").to_string();
        let (from, to) = (written(change.from), written(change.to));
        let name = &change.name;
        out.push_str(&format!(
            "BEGIN:{kind}\r\nDTSTART:{starts}\r\nTZOFFSETFROM:{from}\r\nTZOFFSETTO:{to}\r\nTZNAME:{name}\r\nEND:{kind}\r\n"
        ));
    }
    out.push_str("END:VTIMEZONE\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(zone: &str, from: &str, until: &str) -> String {
        describe(zone, &TimeZone::get(zone).unwrap(), from.parse().unwrap(), until.parse().unwrap())
    }

    #[test]
    fn new_york_over_a_spring() {
        let expected = "BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\n\
            BEGIN:STANDARD\r\nDTSTART:20251102T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nTZNAME:EST\r\nEND:STANDARD\r\n\
            BEGIN:DAYLIGHT\r\nDTSTART:20260308T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nTZNAME:EDT\r\nEND:DAYLIGHT\r\n\
            END:VTIMEZONE\r\n";
        assert_eq!(described("America/New_York", "2026-03-05T19:00:00Z", "2026-04-01T00:00:00Z"), expected);
    }

    #[test]
    fn half_hours_and_zones_without_a_change() {
        let howe = described("Australia/Lord_Howe", "2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z");
        assert!(howe.contains("TZOFFSETFROM:+1100\r\nTZOFFSETTO:+1030"), "{howe}");
        let utc = described("UTC", "2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z");
        assert_eq!(utc.matches("BEGIN:STANDARD").count(), 1);
        assert!(utc.contains("TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000"), "{utc}");
        let phoenix = described("America/Phoenix", "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z");
        assert!(phoenix.contains("TZOFFSETTO:-0700") && !phoenix.contains("DAYLIGHT"), "{phoenix}");
    }
}
