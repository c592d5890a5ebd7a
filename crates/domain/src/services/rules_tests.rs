use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn pack(rounding: Rounding, per: RoundedPer) -> RulePack {
    RulePack {
        code: "H0038".to_owned(),
        modifiers: vec!["HF".to_owned()],
        group_modifier: Some("HQ".to_owned()),
        distance_modifier: Some("95".to_owned()),
        rounding,
        per,
        most_units_a_day: None,
        most_units_a_period: None,
        group_ratio: None,
        distance_accepted: true,
        age_required: false,
        diagnosis_required: false,
        order_valid_days: None,
        plan_required: false,
        credentials: Vec::new(),
    }
}

fn alone(minutes: &[i32]) -> Vec<Served> {
    minutes.iter().map(|minutes| Served { minutes: *minutes, group: false }).collect()
}

fn counted(pack: &RulePack, services: &[Served], used: i32) -> Vec<i32> {
    count_day(pack, services, used).into_iter().map(|one| one.units).collect()
}

/// The published table, for a single service.
#[test]
fn minutes_become_units_as_the_manuals_say() {
    for (minutes, full, eight) in [
        (0, 0, 0),
        (7, 0, 0),
        (8, 0, 1),
        (15, 1, 1),
        (22, 1, 1),
        (23, 1, 2),
        (37, 2, 2),
        (38, 2, 3),
        (52, 3, 3),
        (53, 3, 4),
        (60, 4, 4),
        (67, 4, 4),
        (68, 4, 5),
        (82, 5, 5),
        (83, 5, 6),
        (97, 6, 6),
        (240, 16, 16),
        (250, 16, 17),
    ] {
        assert_eq!(units(Rounding::Full, minutes), full, "{minutes} minutes, full quarters");
        assert_eq!(units(Rounding::EightMinute, minutes), eight, "{minutes} minutes, eight-minute rule");
        assert_eq!(units(Rounding::Midpoint, minutes), eight, "{minutes} minutes, midpoint");
    }
}

#[test]
fn a_cap_comes_after_rounding() {
    let capped = RulePack { most_units_a_day: Some(16), ..pack(Rounding::EightMinute, RoundedPer::Encounter) };
    let day = count_day(&capped, &alone(&[250]), 0);
    assert_eq!(day, [Counted { units: 16, uncapped: 17, cut_by: Some(Missing::DayFull) }]);
    assert_eq!(counted(&capped, &alone(&[240]), 0), [16]);
    // The earlier service of the day has it first.
    assert_eq!(counted(&capped, &alone(&[180, 60, 60]), 0), [12, 4, 0]);
}

/// New Jersey (Horizon): a unit for each fifteen minutes with the member, sixteen a day.
#[test]
fn new_jersey() {
    let pack = crate::services::packs::find("nj_horizon").unwrap().pack();
    assert_eq!((pack.code.as_str(), pack.modifiers_of(false, false)), ("H0038", vec!["HF".to_owned()]));
    for (minutes, expected) in [(7, 0), (8, 0), (15, 1), (53, 3), (240, 16), (250, 16), (300, 16)] {
        assert_eq!(counted(&pack, &alone(&[minutes]), 0), [expected], "{minutes}");
    }
    let facts = Facts { has_times: true, has_note: true, signed: true, covered: true, of_age: true, ..Facts::default() };
    let day = date(2026, 3, 3);
    assert_eq!(missing(Some(&pack), day, &facts), Some(Missing::Diagnosis));
    assert_eq!(missing(Some(&pack), day, &Facts { diagnosis: true, ..facts.clone() }), None);
    assert_eq!(missing(Some(&pack), day, &Facts { of_age: false, diagnosis: true, ..facts }), Some(Missing::Age));
}

