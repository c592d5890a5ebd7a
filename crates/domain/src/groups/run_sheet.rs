//! The run sheet of a meeting: what comes when, and how long it takes. The words people read for the steps that every
//! group knows live at the edge; a group's own steps carry theirs.

use sea_orm::FromQueryResult;
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::GroupFormat;
use super::group;
use super::round::Sharing;
use crate::audit::Event;
use crate::db::CenterTx;
use crate::ids::GroupId;
use crate::members::fields;
use crate::problem::{Outcome, Problem, Problems, Surprise};

const MOST_STEPS: usize = 20;
const LONGEST_STEP: i32 = 240;
const TITLE: usize = 60;
const TEXT: usize = 500;
/// Seconds.
const TURN: std::ops::RangeInclusive<i32> = 30..=3600;
/// A turn in a timed round, unless the group says otherwise.
const TIMED_TURN: i32 = 180;

/// Steps that every group knows.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray, serde::Serialize, serde::Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum StepKey {
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

impl StepKey {
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Gives and takes minutes when a meeting is longer or shorter than the sheet.
    fn is_elastic(self) -> bool {
        matches!(self, Self::Topic | Self::Reading | Self::Speaker | Self::Questions | Self::Meditation | Self::Sharing)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Step {
    pub key: StepKey,
    pub minutes: i32,
    /// Of a group's own step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

fn step(key: StepKey, minutes: i32) -> Step {
    Step { key, minutes, title: None, text: None }
}

/// The sheet that comes with a format. Minutes of a usual meeting.
pub fn stock(format: GroupFormat) -> Vec<Step> {
    use GroupFormat as Format;
    let middle: &[(StepKey, i32)] = match format {
        Format::Discussion | Format::Topic | Format::RoundRobin | Format::Pitch | Format::Timed | Format::OpenEnded => {
            &[(StepKey::Topic, 10), (StepKey::Sharing, 30)]
        }
        Format::StepStudy | Format::BookStudy => &[(StepKey::Reading, 15), (StepKey::Sharing, 25)],
        Format::Speaker => &[(StepKey::Speaker, 20), (StepKey::Sharing, 20)],
        Format::QuestionAndAnswer => &[(StepKey::Topic, 10), (StepKey::Questions, 30)],
        Format::Meditation => &[(StepKey::Meditation, 20), (StepKey::Sharing, 20)],
        Format::CheckIn => &[(StepKey::Sharing, 40)],
    };
    let before = [(StepKey::Welcome, 3), (StepKey::Agreement, 2), (StepKey::Grounding, 2), (StepKey::Newcomers, 5)];
    let after = [(StepKey::Resources, 3), (StepKey::Closing, 2), (StepKey::After, 5)];
    before.iter().chain(middle).chain(&after).map(|(key, minutes)| step(*key, *minutes)).collect()
}

/// The sheet for a meeting of this length: sharing and topic give and take; when they cannot give more than half of
/// theirs, every step does. What comes after the meeting is not part of its length.
pub fn scaled(steps: &[Step], minutes: i32) -> Vec<Step> {
    let mut steps = steps.to_vec();
    let counted = |step: &&mut Step| step.key != StepKey::After;
    let of = |steps: &mut [Step], keep: &dyn Fn(&Step) -> bool| -> i32 {
        steps.iter_mut().filter(counted).filter(|step| keep(step)).map(|step| step.minutes).sum()
    };
    let elastic = of(&mut steps, &|step| step.key.is_elastic());
    let fixed = of(&mut steps, &|step| !step.key.is_elastic());
    let rest = minutes - fixed;
    if elastic > 0 && rest * 2 >= elastic {
        share(steps.iter_mut().filter(counted).filter(|step| step.key.is_elastic()).collect(), rest);
    } else {
        share(steps.iter_mut().filter(counted).collect(), minutes);
    }
    steps
}

/// Gives `steps` together exactly `minutes` (or one each, if that is more), in proportion to what they have.
fn share(mut steps: Vec<&mut Step>, minutes: i32) {
    let have: i64 = steps.iter().map(|step| i64::from(step.minutes)).sum();
    let count = i32::try_from(steps.len()).unwrap_or(i32::MAX);
    if have == 0 || count == 0 {
        return;
    }
    // Each has a minute; the rest is shared out, and what rounding leaves goes to the longest.
    let spare = i64::from((minutes - count).max(0));
    let shares: Vec<i64> = steps.iter().map(|step| spare * i64::from(step.minutes) / have).collect();
    let left = spare - shares.iter().sum::<i64>();
    let longest = steps.iter().enumerate().max_by_key(|(at, step)| (step.minutes, std::cmp::Reverse(*at))).map(|(at, _)| at);
    for (at, (step, share)) in steps.iter_mut().zip(&shares).enumerate() {
        let extra = if Some(at) == longest { left } else { 0 };
        step.minutes = i32::try_from(1 + share + extra).unwrap_or(1);
    }
}

/// What a group's meetings are run from.
#[derive(Debug, Clone, PartialEq)]
pub struct RunSheet {
    pub group_id: GroupId,
    pub format: GroupFormat,
    pub steps: Vec<Step>,
    /// How long a turn lasts; `None`: as long as it needs.
    pub turn_seconds: Option<i32>,
    /// 0: the one that comes with the format.
    pub version: i32,
}

impl RunSheet {
    fn of_format(group_id: GroupId, format: GroupFormat) -> Self {
        let turn_seconds = (Sharing::of(format) == Sharing::Timed).then_some(TIMED_TURN);
        Self { group_id, format, steps: stock(format), turn_seconds, version: 0 }
    }
}

#[derive(FromQueryResult)]
struct Row {
    steps: serde_json::Value,
    turn_seconds: Option<i32>,
    version: i32,
}

/// The group's sheet, for whoever the caller let see it.
pub(super) async fn of_group(tx: &CenterTx, group_id: GroupId, format: GroupFormat) -> Outcome<RunSheet> {
    let row = tx
        .row::<Row>(
            "select steps, turn_seconds, version from cairn.group_run_sheets where center_id = $1 and group_id = $2",
            [group_id.0.into()],
        )
        .await?;
    let stock = RunSheet::of_format(group_id, format);
    let Some(row) = row else { return Ok(stock) };
    let turn_seconds = row.turn_seconds.or(stock.turn_seconds);
    Ok(RunSheet { steps: read(row.steps)?, turn_seconds, version: row.version, ..stock })
}

pub(super) fn read(steps: serde_json::Value) -> Result<Vec<Step>, Surprise> {
    serde_json::from_value(steps).map_err(|_| Surprise::Inconsistent("a run sheet"))
}

pub(super) fn write(steps: &[Step]) -> Result<serde_json::Value, Surprise> {
    serde_json::to_value(steps).map_err(|_| Surprise::Inconsistent("a run sheet"))
}

/// The sheet of a group, for those who run it.
pub async fn sheet(tx: &CenterTx, group_id: GroupId) -> Outcome<RunSheet> {
    let view = group::find(tx, group_id).await?;
    if !view.can_run {
        return Err(Problem::not_found("groupId").into());
    }
    of_group(tx, group_id, view.group.format).await
}

#[derive(Debug, Clone)]
pub struct SetRunSheet {
    pub group_id: GroupId,
    /// The version that was looked at; 0: the format's own.
    pub version: i32,
    /// Empty: back to the one that comes with the format.
    pub steps: Vec<Step>,
    pub turn_seconds: Option<i32>,
}

/// Makes the sheet the group's own.
pub async fn set(tx: &CenterTx, input: SetRunSheet) -> Outcome<RunSheet> {
    let view = group::locked(tx, input.group_id, "groupId").await?;
    if !view.can_run {
        return Err(Problem::not_found("groupId").into());
    }
    tx.writable()?;
    let current = of_group(tx, input.group_id, view.group.format).await?;
    if current.version != input.version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    let steps = if input.steps.is_empty() { stock(view.group.format) } else { checked(&input.steps)? };
    if input.turn_seconds.is_some_and(|seconds| !TURN.contains(&seconds)) {
        return Err(Problem::limit("turnSeconds", "turn_length", i64::from(*TURN.end())).into());
    }
    tx.run(
        "insert into cairn.group_run_sheets as s (center_id, group_id, steps, turn_seconds) values ($1, $2, $3, $4)
         on conflict (center_id, group_id) do update set steps = excluded.steps, turn_seconds = excluded.turn_seconds,
           version = s.version + 1",
        [input.group_id.0.into(), write(&steps)?.into(), input.turn_seconds.into()],
    )
    .await?;
    tx.audit(Event::done("group.run_sheet", "group", input.group_id.0));
    of_group(tx, input.group_id, view.group.format).await
}

fn checked(steps: &[Step]) -> Outcome<Vec<Step>> {
    if steps.len() > MOST_STEPS {
        return Err(Problem::limit("steps", "too_many", 20).into());
    }
    let mut problems = Problems::default();
    let mut checked = Vec::with_capacity(steps.len());
    for step in steps {
        let own = step.key == StepKey::Own;
        let title = problems.take(fields::line(step.title.as_deref().unwrap_or_default(), "steps", TITLE));
        let text = problems.take(fields::paragraphs(step.text.as_deref().unwrap_or_default(), "steps", TEXT));
        if own && title.as_deref().is_some_and(str::is_empty) {
            problems.push(Problem::invalid("steps", "step_title"));
        }
        if !(1..=LONGEST_STEP).contains(&step.minutes) {
            problems.push(Problem::limit("steps", "step_minutes", i64::from(LONGEST_STEP)));
        }
        let filled = |text: Option<String>| text.filter(|text| own && !text.is_empty());
        checked.push(Step { key: step.key, minutes: step.minutes, title: filled(title), text: filled(text) });
    }
    problems.refuse_if_any()?;
    Ok(checked)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lasts(steps: &[Step]) -> i32 {
        steps.iter().filter(|step| step.key != StepKey::After).map(|step| step.minutes).sum()
    }

    #[test]
    fn every_format_begins_with_a_welcome_and_ends_in_company() {
        for format in GroupFormat::VARIANTS {
            let steps = stock(*format);
            assert_eq!(steps.first().map(|step| step.key), Some(StepKey::Welcome), "{format:?}");
            assert_eq!(steps.last().map(|step| (step.key, step.minutes)), Some((StepKey::After, 5)), "{format:?}");
            assert_eq!(lasts(&steps), 57, "{format:?}");
        }
    }

    #[test]
    fn sharing_gives_and_takes_first() {
        let of = |minutes, key| {
            scaled(&stock(GroupFormat::Discussion), minutes).into_iter().find(|step| step.key == key).map(|step| step.minutes)
        };
        assert_eq!((of(60, StepKey::Welcome), of(60, StepKey::Sharing), of(60, StepKey::Topic)), (Some(3), Some(32), Some(11)));
        assert_eq!((of(90, StepKey::Welcome), of(90, StepKey::Sharing), of(90, StepKey::Topic)), (Some(3), Some(55), Some(18)));
        // Too short for that: everything shrinks, nothing goes.
        assert_eq!((of(20, StepKey::Welcome), of(20, StepKey::Sharing), of(20, StepKey::After)), (Some(1), Some(10), Some(5)));
    }

    proptest! {
        #[test]
        fn a_scaled_sheet_fills_the_meeting(format in 0..GroupFormat::VARIANTS.len(), minutes in 10..=480_i32, extra in prop::collection::vec((0..14_usize, 1..=240_i32), 0..12)) {
            let mut steps = stock(GroupFormat::VARIANTS[format]);
            steps.extend(extra.into_iter().map(|(key, minutes)| step(StepKey::VARIANTS[key], minutes)));
            let after: Vec<Step> = steps.iter().filter(|step| step.key == StepKey::After).cloned().collect();
            let result = scaled(&steps, minutes);
            let counted = i32::try_from(steps.len() - after.len()).expect("few");
            prop_assert_eq!(lasts(&result), minutes.max(counted));
            prop_assert!(result.iter().all(|step| step.minutes >= 1));
            prop_assert_eq!(result.iter().map(|step| step.key).collect::<Vec<_>>(), steps.iter().map(|step| step.key).collect::<Vec<_>>());
            prop_assert_eq!(result.into_iter().filter(|step| step.key == StepKey::After).collect::<Vec<_>>(), after);
        }
    }
}
