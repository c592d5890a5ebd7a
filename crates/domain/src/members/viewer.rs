//! Who is signed in, and what the screens need to know about them: one statement, two for clients.

use jiff::{Timestamp, civil};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::clients::counselors_for;
use super::contact_rule::CONTACT_RULE;
use super::sign_in::FRESH;
use super::{EMAIL, MemberAccount, MemberCard, MemberState, open_card};
use crate::actor::{Proof, Role};
use crate::centers::{self, CenterRow};
use crate::db::{At, CenterTx, TimeOfDay};
use crate::language::Locale;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::Sealed;
use crate::zones;

/// What the signed-in member may do: decides what is rendered, never what is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    ManageCenter,
    InviteMembers,
    ManageMembers,
    ViewMembers,
    ViewClients,
    ViewCalendar,
    BookForClients,
    BookForSelf,
    ManageOwnHours,
    ManageAllHours,
    ShareDocuments,
    ViewAudit,
    ManageApiTokens,
    WriteSessionNotes,
    CoSignNotes,
    BillServices,
}

impl Permission {
    pub const ALL: [Self; 16] = [
        Self::ManageCenter,
        Self::InviteMembers,
        Self::ManageMembers,
        Self::ViewMembers,
        Self::ViewClients,
        Self::ViewCalendar,
        Self::BookForClients,
        Self::BookForSelf,
        Self::ManageOwnHours,
        Self::ManageAllHours,
        Self::ShareDocuments,
        Self::ViewAudit,
        Self::ManageApiTokens,
        Self::WriteSessionNotes,
        Self::CoSignNotes,
        Self::BillServices,
    ];

    /// As on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::ManageCenter => "MANAGE_CENTER",
            Self::InviteMembers => "INVITE_MEMBERS",
            Self::ManageMembers => "MANAGE_MEMBERS",
            Self::ViewMembers => "VIEW_MEMBERS",
            Self::ViewClients => "VIEW_CLIENTS",
            Self::ViewCalendar => "VIEW_CALENDAR",
            Self::BookForClients => "BOOK_FOR_CLIENTS",
            Self::BookForSelf => "BOOK_FOR_SELF",
            Self::ManageOwnHours => "MANAGE_OWN_HOURS",
            Self::ManageAllHours => "MANAGE_ALL_HOURS",
            Self::ShareDocuments => "SHARE_DOCUMENTS",
            Self::ViewAudit => "VIEW_AUDIT",
            Self::ManageApiTokens => "MANAGE_API_TOKENS",
            Self::WriteSessionNotes => "WRITE_SESSION_NOTES",
            Self::CoSignNotes => "CO_SIGN_NOTES",
            Self::BillServices => "BILL_SERVICES",
        }
    }

    fn of(self, roles: &[Role]) -> bool {
        let allows = |action, target| policy::allows(roles, action, target);
        let own_and_assigned = Target { own: true, assigned: true, bridges: true, ..Target::NONE };
        let has = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
        let holds_sessions = has(&[Role::Counselor, Role::PeerMentor, Role::Facilitator]);
        match self {
            Self::ManageCenter => allows(Action::ManageCenter, Target::NONE),
            Self::InviteMembers => allows(Action::InviteMembers, Target::NONE),
            Self::ManageMembers => allows(Action::ManageMembers, Target::NONE),
            Self::ViewMembers => allows(Action::ViewMembers, Target::NONE),
            Self::ViewClients => allows(Action::ListClients, Target::NONE),
            Self::ViewCalendar => allows(Action::ViewCalendar, Target::NONE) || holds_sessions,
            Self::BookForClients => {
                allows(Action::BookSession, Target::NONE) || (holds_sessions && allows(Action::BookSession, own_and_assigned))
            }
            Self::BookForSelf => has(&[Role::Client]) && policy::allows(&[Role::Client], Action::BookSession, own_and_assigned),
            // An admin without clients has no hours of their own to keep.
            Self::ManageOwnHours => holds_sessions && allows(Action::ManageHours, Target::OWN),
            Self::ManageAllHours => allows(Action::ManageHours, Target::NONE),
            Self::ShareDocuments => allows(Action::ShareDocument, own_and_assigned),
            Self::ViewAudit => allows(Action::ViewAudit, Target::NONE),
            Self::ManageApiTokens => allows(Action::ManageApiTokens, Target::NONE),
            Self::WriteSessionNotes => allows(Action::WriteSessionNote, Target::PARTICIPANT),
            Self::CoSignNotes => allows(Action::CoSignNote, Target::NONE),
            Self::BillServices => allows(Action::BillServices, Target::NONE),
        }
    }
}

/// What the app offers. A facilitator who keeps contact with nobody sits down with nobody.
fn permissions(roles: &[Role], keeps_contact: bool) -> Vec<Permission> {
    let roles: Vec<Role> = roles.iter().copied().filter(|role| keeps_contact || *role != Role::Facilitator).collect();
    Permission::ALL.into_iter().filter(|permission| permission.of(&roles)).collect()
}

#[derive(Debug, Clone)]
pub struct Viewer {
    pub account: MemberAccount,
    pub center: centers::Center,
    pub permissions: Vec<Permission>,
    pub session_reminders: bool,
    pub chat_mail: bool,
    /// Wall clock in the member's zone.
    pub quiet_from: civil::Time,
    pub quiet_until: civil::Time,
    pub has_password: bool,
    /// For clients: how they want to be reached.
    pub contact_rule: Option<String>,
    /// In the member's zone.
    pub today: civil::Date,
    /// The server's clock.
    pub now: Timestamp,
    /// Sensitive acts ask for a fresh proof after this instant.
    pub step_up_until: Timestamp,
    /// For clients: who counsels them.
    pub counselors: Vec<MemberCard>,
}

