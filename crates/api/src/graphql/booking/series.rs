//! The same hour again and again: planned, looked at, booked.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::Problem as Expected;
use cairn_domain::sessions::series::{self as domain, First, Rhythm, SeriesEnd, SeriesPlan};

use super::change;
use crate::graphql::calendar::Slot;
use crate::graphql::context::{self, id, key, optional_id, wire};
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDate, LocalDateTime, TimeZone};
use crate::graphql::sessions::{Session, SessionPlace};

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum SeriesRhythm {
    Weekly,
    EveryTwoWeeks,
    /// The second Tuesday of each month; what begins on a fifth one is on the last.
    MonthlyByWeekday,
}

/// A series as somebody plans it; `count` or `until`.
#[derive(InputObject, Clone)]
pub struct SessionSeriesPlanInput {
    counselor_id: ID,
    /// Left out: the viewer.
    client_id: Option<ID>,
    /// Wall clock in the counselor's own zone: it stays the same when clocks change. Or `firstAt`.
    first: Option<LocalDateTime>,
    /// The first one as a moment: of a time that is offered, also where the counselor is travelling then.
    first_at: Option<DateTime>,
    rhythm: SeriesRhythm,
    /// 2 to 52.
    count: Option<i32>,
    /// The last day, within a year.
    until: Option<LocalDate>,
    /// 30, 45 or 60; left out with `typeId`.
    minutes: Option<i32>,
    place: SessionPlace,
    type_id: Option<ID>,
}

impl SessionSeriesPlanInput {
    fn plan(self, viewer: Option<cairn_domain::ids::MemberId>) -> Result<SeriesPlan, Expected> {
        let end = match (self.count, self.until) {
            (Some(count), None) => SeriesEnd::Count(count),
            (None, Some(until)) => SeriesEnd::Until(until.0),
            _ => return Err(Expected::invalid("count", "count_or_until")),
        };
        let first = match (self.first, self.first_at) {
            (Some(clock), None) => First::Clock(clock.0),
            (None, Some(at)) => First::At(at.0),
            _ => return Err(Expected::invalid("first", "required")),
        };
        Ok(SeriesPlan {
            counselor_id: id(&self.counselor_id, "counselorId")?,
            client_id: optional_id(self.client_id.as_ref(), "clientId")?.or(viewer).ok_or(Expected::NotAllowed)?,
            first,
            rhythm: match self.rhythm {
                SeriesRhythm::Weekly => Rhythm::Weekly,
                SeriesRhythm::EveryTwoWeeks => Rhythm::EveryTwoWeeks,
                SeriesRhythm::MonthlyByWeekday => Rhythm::MonthlyByWeekday,
            },
            end,
            minutes: self.minutes,
            place: self.place.into(),
            type_id: optional_id(self.type_id.as_ref(), "typeId")?,
        })
    }
}

/// One of a planned series, before anything is saved.
#[derive(SimpleObject)]
pub struct PlannedOccurrence {
    /// What the rule says: pass it on with what is accepted.
    occurrence: LocalDateTime,
    starts_at: DateTime,
    /// Later than planned where clocks jump over it.
    local_start: LocalDateTime,
    zone: TimeZone,
    minutes: i32,
    /// What stands in the way; null: nothing.
    conflict: Option<Problem>,
    /// The closest free time.
    suggestion: Option<Slot>,
}

#[derive(Default)]
pub struct SeriesQuery;

#[Object]
impl SeriesQuery {
    /// Each occurrence with what stands in its way and the closest free time. Nothing is kept.
    #[graphql(complexity = "52 * child_complexity + 1")]
    async fn session_series_preview(
        &self,
        ctx: &Context<'_>,
        plan: SessionSeriesPlanInput,
    ) -> async_graphql::Result<Vec<PlannedOccurrence>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::preview(&tx, &plan.plan(tx.actor().member_id())?).await };
        let planned = request.answer(outcome.await)?;
        let mut shown = Vec::with_capacity(planned.len());
        for one in planned {
            let conflict = match &one.conflict {
                Some(conflict) => request.problems(std::slice::from_ref(conflict)).await.pop(),
                None => None,
            };
            shown.push(PlannedOccurrence {
                occurrence: LocalDateTime(one.occurrence),
                starts_at: DateTime(one.starts_at),
                local_start: LocalDateTime(one.local_start),
                zone: TimeZone(one.zone),
                minutes: one.minutes,
                conflict,
                suggestion: one.suggestion.map(Slot::from),
            });
        }
        Ok(shown)
    }

    /// The sessions of a series that the viewer may see, as they stand.
    #[graphql(complexity = "52 * child_complexity + 1")]
    async fn session_series(&self, ctx: &Context<'_>, series_id: ID) -> async_graphql::Result<Vec<Session>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { cairn_domain::sessions::of_series(&tx, id(&series_id, "seriesId")?).await };
        Ok(request.answer(outcome.await)?.into_iter().map(Session).collect())
    }
}

/// One occurrence that somebody says yes to.
#[derive(InputObject)]
pub struct AcceptedOccurrenceInput {
    occurrence: LocalDateTime,
    /// As planned, or the time that was suggested instead.
    starts_at: DateTime,
}

#[derive(InputObject)]
pub struct BookSessionSeriesInput {
    client_mutation_id: String,
    plan: SessionSeriesPlanInput,
    /// Those that shall be ("10 of 12"); the others are left out.
    accepted: Vec<AcceptedOccurrenceInput>,
    /// Of `holdSlot`: the time that is held does not stand in the way of its own series.
    hold_token: Option<String>,
}

#[derive(SimpleObject)]
pub struct BookSessionSeriesPayload {
    series_id: Option<ID>,
    sessions: Vec<Session>,
    /// `path` names which of the accepted: nothing was booked.
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct SeriesMutation;

#[Object]
impl SeriesMutation {
    /// Books all that was accepted, or nothing.
    async fn book_session_series(
        &self,
        ctx: &Context<'_>,
        input: BookSessionSeriesInput,
    ) -> async_graphql::Result<BookSessionSeriesPayload> {
        let (booked, problems) = change(ctx, async |tx| {
            let accepted =
                |one: &AcceptedOccurrenceInput| domain::Accepted { occurrence: one.occurrence.0, starts_at: one.starts_at.0 };
            let series = domain::BookSeries {
                key: key(&input.client_mutation_id)?,
                accepted: input.accepted.iter().map(accepted).collect(),
                plan: input.plan.plan(tx.actor().member_id())?,
                hold: input.hold_token,
            };
            domain::book(tx, series).await
        })
        .await?;
        let (series_id, sessions) = booked.map_or((None, Vec::new()), |(id, sessions)| (Some(wire(id)), sessions));
        Ok(BookSessionSeriesPayload { series_id, sessions: sessions.into_iter().map(Session).collect(), problems })
    }
}
