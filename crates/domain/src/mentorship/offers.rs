//! Asking and being asked. An offer has three days; then the next of the client's list is asked. Whoever does not want to, does
//! not have to say so: for the other side it moved on.

use jiff::SignedDuration;
use uuid::Uuid;

use super::candidates::{snapshot, weigh_one};
use super::matching::{Fit, VERSION};
use super::moves::{self, come_back};
use super::pairs::{self, Mentorship, OBJECT, PairSide, PairView, SNAPSHOT, WORDS};
use super::requests::{self, LONGEST_WORDS, MentorRequest};
use super::{MatchWay, MentorshipState, RequestState, mentors, steering};
use crate::audit::Event;
use crate::db::CenterTx;
use crate::ids::{MatchProposalId, MemberId, MentorshipId};
use crate::members::fields;
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Surprise};
use crate::{notifications, sessions};

/// How long an offer stands.
pub const WINDOW: SignedDuration = SignedDuration::from_hours(72);
/// How many mentors a client can ask at once, in their order.
pub const MOST_ASKED: usize = 5;

/// What is written when somebody is asked, or will be.
pub(super) struct NewPair<'a> {
    pub client_id: MemberId,
    pub mentor_id: MemberId,
    pub way: MatchWay,
    pub rank: i16,
    pub words: Option<&'a str>,
    pub high_need: bool,
    pub proposal_id: Option<MatchProposalId>,
    pub after_id: Option<MentorshipId>,
    pub client_accepted: bool,
    pub mentor_accepted: bool,
}

/// `None`: there is an open question or a pair of these two already.
pub(super) async fn write(tx: &CenterTx, new: &NewPair<'_>, fit: &Fit) -> Outcome<Option<MentorshipId>> {
    let id = tx.ids().person();
    let at = |is: bool| is.then(|| tx.at());
    let written = tx
        .run(
            "insert into cairn.mentorships (center_id, id, client_id, mentor_id, state, way, rank, words, high_need, score, score_version,
               snapshot, proposal_id, after_id, proposed_by, client_accepted_at, mentor_accepted_at, created_at, updated_at)
             values ($1, $2, $3, $4, 'proposed', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)
             on conflict do nothing",
            [
                id.into(),
                new.client_id.0.into(),
                new.mentor_id.0.into(),
                new.way.name().into(),
                new.rank.into(),
                tx.seal_option(WORDS, id, new.words.filter(|words| !words.is_empty())).await?.into(),
                new.high_need.into(),
                fit.score.into(),
                VERSION.into(),
                tx.seal(SNAPSHOT, id, &snapshot(fit)?).await?.into(),
                new.proposal_id.map(|id| id.0).into(),
                new.after_id.map(|id| id.0).into(),
                tx.actor().member_id().map(|id| id.0).into(),
                at(new.client_accepted).into(),
                at(new.mentor_accepted).into(),
                tx.at().into(),
            ],
        )
        .await?;
    if written == 0 {
        return Ok(None);
    }
    tx.audit(Event::done("mentorship.propose", OBJECT, id).about(new.client_id).purpose("care"));
    Ok(Some(MentorshipId(id)))
}

#[derive(Debug, Clone)]
pub struct AskMentors {
    /// In the client's order.
    pub mentor_ids: Vec<MemberId>,
    pub words: String,
}

