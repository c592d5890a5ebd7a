//! What is kept of a meeting: a part that all share, and one about each person. Drafts change; what is signed does not,
//! and the database refuses it as well. Nobody's copy names anybody else.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::meetings::{self, MeetingView};
use super::naming::{Known, copy, named};
use super::people::{ALIAS, FACILITATOR_ALIAS};
use super::persons::persons;
use super::standing::account;
use super::{MeetingState, Person};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{MeetingId, MeetingNoteId, MemberId, MembershipId};
use crate::members::{self, fields};
use crate::policy::Action;
use crate::problem::{Fault, Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

/// Drafts are sealed for the place they are going to: signing moves them as they are.
pub(super) const BODY: Place = Place::clinical("meeting_notes", "body");
/// What is read of a part by whom it goes to, where that is not all of it.
pub(super) const COPY: Place = Place::clinical("meeting_notes", "copy");
const OBJECT: &str = "meeting_note";
const LONGEST: usize = 8_000;

/// One part of a meeting's note.
#[derive(Debug, Clone)]
pub struct Note {
    pub id: MeetingNoteId,
    /// Whom it is about; `None`: what all share.
    pub person: Option<Person>,
    pub body: String,
    /// A copy: somebody's name from elsewhere was left out of it.
    pub names_left_out: bool,
    /// `None`: a draft.
    pub signed_at: Option<Timestamp>,
    /// Rises with each saving.
    pub version: i32,
    /// Who wrote it, as the group knows them.
    pub author_alias: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    membership_id: Option<Uuid>,
    body: Sealed,
    copy: Option<Sealed>,
    signed_at: Option<At>,
    version: i32,
    author: Option<Uuid>,
    author_alias: Option<Sealed>,
}

macro_rules! note_sql {
    ($told:literal, $from:literal, $rest:literal) => {
        concat!(
            "select n.id, n.membership_id, n.body, ",
            $told,
            ", f.id as author, f.alias as author_alias from ",
            $from,
            " n join cairn.meetings m on m.center_id = $1 and m.id = n.meeting_id
             left join cairn.group_facilitators f on f.center_id = $1 and f.group_id = m.group_id and f.member_id = n.author_id
             where n.center_id = $1 and n.meeting_id = $2",
            $rest
        )
    };
}

const ALL: &str = concat!(
    // Whoever holds the room reads what was written.
    note_sql!("null::bytea as copy, n.signed_at, 1 as version", "cairn.meeting_notes", ""),
    " union all ",
    note_sql!("null::bytea as copy, null::timestamptz as signed_at, n.version", "cairn.meeting_note_drafts", "")
);
// The shared part goes to those who came, and to those who were written about.
const OWN: &str = note_sql!(
    "n.copy, n.signed_at, 1 as version",
    "cairn.meeting_notes",
    " and (n.membership_id = $3 or n.membership_id is null and (
         exists (select from cairn.attendance a where a.center_id = $1 and a.meeting_id = $2 and a.membership_id = $3
                   and a.status in ('present', 'late', 'left_early'))
         or exists (select from cairn.meeting_notes o where o.center_id = $1 and o.meeting_id = $2 and o.membership_id = $3)))"
);

async fn open(tx: &CenterTx, rows: Vec<Row>) -> Outcome<Vec<Note>> {
    let mut people = persons(tx, rows.iter().filter_map(|row| row.membership_id).collect()).await?;
    let keys = tx.keys().await?;
    let mut notes = Vec::with_capacity(rows.len());
    for row in rows {
        notes.push(row.open(&keys, |id| people.remove(&id))?);
    }
    // What all share first, then by alias; of one person there is one.
    notes.sort_by_cached_key(|note| note.person.as_ref().map(|person| fields::folded(&person.alias)));
    Ok(notes)
}

impl Row {
    fn open(self, keys: &CenterKeys, person: impl FnOnce(Uuid) -> Option<Person>) -> Result<Note, Surprise> {
        let alias = self.author.zip(self.author_alias).map(|(id, alias)| keys.open(FACILITATOR_ALIAS, id, &alias)).transpose()?;
        Ok(Note {
            id: MeetingNoteId(self.id),
            person: self.membership_id.and_then(person),
            body: part(keys, self.id, &self.body, self.copy.as_ref())?,
            names_left_out: self.copy.is_some(),
            signed_at: self.signed_at.map(|at| at.0),
            version: self.version,
            author_alias: alias,
        })
    }
}

/// What is read of a part: its copy, where there is one.
pub(super) fn part(keys: &CenterKeys, id: Uuid, body: &Sealed, copy: Option<&Sealed>) -> Result<String, Surprise> {
    copy.map_or_else(|| keys.open(BODY, id, body), |copy| keys.open(COPY, id, copy))
}

