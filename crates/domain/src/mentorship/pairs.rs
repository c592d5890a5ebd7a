//! A pair: who walks with whom, how it stands, and what each of the two may see of it.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::matching::Reason;
use super::mentors::rests_sql;
use super::{EndReason, MatchWay, MentorshipState, account, experience, steers};
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, MentorshipId, PairMessageId};
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

pub(super) const OBJECT: &str = "mentorship";
pub(super) const WORDS: Place = Place::clinical("mentorships", "words");
pub(super) const SNAPSHOT: Place = Place::clinical("mentorships", "snapshot");
pub(super) const END_WORDS: Place = Place::clinical("mentorships", "end_words");

/// Which of the two, or whoever steers mentoring: those see how it stands, and nothing that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairSide {
    Client,
    Mentor,
    Staff,
}

#[derive(Debug, Clone)]
pub struct Mentorship {
    pub id: MentorshipId,
    pub client_id: MemberId,
    pub mentor_id: MemberId,
    pub state: MentorshipState,
    pub way: MatchWay,
    pub rank: i16,
    pub words: Option<String>,
    pub high_need: bool,
    pub score: i32,
    pub overlap_minutes: i64,
    pub reasons: Vec<Reason>,
    pub client_accepted: bool,
    pub mentor_accepted: bool,
    pub offer_expires_at: Option<Timestamp>,
    pub started_at: Option<Timestamp>,
    pub client_agreed: bool,
    pub mentor_agreed: bool,
    /// The client is fine with exactly the one who stands in now.
    pub backup_consent: bool,
    pub backup_id: Option<MemberId>,
    /// Whoever stands in said yes to it themself.
    pub backup_agreed: bool,
    /// The mentor takes a rest, or cannot come in: nobody answers for now. Paused by the center, they still do.
    pub mentor_away: bool,
    pub paused_until: Option<Timestamp>,
    pub ended_by: Option<MemberId>,
    pub end_reason: Option<EndReason>,
    pub end_words: Option<String>,
    pub closing_since: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// It ended because the client died.
    pub lost: bool,
    pub client_answered_survey: bool,
    pub mentor_answered_survey: bool,
    pub client_read_until: Option<PairMessageId>,
    pub mentor_read_until: Option<PairMessageId>,
    pub after_id: Option<MentorshipId>,
    pub version: i32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Mentorship {
    /// Nobody answers for now, and nothing goes on in it: whoever stands in could take it up.
    pub(super) fn waits_for_backup(&self) -> bool {
        self.mentor_away && matches!(self.state, MentorshipState::Paused | MentorshipState::SteppingBack)
    }
}

/// As one of the two, or staff, may see it.
#[derive(Debug, Clone)]
pub struct PairView {
    pub pair: Mentorship,
    pub side: PairSide,
}

impl PairView {
    /// For the two, everything that did not come to be looks the same: nobody learns who did not want to.
    pub fn moved_on(&self) -> bool {
        self.side != PairSide::Staff
            && matches!(self.pair.state, MentorshipState::Expired | MentorshipState::Withdrawn | MentorshipState::NotThisTime)
    }

