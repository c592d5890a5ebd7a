//! Others look at what was written for the library: before it is read, and again when it should not be read any more.

use super::StoryState;
use super::library::{self, Step, Story, may, settle};
use crate::db::CenterTx;
use crate::ids::StoryId;
use crate::members::fields;
use crate::policy::{Action, Target};
use crate::problem::{Outcome, Problem};

const LONGEST_WORDS: usize = 1_000;

/// A story of somebody else, for whoever reviews.
async fn of_another(tx: &CenterTx, id: StoryId) -> Outcome<Story> {
    if !may(tx, Action::ReviewStory, Target::NONE) {
        return Err(Problem::not_found("storyId").into());
    }
    let story = library::find(tx, id).await?;
    if story.mine { Err(Problem::invalid("storyId", "own_case").into()) } else { Ok(story) }
}

fn words_for_the_author(words: &str, required: bool) -> Outcome<String> {
    let words = fields::paragraphs(words, "words", LONGEST_WORDS)?;
    if required && words.is_empty() { Err(Problem::invalid("words", "required").into()) } else { Ok(words) }
}

#[derive(Debug, Clone)]
pub struct ReviewStory {
    pub id: StoryId,
    /// As it was read: nobody publishes a text that they did not see.
    pub version: i32,
    pub publish: bool,
    pub words: String,
}

/// Another looks at it: published, or back to its author with words.
pub async fn review(tx: &CenterTx, input: ReviewStory) -> Outcome<()> {
    let story = of_another(tx, input.id).await?;
    tx.writable()?;
    let words = words_for_the_author(&input.words, !input.publish)?;
    if story.state != StoryState::InReview {
        return Err(Problem::invalid("storyId", "story_state").into());
    }
    let (to, action) =
        if input.publish { (StoryState::Published, "story.publish") } else { (StoryState::Draft, "story.give_back") };
    settle(tx, input.id, Step { from: &[StoryState::InReview], to, read: Some((&words, input.version)), action }).await
}

/// Takes down what was published, also where its author cannot any more: back to them with words, as a draft.
pub async fn take_down(tx: &CenterTx, id: StoryId, version: i32, words: &str) -> Outcome<()> {
    // Also in a center that is paused: what names somebody is still read there.
    let story = of_another(tx, id).await?;
    let words = words_for_the_author(words, true)?;
    if story.state != StoryState::Published {
        return Err(Problem::invalid("storyId", "story_state").into());
    }
    let read = Some((words.as_str(), version));
    settle(tx, id, Step { from: &[StoryState::Published], to: StoryState::Draft, read, action: "story.take_down" }).await
}
