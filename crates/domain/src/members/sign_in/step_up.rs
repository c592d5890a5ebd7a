//! A fresh proof before a sensitive act: an open browser on a desk should not be enough.

use jiff::SignedDuration;
use sea_orm::FromQueryResult;

use super::challenge::{lifetime_end, newest_step_up};
use super::{NewChallenge, Purpose, Tried, clean_code, create_challenge, plan_challenge, try_code};
use crate::actor::{Actor, Membership, Proof};
use crate::audit::Event;
use crate::db::{CenterTx, Db};
use crate::ids::{CenterId, MemberId, SignInId};
use crate::members::{EMAIL, fields, passwords};
use crate::problem::{Outcome, Problem, Surprise};
use crate::rate_limits::{self, Key, STEP_UP_BY_MEMBER};
use crate::sealed::Sealed;

/// How long a proof counts as fresh.
pub(crate) const FRESH: SignedDuration = SignedDuration::from_mins(10);

/// How somebody proves themselves again.
#[derive(Clone)]
pub enum StepUpProof {
    Code(String),
    Password(String),
}

/// A proven member between two transactions: for work that must not hold a connection, or has to be written even
/// when the answer is no.
pub(crate) struct Outside {
    db: Db,
    center_id: CenterId,
    actor: Actor,
    request_id: Option<String>,
    pub member: MemberId,
    pub sign_in: SignInId,
}

impl Outside {
    pub(crate) async fn leave(tx: CenterTx) -> Outcome<Self> {
        let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
        let Proof::SignIn { id: sign_in, .. } = membership.proof else { return Err(Problem::NotAllowed.into()) };
        let outside = Self {
            db: tx.db().clone(),
            center_id: tx.center_id(),
            member: membership.member_id,
            sign_in,
            actor: tx.actor().clone(),
            request_id: tx.request_id().map(str::to_owned),
        };
        tx.finish().await?;
        Ok(outside)
    }

    pub(crate) async fn back(&self) -> Outcome<CenterTx> {
        Ok(self.db.begin(self.center_id, self.actor.clone(), self.request_id.clone()).await?)
    }

    async fn limit(&self) -> Outcome<()> {
        let key = Key::member(&STEP_UP_BY_MEMBER, self.center_id, self.member);
        rate_limits::take(self.db.pool(), &STEP_UP_BY_MEMBER, &key, self.db.clock().now()).await
    }
}

/// Refuses when the last proof is more than ten minutes old. An API token or a mail's link never is a fresh proof.
pub fn require_fresh(tx: &CenterTx) -> Outcome<()> {
    match tx.actor().membership() {
        Some(Membership { proof: Proof::SignIn { proved_at, .. }, .. }) => {
            if tx.now().duration_since(*proved_at) > FRESH {
                Err(Problem::StepUpRequired.into())
            } else {
                Ok(())
            }
        }
        _ => Err(Problem::NotAllowed.into()),
    }
}

#[derive(FromQueryResult)]
struct Address {
    email: Sealed,
    email_hash: Vec<u8>,
}

/// Sends the viewer a code for a fresh proof. Answers where it went, masked.
pub async fn request_step_up(tx: CenterTx) -> Outcome<String> {
    let outside = Outside::leave(tx).await?;
    outside.limit().await?;
    let tx = outside.back().await?;
    let member = outside.member;
    let row = tx
        .row::<Address>("select email, email_hash from cairn.members where center_id = $1 and id = $2", [member.0.into()])
        .await?
        .ok_or(Surprise::Inconsistent("a member without a row"))?;
    let email_hash = row.email_hash.try_into().map_err(|_| Surprise::Inconsistent("an address hash"))?;
    let id = create_challenge(&tx, &NewChallenge { purpose: Purpose::StepUp, email_hash, member: Some(member) }).await?;
    plan_challenge(&tx, Purpose::StepUp, id, member, lifetime_end(tx.now())?).await?;
    let sent_to = fields::masked(&tx.keys().await?.open(EMAIL, member.0, &row.email)?);
    tx.commit().await?;
    Ok(sent_to)
}

/// Takes a fresh proof. Ends its transactions itself: a wrong try counts.
pub async fn step_up(tx: CenterTx, proof: StepUpProof) -> Outcome<()> {
    let outside = Outside::leave(tx).await?;
    outside.limit().await?;
    match proof {
        StepUpProof::Code(code) => by_code(&outside, &code).await,
        StepUpProof::Password(password) => by_password(&outside, &password).await,
    }
}

async fn by_code(outside: &Outside, code: &str) -> Outcome<()> {
    let code = clean_code(code)?;
    let tx = outside.back().await?;
    let id = newest_step_up(&tx, outside.member).await?.ok_or(Problem::Expired)?;
    match try_code(&tx, Purpose::StepUp, id, &code).await? {
        Tried::Over => Err(Problem::Expired.into()),
        Tried::Wrong { tries_left } => {
            refused(tx, outside.sign_in).await?;
            Err(Problem::WrongCode { attempts_left: tries_left }.into())
        }
        Tried::Right(_) => proven(tx, outside.sign_in).await,
    }
}

#[derive(FromQueryResult)]
struct PasswordRow {
    password_hash: Option<String>,
}

async fn by_password(outside: &Outside, password: &str) -> Outcome<()> {
    let tx = outside.back().await?;
    let row = tx
        .row::<PasswordRow>("select password_hash from cairn.members where center_id = $1 and id = $2", [outside.member.0.into()])
        .await?;
    drop(tx);
    let matches = passwords::verify(row.and_then(|row| row.password_hash), password).await?;
    let tx = outside.back().await?;
    if matches {
        return proven(tx, outside.sign_in).await;
    }
    refused(tx, outside.sign_in).await?;
    Err(Problem::invalid("password", "wrong_password").into())
}

async fn refused(tx: CenterTx, sign_in: SignInId) -> Outcome<()> {
    tx.audit(Event::done("sign_in.step_up", "sign_in", sign_in.0).purpose("sign_in").refused());
    tx.commit().await
}

async fn proven(tx: CenterTx, sign_in: SignInId) -> Outcome<()> {
    let updated = tx
        .run(
            "update cairn.sign_ins set proved_at = $3 where center_id = $1 and id = $2 and ended_at is null",
            [sign_in.0.into(), tx.at().into()],
        )
        .await?;
    if updated == 0 {
        return Err(Problem::Expired.into());
    }
    tx.audit(Event::done("sign_in.step_up", "sign_in", sign_in.0).purpose("sign_in"));
    tx.commit().await
}
