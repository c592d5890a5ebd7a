//! Files: announced, uploaded straight to object storage, downloaded by links that work for a minute.

use std::time::Duration;

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::documents::{self, DocumentState as State, Of, Rejection, UPLOAD_LIFETIME, UploadSpec};
use cairn_domain::ids::{DocumentId, SessionId};
use cairn_domain::paging::Cursor;
use cairn_domain::{CenterTx, Outcome};

use super::connection::{encode_cursor, page_request};
use super::context::{self, RequestContext, SessionLoader};
use super::members::Member;
use super::problems::Problem;
use super::scalars::DateTime;
use super::sessions::Session;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum DocumentState {
    /// Waits for the bytes.
    Uploading,
    /// They arrived and are being looked at.
    Checking,
    Ready,
    Rejected,
}

impl From<State> for DocumentState {
    fn from(state: State) -> Self {
        match state {
            State::Uploading => Self::Uploading,
            State::Checking => Self::Checking,
            State::Ready => Self::Ready,
            // Deleted files are shown to nobody.
            State::Rejected | State::Deleted => Self::Rejected,
        }
    }
}

/// Why a document was not accepted.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum DocumentRejection {
    Size,
    Checksum,
    Type,
    Malware,
    Unreadable,
    /// A picture of more than 40 megapixels.
    Dimensions,
}

impl From<Rejection> for DocumentRejection {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Size => Self::Size,
            Rejection::Checksum => Self::Checksum,
            Rejection::Type => Self::Type,
            Rejection::Malware => Self::Malware,
            Rejection::Unreadable => Self::Unreadable,
            Rejection::Dimensions => Self::Dimensions,
        }
    }
}

/// A file in a client's record. Until it is ready, only who uploaded it sees it.
#[derive(Clone)]
pub struct Document(documents::Document);

impl From<documents::Document> for Document {
    fn from(document: documents::Document) -> Self {
        Self(document)
    }
}

