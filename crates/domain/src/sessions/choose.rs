//! Booking somebody without naming them: the one as last time, or whoever of those who care is free and was booked least.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::book::{Booking, Wants, around, book_at, booker, fits, limited, refusal};
use super::view::{SessionView, find};
use super::{SessionPlace, hold};
use crate::availability::{Desk, ManyQuery, desks};
use crate::db::{At, CenterTx};
use crate::idempotency::{self, Claim};
use crate::ids::{MemberId, SessionId, SessionTypeId};
use crate::notifications::SessionNews;
use crate::policy::{self, Action, Target};
use crate::problem::{Fault, Outcome, Problem};

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Who sat with the client last.
    SameAsLast,
    /// Anybody who cares for the client and is free then.
    Any,
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct BookSomebody {
    #[serde(skip)]
    pub key: Uuid,
    pub choice: Choice,
    pub client_id: MemberId,
    pub starts_at: Timestamp,
    pub minutes: Option<i32>,
    pub place: SessionPlace,
    pub type_id: Option<SessionTypeId>,
    #[serde(skip)]
    pub hold: Option<String>,
}

/// So far back and ahead bookings are counted.
const LATELY: SignedDuration = SignedDuration::from_hours(24 * 28);

#[derive(FromQueryResult)]
struct Candidate {
    id: Uuid,
}

// In the order in which they are asked. Only what is booked and neither cancelled nor missed counts, and what waits for their
// answer: nobody is asked more often or less because somebody did not come, and whom one was to meet and missed, or is yet to meet,
// was not there last time. The id decides the rest, so that the answer is the same for everybody who looks. `$6`: now.
const CANDIDATES: &str = "
select m.id
from (
  select ca.counselor_id as id, array['counselor', 'peer_mentor'] as roles from cairn.care_assignments ca
  where ca.center_id = $1 and ca.client_id = $2 and ca.ended_at is null
  union
  select e.peer_id, array['counselor', 'peer_mentor', 'facilitator'] from cairn.enrollments e
  where e.center_id = $1 and e.client_id = $2 and e.state in ('waitlisted', 'offered')) a
join cairn.members m on m.center_id = $1 and m.id = a.id and m.state = 'active' and m.roles && a.roles
left join lateral (
  select count(*) as booked, max(s.created_at) as last from cairn.sessions s
  where s.center_id = $1 and s.counselor_id = m.id and s.state = 'booked' and s.starts_at > $3 and s.starts_at < $4
    and (s.course is null or s.course not like 'no_show%')) lately on true
left join lateral (
  select count(*) as open, max(r.created_at) as last from cairn.session_requests r
  where r.center_id = $1 and r.counselor_id = m.id and r.state = 'requested' and r.instead_of is null
    and r.starts_at > $6 and r.starts_at < $4) asked on true
left join lateral (
  select max(s.starts_at) as met from cairn.sessions s
  where s.center_id = $1 and s.counselor_id = m.id and s.client_id = $2 and s.state = 'booked'
    and s.starts_at <= $6 and (s.course is null or s.course not like 'no_show%')) own on true
where not $5 or own.met is not null
group by m.id, own.met, lately.booked, lately.last, asked.open, asked.last
order by case when $5 then own.met end desc nulls last, lately.booked + asked.open, greatest(lately.last, asked.last) nulls first, m.id
limit 50";

