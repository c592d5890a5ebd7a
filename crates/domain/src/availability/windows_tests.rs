use jiff::civil::{date, time};
use proptest::prelude::*;

use super::super::{HoursException, Travel, WeeklyRange};
use super::*;
use crate::ids::{MemberId, TravelZoneId};

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn hours(zone: &str, weekly: &[(i8, i16, i16)]) -> Availability {
    Availability {
        counselor_id: MemberId(uuid::Uuid::nil()),
        zone: zone.to_owned(),
        weekly: weekly.iter().map(|&(weekday, from, until)| WeeklyRange { weekday, from, until }).collect(),
        exceptions: Vec::new(),
        time_off: Vec::new(),
        travel: Vec::new(),
        buffer_before: 0,
        buffer_after: 0,
        minimum_notice: 0,
        horizon_days: 365,
        slot_step: 30,
        daily_limit: None,
        weekly_limit: None,
        location: None,
        online_link: None,
        version: 1,
    }
}

fn facts<'a>(availability: &'a Availability, zone: &'a TimeZone) -> Facts<'a> {
    Facts {
        availability,
        zone,
        busy: &[],
        starts: &[],
        elsewhere: &[],
        buffers: (availability.buffer_before, availability.buffer_after),
        barred: None,
    }
}

#[test]
fn two_who_rest_from_meeting_are_offered_nothing_and_book_nothing() {
    let zone = zone("America/New_York");
    let hours = hours("America/New_York", &[(1, 9 * 60, 17 * 60)]);
    let now = "2026-03-01T12:00:00Z";
    let monday = at("2026-03-02T15:00:00Z");
    for barred in [None, Some(Refusal::PairRests), Some(Refusal::OutsideHours)] {
        let facts = Facts { barred, ..facts(&hours, &zone) };
        assert_eq!(offers(&facts, now, date(2026, 3, 2), 1, 60).is_empty(), barred.is_some());
        for booker in [Booker::Client, Booker::Staff] {
            let rules = Rules::new(&facts, at(now), booker).unwrap();
            let windows = hours.windows(&zone, date(2026, 3, 1), 3).unwrap();
            assert_eq!(verdict(&rules, &windows, monday, 60).err(), barred, "{booker:?}");
        }
    }
}

/// What a client is offered from `from` on, as instants.
fn offers(facts: &Facts<'_>, now: &str, from: Date, days: i32, length: i32) -> Vec<Slot> {
    let rules = Rules::new(facts, at(now), Booker::Client).unwrap();
    let windows = facts.availability.windows(facts.zone, from, days).unwrap();
    let (first, last) = (from, from.saturating_add(days.days()));
    let mut slots = offered(&rules, &windows, length, 10_000);
    slots.retain(|slot| (first..last).contains(&slot.local_start.date()));
    slots
}

fn starts(slots: &[Slot]) -> Vec<String> {
    slots.iter().map(|slot| slot.starts_at.to_string()).collect()
}

#[test]
fn a_night_from_ten_to_two_is_one_stretch_and_belongs_to_the_day_it_begins_on() {
    let new_york = zone("America/New_York");
    let mut friday = hours("America/New_York", &[(5, 1_320, 1_560)]);
    let found = offers(&facts(&friday, &new_york), "2026-03-02T00:00:00Z", date(2026, 3, 6), 2, 60);
    assert_eq!(found.len(), 7, "{found:?}");
    assert_eq!(found[0].local_start, date(2026, 3, 6).at(22, 0, 0, 0));
    assert_eq!(found[6].local_start, date(2026, 3, 7).at(1, 0, 0, 0));
    // Saturday is off: the night that began on Friday goes on.
    friday.exceptions = vec![HoursException { date: date(2026, 3, 7), ranges: Vec::new() }];
    assert_eq!(offers(&facts(&friday, &new_york), "2026-03-02T00:00:00Z", date(2026, 3, 6), 2, 60).len(), 7);
    // Friday is off: so is its night.
    friday.exceptions = vec![HoursException { date: date(2026, 3, 6), ranges: Vec::new() }];
    assert_eq!(offers(&facts(&friday, &new_york), "2026-03-02T00:00:00Z", date(2026, 3, 6), 2, 60), []);
}

