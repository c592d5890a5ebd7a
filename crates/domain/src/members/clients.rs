//! Clients, as the people who care for them see them.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::accounts::{page_by_name, page_in_order};
use super::{CardRow, MemberCard, fields, open_card};
use crate::actor::{Membership, Role};
use crate::audit::Event;
use crate::care::{self, bridges_sql, kept_apart_sql, pair_rests_sql};
use crate::db::{At, CenterTx, Day};
use crate::ids::{EnrollmentId, MemberId, PhaseId, ProgramId};
use crate::language::Locale;
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::programs::contact::{last_contact_sql, quiet};
use crate::programs::{EnrollmentState, Program, ProgramRow, center_zone, program_columns};
use crate::sealed::{CenterKeys, Sealed};
use crate::{sessions, zones};

/// A member in recovery care.
#[derive(Debug, Clone, PartialEq)]
pub struct Client {
    pub card: MemberCard,
    pub locale: Locale,
    /// IANA id.
    pub zone: String,
    /// That they are in now.
    pub program: Option<Program>,
    /// Their way through a program, or the line before it; the one that matters most now.
    pub enrollment: Option<CaseEnrollment>,
    /// The next session with anybody here.
    pub next_contact: Option<Timestamp>,
    /// The day of the last human contact, in the center's zone.
    pub last_contact: Option<Date>,
    /// Nobody has heard of them for longer than their program lets pass.
    pub quiet: bool,
    /// Who counsels them now, longest first.
    pub counselors: Vec<MemberCard>,
    /// Who walks with them now.
    pub mentor: Option<MemberCard>,
    /// The viewer may write down how they want to be reached.
    pub sets_contact_rule: bool,
    /// The account is paused, as after a death: nobody books for them.
    pub rests: bool,
    /// In the center's zone.
    pub died_on: Option<Date>,
}

/// Where somebody is, for a list.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseEnrollment {
    pub id: EnrollmentId,
    pub program: Program,
    /// For those who read what is written about them; a mentor knows where somebody is, and no more.
    pub phase: Option<(PhaseId, String)>,
    pub state: EnrollmentState,
    /// The day this state began, in the center's zone.
    pub since: Option<Date>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: Sealed,
    pronouns: Option<Sealed>,
    roles: Vec<String>,
    locale: String,
    zone: String,
    enrollment_id: Option<Uuid>,
    enrollment_state: Option<String>,
    enrollment_since: Option<Day>,
    began_on: Option<Day>,
    phase_id: Option<Uuid>,
    phase_name: Option<String>,
    next_contact: Option<At>,
    last_contact: Option<Day>,
    assigned: bool,
    rests: bool,
    died_on: Option<Day>,
    #[sea_orm(nested)]
    program: ProgramRow,
}

impl Row {
    fn open(self, viewer: &Membership, keys: &CenterKeys, today: Date) -> Result<Client, Surprise> {
        let target = Target { own: viewer.member_id.0 == self.id, assigned: self.assigned, ..Target::NONE };
        let whole = policy::allows(&viewer.roles, Action::ViewEnrollmentRecord, target);
        let state = self.enrollment_state.as_deref().map(EnrollmentState::stored).transpose()?;
        let program = self.program.open()?;
        let last_contact = self.last_contact.map(|day| day.0);
        let began = self.began_on.map(|day| day.0);
        let gone_quiet = |program: &Program, state| quiet(state, last_contact, began, program.quiet_after_days, today);
        let quiet = program.as_ref().zip(state).is_some_and(|(program, state)| gone_quiet(program, state));
        let enrollment = match (self.enrollment_id, &program, state) {
            (Some(id), Some(program), Some(state)) => Some(CaseEnrollment {
                id: EnrollmentId(id),
                program: program.clone(),
                phase: self.phase_id.map(PhaseId).zip(self.phase_name).filter(|_| whole),
                state,
                since: self.enrollment_since.map(|day| day.0),
            }),
            _ => None,
        };
        Ok(Client {
            card: open_card(keys, self.id, &self.name, self.pronouns.as_ref(), &self.roles)?,
            locale: Locale::parse(&self.locale).unwrap_or_default(),
            zone: self.zone,
            program: program.filter(|_| state.is_some_and(EnrollmentState::is_in)),
            enrollment,
            next_contact: self.next_contact.map(|at| at.0),
            last_contact,
            quiet,
            counselors: Vec::new(),
            mentor: None,
            sets_contact_rule: policy::allows(&viewer.roles, Action::SetContactRule, target),
            rests: self.rests,
            died_on: self.died_on.map(|day| day.0),
        })
    }
}

