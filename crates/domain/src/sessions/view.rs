//! Reading sessions: one query a screen, names by join, exactly the columns shown.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Session, SessionPlace, SessionState};
use crate::actor::{Role, parse_roles};
use crate::db::{At, CenterTx, Wall};
use crate::ids::{MemberId, SessionId, SessionSeriesId, SessionTypeId};
use crate::members::MemberCard;
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

pub(super) const LOCATION: Place = Place::clinical("sessions", "location");
pub(super) const JOIN_URL: Place = Place::clinical("sessions", "join_url");
pub(super) const REASON: Place = Place::clinical("sessions", "cancel_reason");
const NAME: Place = Place::identity("members", "name");
const PRONOUNS: Place = Place::identity("members", "pronouns");

/// Before and after everything that is booked; PostgreSQL's calendar is shorter than jiff's at its beginning.
const FIRST: Timestamp = Timestamp::UNIX_EPOCH;
const LAST: Timestamp = Timestamp::MAX;

/// How long before the start the link opens.
pub const JOIN_OPENS: SignedDuration = SignedDuration::from_mins(15);

/// A session as one viewer may see it.
#[derive(Debug, Clone)]
pub struct SessionView {
    pub session: Session,
    pub counselor: MemberCard,
    pub client: MemberCard,
    /// Whether this viewer may move it now.
    pub can_change: bool,
    /// Whether they may call it off now; after the cutoff too.
    pub can_cancel: bool,
    /// Calling it off now comes after the center's cutoff, whoever does it.
    pub is_late: bool,
    /// Until when they may move it, if it is theirs to change.
    pub changeable_until: Option<Timestamp>,
    /// The link opens then, for participants.
    pub join_opens_at: Option<Timestamp>,
    /// Online, for participants, while people are expected: the link is shown, and a number for when it does not work.
    pub is_open: bool,
    pub fallback_phone: Option<String>,
}

/// Which sessions.
#[derive(Debug, Clone, Default)]
pub struct SessionFilter {
    /// Ending after this.
    pub from: Option<Timestamp>,
    /// Starting before this.
    pub until: Option<Timestamp>,
    pub counselor_id: Option<MemberId>,
    pub client_id: Option<MemberId>,
    /// `Booked`: whatever was not called off, also what took place; `Cancelled`: late ones too. Any other: exactly it.
    pub state: Option<SessionState>,
    pub newest_first: bool,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    id: Uuid,
    counselor_id: Uuid,
    client_id: Uuid,
    starts_at: At,
    ends_at: At,
    local_start: Wall,
    zone: String,
    minutes: i32,
    place: String,
    location: Option<Sealed>,
    join_url: Option<Sealed>,
    state: String,
    version: i32,
    booked_by: Uuid,
    cancelled_by: Option<Uuid>,
    cancel_reason: Option<Sealed>,
    undo_until: Option<At>,
    type_id: Option<Uuid>,
    series_id: Option<Uuid>,
    occurrence: Option<Wall>,
    arrived_at: Option<At>,
    started_at: Option<At>,
    ended_at: Option<At>,
}

#[derive(FromQueryResult)]
pub(super) struct ViewRow {
    #[sea_orm(nested)]
    session: Row,
    counselor_name: Sealed,
    counselor_pronouns: Option<Sealed>,
    counselor_roles: Vec<String>,
    client_name: Sealed,
    client_pronouns: Option<Sealed>,
    client_roles: Vec<String>,
    cutoff: i32,
    center_phone: Option<String>,
}

/// Shared by every query below; `$2` is the viewer, or null for those who may see all sessions of the center.
macro_rules! view_sql {
    ($rest:literal) => {
        concat!(
            "select s.id, s.counselor_id, s.client_id, s.starts_at, s.ends_at, s.local_start, s.zone, s.minutes, s.place,
               s.location, s.join_url, coalesce(s.course, s.state) as state, s.version, s.booked_by, s.cancelled_by, s.cancel_reason,
               s.undo_until, s.type_id, s.series_id, s.occurrence, s.arrived_at, s.started_at, s.ended_at,
               co.name as counselor_name, co.pronouns as counselor_pronouns, co.roles as counselor_roles,
               cl.name as client_name, cl.pronouns as client_pronouns, cl.roles as client_roles,
               (select change_cutoff_minutes from cairn.center_settings where center_id = $1) as cutoff,
               (select phone from cairn.center_settings where center_id = $1) as center_phone
             from cairn.sessions s
             join cairn.members co on co.center_id = $1 and co.id = s.counselor_id
             join cairn.members cl on cl.center_id = $1 and cl.id = s.client_id
             where s.center_id = $1 ",
            $rest
        )
    };
}

