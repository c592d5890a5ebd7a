//! Making a group, changing what it is, opening and closing it.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::chat::retention::{CenterDays, center_days};
use super::group::{self, GroupView, JOIN_PHONE, JOIN_URL, LOCATION, Listing};
use super::schedule::{self, manageable, touch};
use super::standing::{Standing, account};
use super::{
    AccessFact, GroupAccess, GroupAudience, GroupFormat, GroupPathway, GroupState, MeetingMode, agreements, feed, line, meetings,
};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::idempotency::{self, Claim};
use crate::ids::{GroupId, MeetingId};
use crate::members::fields;
use crate::notifications::{self, MeetingNews};
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Problems, Surprise};

const NAME: usize = 120;
const ABOUT: usize = 2_000;
const PLACE: usize = 300;
const URL: usize = 500;
const MOST_LANGUAGES: usize = 5;
const CAPACITY: std::ops::RangeInclusive<i32> = 2..=500;

/// What a group is, whole: what a form shows is what it sends.
#[derive(Debug, Clone, serde::Serialize)]
pub struct GroupDetails {
    pub name: String,
    pub about: String,
    pub access: GroupAccess,
    pub format: GroupFormat,
    pub pathways: Vec<GroupPathway>,
    pub audience: Vec<GroupAudience>,
    pub languages: Vec<String>,
    pub accessibility: Vec<AccessFact>,
    pub mode: MeetingMode,
    pub capacity: Option<i32>,
    pub location: Option<String>,
    pub join_url: Option<String>,
    pub join_phone: Option<String>,
    pub chat: bool,
    /// `None`: what the center says of a new group, and of another what it had.
    pub chat_days: Option<i32>,
}

/// Checked and in one form.
struct Checked {
    details: GroupDetails,
}

fn optional(problems: &mut Problems, text: Option<&str>, field: &str, limit: usize) -> Option<String> {
    let line = problems.take(fields::line(text.unwrap_or_default(), field, limit))?;
    Some(line).filter(|line| !line.is_empty())
}

/// A link people can follow: `https`, a host, nothing to hide behind.
pub(super) fn link(text: &str, field: &str) -> Result<String, Problem> {
    let bad = || Problem::invalid(field, "link_format");
    let rest = text.strip_prefix("https://").ok_or_else(bad)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = !host.is_empty() && !host.contains('@') && host.contains('.');
    if plain && !text.contains(char::is_whitespace) { Ok(text.to_owned()) } else { Err(bad()) }
}

/// BCP 47, the parts that say which language: `en`, `es-MX`, `zh-Hant`.
fn language(tag: &str) -> bool {
    tag.len() <= 35 && tag.parse::<unic_langid::LanguageIdentifier>().is_ok()
}

impl GroupDetails {
    fn check(&self, days: &CenterDays) -> Outcome<Checked> {
        let mut problems = Problems::default();
        let name = problems.take(fields::required_line(&self.name, "name", NAME));
        let about = problems.take(fields::paragraphs(&self.about, "about", ABOUT));
        if self.languages.is_empty() || self.languages.len() > MOST_LANGUAGES || !self.languages.iter().all(|tag| language(tag)) {
            problems.push(Problem::invalid("languages", "languages"));
        }
        if self.capacity.is_some_and(|capacity| !CAPACITY.contains(&capacity)) {
            problems.push(Problem::limit("capacity", "capacity", i64::from(*CAPACITY.end())));
        }
        if self.chat_days.is_some_and(|chosen| !(1..=days.most).contains(&chosen)) {
            problems.push(Problem::limit("chatDays", "chat_days", days.most.into()));
        }
        let location = optional(&mut problems, self.location.as_deref(), "location", PLACE);
        let join_url = optional(&mut problems, self.join_url.as_deref(), "joinUrl", URL);
        let join_url = join_url.and_then(|url| problems.take(link(&url, "joinUrl")));
        let join_phone = problems.take(fields::phone(self.join_phone.as_deref().unwrap_or_default(), "joinPhone")).flatten();
        problems.refuse_if_any()?;
        let (Some(name), Some(about)) = (name, about) else {
            return Err(Surprise::Inconsistent("a problem that was not told").into());
        };
        Ok(Checked { details: Self { name, about, location, join_url, join_phone, ..self.clone() } })
    }

