//! A signed note is taken back: the text stays, what it counted for is gone, and another one can be written.

use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use sqlx::{Connection, Executor, PgConnection};
use support::{App, Person};

use super::hour::{Hour, NOTE, SAVE, SIGN, code};
use super::lines::{ANSWER, EXPORT, LINE, march};

const VOID: &str = "mutation($note: ID!, $why: String!) { voidSessionNote(sessionNoteId: $note, reason: $why) {
  note { id state voidReason voidedAt voidedBy { name } answers { text } } problems { code path } } }";
const VOIDED: &str = "query($id: ID!) { voidedSessionNotes(sessionId: $id) {
  id state voidReason voidedBy { name } answers { prompt text } addenda { text } } }";
const TAKEN_BACK: &str = "query($id: ID!) { sessionNoteVoidedAt(sessionId: $id) }";
const COSIGN: &str = "mutation($note: ID!) { coSignSessionNote(sessionNoteId: $note) { problems { code } } }";
const ADD: &str = "mutation($note: ID!, $key: String!) {
  addNoteAddendum(input: { clientMutationId: $key, sessionNoteId: $note, text: \"More.\" }) { problems { code } } }";
const WHY: &str = "It is about somebody else.";

async fn voided(hour: &Hour<'_>, by: &Person, note: &Json) -> Json {
    hour.does(by, VOID, json!({ "note": note["id"], "why": WHY })).await
}

async fn rewritten(hour: &Hour<'_>) -> Json {
    let saved = hour.fine(SAVE, json!({ "answers": Hour::answers("The right words."), "version": 0 })).await;
    hour.fine(SIGN, json!({ "version": saved["note"]["version"] })).await["note"].clone()
}

#[tokio::test]
async fn a_supervisor_takes_a_signed_note_back_and_another_one_is_written() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let helen = hour.center.invite("Helen Strand", &[Role::Supervisor], None).await;
    hour.held().await;
    let note = hour.noted().await;
    for person in [&hour.dana, &hour.center.admin, &hour.ana] {
        assert_eq!(code(&voided(&hour, person, &note).await), "not_found", "{}", person.name);
    }
    let blank = hour.does(&helen, VOID, json!({ "note": note["id"], "why": " \n " })).await;
    assert_eq!((code(&blank), &blank["problems"][0]["path"]), ("required", &json!(["reason"])));
    assert_eq!(hour.does(&hour.ana, TAKEN_BACK, json!({})).await, Json::Null);
    let done = voided(&hour, &helen, &note).await;
    assert_eq!(done["problems"], json!([]), "{done:#}");
    let expected = (&json!("VOIDED"), &json!(WHY), &json!("Helen Strand"), &json!("2026-03-03T15:45:00Z"));
    assert_eq!(
        (&done["note"]["state"], &done["note"]["voidReason"], &done["note"]["voidedBy"]["name"], &done["note"]["voidedAt"]),
        expected
    );
    // Again is fine, and nothing is added to it any more.
    let again = hour.does(&helen, VOID, json!({ "note": note["id"], "why": "Another reason." })).await;
    assert_eq!(again, done);
    assert_eq!(code(&hour.does(&helen, COSIGN, json!({ "note": note["id"] })).await), "not_found");
    let addendum = json!({ "note": note["id"], "key": uuid::Uuid::new_v4() });
    assert_eq!(code(&hour.does(&hour.dana, ADD, addendum).await), "not_found");
    // It stands among what is still to be written.
    let to_finish = app.data(&hour.dana, "{ notesToFinish { nodes { id } } }", json!({})).await;
    assert_eq!(to_finish["notesToFinish"]["nodes"], json!([{ "id": hour.session }]));
    let second = rewritten(&hour).await;
    assert_eq!(second["state"], "SIGNED");
    assert_eq!(hour.does(&hour.dana, NOTE, json!({})).await["id"], second["id"]);
    assert_eq!(app.data(&hour.dana, "{ notesToFinish { nodes { id } } }", json!({})).await["notesToFinish"]["nodes"], json!([]));
    // And that one as well.
    assert_eq!(voided(&hour, &helen, &second).await["problems"], json!([]));
    let both = hour.does(&hour.dana, VOIDED, json!({})).await;
    let ids: Vec<&Json> = both.as_array().expect("notes").iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&note["id"], &second["id"]]);
    let ana = Some(hour.ana.member_id.0);
    assert_eq!(hour.audited("session_note.void").await, [(ana, "supervision".to_owned()), (ana, "supervision".to_owned())]);
}

#[tokio::test]
async fn staff_read_what_was_taken_back_and_the_client_is_told_that_it_was() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let helen = hour.center.invite("Helen Strand", &[Role::Supervisor], None).await;
    hour.held().await;
    let note = hour.noted().await;
    voided(&hour, &helen, &note).await;
    for person in [&hour.dana, &helen] {
        let found = hour.does(person, VOIDED, json!({})).await;
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{}", person.name);
        assert_eq!((&found[0]["id"], &found[0]["voidReason"]), (&note["id"], &json!(WHY)));
        assert_eq!(found[0]["answers"][3]["text"], "Shared how my first month was.", "the text is what was signed");
    }
    // Somebody else may have been meant in it: the client reads it no more, and hears that it is gone.
    assert_eq!(hour.does(&hour.ana, VOIDED, json!({})).await, json!([]));
    assert!(hour.does(&hour.ana, NOTE, json!({})).await.is_null());
    assert_eq!(hour.does(&hour.ana, TAKEN_BACK, json!({})).await, "2026-03-03T15:45:00Z");
    rewritten(&hour).await;
    assert!(hour.does(&hour.ana, NOTE, json!({})).await.is_object());
    let lee = hour.center.counselor("Lee Park").await;
    for person in [&hour.center.admin, &lee] {
        assert_eq!(hour.does(person, VOIDED, json!({})).await, json!([]), "{}", person.name);
        assert!(hour.does(person, TAKEN_BACK, json!({})).await.is_null(), "{}", person.name);
    }
}

