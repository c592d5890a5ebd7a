//! Relay connections (https://relay.dev/graphql/connections.htm), forward only, capped.

use async_graphql::SimpleObject;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cairn_domain::Problem;
use cairn_domain::paging::{Cursor, PageRequest};
use jiff::Timestamp;
use uuid::Uuid;

#[derive(SimpleObject, Clone, Default)]
pub struct PageInfo {
    pub has_next_page: bool,
    pub has_previous_page: bool,
    pub start_cursor: Option<String>,
    pub end_cursor: Option<String>,
}

/// Opaque to clients: 8 bytes of microseconds, 16 of id.
pub fn encode_cursor(cursor: Cursor) -> String {
    let mut bytes = Vec::with_capacity(24);
    bytes.extend_from_slice(&cursor.at.as_microsecond().to_be_bytes());
    bytes.extend_from_slice(cursor.id.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

pub fn decode_cursor(text: &str) -> Result<Cursor, Problem> {
    let bad = || Problem::invalid("after", "cursor");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())?;
    let (at, id) = bytes.split_at_checked(8).ok_or_else(bad)?;
    let at = i64::from_be_bytes(at.try_into().map_err(|_| bad())?);
    Ok(Cursor { at: Timestamp::from_microsecond(at).map_err(|_| bad())?, id: Uuid::from_slice(id).map_err(|_| bad())? })
}

/// The page that `first` and `after` ask for.
pub fn page_request(first: i32, after: Option<&str>) -> Result<PageRequest, Problem> {
    Ok(PageRequest { first, after: after.map(decode_cursor).transpose()? })
}

/// Declares the connection and edge types of one node type.
#[macro_export]
macro_rules! connection {
    ($connection:ident, $edge:ident, $node:ty) => {
        #[derive(async_graphql::SimpleObject, Clone)]
        pub struct $edge {
            pub cursor: String,
            pub node: $node,
        }

        #[derive(async_graphql::SimpleObject, Clone)]
        pub struct $connection {
            pub edges: Vec<$edge>,
            pub nodes: Vec<$node>,
            pub page_info: $crate::graphql::connection::PageInfo,
        }

        impl $connection {
            /// `items` with their cursors, in order.
            pub fn of(items: Vec<(String, $node)>, has_next_page: bool, has_previous_page: bool) -> Self {
                let page_info = $crate::graphql::connection::PageInfo {
                    has_next_page,
                    has_previous_page,
                    start_cursor: items.first().map(|(cursor, _)| cursor.clone()),
                    end_cursor: items.last().map(|(cursor, _)| cursor.clone()),
                };
                Self {
                    nodes: items.iter().map(|(_, node)| node.clone()).collect(),
                    edges: items.into_iter().map(|(cursor, node)| $edge { cursor, node }).collect(),
                    page_info,
                }
            }
        }
    };
}
