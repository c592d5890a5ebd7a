//! API tokens: a member's own key for programs, with the member's own rights.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use super::fields;
use super::profile::tell;
use super::sign_in::require_fresh;
use crate::audit::Event;
use crate::db::{At, CenterTx, Secret};
use crate::idempotency::{self, Claim};
use crate::ids::{ApiTokenId, MemberId};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems, Surprise};

const NAME_LIMIT: usize = 80;
const LONGEST_DAYS: i32 = 365;

#[derive(Debug, Clone, PartialEq)]
pub struct ApiToken {
    pub id: ApiTokenId,
    pub name: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// To the minute.
    pub last_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Serialize)]
pub struct CreateApiToken {
    /// Idempotency key.
    #[serde(skip)]
    pub key: Uuid,
    pub name: String,
    /// 1 to 365.
    pub days: i32,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    created_at: At,
    expires_at: At,
    last_used_at: Option<At>,
    revoked_at: Option<At>,
}

impl From<Row> for ApiToken {
    fn from(row: Row) -> Self {
        Self {
            id: ApiTokenId(row.id),
            name: row.name,
            created_at: row.created_at.0,
            expires_at: row.expires_at.0,
            last_used_at: row.last_used_at.map(|at| at.0),
            revoked_at: row.revoked_at.map(|at| at.0),
        }
    }
}

fn allowed(tx: &CenterTx) -> Outcome<MemberId> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::ManageApiTokens, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    Ok(membership.member_id)
}

/// The viewer's own, the newest first.
pub async fn api_tokens(tx: &CenterTx) -> Outcome<Vec<ApiToken>> {
    let member = allowed(tx)?;
    let rows = tx
        .rows::<Row>(
            "select id, name, created_at, expires_at, last_used_at, revoked_at from cairn.api_tokens
             where center_id = $1 and member_id = $2 order by created_at desc, id desc",
            [member.0.into()],
        )
        .await?;
    Ok(rows.into_iter().map(ApiToken::from).collect())
}

/// Makes a token. Its secret is shown once: a retry with the same key finds the token without it.
pub async fn create_api_token(tx: &CenterTx, input: CreateApiToken) -> Outcome<(ApiToken, Option<String>)> {
    let member = allowed(tx)?;
    require_fresh(tx)?;
    tx.writable()?;
    let mut problems = Problems::default();
    let name = problems.take(fields::required_line(&input.name, "name", NAME_LIMIT));
    if !(1..=LONGEST_DAYS).contains(&input.days) {
        problems.push(Problem::limit("days", "out_of_range", i64::from(LONGEST_DAYS)));
    }
    problems.refuse_if_any()?;
    let id = ApiTokenId(tx.ids().event(tx.now()));
    if let Claim::Repeated(id) = idempotency::claim(tx, input.key, "api_token.create", &input, id.0).await? {
        return Ok((find(tx, member, ApiTokenId(id)).await?, None));
    }
    let secret = Secret::new(tx.center_id(), tx.ids());
    let expires_at = tx.now() + SignedDuration::from_hours(i64::from(input.days) * 24);
    tx.run(
        "insert into cairn.api_tokens (center_id, id, member_id, name, token_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        [
            id.0.into(),
            member.0.into(),
            name.unwrap_or_default().into(),
            secret.hash.to_vec().into(),
            tx.at().into(),
            At(expires_at).into(),
        ],
    )
    .await?;
    tx.audit(Event::done("api_token.create", "api_token", id.0));
    tell(tx).await?;
    Ok((find(tx, member, id).await?, Some(secret.api_token_text())))
}

async fn find(tx: &CenterTx, member: MemberId, id: ApiTokenId) -> Outcome<ApiToken> {
    let row = tx
        .row::<Row>(
            "select id, name, created_at, expires_at, last_used_at, revoked_at from cairn.api_tokens
             where center_id = $1 and member_id = $2 and id = $3",
            [member.0.into(), id.0.into()],
        )
        .await?;
    row.map(ApiToken::from).ok_or_else(|| Surprise::Inconsistent("a token vanished").into())
}

/// Ends one of the viewer's own, at once. Revoked already is fine; works in a paused center.
pub async fn revoke_api_token(tx: &CenterTx, id: ApiTokenId) -> Outcome<ApiToken> {
    let member = allowed(tx)?;
    let row = tx
        .row::<Row>(
            "update cairn.api_tokens set revoked_at = coalesce(revoked_at, $4) where center_id = $1 and member_id = $2 and id = $3
             returning id, name, created_at, expires_at, last_used_at, revoked_at",
            [member.0.into(), id.0.into(), tx.at().into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("apiTokenId"))?;
    tx.audit(Event::done("api_token.revoke", "api_token", id.0));
    Ok(row.into())
}
