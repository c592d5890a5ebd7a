//! What comes by mail, calendar and page: every part of every mail, every file, every page that a token or a path opens.

use std::collections::BTreeSet;

use cairn_api::http::ROUTES;
use cairn_server::embedded::mail::Mail;
use http::StatusCode;
use serde_json::json;
use support::{App, Person};
use uuid::Uuid;

use super::walker::{Source, Walker};
use super::world::{self, Kind, World};
use crate::groups::chat::said;
use crate::pages::visitor::Visitor;

/// As it was delivered, and each part as a mail program shows it.
fn opened(mail: &Mail, walker: &mut Walker<'_>) {
    let whence = format!("{:?} to {:?}", mail.subject, mail.to);
    assert_eq!(mail.to.as_slice(), std::slice::from_ref(&walker.person.email), "one mail, one reader");
    walker.hears(Source::Mail, &whence, &mail.raw);
    for part in [&mail.subject, &mail.from, &mail.text, &mail.html, &mail.envelope_from] {
        walker.hears(Source::Mail, &whence, part.as_bytes());
    }
    for (name, value) in &mail.headers {
        walker.hears(Source::Mail, &whence, format!("{name}: {value}").as_bytes());
    }
    for file in [&mail.calendar, &mail.calendar_file].into_iter().flatten() {
        // Of a group nobody attends; of a session it is the reader, and nobody else.
        let own = format!("mailto:{}", walker.person.email);
        for line in file.replace("\r\n ", "").lines().filter(|line| line.starts_with("ATTENDEE")) {
            assert!(file.contains("METHOD:REQUEST") && line.ends_with(&own), "{file}");
        }
        walker.hears(Source::Calendar, &whence, file.as_bytes());
    }
}

/// Causes every mail about groups that there is: moved, called off, reminded, unread, a place, other times, a duty.
async fn writes(world: &World<'_>) {
    let (app, admin) = (world.room.app, &world.room.center.admin);
    let query = "query($id: ID!) { meetings(groupId: $id, first: 3) { nodes { id version } } group(id: $id) { version } }";
    let seen = app.data(admin, query, json!({ "id": world.room.group })).await;
    let [first, second, third] = &seen["meetings"]["nodes"].as_array().expect("meetings")[..] else { panic!("three") };
    let moved = json!({ "meetingId": second["id"], "version": second["version"], "localStart": "2026-03-10T19:30" });
    world.fine(admin, "changeMeeting", json!({ "input": moved })).await;
    let off = json!({ "meetingId": third["id"], "version": third["version"], "reason": "The room is flooded." });
    world.fine(admin, "cancelMeeting", json!({ "input": off })).await;
    app.run_jobs().await;
    world.fine(&world.room.marcus, "releaseDuty", json!({ "meetingId": first["id"] })).await;
    let place = &world.room.guests[0].place;
    world.fine(&world.room.marcus, "pauseGroupPerson", json!({ "input": { "id": place, "until": null } })).await;
    app.run_jobs().await;
    world.fine(&world.room.marcus, "restoreGroupPerson", json!({ "id": place })).await;
    app.run_jobs().await;
    world.fine(&world.joy, "acceptDuty", json!({ "meetingId": first["id"] })).await;
    // Three hours before the first meeting, and with something to read.
    world.room.at("20:00").await;
    app.run_jobs().await;
    said(app, world.tyler(), &world.room.group, "See you later.").await;
    said(app, world.tyler(), &world.noon, "And you at noon.").await;
    world.room.at("20:16").await;
    app.run_jobs().await;
    let pause = json!({ "groupId": world.room.group, "from": "2026-04-01", "until": "2026-04-20", "reason": "Spring" });
    world.fine(admin, "addGroupBreak", json!({ "input": pause })).await;
    app.run_jobs().await;
    world.room.at("21:30").await;
    app.run_jobs().await;
}

fn subjects(app: &App, person: &Person) -> BTreeSet<String> {
    app.mail.inbox().mails(Some(&person.email)).iter().map(|mail| mail.subject.clone()).collect()
}

#[tokio::test]
async fn no_mail_to_anybody_tells_who_somebody_else_is() {
    let app = world::app().await;
    let mut world = World::new(&app).await;
    writes(&world).await;
    world.begins().await;
    world.is_over().await;
    for (at, person) in world.room.guests.iter().map(|guest| &guest.person).chain([&world.room.marcus, &world.joy]).enumerate() {
        // Not even an alias: whoever sees the phone sees the mail.
        let kinds = [Kind::Own, Kind::Circle, Kind::Noon, Kind::Morning, Kind::ForFacilitators];
        let mut walker = Walker::new(person, world.secrets_from(person, &kinds), &["BEGIN:VEVENT"]);
        for mail in app.mail.inbox().mails(Some(&person.email)) {
            opened(&mail, &mut walker);
        }
        let member = at < world.room.guests.len();
        walker.found_nobody(&[(Source::Mail, 20), (Source::Calendar, if member { 3 } else { 0 })]);
        assert!(!member || walker.met(Source::Calendar, "BEGIN:VEVENT"));
    }
    let got = subjects(&app, world.ana());
    for subject in [
        "Today at 6:00 PM",
        "Changed: Tue, Mar 10, 7:30 PM",
        "Cancelled: Tue, Mar 17, 6:00 PM",
        "Something new for you",
        "Your times have changed",
    ] {
        assert!(got.contains(subject), "{subject}: {got:?}");
    }
    assert!(subjects(&app, &world.joy).len() > 1, "a duty was asked for");
}

