//! Treatment programs, the line before them, and ways through one.

pub mod care;
pub mod change;
pub mod enrollment;
pub mod kinds;
pub mod moving;
pub mod program;
pub mod record;

use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{MergedObject, Request};

pub use program::Program;

use super::context::RequestContext;

#[derive(MergedObject, Default)]
pub struct ProgramsQuery(program::ProgramQuery, enrollment::EnrollmentQuery);

#[derive(MergedObject, Default)]
pub struct ProgramsMutation(change::ProgramMutation, moving::MovingMutation, care::CareMutation);

/// The loaders of lists of programs and enrollments.
pub fn prepare(request: Request, context: &Arc<RequestContext>) -> Request {
    request
        .data(DataLoader::new(program::ProgramLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(program::PartsLoader(context.clone()), tokio::spawn))
        .data(DataLoader::new(enrollment::RecordLoader(context.clone()), tokio::spawn))
}
