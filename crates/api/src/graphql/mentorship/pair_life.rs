//! What happens in a pair: goals of the client's own, a word once a week, messages.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::mentorship::check_ins::{self, NewCheckIn, Shared};
use cairn_domain::mentorship::goals::{self, GoalWords};
use cairn_domain::mentorship::pairs::PairView;
use cairn_domain::mentorship::{drift, library, messages};

use super::change;
use super::kinds::{Drift, GoalState, Mood, SeenBy, into};
use super::library::Story;
use super::matching::{MentorshipPayload, pair};
use crate::graphql::context::{self, id, key, wire};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDate};

#[derive(Clone)]
pub struct GoalComment(goals::GoalComment);

#[Object]
impl GoalComment {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn author(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.author_id).await?.into())
    }
    async fn body(&self) -> &str {
        &self.0.body
    }
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}

/// Something the client wants to reach; theirs alone to change and finish.
#[derive(Clone)]
pub struct Goal(pub goals::Goal);

#[Object]
impl Goal {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn text(&self) -> &str {
        &self.0.text
    }
    async fn target_on(&self) -> Option<LocalDate> {
        self.0.target_on.map(LocalDate)
    }
    async fn state(&self) -> GoalState {
        self.0.state.into()
    }
    async fn comments(&self) -> Vec<GoalComment> {
        self.0.comments.iter().cloned().map(GoalComment).collect()
    }
    async fn version(&self) -> i32 {
        self.0.version
    }
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
    async fn settled_at(&self) -> Option<DateTime> {
        self.0.settled_at.map(DateTime)
    }
}

/// Who may see which part of a check-in.
#[derive(SimpleObject, Clone)]
pub struct CheckInSharing {
    mood: SeenBy,
    urge: SeenBy,
    commitment_kept: SeenBy,
    note: SeenBy,
}

/// How a week went. Parts that were not meant for the viewer are null.
#[derive(Clone)]
pub struct PairCheckIn(pub check_ins::CheckIn);

#[Object]
impl PairCheckIn {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn mood(&self) -> Option<Mood> {
        self.0.mood.map(Into::into)
    }
    /// 0 to 10.
    async fn urge(&self) -> Option<i32> {
        self.0.urge
    }
    async fn commitment_kept(&self) -> Option<bool> {
        self.0.commitment_kept
    }
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
    /// For its author only.
    async fn sharing(&self) -> Option<CheckInSharing> {
        self.0.shared.map(|shared| CheckInSharing {
            mood: shared.mood.into(),
            urge: shared.urge.into(),
            commitment_kept: shared.commitment_kept.into(),
            note: shared.note.into(),
        })
    }
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}

#[derive(Clone)]
pub struct PairMessage(pub messages::PairMessage);

#[Object]
impl PairMessage {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn author(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.author_id).await?.into())
    }
    /// Plain text. Null: its author took it back.
    async fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }
    async fn sent_at(&self) -> DateTime {
        DateTime(self.0.sent_at)
    }
}

#[derive(InputObject)]
pub struct CreateGoalInput {
    mentorship_id: ID,
    text: String,
    target_on: Option<LocalDate>,
}

#[derive(InputObject)]
pub struct ChangeGoalInput {
    goal_id: ID,
    version: i32,
    text: String,
    target_on: Option<LocalDate>,
}

#[derive(InputObject)]
pub struct SetGoalStateInput {
    goal_id: ID,
    state: GoalState,
}

#[derive(InputObject)]
pub struct CommentGoalInput {
    goal_id: ID,
    body: String,
}

#[derive(InputObject)]
pub struct AddPairCheckInInput {
    mentorship_id: ID,
    mood: Mood,
    /// 0 to 10; null: not said.
    urge: Option<i32>,
    commitment_kept: Option<bool>,
    note: Option<String>,
    #[graphql(default_with = "SeenBy::Me")]
    mood_seen_by: SeenBy,
    #[graphql(default_with = "SeenBy::Me")]
    urge_seen_by: SeenBy,
    #[graphql(default_with = "SeenBy::Me")]
    commitment_kept_seen_by: SeenBy,
    #[graphql(default_with = "SeenBy::Me")]
    note_seen_by: SeenBy,
}

#[derive(InputObject)]
pub struct SendPairMessageInput {
    client_mutation_id: String,
    mentorship_id: ID,
    body: String,
}

#[derive(InputObject)]
pub struct MarkPairReadInput {
    mentorship_id: ID,
    pair_message_id: ID,
}

