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
    assert_eq!(
        late["acceptWaitOffer"]["problems"],
        json!([{ "__typename": "InvalidInput", "code": "offer_over", "path": ["sessionWaitId"] }])
    );
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

const MINE: &str = "{ sessionWaits { state counselor { name } anybodySince lapsedAt } }";

async fn on_record(app: &App, action: &str) -> i64 {
    sqlx::query_scalar("select count(*) from cairn.audit_events where action = $1")
        .bind(action)
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("events")
}

/// The counselor who was asked for counsels nobody any more.
#[tokio::test]
async fn whoever_waits_for_somebody_who_is_gone_waits_for_anybody_who_is_there() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    super::assign(&app, &center, &ana, &marcus).await;
    let theo = center.client("Theo Lindqvist", &marcus).await;
    let theirs = session(&book(&app, &marcus, &marcus, &theo, TIME).await).clone();
    join(&app, &ana, &dana).await;
    let roles = "mutation($input: ChangeRolesInput!) { changeRoles(input: $input) { problems { code } } }";
    let wanted = json!({ "input": { "memberId": dana.wire_id(), "roles": ["AUDITOR"] } });
    assert_eq!(app.data(&center.admin, roles, wanted).await["changeRoles"]["problems"], json!([]));
    for _ in 0..2 {
        round(&app, &center).await;
    }
    let seen = app.data(&ana, MINE, json!({})).await["sessionWaits"].clone();
    let since = "2026-03-02T15:00:00Z";
    assert_eq!(seen, json!([{ "state": "WAITING", "counselor": null, "anybodySince": since, "lapsedAt": null }]));
    assert_eq!(on_record(&app, "session_wait.widen").await, 1);
    cancel(&app, &theo, &theirs).await;
    let offer = state(&app, &ana).await["offer"].clone();
    assert_eq!((&offer["startsAt"], &offer["counselor"]["name"]), (&json!(TIME), &json!("Marcus Whitfield")));
}

#[tokio::test]
async fn whoever_waits_for_somebody_whose_account_is_paused_waits_for_anybody_who_is_there() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    super::assign(&app, &center, &ana, &marcus).await;
    join(&app, &ana, &dana).await;
    let pause = "mutation($id: ID!) { pauseMember(memberId: $id) { problems { code } } }";
    assert_eq!(app.data(&center.admin, pause, json!({ "id": dana.wire_id() })).await["pauseMember"]["problems"], json!([]));
    round(&app, &center).await;
    let seen = app.data(&ana, MINE, json!({})).await["sessionWaits"][0].clone();
    assert_eq!((&seen["state"], &seen["counselor"]), (&json!("WAITING"), &Json::Null));
}

/// The last useful day goes by: that is said, once, and it is on record.
#[tokio::test]
async fn a_place_in_line_that_is_of_no_use_any_more_ends_with_a_word() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let wanted = json!({ "counselorId": dana.wire_id(), "minutes": 45, "place": "ONLINE", "until": "2026-03-03" });
    assert_eq!(app.data(&ana, JOIN, input(wanted)).await["joinSessionWait"]["problems"], json!([]));
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&ana.email)).len();
    app.driven().set("2026-03-04T15:00:00Z".parse::<Timestamp>().expect("a time"));
    for _ in 0..2 {
        round(&app, &center).await;
        app.run_jobs().await;
    }
    let mails = app.mail.inbox().mails(Some(&ana.email));
    assert_eq!(mails.len(), before + 1, "told once");
    assert!(!mails.last().is_some_and(|mail| mail.text.contains("Dana")), "and reads the rest after signing in");
    assert_eq!(on_record(&app, "session_wait.lapse").await, 1);
    let ana = crate::standing::sign_in_again(&app, &center.center, &ana).await;
    let seen = app.data(&ana, MINE, json!({})).await["sessionWaits"].clone();
    let at = "2026-03-04T15:00:00Z";
    assert_eq!(seen, json!([{ "state": "LEFT", "counselor": { "name": "Dana Reyes" }, "anybodySince": null, "lapsedAt": at }]));
    // It is no place in line any more, and after a week no news.
    let wait = "{ sessionWaits { id } }";
    let id = app.data(&ana, wait, json!({})).await["sessionWaits"][0]["id"].clone();
    assert_eq!(code(&app.data(&ana, ACCEPT, json!({ "id": id })).await["acceptWaitOffer"]), "offer_over");
    app.driven().advance(SignedDuration::from_hours(24 * 8));
    let ana = crate::standing::sign_in_again(&app, &center.center, &ana).await;
    assert_eq!(app.data(&ana, wait, json!({})).await["sessionWaits"], json!([]));
}
