//! What sessions and group meetings count for: payers and their rules, who pays for whom, a line a session and one for each
//! client who came to a meeting, and the lines that are ready on their way to the payer.

mod count;
pub mod coverage;
pub mod export;
pub mod lines;
pub(crate) mod of_meeting;
pub mod packs;
pub mod payers;
pub mod rules;
pub mod sheet;
mod used;

use crate::actor::Membership;
use crate::db::CenterTx;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};

/// Whoever does the center's billing; for everybody else there is nothing of the kind.
fn billing<'a>(tx: &'a CenterTx, field: &str) -> Outcome<&'a Membership> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if policy::allows(&membership.roles, Action::BillServices, Target::NONE) {
        Ok(membership)
    } else {
        Err(Problem::not_found(field).into())
    }
}
