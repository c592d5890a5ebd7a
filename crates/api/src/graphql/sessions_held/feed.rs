//! The viewer's own calendar behind a link.

use async_graphql::{Context, Object, SimpleObject};
use cairn_domain::notifications::feed::{self as domain, CalendarFeed as Feed};

use super::change;
use crate::graphql::context;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::DateTime;

/// Busy times for a calendar program: no names, no places, no links.
#[derive(SimpleObject)]
pub struct CalendarFeed {
    /// What each entry is called; null: "busy".
    title: Option<String>,
    created_at: DateTime,
    /// When a program last asked, to the hour.
    read_at: Option<DateTime>,
}

impl From<Feed> for CalendarFeed {
    fn from(feed: Feed) -> Self {
        Self { title: feed.title, created_at: DateTime(feed.created_at), read_at: feed.read_at.map(DateTime) }
    }
}

#[derive(SimpleObject)]
pub struct RenewCalendarFeedPayload {
    calendar_feed: Option<CalendarFeed>,
    /// Below the product's own address; shown this once.
    path: Option<String>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct RevokeCalendarFeedPayload {
    revoked: bool,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct FeedQuery;

#[Object]
impl FeedQuery {
    /// The viewer's link, if there is one. The secret in it was shown when it was made.
    async fn calendar_feed(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<CalendarFeed>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        Ok(request.answer(domain::own(&tx).await)?.map(CalendarFeed::from))
    }
}

#[derive(Default)]
pub struct FeedMutation;

#[Object]
impl FeedMutation {
    /// Makes a link, or another one in its place: the old one ends at once.
    async fn renew_calendar_feed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What each entry is called; empty: \"busy\".")] title: String,
    ) -> async_graphql::Result<RenewCalendarFeedPayload> {
        let (made, problems) = change(ctx, async |tx| domain::renew(tx, &title).await).await?;
        let (feed, path) = made.map(|(feed, token)| (feed.into(), format!("/calendar/{token}.ics"))).unzip();
        Ok(RenewCalendarFeedPayload { calendar_feed: feed, path, problems })
    }

    /// Ends the link, at once.
    async fn revoke_calendar_feed(&self, ctx: &Context<'_>) -> async_graphql::Result<RevokeCalendarFeedPayload> {
        let (revoked, problems) = change(ctx, async |tx| domain::revoke(tx).await).await?;
        Ok(RevokeCalendarFeedPayload { revoked: revoked.is_some(), problems })
    }
}