pub(super) use view_sql;

impl Row {
    pub(super) fn open(self, keys: &CenterKeys) -> Result<Session, Surprise> {
        let open = |place, sealed: Option<Sealed>| sealed.map(|sealed| keys.open(place, self.id, &sealed)).transpose();
        Ok(Session {
            id: SessionId(self.id),
            counselor_id: MemberId(self.counselor_id),
            client_id: MemberId(self.client_id),
            starts_at: self.starts_at.0,
            ends_at: self.ends_at.0,
            local_start: self.local_start.0,
            zone: self.zone,
            minutes: self.minutes,
            place: SessionPlace::parse(&self.place).ok_or(Surprise::Inconsistent("session place"))?,
            location: open(LOCATION, self.location)?,
            join_url: open(JOIN_URL, self.join_url)?,
            state: SessionState::stored(&self.state)?,
            version: self.version,
            booked_by: MemberId(self.booked_by),
            cancelled_by: self.cancelled_by.map(MemberId),
            cancel_reason: open(REASON, self.cancel_reason)?,
            undo_until: self.undo_until.map(|at| at.0),
            type_id: self.type_id.map(SessionTypeId),
            series_id: self.series_id.map(SessionSeriesId),
            occurrence: self.occurrence.map(|wall| wall.0),
            arrived_at: self.arrived_at.map(|at| at.0),
            started_at: self.started_at.map(|at| at.0),
            ended_at: self.ended_at.map(|at| at.0),
        })
    }
}

impl ViewRow {
    pub(super) fn open(self, tx: &CenterTx, keys: &CenterKeys) -> Result<SessionView, Surprise> {
        let card = |id: Uuid, name: &Sealed, pronouns: Option<&Sealed>, roles: &[String]| {
            Ok::<_, Surprise>(MemberCard {
                id: MemberId(id),
                name: keys.open(NAME, id, name)?,
                pronouns: pronouns.map(|pronouns| keys.open(PRONOUNS, id, pronouns)).transpose()?,
                roles: parse_roles(roles),
            })
        };
        let counselor =
            card(self.session.counselor_id, &self.counselor_name, self.counselor_pronouns.as_ref(), &self.counselor_roles)?;
        let client = card(self.session.client_id, &self.client_name, self.client_pronouns.as_ref(), &self.client_roles)?;
        let cutoff = SignedDuration::from_mins(i64::from(self.cutoff));
        let mut view = seen_by(tx, self.session.open(keys)?, counselor, client, cutoff);
        view.fallback_phone = self.center_phone.filter(|_| view.is_open);
        Ok(view)
    }
}

/// What the transaction's member sees of a session they may see.
fn seen_by(
    tx: &CenterTx,
    mut session: Session,
    counselor: MemberCard,
    client: MemberCard,
    cutoff: SignedDuration,
) -> SessionView {
    let viewer = tx.actor().member_id();
    let participant = viewer == Some(session.counselor_id) || viewer == Some(session.client_id);
    let changeable_until = changeable_until(tx, &session, cutoff);
    let can_change = session.state == SessionState::Booked && changeable_until.is_some_and(|until| tx.now() < until);
    let ahead = session.state == SessionState::Booked && tx.now() < session.starts_at;
    let can_cancel = ahead && changeable_until.is_some();
    let is_late = can_cancel && tx.now() >= session.starts_at - cutoff;
    let online = session.place == SessionPlace::Online;
    let join_opens_at = (online && participant).then(|| session.starts_at - JOIN_OPENS);
    // Who talks past the planned end is not cut off.
    let going_on = tx.now() < session.ends_at || session.state == SessionState::InSession;
    let is_open = session.state.is_live() && join_opens_at.is_some_and(|opens| opens <= tx.now()) && going_on;
    if !is_open {
        session.join_url = None;
    }
    SessionView {
        session,
        counselor,
        client,
        can_change,
        can_cancel,
        is_late,
        changeable_until,
        join_opens_at,
        is_open,
        fallback_phone: None,
    }
}

/// Until when this actor may move the session; `None`: not theirs to change.
pub(super) fn changeable_until(tx: &CenterTx, session: &Session, cutoff: SignedDuration) -> Option<Timestamp> {
    let membership = tx.actor().membership()?;
    let target = Target {
        participant: membership.member_id == session.counselor_id || membership.member_id == session.client_id,
        ..Target::NONE
    };
    if !policy::allows(&membership.roles, Action::ChangeSession, target) {
        return None;
    }
    // The cutoff binds clients who move their own sessions: after it they ask, or call off.
    let as_client = membership.member_id == session.client_id && !membership.roles.contains(&Role::Admin);
    Some(if as_client { session.starts_at - cutoff } else { session.starts_at })
}

