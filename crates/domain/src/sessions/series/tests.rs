use jiff::civil::date;
use uuid::Uuid;

use super::*;

fn plan(first: DateTime, rhythm: Rhythm, end: SeriesEnd) -> SeriesPlan {
    SeriesPlan {
        counselor_id: MemberId(Uuid::nil()),
        client_id: MemberId(Uuid::max()),
        first: First::Clock(first),
        rhythm,
        end,
        minutes: Some(45),
        place: SessionPlace::Online,
        type_id: None,
    }
}

fn starts(plan: &SeriesPlan, zone: &str) -> Vec<String> {
    let zone = TimeZone::get(zone).unwrap();
    let first = plan.first(&zone);
    let rule = plan.rule(first).unwrap();
    occurrences(&rule, first, &zone).unwrap().iter().map(|occurrence| occurrence.starts_at.to_string()).collect()
}

#[test]
fn a_weekly_series_keeps_its_hour_when_clocks_change() {
    let weekly = plan(date(2026, 3, 3).at(9, 0, 0, 0), Rhythm::Weekly, SeriesEnd::Count(3));
    assert_eq!(starts(&weekly, "America/New_York"), ["2026-03-03T14:00:00Z", "2026-03-10T13:00:00Z", "2026-03-17T13:00:00Z"]);
    assert_eq!(starts(&weekly, "America/Phoenix"), ["2026-03-03T16:00:00Z", "2026-03-10T16:00:00Z", "2026-03-17T16:00:00Z"]);
}

#[test]
fn every_two_weeks_leaves_one_out_and_ends_with_its_last_day() {
    let until = SeriesEnd::Until(date(2026, 3, 31));
    let fortnightly = plan(date(2026, 3, 3).at(9, 0, 0, 0), Rhythm::EveryTwoWeeks, until);
    assert_eq!(starts(&fortnightly, "Asia/Kolkata"), ["2026-03-03T03:30:00Z", "2026-03-17T03:30:00Z", "2026-03-31T03:30:00Z"]);
}

#[test]
fn a_monthly_series_stays_on_its_weekday() {
    let second = plan(date(2026, 3, 10).at(18, 0, 0, 0), Rhythm::MonthlyByWeekday, SeriesEnd::Count(3));
    assert_eq!(starts(&second, "America/Phoenix"), ["2026-03-11T01:00:00Z", "2026-04-15T01:00:00Z", "2026-05-13T01:00:00Z"]);
    // A fifth Tuesday means the last one.
    let last = plan(date(2026, 3, 31).at(18, 0, 0, 0), Rhythm::MonthlyByWeekday, SeriesEnd::Count(3));
    assert_eq!(starts(&last, "America/Phoenix"), ["2026-04-01T01:00:00Z", "2026-04-29T01:00:00Z", "2026-05-27T01:00:00Z"]);
}

#[test]
fn a_series_without_a_sensible_end_is_refused() {
    let first = date(2026, 3, 3).at(9, 0, 0, 0);
    let code = |end| plan(first, Rhythm::Weekly, end).rule(first).unwrap_err().code();
    assert_eq!(code(SeriesEnd::Count(1)), "series_count");
    assert_eq!(code(SeriesEnd::Count(53)), "series_count");
    assert_eq!(code(SeriesEnd::Until(date(2026, 3, 3))), "date_order");
    assert_eq!(code(SeriesEnd::Until(date(2028, 3, 3))), "series_too_long");
}

/// Three in the afternoon in Berlin is nine in the morning at home, and that is the hour it keeps.
#[test]
fn a_series_that_begins_on_a_journey_keeps_the_clock_at_home() {
    let abroad = SeriesPlan {
        first: First::At("2026-03-03T14:00:00Z".parse().unwrap()),
        ..plan(DateTime::MIN, Rhythm::Weekly, SeriesEnd::Count(2))
    };
    assert_eq!(starts(&abroad, "America/New_York"), ["2026-03-03T14:00:00Z", "2026-03-10T13:00:00Z"]);
}
