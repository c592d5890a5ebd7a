//! Counselors on a journey.

use async_graphql::{Context, ID, InputObject, Object};
use cairn_domain::availability as domain;

use super::change;
use crate::graphql::availability::TimeOffPayload;
use crate::graphql::context::{id, key};
use crate::graphql::scalars::{LocalDate, TimeZone};

#[derive(InputObject)]
pub struct AddTravelInput {
    client_mutation_id: String,
    counselor_id: ID,
    from: LocalDate,
    /// The last day.
    until: LocalDate,
    /// Where the counselor is on these days: their hours are wall-clock times there.
    zone: TimeZone,
}

#[derive(Default)]
pub struct TravelMutation;

#[Object]
impl TravelMutation {
    /// Sessions of these days stay when they are; `affectedSessions` are those to look at.
    async fn add_travel(&self, ctx: &Context<'_>, input: AddTravelInput) -> async_graphql::Result<TimeOffPayload> {
        let added = change(ctx, async |tx| {
            let travel = domain::AddTravel {
                key: key(&input.client_mutation_id)?,
                counselor_id: id(&input.counselor_id, "counselorId")?,
                from: input.from.0,
                until: input.until.0,
                zone: input.zone.0,
            };
            domain::add_travel(tx, travel).await
        })
        .await?;
        Ok(TimeOffPayload::of(added))
    }

    async fn remove_travel(&self, ctx: &Context<'_>, travel_zone_id: ID) -> async_graphql::Result<TimeOffPayload> {
        let removed = change(ctx, async |tx| domain::remove_travel(tx, id(&travel_zone_id, "travelZoneId")?).await).await?;
        Ok(TimeOffPayload::of(removed))
    }
}
