//! Bugs that others published, each as what has to happen here instead. Those of clocks and of reading an evening stand in
//! `time` and `sessions`; races on one time in `sessions`, `holds`, `requests` and `waits`.

use serde_json::{Value as Json, json};
use support::App;

use super::series::{accept, preview, weekly};
use super::{book, code, offered, pair, session, set_hours};

/// calcom #15997, #25287: only the first two of a series were checked; the rest was booked over others and on days off.
#[tokio::test]
async fn every_occurrence_of_a_series_is_checked_and_not_only_the_first_two() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    session(&book(&app, &dana, &dana, &theo, "2026-04-14T14:00:00Z").await);
    let plan = weekly(&dana, &ana, "2026-03-03T10:00", 8);
    let planned = preview(&app, &dana, &plan).await;
    assert_eq!(planned[6]["conflict"]["code"], "slot_taken");
    assert_eq!(code(&accept(&app, &dana, &plan, &planned).await), "slot_taken");
    let theirs = app.data(&ana, "{ sessions { nodes { id } } }", json!({})).await;
    assert_eq!(theirs["sessions"]["nodes"], json!([]));
}

/// calcom #10673, #16387: an error was shown although the series was booked, and then nobody could cancel it.
#[tokio::test]
async fn an_error_means_that_nothing_was_booked_and_a_retry_books_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let plan = weekly(&dana, &ana, "2026-03-03T10:00", 3);
    let planned = preview(&app, &dana, &plan).await;
    let accepted: Vec<Json> =
        planned.iter().map(|one| json!({ "occurrence": one["occurrence"], "startsAt": one["startsAt"] })).collect();
    let wanted = super::input(json!({ "plan": plan, "accepted": accepted }));
    let query = "mutation($input: BookSessionSeriesInput!) {
        bookSessionSeries(input: $input) { seriesId sessions { id } problems { code } } }";
    let first = app.data(&dana, query, wanted.clone()).await;
    let again = app.data(&dana, query, wanted).await;
    assert_eq!(first, again);
    let theirs = app.data(&ana, "{ sessions { nodes { id } } }", json!({})).await;
    assert_eq!(theirs["sessions"]["nodes"].as_array().map(Vec::len), Some(3));
}

/// calcom #1092, #4702, #4753, #6217, #10517, #2250: in the week of the change times were offered an hour off, and then refused.
#[tokio::test]
async fn what_is_offered_around_a_change_of_clocks_is_booked_in_five_zones() {
    for (zone, day) in [
        ("America/New_York", "2026-03-09"),
        ("America/Phoenix", "2026-03-09"),
        ("Europe/Berlin", "2026-03-30"),
        ("Asia/Kolkata", "2026-03-30"),
        ("Australia/Lord_Howe", "2026-04-06"),
    ] {
        let app = App::start().await;
        let center = app.center_in("Harbor House", zone).await;
        let (dana, ana) = pair(&center).await;
        let times = offered(&app, &ana, &dana, day, 45).await;
        assert_eq!(times.len(), 15, "{zone}: half past eight hours");
        let booked = session(&book(&app, &ana, &dana, &ana, &times[0]).await).clone();
        assert_eq!(booked["localStart"], format!("{day}T09:00"), "{zone}");
    }
}

/// calcom #12137: a minimum notice that lands on the day of the change shifted what was offered.
#[tokio::test]
async fn a_notice_that_lands_on_the_change_leaves_the_configured_hours() {
    let app = App::at("2026-10-25T13:00:00Z").await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    set_hours(&app, &dana, |hours| {
        hours.minimum_notice = 7 * 24 * 60;
        hours.weekly = vec![cairn_domain::availability::WeeklyRange { weekday: 7, from: 540, until: 720 }];
    })
    .await;
    let times = offered(&app, &ana, &dana, "2026-11-01", 60).await;
    assert_eq!(times.first().map(String::as_str), Some("2026-11-01T14:00:00Z"), "nine in New York, after the change");
}

