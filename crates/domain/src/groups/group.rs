//! A group as somebody sees it, and the list of groups.

use std::collections::HashMap;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::standing::{OwnPlace, Standing, account, me};
use super::{
    AccessFact, FacilitatorPart, GroupAccess, GroupAudience, GroupFormat, GroupPathway, GroupState, MeetingMode, MembershipState,
};
use crate::db::{At, CenterTx};
use crate::ids::{GroupId, MembershipId};
use crate::paging::{Page, PageRequest};
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

pub(super) const LOCATION: Place = Place::clinical("groups", "location");
pub(super) const JOIN_URL: Place = Place::clinical("groups", "join_url");
pub(super) const JOIN_PHONE: Place = Place::clinical("groups", "join_phone");

/// A group with its sealed parts opened.
#[derive(Debug, Clone)]
pub struct Group {
    pub id: GroupId,
    pub name: String,
    pub about: String,
    pub access: GroupAccess,
    pub format: GroupFormat,
    pub pathways: Vec<GroupPathway>,
    pub audience: Vec<GroupAudience>,
    /// BCP 47.
    pub languages: Vec<String>,
    pub accessibility: Vec<AccessFact>,
    /// Places; `None`: as many as come.
    pub capacity: Option<i32>,
    pub mode: MeetingMode,
    pub location: Option<String>,
    pub join_url: Option<String>,
    pub join_phone: Option<String>,
    pub chat: bool,
    /// Days a chat message is kept: as long as the group says, and no longer than its center lets it.
    pub chat_days: i32,
    pub listing: Listing,
    pub state: GroupState,
    pub version: i32,
    /// The group's agreement; `None`: it has none yet.
    pub agreement_version: Option<i32>,
    /// Places taken, or kept for somebody who was offered one.
    pub taken: i64,
    /// People in line whom no place is kept for yet.
    pub waiting: i64,
}

impl Group {
    /// Whoever comes now gets in line: no place is free, or somebody is there before them.
    pub fn full(&self) -> bool {
        self.capacity.is_some_and(|capacity| self.taken >= i64::from(capacity) || self.waiting > 0)
    }
}

/// What of a group stands in the center's public feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    pub public: bool,
    pub slug: Option<String>,
    pub address: Option<String>,
    pub url: Option<String>,
    pub notes: Option<String>,
    /// For everybody, unlike the group's own link.
    pub conference_url: Option<String>,
    pub conference_phone: Option<String>,
}

/// As the transaction's member sees it.
#[derive(Debug, Clone)]
pub struct GroupView {
    pub group: Group,
    pub standing: Standing,
    /// Plans its meetings, lets people in.
    pub can_run: bool,
    /// Is one of those who hold the room.
    pub can_hold: bool,
    /// Changes what the group is.
    pub can_manage: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    name: String,
    about: String,
    access: String,
    format: String,
    pathways: Vec<String>,
    audience: Vec<String>,
    languages: Vec<String>,
    accessibility: Vec<String>,
    capacity: Option<i32>,
    mode: String,
    location: Option<Sealed>,
    join_url: Option<Sealed>,
    join_phone: Option<Sealed>,
    chat: bool,
    chat_days: i32,
    public: bool,
    public_slug: Option<String>,
    public_address: Option<String>,
    public_url: Option<String>,
    public_notes: Option<String>,
    public_conference_url: Option<String>,
    public_conference_phone: Option<String>,
    state: String,
    version: i32,
    agreement_version: Option<i32>,
    taken: i64,
    waiting: i64,
    place_id: Option<Uuid>,
    place_state: Option<String>,
    place_agreement: Option<i32>,
    part: Option<String>,
}

/// `$2` is the viewer.
macro_rules! group_sql {
    ($rest:literal) => {
        concat!(
            "select g.id, g.name, g.about, g.access, g.format, g.pathways, g.audience, g.languages, g.accessibility, g.capacity,
               g.mode, g.location, g.join_url, g.join_phone, g.chat, ",
            crate::groups::chat::retention::kept_days!(),
            " as chat_days, g.public, g.public_slug, g.public_address,
               g.public_url, g.public_notes, g.public_conference_url, g.public_conference_phone, g.state, g.version,
               (select max(a.version) from cairn.group_agreements a where a.center_id = $1 and a.group_id = g.id)
                 as agreement_version,
               (select count(*) from cairn.memberships t
                where t.center_id = $1 and t.group_id = g.id
                  and (t.state in ('active', 'paused') or t.offered_until is not null)) as taken,
               (select count(*) from cairn.memberships t
                where t.center_id = $1 and t.group_id = g.id and t.state = 'waitlisted' and t.offered_until is null) as waiting,
               p.id as place_id, p.state as place_state, p.agreement_version as place_agreement, f.part
             from cairn.groups g
             left join cairn.memberships p on p.center_id = $1 and p.group_id = g.id and p.member_id = $2
             left join cairn.group_facilitators f
               on f.center_id = $1 and f.group_id = g.id and f.member_id = $2 and f.until is null
             where g.center_id = $1 ",
            $rest
        )
    };
}

