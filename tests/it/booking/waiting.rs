//! What staff see of times that are kept, and of everybody who waits.

use std::time::Duration;

use cairn_domain::actor::Role;
use cairn_domain::db::Announcement;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{App, Person};

use super::holds::hold;
use super::kinds::kind;
use super::waits::{ACCEPT, DECLINE, join, state};
use super::{assign, code, input, pair, session};
use crate::groups::chat_live::{Screen, hearing};
use crate::http::listening;

const HELD: &str = "query($c: ID!) { calendar(counselorId: $c, from: \"2026-03-03\", days: 2) {
  days { held { startsAt endsAt until own offeredTo { name } } sessions { id } } } }";
const LIST: &str = "query($c: ID, $type: ID, $state: SessionWaitState, $first: Int, $after: String) {
  waitingList(counselorId: $c, typeId: $type, state: $state, first: $first, after: $after) {
    nodes { id state client { name } counselor { name } type { name } offersMissed restsUntil
            lastOffer { at startsAt counselor { name } } }
    pageInfo { hasNextPage endCursor } } }";
const OFFER: &str = "mutation($input: OfferWaitTimeInput!) { offerWaitTime(input: $input) {
  sessionWait { id state offer { startsAt } } problems { __typename code path ... on SlotTaken { alternatives { startsAt } } } } }";
const TIME: &str = "2026-03-03T15:00:00Z";

async fn held(app: &App, viewer: &Person, counselor: &Person) -> Json {
    let calendar = app.data(viewer, HELD, json!({ "c": counselor.wire_id() })).await;
    assert_eq!(calendar["calendar"]["days"][1]["held"], json!([]));
    assert_eq!(calendar["calendar"]["days"][0]["sessions"], json!([]), "what is held is no session");
    calendar["calendar"]["days"][0]["held"].clone()
}

async fn offer(app: &App, by: &Person, wait: &Json, counselor: &Person, starts_at: &str) -> Json {
    let wanted = json!({ "sessionWaitId": wait, "counselorId": counselor.wire_id(), "startsAt": starts_at });
    app.data(by, OFFER, input(wanted)).await["offerWaitTime"].clone()
}

async fn names(app: &App, viewer: &Person, filter: Json) -> Vec<String> {
    let list = app.data(viewer, LIST, filter).await;
    let nodes = list["waitingList"]["nodes"].as_array().expect("nodes").clone();
    nodes.iter().filter_map(|node| node["client"]["name"].as_str()).map(str::to_owned).collect()
}

#[tokio::test]
async fn the_calendar_shows_what_is_kept_and_not_who_looks() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let supervisor = center.invite("Helen Moss", &[Role::Supervisor], None).await;
    hold(&app, &ana, &dana, TIME).await;
    let kept = json!({ "startsAt": TIME, "endsAt": "2026-03-03T15:45:00Z", "until": "2026-03-02T15:05:00Z", "own": false, "offeredTo": null });
    for viewer in [&dana, &center.admin, &supervisor] {
        assert_eq!(held(&app, viewer, &dana).await, json!([kept]), "{}", viewer.name);
    }
    let client = app.graphql(&theo, HELD, json!({ "c": dana.wire_id() })).await;
    assert_eq!(client["errors"][0]["extensions"]["code"], "NOT_FOUND");
    // What is offered to somebody who waits has their name, and an end of its own.
    let wait = join(&app, &theo, &dana).await;
    assert_eq!(offer(&app, &dana, &wait, &dana, "2026-03-03T17:00:00Z").await["problems"], json!([]));
    let both = held(&app, &dana, &dana).await;
    assert_eq!(both[1]["offeredTo"]["name"], "Theo Lindqvist");
    app.driven().advance(SignedDuration::from_secs(301));
    assert_eq!(held(&app, &dana, &dana).await.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn everybody_who_waits_is_on_one_list() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    let (theo, nora) = (center.client("Theo Lindqvist", &dana).await, center.client("Nora Quist", &marcus).await);
    assign(&app, &center, &ana, &marcus).await;
    join(&app, &theo, &dana).await;
    let kind = kind(&center, json!({ "minutes": 45 })).await;
    app.driven().advance(SignedDuration::from_secs(60));
    let anybody = json!({ "clientId": ana.wire_id(), "typeId": kind, "place": "ONLINE" });
    let joining = "mutation($input: JoinWaitInput!) { joinSessionWait(input: $input) { problems { code } } }";
    assert_eq!(app.data(&ana, joining, input(anybody)).await["joinSessionWait"]["problems"], json!([]));
    app.driven().advance(SignedDuration::from_secs(60));
    // Nora asks for whoever has time.
    let wanted =
        json!({ "minutes": 45, "place": "ONLINE", "typeId": kind, "clientId": nora.wire_id(), "counselorId": marcus.wire_id() });
    app.data(&nora, joining, input(wanted)).await;
    assert_eq!(names(&app, &center.admin, json!({})).await, ["Theo Lindqvist", "Ana Ruiz", "Nora Quist"]);
    // In whose care they are, they see; nobody else does.
    assert_eq!(names(&app, &dana, json!({})).await, ["Theo Lindqvist", "Ana Ruiz"]);
    assert_eq!(names(&app, &marcus, json!({})).await, ["Ana Ruiz", "Nora Quist"]);
    let supervisor = center.invite("Helen Moss", &[Role::Supervisor], None).await;
    for other in [&ana, &supervisor] {
        let answer = app.graphql(other, LIST, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer}");
    }
    // Whoever could be offered a time of Dana's; a kind; a state; a page.
    assert_eq!(names(&app, &center.admin, json!({ "c": dana.wire_id() })).await, ["Theo Lindqvist", "Ana Ruiz"]);
    assert_eq!(names(&app, &center.admin, json!({ "type": kind })).await, ["Ana Ruiz", "Nora Quist"]);
    assert_eq!(names(&app, &center.admin, json!({ "state": "OFFERED" })).await, Vec::<String>::new());
    assert_eq!(names(&app, &center.admin, json!({ "state": "LEFT" })).await, Vec::<String>::new());
    let page = app.data(&center.admin, LIST, json!({ "first": 2 })).await["waitingList"].clone();
    assert_eq!(page["pageInfo"]["hasNextPage"], true);
    assert_eq!(names(&app, &center.admin, json!({ "first": 2, "after": page["pageInfo"]["endCursor"] })).await, ["Nora Quist"]);
}

