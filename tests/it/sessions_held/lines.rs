//! From a session to a line that a payer takes, one missing thing at a time.

use serde_json::{Value as Json, json};
use support::App;
use uuid::Uuid;

use super::hour::{BEGIN, COVER, END, Hour, MISS, RECORD, SAVE, SIGN, code};

pub const LINE: &str =
    "query($id: ID!) { serviceLine(sessionId: $id) { id state ready missing units code modifiers minutes servedOn } }";
pub const EXPORT: &str = "mutation($input: ExportServiceLinesInput!) {
  exportServiceLines(input: $input) { serviceExport { id lines units } problems { code path } } }";
pub const ANSWER: &str = "mutation($line: ID!, $answer: PayerAnswer!) {
  answerServiceLine(serviceLineId: $line, answer: $answer) { serviceLine { state ready units } problems { code } } }";

/// A day in March, for one payer.
pub fn march(payer: &str) -> Json {
    json!({ "clientMutationId": Uuid::new_v4(), "payerId": payer, "from": "2026-03-01", "until": "2026-03-31" })
}

async fn missing(hour: &Hour<'_>) -> Json {
    hour.does(&hour.dana, LINE, json!({})).await["missing"].clone()
}

#[tokio::test]
async fn a_line_says_the_one_thing_that_is_missing() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    assert!(hour.does(&hour.dana, LINE, json!({})).await.is_null(), "nothing took place yet");
    hour.held().await;
    assert_eq!(missing(&hour).await, "NOTE");
    let saved = hour.fine(SAVE, json!({ "answers": Hour::answers("A plan."), "version": 0 })).await;
    assert_eq!(missing(&hour).await, "NOTE_SIGNATURE");
    hour.fine(SIGN, json!({ "version": saved["note"]["version"] })).await;
    assert_eq!(missing(&hour).await, "COVERAGE");
    let payer = hour.payer("Horizon", "nj_horizon", "2026-04-01").await;
    let coverage = hour.covers(&payer, json!({ "ofAge": false, "diagnosisOnFile": false })).await;
    assert_eq!(missing(&hour).await, "RULES", "they begin in April");
    hour.rules(&payer, "nj_horizon", "2026-01-01").await;
    assert_eq!(missing(&hour).await, "AGE");
    let mut input = hour.coverage(&payer, json!({ "diagnosisOnFile": false }));
    input["coverageId"] = coverage["id"].clone();
    input["version"] = coverage["version"].clone();
    let changed = hour.does(&hour.center.admin, COVER, json!({ "input": input })).await;
    assert_eq!(changed["problems"], json!([]), "{changed:#}");
    assert_eq!(missing(&hour).await, "DIAGNOSIS");
    input["diagnosisOnFile"] = json!(true);
    let stale = hour.does(&hour.center.admin, COVER, json!({ "input": input })).await;
    assert_eq!(code(&stale), "conflict");
    input["version"] = changed["coverage"]["version"].clone();
    hour.does(&hour.center.admin, COVER, json!({ "input": input })).await;
    let line = hour.does(&hour.dana, LINE, json!({})).await;
    let expected = json!({ "id": line["id"], "state": "OPEN", "ready": true, "missing": null, "units": 3, "code": "H0038",
        "modifiers": ["HF"], "minutes": 45, "servedOn": "2026-03-03" });
    assert_eq!(line, expected);
    // A biller and whoever held it see it; nobody else.
    let lee = hour.center.counselor("Lee Park").await;
    for person in [&hour.ana, &lee] {
        assert!(hour.does(person, LINE, json!({})).await.is_null(), "{}", person.name);
    }
    assert!(hour.does(&hour.center.admin, LINE, json!({})).await["ready"].as_bool().expect("a word"));
}

#[tokio::test]
async fn lines_are_found_by_what_they_wait_for() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.held().await;
    let list = "query($missing: LineMissing) { serviceLines(from: \"2026-03-01\", until: \"2026-03-31\", missing: $missing) {
      nodes { missing } } }";
    let found = async |missing: &str| {
        let lines = app.data(&hour.center.admin, list, json!({ "missing": missing })).await;
        lines["serviceLines"]["nodes"].clone()
    };
    assert_eq!(found("NOTE").await, json!([{ "missing": "NOTE" }]));
    assert_eq!(found("COVERAGE").await, json!([]));
}

