//! Who could walk with whom: facts of both sides, read in a handful of statements, weighed by `matching`.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use super::matching::{self, Between, Fit, Side};
use super::mentors::{self, Mentor, weight_of_new};
use super::requests::{self, MentorRequest};
use super::{SupportMode, Visibility, account, conflicts, experience, steering};
use crate::availability::WeeklyRange;
use crate::db::{At, CenterTx};
use crate::ids::MemberId;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::zones;

/// As many as somebody can choose from without getting tired.
pub const BROWSED: usize = 12;
const SUGGESTED: usize = 25;

pub(super) struct Seeker {
    pub request: MentorRequest,
    pub side: Side,
    pub zone: TimeZone,
    /// Can come in, and has the role: otherwise nobody is asked for them.
    pub here: bool,
}

pub(super) struct Guide {
    pub mentor: Mentor,
    pub side: Side,
}

#[derive(FromQueryResult)]
struct HoursRow {
    id: Uuid,
    zone: String,
    hours: serde_json::Value,
}

async fn zones_and_hours(tx: &CenterTx, ids: &[MemberId]) -> Outcome<HashMap<MemberId, (TimeZone, Vec<WeeklyRange>)>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<HoursRow>(
            "select m.id, coalesce(a.zone, m.zone) as zone,
               coalesce((select jsonb_agg(jsonb_build_object('weekday', w.weekday, 'from', w.from_minute, 'until', w.until_minute))
                         from cairn.weekly_hours w where w.center_id = $1 and w.counselor_id = m.id), '[]') as hours
             from cairn.members m left join cairn.availability a on a.center_id = $1 and a.counselor_id = m.id
             where m.center_id = $1 and m.id = any($2)",
            [ids.into()],
        )
        .await?;
    let mut of = HashMap::new();
    for row in rows {
        let hours = serde_json::from_value(row.hours).map_err(|_| Surprise::Inconsistent("weekly hours"))?;
        of.insert(MemberId(row.id), (zones::stored(&row.zone)?, hours));
    }
    Ok(of)
}

/// The week that free hours are laid out in: the next one to begin, so that both see the clock they will meet by.
pub(super) fn next_monday(now: Timestamp) -> Result<Date, Surprise> {
    let today = zones::today(now, &TimeZone::UTC);
    Ok(today.nth_weekday(1, Weekday::Monday).or_else(|_| today.checked_add(7.days()))?)
}

fn modes(modes: &[SupportMode]) -> std::collections::BTreeSet<u8> {
    modes.iter().map(|mode| matching::mode_bit(*mode)).collect()
}

pub(super) async fn seekers(tx: &CenterTx, requests: Vec<MentorRequest>) -> Outcome<Vec<Seeker>> {
    let ids: Vec<MemberId> = requests.iter().map(|request| request.client_id).collect();
    let mut lived = experience::consented(tx, &ids).await?;
    let mut standing = standing(tx, &ids).await?;
    let monday = next_monday(tx.now())?;
    let mut seekers = Vec::with_capacity(requests.len());
    for request in requests {
        let (zone, here) = standing.remove(&request.client_id).unwrap_or((TimeZone::UTC, false));
        let side = Side {
            experiences: lived.remove(&request.client_id).unwrap_or_default(),
            languages: request.languages.iter().cloned().collect(),
            modes: modes(&request.modes),
            free: matching::week(&request.free_hours, &zone, monday)?,
        };
        seekers.push(Seeker { request, side, zone, here });
    }
    Ok(seekers)
}

#[derive(FromQueryResult)]
struct StandingRow {
    id: Uuid,
    zone: String,
    here: bool,
}

/// Where clients live (one who mentors keeps hours in a zone of that work), and whether they are clients who can come in.
async fn standing(tx: &CenterTx, ids: &[MemberId]) -> Outcome<HashMap<MemberId, (TimeZone, bool)>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<StandingRow>(
            "select id, zone, state = 'active' and roles @> array['client'] as here from cairn.members
             where center_id = $1 and id = any($2)",
            [ids.into()],
        )
        .await?;
    rows.into_iter().map(|row| Ok((MemberId(row.id), (zones::stored(&row.zone)?, row.here)))).collect()
}

pub(super) async fn guides(tx: &CenterTx, mentors: Vec<Mentor>) -> Outcome<Vec<Guide>> {
    let ids: Vec<MemberId> = mentors.iter().map(|mentor| mentor.id).collect();
    let mut lived = experience::consented(tx, &ids).await?;
    let mut hours = zones_and_hours(tx, &ids).await?;
    let monday = next_monday(tx.now())?;
    let mut guides = Vec::with_capacity(mentors.len());
    for mentor in mentors {
        let (zone, ranges) = hours.remove(&mentor.id).unwrap_or((TimeZone::UTC, Vec::new()));
        let side = Side {
            experiences: lived.remove(&mentor.id).unwrap_or_default(),
            languages: mentor.languages.iter().cloned().collect(),
            modes: modes(&mentor.modes),
            free: matching::week(&ranges, &zone, monday)?,
        };
        guides.push(Guide { mentor, side });
    }
    Ok(guides)
}

/// What keeps people apart, read once for all of them.
pub(super) async fn apart(tx: &CenterTx, seekers: &[Seeker], guides: &[Guide]) -> Outcome<HashSet<(MemberId, MemberId)>> {
    let clients: Vec<MemberId> = seekers.iter().map(|seeker| seeker.request.client_id).collect();
    let mentors: Vec<MemberId> = guides.iter().map(|guide| guide.mentor.id).collect();
    conflicts::between(tx, &clients, &mentors).await
}

