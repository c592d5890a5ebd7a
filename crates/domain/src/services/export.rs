//! Lines on their way to a payer: what is ready is frozen as it counts now, and what the payer says about it is noted.

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::lines::{LineState, OBJECT, ServiceLine, check_range, ledger};
use super::{billing, lines};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::idempotency::{self, Claim};
use crate::ids::{MemberId, PayerId, ServiceExportId, ServiceLineId};
use crate::paging::{Cursor, Page, PageRequest};
use crate::problem::{Outcome, Problem, Surprise};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceExport {
    pub id: ServiceExportId,
    pub payer_id: PayerId,
    pub by_id: MemberId,
    pub at: Timestamp,
    pub lines: i32,
    pub units: i32,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    payer_id: Uuid,
    by_id: Uuid,
    at: At,
    lines: i32,
    units: i32,
}

impl From<Row> for ServiceExport {
    fn from(row: Row) -> Self {
        Self {
            id: ServiceExportId(row.id),
            payer_id: PayerId(row.payer_id),
            by_id: MemberId(row.by_id),
            at: row.at.0,
            lines: row.lines,
            units: row.units,
        }
    }
}

pub(super) async fn find(tx: &CenterTx, id: ServiceExportId) -> Outcome<ServiceExport> {
    let row = tx
        .row::<Row>(
            "select id, payer_id, by_id, at, lines, units from cairn.service_exports where center_id = $1 and id = $2",
            [id.0.into()],
        )
        .await?;
    row.map(ServiceExport::from).ok_or_else(|| Problem::not_found("serviceExportId").into())
}

