//! Invented ways to a session, for `cairn demo`: kinds of them, a row of Tuesdays, a question, somebody who waits and is offered a
//! time, somebody on a journey or away, and the people who may be asked for a time that is sooner.

use anyhow::{Context, Result};
use cairn_domain::availability::{self, AddTravel};
use cairn_domain::ids::{MemberId, SessionTypeId};
use cairn_domain::paging::PageRequest;
use cairn_domain::sessions::kinds::{self, SessionTypeDetails};
use cairn_domain::sessions::requests::{self, AskForSession};
use cairn_domain::sessions::series::{self, Accepted, BookSeries, First, Rhythm, SeriesEnd, SeriesPlan};
use cairn_domain::sessions::waits::{self, JoinWait};
use cairn_domain::sessions::{
    self, BookedBy, CancelSession, ColorKey, MoveSession, SessionFilter, SessionPlace, SessionState, SessionView, Slot, Sought,
    sooner_circle,
};
use cairn_domain::{CenterTx, zones};
use jiff::{SignedDuration, ToSpan};

use super::people::SeedCenter;
use super::programs::Town;
use super::seed::{Inside, Seeding, fault};

struct SeedKind {
    name: &'static str,
    minutes: i32,
    needs_approval: bool,
    color: ColorKey,
}

/// Of `harbor-light`; the other center lives without, as every center does at first.
const KINDS: [SeedKind; 3] = [
    SeedKind { name: "Counseling session", minutes: 45, needs_approval: false, color: ColorKey::Teal },
    SeedKind { name: "Short talk", minutes: 30, needs_approval: false, color: ColorKey::Green },
    SeedKind { name: "Family conversation", minutes: 60, needs_approval: true, color: ColorKey::Violet },
];
const SLUG: &str = "harbor-light";

/// By place in the lists of the center.
const DANA: usize = 0;
const MARCUS: usize = 1;
const IMANI: usize = 2;
const EVERY_WEEK: usize = 1;
const WAITS: usize = 2;
const ASKS: usize = 3;
const WREN: usize = 4;
const CIRCLE: usize = 5;
const WAITS_TOO: usize = 12;

impl Seeding {
    pub(super) async fn kinds_of(&self, seed: &SeedCenter, admin: &Inside) -> Result<Vec<(i32, SessionTypeId)>> {
        let mut made = Vec::new();
        if seed.slug != SLUG {
            return Ok(made);
        }
        let tx = self.enter(admin).await?;
        for kind in KINDS {
            let details = SessionTypeDetails {
                name: kind.name.to_owned(),
                minutes: kind.minutes,
                places: vec![SessionPlace::InPerson, SessionPlace::Online],
                booked_by: vec![BookedBy::Client, BookedBy::Staff],
                needs_approval: kind.needs_approval,
                buffer_before: None,
                buffer_after: None,
                color: kind.color,
            };
            let created = kinds::create(&tx, tx.ids().person(), details).await.map_err(fault)?;
            made.push((created.minutes, created.id));
        }
        tx.commit().await.map_err(fault)?;
        Ok(made)
    }

    /// What a session of this length is, where the center has kinds of them.
    pub(super) fn kind_of(&self, minutes: impl Into<i32>) -> Option<SessionTypeId> {
        let minutes = minutes.into();
        self.kinds.iter().find(|(length, _)| *length == minutes).map(|(_, id)| *id)
    }

    fn length(&self, minutes: i32) -> Sought {
        Sought { minutes: Some(minutes), type_id: self.kind_of(minutes), ..Sought::default() }
    }

