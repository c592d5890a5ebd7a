//! A client's own places in groups: what they may see and change of them.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::alias::LOOKS_VERSION;
use super::group;
use super::joining::{KnownAs, known_as, locked_place};
use super::people::{ALIAS, OBJECT, PRONOUNS, REMOVAL_REASON};
use super::standing::me;
use super::{LeftBecause, MembershipState, WhenQuiet};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{GroupId, MembershipId};
use crate::problem::{Outcome, Problem};
use crate::sealed::Sealed;

/// The viewer's place in one group.
#[derive(Debug, Clone)]
pub struct OwnMembership {
    pub id: MembershipId,
    pub group_id: GroupId,
    pub state: MembershipState,
    /// Why it came to nothing, when that was not their own doing.
    pub left_because: Option<LeftBecause>,
    pub alias: Option<String>,
    pub pronouns: Option<String>,
    /// First is 1; only while waiting.
    pub place_in_line: Option<i64>,
    /// Until when a place is kept.
    pub offered_until: Option<Timestamp>,
    pub agreement_version: Option<i32>,
    /// The group's agreement changed since it was accepted.
    pub must_read_agreement: bool,
    pub when_quiet: WhenQuiet,
    pub reminders: bool,
    pub joined_at: Option<Timestamp>,
    pub paused_until: Option<Timestamp>,
    /// Why one was taken out.
    pub removal_reason: Option<String>,
    pub can_appeal: bool,
    /// They appealed, and the removal stands.
    pub appeal_declined: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    group_id: Uuid,
    state: String,
    left_because: Option<String>,
    alias: Option<Sealed>,
    pronouns: Option<Sealed>,
    place_in_line: Option<i64>,
    offered_until: Option<At>,
    agreement_version: Option<i32>,
    group_agreement: Option<i32>,
    when_quiet: String,
    reminders: bool,
    joined_at: Option<At>,
    paused_until: Option<At>,
    removal_reason: Option<Sealed>,
    appealed_at: Option<At>,
    declined_at: Option<At>,
}

const OWN: &str = "
select p.id, p.group_id, p.state, p.alias, p.pronouns, p.offered_until, p.agreement_version, p.when_quiet, p.reminders,
  p.joined_at, case when p.state = 'left' then p.left_because end as left_because, p.paused_until, p.removal_reason, p.appealed_at, declined.at as declined_at,
  (select max(a.version) from cairn.group_agreements a where a.center_id = $1 and a.group_id = p.group_id) as group_agreement,
  case when p.state = 'waitlisted' then (
    select count(*) from cairn.memberships w where w.center_id = $1 and w.group_id = p.group_id and w.state = 'waitlisted'
      and (w.waiting_since, w.id) <= (p.waiting_since, p.id)) end as place_in_line
from cairn.memberships p
left join lateral (
  select max(c.handled_at) as at from cairn.moderation_cases c
  where c.center_id = $1 and c.membership_id = p.id and c.kind = 'appeal' and c.state = 'kept' and c.handled_at >= p.appealed_at)
  declined on p.state = 'removed'
where p.center_id = $1 and p.member_id = $2 and ($3::uuid[] is null or p.group_id = any($3))
  and ($4 or p.state in ('invited', 'applied', 'waitlisted', 'active', 'paused')
    or (p.state = 'removed' and greatest(p.ended_at, declined.at) > $5)
    or (p.state = 'left' and p.left_because is not null and p.ended_at > $6))
order by p.created_at, p.id limit 200";