/// All parts, drafts too, for those who hold the room; for a member, once signed, what all share and their own.
pub async fn list(tx: &CenterTx, id: MeetingId) -> Outcome<Vec<Note>> {
    let view = meetings::find(tx, id).await?;
    if view.standing.may(account(tx)?, Action::HoldRoom) {
        tx.audit(Event::done("meeting.notes", "meeting", id.0).purpose("care"));
        let rows = tx.rows::<Row>(ALL, [id.0.into()]).await?;
        return open(tx, rows).await;
    }
    // Theirs also when they have left: it is about them.
    let place = view.standing.place.ok_or_else(|| Problem::not_found("meetingId"))?;
    let rows = tx.rows::<Row>(OWN, [id.0.into(), place.id.0.into()]).await?;
    open(tx, rows).await
}

#[derive(Debug, Clone)]
pub struct SaveNote {
    pub meeting_id: MeetingId,
    /// `None`: what all share.
    pub person: Option<MembershipId>,
    pub body: String,
    /// The version that was looked at; 0: there was none.
    pub version: i32,
}

#[derive(FromQueryResult)]
struct Whose {
    member_id: Uuid,
}

/// The meeting, locked, if the actor may write about it.
async fn writable(tx: &CenterTx, id: MeetingId) -> Outcome<MeetingView> {
    let view = meetings::locked(tx, id).await?;
    if !view.standing.may(account(tx)?, Action::HoldRoom) {
        return Err(Problem::not_found("meetingId").into());
    }
    tx.writable()?;
    if matches!(view.state, MeetingState::Cancelled | MeetingState::NoQuorum) {
        return Err(Problem::invalid("meetingId", "meeting_state").into());
    }
    if tx.now() < view.joins_from() {
        return Err(Problem::invalid("meetingId", "too_early").into());
    }
    Ok(view)
}

/// Keeps a draft, as often as somebody types.
pub async fn save(tx: &CenterTx, input: SaveNote) -> Outcome<Note> {
    let view = writable(tx, input.meeting_id).await?;
    let body = fields::paragraphs(&input.body, "body", LONGEST)?;
    let about = match input.person {
        Some(person) => Some(member_of(tx, &view, person).await?),
        None => None,
    };
    let id = written(tx, &input, &body).await?;
    if input.version == 0 {
        let event = Event::done("meeting.note_draft", OBJECT, id.0).purpose("care");
        tx.audit(about.map_or(event.clone(), |member| event.about(member)));
    }
    let rows = tx.rows::<Row>(ALL, [input.meeting_id.0.into()]).await?;
    let note = rows.into_iter().find(|row| row.id == id.0).ok_or(Surprise::Inconsistent("a draft vanished"))?;
    open(tx, vec![note]).await?.pop().ok_or_else(|| Surprise::Inconsistent("a draft vanished").into())
}

async fn member_of(tx: &CenterTx, view: &MeetingView, person: MembershipId) -> Outcome<MemberId> {
    let row = tx
        .row::<Whose>(
            "select member_id from cairn.memberships where center_id = $1 and id = $2 and group_id = $3 and joined_at is not null",
            [person.0.into(), view.group_id.0.into()],
        )
        .await?;
    row.map(|row| MemberId(row.member_id)).ok_or_else(|| Problem::not_found("personId").into())
}

#[derive(FromQueryResult)]
struct Standing {
    id: Uuid,
    signed: bool,
    version: i32,
}

async fn written(tx: &CenterTx, input: &SaveNote, body: &str) -> Outcome<MeetingNoteId> {
    let person = input.person.map(|person| person.0);
    let now = tx
        .row::<Standing>(
            "select id, true as signed, 0 as version from cairn.meeting_notes
             where center_id = $1 and meeting_id = $2 and membership_id is not distinct from $3
             union all
             select id, false, version from cairn.meeting_note_drafts
             where center_id = $1 and meeting_id = $2 and membership_id is not distinct from $3
             order by signed desc limit 1",
            [input.meeting_id.0.into(), person.into()],
        )
        .await?;
    if now.as_ref().is_some_and(|now| now.signed) {
        return Err(Problem::invalid("body", "note_signed").into());
    }
    if now.as_ref().map_or(0, |now| now.version) != input.version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    // The meeting's row is locked: nobody else writes its notes meanwhile.
    let id = now.map_or_else(|| tx.ids().event(tx.now()), |now| now.id);
    tx.run(
        "insert into cairn.meeting_note_drafts as d (center_id, id, meeting_id, membership_id, body, author_id, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7)
         on conflict (center_id, id) do update set body = excluded.body, author_id = excluded.author_id,
           updated_at = excluded.updated_at, version = d.version + 1",
        [
            id.into(),
            input.meeting_id.0.into(),
            person.into(),
            tx.seal(BODY, id, body).await?.into(),
            account(tx)?.member_id.0.into(),
            tx.at().into(),
        ],
    )
    .await?;
    Ok(MeetingNoteId(id))
}

