//! "I need someone sooner."

use serde_json::{Value as Json, json};
use support::{App, Person};

use super::{assign, code, input, pair, session};

const CIRCLE: &str =
    "mutation($ids: [ID!]!) { setSoonerCircle(peerIds: $ids) { circle { member { name } mayBeAsked } problems { code path } } }";
const ASK: &str = r"
mutation Ask($input: AskSoonerInput!) {
  askSooner(input: $input) { soonerRequest { id state asked } help { phone hours } problems { __typename code path } }
}";
const ASKED: &str = "{ soonerRequests { id words client { name } } }";
const ACCEPT: &str = r"
mutation Accept($id: ID!, $at: DateTime!) {
  acceptSooner(input: { soonerRequestId: $id, startsAt: $at }) { session { id } problems { __typename code path } }
}";
const DECLINE: &str = "mutation($id: ID!) { declineSooner(soonerRequestId: $id) { problems { code path } } }";

async fn allow(app: &App, client: &Person, peers: &[&Person]) -> Json {
    let ids: Vec<String> = peers.iter().map(|peer| peer.wire_id()).collect();
    app.data(client, CIRCLE, json!({ "ids": ids })).await["setSoonerCircle"].clone()
}

async fn ask(app: &App, client: &Person) -> Json {
    let wanted = json!({ "minutes": 30, "place": "ONLINE", "words": "Today would help." });
    app.data(client, ASK, input(wanted)).await["askSooner"].clone()
}

async fn asked(app: &App, peer: &Person) -> usize {
    app.data(peer, ASKED, json!({})).await["soonerRequests"].as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn only_those_are_asked_whom_the_client_chose_and_the_help_line_stands_beside_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    let helen = center.counselor("Helen Strand").await;
    assign(&app, &center, &ana, &marcus).await;
    // Nobody was chosen yet: she hears that, and where there is somebody at any time.
    let nobody = ask(&app, &ana).await;
    assert_eq!(code(&nobody), "nobody_to_ask");
    assert_eq!(nobody["help"]["phone"], "+1 207 555 0199");
    assert_eq!(code(&allow(&app, &ana, &[&helen]).await), "not_found");
    allow(&app, &ana, &[&marcus]).await;
    let open = ask(&app, &ana).await;
    assert_eq!(open["soonerRequest"]["asked"], 1);
    assert_eq!(open["help"]["hours"], "Every day, 8 AM to 10 PM");
    assert_eq!((asked(&app, &marcus).await, asked(&app, &dana).await, asked(&app, &helen).await), (1, 0, 0));
    let accept = app.data(&dana, ACCEPT, json!({ "id": open["soonerRequest"]["id"], "at": "2026-03-02T18:00:00Z" })).await;
    assert_eq!(code(&accept["acceptSooner"]), "not_found");
    assert_eq!(code(&ask(&app, &ana).await), "already_asked");
}

#[tokio::test]
async fn who_says_yes_first_sits_down_with_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    assign(&app, &center, &ana, &marcus).await;
    allow(&app, &ana, &[&dana, &marcus]).await;
    let id = ask(&app, &ana).await["soonerRequest"]["id"].clone();
    let (one, two) = futures::join!(
        app.data(&dana, ACCEPT, json!({ "id": id, "at": "2026-03-02T18:00:00Z" })),
        app.data(&marcus, ACCEPT, json!({ "id": id, "at": "2026-03-02T19:00:00Z" }))
    );
    let answers = [&one["acceptSooner"], &two["acceptSooner"]];
    let won = answers.iter().filter(|answer| answer["session"].is_object()).count();
    let lost = answers.iter().find(|answer| answer["session"].is_null()).expect("somebody was slower");
    assert_eq!((won, code(lost)), (1, "already_taken"));
    assert_eq!((asked(&app, &dana).await, asked(&app, &marcus).await), (0, 0));
    let mine = app.data(&ana, "{ sessions { nodes { id } } mySoonerRequests { state sessionId } }", json!({})).await;
    assert_eq!(mine["sessions"]["nodes"].as_array().map(Vec::len), Some(1));
    assert_eq!(mine["mySoonerRequests"][0]["sessionId"], mine["sessions"]["nodes"][0]["id"]);
}

#[tokio::test]
async fn when_nobody_can_somebody_of_the_center_gets_in_touch() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    allow(&app, &ana, &[&dana]).await;
    let id = ask(&app, &ana).await["soonerRequest"]["id"].clone();
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&ana.email)).len();
    let declined = app.data(&dana, DECLINE, json!({ "id": id })).await;
    assert_eq!(declined["declineSooner"]["problems"], json!([]));
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(Some(&ana.email));
    assert_eq!(mails.len(), before + 1, "she does not wait in vain");
    assert!(!mails.last().is_some_and(|mail| mail.text.contains("Dana")), "and reads the rest after signing in");
    let tasks = app.data(&dana, "{ staffTasks { nodes { kind member { name } } } }", json!({})).await;
    assert_eq!(tasks["staffTasks"]["nodes"], json!([{ "kind": "WANTS_CONTACT", "member": { "name": "Ana Ruiz" } }]));
}

