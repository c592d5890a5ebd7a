//! What somebody lived through, and who may know: entirely their own to say, to share and to take back.

use std::collections::{BTreeMap, HashMap};

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::matching::{Reason, told};
use super::pairs::{PairSide, PairView};
use super::{Visibility, account, vocabulary};
use crate::audit::Event;
use crate::db::CenterTx;
use crate::ids::{ExperienceId, MemberId};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};
use crate::sealed::{Place, Sealed};

const WORD: Place = Place::clinical("experiences", "word");
/// One can be read like an open book, and found by nobody for it.
pub const MOST: usize = 40;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Experience {
    pub id: ExperienceId,
    /// Of the vocabulary.
    pub code: String,
    pub visibility: Visibility,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    member_id: Uuid,
    word: Sealed,
    visibility: String,
}

/// One's own, all of them.
pub async fn own(tx: &CenterTx) -> Outcome<Vec<Experience>> {
    let me = sharer(tx)?;
    let rows = tx
        .rows::<Row>(
            "select id, member_id, word, visibility from cairn.experiences where center_id = $1 and member_id = $2
             order by created_at, id",
            [me.0.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let code = keys.open(WORD, row.id, &row.word)?;
        found.push(Experience { id: ExperienceId(row.id), code, visibility: Visibility::stored(&row.visibility)? });
    }
    Ok(found)
}

fn sharer(tx: &CenterTx) -> Outcome<MemberId> {
    let membership = account(tx)?;
    if policy::allows(&membership.roles, Action::ShareExperience, Target::OWN) {
        Ok(membership.member_id)
    } else {
        Err(Problem::NotAllowed.into())
    }
}

/// What these people let matching use, by member and code; what is off is left out. Nobody reads it as it is.
pub(super) async fn consented(tx: &CenterTx, members: &[MemberId]) -> Outcome<HashMap<MemberId, BTreeMap<String, Visibility>>> {
    let ids: Vec<Uuid> = members.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<Row>(
            "select id, member_id, word, visibility from cairn.experiences
             where center_id = $1 and member_id = any($2) and visibility <> 'off'",
            [ids.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut of: HashMap<MemberId, BTreeMap<String, Visibility>> = HashMap::new();
    for row in rows {
        let code = keys.open(WORD, row.id, &row.word)?;
        of.entry(MemberId(row.member_id)).or_default().insert(code, Visibility::stored(&row.visibility)?);
    }
    Ok(of)
}

/// What the other of a pair shows in full, while the two walk together.
pub async fn shown_to(tx: &CenterTx, view: &PairView) -> Outcome<Vec<String>> {
    let other = match view.side {
        PairSide::Client => view.pair.mentor_id,
        PairSide::Mentor => view.pair.client_id,
        PairSide::Staff => return Ok(Vec::new()),
    };
    if !view.pair.state.is_live() {
        return Ok(Vec::new());
    }
    let words = consented(tx, &[other]).await?.remove(&other).unwrap_or_default();
    Ok(words.into_iter().filter(|(_, seen)| *seen == Visibility::Full).map(|(code, _)| code).collect())
}

/// Client, mentor, and what was found to speak for the two.
pub(super) type WhyThese<'a> = (MemberId, MemberId, &'a mut Vec<Reason>);

/// Leaves out what both shared on the day they were weighed and one of them has taken back since: it is said to nobody any more.
pub(super) async fn leave_out_taken_back(tx: &CenterTx, pairs: Vec<WhyThese<'_>>) -> Outcome<()> {
    let shares = |reasons: &[Reason]| reasons.iter().any(|reason| matches!(reason, Reason::WeShare { .. }));
    let mut members: Vec<MemberId> =
        pairs.iter().filter(|(_, _, reasons)| shares(reasons)).flat_map(|(client, mentor, _)| [*client, *mentor]).collect();
    members.sort_unstable();
    members.dedup();
    if members.is_empty() {
        return Ok(());
    }
    let now = consented(tx, &members).await?;
    let says = |who: MemberId, code: &str| now.get(&who).and_then(|words| words.get(code)).is_some_and(|seen| told(*seen));
    for (client, mentor, reasons) in pairs {
        reasons.retain(|reason| match reason {
            Reason::WeShare { code } => says(client, code) && says(mentor, code),
            Reason::Language { .. } | Reason::Time { .. } => true,
        });
    }
    Ok(())
}

/// One word, with who may know.
#[derive(Debug, Clone)]
pub struct SetExperience {
    pub code: String,
    pub visibility: Visibility,
}

/// Says several things of oneself at once, or says them differently. What is not named stays as it is.
pub async fn set(tx: &CenterTx, input: &[SetExperience]) -> Outcome<Vec<Experience>> {
    let me = sharer(tx)?;
    let too_many = || Problem::limit("experiences", "too_many", 40);
    // Before any work in proportion to it.
    if input.len() > MOST {
        return Err(too_many().into());
    }
    // One at a time: the count below holds for everything the member does.
    tx.run("select from cairn.members where center_id = $1 and id = $2 for no key update", [me.0.into()]).await?;
    let held = own(tx).await?;
    // Saying less always works, also in a center that is paused.
    let says_less =
        |one: &SetExperience| held.iter().any(|had| had.code == one.code && one.visibility as u8 <= had.visibility as u8);
    if !input.iter().all(says_less) {
        tx.writable()?;
    }
    let keys = tx.keys().await?;
    for one in input {
        let word = vocabulary::find(&one.code).ok_or_else(|| Problem::invalid("experiences", "word_unknown"))?;
        let before = held.iter().find(|had| had.code == word.code);
        if before.is_some_and(|had| had.visibility == one.visibility) {
            continue;
        }
        let id = before.map_or_else(|| tx.ids().person(), |had| had.id.0);
        tx.run(
            "insert into cairn.experiences (center_id, id, member_id, word, word_hash, visibility, created_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $7)
             on conflict (center_id, member_id, word_hash) do update set visibility = excluded.visibility, updated_at = excluded.updated_at",
            [
                id.into(),
                me.0.into(),
                tx.seal(WORD, id, word.code).await?.into(),
                keys.index(&format!("experience:{me}"), word.code.as_bytes()).to_vec().into(),
                one.visibility.name().into(),
                tx.at().into(),
            ],
        )
        .await?;
        let action = match one.visibility {
            Visibility::Off => "experience.revoke",
            Visibility::Silent => "experience.use_silently",
            Visibility::Shared => "experience.share",
            Visibility::Full => "experience.show",
        };
        tx.audit(Event::done(action, "experience", id).about(me).purpose("own_data"));
    }
    let now = own(tx).await?;
    if now.len() > MOST { Err(too_many().into()) } else { Ok(now) }
}

/// Takes a word back altogether; also in a center that is paused.
pub async fn remove(tx: &CenterTx, id: ExperienceId) -> Outcome<Vec<Experience>> {
    let me = sharer(tx)?;
    let gone = tx
        .run("delete from cairn.experiences where center_id = $1 and id = $2 and member_id = $3", [id.0.into(), me.0.into()])
        .await?;
    if gone == 0 {
        return Err(Problem::not_found("experienceId").into());
    }
    tx.audit(Event::done("experience.remove", "experience", id.0).about(me).purpose("own_data"));
    own(tx).await
}
