//! Sessions found from something else: a client's next and last, those of a series, those with a note to read.

use std::collections::HashMap;

use uuid::Uuid;

use super::view::{SessionView, ViewRow, sight, view_sql};
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, SessionSeriesId};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};

const OF_SERIES: &str = view_sql!(
    "and ($2::uuid is null or s.counselor_id = $2 or s.client_id = $2) and s.series_id = $3 order by s.occurrence, s.id limit 200"
);

/// The sessions of a series that the viewer may see, as they stand.
pub async fn of_series(tx: &CenterTx, series: SessionSeriesId) -> Outcome<Vec<SessionView>> {
    let rows = tx.rows::<ViewRow>(OF_SERIES, [sight(tx)?.into(), series.0.into()]).await?;
    let keys = tx.keys().await?;
    Ok(rows.into_iter().map(|row| row.open(tx, &keys)).collect::<Result<Vec<_>, _>>()?)
}

const NEXT_OF: &str = view_sql!(
    "and s.id in (
       select found.id from unnest($3::uuid[]) as who cross join lateral (
         select n.id from cairn.sessions n where n.center_id = $1 and n.client_id = who and n.state = 'booked' and n.ends_at > $4
           and (n.course is null or n.course in ('checked_in', 'in_session'))
           and ($2::uuid is null or n.counselor_id = $2 or n.client_id = $2)
         order by n.starts_at, n.id limit 1) found)"
);
const LAST_OF: &str = view_sql!(
    "and s.id in (
       select found.id from unnest($3::uuid[]) as who cross join lateral (
         select n.id from cairn.sessions n where n.center_id = $1 and n.client_id = who and n.state = 'booked' and n.ends_at <= $4
           and (n.course is null or n.course not like 'no_show%')
           and ($2::uuid is null or n.counselor_id = $2 or n.client_id = $2)
         order by n.starts_at desc, n.id desc limit 1) found)"
);

/// The next (or the last) session of each client that the viewer may see, in one statement for all.
pub async fn nearest(tx: &CenterTx, clients: &[MemberId], next: bool) -> Outcome<HashMap<MemberId, SessionView>> {
    let ids: Vec<Uuid> = clients.iter().map(|client| client.0).collect();
    let sql = if next { NEXT_OF } else { LAST_OF };
    let rows = tx.rows::<ViewRow>(sql, [sight(tx)?.into(), ids.into(), At(tx.now()).into()]).await?;
    let keys = tx.keys().await?;
    rows.into_iter().map(|row| row.open(tx, &keys).map(|view| (view.client.id, view)).map_err(Into::into)).collect()
}

const WITH_OPEN_NOTE: &str = view_sql!(
    "and s.client_id = $2 and s.id in (
       select d.session_id from cairn.session_note_drafts d
       where d.center_id = $1 and d.opened_at is not null and d.client_line is null)
     order by s.starts_at desc, s.id limit 5"
);

/// The acting member's own sessions whose note they may read and add a line to, and have not yet.
pub async fn with_open_note(tx: &CenterTx) -> Outcome<Vec<SessionView>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::AddOwnLine, Target::OWN) {
        return Ok(Vec::new());
    }
    let rows = tx.rows::<ViewRow>(WITH_OPEN_NOTE, [membership.member_id.0.into()]).await?;
    let keys = tx.keys().await?;
    Ok(rows.into_iter().map(|row| row.open(tx, &keys)).collect::<Result<Vec<_>, _>>()?)
}