/// Books the first of those who may be booked and are free. Who loses the time to somebody faster is passed over for the next.
pub async fn book_somebody(tx: &CenterTx, input: BookSomebody) -> Outcome<SessionView> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let booker = booker(membership, input.client_id);
    let candidates = allowed(tx, input.client_id, input.choice).await?;
    tx.writable()?;
    let id = SessionId(tx.ids().event(tx.now()));
    if let Claim::Repeated(earlier) = idempotency::claim(tx, input.key, "book_somebody", &input, id.0).await? {
        return find(tx, SessionId(earlier)).await;
    }
    let hold = hold::of_actor(tx, input.hold.as_deref()).await?;
    let mut booking = Booking {
        counselor_id: candidates[0],
        client_id: input.client_id,
        starts_at: input.starts_at,
        minutes: 0,
        place: input.place,
        type_id: input.type_id,
        hold,
        series: None,
        booker,
    };
    let mut refused: Option<Fault> = None;
    for desk in in_order(tx, &candidates, &booking).await? {
        booking.counselor_id = desk.availability.counselor_id;
        booking.minutes = fits(&desk, booker, input.type_id, input.minutes, Some(input.place), Wants::Booking)?;
        let desk = limited(tx, desk, &booking).await?;
        if let Some(reason) = refusal(&desk, booker, tx.now(), booking.starts_at, booking.minutes)? {
            refused.get_or_insert(Problem::invalid("startsAt", reason.rule()).into());
            continue;
        }
        match book_at(tx, &desk, id, &booking, SessionNews::Booked).await {
            Ok(_) => return find(tx, id).await,
            Err(Fault::Problems(problems)) => {
                refused.get_or_insert(Fault::Problems(problems));
            }
            Err(surprise) => return Err(surprise),
        }
    }
    // The one as last time has a reason of their own; of many, nobody's reason stands for all.
    match (input.choice, refused) {
        (Choice::SameAsLast, Some(refused)) => Err(refused),
        _ => Err(Problem::invalid("startsAt", "nobody_free").into()),
    }
}

/// Those whom the actor may choose for this client, the first to be asked first; never none.
async fn allowed(tx: &CenterTx, client_id: MemberId, choice: Choice) -> Outcome<Vec<MemberId>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let me = membership.member_id;
    let same = choice == Choice::SameAsLast;
    let (since, until) = (At(tx.now() - LATELY), At(tx.now() + LATELY));
    let values = [client_id.0.into(), since.into(), until.into(), same.into(), tx.at().into()];
    let mut ids: Vec<MemberId> =
        tx.rows::<Candidate>(CANDIDATES, values).await?.into_iter().map(|row| MemberId(row.id)).collect();
    if same {
        ids.truncate(1);
    }
    ids.retain(|counselor| {
        let target = Target { own: me == client_id || me == *counselor, assigned: true, bridges: true, ..Target::NONE };
        policy::allows(&membership.roles, Action::BookSession, target)
    });
    if ids.is_empty() {
        let field = if me == client_id { "counselorId" } else { "clientId" };
        return Err(Problem::not_found(field).into());
    }
    Ok(ids)
}

/// Who is asked for a time by somebody who named nobody: the first of those who could have it.
pub(super) async fn to_ask(tx: &CenterTx, mut booking: Booking, minutes: Option<i32>) -> Outcome<MemberId> {
    let candidates = allowed(tx, booking.client_id, Choice::Any).await?;
    booking.counselor_id = candidates[0];
    for desk in in_order(tx, &candidates, &booking).await? {
        let minutes = fits(&desk, booking.booker, booking.type_id, minutes, Some(booking.place), Wants::Approval)?;
        if refusal(&desk, booking.booker, tx.now(), booking.starts_at, minutes)?.is_none() {
            return Ok(desk.availability.counselor_id);
        }
    }
    Err(Problem::invalid("startsAt", "nobody_free").into())
}

/// Their desks, in the order of the candidates.
async fn in_order(tx: &CenterTx, candidates: &[MemberId], booking: &Booking) -> Outcome<Vec<Desk>> {
    let near = around(booking.counselor_id, Some(booking.client_id), booking.starts_at, Vec::new());
    let query = ManyQuery {
        counselors: candidates.to_vec(),
        client_id: Some(booking.client_id),
        from: near.from,
        until: near.until,
        type_id: booking.type_id,
        except: booking.hold.into_iter().collect(),
    };
    let mut found = desks(tx, &query).await?;
    let place = |desk: &Desk| candidates.iter().position(|id| *id == desk.availability.counselor_id);
    found.sort_by_key(place);
    Ok(found)
}
