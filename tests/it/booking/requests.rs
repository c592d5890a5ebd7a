//! Asking for a time, and answering.

use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use super::kinds::kind;
use super::{BOOK, code, input, pair};

const ASK: &str = r"
mutation Ask($input: AskForSessionInput!) {
  askForSession(input: $input) { sessionRequest { id state } problems { __typename code path } }
}";
const ANSWER: &str = r"
mutation Answer($id: ID!, $approve: Boolean!, $words: String) {
  answerSessionRequest(input: { sessionRequestId: $id, approve: $approve, words: $words }) {
    sessionRequest { state answer sessionId }
    problems { __typename code path ... on SlotTaken { alternatives { startsAt } } }
  }
}";
const LIST: &str = "query($open: Boolean) { sessionRequests(open: $open) { nodes { id state words answer client { name } } } }";
const TIME: &str = "2026-03-03T15:00:00Z";

pub(super) async fn by_approval(center: &TestCenter<'_>) -> String {
    kind(center, json!({ "minutes": 45, "needsApproval": true })).await
}

pub(super) async fn ask(app: &App, client: &Person, counselor: &Person, kind: &str, starts_at: &str) -> Json {
    let wanted = json!({ "counselorId": counselor.wire_id(), "startsAt": starts_at, "place": "ONLINE", "typeId": kind,
        "words": "Mornings are good." });
    app.data(client, ASK, input(wanted)).await["askForSession"].clone()
}

pub(super) async fn answer(app: &App, by: &Person, asked: &Json, approve: bool) -> Json {
    let variables = json!({ "id": asked["sessionRequest"]["id"], "approve": approve, "words": "Let us find another time." });
    app.data(by, ANSWER, variables).await["answerSessionRequest"].clone()
}

#[tokio::test]
async fn what_needs_a_yes_is_asked_for_and_not_booked() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let kind = by_approval(&center).await;
    let wanted = json!({ "counselorId": dana.wire_id(), "startsAt": TIME, "place": "ONLINE", "typeId": kind });
    assert_eq!(code(&app.data(&ana, BOOK, input(wanted)).await["bookSession"]), "needs_approval");
    let asked = ask(&app, &ana, &dana, &kind, TIME).await;
    assert_eq!(asked["sessionRequest"]["state"], "REQUESTED");
    assert_eq!(code(&ask(&app, &ana, &dana, &kind, TIME).await), "already_asked");
    let seen = app.data(&dana, LIST, json!({ "open": true })).await;
    assert_eq!(seen["sessionRequests"]["nodes"][0]["words"], "Mornings are good.");
    // The client cannot say yes to themself.
    assert_eq!(code(&answer(&app, &ana, &asked, true).await), "not_allowed");
    let approved = answer(&app, &dana, &asked, true).await;
    assert_eq!(approved["sessionRequest"]["state"], "APPROVED");
    assert!(approved["sessionRequest"]["sessionId"].is_string());
    // Pressed twice.
    assert_eq!(answer(&app, &dana, &asked, true).await["sessionRequest"], approved["sessionRequest"]);
    assert_eq!(code(&answer(&app, &dana, &asked, false).await), "already_answered");
}

#[tokio::test]
async fn a_no_is_told_kindly_and_read_after_signing_in() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let kind = by_approval(&center).await;
    let asked = ask(&app, &ana, &dana, &kind, TIME).await;
    assert_eq!(answer(&app, &dana, &asked, false).await["sessionRequest"]["state"], "DECLINED");
    let seen = app.data(&ana, LIST, json!({ "open": false })).await;
    assert_eq!(seen["sessionRequests"]["nodes"][0]["answer"], "Let us find another time.");
    app.run_jobs().await;
    let told = app.mail.inbox().mails(Some(&ana.email));
    assert!(told.iter().any(|mail| mail.calendar.is_none()), "she was told that there is something");
    assert!(told.iter().all(|mail| !format!("{} {}", mail.text, mail.html).contains("another time")), "and not what");
}

#[tokio::test]
async fn a_request_is_between_the_two_of_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    let theo = center.client("Theo Lindqvist", &marcus).await;
    let kind = by_approval(&center).await;
    let asked = ask(&app, &ana, &dana, &kind, TIME).await;
    for stranger in [&marcus, &theo] {
        assert_eq!(app.data(stranger, LIST, json!({ "open": false })).await["sessionRequests"]["nodes"], json!([]));
        assert_eq!(code(&answer(&app, stranger, &asked, true).await), "not_found");
    }
    let withdraw =
        "mutation($id: ID!) { withdrawSessionRequest(sessionRequestId: $id) { sessionRequest { state } problems { code } } }";
    let gone = app.data(&ana, withdraw, json!({ "id": asked["sessionRequest"]["id"] })).await;
    assert_eq!(gone["withdrawSessionRequest"]["sessionRequest"]["state"], "WITHDRAWN");
    assert_eq!(code(&answer(&app, &dana, &asked, true).await), "already_answered");
}

