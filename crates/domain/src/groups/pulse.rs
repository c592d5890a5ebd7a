//! "I felt I belonged": three answers after a meeting, once a person and meeting. Nobody reads one answer: results begin
//! at five, when a meeting's answers cannot change any more, and no answer is in two results, so that no difference of
//! results is about fewer than five.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;

use super::attendance::AttendanceStatus;
use super::group;
use super::held;
use super::meetings::{self, MeetingView};
use super::standing::account;
use super::{MeetingState, MembershipState};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{GroupId, MeetingId, MembershipId};
use crate::policy::Action;
use crate::problem::{Outcome, Problem};

/// Fewer answers than this are nobody's to read.
pub const FLOOR: i64 = 5;
/// How long after the end an answer may be given and changed.
const OPEN_FOR: SignedDuration = SignedDuration::from_hours(24);
const BEST: i16 = 4;

/// Each from 0, not at all, to 4, very much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct Answer {
    pub belonged: i16,
    pub heard: i16,
    pub come_back: i16,
}

/// What five or more said, on average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pulse {
    /// Start of the first meeting and of the last.
    pub from: Timestamp,
    pub until: Timestamp,
    pub meetings: i64,
    pub answers: i64,
    pub belonged: f64,
    pub heard: f64,
    pub come_back: f64,
}

/// What was answered after one meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
struct Answers {
    starts_at: At,
    answers: i64,
    belonged: i64,
    heard: i64,
    come_back: i64,
}

fn sum(meetings: &[Answers]) -> Option<Pulse> {
    let (first, last) = (meetings.first()?, meetings.last()?);
    let answers: i64 = meetings.iter().map(|one| one.answers).sum();
    let average = |of: fn(&Answers) -> i64| -> f64 {
        let total: i64 = meetings.iter().map(of).sum();
        // In tenths.
        let tenths = (total * 10 + answers / 2).checked_div(answers).unwrap_or(0);
        f64::from(i32::try_from(tenths).unwrap_or(0)) / 10.0
    };
    (answers >= FLOOR).then(|| Pulse {
        from: first.starts_at.0,
        until: last.starts_at.0,
        meetings: i64::try_from(meetings.len()).unwrap_or(i64::MAX),
        answers,
        belonged: average(|one| one.belonged),
        heard: average(|one| one.heard),
        come_back: average(|one| one.come_back),
    })
}

/// Splits meetings, oldest first, into results: a meeting with enough answers is one; others wait until they are enough
/// together. What is not enough yet is in none, and later meetings change nothing of what was shown.
fn parts(meetings: &[Answers]) -> Vec<Vec<Answers>> {
    let (mut parts, mut waiting) = (Vec::new(), Vec::new());
    for one in meetings {
        if one.answers >= FLOOR {
            parts.push(vec![*one]);
            continue;
        }
        waiting.push(*one);
        if waiting.iter().map(|one| one.answers).sum::<i64>() >= FLOOR {
            parts.push(std::mem::take(&mut waiting));
        }
    }
    parts
}

/// How a group's meetings felt, over time and altogether.
#[derive(Debug, Clone, Default)]
pub struct Trend {
    pub points: Vec<Pulse>,
    pub overall: Option<Pulse>,
}

fn trend(meetings: &[Answers]) -> Trend {
    let parts = parts(meetings);
    let mut points: Vec<Pulse> = parts.iter().filter_map(|part| sum(part)).collect();
    points.sort_by_key(|point| point.from);
    let mut all = parts.concat();
    all.sort_by_key(|one| one.starts_at);
    Trend { points, overall: sum(&all) }
}

/// The actor's place, if they came and may still answer.
async fn answerable(tx: &CenterTx, id: MeetingId) -> Outcome<(MeetingView, MembershipId)> {
    let view = meetings::find(tx, id).await?;
    let place = view.standing.place.filter(|place| place.state != MembershipState::Removed);
    let place = place.ok_or_else(|| Problem::not_found("meetingId"))?;
    Ok((view, place.id))
}

/// Who answered, as the table knows them: keyed, and another one for every meeting.
async fn answered_by(tx: &CenterTx, meeting: MeetingId, place: MembershipId) -> Outcome<Vec<u8>> {
    let input = [meeting.0.as_bytes().as_slice(), place.0.as_bytes()].concat();
    Ok(tx.keys().await?.index("meeting_pulses.answered_by", &input).to_vec())
}

/// Answers, or answers anew, until a day after the meeting.
pub async fn answer(tx: &CenterTx, id: MeetingId, answer: Answer) -> Outcome<MeetingView> {
    let (view, place) = answerable(tx, id).await?;
    tx.writable()?;
    let came = held::own_attendance(tx, &[id]).await?.remove(&id).is_some_and(|own| AttendanceStatus::came(own.status));
    if !came {
        return Err(Problem::invalid("meetingId", "did_not_come").into());
    }
    if !matches!(view.state, MeetingState::Live | MeetingState::Held) || tx.now() >= view.ends_at + OPEN_FOR {
        return Err(Problem::invalid("meetingId", "pulse_closed").into());
    }
    for (field, value) in [("belonged", answer.belonged), ("heard", answer.heard), ("comeBack", answer.come_back)] {
        if !(0..=BEST).contains(&value) {
            return Err(Problem::limit(field, "out_of_range", i64::from(BEST)).into());
        }
    }
    tx.run(
        "insert into cairn.meeting_pulses (center_id, meeting_id, answered_by, belonged, heard, come_back)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (center_id, meeting_id, answered_by) do update set belonged = excluded.belonged, heard = excluded.heard,
           come_back = excluded.come_back",
        [
            id.0.into(),
            answered_by(tx, id, place).await?.into(),
            answer.belonged.into(),
            answer.heard.into(),
            answer.come_back.into(),
        ],
    )
    .await?;
    tx.audit(Event::done("meeting.pulse", "meeting", id.0).purpose("own_data"));
    Ok(view)
}

