//! The people who hold a group: who they are, by which name, and for how long.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::alias::Alias;
use super::duties::plan;
use super::group::{self, GroupView};
use super::people::{ALIAS, FACILITATOR_ALIAS};
use super::schedule::{manageable, touch};
use super::{FacilitatorPart, Person, PersonId};
use crate::actor::{Role, parse_roles};
use crate::db::CenterTx;
use crate::ids::{FacilitatorId, GroupId, MemberId};
use crate::members::{MemberCard, NAME, PRONOUNS};
use crate::problem::{Outcome, Problem};
use crate::sealed::Sealed;

/// Hours between two meetings that one person holds: at most two weeks.
const LONGEST_REST: i32 = 336;

/// A facilitator as those who plan the group see them: staff are known to staff.
#[derive(Debug, Clone)]
pub struct Facilitator {
    pub id: FacilitatorId,
    pub member: MemberCard,
    pub alias: String,
    pub part: FacilitatorPart,
    pub rest_hours: i32,
}

#[derive(FromQueryResult)]
struct FacilitatorRow {
    id: Uuid,
    member_id: Uuid,
    alias: Sealed,
    part: String,
    rest_hours: i32,
    name: Sealed,
    pronouns: Option<Sealed>,
    roles: Vec<String>,
}

/// For those who manage the group.
pub async fn facilitators(tx: &CenterTx, view: &GroupView) -> Outcome<Vec<Facilitator>> {
    if !view.can_manage {
        return Err(Problem::NotAllowed.into());
    }
    let rows = tx
        .rows::<FacilitatorRow>(
            "select f.id, f.member_id, f.alias, f.part, f.rest_hours, m.name, m.pronouns, m.roles
             from cairn.group_facilitators f join cairn.members m on m.center_id = $1 and m.id = f.member_id
             where f.center_id = $1 and f.group_id = $2 and f.until is null order by f.since, f.id",
            [view.group.id.0.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut facilitators = Vec::with_capacity(rows.len());
    for row in rows {
        facilitators.push(Facilitator {
            id: FacilitatorId(row.id),
            alias: keys.open(FACILITATOR_ALIAS, row.id, &row.alias)?,
            part: FacilitatorPart::stored(&row.part)?,
            rest_hours: row.rest_hours,
            member: MemberCard {
                id: MemberId(row.member_id),
                name: keys.open(NAME, row.member_id, &row.name)?,
                pronouns: row.pronouns.map(|pronouns| keys.open(PRONOUNS, row.member_id, &pronouns)).transpose()?,
                roles: parse_roles(&row.roles),
            },
        });
    }
    Ok(facilitators)
}

#[derive(FromQueryResult)]
struct HolderRow {
    id: Uuid,
    group_id: Uuid,
    member_id: Uuid,
    alias: Sealed,
}

/// Who facilitates several groups, by alias: one statement for a list of groups the caller may see.
pub async fn holders_of(tx: &CenterTx, groups: &[GroupId]) -> Outcome<HashMap<GroupId, Vec<Person>>> {
    let ids: Vec<Uuid> = groups.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<HolderRow>(
            "select id, group_id, member_id, alias from cairn.group_facilitators
             where center_id = $1 and group_id = any($2) and until is null and part in ('facilitator', 'co') order by part desc, since, id",
            [ids.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut of: HashMap<GroupId, Vec<Person>> = HashMap::new();
    for row in rows {
        of.entry(GroupId(row.group_id)).or_default().push(Person {
            id: PersonId::Facilitator(FacilitatorId(row.id)),
            alias: keys.open(FACILITATOR_ALIAS, row.id, &row.alias)?,
            pronouns: None,
            me: tx.actor().member_id() == Some(MemberId(row.member_id)),
        });
    }
    Ok(of)
}

#[derive(Debug, Clone)]
pub struct SetFacilitator {
    pub group_id: GroupId,
    pub member_id: MemberId,
    pub alias: String,
    pub part: FacilitatorPart,
    pub rest_hours: i32,
}

#[derive(FromQueryResult)]
struct Candidacy {
    roles: Vec<String>,
    place: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Taken {
    id: Uuid,
    alias: Sealed,
}

/// Makes somebody a facilitator, or changes their part.
pub async fn set_facilitator(tx: &CenterTx, input: SetFacilitator) -> Outcome<GroupView> {
    let view = group::locked(tx, input.group_id, "groupId").await?;
    manageable(tx, &view, view.group.version)?;
    let alias = Alias::check(&input.alias, "alias")?;
    if !(0..=LONGEST_REST).contains(&input.rest_hours) {
        return Err(Problem::limit("restHours", "rest_hours", i64::from(LONGEST_REST)).into());
    }
    let candidacy = tx
        .row::<Candidacy>(
            "select m.roles, (select p.id from cairn.memberships p where p.center_id = $1 and p.group_id = $3 and p.member_id = m.id
                and p.state in ('applied', 'waitlisted', 'active', 'paused')) as place
             from cairn.members m where m.center_id = $1 and m.id = $2 and m.state = 'active'",
            [input.member_id.0.into(), input.group_id.0.into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("memberId"))?;
    let fits = [Role::Facilitator, Role::Counselor, Role::PeerMentor, Role::Supervisor];
    if !parse_roles(&candidacy.roles).iter().any(|role| fits.contains(role)) {
        return Err(Problem::invalid("memberId", "facilitator_role").into());
    }
    // Holding a room one takes part in would give one person two names in it.
    if candidacy.place.is_some() {
        return Err(Problem::invalid("memberId", "takes_part").into());
    }
    free_alias(tx, input.group_id, input.member_id, &alias).await?;
    let id = FacilitatorId(tx.ids().person());
    let keys = tx.keys().await?;
    // The row's id stays when it exists: its sealed alias is bound to it.
    let existing = tx
        .row::<Id>(
            "select id from cairn.group_facilitators where center_id = $1 and group_id = $2 and member_id = $3",
            [input.group_id.0.into(), input.member_id.0.into()],
        )
        .await?;
    let id = existing.map_or(id, |row| FacilitatorId(row.id));
    let sealed = keys.seal(tx.ids(), FACILITATOR_ALIAS, id.0, &alias.shown)?;
    tx.run(
        "insert into cairn.group_facilitators (center_id, id, group_id, member_id, part, alias, rest_hours, since)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (center_id, group_id, member_id) do update
           set part = excluded.part, alias = excluded.alias, rest_hours = excluded.rest_hours, until = null",
        [
            id.0.into(),
            input.group_id.0.into(),
            input.member_id.0.into(),
            input.part.name().into(),
            sealed.into(),
            input.rest_hours.into(),
            tx.at().into(),
        ],
    )
    .await?;
    plan(tx, input.group_id).await?;
    touch(tx, input.group_id, "group.facilitator").await?;
    group::find(tx, input.group_id).await
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Neither a member nor another facilitator of the group has it.
async fn free_alias(tx: &CenterTx, group_id: GroupId, member_id: MemberId, alias: &Alias) -> Outcome<()> {
    let keys = tx.keys().await?;
    let members = tx
        .rows::<Taken>(
            "select id, alias from cairn.memberships where center_id = $1 and group_id = $2 and alias_hash = $3
               and state in ('applied', 'waitlisted', 'active', 'paused')",
            [group_id.0.into(), alias.hash(&keys).to_vec().into()],
        )
        .await?;
    let others = tx
        .rows::<Taken>(
            "select id, alias from cairn.group_facilitators
             where center_id = $1 and group_id = $2 and member_id <> $3 and until is null",
            [group_id.0.into(), member_id.0.into()],
        )
        .await?;
    let mut taken = false;
    for (place, rows) in [(ALIAS, members), (FACILITATOR_ALIAS, others)] {
        for row in rows {
            taken |= Alias::stored(keys.open(place, row.id, &row.alias)?).looks_like(alias);
        }
    }
    if taken { Err(Problem::invalid("alias", "alias_taken").into()) } else { Ok(()) }
}

/// They stop from now on; what they held stays theirs in the record.
pub async fn end_facilitator(tx: &CenterTx, group_id: GroupId, member_id: MemberId) -> Outcome<GroupView> {
    let view = group::locked(tx, group_id, "groupId").await?;
    manageable(tx, &view, view.group.version)?;
    if !stop(tx, group_id, member_id).await? {
        return Err(Problem::not_found("memberId").into());
    }
    group::find(tx, group_id).await
}

/// Whoever has no role left that holds a room stops in every group.
pub(crate) async fn end_all(tx: &CenterTx, member_id: MemberId) -> Outcome<()> {
    for group_id in held_by(tx, member_id).await? {
        stop(tx, group_id, member_id).await?;
    }
    Ok(())
}

/// `false`: they hold nothing there. The caller holds the group's row.
async fn stop(tx: &CenterTx, group_id: GroupId, member_id: MemberId) -> Outcome<bool> {
    let ended = tx
        .run(
            "update cairn.group_facilitators set until = $4 where center_id = $1 and group_id = $2 and member_id = $3 and until is null",
            [group_id.0.into(), member_id.0.into(), tx.at().into()],
        )
        .await?;
    if ended == 0 {
        return Ok(false);
    }
    let_go(tx, group_id, member_id).await?;
    plan(tx, group_id).await?;
    touch(tx, group_id, "group.facilitator_ended").await?;
    Ok(true)
}

/// What is ahead of them there is for somebody else.
async fn let_go(tx: &CenterTx, group_id: GroupId, member_id: MemberId) -> Outcome<()> {
    tx.run(
        "delete from cairn.meeting_duties d using cairn.group_facilitators f, cairn.meetings m
         where d.center_id = $1 and f.center_id = $1 and f.id = d.facilitator_id and f.group_id = $2 and f.member_id = $3
           and m.center_id = $1 and m.id = d.meeting_id and m.starts_at > $4 and d.state <> 'held'",
        [group_id.0.into(), member_id.0.into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

/// The groups they hold. The caller holds the groups' rows.
async fn held_by(tx: &CenterTx, member_id: MemberId) -> Outcome<Vec<GroupId>> {
    let groups = tx
        .rows::<Id>(
            "select group_id as id from cairn.group_facilitators
             where center_id = $1 and member_id = $2 and until is null order by group_id",
            [member_id.0.into()],
        )
        .await?;
    Ok(groups.into_iter().map(|group| GroupId(group.id)).collect())
}

/// Whoever is kept out for a while keeps their part, and holds no room meanwhile.
pub(crate) async fn away(tx: &CenterTx, member_id: MemberId) -> Outcome<()> {
    for group_id in held_by(tx, member_id).await? {
        let_go(tx, group_id, member_id).await?;
        plan(tx, group_id).await?;
    }
    Ok(())
}

/// They are back: rooms that found nobody may find them.
pub(crate) async fn back(tx: &CenterTx, member_id: MemberId) -> Outcome<()> {
    for group_id in held_by(tx, member_id).await? {
        plan(tx, group_id).await?;
    }
    Ok(())
}
