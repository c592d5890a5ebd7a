//! A client's own circle: who stands by them, and how that grew. Nothing of other members is in it: of a group there is its
//! name, the client's own alias, those who facilitate by theirs, and how many come as a range.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::people::ALIAS;
use super::standing::account;
use super::{Person, facilitators};
use crate::db::{At, CenterTx};
use crate::ids::{GroupId, MemberId};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::Sealed;
use crate::zones;

/// Months that are shown, the newest last.
const MOST_MONTHS: usize = 36;

/// Somebody who sits down one on one with the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircleCounselor {
    pub member_id: MemberId,
    pub since: Timestamp,
    pub until: Option<Timestamp>,
}

/// A group the client is or was in.
#[derive(Debug, Clone)]
pub struct CircleGroup {
    pub group_id: GroupId,
    pub name: String,
    /// The client's own.
    pub alias: Option<String>,
    pub since: Timestamp,
    pub until: Option<Timestamp>,
    /// Places taken: to be shown as a range only.
    pub taken: i64,
    /// While the client is in it.
    pub facilitators: Vec<Person>,
}

/// The circle in one month, at its end or now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CirclePoint {
    /// Its first day.
    pub month: Date,
    /// Counselors and peer workers.
    pub counselors: i32,
    pub groups: i32,
    /// Those who facilitate these groups.
    pub facilitators: i32,
}

#[derive(Debug, Clone)]
pub struct Circle {
    pub counselors: Vec<CircleCounselor>,
    pub groups: Vec<CircleGroup>,
    /// Since the first tie.
    pub since: Vec<CirclePoint>,
}

/// When a tie held.
#[derive(Debug, Clone, Copy)]
struct Held {
    from: Timestamp,
    until: Option<Timestamp>,
}

impl Held {
    fn at(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    /// As long as both.
    fn and(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), until: [self.until, other.until].into_iter().flatten().min() }
    }
}

#[derive(FromQueryResult)]
struct CounselorRow {
    counselor_id: Uuid,
    started_at: At,
    ended_at: Option<At>,
}

#[derive(FromQueryResult)]
struct GroupRow {
    id: Uuid,
    group_id: Uuid,
    name: String,
    alias: Option<Sealed>,
    joined_at: At,
    ended_at: Option<At>,
    taken: i64,
}

#[derive(FromQueryResult)]
struct FacilitatorRow {
    group_id: Uuid,
    since: At,
    until: Option<At>,
}

/// The acting client's own circle.
pub async fn read(tx: &CenterTx) -> Outcome<Circle> {
    let account = account(tx)?;
    if !policy::allows(&account.roles, Action::ViewClientGroups, Target::OWN) {
        return Err(Problem::NotAllowed.into());
    }
    let me = account.member_id;
    let counselors = counselors(tx, me).await?;
    let groups = groups(tx, me).await?;
    let with = facilitators(tx, &groups).await?;
    let held = |since, until| Held { from: since, until };
    let ties = [
        counselors.iter().map(|one| held(one.since, one.until)).collect::<Vec<_>>(),
        groups.iter().map(|one| held(one.since, one.until)).collect(),
        with,
    ];
    let since = points(&ties, tx.now(), &zones::stored(&account.zone)?)?;
    Ok(Circle { counselors, groups, since })
}

async fn counselors(tx: &CenterTx, me: MemberId) -> Outcome<Vec<CircleCounselor>> {
    let rows = tx
        .rows::<CounselorRow>(
            "select counselor_id, started_at, ended_at from cairn.care_assignments
             where center_id = $1 and client_id = $2 order by ended_at nulls first, started_at, counselor_id limit 100",
            [me.0.into()],
        )
        .await?;
    let counselor = |row: CounselorRow| CircleCounselor {
        member_id: MemberId(row.counselor_id),
        since: row.started_at.0,
        until: row.ended_at.map(|at| at.0),
    };
    Ok(rows.into_iter().map(counselor).collect())
}

async fn groups(tx: &CenterTx, me: MemberId) -> Outcome<Vec<CircleGroup>> {
    let rows = tx
        .rows::<GroupRow>(
            "select p.id, p.group_id, g.name, p.alias, p.joined_at,
               case when p.state in ('active', 'paused') then null else coalesce(p.ended_at, p.joined_at) end as ended_at,
               (select count(*) from cairn.memberships t
                where t.center_id = $1 and t.group_id = g.id and t.state in ('active', 'paused')) as taken
             from cairn.memberships p join cairn.groups g on g.center_id = $1 and g.id = p.group_id
             where p.center_id = $1 and p.member_id = $2 and p.joined_at is not null
             order by 6 nulls first, p.joined_at, p.id limit 100",
            [me.0.into()],
        )
        .await?;
    let current: Vec<GroupId> = rows.iter().filter(|row| row.ended_at.is_none()).map(|row| GroupId(row.group_id)).collect();
    let mut holders: HashMap<GroupId, Vec<Person>> = facilitators::holders_of(tx, &current).await?;
    let keys = tx.keys().await?;
    rows.into_iter()
        .map(|row| {
            Ok(CircleGroup {
                group_id: GroupId(row.group_id),
                name: row.name,
                alias: row.alias.map(|alias| keys.open(ALIAS, row.id, &alias)).transpose()?,
                since: row.joined_at.0,
                until: row.ended_at.map(|at| at.0),
                taken: row.taken,
                facilitators: holders.remove(&GroupId(row.group_id)).unwrap_or_default(),
            })
        })
        .collect()
}

