//! What the two of a pair write to each other. Nobody else reads it.

use std::collections::HashMap;

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use serde::Serialize;
use uuid::Uuid;

use super::drift::{self, Drift};
use super::goals::required;
use super::pairs::{self, PairSide, PairView};
use super::{account, moves};
use crate::db::{At, CenterTx};
use crate::idempotency::{self, Claim};
use crate::ids::{MemberId, MentorshipId, PairMessageId};
use crate::notifications::{self, pair_unread_sql};
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::rate_limits::{self, CHAT_BY_PLACE, Key};
use crate::sealed::{CenterKeys, Place, Sealed};

const BODY: Place = Place::clinical("pair_messages", "body");
const LONGEST: usize = 4_000;

#[derive(Debug, Clone)]
pub struct PairMessage {
    pub id: PairMessageId,
    pub mentorship_id: MentorshipId,
    pub author_id: MemberId,
    /// `None`: taken back.
    pub body: Option<String>,
    pub sent_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    mentorship_id: Uuid,
    author_id: Uuid,
    body: Option<Sealed>,
    created_at: At,
}

impl Row {
    fn open(self, keys: &CenterKeys) -> Result<PairMessage, Surprise> {
        Ok(PairMessage {
            id: PairMessageId(self.id),
            mentorship_id: MentorshipId(self.mentorship_id),
            author_id: MemberId(self.author_id),
            body: self.body.map(|body| keys.open(BODY, self.id, &body)).transpose()?,
            sent_at: self.created_at.0,
        })
    }
}

#[derive(Debug, Clone)]
pub struct MessagePage {
    /// The newest is the last.
    pub messages: Page<PairMessage>,
    /// The viewer has read up to here.
    pub read_until: Option<PairMessageId>,
    /// And the other.
    pub other_read_until: Option<PairMessageId>,
}