#[derive(FromQueryResult)]
struct Row {
    member_id: Uuid,
    member_name: Sealed,
    pronouns: Option<Sealed>,
    roles: Vec<String>,
    email: Sealed,
    email_failed_at: Option<At>,
    member_state: String,
    locale: String,
    member_zone: String,
    joined_at: Option<At>,
    session_reminders: bool,
    chat_mail: bool,
    quiet_from: TimeOfDay,
    quiet_until: TimeOfDay,
    has_password: bool,
    contact_rule: Option<Sealed>,
    keeps_contact: bool,
    #[sea_orm(nested)]
    center: CenterRow,
}

const VIEWER: &str = concat!(
    "select m.id as member_id, m.name as member_name, m.pronouns, m.roles, m.email, m.email_failed_at, m.state as member_state,
       m.locale, m.zone as member_zone, m.joined_at, m.session_reminders, m.chat_mail, m.quiet_from, m.quiet_until,
       m.password_hash is not null as has_password, m.contact_rule,
       exists (select from cairn.enrollments e where e.center_id = $1 and e.peer_id = m.id and e.state in ('waitlisted', 'offered'))
         as keeps_contact, ",
    centers::center_columns!(),
    " from cairn.members m
     join directory.centers c on c.id = $1
     join cairn.center_settings s on s.center_id = $1
     where m.center_id = $1 and m.id = $2"
);

pub async fn viewer(tx: &CenterTx) -> Outcome<Viewer> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let row =
        tx.row::<Row>(VIEWER, [membership.member_id.0.into()]).await?.ok_or(Surprise::Inconsistent("a member without a row"))?;
    let keys = tx.keys().await?;
    let account = MemberAccount {
        card: open_card(&keys, row.member_id, &row.member_name, row.pronouns.as_ref(), &row.roles)?,
        email: keys.open(EMAIL, row.member_id, &row.email)?,
        email_problem: row.email_failed_at.is_some(),
        state: MemberState::stored(&row.member_state)?,
        locale: Locale::parse(&row.locale).unwrap_or_default(),
        zone: row.member_zone,
        joined_at: row.joined_at.map(|at| at.0),
        // Of no use to whoever accepted it; the members' page shows it to admins.
        invitation: None,
    };
    let counselors = match account.card.roles.contains(&Role::Client) {
        true => counselors_for(tx, Some(account.card.id)).await?,
        false => Vec::new(),
    };
    Ok(Viewer {
        permissions: permissions(&account.card.roles, row.keeps_contact),
        center: row.center.open()?,
        session_reminders: row.session_reminders,
        chat_mail: row.chat_mail,
        quiet_from: row.quiet_from.0,
        quiet_until: row.quiet_until.0,
        has_password: row.has_password,
        contact_rule: row
            .contact_rule
            .filter(|_| account.card.roles.contains(&Role::Client))
            .map(|rule| keys.open(CONTACT_RULE, row.member_id, &rule))
            .transpose()?,
        today: zones::today(tx.now(), &zones::stored(&account.zone)?),
        now: tx.now(),
        step_up_until: match membership.proof {
            Proof::SignIn { proved_at, .. } => proved_at + FRESH,
            Proof::ApiToken { .. } | Proof::MailLink => tx.now(),
        },
        account,
        counselors,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(roles: &[Role]) -> Vec<&'static str> {
        permissions(roles, false).into_iter().map(Permission::name).collect()
    }

    #[test]
    fn permissions_follow_the_policy() {
        assert_eq!(names(&[Role::Client]), ["BOOK_FOR_SELF", "SHARE_DOCUMENTS"]);
        assert_eq!(
            names(&[Role::Counselor]),
            ["VIEW_CLIENTS", "VIEW_CALENDAR", "BOOK_FOR_CLIENTS", "MANAGE_OWN_HOURS", "SHARE_DOCUMENTS", "WRITE_SESSION_NOTES"]
        );
        assert_eq!(
            names(&[Role::Admin]),
            [
                "MANAGE_CENTER",
                "INVITE_MEMBERS",
                "MANAGE_MEMBERS",
                "VIEW_MEMBERS",
                "VIEW_CLIENTS",
                "VIEW_CALENDAR",
                "BOOK_FOR_CLIENTS",
                "MANAGE_ALL_HOURS",
                "VIEW_AUDIT",
                "MANAGE_API_TOKENS",
                "BILL_SERVICES"
            ]
        );
        assert_eq!(names(&[Role::Supervisor]), ["VIEW_CLIENTS", "VIEW_CALENDAR", "CO_SIGN_NOTES"]);
        assert_eq!(names(&[Role::Auditor]), ["VIEW_AUDIT"]);
        assert!(names(&[Role::Facilitator]).is_empty());
        let keeps_contact: Vec<_> = permissions(&[Role::Facilitator], true).into_iter().map(Permission::name).collect();
        assert_eq!(keeps_contact, ["VIEW_CALENDAR", "BOOK_FOR_CLIENTS", "MANAGE_OWN_HOURS", "WRITE_SESSION_NOTES"]);
    }
}
