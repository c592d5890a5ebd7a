//! Who asks.

use jiff::Timestamp;

use crate::ids::{ApiTokenId, MemberId, OperatorId, SignInId};
use crate::language::Locale;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Admin,
    Supervisor,
    Counselor,
    PeerMentor,
    Facilitator,
    Client,
    Auditor,
}

impl Role {
    pub const ALL: [Self; 7] =
        [Self::Admin, Self::Supervisor, Self::Counselor, Self::PeerMentor, Self::Facilitator, Self::Client, Self::Auditor];

    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Supervisor => "supervisor",
            Self::Counselor => "counselor",
            Self::PeerMentor => "peer_mentor",
            Self::Facilitator => "facilitator",
            Self::Client => "client",
            Self::Auditor => "auditor",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// A set of roles, as the database keeps it.
pub fn parse_roles(names: &[String]) -> Vec<Role> {
    names.iter().filter_map(|name| Role::parse(name)).collect()
}

/// What was proven about the person or process behind a transaction.
#[derive(Debug, Clone)]
pub enum Actor {
    /// Nobody yet: signing in, accepting an invitation, following a mail's link.
    Visitor {
        center_suspended: bool,
    },
    Member(Box<Membership>),
    /// A job; it acts for the center, not for a person.
    Worker,
}

/// A member of this center, proven by a sign-in or an API token.
#[derive(Debug, Clone)]
pub struct Membership {
    pub member_id: MemberId,
    pub roles: Vec<Role>,
    pub locale: Locale,
    /// IANA id.
    pub zone: String,
    pub proof: Proof,
    pub center: CenterFacts,
}

/// What every request needs to know about the center.
#[derive(Debug, Clone)]
pub struct CenterFacts {
    pub slug: String,
    pub name: String,
    pub zone: String,
    pub state: CenterState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CenterState {
    Draft,
    Active,
    Suspended,
}

impl CenterState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Draft, Self::Active, Self::Suspended].into_iter().find(|state| state.name() == name)
    }
}

#[derive(Debug, Clone)]
pub enum Proof {
    SignIn {
        id: SignInId,
        /// When the person last proved who they are.
        proved_at: Timestamp,
        expires_at: Timestamp,
        /// Written at most once a minute.
        last_seen_at: Timestamp,
    },
    ApiToken {
        id: ApiTokenId,
        /// Written at most once a minute.
        last_used_at: Option<Timestamp>,
    },
    /// Acts for a member outside a request: a link from a mail that was sent to them.
    MailLink,
}

impl Actor {
    pub fn membership(&self) -> Option<&Membership> {
        match self {
            Self::Member(membership) => Some(membership),
            Self::Visitor { .. } | Self::Worker => None,
        }
    }

    pub fn member_id(&self) -> Option<MemberId> {
        self.membership().map(|membership| membership.member_id)
    }

    pub fn has(&self, role: Role) -> bool {
        self.membership().is_some_and(|membership| membership.roles.contains(&role))
    }

    pub(crate) fn center_suspended(&self) -> bool {
        match self {
            Self::Visitor { center_suspended } => *center_suspended,
            Self::Member(membership) => membership.center.state == CenterState::Suspended,
            Self::Worker => false,
        }
    }

    /// How the audit names it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Visitor { .. } => "visitor",
            Self::Member(membership) if matches!(membership.proof, Proof::ApiToken { .. }) => "token",
            Self::Member(_) => "member",
            Self::Worker => "worker",
        }
    }
}

/// The operator's realm: proven there, worth nothing in a center.
#[derive(Debug, Clone)]
pub struct Operator {
    pub id: OperatorId,
    pub email: String,
}
