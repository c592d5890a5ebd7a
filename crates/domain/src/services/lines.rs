//! A line a session that took place, and one for each client who came to a group meeting. While it is open, what it counts for
//! and the one thing it waits for are worked out anew each time somebody looks; what was exported stays as it was.

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use strum::{EnumString, IntoStaticStr, VariantArray};
use uuid::Uuid;

use super::count::{Ledger, count};
use super::used::used_outside;
use super::{billing, payers};
use crate::audit::Event;
use crate::db::{At, CenterTx, Day};
use crate::groups::counted;
use crate::groups::kinds::kinds;
use crate::ids::{MeetingId, MemberId, PayerId, ServiceExportId, ServiceLineId, SessionId};
use crate::paging::{Cursor, Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::services::rules::Missing;
use crate::sessions::{Session, SessionPlace};
use crate::zones;

pub(super) const OBJECT: &str = "service_line";
/// Days that one question may cover.
const LONGEST_RANGE: i32 = 93;
const MOST_LINES: usize = 20_000;

kinds! {
    LineState {
        /// Ready, or waiting for something.
        Open,
        /// On its way to the payer.
        Exported,
        Accepted,
        Denied,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    Session,
    Meeting,
}

/// What was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineSource {
    Session(SessionId),
    /// The client was one of those who came.
    Meeting(MeetingId),
}

impl LineSource {
    pub fn kind(self) -> LineKind {
        match self {
            Self::Session(_) => LineKind::Session,
            Self::Meeting(_) => LineKind::Meeting,
        }
    }

    pub fn session(self) -> Option<SessionId> {
        match self {
            Self::Session(id) => Some(id),
            Self::Meeting(_) => None,
        }
    }

    /// Which group a client goes to is not for everybody who sees their lines: see `groups::chart::known`.
    pub fn meeting(self) -> Option<MeetingId> {
        match self {
            Self::Session(_) => None,
            Self::Meeting(id) => Some(id),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLine {
    pub id: ServiceLineId,
    pub source: LineSource,
    pub client_id: MemberId,
    pub provider_id: MemberId,
    /// In the center's zone.
    pub served_on: Date,
    /// In a group: when the client was there.
    pub started_at: Timestamp,
    pub minutes: i32,
    pub state: LineState,
    /// The one thing an open line waits for; `None` for an open line: it is ready.
    pub missing: Option<Missing>,
    pub payer_id: Option<PayerId>,
    pub rules_id: Option<Uuid>,
    pub code: Option<String>,
    pub modifiers: Vec<String>,
    pub units: Option<i32>,
    pub export_id: Option<ServiceExportId>,
    /// It went to the payer, and since then the note about it was taken back.
    pub note_voided_at: Option<Timestamp>,
}

impl ServiceLine {
    pub fn is_ready(&self) -> bool {
        self.state == LineState::Open && self.missing.is_none()
    }
}

/// Everything about a line that its rules may ask for.
#[derive(FromQueryResult)]
pub(super) struct Row {
    pub id: Uuid,
    pub session_id: Option<Uuid>,
    pub meeting_id: Option<Uuid>,
    pub client_id: Uuid,
    pub provider_id: Uuid,
    pub served_on: Day,
    pub minutes: i32,
    pub state: String,
    pub export_id: Option<Uuid>,
    pub payer_id: Option<Uuid>,
    pub rules_id: Option<Uuid>,
    pub code: Option<String>,
    pub modifiers: Vec<String>,
    pub units: Option<i32>,
    pub place: String,
    pub started_at: At,
    pub completed: bool,
    pub has_draft: bool,
    pub signed: bool,
    pub waits_for_cosign: bool,
    pub covered_by: Option<Uuid>,
    pub of_age: bool,
    pub diagnosis: bool,
    pub ordered_on: Option<Day>,
    pub planned_on: Option<Day>,
    pub credentials: Vec<String>,
    pub credential_ran_out: bool,
    /// A note about the session was taken back.
    pub voided: bool,
    pub note_voided_at: Option<At>,
}

impl Row {
    pub fn source(&self) -> Result<LineSource, Surprise> {
        match (self.session_id, self.meeting_id) {
            (Some(id), None) => Ok(LineSource::Session(SessionId(id))),
            (None, Some(id)) => Ok(LineSource::Meeting(MeetingId(id))),
            _ => Err(Surprise::Inconsistent("a line of nothing, or of two things")),
        }
    }
}

/// `$2` to `$3`: days; `$4`: one client, or null. A note that they did not meet is none about a session that took place, and
/// neither is one that was taken back. Whoever does not mentor yet, or did not any more that day, is billed as others are. Of a
/// meeting: of whoever came, with the part that all share or their own.
const LEDGER: &str = "
select l.id, l.session_id, l.meeting_id, l.client_id, l.provider_id, l.served_on, l.minutes, l.state, l.export_id, l.payer_id,
  l.rules_id, l.code, coalesce(l.modifiers, '{}') as modifiers, l.units, coalesce(s.place, a.mode) as place,
  coalesce(s.started_at, s.starts_at, greatest(a.arrived_at, m.began_at, m.starts_at)) as started_at,
  coalesce(s.course = 'completed', m.state = 'held', false) as completed,
  exists (select from cairn.session_note_drafts d where d.center_id = $1 and d.session_id = l.session_id
            and d.template <> 'reaching_out')
    or exists (select from cairn.meeting_note_drafts d
               where d.center_id = $1 and d.meeting_id = l.meeting_id and (d.membership_id is null or d.membership_id = p.id))
    as has_draft,
  coalesce(n.template <> 'reaching_out', false)
    or exists (select from cairn.meeting_notes b
               where b.center_id = $1 and b.meeting_id = l.meeting_id and (b.membership_id is null or b.membership_id = p.id))
    as signed,
  coalesce(n.cosign_required and c.note_id is null, false) as waits_for_cosign,
  v.payer_id as covered_by, coalesce(v.of_age, false) as of_age, coalesce(v.diagnosis_on_file, false) as diagnosis, v.ordered_on,
  v.planned_on,
  coalesce((select array_agg(k.kind order by k.kind) from cairn.mentor_credentials k
            where k.center_id = $1 and k.mentor_id = l.provider_id and k.removed_at is null and k.verified_at is not null
              and k.issued_on <= l.served_on
              and (k.expires_on is null or k.expires_on >= l.served_on)), '{}') as credentials,
  exists (select from cairn.mentor_profiles f
          join cairn.mentor_credentials o on o.center_id = $1 and o.mentor_id = f.mentor_id and o.removed_at is null
            and o.expires_on < l.served_on
          where f.center_id = $1 and f.mentor_id = l.provider_id and f.state not in ('applied', 'training')
            and (f.state <> 'ended' or coalesce(f.stepped_at, f.updated_at) >= l.served_on) and not exists (
            select from cairn.mentor_credentials k
            where k.center_id = $1 and k.mentor_id = o.mentor_id and lower(btrim(k.kind)) = lower(btrim(o.kind))
              and k.removed_at is null and k.verified_at is not null and k.issued_on <= l.served_on
              and (k.expires_on is null or k.expires_on >= l.served_on))) as credential_ran_out,
  exists (select from cairn.session_notes o join cairn.session_note_voids t on t.center_id = $1 and t.note_id = o.id
          where o.center_id = $1 and o.session_id = l.session_id) as voided, l.note_voided_at
from cairn.service_lines l
left join cairn.sessions s on s.center_id = $1 and s.id = l.session_id
left join cairn.meetings m on m.center_id = $1 and m.id = l.meeting_id
left join cairn.memberships p on p.center_id = $1 and p.group_id = m.group_id and p.member_id = l.client_id
left join cairn.attendance a on a.center_id = $1 and a.meeting_id = m.id and a.membership_id = p.id
left join cairn.session_notes n on n.center_id = $1 and n.session_id = l.session_id
  and not exists (select from cairn.session_note_voids t where t.center_id = $1 and t.note_id = n.id)
left join cairn.session_note_cosigns c on c.center_id = $1 and c.note_id = n.id
left join cairn.client_coverages v on v.center_id = $1 and v.client_id = l.client_id
  and daterange(v.from_on, v.until_on, '[]') @> l.served_on
where l.center_id = $1 and l.served_on between $2 and $3 and ($4::uuid is null or l.client_id = $4)
  and (l.meeting_id is null or l.state <> 'open' or a.status in ('present', 'late', 'left_early'))
order by started_at, l.id limit 20001";

/// Lines of some days with what they count for, the earliest first.
pub(super) async fn ledger(tx: &CenterTx, from: Date, until: Date, client: Option<MemberId>) -> Outcome<Vec<ServiceLine>> {
    let values = [Day(from).into(), Day(until).into(), client.map(|client| client.0).into()];
    let rows = tx.rows::<Row>(LEDGER, values).await?;
    if rows.len() > MOST_LINES {
        return Err(Problem::limit("until", "range_too_long", 31).into());
    }
    let meetings = counted::of(tx, rows.iter().filter_map(|row| row.meeting_id).collect()).await?;
    let rules = payers::all_rules(tx).await?;
    let used = used_outside(tx, from, until, &rules).await?;
    count(Ledger { rows, rules: &rules, meetings, used })
}

/// A line for a session that took place just now, or whose times were put right.
pub(crate) async fn open(tx: &CenterTx, session: &Session) -> Outcome<()> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let zone = zones::stored(&membership.center.zone)?;
    let (Some(started_at), Some(minutes)) = (session.started_at, session.minutes_held()) else {
        return Err(Surprise::Inconsistent("a session without its times").into());
    };
    let written = tx
        .run(
            "insert into cairn.service_lines as l (center_id, id, session_id, client_id, provider_id, served_on, minutes, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (center_id, session_id) do update set served_on = excluded.served_on, minutes = excluded.minutes
             where l.center_id = $1 and l.state = 'open'",
            [
                tx.ids().event(tx.now()).into(),
                session.id.0.into(),
                session.client_id.0.into(),
                session.counselor_id.0.into(),
                Day(zones::today(started_at, &zone)).into(),
                minutes.into(),
                tx.at().into(),
            ],
        )
        .await?;
    if written == 1 { Ok(()) } else { Err(Problem::invalid("sessionId", "line_exported").into()) }
}

/// The note about a session is taken back: where its line went to a payer already, the line says so from now on. Whoever exports
/// at the same time waits, or is waited for.
pub(crate) async fn note_taken_back(tx: &CenterTx, session: SessionId) -> Outcome<()> {
    tx.run("select from cairn.service_lines where center_id = $1 and session_id = $2 for update", [session.0.into()]).await?;
    tx.run(
        "update cairn.service_lines set note_voided_at = $3 where center_id = $1 and session_id = $2 and state <> 'open'",
        [session.0.into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

/// Which lines.
#[derive(Debug, Clone)]
pub struct LineFilter {
    pub from: Date,
    pub until: Date,
    pub client_id: Option<MemberId>,
    pub payer_id: Option<PayerId>,
    pub kind: Option<LineKind>,
    pub state: Option<LineState>,
    /// Of the open ones: ready, or waiting for something.
    pub ready: Option<bool>,
    /// Of the open ones: waiting for exactly this.
    pub missing: Option<Missing>,
    /// Of those that went: with a note that was taken back since.
    pub note_voided: bool,
}

impl LineFilter {
    /// Every line of these days.
    pub fn of(from: Date, until: Date) -> Self {
        Self {
            from,
            until,
            client_id: None,
            payer_id: None,
            kind: None,
            state: None,
            ready: None,
            missing: None,
            note_voided: false,
        }
    }

    fn takes(&self, line: &ServiceLine) -> bool {
        self.payer_id.is_none_or(|payer| line.payer_id == Some(payer))
            && self.kind.is_none_or(|kind| line.source.kind() == kind)
            && self.state.is_none_or(|state| line.state == state)
            && self.ready.is_none_or(|ready| line.state == LineState::Open && line.is_ready() == ready)
            && self.missing.is_none_or(|missing| line.missing == Some(missing))
            && (!self.note_voided || line.note_voided_at.is_some())
    }
}

pub(super) fn check_range(from: Date, until: Date) -> Outcome<()> {
    let days = from.until(until)?.get_days();
    if (0..LONGEST_RANGE).contains(&days) {
        Ok(())
    } else {
        Err(Problem::limit("until", "range_too_long", i64::from(LONGEST_RANGE)).into())
    }
}

/// The earliest first; for whoever does the billing.
pub async fn list(tx: &CenterTx, filter: &LineFilter, page: PageRequest) -> Outcome<Page<ServiceLine>> {
    billing(tx, "from")?;
    check_range(filter.from, filter.until)?;
    let after = page.after.unwrap_or(Cursor { at: Timestamp::MIN, id: Uuid::nil() });
    let lines = ledger(tx, filter.from, filter.until, filter.client_id).await?;
    tx.audit(Event::done("service_lines.read", "center", tx.center_id().0).purpose("payment"));
    let size = usize::try_from(page.limit()).unwrap_or(1);
    let shown = lines.into_iter().filter(|line| filter.takes(line) && (line.started_at, line.id.0) > (after.at, after.id));
    Ok(Page::cut(shown.take(size).collect(), &page))
}

/// How many lines are ready, and what the others wait for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readiness {
    pub ready: i64,
    pub ready_units: i64,
    pub waiting: Vec<(Missing, i64)>,
    /// Went to the payer with a note that was taken back since.
    pub note_voided: i64,
}

pub async fn readiness(tx: &CenterTx, from: Date, until: Date) -> Outcome<Readiness> {
    billing(tx, "from")?;
    check_range(from, until)?;
    let mut found = Readiness::default();
    for line in &ledger(tx, from, until, None).await? {
        found.note_voided += i64::from(line.note_voided_at.is_some());
        match line.missing {
            _ if line.state != LineState::Open => {}
            None => {
                found.ready += 1;
                found.ready_units += i64::from(line.units.unwrap_or(0));
            }
            Some(missing) => match found.waiting.iter_mut().find(|(known, _)| *known == missing) {
                Some((_, count)) => *count += 1,
                None => found.waiting.push((missing, 1)),
            },
        }
    }
    found.waiting.sort_by_key(|(missing, count)| (std::cmp::Reverse(*count), *missing));
    Ok(found)
}

#[derive(FromQueryResult)]
struct Served {
    served_on: Day,
}

#[derive(FromQueryResult)]
struct ServedTo {
    served_on: Day,
    client_id: Uuid,
}

/// One line, for whoever the caller let see it.
pub(super) async fn find(tx: &CenterTx, id: ServiceLineId) -> Outcome<Option<ServiceLine>> {
    let row = tx
        .row::<ServedTo>("select served_on, client_id from cairn.service_lines where center_id = $1 and id = $2", [id.0.into()])
        .await?;
    let Some(row) = row else { return Ok(None) };
    let day = row.served_on.0;
    Ok(ledger(tx, day, day, Some(MemberId(row.client_id))).await?.into_iter().find(|line| line.id == id))
}

/// The line of one session, for whoever held it or does the billing. `None`: it did not take place (yet).
pub async fn of_session(tx: &CenterTx, id: SessionId) -> Outcome<Option<ServiceLine>> {
    let missing = || Problem::not_found("sessionId");
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let session = crate::sessions::for_job(tx, id).await?.ok_or_else(missing)?;
    let holder = Target { participant: membership.member_id == session.counselor_id, ..Target::NONE };
    let bills = policy::allows(&membership.roles, Action::BillServices, Target::NONE);
    if !bills && !policy::allows(&membership.roles, Action::HoldSession, holder) {
        return Err(missing().into());
    }
    let row = tx
        .row::<Served>("select served_on from cairn.service_lines where center_id = $1 and session_id = $2", [id.0.into()])
        .await?;
    let Some(row) = row else { return Ok(None) };
    let day = row.served_on.0;
    Ok(ledger(tx, day, day, Some(session.client_id)).await?.into_iter().find(|line| line.source.session() == Some(id)))
}

/// Held at a distance? Sessions and meetings have one word for it.
pub(super) fn is_distant(place: &str) -> bool {
    place == SessionPlace::Online.name()
}