#[tokio::test]
async fn what_was_missed_is_no_line() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.at("2026-03-03T15:20:00Z").await;
    hour.fine(MISS, json!({ "by": "CLIENT" })).await;
    assert!(hour.does(&hour.dana, LINE, json!({})).await.is_null());
}

#[tokio::test]
async fn a_credential_is_valid_on_the_day_or_it_is_missing() {
    let app = App::start().await;
    let hour = Hour::with_a_peer(&app).await;
    hour.center.becomes_mentor(&hour.dana, 4).await;
    hour.held().await;
    hour.noted().await;
    let payer = hour.payer("Horizon", "nj_horizon", "2026-01-01").await;
    hour.covers(&payer, json!({})).await;
    hour.rules_with(&payer, "nj_horizon", "2026-01-01", json!({ "credentials": ["Certified Peer Specialist"] })).await;
    assert_eq!(missing(&hour).await, "CREDENTIAL");
    let add = "mutation($input: AddCredentialInput!) { addCredential(input: $input) {
      holder { credentials { id } } problems { code path } } }";
    let credential = |from: &str, until: &str| {
        json!({ "input": { "memberId": hour.dana.wire_id(), "kind": "certified peer specialist", "issuer": "State board",
            "number": "7", "issuedOn": from, "expiresOn": until } })
    };
    // It ended the day before.
    app.data(&hour.center.admin, add, credential("2025-01-01", "2026-03-02")).await;
    assert_eq!(missing(&hour).await, "CREDENTIAL");
    let noted = app.data(&hour.dana, add, credential("2026-03-03", "2026-03-03")).await["addCredential"].clone();
    assert_eq!(missing(&hour).await, "CREDENTIAL", "what somebody notes of their own bills nothing before it was seen");
    let seen = "mutation($id: ID!) { verifyCredential(credentialId: $id) { problems { code path } } }";
    app.data(&hour.center.admin, seen, json!({ "id": noted["holder"]["credentials"][1]["id"] })).await;
    assert_eq!(missing(&hour).await, Json::Null);
}

#[tokio::test]
async fn what_ran_out_stops_a_mentors_line_whatever_the_payer_asks_for() {
    let app = App::start().await;
    let hour = Hour::with_a_peer(&app).await;
    hour.held().await;
    hour.noted().await;
    let payer = hour.payer("Horizon", "nj_horizon", "2026-01-01").await;
    hour.covers(&payer, json!({})).await;
    let credential = async |kind: &str, from: &str, until: &str| {
        let add = "mutation($input: AddCredentialInput!) { addCredential(input: $input) { problems { code path } } }";
        let input = json!({ "memberId": hour.dana.wire_id(), "kind": kind, "issuer": "State board", "number": "7",
            "issuedOn": from, "expiresOn": until });
        let added = app.data(&hour.center.admin, add, json!({ "input": input })).await;
        assert_eq!(added["addCredential"]["problems"], json!([]));
    };
    credential("Certified peer specialist", "2025-01-01", "2026-03-02").await;
    assert_eq!(missing(&hour).await, Json::Null, "who does not mentor is asked for what the payer lists");
    let input = json!({ "about": "I like walking.", "languages": ["en"], "modes": [] });
    let apply = "mutation($input: ApplyAsMentorInput!) { applyAsMentor(input: $input) { mentor { version } problems { code } } }";
    let mut version = app.data(&hour.dana, apply, json!({ "input": input })).await["applyAsMentor"]["mentor"]["version"].clone();
    for state in ["TRAINING", "SHADOWING"] {
        assert_eq!(missing(&hour).await, Json::Null, "nor who is on the way to it");
        version = hour.center.moves_mentor(&hour.dana, version, state).await;
    }
    assert_eq!(missing(&hour).await, "CREDENTIAL");
    credential("First aid", "2026-03-03", "2028-03-03").await;
    assert_eq!(missing(&hour).await, "CREDENTIAL", "another paper renews nothing");
    credential("CERTIFIED peer specialist", "2026-03-03", "2028-03-03").await;
    assert_eq!(missing(&hour).await, Json::Null);
}

