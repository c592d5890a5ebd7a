//! Times that are kept for somebody who waits: for whom they are, and when they are nobody's to take.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use super::kinds::kind;
use super::requests::by_approval;
use super::waits::{ACCEPT, DECLINE, join, round, state};
use super::{book, cancel, code, input, offered, pair, session};

const JOIN: &str =
    "mutation($input: JoinWaitInput!) { joinSessionWait(input: $input) { sessionWait { id } problems { code path } } }";
const OFF: &str = "mutation($input: AddTimeOffInput!) { addTimeOff(input: $input) { problems { code } } }";
const TASKS: &str = "{ staffTasks { nodes { kind member { name } } } }";
const LIST: &str = "{ waitingList { nodes { state offersMissed restsUntil } } }";
const TIME: &str = "2026-03-04T15:00:00Z";

async fn off(app: &App, counselor: &Person, start: &str, end: &str) {
    let wanted = json!({ "counselorId": counselor.wire_id(), "localStart": start, "localEnd": end });
    assert_eq!(app.data(counselor, OFF, input(wanted)).await["addTimeOff"]["problems"], json!([]));
}

/// Theo waits for a time of Dana's, and Ana gives one back: it is kept for him.
async fn kept(center: &TestCenter<'_>) -> (Person, Person, Json) {
    let app = center.app;
    let (dana, ana) = pair(center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let booked = session(&book(app, &ana, &dana, &ana, TIME).await).clone();
    let wait = join(app, &theo, &dana).await;
    app.run_jobs().await;
    cancel(app, &ana, &booked).await;
    assert_eq!(state(app, &theo).await["state"], "OFFERED");
    (dana, theo, wait)
}

async fn still_in_line(app: &App, center: &TestCenter<'_>, theo: &Person, wait: &Json) {
    let listed = app.data(&center.admin, LIST, json!({})).await["waitingList"]["nodes"].clone();
    assert_eq!(listed, json!([{ "state": "WAITING", "offersMissed": 0, "restsUntil": null }]));
    assert_eq!(code(&app.data(theo, ACCEPT, json!({ "id": wait })).await["acceptWaitOffer"]), "offer_over");
}

#[tokio::test]
async fn what_was_kept_goes_with_the_counselor_who_is_away_and_nobody_missed_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, theo, wait) = kept(&center).await;
    app.driven().advance(SignedDuration::from_secs(11));
    app.run_jobs().await;
    let told = app.mail.inbox().mails(Some(&theo.email)).len();
    // Another day is none of it.
    off(&app, &dana, "2026-03-05T00:00", "2026-03-06T00:00").await;
    assert_eq!(state(&app, &theo).await["state"], "OFFERED");
    off(&app, &dana, "2026-03-04T00:00", "2026-03-05T00:00").await;
    still_in_line(&app, &center, &theo, &wait).await;
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some(&theo.email)).len(), told + 1, "he had heard of it");
}

#[tokio::test]
async fn what_was_kept_goes_with_the_account_that_is_paused() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, theo, wait) = kept(&center).await;
    let told = app.mail.inbox().mails(Some(&theo.email)).len();
    let pause = "mutation($id: ID!) { pauseMember(memberId: $id) { account { state } problems { code path } } }";
    let paused = app.data(&center.admin, pause, json!({ "id": dana.wire_id() })).await["pauseMember"].clone();
    assert_eq!(paused["account"]["state"], "SUSPENDED");
    still_in_line(&app, &center, &theo, &wait).await;
    app.driven().advance(SignedDuration::from_secs(11));
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some(&theo.email)).len(), told, "nobody had told him yet");
}

