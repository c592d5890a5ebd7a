//! What helped somebody, for somebody else: coping strategies and recovery stories, looked at by another before they are read,
//! and taken back by their author at any time.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::goals::required;
use super::{StoryKind, StoryState, Trigger, account, languages, names};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, StoryId};
use crate::members::fields;
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

const TITLE: Place = Place::clinical("stories", "title");
const BODY: Place = Place::clinical("stories", "body");
const BYLINE: Place = Place::identity("stories", "byline");
const REVIEW: Place = Place::clinical("stories", "review_words");
const OBJECT: &str = "story";
const MOST_OWN: i64 = 200;
const MOST_FAVOURITES: i64 = 100;

#[derive(Debug, Clone)]
pub struct Story {
    pub id: StoryId,
    pub kind: StoryKind,
    pub state: StoryState,
    pub language: String,
    pub title: String,
    pub body: String,
    pub byline: Option<String>,
    pub triggers: Vec<Trigger>,
    /// The viewer wrote it.
    pub mine: bool,
    /// For the author: why it came back.
    pub review_words: Option<String>,
    pub favourite: bool,
    pub published_at: Option<Timestamp>,
    pub version: i32,
    pub created_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    author_id: Uuid,
    kind: String,
    state: String,
    language: String,
    title: Sealed,
    body: Sealed,
    byline: Option<Sealed>,
    triggers: Vec<String>,
    review_words: Option<Sealed>,
    published_at: Option<At>,
    favourite: bool,
    version: i32,
    created_at: At,
}

impl Row {
    fn open(self, me: MemberId, keys: &CenterKeys) -> Result<Story, Surprise> {
        let mine = self.author_id == me.0;
        Ok(Story {
            id: StoryId(self.id),
            kind: StoryKind::stored(&self.kind)?,
            state: StoryState::stored(&self.state)?,
            language: self.language,
            title: keys.open(TITLE, self.id, &self.title)?,
            body: keys.open(BODY, self.id, &self.body)?,
            byline: self.byline.map(|text| keys.open(BYLINE, self.id, &text)).transpose()?,
            triggers: self.triggers.iter().map(|name| Trigger::stored(name)).collect::<Result<_, _>>()?,
            mine,
            review_words: self.review_words.filter(|_| mine).map(|text| keys.open(REVIEW, self.id, &text)).transpose()?,
            favourite: self.favourite,
            published_at: self.published_at.map(|at| at.0),
            version: self.version,
            created_at: self.created_at.0,
        })
    }
}

/// Stories `s`; `$2` is the viewer.
macro_rules! stories {
    ($rest:expr) => {
        concat!(
            "select s.id, s.author_id, s.kind, s.state, s.language, s.title, s.body, s.byline, s.triggers, s.review_words, s.published_at,
               s.version, s.created_at, exists (select from cairn.story_favourites f
                 where f.center_id = $1 and f.member_id = $2 and f.story_id = s.id) as favourite
             from cairn.stories s where s.center_id = $1 and ",
            $rest
        )
    };
}

async fn open_all(tx: &CenterTx, rows: Vec<Row>) -> Outcome<Vec<Story>> {
    let me = account(tx)?.member_id;
    let keys = tx.keys().await?;
    Ok(rows.into_iter().map(|row| row.open(me, &keys)).collect::<Result<_, _>>()?)
}

pub(super) fn may(tx: &CenterTx, action: Action, target: Target) -> bool {
    tx.actor().membership().is_some_and(|membership| policy::allows(&membership.roles, action, target))
}

fn reads(tx: &CenterTx) -> Outcome<MemberId> {
    if may(tx, Action::ReadStories, Target::NONE) { Ok(account(tx)?.member_id) } else { Err(Problem::NotAllowed.into()) }
}

/// Which part of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// For everybody of the center.
    Published,
    /// The viewer's own, in every state.
    Mine,
    /// Waiting for somebody to look at it; own ones are left out.
    Review,
    Favourites,
}

#[derive(Debug, Clone, Copy)]
pub struct StoryFilter {
    pub shelf: Shelf,
    pub kind: Option<StoryKind>,
    pub trigger: Option<Trigger>,
}

