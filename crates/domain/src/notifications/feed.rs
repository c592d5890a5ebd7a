//! A member's own calendar behind a link, for the calendar program they like: busy times, and nothing about anybody.

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use ring::digest::{Context, SHA256};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::calendar;
use crate::audit::Event;
use crate::centers;
use crate::db::{At, CenterTx, Db, Secret, Wall};
use crate::exits::{self, Exit, Released};
use crate::ids::MemberId;
use crate::language::Locale;
use crate::members::sign_in::limit_network;
use crate::members::{Caller, fields};
use crate::problem::{Outcome, Problem};
use crate::rate_limits::{self, CALENDAR_BY_MEMBER, CALENDAR_BY_NETWORK, Key};
use crate::sealed::{Place, Sealed};
use crate::zones;

const TITLE: Place = Place::identity("calendar_feeds", "title");
const OBJECT: &str = "calendar_feed";
const LONGEST_TITLE: usize = 40;
const PAST: SignedDuration = SignedDuration::from_hours(24 * 30);
const COMING: SignedDuration = SignedDuration::from_hours(24 * 180);
/// Characters of a link's secret are 64; nothing longer is worth decoding.
const LONGEST_TOKEN: usize = 128;

/// What the member knows of their link. The secret in it is shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFeed {
    /// What each entry is called; `None`: "busy".
    pub title: Option<String>,
    pub created_at: Timestamp,
    /// To the hour.
    pub read_at: Option<Timestamp>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedEntry {
    /// The same as in the mails about it.
    pub uid: String,
    pub version: i32,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// Where people come together the wall clock there counts, whatever becomes of its zone; IANA id.
    pub planned: Option<(DateTime, DateTime, String)>,
    /// When it last changed.
    pub stamp: Timestamp,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FeedFacts {
    pub entries: Vec<FeedEntry>,
    pub title: Option<String>,
    pub locale: Locale,
}

/// What a calendar program hears.
#[derive(Debug)]
pub enum FeedAnswer {
    /// Garbage, foreign, taken back, somebody who has left: all the same.
    Nothing,
    /// As it knows it already: nothing leaves.
    Same {
        tag: String,
    },
    Fresh {
        tag: String,
        facts: Released<FeedFacts>,
    },
}

#[derive(FromQueryResult)]
struct Row {
    member_id: Uuid,
    title: Option<Sealed>,
    created_at: At,
    read_at: Option<At>,
}

async fn open(tx: &CenterTx, row: Row) -> Outcome<CalendarFeed> {
    let title = match &row.title {
        Some(title) => Some(tx.keys().await?.open(TITLE, row.member_id, title)?),
        None => None,
    };
    Ok(CalendarFeed { title, created_at: row.created_at.0, read_at: row.read_at.map(|at| at.0) })
}

/// The acting member's, if there is one.
pub async fn own(tx: &CenterTx) -> Outcome<Option<CalendarFeed>> {
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let row = tx
        .row::<Row>(
            "select member_id, title, created_at, read_at from cairn.calendar_feeds
             where center_id = $1 and member_id = $2 and revoked_at is null",
            [me.0.into()],
        )
        .await?;
    match row {
        Some(row) => open(tx, row).await.map(Some),
        None => Ok(None),
    }
}

/// Makes a link, or another one in its place: the old one ends at once. Answers the secret, this once.
pub async fn renew(tx: &CenterTx, title: &str) -> Outcome<(CalendarFeed, String)> {
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    tx.writable()?;
    let title = fields::line(title, "title", LONGEST_TITLE)?;
    let sealed = tx.seal_option(TITLE, me.0, Some(title.as_str()).filter(|title| !title.is_empty())).await?;
    let secret = Secret::new(tx.center_id(), tx.ids());
    tx.run(
        "insert into cairn.calendar_feeds (center_id, member_id, token_hash, title, created_at) values ($1, $2, $3, $4, $5)
         on conflict (center_id, member_id) do update set token_hash = excluded.token_hash, title = excluded.title,
           created_at = excluded.created_at, revoked_at = null, read_at = null",
        [me.0.into(), secret.hash.to_vec().into(), sealed.into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done("calendar_feed.renew", OBJECT, me.0).about(me).purpose("own_data"));
    let feed = own(tx).await?.ok_or(crate::problem::Surprise::Inconsistent("a feed vanished"))?;
    Ok((feed, secret.text))
}

/// Ends it, at once; in a paused center too. None is fine.
pub async fn revoke(tx: &CenterTx) -> Outcome<()> {
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let ended = tx
        .run(
            "update cairn.calendar_feeds set revoked_at = $3 where center_id = $1 and member_id = $2 and revoked_at is null",
            [me.0.into(), tx.at().into()],
        )
        .await?;
    if ended == 1 {
        tx.audit(Event::done("calendar_feed.revoke", OBJECT, me.0).about(me).purpose("own_data"));
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Reader {
    member_id: Uuid,
    title: Option<Sealed>,
    created_at: At,
    read_at: Option<At>,
    locale: String,
}

/// What a calendar program that shows this secret is told. `known`: the tags it has.
pub async fn read(db: &Db, token: &str, known: &[String], from: Caller) -> Outcome<FeedAnswer> {
    limit_network(db, &CALENDAR_BY_NETWORK, &from).await?;
    let Some((center, hash)) = Secret::parse(token).filter(|_| token.len() <= LONGEST_TOKEN) else {
        return Ok(FeedAnswer::Nothing);
    };
    let Some(center) = centers::find_by_id(db, center).await? else { return Ok(FeedAnswer::Nothing) };
    let tx = db.visit(&center, from.request_id).await?;
    let reader = tx
        .row::<Reader>(
            "select f.member_id, f.title, f.created_at, f.read_at, m.locale from cairn.calendar_feeds f
             join cairn.members m on m.center_id = $1 and m.id = f.member_id and m.state = 'active'
             where f.center_id = $1 and f.token_hash = $2 and f.revoked_at is null",
            [hash.to_vec().into()],
        )
        .await?;
    let Some(reader) = reader else { return Ok(FeedAnswer::Nothing) };
    let member = MemberId(reader.member_id);
    rate_limits::take_within(&tx, &CALENDAR_BY_MEMBER, &Key::member(&CALENDAR_BY_MEMBER, tx.center_id(), member)).await?;
    let locale = Locale::parse(&reader.locale).unwrap_or_default();
    let stamp = reader.created_at.0;
    let row = Row { member_id: reader.member_id, title: reader.title, created_at: reader.created_at, read_at: reader.read_at };
    let feed = open(&tx, row).await?;
    let (entries, clients) = entries(&tx, member, stamp).await?;
    let facts = FeedFacts { entries, title: feed.title, locale };
    let tag = tag(&facts);
    looked(&tx, member).await?;
    let answer = if known.iter().any(|known| *known == tag || known == "*") {
        FeedAnswer::Same { tag }
    } else {
        let exit =
            Exit { kind: exits::Kind::CalendarFile, recipient: member, clients, subject_type: OBJECT, subject_id: member.0 };
        FeedAnswer::Fresh { tag, facts: exits::release(&tx, exit, facts).await? }
    };
    tx.commit().await?;
    Ok(answer)
}

/// To the hour: calendar programs ask every few minutes.
async fn looked(tx: &CenterTx, member: MemberId) -> Outcome<()> {
    tx.run(
        "update cairn.calendar_feeds set read_at = date_trunc('hour', $3::timestamptz)
         where center_id = $1 and member_id = $2 and read_at is distinct from date_trunc('hour', $3::timestamptz)",
        [member.0.into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct EntryRow {
    id: Uuid,
    version: i32,
    starts_at: At,
    ends_at: At,
    local_start: Wall,
    zone: String,
    changed_at: Option<At>,
    comes_together: bool,
    /// Of a session: whose it is.
    client_id: Option<Uuid>,
}

/// Sessions of either side, and meetings of groups the member has a place in or holds. What was called off is not in it, nor what a
/// group that rests would have held:
/// calendar programs take out what is gone.
const ENTRIES: &str = "
select s.id, s.version, s.starts_at, s.ends_at, s.local_start, s.zone, s.updated_at as changed_at,
  s.place = 'in_person' as comes_together, s.client_id
from cairn.sessions s
where s.center_id = $1 and (s.client_id = $2 or s.counselor_id = $2) and s.state = 'booked' and s.starts_at >= $3 and s.starts_at < $4
union all
select w.id, w.version, w.starts_at, w.ends_at, w.local_start, w.zone, null::timestamptz,
  coalesce(w.mode, g.mode) <> 'online', null::uuid
from cairn.meetings w
join cairn.groups g on g.center_id = $1 and g.id = w.group_id
where w.center_id = $1 and (w.state in ('live', 'held') or w.state in ('scheduled', 'open') and g.state = 'active')
  and w.starts_at >= $3 and w.starts_at < $4
  and (exists (select from cairn.memberships p
               where p.center_id = $1 and p.group_id = w.group_id and p.member_id = $2 and p.state = 'active')
       or exists (select from cairn.group_facilitators f
                  where f.center_id = $1 and f.group_id = w.group_id and f.member_id = $2 and f.until is null))
order by starts_at, id limit 2000";

async fn entries(tx: &CenterTx, member: MemberId, made: Timestamp) -> Outcome<(Vec<FeedEntry>, Vec<MemberId>)> {
    let rows = tx.rows::<EntryRow>(ENTRIES, [member.0.into(), At(tx.now() - PAST).into(), At(tx.now() + COMING).into()]).await?;
    let (mut entries, mut clients) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let planned = if row.comes_together { planned(&row)? } else { None };
        entries.push(FeedEntry {
            uid: calendar::uid(tx, row.id).await?,
            version: row.version,
            starts_at: row.starts_at.0,
            ends_at: row.ends_at.0,
            planned,
            stamp: row.changed_at.map_or(made, |at| at.0),
        });
        clients.extend(row.client_id.map(MemberId));
    }
    clients.sort_unstable();
    clients.dedup();
    Ok((entries, clients))
}

/// The wall clock of an entry, where it says the same as the instants: a time that does not exist says something else.
fn planned(row: &EntryRow) -> Outcome<Option<(DateTime, DateTime, String)>> {
    let zone = zones::stored(&row.zone)?;
    let (start, end) = (row.local_start.0, zones::wall(row.ends_at.0, &zone));
    let exact = zones::wall(row.starts_at.0, &zone) == start
        && zones::instant(start, &zone)? == row.starts_at.0
        && zones::instant(end, &zone)? == row.ends_at.0;
    Ok(exact.then(|| (start, end, row.zone.clone())))
}

/// The same for the same entries, whenever it is asked.
fn tag(facts: &FeedFacts) -> String {
    let mut context = Context::new(&SHA256);
    let mut part = |text: &str| {
        context.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(text.as_bytes());
    };
    part(facts.locale.tag());
    part(facts.title.as_deref().unwrap_or_default());
    for entry in &facts.entries {
        part(&entry.uid);
        part(&format!("{} {} {} {}", entry.version, entry.starts_at, entry.ends_at, entry.stamp));
        if let Some((start, end, zone)) = &entry.planned {
            part(&format!("{start} {end} {zone}"));
        }
    }
    hex::encode(&context.finish().as_ref()[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(version: i32) -> FeedFacts {
        let entry = FeedEntry {
            uid: "0f".repeat(16),
            version,
            starts_at: "2026-03-05T19:00:00Z".parse().unwrap(),
            ends_at: "2026-03-05T19:45:00Z".parse().unwrap(),
            planned: None,
            stamp: "2026-03-02T15:00:00Z".parse().unwrap(),
        };
        FeedFacts { entries: vec![entry], title: None, locale: Locale::En }
    }

    #[test]
    fn a_tag_follows_what_is_in_it() {
        assert_eq!(tag(&facts(1)), tag(&facts(1)));
        let mut all = vec![tag(&facts(1)), tag(&facts(2))];
        all.push(tag(&FeedFacts { title: Some("Chess club".to_owned()), ..facts(1) }));
        all.push(tag(&FeedFacts { locale: Locale::Es, ..facts(1) }));
        all.push(tag(&FeedFacts { entries: Vec::new(), ..facts(1) }));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 5);
    }
}
