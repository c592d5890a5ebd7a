//! When two who walk together met, and for how long. Nothing of what was said: that is theirs.

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::pairs::{self, PairView};
use super::{account, mentors, moves};
use crate::audit::Event;
use crate::db::{At, CenterTx, Day};
use crate::ids::{MemberId, MentorshipId, PairMeetingId};
use crate::problem::{Outcome, Problem};
use crate::zones;

/// A walk that both of them write down is of a day; nobody writes down so many.
const MOST_NOTED: i64 = 500;
const LONGEST_MINUTES: i32 = 600;
/// The latest; what is older is in the sessions.
const SHOWN: i64 = 200;

#[derive(Debug, Clone)]
pub struct PairMeeting {
    /// `None`: a session that was booked and held.
    pub id: Option<PairMeetingId>,
    pub on: Date,
    /// Of a session; what was written down afterwards has a day only.
    pub starts_at: Option<Timestamp>,
    pub minutes: i32,
    pub noted_by: Option<MemberId>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Option<Uuid>,
    held_on: Option<Day>,
    starts_at: Option<At>,
    minutes: i32,
    noted_by: Option<Uuid>,
}

// Of booked sessions, those that took place for all we know: nobody was missed, and their time is over.
const MEETINGS: &str = "
select x.id, x.held_on, x.starts_at, x.minutes, x.noted_by from (
  select n.id, n.held_on, null::timestamptz as starts_at, n.minutes, n.noted_by, n.held_on::timestamp as at
  from cairn.pair_meetings n where n.center_id = $1 and n.mentorship_id = $2 and n.removed_at is null
  union all
  select null, null, s.starts_at,
    case when s.started_at is not null and s.ended_at is not null
      then greatest(1, round(extract(epoch from s.ended_at - s.started_at) / 60))::int else s.minutes end,
    null, s.starts_at at time zone 'UTC'
  from cairn.mentorships p join cairn.sessions s on s.center_id = $1 and s.client_id = p.client_id and s.counselor_id = p.mentor_id
  where p.center_id = $1 and p.id = $2 and s.state = 'booked' and s.ends_at <= $3 and s.starts_at >= p.started_at
    and (p.closed_at is null or s.starts_at <= p.closed_at)
    and s.course is distinct from 'no_show_client' and s.course is distinct from 'no_show_peer') x
order by x.at desc, x.id limit $4";

/// The meetings of a pair, the latest first, for the two of it.
pub async fn of(tx: &CenterTx, id: MentorshipId) -> Outcome<Vec<PairMeeting>> {
    pairs::taking_part(tx, id).await?;
    let rows = tx.rows::<Row>(MEETINGS, [id.0.into(), tx.at().into(), SHOWN.into()]).await?;
    let zone = mentors::center_zone(tx);
    let open = |row: Row| PairMeeting {
        id: row.id.map(PairMeetingId),
        on: row.held_on.map_or_else(|| zones::today(row.starts_at.map_or(tx.now(), |at| at.0), &zone), |day| day.0),
        starts_at: row.starts_at.map(|at| at.0),
        minutes: row.minutes,
        noted_by: row.noted_by.map(MemberId),
    };
    Ok(rows.into_iter().map(open).collect())
}

#[derive(Debug, Clone)]
pub struct NotePairMeeting {
    pub mentorship_id: MentorshipId,
    pub on: Date,
    pub minutes: i32,
}

/// Either of the two writes down that they met without a booking: a walk, a call. The same day and length again is the same
/// meeting, whichever of the two says it.
pub async fn note(tx: &CenterTx, input: NotePairMeeting) -> Outcome<PairView> {
    let view = pairs::locked_by_side(tx, input.mentorship_id).await?;
    if !view.pair.state.is_live() {
        return Err(Problem::invalid("mentorshipId", "mentorship_state").into());
    }
    if !(1..=LONGEST_MINUTES).contains(&input.minutes) {
        return Err(Problem::limit("minutes", "out_of_range", i64::from(LONGEST_MINUTES)).into());
    }
    if input.on > mentors::today(tx) {
        return Err(Problem::invalid("on", "in_the_future").into());
    }
    let zone = mentors::center_zone(tx);
    if view.pair.started_at.is_some_and(|since| input.on < zones::today(since, &zone)) {
        return Err(Problem::invalid("on", "before_the_pair").into());
    }
    let me = account(tx)?.member_id;
    let written = tx
        .run(
            "insert into cairn.pair_meetings (center_id, id, mentorship_id, held_on, minutes, noted_by, created_at)
             select $1, $2, $3, $4, $5, $6, $7
             where (select count(*) from cairn.pair_meetings where center_id = $1 and mentorship_id = $3) < $8
             on conflict do nothing",
            [
                tx.ids().event(tx.now()).into(),
                view.pair.id.0.into(),
                Day(input.on).into(),
                input.minutes.into(),
                me.0.into(),
                tx.at().into(),
                MOST_NOTED.into(),
            ],
        )
        .await?;
    if written > 0 {
        tx.audit(
            Event::done("mentorship.note_meeting", pairs::OBJECT, view.pair.id.0).about(view.pair.client_id).purpose("care"),
        );
        moves::announce(tx, &view.pair, None);
    }
    pairs::find(tx, view.pair.id).await
}

#[derive(FromQueryResult)]
struct Of {
    mentorship_id: Uuid,
}

/// It was written down by mistake; by whoever did. Again is fine.
pub async fn take_back(tx: &CenterTx, id: PairMeetingId) -> Outcome<PairView> {
    let missing = || Problem::not_found("pairMeetingId");
    let me = account(tx)?.member_id;
    let row = tx
        .row::<Of>(
            "select mentorship_id from cairn.pair_meetings where center_id = $1 and id = $2 and noted_by = $3",
            [id.0.into(), me.0.into()],
        )
        .await?
        .ok_or_else(missing)?;
    let view = pairs::taking_part(tx, MentorshipId(row.mentorship_id)).await;
    let view = view.map_err(|fault| if fault.is_missing() { missing().into() } else { fault })?;
    tx.writable()?;
    let removed = tx
        .run(
            "update cairn.pair_meetings set removed_at = $3 where center_id = $1 and id = $2 and removed_at is null",
            [id.0.into(), tx.at().into()],
        )
        .await?;
    if removed > 0 {
        let pair = &view.pair;
        tx.audit(Event::done("mentorship.take_back_meeting", pairs::OBJECT, pair.id.0).about(pair.client_id).purpose("care"));
        moves::announce(tx, pair, None);
    }
    Ok(view)
}
