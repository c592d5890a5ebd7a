//! Writing: saved as often as somebody types, by version; what comes too late is set aside, never dropped.

use jiff::{SignedDuration, Timestamp};

use super::templates::{self, NoteTemplate};
use super::{Answers, BODY, COPY, LINE, OBJECT, SessionNote, Stage, standing, stored, writable, write_answers};
use crate::audit::Event;
use crate::db::CenterTx;
use crate::ids::{NoteCopyId, SessionId};
use crate::members::fields;
use crate::notifications;
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::sessions::Session;
use crate::sessions::life::OPENS;

/// Characters of one answer.
const LONGEST: usize = 8_000;
const LONGEST_LINE: usize = 1_000;
/// That there is something to read is news so long; it stands on Today until it is signed.
const USEFUL: SignedDuration = SignedDuration::from_hours(48);
/// Copies of one note that wait to be looked at.
const MOST_COPIES: usize = 50;

#[derive(Debug, Clone)]
pub struct SaveDraft {
    pub session_id: SessionId,
    pub template: String,
    pub answers: Answers,
    /// The version that was looked at; 0: there was none.
    pub version: i32,
}

/// What is kept now.
#[derive(Debug, Clone)]
pub struct Saved {
    pub note: SessionNote,
    /// The text came too late for its version: the note has the newer one, and this one stands among its copies.
    pub set_aside: bool,
}

/// Text is kept as it was typed, to the last space; only its length is looked at.
fn checked(input: &SaveDraft) -> Outcome<&'static NoteTemplate> {
    let mut problems = Problems::default();
    let template =
        problems.take(templates::find(&input.template).ok_or_else(|| Problem::invalid("template", "template_unknown")));
    for (prompt, text) in &input.answers {
        if template.is_some_and(|template| template.prompts.iter().all(|known| known.key != prompt)) {
            problems.push(Problem::invalid_at(&["answers", prompt.as_str()], "prompt_unknown"));
        } else if text.chars().count() > LONGEST {
            let path = vec!["answers".to_owned(), prompt.clone()];
            problems.push(Problem::Invalid { path, rule: "too_long", limit: Some(8_000) });
        }
    }
    problems.refuse_if_any()?;
    template.ok_or_else(|| Surprise::Inconsistent("a problem that was not told").into())
}

fn may_be_written(session: &Session, now: Timestamp) -> Outcome<()> {
    if session.state.is_called_off() {
        return Err(Problem::invalid("sessionId", "session_state").into());
    }
    if now < session.starts_at - OPENS && session.started_at.is_none() {
        return Err(Problem::invalid("sessionId", "session_too_early").into());
    }
    Ok(())
}

/// Keeps a draft. A version that is not the newest changes nothing of the newer text, and both are kept.
pub async fn save(tx: &CenterTx, input: SaveDraft) -> Outcome<Saved> {
    let session = writable(tx, input.session_id).await?;
    let template = checked(&input)?;
    may_be_written(&session, tx.now())?;
    let newest = stored(tx, session.id).await?;
    let version = match newest.as_ref().map(|note| &note.stage) {
        None => 0,
        Some(Stage::Draft { version, .. }) => *version,
        Some(Stage::Signed(_)) => return Err(Problem::invalid("answers", "session_note_signed").into()),
    };
    let set_aside = match &newest {
        // Sent twice, or saved without a change: it is as wanted.
        Some(note) if note.answers == input.answers && note.template.key == template.key => false,
        Some(_) if version != input.version => {
            keep_beside(tx, &session, &input.answers).await?;
            true
        }
        _ => {
            write(tx, &session, newest.as_ref(), template, &input.answers).await?;
            false
        }
    };
    let note = stored(tx, session.id).await?.ok_or(Surprise::Inconsistent("a draft vanished"))?;
    if newest.is_none() {
        tx.audit(Event::done("session_note.draft", OBJECT, note.id.0).about(session.client_id).purpose("care"));
    }
    Ok(Saved { note, set_aside })
}

async fn write(
    tx: &CenterTx,
    session: &Session,
    newest: Option<&SessionNote>,
    template: &NoteTemplate,
    answers: &Answers,
) -> Outcome<()> {
    // The session's row is locked: nobody else writes about it meanwhile.
    let id = newest.map_or_else(|| tx.ids().event(tx.now()), |note| note.id.0);
    tx.run(
        "insert into cairn.session_note_drafts as d (center_id, id, session_id, template, body, author_id, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7)
         on conflict (center_id, id) do update set template = excluded.template, body = excluded.body,
           updated_at = excluded.updated_at, version = d.version + 1",
        [
            id.into(),
            session.id.0.into(),
            template.key.into(),
            tx.seal(BODY, id, &write_answers(answers)?).await?.into(),
            session.counselor_id.0.into(),
            tx.at().into(),
        ],
    )
    .await?;
    Ok(())
}

