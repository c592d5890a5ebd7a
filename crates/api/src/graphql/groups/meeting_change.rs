//! Changing one meeting, and who holds it.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::groups::duties;
use cairn_domain::groups::meeting_change::{self as domain, ChangeMeeting};
use cairn_domain::groups::meetings::MeetingView;
use cairn_domain::{CenterTx, Outcome};

use super::kinds::MeetingMode;
use super::meeting::Meeting;
use crate::graphql::context::{self, id};
use crate::graphql::problems::Problem;
use crate::graphql::scalars::LocalDateTime;

/// What is left out stays as it is; an empty text clears, so that the group's own holds again.
#[derive(InputObject)]
pub struct ChangeMeetingInput {
    meeting_id: ID,
    /// The version that was looked at.
    version: i32,
    /// Wall clock in the meeting's zone.
    local_start: Option<LocalDateTime>,
    /// 10 to 480
    minutes: Option<i32>,
    mode: Option<MeetingMode>,
    location: Option<String>,
    join_url: Option<String>,
    topic: Option<String>,
}

#[derive(InputObject)]
pub struct CancelMeetingInput {
    meeting_id: ID,
    version: i32,
    /// For the members.
    #[graphql(default)]
    reason: String,
    /// The whole series ends here.
    #[graphql(default = false)]
    following: bool,
}

#[derive(SimpleObject)]
pub struct MeetingPayload {
    pub meeting: Option<Meeting>,
    pub problems: Vec<Problem>,
}

/// Runs a change of a meeting and answers with it.
pub async fn changed<F>(ctx: &Context<'_>, change: F) -> async_graphql::Result<MeetingPayload>
where
    F: AsyncFnOnce(&CenterTx) -> Outcome<MeetingView>,
{
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = change(&tx).await;
    let (meeting, problems) = request.settle(tx, outcome).await?;
    Ok(MeetingPayload { meeting: meeting.map(Meeting), problems })
}

#[derive(Default)]
pub struct MeetingsMutation;

#[Object]
impl MeetingsMutation {
    /// Changes this one; the rest of the series stays.
    async fn change_meeting(&self, ctx: &Context<'_>, input: ChangeMeetingInput) -> async_graphql::Result<MeetingPayload> {
        changed(ctx, async |tx| {
            let change = ChangeMeeting {
                id: id(&input.meeting_id, "meetingId")?,
                version: input.version,
                local_start: input.local_start.map(|wall| wall.0),
                minutes: input.minutes,
                mode: input.mode.map(Into::into),
                location: input.location,
                join_url: input.join_url,
                topic: input.topic,
            };
            domain::change(tx, change).await
        })
        .await
    }

    async fn cancel_meeting(&self, ctx: &Context<'_>, input: CancelMeetingInput) -> async_graphql::Result<MeetingPayload> {
        changed(ctx, async |tx| {
            domain::cancel(tx, id(&input.meeting_id, "meetingId")?, input.version, &input.reason, input.following).await
        })
        .await
    }

    /// Brings a cancelled meeting back.
    async fn restore_meeting(&self, ctx: &Context<'_>, meeting_id: ID, version: i32) -> async_graphql::Result<MeetingPayload> {
        changed(ctx, async |tx| domain::restore(tx, id(&meeting_id, "meetingId")?, version).await).await
    }

    /// "I can't hold the room today." Nobody asks why; others are asked at once.
    async fn release_duty(&self, ctx: &Context<'_>, meeting_id: ID) -> async_graphql::Result<MeetingPayload> {
        changed(ctx, async |tx| duties::release(tx, id(&meeting_id, "meetingId")?).await).await
    }

    /// Takes the room; of two who do, the first has it.
    async fn accept_duty(&self, ctx: &Context<'_>, meeting_id: ID) -> async_graphql::Result<MeetingPayload> {
        changed(ctx, async |tx| duties::accept(tx, id(&meeting_id, "meetingId")?).await).await
    }

    async fn decline_duty(&self, ctx: &Context<'_>, meeting_id: ID) -> async_graphql::Result<MeetingPayload> {
        changed(ctx, async |tx| duties::decline(tx, id(&meeting_id, "meetingId")?).await).await
    }
}
