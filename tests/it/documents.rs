//! Files: from one browser to quarantine, checked, and by a link to the other person's browser.

mod checks;
mod limits;
mod lists;
mod pictures;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use sqlx::PgConnection;
use support::{App, Person};
use uuid::Uuid;

pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n";

pub fn sha256(bytes: &[u8]) -> String {
    STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, bytes))
}

const CREATE: &str = "mutation ($input: CreateUploadInput!) { createUpload(input: $input) {
  document { id name state size contentType }
  upload { method url headers { name value } expiresAt }
  problems { __typename code path message } } }";
const COMPLETE: &str = "mutation ($id: ID!) { completeUpload(documentId: $id) { document { id state } problems { code path } } }";
const DOWNLOAD: &str =
    "mutation ($id: ID!) { createDownload(documentId: $id) { download { url expiresAt } problems { code path } } }";
const DELETE: &str = "mutation ($id: ID!) { deleteDocument(documentId: $id) { deletedDocumentId problems { code path } } }";
const LIST: &str = "query ($client: ID, $session: ID, $first: Int = 25, $after: String) {
  documents(clientId: $client, sessionId: $session, first: $first, after: $after) {
    nodes { id name state rejection size contentType scanned canDelete client { name } uploadedBy { name } session { id } }
    pageInfo { hasNextPage endCursor } } }";

/// What is announced for a file, without surprises.
pub fn announcement(client: &Person, name: &str, content_type: &str, bytes: &[u8]) -> Json {
    json!({
        "clientMutationId": Uuid::new_v4(), "clientId": client.wire_id(), "name": name, "contentType": content_type,
        "size": bytes.len(), "sha256": sha256(bytes),
    })
}

pub async fn create(app: &App, person: &Person, input: &Json) -> Json {
    app.data(person, CREATE, json!({ "input": input })).await["createUpload"].clone()
}

/// As a browser does it: to the address it got, with the headers it got.
pub async fn put(upload: &Json, bytes: &[u8]) -> reqwest::StatusCode {
    let mut request = reqwest::Client::new().put(upload["url"].as_str().expect("an address")).body(bytes.to_vec());
    for header in upload["headers"].as_array().expect("headers") {
        request = request.header(header["name"].as_str().expect("a name"), header["value"].as_str().expect("a value"));
    }
    request.send().await.expect("object storage answers").status()
}

pub async fn complete(app: &App, person: &Person, id: &Json) -> Json {
    app.data(person, COMPLETE, json!({ "id": id })).await["completeUpload"].clone()
}

/// Announced, sent, completed; answers the document's id. The check has not run.
pub async fn send(app: &App, person: &Person, client: &Person, name: &str, content_type: &str, bytes: &[u8]) -> Json {
    let created = create(app, person, &announcement(client, name, content_type, bytes)).await;
    assert_eq!(created["problems"], json!([]), "{created:#}");
    assert!(put(&created["upload"], bytes).await.is_success());
    let id = created["document"]["id"].clone();
    assert_eq!(complete(app, person, &id).await["document"]["state"], "CHECKING");
    id
}

pub async fn list(app: &App, person: &Person, client: &Person) -> Vec<Json> {
    let body = app.graphql(person, LIST, json!({ "client": client.wire_id() })).await;
    if body["errors"][0]["extensions"]["code"] == "NOT_FOUND" {
        return Vec::new();
    }
    body["data"]["documents"]["nodes"].as_array().unwrap_or_else(|| panic!("{body:#}")).clone()
}

pub async fn state(app: &App, person: &Person, client: &Person, id: &Json) -> (String, Option<String>) {
    let found = list(app, person, client).await.into_iter().find(|document| document["id"] == *id).expect("the document");
    (found["state"].as_str().expect("a state").to_owned(), found["rejection"].as_str().map(str::to_owned))
}

pub async fn download(app: &App, person: &Person, id: &Json) -> Json {
    app.data(person, DOWNLOAD, json!({ "id": id })).await["createDownload"].clone()
}

pub fn codes(payload: &Json) -> Vec<String> {
    let problems = payload["problems"].as_array().expect("problems");
    problems.iter().map(|problem| problem["code"].as_str().expect("a code").to_owned()).collect()
}

pub fn uuid(id: &Json) -> Uuid {
    id.as_str().and_then(|id| id.strip_prefix("document:")).and_then(|id| id.parse().ok()).expect("a document's id")
}

pub async fn keys(db: &mut PgConnection, id: &Json) -> (String, Option<String>) {
    sqlx::query_as("select quarantine_key, object_key from cairn.documents where id = $1")
        .bind(uuid(id))
        .fetch_one(db)
        .await
        .expect("a row")
}

