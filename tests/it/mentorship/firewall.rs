//! The wall of a mentor and of whoever keeps contact: they meet, and read nothing that is written of the person.

use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person};

const RECORD: &str = "query($id: ID!) { enrollment(id: $id) {
  state program { name } lastContact priority placeInLine cohort { id } phase { id } aftercareUntil
  moves { note } phases { name } intakeItems { id } readiness { name } contacts { kind } discharge { reason note } } }";

/// What is written of a way and is not for them.
fn assert_bare(way: &Json) {
    for field in ["priority", "placeInLine", "cohort", "phase", "aftercareUntil", "discharge"] {
        assert!(way[field].is_null(), "{field}: {way:#}");
    }
    for field in ["moves", "phases", "intakeItems", "readiness", "contacts"] {
        assert_eq!(way[field], json!([]), "{field}: {way:#}");
    }
}

async fn record(app: &App, person: &Person, way: &str) -> Json {
    app.data(person, RECORD, json!({ "id": way })).await["enrollment"].clone()
}

#[tokio::test]
async fn a_mentor_and_a_bridge_read_where_somebody_is_and_nothing_written_of_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await);
    // A fellow client mentors.
    let luis = center.client("Luis Vega", &dana).await;
    center.becomes_mentor(&luis, 10).await;
    let paz = center.invite("Paz Molina", &[Role::Facilitator], None).await;
    let program = center.program("Evening program", json!({ "capacity": 1 })).await;
    let inside = program.begins(&ana, "ACTIVE").await;
    let waits = program.begins(&theo, "WAITLISTED").await;
    center.does(&dana, "setEnrollmentPeer", json!({ "enrollmentId": waits, "peerId": paz.wire_id() })).await;
    center.moved(&dana, &inside, "ON_HOLD", json!({ "note": "For staff alone." })).await;
    center.walk_together(&ana, &luis).await;
    let whole = record(&app, &dana, &inside).await;
    assert!(whole["moves"].as_array().is_some_and(|moves| !moves.is_empty()), "{whole:#}");
    let seen = record(&app, &luis, &inside).await;
    assert_eq!((&seen["state"], &seen["program"]["name"]), (&json!("ON_HOLD"), &json!("Evening program")));
    assert_bare(&seen);
    let seen = record(&app, &paz, &waits).await;
    assert_eq!(seen["state"], "WAITLISTED");
    assert_bare(&seen);
    // How it ended is not theirs either.
    center.moved(&dana, &inside, "ACTIVE", json!({})).await;
    let discharge = json!({ "discharge": { "reason": "COMPLETED", "overdoseEducation": "GIVEN", "crisisPlan": "DECLINED",
        "aftercare": { "choice": "NO" } } });
    center.moved(&center.admin, &inside, "DISCHARGED", discharge).await;
    assert_bare(&record(&app, &luis, &inside).await);
    assert!(!record(&app, &ana, &inside).await["discharge"].is_null(), "her own is hers");
}

#[tokio::test]
async fn a_counselor_who_mentors_gains_no_file_no_note_and_no_move() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let omar = center.counselor("Omar Reed").await;
    center.becomes_mentor(&omar, 10).await;
    let program = center.program("Evening program", json!({})).await;
    let way = program.begins(&ana, "ACTIVE").await;
    center.walk_together(&ana, &omar).await;
    assert_bare(&record(&app, &omar, &way).await);
    let hold = center.moves(&omar, &way, "ON_HOLD", json!({})).await;
    assert_ne!(hold["problems"], json!([]), "{hold}");
    let files = "query($id: ID!) { documents(clientId: $id) { nodes { id } } }";
    assert!(app.data(&dana, files, json!({ "id": ana.wire_id() })).await["documents"]["nodes"].is_array());
    let heard = app.graphql(&omar, files, json!({ "id": ana.wire_id() })).await;
    assert!(heard["errors"].is_array() || heard["data"]["documents"].is_null(), "{heard:#}");
    let shared = "query($id: ID!) { sharedCheckIns(clientId: $id) { mood } }";
    assert!(app.graphql(&omar, shared, json!({ "id": ana.wire_id() })).await["errors"].is_array());
    // The two meet by the booking of sessions, as they did: either books.
    let book = "mutation($input: BookSessionInput!) { bookSession(input: $input) { session { state } problems { code } } }";
    for (person, at) in [(&omar, "2026-03-03T23:00:00Z"), (&ana, "2026-03-04T23:00:00Z")] {
        let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "counselorId": omar.wire_id(), "clientId": ana.wire_id(),
            "startsAt": at, "minutes": 45, "place": "ONLINE" });
        assert_eq!(fine(&app.data(person, book, json!({ "input": input })).await, "bookSession")["session"]["state"], "BOOKED");
    }
    // An assignment is another thing: given on purpose, it opens the record and outlives the pair.
    let assign = "mutation($client: ID!, $counselor: ID!) {
      assignCounselor(input: { clientId: $client, counselorId: $counselor }) { problems { code } } }";
    let ids = json!({ "client": ana.wire_id(), "counselor": omar.wire_id() });
    fine(&app.data(&center.admin, assign, ids).await, "assignCounselor");
    assert!(record(&app, &omar, &way).await["moves"].as_array().is_some_and(|moves| !moves.is_empty()));
}

#[tokio::test]
async fn a_mentor_reads_no_phase_in_the_list_and_finds_nobody_by_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let program = center.program("Evening program", json!({})).await;
    let phase = program.phases(&[("Holding on", &["Sleeps"])]).await[0]["id"].clone();
    program.begins(&ana, "ACTIVE").await;
    center.walk_together(&ana, &marcus).await;
    let list = "query($filter: ClientFilterInput) { clients(filter: $filter) { nodes {
      enrollment { state phase phaseId } lastContact } } }";
    let one = "query($id: ID!) { client(id: $id) { enrollment { state phase phaseId } } }";
    for (person, name, id) in [
        (&dana, json!("Holding on"), phase.clone()),
        (&center.admin, json!("Holding on"), phase.clone()),
        (&marcus, Json::Null, Json::Null),
    ] {
        let row = app.data(person, list, json!({})).await["clients"]["nodes"][0]["enrollment"].clone();
        assert_eq!(row, json!({ "state": "ACTIVE", "phase": name, "phaseId": id }));
        let whole = app.data(person, one, json!({ "id": ana.wire_id() })).await["client"]["enrollment"].clone();
        assert_eq!(whole, row);
        // Nor is it found out by asking for those who are in it.
        let found = app.data(person, list, json!({ "filter": { "phaseId": phase } })).await["clients"]["nodes"].clone();
        assert_eq!(found.as_array().map(Vec::len), Some(usize::from(!name.is_null())));
    }
}
