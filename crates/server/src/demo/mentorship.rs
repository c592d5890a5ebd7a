//! Invented mentors and pairs, for `cairn demo`: somebody who walks with somebody, a question that waits, people on the way.

use anyhow::{Context, Result};
use cairn_domain::availability::{self, SetAvailability, WeeklyRange};
use cairn_domain::ids::MentorshipId;
use cairn_domain::mentorship::check_ins::{self, NewCheckIn, Shared};
use cairn_domain::mentorship::experience::{self, SetExperience};
use cairn_domain::mentorship::goals::{self, GoalWords};
use cairn_domain::mentorship::library::{self, StoryWords};
use cairn_domain::mentorship::mentors::{self, AboutMentor};
use cairn_domain::mentorship::offers::{self, AskMentors};
use cairn_domain::mentorship::requests::{self, SetRequest};
use cairn_domain::mentorship::review::{self, ReviewStory};
use cairn_domain::mentorship::terms::{self, MentorTerms};
use cairn_domain::mentorship::{MentorState, Mood, SeenBy, StoryKind, SupportMode, Trigger, Visibility, messages};
use cairn_domain::zones;
use jiff::{SignedDuration, Timestamp};

use super::groups::Townsfolk;
use super::seed::{Inside, Seeding, fault};

/// Of `harbor-light`, by place in its list of clients: who mentors, and how far they have come.
const MENTORS: [(usize, &str, MentorState); 4] = [
    (4, "Five years on this way. I like walks, bad jokes and long silences.", MentorState::Approved),
    (9, "I raised two boys while getting well, mostly on night shifts.", MentorState::Approved),
    (12, "Still learning, and glad about it.", MentorState::Training),
    (13, "Somebody sat with me when it mattered. I would like to give that back.", MentorState::Applied),
];
const EVENINGS: [i8; 3] = [2, 4, 6];

impl Seeding {
    /// Mentoring of one center, from the beginning of its past until now.
    pub(super) async fn mentorship(&self, folk: &Townsfolk<'_>, begin: Timestamp) -> Result<()> {
        if folk.seed.slug != "harbor-light" {
            return Ok(());
        }
        self.clock.set(begin);
        for (index, about, state) in MENTORS {
            self.mentor(folk, index, about, state).await.with_context(|| format!("mentor {index}"))?;
        }
        self.stands_in(folk, 9, 4).await.context("who stands in")?;
        for (client, words) in [(5, "Somebody who does not talk too much."), (8, ""), (1, "Evenings would be good.")] {
            self.wish(folk, client, words).await.with_context(|| format!("wish {client}"))?;
        }
        let pair = self.ask(folk, 5, 4).await.context("asking")?;
        let wren = self.client_back(folk, 4).await?;
        let tx = self.enter(&wren).await?;
        let accepted = offers::accept(&tx, pair).await;
        Self::done(tx, accepted).await?;
        self.walk(folk, pair).await.context("walking together")?;
        self.story(folk).await.context("a story")?;
        // A question that waits for an answer.
        self.clock.set(self.now - SignedDuration::from_hours(20));
        self.ask(folk, 8, 9).await.context("an open question")?;
        self.clock.set(self.now);
        Ok(())
    }

    async fn client_back(&self, folk: &Townsfolk<'_>, index: usize) -> Result<Inside> {
        let person = &folk.seed.clients.get(index).context("a client")?.person;
        self.come_back(folk.center, person).await
    }

    async fn mentor(&self, folk: &Townsfolk<'_>, index: usize, about: &str, state: MentorState) -> Result<()> {
        let person = self.client_back(folk, index).await?;
        let tx = self.enter(&person).await?;
        let about = AboutMentor {
            about: about.to_owned(),
            languages: vec!["en".to_owned()],
            modes: vec![SupportMode::Online, SupportMode::Messages],
            backup_id: None,
        };
        mentors::apply(&tx, about).await.map_err(fault)?;
        let lived = |code: &str, visibility| SetExperience { code: code.to_owned(), visibility };
        let lived = [
            lived("alcohol", Visibility::Shared),
            lived("night_shift", Visibility::Full),
            lived("depression", Visibility::Silent),
        ];
        let shared = experience::set(&tx, &lived).await;
        Self::done(tx, shared).await?;
        let admin = self.come_back(folk.center, &folk.seed.admin).await?;
        let tx = self.enter(&admin).await?;
        let zone = zones::stored(folk.seed.zone)?;
        let decided = MentorTerms {
            mentor_id: person.member_id,
            version: 1,
            capacity: 6,
            background_checked_on: Some(zones::today(tx.now(), &zone)),
            supervisor_id: None,
            supervision_minutes: 60,
            backup_id: None,
        };
        let mut version = terms::set_terms(&tx, decided).await.map_err(fault)?.version;
        let steps = [MentorState::Training, MentorState::Shadowing, MentorState::Approved];
        let until = steps.iter().position(|step| *step == state).map_or(0, |place| place + 1);
        for step in &steps[..until] {
            version = terms::set_state(&tx, person.member_id, version, *step).await.map_err(fault)?.version;
        }
        tx.commit().await.map_err(fault)?;
        if state != MentorState::Approved {
            return Ok(());
        }
        let tx = self.enter(&person).await?;
        let hours = SetAvailability {
            counselor_id: person.member_id,
            version: 0,
            zone: folk.seed.zone.to_owned(),
            weekly: EVENINGS.map(|weekday| WeeklyRange { weekday, from: 17 * 60, until: 20 * 60 }).to_vec(),
            exceptions: Vec::new(),
            buffer_before: 0,
            buffer_after: 15,
            minimum_notice: 120,
            horizon_days: 30,
            slot_step: 30,
            daily_limit: None,
            weekly_limit: None,
            location: None,
            online_link: Some("https://meet.example/harbor-walk".to_owned()),
        };
        let set = availability::set(&tx, hours).await;
        Self::done(tx, set).await?;
        Ok(())
    }

