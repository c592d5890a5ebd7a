//! Calendar files for download: where the HTTP layer and the composer of mails meet.

use cairn_api::http::CalendarFiles;
use cairn_domain::exits::Released;
use cairn_domain::notifications::calendar::CalendarFacts;
use cairn_domain::notifications::feed::FeedFacts;
use cairn_worker::calendar::{Organizer, feed, publish};

/// Writes calendar files in the name of a neutral mailbox.
pub struct Calendars {
    organizer: Organizer,
}

impl Calendars {
    pub fn new(from_address: &str) -> Self {
        Self { organizer: Organizer { address: from_address.to_owned() } }
    }
}

impl CalendarFiles for Calendars {
    fn render(&self, facts: Released<CalendarFacts>) -> Released<String> {
        publish(facts, &self.organizer)
    }

    fn feed(&self, facts: Released<FeedFacts>) -> Released<String> {
        feed(facts, &self.organizer)
    }
}
