//! What is written about a session: nothing is lost, the client has a line, and what is signed stays.

use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use sqlx::{Connection, Executor, PgConnection};
use support::App;

use super::hour::{Hour, NOTE, SAVE, SIGN, code};

const OPEN: &str = "mutation($id: ID!, $open: Boolean!) { openNoteToClient(sessionId: $id, open: $open) { note { openedToClientAt } problems { code } } }";
const LINE: &str = "mutation($id: ID!, $text: String!, $version: Int!) {
  addOwnLine(input: { sessionId: $id, text: $text, version: $version }) { note { clientLine clientLineVersion } problems { code } } }";
const DROP: &str = "mutation($id: ID!, $copy: ID!) { dropNoteCopy(sessionId: $id, noteCopyId: $copy) { note { copies { id } } problems { code } } }";
const ADD: &str = "mutation($note: ID!, $text: String!, $key: String!) {
  addNoteAddendum(input: { clientMutationId: $key, sessionNoteId: $note, text: $text }) { note { addenda { text by { name } } } problems { code } } }";
const COSIGN: &str =
    "mutation($note: ID!) { coSignSessionNote(sessionNoteId: $note) { note { state cosignedBy { name } } problems { code } } }";

fn purpose(text: &str) -> Json {
    json!([{ "prompt": "purpose", "text": text }])
}

#[tokio::test]
async fn a_draft_loses_no_character() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    assert_eq!(code(&hour.does(&hour.dana, SAVE, json!({ "answers": purpose("x"), "version": 0 })).await), "session_too_early");
    hour.at("2026-03-03T15:10:00Z").await;
    // As it was typed: spaces at both ends, tabs, empty lines, whatever script.
    let typed = "  Two  spaces,\ta tab,\n\n\nempty lines, ñandú, 李, 🙂 and an end \n";
    let first = hour.fine(SAVE, json!({ "answers": purpose(typed), "version": 0 })).await;
    assert_eq!(first["note"]["answers"], json!([{ "prompt": "purpose", "text": typed }]));
    assert_eq!((&first["note"]["version"], &first["setAside"]), (&json!(1), &json!(false)));
    // The answer got lost on its way and the same is sent again: nothing changes.
    let again = hour.fine(SAVE, json!({ "answers": purpose(typed), "version": 0 })).await;
    assert_eq!((&again["note"]["version"], &again["setAside"]), (&json!(1), &json!(false)));
    let newer = hour.fine(SAVE, json!({ "answers": purpose("Newer, from the phone."), "version": 1 })).await;
    assert_eq!(newer["note"]["version"], 2);
    // The other window is a version behind: the newer text stands, and this one stands beside it.
    let late = hour.fine(SAVE, json!({ "answers": purpose("Longer, from the desk."), "version": 1 })).await;
    assert_eq!((&late["setAside"], &late["note"]["version"]), (&json!(true), &json!(2)));
    assert_eq!(late["note"]["answers"][0]["text"], "Newer, from the phone.");
    assert_eq!(late["note"]["copies"][0]["answers"], json!([{ "text": "Longer, from the desk." }]));
    // Tried again and again, it is one copy.
    let late = hour.fine(SAVE, json!({ "answers": purpose("Longer, from the desk."), "version": 1 })).await;
    assert_eq!(late["note"]["copies"].as_array().map(Vec::len), Some(1));
    // Nothing is signed over its head.
    let full = hour.fine(SAVE, json!({ "answers": Hour::answers("Both."), "version": 2 })).await;
    hour.held().await;
    let version = full["note"]["version"].clone();
    assert_eq!(code(&hour.does(&hour.dana, SIGN, json!({ "version": version })).await), "note_set_aside");
    let copy = late["note"]["copies"][0]["id"].clone();
    assert_eq!(hour.fine(DROP, json!({ "copy": copy })).await["note"]["copies"], json!([]));
    hour.fine(SIGN, json!({ "version": version })).await;
}

#[tokio::test]
async fn a_note_has_its_parts_and_its_time() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.at("2026-03-03T15:00:00Z").await;
    assert_eq!(code(&hour.does(&hour.dana, SIGN, json!({ "version": 1 })).await), "no_draft");
    hour.fine(SAVE, json!({ "answers": purpose("Half."), "version": 0 })).await;
    let refused = hour.does(&hour.dana, SIGN, json!({ "version": 1 })).await;
    let paths: Vec<&str> = refused["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .filter_map(|one| one["path"].as_array()?.last()?.as_str())
        .collect();
    assert_eq!(paths, ["sessionId", "support", "response", "next_step"], "everything that is missing at once");
    assert_eq!(
        code(&hour.does(&hour.dana, SAVE, json!({ "answers": [{ "prompt": "mood", "text": "x" }], "version": 1 })).await),
        "prompt_unknown"
    );
    hour.fine(SAVE, json!({ "answers": Hour::answers("Whole."), "version": 1 })).await;
    hour.held().await;
    assert_eq!(
        code(&hour.does(&hour.dana, SIGN, json!({ "version": 1 })).await),
        "conflict",
        "what was not looked at is not signed"
    );
    let signed = hour.fine(SIGN, json!({ "version": 2 })).await;
    assert_eq!((&signed["note"]["state"], &signed["note"]["late"]), (&json!("SIGNED"), &json!(false)));
    assert_eq!(
        code(&hour.does(&hour.dana, SAVE, json!({ "answers": purpose("Other."), "version": 2 })).await),
        "session_note_signed"
    );
}

