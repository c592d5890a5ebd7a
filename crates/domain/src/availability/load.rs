use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use sea_orm::FromQueryResult;
use serde::Deserialize;
use uuid::Uuid;

use super::kinds::Kind;
use super::windows::{Booker, Facts, Refusal, Rules};
use super::{Availability, HoursException, TimeOff, Travel, WeeklyRange, Window};
use crate::actor::{Role, parse_roles};
use crate::care;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, SessionTypeId, TimeOffId, TravelZoneId};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{Place, Sealed};
use crate::zones;

pub(super) const LOCATION: Place = Place::clinical("availability", "location");
pub(super) const ONLINE_LINK: Place = Place::clinical("availability", "online_link");

/// Everything needed to offer or check a start, read in one statement.
pub(crate) struct Desk {
    pub availability: Availability,
    pub zone: TimeZone,
    pub busy: Vec<Window>,
    /// Starts of the counselor's booked sessions around the stretch that was asked for: limits count them.
    pub starts: Vec<Timestamp>,
    /// When the client sits with anybody.
    pub elsewhere: Vec<Window>,
    /// An active member who holds sessions.
    pub counselor_is_active: bool,
    /// One whose account is paused: nothing new is booked with them, and what is booked already has to be looked after.
    pub counselor_is_paused: bool,
    /// Counts the absences that were written; a booking is of the one it looked at.
    pub hours_version: i32,
    /// An active client, cared for by this counselor; false without a client.
    pub assigned: bool,
    /// The counselor keeps contact with this client while they wait.
    pub bridges: bool,
    /// Why nothing can be planned between these two now, whatever the hours are.
    pub barred: Option<Refusal>,
    /// The kind of session that was asked for, if there is such a one.
    pub kind: Option<Kind>,
    /// Clients choose a kind here; until a center has one that they may book, the length is enough.
    pub kinds_for_clients: bool,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub counselor_id: Uuid,
    counselor_state: String,
    counselor_roles: Vec<String>,
    counselor_zone: String,
    hours_version: i32,
    assigned: bool,
    bridges: bool,
    apart: bool,
    rests: bool,
    version: Option<i32>,
    zone: Option<String>,
    buffer_before: Option<i32>,
    buffer_after: Option<i32>,
    minimum_notice: Option<i32>,
    horizon_days: Option<i32>,
    slot_step: Option<i32>,
    daily_limit: Option<i32>,
    weekly_limit: Option<i32>,
    location: Option<Sealed>,
    online_link: Option<Sealed>,
    weekly: serde_json::Value,
    exceptions: serde_json::Value,
    time_off: serde_json::Value,
    travel: serde_json::Value,
    busy: serde_json::Value,
    elsewhere: serde_json::Value,
    kind: Option<serde_json::Value>,
    kinds_for_clients: bool,
}

