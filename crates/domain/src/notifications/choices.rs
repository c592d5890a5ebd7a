//! What a member wants to be reminded of, and when not.

use jiff::civil::Time;
use sea_orm::FromQueryResult;

use super::Kind;
use crate::audit::Event;
use crate::db::{CenterTx, TimeOfDay};
use crate::ids::MemberId;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};

/// A switch with which a member turns mails off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Of what comes or is due.
    Reminders,
    /// Of messages that wait to be read.
    Unread,
}

impl Kind {
    /// The switch that stops this kind; `None`: it always comes, and offers nobody to end it. A new kind has to decide.
    pub fn choice(self) -> Option<Choice> {
        match self {
            Self::SessionReminder24h
            | Self::SessionReminder2h
            | Self::MeetingReminder
            | Self::PairCheckIn
            | Self::NotesWaiting
            | Self::WaitingWord
            | Self::IntakeDue
            | Self::GoalDue => Some(Choice::Reminders),
            Self::ChatUnread | Self::MentorshipUnread => Some(Choice::Unread),
            // Codes and invitations that somebody waits for, changes of what was planned, questions and answers.
            Self::SessionBooked
            | Self::SessionMoved
            | Self::SessionCancelled
            | Self::SessionElsewhere
            | Self::Invitation
            | Self::SignInCode
            | Self::StepUpCode
            | Self::ConfirmCenter
            | Self::SecurityNotice
            | Self::MeetingMoved
            | Self::MeetingCancelled
            | Self::MeetingBack
            | Self::PlaceNews
            | Self::DutyAsked
            | Self::PlaceOffered
            | Self::MentorshipNews
            | Self::MentorshipOfferEnds
            | Self::CredentialExpiring
            | Self::BookingNews
            | Self::SlotOffered
            | Self::PeerNamed
            | Self::TimesChanged
            | Self::StandInAsked
            | Self::ContactWanted
            | Self::MentorStep => None,
        }
    }
}

/// Looked at when a reminder is due, so that a change works at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderChoices {
    /// Before what is planned, and of what is due.
    pub session_reminders: bool,
    /// When messages wait to be read, in a group or from the other of a pair.
    pub chat_mail: bool,
    /// Wall clock in the member's zone; the same as `quiet_until`: never quiet.
    pub quiet_from: Time,
    pub quiet_until: Time,
}

#[derive(FromQueryResult)]
struct Row {
    session_reminders: bool,
    chat_mail: bool,
    quiet_from: TimeOfDay,
    quiet_until: TimeOfDay,
}

fn me(tx: &CenterTx) -> Outcome<MemberId> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if policy::allows(&membership.roles, Action::ManageAccount, Target::OWN) {
        Ok(membership.member_id)
    } else {
        Err(Problem::NotAllowed.into())
    }
}

/// Of the acting member, by sign-in or by a mail's link.
pub async fn read(tx: &CenterTx) -> Outcome<ReminderChoices> {
    let me = me(tx)?;
    let row = tx
        .row::<Row>(
            "select session_reminders, chat_mail, quiet_from, quiet_until from cairn.members where center_id = $1 and id = $2",
            [me.0.into()],
        )
        .await?
        .ok_or(Surprise::Inconsistent("a proven member without a row"))?;
    Ok(ReminderChoices {
        session_reminders: row.session_reminders,
        chat_mail: row.chat_mail,
        quiet_from: row.quiet_from.0,
        quiet_until: row.quiet_until.0,
    })
}

/// Works in a paused center as well: nobody is made to get mail.
pub async fn change(tx: &CenterTx, choices: ReminderChoices) -> Outcome<()> {
    let me = me(tx)?;
    tx.run(
        "update cairn.members set session_reminders = $3, quiet_from = $4, quiet_until = $5, chat_mail = $6
         where center_id = $1 and id = $2",
        [
            me.0.into(),
            choices.session_reminders.into(),
            TimeOfDay(choices.quiet_from).into(),
            TimeOfDay(choices.quiet_until).into(),
            choices.chat_mail.into(),
        ],
    )
    .await?;
    tx.audit(Event::done("reminders.change", "member", me.0).purpose("own_data"));
    Ok(())
}

/// No more mails like this one, as far as a choice stops them: answers which. Messages about changes still come.
pub async fn unsubscribe(tx: &CenterTx, from: Kind) -> Outcome<Option<Choice>> {
    let me = me(tx)?;
    let choice = from.choice();
    let sql = match choice {
        Some(Choice::Reminders) => {
            "update cairn.members set session_reminders = false where center_id = $1 and id = $2 and session_reminders"
        }
        Some(Choice::Unread) => "update cairn.members set chat_mail = false where center_id = $1 and id = $2 and chat_mail",
        None => return Ok(None),
    };
    if tx.run(sql, [me.0.into()]).await? > 0 {
        tx.audit(Event::done("reminders.change", "member", me.0).purpose("own_data"));
    }
    Ok(choice)
}
