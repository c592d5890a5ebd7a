//! How a week went, in five words and what else the client wants to say. Of each part they say who may see it.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::pairs::{self, PairSide};
use super::{Mood, SeenBy, account, moves};
use crate::audit::Event;
use crate::care;
use crate::db::{At, CenterTx};
use crate::ids::{CheckInId, MemberId, MentorshipId};
use crate::members::fields;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

const MOOD: Place = Place::clinical("pair_check_ins", "mood");
const URGE: Place = Place::clinical("pair_check_ins", "urge");
const KEPT: Place = Place::clinical("pair_check_ins", "kept");
const NOTE: Place = Place::clinical("pair_check_ins", "note");
/// From here on, what helped before is put before the client's eyes.
pub const HIGH_URGE: i32 = 7;
const KEPT_ROWS: i64 = 60;

/// One part, as its reader may see it; `None` also when it was not meant for them.
#[derive(Debug, Clone)]
pub struct CheckIn {
    pub id: CheckInId,
    pub mentorship_id: MentorshipId,
    pub mood: Option<Mood>,
    pub urge: Option<i32>,
    pub commitment_kept: Option<bool>,
    pub note: Option<String>,
    /// For the client only: how they shared it.
    pub shared: Option<Shared>,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, Copy)]
pub struct Shared {
    pub mood: SeenBy,
    pub urge: SeenBy,
    pub commitment_kept: SeenBy,
    pub note: SeenBy,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    mentorship_id: Uuid,
    mood: Sealed,
    urge: Option<Sealed>,
    kept: Option<Sealed>,
    note: Option<Sealed>,
    mood_seen_by: String,
    urge_seen_by: String,
    kept_seen_by: String,
    note_seen_by: String,
    created_at: At,
}

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    Client,
    Mentor,
    Care,
}

impl Reader {
    fn sees(self, seen_by: SeenBy) -> bool {
        match self {
            Self::Client => true,
            Self::Mentor => seen_by != SeenBy::Me,
            Self::Care => seen_by == SeenBy::Care,
        }
    }
}

impl Row {
    fn open(self, reader: Reader, keys: &CenterKeys) -> Result<CheckIn, Surprise> {
        let shared = Shared {
            mood: SeenBy::stored(&self.mood_seen_by)?,
            urge: SeenBy::stored(&self.urge_seen_by)?,
            commitment_kept: SeenBy::stored(&self.kept_seen_by)?,
            note: SeenBy::stored(&self.note_seen_by)?,
        };
        // What is not for this reader is not even opened.
        let open = |place: Place, sealed: Option<&Sealed>, seen_by: SeenBy| {
            sealed.filter(|_| reader.sees(seen_by)).map(|sealed| keys.open(place, self.id, sealed)).transpose()
        };
        let broken = || Surprise::Inconsistent("a check-in");
        let mood = open(MOOD, Some(&self.mood), shared.mood)?.map(|mood| Mood::stored(&mood)).transpose()?;
        let urge = open(URGE, self.urge.as_ref(), shared.urge)?.map(|urge| urge.parse().map_err(|_| broken())).transpose()?;
        let kept = open(KEPT, self.kept.as_ref(), shared.commitment_kept)?;
        let kept = kept.map(|kept| kept.parse().map_err(|_| broken())).transpose()?;
        Ok(CheckIn {
            id: CheckInId(self.id),
            mentorship_id: MentorshipId(self.mentorship_id),
            mood,
            urge,
            commitment_kept: kept,
            note: open(NOTE, self.note.as_ref(), shared.note)?,
            shared: (reader == Reader::Client).then_some(shared),
            created_at: self.created_at.0,
        })
    }
}

