//! Files that are made to stop an import, and imports that stop whatever the file: each comes to an end that the admin reads.

use cairn_domain::groups::feed::{apply, check};
use serde_json::{Value as Json, json};
use support::{App, TestCenter};

use super::{SOURCE, applied, checked, counts, import_id, job, key, listings, meeting, names, read, sent, stepped};

/// Fields that are read, as the specification names them.
const FIELDS: &str =
    "slug name day time end_time timezone types notes group_notes location location_notes formatted_address address
  city state postal_code country region sub_region regions latitude longitude approximate conference_url conference_url_notes
  conference_phone conference_phone_notes url contact_1_name contact_2_name email";

const TEXTS: [&str; 30] = [
    "\0",
    "a\0b",
    "\u{1}\u{1f}\u{7f}",
    "\u{85}",
    "a\u{9f}b",
    "\u{2028}x\u{2029}",
    "\u{202e}evil",
    "\u{feff}",
    "\u{fffd}",
    "\u{ffff}",
    "\u{10ffff}",
    "\u{e000}",
    "e\u{301}\u{301}\u{301}",
    "😀👩‍👩‍👧",
    "\\",
    "\\u0000",
    "\\\\0",
    "\"",
    "'; drop table cairn.listings; --",
    "%00",
    "&#0;",
    "&#x0;&#1;",
    "<b\0>x</b\0>",
    "&amp;#0;",
    "{}",
    "null",
    "NaN",
    "-0",
    "a@\0.b",
    "https://zoom.us/j/\0",
];

/// Texts that nobody thought of: the same in each run.
fn made_up(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |most: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % most
    };
    let length = 1 + next(12);
    (0..length)
        .filter_map(|_| {
            let most = [0x20, 0x80, 0x3000, 0x11_0000][usize::try_from(next(4)).expect("small")];
            char::from_u32(u32::try_from(next(most)).expect("a code"))
        })
        .collect()
}

fn given(text: String) -> Vec<Json> {
    vec![json!([text.clone(), "O"]), json!(text)]
}

#[tokio::test]
async fn any_text_in_any_field_comes_to_a_verdict() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let mut rows = Vec::new();
    for (at, field) in FIELDS.split_whitespace().enumerate() {
        let written = TEXTS.iter().map(|text| (*text).to_owned());
        let random = (0..20).map(|nth| made_up(u64::try_from(1_000 * at + nth).expect("a seed")));
        let odd = [
            json!(-0.0),
            json!(1e308),
            json!(i64::MIN),
            json!(u64::MAX),
            json!(true),
            json!({ "a\u{0}": "\u{0}" }),
            json!("x".repeat(70_000)),
        ];
        for value in written.chain(random).flat_map(given).chain(odd) {
            rows.push(meeting(&format!("row-{}", rows.len()), json!({ field: value })));
        }
    }
    let total = rows.len();
    let id = checked(&app, &center.admin, &Json::Array(rows)).await;
    let import = read(&app, &center.admin, &id).await;
    assert_eq!((&import["state"], &import["rowsTotal"], &import["rowsDone"]), (&json!("CHECKED"), &json!(total), &json!(total)));
    assert_eq!(counts(&import).iter().sum::<i64>(), i64::try_from(total).expect("rows"));
    assert!(counts(&import)[0] > 1_000 && counts(&import)[3] > 100, "{:?}", counts(&import));
    assert_eq!(stepped(&app, &center.admin, "applyFeedImport", &id).await, "APPLYING");
    app.run_jobs().await;
    assert_eq!(read(&app, &center.admin, &id).await["state"], "APPLIED");
    let unseen: i64 = sqlx::query_scalar(
        "select count(*) from cairn.feed_import_rows
         where (coalesce(slug, '') || coalesce(name, '')) ~ '[\\u0001-\\u001f\\u007f-\\u009f\\u202a-\\u202e]'
            or exists (select from jsonb_each_text(coalesce(listing, '{}')) as said
                       where said.value ~ '[\\u0001-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e]')",
    )
    .fetch_one(&mut app.superuser().await)
    .await
    .expect("count");
    assert_eq!(unseen, 0, "texts are kept with what nobody sees");
    // Half of a character is no text at all, and said so of the file.
    let id = sent(&app, &center.admin, SOURCE, br#"[{"slug": "a", "name": "\ud800"}]"#).await;
    app.run_jobs().await;
    let import = read(&app, &center.admin, &id).await;
    assert_eq!((&import["state"], &import["failure"]["code"]), (&json!("FAILED"), &json!("not_json")));
}

