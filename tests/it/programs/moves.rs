//! The state machine: every pair of states is tried.

use std::num::NonZeroU32;

use cairn_api::http::Limits;
use cairn_domain::programs::{EnrollmentState, next};
use serde_json::{Value as Json, json};
use support::{App, Person, Setup, TestCenter, TestProgram, discharge};

const STATES: [&str; 9] =
    ["INQUIRY", "WAITLISTED", "OFFERED", "INTAKE", "ACTIVE", "ON_HOLD", "DISCHARGED", "AFTERCARE", "CLOSED"];

/// Written out a second time, so that a slip in the code is not a slip in the test.
const LEGAL: [(&str, &[&str]); 9] = [
    ("INQUIRY", &["WAITLISTED", "INTAKE", "CLOSED"]),
    ("WAITLISTED", &["OFFERED", "CLOSED"]),
    ("OFFERED", &["INTAKE", "WAITLISTED", "CLOSED"]),
    ("INTAKE", &["ACTIVE", "CLOSED"]),
    ("ACTIVE", &["ON_HOLD", "DISCHARGED"]),
    ("ON_HOLD", &["ACTIVE", "DISCHARGED"]),
    ("DISCHARGED", &["AFTERCARE", "CLOSED"]),
    ("AFTERCARE", &["CLOSED"]),
    ("CLOSED", &[]),
];

/// Everything a move may need; what it does not need is not looked at.
fn details(to: &str) -> Json {
    match to {
        "DISCHARGED" => discharge("COMPLETED"),
        "AFTERCARE" => json!({ "aftercare": { "choice": "AS_LONG_AS_WANTED" } }),
        _ => json!({}),
    }
}

/// Somebody who stands there, having come by legal moves.
async fn stands(center: &TestCenter<'_>, program: &TestProgram<'_>, client: &Person, state: &str) -> String {
    let (begin, path): (&str, &[&str]) = match state {
        "INQUIRY" => ("INQUIRY", &[]),
        // There is room: whoever comes into the line is offered a place at once, and may give it back.
        "OFFERED" => ("WAITLISTED", &[]),
        "WAITLISTED" => ("WAITLISTED", &["WAITLISTED"]),
        "INTAKE" => ("INTAKE", &[]),
        "ACTIVE" => ("ACTIVE", &[]),
        "ON_HOLD" => ("ACTIVE", &["ON_HOLD"]),
        "DISCHARGED" => ("ACTIVE", &["DISCHARGED"]),
        "AFTERCARE" => ("ACTIVE", &["DISCHARGED", "AFTERCARE"]),
        "CLOSED" => ("INQUIRY", &["CLOSED"]),
        other => panic!("{other}"),
    };
    let id = program.begins(client, begin).await;
    for step in path {
        center.moved(&center.admin, &id, step, details(step)).await;
    }
    assert_eq!(center.way(&center.admin, &id).await["state"], state);
    id
}

