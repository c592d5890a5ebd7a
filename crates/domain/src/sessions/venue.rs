//! Where booked sessions take place, when their counselor's address or link becomes another one.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::SessionPlace;
use super::view::{JOIN_URL, LOCATION};
use crate::availability::Availability;
use crate::db::{At, CenterTx, News, NewsKind};
use crate::ids::{MemberId, SessionId};
use crate::notifications::{self, Elsewhere};
use crate::problem::{Outcome, Surprise};
use crate::sealed::Sealed;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    place: String,
    location: Option<Sealed>,
    join_url: Option<Sealed>,
    starts_at: At,
}

// A session lasts three hours at most: its start bounds its end, and the start is in the index.
const COMING: &str = "
select id, client_id, place, location, join_url, starts_at from cairn.sessions
where center_id = $1 and counselor_id = $2 and state = 'booked' and (course is null or course = 'checked_in')
  and ends_at > $3 and starts_at > $3 - interval '3 hours'
order by id for update";

const FOLLOW: &str = "
update cairn.sessions s
set location = case when s.place = 'in_person' then n.sealed else s.location end,
  join_url = case when s.place = 'online' then n.sealed else s.join_url end
from unnest($2::uuid[], $3::bytea[]) as n (id, sealed)
where s.center_id = $1 and s.id = n.id";

/// Sessions that have not begun follow where they took over what stood there before: a dead link leads nobody anywhere. Where
/// it was taken away, they keep what they have. The plan stays the same, and so does its version: calendar files name no place.
/// Whoever would set out for the address before is told; a link is followed from a page that has the new one.
pub(crate) async fn follow(tx: &CenterTx, counselor: MemberId, was: &Availability, is: &Availability) -> Outcome<()> {
    let mut rows = tx.rows::<Row>(COMING, [counselor.0.into(), tx.at().into()]).await?;
    rows.sort_unstable_by_key(|row| row.starts_at.0);
    let keys = tx.keys().await?;
    let (mut ids, mut sealed) = (Vec::new(), Vec::new());
    let mut firsts: Vec<Elsewhere> = Vec::new();
    for row in rows {
        let place = SessionPlace::parse(&row.place).ok_or(Surprise::Inconsistent("session place"))?;
        let (column, held, before, after) = match place {
            SessionPlace::InPerson => (LOCATION, row.location, &was.location, &is.location),
            SessionPlace::Online => (JOIN_URL, row.join_url, &was.online_link, &is.online_link),
        };
        let Some(after) = after.as_deref().filter(|_| before != after) else { continue };
        let held = held.map(|held| keys.open(column, row.id, &held)).transpose()?;
        // Where nothing stood meanwhile, what they hold is older still.
        if before.is_some() && held != *before {
            continue;
        }
        let (session, client, starts_at) = (SessionId(row.id), MemberId(row.client_id), row.starts_at.0);
        if place == SessionPlace::InPerson && starts_at > tx.now() && firsts.iter().all(|first| first.client != client) {
            firsts.push(Elsewhere { session, client, starts_at });
        }
        ids.push(row.id);
        sealed.push(tx.seal(column, row.id, after).await?.bytes().to_vec());
        tx.announce(News {
            center_id: tx.center_id(),
            session_id: session,
            counselor_id: counselor,
            client_id: client,
            kind: NewsKind::Moved,
        });
    }
    if !ids.is_empty() {
        tx.run(FOLLOW, [ids.clone().into(), sealed.into()]).await?;
    }
    notifications::plan_elsewhere(tx, &ids, &firsts, is.version).await
}

/// Whether whoever looked at the place before has to look again.
pub(crate) fn differs(was: &Availability, location: Option<&str>, online_link: Option<&str>) -> bool {
    was.location.as_deref() != location || was.online_link.as_deref() != online_link
}
