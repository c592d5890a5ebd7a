//! The GraphQL API: resolvers a screenful long that parse, call one domain function, and answer.

pub mod account;
pub mod audit;
pub mod availability;
pub mod booking;
pub mod calendar;
pub mod centers;
pub mod circle;
pub mod clients;
pub mod connection;
mod contact_rule;
pub mod context;
pub mod documents;
pub mod feed_imports;
pub mod group_chat;
pub mod group_chat_live;
pub mod group_chat_rooms;
pub mod groups;
pub mod groups_held;
pub mod listing_words;
pub mod listings;
pub mod live;
pub mod members;
pub mod mentorship;
pub mod moderation;
pub mod operator;
pub mod problems;
pub mod programs;
pub mod scalars;
pub mod sessions;
pub mod sessions_held;
pub mod tasks;

use async_graphql::dataloader::DataLoader;
use async_graphql::{MergedObject, MergedSubscription, Request, Schema, SchemaBuilder};
use std::sync::Arc;

use context::{MemberLoader, RequestContext, SessionLoader};

#[derive(MergedObject, Default)]
pub struct Query(
    account::AccountQuery,
    centers::CentersQuery,
    clients::ClientsQuery,
    members::MembersQuery,
    programs::ProgramsQuery,
    availability::AvailabilityQuery,
    calendar::CalendarQuery,
    documents::DocumentsQuery,
    tasks::TasksQuery,
    audit::AuditQuery,
    sessions::SessionsQuery,
    sessions_held::SessionsHeldQuery,
    groups::PeerGroupsQuery,
    groups_held::HeldQuery,
    group_chat::ChatQuery,
    moderation::ModerationQuery,
    listings::ListingsQuery,
    feed_imports::FeedImportsQuery,
    circle::CircleQuery,
    mentorship::MentorshipsQuery,
    booking::BookingQuery,
);

#[derive(MergedObject, Default)]
pub struct Mutation(
    account::AccountMutation,
    centers::CentersMutation,
    clients::ClientsMutation,
    contact_rule::ContactRuleMutation,
    members::MembersMutation,
    programs::ProgramsMutation,
    availability::AvailabilityMutation,
    documents::DocumentsMutation,
    tasks::TasksMutation,
    sessions::SessionsMutation,
    sessions_held::SessionsHeldMutation,
    groups::PeerGroupsMutation,
    groups_held::HeldMutation,
    group_chat::ChatMutation,
    moderation::ModerationMutation,
    listings::ListingsMutation,
    feed_imports::FeedImportsMutation,
    mentorship::MentorshipsMutation,
    booking::BookingMutation,
);

#[derive(MergedSubscription, Default)]
pub struct Subscription(
    live::LiveSubscription,
    group_chat_live::ChatSubscription,
    groups_held::HeldSubscription,
    mentorship::live::PairSubscription,
);

pub type CairnSchema = Schema<Query, Mutation, Subscription>;

/// The schema, for the HTTP layer to add its extensions and limits to.
pub fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
}

/// The schema in the schema definition language, as committed in `schema.graphql`.
pub fn sdl() -> String {
    builder().finish().sdl()
}

/// Gives a request its context and its loaders; loaders never outlive the request they batch for.
pub fn prepare(request: Request, context: &Arc<RequestContext>) -> Request {
    let members = DataLoader::new(MemberLoader(context.clone()), tokio::spawn);
    let sessions = DataLoader::new(SessionLoader(context.clone()), tokio::spawn);
    let nearest = DataLoader::new(clients::NearestSessionLoader(context.clone()), tokio::spawn);
    let request = request.data(context.clone()).data(members).data(sessions).data(nearest);
    let request = contact_rule::prepare(request, context);
    let request = programs::prepare(request, context);
    let request = booking::prepare(request, context);
    let request = mentorship::prepare(request, context);
    groups::prepare(request, context)
}
