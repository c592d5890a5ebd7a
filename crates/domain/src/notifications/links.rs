//! Links in mails that work without signing in: for one message, one member, one page and a short time.
//!
//! Nothing is stored: a token is center, notification and a keyed hash of it. Destroying the center's keys ends them all.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use sea_orm::FromQueryResult;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::Kind;
use crate::actor::{Actor, CenterFacts, CenterState, Membership, Proof, parse_roles};
use crate::db::{At, CenterRef, CenterTx, Db};
use crate::ids::{CenterId, ChallengeId, MeetingId, MemberId, NotificationId, SessionId};
use crate::language::Locale;
use crate::problem::{Outcome, Surprise};

const AFTER_SESSION: SignedDuration = SignedDuration::from_hours(24);
/// Turning reminders off works on old mails as well.
const REMINDERS: SignedDuration = SignedDuration::from_hours(24 * 60);

/// The page that asks: a token opens only those its mail links to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPage {
    /// One session or meeting: look, and act on it.
    Session,
    /// What to be reminded of.
    Reminders,
    /// Where the code of the mail is typed.
    Code,
}

/// A token that was good.
pub struct OpenedLink {
    /// Acts as the mail's recipient; for [`LinkPage::Code`] it stays a visitor's, because a link is no sign-in.
    pub tx: CenterTx,
    pub center: CenterRef,
    pub notification_id: NotificationId,
    pub member_id: MemberId,
    /// The recipient's.
    pub locale: Locale,
    /// IANA id of the recipient's zone.
    pub zone: String,
    pub kind: Kind,
    pub subject_id: Uuid,
}

impl OpenedLink {
    pub fn session_id(&self) -> Option<SessionId> {
        self.kind.is_session().then_some(SessionId(self.subject_id))
    }

    pub fn meeting_id(&self) -> Option<MeetingId> {
        self.kind.is_meeting().then_some(MeetingId(self.subject_id))
    }

    pub fn challenge_id(&self) -> Option<ChallengeId> {
        self.kind.is_code().then_some(ChallengeId(self.subject_id))
    }
}

async fn proof(tx: &CenterTx, id: NotificationId) -> Result<[u8; 16], Surprise> {
    let hash = tx.keys().await?.index("mail-link", id.0.as_bytes());
    let mut proof = [0; 16];
    proof.copy_from_slice(&hash[..16]);
    Ok(proof)
}

/// The token of one notification: 64 characters of base64url.
pub async fn make(tx: &CenterTx, id: NotificationId) -> Outcome<String> {
    let mut bytes = Vec::with_capacity(48);
    bytes.extend_from_slice(tx.center_id().0.as_bytes());
    bytes.extend_from_slice(id.0.as_bytes());
    bytes.extend_from_slice(&proof(tx, id).await?);
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn parse(token: &str) -> Option<(CenterId, NotificationId, [u8; 16])> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok().filter(|bytes| bytes.len() == 48)?;
    let center = CenterId(Uuid::from_slice(&bytes[..16]).ok()?);
    let notification = NotificationId(Uuid::from_slice(&bytes[16..32]).ok()?);
    Some((center, notification, bytes[32..].try_into().ok()?))
}

#[derive(FromQueryResult)]
struct Row {
    member_id: Uuid,
    kind: String,
    subject_id: Uuid,
    due_at: At,
    roles: Vec<String>,
    locale: String,
    zone: String,
    member_state: String,
    slug: String,
    name: String,
    center_zone: String,
    center_state: String,
    ends_at: Option<At>,
    code_expires_at: Option<At>,
    code_used: Option<bool>,
}

const LOOK: &str = "
select n.member_id, n.kind, n.subject_id, n.due_at, m.roles, m.locale, m.zone, m.state as member_state,
  c.slug, c.name, c.zone as center_zone, c.state as center_state,
  coalesce(s.ends_at, w.ends_at) as ends_at, h.expires_at as code_expires_at, h.used_at is not null as code_used
from cairn.notifications n
join directory.centers c on c.id = n.center_id
join cairn.members m on m.center_id = $1 and m.id = n.member_id
left join cairn.sessions s on s.center_id = $1 and s.id = n.subject_id and n.kind like 'session%'
left join cairn.meetings w on w.center_id = $1 and w.id = n.subject_id and n.kind like 'meeting%'
left join cairn.challenges h on h.center_id = $1 and h.id = n.subject_id
where n.center_id = $1 and n.id = $2";

/// Inside as the mail's recipient, or `None`: garbage, foreign, past its time, somebody who has left. All the same.
pub async fn open(db: &Db, token: &str, page: LinkPage, request_id: Option<String>) -> Outcome<Option<OpenedLink>> {
    let Some((center_id, id, shown)) = parse(token) else { return Ok(None) };
    let mut tx = db.begin(center_id, Actor::Visitor { center_suspended: true }, request_id).await?;
    // The row first: a center that does not exist has no keys either.
    let Some(row) = tx.row::<Row>(LOOK, [id.0.into()]).await? else { return Ok(None) };
    if !bool::from(proof(&tx, id).await?.ct_eq(&shown)) {
        return Ok(None);
    }
    let kind = Kind::parse(&row.kind).ok_or(Surprise::Inconsistent("notification kind"))?;
    if !usable(&row, kind, page, tx.now()) {
        return Ok(None);
    }
    let state = CenterState::parse(&row.center_state).ok_or(Surprise::Inconsistent("center state"))?;
    let locale = Locale::parse(&row.locale).unwrap_or_default();
    let center = CenterRef { id: center_id, slug: row.slug, name: row.name, zone: row.center_zone, state };
    tx.become_actor(if page == LinkPage::Code {
        Actor::Visitor { center_suspended: state == CenterState::Suspended }
    } else {
        Actor::Member(Box::new(Membership {
            member_id: MemberId(row.member_id),
            roles: parse_roles(&row.roles),
            locale,
            zone: row.zone.clone(),
            proof: Proof::MailLink,
            center: CenterFacts { slug: center.slug.clone(), name: center.name.clone(), zone: center.zone.clone(), state },
        }))
    });
    Ok(Some(OpenedLink {
        tx,
        center,
        notification_id: id,
        member_id: MemberId(row.member_id),
        locale,
        zone: row.zone,
        kind,
        subject_id: row.subject_id,
    }))
}

fn usable(row: &Row, kind: Kind, page: LinkPage, now: jiff::Timestamp) -> bool {
    let before = |end: At, grace: SignedDuration| end.0.checked_add(grace).is_ok_and(|end| now < end);
    match page {
        LinkPage::Session => {
            (kind.is_session() || kind.is_meeting())
                && row.member_state == "active"
                && row.ends_at.is_some_and(|end| before(end, AFTER_SESSION))
        }
        LinkPage::Reminders => {
            !kind.is_code() && kind != Kind::Invitation && row.member_state == "active" && before(row.due_at, REMINDERS)
        }
        LinkPage::Code => {
            kind.is_code()
                && row.code_used == Some(false)
                && row.code_expires_at.is_some_and(|end| before(end, SignedDuration::ZERO))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbage_is_nothing() {
        for token in ["", "x", "é", "AAAA", &"A".repeat(63), &"A".repeat(65), &"=".repeat(64), &"A".repeat(100_000)] {
            assert!(parse(token).is_none(), "{token:.20}");
        }
        assert!(parse(&"A".repeat(64)).is_some());
    }
}