/// The last messages of a pair, or those before `after`; for the two of it.
pub async fn page(tx: &CenterTx, id: MentorshipId, page: PageRequest<PairMessageId>) -> Outcome<MessagePage> {
    let view = pairs::taking_part(tx, id).await?;
    let rows = tx
        .rows::<Row>(
            "select id, mentorship_id, author_id, body, created_at from cairn.pair_messages
             where center_id = $1 and mentorship_id = $2 and ($3::uuid is null or id < $3) order by id desc limit $4",
            [id.0.into(), page.after.map(|id| id.0).into(), page.limit().into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let messages = rows.into_iter().map(|row| row.open(&keys)).collect::<Result<Vec<_>, _>>()?;
    let mut messages = Page::cut(messages, &page);
    messages.items.reverse();
    let (client, mentor) = (view.pair.client_read_until, view.pair.mentor_read_until);
    let (read_until, other_read_until) = if view.side == PairSide::Client { (client, mentor) } else { (mentor, client) };
    Ok(MessagePage { messages, read_until, other_read_until })
}

#[derive(FromQueryResult)]
struct Unread {
    id: Uuid,
    unread: i64,
}

/// How much there is to read for the actor in these pairs of theirs; those without any are left out.
pub async fn unread_of(tx: &CenterTx, ids: &[MentorshipId]) -> Outcome<HashMap<MentorshipId, i64>> {
    let membership = account(tx)?;
    if !policy::allows(&membership.roles, Action::UseMentorship, Target::PARTICIPANT) {
        return Err(Problem::NotAllowed.into());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<Unread>(
            concat!("select s.id, count(*) as unread from ", pair_unread_sql!("$2"), " and s.id = any($3) group by s.id"),
            [membership.member_id.0.into(), ids.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| (MentorshipId(row.id), row.unread)).collect())
}

/// One message, for an open screen.
pub async fn find(tx: &CenterTx, pair: MentorshipId, id: PairMessageId) -> Outcome<PairMessage> {
    pairs::taking_part(tx, pair).await?;
    let row = tx
        .row::<Row>(
            "select id, mentorship_id, author_id, body, created_at from cairn.pair_messages
             where center_id = $1 and mentorship_id = $2 and id = $3",
            [pair.0.into(), id.0.into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("messageId"))?;
    Ok(row.open(&*tx.keys().await?)?)
}

#[derive(Serialize)]
struct Claimed {
    mentorship_id: MentorshipId,
    words: String,
}

/// Writes to the other. Pressing twice says it once. To a mentor, hints about their own words.
pub async fn send(tx: &CenterTx, key: Uuid, id: MentorshipId, body: &str) -> Outcome<(PairMessage, Vec<Drift>)> {
    let view = pairs::taking_part(tx, id).await?;
    tx.writable()?;
    if !view.pair.state.is_live() {
        return Err(Problem::invalid("mentorshipId", "mentorship_state").into());
    }
    let body = required(&body.replace('\t', " "), "body", LONGEST)?;
    let hints = if view.side == PairSide::Mentor { drift::hints(&body) } else { Vec::new() };
    let message = PairMessageId(tx.ids().event(tx.now()));
    let hash = tx.keys().await?.index("pair-message-key", body.as_bytes());
    let claimed = Claimed { mentorship_id: id, words: hex::encode(hash) };
    if let Claim::Repeated(earlier) = idempotency::claim(tx, key, "pair_message.send", &claimed, message.0).await? {
        return Ok((find(tx, id, PairMessageId(earlier)).await?, hints));
    }
    let me = account(tx)?.member_id;
    rate_limits::take_within(tx, &CHAT_BY_PLACE, &Key::member(&CHAT_BY_PLACE, tx.center_id(), me)).await?;
    tx.run(
        "insert into cairn.pair_messages (center_id, id, mentorship_id, author_id, body, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        [message.0.into(), id.0.into(), me.0.into(), tx.seal(BODY, message.0, &body).await?.into(), tx.at().into()],
    )
    .await?;
    notifications::plan_pair_unread(tx, other(&view)).await?;
    moves::announce(tx, &view.pair, Some(message));
    Ok((find(tx, id, message).await?, hints))
}

fn other(view: &PairView) -> MemberId {
    if view.side == PairSide::Client { view.pair.mentor_id } else { view.pair.client_id }
}

#[derive(FromQueryResult)]
struct Of {
    mentorship_id: Uuid,
}

/// Takes one's own words back. Again is fine.
pub async fn take_back(tx: &CenterTx, id: PairMessageId) -> Outcome<PairMessage> {
    let missing = || Problem::not_found("messageId");
    let row = tx
        .row::<Of>("select mentorship_id from cairn.pair_messages where center_id = $1 and id = $2", [id.0.into()])
        .await?
        .ok_or_else(missing)?;
    let view = pairs::taking_part(tx, MentorshipId(row.mentorship_id)).await.map_err(|_| missing())?;
    tx.writable()?;
    let me = account(tx)?.member_id;
    if find(tx, view.pair.id, id).await?.author_id != me {
        return Err(missing().into());
    }
    tx.run(
        "update cairn.pair_messages set body = null, deleted_at = $4
         where center_id = $1 and id = $2 and author_id = $3 and deleted_at is null",
        [id.0.into(), me.0.into(), tx.at().into()],
    )
    .await?;
    moves::announce(tx, &view.pair, Some(id));
    find(tx, view.pair.id, id).await
}

/// Everything up to this message has been read; an earlier mark stays where it is.
pub async fn mark(tx: &CenterTx, pair: MentorshipId, id: PairMessageId) -> Outcome<PairView> {
    let view = pairs::taking_part(tx, pair).await?;
    let sql = match view.side {
        PairSide::Client => {
            "update cairn.mentorships set client_read_until = greatest(client_read_until, $3::uuid) where center_id = $1 and id = $2
               and exists (select from cairn.pair_messages m where m.center_id = $1 and m.mentorship_id = $2 and m.id = $3)"
        }
        _ => {
            "update cairn.mentorships set mentor_read_until = greatest(mentor_read_until, $3::uuid) where center_id = $1 and id = $2
               and exists (select from cairn.pair_messages m where m.center_id = $1 and m.mentorship_id = $2 and m.id = $3)"
        }
    };
    if tx.run(sql, [pair.0.into(), id.0.into()]).await? == 0 {
        return Err(Problem::not_found("messageId").into());
    }
    notifications::pair_was_read(tx, account(tx)?.member_id).await?;
    pairs::find(tx, pair).await
}