#[tokio::test]
async fn every_pair_of_states_is_tried_and_only_the_legal_moves_pass() {
    // Nobody is so fast.
    let limits = Limits { member_burst: NonZeroU32::new(10_000).expect("a number"), ..Limits::default() };
    let app = App::with(Setup { limits, ..Setup::default() }).await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let program = center.program("Evening program", json!({})).await;
    let mut number = 0;
    for (from, legal) in LEGAL {
        number += 1;
        let client = center.client(&format!("Client N{number}"), &dana).await;
        let id = stands(&center, &program, &client, from).await;
        let before = center.way(&center.admin, &id).await;
        for to in STATES.iter().filter(|to| !legal.contains(to)) {
            let refused = center.moves(&dana, &id, to, details(to)).await;
            assert_eq!(
                refused["problems"],
                json!([{ "code": "illegal_move", "path": ["to"], "from": from, "legal": legal }]),
                "{from} to {to}"
            );
            assert!(refused["enrollment"].is_null());
        }
        assert_eq!(center.way(&center.admin, &id).await, before, "{from}: nothing moved");
        assert_eq!(before["nextStates"], json!(legal), "{from}");
        for to in legal {
            number += 1;
            let client = center.client(&format!("Client N{number}"), &dana).await;
            let id = stands(&center, &program, &client, from).await;
            let moved = center.moved(&dana, &id, to, details(to)).await;
            // There is room: whoever comes into the line from outside is offered it.
            let (from, to) = if (from, *to) == ("INQUIRY", "WAITLISTED") { ("WAITLISTED", "OFFERED") } else { (from, *to) };
            assert_eq!(moved["state"], to, "{from} to {to}");
            let query = "query($id: ID!) { enrollment(id: $id) { moves { from to by { name } } } }";
            let seen = app.data(&dana, query, json!({ "id": id })).await["enrollment"]["moves"].clone();
            let last = seen.as_array().expect("moves").last().expect("a move").clone();
            assert_eq!(last, json!({ "from": from, "to": to, "by": { "name": "Dana Reyes" } }));
        }
    }
    // How a way begins, too.
    for state in STATES.iter().filter(|state| !["INQUIRY", "WAITLISTED", "INTAKE", "ACTIVE"].contains(state)) {
        number += 1;
        let client = center.client(&format!("Client N{number}"), &dana).await;
        assert_eq!(program.tries(&client, state, json!({})).await["problems"][0]["code"], "illegal_move", "{state}");
    }
}

#[tokio::test]
async fn two_who_move_somebody_from_old_pages_learn_what_is_possible_now() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let program = center.program("Evening program", json!({})).await;
    let client = center.client("Ana Ruiz", &dana).await;
    let id = program.begins(&client, "INTAKE").await;
    let seen = center.way(&dana, &id).await["version"].clone();
    center.moved(&center.admin, &id, "ACTIVE", json!({})).await;
    // The same step again is none any more, and says what is.
    let second = center.moves(&dana, &id, "ACTIVE", json!({ "version": seen })).await;
    assert_eq!((&second["problems"][0]["code"], &second["problems"][0]["from"]), (&json!("illegal_move"), &json!("ACTIVE")));
    // Another step that is still possible was decided on an old page: look again.
    let other = center.moves(&dana, &id, "ON_HOLD", json!({ "version": seen })).await;
    assert_eq!(other["problems"][0]["code"], "conflict");
}

#[test]
fn nobody_is_stuck_and_the_end_is_the_end() {
    let all = [
        EnrollmentState::Inquiry,
        EnrollmentState::Waitlisted,
        EnrollmentState::Offered,
        EnrollmentState::Intake,
        EnrollmentState::Active,
        EnrollmentState::OnHold,
        EnrollmentState::Discharged,
        EnrollmentState::Aftercare,
        EnrollmentState::Closed,
    ];
    for start in all {
        let (mut seen, mut open) = (vec![start], vec![start]);
        while let Some(at) = open.pop() {
            for to in next(Some(at)) {
                assert_ne!(*to, at, "a move goes somewhere");
                if !seen.contains(to) {
                    seen.push(*to);
                    open.push(*to);
                }
            }
        }
        assert!(seen.contains(&EnrollmentState::Closed), "{start:?} ends somewhere");
    }
    assert!(next(Some(EnrollmentState::Closed)).is_empty());
}

