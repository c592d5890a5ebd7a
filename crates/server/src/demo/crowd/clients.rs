//! Clients of the crowd: where each is on the way, and what those hope for who wait for a mentor.

use anyhow::{Context, Result};
use cairn_domain::CenterTx;
use cairn_domain::actor::Role;
use cairn_domain::ids::MemberId;
use cairn_domain::members::Invitation;
use cairn_domain::mentorship::experience;
use cairn_domain::mentorship::requests::{self, SetRequest};
use cairn_domain::programs::{self, BeginEnrollment, EnrollmentState, MoveEnrollment, Priority, bridge};
use futures::{StreamExt, TryStreamExt, stream};

use super::faces::{Face, thrown};
use super::{ABREAST, AT_ONCE, CLIENTS, Crowd, words};
use crate::demo::seed::fault;

/// The first so many are in one program and wait for a mentor.
pub(super) const SEEKING: usize = 200;
/// From here on somebody walks with them, in aftercare.
pub(super) const WALKING: std::ops::Range<usize> = 200..240;

/// By place in the center's programs.
const OUTPATIENT: usize = 0;
const EVENING: usize = 1;
const AFTERCARE: usize = 2;

pub(super) fn email(number: usize) -> String {
    format!("client{:03}@crowd.example", number + 1)
}

/// Which program, and where in it.
fn way(number: usize) -> (usize, EnrollmentState) {
    match number {
        0..SEEKING if number % 10 == 3 => (OUTPATIENT, EnrollmentState::Intake),
        0..SEEKING if number % 12 == 7 => (OUTPATIENT, EnrollmentState::OnHold),
        0..SEEKING => (OUTPATIENT, EnrollmentState::Active),
        SEEKING..245 => (AFTERCARE, EnrollmentState::Active),
        245..285 => (EVENING, EnrollmentState::Waitlisted),
        _ => (OUTPATIENT, EnrollmentState::Inquiry),
    }
}

/// Those whom the law puts first are few.
fn priority(number: usize) -> Option<Priority> {
    match thrown(number, 80, 14) {
        0 if Face(number).gender() == "woman" => Some(Priority::Pregnant),
        1 => Some(Priority::Injecting),
        _ => None,
    }
}

impl Crowd<'_> {
    /// By number; the order is the one in which they came.
    pub(super) async fn clients(&self) -> Result<Vec<(usize, MemberId)>> {
        let mut all = Vec::with_capacity(CLIENTS);
        let mut hours = 24 * 11;
        // Not one program after the other: whoever comes on one day goes different ways.
        let batches = CLIENTS.div_ceil(AT_ONCE);
        for turn in 0..batches {
            let batch: Vec<usize> = (turn..CLIENTS).step_by(batches).collect();
            self.ago(hours);
            hours -= 16;
            all.extend(self.batch(&batch).await.with_context(|| format!("day {turn}"))?);
        }
        Ok(all)
    }

    async fn batch(&self, batch: &[usize]) -> Result<Vec<(usize, MemberId)>> {
        let admin = self.admin().await?;
        let tx = self.seeding.enter(&admin).await?;
        let mut invited = Vec::new();
        for &number in batch {
            let counselor = Some(self.counselor(number)?);
            let (id, invitation) = self.invited(&tx, Face(number), email(number), Role::Client, counselor).await?;
            self.placed(&tx, number, id).await.with_context(|| email(number))?;
            invited.push((number, id, invitation));
        }
        tx.commit().await.map_err(fault)?;
        let came = invited.iter().map(|(number, _, invitation)| self.client(*number, invitation));
        stream::iter(came).buffered(ABREAST).try_collect::<Vec<()>>().await?;
        let heavy: Vec<MemberId> =
            invited.iter().filter(|(number, ..)| *number < SEEKING && number % 11 == 4).map(|(_, id, _)| *id).collect();
        let tx = self.seeding.enter(&admin).await?;
        for id in heavy {
            requests::set_high_need(&tx, id, true).await.map_err(fault)?;
        }
        tx.commit().await.map_err(fault)?;
        Ok(invited.into_iter().map(|(number, id, _)| (number, id)).collect())
    }

    /// On the way they are on.
    async fn placed(&self, tx: &CenterTx, number: usize, client_id: MemberId) -> Result<()> {
        let (program, state) = way(number);
        let rests = state == EnrollmentState::OnHold;
        let begin = BeginEnrollment {
            key: tx.ids().person(),
            client_id,
            program_id: self.program(program)?,
            cohort_id: None,
            state: if rests { EnrollmentState::Active } else { state },
            on: None,
            priority: (state == EnrollmentState::Waitlisted).then(|| priority(number)).flatten(),
            note: None,
        };
        let way = programs::begin(tx, begin).await.map_err(fault)?;
        if rests {
            let step = MoveEnrollment {
                id: way.id,
                version: way.version,
                to: EnrollmentState::OnHold,
                on: None,
                note: None,
                discharge: None,
                aftercare: None,
            };
            programs::move_on(tx, step).await.map_err(fault)?;
        } else if state == EnrollmentState::Waitlisted && number.is_multiple_of(3) {
            bridge::set_peer(tx, way.id, Some(self.counselor(number)?)).await.map_err(fault)?;
        }
        Ok(())
    }

    async fn client(&self, number: usize, invitation: &Invitation) -> Result<()> {
        let face = Face(number);
        let person = self.arrives(face, invitation).await?;
        if number >= WALKING.end {
            return Ok(());
        }
        let tx = self.seeding.enter(&person).await?;
        experience::set(&tx, &face.lived(Role::Client)).await.map_err(fault)?;
        let picky = thrown(number, 81, 9) == 0;
        let wish = SetRequest {
            words: words::wish(number, face.locale()).to_owned(),
            languages: face.languages(Role::Client),
            modes: face.modes(),
            only_gender: (picky && face.gender() == "woman").then(|| "woman".to_owned()),
            free_hours: face.hours(),
        };
        requests::set(&tx, wish).await.map_err(fault)?;
        tx.commit().await.map_err(fault)
    }
}
