//! A client's way through a program.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::{Context, Error, ID, Object};
use cairn_domain::ids::{EnrollmentId, MemberId};
use cairn_domain::programs::record::{self, Record};
use cairn_domain::programs::{self as domain, bridge};

use super::kinds::{EnrollmentState, Priority};
use super::program::{Program, ProgramCohort, ProgramPhase, parts_of, program};
use super::record::{
    CriterionReadiness, EnrollmentDischarge, EnrollmentIntakeItem, EnrollmentMove, EnrollmentPhase, LoggedContact,
    WaitingCheckIn, member,
};
use crate::graphql::contact_rule;
use crate::graphql::context::{self, RequestContext, wire};
use crate::graphql::members::Member;
use crate::graphql::scalars::{DateTime, LocalDate};

/// A client's way through a program: the line before it, the time in it, and what comes after. Its record (moves, phases,
/// packet, readiness, check-ins, contacts, discharge) is read as one; that it was read is logged.
#[derive(Clone)]
pub struct Enrollment(pub domain::Enrollment);

/// Records by enrollment: a fixed number of statements for a whole list.
pub struct RecordLoader(pub Arc<RequestContext>);

impl Loader<EnrollmentId> for RecordLoader {
    type Value = Record;
    type Error = Error;

    async fn load(&self, ids: &[EnrollmentId]) -> Result<HashMap<EnrollmentId, Record>, Error> {
        let tx = self.0.tx().await?;
        self.0.answer(record::by_id(&tx, ids).await)
    }
}

impl Enrollment {
    async fn record(&self, ctx: &Context<'_>) -> async_graphql::Result<Record> {
        let found = ctx.data::<DataLoader<RecordLoader>>()?.load_one(self.0.id).await?;
        found.ok_or_else(|| context::coded("not found", "NOT_FOUND"))
    }
}