#[tokio::test]
async fn what_is_signed_a_day_later_is_marked() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.held().await;
    hour.at("2026-03-04T15:45:01Z").await;
    assert_eq!(hour.noted().await["late"], true);
}

#[tokio::test]
async fn the_client_reads_along_when_asked_and_adds_a_line() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.held().await;
    let text = "I was heard.";
    assert_eq!(code(&hour.does(&hour.ana, LINE, json!({ "text": text, "version": 0 })).await), "no_draft");
    hour.fine(SAVE, json!({ "answers": Hour::answers("A plan."), "version": 0 })).await;
    assert!(hour.does(&hour.ana, NOTE, json!({})).await.is_null(), "a draft is its author's");
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&hour.ana.email)).len();
    let waits = "{ sessionsWithOpenNote { id } }";
    assert_eq!(app.data(&hour.ana, waits, json!({})).await["sessionsWithOpenNote"], json!([]));
    hour.fine(OPEN, json!({ "open": true })).await;
    // Closed and opened again is told once; it stands on Today until there is a line.
    hour.fine(OPEN, json!({ "open": false })).await;
    hour.fine(OPEN, json!({ "open": true })).await;
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(Some(&hour.ana.email));
    assert_eq!(mails.len(), before + 1);
    assert!(!mails.last().is_some_and(|mail| mail.text.contains("Dana") || mail.text.contains("note")));
    assert_eq!(app.data(&hour.ana, waits, json!({})).await["sessionsWithOpenNote"], json!([{ "id": hour.session }]));
    assert_eq!(app.data(&hour.dana, waits, json!({})).await["sessionsWithOpenNote"], json!([]));
    assert_eq!(hour.does(&hour.ana, NOTE, json!({})).await["answers"].as_array().map(Vec::len), Some(4));
    let added = hour.does(&hour.ana, LINE, json!({ "text": text, "version": 0 })).await;
    assert_eq!(added["note"], json!({ "clientLine": text, "clientLineVersion": 1 }));
    assert_eq!(code(&hour.does(&hour.ana, LINE, json!({ "text": "Other.", "version": 0 })).await), "conflict");
    // The author's saving leaves it alone, and nobody else may write it.
    let mut more = Hour::answers("A better plan.");
    more.as_array_mut().expect("answers").push(json!({ "prompt": "strengths", "text": "Patience." }));
    hour.fine(SAVE, json!({ "answers": more, "version": 1 })).await;
    assert_eq!(code(&hour.does(&hour.dana, LINE, json!({ "text": "Not mine.", "version": 1 })).await), "not_found");
    let signed = hour.fine(SIGN, json!({ "version": 2 })).await;
    assert_eq!(signed["note"]["clientLine"], text);
    assert_eq!(hour.does(&hour.ana, NOTE, json!({})).await["clientLine"], text);
    assert_eq!(code(&hour.does(&hour.ana, LINE, json!({ "text": "Later.", "version": 1 })).await), "session_note_signed");
}

#[tokio::test]
async fn who_reads_a_note_is_in_the_record_with_a_purpose() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.held().await;
    hour.noted().await;
    let helen = hour.center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let lee = hour.center.counselor("Lee Park").await;
    let marcus = hour.center.facilitator("Marcus Hill").await;
    for person in [&hour.dana, &hour.ana, &helen] {
        assert!(hour.does(person, NOTE, json!({})).await.is_object(), "{}", person.name);
    }
    for person in [&hour.center.admin, &lee, &marcus] {
        assert!(hour.does(person, NOTE, json!({})).await.is_null(), "{}", person.name);
    }
    let done: Vec<(Option<uuid::Uuid>, String)> =
        hour.audited("session_note.read").await.into_iter().filter(|(client, _)| client.is_some()).collect();
    let ana = hour.ana.member_id.0;
    let expected = ["care", "own_data", "supervision"].map(|purpose| (Some(ana), purpose.to_owned()));
    assert_eq!(done, expected);
    let refused: i64 =
        sqlx::query_scalar("select count(*) from cairn.audit_events where action = 'session_note.read' and result = 'refused'")
            .fetch_one(&mut app.superuser().await)
            .await
            .expect("a count");
    assert_eq!(refused, 3);
}

