//! People of a group by their ids there, whatever kind of place they have.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::people::{ALIAS, FACILITATOR_ALIAS, PRONOUNS};
use super::standing::me;
use super::{Person, PersonId};
use crate::db::CenterTx;
use crate::ids::{FacilitatorId, MembershipId};
use crate::problem::Outcome;
use crate::sealed::Sealed;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    alias: Option<Sealed>,
    pronouns: Option<Sealed>,
    facilitates: bool,
    me: bool,
}

/// In one statement. The caller has decided that they may be seen.
pub(super) async fn persons(tx: &CenterTx, ids: Vec<Uuid>) -> Outcome<HashMap<Uuid, Person>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = tx
        .rows::<Row>(
            "select id, alias, pronouns, false as facilitates, member_id = $3 as me from cairn.memberships
             where center_id = $1 and id = any($2)
             union all
             select id, alias, null, true, member_id = $3 from cairn.group_facilitators
             where center_id = $1 and id = any($2)",
            [ids.into(), me(tx).into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut people = HashMap::with_capacity(rows.len());
    for row in rows {
        let place = if row.facilitates { FACILITATOR_ALIAS } else { ALIAS };
        let open = |place, sealed: Option<Sealed>| sealed.map(|sealed| keys.open(place, row.id, &sealed)).transpose();
        let person = Person {
            id: if row.facilitates {
                PersonId::Facilitator(FacilitatorId(row.id))
            } else {
                PersonId::Member(MembershipId(row.id))
            },
            alias: open(place, row.alias)?.unwrap_or_default(),
            pronouns: open(PRONOUNS, row.pronouns)?,
            me: row.me,
        };
        people.insert(row.id, person);
    }
    Ok(people)
}
