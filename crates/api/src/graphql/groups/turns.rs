//! How evenly a group's meetings are shared, and whose turn is next.

use async_graphql::{Context, ID, Object, SimpleObject};
use cairn_domain::groups::turns as domain;

use super::group::GroupPerson;
use super::kinds::FacilitatorPart;
use crate::graphql::context;
use crate::graphql::scalars::DateTime;

/// What one person holds of a group's meetings.
#[derive(SimpleObject)]
pub struct GroupShare {
    person: GroupPerson,
    part: FacilitatorPart,
    /// Meetings that were theirs since `GroupTurns.since`.
    held: i32,
    /// Meetings ahead that are theirs.
    ahead: i32,
    last_at: Option<DateTime>,
    next_at: Option<DateTime>,
}

/// Who holds how many of a group's meetings, in the order in which the rota asks.
#[derive(SimpleObject)]
pub struct GroupTurns {
    since: DateTime,
    /// Facilitators first, whose turn is next before the others; then those who help and who step in.
    shares: Vec<GroupShare>,
    /// Between the facilitator with most meetings and the one with fewest, past and ahead: 0 or 1 is even. Null: one alone
    /// shares with nobody.
    difference: Option<i32>,
}

fn count(meetings: i64) -> i32 {
    i32::try_from(meetings).unwrap_or(i32::MAX)
}

impl From<domain::Share> for GroupShare {
    fn from(share: domain::Share) -> Self {
        Self {
            person: share.person.into(),
            part: share.part.into(),
            held: count(share.held),
            ahead: count(share.ahead),
            last_at: share.last_at.map(DateTime),
            next_at: share.next_at.map(DateTime),
        }
    }
}

#[derive(Default)]
pub struct TurnsQuery;

#[Object]
impl TurnsQuery {
    /// For those who hold the group's rooms, and those who plan it.
    async fn group_turns(&self, ctx: &Context<'_>, group_id: ID) -> async_graphql::Result<Option<GroupTurns>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::turns(&tx, context::id(&group_id, "groupId")?).await };
        let turns = request.answer_or_null(outcome.await)?;
        Ok(turns.map(|turns| GroupTurns {
            since: DateTime(turns.since),
            shares: turns.shares.into_iter().map(GroupShare::from).collect(),
            difference: turns.difference.map(count),
        }))
    }
}