/// The paths that this route stands for, for this person; none: it takes no GET of a person.
fn examples(route: &str, world: &World<'_>, tokens: &Tokens) -> Vec<String> {
    let Some(template) = route.strip_prefix("GET ") else { return Vec::new() };
    // A socket (`frames`), and what is the same for everybody and comes from the build.
    if ["/graphql/live", "/assets/{*file}"].contains(&template) {
        return Vec::new();
    }
    let template = template.replace("{slug}", &world.room.center.center.slug);
    let fill = |name: &str, values: &[String]| values.iter().map(|value| template.replace(name, value)).collect::<Vec<_>>();
    if template.contains("{id}") {
        let kind = if template.contains("service-exports") { "service_export" } else { "session" };
        let mut ids: Vec<String> = world.sessions.values().cloned().collect();
        ids.push(format!("{kind}:{}", Uuid::new_v4()));
        return fill("{id}", &ids);
    }
    if template.contains("{token}") {
        let prefix = &template[..template.find("{token}").expect("a token")];
        let mut known: Vec<String> = tokens.below(prefix);
        known.push("A".repeat(64));
        return fill("{token}", &known);
    }
    if template.contains("{*rest}") {
        let mut rest = ["today", "groups", "circle", "sessions", "messages"].map(str::to_owned).to_vec();
        rest.extend([&world.room.group, &world.morning].map(|group| format!("groups/{group}")));
        return fill("{*rest}", &rest);
    }
    assert!(!template.contains('{'), "the crawler does not know how to walk {route}");
    vec![template]
}

/// Links that the walker was given.
struct Tokens(Vec<String>);

impl Tokens {
    fn below(&self, prefix: &str) -> Vec<String> {
        let tokens = self.0.iter().filter_map(|path| path.strip_prefix(prefix));
        tokens.map(|rest| rest.split(['?', '/']).next().unwrap_or_default().trim_end_matches(".ics").to_owned()).collect()
    }
}

#[tokio::test]
async fn no_page_file_or_feed_tells_who_somebody_is() {
    let app = world::app().await;
    let mut world = World::new(&app).await;
    writes(&world).await;
    world.opens().await;
    let ana = world.ana().clone();
    let mut links: Vec<String> = app
        .mail
        .inbox()
        .mails(Some(&ana.email))
        .iter()
        .flat_map(|mail| mail.links.clone())
        .filter_map(|link| link.strip_prefix(support::PUBLIC_URL).map(str::to_owned))
        .collect();
    // In by the link of the newest reminder, as from a phone that nobody is signed in on.
    let open = ["Harbor House", "BEGIN:VCALENDAR", "Evening circle", "shownatihana"];
    let kinds = [Kind::Own, Kind::Circle, Kind::Noon, Kind::Morning, Kind::ForFacilitators];
    let mut walker = Walker::new(&ana, world.secrets_from(&ana, &kinds), &open);
    let mut doors = 0;
    for link in links.iter().filter(|link| link.starts_with("/s/")).collect::<BTreeSet<_>>() {
        let mut visitor = Visitor::new(&app);
        walker.hears(Source::Page, link, &visitor.get(link).await.bytes);
        let inside = visitor.post(link, &[("action", "join")]).await;
        walker.hears(Source::Page, link, &inside.bytes);
        doors += usize::from(inside.header("refresh").is_some());
    }
    assert!(doors > 0, "no link led into the room");
    walker.found_nobody(&[(Source::Page, 4)]);

    world.meets().await;
    world.is_over().await;
    let feed = world.fine(&ana, "renewCalendarFeed", json!({ "title": "Chess club" })).await["path"].clone();
    links.push(feed.as_str().expect("a path").to_owned());
    links.push(world.proofs[&ana.member_id.0].clone());
    let tokens = Tokens(links);
    let mut walker = Walker::new(&ana, world.secrets_from(&ana, &kinds), &open);
    let mut pages = 0;
    for route in ROUTES {
        for path in examples(route, &world, &tokens) {
            for who in [Some(&ana), None] {
                let answer = app.get(&path, who).await;
                let headers: Vec<String> = answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
                let source = source(&path, answer.status);
                // What was asked for is known already.
                let asked = path.split('/').find_map(|part| part.strip_prefix("session:")).unwrap_or(&path);
                for told in [answer.text(), headers.join("\n")] {
                    walker.hears(source, &path, told.replace(asked, "").as_bytes());
                }
                pages += usize::from(answer.status == StatusCode::OK);
            }
        }
    }
    walker.found_nobody(&[
        (Source::Page, 40),
        (Source::Refusal, 20),
        (Source::Calendar, 4),
        (Source::Feed, 2),
        (Source::Proof, 2),
    ]);
    assert!(pages > 20, "only {pages} pages were there");
    for (source, word) in [
        (Source::Page, "Harbor House"),
        (Source::Calendar, "BEGIN:VCALENDAR"),
        (Source::Feed, "Evening circle"),
        (Source::Proof, "shownatihana"),
    ] {
        assert!(walker.met(source, word), "{word} in a {source:?}");
    }
    assert_eq!(
        app.get(&format!("/{}/meetings.json", world.center().center.slug), None).await.json().as_array().map(Vec::len),
        Some(1)
    );
}

fn source(path: &str, status: StatusCode) -> Source {
    match path {
        _ if !status.is_success() => Source::Refusal,
        path if path.ends_with(".ics") => Source::Calendar,
        path if path.ends_with("/meetings.json") => Source::Feed,
        path if path.starts_with("/v/") => Source::Proof,
        _ => Source::Page,
    }
}
