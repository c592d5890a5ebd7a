//! What each row of a feed says, as far as it can be believed. Pure: what is listed already is not looked at here.
//!
//! A row is skipped when it would send somebody to the wrong place or time; everything else is mended or left out, and said.

use std::collections::HashSet;

use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::place::approximate;
use super::publish::{dialled, opens_a_meeting};
use super::row::{Cell, Fields, Row};
use super::{FeedFailure, FeedRule, Finding, ListingFacts, Severity, read, text, types};

const LONGEST_SLUG: usize = 64;
const LONGEST_NAME: usize = 255;
pub(super) const LONGEST_LINE: usize = 255;
const LONGEST_NOTES: usize = 2_000;

/// One row with its findings. Without a listing it is skipped.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// In the file; the first is 0.
    pub position: i32,
    /// As written, without what cannot be shown or kept.
    pub slug: Option<String>,
    pub name: Option<String>,
    pub findings: Vec<Finding>,
    pub listing: Option<ListingFacts>,
}

/// Judges a file that was surveyed, `batch` rows at a time, until `take` answers `false`. `zone`: of the center, for rows
/// that have none.
pub fn judge_all(bytes: &[u8], zone: &str, batch: usize, mut take: impl FnMut(Vec<Judged>) -> bool) -> Result<(), FeedFailure> {
    let mut seen = HashSet::new();
    let mut waiting = Vec::with_capacity(batch);
    let mut position = 0;
    let mut stopped = false;
    let read = read::rows(bytes, |row| {
        waiting.push(judge(row, position, zone, &mut seen));
        position += 1;
        if waiting.len() >= batch {
            stopped = !take(std::mem::take(&mut waiting));
        }
        !stopped
    });
    if stopped {
        return Ok(());
    }
    read?;
    if !waiting.is_empty() {
        take(waiting);
    }
    Ok(())
}

fn judge(row: Row, position: i32, zone: &str, seen: &mut HashSet<String>) -> Judged {
    let mut judge = Judge::default();
    let Row::Meeting { fields, people } = row else {
        judge.error(FeedRule::NotAMeeting, "");
        return Judged { position, slug: None, name: None, findings: judge.findings, listing: None };
    };
    if people {
        judge.find(FeedRule::ContactsDropped, "contact", Severity::Note);
    }
    let names = [&fields.contact_1_name, &fields.contact_2_name, &fields.contact_3_name];
    judge.last_names = text::last_names(names.into_iter().filter_map(|cell| match cell {
        Cell::Text(name) => Some(name.as_str()),
        _ => None,
    }));
    let listing = judge.listing(&fields, zone);
    if judge.sound() && !seen.insert(listing.slug.clone()) {
        judge.error(FeedRule::SlugRepeated, "slug");
    }
    let shown = |text: &str, most| {
        let seen = text.chars().filter(|c| !text::disturbs(*c)).take(most);
        Some(seen.collect::<String>()).filter(|text| !text.is_empty())
    };
    Judged {
        position,
        slug: shown(&listing.slug, LONGEST_SLUG),
        name: shown(&listing.name, LONGEST_NAME),
        listing: judge.sound().then_some(listing),
        findings: judge.findings,
    }
}

#[derive(Default)]
pub(super) struct Judge {
    findings: Vec<Finding>,
    last_names: Vec<String>,
}