#[Object]
impl Document {
    async fn id(&self) -> ID {
        context::wire(self.0.id)
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    async fn content_type(&self) -> &str {
        self.0.file_type.content_type()
    }

    /// Bytes.
    async fn size(&self) -> i32 {
        i32::try_from(self.0.size).unwrap_or(i32::MAX)
    }

    async fn state(&self) -> DocumentState {
        self.0.state.into()
    }

    async fn rejection(&self) -> Option<DocumentRejection> {
        self.0.rejection.map(Into::into)
    }

    async fn client(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        context::member(ctx, self.0.client_id).await.map(Member::from)
    }

    /// The session it was shared in, for those who may see that session.
    async fn session(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Session>> {
        let Some(id) = self.0.session_id else { return Ok(None) };
        let loader = ctx.data::<DataLoader<SessionLoader>>()?;
        Ok(loader.load_one(id).await?.map(Session::from))
    }

    async fn uploaded_by(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        context::member(ctx, self.0.uploaded_by).await.map(Member::from)
    }

    async fn uploaded_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    async fn can_delete(&self) -> bool {
        self.0.can_delete
    }

    /// A scanner looked at it, not only the type check.
    async fn scanned(&self) -> bool {
        self.0.scanned
    }
}

crate::connection!(DocumentConnection, DocumentEdge, Document);

#[derive(SimpleObject)]
pub struct HttpHeader {
    name: String,
    value: String,
}

/// Where the bytes go: straight to object storage.
#[derive(SimpleObject)]
pub struct Upload {
    method: String,
    url: String,
    /// Send exactly these.
    headers: Vec<HttpHeader>,
    expires_at: DateTime,
}

/// Where the bytes come from, for a minute.
#[derive(SimpleObject)]
pub struct Download {
    url: String,
    expires_at: DateTime,
}

#[derive(InputObject)]
pub struct CreateUploadInput {
    /// A UUID made when the file was picked: a retry announces it once.
    client_mutation_id: String,
    client_id: ID,
    session_id: Option<ID>,
    name: String,
    content_type: String,
    /// Bytes.
    size: i32,
    /// Base64 of the SHA-256 of the bytes.
    sha256: String,
}

#[derive(SimpleObject)]
pub struct CreateUploadPayload {
    document: Option<Document>,
    /// Null when a retry finds that the bytes have arrived already.
    upload: Option<Upload>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct DocumentPayload {
    document: Option<Document>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct CreateDownloadPayload {
    download: Option<Download>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct DeleteDocumentPayload {
    deleted_document_id: Option<ID>,
    problems: Vec<Problem>,
}

async fn create(tx: &CenterTx, input: CreateUploadInput) -> Outcome<(documents::Document, Option<UploadSpec>)> {
    let upload = documents::CreateUpload {
        key: context::key(&input.client_mutation_id)?,
        client_id: context::id(&input.client_id, "clientId")?,
        session_id: context::optional_id(input.session_id.as_ref(), "sessionId")?,
        name: input.name,
        content_type: input.content_type,
        size: input.size.into(),
        sha256: input.sha256,
    };
    documents::create(tx, upload).await
}

/// Signing is computing, not network.
pub(super) async fn sign(
    request: &RequestContext,
    spec: Option<UploadSpec>,
    lifetime: Duration,
) -> async_graphql::Result<Option<Upload>> {
    let Some(spec) = spec else { return Ok(None) };
    let parts = request.parts();
    let signed = parts.store.sign_upload(&spec, parts.db.clock().now(), lifetime).await;
    let ticket = signed.map_err(|error| request.surprise(error.into()))?;
    let headers = ticket.headers.into_iter().map(|(name, value)| HttpHeader { name, value }).collect();
    Ok(Some(Upload { method: "PUT".to_owned(), url: ticket.url, headers, expires_at: DateTime(ticket.expires_at) }))
}

#[derive(Default)]
pub struct DocumentsQuery;

#[Object]
impl DocumentsQuery {
    /// Files of a client, of one session, or (without either) the viewer's own; newest first.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn documents(
        &self,
        ctx: &Context<'_>,
        client_id: Option<ID>,
        session_id: Option<ID>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<DocumentConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let page = page_request(first, after.as_deref())?;
            let session = context::optional_id::<SessionId>(session_id.as_ref(), "sessionId")?;
            let client = context::optional_id(client_id.as_ref(), "clientId")?;
            let of = session.map(Of::Session).or(client.map(Of::Client)).unwrap_or(Of::Own);
            let mut found = documents::list(&tx, of, page).await?;
            // Asked for one client's files of another's session: there are none.
            found.items.retain(|document| client.is_none_or(|client| document.client_id == client));
            Ok(found)
        };
        let found = request.answer(outcome.await)?;
        let cursor = |document: &documents::Document| encode_cursor(Cursor { at: document.created_at, id: document.id.0 });
        let items = found.items.into_iter().map(|document| (cursor(&document), document.into())).collect();
        Ok(DocumentConnection::of(items, found.has_next, after.is_some()))
    }
}

#[derive(Default)]
pub struct DocumentsMutation;

#[Object]
impl DocumentsMutation {
    /// Announces a file; then `PUT` its bytes to `upload.url` and call `completeUpload`.
    async fn create_upload(&self, ctx: &Context<'_>, input: CreateUploadInput) -> async_graphql::Result<CreateUploadPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = create(&tx, input).await;
        let (made, problems) = request.settle(tx, outcome).await?;
        let (document, spec) = made.map_or((None, None), |(document, spec)| (Some(document.into()), spec));
        Ok(CreateUploadPayload { document, upload: sign(request, spec, UPLOAD_LIFETIME).await?, problems })
    }

    /// Says that the bytes have been sent; the file is checked, then ready or rejected.
    async fn complete_upload(&self, ctx: &Context<'_>, document_id: ID) -> async_graphql::Result<DocumentPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { documents::complete(&tx, context::id(&document_id, "documentId")?).await }.await;
        let (document, problems) = request.settle(tx, outcome).await?;
        Ok(DocumentPayload { document: document.map(Document::from), problems })
    }

    /// A link to the bytes, for a minute. That it was asked for is noted.
    async fn create_download(&self, ctx: &Context<'_>, document_id: ID) -> async_graphql::Result<CreateDownloadPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { documents::create_download(&tx, context::id(&document_id, "documentId")?).await }.await;
        let (released, problems) = request.settle(tx, outcome).await?;
        let Some(released) = released else { return Ok(CreateDownloadPayload { download: None, problems }) };
        let parts = request.parts();
        let signed = parts.store.sign_download(&released, parts.db.clock().now()).await;
        let link = signed.map_err(|error| request.surprise(error.into()))?;
        let download = Some(Download { url: link.url, expires_at: DateTime(link.expires_at) });
        Ok(CreateDownloadPayload { download, problems })
    }

    /// Takes back a file one has uploaded.
    async fn delete_document(&self, ctx: &Context<'_>, document_id: ID) -> async_graphql::Result<DeleteDocumentPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async {
            let id = context::id::<DocumentId>(&document_id, "documentId")?;
            documents::delete(&tx, id).await.map(|()| id)
        };
        let outcome = outcome.await;
        let (deleted, problems) = request.settle(tx, outcome).await?;
        Ok(DeleteDocumentPayload { deleted_document_id: deleted.map(context::wire), problems })
    }
}
