use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::SignInMethod;
use crate::actor::{Actor, Membership, Proof, Role};
use crate::audit::Event;
use crate::db::{At, CenterTx, Credential, Db};
use crate::ids::{MemberId, SignInId};
use crate::problem::{Outcome, Problem, Surprise};

/// Often enough for the list and the idle timeout, rarely enough for the disk.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// One of a member's own sign-ins.
#[derive(Debug, Clone, PartialEq)]
pub struct SignInInfo {
    pub id: SignInId,
    /// `Firefox · Android`
    pub device: String,
    pub method: SignInMethod,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
    /// The one that asks.
    pub current: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    device: String,
    method: String,
    created_at: At,
    last_seen_at: At,
    expires_at: At,
}

#[derive(FromQueryResult)]
struct Ended {
    id: Uuid,
}

fn own(tx: &CenterTx) -> Outcome<&Membership> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    // A link from a mail shows one session; an API token has no browser. Neither looks after sign-ins.
    if matches!(membership.proof, Proof::SignIn { .. }) { Ok(membership) } else { Err(Problem::NotAllowed.into()) }
}

fn current(membership: &Membership) -> Option<SignInId> {
    match membership.proof {
        Proof::SignIn { id, .. } => Some(id),
        Proof::ApiToken { .. } | Proof::MailLink => None,
    }
}

/// Where the viewer is signed in, the latest first.
pub async fn sign_ins(tx: &CenterTx) -> Outcome<Vec<SignInInfo>> {
    let membership = own(tx)?;
    let rows = tx
        .rows::<Row>(
            "select id, device, method, created_at, last_seen_at, expires_at from cairn.sign_ins
             where center_id = $1 and member_id = $2 and ended_at is null and expires_at > $3 and idle_expires_at > $3
             order by last_seen_at desc, id desc",
            [membership.member_id.0.into(), tx.at().into()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SignInInfo {
                id: SignInId(row.id),
                device: row.device,
                method: SignInMethod::ALL
                    .into_iter()
                    .find(|method| method.name() == row.method)
                    .ok_or(Surprise::Inconsistent("sign-in method"))?,
                created_at: row.created_at.0,
                last_seen_at: row.last_seen_at.0,
                expires_at: row.expires_at.0,
                current: current(membership) == Some(SignInId(row.id)),
            })
        })
        .collect()
}

/// Ends one of the viewer's own. Works in a paused center: leaving always does.
pub async fn end_sign_in(tx: &CenterTx, id: SignInId) -> Outcome<Vec<SignInId>> {
    let membership = own(tx)?;
    let ended = tx
        .rows::<Ended>(
            "update cairn.sign_ins set ended_at = $4
             where center_id = $1 and member_id = $2 and id = $3 and ended_at is null returning id",
            [membership.member_id.0.into(), id.0.into(), tx.at().into()],
        )
        .await?;
    if ended.is_empty() {
        return Err(Problem::not_found("signInId").into());
    }
    Ok(note(tx, ended))
}

/// Ends all of the viewer's sign-ins, this one too.
pub async fn sign_out_everywhere(tx: &CenterTx) -> Outcome<Vec<SignInId>> {
    let membership = own(tx)?;
    let ended = tx
        .rows::<Ended>(
            "update cairn.sign_ins set ended_at = $3
             where center_id = $1 and member_id = $2 and ended_at is null and expires_at > $3 returning id",
            [membership.member_id.0.into(), tx.at().into()],
        )
        .await?;
    Ok(note(tx, ended))
}

/// Ends all but the one that asks: after a change that a thief of a cookie should not survive.
pub(crate) async fn end_others(tx: &CenterTx) -> Outcome<()> {
    let membership = own(tx)?;
    let ended = tx
        .rows::<Ended>(
            "update cairn.sign_ins set ended_at = $3
             where center_id = $1 and member_id = $2 and ended_at is null and expires_at > $3 and id is distinct from $4
             returning id",
            [membership.member_id.0.into(), tx.at().into(), current(membership).map(|id| id.0).into()],
        )
        .await?;
    note(tx, ended);
    Ok(())
}

