//! The other end of an invitation: whoever holds the link.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::invitations::{InvitationState, state_of};
use super::sign_in::{SignInMethod, SignedIn, limit_network, open, with_other_centers_ended};
use super::{Browser, Caller, EMAIL, NAME, PRONOUNS, fields, passwords};
use crate::actor::{Role, parse_roles};
use crate::audit::Event;
use crate::db::{At, CenterRef, CenterTx, Db, Secret};
use crate::ids::MemberId;
use crate::language::Locale;
use crate::problem::{Outcome, Problem, Problems};
use crate::rate_limits::INVITATION_BY_NETWORK;
use crate::sealed::Sealed;
use crate::{centers, zones};

/// What the holder of a link sees.
#[derive(Debug, Clone)]
pub struct InvitationView {
    pub center: CenterRef,
    pub state: InvitationState,
    /// Only while it can be accepted: a used link in an old mail tells nothing any more.
    pub open: Option<OpenInvitation>,
}

#[derive(Debug, Clone)]
pub struct OpenInvitation {
    pub name: String,
    pub email: String,
    pub roles: Vec<Role>,
    pub locale: Locale,
    /// IANA id.
    pub zone: String,
    pub invited_by: String,
    pub expires_at: Timestamp,
}

/// What the invited person says about themselves.
#[derive(Debug, Clone)]
pub struct AcceptInvitation {
    pub name: String,
    pub pronouns: Option<String>,
    pub locale: Locale,
    /// IANA id.
    pub zone: String,
    /// `None`: signs in by e-mail code.
    pub password: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    member_id: Uuid,
    roles: Vec<String>,
    expires_at: At,
    accepted_at: Option<At>,
    revoked_at: Option<At>,
    name: Sealed,
    email: Sealed,
    locale: String,
    zone: String,
    inviter_id: Uuid,
    inviter_name: Sealed,
}

/// The link's center and hash; `None`: garbage, or a center that is not there.
async fn center_of(db: &Db, token: &str) -> Outcome<Option<(CenterRef, [u8; 32])>> {
    // A link is 64 characters; nothing longer is worth decoding.
    let Some((center, hash)) = Secret::parse(token).filter(|_| token.len() <= 128) else { return Ok(None) };
    Ok(centers::find_by_id(db, center).await?.map(|center| (center, hash)))
}

async fn find(tx: &CenterTx, hash: &[u8; 32]) -> Outcome<Option<Row>> {
    let row = tx
        .row::<Row>(
            "select i.member_id, i.roles, i.expires_at, i.accepted_at, i.revoked_at, m.name, m.email, m.locale, m.zone,
               b.id as inviter_id, b.name as inviter_name
             from cairn.invitations i
             join cairn.members m on m.center_id = $1 and m.id = i.member_id
             join cairn.members b on b.center_id = $1 and b.id = i.invited_by
             where i.center_id = $1 and i.token_hash = $2",
            [hash.to_vec().into()],
        )
        .await?;
    Ok(row)
}

impl Row {
    fn state(&self, now: Timestamp) -> InvitationState {
        state_of(self.accepted_at.is_some(), self.revoked_at.is_some(), self.expires_at.0, now)
    }
}

/// Looks at a link without using it: mail scanners do. `None`: garbage, foreign, or replaced by a newer link.
pub async fn view_invitation(db: &Db, token: &str, from: Caller) -> Outcome<Option<InvitationView>> {
    limit_network(db, &INVITATION_BY_NETWORK, &from).await?;
    let Some((center, hash)) = center_of(db, token).await? else { return Ok(None) };
    let tx = db.visit(&center, from.request_id).await?;
    let Some(row) = find(&tx, &hash).await? else { return Ok(None) };
    let state = row.state(tx.now());
    let keys = tx.keys().await?;
    let open = match state {
        InvitationState::Open => Some(OpenInvitation {
            name: keys.open(NAME, row.member_id, &row.name)?,
            email: keys.open(EMAIL, row.member_id, &row.email)?,
            roles: parse_roles(&row.roles),
            locale: Locale::parse(&row.locale).unwrap_or_default(),
            zone: row.zone,
            invited_by: keys.open(NAME, row.inviter_id, &row.inviter_name)?,
            expires_at: row.expires_at.0,
        }),
        _ => None,
    };
    Ok(Some(InvitationView { center, state, open }))
}

