//! A line for each client who came to a group meeting, counted from that person's own minutes. It leads to nobody else who was
//! there.

use std::collections::HashMap;

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::lines::LineState;
use crate::db::{CenterTx, Day};
use crate::ids::MeetingId;
use crate::problem::{Outcome, Problem};
use crate::zones;

#[derive(FromQueryResult)]
struct Provider {
    id: Uuid,
}

/// Whose work it was: of those who held it the one whose sessions count too, whoever leads before whoever helps. Where nobody
/// was named for it, whoever wrote down that it was held. `None`: people in recovery among themselves, and nothing to count.
async fn provider(tx: &CenterTx, meeting: MeetingId) -> Outcome<Option<Uuid>> {
    let row = tx
        .row::<Provider>(
            "with held as (
               select f.member_id, d.part, d.at from cairn.meeting_duties d
               join cairn.group_facilitators f on f.center_id = $1 and f.id = d.facilitator_id
               where d.center_id = $1 and d.meeting_id = $2 and d.state = 'held')
             select m.id from cairn.members m left join held h on h.member_id = m.id
             where m.center_id = $1 and m.roles && array['counselor', 'peer_mentor'] and (
               h.member_id is not null or not exists (select from held) and m.id = coalesce(
                 (select l.provider_id from cairn.service_lines l
                  where l.center_id = $1 and l.meeting_id = $2 order by l.id limit 1), $3))
             order by h.part = 'facilitator' desc, h.at, m.id limit 1",
            [meeting.0.into(), tx.actor().member_id().map(|id| id.0).into()],
        )
        .await?;
    Ok(row.map(|row| row.id))
}

#[derive(FromQueryResult)]
struct Line {
    client_id: Uuid,
    state: String,
    minutes: i32,
}

#[derive(FromQueryResult)]
struct Attended {
    client_id: Uuid,
    minutes: i32,
    came: bool,
}

/// Lines for a meeting that was held just now, or whose attendance was put right; `began`: since when it counts. What went to a
/// payer is put right there first. An open line of somebody who did not come after all is in nobody's ledger. The meeting's row is
/// locked.
pub(crate) async fn open(tx: &CenterTx, meeting: MeetingId, began: Timestamp) -> Outcome<()> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let Some(provider) = provider(tx, meeting).await? else { return Ok(()) };
    let zone = zones::stored(&membership.center.zone)?;
    let lines = tx
        .rows::<Line>(
            "select client_id, state, minutes from cairn.service_lines
             where center_id = $1 and meeting_id = $2 order by id for update",
            [meeting.0.into()],
        )
        .await?;
    let lines: HashMap<Uuid, Line> = lines.into_iter().map(|line| (line.client_id, line)).collect();
    let attended = tx
        .rows::<Attended>(
            "select p.member_id as client_id, a.minutes, a.status in ('present', 'late', 'left_early') as came
             from cairn.attendance a join cairn.memberships p on p.center_id = $1 and p.id = a.membership_id
             where a.center_id = $1 and a.meeting_id = $2",
            [meeting.0.into()],
        )
        .await?;
    let mut rows = Vec::new();
    for one in attended {
        let went = lines.get(&one.client_id).filter(|line| line.state != LineState::Open.name());
        if let Some(line) = went {
            if !one.came || one.minutes != line.minutes {
                return Err(Problem::invalid("entries", "attendance_exported").into());
            }
        } else if one.came {
            rows.push(json!({ "id": tx.ids().event(tx.now()), "client_id": one.client_id, "minutes": one.minutes }));
        }
    }
    tx.run(
        "insert into cairn.service_lines as l (center_id, id, meeting_id, client_id, provider_id, served_on, minutes, created_at)
         select $1, r.id, $2, r.client_id, $3, $4, r.minutes, $6
         from jsonb_to_recordset($5) as r (id uuid, client_id uuid, minutes integer)
         on conflict (center_id, meeting_id, client_id) where meeting_id is not null
           do update set served_on = excluded.served_on, minutes = excluded.minutes
         where l.center_id = $1 and l.state = 'open'",
        [
            meeting.0.into(),
            provider.into(),
            Day(zones::today(began, &zone)).into(),
            serde_json::Value::Array(rows).into(),
            tx.at().into(),
        ],
    )
    .await?;
    Ok(())
}
