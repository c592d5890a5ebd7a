//! What groups do between their meetings, for `cairn demo`: a break ahead, a sheet of their own, a thread and somebody who asks for
//! a look, how a meeting felt, and a proof of having come.

use anyhow::{Context, Result};
use cairn_domain::groups::chat::send::{self, SendMessage};
use cairn_domain::groups::chat::{FlagReason, Reaction, care};
use cairn_domain::groups::meetings::{self, MeetingFilter};
use cairn_domain::groups::proofs::{self, CreateProof, ProofItem};
use cairn_domain::groups::pulse::{self, Answer};
use cairn_domain::groups::run_sheet::{self, SetRunSheet, Step, StepKey};
use cairn_domain::groups::schedule::{self, AddBreak};
use cairn_domain::groups::{GroupFormat, MeetingState};
use cairn_domain::ids::{ChatMessageId, GroupId};
use cairn_domain::paging::PageRequest;
use cairn_domain::zones;
use jiff::{SignedDuration, ToSpan};

use super::groups::{Townsfolk, client_of};
use super::seed::{Inside, Seeding, fault};

/// Who wrote what in the evening circle, hours ago: by place among the center's clients. `Some`: an answer to that line.
const THREAD: &[(usize, i64, Option<usize>, &str)] = &[
    (1, 26, None, "First week back at work. Loud, and I stayed anyway."),
    (4, 25, Some(0), "Staying anyway counts double. How was the drive home?"),
    (1, 25, Some(1), "Radio off, windows down. It helped."),
    (5, 22, None, "You should just quit that job, that is what I did."),
];
/// Who answered with what to which line.
const REACTIONS: &[(usize, usize, Reaction)] =
    &[(0, 0, Reaction::Strength), (2, 0, Reaction::WithYou), (6, 0, Reaction::WithYou), (8, 2, Reaction::Smile)];
/// Who asks for a look at which line.
const ASKS_FOR_A_LOOK: (usize, usize) = (2, 3);
/// Who came to the morning table, and how it was: belonged, heard, would come back.
const FELT: &[(usize, [i16; 3])] = &[(12, [4, 4, 4]), (13, [4, 3, 4]), (10, [3, 2, 4]), (7, [4, 4, 3]), (9, [3, 4, 4])];
/// Who has a proof that they came.
const PROVEN: usize = 11;

impl Seeding {
    pub(super) async fn group_life(&self, folk: &Townsfolk<'_>, groups: &[(&str, GroupId)]) -> Result<()> {
        let find = |name: &str| groups.iter().find(|(of, _)| *of == name).map(|(_, id)| *id).context("a group of the demo");
        self.planned_ahead(folk, find("Women walking")?, find("Evening circle")?).await.context("a break and a sheet")?;
        self.thread(folk, find("Evening circle")?).await.context("a thread")?;
        self.felt(folk, find("Morning table")?).await.context("how a meeting felt")?;
        self.proof(folk, find("Open door")?).await.context("a proof")?;
        self.nearby(folk).await.context("meetings of others")?;
        self.clock.set(self.now);
        Ok(())
    }

    fn ago(&self, hours: i64) {
        self.clock.set(self.now - SignedDuration::from_hours(hours));
    }

    async fn planned_ahead(&self, folk: &Townsfolk<'_>, breaks: GroupId, sheet: GroupId) -> Result<()> {
        self.ago(24 * 3);
        let admin = self.come_back(folk.center, &folk.seed.admin).await?;
        let tx = self.enter(&admin).await?;
        let today = zones::today(tx.now(), &zones::stored(folk.seed.zone)?);
        let from = today.checked_add(5.weeks())?;
        let rest = AddBreak { group_id: breaks, from, until: from.checked_add(13.days())?, reason: "Holidays".to_owned() };
        schedule::add_break(&tx, rest).await.map_err(fault)?;
        let mut steps = run_sheet::stock(GroupFormat::RoundRobin);
        let candle = Step {
            key: StepKey::Own,
            minutes: 3,
            title: Some("Candle".to_owned()),
            text: Some("Whoever is here for the first time may light it.".to_owned()),
        };
        steps.insert(2, candle);
        let set = SetRunSheet { group_id: sheet, version: 0, steps, turn_seconds: Some(180) };
        let set = run_sheet::set(&tx, set).await;
        Self::done(tx, set).await.map(|_| ())
    }

