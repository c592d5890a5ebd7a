//! Times on the wire: instants in UTC, everything else as the wall clock shows it.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone as Zone;

macro_rules! text_scalar {
    ($(#[$doc:meta])* $name:ident($inner:ty) as $wire:literal, $parse:expr, $show:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name(pub $inner);

        #[Scalar(name = $wire)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
                let parse: fn(&str) -> Option<$inner> = $parse;
                parse(text).map(Self).ok_or_else(|| InputValueError::custom(concat!("not a ", $wire)))
            }
            fn to_value(&self) -> Value {
                let show: fn(&$inner) -> String = $show;
                Value::String(show(&self.0))
            }
        }
    };
}

text_scalar!(
    /// An instant: RFC 3339, UTC, for example `2026-11-26T21:30:00Z`.
    DateTime(Timestamp) as "DateTime",
    |text| text.parse().ok(),
    |at| at.to_string()
);
text_scalar!(
    /// A calendar date, `YYYY-MM-DD`.
    LocalDate(civil::Date) as "LocalDate",
    |text| civil::Date::strptime("%Y-%m-%d", text).ok(),
    |day| day.to_string()
);
text_scalar!(
    /// A wall-clock time, `HH:MM`, 24 hours.
    LocalTime(civil::Time) as "LocalTime",
    |text| civil::Time::strptime("%H:%M", text).ok(),
    |time| format!("{:02}:{:02}", time.hour(), time.minute())
);
text_scalar!(
    /// A wall-clock date and time without zone, `YYYY-MM-DDTHH:MM`.
    LocalDateTime(civil::DateTime) as "LocalDateTime",
    |text| civil::DateTime::strptime("%Y-%m-%dT%H:%M", text).ok(),
    |at| at.strftime("%Y-%m-%dT%H:%M").to_string()
);
text_scalar!(
    /// An IANA time zone id, for example `America/New_York`.
    TimeZone(String) as "TimeZone",
    |text| Zone::get(text).ok().and_then(|zone| zone.iana_name().map(str::to_owned)),
    Clone::clone
);
