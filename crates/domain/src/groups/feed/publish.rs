//! What may stand in the public feed, as those who read it understand it. Pure.

use jiff::civil::DateTime;

use super::super::MeetingMode;
use super::super::group::Listing;
use super::super::recurrence::Rule;
use crate::problem::Problem;

/// Whose links open a meeting: readers of feeds show others as "inactive". An address of the provider alone opens nothing.
const PROVIDERS: [&str; 14] = [
    "bluejeans.com",
    "discord.gg",
    "freeconference.com",
    "freeconferencecall.com",
    "goto.com",
    "gotomeet.me",
    "gotomeeting.com",
    "meet.google.com",
    "meet.jit.si",
    "meetings.dialpad.com",
    "skype.com",
    "webex.com",
    "zoho.com",
    "zoom.us",
];

/// Whether a link leads into a meeting at a provider that readers of feeds know.
pub(super) fn opens_a_meeting(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else { return false };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_ascii_lowercase();
    let known = PROVIDERS.iter().any(|provider| host == *provider || host.ends_with(&format!(".{provider}")));
    known && !path.trim_matches('/').is_empty()
}

/// Digits, with the signs of one-tap numbers; `None`: too short to be one.
pub(super) fn dialled(phone: &str) -> Option<String> {
    let plain: String = phone.chars().filter(|c| c.is_ascii_digit() || ",+#*".contains(*c)).collect();
    (plain.len() >= 10).then_some(plain)
}

