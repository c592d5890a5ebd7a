//! Coming into a group and going; looking after who is there.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::groups::agreements;
use cairn_domain::groups::entries::{self, Entry};
use cairn_domain::groups::joining::{self as domain, JoinGroup};
use cairn_domain::groups::own_place::{self, UpdateMembership};
use cairn_domain::groups::{GroupView, entries::InviteToGroup};
use cairn_domain::{CenterTx, Outcome};

use super::group::{Group, membership};
use super::kinds::WhenQuiet;
use super::place::GroupEntry;
use crate::graphql::context::{self, id, key};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::DateTime;

#[derive(InputObject)]
pub struct JoinGroupInput {
    group_id: ID,
    /// The name to be known by there; 2 to 40 characters.
    alias: String,
    pronouns: Option<String>,
    /// For whoever lets people in.
    words: Option<String>,
    /// The agreement that was read and accepted.
    agreement_version: Option<i32>,
    /// Consent to be seen by the others under the alias.
    show_alias: bool,
}

#[derive(InputObject)]
pub struct UpdateMembershipInput {
    membership_id: ID,
    alias: Option<String>,
    /// Empty clears.
    pronouns: Option<String>,
    reminders: Option<bool>,
    when_quiet: Option<WhenQuiet>,
}

#[derive(InputObject)]
pub struct AcceptGroupAgreementInput {
    group_id: ID,
    /// The one that was read.
    version: i32,
}

#[derive(InputObject)]
pub struct AppealRemovalInput {
    membership_id: ID,
    words: String,
}

#[derive(InputObject)]
pub struct InviteToGroupInput {
    client_mutation_id: String,
    group_id: ID,
    client_id: ID,
}

#[derive(InputObject)]
pub struct AnswerApplicationInput {
    /// The person's.
    id: ID,
    let_in: bool,
}

#[derive(InputObject)]
pub struct PauseGroupPersonInput {
    id: ID,
    /// Null: until somebody ends it.
    until: Option<DateTime>,
}

#[derive(InputObject)]
pub struct RemoveGroupPersonInput {
    id: ID,
    /// The person is told.
    reason: String,
}

