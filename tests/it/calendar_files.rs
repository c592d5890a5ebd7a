//! Calendar files as other programs read them: a busy time, and nothing else.

use std::io::BufReader;

use cairn_domain::notifications::calendar;
use cairn_worker::calendar::{Organizer, publish};
use ical::IcalParser;
use ical::parser::ical::component::IcalCalendar;
use jiff::SignedDuration;
use support::App;

use crate::notifications::{book, cancel, pair, reschedule};

/// By a parser that is not ours.
fn parse(ics: &str) -> IcalCalendar {
    let mut calendars: Vec<_> = IcalParser::new(BufReader::new(ics.as_bytes())).collect();
    assert_eq!(calendars.len(), 1);
    calendars.remove(0).expect("a calendar")
}

fn property(calendar: &IcalCalendar, name: &str) -> Option<String> {
    let event = &calendar.events[0];
    let mut found = calendar.properties.iter().chain(&event.properties).filter(|property| property.name == name);
    let value = found.next()?.value.clone();
    assert!(found.next().is_none(), "{name} twice");
    value
}

/// The one who is named, and whether an answer is wanted of them (RFC 5546, 3.2.2: a request has at least one).
fn attendee(calendar: &IcalCalendar) -> (String, String) {
    let all: Vec<_> = calendar.events[0].properties.iter().filter(|property| property.name == "ATTENDEE").collect();
    assert_eq!(all.len(), 1, "the reader, and nobody else: {all:?}");
    let wanted = all[0].params.iter().flatten().find(|(name, _)| name == "RSVP").map(|(_, values)| values.concat());
    (all[0].value.clone().unwrap_or_default(), wanted.unwrap_or_default())
}

fn well_formed(ics: &str) {
    for line in ics.split_inclusive("\r\n") {
        let line = line.strip_suffix("\r\n").expect("every line ends with CRLF");
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line}");
    }
}

#[tokio::test]
async fn the_entry_follows_the_session() {
    let app = App::start().await;
    let center = app.center("Sober House Relapse Clinic").await;
    let (dana, ana) = pair(&center).await;
    let session = book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    app.run_jobs().await;
    let moved = reschedule(&app, &dana, &session, "2026-03-06T19:00:00Z").await;
    app.run_jobs().await;
    cancel(&app, &dana, &moved).await;
    app.driven().advance(SignedDuration::from_mins(10));
    app.run_jobs().await;
    let files: Vec<_> = app.mail.inbox().mails(Some(&ana.email)).iter().filter_map(|mail| mail.calendar.clone()).collect();
    assert_eq!(files.len(), 3);
    let calendars: Vec<_> = files.iter().map(|ics| parse(ics)).collect();
    let all = |name: &str| calendars.iter().map(|calendar| property(calendar, name).unwrap_or_default()).collect::<Vec<_>>();
    assert_eq!(all("METHOD"), ["REQUEST", "REQUEST", "CANCEL"]);
    assert_eq!(all("SEQUENCE"), ["0", "1", "2"]);
    assert_eq!(all("STATUS"), ["CONFIRMED", "CONFIRMED", "CANCELLED"]);
    assert_eq!(all("DTSTART"), ["20260305T190000Z", "20260306T190000Z", "20260306T190000Z"]);
    assert_eq!(all("DTEND"), ["20260305T194500Z", "20260306T194500Z", "20260306T194500Z"]);
    assert_eq!(all("SUMMARY"), ["Busy"; 3]);
    assert_eq!(all("CLASS"), ["PRIVATE"; 3]);
    assert_eq!(all("ORGANIZER"), ["mailto:notify@mail.example"; 3]);
    let uids = all("UID");
    assert!(uids.iter().all(|uid| *uid == uids[0] && uid.ends_with("@mail.example")), "{uids:?}");
    assert!(!uids[0].contains(&session.id.to_string()[..8]));
    for (ics, calendar) in files.iter().zip(&calendars) {
        for name in ["LOCATION", "DESCRIPTION", "URL", "CONTACT", "COMMENT"] {
            assert_eq!(property(calendar, name), None);
        }
        assert_eq!(attendee(calendar), (format!("mailto:{}", ana.email), "FALSE".to_owned()));
        assert!(calendar.events[0].alarms.is_empty());
        well_formed(&ics.replace('\n', "\r\n").replace("\r\r", "\r"));
    }
}

