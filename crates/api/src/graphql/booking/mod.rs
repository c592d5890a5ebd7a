//! Ways to a session: kinds, many counselors at once, holding, asking, series, waiting, asking sooner, covering.

pub mod cover;
pub mod requests;
pub mod series;
pub mod series_change;
pub mod sooner;
pub mod travel;
pub mod types;
pub mod waits;
pub mod ways;

use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, Enum, MergedObject, Request};
use cairn_domain::{CenterTx, Outcome, sessions as domain};

use super::context::{self, RequestContext};
use super::problems::Problem;

macro_rules! mirrored {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Enum, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl From<domain::$name> for $name {
            fn from(kind: domain::$name) -> Self {
                match kind { $(domain::$name::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for domain::$name {
            fn from(kind: $name) -> Self {
                match kind { $($name::$variant => Self::$variant),+ }
            }
        }
    )+};
}

mirrored! {
    /// Who may book a kind of session by themselves.
    BookedBy { Client, Staff }
    /// A name of the palette: what it looks like is the theme's.
    ColorKey { Slate, Blue, Green, Amber, Rose, Violet, Teal, Orange }
    SessionRequestState {
        Requested, Approved, Declined, Withdrawn,
        /// Its time came without an answer.
        Expired,
    }
    SessionWaitState {
        Waiting,
        /// A time is kept: `acceptWaitOffer` takes it.
        Offered,
        Booked, Left,
    }
    SoonerState {
        Open, Accepted, Withdrawn,
        /// A day without an answer: somebody of the center gets in touch.
        Expired,
    }
    CoverState {
        Open,
        /// With the same counselor, later.
        Later,
        Backup, Cancelled,
        /// Moved or cancelled by other ways meanwhile.
        Settled,
    }
}

#[derive(MergedObject, Default)]
pub struct BookingQuery(
    types::TypesQuery,
    ways::WaysQuery,
    requests::RequestsQuery,
    series::SeriesQuery,
    series_change::SeriesChangeQuery,
    waits::WaitsQuery,
    sooner::SoonerQuery,
    cover::CoverQuery,
);

#[derive(MergedObject, Default)]
pub struct BookingMutation(
    types::TypesMutation,
    ways::WaysMutation,
    requests::RequestsMutation,
    series::SeriesMutation,
    series_change::SeriesChangeMutation,
    waits::WaitsMutation,
    sooner::SoonerMutation,
    cover::CoverMutation,
    travel::TravelMutation,
);

/// One mutation: a transaction of its own, one change, settled.
async fn change<T>(
    ctx: &Context<'_>,
    change: impl AsyncFnOnce(&CenterTx) -> Outcome<T>,
) -> async_graphql::Result<(Option<T>, Vec<Problem>)> {
    let request = context::of(ctx)?;
    let tx = request.begin().await?;
    let outcome = change(&tx).await;
    request.settle(tx, outcome).await
}

/// Kinds of sessions by id, batched for the request.
pub fn prepare(request: Request, context: &Arc<RequestContext>) -> Request {
    request.data(DataLoader::new(types::SessionTypeLoader(context.clone()), tokio::spawn))
}
