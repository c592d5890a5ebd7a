//! After the first look: what is found in the list, and what interruptions, races and time do to it.

use cairn_domain::groups::feed::{apply, check, judge_all};
use serde_json::{Value as Json, json};
use support::App;

use super::{
    LISTINGS, SOURCE, announce, applied, checked, codes, counts, import_id, job, listings, meeting, names, read, sent, step,
    stepped,
};

#[tokio::test]
async fn meetings_are_found_by_day_type_way_and_word() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let zoom = "https://zoom.us/j/1";
    let rows = json!([
        meeting("a", json!({ "name": "Women at Noon", "day": 1, "time": "12:00", "types": ["W", "O"] })),
        meeting("b", json!({ "name": "Night Owls", "day": [1, 2], "time": "23:00", "conference_url": zoom })),
        meeting(
            "c",
            json!({ "name": "Far and Wide", "day": 2, "formatted_address": "Bangor, ME, USA", "region": "Bangor", "conference_url": zoom })
        ),
        meeting("d", json!({ "name": "By Appointment 100%", "day": null, "time": null, "end_time": null })),
    ]);
    applied(&app, &center.admin, &rows).await;
    for (filter, expected) in [
        (json!({}), vec!["Women at Noon", "Far and Wide", "Night Owls", "By Appointment 100%"]),
        (json!({ "day": "MONDAY" }), vec!["Women at Noon", "Night Owls"]),
        (json!({ "day": "SUNDAY" }), vec![]),
        (json!({ "types": ["W"] }), vec!["Women at Noon"]),
        (json!({ "types": ["W", "O"], "day": "TUESDAY" }), vec![]),
        (json!({ "mode": "ONLINE" }), vec!["Far and Wide", "Night Owls"]),
        (json!({ "mode": "IN_PERSON" }), vec!["Women at Noon", "Night Owls", "By Appointment 100%"]),
        (json!({ "mode": "HYBRID" }), vec!["Night Owls"]),
        (json!({ "search": "bangor WIDE" }), vec!["Far and Wide"]),
        (json!({ "search": "100%" }), vec!["By Appointment 100%"]),
        (json!({ "search": "%" }), vec!["Women at Noon", "Far and Wide", "Night Owls", "By Appointment 100%"]),
        (json!({ "search": "' or 1=1 --" }), vec![]),
    ] {
        assert_eq!(names(&listings(&app, &center.admin, filter.clone()).await), expected, "{filter}");
    }
    let (mut seen, mut after) = (Vec::new(), Json::Null);
    loop {
        let page = app.data(&center.admin, LISTINGS, json!({ "first": 1, "after": after })).await["listings"].clone();
        seen.push(page["nodes"][0]["name"].as_str().expect("a name").to_owned());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(seen, ["Women at Noon", "Far and Wide", "Night Owls", "By Appointment 100%"]);
    for bad in ["x", "AAAA"] {
        let refused = app.graphql(&center.admin, LISTINGS, json!({ "after": bad })).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "INVALID_INPUT");
    }
}