/// The check-ins of a pair, the latest first, for the two of it: each as far as it was meant for them.
pub async fn of(tx: &CenterTx, id: MentorshipId) -> Outcome<Vec<CheckIn>> {
    let view = pairs::taking_part(tx, id).await?;
    let reader = if view.side == PairSide::Client { Reader::Client } else { Reader::Mentor };
    let rows = tx
        .rows::<Row>(
            "select id, mentorship_id, mood, urge, kept, note, mood_seen_by, urge_seen_by, kept_seen_by, note_seen_by, created_at
             from cairn.pair_check_ins where center_id = $1 and mentorship_id = $2 order by created_at desc, id desc limit $3",
            [id.0.into(), KEPT_ROWS.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    Ok(rows.into_iter().map(|row| row.open(reader, &keys)).collect::<Result<_, _>>()?)
}

/// What a client shared with whoever counsels them. Reading it is remembered.
pub async fn of_client(tx: &CenterTx, client_id: MemberId) -> Outcome<Vec<CheckIn>> {
    let membership = account(tx)?;
    let target = Target { assigned: care::assigned(tx, membership.member_id, client_id).await?, ..Target::NONE };
    if !policy::allows(&membership.roles, Action::ViewPairCheckIns, target) {
        return Err(Problem::not_found("clientId").into());
    }
    let rows = tx
        .rows::<Row>(
            "select c.id, c.mentorship_id, c.mood, c.urge, c.kept, c.note, c.mood_seen_by, c.urge_seen_by, c.kept_seen_by,
               c.note_seen_by, c.created_at
             from cairn.pair_check_ins c join cairn.mentorships s on s.center_id = $1 and s.id = c.mentorship_id
             where c.center_id = $1 and s.client_id = $2
               and 'care' in (c.mood_seen_by, c.urge_seen_by, c.kept_seen_by, c.note_seen_by)
             order by c.created_at desc, c.id desc limit $3",
            [client_id.0.into(), KEPT_ROWS.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let found: Vec<CheckIn> = rows.into_iter().map(|row| row.open(Reader::Care, &keys)).collect::<Result<_, _>>()?;
    tx.audit(Event::done("check_in.view", "member", client_id.0).about(client_id).purpose("care"));
    Ok(found)
}

#[derive(Debug, Clone)]
pub struct NewCheckIn {
    pub mentorship_id: MentorshipId,
    pub mood: Mood,
    /// 0 to 10.
    pub urge: Option<i32>,
    pub commitment_kept: Option<bool>,
    pub note: String,
    pub shared: Shared,
}

/// Says how it went.
pub async fn add(tx: &CenterTx, input: NewCheckIn) -> Outcome<CheckIn> {
    let view = pairs::locked_by_side(tx, input.mentorship_id).await?;
    if view.side != PairSide::Client {
        return Err(Problem::not_found("mentorshipId").into());
    }
    if !view.pair.state.is_live() {
        return Err(Problem::invalid("mentorshipId", "mentorship_state").into());
    }
    if input.urge.is_some_and(|urge| !(0..=10).contains(&urge)) {
        return Err(Problem::limit("urge", "out_of_range", 10).into());
    }
    let note = fields::paragraphs(&input.note, "note", 2_000)?;
    let shared = input.shared;
    // The center's board hears that somebody has a hard time only from who said that it may.
    let hard = (shared.mood == SeenBy::Care && input.mood == Mood::Heavy)
        || (shared.urge == SeenBy::Care && input.urge.is_some_and(|urge| urge >= HIGH_URGE));
    let id = tx.ids().event(tx.now());
    tx.run(
        "insert into cairn.pair_check_ins (center_id, id, mentorship_id, mood, urge, kept, note, mood_seen_by, urge_seen_by,
           kept_seen_by, note_seen_by, hard, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        [
            id.into(),
            input.mentorship_id.0.into(),
            tx.seal(MOOD, id, input.mood.name()).await?.into(),
            tx.seal_option(URGE, id, input.urge.map(|urge| urge.to_string()).as_deref()).await?.into(),
            tx.seal_option(KEPT, id, input.commitment_kept.map(|kept| kept.to_string()).as_deref()).await?.into(),
            tx.seal_option(NOTE, id, Some(note.as_str()).filter(|note| !note.is_empty())).await?.into(),
            shared.mood.name().into(),
            shared.urge.name().into(),
            shared.commitment_kept.name().into(),
            shared.note.name().into(),
            hard.into(),
            tx.at().into(),
        ],
    )
    .await?;
    tx.audit(Event::done("check_in.add", "check_in", id).about(view.pair.client_id).purpose("own_data"));
    moves::announce(tx, &view.pair, None);
    let found = of(tx, input.mentorship_id).await?.into_iter().find(|one| one.id.0 == id);
    found.ok_or_else(|| Surprise::Inconsistent("a check-in vanished").into())
}
