//! What time and care do to places in line: the last useful day goes by, or the one who was asked for is not there for the client
//! any more.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::waits::{OBJECT, TOLD};
use crate::audit::Event;
use crate::care::bridges_sql;
use crate::db::CenterTx;
use crate::ids::MemberId;
use crate::notifications;
use crate::problem::Outcome;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    version: i32,
}

/// The last day on which a time would have been useful is over. Nobody waits on without knowing.
pub(super) async fn no_use_any_more(tx: &CenterTx) -> Outcome<()> {
    let rows = tx
        .rows::<Row>(
            "update cairn.session_waits w set state = 'left', lapsed_at = $2, version = version + 1, updated_at = $2
             from directory.centers c
             where w.center_id = $1 and c.id = $1 and w.state = 'waiting' and w.until_date < ($2::timestamptz at time zone c.zone)::date
             returning w.id, w.client_id, w.version",
            [tx.at().into()],
        )
        .await?;
    for row in rows {
        let client = MemberId(row.client_id);
        tx.audit(Event::done("session_wait.lapse", OBJECT, row.id).about(client).purpose("care"));
        notifications::booking_news(tx, row.id, row.version, &[client], tx.now() + TOLD).await?;
    }
    Ok(())
}

/// Who waits for somebody that neither cares for them nor keeps contact with them any more, or whose account rests, waits for
/// anybody who does: the place in line stays. A time that is kept for them just now is theirs to answer first.
pub(super) async fn for_anybody(tx: &CenterTx) -> Outcome<()> {
    let rows = tx
        .rows::<Row>(
            concat!(
                "update cairn.session_waits w set counselor_id = null, anybody_since = $2, version = version + 1, updated_at = $2
             where w.center_id = $1 and w.state = 'waiting' and w.counselor_id is not null
               and (exists (select from cairn.members k where k.center_id = $1 and k.id = w.counselor_id and k.state <> 'active')
                 or not exists (select from cairn.care_assignments a
                   where a.center_id = $1 and a.client_id = w.client_id and a.counselor_id = w.counselor_id and a.ended_at is null)
                 and not ",
                bridges_sql!("w.counselor_id", "w.client_id"),
                ") returning w.id, w.client_id, w.version"
            ),
            [tx.at().into()],
        )
        .await?;
    for row in rows {
        tx.audit(Event::done("session_wait.widen", OBJECT, row.id).about(MemberId(row.client_id)).purpose("care"));
    }
    Ok(())
}
