use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person};

use super::mails::daily;

const MENTOR: &str = "query($id: ID!) { mentor(mentorId: $id) { state capacity load pairCount credentialExpired version
  credentials { id kind number expired } training { competency minutes } } }";
const MOVE: &str =
    "mutation($input: SetMentorStateInput!) { setMentorState(input: $input) { mentor { state } problems { code path } } }";
const CREDENTIAL: &str = "mutation($input: AddCredentialInput!) {
  addCredential(input: $input) { mentor { credentialExpired credentials { id } } problems { code path } } }";
const REMOVE: &str =
    "mutation($id: ID!) { removeCredential(credentialId: $id) { mentor { credentialExpired } problems { code path } } }";
const SEEN: &str =
    "mutation($id: ID!) { verifyCredential(credentialId: $id) { mentor { credentialExpired } problems { code path } } }";

/// What supervisors have to look at.
async fn looks(app: &App, supervisor: &Person) -> Vec<Json> {
    let tasks = app.data(supervisor, "{ staffTasks { nodes { id kind member { name } } } }", json!({})).await;
    let nodes = tasks["staffTasks"]["nodes"].as_array().expect("tasks").clone();
    nodes.into_iter().filter(|task| task["kind"] == "CREDENTIAL_UNSEEN").collect()
}

#[tokio::test]
async fn nobody_mentors_before_they_are_approved() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    // A client may want to give back what they got.
    let luis = center.client("Luis Vega", &dana).await;
    let apply = "mutation($input: ApplyAsMentorInput!) { applyAsMentor(input: $input) { mentor { id version state } problems { code } } }";
    let input = json!({ "about": "Two years on this way.", "languages": ["en"], "modes": ["ONLINE"] });
    let applied = fine(&app.data(&luis, apply, json!({ "input": input })).await, "applyAsMentor");
    assert_eq!(applied["mentor"]["state"], "APPLIED");
    center.wishes_for_mentor(&ana).await;
    let candidates = app.data(&ana, "{ mentorCandidates { mentor { name } } }", json!({})).await;
    assert_eq!(candidates["mentorCandidates"], json!([]));
    assert_eq!(center.asks_mentors(&ana, &[&luis]).await["problems"][0]["code"], "not_found");
    // Every step that is not the next one is refused.
    for state in ["APPROVED", "SHADOWING", "PAUSED", "APPLIED"] {
        let input = json!({ "mentorId": luis.wire_id(), "version": applied["mentor"]["version"], "state": state });
        let refused = app.data(&center.admin, MOVE, json!({ "input": input })).await;
        assert_eq!(refused["setMentorState"]["problems"], json!([{ "code": "mentor_state", "path": ["state"] }]), "{state}");
    }
    // Nor does anybody move themself.
    let input = json!({ "mentorId": luis.wire_id(), "version": applied["mentor"]["version"], "state": "TRAINING" });
    assert_eq!(app.data(&luis, MOVE, json!({ "input": input })).await["setMentorState"]["problems"][0]["code"], "not_found");
    let version = center.moves_mentor(&luis, applied["mentor"]["version"].clone(), "TRAINING").await;
    let version = center.moves_mentor(&luis, version, "SHADOWING").await;
    let input = json!({ "mentorId": luis.wire_id(), "version": version, "state": "APPROVED" });
    let unchecked = app.data(&center.admin, MOVE, json!({ "input": input })).await;
    assert_eq!(unchecked["setMentorState"]["problems"][0]["code"], "background_check_missing");
}

