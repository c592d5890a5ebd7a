use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use support::App;
use support::mentorship::fine;

const MENTOR: &str = "query($id: ID!) { mentor(mentorId: $id) { state capacity load pairCount credentialExpired version
  credentials { id kind number expired } training { competency minutes } } }";
const MOVE: &str =
    "mutation($input: SetMentorStateInput!) { setMentorState(input: $input) { mentor { state } problems { code path } } }";
const CREDENTIAL: &str = "mutation($input: AddCredentialInput!) {
  addCredential(input: $input) { mentor { credentialExpired credentials { id } } problems { code path } } }";

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
    // Renewed: the new one counts, the old one stays to be seen.
    let renewed = fine(&app.data(&mentor, CREDENTIAL, add("2028-03-01")).await, "addCredential");
    assert_eq!(renewed["mentor"]["credentialExpired"], false);
    assert_eq!(renewed["mentor"]["credentials"].as_array().map(Vec::len), Some(2));
    assert_eq!(center.asks_mentors(&theo, &[&mentor]).await["problems"], json!([]));
    // The new one off the list again: what is left has run out.
    let remove = "mutation($id: ID!) { removeCredential(credentialId: $id) { mentor { credentialExpired } problems { code } } }";
    let of = |held: &Json, number: usize| held["mentor"]["credentials"][number]["id"].clone();
    let new = (0..2).map(|at| of(&renewed, at)).find(|id| *id != of(&held, 0)).expect("the new one");
    let back = app.data(&mentor, remove, json!({ "id": new })).await;
    assert_eq!(fine(&back, "removeCredential")["mentor"]["credentialExpired"], true);
    // The number is for the mentor and who steers.
    let shown = app.data(&center.admin, MENTOR, json!({ "id": mentor.wire_id() })).await;
    assert_eq!(shown["mentor"]["credentials"][0]["number"], "PS-7781");
    assert!(app.data(&ana, MENTOR, json!({ "id": mentor.wire_id() })).await["mentor"].is_null());
    assert!(app.data(&dana, MENTOR, json!({ "id": mentor.wire_id() })).await["mentor"].is_null());
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
