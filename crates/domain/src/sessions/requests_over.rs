//! Times that were asked for and that nobody answered: the client hears of it, and somebody of the center gets in touch. And those
//! that need no answer any more, because the two do not meet.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::requests::{OBJECT, USEFUL};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::MemberId;
use crate::notifications;
use crate::problem::Outcome;
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    counselor_id: Uuid,
    version: i32,
    was_missed: bool,
}

// A wish to move a session is over when the session is: called off, it needs no answer any more.
const OVER: &str = "
with over as (
  select r.id, g.id is null or g.state = 'booked' as was_missed
  from cairn.session_requests r
  left join cairn.sessions g on g.center_id = $1 and g.id = r.instead_of
  where r.center_id = $1 and r.state = 'requested'
    and (r.starts_at <= $2 or g.id is not null and (g.state <> 'booked' or g.course is not null or g.starts_at <= $2))
  order by r.id for update of r skip locked)
update cairn.session_requests r set state = 'expired', version = r.version + 1, updated_at = $2
from over
where r.center_id = $1 and r.id = over.id
returning r.id, r.client_id, r.counselor_id, r.version, over.was_missed";

pub(super) async fn expire(tx: &CenterTx) -> Outcome<()> {
    for row in tx.rows::<Row>(OVER, [tx.at().into()]).await? {
        let client = MemberId(row.client_id);
        tx.audit(Event::done("session_request.expire", OBJECT, row.id).about(client).purpose("care"));
        if row.was_missed {
            notifications::booking_news(tx, row.id, row.version, &[client], tx.now() + USEFUL).await?;
            let whose = TaskFor::Member(MemberId(row.counselor_id));
            staff_tasks::open(tx, StaffTaskKind::WantsContact, client, whose).await?;
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Answered {
    id: Uuid,
    version: i32,
}

/// The two do not meet in this time: what was asked for in it is answered with a no, as any other. What they asked for keeps
/// nothing free, so there is nothing to offer on.
pub(super) async fn decline_between(
    tx: &CenterTx,
    counselor: MemberId,
    client: MemberId,
    from: Timestamp,
    before: Option<Timestamp>,
) -> Outcome<()> {
    let rows = tx
        .rows::<Answered>(
            "update cairn.session_requests set state = 'declined', version = version + 1, updated_at = $6
             where center_id = $1 and counselor_id = $2 and client_id = $3 and state = 'requested' and starts_at >= $4
               and ($5::timestamptz is null or starts_at < $5)
             returning id, version",
            [counselor.0.into(), client.0.into(), At(from).into(), before.map(At).into(), tx.at().into()],
        )
        .await?;
    for row in rows {
        tx.audit(Event::done("session_request.decline", OBJECT, row.id).about(client).purpose("care"));
        notifications::booking_news(tx, row.id, row.version, &[client], tx.now() + USEFUL).await?;
    }
    Ok(())
}