#[tokio::test]
async fn a_download_is_for_the_two_people_of_the_session() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let other = center.client("Lee Park", &dana).await;
    let session = book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    for person in [&dana, &ana] {
        let tx = app.enter(person).await;
        let facts = calendar::for_download(&tx, session.id).await.expect("a file");
        tx.commit().await.expect("commit");
        let file = publish(facts, &Organizer { address: "notify@mail.example".to_owned() });
        well_formed(file.get());
        assert_eq!(property(&parse(file.get()), "METHOD").as_deref(), Some("PUBLISH"));
    }
    for person in [&other, &center.admin] {
        let tx = app.enter(person).await;
        assert!(calendar::for_download(&tx, session.id).await.is_err());
    }
    let mut connection = app.superuser().await;
    let disclosed: i64 =
        sqlx::query_scalar("select count(*) from cairn.disclosures where kind = 'calendar_file' and subject_id = $1")
            .bind(session.id.0)
            .fetch_one(&mut connection)
            .await
            .expect("disclosures");
    assert_eq!(disclosed, 2);
}

/// The mail about a series names every date, and its file has them all: under the ids that later changes come with.
#[tokio::test]
async fn a_series_comes_with_all_its_dates() {
    let app = App::start().await;
    let center = app.center("Sober House Relapse Clinic").await;
    let (dana, ana) = pair(&center).await;
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&ana.email)).len();
    let ids = crate::booking::weekly_series(&app, &dana, &ana, 15).await;
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(Some(&ana.email));
    assert_eq!(mails.len(), before + 1);
    let mail = mails.last().expect("a mail");
    let invitation = parse(mail.calendar.as_deref().expect("an invitation"));
    assert_eq!((invitation.events.len(), property(&invitation, "METHOD").as_deref()), (1, Some("REQUEST")));
    let file = parse(mail.calendar_file.as_deref().expect("a file"));
    assert_eq!(file.events.len(), 14);
    // Each reads a file of their own: nobody learns another one's address from it, not even the two of a session.
    assert_eq!(attendee(&invitation).0, format!("mailto:{}", ana.email));
    let others = file.events.iter().flat_map(|event| &event.properties).filter(|property| property.name == "ATTENDEE");
    assert_eq!(others.count(), 0, "what is published has no attendees (3.2.1)");
    let danas = app.mail.inbox().mails(Some(&dana.email)).iter().filter_map(|mail| mail.calendar.clone()).next_back();
    let danas = danas.expect("an invitation of hers");
    assert!(!danas.contains(&ana.email));
    assert_eq!(attendee(&parse(&danas)).0, format!("mailto:{}", dana.email));
    let of = |name: &str| -> Vec<String> {
        let found = file.events.iter().filter_map(|event| event.properties.iter().find(|property| property.name == name));
        found.filter_map(|property| property.value.clone()).collect()
    };
    // The clocks change between the first and the second: ten on the wall.
    assert_eq!(of("DTSTART")[..2], ["20260310T140000Z", "20260317T140000Z"]);
    assert_eq!(of("SUMMARY"), vec!["Busy"; 14]);
    assert_eq!(of("UID").iter().collect::<std::collections::HashSet<_>>().len(), 14);
    assert!(file.properties.iter().any(|property| property.name == "METHOD" && property.value.as_deref() == Some("PUBLISH")));
    for words in ["Mar 10", "May 26", "and 2 more, until"] {
        assert!(mail.text.contains(words), "{words}: {}", mail.text);
    }
    for words in ["Dana", "Sober", "session", "Session"] {
        assert!(!mail.text.contains(words), "{words}: {}", mail.text);
    }
    // One of them is called off: the same id.
    app.data(
        &dana,
        "mutation($id: ID!) { cancelSession(input: { sessionId: $id, version: 1 }) { problems { code } } }",
        serde_json::json!({ "id": ids[3] }),
    )
    .await;
    app.driven().advance(SignedDuration::from_hours(24));
    app.run_jobs().await;
    let gone = app.mail.inbox().mails(Some(&ana.email)).iter().filter_map(|mail| mail.calendar.clone()).next_back();
    let gone = parse(&gone.expect("a cancellation"));
    assert_eq!(property(&gone, "METHOD").as_deref(), Some("CANCEL"));
    assert_eq!(property(&gone, "UID").as_ref(), of("UID").get(2));
}
