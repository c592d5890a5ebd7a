//! Who mentors, and what they can show for it.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use cairn_domain::ids::MemberId;
use cairn_domain::mentorship::credentials;
use cairn_domain::mentorship::mentors::{self as domain, AboutMentor};
use cairn_domain::mentorship::supervision;
use cairn_domain::mentorship::terms::{self, MentorTerms};
use cairn_domain::mentorship::training::{self, RecordTraining};
use cairn_domain::paging::Cursor;

use super::change;
use super::credentials::Credential;
use super::guard::Supervision;
use super::kinds::{BackupStanding, MentorState, SupportMode, into};
use crate::connection;
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, id, optional_id, wire};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDate};

/// Training in one of the twelve competencies of peer workers.
#[derive(SimpleObject, Clone)]
pub struct TrainedCompetency {
    /// 1 to 12.
    competency: i32,
    minutes: i32,
}

/// A mentor, for themself and for whoever steers mentoring.
#[derive(Clone)]
pub struct Mentor(pub domain::Mentor);

#[Object]
impl Mentor {
    /// The member's.
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn member(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.id).await?.into())
    }
    async fn state(&self) -> MentorState {
        self.0.state.into()
    }
    async fn about(&self) -> Option<&str> {
        self.0.about.as_deref()
    }
    async fn languages(&self) -> &[String] {
        &self.0.languages
    }
    /// None: any.
    async fn modes(&self) -> Vec<SupportMode> {
        into(&self.0.modes)
    }
    /// Points: a pair weighs 2 in its first 30 days, then 1; one that needs much weighs 1 more.
    async fn capacity(&self) -> i32 {
        self.0.capacity
    }
    /// Points carried now.
    async fn load(&self) -> i32 {
        self.0.load
    }
    /// People walked with now.
    async fn pair_count(&self) -> i32 {
        i32::try_from(self.0.pairs).unwrap_or(i32::MAX)
    }
    async fn background_checked_on(&self) -> Option<LocalDate> {
        self.0.background_checked_on.map(LocalDate)
    }
    /// Who stands in when the mentor rests.
    async fn backup(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        member(ctx, self.0.backup_id).await
    }
    /// Whether they have said yes to it; null: nobody is named, or nobody was asked yet.
    async fn backup_standing(&self) -> Option<BackupStanding> {
        self.0.backup_standing.map(Into::into)
    }
    async fn supervisor(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        member(ctx, self.0.supervisor_id).await
    }
    async fn paused_until(&self) -> Option<DateTime> {
        self.0.paused_until.map(DateTime)
    }
    /// When the center last went a step with them: further, back, paused, let go.
    async fn stepped_at(&self) -> Option<DateTime> {
        self.0.stepped_at.map(DateTime)
    }
    /// Supervision that is owed, in minutes a month.
    async fn supervision_minutes(&self) -> i32 {
        self.0.supervision_minutes
    }
    /// Nobody new until it is renewed; everybody they walk with goes on.
    async fn credential_expired(&self) -> bool {
        self.0.credential_expired
    }
    /// Paused, and not by themself: nobody new comes, their pairs go on, and the center says when it is over.
    async fn paused_by_center(&self) -> bool {
        self.0.paused_by_center
    }
    /// Their account rests, or they have not the role (any more): nobody is brought to them.
    async fn away(&self) -> bool {
        !self.0.here && self.0.approved_at.is_some()
    }
    async fn credentials(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Credential>> {
        let request = context::of(ctx)?;
        let held = request.answer(credentials::of(&*request.tx().await?, self.0.id).await)?;
        Ok(held.into_iter().map(Credential).collect())
    }
    /// All twelve, in their order.
    async fn training(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<TrainedCompetency>> {
        let request = context::of(ctx)?;
        let trained = request.answer(training::training_of(&*request.tx().await?, self.0.id).await)?;
        let one = |one: training::Trained| TrainedCompetency {
            competency: i32::from(one.competency),
            minutes: i32::try_from(one.minutes).unwrap_or(i32::MAX),
        };
        Ok(trained.into_iter().map(one).collect())
    }
    /// The latest first.
    async fn supervisions(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Supervision>> {
        let request = context::of(ctx)?;
        let held = request.answer(supervision::of(&*request.tx().await?, self.0.id).await)?;
        Ok(held.into_iter().map(Supervision).collect())
    }
    async fn version(&self) -> i32 {
        self.0.version
    }
    async fn applied_at(&self) -> DateTime {
        DateTime(self.0.applied_at)
    }
    async fn approved_at(&self) -> Option<DateTime> {
        self.0.approved_at.map(DateTime)
    }
}

pub(super) async fn member(ctx: &Context<'_>, id: Option<MemberId>) -> async_graphql::Result<Option<Member>> {
    match id {
        Some(id) => context::member(ctx, id).await.map(|card| Some(card.into())),
        None => Ok(None),
    }
}

connection!(MentorConnection, MentorEdge, Mentor);

#[derive(Default)]
pub struct MentorsQuery;

#[Object]
impl MentorsQuery {
    /// The latest to apply first; for whoever steers mentoring.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn mentors(
        &self,
        ctx: &Context<'_>,
        state: Option<MentorState>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<MentorConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::list(&tx, state.map(Into::into), page_request(first, after.as_deref())?).await };
        let page = request.answer(outcome.await)?;
        let cursor = |mentor: &domain::Mentor| encode_cursor(Cursor { at: mentor.applied_at, id: mentor.id.0 });
        let items = page.items.into_iter().map(|mentor| (cursor(&mentor), Mentor(mentor))).collect();
        Ok(MentorConnection::of(items, page.has_next, after.is_some()))
    }

    async fn mentor(&self, ctx: &Context<'_>, mentor_id: ID) -> async_graphql::Result<Option<Mentor>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::find(&tx, id(&mentor_id, "mentorId")?).await };
        Ok(request.answer_or_null(outcome.await)?.map(Mentor))
    }

    /// Who can supervise a mentor: active supervisors and admins, by name; for whoever steers mentoring.
    async fn mentor_supervisors(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Member>> {
        let request = context::of(ctx)?;
        let cards = request.answer(supervision::supervisors(&*request.tx().await?).await)?;
        Ok(cards.into_iter().map(Member::from).collect())
    }

    /// The viewer's own profile as a mentor, from the application on.
    async fn my_mentor_profile(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Mentor>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let Some(me) = tx.actor().member_id() else { return Ok(None) };
        Ok(request.answer_or_null(domain::find(&tx, me).await)?.map(Mentor))
    }
}

#[derive(InputObject)]
pub struct ApplyAsMentorInput {
    about: String,
    /// BCP 47; at most 5.
    languages: Vec<String>,
    /// Empty: any.
    modes: Vec<SupportMode>,
}

#[derive(InputObject)]
pub struct UpdateMentorProfileInput {
    version: i32,
    about: String,
    languages: Vec<String>,
    modes: Vec<SupportMode>,
    /// Another approved mentor who stands in. Null: nobody.
    backup_id: Option<ID>,
}

#[derive(InputObject)]
pub struct SetMentorTermsInput {
    mentor_id: ID,
    version: i32,
    /// 0 to 40 points.
    capacity: i32,
    background_checked_on: Option<LocalDate>,
    supervisor_id: Option<ID>,
    /// Minutes a month.
    supervision_minutes: i32,
    /// Another approved mentor who stands in. Null: nobody; left out: as it is.
    backup_id: MaybeUndefined<ID>,
}

#[derive(InputObject)]
pub struct SetMentorStateInput {
    mentor_id: ID,
    version: i32,
    state: MentorState,
}

#[derive(InputObject)]
pub struct RecordTrainingInput {
    mentor_id: ID,
    /// 1 to 12.
    competency: i32,
    minutes: i32,
    held_on: LocalDate,
}

#[derive(SimpleObject)]
pub struct MentorPayload {
    mentor: Option<Mentor>,
    problems: Vec<Problem>,
}

fn payload((mentor, problems): (Option<domain::Mentor>, Vec<Problem>)) -> MentorPayload {
    MentorPayload { mentor: mentor.map(Mentor), problems }
}

#[derive(Default)]
pub struct MentorsMutation;

#[Object]
impl MentorsMutation {
    /// Asks to become a mentor. A client keeps being one.
    async fn apply_as_mentor(&self, ctx: &Context<'_>, input: ApplyAsMentorInput) -> async_graphql::Result<MentorPayload> {
        let about = AboutMentor { about: input.about, languages: input.languages, modes: into(&input.modes), backup_id: None };
        Ok(payload(change(ctx, async |tx| domain::apply(tx, about).await).await?))
    }

    async fn update_mentor_profile(
        &self,
        ctx: &Context<'_>,
        input: UpdateMentorProfileInput,
    ) -> async_graphql::Result<MentorPayload> {
        Ok(payload(
            change(ctx, async |tx| {
                let about = AboutMentor {
                    backup_id: optional_id(input.backup_id.as_ref(), "backupId")?,
                    about: input.about,
                    languages: input.languages,
                    modes: into(&input.modes),
                };
                domain::update_own(tx, input.version, about).await
            })
            .await?,
        ))
    }

    /// What the center decides about a mentor.
    async fn set_mentor_terms(&self, ctx: &Context<'_>, input: SetMentorTermsInput) -> async_graphql::Result<MentorPayload> {
        Ok(payload(
            change(ctx, async |tx| {
                let terms = MentorTerms {
                    mentor_id: id(&input.mentor_id, "mentorId")?,
                    version: input.version,
                    capacity: input.capacity,
                    background_checked_on: input.background_checked_on.map(|day| day.0),
                    supervisor_id: optional_id(input.supervisor_id.as_ref(), "supervisorId")?,
                    supervision_minutes: input.supervision_minutes,
                    backup_id: match &input.backup_id {
                        MaybeUndefined::Undefined => None,
                        MaybeUndefined::Null => Some(None),
                        MaybeUndefined::Value(backup) => Some(Some(id(backup, "backupId")?)),
                    },
                };
                terms::set_terms(tx, terms).await
            })
            .await?,
        ))
    }

    /// Moves a mentor along: training, shadowing, approved; paused, ended. Approval gives the role.
    async fn set_mentor_state(&self, ctx: &Context<'_>, input: SetMentorStateInput) -> async_graphql::Result<MentorPayload> {
        Ok(payload(
            change(ctx, async |tx| {
                terms::set_state(tx, id(&input.mentor_id, "mentorId")?, input.version, input.state.into()).await
            })
            .await?,
        ))
    }

    async fn record_training(&self, ctx: &Context<'_>, input: RecordTrainingInput) -> async_graphql::Result<MentorPayload> {
        Ok(payload(
            change(ctx, async |tx| {
                let mentor_id = id(&input.mentor_id, "mentorId")?;
                let held = RecordTraining {
                    mentor_id,
                    competency: i16::try_from(input.competency).unwrap_or(0),
                    minutes: input.minutes,
                    held_on: input.held_on.0,
                };
                training::record_training(tx, held).await?;
                domain::find(tx, mentor_id).await
            })
            .await?,
        ))
    }
}
