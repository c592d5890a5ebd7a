//! One pure function decides what a member may do. Printed as a matrix and reviewed as text
//! (`tests/it/snapshots/policy_matrix.snap`).

use crate::actor::Role;

/// What somebody wants to do. Each is asked once, in the first line of the domain function that does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    ManageCenter,
    InviteMembers,
    ViewMembers,
    ManageAccount,
    ListClients,
    ViewClient,
    AssignCounselor,
    ViewCalendar,
    ViewHours,
    ManageHours,
    BookSession,
    ViewSession,
    ChangeSession,
    ViewDocument,
    ShareDocument,
    DeleteDocument,
    ViewAudit,
    ManageApiTokens,
    FinishStaffTask,
}

impl Action {
    pub const ALL: [Self; 19] = [
        Self::ManageCenter,
        Self::InviteMembers,
        Self::ViewMembers,
        Self::ManageAccount,
        Self::ListClients,
        Self::ViewClient,
        Self::AssignCounselor,
        Self::ViewCalendar,
        Self::ViewHours,
        Self::ManageHours,
        Self::BookSession,
        Self::ViewSession,
        Self::ChangeSession,
        Self::ViewDocument,
        Self::ShareDocument,
        Self::DeleteDocument,
        Self::ViewAudit,
        Self::ManageApiTokens,
        Self::FinishStaffTask,
    ];
}

/// What ties the actor to the thing: facts, looked up by the caller.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Target {
    /// It is the actor's own: account, calendar, record, file.
    pub own: bool,
    /// An open care assignment joins the actor and the client (or, for a client, the counselor) it is about.
    pub assigned: bool,
    /// The actor takes part in this session.
    pub participant: bool,
    /// The actor made it.
    pub author: bool,
}

impl Target {
    /// Nothing ties the actor to it.
    pub const NONE: Self = Self { own: false, assigned: false, participant: false, author: false };
    pub const OWN: Self = Self { own: true, ..Self::NONE };
    pub const ASSIGNED: Self = Self { assigned: true, ..Self::NONE };
    pub const PARTICIPANT: Self = Self { participant: true, ..Self::NONE };

    pub fn own_if(own: bool) -> Self {
        Self { own, ..Self::NONE }
    }
}

/// Default is no. A member with several roles may do what any of them may.
pub fn allows(roles: &[Role], action: Action, target: Target) -> bool {
    roles.iter().any(|role| role_allows(*role, action, target))
}

fn role_allows(role: Role, action: Action, target: Target) -> bool {
    // Everybody looks after their own account.
    if action == Action::ManageAccount && target.own {
        return true;
    }
    match role {
        Role::Admin => admin(action, target),
        // Sees how care goes, does not act in it.
        Role::Supervisor => matches!(
            action,
            Action::ListClients | Action::ViewClient | Action::ViewCalendar | Action::ViewHours | Action::ViewSession
        ),
        Role::Counselor => holds_sessions(action, target) || documents(action, target),
        Role::PeerMentor => holds_sessions(action, target),
        // Groups come with their own rules; a facilitator as such has no one-on-one care.
        Role::Facilitator => false,
        Role::Client => client(action, target),
        Role::Auditor => action == Action::ViewAudit,
    }
}

/// Administration of people and schedules. Not of content: being an admin opens no document.
fn admin(action: Action, target: Target) -> bool {
    match action {
        Action::ViewDocument | Action::ShareDocument | Action::DeleteDocument => false,
        Action::ManageAccount => target.own,
        _ => true,
    }
}

/// Whoever sits down one on one with clients: own hours, own calendar, clients they care for.
fn holds_sessions(action: Action, target: Target) -> bool {
    match action {
        Action::ListClients => true,
        Action::ViewClient => target.assigned,
        Action::ViewCalendar | Action::ViewHours | Action::ManageHours => target.own,
        Action::BookSession => target.own && target.assigned,
        Action::ViewSession | Action::ChangeSession => target.participant,
        _ => false,
    }
}

/// Files of clients in one's care.
fn documents(action: Action, target: Target) -> bool {
    match action {
        Action::ViewDocument | Action::ShareDocument => target.assigned,
        Action::DeleteDocument => target.assigned && target.author,
        _ => false,
    }
}

/// One's own care.
fn client(action: Action, target: Target) -> bool {
    match action {
        Action::ViewClient | Action::ViewDocument | Action::ShareDocument => target.own,
        Action::DeleteDocument => target.own && target.author,
        // The hours of the people who care for them: to choose a time.
        Action::ViewHours => target.assigned,
        Action::BookSession => target.own && target.assigned,
        Action::ViewSession | Action::ChangeSession => target.participant,
        _ => false,
    }
}
