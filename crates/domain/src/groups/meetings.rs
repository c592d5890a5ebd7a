//! One meeting as somebody sees it, and lists of them.

use std::collections::HashMap;

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::group::{JOIN_URL as GROUP_URL, LOCATION as GROUP_LOCATION};
use super::people::{FACILITATOR_ALIAS, Person, PersonId};
use super::standing::{OwnPlace, Standing, account, me};
use super::{DutyState, FacilitatorPart, GroupState, MeetingMode, MeetingState, MembershipState};
use crate::db::{At, CenterTx, Wall};
use crate::ids::{FacilitatorId, GroupId, MeetingId, MembershipId, SeriesId};
use crate::paging::{Page, PageRequest};
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

pub(super) const LOCATION: Place = Place::clinical("meetings", "location");
pub(super) const JOIN_URL: Place = Place::clinical("meetings", "join_url");
pub(super) const CANCEL_REASON: Place = Place::clinical("meetings", "cancel_reason");

/// How long before the start people may come in.
pub const DOORS: SignedDuration = SignedDuration::from_mins(15);

/// A meeting with its sealed parts opened, as the transaction's member sees it.
#[derive(Debug, Clone)]
pub struct MeetingView {
    pub id: MeetingId,
    pub group_id: GroupId,
    pub series_id: SeriesId,
    /// As the rule planned it.
    pub occurrence: DateTime,
    pub local_start: DateTime,
    /// IANA id.
    pub zone: String,
    pub minutes: i32,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub state: MeetingState,
    pub mode: MeetingMode,
    pub topic: Option<String>,
    pub version: i32,
    pub cancel_reason: Option<String>,
    /// For those who take part.
    pub location: Option<String>,
    /// Never shown as a field: handed out by joining, in its time.
    pub(super) join_url: Option<String>,
    /// The group itself can be reached from afar.
    pub(super) group_online: bool,
    /// Who holds the room; `None`: nobody yet.
    pub holder: Option<Person>,
    pub my_duty: Option<(FacilitatorPart, DutyState)>,
    pub standing: Standing,
    pub can_run: bool,
    /// The group's own state: a paused group holds no meetings.
    pub group_state: GroupState,
    /// It would have been while the group rests.
    pub rests: bool,
}

impl MeetingView {
    pub fn joins_from(&self) -> Timestamp {
        self.starts_at - DOORS
    }

    /// Whether people may come in now.
    pub fn doors_are_open(&self, now: Timestamp) -> bool {
        let running = matches!(self.state, MeetingState::Scheduled | MeetingState::Open | MeetingState::Live);
        running && self.group_state == GroupState::Active && self.joins_from() <= now && now < self.ends_at
    }

    pub fn moved(&self) -> bool {
        self.local_start != self.occurrence
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    group_id: Uuid,
    series_id: Uuid,
    occurrence: Wall,
    local_start: Wall,
    zone: String,
    minutes: i32,
    starts_at: At,
    ends_at: At,
    state: String,
    mode: Option<String>,
    location: Option<Sealed>,
    join_url: Option<Sealed>,
    topic: Option<String>,
    cancel_reason: Option<Sealed>,
    version: i32,
    group_mode: String,
    group_location: Option<Sealed>,
    group_url: Option<Sealed>,
    group_phone: bool,
    group_state: String,
    rests: bool,
    place_id: Option<Uuid>,
    place_state: Option<String>,
    place_agreement: Option<i32>,
    my_part: Option<String>,
    my_facilitator: Option<Uuid>,
    holder_id: Option<Uuid>,
    holder_alias: Option<Sealed>,
    duty_part: Option<String>,
    duty_state: Option<String>,
}

/// `$2` is the viewer.
macro_rules! meeting_sql {
    ($($rest:literal),+) => {
        concat!(
            "select m.id, m.group_id, m.series_id, m.occurrence, m.local_start, m.zone, m.minutes, m.starts_at, m.ends_at,
               m.state, m.mode, m.location, m.join_url, m.topic, m.cancel_reason, m.version,
               g.mode as group_mode, g.location as group_location, g.join_url as group_url, g.join_phone is not null as group_phone, g.state as group_state,
               g.state = 'paused' and m.state = 'scheduled' and m.starts_at >= coalesce(g.paused_at, g.updated_at) as rests,
               p.id as place_id, p.state as place_state, p.agreement_version as place_agreement, f.part as my_part,
               f.id as my_facilitator, hf.id as holder_id, hf.alias as holder_alias, d.part as duty_part, d.state as duty_state
             from cairn.meetings m
             join cairn.groups g on g.center_id = $1 and g.id = m.group_id
             left join cairn.memberships p on p.center_id = $1 and p.group_id = m.group_id and p.member_id = $2
             left join cairn.group_facilitators f
               on f.center_id = $1 and f.group_id = m.group_id and f.member_id = $2 and f.until is null
             left join cairn.meeting_duties h
               on h.center_id = $1 and h.meeting_id = m.id and h.part = 'facilitator' and h.state in ('planned', 'accepted', 'held')
             left join cairn.group_facilitators hf
               on hf.center_id = $1 and hf.id = h.facilitator_id
             left join cairn.meeting_duties d on d.center_id = $1 and d.meeting_id = m.id and d.facilitator_id = f.id
             where m.center_id = $1 ",
            $($rest),+
        )
    };
}

impl Row {
    fn standing(&self) -> Result<Standing, Surprise> {
        let state = self.place_state.as_deref().map(MembershipState::stored).transpose()?;
        let place = self.place_id.zip(state).map(|(id, state)| OwnPlace {
            id: MembershipId(id),
            state,
            agreement_version: self.place_agreement,
        });
        Ok(Standing { place, part: self.my_part.as_deref().map(FacilitatorPart::stored).transpose()? })
    }

