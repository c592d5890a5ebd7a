//! Fills an empty demo the way people would: sign up, invite, accept, set hours, book. Nothing is written around the
//! rules, so what the demo shows is what the product does.

use anyhow::{Context, Result, anyhow};
use cairn_domain::actor::Role;
use cairn_domain::availability::{self, SetAvailability, WeeklyRange};
use cairn_domain::centers::{self, SetupStep, StartCenter, UpdateCenter};
use cairn_domain::clock::{Clock, DrivenClock};
use cairn_domain::db::{CenterRef, ClaimedJob, Credential};
use cairn_domain::ids::{MemberId, ProgramId};
use cairn_domain::members::{self, AcceptInvitation, Browser, Caller, Invite};
use cairn_domain::programs::{self, CreateProgram, ProgramState};
use cairn_domain::sessions::{self, BookSession, CancelSession, SessionPlace};
use cairn_domain::{CenterTx, Db, Fault, Outcome, rate_limits, zones};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use sqlx::PgPool;

use super::groups::Townsfolk;
use super::people::{CENTERS, SeedCenter, SeedPerson, SeedStaff};
use super::programs::Town;

/// The password of the people the demo names; everybody else signs in by code.
pub const PASSWORD: &str = "lantern copper tide 42";

/// How far back the centers' lives begin.
const PAST_DAYS: i64 = 14;

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

/// `owner` may touch the job queue: the confirmations of the past two weeks are not news and are not mailed.
pub async fn seed(db: &Db, now: Timestamp, jobs: &PgPool) -> Result<()> {
    let start = now - SignedDuration::from_hours(24 * PAST_DAYS);
    let clock = DrivenClock::at(start);
    let past = Db::new(db.pool().clone(), Clock::Driven(clock.clone()), db.keys().clone());
    for center in CENTERS {
        let mut seeding = Seeding { db: past.clone(), clock: clock.clone(), now };
        clock.set(start);
        seeding.center(center).await.with_context(|| format!("seed {}", center.slug))?;
    }
    forget_old_mail(db, jobs, now).await
}

pub(super) struct Seeding {
    db: Db,
    pub clock: DrivenClock,
    pub now: Timestamp,
}