fn all<T>(names: &[String], parse: fn(&str) -> Result<T, Surprise>) -> Result<Vec<T>, Surprise> {
    names.iter().map(|name| parse(name)).collect()
}

impl Row {
    fn standing(&self) -> Result<Standing, Surprise> {
        let state = self.place_state.as_deref().map(MembershipState::stored).transpose()?;
        let place = self.place_id.zip(state).map(|(id, state)| OwnPlace {
            id: MembershipId(id),
            state,
            agreement_version: self.place_agreement,
        });
        Ok(Standing { place, part: self.part.as_deref().map(FacilitatorPart::stored).transpose()? })
    }

    fn open(self, keys: &CenterKeys) -> Result<Group, Surprise> {
        let id = self.id;
        let open = |place, sealed: Option<Sealed>| sealed.map(|sealed| keys.open(place, id, &sealed)).transpose();
        Ok(Group {
            id: GroupId(id),
            access: GroupAccess::stored(&self.access)?,
            format: GroupFormat::stored(&self.format)?,
            pathways: all(&self.pathways, GroupPathway::stored)?,
            audience: all(&self.audience, GroupAudience::stored)?,
            accessibility: all(&self.accessibility, AccessFact::stored)?,
            mode: MeetingMode::stored(&self.mode)?,
            location: open(LOCATION, self.location)?,
            join_url: open(JOIN_URL, self.join_url)?,
            join_phone: open(JOIN_PHONE, self.join_phone)?,
            listing: Listing {
                public: self.public,
                slug: self.public_slug,
                address: self.public_address,
                url: self.public_url,
                notes: self.public_notes,
                conference_url: self.public_conference_url,
                conference_phone: self.public_conference_phone,
            },
            state: GroupState::stored(&self.state)?,
            name: self.name,
            about: self.about,
            languages: self.languages,
            capacity: self.capacity,
            chat: self.chat,
            chat_days: self.chat_days,
            version: self.version,
            agreement_version: self.agreement_version,
            taken: self.taken,
            waiting: self.waiting,
        })
    }

    /// `None`: not for this viewer.
    fn seen(self, tx: &CenterTx, keys: &CenterKeys) -> Outcome<Option<GroupView>> {
        let account = account(tx)?;
        let standing = self.standing()?;
        if !standing.sees(account, GroupState::stored(&self.state)?) {
            return Ok(None);
        }
        let mut group = self.open(keys)?;
        let can_run = standing.may(account, Action::RunGroup);
        let can_hold = standing.may(account, Action::HoldRoom);
        let can_manage = standing.may(account, Action::ManageGroup);
        // Where it is and how to call in is for those who take part, and for those who plan it.
        if !standing.takes_part() && !can_run && !can_manage {
            group.location = None;
            group.join_phone = None;
        }
        // The link itself opens only through `joinMeeting`, in its time; the settings show it to those who plan.
        if !can_manage {
            group.join_url = None;
        }
        Ok(Some(GroupView { group, standing, can_run, can_hold, can_manage }))
    }
}

const BY_ID: &str = group_sql!("and g.id = $3");
const BY_ID_LOCKED: &str = group_sql!("and g.id = $3 for update of g");
const BY_IDS: &str = group_sql!("and g.id = any($3)");

/// One group, if the viewer may see it.
pub async fn find(tx: &CenterTx, id: GroupId) -> Outcome<GroupView> {
    found(tx, BY_ID, id, "id").await
}

/// As [`find`], and nobody else changes the group or takes a place in it until this transaction ends.
pub(super) async fn locked(tx: &CenterTx, id: GroupId, field: &str) -> Outcome<GroupView> {
    // The row first: what is counted afterwards has to be seen as of after the lock.
    tx.run("select from cairn.groups where center_id = $1 and id = $2 for update", [id.0.into()]).await?;
    found(tx, BY_ID_LOCKED, id, field).await
}

async fn found(tx: &CenterTx, sql: &'static str, id: GroupId, field: &str) -> Outcome<GroupView> {
    let row = tx.row::<Row>(sql, [me(tx).into(), id.0.into()]).await?.ok_or_else(|| Problem::not_found(field))?;
    row.seen(tx, &*tx.keys().await?)?.ok_or_else(|| Problem::not_found(field).into())
}

