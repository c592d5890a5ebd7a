use jiff::civil::date;

use super::*;
use crate::db::{At, Day};
use crate::services::packs;

const PAYER: PayerId = PayerId(Uuid::from_u128(7));
const CLIENT: Uuid = Uuid::from_u128(1);

/// A session with everything that could be asked for.
fn held(number: u128, day: Date, minutes: i32) -> Row {
    Row {
        id: Uuid::from_u128(100 + number),
        session_id: Uuid::from_u128(200 + number),
        client_id: CLIENT,
        provider_id: Uuid::from_u128(2),
        served_on: Day(day),
        minutes,
        state: "open".to_owned(),
        export_id: None,
        payer_id: None,
        rules_id: None,
        code: None,
        modifiers: Vec::new(),
        units: None,
        place: "in_person".to_owned(),
        started_at: At("2026-03-03T15:00:00Z".parse().unwrap()),
        completed: true,
        has_draft: false,
        signed: true,
        waits_for_cosign: false,
        covered_by: Some(PAYER.0),
        of_age: true,
        diagnosis: true,
        ordered_on: None,
        planned_on: None,
        credentials: Vec::new(),
    }
}

fn exported(row: Row, units: i32) -> Row {
    Row { state: "exported".to_owned(), export_id: Some(Uuid::from_u128(9)), payer_id: Some(PAYER.0), units: Some(units), ..row }
}

fn rules(key: &str, from: Date) -> HashMap<PayerId, Vec<ServiceRules>> {
    let one = ServiceRules {
        id: crate::ids::ServiceRulesId(Uuid::from_u128(8)),
        payer_id: PAYER,
        effective_from: from,
        created_at: "2026-01-01T00:00:00Z".parse().unwrap(),
        pack: packs::find(key).unwrap().pack(),
    };
    HashMap::from([(PAYER, vec![one])])
}

fn told(rows: Vec<Row>, rules: &HashMap<PayerId, Vec<ServiceRules>>) -> Vec<(Option<i32>, Option<Missing>)> {
    let lines = count(Ledger { rows, rules, used: HashMap::new() }).unwrap();
    lines.into_iter().map(|line| (line.units, line.missing)).collect()
}

#[test]
fn a_day_is_shared_out_in_its_order() {
    let day = date(2026, 3, 3);
    let nj = rules("nj_horizon", date(2026, 1, 1));
    let rows = vec![held(1, day, 180), held(2, day, 90), held(3, day, 60), held(4, date(2026, 3, 4), 60)];
    assert_eq!(
        told(rows, &nj),
        [(Some(12), None), (Some(4), None), (None, Some(Missing::DayFull)), (Some(4), None)],
        "sixteen units a day, and the next day begins anew"
    );
}

#[test]
fn what_was_exported_keeps_its_units_and_is_not_counted_twice() {
    let day = date(2026, 3, 3);
    let nj = rules("nj_horizon", date(2026, 1, 1));
    let rows = vec![exported(held(1, day, 180), 12), held(2, day, 120)];
    assert_eq!(told(rows, &nj), [(Some(12), None), (Some(4), None)]);
    let rows = vec![exported(held(1, day, 240), 16), held(2, day, 60)];
    assert_eq!(told(rows, &nj), [(Some(16), None), (None, Some(Missing::DayFull))]);
}

#[test]
fn a_year_of_the_payer_ends_and_begins() {
    let nc = rules("nc_8g", date(2020, 1, 1));
    let used = HashMap::from([((CLIENT, PAYER), vec![(date(2025, 7, 1), 20), (date(2025, 6, 30), 24)])]);
    let rows = vec![held(1, date(2026, 6, 30), 90), held(2, date(2026, 7, 1), 90)];
    let lines = count(Ledger { rows, rules: &nc, used }).unwrap();
    assert_eq!(lines.iter().map(|line| line.units).collect::<Vec<_>>(), [Some(4), Some(6)]);
}

#[test]
fn rules_hold_from_their_day_on() {
    let nj = rules("nj_horizon", date(2026, 3, 3));
    let rows = vec![held(1, date(2026, 3, 2), 60), held(2, date(2026, 3, 3), 60), held(3, date(2026, 3, 4), 7)];
    assert_eq!(told(rows, &nj), [(None, Some(Missing::Rules)), (Some(4), None), (None, Some(Missing::TooShort))]);
}

#[test]
fn an_unsigned_note_waits_and_takes_nothing_of_the_day() {
    let day = date(2026, 3, 3);
    let nj = rules("nj_horizon", date(2026, 1, 1));
    let unsigned = Row { signed: false, has_draft: true, ..held(1, day, 240) };
    assert_eq!(told(vec![unsigned, held(2, day, 60)], &nj), [(None, Some(Missing::NoteSignature)), (Some(4), None)]);
}
