//! Invented ways through programs, for `cairn demo`: somebody waits, somebody was offered a place, somebody is away, somebody
//! went on, and of somebody nobody has heard for a while.

use anyhow::{Context, Result};
use cairn_domain::ids::{MemberId, ProgramId};
use cairn_domain::language::Locale;
use cairn_domain::programs::bridge::{self, LogContact};
use cairn_domain::programs::discharge::DischargeDetails;
use cairn_domain::programs::{
    self, Aftercare, AftercareChoice, BeginEnrollment, CheckInWord, ContactKind, DischargeReason, EnrollmentState,
    GivenOrDeclined, MoveEnrollment, Priority, ProgramDetails, UpdateProgram, parts, readiness,
};
use cairn_domain::{members, zones};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::groups::Townsfolk;
use super::seed::{Inside, Seeding, fault};

struct SeedWays {
    slug: &'static str,
    /// Which of the center's clients.
    quiet: usize,
    offered: usize,
    waiting: usize,
    /// Goes on to aftercare, and makes room by it.
    leaves: usize,
    holds: usize,
    /// Sees readiness otherwise than their counselor.
    marks: usize,
    /// Which of the staff keeps contact with who waits, and who counsels them.
    peer: usize,
    counselor: usize,
    /// How long ago somebody called who waits.
    called_days_ago: i32,
    /// Which of the programs is full, with how many places, and where people go on to.
    full: usize,
    capacity: i32,
    aftercare: usize,
}

const WAYS: &[SeedWays] = &[
    SeedWays {
        slug: "harbor-light",
        quiet: 14,
        offered: 15,
        waiting: 16,
        leaves: 8,
        holds: 5,
        marks: 0,
        peer: 2,
        counselor: 1,
        called_days_ago: 0,
        full: 1,
        capacity: 3,
        aftercare: 2,
    },
    SeedWays {
        slug: "sierra-commons",
        quiet: 7,
        offered: 8,
        waiting: 9,
        leaves: 4,
        holds: 5,
        marks: 0,
        peer: 1,
        counselor: 0,
        called_days_ago: 11,
        full: 0,
        capacity: 5,
        aftercare: 1,
    },
];

/// Everybody of one center, by their place in its lists.
pub(super) struct Town<'a> {
    pub folk: Townsfolk<'a>,
    pub clients: &'a [Inside],
    pub programs: &'a [ProgramId],
}

impl Town<'_> {
    pub fn client(&self, index: usize) -> Result<MemberId> {
        Ok(self.clients.get(index).context("a client")?.member_id)
    }

    pub fn program(&self, index: usize) -> Result<ProgramId> {
        self.programs.get(index).copied().context("a program")
    }

    pub fn staff(&self, index: usize) -> Result<MemberId> {
        Ok(self.folk.staff.get(index).context("somebody of the staff")?.member_id)
    }
}

impl Seeding {
    pub(super) async fn ways(&self, town: &Town<'_>, begin: Timestamp) -> Result<()> {
        let Some(ways) = WAYS.iter().find(|ways| ways.slug == town.folk.seed.slug) else { return Ok(()) };
        self.clock.set(begin);
        self.places(town, ways).await?;
        self.arrivals(town, ways).await?;
        self.clock.set(self.now - SignedDuration::from_hours(3 * 24));
        self.change(town, ways.holds, EnrollmentState::OnHold, None).await?;
        self.clock.set(self.now - SignedDuration::from_hours(26));
        let details = DischargeDetails {
            reason: DischargeReason::Completed,
            last_contact_on: None,
            overdose_education: Some(GivenOrDeclined::Given),
            crisis_plan: Some(GivenOrDeclined::Given),
            aftercare: Aftercare { choice: AftercareChoice::AsLongAsWanted, until: None },
        };
        self.change(town, ways.leaves, EnrollmentState::Discharged, Some(details)).await?;
        self.contact(town, ways).await?;
        self.reached(town, ways).await?;
        self.differ(town, ways).await?;
        self.clock.set(self.now);
        Ok(())
    }

    /// How many the full program holds, and where people go on to.
    async fn places(&self, town: &Town<'_>, ways: &SeedWays) -> Result<()> {
        let admin = self.come_back(town.folk.center, &town.folk.seed.admin).await?;
        let tx = self.enter(&admin).await?;
        let aftercare = town.program(ways.aftercare)?;
        for (index, id) in town.programs.iter().enumerate().filter(|(_, id)| **id != aftercare) {
            let program = programs::one(&tx, *id).await.map_err(fault)?;
            let details = ProgramDetails {
                name: program.name,
                level: program.level,
                about: program.about,
                criteria: program.criteria,
                capacity: if index == ways.full { Some(ways.capacity) } else { program.capacity },
                quiet_after_days: 7,
                offer_hours: program.offer_hours,
                offers_kept: program.offers_kept,
                aftercare_program_id: Some(aftercare),
            };
            programs::update(&tx, UpdateProgram { id: *id, version: program.version, details }).await.map_err(fault)?;
        }
        tx.commit().await.map_err(fault)
    }

