//! Meetings of others nearby, for members and staff; and the rows of an import, for its managers.

use jiff::civil::Time;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::import::find;
use super::{FeedVerdict, Finding, ListingFacts};
use crate::audit::Event;
use crate::db::{CenterTx, TimeOfDay};
use crate::groups::MeetingMode;
use crate::groups::standing::{Standing, account};
use crate::ids::{FeedImportId, ListingId};
use crate::paging::{Page, PageRequest};
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Surprise};

/// A meeting of others.
#[derive(Debug, Clone)]
pub struct Listing {
    pub id: ListingId,
    pub facts: ListingFacts,
    /// Whose meeting it is.
    pub source: String,
}

#[derive(FromQueryResult)]
pub(super) struct FactsRow {
    id: Uuid,
    slug: String,
    name: String,
    days: Vec<i16>,
    starts: Option<TimeOfDay>,
    ends: Option<TimeOfDay>,
    zone: String,
    types: Vec<String>,
    address: Option<String>,
    region: Option<String>,
    location: Option<String>,
    notes: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    approximate: bool,
    conference_url: Option<String>,
    conference_phone: Option<String>,
    url: Option<String>,
    online: bool,
    in_person: bool,
    source: String,
}

macro_rules! listing_sql {
    ($rest:literal) => {
        concat!(
            "select id, slug, name, days, starts, ends, zone, types, address, region, location, notes, latitude, longitude,
               approximate, conference_url, conference_phone, url, online, in_person, source
             from cairn.listings where center_id = $1 ",
            $rest
        )
    };
}

pub(super) const FACTS_OF: &str = listing_sql!("and slug = any($2)");

fn clock(time: TimeOfDay) -> String {
    format!("{:02}:{:02}", time.0.hour(), time.0.minute())
}

impl FactsRow {
    fn listing(self) -> Listing {
        let id = ListingId(self.id);
        let (_, (facts, source)) = self.open();
        Listing { id, facts, source }
    }

    /// By slug: what is listed, and whose it is.
    pub(super) fn open(self) -> (String, (ListingFacts, String)) {
        let facts = ListingFacts {
            slug: self.slug.clone(),
            name: self.name,
            days: self.days,
            starts: self.starts.map(clock),
            ends: self.ends.map(clock),
            zone: self.zone,
            types: self.types,
            address: self.address,
            region: self.region,
            location: self.location,
            notes: self.notes,
            latitude: self.latitude,
            longitude: self.longitude,
            approximate: self.approximate,
            conference_url: self.conference_url,
            conference_phone: self.conference_phone,
            url: self.url,
            online: self.online,
            in_person: self.in_person,
        };
        (self.slug, (facts, self.source))
    }
}

/// Which meetings are wanted; what is empty or `None` does not narrow.
#[derive(Debug, Clone, Default)]
pub struct ListingFilter {
    /// Words that stand anywhere in name or place.
    pub search: Option<String>,
    /// 0: Sunday.
    pub day: Option<i16>,
    /// With all of these.
    pub types: Vec<String>,
    /// Online and in person each include what is both.
    pub mode: Option<MeetingMode>,
    /// Those that were removed, for their managers, instead of those that are shown.
    pub removed: bool,
}

/// After the meeting with this time (`24:00`: by appointment), name and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingCursor {
    pub starts: Option<Time>,
    pub name: String,
    pub id: Uuid,
}

impl Listing {
    /// Where the next page begins.
    pub fn cursor(&self) -> ListingCursor {
        let starts = self.facts.starts.as_deref().and_then(|time| Time::strptime("%H:%M", time).ok());
        ListingCursor { starts, name: self.facts.name.clone(), id: self.id.0 }
    }
}

/// So many words of a search are looked at.
const MOST_WORDS: usize = 8;

/// A word as a pattern that matches it anywhere, with nothing special in it.
fn pattern(word: &str) -> String {
    let plain: String = word.to_lowercase().chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    format!("%{plain}%")
}

