//! The job between quarantine and everybody else.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use cairn_domain::clock::Clock;
use cairn_domain::db::ClaimedJob;
use cairn_domain::documents::{self, Fingerprint, Rejection};
use cairn_domain::ids::DocumentId;
use cairn_worker::documents::{Checked, Desk, check_document};
use cairn_worker::scanner::{ScanError, Scanner, Verdict};
use serde_json::{Value as Json, json};
use support::{App, Setup};

use super::{DELETE, PDF, announcement, complete, create, keys, list, put, send, state, uuid};

/// An honest upload whose object is then replaced behind the back of the signature.
async fn replaced(app: &App, id: &Json, bytes: &[u8]) {
    let (key, _) = keys(&mut app.superuser().await, id).await;
    let path = app.folder().join("objects/cairn").join(key);
    assert!(path.exists(), "{}", path.display());
    std::fs::write(path, bytes).expect("write");
}

#[tokio::test]
async fn what_is_not_what_it_says_is_rejected() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let disguised: [(&str, &str, &[u8]); 7] = [
        ("plan.pdf", "application/pdf", b"MZ\x90\0 this program cannot be run in DOS mode"),
        ("photo.png", "image/png", b"\xff\xd8\xff\xe0\0\x10JFIF\0"),
        ("note.txt", "text/plain", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("note.txt", "text/plain", b"<!doctype html><script>alert(1)</script>"),
        ("list.csv", "text/csv", b"a,b\n1,\0\n"),
        ("letter.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04 not a zip"),
        ("song.mp3", "audio/mpeg", b"#!/bin/sh\nrm -rf /\n"),
    ];
    let mut sent = Vec::new();
    for (name, content_type, bytes) in disguised {
        sent.push(send(&app, &ana, &ana, name, content_type, bytes).await);
    }
    app.run_jobs().await;
    let mut db = app.superuser().await;
    for (id, (name, ..)) in sent.iter().zip(disguised) {
        let (state, rejection) = state(&app, &ana, &ana, id).await;
        assert_eq!(state, "REJECTED", "{name}");
        assert!(matches!(rejection.as_deref(), Some("TYPE" | "UNREADABLE")), "{name}: {rejection:?}");
        let (quarantine, object) = keys(&mut db, id).await;
        assert!(app.store.stat(&quarantine).await.is_err(), "{name} is out of quarantine");
        assert!(app.store.stat(&object.expect("a place was kept")).await.is_err(), "{name} never got a clean copy");
    }
    assert!(list(&app, &dana, &ana).await.is_empty(), "nobody else hears of it");
}

/// A server that does not enforce what was signed (some do not): the check finds it.
#[tokio::test]
async fn bytes_that_changed_in_quarantine_are_rejected() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let mut same_length = PDF.to_vec();
    same_length[20] ^= 1;
    for (bytes, rejection) in [(same_length, "CHECKSUM"), (PDF[1..].to_vec(), "SIZE"), ([PDF, b"x"].concat(), "SIZE")] {
        let id = send(&app, &ana, &ana, "plan.pdf", "application/pdf", PDF).await;
        replaced(&app, &id, &bytes).await;
        app.run_jobs().await;
        assert_eq!(state(&app, &ana, &ana, &id).await, ("REJECTED".to_owned(), Some(rejection.to_owned())));
    }
}

/// Finds one word, and can be out of order.
#[derive(Default)]
struct TestScanner {
    down: AtomicBool,
}

#[async_trait]
impl Scanner for TestScanner {
    async fn scan(&self, bytes: &[u8]) -> Result<Verdict, ScanError> {
        if self.down.load(Ordering::SeqCst) {
            return Err(ScanError("out of order".into()));
        }
        let found = bytes.windows(7).any(|window| window == b"MALWARE");
        Ok(if found { Verdict::Malware } else { Verdict::Clean })
    }

    async fn check(&self) -> Result<(), ScanError> {
        Ok(())
    }
}

