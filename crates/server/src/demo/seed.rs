//! Fills an empty demo the way people would: sign up, invite, accept, set hours, book. Nothing is written around the
//! rules, so what the demo shows is what the product does.

use anyhow::{Context, Result, anyhow};
use cairn_domain::actor::Role;
use cairn_domain::availability::{self, SetAvailability, WeeklyRange};
use cairn_domain::centers::{self, SetupStep, StartCenter, UpdateCenter};
use cairn_domain::clock::{Clock, DrivenClock};
use cairn_domain::db::{CenterRef, ClaimedJob, Credential};
use cairn_domain::ids::{MemberId, ProgramId, SessionTypeId};
use cairn_domain::members::{self, AcceptInvitation, Browser, Caller, Invitation, Invite};
use cairn_domain::programs::{self, CreateProgram, ProgramState};
use cairn_domain::{CenterTx, Db, Fault, Outcome, rate_limits};
use jiff::{SignedDuration, Timestamp};
use sqlx::PgPool;

use super::groups::Townsfolk;
use super::people::{CENTERS, SeedCenter, SeedPerson, SeedStaff};
use super::programs::Town;

/// The password of the people the demo names; everybody else signs in by code.
pub const PASSWORD: &str = "lantern copper tide 42";

/// How far back the centers' lives begin.
pub(super) const PAST_DAYS: i64 = 14;

/// Somebody who came in during seeding.
pub(super) struct Inside {
    pub member_id: MemberId,
    credential: Credential,
}

pub(super) fn fault(fault: Fault) -> anyhow::Error {
    match fault {
        Fault::Problems(problems) => anyhow!("refused: {problems:?}"),
        Fault::Surprise(surprise) => anyhow!(surprise),
    }
}

fn caller() -> Caller {
    Caller { ip: None, request_id: Some("demo-seed".to_owned()) }
}

fn browser() -> Browser {
    Browser { caller: caller(), user_agent: "Cairn demo".to_owned(), shared_device: false, previous: None }
}

/// Whether there is anything to keep.
pub async fn is_empty(db: &Db) -> Result<bool> {
    Ok(centers::find_by_slug(db, CENTERS[0].slug).await.map_err(fault)?.is_none())
}

/// `quick` is a pool of the same role that does not wait for the disk; what `db` writes at the end brings all of it there. `jobs`
/// may touch the job queue: the confirmations of the past two weeks are not news and are not mailed.
pub async fn seed(db: &Db, quick: &PgPool, jobs: &PgPool) -> Result<()> {
    let now = db.clock().now();
    let centers = CENTERS.iter().map(|center| async move {
        let mut seeding = Seeding::new(db, quick, now);
        seeding.center(center).await.with_context(|| format!("seed {}", center.slug))
    });
    // Neither knows of the other, and each has a clock of its own.
    futures::future::try_join_all(centers).await?;
    forget_old_mail(db, jobs, now).await
}

pub(super) struct Seeding {
    pub db: Db,
    pub clock: DrivenClock,
    pub now: Timestamp,
    /// Kinds of sessions of the center, by their length.
    pub kinds: Vec<(i32, SessionTypeId)>,
}

impl Seeding {
    /// On a day at the beginning of the past.
    pub fn new(db: &Db, quick: &PgPool, now: Timestamp) -> Self {
        let clock = DrivenClock::at(now - SignedDuration::from_hours(24 * PAST_DAYS));
        let past = Db::new(quick.clone(), Clock::Driven(clock.clone()), db.keys().clone());
        Self { db: past, clock, now, kinds: Vec::new() }
    }

    /// The same center, on a day of its own: for deeds that do not wait for each other.
    pub fn beside(&self) -> Self {
        let clock = DrivenClock::at(self.clock_now());
        let db = Db::new(self.db.pool().clone(), Clock::Driven(clock.clone()), self.db.keys().clone());
        Self { db, clock, now: self.now, kinds: self.kinds.clone() }
    }

    /// An hour after it began.
    pub fn begin(&self) -> Timestamp {
        self.now - SignedDuration::from_hours(24 * PAST_DAYS - 1)
    }