/// The newest first.
pub async fn list(tx: &CenterTx, page: PageRequest) -> Outcome<Page<ServiceExport>> {
    billing(tx, "first")?;
    let before = page.after.unwrap_or(Cursor { at: tx.now() + jiff::SignedDuration::from_hours(1), id: Uuid::max() });
    let rows = tx
        .rows::<Row>(
            "select id, payer_id, by_id, at, lines, units from cairn.service_exports
             where center_id = $1 and (at, id) < ($2, $3) order by at desc, id desc limit $4",
            [At(before.at).into(), before.id.into(), page.limit().into()],
        )
        .await?;
    Ok(Page::cut(rows, &page).map(ServiceExport::from))
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct ExportLines {
    #[serde(skip)]
    pub key: Uuid,
    pub payer_id: PayerId,
    pub from: Date,
    pub until: Date,
}

#[derive(FromQueryResult)]
struct Locked {
    id: Uuid,
}

/// Takes every line of a payer that is ready. Nothing that waits for something goes along.
pub async fn export(tx: &CenterTx, input: ExportLines) -> Outcome<ServiceExport> {
    let me = billing(tx, "payerId")?.member_id;
    tx.writable()?;
    check_range(input.from, input.until)?;
    let id = ServiceExportId(tx.ids().event(tx.now()));
    if let Claim::Repeated(id) = idempotency::claim(tx, input.key, "service.export", &input, id.0).await? {
        return find(tx, ServiceExportId(id)).await;
    }
    // The payer's year has one cap, whichever days are sent: a center exports one after the other.
    tx.run("select from cairn.center_settings where center_id = $1 for no key update", []).await?;
    // Whoever answers about these lines waits too.
    let locked = tx
        .rows::<Locked>(
            "select id from cairn.service_lines where center_id = $1 and served_on between $2 and $3 and state = 'open'
             order by id for update",
            [crate::db::Day(input.from).into(), crate::db::Day(input.until).into()],
        )
        .await?;
    let ready: Vec<ServiceLine> = ledger(tx, input.from, input.until, None)
        .await?
        .into_iter()
        .filter(|line| line.is_ready() && line.payer_id == Some(input.payer_id) && locked.iter().any(|row| row.id == line.id.0))
        .collect();
    if ready.is_empty() {
        return Err(Problem::invalid("payerId", "nothing_ready").into());
    }
    let export = ServiceExport {
        id,
        payer_id: input.payer_id,
        by_id: me,
        at: tx.now(),
        lines: i32::try_from(ready.len()).unwrap_or(i32::MAX),
        units: ready.iter().filter_map(|line| line.units).sum(),
    };
    freeze(tx, &export, &ready).await?;
    for line in &ready {
        tx.audit(Event::done("service_line.export", OBJECT, line.id.0).about(line.client_id).purpose("payment"));
    }
    Ok(export)
}

async fn freeze(tx: &CenterTx, export: &ServiceExport, ready: &[ServiceLine]) -> Outcome<()> {
    tx.run(
        "insert into cairn.service_exports (center_id, id, payer_id, by_id, at, lines, units) values ($1, $2, $3, $4, $5, $6, $7)",
        [
            export.id.0.into(),
            export.payer_id.0.into(),
            export.by_id.0.into(),
            At(export.at).into(),
            export.lines.into(),
            export.units.into(),
        ],
    )
    .await?;
    let list: Vec<_> = ready
        .iter()
        .map(|line| {
            json!({ "id": line.id, "rules_id": line.rules_id, "code": line.code, "modifiers": line.modifiers, "units": line.units })
        })
        .collect();
    let frozen = tx
        .run(
            "update cairn.service_lines l set state = 'exported', export_id = $2, payer_id = $3, rules_id = f.rules_id,
               code = f.code, modifiers = f.modifiers, units = f.units
             from jsonb_to_recordset($4) as f (id uuid, rules_id uuid, code text, modifiers text[], units integer)
             where l.center_id = $1 and l.id = f.id and l.state = 'open'",
            [export.id.0.into(), export.payer_id.0.into(), serde_json::Value::Array(list).into()],
        )
        .await?;
    if usize::try_from(frozen) == Ok(ready.len()) { Ok(()) } else { Err(Surprise::Inconsistent("a line went elsewhere").into()) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayerAnswer {
    Accepted,
    Denied,
    /// A line that was denied, or whose note was taken back since, is put right: it is open again, and counted anew.
    PutRight,
}

#[derive(FromQueryResult)]
struct Answered {
    state: String,
    client_id: Uuid,
    note_voided: bool,
}

/// Notes what the payer said about a line.
pub async fn answer(tx: &CenterTx, id: ServiceLineId, answer: PayerAnswer) -> Outcome<ServiceLine> {
    billing(tx, "serviceLineId")?;
    let missing = || Problem::not_found("serviceLineId");
    let row = tx
        .row::<Answered>(
            "select state, client_id, note_voided_at is not null as note_voided from cairn.service_lines
             where center_id = $1 and id = $2 for update",
            [id.0.into()],
        )
        .await?
        .ok_or_else(missing)?;
    tx.writable()?;
    let state = LineState::stored(&row.state)?;
    let (fits, sql, action) = match answer {
        PayerAnswer::Accepted => (
            state == LineState::Exported,
            "update cairn.service_lines set state = 'accepted' where center_id = $1 and id = $2",
            "service_line.accepted",
        ),
        PayerAnswer::Denied => (
            state == LineState::Exported,
            "update cairn.service_lines set state = 'denied' where center_id = $1 and id = $2",
            "service_line.denied",
        ),
        PayerAnswer::PutRight => (
            state == LineState::Denied || row.note_voided,
            "update cairn.service_lines set state = 'open', export_id = null, payer_id = null, rules_id = null, code = null,
               modifiers = null, units = null, note_voided_at = null where center_id = $1 and id = $2",
            "service_line.put_right",
        ),
    };
    if !fits {
        return Err(Problem::invalid("serviceLineId", "line_state").into());
    }
    tx.run(sql, [id.0.into()]).await?;
    tx.audit(Event::done(action, OBJECT, id.0).about(MemberId(row.client_id)).purpose("payment"));
    lines::find(tx, id).await?.ok_or_else(|| missing().into())
}
