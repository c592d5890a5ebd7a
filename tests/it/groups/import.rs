//! Meetings of others: brought in with a verdict for each row, listed, and taken back.

mod listed;
mod stubborn;

use cairn_domain::actor::Role;
use cairn_domain::db::ClaimedJob;
use cairn_domain::groups::feed::apply;
use cairn_domain::ids::{FeedImportId, WireId};
use cairn_domain::{Fault, Problem};
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};
use uuid::Uuid;

use crate::documents::{put, sha256};

const CREATE: &str = "mutation($input: CreateFeedImportInput!) { createFeedImport(input: $input) {
  feedImport { id state } upload { url headers { name value } } problems { code path message } } }";
const READ: &str = "query($id: ID!, $verdict: FeedVerdict, $first: Int = 50, $after: String) { feedImport(id: $id) {
  source state failure { code message } rowsTotal rowsDone rowsNew rowsChanged rowsSame rowsSkipped canApply canUndo createdBy { name }
  rows(verdict: $verdict, first: $first, after: $after) {
    nodes { position slug name verdict changes findings { rule field severity message } listing { name days starts mode zone } }
    pageInfo { hasNextPage endCursor } } } }";
const LISTINGS: &str = "query($filter: ListingFilter, $first: Int = 100, $after: String) {
  listings(filter: $filter, first: $first, after: $after) {
    nodes { id slug name days starts ends zone types { code name } mode address notes conferenceUrl url source }
    pageInfo { hasNextPage endCursor } } }";
const SOURCE: &str = "Casco Bay Intergroup";

pub fn meeting(slug: &str, changes: Json) -> Json {
    let mut row = json!({
        "slug": slug, "name": format!("Hope {slug}"), "day": 2, "time": "18:30", "end_time": "19:30", "timezone": "America/New_York",
        "formatted_address": "12 Quay Street, Portland, ME 04101, USA", "types": ["O", "D"], "region": "Portland",
    });
    for (name, value) in changes.as_object().expect("an object") {
        row[name] = value.clone();
    }
    row
}

async fn announce(app: &App, person: &Person, source: &str, bytes: &[u8]) -> Json {
    let input = json!({ "clientMutationId": Uuid::new_v4(), "source": source, "size": bytes.len(), "sha256": sha256(bytes) });
    app.data(person, CREATE, json!({ "input": input })).await["createFeedImport"].clone()
}

async fn step(app: &App, person: &Person, mutation: &str, id: &Json) -> Json {
    let query = format!(
        "mutation($id: ID!) {{ {mutation}(feedImportId: $id) {{ feedImport {{ state rowsDone }} problems {{ code path message }} }} }}"
    );
    app.data(person, &query, json!({ "id": id })).await[mutation].clone()
}

fn codes(payload: &Json) -> Vec<String> {
    let problems = payload["problems"].as_array().expect("problems");
    problems.iter().map(|problem| problem["code"].as_str().expect("a code").to_owned()).collect()
}

async fn stepped(app: &App, person: &Person, mutation: &str, id: &Json) -> Json {
    let payload = step(app, person, mutation, id).await;
    assert_eq!(payload["problems"], json!([]), "{mutation}: {payload:#}");
    payload["feedImport"]["state"].clone()
}

/// Announced, sent and completed; the check has not run.
async fn sent(app: &App, person: &Person, source: &str, bytes: &[u8]) -> Json {
    let made = announce(app, person, source, bytes).await;
    assert_eq!(made["problems"], json!([]), "{made:#}");
    assert!(put(&made["upload"], bytes).await.is_success());
    let id = made["feedImport"]["id"].clone();
    assert_eq!(stepped(app, person, "completeFeedImport", &id).await, "CHECKING");
    id
}

async fn checked(app: &App, person: &Person, rows: &Json) -> Json {
    let id = sent(app, person, SOURCE, rows.to_string().as_bytes()).await;
    app.run_jobs().await;
    id
}

pub async fn applied(app: &App, person: &Person, rows: &Json) -> Json {
    let id = checked(app, person, rows).await;
    assert_eq!(stepped(app, person, "applyFeedImport", &id).await, "APPLYING");
    app.run_jobs().await;
    assert_eq!(read(app, person, &id).await["state"], "APPLIED");
    id
}

async fn read(app: &App, person: &Person, id: &Json) -> Json {
    app.data(person, READ, json!({ "id": id })).await["feedImport"].clone()
}

pub async fn listings(app: &App, person: &Person, filter: Json) -> Vec<Json> {
    let found = app.data(person, LISTINGS, json!({ "filter": filter })).await["listings"].clone();
    assert_eq!(found["pageInfo"]["hasNextPage"], false);
    found["nodes"].as_array().expect("nodes").clone()
}

