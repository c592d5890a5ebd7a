//! Bringing in the meetings of others: the file is judged row by row, and, once an admin says so, listed batch by batch.
//! Each batch is a transaction of its own, so that the screen sees how far it has come.

use cairn_domain::db::ClaimedJob;
use cairn_domain::documents::StoreError;
use cairn_domain::groups::feed::apply as domain;
use cairn_domain::groups::feed::check::{self as steps, CheckFacts, Work};
use cairn_domain::groups::feed::{FeedFailure, Judged, judge_all, survey};
use cairn_domain::ids::FeedImportId;
use cairn_domain::{Fault, Outcome, Surprise};
use ring::digest::{SHA256, digest};
use tokio::sync::mpsc;

use super::JobError;
use crate::worker::Desk;

/// Rows of one transaction.
const BATCH: usize = 500;

/// Does what the import's row asks for, by now: judge the file, or remove it.
pub(super) async fn check(desk: &Desk, job: &ClaimedJob, id: FeedImportId) -> Result<(), JobError> {
    let tx = desk.db.work(job).await?;
    let work = steps::begin(&tx, id).await?;
    tx.commit().await?;
    match work {
        Work::Nothing => Ok(()),
        Work::Remove(key) => Ok(desk.store.delete(&key).await?),
        Work::Check(facts) => match fetch(desk, &facts).await? {
            Ok((bytes, rows)) => judge(desk, job, id, bytes, rows, facts.zone).await,
            Err(failure) => Ok(fail(desk, job, id, failure).await?),
        },
    }
}

/// The file, if it is the one that was announced and can be read; with how many rows it has.
async fn fetch(desk: &Desk, facts: &CheckFacts) -> Result<Result<(Vec<u8>, usize), FeedFailure>, JobError> {
    let stored = match desk.store.stat(&facts.quarantine_key).await {
        Ok(stored) => stored,
        Err(StoreError::NotFound) => return Ok(Err(FeedFailure::Missing)),
        Err(error) => return Err(error.into()),
    };
    // Before it is read: what is announced small must not be large.
    if stored.size != facts.size {
        return Ok(Err(FeedFailure::Size));
    }
    let bytes = desk.store.read(&facts.quarantine_key).await?;
    let (sha256, size) = (facts.sha256, facts.size);
    let looked = tokio::task::spawn_blocking(move || {
        if u64::try_from(bytes.len()) != Ok(size) {
            return Err(FeedFailure::Size);
        }
        if digest(&SHA256, &bytes).as_ref() != sha256 {
            return Err(FeedFailure::Checksum);
        }
        survey(&bytes).map(|rows| (bytes, rows))
    });
    Ok(looked.await.map_err(Surprise::from)?)
}

/// Reads and notes at the same time, a few batches apart: the file is not held a second time as rows.
async fn judge(
    desk: &Desk,
    job: &ClaimedJob,
    id: FeedImportId,
    bytes: Vec<u8>,
    rows: usize,
    zone: String,
) -> Result<(), JobError> {
    let tx = desk.db.work(job).await?;
    let waits = steps::expect_rows(&tx, id, rows).await?;
    tx.commit().await?;
    if !waits {
        return Ok(());
    }
    let (send, receive) = mpsc::channel(2);
    let reading = tokio::task::spawn_blocking(move || judge_all(&bytes, &zone, BATCH, |batch| send.blocking_send(batch).is_ok()));
    let ours = note(desk, job, id, receive).await?;
    let read = reading.await.map_err(Surprise::from)?;
    match read {
        _ if !ours => Ok(()),
        Err(failure) => Ok(fail(desk, job, id, failure).await?),
        Ok(()) => {
            let tx = desk.db.work(job).await?;
            steps::finish(&tx, id).await?;
            Ok(tx.commit().await?)
        }
    }
}

/// `false`: another worker goes on with this import, and reading stops.
async fn note(desk: &Desk, job: &ClaimedJob, id: FeedImportId, mut batches: mpsc::Receiver<Vec<Judged>>) -> Outcome<bool> {
    while let Some(batch) = batches.recv().await {
        let tx = desk.db.work(job).await?;
        let ours = steps::note_rows(&tx, id, batch).await?;
        tx.commit().await?;
        if !ours {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn fail(desk: &Desk, job: &ClaimedJob, id: FeedImportId, failure: FeedFailure) -> Result<(), Fault> {
    let tx = desk.db.work(job).await?;
    steps::fail(&tx, id, failure).await?;
    tx.commit().await
}

/// Lists what was checked, from where it stopped.
pub(super) async fn apply(desk: &Desk, job: &ClaimedJob, id: FeedImportId) -> Result<(), JobError> {
    loop {
        let tx = desk.db.work(job).await?;
        let more = domain::step(&tx, id).await?;
        tx.commit().await?;
        if !more {
            return Ok(());
        }
    }
}
