//! A client who would like somebody to walk with: what they hope for, when they have time, since when they wait.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use super::{RequestState, SupportMode, account, languages, names, offers, steering, vocabulary};
use crate::audit::Event;
use crate::availability::WeeklyRange;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, ProgramId};
use crate::members::{self, fields};
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::sealed::{Place, Sealed};

pub(super) const WORDS: Place = Place::clinical("mentor_requests", "words");
pub(super) const ONLY_GENDER: Place = Place::clinical("mentor_requests", "only_gender");
const OBJECT: &str = "mentor_request";
pub(super) const LONGEST_WORDS: usize = 500;
const MOST_RANGES: usize = 40;

#[derive(Debug, Clone)]
pub struct MentorRequest {
    pub client_id: MemberId,
    pub state: RequestState,
    pub words: Option<String>,
    pub languages: Vec<String>,
    /// Empty: any.
    pub modes: Vec<SupportMode>,
    /// A word of the vocabulary; `None`: anybody.
    pub only_gender: Option<String>,
    /// Set by staff, shown to staff.
    pub high_need: bool,
    /// A mentor has been asked and has not answered. For staff.
    pub asked: bool,
    pub waiting_since: Option<Timestamp>,
    pub free_hours: Vec<WeeklyRange>,
    pub version: i32,
}

#[derive(FromQueryResult)]
struct Row {
    client_id: Uuid,
    state: String,
    words: Option<Sealed>,
    languages: Vec<String>,
    modes: Vec<String>,
    only_gender: Option<Sealed>,
    high_need: bool,
    asked: bool,
    waiting_since: Option<At>,
    free_hours: serde_json::Value,
    version: i32,
}

macro_rules! requests {
    ($rest:expr) => {
        concat!(
            "select r.client_id, r.state, r.words, r.languages, r.modes, r.only_gender, r.high_need, r.waiting_since, r.version,
               exists (select from cairn.mentorships s
                       where s.center_id = $1 and s.client_id = r.client_id and s.state = 'offered') as asked,
               coalesce((select jsonb_agg(jsonb_build_object('weekday', h.weekday, 'from', h.from_minute, 'until', h.until_minute)
                                          order by h.weekday, h.from_minute)
                         from cairn.free_hours h where h.center_id = $1 and h.client_id = r.client_id), '[]') as free_hours
             from cairn.mentor_requests r join cairn.members m on m.center_id = $1 and m.id = r.client_id
             where r.center_id = $1 and ",
            $rest
        )
    };
}