/// `None`: sees every session of the center; otherwise only those of this member.
pub(super) fn sight(tx: &CenterTx) -> Outcome<Option<Uuid>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let all = policy::allows(&membership.roles, Action::ViewSession, Target::NONE);
    Ok((!all).then_some(membership.member_id.0))
}

const BY_ID: &str = view_sql!("and ($2::uuid is null or s.counselor_id = $2 or s.client_id = $2) and s.id = $3");

/// One session, if the viewer may see it.
pub async fn find(tx: &CenterTx, id: SessionId) -> Outcome<SessionView> {
    let row = tx.row::<ViewRow>(BY_ID, [sight(tx)?.into(), id.0.into()]).await?;
    let row = row.ok_or_else(|| Problem::not_found("id"))?;
    Ok(row.open(tx, &*tx.keys().await?)?)
}

const BY_IDS: &str = view_sql!("and ($2::uuid is null or s.counselor_id = $2 or s.client_id = $2) and s.id = any($3)");

/// Those of `ids` that the viewer may see: one statement for all.
pub async fn find_many(tx: &CenterTx, ids: &[SessionId]) -> Outcome<HashMap<SessionId, SessionView>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx.rows::<ViewRow>(BY_IDS, [sight(tx)?.into(), ids.into()]).await?;
    let keys = tx.keys().await?;
    rows.into_iter().map(|row| row.open(tx, &keys).map(|view| (view.session.id, view)).map_err(Into::into)).collect()
}

// Written per direction and owner, so that each finds its index; a generic "or" would not. A session lasts three
// hours at most: its start bounds its end, and the start is in the index.
const OF_COUNSELOR: &str = view_sql!(
    "and s.counselor_id = $2 and s.ends_at > $3 and s.starts_at > $3 - interval '3 hours' and s.starts_at < $4 and ($5::uuid is null or s.client_id = $5)
     and ($6::text is null or s.state = $6 or s.course = $6) and (s.starts_at, s.id) > ($7, $8) order by s.starts_at, s.id limit $9"
);
const OF_COUNSELOR_NEWEST: &str = view_sql!(
    "and s.counselor_id = $2 and s.ends_at > $3 and s.starts_at > $3 - interval '3 hours' and s.starts_at < $4 and ($5::uuid is null or s.client_id = $5)
     and ($6::text is null or s.state = $6 or s.course = $6) and (s.starts_at, s.id) < ($7, $8) order by s.starts_at desc, s.id desc limit $9"
);
const OF_CLIENT: &str = view_sql!(
    "and s.client_id = $2 and s.ends_at > $3 and s.starts_at > $3 - interval '3 hours' and s.starts_at < $4 and ($5::uuid is null or s.counselor_id = $5)
     and ($6::text is null or s.state = $6 or s.course = $6) and (s.starts_at, s.id) > ($7, $8) order by s.starts_at, s.id limit $9"
);
const OF_CLIENT_NEWEST: &str = view_sql!(
    "and s.client_id = $2 and s.ends_at > $3 and s.starts_at > $3 - interval '3 hours' and s.starts_at < $4 and ($5::uuid is null or s.counselor_id = $5)
     and ($6::text is null or s.state = $6 or s.course = $6) and (s.starts_at, s.id) < ($7, $8) order by s.starts_at desc, s.id desc limit $9"
);
const OF_ANYBODY: &str = view_sql!(
    "and ($2::uuid is null or s.counselor_id = $2 or s.client_id = $2) and s.ends_at > $3 and s.starts_at > $3 - interval '3 hours' and s.starts_at < $4
     and ($5::uuid is null or s.client_id = $5)
     and ($6::text is null or s.state = $6 or s.course = $6) and (s.starts_at, s.id) > ($7, $8) order by s.starts_at, s.id limit $9"
);
const OF_ANYBODY_NEWEST: &str = view_sql!(
    "and ($2::uuid is null or s.counselor_id = $2 or s.client_id = $2) and s.ends_at > $3 and s.starts_at > $3 - interval '3 hours' and s.starts_at < $4
     and ($5::uuid is null or s.client_id = $5)
     and ($6::text is null or s.state = $6 or s.course = $6) and (s.starts_at, s.id) < ($7, $8) order by s.starts_at desc, s.id desc limit $9"
);

