//! An export as a sheet for the payer's desk. It leaves through the gate, and a spreadsheet that opens it calculates nothing. Of a
//! group meeting it says what was the client's own: no group, and nobody else who was there.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{billing, coverage, export};
use crate::audit::Event;
use crate::db::{At, CenterTx, Day};
use crate::exits::{self, Exit, Kind, Released};
use crate::ids::{MemberId, ServiceExportId};
use crate::members;
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Sealed};
use crate::zones;

/// 42 CFR 2.32(a)(2): goes with every release.
const NOTICE: &str = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";
const HEADINGS: [&str; 15] = [
    "line",
    "client",
    "payer_number",
    "payer",
    "service_date",
    "start",
    "end",
    "minutes",
    "code",
    "modifiers",
    "units",
    "place",
    "provider",
    "note_signed_on",
    "notice",
];

/// The cells, row by row; the first are headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceSheet {
    pub rows: Vec<Vec<String>>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    client_name: Sealed,
    provider_id: Uuid,
    provider_name: Sealed,
    payer_name: String,
    coverage_id: Option<Uuid>,
    number: Option<Sealed>,
    served_on: Day,
    started_at: At,
    ended_at: At,
    minutes: i32,
    code: Option<String>,
    modifiers: Vec<String>,
    units: Option<i32>,
    place: String,
    signed_at: Option<At>,
}

const OF_EXPORT: &str = "
select l.id, l.client_id, cl.name as client_name, l.provider_id, pr.name as provider_name, p.name as payer_name,
  v.id as coverage_id, v.number, l.served_on, coalesce(s.started_at, greatest(a.arrived_at, m.began_at, m.starts_at)) as started_at,
  coalesce(s.ended_at, least(a.left_at, m.held_at, m.ends_at)) as ended_at, l.minutes, l.code,
  coalesce(l.modifiers, '{}') as modifiers, l.units, coalesce(s.place, a.mode) as place,
  coalesce((
    select max(n.signed_at) from cairn.session_notes n
    where n.center_id = $1 and n.session_id = l.session_id and n.signed_at <= e.at), (
    select min(b.signed_at) from cairn.meeting_notes b
    where b.center_id = $1 and b.meeting_id = m.id and (b.membership_id is null or b.membership_id = g.id))) as signed_at
from cairn.service_lines l
join cairn.service_exports e on e.center_id = $1 and e.id = l.export_id
left join cairn.sessions s on s.center_id = $1 and s.id = l.session_id
left join cairn.meetings m on m.center_id = $1 and m.id = l.meeting_id
left join cairn.memberships g on g.center_id = $1 and g.group_id = m.group_id and g.member_id = l.client_id
left join cairn.attendance a on a.center_id = $1 and a.meeting_id = m.id and a.membership_id = g.id
join cairn.members cl on cl.center_id = $1 and cl.id = l.client_id
join cairn.members pr on pr.center_id = $1 and pr.id = l.provider_id
join cairn.service_payers p on p.center_id = $1 and p.id = l.payer_id
left join cairn.client_coverages v on v.center_id = $1 and v.client_id = l.client_id and v.payer_id = l.payer_id
  and daterange(v.from_on, v.until_on, '[]') @> l.served_on
where l.center_id = $1 and l.export_id = $2 order by started_at, l.id";

impl Row {
    fn cells(&self, keys: &CenterKeys, zone: &jiff::tz::TimeZone) -> Result<Vec<String>, Surprise> {
        let clock = |at: At| zone.to_datetime(at.0).strftime("%H:%M").to_string();
        let number = match (self.coverage_id, &self.number) {
            (Some(id), Some(number)) => coverage::number(keys, id, number)?,
            _ => String::new(),
        };
        Ok(vec![
            self.id.to_string(),
            keys.open(members::NAME, self.client_id, &self.client_name)?,
            number,
            self.payer_name.clone(),
            self.served_on.0.to_string(),
            clock(self.started_at),
            clock(self.ended_at),
            self.minutes.to_string(),
            self.code.clone().unwrap_or_default(),
            self.modifiers.join(":"),
            self.units.unwrap_or(0).to_string(),
            self.place.clone(),
            keys.open(members::NAME, self.provider_id, &self.provider_name)?,
            self.signed_at.map(|at| zone.to_datetime(at.0).date().to_string()).unwrap_or_default(),
            NOTICE.to_owned(),
        ])
    }
}

/// Releases an export to whoever does the billing. Each look is a release of its own; the caller commits.
pub async fn of_export(tx: &CenterTx, id: ServiceExportId) -> Outcome<Released<ServiceSheet>> {
    let membership = billing(tx, "serviceExportId")?;
    let export = export::find(tx, id).await?;
    let zone = zones::stored(&membership.center.zone)?;
    let found = tx.rows::<Row>(OF_EXPORT, [export.id.0.into()]).await?;
    if found.is_empty() {
        // Every line of it was denied and put right since.
        return Err(Problem::not_found("serviceExportId").into());
    }
    let keys = tx.keys().await?;
    let mut rows = vec![HEADINGS.map(str::to_owned).to_vec()];
    let mut clients: Vec<MemberId> = Vec::new();
    for row in &found {
        rows.push(row.cells(&keys, &zone)?);
        clients.push(MemberId(row.client_id));
    }
    clients.sort_unstable();
    clients.dedup();
    tx.audit(Event::done("service_export.download", "service_export", id.0).purpose("payment"));
    let exit =
        Exit { kind: Kind::Export, recipient: membership.member_id, clients, subject_type: "service_export", subject_id: id.0 };
    exits::release(tx, exit, ServiceSheet { rows }).await
}

impl ServiceSheet {
    /// RFC 4180, with what spreadsheets would take for a formula made plain text.
    pub fn to_csv(&self) -> String {
        let mut out = String::new();
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        }
        out
    }
}

/// One cell. Text that begins like a formula gets an apostrophe in front, which spreadsheets show as nothing.
fn quoted(cell: &str) -> String {
    let begins = cell.trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{feff}']).chars().next();
    let risky = begins.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'));
    let text = if risky { format!("'{cell}") } else { cell.to_owned() };
    if risky || text.contains(['"', ',', '\r', '\n', ';', '\t']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, written) in [
            ("Ana Ruiz", "Ana Ruiz"),
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            ("+1", "\"'+1\""),
            ("-2", "\"'-2\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            (" =1", "\"' =1\""),
            ("＝1", "\"'＝1\""),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("", ""),
        ] {
            assert_eq!(quoted(cell), written, "{cell:?}");
        }
    }

    #[test]
    fn rows_end_as_they_should() {
        let sheet = ServiceSheet { rows: vec![vec!["a".to_owned(), "=b".to_owned()], vec!["c".to_owned(), String::new()]] };
        assert_eq!(sheet.to_csv(), "a,\"'=b\"\r\nc,\r\n");
    }
}
