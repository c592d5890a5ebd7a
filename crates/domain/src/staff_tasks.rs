//! What the center's staff has to do by hand, because something did not work by itself.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::actor::{Membership, Role};
use crate::audit::Event;
use crate::care::kept_apart_sql;
use crate::db::{At, CenterTx};
use crate::ids::{GroupId, MemberId, ModerationCaseId, StaffTaskId};
use crate::notifications;
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffTaskKind {
    /// Mail to the member's address is refused: ask them for another.
    AddressFailed,
    /// Somebody in a group's chat may be in danger: look at the case now.
    ChatDanger,
    /// A file of this client waits for its check since hours: whoever runs the server has to look at the scanner.
    DocumentWaiting,
    /// Client and counselor see readiness differently: a conversation to have.
    ReadinessTalk,
    /// A treatment shall end against somebody's will: a supervisor looks at it.
    DischargeReview,
    /// Somebody who waits says they need somebody.
    WantsContact,
    /// A mentor asks to talk something over: a supervisor sits down with them.
    MentorDebrief,
    /// A counselor is away, and this client has not said what shall happen to their session: call them.
    CoverUnanswered,
    /// A client did not come: a warm word, in the way they like. Nothing else follows from it.
    SessionMissed,
    /// Nobody came to a client who was there: a supervisor makes good for it.
    SessionUnattended,
    /// A meeting of this group comes, and nobody is left to ask who holds it: find somebody.
    RoomUnheld,
    /// Somebody waits for a place, and nobody has been in contact for longer than the program lets pass.
    ContactOverdue,
    /// A client and whoever counsels them must not meet: somebody else has to counsel them.
    CounselorApart,
    /// Somebody waits for a place, and nobody keeps contact with them any more: name somebody.
    ContactMissing,
    /// A place is kept for somebody who cannot have heard of it: call them.
    OfferUnheard,
    /// Somebody died: look after what is left to be done, and close the account.
    ClientDied,
    /// Somebody a mentor walked with died: tell them in person, and stay with them.
    MentorBereaved,
    /// Somebody noted a credential of their own: it counts once somebody who steers has seen it.
    CredentialUnseen,
}

/// Whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TaskFor {
    Admins,
    Member(MemberId),
    Supervisors,
}

impl StaffTaskKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::AddressFailed => "address_failed",
            Self::ChatDanger => "chat_danger",
            Self::DocumentWaiting => "document_waiting",
            Self::ReadinessTalk => "readiness_talk",
            Self::DischargeReview => "discharge_review",
            Self::WantsContact => "wants_contact",
            Self::MentorDebrief => "mentor_debrief",
            Self::CoverUnanswered => "cover_unanswered",
            Self::SessionMissed => "session_missed",
            Self::SessionUnattended => "session_unattended",
            Self::RoomUnheld => "room_unheld",
            Self::ContactOverdue => "contact_overdue",
            Self::CounselorApart => "counselor_apart",
            Self::ContactMissing => "contact_missing",
            Self::OfferUnheard => "offer_unheard",
            Self::ClientDied => "client_died",
            Self::MentorBereaved => "mentor_bereaved",
            Self::CredentialUnseen => "credential_unseen",
        }
    }

    /// Whoever has it calls or writes to the person it is about.
    pub fn is_to_reach(self) -> bool {
        matches!(
            self,
            Self::WantsContact
                | Self::ContactOverdue
                | Self::OfferUnheard
                | Self::CoverUnanswered
                | Self::SessionMissed
                | Self::SessionUnattended
                | Self::AddressFailed
        )
    }

    fn parse(name: &str) -> Option<Self> {
        [
            Self::AddressFailed,
            Self::ChatDanger,
            Self::DocumentWaiting,
            Self::ReadinessTalk,
            Self::DischargeReview,
            Self::WantsContact,
            Self::MentorDebrief,
            Self::CoverUnanswered,
            Self::SessionMissed,
            Self::SessionUnattended,
            Self::RoomUnheld,
            Self::ContactOverdue,
            Self::CounselorApart,
            Self::ContactMissing,
            Self::OfferUnheard,
            Self::ClientDied,
            Self::MentorBereaved,
            Self::CredentialUnseen,
        ]
        .into_iter()
        .find(|kind| kind.name() == name)
    }
}

