//! Clients, as the people who care for them see them.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::{Context, Enum, Error, ID, InputObject, Object, SimpleObject};
use cairn_domain::Problem as Expected;
use cairn_domain::ids::MemberId;
use cairn_domain::members::{self as domain, ClientFilter, ListClients};
use cairn_domain::sessions::{self, SessionView};

use super::contact_rule;
use super::context::{self, RequestContext, id, optional_id, wire};
use super::members::{Locale, Member, people_page, person_cursor};
use super::problems::Problem;
use super::programs::Program;
use super::programs::enrollment::{Enrollment, of_client};
use super::programs::kinds::EnrollmentState;
use super::scalars::{DateTime, LocalDate, TimeZone};
use super::sessions::Session;
use crate::connection;

/// A member in recovery care, as the people who care for them see them.
#[derive(Clone)]
pub struct Client(pub domain::Client);

#[Object]
impl Client {
    async fn id(&self) -> ID {
        wire(self.0.card.id)
    }

    async fn member(&self) -> Member {
        self.0.card.clone().into()
    }

    async fn locale(&self) -> Locale {
        self.0.locale.into()
    }

    async fn zone(&self) -> TimeZone {
        TimeZone(self.0.zone.clone())
    }

    /// That they are in now.
    async fn program(&self) -> Option<Program> {
        self.0.program.clone().map(Program::from)
    }

    /// Their way through a program, or the line before it; the one that matters most now.
    async fn enrollment(&self) -> Option<ClientEnrollment> {
        self.0.enrollment.clone().map(ClientEnrollment::from)
    }