/// Hours go by, and a round looks after what stands still.
async fn hours_later(app: &App, center: &TestCenter<'_>) {
    sqlx::raw_sql("update cairn.feed_imports set begun_at = begun_at - interval '4 hours'")
        .execute(&mut app.superuser().await)
        .await
        .expect("time passes");
    let tx = app.db.work(&job(center)).await.expect("a transaction");
    check::give_up(&tx).await.expect("a round");
    tx.commit().await.expect("commit");
}

#[tokio::test]
async fn a_check_that_gets_nowhere_is_given_up_and_says_so() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let rows = json!([meeting("a", json!({}))]);
    let id = sent(&app, &center.admin, SOURCE, rows.to_string().as_bytes()).await;
    let tx = app.db.work(&job(&center)).await.expect("a transaction");
    check::give_up(&tx).await.expect("a round");
    tx.commit().await.expect("commit");
    assert_eq!(read(&app, &center.admin, &id).await["state"], "CHECKING", "it has just begun");
    hours_later(&app, &center).await;
    app.run_jobs().await;
    let import = read(&app, &center.admin, &id).await;
    assert_eq!(
        (&import["state"], &import["failure"]["code"], &import["canApply"]),
        (&json!("FAILED"), &json!("stalled"), &json!(false))
    );
    let words = import["failure"]["message"].as_str().expect("words");
    assert!(words.contains("Choose the file again"), "{words}");
    assert!(app.store.stat(&key(&app, &id).await).await.is_err(), "the file is gone");
    // One that a release before this one began is waited for as long.
    let other = sent(&app, &center.admin, SOURCE, rows.to_string().as_bytes()).await;
    sqlx::raw_sql("update cairn.feed_imports set begun_at = null").execute(&mut app.superuser().await).await.expect("as before");
    for state in ["CHECKING", "FAILED"] {
        hours_later(&app, &center).await;
        assert_eq!(read(&app, &center.admin, &other).await["state"], state);
    }
}

#[tokio::test]
async fn a_listing_that_gets_nowhere_is_taken_back() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    applied(&app, &center.admin, &json!([meeting("m0", json!({})), meeting("m1", json!({}))])).await;
    let before = listings(&app, &center.admin, json!({})).await;
    let rows = (0..700).map(|n| meeting(&format!("m{n}"), json!({ "name": format!("Moved {n}") }))).collect();
    let id = checked(&app, &center.admin, &Json::Array(rows)).await;
    assert_eq!(stepped(&app, &center.admin, "applyFeedImport", &id).await, "APPLYING");
    let tx = app.db.work(&job(&center)).await.expect("a transaction");
    assert!(apply::step(&tx, import_id(&id)).await.expect("a batch"), "there are more");
    tx.commit().await.expect("commit");
    hours_later(&app, &center).await;
    let import = read(&app, &center.admin, &id).await;
    assert_eq!((&import["state"], &import["failure"]["code"]), (&json!("FAILED"), &json!("stalled")));
    assert_eq!(listings(&app, &center.admin, json!({})).await, before, "as if it had not begun");
    // Its job finds nothing left to do, and the next import goes on as ever.
    app.run_jobs().await;
    assert_eq!(read(&app, &center.admin, &id).await["state"], "FAILED");
    applied(&app, &center.admin, &json!([meeting("m0", json!({ "name": "Anew" })), meeting("m1", json!({}))])).await;
    assert_eq!(names(&listings(&app, &center.admin, json!({})).await), ["Anew", "Hope m1"]);
}
