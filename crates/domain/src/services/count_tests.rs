use jiff::civil::date;

use super::*;
use crate::db::{At, Day};
use crate::services::lines::LineKind;
use crate::services::packs;

const PAYER: PayerId = PayerId(Uuid::from_u128(7));
const CLIENT: Uuid = Uuid::from_u128(1);

/// A session with everything that could be asked for.
fn held(number: u128, day: Date, minutes: i32) -> Row {
    Row {
        id: Uuid::from_u128(100 + number),
        session_id: Some(Uuid::from_u128(200 + number)),
        meeting_id: None,
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
        credential_ran_out: false,
        voided: false,
        note_voided_at: None,
    }
}

/// As [`held`], in a group.
fn met(number: u128, day: Date, minutes: i32) -> Row {
    Row { session_id: None, meeting_id: Some(Uuid::from_u128(300 + number)), ..held(number, day, minutes) }
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

/// Each meeting was noted, and eight came to one who held it.
fn ledger(rows: Vec<Row>, rules: &HashMap<PayerId, Vec<ServiceRules>>) -> Ledger<'_> {
    let meetings = rows.iter().filter_map(|row| row.meeting_id).map(MeetingId);
    let meetings = meetings.map(|id| (id, Counted { noted: true, came: 8, held_by: 1 })).collect();
    Ledger { rows, rules, meetings, used: HashMap::new() }
}

fn told(rows: Vec<Row>, rules: &HashMap<PayerId, Vec<ServiceRules>>) -> Vec<(Option<i32>, Option<Missing>)> {
    let lines = count(ledger(rows, rules)).unwrap();
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
    let lines = count(Ledger { used, ..ledger(rows, &nc) }).unwrap();
    assert_eq!(lines.iter().map(|line| line.units).collect::<Vec<_>>(), [Some(4), Some(6)]);
}

/// A note that is signed late finds the year used up by what was exported of later days.
#[test]
fn what_was_exported_of_later_days_counts_too() {
    let nc = rules("nc_8g", date(2020, 1, 1));
    let january = || held(1, date(2026, 1, 20), 60);
    let used = HashMap::from([((CLIENT, PAYER), vec![(date(2026, 2, 10), 24)])]);
    let lines = count(Ledger { used, ..ledger(vec![january()], &nc) }).unwrap();
    assert_eq!((lines[0].units, lines[0].missing), (None, Some(Missing::PeriodFull)));
    let rows = vec![january(), held(2, date(2026, 2, 3), 60), exported(held(3, date(2026, 2, 10), 330), 22)];
    assert_eq!(told(rows, &nc), [(Some(2), None), (None, Some(Missing::PeriodFull)), (Some(22), None)]);
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

#[test]
fn a_group_has_its_own_modifier_and_shares_the_day_and_the_year() {
    let day = date(2026, 3, 3);
    let nc = rules("nc_8g", date(2020, 1, 1));
    let lines = count(ledger(vec![held(1, day, 60), met(2, day, 50)], &nc)).unwrap();
    let seen: Vec<_> = lines.iter().map(|line| (line.source.kind(), line.modifiers.clone(), line.units)).collect();
    assert_eq!(seen, [(LineKind::Session, vec![], Some(4)), (LineKind::Meeting, vec!["HQ".to_owned()], Some(3))]);
    // Twenty-four units a year, of both together.
    let used = HashMap::from([((CLIENT, PAYER), vec![(date(2025, 9, 1), 19)])]);
    let lines = count(Ledger { used, ..ledger(vec![met(1, day, 60), held(2, day, 60)], &nc) }).unwrap();
    assert_eq!(lines.iter().map(|line| line.units).collect::<Vec<_>>(), [Some(4), Some(1)]);
    // Sixteen a day, of both together: the earlier has them first.
    let nj = rules("nj_horizon", date(2026, 1, 1));
    let rows = vec![met(1, day, 180), held(2, day, 90), met(3, day, 60)];
    assert_eq!(told(rows, &nj), [(Some(12), None), (Some(4), None), (None, Some(Missing::DayFull))]);
}

#[test]
fn minutes_of_a_group_are_not_added_to_those_alone() {
    let day = date(2026, 3, 3);
    let summed = rules("eight_minutes", date(2026, 1, 1));
    let rows = vec![held(1, day, 7), met(2, day, 7), met(3, day, 7)];
    assert_eq!(told(rows, &summed), [(None, Some(Missing::TooShort)), (Some(1), None), (None, Some(Missing::TooShort))]);
}

#[test]
fn a_meeting_waits_until_it_is_known_who_came_and_for_as_many_as_are_accepted() {
    let day = date(2026, 3, 3);
    let mut strict = rules("nc_8g", date(2020, 1, 1));
    strict.get_mut(&PAYER).unwrap()[0].pack.group_ratio = Some(8);
    let missing = |noted, came, held_by| {
        let mut ledger = ledger(vec![met(1, day, 60)], &strict);
        ledger.meetings.values_mut().for_each(|meeting| *meeting = Counted { noted, came, held_by });
        count(ledger).unwrap()[0].missing
    };
    for (noted, came, held_by, expected) in [
        (false, 8, 1, Some(Missing::Attendance)),
        (true, 8, 1, None),
        (true, 9, 1, Some(Missing::GroupSize)),
        (true, 16, 2, None),
        // Nobody was named for it: one held it.
        (true, 8, 0, None),
    ] {
        assert_eq!(missing(noted, came, held_by), expected, "{came} by {held_by}");
    }
}
