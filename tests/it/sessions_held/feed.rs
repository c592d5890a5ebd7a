//! One's own calendar behind a link, as calendar programs read it.

use std::io::BufReader;

use axum::body::Body;
use http::{Request, header};
use ical::IcalParser;
use ical::parser::ical::component::{IcalCalendar, IcalEvent};
use jiff::SignedDuration;
use serde_json::json;
use support::{Answer, App, Person};

use super::hour::Hour;

const RENEW: &str =
    "mutation($title: String!) { renewCalendarFeed(title: $title) { path calendarFeed { title } problems { code } } }";
const REVOKE: &str = "mutation { revokeCalendarFeed { revoked problems { code } } }";

async fn link(app: &App, person: &Person, title: &str) -> String {
    let made = app.data(person, RENEW, json!({ "title": title })).await["renewCalendarFeed"].clone();
    made["path"].as_str().unwrap_or_else(|| panic!("{made:#}")).to_owned()
}

async fn ask(app: &App, path: &str, tag: Option<&str>) -> Answer {
    let mut request = Request::get(path);
    if let Some(tag) = tag {
        request = request.header(header::IF_NONE_MATCH, tag);
    }
    app.http(request.body(Body::empty()).expect("a request")).await
}

/// By a parser that is not ours.
fn parse(answer: &Answer) -> IcalCalendar {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let text = answer.text();
    for line in text.split_inclusive("\r\n") {
        let line = line.strip_suffix("\r\n").expect("every line ends with CRLF");
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line}");
    }
    let mut calendars: Vec<_> = IcalParser::new(BufReader::new(text.as_bytes())).collect();
    assert_eq!(calendars.len(), 1);
    calendars.remove(0).expect("a calendar")
}

fn value(event: &IcalEvent, name: &str) -> Option<String> {
    event.properties.iter().find(|property| property.name == name)?.value.clone()
}

fn zone(event: &IcalEvent, name: &str) -> Option<String> {
    let property = event.properties.iter().find(|property| property.name == name)?;
    let (_, values) = property.params.as_ref()?.iter().find(|(name, _)| name == "TZID")?;
    values.first().cloned()
}

#[tokio::test]
async fn the_calendar_has_the_same_entries_as_the_mails() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.booked("2026-03-05T15:00:00Z", "ONLINE").await;
    // Past the clock change of 8 March.
    hour.booked("2026-03-10T14:00:00Z", "IN_PERSON").await;
    app.run_jobs().await;
    let path = link(&app, &hour.ana, "").await;
    let calendar = parse(&ask(&app, &path, None).await);
    let all = |name: &str| calendar.events.iter().map(|event| value(event, name).unwrap_or_default()).collect::<Vec<_>>();
    // Where people come together, the wall clock there; otherwise the instant.
    assert_eq!(all("DTSTART"), ["20260303T100000", "20260305T150000Z", "20260310T100000"]);
    assert_eq!(all("DTEND"), ["20260303T104500", "20260305T154500Z", "20260310T104500"]);
    let zones: Vec<_> = calendar.events.iter().map(|event| zone(event, "DTSTART")).collect();
    let new_york = Some("America/New_York".to_owned());
    assert_eq!(zones, [new_york.clone(), None, new_york]);
    assert_eq!(calendar.timezones.len(), 1);
    assert_eq!(calendar.timezones[0].transitions.len(), 2, "the winter before, and the summer that begins");
    assert_eq!(all("SUMMARY"), ["Busy"; 3]);
    assert_eq!(all("SEQUENCE"), ["0"; 3]);
    let mails: Vec<String> =
        app.mail.inbox().mails(Some(&hour.ana.email)).iter().filter_map(|mail| mail.calendar.clone()).collect();
    for uid in all("UID") {
        assert!(mails.iter().any(|ics| ics.contains(&uid)), "{uid} is in no mail");
    }
    // The other of the two has the same, under the same ids.
    let theirs = parse(&ask(&app, &link(&app, &hour.dana, "").await, None).await);
    let uids: Vec<_> = theirs.events.iter().filter_map(|event| value(event, "UID")).collect();
    assert_eq!(uids, all("UID"));
}