pub async fn list(tx: &CenterTx, filter: StoryFilter, page: PageRequest) -> Outcome<Page<Story>> {
    let me = reads(tx)?;
    if filter.shelf == Shelf::Review && !may(tx, Action::ReviewStory, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    let shelf = match filter.shelf {
        Shelf::Published => "published",
        Shelf::Mine => "mine",
        Shelf::Review => "review",
        Shelf::Favourites => "favourites",
    };
    let after = page.after;
    let rows = tx
        .rows::<Row>(
            stories!(
                "case $3::text when 'published' then s.state = 'published'
                   when 'mine' then s.author_id = $2
                   when 'review' then s.state = 'in_review' and s.author_id <> $2
                   else s.state = 'published' and exists (select from cairn.story_favourites f
                     where f.center_id = $1 and f.member_id = $2 and f.story_id = s.id) end
                 and ($4::text is null or s.kind = $4) and ($5::text is null or s.triggers @> array[$5])
                 and ($6::timestamptz is null or (s.created_at, s.id) < ($6, $7))
                 order by s.created_at desc, s.id desc limit $8"
            ),
            [
                me.0.into(),
                shelf.into(),
                filter.kind.map(StoryKind::name).into(),
                filter.trigger.map(Trigger::name).into(),
                after.map(|after| At(after.at)).into(),
                after.map(|after| after.id).into(),
                page.limit().into(),
            ],
        )
        .await?;
    let page = Page::cut(rows, &page);
    Ok(Page { items: open_all(tx, page.items).await?, has_next: page.has_next })
}

/// One story, for whoever may read it: published ones everybody, others their author and who reviews.
pub async fn find(tx: &CenterTx, id: StoryId) -> Outcome<Story> {
    let missing = || Problem::not_found("storyId");
    let me = reads(tx).map_err(|_| missing())?;
    let rows = tx.rows::<Row>(stories!("s.id = $3"), [me.0.into(), id.0.into()]).await?;
    let story = open_all(tx, rows).await?.pop().ok_or_else(missing)?;
    let reviewed = story.state == StoryState::InReview && may(tx, Action::ReviewStory, Target::NONE);
    if story.state == StoryState::Published || story.mine || reviewed { Ok(story) } else { Err(missing().into()) }
}

#[derive(Debug, Clone)]
pub struct StoryWords {
    pub kind: StoryKind,
    pub language: String,
    pub title: String,
    pub body: String,
    pub byline: String,
    pub triggers: Vec<Trigger>,
    /// "Others of this center will read it, and I can take it back at any time."
    pub consent: bool,
}

struct Checked {
    language: String,
    title: String,
    body: String,
    byline: String,
}

fn checked(input: &StoryWords) -> Outcome<Checked> {
    let mut problems = Problems::default();
    let language = problems.take(languages(std::slice::from_ref(&input.language), "language"));
    let title = problems.take(fields::required_line(&input.title, "title", 120));
    let body = problems.take(required(&input.body, "body", 8_000));
    let byline = problems.take(fields::line(&input.byline, "byline", 60));
    if !input.consent {
        problems.push(Problem::invalid("consent", "consent_required"));
    }
    problems.refuse_if_any()?;
    match (language.and_then(|mut tags| tags.pop()), title, body, byline) {
        (Some(language), Some(title), Some(body), Some(byline)) => Ok(Checked { language, title, body, byline }),
        _ => Err(Surprise::Inconsistent("a problem that was not told").into()),
    }
}

fn writes(tx: &CenterTx) -> Outcome<MemberId> {
    if !may(tx, Action::WriteStory, Target::OWN) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    Ok(account(tx)?.member_id)
}

/// Begins a story: a draft, for its author alone.
pub async fn write(tx: &CenterTx, input: StoryWords) -> Outcome<Story> {
    let me = writes(tx)?;
    let checked = checked(&input)?;
    let id = tx.ids().event(tx.now());
    let written = tx
        .run(
            "insert into cairn.stories (center_id, id, author_id, kind, language, title, body, byline, triggers, consented_at,
               created_at, updated_at)
             select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10
             where (select count(*) from cairn.stories where center_id = $1 and author_id = $3) < $11",
            [
                id.into(),
                me.0.into(),
                input.kind.name().into(),
                checked.language.into(),
                tx.seal(TITLE, id, &checked.title).await?.into(),
                tx.seal(BODY, id, &checked.body).await?.into(),
                tx.seal_option(BYLINE, id, Some(checked.byline.as_str()).filter(|text| !text.is_empty())).await?.into(),
                names(&input.triggers).into(),
                tx.at().into(),
                MOST_OWN.into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::limit("title", "too_many", MOST_OWN).into());
    }
    tx.audit(Event::done("story.write", OBJECT, id));
    find(tx, StoryId(id)).await
}

async fn mine(tx: &CenterTx, id: StoryId) -> Outcome<Story> {
    let story = find(tx, id).await?;
    if story.mine { Ok(story) } else { Err(Problem::not_found("storyId").into()) }
}

