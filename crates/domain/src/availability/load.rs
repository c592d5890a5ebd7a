use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use sea_orm::FromQueryResult;
use serde::Deserialize;
use uuid::Uuid;

use super::windows::{Booker, Rules};
use super::{Availability, HoursException, TimeOff, WeeklyRange, Window};
use crate::actor::{Role, parse_roles};
use crate::care;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, TimeOffId};
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
    /// An active member who holds sessions.
    pub counselor_is_active: bool,
    /// An active client, cared for by this counselor; false without a client.
    pub assigned: bool,
}

#[derive(FromQueryResult)]
struct Row {
    counselor_state: String,
    counselor_roles: Vec<String>,
    counselor_zone: String,
    assigned: bool,
    version: Option<i32>,
    zone: Option<String>,
    buffer_before: Option<i32>,
    buffer_after: Option<i32>,
    minimum_notice: Option<i32>,
    horizon_days: Option<i32>,
    slot_step: Option<i32>,
    location: Option<Sealed>,
    online_link: Option<Sealed>,
    weekly: serde_json::Value,
    exceptions: serde_json::Value,
    time_off: serde_json::Value,
    busy: serde_json::Value,
}

// Times cross as JSON in UTC, so that one statement answers all of it.
const DESK: &str = "
select m.state as counselor_state, m.roles as counselor_roles, m.zone as counselor_zone,
  exists (select from cairn.care_assignments ca join cairn.members cm on cm.center_id = ca.center_id and cm.id = ca.client_id
          where ca.center_id = $1 and ca.counselor_id = $2 and ca.client_id = $3 and ca.ended_at is null
            and cm.state in ('active', 'invited')) as assigned,
  a.version, a.zone, a.buffer_before, a.buffer_after, a.minimum_notice, a.horizon_days, a.slot_step, a.location, a.online_link,
  coalesce((select jsonb_agg(jsonb_build_object('weekday', w.weekday, 'from', w.from_minute, 'until', w.until_minute)
                             order by w.weekday, w.from_minute)
            from cairn.weekly_hours w where w.center_id = $1 and w.counselor_id = $2), '[]') as weekly,
  coalesce((select jsonb_agg(jsonb_build_object('date', e.date, 'from', e.from_minute, 'until', e.until_minute)
                             order by e.date, e.from_minute)
            from cairn.hours_exceptions e where e.center_id = $1 and e.counselor_id = $2
              and e.date >= ($4::timestamptz at time zone 'UTC')::date - 1), '[]') as exceptions,
  coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'local_start', t.local_start, 'local_end', t.local_end,
                                                'starts_at', t.starts_at, 'ends_at', t.ends_at) order by t.starts_at)
            from cairn.time_off t where t.center_id = $1 and t.counselor_id = $2 and t.ends_at > $4), '[]') as time_off,
  coalesce((select jsonb_agg(jsonb_build_array(s.busy_from, s.busy_until) order by s.busy_from)
            from cairn.sessions s where s.center_id = $1 and s.counselor_id = $2 and s.state = 'booked'
              and s.busy && tstzrange($4, $5) and s.id is distinct from $6), '[]') as busy
from cairn.members m
left join cairn.availability a on a.center_id = m.center_id and a.counselor_id = m.id
where m.center_id = $1 and m.id = $2";

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

/// What [`desk`] is asked for.
pub(crate) struct DeskQuery {
    pub counselor_id: MemberId,
    pub client_id: Option<MemberId>,
    /// Busy stretches between these instants.
    pub from: Timestamp,
    pub until: Timestamp,
    /// A session on the move does not stand in its own way.
    pub except: Option<Uuid>,
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
                query.except.into(),
            ],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let busy: Vec<(Timestamp, Timestamp)> = from_json(row.busy.clone())?;
    let busy = busy.into_iter().map(|(starts_at, ends_at)| Window { starts_at, ends_at }).collect();
    let roles = parse_roles(&row.counselor_roles);
    let counselor_is_active = row.counselor_state == "active" && roles.iter().any(|role| holds_sessions(*role));
    let assigned = row.assigned;
    let availability = availability(tx, query.counselor_id, row).await?;
    let zone = zones::stored(&availability.zone)?;
    Ok(Some(Desk { availability, zone, busy, counselor_is_active, assigned }))
}

pub(crate) fn holds_sessions(role: Role) -> bool {
    matches!(role, Role::Counselor | Role::PeerMentor)
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
        buffer_before: row.buffer_before.unwrap_or(0),
        buffer_after: row.buffer_after.unwrap_or(0),
        minimum_notice: row.minimum_notice.unwrap_or(120),
        horizon_days: row.horizon_days.unwrap_or(60),
        slot_step: row.slot_step.unwrap_or(30),
        location: open(LOCATION, row.location)?,
        online_link: open(ONLINE_LINK, row.online_link)?,
        version: row.version.unwrap_or(0),
    })
}

impl Desk {
    pub(crate) fn rules(&self, now: Timestamp, booker: Booker) -> Rules<'_> {
        Rules { availability: &self.availability, zone: &self.zone, busy: &self.busy, now, booker }
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
    let query = DeskQuery { counselor_id, client_id: None, from: tx.now(), until: tx.now(), except: None };
    let desk = desk(tx, &query).await?.filter(|desk| desk.counselor_is_active);
    Ok(desk.ok_or_else(|| Problem::not_found("counselorId"))?.availability)
}

/// Whether the viewer may choose from the counselor's free times.
pub(crate) async fn may_choose(tx: &CenterTx, counselor_id: MemberId) -> Outcome<()> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let own = membership.member_id == counselor_id;
    let mut target = Target::own_if(own);
    if !policy::allows(&membership.roles, Action::ViewHours, target) {
        target.assigned = care::assigned(tx, counselor_id, membership.member_id).await?;
        if !policy::allows(&membership.roles, Action::ViewHours, target) {
            return Err(Problem::not_found("counselorId").into());
        }
    }
    Ok(())
}
