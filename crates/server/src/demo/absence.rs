//! A counselor who is away for a day, for `cairn demo`: everybody she would have met is asked what shall happen instead; one has
//! said it, the others are still in the hands of the center.

use anyhow::Result;
use cairn_domain::paging::PageRequest;
use cairn_domain::sessions::cover::{self, CoverAbsence, CoverChoice};
use cairn_domain::sessions::{self, SessionFilter, SessionState, Sought};
use cairn_domain::zones;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};

use super::programs::Town;
use super::seed::{Inside, Seeding, fault};

/// By place in the staff of the center.
/// Her hours meet Imani's, and are full here and there: some are offered the agreed time with her, others another one.
const DANA: usize = 0;
const IMANI: usize = 2;
/// Further away than the next working week, which visitors book in.
const DAYS_AHEAD: i64 = 8;

impl Seeding {
    pub(super) async fn absence(&self, town: &Town<'_>) -> Result<()> {
        let imani = self.staff_back(town, IMANI).await?;
        let Some(day) = self.full_day(town, &imani).await? else { return Ok(()) };
        let tx = self.enter(&imani).await?;
        let absence = CoverAbsence {
            key: tx.ids().person(),
            counselor_id: imani.member_id,
            local_start: day.at(0, 0, 0, 0),
            local_end: day.at(23, 59, 0, 0),
            backup_id: Some(town.staff(DANA)?),
        };
        let covering = cover::cover(&tx, absence).await;
        let covering = Self::done(tx, covering).await?;
        // The first to be asked takes the first time when she is back.
        let Some(asked) = covering.answers.first() else { return Ok(()) };
        let Some(client) = town.clients.iter().position(|one| one.member_id == asked.client_id) else { return Ok(()) };
        let client = self.client_of(town, client).await?;
        let tx = self.enter(&client).await?;
        let sought = Sought { moving: Some(asked.session_id), ..Sought::default() };
        let later = sessions::slots(&tx, imani.member_id, day.tomorrow()?, 7, sought, 20).await.map_err(fault)?;
        let Some(slot) = later.first() else { return Ok(()) };
        let answered = cover::answer(&tx, asked.id, CoverChoice::Later { starts_at: slot.starts_at }).await;
        Self::done(tx, answered).await.map(|_| ())
    }

    /// The first day of hers, not too close, that two or more count on.
    async fn full_day(&self, town: &Town<'_>, counselor: &Inside) -> Result<Option<Date>> {
        let zone = zones::stored(town.folk.seed.zone)?;
        let tx = self.enter(counselor).await?;
        let filter = SessionFilter {
            from: Some(self.now + SignedDuration::from_hours(24 * DAYS_AHEAD)),
            counselor_id: Some(counselor.member_id),
            state: Some(SessionState::Booked),
            ..SessionFilter::default()
        };
        let coming = sessions::list(&tx, &filter, PageRequest { first: 40, after: None }).await.map_err(fault)?.items;
        let days: Vec<Date> = coming.iter().map(|view| view.session.starts_at.to_zoned(zone.clone()).date()).collect();
        let earliest = zones::today(self.now, &zone).checked_add(DAYS_AHEAD.days())?;
        Ok(days.windows(2).find(|pair| pair[0] == pair[1] && pair[0] > earliest).map(|pair| pair[0]))
    }
}