/// North Carolina (8G): twenty-four units a fiscal year, and a group has a modifier of its own.
#[test]
fn north_carolina() {
    let pack = crate::services::packs::find("nc_8g").unwrap().pack();
    assert!(pack.modifiers_of(true, false).contains(&"HQ".to_owned()) && pack.modifiers_of(false, false).is_empty());
    assert_eq!(counted(&pack, &alone(&[60, 60]), 18), [4, 2]);
    let last = count_day(&pack, &alone(&[60, 60]), 18);
    assert_eq!(last[1].cut_by, Some(Missing::PeriodFull));
    assert_eq!(counted(&pack, &alone(&[60]), 24), [0]);
    assert_eq!(year_of(date(2026, 3, 3), 7), date(2025, 7, 1));
    assert_eq!(year_of(date(2026, 7, 1), 7), date(2026, 7, 1));
    assert_eq!(year_of(date(2026, 6, 30), 1), date(2026, 1, 1));
}

/// Alone they say the same; over a day they do not: rounded once, or each alone.
#[test]
fn several_services_of_a_day() {
    let summed = pack(Rounding::EightMinute, RoundedPer::DaySum);
    let each = pack(Rounding::Midpoint, RoundedPer::Encounter);
    assert_eq!(counted(&summed, &alone(&[7, 7, 7]), 0).iter().sum::<i32>(), 1);
    assert_eq!(counted(&each, &alone(&[7, 7, 7]), 0).iter().sum::<i32>(), 0);
    assert_eq!(counted(&summed, &alone(&[8, 8]), 0).iter().sum::<i32>(), 1);
    assert_eq!(counted(&each, &alone(&[8, 8]), 0).iter().sum::<i32>(), 2);
    // What is left goes to whoever came closest to another quarter.
    assert_eq!(counted(&summed, &alone(&[20, 29]), 0), [1, 2]);
    // Alone and in a group are not added to each other.
    let mixed = [Served { minutes: 7, group: false }, Served { minutes: 7, group: true }];
    assert_eq!(counted(&summed, &mixed, 0), [0, 0]);
}

#[test]
fn one_thing_is_missing_at_a_time_and_in_this_order() {
    let strict = RulePack {
        age_required: true,
        diagnosis_required: true,
        order_valid_days: Some(60),
        plan_required: true,
        credentials: vec!["Certified Peer Specialist".to_owned()],
        distance_accepted: false,
        group_ratio: Some(8),
        ..pack(Rounding::Full, RoundedPer::Encounter)
    };
    let day = date(2026, 3, 3);
    let mut facts = Facts { list_open: true, waits_for_cosign: true, distance: true, group: Some((17, 2)), ..Facts::default() };
    type Lacking = (Missing, fn(&mut Facts));
    let steps: [Lacking; 14] = [
        (Missing::Times, |facts| facts.has_times = true),
        (Missing::Attendance, |facts| facts.list_open = false),
        (Missing::Note, |facts| facts.note_voided = true),
        (Missing::NoteVoided, |facts| facts.has_note = true),
        (Missing::NoteSignature, |facts| facts.signed = true),
        (Missing::CoSignature, |facts| facts.waits_for_cosign = false),
        (Missing::Coverage, |facts| facts.covered = true),
        (Missing::Credential, |facts| facts.credentials = vec![" certified peer specialist".to_owned()]),
        (Missing::Distance, |facts| facts.distance = false),
        (Missing::Age, |facts| facts.of_age = true),
        (Missing::Diagnosis, |facts| facts.diagnosis = true),
        (Missing::Order, |facts| facts.ordered_on = Some(date(2026, 1, 2))),
        (Missing::Plan, |facts| facts.planned_on = Some(date(2026, 3, 3))),
        (Missing::GroupSize, |facts| facts.group = Some((16, 2))),
    ];
    for (expected, settle) in steps {
        assert_eq!(missing(Some(&strict), day, &facts), Some(expected));
        settle(&mut facts);
    }
    assert_eq!(missing(Some(&strict), day, &facts), None);
    // A recommendation is sixty days old and not older, and none is from tomorrow.
    for (ordered, there) in [((2026, 1, 1), false), ((2026, 1, 2), true), ((2026, 3, 3), true), ((2026, 3, 4), false)] {
        let (year, month, of_month) = ordered;
        let facts = Facts { ordered_on: Some(date(year, month, of_month)), ..facts.clone() };
        assert_eq!(missing(Some(&strict), day, &facts).is_none(), there, "{ordered:?}");
    }
    assert_eq!(missing(None, day, &facts), Some(Missing::Rules));
    // A mentor's credential had run out: whatever the payer asks for.
    let facts = Facts { credential_ran_out: true, ..facts };
    for pack in [strict, pack(Rounding::Full, RoundedPer::Encounter)] {
        assert_eq!(missing(Some(&pack), day, &facts), Some(Missing::Credential));
    }
}

