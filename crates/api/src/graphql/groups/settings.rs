//! A group as those who plan it see it.

use async_graphql::{ComplexObject, Context, SimpleObject};
use cairn_domain::groups::{self as domain, GroupView};

use super::kinds::FacilitatorPart;
use crate::graphql::context;
use crate::graphql::members::Member;
use crate::graphql::problems::{self, Problem};

/// A facilitator, for those who plan the group: staff are known to staff.
#[derive(SimpleObject, Clone)]
pub struct GroupFacilitator {
    member: Member,
    /// How the group knows them.
    alias: String,
    part: FacilitatorPart,
    /// Hours between two meetings held, at least.
    rest_hours: i32,
}

/// What only those who plan the group see.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct GroupSettings {
    join_url: Option<String>,
    /// It stands in the center's public feed, with exactly the facts that follow.
    public: bool,
    public_slug: Option<String>,
    public_address: Option<String>,
    public_url: Option<String>,
    public_notes: Option<String>,
    /// A link into the meeting for everybody; null: members only.
    public_conference_url: Option<String>,
    public_conference_phone: Option<String>,
    #[graphql(skip)]
    view: GroupView,
}

impl GroupSettings {
    /// The caller has looked whether the viewer plans the group.
    pub(super) fn of(view: &GroupView) -> Self {
        let group = &view.group;
        Self {
            view: view.clone(),
            join_url: group.join_url.clone(),
            public: group.listing.public,
            public_slug: group.listing.slug.clone(),
            public_address: group.listing.address.clone(),
            public_url: group.listing.url.clone(),
            public_notes: group.listing.notes.clone(),
            public_conference_url: group.listing.conference_url.clone(),
            public_conference_phone: group.listing.conference_phone.clone(),
        }
    }
}

#[ComplexObject]
impl GroupSettings {
    async fn facilitators(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<GroupFacilitator>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let facilitators = request.answer(domain::facilitators::facilitators(&tx, &self.view).await)?;
        let shown = facilitators.into_iter().map(|one| GroupFacilitator {
            member: Member::from(one.member),
            alias: one.alias,
            part: one.part.into(),
            rest_hours: one.rest_hours,
        });
        Ok(shown.collect())
    }

    /// Why a public group is not in the feed; null: it is, or is not public.
    async fn feed_problem(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Problem>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let problem = request.answer(domain::feed::problem(&tx, &self.view).await)?;
        let locale = request.locale().await;
        Ok(problem.map(|problem| problems::tell(&problem, locale)))
    }
}
