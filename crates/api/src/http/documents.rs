//! Trusted documents: the build of the frontend lists every operation it sends; in `serve` a browser may send only
//! those, by their id.

use std::collections::HashMap;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::ExecutableDocument;

/// The operations of the frontend, parsed once, by id: `sha256:<hex>` of the text.
#[derive(Default)]
pub(crate) struct Trusted(HashMap<String, ExecutableDocument>);

impl Trusted {
    /// From the build's list. Without a build there is nothing to trust.
    pub(crate) fn parse(list: Option<&str>) -> Self {
        let texts: HashMap<String, String> = list.and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default();
        Self(texts.into_iter().filter_map(|(id, text)| Some((id, parse_query(text).ok()?))).collect())
    }

    pub(crate) fn get(&self, id: &str) -> Option<&ExecutableDocument> {
        self.0.get(id)
    }
}
