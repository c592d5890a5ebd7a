//! Who could walk with whom, and why, in words. Pure: no clock, no database, no names.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::{ExperienceKind, SupportMode, Visibility, vocabulary};
use crate::availability::WeeklyRange;
use crate::problem::Surprise;
use crate::zones;

/// Goes up when the same inputs would give another result: it is stored beside each score.
pub const VERSION: i16 = 1;

const WEEK_MINUTES: i64 = 7 * 24 * 60;
/// Below this a common time is too short to meet in.
const WORTH_MEETING: i64 = 30;
/// More common time than this does not make a better pair.
const PLENTY: i64 = 600;

/// One of the two, as matching sees them.
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// Everything that is not off, by code.
    pub experiences: BTreeMap<String, Visibility>,
    /// BCP 47, without region.
    pub languages: BTreeSet<String>,
    /// None: any.
    pub modes: BTreeSet<u8>,
    /// Free stretches in minutes since Monday 00:00 UTC of the week that is looked at; in order, apart from each other.
    pub free: Vec<(i64, i64)>,
}

/// What the pair is weighed by, beside the two.
#[derive(Debug, Clone, Copy, Default)]
pub struct Between {
    /// They must never meet: no score, and no word about it.
    pub conflict: bool,
    /// Points that the mentor carries already.
    pub load: i32,
}