impl Judge {
    fn find(&mut self, rule: FeedRule, field: &str, severity: Severity) {
        let finding = Finding { rule, field: field.to_owned(), severity };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    fn error(&mut self, rule: FeedRule, field: &str) {
        self.find(rule, field, Severity::Error);
    }

    pub(super) fn warn(&mut self, rule: FeedRule, field: &str) {
        self.find(rule, field, Severity::Warning);
    }

    fn sound(&self) -> bool {
        !self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// A value as text; numbers are text that lost its quotes.
    fn raw(&mut self, cell: &Cell, field: &str) -> Option<String> {
        match cell {
            Cell::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Cell::Number(number) => Some(number.to_string()),
            Cell::Nothing => None,
            Cell::Flag(_) | Cell::List(_) | Cell::Other => {
                self.warn(FeedRule::TextFormat, field);
                None
            }
        }
    }

    /// A text of people's, made plain and without people.
    fn plain(&mut self, cell: &Cell, field: &str, lines: bool) -> Option<String> {
        let raw = self.raw(cell, field)?;
        let (plain, stripped) = if lines { text::plain(&raw) } else { text::plain_line(&raw) };
        if stripped {
            self.warn(FeedRule::HtmlStripped, field);
        }
        let (plain, email) = text::without_emails(&plain);
        if email {
            self.warn(FeedRule::EmailRemoved, field);
        }
        let (plain, named) = text::without_last_names(&plain, &self.last_names);
        if named {
            self.warn(FeedRule::LastName, field);
        }
        Some(plain).filter(|text| !text.is_empty())
    }

    /// One line that is left out when it is too long.
    pub(super) fn line(&mut self, cell: &Cell, field: &str) -> Option<String> {
        let line = self.plain(cell, field, false)?;
        if line.chars().count() > LONGEST_LINE {
            self.warn(FeedRule::TooLong, field);
            return None;
        }
        Some(line)
    }

    fn listing(&mut self, fields: &Fields, zone: &str) -> ListingFacts {
        let (days, starts, ends) = self.times(fields);
        let types = self.types(&fields.types);
        let address = self.address(fields);
        let (latitude, longitude) = self.coordinates(fields);
        let mut facts = ListingFacts {
            slug: self.slug(&fields.slug),
            name: self.name(&fields.name),
            days,
            starts,
            ends,
            zone: self.zone(&fields.timezone, zone),
            approximate: approximate(&fields.approximate, address.as_deref()),
            region: self.region(fields),
            location: self.line(&fields.location, "location"),
            notes: self.notes(fields),
            conference_url: self.link(&fields.conference_url, "conference_url"),
            conference_phone: self.phone(&fields.conference_phone),
            url: self.link(&fields.url, "url"),
            types,
            address,
            latitude,
            longitude,
            ..ListingFacts::default()
        };
        if facts.conference_url.as_deref().is_some_and(|url| !opens_a_meeting(url)) {
            self.warn(FeedRule::LinkUnknown, "conference_url");
        }
        let closed = facts.types.iter().any(|code| code == types::CLOSED_FOR_NOW);
        facts.online = facts.conference_url.is_some() || facts.conference_phone.is_some();
        facts.in_person = facts.address.is_some() && !closed && !facts.approximate;
        if !facts.online && !facts.in_person {
            self.warn(FeedRule::NotActive, "conference_url");
        }
        facts
    }

    fn slug(&mut self, cell: &Cell) -> String {
        let Some(slug) = self.raw(cell, "slug") else {
            self.error(FeedRule::SlugMissing, "slug");
            return String::new();
        };
        let fits = slug.len() <= LONGEST_SLUG && slug.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b));
        if !fits {
            self.error(FeedRule::SlugFormat, "slug");
        }
        slug
    }

    fn name(&mut self, cell: &Cell) -> String {
        let Some(name) = self.plain(cell, "name", false) else {
            self.error(FeedRule::NameMissing, "name");
            return String::new();
        };
        if name.chars().count() > LONGEST_NAME {
            self.error(FeedRule::TooLong, "name");
        }
        name
    }

    fn zone(&mut self, cell: &Cell, own: &str) -> String {
        let Some(zone) = self.raw(cell, "timezone") else {
            self.warn(FeedRule::ZoneMissing, "timezone");
            return own.to_owned();
        };
        match TimeZone::get(&zone).ok().and_then(|zone| zone.iana_name().map(str::to_owned)) {
            Some(zone) => zone,
            None => {
                self.warn(FeedRule::ZoneUnknown, "timezone");
                own.to_owned()
            }
        }
    }

