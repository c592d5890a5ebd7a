//! Invitations: a link that works once, for seven days, for one person, with roles fixed when it was made.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use super::{EMAIL, INVITATION_TOKEN, MemberAccount, MemberCard, NAME, account, fields, open_card, role_names};
use crate::actor::{Role, parse_roles};
use crate::audit::Event;
use crate::db::{At, CenterTx, Secret};
use crate::idempotency::{self, Claim};
use crate::ids::{InvitationId, MemberId, ProgramId};
use crate::language::Locale;
use crate::notifications::{self, Kind, Plan};
use crate::policy::{self, Action, Target};
use crate::problem::{Fault, Outcome, Problem, Problems, Surprise};
use crate::sealed::{CenterKeys, Sealed};
use crate::{care, programs};

const LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationState {
    Open,
    Accepted,
    Expired,
    Revoked,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Invitation {
    pub id: InvitationId,
    pub state: InvitationState,
    pub roles: Vec<Role>,
    pub invited_by: MemberCard,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// Rises with each resending: older links are dead.
    pub version: i32,
}

/// Whom to invite.
#[derive(Debug, Clone, Serialize)]
pub struct Invite {
    /// Idempotency key.
    #[serde(skip)]
    pub key: Uuid,
    pub email: String,
    /// How they are called until they say it themselves.
    pub name: String,
    #[serde(serialize_with = "as_names")]
    pub roles: Vec<Role>,
    /// `None`: the language of whoever invites.
    pub locale: Option<Locale>,
    /// For clients: who counsels them.
    pub counselor_id: Option<MemberId>,
    /// For clients.
    pub program_id: Option<ProgramId>,
}

fn as_names<S: serde::Serializer>(roles: &[Role], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(roles.iter().map(|role| role.name()))
}

fn allowed(tx: &CenterTx) -> Outcome<MemberId> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::InviteMembers, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    Ok(membership.member_id)
}

struct Checked {
    email: fields::Email,
    name: String,
    roles: Vec<Role>,
}

async fn check(tx: &CenterTx, input: &Invite) -> Outcome<Checked> {
    let mut problems = Problems::default();
    let email = problems.take(fields::email(&input.email, "email"));
    let name = problems.take(fields::name(&input.name, "name"));
    let mut roles = input.roles.clone();
    roles.sort_unstable();
    roles.dedup();
    if roles.is_empty() {
        problems.push(Problem::invalid("roles", "roles_required"));
    }
    let is_client = roles.contains(&Role::Client);
    if input.counselor_id.is_some() && !is_client {
        problems.push(Problem::invalid("counselorId", "only_for_clients"));
    }
    if input.program_id.is_some() && !is_client {
        problems.push(Problem::invalid("programId", "only_for_clients"));
    }
    if let Some(counselor) = input.counselor_id.filter(|_| is_client)
        && !care::counsels(tx, counselor).await?
    {
        problems.push(Problem::invalid("counselorId", "counselor_unknown"));
    }
    if let Some(program) = input.program_id.filter(|_| is_client) {
        match programs::takes_people(tx, program).await? {
            None => problems.push(Problem::invalid("programId", "program_unknown")),
            Some(false) => problems.push(Problem::invalid("programId", "program_not_open")),
            Some(true) => {}
        }
    }
    problems.refuse_if_any()?;
    match (email, name) {
        (Some(email), Some(name)) => Ok(Checked { email, name, roles }),
        // Their problems were refused above.
        _ => Err(Surprise::Inconsistent("a field without value or problem").into()),
    }
}

/// Makes the account and sends the link.
pub async fn invite(tx: &CenterTx, input: Invite) -> Outcome<MemberAccount> {
    let inviter = allowed(tx)?;
    let checked = check(tx, &input).await?;
    let keys = tx.keys().await?;
    let email_hash = keys.index("email", checked.email.normal.as_bytes());
    let fresh = MemberId(tx.ids().person());
    let known = reusable(tx, &email_hash).await;
    // A retry finds its own account under the address: the key speaks first.
    let member = match &known {
        Ok(found) => found.unwrap_or(fresh),
        Err(_) => fresh,
    };
    if let Claim::Repeated(id) = idempotency::claim(tx, input.key, "member.invite", &input, member.0).await? {
        return account(tx, MemberId(id)).await;
    }
    let reused = known?.is_some();
    write_member(tx, member, &checked, &email_hash, input.locale, reused).await?;
    let invitation = InvitationId(tx.ids().event(tx.now()));
    write_invitation(tx, invitation, member, inviter, &checked.roles).await?;
    write_care(tx, member, input.counselor_id, input.program_id).await?;
    tx.audit(Event::done("member.invite", "member", member.0));
    account(tx, member).await
}

#[derive(FromQueryResult)]
struct Known {
    id: Uuid,
    reusable: bool,
}

