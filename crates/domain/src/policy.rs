//! One pure function decides what a member may do. Printed as a matrix and reviewed as text
//! (`tests/it/snapshots/it__policy__policy_matrix.snap`).

mod action;

pub use action::Action;

use crate::actor::Role;

/// What ties the actor to the thing: facts, looked up by the caller.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Target {
    /// It is the actor's own: account, calendar, record, file.
    pub own: bool,
    /// An open care assignment joins the actor and the client (or, for a client, the counselor) it is about.
    pub assigned: bool,
    /// As `assigned`, by a pair of mentor and client: they meet, and nothing of the record comes with it.
    pub mentors: bool,
    /// The actor takes part in this session.
    pub participant: bool,
    /// The actor made it.
    pub author: bool,
    /// The actor facilitates this group.
    pub facilitates: bool,
    /// The actor has a place in this group.
    pub group_member: bool,
    /// The actor keeps contact with this client while they wait.
    pub bridges: bool,
}

impl Target {
    /// Nothing ties the actor to it.
    pub const NONE: Self = Self {
        own: false,
        assigned: false,
        mentors: false,
        participant: false,
        author: false,
        facilitates: false,
        group_member: false,
        bridges: false,
    };
    pub const OWN: Self = Self { own: true, ..Self::NONE };
    pub const ASSIGNED: Self = Self { assigned: true, ..Self::NONE };
    pub const MENTORS: Self = Self { mentors: true, ..Self::NONE };
    pub const PARTICIPANT: Self = Self { participant: true, ..Self::NONE };

    pub fn own_if(own: bool) -> Self {
        Self { own, ..Self::NONE }
    }