/// What needs a yes, and what is not booked any more, is offered by somebody of the center or not at all.
#[tokio::test]
async fn nothing_is_booked_through_the_line_that_a_client_could_not_book() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let (theo, nora) = (center.client("Theo Lindqvist", &dana).await, center.client("Nora Quist", &dana).await);
    let asked_for = by_approval(&center).await;
    let old = kind(&center, json!({ "name": "Check-in", "minutes": 45 })).await;
    for (client, kind) in [(&theo, &asked_for), (&nora, &old)] {
        let wanted = json!({ "counselorId": dana.wire_id(), "typeId": kind, "place": "ONLINE" });
        assert_eq!(app.data(client, JOIN, input(wanted)).await["joinSessionWait"]["problems"], json!([]));
    }
    let retire = "update cairn.session_types set active = false where name = 'Check-in'";
    sqlx::query(retire).execute(&mut app.superuser().await).await.expect("a kind of the past");
    let booked = session(&book(&app, &dana, &dana, &ana, TIME).await).clone();
    cancel(&app, &ana, &booked).await;
    for client in [&theo, &nora] {
        assert_eq!(state(&app, client).await["state"], "WAITING", "{}", client.name);
    }
    // Whoever offers it by hand says yes with that.
    let offer =
        "mutation($input: OfferWaitTimeInput!) { offerWaitTime(input: $input) { sessionWait { state } problems { code } } }";
    let wait = state(&app, &theo).await["id"].clone();
    let by_hand = json!({ "sessionWaitId": wait, "counselorId": dana.wire_id(), "startsAt": TIME });
    assert_eq!(app.data(&dana, offer, input(by_hand)).await["offerWaitTime"]["sessionWait"]["state"], "OFFERED");
    session(&app.data(&theo, ACCEPT, json!({ "id": wait })).await["acceptWaitOffer"]);
}

#[tokio::test]
async fn a_time_that_somebody_gave_up_is_not_kept_for_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let booked = session(&book(&app, &ana, &dana, &ana, TIME).await).clone();
    join(&app, &ana, &dana).await;
    let go = "mutation($input: MoveSessionInput!) { moveSession(input: $input) { session { id version } problems { code } } }";
    let wanted = json!({ "sessionId": booked["id"], "version": 1, "startsAt": "2026-03-05T15:00:00Z" });
    let moved = session(&app.data(&ana, go, input(wanted)).await["moveSession"]).clone();
    assert_eq!(state(&app, &ana).await["state"], "WAITING");
    cancel(&app, &ana, &moved).await;
    assert_eq!(state(&app, &ana).await["state"], "WAITING");
    assert!(offered(&app, &ana, &dana, "2026-03-04", 45).await.contains(&TIME.to_owned()), "it is free for everybody");
}

#[tokio::test]
async fn somebody_calls_whom_no_mail_can_tell_that_a_time_is_kept() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let fails = sqlx::query("update cairn.members set email_failed_at = now() where id = $1").bind(theo.member_id.0);
    fails.execute(&mut app.superuser().await).await.expect("an address that fails");
    let wait = join(&app, &theo, &dana).await;
    let to_call = json!([{ "kind": "OFFER_UNHEARD", "member": { "name": "Theo Lindqvist" } }]);
    let tasks = async || app.data(&dana, TASKS, json!({})).await["staffTasks"]["nodes"].clone();
    let booked = session(&book(&app, &ana, &dana, &ana, TIME).await).clone();
    cancel(&app, &ana, &booked).await;
    assert_eq!(tasks().await, to_call);
    // Nobody missed what they cannot have heard of.
    let sooner = "update cairn.session_waits set offered_until = '2026-03-02T15:00:00Z' where state = 'offered'";
    sqlx::raw_sql(sooner).execute(&mut app.superuser().await).await.expect("an offer that ran out");
    assert_eq!(round(&app, &center).await, 1);
    assert_eq!(tasks().await, json!([]));
    let listed = app.data(&dana, LIST, json!({})).await["waitingList"]["nodes"][0].clone();
    assert_eq!((&listed["state"], &listed["offersMissed"]), (&json!("WAITING"), &json!(0)));
    // Whoever called answers for him.
    let offer = "mutation($input: OfferWaitTimeInput!) { offerWaitTime(input: $input) { problems { code } } }";
    let again = json!({ "sessionWaitId": wait, "counselorId": dana.wire_id(), "startsAt": TIME });
    for answer in [DECLINE, ACCEPT] {
        assert_eq!(app.data(&dana, offer, input(again.clone())).await["offerWaitTime"]["problems"], json!([]));
        assert_eq!(tasks().await, to_call);
        app.data(&dana, answer, json!({ "id": wait })).await;
        assert_eq!(tasks().await, json!([]));
    }
}

/// Nine in the evening at the center, and the next day already in Greenwich.
#[tokio::test]
async fn today_is_the_day_it_is_at_the_center() {
    let app = App::at("2026-03-03T02:00:00Z").await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let until = async |day: &str| {
        let wanted = json!({ "counselorId": dana.wire_id(), "minutes": 45, "place": "ONLINE", "until": day });
        app.data(&ana, JOIN, input(wanted)).await["joinSessionWait"]["problems"].clone()
    };
    assert_eq!(until("2026-03-01").await, json!([{ "code": "in_the_past", "path": ["until"] }]));
    assert_eq!(until("2026-03-02").await, json!([]));
}
