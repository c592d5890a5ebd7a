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