async fn keep_beside(tx: &CenterTx, session: &Session, answers: &Answers) -> Outcome<()> {
    let copies = super::copies(tx, session.id).await?;
    if copies.iter().any(|copy| copy.answers == *answers) {
        return Ok(());
    }
    if copies.len() >= MOST_COPIES {
        return Err(Problem::limit("answers", "too_many_copies", 50).into());
    }
    let id = tx.ids().event(tx.now());
    tx.run(
        "insert into cairn.session_note_copies (center_id, id, session_id, body, author_id, at) values ($1, $2, $3, $4, $5, $6)",
        [
            id.into(),
            session.id.0.into(),
            tx.seal(COPY, id, &write_answers(answers)?).await?.into(),
            session.counselor_id.0.into(),
            tx.at().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Lets go of a text that was set aside: what was worth keeping is in the note now.
pub async fn drop_copy(tx: &CenterTx, session_id: SessionId, id: NoteCopyId) -> Outcome<Option<SessionNote>> {
    let session = writable(tx, session_id).await?;
    let gone = tx
        .run(
            "delete from cairn.session_note_copies where center_id = $1 and session_id = $2 and id = $3",
            [session.id.0.into(), id.0.into()],
        )
        .await?;
    if gone == 0 {
        return Err(Problem::not_found("noteCopyId").into());
    }
    tx.audit(Event::done("session_note.drop_copy", "session", session.id.0).about(session.client_id).purpose("care"));
    stored(tx, session.id).await
}

/// Lets the client read along and add a line, or stops it. A line that is there stays.
pub async fn open_to_client(tx: &CenterTx, session_id: SessionId, open: bool) -> Outcome<SessionNote> {
    let session = writable(tx, session_id).await?;
    let changed = tx
        .run(
            "update cairn.session_note_drafts set opened_at = case when $3 then coalesce(opened_at, $4) end
             where center_id = $1 and session_id = $2",
            [session.id.0.into(), open.into(), tx.at().into()],
        )
        .await?;
    if changed == 0 {
        return Err(Problem::invalid("sessionId", "no_draft").into());
    }
    let note = stored(tx, session.id).await?.ok_or(Surprise::Inconsistent("a draft vanished"))?;
    let action = if open { "session_note.open_to_client" } else { "session_note.close_to_client" };
    tx.audit(Event::done(action, OBJECT, note.id.0).about(session.client_id).purpose("care"));
    if open {
        // Told once, however often it is closed and opened.
        notifications::booking_news(tx, note.id.0, 1, &[session.client_id], tx.now() + USEFUL).await?;
    }
    Ok(note)
}

#[derive(Debug, Clone)]
pub struct OwnLine {
    pub session_id: SessionId,
    /// Empty takes it back.
    pub text: String,
    /// The version that was looked at; 0: there was none.
    pub version: i32,
}

/// The client's own words, in the note about their session, before it is signed.
pub async fn add_line(tx: &CenterTx, input: OwnLine) -> Outcome<SessionNote> {
    let missing = || Problem::not_found("sessionId");
    let session = crate::sessions::book::locked(tx, input.session_id).await?.ok_or_else(missing)?;
    if !standing(tx, session.counselor_id, session.client_id).await?.own {
        return Err(missing().into());
    }
    tx.writable()?;
    let note = stored(tx, session.id).await?;
    let (id, version) = match note.map(|note| (note.id, note.stage)) {
        Some((id, Stage::Draft { opened_at: Some(_), line_version, .. })) => (id, line_version),
        Some((_, Stage::Signed(_))) => return Err(Problem::invalid("text", "session_note_signed").into()),
        _ => return Err(Problem::invalid("sessionId", "no_draft").into()),
    };
    if version != input.version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    let text = fields::paragraphs(&input.text, "text", LONGEST_LINE)?;
    let line = tx.seal_option(LINE, id.0, Some(text.as_str()).filter(|text| !text.is_empty())).await?;
    tx.run(
        "update cairn.session_note_drafts set client_line = $3, client_line_version = client_line_version + 1
         where center_id = $1 and id = $2",
        [id.0.into(), line.into()],
    )
    .await?;
    tx.audit(Event::done("session_note.own_line", OBJECT, id.0).about(session.client_id).purpose("own_data"));
    let mut note = stored(tx, session.id).await?.ok_or(Surprise::Inconsistent("a draft vanished"))?;
    note.copies.clear();
    Ok(note)
}