/// Changes one's own story. What was published or on its way is a draft again: others read what was looked at.
pub async fn change(tx: &CenterTx, id: StoryId, version: i32, input: StoryWords) -> Outcome<Story> {
    writes(tx)?;
    mine(tx, id).await?;
    let checked = checked(&input)?;
    let changed = tx
        .run(
            "update cairn.stories set kind = $4, language = $5, title = $6, body = $7, byline = $8, triggers = $9, consented_at = $10,
               updated_at = $10, state = 'draft', published_at = null, version = version + 1
             where center_id = $1 and id = $2 and version = $3",
            [
                id.0.into(),
                version.into(),
                input.kind.name().into(),
                checked.language.into(),
                tx.seal(TITLE, id.0, &checked.title).await?.into(),
                tx.seal(BODY, id.0, &checked.body).await?.into(),
                tx.seal_option(BYLINE, id.0, Some(checked.byline.as_str()).filter(|text| !text.is_empty())).await?.into(),
                names(&input.triggers).into(),
                tx.at().into(),
            ],
        )
        .await?;
    if changed == 0 {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    tx.audit(Event::done("story.change", OBJECT, id.0));
    find(tx, id).await
}

/// Hands it in to be looked at.
pub async fn submit(tx: &CenterTx, id: StoryId) -> Outcome<Story> {
    writes(tx)?;
    mine(tx, id).await?;
    let from = &[StoryState::Draft, StoryState::Withdrawn];
    settle(tx, id, Step { from, to: StoryState::InReview, read: None, action: "story.submit" }).await?;
    find(tx, id).await
}

/// Takes it back, at any time, from wherever it is: from then on nobody reads it, favourite or not.
pub async fn withdraw(tx: &CenterTx, id: StoryId) -> Outcome<Story> {
    // Also somebody who does not write any more, and also in a center that is paused: consent ends when it is taken back.
    let story = mine(tx, id).await?;
    if story.state != StoryState::Withdrawn {
        let from = &[StoryState::Draft, StoryState::InReview, StoryState::Published];
        settle(tx, id, Step { from, to: StoryState::Withdrawn, read: None, action: "story.withdraw" }).await?;
    }
    find(tx, id).await
}

/// From where to where a story goes, and with what.
pub(super) struct Step<'a> {
    pub from: &'a [StoryState],
    pub to: StoryState,
    /// By somebody else than the author: their words, and the version that they read.
    pub read: Option<(&'a str, i32)>,
    pub action: &'static str,
}

pub(super) async fn settle(tx: &CenterTx, id: StoryId, step: Step<'_>) -> Outcome<()> {
    let from: Vec<String> = step.from.iter().map(|state| state.name().to_owned()).collect();
    let reviewer = step.read.and_then(|_| tx.actor().member_id()).map(|id| id.0);
    let words = step.read.map(|(words, _)| words).filter(|words| !words.is_empty());
    let changed = tx
        .run(
            "update cairn.stories set state = $4, version = version + 1, updated_at = $5, review_words = $6,
               reviewed_by = coalesce($7, reviewed_by), published_at = case when $4 = 'published' then $5 end
             where center_id = $1 and id = $2 and state = any($3) and ($8::integer is null or version = $8)",
            [
                id.0.into(),
                from.into(),
                step.to.name().into(),
                tx.at().into(),
                tx.seal_option(REVIEW, id.0, words).await?.into(),
                reviewer.into(),
                step.read.map(|(_, version)| version).into(),
            ],
        )
        .await?;
    if changed == 0 {
        let moved = Problem::Conflict { path: vec!["version".to_owned()] };
        return Err(if step.read.is_some() { moved } else { Problem::invalid("storyId", "story_state") }.into());
    }
    tx.audit(Event::done(step.action, OBJECT, id.0));
    Ok(())
}

/// Keeps a story at hand, or not any more. Whose favourite it is, nobody learns.
pub async fn set_favourite(tx: &CenterTx, id: StoryId, favourite: bool) -> Outcome<Story> {
    let me = reads(tx)?;
    tx.writable()?;
    let story = find(tx, id).await?;
    if favourite && story.state == StoryState::Published {
        let written = tx
            .run(
                "insert into cairn.story_favourites (center_id, member_id, story_id, created_at)
                 select $1, $2, $3, $4 where (select count(*) from cairn.story_favourites where center_id = $1 and member_id = $2) < $5
                 on conflict do nothing",
                [me.0.into(), id.0.into(), tx.at().into(), MOST_FAVOURITES.into()],
            )
            .await?;
        if written == 0 && !story.favourite {
            return Err(Problem::limit("storyId", "too_many", MOST_FAVOURITES).into());
        }
    } else {
        tx.run(
            "delete from cairn.story_favourites where center_id = $1 and member_id = $2 and story_id = $3",
            [me.0.into(), id.0.into()],
        )
        .await?;
    }
    find(tx, id).await
}

/// What the viewer kept, for a moment when it is needed.
pub async fn favourites(tx: &CenterTx) -> Outcome<Vec<Story>> {
    let filter = StoryFilter { shelf: Shelf::Favourites, kind: None, trigger: None };
    Ok(list(tx, filter, PageRequest { first: 20, after: None }).await?.items)
}
