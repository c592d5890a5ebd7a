//! Coming into a group and going: asking, being let in, waiting in line, leaving without a reason.
//!
//! Whoever takes or frees a place holds the group's row, so two people never get the last seat, and a freed one goes
//! to the first in line in the same transaction.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::alias::{Alias, LOOKS_VERSION};
use super::group::{self, GroupView};
use super::line::offer_places;
use super::people::{ALIAS, OBJECT, PRONOUNS, WORDS};
use super::standing::account;
use super::{GroupAccess, GroupState, LeftBecause, MembershipState, agreements, chat, hashes, membership_may_become};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{GroupId, MemberId, MembershipId};
use crate::members::{self, fields};
use crate::notifications;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::sealed::CenterKeys;

const LONGEST_WORDS: usize = 500;

#[derive(Debug, Clone)]
pub struct JoinGroup {
    pub group_id: GroupId,
    pub alias: String,
    pub pronouns: Option<String>,
    /// For whoever lets people in.
    pub words: Option<String>,
    /// The agreement that was read and accepted.
    pub agreement_version: Option<i32>,
    /// Consent to be seen by the others under the alias.
    pub show_alias: bool,
}

/// How somebody wants to be known, checked against everybody of whom they may know.
pub(super) struct KnownAs {
    pub alias: Alias,
    pub pronouns: Option<String>,
    let_in: bool,
}

impl KnownAs {
    /// `None`: whether the name is theirs shows when they are let in.
    pub(super) fn hash(&self, keys: &CenterKeys) -> Option<Vec<u8>> {
        self.let_in.then(|| self.alias.hash(keys).to_vec())
    }
}

/// Asks for a place. Pressing twice is asking once.
pub async fn join(tx: &CenterTx, input: JoinGroup) -> Outcome<GroupView> {
    if !policy::allows(&account(tx)?.roles, Action::JoinGroup, Target::OWN) {
        return Err(Problem::not_found("groupId").into());
    }
    let view = group::locked(tx, input.group_id, "groupId").await?;
    tx.writable()?;
    let from = view.standing.place.map(|place| place.state);
    match from {
        Some(MembershipState::Applied | MembershipState::Waitlisted | MembershipState::Active | MembershipState::Paused) => {
            return Ok(view);
        }
        Some(MembershipState::Removed) => return Err(Problem::NotAllowed.into()),
        Some(MembershipState::Invited | MembershipState::Left) | None => {}
    }
    if view.group.state != GroupState::Active {
        return Err(Problem::invalid("groupId", "group_not_open").into());
    }
    if !input.show_alias {
        return Err(Problem::invalid("showAlias", "consent_required").into());
    }
    if input.agreement_version != view.group.agreement_version {
        return Err(Problem::Conflict { path: vec!["agreementVersion".to_owned()] }.into());
    }
    // Whoever was invited has been let in already.
    let decided = view.group.access == GroupAccess::Open || from == Some(MembershipState::Invited);
    let own = view.standing.place.map(|place| place.id);
    let known_as = known_as(tx, input.group_id, own, decided, &input.alias, input.pronouns.as_deref()).await?;
    let words = fields::paragraphs(input.words.as_deref().unwrap_or_default(), "words", LONGEST_WORDS)?;
    let to = match (decided, view.group.full()) {
        (false, _) => MembershipState::Applied,
        (true, false) => MembershipState::Active,
        (true, true) => MembershipState::Waitlisted,
    };
    let id = place(tx, &view, from, to, &known_as, Some(words).filter(|words| !words.is_empty())).await?;
    if let Some(version) = input.agreement_version {
        agreements::accepted(tx, input.group_id, id, version).await?;
    }
    group::find(tx, input.group_id).await
}

/// Checks an alias against the person's own name, the facilitators and, for whoever is `let_in`, everybody who has a place.
pub(super) async fn known_as(
    tx: &CenterTx,
    group_id: GroupId,
    own: Option<MembershipId>,
    let_in: bool,
    alias: &str,
    pronouns: Option<&str>,
) -> Outcome<KnownAs> {
    let mut problems = Problems::default();
    let alias = problems.take(Alias::check(alias, "alias"));
    let pronouns = problems.take(fields::pronouns(pronouns.unwrap_or_default(), "pronouns"));
    problems.refuse_if_any()?;
    let (Some(alias), Some(pronouns)) = (alias, pronouns) else {
        return Err(Surprise::Inconsistent("a problem that was not told").into());
    };
    let me = account(tx)?.member_id;
    if let Some(card) = members::cards(tx, &[me]).await?.get(&me)
        && alias.is_whole_name(&card.name)
    {
        return Err(Problem::invalid("alias", "alias_is_name").into());
    }
    if hashes::facilitates(tx, group_id, &alias).await? || let_in && hashes::taken(tx, group_id, own, &alias).await? {
        return Err(Problem::invalid("alias", "alias_taken").into());
    }
    Ok(KnownAs { alias, pronouns, let_in })
}

