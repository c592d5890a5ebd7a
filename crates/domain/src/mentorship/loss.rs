//! The client of a pair died. It ends without a goodbye, and whoever walked with them is not left alone with it: somebody of the
//! center has a day to tell them in person before a mail says that there is something new.

use jiff::SignedDuration;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::pairs::{self, Mentorship};
use super::{MentorshipState, RequestState, moves, offers, requests};
use crate::db::CenterTx;
use crate::ids::{MemberId, MentorshipId};
use crate::notifications;
use crate::problem::Outcome;
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

/// Time to tell somebody in person.
const TOLD_FIRST: SignedDuration = SignedDuration::from_hours(24);

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

pub(super) async fn open_of(tx: &CenterTx, client: MemberId) -> Outcome<Vec<MentorshipId>> {
    let rows = tx
        .rows::<Id>(
            "select id from cairn.mentorships
             where center_id = $1 and client_id = $2
               and state in ('proposed', 'offered', 'active', 'paused', 'stepping_back', 'closing') order by mentor_id, id",
            [client.0.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| MentorshipId(row.id)).collect())
}

/// Holds everything that ends, before members are locked: the client's wish, then mentors, then pairs.
pub(crate) async fn lock(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    tx.run("select from cairn.mentor_requests where center_id = $1 and client_id = $2 for update", [client.0.into()]).await?;
    for pair in open_of(tx, client).await? {
        pairs::locked(tx, pair).await?;
    }
    Ok(())
}

/// Ends what is open between the client and mentors. The caller has asked for [`lock`] before.
pub(crate) async fn end_all(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    // Nobody is asked any more, and nobody hears of it.
    offers::withdraw_all(tx, client, None).await?;
    for id in open_of(tx, client).await? {
        if let Some(pair) = pairs::locked(tx, id).await? {
            end(tx, &pair).await?;
            staff_tasks::open(tx, StaffTaskKind::MentorBereaved, pair.mentor_id, TaskFor::Supervisors).await?;
            notifications::mentor_bereaved(tx, id, pair.mentor_id, tx.now() + TOLD_FIRST).await?;
        }
    }
    requests::write_state(tx, client, RequestState::Off).await
}

async fn end(tx: &CenterTx, pair: &Mentorship) -> Outcome<()> {
    let mut pair = pair.clone();
    if pair.state != MentorshipState::Closing {
        moves::move_to(tx, &pair, MentorshipState::Closing).await?;
        pair.state = MentorshipState::Closing;
    }
    moves::move_to(tx, &pair, MentorshipState::Closed).await?;
    tx.run(
        "update cairn.mentorships set lost_at = $3, end_reason = coalesce(end_reason, 'center'), ended_by = coalesce(ended_by, $4)
         where center_id = $1 and id = $2",
        [pair.id.0.into(), tx.at().into(), tx.actor().member_id().map(|id| id.0).into()],
    )
    .await?;
    Ok(())
}
