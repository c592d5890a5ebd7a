//! What has to be there when somebody begins: handed out with the place, by each person's own days.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::enrollment::{Enrollment, OBJECT, changed};
use super::moves::{allowed, locked};
use super::program::today;
use super::{IntakeKind, IntakeOwner, next};
use crate::audit::Event;
use crate::db::{CenterTx, Day};
use crate::ids::{DocumentId, EnrollmentId, EnrollmentItemId, ProgramId};
use crate::policy::Action;
use crate::problem::{Outcome, Problem};

/// One thing of one person's packet.
#[derive(Debug, Clone, PartialEq)]
pub struct EnrollmentItem {
    pub id: EnrollmentItemId,
    pub kind: IntakeKind,
    pub name: String,
    pub owner: IntakeOwner,
    pub required: bool,
    pub due_on: Date,
    pub done_on: Option<Date>,
    pub document_id: Option<DocumentId>,
    pub overdue: bool,
}

#[derive(FromQueryResult)]
struct Row {
    enrollment_id: Uuid,
    id: Uuid,
    kind: String,
    name: String,
    owner: String,
    required: bool,
    due_on: Day,
    done_on: Option<Day>,
    document_id: Option<Uuid>,
}

/// By enrollment, in the packet's order. The caller has decided that they may be seen.
pub(super) async fn of(tx: &CenterTx, ids: Vec<Uuid>, today: Date) -> Outcome<HashMap<Uuid, Vec<EnrollmentItem>>> {
    let rows = tx
        .rows::<Row>(
            "select x.enrollment_id, x.id, i.kind, i.name, i.owner, i.required, x.due_on, x.done_on, x.document_id
             from cairn.enrollment_intake_items x
             join cairn.program_intake_items i on i.center_id = $1 and i.id = x.item_id
             where x.center_id = $1 and x.enrollment_id = any($2) order by i.position, x.id",
            [ids.into()],
        )
        .await?;
    let mut found: HashMap<Uuid, Vec<EnrollmentItem>> = HashMap::new();
    for row in rows {
        found.entry(row.enrollment_id).or_default().push(EnrollmentItem {
            id: EnrollmentItemId(row.id),
            kind: IntakeKind::stored(&row.kind)?,
            owner: IntakeOwner::stored(&row.owner)?,
            name: row.name,
            required: row.required,
            due_on: row.due_on.0,
            overdue: row.done_on.is_none() && row.due_on.0 < today,
            done_on: row.done_on.map(|day| day.0),
            document_id: row.document_id.map(DocumentId),
        });
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct Template {
    id: Uuid,
    due_days: i32,
}

/// Hands out the program's packet. Again changes nothing.
pub(super) async fn hand_out(tx: &CenterTx, enrollment: EnrollmentId, program: ProgramId, on: Date) -> Outcome<()> {
    let items = tx
        .rows::<Template>(
            "select id, due_days from cairn.program_intake_items
             where center_id = $1 and program_id = $2 and retired_at is null order by position, id",
            [program.0.into()],
        )
        .await?;
    for item in items {
        let due = on.checked_add(item.due_days.days())?;
        tx.run(
            "insert into cairn.enrollment_intake_items (center_id, id, enrollment_id, item_id, due_on) values ($1, $2, $3, $4, $5)
             on conflict (center_id, enrollment_id, item_id) do nothing",
            [tx.ids().person().into(), enrollment.0.into(), item.id.into(), Day(due).into()],
        )
        .await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct ItemOwner {
    enrollment_id: Uuid,
    owner: String,
}

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// Marks one thing as done, or as not done after all. The client does what is theirs, staff everything.
pub async fn mark(tx: &CenterTx, id: EnrollmentItemId, done: bool, document: Option<DocumentId>) -> Outcome<Enrollment> {
    let missing = || Problem::not_found("enrollmentItemId");
    let item = tx
        .row::<ItemOwner>(
            "select x.enrollment_id, i.owner from cairn.enrollment_intake_items x
             join cairn.program_intake_items i on i.center_id = $1 and i.id = x.item_id where x.center_id = $1 and x.id = $2",
            [id.0.into()],
        )
        .await?
        .ok_or_else(missing)?;
    let at = match locked(tx, EnrollmentId(item.enrollment_id)).await {
        Ok(at) => at,
        Err(_) => return Err(missing().into()),
    };
    let theirs = IntakeOwner::stored(&item.owner)? == IntakeOwner::Client && tx.actor().member_id() == Some(at.client_id);
    let action = if theirs { Action::AnswerOffer } else { Action::MoveEnrollment };
    if let Err(refused) = allowed(tx, &at, action).await {
        return Err(if refused.is_missing() { missing().into() } else { refused });
    }
    if next(Some(at.state)).is_empty() {
        return Err(Problem::invalid("enrollmentItemId", "enrollment_closed").into());
    }
    if let Some(document) = document {
        let found = tx
            .row::<Found>(
                "select exists (select from cairn.documents where center_id = $1 and id = $2 and client_id = $3 and state = 'ready') as found",
                [document.0.into(), at.client_id.0.into()],
            )
            .await?;
        if !found.is_some_and(|row| row.found) {
            return Err(Problem::not_found("documentId").into());
        }
    }
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let today = today(tx).await?;
    tx.run(
        "update cairn.enrollment_intake_items set done_on = $3, done_by = $4, document_id = case when $5 then coalesce($6, document_id) end
         where center_id = $1 and id = $2",
        [
            id.0.into(),
            done.then_some(Day(today)).into(),
            done.then_some(me.0).into(),
            done.into(),
            document.map(|id| id.0).into(),
        ],
    )
    .await?;
    tx.audit(Event::done("enrollment.mark_intake", OBJECT, at.id.0).about(at.client_id).purpose("care"));
    changed(tx, at.id).await
}
