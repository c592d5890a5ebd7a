//! The last look before a message leaves: is it still true, is it still wanted, may it leave?

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::calendar::{self, CalendarFacts};
use super::mentorship_news::pair_unread_sql;
use super::notes_waiting::note_waits_sql;
use super::pair_care::pair_care_stands_sql;
use super::program_news::way_stands_sql;
use super::verdict::{Verdict, verdict};
use super::with_others::with_others;
use super::{Kind, links, schedule};
use crate::db::{At, CenterTx, TimeOfDay};
use crate::exits::{self, Exit, Released};
use crate::groups::chat::read::unread_sql;
use crate::ids::{MemberId, NotificationId};
use crate::language::Locale;
use crate::mentorship::credentials::renewed_sql;
use crate::problem::{Outcome, Surprise};
use crate::sealed::{Place, Sealed};

pub(super) const EMAIL: Place = Place::identity("members", "email");
const CODE: Place = Place::identity("challenges", "code");
const TOKEN: Place = Place::identity("invitations", "token");

/// Everything a mail is made of. Has no names, places or topics on purpose.
#[derive(Clone)]
pub struct MailFacts {
    pub kind: Kind,
    /// The address.
    pub to: String,
    /// The reader's.
    pub locale: Locale,
    /// IANA id of the reader's zone.
    pub zone: String,
    /// Stable per notification and opaque: becomes the Message-ID.
    pub message_key: String,
    /// Opens the pages that the mail links to.
    pub link: String,
    pub content: Content,
    /// When these facts were true.
    pub now: Timestamp,
}

#[derive(Clone)]
pub enum Content {
    Session {
        event: CalendarFacts,
        /// IANA id of the zone it was planned in.
        zone: String,
        /// What the message tells of besides: others of its series.
        others: Vec<CalendarFacts>,
    },
    /// The token's text.
    Invitation {
        token: String,
        expires_at: Timestamp,
    },
    Code {
        code: String,
        expires_at: Timestamp,
    },
    Notice,
    /// There is something to read; not what, from whom or where.
    SomethingNew,
    /// Something waits for an answer, and not for ever.
    AnswerWanted {
        until: Timestamp,
    },
}