    pub fn answered_by_me(&self) -> bool {
        match self.side {
            PairSide::Client => self.pair.client_accepted,
            PairSide::Mentor => self.pair.mentor_accepted,
            PairSide::Staff => false,
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    mentor_id: Uuid,
    state: String,
    way: String,
    rank: i16,
    words: Option<Sealed>,
    high_need: bool,
    score: i32,
    snapshot: Sealed,
    client_accepted_at: Option<At>,
    mentor_accepted_at: Option<At>,
    offer_expires_at: Option<At>,
    started_at: Option<At>,
    client_agreed_at: Option<At>,
    mentor_agreed_at: Option<At>,
    backup_consent: bool,
    backup_id: Option<Uuid>,
    backup_agreed: bool,
    mentor_away: bool,
    paused_until: Option<At>,
    ended_by: Option<Uuid>,
    end_reason: Option<String>,
    end_words: Option<Sealed>,
    closing_since: Option<At>,
    closed_at: Option<At>,
    lost: bool,
    client_answered: bool,
    mentor_answered: bool,
    client_read_until: Option<Uuid>,
    mentor_read_until: Option<Uuid>,
    after_id: Option<Uuid>,
    version: i32,
    created_at: At,
    updated_at: At,
}

#[derive(serde::Deserialize)]
struct Snapshot {
    fit: super::matching::Fit,
}

impl Row {
    fn open(self, keys: &CenterKeys) -> Result<Mentorship, Surprise> {
        let snapshot: Snapshot = serde_json::from_str(&keys.open(SNAPSHOT, self.id, &self.snapshot)?)
            .map_err(|_| Surprise::Inconsistent("a snapshot that does not parse"))?;
        Ok(Mentorship {
            id: MentorshipId(self.id),
            client_id: MemberId(self.client_id),
            mentor_id: MemberId(self.mentor_id),
            state: MentorshipState::stored(&self.state)?,
            way: MatchWay::stored(&self.way)?,
            rank: self.rank,
            words: self.words.map(|words| keys.open(WORDS, self.id, &words)).transpose()?,
            high_need: self.high_need,
            score: self.score,
            overlap_minutes: snapshot.fit.overlap_minutes,
            reasons: snapshot.fit.reasons,
            client_accepted: self.client_accepted_at.is_some(),
            mentor_accepted: self.mentor_accepted_at.is_some(),
            offer_expires_at: self.offer_expires_at.map(|at| at.0),
            started_at: self.started_at.map(|at| at.0),
            client_agreed: self.client_agreed_at.is_some(),
            mentor_agreed: self.mentor_agreed_at.is_some(),
            backup_consent: self.backup_consent,
            backup_id: self.backup_id.map(MemberId),
            backup_agreed: self.backup_agreed,
            mentor_away: self.mentor_away,
            paused_until: self.paused_until.map(|at| at.0),
            ended_by: self.ended_by.map(MemberId),
            end_reason: self.end_reason.map(|reason| EndReason::stored(&reason)).transpose()?,
            end_words: self.end_words.map(|words| keys.open(END_WORDS, self.id, &words)).transpose()?,
            closing_since: self.closing_since.map(|at| at.0),
            closed_at: self.closed_at.map(|at| at.0),
            lost: self.lost,
            client_answered_survey: self.client_answered,
            mentor_answered_survey: self.mentor_answered,
            client_read_until: self.client_read_until.map(PairMessageId),
            mentor_read_until: self.mentor_read_until.map(PairMessageId),
            after_id: self.after_id.map(MentorshipId),
            version: self.version,
            created_at: self.created_at.0,
            updated_at: self.updated_at.0,
        })
    }
}

macro_rules! pairs {
    ($rest:expr) => {
        concat!(
            "select s.id, s.client_id, s.mentor_id, s.state, s.way, s.rank, s.words, s.high_need, s.score, s.snapshot,
               s.client_accepted_at, s.mentor_accepted_at, s.offer_expires_at, s.started_at, s.client_agreed_at, s.mentor_agreed_at,
               s.backup_consent and coalesce(s.backup_consent_for = p.backup_id, false) as backup_consent, p.backup_id,
               exists (select from cairn.stand_ins i where i.center_id = $1 and i.mentor_id = p.mentor_id
                 and i.backup_id = p.backup_id and i.state = 'agreed') as backup_agreed,
               ",
            rests_sql!("p"),
            " or not (m.state = 'active' and m.roles @> array['peer_mentor']) as mentor_away,
               s.paused_until, s.ended_by, s.end_reason, s.end_words, s.closing_since, s.closed_at, s.lost_at is not null as lost,
               s.client_survey is not null as client_answered, s.mentor_survey is not null as mentor_answered,
               s.client_read_until, s.mentor_read_until, s.after_id, s.version, s.created_at, s.updated_at
             from cairn.mentorships s join cairn.members m on m.center_id = $1 and m.id = s.mentor_id
             left join cairn.mentor_profiles p on p.center_id = $1 and p.mentor_id = s.mentor_id
             where s.center_id = $1 and ",
            $rest
        )
    };
}

async fn open_all(tx: &CenterTx, rows: Vec<Row>) -> Outcome<Vec<Mentorship>> {
    let keys = tx.keys().await?;
    let mut pairs = rows.into_iter().map(|row| row.open(&keys)).collect::<Result<Vec<_>, _>>()?;
    let why = pairs.iter_mut().map(|pair| (pair.client_id, pair.mentor_id, &mut pair.reasons)).collect();
    experience::leave_out_taken_back(tx, why).await?;
    Ok(pairs)
}

/// Whatever it is, for whoever has decided that it may be looked at.
pub(super) async fn read(tx: &CenterTx, id: MentorshipId) -> Outcome<Option<Mentorship>> {
    Ok(open_all(tx, tx.rows::<Row>(pairs!("s.id = $2"), [id.0.into()]).await?).await?.pop())
}

/// All open questions to one client, by rank.
pub(super) async fn open_questions(tx: &CenterTx, client_id: MemberId) -> Outcome<Vec<Mentorship>> {
    let rows = tx
        .rows::<Row>(
            pairs!("s.client_id = $2 and s.state in ('proposed', 'offered') order by s.rank, s.created_at, s.id"),
            [client_id.0.into()],
        )
        .await?;
    open_all(tx, rows).await
}

/// Pairs of one mentor that live.
pub(super) async fn live_of_mentor(tx: &CenterTx, mentor_id: MemberId) -> Outcome<Vec<Mentorship>> {
    let rows = tx
        .rows::<Row>(
            pairs!("s.mentor_id = $2 and s.state in ('active', 'paused', 'stepping_back', 'closing') order by s.client_id"),
            [mentor_id.0.into()],
        )
        .await?;
    open_all(tx, rows).await
}

/// Questions that one mentor is being asked.
pub(super) async fn asked_of_mentor(tx: &CenterTx, mentor_id: MemberId) -> Outcome<Vec<Mentorship>> {
    let rows = tx
        .rows::<Row>(pairs!("s.mentor_id = $2 and s.state = 'offered' order by s.client_id, s.id"), [mentor_id.0.into()])
        .await?;
    open_all(tx, rows).await
}

/// Which side the actor is on, by the role that belongs to it: a mentor who is a client elsewhere is here a mentor only.
fn side(tx: &CenterTx, pair: &Mentorship) -> Outcome<Option<PairSide>> {
    use crate::actor::Role;
    let membership = account(tx)?;
    let me = membership.member_id;
    let may =
        |role: Role| membership.roles.contains(&role) && policy::allows(&[role], Action::UseMentorship, Target::PARTICIPANT);
    // Asked, and not before.
    let mentor_sees = matches!(pair.state, MentorshipState::Offered) || pair.state.was_lived();
    Ok(if me == pair.client_id {
        may(Role::Client).then_some(PairSide::Client)
    } else if me == pair.mentor_id {
        (mentor_sees && may(Role::PeerMentor)).then_some(PairSide::Mentor)
    } else {
        steers(tx).then_some(PairSide::Staff)
    })
}

pub(super) fn view(tx: &CenterTx, pair: Mentorship) -> Outcome<Option<PairView>> {
    Ok(side(tx, &pair)?.map(|side| PairView { pair, side }))
}

/// One pair, for the two and for whoever steers mentoring.
pub async fn find(tx: &CenterTx, id: MentorshipId) -> Outcome<PairView> {
    let missing = || Problem::not_found("mentorshipId");
    let pair = read(tx, id).await?.ok_or_else(missing)?;
    Ok(view(tx, pair)?.ok_or_else(missing)?)
}

/// After the actor's own act: also when the side would not see it any more, it is told how it came out.
pub(super) async fn find_as(tx: &CenterTx, id: MentorshipId, side: PairSide) -> Outcome<PairView> {
    let pair = read(tx, id).await?.ok_or(Surprise::Inconsistent("a pair vanished"))?;
    Ok(PairView { pair, side })
}

/// As [`find`], for one who takes part: client or mentor.
pub(super) async fn taking_part(tx: &CenterTx, id: MentorshipId) -> Outcome<PairView> {
    let view = find(tx, id).await?;
    if view.side == PairSide::Staff { Err(Problem::not_found("mentorshipId").into()) } else { Ok(view) }
}

/// The viewer's own pairs and questions, as client and as mentor: those that live, then the latest first.
pub async fn own(tx: &CenterTx) -> Outcome<Vec<PairView>> {
    let me = account(tx)?.member_id;
    let rows = tx
        .rows::<Row>(
            pairs!(
                "(s.client_id = $2 or s.mentor_id = $2)
                 order by s.state in ('active', 'paused', 'stepping_back') desc, s.created_at desc, s.rank, s.id limit 200"
            ),
            [me.0.into()],
        )
        .await?;
    let mut views = Vec::new();
    for pair in open_all(tx, rows).await? {
        views.extend(view(tx, pair)?.filter(|view| view.side != PairSide::Staff));
    }
    Ok(views)
}

#[derive(Debug, Clone, Copy, Default)]
pub struct PairFilter {
    pub state: Option<MentorshipState>,
    pub mentor_id: Option<MemberId>,
    pub client_id: Option<MemberId>,
}

/// Pairs of the center, the latest first, for whoever steers mentoring; their own are left out.
pub async fn list(tx: &CenterTx, filter: PairFilter, page: PageRequest) -> Outcome<Page<PairView>> {
    let membership = account(tx)?;
    if !policy::allows(&membership.roles, Action::ManageMentors, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    let after = page.after;
    let rows = tx
        .rows::<Row>(
            pairs!(
                "s.client_id <> $2 and s.mentor_id <> $2 and ($3::text is null or s.state = $3)
                 and ($4::uuid is null or s.mentor_id = $4) and ($5::uuid is null or s.client_id = $5)
                 and ($6::timestamptz is null or (s.created_at, s.id) < ($6, $7))
                 order by s.created_at desc, s.id desc limit $8"
            ),
            [
                membership.member_id.0.into(),
                filter.state.map(MentorshipState::name).into(),
                filter.mentor_id.map(|id| id.0).into(),
                filter.client_id.map(|id| id.0).into(),
                after.map(|after| At(after.at)).into(),
                after.map(|after| after.id).into(),
                page.limit().into(),
            ],
        )
        .await?;
    let page = Page::cut(rows, &page);
    let pairs = open_all(tx, page.items).await?;
    let items = pairs.into_iter().map(|pair| PairView { pair, side: PairSide::Staff }).collect();
    Ok(Page { items, has_next: page.has_next })
}

/// Locks in the order that everybody locks in: the client's wish, the mentor's profile, the pair.
pub(super) async fn locked(tx: &CenterTx, id: MentorshipId) -> Outcome<Option<Mentorship>> {
    let Some(pair) = read(tx, id).await? else { return Ok(None) };
    super::requests::locked(tx, pair.client_id).await?;
    super::mentors::locked(tx, pair.mentor_id).await?;
    tx.run("select from cairn.mentorships where center_id = $1 and id = $2 for update", [id.0.into()]).await?;
    read(tx, id).await
}

/// As [`locked`], for whoever may see the pair.
pub(super) async fn locked_view(tx: &CenterTx, id: MentorshipId) -> Outcome<PairView> {
    find(tx, id).await?;
    tx.writable()?;
    let pair = locked(tx, id).await?.ok_or(Surprise::Inconsistent("a pair vanished"))?;
    view(tx, pair)?.ok_or_else(|| Problem::not_found("mentorshipId").into())
}

/// As [`locked_view`], for one who takes part.
pub(super) async fn locked_by_side(tx: &CenterTx, id: MentorshipId) -> Outcome<PairView> {
    let view = locked_view(tx, id).await?;
    if view.side == PairSide::Staff { Err(Problem::not_found("mentorshipId").into()) } else { Ok(view) }
}
