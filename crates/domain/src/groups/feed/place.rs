//! Where a row's meeting is, as far as the feed says. Pure.

use super::FeedRule;
use super::row::{Cell, Fields};
use super::verdict::{Judge, LONGEST_LINE};

impl Judge {
    pub(super) fn address(&mut self, fields: &Fields) -> Option<String> {
        let whole = self.line(&fields.formatted_address, "formatted_address");
        let address = whole.or_else(|| {
            let state = self.line(&fields.state, "state");
            let postal = self.line(&fields.postal_code, "postal_code");
            let last = [state, postal].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let parts = [
                self.line(&fields.address, "address"),
                self.line(&fields.city, "city"),
                Some(last).filter(|last| !last.is_empty()),
                self.line(&fields.country, "country"),
            ];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", ")).filter(|address| !address.is_empty())
        });
        if address.is_none() {
            self.warn(FeedRule::AddressMissing, "formatted_address");
        }
        address
    }

    pub(super) fn region(&mut self, fields: &Fields) -> Option<String> {
        let parts: Vec<String> = match &fields.regions {
            Cell::List(cells) => cells.iter().filter_map(|cell| self.line(cell, "regions")).collect(),
            _ => {
                [self.line(&fields.region, "region"), self.line(&fields.sub_region, "sub_region")].into_iter().flatten().collect()
            }
        };
        let region = parts.join(" · ");
        let region = if region.is_empty() { self.line(&fields.city, "city")? } else { region };
        Some(region).filter(|region| region.chars().count() <= LONGEST_LINE)
    }

    /// Both or none, on this planet, to about a meter.
    pub(super) fn coordinates(&mut self, fields: &Fields) -> (Option<f64>, Option<f64>) {
        let number = |cell: &Cell| match cell {
            Cell::Number(number) => Ok(Some(*number)),
            Cell::Text(text) if text.trim().is_empty() => Ok(None),
            Cell::Text(text) => text.trim().parse::<f64>().map(Some).map_err(|_| ()),
            Cell::Nothing => Ok(None),
            _ => Err(()),
        };
        let round = |degrees: f64| (degrees * 100_000.0).round() / 100_000.0;
        match (number(&fields.latitude), number(&fields.longitude)) {
            (Ok(None), Ok(None)) => (None, None),
            // Where no land is: what a failed search for an address leaves behind.
            (Ok(Some(latitude)), Ok(Some(longitude)))
                if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && (latitude, longitude) != (0.0, 0.0) =>
            {
                (Some(round(latitude)), Some(round(longitude)))
            }
            _ => {
                self.warn(FeedRule::Coordinates, "latitude");
                (None, None)
            }
        }
    }
}

/// As readers of feeds take it when the feed does not say: an address of few parts is an area.
pub(super) fn approximate(cell: &Cell, address: Option<&str>) -> bool {
    match cell {
        Cell::Flag(flag) => *flag,
        Cell::Text(text) => text.trim().eq_ignore_ascii_case("yes"),
        _ => address.is_some_and(|address| address.split(',').count() < 4),
    }
}
