//! Against the embedded endpoint: what a signature binds, and what it refuses.

use std::time::Duration;

use cairn_domain::clock::Clock;
use ring::digest::{SHA256, digest};

use super::*;
use crate::embedded::s3::{EmbeddedS3, Options as S3Options};

struct Bench {
    s3: EmbeddedS3,
    store: S3Store,
    http: reqwest::Client,
    _folder: tempfile::TempDir,
}

const ORIGIN: &str = "http://127.0.0.1:8080";

async fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let s3 = EmbeddedS3::start(S3Options {
        folder: folder.path().to_owned(),
        bucket: "documents".into(),
        listen: "127.0.0.1:0".parse().unwrap(),
        access_key: "cairn".into(),
        secret_key: "a secret of this test".into(),
        origins: vec![ORIGIN.into()],
    });
    let s3 = s3.await.unwrap();
    let store = S3Store::new(&Options {
        endpoint: Some(s3.endpoint()),
        public_endpoint: None,
        region: "us-east-1".into(),
        bucket: "documents".into(),
        access_key: "cairn".into(),
        secret_key: "a secret of this test".to_owned().into(),
        path_style: true,
    });
    Bench { s3, store, http: reqwest::Client::new(), _folder: folder }
}

fn spec(body: &[u8]) -> UploadSpec {
    let sha256 = digest(&SHA256, body).as_ref().try_into().unwrap();
    UploadSpec { key: "quarantine/1/2".into(), content_type: "application/pdf".into(), size: body.len() as u64, sha256 }
}

impl Bench {
    async fn put(&self, ticket: &UploadTicket, body: &[u8], change: Option<(&str, &str)>) -> u16 {
        let mut request = self.http.put(&ticket.url).body(body.to_vec());
        for (name, value) in &ticket.headers {
            let value = change.filter(|(changed, _)| name.eq_ignore_ascii_case(changed)).map_or(value.as_str(), |(_, to)| to);
            request = request.header(name, value);
        }
        request.send().await.unwrap().status().as_u16()
    }
}

#[tokio::test]
async fn an_upload_is_bound_to_size_type_and_checksum() {
    let bench = bench().await;
    let now = Clock::System.now();
    let body = b"%PDF-1.7 exactly this";
    let ticket = bench.store.sign_upload(&spec(body), now, Duration::from_secs(300)).await.unwrap();

    assert_eq!(bench.put(&ticket, b"%PDF-1.7 something longer", None).await, 403, "another size");
    assert_eq!(bench.put(&ticket, body, Some(("content-type", "text/html"))).await, 403, "another type");
    assert_eq!(bench.put(&ticket, b"%PDF-1.7 exactly THIS", None).await, 400, "other bytes of the same size");
    assert_eq!(bench.put(&ticket, body, Some(("x-amz-checksum-sha256", "AAAA"))).await, 403, "another checksum");
    assert!(matches!(bench.store.stat("quarantine/1/2").await, Err(StoreError::NotFound)));

    assert_eq!(bench.put(&ticket, body, None).await, 200);
    assert_eq!(bench.store.stat("quarantine/1/2").await.unwrap().size, body.len() as u64);
    bench.s3.stop().await.unwrap();
}

#[tokio::test]
async fn a_download_is_an_attachment_for_a_minute() {
    let bench = bench().await;
    let now = Clock::System.now();
    let body = b"hello";
    let ticket = bench.store.sign_upload(&spec(body), now, Duration::from_secs(300)).await.unwrap();
    assert_eq!(bench.put(&ticket, body, None).await, 200);
    bench.store.promote("quarantine/1/2", "documents/1/3").await.unwrap();
    bench.store.delete("quarantine/1/2").await.unwrap();
    bench.store.delete("quarantine/1/2").await.unwrap();
    assert_eq!(bench.store.read("documents/1/3").await.unwrap(), body);

    let spec = DownloadSpec {
        key: "documents/1/3".into(),
        file_name: "Informe \"final\" ñ.pdf".into(),
        content_type: "application/pdf".into(),
    };
    let link = bench.store.link(&spec, now).await.unwrap();
    assert_eq!(link.expires_at, now + SignedDuration::from_secs(60));
    let answer = bench.http.get(&link.url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/pdf");
    let disposition = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert_eq!(
        disposition,
        "attachment; filename=\"Informe _final_ _.pdf\"; filename*=UTF-8''Informe%20%22final%22%20%C3%B1.pdf"
    );
    assert_eq!(answer.bytes().await.unwrap().as_ref(), body);

    let late = bench.store.link(&spec, now - SignedDuration::from_secs(61)).await.unwrap();
    assert_eq!(bench.http.get(&late.url).send().await.unwrap().status(), 403, "expired");
    let turned = link.url.replace("documents/1/3", "documents/1/4");
    assert_eq!(bench.http.get(turned).send().await.unwrap().status(), 403, "another key");
    let bare = link.url.split('?').next().unwrap().to_owned();
    assert_eq!(bench.http.get(bare).send().await.unwrap().status(), 403, "unsigned");
}

#[tokio::test]
async fn browsers_of_our_pages_only() {
    let bench = bench().await;
    let preflight = |origin: &'static str| {
        let request = bench.http.request(reqwest::Method::OPTIONS, format!("{}/documents/quarantine/1/2", bench.s3.endpoint()));
        request.header("origin", origin).header("access-control-request-method", "PUT").send()
    };
    let ours = preflight(ORIGIN).await.unwrap();
    assert_eq!(ours.status(), 204);
    assert_eq!(ours.headers()["access-control-allow-origin"], ORIGIN);
    assert!(ours.headers()["access-control-allow-headers"].to_str().unwrap().contains("x-amz-checksum-sha256"));
    assert_eq!(preflight("https://elsewhere.example").await.unwrap().status(), 403);
}

#[tokio::test]
async fn the_check_tells_a_good_bucket_from_none() {
    let bench = bench().await;
    bench.store.check().await.unwrap();
    let missing = S3Store { bucket: "nothing-here".into(), ..bench.store.clone() };
    let error = missing.check().await.unwrap_err();
    assert!(matches!(&error, StoreError::Unavailable(why) if why.to_string().contains("NoSuchBucket")), "{error:?}");
    bench.s3.stop().await.unwrap();
    assert!(matches!(bench.store.check().await, Err(StoreError::Unavailable(_))));
}

#[test]
fn file_names_stay_in_their_place() {
    assert_eq!(attachment("../../etc/passwd"), "attachment; filename=\"_.._etc_passwd\"; filename*=UTF-8''_.._etc_passwd");
    assert_eq!(attachment("a\r\nSet-Cookie: x"), "attachment; filename=\"aSet-Cookie: x\"; filename*=UTF-8''aSet-Cookie%3A%20x");
    assert_eq!(attachment("fdp\u{202E}gpj.exe"), "attachment; filename=\"fdpgpj.exe\"; filename*=UTF-8''fdpgpj.exe");
    assert_eq!(attachment(" "), "attachment; filename=\"document\"; filename*=UTF-8''document");
}