// Times cross as JSON in UTC, so that one statement answers all of it; as text, which is written faster than jsonb. `$2`: the
// counselor (or several), `$3` the client, `$4` and `$5` the stretch, `$6` sessions that do not count, `$7` the kind, `$8` now.
macro_rules! desk_sql {
    ($busy:literal, $rest:literal) => {
        concat!(
            "
select m.id as counselor_id, m.state as counselor_state, m.roles as counselor_roles, m.zone as counselor_zone,
  m.hours_version,
  (exists (select from cairn.care_assignments ca join cairn.members cm on cm.center_id = ca.center_id and cm.id = ca.client_id
          where ca.center_id = $1 and ca.counselor_id = m.id and ca.client_id = $3 and ca.ended_at is null
            and cm.state in ('active', 'invited') and (ca.mentorship_id is null or m.roles @> array['peer_mentor']))
    or ",
            crate::care::bridges_sql!("m.id", "$3"),
            ") and not ",
            crate::care::kept_apart_sql!("m.id", "$3"),
            " as assigned,
  ",
            crate::care::bridges_sql!("m.id", "$3"),
            " as bridges,
  ",
            crate::care::kept_apart_sql!("m.id", "$3"),
            " as apart,
  exists (select from cairn.care_assignments ra where ra.center_id = $1 and ra.counselor_id = m.id and ra.client_id = $3
            and ra.ended_at is null and ",
            crate::care::pair_rests_sql!("ra"),
            ") as rests,
  a.version, a.zone, a.buffer_before, a.buffer_after, a.minimum_notice, a.horizon_days, a.slot_step, a.daily_limit,
  a.weekly_limit, a.location, a.online_link,
  coalesce((select json_agg(json_build_object('weekday', w.weekday, 'from', w.from_minute, 'until', w.until_minute)
                             order by w.weekday, w.from_minute)
            from cairn.weekly_hours w where w.center_id = $1 and w.counselor_id = m.id), '[]') as weekly,
  coalesce((select json_agg(json_build_object('date', e.date, 'from', e.from_minute, 'until', e.until_minute)
                             order by e.date, e.from_minute)
            from cairn.hours_exceptions e where e.center_id = $1 and e.counselor_id = m.id
              and e.date >= ($4::timestamptz at time zone 'UTC')::date - 4), '[]') as exceptions,
  coalesce((select json_agg(json_build_object('id', t.id, 'local_start', t.local_start, 'local_end', t.local_end,
                                                'starts_at', t.starts_at, 'ends_at', t.ends_at) order by t.starts_at)
            from cairn.time_off t where t.center_id = $1 and t.counselor_id = m.id and t.ends_at > $4), '[]') as time_off,
  coalesce((select json_agg(json_build_object('id', z.id, 'from', z.from_date, 'until', z.until_date, 'zone', z.zone)
                             order by z.from_date)
            from cairn.travel_zones z where z.center_id = $1 and z.counselor_id = m.id
              and z.until_date >= ($4::timestamptz at time zone 'UTC')::date - 4), '[]') as travel,
  ",
            $busy,
            " as busy,
  coalesce((select json_agg(json_build_array(s.starts_at, s.ends_at))
            from cairn.sessions s where s.center_id = $1 and s.client_id = $3 and s.state = 'booked'
              and s.during && tstzrange($4, $5) and s.id <> all($6)), '[]') as elsewhere,
  (select ",
            crate::availability::kinds::kind_sql!(),
            " from cairn.session_types k where k.center_id = $1 and k.id = $7) as kind,
  exists (select from cairn.session_types k where k.center_id = $1 and k.active and 'client' = any(k.booked_by)) as kinds_for_clients
from cairn.members m
left join cairn.availability a on a.center_id = m.center_id and a.counselor_id = m.id
where m.center_id = $1 and ",
            $rest
        )
    };
}
pub(super) use desk_sql;

// What is held is busy until the hold runs out, whether or not somebody swept it since.
const DESK: &str = desk_sql!(
    "coalesce((select json_agg(json_build_array(s.busy_from, s.busy_until, s.starts_at, s.state = 'booked') order by s.busy_from)
            from cairn.sessions s where s.center_id = $1 and s.counselor_id = m.id and s.state in ('held', 'booked')
              and s.busy && tstzrange($4, $5) and s.id <> all($6) and (s.held_until is null or s.held_until > $8)), '[]')",
    "m.id = $2"
);

#[derive(Deserialize)]
struct ExceptionRow {
    date: Date,
    from: Option<i16>,
    until: Option<i16>,
}

#[derive(Deserialize)]
struct TimeOffRow {
    id: Uuid,
    local_start: DateTime,
    local_end: DateTime,
    starts_at: Timestamp,
    ends_at: Timestamp,
}

#[derive(Deserialize)]
struct TravelRow {
    id: Uuid,
    from: Date,
    until: Date,
    zone: String,
}

/// What [`desk`] is asked for.
pub(crate) struct DeskQuery {
    pub counselor_id: MemberId,
    pub client_id: Option<MemberId>,
    /// Busy stretches between these instants.
    pub from: Timestamp,
    pub until: Timestamp,
    /// Sessions on the move do not stand in their own way, nor does a time that is held for whoever books.
    pub except: Vec<Uuid>,
    pub type_id: Option<SessionTypeId>,
}

impl DeskQuery {
    /// The hours alone.
    pub(crate) fn of(tx: &CenterTx, counselor_id: MemberId) -> Self {
        Self { counselor_id, client_id: None, from: tx.now(), until: tx.now(), except: Vec::new(), type_id: None }
    }
}

/// `None`: no such member.
pub(crate) async fn desk(tx: &CenterTx, query: &DeskQuery) -> Outcome<Option<Desk>> {
    let row = tx
        .row::<Row>(
            DESK,
            [
                query.counselor_id.0.into(),
                query.client_id.map(|id| id.0).into(),
                At(query.from).into(),
                At(query.until).into(),
                query.except.clone().into(),
                query.type_id.map(|id| id.0).into(),
                tx.at().into(),
            ],
        )
        .await?;
    match row {
        Some(row) => Ok(Some(row.open(tx).await?)),
        None => Ok(None),
    }
}

impl Row {
    pub(super) async fn open(self, tx: &CenterTx) -> Outcome<Desk> {
        let taken: Vec<(Timestamp, Timestamp, Timestamp, bool)> = from_json(self.busy.clone())?;
        let elsewhere: Vec<(Timestamp, Timestamp)> = from_json(self.elsewhere.clone())?;
        let kind = self.kind.clone().map(from_json).transpose()?;
        let roles = parse_roles(&self.counselor_roles);
        let counsels = roles.iter().any(|role| holds_sessions(*role));
        let counselor_is_active = counsels && self.counselor_state == "active";
        let counselor_is_paused = counsels && self.counselor_state == "suspended";
        let (assigned, bridges, kinds_for_clients) = (self.assigned, self.bridges, self.kinds_for_clients);
        let hours_version = self.hours_version;
        let barred = match (self.apart, self.rests) {
            // Nobody learns that there is anything: there just is no time.
            (true, _) => Some(Refusal::OutsideHours),
            (false, true) => Some(Refusal::PairRests),
            (false, false) => None,
        };
        let availability = availability(tx, MemberId(self.counselor_id), self).await?;
        let zone = zones::stored(&availability.zone)?;
        Ok(Desk {
            availability,
            zone,
            busy: taken.iter().map(|&(starts_at, ends_at, ..)| Window { starts_at, ends_at }).collect(),
            starts: taken.iter().filter(|(.., booked)| *booked).map(|&(_, _, starts_at, _)| starts_at).collect(),
            elsewhere: elsewhere.into_iter().map(|(starts_at, ends_at)| Window { starts_at, ends_at }).collect(),
            counselor_is_active,
            counselor_is_paused,
            hours_version,
            assigned,
            bridges,
            barred,
            kind,
            kinds_for_clients,
        })
    }
}

pub(crate) fn holds_sessions(role: Role) -> bool {
    matches!(role, Role::Counselor | Role::PeerMentor | Role::Facilitator)
}

fn from_json<T: for<'de> Deserialize<'de>>(value: serde_json::Value) -> Result<T, Surprise> {
    serde_json::from_value(value).map_err(|_| Surprise::Inconsistent("hours that do not parse"))
}

async fn availability(tx: &CenterTx, counselor_id: MemberId, row: Row) -> Outcome<Availability> {
    let keys = tx.keys().await?;
    let open = |place, sealed: Option<Sealed>| sealed.map(|sealed| keys.open(place, counselor_id.0, &sealed)).transpose();
    let weekly: Vec<WeeklyRange> = from_json(row.weekly)?;
    let mut by_date: BTreeMap<Date, Vec<(i16, i16)>> = BTreeMap::new();
    for exception in from_json::<Vec<ExceptionRow>>(row.exceptions)? {
        let ranges = by_date.entry(exception.date).or_default();
        ranges.extend(exception.from.zip(exception.until));
    }
    let time_off = from_json::<Vec<TimeOffRow>>(row.time_off)?;
    let travel = from_json::<Vec<TravelRow>>(row.travel)?
        .into_iter()
        .map(|row| Travel::of(TravelZoneId(row.id), row.from, row.until, row.zone))
        .collect::<Result<_, _>>()?;
    Ok(Availability {
        counselor_id,
        zone: row.zone.unwrap_or(row.counselor_zone),
        weekly,
        exceptions: by_date.into_iter().map(|(date, ranges)| HoursException { date, ranges }).collect(),
        time_off: time_off
            .into_iter()
            .map(|off| TimeOff {
                id: TimeOffId(off.id),
                local_start: off.local_start,
                local_end: off.local_end,
                starts_at: off.starts_at,
                ends_at: off.ends_at,
            })
            .collect(),
        travel,
        buffer_before: row.buffer_before.unwrap_or(0),
        buffer_after: row.buffer_after.unwrap_or(0),
        minimum_notice: row.minimum_notice.unwrap_or(120),
        horizon_days: row.horizon_days.unwrap_or(60),
        slot_step: row.slot_step.unwrap_or(30),
        daily_limit: row.daily_limit,
        weekly_limit: row.weekly_limit,
        location: open(LOCATION, row.location)?,
        online_link: open(ONLINE_LINK, row.online_link)?,
        version: row.version.unwrap_or(0),
    })
}

impl Desk {
    /// Hours and sessions that somebody has to look after, be it in their place.
    pub(crate) fn keeps_a_calendar(&self) -> bool {
        self.counselor_is_active || self.counselor_is_paused
    }

    pub(crate) fn rules(&self, now: Timestamp, booker: Booker) -> Result<Rules<'_>, Surprise> {
        let facts = Facts {
            availability: &self.availability,
            zone: &self.zone,
            busy: &self.busy,
            starts: &self.starts,
            elsewhere: &self.elsewhere,
            buffers: self.buffers(),
            barred: self.barred,
        };
        Rules::new(&facts, now, booker)
    }

    /// Minutes kept free before and after: as the kind of session says, or else the counselor.
    pub(crate) fn buffers(&self) -> (i32, i32) {
        let kind = self.kind.as_ref();
        (
            kind.and_then(|kind| kind.buffer_before).unwrap_or(self.availability.buffer_before),
            kind.and_then(|kind| kind.buffer_after).unwrap_or(self.availability.buffer_after),
        )
    }

    /// The wall clock that shows where the counselor is then, and its zone.
    pub(crate) fn planned(&self, at: Timestamp) -> (DateTime, String) {
        let (clock, zone) = self.availability.clock_at(&self.zone, at);
        (zones::wall(at, clock), zone.to_owned())
    }
}

