//! What people of a group get by mail: one each, discreet, and a way in.

use serde_json::json;
use support::{App, Person, TestCenter};

use crate::pages::visitor::Visitor;

/// Words that would tell what it is about.
const TELLING: [&str; 18] = [
    "recovery",
    "sober",
    "addict",
    "rehab",
    "counsel",
    "therap",
    "group",
    "peer",
    "mentor",
    "clinic",
    "treatment",
    "relapse",
    "meeting",
    "circle",
    "marcus",
    "ana ruiz",
    "river",
    "harbor house",
];

/// The subjects of a person's mails since `from`, and the links of the last; each mail goes to them alone and tells
/// nothing.
fn received(app: &App, person: &Person, from: usize) -> (Vec<String>, Vec<String>) {
    let mut mails = app.mail.inbox().mails(Some(&person.email));
    mails.sort_by_key(|mail| mail.id);
    let mails = &mails[from..];
    for mail in mails {
        assert_eq!(mail.to.as_slice(), std::slice::from_ref(&person.email));
        let calendar = mail.calendar.clone().unwrap_or_default();
        assert!(!calendar.contains("ATTENDEE"), "{calendar}");
        let told = format!("{} {} {} {}", mail.subject, mail.text, mail.html, calendar).to_lowercase();
        for word in TELLING {
            assert!(!told.contains(word), "{word}: {told}");
        }
    }
    let subjects = mails.iter().map(|mail| mail.subject.clone()).collect();
    (subjects, mails.last().map(|mail| mail.links.clone()).unwrap_or_default())
}

fn count(app: &App, person: &Person) -> usize {
    app.mail.inbox().mails(Some(&person.email)).len()
}

async fn members(center: &TestCenter<'_>) -> (Person, Person) {
    let dana = center.counselor("Dana Reyes").await;
    (center.client("Ana Ruiz", &dana).await, center.client("Tyler Beck", &dana).await)
}

#[tokio::test]
async fn a_reminder_comes_on_the_same_day_and_leads_into_the_room_in_two_taps() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, tyler) = members(&center).await;
    let group = center.group("Evening circle", json!({})).await;
    center.joins(&ana, &group, "River").await;
    let place = center.joins(&tyler, &group, "Sky").await;
    let quiet = "mutation($id: ID!) { updateMembership(input: { membershipId: $id, reminders: false }) { problems { code } } }";
    app.data(&tyler, quiet, json!({ "id": place })).await;
    app.run_jobs().await;
    let (before, others) = (count(&app, &ana), count(&app, &tyler));
    // Tuesday, 15:00 in New York: three hours before.
    app.driven().set("2026-03-03T20:00:00Z".parse().expect("a time"));
    app.run_jobs().await;
    let (subjects, links) = received(&app, &ana, before);
    assert_eq!(subjects, ["Today at 6:00 PM"]);
    assert_eq!(count(&app, &tyler), others, "whoever does not want it gets none");
    let page =
        links.iter().find(|link| link.contains("/s/")).expect("a link").split_once("localhost:4000").expect("ours").1.to_owned();
    let mut visitor = Visitor::new(&app);
    let early = visitor.get(&page).await.text();
    assert!(early.contains("5:45 PM") && !early.contains("meet.example"), "{early}");
    app.driven().set("2026-03-03T22:50:00Z".parse().expect("a time"));
    let open = visitor.get(&page).await.text();
    assert!(open.contains("value=\"join\"") && !open.contains("meet.example") && !open.contains("Evening circle"), "{open}");
    let room = visitor.post(&page, &[("action", "join")]).await;
    assert_eq!(room.header("refresh"), Some("0; url=https://meet.example/room-7"));
    let came = "query($id: ID!) { meeting(id: $id) { myAttendance { status via } } }";
    let ana = crate::standing::sign_in_again(&app, &center.center, &ana).await;
    let meeting =
        app.data(&ana, "query($id: ID!) { group(id: $id) { nextMeetings(first: 1) { id } } }", json!({ "id": group })).await;
    let noted = app.data(&ana, came, json!({ "id": meeting["group"]["nextMeetings"][0]["id"] })).await;
    assert_eq!(noted["meeting"]["myAttendance"], json!({ "status": "PRESENT", "via": "JOIN" }));
}

