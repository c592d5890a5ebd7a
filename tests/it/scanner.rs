//! Documents and a real clamd: what it finds, what it lets pass, and what happens while it is gone.
//!
//! It runs with two signatures of our own, which know the test file of all scanners. `cargo xtask setup` installs it.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use cairn_domain::clock::Clock;
use cairn_domain::documents::MAX_SIZE;
use cairn_server::adapters::clamd::{Clamd, ClamdAddress};
use cairn_worker::scanner::{Scanner, Verdict};
use serde_json::{Value as Json, json};
use support::{App, Setup};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::documents::{codes, download, keys, list, send, state};

/// The test file that every scanner knows, in two halves so that this file is not taken for it.
fn eicar() -> Vec<u8> {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-", "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into_bytes()
}

fn program() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // An ordinary user's path does not lead to programs of the system.
    let system = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin", "/opt/homebrew/opt/clamav/sbin"].map(PathBuf::from);
    let found = std::env::split_paths(&path).chain(system).map(|folder| folder.join("clamd")).find(|clamd| clamd.is_file());
    found.expect("clamd is not installed: `cargo xtask setup` does it, or says how")
}

/// A clamd with a folder of its own, stopped with it.
struct RealClamd {
    child: Child,
}

impl RealClamd {
    /// Listens where `listen` (a line of its configuration) says, and is ready when this returns.
    async fn start(folder: &Path, listen: &str, limits: &str) -> Self {
        let signatures = folder.join("signatures");
        std::fs::create_dir_all(&signatures).expect("a folder");
        // The file alone, by its sum; and its text wherever it is in a file.
        let exactly = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n";
        std::fs::write(signatures.join("local.hdb"), exactly).expect("write");
        std::fs::write(signatures.join("local.ndb"), format!("Eicar.Inside:0:*:{}\n", hex::encode(eicar()))).expect("write");
        let settings = folder.join("clamd.conf");
        let text = format!("DatabaseDirectory {}\nForeground yes\n{listen}\n{limits}\n", signatures.display());
        std::fs::write(&settings, text).expect("write");
        let mut child = Command::new(program())
            .arg("--config-file")
            .arg(&settings)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("clamd starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        // What it says last before it takes calls.
        while !lines.next_line().await.expect("a line").expect("clamd ended; what it said is above").contains("Self checking") {}
        tokio::spawn(async move { while matches!(lines.next_line().await, Ok(Some(_))) {} });
        Self { child }
    }

    async fn stop(mut self) {
        self.child.kill().await.expect("clamd stops");
    }
}

/// What we ask of a clamd, as the one in `infra/` is set.
fn limits() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/clamd/clamd.conf");
    let shipped = std::fs::read_to_string(path).expect("infra/clamd/clamd.conf");
    let ours =
        |line: &&str| line.starts_with("StreamMaxLength") || line.starts_with("Max") || line.starts_with("AlertExceedsMax");
    shipped.lines().filter(ours).map(|line| format!("{line}\n")).collect()
}

/// What waits for another try is due now.
async fn make_due(app: &App) -> u64 {
    let sql = "update graphile_worker._private_jobs set run_at = now() where attempts > 0 and locked_by is null";
    sqlx::query(sql).execute(&mut app.superuser().await).await.expect("update").rows_affected()
}

async fn neither_copy_is_left(app: &App, id: &Json) {
    let (quarantine, object) = keys(&mut app.superuser().await, id).await;
    app.store.stat(&quarantine).await.expect_err("out of quarantine");
    if let Some(object) = object {
        app.store.stat(&object).await.expect_err("never among the clean ones");
    }
}

