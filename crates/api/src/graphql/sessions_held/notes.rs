//! What is written about a session.

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use cairn_domain::language::Locale;
use cairn_domain::paging::{Cursor, Page};
use cairn_domain::sessions::notes::{self as domain, Answers, Stage};
use jiff::Timestamp;

use crate::connection;
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, SessionLoader, id, wire};
use crate::graphql::members::Member;
use crate::graphql::scalars::DateTime;
use crate::graphql::sessions::{Session, SessionConnection};

/// One question of a template, in the viewer's language.
#[derive(SimpleObject)]
pub struct NotePrompt {
    key: String,
    words: String,
    /// A note is not signed without it.
    required: bool,
}

#[derive(SimpleObject)]
pub struct NoteTemplate {
    key: String,
    /// In the viewer's language.
    name: String,
    prompts: Vec<NotePrompt>,
}

fn template(template: &domain::templates::NoteTemplate, locale: Locale) -> NoteTemplate {
    let prompts = template.prompts.iter().map(|prompt| NotePrompt {
        key: prompt.key.to_owned(),
        words: prompt.words.say(locale).to_owned(),
        required: prompt.required,
    });
    NoteTemplate { key: template.key.to_owned(), name: template.name.say(locale).to_owned(), prompts: prompts.collect() }
}

/// What was answered to one question.
#[derive(SimpleObject, Clone)]
pub struct NoteAnswer {
    prompt: String,
    text: String,
}

fn answers(answers: &Answers) -> Vec<NoteAnswer> {
    answers.iter().map(|(prompt, text)| NoteAnswer { prompt: prompt.clone(), text: text.clone() }).collect()
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum SessionNoteState {
    Draft,
    /// Never changes again, and waits for a supervisor's signature.
    WaitsForCosign,
    /// Never changes again.
    Signed,
    /// Was signed, and taken back: it counts for nothing.
    Voided,
}

/// Text that came too late for its version.
#[derive(SimpleObject)]
pub struct NoteCopy {
    id: ID,
    answers: Vec<NoteAnswer>,
    at: DateTime,
}

pub struct NoteAddendum(domain::Addendum);

#[Object]
impl NoteAddendum {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn by(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.by_id).await?.into())
    }
    async fn text(&self) -> &str {
        &self.0.text
    }
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }
}

/// The note of one session: what is being written, or what was signed.
pub struct SessionNote(pub domain::SessionNote);

impl SessionNote {
    fn signature(&self) -> Option<&domain::Signature> {
        match &self.0.stage {
            Stage::Signed(signature) => Some(signature),
            Stage::Draft { .. } => None,
        }
    }

    fn voided(&self) -> Option<&domain::Voided> {
        self.signature()?.voided.as_ref()
    }
}

#[Object]
impl SessionNote {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn session_id(&self) -> ID {
        wire(self.0.session_id)
    }
    async fn author(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.author_id).await?.into())
    }
    async fn template(&self, ctx: &Context<'_>) -> async_graphql::Result<NoteTemplate> {
        Ok(template(self.0.template, context::of(ctx)?.locale().await))
    }
    async fn answers(&self) -> Vec<NoteAnswer> {
        answers(&self.0.answers)
    }
    /// The client's own words.
    async fn client_line(&self) -> Option<&str> {
        self.0.client_line.as_deref()
    }
    /// For `addOwnLine`.
    async fn client_line_version(&self) -> i32 {
        match self.0.stage {
            Stage::Draft { line_version, .. } => line_version,
            Stage::Signed(_) => 0,
        }
    }
    async fn state(&self) -> SessionNoteState {
        match self.signature() {
            None => SessionNoteState::Draft,
            Some(signature) if signature.voided.is_some() => SessionNoteState::Voided,
            Some(signature) if signature.cosign_required && signature.cosigned.is_none() => SessionNoteState::WaitsForCosign,
            Some(_) => SessionNoteState::Signed,
        }
    }
    /// Of a draft: rises with each saving. 0 once it is signed.
    async fn version(&self) -> i32 {
        match self.0.stage {
            Stage::Draft { version, .. } => version,
            Stage::Signed(_) => 0,
        }
    }
    async fn saved_at(&self) -> DateTime {
        match &self.0.stage {
            Stage::Draft { saved_at, .. } => DateTime(*saved_at),
            Stage::Signed(signature) => DateTime(signature.at),
        }
    }
    /// Of a draft: since when the client reads along and may add a line.
    async fn opened_to_client_at(&self) -> Option<DateTime> {
        match self.0.stage {
            Stage::Draft { opened_at, .. } => opened_at.map(DateTime),
            Stage::Signed(_) => None,
        }
    }
    async fn signed_at(&self) -> Option<DateTime> {
        self.signature().map(|signature| DateTime(signature.at))
    }
    /// Signed more than a day after the session.
    async fn late(&self) -> bool {
        self.signature().is_some_and(|signature| signature.late)
    }
    async fn cosigned_by(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        match self.signature().and_then(|signature| signature.cosigned) {
            Some((by, _)) => Ok(Some(context::member(ctx, by).await?.into())),
            None => Ok(None),
        }
    }
    async fn cosigned_at(&self) -> Option<DateTime> {
        self.signature()?.cosigned.map(|(_, at)| DateTime(at))
    }
    async fn voided_by(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        match self.voided() {
            Some(voided) => Ok(Some(context::member(ctx, voided.by_id).await?.into())),
            None => Ok(None),
        }
    }
    async fn voided_at(&self) -> Option<DateTime> {
        self.voided().map(|voided| DateTime(voided.at))
    }
    /// Why it was taken back.
    async fn void_reason(&self) -> Option<&str> {
        self.voided().map(|voided| voided.reason.as_str())
    }
    async fn addenda(&self) -> Vec<NoteAddendum> {
        self.0.addenda.iter().cloned().map(NoteAddendum).collect()
    }
    /// For the author: text that came too late for its version, and waits to be looked at.
    async fn copies(&self) -> Vec<NoteCopy> {
        let copy =
            |copy: &domain::NoteCopy| NoteCopy { id: wire(copy.id), answers: answers(&copy.answers), at: DateTime(copy.at) };
        self.0.copies.iter().map(copy).collect()
    }
}

