//! What a resolver may ask for: one proven transaction a request, opened when first needed.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::{Context, Error, ErrorExtensions, ID};
use cairn_domain::actor::Membership;
use cairn_domain::db::Credential;
use cairn_domain::documents::ObjectStore;
use cairn_domain::ids::{CenterId, MemberId, SessionId, WireId};
use cairn_domain::language::Locale;
use cairn_domain::members::{self, MemberCard};
use cairn_domain::sessions::{self, SessionView};
use cairn_domain::{CenterTx, Db, Fault, Outcome, Problem as Expected};
use tokio::sync::{Mutex, OnceCell};

use super::live::Live;
use super::problems::{self, Problem};

/// The parts of the process that resolvers reach through their context.
#[derive(Clone)]
pub struct Parts {
    pub db: Db,
    pub store: Arc<dyn ObjectStore>,
    /// Whether files are scanned for malware, beyond type checks.
    pub malware_scanner: bool,
    /// Announcements for open screens.
    pub live: Live,
}

/// Counts requests of one member; `Err`: too many, and in how many seconds another is welcome.
pub trait MemberGate: Send + Sync {
    fn admit(&self, center: CenterId, member: MemberId) -> Result<(), u32>;
}

/// One GraphQL request: who shows what, and the transaction that its reads share.
pub struct RequestContext {
    parts: Parts,
    credential: Credential,
    request_id: String,
    /// Of the `Accept-Language` header, until the membership is known.
    fallback: Locale,
    reading: OnceCell<Arc<CenterTx>>,
    /// Mutations leave the membership here, so that problems speak the member's language.
    membership: Mutex<Option<Membership>>,
    /// Until it was asked: once a request, whatever the request does. `None` too where nobody is counted.
    gate: Mutex<Option<Arc<dyn MemberGate>>>,
}

impl RequestContext {
    /// The request counts against what one member may ask, where anybody is counted.
    pub fn counted(
        parts: Parts,
        credential: Credential,
        request_id: String,
        fallback: Locale,
        gate: Option<Arc<dyn MemberGate>>,
    ) -> Arc<Self> {
        let (reading, membership) = (OnceCell::new(), Mutex::new(None));
        Arc::new(Self { parts, credential, request_id, fallback, reading, membership, gate: Mutex::new(gate) })
    }

    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// A transaction of its own, for a mutation. Whoever is not signed in (any more) gets `UNAUTHENTICATED`.
    pub async fn begin(&self) -> async_graphql::Result<CenterTx> {
        let tx = self.enter().await?;
        *self.membership.lock().await = tx.actor().membership().cloned();
        Ok(tx)
    }

    async fn enter(&self) -> async_graphql::Result<CenterTx> {
        match self.parts.db.enter(&self.credential, Some(self.request_id.clone())).await {
            Ok(Some(tx)) => {
                self.admit(&tx).await?;
                self.touched(tx).await
            }
            Ok(None) => Err(coded("sign in first", "UNAUTHENTICATED")),
            Err(fault) => Err(self.surprise(fault)),
        }
    }

    /// Whoever asks too often is refused once it is known who asks: several browsers and tokens of one member are one.
    async fn admit(&self, tx: &CenterTx) -> async_graphql::Result<()> {
        let Some(gate) = self.gate.lock().await.take() else { return Ok(()) };
        let Some(member) = tx.actor().member_id() else { return Ok(()) };
        gate.admit(tx.center_id(), member).map_err(rate_limited)
    }

    /// Notes, at most once a minute, that the person is still here: in a commit of its own, whatever comes of the
    /// request.
    async fn touched(&self, tx: CenterTx) -> async_graphql::Result<CenterTx> {
        let touched = members::sign_in::touch(&tx).await;
        if !self.answer(touched)? {
            return Ok(tx);
        }
        self.answer(tx.commit().await)?;
        let again = self.parts.db.enter(&self.credential, Some(self.request_id.clone())).await;
        self.answer(again)?.ok_or_else(|| coded("sign in first", "UNAUTHENTICATED"))
    }

    /// The transaction that all reads of this request share: one connection, one snapshot of who is asking.
    pub async fn tx(&self) -> async_graphql::Result<Arc<CenterTx>> {
        self.reading.get_or_try_init(|| async { self.enter().await.map(Arc::new) }).await.cloned()
    }

    /// Commits a mutation that went well; hands out the problems of one that did not.
    pub async fn settle<T>(&self, tx: CenterTx, outcome: Outcome<T>) -> async_graphql::Result<(Option<T>, Vec<Problem>)> {
        let settled = match outcome {
            Ok(value) => tx.commit().await.map(|()| value),
            // Rolled back: of a refused mutation nothing stays but, where it matters, that it was refused.
            Err(fault) => tx.give_up().await.and(Err(fault)),
        };
        match settled {
            Ok(value) => Ok((Some(value), Vec::new())),
            Err(Fault::Problems(expected)) => Ok((None, self.problems(&expected).await)),
            Err(fault) => Err(self.surprise(fault)),
        }
    }

    /// Problems found before a transaction was needed: an id of the wrong type, a key that is no UUID.
    pub async fn problems(&self, expected: &[Expected]) -> Vec<Problem> {
        let locale = self.locale().await;
        expected.iter().map(|problem| problems::tell(problem, locale)).collect()
    }

