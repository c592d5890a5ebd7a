//! What time does to mentoring: offers run out, pauses end, goodbyes are said, credentials come to their end.

use jiff::SignedDuration;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{credentials, ending, mentors, offers, pairs, stand_in, terms};
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, MentorshipId};
use crate::notifications;
use crate::problem::{Outcome, Surprise};

/// How long what two people wrote to each other is kept.
const MESSAGES_KEPT: SignedDuration = SignedDuration::from_hours(24 * 365);
/// Rows of one transaction: short enough to be in nobody's way.
const BATCH: u64 = 1_000;

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Looks after one pair. Running it again changes nothing.
pub async fn round(tx: &CenterTx, id: MentorshipId) -> Outcome<()> {
    let Some(pair) = pairs::locked(tx, id).await? else { return Ok(()) };
    // With the first pair that goes on its mentor is back: they can be booked from then, not from the next morning.
    let mentor = mentors::read(tx, pair.mentor_id).await?;
    if mentor.is_some_and(|mentor| mentor.rests() && mentor.paused_until.is_some_and(|until| until <= tx.now())) {
        terms::end_rest(tx, pair.mentor_id).await?;
    }
    offers::expire(tx, &pair).await?;
    ending::round(tx, &pair).await
}

/// Pairs for which something ran out and no job came.
async fn due(tx: &CenterTx) -> Outcome<Vec<MentorshipId>> {
    let rows = tx
        .rows::<Id>(
            "select id from cairn.mentorships where center_id = $1 and (
               (state = 'offered' and offer_expires_at <= $2) or (state = 'paused' and paused_until <= $2)
               or (state = 'closing' and closing_since <= $2::timestamptz - interval '14 days')) order by id",
            [tx.at().into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| MentorshipId(row.id)).collect())
}

/// Mentors whose rest is over mentor again; whoever has a credential that ends soon, a goal whose day comes, or has not said for a
/// week how it goes, hears of it. Once a day. Answers with the pairs that have to be looked after one by one.
pub async fn daily(tx: &CenterTx) -> Outcome<Vec<MentorshipId>> {
    let due = due(tx).await?;
    let rested = tx
        .rows::<Id>(
            "select mentor_id as id from cairn.mentor_profiles where center_id = $1 and state = 'paused' and paused_until <= $2",
            [tx.at().into()],
        )
        .await?;
    for row in rested {
        terms::end_rest(tx, MemberId(row.id)).await?;
    }
    stand_in::ask_unasked(tx).await?;
    credentials::ask_for_looks(tx).await?;
    notifications::credentials_expiring(tx).await?;
    notifications::check_ins_due(tx).await?;
    notifications::goals_due(tx).await?;
    Ok(due)
}

/// Deletes one batch of messages that are a year old. `true`: there may be more.
pub async fn forget_messages(tx: &CenterTx) -> Outcome<bool> {
    let before = tx.now().checked_sub(MESSAGES_KEPT).map_err(Surprise::from)?;
    let gone = tx
        .run(
            "with old as (select id from cairn.pair_messages where center_id = $1 and created_at < $2 order by created_at limit $3
                          for update skip locked)
             delete from cairn.pair_messages m using old where m.center_id = $1 and m.id = old.id",
            [At(before).into(), i64::try_from(BATCH).unwrap_or(i64::MAX).into()],
        )
        .await?;
    Ok(gone >= BATCH)
}
