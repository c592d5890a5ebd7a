use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const VISIBILITIES: [Visibility; 4] = [Visibility::Off, Visibility::Silent, Visibility::Shared, Visibility::Full];

fn side() -> impl Strategy<Value = Side> {
    let experiences = prop::collection::btree_map(0..vocabulary::WORDS.len(), 1..4_usize, 0..12);
    let free = prop::collection::vec((1..=7_i8, 0..1380_i16, 30..600_i16), 0..6);
    let languages = prop::collection::btree_set(prop::sample::select(vec!["en", "es", "fr"]), 1..3);
    let modes = prop::collection::btree_set(0..4_u8, 0..4);
    (experiences, free, languages, modes).prop_map(|(experiences, free, languages, modes)| {
        let ranges: Vec<WeeklyRange> = free
            .into_iter()
            .map(|(weekday, from, length)| WeeklyRange { weekday, from, until: (from + length).min(1440) })
            .collect();
        Side {
            experiences: experiences
                .into_iter()
                .map(|(word, seen)| (vocabulary::WORDS[word].code.to_owned(), VISIBILITIES[seen]))
                .collect(),
            languages: languages.into_iter().map(str::to_owned).collect(),
            modes,
            free: week(&ranges, &TimeZone::UTC, date(2026, 3, 2)).unwrap(),
        }
    })
}

fn fit_of(client: &Side, mentor: &Side, between: Between) -> Option<Fit> {
    fit(client, mentor, between, &TimeZone::UTC, date(2026, 3, 2)).unwrap()
}

proptest! {
    #[test]
    fn both_read_the_same_words(one in side(), other in side()) {
        let there = fit_of(&one, &other, Between::default());
        let back = fit_of(&other, &one, Between::default());
        prop_assert_eq!(there, back);
    }

    #[test]
    fn a_conflict_is_never_scored(one in side(), other in side(), load in 0..20) {
        prop_assert_eq!(fit_of(&one, &other, Between { conflict: true, load }), None);
    }

    #[test]
    fn what_is_silent_is_in_no_word(one in side(), other in side()) {
        for reason in fit_of(&one, &other, Between::default()).map(|fit| fit.reasons).unwrap_or_default() {
            if let Reason::WeShare { code } = reason {
                for side in [&one, &other] {
                    prop_assert!(matches!(side.experiences[&code], Visibility::Shared | Visibility::Full));
                }
            }
        }
    }

    #[test]
    fn more_common_time_never_makes_a_worse_pair(one in side(), other in side(), from in 0..10_000_i64, length in 30..80_i64) {
        let Some(before) = fit_of(&one, &other, Between::default()) else { return Ok(()) };
        let (mut client, mut mentor) = (one, other);
        for side in [&mut client, &mut mentor] {
            side.free.push((from, from + length));
            side.free.sort_unstable();
            side.free = joined(std::mem::take(&mut side.free));
        }
        let after = fit_of(&client, &mentor, Between::default()).unwrap();
        prop_assert!(after.overlap_minutes >= before.overlap_minutes && after.score >= before.score, "{before:?} {after:?}");
    }

    #[test]
    fn a_mentor_who_carries_more_is_not_preferred(one in side(), other in side(), load in 0..20) {
        let light = fit_of(&one, &other, Between { conflict: false, load });
        let heavy = fit_of(&one, &other, Between { conflict: false, load: load + 1 });
        prop_assert!(light.map(|fit| fit.score) >= heavy.map(|fit| fit.score));
    }

    #[test]
    fn a_week_never_reaches_out_of_itself(weekday in 1..=7_i8, from in 0..1439_i16, zone in prop::sample::select(vec![
        "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu", "UTC"])) {
        let zone = TimeZone::get(zone).unwrap();
        let free = week(&[WeeklyRange { weekday, from, until: 1440 }], &zone, date(2026, 6, 1)).unwrap();
        prop_assert!(free.iter().all(|(from, until)| 0 <= *from && from < until && *until <= WEEK_MINUTES));
        prop_assert_eq!(free.iter().map(|(from, until)| until - from).sum::<i64>(), i64::from(1440 - from));
    }
}

fn evening(zone: &str) -> Side {
    let ranges = [WeeklyRange { weekday: 2, from: 18 * 60, until: 20 * 60 }];
    let free = week(&ranges, &TimeZone::get(zone).unwrap(), date(2026, 3, 2)).unwrap();
    Side { free, languages: ["en".to_owned()].into(), ..Side::default() }
}

#[test]
fn time_in_common_is_real_time() {
    let (here, there) = (evening("America/New_York"), evening("America/Los_Angeles"));
    let zone = TimeZone::get("America/New_York").unwrap();
    let same = fit(&here, &here, Between::default(), &zone, date(2026, 3, 2)).unwrap().unwrap();
    assert_eq!(same.overlap_minutes, 120);
    assert!(same.reasons.contains(&Reason::Time { weekday: 2, part: DayPart::Evening }), "{same:?}");
    // The same words on the clock, three hours apart.
    let apart = fit(&here, &there, Between::default(), &zone, date(2026, 3, 2)).unwrap().unwrap();
    assert_eq!(apart.overlap_minutes, 0);
    assert!(apart.score < same.score);
}

#[test]
fn without_a_common_language_nobody_is_asked() {
    let (mut client, mentor) = (evening("UTC"), evening("UTC"));
    client.languages = ["es".to_owned()].into();
    assert_eq!(fit_of(&client, &mentor, Between::default()), None);
}