    pub(super) async fn booking(&self, town: &Town<'_>) -> Result<()> {
        if town.folk.seed.slug != SLUG {
            return Ok(());
        }
        self.clock.set(self.now - SignedDuration::from_hours(50));
        self.journey(town).await.context("a journey")?;
        self.every_week(town).await.context("a series")?;
        self.waiting(town).await.context("who waits")?;
        self.clock.set(self.now - SignedDuration::from_hours(5));
        self.question(town).await.context("a question")?;
        self.circle(town).await.context("a circle")?;
        self.absence(town).await.context("a counselor who is away")?;
        self.clock.set(self.now - SignedDuration::from_mins(20));
        self.freed(town).await.context("a time that became free")?;
        self.clock.set(self.now);
        self.rarer(town).await
    }

    pub(super) async fn staff_back(&self, town: &Town<'_>, index: usize) -> Result<Inside> {
        let staff = town.folk.seed.staff.get(index).context("somebody of the staff")?;
        self.come_back(town.folk.center, &staff.person).await
    }

    pub(super) async fn client_of(&self, town: &Town<'_>, index: usize) -> Result<Inside> {
        let client = town.folk.seed.clients.get(index).context("a client")?;
        self.come_back(town.folk.center, &client.person).await
    }

    /// Marcus is in Denver for some days, three weeks ahead.
    async fn journey(&self, town: &Town<'_>) -> Result<()> {
        let marcus = self.staff_back(town, MARCUS).await?;
        let today = zones::today(self.now, &zones::stored(town.folk.seed.zone)?);
        let tx = self.enter(&marcus).await?;
        let travel = AddTravel {
            key: tx.ids().person(),
            counselor_id: marcus.member_id,
            from: today.checked_add(20.days())?,
            until: today.checked_add(24.days())?,
            zone: "America/Denver".to_owned(),
        };
        let away = availability::add_travel(&tx, travel).await;
        Self::done(tx, away).await.map(|_| ())
    }

    /// Free times of a counselor from the day after tomorrow on, as whoever looks may book them.
    async fn free(&self, tx: &CenterTx, counselor: MemberId, minutes: i32) -> Result<Vec<Slot>> {
        let from = zones::today(self.now, &jiff::tz::TimeZone::UTC).checked_add(2.days())?;
        sessions::slots(tx, counselor, from, 21, self.length(minutes), 300).await.map_err(fault)
    }

    /// Eight weeks with Dana, looked at before; where somebody sits already, on another day of that week.
    async fn every_week(&self, town: &Town<'_>) -> Result<()> {
        let (dana, client_id) = (self.staff_back(town, DANA).await?, town.client(EVERY_WEEK)?);
        let tx = self.enter(&dana).await?;
        let slots = self.free(&tx, dana.member_id, 45).await?;
        let first = slots.iter().find(|slot| slot.local_start.hour() >= 9).context("no free time to begin with")?;
        let plan = SeriesPlan {
            counselor_id: dana.member_id,
            client_id,
            first: First::At(first.starts_at),
            rhythm: Rhythm::Weekly,
            end: SeriesEnd::Count(8),
            minutes: Some(45),
            place: SessionPlace::InPerson,
            type_id: self.kind_of(45),
        };
        let planned = series::preview(&tx, &plan).await.map_err(fault)?;
        let accepted: Vec<Accepted> = planned
            .iter()
            .filter_map(|one| {
                let instead = one.suggestion.as_ref().map(|slot| slot.starts_at);
                let starts_at = if one.conflict.is_none() { Some(one.starts_at) } else { instead };
                starts_at.map(|starts_at| Accepted { occurrence: one.occurrence, starts_at })
            })
            .collect();
        let moved = planned.iter().any(|one| one.conflict.is_some());
        let book = BookSeries { key: tx.ids().person(), plan, accepted, hold: None };
        let (_, booked) = series::book(&tx, book).await.map_err(fault)?;
        if !moved {
            self.one_date_moved(&tx, &booked).await?;
        }
        tx.commit().await.map_err(fault)
    }

