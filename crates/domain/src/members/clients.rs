//! Clients, as the people who care for them see them.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::accounts::page_by_name;
use super::{CardRow, MemberCard, fields, open_card};
use crate::actor::Role;
use crate::audit::Event;
use crate::care;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, ProgramId};
use crate::language::Locale;
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::programs::Program;
use crate::sealed::{CenterKeys, Sealed};

/// A member in recovery care.
#[derive(Debug, Clone, PartialEq)]
pub struct Client {
    pub card: MemberCard,
    pub locale: Locale,
    /// IANA id.
    pub zone: String,
    pub program: Option<Program>,
    /// Who counsels them now, longest first.
    pub counselors: Vec<MemberCard>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: Sealed,
    pronouns: Option<Sealed>,
    roles: Vec<String>,
    locale: String,
    zone: String,
    program_id: Option<Uuid>,
    program_name: Option<String>,
    program_created_at: Option<At>,
}

impl Row {
    fn open(self, keys: &CenterKeys) -> Result<Client, Surprise> {
        let program = match (self.program_id, self.program_name, self.program_created_at) {
            (Some(id), Some(name), Some(created_at)) => Some(Program { id: ProgramId(id), name, created_at: created_at.0 }),
            _ => None,
        };
        Ok(Client {
            card: open_card(keys, self.id, &self.name, self.pronouns.as_ref(), &self.roles)?,
            locale: Locale::parse(&self.locale).unwrap_or_default(),
            zone: self.zone,
            program,
            counselors: Vec::new(),
        })
    }
}

