//! Trusted documents: the build of the frontend lists every operation it sends; in `serve` a browser may send only
//! those, by their id.

use std::collections::HashMap;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::ExecutableDocument;

/// One operation of the frontend, parsed once.
pub(crate) struct Document {
    pub(crate) text: String,
    pub(crate) parsed: ExecutableDocument,
}

/// By id: `sha256:<hex>` of the text.
#[derive(Default)]
pub(crate) struct Trusted(HashMap<String, Document>);

impl Trusted {
    /// From the build's list. Without a build there is nothing to trust.
    pub(crate) fn parse(list: Option<&str>) -> Self {
        let texts: HashMap<String, String> = list.and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default();
        Self(
            texts
                .into_iter()
                .filter_map(|(id, text)| {
                    let parsed = parse_query(&text).ok()?;
                    Some((id, Document { text, parsed }))
                })
                .collect(),
        )
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Document> {
        self.0.get(id)
    }
}