pub fn names(found: &[Json]) -> Vec<&str> {
    found.iter().map(|one| one["name"].as_str().expect("a name")).collect()
}

fn counts(import: &Json) -> [i64; 4] {
    ["rowsNew", "rowsChanged", "rowsSame", "rowsSkipped"].map(|name| import[name].as_i64().expect("a number"))
}

fn job(center: &TestCenter<'_>) -> ClaimedJob {
    ClaimedJob { center_id: center.center.id, job_id: 1 }
}

fn import_id(id: &Json) -> FeedImportId {
    FeedImportId::from_wire(id.as_str().expect("an id")).expect("an import's id")
}

async fn audited(app: &App, id: &Json) -> Vec<String> {
    sqlx::query_scalar("select action from cairn.audit_events where object_id = $1 order by sequence")
        .bind(import_id(id).0)
        .fetch_all(&mut app.superuser().await)
        .await
        .expect("events")
}

#[tokio::test]
async fn a_feed_is_looked_at_listed_changed_and_taken_back() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let admin = &center.admin;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let rows = json!([meeting("a", json!({})), meeting("b", json!({ "day": [0, 3], "time": "07:00" })), meeting("c", json!({}))]);
    let first = checked(&app, admin, &rows).await;
    let import = read(&app, admin, &first).await;
    assert_eq!(
        (&import["state"], &import["canApply"], &import["createdBy"]["name"]),
        (&json!("CHECKED"), &json!(true), &json!("Robin Hale"))
    );
    assert_eq!((counts(&import), &import["rowsTotal"]), ([3, 0, 0, 0], &json!(3)));
    assert!(listings(&app, &ana, json!({})).await.is_empty(), "a dry run lists nothing");

    assert_eq!(stepped(&app, admin, "applyFeedImport", &first).await, "APPLYING");
    assert_eq!(stepped(&app, admin, "applyFeedImport", &first).await, "APPLYING");
    app.run_jobs().await;
    let before = listings(&app, &ana, json!({})).await;
    assert_eq!(names(&before), ["Hope b", "Hope a", "Hope c"]);
    assert_eq!(
        (&before[0]["days"], &before[0]["starts"], &before[0]["mode"]),
        (&json!(["SUNDAY", "WEDNESDAY"]), &json!("07:00"), &json!("IN_PERSON"))
    );
    assert_eq!((&before[0]["types"][0]["name"], &before[0]["source"]), (&json!("Discussion"), &json!(SOURCE)));

    // The same again changes nothing: the rows stay the very same.
    let again = applied(&app, admin, &rows).await;
    assert_eq!(counts(&read(&app, admin, &again).await), [0, 0, 3, 0]);
    assert_eq!(listings(&app, &ana, json!({})).await, before);

    let changed =
        json!([meeting("a", json!({ "time": "20:00", "name": "Moved" })), meeting("c", json!({})), meeting("d", json!({}))]);
    let third = applied(&app, admin, &changed).await;
    let import = read(&app, admin, &third).await;
    assert_eq!(counts(&import), [1, 1, 1, 0]);
    assert_eq!(import["rows"]["nodes"][0]["changes"], json!(["name", "starts"]));
    assert_eq!(names(&listings(&app, &dana, json!({})).await), ["Hope b", "Hope c", "Hope d", "Moved"]);

    for older in [&first, &again] {
        assert_eq!(codes(&step(&app, admin, "undoFeedImport", older).await), ["feed_import_not_newest"]);
        assert_eq!(read(&app, admin, older).await["canUndo"], false);
    }
    assert_eq!(stepped(&app, admin, "undoFeedImport", &third).await, "UNDONE");
    assert_eq!(stepped(&app, admin, "undoFeedImport", &third).await, "UNDONE");
    assert_eq!(listings(&app, &ana, json!({})).await, before);
    // Step by step, back to nothing.
    for id in [&again, &first] {
        assert_eq!(stepped(&app, admin, "undoFeedImport", id).await, "UNDONE");
    }
    assert!(listings(&app, &ana, json!({})).await.is_empty());
    assert_eq!(codes(&step(&app, admin, "applyFeedImport", &first).await), ["feed_import_state"]);
    let expected = ["create", "complete", "check", "apply", "applied", "undo"].map(|action| format!("feed_import.{action}"));
    assert_eq!(audited(&app, &third).await, expected);
    let data = app.data(admin, "{ feedImports { nodes { id state } } }", json!({})).await;
    let ids: Vec<&Json> = data["feedImports"]["nodes"].as_array().expect("nodes").iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&third, &again, &first]);
    let quarantined = app.store.stat(&key(&app, &first).await).await;
    assert!(quarantined.is_err(), "the file is gone once it was read");
}