#[tokio::test]
async fn a_moved_session_moves_and_a_cancelled_one_is_gone() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let path = link(&app, &hour.ana, "").await;
    let before = parse(&ask(&app, &path, None).await);
    let moving = "mutation($id: ID!, $key: String!) {
      moveSession(input: { clientMutationId: $key, sessionId: $id, version: 1, startsAt: \"2026-03-04T15:00:00Z\" }) { problems { code } } }";
    hour.fine(moving, json!({ "key": uuid::Uuid::new_v4() })).await;
    let after = parse(&ask(&app, &path, None).await);
    let [old, new] = [&before.events[0], &after.events[0]];
    assert_eq!(value(old, "UID"), value(new, "UID"));
    assert_eq!((value(new, "SEQUENCE").as_deref(), value(new, "DTSTART").as_deref()), (Some("1"), Some("20260304T100000")));
    let cancel = "mutation($id: ID!) { cancelSession(input: { sessionId: $id, version: 2 }) { problems { code } } }";
    hour.fine(cancel, json!({})).await;
    assert!(parse(&ask(&app, &path, None).await).events.is_empty());
}

#[tokio::test]
async fn it_names_nobody_and_nothing() {
    let app = App::start().await;
    let hour = Hour::new(&app, "ONLINE").await;
    let group = hour.center.group("Relapse prevention circle", json!({})).await;
    hour.center.joins(&hour.ana, &group, "River").await;
    for (title, expected) in [("", "Busy"), ("Chess club", "Chess club")] {
        let answer = ask(&app, &link(&app, &hour.ana, title).await, None).await;
        let calendar = parse(&answer);
        assert!(calendar.events.len() > 1, "sessions and meetings");
        for event in &calendar.events {
            let mut names: Vec<&str> = event.properties.iter().map(|property| property.name.as_str()).collect();
            names.sort_unstable();
            assert_eq!(names, ["CLASS", "DTEND", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "UID"]);
            assert_eq!(value(event, "SUMMARY").as_deref(), Some(expected));
            assert!(event.alarms.is_empty());
        }
        let text = answer.text().to_lowercase();
        for word in ["ana", "ruiz", "dana", "reyes", "harbor", "relapse", "circle", "river", "meet.example", "room 2", "quay"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
}

#[tokio::test]
async fn a_link_is_renewed_and_revoked_at_once() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let old = link(&app, &hour.ana, "").await;
    let new = link(&app, &hour.ana, "").await;
    assert_eq!(ask(&app, &old, None).await.status, 404);
    assert_eq!(ask(&app, &new, None).await.status, 200);
    // The secret is nowhere but in the link.
    let secret = new.trim_start_matches("/calendar/").trim_end_matches(".ics");
    let stored: Vec<u8> = sqlx::query_scalar("select token_hash from cairn.calendar_feeds")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a hash");
    assert_eq!(stored.len(), 32);
    let seen = app.data(&hour.ana, "{ calendarFeed { title createdAt readAt } }", json!({})).await;
    assert!(!seen.to_string().contains(secret) && seen["calendarFeed"]["readAt"] == "2026-03-02T15:00:00Z", "{seen}");
    assert_eq!(app.data(&hour.ana, REVOKE, json!({})).await["revokeCalendarFeed"]["revoked"], true);
    assert_eq!(ask(&app, &new, None).await.status, 404);
    assert!(app.data(&hour.ana, "{ calendarFeed { title } }", json!({})).await["calendarFeed"].is_null());
    for garbage in [
        "/calendar/x.ics",
        "/calendar/x",
        "/calendar/.ics",
        &format!("/calendar/{}.ics", "A".repeat(64)),
        &new.replace(".ics", ""),
    ] {
        assert_eq!(ask(&app, garbage, None).await.status, 404, "{garbage}");
    }
    // Who has left has no calendar either.
    let third = link(&app, &hour.ana, "").await;
    sqlx::query("update cairn.members set state = 'ended' where id = $1")
        .bind(hour.ana.member_id.0)
        .execute(&mut app.superuser().await)
        .await
        .expect("ended");
    assert_eq!(ask(&app, &third, None).await.status, 404);
}

#[tokio::test]
async fn what_a_program_has_already_does_not_leave_again() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let path = link(&app, &hour.ana, "").await;
    let first = ask(&app, &path, None).await;
    let tag = first.header("etag").expect("a tag").to_owned();
    assert_eq!(first.header("cache-control"), Some("private, no-cache"));
    app.driven().advance(SignedDuration::from_mins(10));
    for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}")] {
        let same = ask(&app, &path, Some(&known)).await;
        assert_eq!((same.status.as_u16(), same.bytes.len()), (304, 0), "{known}");
        assert_eq!(same.header("etag"), Some(tag.as_str()));
    }
    hour.booked("2026-03-05T15:00:00Z", "IN_PERSON").await;
    let fresh = ask(&app, &path, Some(&tag)).await;
    assert_eq!(fresh.status, 200);
    assert_ne!(fresh.header("etag"), Some(tag.as_str()));
    let disclosed: i64 = sqlx::query_scalar("select count(*) from cairn.disclosures where subject_type = 'calendar_feed'")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a count");
    assert_eq!(disclosed, 2, "as many rows as times that something left");
}

#[tokio::test]
async fn a_program_that_asks_too_often_waits() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let path = link(&app, &hour.ana, "").await;
    let tag = ask(&app, &path, None).await.header("etag").expect("a tag").to_owned();
    for _ in 0..19 {
        assert_eq!(ask(&app, &path, Some(&tag)).await.status, 304);
    }
    let refused = ask(&app, &path, Some(&tag)).await;
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").is_some());
    app.driven().advance(SignedDuration::from_secs(31));
    assert_eq!(ask(&app, &path, Some(&tag)).await.status, 304);
}

/// A month back, half a year ahead.
#[tokio::test]
async fn the_calendar_has_its_ends() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let path = link(&app, &hour.ana, "").await;
    for (now, there) in
        [("2025-09-04T14:59:00Z", 0), ("2025-09-04T15:01:00Z", 1), ("2026-04-02T14:59:00Z", 1), ("2026-04-02T15:01:00Z", 0)]
    {
        hour.at(now).await;
        assert_eq!(parse(&ask(&app, &path, None).await).events.len(), there, "{now}");
    }
}