    /// Whoever meets one on one, by an assignment or in a pair.
    fn meets(self) -> bool {
        self.assigned || self.mentors
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
    let slices = [groups, programs, mentorship, booking, sessions_held];
    if let Some(allowed) = slices.iter().find_map(|slice| slice(role, action, target)) {
        return allowed;
    }
    match role {
        Role::Admin => admin(action, target),
        // Sees how care goes, does not act in it.
        Role::Supervisor => matches!(
            action,
            Action::ListClients | Action::ViewClient | Action::ViewCalendar | Action::ViewHours | Action::ViewSession
        ),
        Role::Counselor => holds_sessions(role, action, target) || documents(action, target),
        Role::PeerMentor => holds_sessions(role, action, target),
        Role::Facilitator => keeps_contact(action, target),
        Role::Client => client(action, target),
        Role::Auditor => action == Action::ViewAudit,
    }
}

/// Peer groups; `None`: not about groups. Running a group is organising it: who is in, when it meets. Holding the room is
/// what happens inside, and belongs to those who facilitate: being an admin opens no chat and no note.
fn groups(role: Role, action: Action, target: Target) -> Option<bool> {
    let admin = role == Role::Admin;
    // Who facilitates is a fact of the group, whatever their other roles are; clients and auditors never do.
    let facilitates =
        target.facilitates && matches!(role, Role::Facilitator | Role::Counselor | Role::PeerMentor | Role::Supervisor);
    Some(match action {
        Action::ViewGroup => role != Role::Auditor,
        Action::ManageGroup | Action::ManageListings => admin,
        Action::RunGroup => admin || facilitates,
        Action::HoldRoom => facilitates,
        Action::UseGroup => facilitates || (role == Role::Client && target.group_member),
        Action::JoinGroup => role == Role::Client && target.own,
        Action::InviteToGroup => admin || cares_for(role, target),
        Action::RevealMember => admin || role == Role::Supervisor,
        Action::ViewGroupReport => admin || role == Role::Supervisor || facilitates,
        Action::ViewClientGroups => match role {
            Role::Supervisor => true,
            Role::Counselor => target.assigned,
            Role::Client => target.own,
            _ => false,
        },
        _ => return None,
    })
}

/// Ways through programs; `None`: not about them. Admins look after programs and the line before them; what is said in care
/// (readiness, how somebody is) is not theirs. Ending a treatment against somebody's will takes a supervisor.
fn programs(role: Role, action: Action, target: Target) -> Option<bool> {
    let admin = role == Role::Admin;
    let own = role == Role::Client && target.own;
    let counsels = role == Role::Counselor && target.assigned;
    let cares = cares_for(role, target);
    let bridges = target.bridges && matches!(role, Role::Counselor | Role::PeerMentor | Role::Facilitator);
    Some(match action {
        Action::ManagePrograms => admin,
        Action::ViewLine => admin || role == Role::Supervisor,
        Action::ViewEnrollment => admin || role == Role::Supervisor || cares || bridges || own,
        // A peer may be a client of the same center: they know where somebody is, and not what is written about them.
        Action::ViewEnrollmentRecord => admin || role == Role::Supervisor || counsels || own,
        Action::MoveEnrollment => admin || counsels,
        Action::AnswerOffer => admin || counsels || own,
        Action::MarkReadiness => counsels || own,
        Action::CheckIn | Action::ChooseAftercare => own,
        Action::ViewCheckIns => counsels || bridges || own,
        Action::LogContact => admin || cares || bridges,
        // A number to call is nothing that comes with a pair: those two write to each other here.
        Action::ReadContactRule => {
            admin || role == Role::Supervisor || bridges || own || (target.assigned && cares_for(role, target))
        }
        Action::SetContactRule => admin || own || (target.assigned && cares_for(role, target)),
        Action::ConfirmDischarge => role == Role::Supervisor,
        // What has to be done by hand: the admins', or for whoever it is put in the hands of.
        Action::FinishStaffTask => admin || (target.own && !matches!(role, Role::Client | Role::Auditor)),
        _ => return None,
    })
}

/// Mentorship; `None`: not about it. A pair is of two people: nobody else opens what is said in it, and the role of mentor
/// opens nothing of the person's own record, nor of anybody beyond the pair.
fn mentorship(role: Role, action: Action, target: Target) -> Option<bool> {
    let steers = matches!(role, Role::Admin | Role::Supervisor);
    Some(match action {
        Action::BeMentor | Action::ShareExperience => target.own && role != Role::Auditor,
        Action::ManageMentors | Action::SuperviseMentors | Action::ReviewStory => steers,
        Action::KeepCredentials => steers || (target.own && role != Role::Auditor),
        Action::AskForMentor | Action::OwnGoals => role == Role::Client && target.own,
        Action::UseMentorship => matches!(role, Role::Client | Role::PeerMentor) && target.participant,
        Action::ViewPairCheckIns => match role {
            Role::Client => target.own,
            Role::PeerMentor => target.participant,
            Role::Counselor => target.assigned,
            _ => false,
        },
        Action::WriteStory => target.own && !matches!(role, Role::Client | Role::Auditor),
        Action::ReadStories => role != Role::Auditor,
        _ => return None,
    })
}

/// Ways to a session that have rules of their own; `None`: not about them. Asking for somebody sooner is between the client and
/// the people they chose: nobody else asks, answers or reads it.
fn booking(role: Role, action: Action, target: Target) -> Option<bool> {
    Some(match action {
        Action::ManageSessionTypes => role == Role::Admin,
        Action::AskSooner => role == Role::Client && target.own,
        Action::AnswerSooner => matches!(role, Role::Counselor | Role::PeerMentor) && target.participant,
        Action::AnswerCover => role == Role::Admin || (role == Role::Client && target.own),
        Action::ListWaits => match role {
            Role::Admin => true,
            // What one may wait for with oneself, one sees.
            role => cares_for(role, target) || (role == Role::Facilitator && target.bridges),
        },
        _ => return None,
    })
}

/// The hour itself and what is written about it; `None`: not about them. Notes are of those who sat down together, of who
/// counsels the client now, and of the supervisor who signs with them: being an admin opens none. `participant` is the side
/// that the action belongs to.
fn sessions_held(role: Role, action: Action, target: Target) -> Option<bool> {
    let admin = role == Role::Admin;
    let held = target.participant && matches!(role, Role::Counselor | Role::PeerMentor | Role::Facilitator);
    Some(match action {
        Action::HoldSession => admin || held,
        Action::RecordTimes => admin || held || role == Role::Supervisor,
        Action::ComeToSession => role == Role::Client && target.participant,
        Action::WriteSessionNote => held,
        Action::ReadSessionNote => match role {
            Role::Supervisor => true,
            Role::Counselor => target.assigned,
            Role::Client => target.own,
            _ => false,
        },
        Action::CoSignNote | Action::VoidNote => role == Role::Supervisor,
        Action::AddOwnLine => role == Role::Client && target.own,
        Action::BillServices => admin,
        _ => return None,
    })
}

/// Administration of people and schedules. Not of content: being an admin opens no document.
fn admin(action: Action, target: Target) -> bool {
    match action {
        Action::ViewDocument | Action::ShareDocument | Action::DeleteDocument => false,
        Action::ManageAccount => target.own,
        _ => true,
    }
}

/// Counselors by assignment; peer mentors also by the pair. The pair opens nothing to the role of counselor.
fn cares_for(role: Role, target: Target) -> bool {
    match role {
        Role::Counselor => target.assigned,
        Role::PeerMentor => target.meets(),
        _ => false,
    }
}

/// Whoever sits down one on one with clients: own hours, own calendar, clients they care for.
fn holds_sessions(role: Role, action: Action, target: Target) -> bool {
    match action {
        Action::ListClients => true,
        Action::ViewClient => cares_for(role, target),
        Action::ViewCalendar | Action::ViewHours | Action::ManageHours => target.own,
        Action::BookSession => target.own && cares_for(role, target),
        Action::ViewSession | Action::ChangeSession => target.participant,
        _ => false,
    }
}

/// A facilitator as such has no one-on-one care. With people they keep contact with while those wait they sit down as mentors do,
/// and keep hours for it.
fn keeps_contact(action: Action, target: Target) -> bool {
    match action {
        Action::ViewCalendar | Action::ViewHours | Action::ManageHours => target.own,
        Action::BookSession => target.own && target.bridges,
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
        Action::ViewHours => target.meets(),
        Action::BookSession => target.own && target.meets(),
        Action::ViewSession | Action::ChangeSession => target.participant,
        _ => false,
    }
}
