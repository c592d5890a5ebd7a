//! The care relationship: who counsels whom, now.

use std::collections::HashSet;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::audit::Event;
use crate::db::CenterTx;
use crate::ids::MemberId;
use crate::problem::Outcome;
use crate::staff_tasks::{self, StaffTaskKind};

/// Whether somebody keeps contact with a client while they wait, as SQL: such two may sit down together, and nothing of the
/// record comes with it.
macro_rules! bridges_sql {
    ($peer:literal, $client:literal) => {
        concat!(
            "exists (select from cairn.enrollments bridge where bridge.center_id = $1 and bridge.state in ('waitlisted', 'offered')
               and bridge.peer_id = ",
            $peer,
            " and bridge.client_id = ",
            $client,
            ")"
        )
    };
}
pub(crate) use bridges_sql;

/// Whether two are kept apart, as SQL: nothing is planned between them, and neither learns why. At least one of the arguments is
/// a column, or says its type.
macro_rules! kept_apart_sql {
    ($one:literal, $other:literal) => {
        concat!(
            "exists (select from cairn.pair_conflicts kept where kept.center_id = $1 and kept.ended_at is null
               and kept.one_id = least(",
            $one,
            ", ",
            $other,
            ") and kept.other_id = greatest(",
            $one,
            ", ",
            $other,
            "))"
        )
    };
}
pub(crate) use kept_apart_sql;

/// Whether the pair behind a row of `care_assignments` rests, or its mentor takes a rest, as SQL: they write, and do not meet.
macro_rules! pair_rests_sql {
    ($care:literal) => {
        concat!(
            "exists (select from cairn.mentorships pair
               left join cairn.mentor_profiles guide on guide.center_id = $1 and guide.mentor_id = pair.mentor_id
               where pair.center_id = $1 and pair.id = ",
            $care,
            ".mentorship_id and (pair.state = 'paused' or ",
            crate::mentorship::mentors::rests_sql!("guide"),
            "))"
        )
    };
}
pub(crate) use pair_rests_sql;

/// Whether `m` sits down one on one with anybody, as SQL: a facilitator does with whom they keep contact with.
macro_rules! sits_down_sql {
    () => {
        "(m.roles && array['counselor', 'peer_mentor'] or m.roles @> array['facilitator'] and exists (
          select from cairn.enrollments bridge where bridge.center_id = $1 and bridge.state in ('waitlisted', 'offered')
            and bridge.peer_id = m.id))"
    };
}
pub(crate) use sits_down_sql;

/// How somebody who sits down with clients stands to one: at most one of the two.
#[derive(Debug, Clone, Copy, Default, FromQueryResult)]
pub struct Ties {
    /// Counsels them.
    pub assigned: bool,
    /// Walks with them as their mentor.
    pub mentors: bool,
}

/// None between two who are kept apart, whatever they were to each other before.
pub async fn ties(tx: &CenterTx, counselor: MemberId, client: MemberId) -> Outcome<Ties> {
    let found = tx
        .row::<Ties>(
            concat!(
                "select mentorship_id is null as assigned, mentorship_id is not null as mentors from cairn.care_assignments a
                 where center_id = $1 and counselor_id = $2 and client_id = $3 and ended_at is null and not ",
                kept_apart_sql!("a.counselor_id", "a.client_id")
            ),
            [counselor.0.into(), client.0.into()],
        )
        .await?;
    Ok(found.unwrap_or_default())
}

/// Whether `counselor` counsels `client` now; walking with them as a mentor is not that.
pub async fn assigned(tx: &CenterTx, counselor: MemberId, client: MemberId) -> Outcome<bool> {
    Ok(ties(tx, counselor, client).await?.assigned)
}

#[derive(FromQueryResult)]
struct Bridge {
    bridges: bool,
}

/// Whether `peer` keeps contact with `client` while they wait.
pub async fn bridges(tx: &CenterTx, peer: MemberId, client: MemberId) -> Outcome<bool> {
    let row =
        tx.row::<Bridge>(concat!("select ", bridges_sql!("$2", "$3"), " as bridges"), [peer.0.into(), client.0.into()]).await?;
    Ok(row.is_some_and(|row| row.bridges))
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Whether a member can keep contact with people who wait, as SQL: an account that is not paused, and a role that does it.
macro_rules! keeps_contact_sql {
    ($member:literal) => {
        concat!($member, ".state = 'active' and ", $member, ".roles && array['peer_mentor', 'counselor', 'facilitator']")
    };
}
pub(crate) use keeps_contact_sql;

/// Who keeps contact, when they can.
pub async fn contact_here(tx: &CenterTx, peer: Option<Uuid>) -> Outcome<Option<MemberId>> {
    let Some(peer) = peer else { return Ok(None) };
    let row = tx
        .row::<Id>(
            concat!("select w.id from cairn.members w where w.center_id = $1 and w.id = $2 and ", keeps_contact_sql!("w")),
            [peer.into()],
        )
        .await?;
    Ok(row.map(|row| MemberId(row.id)))
}

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// Whether somebody may be given clients. Invited ones may: the first session can wait for them.
pub(crate) async fn counsels(tx: &CenterTx, id: MemberId) -> Outcome<bool> {
    let row = tx
        .row::<Found>(
            "select exists (select from cairn.members where center_id = $1 and id = $2
               and roles && array['counselor', 'peer_mentor'] and state in ('active', 'invited')) as found",
            [id.0.into()],
        )
        .await?;
    Ok(row.is_some_and(|row| row.found))
}

