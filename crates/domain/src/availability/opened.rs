//! Hours that opened, and who is glad of them.

use jiff::ToSpan;

use super::load::Desk;
use super::windows::gained;
use crate::db::CenterTx;
use crate::problem::Outcome;
use crate::{sessions, zones};

/// Whoever waits is offered what the hours have now and had not before, as far ahead as clients may book.
pub(super) async fn offer(tx: &CenterTx, before: &Desk, after: &Desk) -> Outcome<()> {
    let from = zones::today(tx.now(), &after.zone).saturating_sub(1.day());
    let days = after.availability.horizon_days + 2;
    let hours = |desk: &Desk| desk.availability.windows(&desk.zone, from, days);
    let opened = gained(&hours(before)?, &hours(after)?);
    sessions::waits::offer_opened(tx, after.availability.counselor_id, &opened).await
}
