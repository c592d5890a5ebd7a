//! What sessions and group meetings count for, and the one thing each line waits for.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::paging::Cursor;
use cairn_domain::services::export::{self, ServiceExport as Exported};
use cairn_domain::services::lines::{self as domain, LineFilter, ServiceLine as Line};

use super::change;
use crate::connection;
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, id, key, optional_id, wire};
use crate::graphql::groups::loaders::{KnownGroupsLoader, MeetingLoader};
use crate::graphql::groups::meeting::Meeting;
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDate};

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::services::lines::LineState")]
pub enum ServiceLineState {
    /// Ready, or waiting for what `missing` says.
    Open,
    Exported,
    Accepted,
    Denied,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::services::lines::LineKind")]
pub enum ServiceLineKind {
    Session,
    /// Of a group; one line for each client who came.
    Meeting,
}

/// The one thing that an open line waits for.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::services::rules::Missing")]
pub enum LineMissing {
    /// When it began and ended.
    Times,
    /// In a group: whether somebody who was expected came.
    Attendance,
    Note,
    /// What was signed was taken back, and nothing is written in its place yet.
    NoteVoided,
    NoteSignature,
    CoSignature,
    /// Nobody is known who pays for this client on that day.
    Coverage,
    /// The payer has no rules for that day.
    Rules,
    /// No credential of the right kind was valid on that day.
    Credential,
    /// The payer does not pay for sessions at a distance.
    Distance,
    Age,
    Diagnosis,
    Order,
    Plan,
    GroupSize,
    TooShort,
    /// The day's units are used up.
    DayFull,
    PeriodFull,
}

/// What a payer said about a line.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::services::export::PayerAnswer")]
pub enum PayerAnswer {
    Accepted,
    Denied,
    /// A line that was denied, or whose note was taken back since, is open again, and counted anew.
    PutRight,
}

/// One session, or one client's part in a group meeting, as a payer sees it. It leads to nobody else who was there.
#[derive(Clone)]
pub struct ServiceLine(Line);

#[Object]
impl ServiceLine {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn kind(&self) -> ServiceLineKind {
        self.0.source.kind().into()
    }
    /// Null: of a group meeting.
    async fn session_id(&self) -> Option<ID> {
        self.0.source.session().map(wire)
    }
    /// For those who may know which groups the client goes to: doing the billing is not enough.
    async fn meeting(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Meeting>> {
        let Some(id) = self.0.source.meeting() else { return Ok(None) };
        if ctx.data::<DataLoader<KnownGroupsLoader>>()?.load_one(self.0.client_id).await?.is_none() {
            return Ok(None);
        }
        Ok(ctx.data::<DataLoader<MeetingLoader>>()?.load_one(id).await?.map(Meeting))
    }
    async fn client(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.client_id).await?.into())
    }
    async fn provider(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.provider_id).await?.into())
    }
    /// In the center's zone.
    async fn served_on(&self) -> LocalDate {
        LocalDate(self.0.served_on)
    }
    async fn started_at(&self) -> DateTime {
        DateTime(self.0.started_at)
    }
    /// The client's own, also in a group.
    async fn minutes(&self) -> i32 {
        self.0.minutes
    }
    async fn state(&self) -> ServiceLineState {
        self.0.state.into()
    }
    async fn ready(&self) -> bool {
        self.0.is_ready()
    }
    /// The one thing an open line waits for.
    async fn missing(&self) -> Option<LineMissing> {
        self.0.missing.map(LineMissing::from)
    }
    async fn payer_id(&self) -> Option<ID> {
        self.0.payer_id.map(wire)
    }
    async fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }
    async fn modifiers(&self) -> &[String] {
        &self.0.modifiers
    }
    async fn units(&self) -> Option<i32> {
        self.0.units
    }
    async fn service_export_id(&self) -> Option<ID> {
        self.0.export_id.map(wire)
    }
    /// It went to the payer, and since then the note about it was taken back: the payer has to hear of it.
    async fn note_voided_at(&self) -> Option<DateTime> {
        self.0.note_voided_at.map(DateTime)
    }
}

connection!(ServiceLineConnection, ServiceLineEdge, ServiceLine);

#[derive(SimpleObject)]
pub struct MissingCount {
    missing: LineMissing,
    lines: i32,
}

/// How many lines of some days are ready, and what the others wait for.
#[derive(SimpleObject)]
pub struct ServiceReadiness {
    ready: i32,
    ready_units: i32,
    /// The most frequent first.
    waiting: Vec<MissingCount>,
    /// Went to the payer with a note that was taken back since.
    note_voided: i32,
}

/// Lines that went to a payer together. Its sheet is at `…/app/service-exports/{id}/lines.csv`.
#[derive(Clone)]
pub struct ServiceExport(Exported);

#[Object]
impl ServiceExport {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn payer_id(&self) -> ID {
        wire(self.0.payer_id)
    }
    async fn by(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.by_id).await?.into())
    }
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }
    async fn lines(&self) -> i32 {
        self.0.lines
    }
    async fn units(&self) -> i32 {
        self.0.units
    }
}

