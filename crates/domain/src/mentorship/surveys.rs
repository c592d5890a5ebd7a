//! What the two of a pair answer at its end.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::pairs::{self, OBJECT, PairSide, PairView};
use super::{MentorshipState, steering};
use crate::audit::Event;
use crate::db::CenterTx;
use crate::ids::{MemberId, MentorshipId};
use crate::members::fields;
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{Place, Sealed};

const LONGEST_WORDS: usize = 2_000;
const CLIENT_SURVEY: Place = Place::clinical("mentorships", "client_survey");
const MENTOR_SURVEY: Place = Place::clinical("mentorships", "mentor_survey");

/// A few answers at the end: how it was, for whoever looks after the program. 1 to 5, and words.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Survey {
    pub felt_heard: i32,
    pub helped: i32,
    pub would_again: bool,
    pub words: String,
}

/// What the two of a pair answered at its end.
#[derive(Debug, Clone, Default)]
pub struct Surveys {
    pub client: Option<Survey>,
    pub mentor: Option<Survey>,
}

#[derive(FromQueryResult)]
struct SurveysRow {
    client_id: Uuid,
    client_survey: Option<Sealed>,
    mentor_survey: Option<Sealed>,
}

/// For whoever steers mentoring, and is not of the pair. Reading it is remembered.
pub async fn surveys(tx: &CenterTx, id: MentorshipId) -> Outcome<Surveys> {
    let me = steering(tx, Action::ManageMentors, "mentorshipId")?.member_id;
    let row = tx
        .row::<SurveysRow>(
            "select client_id, client_survey, mentor_survey from cairn.mentorships
             where center_id = $1 and id = $2 and client_id <> $3 and mentor_id <> $3",
            [id.0.into(), me.0.into()],
        )
        .await?
        .ok_or_else(|| Problem::not_found("mentorshipId"))?;
    let keys = tx.keys().await?;
    let open = |place: Place, text: Option<Sealed>| -> Result<Option<Survey>, Surprise> {
        let Some(text) = text else { return Ok(None) };
        let survey = serde_json::from_str(&keys.open(place, id.0, &text)?).map_err(|_| Surprise::Inconsistent("a survey"))?;
        Ok(Some(survey))
    };
    let surveys = Surveys { client: open(CLIENT_SURVEY, row.client_survey)?, mentor: open(MENTOR_SURVEY, row.mentor_survey)? };
    if surveys.client.is_some() || surveys.mentor.is_some() {
        tx.audit(Event::done("mentorship.read_surveys", OBJECT, id.0).about(MemberId(row.client_id)).purpose("supervision"));
    }
    Ok(surveys)
}

pub async fn answer_survey(tx: &CenterTx, id: MentorshipId, survey: Survey) -> Outcome<PairView> {
    let view = pairs::locked_by_side(tx, id).await?;
    if !matches!(view.pair.state, MentorshipState::Closing | MentorshipState::Closed) {
        return Err(Problem::invalid("mentorshipId", "mentorship_state").into());
    }
    if !(1..=5).contains(&survey.felt_heard) || !(1..=5).contains(&survey.helped) {
        return Err(Problem::limit("feltHeard", "out_of_range", 5).into());
    }
    let words = fields::paragraphs(&survey.words, "words", LONGEST_WORDS)?;
    let text = serde_json::to_string(&Survey { words, ..survey }).map_err(|_| Surprise::Inconsistent("a survey"))?;
    let (sql, place) = match view.side {
        PairSide::Client => ("update cairn.mentorships set client_survey = $3 where center_id = $1 and id = $2", CLIENT_SURVEY),
        _ => ("update cairn.mentorships set mentor_survey = $3 where center_id = $1 and id = $2", MENTOR_SURVEY),
    };
    tx.run(sql, [id.0.into(), tx.seal(place, id.0, &text).await?.into()]).await?;
    tx.audit(Event::done("mentorship.answer_survey", OBJECT, id.0).about(view.pair.client_id).purpose("care"));
    pairs::find(tx, id).await
}
