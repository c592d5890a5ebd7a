//! What the client wants to reach. Theirs alone to make, change and finish; the mentor may say something to it.

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::drift::{self, Drift};
use super::pairs::{self, PairSide, PairView};
use super::{GoalState, account, mentors, moves};
use crate::audit::Event;
use crate::db::{At, CenterTx, Day};
use crate::ids::{GoalCommentId, GoalId, MemberId, MentorshipId};
use crate::members::fields;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{Place, Sealed};

const TEXT: Place = Place::clinical("mentorship_goals", "text");
const COMMENT: Place = Place::clinical("goal_comments", "body");
const MOST: i64 = 50;
const MOST_COMMENTS: i64 = 200;

#[derive(Debug, Clone)]
pub struct Goal {
    pub id: GoalId,
    pub mentorship_id: MentorshipId,
    pub text: String,
    pub target_on: Option<Date>,
    pub state: GoalState,
    pub comments: Vec<GoalComment>,
    pub version: i32,
    pub created_at: Timestamp,
    pub settled_at: Option<Timestamp>,
}

#[derive(Debug, Clone)]
pub struct GoalComment {
    pub id: GoalCommentId,
    pub author_id: MemberId,
    pub body: String,
    pub created_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    mentorship_id: Uuid,
    text: Sealed,
    target_on: Option<Day>,
    state: String,
    version: i32,
    created_at: At,
    settled_at: Option<At>,
}

#[derive(FromQueryResult)]
struct CommentRow {
    id: Uuid,
    goal_id: Uuid,
    author_id: Uuid,
    body: Sealed,
    created_at: At,
}

/// The goals of a pair, for the two of it.
pub async fn of(tx: &CenterTx, id: MentorshipId) -> Outcome<Vec<Goal>> {
    pairs::taking_part(tx, id).await?;
    read(tx, id).await
}

