//! The way in: announced, sent to quarantine by a signed address, then checked by a job.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::read::{Row, client_of, purpose, relation, visible};
use super::{CHECK_TASK, Document, DocumentState, FileType, MAX_SIZE, NAME, UploadSpec, name};
use crate::actor::Membership;
use crate::audit::Event;
use crate::db::{At, CenterTx, Job};
use crate::idempotency::{Claim, claim};
use crate::ids::{DocumentId, MemberId, SessionId};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems, Surprise};

/// How long the signed address of an upload works.
pub const UPLOAD_LIFETIME: Duration = Duration::from_secs(600);

/// All files of one client together, in bytes: 2 GiB.
const CLIENT_QUOTA: i64 = 2 * 1024 * 1024 * 1024;

/// Files one member may upload in 24 hours.
const DAILY_UPLOADS: i64 = 200;

/// What is announced before the bytes are sent.
#[derive(Debug, Clone)]
pub struct CreateUpload {
    /// Made when the file was picked: a retry announces once.
    pub key: Uuid,
    pub client_id: MemberId,
    pub session_id: Option<SessionId>,
    pub name: String,
    /// As the browser says.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Base64 of the SHA-256 of the bytes.
    pub sha256: String,
}

/// What was announced, with nothing wrong in it.
struct Checked {
    name: String,
    file_type: FileType,
    size: u64,
    sha256: [u8; 32],
}

fn check(input: &CreateUpload) -> Outcome<Checked> {
    let mut problems = Problems::default();
    let file_type = FileType::declared(&input.content_type, &input.name);
    if file_type.is_none() {
        problems.push(Problem::invalid("contentType", "file_type_refused"));
    }
    // A name is looked at even when its type is refused, so that all problems show at once.
    let name = problems.take(name::clean(&input.name, file_type.unwrap_or(FileType::Text)));
    let size = u64::try_from(input.size).ok().filter(|size| *size > 0);
    if size.is_none() {
        problems.push(Problem::invalid("size", "file_empty"));
    } else if input.size > MAX_SIZE {
        problems.push(Problem::limit("size", "file_too_large", MAX_SIZE));
    }
    let sha256 = STANDARD.decode(&input.sha256).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    if sha256.is_none() {
        problems.push(Problem::invalid("sha256", "checksum_format"));
    }
    problems.refuse_if_any()?;
    match (name, file_type, size, sha256) {
        (Some(name), Some(file_type), Some(size), Some(sha256)) => Ok(Checked { name, file_type, size, sha256 }),
        _ => Err(Surprise::Inconsistent("an upload with neither problem nor value").into()),
    }
}

/// Announces a file. The caller signs the [`UploadSpec`]; there is none when a retry finds the upload already complete.
/// Sharing with a client one may not see is `NotFound`.
pub async fn create(tx: &CenterTx, input: CreateUpload) -> Outcome<(Document, Option<UploadSpec>)> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let target = relation(tx, membership, input.client_id).await?;
    if !policy::allows(&membership.roles, Action::ShareDocument, target) {
        return Err(refusal(tx, membership, input.client_id, target).await?.into());
    }
    tx.writable()?;
    let checked = check(&input)?;
    if let Some(session) = input.session_id
        && client_of(tx, membership, session).await? != input.client_id
    {
        return Err(Problem::not_found("sessionId").into());
    }
    let id = DocumentId(tx.ids().event(tx.now()));
    let said = json!([
        input.client_id,
        input.session_id,
        checked.name,
        checked.file_type.content_type(),
        checked.size,
        hex::encode(checked.sha256),
    ]);
    if let Claim::Repeated(made) = claim(tx, input.key, "document.upload", &said, id.0).await? {
        return again(tx, membership, DocumentId(made)).await;
    }
    quota(tx, membership, &input).await?;
    insert(tx, membership, target, id, &input, checked).await
}

/// Admins and supervisors see the clients of their center, but open no files; for others there is no such client.
async fn refusal(tx: &CenterTx, membership: &Membership, client: MemberId, target: Target) -> Outcome<Problem> {
    let sees = policy::allows(&membership.roles, Action::ViewClient, target);
    let found = tx.row::<Person>("select id from cairn.members where center_id = $1 and id = $2", [client.0.into()]).await?;
    Ok(if sees && found.is_some() { Problem::NotAllowed } else { Problem::not_found("clientId") })
}