impl Seeding {
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
        let mut staff = Vec::new();
        for one in seed.staff {
            let person = self.join(&center, &admin, &one.person, one.roles, None, None, seed.zone).await?;
            if !one.hours.is_empty() {
                self.hours(seed, one, &person).await?;
            }
            staff.push(person);
        }
        let mut clients = Vec::new();
        for one in seed.clients {
            let counselor = staff.get(one.counselor).map(|person| person.member_id);
            let program = programs.get(one.program).copied();
            let zone = one.zone.unwrap_or(seed.zone);
            clients.push(self.join(&center, &admin, &one.person, &[Role::Client], counselor, program, zone).await?);
        }
        let tx = self.enter(&admin).await?;
        let skipped = centers::skip_step(&tx, SetupStep::InviteColleague).await.map_err(fault);
        skipped?;
        let live = centers::go_live(&tx).await;
        Self::done(tx, live).await?;
        for (index, one) in seed.staff.iter().enumerate().filter(|(_, one)| !one.hours.is_empty()) {
            let theirs: Vec<&Inside> = seed
                .clients
                .iter()
                .zip(&clients)
                .filter(|(client, _)| client.counselor == index)
                .map(|(_, inside)| inside)
                .collect();
            self.weeks(seed, &center, one, &theirs, index).await?;
        }
        let begin = self.now - SignedDuration::from_hours(24 * PAST_DAYS - 1);
        let folk = Townsfolk { seed, center: &center, staff: &staff };
        self.groups(&folk, begin).await?;
        self.ways(&Town { folk: &folk, clients: &clients, programs: &programs }, begin).await?;
        self.mentorship(&folk, begin).await
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
        let tx = self.db.visit(center, None).await.map_err(fault)?;
        let token =
            members::token_to_send(&tx, invitation.id, invitation.version).await.map_err(fault)?.context("no token")?.token;
        drop(tx);
        let accept = AcceptInvitation {
            name: person.name.to_owned(),
            pronouns: person.pronouns.map(str::to_owned),
            locale: person.locale,
            zone: zone.to_owned(),
            password: named(person).then(|| PASSWORD.to_owned()),
        };
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
        let challenge = members::sign_in::request_code(&self.db, center, person.email, caller()).await.map_err(fault)?;
        let tx = self.db.visit(center, None).await.map_err(fault)?;
        let code = members::code_to_send(&tx, challenge).await.map_err(fault)?.context("no code")?.code;
        drop(tx);
        let signed_in =
            members::sign_in::sign_in_with_code(&self.db, center, challenge, &code, browser()).await.map_err(fault)?;
        inside(signed_in.member_id, &signed_in.cookie)
    }

    /// Two weeks behind us and two ahead, a few sessions on each working day, one now and then cancelled.
    async fn weeks(
        &self,
        seed: &SeedCenter,
        center: &CenterRef,
        staff: &SeedStaff,
        clients: &[&Inside],
        index: usize,
    ) -> Result<()> {
        let zone = zones::stored(seed.zone)?;
        let today = zones::today(self.now, &zone);
        let mut turn = index;
        let mut here: Option<(Timestamp, Inside)> = None;
        for offset in -PAST_DAYS..=PAST_DAYS {
            let date = today.checked_add(offset.days())?;
            let ranges: Vec<(i16, i16)> = staff
                .hours
                .iter()
                .filter(|(weekday, _, _)| date.weekday().to_monday_one_offset() == *weekday)
                .map(|&(_, from, until)| (from, until))
                .collect();
            if ranges.is_empty() {
                continue;
            }
            // Booked three days ahead, as far as the centers' lives allow.
            let booked = self.now + SignedDuration::from_hours(24 * (offset - 3).min(0));
            let booked = booked.max(self.now - SignedDuration::from_hours(24 * PAST_DAYS - 1));
            let counselor = match here.take() {
                Some((at, counselor)) if at == booked => counselor,
                _ => {
                    self.clock.set(booked);
                    self.come_back(center, &staff.person).await?
                }
            };
            for range in ranges {
                turn = self.stretch(&zone, date, range, &counselor, clients, turn).await?;
            }
            here = Some((booked, counselor));
        }
        Ok(())
    }

    async fn stretch(
        &self,
        zone: &jiff::tz::TimeZone,
        date: Date,
        (from, until): (i16, i16),
        counselor: &Inside,
        clients: &[&Inside],
        mut turn: usize,
    ) -> Result<usize> {
        let mut minute = from + if turn.is_multiple_of(3) { 30 } else { 0 };
        while minute + 60 <= until {
            turn += 1;
            let length: i16 = [45, 60, 30, 45][turn % 4];
            let client = clients[turn % clients.len()];
            let starts_at = zones::instant(zones::minute_of(date, minute)?, zone)?;
            minute += if turn.is_multiple_of(2) { 120 } else { 90 };
            if starts_at <= self.clock_now() {
                continue;
            }
            let tx = self.enter(counselor).await?;
            let booking = BookSession {
                key: tx.ids().person(),
                counselor_id: counselor.member_id,
                client_id: client.member_id,
                starts_at,
                minutes: Some(i32::from(length)),
                place: if turn % 5 < 2 { SessionPlace::Online } else { SessionPlace::InPerson },
                type_id: None,
                hold: None,
            };
            match sessions::book(&tx, booking).await {
                Ok(view) if turn.is_multiple_of(11) => {
                    let cancel = CancelSession { id: view.session.id, version: view.session.version, reason: None };
                    sessions::cancel(&tx, cancel).await.map_err(fault)?;
                    tx.commit().await.map_err(fault)?;
                }
                Ok(_) => tx.commit().await.map_err(fault)?,
                // Two of a client's sessions would meet: the next time, then.
                Err(Fault::Problems(_)) => {}
                Err(surprise) => return Err(fault(surprise)),
            }
        }
        Ok(turn)
    }

    fn clock_now(&self) -> Timestamp {
        self.db.clock().now()
    }
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
    let now = sqlx::types::chrono::DateTime::from_timestamp_micros(now.as_microsecond()).context("now")?;
    sqlx::query("delete from graphile_worker._private_jobs where run_at <= $1").bind(now).execute(jobs).await?;
    for seed in CENTERS {
        let center = centers::find_by_slug(db, seed.slug).await.map_err(fault)?.context("a seeded center")?;
        let tx = db.visit(&center, Some("demo-seed".to_owned())).await.map_err(fault)?;
        cairn_domain::notifications::forget_before(&tx, tx.now()).await.map_err(fault)?;
        tx.commit().await.map_err(fault)?;
    }
    Ok(())
}
