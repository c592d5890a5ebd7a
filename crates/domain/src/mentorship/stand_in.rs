//! Who stands in for a mentor who rests. Being named is being asked: nobody takes over before they have said yes themself, and
//! whoever does not want to, does not have to say so.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::guard::{lock_all_of, mentoring};
use super::mentors::OBJECT;
use super::{StandInState, ending, pairs};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::MemberId;
use crate::notifications;
use crate::problem::{Outcome, Problem};

/// So long a question stands for whoever put it, also when it was answered with a no.
const WINDOW: SignedDuration = SignedDuration::from_hours(72);
/// Named by the release before, and not asked yet: so many a day.
const BATCH: i64 = 200;

/// How the question stands, as its reader may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Asked,
    Agreed,
    /// It came to nothing, be it by a no or by silence: somebody else has to be found.
    MovedOn,
}

impl Standing {
    /// `at_once`: for whoever has to find somebody else.
    pub(super) fn of(said: StandInState, asked_at: Timestamp, now: Timestamp, at_once: bool) -> Self {
        match said {
            StandInState::Agreed => Self::Agreed,
            StandInState::NotThisTime if at_once => Self::MovedOn,
            _ if asked_at + WINDOW <= now => Self::MovedOn,
            _ => Self::Asked,
        }
    }
}

/// Somebody for whom the reader stands in, or is asked to.
#[derive(Debug, Clone)]
pub struct StandIn {
    pub mentor_id: MemberId,
    pub asked_at: Timestamp,
    pub agreed: bool,
}

#[derive(FromQueryResult)]
struct OwnRow {
    mentor_id: Uuid,
    asked_at: At,
    agreed: bool,
}

/// What the actor is asked and has said yes to, open questions first. What they did not want is not put to them again.
pub async fn own(tx: &CenterTx) -> Outcome<Vec<StandIn>> {
    let me = mentoring(tx)?;
    let rows = tx
        .rows::<OwnRow>(
            "select i.mentor_id, i.asked_at, i.state = 'agreed' as agreed
             from cairn.stand_ins i
             join cairn.mentor_profiles p on p.center_id = $1 and p.mentor_id = i.mentor_id and p.backup_id = i.backup_id
               and p.state in ('approved', 'paused')
             where i.center_id = $1 and i.backup_id = $2 and i.state <> 'not_this_time'
             order by i.state = 'agreed', i.asked_at, i.mentor_id limit 100",
            [me.0.into()],
        )
        .await?;
    let one = |row: OwnRow| StandIn { mentor_id: MemberId(row.mentor_id), asked_at: row.asked_at.0, agreed: row.agreed };
    Ok(rows.into_iter().map(one).collect())
}

/// Somebody was named, or nobody any more: whoever is new to it is asked.
pub(super) async fn named(tx: &CenterTx, mentor: MemberId, before: Option<MemberId>, now: Option<MemberId>) -> Outcome<()> {
    match now {
        Some(backup) if before != now => ask(tx, mentor, backup).await,
        _ => Ok(()),
    }
}

#[derive(FromQueryResult)]
struct Question {
    id: Uuid,
    version: i32,
}

/// A yes stays one; after anything else they are asked again.
async fn ask(tx: &CenterTx, mentor: MemberId, backup: MemberId) -> Outcome<()> {
    let question = tx
        .row::<Question>(
            "insert into cairn.stand_ins as i (center_id, id, mentor_id, backup_id, state, asked_at) values ($1, $2, $3, $4, 'asked', $5)
             on conflict (center_id, mentor_id, backup_id) do update
               set state = 'asked', asked_at = $5, answered_at = null, version = i.version + 1
               where i.state <> 'agreed'
             returning id, version",
            [tx.ids().person().into(), mentor.0.into(), backup.0.into(), tx.at().into()],
        )
        .await?;
    let Some(question) = question else { return Ok(()) };
    tx.audit(Event::done("mentor.ask_stand_in", OBJECT, mentor.0));
    notifications::stand_in_asked(tx, backup, question.id, question.version).await
}