    /// The third of them goes to another day close by.
    async fn one_date_moved(&self, tx: &CenterTx, booked: &[SessionView]) -> Result<()> {
        let Some(third) = booked.get(2).map(|view| &view.session) else { return Ok(()) };
        let near = SignedDuration::from_hours(24 * 4);
        let from = third.local_start.date().checked_sub(3.days())?;
        let slots = sessions::slots(tx, third.counselor_id, from, 7, self.length(45), 300).await.map_err(fault)?;
        let other = slots.iter().find(|slot| {
            let apart = slot.starts_at.duration_since(third.starts_at).abs();
            slot.local_start.date() != third.local_start.date() && apart <= near
        });
        let Some(other) = other else { return Ok(()) };
        let change = MoveSession {
            key: tx.ids().person(),
            id: third.id,
            version: third.version,
            starts_at: other.starts_at,
            minutes: None,
            place: None,
            reason: None,
        };
        sessions::reschedule(tx, change).await.map_err(fault)?;
        Ok(())
    }

    /// Two wait: one for Dana, one for Imani.
    async fn waiting(&self, town: &Town<'_>) -> Result<()> {
        for (client, counselor, minutes) in [(WAITS, DANA, 30), (WAITS_TOO, IMANI, 45)] {
            let client = self.client_of(town, client).await?;
            let tx = self.enter(&client).await?;
            let join = JoinWait {
                key: tx.ids().person(),
                client_id: client.member_id,
                counselor_id: Some(town.staff(counselor)?),
                type_id: self.kind_of(minutes),
                minutes: None,
                place: SessionPlace::InPerson,
                until: None,
            };
            let joined = waits::join(&tx, join).await;
            Self::done(tx, joined).await?;
        }
        Ok(())
    }

    /// Luis would like to bring his sister.
    async fn question(&self, town: &Town<'_>) -> Result<()> {
        let luis = self.client_of(town, ASKS).await?;
        let tx = self.enter(&luis).await?;
        let dana = town.staff(DANA)?;
        let slots = self.free(&tx, dana, 60).await?;
        let slot = slots.get(slots.len() / 4).context("no free time to ask for")?;
        let ask = AskForSession {
            key: tx.ids().person(),
            counselor_id: Some(dana),
            client_id: luis.member_id,
            starts_at: slot.starts_at,
            minutes: None,
            place: SessionPlace::InPerson,
            type_id: self.kind_of(60),
            words: Some("Mi hermana podría venir conmigo ese día. ¿Te parece bien?".to_owned()),
        };
        let asked = requests::ask(&tx, ask).await;
        Self::done(tx, asked).await.map(|_| ())
    }

    async fn circle(&self, town: &Town<'_>) -> Result<()> {
        let sean = self.client_of(town, CIRCLE).await?;
        let tx = self.enter(&sean).await?;
        let chosen = sooner_circle::set_circle(&tx, vec![town.staff(DANA)?, town.client(WREN)?]).await;
        Self::done(tx, chosen).await.map(|_| ())
    }

    /// Dana calls off a session of the next days, and its time is kept for whoever waits.
    async fn freed(&self, town: &Town<'_>) -> Result<()> {
        let (dana, waits) = (self.staff_back(town, DANA).await?, town.client(WAITS)?);
        let tx = self.enter(&dana).await?;
        let filter = SessionFilter {
            from: Some(self.now + SignedDuration::from_hours(60)),
            counselor_id: Some(dana.member_id),
            state: Some(SessionState::Booked),
            ..SessionFilter::default()
        };
        let coming = sessions::list(&tx, &filter, PageRequest { first: 40, after: None }).await.map_err(fault)?.items;
        let freed =
            coming.iter().map(|view| &view.session).find(|session| session.client_id != waits && session.series_id.is_none());
        let Some(freed) = freed else { return Ok(()) };
        let cancel =
            CancelSession { id: freed.id, version: freed.version, reason: Some("I am at a training that day.".to_owned()) };
        let cancelled = sessions::cancel(&tx, cancel).await;
        Self::done(tx, cancelled).await.map(|_| ())
    }
}
