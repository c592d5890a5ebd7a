//! The free times of many counselors at once, with the same few statements however many they are.

use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::book::{Wants, fits};
use super::hold;
use super::slots::{MOST_DAYS, Slot, Sought, as_client, books_as, days_of, has_place, stretch};
use crate::availability::{ManyQuery, desks};
use crate::care::{bridges_sql, sits_down_sql};
use crate::db::CenterTx;
use crate::ids::MemberId;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};

/// What one page may ask for.
pub const MOST_COUNSELORS: usize = 50;
const MOST_EACH: usize = 2_000;

#[derive(Debug, Clone)]
pub struct OpenSlots {
    /// Empty: everybody whose times the viewer may choose from, as far as there is room.
    pub counselors: Vec<MemberId>,
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Nothing moves here.
    pub sought: Sought,
}

#[derive(Debug, Clone)]
pub struct CounselorSlots {
    pub counselor_id: MemberId,
    pub slots: Vec<Slot>,
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Whose times may be looked at, of those that were asked for: whoever may not be seen is left out like nobody.
async fn visible(tx: &CenterTx, wanted: &[MemberId], client_id: Option<MemberId>) -> Outcome<Vec<MemberId>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let all = policy::allows(&membership.roles, Action::ViewHours, Target::NONE);
    let own = policy::allows(&membership.roles, Action::ViewHours, Target::OWN);
    let assigned = policy::allows(&membership.roles, Action::ViewHours, Target::ASSIGNED);
    let wanted: Vec<Uuid> = wanted.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<Id>(
            concat!(
                "select m.id from cairn.members m
             where m.center_id = $1 and m.state = 'active' and ",
                sits_down_sql!(),
                "
               and (cardinality($2::uuid[]) = 0 or m.id = any($2))
               and ($3 or ($4 and m.id = $6) or ($5 and (exists (select from cairn.care_assignments a
                 where a.center_id = $1 and a.counselor_id = m.id and a.client_id = $6 and a.ended_at is null) or ",
                bridges_sql!("m.id", "$6"),
                ")))
               and ($7::uuid is null or exists (select from cairn.care_assignments a
                 where a.center_id = $1 and a.counselor_id = m.id and a.client_id = $7 and a.ended_at is null) or ",
                bridges_sql!("m.id", "$7"),
                ")
             order by m.id limit $8"
            ),
            [
                wanted.into(),
                all.into(),
                own.into(),
                assigned.into(),
                membership.member_id.0.into(),
                client_id.map(|id| id.0).into(),
                i64::try_from(MOST_COUNSELORS).unwrap_or(i64::MAX).into(),
            ],
        )
        .await?;
    Ok(rows.into_iter().map(|row| MemberId(row.id)).collect())
}

/// Starts that booking accepts, of each counselor. Days are days of each one's own calendar.
pub async fn open_slots(tx: &CenterTx, input: OpenSlots) -> Outcome<Vec<CounselorSlots>> {
    if input.counselors.len() > MOST_COUNSELORS {
        return Err(Problem::limit("counselorIds", "too_many", 50).into());
    }
    let days = input.from.until(input.until)?.get_days() + 1;
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Problem::limit("until", "out_of_range", i64::from(MOST_DAYS)).into());
    }
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let client_id = input.sought.client_id.or_else(|| as_client(tx, None));
    let booker = books_as(membership, client_id);
    let counselors = visible(tx, &input.counselors, client_id).await?;
    if counselors.is_empty() {
        return Ok(Vec::new());
    }
    let (from, until) = stretch(input.from, days)?;
    let except = hold::of_actor(tx, input.sought.hold.as_deref()).await?.into_iter().collect();
    let query = ManyQuery { counselors, client_id, from, until, type_id: input.sought.type_id, except };
    let mut found = Vec::new();
    for desk in desks(tx, &query).await? {
        if !has_place(&desk, input.sought.place, None) {
            continue;
        }
        let minutes = fits(&desk, booker, input.sought.type_id, input.sought.minutes, input.sought.place, Wants::Times)?;
        let slots = days_of(tx, &desk, booker, input.from, days, minutes, MOST_EACH)?;
        found.push(CounselorSlots { counselor_id: desk.availability.counselor_id, slots });
    }
    Ok(found)
}
