//! The mentor is a person in recovery too: a rest in one act, somebody to talk to after a hard contact.

use jiff::{SignedDuration, Timestamp};

use super::mentors::Mentor;
use super::pairs::{self, Mentorship};
use super::{MentorState, MentorshipState, account, ending, mentors, moves, offers, requests, terms};
use crate::actor::Role;
use crate::audit::Event;
use crate::db::CenterTx;
use crate::ids::{MemberId, MentorshipId};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

const LONGEST_REST: SignedDuration = SignedDuration::from_hours(24 * 180);

/// What became of everybody a mentor walked with.
#[derive(Debug, Clone, Default)]
pub struct Rested {
    /// Walk with the backup now, as they had said they would.
    pub handed_over: Vec<MentorshipId>,
    /// Wait, and were told kindly.
    pub paused: Vec<MentorshipId>,
}

pub(super) fn mentoring(tx: &CenterTx) -> Outcome<MemberId> {
    let membership = account(tx)?;
    let own = Action::BeMentor;
    if membership.roles.contains(&Role::PeerMentor) && policy::allows(&membership.roles, own, Target::OWN) {
        Ok(membership.member_id)
    } else {
        Err(Problem::NotAllowed.into())
    }
}

/// "Pause me." No reason. Whoever consented walks with the backup from now; the others rest and are told; whoever was asking them
/// asks the next. When the center has paused them already, that stays the center's to end.
pub async fn pause_me(tx: &CenterTx, until: Option<Timestamp>) -> Outcome<Rested> {
    let me = mentoring(tx)?;
    tx.writable()?;
    if until.is_some_and(|until| until <= tx.now() || until > tx.now() + LONGEST_REST) {
        return Err(Problem::limit("until", "out_of_range", 180).into());
    }
    let mentor = lock_all_of(tx, me).await?.ok_or_else(|| Problem::not_found("mentorId"))?;
    if mentor.paused_by_center {
        tx.audit(Event::done("mentor.pause", mentors::OBJECT, me.0));
    } else if mentor.state == MentorState::Approved {
        terms::write_state(tx, me, MentorState::Paused, until).await?;
    } else {
        return Err(Problem::invalid("mentorId", "mentor_state").into());
    }
    ask_no_more(tx, me).await?;
    let mut rested = Rested::default();
    for pair in pairs::live_of_mentor(tx, me).await? {
        rest(tx, &pair, until, &mut rested).await?;
    }
    Ok(rested)
}

/// Everybody's wish first, in one order, then the profiles: as everybody locks.
pub async fn lock_all_of(tx: &CenterTx, mentor: MemberId) -> Outcome<Option<Mentor>> {
    let mut clients: Vec<MemberId> = pairs::live_of_mentor(tx, mentor).await?.iter().map(|pair| pair.client_id).collect();
    clients.extend(pairs::asked_of_mentor(tx, mentor).await?.iter().map(|pair| pair.client_id));
    clients.sort_unstable();
    clients.dedup();
    for client in clients {
        requests::locked(tx, client).await?;
    }
    mentors::locked(tx, mentor).await
}

/// They cannot mentor now: their account rests, or the role was taken. Who was asking them asks the next; everybody they walk
/// with goes to the backup, as far as they said yes to it, or rests and is told. The caller has asked for [`lock_all_of`]
/// before it locked members, and has written what keeps them away.
pub async fn away(tx: &CenterTx, mentor: MemberId) -> Outcome<()> {
    ask_no_more(tx, mentor).await?;
    let mut rested = Rested::default();
    for pair in pairs::live_of_mentor(tx, mentor).await? {
        rest(tx, &pair, None, &mut rested).await?;
    }
    Ok(())
}

/// Takes nobody on for now: whoever was asking them asks the next. The caller holds [`lock_all_of`].
pub(super) async fn ask_no_more(tx: &CenterTx, mentor: MemberId) -> Outcome<()> {
    for question in pairs::asked_of_mentor(tx, mentor).await? {
        offers::settle(tx, &question, MentorshipState::Withdrawn).await?;
    }
    Ok(())
}

async fn rest(tx: &CenterTx, pair: &Mentorship, until: Option<Timestamp>, rested: &mut Rested) -> Outcome<()> {
    if ending::re_home(tx, pair).await?.is_some() {
        rested.handed_over.push(pair.id);
    } else if pair.state == MentorshipState::Active {
        ending::pause_now(tx, pair, until).await?;
        moves::tell(tx, pair.id, &[pair.client_id]).await?;
        rested.paused.push(pair.id);
    } else {
        moves::do_not_meet(tx, pair, tx.now(), until).await?;
        if pair.state == MentorshipState::SteppingBack {
            // On the way to a goodbye it does not rest any more; that nobody answers for now, they read there. News is of a
            // version: the last one they may have heard of already.
            let sql = "update cairn.mentorships set version = version + 1 where center_id = $1 and id = $2";
            tx.run(sql, [pair.id.0.into()]).await?;
            moves::tell(tx, pair.id, &[pair.client_id]).await?;
        } else if pair.state == MentorshipState::Paused {
            ending::rest_longer(tx, pair, until).await?;
        }
    }
    Ok(())
}

/// Back again, from a rest of one's own: what the center paused, the center ends. Pairs that rest are taken up one by one, by the
/// two of them.
pub async fn come_back(tx: &CenterTx) -> Outcome<()> {
    let me = mentoring(tx)?;
    tx.writable()?;
    let mentor = mentors::locked(tx, me).await?.ok_or_else(|| Problem::not_found("mentorId"))?;
    match mentor.state {
        MentorState::Approved => Ok(()),
        MentorState::Paused if mentor.rests() => terms::end_rest(tx, me).await,
        MentorState::Paused => Err(Problem::invalid("mentorId", "paused_by_center").into()),
        _ => Err(Problem::invalid("mentorId", "mentor_state").into()),
    }
}

/// Asks to talk something over. It names the mentor, and not whom it was with.
pub async fn ask_for_debrief(tx: &CenterTx) -> Outcome<()> {
    let me = mentoring(tx)?;
    tx.writable()?;
    staff_tasks::open(tx, StaffTaskKind::MentorDebrief, me, TaskFor::Supervisors).await?;
    tx.audit(Event::done("mentor.ask_for_debrief", mentors::OBJECT, me.0));
    Ok(())
}