#[tokio::test]
async fn whoever_takes_over_finds_what_was_signed_before() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.held().await;
    hour.noted().await;
    let lee = hour.center.counselor("Lee Park").await;
    let ask = "query($id: ID!) { earlierNotes(clientId: $id) { nodes { sessionId author { name } startsAt } } }";
    let asks = async |person: &support::Person| app.graphql(person, ask, json!({ "id": hour.ana.wire_id() })).await;
    for person in [&lee, &hour.center.admin] {
        assert_eq!(asks(person).await["errors"][0]["extensions"]["code"], "FORBIDDEN", "{}", person.name);
    }
    let assign = "mutation($input: AssignCounselorInput!) { assignCounselor(input: $input) { problems { code } } }";
    let input = json!({ "clientId": hour.ana.wire_id(), "counselorId": lee.wire_id() });
    let assigned = app.data(&hour.center.admin, assign, json!({ "input": input })).await;
    assert_eq!(assigned["assignCounselor"]["problems"], json!([]));
    let found = asks(&lee).await["data"]["earlierNotes"]["nodes"].clone();
    let expected = json!([{ "sessionId": hour.session, "author": { "name": "Dana Reyes" }, "startsAt": "2026-03-03T15:00:00Z" }]);
    assert_eq!(found, expected);
    assert!(hour.does(&lee, NOTE, json!({})).await.is_object(), "and opens it");
    assert_eq!(hour.audited("session_note.list").await, [(Some(hour.ana.member_id.0), "care".to_owned())]);
}

#[tokio::test]
async fn where_a_center_wants_it_a_supervisor_signs_with_a_peer() {
    let app = App::start().await;
    let hour = Hour::with_a_peer(&app).await;
    let rule = "mutation($on: Boolean!) { setNoteRules(cosignPeerNotes: $on) { cosignPeerNotes problems { code } } }";
    assert_eq!(hour.does(&hour.center.admin, rule, json!({ "on": true })).await["cosignPeerNotes"], true);
    assert_eq!(code(&hour.does(&hour.dana, rule, json!({ "on": false })).await), "not_allowed");
    let read = app.data(&hour.dana, "{ viewer { center { noteRules { cosignPeerNotes } } } }", json!({})).await;
    assert_eq!(read["viewer"]["center"]["noteRules"]["cosignPeerNotes"], true);
    hour.held().await;
    let note = hour.noted().await;
    assert_eq!(note["state"], "WAITS_FOR_COSIGN");
    let helen = hour.center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let waiting = "{ notesToCoSign { nodes { id } } }";
    assert_eq!(app.data(&helen, waiting, json!({})).await["notesToCoSign"]["nodes"], json!([{ "id": hour.session }]));
    for person in [&hour.dana, &hour.center.admin, &hour.ana] {
        assert_eq!(code(&hour.does(person, COSIGN, json!({ "note": note["id"] })).await), "not_found", "{}", person.name);
    }
    let signed = hour.does(&helen, COSIGN, json!({ "note": note["id"] })).await;
    assert_eq!(signed["note"], json!({ "state": "SIGNED", "cosignedBy": { "name": "Helen Strand" } }));
    assert_eq!(app.data(&helen, waiting, json!({})).await["notesToCoSign"]["nodes"], json!([]));
    let addendum = json!({ "note": note["id"], "text": "Talked over on Friday.", "key": uuid::Uuid::new_v4() });
    hour.does(&helen, ADD, addendum.clone()).await;
    let added = hour.does(&helen, ADD, addendum).await;
    assert_eq!(added["note"]["addenda"], json!([{ "text": "Talked over on Friday.", "by": { "name": "Helen Strand" } }]));
    assert_eq!(
        code(&hour.does(&hour.ana, ADD, json!({ "note": note["id"], "text": "Mine.", "key": uuid::Uuid::new_v4() })).await),
        "not_allowed"
    );
}

#[tokio::test]
async fn the_database_refuses_to_change_what_is_signed() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.held().await;
    let note = hour.noted().await;
    hour.fine(ADD, json!({ "note": note["id"], "text": "One thing more.", "key": uuid::Uuid::new_v4() })).await;
    let mut db = PgConnection::connect(&app.database.url("cairn_app")).await.expect("connect");
    for sql in [
        "update cairn.session_notes set body = '\\x00'",
        "update cairn.session_notes set signed_at = now()",
        "delete from cairn.session_notes",
        "update cairn.session_note_addenda set body = '\\x00'",
        "delete from cairn.session_note_addenda",
        "update cairn.session_note_cosigns set at = now()",
        "delete from cairn.session_note_cosigns",
        "delete from cairn.session_corrections",
    ] {
        let mut tx = db.begin().await.expect("begin");
        let set = format!("set local cairn.center_id = '{}'", hour.center.center.id.0);
        tx.execute(sqlx::AssertSqlSafe(set)).await.expect("set");
        let refused = tx.execute(sql).await.expect_err(sql);
        assert_eq!(refused.as_database_error().and_then(|error| error.code()).as_deref(), Some("42501"), "{sql}");
        tx.rollback().await.expect("rollback");
    }
    let stored: Vec<Vec<u8>> =
        sqlx::query_scalar("select body from cairn.session_notes union all select body from cairn.session_note_addenda")
            .fetch_all(&mut app.superuser().await)
            .await
            .expect("bodies");
    assert_eq!(stored.len(), 2);
    for body in stored {
        let text = String::from_utf8_lossy(&body);
        assert!(!text.contains("weekend") && !text.contains("thing"), "{text}");
    }
}