/// When those who facilitate were there together with the client.
async fn facilitators(tx: &CenterTx, groups: &[CircleGroup]) -> Outcome<Vec<Held>> {
    let ids: Vec<Uuid> = groups.iter().map(|group| group.group_id.0).collect();
    let rows = tx
        .rows::<FacilitatorRow>(
            "select group_id, since, until from cairn.group_facilitators
             where center_id = $1 and group_id = any($2) and part in ('facilitator', 'co')",
            [ids.into()],
        )
        .await?;
    let own: HashMap<Uuid, Held> =
        groups.iter().map(|group| (group.group_id.0, Held { from: group.since, until: group.until })).collect();
    let both = |row: FacilitatorRow| {
        let held = Held { from: row.since.0, until: row.until.map(|at| at.0) };
        own.get(&row.group_id).map(|own| own.and(held))
    };
    Ok(rows.into_iter().filter_map(both).collect())
}

/// One point a month since the first tie, as it was at the month's end, or is now.
fn points(ties: &[Vec<Held>; 3], now: Timestamp, zone: &TimeZone) -> Result<Vec<CirclePoint>, Surprise> {
    let Some(first) = ties.iter().flatten().map(|tie| tie.from).min().filter(|first| *first <= now) else {
        return Ok(Vec::new());
    };
    let count = |ties: &[Held], at| i32::try_from(ties.iter().filter(|tie| tie.at(at)).count()).unwrap_or(i32::MAX);
    let mut points = Vec::new();
    let mut month = zones::today(now, zone).first_of_month();
    let oldest = zones::today(first, zone).first_of_month();
    let mut at = now;
    while month >= oldest && points.len() < MOST_MONTHS {
        let [counselors, groups, facilitators] = ties.each_ref().map(|ties| count(ties, at));
        points.push(CirclePoint { month, counselors, groups, facilitators });
        // The last instant of the month before.
        at = zones::instant(month.at(0, 0, 0, 0), zone)?.checked_sub(1.microsecond())?;
        month = month.checked_sub(1.month())?;
    }
    points.reverse();
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(from: &str, until: Option<&str>) -> Held {
        Held { from: from.parse().unwrap(), until: until.map(|at| at.parse().unwrap()) }
    }

    #[test]
    fn a_circle_grows_month_by_month() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let ties = [
            vec![held("2026-01-10T12:00:00Z", Some("2026-03-02T00:00:00Z")), held("2026-03-01T12:00:00Z", None)],
            // The last evening of January in New York.
            vec![held("2026-02-01T02:00:00Z", None)],
            Vec::new(),
        ];
        let found = points(&ties, "2026-03-20T12:00:00Z".parse().unwrap(), &zone).unwrap();
        let shown: Vec<(String, i32, i32)> =
            found.iter().map(|point| (point.month.to_string(), point.counselors, point.groups)).collect();
        let expected = [("2026-01-01", 1, 1), ("2026-02-01", 1, 1), ("2026-03-01", 1, 1)];
        assert_eq!(shown, expected.map(|(month, counselors, groups)| (month.to_owned(), counselors, groups)));
    }

    #[test]
    fn nobody_yet_is_no_point_and_long_is_cut() {
        let zone = TimeZone::UTC;
        let now = "2026-03-20T12:00:00Z".parse().unwrap();
        assert_eq!(points(&[Vec::new(), Vec::new(), Vec::new()], now, &zone).unwrap(), []);
        let long = [vec![held("2010-01-10T12:00:00Z", None)], Vec::new(), Vec::new()];
        let found = points(&long, now, &zone).unwrap();
        assert_eq!((found.len(), found[35].month.to_string().as_str()), (36, "2026-03-01"));
    }

    #[test]
    fn two_ties_hold_while_both_do() {
        let both = held("2026-01-01T00:00:00Z", None).and(held("2026-02-01T00:00:00Z", Some("2026-03-01T00:00:00Z")));
        assert!(!both.at("2026-01-15T00:00:00Z".parse().unwrap()) && both.at("2026-02-15T00:00:00Z".parse().unwrap()));
        assert!(!both.at("2026-03-01T00:00:00Z".parse().unwrap()));
    }
}