/// A counselor's hours as they are kept, from today on; for the counselor, admins and supervisors.
pub async fn view(tx: &CenterTx, counselor_id: MemberId) -> Outcome<Availability> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let target = Target {
        own: membership.member_id == counselor_id,
        // Clients choose from slots; the hours themselves hold links and places.
        ..Target::NONE
    };
    if !policy::allows(&membership.roles, Action::ViewHours, target) {
        return Err(Problem::not_found("counselorId").into());
    }
    let desk = desk(tx, &DeskQuery::of(tx, counselor_id)).await?.filter(Desk::keeps_a_calendar);
    Ok(desk.ok_or_else(|| Problem::not_found("counselorId"))?.availability)
}

/// Whether the viewer may choose from the counselor's free times.
pub(crate) async fn may_choose(tx: &CenterTx, counselor_id: MemberId) -> Outcome<()> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let own = membership.member_id == counselor_id;
    let mut target = Target::own_if(own);
    if !policy::allows(&membership.roles, Action::ViewHours, target) {
        let ties = care::ties(tx, counselor_id, membership.member_id).await?;
        (target.assigned, target.mentors) = (ties.assigned, ties.mentors);
        // Whoever keeps contact while one waits can be asked for a time, too.
        target.mentors = target.mentors || care::bridges(tx, counselor_id, membership.member_id).await?;
        if !policy::allows(&membership.roles, Action::ViewHours, target) {
            return Err(Problem::not_found("counselorId").into());
        }
    }
    Ok(())
}