#[tokio::test]
async fn what_is_still_to_be_written_is_listed_until_it_is_signed() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let list = "{ notesToFinish { nodes { id state } } }";
    assert_eq!(app.data(&hour.dana, list, json!({})).await["notesToFinish"]["nodes"], json!([]));
    hour.held().await;
    let expected = json!([{ "id": hour.session, "state": "COMPLETED" }]);
    assert_eq!(app.data(&hour.dana, list, json!({})).await["notesToFinish"]["nodes"], expected);
    hour.noted().await;
    assert_eq!(app.data(&hour.dana, list, json!({})).await["notesToFinish"]["nodes"], json!([]));
}

#[tokio::test]
async fn questions_come_in_the_readers_language() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ask = "{ noteTemplates { key name prompts { key words required } } }";
    let english = app.data(&dana, ask, json!({})).await;
    crate::notifications::change(&app, &dana, |profile| profile.locale = Some(cairn_domain::language::Locale::Es)).await;
    let spanish = app.data(&dana, ask, json!({})).await;
    assert_eq!(english["noteTemplates"][0]["prompts"][0]["words"], "What did we set out to do?");
    assert_eq!(spanish["noteTemplates"][0]["prompts"][0]["words"], "¿Qué nos propusimos hacer?");
    assert_eq!(english["noteTemplates"][0]["key"], spanish["noteTemplates"][0]["key"]);
}

/// What the worker does every hour, with the mails that follow.
pub async fn hourly(hour: &Hour<'_>) {
    let job = cairn_domain::db::ClaimedJob { center_id: hour.center.center.id, job_id: 1 };
    let tx = hour.app.db.work(&job).await.expect("a job");
    cairn_domain::sessions::upkeep::hourly(&tx).await.expect("the hour");
    tx.commit().await.expect("commit");
    hour.app.run_jobs().await;
}

#[tokio::test]
async fn whoever_has_not_signed_hears_of_it_once_a_day_and_then_their_supervisor_too() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    let helen = hour.center.invite("Helen Strand", &[Role::Supervisor], None).await;
    hour.held().await;
    app.run_jobs().await;
    let mails = |person: &support::Person| app.mail.inbox().mails(Some(&person.email)).len();
    let before = (mails(&hour.dana), mails(&helen));
    hour.at("2026-03-04T15:00:00Z").await;
    hourly(&hour).await;
    assert_eq!((mails(&hour.dana), mails(&helen)), before, "not a day yet");
    for _ in 0..2 {
        hour.at("2026-03-04T16:00:00Z").await;
        hourly(&hour).await;
        assert_eq!((mails(&hour.dana), mails(&helen)), (before.0 + 1, before.1), "once a day");
    }
    let told = app.mail.inbox().mails(Some(&hour.dana.email)).pop().expect("a mail");
    let text = format!("{} {} {}", told.subject, told.text, told.html).to_lowercase();
    for word in ["harbor house", "ana", "note", "counsel", "recovery", "sign your", "late"] {
        assert!(!text.split(|c: char| !c.is_alphanumeric()).any(|one| one == word), "{word}: {text}");
    }
    hour.at("2026-03-06T16:00:00Z").await;
    hourly(&hour).await;
    assert_eq!((mails(&hour.dana), mails(&helen)), (before.0 + 2, before.1 + 1));
    // Signed: nobody hears of it again, not even of what was planned.
    hour.at("2026-03-07T16:00:00Z").await;
    let job = cairn_domain::db::ClaimedJob { center_id: hour.center.center.id, job_id: 1 };
    let tx = app.db.work(&job).await.expect("a job");
    cairn_domain::sessions::upkeep::hourly(&tx).await.expect("the hour");
    tx.commit().await.expect("commit");
    hour.noted().await;
    app.run_jobs().await;
    hour.at("2026-03-08T16:00:00Z").await;
    hourly(&hour).await;
    assert_eq!((mails(&hour.dana), mails(&helen)), (before.0 + 2, before.1 + 1));
}