/// Clients with their program; the query goes on with conditions on `m`.
macro_rules! clients {
    ($rest:expr) => {
        concat!(
            "select m.id, m.name, m.pronouns, m.roles, m.locale, m.zone, p.id as program_id, p.name as program_name,
               p.created_at as program_created_at
             from cairn.members m
             left join cairn.enrollments e on e.center_id = $1 and e.client_id = m.id and e.ended_on is null
             left join cairn.programs p on p.center_id = $1 and p.id = e.program_id
             where m.center_id = $1 and m.roles @> array['client'] and m.state <> 'ended'",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct CounselorRow {
    client_id: Uuid,
    #[sea_orm(nested)]
    card: CardRow,
}

/// Fills in who counsels them, in one statement for all.
async fn with_counselors(tx: &CenterTx, mut clients: Vec<Client>) -> Outcome<Vec<Client>> {
    if clients.is_empty() {
        return Ok(clients);
    }
    let ids: Vec<Uuid> = clients.iter().map(|client| client.card.id.0).collect();
    let rows = tx
        .rows::<CounselorRow>(
            "select a.client_id, m.id, m.name, m.pronouns, m.roles
             from cairn.care_assignments a
             join cairn.members m on m.center_id = $1 and m.id = a.counselor_id
             where a.center_id = $1 and a.client_id = any($2) and a.ended_at is null
             order by a.started_at, a.counselor_id",
            [ids.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut counselors: HashMap<MemberId, Vec<MemberCard>> = HashMap::new();
    for row in rows {
        counselors.entry(MemberId(row.client_id)).or_default().push(row.card.open(&keys)?);
    }
    for client in &mut clients {
        client.counselors = counselors.remove(&client.card.id).unwrap_or_default();
    }
    Ok(clients)
}

/// Which clients.
#[derive(Debug, Clone)]
pub struct ListClients {
    /// The beginning of any part of the name.
    pub search: Option<String>,
    /// After the client with this id.
    pub page: PageRequest<MemberId>,
}

/// The viewer's caseload by name; all clients for who may view any. At most two statements.
pub async fn clients(tx: &CenterTx, wanted: ListClients) -> Outcome<Page<Client>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::ListClients, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    let all = policy::allows(&membership.roles, Action::ViewClient, Target::NONE);
    let counselor = (!all).then_some(membership.member_id.0);
    let rows = tx
        .rows::<Row>(
            clients!(
                " and ($2::uuid is null or exists (
                   select from cairn.care_assignments a
                   where a.center_id = $1 and a.client_id = m.id and a.counselor_id = $2 and a.ended_at is null))"
            ),
            [counselor.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let found = rows.into_iter().map(|row| row.open(&keys)).collect::<Result<Vec<_>, _>>()?;
    let matches = |client: &Client, search: &str| fields::begins_a_part(&fields::folded(&client.card.name), search);
    let page = page_by_name(found, |client| &client.card, wanted.search.as_deref(), matches, &wanted.page)?;
    Ok(Page { items: with_counselors(tx, page.items).await?, has_next: page.has_next })
}

/// One client's record. Reading it is remembered: finish the transaction with [`CenterTx::finish`].
pub async fn client(tx: &CenterTx, id: MemberId) -> Outcome<Option<Client>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let own = membership.member_id == id;
    let target = Target { own, assigned: care::assigned(tx, membership.member_id, id).await?, ..Target::NONE };
    if !policy::allows(&membership.roles, Action::ViewClient, target) {
        tx.audit_refusal(Event::done("client.view", "member", id.0).purpose("security"));
        return Ok(None);
    }
    let found = read(tx, id).await?;
    if found.is_some() && !own {
        let purpose = if target.assigned { "care" } else { "administration" };
        tx.audit(Event::done("client.view", "member", id.0).about(id).purpose(purpose));
    }
    Ok(found)
}

async fn read(tx: &CenterTx, id: MemberId) -> Outcome<Option<Client>> {
    let Some(row) = tx.row::<Row>(clients!(" and m.id = $2"), [id.0.into()]).await? else { return Ok(None) };
    let client = row.open(&*tx.keys().await?)?;
    Ok(with_counselors(tx, vec![client]).await?.pop())
}

/// Members who see clients one on one and have a calendar, by name. For clients: their own ones.
pub async fn counselors(tx: &CenterTx) -> Outcome<Vec<MemberCard>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let staff = membership.roles.iter().any(|role| *role != Role::Client);
    counselors_for(tx, (!staff).then_some(membership.member_id)).await
}

/// Those who counsel `client`; all for `None`.
pub(super) async fn counselors_for(tx: &CenterTx, client: Option<MemberId>) -> Outcome<Vec<MemberCard>> {
    let rows = tx
        .rows::<CardRow>(
            "select m.id, m.name, m.pronouns, m.roles from cairn.members m
             where m.center_id = $1 and m.roles && array['counselor', 'peer_mentor'] and m.state = 'active'
               and ($2::uuid is null or exists (
                 select from cairn.care_assignments a
                 where a.center_id = $1 and a.counselor_id = m.id and a.client_id = $2 and a.ended_at is null))",
            [client.map(|client| client.0).into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut cards = rows.iter().map(|row| row.open(&keys)).collect::<Result<Vec<_>, _>>()?;
    cards.sort_by_cached_key(|card| (fields::folded(&card.name), card.id));
    Ok(cards)
}

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// Whether somebody may be given clients. Invited ones may: the first session can wait for them.
pub(super) async fn counsels(tx: &CenterTx, id: MemberId) -> Outcome<bool> {
    let row = tx
        .row::<Found>(
            "select exists (select from cairn.members where center_id = $1 and id = $2
               and roles && array['counselor', 'peer_mentor'] and state in ('active', 'invited')) as found",
            [id.0.into()],
        )
        .await?;
    Ok(row.is_some_and(|row| row.found))
}

/// Joins client and counselor; joined already is fine.
pub(super) async fn write_assignment(tx: &CenterTx, client: MemberId, counselor: MemberId) -> Outcome<bool> {
    let written = tx
        .run(
            "insert into cairn.care_assignments (center_id, id, counselor_id, client_id, started_at)
             values ($1, $2, $3, $4, $5) on conflict do nothing",
            [tx.ids().person().into(), counselor.0.into(), client.0.into(), tx.at().into()],
        )
        .await?;
    Ok(written > 0)
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
    if !counsels(tx, counselor).await? {
        return Err(Problem::invalid("counselorId", "counselor_unknown").into());
    }
    if write_assignment(tx, client, counselor).await? {
        tx.audit(Event::done("care.assign", "member", counselor.0).about(client));
    }
    read(tx, client).await?.ok_or_else(|| Surprise::Inconsistent("a client vanished").into())
}