/// A signed note about a client; its text is read with `sessionNote`.
#[derive(Clone)]
pub struct EarlierNote(domain::EarlierNote);

#[Object]
impl EarlierNote {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn session_id(&self) -> ID {
        wire(self.0.session_id)
    }
    async fn author(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.author_id).await?.into())
    }
    /// When the session was planned.
    async fn starts_at(&self) -> DateTime {
        DateTime(self.0.starts_at)
    }
    async fn ends_at(&self) -> DateTime {
        DateTime(self.0.ends_at)
    }
}
connection!(EarlierNoteConnection, EarlierNoteEdge, EarlierNote);

#[derive(Default)]
pub struct SessionNotesQuery;

#[Object]
impl SessionNotesQuery {
    async fn note_templates(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<NoteTemplate>> {
        let request = context::of(ctx)?;
        request.tx().await?;
        let locale = request.locale().await;
        Ok(domain::templates::TEMPLATES.iter().map(|one| template(one, locale)).collect())
    }

    /// The note of a session, as far as the viewer may read it. Reading is remembered.
    async fn session_note(&self, ctx: &Context<'_>, session_id: ID) -> async_graphql::Result<Option<SessionNote>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::of_session(&tx, id(&session_id, "sessionId")?).await };
        Ok(request.answer_or_null(outcome.await)?.flatten().map(SessionNote))
    }

    /// Notes about a session that were taken back, the first one first; for staff who may read about it. Reading is remembered.
    async fn voided_session_notes(&self, ctx: &Context<'_>, session_id: ID) -> async_graphql::Result<Vec<SessionNote>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::voided(&tx, id(&session_id, "sessionId")?).await };
        let notes = request.answer_or_null(outcome.await)?.unwrap_or_default();
        Ok(notes.into_iter().map(SessionNote).collect())
    }

    /// When the last note about a session was taken back, for whoever may read about it. Null: none was.
    async fn session_note_voided_at(&self, ctx: &Context<'_>, session_id: ID) -> async_graphql::Result<Option<DateTime>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::taken_back_at(&tx, id(&session_id, "sessionId")?).await };
        Ok(request.answer_or_null(outcome.await)?.flatten().map(DateTime))
    }

    /// The viewer's own sessions whose note is open to them and has no line of theirs yet, the newest first.
    async fn sessions_with_open_note(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Session>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let found = request.answer(cairn_domain::sessions::with_open_note(&tx).await)?;
        Ok(found.into_iter().map(Session).collect())
    }

    /// Signed notes about a client that others wrote, of the newest session first; for whoever may read them.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn earlier_notes(
        &self,
        ctx: &Context<'_>,
        client_id: ID,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<EarlierNoteConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let page = page_request(first, after.as_deref())?;
            domain::by_others(&tx, id(&client_id, "clientId")?, page).await
        };
        let page = request.answer(outcome.await)?;
        let item = |note: domain::EarlierNote| (encode_cursor(Cursor { at: note.starts_at, id: note.id.0 }), EarlierNote(note));
        Ok(EarlierNoteConnection::of(page.items.into_iter().map(item).collect(), page.has_next, after.is_some()))
    }

    /// The viewer's sessions that are over and have no signed note, the longest waiting first: those too of which nobody said yet
    /// how they went.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn notes_to_finish(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<SessionConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::to_finish(&tx, page_request(first, after.as_deref())?).await };
        sessions(ctx, request.answer(outcome.await)?, after.is_some()).await
    }

    /// Sessions whose note waits for a supervisor's signature, the longest waiting first.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn notes_to_co_sign(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<SessionConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::to_co_sign(&tx, page_request(first, after.as_deref())?).await };
        sessions(ctx, request.answer(outcome.await)?, after.is_some()).await
    }
}

/// From ids with their places to sessions, through the request's loader.
async fn sessions(
    ctx: &Context<'_>,
    page: Page<(cairn_domain::ids::SessionId, Timestamp)>,
    has_previous: bool,
) -> async_graphql::Result<SessionConnection> {
    let loader = ctx.data::<DataLoader<SessionLoader>>()?;
    let mut found = loader.load_many(page.items.iter().map(|(id, _)| *id)).await?;
    let items = page.items.iter().filter_map(|(id, at)| {
        let view = found.remove(id)?;
        Some((encode_cursor(Cursor { at: *at, id: id.0 }), Session(view)))
    });
    let items = items.collect();
    Ok(SessionConnection::of(items, page.has_next, has_previous))
}
