//! Every occurrence with what stands in its way, before anything is saved.

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{SeriesPlan, occurrences, span};
use crate::availability::{Booker, Desk, DeskQuery, Refusal, Rules, Window, desk, offered, verdict};
use crate::db::CenterTx;
use crate::groups::recurrence::{Occurrence, Rule};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sessions::book::{Wants, authorise, booker, fits};
use crate::sessions::{Slot, hold};
use crate::zones;

#[derive(Debug, Clone)]
pub struct PlannedOccurrence {
    /// What the rule says: its identity in the series.
    pub occurrence: DateTime,
    pub starts_at: Timestamp,
    /// Later than planned where clocks jump over it.
    pub local_start: DateTime,
    pub zone: String,
    pub minutes: i32,
    /// What stands in the way; `None`: nothing.
    pub conflict: Option<Problem>,
    /// The closest free time: on the same day, or else some days around.
    pub suggestion: Option<Slot>,
}

/// A plan with all that decides about it.
pub(super) struct Looked {
    pub desk: Desk,
    pub rule: Rule,
    /// On the wall clock of the counselor's own zone.
    pub first: DateTime,
    pub occurrences: Vec<Occurrence>,
    pub minutes: i32,
    pub booker: Booker,
}

const AROUND: SignedDuration = SignedDuration::from_hours(24 * 8);

pub(super) async fn look(tx: &CenterTx, plan: &SeriesPlan, wants: Wants) -> Outcome<Looked> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let mut query = DeskQuery { client_id: Some(plan.client_id), type_id: plan.type_id, ..DeskQuery::of(tx, plan.counselor_id) };
    // The zone first: it says when all this is.
    let seen = authorise(membership, plan.counselor_id, plan.client_id, desk(tx, &query).await?)?;
    let first = plan.first(&seen.zone);
    let rule = plan.rule(first)?;
    let occurrences = occurrences(&rule, first, &seen.zone)?;
    let (from, until) = span(&occurrences, tx.now());
    (query.from, query.until) = (from.checked_sub(AROUND)?, until.checked_add(AROUND)?);
    // What their own form keeps for them does not stand in the way.
    query.except = hold::own_holds(tx, membership.member_id).await?;
    let desk = desk(tx, &query).await?.ok_or_else(|| Problem::not_found("counselorId"))?;
    let booker = booker(membership, plan.client_id);
    let minutes = fits(&desk, booker, plan.type_id, plan.minutes, Some(plan.place), wants)?;
    Ok(Looked { desk, rule, first, occurrences, minutes, booker })
}

pub async fn preview(tx: &CenterTx, plan: &SeriesPlan) -> Outcome<Vec<PlannedOccurrence>> {
    let looked = look(tx, plan, Wants::Booking).await?;
    let rules = looked.desk.rules(tx.now(), looked.booker)?;
    let mut planned = Vec::with_capacity(looked.occurrences.len());
    for occurrence in &looked.occurrences {
        let (conflict, suggestion) = against(&rules, &looked.desk, occurrence.starts_at, looked.minutes)?;
        planned.push(PlannedOccurrence {
            occurrence: occurrence.planned,
            starts_at: occurrence.starts_at,
            local_start: occurrence.local_start,
            zone: looked.desk.availability.zone.clone(),
            minutes: looked.minutes,
            conflict,
            suggestion,
        });
    }
    Ok(planned)
}

fn problem(refusal: Refusal, suggestion: Option<&Slot>) -> Problem {
    match refusal {
        Refusal::Taken => Problem::SlotTaken { alternatives: suggestion.cloned().into_iter().collect() },
        other => Problem::invalid("startsAt", other.rule()),
    }
}

/// Three days before and after: further away it is another week's session.
fn days_around(desk: &Desk, at: Timestamp) -> Result<Vec<Window>, Surprise> {
    desk.availability.windows(&desk.zone, zones::today(at, &desk.zone).saturating_sub(3.days()), 7)
}

/// What stands in the way of a time, and the closest free one: on the same day, or else some days around.
pub(super) fn against(
    rules: &Rules<'_>,
    desk: &Desk,
    at: Timestamp,
    minutes: i32,
) -> Result<(Option<Problem>, Option<Slot>), Surprise> {
    let windows = days_around(desk, at)?;
    let Err(refusal) = verdict(rules, &windows, at, minutes) else { return Ok((None, None)) };
    let (day, near) = (desk.planned(at).0.date(), SignedDuration::from_hours(24 * 3));
    let suggestion = offered(rules, &windows, minutes, 1_500)
        .into_iter()
        .filter(|slot| slot.starts_at.duration_since(at).abs() <= near)
        .min_by_key(|slot| (slot.local_start.date() != day, slot.starts_at.duration_since(at).abs(), slot.starts_at));
    Ok((Some(problem(refusal, suggestion.as_ref())), suggestion))
}
