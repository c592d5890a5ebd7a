//! What becomes of somebody who asked or waited for a place, and that they hear of it.

use cairn_domain::groups::upkeep;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use crate::mail::well_formed;
use crate::standing::sign_in_again;

const ANSWER: &str = "mutation($id: ID!, $in: Boolean!) { answerApplication(input: { id: $id, letIn: $in }) { entry { state } problems { code } } }";
const LEAVE: &str = "mutation($id: ID!) { leaveGroup(membershipId: $id) { problems { code } } }";
const ACCEPT: &str = "mutation($id: ID!) { acceptPlace(membershipId: $id) { problems { code message } } }";
const INVITE: &str = "mutation($input: InviteToGroupInput!) { inviteToGroup(input: $input) { problems { code } } }";
const PAUSE: &str = "mutation($id: ID!) { pauseGroupPerson(input: { id: $id, until: \"2026-03-09T15:00:00Z\" }) { entry { state } problems { code } } }";
const MINE: &str = "query($id: ID!) { group(id: $id) { state myMembership { id state leftBecause offeredUntil pausedUntil } } }";
const LISTED: &str = "{ myMemberships { state leftBecause group { name state } } }";
const NEWS: &str = "Something new for you";

struct Circle<'a> {
    center: TestCenter<'a>,
    dana: Person,
    group: String,
}

impl<'a> Circle<'a> {
    async fn new(app: &'a App, changes: Json) -> Self {
        let center = app.center("Harbor House").await;
        let dana = center.counselor("Dana Reyes").await;
        let group = center.group("Evening circle", changes).await;
        Self { center, dana, group }
    }

    async fn client(&self, name: &str) -> Person {
        self.center.client(name, &self.dana).await
    }

    /// In line, at the door or in, a minute after whoever came before.
    async fn comes(&self, person: &Person, alias: &str, state: &str) -> String {
        self.center.app.driven().advance(SignedDuration::from_mins(1));
        let asked = self.center.asks_to_join(person, &self.group, alias).await;
        assert_eq!(asked["group"]["myMembership"]["state"], state, "{asked:#}");
        asked["group"]["myMembership"]["id"].as_str().expect("an id").to_owned()
    }

    async fn mine(&self, person: &Person) -> Json {
        self.center.app.data(person, MINE, json!({ "id": self.group })).await["group"]["myMembership"].clone()
    }

    async fn becomes(&self, state: &str) {
        let set = "mutation($input: SetGroupStateInput!) { setGroupState(input: $input) { problems { code } } }";
        let app = self.center.app;
        let version = app.data(&self.center.admin, "query($id: ID!) { group(id: $id) { version } }", json!({ "id": self.group }));
        let input = json!({ "groupId": self.group, "version": version.await["group"]["version"], "state": state });
        assert_eq!(app.data(&self.center.admin, set, json!({ "input": input })).await["setGroupState"]["problems"], json!([]));
    }
}

/// The subjects of all a person got, the oldest first; each mail is one that may be sent.
async fn subjects(app: &App, person: &Person) -> Vec<String> {
    // What a round plans leaves with the next.
    app.run_jobs().await;
    app.run_jobs().await;
    let mut mails = app.mail.inbox().mails(Some(&person.email));
    mails.sort_by_key(|mail| mail.id);
    mails.iter().for_each(|mail| well_formed(mail, &person.email));
    mails.iter().map(|mail| mail.subject.clone()).collect()
}

#[tokio::test]
async fn a_facilitator_says_not_now_and_the_person_hears_it_and_may_ask_again() {
    let app = App::start().await;
    let circle = Circle::new(&app, json!({ "access": "CLOSED" })).await;
    let marcus = circle.center.facilitator("Marcus Hill").await;
    circle.center.holds(&marcus, &circle.group, "Marcus", "FACILITATOR").await;
    let ana = circle.client("Ana Ruiz").await;
    let id = circle.comes(&ana, "River", "APPLIED").await;
    let before = subjects(&app, &ana).await.len();
    let no = app.data(&marcus, ANSWER, json!({ "id": id, "in": false })).await;
    assert_eq!(no["answerApplication"]["entry"]["state"], "LEFT");
    assert_eq!(subjects(&app, &ana).await[before..], [NEWS]);
    // No choice stops it, so it does not offer one.
    let mail = app.mail.inbox().mails(Some(&ana.email)).into_iter().max_by_key(|mail| mail.id).expect("a mail");
    assert!(mail.header("List-Unsubscribe").is_none() && !mail.text.contains("/e/"), "{}", mail.text);
    let told = json!({ "state": "LEFT", "leftBecause": "NOT_NOW", "group": { "name": "Evening circle", "state": "ACTIVE" } });
    assert_eq!(app.data(&ana, LISTED, json!({})).await["myMemberships"], json!([told]));
    // They ask again and think better of it: that is their own, and nobody tells them.
    assert_eq!(circle.comes(&ana, "River", "APPLIED").await, id);
    assert_eq!(circle.mine(&ana).await["leftBecause"], Json::Null);
    app.data(&ana, LEAVE, json!({ "id": id })).await;
    let own = circle.mine(&ana).await;
    assert_eq!((&own["state"], &own["leftBecause"]), (&json!("LEFT"), &Json::Null));
    assert_eq!(app.data(&ana, LISTED, json!({})).await["myMemberships"], json!([]));
    assert_eq!(subjects(&app, &ana).await.len(), before + 1);
}

