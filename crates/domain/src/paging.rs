//! Pages by key: stable while rows come and go, and as fast on the last page as on the first.

use jiff::Timestamp;
use uuid::Uuid;

/// The largest page anybody gets.
pub const MAX_PAGE: i32 = 100;

/// Where a page begins: after the row with this key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub at: Timestamp,
    pub id: Uuid,
}

/// Which page is wanted.
#[derive(Debug, Clone, Copy)]
pub struct PageRequest<C = Cursor> {
    /// 1 to [`MAX_PAGE`]; larger and smaller numbers are brought into range.
    pub first: i32,
    pub after: Option<C>,
}

impl<C> PageRequest<C> {
    /// Rows to fetch: one more than shown, to know whether there is a next page.
    pub fn limit(&self) -> i64 {
        i64::from(self.size()) + 1
    }

    pub fn size(&self) -> i32 {
        self.first.clamp(1, MAX_PAGE)
    }
}

/// One page.
#[derive(Debug, Clone)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub has_next: bool,
}

impl<T> Page<T> {
    /// From the rows of a query with [`PageRequest::limit`].
    pub fn cut<C>(mut items: Vec<T>, request: &PageRequest<C>) -> Self {
        let size = usize::try_from(request.size()).unwrap_or(1);
        let has_next = items.len() > size;
        items.truncate(size);
        Self { items, has_next }
    }

    pub fn map<U>(self, form: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(form).collect(), has_next: self.has_next }
    }
}