async fn actions(db: &mut PgConnection, id: &Json) -> Vec<(String, String, Option<Uuid>)> {
    sqlx::query_as("select action, purpose, client_id from cairn.audit_events where object_id = $1 order by sequence")
        .bind(uuid(id))
        .fetch_all(db)
        .await
        .expect("events")
}

#[tokio::test]
async fn a_client_shares_a_file_and_the_counselor_gets_it() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let name = "Plan für \"März\" 😀.pdf";
    let id = send(&app, &ana, &ana, name, "application/pdf", PDF).await;
    assert!(list(&app, &dana, &ana).await.is_empty(), "nobody else sees a file that was not checked");
    assert_eq!(codes(&download(&app, &ana, &id).await), ["document_not_ready"]);
    app.run_jobs().await;

    let seen = list(&app, &dana, &ana).await;
    assert_eq!(seen.len(), 1);
    assert_eq!((&seen[0]["name"], &seen[0]["state"], &seen[0]["scanned"]), (&json!(name), &json!("READY"), &json!(false)));
    assert_eq!((&seen[0]["uploadedBy"]["name"], &seen[0]["canDelete"]), (&json!("Ana Ruiz"), &json!(false)));

    let link = download(&app, &dana, &id).await["download"].clone();
    let got = reqwest::get(link["url"].as_str().expect("a link")).await.expect("object storage answers");
    assert_eq!(got.status(), 200);
    let header = |name: &str| got.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    assert!(header("content-disposition").starts_with("attachment; filename="), "{}", header("content-disposition"));
    assert!(header("content-disposition").contains("filename*=UTF-8''Plan%20f%C3%BCr%20%22M%C3%A4rz%22%20%F0%9F%98%80.pdf"));
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(got.bytes().await.expect("bytes"), PDF);

    let mut db = app.superuser().await;
    let (quarantine, object) = keys(&mut db, &id).await;
    let object = object.expect("a clean key");
    for (key, folder) in [(&quarantine, "quarantine"), (&object, "files")] {
        let prefix = format!("v1/{}/{folder}/", center.center.id);
        let random = key.strip_prefix(&prefix).unwrap_or_else(|| panic!("{key}"));
        assert!(random.len() == 32 && random.bytes().all(|byte| byte.is_ascii_hexdigit()), "{key}");
    }
    assert!(app.store.stat(&quarantine).await.is_err(), "quarantine is empty again");
    assert_eq!(app.store.read(&object).await.expect("the object"), PDF);
    let released: Vec<(String, Uuid, Vec<Uuid>, String)> =
        sqlx::query_as("select kind, recipient_id, client_ids, basis from cairn.disclosures where subject_id = $1")
            .bind(uuid(&id))
            .fetch_all(&mut db)
            .await
            .expect("disclosures");
    let expected = ("download".to_owned(), dana.member_id.0, vec![ana.member_id.0], "care_within_center".to_owned());
    assert_eq!(released, [expected]);
    let about = Some(ana.member_id.0);
    let expected = [
        ("document.upload", "own_data"),
        ("document.complete", "own_data"),
        // Too early, and refused.
        ("document.download", "own_data"),
        ("document.accept", "security"),
        ("document.download", "care"),
    ];
    assert_eq!(actions(&mut db, &id).await, expected.map(|(action, purpose)| (action.to_owned(), purpose.to_owned(), about)));
}

#[tokio::test]
async fn a_counselor_shares_in_a_session_and_takes_it_back() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let id = send(&app, &dana, &ana, "Worksheet.txt", "text/plain", "Día 1\n".as_bytes()).await;
    app.run_jobs().await;
    assert_eq!(state(&app, &ana, &ana, &id).await.0, "READY");
    let own = app.data(&ana, LIST, json!({})).await["documents"]["nodes"].clone();
    assert_eq!((&own[0]["id"], &own[0]["contentType"]), (&id, &json!("text/plain")));

    let refused = app.data(&ana, DELETE, json!({ "id": id })).await["deleteDocument"].clone();
    assert_eq!(codes(&refused), ["not_allowed"]);
    let deleted = app.data(&dana, DELETE, json!({ "id": id })).await["deleteDocument"].clone();
    assert_eq!(deleted["deletedDocumentId"], id);
    let again = app.data(&dana, DELETE, json!({ "id": id })).await["deleteDocument"].clone();
    assert_eq!(codes(&again), ["not_found"]);
    assert!(list(&app, &ana, &ana).await.is_empty() && list(&app, &dana, &ana).await.is_empty());
    assert_eq!(codes(&download(&app, &ana, &id).await), ["not_found"]);

    let (_, object) = keys(&mut app.superuser().await, &id).await;
    let object = object.expect("a clean key");
    app.store.stat(&object).await.expect("still there until the job ran");
    app.run_jobs().await;
    assert!(app.store.stat(&object).await.is_err(), "the bytes are gone");
}

