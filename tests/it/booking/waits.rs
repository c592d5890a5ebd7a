//! Waiting for a time, and the offer when one becomes free.

use cairn_domain::db::ClaimedJob;
use cairn_domain::sessions::upkeep;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use super::{book, cancel, code, input, offered, pair, session};

const JOIN: &str =
    "mutation($input: JoinWaitInput!) { joinSessionWait(input: $input) { sessionWait { id state } problems { code path } } }";
const WAITS: &str = "query($id: ID) { sessionWaits(clientId: $id) { id state offer { startsAt expiresAt counselor { name } } } }";
pub(super) const ACCEPT: &str =
    "mutation($id: ID!) { acceptWaitOffer(sessionWaitId: $id) { session { id startsAt } problems { __typename code path } } }";
pub(super) const DECLINE: &str =
    "mutation($id: ID!) { declineWaitOffer(sessionWaitId: $id) { sessionWait { state } problems { code } } }";
const UNDO: &str = "mutation($id: ID!) { undoCancelSession(sessionId: $id) { session { state } problems { code } } }";
const TIME: &str = "2026-03-04T15:00:00Z";

pub(super) async fn join(app: &App, client: &Person, counselor: &Person) -> Json {
    let wanted = json!({ "counselorId": counselor.wire_id(), "minutes": 45, "place": "ONLINE" });
    let joined = app.data(client, JOIN, input(wanted)).await["joinSessionWait"].clone();
    assert_eq!(joined["problems"], json!([]));
    joined["sessionWait"]["id"].clone()
}

pub(super) async fn state(app: &App, client: &Person) -> Json {
    app.data(client, WAITS, json!({ "id": null })).await["sessionWaits"][0].clone()
}

/// What the worker does every hour. How many offers had run out.
pub(super) async fn round(app: &App, center: &TestCenter<'_>) -> usize {
    let job = ClaimedJob { center_id: center.center.id, job_id: 1 };
    let tx = app.db.work(&job).await.expect("a job");
    let due = upkeep::hourly(&tx).await.expect("the hour");
    let count = due.len();
    for id in due {
        upkeep::round(&tx, id).await.expect("a round");
    }
    tx.commit().await.expect("commit");
    count
}

/// A full Wednesday hour, and two who wait for it, the first one longer.
async fn two_wait(app: &App, dana: &Person, ana: &Person, theo: &Person, nora: &Person) -> (Json, Json, Json) {
    let booked = session(&book(app, ana, dana, ana, TIME).await).clone();
    let first = join(app, theo, dana).await;
    app.driven().advance(SignedDuration::from_secs(60));
    let second = join(app, nora, dana).await;
    (booked, first, second)
}

#[tokio::test]
async fn a_freed_time_is_kept_for_who_waits_longest() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let (theo, nora) = (center.client("Theo Lindqvist", &dana).await, center.client("Nora Quist", &dana).await);
    let (booked, first, _) = two_wait(&app, &dana, &ana, &theo, &nora).await;
    cancel(&app, &ana, &booked).await;
    let offer = state(&app, &theo).await;
    assert_eq!((&offer["state"], &offer["offer"]["startsAt"]), (&json!("OFFERED"), &json!(TIME)));
    assert_eq!(state(&app, &nora).await["state"], "WAITING");
    // Nobody else has it meanwhile, not even the one who gave it back.
    assert!(!offered(&app, &ana, &dana, "2026-03-04", 45).await.contains(&TIME.to_owned()));
    assert_eq!(code(&book(&app, &nora, &dana, &nora, TIME).await), "slot_taken");
    let taken = app.data(&theo, ACCEPT, json!({ "id": first })).await["acceptWaitOffer"].clone();
    assert_eq!(session(&taken)["startsAt"], TIME);
    // Pressed twice.
    let again = app.data(&theo, ACCEPT, json!({ "id": first })).await["acceptWaitOffer"].clone();
    assert_eq!(session(&again)["id"], taken["session"]["id"]);
}

