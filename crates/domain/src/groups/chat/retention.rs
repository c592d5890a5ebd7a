//! What is not kept any longer: messages past their group's days, the words of cases that were closed a while ago.
//!
//! A group keeps messages as long as it says, and never longer than its center lets it: `kept_days` is the only way to ask.

use jiff::SignedDuration;
use sea_orm::FromQueryResult;

use crate::db::{At, CenterTx};
use crate::problem::{Outcome, Surprise};

/// Rows of one transaction: short enough to be in nobody's way.
const BATCH: u64 = 1_000;
/// How long the words of a closed case can still be looked at.
const EVIDENCE: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Of the group `g`: days a message is kept.
macro_rules! kept_days {
    () => {
        "least(g.chat_days, (select k.chat_days_at_most from cairn.center_settings k where k.center_id = $1))"
    };
}
pub(in crate::groups) use kept_days;

/// What the center says about it.
#[derive(FromQueryResult)]
pub(in crate::groups) struct CenterDays {
    pub usual: i32,
    pub most: i32,
}

pub(in crate::groups) async fn center_days(tx: &CenterTx) -> Outcome<CenterDays> {
    let row = tx
        .row("select chat_days_default as usual, chat_days_at_most as most from cairn.center_settings where center_id = $1", [])
        .await?;
    row.ok_or_else(|| Surprise::Inconsistent("a center without settings").into())
}

const FORGET: &str = concat!(
    "
with old as (
  select m.id from cairn.groups g
  cross join lateral (
    select c.id from cairn.chat_messages c
    where c.center_id = $1 and c.group_id = g.id and c.created_at < $2::timestamptz - make_interval(days => ",
    kept_days!(),
    ")
    order by c.id limit $3 for update skip locked) m
  where g.center_id = $1 limit $3),
gone as (delete from cairn.chat_reactions r using old where r.center_id = $1 and r.message_id = old.id)
delete from cairn.chat_messages m using old where m.center_id = $1 and m.id = old.id"
);

/// Deletes one batch of messages that are past their group's days. `true`: there may be more.
///
/// The words of an open case are kept by the case itself.
pub async fn forget_messages(tx: &CenterTx) -> Outcome<bool> {
    let gone = tx.run(FORGET, [tx.at().into(), i64::try_from(BATCH).unwrap_or(i64::MAX).into()]).await?;
    Ok(gone >= BATCH)
}

/// Forgets what was said in cases that were closed a while ago; that there was a case stays.
pub async fn forget_evidence(tx: &CenterTx) -> Outcome<u64> {
    let before = tx.now().checked_sub(EVIDENCE).map_err(Surprise::from)?;
    Ok(tx
        .run(
            "update cairn.moderation_cases set evidence = null
             where center_id = $1 and state <> 'open' and handled_at < $2 and evidence is not null",
            [At(before).into()],
        )
        .await?)
}
