//! Which tasks about somebody who waits are over: one way that ends, or one contact, does not answer for another.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::bridge::WORD;
use super::contact::{last_contact_sql, quiet};
use super::moves::Standing;
use super::program::center_zone;
use super::{CheckInWord, EnrollmentState};
use crate::db::{At, CenterTx, Day};
use crate::ids::MemberId;
use crate::problem::Outcome;
use crate::sealed::Sealed;
use crate::sessions::waits_unheard;
use crate::staff_tasks::{self, StaffTaskKind};
use crate::zones;

#[derive(FromQueryResult)]
struct Row {
    state: String,
    waiting_since: Option<At>,
    quiet_after_days: i32,
    alone: bool,
    last_on: Option<Day>,
}

// `$2`: the center's zone, `$3`: now, `$4`: the client.
const WAITING: &str = concat!(
    "select e.state, e.waiting_since, p.quiet_after_days, e.peer_id is null as alone, ",
    last_contact_sql!("e.client_id", "$2", "$3"),
    " as last_on
     from cairn.enrollments e join cairn.programs p on p.center_id = $1 and p.id = e.program_id
     where e.center_id = $1 and e.client_id = $4 and e.state in ('waitlisted', 'offered') order by e.id"
);

/// What is asked of the center on the ways that somebody waits on now.
#[derive(Default)]
struct Asked {
    overdue: bool,
    alone: bool,
}

async fn asked(tx: &CenterTx, client: MemberId) -> Outcome<Asked> {
    let (zone_name, zone) = center_zone(tx).await?;
    let today = zones::today(tx.now(), &zone);
    let mut asked = Asked::default();
    for row in tx.rows::<Row>(WAITING, [zone_name.into(), tx.at().into(), client.0.into()]).await? {
        let state = EnrollmentState::stored(&row.state)?;
        let began = row.waiting_since.map(|at| zones::today(at.0, &zone));
        asked.overdue |= quiet(state, row.last_on.map(|day| day.0), began, row.quiet_after_days, today);
        asked.alone |= row.alone;
    }
    Ok(asked)
}

/// A way goes on from the line, or its offer is over.
pub(super) async fn moved_on(tx: &CenterTx, from: &Standing, to: EnrollmentState) -> Outcome<()> {
    let asked = asked(tx, from.client_id).await?;
    for (kind, over) in [
        (StaffTaskKind::ContactOverdue, !to.waits() && !asked.overdue),
        (StaffTaskKind::ContactMissing, !to.waits() && !asked.alone),
    ] {
        if over {
            staff_tasks::close(tx, kind, from.client_id).await?;
        }
    }
    if from.state == EnrollmentState::Offered {
        waits_unheard::over(tx, from.client_id).await?;
    }
    Ok(())
}

/// Somebody keeps contact on one of their ways.
pub(super) async fn peer_named(tx: &CenterTx, client: MemberId) -> Outcome<()> {
    if asked(tx, client).await?.alone { Ok(()) } else { staff_tasks::close(tx, StaffTaskKind::ContactMissing, client).await }
}

#[derive(FromQueryResult)]
struct Wish {
    at: At,
}

#[derive(FromQueryResult)]
struct Said {
    id: Uuid,
    word: Sealed,
    at: At,
}

/// The day on which they last said that they need somebody, while nobody has answered.
async fn needed_on(tx: &CenterTx, client: MemberId, zone: &TimeZone) -> Outcome<Option<Date>> {
    let wish = tx
        .row::<Wish>(
            "select created_at as at from cairn.staff_tasks
             where center_id = $1 and kind = 'wants_contact' and member_id = $2 and done_at is null",
            [client.0.into()],
        )
        .await?;
    let Some(wish) = wish else { return Ok(None) };
    // Said again while it waits, it is one task.
    let again = tx
        .rows::<Said>(
            "select k.id, k.word, k.at from cairn.enrollments e
             join cairn.enrollment_check_ins k on k.center_id = $1 and k.enrollment_id = e.id and k.at > $3
             where e.center_id = $1 and e.client_id = $2 order by k.at",
            [client.0.into(), wish.at.into()],
        )
        .await?;
    let mut last = wish.at.0;
    let keys = tx.keys().await?;
    for said in again {
        if CheckInWord::stored(&keys.open(WORD, said.id, &said.word)?)? == CheckInWord::NeedSomebody {
            last = said.at.0;
        }
    }
    Ok(Some(zones::today(last, zone)))
}

/// A contact was written down: it answers what was asked for by that day, and nothing that came after it.
pub(super) async fn was_there(tx: &CenterTx, client: MemberId, on: Date) -> Outcome<()> {
    let (_, zone) = center_zone(tx).await?;
    if needed_on(tx, client, &zone).await?.is_some_and(|needed| needed <= on) {
        staff_tasks::close(tx, StaffTaskKind::WantsContact, client).await?;
    }
    if !asked(tx, client).await?.overdue {
        staff_tasks::close(tx, StaffTaskKind::ContactOverdue, client).await?;
    }
    Ok(())
}