#[tokio::test]
async fn taking_consent_back_works_for_the_next_time_and_withdrawing_at_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    allow(&app, &ana, &[&dana]).await;
    let id = ask(&app, &ana).await["soonerRequest"]["id"].clone();
    let withdraw =
        "mutation($id: ID!) { withdrawSoonerRequest(soonerRequestId: $id) { soonerRequest { state } problems { code } } }";
    let gone = app.data(&ana, withdraw, json!({ "id": id })).await;
    assert_eq!(gone["withdrawSoonerRequest"]["soonerRequest"]["state"], "WITHDRAWN");
    assert_eq!(asked(&app, &dana).await, 0);
    let late = app.data(&dana, ACCEPT, json!({ "id": id, "at": "2026-03-02T18:00:00Z" })).await;
    assert_eq!(code(&late["acceptSooner"]), "request_over");
    allow(&app, &ana, &[]).await;
    assert_eq!(code(&ask(&app, &ana).await), "nobody_to_ask");
}

/// A supervisor and an admin see how care goes, and not who asked whom for what.
#[tokio::test]
async fn asking_is_between_the_client_and_those_they_chose() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    allow(&app, &ana, &[&dana]).await;
    let id = ask(&app, &ana).await["soonerRequest"]["id"].clone();
    assert_eq!(asked(&app, &center.admin).await, 0);
    let refused = app.data(&center.admin, ACCEPT, json!({ "id": id, "at": "2026-03-02T18:00:00Z" })).await;
    assert_eq!(code(&refused["acceptSooner"]), "not_found");
    let taken = app.data(&dana, ACCEPT, json!({ "id": id, "at": "2026-03-02T18:00:00Z" })).await;
    session(&taken["acceptSooner"]);
}

#[tokio::test]
async fn a_day_without_an_answer_is_told_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    allow(&app, &ana, &[&dana]).await;
    ask(&app, &ana).await;
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&ana.email)).len();
    app.driven().advance(jiff::SignedDuration::from_hours(25));
    for _ in 0..2 {
        super::waits::round(&app, &center).await;
        app.run_jobs().await;
    }
    assert_eq!(app.mail.inbox().mails(Some(&ana.email)).len(), before + 1);
}

/// Asking again does not make the day before forgotten: nobody answered, and somebody of the center has to call.
#[tokio::test]
async fn asking_again_after_a_day_of_silence_keeps_the_record_of_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    allow(&app, &ana, &[&dana]).await;
    ask(&app, &ana).await;
    // Before the hourly round came by.
    app.driven().advance(jiff::SignedDuration::from_hours(25));
    let ana = crate::standing::sign_in_again(&app, &center.center, &ana).await;
    let again = ask(&app, &ana).await;
    assert_eq!((&again["problems"], &again["soonerRequest"]["state"]), (&json!([]), &json!("OPEN")));
    let mine = app.data(&ana, "{ mySoonerRequests { state } }", json!({})).await["mySoonerRequests"].clone();
    assert_eq!(mine, json!([{ "state": "OPEN" }, { "state": "EXPIRED" }]));
    let dana = crate::standing::sign_in_again(&app, &center.center, &dana).await;
    let tasks = app.data(&dana, "{ staffTasks { nodes { kind member { name } } } }", json!({})).await;
    assert_eq!(tasks["staffTasks"]["nodes"], json!([{ "kind": "WANTS_CONTACT", "member": { "name": "Ana Ruiz" } }]));
    let events: i64 = sqlx::query_scalar("select count(*) from cairn.audit_events where action = 'sooner_request.expire'")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("events");
    assert_eq!(events, 1);
}

/// Whoever is on leave is left alone; when that is all of those she chose, nobody waits a day to find out.
#[tokio::test]
async fn whoever_is_away_is_not_asked_and_the_center_hears_at_once_when_nobody_is_left() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    assign(&app, &center, &ana, &marcus).await;
    let off = "mutation($input: AddTimeOffInput!) { addTimeOff(input: $input) { problems { code } } }";
    // Two days that touch.
    for (start, end) in [("2026-03-02T00:00", "2026-03-03T00:00"), ("2026-03-03T00:00", "2026-03-04T00:00")] {
        let wanted = json!({ "counselorId": dana.wire_id(), "localStart": start, "localEnd": end });
        assert_eq!(app.data(&dana, off, input(wanted)).await["addTimeOff"]["problems"], json!([]));
    }
    allow(&app, &ana, &[&dana]).await;
    let none = ask(&app, &ana).await;
    assert_eq!((&none["problems"], &none["soonerRequest"]["asked"]), (&json!([]), &json!(0)));
    assert_eq!(asked(&app, &dana).await, 0);
    let mine = app.data(&ana, "{ mySoonerRequests { state waiting } }", json!({})).await["mySoonerRequests"].clone();
    assert_eq!(mine, json!([{ "state": "OPEN", "waiting": 0 }]), "which is what she reads at once");
    // Not in the hands of the one who is away.
    let tasks = "{ staffTasks { nodes { kind member { name } } } }";
    let hers = json!([{ "kind": "WANTS_CONTACT", "member": { "name": "Ana Ruiz" } }]);
    assert_eq!(app.data(&marcus, tasks, json!({})).await["staffTasks"]["nodes"], hers);
    let withdraw = "mutation($id: ID!) { withdrawSoonerRequest(soonerRequestId: $id) { problems { code } } }";
    app.data(&ana, withdraw, json!({ "id": none["soonerRequest"]["id"] })).await;
    allow(&app, &ana, &[&dana, &marcus]).await;
    assert_eq!(ask(&app, &ana).await["soonerRequest"]["asked"], 1);
    assert_eq!((asked(&app, &dana).await, asked(&app, &marcus).await), (0, 1));
}
