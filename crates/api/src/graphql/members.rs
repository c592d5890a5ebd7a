//! People: who is in the center, and how they come in.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::ids::{InvitationId, MemberId};
use cairn_domain::members::{self as domain, Invite, ListMembers};
use cairn_domain::paging::{Cursor, PageRequest};
use cairn_domain::{CenterTx, Outcome, Problem as Expected};
use jiff::Timestamp;

use super::connection::{decode_cursor, encode_cursor};
use super::context::{self, id, key, optional_id, wire};
use super::problems::Problem;
use super::scalars::{DateTime, TimeZone};
use crate::connection;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::actor::Role")]
pub enum Role {
    Admin,
    Supervisor,
    Counselor,
    PeerMentor,
    Facilitator,
    Client,
    Auditor,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::members::MemberState")]
pub enum MemberState {
    Invited,
    Active,
    Suspended,
    Ended,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::language::Locale")]
pub enum Locale {
    En,
    Es,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::members::InvitationState")]
pub enum InvitationState {
    Open,
    Accepted,
    Expired,
    Revoked,
}

/// A person's account in this center, as other members may see it.
#[derive(SimpleObject, Clone)]
pub struct Member {
    id: ID,
    name: String,
    pronouns: Option<String>,
    roles: Vec<Role>,
}

impl From<domain::MemberCard> for Member {
    fn from(card: domain::MemberCard) -> Self {
        Self {
            id: wire(card.id),
            name: card.name,
            pronouns: card.pronouns,
            roles: card.roles.into_iter().map(Role::from).collect(),
        }
    }
}

#[derive(SimpleObject, Clone)]
pub struct Invitation {
    id: ID,
    state: InvitationState,
    roles: Vec<Role>,
    invited_by: Member,
    created_at: DateTime,
    expires_at: DateTime,
}

impl From<domain::Invitation> for Invitation {
    fn from(invitation: domain::Invitation) -> Self {
        Self {
            id: wire(invitation.id),
            state: invitation.state.into(),
            roles: invitation.roles.into_iter().map(Role::from).collect(),
            invited_by: invitation.invited_by.into(),
            created_at: DateTime(invitation.created_at),
            expires_at: DateTime(invitation.expires_at),
        }
    }
}

/// A member's account, for the member and for the center's admins.
#[derive(SimpleObject, Clone)]
pub struct MemberAccount {
    member: Member,
    email: String,
    /// The address bounced: mail to it fails.
    email_problem: bool,
    state: MemberState,
    locale: Locale,
    zone: TimeZone,
    joined_at: Option<DateTime>,
    /// The latest, for admins.
    invitation: Option<Invitation>,
}

impl From<domain::MemberAccount> for MemberAccount {
    fn from(account: domain::MemberAccount) -> Self {
        Self {
            member: account.card.into(),
            email: account.email,
            email_problem: account.email_problem,
            state: account.state.into(),
            locale: account.locale.into(),
            zone: TimeZone(account.zone),
            joined_at: account.joined_at.map(DateTime),
            invitation: account.invitation.map(Invitation::from),
        }
    }
}

connection!(MemberAccountConnection, MemberAccountEdge, MemberAccount);

/// Lists of people go by name; the cursor says only who was last, so that no name is in it.
pub fn people_page(first: i32, after: Option<&str>) -> Result<PageRequest<MemberId>, Expected> {
    Ok(PageRequest { first, after: after.map(decode_cursor).transpose()?.map(|cursor| MemberId(cursor.id)) })
}

pub fn person_cursor(id: MemberId) -> String {
    encode_cursor(Cursor { at: Timestamp::UNIX_EPOCH, id: id.0 })
}

#[derive(Default)]
pub struct MembersQuery;

#[Object]
impl MembersQuery {
    /// Everybody in the center, for admins. `search` looks in names and addresses.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn members(
        &self,
        ctx: &Context<'_>,
        role: Option<Role>,
        search: Option<String>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<MemberAccountConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let page = people_page(first, after.as_deref())?;
            domain::list(&tx, ListMembers { role: role.map(Into::into), search, page }).await
        };
        let page = request.answer(outcome.await)?;
        let items = page.items.into_iter().map(|account| (person_cursor(account.card.id), account.into())).collect();
        Ok(MemberAccountConnection::of(items, page.has_next, after.is_some()))
    }