/// Clients with where they are; the query goes on with conditions on `m`. `$2`: the center's zone, `$3`: now, `$4`: of which
/// program, when it has to be one, be it as their aftercare; `$5`: the viewer; `$6` is for the condition.
macro_rules! clients {
    ($rest:expr) => {
        concat!(
            "select m.id, m.name, m.pronouns, m.roles, m.locale, m.zone, m.state = 'suspended' as rests, m.died_on,
               e.id as enrollment_id, e.state as enrollment_state, e.since as enrollment_since, e.began_on, e.phase_id,
               h.name as phase_name, ",
            program_columns!(),
            ", (select min(s.starts_at) from cairn.sessions s
                where s.center_id = $1 and s.client_id = m.id and s.state = 'booked' and s.starts_at > $3) as next_contact, ",
            last_contact_sql!("m.id", "$2", "$3"),
            " as last_contact,
               exists (select from cairn.care_assignments v where v.center_id = $1 and v.client_id = m.id and v.counselor_id = $5
                       and v.ended_at is null and v.mentorship_id is null and not ",
            kept_apart_sql!("v.counselor_id", "v.client_id"),
            ") as assigned
             from cairn.members m
             left join lateral (
               select w.id, w.state, w.program_id, w.phase_id, coalesce(w.state_on, w.started_on) as since,
                 case when w.state in ('waitlisted', 'offered') then (w.waiting_since at time zone $2)::date else w.started_on end
                   as began_on
               from cairn.enrollments w
               where w.center_id = $1 and w.client_id = m.id and w.state <> 'closed'
                 and not (w.state in ('intake', 'active', 'on_hold') and w.ended_on is not null)
                 and ($4::uuid is null or w.program_id = $4 or (w.state = 'aftercare' and w.aftercare_program_id = $4))
               order by w.state in ('intake', 'active', 'on_hold') desc, w.state in ('waitlisted', 'offered') desc,
                 w.state = 'inquiry' desc, w.state = 'aftercare' desc, w.created_at desc nulls last, w.id limit 1) e on true
             left join cairn.programs p on p.center_id = $1 and p.id = e.program_id
             left join cairn.program_phases h on h.center_id = $1 and h.id = e.phase_id
             where m.center_id = $1 and m.roles @> array['client'] and m.state <> 'ended'",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct PersonRow {
    client_id: Uuid,
    mentors: bool,
    #[sea_orm(nested)]
    card: CardRow,
}

/// Fills in who counsels them and who walks with them, in one statement for all.
async fn with_people(tx: &CenterTx, mut clients: Vec<Client>) -> Outcome<Vec<Client>> {
    if clients.is_empty() {
        return Ok(clients);
    }
    let ids: Vec<Uuid> = clients.iter().map(|client| client.card.id.0).collect();
    let rows = tx
        .rows::<PersonRow>(
            "select p.client_id, p.mentors, m.id, m.name, m.pronouns, m.roles
             from (
               select a.client_id, a.counselor_id as person_id, false as mentors, a.started_at as since, false as leaving
               from cairn.care_assignments a
               where a.center_id = $1 and a.client_id = any($2) and a.ended_at is null
               union all
               select s.client_id, s.mentor_id, true, s.started_at, s.state = 'closing'
               from cairn.mentorships s
               where s.center_id = $1 and s.client_id = any($2) and s.state in ('active', 'paused', 'stepping_back', 'closing')) p
             join cairn.members m on m.center_id = $1 and m.id = p.person_id
             order by p.leaving, p.since, p.person_id",
            [ids.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut counselors: HashMap<MemberId, Vec<MemberCard>> = HashMap::new();
    let mut mentors: HashMap<MemberId, MemberCard> = HashMap::new();
    for row in rows {
        let (client, card) = (MemberId(row.client_id), row.card.open(&keys)?);
        if row.mentors {
            // Whoever says goodbye comes last: after them somebody else may have begun.
            mentors.entry(client).or_insert(card);
        } else {
            counselors.entry(client).or_default().push(card);
        }
    }
    for client in &mut clients {
        client.counselors = counselors.remove(&client.card.id).unwrap_or_default();
        client.mentor = mentors.remove(&client.card.id);
    }
    Ok(clients)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClientOrder {
    #[default]
    Name,
    /// Whom nobody has heard of for longest first.
    LastContact,
}

/// Which clients.
#[derive(Debug, Clone, Default)]
pub struct ClientFilter {
    pub program_id: Option<ProgramId>,
    pub phase_id: Option<PhaseId>,
    /// None: any.
    pub states: Vec<EnrollmentState>,
    pub quiet: Option<bool>,
}

impl ClientFilter {
    fn fits(&self, client: &Client) -> bool {
        let of = client.enrollment.as_ref();
        (self.program_id.is_none() || of.is_some())
            && self.phase_id.is_none_or(|phase| of.and_then(|of| of.phase.as_ref()).is_some_and(|(id, _)| *id == phase))
            && (self.states.is_empty() || of.is_some_and(|of| self.states.contains(&of.state)))
            && self.quiet.is_none_or(|quiet| client.quiet == quiet)
    }
}

#[derive(Debug, Clone)]
pub struct ListClients {
    /// The beginning of any part of the name.
    pub search: Option<String>,
    pub filter: ClientFilter,
    pub order: ClientOrder,
    /// After the client with this id.
    pub page: PageRequest<MemberId>,
}

/// The viewer's caseload; all clients for who may view any. At most two statements, however many clients: names are sealed, so
/// order, filters and search happen here.
pub async fn clients(tx: &CenterTx, wanted: ListClients) -> Outcome<Page<Client>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::ListClients, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    let all = policy::allows(&membership.roles, Action::ViewClient, Target::NONE);
    let counselor = (!all).then_some(membership.member_id.0);
    let (zone_name, zone) = center_zone(tx).await?;
    let rows = tx
        .rows::<Row>(
            clients!(concat!(
                " and ($6::uuid is null or exists (
                   select from cairn.care_assignments a
                   where a.center_id = $1 and a.client_id = m.id and a.counselor_id = $6 and a.ended_at is null
                     and not ",
                kept_apart_sql!("a.counselor_id", "a.client_id"),
                "))"
            )),
            [
                zone_name.into(),
                tx.at().into(),
                wanted.filter.program_id.map(|id| id.0).into(),
                membership.member_id.0.into(),
                counselor.into(),
            ],
        )
        .await?;
    let keys = tx.keys().await?;
    let today = zones::today(tx.now(), &zone);
    let found = rows.into_iter().map(|row| row.open(membership, &keys, today)).collect::<Result<Vec<_>, _>>()?;
    let matches = |client: &Client, search: &str| fields::begins_a_part(&fields::folded(&client.card.name), search);
    let search = wanted.search.as_deref();
    // Whoever stopped fitting since the last page still has a place in the order: the filter comes after it.
    let chosen = |client: &Client, search: &str| wanted.filter.fits(client) && matches(client, search);
    let page = match wanted.order {
        ClientOrder::Name => page_by_name(found, |client| &client.card, search, chosen, &wanted.page)?,
        ClientOrder::LastContact => {
            let mut found = found;
            found.sort_by_cached_key(|client| (client.last_contact, fields::folded(&client.card.name), client.card.id));
            page_in_order(found, |client| &client.card, search, chosen, &wanted.page)?
        }
    };
    Ok(Page { items: with_people(tx, page.items).await?, has_next: page.has_next })
}

/// One client's record. Reading it is remembered: finish the transaction with [`CenterTx::finish`].
pub async fn client(tx: &CenterTx, id: MemberId) -> Outcome<Option<Client>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let own = membership.member_id == id;
    let care::Ties { assigned, mentors } = care::ties(tx, membership.member_id, id).await?;
    let target = Target { own, assigned, mentors, ..Target::NONE };
    if !policy::allows(&membership.roles, Action::ViewClient, target) {
        tx.audit_refusal(Event::done("client.view", "member", id.0).purpose("security"));
        return Ok(None);
    }
    let found = read(tx, id).await?;
    if found.is_some() && !own {
        let purpose = if assigned || mentors { "care" } else { "administration" };
        tx.audit(Event::done("client.view", "member", id.0).about(id).purpose(purpose));
    }
    Ok(found)
}

async fn read(tx: &CenterTx, id: MemberId) -> Outcome<Option<Client>> {
    let (zone_name, zone) = center_zone(tx).await?;
    let viewer = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let values = [zone_name.into(), tx.at().into(), None::<Uuid>.into(), viewer.member_id.0.into(), id.0.into()];
    let Some(row) = tx.row::<Row>(clients!(" and m.id = $6"), values).await? else { return Ok(None) };
    let client = row.open(viewer, &*tx.keys().await?, zones::today(tx.now(), &zone))?;
    Ok(with_people(tx, vec![client]).await?.pop())
}

/// Members who see clients one on one and have a calendar, by name. For clients: their own ones.
pub async fn counselors(tx: &CenterTx) -> Outcome<Vec<MemberCard>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let staff = membership.roles.iter().any(|role| *role != Role::Client);
    counselors_for(tx, (!staff).then_some(membership.member_id)).await
}

/// Those who counsel `client`, or keep contact with them while they wait, and can be met now; all for `None`.
pub(super) async fn counselors_for(tx: &CenterTx, client: Option<MemberId>) -> Outcome<Vec<MemberCard>> {
    let rows = tx
        .rows::<CardRow>(
            concat!(
                "select m.id, m.name, m.pronouns, m.roles from cairn.members m
             where m.center_id = $1 and m.state = 'active' and (m.roles && array['counselor', 'peer_mentor']
               and ($2::uuid is null or exists (
                 select from cairn.care_assignments a
                 where a.center_id = $1 and a.counselor_id = m.id and a.client_id = $2 and a.ended_at is null and not ",
                pair_rests_sql!("a"),
                " and not ",
                kept_apart_sql!("a.counselor_id", "a.client_id"),
                "))
               or m.roles && array['counselor', 'peer_mentor', 'facilitator'] and ",
                bridges_sql!("m.id", "$2"),
                ")"
            ),
            [client.map(|client| client.0).into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut cards = rows.iter().map(|row| row.open(&keys)).collect::<Result<Vec<_>, _>>()?;
    cards.sort_by_cached_key(|card| (fields::folded(&card.name), card.id));
    Ok(cards)
}

/// Joins client and counselor; joined already is fine. Whoever was their mentor counsels them from now, for longer than the pair;
/// whoever only stood in, for longer than that.
pub(super) async fn write_assignment(tx: &CenterTx, client: MemberId, counselor: MemberId) -> Outcome<bool> {
    let lent = sessions::cover::lent_no_more(tx, counselor, client).await?;
    let written = tx
        .run(
            "insert into cairn.care_assignments (center_id, id, counselor_id, client_id, started_at)
             values ($1, $2, $3, $4, $5)
             on conflict (center_id, counselor_id, client_id) where ended_at is null
             do update set mentorship_id = null where care_assignments.mentorship_id is not null",
            [tx.ids().person().into(), counselor.0.into(), client.0.into(), tx.at().into()],
        )
        .await?;
    Ok(lent || written > 0)
}

/// Gives a client (another) counselor.
pub async fn assign_counselor(tx: &CenterTx, client: MemberId, counselor: MemberId) -> Outcome<Client> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::AssignCounselor, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    if client == counselor {
        return Err(Problem::invalid("counselorId", "same_person").into());
    }
    if read(tx, client).await?.is_none() {
        return Err(Problem::not_found("clientId").into());
    }
    if !care::counsels(tx, counselor).await? {
        return Err(Problem::invalid("counselorId", "counselor_unknown").into());
    }
    // Whoever assigns is who keeps people apart: they hear which it is.
    if care::kept_apart(tx, client, counselor).await? {
        return Err(Problem::invalid("counselorId", "kept_apart").into());
    }
    if write_assignment(tx, client, counselor).await? {
        tx.audit(Event::done("care.assign", "member", counselor.0).about(client));
    }
    care::end_with_those_apart(tx, client).await?;
    read(tx, client).await?.ok_or_else(|| Surprise::Inconsistent("a client vanished").into())
}
