//! The reader's language: which one, and how dates and times read in it.

mod words;

pub use fluent_bundle::FluentValue;
use jiff::civil::{Date, DateTime, Weekday};
pub use words::{Words, WordsError};

/// The languages everything exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    #[default]
    En,
    Es,
}

impl Locale {
    pub const ALL: [Self; 2] = [Self::En, Self::Es];

    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(primary))
    }

    /// The first language of an `Accept-Language` header that we have (RFC 9110, 12.5.4).
    pub fn negotiate(accept_language: &str) -> Option<Self> {
        let mut wanted: Vec<(f32, Self)> = accept_language
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.trim().split(';');
                let locale = Self::parse(pieces.next()?.trim())?;
                let quality = pieces.find_map(|piece| piece.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
                (quality > 0.0).then_some((quality, locale))
            })
            .collect();
        // Stable: of equals, the first named wins.
        wanted.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        wanted.first().map(|(_, locale)| *locale)
    }

    /// `Thu, Nov 26` or `jue, 26 nov`.
    pub fn day(self, date: Date) -> String {
        let (weekday, month) = self.names(date);
        match self {
            Self::En => format!("{weekday}, {month} {}", date.day()),
            Self::Es => format!("{weekday}, {} {month}", date.day()),
        }
    }

    /// `4:30 PM` or `16:30`.
    pub fn time(self, at: DateTime) -> String {
        match self {
            Self::En => {
                let hour = at.hour().rem_euclid(12);
                let hour = if hour == 0 { 12 } else { hour };
                format!("{hour}:{:02} {}", at.minute(), if at.hour() < 12 { "AM" } else { "PM" })
            }
            Self::Es => format!("{}:{:02}", at.hour(), at.minute()),
        }
    }

    fn names(self, date: Date) -> (&'static str, &'static str) {
        const MONTHS: [[&str; 12]; 2] = [
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
            ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
        ];
        const DAYS: [[&str; 7]; 2] =
            [["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"]];
        let language = usize::from(self == Self::Es);
        let month = usize::from(date.month().unsigned_abs()).saturating_sub(1);
        let weekday = match date.weekday() {
            Weekday::Monday => 0,
            Weekday::Tuesday => 1,
            Weekday::Wednesday => 2,
            Weekday::Thursday => 3,
            Weekday::Friday => 4,
            Weekday::Saturday => 5,
            Weekday::Sunday => 6,
        };
        (DAYS[language][weekday], MONTHS[language][month.min(11)])
    }
}
