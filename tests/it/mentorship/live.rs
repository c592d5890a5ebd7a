//! A pair as it happens, on open screens; and what is not kept for ever.

use std::time::Duration;

use cairn_domain::db::Announcement;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person};
use uuid::Uuid;

use super::life::pair;
use crate::groups::chat::clean_up;
use crate::groups::chat_live::{Screen, hearing};
use crate::http::listening;

const LONG: Duration = Duration::from_secs(20);
const HEARD: &str = "subscription { pairChanges { kind mentorshipId mentorship { state } message { body author { name } } } }";

/// What somebody's screen hears next; `RESYNC` only where it is asked for.
async fn heard(screen: &mut Screen) -> Json {
    let wanted = async {
        loop {
            let frame = screen.next().await;
            if frame["payload"]["data"]["pairChanges"]["kind"] != "RESYNC" {
                return frame["payload"]["data"]["pairChanges"].clone();
            }
        }
    };
    tokio::time::timeout(LONG, wanted).await.expect("something is heard in time")
}

/// A screen that hears from here on.
async fn listens(app: &App, url: &str, person: &Person) -> Screen {
    let mut screen = Screen::open(url, person).await;
    screen.asks(HEARD, json!({})).await;
    loop {
        let _ = app.live.0.send(Announcement::Missed);
        if tokio::time::timeout(Duration::from_millis(200), screen.next()).await.is_ok() {
            return screen;
        }
    }
}

async fn write(app: &App, person: &Person, pair: &str, body: &str) -> Json {
    let send = "mutation($input: SendPairMessageInput!) { sendPairMessage(input: $input) { message { id } problems { code } } }";
    let input = json!({ "clientMutationId": Uuid::new_v4(), "mentorshipId": pair, "body": body });
    fine(&app.data(person, send, json!({ "input": input })).await, "sendPairMessage")["message"]["id"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_two_of_a_pair_hear_each_other_and_nobody_else_does() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana, marcus, id) = pair(&center).await;
    let tyler = center.client("Tyler Beck", &dana).await;
    let hears = hearing(&app).await;
    let (url, stop) = listening(&app).await;
    let mut anas = listens(&app, &url, &ana).await;
    let mut danas = listens(&app, &url, &dana).await;
    let mut tylers = listens(&app, &url, &tyler).await;

    write(&app, &marcus, &id, "See you on Tuesday?").await;
    let message = heard(&mut anas).await;
    assert_eq!((&message["kind"], &message["mentorshipId"]), (&json!("MESSAGE"), &json!(id)));
    assert_eq!(message["message"], json!({ "body": "See you on Tuesday?", "author": { "name": "Marcus Hill" } }));
    let end = "mutation($id: ID!) { endMentorship(input: { mentorshipId: $id, reason: TIME_IS_UP, words: \"\" }) { problems { code } } }";
    fine(&app.data(&marcus, end, json!({ "id": id })).await, "endMentorship");
    let changed = heard(&mut anas).await;
    assert_eq!((&changed["kind"], &changed["mentorship"]["state"]), (&json!("CHANGED"), &json!("CLOSING")));

    // The others, up to the end of their sign-in: never anything of it.
    for (person, screen) in [(&dana, &mut danas), (&tyler, &mut tylers)] {
        app.graphql(person, "mutation { signOutEverywhere { problems { code } } }", json!({})).await;
        loop {
            let frame = tokio::time::timeout(LONG, screen.next()).await.expect("the end comes in time");
            if frame["type"] == "close" {
                break;
            }
            assert_eq!(frame["payload"]["data"]["pairChanges"]["kind"], "RESYNC", "{frame:#}");
        }
    }
    stop.cancel();
    hears.abort();
}

#[tokio::test]
async fn messages_are_kept_for_a_year() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (_, ana, marcus, id) = pair(&center).await;
    write(&app, &ana, &id, "The first one").await;
    app.driven().advance(SignedDuration::from_hours(24 * 300));
    let ana = crate::standing::sign_in_again(&app, &center.center, &ana).await;
    write(&app, &ana, &id, "A later one").await;
    let kept = async |person: &Person| {
        let page = "query($id: ID!) { pairMessages(mentorshipId: $id) { nodes { body } } }";
        app.data(person, page, json!({ "id": id })).await["pairMessages"]["nodes"].clone()
    };
    clean_up(&app).await;
    assert_eq!(kept(&ana).await, json!([{ "body": "The first one" }, { "body": "A later one" }]));
    app.driven().advance(SignedDuration::from_hours(24 * 70));
    clean_up(&app).await;
    let marcus = crate::standing::sign_in_again(&app, &center.center, &marcus).await;
    assert_eq!(kept(&marcus).await, json!([{ "body": "A later one" }]));
}
