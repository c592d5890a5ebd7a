//! Secrets on their way: sealed until the mail with them has left, then gone.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;

use super::{CODE, INVITATION_TOKEN};
use crate::db::{At, CenterTx};
use crate::ids::{ChallengeId, InvitationId};
use crate::problem::Outcome;
use crate::sealed::Sealed;

/// A code to be mailed.
#[derive(Clone)]
pub struct CodeToSend {
    pub code: String,
    pub expires_at: Timestamp,
}

/// An invitation's secret to be mailed: the link is `/i/{token}`.
#[derive(Clone)]
pub struct TokenToSend {
    pub token: String,
    pub expires_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    secret: Sealed,
    expires_at: At,
}

/// `None`: used, expired, or sent before.
pub async fn code_to_send(tx: &CenterTx, id: ChallengeId) -> Outcome<Option<CodeToSend>> {
    let row = tx
        .row::<Row>(
            "select code as secret, expires_at from cairn.challenges
             where center_id = $1 and id = $2 and code is not null and used_at is null and expires_at > $3",
            [id.0.into(), tx.at().into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let code = tx.keys().await?.open(CODE, id.0, &row.secret)?;
    Ok(Some(CodeToSend { code, expires_at: row.expires_at.0 }))
}

/// After sending.
pub async fn forget_code(tx: &CenterTx, id: ChallengeId) -> Outcome<()> {
    tx.run("update cairn.challenges set code = null where center_id = $1 and id = $2", [id.0.into()]).await?;
    Ok(())
}

/// `None`: replaced by a newer link, revoked, accepted, expired, or sent before.
pub async fn token_to_send(tx: &CenterTx, id: InvitationId, version: i32) -> Outcome<Option<TokenToSend>> {
    let row = tx
        .row::<Row>(
            "select token as secret, expires_at from cairn.invitations
             where center_id = $1 and id = $2 and version = $3 and token is not null
               and accepted_at is null and revoked_at is null and expires_at > $4",
            [id.0.into(), version.into(), tx.at().into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let token = tx.keys().await?.open(INVITATION_TOKEN, id.0, &row.secret)?;
    Ok(Some(TokenToSend { token, expires_at: row.expires_at.0 }))
}

/// After sending this version; a newer one's secret stays.
pub async fn forget_token(tx: &CenterTx, id: InvitationId, version: i32) -> Outcome<()> {
    tx.run(
        "update cairn.invitations set token = null where center_id = $1 and id = $2 and version = $3",
        [id.0.into(), version.into()],
    )
    .await?;
    Ok(())
}

/// Removes codes that expired more than a day ago, and secrets that expired unsent.
pub async fn clean_up(tx: &CenterTx) -> Outcome<()> {
    let day_ago = At(tx.now() - SignedDuration::from_hours(24));
    tx.run("delete from cairn.challenges where center_id = $1 and expires_at < $2", [day_ago.into()]).await?;
    tx.run(
        "update cairn.invitations set token = null where center_id = $1 and token is not null and expires_at < $2",
        [tx.at().into()],
    )
    .await?;
    Ok(())
}