#[Object]
impl Enrollment {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }

    async fn client(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        context::member(ctx, self.0.client_id).await.map(Member::from)
    }

    /// How they want to be reached; for those who care for them or keep contact with them. That it was read is logged.
    async fn contact_rule(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<String>> {
        contact_rule::of(ctx, self.0.client_id).await
    }

    async fn program(&self, ctx: &Context<'_>) -> async_graphql::Result<Program> {
        program(ctx, self.0.program_id).await
    }

    async fn cohort(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<ProgramCohort>> {
        let Some(id) = self.0.cohort_id else { return Ok(None) };
        let parts = parts_of(ctx, self.0.program_id).await?;
        Ok(parts.cohorts.into_iter().find(|cohort| cohort.id == id).map(ProgramCohort::from))
    }

    /// Their cohort has started, or is over, while they wait: they are not asked until they have another one, or none.
    async fn cohort_over(&self) -> bool {
        self.0.cohort_over
    }

    async fn phase(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<ProgramPhase>> {
        let Some(id) = self.0.phase_id else { return Ok(None) };
        let parts = parts_of(ctx, self.0.program_id).await?;
        Ok(parts.phases.into_iter().find(|phase| phase.id == id).map(ProgramPhase::from))
    }

    async fn state(&self) -> EnrollmentState {
        self.0.state.into()
    }

    /// Where the viewer can move it from here.
    async fn next_states(&self) -> Vec<EnrollmentState> {
        self.0.next().into_iter().map(EnrollmentState::from).collect()
    }

    /// The day this state began, in the center's zone.
    async fn since(&self) -> Option<LocalDate> {
        self.0.since.map(LocalDate)
    }

    async fn started_on(&self) -> Option<LocalDate> {
        self.0.started_on.map(LocalDate)
    }

    async fn ended_on(&self) -> Option<LocalDate> {
        self.0.ended_on.map(LocalDate)
    }

    /// For staff.
    async fn priority(&self) -> Option<Priority> {
        self.0.priority.map(Priority::from)
    }

    async fn waiting_since(&self) -> Option<DateTime> {
        self.0.waiting_since.filter(|_| self.0.state.waits()).map(DateTime)
    }

    /// Until when a place is kept.
    async fn offered_until(&self) -> Option<DateTime> {
        self.0.offered_until.map(DateTime)
    }

    /// First is 1; only while waiting.
    async fn place_in_line(&self) -> Option<i32> {
        self.0.place_in_line.map(|place| i32::try_from(place).unwrap_or(i32::MAX))
    }

    /// Who keeps contact while they wait.
    async fn peer(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        member(ctx, self.0.peer_id).await
    }

    async fn aftercare_program(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Program>> {
        match self.0.aftercare_program_id {
            Some(id) => program(ctx, id).await.map(Some),
            None => Ok(None),
        }
    }

    /// Null: as long as wanted.
    async fn aftercare_until(&self) -> Option<LocalDate> {
        self.0.aftercare_until.map(LocalDate)
    }

    /// The day of the last human contact: a session, a meeting, a contact that was written down.
    async fn last_contact(&self) -> Option<LocalDate> {
        self.0.last_contact.map(LocalDate)
    }

    /// Nobody has heard of them for longer than the program lets pass.
    async fn quiet(&self) -> bool {
        self.0.quiet
    }

    async fn version(&self) -> i32 {
        self.0.version
    }

    async fn moves(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<EnrollmentMove>> {
        Ok(self.record(ctx).await?.moves.into_iter().map(EnrollmentMove).collect())
    }

    /// Phases gone through, in order.
    async fn phases(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<EnrollmentPhase>> {
        Ok(self.record(ctx).await?.phases.into_iter().map(EnrollmentPhase).collect())
    }

    async fn intake_items(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<EnrollmentIntakeItem>> {
        Ok(self.record(ctx).await?.intake.into_iter().map(EnrollmentIntakeItem::from).collect())
    }

    /// Of the present phase.
    async fn readiness(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<CriterionReadiness>> {
        Ok(self.record(ctx).await?.readiness.into_iter().map(CriterionReadiness::from).collect())
    }

    /// The latest first; for the client and those who care for them.
    async fn check_ins(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<WaitingCheckIn>> {
        Ok(self.record(ctx).await?.check_ins.into_iter().map(WaitingCheckIn::from).collect())
    }

    /// The latest first.
    async fn contacts(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<LoggedContact>> {
        Ok(self.record(ctx).await?.contacts.into_iter().map(LoggedContact).collect())
    }

    async fn discharge(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<EnrollmentDischarge>> {
        Ok(self.record(ctx).await?.discharge.map(EnrollmentDischarge))
    }
}

fn all(found: Vec<domain::Enrollment>) -> Vec<Enrollment> {
    found.into_iter().map(Enrollment).collect()
}

/// All ways of a client that the viewer may see, the latest first.
pub async fn of_client(ctx: &Context<'_>, id: MemberId) -> async_graphql::Result<Vec<Enrollment>> {
    let request = context::of(ctx)?;
    let tx = request.tx().await?;
    Ok(all(request.answer(domain::of_client(&tx, id).await)?))
}

#[derive(Default)]
pub struct EnrollmentQuery;

#[Object]
impl EnrollmentQuery {
    /// One way through a program. That it was read is logged.
    async fn enrollment(&self, ctx: &Context<'_>, id: ID) -> async_graphql::Result<Option<Enrollment>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::find(&tx, context::id(&id, "id")?, "id").await };
        Ok(request.answer_or_null(outcome.await)?.map(Enrollment))
    }

    /// The viewer's own, the latest first.
    async fn my_enrollments(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Enrollment>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        Ok(all(request.answer(domain::own(&tx).await)?))
    }

    /// Those whom the viewer keeps contact with while they wait, the longest waiting first.
    async fn waiting_with_me(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Enrollment>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        Ok(all(request.answer(domain::waiting_with_me(&tx).await)?))
    }

    /// Who can be named to keep contact with somebody while they wait, by name; for whoever names them.
    async fn enrollment_peers(&self, ctx: &Context<'_>, enrollment_id: ID) -> async_graphql::Result<Vec<Member>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { bridge::possible_peers(&tx, context::id(&enrollment_id, "enrollmentId")?).await };
        Ok(request.answer(outcome.await)?.into_iter().map(Member::from).collect())
    }

    /// Who waits for a program: open offers first, then in the order in which people are asked.
    #[graphql(complexity = "first.clamp(1, 500) as usize * child_complexity / 5 + 1")]
    async fn program_line(
        &self,
        ctx: &Context<'_>,
        program_id: ID,
        #[graphql(default = 100)] first: i32,
    ) -> async_graphql::Result<Vec<Enrollment>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::line(&tx, context::id(&program_id, "programId")?).await };
        let mut line = request.answer(outcome.await)?;
        line.truncate(usize::try_from(first.clamp(1, 500)).unwrap_or(1));
        Ok(all(line))
    }
}
