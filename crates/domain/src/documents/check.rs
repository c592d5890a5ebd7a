//! What the check job reads and writes. Each step looks at the present again, so that a job that runs twice, late, or
//! beside a deletion does no harm.

use jiff::SignedDuration;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::upload::check_job;
use super::{DocumentState, FileType, Rejection};
use crate::actor::Actor;
use crate::audit::Event;
use crate::db::{At, CenterTx, Job};
use crate::ids::{DocumentId, MemberId};
use crate::problem::{Outcome, Problem, Surprise};

/// An upload that was announced and never completed is given up this long after its address stopped working.
const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// A check takes seconds. After this long something keeps it from happening, and people should know.
const OVERDUE_AFTER: SignedDuration = SignedDuration::from_hours(2);

/// What the announcement said, and where the bytes are and go.
#[derive(Debug, Clone)]
pub struct CheckFacts {
    pub quarantine_key: String,
    /// The same at each try: a repeated check leaves no copies behind.
    pub object_key: String,
    pub file_type: FileType,
    /// Bytes.
    pub size: u64,
    pub sha256: [u8; 32],
}

/// What the bytes are that are handed out: those that were sent, or a picture without what it told beside the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// Bytes.
    pub size: u64,
    pub sha256: [u8; 32],
}

/// What a document's row asks for.
#[derive(Debug, Clone)]
pub enum Work {
    Check(CheckFacts),
    /// These objects have to go.
    Remove(Vec<String>),
    Nothing,
}

#[derive(FromQueryResult)]
struct Row {
    content_type: String,
    size: i64,
    sha256: Vec<u8>,
    quarantine_key: String,
    object_key: Option<String>,
    state: String,
}

fn only_jobs(tx: &CenterTx) -> Outcome<()> {
    if matches!(tx.actor(), Actor::Worker) { Ok(()) } else { Err(Problem::NotAllowed.into()) }
}