/// What the actor answered, to change it.
pub async fn own(tx: &CenterTx, id: MeetingId) -> Outcome<Option<Answer>> {
    let (_, place) = answerable(tx, id).await?;
    let answered = tx
        .row::<Answer>(
            "select belonged, heard, come_back from cairn.meeting_pulses
             where center_id = $1 and meeting_id = $2 and answered_by = $3",
            [id.0.into(), answered_by(tx, id, place).await?.into()],
        )
        .await?;
    Ok(answered)
}

// Never narrower than a whole group's past: another beginning would split it differently. `$3`: answers are final.
const FINAL: &str = "
select m.starts_at, count(*) as answers, sum(p.belonged)::bigint as belonged, sum(p.heard)::bigint as heard,
  sum(p.come_back)::bigint as come_back
from cairn.meetings m join cairn.meeting_pulses p on p.center_id = $1 and p.meeting_id = m.id
where m.center_id = $1 and m.group_id = $2 and m.ends_at <= $3 and ($4::uuid is null or m.id = $4)
group by m.id, m.starts_at, m.ends_at order by m.ends_at, m.id";

async fn answers(tx: &CenterTx, group: GroupId, meeting: Option<MeetingId>) -> Outcome<Vec<Answers>> {
    let ended_by = At(tx.now() - OPEN_FOR);
    Ok(tx.rows::<Answers>(FINAL, [group.0.into(), ended_by.into(), meeting.map(|id| id.0).into()]).await?)
}

/// How one meeting felt; `None` below five answers, and while they may change.
pub async fn of_meeting(tx: &CenterTx, id: MeetingId) -> Outcome<Option<Pulse>> {
    let view = meetings::find(tx, id).await?;
    if !view.standing.may(account(tx)?, Action::ViewGroupReport) {
        return Err(Problem::not_found("meetingId").into());
    }
    let answers = answers(tx, view.group_id, Some(id)).await?;
    Ok(sum(&answers))
}

/// How a group's meetings felt.
pub async fn of_group(tx: &CenterTx, id: GroupId) -> Outcome<Trend> {
    let view = group::find(tx, id).await?;
    if !view.standing.may(account(tx)?, Action::ViewGroupReport) {
        return Err(Problem::not_found("groupId").into());
    }
    Ok(trend(&answers(tx, id, None).await?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn meetings(counts: &[i64]) -> Vec<Answers> {
        let start: Timestamp = "2026-03-03T23:00:00Z".parse().unwrap();
        let weeks = |number: usize| SignedDuration::from_hours(168 * i64::try_from(number).unwrap());
        let one = |(number, answers): (usize, &i64)| Answers {
            starts_at: At(start + weeks(number)),
            answers: *answers,
            belonged: answers * 3,
            heard: answers * 2,
            come_back: answers * 4,
        };
        counts.iter().enumerate().map(one).collect()
    }

    #[test]
    fn four_answers_are_nobodys_to_read() {
        assert!(sum(&meetings(&[4])).is_none());
        let five = sum(&meetings(&[5])).expect("a pulse");
        assert_eq!((five.answers, five.belonged, five.heard, five.come_back), (5, 3.0, 2.0, 4.0));
        assert!(trend(&meetings(&[2, 2])).overall.is_none());
        assert_eq!(trend(&meetings(&[2, 9, 2, 1, 4])).points.iter().map(|point| point.answers).collect::<Vec<_>>(), [5, 9]);
    }

    proptest! {
        /// Each result, and each difference of results over time, is about five answers or more.
        #[test]
        fn no_difference_is_about_few(counts in prop::collection::vec(1..9_i64, 0..40)) {
            let all = meetings(&counts);
            let mut before = Trend::default();
            for upto in 0..=all.len() {
                let now = trend(&all[..upto]);
                prop_assert!(now.points.iter().all(|point| point.answers >= FLOOR));
                // What was shown stays; what is new is one more result of enough answers.
                prop_assert!(before.points.iter().all(|point| now.points.contains(point)));
                let total = |trend: &Trend| trend.overall.map_or(0, |overall| overall.answers);
                prop_assert!(total(&now) == total(&before) || total(&now) - total(&before) >= FLOOR);
                prop_assert_eq!(total(&now), now.points.iter().map(|point| point.answers).sum::<i64>());
                before = now;
            }
            // No meeting is in two results.
            let inside: i64 = before.points.iter().map(|point| point.meetings).sum();
            prop_assert!(inside <= i64::try_from(counts.len()).unwrap());
        }
    }
}