#[tokio::test]
async fn a_meeting_that_moves_or_is_called_off_is_told_once_and_reminds_anew() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, _) = members(&center).await;
    let group = center.group("Evening circle", json!({})).await;
    center.joins(&ana, &group, "River").await;
    app.run_jobs().await;
    let before = count(&app, &ana);
    let meeting = center.next_meeting(&group).await;
    let change =
        "mutation($input: ChangeMeetingInput!) { changeMeeting(input: $input) { meeting { version } problems { code } } }";
    let input = json!({ "meetingId": meeting, "version": 1, "localStart": "2026-03-03T19:30" });
    let moved = app.data(&center.admin, change, json!({ "input": input })).await["changeMeeting"]["meeting"]["version"].clone();
    app.run_jobs().await;
    app.run_jobs().await;
    assert_eq!(received(&app, &ana, before).0, ["Changed: Tue, Mar 3, 7:30 PM"]);
    app.driven().set("2026-03-03T20:05:00Z".parse().expect("a time"));
    app.run_jobs().await;
    assert_eq!(received(&app, &ana, before).0.len(), 1, "the old reminder is not true any more");
    app.driven().set("2026-03-03T21:30:00Z".parse().expect("a time"));
    app.run_jobs().await;
    assert_eq!(received(&app, &ana, before).0[1..], ["Today at 7:30 PM"]);
    let admin = crate::standing::sign_in_again(&app, &center.center, &center.admin).await;
    let cancel = "mutation($input: CancelMeetingInput!) { cancelMeeting(input: $input) { problems { code } } }";
    app.data(&admin, cancel, json!({ "input": { "meetingId": meeting, "version": moved, "reason": "The room is flooded." } }))
        .await;
    app.run_jobs().await;
    assert_eq!(received(&app, &ana, before).0[2..], ["Cancelled: Tue, Mar 3, 7:30 PM"]);
}

#[tokio::test]
async fn news_of_a_place_say_only_that_there_is_something() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, tyler) = members(&center).await;
    let group = center.group("Evening circle", json!({ "access": "CLOSED" })).await;
    let asked = center.asks_to_join(&ana, &group, "River").await;
    center.asks_to_join(&tyler, &group, "Sky").await;
    app.run_jobs().await;
    let (before, others) = (count(&app, &ana), count(&app, &tyler));
    let answer = "mutation($id: ID!) { answerApplication(input: { id: $id, letIn: true }) { problems { code } } }";
    app.data(&center.admin, answer, json!({ "id": asked["group"]["myMembership"]["id"] })).await;
    app.run_jobs().await;
    assert_eq!(received(&app, &ana, before).0.len(), 1);
    assert_eq!(count(&app, &tyler), others);
}

#[tokio::test]
async fn a_room_without_a_holder_asks_the_others_at_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.facilitator("Marcus Hill").await;
    let joy = center.facilitator("Joy Okafor").await;
    let group = center.group("Evening circle", json!({})).await;
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    center.holds(&joy, &group, "Joy", "BACKUP").await;
    app.run_jobs().await;
    let (before, own) = (count(&app, &joy), count(&app, &marcus));
    let meeting = center.next_meeting(&group).await;
    app.data(&marcus, "mutation($id: ID!) { releaseDuty(meetingId: $id) { problems { code } } }", json!({ "id": meeting })).await;
    app.run_jobs().await;
    assert_eq!(received(&app, &joy, before).0.len(), 1);
    assert_eq!(count(&app, &marcus), own);
}
