//! What the check job reads and writes. Each step looks at the present again: a job that runs twice, late, or after a
//! killed worker does no harm.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::apply::take_back;
use super::import::{OBJECT, check_job};
use super::listings::{FACTS_OF, FactsRow};
use super::{FeedFailure, FeedImportState, FeedRule, FeedVerdict, Finding, Judged, ListingFacts, Severity};
use crate::actor::Actor;
use crate::audit::Event;
use crate::db::{At, CenterTx, Job};
use crate::ids::FeedImportId;
use crate::problem::{Outcome, Problem, Surprise};

/// An upload that was announced and never completed is given up this long after its address stopped working.
const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(1);
/// The largest file takes minutes. What is not through by then fails each time it is tried, whatever the reason.
const STALLED_AFTER: SignedDuration = SignedDuration::from_hours(3);
/// How long rows are kept, beside those of the import that can be undone.
const ROWS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What was announced, and what rows without a zone are in.
#[derive(Debug, Clone)]
pub struct CheckFacts {
    pub quarantine_key: String,
    /// Bytes.
    pub size: u64,
    pub sha256: [u8; 32],
    /// IANA id: the center's.
    pub zone: String,
}

/// What an import's row asks for.
#[derive(Debug, Clone)]
pub enum Work {
    Check(CheckFacts),
    /// This object has to go.
    Remove(String),
    Nothing,
}

#[derive(FromQueryResult)]
struct Row {
    state: String,
    size: i32,
    sha256: Vec<u8>,
    quarantine_key: String,
    zone: String,
}

pub(super) fn only_jobs(tx: &CenterTx) -> Outcome<()> {
    if matches!(tx.actor(), Actor::Worker) { Ok(()) } else { Err(Problem::NotAllowed.into()) }
}

