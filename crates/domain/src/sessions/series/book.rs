//! "10 of 12": what was chosen is booked in one transaction, all of it or nothing.

use std::collections::HashSet;

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::SeriesPlan;
use super::preview::{Looked, look};
use crate::audit::Event;
use crate::availability::desk;
use crate::db::{CenterTx, Wall};
use crate::idempotency::{self, Claim};
use crate::ids::{SessionId, SessionSeriesId};
use crate::notifications::SessionNews;
use crate::problem::{Fault, Outcome, Problem};
use crate::sessions::book::{Booking, Wants, book_at, limited};
use crate::sessions::hold;
use crate::sessions::related::of_series;
use crate::sessions::view::SessionView;

/// One occurrence that somebody said yes to, knowing when it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Accepted {
    pub occurrence: DateTime,
    /// As planned, or the time that was suggested instead.
    pub starts_at: Timestamp,
}

#[derive(Debug, Clone, serde::Serialize)]
pub struct BookSeries {
    #[serde(skip)]
    pub key: Uuid,
    pub plan: SeriesPlan,
    /// Those that shall be; the others are left out.
    pub accepted: Vec<Accepted>,
    /// Of a time that is held for whoever books. Not part of what is booked: a retry may come without.
    #[serde(skip)]
    pub hold: Option<String>,
}

const NEAR: SignedDuration = SignedDuration::from_hours(24 * 4);

pub async fn book(tx: &CenterTx, input: BookSeries) -> Outcome<(SessionSeriesId, Vec<SessionView>)> {
    let looked = look(tx, &input.plan, Wants::Booking).await?;
    tx.writable()?;
    let mut accepted = input.accepted.clone();
    accepted.sort_by_key(|one| one.occurrence);
    known(&looked, &input.accepted)?;
    let id = SessionSeriesId(tx.ids().event(tx.now()));
    if let Claim::Repeated(earlier) = idempotency::claim(tx, input.key, "book_series", &input, id.0).await? {
        let earlier = SessionSeriesId(earlier);
        return Ok((earlier, of_series(tx, earlier).await?));
    }
    write(tx, id, &input.plan, &looked).await?;
    let hold = hold::of_actor(tx, input.hold.as_deref()).await?;
    for (index, one) in accepted.iter().enumerate() {
        let booking = Booking {
            counselor_id: input.plan.counselor_id,
            client_id: input.plan.client_id,
            starts_at: one.starts_at,
            minutes: looked.minutes,
            place: input.plan.place,
            type_id: input.plan.type_id,
            // The first one that is written takes its place.
            hold: hold.filter(|_| index == 0),
            series: Some((id, one.occurrence)),
            booker: looked.booker,
        };
        // One message tells of the whole; reminders come for each.
        let news = if index == 0 { SessionNews::Booked } else { SessionNews::WithOthers };
        if let Err(fault) = one_of_them(tx, &booking, news).await {
            let place = input.accepted.iter().position(|wanted| wanted == one).unwrap_or(index);
            return Err(named(fault, place));
        }
    }
    tx.audit(Event::done("session_series.book", "session_series", id.0).about(input.plan.client_id).purpose("care"));
    Ok((id, of_series(tx, id).await?))
}

/// Each is looked at after those before it were booked: limits count them.
async fn one_of_them(tx: &CenterTx, booking: &Booking, news: SessionNews) -> Outcome<()> {
    let seen = desk(tx, &booking.query()).await?.ok_or_else(|| Problem::not_found("counselorId"))?;
    let desk = limited(tx, seen, booking).await?;
    let id = SessionId(tx.ids().event(tx.now()));
    book_at(tx, &desk, id, booking, news).await?;
    Ok(())
}

/// What was accepted is of this plan, each once, and near what was planned.
fn known(looked: &Looked, accepted: &[Accepted]) -> Outcome<()> {
    if accepted.is_empty() {
        return Err(Problem::invalid("accepted", "required").into());
    }
    let mut seen = HashSet::new();
    for (index, one) in accepted.iter().enumerate() {
        let planned = looked.occurrences.iter().find(|planned| planned.planned == one.occurrence);
        let near = planned.is_some_and(|planned| planned.starts_at.duration_since(one.starts_at).abs() <= NEAR);
        if !near || !seen.insert(one.occurrence) {
            return Err(Problem::invalid_at(&["accepted", &index.to_string()], "not_of_the_series").into());
        }
    }
    Ok(())
}

async fn write(tx: &CenterTx, id: SessionSeriesId, plan: &SeriesPlan, looked: &Looked) -> Outcome<()> {
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    tx.run(
        "insert into cairn.session_series (center_id, id, counselor_id, client_id, type_id, rule, local_start, zone, minutes,
           created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [
            id.0.into(),
            plan.counselor_id.0.into(),
            plan.client_id.0.into(),
            plan.type_id.map(|id| id.0).into(),
            looked.rule.as_str().to_owned().into(),
            Wall(looked.first).into(),
            looked.desk.availability.zone.clone().into(),
            looked.minutes.into(),
            me.0.into(),
            tx.at().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The problem says which of them it is about; free times close by come with it.
fn named(fault: Fault, index: usize) -> Fault {
    let Fault::Problems(problems) = fault else { return fault };
    let index = index.to_string();
    let mut named = Vec::with_capacity(problems.len() + 1);
    for problem in problems {
        named.push(Problem::invalid_at(&["accepted", &index, "startsAt"], problem.code()));
        if matches!(problem, Problem::SlotTaken { .. }) {
            named.push(problem);
        }
    }
    Fault::Problems(named)
}
