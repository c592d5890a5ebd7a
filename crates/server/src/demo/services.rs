//! An invented payer, for `cairn demo`: whom it covers, what went out a week ago, what is ready now, and what waits for one thing.

use anyhow::{Context, Result};
use cairn_domain::ids::PayerId;
use cairn_domain::paging::PageRequest;
use cairn_domain::services::coverage::{self, SetCoverage};
use cairn_domain::services::export::{self, ExportLines, PayerAnswer};
use cairn_domain::services::lines::{self, LineFilter, LineState};
use cairn_domain::services::packs;
use cairn_domain::services::payers::{self, AddPayer, AddRules};
use cairn_domain::services::rules::RulePack;
use cairn_domain::{Fault, zones};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, ToSpan};

use super::programs::Town;
use super::seed::{Inside, PAST_DAYS, Seeding, fault};

const PAYER: &str = "Tidewater Health Plan";
/// As published by one, who pays for groups too; what is invented is the payer.
const RULES: &str = "nj_horizon";
/// Days between what went out and today.
const EXPORTED_BEFORE: i64 = 6;

/// By place in the clients of `harbor-light`: the number, and whether a diagnosis is on file.
const COVERED: [(usize, &str, bool); 3] = [(0, "TH 204-118-55", true), (5, "TH 204-300-12", true), (1, "TH 201-774-90", false)];

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
}