async fn key(app: &App, id: &Json) -> String {
    sqlx::query_scalar("select quarantine_key from cairn.feed_imports where id = $1")
        .bind(import_id(id).0)
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a row")
}

#[tokio::test]
async fn each_row_says_what_was_found() {
    let app = App::now().await;
    let center = app.center_in("Harbor House", "America/Phoenix").await;
    let rows = json!([
        meeting("good", json!({})),
        meeting(
            "odd",
            json!({ "types": ["O", "ZZ"], "timezone": null, "notes": "Ring <b>twice</b><script>alert(1)</script>",
            "contact_1_name": "Jane Smith", "contact_1_phone": "+1 602 555 0100", "url": "javascript:alert(1)", "latitude": 200, "longitude": 1 })
        ),
        meeting("good", json!({ "name": "Again" })),
        meeting("late", json!({ "time": "half past six" })),
        meeting("closed", json!({ "types": ["TC"] })),
        "not a meeting",
        meeting("a\u{0}b\u{202E}", json!({ "name": "Nu\u{0}ll" })),
    ]);
    let id = applied(&app, &center.admin, &rows).await;
    let import = read(&app, &center.admin, &id).await;
    assert_eq!(counts(&import), [3, 0, 0, 4]);
    let found = import["rows"]["nodes"].as_array().expect("rows");
    let rules = |row: usize| -> Vec<&str> {
        found[row]["findings"].as_array().expect("findings").iter().map(|one| one["rule"].as_str().expect("a rule")).collect()
    };
    assert_eq!(rules(0), Vec::<&str>::new());
    assert_eq!(rules(1), ["contacts_dropped", "type_unknown", "coordinates", "zone_missing", "html_stripped", "link_unsafe"]);
    assert_eq!((rules(2), &found[2]["verdict"], &found[2]["listing"]), (vec!["slug_repeated"], &json!("SKIPPED"), &Json::Null));
    assert_eq!((rules(3), rules(4), rules(5)), (vec!["time_format"], vec!["not_active"], vec!["not_a_meeting"]));
    // Shown without what cannot be shown, and not taken for another slug.
    assert_eq!((rules(6), &found[6]["slug"], &found[6]["name"]), (vec!["slug_format"], &json!("ab"), &json!("Null")));
    assert_eq!(found[6]["verdict"], "SKIPPED");
    for finding in found.iter().flat_map(|row| row["findings"].as_array().expect("findings")) {
        let words = finding["message"].as_str().expect("words");
        assert!(words.len() > 10 && !words.starts_with("finding-"), "{words}");
    }
    // Of one verdict, page by page.
    let mut seen = Vec::new();
    let mut after = Json::Null;
    loop {
        let page = app.data(&center.admin, READ, json!({ "id": id, "verdict": "SKIPPED", "first": 2, "after": after })).await;
        let rows = &page["feedImport"]["rows"];
        seen.extend(rows["nodes"].as_array().expect("rows").iter().map(|row| row["position"].as_i64().expect("a number")));
        after = rows["pageInfo"]["endCursor"].clone();
        if rows["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(seen, [3, 4, 6, 7]);
    let listed = listings(&app, &center.admin, json!({})).await;
    assert_eq!(names(&listed), ["Hope good", "Hope odd"], "the closed one is known, and shown to nobody");
    let odd = &listed[1];
    assert_eq!((&odd["zone"], &odd["notes"], &odd["url"]), (&json!("America/Phoenix"), &json!("Ring twice"), &Json::Null));
    let stored: String = sqlx::query_scalar(
        "select (select json_agg(l)::text from cairn.listings l) || (select json_agg(r)::text from cairn.feed_import_rows r)",
    )
    .fetch_one(&mut app.superuser().await)
    .await
    .expect("rows");
    for gone in ["Smith", "602 555", "script", "alert"] {
        assert!(!stored.contains(gone), "{gone}");
    }
}

#[tokio::test]
async fn hostile_and_broken_files_fail_in_words() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let many = format!("[{}{{}}]", "{},".repeat(20_000));
    let deep = "[".repeat(2_000_000);
    let cut = json!([meeting("a", json!({})), meeting("b", json!({}))]).to_string();
    let cut = &cut.as_bytes()[..cut.len() - 2];
    let files: [(&[u8], &str); 8] = [
        (&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0], "compressed"),
        (b"PK\x03\x04xxxx", "compressed"),
        (b"<!doctype html><title>Log in</title>", "not_json"),
        (b"{\"meetings\": []}", "not_array"),
        (b"[\xff\xff]", "not_json"),
        (deep.as_bytes(), "too_deep"),
        (many.as_bytes(), "too_many_rows"),
        (cut, "not_json"),
    ];
    for (bytes, expected) in files {
        let id = sent(&app, &center.admin, SOURCE, bytes).await;
        app.run_jobs().await;
        let import = read(&app, &center.admin, &id).await;
        assert_eq!((&import["state"], &import["failure"]["code"]), (&json!("FAILED"), &json!(expected)), "{import:#}");
        assert!(import["failure"]["message"].as_str().is_some_and(|words| words.len() > 10));
        assert_eq!(codes(&step(&app, &center.admin, "applyFeedImport", &id).await), ["feed_import_state"]);
        assert!(app.store.stat(&key(&app, &id).await).await.is_err(), "{expected}: the file is gone");
    }
    assert!(listings(&app, &center.admin, json!({})).await.is_empty());
    // Never sent, but said to be.
    let made = announce(&app, &center.admin, SOURCE, b"[]").await;
    let id = made["feedImport"]["id"].clone();
    stepped(&app, &center.admin, "completeFeedImport", &id).await;
    app.run_jobs().await;
    assert_eq!(read(&app, &center.admin, &id).await["failure"]["code"], "missing");
    // Other bytes than announced do not get in at all.
    let made = announce(&app, &center.admin, SOURCE, b"[]").await;
    assert!(!put(&made["upload"], b"[1]").await.is_success());
    // An empty list is a list.
    let id = applied(&app, &center.admin, &json!([])).await;
    assert_eq!(read(&app, &center.admin, &id).await["rowsTotal"], 0);
}

