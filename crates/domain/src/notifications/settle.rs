//! How it went: sent, to be tried again, or refused for good.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Kind, schedule};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, NotificationId};
use crate::problem::{Outcome, Surprise};

#[derive(FromQueryResult)]
struct Settled {
    member_id: Uuid,
    kind: String,
    subject_id: Uuid,
    subject_version: i32,
}

/// The mail server took it. What was secret in it is forgotten.
pub async fn mark_sent(tx: &CenterTx, id: NotificationId) -> Outcome<()> {
    let settled = tx
        .row::<Settled>(
            "update cairn.notifications set state = 'sent', outcome = 'accepted', sent_at = $3
             where center_id = $1 and id = $2 and state = 'sending'
             returning member_id, kind, subject_id, subject_version",
            [id.0.into(), tx.at().into()],
        )
        .await?;
    // Dropped while it was on its way, or settled by another worker.
    let Some(settled) = settled else { return Ok(()) };
    let kind = Kind::parse(&settled.kind).ok_or(Surprise::Inconsistent("notification kind"))?;
    forget_secret(tx, kind, &settled).await?;
    if kind.is_asked_for() {
        // The address works (again).
        tx.run(
            "update cairn.members set email_failed_at = null where center_id = $1 and id = $2 and email_failed_at is not null",
            [settled.member_id.into()],
        )
        .await?;
    }
    Ok(())
}

async fn forget_secret(tx: &CenterTx, kind: Kind, settled: &Settled) -> Outcome<()> {
    if kind.is_code() {
        tx.run("update cairn.challenges set code = null where center_id = $1 and id = $2", [settled.subject_id.into()]).await?;
    } else if kind == Kind::Invitation {
        // A resent invitation has a fresh token that has yet to leave.
        tx.run(
            "update cairn.invitations set token = null where center_id = $1 and id = $2 and version = $3",
            [settled.subject_id.into(), settled.subject_version.into()],
        )
        .await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Trying {
    attempts: i32,
    expires_at: At,
}

/// Minutes to wait after the first, second … attempt.
const BACKOFF: [i64; 5] = [1, 5, 30, 120, 360];
const SHORTEST: SignedDuration = SignedDuration::from_mins(1);

/// How long to wait after `attempts` tries of something useful for `left` more; `None`: there is no time for another.
/// `jitter` is spread evenly over 0..=255: many messages that failed together do not come back together.
fn wait(attempts: i32, left: SignedDuration, jitter: u8) -> Option<SignedDuration> {
    let tried = usize::try_from(attempts).unwrap_or(0).clamp(1, BACKOFF.len());
    let backoff = SignedDuration::from_mins(BACKOFF[tried - 1]);
    // Never past half of the time that is left: when the server comes back late, there is another try before the end.
    let wait = backoff.min(left / 2).max(SHORTEST);
    // Up to a quarter more.
    let wait = wait + wait * i32::from(jitter) / (4 * 255);
    (wait < left).then_some(wait)
}

/// The mail server could not take it now. Answers when it is tried again; `None`: given up, it would come too late.
pub async fn mark_retry(tx: &CenterTx, id: NotificationId) -> Outcome<Option<Timestamp>> {
    let trying = tx
        .row::<Trying>(
            "select attempts, expires_at from cairn.notifications where center_id = $1 and id = $2 and state = 'sending' for update",
            [id.0.into()],
        )
        .await?;
    let Some(trying) = trying else { return Ok(None) };
    let left = tx.now().duration_until(trying.expires_at.0);
    let [jitter] = tx.ids().bytes::<1>();
    let next = match wait(trying.attempts, left, jitter) {
        Some(wait) => Some(tx.now().checked_add(wait).map_err(Surprise::from)?),
        None => None,
    };
    match next {
        Some(at) => {
            tx.run(
                "update cairn.notifications set state = 'planned', outcome = 'retry', due_at = $3 where center_id = $1 and id = $2",
                [id.0.into(), At(at).into()],
            )
            .await?;
            schedule(tx, id, at);
        }
        None => {
            tx.run(
                "update cairn.notifications set state = 'failed', outcome = 'gave_up' where center_id = $1 and id = $2",
                [id.0.into()],
            )
            .await?;
        }
    }
    Ok(next)
}

/// What the mail server said of the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    pub smtp_code: u16,
}

/// The address is bad until somebody mends it: nothing more goes there unasked, and staff learn of it, once.
pub async fn mark_refused(tx: &CenterTx, id: NotificationId, refusal: Refusal) -> Outcome<()> {
    let settled = tx
        .row::<Settled>(
            "update cairn.notifications set state = 'failed', outcome = $3
             where center_id = $1 and id = $2 and state = 'sending'
             returning member_id, kind, subject_id, subject_version",
            [id.0.into(), format!("smtp_{}", refusal.smtp_code).into()],
        )
        .await?;
    let Some(settled) = settled else { return Ok(()) };
    let kind = Kind::parse(&settled.kind).ok_or(Surprise::Inconsistent("notification kind"))?;
    forget_secret(tx, kind, &settled).await?;
    tx.run(
        "update cairn.members set email_failed_at = coalesce(email_failed_at, $3) where center_id = $1 and id = $2",
        [settled.member_id.into(), tx.at().into()],
    )
    .await?;
    let task = tx.ids().event(tx.now());
    let told = tx
        .run(
            "insert into cairn.staff_tasks (center_id, id, kind, member_id, created_at) values ($1, $2, 'address_failed', $3, $4)
             on conflict (center_id, kind, member_id) where done_at is null do nothing",
            [task.into(), settled.member_id.into(), tx.at().into()],
        )
        .await?;
    if told > 0 {
        let event = Event::done("member.address_failed", "member", settled.member_id).about(MemberId(settled.member_id));
        tx.audit(event.purpose("delivery"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backs_off_with_jitter() {
        let day = SignedDuration::from_hours(24);
        for (attempts, minutes) in [(1, 1), (2, 5), (3, 30), (4, 120), (5, 360), (9, 360)] {
            let least = wait(attempts, day, 0).unwrap();
            let most = wait(attempts, day, 255).unwrap();
            assert_eq!(least, SignedDuration::from_mins(minutes));
            assert_eq!(most, SignedDuration::from_secs(minutes * 75));
        }
    }

    #[test]
    fn a_reminder_survives_an_hour_without_mail_server() {
        // Two hours of use: tried at 0, and again so often that the last try is well after the first hour.
        let (mut now, mut attempts, end) = (SignedDuration::ZERO, 1, SignedDuration::from_mins(110));
        let mut tries = Vec::new();
        while let Some(pause) = wait(attempts, end - now, 255) {
            now += pause;
            attempts += 1;
            tries.push(now);
        }
        assert!(tries.iter().any(|at| *at > SignedDuration::from_mins(60) && *at < SignedDuration::from_mins(100)), "{tries:?}");
        assert!(tries.iter().all(|at| *at < end));
    }

    #[test]
    fn no_try_after_the_end() {
        assert_eq!(wait(1, SignedDuration::from_secs(59), 0), None);
        assert_eq!(wait(1, SignedDuration::from_secs(-5), 0), None);
    }
}