#[tokio::test]
async fn a_client_who_mentors_holds_both_roles_with_a_wall_between() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let luis = center.client("Luis Vega", &dana).await;
    let ana = center.client("Ana Ruiz", &dana).await;
    center.becomes_mentor(&luis, 4).await;
    let viewer = app.data(&luis, "{ viewer { account { member { roles } } } }", json!({})).await;
    assert_eq!(viewer["viewer"]["account"]["member"]["roles"], json!(["CLIENT", "PEER_MENTOR"]));
    // Other clients are nobody's record of theirs.
    let record = "query($id: ID!) { client(id: $id) { member { name } } }";
    assert!(app.data(&luis, record, json!({ "id": ana.wire_id() })).await["client"].is_null());
    center.walk_together(&ana, &luis).await;
    let caseload = "{ clients { nodes { member { name } mentor { name } } } }";
    let nodes = app.data(&dana, caseload, json!({})).await["clients"]["nodes"].clone();
    assert_eq!(nodes[0], json!({ "member": { "name": "Ana Ruiz" }, "mentor": { "name": "Luis Vega" } }));
    assert!(nodes[1]["mentor"].is_null());
    assert_eq!(app.data(&luis, record, json!({ "id": ana.wire_id() })).await["client"]["member"]["name"], "Ana Ruiz");
    // Nobody walks with themself.
    center.wishes_for_mentor(&luis).await;
    assert_eq!(center.asks_mentors(&luis, &[&luis]).await["problems"], json!([{ "code": "not_found", "path": ["mentorIds"] }]));
}

#[tokio::test]
async fn an_expired_credential_stops_new_pairs_and_no_support() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await);
    let helen = center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let mentor = center.mentor("Marcus Hill", 10).await;
    let pair = center.walk_together(&ana, &mentor).await;
    let add = |until: &str| {
        json!({ "input": { "memberId": mentor.wire_id(), "kind": "Peer specialist", "issuer": "State board", "number": "PS-7781",
            "issuedOn": "2024-03-01", "expiresOn": until } })
    };
    let held = fine(&app.data(&mentor, CREDENTIAL, add("2026-03-01")).await, "addCredential");
    assert_eq!(held["mentor"]["credentialExpired"], true);
    center.wishes_for_mentor(&theo).await;
    assert_eq!(center.asks_mentors(&theo, &[&mentor]).await["problems"][0]["code"], "not_found");
    let send =
        "mutation($input: SendPairMessageInput!) { sendPairMessage(input: $input) { message { body } problems { code } } }";
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "mentorshipId": pair, "body": "How are you?" });
    assert_eq!(
        fine(&app.data(&mentor, send, json!({ "input": input })).await, "sendPairMessage")["message"]["body"],
        "How are you?"
    );
    // Neither does its holder take it off the list, nor does a later day that they wrote themself lift it.
    let old = json!({ "id": held["mentor"]["credentials"][0]["id"] });
    let holds = json!([{ "code": "credential_holds", "path": ["credentialId"] }]);
    assert_eq!(app.data(&mentor, REMOVE, old.clone()).await["removeCredential"]["problems"], holds);
    let renewed = fine(&app.data(&mentor, CREDENTIAL, add("2028-03-01")).await, "addCredential");
    assert_eq!(renewed["mentor"]["credentialExpired"], true, "nobody has seen it yet");
    assert_eq!(renewed["mentor"]["credentials"].as_array().map(Vec::len), Some(2));
    assert_eq!(center.asks_mentors(&theo, &[&mentor]).await["problems"][0]["code"], "not_found");
    // Seen by a supervisor, who was asked to look: the new one counts, the old one stays to be seen.
    let open = looks(&app, &helen).await;
    assert_eq!((open.len(), &open[0]["member"]["name"]), (1, &json!("Marcus Hill")), "one task for all of his papers");
    let new = json!({ "id": renewed["mentor"]["credentials"][1]["id"] });
    let seen = fine(&app.data(&helen, SEEN, new.clone()).await, "verifyCredential");
    assert_eq!(seen["mentor"]["credentialExpired"], false);
    fine(&app.data(&helen, SEEN, old).await, "verifyCredential");
    assert_eq!(looks(&app, &helen).await, Vec::<Json>::new());
    assert_eq!(center.asks_mentors(&theo, &[&mentor]).await["problems"], json!([]));
    // What was seen is for those who steer to take off the list: what is left has run out.
    assert_eq!(app.data(&mentor, REMOVE, new.clone()).await["removeCredential"]["problems"], holds);
    let back = app.data(&helen, REMOVE, new).await;
    assert_eq!(fine(&back, "removeCredential")["mentor"]["credentialExpired"], true);
    // The number is for the mentor and who steers.
    let shown = app.data(&center.admin, MENTOR, json!({ "id": mentor.wire_id() })).await;
    assert_eq!(shown["mentor"]["credentials"][0]["number"], "PS-7781");
    assert!(app.data(&ana, MENTOR, json!({ "id": mentor.wire_id() })).await["mentor"].is_null());
    assert!(app.data(&dana, MENTOR, json!({ "id": mentor.wire_id() })).await["mentor"].is_null());
}

