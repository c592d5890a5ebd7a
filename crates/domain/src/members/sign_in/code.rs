use serde_json::json;

use super::{
    NewChallenge, Purpose, SignInMethod, SignedIn, Tried, clean_code, create_challenge, limit_network, open, try_code,
    with_other_centers_ended,
};
use crate::audit::Event;
use crate::db::{CenterRef, Db, Job};
use crate::ids::ChallengeId;
use crate::members::{Browser, Caller, fields};
use crate::problem::{Outcome, Problem};
use crate::rate_limits::{self, CODE_BY_ADDRESS, CODE_BY_NETWORK, Key, SIGN_IN_BY_NETWORK};

/// Sends a code to a member with this address, if there is one. For a stranger's address the same statements run and
/// the same answer comes; that no mail follows is decided later, by a job ([`super::plan_code`]).
pub async fn request_code(db: &Db, center: &CenterRef, email: &str, from: Caller) -> Outcome<ChallengeId> {
    let email = fields::email(email, "email")?;
    limit_network(db, &CODE_BY_NETWORK, &from).await?;
    let key = Key::address(&CODE_BY_ADDRESS, center.id, &email.normal);
    rate_limits::take(db.pool(), &CODE_BY_ADDRESS, &key, db.clock().now()).await?;
    let tx = db.visit(center, from.request_id).await?;
    let email_hash = tx.keys().await?.index("email", email.normal.as_bytes());
    let id = create_challenge(&tx, &NewChallenge { purpose: Purpose::SignIn, email_hash, member: None }).await?;
    tx.enqueue(Job {
        task: "plan_code",
        payload: json!({ "center_id": center.id.0, "challenge_id": id.0 }),
        run_at: None,
        key: None,
    });
    tx.commit().await?;
    Ok(id)
}

/// Signs in with a code that came by mail. A wrong try counts, whatever becomes of the request.
pub async fn sign_in_with_code(
    db: &Db,
    center: &CenterRef,
    challenge: ChallengeId,
    code: &str,
    browser: Browser,
) -> Outcome<SignedIn> {
    let code = clean_code(code)?;
    limit_network(db, &SIGN_IN_BY_NETWORK, &browser.caller).await?;
    let tx = db.visit(center, browser.caller.request_id.clone()).await?;
    match try_code(&tx, Purpose::SignIn, challenge, &code).await? {
        Tried::Over => Err(Problem::Expired.into()),
        Tried::Wrong { tries_left } => {
            tx.audit(Event::done("sign_in.code", "challenge", challenge.0).purpose("sign_in").refused());
            tx.commit().await?;
            Err(Problem::WrongCode { attempts_left: tries_left }.into())
        }
        Tried::Right(member) => {
            let signed_in = open(&tx, member, SignInMethod::EmailCode, &browser).await?;
            tx.commit().await?;
            with_other_centers_ended(db, center.id.0, &browser, signed_in).await
        }
    }
}
