//! How instants, dates and wall-clock times travel to and from PostgreSQL.
//!
//! The drivers speak chrono, we compute with jiff; the change of clothes happens here and nowhere else.

use std::ops::Deref;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};
use jiff::civil;
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, Value, ValueType, ValueTypeErr};
use sea_orm::{ColIdx, DbErr, QueryResult, TryGetError, TryGetable};

macro_rules! travels {
    ($(#[$doc:meta])* $name:ident($ours:ty) as $theirs:ty, $column:expr, $to:expr, $from:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $ours);

        impl Deref for $name {
            type Target = $ours;
            fn deref(&self) -> &$ours {
                &self.0
            }
        }

        impl From<$ours> for $name {
            fn from(value: $ours) -> Self {
                Self(value)
            }
        }

        impl From<$name> for Value {
            fn from(value: $name) -> Value {
                let to: fn($ours) -> Option<$theirs> = $to;
                to(value.0).into()
            }
        }

        impl TryGetable for $name {
            fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
                let from: fn($theirs) -> Option<$ours> = $from;
                from(<$theirs>::try_get_by(row, index)?)
                    .map(Self)
                    .ok_or_else(|| TryGetError::DbErr(DbErr::Type(concat!("out of range: ", stringify!($name)).to_owned())))
            }
        }

        impl ValueType for $name {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
                let from: fn($theirs) -> Option<$ours> = $from;
                from(<$theirs as ValueType>::try_from(value)?).map(Self).ok_or(ValueTypeErr)
            }
            fn type_name() -> String {
                stringify!($name).to_owned()
            }
            fn array_type() -> ArrayType {
                <$theirs as ValueType>::array_type()
            }
            fn column_type() -> ColumnType {
                $column
            }
        }

        impl Nullable for $name {
            fn null() -> Value {
                <$theirs as Nullable>::null()
            }
        }
    };
}

travels!(
    /// An instant: `timestamptz`.
    At(jiff::Timestamp) as DateTime<Utc>,
    ColumnType::TimestampWithTimeZone,
    |t| DateTime::from_timestamp_micros(t.as_microsecond()),
    |t| jiff::Timestamp::from_microsecond(t.timestamp_micros()).ok()
);

travels!(
    /// A date: `date`.
    Day(civil::Date) as NaiveDate,
    ColumnType::Date,
    day,
    from_day
);

travels!(
    /// A wall clock's date and time, without zone: `timestamp`.
    Wall(civil::DateTime) as NaiveDateTime,
    ColumnType::DateTime,
    |w| Some(day(w.date())?.and_time(time(w.time())?)),
    |w| Some(civil::DateTime::from_parts(from_day(w.date())?, from_time(w.time())?))
);

travels!(
    /// A wall clock's time: `time`.
    TimeOfDay(civil::Time) as NaiveTime,
    ColumnType::Time,
    time,
    from_time
);

fn day(d: civil::Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::from(d.year()), u32::from(d.month().unsigned_abs()), u32::from(d.day().unsigned_abs()))
}

fn from_day(d: NaiveDate) -> Option<civil::Date> {
    civil::Date::new(
        <i16 as TryFrom<_>>::try_from(d.year()).ok()?,
        <i8 as TryFrom<_>>::try_from(d.month()).ok()?,
        <i8 as TryFrom<_>>::try_from(d.day()).ok()?,
    )
    .ok()
}

fn time(t: civil::Time) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(
        u32::from(t.hour().unsigned_abs()),
        u32::from(t.minute().unsigned_abs()),
        u32::from(t.second().unsigned_abs()),
    )
}

fn from_time(t: NaiveTime) -> Option<civil::Time> {
    civil::Time::new(
        <i8 as TryFrom<_>>::try_from(t.hour()).ok()?,
        <i8 as TryFrom<_>>::try_from(t.minute()).ok()?,
        <i8 as TryFrom<_>>::try_from(t.second()).ok()?,
        0,
    )
    .ok()
}
