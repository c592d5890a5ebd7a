//! A counselor's hours.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::availability::{self as domain, HoursException as Exception, TimeOffChange, WeeklyRange as Weekly};
use cairn_domain::{CenterTx, Outcome};
use jiff::civil::{Date, Time};

use super::context::{self, id, key, wire};
use super::members::Member;
use super::problems::Problem;
use super::scalars::{DateTime, LocalDate, LocalDateTime, LocalTime, TimeZone};
use super::sessions::Session;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

impl Weekday {
    pub(super) fn of(iso: i8) -> Self {
        usize::try_from(iso - 1).ok().and_then(|index| WEEK.get(index)).copied().unwrap_or(Self::Monday)
    }

    pub(super) fn iso(self) -> i8 {
        WEEK.iter().position(|day| *day == self).and_then(|index| i8::try_from(index + 1).ok()).unwrap_or(1)
    }
}

#[derive(SimpleObject, Clone)]
pub struct TimeRange {
    from: LocalTime,
    /// `00:00` is midnight at the end of the day; what is earlier than `from` is on the day after.
    until: LocalTime,
}

#[derive(SimpleObject, Clone)]
pub struct WeeklyRange {
    weekday: Weekday,
    from: LocalTime,
    /// `00:00` is midnight at the end of the day; what is earlier than `from` is on the day after.
    until: LocalTime,
}

impl From<&Weekly> for WeeklyRange {
    fn from(range: &Weekly) -> Self {
        Self { weekday: Weekday::of(range.weekday), from: time(range.from), until: time(range.until) }
    }
}

/// Hours of one date, instead of the weekly ones; no ranges: off that day.
#[derive(SimpleObject, Clone)]
pub struct HoursException {
    date: LocalDate,
    ranges: Vec<TimeRange>,
}

#[derive(SimpleObject, Clone)]
pub struct TimeOff {
    id: ID,
    local_start: LocalDateTime,
    local_end: LocalDateTime,
    starts_at: DateTime,
    ends_at: DateTime,
}

/// Days on which the hours are wall-clock times of another zone.
#[derive(SimpleObject, Clone)]
pub struct TravelZone {
    id: ID,
    from: LocalDate,
    /// The last day.
    until: LocalDate,
    zone: TimeZone,
}

/// When a counselor can be booked.
#[derive(Clone)]
pub struct Availability(pub domain::Availability);

fn time(minute: i16) -> LocalTime {
    let minute = minute.rem_euclid(1440);
    let part = |value: i16| i8::try_from(value).unwrap_or(0);
    LocalTime(Time::new(part(minute / 60), part(minute % 60), 0, 0).unwrap_or(Time::midnight()))
}

fn range((from, until): (i16, i16)) -> TimeRange {
    TimeRange { from: time(from), until: time(until) }
}

#[Object]
impl Availability {
    async fn counselor(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(Member::from(context::member(ctx, self.0.counselor_id).await?))
    }
    /// Hours are wall-clock times in it.
    async fn zone(&self) -> TimeZone {
        TimeZone(self.0.zone.clone())
    }
    async fn weekly(&self) -> Vec<WeeklyRange> {
        self.0.weekly.iter().map(Into::into).collect()
    }
    async fn exceptions(&self) -> Vec<HoursException> {
        let exception = |day: &Exception| HoursException {
            date: LocalDate(day.date),
            ranges: day.ranges.iter().copied().map(range).collect(),
        };
        self.0.exceptions.iter().map(exception).collect()
    }
    async fn time_off(&self) -> Vec<TimeOff> {
        let off = |off: &domain::TimeOff| TimeOff {
            id: wire(off.id),
            local_start: LocalDateTime(off.local_start),
            local_end: LocalDateTime(off.local_end),
            starts_at: DateTime(off.starts_at),
            ends_at: DateTime(off.ends_at),
        };
        self.0.time_off.iter().map(off).collect()
    }
    async fn travel(&self) -> Vec<TravelZone> {
        let travel = |travel: &domain::Travel| TravelZone {
            id: wire(travel.id),
            from: LocalDate(travel.from),
            until: LocalDate(travel.until),
            zone: TimeZone(travel.zone.clone()),
        };
        self.0.travel.iter().map(travel).collect()
    }
    /// Sessions that clients can book on one day; null: as many as fit.
    async fn daily_limit(&self) -> Option<i32> {
        self.0.daily_limit
    }
    /// Sessions that clients can book from Monday to Sunday; null: as many as fit.
    async fn weekly_limit(&self) -> Option<i32> {
        self.0.weekly_limit
    }
    /// Minutes kept free before a session.
    async fn buffer_before(&self) -> i32 {
        self.0.buffer_before
    }
    /// Minutes kept free after a session.
    async fn buffer_after(&self) -> i32 {
        self.0.buffer_after
    }
    /// Minutes between booking and start, at least.
    async fn minimum_notice(&self) -> i32 {
        self.0.minimum_notice
    }
    /// How many days ahead can be booked.
    async fn horizon_days(&self) -> i32 {
        self.0.horizon_days
    }
    /// Minutes between offered starts, counted from midnight.
    async fn slot_step(&self) -> i32 {
        self.0.slot_step
    }
    /// Where in-person sessions take place.
    async fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }
    /// The standing link of online sessions.
    async fn online_link(&self) -> Option<&str> {
        self.0.online_link.as_deref()
    }
    async fn version(&self) -> i32 {
        self.0.version
    }
}

#[derive(Default)]
pub struct AvailabilityQuery;

#[Object]
impl AvailabilityQuery {
    async fn availability(&self, ctx: &Context<'_>, counselor_id: ID) -> async_graphql::Result<Availability> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::view(&tx, id(&counselor_id, "counselorId")?).await };
        Ok(Availability(request.answer(outcome.await)?))
    }
}

