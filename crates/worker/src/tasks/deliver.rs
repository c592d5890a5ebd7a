//! Claim, send, note how it went: three steps, and no transaction around the middle one.

use std::sync::atomic::Ordering;
use std::time::Duration;

use cairn_domain::db::ClaimedJob;
use cairn_domain::ids::NotificationId;
use cairn_domain::notifications::{self, Delivery, Refusal};
use cairn_domain::{Fault, Outcome};

use super::JobError;
use crate::mailer::MailError;
use crate::worker::Desk;

/// A mail that left and could not be noted would leave again: the note is worth some patience.
const NOTE_TRIES: u32 = 4;

/// What the mail server did with it.
#[derive(Clone, Copy)]
enum Sent {
    Taken,
    Later,
    Refused(Refusal),
}

pub(super) async fn deliver(desk: &Desk, job: &ClaimedJob, id: NotificationId) -> Result<(), JobError> {
    let tx = desk.db.work(job).await?;
    let delivery = notifications::claim_for_delivery(&tx, id).await?;
    tx.commit().await?;
    let facts = match delivery {
        Delivery::Send(facts) => *facts,
        Delivery::Later(_) => return Ok(()),
        Delivery::Nothing(outcome) => {
            tracing::debug!(mail.outcome = outcome, "not sent");
            return Ok(());
        }
    };
    let kind = facts.get().kind;
    let mail = desk.composer.mail(facts)?;
    let sent = outcome(desk, desk.mailer.send(&mail).await);
    tracing::info!(mail.kind = kind.name(), mail.outcome = sent.name(), "mail");
    note(desk, job, id, sent).await?;
    Ok(())
}

impl Sent {
    fn name(self) -> &'static str {
        match self {
            Self::Taken => "accepted",
            Self::Later => "retry",
            Self::Refused(_) => "refused",
        }
    }
}

fn outcome(desk: &Desk, sent: Result<(), MailError>) -> Sent {
    match sent {
        Ok(()) => {
            desk.mail_misfit_said.store(false, Ordering::Relaxed);
            Sent::Taken
        }
        Err(MailError::AddressRefused { smtp_code }) => Sent::Refused(Refusal { smtp_code }),
        Err(MailError::Retry(_)) => Sent::Later,
        Err(error @ MailError::Misconfigured(_)) => {
            // Every mail runs into it; an operator needs to read it once.
            if !desk.mail_misfit_said.swap(true, Ordering::Relaxed) {
                tracing::error!(error = &error as &dyn std::error::Error, "mail does not leave until the settings are mended");
            }
            Sent::Later
        }
    }
}

async fn note(desk: &Desk, job: &ClaimedJob, id: NotificationId, sent: Sent) -> Outcome<()> {
    let mut tries = 1;
    loop {
        match note_once(desk, job, id, sent).await {
            Err(Fault::Surprise(_)) if tries < NOTE_TRIES => {
                tokio::time::sleep(Duration::from_millis(250) * 2_u32.pow(tries)).await;
                tries += 1;
            }
            noted => return noted,
        }
    }
}

async fn note_once(desk: &Desk, job: &ClaimedJob, id: NotificationId, sent: Sent) -> Outcome<()> {
    let tx = desk.db.work(job).await?;
    match sent {
        Sent::Taken => notifications::mark_sent(&tx, id).await?,
        Sent::Later => {
            notifications::mark_retry(&tx, id).await?;
        }
        Sent::Refused(refusal) => notifications::mark_refused(&tx, id, refusal).await?,
    }
    tx.commit().await
}
