//! The people of a group as those who run it see them: by alias, with what running needs.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::chat::moderate;
use super::group::{self, GroupView};
use super::joining::{Id, PlaceOf, locked_place, move_place, say_why};
use super::line::offer_places;
use super::people::{ALIAS, APPEAL, OBJECT, PRONOUNS, REMOVAL_REASON, WORDS};
use super::standing::{Standing, account, me};
use super::{FacilitatorPart, GroupState, LeftBecause, MembershipState, Person, PersonId, WhenQuiet, hashes, upkeep};
use crate::actor::Role;
use crate::audit::Event;
use crate::care;
use crate::db::{At, CenterTx, Wall};
use crate::idempotency::{self, Claim};
use crate::ids::{GroupId, MemberId, MembershipId};
use crate::members::sign_in::require_fresh;
use crate::members::{self, MemberCard, fields};
use crate::notifications;
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};
use crate::sealed::{CenterKeys, Sealed};

const REASON: usize = 500;
/// Somebody who was not invited has no name here yet.
const NOT_YET_NAMED: &str = "";

/// One person's place, for those who run the group.
#[derive(Debug, Clone)]
pub struct Entry {
    pub group_id: GroupId,
    pub person: Person,
    pub state: MembershipState,
    /// What they said when they asked.
    pub words: Option<String>,
    pub waiting_since: Option<Timestamp>,
    pub offered_until: Option<Timestamp>,
    pub joined_at: Option<Timestamp>,
    pub paused_until: Option<Timestamp>,
    pub agreement_version: Option<i32>,
    /// The day of the last meeting they came to, on the group's clock.
    pub last_came: Option<Date>,
    /// Meetings they were expected in and did not come to, since then.
    pub missed: i64,
    /// What they want the group to do about it.
    pub when_quiet: WhenQuiet,
    pub removal_reason: Option<String>,
    /// Where a page continues.
    pub at: Timestamp,
    pub id: MembershipId,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    group_id: Uuid,
    member_id: Uuid,
    alias: Option<Sealed>,
    pronouns: Option<Sealed>,
    state: String,
    words: Option<Sealed>,
    waiting_since: Option<At>,
    offered_until: Option<At>,
    joined_at: Option<At>,
    paused_until: Option<At>,
    agreement_version: Option<i32>,
    last_came: Option<Wall>,
    missed: i64,
    when_quiet: String,
    removal_reason: Option<Sealed>,
    at: At,
}

impl Row {
    fn open(self, tx: &CenterTx, keys: &CenterKeys) -> Outcome<Entry> {
        let id = self.id;
        let open = |place, sealed: Option<Sealed>| sealed.map(|sealed| keys.open(place, id, &sealed)).transpose();
        Ok(Entry {
            group_id: GroupId(self.group_id),
            person: Person {
                id: PersonId::Member(MembershipId(id)),
                alias: open(ALIAS, self.alias)?.unwrap_or_else(|| NOT_YET_NAMED.to_owned()),
                pronouns: open(PRONOUNS, self.pronouns)?,
                me: tx.actor().member_id() == Some(MemberId(self.member_id)),
            },
            state: MembershipState::stored(&self.state)?,
            words: open(WORDS, self.words)?,
            waiting_since: self.waiting_since.map(|at| at.0),
            offered_until: self.offered_until.map(|at| at.0),
            joined_at: self.joined_at.map(|at| at.0),
            paused_until: self.paused_until.map(|at| at.0),
            agreement_version: self.agreement_version,
            last_came: self.last_came.map(|wall| wall.0.date()),
            missed: self.missed,
            when_quiet: WhenQuiet::stored(&self.when_quiet)?,
            removal_reason: open(REMOVAL_REASON, self.removal_reason)?,
            at: self.at.0,
            id: MembershipId(id),
        })
    }
}