#[tokio::test]
async fn what_came_to_nothing_stands_in_ones_lists_for_a_week_and_in_the_group_until_one_asks_again() {
    let app = App::start().await;
    let circle = Circle::new(&app, json!({ "access": "CLOSED" })).await;
    let ana = circle.client("Ana Ruiz").await;
    let id = circle.comes(&ana, "River", "APPLIED").await;
    app.data(&circle.center.admin, ANSWER, json!({ "id": id, "in": false })).await;
    app.driven().advance(SignedDuration::from_hours(24 * 7));
    let ana = sign_in_again(&app, &circle.center.center, &ana).await;
    assert_eq!(app.data(&ana, LISTED, json!({})).await["myMemberships"], json!([]));
    assert_eq!(circle.mine(&ana).await["leftBecause"], "NOT_NOW");
}

#[tokio::test]
async fn a_group_that_ends_lets_nobody_wait_and_tells_each_of_them_once() {
    let app = App::start().await;
    let circle = Circle::new(&app, json!({ "capacity": 2 })).await;
    let mut people = Vec::new();
    for name in ["Ana Ruiz", "Tyler Beck", "Mei Lin", "Jo Park", "Kim Lee"] {
        people.push(circle.client(name).await);
    }
    let [ana, tyler, mei, jo, kim] = &people[..] else { panic!("five") };
    let first = circle.comes(ana, "River", "ACTIVE").await;
    circle.comes(tyler, "Sky", "ACTIVE").await;
    let offered = circle.comes(mei, "Leaf", "WAITLISTED").await;
    circle.comes(jo, "Stone", "WAITLISTED").await;
    app.data(ana, LEAVE, json!({ "id": first })).await;
    assert!(circle.mine(mei).await["offeredUntil"].is_string());
    let invite = || json!({ "clientMutationId": uuid::Uuid::new_v4(), "groupId": circle.group, "clientId": kim.wire_id() });
    assert_eq!(app.data(&circle.dana, INVITE, json!({ "input": invite() })).await["inviteToGroup"]["problems"], json!([]));
    let mut before = Vec::new();
    for person in &people {
        before.push(subjects(&app, person).await.len());
    }
    circle.becomes("CLOSED").await;
    for (person, before) in [mei, jo, kim].into_iter().zip(&before[2..]) {
        assert_eq!(subjects(&app, person).await[*before..], [NEWS], "{}", person.email);
        let told =
            json!({ "state": "LEFT", "leftBecause": "GROUP_ENDED", "group": { "name": "Evening circle", "state": "CLOSED" } });
        assert_eq!(app.data(person, LISTED, json!({})).await["myMemberships"], json!([told]));
    }
    assert_eq!(subjects(&app, ana).await.len(), before[0], "whoever had left is not spoken to");
    assert_eq!(circle.mine(ana).await["leftBecause"], Json::Null);
    // The mail said until when: the group is not there any more to be joined.
    let late = app.data(mei, ACCEPT, json!({ "id": offered })).await["acceptPlace"]["problems"][0].clone();
    assert_eq!(late["code"], "group_not_open", "{late}");
    let again = app.data(&circle.dana, INVITE, json!({ "input": invite() })).await;
    assert_eq!(again["inviteToGroup"]["problems"][0]["code"], "not_found", "nobody is invited to what is over");
    // It opens again: then that is not true any more, and they can ask as anybody.
    circle.becomes("ACTIVE").await;
    assert_eq!(circle.mine(jo).await["leftBecause"], Json::Null);
    circle.comes(jo, "Stone", "ACTIVE").await;
}

#[tokio::test]
async fn whoever_asked_a_group_that_ended_before_is_told_with_the_next_round() {
    let app = App::start().await;
    let circle = Circle::new(&app, json!({ "access": "CLOSED" })).await;
    let ana = circle.client("Ana Ruiz").await;
    circle.comes(&ana, "River", "APPLIED").await;
    let before = subjects(&app, &ana).await.len();
    // As the release before left it.
    sqlx::query("update cairn.groups set state = 'closed' where center_id = $1")
        .bind(circle.center.center.id.0)
        .execute(&mut app.superuser().await)
        .await
        .expect("closed");
    let tx = app.enter(&circle.center.admin).await;
    let living = upkeep::living(&tx).await.expect("groups");
    assert_eq!(living.len(), 1);
    upkeep::round(&tx, living[0]).await.expect("a round");
    assert!(upkeep::living(&tx).await.expect("groups").is_empty(), "then there is nothing left to do in it");
    tx.commit().await.expect("commit");
    assert_eq!(circle.mine(&ana).await["leftBecause"], "GROUP_ENDED");
    assert_eq!(subjects(&app, &ana).await[before..], [NEWS]);
}