#[tokio::test]
async fn nobody_takes_back_what_they_signed_themself() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.held().await;
    let note = hour.noted().await;
    sqlx::query("update cairn.members set roles = '{counselor,supervisor}' where id = $1")
        .bind(hour.dana.member_id.0)
        .execute(&mut app.superuser().await)
        .await
        .expect("roles");
    assert_eq!(code(&voided(&hour, &hour.dana, &note).await), "own_case");
}

#[tokio::test]
async fn a_line_is_not_ready_without_its_note_and_one_that_went_says_so() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let helen = hour.center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let admin = hour.center.admin.clone();
    hour.held().await;
    let note = hour.noted().await;
    let payer = hour.payer("Horizon", "nj_horizon", "2026-01-01").await;
    hour.covers(&payer, json!({})).await;
    assert_eq!(hour.does(&admin, LINE, json!({})).await["ready"], true);
    voided(&hour, &helen, &note).await;
    let line = hour.does(&admin, LINE, json!({})).await;
    assert_eq!((&line["ready"], &line["missing"]), (&json!(false), &json!("NOTE_VOIDED")));
    assert_eq!(code(&app.data(&admin, EXPORT, json!({ "input": march(&payer) })).await["exportServiceLines"]), "nothing_ready");
    let second = rewritten(&hour).await;
    assert_eq!(hour.does(&admin, LINE, json!({})).await["ready"], true);
    app.data(&admin, EXPORT, json!({ "input": march(&payer) })).await;

    // It went already: it stays as it went, and whoever does the billing sees what has to be told.
    let flagged = "query($only: Boolean!) { serviceReadiness(from: \"2026-03-01\", until: \"2026-03-31\") { noteVoided }
      serviceLines(from: \"2026-03-01\", until: \"2026-03-31\", noteVoided: $only) { nodes { state units noteVoidedAt } } }";
    let before = app.data(&admin, flagged, json!({ "only": true })).await;
    assert_eq!((&before["serviceReadiness"]["noteVoided"], &before["serviceLines"]["nodes"]), (&json!(0), &json!([])));
    let says = |answer: &str| json!({ "line": line["id"], "answer": answer });
    assert_eq!(code(&hour.does(&admin, ANSWER, says("PUT_RIGHT")).await), "line_state");
    hour.does(&admin, ANSWER, says("ACCEPTED")).await;
    voided(&hour, &helen, &second).await;
    let after = app.data(&admin, flagged, json!({ "only": true })).await;
    let expected = json!([{ "state": "ACCEPTED", "units": 3, "noteVoidedAt": "2026-03-03T15:45:01Z" }]);
    assert_eq!((&after["serviceReadiness"]["noteVoided"], &after["serviceLines"]["nodes"]), (&json!(1), &expected));
    let open = hour.does(&admin, ANSWER, says("PUT_RIGHT")).await;
    assert_eq!(open["serviceLine"], json!({ "state": "OPEN", "ready": false, "units": null }));
    rewritten(&hour).await;
    let ready = app.data(&admin, flagged, json!({ "only": false })).await;
    assert_eq!(ready["serviceLines"]["nodes"], json!([{ "state": "OPEN", "units": 3, "noteVoidedAt": null }]));
}

#[tokio::test]
async fn the_database_keeps_one_note_a_round_and_every_voiding() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let helen = hour.center.invite("Helen Strand", &[Role::Supervisor], None).await;
    hour.held().await;
    let note = hour.noted().await;
    let mut db = PgConnection::connect(&app.database.url("cairn_app")).await.expect("connect");
    let refused = async |db: &mut PgConnection, sql: &'static str| {
        let mut tx = db.begin().await.expect("begin");
        let set = format!("set local cairn.center_id = '{}'", hour.center.center.id.0);
        tx.execute(sqlx::AssertSqlSafe(set)).await.expect("set");
        let refused = tx.execute(sql).await.expect_err(sql);
        tx.rollback().await.expect("rollback");
        refused.as_database_error().and_then(|error| error.code()).map(|code| code.to_string())
    };
    let second = "insert into cairn.session_notes (center_id, id, session_id, client_id, template, body, signed_by, signed_at, late, cosign_required)
      select center_id, gen_random_uuid(), session_id, client_id, template, body, signed_by, signed_at, late, cosign_required
      from cairn.session_notes";
    assert_eq!(refused(&mut db, second).await.as_deref(), Some("23505"), "one that stands");
    voided(&hour, &helen, &note).await;
    for sql in ["update cairn.session_note_voids set at = now()", "delete from cairn.session_note_voids"] {
        assert_eq!(refused(&mut db, sql).await.as_deref(), Some("42501"), "{sql}");
    }
    let reason: Vec<u8> = sqlx::query_scalar("select reason from cairn.session_note_voids")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a reason");
    assert!(!String::from_utf8_lossy(&reason).contains("somebody"), "sealed");
}