/// Everybody else, with valid ids: what they may not see does not exist.
#[tokio::test]
async fn others_find_nothing() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let id = send(&app, &ana, &ana, "plan.pdf", "application/pdf", PDF).await;
    app.run_jobs().await;

    let elsewhere = app.center("River Bend").await;
    let stranger = elsewhere.counselor("Lee Park").await;
    let lee = center.counselor("Lee Park").await;
    let others = [
        lee.clone(),
        center.client("Ben Ortiz", &lee).await,
        center.invite("Pat Quinn", &[Role::Supervisor], None).await,
        center.invite("Kim Sato", &[Role::PeerMentor], None).await,
        center.invite("Noor Haddad", &[Role::Auditor], None).await,
        center.admin.clone(),
        elsewhere.admin.clone(),
        stranger,
    ];
    for other in &others {
        assert!(list(&app, other, &ana).await.is_empty(), "{} lists", other.email);
        assert_eq!(codes(&download(&app, other, &id).await), ["not_found"], "{} downloads", other.email);
        let deleted = app.data(other, DELETE, json!({ "id": id })).await["deleteDocument"].clone();
        assert_eq!(codes(&deleted), ["not_found"], "{} deletes", other.email);
        assert_eq!(codes(&complete(&app, other, &id).await), ["not_found"], "{} completes", other.email);
        let shared = create(&app, other, &announcement(&ana, "note.pdf", "application/pdf", PDF)).await;
        let sees_her = matches!(other.name.as_str(), "Pat Quinn" | "Robin Hale") && other.email.ends_with("harbor-house.example");
        assert_eq!(codes(&shared), [if sees_her { "not_allowed" } else { "not_found" }], "{} shares", other.email);
    }
    let mut db = app.superuser().await;
    let released: i64 = sqlx::query_scalar("select count(*) from cairn.disclosures where kind = 'download'")
        .fetch_one(&mut db)
        .await
        .expect("count");
    assert_eq!(released, 0);
}

/// Care that has ended closes the record, at once.
#[tokio::test]
async fn the_end_of_care_ends_the_sight() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let id = send(&app, &dana, &ana, "plan.pdf", "application/pdf", PDF).await;
    app.run_jobs().await;
    sqlx::query("update cairn.care_assignments set ended_at = now() where counselor_id = $1")
        .bind(dana.member_id.0)
        .execute(&mut app.superuser().await)
        .await
        .expect("end the care");
    assert!(list(&app, &dana, &ana).await.is_empty());
    assert_eq!(codes(&download(&app, &dana, &id).await), ["not_found"]);
    assert_eq!(list(&app, &ana, &ana).await.len(), 1);
}

/// Shared in a session: both see it there and among the client's files, and the file says where it comes from.
#[tokio::test]
async fn a_file_of_a_session_is_for_those_who_sit_in_it() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let lee = center.counselor("Lee Park").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let ben = center.client("Ben Ortiz", &lee).await;
    let session = booked(&app, &dana, &ana).await;
    let other = booked(&app, &lee, &ben).await;
    let mut input = announcement(&ana, "plan.pdf", "application/pdf", PDF);
    input["sessionId"] = session.clone();
    let created = create(&app, &dana, &input).await;
    assert_eq!(created["problems"], json!([]), "{created:#}");
    assert!(put(&created["upload"], PDF).await.is_success());
    let id = created["document"]["id"].clone();
    complete(&app, &dana, &id).await;
    // Another file of hers, of no session.
    let apart = send(&app, &ana, &ana, "letter.pdf", "application/pdf", PDF).await;
    app.run_jobs().await;

    for person in [&dana, &ana] {
        let there = app.data(person, LIST, json!({ "session": session })).await["documents"]["nodes"].clone();
        assert_eq!(there.as_array().map(Vec::len), Some(1), "{}: {there}", person.name);
        assert_eq!((&there[0]["id"], &there[0]["session"]["id"], &there[0]["state"]), (&id, &session, &json!("READY")));
        let mut all: Vec<Json> = list(&app, person, &ana).await.into_iter().map(|one| one["id"].clone()).collect();
        all.sort_by_key(Json::to_string);
        let mut both = vec![id.clone(), apart.clone()];
        both.sort_by_key(Json::to_string);
        assert_eq!(all, both, "{}", person.name);
        let link = download(&app, person, &id).await["download"].clone();
        let got = reqwest::get(link["url"].as_str().expect("a link")).await.expect("object storage answers");
        assert_eq!(got.bytes().await.expect("bytes"), PDF);
    }
    let elsewhere = app.center("River Bend").await;
    let supervisor = center.invite("Pat Quinn", &[Role::Supervisor], None).await;
    for stranger in [&lee, &ben, &center.admin, &supervisor, &elsewhere.admin] {
        let heard = app.graphql(stranger, LIST, json!({ "session": session })).await;
        assert_eq!(heard["errors"][0]["extensions"]["code"], "NOT_FOUND", "{}: {heard}", stranger.email);
        assert_eq!(codes(&download(&app, stranger, &id).await), ["not_found"], "{}", stranger.email);
    }
    // Into somebody else's session nothing can be put, whoever the file is about.
    for (person, client, session) in [(&dana, &ana, &other), (&ana, &ana, &other), (&lee, &ben, &session)] {
        let mut input = announcement(client, "plan.pdf", "application/pdf", PDF);
        input["sessionId"] = session.clone();
        assert_eq!(codes(&create(&app, person, &input).await), ["not_found"], "{}", person.name);
    }
}