/// Whether two must not meet.
pub(crate) async fn kept_apart(tx: &CenterTx, one: MemberId, other: MemberId) -> Outcome<bool> {
    let sql = concat!("select ", kept_apart_sql!("$2::uuid", "$3::uuid"), " as found");
    let row = tx.row::<Found>(sql, [one.0.into(), other.0.into()]).await?;
    Ok(row.is_some_and(|row| row.found))
}

/// Who counsels `client` as a counselor and can come in, for longest: who may decide with them. Walking with them as a mentor is
/// not that, whatever else somebody is.
pub async fn counselor_of(tx: &CenterTx, client: MemberId) -> Outcome<Option<MemberId>> {
    let row = tx
        .row::<Id>(
            concat!(
                "select a.counselor_id as id from cairn.care_assignments a
                 join cairn.members k on k.center_id = $1 and k.id = a.counselor_id and k.state = 'active'
                   and k.roles @> array['counselor']
                 where a.center_id = $1 and a.client_id = $2 and a.ended_at is null and a.mentorship_id is null and not ",
                kept_apart_sql!("a.counselor_id", "a.client_id"),
                " order by a.started_at, a.counselor_id limit 1"
            ),
            [client.0.into()],
        )
        .await?;
    Ok(row.map(|row| MemberId(row.id)))
}

/// Of these clients, those whom `counselor` counsels now.
pub async fn assigned_of(tx: &CenterTx, counselor: MemberId, clients: &[MemberId]) -> Outcome<HashSet<MemberId>> {
    let ids: Vec<Uuid> = clients.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<Id>(
            concat!(
                "select client_id as id from cairn.care_assignments a
                 where center_id = $1 and counselor_id = $2 and client_id = any($3) and ended_at is null
                   and mentorship_id is null and not ",
                kept_apart_sql!("a.counselor_id", "a.client_id")
            ),
            [counselor.0.into(), ids.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| MemberId(row.id)).collect())
}

/// The people who counsel `client` now and can come in, longest first; then whoever walks with them. Whom they must not meet is left out.
pub async fn counselors_of(tx: &CenterTx, client: MemberId) -> Outcome<Vec<MemberId>> {
    let rows = tx
        .rows::<Id>(
            concat!(
                "select a.counselor_id as id from cairn.care_assignments a
             join cairn.members k on k.center_id = $1 and k.id = a.counselor_id and k.state = 'active'
               and k.roles && array['counselor', 'peer_mentor']
             where a.center_id = $1 and a.client_id = $2 and a.ended_at is null and not ",
                kept_apart_sql!("a.counselor_id", "a.client_id"),
                " order by a.mentorship_id is not null, a.started_at, a.counselor_id"
            ),
            [client.0.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| MemberId(row.id)).collect())
}

/// Who keeps contact with `client` while they wait and can come in, for longest. Whom they must not meet is left out.
pub async fn contact_of(tx: &CenterTx, client: MemberId) -> Outcome<Option<MemberId>> {
    let row = tx
        .row::<Id>(
            concat!(
                "select w.id from cairn.enrollments e
                 join cairn.members w on w.center_id = $1 and w.id = e.peer_id and ",
                keeps_contact_sql!("w"),
                " where e.center_id = $1 and e.client_id = $2 and e.state in ('waitlisted', 'offered') and not ",
                kept_apart_sql!("e.peer_id", "e.client_id"),
                " order by e.id limit 1"
            ),
            [client.0.into()],
        )
        .await?;
    Ok(row.map(|row| MemberId(row.id)))
}

/// A client has somebody else now: whoever must not meet them does not counsel them any more, and nobody has to be found.
pub(crate) async fn end_with_those_apart(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    let ended = tx
        .rows::<Id>(
            concat!(
                "update cairn.care_assignments a set ended_at = $3
                 where a.center_id = $1 and a.client_id = $2 and a.ended_at is null and a.mentorship_id is null and ",
                kept_apart_sql!("a.counselor_id", "a.client_id"),
                " returning a.counselor_id as id"
            ),
            [client.0.into(), tx.at().into()],
        )
        .await?;
    for row in &ended {
        tx.audit(Event::done("care.end", "member", row.id).about(client));
    }
    staff_tasks::close(tx, StaffTaskKind::CounselorApart, client).await
}

/// Whether somebody who must not meet them still counsels them by the record.
pub(crate) async fn counseled_by_those_apart(tx: &CenterTx, client: MemberId) -> Outcome<bool> {
    let sql = concat!(
        "select exists (select from cairn.care_assignments a
           where a.center_id = $1 and a.client_id = $2 and a.ended_at is null and a.mentorship_id is null and ",
        kept_apart_sql!("a.counselor_id", "a.client_id"),
        ") as found"
    );
    let row = tx.row::<Found>(sql, [client.0.into()]).await?;
    Ok(row.is_some_and(|row| row.found))
}