fn parts(address: &str) -> Vec<&str> {
    address.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A place on the map without a door: `Portland, ME, USA`.
fn is_area(address: &str) -> bool {
    let parts = parts(address);
    (2..=4).contains(&parts.len()) && !parts[0].contains(|c: char| c.is_ascii_digit())
}

/// A door: `12 Quay Street, Portland, ME 04101`, or one more part where no number tells it from an area.
fn is_street(address: &str) -> bool {
    let parts = parts(address);
    parts.len() >= 4 || parts.len() == 3 && parts[0].contains(|c: char| c.is_ascii_digit())
}

/// Why a group cannot stand in the feed with these facts. An online meeting with a street address sends people to a door
/// where nobody is; one without a link or number is shown as inactive.
pub(in super::super) fn check(mode: MeetingMode, listing: &Listing) -> Vec<Problem> {
    let mut problems = Vec::new();
    match &listing.address {
        None => problems.push(Problem::invalid("publicAddress", "public_address_missing")),
        Some(address) if mode == MeetingMode::Online && !is_area(address) => {
            problems.push(Problem::invalid("publicAddress", "public_address_area"));
        }
        Some(address) if mode != MeetingMode::Online && !is_street(address) => {
            problems.push(Problem::invalid("publicAddress", "public_address_street"));
        }
        Some(_) => {}
    }
    if mode == MeetingMode::Online && listing.conference_url.is_none() && listing.conference_phone.is_none() {
        problems.push(Problem::invalid("publicConferenceUrl", "public_link_missing"));
    }
    if listing.conference_url.as_deref().is_some_and(|url| !opens_a_meeting(url)) {
        problems.push(Problem::invalid("publicConferenceUrl", "public_link_provider"));
    }
    if listing.conference_phone.as_deref().is_some_and(|phone| dialled(phone).is_none()) {
        problems.push(Problem::invalid("publicConferencePhone", "public_phone_short"));
    }
    problems
}

/// The days of a rule that is the same every week, 0 being Sunday; `None`: it is not, and feeds know weeks only.
pub(super) fn weekly_days(rule: Option<&Rule>, start: DateTime) -> Option<Vec<i8>> {
    let rule = rule?.as_str();
    let (mut frequency, mut interval, mut by_day) = ("", 1_u32, None);
    for part in rule.split(';') {
        match part.split_once('=')? {
            ("FREQ", value) => frequency = value,
            ("INTERVAL", value) => interval = value.parse().ok()?,
            ("BYDAY", value) => by_day = Some(value),
            ("COUNT" | "UNTIL" | "WKST", _) => {}
            _ => return None,
        }
    }
    let own = || vec![start.date().weekday().to_sunday_zero_offset()];
    let mut days = match (frequency, interval, by_day) {
        ("WEEKLY" | "DAILY", 1, Some(days)) => days.split(',').map(day).collect::<Option<Vec<i8>>>()?,
        ("WEEKLY", 1, None) | ("DAILY", 7, None) => own(),
        ("DAILY", 1, None) => (0..7).collect(),
        _ => return None,
    };
    days.sort_unstable();
    days.dedup();
    (!days.is_empty()).then_some(days)
}

/// `TU`; a number before it (`1TU`) is not every week.
fn day(name: &str) -> Option<i8> {
    let at = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"].iter().position(|day| *day == name)?;
    i8::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn days(rule: &str) -> Option<Vec<i8>> {
        // A Tuesday.
        weekly_days(Some(&Rule::stored(rule.to_owned())), date(2026, 3, 3).at(18, 0, 0, 0))
    }

    #[test]
    fn weeks_are_told_from_other_rhythms() {
        assert_eq!(days("FREQ=WEEKLY"), Some(vec![2]));
        assert_eq!(days("FREQ=WEEKLY;BYDAY=TU"), Some(vec![2]));
        assert_eq!(days("FREQ=WEEKLY;INTERVAL=1;BYDAY=SU,FR,MO;WKST=MO;UNTIL=20270101"), Some(vec![0, 1, 5]));
        assert_eq!(days("FREQ=DAILY"), Some(vec![0, 1, 2, 3, 4, 5, 6]));
        assert_eq!(days("FREQ=DAILY;BYDAY=SA,SA"), Some(vec![6]));
        assert_eq!(days("FREQ=DAILY;INTERVAL=7;COUNT=9"), Some(vec![2]));
        for other in [
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
            "FREQ=MONTHLY;BYDAY=1TU",
            "FREQ=WEEKLY;BYDAY=1TU",
            "FREQ=DAILY;INTERVAL=2",
            "FREQ=WEEKLY;BYMONTH=6",
            "FREQ=DAILY;BYMONTHDAY=1",
            "FREQ=WEEKLY;BYSETPOS=1;BYDAY=MO,TU",
        ] {
            assert_eq!(days(other), None, "{other}");
        }
        assert_eq!(weekly_days(None, date(2026, 3, 3).at(18, 0, 0, 0)), None);
    }

    #[test]
    fn only_links_into_a_meeting_count() {
        for good in [
            "https://zoom.us/j/123",
            "https://us02web.zoom.us/j/1?pwd=x",
            "https://meet.google.com/abc-defg-hij",
            "https://ZOOM.us/j/1",
        ] {
            assert!(opens_a_meeting(good), "{good}");
        }
        for bad in [
            "https://zoom.us",
            "https://zoom.us/",
            "https://evilzoom.us/j/1",
            "https://meet.example/room",
            "ftp://zoom.us/j/1",
            "https://zoom.us.evil.example/j/1",
        ] {
            assert!(!opens_a_meeting(bad), "{bad}");
        }
    }

    fn codes(mode: MeetingMode, address: Option<&str>, url: Option<&str>, phone: Option<&str>) -> Vec<&'static str> {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let listing =
            Listing { address: own(address), conference_url: own(url), conference_phone: own(phone), ..Listing::default() };
        check(mode, &listing).iter().map(Problem::code).collect()
    }

    #[test]
    fn an_online_group_has_an_area_and_a_way_in() {
        let zoom = Some("https://zoom.us/j/1");
        assert_eq!(codes(MeetingMode::Online, Some("Portland, ME, USA"), zoom, None), Vec::<&str>::new());
        assert_eq!(codes(MeetingMode::Online, Some("Portland, ME"), None, Some("+1 207 555 0100")), Vec::<&str>::new());
        assert_eq!(
            codes(MeetingMode::Online, Some("12 Quay Street, Portland, ME 04101, USA"), zoom, None),
            ["public_address_area"]
        );
        assert_eq!(codes(MeetingMode::Online, Some("Portland"), zoom, None), ["public_address_area"]);
        assert_eq!(codes(MeetingMode::Online, None, None, None), ["public_address_missing", "public_link_missing"]);
        assert_eq!(codes(MeetingMode::Online, Some("Portland, ME"), None, Some("988")), ["public_phone_short"]);
    }

    #[test]
    fn a_group_with_a_room_has_a_door() {
        let door = Some("12 Quay Street, Portland, ME 04101, USA");
        assert_eq!(codes(MeetingMode::InPerson, door, None, None), Vec::<&str>::new());
        // The link is for members only: people come to the door.
        assert_eq!(codes(MeetingMode::Hybrid, door, None, None), Vec::<&str>::new());
        assert_eq!(codes(MeetingMode::Hybrid, door, Some("https://meet.example/x"), None), ["public_link_provider"]);
        for area in ["Portland, ME", "Portland, ME, USA", "12 Quay Street, Portland"] {
            assert_eq!(codes(MeetingMode::InPerson, Some(area), None, None), ["public_address_street"], "{area}");
        }
        for door in ["12 Quay Street, Portland, ME", "Harbor Church, Main Street, Portland, ME"] {
            assert_eq!(codes(MeetingMode::InPerson, Some(door), None, None), Vec::<&str>::new(), "{door}");
        }
    }
}
