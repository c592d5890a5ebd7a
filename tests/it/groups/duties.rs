//! Who holds the room.

use cairn_domain::groups::duties;
use cairn_domain::ids::{MeetingId, WireId};
use serde_json::{Value as Json, json};
use support::App;

const MEETINGS: &str = "query($id: ID!, $n: Int!) { meetings(groupId: $id, first: $n) { nodes { id holder { alias facilitates } needsHolder myDuty { state } } } }";
const TASKS: &str = "{ staffTasks(first: 5) { nodes { kind member { name } groupId groupName } } }";
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
        let data = app.data(&center.admin, TASKS, json!({})).await;
        data["staffTasks"]["nodes"].clone()
    };
    app.data(&marcus, RELEASE, json!({ "id": meeting })).await;
    assert_eq!(tasks().await, json!([]), "Joy is asked");
    let decline = "mutation($id: ID!) { declineDuty(meetingId: $id) { problems { code } } }";
    assert_eq!(app.data(&joy, decline, json!({ "id": meeting })).await["declineDuty"]["problems"], json!([]));
    // Whoever let it go gave no reason, and is not named.
    assert_eq!(
        tasks().await,
        json!([{ "kind": "ROOM_UNHELD", "member": null, "groupId": group, "groupName": "Evening circle" }])
    );
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

/// Whether the admins are asked to find somebody.
async fn asked_for_somebody(app: &App, admin: &support::Person) -> bool {
    let tasks = app.data(admin, TASKS, json!({})).await["staffTasks"]["nodes"].clone();
    let tasks = tasks.as_array().expect("tasks");
    assert!(tasks.iter().all(|task| task["kind"] == "ROOM_UNHELD"), "{tasks:#?}");
    assert!(tasks.len() <= 1, "one stands for all rooms: {tasks:#?}");
    tasks.len() == 1
}

#[tokio::test]
async fn a_room_for_which_the_rota_finds_nobody_comes_to_the_admins_a_week_before_and_goes_when_somebody_holds_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.facilitator("Marcus Hill").await;
    let group = center.group("Evening circle", json!({})).await;
    assert!(asked_for_somebody(&app, &center.admin).await, "tomorrow's meeting has nobody");
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    assert!(!asked_for_somebody(&app, &center.admin).await);
    // The only one is kept out, comes back, and ends.
    let pause = "mutation($id: ID!) { pauseMember(memberId: $id) { problems { code } } }";
    let back = "mutation($id: ID!) { reactivateMember(memberId: $id) { problems { code } } }";
    for (mutation, field, expected) in [(pause, "pauseMember", true), (back, "reactivateMember", false)] {
        let done = app.data(&center.admin, mutation, json!({ "id": marcus.wire_id() })).await;
        assert_eq!(done[field]["problems"], json!([]), "{done:#}");
        assert_eq!(asked_for_somebody(&app, &center.admin).await, expected, "{field}");
    }
    let end =
        "mutation($group: ID!, $member: ID!) { endGroupFacilitator(groupId: $group, memberId: $member) { problems { code } } }";
    let ended = app.data(&center.admin, end, json!({ "group": group, "member": marcus.wire_id() })).await;
    assert_eq!(ended["endGroupFacilitator"]["problems"], json!([]), "{ended:#}");
    assert!(asked_for_somebody(&app, &center.admin).await);
    // The meeting is called off: the next one is more than a week away.
    let cancel = "mutation($id: ID!) { cancelMeeting(input: { meetingId: $id, version: 1 }) { problems { code } } }";
    let cancelled = app.data(&center.admin, cancel, json!({ "id": center.next_meeting(&group).await })).await;
    assert_eq!(cancelled["cancelMeeting"]["problems"], json!([]), "{cancelled:#}");
    assert!(!asked_for_somebody(&app, &center.admin).await);
    // Days go by.
    app.driven().set("2026-03-04T15:00:00Z".parse().expect("a time"));
    sqlx::query("select graphile_worker.add_job('groups_daily', '{}'::json)")
        .execute(&mut app.superuser().await)
        .await
        .expect("a job");
    app.run_jobs().await;
    let admin = crate::standing::sign_in_again(&app, &center.center, &center.admin).await;
    assert!(asked_for_somebody(&app, &admin).await, "a week before the one after");
}

#[tokio::test]
async fn nobody_is_rested_and_a_question_that_nobody_answers_in_time_is_no_answer() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.facilitator("Marcus Hill").await;
    let joy = center.facilitator("Joy Okafor").await;
    let group = center.group("Evening circle", json!({})).await;
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    // At the same hour, and Marcus cannot be in two rooms.
    let other = center.group("Morning circle", json!({})).await;
    center.holds(&marcus, &other, "Marcus", "FACILITATOR").await;
    let tasks = app.data(&center.admin, TASKS, json!({})).await["staffTasks"]["nodes"].clone();
    assert_eq!(tasks.as_array().expect("tasks").len(), 1, "{tasks:#}");
    assert_eq!(tasks[0]["groupName"], "Morning circle");
    center.holds(&joy, &other, "Joy", "FACILITATOR").await;
    assert!(!asked_for_somebody(&app, &center.admin).await);
    center.holds(&joy, &group, "Joy", "BACKUP").await;
    let lee = center.facilitator("Lee Ward").await;
    center.holds(&lee, &group, "Lee", "BACKUP").await;
    let meeting = center.next_meeting(&group).await;
    // It is today at six: Lee is asked, and says nothing.
    app.driven().set("2026-03-03T15:00:00Z".parse().expect("a time"));
    let marcus = crate::standing::sign_in_again(&app, &center.center, &marcus).await;
    let released = app.data(&marcus, RELEASE, json!({ "id": meeting })).await;
    assert_eq!(released["releaseDuty"]["problems"], json!([]), "{released:#}");
    app.driven().set("2026-03-03T15:29:00Z".parse().expect("a time"));
    app.run_jobs().await;
    let admin = crate::standing::sign_in_again(&app, &center.center, &center.admin).await;
    assert!(!asked_for_somebody(&app, &admin).await, "Lee has half an hour");
    app.driven().set("2026-03-03T15:31:00Z".parse().expect("a time"));
    app.run_jobs().await;
    assert!(asked_for_somebody(&app, &admin).await);
}