connection!(ServiceExportConnection, ServiceExportEdge, ServiceExport);

fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

#[derive(Default)]
pub struct LinesQuery;

#[Object]
impl LinesQuery {
    /// Lines of at most 93 days, the earliest first; for whoever does the billing.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    #[expect(clippy::too_many_arguments, reason = "the arguments are the field's signature in the schema")]
    async fn service_lines(
        &self,
        ctx: &Context<'_>,
        from: LocalDate,
        until: LocalDate,
        client_id: Option<ID>,
        payer_id: Option<ID>,
        kind: Option<ServiceLineKind>,
        state: Option<ServiceLineState>,
        #[graphql(desc = "Of the open ones: those that are ready, or those that wait for something.")] ready: Option<bool>,
        #[graphql(desc = "Of the open ones: those that wait for this.")] missing: Option<LineMissing>,
        #[graphql(default, desc = "Of those that went: with a note that was taken back since.")] note_voided: bool,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<ServiceLineConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let filter = LineFilter {
                from: from.0,
                until: until.0,
                client_id: optional_id(client_id.as_ref(), "clientId")?,
                payer_id: optional_id(payer_id.as_ref(), "payerId")?,
                kind: kind.map(Into::into),
                state: state.map(Into::into),
                ready,
                missing: missing.map(Into::into),
                note_voided,
            };
            domain::list(&tx, &filter, page_request(first, after.as_deref())?).await
        };
        let page = request.answer(outcome.await)?;
        let cursor = |line: &Line| encode_cursor(Cursor { at: line.started_at, id: line.id.0 });
        let items = page.items.into_iter().map(|line| (cursor(&line), ServiceLine(line))).collect();
        Ok(ServiceLineConnection::of(items, page.has_next, after.is_some()))
    }

    async fn service_readiness(
        &self,
        ctx: &Context<'_>,
        from: LocalDate,
        until: LocalDate,
    ) -> async_graphql::Result<ServiceReadiness> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let found = request.answer(domain::readiness(&tx, from.0, until.0).await)?;
        let waiting =
            found.waiting.into_iter().map(|(missing, lines)| MissingCount { missing: missing.into(), lines: small(lines) });
        Ok(ServiceReadiness {
            ready: small(found.ready),
            ready_units: small(found.ready_units),
            waiting: waiting.collect(),
            note_voided: small(found.note_voided),
        })
    }

    /// The line of one session, for whoever held it or does the billing. Null: it did not take place (yet).
    async fn service_line(&self, ctx: &Context<'_>, session_id: ID) -> async_graphql::Result<Option<ServiceLine>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::of_session(&tx, id(&session_id, "sessionId")?).await };
        Ok(request.answer_or_null(outcome.await)?.flatten().map(ServiceLine))
    }

    /// The newest first.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn service_exports(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<ServiceExportConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { export::list(&tx, page_request(first, after.as_deref())?).await };
        let page = request.answer(outcome.await)?;
        let cursor = |one: &Exported| encode_cursor(Cursor { at: one.at, id: one.id.0 });
        let items = page.items.into_iter().map(|one| (cursor(&one), ServiceExport(one))).collect();
        Ok(ServiceExportConnection::of(items, page.has_next, after.is_some()))
    }
}

#[derive(InputObject)]
pub struct ExportServiceLinesInput {
    client_mutation_id: String,
    payer_id: ID,
    from: LocalDate,
    until: LocalDate,
}

#[derive(SimpleObject)]
pub struct ExportServiceLinesPayload {
    service_export: Option<ServiceExport>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct ServiceLinePayload {
    service_line: Option<ServiceLine>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct LinesMutation;

#[Object]
impl LinesMutation {
    /// Takes every line of a payer that is ready; nothing that waits for something goes along.
    async fn export_service_lines(
        &self,
        ctx: &Context<'_>,
        input: ExportServiceLinesInput,
    ) -> async_graphql::Result<ExportServiceLinesPayload> {
        let (exported, problems) = change(ctx, async |tx| {
            let wanted = export::ExportLines {
                key: key(&input.client_mutation_id)?,
                payer_id: id(&input.payer_id, "payerId")?,
                from: input.from.0,
                until: input.until.0,
            };
            export::export(tx, wanted).await
        })
        .await?;
        Ok(ExportServiceLinesPayload { service_export: exported.map(ServiceExport), problems })
    }

    /// Notes what the payer said about a line, or opens a denied one again.
    async fn answer_service_line(
        &self,
        ctx: &Context<'_>,
        service_line_id: ID,
        answer: PayerAnswer,
    ) -> async_graphql::Result<ServiceLinePayload> {
        let (line, problems) =
            change(ctx, async |tx| export::answer(tx, id(&service_line_id, "serviceLineId")?, answer.into()).await).await?;
        Ok(ServiceLinePayload { service_line: line.map(ServiceLine), problems })
    }
}
