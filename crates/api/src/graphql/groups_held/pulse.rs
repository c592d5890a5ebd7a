//! How meetings felt.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::groups::pulse as domain;

use super::int;
use crate::graphql::context::{self, id};
use crate::graphql::groups::meeting_change::{MeetingPayload, changed};
use crate::graphql::scalars::DateTime;

/// What five or more people said, on average, from 0 (not at all) to 4 (very much).
#[derive(SimpleObject)]
pub struct Pulse {
    /// Start of the first meeting in it.
    first_meeting_at: DateTime,
    /// Start of the last.
    last_meeting_at: DateTime,
    meetings: i32,
    answers: i32,
    belonged: f64,
    heard: f64,
    come_back: f64,
}

impl From<domain::Pulse> for Pulse {
    fn from(pulse: domain::Pulse) -> Self {
        Self {
            first_meeting_at: DateTime(pulse.from),
            last_meeting_at: DateTime(pulse.until),
            meetings: int(pulse.meetings),
            answers: int(pulse.answers),
            belonged: pulse.belonged,
            heard: pulse.heard,
            come_back: pulse.come_back,
        }
    }
}

/// How a group's meetings felt. Meetings with fewer answers are shown together with others, so that every number is about
/// five answers at least, and so is every difference of two numbers.
#[derive(SimpleObject)]
pub struct PulseTrend {
    points: Vec<Pulse>,
    overall: Option<Pulse>,
}

/// The viewer's own answers.
#[derive(SimpleObject)]
pub struct PulseAnswer {
    belonged: i32,
    heard: i32,
    come_back: i32,
}

#[derive(Default)]
pub struct PulseQuery;

#[Object]
impl PulseQuery {
    /// For those who hold the group and supervise. Null below five answers, and until a day after the meeting.
    async fn meeting_pulse(&self, ctx: &Context<'_>, meeting_id: ID) -> async_graphql::Result<Option<Pulse>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::of_meeting(&tx, id(&meeting_id, "meetingId")?).await };
        Ok(request.answer_or_null(outcome.await)?.flatten().map(Pulse::from))
    }

    async fn group_pulse(&self, ctx: &Context<'_>, group_id: ID) -> async_graphql::Result<Option<PulseTrend>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::of_group(&tx, id(&group_id, "groupId")?).await };
        Ok(request.answer_or_null(outcome.await)?.map(|trend| PulseTrend {
            points: trend.points.into_iter().map(Pulse::from).collect(),
            overall: trend.overall.map(Pulse::from),
        }))
    }

    /// What the viewer answered after a meeting.
    async fn my_pulse(&self, ctx: &Context<'_>, meeting_id: ID) -> async_graphql::Result<Option<PulseAnswer>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::own(&tx, id(&meeting_id, "meetingId")?).await };
        Ok(request.answer_or_null(outcome.await)?.flatten().map(|answer| PulseAnswer {
            belonged: answer.belonged.into(),
            heard: answer.heard.into(),
            come_back: answer.come_back.into(),
        }))
    }
}

#[derive(InputObject)]
pub struct AnswerPulseInput {
    meeting_id: ID,
    /// "I felt I belonged." 0, not at all, to 4, very much.
    belonged: i32,
    /// "I was heard."
    heard: i32,
    /// "I'd come back."
    come_back: i32,
}

#[derive(Default)]
pub struct PulseMutation;

#[Object]
impl PulseMutation {
    /// Answers after a meeting one came to, or answers anew, until a day after it.
    async fn answer_pulse(&self, ctx: &Context<'_>, input: AnswerPulseInput) -> async_graphql::Result<MeetingPayload> {
        // Out of a small number's range is out of the scale's.
        let small = |number: i32| i16::try_from(number).unwrap_or(-1);
        changed(ctx, async |tx| {
            let answer =
                domain::Answer { belonged: small(input.belonged), heard: small(input.heard), come_back: small(input.come_back) };
            domain::answer(tx, id(&input.meeting_id, "meetingId")?, answer).await
        })
        .await
    }
}