    pub async fn enter(&self, person: &Inside) -> Result<CenterTx> {
        let tx = self.db.enter(&person.credential, Some("demo-seed".to_owned())).await.map_err(fault)?;
        tx.context("a sign-in that does not hold")
    }

    /// As the center's own jobs.
    pub async fn work(&self, center: &CenterRef) -> Result<CenterTx> {
        self.db.work(&ClaimedJob { center_id: center.id, job_id: 0 }).await.map_err(fault)
    }

    /// Runs one deed as `person` and commits it.
    pub async fn done<T>(tx: CenterTx, outcome: Outcome<T>) -> Result<T> {
        let value = outcome.map_err(fault)?;
        tx.commit().await.map_err(fault)?;
        Ok(value)
    }

    async fn center(&mut self, seed: &SeedCenter) -> Result<()> {
        let (center, admin) = self.sign_up(seed).await?;
        let programs = self.set_up(seed, &admin).await?;
        self.kinds = self.kinds_of(seed, &admin).await?;
        let staff = self.staff(seed, &center, &admin).await?;
        let clients = self.clients(seed, &center, &admin, &staff, &programs).await?;
        let tx = self.enter(&admin).await?;
        centers::skip_step(&tx, SetupStep::InviteColleague).await.map_err(fault)?;
        let live = centers::go_live(&tx).await;
        Self::done(tx, live).await?;
        // No client has two counselors: whose week is written first makes no difference.
        let weeks = counselors(seed).map(|(index, one)| {
            let known = seed.clients.iter().zip(&clients);
            let theirs: Vec<&Inside> = known.filter(|(client, _)| client.counselor == index).map(|(_, inside)| inside).collect();
            let (beside, center) = (self.beside(), &center);
            async move { beside.weeks(seed, center, one, &theirs, index).await }
        });
        futures::future::try_join_all(weeks).await?;
        let begin = self.begin();
        let folk = Townsfolk { seed, center: &center, staff: &staff };
        self.groups(&folk, begin).await.context("groups")?;
        let town = Town { folk, clients: &clients, programs: &programs };
        self.ways(&town, begin).await.context("ways through programs")?;
        self.mentorship(&town.folk, begin).await.context("mentorship")?;
        self.held(&town).await.context("what became of sessions")?;
        self.peers(&town, begin).await.context("sessions of a peer mentor")?;
        self.pair_care(&town, begin).await.context("what has become of pairs")?;
        self.services(&town).await.context("service lines")?;
        self.booking(&town).await.context("ways to book")
    }

    async fn staff(&self, seed: &SeedCenter, center: &CenterRef, admin: &Inside) -> Result<Vec<Inside>> {
        let mut staff = Vec::new();
        for one in seed.staff {
            let person = self.join(center, admin, &one.person, one.roles, None, None, seed.zone).await?;
            if !one.hours.is_empty() {
                self.hours(seed, one, &person).await?;
            }
            staff.push(person);
        }
        Ok(staff)
    }

    async fn clients(
        &self,
        seed: &SeedCenter,
        center: &CenterRef,
        admin: &Inside,
        staff: &[Inside],
        programs: &[ProgramId],
    ) -> Result<Vec<Inside>> {
        let mut clients = Vec::new();
        for one in seed.clients {
            let counselor = staff.get(one.counselor).map(|person| person.member_id);
            let program = programs.get(one.program).copied();
            let zone = one.zone.unwrap_or(seed.zone);
            clients.push(self.join(center, admin, &one.person, &[Role::Client], counselor, program, zone).await?);
        }
        Ok(clients)
    }