/// What the last look found.
pub enum Delivery {
    /// Send it, then say how it went; commit before sending, so that the claim and the disclosure are on record.
    Send(Box<Released<MailFacts>>),
    /// Not yet: another job is scheduled.
    Later(Timestamp),
    /// Sent before, or not true or wanted any more; the outcome's code.
    Nothing(&'static str),
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub member_id: Uuid,
    pub kind: String,
    pub subject_id: Uuid,
    pub subject_version: i32,
    pub due_at: At,
    pub expires_at: At,
    pub state: String,
    pub email: Sealed,
    pub locale: String,
    pub zone: String,
    pub member_state: String,
    pub email_failed: bool,
    pub session_reminders: bool,
    pub chat_mail: bool,
    pub quiet_from: TimeOfDay,
    pub quiet_until: TimeOfDay,
    pub center_state: String,
    pub planned_state: Option<String>,
    pub planned_version: Option<i32>,
    pub planned_zone: Option<String>,
    pub starts_at: Option<At>,
    pub ends_at: Option<At>,
    pub client_id: Option<Uuid>,
    pub code: Option<Sealed>,
    pub code_expires_at: Option<At>,
    pub code_used: Option<bool>,
    pub token: Option<Sealed>,
    pub invitation_version: Option<i32>,
    pub invitation_expires_at: Option<At>,
    pub invitation_closed: Option<bool>,
    pub chat_unread: Option<bool>,
    /// In the group, or holding it.
    pub takes_part: Option<bool>,
    pub group_state: Option<String>,
    pub place_reminders: bool,
    pub place_version: Option<i32>,
    pub duty_open: bool,
    /// The offer as it stands; none: it is over.
    pub offer_version: Option<i32>,
    pub offered_until: Option<At>,
    pub pair_state: Option<String>,
    /// Has said yes already.
    pub pair_answered: bool,
    pub pair_unread: Option<bool>,
    pub credential_stands: bool,
    /// Has said how it went since this was planned.
    pub pair_checked_in: bool,
    /// What is asked or answered about a session is as it was when the message was planned.
    pub booking_stands: bool,
    /// The counselor is away, and what becomes of the session is not answered yet.
    pub cover_asked: bool,
    /// The next session that the reader is asked about because its counselor is away, when this is what the message is about.
    pub asked_next: Option<At>,
    /// What this was planned for is still so: a note is not signed, somebody waits, a paper is due.
    pub still_so: bool,
}

/// One row, locked: of two workers with the same message, the second waits and finds it claimed or sent.
const LOOK: &str = concat!(
    "
select n.member_id, n.kind, n.subject_id, n.subject_version, n.due_at, n.expires_at, n.state,
  m.email, m.locale, m.zone, m.state as member_state, m.email_failed_at is not null as email_failed, m.session_reminders,
  m.chat_mail, m.quiet_from, m.quiet_until, c.state as center_state,
  coalesce(s.state, w.state) as planned_state, coalesce(s.version, w.version) as planned_version,
  coalesce(s.zone, w.zone) as planned_zone, coalesce(s.starts_at, w.starts_at) as starts_at,
  coalesce(s.ends_at, w.ends_at) as ends_at, coalesce(s.client_id, p.member_id, x.client_id, v.client_id) as client_id,
  (p.state = 'active' or f.id is not null) as takes_part, g.state as group_state, coalesce(p.reminders, true) as place_reminders,
  q.version as place_version, coalesce(x.version, v.version) as offer_version,
  coalesce(x.offered_until, v.offered_until, q.offered_until) as offered_until,
  exists (select from cairn.meeting_duties y where y.center_id = $1 and y.meeting_id = w.id and y.facilitator_id = f.id
          and y.state = 'asked') as duty_open,
  h.code, h.expires_at as code_expires_at, h.used_at is not null as code_used,
  i.token, i.version as invitation_version, i.expires_at as invitation_expires_at,
  (i.accepted_at is not null or i.revoked_at is not null) as invitation_closed,
  case when n.kind = 'chat_unread' then exists (select from ",
    unread_sql!("n.member_id"),
    ") end as chat_unread,
  z.state as pair_state,
  coalesce(case when z.client_id = n.member_id then z.client_accepted_at else z.mentor_accepted_at end is not null, false)
    as pair_answered,
  case when n.kind = 'mentorship_unread' then exists (select from ",
    pair_unread_sql!("n.member_id"),
    ") end as pair_unread,
  exists (select from cairn.mentor_credentials k where k.center_id = $1 and k.id = n.subject_id and k.removed_at is null and not ",
    renewed_sql!("k"),
    ")
    as credential_stands,
  exists (select from cairn.pair_check_ins v where v.center_id = $1 and v.mentorship_id = z.id and v.created_at >= n.created_at)
    as pair_checked_in,
  n.kind = 'booking_news' and (
    exists (select from cairn.session_requests r where r.center_id = $1 and r.id = n.subject_id and r.version = n.subject_version)
    or exists (select from cairn.sooner_requests r where r.center_id = $1 and r.id = n.subject_id and r.version = n.subject_version)
    or exists (select from cairn.cover_answers r where r.center_id = $1 and r.id = n.subject_id and (r.version = n.subject_version
      or exists (select from cairn.cover_answers o where o.center_id = $1 and o.covering_id = r.covering_id
        and o.client_id = r.client_id and o.state = 'open' and o.id <> r.id)))
    or exists (select from cairn.session_waits r where r.center_id = $1 and r.id = n.subject_id and r.version = n.subject_version)
    or exists (select from cairn.session_note_drafts r where r.center_id = $1 and r.id = n.subject_id and r.opened_at is not null))
    as booking_stands,
  exists (select from cairn.cover_answers r where r.center_id = $1 and r.session_id = s.id and r.state = 'open') as cover_asked,
  (select min(t.starts_at) from cairn.cover_answers r
   join cairn.cover_answers o on o.center_id = $1 and o.client_id = r.client_id and o.state = 'open'
   join cairn.sessions t on t.center_id = $1 and t.id = o.session_id and t.state = 'booked' and t.starts_at > $3
   where n.kind = 'booking_news' and r.center_id = $1 and r.id = n.subject_id) as asked_next,
  case n.kind when 'notes_waiting' then exists (",
    note_waits_sql!(),
    ") ",
    way_stands_sql!(),
    " ",
    pair_care_stands_sql!(),
    " else false end as still_so
from cairn.notifications n
join directory.centers c on c.id = n.center_id
join cairn.members m on m.center_id = $1 and m.id = n.member_id
left join cairn.sessions s on s.center_id = $1 and s.id = n.subject_id and n.kind like 'session%'
left join cairn.meetings w on w.center_id = $1 and w.id = n.subject_id and (n.kind like 'meeting%' or n.kind = 'duty_asked')
left join cairn.groups g
  on g.center_id = $1 and g.id = case when n.kind = 'times_changed' then n.subject_id else w.group_id end
left join cairn.memberships p on p.center_id = $1 and p.group_id = g.id and p.member_id = n.member_id
left join cairn.group_facilitators f
  on f.center_id = $1 and f.group_id = g.id and f.member_id = n.member_id and f.until is null
left join cairn.memberships q on q.center_id = $1 and q.id = n.subject_id and n.kind = 'place_news'
left join cairn.enrollments x
  on x.center_id = $1 and x.id = n.subject_id and n.kind = 'place_offered' and x.state = 'offered'
left join cairn.session_waits v
  on v.center_id = $1 and v.id = n.subject_id and n.kind = 'slot_offered' and v.state = 'offered'
left join cairn.mentorships z
  on z.center_id = $1 and z.id = n.subject_id and n.kind in ('mentorship_news', 'mentorship_offer_ends', 'pair_check_in')
left join cairn.challenges h on h.center_id = $1 and h.id = n.subject_id
left join cairn.invitations i on i.center_id = $1 and i.id = n.subject_id
where n.center_id = $1 and n.id = $2
for update of n"
);

/// Looks again at the present and claims the message, in the transaction of a job.
pub async fn claim_for_delivery(tx: &CenterTx, id: NotificationId) -> Outcome<Delivery> {
    let Some(row) = tx.row::<Row>(LOOK, [id.0.into(), tx.at().into()]).await? else {
        return Ok(Delivery::Nothing("unknown"));
    };
    let kind = Kind::parse(&row.kind).ok_or(Surprise::Inconsistent("notification kind"))?;
    match verdict(&row, kind, tx.now())? {
        Verdict::Over => Ok(Delivery::Nothing("over")),
        Verdict::Later(at) => {
            tx.run("update cairn.notifications set due_at = $3 where center_id = $1 and id = $2", [id.0.into(), At(at).into()])
                .await?;
            schedule(tx, id, at);
            Ok(Delivery::Later(at))
        }
        Verdict::Drop(outcome) => {
            tx.run(
                "update cairn.notifications set state = 'dropped', outcome = $3 where center_id = $1 and id = $2",
                [id.0.into(), outcome.into()],
            )
            .await?;
            Ok(Delivery::Nothing(outcome))
        }
        Verdict::Send => {
            let released = release(tx, id, kind, &row).await?;
            tx.run(
                "update cairn.notifications set state = 'sending', attempts = attempts + 1 where center_id = $1 and id = $2",
                [id.0.into()],
            )
            .await?;
            Ok(Delivery::Send(Box::new(released)))
        }
    }
}

async fn release(tx: &CenterTx, id: NotificationId, kind: Kind, row: &Row) -> Outcome<Released<MailFacts>> {
    let keys = tx.keys().await?;
    let facts = MailFacts {
        kind,
        to: keys.open(EMAIL, row.member_id, &row.email)?,
        locale: Locale::parse(&row.locale).unwrap_or_default(),
        zone: row.zone.clone(),
        message_key: hex::encode(&keys.index("message-id", id.0.as_bytes())[..16]),
        link: links::make(tx, id).await?,
        content: content(tx, kind, row).await?,
        now: tx.now(),
    };
    let exit = Exit {
        kind: exits::Kind::Mail,
        recipient: MemberId(row.member_id),
        clients: row.client_id.map(MemberId).into_iter().collect(),
        subject_type: kind.subject_type(),
        subject_id: row.subject_id,
    };
    exits::release(tx, exit, facts).await
}

async fn content(tx: &CenterTx, kind: Kind, row: &Row) -> Result<Content, Surprise> {
    let missing = Surprise::Inconsistent("a claimed notification without its subject");
    let keys = tx.keys().await?;
    if kind.is_session() || kind.is_meeting() {
        let (Some(starts_at), Some(ends_at), Some(zone), Some(version)) =
            (row.starts_at, row.ends_at, &row.planned_zone, row.planned_version)
        else {
            return Err(missing);
        };
        let event = CalendarFacts {
            uid: calendar::uid(tx, row.subject_id).await?,
            version,
            starts_at: starts_at.0,
            ends_at: ends_at.0,
            cancelled: matches!(kind, Kind::SessionCancelled | Kind::MeetingCancelled),
            stamp: tx.now(),
            locale: Locale::parse(&row.locale).unwrap_or_default(),
        };
        let others = with_others(tx, row.subject_id, row.member_id, kind, &event).await?;
        return Ok(Content::Session { event, zone: zone.clone(), others });
    }
    if kind.is_code() {
        let (Some(code), Some(expires_at)) = (&row.code, row.code_expires_at) else { return Err(missing) };
        return Ok(Content::Code { code: keys.open(CODE, row.subject_id, code)?, expires_at: expires_at.0 });
    }
    if kind == Kind::Invitation {
        let (Some(token), Some(expires_at)) = (&row.token, row.invitation_expires_at) else { return Err(missing) };
        return Ok(Content::Invitation { token: keys.open(TOKEN, row.subject_id, token)?, expires_at: expires_at.0 });
    }
    match (kind, row.offered_until) {
        // Of the news of a place in a group, that one is kept is the one that runs out.
        (Kind::PlaceOffered | Kind::SlotOffered | Kind::PlaceNews, Some(until)) => {
            return Ok(Content::AnswerWanted { until: until.0 });
        }
        (Kind::PlaceOffered | Kind::SlotOffered, None) => return Err(missing),
        _ => {}
    }
    // Sessions, codes, invitations and offers have their own; of the rest, what can wait is something to read.
    Ok(if kind.can_wait() || matches!(kind, Kind::DutyAsked | Kind::TimesChanged) {
        Content::SomethingNew
    } else {
        Content::Notice
    })
}
