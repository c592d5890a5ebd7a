//! Pairs of the crowd: asked and answered nine days ago, talked since or not, so that the board has something to say.

use anyhow::{Context, Result};
use cairn_domain::ids::{MemberId, MentorshipId};
use cairn_domain::mentorship::check_ins::{self, NewCheckIn, Shared};
use cairn_domain::mentorship::conflicts::{self, EnterConflict};
use cairn_domain::mentorship::offers::{self, AskMentors};
use cairn_domain::mentorship::{ConflictSource, MentorState, Mood, SeenBy, ending, guard, messages};
use cairn_domain::{CenterTx, Fault};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::SignedDuration;

use super::clients::{SEEKING, WALKING, email};
use super::mentors::Guide;
use super::{ABREAST, Crowd, words};
use crate::demo::seed::{Inside, Seeding, fault};

/// How many mentors a client asks before they let it be.
const TRIES: usize = 6;

impl Crowd<'_> {
    pub(super) async fn pairs(&self, mentors: &[Guide], clients: &[(usize, MemberId)]) -> Result<()> {
        let open: Vec<Guide> = mentors.iter().copied().filter(|guide| guide.state == MentorState::Approved).collect();
        self.ago(24 * 9);
        let found = WALKING.enumerate().map(|(nth, client)| self.pair(nth, client, &open));
        let pairs: Vec<Option<(usize, MentorshipId)>> = stream::iter(found).buffered(ABREAST).try_collect().await?;
        self.ago(40);
        let weeks = pairs.iter().flatten().enumerate().map(|(nth, (client, pair))| self.week(nth, *client, *pair));
        stream::iter(weeks).buffered(ABREAST).try_collect::<Vec<()>>().await?;
        self.ago(30);
        for guide in open.iter().filter(|guide| guide.number % 25 == 6) {
            let resting = self.seeding.guide_back(self.center, *guide).await?;
            let tx = self.seeding.enter(&resting).await?;
            let until = tx.now() + SignedDuration::from_hours(24 * 21);
            let rests = guard::pause_me(&tx, Some(until)).await;
            Seeding::done(tx, rests).await?;
        }
        let seeking: Vec<MemberId> = clients.iter().filter(|(number, _)| *number < SEEKING).map(|(_, id)| *id).collect();
        self.kept_apart(&open, &seeking).await
    }

    /// Asks one after the other until one fits and says yes.
    async fn pair(&self, nth: usize, client: usize, open: &[Guide]) -> Result<Option<(usize, MentorshipId)>> {
        let person = self.seeding.back(self.center, &email(client)).await?;
        for turn in 0..TRIES {
            let Some(guide) = open.get((nth * 3 + turn * 7) % open.len().max(1)) else { break };
            let tx = self.seeding.enter(&person).await?;
            let ask = AskMentors { mentor_ids: vec![guide.id], words: "Would you walk with me for a while?".to_owned() };
            let asked = match offers::ask(&tx, ask).await {
                Ok(asked) => asked,
                // No language in common, no room: the next.
                Err(Fault::Problems(_)) => continue,
                Err(surprise) => return Err(fault(surprise)),
            };
            tx.commit().await.map_err(fault)?;
            let pair = asked.first().context("a question")?.pair.id;
            self.answered(*guide, &person, pair, nth).await?;
            return Ok(Some((client, pair)));
        }
        Ok(None)
    }

    /// Yes; and most read the agreement at once.
    async fn answered(&self, guide: Guide, client: &Inside, pair: MentorshipId, nth: usize) -> Result<()> {
        let mentor = self.seeding.guide_back(self.center, guide).await?;
        let tx = self.seeding.enter(&mentor).await?;
        offers::accept(&tx, pair).await.map_err(fault)?;
        let agrees = nth % 5 != 3;
        if agrees {
            ending::agree(&tx, pair, ending::AGREEMENT_VERSION).await.map_err(fault)?;
        }
        tx.commit().await.map_err(fault)?;
        if agrees {
            let tx = self.seeding.enter(client).await?;
            let agreed = ending::agree(&tx, pair, ending::AGREEMENT_VERSION).await;
            Seeding::done(tx, agreed).await?;
        }
        Ok(())
    }

    /// Some write, some say how the week was, and some of those weeks were hard.
    async fn week(&self, nth: usize, client: usize, pair: MentorshipId) -> Result<()> {
        if nth % 4 == 3 {
            return Ok(());
        }
        let person = self.seeding.back(self.center, &email(client)).await?;
        let tx = self.seeding.enter(&person).await?;
        if let Some(text) = words::HELLO.get(nth % 8) {
            messages::send(&tx, tx.ids().person(), pair, text).await.map_err(fault)?;
        }
        check_in(&tx, pair, nth).await?;
        tx.commit().await.map_err(fault)
    }

    /// People who must not meet; the reason is for the few who steer.
    async fn kept_apart(&self, open: &[Guide], seeking: &[MemberId]) -> Result<()> {
        let admin = self.admin().await?;
        let tx = self.seeding.enter(&admin).await?;
        let sources = [
            (ConflictSource::Relative, "Cousins."),
            (ConflictSource::NoContact, "A court order, until next summer."),
            (ConflictSource::FormerPartner, "Said by one of them; the other does not know."),
            (ConflictSource::Employer, "They work on the same floor."),
        ];
        let people = open.iter().step_by(7).zip(seeking.iter().step_by(11));
        for ((guide, client), (source, reason)) in people.zip(sources) {
            let apart = EnterConflict { member_id: *client, other_id: guide.id, source, reason: reason.to_owned() };
            conflicts::enter(&tx, apart).await.map_err(fault)?;
        }
        tx.commit().await.map_err(fault)
    }
}

async fn check_in(tx: &CenterTx, mentorship_id: MentorshipId, nth: usize) -> Result<()> {
    let hard = nth % 9 == 4;
    let seen = if hard { SeenBy::Care } else { SeenBy::Mentor };
    let mood = match nth % 4 {
        _ if hard => Mood::Heavy,
        0 => Mood::Good,
        1 => Mood::Okay,
        _ => Mood::Low,
    };
    let week = NewCheckIn {
        mentorship_id,
        mood,
        urge: Some(if hard { 8 } else { 2 }),
        commitment_kept: Some(!hard),
        note: String::new(),
        shared: Shared { mood: seen, urge: seen, commitment_kept: SeenBy::Mentor, note: SeenBy::Mentor },
    };
    check_ins::add(tx, week).await.map_err(fault)?;
    Ok(())
}
