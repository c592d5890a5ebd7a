//! What has become of invented pairs, for `cairn demo`: who stands in for whom, a goodbye that was looked back on, what the two of a
//! pair wrote down, hours with a supervisor, a paper that runs out soon.

use anyhow::{Context, Result};
use cairn_domain::ids::MentorshipId;
use cairn_domain::mentorship::credentials::{self, AddCredential};
use cairn_domain::mentorship::ending::{self, EndPair};
use cairn_domain::mentorship::goals::{self, GoalWords};
use cairn_domain::mentorship::meetings::{self, NotePairMeeting};
use cairn_domain::mentorship::supervision::{self, RecordSupervision};
use cairn_domain::mentorship::surveys::{self, Survey};
use cairn_domain::mentorship::{EndReason, SupervisionWay, offers, pairs, stand_in};
use cairn_domain::zones;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::programs::Town;
use super::seed::{Inside, Seeding, fault};

/// By place in the lists of `harbor-light`: two who mentor, whom they walk or walked with, and who supervises.
const WREN: usize = 4;
const GRACE: usize = 9;
const SEAN: usize = 5;
const FATIMA: usize = 11;
const HELEN: usize = 3;

impl Seeding {
    pub(super) async fn pair_care(&self, town: &Town<'_>, begin: Timestamp) -> Result<()> {
        if town.folk.seed.slug != "harbor-light" {
            return Ok(());
        }
        let today = zones::today(self.now, &zones::stored(town.folk.seed.zone)?);
        self.stand_ins(town, begin).await.context("who stands in")?;
        self.goodbye(town, begin).await.context("a goodbye")?;
        self.written_down(town, today).await.context("what a pair wrote down")?;
        self.supervised(town, today).await.context("supervision")?;
        self.clock.set(self.now);
        self.paper(town, today).await.context("a paper that runs out")
    }

    fn days_back(&self, days: i64) -> Timestamp {
        self.now - SignedDuration::from_hours(24 * days)
    }

    /// Grace stands in for Wren, and asks Wren for the same: that question is open.
    async fn stand_ins(&self, town: &Town<'_>, begin: Timestamp) -> Result<()> {
        self.clock.set(begin + SignedDuration::from_hours(3));
        let (grace, wren) = (self.client_of(town, GRACE).await?, self.client_of(town, WREN).await?);
        let tx = self.enter(&grace).await?;
        let agreed = stand_in::answer(&tx, wren.member_id, true).await;
        Self::done(tx, agreed).await?;
        self.clock.set(self.now - SignedDuration::from_hours(5));
        self.stands_in(&town.folk, WREN, GRACE).await
    }

    /// Somebody who found their feet, said goodbye and looked back.
    async fn goodbye(&self, town: &Town<'_>, begin: Timestamp) -> Result<()> {
        self.clock.set(begin + SignedDuration::from_hours(4));
        self.wish(&town.folk, FATIMA, "").await?;
        let pair = self.ask(&town.folk, FATIMA, GRACE).await?;
        let grace = self.client_of(town, GRACE).await?;
        let tx = self.enter(&grace).await?;
        let accepted = offers::accept(&tx, pair).await;
        Self::done(tx, accepted).await?;
        let words = ["Thank you. I know the way to the library by myself now.", "Go well, Fatima."];
        for (days, who, words) in [(4, FATIMA, words[0]), (3, GRACE, words[1])] {
            self.clock.set(self.days_back(days));
            let person = self.client_of(town, who).await?;
            let tx = self.enter(&person).await?;
            let end = EndPair { mentorship_id: pair, reason: EndReason::GoalsReached, words: words.to_owned(), seen: None };
            let ended = ending::end(&tx, end).await;
            Self::done(tx, ended).await?;
        }
        let fatima = self.client_of(town, FATIMA).await?;
        let tx = self.enter(&fatima).await?;
        let survey = Survey {
            felt_heard: 5,
            helped: 4,
            would_again: true,
            words: "Somebody who had been there. That was enough.".to_owned(),
        };
        let answered = surveys::answer_survey(&tx, pair, survey).await;
        Self::done(tx, answered).await.map(|_| ())
    }

    /// Sean and Wren: two walks that nobody booked, and a goal whose day comes.
    async fn written_down(&self, town: &Town<'_>, today: Date) -> Result<()> {
        self.clock.set(self.days_back(1));
        let sean = self.client_of(town, SEAN).await?;
        let pair = self.pair_of(&sean).await?;
        let tx = self.enter(&sean).await?;
        for (days, minutes) in [(9, 50), (2, 35)] {
            let on = today.checked_sub(days.days())?;
            meetings::note(&tx, NotePairMeeting { mentorship_id: pair, on, minutes }).await.map_err(fault)?;
        }
        let goal = GoalWords { text: "Ask about the evening course.".to_owned(), target_on: Some(today.checked_add(1.day())?) };
        let made = goals::create(&tx, pair, goal).await;
        Self::done(tx, made).await.map(|_| ())
    }

    async fn pair_of(&self, person: &Inside) -> Result<MentorshipId> {
        let tx = self.enter(person).await?;
        let own = pairs::own(&tx).await.map_err(fault)?;
        let pair = own.iter().find(|view| view.pair.state.is_live() && view.pair.client_id == person.member_id);
        Ok(pair.context("a pair")?.pair.id)
    }

    /// An hour for both who mentor, and one alone.
    async fn supervised(&self, town: &Town<'_>, today: Date) -> Result<()> {
        self.clock.set(self.days_back(1));
        let helen = self.staff_back(town, HELEN).await?;
        let (wren, grace) = (town.client(WREN)?, town.client(GRACE)?);
        let held = [
            (8, 60, SupervisionWay::Group, vec![wren, grace], "Where company ends and advice begins."),
            (3, 30, SupervisionWay::Individual, vec![wren], "How to keep an evening free."),
        ];
        let tx = self.enter(&helen).await?;
        for (days, minutes, way, mentor_ids, topics) in held {
            let held_on = today.checked_sub(days.days())?;
            let (topics, actions) = (topics.to_owned(), String::new());
            let record = RecordSupervision { mentor_ids, held_on, minutes, way, topics, actions };
            supervision::record(&tx, record).await.map_err(fault)?;
        }
        tx.commit().await.map_err(fault)
    }

    /// Grace's certificate has three weeks left; Helen has seen it.
    async fn paper(&self, town: &Town<'_>, today: Date) -> Result<()> {
        let grace = self.client_of(town, GRACE).await?;
        let tx = self.enter(&grace).await?;
        let credential = AddCredential {
            member_id: grace.member_id,
            kind: "Certified peer specialist".to_owned(),
            issuer: "State board".to_owned(),
            number: Some("PS-20417".to_owned()),
            issued_on: today.checked_sub(2.years())?,
            expires_on: Some(today.checked_add(21.days())?),
        };
        let added = credentials::add(&tx, credential).await;
        let paper = Self::done(tx, added).await?;
        let helen = self.staff_back(town, HELEN).await?;
        let tx = self.enter(&helen).await?;
        let seen = credentials::verify(&tx, paper).await;
        Self::done(tx, seen).await.map(|_| ())
    }
}