#[tokio::test]
async fn what_cannot_be_a_feed_is_refused_at_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let create = async |input: Json| app.data(&center.admin, CREATE, json!({ "input": input })).await["createFeedImport"].clone();
    let key = Uuid::new_v4();
    let good = json!({ "clientMutationId": key, "source": SOURCE, "size": 10, "sha256": sha256(b"x") });
    let with = |name: &str, value: Json| {
        let mut input = good.clone();
        input["clientMutationId"] = json!(Uuid::new_v4());
        input[name] = value;
        input
    };
    for (input, expected) in [
        (with("size", json!(0)), "file_empty"),
        (with("size", json!(16 * 1024 * 1024 + 1)), "file_too_large"),
        (with("sha256", json!("abc")), "checksum_format"),
        (with("source", json!("  ")), "required"),
        (with("source", json!("a".repeat(121))), "too_long"),
    ] {
        assert_eq!(codes(&create(input).await), [expected]);
    }
    let made = create(good.clone()).await;
    assert_eq!(create(good.clone()).await["feedImport"]["id"], made["feedImport"]["id"], "a retry announces once");
    let mut other = good.clone();
    other["source"] = json!("Another");
    assert_eq!(codes(&create(other).await), ["key_reused"]);
    for _ in 0..19 {
        assert_eq!(codes(&create(with("size", json!(10))).await), Vec::<String>::new());
    }
    assert_eq!(codes(&create(with("size", json!(10))).await), ["too_many_imports_today"]);
}

/// For admins of this center only; nobody else learns that there are imports.
#[tokio::test]
async fn others_find_nothing_to_import() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let id = applied(&app, &center.admin, &json!([meeting("a", json!({}))])).await;
    let elsewhere = app.center("River Bend").await;
    let others = [
        dana.clone(),
        center.client("Ana Ruiz", &dana).await,
        center.invite("Pat Quinn", &[Role::Supervisor], None).await,
        center.facilitator("Sky Lane").await,
        elsewhere.admin.clone(),
    ];
    for other in &others {
        assert_eq!(read(&app, other, &id).await, Json::Null, "{}", other.name);
        for mutation in ["completeFeedImport", "applyFeedImport", "undoFeedImport"] {
            let heard = codes(&step(&app, other, mutation, &id).await);
            assert!(heard == ["not_found"] || heard == ["not_allowed"], "{} {mutation}: {heard:?}", other.name);
        }
    }
    for other in &others[..4] {
        assert_eq!(codes(&announce(&app, other, SOURCE, b"[]").await), ["not_allowed"], "{}", other.name);
        let list = app.graphql(other, "{ feedImports { nodes { id } } }", json!({})).await;
        assert_eq!(list["errors"][0]["extensions"]["code"], "FORBIDDEN", "{}", other.name);
        assert_eq!(names(&listings(&app, other, json!({})).await), ["Hope a"], "members and staff see what is listed");
    }
    assert!(listings(&app, &elsewhere.admin, json!({})).await.is_empty());
    let auditor = center.invite("Noor Haddad", &[Role::Auditor], None).await;
    let refused = app.graphql(&auditor, LISTINGS, json!({})).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
    // What jobs do, nobody else does.
    let tx = app.enter(&center.admin).await;
    let refused = apply::step(&tx, import_id(&id)).await;
    assert!(matches!(refused, Err(Fault::Problems(problems)) if problems == [Problem::NotAllowed]));
}
