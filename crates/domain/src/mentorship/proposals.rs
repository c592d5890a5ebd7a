//! A whole program matched at once: proposed, looked through, published. Until then nobody is asked.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::assign::Market;
use super::candidates::{Guide, Seeker, apart, guides, next_monday, parted, seekers, snapshot, weigh, weigh_one};
use super::matching::{Fit, Reason};
use super::mentors::weight_of_new;
use super::requests::of_program_sql;
use super::{MatchWay, ProposalState, RequestState, experience, mentors, offers, requests, steering};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{MatchProposalId, MemberId, ProgramId};
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Surprise};
use crate::programs;
use crate::sealed::{Place, Sealed};

const SNAPSHOT: Place = Place::clinical("match_proposal_pairs", "snapshot");
const OBJECT: &str = "match_proposal";
const FIELD: &str = "matchProposalId";
/// So long nobody is proposed to somebody who did not want to, or wanted somebody else.
const NOT_AGAIN: SignedDuration = SignedDuration::from_hours(24 * 90);

#[derive(Debug, Clone)]
pub struct MatchProposal {
    pub id: MatchProposalId,
    pub state: ProposalState,
    /// Whose people it is for; `None`: everybody's.
    pub program_id: Option<ProgramId>,
    pub created_at: Timestamp,
    pub settled_at: Option<Timestamp>,
    pub pairs: Vec<ProposedPair>,
    /// Who waits, there, and is not in it.
    pub unmatched: i64,
}

#[derive(Debug, Clone)]
pub struct ProposedPair {
    pub client_id: MemberId,
    pub mentor_id: MemberId,
    pub score: i32,
    pub overlap_minutes: i64,
    pub reasons: Vec<Reason>,
    pub dropped: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    state: String,
    program_id: Option<Uuid>,
    created_at: At,
    settled_at: Option<At>,
    unmatched: i64,
}

#[derive(FromQueryResult)]
struct PairRow {
    client_id: Uuid,
    mentor_id: Uuid,
    score: i32,
    snapshot: Sealed,
    dropped: bool,
}

#[derive(serde::Deserialize)]
struct Snapshot {
    fit: Fit,
}

const PROPOSAL: &str = concat!(
    "
select p.id, p.state, p.program_id, p.created_at, p.settled_at,
  (select count(*) from cairn.mentor_requests r where r.center_id = $1 and r.state = 'waiting' and ",
    of_program_sql!("r.client_id", "p.program_id"),
    " and not exists (
     select from cairn.match_proposal_pairs x
     where x.center_id = $1 and x.proposal_id = p.id and x.client_id = r.client_id and x.dropped_at is null)) as unmatched
from cairn.match_proposals p where p.center_id = $1 and ($2::uuid is null or p.id = $2)
order by p.created_at desc, p.id limit 1"
);