/// Asks one mentor after the other. A new list takes the place of the old one.
pub async fn ask(tx: &CenterTx, input: AskMentors) -> Outcome<Vec<PairView>> {
    let me = requests::asker(tx)?;
    tx.writable()?;
    let words = fields::paragraphs(&input.words, "words", LONGEST_WORDS)?;
    let mut wanted: Vec<MemberId> = Vec::new();
    for id in &input.mentor_ids {
        if !wanted.contains(id) {
            wanted.push(*id);
        }
    }
    if wanted.is_empty() {
        return Err(Problem::invalid("mentorIds", "required").into());
    }
    if wanted.len() > MOST_ASKED {
        return Err(Problem::limit("mentorIds", "too_many", 5).into());
    }
    let request = requests::locked(tx, me).await?;
    if request.state == RequestState::Matched {
        return Err(Problem::invalid("mentorIds", "has_a_mentor").into());
    }
    if request.state == RequestState::Off {
        requests::write_state(tx, me, RequestState::Waiting).await?;
    }
    let chosen = |pair: &Mentorship| pair.way == MatchWay::Chosen;
    withdraw_all(tx, me, Some(&chosen)).await?;
    for (index, mentor_id) in wanted.into_iter().enumerate() {
        // Nobody, somebody full, somebody to be kept apart: one answer, after the same work.
        let fit = weigh_one(tx, request.clone(), mentors::read(tx, mentor_id).await?).await?;
        let new = NewPair {
            client_id: me,
            mentor_id,
            way: MatchWay::Chosen,
            rank: i16::try_from(index + 1).unwrap_or(1),
            words: Some(&words),
            high_need: request.high_need,
            proposal_id: None,
            after_id: None,
            client_accepted: true,
            mentor_accepted: false,
        };
        let fit = fit.ok_or_else(|| Problem::not_found("mentorIds"))?;
        // There already: the center asks both of them at this moment. Or they still say goodbye to each other.
        let asked = write(tx, &new, &fit).await?.is_some()
            || pairs::open_questions(tx, me).await?.iter().any(|open| open.mentor_id == mentor_id);
        if !asked {
            return Err(Problem::invalid("mentorIds", "pair_not_possible").into());
        }
    }
    advance(tx, me).await?;
    let mut views = Vec::new();
    for pair in pairs::open_questions(tx, me).await? {
        views.extend(pairs::view(tx, pair)?);
    }
    Ok(views)
}

/// Asks the two of a pair that staff has in mind.
pub async fn propose(tx: &CenterTx, client_id: MemberId, mentor_id: MemberId, way: MatchWay) -> Outcome<PairView> {
    let membership = steering(tx, Action::ManageMentors, "clientId")?;
    tx.writable()?;
    if membership.member_id == client_id || membership.member_id == mentor_id {
        return Err(Problem::invalid("clientId", "own_case").into());
    }
    let request = requests::locked(tx, client_id).await?;
    if request.state == RequestState::Matched {
        return Err(Problem::invalid("clientId", "has_a_mentor").into());
    }
    // Whatever speaks against it, it is one answer: a reason would tell what nobody is told.
    let impossible = || Problem::invalid("mentorId", "pair_not_possible");
    let fit = weigh_one(tx, request.clone(), mentors::locked(tx, mentor_id).await?).await?.ok_or_else(impossible)?;
    let new = new_offer(&request, mentor_id, way, None);
    let id = write(tx, &new, &fit).await?.ok_or_else(impossible)?;
    offer(tx, id).await?;
    pairs::find(tx, id).await
}

pub(super) fn new_offer(
    request: &MentorRequest,
    mentor_id: MemberId,
    way: MatchWay,
    proposal_id: Option<MatchProposalId>,
) -> NewPair<'static> {
    NewPair {
        client_id: request.client_id,
        mentor_id,
        way,
        rank: 1,
        words: None,
        high_need: request.high_need,
        proposal_id,
        after_id: None,
        client_accepted: false,
        mentor_accepted: false,
    }
}

/// Puts the question; both or the one who has not answered hear of it, and again a day before it runs out.
pub(super) async fn offer(tx: &CenterTx, id: MentorshipId) -> Outcome<()> {
    let pair = pairs::read(tx, id).await?.ok_or(Surprise::Inconsistent("a pair vanished"))?;
    moves::move_to(tx, &pair, MentorshipState::Offered).await?;
    let asked: Vec<MemberId> = [(pair.client_accepted, pair.client_id), (pair.mentor_accepted, pair.mentor_id)]
        .into_iter()
        .filter_map(|(answered, member)| (!answered).then_some(member))
        .collect();
    moves::tell(tx, id, &asked).await?;
    notifications::mentorship_offer_ends(tx, id, &asked, tx.now() + WINDOW).await?;
    come_back(tx, id, tx.now() + WINDOW);
    Ok(())
}

