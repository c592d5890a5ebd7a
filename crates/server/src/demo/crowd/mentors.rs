//! Mentors of the crowd: who came, on which day, and how far the center has taken them.

use anyhow::{Context, Result};
use cairn_domain::actor::Role;
use cairn_domain::availability::{self, SetAvailability};
use cairn_domain::ids::MemberId;
use cairn_domain::members::{AcceptInvitation, Invitation, Invite, invite};
use cairn_domain::mentorship::MentorState::{Applied, Approved, Paused, Shadowing, Training};
use cairn_domain::mentorship::credentials::{self, AddCredential};
use cairn_domain::mentorship::mentors::{self, AboutMentor};
use cairn_domain::mentorship::terms::{self, MentorTerms};
use cairn_domain::mentorship::{MentorState, experience};
use cairn_domain::{CenterTx, zones};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::ToSpan;
use jiff::civil::Date;

use super::faces::{Face, thrown};
use super::{ABREAST, AT_ONCE, CLIENTS, Crowd, MENTORS, words};
use crate::demo::seed::{Inside, Seeding, fault};

/// Somebody of them, by number from 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guide {
    pub number: usize,
    pub id: MemberId,
    pub state: MentorState,
}

impl Guide {
    pub fn email(self) -> String {
        email(self.number)
    }
}

fn email(number: usize) -> String {
    format!("mentor{:03}@crowd.example", number + 1)
}

/// How far they have come: most are through.
fn state(number: usize) -> MentorState {
    match number {
        0..66 => Approved,
        66..69 => Paused,
        69..72 => Shadowing,
        72..77 => Training,
        _ => Applied,
    }
}

/// Who walks with people is staff; the others are people of the center who would like to.
fn role(number: usize) -> Role {
    if matches!(state(number), Approved | Paused) { Role::PeerMentor } else { Role::Client }
}

/// Points, from a hand's breadth to a full week.
fn capacity(number: usize) -> i32 {
    [3, 4, 4, 5, 6, 6, 8, 10].get(thrown(number, 70, 8)).copied().unwrap_or(4)
}

impl Crowd<'_> {
    pub(super) async fn mentors(&self) -> Result<Vec<Guide>> {
        let numbers: Vec<usize> = (0..MENTORS).collect();
        let mut guides = Vec::with_capacity(MENTORS);
        let mut hours = 24 * 13;
        for batch in numbers.chunks(AT_ONCE) {
            self.ago(hours);
            hours -= 12;
            let admin = self.admin().await?;
            let tx = self.seeding.enter(&admin).await?;
            let mut invited = Vec::new();
            for &number in batch {
                let face = Face(CLIENTS + number);
                invited.push((number, self.invited(&tx, face, email(number), role(number), None).await?.1));
            }
            tx.commit().await.map_err(fault)?;
            let came = invited.into_iter().map(|(number, invitation)| self.mentor(number, invitation));
            let came: Vec<Guide> = stream::iter(came).buffered(ABREAST).try_collect().await?;
            let tx = self.seeding.enter(&admin).await?;
            for guide in &came {
                self.decided(&tx, *guide).await.with_context(|| guide.email())?;
            }
            tx.commit().await.map_err(fault)?;
            guides.extend(came);
        }
        Ok(guides)
    }

    /// The account, and the link to it.
    pub(super) async fn invited(
        &self,
        tx: &CenterTx,
        face: Face,
        email: String,
        role: Role,
        counselor_id: Option<MemberId>,
    ) -> Result<(MemberId, Invitation)> {
        let new = Invite {
            key: tx.ids().person(),
            email,
            name: face.name(),
            roles: vec![role],
            locale: Some(face.locale()),
            counselor_id,
            program_id: None,
        };
        let account = invite(tx, new).await.map_err(fault)?;
        Ok((account.card.id, account.invitation.context("no invitation")?))
    }

    /// Comes in by the link; signs in by code from then on.
    pub(super) async fn arrives(&self, face: Face, invitation: &Invitation) -> Result<Inside> {
        let accept = AcceptInvitation {
            name: face.name(),
            pronouns: None,
            locale: face.locale(),
            zone: face.zone().to_owned(),
            password: None,
        };
        self.seeding.accept(self.center, invitation, accept).await
    }

    async fn mentor(&self, number: usize, invitation: Invitation) -> Result<Guide> {
        let face = Face(CLIENTS + number);
        let person = self.arrives(face, &invitation).await?;
        let tx = self.seeding.enter(&person).await?;
        let about = AboutMentor {
            about: words::about(face.0, face.locale()).to_owned(),
            languages: face.languages(Role::PeerMentor),
            modes: face.modes(),
            backup_id: None,
        };
        mentors::apply(&tx, about).await.map_err(fault)?;
        experience::set(&tx, &face.lived(Role::PeerMentor)).await.map_err(fault)?;
        if role(number) == Role::PeerMentor {
            let hours = SetAvailability {
                counselor_id: person.member_id,
                version: 0,
                zone: face.zone().to_owned(),
                weekly: face.hours(),
                exceptions: Vec::new(),
                buffer_before: 0,
                buffer_after: 15,
                minimum_notice: 120,
                horizon_days: 30,
                slot_step: 30,
                daily_limit: None,
                weekly_limit: None,
                location: None,
                online_link: Some(format!("https://meet.example/harbor-mentor-{:03}", number + 1)),
            };
            availability::set(&tx, hours).await.map_err(fault)?;
        }
        tx.commit().await.map_err(fault)?;
        Ok(Guide { number, id: person.member_id, state: state(number) })
    }

    /// What the center says: how much, how far, and what they can show for it.
    async fn decided(&self, tx: &CenterTx, guide: Guide) -> Result<()> {
        let today = zones::today(tx.now(), &zones::stored(self.seed.zone)?);
        if guide.state == Applied {
            return Ok(());
        }
        let terms = MentorTerms {
            mentor_id: guide.id,
            version: 1,
            capacity: capacity(guide.number),
            background_checked_on: Some(today.checked_sub(20.days())?),
            supervisor_id: Some(self.supervisor),
            supervision_minutes: 60,
            backup_id: None,
        };
        let mut version = terms::set_terms(tx, terms).await.map_err(fault)?.version;
        for step in [Training, Shadowing, Approved, Paused] {
            version = terms::set_state(tx, guide.id, version, step).await.map_err(fault)?.version;
            if step == guide.state {
                break;
            }
        }
        if let Some((issued_on, expires_on)) = papers(guide.number, today)? {
            let credential = AddCredential {
                member_id: guide.id,
                kind: "Certified peer recovery specialist".to_owned(),
                issuer: "State certification board".to_owned(),
                number: None,
                issued_on,
                expires_on: Some(expires_on),
            };
            credentials::add(tx, credential).await.map_err(fault)?;
        }
        Ok(())
    }
}

/// Every third has a credential; two weeks later a few are about to run out, and a few have.
fn papers(number: usize, today: Date) -> Result<Option<(Date, Date)>> {
    let days = match number % 30 {
        3 => 35,
        9 => 5,
        21 => 25,
        other if other.is_multiple_of(3) => 400,
        _ => return Ok(None),
    };
    Ok(Some((today.checked_sub(600.days())?, today.checked_add(days.days())?)))
}

impl Seeding {
    /// By address; for people whom the demo does not name.
    pub(super) async fn guide_back(&self, center: &cairn_domain::db::CenterRef, guide: Guide) -> Result<Inside> {
        self.back(center, &guide.email()).await
    }
}
