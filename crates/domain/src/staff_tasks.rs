//! What the center's staff has to do by hand, because something did not work by itself.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::actor::Membership;
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, ModerationCaseId, StaffTaskId};
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffTaskKind {
    /// Mail to the member's address is refused: ask them for another.
    AddressFailed,
    /// Somebody in a group's chat may be in danger: look at the case now.
    ChatDanger,
    /// A mentor asks to talk something over.
    MentorDebrief,
}

impl StaffTaskKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::AddressFailed => "address_failed",
            Self::ChatDanger => "chat_danger",
            Self::MentorDebrief => "mentor_debrief",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        [Self::AddressFailed, Self::ChatDanger, Self::MentorDebrief].into_iter().find(|kind| kind.name() == name)
    }
}

#[derive(Debug, Clone)]
pub struct StaffTask {
    pub id: StaffTaskId,
    pub kind: StaffTaskKind,
    /// Whom it is about; `None`: the task leads to a case, and the case to nobody's name.
    pub member_id: Option<MemberId>,
    pub moderation_case_id: Option<ModerationCaseId>,
    pub created_at: Timestamp,
    pub done_at: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: String,
    member_id: Option<Uuid>,
    moderation_case_id: Option<Uuid>,
    created_at: At,
    done_at: Option<At>,
}

impl Row {
    fn task(self) -> Outcome<StaffTask> {
        Ok(StaffTask {
            id: StaffTaskId(self.id),
            kind: StaffTaskKind::parse(&self.kind).ok_or(Surprise::Inconsistent("staff task kind"))?,
            member_id: self.member_id.map(MemberId),
            moderation_case_id: self.moderation_case_id.map(ModerationCaseId),
            created_at: self.created_at.0,
            done_at: self.done_at.map(|at| at.0),
        })
    }
}

fn staff(tx: &CenterTx) -> Outcome<&Membership> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let allowed = policy::allows(&membership.roles, Action::FinishStaffTask, Target::NONE);
    if allowed { Ok(membership) } else { Err(Problem::NotAllowed.into()) }
}

/// Open ones oldest first: they have waited longest. With `done` the finished ones, newest first.
pub async fn list(tx: &CenterTx, done: bool, page: PageRequest) -> Outcome<Page<StaffTask>> {
    staff(tx)?;
    let sql = if done {
        "select id, kind, member_id, moderation_case_id, created_at, done_at from cairn.staff_tasks
         where center_id = $1 and done_at is not null
           and ($2::timestamptz is null or (created_at, id) < ($2, $3))
         order by created_at desc, id desc limit $4"
    } else {
        "select id, kind, member_id, moderation_case_id, created_at, done_at from cairn.staff_tasks
         where center_id = $1 and done_at is null
           and ($2::timestamptz is null or (created_at, id) > ($2, $3))
         order by created_at, id limit $4"
    };
    let after = page.after;
    let rows = tx
        .rows::<Row>(sql, [after.map(|after| At(after.at)).into(), after.map(|after| after.id).into(), page.limit().into()])
        .await?;
    let rows = Page::cut(rows, &page);
    let items = rows.items.into_iter().map(Row::task).collect::<Outcome<_>>()?;
    Ok(Page { items, has_next: rows.has_next })
}

/// Marks it as done. Again is fine: it stays done by who was first.
pub async fn finish(tx: &CenterTx, id: StaffTaskId) -> Outcome<StaffTask> {
    let membership = staff(tx)?;
    tx.writable()?;
    let changed = tx
        .run(
            "update cairn.staff_tasks set done_at = $3, done_by = $4 where center_id = $1 and id = $2 and done_at is null",
            [id.0.into(), tx.at().into(), membership.member_id.0.into()],
        )
        .await?;
    let row = tx
        .row::<Row>(
            "select id, kind, member_id, moderation_case_id, created_at, done_at from cairn.staff_tasks where center_id = $1 and id = $2",
            [id.0.into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("staffTaskId"))?;
    if changed == 1 {
        tx.audit(Event::done("staff_task.finish", "staff_task", id.0));
    }
    row.task()
}
