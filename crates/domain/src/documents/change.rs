//! Taking a file back.

use super::read::{purpose, visible};
use super::upload::check_job;
use crate::audit::Event;
use crate::db::CenterTx;
use crate::ids::{DocumentId, MemberId};
use crate::policy::{self, Action};
use crate::problem::{Outcome, Problem};

/// Deletes a file, by who uploaded it. It is gone for everybody at once; a job removes the bytes.
pub async fn delete(tx: &CenterTx, id: DocumentId) -> Outcome<()> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let (row, target) = visible(tx, membership, id).await?.ok_or_else(|| Problem::not_found("documentId"))?;
    if !policy::allows(&membership.roles, Action::DeleteDocument, target) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    let changed = tx
        .run(
            "update cairn.documents set state = 'deleted', rejection = null, deleted_at = $3
             where center_id = $1 and id = $2 and state <> 'deleted'",
            [id.0.into(), tx.at().into()],
        )
        .await?;
    if changed == 0 {
        return Err(Problem::not_found("documentId").into());
    }
    let client = MemberId(row.client_id);
    tx.audit(Event::done("document.delete", "document", id.0).about(client).purpose(purpose(target)));
    tx.enqueue(check_job(tx, id));
    Ok(())
}