/// The account that has this address, when it may be invited again: its invitation is over, or its time here was.
async fn reusable(tx: &CenterTx, email_hash: &[u8; 32]) -> Outcome<Option<MemberId>> {
    let known = tx
        .row::<Known>(
            "select m.id,
               m.state = 'ended' or (m.state = 'invited' and not exists (
                 select from cairn.invitations i where i.center_id = $1 and i.member_id = m.id
                   and i.accepted_at is null and i.revoked_at is null and i.expires_at > $3)) as reusable
             from cairn.members m where m.center_id = $1 and m.email_hash = $2",
            [email_hash.to_vec().into(), tx.at().into()],
        )
        .await?;
    match known {
        None => Ok(None),
        Some(known) if known.reusable => Ok(Some(MemberId(known.id))),
        Some(_) => Err(in_use()),
    }
}

fn in_use() -> Fault {
    Problem::invalid("email", "email_in_use").into()
}

async fn write_member(
    tx: &CenterTx,
    id: MemberId,
    checked: &Checked,
    email_hash: &[u8; 32],
    locale: Option<Locale>,
    reused: bool,
) -> Outcome<()> {
    let inviter = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let email = tx.seal(EMAIL, id.0, &checked.email.written).await?;
    let name = tx.seal(NAME, id.0, &checked.name).await?;
    let locale = locale.unwrap_or(inviter.locale).tag();
    let zone = inviter.center.zone.clone();
    let sql = if reused {
        "update cairn.members set email_hash = $3, email = $4, name = $5, roles = $6, locale = $7, zone = $8, state = 'invited',
           password_hash = null, email_failed_at = null
         where center_id = $1 and id = $2 and state in ('invited', 'ended') and $9::timestamptz is not null"
    } else {
        "insert into cairn.members (center_id, id, email_hash, email, name, roles, locale, zone, state, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'invited', $9) on conflict do nothing"
    };
    let written = tx
        .run(
            sql,
            [
                id.0.into(),
                email_hash.to_vec().into(),
                email.into(),
                name.into(),
                role_names(&checked.roles).into(),
                locale.into(),
                zone.into(),
                tx.at().into(),
            ],
        )
        .await?;
    // Somebody else invited the same address in this very moment.
    if written == 0 { Err(in_use()) } else { Ok(()) }
}

async fn write_invitation(tx: &CenterTx, id: InvitationId, member: MemberId, inviter: MemberId, roles: &[Role]) -> Outcome<()> {
    let secret = Secret::new(tx.center_id(), tx.ids());
    let sealed = tx.seal(INVITATION_TOKEN, id.0, &secret.text).await?;
    let expires_at = tx.now() + LIFETIME;
    // One open invitation a person; an expired one makes room.
    tx.run(
        "update cairn.invitations set revoked_at = $3, token = null
         where center_id = $1 and member_id = $2 and accepted_at is null and revoked_at is null",
        [member.0.into(), tx.at().into()],
    )
    .await?;
    tx.run(
        "insert into cairn.invitations (center_id, id, member_id, roles, invited_by, token_hash, token, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            id.0.into(),
            member.0.into(),
            role_names(roles).into(),
            inviter.0.into(),
            secret.hash.to_vec().into(),
            sealed.into(),
            tx.at().into(),
            At(expires_at).into(),
        ],
    )
    .await?;
    plan(tx, id, 1, member, expires_at).await
}

async fn plan(tx: &CenterTx, id: InvitationId, version: i32, member: MemberId, expires_at: Timestamp) -> Outcome<()> {
    let plan = Plan {
        member_id: member,
        kind: Kind::Invitation,
        subject_id: id.0,
        subject_version: version,
        due_at: tx.now(),
        expires_at,
    };
    notifications::plan(tx, &[plan]).await
}