/// An error is never a verdict: the file waits in quarantine until somebody has looked.
#[tokio::test]
async fn a_scanner_decides_and_its_silence_does_not() {
    let scanner = Arc::new(TestScanner::default());
    let app = App::with(Setup { clock: Clock::System, scanner: Some(scanner.clone()), ..Setup::default() }).await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let bad = send(&app, &ana, &ana, "bad.txt", "text/plain", b"some MALWARE here").await;
    app.run_jobs().await;
    assert_eq!(state(&app, &ana, &ana, &bad).await, ("REJECTED".to_owned(), Some("MALWARE".to_owned())));

    scanner.down.store(true, Ordering::SeqCst);
    let good = send(&app, &ana, &ana, "good.txt", "text/plain", b"all is well").await;
    let desk = Desk { db: &app.db, store: app.store.as_ref(), scanner: Some(scanner.as_ref()) };
    let job = ClaimedJob { center_id: center.center.id, job_id: 1 };
    let id = DocumentId(uuid(&good));
    check_document(&desk, &job, id).await.expect_err("the scanner is down");
    assert_eq!(state(&app, &ana, &ana, &good).await.0, "CHECKING");
    assert!(list(&app, &dana, &ana).await.is_empty());
    scanner.down.store(false, Ordering::SeqCst);
    assert_eq!(check_document(&desk, &job, id).await.expect("checked"), Checked::Ready);
    let seen = list(&app, &dana, &ana).await;
    assert_eq!((&seen[0]["state"], &seen[0]["scanned"]), (&json!("READY"), &json!(true)));
}

/// The queue's last try failed hours ago: the check is asked for again, and the admin sees that somebody waits.
#[tokio::test]
async fn a_check_that_was_given_up_begins_again() {
    let scanner = Arc::new(TestScanner::default());
    let app = App::with(Setup { clock: Clock::System, scanner: Some(scanner.clone()), ..Setup::default() }).await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let file = send(&app, &ana, &ana, "plan.txt", "text/plain", b"all is well").await;
    let hourly = async || {
        let tx = app.db.work(&ClaimedJob { center_id: center.center.id, job_id: 1 }).await.expect("work");
        documents::ask_again(&tx).await.expect("a look");
        tx.commit().await.expect("commit");
    };
    let tasks = async || {
        let list = "{ staffTasks { nodes { kind member { name } } } }";
        app.data(&center.admin, list, json!({})).await["staffTasks"]["nodes"].clone()
    };
    let mut db = app.superuser().await;
    sqlx::query("delete from graphile_worker._private_jobs").execute(&mut db).await.expect("given up");
    hourly().await;
    assert_eq!(tasks().await, json!([]), "a check that is just late troubles nobody");
    sqlx::query("update cairn.documents set created_at = created_at - interval '3 hours'").execute(&mut db).await.expect("later");
    hourly().await;
    hourly().await;
    assert_eq!(tasks().await, json!([{ "kind": "DOCUMENT_WAITING", "member": { "name": "Ana Ruiz" } }]));
    app.run_jobs().await;
    assert_eq!(state(&app, &ana, &ana, &file).await.0, "READY");
    hourly().await;
    assert_eq!(tasks().await, json!([]), "the task goes when nobody waits any more");
}

/// Run twice, side by side, and again: one verdict, one copy, one event.
#[tokio::test]
async fn the_check_may_run_as_often_as_it_likes() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let sent = send(&app, &ana, &ana, "plan.pdf", "application/pdf", PDF).await;
    let id = DocumentId(uuid(&sent));
    let desk = Desk { db: &app.db, store: app.store.as_ref(), scanner: None };
    let job = ClaimedJob { center_id: center.center.id, job_id: 1 };
    let both = tokio::join!(check_document(&desk, &job, id), check_document(&desk, &job, id));
    let ready = [&both.0, &both.1].iter().filter(|checked| matches!(checked, Ok(Checked::Ready))).count();
    assert_eq!(ready, 1, "{both:?}");
    assert_eq!(check_document(&desk, &job, id).await.expect("again"), Checked::Settled);
    app.run_jobs().await;
    let folder = app.folder().join("objects/cairn/v1").join(center.center.id.to_string());
    assert_eq!(std::fs::read_dir(folder.join("files")).expect("files").count(), 1);
    let mut db = app.superuser().await;
    let accepted: i64 = sqlx::query_scalar("select count(*) from cairn.audit_events where action = 'document.accept'")
        .fetch_one(&mut db)
        .await
        .expect("count");
    assert_eq!(accepted, 1);
    let (_, object) = keys(&mut db, &sent).await;
    assert_eq!(app.store.read(&object.expect("a clean key")).await.expect("the object"), PDF);
}