#[tokio::test]
async fn a_no_and_a_silence_go_to_the_next_in_line() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let (theo, nora) = (center.client("Theo Lindqvist", &dana).await, center.client("Nora Quist", &dana).await);
    let (booked, first, second) = two_wait(&app, &dana, &ana, &theo, &nora).await;
    cancel(&app, &ana, &booked).await;
    app.data(&theo, DECLINE, json!({ "id": first })).await;
    assert_eq!(state(&app, &theo).await["state"], "WAITING");
    let offer = state(&app, &nora).await;
    assert_eq!(offer["state"], "OFFERED");
    // Soon enough that nobody has to sign in again.
    sqlx::raw_sql(
        "update cairn.session_waits set offered_until = '2026-03-02T15:05:00Z' where state = 'offered';
         update cairn.sessions set held_until = '2026-03-02T15:05:00Z' where state = 'held'",
    )
    .execute(&mut app.superuser().await)
    .await
    .expect("a shorter offer");
    app.driven().set("2026-03-02T15:05:00Z".parse::<Timestamp>().expect("a time"));
    // A second too late, before any job came.
    let late = app.data(&nora, ACCEPT, json!({ "id": second })).await;
    assert_eq!(code(&late["acceptWaitOffer"]), "expired");
    assert_eq!(round(&app, &center).await, 1);
    assert_eq!(state(&app, &nora).await["state"], "WAITING");
    // Both have let it go: it is free for everybody.
    assert!(offered(&app, &ana, &dana, "2026-03-04", 45).await.contains(&TIME.to_owned()));
}

#[tokio::test]
async fn of_many_who_press_at_once_one_gets_the_time() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let (theo, nora) = (center.client("Theo Lindqvist", &dana).await, center.client("Nora Quist", &dana).await);
    let (booked, first, _) = two_wait(&app, &dana, &ana, &theo, &nora).await;
    cancel(&app, &ana, &booked).await;
    // The client, the center for the client, and somebody who never saw the offer.
    let theirs = || app.data(&theo, ACCEPT, json!({ "id": first }));
    let (one, two, three, other) = futures::join!(
        theirs(),
        theirs(),
        app.data(&center.admin, ACCEPT, json!({ "id": first })),
        book(&app, &nora, &dana, &nora, TIME)
    );
    let ids = [&one, &two, &three].map(|answer| answer["acceptWaitOffer"]["session"]["id"].clone());
    assert!(ids.iter().all(|id| id.is_string() && *id == ids[0]), "one session, whoever pressed: {ids:?}");
    assert_eq!(code(&other), "slot_taken");
}

#[tokio::test]
async fn taking_a_cancellation_back_takes_the_offer_back_before_anybody_was_told() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let (theo, nora) = (center.client("Theo Lindqvist", &dana).await, center.client("Nora Quist", &dana).await);
    let (booked, _, _) = two_wait(&app, &dana, &ana, &theo, &nora).await;
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&theo.email)).len();
    cancel(&app, &ana, &booked).await;
    let back = app.data(&ana, UNDO, json!({ "id": booked["id"] })).await;
    assert_eq!(back["undoCancelSession"]["session"]["state"], "BOOKED");
    assert_eq!(state(&app, &theo).await["state"], "WAITING");
    app.driven().advance(SignedDuration::from_secs(60));
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some(&theo.email)).len(), before);
}

#[tokio::test]
async fn the_offer_is_told_discreetly_with_its_end() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let (theo, nora) = (center.client("Theo Lindqvist", &dana).await, center.client("Nora Quist", &dana).await);
    let (booked, _, _) = two_wait(&app, &dana, &ana, &theo, &nora).await;
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&theo.email)).len();
    cancel(&app, &ana, &booked).await;
    app.driven().advance(SignedDuration::from_secs(11));
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(Some(&theo.email));
    assert_eq!(mails.len(), before + 1);
    for mail in &mails {
        let told = format!("{} {} {}", mail.subject, mail.text, mail.html).to_lowercase();
        for word in ["harbor house", "dana", "counsel", "waiting list", "recovery"] {
            assert!(!told.contains(word), "{word}: {told}");
        }
    }
}

#[tokio::test]
async fn whose_place_it_is_nobody_else_sees() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    let theo = center.client("Theo Lindqvist", &marcus).await;
    let id = join(&app, &ana, &dana).await;
    for stranger in [&marcus, &theo] {
        let query = app.graphql(stranger, WAITS, json!({ "id": ana.wire_id() })).await;
        assert_eq!(query["errors"][0]["extensions"]["code"], "NOT_FOUND", "{query}");
        let answer = app.data(stranger, ACCEPT, json!({ "id": id })).await;
        assert_eq!(code(&answer["acceptWaitOffer"]), "not_found");
    }
}
