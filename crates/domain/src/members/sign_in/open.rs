use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{SignInMethod, device, list};
use crate::actor::{Role, parse_roles};
use crate::audit::Event;
use crate::db::{At, CenterTx, Db, Secret};
use crate::ids::{MemberId, SignInId};
use crate::language::Locale;
use crate::members::Browser;
use crate::problem::{Outcome, Problem};

/// A sign-in that has just begun.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The cookie's value. Nobody else has it: the database keeps a hash.
    pub cookie: String,
    pub sign_in_id: SignInId,
    pub member_id: MemberId,
    pub roles: Vec<Role>,
    pub locale: Locale,
    /// IANA id.
    pub zone: String,
    pub expires_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Opened {
    roles: Vec<String>,
    locale: String,
    zone: String,
    expires_at: At,
}

/// Staff: 15 idle minutes, 12 hours in all. Clients: 30 minutes, 24 hours. A shared device: 10 idle minutes.
/// The browser's former sign-in ends with the same statement: its secret is dead before the new one is out.
const OPEN: &str = "
with person as (
  select id, roles, locale, zone, case when roles = array['client'] then false else true end as staff
  from cairn.members where center_id = $1 and id = $2 and state = 'active'),
former as (
  update cairn.sign_ins set ended_at = $7 where center_id = $1 and token_hash = $8 and ended_at is null),
made as (
  insert into cairn.sign_ins (center_id, id, member_id, token_hash, method, device, shared_device,
    created_at, last_seen_at, idle_expires_at, expires_at, proved_at)
  select $1, $3, person.id, $4, $5, $6, $9, $7, $7,
    $7::timestamptz + case when $9 then interval '10 minutes' when staff then interval '15 minutes' else interval '30 minutes' end,
    $7::timestamptz + case when staff then interval '12 hours' else interval '24 hours' end,
    $7
  from person
  returning expires_at)
select person.roles, person.locale, person.zone, made.expires_at from person, made";

/// Signs `member` in. The caller has seen the proof, and commits.
pub(crate) async fn open(tx: &CenterTx, member: MemberId, method: SignInMethod, browser: &Browser) -> Outcome<SignedIn> {
    let secret = Secret::new(tx.center_id(), tx.ids());
    let id = SignInId(tx.ids().event(tx.now()));
    let former = browser.previous.as_ref().filter(|credential| credential.center_id() == tx.center_id());
    let opened = tx
        .row::<Opened>(
            OPEN,
            [
                member.0.into(),
                id.0.into(),
                secret.hash.to_vec().into(),
                method.name().into(),
                device::label(&browser.user_agent).into(),
                tx.at().into(),
                former.and_then(|credential| credential.sign_in_hash()).map(|hash| hash.to_vec()).into(),
                browser.shared_device.into(),
            ],
        )
        .await?
        // Suspended or ended between the proof and now.
        .ok_or(Problem::Expired)?;
    tx.audit(Event::done("sign_in.begin", "sign_in", id.0).purpose("sign_in").by("member", member.0));
    Ok(SignedIn {
        cookie: secret.text,
        sign_in_id: id,
        member_id: member,
        roles: parse_roles(&opened.roles),
        locale: Locale::parse(&opened.locale).unwrap_or_default(),
        zone: opened.zone,
        expires_at: opened.expires_at.0,
    })
}

/// Ends the browser's sign-in in another center: one cookie, one center.
pub(crate) async fn with_other_centers_ended(db: &Db, center: Uuid, browser: &Browser, signed_in: SignedIn) -> Outcome<SignedIn> {
    if let Some(previous) = browser.previous.as_ref().filter(|previous| previous.center_id().0 != center) {
        list::sign_out(db, previous, browser.caller.request_id.clone()).await?;
    }
    Ok(signed_in)
}