#[test]
fn the_grid_is_counted_from_midnight_and_not_from_where_the_hours_begin() {
    let berlin = zone("Europe/Berlin");
    let monday = hours("Europe/Berlin", &[(1, 555, 660)]);
    let found = offers(&facts(&monday, &berlin), "2026-03-01T00:00:00Z", date(2026, 3, 2), 1, 30);
    let walls: Vec<_> = found.iter().map(|slot| slot.local_start.time()).collect();
    assert_eq!(walls, [time(9, 30, 0, 0), time(10, 0, 0, 0), time(10, 30, 0, 0)]);
}

/// Lord Howe changes by half an hour: after it the full hours are still full hours.
#[test]
fn a_change_of_half_an_hour_does_not_shift_the_grid() {
    let lord_howe = zone("Australia/Lord_Howe");
    let mut sunday = hours("Australia/Lord_Howe", &[(7, 0, 360)]);
    sunday.slot_step = 60;
    let found = offers(&facts(&sunday, &lord_howe), "2026-04-01T00:00:00Z", date(2026, 4, 5), 1, 60);
    assert!(found.iter().all(|slot| slot.local_start.minute() == 0), "{found:?}");
}

#[test]
fn on_a_journey_the_hours_are_those_of_the_other_zone() {
    let new_york = zone("America/New_York");
    let mut away = hours("America/New_York", &[(1, 540, 600), (2, 540, 600), (3, 540, 600)]);
    let id = TravelZoneId(uuid::Uuid::nil());
    away.travel = vec![Travel::of(id, date(2026, 3, 3), date(2026, 3, 3), "Europe/Berlin".to_owned()).unwrap()];
    let found = offers(&facts(&away, &new_york), "2026-03-01T00:00:00Z", date(2026, 3, 2), 3, 60);
    assert_eq!(starts(&found), ["2026-03-02T14:00:00Z", "2026-03-03T08:00:00Z", "2026-03-04T14:00:00Z"]);
    assert_eq!(found[1].zone, "Europe/Berlin");
    assert_eq!(found[1].local_start, date(2026, 3, 3).at(9, 0, 0, 0));
}

#[test]
fn a_full_day_is_full_for_clients_and_not_for_staff() {
    let utc = zone("UTC");
    let mut week = hours("UTC", &[(1, 540, 1_020), (2, 540, 1_020)]);
    (week.daily_limit, week.weekly_limit) = (Some(2), Some(3));
    let booked = [at("2026-03-02T09:00:00Z"), at("2026-03-02T11:00:00Z")];
    let facts = Facts { starts: &booked, ..facts(&week, &utc) };
    let windows = week.windows(&utc, date(2026, 3, 2), 2).unwrap();
    let client = Rules::new(&facts, at("2026-03-01T00:00:00Z"), Booker::Client).unwrap();
    let staff = Rules::new(&facts, at("2026-03-01T00:00:00Z"), Booker::Staff).unwrap();
    assert_eq!(verdict(&client, &windows, at("2026-03-02T15:00:00Z"), 60), Err(Refusal::DayFull));
    assert_eq!(verdict(&client, &windows, at("2026-03-03T15:00:00Z"), 60), Ok(()));
    assert_eq!(verdict(&staff, &windows, at("2026-03-02T15:00:00Z"), 60), Ok(()));
    let three = [booked[0], booked[1], at("2026-03-03T09:00:00Z")];
    let facts = Facts { starts: &three, ..facts };
    let client = Rules::new(&facts, at("2026-03-01T00:00:00Z"), Booker::Client).unwrap();
    assert_eq!(verdict(&client, &windows, at("2026-03-03T15:00:00Z"), 60), Err(Refusal::WeekFull));
}

