//! Object storage by the S3 protocol.

use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use aws_credential_types::Credentials;
use aws_sdk_s3::{
    Client,
    config::{BehaviorVersion, Config, Region, RequestChecksumCalculation, ResponseChecksumValidation, timeout::TimeoutConfig},
    error::{ProvideErrorMetadata, SdkError},
    presigning::PresigningConfig,
    primitives::ByteStream,
};
use aws_smithy_http_client::tls;
use base64::{Engine, engine::general_purpose::STANDARD};
use cairn_domain::{
    documents::{DownloadLink, DownloadSpec, ObjectStore, StoreError, StoredObject, UploadSpec, UploadTicket},
    exits::Released,
};
use jiff::{SignedDuration, Timestamp};
use ring::rand::{SecureRandom, SystemRandom};
use secrecy::{ExposeSecret, SecretString};

/// A link is a key to one document: long enough for a slow phone to follow it, no longer.
const DOWNLOAD_LIFETIME: Duration = Duration::from_secs(60);

/// How to reach the bucket.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where we reach it; `None` is Amazon's own for the region.
    pub endpoint: Option<String>,
    /// Where browsers reach it, when that differs.
    pub public_endpoint: Option<String>,
    pub region: String,
    pub bucket: String,
    pub access_key: String,
    pub secret_key: SecretString,
    /// `host/bucket/key` rather than `bucket.host/key`.
    pub path_style: bool,
}

/// A bucket.
#[derive(Debug, Clone)]
pub struct S3Store {
    client: Client,
    /// Signs for the address that browsers see; the address is part of the signature.
    signer: Client,
    bucket: String,
}

impl S3Store {
    #[must_use]
    pub fn new(options: &Options) -> Self {
        let public = options.public_endpoint.as_ref().or(options.endpoint.as_ref());
        Self {
            client: client(options, options.endpoint.as_ref()),
            signer: client(options, public),
            bucket: options.bucket.clone(),
        }
    }

    /// What [`ObjectStore::sign_download`] does, once the gate has released the document.
    async fn link(&self, spec: &DownloadSpec, now: Timestamp) -> Result<DownloadLink, StoreError> {
        let get = self.signer.get_object().bucket(&self.bucket).key(&spec.key);
        let get = get.response_content_disposition(attachment(&spec.file_name)).response_content_type(&spec.content_type);
        let get = get.response_cache_control("private, no-store");
        let signed = get.presigned(signing(now, DOWNLOAD_LIFETIME)?).await.map_err(unavailable)?;
        Ok(DownloadLink { url: signed.uri().to_owned(), expires_at: after(now, DOWNLOAD_LIFETIME) })
    }

    async fn try_out(&self, key: &str) -> Result<(), StoreError> {
        let bytes = b"cairn writes, reads and deletes this to see that it can".to_vec();
        let put = self.client.put_object().bucket(&self.bucket).key(key).body(ByteStream::from(bytes.clone()));
        put.send().await.map_err(map)?;
        let read = self.read(key).await?;
        self.delete(key).await?;
        if read == bytes { Ok(()) } else { Err(StoreError::Unavailable("it gave other bytes back than it got".into())) }
    }
}

#[async_trait]
impl ObjectStore for S3Store {
    async fn sign_upload(&self, spec: &UploadSpec, now: Timestamp, lifetime: Duration) -> Result<UploadTicket, StoreError> {
        let size = i64::try_from(spec.size).map_err(unavailable)?;
        let put = self.signer.put_object().bucket(&self.bucket).key(&spec.key);
        let put = put.content_length(size).content_type(&spec.content_type).checksum_sha256(STANDARD.encode(spec.sha256));
        let signed = put.presigned(signing(now, lifetime)?).await.map_err(unavailable)?;
        // The browser sets the length itself and refuses to be told; it is signed all the same.
        let headers = signed.headers().filter(|(name, _)| !name.eq_ignore_ascii_case("content-length"));
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(UploadTicket { url: signed.uri().to_owned(), headers, expires_at: after(now, lifetime) })
    }

    async fn sign_download(&self, spec: &Released<DownloadSpec>, now: Timestamp) -> Result<DownloadLink, StoreError> {
        self.link(spec.get(), now).await
    }

    async fn stat(&self, key: &str) -> Result<StoredObject, StoreError> {
        let head = self.client.head_object().bucket(&self.bucket).key(key).send().await.map_err(map)?;
        let size = head.content_length().and_then(|size| u64::try_from(size).ok());
        Ok(StoredObject { size: size.ok_or_else(|| StoreError::Unavailable("an object without a size".into()))? })
    }