/// Ends a member's sign-ins because of what an admin decided about them; `but_current`: about themselves, in a browser
/// that proved itself just now and stays.
pub(crate) async fn end_all_of(tx: &CenterTx, member: MemberId, but_current: bool) -> Outcome<()> {
    let kept = if but_current { current(own(tx)?) } else { None };
    let ended = tx
        .rows::<Ended>(
            "update cairn.sign_ins set ended_at = $3
             where center_id = $1 and member_id = $2 and ended_at is null and expires_at > $3 and id is distinct from $4
             returning id",
            [member.0.into(), tx.at().into(), kept.map(|id| id.0).into()],
        )
        .await?;
    for row in &ended {
        tx.audit(Event::done("sign_in.end", "sign_in", row.id));
    }
    tx.announce_member(member);
    Ok(())
}

fn note(tx: &CenterTx, ended: Vec<Ended>) -> Vec<SignInId> {
    for row in &ended {
        tx.audit(Event::done("sign_in.end", "sign_in", row.id).purpose("sign_in"));
    }
    if let Some(member) = tx.actor().member_id() {
        tx.announce_member(member);
    }
    ended.into_iter().map(|row| SignInId(row.id)).collect()
}

/// Ends the sign-in behind a cookie: signing out, leaving quickly. Fine if it was over already.
pub async fn sign_out(db: &Db, credential: &Credential, request_id: Option<String>) -> Outcome<()> {
    let Some(hash) = credential.sign_in_hash() else { return Ok(()) };
    let tx = db.begin(credential.center_id(), Actor::Visitor { center_suspended: false }, request_id).await?;
    let ended = tx
        .row::<EndedByCookie>(
            "update cairn.sign_ins set ended_at = $3 where center_id = $1 and token_hash = $2 and ended_at is null
             returning id, member_id",
            [hash.to_vec().into(), tx.at().into()],
        )
        .await?;
    let Some(row) = ended else { return Ok(()) };
    tx.audit(Event::done("sign_in.end", "sign_in", row.id).purpose("sign_in").by("member", row.member_id));
    tx.announce_member(MemberId(row.member_id));
    tx.commit().await
}

#[derive(FromQueryResult)]
struct EndedByCookie {
    id: Uuid,
    member_id: Uuid,
}

/// Remembers that the proof was used just now, at most once a minute. `true`: something was written, commit it.
pub async fn touch(tx: &CenterTx) -> Outcome<bool> {
    let Some(membership) = tx.actor().membership() else { return Ok(false) };
    match membership.proof {
        Proof::SignIn { id, last_seen_at, .. } if tx.now().duration_since(last_seen_at) >= TOUCH_EVERY => {
            let staff = membership.roles.iter().any(|role| *role != Role::Client);
            let touched = tx
                .run(
                    "update cairn.sign_ins set last_seen_at = $3, idle_expires_at = least(expires_at, $3::timestamptz
                       + case when shared_device then interval '10 minutes' when $4 then interval '15 minutes' else interval '30 minutes' end)
                     where center_id = $1 and id = $2 and ended_at is null",
                    [id.0.into(), tx.at().into(), staff.into()],
                )
                .await?;
            Ok(touched > 0)
        }
        Proof::ApiToken { id, last_used_at } if last_used_at.is_none_or(|last| tx.now().duration_since(last) >= TOUCH_EVERY) => {
            let touched = tx
                .run(
                    "update cairn.api_tokens set last_used_at = $3
                     where center_id = $1 and id = $2 and (last_used_at is null or last_used_at < $3::timestamptz - interval '1 minute')",
                    [id.0.into(), tx.at().into()],
                )
                .await?;
            Ok(touched > 0)
        }
        Proof::SignIn { .. } | Proof::ApiToken { .. } | Proof::MailLink => Ok(false),
    }
}
