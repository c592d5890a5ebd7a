//! What people are told of asking, waiting and covering: that there is something, never what.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Kind, Plan, plan};
use crate::db::CenterTx;
use crate::ids::{MemberId, SessionWaitId};
use crate::problem::Outcome;

/// Something to answer, or an answer. The version is that of the subject: what changed meanwhile is not told any more.
pub(crate) async fn booking_news(
    tx: &CenterTx,
    subject_id: Uuid,
    subject_version: i32,
    to: &[MemberId],
    expires_at: Timestamp,
) -> Outcome<()> {
    let me = tx.actor().member_id();
    let plans: Vec<Plan> = to
        .iter()
        .filter(|member| Some(**member) != me)
        .map(|member| Plan {
            member_id: *member,
            kind: Kind::BookingNews,
            subject_id,
            subject_version,
            due_at: tx.now(),
            expires_at,
        })
        .collect();
    plan(tx, &plans).await
}

/// Something that is asked because of what somebody else did, or of an answer that was taken back: it goes to them, whoever acts.
pub(crate) async fn booking_question(
    tx: &CenterTx,
    subject_id: Uuid,
    subject_version: i32,
    to: MemberId,
    expires_at: Timestamp,
) -> Outcome<()> {
    let question = Plan { member_id: to, kind: Kind::BookingNews, subject_id, subject_version, due_at: tx.now(), expires_at };
    plan(tx, &[question]).await
}

/// A time is kept for somebody who waits: that something waits for their answer, and until when.
pub(crate) async fn slot_offered(
    tx: &CenterTx,
    wait: SessionWaitId,
    version: i32,
    client: MemberId,
    due_at: Timestamp,
    until: Timestamp,
) -> Outcome<()> {
    let offer = Plan {
        member_id: client,
        kind: Kind::SlotOffered,
        subject_id: wait.0,
        subject_version: version,
        due_at,
        expires_at: until,
    };
    plan(tx, &[offer]).await
}