/// Two pending requests for one time, both confirmed at the same moment: one is booked (calcom #10789, #29958).
#[tokio::test]
async fn two_requests_for_one_time_cannot_both_be_confirmed() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let kind = by_approval(&center).await;
    let (first, second) = (ask(&app, &ana, &dana, &kind, TIME).await, ask(&app, &theo, &dana, &kind, TIME).await);
    let answers = futures::future::join(answer(&app, &dana, &first, true), answer(&app, &center.admin, &second, true)).await;
    let answers = [answers.0, answers.1];
    let booked = answers.iter().filter(|answer| answer["sessionRequest"]["state"] == "APPROVED").count();
    let lost: Vec<&Json> = answers.iter().filter(|answer| answer["sessionRequest"].is_null()).collect();
    assert_eq!((booked, lost.len()), (1, 1), "{answers:#?}");
    assert_eq!(code(lost[0]), "slot_taken");
    // The other one still waits for an answer, and free times close by came with the refusal.
    assert!(lost[0]["problems"][0]["alternatives"].as_array().is_some_and(|times| !times.is_empty()));
    let open = app.data(&dana, LIST, json!({ "open": true })).await;
    assert_eq!(open["sessionRequests"]["nodes"].as_array().map(Vec::len), Some(1));
}

/// Not this time, but another one: it is kept for the client, and the yes is theirs.
#[tokio::test]
async fn another_time_is_offered_instead_of_a_bare_no() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let kind = by_approval(&center).await;
    let asked = ask(&app, &ana, &dana, &kind, TIME).await;
    super::session(&super::book(&app, &dana, &dana, &theo, TIME).await);
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&ana.email)).len();
    let offer = "mutation($input: OfferInsteadInput!) { offerInstead(input: $input) {
      sessionRequest { state answer } problems { __typename code path ... on SlotTaken { alternatives { startsAt } } } } }";
    let wanted = |starts_at: &str| {
        input(json!({ "sessionRequestId": asked["sessionRequest"]["id"], "startsAt": starts_at, "words": "How about noon?" }))
    };
    let taken = app.data(&dana, offer, wanted(TIME)).await["offerInstead"].clone();
    assert_eq!(code(&taken), "slot_taken");
    assert_eq!(code(&app.data(&ana, offer, wanted("2026-03-04T17:00:00Z")).await["offerInstead"]), "not_allowed");
    let noon = wanted("2026-03-04T17:00:00Z");
    for _ in 0..2 {
        let offered = app.data(&dana, offer, noon.clone()).await["offerInstead"].clone();
        assert_eq!(offered["sessionRequest"], json!({ "state": "DECLINED", "answer": "How about noon?" }), "{offered:#}");
    }
    assert_eq!(code(&app.data(&dana, offer, wanted("2026-03-05T17:00:00Z")).await["offerInstead"]), "already_answered");
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some(&ana.email)).len(), before + 1, "one mail: something waits for an answer");
    let waits = app.data(&ana, "{ sessionWaits { id offer { startsAt } } }", json!({})).await["sessionWaits"].clone();
    assert_eq!(waits[0]["offer"]["startsAt"], "2026-03-04T17:00:00Z");
    let accept = "mutation($id: ID!) { acceptWaitOffer(sessionWaitId: $id) { session { startsAt } problems { code } } }";
    let booked = app.data(&ana, accept, json!({ "id": waits[0]["id"] })).await["acceptWaitOffer"].clone();
    assert_eq!(booked["session"]["startsAt"], "2026-03-04T17:00:00Z", "{booked:#}");
}

/// What waits for somebody's answer counts as well: not all of it goes to one person.
#[tokio::test]
async fn requests_to_anybody_spread() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    super::assign(&app, &center, &ana, &marcus).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    super::assign(&app, &center, &theo, &marcus).await;
    let kind = by_approval(&center).await;
    let asking = "mutation($input: AskForSessionInput!) { askForSession(input: $input) {
      sessionRequest { counselor { name } } problems { code } } }";
    let mut asked = Vec::new();
    for (client, at) in [(&ana, TIME), (&theo, "2026-03-04T15:00:00Z"), (&ana, "2026-03-05T15:00:00Z")] {
        let wanted = json!({ "startsAt": at, "place": "ONLINE", "typeId": kind });
        let answer = app.data(client, asking, input(wanted)).await["askForSession"].clone();
        assert_eq!(answer["problems"], json!([]));
        asked.push(answer["sessionRequest"]["counselor"]["name"].clone());
        app.driven().advance(jiff::SignedDuration::from_secs(60));
    }
    assert_ne!(asked[0], asked[1]);
    assert_eq!(asked[0], asked[2], "in turn");
}
