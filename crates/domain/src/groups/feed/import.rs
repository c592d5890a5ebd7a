//! Bringing in a feed: announced, sent to quarantine by a signed address, judged row by row by a job. Nothing is listed
//! before an admin has seen the verdicts and applies them ([`super::apply`]).

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::facts::may_become;
use super::{FeedFailure, FeedImportState};
use crate::audit::Event;
use crate::db::{At, CenterTx, Job};
use crate::documents::UploadSpec;
use crate::groups::standing::{Standing, account};
use crate::idempotency::{self, Claim};
use crate::ids::{FeedImportId, MemberId};
use crate::members::fields;
use crate::paging::{Cursor, Page, PageRequest};
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Problems, Surprise};

/// Largest file, in bytes: 16 MiB. Real feeds of a whole state have two.
pub const MAX_SIZE: i32 = 16 * 1024 * 1024;
/// How long the signed address of the upload works.
pub const UPLOAD_LIFETIME: Duration = Duration::from_secs(600);
const CONTENT_TYPE: &str = "application/json";
/// Files in 24 hours.
const DAILY: i64 = 20;
const LONGEST_SOURCE: usize = 120;
pub(crate) const CHECK_TASK: &str = "check_feed_import";
pub(super) const OBJECT: &str = "feed_import";

/// One import, with how far it has come.
#[derive(Debug, Clone)]
pub struct FeedImport {
    pub id: FeedImportId,
    /// Whose meetings these are.
    pub source: String,
    pub state: FeedImportState,
    pub failure: Option<FeedFailure>,
    pub rows_total: i32,
    /// Checked so far, then applied so far.
    pub rows_done: i32,
    pub rows_new: i32,
    pub rows_changed: i32,
    pub rows_same: i32,
    pub rows_skipped: i32,
    pub created_by: MemberId,
    pub created_at: Timestamp,
    pub applied_at: Option<Timestamp>,
    pub undone_at: Option<Timestamp>,
    /// The newest that was applied, and nothing is being applied: only then what was before is sure.
    pub can_undo: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    source: String,
    state: String,
    failure: Option<String>,
    rows_total: i32,
    rows_done: i32,
    rows_new: i32,
    rows_changed: i32,
    rows_same: i32,
    rows_skipped: i32,
    created_by: Uuid,
    created_at: At,
    applied_at: Option<At>,
    undone_at: Option<At>,
    newest: bool,
}

macro_rules! import_sql {
    ($rest:literal) => {
        concat!(
            "select i.id, i.source, i.state, i.failure, i.rows_total, i.rows_done, i.rows_new, i.rows_changed, i.rows_same,
               i.rows_skipped, i.created_by, i.created_at, i.applied_at, i.undone_at,
               not exists (
                 select from cairn.feed_imports o
                 where o.center_id = $1 and (o.state = 'applying' or o.state = 'applied' and (o.applied_at, o.id) > (i.applied_at, i.id)))
                 as newest
             from cairn.feed_imports i where i.center_id = $1 ",
            $rest
        )
    };
}

impl Row {
    fn open(self) -> Result<FeedImport, Surprise> {
        let state = FeedImportState::stored(&self.state)?;
        Ok(FeedImport {
            id: FeedImportId(self.id),
            source: self.source,
            state,
            failure: self.failure.as_deref().map(FeedFailure::stored).transpose()?,
            rows_total: self.rows_total,
            rows_done: self.rows_done,
            rows_new: self.rows_new,
            rows_changed: self.rows_changed,
            rows_same: self.rows_same,
            rows_skipped: self.rows_skipped,
            created_by: MemberId(self.created_by),
            created_at: self.created_at.0,
            applied_at: self.applied_at.map(|at| at.0),
            undone_at: self.undone_at.map(|at| at.0),
            can_undo: state == FeedImportState::Applied && self.newest,
        })
    }
}