    async fn read(&self, key: &str) -> Result<Vec<u8>, StoreError> {
        let got = self.client.get_object().bucket(&self.bucket).key(key).send().await.map_err(map)?;
        Ok(got.body.collect().await.map_err(unavailable)?.to_vec())
    }

    async fn promote(&self, from: &str, to: &str) -> Result<(), StoreError> {
        // Keys are made of ids, digits and slashes: nothing to escape.
        let source = format!("{}/{from}", self.bucket);
        self.client.copy_object().bucket(&self.bucket).copy_source(source).key(to).send().await.map_err(map)?;
        Ok(())
    }

    async fn write(&self, key: &str, content_type: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        let put = self.client.put_object().bucket(&self.bucket).key(key).content_type(content_type);
        put.body(ByteStream::from(bytes)).send().await.map_err(map)?;
        Ok(())
    }

    async fn delete(&self, key: &str) -> Result<(), StoreError> {
        match self.client.delete_object().bucket(&self.bucket).key(key).send().await.map_err(map) {
            Ok(_) | Err(StoreError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn check(&self) -> Result<(), StoreError> {
        let mut name = [0; 8];
        SystemRandom::new().fill(&mut name).map_err(|_| StoreError::Unavailable("the system gives no random bytes".into()))?;
        self.try_out(&format!("quarantine/check-{}", hex::encode(name))).await
    }
}

fn client(options: &Options, endpoint: Option<&String>) -> Client {
    let crypto = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
    let http = aws_smithy_http_client::Builder::new().tls_provider(crypto).build_https();
    let timeouts = TimeoutConfig::builder().connect_timeout(Duration::from_secs(3)).read_timeout(Duration::from_secs(20)).build();
    let secret = options.secret_key.expose_secret();
    let mut config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(http)
        .timeout_config(timeouts)
        .region(Region::new(options.region.clone()))
        .credentials_provider(Credentials::new(&options.access_key, secret, None, None, "configuration"))
        .force_path_style(options.path_style)
        // Servers other than Amazon's do not all know the newer checksums; ours are signed where they matter.
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
    if let Some(endpoint) = endpoint {
        config = config.endpoint_url(endpoint);
    }
    Client::from_conf(config.build())
}

fn signing(now: Timestamp, lifetime: Duration) -> Result<PresigningConfig, StoreError> {
    PresigningConfig::builder().start_time(SystemTime::from(now)).expires_in(lifetime).build().map_err(unavailable)
}

fn after(now: Timestamp, lifetime: Duration) -> Timestamp {
    now.saturating_add(SignedDuration::try_from(lifetime).unwrap_or(SignedDuration::ZERO)).unwrap_or(now)
}

fn unavailable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Unavailable(error.into())
}

/// Keeps kind and code. The SDK's own text may quote keys, addresses and signatures.
fn map<E, R>(error: SdkError<E, R>) -> StoreError
where
    E: ProvideErrorMetadata,
{
    match &error {
        SdkError::ServiceError(context) => {
            let code = context.err().code().unwrap_or("NotFound").to_owned();
            match code.as_str() {
                "NoSuchKey" | "NotFound" => StoreError::NotFound,
                _ => unavailable(format!("it answered {code}")),
            }
        }
        SdkError::TimeoutError(_) => unavailable("it did not answer in time"),
        SdkError::DispatchFailure(failure) if failure.is_timeout() => unavailable("it could not be reached in time"),
        SdkError::DispatchFailure(_) => unavailable("it could not be reached"),
        SdkError::ResponseError(_) => unavailable("its answer was no S3 answer"),
        _ => unavailable("the request could not be made"),
    }
}

/// `Content-Disposition` by RFC 6266: the plain name for old browsers, the real one in UTF-8. Nothing in a name can
/// leave the header, the download folder, or the reading direction.
fn attachment(name: &str) -> String {
    let name: String =
        name.chars().filter(|c| !c.is_control() && !is_bidi(*c)).map(|c| if "/\\".contains(c) { '_' } else { c }).collect();
    let name = name.trim().trim_start_matches('.');
    let name = if name.is_empty() { "document" } else { name };
    let plain: String = name.chars().map(|c| if c.is_ascii() && !"\"%;".contains(c) { c } else { '_' }).collect();
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        // attr-char of RFC 8187
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// Marks that turn the reading direction: `exe.pdf` could be made to look like `fdp.exe`.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests;
