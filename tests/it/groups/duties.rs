//! Who holds the room.

use serde_json::{Value as Json, json};
use support::App;

const MEETINGS: &str = "query($id: ID!, $n: Int!) { meetings(groupId: $id, first: $n) { nodes { id holder { alias facilitates } needsHolder myDuty { state } } } }";
const RELEASE: &str = "mutation($id: ID!) { releaseDuty(meetingId: $id) { meeting { holder { alias } myDuty { state } needsHolder } problems { code } } }";
const ACCEPT: &str = "mutation($id: ID!) { acceptDuty(meetingId: $id) { meeting { holder { alias me } } problems { code } } }";

#[tokio::test]
async fn the_room_goes_round_and_a_substitute_steps_in_within_one_act() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.facilitator("Marcus Hill").await;
    let joy = center.facilitator("Joy Okafor").await;
    let lee = center.facilitator("Lee Ward").await;
    let group = center.group("Evening circle", json!({})).await;
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    center.holds(&joy, &group, "Joy", "FACILITATOR").await;
    center.holds(&lee, &group, "Lee", "BACKUP").await;
    let plan = app.data(&marcus, MEETINGS, json!({ "id": group, "n": 3 })).await["meetings"]["nodes"].clone();
    assert_eq!(plan[0]["holder"]["facilitates"], true);
    let first = plan[0]["id"].clone();
    let (holder, other, name) =
        if plan[0]["myDuty"]["state"] == "PLANNED" { (&marcus, &joy, "Marcus") } else { (&joy, &marcus, "Joy") };
    assert_eq!(plan[0]["holder"]["alias"], name);
    let released = app.data(holder, RELEASE, json!({ "id": first })).await["releaseDuty"]["meeting"].clone();
    assert_eq!((&released["holder"], &released["needsHolder"]), (&Json::Null, &json!(true)));
    assert_eq!(released["myDuty"]["state"], "RELEASED");
    let again = app.data(holder, RELEASE, json!({ "id": first })).await;
    assert_eq!(again["releaseDuty"]["problems"][0]["code"], "not_your_duty");
    // Two accept at once: one holds the room.
    let (one, two) =
        tokio::join!(app.data(other, ACCEPT, json!({ "id": first })), app.data(&lee, ACCEPT, json!({ "id": first })));
    let won = [&one, &two].iter().filter(|answer| answer["acceptDuty"]["meeting"]["holder"]["me"] == true).count();
    let lost = [&one, &two].iter().filter(|answer| answer["acceptDuty"]["problems"][0]["code"] == "duty_taken").count();
    assert_eq!((won, lost), (1, 1));
}

#[tokio::test]
async fn clients_and_strangers_to_the_group_hold_nothing() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let group = center.group("Evening circle", json!({})).await;
    let set = "mutation($input: SetGroupFacilitatorInput!) { setGroupFacilitator(input: $input) { problems { code path } } }";
    let input = |person: &support::Person| json!({ "input": { "groupId": group, "memberId": person.wire_id(), "alias": "Ana", "part": "FACILITATOR" } });
    let client = app.data(&center.admin, set, input(&ana)).await;
    assert_eq!(client["setGroupFacilitator"]["problems"], json!([{ "code": "facilitator_role", "path": ["memberId"] }]));
    let by_dana = app.data(&dana, set, input(&dana)).await;
    assert_eq!(by_dana["setGroupFacilitator"]["problems"][0]["code"], "not_allowed");
    let meeting = center.next_meeting(&group).await;
    let refused = app.data(&dana, ACCEPT, json!({ "id": meeting })).await;
    assert_eq!(refused["acceptDuty"]["problems"][0]["code"], "not_found");
}

#[tokio::test]
async fn a_room_that_nobody_is_left_to_ask_for_comes_to_the_admins() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.facilitator("Marcus Hill").await;
    let joy = center.facilitator("Joy Okafor").await;
    let group = center.group("Evening circle", json!({})).await;
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    center.holds(&joy, &group, "Joy", "BACKUP").await;
    let meeting = center.next_meeting(&group).await;
    let tasks = async || {
        let data = app.data(&center.admin, "{ staffTasks(first: 5) { nodes { kind member { name } } } }", json!({})).await;
        data["staffTasks"]["nodes"].clone()
    };
    app.data(&marcus, RELEASE, json!({ "id": meeting })).await;
    assert_eq!(tasks().await, json!([]), "Joy is asked");
    let decline = "mutation($id: ID!) { declineDuty(meetingId: $id) { problems { code } } }";
    assert_eq!(app.data(&joy, decline, json!({ "id": meeting })).await["declineDuty"]["problems"], json!([]));
    assert_eq!(tasks().await, json!([{ "kind": "ROOM_UNHELD", "member": { "name": "Marcus Hill" } }]));
    assert_eq!(app.data(&joy, ACCEPT, json!({ "id": meeting })).await["acceptDuty"]["meeting"]["holder"]["me"], true);
    assert_eq!(tasks().await, json!([]), "somebody was found");
    // A substitute is reminded as everybody is.
    app.run_jobs().await;
    let count = |person: &support::Person| app.mail.inbox().mails(Some(&person.email)).len();
    let before = count(&joy);
    app.driven().set("2026-03-03T20:00:00Z".parse().expect("a time"));
    app.run_jobs().await;
    assert_eq!(count(&joy), before + 1);
}

#[tokio::test]
async fn whoever_begins_holds_the_room_when_the_holder_did_not_come() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.facilitator("Marcus Hill").await;
    let joy = center.facilitator("Joy Okafor").await;
    let group = center.group("Evening circle", json!({})).await;
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    center.holds(&joy, &group, "Joy", "CO").await;
    let meeting = center.next_meeting(&group).await;
    app.driven().set("2026-03-03T23:05:00Z".parse().expect("a time"));
    let joy = crate::standing::sign_in_again(&app, &center.center, &joy).await;
    let begin = "mutation($id: ID!) { beginMeeting(meetingId: $id) { meeting { holder { alias me } } problems { code } } }";
    let begun = app.data(&joy, begin, json!({ "id": meeting })).await["beginMeeting"].clone();
    assert_eq!(begun["meeting"]["holder"], json!({ "alias": "Joy", "me": true }), "{begun:#}");
    let end = "mutation($id: ID!) { endMeeting(input: { meetingId: $id, held: true }) { meeting { myDuty { state } } problems { code } } }";
    let ended = app.data(&joy, end, json!({ "id": meeting })).await["endMeeting"].clone();
    assert_eq!(ended["meeting"]["myDuty"]["state"], "HELD", "{ended:#}");
    let marcus = crate::standing::sign_in_again(&app, &center.center, &marcus).await;
    let duty = app.data(&marcus, "query($id: ID!) { meeting(id: $id) { myDuty { state } } }", json!({ "id": meeting })).await;
    assert_eq!(duty["meeting"]["myDuty"]["state"], "RELEASED");
}