#[tokio::test]
async fn what_is_renewed_is_renewed_however_its_kind_is_written() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let expired = async |kind: &str, until: &str| {
        let input = json!({ "memberId": marcus.wire_id(), "kind": kind, "issuer": "State board", "issuedOn": "2024-03-01",
            "expiresOn": until });
        let held = app.data(&center.admin, CREDENTIAL, json!({ "input": input })).await;
        fine(&held, "addCredential")["mentor"]["credentialExpired"].clone()
    };
    assert_eq!(expired("Certified peer specialist", "2026-03-01").await, true);
    assert_eq!(expired("First aid", "2028-03-01").await, true, "another paper renews nothing");
    assert_eq!(expired(" certified Peer SPECIALIST", "2028-03-01").await, false);
}

#[tokio::test]
async fn a_slip_is_its_holders_to_take_back_while_nobody_has_seen_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let helen = center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let input = json!({ "memberId": marcus.wire_id(), "kind": "Peer specialist", "issuer": "State board", "issuedOn": "2024-03-01",
        "expiresOn": "2028-03-01" });
    let held = fine(&app.data(&marcus, CREDENTIAL, json!({ "input": input })).await, "addCredential");
    assert_eq!(looks(&app, &helen).await.len(), 1);
    fine(&app.data(&marcus, REMOVE, json!({ "id": held["mentor"]["credentials"][0]["id"] })).await, "removeCredential");
    assert_eq!(looks(&app, &helen).await, Vec::<Json>::new(), "there is nothing left to look at");
    // Noted by whoever steers, it was seen by them: nobody has to look again.
    fine(&app.data(&helen, CREDENTIAL, json!({ "input": input })).await, "addCredential");
    assert_eq!(looks(&app, &center.admin).await, Vec::<Json>::new());
}

#[tokio::test]
async fn papers_from_before_anybody_had_to_look_are_looked_at_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let helen = center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    // As the release before wrote it.
    sqlx::query(
        "insert into cairn.mentor_credentials (center_id, id, mentor_id, kind, issuer, issued_on, created_at)
         values ($1, gen_random_uuid(), $2, 'Peer specialist', 'State board', '2025-01-01', '2025-06-01T12:00:00Z')",
    )
    .bind(center.center.id.0)
    .bind(marcus.member_id.0)
    .execute(&mut app.superuser().await)
    .await
    .expect("a credential");
    daily(&app).await;
    let open = looks(&app, &helen).await;
    assert_eq!(open.len(), 1);
    let finish = "mutation($id: ID!) { finishStaffTask(staffTaskId: $id) { problems { code } } }";
    fine(&app.data(&helen, finish, json!({ "id": open[0]["id"] })).await, "finishStaffTask");
    daily(&app).await;
    assert_eq!(looks(&app, &helen).await, Vec::<Json>::new(), "whoever said that it is done is not asked every day");
}

