//! HTTP, GraphQL and the pages that work without JavaScript.

pub mod assets;
pub mod graphql;
pub mod http;
mod pages;
