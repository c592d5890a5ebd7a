//! What is refused before a byte is sent, or by object storage itself.

use serde_json::{Value as Json, json};
use support::App;
use uuid::Uuid;

use super::{PDF, announcement, codes, complete, create, put, send, state, uuid};

#[tokio::test]
async fn each_refusal_names_field_and_cure() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let cases: [(&str, Json, &str, &str); 12] = [
        ("size", json!(0), "file_empty", "size"),
        ("size", json!(-5), "file_empty", "size"),
        ("size", json!(26_214_401), "file_too_large", "size"),
        ("contentType", json!("image/svg+xml"), "file_type_refused", "contentType"),
        ("contentType", json!("text/html"), "file_type_refused", "contentType"),
        ("contentType", json!("application/x-msdownload"), "file_type_refused", "contentType"),
        ("name", json!(" "), "name_required", "name"),
        ("name", json!("x".repeat(10_000)), "name_too_long", "name"),
        ("sha256", json!("not base64"), "checksum_format", "sha256"),
        ("clientId", json!(format!("member:{}", Uuid::new_v4())), "not_found", "clientId"),
        ("clientId", json!(format!("session:{}", Uuid::new_v4())), "not_found", "clientId"),
        ("sessionId", json!(format!("session:{}", Uuid::new_v4())), "not_found", "sessionId"),
    ];
    for (field, value, code, path) in cases {
        let mut input = announcement(&ana, "plan.pdf", "application/pdf", PDF);
        input[field] = value;
        let refused = create(&app, &ana, &input).await;
        assert_eq!(refused["problems"][0]["code"], code, "{field}: {refused:#}");
        assert_eq!(refused["problems"][0]["path"], json!([path]), "{field}");
        assert!(refused["problems"][0]["message"].as_str().is_some_and(|message| message.len() > 10), "{field}");
        assert_eq!((&refused["document"], &refused["upload"]), (&Json::Null, &Json::Null));
    }
    let rows: i64 =
        sqlx::query_scalar("select count(*) from cairn.documents").fetch_one(&mut app.superuser().await).await.expect("count");
    assert_eq!(rows, 0);
}

/// Size, type and checksum are part of the signature: object storage refuses the rest.
#[tokio::test]
async fn the_signed_address_takes_exactly_the_announced_bytes() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let created = create(&app, &ana, &announcement(&ana, "plan.pdf", "application/pdf", PDF)).await;
    let upload = &created["upload"];
    let mut changed = PDF.to_vec();
    changed[10] ^= 1;
    assert!(!put(upload, &changed).await.is_success(), "other bytes of the same length");
    assert!(!put(upload, &PDF[..PDF.len() - 1]).await.is_success(), "fewer bytes");
    assert!(!put(upload, &[PDF, PDF].concat()).await.is_success(), "more bytes");
    let mut other_type = upload.clone();
    for header in other_type["headers"].as_array_mut().expect("headers") {
        if header["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("content-type")) {
            header["value"] = json!("text/html");
        }
    }
    assert_ne!(&other_type, upload, "the type is among the headers");
    assert!(!put(&other_type, PDF).await.is_success(), "another type");
    let mut other_place = upload.clone();
    other_place["url"] = json!(upload["url"].as_str().expect("an address").replace("/quarantine/", "/files/"));
    assert!(!put(&other_place, PDF).await.is_success(), "another place");
    assert!(put(upload, PDF).await.is_success(), "what was announced");
}

/// Announced, but never sent.
#[tokio::test]
async fn completing_without_sending_is_rejected() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let created = create(&app, &ana, &announcement(&ana, "plan.pdf", "application/pdf", PDF)).await;
    let id = &created["document"]["id"];
    complete(&app, &ana, id).await;
    app.run_jobs().await;
    assert_eq!(state(&app, &ana, &ana, id).await, ("REJECTED".to_owned(), Some("UNREADABLE".to_owned())));
}

#[tokio::test]
async fn a_retry_announces_once() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let input = announcement(&ana, "plan.pdf", "application/pdf", PDF);
    let tries = futures::future::join_all((0..8).map(|_| create(&app, &ana, &input))).await;
    let id = tries[0]["document"]["id"].clone();
    for again in &tries {
        assert_eq!(again["document"]["id"], id, "{again:#}");
        assert!(again["upload"]["url"].is_string());
    }
    let mut other = input.clone();
    other["name"] = json!("another.pdf");
    assert_eq!(codes(&create(&app, &ana, &other).await), ["key_reused"]);

    assert!(put(&tries[7]["upload"], PDF).await.is_success());
    complete(&app, &ana, &id).await;
    assert_eq!(complete(&app, &ana, &id).await["document"]["state"], "CHECKING", "twice is once");
    app.run_jobs().await;
    let after = create(&app, &ana, &input).await;
    assert_eq!((&after["document"]["state"], &after["upload"]), (&json!("READY"), &Json::Null));
    assert_eq!(complete(&app, &ana, &id).await["document"]["state"], "READY");
    let rows: i64 =
        sqlx::query_scalar("select count(*) from cairn.documents").fetch_one(&mut app.superuser().await).await.expect("count");
    assert_eq!(rows, 1);
}