#[tokio::test]
async fn training_is_counted_by_competency() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let mentor = center.mentor("Marcus Hill", 4).await;
    let helen = center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let record = "mutation($input: RecordTrainingInput!) { recordTraining(input: $input) { mentor { training { competency minutes } } problems { code path } } }";
    for (competency, minutes) in [(3, 90), (3, 30), (12, 60)] {
        let input = json!({ "mentorId": mentor.wire_id(), "competency": competency, "minutes": minutes, "heldOn": "2026-02-01" });
        fine(&app.data(&helen, record, json!({ "input": input })).await, "recordTraining");
    }
    let shown = app.data(&mentor, MENTOR, json!({ "id": mentor.wire_id() })).await["mentor"]["training"].clone();
    assert_eq!(shown.as_array().map(Vec::len), Some(12));
    assert_eq!(shown[2], json!({ "competency": 3, "minutes": 120 }));
    assert_eq!(shown[11], json!({ "competency": 12, "minutes": 60 }));
    for (change, path) in [(json!({ "competency": 13 }), "competency"), (json!({ "heldOn": "2026-04-01" }), "heldOn")] {
        let mut input = json!({ "mentorId": mentor.wire_id(), "competency": 1, "minutes": 60, "heldOn": "2026-02-01" });
        input.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        assert_eq!(
            app.data(&helen, record, json!({ "input": input })).await["recordTraining"]["problems"][0]["path"],
            json!([path])
        );
    }
    let input = json!({ "mentorId": mentor.wire_id(), "competency": 1, "minutes": 60, "heldOn": "2026-02-01" });
    assert_eq!(app.data(&mentor, record, json!({ "input": input })).await["recordTraining"]["problems"][0]["code"], "not_found");
}

#[tokio::test]
async fn the_center_names_a_supervisor_and_who_stands_in() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let helen = center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let (marcus, imani) = (center.mentor("Marcus Bell", 4).await, center.mentor("Imani Cole", 4).await);
    let who = app.data(&helen, "{ mentorSupervisors { name } }", json!({})).await["mentorSupervisors"].clone();
    assert_eq!(who.as_array().map(Vec::len), Some(2), "the supervisor and the admin: {who}");
    assert_eq!(who[0]["name"], "Helen Strand");
    // Counselors do not steer mentoring.
    let refused = app.graphql(&dana, "{ mentorSupervisors { name } }", json!({})).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "NOT_FOUND", "{refused}");
    let terms = "mutation($input: SetMentorTermsInput!) { setMentorTerms(input: $input) {
      mentor { version backup { name } supervisor { name } } problems { code path } } }";
    let set = async |version: &serde_json::Value, more: serde_json::Value| {
        let mut input = json!({ "mentorId": marcus.wire_id(), "version": version, "capacity": 4, "supervisionMinutes": 60,
            "supervisorId": helen.wire_id() });
        input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        app.data(&center.admin, terms, json!({ "input": input })).await
    };
    let version = app.data(&center.admin, MENTOR, json!({ "id": marcus.wire_id() })).await["mentor"]["version"].clone();
    for nobody in [&marcus, &dana] {
        let refused = set(&version, json!({ "backupId": nobody.wire_id() })).await["setMentorTerms"]["problems"].clone();
        assert_eq!(refused, json!([{ "code": "backup_unknown", "path": ["backupId"] }]));
    }
    let set_now = fine(&set(&version, json!({ "backupId": imani.wire_id() })).await, "setMentorTerms")["mentor"].clone();
    assert_eq!((&set_now["backup"]["name"], &set_now["supervisor"]["name"]), (&json!("Imani Cole"), &json!("Helen Strand")));
    // Left out, it stays; null, it goes.
    let kept = fine(&set(&set_now["version"], json!({})).await, "setMentorTerms")["mentor"].clone();
    assert_eq!(kept["backup"]["name"], "Imani Cole");
    let gone = fine(&set(&kept["version"], json!({ "backupId": null })).await, "setMentorTerms")["mentor"].clone();
    assert!(gone["backup"].is_null());
}
