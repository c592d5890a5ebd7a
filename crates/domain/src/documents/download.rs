//! The way out: policy, the exit gate, then a link that works for a minute.

use super::read::{purpose, visible};
use super::{DocumentState, DownloadSpec, FileType, NAME};
use crate::audit::Event;
use crate::db::CenterTx;
use crate::exits::{self, Exit, Kind, Released};
use crate::ids::{DocumentId, MemberId};
use crate::problem::{Outcome, Problem, Surprise};

/// Releases a file to the acting member. The caller commits, then signs: no row, no link. Works in a paused center too:
/// what belongs to a person stays in their reach.
///
/// A refusal is remembered whether or not there is such a file: settle the transaction with [`CenterTx::give_up`].
pub async fn create_download(tx: &CenterTx, id: DocumentId) -> Outcome<Released<DownloadSpec>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let refused = Event::done("document.download", "document", id.0).purpose("security");
    let Some((row, target)) = visible(tx, membership, id).await? else {
        tx.audit_refusal(refused);
        return Err(Problem::not_found("documentId").into());
    };
    if row.state()? != DocumentState::Ready {
        tx.audit_refusal(refused.about(MemberId(row.client_id)).purpose(purpose(target)));
        return Err(Problem::invalid("documentId", "document_not_ready").into());
    }
    let client = MemberId(row.client_id);
    let file_type = FileType::parse(&row.content_type).ok_or(Surprise::Inconsistent("document type"))?;
    let spec = DownloadSpec {
        key: row.object_key.clone().ok_or(Surprise::Inconsistent("a ready document without an object"))?,
        file_name: tx.keys().await?.open(NAME, row.id, &row.name)?,
        content_type: file_type.content_type().to_owned(),
    };
    let exit = Exit {
        kind: Kind::Download,
        recipient: membership.member_id,
        clients: vec![client],
        subject_type: "document",
        subject_id: id.0,
    };
    tx.audit(Event::done("document.download", "document", id.0).about(client).purpose(purpose(target)));
    exits::release(tx, exit, spec).await
}
