//! A person's account in one center: what they are called, how they are reached, what they may do, how they sign in.

mod accept;
mod accounts;
mod api_tokens;
mod clients;
mod contact_rule;
pub mod fields;
mod invitations;
mod outbox;
pub(crate) mod passwords;
mod profile;
pub mod sign_in;
mod standing;
mod viewer;

use std::collections::HashMap;
use std::net::IpAddr;

pub use accept::{AcceptInvitation, InvitationView, OpenInvitation, accept_invitation, view_invitation};
pub use accounts::{ListMembers, MemberAccount, account, list};
pub use api_tokens::{ApiToken, CreateApiToken, api_tokens, create_api_token, revoke_api_token};
pub use clients::{
    CaseEnrollment, Client, ClientFilter, ClientOrder, ListClients, assign_counselor, client, clients, counselors,
};
pub use contact_rule::{contact_rules, opened, set_contact_rule};
pub use invitations::{Invitation, InvitationState, Invite, invite, resend_invitation, revoke_invitation};
use jiff::civil;
pub use outbox::{CodeToSend, TokenToSend, clean_up, code_to_send, forget_code, forget_token, token_to_send};
pub use profile::{UpdateProfile, set_password, update_profile};
use sea_orm::FromQueryResult;
pub use sign_in::SignedIn;
pub(crate) use standing::rest_after_death;
pub use standing::{change_roles, pause, reactivate};
use uuid::Uuid;
pub use viewer::{Permission, Viewer, viewer};

use crate::actor::{Role, parse_roles};
use crate::db::{At, CenterTx, Credential, TimeOfDay};
use crate::ids::MemberId;
use crate::language::Locale;
use crate::problem::{Outcome, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

pub(crate) const NAME: Place = Place::identity("members", "name");
pub(crate) const EMAIL: Place = Place::identity("members", "email");
pub(crate) const PRONOUNS: Place = Place::identity("members", "pronouns");
/// A six-digit code on its way; row = challenge.
pub const CODE: Place = Place::identity("challenges", "code");
/// An invitation's secret on its way; row = invitation.
pub const INVITATION_TOKEN: Place = Place::identity("invitations", "token");

/// Where an unproven request comes from.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// `None`: not known, or not worth telling apart (everybody is on loopback). No limit per network then.
    pub ip: Option<IpAddr>,
    pub request_id: Option<String>,
}

/// The browser that is about to be signed in.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    pub caller: Caller,
    /// Becomes a short label; never stored as sent.
    pub user_agent: String,
    /// Signs out after ten idle minutes.
    pub shared_device: bool,
    /// The cookie it had: that sign-in ends.
    pub previous: Option<Credential>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberState {
    Invited,
    Active,
    Suspended,
    Ended,
}

impl MemberState {
    pub const ALL: [Self; 4] = [Self::Invited, Self::Active, Self::Suspended, Self::Ended];

    pub fn name(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Ended => "ended",
        }
    }

    pub(crate) fn stored(name: &str) -> Result<Self, Surprise> {
        Self::ALL.into_iter().find(|state| state.name() == name).ok_or(Surprise::Inconsistent("member state"))
    }
}

/// What other members may see of somebody they may see at all.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberCard {
    pub id: MemberId,
    pub name: String,
    pub pronouns: Option<String>,
    pub roles: Vec<Role>,
}

#[derive(FromQueryResult)]
pub(crate) struct CardRow {
    pub id: Uuid,
    pub name: Sealed,
    pub pronouns: Option<Sealed>,
    pub roles: Vec<String>,
}

impl CardRow {
    pub(crate) fn open(&self, keys: &CenterKeys) -> Result<MemberCard, Surprise> {
        open_card(keys, self.id, &self.name, self.pronouns.as_ref(), &self.roles)
    }
}

pub(crate) fn open_card(
    keys: &CenterKeys,
    id: Uuid,
    name: &Sealed,
    pronouns: Option<&Sealed>,
    roles: &[String],
) -> Result<MemberCard, Surprise> {
    Ok(MemberCard {
        id: MemberId(id),
        name: keys.open(NAME, id, name)?,
        pronouns: pronouns.map(|text| keys.open(PRONOUNS, id, text)).transpose()?,
        roles: parse_roles(roles),
    })
}

/// Cards by id, in one statement. The caller has decided that they may be seen.
pub async fn cards(tx: &CenterTx, ids: &[MemberId]) -> Outcome<HashMap<MemberId, MemberCard>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<CardRow>(
            "select id, name, pronouns, roles from cairn.members where center_id = $1 and id = any($2)",
            [ids.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    rows.iter().map(|row| Ok((MemberId(row.id), row.open(&keys)?))).collect()
}

/// How somebody is reached: for mail, never for screens of others.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactFacts {
    pub id: MemberId,
    pub email: String,
    pub name: String,
    pub locale: Locale,
    /// IANA id.
    pub zone: String,
    /// Mail to the address bounced.
    pub email_failed: bool,
    pub session_reminders: bool,
    /// Wall clock in `zone`; equal to `quiet_until` when no time is quiet.
    pub quiet_from: civil::Time,
    pub quiet_until: civil::Time,
    pub state: MemberState,
    pub roles: Vec<Role>,
}

#[derive(FromQueryResult)]
struct ContactRow {
    id: Uuid,
    email: Sealed,
    name: Sealed,
    locale: String,
    zone: String,
    email_failed_at: Option<At>,
    session_reminders: bool,
    quiet_from: TimeOfDay,
    quiet_until: TimeOfDay,
    state: String,
    roles: Vec<String>,
}

/// Several at once, in one statement.
pub async fn contacts(tx: &CenterTx, ids: &[MemberId]) -> Outcome<HashMap<MemberId, ContactFacts>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<ContactRow>(
            "select id, email, name, locale, zone, email_failed_at, session_reminders, quiet_from, quiet_until, state, roles
             from cairn.members where center_id = $1 and id = any($2)",
            [ids.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    rows.into_iter()
        .map(|row| {
            let facts = ContactFacts {
                id: MemberId(row.id),
                email: keys.open(EMAIL, row.id, &row.email)?,
                name: keys.open(NAME, row.id, &row.name)?,
                locale: Locale::parse(&row.locale).unwrap_or_default(),
                zone: row.zone,
                email_failed: row.email_failed_at.is_some(),
                session_reminders: row.session_reminders,
                quiet_from: row.quiet_from.0,
                quiet_until: row.quiet_until.0,
                state: MemberState::stored(&row.state)?,
                roles: parse_roles(&row.roles),
            };
            Ok((facts.id, facts))
        })
        .collect()
}

/// One member's [`ContactFacts`].
pub async fn contact(tx: &CenterTx, id: MemberId) -> Outcome<ContactFacts> {
    contacts(tx, &[id]).await?.remove(&id).ok_or_else(|| Surprise::Inconsistent("a member without a row").into())
}

/// Names as the database keeps them.
pub(crate) fn role_names(roles: &[Role]) -> Vec<String> {
    roles.iter().map(|role| role.name().to_owned()).collect()
}
