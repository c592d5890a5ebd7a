//! The center's public groups as a feed. Nobody is in it: only what an admin wrote down for the public, and only of
//! groups that meet every week.

use jiff::SignedDuration;
use jiff::civil::DateTime;
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use super::super::group::{GroupView, Listing};
use super::super::recurrence::Rule;
use super::super::schedule;
use super::super::{AccessFact, GroupAccess, GroupAudience, GroupFormat, GroupPathway, GroupState, MeetingMode};
use super::publish::{self, dialled, opens_a_meeting, weekly_days};
use super::types::{self, Kinds};
use crate::actor::CenterState;
use crate::db::{At, CenterRef, CenterTx, Db, Wall};
use crate::exits::{self, Released};
use crate::problem::{Outcome, Problem, Surprise};
use crate::zones;

/// A group is listed while it meets within this time: nobody shall stand before a door that a summer break keeps shut.
const SOON: SignedDuration = SignedDuration::from_hours(24 * 14);
const LONGEST_SLUG: usize = 64;

/// The days of a meeting, 0 being Sunday: one number, or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum GuideDay {
    One(i8),
    Several(Vec<i8>),
}

/// One weekly meeting, with the names of the specification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuideMeeting {
    pub slug: String,
    pub name: String,
    pub day: GuideDay,
    /// `HH:MM`, on a wall clock in `timezone`.
    pub time: String,
    pub end_time: String,
    pub timezone: String,
    pub formatted_address: String,
    /// The address is an area, not a door.
    pub approximate: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conference_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conference_phone: Option<String>,
    pub types: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `YYYY-MM-DD HH:MM:SS`, UTC.
    pub updated: String,
}

/// The feed of one center.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct MeetingGuide {
    pub meetings: Vec<GuideMeeting>,
}

impl MeetingGuide {
    pub fn to_json(&self) -> Result<Vec<u8>, Surprise> {
        serde_json::to_vec(self).map_err(|_| Surprise::Inconsistent("a feed that does not serialise"))
    }
}

#[derive(FromQueryResult)]
struct Row {
    group_id: Uuid,
    name: String,
    access: String,
    format: String,
    pathways: Vec<String>,
    audience: Vec<String>,
    languages: Vec<String>,
    accessibility: Vec<String>,
    mode: String,
    public_slug: Option<String>,
    public_address: Option<String>,
    public_url: Option<String>,
    public_notes: Option<String>,
    public_conference_url: Option<String>,
    public_conference_phone: Option<String>,
    updated_at: At,
    rule: Option<String>,
    zone: String,
    local_start: Wall,
    minutes: i32,
    next: Wall,
}

/// Groups with each rule by which they meet soon; the query goes on with conditions on `g`. What was changed by hand
/// beyond a rule's end is no rhythm.
macro_rules! public_sql {
    ($rest:literal) => {
        concat!(
            "select g.id as group_id, g.name, g.access, g.format, g.pathways, g.audience, g.languages, g.accessibility, g.mode,
               g.public_slug, g.public_address, g.public_url, g.public_notes, g.public_conference_url, g.public_conference_phone,
               g.updated_at, s.rule, s.zone, s.local_start, s.minutes, soon.next
             from cairn.groups g
             join cairn.group_series s on s.center_id = $1 and s.group_id = g.id
             cross join lateral (
               select min(m.local_start) as next from cairn.meetings m
               where m.center_id = $1 and m.series_id = s.id and m.ends_at > $2 and m.starts_at < $3
                 and m.state in ('scheduled', 'open', 'live') and (s.ends_before is null or m.occurrence < s.ends_before)) as soon
             where g.center_id = $1 and g.public and g.state = 'active' and soon.next is not null ",
            $rest
        )
    };
}

const PUBLIC: &str = public_sql!("order by g.public_slug, soon.next, s.id limit 2000");
const OF_GROUP: &str = public_sql!("and g.id = $4 order by soon.next, s.id limit 10");

fn all<T>(names: &[String], parse: fn(&str) -> Result<T, Surprise>) -> Result<Vec<T>, Surprise> {
    names.iter().map(|name| parse(name)).collect()
}

fn clock(wall: DateTime) -> String {
    format!("{:02}:{:02}", wall.hour(), wall.minute())
}

impl Row {
    fn listing(&self) -> Listing {
        Listing {
            public: true,
            slug: self.public_slug.clone(),
            address: self.public_address.clone(),
            url: self.public_url.clone(),
            notes: self.public_notes.clone(),
            conference_url: self.public_conference_url.clone(),
            conference_phone: self.public_conference_phone.clone(),
        }
    }

