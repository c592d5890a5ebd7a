//! How clients want to be reached, wherever somebody is about to call them; and whose page the viewer may open.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::{Context, Error, ID, InputObject, Object, Request, SimpleObject};
use cairn_domain::ids::MemberId;
use cairn_domain::members as domain;

use super::context::{self, RequestContext};
use super::problems::Problem;

/// Rules by client: one statement for a whole list.
struct RuleLoader(Arc<RequestContext>);

impl Loader<MemberId> for RuleLoader {
    type Value = String;
    type Error = Error;

    async fn load(&self, ids: &[MemberId]) -> Result<HashMap<MemberId, String>, Error> {
        let tx = self.0.tx().await?;
        self.0.answer(domain::contact_rules(&tx, ids).await)
    }
}

/// Clients whose page opens for the viewer.
struct OpensLoader(Arc<RequestContext>);

impl Loader<MemberId> for OpensLoader {
    type Value = ();
    type Error = Error;

    async fn load(&self, ids: &[MemberId]) -> Result<HashMap<MemberId, ()>, Error> {
        let tx = self.0.tx().await?;
        let opened = self.0.answer(domain::opened(&tx, ids).await)?;
        Ok(opened.into_iter().map(|id| (id, ())).collect())
    }
}

pub(super) fn prepare(request: Request, context: &Arc<RequestContext>) -> Request {
    request
        .data(DataLoader::new(RuleLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(OpensLoader(context.clone()), tokio::spawn))
}

pub(super) async fn of(ctx: &Context<'_>, client: MemberId) -> async_graphql::Result<Option<String>> {
    ctx.data::<DataLoader<RuleLoader>>()?.load_one(client).await
}

pub(super) async fn opens(ctx: &Context<'_>, member: MemberId) -> async_graphql::Result<bool> {
    Ok(ctx.data::<DataLoader<OpensLoader>>()?.load_one(member).await?.is_some())
}

#[derive(InputObject)]
pub struct SetContactRuleInput {
    /// Clients: themselves.
    client_id: ID,
    /// In their own words, with a number if they like; empty clears.
    rule: String,
}

#[derive(SimpleObject)]
pub struct SetContactRulePayload {
    contact_rule: Option<String>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct ContactRuleMutation;

#[Object]
impl ContactRuleMutation {
    /// Says how a client wants to be reached: they themself, or staff who care for them.
    async fn set_contact_rule(
        &self,
        ctx: &Context<'_>,
        input: SetContactRuleInput,
    ) -> async_graphql::Result<SetContactRulePayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { domain::set_contact_rule(&tx, context::id(&input.client_id, "clientId")?, &input.rule).await };
        let outcome = outcome.await;
        let (rule, problems) = request.settle(tx, outcome).await?;
        Ok(SetContactRulePayload { contact_rule: rule.flatten(), problems })
    }
}
