//! When a series meets: an RFC 5545 rule on a wall clock. Pure: no clock, no database.
//!
//! The rule is expanded without any zone, so that "Tuesdays at nine" stays at nine when clocks change; each occurrence
//! becomes an instant afterwards, by the house rule for gaps and folds ([`zones::instant`]).

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rrule::{Frequency, RRule, RRuleSet, Tz, Unvalidated};

use crate::problem::{Problem, Surprise};
use crate::zones;

/// Characters of a rule.
const LONGEST: usize = 200;
/// Every how many days, weeks or months at most: what meets less often is not a group's rhythm.
const RAREST: u16 = 12;
/// A rule has to come to something in this time.
const FIRST_WITHIN_DAYS: i32 = 731;
/// Occurrences looked at in one go, whatever the rule says.
const MOST: u16 = 1_000;

/// A rule that was checked, in its canonical spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule(String);

impl Rule {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }
}

/// Checks a rule as somebody wrote it, and finds its first occurrence at or after `local_start`.
pub fn check(text: &str, local_start: DateTime, field: &str) -> Result<(Rule, DateTime), Problem> {
    let text = text.trim().trim_start_matches("RRULE:");
    if text.len() > LONGEST {
        return Err(Problem::limit(field, "too_long", 200));
    }
    // One line of `NAME=value` pairs: nothing that could begin another property.
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_alphanumeric() || "=;,-+:".contains(c)) {
        return Err(Problem::invalid(field, "rule_format"));
    }
    let upper = text.to_ascii_uppercase();
    let rule: RRule<Unvalidated> = floating(&upper).parse().map_err(|_| Problem::invalid(field, "rule_format"))?;
    let seldom = matches!(rule.get_freq(), Frequency::Daily | Frequency::Weekly | Frequency::Monthly);
    let by_clock = !rule.get_by_hour().is_empty() || !rule.get_by_minute().is_empty() || !rule.get_by_second().is_empty();
    let by_year = !rule.get_by_year_day().is_empty() || !rule.get_by_week_no().is_empty();
    if !seldom || by_clock || by_year || rule.get_interval() > RAREST {
        return Err(Problem::invalid(field, "rule_unsupported"));
    }
    let rule = Rule(upper);
    let last = local_start.saturating_add(FIRST_WITHIN_DAYS.days());
    let first = expand(&rule, local_start, local_start, last, 1).map_err(|_| Problem::invalid(field, "rule_format"))?;
    first.first().map(|first| (rule, *first)).ok_or_else(|| Problem::invalid(field, "rule_never"))
}

/// Ends a series at a wall clock as well as one at an instant: here both mean the wall clock.
fn floating(rule: &str) -> String {
    let parts: Vec<String> = rule
        .split(';')
        .map(|part| match part.strip_prefix("UNTIL=") {
            Some(until) if until.len() == 8 => format!("UNTIL={until}T235959Z"),
            Some(until) if !until.ends_with('Z') => format!("UNTIL={until}Z"),
            _ => part.to_owned(),
        })
        .collect();
    parts.join(";")
}

/// Wall clocks of the rule from `from` on and before `before`, at most `most`.
fn expand(rule: &Rule, start: DateTime, from: DateTime, before: DateTime, most: u16) -> Result<Vec<DateTime>, Surprise> {
    let dt_start = utc(start)?;
    let unreadable = |_| Surprise::Inconsistent("a stored recurrence rule does not parse");
    let parsed: RRule<Unvalidated> = floating(&rule.0).parse().map_err(unreadable)?;
    let valid = parsed.validate(dt_start).map_err(unreadable)?;
    let result = RRuleSet::new(dt_start).rrule(valid).after(utc(from)?).before(utc(before)?).all(most);
    let mut walls = Vec::with_capacity(result.dates.len());
    for date in result.dates {
        let wall = TimeZone::UTC.to_datetime(Timestamp::from_second(date.timestamp())?);
        if wall >= start && wall >= from && wall < before {
            walls.push(wall);
        }
    }
    Ok(walls)
}

fn utc(wall: DateTime) -> Result<chrono::DateTime<Tz>, Surprise> {
    let at = wall.to_zoned(TimeZone::UTC)?.timestamp();
    let at = chrono::DateTime::from_timestamp(at.as_second(), 0).ok_or(Surprise::Inconsistent("a wall clock out of range"))?;
    Ok(at.with_timezone(&Tz::UTC))
}

/// One planned meeting: what the rule says, and when that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// As the rule gives it: the meeting's identity in its series.
    pub planned: DateTime,
    /// As a clock on the wall will show it: later than planned in a gap.
    pub local_start: DateTime,
    pub starts_at: Timestamp,
}

/// The occurrences of a series from `from` on and before `before`, in order. Without a rule: the start itself.
pub fn occurrences(
    rule: Option<&Rule>,
    start: DateTime,
    zone: &TimeZone,
    from: DateTime,
    before: DateTime,
) -> Result<Vec<Occurrence>, Surprise> {
    let walls = match rule {
        Some(rule) => expand(rule, start, from, before, MOST)?,
        None => Some(start).filter(|start| from <= *start && *start < before).into_iter().collect(),
    };
    let mut occurrences = Vec::with_capacity(walls.len());
    for planned in walls {
        let starts_at = zones::instant(planned, zone)?;
        occurrences.push(Occurrence { planned, local_start: zones::wall(starts_at, zone), starts_at });
    }
    Ok(occurrences)
}

#[cfg(test)]
#[path = "recurrence_tests.rs"]
mod tests;
