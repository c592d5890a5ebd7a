//! One pure function decides what a member may do. Printed as a matrix and reviewed as text
//! (`tests/it/snapshots/it__policy__policy_matrix.snap`).

use crate::actor::Role;

/// What somebody wants to do. Each is asked once, in the first line of the domain function that does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    ManageCenter,
    InviteMembers,
    ManageMembers,
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
    ViewGroup,
    ManageGroup,
    RunGroup,
    HoldRoom,
    UseGroup,
    JoinGroup,
    InviteToGroup,
    RevealMember,
    ViewGroupReport,
    /// Which groups a client goes to, and their own copy of what is kept of it.
    ViewClientGroups,
    ManageListings,
    ManagePrograms,
    /// Who waits for a program, in which order.
    ViewLine,
    ViewEnrollment,
    MoveEnrollment,
    AnswerOffer,
    MarkReadiness,
    /// To say how one is.
    CheckIn,
    /// To read how somebody said they were.
    ViewCheckIns,
    LogContact,
    ConfirmDischarge,
    ChooseAftercare,
    /// Apply as a mentor and keep one's own profile.
    BeMentor,
    /// Decide who mentors, who must never meet, and who is asked to walk together.
    ManageMentors,
    /// Say what one lived through, and who may know.
    ShareExperience,
    AskForMentor,
    /// Answer an offer; write, meet, pause and say goodbye in a pair.
    UseMentorship,
    OwnGoals,
    /// To read the check-ins of a pair that was made visible.
    ViewPairCheckIns,
    /// Supervision, and the board of pairs that need help.
    SuperviseMentors,
    WriteStory,
    ReviewStory,
    ReadStories,
    ManageSessionTypes,
    /// Ask the people one chose for a time that is sooner.
    AskSooner,
    AnswerSooner,
    /// Say what shall happen to a session whose counselor is away.
    AnswerCover,
    /// Everybody who waits for a session, to find them a time.
    ListWaits,
    /// To sit down with somebody: say that they came, that it begins and ends, or that they were missed.
    HoldSession,
    /// To come to one's own session, or to say that nobody came.
    ComeToSession,
    /// What is written about a session, by whoever held it.
    WriteSessionNote,
    ReadSessionNote,
    CoSignNote,
    /// The client's own words in the note about their session.
    AddOwnLine,
    /// Payers, their rules, and lines for them.
    BillServices,
}

impl Action {
    pub const ALL: [Self; 65] = [
        Self::ManageCenter,
        Self::InviteMembers,
        Self::ManageMembers,
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
        Self::ViewGroup,
        Self::ManageGroup,
        Self::RunGroup,
        Self::HoldRoom,
        Self::UseGroup,
        Self::JoinGroup,
        Self::InviteToGroup,
        Self::RevealMember,
        Self::ViewGroupReport,
        Self::ViewClientGroups,
        Self::ManageListings,
        Self::ManagePrograms,
        Self::ViewLine,
        Self::ViewEnrollment,
        Self::MoveEnrollment,
        Self::AnswerOffer,
        Self::MarkReadiness,
        Self::CheckIn,
        Self::ViewCheckIns,
        Self::LogContact,
        Self::ConfirmDischarge,
        Self::ChooseAftercare,
        Self::BeMentor,
        Self::ManageMentors,
        Self::ShareExperience,
        Self::AskForMentor,
        Self::UseMentorship,
        Self::OwnGoals,
        Self::ViewPairCheckIns,
        Self::SuperviseMentors,
        Self::WriteStory,
        Self::ReviewStory,
        Self::ReadStories,
        Self::ManageSessionTypes,
        Self::AskSooner,
        Self::AnswerSooner,
        Self::AnswerCover,
        Self::ListWaits,
        Self::HoldSession,
        Self::ComeToSession,
        Self::WriteSessionNote,
        Self::ReadSessionNote,
        Self::CoSignNote,
        Self::AddOwnLine,
        Self::BillServices,
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
        participant: false,
        author: false,
        facilitates: false,
        group_member: false,
        bridges: false,
    };
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
        Role::Counselor => holds_sessions(action, target) || documents(action, target),
        Role::PeerMentor => holds_sessions(action, target),
        // A facilitator as such has no one-on-one care.
        Role::Facilitator => false,
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
        Action::InviteToGroup => admin || (matches!(role, Role::Counselor | Role::PeerMentor) && target.assigned),
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
    let cares = counsels || (role == Role::PeerMentor && target.assigned);
    let bridges = target.bridges && matches!(role, Role::Counselor | Role::PeerMentor | Role::Facilitator);
    Some(match action {
        Action::ManagePrograms => admin,
        Action::ViewLine => admin || role == Role::Supervisor,
        Action::ViewEnrollment => admin || role == Role::Supervisor || cares || bridges || own,
        Action::MoveEnrollment => admin || counsels,
        Action::AnswerOffer => admin || counsels || own,
        Action::MarkReadiness => counsels || own,
        Action::CheckIn | Action::ChooseAftercare => own,
        Action::ViewCheckIns => cares || bridges || own,
        Action::LogContact => admin || cares || bridges,
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
            Role::Counselor | Role::PeerMentor => target.assigned,
            _ => false,
        },
        _ => return None,
    })
}

/// The hour itself and what is written about it; `None`: not about them. Notes are of those who sat down together, of who
/// counsels the client now, and of the supervisor who signs with them: being an admin opens none. `participant` is the side
/// that the action belongs to.
fn sessions_held(role: Role, action: Action, target: Target) -> Option<bool> {
    let admin = role == Role::Admin;
    let held = target.participant && matches!(role, Role::Counselor | Role::PeerMentor);
    Some(match action {
        Action::HoldSession => admin || held,
        Action::ComeToSession => role == Role::Client && target.participant,
        Action::WriteSessionNote => held,
        Action::ReadSessionNote => match role {
            Role::Supervisor => true,
            Role::Counselor => target.assigned,
            Role::Client => target.own,
            _ => false,
        },
        Action::CoSignNote => role == Role::Supervisor,
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
