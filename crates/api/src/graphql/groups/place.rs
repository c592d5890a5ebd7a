//! Places in a group: the viewer's own, and, by alias, those that a facilitator looks after.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, Object, SimpleObject};
use cairn_domain::groups::entries::{self, Entry};
use cairn_domain::groups::own_place::{self as domain, OwnMembership};
use cairn_domain::paging::Cursor;

use super::group::{Group, GroupPerson};
use super::kinds::{LeftBecause, MembershipState, WhenQuiet};
use super::loaders::{GroupLoader, UnreadLoader};
use crate::connection;
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, coded, id, wire};
use crate::graphql::scalars::{DateTime, LocalDate};

/// The viewer's own place in a group.
#[derive(Clone)]
pub struct Membership(pub OwnMembership);

#[Object]
impl Membership {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn group(&self, ctx: &Context<'_>) -> async_graphql::Result<Group> {
        let group = ctx.data::<DataLoader<GroupLoader>>()?.load_one(self.0.group_id).await?;
        group.map(Group).ok_or_else(|| coded("not found", "NOT_FOUND"))
    }
    async fn state(&self) -> MembershipState {
        self.0.state.into()
    }
    /// Only of a place that was left: why it came to nothing; null when one went by oneself.
    async fn left_because(&self) -> Option<LeftBecause> {
        self.0.left_because.map(Into::into)
    }
    /// The name one uses there.
    async fn alias(&self) -> Option<&str> {
        self.0.alias.as_deref()
    }
    async fn pronouns(&self) -> Option<&str> {
        self.0.pronouns.as_deref()
    }
    /// First is 1; only while waiting.
    async fn place_in_line(&self) -> Option<i64> {
        self.0.place_in_line
    }
    /// Until when a place is kept: take it, or it goes to the next.
    async fn offered_until(&self) -> Option<DateTime> {
        self.0.offered_until.map(DateTime)
    }
    /// The one that was accepted.
    async fn agreement_version(&self) -> Option<i32> {
        self.0.agreement_version
    }
    /// The group's agreement changed since then.
    async fn must_read_agreement(&self) -> bool {
        self.0.must_read_agreement
    }
    async fn when_quiet(&self) -> WhenQuiet {
        self.0.when_quiet.into()
    }
    /// Whether mail reminds of its meetings.
    async fn reminders(&self) -> bool {
        self.0.reminders
    }
    async fn joined_at(&self) -> Option<DateTime> {
        self.0.joined_at.map(DateTime)
    }
    async fn paused_until(&self) -> Option<DateTime> {
        self.0.paused_until.map(DateTime)
    }
    /// Why one was taken out.
    async fn removal_reason(&self) -> Option<&str> {
        self.0.removal_reason.as_deref()
    }
    async fn can_appeal(&self) -> bool {
        self.0.can_appeal
    }
    /// One asked to come back, and the removal stands.
    async fn appeal_declined(&self) -> bool {
        self.0.appeal_declined
    }
    /// Messages of its chat that wait to be read; 100 stands for any more.
    async fn unread(&self, ctx: &Context<'_>) -> async_graphql::Result<i32> {
        let waiting = ctx.data::<DataLoader<UnreadLoader>>()?.load_one(self.0.group_id).await?;
        Ok(i32::try_from(waiting.unwrap_or(0)).unwrap_or(i32::MAX))
    }
}

/// Somebody's place, for those who run the group.
#[derive(SimpleObject, Clone)]
pub struct GroupEntry {
    /// Somebody who was invited and has not come has no alias yet.
    person: GroupPerson,
    state: MembershipState,
    /// What they said when they asked.
    words: Option<String>,
    waiting_since: Option<DateTime>,
    offered_until: Option<DateTime>,
    joined_at: Option<DateTime>,
    paused_until: Option<DateTime>,
    agreement_version: Option<i32>,
    /// The day of the last meeting they came to.
    last_came: Option<LocalDate>,
    /// Meetings they missed since then, one after the other.
    missed: i64,
    /// What they want the group to do about that.
    when_quiet: WhenQuiet,
    removal_reason: Option<String>,
}

impl From<Entry> for GroupEntry {
    fn from(entry: Entry) -> Self {
        Self {
            person: entry.person.into(),
            state: entry.state.into(),
            words: entry.words,
            waiting_since: entry.waiting_since.map(DateTime),
            offered_until: entry.offered_until.map(DateTime),
            joined_at: entry.joined_at.map(DateTime),
            paused_until: entry.paused_until.map(DateTime),
            agreement_version: entry.agreement_version,
            last_came: entry.last_came.map(LocalDate),
            missed: entry.missed,
            when_quiet: entry.when_quiet.into(),
            removal_reason: entry.removal_reason,
        }
    }
}

connection!(GroupEntryConnection, GroupEntryEdge, GroupEntry);

/// Somebody at the door of a group.
#[derive(Clone)]
pub struct JoinRequest(Entry);

#[Object]
impl JoinRequest {
    async fn group(&self, ctx: &Context<'_>) -> async_graphql::Result<Group> {
        let group = ctx.data::<DataLoader<GroupLoader>>()?.load_one(self.0.group_id).await?;
        group.map(Group).ok_or_else(|| coded("not found", "NOT_FOUND"))
    }
    async fn entry(&self) -> GroupEntry {
        self.0.clone().into()
    }
}

connection!(JoinRequestConnection, JoinRequestEdge, JoinRequest);

fn cursor(entry: &Entry) -> String {
    encode_cursor(Cursor { at: entry.at, id: entry.id.0 })
}

#[derive(Default)]
pub struct PlacesQuery;

#[Object]
impl PlacesQuery {
    /// The viewer's places in groups; with `ended`, also those that are over.
    async fn my_memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = false)] ended: bool,
    ) -> async_graphql::Result<Vec<Membership>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let places = request.answer(domain::own(&tx, None, ended).await)?;
        Ok(places.into_iter().map(Membership).collect())
    }

    /// The people of a group in one state, by alias, the longest waiting first; for those who run it.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn group_people(
        &self,
        ctx: &Context<'_>,
        group_id: ID,
        #[graphql(default_with = "MembershipState::Active")] state: MembershipState,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<GroupEntryConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let page = page_request(first, after.as_deref())?;
            entries::list(&tx, id(&group_id, "groupId")?, state.into(), page).await
        };
        let page = request.answer(outcome.await)?;
        let items = page.items.into_iter().map(|entry| (cursor(&entry), GroupEntry::from(entry))).collect();
        Ok(GroupEntryConnection::of(items, page.has_next, after.is_some()))
    }

    /// Who asked to be let in, in all groups that the viewer runs, the longest waiting first.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn join_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<JoinRequestConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { entries::asking(&tx, page_request(first, after.as_deref())?).await };
        let page = request.answer(outcome.await)?;
        let items = page.items.into_iter().map(|entry| (cursor(&entry), JoinRequest(entry))).collect();
        Ok(JoinRequestConnection::of(items, page.has_next, after.is_some()))
    }
}
