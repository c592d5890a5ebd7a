//! A counselor's account is paused: whoever counted on them is asked, and what is booked is looked after.

use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use super::cover::{answer, asked, cover, three, waiting_for};
use super::{book, cancel, code, input, session};

const PAUSE: &str = "mutation($id: ID!, $backup: ID) {
  pauseMember(memberId: $id, backupId: $backup) { account { state } problems { code path } } }";
const BACK: &str = "mutation($id: ID!) { reactivateMember(memberId: $id) { problems { code } } }";
const AHEAD: &str = "query($id: ID!) { sessionsAhead(memberId: $id) { sessions clients } }";
const LIST: &str = "{ coverings { nodes { id paused asked open counselor { name } backup { name } } } }";
const SLOTS: &str = r#"query($c: ID!, $s: ID!) {
  slots(counselorId: $c, from: "2026-03-09", days: 5, minutes: 45, sessionId: $s) { startsAt } }"#;
const MOVE: &str = "mutation($input: MoveSessionInput!) {
  moveSession(input: $input) { session { startsAt version } problems { __typename code path } } }";

async fn pause(app: &App, center: &TestCenter<'_>, who: &Person, backup: Option<&Person>) -> Json {
    let variables = json!({ "id": who.wire_id(), "backup": backup.map(Person::wire_id) });
    app.data(&center.admin, PAUSE, variables).await["pauseMember"].clone()
}

#[tokio::test]
async fn whoever_counts_on_a_paused_counselor_is_asked() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    let ana = &people[0];
    session(&book(&app, &dana, &dana, ana, "2026-03-11T14:00:00Z").await);
    let marcus = center.counselor("Marcus Whitfield").await;
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(Some(&ana.email)).len();
    // Known before it is done, to those who decide about it.
    let ahead = app.data(&center.admin, AHEAD, json!({ "id": dana.wire_id() })).await["sessionsAhead"].clone();
    assert_eq!(ahead, json!({ "sessions": 4, "clients": 3 }));
    let refused = app.graphql(&marcus, AHEAD, json!({ "id": dana.wire_id() })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "NOT_FOUND");
    // Nobody stands in for themselves; then nothing has happened.
    let wrong = pause(&app, &center, &dana, Some(&dana)).await;
    assert_eq!((code(&wrong), &wrong["problems"][0]["path"]), ("not_found", &json!(["backupId"])));
    assert_eq!(waiting_for(&app, &center).await, 0);
    assert_eq!(pause(&app, &center, &dana, Some(&marcus)).await["account"]["state"], "SUSPENDED");
    let all = app.data(&center.admin, LIST, json!({})).await["coverings"]["nodes"].clone();
    assert_eq!(
        (&all[0]["paused"], &all[0]["asked"], &all[0]["open"], &all[0]["backup"]["name"]),
        (&json!(true), &json!(4), &json!(4), &json!("Marcus Whitfield"))
    );
    assert_eq!(waiting_for(&app, &center).await, 3);
    // One message, though it is about two sessions.
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some(&ana.email)).len(), mails + 1);
    // Nobody knows when she is back: that is nothing to choose, in whatever way.
    let mine = asked(&app, ana).await;
    assert_eq!(mine["session"]["startsAt"], "2026-03-04T15:00:00Z", "the next one first");
    assert_eq!((&mine["later"], &mine["backupFree"]), (&json!(false), &json!(true)));
    assert_eq!(code(&answer(&app, ana, &mine, "LATER", Some("2026-03-12T15:00:00Z")).await), "not_back_yet");
    let none = app.data(ana, SLOTS, json!({ "c": dana.wire_id(), "s": mine["session"]["id"] })).await;
    assert_eq!(none["slots"], json!([]));
    let wanted = json!({ "sessionId": mine["session"]["id"], "version": 1, "startsAt": "2026-03-12T15:00:00Z" });
    assert_eq!(code(&app.data(ana, MOVE, input(wanted)).await["moveSession"]), "not_back_yet");
    assert_eq!(answer(&app, ana, &mine, "BACKUP", None).await["coverAnswer"]["state"], "BACKUP");
    assert_eq!(asked(&app, ana).await["session"]["startsAt"], "2026-03-11T14:00:00Z");
    // A cancellation that is taken back asks again here, too.
    let list = "{ sessions(state: BOOKED) { nodes { id version } } }";
    let theirs = app.data(&people[1], list, json!({})).await["sessions"]["nodes"][0].clone();
    cancel(&app, &people[1], &theirs).await;
    assert_eq!(waiting_for(&app, &center).await, 2);
    let undo = "mutation($id: ID!) { undoCancelSession(sessionId: $id) { session { state } problems { code } } }";
    let undone = app.data(&people[1], undo, json!({ "id": theirs["id"] })).await["undoCancelSession"].clone();
    assert_eq!((&undone["session"]["state"], waiting_for(&app, &center).await), (&json!("BOOKED"), 3));
    // She is back: what nobody has chosen about takes place.
    assert_eq!(app.data(&center.admin, BACK, json!({ "id": dana.wire_id() })).await["reactivateMember"]["problems"], json!([]));
    assert_eq!(waiting_for(&app, &center).await, 0);
    assert_eq!(asked(&app, ana).await, Json::Null);
    assert_eq!(app.data(&center.admin, LIST, json!({})).await["coverings"]["nodes"], json!([]));
}

