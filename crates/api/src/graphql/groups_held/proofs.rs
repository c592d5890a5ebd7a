//! Proofs of attendance, for members to hand on.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::groups::proofs as domain;
use cairn_domain::groups::proofs::CreateProof;
use cairn_domain::paging::Cursor;
use cairn_domain::{CenterTx, Outcome, Problem as Expected};

use super::int;
use crate::connection;
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, id, key, wire};
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDate};

/// One thing a proof may say.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::groups::proofs::ProofItem")]
pub enum ProofItem {
    /// A name, as the member types it.
    Name,
    /// The center's name.
    Center,
    /// The names of the groups.
    Group,
    /// From when until when was looked.
    Period,
    /// The day of each meeting.
    Dates,
    Minutes,
    /// How many meetings.
    Count,
}

#[derive(SimpleObject, Clone)]
pub struct ProvenMeeting {
    date: LocalDate,
    group: Option<String>,
    minutes: Option<i32>,
}

/// What a proof says; what was not chosen is null or empty.
#[derive(SimpleObject, Clone)]
pub struct ProofFacts {
    name: Option<String>,
    center: Option<String>,
    from: Option<LocalDate>,
    until: Option<LocalDate>,
    groups: Vec<String>,
    meetings: Vec<ProvenMeeting>,
    count: Option<i32>,
    minutes: Option<i32>,
}

#[derive(SimpleObject, Clone)]
pub struct AttendanceProof {
    id: ID,
    facts: ProofFacts,
    recipient: String,
    created_at: DateTime,
    expires_at: DateTime,
    revoked_at: Option<DateTime>,
    /// How often it was looked at.
    views: i32,
}

impl From<domain::ProofFacts> for ProofFacts {
    fn from(facts: domain::ProofFacts) -> Self {
        let (from, until) = facts.period.unzip();
        let meeting =
            |one: domain::ProvenMeeting| ProvenMeeting { date: LocalDate(one.date), group: one.group, minutes: one.minutes };
        Self {
            name: facts.name,
            center: facts.center,
            from: from.map(LocalDate),
            until: until.map(LocalDate),
            groups: facts.groups,
            meetings: facts.meetings.into_iter().map(meeting).collect(),
            count: facts.count.map(int),
            minutes: facts.minutes.map(int),
        }
    }
}

impl From<domain::AttendanceProof> for AttendanceProof {
    fn from(proof: domain::AttendanceProof) -> Self {
        Self {
            id: wire(proof.id),
            facts: proof.facts.into(),
            recipient: proof.recipient,
            created_at: DateTime(proof.created_at),
            expires_at: DateTime(proof.expires_at),
            revoked_at: proof.revoked_at.map(DateTime),
            views: proof.views,
        }
    }
}

connection!(AttendanceProofConnection, AttendanceProofEdge, AttendanceProof);

#[derive(Default)]
pub struct ProofsQuery;

#[Object]
impl ProofsQuery {
    /// The viewer's own, the newest first.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn attendance_proofs(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<AttendanceProofConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::list(&tx, page_request(first, after.as_deref())?).await };
        let page = request.answer(outcome.await)?;
        let cursor = |proof: &domain::AttendanceProof| encode_cursor(Cursor { at: proof.created_at, id: proof.id.0 });
        let items = page.items.into_iter().map(|proof| (cursor(&proof), proof.into())).collect();
        Ok(AttendanceProofConnection::of(items, page.has_next, after.is_some()))
    }
}

#[derive(InputObject)]
pub struct CreateAttendanceProofInput {
    /// A UUID made when the form opened: a retry makes one proof.
    client_mutation_id: String,
    group_ids: Vec<ID>,
    from: LocalDate,
    until: LocalDate,
    /// Nothing else is in it.
    show: Vec<ProofItem>,
    /// With `NAME`.
    name_as_shown: Option<String>,
    /// Who gets it, for the viewer's own list. Not shown.
    recipient: String,
    /// 1 to 180
    days: i32,
}

#[derive(SimpleObject)]
pub struct CreateAttendanceProofPayload {
    proof: Option<AttendanceProof>,
    /// The page that shows it, on this site: to be kept now, it is not shown again.
    url: Option<String>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct RevokeAttendanceProofPayload {
    proof: Option<AttendanceProof>,
    problems: Vec<Problem>,
}

async fn create(tx: &CenterTx, input: CreateAttendanceProofInput) -> Outcome<(domain::AttendanceProof, Option<String>)> {
    let groups: Result<Vec<_>, Expected> = input.group_ids.iter().map(|group| id(group, "groupIds")).collect();
    let mut show: Vec<domain::ProofItem> = input.show.into_iter().map(Into::into).collect();
    // One choice, one key: however often and in whichever order the items come.
    show.sort_unstable();
    show.dedup();
    let create = CreateProof {
        key: key(&input.client_mutation_id)?,
        groups: groups?,
        from: input.from.0,
        until: input.until.0,
        show,
        name: input.name_as_shown,
        recipient: input.recipient,
        days: input.days,
    };
    domain::create(tx, create).await
}

#[derive(Default)]
pub struct ProofsMutation;

#[Object]
impl ProofsMutation {
    /// Makes a page that says what the member chose, for whoever has its link.
    async fn create_attendance_proof(
        &self,
        ctx: &Context<'_>,
        input: CreateAttendanceProofInput,
    ) -> async_graphql::Result<CreateAttendanceProofPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = create(&tx, input).await;
        let (made, problems) = request.settle(tx, outcome).await?;
        let (proof, token) = made.unzip();
        let url = token.flatten().map(|token| format!("/v/{token}"));
        Ok(CreateAttendanceProofPayload { proof: proof.map(AttendanceProof::from), url, problems })
    }

    /// Its page is gone at once.
    async fn revoke_attendance_proof(
        &self,
        ctx: &Context<'_>,
        attendance_proof_id: ID,
    ) -> async_graphql::Result<RevokeAttendanceProofPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { domain::revoke(&tx, id(&attendance_proof_id, "attendanceProofId")?).await }.await;
        let (proof, problems) = request.settle(tx, outcome).await?;
        Ok(RevokeAttendanceProofPayload { proof: proof.map(AttendanceProof::from), problems })
    }
}