#[derive(Debug, Clone)]
pub struct StaffTask {
    pub id: StaffTaskId,
    pub kind: StaffTaskKind,
    /// Whom it is about; `None`: the task leads to a case or a group, and those to nobody's name.
    pub member_id: Option<MemberId>,
    pub moderation_case_id: Option<ModerationCaseId>,
    /// Whose room nobody holds.
    pub group: Option<(GroupId, String)>,
    pub created_at: Timestamp,
    pub done_at: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: String,
    member_id: Option<Uuid>,
    moderation_case_id: Option<Uuid>,
    group_id: Option<Uuid>,
    group_name: Option<String>,
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
            group: self.group_id.map(GroupId).zip(self.group_name),
            created_at: self.created_at.0,
            done_at: self.done_at.map(|at| at.0),
        })
    }
}

/// Who may have tasks at all.
fn staff(tx: &CenterTx) -> Outcome<&Membership> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let allowed = policy::allows(&membership.roles, Action::FinishStaffTask, Target::OWN);
    if allowed { Ok(membership) } else { Err(Problem::NotAllowed.into()) }
}

/// Whose tasks somebody sees: `None`, every one.
fn whose(membership: &Membership) -> (Option<Uuid>, bool) {
    let all = policy::allows(&membership.roles, Action::FinishStaffTask, Target::NONE);
    ((!all).then_some(membership.member_id.0), membership.roles.contains(&Role::Supervisor))
}

/// Puts something in somebody's hands. There already is fine.
pub(crate) async fn open(tx: &CenterTx, kind: StaffTaskKind, about: MemberId, whose: TaskFor) -> Outcome<()> {
    let id = tx.ids().event(tx.now());
    let (assigned_to, for_role) = match whose {
        TaskFor::Admins => (None, None),
        TaskFor::Member(member) => (Some(member.0), None),
        TaskFor::Supervisors => (None, Some("supervisor".to_owned())),
    };
    tx.run(
        "insert into cairn.staff_tasks (center_id, id, kind, member_id, created_at, assigned_to, for_role)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        [id.into(), kind.name().into(), about.0.into(), tx.at().into(), assigned_to.into(), for_role.into()],
    )
    .await?;
    told(tx, kind, about).await
}

/// Whoever has it in their hands hears at once that somebody needs them; for the rest the list is enough.
async fn told(tx: &CenterTx, kind: StaffTaskKind, about: MemberId) -> Outcome<()> {
    if kind == StaffTaskKind::WantsContact { notifications::contact_wanted(tx, about).await } else { Ok(()) }
}

/// Whose it is changes; nothing open is fine.
pub(crate) async fn hand_over(tx: &CenterTx, kind: StaffTaskKind, about: MemberId, whose: Option<MemberId>) -> Outcome<()> {
    tx.run(
        "update cairn.staff_tasks set assigned_to = $4, for_role = null
         where center_id = $1 and kind = $2 and member_id = $3 and done_at is null",
        [kind.name().into(), about.0.into(), whose.map(|id| id.0).into()],
    )
    .await?;
    told(tx, kind, about).await
}

#[derive(FromQueryResult)]
struct Handed {
    kind: String,
    member_id: Uuid,
}

/// Somebody cannot do what was put in their hands: it goes to whoever counsels the person now, else to the admins. An offer goes to
/// nobody who may not answer it.
pub(crate) async fn hand_on(tx: &CenterTx, from: MemberId) -> Outcome<()> {
    let handed = tx
        .rows::<Handed>(
            concat!(
                "update cairn.staff_tasks t set assigned_to = (
                   select a.counselor_id from cairn.care_assignments a
                   join cairn.members k on k.center_id = $1 and k.id = a.counselor_id and k.state = 'active'
                     and k.roles && case t.kind when 'offer_unheard' then array['counselor'] else array['counselor', 'peer_mentor'] end
                   where a.center_id = $1 and a.client_id = t.member_id and a.counselor_id <> $2 and a.ended_at is null
                     and a.mentorship_id is null and not ",
                kept_apart_sql!("a.counselor_id", "a.client_id"),
                " order by a.started_at, a.counselor_id limit 1)
                 where t.center_id = $1 and t.assigned_to = $2 and t.done_at is null and t.member_id is not null
                 returning t.kind, t.member_id"
            ),
            [from.0.into()],
        )
        .await?;
    for one in handed {
        let kind = StaffTaskKind::parse(&one.kind).ok_or(Surprise::Inconsistent("staff task kind"))?;
        told(tx, kind, MemberId(one.member_id)).await?;
    }
    Ok(())
}

/// Nothing is left to be done for somebody.
pub(crate) async fn close_all_of(tx: &CenterTx, about: MemberId) -> Outcome<()> {
    tx.run(
        "update cairn.staff_tasks set done_at = $3, done_by = $4 where center_id = $1 and member_id = $2 and done_at is null",
        [about.0.into(), tx.at().into(), tx.actor().member_id().map(|id| id.0).into()],
    )
    .await?;
    Ok(())
}

