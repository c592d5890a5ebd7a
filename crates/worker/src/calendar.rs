//! Sessions as iCalendar (RFC 5545) and iTIP (RFC 5546): a busy time, and nothing else.

use cairn_domain::exits::Released;
use cairn_domain::language::Locale;
use cairn_domain::notifications::calendar::CalendarFacts;
use icalendar::{Calendar, Class, Component, Event, EventStatus, Property};
use jiff::Timestamp;

use crate::mailer::CalendarPart;

mod feed;
mod zone;

pub use feed::feed;

/// The neutral mailbox that stands behind all entries. Who meets whom is nobody's business: no entry names anybody but its reader.
#[derive(Debug, Clone)]
pub struct Organizer {
    pub address: String,
}

impl Organizer {
    /// The part after the `@`.
    pub fn host(&self) -> &str {
        self.address.rsplit_once('@').map_or("localhost", |(_, host)| host)
    }
}

/// The file for a person's own calendar.
pub fn publish(facts: Released<CalendarFacts>, organizer: &Organizer) -> Released<String> {
    facts.map(|facts| file(std::slice::from_ref(&facts), organizer, "PUBLISH"))
}

/// The part of a mail that puts the time into the reader's calendar, or takes it out. A REQUEST or CANCEL is of one UID alone
/// (RFC 5546, 3.2.2 and 3.2.5), and mail programs look at one such part: others that the mail tells of come as one file to open,
/// a PUBLISH, which may have many.
///
/// `reader`: their own address, as the one attendee that a REQUEST has to have, and by which their calendar finds the entry again
/// when it changes. A PUBLISH has none (3.2.1), and neither has anything about a group.
pub fn invite(facts: &CalendarFacts, others: &[CalendarFacts], organizer: &Organizer, reader: Option<&str>) -> CalendarPart {
    let method = if facts.cancelled { "CANCEL" } else { "REQUEST" };
    let others = (!others.is_empty()).then(|| file(others, organizer, "PUBLISH"));
    let mut event = entry(facts, organizer);
    if let Some(reader) = reader {
        event.append_property(attendee(reader));
    }
    CalendarPart { method, ics: calendar(method, [event]), others }
}

/// Nobody waits for an answer: it is settled already, and changed by other ways.
fn attendee(address: &str) -> Property {
    let mut property = Property::new("ATTENDEE", mailto(address));
    property.add_parameter("PARTSTAT", "ACCEPTED").add_parameter("RSVP", "FALSE");
    property.done()
}

/// As RFC 6068 writes an address.
fn mailto(address: &str) -> String {
    let mut uri = String::from("mailto:");
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@!$'*+".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

fn file(entries: &[CalendarFacts], organizer: &Organizer, method: &'static str) -> String {
    calendar(method, entries.iter().map(|facts| entry(facts, organizer)))
}

fn calendar(method: &'static str, events: impl IntoIterator<Item = Event>) -> String {
    let mut calendar = Calendar::empty();
    for (name, value) in [("VERSION", "2.0"), ("PRODID", "-//Appointments//EN"), ("CALSCALE", "GREGORIAN"), ("METHOD", method)] {
        calendar.append_property(Property::new(name, value));
    }
    for event in events {
        calendar.push(event);
    }
    calendar.to_string()
}

fn entry(facts: &CalendarFacts, organizer: &Organizer) -> Event {
    let mut event = Event::with_uid(&format!("{}@{}", facts.uid, organizer.host()));
    event
        .add_property("DTSTAMP", utc(facts.stamp))
        .add_property("DTSTART", utc(facts.starts_at))
        .add_property("DTEND", utc(facts.ends_at))
        .add_property("SEQUENCE", facts.version.saturating_sub(1).to_string())
        .add_property("ORGANIZER", format!("mailto:{}", organizer.address))
        .summary(busy(facts.locale))
        .class(Class::Private)
        .add_property("TRANSP", if facts.cancelled { "TRANSPARENT" } else { "OPAQUE" })
        .status(if facts.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
    event.done()
}

/// What an entry is called when nobody said otherwise.
fn busy(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "Busy",
        Locale::Es => "Ocupado",
    }
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(cancelled: bool) -> CalendarFacts {
        CalendarFacts {
            uid: "0f".repeat(16),
            version: 3,
            starts_at: "2026-11-26T21:30:00Z".parse().unwrap(),
            ends_at: "2026-11-26T22:15:00Z".parse().unwrap(),
            cancelled,
            stamp: "2026-11-20T08:00:00.123456Z".parse().unwrap(),
            locale: Locale::En,
        }
    }

    #[test]
    fn a_busy_time_and_nothing_else() {
        let organizer = Organizer { address: "notify@example.org".to_owned() };
        let part = invite(&facts(false), &[], &organizer, None);
        assert_eq!(part.method, "REQUEST");
        let expected = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Appointments//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:REQUEST\r\n\
            BEGIN:VEVENT\r\nCLASS:PRIVATE\r\nDTEND:20261126T221500Z\r\nDTSTAMP:20261120T080000Z\r\nDTSTART:20261126T213000Z\r\n\
            ORGANIZER:mailto:notify@example.org\r\nSEQUENCE:2\r\nSTATUS:CONFIRMED\r\nSUMMARY:Busy\r\nTRANSP:OPAQUE\r\n\
            UID:0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(part.ics, expected);
    }

    #[test]
    fn a_cancellation_takes_it_out() {
        let organizer = Organizer { address: "notify@example.org".to_owned() };
        let part = invite(&facts(true), &[], &organizer, None);
        assert_eq!(part.method, "CANCEL");
        assert!(part.ics.contains("\r\nMETHOD:CANCEL\r\n") && part.ics.contains("\r\nSTATUS:CANCELLED\r\n"));
    }

    #[test]
    fn the_reader_is_the_only_one_who_is_named() {
        let organizer = Organizer { address: "notify@example.org".to_owned() };
        let part = invite(&facts(false), &[facts(false)], &organizer, Some("o'neil+me%x@example.com"));
        assert!(
            part.ics.contains("\r\nATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:o'neil+me%25x@example.com\r\n"),
            "{}",
            part.ics
        );
        assert_eq!(part.ics.matches("ATTENDEE").count(), 1);
        assert!(!part.others.unwrap().contains("ATTENDEE"));
    }
}
