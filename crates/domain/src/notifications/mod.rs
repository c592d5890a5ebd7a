//! One message to one member over one channel: planned in the transaction of the change that causes it, looked at
//! again right before it leaves.

mod booking_news;
pub mod calendar;
mod chat_unread;
pub mod choices;
mod delivery;
pub mod feed;
mod group_news;
pub mod links;
mod mentorship_news;
mod notes_waiting;
mod pair_care;
mod program_news;
mod quiet;
mod session_news;
mod settle;
mod upkeep;
mod verdict;
mod with_others;

pub(crate) use booking_news::{booking_news, booking_question, slot_offered};
pub(crate) use chat_unread::{chat_was_read, plan_chat_unread};
pub use delivery::{Content, Delivery, MailFacts, claim_for_delivery};
pub(crate) use group_news::{MeetingNews, duty_asked, meeting_news, place_news, remind, times_changed};
use jiff::Timestamp;
pub(crate) use mentorship_news::{
    check_ins_due, credentials_expiring, mentor_bereaved, mentorship_asks_over, mentorship_news, mentorship_offer_ends,
    pair_unread_sql, pair_was_read, plan_pair_unread,
};
pub(crate) use notes_waiting::notes_waiting;
pub(crate) use pair_care::{goals_due, mentor_step, stand_in_asked};
pub(crate) use program_news::{contact_wanted, intake_due, peer_named, place_offered, waiting_words};
pub use quiet::QuietHours;
use sea_orm::FromQueryResult;
use serde_json::json;
pub(crate) use session_news::{Elsewhere, SessionNews, heard_of, plan_elsewhere, plan_session};
pub use settle::{Refusal, mark_refused, mark_retry, mark_sent};
pub use upkeep::{centers, clean_up, forget_before};
use uuid::Uuid;

use crate::db::{At, CenterTx, Job};
use crate::ids::{MemberId, NotificationId};
use crate::problem::Outcome;

/// What a message is about, and with that who gets it, when, and what may keep it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    SessionBooked,
    SessionMoved,
    SessionCancelled,
    /// At its time, at another address: which, one reads after following the link.
    SessionElsewhere,
    SessionReminder24h,
    SessionReminder2h,
    Invitation,
    SignInCode,
    StepUpCode,
    ConfirmCenter,
    SecurityNotice,
    /// Something to read in a group; for all of a member's groups together.
    ChatUnread,
    MeetingReminder,
    MeetingMoved,
    MeetingCancelled,
    /// A meeting that was called off takes place after all.
    MeetingBack,
    /// Let in, offered a place, taken out: which, one reads after signing in.
    PlaceNews,
    /// Somebody is needed to hold a room.
    DutyAsked,
    /// A place in a program is kept: something waits for an answer.
    PlaceOffered,
    /// Asked, begun, changed, ended: which, one reads after signing in.
    MentorshipNews,
    /// A question waits for an answer, and not for much longer.
    MentorshipOfferEnds,
    /// Something to read from the other of a pair.
    MentorshipUnread,
    CredentialExpiring,
    /// A week without a word of one's own to the pair.
    PairCheckIn,
    /// Asked, declined or to be chosen, about a session: which, one reads after signing in.
    BookingNews,
    /// A time that somebody waited for is kept: it waits for an answer.
    SlotOffered,
    /// Notes of sessions that nobody signed yet; whose, one reads after signing in.
    NotesWaiting,
    /// Two who are in contact while one of them waits for a place.
    PeerNamed,
    /// A week of waiting without a word of how it is.
    WaitingWord,
    /// Papers that are due in three days, or today.
    IntakeDue,
    /// A group rests, meets again or at other times: which and when, one reads after signing in.
    TimesChanged,
    /// Would somebody stand in for a mentor? For whom, they read after signing in.
    StandInAsked,
    /// The day of a goal of one's own comes.
    GoalDue,
    /// Somebody needs somebody: who, one reads after signing in.
    ContactWanted,
    /// The center went a step with somebody who mentors, or would like to: which, they read after signing in.
    MentorStep,
}

