//! Listing what was checked, batch by batch, and going back.

use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::FeedImportState;
use super::check::only_jobs;
use super::import::{FeedImport, OBJECT, find, manages, movable};
use crate::audit::Event;
use crate::db::{CenterTx, Job};
use crate::ids::FeedImportId;
use crate::problem::{Outcome, Problem};

pub(crate) const APPLY_TASK: &str = "apply_feed_import";
/// Rows of one transaction.
const BATCH: i32 = 500;

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// Whether another import is being applied.
async fn another_applies(tx: &CenterTx, id: FeedImportId) -> Outcome<bool> {
    let sql = "select exists (select from cairn.feed_imports where center_id = $1 and id <> $2 and state = 'applying') as found";
    Ok(tx.row::<Found>(sql, [id.0.into()]).await?.is_some_and(|row| row.found))
}

/// Begins to list what was checked. Pressing twice is applying once.
pub async fn apply(tx: &CenterTx, id: FeedImportId) -> Outcome<FeedImport> {
    manages(tx)?;
    tx.writable()?;
    let Some(import) = movable(tx, id, FeedImportState::Applying).await? else { return find(tx, id, "feedImportId").await };
    if another_applies(tx, id).await? {
        return Err(Problem::invalid("feedImportId", "feed_import_running").into());
    }
    tx.run(
        "update cairn.feed_imports set state = 'applying', rows_done = 0, begun_at = $3 where center_id = $1 and id = $2",
        [import.id.0.into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done("feed_import.apply", OBJECT, id.0));
    tx.enqueue(Job {
        task: APPLY_TASK,
        payload: json!({ "center_id": tx.center_id(), "feed_import_id": id }),
        run_at: None,
        key: Some(format!("feed_apply:{id}")),
    });
    find(tx, id, "feedImportId").await
}

#[derive(FromQueryResult)]
struct Standing {
    rows_done: i32,
    rows_total: i32,
    source: String,
}

/// Lists the next batch. `false`: there is none left. What is written and how far it has come are one transaction, so that
/// a killed worker's successor goes on where it stopped.
pub async fn step(tx: &CenterTx, id: FeedImportId) -> Outcome<bool> {
    only_jobs(tx)?;
    let standing = tx
        .row::<Standing>(
            "select rows_done, rows_total, source from cairn.feed_imports
             where center_id = $1 and id = $2 and state = 'applying' for update",
            [id.0.into()],
        )
        .await?;
    let Some(standing) = standing else { return Ok(false) };
    let until = standing.rows_total.min(standing.rows_done + BATCH);
    let batch = [id.0.into(), standing.rows_done.into(), until.into(), standing.source.into()];
    tx.run(KEEP_BEFORE, batch.clone()).await?;
    let ids: Vec<Uuid> = (standing.rows_done..until).map(|_| tx.ids().event(tx.now())).collect();
    tx.run(LIST, batch.into_iter().chain([ids.into(), tx.at().into()])).await?;
    let all = until >= standing.rows_total;
    tx.run(
        "update cairn.feed_imports set rows_done = $3, state = case when $4 then 'applied' else state end,
           applied_at = case when $4 then $5 else applied_at end
         where center_id = $1 and id = $2",
        [id.0.into(), until.into(), all.into(), tx.at().into()],
    )
    .await?;
    if all {
        tx.audit(Event::done("feed_import.applied", OBJECT, id.0).purpose("maintenance"));
    }
    Ok(!all)
}

const KEEP_BEFORE: &str = "
update cairn.feed_import_rows r set before = to_jsonb(l) from cairn.listings l
where r.center_id = $1 and r.import_id = $2 and r.position >= $3 and r.position < $4 and r.verdict <> 'skipped'
  and l.center_id = $1 and l.slug = r.slug and lower(l.source) = lower($5)";

/// By slug, whatever the verdict was: another import may have changed what is listed since. A row that changes nothing
/// touches nothing.
const LIST: &str = "
insert into cairn.listings as l (center_id, id, slug, name, days, starts, ends, zone, types, address, region, location, notes,
  latitude, longitude, approximate, conference_url, conference_phone, url, online, in_person, source, import_id, updated_at)
select $1, fresh.id, f.slug, f.name, f.days, f.starts, f.ends, f.zone, f.types, f.address, f.region, f.location, f.notes,
  f.latitude, f.longitude, f.approximate, f.conference_url, f.conference_phone, f.url, f.online, f.in_person, $5, $2, $7
from (select r.listing, row_number() over (order by r.position) as n from cairn.feed_import_rows r
      where r.center_id = $1 and r.import_id = $2 and r.position >= $3 and r.position < $4 and r.verdict <> 'skipped') as r
join unnest($6::uuid[]) with ordinality as fresh (id, n) on fresh.n = r.n
cross join lateral jsonb_to_record(r.listing) as f (slug text, name text, days smallint[], starts time, ends time, zone text,
  types text[], address text, region text, location text, notes text, latitude double precision, longitude double precision,
  approximate boolean, conference_url text, conference_phone text, url text, online boolean, in_person boolean)
on conflict (center_id, slug) do update set name = excluded.name, days = excluded.days, starts = excluded.starts,
  ends = excluded.ends, zone = excluded.zone, types = excluded.types, address = excluded.address, region = excluded.region,
  location = excluded.location, notes = excluded.notes, latitude = excluded.latitude, longitude = excluded.longitude,
  approximate = excluded.approximate, conference_url = excluded.conference_url, conference_phone = excluded.conference_phone,
  url = excluded.url, online = excluded.online, in_person = excluded.in_person, import_id = excluded.import_id,
  updated_at = excluded.updated_at
where lower(l.source) = lower(excluded.source)
  and (l.name, l.days, l.starts, l.ends, l.zone, l.types, l.address, l.region, l.location, l.notes, l.latitude, l.longitude,
       l.approximate, l.conference_url, l.conference_phone, l.url, l.online, l.in_person)
    is distinct from
      (excluded.name, excluded.days, excluded.starts, excluded.ends, excluded.zone, excluded.types, excluded.address,
       excluded.region, excluded.location, excluded.notes, excluded.latitude, excluded.longitude, excluded.approximate,
       excluded.conference_url, excluded.conference_phone, excluded.url, excluded.online, excluded.in_person)";

/// Goes back to what was listed before the newest applied import: what it brought goes, what it changed is as it was.
pub async fn undo(tx: &CenterTx, id: FeedImportId) -> Outcome<FeedImport> {
    manages(tx)?;
    tx.writable()?;
    let Some(import) = movable(tx, id, FeedImportState::Undone).await? else { return find(tx, id, "feedImportId").await };
    if !import.can_undo {
        return Err(Problem::invalid("feedImportId", "feed_import_not_newest").into());
    }
    take_back(tx, id).await?;
    tx.run(
        "update cairn.feed_imports set state = 'undone', undone_at = $3 where center_id = $1 and id = $2",
        [id.0.into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done("feed_import.undo", OBJECT, id.0));
    find(tx, id, "feedImportId").await
}

/// What an import listed, all of it or a part, is as it was before.
pub(super) async fn take_back(tx: &CenterTx, id: FeedImportId) -> Outcome<()> {
    tx.run(
        "delete from cairn.listings l using cairn.feed_import_rows r
         where l.center_id = $1 and l.import_id = $2 and r.center_id = $1 and r.import_id = $2 and r.slug = l.slug
           and r.verdict <> 'skipped' and r.before is null",
        [id.0.into()],
    )
    .await?;
    tx.run(PUT_BACK, [id.0.into()]).await?;
    Ok(())
}

const PUT_BACK: &str = "
update cairn.listings l set name = b.name, days = b.days, starts = b.starts, ends = b.ends, zone = b.zone, types = b.types,
  address = b.address, region = b.region, location = b.location, notes = b.notes, latitude = b.latitude, longitude = b.longitude,
  approximate = b.approximate, conference_url = b.conference_url, conference_phone = b.conference_phone, url = b.url,
  online = b.online, in_person = b.in_person, source = b.source, import_id = b.import_id, updated_at = b.updated_at
from cairn.feed_import_rows r cross join lateral jsonb_populate_record(null::cairn.listings, r.before) as b
where l.center_id = $1 and l.import_id = $2 and r.center_id = $1 and r.import_id = $2 and r.slug = l.slug
  and r.verdict <> 'skipped' and r.before is not null";
