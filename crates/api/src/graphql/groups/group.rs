//! A peer group: what it is, when it meets, who holds it.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cairn_domain::groups::{self as domain, GroupCursor, GroupView};
use cairn_domain::ids::WireId;
use cairn_domain::paging::PageRequest;

use super::kinds::{AccessFact, GroupAccess, GroupAudience, GroupFormat, GroupPathway, GroupState, MeetingMode, into};
use super::loaders::{AgreementLoader, BreakLoader, HolderLoader, NextMeetings, NextMeetingsLoader, PlaceLoader, SeriesLoader};
use super::meeting::Meeting;
use super::place::Membership;
use super::settings::GroupSettings;
use crate::connection;
use crate::graphql::availability::Weekday;
use crate::graphql::context::{self, wire};
use crate::graphql::scalars::{DateTime, LocalDate, LocalDateTime, TimeZone};

/// Somebody as a group knows them: a name of their own choice.
#[derive(SimpleObject, Clone)]
pub struct GroupPerson {
    /// Means nothing outside this group.
    pub id: ID,
    pub alias: String,
    pub pronouns: Option<String>,
    pub facilitates: bool,
    /// It is the viewer.
    pub me: bool,
}

impl From<domain::Person> for GroupPerson {
    fn from(person: domain::Person) -> Self {
        Self {
            id: ID(person.id.to_wire()),
            facilitates: person.facilitates(),
            alias: person.alias,
            pronouns: person.pronouns,
            me: person.me,
        }
    }
}

/// How many have a place, as a range: an exact number would tell who came and went.
#[derive(SimpleObject, Clone, Copy)]
pub struct GroupSize {
    least: i32,
    most: i32,
}

impl GroupSize {
    pub(in crate::graphql) fn of(taken: i64) -> Self {
        let (least, most) = match taken {
            ..=4 => (1, 4),
            5..=8 => (5, 8),
            9..=12 => (8, 12),
            13..=20 => (12, 20),
            21..=40 => (20, 40),
            _ => (40, 500),
        };
        Self { least, most }
    }
}

/// What the group agreed to with itself.
#[derive(SimpleObject, Clone)]
pub struct GroupAgreement {
    version: i32,
    lines: Vec<String>,
    adopted_at: DateTime,
}

/// One rule of a group's schedule.
#[derive(SimpleObject, Clone)]
pub struct GroupSeries {
    id: ID,
    /// RFC 5545, for example `FREQ=WEEKLY;BYDAY=TU`; null: once.
    rule: Option<String>,
    zone: TimeZone,
    /// Wall clock in `zone` of the first meeting.
    local_start: LocalDateTime,
    minutes: i32,
    /// No meeting at or after this wall clock.
    ends_before: Option<LocalDateTime>,
}

/// Days without meetings, both included.
#[derive(SimpleObject, Clone)]
pub struct GroupBreak {
    id: ID,
    from: LocalDate,
    until: LocalDate,
    reason: String,
}

/// A peer group of the center.
#[derive(Clone)]
pub struct Group(pub GroupView);