/// By time, then by name; only those one can go to.
pub async fn list(tx: &CenterTx, filter: &ListingFilter, page: PageRequest<ListingCursor>) -> Outcome<Page<Listing>> {
    let action = if filter.removed { Action::ManageListings } else { Action::ViewGroup };
    if !Standing::default().may(account(tx)?, action) {
        return Err(Problem::NotAllowed.into());
    }
    let search = filter.search.as_deref().unwrap_or_default();
    if search.len() > 400 {
        return Err(Problem::limit("search", "too_long", 100).into());
    }
    let words: Vec<String> = search.split_whitespace().take(MOST_WORDS).map(pattern).collect();
    let (starts, name, id) = match page.after.clone() {
        Some(after) => (after.starts.map_or_else(|| "24:00".to_owned(), |time| time.to_string()), after.name, after.id),
        None => ("00:00".to_owned(), String::new(), Uuid::nil()),
    };
    let online = matches!(filter.mode, Some(MeetingMode::Online | MeetingMode::Hybrid));
    let in_person = matches!(filter.mode, Some(MeetingMode::InPerson | MeetingMode::Hybrid));
    let rows = tx
        .rows::<FactsRow>(
            listing_sql!(
                "and (coalesce(starts, '24:00'::time), name, id) > ($2::text::time, $3, $4)
                 and (online or in_person) and (removed_at is not null) = $11 and (not $5 or online) and (not $6 or in_person)
                 and ($7::smallint is null or $7 = any(days)) and types @> $8::text[]
                 and lower(concat_ws(' ', name, location, address, region)) like all($9::text[])
                 order by coalesce(starts, '24:00'::time), name, id limit $10"
            ),
            [
                starts.into(),
                name.into(),
                id.into(),
                online.into(),
                in_person.into(),
                filter.day.into(),
                filter.types.clone().into(),
                words.into(),
                page.limit().into(),
                filter.removed.into(),
            ],
        )
        .await?;
    Ok(Page::cut(rows.into_iter().map(FactsRow::listing).collect(), &page))
}

const ONE: &str = listing_sql!("and id = $2");

/// Takes a meeting out of what members see, or puts it back. Doing the same again changes nothing.
pub async fn set_removed(tx: &CenterTx, id: ListingId, removed: bool) -> Outcome<Listing> {
    let missing = || Problem::not_found("listingId");
    if !Standing::default().may(account(tx)?, Action::ManageListings) {
        return Err(missing().into());
    }
    tx.writable()?;
    let changed = tx
        .run(
            "update cairn.listings set removed_at = case when $3 then $4 end
             where center_id = $1 and id = $2 and (removed_at is not null) <> $3",
            [id.0.into(), removed.into(), tx.at().into()],
        )
        .await?;
    if changed > 0 {
        let action = if removed { "listing.remove" } else { "listing.restore" };
        tx.audit(Event::done(action, "listing", id.0));
    }
    let row = tx.row::<FactsRow>(ONE, [id.0.into()]).await?.ok_or_else(missing)?;
    Ok(row.listing())
}

/// One row of an import.
#[derive(Debug, Clone)]
pub struct ImportRow {
    pub position: i32,
    pub slug: Option<String>,
    pub name: Option<String>,
    pub verdict: FeedVerdict,
    /// Which facts differ from what was listed when it was checked.
    pub changes: Vec<String>,
    pub findings: Vec<Finding>,
    /// As it would be listed.
    pub listing: Option<ListingFacts>,
}

#[derive(FromQueryResult)]
struct Kept {
    position: i32,
    slug: Option<String>,
    name: Option<String>,
    verdict: String,
    changes: Vec<String>,
    findings: serde_json::Value,
    listing: Option<serde_json::Value>,
}

impl Kept {
    fn open(self) -> Result<ImportRow, Surprise> {
        let unreadable = |_| Surprise::Inconsistent("a row of an import");
        Ok(ImportRow {
            position: self.position,
            slug: self.slug,
            name: self.name,
            verdict: FeedVerdict::stored(&self.verdict)?,
            changes: self.changes,
            findings: serde_json::from_value(self.findings).map_err(unreadable)?,
            listing: self.listing.map(serde_json::from_value).transpose().map_err(unreadable)?,
        })
    }
}

/// The rows of an import as they stand in the file; of one verdict, or of all.
pub async fn rows(
    tx: &CenterTx,
    id: FeedImportId,
    verdict: Option<FeedVerdict>,
    page: PageRequest<i32>,
) -> Outcome<Page<ImportRow>> {
    let import = find(tx, id, "id").await?;
    let rows = tx
        .rows::<Kept>(
            "select position, slug, name, verdict, changes, findings, listing from cairn.feed_import_rows
             where center_id = $1 and import_id = $2 and position > $3 and ($4::text is null or verdict = $4)
             order by position limit $5",
            [
                import.id.0.into(),
                page.after.unwrap_or(-1).into(),
                verdict.map(|verdict| verdict.name().to_owned()).into(),
                page.limit().into(),
            ],
        )
        .await?;
    Ok(Page::cut(rows.into_iter().map(Kept::open).collect::<Result<Vec<_>, _>>()?, &page))
}