#[derive(FromQueryResult)]
struct PartedRow {
    client_id: Uuid,
    mentor_id: Uuid,
}

/// Who says goodbye to each other, and is not brought together meanwhile; since a day also whoever did not want to, or wanted
/// somebody else. Read once for all of them.
pub(super) async fn parted(
    tx: &CenterTx,
    seekers: &[Seeker],
    guides: &[Guide],
    since: Option<Timestamp>,
) -> Outcome<HashSet<(MemberId, MemberId)>> {
    let clients: Vec<Uuid> = seekers.iter().map(|seeker| seeker.request.client_id.0).collect();
    let mentors: Vec<Uuid> = guides.iter().map(|guide| guide.mentor.id.0).collect();
    let rows = tx
        .rows::<PartedRow>(
            "select client_id, mentor_id from cairn.mentorships
             where center_id = $1 and client_id = any($2) and mentor_id = any($3) and (
               state = 'closing'
               or state = 'not_this_time' and updated_at > $4
               or state = 'closed' and end_reason in ('needs_changed', 'no_fit') and closed_at > $4)",
            [clients.into(), mentors.into(), since.map(At).into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| (MemberId(row.client_id), MemberId(row.mentor_id))).collect())
}

/// `None`: they are not asked, for whatever reason.
pub(super) fn weigh(
    seeker: &Seeker,
    guide: &Guide,
    apart: &HashSet<(MemberId, MemberId)>,
    monday: Date,
) -> Result<Option<Fit>, Surprise> {
    // Only what they say aloud: whoever finds somebody by this has been told it.
    let wanted = seeker.request.only_gender.as_ref();
    let conflict = apart.contains(&(seeker.request.client_id, guide.mentor.id))
        || wanted.is_some_and(|code| !guide.side.experiences.get(code).is_some_and(|seen| matching::told(*seen)));
    let between = Between { conflict, load: guide.mentor.load };
    let fit = matching::fit(&seeker.side, &guide.side, between, &seeker.zone, monday)?;
    Ok(fit.filter(|_| seeker.here && guide.mentor.has_room(weight_of_new(seeker.request.high_need))))
}

/// One pair, weighed now; `None`: not to be asked.
pub(super) async fn weigh_one(tx: &CenterTx, request: MentorRequest, mentor: Option<Mentor>) -> Outcome<Option<Fit>> {
    let seekers = seekers(tx, vec![request]).await?;
    let guides = guides(tx, mentor.into_iter().collect()).await?;
    let apart = apart(tx, &seekers, &guides).await?;
    let monday = next_monday(tx.now())?;
    match (seekers.first(), guides.first()) {
        (Some(seeker), Some(guide)) => Ok(weigh(seeker, guide, &apart, monday)?),
        _ => Ok(None),
    }
}

/// A mentor as a client may see them.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub mentor: Mentor,
    pub fit: Fit,
    /// What the mentor shows in full.
    pub shown: Vec<String>,
}

async fn ranked(tx: &CenterTx, client: MentorRequest, most: usize) -> Outcome<Vec<Candidate>> {
    let seekers = seekers(tx, vec![client]).await?;
    let guides = guides(tx, mentors::open_to_new(tx).await?).await?;
    let mut apart = apart(tx, &seekers, &guides).await?;
    apart.extend(parted(tx, &seekers, &guides, None).await?);
    let monday = next_monday(tx.now())?;
    let mut found = Vec::new();
    let Some(seeker) = seekers.first() else { return Ok(found) };
    for guide in guides {
        if let Some(fit) = weigh(seeker, &guide, &apart, monday)? {
            found.push(Candidate { shown: shown(&guide.side.experiences), mentor: guide.mentor, fit });
        }
    }
    found.sort_by_key(|one| (-one.fit.score, one.mentor.load, one.mentor.id));
    found.truncate(most);
    Ok(found)
}

fn shown(experiences: &BTreeMap<String, Visibility>) -> Vec<String> {
    experiences.iter().filter(|(_, seen)| **seen == Visibility::Full).map(|(code, _)| code.clone()).collect()
}

/// Mentors the client can choose from, the best fit first, without a number.
pub async fn browse(tx: &CenterTx) -> Outcome<Vec<Candidate>> {
    let me = requests::asker(tx)?;
    match requests::read(tx, me).await? {
        Some(request) => ranked(tx, request, BROWSED).await,
        None => Ok(Vec::new()),
    }
}

/// For a client, the mentors who fit best, with what it is made of; for whoever steers.
pub async fn suggest(tx: &CenterTx, client_id: MemberId) -> Outcome<Vec<Candidate>> {
    let membership = account(tx)?;
    if !policy::allows(&membership.roles, Action::ManageMentors, Target::NONE) || membership.member_id == client_id {
        return Err(Problem::not_found("clientId").into());
    }
    steering(tx, Action::ManageMentors, "clientId")?;
    let request = match requests::read(tx, client_id).await? {
        Some(request) => request,
        None => requests::unsaid(tx, client_id).await?.ok_or_else(|| Problem::not_found("clientId"))?,
    };
    ranked(tx, request, SUGGESTED).await
}

/// What a score was made of, as it is kept.
#[derive(Serialize)]
struct Snapshot<'a> {
    version: i16,
    fit: &'a Fit,
}

pub(super) fn snapshot(fit: &Fit) -> Result<String, Surprise> {
    serde_json::to_string(&Snapshot { version: matching::VERSION, fit }).map_err(|_| Surprise::Inconsistent("a snapshot"))
}
