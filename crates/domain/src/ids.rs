//! Typed ids, and the one source of randomness.
//!
//! People and memberships carry UUIDv4: a v7 id tells when somebody was admitted. Events carry UUIDv7.
//! On the wire an id names its type (`session:0190…`), so that the wrong type is refused.

use std::fmt;

use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use uuid::Uuid;

/// An id that knows what it names.
pub trait WireId: Sized + Copy {
    const KIND: &'static str;
    fn from_uuid(id: Uuid) -> Self;
    fn uuid(self) -> Uuid;

    fn to_wire(self) -> String {
        format!("{}:{}", Self::KIND, self.uuid())
    }

    /// `None` for another type's id or anything else.
    fn from_wire(wire: &str) -> Option<Self> {
        let id = wire.strip_prefix(Self::KIND)?.strip_prefix(':')?;
        // Only the canonical form: one id, one text.
        (id.len() == 36).then(|| Uuid::parse_str(id).ok()).flatten().map(Self::from_uuid)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $kind:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, sea_orm::DeriveValueType)]
        pub struct $name(pub Uuid);
        impl WireId for $name {
            const KIND: &'static str = $kind;
            fn from_uuid(id: Uuid) -> Self { Self(id) }
            fn uuid(self) -> Uuid { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
    )+};
}

ids! {
    CenterId = "center",
    MemberId = "member",
    SignInId = "sign_in",
    ChallengeId = "challenge",
    InvitationId = "invitation",
    ApiTokenId = "api_token",
    ProgramId = "program",
    EnrollmentId = "enrollment",
    PhaseId = "phase",
    CriterionId = "criterion",
    CohortId = "cohort",
    IntakeItemId = "intake_item",
    EnrollmentItemId = "enrollment_item",
    TimeOffId = "time_off",
    SessionId = "session",
    SessionTypeId = "session_type",
    TravelZoneId = "travel_zone",
    SessionRequestId = "session_request",
    SessionSeriesId = "session_series",
    SessionWaitId = "session_wait",
    SoonerRequestId = "sooner_request",
    CoveringId = "covering",
    CoverAnswerId = "cover_answer",
    DocumentId = "document",
    NotificationId = "notification",
    DisclosureId = "disclosure",
    StaffTaskId = "staff_task",
    GroupId = "group",
    SeriesId = "series",
    BreakId = "break",
    MeetingId = "meeting",
    MembershipId = "membership",
    FacilitatorId = "facilitator",
    MeetingNoteId = "meeting_note",
    AttendanceProofId = "attendance_proof",
    ChatMessageId = "chat_message",
    ModerationCaseId = "moderation_case",
    FeedImportId = "feed_import",
    ListingId = "listing",
    CredentialId = "credential",
    TrainingId = "training",
    ExperienceId = "experience",
    ConflictId = "conflict",
    MentorshipId = "mentorship",
    MatchProposalId = "match_proposal",
    GoalId = "goal",
    GoalCommentId = "goal_comment",
    CheckInId = "check_in",
    PairMessageId = "pair_message",
    PairMeetingId = "pair_meeting",
    SupervisionId = "supervision",
    StoryId = "story",
    SessionNoteId = "session_note",
    NoteCopyId = "note_copy",
    NoteAddendumId = "note_addendum",
    PayerId = "payer",
    ServiceRulesId = "service_rules",
    CoverageId = "coverage",
    ServiceLineId = "service_line",
    ServiceExportId = "service_export",
    OperatorId = "operator",
}

/// Randomness from the operating system.
#[derive(Debug, Clone)]
pub struct Ids {
    random: SystemRandom,
}

impl Default for Ids {
    fn default() -> Self {
        Self { random: SystemRandom::new() }
    }
}

impl Ids {
    /// For people and memberships: says nothing about when.
    #[expect(clippy::disallowed_methods, reason = "this is the source of ids everybody else asks")]
    pub fn person(&self) -> Uuid {
        Uuid::new_v4()
    }

    /// For events: ordered by `now`.
    pub fn event(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>()).into_uuid()
    }

    /// Random bytes for tokens, keys and nonces.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        // The operating system's source fails only before it is seeded, at boot; an empty secret would be worse
        // than a stop, so v4 ids (which stop by themselves) fill in.
        if self.random.fill(&mut bytes).is_err() {
            for chunk in bytes.chunks_mut(16) {
                chunk.copy_from_slice(&self.person().as_bytes()[..chunk.len()]);
            }
        }
        bytes
    }

    /// Six digits, evenly spread.
    pub fn code(&self) -> String {
        // 2^64 is so much larger than 10^6 that the bias is below one in 10^13.
        format!("{:06}", u64::from_be_bytes(self.bytes::<8>()) % 1_000_000)
    }
}