    /// Members who see clients and have a calendar; for clients their own.
    async fn counselors(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Member>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let cards = request.answer(domain::counselors(&tx).await)?;
        Ok(cards.into_iter().map(Member::from).collect())
    }
}

#[derive(InputObject)]
pub struct InviteMemberInput {
    /// A UUID made when the form opened: a retry invites once.
    client_mutation_id: String,
    email: String,
    /// How they are called until they say it themselves.
    name: String,
    roles: Vec<Role>,
    locale: Option<Locale>,
    /// For clients: who counsels them.
    counselor_id: Option<ID>,
    /// For clients.
    program_id: Option<ID>,
}

#[derive(SimpleObject)]
pub struct InviteMemberPayload {
    account: Option<MemberAccount>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct InvitationPayload {
    invitation: Option<Invitation>,
    problems: Vec<Problem>,
}

#[derive(InputObject)]
pub struct ChangeRolesInput {
    member_id: ID,
    /// All the roles the member has from now on.
    roles: Vec<Role>,
}

#[derive(SimpleObject)]
pub struct MemberStandingPayload {
    account: Option<MemberAccount>,
    problems: Vec<Problem>,
}

async fn invite(tx: &CenterTx, input: InviteMemberInput) -> Outcome<domain::MemberAccount> {
    let invite = Invite {
        key: key(&input.client_mutation_id)?,
        email: input.email,
        name: input.name,
        roles: input.roles.into_iter().map(Into::into).collect(),
        locale: input.locale.map(Into::into),
        counselor_id: optional_id(input.counselor_id.as_ref(), "counselorId")?,
        program_id: optional_id(input.program_id.as_ref(), "programId")?,
    };
    domain::invite(tx, invite).await
}

#[derive(Default)]
pub struct MembersMutation;

#[Object]
impl MembersMutation {
    /// Makes an account and mails its single-use link.
    async fn invite_member(&self, ctx: &Context<'_>, input: InviteMemberInput) -> async_graphql::Result<InviteMemberPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = invite(&tx, input).await;
        let (account, problems) = request.settle(tx, outcome).await?;
        Ok(InviteMemberPayload { account: account.map(MemberAccount::from), problems })
    }

    /// Mails a new link; the old one is dead from now on.
    async fn resend_invitation(
        &self,
        ctx: &Context<'_>,
        invitation_id: ID,
        client_mutation_id: String,
    ) -> async_graphql::Result<InvitationPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async {
            let invitation: InvitationId = id(&invitation_id, "invitationId")?;
            domain::resend_invitation(&tx, invitation, key(&client_mutation_id)?).await
        };
        let outcome = outcome.await;
        let (invitation, problems) = request.settle(tx, outcome).await?;
        Ok(InvitationPayload { invitation: invitation.map(Invitation::from), problems })
    }

    /// Makes the link dead.
    async fn revoke_invitation(&self, ctx: &Context<'_>, invitation_id: ID) -> async_graphql::Result<InvitationPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { domain::revoke_invitation(&tx, id(&invitation_id, "invitationId")?).await }.await;
        let (invitation, problems) = request.settle(tx, outcome).await?;
        Ok(InvitationPayload { invitation: invitation.map(Invitation::from), problems })
    }

    /// Needs a fresh proof. In force at once: the member's sign-ins end. Refused while sessions or clients depend on a
    /// role that goes, and for the last admin.
    async fn change_roles(&self, ctx: &Context<'_>, input: ChangeRolesInput) -> async_graphql::Result<MemberStandingPayload> {
        let roles: Vec<_> = input.roles.into_iter().map(Into::into).collect();
        standing(ctx, input.member_id, async |tx, member| domain::change_roles(tx, member, &roles).await).await
    }

    /// Needs a fresh proof. Keeps a member out, at once: sign-ins and API tokens end. Care stays; whoever has a session with them
    /// ahead is asked what shall happen to it, and `backupId` stands in for whoever wants that.
    async fn pause_member(
        &self,
        ctx: &Context<'_>,
        member_id: ID,
        backup_id: Option<ID>,
    ) -> async_graphql::Result<MemberStandingPayload> {
        standing(ctx, member_id, async |tx, member| domain::pause(tx, member, optional_id(backup_id.as_ref(), "backupId")?).await)
            .await
    }

    /// Needs a fresh proof. Lets a paused member in again.
    async fn reactivate_member(&self, ctx: &Context<'_>, member_id: ID) -> async_graphql::Result<MemberStandingPayload> {
        standing(ctx, member_id, domain::reactivate).await
    }
}

async fn standing(
    ctx: &Context<'_>,
    member_id: ID,
    change: impl AsyncFnOnce(&CenterTx, MemberId) -> Outcome<domain::MemberAccount>,
) -> async_graphql::Result<MemberStandingPayload> {
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = match id(&member_id, "memberId") {
        Ok(member) => change(&tx, member).await,
        Err(problem) => Err(problem.into()),
    };
    let (account, problems) = request.settle(tx, outcome).await?;
    Ok(MemberStandingPayload { account: account.map(MemberAccount::from), problems })
}