#[derive(FromQueryResult)]
struct Named {
    mentor_id: Uuid,
    backup_id: Uuid,
}

/// Whoever was named by a release that asked nobody is asked now.
pub(super) async fn ask_unasked(tx: &CenterTx) -> Outcome<()> {
    let rows = tx
        .rows::<Named>(
            "select p.mentor_id, p.backup_id from cairn.mentor_profiles p
             join cairn.mentor_profiles b on b.center_id = $1 and b.mentor_id = p.backup_id
             where p.center_id = $1 and p.state in ('approved', 'paused') and not exists (
               select from cairn.stand_ins i where i.center_id = $1 and i.mentor_id = p.mentor_id and i.backup_id = p.backup_id)
             order by p.mentor_id limit $2",
            [BATCH.into()],
        )
        .await?;
    for row in rows {
        ask(tx, MemberId(row.mentor_id), MemberId(row.backup_id)).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Said {
    state: String,
}

/// What the actor says to standing in for somebody; a yes is theirs to take back at any time, also in a center that is paused.
/// When the mentor rests by now, a yes brings them at once whoever said yes to it too.
pub async fn answer(tx: &CenterTx, mentor: MemberId, yes: bool) -> Outcome<()> {
    let me = mentoring(tx)?;
    if yes {
        tx.writable()?;
    }
    let missing = || Problem::not_found("mentorId");
    question(tx, mentor, me).await?.ok_or_else(missing)?;
    let resting = lock_all_of(tx, mentor).await?.ok_or_else(missing)?;
    let wanted = if yes { StandInState::Agreed } else { StandInState::NotThisTime };
    // Named no more meanwhile, or answered like this before.
    if question(tx, mentor, me).await?.ok_or_else(missing)? == wanted {
        return Ok(());
    }
    tx.run(
        "update cairn.stand_ins set state = $4, answered_at = $5, version = version + 1
         where center_id = $1 and mentor_id = $2 and backup_id = $3",
        [mentor.0.into(), me.0.into(), wanted.name().into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done(if yes { "mentor.stand_in" } else { "mentor.not_stand_in" }, OBJECT, mentor.0));
    if yes && (resting.rests() || !resting.here) {
        for pair in pairs::live_of_mentor(tx, mentor).await? {
            if pair.waits_for_backup() {
                ending::re_home(tx, &pair).await?;
            }
        }
    }
    Ok(())
}

/// What was said so far, while the mentor names exactly this one.
async fn question(tx: &CenterTx, mentor: MemberId, backup: MemberId) -> Outcome<Option<StandInState>> {
    let row = tx
        .row::<Said>(
            "select i.state from cairn.stand_ins i
             join cairn.mentor_profiles p on p.center_id = $1 and p.mentor_id = i.mentor_id and p.backup_id = i.backup_id
             where i.center_id = $1 and i.mentor_id = $2 and i.backup_id = $3",
            [mentor.0.into(), backup.0.into()],
        )
        .await?;
    Ok(row.map(|row| StandInState::stored(&row.state)).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_and_silence_look_the_same_to_whoever_asked() {
        let asked: Timestamp = "2026-03-02T15:00:00Z".parse().unwrap();
        for (hours, read) in [(0, Standing::Asked), (71, Standing::Asked), (72, Standing::MovedOn), (500, Standing::MovedOn)] {
            let now = asked + SignedDuration::from_hours(hours);
            for said in [StandInState::Asked, StandInState::NotThisTime] {
                assert_eq!(Standing::of(said, asked, now, false), read, "{said:?} after {hours}");
            }
            assert_eq!(Standing::of(StandInState::Agreed, asked, now, false), Standing::Agreed);
            assert_eq!(Standing::of(StandInState::NotThisTime, asked, now, true), Standing::MovedOn);
        }
    }
}