/// Asks the next of the client's list, when nobody of it is being asked. The caller holds the client's row.
pub(super) async fn advance(tx: &CenterTx, client_id: MemberId) -> Outcome<()> {
    let open = pairs::open_questions(tx, client_id).await?;
    let chosen = |pair: &&Mentorship| pair.way == MatchWay::Chosen;
    if open.iter().filter(chosen).any(|pair| pair.state == MentorshipState::Offered) {
        return Ok(());
    }
    for pair in open.iter().filter(chosen) {
        let request = requests::read(tx, client_id).await?.ok_or(Surprise::Inconsistent("asked without a wish"))?;
        // Again: it was weighed when the list was made.
        if weigh_one(tx, request, mentors::read(tx, pair.mentor_id).await?).await?.is_some() {
            return offer(tx, pair.id).await;
        }
        moves::move_to(tx, pair, MentorshipState::Withdrawn).await?;
    }
    Ok(())
}

/// Takes one question back, and asks the next.
pub(super) async fn withdraw(tx: &CenterTx, pair: &Mentorship) -> Outcome<()> {
    moves::move_to(tx, pair, MentorshipState::Withdrawn).await?;
    advance(tx, pair.client_id).await
}

/// Takes back every open question of a client that `which` names; nobody is told.
pub(super) async fn withdraw_all(
    tx: &CenterTx,
    client_id: MemberId,
    which: Option<&(dyn Fn(&Mentorship) -> bool + Sync)>,
) -> Outcome<()> {
    for pair in pairs::open_questions(tx, client_id).await? {
        if which.is_none_or(|which| which(&pair)) {
            moves::move_to(tx, &pair, MentorshipState::Withdrawn).await?;
        }
    }
    Ok(())
}

/// Says yes. When both have, they walk together from now. Whatever came in between (the time ran out, the mentor has no room
/// any more, somebody else was faster, a reason nobody is told), it moved on: one answer for all of it.
pub async fn accept(tx: &CenterTx, id: MentorshipId) -> Outcome<PairView> {
    let view = pairs::locked_by_side(tx, id).await?;
    let pair = view.pair;
    if pair.state != MentorshipState::Offered {
        return pairs::find_as(tx, id, view.side).await;
    }
    if pair.offer_expires_at.is_none_or(|until| until <= tx.now()) {
        settle(tx, &pair, MentorshipState::Expired).await?;
        return pairs::find_as(tx, id, view.side).await;
    }
    let request = requests::read(tx, pair.client_id).await?.ok_or(Surprise::Inconsistent("asked without a wish"))?;
    let mentor = mentors::read(tx, pair.mentor_id).await?;
    let fit = weigh_one(tx, request.clone(), mentor).await?;
    if fit.is_none() || request.state == RequestState::Matched {
        settle(tx, &pair, MentorshipState::Withdrawn).await?;
        return pairs::find_as(tx, id, view.side).await;
    }
    let column = match view.side {
        PairSide::Client => {
            "update cairn.mentorships set client_accepted_at = coalesce(client_accepted_at, $3) where center_id = $1 and id = $2"
        }
        PairSide::Mentor => {
            "update cairn.mentorships set mentor_accepted_at = coalesce(mentor_accepted_at, $3) where center_id = $1 and id = $2"
        }
        PairSide::Staff => return Err(Problem::not_found("mentorshipId").into()),
    };
    tx.run(column, [id.0.into(), tx.at().into()]).await?;
    tx.audit(Event::done("mentorship.accept", OBJECT, id.0).about(pair.client_id).purpose("care"));
    let answered = pairs::read(tx, id).await?.ok_or(Surprise::Inconsistent("a pair vanished"))?;
    if answered.client_accepted && answered.mentor_accepted {
        begin(tx, &answered).await?;
    }
    pairs::find_as(tx, id, view.side).await
}