#[derive(FromQueryResult)]
struct DraftRow {
    id: Uuid,
    membership_id: Option<Uuid>,
    member_id: Option<Uuid>,
    body: Sealed,
}

/// Signs all drafts of a meeting at once, or none: where one names somebody it should not, the others wait. What somebody
/// is called elsewhere keeps nothing from being signed, and whoever writes hears nothing of it: the copies leave it out.
pub async fn sign(tx: &CenterTx, id: MeetingId) -> Outcome<Vec<Note>> {
    let view = writable(tx, id).await?;
    if view.state != MeetingState::Held {
        return Err(Problem::invalid("meetingId", "meeting_not_held").into());
    }
    let drafts = tx
        .rows::<DraftRow>(
            "select d.id, d.membership_id, p.member_id, d.body from cairn.meeting_note_drafts d
             left join cairn.memberships p on p.center_id = $1 and p.id = d.membership_id
             where d.center_id = $1 and d.meeting_id = $2 order by d.membership_id nulls first",
            [id.0.into()],
        )
        .await?;
    let known = everybody(tx, &view).await?;
    let keys = tx.keys().await?;
    let (mut signed, mut problems) = (Vec::new(), Vec::new());
    for draft in &drafts {
        let body = keys.open(BODY, draft.id, &draft.body)?;
        let part = draft.membership_id.map(MembershipId);
        problems.extend(named(&body, part, &known).into_iter().map(|alias| Problem::NamesSomeone { part, alias }));
        if !body.is_empty() {
            signed.push((draft, copy(&body, part, &known)));
        }
    }
    if !problems.is_empty() {
        tx.audit_refusal(Event::done("meeting.note_sign", "meeting", id.0).purpose("care"));
        return Err(Fault::Problems(problems));
    }
    if signed.is_empty() {
        return Err(Problem::invalid("meetingId", "nothing_to_sign").into());
    }
    keep(tx, id, signed).await?;
    let rows = tx.rows::<Row>(ALL, [id.0.into()]).await?;
    open(tx, rows).await
}

/// The drafts become the parts that nobody changes any more; what was empty goes.
async fn keep(tx: &CenterTx, id: MeetingId, signed: Vec<(&DraftRow, Option<String>)>) -> Outcome<()> {
    let (mut ids, mut copies) = (Vec::with_capacity(signed.len()), Vec::with_capacity(signed.len()));
    for (draft, copy) in &signed {
        ids.push(draft.id);
        copies.push(match copy {
            Some(copy) => tx.seal(COPY, draft.id, copy).await?.bytes().to_vec(),
            None => Vec::new(),
        });
    }
    tx.run(
        "with signed as (delete from cairn.meeting_note_drafts where center_id = $1 and meeting_id = $2 returning *)
         insert into cairn.meeting_notes
           (center_id, id, meeting_id, membership_id, body, copy, author_id, signed_by, signed_at)
         select s.center_id, s.id, s.meeting_id, s.membership_id, s.body, nullif(c.copy, ''), s.author_id, $5, $6
         from signed s join unnest($3::uuid[], $4::bytea[]) as c (id, copy) on c.id = s.id",
        [id.0.into(), ids.into(), copies.into(), account(tx)?.member_id.0.into(), tx.at().into()],
    )
    .await?;
    for (draft, _) in signed {
        let event = Event::done("meeting.note_sign", OBJECT, draft.id).purpose("care");
        tx.audit(draft.member_id.map_or(event.clone(), |member| event.about(MemberId(member))));
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct KnownRow {
    id: Uuid,
    member_id: Uuid,
    alias: Sealed,
    name: Sealed,
}

/// Whoever has or had a name in the group.
async fn everybody(tx: &CenterTx, view: &MeetingView) -> Outcome<Vec<Known>> {
    let rows = tx
        .rows::<KnownRow>(
            "select p.id, p.member_id, p.alias, m.name from cairn.memberships p
             join cairn.members m on m.center_id = $1 and m.id = p.member_id
             where p.center_id = $1 and p.group_id = $2 and p.alias is not null",
            [view.group_id.0.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let open = |row: KnownRow| {
        Ok(Known {
            id: MembershipId(row.id),
            alias: keys.open(ALIAS, row.id, &row.alias)?,
            legal: keys.open(members::NAME, row.member_id, &row.name)?,
        })
    };
    rows.into_iter().map(open).collect()
}
