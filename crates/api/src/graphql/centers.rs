//! The center itself: what it says about itself, and its way from draft to open.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::centers::{self as domain, UpdateCenter};

use super::context::{self, wire};
use super::problems::Problem;
use super::scalars::TimeZone;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::actor::CenterState")]
pub enum CenterState {
    Draft,
    Active,
    Suspended,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::centers::SetupStep")]
pub enum SetupStep {
    CenterDetails,
    HelpNumbers,
    FirstProgram,
    WeeklyHours,
    InviteColleague,
}

/// Whom to call when it is urgent.
#[derive(SimpleObject, Clone)]
pub struct HelpLine {
    /// A phone number as a person dials it.
    phone: String,
    /// When somebody answers, in the center's words.
    hours: Option<String>,
}

/// What the center asks of notes; `setNoteRules` changes it.
#[derive(SimpleObject, Clone, Copy)]
pub struct NoteRules {
    /// Notes of peer mentors wait for a supervisor's signature.
    cosign_peer_notes: bool,
}

/// A rehab center.
#[derive(SimpleObject, Clone)]
pub struct Center {
    id: ID,
    name: String,
    slug: String,
    state: CenterState,
    zone: TimeZone,
    phone: Option<String>,
    address: Option<String>,
    help_line: Option<HelpLine>,
    /// Minutes before the start until which clients may move or cancel by themselves.
    change_cutoff_minutes: i32,
    note_rules: NoteRules,
    /// Days that a new group keeps what is written in its chat.
    chat_days_default: i32,
    /// No group keeps it longer.
    chat_days_at_most: i32,
    /// Rises with each change; mutations name the version they saw.
    version: i32,
}

impl From<domain::Center> for Center {
    fn from(center: domain::Center) -> Self {
        let hours = center.help_hours;
        Self {
            id: wire(center.id),
            name: center.name,
            slug: center.slug,
            state: center.state.into(),
            zone: TimeZone(center.zone),
            phone: center.phone,
            address: center.address,
            help_line: center.help_phone.map(|phone| HelpLine { phone, hours }),
            change_cutoff_minutes: center.change_cutoff_minutes,
            note_rules: NoteRules { cosign_peer_notes: center.cosign_peer_notes },
            chat_days_default: center.chat_days_default,
            chat_days_at_most: center.chat_days_at_most,
            version: center.version,
        }
    }
}

#[derive(SimpleObject, Clone)]
pub struct SetupItem {
    step: SetupStep,
    /// Or skipped.
    done: bool,
    optional: bool,
}

/// What is left to do before the center opens.
#[derive(SimpleObject, Clone)]
pub struct Setup {
    items: Vec<SetupItem>,
    /// All steps that are not optional are done.
    can_go_live: bool,
    /// False: files are checked for type and content only.
    malware_scanner: bool,
}

impl Setup {
    fn of(setup: domain::Setup, malware_scanner: bool) -> Self {
        let item = |item: domain::SetupItem| SetupItem { step: item.step.into(), done: item.done, optional: item.optional };
        Self { items: setup.items.into_iter().map(item).collect(), can_go_live: setup.can_go_live, malware_scanner }
    }
}

#[derive(Default)]
pub struct CentersQuery;

#[Object]
impl CentersQuery {
    /// For admins.
    async fn setup(&self, ctx: &Context<'_>) -> async_graphql::Result<Setup> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        Ok(Setup::of(request.answer(domain::setup(&tx).await)?, request.parts().malware_scanner))
    }
}

/// What is left out stays as it is; an empty text clears.
#[derive(InputObject)]
pub struct UpdateCenterInput {
    /// The version that was looked at.
    version: i32,
    name: Option<String>,
    zone: Option<TimeZone>,
    phone: Option<String>,
    address: Option<String>,
    help_line_phone: Option<String>,
    help_line_hours: Option<String>,
    change_cutoff_minutes: Option<i32>,
    /// 1 to `chatDaysAtMost`.
    chat_days_default: Option<i32>,
    /// 1 to 365. Lower than before, it holds for every group at once: what is older goes within a day.
    chat_days_at_most: Option<i32>,
}

impl From<UpdateCenterInput> for UpdateCenter {
    fn from(input: UpdateCenterInput) -> Self {
        Self {
            version: input.version,
            name: input.name,
            zone: input.zone.map(|zone| zone.0),
            phone: input.phone,
            address: input.address,
            help_phone: input.help_line_phone,
            help_hours: input.help_line_hours,
            change_cutoff_minutes: input.change_cutoff_minutes,
            chat_days_default: input.chat_days_default,
            chat_days_at_most: input.chat_days_at_most,
        }
    }
}

#[derive(SimpleObject)]
pub struct UpdateCenterPayload {
    center: Option<Center>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct SkipSetupStepPayload {
    setup: Option<Setup>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct GoLivePayload {
    center: Option<Center>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct CentersMutation;

#[Object]
impl CentersMutation {
    async fn update_center(&self, ctx: &Context<'_>, input: UpdateCenterInput) -> async_graphql::Result<UpdateCenterPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = domain::update(&tx, input.into()).await;
        let (center, problems) = request.settle(tx, outcome).await?;
        Ok(UpdateCenterPayload { center: center.map(Center::from), problems })
    }

    /// Leaves an optional step out.
    async fn skip_setup_step(&self, ctx: &Context<'_>, step: SetupStep) -> async_graphql::Result<SkipSetupStepPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = domain::skip_step(&tx, step.into()).await;
        let (setup, problems) = request.settle(tx, outcome).await?;
        let scanner = request.parts().malware_scanner;
        Ok(SkipSetupStepPayload { setup: setup.map(|setup| Setup::of(setup, scanner)), problems })
    }

    /// Opens the center.
    async fn go_live(&self, ctx: &Context<'_>) -> async_graphql::Result<GoLivePayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = domain::go_live(&tx).await;
        let (center, problems) = request.settle(tx, outcome).await?;
        Ok(GoLivePayload { center: center.map(Center::from), problems })
    }
}