/// Those of `ids` that the viewer may see, in one statement.
pub async fn find_many(tx: &CenterTx, ids: &[GroupId]) -> Outcome<HashMap<GroupId, GroupView>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx.rows::<Row>(BY_IDS, [me(tx).into(), ids.into()]).await?;
    seen(tx, rows).await.map(|views| views.into_iter().map(|view| (view.group.id, view)).collect())
}

async fn seen(tx: &CenterTx, rows: Vec<Row>) -> Outcome<Vec<GroupView>> {
    let keys = tx.keys().await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        views.extend(row.seen(tx, &keys)?);
    }
    Ok(views)
}

/// Which groups are wanted; what is empty or `None` does not narrow.
#[derive(Debug, Clone, Default)]
pub struct GroupFilter {
    /// The beginning of any word of the name.
    pub search: Option<String>,
    pub formats: Vec<GroupFormat>,
    pub pathways: Vec<GroupPathway>,
    pub audience: Vec<GroupAudience>,
    pub languages: Vec<String>,
    pub modes: Vec<MeetingMode>,
    pub accessibility: Vec<AccessFact>,
    pub access: Option<GroupAccess>,
    /// ISO: Monday is 1. Of the next meetings, in the group's zone.
    pub weekday: Option<i16>,
    pub state: Option<GroupState>,
    /// Only those in which the viewer has a place or a part.
    pub mine: bool,
    /// Made public, or not.
    pub public: Option<bool>,
}

/// Where a page of groups begins: after this name and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupCursor {
    pub name: String,
    pub id: Uuid,
}

// What the viewer may not see is left out here and not only afterwards, so that pages are full. `$13`: runs any group.
const LIST: &str = group_sql!(
    "and (g.name, g.id) > ($3, $4)
     and ($5::text is null or lower(g.name) like $5 or lower(g.name) like '% ' || $5)
     and (cardinality($6::text[]) = 0 or g.format = any($6))
     and (cardinality($7::text[]) = 0 or g.pathways && $7)
     and (cardinality($8::text[]) = 0 or g.audience && $8)
     and (cardinality($9::text[]) = 0 or g.languages && $9)
     and (cardinality($10::text[]) = 0 or g.mode = any($10))
     and g.accessibility @> $11::text[]
     and ($12::text is null or g.access = $12)
     and ($13 or f.part is not null or g.state in ('active', 'paused') or p.state in ('invited', 'applied', 'waitlisted', 'active', 'paused'))
     and ($14::text is null or g.state = $14)
     and (not $15 or f.part is not null or p.state in ('invited', 'applied', 'waitlisted', 'active', 'paused'))
     and ($16::smallint is null or exists (
       select from cairn.meetings w where w.center_id = $1 and w.group_id = g.id and w.starts_at >= $17
         and w.starts_at < $17 + interval '35 days' and w.state <> 'cancelled' and extract(isodow from w.local_start) = $16))
     and ($18::boolean is null or g.public = $18)
     order by g.name, g.id limit $19"
);

fn names<T: Copy>(kinds: &[T], name: fn(T) -> &'static str) -> Vec<String> {
    kinds.iter().map(|kind| name(*kind).to_owned()).collect()
}

/// Groups by name.
pub async fn list(tx: &CenterTx, filter: &GroupFilter, page: PageRequest<GroupCursor>) -> Outcome<Page<GroupView>> {
    let account = account(tx)?;
    let nobody = Standing::default();
    if !nobody.may(account, Action::ViewGroup) {
        return Err(Problem::NotAllowed.into());
    }
    let limit = page.limit();
    let (after, after_id) = page.after.clone().map_or((String::new(), Uuid::nil()), |cursor| (cursor.name, cursor.id));
    let search = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let search = search.map(|text| format!("{}%", text.to_lowercase().replace(['%', '_', '\\'], "")));
    let rows = tx
        .rows::<Row>(
            LIST,
            [
                me(tx).into(),
                after.into(),
                after_id.into(),
                search.into(),
                names(&filter.formats, GroupFormat::name).into(),
                names(&filter.pathways, GroupPathway::name).into(),
                names(&filter.audience, GroupAudience::name).into(),
                filter.languages.clone().into(),
                names(&filter.modes, MeetingMode::name).into(),
                names(&filter.accessibility, AccessFact::name).into(),
                filter.access.map(|access| access.name().to_owned()).into(),
                nobody.may(account, Action::RunGroup).into(),
                filter.state.map(|state| state.name().to_owned()).into(),
                filter.mine.into(),
                filter.weekday.into(),
                At(tx.now()).into(),
                filter.public.into(),
                limit.into(),
            ],
        )
        .await?;
    Ok(Page::cut(seen(tx, rows).await?, &page))
}