/// Whether a client is on a way through the program, or in the line before it, be it as their aftercare: as the caseload looks for
/// people. Null: everybody is.
macro_rules! of_program_sql {
    ($client:literal, $program:literal) => {
        concat!(
            "(",
            $program,
            "::uuid is null or exists (
               select from cairn.enrollments w where w.center_id = $1 and w.client_id = ",
            $client,
            " and w.state <> 'closed' and not (w.state in ('intake', 'active', 'on_hold') and w.ended_on is not null)
                 and (w.program_id = ",
            $program,
            " or (w.state = 'aftercare' and w.aftercare_program_id = ",
            $program,
            "))))"
        )
    };
}
pub(super) use of_program_sql;

async fn open_all(tx: &CenterTx, rows: Vec<Row>) -> Outcome<Vec<MentorRequest>> {
    let keys = tx.keys().await?;
    let open = |row: Row| {
        Ok(MentorRequest {
            client_id: MemberId(row.client_id),
            state: RequestState::stored(&row.state)?,
            words: row.words.map(|words| keys.open(WORDS, row.client_id, &words)).transpose()?,
            languages: row.languages,
            modes: row.modes.iter().map(|mode| SupportMode::stored(mode)).collect::<Result<_, _>>()?,
            only_gender: row.only_gender.map(|gender| keys.open(ONLY_GENDER, row.client_id, &gender)).transpose()?,
            high_need: row.high_need,
            asked: row.asked,
            waiting_since: row.waiting_since.map(|at| at.0),
            free_hours: serde_json::from_value(row.free_hours).map_err(|_| Surprise::Inconsistent("free hours"))?,
            version: row.version,
        })
    };
    Ok(rows.into_iter().map(open).collect::<Result<_, Surprise>>()?)
}

pub(super) async fn read(tx: &CenterTx, client_id: MemberId) -> Outcome<Option<MentorRequest>> {
    let rows = tx.rows::<Row>(requests!("r.client_id = $2"), [client_id.0.into()]).await?;
    Ok(open_all(tx, rows).await?.pop())
}

/// Everybody who waits, of one program or of all, the longest first.
pub(super) async fn waiting(tx: &CenterTx, program: Option<ProgramId>) -> Outcome<Vec<MentorRequest>> {
    let rows = tx
        .rows::<Row>(
            concat!(
                requests!("r.state = 'waiting' and m.state = 'active' and m.roles @> array['client'] and "),
                of_program_sql!("r.client_id", "$2"),
                " order by r.waiting_since, r.client_id limit 1000"
            ),
            [program.map(|id| id.0).into()],
        )
        .await?;
    open_all(tx, rows).await
}

/// A part of the line, and how many stand in all of it that was looked for.
#[derive(Debug, Clone)]
pub struct Line {
    pub page: Page<MentorRequest>,
    pub total: usize,
}

#[derive(FromQueryResult)]
struct PlaceInLine {
    client_id: Uuid,
    name: Sealed,
    waiting_since: At,
}

/// Who waits for a mentor.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seeking<'a> {
    /// The beginning of any part of the name.
    pub search: Option<&'a str>,
    pub program: Option<ProgramId>,
}

