//! Whom a client lets be asked when they need somebody sooner: theirs to give, and to take back at once.

use std::collections::HashSet;

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::audit::Event;
use crate::care::{self, kept_apart_sql, pair_rests_sql};
use crate::db::{At, CenterTx};
use crate::ids::MemberId;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

const MOST_PEERS: usize = 20;

/// Somebody who cares for the client, and whether they may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CirclePeer {
    pub member_id: MemberId,
    pub may_be_asked: bool,
}

pub(super) fn client(tx: &CenterTx) -> Outcome<MemberId> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let allowed = policy::allows(&membership.roles, Action::AskSooner, Target::OWN);
    if allowed { Ok(membership.member_id) } else { Err(Problem::NotAllowed.into()) }
}

#[derive(FromQueryResult)]
struct Peer {
    peer_id: Uuid,
}

// Those a client chose and who still care for them.
macro_rules! chosen_sql {
    ($($also:tt)*) => {
        concat!(
            "select c.peer_id from cairn.sooner_circle c
             join cairn.members m on m.center_id = $1 and m.id = c.peer_id and m.state = 'active'
               and m.roles && array['counselor', 'peer_mentor']
             where c.center_id = $1 and c.client_id = $2 and exists (select from cairn.care_assignments a
               where a.center_id = $1 and a.client_id = $2 and a.counselor_id = c.peer_id and a.ended_at is null ",
            $($also)*,
            ") order by c.peer_id"
        )
    };
}

async fn peers(tx: &CenterTx, sql: &'static str, client_id: MemberId) -> Outcome<Vec<MemberId>> {
    let rows = tx.rows::<Peer>(sql, [client_id.0.into()]).await?;
    Ok(rows.into_iter().map(|row| MemberId(row.peer_id)).collect())
}

/// Those of them who are asked now, about a time before `until`: a mentor who rests and whoever is on leave are left alone, and whom
/// the client must not meet hears nothing.
pub(super) async fn reachable(tx: &CenterTx, client_id: MemberId, until: Timestamp) -> Outcome<Vec<MemberId>> {
    let sql = chosen_sql!("and not ", pair_rests_sql!("a"), " and not ", kept_apart_sql!("a.counselor_id", "a.client_id"));
    let mut here = peers(tx, sql, client_id).await?;
    let away = away(tx, &here, until).await?;
    here.retain(|peer| !away.contains(peer));
    Ok(here)
}

/// Whether the client chose anybody who could be asked at another time.
pub(super) async fn chose_somebody(tx: &CenterTx, client_id: MemberId) -> Outcome<bool> {
    let sql = chosen_sql!("and not ", kept_apart_sql!("a.counselor_id", "a.client_id"));
    Ok(!peers(tx, sql, client_id).await?.is_empty())
}

/// Those of them whose time off leaves nothing from now until then.
async fn away(tx: &CenterTx, members: &[MemberId], until: Timestamp) -> Outcome<HashSet<MemberId>> {
    let ids: Vec<Uuid> = members.iter().map(|member| member.0).collect();
    let rows = tx
        .rows::<Peer>(
            "select t.counselor_id as peer_id from cairn.time_off t
             where t.center_id = $1 and t.counselor_id = any($2) and t.starts_at < $4 and t.ends_at > $3
             group by t.counselor_id
             having range_agg(tstzrange(t.starts_at, t.ends_at)) @> tstzrange($3::timestamptz, $4::timestamptz)",
            [ids.into(), tx.at().into(), At(until).into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| MemberId(row.peer_id)).collect())
}

/// Nobody of the circle can: a person of the center gets in touch, one of theirs who is there.
pub(super) async fn ask_the_center(tx: &CenterTx, client_id: MemberId, until: Timestamp) -> Outcome<()> {
    let theirs = care::counselors_of(tx, client_id).await?;
    let away = away(tx, &theirs, until).await?;
    let whose = theirs.into_iter().find(|one| !away.contains(one)).map_or(TaskFor::Admins, TaskFor::Member);
    staff_tasks::open(tx, StaffTaskKind::WantsContact, client_id, whose).await
}

/// Who could be asked, and who may be.
pub async fn circle(tx: &CenterTx) -> Outcome<Vec<CirclePeer>> {
    let me = client(tx)?;
    let chosen = peers(tx, chosen_sql!(""), me).await?;
    let all = care::counselors_of(tx, me).await?;
    Ok(all.into_iter().map(|member_id| CirclePeer { member_id, may_be_asked: chosen.contains(&member_id) }).collect())
}

/// These and nobody else may be asked from now on. Taking it back works at once.
pub async fn set_circle(tx: &CenterTx, peers: Vec<MemberId>) -> Outcome<Vec<CirclePeer>> {
    let me = client(tx)?;
    tx.writable()?;
    if peers.len() > MOST_PEERS {
        return Err(Problem::limit("peerIds", "too_many", 20).into());
    }
    let mine = care::counselors_of(tx, me).await?;
    if peers.iter().any(|peer| !mine.contains(peer)) {
        return Err(Problem::not_found("peerIds").into());
    }
    let ids: Vec<Uuid> = peers.iter().map(|peer| peer.0).collect();
    tx.run(
        "delete from cairn.sooner_circle where center_id = $1 and client_id = $2 and not peer_id = any($3)",
        [me.0.into(), ids.clone().into()],
    )
    .await?;
    tx.run(
        "insert into cairn.sooner_circle (center_id, client_id, peer_id, consented_at)
         select $1, $2, peer, $4 from unnest($3::uuid[]) as peer on conflict do nothing",
        [me.0.into(), ids.into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done("sooner_circle.set", "member", me.0).about(me));
    circle(tx).await
}