/// The worker is killed between two batches, of the check and of the apply: the next one goes on, and nothing is twice.
#[tokio::test]
async fn a_killed_worker_is_no_harm() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let rows = Json::Array((0..1_200).map(|n| meeting(&format!("m{n}"), json!({}))).collect());
    let text = rows.to_string();
    let id = sent(&app, &center.admin, SOURCE, text.as_bytes()).await;
    // A check that comes half-way.
    let tx = app.db.work(&job(&center)).await.expect("a transaction");
    assert!(matches!(check::begin(&tx, import_id(&id)).await, Ok(check::Work::Check(_))));
    assert!(check::expect_rows(&tx, import_id(&id), 1_200).await.expect("noted"));
    let mut first = Vec::new();
    judge_all(text.as_bytes(), "UTC", 500, |batch| {
        first = batch;
        false
    })
    .expect("rows");
    assert!(check::note_rows(&tx, import_id(&id), first.clone()).await.expect("noted"));
    tx.commit().await.expect("commit");
    let half = read(&app, &center.admin, &id).await;
    assert_eq!((&half["state"], &half["rowsDone"], &half["rowsTotal"]), (&json!("CHECKING"), &json!(500), &json!(1_200)));
    // Whoever is late finds that somebody else went on.
    let tx = app.db.work(&job(&center)).await.expect("a transaction");
    assert!(!check::note_rows(&tx, import_id(&id), first).await.expect("refused"));
    drop(tx);
    app.run_jobs().await;
    assert_eq!(counts(&read(&app, &center.admin, &id).await), [1_200, 0, 0, 0]);

    stepped(&app, &center.admin, "applyFeedImport", &id).await;
    let tx = app.db.work(&job(&center)).await.expect("a transaction");
    assert!(apply::step(&tx, import_id(&id)).await.expect("a batch"));
    tx.commit().await.expect("commit");
    let half = read(&app, &center.admin, &id).await;
    assert_eq!((&half["state"], &half["rowsDone"]), (&json!("APPLYING"), &json!(500)));
    // One that dies in the middle of a batch has done nothing of it.
    let tx = app.db.work(&job(&center)).await.expect("a transaction");
    assert!(apply::step(&tx, import_id(&id)).await.expect("a batch"));
    drop(tx);
    // While it goes on, nothing else begins, and nothing is taken back.
    let other = sent(&app, &center.admin, SOURCE, b"[]").await;
    let tx = app.db.work(&job(&center)).await.expect("a transaction");
    assert!(
        check::expect_rows(&tx, import_id(&other), 0).await.expect("noted")
            && check::finish(&tx, import_id(&other)).await.expect("finished")
    );
    tx.commit().await.expect("commit");
    assert_eq!(codes(&step(&app, &center.admin, "applyFeedImport", &other).await), ["feed_import_running"]);
    assert_eq!(codes(&step(&app, &center.admin, "undoFeedImport", &id).await), ["feed_import_state"]);
    app.run_jobs().await;
    let done = read(&app, &center.admin, &id).await;
    assert_eq!((&done["state"], &done["rowsDone"], &done["canUndo"]), (&json!("APPLIED"), &json!(1_200), &json!(true)));
    let count: i64 =
        sqlx::query_scalar("select count(*) from cairn.listings").fetch_one(&mut app.superuser().await).await.expect("count");
    assert_eq!(count, 1_200);
    stepped(&app, &center.admin, "undoFeedImport", &id).await;
    assert!(listings(&app, &center.admin, json!({})).await.is_empty());
}

/// Two admins press at once: one import is applied after the other, never both.
#[tokio::test]
async fn of_two_imports_one_is_applied_at_a_time() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let one = checked(&app, &center.admin, &json!([meeting("a", json!({}))])).await;
    let two = checked(&app, &center.admin, &json!([meeting("a", json!({ "name": "Other" }))])).await;
    let (first, second) =
        tokio::join!(step(&app, &center.admin, "applyFeedImport", &one), step(&app, &center.admin, "applyFeedImport", &two));
    let mut heard = [codes(&first), codes(&second)];
    heard.sort();
    assert_eq!(heard, [vec![], vec!["feed_import_running".to_owned()]]);
}

/// What another source lists under the same slug stays as it is.
#[tokio::test]
async fn sources_do_not_overwrite_each_other() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    applied(&app, &center.admin, &json!([meeting("hope", json!({}))])).await;
    let rows = json!([meeting("hope", json!({ "name": "Another Hope" })), meeting("new", json!({}))]).to_string();
    let id = sent(&app, &center.admin, "Kennebec Valley", rows.as_bytes()).await;
    app.run_jobs().await;
    let import = read(&app, &center.admin, &id).await;
    assert_eq!((counts(&import), &import["rows"]["nodes"][0]["findings"][0]["rule"]), ([1, 0, 0, 1], &json!("slug_elsewhere")));
    // The same source, written a little differently, is the same.
    let rows = json!([meeting("hope", json!({ "name": "Hope Anew" }))]).to_string();
    let id = sent(&app, &center.admin, "casco bay INTERGROUP", rows.as_bytes()).await;
    app.run_jobs().await;
    assert_eq!(counts(&read(&app, &center.admin, &id).await), [0, 1, 0, 0]);
    stepped(&app, &center.admin, "applyFeedImport", &id).await;
    app.run_jobs().await;
    assert_eq!(names(&listings(&app, &center.admin, json!({})).await), ["Hope Anew"]);
}