#[tokio::test]
async fn only_what_is_ready_goes_and_what_went_stays_as_it_was() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let admin = hour.center.admin.clone();
    hour.held().await;
    hour.noted().await;
    let payer = hour.payer("Horizon", "nj_horizon", "2026-01-01").await;
    hour.covers(&payer, json!({})).await;
    // Another one that still waits for its note.
    let second = hour.booked("2026-03-04T15:00:00Z", "IN_PERSON").await;
    hour.at("2026-03-04T15:00:00Z").await;
    hour.fine(BEGIN, json!({ "id": second })).await;
    hour.at("2026-03-04T15:30:00Z").await;
    hour.fine(END, json!({ "id": second })).await;
    let summary =
        "{ serviceReadiness(from: \"2026-03-01\", until: \"2026-03-31\") { ready readyUnits waiting { missing lines } } }";
    let expected = json!({ "ready": 1, "readyUnits": 3, "waiting": [{ "missing": "NOTE", "lines": 1 }] });
    assert_eq!(app.data(&admin, summary, json!({})).await["serviceReadiness"], expected);

    let input = march(&payer);
    let exported = app.data(&admin, EXPORT, json!({ "input": input })).await["exportServiceLines"].clone();
    assert_eq!((&exported["serviceExport"]["lines"], &exported["serviceExport"]["units"]), (&json!(1), &json!(3)));
    let again = app.data(&admin, EXPORT, json!({ "input": input })).await["exportServiceLines"].clone();
    assert_eq!(again, exported, "sent twice is exported once");
    assert_eq!(code(&app.data(&admin, EXPORT, json!({ "input": march(&payer) })).await["exportServiceLines"]), "nothing_ready");
    let unready: i64 = sqlx::query_scalar(
        "select count(*) from cairn.service_lines l where l.state <> 'open'
           and not exists (select from cairn.session_notes n where n.session_id = l.session_id)",
    )
    .fetch_one(&mut app.superuser().await)
    .await
    .expect("a count");
    assert_eq!(unready, 0);

    // Rules that come later change nothing of it, and neither does another time.
    hour.rules(&payer, "midpoint", "2026-01-01").await;
    let line = hour.does(&hour.dana, LINE, json!({})).await;
    assert_eq!((&line["state"], &line["units"], &line["modifiers"]), (&json!("EXPORTED"), &json!(3), &json!(["HF"])));
    let times = json!({ "from": "2026-03-03T15:00:00Z", "until": "2026-03-03T15:50:00Z", "why": "Longer." });
    assert_eq!(code(&hour.does(&hour.dana, RECORD, times.clone()).await), "line_exported");
    // Denied, put right, counted anew.
    let says = |answer: &str| json!({ "line": line["id"], "answer": answer });
    assert_eq!(code(&hour.does(&admin, ANSWER, says("PUT_RIGHT")).await), "line_state");
    assert_eq!(hour.does(&admin, ANSWER, says("DENIED")).await["serviceLine"]["state"], "DENIED");
    let open = hour.does(&admin, ANSWER, says("PUT_RIGHT")).await;
    assert_eq!(open["serviceLine"], json!({ "state": "OPEN", "ready": true, "units": 3 }));
    hour.fine(RECORD, times).await;
    let line = hour.does(&hour.dana, LINE, json!({})).await;
    assert_eq!((&line["units"], &line["minutes"]), (&json!(3), &json!(50)));
}

#[tokio::test]
async fn two_exports_at_once_take_each_line_once() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.held().await;
    hour.noted().await;
    let payer = hour.payer("Horizon", "nj_horizon", "2026-01-01").await;
    hour.covers(&payer, json!({})).await;
    let tries = (0..6).map(|_| app.data(&hour.center.admin, EXPORT, json!({ "input": march(&payer) })));
    let answers = futures::future::join_all(tries).await;
    let done = answers.iter().filter(|answer| answer["exportServiceLines"]["serviceExport"].is_object()).count();
    assert_eq!(done, 1, "{answers:#?}");
    let lines: Vec<i32> = sqlx::query_scalar("select lines from cairn.service_exports")
        .fetch_all(&mut app.superuser().await)
        .await
        .expect("exports");
    assert_eq!(lines, [1]);
}

