//! How evenly a group's meetings are shared, and whose turn is next: what the rota goes by, for people to see.

use std::collections::HashMap;

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::duties::{LATELY, candidates};
use super::group;
use super::people::{FACILITATOR_ALIAS, Person, PersonId};
use super::rota::{Candidate, in_turn};
use super::{FacilitatorPart, standing};
use crate::db::{At, CenterTx};
use crate::ids::{FacilitatorId, GroupId};
use crate::problem::{Outcome, Problem};
use crate::sealed::Sealed;

/// What one person holds of a group's meetings.
#[derive(Debug, Clone)]
pub struct Share {
    pub person: Person,
    pub part: FacilitatorPart,
    /// Meetings that were theirs since [`Turns::since`].
    pub held: i64,
    /// Meetings ahead that are theirs.
    pub ahead: i64,
    pub last_at: Option<Timestamp>,
    pub next_at: Option<Timestamp>,
}

/// Who holds how many, in the order in which the rota asks.
#[derive(Debug, Clone)]
pub struct Turns {
    pub since: Timestamp,
    /// Facilitators first, whose turn is next before the others; then those who help and who step in.
    pub shares: Vec<Share>,
    /// Between whoever of the facilitators has most and whoever has fewest, past and ahead; `None`: one alone shares with nobody.
    pub difference: Option<i64>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    member_id: Uuid,
    alias: Sealed,
    part: String,
    held: i64,
    ahead: i64,
    last_at: Option<At>,
    next_at: Option<At>,
}

const SHARES: &str = "
select f.id, f.member_id, f.alias, f.part,
  count(m.id) filter (where m.ends_at <= $3) as held, count(m.id) filter (where m.ends_at > $3) as ahead,
  max(m.starts_at) filter (where m.ends_at <= $3) as last_at, min(m.starts_at) filter (where m.ends_at > $3) as next_at
from cairn.group_facilitators f
left join cairn.meeting_duties d
  on d.center_id = $1 and d.facilitator_id = f.id and d.state in ('planned', 'accepted', 'held')
left join cairn.meetings m on m.center_id = $1 and m.id = d.meeting_id and m.state <> 'cancelled' and m.starts_at > $4
where f.center_id = $1 and f.group_id = $2 and f.until is null
group by f.center_id, f.id, f.member_id, f.alias, f.part";

/// For those who hold the group's rooms, and those who plan it.
pub async fn turns(tx: &CenterTx, group_id: GroupId) -> Outcome<Turns> {
    let view = group::find(tx, group_id).await?;
    if !view.can_run {
        return Err(Problem::not_found("groupId").into());
    }
    let since = tx.now() - LATELY;
    let rows = tx.rows::<Row>(SHARES, [group_id.0.into(), tx.at().into(), At(since).into()]).await?;
    let (facilitators, others): (Vec<_>, Vec<_>) =
        candidates(tx, group_id).await?.into_iter().partition(|(part, _)| *part == FacilitatorPart::Facilitator);
    let place: HashMap<Uuid, usize> =
        [facilitators, others].into_iter().flat_map(ordered).enumerate().map(|(place, id)| (id.0, place)).collect();
    let keys = tx.keys().await?;
    let mut shares = Vec::with_capacity(rows.len());
    for row in rows {
        // Whoever is kept out for now has no turn.
        let Some(place) = place.get(&row.id) else { continue };
        let share = Share {
            person: Person {
                id: PersonId::Facilitator(FacilitatorId(row.id)),
                alias: keys.open(FACILITATOR_ALIAS, row.id, &row.alias)?,
                pronouns: None,
                me: row.member_id == standing::me(tx),
            },
            part: FacilitatorPart::stored(&row.part)?,
            held: row.held,
            ahead: row.ahead,
            last_at: row.last_at.map(|at| at.0),
            next_at: row.next_at.map(|at| at.0),
        };
        shares.push((*place, share));
    }
    shares.sort_by_key(|(place, _)| *place);
    let shares: Vec<Share> = shares.into_iter().map(|(_, share)| share).collect();
    Ok(Turns { since, difference: difference(&shares), shares })
}

fn ordered(candidates: Vec<(FacilitatorPart, Candidate)>) -> Vec<FacilitatorId> {
    in_turn(candidates.into_iter().map(|(_, candidate)| candidate).collect())
}

/// How fairly it is shared, in meetings.
fn difference(shares: &[Share]) -> Option<i64> {
    let loads: Vec<i64> =
        shares.iter().filter(|share| share.part == FacilitatorPart::Facilitator).map(|share| share.held + share.ahead).collect();
    let (most, fewest) = (loads.iter().max()?, loads.iter().min()?);
    (loads.len() > 1).then_some(most - fewest)
}
