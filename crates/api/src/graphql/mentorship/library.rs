//! Coping strategies and recovery stories of the center.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::mentorship::library::{self as domain, StoryFilter, StoryWords};
use cairn_domain::mentorship::review::{self, ReviewStory};
use cairn_domain::paging::Cursor;

use super::change;
use super::kinds::{StoryKind, StoryShelf, StoryState, Trigger, into};
use crate::connection;
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, id, wire};
use crate::graphql::problems::Problem;
use crate::graphql::scalars::DateTime;

/// What helped somebody, for somebody else. Its author can take it back at any time.
#[derive(Clone)]
pub struct Story(pub domain::Story);

#[Object]
impl Story {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn kind(&self) -> StoryKind {
        self.0.kind.into()
    }
    async fn state(&self) -> StoryState {
        self.0.state.into()
    }
    async fn language(&self) -> &str {
        &self.0.language
    }
    async fn title(&self) -> &str {
        &self.0.title
    }
    /// Plain text.
    async fn body(&self) -> &str {
        &self.0.body
    }
    /// As the author wants to be named; null: not at all.
    async fn byline(&self) -> Option<&str> {
        self.0.byline.as_deref()
    }
    async fn triggers(&self) -> Vec<Trigger> {
        into(&self.0.triggers)
    }
    async fn mine(&self) -> bool {
        self.0.mine
    }
    /// For the author: why it came back.
    async fn review_words(&self) -> Option<&str> {
        self.0.review_words.as_deref()
    }
    /// The viewer's.
    async fn favourite(&self) -> bool {
        self.0.favourite
    }
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at.map(DateTime)
    }
    async fn version(&self) -> i32 {
        self.0.version
    }
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}

connection!(StoryConnection, StoryEdge, Story);

#[derive(Default)]
pub struct LibraryQuery;

#[Object]
impl LibraryQuery {
    /// A shelf of the library, the latest first.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn stories(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "StoryShelf::Published")] shelf: StoryShelf,
        kind: Option<StoryKind>,
        trigger: Option<Trigger>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<StoryConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let filter = StoryFilter { shelf: shelf.into(), kind: kind.map(Into::into), trigger: trigger.map(Into::into) };
        let outcome = async { domain::list(&tx, filter, page_request(first, after.as_deref())?).await };
        let page = request.answer(outcome.await)?;
        let cursor = |story: &domain::Story| encode_cursor(Cursor { at: story.created_at, id: story.id.0 });
        let items = page.items.into_iter().map(|story| (cursor(&story), Story(story))).collect();
        Ok(StoryConnection::of(items, page.has_next, after.is_some()))
    }

    async fn story(&self, ctx: &Context<'_>, story_id: ID) -> async_graphql::Result<Option<Story>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::find(&tx, id(&story_id, "storyId")?).await };
        Ok(request.answer_or_null(outcome.await)?.map(Story))
    }
}

#[derive(InputObject)]
pub struct StoryInput {
    kind: StoryKind,
    /// BCP 47.
    language: String,
    title: String,
    body: String,
    /// Empty: no name.
    byline: String,
    triggers: Vec<Trigger>,
    /// "Others of this center will read it, and I can take it back at any time."
    consent: bool,
}

#[derive(InputObject)]
pub struct ChangeStoryInput {
    story_id: ID,
    version: i32,
    story: StoryInput,
}

#[derive(InputObject)]
pub struct ReviewStoryInput {
    story_id: ID,
    /// The one that was read: nobody publishes a text that they did not see.
    version: i32,
    /// False: back to its author.
    publish: bool,
    /// Required when it goes back.
    words: String,
}

#[derive(InputObject)]
pub struct TakeDownStoryInput {
    story_id: ID,
    /// The one that was read.
    version: i32,
    /// For its author.
    words: String,
}

#[derive(InputObject)]
pub struct SetFavouriteStoryInput {
    story_id: ID,
    favourite: bool,
}

#[derive(SimpleObject)]
pub struct StoryPayload {
    story: Option<Story>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct ReviewStoryPayload {
    story_id: Option<ID>,
    problems: Vec<Problem>,
}

impl From<StoryInput> for StoryWords {
    fn from(input: StoryInput) -> Self {
        Self {
            kind: input.kind.into(),
            language: input.language,
            title: input.title,
            body: input.body,
            byline: input.byline,
            triggers: into(&input.triggers),
            consent: input.consent,
        }
    }
}

fn payload((story, problems): (Option<domain::Story>, Vec<Problem>)) -> StoryPayload {
    StoryPayload { story: story.map(Story), problems }
}

#[derive(Default)]
pub struct LibraryMutation;

#[Object]
impl LibraryMutation {
    /// Begins a story: a draft, for its author alone.
    async fn write_story(&self, ctx: &Context<'_>, input: StoryInput) -> async_graphql::Result<StoryPayload> {
        Ok(payload(change(ctx, async |tx| domain::write(tx, input.into()).await).await?))
    }

    /// What was published is a draft again: others read what was looked at.
    async fn change_story(&self, ctx: &Context<'_>, input: ChangeStoryInput) -> async_graphql::Result<StoryPayload> {
        let done =
            change(ctx, async |tx| domain::change(tx, id(&input.story_id, "storyId")?, input.version, input.story.into()).await);
        Ok(payload(done.await?))
    }

    /// Hands it in to be looked at by another.
    async fn submit_story(&self, ctx: &Context<'_>, story_id: ID) -> async_graphql::Result<StoryPayload> {
        Ok(payload(change(ctx, async |tx| domain::submit(tx, id(&story_id, "storyId")?).await).await?))
    }

    /// Takes it back: from then on nobody reads it.
    async fn withdraw_story(&self, ctx: &Context<'_>, story_id: ID) -> async_graphql::Result<StoryPayload> {
        Ok(payload(change(ctx, async |tx| domain::withdraw(tx, id(&story_id, "storyId")?).await).await?))
    }

    /// Publishes it, or gives it back with words.
    async fn review_story(&self, ctx: &Context<'_>, input: ReviewStoryInput) -> async_graphql::Result<ReviewStoryPayload> {
        let (reviewed, problems) = change(ctx, async |tx| {
            let story = id(&input.story_id, "storyId")?;
            let ReviewStoryInput { version, publish, words, .. } = input;
            review::review(tx, ReviewStory { id: story, version, publish, words }).await?;
            Ok(story)
        })
        .await?;
        Ok(ReviewStoryPayload { story_id: reviewed.map(wire), problems })
    }

    /// Takes down what was published: back to its author as a draft, with words.
    async fn take_down_story(&self, ctx: &Context<'_>, input: TakeDownStoryInput) -> async_graphql::Result<ReviewStoryPayload> {
        let (taken, problems) = change(ctx, async |tx| {
            let story = id(&input.story_id, "storyId")?;
            review::take_down(tx, story, input.version, &input.words).await?;
            Ok(story)
        })
        .await?;
        Ok(ReviewStoryPayload { story_id: taken.map(wire), problems })
    }

    /// Keeps a story at hand. Whose favourite it is, nobody learns.
    async fn set_favourite_story(&self, ctx: &Context<'_>, input: SetFavouriteStoryInput) -> async_graphql::Result<StoryPayload> {
        let done = change(ctx, async |tx| domain::set_favourite(tx, id(&input.story_id, "storyId")?, input.favourite).await);
        Ok(payload(done.await?))
    }
}
