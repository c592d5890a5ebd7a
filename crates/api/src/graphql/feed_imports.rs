//! Bringing in the meetings of others: a file in Meeting Guide JSON, a verdict for each row, then listed, and taken back.

use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, Object, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cairn_domain::groups::feed::import::{self, CreateFeedImport as Create, FeedImport as Import, UPLOAD_LIFETIME};
use cairn_domain::groups::feed::listings::{self as domain, ImportRow};
use cairn_domain::groups::feed::{self, apply};
use cairn_domain::ids::{FeedImportId, MemberId};
use cairn_domain::language::Locale;
use cairn_domain::paging::{Cursor, PageRequest};
use cairn_domain::{CenterTx, Outcome, Problem as Expected};

use super::connection::{encode_cursor, page_request};
use super::context::{self, id, key, wire};
use super::documents::{Upload, sign};
use super::listing_words as words;
use super::listings::ListingDetails;
use super::members::Member;
use super::problems::Problem;
use super::scalars::DateTime;
use crate::connection;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "feed::FeedImportState")]
pub enum FeedImportState {
    /// Waits for the bytes.
    Uploading,
    Checking,
    /// Every row has its verdict; nothing is listed yet.
    Checked,
    Applying,
    Applied,
    Undone,
    Failed,
}

/// What applying would do with a row.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "feed::FeedVerdict")]
pub enum FeedVerdict {
    New,
    Changed,
    Same,
    Skipped,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "feed::Severity")]
pub enum FeedSeverity {
    /// For information.
    Note,
    /// Something was left out or taken to mean something.
    Warning,
    /// The row is skipped.
    Error,
}

/// What was found in a row.
#[derive(SimpleObject, Clone)]
pub struct FeedFinding {
    /// Stable, for programs.
    rule: String,
    /// As the specification names it; empty: the row itself.
    field: String,
    severity: FeedSeverity,
    /// In the viewer's language.
    message: String,
}

#[derive(SimpleObject, Clone)]
pub struct FeedRow {
    /// In the file; the first is 1.
    position: i32,
    slug: Option<String>,
    name: Option<String>,
    verdict: FeedVerdict,
    /// Which facts differ from what was listed when it was checked.
    changes: Vec<String>,
    findings: Vec<FeedFinding>,
    /// As it would be listed; null: it is skipped.
    listing: Option<ListingDetails>,
}

connection!(FeedRowConnection, FeedRowEdge, FeedRow);

fn row(row: ImportRow, locale: Locale) -> FeedRow {
    let finding = |finding: feed::Finding| FeedFinding {
        rule: finding.rule.name().to_owned(),
        message: words::finding(finding.rule.name(), locale),
        field: finding.field,
        severity: finding.severity.into(),
    };
    FeedRow {
        position: row.position + 1,
        slug: row.slug,
        name: row.name,
        verdict: row.verdict.into(),
        changes: row.changes,
        findings: row.findings.into_iter().map(finding).collect(),
        listing: row.listing.map(|facts| ListingDetails::of(facts, locale)),
    }
}

/// Why a file could not be read.
#[derive(SimpleObject, Clone)]
pub struct FeedFailure {
    code: String,
    message: String,
}

/// A file of meetings on its way in.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct FeedImport {
    id: ID,
    /// Whose meetings these are.
    source: String,
    state: FeedImportState,
    failure: Option<FeedFailure>,
    rows_total: i32,
    /// Checked so far; while it is applied, listed so far.
    rows_done: i32,
    rows_new: i32,
    rows_changed: i32,
    rows_same: i32,
    rows_skipped: i32,
    created_at: DateTime,
    applied_at: Option<DateTime>,
    undone_at: Option<DateTime>,
    can_apply: bool,
    /// Only the newest that was applied.
    can_undo: bool,
    #[graphql(skip)]
    created_by: MemberId,
    #[graphql(skip)]
    import_id: FeedImportId,
}

impl FeedImport {
    fn of(import: Import, locale: Locale) -> Self {
        let failure = |failure: feed::FeedFailure| FeedFailure {
            code: failure.name().to_owned(),
            message: words::failure(failure.name(), locale),
        };
        Self {
            id: wire(import.id),
            source: import.source,
            state: import.state.into(),
            failure: import.failure.map(failure),
            rows_total: import.rows_total,
            rows_done: import.rows_done,
            rows_new: import.rows_new,
            rows_changed: import.rows_changed,
            rows_same: import.rows_same,
            rows_skipped: import.rows_skipped,
            created_at: DateTime(import.created_at),
            applied_at: import.applied_at.map(DateTime),
            undone_at: import.undone_at.map(DateTime),
            can_apply: import.state == feed::FeedImportState::Checked,
            can_undo: import.can_undo,
            created_by: import.created_by,
            import_id: import.id,
        }
    }
}

fn encode_position(position: i32) -> String {
    URL_SAFE_NO_PAD.encode(position.to_be_bytes())
}

fn decode_position(text: &str) -> Result<i32, Expected> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
    bytes.map(i32::from_be_bytes).ok_or_else(|| Expected::invalid("after", "cursor"))
}

#[ComplexObject]
impl FeedImport {
    async fn created_by(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        context::member(ctx, self.created_by).await.map(Member::from)
    }

