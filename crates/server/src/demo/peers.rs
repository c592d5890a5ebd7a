//! Sessions of an invented peer mentor, for `cairn demo`: one note signed by two, and one that waits for the second signature.

use anyhow::{Context, Result};
use cairn_domain::ids::{MemberId, SessionId, SessionNoteId};
use cairn_domain::sessions::notes;
use cairn_domain::sessions::whereabouts::{self, TellWhereabouts};
use cairn_domain::sessions::{self, BookSession, Session, SessionPlace, Sought, life};
use cairn_domain::{Fault, zones};
use jiff::{SignedDuration, Timestamp};

use super::held::{draft, sign};
use super::note_words::PEER_EN;
use super::programs::Town;
use super::seed::{PAST_DAYS, Seeding, fault};

/// By place in the lists of `harbor-light`: who mentors, whom, and who signs with them.
const WREN: usize = 4;
const SEAN: usize = 5;
const HELEN: usize = 3;
const MINUTES: i32 = 45;

impl Seeding {
    pub(super) async fn peers(&self, town: &Town<'_>, begin: Timestamp) -> Result<()> {
        if town.folk.seed.slug != "harbor-light" {
            return Ok(());
        }
        self.clock.set(begin + SignedDuration::from_hours(1));
        let admin = self.come_back(town.folk.center, &town.folk.seed.admin).await?;
        let tx = self.enter(&admin).await?;
        let required = notes::set_cosigning(&tx, true).await;
        Self::done(tx, required).await?;
        let met = self.meetings(town).await.context("meetings")?;
        for (nth, session) in met.iter().enumerate() {
            let note = self.hold(town, session, nth).await.context("a meeting")?;
            if nth == 0 {
                self.clock.set(session.ends_at + SignedDuration::from_hours(16));
                let helen = self.staff_back(town, HELEN).await?;
                let tx = self.enter(&helen).await?;
                let signed = notes::co_sign(&tx, note).await;
                Self::done(tx, signed).await?;
            }
        }
        self.clock.set(self.now);
        Ok(())
    }

    /// Two, some days apart, both over by now.
    async fn meetings(&self, town: &Town<'_>) -> Result<Vec<Session>> {
        let (wren, sean) = (self.client_of(town, WREN).await?, town.client(SEAN)?);
        let tx = self.enter(&wren).await?;
        let from = zones::today(self.clock_now(), &zones::stored(town.folk.seed.zone)?);
        let length = Sought { minutes: Some(MINUTES), ..Sought::default() };
        let days = i32::try_from(PAST_DAYS)?;
        let slots = sessions::slots(&tx, wren.member_id, from, days, length, 400).await.map_err(fault)?;
        drop(tx);
        let mut met: Vec<Session> = Vec::new();
        for slot in slots {
            let apart = met.last().is_none_or(|last| slot.starts_at > last.ends_at + SignedDuration::from_hours(24 * 4));
            // Somebody looks at it the next day.
            if !apart || slot.ends_at > self.now - SignedDuration::from_hours(20) {
                continue;
            }
            if let Some(session) = self.meet(&wren, sean, slot.starts_at).await? {
                met.push(session);
            }
            if met.len() == 2 {
                break;
            }
        }
        Ok(met)
    }

    /// `None`: one of them sits with somebody else then.
    async fn meet(&self, wren: &super::seed::Inside, client_id: MemberId, starts_at: Timestamp) -> Result<Option<Session>> {
        let tx = self.enter(wren).await?;
        let booking = BookSession {
            key: tx.ids().person(),
            counselor_id: wren.member_id,
            client_id,
            starts_at,
            minutes: Some(MINUTES),
            place: SessionPlace::Online,
            type_id: None,
            hold: None,
        };
        match sessions::book(&tx, booking).await {
            Ok(view) => {
                tx.commit().await.map_err(fault)?;
                Ok(Some(view.session))
            }
            Err(Fault::Problems(_)) => Ok(None),
            Err(surprise) => Err(fault(surprise)),
        }
    }

    /// As it goes at a distance: where are you, begin, end, write.
    async fn hold(&self, town: &Town<'_>, session: &Session, nth: usize) -> Result<SessionNoteId> {
        let id: SessionId = session.id;
        self.clock.set(session.starts_at);
        let wren = self.client_of(town, WREN).await?;
        let tx = self.enter(&wren).await?;
        let place = "At home, 12 Pine Street".to_owned();
        let place = TellWhereabouts { session_id: id, place, phone: String::new(), seen: None };
        whereabouts::tell(&tx, place).await.map_err(fault)?;
        let begun = life::begin(&tx, id).await;
        Self::done(tx, begun).await?;
        self.clock.set(session.ends_at);
        let wren = self.client_of(town, WREN).await?;
        let tx = self.enter(&wren).await?;
        life::end(&tx, id).await.map_err(fault)?;
        let stage = draft(&tx, id, "peer_session", PEER_EN, nth).await?;
        sign(&tx, id, &stage).await?;
        let note = notes::of_session(&tx, id).await.map_err(fault)?.context("a signed note")?.id;
        tx.commit().await.map_err(fault)?;
        Ok(note)
    }
}
