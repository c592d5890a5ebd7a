//! Wall clocks, zones and the days the clocks change (product facts 15.A), against an independent library.

use cairn_domain::zones;
use chrono::{LocalResult, NaiveDate, TimeZone as _};
use chrono_tz::Tz;
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use serde_json::json;
use support::App;

fn at(zone: &str, wall: DateTime) -> String {
    zones::instant(wall, &TimeZone::get(zone).expect("a zone")).expect("an instant").to_string()
}

#[test]
fn tuesday_at_nine_in_new_york_around_the_clock_changes() {
    for (day, expected) in [
        (date(2026, 3, 3), "2026-03-03T14:00:00Z"),
        (date(2026, 3, 10), "2026-03-10T13:00:00Z"),
        (date(2026, 10, 27), "2026-10-27T13:00:00Z"),
        (date(2026, 11, 3), "2026-11-03T14:00:00Z"),
    ] {
        assert_eq!(at("America/New_York", day.at(9, 0, 0, 0)), expected);
    }
}

#[test]
fn what_others_read_at_that_moment() {
    let read = |instant: &str, zone: &str| {
        zones::wall(instant.parse().expect("an instant"), &TimeZone::get(zone).expect("a zone")).strftime("%H:%M").to_string()
    };
    for (instant, phoenix, berlin, kolkata) in [
        ("2026-03-03T14:00:00Z", "07:00", "15:00", "19:30"),
        ("2026-03-10T13:00:00Z", "06:00", "14:00", "18:30"),
        ("2026-10-27T13:00:00Z", "06:00", "14:00", "18:30"),
        ("2026-11-03T14:00:00Z", "07:00", "15:00", "19:30"),
    ] {
        assert_eq!(read(instant, "America/Phoenix"), phoenix);
        assert_eq!(read(instant, "Europe/Berlin"), berlin);
        assert_eq!(read(instant, "Asia/Kolkata"), kolkata);
    }
}

#[test]
fn a_time_that_does_not_exist_shifts_forward() {
    assert_eq!(at("America/New_York", date(2026, 3, 8).at(2, 30, 0, 0)), "2026-03-08T07:30:00Z");
}

#[test]
fn a_time_that_exists_twice_is_the_earlier() {
    assert_eq!(at("America/New_York", date(2026, 11, 1).at(1, 30, 0, 0)), "2026-11-01T05:30:00Z");
}

#[test]
fn half_an_hour_on_lord_howe() {
    assert_eq!(at("Australia/Lord_Howe", date(2026, 4, 4).at(12, 0, 0, 0)), "2026-04-04T01:00:00Z");
    assert_eq!(at("Australia/Lord_Howe", date(2026, 4, 5).at(12, 0, 0, 0)), "2026-04-05T01:30:00Z");
    assert_eq!(at("Australia/Lord_Howe", date(2026, 10, 4).at(12, 0, 0, 0)), "2026-10-04T01:00:00Z");
}

const ZONES: [&str; 8] = [
    "America/New_York",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Sao_Paulo",
    "Europe/Berlin",
    "Europe/Madrid",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
];