    async fn sign_up(&self, seed: &SeedCenter) -> Result<(CenterRef, Inside)> {
        let input = StartCenter {
            name: seed.name.to_owned(),
            slug: seed.slug.to_owned(),
            zone: seed.zone.to_owned(),
            locale: seed.admin.locale,
            admin_name: seed.admin.name.to_owned(),
            admin_email: seed.admin.email.to_owned(),
            admin_counsels: false,
        };
        let started = centers::start(&self.db, input, caller()).await.map_err(fault)?;
        let tx = self.db.visit(&started.center, None).await.map_err(fault)?;
        let code = members::code_to_send(&tx, started.challenge_id).await.map_err(fault)?.context("no code")?.code;
        drop(tx);
        let signed_in =
            centers::confirm(&self.db, &started.center, started.challenge_id, &code, browser()).await.map_err(fault)?;
        let admin = inside(signed_in.member_id, &signed_in.cookie)?;
        let tx = self.enter(&admin).await?;
        members::set_password(tx, PASSWORD).await.map_err(fault)?;
        Ok((started.center, admin))
    }

    async fn set_up(&self, seed: &SeedCenter, admin: &Inside) -> Result<Vec<ProgramId>> {
        let tx = self.enter(admin).await?;
        let current = centers::read(&tx).await.map_err(fault)?;
        let details = UpdateCenter {
            version: current.version,
            name: None,
            zone: None,
            phone: Some(seed.phone.to_owned()),
            address: Some(seed.address.to_owned()),
            help_phone: Some(seed.help_phone.to_owned()),
            help_hours: Some(seed.help_hours.to_owned()),
            change_cutoff_minutes: Some(720),
            chat_days_default: None,
            chat_days_at_most: None,
        };
        centers::update(&tx, details).await.map_err(fault)?;
        let mut programs = Vec::new();
        for (name, template) in seed.programs {
            let from_template = Some((*template).to_owned());
            let program = CreateProgram { key: tx.ids().person(), name: (*name).to_owned(), from_template };
            let made = programs::create(&tx, program).await.map_err(fault)?;
            programs.push(programs::set_state(&tx, made.id, made.version, ProgramState::Open).await.map_err(fault)?.id);
        }
        tx.commit().await.map_err(fault)?;
        Ok(programs)
    }

    #[expect(clippy::too_many_arguments, reason = "an invitation names all of this")]
    async fn join(
        &self,
        center: &CenterRef,
        admin: &Inside,
        person: &SeedPerson,
        roles: &[Role],
        counselor_id: Option<MemberId>,
        program_id: Option<ProgramId>,
        zone: &str,
    ) -> Result<Inside> {
        let tx = self.enter(admin).await?;
        let invite = Invite {
            key: tx.ids().person(),
            email: person.email.to_owned(),
            name: person.name.to_owned(),
            roles: roles.to_vec(),
            locale: Some(person.locale),
            counselor_id,
            program_id,
        };
        let outcome = members::invite(&tx, invite).await;
        let invitation = Self::done(tx, outcome).await?.invitation.context("no invitation")?;
        let accept = AcceptInvitation {
            name: person.name.to_owned(),
            pronouns: person.pronouns.map(str::to_owned),
            locale: person.locale,
            zone: zone.to_owned(),
            password: named(person).then(|| PASSWORD.to_owned()),
        };
        self.accept(center, &invitation, accept).await
    }

    /// Comes in by the link of an invitation.
    pub async fn accept(&self, center: &CenterRef, invitation: &Invitation, accept: AcceptInvitation) -> Result<Inside> {
        let tx = self.db.visit(center, None).await.map_err(fault)?;
        let token =
            members::token_to_send(&tx, invitation.id, invitation.version).await.map_err(fault)?.context("no token")?.token;
        drop(tx);
        let signed_in = members::accept_invitation(&self.db, &token, accept, browser()).await.map_err(fault)?;
        inside(signed_in.member_id, &signed_in.cookie)
    }

    async fn hours(&self, seed: &SeedCenter, staff: &SeedStaff, person: &Inside) -> Result<()> {
        let tx = self.enter(person).await?;
        let hours = SetAvailability {
            counselor_id: person.member_id,
            version: 0,
            zone: seed.zone.to_owned(),
            weekly: staff.hours.iter().map(|&(weekday, from, until)| WeeklyRange { weekday, from, until }).collect(),
            exceptions: Vec::new(),
            buffer_before: 0,
            buffer_after: 10,
            minimum_notice: 120,
            horizon_days: 45,
            slot_step: 30,
            daily_limit: None,
            weekly_limit: None,
            location: Some(staff.room.to_owned()),
            online_link: Some(staff.link.to_owned()),
        };
        let outcome = availability::set(&tx, hours).await;
        Self::done(tx, outcome).await.map(|_| ())
    }

