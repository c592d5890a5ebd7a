use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{SignInMethod, SignedIn, limit_network, open, with_other_centers_ended};
use crate::audit::Event;
use crate::db::{CenterRef, Db};
use crate::ids::MemberId;
use crate::members::{Browser, fields, passwords};
use crate::problem::{Outcome, Problem};
use crate::rate_limits::{self, Key, SIGN_IN_BY_ADDRESS, SIGN_IN_BY_NETWORK, SIGN_IN_BY_PAIR};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    password_hash: Option<String>,
}

/// Signs in with a password. An unknown address, an account without a password and a wrong password look the same and
/// take the same time: the same statements, and one hash in each case.
pub async fn sign_in_with_password(
    db: &Db,
    center: &CenterRef,
    email: &str,
    password: &str,
    browser: Browser,
) -> Outcome<SignedIn> {
    let email = fields::email(email, "email")?;
    limit(db, center, &email.normal, &browser).await?;
    let tx = db.visit(center, browser.caller.request_id.clone()).await?;
    let email_hash = tx.keys().await?.index("email", email.normal.as_bytes()).to_vec();
    let row = tx
        .row::<Row>(
            "select id, password_hash from cairn.members where center_id = $1 and email_hash = $2 and state = 'active'",
            [email_hash.into()],
        )
        .await?;
    // No connection is held while the hash takes its time.
    drop(tx);
    let member = row.as_ref().map(|row| MemberId(row.id));
    let proven = passwords::verify(row.and_then(|row| row.password_hash), password).await?;
    let tx = db.visit(center, browser.caller.request_id.clone()).await?;
    match member.filter(|_| proven) {
        Some(member) => {
            let signed_in = open(&tx, member, SignInMethod::Password, &browser).await?;
            tx.commit().await?;
            with_other_centers_ended(db, center.id.0, &browser, signed_in).await
        }
        None => {
            let event = Event::done("sign_in.password", "member", Uuid::nil()).purpose("sign_in").refused();
            tx.audit(Event { object_id: member.map(|member| member.0), ..event });
            tx.commit().await?;
            Err(Problem::invalid("password", "sign_in_failed").into())
        }
    }
}

async fn limit(db: &Db, center: &CenterRef, address: &str, browser: &Browser) -> Outcome<()> {
    let now = db.clock().now();
    limit_network(db, &SIGN_IN_BY_NETWORK, &browser.caller).await?;
    if let Some(ip) = browser.caller.ip {
        rate_limits::take(db.pool(), &SIGN_IN_BY_PAIR, &Key::pair(&SIGN_IN_BY_PAIR, center.id, address, ip), now).await?;
    }
    rate_limits::take(db.pool(), &SIGN_IN_BY_ADDRESS, &Key::address(&SIGN_IN_BY_ADDRESS, center.id, address), now).await
}