#[tokio::test]
async fn what_a_paused_counselor_left_is_looked_after() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    pause(&app, &center, &dana, None).await;
    let calendar = r#"query($c: ID!) { calendar(counselorId: $c, from: "2026-03-04", days: 1) { days { sessions { id version client { name } } } }
      availability(counselorId: $c) { zone } }"#;
    let seen = app.data(&center.admin, calendar, json!({ "c": dana.wire_id() })).await;
    let sessions = seen["calendar"]["days"][0]["sessions"].as_array().expect("sessions").clone();
    assert_eq!(sessions.len(), 3);
    assert_eq!(seen["availability"]["zone"], "America/New_York");
    // Staff knows more, be it when she is back: they move it, and it stays a question until her account is open again.
    let free = app.data(&center.admin, SLOTS, json!({ "c": dana.wire_id(), "s": sessions[0]["id"] })).await;
    assert!(free["slots"].as_array().is_some_and(|slots| !slots.is_empty()), "{free:#}");
    let wanted = json!({ "sessionId": sessions[0]["id"], "version": 1, "startsAt": "2026-03-12T15:00:00Z" });
    let moved = app.data(&center.admin, MOVE, input(wanted)).await["moveSession"].clone();
    assert_eq!(moved["session"]["startsAt"], "2026-03-12T15:00:00Z", "{moved:#}");
    assert_eq!(waiting_for(&app, &center).await, 3);
    assert_eq!(asked(&app, &people[0]).await["session"]["startsAt"], "2026-03-12T15:00:00Z");
    let list = app.data(&center.admin, LIST, json!({})).await["coverings"]["nodes"].clone();
    assert_eq!((list.as_array().map(Vec::len), &list[0]["open"]), (Some(1), &json!(3)));
    // Time off is written for them as for anybody, and nobody is asked twice.
    let covering = cover(&app, &center.admin, &dana, None).await;
    assert_eq!(covering["covering"]["answers"], json!([]), "{covering:#}");
    // Whoever has no session ahead is paused without anybody being asked.
    let kim = center.counselor("Kim Osei").await;
    assert_eq!(pause(&app, &center, &kim, None).await["account"]["state"], "SUSPENDED");
    assert_eq!(waiting_for(&app, &center).await, 3);
}

#[tokio::test]
async fn an_absence_that_ends_while_the_account_is_paused_leaves_nobody_out() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    let covering = cover(&app, &dana, &dana, None).await["covering"]["id"].clone();
    session(&book(&app, &dana, &dana, &people[0], "2026-03-11T14:00:00Z").await);
    pause(&app, &center, &dana, None).await;
    assert_eq!(waiting_for(&app, &center).await, 3);
    let id = covering.as_str().expect("an id").replace("covering:", "time_off:");
    let remove = "mutation($id: ID!) { removeTimeOff(timeOffId: $id) { problems { code } } }";
    assert_eq!(app.data(&center.admin, remove, json!({ "id": id })).await["removeTimeOff"]["problems"], json!([]));
    assert_eq!(waiting_for(&app, &center).await, 3);
    for person in &people {
        assert_eq!(asked(&app, person).await["later"], false, "{}", person.name);
    }
}
