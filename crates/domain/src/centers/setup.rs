//! The way from a draft to a center that is open: a short checklist, ticked by facts.

use sea_orm::FromQueryResult;

use super::settings::{Center, read};
use crate::actor::CenterState;
use crate::audit::Event;
use crate::db::CenterTx;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SetupStep {
    CenterDetails,
    HelpNumbers,
    FirstProgram,
    WeeklyHours,
    InviteColleague,
}

impl SetupStep {
    pub const ALL: [Self; 5] =
        [Self::CenterDetails, Self::HelpNumbers, Self::FirstProgram, Self::WeeklyHours, Self::InviteColleague];

    pub fn name(self) -> &'static str {
        match self {
            Self::CenterDetails => "center_details",
            Self::HelpNumbers => "help_numbers",
            Self::FirstProgram => "first_program",
            Self::WeeklyHours => "weekly_hours",
            Self::InviteColleague => "invite_colleague",
        }
    }

    /// May be skipped. A center without a help number may not open.
    pub fn is_optional(self) -> bool {
        matches!(self, Self::InviteColleague)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetupItem {
    pub step: SetupStep,
    /// Or skipped.
    pub done: bool,
    pub optional: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    pub items: Vec<SetupItem>,
    /// All steps that are not optional are done.
    pub can_go_live: bool,
}

#[derive(FromQueryResult)]
struct Facts {
    details: bool,
    help: bool,
    program: bool,
    hours: bool,
    colleague: bool,
    skipped: Vec<String>,
}

fn allowed(tx: &CenterTx) -> Outcome<()> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if policy::allows(&membership.roles, Action::ManageCenter, Target::NONE) { Ok(()) } else { Err(Problem::NotAllowed.into()) }
}

pub async fn setup(tx: &CenterTx) -> Outcome<Setup> {
    allowed(tx)?;
    let facts = tx
        .row::<Facts>(
            "select s.details_at is not null as details, s.help_phone is not null as help, s.setup_skipped as skipped,
               exists (select from cairn.programs p where p.center_id = $1) as program,
               exists (select from cairn.weekly_hours w where w.center_id = $1) as hours,
               exists (select from cairn.invitations i where i.center_id = $1 and i.revoked_at is null
                       and i.roles && array['admin', 'supervisor', 'counselor', 'peer_mentor', 'facilitator', 'auditor']) as colleague
             from cairn.center_settings s where s.center_id = $1",
            [],
        )
        .await?
        .ok_or(Surprise::Inconsistent("a center without settings"))?;
    let items: Vec<SetupItem> = SetupStep::ALL
        .into_iter()
        .map(|step| {
            let fact = match step {
                SetupStep::CenterDetails => facts.details,
                SetupStep::HelpNumbers => facts.help,
                SetupStep::FirstProgram => facts.program,
                SetupStep::WeeklyHours => facts.hours,
                SetupStep::InviteColleague => facts.colleague,
            };
            let skipped = step.is_optional() && facts.skipped.iter().any(|name| name == step.name());
            SetupItem { step, done: fact || skipped, optional: step.is_optional() }
        })
        .collect();
    let can_go_live = items.iter().all(|item| item.done || item.optional);
    Ok(Setup { items, can_go_live })
}

/// Leaves an optional step out.
pub async fn skip_step(tx: &CenterTx, step: SetupStep) -> Outcome<Setup> {
    allowed(tx)?;
    tx.writable()?;
    if !step.is_optional() {
        return Err(Problem::invalid("step", "step_required").into());
    }
    tx.run(
        "update cairn.center_settings set setup_skipped = array_append(setup_skipped, $2)
         where center_id = $1 and not ($2 = any(setup_skipped))",
        [step.name().into()],
    )
    .await?;
    setup(tx).await
}

/// Opens the center. Open already is fine.
pub async fn go_live(tx: &CenterTx) -> Outcome<Center> {
    allowed(tx)?;
    tx.writable()?;
    if !setup(tx).await?.can_go_live {
        return Err(Problem::invalid("step", "setup_incomplete").into());
    }
    let opened = tx
        .run("update directory.centers set state = 'active', live_at = $2 where id = $1 and state = 'draft'", [tx.at().into()])
        .await?;
    if opened > 0 {
        tx.audit(Event::done("center.go_live", "center", tx.center_id().0));
    }
    let center = read(tx).await?;
    debug_assert!(center.state == CenterState::Active, "a center that went live is active");
    Ok(center)
}
