//! Brings object storage in line with a document's row: checks what arrived, removes what has to go.
//!
//! The row is read and written in short transactions of their own; the network comes between them. Every step may be
//! repeated: the place of the checked copy is the same at each try, and a verdict is only written to a row that still
//! waits for one.

mod inspect;
mod pictures;

use cairn_domain::db::ClaimedJob;
use cairn_domain::documents::{self, CheckFacts, Fingerprint, ObjectStore, Rejection, StoreError, Work};
use cairn_domain::ids::DocumentId;
use cairn_domain::{Db, Fault};
use ring::digest::{SHA256, digest};

use crate::scanner::{ScanError, Scanner, Verdict};

/// What the job works with.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    pub db: &'a Db,
    pub store: &'a dyn ObjectStore,
    /// `None`: files are checked for type and content only, and say so.
    pub scanner: Option<&'a dyn Scanner>,
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    Ready,
    Rejected(Rejection),
    /// Objects were removed, or there was nothing to do.
    Settled,
}

/// The job has to be tried again: nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error("the database refused or failed")]
    Database(#[from] Fault),
    #[error("object storage did not do what it was asked")]
    Store(#[from] StoreError),
    #[error("the scanner could not look at the file")]
    Scanner(#[from] ScanError),
    #[error("the check ended early")]
    Join(#[from] tokio::task::JoinError),
    /// Somebody put other bytes there between the check and the copy.
    #[error("the checked copy is not what was checked")]
    CopyDiffers,
}

/// Does what the document's row asks for, by now.
///
/// # Errors
/// When it has to be tried again. An error is never a verdict: the file stays where it is, and nobody can download it.
pub async fn check_document(desk: &Desk<'_>, job: &ClaimedJob, id: DocumentId) -> Result<Checked, CheckError> {
    let tx = desk.db.work(job).await?;
    let work = documents::begin_check(&tx, id).await?;
    tx.commit().await?;
    match work {
        Work::Nothing => Ok(Checked::Settled),
        Work::Remove(keys) => {
            for key in keys {
                desk.store.delete(&key).await?;
            }
            Ok(Checked::Settled)
        }
        Work::Check(facts) => match verdict(desk, &facts).await? {
            Ok(clean) => accept(desk, job, id, &facts, clean).await,
            Err(rejection) => reject(desk, job, id, rejection).await,
        },
    }
}

/// What other people may get, when it is not what was sent: a picture without what it tells beside the picture.
type Clean = Option<Vec<u8>>;

async fn verdict(desk: &Desk<'_>, facts: &CheckFacts) -> Result<Result<Clean, Rejection>, CheckError> {
    let stored = match desk.store.stat(&facts.quarantine_key).await {
        Ok(stored) => stored,
        Err(StoreError::NotFound) => return Ok(Err(Rejection::Unreadable)),
        Err(error) => return Err(error.into()),
    };
    // Before it is read: what is announced small must not be large.
    if stored.size != facts.size {
        return Ok(Err(Rejection::Size));
    }
    let bytes = desk.store.read(&facts.quarantine_key).await?;
    let (sha256, size, file_type) = (facts.sha256, facts.size, facts.file_type);
    // Hashing and unpacking 25 MiB takes a while: not on the threads that answer others.
    let (bytes, looked) = tokio::task::spawn_blocking(move || {
        let looked = if u64::try_from(bytes.len()) != Ok(size) {
            Err(Rejection::Size)
        } else if digest(&SHA256, &bytes).as_ref() != sha256 {
            Err(Rejection::Checksum)
        } else {
            inspect::inspect(&bytes, file_type).and_then(|()| pictures::without_metadata(&bytes, file_type))
        };
        (bytes, looked)
    })
    .await?;
    let (Ok(clean), Some(scanner)) = (&looked, desk.scanner) else { return Ok(looked) };
    // All that was sent, and then what will be handed out: neither may hold anything.
    for bytes in [Some(&bytes), clean.as_ref()].into_iter().flatten() {
        if scanner.scan(bytes).await? == Verdict::Malware {
            return Ok(Err(Rejection::Malware));
        }
    }
    Ok(looked)
}

/// Copies first, marks then: a ready row always has its object. The copy is looked at too, because until its address
/// expires an upload could be sent again between the check and the copy.
async fn accept(
    desk: &Desk<'_>,
    job: &ClaimedJob,
    id: DocumentId,
    facts: &CheckFacts,
    clean: Clean,
) -> Result<Checked, CheckError> {
    let expected = match clean {
        None => {
            desk.store.promote(&facts.quarantine_key, &facts.object_key).await?;
            Fingerprint { size: facts.size, sha256: facts.sha256 }
        }
        Some(bytes) => {
            let (bytes, fingerprint) = fingerprint(bytes).await?;
            desk.store.write(&facts.object_key, facts.file_type.content_type(), bytes).await?;
            fingerprint
        }
    };
    let (_, found) = fingerprint(desk.store.read(&facts.object_key).await?).await?;
    if found != expected {
        desk.store.delete(&facts.object_key).await?;
        return Err(CheckError::CopyDiffers);
    }
    let tx = desk.db.work(job).await?;
    let marked = documents::mark_ready(&tx, id, desk.scanner.is_some(), &found).await?;
    tx.commit().await?;
    if marked { Ok(Checked::Ready) } else { taken_back(desk, job, id).await }
}

async fn fingerprint(bytes: Vec<u8>) -> Result<(Vec<u8>, Fingerprint), CheckError> {
    let made = tokio::task::spawn_blocking(move || {
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(digest(&SHA256, &bytes).as_ref());
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        (bytes, Fingerprint { size, sha256 })
    });
    Ok(made.await?)
}

async fn reject(desk: &Desk<'_>, job: &ClaimedJob, id: DocumentId, rejection: Rejection) -> Result<Checked, CheckError> {
    let tx = desk.db.work(job).await?;
    let marked = documents::mark_rejected(&tx, id, rejection).await?;
    tx.commit().await?;
    if marked { Ok(Checked::Rejected(rejection)) } else { taken_back(desk, job, id).await }
}

/// It was deleted, or decided by another worker, while we looked: what the row says now is what counts.
async fn taken_back(desk: &Desk<'_>, job: &ClaimedJob, id: DocumentId) -> Result<Checked, CheckError> {
    let tx = desk.db.work(job).await?;
    let work = documents::begin_check(&tx, id).await?;
    tx.commit().await?;
    if let Work::Remove(keys) = work {
        for key in keys {
            desk.store.delete(&key).await?;
        }
    }
    Ok(Checked::Settled)
}
