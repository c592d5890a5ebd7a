//! Making groups, planning when they meet, who holds them.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::groups::agreements;
use cairn_domain::groups::facilitators::{self, SetFacilitator};
use cairn_domain::groups::schedule::{self, AddBreak, SetSchedule};
use cairn_domain::groups::{self as domain, CreateGroup, GroupDetails, GroupView, Listing, UpdateGroup};
use cairn_domain::{CenterTx, Outcome};

use super::group::Group;
use super::kinds::{
    AccessFact, FacilitatorPart, GroupAccess, GroupAudience, GroupFormat, GroupPathway, GroupState, MeetingMode, into,
};
use crate::graphql::context::{self, id, key};
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{LocalDate, LocalDateTime, TimeZone};

/// What a group is, whole.
#[derive(InputObject)]
pub struct GroupDetailsInput {
    name: String,
    /// Who it is for and how it goes.
    #[graphql(default)]
    about: String,
    access: GroupAccess,
    format: GroupFormat,
    #[graphql(default)]
    pathways: Vec<GroupPathway>,
    #[graphql(default)]
    audience: Vec<GroupAudience>,
    /// BCP 47; 1 to 5.
    languages: Vec<String>,
    #[graphql(default)]
    accessibility: Vec<AccessFact>,
    mode: MeetingMode,
    /// 2 to 500; null: as many as come.
    capacity: Option<i32>,
    location: Option<String>,
    /// `https`
    join_url: Option<String>,
    join_phone: Option<String>,
    #[graphql(default = true)]
    chat: bool,
    /// Days a message is kept, 1 to the center's `chatDaysAtMost`; null: `chatDaysDefault` in a new group, else as before.
    chat_days: Option<i32>,
}

impl From<GroupDetailsInput> for GroupDetails {
    fn from(input: GroupDetailsInput) -> Self {
        Self {
            name: input.name,
            about: input.about,
            access: input.access.into(),
            format: input.format.into(),
            pathways: into(&input.pathways),
            audience: into(&input.audience),
            languages: input.languages,
            accessibility: into(&input.accessibility),
            mode: input.mode.into(),
            capacity: input.capacity,
            location: input.location,
            join_url: input.join_url,
            join_phone: input.join_phone,
            chat: input.chat,
            chat_days: input.chat_days,
        }
    }
}

#[derive(InputObject)]
pub struct CreateGroupInput {
    /// A UUID made when the form opened: a retry creates once.
    client_mutation_id: String,
    details: GroupDetailsInput,
    /// What the group agrees to with itself; empty: the stock words, in the group's first language.
    #[graphql(default)]
    agreement: Vec<String>,
}

/// What of a group stands in the center's public feed, and nothing else of it.
#[derive(InputObject)]
pub struct GroupListingInput {
    public: bool,
    /// Lower case letters, digits and hyphens.
    slug: Option<String>,
    /// In person: street, city, state. Online: only the area, for example `Portland, ME, USA`.
    address: Option<String>,
    url: Option<String>,
    notes: Option<String>,
    /// Opens the meeting, for everybody; a hybrid group without it is listed by its address only.
    conference_url: Option<String>,
    conference_phone: Option<String>,
}

#[derive(InputObject)]
pub struct UpdateGroupInput {
    group_id: ID,
    /// The version that was looked at.
    version: i32,
    details: GroupDetailsInput,
    /// Left out: as before.
    listing: Option<GroupListingInput>,
}

#[derive(InputObject)]
pub struct SetGroupStateInput {
    group_id: ID,
    version: i32,
    state: GroupState,
}

/// When a group meets from now on, or, with `from`, this and following.
#[derive(InputObject)]
pub struct SetGroupScheduleInput {
    group_id: ID,
    version: i32,
    /// RFC 5545, for example `FREQ=WEEKLY;BYDAY=TU`; null: once.
    rule: Option<String>,
    /// Wall clock in `zone`.
    local_start: LocalDateTime,
    zone: TimeZone,
    /// 10 to 480
    minutes: i32,
    /// What was planned before this wall clock stays.
    from: Option<LocalDateTime>,
}

#[derive(InputObject)]
pub struct AddGroupBreakInput {
    group_id: ID,
    from: LocalDate,
    /// Included.
    until: LocalDate,
    #[graphql(default)]
    reason: String,
}

#[derive(InputObject)]
pub struct AdoptGroupAgreementInput {
    group_id: ID,
    /// Of the group.
    version: i32,
    lines: Vec<String>,
}

#[derive(InputObject)]
pub struct SetGroupFacilitatorInput {
    group_id: ID,
    member_id: ID,
    /// How the group knows them.
    alias: String,
    part: FacilitatorPart,
    /// Hours between two meetings held, at least.
    #[graphql(default = 0)]
    rest_hours: i32,
}

