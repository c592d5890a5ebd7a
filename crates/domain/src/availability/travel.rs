//! A counselor on a journey: for some days their hours are those of another zone.

use jiff::ToSpan;
use jiff::civil::Date;
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use super::change::may_manage;
use super::load::{Desk, DeskQuery, desk};
use super::{Availability, TimeOffChange, Travel, opened};
use crate::audit::Event;
use crate::db::{CenterTx, Day};
use crate::idempotency::{self, Claim};
use crate::ids::{MemberId, TravelZoneId};
use crate::problem::{Outcome, Problem, Surprise};
use crate::{sessions, zones};

/// Who is away for longer has moved.
const LONGEST_DAYS: i64 = 366;

#[derive(Debug, Clone, serde::Serialize)]
pub struct AddTravel {
    #[serde(skip)]
    pub key: Uuid,
    pub counselor_id: MemberId,
    pub from: Date,
    /// The last day.
    pub until: Date,
    pub zone: String,
}

impl Travel {
    pub(super) fn of(id: TravelZoneId, from: Date, until: Date, zone: String) -> Result<Self, Surprise> {
        let clock = zones::stored(&zone)?;
        let starts_at = zones::instant(from.into(), &clock)?;
        let ends_at = zones::instant(until.checked_add(1.day())?.into(), &clock)?;
        Ok(Self { id, from, until, zone, clock, starts_at, ends_at })
    }
}

/// Sessions of these days stay when they are: who is affected is handed back, to be looked at.
pub async fn add_travel(tx: &CenterTx, input: AddTravel) -> Outcome<TimeOffChange> {
    may_manage(tx, input.counselor_id)?;
    zones::known(&input.zone, "zone")?;
    if input.until < input.from {
        return Err(Problem::invalid("until", "date_order").into());
    }
    if i64::from(input.from.until(input.until)?.get_days()) > LONGEST_DAYS {
        return Err(Problem::limit("until", "out_of_range", LONGEST_DAYS).into());
    }
    let query = DeskQuery::of(tx, input.counselor_id);
    let before = desk(tx, &query).await?.filter(Desk::keeps_a_calendar).ok_or_else(|| Problem::not_found("counselorId"))?;
    let id = TravelZoneId(tx.ids().event(tx.now()));
    let travel = Travel::of(id, input.from, input.until, input.zone.clone())?;
    if idempotency::claim(tx, input.key, "add_travel", &input, id.0).await? == Claim::New {
        let written = tx
            .run(
                "insert into cairn.travel_zones (center_id, id, counselor_id, from_date, until_date, zone)
                 values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
                [
                    id.0.into(),
                    input.counselor_id.0.into(),
                    Day(input.from).into(),
                    Day(input.until).into(),
                    input.zone.clone().into(),
                ],
            )
            .await?;
        if written == 0 {
            return Err(Problem::invalid("from", "ranges_overlap").into());
        }
        tx.audit(Event::done("travel.add", "travel_zone", id.0));
    }
    let affected = sessions::booked_between(tx, input.counselor_id, travel.starts_at, travel.ends_at).await?;
    Ok(TimeOffChange { availability: after(tx, &before).await?, affected })
}

#[derive(FromQueryResult)]
struct Owner {
    counselor_id: Uuid,
}

pub async fn remove_travel(tx: &CenterTx, id: TravelZoneId) -> Outcome<TimeOffChange> {
    let found: Result<Option<Owner>, DbErr> =
        tx.row("select counselor_id from cairn.travel_zones where center_id = $1 and id = $2", [id.0.into()]).await;
    let owner = found?.ok_or_else(|| Problem::not_found("travelZoneId"))?;
    let counselor_id = MemberId(owner.counselor_id);
    may_manage(tx, counselor_id).map_err(|_| Problem::not_found("travelZoneId"))?;
    let before = desk(tx, &DeskQuery::of(tx, counselor_id)).await?.ok_or_else(|| Problem::not_found("travelZoneId"))?;
    tx.run("delete from cairn.travel_zones where center_id = $1 and id = $2", [id.0.into()]).await?;
    tx.audit(Event::done("travel.remove", "travel_zone", id.0));
    Ok(TimeOffChange { availability: after(tx, &before).await?, affected: Vec::new() })
}

/// The hours as they are now; what opened by that is offered.
async fn after(tx: &CenterTx, before: &Desk) -> Outcome<Availability> {
    let query = DeskQuery::of(tx, before.availability.counselor_id);
    let after = desk(tx, &query).await?.ok_or(Surprise::Inconsistent("hours that vanished"))?;
    opened::offer(tx, before, &after).await?;
    Ok(after.availability)
}
