//! What a pair keeps of its company: that they met, and how much there is to read.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use cairn_domain::ids::MentorshipId;
use cairn_domain::mentorship::meetings::{self as domain, NotePairMeeting};
use cairn_domain::mentorship::{goals, messages};

use super::change;
use super::matching::{MentorshipPayload, pair};
use crate::graphql::context::{self, RequestContext, id, wire};
use crate::graphql::scalars::{DateTime, LocalDate};

/// Messages that wait for the viewer, by pair: one statement for a whole list.
pub struct UnreadLoader(pub Arc<RequestContext>);

impl Loader<MentorshipId> for UnreadLoader {
    type Value = i64;
    type Error = Error;

    async fn load(&self, ids: &[MentorshipId]) -> Result<HashMap<MentorshipId, i64>, Error> {
        let tx = self.0.tx().await?;
        self.0.answer(messages::unread_of(&tx, ids).await)
    }
}

/// That the two of a pair met: when and how long, nothing of what was said.
#[derive(Clone)]
pub struct PairMeeting(pub domain::PairMeeting);

#[Object]
impl PairMeeting {
    /// Null: a session that was booked and held.
    async fn id(&self) -> Option<ID> {
        self.0.id.map(wire)
    }
    /// In the center's zone.
    async fn on(&self) -> LocalDate {
        LocalDate(self.0.on)
    }
    /// Null: written down afterwards, with the day alone.
    async fn starts_at(&self) -> Option<DateTime> {
        self.0.starts_at.map(DateTime)
    }
    async fn minutes(&self) -> i32 {
        self.0.minutes
    }
    /// Whoever wrote it down can take it back.
    async fn noted_by_me(&self, ctx: &Context<'_>) -> async_graphql::Result<bool> {
        let tx = context::of(ctx)?.tx().await?;
        Ok(self.0.noted_by.is_some() && self.0.noted_by == tx.actor().member_id())
    }
}

/// A goal of the viewer's own whose day comes.
#[derive(SimpleObject)]
pub struct GoalDue {
    /// The goal's.
    id: ID,
    mentorship_id: ID,
    text: String,
    target_on: LocalDate,
}

impl From<goals::GoalDue> for GoalDue {
    fn from(one: goals::GoalDue) -> Self {
        Self { id: wire(one.id), mentorship_id: wire(one.mentorship_id), text: one.text, target_on: LocalDate(one.target_on) }
    }
}

#[derive(Default)]
pub struct PairMeetingsQuery;

#[Object]
impl PairMeetingsQuery {
    /// The viewer's own goals whose day is today, soon, or was not long ago, the first day first. None for whoever turned reminders
    /// off.
    async fn my_goals_due(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<GoalDue>> {
        let request = context::of(ctx)?;
        let due = request.answer(goals::due(&*request.tx().await?).await)?;
        Ok(due.into_iter().map(GoalDue::from).collect())
    }
}

#[derive(InputObject)]
pub struct NotePairMeetingInput {
    mentorship_id: ID,
    /// Not before the pair began, not after today.
    on: LocalDate,
    /// 1 to 600.
    minutes: i32,
}

#[derive(Default)]
pub struct PairMeetingsMutation;

#[Object]
impl PairMeetingsMutation {
    /// Either of the two writes down that they met without a booking. The same day and length again is the same meeting.
    async fn note_pair_meeting(
        &self,
        ctx: &Context<'_>,
        input: NotePairMeetingInput,
    ) -> async_graphql::Result<MentorshipPayload> {
        let done = change(ctx, async |tx| {
            let mentorship_id = id(&input.mentorship_id, "mentorshipId")?;
            domain::note(tx, NotePairMeeting { mentorship_id, on: input.on.0, minutes: input.minutes }).await
        });
        Ok(pair(done.await?))
    }

    /// By whoever wrote it down. Again is fine.
    async fn take_back_pair_meeting(&self, ctx: &Context<'_>, pair_meeting_id: ID) -> async_graphql::Result<MentorshipPayload> {
        Ok(pair(change(ctx, async |tx| domain::take_back(tx, id(&pair_meeting_id, "pairMeetingId")?).await).await?))
    }
}