/// Nothing waits for ever, and rows that nobody needs are forgotten; those of the newest import stay.
#[tokio::test]
async fn what_is_over_is_forgotten() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let old = applied(&app, &center.admin, &json!([meeting("a", json!({}))])).await;
    let newest = applied(&app, &center.admin, &json!([meeting("b", json!({}))])).await;
    let waiting = checked(&app, &center.admin, &json!([meeting("c", json!({}))])).await;
    let never = announce(&app, &center.admin, SOURCE, b"[]").await["feedImport"]["id"].clone();
    sqlx::raw_sql(
        "update cairn.feed_imports set created_at = created_at - interval '31 days', upload_expires_at = upload_expires_at - interval '31 days'",
    )
    .execute(&mut app.superuser().await)
    .await
    .expect("time passes");
    let tx = app.db.work(&job(&center)).await.expect("a transaction");
    check::sweep(&tx).await.expect("sweep");
    tx.commit().await.expect("commit");
    app.run_jobs().await;
    for (id, state, failure, rows) in [
        (&old, "APPLIED", Json::Null, 0),
        (&newest, "APPLIED", Json::Null, 1),
        (&waiting, "FAILED", json!("expired"), 0),
        (&never, "FAILED", json!("missing"), 0),
    ] {
        let import = read(&app, &center.admin, id).await;
        assert_eq!((&import["state"], &import["failure"]["code"]), (&json!(state), &failure));
        assert_eq!(import["rows"]["nodes"].as_array().map(Vec::len), Some(rows), "{state}");
    }
    stepped(&app, &center.admin, "undoFeedImport", &newest).await;
    assert_eq!(names(&listings(&app, &center.admin, json!({})).await), ["Hope a"]);
}

/// As many meetings as a large state has. The figures are for people: a machine that does other things says nothing.
#[tokio::test]
async fn five_thousand_meetings() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let row = |n: usize| {
        meeting(
            &format!("meeting-{n}"),
            json!({
                "name": format!("Group {n} &amp; friends"), "day": n % 7, "types": ["O", "D", "X", if n.is_multiple_of(50) { "??" } else { "EN" }],
                "notes": format!("<p>Room {n}, second floor.</p><p>Ask for <b>Jane</b>.</p>").repeat(4),
                "timezone": if n.is_multiple_of(10) { Json::Null } else { json!("America/New_York") },
                "conference_url": format!("https://zoom.us/j/{n}"), "latitude": 43.6, "longitude": -70.2,
                "contact_1_name": "Jane Smith", "location_notes": "Side door",
            }),
        )
    };
    let rows = Json::Array((0..5_000).map(row).collect()).to_string();
    let id = sent(&app, &center.admin, SOURCE, rows.as_bytes()).await;
    let began = std::time::Instant::now();
    app.run_jobs().await;
    let check = began.elapsed();
    assert_eq!(counts(&read(&app, &center.admin, &id).await), [5_000, 0, 0, 0]);
    stepped(&app, &center.admin, "applyFeedImport", &id).await;
    let began = std::time::Instant::now();
    app.run_jobs().await;
    let apply = began.elapsed();
    assert_eq!(read(&app, &center.admin, &id).await["state"], "APPLIED");
    let began = std::time::Instant::now();
    let page = app.data(&center.admin, LISTINGS, json!({ "filter": { "search": "group 4999", "day": "MONDAY" } })).await;
    let search = began.elapsed();
    assert_eq!(page["listings"]["nodes"].as_array().map(Vec::len), Some(1));
    let began = std::time::Instant::now();
    stepped(&app, &center.admin, "undoFeedImport", &id).await;
    println!(
        "5,000 meetings ({} kB): check {check:?}, apply {apply:?}, search {search:?}, undo {:?}",
        rows.len() / 1024,
        began.elapsed()
    );
    assert!(listings(&app, &center.admin, json!({})).await.is_empty());
}
