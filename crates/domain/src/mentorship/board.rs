//! Pairs that may need somebody, and why, in words. Nothing of what was said in them.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::credentials::renewed_sql;
use super::mentors::rests_sql;
use super::stand_in::Standing;
use super::{MentorshipState, StandInState, account};
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, MentorshipId};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};

/// Days without a message, a check-in or a meeting.
const QUIET_DAYS: i64 = 14;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing was heard for so many days.
    Silence {
        days: i64,
    },
    /// To so many sessions somebody did not come within thirty days. What was called off is nobody's miss.
    MissedMeetings {
        count: i64,
    },
    /// A hard week, of which the client said that the people who care may know.
    HardCheckIn,
    /// The mentor carries more than they can.
    OverLoad,
    /// Within thirty days.
    CredentialExpiring,
    CredentialExpired,
    /// The mentor rests, and nobody stands in.
    MentorRests,
    /// The mentor's account rests, or they have not the role any more.
    MentorAway,
    /// Who was asked to stand in for the mentor did not say yes, or nothing for three days: somebody else has to be found.
    NoStandIn,
    /// A week in, and the agreement was not read by both.
    NoAgreement,
}

#[derive(Debug, Clone)]
pub struct BoardRow {
    pub mentorship_id: MentorshipId,
    pub client_id: MemberId,
    pub mentor_id: MemberId,
    pub state: MentorshipState,
    /// The client said yes to whoever stands in now, and so did they.
    pub backup_consent: bool,
    pub needs: Vec<Need>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    mentor_id: Uuid,
    state: String,
    last_heard: At,
    missed: i64,
    hard: bool,
    load: i64,
    capacity: i32,
    expires_in: Option<i32>,
    rests: bool,
    here: bool,
    backup_consent: bool,
    stand_in: Option<String>,
    stand_in_asked_at: Option<At>,
    agreed: bool,
    started_at: At,
}

// Aggregates first, once for all pairs; then joined.
const BOARD: &str = concat!(
    "
with live as (
  select s.id, s.client_id, s.mentor_id, s.state, s.high_need, s.started_at, s.backup_consent, s.backup_consent_for, s.client_agreed_at is not null and s.mentor_agreed_at is not null as agreed
  from cairn.mentorships s
  where s.center_id = $1 and s.state in ('active', 'paused', 'stepping_back', 'closing') and s.client_id <> $3),
carried as (
  select mentor_id, sum(case when started_at > $2::timestamptz - interval '30 days' then 2 else 1 end + high_need::int) as load
  from live group by mentor_id),
wrote as (
  select m.mentorship_id, max(m.created_at) as at from cairn.pair_messages m
  join live on live.id = m.mentorship_id where m.center_id = $1 group by m.mentorship_id),
checked as (
  select c.mentorship_id, max(c.created_at) as at,
    bool_or(c.hard and c.created_at > $2::timestamptz - interval '14 days') as hard
  from cairn.pair_check_ins c join live on live.id = c.mentorship_id where c.center_id = $1 group by c.mentorship_id),
met as (
  select live.id, max(x.starts_at) filter (where x.state = 'booked' and x.course is distinct from 'no_show_client'
      and x.course is distinct from 'no_show_peer') as at,
    count(*) filter (where x.course in ('no_show_client', 'no_show_peer') and x.starts_at > $2::timestamptz - interval '30 days') as missed
  from cairn.sessions x join live on live.client_id = x.client_id and live.mentor_id = x.counselor_id
  where x.center_id = $1 and x.starts_at <= $2 and x.starts_at >= live.started_at group by live.id),
shown as (
  select k.mentor_id, min(k.expires_on - ($2::timestamptz at time zone d.zone)::date) as expires_in
  from cairn.mentor_credentials k join directory.centers d on d.id = k.center_id
  where k.center_id = $1 and k.removed_at is null and k.expires_on is not null and not ",
    renewed_sql!("k"),
    "
  group by k.mentor_id)
select live.id, live.client_id, live.mentor_id, live.state,
  greatest(live.started_at, wrote.at, checked.at, met.at) as last_heard, coalesce(met.missed, 0) as missed,
  coalesce(checked.hard, false) as hard, coalesce(carried.load, 0) as load, p.capacity, shown.expires_in, ",
    rests_sql!("p"),
    " as rests,
  m.state = 'active' and m.roles @> array['peer_mentor'] as here,
  live.backup_consent and coalesce(live.backup_consent_for = p.backup_id, false)
    and coalesce(i.state = 'agreed', false) as backup_consent,
  i.state as stand_in, i.asked_at as stand_in_asked_at,
  live.agreed, live.started_at
from live
join cairn.mentor_profiles p on p.center_id = $1 and p.mentor_id = live.mentor_id
join cairn.members m on m.center_id = $1 and m.id = live.mentor_id
left join cairn.stand_ins i on i.center_id = $1 and i.mentor_id = p.mentor_id and i.backup_id = p.backup_id
left join carried on carried.mentor_id = live.mentor_id
left join wrote on wrote.mentorship_id = live.id
left join checked on checked.mentorship_id = live.id
left join met on met.id = live.id
left join shown on shown.mentor_id = live.mentor_id
where live.mentor_id <> $3
order by last_heard, live.id"
);