async fn read(tx: &CenterTx, id: MentorshipId) -> Outcome<Vec<Goal>> {
    let rows = tx
        .rows::<Row>(
            "select id, mentorship_id, text, target_on, state, version, created_at, settled_at from cairn.mentorship_goals
             where center_id = $1 and mentorship_id = $2 order by created_at, id",
            [id.0.into()],
        )
        .await?;
    let comments = tx
        .rows::<CommentRow>(
            "select c.id, c.goal_id, c.author_id, c.body, c.created_at from cairn.goal_comments c
             join cairn.mentorship_goals g on g.center_id = $1 and g.id = c.goal_id
             where c.center_id = $1 and g.mentorship_id = $2 order by c.created_at, c.id",
            [id.0.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut goals = Vec::with_capacity(rows.len());
    for row in rows {
        let said = comments.iter().filter(|comment| comment.goal_id == row.id);
        let open = |comment: &CommentRow| {
            Ok(GoalComment {
                id: GoalCommentId(comment.id),
                author_id: MemberId(comment.author_id),
                body: keys.open(COMMENT, comment.id, &comment.body)?,
                created_at: comment.created_at.0,
            })
        };
        goals.push(Goal {
            id: GoalId(row.id),
            mentorship_id: MentorshipId(row.mentorship_id),
            text: keys.open(TEXT, row.id, &row.text)?,
            target_on: row.target_on.map(|day| day.0),
            state: GoalState::stored(&row.state)?,
            comments: said.map(open).collect::<Result<_, Surprise>>()?,
            version: row.version,
            created_at: row.created_at.0,
            settled_at: row.settled_at.map(|at| at.0),
        });
    }
    Ok(goals)
}

#[derive(Debug, Clone)]
pub struct GoalDue {
    pub id: GoalId,
    pub mentorship_id: MentorshipId,
    pub text: String,
    pub target_on: Date,
}

#[derive(FromQueryResult)]
struct DueRow {
    id: Uuid,
    mentorship_id: Uuid,
    text: Sealed,
    target_on: Day,
}

/// One's own goals whose day is today, in two days at the most, or was within a fortnight; none for whoever wants no reminders.
pub async fn due(tx: &CenterTx) -> Outcome<Vec<GoalDue>> {
    let membership = account(tx)?;
    if !policy::allows(&membership.roles, Action::OwnGoals, Target::OWN) {
        return Err(Problem::NotAllowed.into());
    }
    let rows = tx
        .rows::<DueRow>(
            "select g.id, g.mentorship_id, g.text, g.target_on
             from cairn.mentorships s
             join cairn.members m on m.center_id = $1 and m.id = s.client_id and m.session_reminders
             join cairn.mentorship_goals g on g.center_id = $1 and g.mentorship_id = s.id and g.state = 'open'
               and g.target_on - $3::date between -14 and 2
             where s.center_id = $1 and s.client_id = $2 and s.state in ('active', 'paused', 'stepping_back', 'closing')
             order by g.target_on, g.id limit $4",
            [membership.member_id.0.into(), Day(mentors::today(tx)).into(), MOST.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let open = |row: DueRow| {
        Ok(GoalDue {
            id: GoalId(row.id),
            mentorship_id: MentorshipId(row.mentorship_id),
            text: keys.open(TEXT, row.id, &row.text)?,
            target_on: row.target_on.0,
        })
    };
    Ok(rows.into_iter().map(open).collect::<Result<_, Surprise>>()?)
}

async fn one(tx: &CenterTx, pair: MentorshipId, id: GoalId) -> Outcome<Goal> {
    read(tx, pair).await?.into_iter().find(|goal| goal.id == id).ok_or_else(|| Problem::not_found("goalId").into())
}

/// Only the client of the pair.
fn owner(tx: &CenterTx, view: &PairView) -> Outcome<()> {
    let membership = account(tx)?;
    let own = view.side == PairSide::Client;
    if !own || !policy::allows(&membership.roles, Action::OwnGoals, Target::own_if(own)) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()
}

#[derive(Debug, Clone)]
pub struct GoalWords {
    pub text: String,
    pub target_on: Option<Date>,
}

pub async fn create(tx: &CenterTx, id: MentorshipId, input: GoalWords) -> Outcome<Goal> {
    let view = pairs::locked_by_side(tx, id).await?;
    owner(tx, &view)?;
    if !view.pair.state.is_live() {
        return Err(Problem::invalid("mentorshipId", "mentorship_state").into());
    }
    let text = required(&input.text, "text", 500)?;
    let goal = tx.ids().person();
    let written = tx
        .run(
            "insert into cairn.mentorship_goals (center_id, id, mentorship_id, text, target_on, created_at)
             select $1, $2, $3, $4, $5, $6
             where (select count(*) from cairn.mentorship_goals where center_id = $1 and mentorship_id = $3) < $7",
            [
                goal.into(),
                id.0.into(),
                tx.seal(TEXT, goal, &text).await?.into(),
                input.target_on.map(Day).into(),
                tx.at().into(),
                MOST.into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::limit("mentorshipId", "too_many", MOST).into());
    }
    tx.audit(Event::done("goal.create", "goal", goal).about(view.pair.client_id).purpose("own_data"));
    moves::announce(tx, &view.pair, None);
    one(tx, id, GoalId(goal)).await
}

pub(super) fn required(text: &str, field: &str, limit: usize) -> Result<String, Problem> {
    let text = fields::paragraphs(text, field, limit)?;
    if text.trim().is_empty() { Err(Problem::invalid(field, "required")) } else { Ok(text) }
}

#[derive(FromQueryResult)]
struct Of {
    mentorship_id: Uuid,
}

async fn pair_of(tx: &CenterTx, id: GoalId) -> Outcome<MentorshipId> {
    let row = tx
        .row::<Of>("select mentorship_id from cairn.mentorship_goals where center_id = $1 and id = $2", [id.0.into()])
        .await?
        .ok_or_else(|| Problem::not_found("goalId"))?;
    Ok(MentorshipId(row.mentorship_id))
}

async fn by_goal(tx: &CenterTx, id: GoalId) -> Outcome<PairView> {
    let pair = pair_of(tx, id).await?;
    pairs::taking_part(tx, pair).await.map_err(|_| Problem::not_found("goalId").into())
}

pub async fn change(tx: &CenterTx, id: GoalId, version: i32, input: GoalWords) -> Outcome<Goal> {
    let view = by_goal(tx, id).await?;
    owner(tx, &view)?;
    let text = required(&input.text, "text", 500)?;
    let changed = tx
        .run(
            "update cairn.mentorship_goals set text = $4, target_on = $5, version = version + 1
             where center_id = $1 and id = $2 and version = $3",
            [id.0.into(), version.into(), tx.seal(TEXT, id.0, &text).await?.into(), input.target_on.map(Day).into()],
        )
        .await?;
    if changed == 0 {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    tx.audit(Event::done("goal.change", "goal", id.0).about(view.pair.client_id).purpose("own_data"));
    one(tx, view.pair.id, id).await
}

/// Finished, let go, or open again: the client says.
pub async fn set_state(tx: &CenterTx, id: GoalId, state: GoalState) -> Outcome<Goal> {
    let view = by_goal(tx, id).await?;
    owner(tx, &view)?;
    tx.run(
        "update cairn.mentorship_goals set state = $3, version = version + 1, settled_at = case when $3 <> 'open' then $4 end
         where center_id = $1 and id = $2 and state <> $3",
        [id.0.into(), state.name().into(), tx.at().into()],
    )
    .await?;
    let action = match state {
        GoalState::Open => "goal.reopen",
        GoalState::Finished => "goal.finish",
        GoalState::LetGo => "goal.let_go",
    };
    tx.audit(Event::done(action, "goal", id.0).about(view.pair.client_id).purpose("own_data"));
    moves::announce(tx, &view.pair, None);
    one(tx, view.pair.id, id).await
}

/// Either of the two says something to a goal.
pub async fn comment(tx: &CenterTx, id: GoalId, body: &str) -> Outcome<(Goal, Vec<Drift>)> {
    let view = by_goal(tx, id).await?;
    tx.writable()?;
    if !view.pair.state.is_live() {
        return Err(Problem::invalid("goalId", "mentorship_state").into());
    }
    let body = required(body, "body", 1_000)?;
    let comment = tx.ids().event(tx.now());
    let author = account(tx)?.member_id;
    let written = tx
        .run(
            "insert into cairn.goal_comments (center_id, id, goal_id, author_id, body, created_at)
             select $1, $2, $3, $4, $5, $6
             where (select count(*) from cairn.goal_comments where center_id = $1 and goal_id = $3) < $7",
            [
                comment.into(),
                id.0.into(),
                author.0.into(),
                tx.seal(COMMENT, comment, &body).await?.into(),
                tx.at().into(),
                MOST_COMMENTS.into(),
            ],
        )
        .await?;
    if written == 0 {
        return Err(Problem::limit("goalId", "too_many", MOST_COMMENTS).into());
    }
    tx.audit(Event::done("goal.comment", "goal", id.0).about(view.pair.client_id).purpose("care"));
    moves::announce(tx, &view.pair, None);
    let hints = if view.side == PairSide::Mentor { drift::hints(&body) } else { Vec::new() };
    Ok((one(tx, view.pair.id, id).await?, hints))
}