#[tokio::test]
async fn staff_offer_a_time_and_the_list_remembers_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    let wait = join(&app, &ana, &dana).await;
    // Not one's own client; not for oneself; not in the night.
    assert_eq!(code(&offer(&app, &marcus, &wait, &marcus, TIME).await), "not_found");
    assert_eq!(code(&offer(&app, &ana, &wait, &dana, TIME).await), "not_allowed");
    assert_eq!(code(&offer(&app, &dana, &wait, &dana, "2026-03-03T05:00:00Z").await), "outside_hours");
    let offered = offer(&app, &dana, &wait, &dana, TIME).await;
    assert_eq!((&offered["problems"], &offered["sessionWait"]["offer"]["startsAt"]), (&json!([]), &json!(TIME)));
    assert_eq!(code(&offer(&app, &dana, &wait, &dana, "2026-03-03T16:00:00Z").await), "already_offered");
    app.data(&ana, DECLINE, json!({ "id": wait })).await;
    let row = app.data(&dana, LIST, json!({})).await["waitingList"]["nodes"][0].clone();
    assert_eq!((&row["state"], &row["offersMissed"]), (&json!("WAITING"), &json!(1)));
    assert_eq!(
        row["lastOffer"],
        json!({ "at": "2026-03-02T15:00:00Z", "startsAt": TIME, "counselor": { "name": "Dana Reyes" } })
    );
    assert!(row["restsUntil"].is_string());
    // Somebody asked again may say yes.
    assert_eq!(offer(&app, &dana, &wait, &dana, "2026-03-03T16:00:00Z").await["problems"], json!([]));
    let taken = app.data(&ana, ACCEPT, json!({ "id": wait })).await["acceptWaitOffer"].clone();
    assert_eq!(session(&taken)["startsAt"], "2026-03-03T16:00:00Z");
    assert_eq!(code(&offer(&app, &dana, &wait, &dana, TIME).await), "already_over");
    assert_eq!(names(&app, &dana, json!({ "state": "BOOKED" })).await, ["Ana Ruiz"]);
    assert_eq!(state(&app, &ana).await, Json::Null);
}

/// What an open calendar hears next.
async fn heard(screen: &mut Screen) -> Json {
    let wanted = async {
        loop {
            let change = screen.next().await["payload"]["data"]["sessionChanges"].clone();
            if change["kind"] != "RESYNC" {
                return change;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wanted).await.expect("something is heard in time")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_calendar_hears_that_a_time_is_kept_and_let_go() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let hears = hearing(&app).await;
    let (url, stop) = listening(&app).await;
    let mut calendar = Screen::open(&url, &center.admin).await;
    let listen = "subscription($c: ID) { sessionChanges(counselorId: $c) { kind sessionId session { id } } }";
    calendar.asks(listen, json!({ "c": dana.wire_id() })).await;
    loop {
        let _ = app.live.0.send(Announcement::Missed);
        if tokio::time::timeout(Duration::from_millis(200), calendar.next()).await.is_ok() {
            break;
        }
    }
    let kept = json!({ "kind": "HELD", "sessionId": null, "session": null });
    let token = hold(&app, &ana, &dana, TIME).await["holdToken"].clone();
    assert_eq!(heard(&mut calendar).await, kept);
    let release = "mutation($token: String!) { releaseHold(holdToken: $token) { problems { code } } }";
    app.data(&ana, release, json!({ "token": token })).await;
    assert_eq!(heard(&mut calendar).await, kept);
    stop.cancel();
    hears.abort();
}