/// The next free time of this counselor, booked with this client.
async fn booked(app: &App, counselor: &Person, client: &Person) -> Json {
    let today = app.clock.now().in_tz("America/New_York").expect("a zone").date();
    let slots = app
        .data(
            counselor,
            "query ($counselor: ID!, $from: LocalDate!) {
               slots(counselorId: $counselor, from: $from, days: 14, minutes: 30, first: 1) { startsAt } }",
            json!({ "counselor": counselor.wire_id(), "from": today.to_string() }),
        )
        .await;
    let input = json!({ "clientMutationId": Uuid::new_v4(), "counselorId": counselor.wire_id(), "clientId": client.wire_id(),
        "startsAt": slots["slots"][0]["startsAt"], "minutes": 30, "place": "ONLINE" });
    let mutation = "mutation ($input: BookSessionInput!) { bookSession(input: $input) { session { id } problems { code } } }";
    let booked = app.data(counselor, mutation, json!({ "input": input })).await["bookSession"].clone();
    assert_eq!(booked["problems"], json!([]), "{booked}");
    booked["session"]["id"].clone()
}

/// A refusal changes nothing and is remembered: who asked for what, and that they did not get it.
#[tokio::test]
async fn a_refused_download_is_noted() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let lee = center.counselor("Lee Park").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let id = send(&app, &ana, &ana, "plan.pdf", "application/pdf", PDF).await;
    assert_eq!(codes(&download(&app, &ana, &id).await), ["document_not_ready"]);
    app.run_jobs().await;
    let nothing = json!(format!("document:{}", Uuid::now_v7()));
    for refused in [&id, &nothing] {
        assert_eq!(codes(&download(&app, &lee, refused).await), ["not_found"]);
    }
    let elsewhere = app.center("River Bend").await;
    assert_eq!(codes(&download(&app, &elsewhere.admin, &id).await), ["not_found"]);
    let mut db = app.superuser().await;
    let noted: Vec<(Uuid, Option<Uuid>, Option<Uuid>, String)> = sqlx::query_as(
        "select center_id, actor_id, object_id, result from cairn.audit_events where action = 'document.download' order by at, sequence",
    )
    .fetch_all(&mut db)
    .await
    .expect("events");
    let row = |center: Uuid, who: &Person, what: &Json| (center, Some(who.member_id.0), Some(uuid(what)), "refused".to_owned());
    let (here, there) = (center.center.id.0, elsewhere.center.id.0);
    assert_eq!(noted, [row(here, &ana, &id), row(here, &lee, &id), row(here, &lee, &nothing), row(there, &elsewhere.admin, &id)]);
    let released: i64 = sqlx::query_scalar("select count(*) from cairn.disclosures where kind = 'download'")
        .fetch_one(&mut db)
        .await
        .expect("count");
    assert_eq!(released, 0);
    // Reads that show nothing are noted likewise.
    assert!(list(&app, &lee, &ana).await.is_empty());
    let client = "query ($id: ID!) { client(id: $id) { member { id } } }";
    assert!(app.data(&lee, client, json!({ "id": ana.wire_id() })).await["client"].is_null());
    let reads: Vec<(String, String)> =
        sqlx::query_as("select action, result from cairn.audit_events where actor_id = $1 and object_id = $2 order by sequence")
            .bind(lee.member_id.0)
            .bind(ana.member_id.0)
            .fetch_all(&mut db)
            .await
            .expect("events");
    let refused = |action: &str| (action.to_owned(), "refused".to_owned());
    assert_eq!(reads, [refused("document.list"), refused("client.view")]);
}