/// For those who look after what is listed; for others there are no imports.
pub(super) fn manages(tx: &CenterTx) -> Outcome<MemberId> {
    let account = account(tx)?;
    if Standing::default().may(account, Action::ManageListings) { Ok(account.member_id) } else { Err(Problem::NotAllowed.into()) }
}

/// An import, for its managers.
pub async fn find(tx: &CenterTx, id: FeedImportId, field: &str) -> Outcome<FeedImport> {
    if manages(tx).is_err() {
        return Err(Problem::not_found(field).into());
    }
    let row = tx.row::<Row>(import_sql!("and i.id = $2"), [id.0.into()]).await?;
    Ok(row.ok_or_else(|| Problem::not_found(field))?.open()?)
}

/// The newest first.
pub async fn list(tx: &CenterTx, page: PageRequest) -> Outcome<Page<FeedImport>> {
    manages(tx)?;
    let before = page.after.unwrap_or(Cursor { at: tx.now() + SignedDuration::from_hours(1), id: Uuid::max() });
    let rows = tx
        .rows::<Row>(
            import_sql!("and (i.created_at, i.id) < ($2, $3) order by i.created_at desc, i.id desc limit $4"),
            [At(before.at).into(), before.id.into(), page.limit().into()],
        )
        .await?;
    Ok(Page::cut(rows.into_iter().map(Row::open).collect::<Result<Vec<_>, _>>()?, &page))
}

/// Locks an import that may make this move.
pub(super) async fn movable(tx: &CenterTx, id: FeedImportId, to: FeedImportState) -> Outcome<Option<FeedImport>> {
    // All that could be applied or undone, in one order: two admins who press at once are one after the other.
    tx.run(
        "select from cairn.feed_imports
         where center_id = $1 and (id = $2 or state in ('checked', 'applying', 'applied')) order by id for update",
        [id.0.into()],
    )
    .await?;
    let import = find(tx, id, "feedImportId").await?;
    if import.state == to {
        return Ok(None);
    }
    if may_become(import.state, to) {
        Ok(Some(import))
    } else {
        Err(Problem::invalid("feedImportId", "feed_import_state").into())
    }
}

#[derive(Debug, Clone)]
pub struct CreateFeedImport {
    /// Made when the file was picked: a retry announces once.
    pub key: Uuid,
    pub source: String,
    /// Bytes.
    pub size: i32,
    /// Base64 of the SHA-256 of the bytes.
    pub sha256: String,
}

fn check(input: &CreateFeedImport) -> Outcome<(String, [u8; 32])> {
    let mut problems = Problems::default();
    let source = problems.take(fields::required_line(&input.source, "source", LONGEST_SOURCE));
    if input.size <= 0 {
        problems.push(Problem::invalid("size", "file_empty"));
    } else if input.size > MAX_SIZE {
        problems.push(Problem::limit("size", "file_too_large", i64::from(MAX_SIZE)));
    }
    let sha256 = STANDARD.decode(&input.sha256).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    if sha256.is_none() {
        problems.push(Problem::invalid("sha256", "checksum_format"));
    }
    problems.refuse_if_any()?;
    source.zip(sha256).ok_or_else(|| Surprise::Inconsistent("a problem that was not told").into())
}

#[derive(FromQueryResult)]
struct Count {
    today: i64,
}

