//! Which names of a group are taken: keyed hashes of what they look like, in an index that has none twice.
//!
//! Whoever has to be let in is not told before: a try would tell whether somebody known from elsewhere is there. Until
//! then their name is kept without a hash, and it is theirs, or another's, when the door opens.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::alias::{Alias, LOOKS_VERSION};
use super::joining::PlaceOf;
use super::people::{ALIAS, FACILITATOR_ALIAS};
use crate::db::CenterTx;
use crate::ids::{GroupId, MembershipId};
use crate::problem::{Outcome, Surprise};
use crate::sealed::Sealed;

#[derive(FromQueryResult)]
struct Named {
    id: Uuid,
    alias: Sealed,
}

/// Whether somebody who holds the room is called so; everybody who sees the group sees them.
pub(super) async fn facilitates(tx: &CenterTx, group_id: GroupId, alias: &Alias) -> Outcome<bool> {
    let keys = tx.keys().await?;
    let rows = tx
        .rows::<Named>(
            "select id, alias from cairn.group_facilitators where center_id = $1 and group_id = $2 and until is null",
            [group_id.0.into()],
        )
        .await?;
    for row in rows {
        if Alias::stored(keys.open(FACILITATOR_ALIAS, row.id, &row.alias)?).looks_like(alias) {
            return Ok(true);
        }
    }
    Ok(false)
}

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// Whether somebody else has a place there under this name.
pub(super) async fn taken(tx: &CenterTx, group_id: GroupId, own: Option<MembershipId>, alias: &Alias) -> Outcome<bool> {
    let hash = alias.hash(&*tx.keys().await?).to_vec();
    let found = tx
        .row::<Found>(
            "select exists (
               select from cairn.memberships where center_id = $1 and group_id = $2 and alias_hash = $3
                 and state in ('applied', 'waitlisted', 'active', 'paused') and id is distinct from $4) as found",
            [group_id.0.into(), hash.into(), own.map(|id| id.0).into()],
        )
        .await?;
    Ok(found.is_some_and(|row| row.found))
}

/// Makes the name that somebody asked with theirs. `false`: it is another's. The caller holds the group's row.
pub(super) async fn claim(tx: &CenterTx, place: &PlaceOf) -> Outcome<bool> {
    let named = tx
        .row::<Named>(
            "select id, alias from cairn.memberships where center_id = $1 and id = $2 and alias is not null",
            [place.id.0.into()],
        )
        .await?
        .ok_or(Surprise::Inconsistent("a place without a name"))?;
    let keys = tx.keys().await?;
    let alias = Alias::stored(keys.open(ALIAS, named.id, &named.alias)?);
    if facilitates(tx, place.group_id, &alias).await? || taken(tx, place.group_id, Some(place.id), &alias).await? {
        return Ok(false);
    }
    tx.run(
        "update cairn.memberships set alias_hash = $3, looks_version = $4 where center_id = $1 and id = $2",
        [place.id.0.into(), alias.hash(&keys).to_vec().into(), LOOKS_VERSION.into()],
    )
    .await?;
    Ok(true)
}

/// Hashes again what was hashed by an older way to compare names. Of two who look the same only now, the second keeps the
/// hash it has: nobody loses a name they are known by, and nobody else gets it. The caller holds the group's row.
pub(super) async fn renew(tx: &CenterTx, group_id: GroupId) -> Outcome<()> {
    let old = tx
        .rows::<Named>(
            "select id, alias from cairn.memberships
             where center_id = $1 and group_id = $2 and looks_version < $3 and alias is not null and alias_hash is not null
             order by created_at, id",
            [group_id.0.into(), LOOKS_VERSION.into()],
        )
        .await?;
    if old.is_empty() {
        return Ok(());
    }
    let keys = tx.keys().await?;
    for row in old {
        let hash = Alias::stored(keys.open(ALIAS, row.id, &row.alias)?).hash(&keys).to_vec();
        tx.run(
            "update cairn.memberships p set looks_version = $4, alias_hash = case
               when p.state in ('applied', 'waitlisted', 'active', 'paused') and exists (
                 select from cairn.memberships o where o.center_id = $1 and o.group_id = p.group_id and o.id <> p.id
                   and o.alias_hash = $3 and o.state in ('applied', 'waitlisted', 'active', 'paused'))
               then p.alias_hash else $3 end
             where p.center_id = $1 and p.id = $2",
            [row.id.into(), hash.into(), LOOKS_VERSION.into()],
        )
        .await?;
    }
    Ok(())
}
