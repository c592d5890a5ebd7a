use serde_json::{Value as Json, json};

use super::*;

fn judged(rows: Json) -> Vec<Judged> {
    let mut all = Vec::new();
    judge_all(rows.to_string().as_bytes(), "America/New_York", 2, |batch| {
        all.extend(batch);
        true
    })
    .unwrap();
    all
}

fn meeting(changes: Json) -> Json {
    let mut row = json!({
        "slug": "evening-hope", "name": "Evening Hope", "day": 2, "time": "18:30", "end_time": "19:30",
        "timezone": "America/New_York", "formatted_address": "12 Quay Street, Portland, ME 04101, USA", "types": ["O", "D"],
    });
    for (name, value) in changes.as_object().unwrap() {
        row[name] = value.clone();
    }
    row
}

fn one(changes: Json) -> Judged {
    judged(json!([meeting(changes)])).remove(0)
}

fn rules(judged: &Judged) -> Vec<(&'static str, &str)> {
    judged.findings.iter().map(|finding| (finding.rule.name(), finding.field.as_str())).collect()
}

#[test]
fn a_good_row_has_nothing_to_say() {
    let found = one(json!({}));
    assert_eq!(found.findings, []);
    let listing = found.listing.unwrap();
    assert_eq!(
        (listing.days.as_slice(), listing.starts.as_deref(), listing.ends.as_deref()),
        (&[2_i16][..], Some("18:30"), Some("19:30"))
    );
    assert_eq!((listing.in_person, listing.online, listing.approximate), (true, false, false));
    assert_eq!(listing.types, ["D", "O"]);
}

#[test]
fn what_would_send_somebody_to_the_wrong_place_or_time_is_skipped() {
    for (change, rule) in [
        (json!({ "slug": null }), ("slug_missing", "slug")),
        (json!({ "slug": "a b" }), ("slug_format", "slug")),
        (json!({ "slug": "a".repeat(65) }), ("slug_format", "slug")),
        (json!({ "name": "  " }), ("name_missing", "name")),
        (json!({ "name": "a".repeat(256) }), ("too_long", "name")),
        (json!({ "day": 7 }), ("day_format", "day")),
        (json!({ "day": "Tuesday" }), ("day_format", "day")),
        (json!({ "day": [1, 9] }), ("day_format", "day")),
        (json!({ "day": 1.5 }), ("day_format", "day")),
        (json!({ "time": "7:30 pm" }), ("time_format", "time")),
        (json!({ "time": "25:00" }), ("time_format", "time")),
        (json!({ "time": "+7:30" }), ("time_format", "time")),
    ] {
        let found = one(change.clone());
        assert!(rules(&found).contains(&rule), "{change}: {:?}", found.findings);
        assert_eq!(found.listing, None, "{change}");
    }
    let nul = one(json!({ "slug": "a\u{0}b", "name": "No\u{7}ne", "timezone": "UTC\u{0}" }));
    assert_eq!((nul.slug.as_deref(), nul.name.as_deref(), nul.listing.is_none()), (Some("ab"), Some("None"), true));
    assert_eq!(rules(&nul), [("slug_format", "slug"), ("zone_unknown", "timezone")]);
    let odd = judged(json!([1, "x", null, [[]], meeting(json!({}))]));
    assert_eq!(odd.iter().filter(|one| rules(one) == [("not_a_meeting", "")]).count(), 4);
    assert_eq!(odd[4].position, 4);
    assert!(odd[4].listing.is_some());
}

#[test]
fn the_second_with_the_same_slug_is_skipped() {
    let rows = judged(json!([
        meeting(json!({ "time": "99:99" })),
        meeting(json!({ "name": "First" })),
        meeting(json!({ "name": "Second" })),
    ]));
    assert_eq!(rows[1].listing.as_ref().map(|listing| listing.name.as_str()), Some("First"));
    assert_eq!((rules(&rows[2]), rows[2].listing.is_none()), (vec![("slug_repeated", "slug")], true));
}

#[test]
fn odd_values_are_mended_and_said() {
    let found = one(json!({ "timezone": null, "types": ["O", "ONL", "o", 11, {"a": 1}], "day": ["1", 3, 3], "slug": 42 }));
    assert_eq!(rules(&found), [("type_unknown", "types"), ("zone_missing", "timezone")]);
    let listing = found.listing.unwrap();
    assert_eq!((listing.zone.as_str(), listing.slug.as_str()), ("America/New_York", "42"));
    assert_eq!((listing.types, listing.days), (vec!["11".to_owned(), "O".to_owned()], vec![1, 3]));

    let found = one(
        json!({ "timezone": "Eastern", "end_time": "late", "types": "O,D", "notes": {"x": 1}, "latitude": 91, "longitude": 10 }),
    );
    let expected = [
        ("end_time_format", "end_time"),
        ("types_format", "types"),
        ("coordinates", "latitude"),
        ("zone_unknown", "timezone"),
        ("text_format", "notes"),
    ];
    assert_eq!(rules(&found), expected);
    let listing = found.listing.unwrap();
    assert_eq!((listing.latitude, listing.ends, listing.starts.as_deref()), (None, None, Some("18:30")));

    let found = one(json!({ "latitude": "43.6612345", "longitude": -70.2553 })).listing.unwrap();
    assert_eq!((found.latitude, found.longitude), (Some(43.66123), Some(-70.2553)));
    assert_eq!(rules(&one(json!({ "latitude": 0, "longitude": 0 }))), [("coordinates", "latitude")]);
    let appointment = one(json!({ "day": null, "time": null, "end_time": null }));
    assert_eq!((appointment.findings.len(), appointment.listing.unwrap().days), (0, Vec::new()));
    assert_eq!(rules(&one(json!({ "time": "" }))), [("time_missing", "time")]);
}