async fn insert(
    tx: &CenterTx,
    membership: &Membership,
    target: Target,
    id: DocumentId,
    input: &CreateUpload,
    checked: Checked,
) -> Outcome<(Document, Option<UploadSpec>)> {
    let spec = UploadSpec {
        // No names, no people: whoever lists the bucket learns which center, and how many files.
        key: format!("v1/{}/quarantine/{}", tx.center_id(), hex::encode(tx.ids().bytes::<16>())),
        content_type: checked.file_type.content_type().to_owned(),
        size: checked.size,
        sha256: checked.sha256,
    };
    tx.run(
        "insert into cairn.documents (center_id, id, client_id, session_id, uploaded_by, name, content_type, size, sha256,
           quarantine_key, created_at, upload_expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        [
            id.0.into(),
            input.client_id.0.into(),
            input.session_id.map(|session| session.0).into(),
            membership.member_id.0.into(),
            tx.seal(NAME, id.0, &checked.name).await?.into(),
            spec.content_type.clone().into(),
            input.size.into(),
            checked.sha256.to_vec().into(),
            spec.key.clone().into(),
            tx.at().into(),
            expiry(tx)?.into(),
        ],
    )
    .await?;
    tx.audit(Event::done("document.upload", "document", id.0).about(input.client_id).purpose(purpose(target)));
    let author = Target { author: true, ..target };
    let document = Document {
        id,
        client_id: input.client_id,
        session_id: input.session_id,
        uploaded_by: membership.member_id,
        name: checked.name,
        file_type: checked.file_type,
        size: input.size,
        state: DocumentState::Uploading,
        rejection: None,
        scanned: false,
        created_at: tx.now(),
        can_delete: policy::allows(&membership.roles, Action::DeleteDocument, author),
    };
    Ok((document, Some(spec)))
}

fn expiry(tx: &CenterTx) -> Outcome<At> {
    let lifetime = SignedDuration::try_from(UPLOAD_LIFETIME)?;
    Ok(At(tx.now().checked_add(lifetime)?))
}

/// The same announcement again: the same document, with a fresh address while it has not arrived.
async fn again(tx: &CenterTx, membership: &Membership, id: DocumentId) -> Outcome<(Document, Option<UploadSpec>)> {
    let (row, target) = visible(tx, membership, id).await?.ok_or_else(gone)?;
    let document = row.open(tx, membership, target).await?;
    if document.state != DocumentState::Uploading {
        return Ok((document, None));
    }
    tx.run(
        "update cairn.documents set upload_expires_at = $3 where center_id = $1 and id = $2 and state = 'uploading'",
        [id.0.into(), expiry(tx)?.into()],
    )
    .await?;
    let spec = spec_of(&row)?;
    Ok((document, Some(spec)))
}

/// What the first try made was deleted or given up since.
fn gone() -> Problem {
    Problem::Conflict { path: vec!["clientMutationId".to_owned()] }
}

fn spec_of(row: &Row) -> Outcome<UploadSpec> {
    let size = u64::try_from(row.size).map_err(|_| Surprise::Inconsistent("document size"))?;
    let sha256 = <[u8; 32]>::try_from(row.sha256.as_slice()).map_err(|_| Surprise::Inconsistent("document checksum"))?;
    Ok(UploadSpec { key: row.quarantine_key.clone(), content_type: row.content_type.clone(), size, sha256 })
}

#[derive(FromQueryResult)]
struct Person {
    #[expect(dead_code, reason = "that the row is there, or is locked, is all one wants to know")]
    id: Uuid,
}

#[derive(FromQueryResult)]
struct Used {
    bytes: i64,
    today: i64,
}

