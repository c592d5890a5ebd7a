//! The operator's own small schema: centers, never the people in them.

use std::sync::Arc;

use async_graphql::{
    Context, EmptySubscription, ID, Interface, MergedObject, Object, Request, Schema, SchemaBuilder, SimpleObject,
};
use cairn_domain::actor::Operator;
use cairn_domain::ids::CenterId;
use cairn_domain::language::Locale;
use cairn_domain::operators::{self, ListCenters, OperatorDb};
use cairn_domain::paging::{Cursor, PageRequest};
use cairn_domain::{Fault, Outcome, Problem as Expected};
use jiff::Timestamp;

use super::centers::CenterState;
use super::connection::{decode_cursor, encode_cursor};
use super::context::{coded, id, wire};
use super::problems::{self, Conflict, InvalidInput, NotFound};
use super::scalars::DateTime;
use crate::connection;

pub type OperatorSchema = Schema<OperatorQuery, OperatorMutation, EmptySubscription>;

/// The schema, for the HTTP layer to add its extensions and limits to.
pub fn builder() -> SchemaBuilder<OperatorQuery, OperatorMutation, EmptySubscription> {
    Schema::build(OperatorQuery::default(), OperatorMutation::default(), EmptySubscription)
}

/// The schema in the schema definition language, as committed in `operator.graphql`.
pub fn sdl() -> String {
    builder().finish().sdl()
}

/// One request of an operator whom the HTTP layer has proven.
pub struct OperatorContext {
    db: OperatorDb,
    operator: Operator,
    request_id: String,
    locale: Locale,
}

impl OperatorContext {
    pub fn new(db: OperatorDb, operator: Operator, request_id: String, locale: Locale) -> Arc<Self> {
        Arc::new(Self { db, operator, request_id, locale })
    }

    fn surprise(&self, fault: &Fault) -> async_graphql::Error {
        tracing::error!(request_id = %self.request_id, error = fault as &dyn std::error::Error, "a surprise in an operator's request");
        if matches!(fault, Fault::Surprise(surprise) if surprise.is_unavailable()) {
            return coded("busy or restarting; try again in a moment", "UNAVAILABLE");
        }
        coded("something went wrong on our side", "INTERNAL")
    }

    fn answer<T>(&self, outcome: Outcome<T>) -> async_graphql::Result<T> {
        match outcome {
            Ok(value) => Ok(value),
            Err(Fault::Problems(expected)) => {
                let message = expected.first().map_or_else(String::new, |problem| problems::message(problem, self.locale));
                Err(coded(&message, "INVALID_INPUT"))
            }
            Err(fault) => Err(self.surprise(&fault)),
        }
    }

    fn payload(&self, outcome: Outcome<operators::OperatedCenter>) -> async_graphql::Result<CenterStatePayload> {
        match outcome {
            Ok(center) => Ok(CenterStatePayload { center: Some(center.into()), problems: Vec::new() }),
            Err(Fault::Problems(expected)) => {
                let problems = expected.iter().map(|problem| tell(problem, self.locale)).collect();
                Ok(CenterStatePayload { center: None, problems })
            }
            Err(fault) => Err(self.surprise(&fault)),
        }
    }
}

pub fn prepare(request: Request, context: &Arc<OperatorContext>) -> Request {
    request.data(context.clone())
}

fn of<'a>(ctx: &Context<'a>) -> async_graphql::Result<&'a Arc<OperatorContext>> {
    ctx.data::<Arc<OperatorContext>>()
}

/// Something the operator can act on.
#[expect(clippy::duplicated_attributes, reason = "two fields of an interface may have the same type")]
#[derive(Interface, Clone)]
#[graphql(
    name = "Problem",
    field(name = "code", ty = "&String", desc = "Stable, for programs."),
    field(name = "message", ty = "&String", desc = "For people, in the viewer's language."),
    field(name = "path", ty = "&Vec<String>", desc = "The input fields it is about.")
)]
pub enum OperatorProblem {
    InvalidInput(InvalidInput),
    NotFound(NotFound),
    Conflict(Conflict),
}

