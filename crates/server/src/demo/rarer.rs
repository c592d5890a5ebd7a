//! What happens seldom, for `cairn demo`: a day with other hours, a week that can be full, somebody who needs a word sooner, and a
//! line added to a note that was signed.

use anyhow::{Context, Result};
use cairn_domain::availability::{self, HoursException, SetAvailability};
use cairn_domain::paging::PageRequest;
use cairn_domain::sessions::notes::{self, AddAddendum, Stage};
use cairn_domain::sessions::sooner::{self, AskSooner};
use cairn_domain::sessions::{self, SessionFilter, SessionPlace, SessionState, sooner_circle};
use cairn_domain::zones;
use jiff::ToSpan;

use super::programs::Town;
use super::seed::{Seeding, fault};

/// By place in the lists of the center.
const IMANI: usize = 2;
const NIA: usize = 13;
/// Beyond what is booked: nobody has to be moved for it.
const OTHER_DAY: i64 = 17;
/// Clients find no time in a week with so many.
const FULL: i32 = 30;

impl Seeding {
    pub(super) async fn rarer(&self, town: &Town<'_>) -> Result<()> {
        self.other_hours(town).await.context("a day with other hours")?;
        self.sooner(town).await.context("somebody sooner")?;
        self.addendum(town).await.context("an addendum")
    }

    /// A working day with two hours instead of five.
    async fn other_hours(&self, town: &Town<'_>) -> Result<()> {
        let imani = self.staff_back(town, IMANI).await?;
        let tx = self.enter(&imani).await?;
        let now = availability::view(&tx, imani.member_id).await.map_err(fault)?;
        let mut date = zones::today(self.now, &zones::stored(town.folk.seed.zone)?).checked_add(OTHER_DAY.days())?;
        while !now.weekly.iter().any(|range| range.weekday == date.weekday().to_monday_one_offset()) {
            date = date.tomorrow()?;
        }
        let hours = SetAvailability {
            counselor_id: imani.member_id,
            version: now.version,
            zone: now.zone,
            weekly: now.weekly,
            exceptions: vec![HoursException { date, ranges: vec![(10 * 60, 12 * 60)] }],
            buffer_before: now.buffer_before,
            buffer_after: now.buffer_after,
            minimum_notice: now.minimum_notice,
            horizon_days: now.horizon_days,
            slot_step: now.slot_step,
            daily_limit: now.daily_limit,
            weekly_limit: Some(FULL),
            location: now.location,
            online_link: now.online_link,
        };
        let kept = availability::set(&tx, hours).await;
        Self::done(tx, kept).await.map(|_| ())
    }

    /// Nia would like a word today, and lets Imani be asked.
    async fn sooner(&self, town: &Town<'_>) -> Result<()> {
        let nia = self.client_of(town, NIA).await?;
        let tx = self.enter(&nia).await?;
        sooner_circle::set_circle(&tx, vec![town.staff(IMANI)?]).await.map_err(fault)?;
        let ask = AskSooner {
            key: tx.ids().person(),
            minutes: 30,
            place: SessionPlace::Online,
            words: Some("A hard phone call last night. Half an hour would help.".to_owned()),
        };
        let asked = sooner::ask(&tx, ask).await;
        Self::done(tx, asked).await.map(|_| ())
    }

    /// To the newest note that Imani has signed.
    async fn addendum(&self, town: &Town<'_>) -> Result<()> {
        let imani = self.staff_back(town, IMANI).await?;
        let tx = self.enter(&imani).await?;
        let filter = SessionFilter {
            until: Some(self.now),
            counselor_id: Some(imani.member_id),
            state: Some(SessionState::Completed),
            newest_first: true,
            ..SessionFilter::default()
        };
        let held = sessions::list(&tx, &filter, PageRequest { first: 20, after: None }).await.map_err(fault)?.items;
        for view in held {
            let Some(note) = notes::of_session(&tx, view.session.id).await.map_err(fault)? else { continue };
            if !matches!(note.stage, Stage::Signed(_)) {
                continue;
            }
            let text = "Asked about it afterwards: the bus pass has come, nothing is left to do.".to_owned();
            let added = notes::add_addendum(&tx, AddAddendum { key: tx.ids().person(), note_id: note.id, text }).await;
            return Self::done(tx, added).await.map(|_| ());
        }
        Ok(())
    }
}