    async fn member_back(&self, folk: &Townsfolk<'_>, client: usize) -> Result<Inside> {
        self.come_back(folk.center, client_of(folk, client)?).await
    }

    async fn thread(&self, folk: &Townsfolk<'_>, group_id: GroupId) -> Result<()> {
        let mut said: Vec<ChatMessageId> = Vec::new();
        for (client, hours, answers, words) in THREAD {
            self.ago(*hours);
            let person = self.member_back(folk, *client).await?;
            let tx = self.enter(&person).await?;
            let reply_to = answers.map(|line| said.get(line).copied().context("a line to answer")).transpose()?;
            let say = SendMessage { key: tx.ids().person(), group_id, body: (*words).to_owned(), reply_to };
            let message = send::send(&tx, say).await;
            said.push(Self::done(tx, message).await?.id);
        }
        self.ago(20);
        for (client, line, reaction) in REACTIONS {
            let person = self.member_back(folk, *client).await?;
            let tx = self.enter(&person).await?;
            let reacted = care::react(&tx, *said.get(*line).context("a line")?, *reaction, true).await;
            Self::done(tx, reacted).await?;
        }
        let (client, line) = ASKS_FOR_A_LOOK;
        let person = self.member_back(folk, client).await?;
        let tx = self.enter(&person).await?;
        let flagged = care::flag(&tx, *said.get(line).context("a line")?, FlagReason::Advice).await;
        Self::done(tx, flagged).await.map(|_| ())
    }

    /// Enough of those who were there to make a result.
    async fn felt(&self, folk: &Townsfolk<'_>, group_id: GroupId) -> Result<()> {
        self.clock.set(self.now);
        let admin = self.come_back(folk.center, &folk.seed.admin).await?;
        let tx = self.enter(&admin).await?;
        let filter =
            MeetingFilter { group_id: Some(group_id), until: Some(self.now), latest_first: true, ..MeetingFilter::default() };
        let past = meetings::list(&tx, &filter, PageRequest { first: 10, after: None }).await.map_err(fault)?;
        tx.finish().await.map_err(fault)?;
        let held =
            past.items.into_iter().find(|meeting| meeting.state == MeetingState::Held).context("a meeting that was held")?;
        self.clock.set(held.ends_at + SignedDuration::from_mins(40));
        for (client, [belonged, heard, come_back]) in FELT {
            let person = self.member_back(folk, *client).await?;
            let tx = self.enter(&person).await?;
            let answer = Answer { belonged: *belonged, heard: *heard, come_back: *come_back };
            let answered = pulse::answer(&tx, held.id, answer).await;
            Self::done(tx, answered).await?;
        }
        Ok(())
    }

    async fn proof(&self, folk: &Townsfolk<'_>, group_id: GroupId) -> Result<()> {
        self.ago(24 * 2);
        let person = self.member_back(folk, PROVEN).await?;
        let tx = self.enter(&person).await?;
        let until = zones::today(tx.now(), &zones::stored(folk.seed.zone)?);
        let proof = CreateProof {
            key: tx.ids().person(),
            groups: vec![group_id],
            from: until.checked_sub(2.weeks())?,
            until,
            show: vec![ProofItem::Period, ProofItem::Count],
            name: None,
            recipient: "Housing office".to_owned(),
            days: 30,
        };
        let made = proofs::create(&tx, proof).await;
        Self::done(tx, made).await.map(|_| ())
    }
}