/// The payer takes three units a year, and each of two sessions is worth three.
#[tokio::test]
async fn two_exports_of_other_days_at_once_keep_to_the_year_together() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let april = hour.booked("2026-04-01T15:00:00Z", "IN_PERSON").await;
    hour.held().await;
    hour.noted().await;
    hour.at("2026-04-01T15:00:00Z").await;
    hour.fine(BEGIN, json!({ "id": april })).await;
    hour.at("2026-04-01T15:45:00Z").await;
    hour.fine(END, json!({ "id": april })).await;
    let saved = hour.fine(SAVE, json!({ "id": april, "answers": Hour::answers("A plan."), "version": 0 })).await;
    hour.fine(SIGN, json!({ "id": april, "version": saved["note"]["version"] })).await;
    let payer = hour.payer("Horizon", "nj_horizon", "2026-01-01").await;
    hour.rules_with(&payer, "nj_horizon", "2026-01-01", json!({ "mostUnitsAYear": 3, "yearFromMonth": 1 })).await;
    hour.covers(&payer, json!({})).await;
    let month = |from: &str, until: &str| json!({ "input": { "clientMutationId": Uuid::new_v4(), "payerId": payer, "from": from, "until": until } });
    let (one, two) = futures::future::join(
        app.data(&hour.center.admin, EXPORT, month("2026-03-01", "2026-03-31")),
        app.data(&hour.center.admin, EXPORT, month("2026-04-01", "2026-04-30")),
    )
    .await;
    let units: Vec<i32> = sqlx::query_scalar("select units from cairn.service_exports")
        .fetch_all(&mut app.superuser().await)
        .await
        .expect("exports");
    assert_eq!(units, [3], "{one:#} {two:#}");
}

#[tokio::test]
async fn a_newer_recommendation_takes_none_from_the_days_before() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.held().await;
    hour.noted().await;
    let payer = hour.payer("Horizon", "nj_horizon", "2026-01-01").await;
    hour.rules_with(&payer, "nj_horizon", "2026-01-01", json!({ "orderValidDays": 90, "planRequired": true })).await;
    let first = hour.covers(&payer, json!({ "orderedOn": "2026-01-10", "plannedOn": "2026-01-10" })).await;
    assert_eq!(missing(&hour).await, Json::Null);
    let renewed = |version: &Json| {
        let mut input = hour.coverage(&payer, json!({ "orderedOn": "2026-03-20", "plannedOn": "2026-01-10" }));
        (input["coverageId"], input["version"]) = (first["id"].clone(), version.clone());
        json!({ "input": input })
    };
    let refused = hour.does(&hour.center.admin, COVER, renewed(&first["version"])).await;
    assert_eq!(refused["problems"], json!([{ "code": "coverage_lines_before", "path": ["orderedOn"] }]));
    assert_eq!(missing(&hour).await, Json::Null);
    // Sent, it stays as it was: then the newer one takes its place.
    app.data(&hour.center.admin, EXPORT, json!({ "input": march(&payer) })).await;
    assert_eq!(hour.does(&hour.center.admin, COVER, renewed(&first["version"])).await["problems"], json!([]));
}

#[tokio::test]
async fn each_day_has_one_payer() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let (one, two) = (hour.payer("Horizon", "nj_horizon", "2026-01-01").await, hour.payer("County", "nc_8g", "2026-01-01").await);
    hour.covers(&one, json!({})).await;
    // Another one from a day on ends the first the day before.
    hour.covers(&two, json!({ "from": "2026-03-15" })).await;
    let list = "query($id: ID!) { coverages(clientId: $id) { payerId from until } }";
    let found = app.data(&hour.center.admin, list, json!({ "id": hour.ana.wire_id() })).await;
    let expected = json!([{ "payerId": two, "from": "2026-03-15", "until": null }, { "payerId": one, "from": "2026-01-01", "until": "2026-03-14" }]);
    assert_eq!(found["coverages"], expected);
    let input = hour.coverage(&one, json!({ "from": "2026-03-20", "until": "2026-04-01" }));
    assert_eq!(code(&hour.does(&hour.center.admin, COVER, json!({ "input": input })).await), "coverage_overlaps");
    let taken = "mutation($input: AddPayerInput!) { addPayer(input: $input) { payer { id } problems { code } } }";
    let input = json!({ "clientMutationId": Uuid::new_v4(), "name": "horizon" });
    assert_eq!(code(&app.data(&hour.center.admin, taken, json!({ "input": input })).await["addPayer"]), "name_in_use");
}