/// What it asked for has happened.
pub(crate) async fn close(tx: &CenterTx, kind: StaffTaskKind, about: MemberId) -> Outcome<()> {
    tx.run(
        "update cairn.staff_tasks set done_at = $4, done_by = $5
         where center_id = $1 and kind = $2 and member_id = $3 and done_at is null",
        [kind.name().into(), about.0.into(), tx.at().into(), tx.actor().member_id().map(|id| id.0).into()],
    )
    .await?;
    Ok(())
}

/// A room of the group has nobody. There already is fine: one task stands for all of its rooms.
pub(crate) async fn open_room(tx: &CenterTx, group: GroupId) -> Outcome<()> {
    let id = tx.ids().event(tx.now());
    tx.run(
        "insert into cairn.staff_tasks (center_id, id, kind, group_id, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
        [id.into(), StaffTaskKind::RoomUnheld.name().into(), group.0.into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

/// Every room of the group that comes soon has somebody.
pub(crate) async fn close_room(tx: &CenterTx, group: GroupId) -> Outcome<()> {
    tx.run(
        "update cairn.staff_tasks set done_at = $3, done_by = $4 where center_id = $1 and group_id = $2 and done_at is null",
        [group.0.into(), tx.at().into(), tx.actor().member_id().map(|id| id.0).into()],
    )
    .await?;
    Ok(())
}

/// Who is kept from somebody reads nothing of it, whatever they look after: `$7` is who looks.
macro_rules! told_sql {
    ($rest:literal) => {
        concat!(
            "and (kind <> 'counselor_apart' or member_id <> $7 and not ",
            kept_apart_sql!("staff_tasks.member_id", "$7"),
            ") ",
            $rest
        )
    };
}

/// What [`Row`] reads, for the rest of a statement.
macro_rules! task_sql {
    ($($rest:tt)+) => {
        concat!(
            "select id, kind, member_id, moderation_case_id, group_id,
               (select g.name from cairn.groups g where g.center_id = $1 and g.id = staff_tasks.group_id) as group_name,
               created_at, done_at from cairn.staff_tasks where center_id = $1 ",
            $($rest)+
        )
    };
}

/// Open ones oldest first: they have waited longest. With `done` the finished ones, newest first.
pub async fn list(tx: &CenterTx, done: bool, page: PageRequest) -> Outcome<Page<StaffTask>> {
    let membership = staff(tx)?;
    let (me, supervises) = whose(membership);
    let sql = if done {
        task_sql!(told_sql!(
            "and done_at is not null
           and ($5::uuid is null or assigned_to = $5 or ($6 and for_role = 'supervisor'))
           and ($2::timestamptz is null or (created_at, id) < ($2, $3))
         order by created_at desc, id desc limit $4"
        ))
    } else {
        task_sql!(told_sql!(
            "and done_at is null
           and ($5::uuid is null or assigned_to = $5 or ($6 and for_role = 'supervisor'))
           and ($2::timestamptz is null or (created_at, id) > ($2, $3))
         order by created_at, id limit $4"
        ))
    };
    let after = page.after;
    let rows = tx
        .rows::<Row>(
            sql,
            [
                after.map(|after| At(after.at)).into(),
                after.map(|after| after.id).into(),
                page.limit().into(),
                me.into(),
                supervises.into(),
                membership.member_id.0.into(),
            ],
        )
        .await?;
    let rows = Page::cut(rows, &page);
    let items = rows.items.into_iter().map(Row::task).collect::<Outcome<_>>()?;
    Ok(Page { items, has_next: rows.has_next })
}

/// Marks it as done. Again is fine: it stays done by who was first.
pub async fn finish(tx: &CenterTx, id: StaffTaskId) -> Outcome<StaffTask> {
    let membership = staff(tx)?;
    tx.writable()?;
    let (me, supervises) = whose(membership);
    let changed = tx
        .run(
            "update cairn.staff_tasks set done_at = $3, done_by = $4 where center_id = $1 and id = $2 and done_at is null
               and ($5::uuid is null or assigned_to = $5 or ($6 and for_role = 'supervisor'))",
            [id.0.into(), tx.at().into(), membership.member_id.0.into(), me.into(), supervises.into()],
        )
        .await?;
    let row = tx
        .row::<Row>(
            task_sql!("and id = $2 and ($3::uuid is null or assigned_to = $3 or ($4 and for_role = 'supervisor'))"),
            [id.0.into(), me.into(), supervises.into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("staffTaskId"))?;
    if changed == 1 {
        tx.audit(Event::done("staff_task.finish", "staff_task", id.0));
    }
    row.task()
}