/// What chrono-tz says: the earlier of two; after a gap, as much later as the gap is long.
fn independent(zone: &str, wall: DateTime) -> i64 {
    let zone: Tz = zone.parse().expect("a zone");
    let naive =
        NaiveDate::from_ymd_opt(i32::from(wall.year()), wall.month().unsigned_abs().into(), wall.day().unsigned_abs().into())
            .and_then(|day| day.and_hms_opt(wall.hour().unsigned_abs().into(), wall.minute().unsigned_abs().into(), 0))
            .expect("a time");
    match zone.from_local_datetime(&naive) {
        LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => time.timestamp(),
        LocalResult::None => {
            // Read with the offset in force before the gap.
            let before = zone.from_local_datetime(&(naive - chrono::Duration::hours(3))).earliest().expect("a time");
            before.timestamp() + 3 * 3600
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn every_wall_clock_means_what_the_other_library_says(zone in 0..ZONES.len(), days in 0..1_500_i64, minute in 0..1_440_i64) {
        let wall = date(2025, 1, 1).at(0, 0, 0, 0)
            .checked_add(jiff::Span::new().days(days)).and_then(|wall| wall.checked_add(jiff::Span::new().minutes(minute))).expect("a time");
        let ours = zones::instant(wall, &TimeZone::get(ZONES[zone]).expect("a zone")).expect("an instant");
        prop_assert_eq!(ours.as_second(), independent(ZONES[zone], wall));
    }

    /// However it is read before, in whichever order.
    #[test]
    fn a_clock_that_remembers_says_what_the_zone_says(
        zone in prop_oneof![0..ZONES.len(), Just(ZONES.len())], begin in 0..2_000_i64,
        reads in prop::collection::vec((0..2_000_i64, 0..1_440_i64, any::<bool>()), 1..24)
    ) {
        // With one that left out a whole day.
        let name = ZONES.get(zone).copied().unwrap_or("Pacific/Apia");
        let zone = TimeZone::get(name).expect("a zone");
        let first = date(2010, 1, 1).at(0, 0, 0, 0);
        let later = |days: i64, minutes: i64| {
            first.checked_add(jiff::Span::new().days(days)).and_then(|wall| wall.checked_add(jiff::Span::new().minutes(minutes))).expect("a time")
        };
        let mut clock = zones::Clock::new(&zone, zones::instant(later(begin, 0), &zone).expect("an instant"));
        for (days, minutes, forward) in reads {
            let wall = later(days, minutes);
            if forward {
                prop_assert_eq!(clock.instant(wall).expect("an instant"), zones::instant(wall, &zone).expect("an instant"));
            } else {
                let at = wall.to_zoned(TimeZone::UTC).expect("a time").timestamp();
                prop_assert_eq!(clock.wall(at), zones::wall(at, &zone));
            }
        }
    }
}

const SLOTS: &str = "query($c: ID!, $from: LocalDate!) {
  slots(counselorId: $c, from: $from, days: 2, minutes: 60) { localStart startsAt } }";

/// Offered starts on the day the clocks change: each exists once, none in the gap, and each can be booked.
#[tokio::test]
async fn offers_on_the_days_the_clocks_change() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let tx = app.enter(&dana).await;
    let nights = cairn_domain::availability::SetAvailability {
        version: 1,
        // 22:00 to 04:00 over midnight, every night: two stretches that are one.
        weekly: (1..=7)
            .flat_map(|weekday| {
                [(1_320, 1_440), (0, 240)].map(|(from, until)| cairn_domain::availability::WeeklyRange { weekday, from, until })
            })
            .collect(),
        horizon_days: 365,
        slot_step: 60,
        ..support::office_hours(&dana)
    };
    cairn_domain::availability::set(&tx, nights).await.expect("hours");
    tx.commit().await.expect("commit");
    for (from, length) in [("2026-03-07", 5), ("2026-10-31", 7)] {
        let offered = app.data(&dana, SLOTS, json!({ "c": dana.wire_id(), "from": from })).await;
        let starts: Vec<&str> =
            offered["slots"].as_array().expect("slots").iter().filter_map(|slot| slot["startsAt"].as_str()).collect();
        let mut unique = starts.clone();
        unique.dedup();
        assert_eq!(starts, unique, "an instant is offered once");
        let night: Vec<&str> = offered["slots"]
            .as_array()
            .expect("slots")
            .iter()
            .filter_map(|slot| slot["localStart"].as_str())
            .skip_while(|start| !start.ends_with("T22:00"))
            .take(length)
            .collect();
        assert!(!night.contains(&"2026-03-08T02:00"), "that hour does not exist: {night:?}");
        assert_eq!(night.len(), length);
    }
}