/// Announces a file. The caller signs the [`UploadSpec`]; there is none when a retry finds the upload complete.
pub async fn create(tx: &CenterTx, input: CreateFeedImport) -> Outcome<(FeedImport, Option<UploadSpec>)> {
    let member = manages(tx)?;
    tx.writable()?;
    let (source, sha256) = check(&input)?;
    let id = FeedImportId(tx.ids().event(tx.now()));
    let said = json!([source, input.size, hex::encode(sha256)]);
    if let Claim::Repeated(made) = idempotency::claim(tx, input.key, "feed_import.create", &said, id.0).await? {
        return again(tx, FeedImportId(made)).await;
    }
    let counted = tx
        .row::<Count>(
            "select count(*) as today from cairn.feed_imports where center_id = $1 and created_at > $2",
            [At(tx.now() - SignedDuration::from_hours(24)).into()],
        )
        .await?;
    if counted.is_some_and(|counted| counted.today >= DAILY) {
        return Err(Problem::limit("source", "too_many_imports_today", DAILY).into());
    }
    let key = format!("v1/{}/quarantine/{}", tx.center_id(), hex::encode(tx.ids().bytes::<16>()));
    tx.run(
        "insert into cairn.feed_imports (center_id, id, source, state, size, sha256, quarantine_key, upload_expires_at, created_by,
           created_at)
         values ($1, $2, $3, 'uploading', $4, $5, $6, $7, $8, $9)",
        [
            id.0.into(),
            source.into(),
            input.size.into(),
            sha256.to_vec().into(),
            key.clone().into(),
            expiry(tx)?.into(),
            member.0.into(),
            tx.at().into(),
        ],
    )
    .await?;
    tx.audit(Event::done("feed_import.create", OBJECT, id.0));
    let spec = spec(key, input.size, sha256)?;
    Ok((find(tx, id, "feedImportId").await?, Some(spec)))
}

fn expiry(tx: &CenterTx) -> Outcome<At> {
    Ok(At(tx.now().checked_add(SignedDuration::try_from(UPLOAD_LIFETIME)?)?))
}

fn spec(key: String, size: i32, sha256: [u8; 32]) -> Result<UploadSpec, Surprise> {
    let size = u64::try_from(size).map_err(|_| Surprise::Inconsistent("the size of a feed"))?;
    Ok(UploadSpec { key, content_type: CONTENT_TYPE.to_owned(), size, sha256 })
}

#[derive(FromQueryResult)]
struct Announced {
    quarantine_key: String,
    size: i32,
    sha256: Vec<u8>,
}

impl Announced {
    fn spec(self) -> Result<UploadSpec, Surprise> {
        let sha256 = <[u8; 32]>::try_from(self.sha256.as_slice()).map_err(|_| Surprise::Inconsistent("a feed's checksum"))?;
        spec(self.quarantine_key, self.size, sha256)
    }
}

/// The same announcement again: the same import, with a fresh address while the bytes have not arrived.
async fn again(tx: &CenterTx, id: FeedImportId) -> Outcome<(FeedImport, Option<UploadSpec>)> {
    let announced = tx
        .row::<Announced>(
            "update cairn.feed_imports set upload_expires_at = $3 where center_id = $1 and id = $2 and state = 'uploading'
             returning quarantine_key, size, sha256",
            [id.0.into(), expiry(tx)?.into()],
        )
        .await?;
    let spec = announced.map(Announced::spec).transpose()?;
    Ok((find(tx, id, "clientMutationId").await?, spec))
}

/// Says that the bytes have been sent. Again is fine: the answer is the import as it is by now.
pub async fn complete(tx: &CenterTx, id: FeedImportId) -> Outcome<FeedImport> {
    let import = find(tx, id, "feedImportId").await?;
    tx.writable()?;
    let changed = tx
        .run(
            "update cairn.feed_imports set state = 'checking', begun_at = $3
             where center_id = $1 and id = $2 and state = 'uploading'",
            [import.id.0.into(), tx.at().into()],
        )
        .await?;
    if changed == 1 {
        tx.audit(Event::done("feed_import.complete", OBJECT, id.0));
        tx.enqueue(check_job(tx, id));
    }
    find(tx, id, "feedImportId").await
}

/// The job that looks at the row and does what it asks for: check the file, or remove it.
pub(super) fn check_job(tx: &CenterTx, id: FeedImportId) -> Job {
    Job {
        task: CHECK_TASK,
        payload: json!({ "center_id": tx.center_id(), "feed_import_id": id }),
        run_at: None,
        key: Some(format!("feed_import:{id}")),
    }
}
