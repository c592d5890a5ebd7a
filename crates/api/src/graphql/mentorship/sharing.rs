//! What people lived through and who may know; and who must never meet.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::language::Locale;
use cairn_domain::mentorship::conflicts::{self, EnterConflict};
use cairn_domain::mentorship::experience::{self, SetExperience};
use cairn_domain::mentorship::vocabulary;

use super::change;
use super::kinds::{ExperienceKind, PairConflictSource, Visibility};
use crate::graphql::context::{self, id, wire};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::DateTime;

/// A word of the list, in the viewer's language.
#[derive(SimpleObject, Clone)]
pub struct ExperienceWord {
    /// Stable.
    code: String,
    kind: ExperienceKind,
    label: String,
}

pub(super) fn word(code: &str, locale: Locale) -> Option<ExperienceWord> {
    let word = vocabulary::find(code)?;
    Some(ExperienceWord { code: word.code.to_owned(), kind: word.kind.into(), label: word.label(locale).to_owned() })
}

/// Something the viewer lived through.
#[derive(Clone)]
pub struct Experience(experience::Experience);

#[Object]
impl Experience {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    /// Null: not in the list any more.
    async fn word(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<ExperienceWord>> {
        Ok(word(&self.0.code, context::of(ctx)?.locale().await))
    }
    async fn visibility(&self) -> Visibility {
        self.0.visibility.into()
    }
}

/// Two people who must never be a pair. Neither learns of it.
#[derive(Clone)]
pub struct PairConflict(conflicts::Conflict);

#[Object]
impl PairConflict {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn members(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Member>> {
        Ok(vec![context::member(ctx, self.0.one_id).await?.into(), context::member(ctx, self.0.other_id).await?.into()])
    }
    async fn source(&self) -> PairConflictSource {
        self.0.source.into()
    }
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }
    async fn entered_by(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.entered_by).await?.into())
    }
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}

#[derive(Default)]
pub struct SharingQuery;

#[Object]
impl SharingQuery {
    /// The words that can be shared.
    async fn experience_words(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<ExperienceWord>> {
        let request = context::of(ctx)?;
        request.tx().await?;
        let locale = request.locale().await;
        Ok(vocabulary::WORDS.iter().filter_map(|one| word(one.code, locale)).collect())
    }

    /// The viewer's own; nobody else reads this list.
    async fn my_experiences(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Experience>> {
        let request = context::of(ctx)?;
        let own = request.answer(experience::own(&*request.tx().await?).await)?;
        Ok(own.into_iter().map(Experience).collect())
    }

    /// Who must not be brought together with a member; for whoever steers mentoring.
    async fn pair_conflicts(&self, ctx: &Context<'_>, member_id: ID) -> async_graphql::Result<Vec<PairConflict>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { conflicts::of(&tx, id(&member_id, "memberId")?).await };
        Ok(request.answer(outcome.await)?.into_iter().map(PairConflict).collect())
    }
}

#[derive(InputObject)]
pub struct ExperienceInput {
    /// Of a word of the list.
    code: String,
    visibility: Visibility,
}

#[derive(InputObject)]
pub struct SetExperiencesInput {
    /// At most 40. What is not named stays as it is.
    experiences: Vec<ExperienceInput>,
}

#[derive(InputObject)]
pub struct EnterPairConflictInput {
    member_id: ID,
    other_id: ID,
    source: PairConflictSource,
    /// Sealed, for whoever steers mentoring.
    reason: String,
}

#[derive(SimpleObject)]
pub struct ExperiencesPayload {
    experiences: Option<Vec<Experience>>,
    problems: Vec<Problem>,
}

fn payload((own, problems): (Option<Vec<experience::Experience>>, Vec<Problem>)) -> ExperiencesPayload {
    ExperiencesPayload { experiences: own.map(|own| own.into_iter().map(Experience).collect()), problems }
}

#[derive(SimpleObject)]
pub struct PairConflictPayload {
    conflict_id: Option<ID>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct SharingMutation;

#[Object]
impl SharingMutation {
    /// Says what one lived through and who may know; in force at once, also when it is taken back.
    async fn set_experiences(&self, ctx: &Context<'_>, input: SetExperiencesInput) -> async_graphql::Result<ExperiencesPayload> {
        let wanted: Vec<SetExperience> = input
            .experiences
            .into_iter()
            .map(|one| SetExperience { code: one.code, visibility: one.visibility.into() })
            .collect();
        Ok(payload(change(ctx, async |tx| experience::set(tx, &wanted).await).await?))
    }

    async fn remove_experience(&self, ctx: &Context<'_>, experience_id: ID) -> async_graphql::Result<ExperiencesPayload> {
        Ok(payload(change(ctx, async |tx| experience::remove(tx, id(&experience_id, "experienceId")?).await).await?))
    }

    /// Keeps two people apart from now on. What stands open between them ends, and nobody is told why.
    async fn enter_pair_conflict(
        &self,
        ctx: &Context<'_>,
        input: EnterPairConflictInput,
    ) -> async_graphql::Result<PairConflictPayload> {
        let (entered, problems) = change(ctx, async |tx| {
            let conflict = EnterConflict {
                member_id: id(&input.member_id, "memberId")?,
                other_id: id(&input.other_id, "otherId")?,
                source: input.source.into(),
                reason: input.reason,
            };
            conflicts::enter(tx, conflict).await
        })
        .await?;
        Ok(PairConflictPayload { conflict_id: entered.map(wire), problems })
    }

    async fn end_pair_conflict(&self, ctx: &Context<'_>, conflict_id: ID) -> async_graphql::Result<PairConflictPayload> {
        let ended = change(ctx, async |tx| {
            let conflict = id(&conflict_id, "conflictId")?;
            conflicts::end(tx, conflict).await?;
            Ok(conflict)
        })
        .await?;
        Ok(PairConflictPayload { conflict_id: ended.0.map(wire), problems: ended.1 })
    }
}
