//! Six-digit codes that go to an address: ten minutes, five tries, one use.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::db::{At, CenterTx};
use crate::ids::{ChallengeId, MemberId};
use crate::members::CODE;
use crate::notifications::{self, Kind, Plan};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::CenterKeys;

const LIFETIME: SignedDuration = SignedDuration::from_mins(10);
const TRIES: i32 = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    SignIn,
    StepUp,
    ConfirmCenter,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::StepUp => "step_up",
            Self::ConfirmCenter => "confirm_center",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::SignIn => Kind::SignInCode,
            Self::StepUp => Kind::StepUpCode,
            Self::ConfirmCenter => Kind::ConfirmCenter,
        }
    }
}

pub(crate) struct NewChallenge {
    pub purpose: Purpose,
    pub email_hash: [u8; 32],
    /// `None`: whoever active has that address, if anybody.
    pub member: Option<MemberId>,
}

/// Keyed: six digits would be guessed from a plain hash in no time.
fn hash(keys: &CenterKeys, id: ChallengeId, code: &str) -> [u8; 32] {
    let mut input = id.0.as_bytes().to_vec();
    input.extend_from_slice(code.as_bytes());
    keys.index("code", &input)
}

/// The digits of what was typed, or the problem: people add spaces and dashes.
pub(crate) fn clean_code(typed: &str) -> Result<String, Problem> {
    let bad = || Problem::invalid("code", "code_format");
    if typed.len() > 64 {
        return Err(bad());
    }
    let code: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) { Ok(code) } else { Err(bad()) }
}

/// Makes a code, in one statement and the same way whether or not somebody has the address.
pub(crate) async fn create(tx: &CenterTx, new: &NewChallenge) -> Outcome<ChallengeId> {
    let id = ChallengeId(tx.ids().event(tx.now()));
    let code = tx.ids().code();
    let keys = tx.keys().await?;
    let sealed = tx.seal(CODE, id.0, &code).await?;
    tx.run(
        "insert into cairn.challenges (center_id, id, email_hash, member_id, purpose, code_hash, code, created_at, expires_at)
         values ($1, $2, $3,
           coalesce($4, (select m.id from cairn.members m where m.center_id = $1 and m.email_hash = $3 and m.state = 'active')),
           $5, $6, $7, $8, $9)",
        [
            id.0.into(),
            new.email_hash.to_vec().into(),
            new.member.map(|member| member.0).into(),
            new.purpose.name().into(),
            hash(&keys, id, &code).to_vec().into(),
            sealed.into(),
            tx.at().into(),
            At(tx.now() + LIFETIME).into(),
        ],
    )
    .await?;
    Ok(id)
}

/// Plans the mail with the code.
pub(crate) async fn plan(
    tx: &CenterTx,
    purpose: Purpose,
    id: ChallengeId,
    member: MemberId,
    expires_at: Timestamp,
) -> Outcome<()> {
    let plan =
        Plan { member_id: member, kind: purpose.kind(), subject_id: id.0, subject_version: 1, due_at: tx.now(), expires_at };
    notifications::plan(tx, &[plan]).await
}

/// How a try went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tried {
    Right(MemberId),
    Wrong {
        tries_left: u32,
    },
    /// Used, expired, tried too often, or never there.
    Over,
}

#[derive(FromQueryResult)]
struct TriedRow {
    member_id: Option<Uuid>,
    attempts: i32,
    is_right: bool,
}

/// One statement counts the try and, if it is right, uses the code up: of many at once one wins. A code for nobody is
/// never right.
const TRY: &str = "
update cairn.challenges set
  attempts = attempts + 1,
  used_at = case when code_hash = $5 and member_id is not null then $4::timestamptz end,
  code = case when code_hash = $5 and member_id is not null then null else code end
where center_id = $1 and id = $2 and purpose = $3 and used_at is null and expires_at > $4 and attempts < $6
returning member_id, attempts, used_at is not null as is_right";

/// The caller commits in either case.
pub(crate) async fn try_code(tx: &CenterTx, purpose: Purpose, id: ChallengeId, code: &str) -> Outcome<Tried> {
    let keys = tx.keys().await?;
    let values = [id.0.into(), purpose.name().into(), tx.at().into(), hash(&keys, id, code).to_vec().into(), TRIES.into()];
    let Some(row) = tx.row::<TriedRow>(TRY, values).await? else { return Ok(Tried::Over) };
    Ok(match row {
        TriedRow { is_right: true, member_id: Some(member), .. } => Tried::Right(MemberId(member)),
        row => Tried::Wrong { tries_left: u32::try_from(TRIES - row.attempts).unwrap_or(0) },
    })
}

#[derive(FromQueryResult)]
struct PendingRow {
    id: Uuid,
}

/// The newest step-up code of a member that was not used.
pub(super) async fn newest_step_up(tx: &CenterTx, member: MemberId) -> Outcome<Option<ChallengeId>> {
    let row = tx
        .row::<PendingRow>(
            "select id from cairn.challenges
             where center_id = $1 and member_id = $2 and purpose = 'step_up' and used_at is null and expires_at > $3
             order by created_at desc, id desc limit 1",
            [member.0.into(), tx.at().into()],
        )
        .await?;
    Ok(row.map(|row| ChallengeId(row.id)))
}

#[derive(FromQueryResult)]
struct WantedRow {
    member_id: Option<Uuid>,
    expires_at: At,
}

/// The second half of asking for a sign-in code, in a job: plans the mail if somebody is behind the address. Not in the
/// request, so that what a request does (and how long it takes) says nothing about who has an account.
pub async fn plan_code(tx: &CenterTx, id: ChallengeId) -> Outcome<()> {
    let row = tx
        .row::<WantedRow>(
            "select member_id, expires_at from cairn.challenges
             where center_id = $1 and id = $2 and purpose = 'sign_in' and used_at is null and expires_at > $3",
            [id.0.into(), tx.at().into()],
        )
        .await?;
    match row {
        Some(WantedRow { member_id: Some(member), expires_at }) => {
            plan(tx, Purpose::SignIn, id, MemberId(member), expires_at.0).await
        }
        _ => Ok(()),
    }
}

/// Ten minutes from the transaction's instant: when a code made in it stops working.
pub(crate) fn lifetime_end(now: Timestamp) -> Result<Timestamp, Surprise> {
    Ok(now.checked_add(LIFETIME)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        for typed in ["123456", " 123 456 ", "123-456", "12 34 56\n"] {
            assert_eq!(clean_code(typed).as_deref(), Ok("123456"));
        }
        for typed in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", &"1".repeat(10_000)] {
            assert_eq!(clean_code(typed), Err(Problem::invalid("code", "code_format")));
        }
    }
}
