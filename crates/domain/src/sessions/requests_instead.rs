//! Not this time, but another one: whoever is asked offers it, it is kept for the client, and the yes is theirs.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

use super::requests::{SessionRequest, find, settle, to_answer, words};
use super::states::SessionRequestState;
use super::waits::{JoinWait, OfferTime, join, offer_time};
use crate::db::CenterTx;
use crate::idempotency::{self, Claim};
use crate::ids::SessionRequestId;
use crate::problem::{Outcome, Problem, Surprise};

#[derive(Debug, Clone, serde::Serialize)]
pub struct OfferInstead {
    #[serde(skip)]
    pub key: Uuid,
    pub id: SessionRequestId,
    pub starts_at: Timestamp,
    pub words: Option<String>,
}

/// The client goes in line for what they asked for, and is the first there: the offer is one like any other, with its time to
/// think, and letting it go leaves them in line for a week. What they hear is that something waits for their answer.
pub async fn offer_instead(tx: &CenterTx, input: OfferInstead) -> Outcome<SessionRequest> {
    let (request, _) = to_answer(tx, input.id).await?;
    let said = words(input.words.as_deref(), "words")?;
    if let Claim::Repeated(_) = idempotency::claim(tx, input.key, "offer_instead", &input, input.id.0).await? {
        return find(tx, input.id).await;
    }
    if request.state != SessionRequestState::Requested {
        return Err(Problem::invalid("sessionRequestId", "already_answered").into());
    }
    // Who has a session already would have two.
    if request.instead_of.is_some() {
        return Err(Problem::invalid("sessionRequestId", "session_state").into());
    }
    let until = input.starts_at.max(request.starts_at).to_zoned(TimeZone::UTC).date();
    let wanted = JoinWait {
        key: tx.ids().event(tx.now()),
        client_id: request.client_id,
        counselor_id: Some(request.counselor_id),
        type_id: request.type_id,
        minutes: Some(request.minutes),
        place: request.place,
        until: Some(until.checked_add(7.days()).map_err(Surprise::from)?),
    };
    let wait = join(tx, wanted).await?;
    let offer =
        OfferTime { key: tx.ids().event(tx.now()), id: wait.id, counselor_id: request.counselor_id, starts_at: input.starts_at };
    offer_time(tx, offer).await?;
    settle(tx, &request, SessionRequestState::Declined, None, said.as_deref()).await?;
    find(tx, request.id).await
}