/// A change of the viewer's own place: `group.myMembership` is how it is now.
#[derive(SimpleObject)]
pub struct MembershipPayload {
    group: Option<Group>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct GroupEntryPayload {
    entry: Option<GroupEntry>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct RevealGroupPersonPayload {
    member: Option<Member>,
    problems: Vec<Problem>,
}

async fn own<F>(ctx: &Context<'_>, change: F) -> async_graphql::Result<MembershipPayload>
where
    F: AsyncFnOnce(&CenterTx) -> Outcome<GroupView>,
{
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = change(&tx).await;
    let (group, problems) = request.settle(tx, outcome).await?;
    Ok(MembershipPayload { group: group.map(Group), problems })
}

async fn entry<F>(ctx: &Context<'_>, change: F) -> async_graphql::Result<GroupEntryPayload>
where
    F: AsyncFnOnce(&CenterTx) -> Outcome<Entry>,
{
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = change(&tx).await;
    let (entry, problems) = request.settle(tx, outcome).await?;
    Ok(GroupEntryPayload { entry: entry.map(GroupEntry::from), problems })
}

#[derive(Default)]
pub struct JoiningMutation;

#[Object]
impl JoiningMutation {
    /// Asks for a place, or takes one in an open group; when it is full, a place in line.
    async fn join_group(&self, ctx: &Context<'_>, input: JoinGroupInput) -> async_graphql::Result<MembershipPayload> {
        own(ctx, async |tx| {
            let join = JoinGroup {
                group_id: id(&input.group_id, "groupId")?,
                alias: input.alias,
                pronouns: input.pronouns,
                words: input.words,
                agreement_version: input.agreement_version,
                show_alias: input.show_alias,
            };
            domain::join(tx, join).await
        })
        .await
    }

    /// Goes, from the group, the line or the door. No reason is asked for.
    async fn leave_group(&self, ctx: &Context<'_>, membership_id: ID) -> async_graphql::Result<MembershipPayload> {
        own(ctx, async |tx| domain::leave(tx, id(&membership_id, "membershipId")?).await).await
    }

    /// Takes the place that was kept.
    async fn accept_place(&self, ctx: &Context<'_>, membership_id: ID) -> async_graphql::Result<MembershipPayload> {
        own(ctx, async |tx| domain::accept_offer(tx, id(&membership_id, "membershipId")?).await).await
    }

    async fn update_membership(
        &self,
        ctx: &Context<'_>,
        input: UpdateMembershipInput,
    ) -> async_graphql::Result<MembershipPayload> {
        own(ctx, async |tx| {
            let update = UpdateMembership {
                alias: input.alias,
                pronouns: input.pronouns,
                reminders: input.reminders,
                when_quiet: input.when_quiet.map(Into::into),
            };
            own_place::update(tx, id(&input.membership_id, "membershipId")?, update).await
        })
        .await
    }

    async fn accept_group_agreement(
        &self,
        ctx: &Context<'_>,
        input: AcceptGroupAgreementInput,
    ) -> async_graphql::Result<MembershipPayload> {
        own(ctx, async |tx| agreements::accept(tx, id(&input.group_id, "groupId")?, input.version).await).await
    }

    /// Asks to be let in again after a removal, once.
    async fn appeal_removal(&self, ctx: &Context<'_>, input: AppealRemovalInput) -> async_graphql::Result<MembershipPayload> {
        own(ctx, async |tx| entries::appeal(tx, id(&input.membership_id, "membershipId")?, &input.words).await).await
    }

    /// Opens a group's door for a client in one's care. The group learns nothing until they come.
    async fn invite_to_group(&self, ctx: &Context<'_>, input: InviteToGroupInput) -> async_graphql::Result<MembershipPayload> {
        own(ctx, async |tx| {
            let invite = InviteToGroup {
                key: key(&input.client_mutation_id)?,
                group_id: id(&input.group_id, "groupId")?,
                client_id: id(&input.client_id, "clientId")?,
            };
            entries::invite(tx, invite).await
        })
        .await
    }

    /// Lets somebody in who asked, or says no.
    async fn answer_application(
        &self,
        ctx: &Context<'_>,
        input: AnswerApplicationInput,
    ) -> async_graphql::Result<GroupEntryPayload> {
        entry(ctx, async |tx| entries::answer(tx, membership(&input.id, "id")?, input.let_in).await).await
    }

    /// Keeps somebody away for a while; their place stays theirs.
    async fn pause_group_person(
        &self,
        ctx: &Context<'_>,
        input: PauseGroupPersonInput,
    ) -> async_graphql::Result<GroupEntryPayload> {
        entry(ctx, async |tx| entries::pause(tx, membership(&input.id, "id")?, input.until.map(|at| at.0)).await).await
    }

    async fn remove_group_person(
        &self,
        ctx: &Context<'_>,
        input: RemoveGroupPersonInput,
    ) -> async_graphql::Result<GroupEntryPayload> {
        entry(ctx, async |tx| entries::remove(tx, membership(&input.id, "id")?, &input.reason).await).await
    }

    /// Ends a pause, or takes a removal back.
    async fn restore_group_person(&self, ctx: &Context<'_>, id: ID) -> async_graphql::Result<GroupEntryPayload> {
        entry(ctx, async |tx| entries::restore(tx, membership(&id, "id")?).await).await
    }

    /// Who somebody is, when a life or the group's safety asks for it. Needs a fresh proof; on the record.
    async fn reveal_group_person(&self, ctx: &Context<'_>, id: ID) -> async_graphql::Result<RevealGroupPersonPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { entries::reveal(&tx, membership(&id, "id")?).await };
        let outcome = outcome.await;
        let (member, problems) = request.settle(tx, outcome).await?;
        Ok(RevealGroupPersonPayload { member: member.map(Member::from), problems })
    }
}
