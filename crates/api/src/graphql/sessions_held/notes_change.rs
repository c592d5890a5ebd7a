//! Writing, signing, adding.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::sessions::notes::{self as domain, Answers};

use super::change;
use super::notes::SessionNote;
use crate::graphql::context::{id, key};
use crate::graphql::problems::Problem;

#[derive(InputObject)]
pub struct NoteAnswerInput {
    /// A prompt's key.
    prompt: String,
    text: String,
}

#[derive(InputObject)]
pub struct SaveSessionNoteInput {
    session_id: ID,
    /// A template's key.
    template: String,
    /// All of them, each as it was typed.
    answers: Vec<NoteAnswerInput>,
    /// The version that was looked at; 0: there was none.
    version: i32,
}

#[derive(InputObject)]
pub struct AddOwnLineInput {
    session_id: ID,
    /// Empty takes it back.
    text: String,
    /// `clientLineVersion` as it was looked at.
    version: i32,
}

#[derive(InputObject)]
pub struct AddNoteAddendumInput {
    client_mutation_id: String,
    session_note_id: ID,
    text: String,
}

#[derive(SimpleObject)]
pub struct SaveSessionNotePayload {
    /// What is kept now.
    note: Option<SessionNote>,
    /// The text came too late for its version: the note has the newer one, and this one stands among its copies.
    set_aside: bool,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct SessionNotePayload {
    note: Option<SessionNote>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct NoteRulesPayload {
    cosign_peer_notes: Option<bool>,
    problems: Vec<Problem>,
}

fn answers(input: Vec<NoteAnswerInput>) -> Answers {
    input.into_iter().map(|answer| (answer.prompt, answer.text)).collect()
}

fn told(settled: (Option<domain::SessionNote>, Vec<Problem>)) -> SessionNotePayload {
    let (note, problems) = settled;
    SessionNotePayload { note: note.map(SessionNote), problems }
}

#[derive(Default)]
pub struct SessionNotesMutation;

#[Object]
impl SessionNotesMutation {
    /// Keeps a draft, as often as somebody types. No text is lost: what comes too late for its version is set aside.
    async fn save_session_note(
        &self,
        ctx: &Context<'_>,
        input: SaveSessionNoteInput,
    ) -> async_graphql::Result<SaveSessionNotePayload> {
        let (saved, problems) = change(ctx, async |tx| {
            let draft = domain::SaveDraft {
                session_id: id(&input.session_id, "sessionId")?,
                template: input.template,
                answers: answers(input.answers),
                version: input.version,
            };
            domain::save(tx, draft).await
        })
        .await?;
        let set_aside = saved.as_ref().is_some_and(|saved| saved.set_aside);
        Ok(SaveSessionNotePayload { note: saved.map(|saved| SessionNote(saved.note)), set_aside, problems })
    }

    /// Lets go of a text that was set aside.
    async fn drop_note_copy(
        &self,
        ctx: &Context<'_>,
        session_id: ID,
        note_copy_id: ID,
    ) -> async_graphql::Result<SessionNotePayload> {
        let settled =
            change(ctx, async |tx| domain::drop_copy(tx, id(&session_id, "sessionId")?, id(&note_copy_id, "noteCopyId")?).await)
                .await?;
        let (note, problems) = settled;
        Ok(SessionNotePayload { note: note.flatten().map(SessionNote), problems })
    }

    /// Lets the client read along and add a line, or stops it.
    async fn open_note_to_client(
        &self,
        ctx: &Context<'_>,
        session_id: ID,
        open: bool,
    ) -> async_graphql::Result<SessionNotePayload> {
        let settled = change(ctx, async |tx| domain::open_to_client(tx, id(&session_id, "sessionId")?, open).await).await?;
        Ok(told(settled))
    }

    /// The client's own words in the note about their session, before it is signed.
    async fn add_own_line(&self, ctx: &Context<'_>, input: AddOwnLineInput) -> async_graphql::Result<SessionNotePayload> {
        let settled = change(ctx, async |tx| {
            let line =
                domain::OwnLine { session_id: id(&input.session_id, "sessionId")?, text: input.text, version: input.version };
            domain::add_line(tx, line).await
        })
        .await?;
        Ok(told(settled))
    }

    /// Signs the draft of that version. From here on it stands as it is.
    async fn sign_session_note(
        &self,
        ctx: &Context<'_>,
        session_id: ID,
        version: i32,
    ) -> async_graphql::Result<SessionNotePayload> {
        let settled = change(ctx, async |tx| domain::sign(tx, id(&session_id, "sessionId")?, version).await).await?;
        Ok(told(settled))
    }

    /// A supervisor signs with the author.
    async fn co_sign_session_note(&self, ctx: &Context<'_>, session_note_id: ID) -> async_graphql::Result<SessionNotePayload> {
        let settled = change(ctx, async |tx| domain::co_sign(tx, id(&session_note_id, "noteId")?).await).await?;
        Ok(told(settled))
    }

    /// A supervisor takes back what was signed: it stays as it was, for staff to read, and counts for nothing. Another note can be
    /// written about the session.
    async fn void_session_note(
        &self,
        ctx: &Context<'_>,
        session_note_id: ID,
        reason: String,
    ) -> async_graphql::Result<SessionNotePayload> {
        let settled = change(ctx, async |tx| domain::void(tx, id(&session_note_id, "noteId")?, &reason).await).await?;
        Ok(told(settled))
    }

    /// Adds to what is signed; by whoever signed it.
    async fn add_note_addendum(
        &self,
        ctx: &Context<'_>,
        input: AddNoteAddendumInput,
    ) -> async_graphql::Result<SessionNotePayload> {
        let settled = change(ctx, async |tx| {
            let addendum = domain::AddAddendum {
                key: key(&input.client_mutation_id)?,
                note_id: id(&input.session_note_id, "noteId")?,
                text: input.text,
            };
            domain::add_addendum(tx, addendum).await
        })
        .await?;
        Ok(told(settled))
    }

    /// Whether notes of peer mentors wait for a supervisor's signature.
    async fn set_note_rules(&self, ctx: &Context<'_>, cosign_peer_notes: bool) -> async_graphql::Result<NoteRulesPayload> {
        let (required, problems) = change(ctx, async |tx| domain::set_cosigning(tx, cosign_peer_notes).await).await?;
        Ok(NoteRulesPayload { cosign_peer_notes: required, problems })
    }
}