async fn write_care(tx: &CenterTx, client: MemberId, counselor: Option<MemberId>, program: Option<ProgramId>) -> Outcome<()> {
    if let Some(counselor) = counselor {
        super::clients::write_assignment(tx, client, counselor).await?;
    }
    if let Some(program) = program {
        programs::enroll(tx, client, program).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Resent {
    member_id: Uuid,
    version: i32,
}

/// Sends a new link; the old one is dead from now on.
pub async fn resend_invitation(tx: &CenterTx, id: InvitationId, key: Uuid) -> Outcome<Invitation> {
    allowed(tx)?;
    let before = find(tx, id).await?.ok_or_else(|| Problem::not_found("invitationId"))?;
    if let Claim::Repeated(_) = idempotency::claim(tx, key, "invitation.resend", &id, id.0).await? {
        return Ok(before);
    }
    let secret = Secret::new(tx.center_id(), tx.ids());
    let sealed = tx.seal(INVITATION_TOKEN, id.0, &secret.text).await?;
    let expires_at = tx.now() + LIFETIME;
    let resent = tx
        .row::<Resent>(
            "update cairn.invitations set token_hash = $3, token = $4, version = version + 1, expires_at = $5
             where center_id = $1 and id = $2 and accepted_at is null and revoked_at is null
             returning member_id, version",
            [id.0.into(), secret.hash.to_vec().into(), sealed.into(), At(expires_at).into()],
        )
        .await?
        .ok_or_else(|| over(before.state))?;
    plan(tx, id, resent.version, MemberId(resent.member_id), expires_at).await?;
    tx.audit(Event::done("invitation.resend", "invitation", id.0));
    find(tx, id).await?.ok_or_else(|| Surprise::Inconsistent("an invitation vanished").into())
}

fn over(state: InvitationState) -> Fault {
    match state {
        InvitationState::Accepted => Problem::invalid("invitationId", "already_accepted").into(),
        _ => Problem::invalid("invitationId", "already_revoked").into(),
    }
}

/// Makes the link dead, and the account with it: nobody has used it yet.
pub async fn revoke_invitation(tx: &CenterTx, id: InvitationId) -> Outcome<Invitation> {
    allowed(tx)?;
    let before = find(tx, id).await?.ok_or_else(|| Problem::not_found("invitationId"))?;
    let revoked = tx
        .row::<Resent>(
            "update cairn.invitations set revoked_at = $3, token = null
             where center_id = $1 and id = $2 and accepted_at is null and revoked_at is null
             returning member_id, version",
            [id.0.into(), tx.at().into()],
        )
        .await?
        .ok_or_else(|| over(before.state))?;
    let member = revoked.member_id;
    tx.run(
        "with ended as (
           update cairn.care_assignments set ended_at = $3 where center_id = $1 and client_id = $2 and ended_at is null)
         update cairn.members set state = 'ended' where center_id = $1 and id = $2 and state = 'invited'",
        [member.into(), tx.at().into()],
    )
    .await?;
    programs::end_enrollment(tx, MemberId(member)).await?;
    tx.audit(Event::done("invitation.revoke", "invitation", id.0));
    find(tx, id).await?.ok_or_else(|| Surprise::Inconsistent("an invitation vanished").into())
}

/// The columns of an invitation `i` and of the member `b` who made it, for [`InvitationRow`].
macro_rules! invitation_columns {
    () => {
        "i.id as invitation_id, i.roles as invitation_roles, i.created_at as invited_at, i.expires_at as invitation_expires_at,
         i.accepted_at, i.revoked_at, i.version as invitation_version,
         b.id as inviter_id, b.name as inviter_name, b.pronouns as inviter_pronouns, b.roles as inviter_roles"
    };
}
pub(super) use invitation_columns;

/// All empty when somebody was never invited (a center's first admin).
#[derive(FromQueryResult)]
pub(super) struct InvitationRow {
    invitation_id: Option<Uuid>,
    invitation_roles: Option<Vec<String>>,
    invited_at: Option<At>,
    invitation_expires_at: Option<At>,
    accepted_at: Option<At>,
    revoked_at: Option<At>,
    invitation_version: Option<i32>,
    inviter_id: Option<Uuid>,
    inviter_name: Option<Sealed>,
    inviter_pronouns: Option<Sealed>,
    inviter_roles: Option<Vec<String>>,
}

pub(super) fn state_of(accepted: bool, revoked: bool, expires_at: Timestamp, now: Timestamp) -> InvitationState {
    match (accepted, revoked) {
        (true, _) => InvitationState::Accepted,
        (_, true) => InvitationState::Revoked,
        _ if expires_at <= now => InvitationState::Expired,
        _ => InvitationState::Open,
    }
}

impl InvitationRow {
    pub(super) fn open(self, keys: &CenterKeys, now: Timestamp) -> Result<Option<Invitation>, Surprise> {
        let (Some(id), Some(created_at), Some(expires_at)) = (self.invitation_id, self.invited_at, self.invitation_expires_at)
        else {
            return Ok(None);
        };
        let (Some(inviter), Some(name)) = (self.inviter_id, &self.inviter_name) else {
            return Err(Surprise::Inconsistent("an invitation by nobody"));
        };
        Ok(Some(Invitation {
            id: InvitationId(id),
            state: state_of(self.accepted_at.is_some(), self.revoked_at.is_some(), expires_at.0, now),
            roles: parse_roles(&self.invitation_roles.unwrap_or_default()),
            invited_by: open_card(keys, inviter, name, self.inviter_pronouns.as_ref(), &self.inviter_roles.unwrap_or_default())?,
            created_at: created_at.0,
            expires_at: expires_at.0,
            version: self.invitation_version.unwrap_or(1),
        }))
    }
}

async fn find(tx: &CenterTx, id: InvitationId) -> Outcome<Option<Invitation>> {
    let row = tx
        .row::<InvitationRow>(
            concat!(
                "select ",
                invitation_columns!(),
                " from cairn.invitations i join cairn.members b on b.center_id = $1 and b.id = i.invited_by
                 where i.center_id = $1 and i.id = $2"
            ),
            [id.0.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    Ok(row.map(|row| row.open(&keys, tx.now())).transpose()?.flatten())
}
