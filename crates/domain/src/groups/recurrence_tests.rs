use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn weekly(day: &str) -> Rule {
    Rule::stored(format!("FREQ=WEEKLY;BYDAY={day}"))
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a zone")
}

fn instants(rule: &Rule, start: DateTime, zone_name: &str, until: DateTime) -> Vec<String> {
    let found = occurrences(Some(rule), start, &zone(zone_name), start, until).expect("occurrences");
    found.into_iter().map(|occurrence| occurrence.starts_at.to_string()).collect()
}

/// Product vectors: a weekly group on Tuesdays at nine keeps its wall clock when clocks change.
#[test]
fn a_weekly_group_keeps_its_hour_when_clocks_change_in_five_zones() {
    let tuesday = weekly("TU");
    let new_york = instants(&tuesday, date(2026, 3, 3).at(9, 0, 0, 0), "America/New_York", date(2026, 3, 17).at(0, 0, 0, 0));
    assert_eq!(new_york, ["2026-03-03T14:00:00Z", "2026-03-10T13:00:00Z"]);
    let autumn = instants(&tuesday, date(2026, 10, 27).at(9, 0, 0, 0), "America/New_York", date(2026, 11, 10).at(0, 0, 0, 0));
    assert_eq!(autumn, ["2026-10-27T13:00:00Z", "2026-11-03T14:00:00Z"]);
    let phoenix = instants(&tuesday, date(2026, 3, 3).at(9, 0, 0, 0), "America/Phoenix", date(2026, 3, 17).at(0, 0, 0, 0));
    assert_eq!(phoenix, ["2026-03-03T16:00:00Z", "2026-03-10T16:00:00Z"]);
    let berlin = instants(&tuesday, date(2026, 3, 24).at(9, 0, 0, 0), "Europe/Berlin", date(2026, 4, 7).at(0, 0, 0, 0));
    assert_eq!(berlin, ["2026-03-24T08:00:00Z", "2026-03-31T07:00:00Z"]);
    let lord_howe =
        instants(&weekly("SU"), date(2026, 3, 29).at(9, 0, 0, 0), "Australia/Lord_Howe", date(2026, 4, 12).at(0, 0, 0, 0));
    assert_eq!(lord_howe, ["2026-03-28T22:00:00Z", "2026-04-04T22:30:00Z"]);
    let kolkata = instants(&tuesday, date(2026, 3, 3).at(9, 0, 0, 0), "Asia/Kolkata", date(2026, 3, 17).at(0, 0, 0, 0));
    assert_eq!(kolkata, ["2026-03-03T03:30:00Z", "2026-03-10T03:30:00Z"]);
}

#[test]
fn a_meeting_in_the_gap_starts_later_and_one_in_the_fold_starts_at_the_earlier_of_two() {
    let sunday = weekly("SU");
    let gap = occurrences(
        Some(&sunday),
        date(2026, 3, 1).at(2, 30, 0, 0),
        &zone("America/New_York"),
        date(2026, 3, 8).at(0, 0, 0, 0),
        date(2026, 3, 9).at(0, 0, 0, 0),
    )
    .expect("occurrences");
    assert_eq!(gap[0].starts_at.to_string(), "2026-03-08T07:30:00Z");
    assert_eq!((gap[0].planned, gap[0].local_start), (date(2026, 3, 8).at(2, 30, 0, 0), date(2026, 3, 8).at(3, 30, 0, 0)));
    let fold = instants(&sunday, date(2026, 11, 1).at(1, 30, 0, 0), "America/New_York", date(2026, 11, 2).at(0, 0, 0, 0));
    assert_eq!(fold, ["2026-11-01T05:30:00Z"]);
}

#[test]
fn the_second_tuesday_of_a_month_is_found() {
    let rule = Rule::stored("FREQ=MONTHLY;BYDAY=2TU".to_owned());
    let found = instants(&rule, date(2026, 1, 1).at(18, 0, 0, 0), "America/Phoenix", date(2026, 4, 1).at(0, 0, 0, 0));
    assert_eq!(found, ["2026-01-14T01:00:00Z", "2026-02-11T01:00:00Z", "2026-03-11T01:00:00Z"]);
}

#[test]
fn rules_that_make_no_rhythm_are_refused_with_what_is_wrong() {
    let start = date(2026, 11, 24).at(18, 0, 0, 0);
    let broken = |text: &str| match check(text, start, "rule") {
        Err(problem) => problem.code(),
        Ok(_) => "fine",
    };
    assert_eq!(broken(""), "rule_format");
    assert_eq!(broken("every tuesday"), "rule_format");
    assert_eq!(broken("FREQ=WEEKLY\nRRULE:FREQ=DAILY"), "rule_format");
    assert_eq!(broken("FREQ=SECONDLY"), "rule_unsupported");
    assert_eq!(broken("FREQ=DAILY;BYHOUR=1,2,3"), "rule_unsupported");
    assert_eq!(broken("FREQ=YEARLY"), "rule_unsupported");
    assert_eq!(broken("FREQ=WEEKLY;INTERVAL=65535"), "rule_unsupported");
    assert_eq!(broken("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31"), "rule_never");
    assert_eq!(broken("FREQ=DAILY;UNTIL=20200101T000000Z"), "rule_format");
    assert_eq!(broken(&format!("FREQ=WEEKLY;BYDAY={}", ["TU"; 90].join(","))), "too_long");
}

#[test]
fn a_rule_for_ten_thousand_years_costs_what_the_asked_weeks_cost() {
    let start = date(2026, 11, 24).at(18, 0, 0, 0);
    let (rule, first) = check("freq=weekly;byday=th;until=99991231T000000", start, "rule").expect("a rule");
    assert_eq!(first, date(2026, 11, 26).at(18, 0, 0, 0));
    let found = occurrences(Some(&rule), start, &zone("America/New_York"), start, date(2026, 12, 25).at(0, 0, 0, 0));
    assert_eq!(found.expect("occurrences").len(), 5);
}

proptest! {
    /// Against chrono-tz: every occurrence shows the planned wall clock there too, unless that does not exist.
    #[test]
    fn occurrences_show_the_planned_hour_on_other_clocks(
        days in 0i32..3_000, hour in 0i8..24, minute in 0i8..60,
        name in prop::sample::select(vec!["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu"]),
    ) {
        use chrono::TimeZone as _;
        let start = date(2024, 1, 1).at(hour, minute, 0, 0).saturating_add(days.days());
        let found = occurrences(Some(&Rule::stored("FREQ=WEEKLY".to_owned())), start, &zone(name), start, start.saturating_add(21.days()))
            .expect("occurrences");
        prop_assert_eq!(found.len(), 3);
        let other: chrono_tz::Tz = name.parse().expect("the same zone");
        for occurrence in found {
            let seconds = chrono::DateTime::from_timestamp(occurrence.starts_at.as_second(), 0).expect("in range");
            let shown = other.from_utc_datetime(&seconds.naive_utc()).naive_local().to_string();
            prop_assert_eq!(shown, occurrence.local_start.to_string().replace('T', " "));
            prop_assert!(occurrence.local_start >= occurrence.planned);
        }
    }
}
