//! A counselor's account is paused: whoever they would have met is asked as for any absence. Nobody knows until when, so that
//! "later with the same person" is nothing to choose.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::cover_ask::ask;
use super::waits;
use crate::audit::Event;
use crate::availability::{DeskQuery, desk};
use crate::db::{At, CenterTx};
use crate::ids::MemberId;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};

/// What lies ahead of somebody whose account may be paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionsAhead {
    pub sessions: i32,
    /// With so many people.
    pub clients: i32,
}

#[derive(FromQueryResult)]
struct Ahead {
    sessions: i32,
    clients: i32,
}

/// Whom it would concern, for whoever decides about it. What a pair planned goes with the pair, and is not asked about.
pub async fn ahead(tx: &CenterTx, member: MemberId) -> Outcome<SessionsAhead> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::ManageMembers, Target::NONE) {
        return Err(Problem::not_found("memberId").into());
    }
    let found = tx
        .row::<Ahead>(
            "select count(s.id)::int as sessions, count(distinct s.client_id)::int as clients
             from cairn.members m
             left join cairn.sessions s on s.center_id = $1 and s.counselor_id = m.id and s.state = 'booked' and s.starts_at > $3
               and not exists (select from cairn.care_assignments p where p.center_id = $1 and p.counselor_id = m.id
                 and p.client_id = s.client_id and p.mentorship_id is not null and p.ended_at is null)
             where m.center_id = $1 and m.id = $2 group by m.id",
            [member.0.into(), tx.at().into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("memberId"))?;
    Ok(SessionsAhead { sessions: found.sessions, clients: found.clients })
}

/// Whoever shall stand in has to be there, and somebody else.
pub(super) async fn check_backup(tx: &CenterTx, counselor: MemberId, backup: Option<MemberId>) -> Outcome<()> {
    let Some(backup) = backup else { return Ok(()) };
    let there = desk(tx, &DeskQuery::of(tx, backup)).await?.is_some_and(|desk| desk.counselor_is_active);
    if there && backup != counselor { Ok(()) } else { Err(Problem::not_found("backupId").into()) }
}

#[derive(FromQueryResult)]
struct Last {
    ends_at: Option<At>,
}

/// Asks everybody who has a session ahead; what is kept of the counselor's time for people who wait is let go. The caller has
/// authorised, and holds the counselor's row: what was being booked is booked by now. Nothing ahead: nobody has to be asked.
pub(crate) async fn begin(tx: &CenterTx, counselor: MemberId, backup: Option<MemberId>) -> Outcome<()> {
    check_backup(tx, counselor, backup).await?;
    waits::counselor_away(tx, counselor, None).await?;
    let last = tx
        .row::<Last>(
            "select max(ends_at) as ends_at from cairn.sessions
             where center_id = $1 and counselor_id = $2 and state = 'booked' and starts_at > $3",
            [counselor.0.into(), tx.at().into()],
        )
        .await?;
    let Some(ends_at) = last.and_then(|last| last.ends_at) else { return Ok(()) };
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let id: Uuid = tx.ids().event(tx.now());
    tx.run(
        "insert into cairn.coverings (center_id, id, counselor_id, starts_at, ends_at, backup_id, created_by, created_at, paused)
         values ($1, $2, $3, $4, $5, $6, $7, $4, true)",
        [id.into(), counselor.0.into(), tx.at().into(), ends_at.into(), backup.map(|id| id.0).into(), me.0.into()],
    )
    .await?;
    tx.audit(Event::done("covering.begin", super::cover::OBJECT, id));
    ask(tx, counselor, None).await
}
