//! The first, cheap gates: how much one network may ask of this process, and how much this process takes on at once.
//! The limits that count attempts at secrets are in the database, shared by all processes.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use cairn_domain::ids::{CenterId, MemberId};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use http::StatusCode;
use tokio::sync::Semaphore;

use super::address::Network;
use super::edge::Facts;
use super::state::AppState;
use crate::graphql::context::MemberGate;

/// How much is let in.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Requests per second and network, on average.
    pub per_second: NonZeroU32,
    /// Requests of one network at once.
    pub burst: NonZeroU32,
    /// GraphQL requests a second of one member, on average.
    pub member_per_second: NonZeroU32,
    /// GraphQL requests of one member at once.
    pub member_burst: NonZeroU32,
    /// GraphQL requests a second of all members of one center together, on average.
    pub center_per_second: NonZeroU32,
    /// GraphQL requests of one center at once.
    pub center_burst: NonZeroU32,
    /// Subscriptions that one socket may begin in a second.
    pub subscriptions_per_second: NonZeroU32,
    /// Requests in work in this process; more are refused with 503, not queued.
    pub concurrent: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let count = |n| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        Self {
            per_second: count(50),
            burst: count(400),
            member_per_second: count(10),
            member_burst: count(200),
            center_per_second: count(100),
            center_burst: count(2_000),
            subscriptions_per_second: count(5),
            concurrent: 256,
        }
    }
}

pub(super) struct Gates {
    networks: DefaultKeyedRateLimiter<Network>,
    members: Arc<Members>,
    seen: AtomicU64,
    work: Semaphore,
}

/// How many requests pass between two looks at networks that have been silent.
const TIDY_EVERY: u64 = 4096;

impl Gates {
    pub(super) fn new(limits: Limits) -> Self {
        let quota = Quota::per_second(limits.per_second).allow_burst(limits.burst);
        let members = Members::new(&limits);
        Self {
            networks: RateLimiter::keyed(quota),
            members: Arc::new(members),
            seen: AtomicU64::new(0),
            work: Semaphore::new(limits.concurrent),
        }
    }

    pub(super) fn members(&self) -> Arc<dyn MemberGate> {
        self.members.clone()
    }

    fn admits(&self, network: Network) -> bool {
        if self.seen.fetch_add(1, Ordering::Relaxed).is_multiple_of(TIDY_EVERY) {
            self.networks.retain_recent();
        }
        self.networks.check_key(&network).is_ok()
    }
}

/// What each member has asked for lately, in all their browsers and programs together, and each center.
struct Members {
    asked: DefaultKeyedRateLimiter<(CenterId, MemberId)>,
    centers: DefaultKeyedRateLimiter<CenterId>,
    /// Made once: making one asks the processor what it can do, which a virtual machine has to leave for.
    clock: DefaultClock,
    seen: AtomicU64,
}

impl Members {
    fn new(limits: &Limits) -> Self {
        let member = Quota::per_second(limits.member_per_second).allow_burst(limits.member_burst);
        let center = Quota::per_second(limits.center_per_second).allow_burst(limits.center_burst);
        Self {
            asked: RateLimiter::keyed(member),
            centers: RateLimiter::keyed(center),
            clock: DefaultClock::default(),
            seen: AtomicU64::new(0),
        }
    }
}

impl MemberGate for Members {
    /// The member first: one who asks too fast is not at the cost of the others of the center.
    fn admit(&self, center: CenterId, member: MemberId) -> Result<(), u32> {
        if self.seen.fetch_add(1, Ordering::Relaxed).is_multiple_of(TIDY_EVERY) {
            self.asked.retain_recent();
            self.centers.retain_recent();
        }
        let now = self.clock.now();
        self.asked.check_key(&(center, member)).map_err(|until| wait(until.wait_time_from(now)))?;
        self.centers.check_key(&center).map_err(|until| wait(until.wait_time_from(now)))
    }
}

/// Whole seconds, and never none: "at once" would be a lie.
fn wait(time: Duration) -> u32 {
    u32::try_from(time.as_secs()).unwrap_or(u32::MAX).saturating_add(1)
}

/// What one socket may begin.
pub(super) struct Beginnings(DefaultDirectRateLimiter, DefaultClock);

impl Beginnings {
    pub(super) fn new(limits: &Limits) -> Self {
        Self(RateLimiter::direct(Quota::per_second(limits.subscriptions_per_second)), DefaultClock::default())
    }

    pub(super) fn admit(&self) -> Result<(), u32> {
        self.0.check().map_err(|until| wait(until.wait_time_from(self.1.now())))
    }
}

/// 429 for a network that asks too fast, 503 when the process is full. Both say when to try again.
pub(super) async fn limit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    // Liveness must answer under load: a killed process helps nobody.
    if request.uri().path() == "/healthz" {
        return next.run(request).await;
    }
    let facts = Facts::of(request.extensions());
    if state.counts(facts.address) && !state.gates().admits(Network::of(facts.address)) {
        return super::refuse::later(&state, &request, StatusCode::TOO_MANY_REQUESTS, 5);
    }
    let Ok(_permit) = state.gates().work.try_acquire() else {
        return super::refuse::later(&state, &request, StatusCode::SERVICE_UNAVAILABLE, 1);
    };
    next.run(request).await
}
