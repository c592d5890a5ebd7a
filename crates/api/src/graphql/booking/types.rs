//! Kinds of sessions.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use cairn_domain::ids::SessionTypeId;
use cairn_domain::sessions::kinds as domain;

use super::{BookedBy, ColorKey, change};
use crate::graphql::context::{self, RequestContext, id, key, wire};
use crate::graphql::problems::Problem;
use crate::graphql::sessions::SessionPlace;

/// How long, where, and who may book it.
#[derive(Clone)]
pub struct SessionType(domain::SessionType);

#[Object]
impl SessionType {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn name(&self) -> &str {
        &self.0.name
    }
    async fn minutes(&self) -> i32 {
        self.0.minutes
    }
    async fn places(&self) -> Vec<SessionPlace> {
        self.0.places.iter().map(|place| (*place).into()).collect()
    }
    async fn booked_by(&self) -> Vec<BookedBy> {
        self.0.booked_by.iter().map(|by| (*by).into()).collect()
    }
    /// Clients ask for it (`askForSession`), and somebody says yes.
    async fn needs_approval(&self) -> bool {
        self.0.needs_approval
    }
    /// Minutes, instead of the counselor's own; null: as the counselor says.
    async fn buffer_before(&self) -> Option<i32> {
        self.0.buffer_before
    }
    async fn buffer_after(&self) -> Option<i32> {
        self.0.buffer_after
    }
    async fn color(&self) -> ColorKey {
        self.0.color.into()
    }
    /// Can be booked. Those that cannot any more stay with their sessions.
    async fn active(&self) -> bool {
        self.0.active
    }
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Kinds by id, batched: one statement for all that a request names.
pub struct SessionTypeLoader(pub Arc<RequestContext>);

impl Loader<SessionTypeId> for SessionTypeLoader {
    type Value = SessionType;
    type Error = Error;

    async fn load(&self, ids: &[SessionTypeId]) -> Result<HashMap<SessionTypeId, SessionType>, Error> {
        let tx = self.0.tx().await?;
        let found = self.0.answer(domain::find_many(&tx, ids).await)?;
        Ok(found.into_iter().map(|kind| (kind.id, SessionType(kind))).collect())
    }
}

pub async fn load(ctx: &Context<'_>, id: SessionTypeId) -> async_graphql::Result<Option<SessionType>> {
    ctx.data::<DataLoader<SessionTypeLoader>>()?.load_one(id).await
}

#[derive(Default)]
pub struct TypesQuery;

#[Object]
impl TypesQuery {
    /// Kinds that can be booked here, the shortest first; for clients, those they may book or ask for. None: the length is
    /// enough. `all`: for staff, those that cannot be booked any more too.
    async fn session_types(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = false)] all: bool,
    ) -> async_graphql::Result<Vec<SessionType>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        Ok(request.answer(domain::list(&tx, all).await)?.into_iter().map(SessionType).collect())
    }
}

#[derive(InputObject)]
pub struct SessionTypeDetailsInput {
    name: String,
    /// 10 to 180, in steps of 5.
    minutes: i32,
    places: Vec<SessionPlace>,
    booked_by: Vec<BookedBy>,
    needs_approval: bool,
    buffer_before: Option<i32>,
    buffer_after: Option<i32>,
    color: ColorKey,
}

impl From<SessionTypeDetailsInput> for domain::SessionTypeDetails {
    fn from(input: SessionTypeDetailsInput) -> Self {
        Self {
            name: input.name,
            minutes: input.minutes,
            places: input.places.into_iter().map(Into::into).collect(),
            booked_by: input.booked_by.into_iter().map(Into::into).collect(),
            needs_approval: input.needs_approval,
            buffer_before: input.buffer_before,
            buffer_after: input.buffer_after,
            color: input.color.into(),
        }
    }
}

#[derive(InputObject)]
pub struct CreateSessionTypeInput {
    client_mutation_id: String,
    details: SessionTypeDetailsInput,
}

#[derive(InputObject)]
pub struct UpdateSessionTypeInput {
    session_type_id: ID,
    /// The version that was looked at.
    version: i32,
    details: SessionTypeDetailsInput,
    /// What is booked stays as it is; nothing new is.
    active: bool,
}

#[derive(SimpleObject)]
pub struct SessionTypePayload {
    session_type: Option<SessionType>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct TypesMutation;

#[Object]
impl TypesMutation {
    async fn create_session_type(
        &self,
        ctx: &Context<'_>,
        input: CreateSessionTypeInput,
    ) -> async_graphql::Result<SessionTypePayload> {
        let (kind, problems) =
            change(ctx, async |tx| domain::create(tx, key(&input.client_mutation_id)?, input.details.into()).await).await?;
        Ok(SessionTypePayload { session_type: kind.map(SessionType), problems })
    }

    async fn update_session_type(
        &self,
        ctx: &Context<'_>,
        input: UpdateSessionTypeInput,
    ) -> async_graphql::Result<SessionTypePayload> {
        let (kind, problems) = change(ctx, async |tx| {
            let update = domain::UpdateSessionType {
                id: id(&input.session_type_id, "sessionTypeId")?,
                version: input.version,
                details: input.details.into(),
                active: input.active,
            };
            domain::update(tx, update).await
        })
        .await?;
        Ok(SessionTypePayload { session_type: kind.map(SessionType), problems })
    }
}