#[derive(SimpleObject)]
pub struct GoalPayload {
    goal: Option<Goal>,
    /// For a mentor: what their own words may drift into.
    hints: Vec<Drift>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct PairCheckInPayload {
    check_in: Option<PairCheckIn>,
    /// What the client kept for a moment like this, when the urge is 7 or more.
    favourites: Vec<Story>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct PairMessagePayload {
    message: Option<PairMessage>,
    /// For a mentor: what their own words may drift into. Nothing is held back.
    hints: Vec<Drift>,
    problems: Vec<Problem>,
}

fn goal((goal, problems): (Option<goals::Goal>, Vec<Problem>)) -> GoalPayload {
    GoalPayload { goal: goal.map(Goal), hints: Vec::new(), problems }
}

fn hints(found: &[drift::Drift]) -> Vec<Drift> {
    into(found)
}

#[derive(Default)]
pub struct PairLifeMutation;

#[Object]
impl PairLifeMutation {
    async fn create_goal(&self, ctx: &Context<'_>, input: CreateGoalInput) -> async_graphql::Result<GoalPayload> {
        let words = GoalWords { text: input.text, target_on: input.target_on.map(|day| day.0) };
        Ok(goal(change(ctx, async |tx| goals::create(tx, id(&input.mentorship_id, "mentorshipId")?, words).await).await?))
    }

    async fn change_goal(&self, ctx: &Context<'_>, input: ChangeGoalInput) -> async_graphql::Result<GoalPayload> {
        let words = GoalWords { text: input.text, target_on: input.target_on.map(|day| day.0) };
        Ok(goal(change(ctx, async |tx| goals::change(tx, id(&input.goal_id, "goalId")?, input.version, words).await).await?))
    }

    /// Finished, let go, or open again: the client says.
    async fn set_goal_state(&self, ctx: &Context<'_>, input: SetGoalStateInput) -> async_graphql::Result<GoalPayload> {
        Ok(goal(change(ctx, async |tx| goals::set_state(tx, id(&input.goal_id, "goalId")?, input.state.into()).await).await?))
    }

    async fn comment_goal(&self, ctx: &Context<'_>, input: CommentGoalInput) -> async_graphql::Result<GoalPayload> {
        let (said, problems) =
            change(ctx, async |tx| goals::comment(tx, id(&input.goal_id, "goalId")?, &input.body).await).await?;
        let (goal, found) = said.map_or((None, Vec::new()), |(goal, found)| (Some(Goal(goal)), found));
        Ok(GoalPayload { goal, hints: hints(&found), problems })
    }

    /// Says how it went. Unless said otherwise, it is for the client alone.
    async fn add_pair_check_in(
        &self,
        ctx: &Context<'_>,
        input: AddPairCheckInInput,
    ) -> async_graphql::Result<PairCheckInPayload> {
        let (said, problems) = change(ctx, async |tx| {
            let new = NewCheckIn {
                mentorship_id: id(&input.mentorship_id, "mentorshipId")?,
                mood: input.mood.into(),
                urge: input.urge,
                commitment_kept: input.commitment_kept,
                note: input.note.unwrap_or_default(),
                shared: Shared {
                    mood: input.mood_seen_by.into(),
                    urge: input.urge_seen_by.into(),
                    commitment_kept: input.commitment_kept_seen_by.into(),
                    note: input.note_seen_by.into(),
                },
            };
            let check_in = check_ins::add(tx, new).await?;
            let hard = check_in.urge.is_some_and(|urge| urge >= check_ins::HIGH_URGE);
            let kept = if hard { library::favourites(tx).await? } else { Vec::new() };
            Ok((check_in, kept))
        })
        .await?;
        let (check_in, kept) = said.map_or((None, Vec::new()), |(check_in, kept)| (Some(PairCheckIn(check_in)), kept));
        Ok(PairCheckInPayload { check_in, favourites: kept.into_iter().map(Story).collect(), problems })
    }

    async fn send_pair_message(
        &self,
        ctx: &Context<'_>,
        input: SendPairMessageInput,
    ) -> async_graphql::Result<PairMessagePayload> {
        let (sent, problems) = change(ctx, async |tx| {
            let (key, pair) = (key(&input.client_mutation_id)?, id(&input.mentorship_id, "mentorshipId")?);
            messages::send(tx, key, pair, &input.body).await
        })
        .await?;
        let (message, found) = sent.map_or((None, Vec::new()), |(message, found)| (Some(PairMessage(message)), found));
        Ok(PairMessagePayload { message, hints: hints(&found), problems })
    }

    /// Takes one's own words back. Again is fine.
    async fn take_back_pair_message(&self, ctx: &Context<'_>, pair_message_id: ID) -> async_graphql::Result<PairMessagePayload> {
        let done = change(ctx, async |tx| messages::take_back(tx, id(&pair_message_id, "pairMessageId")?).await);
        let (message, problems) = done.await?;
        Ok(PairMessagePayload { message: message.map(PairMessage), hints: Vec::new(), problems })
    }

    /// Everything up to this message has been read.
    async fn mark_pair_read(&self, ctx: &Context<'_>, input: MarkPairReadInput) -> async_graphql::Result<MentorshipPayload> {
        let done: (Option<PairView>, Vec<Problem>) = change(ctx, async |tx| {
            messages::mark(tx, id(&input.mentorship_id, "mentorshipId")?, id(&input.pair_message_id, "pairMessageId")?).await
        })
        .await?;
        Ok(pair(done))
    }
}