/// What has to be done for this import, by now. A check begins from the first row: what a killed one left goes.
pub async fn begin(tx: &CenterTx, id: FeedImportId) -> Outcome<Work> {
    only_jobs(tx)?;
    let row = tx
        .row::<Row>(
            "select i.state, i.size, i.sha256, i.quarantine_key, c.zone
             from cairn.feed_imports i join directory.centers c on c.id = $1
             where i.center_id = $1 and i.id = $2 for update of i",
            [id.0.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(Work::Nothing) };
    match row.state.as_str() {
        "uploading" => return Ok(Work::Nothing),
        "checking" => {}
        _ => return Ok(Work::Remove(row.quarantine_key)),
    }
    tx.run("delete from cairn.feed_import_rows where center_id = $1 and import_id = $2", [id.0.into()]).await?;
    tx.run("update cairn.feed_imports set rows_done = 0 where center_id = $1 and id = $2", [id.0.into()]).await?;
    Ok(Work::Check(CheckFacts {
        quarantine_key: row.quarantine_key,
        size: u64::try_from(row.size).map_err(|_| Surprise::Inconsistent("the size of a feed"))?,
        sha256: <[u8; 32]>::try_from(row.sha256.as_slice()).map_err(|_| Surprise::Inconsistent("a feed's checksum"))?,
        zone: row.zone,
    }))
}

/// How many rows there will be. `false`: it does not wait for a check (any more).
pub async fn expect_rows(tx: &CenterTx, id: FeedImportId, total: usize) -> Outcome<bool> {
    only_jobs(tx)?;
    let total = i32::try_from(total).map_err(|_| Surprise::Inconsistent("more rows than anybody counts"))?;
    let sql = "update cairn.feed_imports set rows_total = $3 where center_id = $1 and id = $2 and state = 'checking'";
    Ok(tx.run(sql, [id.0.into(), total.into()]).await? == 1)
}

#[derive(FromQueryResult)]
struct Source {
    source: String,
}

/// Notes a batch of rows with their verdicts against what is listed now. `false`: another worker goes on with it.
pub async fn note_rows(tx: &CenterTx, id: FeedImportId, batch: Vec<Judged>) -> Outcome<bool> {
    only_jobs(tx)?;
    let Some(first) = batch.first().map(|row| row.position) else { return Ok(true) };
    let done = first + i32::try_from(batch.len()).map_err(|_| Surprise::Inconsistent("a batch"))?;
    let import = tx
        .row::<Source>(
            "update cairn.feed_imports set rows_done = $4
             where center_id = $1 and id = $2 and state = 'checking' and rows_done = $3 returning source",
            [id.0.into(), first.into(), done.into()],
        )
        .await?;
    let Some(Source { source }) = import else { return Ok(false) };
    let slugs: Vec<String> = batch.iter().filter_map(|row| row.listing.as_ref()).map(|listing| listing.slug.clone()).collect();
    let listed = tx.rows::<FactsRow>(FACTS_OF, [slugs.into()]).await?;
    let listed: HashMap<String, (ListingFacts, String)> = listed.into_iter().map(FactsRow::open).collect();
    let rows: Vec<serde_json::Value> = batch.into_iter().map(|row| compared(row, &source, &listed)).collect();
    tx.run(
        "insert into cairn.feed_import_rows (center_id, import_id, position, slug, name, verdict, changes, findings, listing)
         select $1, $2, r.position, r.slug, r.name, r.verdict, r.changes, r.findings, r.listing
         from jsonb_to_recordset($3) as r (position integer, slug text, name text, verdict text, changes text[], findings jsonb,
           listing jsonb)",
        [id.0.into(), serde_json::Value::Array(rows).into()],
    )
    .await?;
    Ok(true)
}

/// Sources are told apart as people do.
pub(super) fn same_source(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// A row as it is kept: with its verdict.
fn compared(mut row: Judged, source: &str, listed: &HashMap<String, (ListingFacts, String)>) -> serde_json::Value {
    let mut changes = Vec::new();
    let verdict = match row.listing.as_ref().map(|listing| (listing, listed.get(&listing.slug))) {
        None => FeedVerdict::Skipped,
        Some((_, None)) => FeedVerdict::New,
        Some((_, Some((_, other)))) if !same_source(other, source) => {
            row.findings.push(Finding { rule: FeedRule::SlugElsewhere, field: "slug".to_owned(), severity: Severity::Error });
            FeedVerdict::Skipped
        }
        Some((new, Some((old, _)))) if new == old => FeedVerdict::Same,
        Some((new, Some((old, _)))) => {
            changes = new.changes(old);
            FeedVerdict::Changed
        }
    };
    json!({
        "position": row.position, "slug": row.slug, "name": row.name, "verdict": verdict, "changes": changes,
        "findings": row.findings, "listing": row.listing,
    })
}

#[derive(FromQueryResult)]
struct Finished {
    upload_expires_at: At,
}

/// Every row has its verdict. `false`: it was not waiting for that.
pub async fn finish(tx: &CenterTx, id: FeedImportId) -> Outcome<bool> {
    only_jobs(tx)?;
    let finished = tx
        .row::<Finished>(
            "update cairn.feed_imports i set state = 'checked', rows_new = n.new, rows_changed = n.changed, rows_same = n.same,
               rows_skipped = n.skipped
             from (select count(*) filter (where verdict = 'new')::integer as new,
                     count(*) filter (where verdict = 'changed')::integer as changed,
                     count(*) filter (where verdict = 'same')::integer as same,
                     count(*) filter (where verdict = 'skipped')::integer as skipped
                   from cairn.feed_import_rows where center_id = $1 and import_id = $2) as n
             where i.center_id = $1 and i.id = $2 and i.state = 'checking' and i.rows_done = i.rows_total
             returning i.upload_expires_at",
            [id.0.into()],
        )
        .await?;
    end(tx, id, finished, "feed_import.check")
}

/// The file cannot be read. `false`: it was not waiting for that.
pub async fn fail(tx: &CenterTx, id: FeedImportId, failure: FeedFailure) -> Outcome<bool> {
    only_jobs(tx)?;
    let finished = tx
        .row::<Finished>(
            "update cairn.feed_imports set state = 'failed', failure = $3 where center_id = $1 and id = $2 and state = 'checking'
             returning upload_expires_at",
            [id.0.into(), failure.name().into()],
        )
        .await?;
    end(tx, id, finished, "feed_import.fail")
}

/// Plans the end of the file: once now, and once when the upload's address cannot be used any more.
fn end(tx: &CenterTx, id: FeedImportId, finished: Option<Finished>, action: &'static str) -> Outcome<bool> {
    let Some(finished) = finished else { return Ok(false) };
    tx.audit(Event::done(action, OBJECT, id.0).purpose("maintenance"));
    remove_file(tx, id, finished.upload_expires_at.0)?;
    Ok(true)
}

fn remove_file(tx: &CenterTx, id: FeedImportId, address_ends: Timestamp) -> Outcome<()> {
    tx.enqueue(check_job(tx, id));
    let late = address_ends.checked_add(SignedDuration::from_mins(1))?;
    tx.enqueue(Job { run_at: Some(late), key: Some(format!("feed_import:{id}:late")), ..check_job(tx, id) });
    Ok(())
}

#[derive(FromQueryResult)]
struct Given {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct Stalled {
    id: Uuid,
    state: String,
}

/// Gives up checks and listings that get nowhere, so that nobody waits for them: what was listed before is so again.
pub async fn give_up(tx: &CenterTx) -> Outcome<()> {
    only_jobs(tx)?;
    // Of those begun before this was noted, the time runs from now.
    tx.run(
        "update cairn.feed_imports set begun_at = $2
         where center_id = $1 and state in ('checking', 'applying') and begun_at is null",
        [tx.at().into()],
    )
    .await?;
    let stalled = tx
        .rows::<Stalled>(
            "select id, state from cairn.feed_imports
             where center_id = $1 and state in ('checking', 'applying') and begun_at < $2 order by id for update",
            [At(tx.now() - STALLED_AFTER).into()],
        )
        .await?;
    for import in stalled {
        let id = FeedImportId(import.id);
        if import.state == FeedImportState::Applying.name() {
            take_back(tx, id).await?;
        }
        tx.run(
            "update cairn.feed_imports set state = 'failed', failure = $3 where center_id = $1 and id = $2",
            [id.0.into(), FeedFailure::Stalled.name().into()],
        )
        .await?;
        tx.audit(Event::done("feed_import.fail", OBJECT, id.0).purpose("maintenance"));
        tx.enqueue(check_job(tx, id));
    }
    Ok(())
}

/// Gives up uploads that never arrived, and forgets rows that nobody needs any more.
pub async fn sweep(tx: &CenterTx) -> Outcome<()> {
    only_jobs(tx)?;
    let given_up = tx
        .rows::<Given>(
            "update cairn.feed_imports set state = 'failed', failure = case state when 'uploading' then 'missing' else 'expired' end
             where center_id = $1 and (state = 'uploading' and upload_expires_at < $2 or state = 'checked' and created_at < $3)
             returning id",
            [At(tx.now() - GIVE_UP_AFTER).into(), At(tx.now() - ROWS_KEPT).into()],
        )
        .await?;
    for import in given_up {
        tx.audit(Event::done("feed_import.fail", OBJECT, import.id).purpose("maintenance"));
        tx.enqueue(check_job(tx, FeedImportId(import.id)));
    }
    tx.run(
        "delete from cairn.feed_import_rows d
         where d.center_id = $1 and (d.import_id, d.position) in (
           select r.import_id, r.position from cairn.feed_imports i
           join cairn.feed_import_rows r on r.center_id = $1 and r.import_id = i.id
           where i.center_id = $1 and i.created_at < $2 and i.state in ('failed', 'undone', 'applied')
             and i.id is distinct from (
               select n.id from cairn.feed_imports n where n.center_id = $1 and n.state = 'applied'
               order by n.applied_at desc, n.id desc limit 1)
           limit 50000)",
        [At(tx.now() - ROWS_KEPT).into()],
    )
    .await?;
    Ok(())
}