    fn times(&mut self, fields: &Fields) -> (Vec<i16>, Option<String>, Option<String>) {
        let days = self.days(&fields.day);
        let starts = self.raw(&fields.time, "time").and_then(|time| {
            let clock = clock(&time);
            if clock.is_none() {
                self.error(FeedRule::TimeFormat, "time");
            }
            clock
        });
        let ends = self.raw(&fields.end_time, "end_time").and_then(|time| {
            let clock = clock(&time);
            if clock.is_none() {
                self.warn(FeedRule::EndTimeFormat, "end_time");
            }
            clock
        });
        match (days.is_empty(), &starts) {
            (false, Some(_)) => (days, starts, ends),
            (true, None) => (Vec::new(), None, None),
            // What was wrong with it has been said.
            _ if !self.sound() => (Vec::new(), None, None),
            _ => {
                self.warn(FeedRule::TimeMissing, if starts.is_none() { "time" } else { "day" });
                (Vec::new(), None, None)
            }
        }
    }

    /// One day, or several; each a number from 0 (Sunday) to 6.
    fn days(&mut self, cell: &Cell) -> Vec<i16> {
        let one = |cell: &Cell| match cell {
            Cell::Number(number) => (0..=6).find(|day| f64::from(*day) == *number),
            Cell::Text(text) => text.trim().parse::<i16>().ok().filter(|day| (0..=6).contains(day)),
            _ => None,
        };
        let days: Option<Vec<i16>> = match cell {
            Cell::Nothing => Some(Vec::new()),
            Cell::Text(text) if text.trim().is_empty() => Some(Vec::new()),
            Cell::List(cells) => cells.iter().map(one).collect(),
            cell => one(cell).map(|day| vec![day]),
        };
        let Some(mut days) = days else {
            self.error(FeedRule::DayFormat, "day");
            return Vec::new();
        };
        days.sort_unstable();
        days.dedup();
        days
    }

    fn types(&mut self, cell: &Cell) -> Vec<String> {
        let cells = match cell {
            Cell::Nothing => return Vec::new(),
            Cell::List(cells) => cells.as_slice(),
            _ => {
                self.warn(FeedRule::TypesFormat, "types");
                return Vec::new();
            }
        };
        let mut codes: Vec<String> = Vec::new();
        for cell in cells {
            let known = match cell {
                Cell::Text(code) => types::known(code.trim()),
                Cell::Number(number) => types::known(&number.to_string()),
                _ => None,
            };
            match known {
                Some(code) => codes.push(code.to_owned()),
                None => self.warn(FeedRule::TypeUnknown, "types"),
            }
        }
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Everything there is to know beside the fields: what to say at the door, and how to get in.
    fn notes(&mut self, fields: &Fields) -> Option<String> {
        let parts = [
            (&fields.notes, "notes"),
            (&fields.group_notes, "group_notes"),
            (&fields.location_notes, "location_notes"),
            (&fields.conference_url_notes, "conference_url_notes"),
            (&fields.conference_phone_notes, "conference_phone_notes"),
        ];
        let mut said: Vec<String> = Vec::new();
        for (cell, field) in parts {
            if let Some(text) = self.plain(cell, field, true).filter(|text| !said.contains(text)) {
                said.push(text);
            }
        }
        let notes = said.join("\n");
        if notes.chars().count() > LONGEST_NOTES {
            self.warn(FeedRule::TooLong, "notes");
            let cut: String = notes.chars().take(LONGEST_NOTES - 1).collect();
            return Some(format!("{}…", cut.trim_end()));
        }
        Some(notes).filter(|notes| !notes.is_empty())
    }

    fn link(&mut self, cell: &Cell, field: &str) -> Option<String> {
        let raw = self.raw(cell, field)?;
        let link = text::safe_link(&raw);
        if link.is_none() {
            self.warn(FeedRule::LinkUnsafe, field);
        }
        link
    }

    fn phone(&mut self, cell: &Cell) -> Option<String> {
        let raw = self.raw(cell, "conference_phone")?;
        let phone = dialled(&raw).filter(|phone| phone.len() <= 60);
        if phone.is_none() {
            self.warn(FeedRule::PhoneFormat, "conference_phone");
        }
        phone
    }
}

/// `19:30`, `7:30`, `19:30:00`.
fn clock(text: &str) -> Option<String> {
    let mut parts = text.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next());
    let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !short(hour)
        || minute.len() != 2
        || !short(minute)
        || second.is_some_and(|second| !short(second))
        || parts.next().is_some()
    {
        return None;
    }
    let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
    Some(format!("{:02}:{:02}", time.hour(), time.minute()))
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