#[tokio::test]
async fn from_upload_to_verdict() {
    let folder = std::env::temp_dir().join(format!("cairn-clamd-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let socket = folder.join("socket");
    let listen = format!("LocalSocket {}", socket.display());
    let clamd = RealClamd::start(&folder, &listen, &limits()).await;
    let address = ClamdAddress::parse(&format!("unix:{}", socket.display()));
    let scanner: Arc<dyn Scanner> = Arc::new(Clamd::new(address, usize::try_from(MAX_SIZE).expect("a size")));
    let app = App::with(Setup { clock: Clock::System, scanner: Some(scanner), ..Setup::default() }).await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;

    let clean = b"Week 3: walk, call Sam, sleep by eleven.\n";
    let good = send(&app, &ana, &ana, "plan.txt", "text/plain", clean).await;
    let bad = send(&app, &ana, &ana, "note.txt", "text/plain", &eicar()).await;
    let hidden = [b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% ", &eicar()[..], b"\n%%EOF\n"].concat();
    let hidden = send(&app, &ana, &ana, "letter.pdf", "application/pdf", &hidden).await;
    app.run_jobs().await;

    let seen = list(&app, &dana, &ana).await;
    assert_eq!(seen.len(), 1, "the counselor sees the clean one alone: {seen:#?}");
    assert_eq!((&seen[0]["id"], &seen[0]["state"], &seen[0]["scanned"]), (&good, &json!("READY"), &json!(true)));
    let link = download(&app, &dana, &good).await["download"]["url"].as_str().expect("a link").to_owned();
    let got = reqwest::get(link).await.expect("object storage answers").bytes().await.expect("a file");
    assert_eq!(&got[..], clean);
    for id in [&bad, &hidden] {
        assert_eq!(state(&app, &ana, &ana, id).await, ("REJECTED".to_owned(), Some("MALWARE".to_owned())));
        assert_eq!(codes(&download(&app, &ana, id).await), ["document_not_ready"]);
        neither_copy_is_left(&app, id).await;
    }

    // Gone: tried again and again, and nobody gets at either file.
    clamd.stop().await;
    let good = send(&app, &ana, &ana, "list.txt", "text/plain", b"Bread, milk, stamps.\n").await;
    let bad = send(&app, &ana, &ana, "other.txt", "text/plain", &eicar()).await;
    for _ in 0..3 {
        let ran = app.worker.run_due_once().await.expect("the queue");
        assert_eq!((ran.done, ran.failed), (0, 2));
        assert_eq!(make_due(&app).await, 2, "both wait for another try");
    }
    for id in [&good, &bad] {
        assert_eq!(state(&app, &ana, &ana, id).await.0, "CHECKING");
        assert_eq!(codes(&download(&app, &ana, id).await), ["document_not_ready"]);
    }
    assert_eq!(list(&app, &dana, &ana).await.len(), 1);

    // Back: each gets its own verdict.
    let clamd = RealClamd::start(&folder, &listen, &limits()).await;
    app.run_jobs().await;
    assert_eq!(state(&app, &ana, &ana, &good).await.0, "READY");
    assert_eq!(state(&app, &ana, &ana, &bad).await, ("REJECTED".to_owned(), Some("MALWARE".to_owned())));
    neither_copy_is_left(&app, &bad).await;
    clamd.stop().await;
    let _ = std::fs::remove_dir_all(folder);
}

/// The largest document fits; what clamd does not look at to the end is never clean.
#[tokio::test]
async fn limits_of_the_scanner() {
    let folder = std::env::temp_dir().join(format!("cairn-clamd-limits-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let free = || std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port();
    let largest = usize::try_from(MAX_SIZE).expect("a size");

    let port = free();
    let listen = format!("TCPSocket {port}\nTCPAddr 127.0.0.1");
    let clamd = RealClamd::start(&folder, &listen, &limits()).await;
    let scanner = Clamd::new(ClamdAddress::parse(&format!("127.0.0.1:{port}")), largest);
    scanner.check().await.expect("it answers");
    let mut file = vec![b'.'; largest];
    assert_eq!(scanner.scan(&file).await.expect("a verdict"), Verdict::Clean);
    file[largest - 68..].copy_from_slice(&eicar());
    assert_eq!(scanner.scan(&file).await.expect("a verdict"), Verdict::Malware, "to the last byte");
    clamd.stop().await;
    scanner.check().await.expect_err("it is gone");

    // Told to take less than we send, it hangs up: no verdict. Told to look at less, and to say so, it refuses.
    let port = free();
    let listen = format!("TCPSocket {port}\nTCPAddr 127.0.0.1");
    let less = limits().replace("StreamMaxLength 25M", "StreamMaxLength 1M").replace("MaxFileSize 256M", "MaxFileSize 100K");
    let clamd = RealClamd::start(&folder, &listen, &less).await;
    let scanner = Clamd::new(ClamdAddress::parse(&format!("127.0.0.1:{port}")), largest);
    scanner.scan(&file).await.expect_err("more than it takes");
    assert_eq!(scanner.scan(&file[..500_000]).await.expect("a verdict"), Verdict::Malware);
    clamd.stop().await;
    let _ = std::fs::remove_dir_all(folder);
}