    /// Days go by between deeds, and a sign-in does not outlive them: people come back by code.
    pub async fn come_back(&self, center: &CenterRef, person: &SeedPerson) -> Result<Inside> {
        // The clock goes back and forth here: what was fast on another day is not now.
        let any = self.now + SignedDuration::from_hours(24 * 365);
        rate_limits::forget_old(self.db.pool(), any).await.map_err(fault)?;
        self.back(center, person.email).await
    }

    /// As [`Self::come_back`], without a look at who was fast: for many people at the same time.
    pub async fn back(&self, center: &CenterRef, email: &str) -> Result<Inside> {
        let challenge = members::sign_in::request_code(&self.db, center, email, caller()).await.map_err(fault)?;
        let tx = self.db.visit(center, None).await.map_err(fault)?;
        let code = members::code_to_send(&tx, challenge).await.map_err(fault)?.context("no code")?.code;
        drop(tx);
        let signed_in =
            members::sign_in::sign_in_with_code(&self.db, center, challenge, &code, browser()).await.map_err(fault)?;
        inside(signed_in.member_id, &signed_in.cookie)
    }

    pub(super) fn clock_now(&self) -> Timestamp {
        self.db.clock().now()
    }
}

/// Who of a center's staff sits with clients, and their place among the staff.
pub(super) fn counselors(seed: &SeedCenter) -> impl Iterator<Item = (usize, &SeedStaff)> {
    seed.staff.iter().enumerate().filter(|(_, one)| !one.hours.is_empty())
}

/// The people whose sign-in the demo prints.
pub fn named(person: &SeedPerson) -> bool {
    ["dana@harbor.example", "helen@harbor.example", "ana@mail.example", "joaquin@sierra.example", "rosa@mail.example"]
        .contains(&person.email)
}

fn inside(member_id: MemberId, cookie: &str) -> Result<Inside> {
    Ok(Inside { member_id, credential: Credential::sign_in(cookie).context("a cookie that is none")? })
}

/// Mail that was due while nobody was there stays unsent: the inbox begins with what the visitor does.
async fn forget_old_mail(db: &Db, jobs: &PgPool, now: Timestamp) -> Result<()> {
    sqlx::query("delete from graphile_worker._private_jobs where run_at <= $1").bind(stored(now)?).execute(jobs).await?;
    for seed in CENTERS {
        let center = centers::find_by_slug(db, seed.slug).await.map_err(fault)?.context("a seeded center")?;
        let tx = db.visit(&center, Some("demo-seed".to_owned())).await.map_err(fault)?;
        cairn_domain::notifications::forget_before(&tx, tx.now()).await.map_err(fault)?;
        tx.commit().await.map_err(fault)?;
    }
    Ok(())
}

/// The same for what was added to a demo that has a life already: what came of that life is kept.
pub(super) async fn forget_mail_since(db: &Db, jobs: &PgPool, began: Timestamp) -> Result<()> {
    sqlx::query("delete from graphile_worker._private_jobs where run_at <= $1 and created_at >= $1")
        .bind(stored(began)?)
        .execute(jobs)
        .await?;
    let center = centers::find_by_slug(db, CENTERS[0].slug).await.map_err(fault)?.context("a seeded center")?;
    let tx = db.visit(&center, Some("demo-seed".to_owned())).await.map_err(fault)?;
    cairn_domain::notifications::forget_before(&tx, began).await.map_err(fault)?;
    tx.commit().await.map_err(fault)
}

fn stored(at: Timestamp) -> Result<sqlx::types::chrono::DateTime<sqlx::types::chrono::Utc>> {
    sqlx::types::chrono::DateTime::from_timestamp_micros(at.as_microsecond()).context("a moment")
}