/// Everybody who waits, the longest first, for whoever steers mentoring.
///
/// Two statements: names are sealed, so the search happens here; wishes are read of the page's people only.
pub async fn waiting_list(tx: &CenterTx, wanted: Seeking<'_>, page: &PageRequest) -> Outcome<Line> {
    let membership = account(tx)?;
    if !policy::allows(&membership.roles, Action::ManageMentors, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    let rows = tx
        .rows::<PlaceInLine>(
            concat!(
                "select r.client_id, m.name, r.waiting_since
             from cairn.mentor_requests r join cairn.members m on m.center_id = $1 and m.id = r.client_id
             where r.center_id = $1 and r.state = 'waiting' and m.state = 'active' and m.roles @> array['client'] and ",
                of_program_sql!("r.client_id", "$2"),
                " order by r.waiting_since, r.client_id limit 1000"
            ),
            [wanted.program.map(|id| id.0).into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let search = fields::folded(wanted.search.unwrap_or_default().trim());
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        let name = keys.open(members::NAME, row.client_id, &row.name)?;
        if fields::begins_a_part(&fields::folded(&name), &search) {
            places.push((row.waiting_since.0, row.client_id));
        }
    }
    let total = places.len();
    // By place and not by person: whoever was last on a page may have left the line since.
    places.retain(|place| page.after.is_none_or(|after| *place > (after.at, after.id)));
    places.truncate(usize::try_from(page.limit()).unwrap_or(1));
    let shown = Page::cut(places, page);
    let ids: Vec<Uuid> = shown.items.iter().map(|(_, id)| *id).collect();
    let rows = tx.rows::<Row>(requests!("r.client_id = any($2) order by r.waiting_since, r.client_id"), [ids.into()]).await?;
    Ok(Line { page: Page { items: open_all(tx, rows).await?, has_next: shown.has_next }, total })
}

/// One's own wish, if there is one.
pub async fn own(tx: &CenterTx) -> Outcome<Option<MentorRequest>> {
    let me = asker(tx)?;
    read(tx, me).await
}

pub(super) fn asker(tx: &CenterTx) -> Outcome<MemberId> {
    let membership = account(tx)?;
    if policy::allows(&membership.roles, Action::AskForMentor, Target::OWN) {
        Ok(membership.member_id)
    } else {
        Err(Problem::NotAllowed.into())
    }
}

#[derive(FromQueryResult)]
struct Spoken {
    language: String,
}

/// As a client is weighed who has not said what they hope for: in the language they read in, by whatever way. `None`: no client.
pub(super) async fn unsaid(tx: &CenterTx, client_id: MemberId) -> Outcome<Option<MentorRequest>> {
    let row = tx
        .row::<Spoken>(
            "select split_part(locale, '-', 1) as language from cairn.members
             where center_id = $1 and id = $2 and roles @> array['client']",
            [client_id.0.into()],
        )
        .await?;
    Ok(row.map(|row| MentorRequest {
        client_id,
        state: RequestState::Off,
        words: None,
        languages: vec![row.language],
        modes: Vec::new(),
        only_gender: None,
        high_need: false,
        asked: false,
        waiting_since: None,
        free_hours: Vec::new(),
        version: 0,
    }))
}

/// Locks the client's row; makes it, when a first offer comes before a wish. Whoever has not asked for anybody does not stand in
/// line by that.
pub(super) async fn locked(tx: &CenterTx, client_id: MemberId) -> Outcome<MentorRequest> {
    tx.run(
        "insert into cairn.mentor_requests (center_id, client_id, state, languages, updated_at)
         select $1, m.id, 'off', array[split_part(m.locale, '-', 1)], $3 from cairn.members m
         where m.center_id = $1 and m.id = $2 and m.roles @> array['client'] on conflict do nothing",
        [client_id.0.into(), tx.at().into()],
    )
    .await?;
    tx.run("select from cairn.mentor_requests where center_id = $1 and client_id = $2 for update", [client_id.0.into()]).await?;
    read(tx, client_id).await?.ok_or_else(|| Problem::not_found("clientId").into())
}

#[derive(Debug, Clone)]
pub struct SetRequest {
    pub words: String,
    pub languages: Vec<String>,
    pub modes: Vec<SupportMode>,
    pub only_gender: Option<String>,
    pub free_hours: Vec<WeeklyRange>,
}

/// Says what one hopes for, and waits from now; changing the words keeps the place in line.
pub async fn set(tx: &CenterTx, input: SetRequest) -> Outcome<MentorRequest> {
    let me = asker(tx)?;
    tx.writable()?;
    let mut problems = Problems::default();
    let words = problems.take(fields::paragraphs(&input.words, "words", LONGEST_WORDS));
    let languages = problems.take(languages(&input.languages, "languages"));
    let gender = input.only_gender.as_deref().filter(|code| !code.is_empty());
    if gender.is_some_and(|code| vocabulary::gender(code).is_none()) {
        problems.push(Problem::invalid("onlyGender", "word_unknown"));
    }
    problems.take(check_hours(&input.free_hours));
    problems.refuse_if_any()?;
    let (Some(words), Some(languages)) = (words, languages) else {
        return Err(Surprise::Inconsistent("a problem that was not told").into());
    };
    locked(tx, me).await?;
    tx.run(
        "update cairn.mentor_requests set words = $3, languages = $4, modes = $5, only_gender = $6, updated_at = $7,
           state = case when state = 'off' then 'waiting' else state end,
           waiting_since = case when state = 'off' then $7 else waiting_since end, version = version + 1
         where center_id = $1 and client_id = $2",
        [
            me.0.into(),
            tx.seal_option(WORDS, me.0, Some(words.as_str()).filter(|text| !text.is_empty())).await?.into(),
            languages.into(),
            names(&input.modes).into(),
            tx.seal_option(ONLY_GENDER, me.0, gender).await?.into(),
            tx.at().into(),
        ],
    )
    .await?;
    tx.run("delete from cairn.free_hours where center_id = $1 and client_id = $2", [me.0.into()]).await?;
    let hours: Vec<_> = input
        .free_hours
        .iter()
        .map(|range| json!({ "id": tx.ids().person(), "weekday": range.weekday, "from": range.from, "until": range.until }))
        .collect();
    tx.run(
        "insert into cairn.free_hours (center_id, id, client_id, weekday, from_minute, until_minute)
         select $1, h.id, $2, h.weekday, h.\"from\", h.until
         from jsonb_to_recordset($3) as h (id uuid, weekday smallint, \"from\" smallint, until smallint)",
        [me.0.into(), serde_json::Value::Array(hours).into()],
    )
    .await?;
    tx.audit(Event::done("mentor_request.set", OBJECT, me.0).about(me).purpose("own_data"));
    read(tx, me).await?.ok_or_else(|| Surprise::Inconsistent("a wish vanished").into())
}

fn check_hours(hours: &[WeeklyRange]) -> Result<(), Problem> {
    if hours.len() > MOST_RANGES {
        return Err(Problem::limit("freeHours", "too_many", 40));
    }
    let mut sorted = hours.to_vec();
    sorted.sort_by_key(|range| (range.weekday, range.from));
    let sound = |range: &WeeklyRange| {
        (1..=7).contains(&range.weekday) && (0..1440).contains(&range.from) && range.from < range.until && range.until <= 1440
    };
    if !sorted.iter().all(sound) {
        return Err(Problem::invalid("freeHours", "ends_before_start"));
    }
    let apart = sorted.windows(2).all(|two| two[0].weekday != two[1].weekday || two[0].until <= two[1].from);
    if apart { Ok(()) } else { Err(Problem::invalid("freeHours", "hours_overlap")) }
}

/// Does not look for anybody any more. Open questions are taken back; whoever walks with them stays.
pub async fn stop(tx: &CenterTx) -> Outcome<MentorRequest> {
    let me = asker(tx)?;
    tx.writable()?;
    let request = locked(tx, me).await?;
    if request.state == RequestState::Waiting {
        offers::withdraw_all(tx, me, None).await?;
        write_state(tx, me, RequestState::Off).await?;
        tx.audit(Event::done("mentor_request.stop", OBJECT, me.0).about(me).purpose("own_data"));
    }
    read(tx, me).await?.ok_or_else(|| Surprise::Inconsistent("a wish vanished").into())
}

pub(super) async fn write_state(tx: &CenterTx, client_id: MemberId, state: RequestState) -> Outcome<()> {
    tx.run(
        "update cairn.mentor_requests set state = $3, version = version + 1, updated_at = $4,
           waiting_since = case when $3 = 'waiting' then coalesce(waiting_since, $4) end
         where center_id = $1 and client_id = $2",
        [client_id.0.into(), state.name().into(), tx.at().into()],
    )
    .await?;
    Ok(())
}

/// Whether somebody needs much: their pair weighs more on a mentor.
pub async fn set_high_need(tx: &CenterTx, client_id: MemberId, high_need: bool) -> Outcome<MentorRequest> {
    steering(tx, Action::ManageMentors, "clientId")?;
    tx.writable()?;
    locked(tx, client_id).await?;
    tx.run(
        "update cairn.mentor_requests set high_need = $3, version = version + 1 where center_id = $1 and client_id = $2",
        [client_id.0.into(), high_need.into()],
    )
    .await?;
    tx.run(
        "update cairn.mentorships set high_need = $3 where center_id = $1 and client_id = $2
           and state in ('proposed', 'offered', 'active', 'paused', 'stepping_back', 'closing')",
        [client_id.0.into(), high_need.into()],
    )
    .await?;
    tx.audit(Event::done("mentor_request.weigh", OBJECT, client_id.0).about(client_id));
    read(tx, client_id).await?.ok_or_else(|| Surprise::Inconsistent("a wish vanished").into())
}
