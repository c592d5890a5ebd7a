//! A time that is kept for somebody goes back: they let it go, it ran out, or it is not there to be had.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::waits::{self, OBJECT, Offered, SessionWait, TOLD, let_go};
use super::waits_offer::{Freed, offer_to_next};
use super::waits_unheard;
use crate::audit::Event;
use crate::availability::Window;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, SessionWaitId};
use crate::notifications;
use crate::problem::Outcome;

/// Whoever let an offer go is not asked about the next ones that come at once.
const REST: SignedDuration = SignedDuration::from_hours(12);

impl Offered {
    /// For whoever is next, and not for whom it was kept until now.
    fn freed(&self, tx: &CenterTx, not_for: MemberId) -> Freed {
        let window = Window { starts_at: self.starts_at, ends_at: self.ends_at };
        Freed { counselor_id: self.counselor_id, window, told_at: tx.now(), not_for: Some(not_for) }
    }
}

/// Back in line, with the place in it; the time goes to the next.
pub(super) async fn pass_on(tx: &CenterTx, wait: &SessionWait, action: &'static str) -> Outcome<()> {
    missed(tx, wait, 1, action).await
}

async fn missed(tx: &CenterTx, wait: &SessionWait, missed: i32, action: &'static str) -> Outcome<()> {
    let Some(offer) = wait.offer else { return Ok(()) };
    back_in_line(tx, wait, missed, Some(tx.now() + REST)).await?;
    let_go(tx, &offer).await?;
    tx.audit(Event::done(action, OBJECT, wait.id.0).about(wait.client_id).purpose("care"));
    offer_to_next(tx, offer.freed(tx, wait.client_id)).await
}

async fn back_in_line(tx: &CenterTx, wait: &SessionWait, missed: i32, not_before: Option<Timestamp>) -> Outcome<()> {
    tx.run(
        "update cairn.session_waits set state = 'waiting', offer_id = null, offered_until = null,
           offers_missed = offers_missed + $3, not_before = $4, version = version + 1, updated_at = $5
         where center_id = $1 and id = $2",
        [wait.id.0.into(), missed.into(), not_before.map(At).into(), tx.at().into()],
    )
    .await?;
    waits_unheard::over(tx, wait.client_id).await
}

/// They are not to meet: the time goes to the next, and whoever waits is in line as before, nobody having let anything go.
pub(super) async fn take_away(tx: &CenterTx, wait: &SessionWait, offer: Offered) -> Outcome<()> {
    back_in_line(tx, wait, 0, None).await?;
    let_go(tx, &offer).await?;
    offer_to_next(tx, offer.freed(tx, wait.client_id)).await
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// A cancellation is taken back before anybody was told: whoever was offered its time is in line as before.
pub(super) async fn take_back(tx: &CenterTx, counselor_id: MemberId, freed: Window) -> Outcome<()> {
    let rows = tx
        .rows::<Id>(
            "select w.id from cairn.session_waits w
             join cairn.sessions h on h.center_id = $1 and h.id = w.offer_id and h.counselor_id = $2
               and h.during && tstzrange($3, $4)
             where w.center_id = $1 and w.state = 'offered' and w.updated_at > $5::timestamptz - interval '15 seconds'
             order by w.id",
            [counselor_id.0.into(), At(freed.starts_at).into(), At(freed.ends_at).into(), tx.at().into()],
        )
        .await?;
    for row in rows {
        let Some(wait) = waits::locked(tx, SessionWaitId(row.id)).await? else { continue };
        if let Some(offer) = wait.offer {
            back_in_line(tx, &wait, 0, None).await?;
            let_go(tx, &offer).await?;
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Told {
    told: bool,
}

/// The counselor is not there then (`None`: until further notice): nobody can take what is kept of their time, and nobody let it
/// go. Whoever heard of it hears that there is something new. The caller holds the counselor's row.
pub(crate) async fn counselor_away(tx: &CenterTx, counselor_id: MemberId, then: Option<Window>) -> Outcome<()> {
    let kept = tx
        .rows::<Id>(
            "select w.id from cairn.session_waits w
             join cairn.sessions h on h.center_id = $1 and h.id = w.offer_id and h.counselor_id = $2
             where w.center_id = $1 and w.state = 'offered'
               and ($3::timestamptz is null or h.during && tstzrange($3, $4))
             order by w.id",
            [counselor_id.0.into(), then.map(|then| At(then.starts_at)).into(), then.map(|then| At(then.ends_at)).into()],
        )
        .await?;
    for row in kept {
        let Some(wait) = waits::locked(tx, SessionWaitId(row.id)).await? else { continue };
        let Some(offer) = wait.offer.filter(|offer| offer.counselor_id == counselor_id) else { continue };
        let told = tx
            .row::<Told>(
                "select exists (select from cairn.notifications where center_id = $1 and subject_id = $2 and subject_version = $3
                   and kind = 'slot_offered' and state in ('sending', 'sent')) as told",
                [wait.id.0.into(), wait.version.into()],
            )
            .await?;
        back_in_line(tx, &wait, 0, None).await?;
        let_go(tx, &offer).await?;
        tx.audit(Event::done("session_wait.take_away", OBJECT, wait.id.0).about(wait.client_id).purpose("care"));
        if told.is_some_and(|row| row.told) {
            notifications::booking_news(tx, wait.id.0, wait.version + 1, &[wait.client_id], tx.now() + TOLD).await?;
        }
    }
    Ok(())
}

/// Looks after one offer: nobody answered in time. Running it again changes nothing.
pub(super) async fn round(tx: &CenterTx, id: SessionWaitId) -> Outcome<()> {
    let Some(wait) = waits::locked(tx, id).await? else { return Ok(()) };
    if wait.offered_until.is_some_and(|until| until <= tx.now()) {
        // Nobody misses what they cannot have heard of.
        let heard = !waits_unheard::unheard(tx, wait.client_id).await?;
        missed(tx, &wait, i32::from(heard), "session_wait.expire").await?;
    }
    Ok(())
}

/// Offers that ran out and no job came for.
pub(super) async fn due(tx: &CenterTx) -> Outcome<Vec<SessionWaitId>> {
    let rows = tx
        .rows::<Id>(
            "select id from cairn.session_waits where center_id = $1 and state = 'offered' and offered_until <= $2 order by id",
            [tx.at().into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| SessionWaitId(row.id)).collect())
}
