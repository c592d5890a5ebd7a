//! Peer groups. No type here leads from a group to a member's name: people in a group are [`group::GroupPerson`].

pub mod change;
pub mod group;
pub mod joining;
pub mod kinds;
pub mod loaders;
pub mod meeting;
pub mod meeting_change;
pub mod place;
pub mod settings;
pub mod turns;

use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{MergedObject, Request};

use super::context::RequestContext;

#[derive(MergedObject, Default)]
pub struct PeerGroupsQuery(group::GroupsQuery, meeting::MeetingsQuery, place::PlacesQuery, turns::TurnsQuery);

#[derive(MergedObject, Default)]
pub struct PeerGroupsMutation(change::GroupsMutation, meeting_change::MeetingsMutation, joining::JoiningMutation);

/// The loaders of lists of groups and meetings.
pub fn prepare(request: Request, context: &Arc<RequestContext>) -> Request {
    request
        .data(DataLoader::new(loaders::GroupLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(loaders::MeetingLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(loaders::SeriesLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(loaders::BreakLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(loaders::AgreementLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(loaders::HolderLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(loaders::UnreadLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(loaders::PlaceLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(loaders::OwnAttendanceLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(loaders::OpenListLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(loaders::KnownGroupsLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(loaders::NextMeetingsLoader(context.clone()), tokio::spawn))
}