/// A proposal, or the latest; pairs that the viewer is in themself are left out.
pub async fn find(tx: &CenterTx, id: Option<MatchProposalId>) -> Outcome<Option<MatchProposal>> {
    let me = steering(tx, Action::ManageMentors, FIELD)?.member_id;
    let Some(row) = tx.row::<Row>(PROPOSAL, [id.map(|id| id.0).into()]).await? else { return Ok(None) };
    let rows = tx
        .rows::<PairRow>(
            "select client_id, mentor_id, score, snapshot, dropped_at is not null as dropped from cairn.match_proposal_pairs
             where center_id = $1 and proposal_id = $2 and client_id <> $3 and mentor_id <> $3 order by score desc, client_id",
            [row.id.into(), me.0.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut pairs = Vec::with_capacity(rows.len());
    for pair in rows {
        let text = keys.open(SNAPSHOT, pair.client_id, &pair.snapshot)?;
        let snapshot: Snapshot = serde_json::from_str(&text).map_err(|_| Surprise::Inconsistent("a snapshot"))?;
        pairs.push(ProposedPair {
            client_id: MemberId(pair.client_id),
            mentor_id: MemberId(pair.mentor_id),
            score: pair.score,
            overlap_minutes: snapshot.fit.overlap_minutes,
            reasons: snapshot.fit.reasons,
            dropped: pair.dropped,
        });
    }
    let why = pairs.iter_mut().map(|pair| (pair.client_id, pair.mentor_id, &mut pair.reasons)).collect();
    experience::leave_out_taken_back(tx, why).await?;
    Ok(Some(MatchProposal {
        id: MatchProposalId(row.id),
        state: ProposalState::stored(&row.state)?,
        program_id: row.program_id.map(ProgramId),
        created_at: row.created_at.0,
        settled_at: row.settled_at.map(|at| at.0),
        pairs,
        unmatched: row.unmatched,
    }))
}

async fn found(tx: &CenterTx, id: MatchProposalId) -> Outcome<MatchProposal> {
    find(tx, Some(id)).await?.ok_or_else(|| Problem::not_found(FIELD).into())
}

#[derive(FromQueryResult)]
struct OpenRow {
    client_id: Uuid,
    mentor_id: Uuid,
    high_need: bool,
}

/// Who waits and is not being asked, of one program or of all, and who has room for somebody.
async fn sides(tx: &CenterTx, program: Option<ProgramId>) -> Outcome<(Vec<Seeker>, Vec<Guide>)> {
    let open = tx
        .rows::<OpenRow>(
            "select client_id, mentor_id, high_need from cairn.mentorships where center_id = $1 and state in ('proposed', 'offered')",
            [],
        )
        .await?;
    let mut waiting = requests::waiting(tx, program).await?;
    waiting.retain(|request| !open.iter().any(|one| one.client_id == request.client_id.0));
    let mut with_room = mentors::open_to_new(tx).await?;
    for mentor in &mut with_room {
        // Whoever is being asked already may say yes.
        mentor.load +=
            open.iter().filter(|one| one.mentor_id == mentor.id.0).map(|one| weight_of_new(one.high_need)).sum::<i32>();
    }
    Ok((seekers(tx, waiting).await?, guides(tx, with_room).await?))
}

/// Proposes pairs for everybody who waits and is not being asked, or for those of one program. A proposal that was not published
/// goes; of two who propose in the same instant, one is told so.
pub async fn propose(tx: &CenterTx, program: Option<ProgramId>) -> Outcome<MatchProposal> {
    let membership = steering(tx, Action::ManageMentors, FIELD)?;
    tx.writable()?;
    if let Some(program) = program
        && programs::takes_people(tx, program).await?.is_none()
    {
        return Err(Problem::not_found("programId").into());
    }
    let (seekers, guides) = sides(tx, program).await?;
    let mut apart = apart(tx, &seekers, &guides).await?;
    apart.extend(parted(tx, &seekers, &guides, Some(tx.now() - NOT_AGAIN)).await?);
    let monday = next_monday(tx.now())?;
    let mut fits: Vec<Vec<Option<Fit>>> = Vec::with_capacity(seekers.len());
    for seeker in &seekers {
        fits.push(guides.iter().map(|guide| weigh(seeker, guide, &apart, monday)).collect::<Result<_, _>>()?);
    }
    let market = Market {
        points: seekers.iter().map(|seeker| weight_of_new(seeker.request.high_need)).collect(),
        room: guides.iter().map(|guide| (guide.mentor.capacity - guide.mentor.load).max(0)).collect(),
        scores: fits.iter().map(|row| row.iter().map(|fit| fit.as_ref().map(|fit| fit.score)).collect()).collect(),
    };
    // A second or so of computing, for hundreds: not on a thread that others wait for.
    let assignment = tokio::task::spawn_blocking(move || market.best()).await?;
    let id = open_draft(tx, membership.member_id, program).await?;
    let keys = tx.keys().await?;
    let mut pairs = Vec::new();
    for (client, mentor) in assignment.iter().enumerate() {
        let Some(mentor) = *mentor else { continue };
        let Some(fit) = &fits[client][mentor] else { continue };
        let client_id = seekers[client].request.client_id.0;
        let sealed = keys.seal(tx.ids(), SNAPSHOT, client_id, &snapshot(fit)?)?;
        pairs.push(json!({
            "client_id": client_id, "mentor_id": guides[mentor].mentor.id.0, "score": fit.score,
            "snapshot": format!("\\x{}", hex::encode(sealed.bytes())),
        }));
    }
    tx.run(
        "insert into cairn.match_proposal_pairs (center_id, proposal_id, client_id, mentor_id, score, snapshot)
         select $1, $2, p.client_id, p.mentor_id, p.score, p.snapshot
         from jsonb_to_recordset($3) as p (client_id uuid, mentor_id uuid, score integer, snapshot bytea)",
        [id.into(), serde_json::Value::Array(pairs).into()],
    )
    .await?;
    tx.audit(Event::done("match_proposal.propose", OBJECT, id));
    found(tx, MatchProposalId(id)).await
}

/// The center's one draft, in place of the one before.
async fn open_draft(tx: &CenterTx, by: MemberId, program: Option<ProgramId>) -> Outcome<Uuid> {
    discard_draft(tx, by).await?;
    let id = tx.ids().event(tx.now());
    // Somebody else's that was not there a moment ago: this waits for it, and then is not written.
    let written = tx
        .run(
            "insert into cairn.match_proposals (center_id, id, created_by, created_at, program_id) values ($1, $2, $3, $4, $5)
             on conflict (center_id) where state = 'draft' do nothing",
            [id.into(), by.0.into(), tx.at().into(), program.map(|id| id.0).into()],
        )
        .await?;
    if written == 0 { Err(Problem::Conflict { path: vec![FIELD.to_owned()] }.into()) } else { Ok(id) }
}

async fn discard_draft(tx: &CenterTx, by: MemberId) -> Outcome<()> {
    tx.run(
        "update cairn.match_proposals set state = 'discarded', settled_at = $2, settled_by = $3
         where center_id = $1 and state = 'draft'",
        [tx.at().into(), by.0.into()],
    )
    .await?;
    Ok(())
}

/// The proposal, locked, while it can still be changed.
async fn draft(tx: &CenterTx, id: MatchProposalId) -> Outcome<MemberId> {
    let membership = steering(tx, Action::ManageMentors, FIELD)?;
    tx.writable()?;
    tx.run("select from cairn.match_proposals where center_id = $1 and id = $2 for update", [id.0.into()]).await?;
    if found(tx, id).await?.state != ProposalState::Draft {
        return Err(Problem::invalid(FIELD, "proposal_settled").into());
    }
    Ok(membership.member_id)
}

/// Leaves one client's pair out, or takes it in again.
pub async fn drop_pair(tx: &CenterTx, id: MatchProposalId, client_id: MemberId, dropped: bool) -> Outcome<MatchProposal> {
    draft(tx, id).await?;
    let changed = tx
        .run(
            "update cairn.match_proposal_pairs set dropped_at = case when $4 then $5::timestamptz end
             where center_id = $1 and proposal_id = $2 and client_id = $3",
            [id.0.into(), client_id.0.into(), dropped.into(), tx.at().into()],
        )
        .await?;
    if changed == 0 {
        return Err(Problem::not_found("clientId").into());
    }
    let action = if dropped { "match_proposal.drop_pair" } else { "match_proposal.keep_pair" };
    tx.audit(Event::done(action, OBJECT, id.0).about(client_id));
    found(tx, id).await
}

/// Lets it be.
pub async fn discard(tx: &CenterTx, id: MatchProposalId) -> Outcome<MatchProposal> {
    let by = draft(tx, id).await?;
    discard_draft(tx, by).await?;
    tx.audit(Event::done("match_proposal.discard", OBJECT, id.0));
    found(tx, id).await
}

/// Asks everybody in it. Whoever does not fit any more since it was made is left out, without a word about why.
pub async fn publish(tx: &CenterTx, id: MatchProposalId) -> Outcome<MatchProposal> {
    let by = draft(tx, id).await?;
    let rows = tx
        .rows::<PairRow>(
            "select client_id, mentor_id, score, snapshot, dropped_at is not null as dropped from cairn.match_proposal_pairs
             where center_id = $1 and proposal_id = $2 and dropped_at is null and client_id <> $3 and mentor_id <> $3
             order by client_id",
            [id.0.into(), by.0.into()],
        )
        .await?;
    for row in rows {
        let request = requests::locked(tx, MemberId(row.client_id)).await?;
        if request.state != RequestState::Waiting {
            continue;
        }
        let mentor = mentors::read(tx, MemberId(row.mentor_id)).await?;
        let Some(fit) = weigh_one(tx, request.clone(), mentor).await? else { continue };
        let new = offers::new_offer(&request, MemberId(row.mentor_id), MatchWay::Program, Some(id));
        if let Some(pair) = offers::write(tx, &new, &fit).await? {
            offers::offer(tx, pair).await?;
        }
    }
    tx.run(
        "update cairn.match_proposals set state = 'published', settled_at = $3, settled_by = $4 where center_id = $1 and id = $2",
        [id.0.into(), tx.at().into(), by.0.into()],
    )
    .await?;
    tx.audit(Event::done("match_proposal.publish", OBJECT, id.0));
    found(tx, id).await
}
