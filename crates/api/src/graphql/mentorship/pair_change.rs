//! How a pair changes: agreed on, resting, handed over, ended kindly.

use async_graphql::{Context, ID, InputObject, Object};
use cairn_domain::Problem;
use cairn_domain::mentorship::ending::{self as domain, EndPair};
use cairn_domain::mentorship::surveys::{self, Survey};

use super::change;
use super::kinds::{EndReason, MentorshipState};
use super::matching::{MentorshipPayload, pair};
use crate::graphql::context::{id, optional_id};
use crate::graphql::scalars::DateTime;

#[derive(InputObject)]
pub struct AcceptMentorshipAgreementInput {
    mentorship_id: ID,
    /// The one that was read.
    version: i32,
}

#[derive(InputObject)]
pub struct ConsentToBackupInput {
    mentorship_id: ID,
    consent: bool,
    /// To whom it is said; needed for a yes. When somebody else stands in by now, the answer is a `Conflict`.
    backup_id: Option<ID>,
}

#[derive(InputObject)]
pub struct PauseMentorshipInput {
    mentorship_id: ID,
    /// Null: until one of them takes it up again.
    until: Option<DateTime>,
}

#[derive(InputObject)]
pub struct EndMentorshipInput {
    mentorship_id: ID,
    reason: EndReason,
    /// A letter to the other.
    words: String,
    /// What the viewer saw. When the pair is elsewhere by now (the other said goodbye first), nothing is written and the
    /// answer is a `Conflict`.
    state: Option<MentorshipState>,
}

#[derive(InputObject)]
pub struct AnswerMentorshipSurveyInput {
    mentorship_id: ID,
    /// 1 to 5.
    felt_heard: i32,
    /// 1 to 5.
    helped: i32,
    would_again: bool,
    words: String,
}

#[derive(Default)]
pub struct PairsMutation;

#[Object]
impl PairsMutation {
    /// Each for themself.
    async fn accept_mentorship_agreement(
        &self,
        ctx: &Context<'_>,
        input: AcceptMentorshipAgreementInput,
    ) -> async_graphql::Result<MentorshipPayload> {
        let version = i16::try_from(input.version).unwrap_or(0);
        Ok(pair(change(ctx, async |tx| domain::agree(tx, id(&input.mentorship_id, "mentorshipId")?, version).await).await?))
    }

    /// Whether the client is fine with the mentor's backup taking over; theirs to take back.
    async fn consent_to_backup(
        &self,
        ctx: &Context<'_>,
        input: ConsentToBackupInput,
    ) -> async_graphql::Result<MentorshipPayload> {
        let done = change(ctx, async |tx| {
            let backup = optional_id(input.backup_id.as_ref(), "backupId")?;
            if input.consent && backup.is_none() {
                return Err(Problem::invalid("backupId", "required").into());
            }
            domain::consent_to_backup(tx, id(&input.mentorship_id, "mentorshipId")?, backup.filter(|_| input.consent)).await
        });
        Ok(pair(done.await?))
    }

    async fn pause_mentorship(&self, ctx: &Context<'_>, input: PauseMentorshipInput) -> async_graphql::Result<MentorshipPayload> {
        let done = change(ctx, async |tx| {
            domain::pause(tx, id(&input.mentorship_id, "mentorshipId")?, input.until.as_ref().map(|at| at.0)).await
        });
        Ok(pair(done.await?))
    }

    async fn resume_mentorship(&self, ctx: &Context<'_>, mentorship_id: ID) -> async_graphql::Result<MentorshipPayload> {
        Ok(pair(change(ctx, async |tx| domain::resume(tx, id(&mentorship_id, "mentorshipId")?).await).await?))
    }

    /// Less often from now, on the way to a goodbye.
    async fn step_back_mentorship(&self, ctx: &Context<'_>, mentorship_id: ID) -> async_graphql::Result<MentorshipPayload> {
        Ok(pair(change(ctx, async |tx| domain::step_back(tx, id(&mentorship_id, "mentorshipId")?).await).await?))
    }

    /// Says goodbye; whoever comes second says it back, and it is completed. By either of the two, or whoever steers mentoring.
    async fn end_mentorship(&self, ctx: &Context<'_>, input: EndMentorshipInput) -> async_graphql::Result<MentorshipPayload> {
        let done = change(ctx, async |tx| {
            let mentorship_id = id(&input.mentorship_id, "mentorshipId")?;
            let seen = input.state.and_then(MentorshipState::stored);
            domain::end(tx, EndPair { mentorship_id, reason: input.reason.into(), words: input.words, seen }).await
        });
        Ok(pair(done.await?))
    }

    async fn answer_mentorship_survey(
        &self,
        ctx: &Context<'_>,
        input: AnswerMentorshipSurveyInput,
    ) -> async_graphql::Result<MentorshipPayload> {
        let survey =
            Survey { felt_heard: input.felt_heard, helped: input.helped, would_again: input.would_again, words: input.words };
        let done = change(ctx, async |tx| surveys::answer_survey(tx, id(&input.mentorship_id, "mentorshipId")?, survey).await);
        Ok(pair(done.await?))
    }

    /// Somebody else, without having to say why: the pair says goodbye, and the client waits again.
    async fn ask_for_another_mentor(&self, ctx: &Context<'_>, mentorship_id: ID) -> async_graphql::Result<MentorshipPayload> {
        Ok(pair(change(ctx, async |tx| domain::ask_for_another(tx, id(&mentorship_id, "mentorshipId")?).await).await?))
    }

    /// Moves the client to the mentor's backup, when the client consented to it. By the mentor or whoever steers mentoring.
    async fn hand_over_mentorship(&self, ctx: &Context<'_>, mentorship_id: ID) -> async_graphql::Result<MentorshipPayload> {
        Ok(pair(change(ctx, async |tx| domain::hand_over(tx, id(&mentorship_id, "mentorshipId")?).await).await?))
    }
}