/// easyappointments #985, #1234, #1504: what staff booked was mailed in UTC, and people came hours wrong.
#[tokio::test]
async fn what_staff_books_is_mailed_in_the_readers_zone() {
    let app = App::at("2026-03-02T18:00:00Z").await;
    let center = app.center_in("Sierra Commons", "America/Los_Angeles").await;
    let (dana, ana) = pair(&center).await;
    session(&book(&app, &dana, &dana, &ana, "2026-03-03T18:00:00Z").await);
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(Some(&ana.email));
    let told: Vec<String> = mails.iter().map(|mail| format!("{} {}", mail.subject, mail.text)).collect();
    assert!(told.iter().any(|text| text.contains("10:00")), "{told:?}");
    assert!(told.iter().all(|text| !text.contains("18:00") && !text.contains("6:00 PM")), "{told:?}");
}

/// easyappointments #872, #914: the mail showed the provider's hour and zone to a customer who lives in another one.
#[tokio::test]
async fn a_mail_shows_the_hour_of_its_reader_and_not_of_whoever_they_meet() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    set_hours(&app, &dana, |hours| hours.zone = "Atlantic/Azores".to_owned()).await;
    sqlx::query("update cairn.members set zone = 'Europe/Amsterdam' where id = $1")
        .bind(ana.member_id.0)
        .execute(&mut app.superuser().await)
        .await
        .expect("where she lives");
    // Nine in the Azores is ten in UTC and eleven in Amsterdam.
    session(&book(&app, &ana, &dana, &ana, "2026-03-03T10:00:00Z").await);
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(Some(&ana.email));
    let told: Vec<String> = mails.iter().map(|mail| format!("{} {}", mail.subject, mail.text)).collect();
    assert!(told.iter().any(|text| text.contains("11:00")), "{told:?}");
    assert!(told.iter().all(|text| !text.contains(" 9:00") && !text.contains(" 10:00")), "{told:?}");
    // The file is of the same moment, in no zone that could be read otherwise.
    let files: Vec<String> = mails.iter().filter_map(|mail| mail.calendar.clone()).collect();
    assert!(files.iter().any(|file| file.contains("DTSTART:20260303T100000Z")), "{files:?}");
}

/// easyappointments #961: choosing another zone silently changed the day.
#[tokio::test]
async fn a_booking_is_an_instant_whatever_zone_somebody_reads_it_in() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    set_hours(&app, &dana, |hours| hours.zone = "Asia/Kolkata".to_owned()).await;
    let times = offered(&app, &ana, &dana, "2026-03-04", 45).await;
    // Nine in the morning in Kolkata is the evening before in New York: the same instant, and the day of the counselor.
    assert_eq!(times[0], "2026-03-04T03:30:00Z");
    let booked = session(&book(&app, &ana, &dana, &ana, &times[0]).await).clone();
    assert_eq!(
        (&booked["startsAt"], &booked["localStart"], &booked["zone"]),
        (&json!("2026-03-04T03:30:00Z"), &json!("2026-03-04T09:00"), &json!("Asia/Kolkata"))
    );
}

/// ottehr #2001: a time was still shown after it was booked. easyappointments #1224, #1380: no buffers.
#[tokio::test]
async fn what_is_booked_is_not_offered_and_neither_are_its_buffers() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    set_hours(&app, &dana, |hours| (hours.buffer_before, hours.buffer_after) = (15, 30)).await;
    session(&book(&app, &ana, &dana, &ana, "2026-03-03T15:00:00Z").await);
    let times = offered(&app, &theo, &dana, "2026-03-03", 45).await;
    // 15:00 to 15:45, free from 14:45 and until 16:15; a session of theirs has buffers of its own.
    for gone in ["2026-03-03T14:30:00Z", "2026-03-03T15:00:00Z", "2026-03-03T15:30:00Z", "2026-03-03T16:00:00Z"] {
        assert!(!times.contains(&gone.to_owned()), "{gone}: {times:?}");
    }
    assert!(times.contains(&"2026-03-03T16:30:00Z".to_owned()));
}
