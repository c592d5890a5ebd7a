//! Between "send me a code" and entering it, the browser itself remembers what it asked for: a code works only in the
//! browser that asked (or through the link of its own mail).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cairn_domain::ids::ChallengeId;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::http::cookies;

/// As long as a code works, with room to read.
const KEPT: i64 = 15 * 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Purpose {
    SignIn,
    ConfirmCenter,
    Operator,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) purpose: Purpose,
    /// The center's address part; empty for operators.
    pub(crate) slug: String,
    pub(crate) challenge: Uuid,
    /// As typed, so that the page can say where the code went.
    pub(crate) email: String,
    pub(crate) shared: bool,
    pub(crate) next: Option<String>,
}

impl Pending {
    pub(crate) fn challenge_id(&self) -> ChallengeId {
        ChallengeId(self.challenge)
    }

    pub(crate) fn read(headers: &HeaderMap, purpose: Purpose, slug: Option<&str>) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(cookies::read(headers, cookies::PENDING)?).ok()?;
        let pending: Self = serde_json::from_slice(&bytes).ok()?;
        (pending.purpose == purpose && slug.is_none_or(|slug| slug == pending.slug)).then_some(pending)
    }

    pub(crate) fn keep(&self, headers: &mut HeaderMap) {
        if let Ok(json) = serde_json::to_vec(self) {
            cookies::set(headers, cookies::PENDING, URL_SAFE_NO_PAD.encode(json), Some(KEPT));
        }
    }

    pub(crate) fn forget(headers: &mut HeaderMap) {
        cookies::remove(headers, cookies::PENDING);
    }
}