struct Checked {
    name: String,
    pronouns: Option<String>,
    zone: String,
    locale: Locale,
    password_hash: Option<String>,
}

/// Uses the link: the account becomes active and the browser is signed in. Of many at once, one wins.
pub async fn accept_invitation(db: &Db, token: &str, input: AcceptInvitation, browser: Browser) -> Outcome<SignedIn> {
    limit_network(db, &INVITATION_BY_NETWORK, &browser.caller).await?;
    let (center, hash) = center_of(db, token).await?.ok_or_else(|| Problem::not_found("token"))?;
    let tx = db.visit(&center, browser.caller.request_id.clone()).await?;
    let row = find(&tx, &hash).await?.ok_or_else(|| Problem::not_found("token"))?;
    if row.state(tx.now()) != InvitationState::Open {
        return Err(Problem::Expired.into());
    }
    tx.writable()?;
    let email = tx.keys().await?.open(EMAIL, row.member_id, &row.email)?;
    // No connection is held while the hash takes its time.
    drop(tx);
    let checked = check(db, &center, &email, input).await?;
    let tx = db.visit(&center, browser.caller.request_id.clone()).await?;
    let member = redeem(&tx, &hash).await?.ok_or(Problem::Expired)?;
    activate(&tx, member, checked).await?;
    tx.audit(Event::done("invitation.accept", "member", member.0).purpose("sign_in").by("member", member.0));
    let signed_in = open(&tx, member, SignInMethod::Invitation, &browser).await?;
    tx.commit().await?;
    with_other_centers_ended(db, center.id.0, &browser, signed_in).await
}

async fn check(db: &Db, center: &CenterRef, email: &str, input: AcceptInvitation) -> Outcome<Checked> {
    let mut problems = Problems::default();
    let name = problems.take(fields::name(&input.name, "name"));
    let pronouns = problems.take(fields::pronouns(input.pronouns.as_deref().unwrap_or_default(), "pronouns"));
    problems.take(zones::known(&input.zone, "zone"));
    let password = input.password.filter(|password| !password.is_empty());
    if let Some(password) = &password {
        let context = [center.name.clone(), center.slug.clone(), email.to_owned(), name.clone().unwrap_or_default()];
        problems.take(passwords::check(password, &context, "password"));
    }
    problems.refuse_if_any()?;
    let password_hash = match password {
        Some(password) => Some(passwords::hash(db.ids(), &password).await?),
        None => None,
    };
    Ok(Checked {
        name: name.unwrap_or_default(),
        pronouns: pronouns.flatten(),
        zone: input.zone,
        locale: input.locale,
        password_hash,
    })
}

#[derive(FromQueryResult)]
struct Redeemed {
    member_id: Uuid,
}

/// Single use is this statement: the second one finds `accepted_at` set.
async fn redeem(tx: &CenterTx, hash: &[u8; 32]) -> Outcome<Option<MemberId>> {
    tx.writable()?;
    let redeemed = tx
        .row::<Redeemed>(
            "update cairn.invitations set accepted_at = $3, token = null
             where center_id = $1 and token_hash = $2 and accepted_at is null and revoked_at is null and expires_at > $3
             returning member_id",
            [hash.to_vec().into(), tx.at().into()],
        )
        .await?;
    Ok(redeemed.map(|row| MemberId(row.member_id)))
}

async fn activate(tx: &CenterTx, member: MemberId, checked: Checked) -> Outcome<()> {
    let name = tx.seal(NAME, member.0, &checked.name).await?;
    let pronouns = tx.seal_option(PRONOUNS, member.0, checked.pronouns.as_deref()).await?;
    let updated = tx
        .run(
            "update cairn.members set state = 'active', joined_at = $3, name = $4, pronouns = $5, locale = $6, zone = $7,
               password_hash = $8, email_failed_at = null
             where center_id = $1 and id = $2 and state = 'invited'",
            [
                member.0.into(),
                tx.at().into(),
                name.into(),
                pronouns.into(),
                checked.locale.tag().into(),
                checked.zone.into(),
                checked.password_hash.into(),
            ],
        )
        .await?;
    if updated == 0 { Err(Problem::Expired.into()) } else { Ok(()) }
}