enum Side {
    Client,
    Counselor,
}

/// The side this member always sits on; `None`: both.
fn only_side(tx: &CenterTx) -> Option<Side> {
    let sits_down = [Role::Counselor, Role::PeerMentor, Role::Facilitator];
    let (client, holds) = (tx.actor().has(Role::Client), sits_down.into_iter().any(|role| tx.actor().has(role)));
    match (client, holds) {
        (true, false) => Some(Side::Client),
        (false, true) => Some(Side::Counselor),
        _ => None,
    }
}

/// Sessions the viewer may see, by start.
pub async fn list(tx: &CenterTx, filter: &SessionFilter, page: PageRequest) -> Outcome<Page<SessionView>> {
    let sight = sight(tx)?;
    let me = tx.actor().member_id();
    let own = |id: Option<MemberId>| id.is_some() && (sight.is_none() || id == me);
    let newest = filter.newest_first;
    let (sql, whose, other): (_, Option<Uuid>, Option<Uuid>) = if own(filter.counselor_id) {
        let sql = if newest { OF_COUNSELOR_NEWEST } else { OF_COUNSELOR };
        (sql, filter.counselor_id.map(|id| id.0), filter.client_id.map(|id| id.0))
    } else if own(filter.client_id) {
        let sql = if newest { OF_CLIENT_NEWEST } else { OF_CLIENT };
        (sql, filter.client_id.map(|id| id.0), filter.counselor_id.map(|id| id.0))
    } else if filter.counselor_id.is_some() && filter.counselor_id != me {
        // A client asking for one counselor: their own sessions with that person.
        let sql = if newest { OF_CLIENT_NEWEST } else { OF_CLIENT };
        (sql, sight, filter.counselor_id.map(|id| id.0))
    } else if let (Some(me), Some(side)) = (sight, only_side(tx)) {
        // Whoever is always on the same side of a session has an index for it.
        let (sql, other) = match side {
            Side::Client => (if newest { OF_CLIENT_NEWEST } else { OF_CLIENT }, filter.counselor_id),
            Side::Counselor => (if newest { OF_COUNSELOR_NEWEST } else { OF_COUNSELOR }, filter.client_id),
        };
        (sql, Some(me), other.map(|id| id.0))
    } else {
        let sql = if newest { OF_ANYBODY_NEWEST } else { OF_ANYBODY };
        (sql, sight, filter.client_id.map(|id| id.0))
    };
    let (edge, edge_id) = if newest { (LAST, Uuid::max()) } else { (FIRST, Uuid::nil()) };
    let (after, after_id) = page.after.map_or((edge, edge_id), |cursor| (cursor.at, cursor.id));
    let rows = tx
        .rows::<ViewRow>(
            sql,
            [
                whose.into(),
                At(filter.from.unwrap_or(FIRST).max(FIRST)).into(),
                At(filter.until.unwrap_or(LAST).max(FIRST)).into(),
                other.into(),
                filter.state.map(|state| state.name().to_owned()).into(),
                At(after).into(),
                after_id.into(),
                page.limit().into(),
            ],
        )
        .await?;
    let keys = tx.keys().await?;
    let views = rows.into_iter().map(|row| row.open(tx, &keys)).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::cut(views, &page))
}

const BETWEEN: &str = view_sql!(
    "and ($2::uuid is null or s.counselor_id = $2 or s.client_id = $2)
     and s.counselor_id = $3 and s.during && tstzrange($4, $5) and ($6 or s.state = 'booked')
     order by s.starts_at, s.id limit 1000"
);

/// A counselor's sessions that touch a stretch of time, for a calendar; the caller has authorised the calendar.
pub(crate) async fn between(
    tx: &CenterTx,
    counselor: MemberId,
    from: Timestamp,
    until: Timestamp,
    cancelled_too: bool,
) -> Outcome<Vec<SessionView>> {
    let rows = tx
        .rows::<ViewRow>(
            BETWEEN,
            [Option::<Uuid>::None.into(), counselor.0.into(), At(from).into(), At(until).into(), cancelled_too.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    Ok(rows.into_iter().map(|row| row.open(tx, &keys)).collect::<Result<Vec<_>, _>>()?)
}

pub(crate) async fn booked_between(
    tx: &CenterTx,
    counselor: MemberId,
    from: Timestamp,
    until: Timestamp,
) -> Outcome<Vec<SessionView>> {
    between(tx, counselor, from, until, false).await
}