/// Taken back while it waited: the check removes it instead.
#[tokio::test]
async fn deleted_before_the_check() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let id = send(&app, &ana, &ana, "plan.pdf", "application/pdf", PDF).await;
    let deleted = app.data(&ana, DELETE, json!({ "id": id })).await["deleteDocument"].clone();
    assert_eq!(deleted["deletedDocumentId"], id);
    app.run_jobs().await;
    let (quarantine, object) = keys(&mut app.superuser().await, &id).await;
    assert!(app.store.stat(&quarantine).await.is_err());
    assert_eq!(object, None, "never promoted");
}

/// Announced and forgotten: given up an hour after its address stopped working, not before.
#[tokio::test]
async fn forgotten_uploads_are_swept() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let forgotten = create(&app, &ana, &announcement(&ana, "plan.pdf", "application/pdf", PDF)).await;
    let job = ClaimedJob { center_id: center.center.id, job_id: 1 };
    let sweep = async || {
        let tx = app.db.work(&job).await.expect("work");
        let swept = documents::sweep(&tx).await.expect("sweep");
        tx.commit().await.expect("commit");
        swept
    };
    app.driven().advance(jiff::SignedDuration::from_mins(69));
    assert_eq!(sweep().await, 0);
    app.driven().advance(jiff::SignedDuration::from_mins(2));
    assert_eq!(sweep().await, 1);
    assert_eq!(sweep().await, 0);
    app.run_jobs().await;
    let id = DocumentId(uuid(&forgotten["document"]["id"]));
    let left: String = sqlx::query_scalar("select state from cairn.documents where id = $1")
        .bind(id.0)
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("the row");
    assert_eq!(left, "deleted");
}

/// A person cannot do what the job does, whoever they are.
#[tokio::test]
async fn only_jobs_decide() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let created = create(&app, &ana, &announcement(&ana, "plan.pdf", "application/pdf", PDF)).await;
    let id = DocumentId(uuid(&created["document"]["id"]));
    for person in [&ana, &dana, &center.admin] {
        let tx = app.enter(person).await;
        documents::sweep(&tx).await.expect_err("sweep");
        documents::begin_check(&tx, id).await.expect_err("check");
        let found = Fingerprint { size: 1, sha256: [0; 32] };
        documents::mark_ready(&tx, id, true, &found).await.expect_err("accept");
        documents::mark_rejected(&tx, id, Rejection::Malware).await.expect_err("reject");
    }
}

/// Until its address expires an upload could be sent again; that copy goes, too.
#[tokio::test]
async fn what_is_sent_again_after_the_check_goes() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let created = create(&app, &ana, &announcement(&ana, "plan.pdf", "application/pdf", PDF)).await;
    let id = &created["document"]["id"];
    assert!(put(&created["upload"], PDF).await.is_success());
    complete(&app, &ana, id).await;
    app.run_jobs().await;
    assert!(put(&created["upload"], PDF).await.is_success(), "the address still works");
    let mut db = app.superuser().await;
    let late: i64 = sqlx::query_scalar(
        "select count(*) from graphile_worker._private_jobs where key like 'document:%:late' and run_at > now()",
    )
    .fetch_one(&mut db)
    .await
    .expect("count");
    assert_eq!(late, 1, "a second clearing is planned");
    let desk = Desk { db: &app.db, store: app.store.as_ref(), scanner: None };
    let job = ClaimedJob { center_id: center.center.id, job_id: 1 };
    assert_eq!(check_document(&desk, &job, DocumentId(uuid(id))).await.expect("clear"), Checked::Settled);
    let (quarantine, object) = keys(&mut db, id).await;
    assert!(app.store.stat(&quarantine).await.is_err());
    app.store.stat(&object.expect("a clean key")).await.expect("the checked copy stays");
}
