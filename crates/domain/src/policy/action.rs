//! Everything that is asked of the policy, by name.

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
    /// That somebody is on a way, and how it stands; not what is written of it.
    ViewEnrollment,
    /// All that is kept of a way: moves, packet, readiness, contacts, how it ended.
    ViewEnrollmentRecord,
    MoveEnrollment,
    AnswerOffer,
    MarkReadiness,
    /// To say how one is.
    CheckIn,
    /// To read how somebody said they were.
    ViewCheckIns,
    LogContact,
    /// How a client wants to be reached.
    ReadContactRule,
    SetContactRule,
    ConfirmDischarge,
    ChooseAftercare,
    /// Apply as a mentor and keep one's own profile.
    BeMentor,
    /// Decide who mentors, who must never meet, and who is asked to walk together.
    ManageMentors,
    /// What somebody who meets clients can show for it.
    KeepCredentials,
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
    /// To write down afterwards when it began and ended, with a reason.
    RecordTimes,
    /// To come to one's own session, or to say that nobody came.
    ComeToSession,
    /// What is written about a session, by whoever held it.
    WriteSessionNote,
    ReadSessionNote,
    CoSignNote,
    /// Take back what was signed.
    VoidNote,
    /// The client's own words in the note about their session.
    AddOwnLine,
    /// Payers, their rules, and lines for them.
    BillServices,
}

impl Action {
    pub const ALL: [Self; 71] = [
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
        Self::ViewEnrollmentRecord,
        Self::MoveEnrollment,
        Self::AnswerOffer,
        Self::MarkReadiness,
        Self::CheckIn,
        Self::ViewCheckIns,
        Self::LogContact,
        Self::ReadContactRule,
        Self::SetContactRule,
        Self::ConfirmDischarge,
        Self::ChooseAftercare,
        Self::BeMentor,
        Self::ManageMentors,
        Self::KeepCredentials,
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
        Self::RecordTimes,
        Self::ComeToSession,
        Self::WriteSessionNote,
        Self::ReadSessionNote,
        Self::CoSignNote,
        Self::VoidNote,
        Self::AddOwnLine,
        Self::BillServices,
    ];
}
