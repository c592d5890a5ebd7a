//! What the HTTP side of the process stands on.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use cairn_domain::Db;
use cairn_domain::db::Credential;
use cairn_domain::exits::Released;
use cairn_domain::members::{Browser, Caller};
use cairn_domain::notifications::calendar::CalendarFacts;
use cairn_domain::notifications::feed::FeedFacts;
use cairn_domain::operators::OperatorDb;
use futures::future::BoxFuture;
use http::HeaderMap;
use http::header::USER_AGENT;
use url::Url;

use super::cookies;
use super::documents::Trusted;
use super::edge::Facts;
use super::guard::{self, Bounds};
use super::limits::{Gates, Limits};
use super::live::Sockets;
use super::origin;
use crate::assets::{AssetError, Assets};
use crate::graphql::context::{MemberGate, Parts as GraphParts};
use crate::graphql::{CairnSchema, operator::OperatorSchema};
use crate::pages::{PageWordsError, Pages};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// One machine, invented people: free GraphQL documents and GraphiQL, no limits per address on loopback.
    Demo,
    Serve,
}

impl Mode {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Serve => "serve",
        }
    }
}

/// Composes the calendar file of one session, and a member's whole calendar. The composer lives with the mails; the server brings the two together.
pub trait CalendarFiles: Send + Sync {
    fn render(&self, facts: Released<CalendarFacts>) -> Released<String>;
    fn feed(&self, facts: Released<FeedFacts>) -> Released<String>;
}

/// Whether this process can do its work now; the text of an error is for the log, not for the answer.
pub type Readiness = Arc<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// One account of the demo, for the list on its landing page.
#[derive(Debug, Clone, serde::Serialize)]
pub struct DemoAccount {
    pub center: String,
    pub slug: String,
    pub name: String,
    /// A role's name, as the database keeps it.
    pub role: String,
    pub email: String,
}

/// The demo's mail inbox and people.
#[derive(Debug, Clone, serde::Serialize)]
pub struct DemoGuide {
    /// Where the caught mails are shown.
    pub inbox_url: String,
    pub accounts: Vec<DemoAccount>,
    /// The operator's address.
    pub operator_email: Option<String>,
    /// One password for all accounts.
    pub password: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Settings {
    /// As people type it: scheme, host, port; no path.
    pub public_url: Url,
    pub mode: Mode,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// `https://host[:port]` of the object store, for browsers that upload by presigned URL.
    pub store_origin: Option<String>,
    pub limits: Limits,
    pub demo: Option<DemoGuide>,
}

/// Brought in by the server.
pub struct Parts {
    pub graph: GraphParts,
    pub operators: OperatorDb,
    pub calendar_files: Arc<dyn CalendarFiles>,
    pub readiness: Readiness,
    pub settings: Settings,
}

/// The frontend's build or our own texts are broken: found when the process starts.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Assets(#[from] AssetError),
    #[error(transparent)]
    Pages(#[from] PageWordsError),
}

pub struct Inner {
    pub graph: GraphParts,
    pub operators: OperatorDb,
    pub calendar_files: Arc<dyn CalendarFiles>,
    pub readiness: Readiness,
    pub settings: Settings,
    pub schema: CairnSchema,
    pub(crate) bounds: Bounds,
    pub operator_schema: OperatorSchema,
    pub assets: Assets,
    pub(crate) pages: Pages,
    pub(crate) trusted: Trusted,
    pub(crate) trusted_operator: Trusted,
    pub(crate) origin: String,
    pub(crate) sockets: Arc<Sockets>,
    gates: Gates,
}

/// Shared by all requests. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

impl Deref for AppState {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl AppState {
    pub fn new(parts: Parts) -> Result<Self, StartError> {
        let Parts { graph, operators, calendar_files, readiness, settings } = parts;
        let assets = Assets::load()?;
        let demo = settings.mode == Mode::Demo;
        Ok(Self(Arc::new(Inner {
            schema: guard::center_schema(demo),
            bounds: Bounds::of(demo),
            operator_schema: guard::operator_schema(demo),
            trusted: Trusted::parse(assets.documents("persisted-documents.json").as_deref()),
            trusted_operator: Trusted::parse(assets.documents("persisted-documents.ops.json").as_deref()),
            pages: Pages::new()?,
            origin: origin::of_url(&settings.public_url),
            sockets: Arc::default(),
            gates: Gates::new(settings.limits),
            graph,
            operators,
            calendar_files,
            readiness,
            settings,
            assets,
        })))
    }
}

impl Inner {
    pub(crate) fn db(&self) -> &Db {
        &self.graph.db
    }

    pub(super) fn gates(&self) -> &Gates {
        &self.gates
    }

    pub(crate) fn is_demo(&self) -> bool {
        self.settings.mode == Mode::Demo
    }

    /// Whether limits per address apply. In the demo everybody is on loopback and would share one budget.
    pub(crate) fn counts(&self, address: IpAddr) -> bool {
        !(self.is_demo() && address.is_loopback())
    }

    /// The limit per member, where anybody is counted.
    pub(crate) fn member_gate(&self, facts: &Facts) -> Option<Arc<dyn MemberGate>> {
        self.counts(facts.address).then(|| self.gates.members())
    }

    /// Who asks, for the limits on attempts.
    pub(crate) fn caller(&self, facts: &Facts) -> Caller {
        Caller { ip: self.counts(facts.address).then_some(facts.address), request_id: Some(facts.request_id.to_string()) }
    }

    /// The browser that is about to be signed in.
    pub(crate) fn browser(&self, facts: &Facts, headers: &HeaderMap, shared_device: bool) -> Browser {
        let user_agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Browser {
            caller: self.caller(facts),
            user_agent: user_agent.chars().take(512).collect(),
            shared_device,
            previous: credential(headers),
        }
    }
}

/// What the sign-in cookie shows; not a proof until it was looked up.
pub(crate) fn credential(headers: &HeaderMap) -> Option<Credential> {
    Credential::sign_in(&cookies::read(headers, cookies::SIGN_IN)?)
}
