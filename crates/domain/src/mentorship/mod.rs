//! Mentorship: people who walked the path before, and those who walk it now. A pair over its whole life, from the first
//! "who could it be" to a kind goodbye, and the care for those who mentor.

pub mod assign;
pub mod board;
pub mod candidates;
pub mod check_ins;
pub mod conflicts;
pub mod credentials;
pub mod drift;
pub mod ending;
pub mod experience;
pub mod goals;
pub mod guard;
mod kinds;
pub(crate) mod leaving;
pub mod library;
pub(crate) mod loss;
pub mod matching;
pub mod meetings;
pub mod mentors;
pub mod messages;
mod moves;
pub mod offers;
pub mod pairs;
pub mod proposals;
pub mod requests;
pub mod review;
pub mod stand_in;
pub mod supervision;
pub mod surveys;
pub mod terms;
pub mod training;
pub mod upkeep;
pub mod vocabulary;
pub mod wording;

pub use kinds::{
    ConflictSource, EndReason, ExperienceKind, GoalState, MatchWay, MentorState, MentorshipState, Mood, ProposalState,
    RequestState, SeenBy, StandInState, StoryKind, StoryState, SupervisionWay, SupportMode, Trigger, Visibility,
};

use crate::actor::Membership;
use crate::db::CenterTx;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};

/// Who asks, as an account of this center.
fn account(tx: &CenterTx) -> Outcome<&Membership> {
    tx.actor().membership().ok_or_else(|| Problem::NotAllowed.into())
}

/// Whoever steers mentoring; for everybody else there is nothing of the kind.
fn steering(tx: &CenterTx, action: Action, field: &str) -> Outcome<Membership> {
    let membership = account(tx)?;
    if policy::allows(&membership.roles, action, Target::NONE) {
        Ok(membership.clone())
    } else {
        Err(Problem::not_found(field).into())
    }
}

fn steers(tx: &CenterTx) -> bool {
    tx.actor().membership().is_some_and(|one| policy::allows(&one.roles, Action::ManageMentors, Target::NONE))
}

/// As the database keeps a list of kinds.
fn names<T: Copy + Into<&'static str>>(kinds: &[T]) -> Vec<String> {
    let mut names: Vec<String> = kinds
        .iter()
        .map(|kind| {
            let name: &'static str = (*kind).into();
            name.to_owned()
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Languages as BCP 47 primary tags.
fn languages(tags: &[String], field: &str) -> Result<Vec<String>, Problem> {
    let mut clean = Vec::with_capacity(tags.len());
    for tag in tags.iter().take(6) {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err(Problem::invalid(field, "language_tag"));
        }
        clean.push(primary);
    }
    clean.sort_unstable();
    clean.dedup();
    match clean.len() {
        0 => Err(Problem::invalid(field, "required")),
        1..=5 if tags.len() <= 5 => Ok(clean),
        _ => Err(Problem::limit(field, "too_many", 5)),
    }
}