    fn types(&self, mode: MeetingMode) -> Result<Vec<&'static str>, Surprise> {
        Ok(types::of_group(&Kinds {
            access: GroupAccess::stored(&self.access)?,
            format: GroupFormat::stored(&self.format)?,
            audience: &all(&self.audience, GroupAudience::stored)?,
            pathways: &all(&self.pathways, GroupPathway::stored)?,
            accessibility: &all(&self.accessibility, AccessFact::stored)?,
            languages: &self.languages,
            mode,
        }))
    }

    /// `None`: not for the feed.
    fn meeting(self, slug: String) -> Outcome<Option<GuideMeeting>> {
        let mode = MeetingMode::stored(&self.mode)?;
        let rule = self.rule.clone().map(Rule::stored);
        let Some(days) = weekly_days(rule.as_ref(), self.local_start.0) else { return Ok(None) };
        let types = self.types(mode)?;
        let Some(formatted_address) = self.public_address.clone().filter(|_| publish::check(mode, &self.listing()).is_empty())
        else {
            return Ok(None);
        };
        let online = mode != MeetingMode::InPerson;
        let ends = self.local_start.0.checked_add(SignedDuration::from_mins(i64::from(self.minutes)))?;
        Ok(Some(GuideMeeting {
            slug,
            name: self.name,
            day: match days.as_slice() {
                [day] => GuideDay::One(*day),
                _ => GuideDay::Several(days),
            },
            time: clock(self.local_start.0),
            end_time: clock(ends),
            timezone: self.zone,
            formatted_address,
            approximate: if mode == MeetingMode::Online { "yes" } else { "no" },
            conference_url: self.public_conference_url.filter(|url| online && opens_a_meeting(url)),
            conference_phone: self.public_conference_phone.filter(|_| online).and_then(|phone| dialled(&phone)),
            types,
            notes: self.public_notes.filter(|notes| !notes.is_empty()),
            url: self.public_url,
            updated: self.updated_at.0.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        }))
    }
}

/// A second rule of the same group has an address part of its own.
fn numbered(slug: &str, number: usize) -> String {
    let tail = format!("-{number}");
    let room = LONGEST_SLUG - tail.len();
    let kept: String = slug.chars().take(room).collect();
    format!("{}{tail}", kept.trim_end_matches('-'))
}

/// One meeting for each rule in force: a rule that begins when another ends is not listed beside it.
fn meetings(rows: Vec<Row>) -> Outcome<Vec<GuideMeeting>> {
    let own: Vec<Option<String>> = rows.iter().map(|row| row.public_slug.clone()).collect();
    let mut meetings: Vec<GuideMeeting> = Vec::with_capacity(rows.len());
    // The group at hand, the next of its meetings, and how many of its rules are listed.
    let mut at_hand: Option<(Uuid, DateTime, usize)> = None;
    for row in rows {
        let Some(slug) = row.public_slug.clone() else { continue };
        let (first, number) = match at_hand {
            Some((group, next, number)) if group == row.group_id => (next, number),
            _ => (row.next.0, 0),
        };
        let group = row.group_id;
        let in_force = row.local_start.0 <= first;
        let taken = |slug: &String| own.contains(&Some(slug.clone())) || meetings.iter().any(|other| other.slug == *slug);
        let slug = match number {
            0 => Some(slug),
            _ => (number + 1..number + 100).map(|number| numbered(&slug, number)).find(|slug| !taken(slug)),
        };
        let listed = match slug.filter(|_| in_force) {
            Some(slug) => row.meeting(slug)?,
            None => None,
        };
        at_hand = Some((group, first, number + usize::from(listed.is_some())));
        meetings.extend(listed);
    }
    Ok(meetings)
}

/// What everybody may read of a center. One that is not open, or that the operator paused, shows nothing.
pub async fn of_center(db: &Db, center: &CenterRef, request_id: Option<String>) -> Outcome<Released<MeetingGuide>> {
    if center.state != CenterState::Active {
        return Ok(exits::release_public(center.id, MeetingGuide::default()));
    }
    let tx = db.visit(center, request_id).await?;
    let rows = tx.rows::<Row>(PUBLIC, [tx.at().into(), At(tx.now() + SOON).into()]).await?;
    Ok(exits::release_public(center.id, MeetingGuide { meetings: meetings(rows)? }))
}

/// Why a public group is not in the feed; for those who plan it. `None`: it is there, or was not made public.
pub async fn problem(tx: &CenterTx, view: &GroupView) -> Outcome<Option<Problem>> {
    if !view.can_manage {
        return Err(Problem::NotAllowed.into());
    }
    let group = &view.group;
    if !group.listing.public {
        return Ok(None);
    }
    let open = tx.actor().membership().is_some_and(|account| account.center.state == CenterState::Active);
    if !open {
        return Ok(Some(Problem::invalid("public", "feed_center_closed")));
    }
    if group.state != GroupState::Active {
        return Ok(Some(Problem::invalid("state", "feed_group_closed")));
    }
    if let Some(problem) = publish::check(group.mode, &group.listing).into_iter().next() {
        return Ok(Some(problem));
    }
    let mut weekly = false;
    for series in schedule::series_of(tx, &[group.id]).await? {
        let now = zones::wall(tx.now(), &zones::stored(&series.zone)?);
        let goes_on = series.ends_before.is_none_or(|ends| ends > now.max(series.local_start));
        weekly |= goes_on && weekly_days(series.rule.as_ref(), series.local_start).is_some();
    }
    if !weekly {
        return Ok(Some(Problem::invalid("rule", "feed_not_weekly")));
    }
    let rows = tx.rows::<Row>(OF_GROUP, [tx.at().into(), At(tx.now() + SOON).into(), group.id.0.into()]).await?;
    Ok(meetings(rows)?.is_empty().then(|| Problem::invalid("rule", "feed_resting")))
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn a_second_rule_has_a_slug_of_its_own_that_fits() {
        assert_eq!(numbered("evening-circle", 2), "evening-circle-2");
        let long = numbered(&"a".repeat(64), 12);
        assert_eq!((long.len(), long.ends_with("a-12")), (64, true));
        assert_eq!(numbered(&format!("{}-bc", "a".repeat(61)), 2), format!("{}-2", "a".repeat(61)));
    }
}