impl Kind {
    pub const ALL: [Self; 35] = [
        Self::SessionBooked,
        Self::SessionMoved,
        Self::SessionCancelled,
        Self::SessionElsewhere,
        Self::SessionReminder24h,
        Self::SessionReminder2h,
        Self::Invitation,
        Self::SignInCode,
        Self::StepUpCode,
        Self::ConfirmCenter,
        Self::SecurityNotice,
        Self::ChatUnread,
        Self::MeetingReminder,
        Self::MeetingMoved,
        Self::MeetingCancelled,
        Self::MeetingBack,
        Self::PlaceNews,
        Self::DutyAsked,
        Self::PlaceOffered,
        Self::MentorshipNews,
        Self::MentorshipOfferEnds,
        Self::MentorshipUnread,
        Self::CredentialExpiring,
        Self::PairCheckIn,
        Self::BookingNews,
        Self::SlotOffered,
        Self::NotesWaiting,
        Self::PeerNamed,
        Self::WaitingWord,
        Self::IntakeDue,
        Self::TimesChanged,
        Self::StandInAsked,
        Self::GoalDue,
        Self::ContactWanted,
        Self::MentorStep,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::SessionBooked => "session_booked",
            Self::SessionMoved => "session_moved",
            Self::SessionCancelled => "session_cancelled",
            Self::SessionElsewhere => "session_elsewhere",
            Self::SessionReminder24h => "session_reminder_24h",
            Self::SessionReminder2h => "session_reminder_2h",
            Self::Invitation => "invitation",
            Self::SignInCode => "sign_in_code",
            Self::StepUpCode => "step_up_code",
            Self::ConfirmCenter => "confirm_center",
            Self::SecurityNotice => "security_notice",
            Self::ChatUnread => "chat_unread",
            Self::MeetingReminder => "meeting_reminder",
            Self::MeetingMoved => "meeting_moved",
            Self::MeetingCancelled => "meeting_cancelled",
            Self::MeetingBack => "meeting_back",
            Self::PlaceNews => "place_news",
            Self::DutyAsked => "duty_asked",
            Self::PlaceOffered => "place_offered",
            Self::MentorshipNews => "mentorship_news",
            Self::MentorshipOfferEnds => "mentorship_offer_ends",
            Self::MentorshipUnread => "mentorship_unread",
            Self::CredentialExpiring => "credential_expiring",
            Self::PairCheckIn => "pair_check_in",
            Self::BookingNews => "booking_news",
            Self::SlotOffered => "slot_offered",
            Self::NotesWaiting => "notes_waiting",
            Self::PeerNamed => "peer_named",
            Self::WaitingWord => "waiting_word",
            Self::IntakeDue => "intake_due",
            Self::TimesChanged => "times_changed",
            Self::StandInAsked => "stand_in_asked",
            Self::GoalDue => "goal_due",
            Self::ContactWanted => "contact_wanted",
            Self::MentorStep => "mentor_step",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What its subject is, for the record of what left.
    fn subject_type(self) -> &'static str {
        match self {
            _ if self.is_session() => "session",
            _ if self.is_meeting() || self == Self::DutyAsked => "meeting",
            Self::PlaceNews => "membership",
            Self::TimesChanged => "group",
            Self::PlaceOffered | Self::PeerNamed | Self::WaitingWord | Self::IntakeDue => "enrollment",
            Self::MentorshipNews | Self::MentorshipOfferEnds | Self::PairCheckIn | Self::GoalDue => "mentorship",
            Self::StandInAsked => "stand_in",
            Self::ContactWanted => "staff_task",
            Self::MentorStep => "mentor",
            Self::SlotOffered => "session_wait",
            Self::CredentialExpiring => "credential",
            _ if self.is_code() => "challenge",
            Self::Invitation => "invitation",
            _ => "notification",
        }
    }

    /// About a session.
    pub fn is_session(self) -> bool {
        matches!(
            self,
            Self::SessionBooked
                | Self::SessionMoved
                | Self::SessionCancelled
                | Self::SessionElsewhere
                | Self::SessionReminder24h
                | Self::SessionReminder2h
        )
    }

    /// About a group's meeting.
    pub fn is_meeting(self) -> bool {
        matches!(self, Self::MeetingReminder | Self::MeetingMoved | Self::MeetingCancelled | Self::MeetingBack)
    }

    /// About a pair that walks together, or is asked to.
    pub fn is_mentorship(self) -> bool {
        matches!(self, Self::MentorshipNews | Self::MentorshipOfferEnds | Self::MentorshipUnread | Self::PairCheckIn)
    }

