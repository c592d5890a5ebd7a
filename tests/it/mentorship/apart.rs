//! A counselor and a client who must not meet: nothing stays between them, and somebody else is found.

use cairn_domain::actor::Role;
use serde_json::json;
use support::mentorship::fine;
use support::{App, Person};

use super::rest::{ahead, book, offered};
use super::sharing::keeps_apart;

#[tokio::test]
async fn whoever_must_not_meet_their_own_counselor_is_given_another_by_the_center() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let helen = center.invite("Helen Strand", &[Role::Admin, Role::Counselor], None).await;
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &helen).await);
    crate::booking::weekly_series(&app, &dana, &ana, 4).await;
    let circle = "mutation($ids: [ID!]!) { setSoonerCircle(peerIds: $ids) { problems { code } } }";
    fine(&app.data(&ana, circle, json!({ "ids": [dana.wire_id()] })).await, "setSoonerCircle");
    let sooner = "mutation($input: AskSoonerInput!) { askSooner(input: $input) { problems { code } } }";
    let input =
        json!({ "clientMutationId": uuid::Uuid::new_v4(), "minutes": 30, "place": "ONLINE", "words": "Today would help." });
    fine(&app.data(&ana, sooner, json!({ "input": input })).await, "askSooner");
    assert!(offered(&app, &ana, &dana).await > 0);
    keeps_apart(&center, &ana, &dana).await;
    assert_eq!((ahead(&app, &ana).await, ahead(&app, &dana).await), (Vec::<String>::new(), Vec::new()));
    assert_eq!(app.data(&dana, "{ soonerRequests { id } }", json!({})).await["soonerRequests"], json!([]));
    // Nobody to book: as with somebody who never counseled her.
    let mine = app.data(&ana, "{ viewer { counselors { name } } }", json!({})).await["viewer"]["counselors"].clone();
    assert_eq!(mine, json!([]));
    let slots = "query($c: ID!) { slots(counselorId: $c, from: \"2026-03-03\", days: 20, minutes: 45) { startsAt } }";
    let refused = app.graphql(&ana, slots, json!({ "c": dana.wire_id() })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "NOT_FOUND");
    for (by, code) in [(&ana, "not_found"), (&dana, "not_found"), (&center.admin, "no_counselor")] {
        let refused = book(&app, by, &dana, &ana, "2026-03-05T15:00:00Z").await;
        assert_eq!(refused["problems"][0]["code"], code, "{}", by.name);
    }
    let tasks = "{ staffTasks { nodes { kind member { name } } } }";
    let to_do = async |person: &Person| {
        let mut found = app.data(person, tasks, json!({})).await["staffTasks"]["nodes"].as_array().cloned().unwrap_or_default();
        found.sort_by_key(ToString::to_string);
        json!(found)
    };
    let another = |name: &str| json!({ "kind": "COUNSELOR_APART", "member": { "name": name } });
    let calls = json!({ "kind": "WANTS_CONTACT", "member": { "name": "Ana Ruiz" } });
    let told = to_do(&center.admin).await;
    assert_eq!(told, json!([another("Ana Ruiz"), calls]), "who asked for somebody sooner is called by the center");
    assert_eq!(to_do(&dana).await, json!([]));
    // Whoever is kept apart reads nothing of it, also when they look after the center.
    keeps_apart(&center, &theo, &helen).await;
    assert_eq!(to_do(&helen).await, json!([another("Ana Ruiz"), calls]));
    assert_eq!(to_do(&center.admin).await, json!([another("Ana Ruiz"), another("Theo Lind"), calls]));
    // With somebody else it is done, and who counseled her before does not any more.
    crate::booking::assign(&app, &center, &ana, &helen).await;
    assert_eq!(to_do(&center.admin).await, json!([another("Theo Lind"), calls]));
    let held: i64 = sqlx::query_scalar(
        "select count(*) from cairn.care_assignments where client_id = $1 and counselor_id = $2 and ended_at is null",
    )
    .bind(ana.member_id.0)
    .bind(dana.member_id.0)
    .fetch_one(&mut app.superuser().await)
    .await
    .expect("a count");
    assert_eq!(held, 0);
}

#[tokio::test]
async fn a_counselor_who_is_kept_apart_opens_neither_page_nor_contact_rule() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let rule = "mutation($input: SetContactRuleInput!) { setContactRule(input: $input) { problems { code } } }";
    let input = json!({ "clientId": ana.wire_id(), "rule": "Text only, after six" });
    fine(&app.data(&ana, rule, json!({ "input": input })).await, "setContactRule");
    let look = "query($id: ID!) { client(id: $id) { contactRule } clients { nodes { member { name } } } }";
    let seen = app.data(&dana, look, json!({ "id": ana.wire_id() })).await;
    assert_eq!(seen["client"]["contactRule"], "Text only, after six", "{seen}");
    keeps_apart(&center, &ana, &dana).await;
    let seen = app.data(&dana, look, json!({ "id": ana.wire_id() })).await;
    assert_eq!((&seen["client"], &seen["clients"]["nodes"]), (&json!(null), &json!([])), "{seen}");
    // It was a mistake: nothing is left to do, and Dana counsels her as before.
    let list = "query($id: ID!) { pairConflicts(memberId: $id) { id } }";
    let id = app.data(&center.admin, list, json!({ "id": ana.wire_id() })).await["pairConflicts"][0]["id"].clone();
    let end = "mutation($id: ID!) { endPairConflict(conflictId: $id) { problems { code } } }";
    fine(&app.data(&center.admin, end, json!({ "id": id })).await, "endPairConflict");
    let tasks = app.data(&center.admin, "{ staffTasks { nodes { kind } } }", json!({})).await;
    assert_eq!(tasks["staffTasks"]["nodes"], json!([]));
    assert_eq!(app.data(&dana, look, json!({ "id": ana.wire_id() })).await["client"]["contactRule"], "Text only, after six");
}

#[tokio::test]
async fn a_cancellation_is_not_taken_back_between_two_who_were_kept_apart_meanwhile() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let booked = book(&app, &ana, &dana, &ana, "2026-03-05T15:00:00Z").await["session"].clone();
    let cancel = "mutation($id: ID!, $v: Int!) { cancelSession(input: { sessionId: $id, version: $v }) { problems { code } } }";
    fine(&app.data(&ana, cancel, json!({ "id": booked["id"], "v": 1 })).await, "cancelSession");
    keeps_apart(&center, &ana, &dana).await;
    let undo = "mutation($id: ID!) { undoCancelSession(sessionId: $id) { problems { code } } }";
    let refused = app.data(&ana, undo, json!({ "id": booked["id"] })).await["undoCancelSession"]["problems"].clone();
    assert_eq!(refused, json!([{ "code": "undo_over" }]));
}
