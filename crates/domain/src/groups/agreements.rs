//! What a group agreed to with itself: versioned, accepted by each member, read again when it changes.

use std::collections::HashMap;

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::group::{self, GroupView};
use super::schedule::{manageable, touch};
use super::standing::account;
use super::{MembershipState, people};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{GroupId, MembershipId};
use crate::members::fields;
use crate::problem::{Outcome, Problem};

const MOST_LINES: usize = 30;
const LINE: usize = 300;

/// What every group may begin with; its members make it theirs.
const STOCK_EN: [&str; 10] = [
    "What is said here stays here. The limits are those of the law: danger to a life, harm to a child.",
    "We speak from “I”.",
    "We do not fix each other, and give advice only when asked.",
    "Everybody may pass.",
    "We use first names or the names we chose for this group.",
    "One voice at a time.",
    "Nothing is recorded.",
    "Every pathway of recovery is respected.",
    "Come as you are. If you have used today, sit with us, listen, and talk to the facilitator afterwards.",
    "If somebody is in danger, we get help.",
];
const STOCK_ES: [&str; 10] = [
    "Lo que se dice aquí, aquí se queda. Los límites son los de la ley: peligro de vida, daño a un menor.",
    "Hablamos desde el “yo”.",
    "No nos arreglamos unos a otros, y damos consejos solo si nos los piden.",
    "Cada quien puede pasar su turno.",
    "Usamos el nombre de pila o el nombre que elegimos para este grupo.",
    "Habla una persona a la vez.",
    "No se graba nada.",
    "Se respeta todo camino de recuperación.",
    "Ven como estés. Si hoy consumiste, siéntate, escucha y habla después con quien facilita.",
    "Si alguien está en peligro, buscamos ayuda.",
];

#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    pub version: i32,
    pub lines: Vec<String>,
    pub adopted_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    version: i32,
    lines: Vec<String>,
    adopted_at: At,
}

#[derive(FromQueryResult)]
struct OfGroup {
    group_id: Uuid,
    #[sea_orm(nested)]
    agreement: Row,
}

impl From<Row> for Agreement {
    fn from(row: Row) -> Self {
        Self { version: row.version, lines: row.lines, adopted_at: row.adopted_at.0 }
    }
}

/// The agreements that hold now, of groups the caller may see.
pub async fn current_of(tx: &CenterTx, groups: &[GroupId]) -> Outcome<HashMap<GroupId, Agreement>> {
    let ids: Vec<Uuid> = groups.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<OfGroup>(
            "select distinct on (group_id) group_id, version, lines, adopted_at from cairn.group_agreements
             where center_id = $1 and group_id = any($2) order by group_id, version desc",
            [ids.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| (GroupId(row.group_id), row.agreement.into())).collect())
}

/// The one that holds now.
pub async fn current(tx: &CenterTx, group_id: GroupId) -> Outcome<Option<Agreement>> {
    Ok(current_of(tx, &[group_id]).await?.remove(&group_id))
}

fn checked(lines: &[String]) -> Outcome<Vec<String>> {
    if lines.len() > MOST_LINES {
        return Err(Problem::limit("lines", "too_many", 30).into());
    }
    let mut checked = Vec::with_capacity(lines.len());
    for line in lines {
        checked.push(fields::line(line, "lines", LINE)?);
    }
    checked.retain(|line| !line.is_empty());
    if checked.is_empty() { Err(Problem::invalid("lines", "required").into()) } else { Ok(checked) }
}

async fn write(tx: &CenterTx, group_id: GroupId, version: i32, lines: Vec<String>) -> Outcome<()> {
    tx.run(
        "insert into cairn.group_agreements (center_id, group_id, version, lines, adopted_at, adopted_by)
         values ($1, $2, $3, $4, $5, $6)",
        [group_id.0.into(), version.into(), lines.into(), tx.at().into(), account(tx)?.member_id.0.into()],
    )
    .await?;
    Ok(())
}

/// The agreement a new group begins with.
pub(super) async fn first(tx: &CenterTx, group_id: GroupId, lines: &[String], languages: &[String]) -> Outcome<()> {
    let lines = if lines.is_empty() {
        let spanish = languages.first().is_some_and(|tag| tag == "es" || tag.starts_with("es-"));
        let stock = if spanish { STOCK_ES } else { STOCK_EN };
        stock.map(str::to_owned).to_vec()
    } else {
        checked(lines)?
    };
    write(tx, group_id, 1, lines).await
}

/// Adopts new words, by group conscience. Members read them the next time they come in.
pub async fn adopt(tx: &CenterTx, group_id: GroupId, version: i32, lines: &[String]) -> Outcome<GroupView> {
    let view = group::locked(tx, group_id, "groupId").await?;
    manageable(tx, &view, version)?;
    let lines = checked(lines)?;
    if current(tx, group_id).await?.is_none_or(|agreement| agreement.lines != lines) {
        write(tx, group_id, view.group.agreement_version.unwrap_or(0) + 1, lines).await?;
        touch(tx, group_id, "group.agreement").await?;
    }
    group::find(tx, group_id).await
}

/// Notes that a membership's person read and accepted this version.
pub(super) async fn accepted(tx: &CenterTx, group_id: GroupId, membership: MembershipId, version: i32) -> Outcome<()> {
    tx.run(
        "insert into cairn.agreement_acceptances (center_id, membership_id, group_id, version, accepted_at)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
        [membership.0.into(), group_id.0.into(), version.into(), tx.at().into()],
    )
    .await?;
    tx.run(
        "update cairn.memberships set agreement_version = $3 where center_id = $1 and id = $2",
        [membership.0.into(), version.into()],
    )
    .await?;
    tx.audit(Event::done("group.agreement_accepted", people::OBJECT, membership.0));
    Ok(())
}

/// Accepts the agreement as it is now; an older or newer version is a conflict: read again.
pub async fn accept(tx: &CenterTx, group_id: GroupId, version: i32) -> Outcome<GroupView> {
    let view = group::find(tx, group_id).await?;
    let place = view.standing.place.filter(|place| !matches!(place.state, MembershipState::Left | MembershipState::Removed));
    let place = place.ok_or_else(|| Problem::not_found("groupId"))?;
    tx.writable()?;
    if view.group.agreement_version != Some(version) {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    accepted(tx, group_id, place.id, version).await?;
    group::find(tx, group_id).await
}