/// What has to be done for this document, by now.
pub async fn begin_check(tx: &CenterTx, id: DocumentId) -> Outcome<Work> {
    only_jobs(tx)?;
    let fresh = format!("v1/{}/files/{}", tx.center_id(), hex::encode(tx.ids().bytes::<16>()));
    let row = tx
        .row::<Row>(
            "update cairn.documents
             set object_key = case when state = 'checking' then coalesce(object_key, $3) else object_key end
             where center_id = $1 and id = $2
             returning content_type, size, sha256, quarantine_key, object_key, state",
            [id.0.into(), fresh.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(Work::Nothing) };
    Ok(match DocumentState::parse(&row.state).ok_or(Surprise::Inconsistent("document state"))? {
        DocumentState::Uploading => Work::Nothing,
        DocumentState::Checking => Work::Check(facts(row)?),
        DocumentState::Ready => Work::Remove(vec![row.quarantine_key]),
        DocumentState::Rejected | DocumentState::Deleted => {
            Work::Remove([Some(row.quarantine_key), row.object_key].into_iter().flatten().collect())
        }
    })
}

fn facts(row: Row) -> Outcome<CheckFacts> {
    Ok(CheckFacts {
        quarantine_key: row.quarantine_key,
        object_key: row.object_key.ok_or(Surprise::Inconsistent("a check without a place for the result"))?,
        file_type: FileType::parse(&row.content_type).ok_or(Surprise::Inconsistent("document type"))?,
        size: u64::try_from(row.size).map_err(|_| Surprise::Inconsistent("document size"))?,
        sha256: <[u8; 32]>::try_from(row.sha256.as_slice()).map_err(|_| Surprise::Inconsistent("document checksum"))?,
    })
}

#[derive(FromQueryResult)]
struct Marked {
    client_id: Uuid,
    upload_expires_at: At,
}

/// The bytes were good and are at their clean key. `false`: it is not waiting for a check (any more).
pub async fn mark_ready(tx: &CenterTx, id: DocumentId, scanned: bool, found: &Fingerprint) -> Outcome<bool> {
    only_jobs(tx)?;
    let size = i64::try_from(found.size).map_err(|_| Surprise::Inconsistent("document size"))?;
    let marked = tx
        .row::<Marked>(
            "update cairn.documents set state = 'ready', scanned = $3, ready_at = $4, size = $5, sha256 = $6
             where center_id = $1 and id = $2 and state = 'checking' and object_key is not null
             returning client_id, upload_expires_at",
            [id.0.into(), scanned.into(), tx.at().into(), size.into(), found.sha256.to_vec().into()],
        )
        .await?;
    finish(tx, id, marked, "document.accept")
}

/// The bytes are not what we take. `false`: it is not waiting for a check (any more).
pub async fn mark_rejected(tx: &CenterTx, id: DocumentId, rejection: Rejection) -> Outcome<bool> {
    only_jobs(tx)?;
    let marked = tx
        .row::<Marked>(
            "update cairn.documents set state = 'rejected', rejection = $3
             where center_id = $1 and id = $2 and state = 'checking'
             returning client_id, upload_expires_at",
            [id.0.into(), rejection.name().into()],
        )
        .await?;
    finish(tx, id, marked, "document.reject")
}

/// Notes the verdict, and plans the end of what is left in quarantine: once now, and once when the upload's address
/// cannot be used any more, because until then it could put the bytes there again.
fn finish(tx: &CenterTx, id: DocumentId, marked: Option<Marked>, action: &'static str) -> Outcome<bool> {
    let Some(marked) = marked else { return Ok(false) };
    tx.audit(Event::done(action, "document", id.0).about(MemberId(marked.client_id)).purpose("security"));
    tx.enqueue(check_job(tx, id));
    let late = marked.upload_expires_at.0.checked_add(SignedDuration::from_mins(1))?;
    tx.enqueue(Job { run_at: Some(late), key: Some(format!("document:{id}:late")), ..check_job(tx, id) });
    Ok(true)
}

#[derive(FromQueryResult)]
struct Given {
    id: Uuid,
    client_id: Uuid,
}

/// Gives up uploads that never arrived, and plans the removal of what may lie in quarantine. Answers how many.
pub async fn sweep(tx: &CenterTx) -> Outcome<usize> {
    only_jobs(tx)?;
    let given_up = tx
        .rows::<Given>(
            "update cairn.documents set state = 'deleted', deleted_at = $2
             where center_id = $1 and id in (
               select id from cairn.documents
               where center_id = $1 and state = 'uploading' and upload_expires_at < $3
               order by upload_expires_at limit 500 for update skip locked)
             returning id, client_id",
            [tx.at().into(), At(tx.now().checked_sub(GIVE_UP_AFTER)?).into()],
        )
        .await?;
    for document in &given_up {
        let id = DocumentId(document.id);
        tx.audit(Event::done("document.give_up", "document", id.0).about(MemberId(document.client_id)).purpose("maintenance"));
        tx.enqueue(check_job(tx, id));
    }
    Ok(given_up.len())
}

/// The queue gives a job up after its last try; the file would wait for ever. So each check that is overdue is asked for
/// anew, which begins its tries again, and the center's people see that somebody waits until nobody does.
pub async fn ask_again(tx: &CenterTx) -> Outcome<()> {
    only_jobs(tx)?;
    let overdue = tx
        .rows::<Given>(
            "select id, client_id from cairn.documents where center_id = $1 and state = 'checking' and created_at < $2
             order by created_at limit 500",
            [At(tx.now().checked_sub(OVERDUE_AFTER)?).into()],
        )
        .await?;
    let mut clients: Vec<Uuid> = overdue.iter().map(|document| document.client_id).collect();
    clients.sort_unstable();
    clients.dedup();
    for document in overdue {
        tx.enqueue(check_job(tx, DocumentId(document.id)));
    }
    tx.run(
        "update cairn.staff_tasks set done_at = $2
         where center_id = $1 and kind = 'document_waiting' and done_at is null and member_id <> all($3)",
        [tx.at().into(), clients.clone().into()],
    )
    .await?;
    for client in clients {
        let task = tx.ids().event(tx.now());
        tx.run(
            "insert into cairn.staff_tasks (center_id, id, kind, member_id, created_at) values ($1, $2, 'document_waiting', $3, $4)
             on conflict (center_id, kind, member_id) where done_at is null do nothing",
            [task.into(), client.into(), tx.at().into()],
        )
        .await?;
    }
    Ok(())
}
