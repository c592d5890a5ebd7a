//! A meeting opens, begins and ends; people come in.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::groups::held as domain;
use cairn_domain::{Fault, Outcome};

use super::int;
use crate::graphql::context::{self, id};
use crate::graphql::groups::meeting::Meeting;
use crate::graphql::groups::meeting_change::{MeetingPayload, changed};
use crate::graphql::problems::Problem;

#[derive(InputObject)]
pub struct EndMeetingInput {
    meeting_id: ID,
    /// False: too few came.
    held: bool,
}

#[derive(InputObject)]
pub struct CheckInInput {
    meeting_id: ID,
    /// The four digits at the door.
    code: String,
}

/// What stands at the door while people come in.
#[derive(SimpleObject, Clone)]
pub struct MeetingDoor {
    /// Four digits to check in with.
    code: String,
    /// How many have come in, of how many who have a place.
    came: i32,
    expected: i32,
}

impl From<domain::Door> for MeetingDoor {
    fn from(door: domain::Door) -> Self {
        Self { code: door.code, came: int(door.count.came), expected: int(door.count.expected) }
    }
}

#[derive(SimpleObject)]
pub struct JoinMeetingPayload {
    /// Where the meeting is: to be opened now, not to be kept.
    url: Option<String>,
    meeting: Option<Meeting>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct HeldMeetingsMutation;

#[Object]
impl HeldMeetingsMutation {
    /// Opens the doors, and makes the code for those who come in.
    async fn open_meeting(&self, ctx: &Context<'_>, meeting_id: ID) -> async_graphql::Result<MeetingPayload> {
        changed(ctx, async |tx| domain::open(tx, id(&meeting_id, "meetingId")?).await).await
    }

    /// The sheet and the round begin.
    async fn begin_meeting(&self, ctx: &Context<'_>, meeting_id: ID) -> async_graphql::Result<MeetingPayload> {
        changed(ctx, async |tx| domain::begin(tx, id(&meeting_id, "meetingId")?).await).await
    }

    async fn end_meeting(&self, ctx: &Context<'_>, input: EndMeetingInput) -> async_graphql::Result<MeetingPayload> {
        changed(ctx, async |tx| domain::end(tx, id(&input.meeting_id, "meetingId")?, input.held).await).await
    }

    /// Comes in with the code from the door. Tries are counted.
    async fn check_in(&self, ctx: &Context<'_>, input: CheckInInput) -> async_graphql::Result<MeetingPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let counted: Outcome<_> = async {
            let meeting = id(&input.meeting_id, "meetingId")?;
            domain::count_check_in(tx, meeting).await?;
            Ok(meeting)
        }
        .await;
        match counted {
            Ok(meeting) => changed(ctx, async |tx| domain::check_in(tx, meeting, &input.code).await).await,
            Err(Fault::Problems(expected)) => Ok(MeetingPayload { meeting: None, problems: request.problems(&expected).await }),
            Err(fault) => Err(request.surprise(fault)),
        }
    }

    /// Comes in online: hands out the link, from 15 minutes before the start until the end, and notes the arrival.
    async fn join_meeting(&self, ctx: &Context<'_>, meeting_id: ID) -> async_graphql::Result<JoinMeetingPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { domain::join(&tx, id(&meeting_id, "meetingId")?).await }.await;
        let (joined, problems) = request.settle(tx, outcome).await?;
        let (url, meeting) = joined.map(|joined| (joined.url, Meeting(joined.meeting))).unzip();
        Ok(JoinMeetingPayload { url, meeting, problems })
    }
}
