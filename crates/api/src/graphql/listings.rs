//! Meetings of others nearby, for members and staff.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cairn_domain::Problem as Expected;
use cairn_domain::groups::feed::ListingFacts;
use cairn_domain::groups::feed::listings::{self as domain, ListingCursor};
use cairn_domain::language::Locale;
use cairn_domain::paging::PageRequest;
use jiff::civil::Time;

use super::availability::Weekday;
use super::context::{self, id, wire};
use super::groups::kinds::MeetingMode;
use super::listing_words as words;
use super::problems::Problem;
use super::scalars::{LocalTime, TimeZone};
use crate::connection;

/// A kind of meeting, by its code in the Meeting Guide specification.
#[derive(SimpleObject, Clone)]
pub struct ListingType {
    code: String,
    /// In the viewer's language.
    name: String,
}

/// A meeting of others: what its own feed says of it, in plain text.
#[derive(SimpleObject, Clone)]
pub struct Listing {
    id: ID,
    #[graphql(flatten)]
    facts: ListingDetails,
    /// Whose meeting it is.
    source: String,
}

impl Listing {
    fn of(listing: domain::Listing, locale: Locale) -> Self {
        Self { id: wire(listing.id), facts: ListingDetails::of(listing.facts, locale), source: listing.source }
    }
}

/// When and where a meeting is.
#[derive(SimpleObject, Clone)]
pub struct ListingDetails {
    slug: String,
    name: String,
    /// None: by appointment.
    days: Vec<Weekday>,
    /// On the clock of `zone`.
    starts: Option<LocalTime>,
    ends: Option<LocalTime>,
    zone: TimeZone,
    types: Vec<ListingType>,
    /// Null: closed for now, or without a place and a way in.
    mode: Option<MeetingMode>,
    address: Option<String>,
    /// The address is an area, not a door.
    approximate: bool,
    region: Option<String>,
    location: Option<String>,
    notes: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    /// `http` or `https`, nothing else; it leads away from here.
    conference_url: Option<String>,
    conference_phone: Option<String>,
    url: Option<String>,
}

fn clock(time: Option<&str>) -> Option<LocalTime> {
    Time::strptime("%H:%M", time?).ok().map(LocalTime)
}

/// Feeds count from Sunday, 0.
fn weekday(day: i16) -> Weekday {
    Weekday::of(i8::try_from(if day == 0 { 7 } else { day }).unwrap_or(7))
}

impl ListingDetails {
    pub(super) fn of(facts: ListingFacts, locale: Locale) -> Self {
        let named = |code: String| ListingType { name: words::meeting_type(&code, locale), code };
        Self {
            days: facts.days.iter().map(|day| weekday(*day)).collect(),
            starts: clock(facts.starts.as_deref()),
            ends: clock(facts.ends.as_deref()),
            zone: TimeZone(facts.zone),
            types: facts.types.into_iter().map(named).collect(),
            mode: match (facts.in_person, facts.online) {
                (true, true) => Some(MeetingMode::Hybrid),
                (true, false) => Some(MeetingMode::InPerson),
                (false, true) => Some(MeetingMode::Online),
                (false, false) => None,
            },
            slug: facts.slug,
            name: facts.name,
            address: facts.address,
            approximate: facts.approximate,
            region: facts.region,
            location: facts.location,
            notes: facts.notes,
            latitude: facts.latitude,
            longitude: facts.longitude,
            conference_url: facts.conference_url,
            conference_phone: facts.conference_phone,
            url: facts.url,
        }
    }
}

connection!(ListingConnection, ListingEdge, Listing);

/// What is left out or empty does not narrow.
#[derive(InputObject, Default)]
pub struct ListingFilter {
    /// Words of the name or the place.
    search: Option<String>,
    day: Option<Weekday>,
    /// With all of these codes.
    types: Option<Vec<String>>,
    /// `IN_PERSON` and `ONLINE` each include what is both.
    mode: Option<MeetingMode>,
    /// Those an admin removed, instead of those that are shown; for admins.
    removed: Option<bool>,
}

