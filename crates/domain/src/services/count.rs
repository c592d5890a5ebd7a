//! From what is known of lines to what they count for. No database.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use uuid::Uuid;

use super::lines::{LineState, Row, ServiceLine, is_distant};
use super::payers::{self, ServiceRules};
use super::rules::{Facts, Missing, RulePack, Served, count_day, missing, year_of};
use crate::groups::counted::Counted;
use crate::ids::{MeetingId, MemberId, PayerId, ServiceExportId, ServiceLineId};
use crate::problem::Outcome;

pub(super) struct Ledger<'a> {
    /// The earliest first.
    pub rows: Vec<Row>,
    pub rules: &'a HashMap<PayerId, Vec<ServiceRules>>,
    /// What the meetings of these rows were.
    pub meetings: HashMap<MeetingId, Counted>,
    /// Units exported of days that have no rows here, by client and payer.
    pub used: HashMap<(Uuid, PayerId), Vec<(Date, i32)>>,
}

fn facts(row: &Row, meeting: Option<&Counted>) -> Facts {
    Facts {
        has_times: row.completed,
        list_open: meeting.is_some_and(|meeting| !meeting.noted),
        has_note: row.has_draft || row.signed,
        note_voided: row.voided,
        signed: row.signed,
        waits_for_cosign: row.waits_for_cosign,
        covered: row.covered_by.is_some(),
        distance: is_distant(&row.place),
        of_age: row.of_age,
        diagnosis: row.diagnosis,
        ordered_on: row.ordered_on.map(|day| day.0),
        planned_on: row.planned_on.map(|day| day.0),
        credentials: row.credentials.clone(),
        credential_ran_out: row.credential_ran_out,
        group: meeting.map(|meeting| (meeting.came, meeting.held_by)),
    }
}

/// As it is known before units are counted.
fn line(row: &Row, ledger: &Ledger<'_>) -> Outcome<ServiceLine> {
    let day = row.served_on.0;
    let source = row.source()?;
    let meeting = source.meeting().and_then(|id| ledger.meetings.get(&id));
    let state = LineState::stored(&row.state)?;
    let frozen = state != LineState::Open;
    let payer = if frozen { row.payer_id } else { row.covered_by }.map(PayerId);
    let held = payer.and_then(|payer| ledger.rules.get(&payer)).and_then(|rules| payers::on(rules, day));
    let pack = held.map(|rules| &rules.pack).filter(|_| !frozen);
    let modifiers = pack.map(|pack| pack.modifiers_of(source.meeting().is_some(), is_distant(&row.place)));
    Ok(ServiceLine {
        id: ServiceLineId(row.id),
        source,
        client_id: MemberId(row.client_id),
        provider_id: MemberId(row.provider_id),
        served_on: day,
        started_at: row.started_at.0,
        minutes: row.minutes,
        state,
        missing: if frozen { None } else { missing(pack, day, &facts(row, meeting)) },
        payer_id: payer,
        rules_id: if frozen { row.rules_id } else { held.map(|rules| rules.id.0) },
        code: pack.map(|pack| pack.code.clone()).or_else(|| row.code.clone()),
        modifiers: modifiers.unwrap_or_else(|| row.modifiers.clone()),
        units: row.units,
        export_id: row.export_id.map(ServiceExportId),
        note_voided_at: row.note_voided_at.map(|at| at.0),
    })
}

/// Lines of the same client, payer and day are counted together, day after day.
pub(super) fn count(ledger: Ledger<'_>) -> Outcome<Vec<ServiceLine>> {
    let mut lines = ledger.rows.iter().map(|row| line(row, &ledger)).collect::<Outcome<Vec<_>>>()?;
    let Ledger { rules, mut used, .. } = ledger;
    let mut days: BTreeMap<(Date, Uuid, PayerId), Vec<usize>> = BTreeMap::new();
    for (place, line) in lines.iter().enumerate() {
        if let Some(payer) = line.payer_id.filter(|_| line.missing.is_none() && line.state != LineState::Denied) {
            days.entry((line.served_on, line.client_id.0, payer)).or_default().push(place);
        }
    }
    // What was exported stands, on whatever day of the year: open lines get what is left, in their order.
    for ((day, client, payer), places) in &days {
        used.entry((*client, *payer)).or_default().push((*day, frozen(&lines, places)));
    }
    for ((day, client, payer), places) in days {
        let Some(held) = rules.get(&payer).and_then(|rules| payers::on(rules, day)) else { continue };
        let others = used.entry((client, payer)).or_default();
        let in_year = held.pack.most_units_a_period.map_or(0, |cap| {
            let year = year_of(day, cap.year_from_month);
            let same_year = |on: &Date| *on != day && year_of(*on, cap.year_from_month) == year;
            others.iter().filter(|(on, _)| same_year(on)).map(|(_, units)| units).sum::<i32>()
        });
        let given = of_day(&held.pack, &mut lines, &places, in_year);
        others.push((day, given));
    }
    Ok(lines)
}

fn frozen(lines: &[ServiceLine], places: &[usize]) -> i32 {
    places.iter().map(|place| &lines[*place]).filter(|line| line.state != LineState::Open).filter_map(|line| line.units).sum()
}

/// Gives each open line of a day its units, and answers how many those are. What was exported keeps its own.
fn of_day(pack: &RulePack, lines: &mut [ServiceLine], places: &[usize], used: i32) -> i32 {
    let served = |place: &usize| Served { minutes: lines[*place].minutes, group: lines[*place].source.meeting().is_some() };
    let services: Vec<Served> = places.iter().map(served).collect();
    let counted = count_day(pack, &services, used);
    let mut left = (counted.iter().map(|one| one.units).sum::<i32>() - frozen(lines, places)).max(0);
    let mut given = 0;
    for (place, counted) in places.iter().zip(counted) {
        let line = &mut lines[*place];
        if line.state != LineState::Open {
            continue;
        }
        let units = counted.units.min(left);
        left -= units;
        given += units;
        line.units = (units > 0).then_some(units);
        if units == 0 {
            let full = if counted.units > 0 { Some(Missing::DayFull) } else { counted.cut_by };
            line.missing = Some(full.unwrap_or(Missing::TooShort));
        }
    }
    given
}

#[cfg(test)]
#[path = "count_tests.rs"]
mod tests;
