//! What is kept of a meeting.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::groups::notes::{self as domain, Note, SaveNote};
use cairn_domain::{CenterTx, Outcome};

use crate::graphql::context::{self, id, optional_id, wire};
use crate::graphql::groups::group::GroupPerson;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::DateTime;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum NoteState {
    Draft,
    /// Never changes again.
    Signed,
}

/// One part of a meeting's note.
#[derive(SimpleObject)]
pub struct MeetingNote {
    id: ID,
    /// Whom it is about; null: what all share.
    person: Option<GroupPerson>,
    body: String,
    /// A member's copy: what somebody of the group is called elsewhere was left out of it; `[…]` stands there.
    names_left_out: bool,
    state: NoteState,
    signed_at: Option<DateTime>,
    /// Rises with each saving.
    version: i32,
    /// Who wrote it, as the group knows them.
    author_alias: Option<String>,
}

impl From<Note> for MeetingNote {
    fn from(note: Note) -> Self {
        Self {
            id: wire(note.id),
            person: note.person.map(GroupPerson::from),
            body: note.body,
            names_left_out: note.names_left_out,
            state: if note.signed_at.is_some() { NoteState::Signed } else { NoteState::Draft },
            signed_at: note.signed_at.map(DateTime),
            version: note.version,
            author_alias: note.author_alias,
        }
    }
}

fn told(notes: Vec<Note>) -> Vec<MeetingNote> {
    notes.into_iter().map(MeetingNote::from).collect()
}

#[derive(Default)]
pub struct NotesQuery;

#[Object]
impl NotesQuery {
    /// All parts for those who hold the room; for a member, once signed, what all share and their own.
    async fn meeting_notes(&self, ctx: &Context<'_>, meeting_id: ID) -> async_graphql::Result<Vec<MeetingNote>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::list(&tx, id(&meeting_id, "meetingId")?).await };
        Ok(told(request.answer(outcome.await)?))
    }
}

#[derive(InputObject)]
pub struct SaveMeetingNoteInput {
    meeting_id: ID,
    /// Whom it is about, as the roster names them; null: what all share.
    person_id: Option<ID>,
    body: String,
    /// The version that was looked at; 0: there was none.
    version: i32,
}

#[derive(SimpleObject)]
pub struct SaveMeetingNotePayload {
    note: Option<MeetingNote>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct SignMeetingNotesPayload {
    notes: Vec<MeetingNote>,
    problems: Vec<Problem>,
}

async fn save(tx: &CenterTx, input: SaveMeetingNoteInput) -> Outcome<Note> {
    let note = SaveNote {
        meeting_id: id(&input.meeting_id, "meetingId")?,
        person: optional_id(input.person_id.as_ref(), "personId")?,
        body: input.body,
        version: input.version,
    };
    domain::save(tx, note).await
}

#[derive(Default)]
pub struct NotesMutation;

#[Object]
impl NotesMutation {
    /// Keeps a draft, as often as somebody types.
    async fn save_meeting_note(
        &self,
        ctx: &Context<'_>,
        input: SaveMeetingNoteInput,
    ) -> async_graphql::Result<SaveMeetingNotePayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = save(&tx, input).await;
        let (note, problems) = request.settle(tx, outcome).await?;
        Ok(SaveMeetingNotePayload { note: note.map(MeetingNote::from), problems })
    }

    /// Signs all drafts of a meeting, or none: no part may say the alias of anybody it is not about. What people are called
    /// elsewhere is left out of the copies.
    async fn sign_meeting_notes(&self, ctx: &Context<'_>, meeting_id: ID) -> async_graphql::Result<SignMeetingNotesPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { domain::sign(&tx, id(&meeting_id, "meetingId")?).await }.await;
        let (notes, problems) = request.settle(tx, outcome).await?;
        Ok(SignMeetingNotesPayload { notes: told(notes.unwrap_or_default()), problems })
    }
}