#[tokio::test]
async fn somebody_has_one_place_and_one_way_a_program() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let kim = center.counselor("Kim Osei").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let evening = center.program("Evening program", json!({})).await;
    let day = center.program("Day program", json!({})).await;
    let id = evening.begins(&ana, "ACTIVE").await;
    for state in ["INQUIRY", "WAITLISTED"] {
        assert_eq!(evening.tries(&ana, state, json!({})).await["problems"][0]["code"], "already_enrolled", "{state}");
    }
    assert_eq!(day.tries(&ana, "INTAKE", json!({})).await["problems"][0]["code"], "has_a_place");
    // Asking is fine; coming in is not.
    let asked = day.begins(&ana, "INQUIRY").await;
    let refused = center.moves(&dana, &asked, "INTAKE", json!({})).await;
    assert_eq!(refused["problems"][0]["code"], "has_a_place");
    // Two programs at once, from both sides at once: one wins.
    let tyler = center.client("Tyler Beck", &dana).await;
    let (one, two) = tokio::join!(evening.tries(&tyler, "INTAKE", json!({})), day.tries(&tyler, "INTAKE", json!({})));
    let won = [&one, &two].iter().filter(|tried| tried["problems"] == json!([])).count();
    assert_eq!(won, 1, "{one:#} {two:#}");
    // Who does not care for somebody sees nothing and moves nothing; nobody moves what has moved meanwhile.
    assert!(center.way(&kim, &id).await.is_null());
    assert_eq!(center.moves(&kim, &id, "ON_HOLD", json!({})).await["problems"][0]["code"], "not_found");
    assert_eq!(center.moves(&ana, &id, "ON_HOLD", json!({})).await["problems"][0]["code"], "not_allowed");
    let stale = center.moves(&dana, &id, "ON_HOLD", json!({ "version": 77 })).await;
    assert_eq!(stale["problems"][0]["code"], "conflict");
    let elsewhere = app.center("River Bend").await;
    assert!(elsewhere.way(&elsewhere.admin, &id).await.is_null());
    // A retry begins once.
    let mei = center.client("Mei Lin", &dana).await;
    let key = json!({ "clientMutationId": uuid::Uuid::new_v4() });
    let first = evening.tries(&mei, "INQUIRY", key.clone()).await;
    let again = evening.tries(&mei, "INQUIRY", key).await;
    assert_eq!(first["enrollment"]["id"], again["enrollment"]["id"]);
}

#[tokio::test]
async fn each_move_and_each_look_is_on_record_without_a_word_of_the_note() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let program = center.program("Evening program", json!({})).await;
    let id = program.begins(&ana, "ACTIVE").await;
    center.moved(&dana, &id, "ON_HOLD", json!({ "note": "Away for a funeral" })).await;
    let query = "query($id: ID!) { enrollment(id: $id) { moves { to note } } }";
    let staff = app.data(&dana, query, json!({ "id": id })).await;
    assert_eq!(staff["enrollment"]["moves"][1], json!({ "to": "ON_HOLD", "note": "Away for a funeral" }));
    let own = app.data(&ana, query, json!({ "id": id })).await;
    assert_eq!(own["enrollment"]["moves"][1], json!({ "to": "ON_HOLD", "note": null }));
    let mut db = app.superuser().await;
    let log: Vec<(String, Option<uuid::Uuid>)> = sqlx::query_as(
        "select action, actor_id from cairn.audit_events where center_id = $1 and client_id = $2 and action like 'enrollment%' order by sequence",
    )
    .bind(center.center.id.0)
    .bind(ana.member_id.0)
    .fetch_all(&mut db)
    .await
    .expect("the log");
    let actions: Vec<&str> = log.iter().map(|(action, _)| action.as_str()).collect();
    assert!(actions.contains(&"enrollment.activate") && actions.contains(&"enrollment.hold"), "{actions:?}");
    assert!(log.contains(&("enrollment.view".to_owned(), Some(dana.member_id.0))), "{log:?}");
    assert!(!log.contains(&("enrollment.view".to_owned(), Some(ana.member_id.0))), "one's own is one's own");
    let plain: i64 =
        sqlx::query_scalar("select count(*) from cairn.enrollment_moves where position('funeral' in encode(note, 'escape')) > 0")
            .fetch_one(&mut db)
            .await
            .expect("a count");
    assert_eq!(plain, 0);
}
