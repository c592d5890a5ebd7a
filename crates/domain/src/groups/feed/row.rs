//! One row of a feed as it stands in the file, whatever its author put there. Fields we do not know are read over.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value: feeds write numbers as text, and text as numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Cell {
    #[default]
    Nothing,
    Text(String),
    Number(f64),
    Flag(bool),
    List(Vec<Cell>),
    /// Something nested that no field of ours has.
    Other,
}

/// Values of one list that are kept; a meeting has seven days and a handful of types.
const MOST_VALUES: usize = 100;

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Cell, E> {
        Ok(Cell::Flag(flag))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
        Ok(Cell::Number(number as f64))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
        Ok(Cell::Number(number as f64))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Cell, E> {
        Ok(Cell::Number(number))
    }
    fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
        Ok(Cell::Text(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Cell, E> {
        Ok(Cell::Text(text))
    }
    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Nothing)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Cell, A::Error> {
        let mut list = Vec::new();
        while list.len() < MOST_VALUES {
            match values.next_element()? {
                Some(value) => list.push(value),
                None => return Ok(Cell::List(list)),
            }
        }
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cell::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut values: A) -> Result<Cell, A::Error> {
        while values.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cell::Other)
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(CellVisitor)
    }
}

macro_rules! fields {
    ($($name:ident),+ $(,)?) => {
        /// The fields that are read.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub(super) struct Fields { $(pub $name: Cell),+ }

        impl Fields {
            /// Where a field's value goes; `None`: nothing of ours.
            fn place(&mut self, name: &str) -> Option<&mut Cell> {
                match name {
                    $(stringify!($name) => Some(&mut self.$name),)+
                    _ => None,
                }
            }
        }
    };
}

fields! {
    slug, name, day, time, end_time, timezone, types, notes, group_notes, location, location_notes, formatted_address, address,
    city, state, postal_code, country, region, sub_region, regions, latitude, longitude, approximate, conference_url,
    conference_url_notes, conference_phone, conference_phone_notes, url, contact_1_name, contact_2_name, contact_3_name,
}

/// Fields about people: never kept, whatever is in them. Their names are looked at only to take them out of texts.
fn about_people(name: &str) -> bool {
    name.starts_with("contact_") || matches!(name, "email" | "phone" | "feedback_emails" | "venmo" | "square" | "paypal")
}

/// A row, or something else that stood in its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Row {
    Meeting { fields: Box<Fields>, people: bool },
    SomethingElse,
}

struct RowVisitor;

impl<'de> Visitor<'de> for RowVisitor {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a meeting")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut values: A) -> Result<Row, A::Error> {
        let (mut fields, mut people) = (Fields::default(), false);
        while let Some(name) = values.next_key::<String>()? {
            let is_about_people = about_people(&name);
            match fields.place(&name) {
                Some(place) => {
                    *place = values.next_value()?;
                    people |= is_about_people && *place != Cell::Nothing && *place != Cell::Text(String::new());
                }
                None if is_about_people => {
                    let value: Cell = values.next_value()?;
                    people |=
                        !matches!(&value, Cell::Nothing) && value != Cell::Text(String::new()) && value != Cell::List(Vec::new());
                }
                None => {
                    values.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Row::Meeting { fields: Box::new(fields), people })
    }
    fn visit_bool<E>(self, _: bool) -> Result<Row, E> {
        Ok(Row::SomethingElse)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Row, E> {
        Ok(Row::SomethingElse)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Row, E> {
        Ok(Row::SomethingElse)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Row, E> {
        Ok(Row::SomethingElse)
    }
    fn visit_str<E>(self, _: &str) -> Result<Row, E> {
        Ok(Row::SomethingElse)
    }
    fn visit_unit<E>(self) -> Result<Row, E> {
        Ok(Row::SomethingElse)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Row, A::Error> {
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Row::SomethingElse)
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(RowVisitor)
    }
}