#[tokio::test]
async fn there_is_room_for_so_much_and_no_more() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let ben = center.client("Ben Ortiz", &dana).await;
    let mut db = app.superuser().await;
    // 81 files of 25 MiB are 23 MiB short of 2 GiB.
    let fill =
        "insert into cairn.documents (center_id, id, client_id, uploaded_by, name, content_type, size, sha256, quarantine_key,
                  object_key, state, created_at, upload_expires_at)
                select $1, gen_random_uuid(), $2, $3, '\\x00', 'application/pdf', $4, sha256('x'), 'x', 'x', 'ready', $5, $5
                from generate_series(1, $6)";
    let long_ago = chrono::DateTime::from_timestamp(1_700_000_000, 0).expect("a time");
    sqlx::query(fill)
        .bind(center.center.id.0)
        .bind(ana.member_id.0)
        .bind(dana.member_id.0)
        .bind(26_214_400_i64)
        .bind(long_ago)
        .bind(81)
        .execute(&mut db)
        .await
        .expect("fill");
    let mut input = announcement(&ana, "plan.pdf", "application/pdf", PDF);
    input["size"] = json!(24 * 1024 * 1024);
    assert_eq!(codes(&create(&app, &ana, &input).await), ["storage_full"]);
    input["size"] = json!(22 * 1024 * 1024);
    assert_eq!(codes(&create(&app, &ana, &input).await), Vec::<String>::new());
    // Two more side by side, where there is room for one.
    let tries = (0..4).map(|_| {
        let mut input = announcement(&ana, "plan.pdf", "application/pdf", PDF);
        input["size"] = json!(900 * 1024);
        let (app, ana) = (&app, &ana);
        async move { create(app, ana, &input).await }
    });
    let refused: usize = futures::future::join_all(tries.map(Box::pin)).await.iter().map(|made| codes(made).len()).sum();
    assert_eq!(refused, 3);
    assert_eq!(codes(&create(&app, &dana, &announcement(&ben, "plan.pdf", "application/pdf", PDF)).await), Vec::<String>::new());

    let now = chrono::DateTime::from_timestamp_micros(app.clock.now().as_microsecond()).expect("a time");
    sqlx::query(fill)
        .bind(center.center.id.0)
        .bind(ben.member_id.0)
        .bind(dana.member_id.0)
        .bind(1_i64)
        .bind(now)
        .bind(199)
        .execute(&mut db)
        .await
        .expect("fill");
    let refused = create(&app, &dana, &announcement(&ben, "plan.pdf", "application/pdf", PDF)).await;
    assert_eq!(codes(&refused), ["too_many_uploads_today"]);
    assert!(refused["problems"][0]["message"].as_str().is_some_and(|message| message.contains("200")));
    app.driven().advance(jiff::SignedDuration::from_hours(25));
    // The sign-in has had its time by then: a fresh day, a fresh proof.
    let sql = "update cairn.sign_ins set expires_at = expires_at + interval '3 days', idle_expires_at = idle_expires_at + interval '3 days'";
    sqlx::query(sql).execute(&mut db).await.expect("prolong");
    assert_eq!(codes(&create(&app, &dana, &announcement(&ben, "plan.pdf", "application/pdf", PDF)).await), Vec::<String>::new());
}

/// The operator paused the center: reading and downloading work, changing does not.
#[tokio::test]
async fn a_paused_center_gives_files_back_but_takes_none() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let id = send(&app, &ana, &ana, "plan.pdf", "application/pdf", PDF).await;
    app.run_jobs().await;
    sqlx::query("update directory.centers set state = 'suspended'").execute(&mut app.superuser().await).await.expect("pause");
    assert_eq!(codes(&create(&app, &ana, &announcement(&ana, "b.pdf", "application/pdf", PDF)).await), ["center_suspended"]);
    let link = super::download(&app, &ana, &id).await["download"].clone();
    assert_eq!(reqwest::get(link["url"].as_str().expect("a link")).await.expect("an answer").status(), 200);
    assert_eq!(uuid(&id).get_version_num(), 7);
}

/// Names from strangers' computers.
#[tokio::test]
async fn names_are_cleaned_and_sealed() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    for (given, kept) in [
        ("../../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ana\\detox plan.pdf", "detox plan.pdf"),
        ("gpj\u{202E}fdp.exe", "gpjfdp.exe.pdf"),
        ("قائمة \"O'Neil\" 👩‍👧.pdf", "قائمة \"O'Neil\" 👩‍👧.pdf"),
    ] {
        let created = create(&app, &ana, &announcement(&ana, given, "application/pdf", PDF)).await;
        assert_eq!(created["document"]["name"], kept);
    }
    let names: Vec<Vec<u8>> =
        sqlx::query_scalar("select name from cairn.documents").fetch_all(&mut app.superuser().await).await.expect("names");
    assert!(names.iter().all(|name| !String::from_utf8_lossy(name).contains("plan")), "sealed");
}