    /// `None`: not for this viewer.
    fn seen(self, tx: &CenterTx, keys: &CenterKeys) -> Outcome<Option<MeetingView>> {
        let account = account(tx)?;
        let standing = self.standing()?;
        let group_state = GroupState::stored(&self.group_state)?;
        if !standing.sees(account, group_state) {
            return Ok(None);
        }
        let can_run = standing.may(account, Action::RunGroup);
        let inside = standing.takes_part() || can_run;
        let open = |place, row: Uuid, sealed: &Option<Sealed>| {
            sealed.as_ref().filter(|_| inside).map(|sealed| keys.open(place, row, sealed)).transpose()
        };
        let location = open(LOCATION, self.id, &self.location)?;
        let location = location.map_or_else(|| open(GROUP_LOCATION, self.group_id, &self.group_location), |own| Ok(Some(own)))?;
        let join_url = open(JOIN_URL, self.id, &self.join_url)?;
        let join_url = join_url.map_or_else(|| open(GROUP_URL, self.group_id, &self.group_url), |own| Ok(Some(own)))?;
        let holder = match (self.holder_id, &self.holder_alias) {
            (Some(id), Some(alias)) => Some(Person {
                id: PersonId::Facilitator(FacilitatorId(id)),
                alias: keys.open(FACILITATOR_ALIAS, id, alias)?,
                pronouns: None,
                me: self.my_facilitator == Some(id),
            }),
            _ => None,
        };
        let duty = self.duty_part.as_deref().zip(self.duty_state.as_deref());
        let my_duty = duty
            .map(|(part, state)| Ok::<_, Surprise>((FacilitatorPart::stored(part)?, DutyState::stored(state)?)))
            .transpose()?;
        Ok(Some(MeetingView {
            id: MeetingId(self.id),
            group_id: GroupId(self.group_id),
            series_id: SeriesId(self.series_id),
            occurrence: self.occurrence.0,
            local_start: self.local_start.0,
            zone: self.zone,
            minutes: self.minutes,
            starts_at: self.starts_at.0,
            ends_at: self.ends_at.0,
            state: MeetingState::stored(&self.state)?,
            mode: MeetingMode::stored(self.mode.as_deref().unwrap_or(&self.group_mode))?,
            topic: self.topic,
            version: self.version,
            cancel_reason: open(CANCEL_REASON, self.id, &self.cancel_reason)?,
            location,
            join_url,
            group_online: self.group_url.is_some() || self.group_phone,
            holder,
            my_duty,
            standing,
            can_run,
            group_state,
            rests: self.rests,
        }))
    }
}

const BY_ID: &str = meeting_sql!("and m.id = $3");
const BY_IDS: &str = meeting_sql!("and m.id = any($3)");

pub async fn find(tx: &CenterTx, id: MeetingId) -> Outcome<MeetingView> {
    found(tx, id, "id").await
}

/// As [`find`], and nobody else changes the meeting until this transaction ends.
pub(super) async fn locked(tx: &CenterTx, id: MeetingId) -> Outcome<MeetingView> {
    tx.run("select from cairn.meetings where center_id = $1 and id = $2 for update", [id.0.into()]).await?;
    found(tx, id, "meetingId").await
}

/// As [`locked`], and nobody else changes who holds what in its group: what is concluded from all of its rooms holds. The group
/// first, as everybody locks.
pub(super) async fn locked_in_group(tx: &CenterTx, id: MeetingId) -> Outcome<MeetingView> {
    tx.run(
        "select from cairn.groups g where g.center_id = $1
           and g.id = (select m.group_id from cairn.meetings m where m.center_id = $1 and m.id = $2) for update of g",
        [id.0.into()],
    )
    .await?;
    locked(tx, id).await
}

async fn found(tx: &CenterTx, id: MeetingId, field: &str) -> Outcome<MeetingView> {
    let row = tx.row::<Row>(BY_ID, [me(tx).into(), id.0.into()]).await?.ok_or_else(|| Problem::not_found(field))?;
    row.seen(tx, &*tx.keys().await?)?.ok_or_else(|| Problem::not_found(field).into())
}

/// Those of `ids` that the viewer may see, in one statement.
pub async fn find_many(tx: &CenterTx, ids: &[MeetingId]) -> Outcome<HashMap<MeetingId, MeetingView>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx.rows::<Row>(BY_IDS, [me(tx).into(), ids.into()]).await?;
    Ok(seen(tx, rows).await?.into_iter().map(|view| (view.id, view)).collect())
}