#[test]
fn texts_are_plain_and_without_people() {
    let found = one(json!({
        "name": "<b>Jane Smith</b>'s Women's Group", "notes": "Ask for Jane Smith<br>jane.smith@mail.example",
        "location_notes": "Side door", "conference_url_notes": "Passcode 1234",
        "contact_1_name": "Jane Smith", "contact_1_phone": "+1 207 555 0111", "contact_2_email": "bob@mail.example",
    }));
    let listing = found.listing.clone().unwrap();
    assert_eq!(listing.name, "Jane S.'s Women's Group");
    assert_eq!(listing.notes.as_deref(), Some("Ask for Jane S.\nSide door\nPasscode 1234"));
    let kept = serde_json::to_string(&listing).unwrap();
    for gone in ["Smith", "555", "bob", "mail.example", "<b"] {
        assert!(!kept.contains(gone), "{gone}: {kept}");
    }
    assert!(rules(&found).contains(&("contacts_dropped", "contact")));
    assert!(rules(&found).contains(&("last_name", "name")) && rules(&found).contains(&("email_removed", "notes")));
    assert!(found.findings.iter().any(|finding| finding.rule == FeedRule::ContactsDropped && finding.severity == Severity::Note));
}

#[test]
fn links_are_safe_or_gone() {
    let found =
        one(json!({ "conference_url": "javascript:alert(1)", "url": "https://x@evil.example/", "conference_phone": "988" }));
    assert_eq!(rules(&found), [("link_unsafe", "conference_url"), ("phone_format", "conference_phone"), ("link_unsafe", "url")]);
    let listing = found.listing.unwrap();
    assert_eq!((listing.conference_url, listing.url, listing.online), (None, None, false));
    let found = one(json!({ "conference_url": "https://video.example.org/room" }));
    assert_eq!(rules(&found), [("link_unknown", "conference_url")]);
    assert!(found.listing.unwrap().online);
}

/// As tsml-ui takes it: online with a way in, in person with a door that is not closed for now.
#[test]
fn where_one_can_go_is_what_readers_of_feeds_think() {
    let zoom = "https://zoom.us/j/1";
    for (change, in_person, online) in [
        (json!({}), true, false),
        (json!({ "conference_url": zoom }), true, true),
        (json!({ "types": ["TC"], "conference_url": zoom }), false, true),
        (json!({ "formatted_address": "Portland, ME, USA", "conference_phone": "+1 207 555 0100" }), false, true),
        (json!({ "formatted_address": "Portland, ME, USA", "approximate": "no" }), true, false),
        (json!({ "approximate": "yes", "conference_url": zoom }), false, true),
        (json!({ "approximate": true }), false, false),
        (json!({ "types": ["TC"] }), false, false),
        (
            json!({ "formatted_address": null, "address": "12 Quay Street", "city": "Portland", "state": "ME", "postal_code": 4101, "country": "USA" }),
            true,
            false,
        ),
    ] {
        let found = one(change.clone());
        let inactive = rules(&found).iter().any(|(rule, _)| *rule == "not_active");
        let listing = found.listing.unwrap();
        assert_eq!((listing.in_person, listing.online), (in_person, online), "{change}");
        assert_eq!(inactive, !in_person && !online, "{change}");
    }
}

#[test]
fn a_broken_end_is_told_and_stopping_is_not() {
    let mut taken = 0;
    let cut = &json!([meeting(json!({})), meeting(json!({}))]).to_string();
    let cut = &cut.as_bytes()[..cut.len() - 3];
    assert_eq!(
        judge_all(cut, "UTC", 1, |batch| {
            taken += batch.len();
            true
        }),
        Err(FeedFailure::NotJson)
    );
    assert_eq!(taken, 1);
    let rows = json!([meeting(json!({})), meeting(json!({}))]).to_string();
    assert_eq!(judge_all(rows.as_bytes(), "UTC", 1, |_| false), Ok(()));
    assert_eq!(judge_all(b"[] x", "UTC", 1, |_| true), Err(FeedFailure::NotJson));
}

#[test]
fn long_notes_are_cut() {
    let found = one(json!({ "notes": "a ".repeat(3_000), "location": "b".repeat(256) }));
    assert_eq!(rules(&found), [("too_long", "location"), ("too_long", "notes")]);
    let listing = found.listing.unwrap();
    assert!(listing.notes.unwrap().chars().count() <= 2_000);
    assert_eq!(listing.location, None);
}
