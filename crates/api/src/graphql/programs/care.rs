//! What is done with people on their way: contact while they wait, readiness, papers.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::programs::bridge::{self, LogContact};
use cairn_domain::programs::{death, intake, readiness};

use super::kinds::{CheckInWord, ContactKind};
use super::moving::{EnrollmentPayload, changed};
use crate::graphql::context::{self, id, key, optional_id};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::LocalDate;

#[derive(InputObject)]
pub struct SetEnrollmentPeerInput {
    enrollment_id: ID,
    /// A peer mentor, counselor or facilitator; null: nobody.
    peer_id: Option<ID>,
}

#[derive(InputObject)]
pub struct CheckInWhileWaitingInput {
    enrollment_id: ID,
    word: CheckInWord,
    note: Option<String>,
}

#[derive(InputObject)]
pub struct LogContactInput {
    /// A UUID made when the form opened: a retry logs once.
    client_mutation_id: String,
    client_id: ID,
    kind: ContactKind,
    /// In the center's zone; null: today.
    on: Option<LocalDate>,
}

#[derive(InputObject)]
pub struct MarkReadinessInput {
    enrollment_id: ID,
    criterion_id: ID,
    ready: bool,
}

#[derive(InputObject)]
pub struct MarkIntakeItemInput {
    /// Of the person's packet.
    enrollment_item_id: ID,
    done: bool,
    /// A file of the client's.
    document_id: Option<ID>,
}

#[derive(InputObject)]
pub struct RecordDeathInput {
    client_id: ID,
    /// In the center's zone; null: today.
    on: Option<LocalDate>,
}

#[derive(SimpleObject)]
pub struct RecordDeathPayload {
    client: Option<Member>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct LogContactPayload {
    client: Option<Member>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct CareMutation;

#[Object]
impl CareMutation {
    /// Who keeps contact with somebody while they wait.
    async fn set_enrollment_peer(
        &self,
        ctx: &Context<'_>,
        input: SetEnrollmentPeerInput,
    ) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| {
            let peer = optional_id(input.peer_id.as_ref(), "peerId")?;
            bridge::set_peer(tx, id(&input.enrollment_id, "enrollmentId")?, peer).await
        })
        .await
    }

    /// How it is this week, while waiting; said again, it is what was said last.
    async fn check_in_while_waiting(
        &self,
        ctx: &Context<'_>,
        input: CheckInWhileWaitingInput,
    ) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| {
            bridge::check_in(tx, id(&input.enrollment_id, "enrollmentId")?, input.word.into(), input.note.as_deref()).await
        })
        .await
    }

    /// Writes down that somebody was there.
    async fn log_contact(&self, ctx: &Context<'_>, input: LogContactInput) -> async_graphql::Result<LogContactPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async {
            let log = LogContact {
                key: key(&input.client_mutation_id)?,
                client_id: id(&input.client_id, "clientId")?,
                kind: input.kind.into(),
                on: input.on.map(|on| on.0),
            };
            bridge::log_contact(&tx, log).await
        };
        let outcome = outcome.await;
        let (client, problems) = request.settle(tx, outcome).await?;
        let client = match client {
            Some(id) => Some(context::member(ctx, id).await?.into()),
            None => None,
        };
        Ok(LogContactPayload { client, problems })
    }

    /// Of a client whom no program would have to discharge. Mail to them stops, sessions are called off, places become free, and
    /// whoever walked with them is told with care; an admin who takes the account up again takes it back.
    async fn record_death(&self, ctx: &Context<'_>, input: RecordDeathInput) -> async_graphql::Result<RecordDeathPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { death::record(&tx, id(&input.client_id, "clientId")?, input.on.map(|on| on.0)).await };
        let outcome = outcome.await;
        let (client, problems) = request.settle(tx, outcome).await?;
        let client = match client {
            Some(id) => Some(context::member(ctx, id).await?.into()),
            None => None,
        };
        Ok(RecordDeathPayload { client, problems })
    }

    /// What one thinks of one criterion: the client for themself, their counselor for the other side.
    async fn mark_readiness(&self, ctx: &Context<'_>, input: MarkReadinessInput) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| {
            let (enrollment, criterion) = (id(&input.enrollment_id, "enrollmentId")?, id(&input.criterion_id, "criterionId")?);
            readiness::mark(tx, enrollment, criterion, input.ready).await
        })
        .await
    }

    /// Done, or not done after all. The client does what is theirs, staff everything.
    async fn mark_intake_item(&self, ctx: &Context<'_>, input: MarkIntakeItemInput) -> async_graphql::Result<EnrollmentPayload> {
        changed(ctx, async |tx| {
            let document = optional_id(input.document_id.as_ref(), "documentId")?;
            intake::mark(tx, id(&input.enrollment_item_id, "enrollmentItemId")?, input.done, document).await
        })
        .await
    }
}