/// A notice of seven days that lands on the day the clocks go back.
#[test]
fn a_notice_that_lands_on_the_day_of_the_change_leaves_the_configured_hours() {
    let new_york = zone("America/New_York");
    let mut sunday = hours("America/New_York", &[(7, 540, 720)]);
    sunday.minimum_notice = 7 * 24 * 60;
    let found = offers(&facts(&sunday, &new_york), "2026-10-25T12:00:00Z", date(2026, 11, 1), 1, 60);
    let walls: Vec<_> = found.iter().map(|slot| slot.local_start.time()).collect();
    assert_eq!(walls[0], time(9, 0, 0, 0));
    assert_eq!(walls.len(), 5);
}

const ZONES: [&str; 6] =
    ["America/New_York", "America/Phoenix", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu"];

proptest! {
    /// Offered are exactly the starts that booking accepts, for every length, step, limit, buffer, journey and neighbor.
    #[test]
    fn offered_is_bookable_and_bookable_is_offered(
        name in prop::sample::select(ZONES.to_vec()), away in prop::sample::select(ZONES.to_vec()),
        day in 0i32..400, step in prop::sample::select(vec![5, 10, 15, 20, 30, 60]), length in 2i32..19,
        ranges in prop::collection::vec((1i8..8, 0i16..1_440, 30i16..700), 1..5),
        busy in prop::collection::vec((0i64..4_000, 10i64..180), 0..6),
        buffers in (0i32..45, 0i32..45), notice in 0i32..3_000, limit in prop::option::of(1i32..4),
    ) {
        let home = zone(name);
        let from = date(2026, 1, 5).saturating_add(day.days());
        let mut availability = hours(name, &[]);
        availability.weekly =
            ranges.iter().map(|&(weekday, from, long)| WeeklyRange { weekday, from, until: from + long }).collect();
        availability.slot_step = step;
        availability.minimum_notice = notice;
        availability.daily_limit = limit;
        let id = TravelZoneId(uuid::Uuid::nil());
        availability.travel = vec![Travel::of(id, from.saturating_add(1.day()), from.saturating_add(1.day()), away.to_owned()).unwrap()];
        let now = zones::instant(from.into(), &home).unwrap();
        let busy: Vec<Window> = busy
            .iter()
            .map(|&(begin, long)| {
                let starts_at = now + SignedDuration::from_mins(begin);
                Window { starts_at, ends_at: starts_at + SignedDuration::from_mins(long) }
            })
            .collect();
        let taken: Vec<Timestamp> = busy.iter().map(|busy| busy.starts_at).collect();
        let elsewhere: Vec<Window> = busy.first().copied().into_iter().collect();
        let facts = Facts {
            availability: &availability, zone: &home, busy: &busy, starts: &taken, elsewhere: &elsewhere, buffers, barred: None,
        };
        let rules = Rules::new(&facts, now, Booker::Client).unwrap();
        let windows = availability.windows(&home, from, 3).unwrap();
        let length = length * 5;
        let offered: Vec<Timestamp> =
            super::offered(&rules, &windows, length, 10_000).iter().map(|slot| slot.starts_at).collect();
        let mut bookable = Vec::new();
        // Every five minutes of the five days around, whatever the zone's quarter of an hour.
        let begin = now - SignedDuration::from_hours(60);
        for minute in (0..(24 * 60 * 8)).step_by(5) {
            let start = begin + SignedDuration::from_mins(minute);
            if verdict(&rules, &windows, start, length).is_ok() {
                bookable.push(start);
            }
        }
        prop_assert_eq!(offered, bookable);
    }
}

#[test]
fn what_was_gained_is_what_was_not_there_before() {
    let at = |hour: i8| Timestamp::from_second(i64::from(hour) * 3_600).unwrap();
    let window = |from: i8, until: i8| Window { starts_at: at(from), ends_at: at(until) };
    assert_eq!(gained(&[], &[window(9, 17)]), [window(9, 17)]);
    assert_eq!(gained(&[window(9, 17)], &[window(9, 17)]), []);
    assert_eq!(gained(&[window(9, 12), window(13, 17)], &[window(8, 18)]), [window(8, 9), window(12, 13), window(17, 18)]);
    // Less is nothing gained.
    assert_eq!(gained(&[window(8, 18)], &[window(9, 12), window(13, 17)]), []);
}