#[tokio::test]
async fn how_evenly_rooms_are_shared_and_whose_turn_is_next_is_for_those_who_hold_and_plan_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.facilitator("Marcus Hill").await;
    let joy = center.facilitator("Joy Okafor").await;
    let lee = center.facilitator("Lee Ward").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let group = center.group("Evening circle", json!({})).await;
    center.joins(&ana, &group, "River").await;
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    center.holds(&joy, &group, "Joy", "FACILITATOR").await;
    center.holds(&lee, &group, "Lee", "BACKUP").await;
    let turns =
        "query($id: ID!) { groupTurns(groupId: $id) { difference shares { person { alias me } part held ahead nextAt } } }";
    let ask = async |person: &support::Person| app.data(person, turns, json!({ "id": group })).await["groupTurns"].clone();
    let line = |share: &Json| {
        let count = |name: &str| share[name].as_i64().expect("a count");
        (share["person"]["alias"].as_str().expect("an alias").to_owned(), count("held"), count("ahead"))
    };
    let before = ask(&center.admin).await;
    // Four weeks ahead are planned; all were Marcus's before Joy came.
    let lines: Vec<_> = before["shares"].as_array().expect("shares").iter().map(line).collect();
    assert_eq!(lines, [("Joy".to_owned(), 0, 0), ("Marcus".to_owned(), 0, 4), ("Lee".to_owned(), 0, 0)], "{before:#}");
    assert_eq!((&before["difference"], &before["shares"][2]["part"]), (&json!(4), &json!("BACKUP")));
    // A week on, the rota has planned one more, and one is behind.
    app.driven().set("2026-03-11T15:00:00Z".parse().expect("a time"));
    sqlx::query("select graphile_worker.add_job('groups_daily', '{}'::json)")
        .execute(&mut app.superuser().await)
        .await
        .expect("a job");
    app.run_jobs().await;
    let joy = crate::standing::sign_in_again(&app, &center.center, &joy).await;
    let after = ask(&joy).await;
    let lines: Vec<_> = after["shares"].as_array().expect("shares").iter().map(line).collect();
    assert_eq!(lines, [("Joy".to_owned(), 0, 2), ("Marcus".to_owned(), 2, 2), ("Lee".to_owned(), 0, 0)], "{after:#}");
    assert_eq!((&after["difference"], &after["shares"][0]["person"]["me"]), (&json!(2), &json!(true)));
    for person in [&ana, &dana] {
        let person = crate::standing::sign_in_again(&app, &center.center, person).await;
        assert_eq!(ask(&person).await, Json::Null, "{}", person.name);
    }
}

/// Two deeds in two rooms of a group at the same moment: the second waits, and concludes from both.
#[tokio::test]
async fn what_the_admins_hear_of_a_room_is_so_whoever_acts_at_the_same_moment() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.facilitator("Marcus Hill").await;
    let joy = center.facilitator("Joy Okafor").await;
    let group = center.group("Evening circle", json!({})).await;
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    center.holds(&joy, &group, "Joy", "BACKUP").await;
    let plan = app.data(&marcus, MEETINGS, json!({ "id": group, "n": 2 })).await["meetings"]["nodes"].clone();
    let (first, second) = (plan[0]["id"].clone(), plan[1]["id"].clone());
    for meeting in [&first, &second] {
        let released = app.data(&marcus, RELEASE, json!({ "id": meeting })).await;
        assert_eq!(released["releaseDuty"]["problems"], json!([]));
    }
    let decline = "mutation($id: ID!) { declineDuty(meetingId: $id) { problems { code } } }";
    app.data(&joy, decline, json!({ "id": first })).await;
    let tasks = async || app.data(&center.admin, TASKS, json!({})).await["staffTasks"]["nodes"].clone();
    assert_eq!(tasks().await.as_array().map(Vec::len), Some(1), "the first room has nobody");
    // Joy says no to the second room while Marcus takes the first one back.
    let tx = app.enter(&joy).await;
    let id = MeetingId::from_wire(second.as_str().expect("an id")).expect("a meeting's id");
    duties::decline(&tx, id).await.expect("no");
    let (accepted, ()) = tokio::join!(app.data(&marcus, ACCEPT, json!({ "id": first })), async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        tx.commit().await.expect("commit");
    });
    assert_eq!(accepted["acceptDuty"]["meeting"]["holder"]["me"], true, "{accepted:#}");
    assert_eq!(tasks().await.as_array().map(Vec::len), Some(1), "the second room has nobody");
    app.data(&marcus, ACCEPT, json!({ "id": second })).await;
    assert_eq!(tasks().await, json!([]));
}