/// Enough room for the client, and not too many from one member. The rows of both are locked first, in one order, so
/// that uploads side by side cannot overrun either.
async fn quota(tx: &CenterTx, membership: &Membership, input: &CreateUpload) -> Outcome<()> {
    let people = vec![input.client_id.0, membership.member_id.0];
    tx.rows::<Person>(
        "select id from cairn.members where center_id = $1 and id = any($2) order by id for no key update",
        [people.into()],
    )
    .await?;
    let day = SignedDuration::from_hours(24);
    let used = tx
        .row::<Used>(
            "select
               (select coalesce(sum(size), 0)::bigint from cairn.documents
                where center_id = $1 and client_id = $2 and state in ('uploading', 'checking', 'ready')) as bytes,
               (select count(*) from cairn.documents
                where center_id = $1 and uploaded_by = $3 and created_at > $4) as today",
            [input.client_id.0.into(), membership.member_id.0.into(), At(tx.now().checked_sub(day)?).into()],
        )
        .await?
        .ok_or(Surprise::Inconsistent("an aggregate without a row"))?;
    if used.today >= DAILY_UPLOADS {
        return Err(Problem::limit("name", "too_many_uploads_today", DAILY_UPLOADS).into());
    }
    if used.bytes.saturating_add(input.size) > CLIENT_QUOTA {
        return Err(Problem::limit("size", "storage_full", CLIENT_QUOTA).into());
    }
    Ok(())
}

/// Says that the bytes have been sent, by who sent them. Again is fine: the answer is the document as it is by now.
pub async fn complete(tx: &CenterTx, id: DocumentId) -> Outcome<Document> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let (mut row, target) = visible(tx, membership, id).await?.ok_or_else(|| Problem::not_found("documentId"))?;
    if !target.author || !policy::allows(&membership.roles, Action::ShareDocument, target) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    let changed = tx
        .run(
            "update cairn.documents set state = 'checking' where center_id = $1 and id = $2 and state = 'uploading'",
            [id.0.into()],
        )
        .await?;
    if changed == 1 {
        let client = MemberId(row.client_id);
        tx.audit(Event::done("document.complete", "document", id.0).about(client).purpose(purpose(target)));
        tx.enqueue(check_job(tx, id));
        DocumentState::Checking.name().clone_into(&mut row.state);
    }
    row.open(tx, membership, target).await
}

/// The job that looks at the row and does what it asks for: check the bytes, or remove them.
pub(super) fn check_job(tx: &CenterTx, id: DocumentId) -> Job {
    Job {
        task: CHECK_TASK,
        payload: json!({ "center_id": tx.center_id(), "document_id": id }),
        run_at: None,
        key: Some(format!("document:{id}")),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{CreateUpload, check};
    use crate::documents::{FileType, MAX_SIZE};
    use crate::ids::MemberId;
    use crate::problem::Fault;

    fn input() -> CreateUpload {
        CreateUpload {
            key: Uuid::nil(),
            client_id: MemberId(Uuid::nil()),
            session_id: None,
            name: "plan.pdf".to_owned(),
            content_type: "application/pdf".to_owned(),
            size: 10,
            sha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".to_owned(),
        }
    }

    fn codes(input: &CreateUpload) -> Vec<&'static str> {
        match check(input) {
            Err(Fault::Problems(problems)) => problems.iter().map(|problem| problem.code()).collect(),
            Err(Fault::Surprise(surprise)) => panic!("{surprise}"),
            Ok(_) => Vec::new(),
        }
    }

    #[test]
    fn a_good_announcement() {
        let checked = check(&input()).unwrap();
        assert_eq!((checked.file_type, checked.size, checked.name.as_str()), (FileType::Pdf, 10, "plan.pdf"));
        assert_eq!(checked.sha256[0], 0xe3);
    }

    #[test]
    fn each_problem_names_its_field() {
        assert_eq!(codes(&CreateUpload { size: 0, ..input() }), ["file_empty"]);
        assert_eq!(codes(&CreateUpload { size: -1, ..input() }), ["file_empty"]);
        assert_eq!(codes(&CreateUpload { size: MAX_SIZE + 1, ..input() }), ["file_too_large"]);
        assert_eq!(codes(&CreateUpload { size: MAX_SIZE, ..input() }), Vec::<&str>::new());
        assert_eq!(codes(&CreateUpload { sha256: "abc".to_owned(), ..input() }), ["checksum_format"]);
        assert_eq!(codes(&CreateUpload { content_type: "image/svg+xml".to_owned(), ..input() }), ["file_type_refused"]);
    }

    #[test]
    fn all_problems_show_at_once() {
        let bad = CreateUpload {
            name: "  ".to_owned(),
            content_type: "text/html".to_owned(),
            size: 0,
            sha256: String::new(),
            ..input()
        };
        assert_eq!(codes(&bad), ["file_type_refused", "name_required", "file_empty", "checksum_format"]);
    }
}
