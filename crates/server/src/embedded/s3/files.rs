//! Objects as files, by s3s-fs, with two of its habits mended: it keeps what failed its checksum, and it takes objects
//! for buckets that are not there. A real server does neither, and our tests would prove the wrong thing.

use bytes::BytesMut;
use futures::TryStreamExt;
use ring::digest::{SHA256, digest};
use s3s::{
    S3, S3Request, S3Response, S3Result,
    dto::{
        CopyObjectInput, CopyObjectOutput, DeleteObjectInput, DeleteObjectOutput, GetObjectInput, GetObjectOutput,
        HeadBucketInput, HeadBucketOutput, HeadObjectInput, HeadObjectOutput, ListObjectsV2Input, ListObjectsV2Output,
        PutObjectInput, PutObjectOutput, StreamingBlob,
    },
    s3_error,
};
use s3s_fs::FileSystem;

/// Bytes of one object; uploads are checked in memory before they are written.
const LARGEST: usize = 64 * 1024 * 1024;

/// The operations that Cairn uses; all others answer `NotImplemented`.
pub(super) struct Files(pub(super) FileSystem);

#[async_trait::async_trait]
impl S3 for Files {
    async fn put_object(&self, mut request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        let bucket = HeadBucketInput { bucket: request.input.bucket.clone(), ..HeadBucketInput::default() };
        self.0.head_bucket(around(&request, bucket)).await?;
        let mut body = request.input.body.take().ok_or_else(|| s3_error!(IncompleteBody))?;
        let mut bytes = BytesMut::new();
        while let Some(chunk) = body.try_next().await.map_err(|_| s3_error!(IncompleteBody))? {
            if bytes.len() + chunk.len() > LARGEST {
                return Err(s3_error!(EntityTooLarge));
            }
            bytes.extend_from_slice(&chunk);
        }
        if let Some(promised) = &request.input.checksum_sha256 {
            use base64::{Engine, engine::general_purpose::STANDARD};
            if STANDARD.decode(promised).is_ok_and(|promised| promised != digest(&SHA256, &bytes).as_ref()) {
                return Err(s3_error!(BadDigest, "the body does not have the promised SHA-256"));
            }
        }
        request.input.body = Some(StreamingBlob::from(s3s::Body::from(bytes.freeze())));
        self.0.put_object(request).await
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        self.0.get_object(request).await
    }

    async fn head_object(&self, request: S3Request<HeadObjectInput>) -> S3Result<S3Response<HeadObjectOutput>> {
        self.0.head_object(request).await
    }

    async fn copy_object(&self, request: S3Request<CopyObjectInput>) -> S3Result<S3Response<CopyObjectOutput>> {
        self.0.copy_object(request).await
    }

    async fn delete_object(&self, request: S3Request<DeleteObjectInput>) -> S3Result<S3Response<DeleteObjectOutput>> {
        self.0.delete_object(request).await
    }

    async fn head_bucket(&self, request: S3Request<HeadBucketInput>) -> S3Result<S3Response<HeadBucketOutput>> {
        self.0.head_bucket(request).await
    }

    async fn list_objects_v2(&self, request: S3Request<ListObjectsV2Input>) -> S3Result<S3Response<ListObjectsV2Output>> {
        self.0.list_objects_v2(request).await
    }
}

/// Another question in the name of the same request.
fn around<T, U>(request: &S3Request<T>, input: U) -> S3Request<U> {
    S3Request {
        input,
        method: request.method.clone(),
        uri: request.uri.clone(),
        headers: request.headers.clone(),
        extensions: request.extensions.clone(),
        credentials: request.credentials.clone(),
        region: request.region.clone(),
        service: request.service.clone(),
        trailing_headers: None,
    }
}
