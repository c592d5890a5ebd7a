//! The centers' weeks, for `cairn demo`: what was booked, two weeks behind us and two ahead.

use anyhow::Result;
use cairn_domain::db::CenterRef;
use cairn_domain::sessions::{self, BookSession, CancelSession, SessionPlace};
use cairn_domain::{Fault, zones};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::people::{SeedCenter, SeedStaff};
use super::seed::{Inside, PAST_DAYS, Seeding, fault};

impl Seeding {
    /// Two weeks behind us and two ahead, a few sessions on each working day, one now and then cancelled.
    pub(super) async fn weeks(
        &self,
        seed: &SeedCenter,
        center: &CenterRef,
        staff: &SeedStaff,
        clients: &[&Inside],
        index: usize,
    ) -> Result<()> {
        let zone = zones::stored(seed.zone)?;
        let today = zones::today(self.now, &zone);
        let mut turn = index;
        let mut here: Option<(Timestamp, Inside)> = None;
        for offset in -PAST_DAYS..=PAST_DAYS {
            let date = today.checked_add(offset.days())?;
            let ranges: Vec<(i16, i16)> = staff
                .hours
                .iter()
                .filter(|(weekday, _, _)| date.weekday().to_monday_one_offset() == *weekday)
                .map(|&(_, from, until)| (from, until))
                .collect();
            if ranges.is_empty() {
                continue;
            }
            // Booked three days ahead, as far as the centers' lives allow.
            let booked = self.now + SignedDuration::from_hours(24 * (offset - 3).min(0));
            let booked = booked.max(self.now - SignedDuration::from_hours(24 * PAST_DAYS - 1));
            let counselor = match here.take() {
                Some((at, counselor)) if at == booked => counselor,
                _ => {
                    self.clock.set(booked);
                    self.come_back(center, &staff.person).await?
                }
            };
            for range in ranges {
                turn = self.stretch(&zone, date, range, &counselor, clients, turn).await?;
            }
            here = Some((booked, counselor));
        }
        Ok(())
    }

    async fn stretch(
        &self,
        zone: &jiff::tz::TimeZone,
        date: Date,
        (from, until): (i16, i16),
        counselor: &Inside,
        clients: &[&Inside],
        mut turn: usize,
    ) -> Result<usize> {
        let mut minute = from + if turn.is_multiple_of(3) { 30 } else { 0 };
        while minute + 60 <= until {
            turn += 1;
            let length: i16 = [45, 60, 30, 45][turn % 4];
            let client = clients[turn % clients.len()];
            let starts_at = zones::instant(zones::minute_of(date, minute)?, zone)?;
            minute += if turn.is_multiple_of(2) { 120 } else { 90 };
            if starts_at <= self.clock_now() {
                continue;
            }
            let tx = self.enter(counselor).await?;
            let booking = BookSession {
                key: tx.ids().person(),
                counselor_id: counselor.member_id,
                client_id: client.member_id,
                starts_at,
                minutes: Some(i32::from(length)),
                place: if turn % 5 < 2 { SessionPlace::Online } else { SessionPlace::InPerson },
                type_id: self.kind_of(length),
                hold: None,
            };
            match sessions::book(&tx, booking).await {
                Ok(view) if turn.is_multiple_of(11) => {
                    let cancel = CancelSession { id: view.session.id, version: view.session.version, reason: None };
                    sessions::cancel(&tx, cancel).await.map_err(fault)?;
                    tx.commit().await.map_err(fault)?;
                }
                Ok(_) => tx.commit().await.map_err(fault)?,
                // Two of a client's sessions would meet: the next time, then.
                Err(Fault::Problems(_)) => {}
                Err(surprise) => return Err(fault(surprise)),
            }
        }
        Ok(turn)
    }
}
