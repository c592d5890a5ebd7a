//! The run sheet of a group.

use std::sync::LazyLock;

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::groups::GroupFormat as Format;
use cairn_domain::groups::run_sheet::{self as domain, RunSheet as Sheet, SetRunSheet, Step};
use cairn_domain::language::{Locale, Words};
use cairn_domain::{CenterTx, Outcome};

use crate::graphql::context::{self, id, wire};
use crate::graphql::groups::kinds::GroupFormat;
use crate::graphql::problems::Problem;

static WORDS: LazyLock<Option<Words>> =
    LazyLock::new(|| Words::new(include_str!("locales/en.ftl"), include_str!("locales/es.ftl")).ok());

/// Steps that every group knows, and the group's own.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::groups::run_sheet::StepKey")]
pub enum RunStepKey {
    Welcome,
    Agreement,
    Grounding,
    Newcomers,
    Topic,
    Reading,
    Speaker,
    Questions,
    Meditation,
    Sharing,
    Resources,
    Closing,
    /// When the meeting is over and people stay on.
    After,
    /// The group's own: has a title.
    Own,
}

/// One step of a meeting, in the reader's language.
#[derive(SimpleObject, Clone)]
pub struct RunStep {
    key: RunStepKey,
    title: String,
    minutes: i32,
    text: Option<String>,
}

fn said(locale: Locale, id: &str) -> Option<String> {
    let words = WORDS.as_ref()?;
    words.has(locale, id).then(|| words.say(locale, id, &[]).into_owned())
}

/// Steps as people read them; what sharing means depends on the format.
pub fn told(steps: Vec<Step>, format: Format, locale: Locale) -> Vec<RunStep> {
    let step = |step: Step| {
        let key = step.key.name();
        let of_format = said(locale, &format!("step-{key}-text-{}", format.name().replace('_', "-")));
        RunStep {
            title: step.title.or_else(|| said(locale, &format!("step-{key}"))).unwrap_or_default(),
            text: step.text.or(of_format).or_else(|| said(locale, &format!("step-{key}-text"))),
            minutes: step.minutes,
            key: step.key.into(),
        }
    };
    steps.into_iter().map(step).collect()
}

/// What a group's meetings are run from, at its usual length.
#[derive(SimpleObject)]
pub struct RunSheet {
    group_id: ID,
    format: GroupFormat,
    steps: Vec<RunStep>,
    /// How long a turn lasts; null: as long as it needs.
    turn_seconds: Option<i32>,
    /// 0: the one that comes with the format.
    version: i32,
}

impl RunSheet {
    fn told(sheet: Sheet, locale: Locale) -> Self {
        Self {
            group_id: wire(sheet.group_id),
            steps: told(sheet.steps, sheet.format, locale),
            format: sheet.format.into(),
            turn_seconds: sheet.turn_seconds,
            version: sheet.version,
        }
    }
}

#[derive(Default)]
pub struct RunSheetQuery;

#[Object]
impl RunSheetQuery {
    /// The sheet of a group, for those who run it.
    async fn run_sheet(&self, ctx: &Context<'_>, group_id: ID) -> async_graphql::Result<Option<RunSheet>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::sheet(&tx, id(&group_id, "groupId")?).await };
        let sheet = request.answer_or_null(outcome.await)?;
        let locale = request.locale().await;
        Ok(sheet.map(|sheet| RunSheet::told(sheet, locale)))
    }
}

#[derive(InputObject)]
pub struct RunStepInput {
    key: RunStepKey,
    /// 1 to 240
    minutes: i32,
    /// Of the group's own steps.
    title: Option<String>,
    text: Option<String>,
}

#[derive(InputObject)]
pub struct SetRunSheetInput {
    group_id: ID,
    /// The version that was looked at.
    version: i32,
    /// None: back to the sheet that comes with the format.
    steps: Vec<RunStepInput>,
    /// 30 to 3600
    turn_seconds: Option<i32>,
}

#[derive(SimpleObject)]
pub struct RunSheetPayload {
    run_sheet: Option<RunSheet>,
    problems: Vec<Problem>,
}

async fn set(tx: &CenterTx, input: SetRunSheetInput) -> Outcome<Sheet> {
    let step = |step: RunStepInput| Step { key: step.key.into(), minutes: step.minutes, title: step.title, text: step.text };
    let change = SetRunSheet {
        group_id: id(&input.group_id, "groupId")?,
        version: input.version,
        steps: input.steps.into_iter().map(step).collect(),
        turn_seconds: input.turn_seconds,
    };
    domain::set(tx, change).await
}

#[derive(Default)]
pub struct RunSheetMutation;

#[Object]
impl RunSheetMutation {
    /// Makes the sheet the group's own.
    async fn set_run_sheet(&self, ctx: &Context<'_>, input: SetRunSheetInput) -> async_graphql::Result<RunSheetPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = set(&tx, input).await;
        let (sheet, problems) = request.settle(tx, outcome).await?;
        let locale = request.locale().await;
        Ok(RunSheetPayload { run_sheet: sheet.map(|sheet| RunSheet::told(sheet, locale)), problems })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cairn_domain::groups::run_sheet::stock;

    const FORMATS: [Format; 12] = [
        Format::Discussion,
        Format::Topic,
        Format::Speaker,
        Format::StepStudy,
        Format::BookStudy,
        Format::RoundRobin,
        Format::Pitch,
        Format::Timed,
        Format::OpenEnded,
        Format::QuestionAndAnswer,
        Format::Meditation,
        Format::CheckIn,
    ];

    #[test]
    fn every_step_has_its_words_in_both_languages() {
        for format in FORMATS {
            let [en, es] = Locale::ALL.map(|locale| told(stock(format), format, locale));
            for (one, other) in en.iter().zip(&es) {
                assert!(!one.title.is_empty() && one.title != other.title, "{format:?}: {}", one.title);
                assert!(one.text.is_some() && other.text.is_some() && one.text != other.text, "{format:?}: {}", one.title);
            }
        }
    }

    #[test]
    fn a_groups_own_words_stay_as_they_are() {
        let own = Step {
            key: domain::StepKey::Own,
            minutes: 4,
            title: Some("Candle".to_owned()),
            text: Some("We light it.".to_owned()),
        };
        let step = told(vec![own], Format::Discussion, Locale::Es).remove(0);
        assert_eq!((step.title.as_str(), step.text.as_deref()), ("Candle", Some("We light it.")));
    }
}