/// Pairs with at least one need, the longest silent first; with `all` the others too. For whoever supervises; own pairs are
/// left out.
pub async fn board(tx: &CenterTx, all: bool) -> Outcome<Vec<BoardRow>> {
    let membership = account(tx)?;
    if !policy::allows(&membership.roles, Action::SuperviseMentors, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    let rows = tx.rows::<Row>(BOARD, [tx.at().into(), membership.member_id.0.into()]).await?;
    let mut board = Vec::new();
    for row in rows {
        let state = MentorshipState::stored(&row.state)?;
        let needs = needs(&row, state, tx.now())?;
        if all || !needs.is_empty() {
            board.push(BoardRow {
                mentorship_id: MentorshipId(row.id),
                client_id: MemberId(row.client_id),
                mentor_id: MemberId(row.mentor_id),
                state,
                backup_consent: row.backup_consent,
                needs,
            });
        }
    }
    Ok(board)
}

fn needs(row: &Row, state: MentorshipState, now: jiff::Timestamp) -> Result<Vec<Need>, Surprise> {
    let days_since = |at: At| at.0.duration_until(now).as_hours() / 24;
    let walking = matches!(state, MentorshipState::Active | MentorshipState::SteppingBack);
    let mut needs = Vec::new();
    if row.hard {
        needs.push(Need::HardCheckIn);
    }
    let quiet = days_since(row.last_heard);
    if walking && quiet >= QUIET_DAYS {
        needs.push(Need::Silence { days: quiet });
    }
    if row.missed >= 2 {
        needs.push(Need::MissedMeetings { count: row.missed });
    }
    if state != MentorshipState::Closing {
        if !row.here {
            needs.push(Need::MentorAway);
        } else if row.rests {
            needs.push(Need::MentorRests);
        }
        let said = row.stand_in.as_deref().map(StandInState::stored).transpose()?.zip(row.stand_in_asked_at);
        if said.is_some_and(|(said, at)| Standing::of(said, at.0, now, true) == Standing::MovedOn) {
            needs.push(Need::NoStandIn);
        }
    }
    if row.load > i64::from(row.capacity) {
        needs.push(Need::OverLoad);
    }
    match row.expires_in {
        Some(..0) => needs.push(Need::CredentialExpired),
        Some(0..=30) => needs.push(Need::CredentialExpiring),
        _ => {}
    }
    if walking && !row.agreed && days_since(row.started_at) >= 7 {
        needs.push(Need::NoAgreement);
    }
    Ok(needs)
}