    /// Where people find it has to be known before it opens.
    fn place_is_known(&self) -> Result<(), Problem> {
        let here = self.location.is_some();
        let online = self.join_url.is_some() || self.join_phone.is_some();
        match self.mode {
            MeetingMode::InPerson if !here => Err(Problem::invalid("location", "location_missing")),
            MeetingMode::Online if !online => Err(Problem::invalid("joinUrl", "join_link_missing")),
            MeetingMode::Hybrid if !here => Err(Problem::invalid("location", "location_missing")),
            MeetingMode::Hybrid if !online => Err(Problem::invalid("joinUrl", "join_link_missing")),
            _ => Ok(()),
        }
    }
}

fn names<T: Copy>(kinds: &[T], name: fn(T) -> &'static str) -> Vec<String> {
    let mut names: Vec<String> = kinds.iter().map(|kind| name(*kind).to_owned()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The values of a group's row after center and id, in the order of [`INSERT`] and [`UPDATE`].
async fn values(tx: &CenterTx, id: Uuid, details: &GroupDetails) -> Outcome<Vec<sea_orm::Value>> {
    Ok(vec![
        details.name.clone().into(),
        details.about.clone().into(),
        details.access.name().into(),
        details.format.name().into(),
        names(&details.pathways, GroupPathway::name).into(),
        names(&details.audience, GroupAudience::name).into(),
        details.languages.clone().into(),
        names(&details.accessibility, AccessFact::name).into(),
        details.capacity.into(),
        details.mode.name().into(),
        tx.seal_option(LOCATION, id, details.location.as_deref()).await?.into(),
        tx.seal_option(JOIN_URL, id, details.join_url.as_deref()).await?.into(),
        tx.seal_option(JOIN_PHONE, id, details.join_phone.as_deref()).await?.into(),
        details.chat.into(),
        details.chat_days.into(),
        tx.at().into(),
    ])
}

const INSERT: &str = "
insert into cairn.groups (center_id, id, name, about, access, format, pathways, audience, languages, accessibility, capacity, mode,
  location, join_url, join_phone, chat, chat_days, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)";

const UPDATE: &str = "
update cairn.groups set name = $3, about = $4, access = $5, format = $6, pathways = $7, audience = $8, languages = $9,
  accessibility = $10, capacity = $11, mode = $12, location = $13, join_url = $14, join_phone = $15, chat = $16, chat_days = coalesce($17, chat_days),
  updated_at = $18, version = version + 1
where center_id = $1 and id = $2";

#[derive(Debug, Clone, serde::Serialize)]
pub struct CreateGroup {
    #[serde(skip)]
    pub key: Uuid,
    pub details: GroupDetails,
    /// Empty: the stock agreement in the center's first language of the group.
    pub agreement: Vec<String>,
}

/// A draft: seen by those who plan it until [`set_state`] opens it.
pub async fn create(tx: &CenterTx, input: CreateGroup) -> Outcome<GroupView> {
    if !Standing::default().may(account(tx)?, Action::ManageGroup) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    let days = center_days(tx).await?;
    let Checked { mut details } = input.details.check(&days)?;
    details.chat_days.get_or_insert(days.usual);
    let id = GroupId(tx.ids().event(tx.now()));
    if let Claim::Repeated(earlier) = idempotency::claim(tx, input.key, "group.create", &input, id.0).await? {
        return group::find(tx, GroupId(earlier)).await;
    }
    let mut row = vec![id.0.into()];
    row.extend(values(tx, id.0, &details).await?);
    tx.run(INSERT, row).await?;
    agreements::first(tx, id, &input.agreement, &details.languages).await?;
    tx.audit(Event::done("group.create", "group", id.0));
    group::find(tx, id).await
}

#[derive(Debug, Clone)]
pub struct UpdateGroup {
    pub group_id: GroupId,
    /// The version that was looked at.
    pub version: i32,
    pub details: GroupDetails,
    /// `None`: as before.
    pub listing: Option<Listing>,
}

pub async fn update(tx: &CenterTx, input: UpdateGroup) -> Outcome<GroupView> {
    let view = group::locked(tx, input.group_id, "groupId").await?;
    manageable(tx, &view, input.version)?;
    let Checked { details } = input.details.check(&center_days(tx).await?)?;
    if view.group.state == GroupState::Active {
        details.place_is_known()?;
    }
    let mut row = vec![input.group_id.0.into()];
    row.extend(values(tx, input.group_id.0, &details).await?);
    tx.run(UPDATE, row).await?;
    if let Some(listing) = &input.listing {
        list_publicly(tx, input.group_id, details.mode, listing).await?;
    }
    tx.audit(Event::done("group.update", "group", input.group_id.0));
    // There may be more places than before.
    line::offer_places(tx, input.group_id).await?;
    group::find(tx, input.group_id).await
}

/// Whether, and with which facts, the group stands in the public feed.
async fn list_publicly(tx: &CenterTx, id: GroupId, mode: MeetingMode, listing: &Listing) -> Outcome<()> {
    let mut problems = Problems::default();
    let slug = optional(&mut problems, listing.slug.as_deref(), "publicSlug", 64);
    let address = optional(&mut problems, listing.address.as_deref(), "publicAddress", 255);
    let url = optional(&mut problems, listing.url.as_deref(), "publicUrl", URL);
    let url = url.and_then(|url| problems.take(link(&url, "publicUrl")));
    let notes = optional(&mut problems, listing.notes.as_deref(), "publicNotes", 500);
    let conference_url = optional(&mut problems, listing.conference_url.as_deref(), "publicConferenceUrl", URL);
    let conference_url = conference_url.and_then(|url| problems.take(link(&url, "publicConferenceUrl")));
    let phone = listing.conference_phone.as_deref().unwrap_or_default();
    let conference_phone = problems.take(fields::phone(phone, "publicConferencePhone")).flatten();
    let fits = |slug: &str| {
        slug.len() >= 2
            && slug.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
    };
    match &slug {
        None if listing.public => problems.push(Problem::invalid("publicSlug", "required")),
        Some(slug) if !fits(slug) => problems.push(Problem::invalid("publicSlug", "slug_format")),
        _ => {}
    }
    problems.refuse_if_any()?;
    let listing = Listing { public: listing.public, slug, address, url, notes, conference_url, conference_phone };
    let mut problems = Problems::default();
    if listing.public {
        feed::check_listing(mode, &listing).into_iter().for_each(|problem| problems.push(problem));
    }
    problems.refuse_if_any()?;
    write_listing(tx, id, listing).await
}

async fn write_listing(tx: &CenterTx, id: GroupId, listing: Listing) -> Outcome<()> {
    let Listing { public, slug, address, url, notes, conference_url, conference_phone } = listing;
    let taken = tx
        .run(
            "update cairn.groups set public = $3, public_slug = $4, public_address = $5, public_url = $6, public_notes = $7,
               public_conference_url = $8, public_conference_phone = $9
             where center_id = $1 and id = $2 and not exists (
               select from cairn.groups o where o.center_id = $1 and o.id <> $2 and o.public_slug = $4)",
            [
                id.0.into(),
                public.into(),
                slug.into(),
                address.into(),
                url.into(),
                notes.into(),
                conference_url.into(),
                conference_phone.into(),
            ],
        )
        .await?;
    if taken == 0 {
        return Err(Problem::invalid("publicSlug", "slug_taken").into());
    }
    tx.audit(Event::done(if public { "group.publish" } else { "group.unpublish" }, "group", id.0));
    Ok(())
}

/// Opens, pauses, closes. A closed group keeps its memory, takes nobody in and lets nobody wait.
pub async fn set_state(tx: &CenterTx, id: GroupId, version: i32, state: GroupState) -> Outcome<GroupView> {
    let view = group::locked(tx, id, "groupId").await?;
    manageable(tx, &view, version)?;
    let from = view.group.state;
    let fits = match (from, state) {
        (GroupState::Closed, GroupState::Active)
        | (GroupState::Draft | GroupState::Paused, GroupState::Active | GroupState::Closed) => true,
        (GroupState::Active, GroupState::Paused | GroupState::Closed) => true,
        (from, to) => from == to,
    };
    if !fits {
        return Err(Problem::invalid("state", "group_state").into());
    }
    if state == GroupState::Active {
        place_of(&view).place_is_known()?;
        if schedule::series_of(tx, &[id]).await?.is_empty() {
            return Err(Problem::invalid("groupId", "schedule_missing").into());
        }
    }
    if from == GroupState::Paused && state != from {
        rested(tx, id).await?;
    }
    tx.run(
        "update cairn.groups set state = $3, paused_at = case when $3 = 'paused' then coalesce(paused_at, $4) end
         where center_id = $1 and id = $2",
        [id.0.into(), state.name().into(), tx.at().into()],
    )
    .await?;
    if from != state && from == GroupState::Closed {
        called_back(tx, id).await?;
    }
    schedule::materialise(tx, id).await?;
    touch(tx, id, "group.state").await?;
    line::settle(tx, id, state).await?;
    let view = group::find(tx, id).await?;
    if from != state && from != GroupState::Draft {
        tell(tx, &view).await?;
    }
    Ok(view)
}

#[derive(FromQueryResult)]
struct Next {
    id: Uuid,
    starts_at: At,
}

/// What is planned and has not begun, the next first.
async fn planned(tx: &CenterTx, id: GroupId) -> Outcome<Option<Next>> {
    let next = tx.row::<Next>(
        "select id, starts_at from cairn.meetings
         where center_id = $1 and group_id = $2 and state in ('scheduled', 'open') and ends_at > $3 order by starts_at, id limit 1",
        [id.0.into(), tx.at().into()],
    );
    Ok(next.await?)
}

/// One mail a person. A group that ends calls off what was planned: its next meeting says so.
async fn tell(tx: &CenterTx, view: &GroupView) -> Outcome<()> {
    let id = view.group.id;
    let next = planned(tx, id).await?;
    if view.group.state != GroupState::Closed {
        notifications::times_changed(tx, id, view.group.version, next.map(|next| next.starts_at.0)).await?;
        return notifications::remind(tx, id).await;
    }
    tx.run(
        "update cairn.meetings set state = 'cancelled', with_group = true, check_in_code = null, version = version + 1
         where center_id = $1 and group_id = $2 and state in ('scheduled', 'open') and ends_at > $3",
        [id.0.into(), tx.at().into()],
    )
    .await?;
    if let Some(next) = next {
        let called_off = meetings::find(tx, MeetingId(next.id)).await?;
        notifications::meeting_news(tx, &called_off, MeetingNews::Cancelled).await?;
    }
    Ok(())
}

/// What would have been while the group rested was not, and nobody notes who came.
async fn rested(tx: &CenterTx, id: GroupId) -> Outcome<()> {
    tx.run(
        "update cairn.meetings m set state = 'cancelled', check_in_code = null, version = m.version + 1
         from cairn.groups g
         where m.center_id = $1 and m.group_id = $2 and m.state = 'scheduled' and m.starts_at <= $3
           and g.center_id = $1 and g.id = m.group_id and m.starts_at >= coalesce(g.paused_at, g.updated_at)
           and not exists (select from cairn.attendance a where a.center_id = $1 and a.meeting_id = m.id)",
        [id.0.into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

/// What was called off when the group closed is planned again with it.
async fn called_back(tx: &CenterTx, id: GroupId) -> Outcome<()> {
    tx.run(
        "update cairn.meetings set state = 'scheduled', with_group = false, version = version + 1
         where center_id = $1 and group_id = $2 and state = 'cancelled' and with_group and starts_at > $3",
        [id.0.into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

/// The details that say where a group meets, from its view.
fn place_of(view: &GroupView) -> GroupDetails {
    let group = &view.group;
    GroupDetails {
        name: group.name.clone(),
        about: group.about.clone(),
        access: group.access,
        format: group.format,
        pathways: group.pathways.clone(),
        audience: group.audience.clone(),
        languages: group.languages.clone(),
        accessibility: group.accessibility.clone(),
        mode: group.mode,
        capacity: group.capacity,
        location: group.location.clone(),
        join_url: group.join_url.clone(),
        join_phone: group.join_phone.clone(),
        chat: group.chat,
        chat_days: Some(group.chat_days),
    }
}
