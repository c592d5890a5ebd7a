//! All time zones, for a select box that needs no script.

use std::sync::LazyLock;

use jiff::tz;
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Zone {
    pub(crate) id: String,
    pub(crate) label: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) zones: Vec<Zone>,
}

/// Where most readers are, first.
const UNITED_STATES: &[&str] = &[
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
];

const REGIONS: &[&str] =
    &["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

fn zone(id: &str) -> Zone {
    let label = id.split_once('/').map_or(id, |(_, rest)| rest).replace('_', " ").replace('/', ", ");
    Zone { id: id.to_owned(), label }
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let mut ids: Vec<String> = tz::db().available().map(|name| name.as_str().to_owned()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut groups = vec![Group { name: "United States".to_owned(), zones: UNITED_STATES.iter().map(|id| zone(id)).collect() }];
    for region in REGIONS {
        let inside = |id: &&String| {
            id.strip_prefix(region).is_some_and(|rest| rest.starts_with('/')) && !UNITED_STATES.contains(&id.as_str())
        };
        let zones: Vec<Zone> = ids.iter().filter(inside).map(|id| zone(id)).collect();
        if !zones.is_empty() {
            groups.push(Group { name: (*region).to_owned(), zones });
        }
    }
    groups.push(Group { name: "UTC".to_owned(), zones: vec![zone("UTC")] });
    groups
});

pub(crate) fn groups() -> &'static [Group] {
    &GROUPS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_on_offer_is_known() {
        let all: Vec<&Zone> = groups().iter().flat_map(|group| &group.zones).collect();
        assert!(all.len() > 300);
        assert!(all.iter().all(|zone| tz::TimeZone::get(&zone.id).is_ok()));
        let unique: std::collections::BTreeSet<&str> = all.iter().map(|zone| zone.id.as_str()).collect();
        assert_eq!(unique.len(), all.len());
    }
}