impl From<ListingFilter> for domain::ListingFilter {
    fn from(filter: ListingFilter) -> Self {
        Self {
            search: filter.search,
            day: filter.day.map(|day| i16::from(day.iso() % 7)),
            types: filter.types.unwrap_or_default(),
            mode: filter.mode.map(Into::into),
            removed: filter.removed.unwrap_or(false),
        }
    }
}

#[derive(Default)]
pub struct ListingsQuery;

/// Opaque to clients: the id, the time, then the name.
fn encode(listing: &domain::Listing) -> String {
    let ListingCursor { starts, name, id } = listing.cursor();
    let starts = starts.map_or_else(String::new, |time| time.strftime("%H:%M").to_string());
    URL_SAFE_NO_PAD.encode(format!("{id}~{starts}~{name}"))
}

fn decode(text: &str) -> Result<ListingCursor, Expected> {
    let bad = || Expected::invalid("after", "cursor");
    let text = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(bad)?;
    let mut parts = text.splitn(3, '~');
    let (Some(id), Some(starts), Some(name)) = (parts.next(), parts.next(), parts.next()) else { return Err(bad()) };
    let starts = if starts.is_empty() { None } else { Some(Time::strptime("%H:%M", starts).map_err(|_| bad())?) };
    Ok(ListingCursor { starts, name: name.to_owned(), id: uuid::Uuid::parse_str(id).map_err(|_| bad())? })
}

#[Object]
impl ListingsQuery {
    /// Meetings of others nearby that one can go to, by time; for members and staff.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn listings(
        &self,
        ctx: &Context<'_>,
        filter: Option<ListingFilter>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<ListingConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let page = PageRequest { first, after: after.as_deref().map(decode).transpose()? };
            domain::list(&tx, &filter.unwrap_or_default().into(), page).await
        };
        let page = request.answer(outcome.await)?;
        let locale = request.locale().await;
        let items = page.items.into_iter().map(|listing| (encode(&listing), Listing::of(listing, locale))).collect();
        Ok(ListingConnection::of(items, page.has_next, after.is_some()))
    }
}

#[derive(SimpleObject)]
pub struct ListingPayload {
    listing: Option<Listing>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct ListingsMutation;

async fn set_removed(ctx: &Context<'_>, listing_id: &ID, removed: bool) -> async_graphql::Result<ListingPayload> {
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = async { domain::set_removed(&tx, id(listing_id, "listingId")?, removed).await }.await;
    let (listing, problems) = request.settle(tx, outcome).await?;
    let locale = request.locale().await;
    Ok(ListingPayload { listing: listing.map(|listing| Listing::of(listing, locale)), problems })
}

#[Object]
impl ListingsMutation {
    /// Takes a meeting of others out of what members see. A new import of its feed does not bring it back.
    async fn remove_listing(&self, ctx: &Context<'_>, listing_id: ID) -> async_graphql::Result<ListingPayload> {
        set_removed(ctx, &listing_id, true).await
    }

    async fn restore_listing(&self, ctx: &Context<'_>, listing_id: ID) -> async_graphql::Result<ListingPayload> {
        set_removed(ctx, &listing_id, false).await
    }
}

#[cfg(test)]
mod tests {
    use cairn_domain::ids::WireId;

    use super::*;

    #[test]
    fn cursors_come_back() {
        for starts in [None, Time::new(18, 30, 0, 0).ok()] {
            let cursor = ListingCursor { starts, name: "A ~ B".to_owned(), id: uuid::Uuid::from_u128(7) };
            let facts = ListingFacts {
                name: cursor.name.clone(),
                starts: starts.map(|time| time.strftime("%H:%M").to_string()),
                ..ListingFacts::default()
            };
            let listing = domain::Listing { id: WireId::from_uuid(cursor.id), facts, source: String::new() };
            assert_eq!(decode(&encode(&listing)), Ok(cursor));
        }
        for garbage in ["", "x", "💣", "AAAA", &URL_SAFE_NO_PAD.encode("a~b~c")] {
            assert!(decode(garbage).is_err(), "{garbage}");
        }
    }

    #[test]
    fn days_of_feeds_are_days() {
        assert!(weekday(0) == Weekday::Sunday && weekday(1) == Weekday::Monday && weekday(6) == Weekday::Saturday);
    }
}
