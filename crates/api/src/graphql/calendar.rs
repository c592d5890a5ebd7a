//! Free times, and the calendar they come from.

use async_graphql::{Context, ID, Object, SimpleObject};
use cairn_domain::sessions::{self as domain, CalendarDay as Day, HeldTime as Held};

use super::context::{self, id, optional_id};
use super::members::Member;
use super::scalars::{DateTime, LocalDate, LocalDateTime, TimeZone};
use super::sessions::{Session, SessionPlace};

/// A bookable start.
#[derive(SimpleObject, Clone)]
pub struct Slot {
    starts_at: DateTime,
    ends_at: DateTime,
    /// The wall clock in `zone`.
    local_start: LocalDateTime,
    zone: TimeZone,
    minutes: i32,
}

impl From<domain::Slot> for Slot {
    fn from(slot: domain::Slot) -> Self {
        Self {
            starts_at: DateTime(slot.starts_at),
            ends_at: DateTime(slot.ends_at),
            local_start: LocalDateTime(slot.local_start),
            zone: TimeZone(slot.zone),
            minutes: slot.minutes,
        }
    }
}

/// A stretch of time, as instants and as the counselor's wall clock.
#[derive(SimpleObject, Clone)]
pub struct OpenRange {
    starts_at: DateTime,
    ends_at: DateTime,
    local_start: LocalDateTime,
    local_end: LocalDateTime,
}

/// A time that nobody else can have just now: a form is open on it, or it is offered to somebody who waits.
pub struct HeldTime(Held);

#[Object]
impl HeldTime {
    async fn starts_at(&self) -> DateTime {
        DateTime(self.0.starts_at)
    }
    async fn ends_at(&self) -> DateTime {
        DateTime(self.0.ends_at)
    }
    /// Until when it is kept.
    async fn until(&self) -> DateTime {
        DateTime(self.0.until)
    }
    /// By the viewer's own form.
    async fn own(&self) -> bool {
        self.0.own
    }
    /// Whom it is offered to, of those who wait; null: somebody has a form open.
    async fn offered_to(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        match self.0.offered_to {
            Some(id) => Ok(Some(context::member(ctx, id).await?.into())),
            None => Ok(None),
        }
    }
}

#[derive(SimpleObject)]
pub struct CalendarDay {
    date: LocalDate,
    /// Working hours.
    open: Vec<OpenRange>,
    /// Time off inside the day.
    off: Vec<OpenRange>,
    /// What begins on the day and is kept just now.
    held: Vec<HeldTime>,
    sessions: Vec<Session>,
}

/// A counselor's days: free, busy, off.
#[derive(SimpleObject)]
pub struct Calendar {
    counselor: Member,
    zone: TimeZone,
    days: Vec<CalendarDay>,
}

fn ranges(windows: Vec<cairn_domain::availability::Window>, zone: &jiff::tz::TimeZone) -> Vec<OpenRange> {
    windows
        .into_iter()
        .map(|window| OpenRange {
            starts_at: DateTime(window.starts_at),
            ends_at: DateTime(window.ends_at),
            local_start: LocalDateTime(zone.to_datetime(window.starts_at)),
            local_end: LocalDateTime(zone.to_datetime(window.ends_at)),
        })
        .collect()
}

fn calendar_day(day: Day, zone: &jiff::tz::TimeZone) -> CalendarDay {
    CalendarDay {
        date: LocalDate(day.date),
        open: ranges(day.open, zone),
        off: ranges(day.off, zone),
        held: day.held.into_iter().map(HeldTime).collect(),
        sessions: day.sessions.into_iter().map(Session).collect(),
    }
}

#[derive(Default)]
pub struct CalendarQuery;

#[Object]
impl CalendarQuery {
    #[graphql(complexity = "days.clamp(1, 62) as usize * child_complexity / 4 + 1")]
    async fn calendar(
        &self,
        ctx: &Context<'_>,
        counselor_id: ID,
        from: LocalDate,
        #[graphql(default = 7, desc = "1 to 62")] days: i32,
    ) -> async_graphql::Result<Calendar> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::calendar(&tx, id(&counselor_id, "counselorId")?, from.0, days).await };
        let calendar = request.answer(outcome.await)?;
        let zone = request.answer(cairn_domain::zones::stored(&calendar.zone).map_err(Into::into))?;
        Ok(Calendar {
            counselor: Member::from(context::member(ctx, calendar.counselor_id).await?),
            zone: TimeZone(calendar.zone),
            days: calendar.days.into_iter().map(|day| calendar_day(day, &zone)).collect(),
        })
    }

    /// Bookable starts, the same that booking accepts. By length, or by kind of session.
    #[expect(clippy::too_many_arguments, reason = "the arguments are the field's signature in the schema")]
    async fn slots(
        &self,
        ctx: &Context<'_>,
        counselor_id: ID,
        from: LocalDate,
        #[graphql(default = 14, desc = "1 to 62")] days: i32,
        #[graphql(desc = "30, 45 or 60; left out with `typeId`")] minutes: Option<i32>,
        type_id: Option<ID>,
        #[graphql(desc = "Only where the counselor has a room, or a link.")] place: Option<SessionPlace>,
        #[graphql(desc = "For whom: what they have elsewhere is not offered. Left out by a client: themself.")] client_id: Option<
            ID,
        >,
        #[graphql(desc = "A session that is to move: it stays as long as it is, and is not in its own way.")] session_id: Option<
            ID,
        >,
        #[graphql(desc = "What is held under it does not count as taken.")] hold_token: Option<String>,
        #[graphql(default = 500)] first: i32,
    ) -> async_graphql::Result<Vec<Slot>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let sought = domain::Sought {
                minutes,
                type_id: optional_id(type_id.as_ref(), "typeId")?,
                place: place.map(Into::into),
                client_id: optional_id(client_id.as_ref(), "clientId")?,
                moving: optional_id(session_id.as_ref(), "sessionId")?,
                hold: hold_token,
            };
            domain::slots(&tx, id(&counselor_id, "counselorId")?, from.0, days, sought, first).await
        };
        Ok(request.answer(outcome.await)?.into_iter().map(Slot::from).collect())
    }

    /// The next bookable starts, spread over days.
    #[expect(clippy::too_many_arguments, reason = "the arguments are the field's signature in the schema")]
    async fn next_slots(
        &self,
        ctx: &Context<'_>,
        counselor_id: ID,
        #[graphql(desc = "30, 45 or 60; left out with `typeId`")] minutes: Option<i32>,
        type_id: Option<ID>,
        #[graphql(desc = "As of `slots`.")] place: Option<SessionPlace>,
        #[graphql(desc = "As of `slots`.")] client_id: Option<ID>,
        #[graphql(desc = "As of `slots`.")] session_id: Option<ID>,
        #[graphql(default = 3, desc = "1 to 12")] count: i32,
    ) -> async_graphql::Result<Vec<Slot>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let sought = domain::Sought {
                minutes,
                type_id: optional_id(type_id.as_ref(), "typeId")?,
                place: place.map(Into::into),
                client_id: optional_id(client_id.as_ref(), "clientId")?,
                moving: optional_id(session_id.as_ref(), "sessionId")?,
                hold: None,
            };
            domain::next_slots(&tx, id(&counselor_id, "counselorId")?, sought, count).await
        };
        Ok(request.answer(outcome.await)?.into_iter().map(Slot::from).collect())
    }
}