async fn seen(tx: &CenterTx, rows: Vec<Row>) -> Outcome<Vec<MeetingView>> {
    let keys = tx.keys().await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        views.extend(row.seen(tx, &keys)?);
    }
    Ok(views)
}

/// Which meetings are wanted.
#[derive(Debug, Clone, Default)]
pub struct MeetingFilter {
    pub group_id: Option<GroupId>,
    /// Ending after this.
    pub from: Option<Timestamp>,
    /// Starting before this.
    pub until: Option<Timestamp>,
    /// Only of groups in which the viewer takes part or which they hold.
    pub mine: bool,
    /// Backwards in time, for what is over.
    pub latest_first: bool,
}

// The longest meeting is eight hours: its start bounds its end, and the start is in the index.
macro_rules! of_group_sql {
    ($rest:literal) => {
        meeting_sql!(
            "and m.group_id = $3 and m.ends_at > $4 and m.starts_at > $4 - interval '8 hours' and m.starts_at < $5 ",
            $rest
        )
    };
}
macro_rules! of_center_sql {
    ($rest:literal) => {
        meeting_sql!(
            "and ($3::uuid is null or m.group_id = $3) and m.ends_at > $4 and m.starts_at > $4 - interval '8 hours'
             and m.starts_at < $5 and ($9 or g.state in ('active', 'paused') or f.part is not null)
             and (not $10 or f.part is not null or p.state = 'active') ",
            $rest
        )
    };
}
const OF_GROUP: &str = of_group_sql!("and (m.starts_at, m.id) > ($6, $7) order by m.starts_at, m.id limit $8");
const OF_GROUP_BACKWARDS: &str =
    of_group_sql!("and (m.starts_at, m.id) < ($6, $7) order by m.starts_at desc, m.id desc limit $8");
const OF_CENTER: &str = of_center_sql!("and (m.starts_at, m.id) > ($6, $7) order by m.starts_at, m.id limit $8");
const OF_CENTER_BACKWARDS: &str =
    of_center_sql!("and (m.starts_at, m.id) < ($6, $7) order by m.starts_at desc, m.id desc limit $8");

/// Meetings by start, the earliest or the latest first.
pub async fn list(tx: &CenterTx, filter: &MeetingFilter, page: PageRequest) -> Outcome<Page<MeetingView>> {
    let account = account(tx)?;
    let nobody = Standing::default();
    if !nobody.may(account, Action::ViewGroup) {
        return Err(Problem::NotAllowed.into());
    }
    let far = tx.now() + super::schedule::HORIZON + super::schedule::HORIZON;
    let until = filter.until.unwrap_or(far);
    let edge = if filter.latest_first { (until, Uuid::max()) } else { (Timestamp::UNIX_EPOCH, Uuid::nil()) };
    let (after, after_id) = page.after.map_or(edge, |cursor| (cursor.at, cursor.id));
    let mut values: Vec<sea_orm::Value> = vec![
        me(tx).into(),
        filter.group_id.map(|id| id.0).into(),
        At(filter.from.unwrap_or(Timestamp::UNIX_EPOCH).max(Timestamp::UNIX_EPOCH)).into(),
        At(until).into(),
        At(after).into(),
        after_id.into(),
        page.limit().into(),
    ];
    let of_group = filter.group_id.is_some() && !filter.mine;
    if !of_group {
        values.extend([nobody.may(account, Action::RunGroup).into(), filter.mine.into()]);
    }
    let sql = match (of_group, filter.latest_first) {
        (true, false) => OF_GROUP,
        (true, true) => OF_GROUP_BACKWARDS,
        (false, false) => OF_CENTER,
        (false, true) => OF_CENTER_BACKWARDS,
    };
    let rows = tx.rows::<Row>(sql, values).await?;
    Ok(Page::cut(seen(tx, rows).await?, &page))
}

/// The next meetings of several groups, at most `each` of each: one statement for a list of groups.
pub async fn next_of(tx: &CenterTx, groups: &[GroupId], each: i32) -> Outcome<HashMap<GroupId, Vec<MeetingView>>> {
    let ids: Vec<Uuid> = groups.iter().map(|id| id.0).collect();
    let rows = tx.rows::<Row>(NEXT_OF, [me(tx).into(), ids.into(), tx.at().into(), i64::from(each.clamp(1, 20)).into()]).await?;
    let mut of: HashMap<GroupId, Vec<MeetingView>> = HashMap::new();
    for view in seen(tx, rows).await? {
        of.entry(view.group_id).or_default().push(view);
    }
    Ok(of)
}

const NEXT_OF: &str = meeting_sql!(
    "and m.id in (
       select n.id from unnest($3::uuid[]) as wanted (group_id) cross join lateral (
         select x.id from cairn.meetings x where x.center_id = $1 and x.group_id = wanted.group_id and x.ends_at > $4
           and x.starts_at > $4 - interval '8 hours' order by x.starts_at, x.id limit $5) as n)
     order by m.starts_at, m.id"
);