    /// The reader's language.
    pub async fn locale(&self) -> Locale {
        if let Some(tx) = self.reading.get() {
            return tx.actor().membership().map_or(self.fallback, |membership| membership.locale);
        }
        self.membership.lock().await.as_ref().map_or(self.fallback, |membership| membership.locale)
    }

    /// The answer of a query. What may not be seen is an error with a code; a surprise says nothing but that.
    pub fn answer<T>(&self, outcome: Outcome<T>) -> async_graphql::Result<T> {
        match outcome {
            Ok(value) => Ok(value),
            Err(Fault::Problems(expected)) => Err(refusal(&expected)),
            Err(fault) => Err(self.surprise(fault)),
        }
    }

    /// As [`Self::answer`], for fields that are null when the thing is not there (for this viewer).
    pub fn answer_or_null<T>(&self, outcome: Outcome<T>) -> async_graphql::Result<Option<T>> {
        match outcome {
            Err(Fault::Problems(expected)) if expected.iter().any(|problem| matches!(problem, Expected::NotFound { .. })) => {
                Ok(None)
            }
            outcome => self.answer(outcome).map(Some),
        }
    }

    /// Logged here, once, with the request id; the caller learns nothing but the id.
    pub fn surprise(&self, fault: Fault) -> Error {
        tracing::error!(request_id = %self.request_id, error = &fault as &dyn std::error::Error, "a surprise in a GraphQL request");
        let unavailable = matches!(&fault, Fault::Surprise(surprise) if surprise.is_unavailable());
        let (message, code) = if unavailable {
            ("busy or restarting; try again in a moment", "UNAVAILABLE")
        } else {
            ("something went wrong on our side", "INTERNAL")
        };
        coded(message, code).extend_with(|_, extensions| {
            extensions.set("requestId", self.request_id.clone());
        })
    }

    /// Ends the reads of this request; remembers those that have to be.
    pub async fn finish(self: Arc<Self>) -> Outcome<()> {
        let Some(context) = Arc::into_inner(self) else { return Ok(()) };
        match context.reading.into_inner().and_then(Arc::into_inner) {
            Some(tx) => tx.finish().await,
            None => Ok(()),
        }
    }
}

fn refusal(expected: &[Expected]) -> Error {
    match expected.first() {
        Some(Expected::NotFound { .. }) => coded("not found", "NOT_FOUND"),
        Some(Expected::Invalid { rule, path, .. }) => coded(&format!("{}: {rule}", path.join(".")), "INVALID_INPUT"),
        Some(Expected::RateLimited { retry_after_seconds }) => rate_limited(*retry_after_seconds),
        Some(Expected::StepUpRequired) => coded("prove again who you are", "STEP_UP_REQUIRED"),
        _ => coded("your role does not include this", "FORBIDDEN"),
    }
}

/// `RATE_LIMITED`, with the seconds after which another try is welcome.
pub fn rate_limited(seconds: u32) -> Error {
    coded("too many requests", "RATE_LIMITED").extend_with(|_, extensions| extensions.set("retryAfterSeconds", seconds))
}

/// An error with the stable code clients look at.
pub fn coded(message: &str, code: &'static str) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code))
}

/// The request's context, from inside a resolver.
pub fn of<'a>(ctx: &Context<'a>) -> async_graphql::Result<&'a Arc<RequestContext>> {
    ctx.data::<Arc<RequestContext>>()
}

/// An id of the right type, or the problem that names the field.
pub fn id<T: WireId>(wire: &ID, field: &str) -> Result<T, Expected> {
    T::from_wire(wire).ok_or_else(|| Expected::not_found(field))
}

pub fn optional_id<T: WireId>(wire: Option<&ID>, field: &str) -> Result<Option<T>, Expected> {
    wire.map(|wire| id(wire, field)).transpose()
}

pub fn wire<T: WireId>(id: T) -> ID {
    ID(id.to_wire())
}

/// The idempotency key of a mutation.
pub fn key(client_mutation_id: &str) -> Result<uuid::Uuid, Expected> {
    uuid::Uuid::parse_str(client_mutation_id).map_err(|_| Expected::invalid("clientMutationId", "uuid"))
}

/// Members by id, batched: one statement for all that a request names.
pub struct MemberLoader(pub Arc<RequestContext>);

impl Loader<MemberId> for MemberLoader {
    type Value = MemberCard;
    type Error = Error;

    async fn load(&self, ids: &[MemberId]) -> Result<HashMap<MemberId, MemberCard>, Error> {
        let tx = self.0.tx().await?;
        self.0.answer(members::cards(&tx, ids).await)
    }
}

/// Sessions that the viewer may see, batched likewise.
pub struct SessionLoader(pub Arc<RequestContext>);

impl Loader<SessionId> for SessionLoader {
    type Value = SessionView;
    type Error = Error;

    async fn load(&self, ids: &[SessionId]) -> Result<HashMap<SessionId, SessionView>, Error> {
        let tx = self.0.tx().await?;
        self.0.answer(sessions::find_many(&tx, ids).await)
    }
}

/// Loads one member through the request's loader.
pub async fn member(ctx: &Context<'_>, id: MemberId) -> async_graphql::Result<MemberCard> {
    let loader = ctx.data::<DataLoader<MemberLoader>>()?;
    loader.load_one(id).await?.ok_or_else(|| coded("not found", "NOT_FOUND"))
}