#[tokio::test]
async fn a_group_that_rests_keeps_no_place_and_offers_it_again_when_it_meets() {
    let app = App::start().await;
    let circle = Circle::new(&app, json!({ "capacity": 2 })).await;
    let (ana, tyler, mei) = (circle.client("Ana Ruiz").await, circle.client("Tyler Beck").await, circle.client("Mei Lin").await);
    let first = circle.comes(&ana, "River", "ACTIVE").await;
    circle.comes(&tyler, "Sky", "ACTIVE").await;
    let id = circle.comes(&mei, "Leaf", "WAITLISTED").await;
    app.data(&ana, LEAVE, json!({ "id": first })).await;
    circle.becomes("PAUSED").await;
    let waits = circle.mine(&mei).await;
    assert_eq!((&waits["state"], &waits["offeredUntil"]), (&json!("WAITLISTED"), &Json::Null));
    let early = app.data(&mei, ACCEPT, json!({ "id": id })).await["acceptPlace"]["problems"][0].clone();
    assert_eq!(early["code"], "group_not_open");
    circle.becomes("ACTIVE").await;
    assert!(circle.mine(&mei).await["offeredUntil"].is_string());
    assert_eq!(app.data(&mei, ACCEPT, json!({ "id": id })).await["acceptPlace"]["problems"], json!([]));
}

#[tokio::test]
async fn a_kept_place_says_until_when_and_whoever_never_answers_is_asked_three_times() {
    let app = App::start().await;
    let circle = Circle::new(&app, json!({ "capacity": 2 })).await;
    let (ana, tyler, mei) = (circle.client("Ana Ruiz").await, circle.client("Tyler Beck").await, circle.client("Mei Lin").await);
    let first = circle.comes(&ana, "River", "ACTIVE").await;
    circle.comes(&tyler, "Sky", "ACTIVE").await;
    circle.comes(&mei, "Leaf", "WAITLISTED").await;
    let before = subjects(&app, &mei).await.len();
    app.data(&ana, LEAVE, json!({ "id": first })).await;
    assert_eq!(subjects(&app, &mei).await[before..], ["Please answer by Wed, Mar 4"]);
    for _ in 0..4 {
        app.driven().advance(SignedDuration::from_hours(48));
        subjects(&app, &mei).await;
    }
    let asked = ["Please answer by Wed, Mar 4", "Please answer by Fri, Mar 6", "Please answer by Sun, Mar 8", NEWS];
    assert_eq!(subjects(&app, &mei).await[before..], asked);
    let mei = sign_in_again(&app, &circle.center.center, &mei).await;
    let own = circle.mine(&mei).await;
    assert_eq!((&own["state"], &own["leftBecause"]), (&json!("LEFT"), &json!("UNANSWERED")));
    // The place is free for whoever comes, also for her: from the beginning.
    circle.comes(&mei, "Leaf", "ACTIVE").await;
}

#[tokio::test]
async fn nobody_loses_their_place_for_offers_they_could_not_hear_of() {
    let app = App::start().await;
    let circle = Circle::new(&app, json!({ "capacity": 2 })).await;
    let (ana, tyler, mei) = (circle.client("Ana Ruiz").await, circle.client("Tyler Beck").await, circle.client("Mei Lin").await);
    let first = circle.comes(&ana, "River", "ACTIVE").await;
    circle.comes(&tyler, "Sky", "ACTIVE").await;
    circle.comes(&mei, "Leaf", "WAITLISTED").await;
    let fails = "update cairn.members set email_failed_at = now() where id = $1";
    sqlx::query(fails).bind(mei.member_id.0).execute(&mut app.superuser().await).await.expect("mail comes back");
    app.data(&ana, LEAVE, json!({ "id": first })).await;
    for _ in 0..5 {
        app.driven().advance(SignedDuration::from_hours(48));
        app.run_jobs().await;
    }
    let mei = sign_in_again(&app, &circle.center.center, &mei).await;
    assert_eq!(circle.mine(&mei).await["state"], "WAITLISTED");
}

#[tokio::test]
async fn somebody_whose_place_is_paused_hears_of_it_and_sees_until_when() {
    let app = App::start().await;
    let circle = Circle::new(&app, json!({})).await;
    let ana = circle.client("Ana Ruiz").await;
    let id = circle.comes(&ana, "River", "ACTIVE").await;
    let before = subjects(&app, &ana).await.len();
    let paused = app.data(&circle.center.admin, PAUSE, json!({ "id": id })).await;
    assert_eq!(paused["pauseGroupPerson"]["entry"]["state"], "PAUSED", "{paused:#}");
    assert_eq!(subjects(&app, &ana).await[before..], [NEWS]);
    assert_eq!(circle.mine(&ana).await["pausedUntil"], "2026-03-09T15:00:00Z");
    // Its end is told, too.
    app.driven().set("2026-03-09T15:00:01Z".parse().expect("a time"));
    assert_eq!(subjects(&app, &ana).await.last().map(String::as_str), Some(NEWS));
    assert!(subjects(&app, &ana).await.len() > before + 1);
}