    /// As they stand in the file; of one verdict, or all. Rows are kept for 30 days, and while the import can be undone.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn rows(
        &self,
        ctx: &Context<'_>,
        verdict: Option<FeedVerdict>,
        #[graphql(default = 50)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<FeedRowConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let page = PageRequest { first, after: after.as_deref().map(decode_position).transpose()? };
            domain::rows(&tx, self.import_id, verdict.map(Into::into), page).await
        };
        let found = request.answer(outcome.await)?;
        let locale = request.locale().await;
        let items = found.items.into_iter().map(|one| (encode_position(one.position), row(one, locale))).collect();
        Ok(FeedRowConnection::of(items, found.has_next, after.is_some()))
    }
}

connection!(FeedImportConnection, FeedImportEdge, FeedImport);

#[derive(InputObject)]
pub struct CreateFeedImportInput {
    /// A UUID made when the file was picked: a retry announces it once.
    client_mutation_id: String,
    /// Whose meetings these are, for example the name of an intergroup.
    source: String,
    /// Bytes; at most 16 MiB, not packed.
    size: i32,
    /// Base64 of the SHA-256 of the bytes.
    sha256: String,
}

#[derive(SimpleObject)]
pub struct CreateFeedImportPayload {
    feed_import: Option<FeedImport>,
    /// Null when a retry finds that the bytes have arrived already.
    upload: Option<Upload>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct FeedImportPayload {
    feed_import: Option<FeedImport>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct FeedImportsQuery;

#[Object]
impl FeedImportsQuery {
    /// Files that were brought in, the newest first; for admins.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn feed_imports(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<FeedImportConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { import::list(&tx, page_request(first, after.as_deref())?).await };
        let page = request.answer(outcome.await)?;
        let locale = request.locale().await;
        let cursor = |import: &Import| encode_cursor(Cursor { at: import.created_at, id: import.id.0 });
        let items = page.items.into_iter().map(|import| (cursor(&import), FeedImport::of(import, locale))).collect();
        Ok(FeedImportConnection::of(items, page.has_next, after.is_some()))
    }

    async fn feed_import(&self, ctx: &Context<'_>, id: ID) -> async_graphql::Result<Option<FeedImport>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { import::find(&tx, context::id(&id, "id")?, "id").await };
        let found = request.answer_or_null(outcome.await)?;
        let locale = request.locale().await;
        Ok(found.map(|import| FeedImport::of(import, locale)))
    }
}

#[derive(Default)]
pub struct FeedImportsMutation;

/// Moves an import on and answers with it.
async fn moved<F>(ctx: &Context<'_>, wire: &ID, step: F) -> async_graphql::Result<FeedImportPayload>
where
    F: AsyncFnOnce(&CenterTx, FeedImportId) -> Outcome<Import>,
{
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = match id(wire, "feedImportId") {
        Ok(id) => step(&tx, id).await,
        Err(problem) => Err(problem.into()),
    };
    let (import, problems) = request.settle(tx, outcome).await?;
    let locale = request.locale().await;
    Ok(FeedImportPayload { feed_import: import.map(|import| FeedImport::of(import, locale)), problems })
}

#[Object]
impl FeedImportsMutation {
    /// Announces a file in Meeting Guide JSON; then `PUT` its bytes to `upload.url` and call `completeFeedImport`.
    async fn create_feed_import(
        &self,
        ctx: &Context<'_>,
        input: CreateFeedImportInput,
    ) -> async_graphql::Result<CreateFeedImportPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async {
            let key = key(&input.client_mutation_id)?;
            import::create(&tx, Create { key, source: input.source, size: input.size, sha256: input.sha256 }).await
        };
        let outcome = outcome.await;
        let (made, problems) = request.settle(tx, outcome).await?;
        let locale = request.locale().await;
        let (import, spec) = made.map_or((None, None), |(import, spec)| (Some(FeedImport::of(import, locale)), spec));
        let upload = sign(request, spec, UPLOAD_LIFETIME).await?;
        Ok(CreateFeedImportPayload { feed_import: import, upload, problems })
    }

    /// Says that the bytes have been sent: every row gets a verdict, and nothing is listed yet.
    async fn complete_feed_import(&self, ctx: &Context<'_>, feed_import_id: ID) -> async_graphql::Result<FeedImportPayload> {
        moved(ctx, &feed_import_id, async |tx, id| import::complete(tx, id).await).await
    }

    /// Lists what was checked. It goes on in the background; `rowsDone` tells how far.
    async fn apply_feed_import(&self, ctx: &Context<'_>, feed_import_id: ID) -> async_graphql::Result<FeedImportPayload> {
        moved(ctx, &feed_import_id, async |tx, id| apply::apply(tx, id).await).await
    }

    /// Back to what was listed before; only the newest that was applied.
    async fn undo_feed_import(&self, ctx: &Context<'_>, feed_import_id: ID) -> async_graphql::Result<FeedImportPayload> {
        moved(ctx, &feed_import_id, async |tx, id| apply::undo(tx, id).await).await
    }
}

#[cfg(test)]
mod tests {
    use super::{decode_position, encode_position};

    #[test]
    fn cursors_come_back() {
        assert_eq!(decode_position(&encode_position(19_999)), Ok(19_999));
        for garbage in ["", "x", "💣", "AAAA"] {
            assert!(decode_position(garbage).is_err(), "{garbage}");
        }
    }
}
