//! A feed row by row: one is read, judged and handed on before the next one is looked at.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use super::FeedFailure;
use super::row::Row;
use super::survey::without_mark;

/// Hands each row to `each`, in order, until it answers `false`.
struct Rows<F>(F);

impl<'de, F: FnMut(Row) -> bool> DeserializeSeed<'de> for Rows<F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Row) -> bool> Visitor<'de> for Rows<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of meetings")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut rows: A) -> Result<(), A::Error> {
        while let Some(row) = rows.next_element()? {
            if !(self.0)(row) {
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// Reads a file that was surveyed. Stopping it early is not a failure of the file, and whoever stops it knows.
pub(super) fn rows(bytes: &[u8], each: impl FnMut(Row) -> bool) -> Result<(), FeedFailure> {
    let mut reader = serde_json::Deserializer::from_slice(without_mark(bytes));
    Rows(each).deserialize(&mut reader).and_then(|()| reader.end()).map_err(|_| FeedFailure::NotJson)
}