#[derive(SimpleObject)]
pub struct GroupPayload {
    group: Option<Group>,
    problems: Vec<Problem>,
}

/// Runs a change of a group and answers with it.
async fn changed<F>(ctx: &Context<'_>, change: F) -> async_graphql::Result<GroupPayload>
where
    F: AsyncFnOnce(&CenterTx) -> Outcome<GroupView>,
{
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = change(&tx).await;
    let (group, problems) = request.settle(tx, outcome).await?;
    Ok(GroupPayload { group: group.map(Group), problems })
}

#[derive(Default)]
pub struct GroupsMutation;

#[Object]
impl GroupsMutation {
    /// A draft: members see it once it is active.
    async fn create_group(&self, ctx: &Context<'_>, input: CreateGroupInput) -> async_graphql::Result<GroupPayload> {
        changed(ctx, async |tx| {
            let create =
                CreateGroup { key: key(&input.client_mutation_id)?, details: input.details.into(), agreement: input.agreement };
            domain::create(tx, create).await
        })
        .await
    }

    async fn update_group(&self, ctx: &Context<'_>, input: UpdateGroupInput) -> async_graphql::Result<GroupPayload> {
        changed(ctx, async |tx| {
            let listing = input.listing.map(|listing| Listing {
                public: listing.public,
                slug: listing.slug,
                address: listing.address,
                url: listing.url,
                notes: listing.notes,
                conference_url: listing.conference_url,
                conference_phone: listing.conference_phone,
            });
            let group_id = id(&input.group_id, "groupId")?;
            domain::update(tx, UpdateGroup { group_id, version: input.version, details: input.details.into(), listing }).await
        })
        .await
    }

    /// Opens, pauses, closes.
    async fn set_group_state(&self, ctx: &Context<'_>, input: SetGroupStateInput) -> async_graphql::Result<GroupPayload> {
        changed(ctx, async |tx| domain::set_state(tx, id(&input.group_id, "groupId")?, input.version, input.state.into()).await)
            .await
    }

    /// Meetings that were changed by hand stay as people were told.
    async fn set_group_schedule(&self, ctx: &Context<'_>, input: SetGroupScheduleInput) -> async_graphql::Result<GroupPayload> {
        changed(ctx, async |tx| {
            let plan = SetSchedule {
                group_id: id(&input.group_id, "groupId")?,
                version: input.version,
                rule: input.rule,
                local_start: input.local_start.0,
                zone: input.zone.0,
                minutes: input.minutes,
                from: input.from.map(|from| from.0),
            };
            schedule::set(tx, plan).await
        })
        .await
    }

    /// Days without meetings.
    async fn add_group_break(&self, ctx: &Context<'_>, input: AddGroupBreakInput) -> async_graphql::Result<GroupPayload> {
        changed(ctx, async |tx| {
            let group_id = id(&input.group_id, "groupId")?;
            schedule::add_break(tx, AddBreak { group_id, from: input.from.0, until: input.until.0, reason: input.reason }).await
        })
        .await
    }

    async fn remove_group_break(&self, ctx: &Context<'_>, group_break_id: ID) -> async_graphql::Result<GroupPayload> {
        changed(ctx, async |tx| schedule::remove_break(tx, id(&group_break_id, "groupBreakId")?).await).await
    }

    /// New words, by group conscience; members read them before they come in again.
    async fn adopt_group_agreement(
        &self,
        ctx: &Context<'_>,
        input: AdoptGroupAgreementInput,
    ) -> async_graphql::Result<GroupPayload> {
        changed(ctx, async |tx| agreements::adopt(tx, id(&input.group_id, "groupId")?, input.version, &input.lines).await).await
    }

    async fn set_group_facilitator(
        &self,
        ctx: &Context<'_>,
        input: SetGroupFacilitatorInput,
    ) -> async_graphql::Result<GroupPayload> {
        changed(ctx, async |tx| {
            let set = SetFacilitator {
                group_id: id(&input.group_id, "groupId")?,
                member_id: id(&input.member_id, "memberId")?,
                alias: input.alias,
                part: input.part.into(),
                rest_hours: input.rest_hours,
            };
            facilitators::set_facilitator(tx, set).await
        })
        .await
    }

    async fn end_group_facilitator(&self, ctx: &Context<'_>, group_id: ID, member_id: ID) -> async_graphql::Result<GroupPayload> {
        changed(ctx, async |tx| facilitators::end_facilitator(tx, id(&group_id, "groupId")?, id(&member_id, "memberId")?).await)
            .await
    }
}