async fn loaded<L, K, V>(ctx: &Context<'_>, key: K) -> async_graphql::Result<Option<V>>
where
    L: async_graphql::dataloader::Loader<K, Value = V, Error = async_graphql::Error>,
    K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
    V: Send + Sync + Clone + 'static,
{
    ctx.data::<DataLoader<L>>()?.load_one(key).await
}

#[Object]
impl Group {
    async fn id(&self) -> ID {
        wire(self.0.group.id)
    }
    async fn name(&self) -> &str {
        &self.0.group.name
    }
    /// Who it is for and how it goes.
    async fn about(&self) -> &str {
        &self.0.group.about
    }
    async fn access(&self) -> GroupAccess {
        self.0.group.access.into()
    }
    async fn format(&self) -> GroupFormat {
        self.0.group.format.into()
    }
    async fn pathways(&self) -> Vec<GroupPathway> {
        into(&self.0.group.pathways)
    }
    async fn audience(&self) -> Vec<GroupAudience> {
        into(&self.0.group.audience)
    }
    /// BCP 47.
    async fn languages(&self) -> &[String] {
        &self.0.group.languages
    }
    async fn accessibility(&self) -> Vec<AccessFact> {
        into(&self.0.group.accessibility)
    }
    async fn mode(&self) -> MeetingMode {
        self.0.group.mode.into()
    }
    async fn state(&self) -> GroupState {
        self.0.group.state.into()
    }
    /// Rises with each change; mutations name the version they saw.
    async fn version(&self) -> i32 {
        self.0.group.version
    }
    /// Places; null: as many as come.
    async fn capacity(&self) -> Option<i32> {
        self.0.group.capacity
    }
    async fn size(&self) -> GroupSize {
        GroupSize::of(self.0.group.taken)
    }
    /// Whoever joins now waits in line.
    async fn full(&self) -> bool {
        self.0.group.full()
    }
    /// Where, for those who take part.
    async fn location(&self) -> Option<&str> {
        self.0.group.location.as_deref()
    }
    /// To call in, for those who take part.
    async fn join_phone(&self) -> Option<&str> {
        self.0.group.join_phone.as_deref()
    }
    /// Members write to each other between meetings.
    async fn chat(&self) -> bool {
        self.0.group.chat
    }
    /// How many days a message is kept.
    async fn chat_days(&self) -> i32 {
        self.0.group.chat_days
    }
    /// Who holds the room, by the names the group knows.
    async fn facilitators(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<GroupPerson>> {
        let holders = loaded::<HolderLoader, _, _>(ctx, self.0.group.id).await?.unwrap_or_default();
        Ok(holders.into_iter().map(GroupPerson::from).collect())
    }
    async fn agreement(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<GroupAgreement>> {
        let agreement = loaded::<AgreementLoader, _, _>(ctx, self.0.group.id).await?;
        Ok(agreement.map(|it| GroupAgreement { version: it.version, lines: it.lines, adopted_at: DateTime(it.adopted_at) }))
    }
    /// Its rhythm, from now on.
    async fn series(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<GroupSeries>> {
        let series = loaded::<SeriesLoader, _, _>(ctx, self.0.group.id).await?.unwrap_or_default();
        let shown = series.into_iter().map(|series| GroupSeries {
            id: wire(series.id),
            rule: series.rule.map(|rule| rule.as_str().to_owned()),
            zone: TimeZone(series.zone),
            local_start: LocalDateTime(series.local_start),
            minutes: series.minutes,
            ends_before: series.ends_before.map(LocalDateTime),
        });
        Ok(shown.collect())
    }
    /// Pauses that are not over.
    async fn breaks(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<GroupBreak>> {
        let breaks = loaded::<BreakLoader, _, _>(ctx, self.0.group.id).await?.unwrap_or_default();
        let shown = breaks.into_iter().map(|pause| GroupBreak {
            id: wire(pause.id),
            from: LocalDate(pause.from),
            until: LocalDate(pause.until),
            reason: pause.reason,
        });
        Ok(shown.collect())
    }
    /// Running now, then the next; 1 to 20.
    #[graphql(complexity = "first.clamp(1, 20) as usize * child_complexity + 1")]
    async fn next_meetings(&self, ctx: &Context<'_>, #[graphql(default = 3)] first: i32) -> async_graphql::Result<Vec<Meeting>> {
        let wanted = NextMeetings { group_id: self.0.group.id, each: first.clamp(1, 20) };
        let next = loaded::<NextMeetingsLoader, _, _>(ctx, wanted).await?.unwrap_or_default();
        Ok(next.into_iter().map(Meeting).collect())
    }
    async fn my_membership(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Membership>> {
        if self.0.standing.place.is_none() {
            return Ok(None);
        }
        Ok(loaded::<PlaceLoader, _, _>(ctx, self.0.group.id).await?.map(Membership))
    }
    /// Whether the viewer holds meetings and lets people in.
    async fn can_run(&self) -> bool {
        self.0.can_run
    }
    /// Whether the viewer is one of those who hold the room.
    async fn can_hold(&self) -> bool {
        self.0.can_hold
    }
    /// Whether the viewer may change what the group is.
    async fn can_manage(&self) -> bool {
        self.0.can_manage
    }
    /// For those who plan the group.
    async fn settings(&self) -> Option<GroupSettings> {
        self.0.can_manage.then(|| GroupSettings::of(&self.0))
    }
}

connection!(GroupConnection, GroupEdge, Group);

/// What is left out or empty does not narrow.
#[derive(InputObject, Default)]
pub struct GroupFilter {
    /// The beginning of any word of the name.
    search: Option<String>,
    formats: Option<Vec<GroupFormat>>,
    /// Following any of these.
    pathways: Option<Vec<GroupPathway>>,
    /// For any of these.
    audience: Option<Vec<GroupAudience>>,
    languages: Option<Vec<String>>,
    modes: Option<Vec<MeetingMode>>,
    /// With all of these.
    accessibility: Option<Vec<AccessFact>>,
    access: Option<GroupAccess>,
    /// Meeting on this day, on the group's clock.
    weekday: Option<Weekday>,
    state: Option<GroupState>,
    /// Only groups in which the viewer has a place or a part.
    mine: Option<bool>,
    /// Made public, or not.
    public: Option<bool>,
}

impl From<GroupFilter> for domain::GroupFilter {
    fn from(filter: GroupFilter) -> Self {
        Self {
            search: filter.search,
            formats: into(&filter.formats.unwrap_or_default()),
            pathways: into(&filter.pathways.unwrap_or_default()),
            audience: into(&filter.audience.unwrap_or_default()),
            languages: filter.languages.unwrap_or_default(),
            modes: into(&filter.modes.unwrap_or_default()),
            accessibility: into(&filter.accessibility.unwrap_or_default()),
            access: filter.access.map(Into::into),
            weekday: filter.weekday.map(|day| i16::from(day.iso())),
            state: filter.state.map(Into::into),
            mine: filter.mine.unwrap_or(false),
            public: filter.public,
        }
    }
}

#[derive(Default)]
pub struct GroupsQuery;

/// Opaque to clients: the id, then the name.
fn encode(view: &GroupView) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}~{}", view.group.id.0, view.group.name))
}

fn decode(text: &str) -> Result<GroupCursor, cairn_domain::Problem> {
    let bad = || cairn_domain::Problem::invalid("after", "cursor");
    let text = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(bad)?;
    let (id, name) = text.split_once('~').ok_or_else(bad)?;
    let id = uuid::Uuid::parse_str(id).map_err(|_| bad())?;
    Ok(GroupCursor { name: name.to_owned(), id })
}

#[Object]
impl GroupsQuery {
    /// Groups by name: those that are open to be looked at; drafts and closed ones for those who run them.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn groups(
        &self,
        ctx: &Context<'_>,
        filter: Option<GroupFilter>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<GroupConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let page = PageRequest { first, after: after.as_deref().map(decode).transpose()? };
            domain::list(&tx, &filter.unwrap_or_default().into(), page).await
        };
        let page = request.answer(outcome.await)?;
        let items = page.items.into_iter().map(|view| (encode(&view), Group(view))).collect();
        Ok(GroupConnection::of(items, page.has_next, after.is_some()))
    }

    async fn group(&self, ctx: &Context<'_>, id: ID) -> async_graphql::Result<Option<Group>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::find(&tx, context::id(&id, "id")?).await };
        Ok(request.answer_or_null(outcome.await)?.map(Group))
    }
}

/// The wire form of a person's id in a group.
pub fn person(wire: &ID, field: &str) -> Result<domain::PersonId, cairn_domain::Problem> {
    domain::PersonId::from_wire(wire).ok_or_else(|| cairn_domain::Problem::not_found(field))
}

/// The id of a member's place, from a person's.
pub fn membership(wire: &ID, field: &str) -> Result<cairn_domain::ids::MembershipId, cairn_domain::Problem> {
    cairn_domain::ids::MembershipId::from_wire(wire).ok_or_else(|| cairn_domain::Problem::not_found(field))
}