    /// `backup` takes over when `mentor` rests, for whoever says yes to that.
    pub(super) async fn stands_in(&self, folk: &Townsfolk<'_>, backup: usize, mentor: usize) -> Result<()> {
        let backup = self.client_back(folk, backup).await?;
        let person = self.client_back(folk, mentor).await?;
        let tx = self.enter(&person).await?;
        let now = mentors::find(&tx, person.member_id).await.map_err(fault)?;
        let about = AboutMentor {
            about: now.about.unwrap_or_default(),
            languages: now.languages,
            modes: now.modes,
            backup_id: Some(backup.member_id),
        };
        let named = mentors::update_own(&tx, now.version, about).await;
        Self::done(tx, named).await?;
        Ok(())
    }

    pub(super) async fn wish(&self, folk: &Townsfolk<'_>, index: usize, words: &str) -> Result<()> {
        let person = self.client_back(folk, index).await?;
        let tx = self.enter(&person).await?;
        experience::set(&tx, &[SetExperience { code: "alcohol".to_owned(), visibility: Visibility::Shared }])
            .await
            .map_err(fault)?;
        let wish = SetRequest {
            words: words.to_owned(),
            languages: vec!["en".to_owned()],
            modes: Vec::new(),
            only_gender: None,
            free_hours: EVENINGS.map(|weekday| WeeklyRange { weekday, from: 18 * 60, until: 21 * 60 }).to_vec(),
        };
        let set = requests::set(&tx, wish).await;
        Self::done(tx, set).await?;
        Ok(())
    }

    pub(super) async fn ask(&self, folk: &Townsfolk<'_>, client: usize, mentor: usize) -> Result<MentorshipId> {
        let mentor = self.client_back(folk, mentor).await?;
        let person = self.client_back(folk, client).await?;
        let tx = self.enter(&person).await?;
        let ask = AskMentors { mentor_ids: vec![mentor.member_id], words: "Would you walk with me for a while?".to_owned() };
        let asked = offers::ask(&tx, ask).await;
        let asked = Self::done(tx, asked).await?;
        asked.first().map(|view| view.pair.id).context("a question")
    }

    /// Goals, a word a week, messages.
    async fn walk(&self, folk: &Townsfolk<'_>, pair: MentorshipId) -> Result<()> {
        let sean = self.client_back(folk, 5).await?;
        let tx = self.enter(&sean).await?;
        for text in ["Sleep before midnight on four days of the week.", "Call my sister."] {
            goals::create(&tx, pair, GoalWords { text: text.to_owned(), target_on: None }).await.map_err(fault)?;
        }
        let shared = Shared { mood: SeenBy::Care, urge: SeenBy::Mentor, commitment_kept: SeenBy::Mentor, note: SeenBy::Mentor };
        let week = NewCheckIn {
            mentorship_id: pair,
            mood: Mood::Okay,
            urge: Some(4),
            commitment_kept: Some(true),
            note: "The walk on Saturday helped.".to_owned(),
            shared,
        };
        let said = check_ins::add(&tx, week).await;
        Self::done(tx, said).await?;
        let lines = [
            (5, 70, "I called her. It was short, and it was good."),
            (4, 69, "That is a big one. How do you feel today?"),
            (5, 6, "Tired, and all right. See you on Thursday?"),
        ];
        for (who, hours, words) in lines {
            self.clock.set(self.now - SignedDuration::from_hours(hours));
            let person = self.client_back(folk, who).await?;
            let tx = self.enter(&person).await?;
            let sent = messages::send(&tx, tx.ids().person(), pair, words).await;
            Self::done(tx, sent).await?;
        }
        Ok(())
    }

    async fn story(&self, folk: &Townsfolk<'_>) -> Result<()> {
        let texts = [
            (
                StoryKind::Strategy,
                "Cold water",
                "I hold my wrists under the tap and count to sixty. Then I do it again.",
                Trigger::Craving,
            ),
            (
                StoryKind::Strategy,
                "The long way home",
                "I walk past the water instead of past the shop. It takes nine minutes more.",
                Trigger::Stress,
            ),
            (
                StoryKind::Story,
                "Nights",
                "For a year I was awake while everybody slept. This is how the mornings came back.",
                Trigger::Sleep,
            ),
        ];
        for (index, (kind, title, body, trigger)) in texts.into_iter().enumerate() {
            let wren = self.client_back(folk, 4).await?;
            let tx = self.enter(&wren).await?;
            let words = StoryWords {
                kind,
                language: "en".to_owned(),
                title: title.to_owned(),
                body: body.to_owned(),
                byline: "W.".to_owned(),
                triggers: vec![trigger],
                consent: true,
            };
            let id = library::write(&tx, words).await.map_err(fault)?.id;
            let submitted = library::submit(&tx, id).await;
            Self::done(tx, submitted).await?;
            // The last one waits for somebody to look at it.
            if index < 2 {
                let admin = self.come_back(folk.center, &folk.seed.admin).await?;
                let tx = self.enter(&admin).await?;
                let version = library::find(&tx, id).await.map_err(fault)?.version;
                let reviewed = review::review(&tx, ReviewStory { id, version, publish: true, words: String::new() }).await;
                Self::done(tx, reviewed).await?;
            }
        }
        Ok(())
    }
}
