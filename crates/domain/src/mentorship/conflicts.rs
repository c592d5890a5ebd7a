//! Two people who must never be a pair. Neither learns of it: they are not shown to each other, and whoever asks by id hears
//! what is heard for nobody.

use std::collections::HashSet;

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{ConflictSource, moves, steering};
use crate::audit::Event;
use crate::care;
use crate::db::{At, CenterTx};
use crate::ids::{ConflictId, MemberId};
use crate::members::fields;
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{Place, Sealed};
use crate::staff_tasks::{self, StaffTaskKind};

const REASON: Place = Place::clinical("pair_conflicts", "reason");
const LONGEST: usize = 1_000;

#[derive(Debug, Clone)]
pub struct Conflict {
    pub id: ConflictId,
    pub one_id: MemberId,
    pub other_id: MemberId,
    pub source: ConflictSource,
    pub reason: Option<String>,
    pub entered_by: MemberId,
    pub created_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    one_id: Uuid,
    other_id: Uuid,
    source: String,
    reason: Option<Sealed>,
    entered_by: Uuid,
    created_at: At,
}

/// What was entered about somebody, for whoever steers. Reading it is remembered.
pub async fn of(tx: &CenterTx, member_id: MemberId) -> Outcome<Vec<Conflict>> {
    let membership = steering(tx, Action::ManageMentors, "memberId")?;
    // Also who steers is not told what keeps them from somebody.
    if membership.member_id == member_id {
        return Ok(Vec::new());
    }
    let rows = tx
        .rows::<Row>(
            "select id, one_id, other_id, source, reason, entered_by, created_at from cairn.pair_conflicts
             where center_id = $1 and (one_id = $2 or other_id = $2) and one_id <> $3 and other_id <> $3 and ended_at is null
             order by created_at, id",
            [member_id.0.into(), membership.member_id.0.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let open = |row: Row| {
        Ok(Conflict {
            id: ConflictId(row.id),
            one_id: MemberId(row.one_id),
            other_id: MemberId(row.other_id),
            source: ConflictSource::stored(&row.source)?,
            reason: row.reason.map(|reason| keys.open(REASON, row.id, &reason)).transpose()?,
            entered_by: MemberId(row.entered_by),
            created_at: row.created_at.0,
        })
    };
    let found: Vec<Conflict> = rows.into_iter().map(open).collect::<Result<_, Surprise>>()?;
    if !found.is_empty() {
        tx.audit(Event::done("conflict.view", "member", member_id.0).about(member_id));
    }
    Ok(found)
}

#[derive(Debug, Clone)]
pub struct EnterConflict {
    pub member_id: MemberId,
    pub other_id: MemberId,
    pub source: ConflictSource,
    pub reason: String,
}

#[derive(FromQueryResult)]
struct Count {
    many: i64,
}

/// Keeps two people apart, from now on. What stands open between them ends without a word about why.
pub async fn enter(tx: &CenterTx, input: EnterConflict) -> Outcome<ConflictId> {
    let membership = steering(tx, Action::ManageMentors, "memberId")?;
    tx.writable()?;
    if input.member_id == input.other_id {
        return Err(Problem::invalid("otherId", "same_person").into());
    }
    let reason = fields::paragraphs(&input.reason, "reason", LONGEST)?;
    let (one, other) = (input.member_id.min(input.other_id), input.member_id.max(input.other_id));
    let there = tx
        .row::<Count>(
            "select count(*) as many from cairn.members where center_id = $1 and id in ($2, $3)",
            [one.0.into(), other.0.into()],
        )
        .await?;
    if there.is_none_or(|row| row.many != 2) {
        return Err(Problem::not_found("otherId").into());
    }
    let id = tx.ids().person();
    let written = tx
        .run(
            "insert into cairn.pair_conflicts (center_id, id, one_id, other_id, source, reason, entered_by, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
            [
                id.into(),
                one.0.into(),
                other.0.into(),
                input.source.name().into(),
                tx.seal_option(REASON, id, Some(reason.as_str()).filter(|text| !text.is_empty())).await?.into(),
                membership.member_id.0.into(),
                tx.at().into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::invalid("source", "conflict_known").into());
    }
    // About both: each event names one of them, and only the center's record has them side by side.
    for about in [one, other] {
        tx.audit(Event::done("conflict.enter", "conflict", id).about(about));
    }
    moves::part(tx, one, other).await?;
    Ok(ConflictId(id))
}

#[derive(FromQueryResult)]
struct Ended {
    one_id: Uuid,
    other_id: Uuid,
}

/// It does not hold any more.
pub async fn end(tx: &CenterTx, id: ConflictId) -> Outcome<()> {
    let membership = steering(tx, Action::ManageMentors, "conflictId")?;
    tx.writable()?;
    let ended = tx
        .row::<Ended>(
            "update cairn.pair_conflicts set ended_at = $3
             where center_id = $1 and id = $2 and ended_at is null and one_id <> $4 and other_id <> $4 
               returning one_id, other_id",
            [id.0.into(), tx.at().into(), membership.member_id.0.into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("conflictId"))?;
    tx.audit(Event::done("conflict.end", "conflict", id.0).about(MemberId(ended.one_id)));
    // Whoever counsels the other does so again: nobody else has to be found for that.
    for client in [ended.one_id, ended.other_id].map(MemberId) {
        if !care::counseled_by_those_apart(tx, client).await? {
            staff_tasks::close(tx, StaffTaskKind::CounselorApart, client).await?;
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct PairRow {
    client_id: Uuid,
    mentor_id: Uuid,
}

/// Pairs of these clients and mentors that must not be: entered by the center, or known from what the center knows anyway.
/// One statement, however many; a pair without any takes as long as one with several.
pub(super) async fn between(tx: &CenterTx, clients: &[MemberId], mentors: &[MemberId]) -> Outcome<HashSet<(MemberId, MemberId)>> {
    let ids = |members: &[MemberId]| members.iter().map(|id| id.0).collect::<Vec<Uuid>>();
    let rows = tx.rows::<PairRow>(BETWEEN, [ids(clients).into(), ids(mentors).into()]).await?;
    Ok(rows.into_iter().map(|row| (MemberId(row.client_id), MemberId(row.mentor_id))).collect())
}

/// Entered; own counselor now or before, or sessions held with a counselor outside a mentorship; places in the same closed group,
/// or holding it; oneself. A peer who stood in for somebody, or kept contact while somebody waited, counseled nobody by that: what
/// makes them one's counselor is care that was theirs.
const BETWEEN: &str = "
select c.one_id as client_id, c.other_id as mentor_id from cairn.pair_conflicts c
where c.center_id = $1 and c.ended_at is null and c.one_id = any($2) and c.other_id = any($3)
union
select c.other_id, c.one_id from cairn.pair_conflicts c
where c.center_id = $1 and c.ended_at is null and c.other_id = any($2) and c.one_id = any($3)
union
select a.client_id, a.counselor_id from cairn.care_assignments a
join cairn.members k on k.center_id = $1 and k.id = a.counselor_id
where a.center_id = $1 and a.mentorship_id is null and a.client_id = any($2) and a.counselor_id = any($3)
  and (k.roles @> array['counselor'] or not exists (select from cairn.cover_answers lent where lent.center_id = $1 and lent.assignment_id = a.id))
union
select a.counselor_id, a.client_id from cairn.care_assignments a
join cairn.members k on k.center_id = $1 and k.id = a.counselor_id
where a.center_id = $1 and a.mentorship_id is null and a.counselor_id = any($2) and a.client_id = any($3)
  and (k.roles @> array['counselor'] or not exists (select from cairn.cover_answers lent where lent.center_id = $1 and lent.assignment_id = a.id))
union
select s.client_id, s.counselor_id from cairn.sessions s
join cairn.members k on k.center_id = $1 and k.id = s.counselor_id and k.roles @> array['counselor']
where s.center_id = $1 and s.state = 'booked' and s.client_id = any($2) and s.counselor_id = any($3)
  and not exists (select from cairn.care_assignments a
                  where a.center_id = $1 and a.client_id = s.client_id and a.counselor_id = s.counselor_id and a.mentorship_id is not null)
union
select p.member_id, q.member_id from cairn.memberships p
join cairn.groups g on g.center_id = $1 and g.id = p.group_id and g.access = 'closed' and g.state <> 'closed'
join cairn.memberships q on q.center_id = $1 and q.group_id = p.group_id and q.member_id = any($3) and q.state in ('active', 'paused')
where p.center_id = $1 and p.member_id = any($2) and p.state in ('active', 'paused')
union
select p.member_id, f.member_id from cairn.memberships p
join cairn.groups g on g.center_id = $1 and g.id = p.group_id and g.access = 'closed' and g.state <> 'closed'
join cairn.group_facilitators f on f.center_id = $1 and f.group_id = p.group_id and f.member_id = any($3) and f.until is null
where p.center_id = $1 and p.member_id = any($2) and p.state in ('active', 'paused')
union
select m.id, m.id from cairn.members m where m.center_id = $1 and m.id = any($2) and m.id = any($3)";