#[derive(FromQueryResult)]
pub(super) struct Id {
    pub id: Uuid,
}

/// Writes the actor's place. The group's row is locked, so nothing here races.
async fn place(
    tx: &CenterTx,
    view: &GroupView,
    from: Option<MembershipState>,
    to: MembershipState,
    known_as: &KnownAs,
    words: Option<String>,
) -> Outcome<MembershipId> {
    if !membership_may_become(from, to) {
        return Err(Surprise::Inconsistent("a move that the state machine does not know").into());
    }
    let me = account(tx)?.member_id;
    let id = view.standing.place.map_or_else(|| tx.ids().person(), |place| place.id.0);
    let keys = tx.keys().await?;
    let waits = (to != MembershipState::Active).then(|| tx.at());
    let joined = (to == MembershipState::Active).then(|| tx.at());
    tx.run(
        "insert into cairn.memberships (center_id, id, group_id, member_id, alias, alias_hash, pronouns, state, words, waiting_since,
           joined_at, consented_at, created_at, looks_version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)
         on conflict (center_id, group_id, member_id) do update set alias = excluded.alias, alias_hash = excluded.alias_hash,
           looks_version = excluded.looks_version, pronouns = excluded.pronouns, state = excluded.state, words = excluded.words,
           waiting_since = excluded.waiting_since,
           joined_at = coalesce(excluded.joined_at, cairn.memberships.joined_at), consented_at = excluded.consented_at,
           ended_at = null, left_because = null, offers_missed = 0, version = cairn.memberships.version + 1",
        [
            id.into(),
            view.group.id.0.into(),
            me.0.into(),
            tx.seal(ALIAS, id, &known_as.alias.shown).await?.into(),
            known_as.hash(&keys).into(),
            tx.seal_option(PRONOUNS, id, known_as.pronouns.as_deref()).await?.into(),
            to.name().into(),
            tx.seal_option(WORDS, id, words.as_deref()).await?.into(),
            waits.into(),
            joined.into(),
            tx.at().into(),
            LOOKS_VERSION.into(),
        ],
    )
    .await?;
    tx.audit(Event::done(action(to), OBJECT, id).about(me).purpose("care"));
    if to == MembershipState::Active {
        notifications::remind(tx, view.group.id).await?;
    }
    Ok(MembershipId(id))
}

pub(super) fn action(to: MembershipState) -> &'static str {
    match to {
        MembershipState::Invited => "group.invite",
        MembershipState::Applied => "group.apply",
        MembershipState::Waitlisted => "group.wait",
        MembershipState::Active => "group.join",
        MembershipState::Paused => "group.pause_member",
        MembershipState::Left => "group.leave",
        MembershipState::Removed => "group.remove_member",
    }
}

/// A place with what moving it needs to know.
#[derive(FromQueryResult)]
struct PlaceRow {
    id: Uuid,
    group_id: Uuid,
    member_id: Uuid,
    state: String,
    offered_until: Option<At>,
}

pub(super) struct PlaceOf {
    pub id: MembershipId,
    pub group_id: GroupId,
    pub member_id: MemberId,
    pub state: MembershipState,
    pub offered_until: Option<Timestamp>,
}

async fn place_of(tx: &CenterTx, id: MembershipId) -> Outcome<Option<PlaceOf>> {
    let row = tx
        .row::<PlaceRow>(
            "select id, group_id, member_id, state, offered_until from cairn.memberships where center_id = $1 and id = $2",
            [id.0.into()],
        )
        .await?;
    row.map(|row| {
        Ok(PlaceOf {
            id: MembershipId(row.id),
            group_id: GroupId(row.group_id),
            member_id: MemberId(row.member_id),
            state: MembershipState::stored(&row.state)?,
            offered_until: row.offered_until.map(|at| at.0),
        })
    })
    .transpose()
}

