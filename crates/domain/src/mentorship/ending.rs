//! How two people walk together for a while: agree, rest, step back, hand over, say goodbye. What was completed stays completed.

use jiff::{SignedDuration, Timestamp};

use super::candidates::weigh_one;
use super::mentors::Mentor;
use super::moves::{self, come_back};
use super::offers::{self, NewPair};
use super::pairs::{self, END_WORDS, Mentorship, OBJECT, PairSide, PairView};
use super::{EndReason, MatchWay, MentorshipState, RequestState, conflicts, mentors, requests};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, MentorshipId};
use crate::members::fields;
use crate::problem::{Outcome, Problem, Surprise};

/// The agreement that pairs read; its lines are at the edge, in both languages.
pub const AGREEMENT_VERSION: i16 = 1;
/// A goodbye has a fortnight; then it is said.
pub const GOODBYE: SignedDuration = SignedDuration::from_hours(24 * 14);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(24 * 90);
const LONGEST_WORDS: usize = 2_000;

fn other(view: &PairView) -> MemberId {
    if view.side == PairSide::Client { view.pair.mentor_id } else { view.pair.client_id }
}

/// Reads and accepts the agreement. Each for themself.
pub async fn agree(tx: &CenterTx, id: MentorshipId, version: i16) -> Outcome<PairView> {
    let view = pairs::locked_by_side(tx, id).await?;
    live(&view)?;
    if version != AGREEMENT_VERSION {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    let sql = match view.side {
        PairSide::Client => {
            "update cairn.mentorships set client_agreed_at = coalesce(client_agreed_at, $3), agreement_version = $4
             where center_id = $1 and id = $2"
        }
        _ => {
            "update cairn.mentorships set mentor_agreed_at = coalesce(mentor_agreed_at, $3), agreement_version = $4
             where center_id = $1 and id = $2"
        }
    };
    tx.run(sql, [id.0.into(), tx.at().into(), version.into()]).await?;
    tx.audit(Event::done("mentorship.agree", OBJECT, id.0).about(view.pair.client_id).purpose("care"));
    moves::announce(tx, &view.pair, None);
    pairs::find(tx, id).await
}

fn live(view: &PairView) -> Outcome<()> {
    if view.pair.state.is_live() { Ok(()) } else { Err(Problem::invalid("mentorshipId", "mentorship_state").into()) }
}

/// Who would take over, as the viewer may know it: a client reads a name only when it could be.
pub async fn backup_of(tx: &CenterTx, view: &PairView) -> Outcome<Option<MemberId>> {
    let Some(backup) = view.pair.backup_id.filter(|_| view.pair.state.is_live()) else { return Ok(None) };
    if view.side != PairSide::Client {
        return Ok(Some(backup));
    }
    let apart = conflicts::between(tx, &[view.pair.client_id], &[backup]).await?;
    // Before they have said yes themself there is no name: a no is nothing that a client hears of.
    let possible = view.pair.backup_agreed && mentors::stands_in(tx, backup, view.pair.mentor_id).await? && apart.is_empty();
    Ok(possible.then_some(backup))
}

/// Whether the client is fine with the mentor's backup taking over: with this one, by name. Theirs to say, and to take back,
/// also in a center that is paused.
pub async fn consent_to_backup(tx: &CenterTx, id: MentorshipId, backup: Option<MemberId>) -> Outcome<PairView> {
    let missing = || Problem::not_found("mentorshipId");
    if pairs::find(tx, id).await?.side != PairSide::Client {
        return Err(missing().into());
    }
    if backup.is_some() {
        tx.writable()?;
    }
    let pair = pairs::locked(tx, id).await?.ok_or_else(missing)?;
    let view = PairView { pair, side: PairSide::Client };
    live(&view)?;
    if backup.is_some() && backup_of(tx, &view).await? != backup {
        // Somebody else stands in by now.
        return Err(Problem::Conflict { path: vec!["backupId".to_owned()] }.into());
    }
    let consent = backup.is_some();
    tx.run(
        "update cairn.mentorships set backup_consent = $3, backup_consent_for = $4 where center_id = $1 and id = $2",
        [id.0.into(), consent.into(), backup.map(|id| id.0).into()],
    )
    .await?;
    let action = if consent { "mentorship.consent_to_backup" } else { "mentorship.revoke_backup" };
    tx.audit(Event::done(action, OBJECT, id.0).about(view.pair.client_id).purpose("own_data"));
    let said = pairs::read(tx, id).await?.ok_or(Surprise::Inconsistent("a pair vanished"))?;
    // Nobody answers by now: the yes holds from this moment, and not from the mentor's next rest.
    if consent && said.waits_for_backup() {
        re_home(tx, &said).await?;
    }
    pairs::find(tx, id).await
}

/// Everybody of the pair but whoever did it.
fn told(tx: &CenterTx, pair: &Mentorship) -> Vec<MemberId> {
    let me = tx.actor().member_id();
    [pair.client_id, pair.mentor_id].into_iter().filter(|id| Some(*id) != me).collect()
}

/// Rests, until a day or until somebody takes it up again. By either of the two, or whoever steers mentoring.
pub async fn pause(tx: &CenterTx, id: MentorshipId, until: Option<Timestamp>) -> Outcome<PairView> {
    let view = pairs::locked_view(tx, id).await?;
    if until.is_some_and(|until| until <= tx.now() || until > tx.now() + LONGEST_PAUSE) {
        return Err(Problem::limit("until", "out_of_range", 90).into());
    }
    pause_now(tx, &view.pair, until).await?;
    moves::tell(tx, id, &told(tx, &view.pair)).await?;
    pairs::find(tx, id).await
}

pub(super) async fn pause_now(tx: &CenterTx, pair: &Mentorship, until: Option<Timestamp>) -> Outcome<()> {
    moves::move_to(tx, pair, MentorshipState::Paused).await?;
    tx.run(
        "update cairn.mentorships set paused_until = $3, paused_by = $4 where center_id = $1 and id = $2",
        [pair.id.0.into(), until.map(At).into(), tx.actor().member_id().map(|id| id.0).into()],
    )
    .await?;
    if let Some(until) = until {
        come_back(tx, pair.id, until);
    }
    // A rest is one: nobody is left to keep a time, or to have to call it off.
    moves::do_not_meet(tx, pair, tx.now(), until).await
}

/// Rests already; when its mentor rests longer, it does too: until the later day of the two, or until somebody takes it up again.
pub(super) async fn rest_longer(tx: &CenterTx, pair: &Mentorship, until: Option<Timestamp>) -> Outcome<()> {
    let later = pair.paused_until.zip(until).map(|(one, other)| one.max(other));
    if later == pair.paused_until {
        return Ok(());
    }
    // News is of a version: the last one they may have heard of already.
    tx.run(
        "update cairn.mentorships set paused_until = $3, version = version + 1 where center_id = $1 and id = $2",
        [pair.id.0.into(), later.map(At).into()],
    )
    .await?;
    if let Some(until) = later {
        come_back(tx, pair.id, until);
    }
    moves::announce(tx, pair, None);
    moves::tell(tx, pair.id, &[pair.client_id]).await
}

/// Takes it up again; by the same people.
pub async fn resume(tx: &CenterTx, id: MentorshipId) -> Outcome<PairView> {
    let view = pairs::locked_view(tx, id).await?;
    // An offer becomes active too, but by two people saying yes.
    if view.pair.state != MentorshipState::Paused {
        return Err(Problem::invalid("mentorshipId", "mentorship_state").into());
    }
    if !here(tx, &view.pair).await? {
        return Err(Problem::invalid("mentorshipId", "mentor_away").into());
    }
    moves::move_to(tx, &view.pair, MentorshipState::Active).await?;
    moves::tell(tx, id, &told(tx, &view.pair)).await?;
    pairs::find(tx, id).await
}

/// Whether the mentor can come in, still is one, and takes no rest: one whose day has come is over.
async fn here(tx: &CenterTx, pair: &Mentorship) -> Outcome<bool> {
    let resting = |mentor: &Mentor| mentor.rests() && mentor.paused_until.is_none_or(|until| until > tx.now());
    Ok(mentors::read(tx, pair.mentor_id).await?.is_some_and(|mentor| mentor.here && !resting(&mentor)))
}

/// Less often from now, on the way to a goodbye.
pub async fn step_back(tx: &CenterTx, id: MentorshipId) -> Outcome<PairView> {
    let view = pairs::locked_by_side(tx, id).await?;
    moves::move_to(tx, &view.pair, MentorshipState::SteppingBack).await?;
    moves::tell(tx, id, &[other(&view)]).await?;
    pairs::find(tx, id).await
}

#[derive(Debug, Clone)]
pub struct EndPair {
    pub mentorship_id: MentorshipId,
    pub reason: EndReason,
    /// A letter to the other.
    pub words: String,
    /// What the person saw. When it is another by now nothing is written, so that no letter goes unread.
    pub seen: Option<MentorshipState>,
}

/// Says goodbye. Whoever comes second, also at the same moment, says it back: then it is over.
pub async fn end(tx: &CenterTx, input: EndPair) -> Outcome<PairView> {
    let view = pairs::find(tx, input.mentorship_id).await?;
    tx.writable()?;
    let words = fields::paragraphs(&input.words, "words", LONGEST_WORDS)?;
    // What only the center or a move to somebody else can say.
    let staff_only = matches!(input.reason, EndReason::Center | EndReason::HandedOver);
    if staff_only && view.side != PairSide::Staff {
        return Err(Problem::invalid("reason", "end_reason").into());
    }
    let pair = pairs::locked(tx, input.mentorship_id).await?.ok_or(Surprise::Inconsistent("a pair vanished"))?;
    if input.seen.is_some_and(|seen| seen != pair.state) && pair.ended_by != tx.actor().member_id() {
        return Err(Problem::Conflict { path: vec!["state".to_owned()] }.into());
    }
    match pair.state {
        MentorshipState::Closed => return pairs::find(tx, pair.id).await,
        // One's own goodbye is said once.
        MentorshipState::Closing if pair.ended_by == tx.actor().member_id() => return pairs::find(tx, pair.id).await,
        MentorshipState::Closing => close(tx, &pair).await?,
        _ => {
            moves::move_to(tx, &pair, MentorshipState::Closing).await?;
            write_end(tx, &pair, input.reason, Some(words.as_str())).await?;
            free(tx, pair.client_id).await?;
            come_back(tx, pair.id, tx.now() + GOODBYE);
        }
    }
    moves::tell(tx, pair.id, &told(tx, &pair)).await?;
    pairs::find(tx, pair.id).await
}

async fn write_end(tx: &CenterTx, pair: &Mentorship, reason: EndReason, words: Option<&str>) -> Outcome<()> {
    tx.run(
        "update cairn.mentorships set end_reason = $3, end_words = $4, ended_by = $5 where center_id = $1 and id = $2",
        [
            pair.id.0.into(),
            reason.name().into(),
            tx.seal_option(END_WORDS, pair.id.0, words.filter(|words| !words.is_empty())).await?.into(),
            tx.actor().member_id().map(|id| id.0).into(),
        ],
    )
    .await?;
    Ok(())
}

/// The client has no mentor any more, and looks for none until they say so: a new beginning is asked for without a reason.
async fn free(tx: &CenterTx, client_id: MemberId) -> Outcome<()> {
    requests::write_state(tx, client_id, RequestState::Off).await
}

async fn close(tx: &CenterTx, pair: &Mentorship) -> Outcome<()> {
    moves::move_to(tx, pair, MentorshipState::Closed).await
}

/// Ends without a goodbye: they must not meet, or one of them is not there any more. Tells `whom`.
pub(super) async fn end_at_once(tx: &CenterTx, pair: &Mentorship, reason: EndReason, whom: &[MemberId]) -> Outcome<()> {
    let mut now = pair.clone();
    if now.state != MentorshipState::Closing {
        moves::move_to(tx, &now, MentorshipState::Closing).await?;
        write_end(tx, &now, reason, None).await?;
        free(tx, now.client_id).await?;
        now.state = MentorshipState::Closing;
    }
    close(tx, &now).await?;
    moves::tell(tx, now.id, whom).await
}

/// Somebody else, without having to say why: the pair says goodbye, and the client waits again, from today.
pub async fn ask_for_another(tx: &CenterTx, id: MentorshipId) -> Outcome<PairView> {
    let view = pairs::locked_by_side(tx, id).await?;
    if view.side != PairSide::Client || !view.pair.state.was_lived() {
        return Err(Problem::not_found("mentorshipId").into());
    }
    if !matches!(view.pair.state, MentorshipState::Closing | MentorshipState::Closed) {
        moves::move_to(tx, &view.pair, MentorshipState::Closing).await?;
        write_end(tx, &view.pair, EndReason::NeedsChanged, None).await?;
        come_back(tx, id, tx.now() + GOODBYE);
        moves::tell(tx, id, &[view.pair.mentor_id]).await?;
        free(tx, view.pair.client_id).await?;
    }
    let request = requests::locked(tx, view.pair.client_id).await?;
    if request.state == RequestState::Off {
        requests::write_state(tx, view.pair.client_id, RequestState::Waiting).await?;
    }
    tx.audit(Event::done("mentorship.ask_for_another", OBJECT, id.0).about(view.pair.client_id).purpose("care"));
    pairs::find(tx, id).await
}

/// Moves the client to the mentor's backup, who has agreed to stand in, when the client consented to it. By the mentor, or by
/// whoever steers. Answers the new pair; `None`: the backup cannot take them now.
pub async fn hand_over(tx: &CenterTx, id: MentorshipId) -> Outcome<PairView> {
    let view = pairs::find(tx, id).await?;
    tx.writable()?;
    if view.side == PairSide::Client {
        return Err(Problem::not_found("mentorshipId").into());
    }
    if !view.pair.backup_consent {
        return Err(Problem::invalid("mentorshipId", "backup_consent_missing").into());
    }
    if !view.pair.backup_agreed {
        return Err(Problem::invalid("mentorshipId", "backup_unavailable").into());
    }
    let pair = pairs::locked(tx, id).await?.ok_or(Surprise::Inconsistent("a pair vanished"))?;
    match re_home(tx, &pair).await? {
        Some(_) => pairs::find_as(tx, id, view.side).await,
        None => Err(Problem::invalid("mentorshipId", "backup_unavailable").into()),
    }
}

/// The pair with the backup, begun at once: both of them consented before. The caller holds the pair's locks.
pub(super) async fn re_home(tx: &CenterTx, pair: &Mentorship) -> Outcome<Option<MentorshipId>> {
    let lives = matches!(pair.state, MentorshipState::Active | MentorshipState::Paused | MentorshipState::SteppingBack);
    if !(lives && pair.backup_consent && pair.backup_agreed) {
        return Ok(None);
    }
    // The yes was to this very one: `backup_consent` is read together with who stands in.
    let Some(backup) = pair.backup_id else { return Ok(None) };
    let mentor = mentors::locked(tx, backup).await?;
    let mut request = requests::read(tx, pair.client_id).await?.ok_or(Surprise::Inconsistent("a pair without a wish"))?;
    request.high_need = pair.high_need;
    let Some(fit) = weigh_one(tx, request, mentor).await? else { return Ok(None) };
    let new = NewPair {
        client_id: pair.client_id,
        mentor_id: backup,
        way: MatchWay::HandedOver,
        rank: 1,
        words: None,
        high_need: pair.high_need,
        proposal_id: None,
        after_id: Some(pair.id),
        client_accepted: true,
        mentor_accepted: true,
    };
    let Some(id) = offers::write(tx, &new, &fit).await? else { return Ok(None) };
    // What was planned with the one is not planned with the other: they make their own times.
    moves::do_not_meet(tx, pair, tx.now(), None).await?;
    moves::move_to(tx, pair, MentorshipState::Closing).await?;
    write_end(tx, pair, EndReason::HandedOver, None).await?;
    come_back(tx, pair.id, tx.now() + GOODBYE);
    let fresh = pairs::read(tx, id).await?.ok_or(Surprise::Inconsistent("a pair vanished"))?;
    moves::move_to(tx, &fresh, MentorshipState::Offered).await?;
    let fresh = pairs::read(tx, id).await?.ok_or(Surprise::Inconsistent("a pair vanished"))?;
    offers::begin(tx, &fresh).await?;
    Ok(Some(id))
}

/// What time does to a pair that lives. Running it again changes nothing.
pub(super) async fn round(tx: &CenterTx, pair: &Mentorship) -> Outcome<()> {
    let due = |at: Option<Timestamp>| at.is_some_and(|at| at <= tx.now());
    match pair.state {
        // Nobody would be there: it goes on when the two of them take it up.
        MentorshipState::Paused if due(pair.paused_until) && here(tx, pair).await? => {
            moves::move_to(tx, pair, MentorshipState::Active).await?;
            moves::tell(tx, pair.id, &[pair.client_id, pair.mentor_id]).await
        }
        MentorshipState::Closing if due(pair.closing_since.map(|since| since + GOODBYE)) => close(tx, pair).await,
        _ => Ok(()),
    }
}