    /// All of them, the latest first. That they were read is logged.
    #[graphql(complexity = "20 + child_complexity")]
    async fn enrollments(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Enrollment>> {
        of_client(ctx, self.0.card.id).await
    }

    /// The next session with anybody here.
    async fn next_contact(&self) -> Option<DateTime> {
        self.0.next_contact.map(DateTime)
    }

    /// The day of the last human contact, in the center's zone.
    async fn last_contact(&self) -> Option<LocalDate> {
        self.0.last_contact.map(LocalDate)
    }

    /// Nobody has heard of them for longer than their program lets pass.
    async fn quiet(&self) -> bool {
        self.0.quiet
    }

    /// How they want to be reached. That it was read is logged.
    async fn contact_rule(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<String>> {
        contact_rule::of(ctx, self.0.card.id).await
    }

    /// The viewer may write that down.
    async fn sets_contact_rule(&self) -> bool {
        self.0.sets_contact_rule
    }

    /// The account is paused, as after a death: nobody books for them.
    async fn rests(&self) -> bool {
        self.0.rests
    }

    /// Their death is on record: nothing goes on, and nobody is asked about them.
    async fn died_on(&self) -> Option<LocalDate> {
        self.0.died_on.map(LocalDate)
    }

    async fn counselors(&self) -> Vec<Member> {
        self.0.counselors.iter().cloned().map(Member::from).collect()
    }

    /// Who walks with them now.
    async fn mentor(&self) -> Option<Member> {
        self.0.mentor.clone().map(Member::from)
    }

    /// That the viewer may see; running now counts.
    async fn next_session(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Session>> {
        nearest(ctx, self.0.card.id, true).await
    }

    /// That the viewer may see.
    async fn last_session(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Session>> {
        nearest(ctx, self.0.card.id, false).await
    }
}

/// Where somebody is, for a list.
#[derive(SimpleObject, Clone)]
pub struct ClientEnrollment {
    id: ID,
    program: Program,
    /// The name of the phase.
    phase: Option<String>,
    phase_id: Option<ID>,
    state: EnrollmentState,
    /// The day this state began, in the center's zone.
    since: Option<LocalDate>,
}

impl From<domain::CaseEnrollment> for ClientEnrollment {
    fn from(one: domain::CaseEnrollment) -> Self {
        let (phase_id, phase) = one.phase.unzip();
        Self {
            id: wire(one.id),
            program: one.program.into(),
            phase,
            phase_id: phase_id.map(wire),
            state: one.state.into(),
            since: one.since.map(LocalDate),
        }
    }
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::members::ClientOrder")]
pub enum ClientOrder {
    Name,
    /// Whom nobody has heard of for longest first.
    LastContact,
}

/// What is left out does not matter.
#[derive(InputObject, Default)]
pub struct ClientFilterInput {
    program_id: Option<ID>,
    phase_id: Option<ID>,
    states: Option<Vec<EnrollmentState>>,
    quiet: Option<bool>,
}

fn filter(input: ClientFilterInput) -> Result<ClientFilter, Expected> {
    Ok(ClientFilter {
        program_id: optional_id(input.program_id.as_ref(), "programId")?,
        phase_id: optional_id(input.phase_id.as_ref(), "phaseId")?,
        states: input.states.unwrap_or_default().into_iter().map(Into::into).collect(),
        quiet: input.quiet,
    })
}

connection!(ClientConnection, ClientEdge, Client);

/// Next (`true`) or last sessions by client: one statement each for a whole list.
pub struct NearestSessionLoader(pub Arc<RequestContext>);

impl Loader<(MemberId, bool)> for NearestSessionLoader {
    type Value = SessionView;
    type Error = Error;

    async fn load(&self, wanted: &[(MemberId, bool)]) -> Result<HashMap<(MemberId, bool), SessionView>, Error> {
        let tx = self.0.tx().await?;
        let mut found = HashMap::new();
        for next in [true, false] {
            let clients: Vec<MemberId> = wanted.iter().filter(|(_, which)| *which == next).map(|(client, _)| *client).collect();
            if !clients.is_empty() {
                let sessions = self.0.answer(sessions::nearest(&tx, &clients, next).await)?;
                found.extend(sessions.into_iter().map(|(client, session)| ((client, next), session)));
            }
        }
        Ok(found)
    }
}

async fn nearest(ctx: &Context<'_>, client: MemberId, next: bool) -> async_graphql::Result<Option<Session>> {
    let loader = ctx.data::<DataLoader<NearestSessionLoader>>()?;
    Ok(loader.load_one((client, next)).await?.map(Session))
}

#[derive(Default)]
pub struct ClientsQuery;

#[Object]
impl ClientsQuery {
    /// The caseload of the viewer (admins: all clients). `search` matches the beginning of any part of the name.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn clients(
        &self,
        ctx: &Context<'_>,
        search: Option<String>,
        filter: Option<ClientFilterInput>,
        order: Option<ClientOrder>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<ClientConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let page = people_page(first, after.as_deref())?;
            let filter = self::filter(filter.unwrap_or_default())?;
            let order = order.map(Into::into).unwrap_or_default();
            domain::clients(&tx, ListClients { search, filter, order, page }).await
        };
        let page = request.answer(outcome.await)?;
        let items = page.items.into_iter().map(|client| (person_cursor(client.card.id), Client(client))).collect();
        Ok(ClientConnection::of(items, page.has_next, after.is_some()))
    }

    /// One client's record. That it was read is logged.
    async fn client(&self, ctx: &Context<'_>, id: ID) -> async_graphql::Result<Option<Client>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::client(&tx, context::id(&id, "id")?).await };
        Ok(request.answer_or_null(outcome.await)?.flatten().map(Client))
    }
}

#[derive(InputObject)]
pub struct AssignCounselorInput {
    client_id: ID,
    counselor_id: ID,
}

#[derive(SimpleObject)]
pub struct AssignCounselorPayload {
    client: Option<Client>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct ClientsMutation;

#[Object]
impl ClientsMutation {
    /// Gives a client (another) counselor.
    async fn assign_counselor(
        &self,
        ctx: &Context<'_>,
        input: AssignCounselorInput,
    ) -> async_graphql::Result<AssignCounselorPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async {
            domain::assign_counselor(&tx, id(&input.client_id, "clientId")?, id(&input.counselor_id, "counselorId")?).await
        };
        let outcome = outcome.await;
        let (client, problems) = request.settle(tx, outcome).await?;
        Ok(AssignCounselorPayload { client: client.map(Client), problems })
    }
}
