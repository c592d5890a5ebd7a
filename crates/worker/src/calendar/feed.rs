//! A member's whole calendar, for programs that ask for it again and again.

use std::collections::BTreeMap;

use cairn_domain::exits::Released;
use cairn_domain::notifications::feed::{FeedEntry, FeedFacts};
use icalendar::{Calendar, Class, Component, Event, EventStatus, Property};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::{Organizer, busy, utc, zone};

/// How often a program should ask.
const REFRESH: &str = "PT15M";

/// Busy times and nothing else, under the title that the member chose.
pub fn feed(facts: Released<FeedFacts>, organizer: &Organizer) -> Released<String> {
    facts.map(|facts| file(&facts, organizer))
}

fn file(facts: &FeedFacts, organizer: &Organizer) -> String {
    let title = facts.title.as_deref().unwrap_or(busy(facts.locale));
    let mut calendar = Calendar::empty();
    for (name, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Appointments//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-PUBLISHED-TTL", REFRESH),
    ] {
        calendar.append_property(Property::new(name, value));
    }
    calendar.append_property(Property::new("REFRESH-INTERVAL", REFRESH).add_parameter("VALUE", "DURATION").done());
    let mut zones: BTreeMap<String, TimeZone> = BTreeMap::new();
    for entry in &facts.entries {
        calendar.push(event(entry, title, organizer, &mut zones));
    }
    let text = calendar.to_string();
    let span = facts.entries.iter().map(|entry| entry.starts_at).min().zip(facts.entries.iter().map(|entry| entry.ends_at).max());
    let Some((from, until)) = span else { return text };
    let described: String = zones.iter().map(|(id, known)| zone::describe(id, known, from, until)).collect();
    // RFC 5545 wants a zone in the file that names it; where it stands there is left open.
    text.replacen("BEGIN:VEVENT", &format!("{described}BEGIN:VEVENT"), 1)
}

fn event(entry: &FeedEntry, title: &str, organizer: &Organizer, zones: &mut BTreeMap<String, TimeZone>) -> Event {
    let mut event = Event::with_uid(&format!("{}@{}", entry.uid, organizer.host()));
    let here = entry.planned.as_ref().and_then(|(start, end, id)| Some((*start, *end, id, TimeZone::get(id).ok()?)));
    match here {
        Some((start, end, id, known)) => {
            event.append_property(local("DTSTART", start, id)).append_property(local("DTEND", end, id));
            zones.insert(id.clone(), known);
        }
        None => {
            event.add_property("DTSTART", utc(entry.starts_at)).add_property("DTEND", utc(entry.ends_at));
        }
    }
    event
        .add_property("DTSTAMP", utc(entry.stamp))
        .add_property("SEQUENCE", entry.version.saturating_sub(1).to_string())
        .summary(title)
        .class(Class::Private)
        .add_property("TRANSP", "OPAQUE")
        .status(EventStatus::Confirmed);
    event.done()
}

fn local(name: &str, at: DateTime, zone: &str) -> Property {
    Property::new(name, at.strftime("%Y%m%dT%H%M%S").to_string()).add_parameter("TZID", zone).done()
}

#[cfg(test)]
mod tests {
    use cairn_domain::language::Locale;
    use jiff::civil::date;

    use super::*;

    fn entry(planned: bool) -> FeedEntry {
        let zone = "America/New_York".to_owned();
        FeedEntry {
            uid: "0f".repeat(16),
            version: 3,
            starts_at: "2026-03-05T19:00:00Z".parse().unwrap(),
            ends_at: "2026-03-05T19:45:00Z".parse().unwrap(),
            planned: planned.then(|| (date(2026, 3, 5).at(14, 0, 0, 0), date(2026, 3, 5).at(14, 45, 0, 0), zone)),
            stamp: "2026-03-02T15:00:00Z".parse().unwrap(),
        }
    }

    fn written(entries: Vec<FeedEntry>, title: Option<&str>) -> String {
        let organizer = Organizer { address: "notify@example.org".to_owned() };
        file(&FeedFacts { entries, title: title.map(str::to_owned), locale: Locale::Es }, &organizer)
    }

    #[test]
    fn where_people_come_together_the_wall_clock_counts() {
        let text = written(vec![entry(true), entry(false)], None);
        assert!(text.contains("\r\nDTSTART;TZID=America/New_York:20260305T140000\r\n"), "{text}");
        assert!(text.contains("\r\nDTEND;TZID=America/New_York:20260305T144500\r\n"), "{text}");
        assert!(text.contains("\r\nDTSTART:20260305T190000Z\r\n"), "{text}");
        assert_eq!(text.matches("BEGIN:VTIMEZONE").count(), 1, "{text}");
        assert!(text.find("END:VTIMEZONE") < text.find("BEGIN:VEVENT"), "{text}");
    }

    #[test]
    fn nothing_but_the_title_that_was_chosen() {
        let text = written(vec![entry(false)], Some("Chess; club"));
        assert!(text.contains("\r\nSUMMARY:Chess\\; club\r\n"), "{text}");
        for name in ["ATTENDEE", "ORGANIZER", "LOCATION", "DESCRIPTION", "URL", "CONTACT", "COMMENT", "VALARM"] {
            assert!(!text.contains(name), "{name}: {text}");
        }
        assert!(written(vec![entry(false)], None).contains("\r\nSUMMARY:Ocupado\r\n"));
        assert!(!written(Vec::new(), None).contains("VEVENT"));
    }
}