#[test]
fn packs_that_make_no_sense_are_told_from_those_that_do() {
    let good = pack(Rounding::Full, RoundedPer::Encounter);
    assert!(good.is_sound());
    let bad = [
        RulePack { code: "H".to_owned(), ..good.clone() },
        RulePack { code: "=H0038".to_owned(), ..good.clone() },
        RulePack { modifiers: vec!["=A".to_owned()], ..good.clone() },
        RulePack { most_units_a_day: Some(0), ..good.clone() },
        RulePack { most_units_a_period: Some(PeriodCap { units: 24, year_from_month: 13 }), ..good.clone() },
    ];
    for pack in bad {
        assert!(!pack.is_sound(), "{pack:?}");
    }
}

proptest! {
    #[test]
    fn more_minutes_never_count_for_less(rounding in select(Rounding::VARIANTS), minutes in 0..1440_i32, more in 0..60_i32) {
        let (some, longer) = (units(rounding, minutes), units(rounding, minutes + more));
        prop_assert!(some <= longer);
        // Never off by a quarter or more.
        prop_assert!((some * 15 - minutes).abs() < 15);
        prop_assert!(units(Rounding::Full, minutes) <= some);
    }

    #[test]
    fn with_whole_minutes_midpoint_and_eight_minutes_agree_on_one_service(minutes in 0..1440_i32) {
        prop_assert_eq!(units(Rounding::Midpoint, minutes), units(Rounding::EightMinute, minutes));
    }

    /// Whatever the day was: nothing is counted past a cap, nothing below nothing, and the parts add up to the rounded whole.
    #[test]
    fn a_day_adds_up(
        rounding in select(Rounding::VARIANTS),
        per in select(RoundedPer::VARIANTS),
        services in proptest::collection::vec((0..300_i32, any::<bool>()), 0..8),
        day_cap in proptest::option::of(1..40_i32),
        year_cap in proptest::option::of(1..100_i32),
        used in 0..120_i32,
    ) {
        let services: Vec<Served> = services.into_iter().map(|(minutes, group)| Served { minutes, group }).collect();
        let pack = RulePack {
            most_units_a_day: day_cap,
            most_units_a_period: year_cap.map(|units| PeriodCap { units, year_from_month: 1 }),
            ..pack(rounding, per)
        };
        let counted = count_day(&pack, &services, used);
        prop_assert_eq!(counted.len(), services.len());
        let total: i32 = counted.iter().map(|one| one.units).sum();
        prop_assert!(counted.iter().all(|one| one.units >= 0 && one.units <= one.uncapped));
        prop_assert!(counted.iter().all(|one| one.cut_by.is_some() == (one.units < one.uncapped)));
        prop_assert!(day_cap.is_none_or(|cap| total <= cap));
        prop_assert!(year_cap.is_none_or(|cap| total <= (cap - used).max(0)));
        if per == RoundedPer::DaySum {
            for group in [false, true] {
                let of = |place: &usize| services[*place].group == group;
                let places: Vec<usize> = (0..services.len()).filter(of).collect();
                let minutes: i32 = places.iter().map(|place| services[*place].minutes).sum();
                let units: i32 = places.iter().map(|place| counted[*place].uncapped).sum();
                prop_assert_eq!(units, pack.units(minutes));
            }
        }
    }
}
