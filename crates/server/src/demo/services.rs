//! An invented payer, for `cairn demo`: whom it covers, what went out a week ago, what is ready now,
//! what waits for one thing, and a note that was taken back.

use anyhow::{Context, Result};
use cairn_domain::ids::PayerId;
use cairn_domain::paging::PageRequest;
use cairn_domain::services::coverage::{self, SetCoverage};
use cairn_domain::services::export::{self, ExportLines, PayerAnswer};
use cairn_domain::services::lines::{self, LineFilter, LineState};
use cairn_domain::services::packs;
use cairn_domain::services::payers::{self, AddPayer, AddRules};
use cairn_domain::services::rules::RulePack;
use cairn_domain::sessions::{self, Session, SessionFilter, SessionState, notes};
use cairn_domain::{Fault, zones};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, ToSpan};

use super::held;
use super::note_words::COUNSELING_EN;
use super::programs::Town;
use super::seed::{Inside, PAST_DAYS, Seeding, fault};

const PAYER: &str = "Tidewater Health Plan";
/// As published by one, who pays for groups too; what is invented is the payer.
const RULES: &str = "nj_horizon";
/// Days between what went out and today.
const EXPORTED_BEFORE: i64 = 6;

/// By place in the clients of `harbor-light`: the number, and whether a diagnosis is on file.
const COVERED: [(usize, &str, bool); 3] = [(0, "TH 204-118-55", true), (5, "TH 204-300-12", true), (1, "TH 201-774-90", false)];

/// By place in the staff of `harbor-light`, and in its clients.
const DANA: usize = 0;
const HELEN: usize = 3;
const MIXED_UP: usize = 2;

impl Seeding {
    pub(super) async fn services(&self, town: &Town<'_>) -> Result<()> {
        if town.folk.seed.slug != "harbor-light" {
            return Ok(());
        }
        let zone = zones::stored(town.folk.seed.zone)?;
        self.clock.set(self.now - SignedDuration::from_hours(24 * (EXPORTED_BEFORE - 1)));
        let today = zones::today(self.clock_now(), &zone);
        let year = date(zones::today(self.begin(), &zone).year(), 1, 1);
        let admin = self.come_back(town.folk.center, &town.folk.seed.admin).await?;
        let payer = self.payer(town, &admin, year).await?;
        self.export(&admin, payer, today).await.context("an export")?;
        self.taken_back(town).await.context("a note that was taken back")?;
        self.clock.set(self.now);
        Ok(())
    }

    async fn payer(&self, town: &Town<'_>, admin: &Inside, year: Date) -> Result<PayerId> {
        let tx = self.enter(admin).await?;
        let payer = AddPayer { key: tx.ids().person(), name: PAYER.to_owned() };
        let payer_id = payers::add(&tx, payer).await.map_err(fault)?.id;
        let published = packs::find(RULES).context("rules to begin with")?.pack();
        let pack = RulePack { group_modifier: Some("HQ".to_owned()), group_ratio: Some(12), ..published };
        let rules = AddRules { key: tx.ids().person(), payer_id, effective_from: year, pack };
        payers::add_rules(&tx, rules).await.map_err(fault)?;
        for (client, number, diagnosis_on_file) in COVERED {
            let covered = SetCoverage {
                client_id: town.client(client)?,
                id: None,
                version: 0,
                payer_id,
                number: number.to_owned(),
                from_on: year,
                until_on: None,
                of_age: true,
                diagnosis_on_file,
                ordered_on: None,
                planned_on: None,
            };
            coverage::set(&tx, covered).await.map_err(fault)?;
        }
        tx.commit().await.map_err(fault)?;
        Ok(payer_id)
    }

    /// What was ready a week ago; the payer has answered about the first of it.
    async fn export(&self, admin: &Inside, payer_id: PayerId, today: Date) -> Result<()> {
        let from = today.checked_sub(PAST_DAYS.days())?;
        let until = today.checked_sub(1.day())?;
        let tx = self.enter(admin).await?;
        match export::export(&tx, ExportLines { key: tx.ids().person(), payer_id, from, until }).await {
            Ok(_) => {}
            // After holidays there may be nothing to send.
            Err(Fault::Problems(_)) => return Ok(()),
            Err(surprise) => return Err(fault(surprise)),
        }
        let filter = LineFilter { state: Some(LineState::Exported), payer_id: Some(payer_id), ..LineFilter::of(from, until) };
        let sent = lines::list(&tx, &filter, PageRequest { first: 10, after: None }).await.map_err(fault)?.items;
        for (line, answer) in sent.iter().zip([PayerAnswer::Accepted, PayerAnswer::Denied]).take(sent.len().saturating_sub(1)) {
            export::answer(&tx, line.id, answer).await.map_err(fault)?;
        }
        tx.commit().await.map_err(fault)
    }

    /// A note stood in the wrong record: the supervisor took it back a day later, and another one was written.
    async fn taken_back(&self, town: &Town<'_>) -> Result<()> {
        let filter = SessionFilter {
            client_id: Some(town.client(MIXED_UP)?),
            until: Some(self.now - SignedDuration::from_hours(24 * EXPORTED_BEFORE)),
            state: Some(SessionState::Completed),
            ..SessionFilter::default()
        };
        self.clock.set(self.now);
        let dana = self.staff_back(town, DANA).await?;
        let tx = self.enter(&dana).await?;
        let found = sessions::list(&tx, &filter, PageRequest { first: 25, after: None }).await.map_err(fault)?.items;
        let theirs = |one: &Session| one.counselor_id == dana.member_id;
        // After holidays there may be nothing to take back.
        let Some(session) = found.into_iter().map(|view| view.session).find(theirs) else { return Ok(()) };
        let note = notes::of_session(&tx, session.id).await.map_err(fault)?.context("a signed note")?;
        drop(tx);
        self.clock.set(session.ends_at + SignedDuration::from_hours(26));
        let helen = self.staff_back(town, HELEN).await?;
        let tx = self.enter(&helen).await?;
        let gone = notes::void(&tx, note.id, "Written about another person's session by mistake.").await;
        Self::done(tx, gone).await?;
        self.clock.set(session.ends_at + SignedDuration::from_hours(28));
        let dana = self.staff_back(town, DANA).await?;
        let tx = self.enter(&dana).await?;
        let stage = held::draft(&tx, session.id, "counseling_session", COUNSELING_EN, 3).await?;
        held::sign(&tx, session.id, &stage).await?;
        tx.commit().await.map_err(fault)
    }
}
