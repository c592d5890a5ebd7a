//! What an import says of a meeting, and of the rows it came in.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::problem::Surprise;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray, Serialize, Deserialize)]
        #[strum(serialize_all = "snake_case")]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = <Self as VariantArray>::VARIANTS;

            pub fn name(self) -> &'static str {
                self.into()
            }
        }
    )+};
}

macro_rules! stored {
    ($($name:ident),+) => {$(
        impl $name {
            pub(crate) fn stored(name: &str) -> Result<Self, Surprise> {
                name.parse().map_err(|_| Surprise::Inconsistent(concat!("an unknown ", stringify!($name))))
            }
        }
    )+};
}
stored!(FeedImportState, FeedFailure, FeedVerdict);

kinds! {
    FeedImportState {
        /// Announced; the browser sends the file.
        Uploading,
        Checking,
        /// Every row has its verdict; nothing is listed yet.
        Checked,
        Applying,
        Applied,
        Undone,
        Failed,
    }
    /// Why a file could not be read at all.
    FeedFailure {
        /// It never arrived.
        Missing,
        /// Not as many bytes as were announced.
        Size,
        /// Not the bytes that were announced.
        Checksum,
        /// Packed files are not opened: a small one could be endless.
        Compressed,
        NotJson,
        /// Not a list of meetings.
        NotArray,
        TooDeep,
        TooManyRows,
        /// Checked long ago and never applied.
        Expired,
        /// The check, or the listing, got nowhere for hours. What it had listed was taken back.
        Stalled,
    }
    FeedVerdict { New, Changed, Same, Skipped }
    Severity {
        /// For information.
        Note,
        /// Something was left out or taken to mean something.
        Warning,
        /// The row is skipped.
        Error,
    }
    /// What was found in a row.
    FeedRule {
        NotAMeeting,
        SlugMissing,
        SlugFormat,
        /// An earlier row of the same file has it.
        SlugRepeated,
        /// A meeting of another source has it.
        SlugElsewhere,
        NameMissing,
        TooLong,
        DayFormat,
        TimeFormat,
        /// A day without a time, or the other way round: by appointment.
        TimeMissing,
        EndTimeFormat,
        ZoneMissing,
        ZoneUnknown,
        TypeUnknown,
        TypesFormat,
        TextFormat,
        HtmlStripped,
        LastName,
        EmailRemoved,
        ContactsDropped,
        AddressMissing,
        Coordinates,
        LinkUnsafe,
        /// A link that may not lead into a meeting.
        LinkUnknown,
        PhoneFormat,
        /// Neither a place to go to nor a way in: known, and shown to nobody.
        NotActive,
    }
}

/// The state machine; every other move is refused.
pub fn may_become(from: FeedImportState, to: FeedImportState) -> bool {
    use FeedImportState::{Applied, Applying, Checked, Checking, Failed, Undone, Uploading};
    matches!(
        (from, to),
        (Uploading, Checking | Failed)
            | (Checking, Checked | Failed)
            | (Checked, Applying | Failed)
            | (Applying, Applied | Failed)
            | (Applied, Undone)
    )
}

/// One thing that was found in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub rule: FeedRule,
    /// As the specification names it.
    pub field: String,
    pub severity: Severity,
}

/// A meeting as it is listed. Nobody is in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListingFacts {
    pub slug: String,
    pub name: String,
    /// 0: Sunday; none: by appointment.
    pub days: Vec<i16>,
    /// `HH:MM`.
    pub starts: Option<String>,
    pub ends: Option<String>,
    /// IANA id.
    pub zone: String,
    pub types: Vec<String>,
    pub address: Option<String>,
    pub region: Option<String>,
    pub location: Option<String>,
    pub notes: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    /// The address is an area, not a door.
    pub approximate: bool,
    pub conference_url: Option<String>,
    pub conference_phone: Option<String>,
    pub url: Option<String>,
    pub online: bool,
    pub in_person: bool,
}

impl ListingFacts {
    /// The names of the facts that differ.
    pub fn changes(&self, before: &Self) -> Vec<String> {
        let (Ok(serde_json::Value::Object(new)), Ok(serde_json::Value::Object(old))) =
            (serde_json::to_value(self), serde_json::to_value(before))
        else {
            return Vec::new();
        };
        new.iter().filter(|(name, value)| old.get(*name) != Some(value)).map(|(name, _)| name.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_goes_one_way() {
        use FeedImportState::{Applied, Applying, Checked, Checking, Failed, Undone, Uploading};
        let way = [(Uploading, Checking), (Checking, Checked), (Checked, Applying), (Applying, Applied), (Applied, Undone)];
        let ends = [(Uploading, Failed), (Checking, Failed), (Checked, Failed), (Applying, Failed)];
        for from in FeedImportState::VARIANTS {
            for to in FeedImportState::VARIANTS {
                let expected = way.contains(&(*from, *to)) || ends.contains(&(*from, *to));
                assert_eq!(may_become(*from, *to), expected, "{from:?} to {to:?}");
            }
        }
    }

    #[test]
    fn changes_are_named() {
        let before = ListingFacts { name: "A".to_owned(), ..ListingFacts::default() };
        let after = ListingFacts { name: "B".to_owned(), online: true, ..ListingFacts::default() };
        assert_eq!(after.changes(&before), ["name", "online"]);
        assert_eq!(after.changes(&after), Vec::<String>::new());
    }
}