/// The two walk together. The caller holds the locks and has looked again.
pub(super) async fn begin(tx: &CenterTx, pair: &Mentorship) -> Outcome<()> {
    moves::move_to(tx, pair, MentorshipState::Active).await?;
    for other in pairs::open_questions(tx, pair.client_id).await? {
        moves::move_to(tx, &other, MentorshipState::Withdrawn).await?;
    }
    requests::write_state(tx, pair.client_id, RequestState::Matched).await?;
    tie(tx, pair).await?;
    moves::tell(tx, pair.id, &[pair.client_id, pair.mentor_id]).await
}

/// The care of the pair, which ends with it. Care that was lent to them for somebody's absence becomes their own; who counsels the
/// client goes on to do so.
async fn tie(tx: &CenterTx, pair: &Mentorship) -> Outcome<()> {
    let assignment: Uuid = tx.ids().person();
    let (mentor, client) = (pair.mentor_id, pair.client_id);
    if sessions::cover::lent_no_more(tx, mentor, client).await? {
        tx.run(
            "update cairn.care_assignments set mentorship_id = $4
             where center_id = $1 and counselor_id = $2 and client_id = $3 and ended_at is null",
            [mentor.0.into(), client.0.into(), pair.id.0.into()],
        )
        .await?;
    }
    tx.run(
        "insert into cairn.care_assignments (center_id, id, counselor_id, client_id, started_at, mentorship_id)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        [assignment.into(), mentor.0.into(), client.0.into(), tx.at().into(), pair.id.0.into()],
    )
    .await?;
    Ok(())
}

/// "Not this time." The other side hears nothing of it.
pub async fn decline(tx: &CenterTx, id: MentorshipId) -> Outcome<()> {
    let view = pairs::locked_by_side(tx, id).await?;
    if view.pair.state == MentorshipState::Offered {
        settle(tx, &view.pair, MentorshipState::NotThisTime).await?;
    }
    Ok(())
}

/// Takes a question back: the client their own, staff the one they put.
pub async fn take_back(tx: &CenterTx, id: MentorshipId) -> Outcome<()> {
    let view = pairs::find(tx, id).await?;
    tx.writable()?;
    if view.side == PairSide::Mentor {
        return Err(Problem::not_found("mentorshipId").into());
    }
    let pair = pairs::locked(tx, id).await?.ok_or(Surprise::Inconsistent("a pair vanished"))?;
    match pair.state {
        MentorshipState::Proposed | MentorshipState::Offered => withdraw(tx, &pair).await,
        MentorshipState::Withdrawn | MentorshipState::Expired | MentorshipState::NotThisTime => Ok(()),
        _ => Err(Problem::invalid("mentorshipId", "mentorship_state").into()),
    }
}

/// The question is over; the next is put. When the list is at its end, the client hears that there is something new.
pub(super) async fn settle(tx: &CenterTx, pair: &Mentorship, to: MentorshipState) -> Outcome<()> {
    moves::move_to(tx, pair, to).await?;
    advance(tx, pair.client_id).await?;
    if pair.way == MatchWay::Chosen && pairs::open_questions(tx, pair.client_id).await?.is_empty() {
        notifications::mentorship_asks_over(tx, pair.client_id, pair.id).await?;
    }
    Ok(())
}

/// What time does to an offer. Running it again changes nothing.
pub(super) async fn expire(tx: &CenterTx, pair: &Mentorship) -> Outcome<()> {
    if pair.state == MentorshipState::Offered && pair.offer_expires_at.is_some_and(|until| until <= tx.now()) {
        settle(tx, pair, MentorshipState::Expired).await?;
    }
    Ok(())
}
