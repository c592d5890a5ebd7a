//! A center at full size, for `cairn demo --crowd`: 300 clients and 80 mentors more, who came over twelve days by the same deeds as
//! everybody else. Two hundred of one program wait for a mentor, so that all of it can be proposed at once.

mod clients;
mod faces;
mod mentors;
mod pairs;
mod words;

use anyhow::{Context, Result};
use cairn_domain::db::CenterRef;
use cairn_domain::ids::{MemberId, ProgramId};
use cairn_domain::mentorship::mentors::list;
use cairn_domain::paging::PageRequest;
use cairn_domain::programs::{self, ProgramDetails, UpdateProgram};
use cairn_domain::{Db, centers};
use jiff::SignedDuration;
use sqlx::PgPool;

use super::people::{CENTERS, SeedCenter};
use super::seed::{Inside, Seeding, fault, forget_mail_since};

pub const CLIENTS: usize = 300;
pub const MENTORS: usize = 80;
/// More mentors than this are there only with the crowd.
const USUAL_MENTORS: usize = 20;
/// How many come on one day.
const AT_ONCE: usize = 20;
/// How many of them the database hears at the same time.
const ABREAST: usize = 4;
/// Places in the program that two hundred of them are in.
const ROOM: i32 = 260;

/// The center that fills up.
struct Crowd<'a> {
    seeding: Seeding,
    seed: &'static SeedCenter,
    center: &'a CenterRef,
    counselors: Vec<MemberId>,
    supervisor: MemberId,
    programs: Vec<ProgramId>,
}

/// Adds them to the first of the demo's centers, unless they are there. `quick` and `jobs` are as for
/// [`super::seed::seed`].
pub async fn add(db: &Db, quick: &PgPool, jobs: &PgPool) -> Result<()> {
    let seed = CENTERS.first().context("a center")?;
    let center = centers::find_by_slug(db, seed.slug).await.map_err(fault)?.context("a seeded center")?;
    let now = db.clock().now();
    let seeding = Seeding::new(db, quick, now);
    seeding.clock.set(now);
    let admin = seeding.come_back(&center, &seed.admin).await?;
    let tx = seeding.enter(&admin).await?;
    let known = list(&tx, None, PageRequest { first: 100, after: None }).await.map_err(fault)?;
    drop(tx);
    if known.items.len() > USUAL_MENTORS {
        return Ok(());
    }
    let crowd = Crowd::gather(seeding, seed, &center, &admin).await?;
    let mentors = crowd.mentors().await.context("mentors")?;
    let clients = crowd.clients().await.context("clients")?;
    crowd.pairs(&mentors, &clients).await.context("pairs")?;
    forget_mail_since(db, jobs, now).await
}

impl<'a> Crowd<'a> {
    async fn gather(seeding: Seeding, seed: &'static SeedCenter, center: &'a CenterRef, admin: &Inside) -> Result<Self> {
        let mut staff = Vec::new();
        for one in seed.staff {
            staff.push((seeding.come_back(center, &one.person).await?.member_id, one.hours.is_empty()));
        }
        let tx = seeding.enter(admin).await?;
        let known = programs::list(&tx).await.map_err(fault)?;
        let find = |name: &str| known.iter().find(|program| program.name == name).map(|program| program.id);
        let ids: Option<Vec<ProgramId>> = seed.programs.iter().map(|(name, _)| find(name)).collect();
        let programs = ids.context("the demo's programs have other names now: start over with --fresh")?;
        let large = known.iter().find(|program| Some(&program.id) == programs.first()).context("a program")?.clone();
        let details = ProgramDetails {
            name: large.name,
            level: large.level,
            about: large.about,
            criteria: large.criteria,
            capacity: Some(ROOM),
            quiet_after_days: large.quiet_after_days,
            offer_hours: large.offer_hours,
            offers_kept: large.offers_kept,
            aftercare_program_id: large.aftercare_program_id,
        };
        let update = UpdateProgram { id: large.id, version: large.version, details };
        let updated = programs::update(&tx, update).await;
        Seeding::done(tx, updated).await?;
        let counselors = staff.iter().filter(|(_, no_hours)| !no_hours).map(|(id, _)| *id).collect();
        let supervisor = staff.iter().find(|(_, no_hours)| *no_hours).context("a supervisor")?.0;
        Ok(Self { seeding, seed, center, counselors, supervisor, programs })
    }

    /// So many hours before the demo starts.
    fn ago(&self, hours: i64) {
        self.seeding.clock.set(self.seeding.now - SignedDuration::from_hours(hours));
    }

    async fn admin(&self) -> Result<Inside> {
        self.seeding.come_back(self.center, &self.seed.admin).await
    }

    fn counselor(&self, nth: usize) -> Result<MemberId> {
        self.counselors.get(nth % self.counselors.len().max(1)).copied().context("a counselor")
    }

    fn program(&self, nth: usize) -> Result<ProgramId> {
        self.programs.get(nth).copied().context("a program")
    }
}