/// A place and its group, locked in the order that everybody locks in: the group first.
pub(super) async fn locked_place(tx: &CenterTx, id: MembershipId) -> Outcome<(GroupView, PlaceOf)> {
    let missing = || Problem::not_found("membershipId");
    let group_id = place_of(tx, id).await?.ok_or_else(missing)?.group_id;
    let view = group::locked(tx, group_id, "membershipId").await?;
    // Again: it may have moved while the lock was waited for.
    let place = place_of(tx, id).await?.ok_or_else(missing)?;
    Ok((view, place))
}

/// Moves a place, if the state machine knows the move.
pub(super) async fn move_place(tx: &CenterTx, place: &PlaceOf, to: MembershipState) -> Outcome<()> {
    if !membership_may_become(Some(place.state), to) {
        return Err(Problem::invalid("membershipId", "membership_state").into());
    }
    tx.run(
        "update cairn.memberships set state = $3, version = version + 1, offered_until = null,
           waiting_since = case when $3 = 'waitlisted' then coalesce(waiting_since, $4) end,
           joined_at = case when $3 = 'active' then coalesce(joined_at, $4) else joined_at end,
           ended_at = case when $3 in ('left', 'removed') then $4 end,
           paused_until = case when $3 = 'paused' then paused_until end
         where center_id = $1 and id = $2",
        [place.id.0.into(), to.name().into(), tx.at().into()],
    )
    .await?;
    chat::announce_place(tx, place.group_id, place.member_id);
    tx.audit(Event::done(action(to), OBJECT, place.id.0).about(place.member_id).purpose("care"));
    if to == MembershipState::Active {
        notifications::remind(tx, place.group_id).await?;
    }
    Ok(())
}

/// What somebody reads whose place ended without their doing.
pub(super) async fn say_why(tx: &CenterTx, id: MembershipId, because: LeftBecause) -> Outcome<()> {
    tx.run(
        "update cairn.memberships set left_because = $3 where center_id = $1 and id = $2 and state = 'left'",
        [id.0.into(), because.name().into()],
    )
    .await?;
    Ok(())
}

/// Goes, from wherever one is: the group, the line, the door. No reason is asked for.
pub async fn leave(tx: &CenterTx, id: MembershipId) -> Outcome<GroupView> {
    let (_, place) = locked_place(tx, id).await?;
    if tx.actor().member_id() != Some(place.member_id) {
        return Err(Problem::not_found("membershipId").into());
    }
    if place.state != MembershipState::Left {
        move_place(tx, &place, MembershipState::Left).await?;
        offer_places(tx, place.group_id).await?;
    }
    group::find(tx, place.group_id).await
}

/// Holds the groups of somebody whose standing changes, before their own row: everybody locks the group first.
pub(crate) async fn lock_all_of(tx: &CenterTx, member: MemberId) -> Outcome<()> {
    tx.run(
        "select from cairn.groups where center_id = $1 and id in (
           select group_id from cairn.memberships
           where center_id = $1 and member_id = $2 and state in ('invited', 'applied', 'waitlisted', 'active', 'paused')
           union all
           select group_id from cairn.group_facilitators where center_id = $1 and member_id = $2 and until is null)
         order by id for update",
        [member.0.into()],
    )
    .await?;
    Ok(())
}

/// Whoever stops being a client leaves every group and line; the next are asked.
pub(crate) async fn leave_all(tx: &CenterTx, member: MemberId) -> Outcome<()> {
    let places = tx
        .rows::<Id>(
            "select id from cairn.memberships
             where center_id = $1 and member_id = $2 and state in ('invited', 'applied', 'waitlisted', 'active', 'paused')
             order by group_id, id",
            [member.0.into()],
        )
        .await?;
    for place in places {
        let (_, place) = locked_place(tx, MembershipId(place.id)).await?;
        move_place(tx, &place, MembershipState::Left).await?;
        offer_places(tx, place.group_id).await?;
    }
    Ok(())
}

/// Takes the place that was kept; nobody else can have it meanwhile.
pub async fn accept_offer(tx: &CenterTx, id: MembershipId) -> Outcome<GroupView> {
    let (view, place) = locked_place(tx, id).await?;
    if tx.actor().member_id() != Some(place.member_id) {
        return Err(Problem::not_found("membershipId").into());
    }
    tx.writable()?;
    match place.state {
        MembershipState::Active => {}
        // It ended or rests since the offer was made.
        _ if view.group.state != GroupState::Active => return Err(Problem::invalid("membershipId", "group_not_open").into()),
        MembershipState::Waitlisted if place.offered_until.is_some_and(|until| tx.now() < until) => {
            move_place(tx, &place, MembershipState::Active).await?;
        }
        _ => return Err(Problem::Expired.into()),
    }
    group::find(tx, place.group_id).await
}
