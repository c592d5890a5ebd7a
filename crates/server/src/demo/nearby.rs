//! Meetings of others, for `cairn demo`: a short list in Meeting Guide's form, brought in, judged and listed as an admin's file is.

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cairn_domain::groups::feed::import::{self, CreateFeedImport};
use cairn_domain::groups::feed::{apply, check, judge_all, survey};
use jiff::SignedDuration;
use ring::digest::{SHA256, digest};

use super::groups::Townsfolk;
use super::seed::{Seeding, fault};

const SOURCE: &str = "Greater Portland Intergroup";
const FEED: &str = r#"[
  {"slug": "sunrise-on-munjoy-hill", "name": "Sunrise on Munjoy Hill", "day": [1, 3, 5], "time": "06:30", "end_time": "07:15",
   "timezone": "America/New_York", "types": ["O", "D", "X"], "location": "St. Lawrence Arts", "region": "Portland",
   "formatted_address": "76 Congress Street, Portland, ME 04101, USA", "notes": "Coffee is on from six."},
  {"slug": "back-cove-women", "name": "Back Cove women", "day": 2, "time": "18:00", "end_time": "19:00",
   "timezone": "America/New_York", "types": ["C", "W", "CF"], "region": "Portland",
   "formatted_address": "353 Back Cove Road, Portland, ME 04101, USA"},
  {"slug": "night-line", "name": "Night line", "day": [0, 6], "time": "22:00", "timezone": "America/New_York",
   "types": ["O", "SP"], "formatted_address": "Portland, ME, USA", "approximate": "yes",
   "conference_url": "https://zoom.us/j/5550100200"},
  {"slug": "espiritu-libre", "name": "Espíritu libre", "day": 4, "time": "19:30", "end_time": "20:30",
   "timezone": "America/New_York", "types": ["O", "S"], "region": "Portland",
   "formatted_address": "307 Congress Street, Portland, ME 04101, USA"},
  {"slug": "no-time-given", "name": "Harbor steps", "day": 5, "time": "after work", "timezone": "America/New_York",
   "formatted_address": "Commercial Street, Portland, ME 04101, USA"}
]"#;

impl Seeding {
    /// Announced and applied by the admin; read and listed as jobs do it.
    pub(super) async fn nearby(&self, folk: &Townsfolk<'_>) -> Result<()> {
        self.clock.set(self.now - SignedDuration::from_hours(24 * 5));
        let admin = self.come_back(folk.center, &folk.seed.admin).await?;
        let tx = self.enter(&admin).await?;
        let announce = CreateFeedImport {
            key: tx.ids().person(),
            source: SOURCE.to_owned(),
            size: i32::try_from(FEED.len())?,
            sha256: STANDARD.encode(digest(&SHA256, FEED.as_bytes())),
        };
        let (made, _) = import::create(&tx, announce).await.map_err(fault)?;
        let sent = import::complete(&tx, made.id).await;
        Self::done(tx, sent).await?;

        let tx = self.work(folk.center).await?;
        check::begin(&tx, made.id).await.map_err(fault)?;
        let rows = survey(FEED.as_bytes()).ok().context("a feed")?;
        check::expect_rows(&tx, made.id, rows).await.map_err(fault)?;
        let mut judged = Vec::new();
        let read = judge_all(FEED.as_bytes(), folk.seed.zone, rows, |batch| {
            judged.extend(batch);
            true
        });
        read.ok().context("rows of a feed")?;
        check::note_rows(&tx, made.id, judged).await.map_err(fault)?;
        let checked = check::finish(&tx, made.id).await;
        Self::done(tx, checked).await?;

        let tx = self.enter(&admin).await?;
        let listed = apply::apply(&tx, made.id).await;
        Self::done(tx, listed).await?;
        let tx = self.work(folk.center).await?;
        while apply::step(&tx, made.id).await.map_err(fault)? {}
        tx.commit().await.map_err(fault)
    }
}