#[derive(InputObject)]
pub struct TimeRangeInput {
    from: LocalTime,
    /// `00:00` is midnight at the end of the day; what is earlier than `from` is on the day after.
    until: LocalTime,
}

#[derive(InputObject)]
pub struct WeeklyRangeInput {
    weekday: Weekday,
    from: LocalTime,
    /// `00:00` is midnight at the end of the day; what is earlier than `from` is on the day after.
    until: LocalTime,
}

impl WeeklyRangeInput {
    pub(super) fn range(&self) -> Weekly {
        let (from, until) = same_day(&self.from, &self.until);
        Weekly { weekday: self.weekday.iso(), from, until }
    }
}

#[derive(InputObject)]
pub struct HoursExceptionInput {
    date: LocalDate,
    ranges: Vec<TimeRangeInput>,
}

/// A counselor's hours, all of them: what is not named any more is gone.
#[derive(InputObject)]
pub struct SetAvailabilityInput {
    counselor_id: ID,
    /// The version that was looked at; 0 for the first time.
    version: i32,
    zone: TimeZone,
    weekly: Vec<WeeklyRangeInput>,
    exceptions: Vec<HoursExceptionInput>,
    buffer_before: i32,
    buffer_after: i32,
    minimum_notice: i32,
    horizon_days: i32,
    slot_step: i32,
    /// Null: as many as fit.
    daily_limit: Option<i32>,
    /// Null: as many as fit.
    weekly_limit: Option<i32>,
    location: Option<String>,
    online_link: Option<String>,
}

#[derive(InputObject)]
pub struct AddTimeOffInput {
    client_mutation_id: String,
    counselor_id: ID,
    /// Wall clock in the counselor's zone.
    local_start: LocalDateTime,
    local_end: LocalDateTime,
}

#[derive(SimpleObject)]
pub struct SetAvailabilityPayload {
    availability: Option<Availability>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct TimeOffPayload {
    availability: Option<Availability>,
    /// Booked sessions inside the time off: they stay until moved or cancelled.
    affected_sessions: Vec<Session>,
    problems: Vec<Problem>,
}

impl TimeOffPayload {
    pub(super) fn of((change, problems): (Option<TimeOffChange>, Vec<Problem>)) -> Self {
        let (availability, affected) = change.map_or((None, Vec::new()), |change| (Some(change.availability), change.affected));
        Self {
            availability: availability.map(Availability),
            affected_sessions: affected.into_iter().map(Session).collect(),
            problems,
        }
    }
}

fn same_day(from: &LocalTime, until: &LocalTime) -> (i16, i16) {
    let minute = |time: Time| i16::from(time.hour()) * 60 + i16::from(time.minute());
    // Midnight ends a day; it cannot end anything else.
    let until = match minute(until.0) {
        0 => 1440,
        until => until,
    };
    (minute(from.0), until)
}

/// Hours go on over midnight: what ends before it begins ends on the day after.
fn minutes(from: &LocalTime, until: &LocalTime) -> (i16, i16) {
    match same_day(from, until) {
        (from, until) if until < from => (from, until + 1440),
        hours => hours,
    }
}

async fn set(tx: &CenterTx, input: SetAvailabilityInput) -> Outcome<domain::Availability> {
    let weekly = input.weekly.iter().map(|range| {
        let (from, until) = minutes(&range.from, &range.until);
        Weekly { weekday: range.weekday.iso(), from, until }
    });
    let exceptions = input.exceptions.iter().map(|day| {
        let date: Date = day.date.0;
        Exception { date, ranges: day.ranges.iter().map(|range| minutes(&range.from, &range.until)).collect() }
    });
    let hours = domain::SetAvailability {
        counselor_id: id(&input.counselor_id, "counselorId")?,
        version: input.version,
        weekly: weekly.collect(),
        exceptions: exceptions.collect(),
        zone: input.zone.0,
        buffer_before: input.buffer_before,
        buffer_after: input.buffer_after,
        minimum_notice: input.minimum_notice,
        horizon_days: input.horizon_days,
        slot_step: input.slot_step,
        daily_limit: input.daily_limit,
        weekly_limit: input.weekly_limit,
        location: input.location,
        online_link: input.online_link,
    };
    domain::set(tx, hours).await
}

async fn add(tx: &CenterTx, input: AddTimeOffInput) -> Outcome<TimeOffChange> {
    let off = domain::AddTimeOff {
        key: key(&input.client_mutation_id)?,
        counselor_id: id(&input.counselor_id, "counselorId")?,
        local_start: input.local_start.0,
        local_end: input.local_end.0,
    };
    domain::add_time_off(tx, off).await
}

#[derive(Default)]
pub struct AvailabilityMutation;

#[Object]
impl AvailabilityMutation {
    async fn set_availability(
        &self,
        ctx: &Context<'_>,
        input: SetAvailabilityInput,
    ) -> async_graphql::Result<SetAvailabilityPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = set(&tx, input).await;
        let (availability, problems) = request.settle(tx, outcome).await?;
        Ok(SetAvailabilityPayload { availability: availability.map(Availability), problems })
    }

    async fn add_time_off(&self, ctx: &Context<'_>, input: AddTimeOffInput) -> async_graphql::Result<TimeOffPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = add(&tx, input).await;
        Ok(TimeOffPayload::of(request.settle(tx, outcome).await?))
    }

    async fn remove_time_off(&self, ctx: &Context<'_>, time_off_id: ID) -> async_graphql::Result<TimeOffPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { domain::remove_time_off(&tx, id(&time_off_id, "timeOffId")?).await }.await;
        Ok(TimeOffPayload::of(request.settle(tx, outcome).await?))
    }
}
