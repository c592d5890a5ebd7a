//! A client's own circle, and how it grew.

use async_graphql::{Context, ID, Object, SimpleObject};
use cairn_domain::groups::circle::{self as domain, CircleCounselor as Counselor, CircleGroup as Group};

use super::context::{self, wire};
use super::groups::group::{GroupPerson, GroupSize};
use super::members::Member;
use super::scalars::{DateTime, LocalDate};

/// Who sits down one on one with the viewer.
pub struct CircleCounselor(Counselor);

#[Object]
impl CircleCounselor {
    async fn member(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        context::member(ctx, self.0.member_id).await.map(Member::from)
    }
    async fn since(&self) -> DateTime {
        DateTime(self.0.since)
    }
    /// Null: still.
    async fn until(&self) -> Option<DateTime> {
        self.0.until.map(DateTime)
    }
}

/// A group the viewer is or was in.
#[derive(SimpleObject)]
pub struct CircleGroup {
    group_id: ID,
    name: String,
    /// The viewer's own name there.
    alias: Option<String>,
    /// How many are in it, as a range.
    size: GroupSize,
    /// Who holds the room now, by alias; empty once the viewer has left.
    facilitators: Vec<GroupPerson>,
    since: DateTime,
    /// Null: still.
    until: Option<DateTime>,
}

impl From<Group> for CircleGroup {
    fn from(group: Group) -> Self {
        Self {
            group_id: wire(group.group_id),
            name: group.name,
            alias: group.alias,
            size: GroupSize::of(group.taken),
            facilitators: group.facilitators.into_iter().map(GroupPerson::from).collect(),
            since: DateTime(group.since),
            until: group.until.map(DateTime),
        }
    }
}

/// The circle at the end of a month, or now.
#[derive(SimpleObject)]
pub struct CirclePoint {
    /// Its first day.
    month: LocalDate,
    /// Counselors, groups and those who facilitate them, together.
    ties: i32,
    counselors: i32,
    groups: i32,
    facilitators: i32,
}

/// Who stands by the viewer. Nothing of other members is in it.
#[derive(SimpleObject)]
pub struct Circle {
    /// One a month since the first tie, the newest last; the last 36.
    since: Vec<CirclePoint>,
    counselors: Vec<CircleCounselor>,
    groups: Vec<CircleGroup>,
}

#[derive(Default)]
pub struct CircleQuery;

#[Object]
impl CircleQuery {
    /// The viewer's own circle; for clients.
    async fn circle(&self, ctx: &Context<'_>) -> async_graphql::Result<Circle> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let found = request.answer(domain::read(&tx).await)?;
        let point = |point: domain::CirclePoint| CirclePoint {
            month: LocalDate(point.month),
            ties: point.counselors + point.groups + point.facilitators,
            counselors: point.counselors,
            groups: point.groups,
            facilitators: point.facilitators,
        };
        Ok(Circle {
            since: found.since.into_iter().map(point).collect(),
            counselors: found.counselors.into_iter().map(CircleCounselor).collect(),
            groups: found.groups.into_iter().map(CircleGroup::from).collect(),
        })
    }
}