/// The viewer's places; of `groups` only, when named. `ended`: also those that are over.
pub async fn own(tx: &CenterTx, groups: Option<&[GroupId]>, ended: bool) -> Outcome<Vec<OwnMembership>> {
    let groups: Option<Vec<Uuid>> = groups.map(|ids| ids.iter().map(|id| id.0).collect());
    // Somebody who was taken out sees why, and can appeal, for a month.
    let lately = tx.now() - jiff::SignedDuration::from_hours(24 * 30);
    // That it came to nothing stands in their lists for a week, and in the group until they ask again.
    let just_now = tx.now() - jiff::SignedDuration::from_hours(24 * 7);
    let rows = tx.rows::<Row>(OWN, [me(tx).into(), groups.into(), ended.into(), At(lately).into(), At(just_now).into()]).await?;
    let keys = tx.keys().await?;
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.id;
        let open = |place, sealed: Option<Sealed>| sealed.map(|sealed| keys.open(place, id, &sealed)).transpose();
        let state = MembershipState::stored(&row.state)?;
        places.push(OwnMembership {
            id: MembershipId(id),
            group_id: GroupId(row.group_id),
            state,
            left_because: row.left_because.as_deref().map(LeftBecause::stored).transpose()?,
            alias: open(ALIAS, row.alias)?,
            pronouns: open(PRONOUNS, row.pronouns)?,
            place_in_line: row.place_in_line,
            offered_until: row.offered_until.map(|at| at.0),
            must_read_agreement: state.takes_part() && row.agreement_version < row.group_agreement,
            agreement_version: row.agreement_version,
            when_quiet: WhenQuiet::stored(&row.when_quiet)?,
            reminders: row.reminders,
            joined_at: row.joined_at.map(|at| at.0),
            paused_until: row.paused_until.map(|at| at.0),
            removal_reason: open(REMOVAL_REASON, row.removal_reason)?,
            appeal_declined: row.declined_at.is_some(),
            can_appeal: state == MembershipState::Removed && row.appealed_at.is_none(),
        });
    }
    Ok(places)
}

/// What is `None` stays as it is; empty pronouns clear.
#[derive(Debug, Clone, Default)]
pub struct UpdateMembership {
    pub alias: Option<String>,
    pub pronouns: Option<String>,
    pub reminders: Option<bool>,
    pub when_quiet: Option<WhenQuiet>,
}

/// How one is known in the group, and what it does about one's silence.
pub async fn update(tx: &CenterTx, id: MembershipId, input: UpdateMembership) -> Outcome<group::GroupView> {
    let (_, place) = locked_place(tx, id).await?;
    if tx.actor().member_id() != Some(place.member_id) || !place.state.holds_alias() {
        return Err(Problem::not_found("membershipId").into());
    }
    tx.writable()?;
    if input.alias.is_some() || input.pronouns.is_some() {
        let now = own(tx, Some(&[place.group_id]), false).await?;
        let now = now.first().ok_or_else(|| Problem::not_found("membershipId"))?;
        let alias = input.alias.as_deref().or(now.alias.as_deref()).unwrap_or_default();
        let pronouns = input.pronouns.as_deref().or(now.pronouns.as_deref());
        let let_in = place.state != MembershipState::Applied;
        let known_as = known_as(tx, place.group_id, Some(id), let_in, alias, pronouns).await?;
        rename(tx, id, &known_as).await?;
    }
    tx.run(
        "update cairn.memberships set reminders = coalesce($3, reminders), when_quiet = coalesce($4, when_quiet), version = version + 1
         where center_id = $1 and id = $2",
        [id.0.into(), input.reminders.into(), input.when_quiet.map(|choice| choice.name().to_owned()).into()],
    )
    .await?;
    tx.audit(Event::done("group.update_membership", OBJECT, id.0).about(place.member_id).purpose("own_data"));
    group::find(tx, place.group_id).await
}

async fn rename(tx: &CenterTx, id: MembershipId, known_as: &KnownAs) -> Outcome<()> {
    let hash = known_as.hash(&*tx.keys().await?);
    tx.run(
        "update cairn.memberships set alias = $3, alias_hash = $4, pronouns = $5, looks_version = $6
         where center_id = $1 and id = $2",
        [
            id.0.into(),
            tx.seal(ALIAS, id.0, &known_as.alias.shown).await?.into(),
            hash.into(),
            tx.seal_option(PRONOUNS, id.0, known_as.pronouns.as_deref()).await?.into(),
            LOOKS_VERSION.into(),
        ],
    )
    .await?;
    Ok(())
}