    /// One comes in and is not heard of again; two wait.
    async fn arrivals(&self, town: &Town<'_>, ways: &SeedWays) -> Result<()> {
        let admin = self.come_back(town.folk.center, &town.folk.seed.admin).await?;
        let full = town.program(ways.full)?;
        // In the full program itself, where that is the only one to be in.
        for (client, counselor, state, priority) in [
            (ways.quiet, 0, EnrollmentState::Active, None),
            (ways.offered, ways.counselor, EnrollmentState::Waitlisted, Some(Priority::Pregnant)),
            (ways.waiting, ways.counselor, EnrollmentState::Waitlisted, None),
        ] {
            let client_id = town.client(client)?;
            let tx = self.enter(&admin).await?;
            members::assign_counselor(&tx, client_id, town.staff(counselor)?).await.map_err(fault)?;
            let begin = BeginEnrollment {
                key: tx.ids().person(),
                client_id,
                program_id: if state == EnrollmentState::Active { town.program(0)? } else { full },
                cohort_id: None,
                state,
                on: None,
                priority,
                note: None,
            };
            let way = programs::begin(&tx, begin).await.map_err(fault)?;
            if state == EnrollmentState::Waitlisted {
                bridge::set_peer(&tx, way.id, Some(town.staff(ways.peer)?)).await.map_err(fault)?;
            }
            tx.commit().await.map_err(fault)?;
        }
        Ok(())
    }

    async fn change(
        &self,
        town: &Town<'_>,
        client: usize,
        to: EnrollmentState,
        discharge: Option<DischargeDetails>,
    ) -> Result<()> {
        let admin = self.come_back(town.folk.center, &town.folk.seed.admin).await?;
        let tx = self.enter(&admin).await?;
        let ways = programs::of_client(&tx, town.client(client)?).await.map_err(fault)?;
        let way = ways.into_iter().find(|way| way.state == EnrollmentState::Active).context("a way to go on")?;
        let step = MoveEnrollment { id: way.id, version: way.version, to, on: None, note: None, discharge, aftercare: None };
        let moved = programs::move_on(&tx, step).await;
        Self::done(tx, moved).await.map(|_| ())
    }

    /// Who waits says how it is, and somebody calls.
    async fn contact(&self, town: &Town<'_>, ways: &SeedWays) -> Result<()> {
        let person = &town.folk.seed.clients.get(ways.waiting).context("a client")?.person;
        let waiting = self.come_back(town.folk.center, person).await?;
        let tx = self.enter(&waiting).await?;
        let own = programs::own(&tx).await.map_err(fault)?;
        let way = own.first().context("a way")?.id;
        let said = bridge::check_in(&tx, way, CheckInWord::Hopeful, None).await;
        Self::done(tx, said).await?;
        let peer = self.come_back(town.folk.center, &town.folk.seed.staff[ways.peer].person).await?;
        let tx = self.enter(&peer).await?;
        let zone = zones::stored(town.folk.seed.zone)?;
        let on = zones::today(self.clock_now(), &zone).checked_sub(ways.called_days_ago.days())?;
        let client_id = town.client(ways.waiting)?;
        let call = LogContact { key: tx.ids().person(), client_id, kind: ContactKind::Call, on: Some(on) };
        let called = bridge::log_contact(&tx, call).await;
        Self::done(tx, called).await?;
        if ways.called_days_ago > 0 {
            // It is put in the hands of whoever keeps contact, as the nightly look does.
            let tx = self.work(town.folk.center).await?;
            let looked = programs::upkeep::round(&tx, town.program(ways.full)?).await;
            Self::done(tx, looked).await?;
        }
        Ok(())
    }

    /// How some want to be reached, in their own words.
    async fn reached(&self, town: &Town<'_>, ways: &SeedWays) -> Result<()> {
        let words = [
            (
                ways.waiting,
                "Text only, after 5 PM: 207 555 0142. Please leave no messages with anybody else.",
                "Solo mensajes, después de las 5 p. m.: 530 555 0142. No dejes recados con nadie, por favor.",
            ),
            (
                ways.offered,
                "Call in the morning, 207 555 0163. If my sister answers, just say you will try again.",
                "Llámame por la mañana, 530 555 0163. Si contesta mi hermana, di solo que llamarás más tarde.",
            ),
            (
                ways.marks,
                "Text whenever; calls on Tuesday afternoons only: 207 555 0118.",
                "Mensajes cuando sea; llamadas solo los martes por la tarde: 530 555 0118.",
            ),
        ];
        for (client, english, spanish) in words {
            let person = &town.folk.seed.clients.get(client).context("a client")?.person;
            let rule = if person.locale == Locale::Es { spanish } else { english };
            let inside = self.come_back(town.folk.center, person).await?;
            let tx = self.enter(&inside).await?;
            let said = members::set_contact_rule(&tx, town.client(client)?, rule).await;
            Self::done(tx, said).await?;
        }
        Ok(())
    }

    /// Somebody feels ready, and their counselor is not sure yet.
    async fn differ(&self, town: &Town<'_>, ways: &SeedWays) -> Result<()> {
        let seeded = town.folk.seed.clients.get(ways.marks).context("a client")?;
        let counselor = &town.folk.seed.staff[seeded.counselor].person;
        for (person, ready) in [(&seeded.person, true), (counselor, false)] {
            let inside = self.come_back(town.folk.center, person).await?;
            let tx = self.enter(&inside).await?;
            let all = programs::of_client(&tx, town.client(ways.marks)?).await.map_err(fault)?;
            let way = all.first().context("a way")?;
            let parts = parts::of(&tx, &[way.program_id]).await.map_err(fault)?;
            let phase = parts.get(&way.program_id).and_then(|parts| parts.phases.first()).context("a phase")?;
            let criterion = phase.criteria.first().context("a criterion")?.id;
            let marked = readiness::mark(&tx, way.id, criterion, ready).await;
            Self::done(tx, marked).await?;
        }
        Ok(())
    }
}
