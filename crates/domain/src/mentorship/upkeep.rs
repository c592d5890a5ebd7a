//! What time does to mentoring: offers run out, pauses end, goodbyes are said, credentials come to their end.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::mentors;
use super::{MentorState, ending, offers, pairs};
use crate::db::CenterTx;
use crate::ids::{MemberId, MentorshipId};
use crate::notifications;
use crate::problem::Outcome;

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Looks after one pair. Running it again changes nothing.
pub async fn round(tx: &CenterTx, id: MentorshipId) -> Outcome<()> {
    let Some(pair) = pairs::locked(tx, id).await? else { return Ok(()) };
    offers::expire(tx, &pair).await?;
    ending::round(tx, &pair).await
}

/// Pairs for which something ran out and no job came.
pub async fn due(tx: &CenterTx) -> Outcome<Vec<MentorshipId>> {
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

/// Mentors whose rest is over mentor again; whoever has a credential that ends soon hears of it. Once a day.
pub async fn daily(tx: &CenterTx) -> Outcome<()> {
    let rested = tx
        .rows::<Id>(
            "select mentor_id as id from cairn.mentor_profiles where center_id = $1 and state = 'paused' and paused_until <= $2",
            [tx.at().into()],
        )
        .await?;
    for row in rested {
        mentors::write_state(tx, MemberId(row.id), MentorState::Approved, None).await?;
    }
    notifications::credentials_expiring(tx).await
}