    /// Told by a paused center too: what people need to come in and to look after their account.
    fn outlasts_a_pause(self) -> bool {
        self.is_code() || self == Self::SecurityNotice
    }

    /// Tells of a time to come, and keeps quiet hours by coming earlier.
    pub fn is_reminder(self) -> bool {
        matches!(self, Self::SessionReminder24h | Self::SessionReminder2h | Self::MeetingReminder)
    }

    /// Waits for the end of the reader's quiet hours.
    fn can_wait(self) -> bool {
        self.is_reminder()
            || matches!(
                self,
                Self::ChatUnread
                    | Self::PlaceNews
                    | Self::PlaceOffered
                    | Self::CredentialExpiring
                    | Self::BookingNews
                    | Self::NotesWaiting
                    | Self::PeerNamed
                    | Self::WaitingWord
                    | Self::IntakeDue
                    | Self::StandInAsked
                    | Self::GoalDue
                    | Self::ContactWanted
                    | Self::MentorStep
            )
            || self.is_mentorship()
    }

    /// Carries a code that somebody is waiting for.
    pub fn is_code(self) -> bool {
        matches!(self, Self::SignInCode | Self::StepUpCode | Self::ConfirmCenter)
    }

    /// Somebody asked for it just now: tried even at an address that refused before, because it may have been mended.
    fn is_asked_for(self) -> bool {
        self.is_code() || self == Self::Invitation
    }
}

/// A message that shall leave at `due_at`, and is not useful any more from `expires_at` on.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub member_id: MemberId,
    pub kind: Kind,
    /// Session, challenge, invitation, or an event of its own.
    pub subject_id: Uuid,
    /// Planned for exactly this version: a later one makes the message stale.
    pub subject_version: i32,
    pub due_at: Timestamp,
    pub expires_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Planned {
    id: Uuid,
    due_at: At,
    state: String,
}

/// One statement. Planning the same again changes nothing; what was dropped because its subject moved away comes back
/// when the subject does.
const PLAN: &str = "
insert into cairn.notifications as n
  (center_id, id, member_id, kind, subject_id, subject_version, due_at, expires_at, state, outcome, created_at)
select $1, p.id, p.member_id, p.kind, p.subject_id, p.subject_version, p.due_at, p.expires_at,
  case when m.email_failed_at is null or p.asked_for then 'planned' else 'dropped' end,
  case when m.email_failed_at is null or p.asked_for then null else 'address_failed' end,
  $3
from jsonb_to_recordset($2) as p (id uuid, member_id uuid, kind text, subject_id uuid, subject_version integer,
  due_at timestamptz, expires_at timestamptz, asked_for boolean)
join cairn.members m on m.center_id = $1 and m.id = p.member_id
on conflict (center_id, subject_id, subject_version, kind, member_id) do update
  set state = excluded.state, outcome = excluded.outcome, due_at = excluded.due_at, expires_at = excluded.expires_at, attempts = 0
  where n.center_id = $1 and n.state = 'dropped' and n.outcome = 'superseded'
returning n.id, n.due_at, n.state";

/// Plans messages and their jobs, in the transaction of what they tell about.
pub(crate) async fn plan(tx: &CenterTx, plans: &[Plan]) -> Outcome<()> {
    if plans.is_empty() {
        return Ok(());
    }
    let list: Vec<_> = plans
        .iter()
        .map(|plan| {
            json!({
                "id": tx.ids().event(tx.now()), "member_id": plan.member_id.0, "kind": plan.kind.name(),
                "subject_id": plan.subject_id, "subject_version": plan.subject_version,
                "due_at": plan.due_at.to_string(), "expires_at": plan.expires_at.to_string(),
                "asked_for": plan.kind.is_asked_for(),
            })
        })
        .collect();
    let rows = tx.rows::<Planned>(PLAN, [serde_json::Value::Array(list).into(), tx.at().into()]).await?;
    for row in rows.into_iter().filter(|row| row.state == "planned") {
        schedule(tx, NotificationId(row.id), row.due_at.0);
    }
    Ok(())
}

/// The job that will look at the message again and send it. One per message: a later call moves it.
fn schedule(tx: &CenterTx, id: NotificationId, at: Timestamp) {
    tx.enqueue(Job {
        task: "deliver_notification",
        payload: json!({ "center_id": tx.center_id(), "notification_id": id }),
        run_at: Some(at),
        key: Some(format!("notification:{id}")),
    });
}