/// Why two people fit, as both may read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Reason {
    /// Both said that they share it.
    WeShare {
        code: String,
    },
    Language {
        tag: String,
    },
    /// Both have time: a day, and a part of it, by the client's clock.
    Time {
        weekday: i8,
        part: DayPart,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayPart {
    Morning,
    Afternoon,
    Evening,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fit {
    /// For staff and for ordering; a client never reads a number.
    pub score: i32,
    pub overlap_minutes: i64,
    pub reasons: Vec<Reason>,
}

/// How much a common word says about two people.
fn weight(kind: ExperienceKind) -> i32 {
    match kind {
        ExperienceKind::Substance | ExperienceKind::Pathway | ExperienceKind::Parenting | ExperienceKind::Grief => 12,
        ExperienceKind::Justice | ExperienceKind::Veteran | ExperienceKind::Lgbtq | ExperienceKind::Trauma => 12,
        ExperienceKind::Health | ExperienceKind::Faith | ExperienceKind::Gender => 8,
        ExperienceKind::Language | ExperienceKind::Region | ExperienceKind::AgeBand | ExperienceKind::Work => 6,
    }
}

/// Whether a word may be said to the other of the two.
pub(super) fn told(visibility: Visibility) -> bool {
    matches!(visibility, Visibility::Shared | Visibility::Full)
}

/// `None`: they are not asked. No common language, no common way to talk, or a reason that nobody is told.
///
/// `client_week` is the Monday of the week in which [`Side::free`] was laid out, for words about time.
pub fn fit(
    client: &Side,
    mentor: &Side,
    between: Between,
    client_zone: &TimeZone,
    monday: Date,
) -> Result<Option<Fit>, Surprise> {
    let languages: Vec<&String> = client.languages.intersection(&mentor.languages).collect();
    let modes = common_modes(client, mentor);
    let overlap = overlap(&client.free, &mentor.free);
    // Everything is looked at before the verdict: a pair that must not be takes as long as any other.
    let mut score = 20 * i32::from(!languages.is_empty()) + 4 * modes.unwrap_or(0);
    let mut reasons = Vec::new();
    for (code, ours) in &client.experiences {
        let Some(theirs) = mentor.experiences.get(code) else { continue };
        let Some(word) = vocabulary::find(code) else { continue };
        score += weight(word.kind);
        if told(*ours) && told(*theirs) {
            reasons.push(Reason::WeShare { code: code.clone() });
        }
    }
    reasons.extend(languages.iter().map(|tag| Reason::Language { tag: (*tag).clone() }));
    let minutes: i64 = overlap.iter().map(|(from, until)| until - from).sum();
    score += i32::try_from(minutes.min(PLENTY) / 10).unwrap_or(0);
    reasons.extend(times(&overlap, client_zone, monday)?);
    score -= 3 * between.load.clamp(0, 40);
    let fits = !between.conflict && !languages.is_empty() && modes.is_some();
    Ok(fits.then_some(Fit { score: score.max(1), overlap_minutes: minutes, reasons }))
}

/// How many ways to talk they have in common; `None`: not one.
fn common_modes(client: &Side, mentor: &Side) -> Option<i32> {
    if client.modes.is_empty() || mentor.modes.is_empty() {
        return Some(1);
    }
    let common = client.modes.intersection(&mentor.modes).count();
    i32::try_from(common).ok().filter(|common| *common > 0)
}

pub fn mode_bit(mode: SupportMode) -> u8 {
    mode as u8
}

/// A week of wall-clock ranges as minutes since Monday 00:00 UTC, for the week that begins on `monday`. What reaches over the
/// week's edge comes in again at the other side: next week looks the same.
pub fn week(ranges: &[WeeklyRange], zone: &TimeZone, monday: Date) -> Result<Vec<(i64, i64)>, Surprise> {
    let begin = zones::instant(monday.at(0, 0, 0, 0), &TimeZone::UTC)?;
    let mut free = Vec::with_capacity(ranges.len() + 2);
    for range in ranges {
        let date = monday.checked_add(i64::from(range.weekday - 1).days())?;
        let from = zones::instant(zones::minute_of(date, range.from)?, zone)?;
        let until = zones::instant(zones::minute_of(date, range.until)?, zone)?;
        let minute = |at: Timestamp| begin.duration_until(at).as_mins();
        let (from, until) = (minute(from), minute(until));
        for shift in [-WEEK_MINUTES, 0, WEEK_MINUTES] {
            let (from, until) = ((from + shift).max(0), (until + shift).min(WEEK_MINUTES));
            if from < until {
                free.push((from, until));
            }
        }
    }
    free.sort_unstable();
    Ok(joined(free))
}

fn joined(free: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    let mut joined: Vec<(i64, i64)> = Vec::with_capacity(free.len());
    for (from, until) in free {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => joined.push((from, until)),
        }
    }
    joined
}

/// Where both have time, long enough to meet.
fn overlap(one: &[(i64, i64)], other: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut common = Vec::new();
    for &(from, until) in one {
        for &(there_from, there_until) in other {
            let (from, until) = (from.max(there_from), until.min(there_until));
            if until - from >= WORTH_MEETING {
                common.push((from, until));
            }
        }
    }
    common
}

/// "Tuesday evenings": at most four, the longest first, told in the order of the week.
fn times(overlap: &[(i64, i64)], zone: &TimeZone, monday: Date) -> Result<Vec<Reason>, Surprise> {
    let begin = zones::instant(monday.at(0, 0, 0, 0), &TimeZone::UTC)?;
    let mut parts: BTreeMap<(i8, DayPart), i64> = BTreeMap::new();
    for &(from, until) in overlap {
        let mut at = from;
        while at < until {
            let wall = zones::wall(begin + SignedDuration::from_mins(at), zone);
            let part = match wall.hour() {
                ..12 => DayPart::Morning,
                12..17 => DayPart::Afternoon,
                _ => DayPart::Evening,
            };
            let step = (until - at).min(30);
            *parts.entry((wall.date().weekday().to_monday_one_offset(), part)).or_default() += step;
            at += step;
        }
    }
    let mut longest: Vec<((i8, DayPart), i64)> = parts.into_iter().filter(|(_, minutes)| *minutes >= WORTH_MEETING).collect();
    longest.sort_by_key(|(_, minutes)| -minutes);
    longest.truncate(4);
    longest.sort_unstable_by_key(|(when, _)| *when);
    Ok(longest.into_iter().map(|((weekday, part), _)| Reason::Time { weekday, part }).collect())
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