/// `$me` is the viewer. Whoever does not hold the room (an admin) sees days: the audit has the moments, beside names.
macro_rules! entry_sql {
    ($me:literal, $rest:literal) => {
        concat!(
            "select p.id, p.group_id, p.member_id, p.alias, p.pronouns, p.state, p.words, p.paused_until, p.agreement_version,
               p.when_quiet, p.removal_reason, o.at,
               case when h.holds then p.waiting_since else date_trunc('day', p.waiting_since, z.zone) end as waiting_since,
               case when h.holds then p.offered_until else date_trunc('day', p.offered_until, z.zone) end as offered_until,
               case when h.holds then p.joined_at else date_trunc('day', p.joined_at, z.zone) end as joined_at,
               (select max(w.local_start) from cairn.attendance a
                join cairn.meetings w on w.center_id = $1 and w.id = a.meeting_id
                where a.center_id = $1 and a.membership_id = p.id and a.status in ('present', 'late', 'left_early')) as last_came,
               (select count(*) from cairn.attendance a
                join cairn.meetings w on w.center_id = $1 and w.id = a.meeting_id
                where a.center_id = $1 and a.membership_id = p.id and a.status = 'absent' and not exists (
                  select from cairn.attendance b join cairn.meetings v on v.center_id = $1 and v.id = b.meeting_id
                  where b.center_id = $1 and b.membership_id = p.id and b.status in ('present', 'late', 'left_early')
                    and v.starts_at > w.starts_at)) as missed
             from cairn.memberships p
             join directory.centers z on z.id = $1
             cross join lateral (
               select exists (select from cairn.group_facilitators f
                              where f.center_id = $1 and f.group_id = p.group_id and f.until is null and f.member_id = ",
            $me,
            ") as holds) h
             cross join lateral (
               select case when h.holds then s.at else date_trunc('day', s.at, z.zone) end as at
               from (select coalesce(p.waiting_since, p.joined_at, p.created_at) as at) s) o
             where p.center_id = $1 ",
            $rest
        )
    };
}

const OF_GROUP: &str =
    entry_sql!("$7", "and p.group_id = $2 and p.state = $3 and (o.at, p.id) > ($4, $5) order by o.at, p.id limit $6");
const ONE: &str = entry_sql!("$3", "and p.id = $2");
/// `$2`: runs any group; `$3` is the viewer.
const ASKING: &str = entry_sql!(
    "$3",
    "and p.state = 'applied'
     and exists (select from cairn.groups g where g.center_id = $1 and g.id = p.group_id and g.state in ('active', 'paused'))
     and ($2 or h.holds) and (o.at, p.id) > ($4, $5) order by o.at, p.id limit $6"
);

/// Who is in a group in one state: those who wait the longest first.
pub async fn list(tx: &CenterTx, group_id: GroupId, state: MembershipState, page: PageRequest) -> Outcome<Page<Entry>> {
    let view = group::find(tx, group_id).await?;
    if !view.can_run {
        return Err(Problem::not_found("groupId").into());
    }
    let (after, after_id) = page.after.map_or((Timestamp::UNIX_EPOCH, Uuid::nil()), |cursor| (cursor.at, cursor.id));
    let of_group =
        [group_id.0.into(), state.name().into(), At(after).into(), after_id.into(), page.limit().into(), me(tx).into()];
    let rows = tx.rows::<Row>(OF_GROUP, of_group).await?;
    let keys = tx.keys().await?;
    let entries: Outcome<Vec<Entry>> = rows.into_iter().map(|row| row.open(tx, &keys)).collect();
    tx.audit(Event::done("group.people", "group", group_id.0).purpose("care"));
    Ok(Page::cut(entries?, &page))
}

/// Who asked to be let in, in all groups that the viewer runs: those who wait the longest first.
pub async fn asking(tx: &CenterTx, page: PageRequest) -> Outcome<Page<Entry>> {
    let account = account(tx)?;
    let facilitating = Standing { place: None, part: Some(FacilitatorPart::Facilitator) };
    if !facilitating.may(account, Action::RunGroup) {
        return Err(Problem::NotAllowed.into());
    }
    let anywhere = Standing::default().may(account, Action::RunGroup);
    let (after, after_id) = page.after.map_or((Timestamp::UNIX_EPOCH, Uuid::nil()), |cursor| (cursor.at, cursor.id));
    let values = [anywhere.into(), me(tx).into(), At(after).into(), after_id.into(), page.limit().into()];
    let rows = tx.rows::<Row>(ASKING, values).await?;
    let keys = tx.keys().await?;
    let entries: Outcome<Vec<Entry>> = rows.into_iter().map(|row| row.open(tx, &keys)).collect();
    let entries = Page::cut(entries?, &page);
    let groups: BTreeSet<Uuid> = entries.items.iter().map(|entry| entry.group_id.0).collect();
    for group in groups {
        tx.audit(Event::done("group.people", "group", group).purpose("care"));
    }
    Ok(entries)
}

/// One entry, after a change of it.
pub(super) async fn entry(tx: &CenterTx, id: MembershipId) -> Outcome<Entry> {
    let row = tx.row::<Row>(ONE, [id.0.into(), me(tx).into()]).await?.ok_or_else(|| Problem::not_found("membershipId"))?;
    row.open(tx, &*tx.keys().await?)
}

/// The place, if the actor runs its group.
async fn runnable(tx: &CenterTx, id: MembershipId) -> Outcome<(GroupView, PlaceOf)> {
    let (view, place) = locked_place(tx, id).await?;
    if !view.can_run {
        return Err(Problem::not_found("membershipId").into());
    }
    tx.writable()?;
    Ok((view, place))
}

/// Lets somebody in who asked, or says no: they are told, and may ask again.
pub async fn answer(tx: &CenterTx, id: MembershipId, let_in: bool) -> Outcome<Entry> {
    let (view, place) = runnable(tx, id).await?;
    if place.state != MembershipState::Applied {
        return Err(Problem::invalid("membershipId", "membership_state").into());
    }
    let to = match (let_in, view.group.full()) {
        (false, _) => MembershipState::Left,
        // Somebody else there is called so. They are let in, and choose another name when they come.
        (true, _) if !hashes::claim(tx, &place).await? => MembershipState::Invited,
        (true, false) => MembershipState::Active,
        (true, true) => MembershipState::Waitlisted,
    };
    move_place(tx, &place, to).await?;
    if to == MembershipState::Left {
        say_why(tx, id, LeftBecause::NotNow).await?;
    }
    notifications::place_news(tx, &[id]).await?;
    entry(tx, id).await
}

fn reason(text: &str) -> Outcome<Option<String>> {
    let text = fields::paragraphs(text, "reason", REASON)?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// Keeps somebody away for a while, without taking their place.
pub async fn pause(tx: &CenterTx, id: MembershipId, until: Option<Timestamp>) -> Outcome<Entry> {
    let (_, place) = runnable(tx, id).await?;
    if until.is_some_and(|until| until <= tx.now()) {
        return Err(Problem::invalid("until", "in_the_past").into());
    }
    move_place(tx, &place, MembershipState::Paused).await?;
    tx.run(
        "update cairn.memberships set paused_until = $3 where center_id = $1 and id = $2",
        [id.0.into(), until.map(At).into()],
    )
    .await?;
    if let Some(until) = until {
        upkeep::come_back(tx, place.group_id, At(until));
    }
    notifications::place_news(tx, &[id]).await?;
    entry(tx, id).await
}

/// Takes somebody out, of the group or of its line, with a reason they are told; they may appeal once. Their place goes to
/// the next in line. An invitation that nobody answered is simply taken back.
pub async fn remove(tx: &CenterTx, id: MembershipId, text: &str) -> Outcome<Entry> {
    let (_, place) = runnable(tx, id).await?;
    if place.state == MembershipState::Invited {
        move_place(tx, &place, MembershipState::Left).await?;
        return entry(tx, id).await;
    }
    let reason = reason(text)?.ok_or_else(|| Problem::invalid("reason", "required"))?;
    move_place(tx, &place, MembershipState::Removed).await?;
    let sealed = tx.seal(REMOVAL_REASON, id.0, &reason).await?;
    tx.run(
        "update cairn.memberships set removal_reason = $3, removed_by = $4, appeal = null, appealed_at = null
         where center_id = $1 and id = $2",
        [id.0.into(), sealed.into(), me(tx).into()],
    )
    .await?;
    offer_places(tx, place.group_id).await?;
    notifications::place_news(tx, &[id]).await?;
    entry(tx, id).await
}

/// Ends a pause, or takes a removal back.
pub async fn restore(tx: &CenterTx, id: MembershipId) -> Outcome<Entry> {
    let (view, place) = runnable(tx, id).await?;
    if !matches!(place.state, MembershipState::Paused | MembershipState::Removed) {
        return Err(Problem::invalid("membershipId", "membership_state").into());
    }
    if place.state == MembershipState::Removed && view.group.full() {
        return Err(Problem::invalid("membershipId", "group_full").into());
    }
    moderate::restoring(tx, &place).await?;
    // Meanwhile somebody may have taken the name.
    if place.state == MembershipState::Removed && !hashes::claim(tx, &place).await? {
        return Err(Problem::invalid("membershipId", "alias_taken").into());
    }
    move_place(tx, &place, MembershipState::Active).await?;
    notifications::place_news(tx, &[id]).await?;
    entry(tx, id).await
}

/// An appeal was turned down: told as news of their place, which shows it.
pub(super) async fn stands(tx: &CenterTx, id: MembershipId) -> Outcome<()> {
    tx.run("update cairn.memberships set version = version + 1 where center_id = $1 and id = $2", [id.0.into()]).await?;
    notifications::place_news(tx, &[id]).await
}

/// Asks to be let in again after a removal, once.
pub async fn appeal(tx: &CenterTx, id: MembershipId, words: &str) -> Outcome<GroupView> {
    let (_, place) = locked_place(tx, id).await?;
    if tx.actor().member_id() != Some(place.member_id) || place.state != MembershipState::Removed {
        return Err(Problem::not_found("membershipId").into());
    }
    tx.writable()?;
    let words = fields::paragraphs(words, "words", REASON)?;
    if words.is_empty() {
        return Err(Problem::invalid("words", "required").into());
    }
    let sealed = tx.seal(APPEAL, id.0, &words).await?;
    let written = tx
        .run(
            "update cairn.memberships set appeal = $3, appealed_at = $4 where center_id = $1 and id = $2 and appealed_at is null",
            [id.0.into(), sealed.into(), tx.at().into()],
        )
        .await?;
    if written == 0 {
        return Err(Problem::invalid("membershipId", "appeal_once").into());
    }
    moderate::appealed(tx, &place).await?;
    tx.audit(Event::done("group.appeal", OBJECT, id.0).about(place.member_id).purpose("own_data"));
    group::find(tx, place.group_id).await
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct InviteToGroup {
    #[serde(skip)]
    pub key: Uuid,
    pub group_id: GroupId,
    pub client_id: MemberId,
}

/// Opens a group's door for a client: they choose whether to come, and under which name. The group learns nothing
/// until they do.
pub async fn invite(tx: &CenterTx, input: InviteToGroup) -> Outcome<GroupView> {
    let account = account(tx)?;
    let care::Ties { assigned, mentors } = care::ties(tx, account.member_id, input.client_id).await?;
    if !policy::allows(&account.roles, Action::InviteToGroup, Target { assigned, mentors, ..Target::NONE }) {
        return Err(Problem::not_found("clientId").into());
    }
    tx.writable()?;
    let view = group::locked(tx, input.group_id, "groupId").await?;
    if view.group.state == GroupState::Closed {
        return Err(Problem::invalid("groupId", "group_not_open").into());
    }
    let card = members::cards(tx, &[input.client_id]).await?.remove(&input.client_id);
    if !card.is_some_and(|card| card.roles.contains(&Role::Client)) {
        return Err(Problem::not_found("clientId").into());
    }
    let id = MembershipId(tx.ids().person());
    if let Claim::Repeated(_) = idempotency::claim(tx, input.key, "group.invite", &input, id.0).await? {
        return Ok(view);
    }
    tx.run(
        "insert into cairn.memberships as p (center_id, id, group_id, member_id, state, invited_by, created_at)
         values ($1, $2, $3, $4, 'invited', $5, $6)
         on conflict (center_id, group_id, member_id) do update set state = 'invited', invited_by = excluded.invited_by,
           alias = null, alias_hash = null, ended_at = null, left_because = null, offers_missed = 0, version = p.version + 1
           where p.state = 'left'",
        [id.0.into(), input.group_id.0.into(), input.client_id.0.into(), me(tx).into(), tx.at().into()],
    )
    .await?;
    if let Some(place) = tx
        .row::<Id>(
            "select id from cairn.memberships where center_id = $1 and group_id = $2 and member_id = $3 and state = 'invited'",
            [input.group_id.0.into(), input.client_id.0.into()],
        )
        .await?
    {
        notifications::place_news(tx, &[MembershipId(place.id)]).await?;
    }
    tx.audit(Event::done("group.invite", "group", input.group_id.0).about(input.client_id).purpose("care"));
    group::find(tx, input.group_id).await
}

/// Who somebody is behind their alias, when a life or the group's safety asks for it: a fresh proof, a record, a
/// purpose. Nobody who only facilitates can do this.
pub async fn reveal(tx: &CenterTx, id: MembershipId) -> Outcome<MemberCard> {
    let account = account(tx)?;
    if !policy::allows(&account.roles, Action::RevealMember, Target::NONE) {
        return Err(Problem::not_found("membershipId").into());
    }
    require_fresh(tx)?;
    let (_, place) = locked_place(tx, id).await?;
    let card = members::cards(tx, &[place.member_id]).await?.remove(&place.member_id);
    tx.audit(Event::done("group.reveal_member", OBJECT, id.0).about(place.member_id).purpose("emergency"));
    card.ok_or_else(|| Problem::not_found("membershipId").into())
}