fn tell(problem: &Expected, locale: Locale) -> OperatorProblem {
    let code = problem.code().to_owned();
    let message = problems::message(problem, locale);
    match problem {
        Expected::NotFound { path } => OperatorProblem::NotFound(NotFound { code, message, path: path.clone() }),
        Expected::Conflict { path } => OperatorProblem::Conflict(Conflict { code, message, path: path.clone() }),
        Expected::Invalid { path, .. } => OperatorProblem::InvalidInput(InvalidInput { code, message, path: path.clone() }),
        _ => OperatorProblem::InvalidInput(InvalidInput { code, message, path: Vec::new() }),
    }
}

/// A center as the operator sees it: no people. Counts under 11 read `<11`, others are rounded to ten.
#[derive(SimpleObject, Clone)]
pub struct OperatedCenter {
    id: ID,
    name: String,
    slug: String,
    state: CenterState,
    zone: String,
    created_at: DateTime,
    members: String,
    sessions_this_week: String,
    last_activity_at: Option<DateTime>,
    /// Null: not counted yet.
    counted_at: Option<DateTime>,
}

impl From<operators::OperatedCenter> for OperatedCenter {
    fn from(center: operators::OperatedCenter) -> Self {
        Self {
            id: wire(center.id),
            name: center.name,
            slug: center.slug,
            state: center.state.into(),
            zone: center.zone,
            created_at: DateTime(center.created_at),
            members: center.members,
            sessions_this_week: center.sessions_this_week,
            last_activity_at: center.last_activity_at.map(DateTime),
            counted_at: center.counted_at.map(DateTime),
        }
    }
}

connection!(OperatedCenterConnection, OperatedCenterEdge, OperatedCenter);

#[derive(SimpleObject)]
pub struct OperatorViewer {
    email: String,
    /// The server's clock.
    now: DateTime,
}

#[derive(SimpleObject)]
pub struct CenterStatePayload {
    center: Option<OperatedCenter>,
    problems: Vec<OperatorProblem>,
}

#[derive(MergedObject, Default)]
#[graphql(name = "Query")]
pub struct OperatorQuery(OperatedCenters);

#[derive(MergedObject, Default)]
#[graphql(name = "Mutation")]
pub struct OperatorMutation(CenterStates);

#[derive(Default)]
pub struct OperatedCenters;

#[Object]
impl OperatedCenters {
    async fn viewer(&self, ctx: &Context<'_>) -> async_graphql::Result<OperatorViewer> {
        let context = of(ctx)?;
        Ok(OperatorViewer { email: context.operator.email.clone(), now: DateTime(context.db.clock().now()) })
    }

    /// By name. `search` looks in names and address parts.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn centers(
        &self,
        ctx: &Context<'_>,
        search: Option<String>,
        state: Option<CenterState>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<OperatedCenterConnection> {
        let context = of(ctx)?;
        let outcome = async {
            let after = after.as_deref().map(decode_cursor).transpose()?.map(|cursor| CenterId(cursor.id));
            let wanted = ListCenters { search, state: state.map(Into::into), page: PageRequest { first, after } };
            operators::centers(&context.db, &context.operator, wanted).await
        };
        let page = context.answer(outcome.await)?;
        let cursor = |id: CenterId| encode_cursor(Cursor { at: Timestamp::UNIX_EPOCH, id: id.0 });
        let items = page.items.into_iter().map(|center| (cursor(center.id), center.into())).collect();
        Ok(OperatedCenterConnection::of(items, page.has_next, after.is_some()))
    }
}

#[derive(Default)]
pub struct CenterStates;

#[Object]
impl CenterStates {
    /// Pauses a center: its people can read, nothing can be changed. The center's own audit log says so.
    async fn suspend_center(
        &self,
        ctx: &Context<'_>,
        center_id: ID,
        reason: String,
    ) -> async_graphql::Result<CenterStatePayload> {
        let context = of(ctx)?;
        let outcome = async { operators::suspend(&context.db, &context.operator, id(&center_id, "centerId")?, &reason).await };
        context.payload(outcome.await)
    }

    async fn resume_center(&self, ctx: &Context<'_>, center_id: ID) -> async_graphql::Result<CenterStatePayload> {
        let context = of(ctx)?;
        let outcome = async { operators::resume(&context.db, &context.operator, id(&center_id, "centerId")?).await };
        context.payload(outcome.await)
    }
}
