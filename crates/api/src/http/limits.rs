//! The first, cheap gates: how much one network may ask of this process, and how much this process takes on at once.
//! The limits that count attempts at secrets are in the database, shared by all processes.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http::StatusCode;
use tokio::sync::Semaphore;

use super::address::Network;
use super::edge::Facts;
use super::state::AppState;

/// How much is let in.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Requests per second and network, on average.
    pub per_second: NonZeroU32,
    /// Requests of one network at once.
    pub burst: NonZeroU32,
    /// Requests in work in this process; more are refused with 503, not queued.
    pub concurrent: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let count = |n| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        Self { per_second: count(50), burst: count(400), concurrent: 256 }
    }
}

pub(super) struct Gates {
    networks: DefaultKeyedRateLimiter<Network>,
    seen: AtomicU64,
    work: Semaphore,
}

/// How many requests pass between two looks at networks that have been silent.
const TIDY_EVERY: u64 = 4096;

impl Gates {
    pub(super) fn new(limits: Limits) -> Self {
        let quota = Quota::per_second(limits.per_second).allow_burst(limits.burst);
        Self { networks: RateLimiter::keyed(quota), seen: AtomicU64::new(0), work: Semaphore::new(limits.concurrent) }
    }

    fn admits(&self, network: Network) -> bool {
        if self.seen.fetch_add(1, Ordering::Relaxed).is_multiple_of(TIDY_EVERY) {
            self.networks.retain_recent();
        }
        self.networks.check_key(&network).is_ok()
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
