//! Who may be in a group's chat now: one statement, asked with everything that is read or written there.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::actor::Role;
use crate::db::CenterTx;
use crate::groups::standing::{OwnPlace, Standing, account, me};
use crate::groups::{FacilitatorPart, GroupState, MembershipState, PersonId};
use crate::ids::{FacilitatorId, GroupId, MembershipId};
use crate::policy::{self, Action};
use crate::problem::{Outcome, Problem, Surprise};

/// A chat that the transaction's member is in.
#[derive(Debug, Clone)]
pub(in crate::groups) struct Room {
    pub group_id: GroupId,
    /// As whom.
    pub me: PersonId,
    /// Days a message is kept.
    pub days: i32,
    pub read_until: Option<Uuid>,
    state: GroupState,
    agreement_version: Option<i32>,
    place: Option<OwnPlace>,
}

#[derive(FromQueryResult)]
pub(super) struct RoomRow {
    room_id: Uuid,
    room_state: String,
    chat: bool,
    chat_days: i32,
    agreement_version: Option<i32>,
    place_id: Option<Uuid>,
    place_state: Option<String>,
    place_agreement: Option<i32>,
    my_facilitator: Option<Uuid>,
    my_part: Option<String>,
    read_until: Option<Uuid>,
}

/// What [`RoomRow`] reads; the query names group, place and part `g`, `p` and `f`.
macro_rules! room_columns {
    () => {
        concat!(
            "g.id as room_id, g.state as room_state, g.chat, ",
            crate::groups::chat::retention::kept_days!(),
            " as chat_days,
         (select max(a.version) from cairn.group_agreements a where a.center_id = $1 and a.group_id = g.id) as agreement_version,
         p.id as place_id, p.state as place_state, p.agreement_version as place_agreement, f.id as my_facilitator, f.part as my_part,
         case when f.id is null then p.read_until else f.read_until end as read_until"
        )
    };
}
pub(super) use room_columns;

/// `$2` is the viewer.
const OF_GROUP: &str = concat!(
    "select ",
    room_columns!(),
    " from cairn.groups g
      left join cairn.memberships p on p.center_id = $1 and p.group_id = g.id and p.member_id = $2
      left join cairn.group_facilitators f
        on f.center_id = $1 and f.group_id = g.id and f.member_id = $2 and f.until is null
      where g.center_id = $1 and g.id = $3"
);

/// The group first, then the place, as everybody locks: whoever is being removed either wrote before or does not write.
macro_rules! locked_sql {
    ($group:literal) => {
        concat!(
            "with g as materialized (
               select id, state, chat, chat_days from cairn.groups where center_id = $1 and id = ",
            $group,
            " for key share),
             p as materialized (
               select m.id, m.state, m.agreement_version, m.read_until from cairn.memberships m, g
               where m.center_id = $1 and m.group_id = g.id and m.member_id = $2 for share of m),
             f as materialized (
               select h.id, h.part, h.read_until from cairn.group_facilitators h, g
               where h.center_id = $1 and h.group_id = g.id and h.member_id = $2 and h.until is null for share of h)
             select ",
            room_columns!(),
            " from g left join p on true left join f on true"
        )
    };
}

const LOCKED: &str = locked_sql!("$3");
const LOCKED_BY_MESSAGE: &str =
    locked_sql!("(select c.group_id from cairn.chat_messages c where c.center_id = $1 and c.id = $3)");

impl RoomRow {
    /// `None`: not for this viewer, now.
    pub(super) fn open(self, roles: &[Role]) -> Result<Option<Room>, Surprise> {
        let state = self.place_state.as_deref().map(MembershipState::stored).transpose()?;
        let place = self.place_id.zip(state).map(|(id, state)| OwnPlace {
            id: MembershipId(id),
            state,
            agreement_version: self.place_agreement,
        });
        let part = self.my_part.as_deref().map(FacilitatorPart::stored).transpose()?;
        let target = Standing { place, part }.target();
        let state = GroupState::stored(&self.room_state)?;
        let open = self.chat && matches!(state, GroupState::Active | GroupState::Paused);
        if !open || !policy::allows(roles, Action::UseGroup, target) {
            return Ok(None);
        }
        // Who facilitates speaks as that, also with a place of their own. A part that their roles do not carry is none.
        let holds = policy::allows(roles, Action::HoldRoom, target);
        let me = match (self.my_facilitator.filter(|_| holds), place) {
            (Some(id), _) => PersonId::Facilitator(FacilitatorId(id)),
            (None, Some(place)) => PersonId::Member(place.id),
            (None, None) => return Err(Surprise::Inconsistent("a chat without a place in it")),
        };
        Ok(Some(Room {
            group_id: GroupId(self.room_id),
            me,
            days: self.chat_days,
            read_until: self.read_until,
            state,
            agreement_version: self.agreement_version,
            place,
        }))
    }
}

async fn found(tx: &CenterTx, sql: &'static str, id: Uuid, field: &str) -> Outcome<Room> {
    let roles = &account(tx)?.roles;
    let row = tx.row::<RoomRow>(sql, [me(tx).into(), id.into()]).await?;
    let room = row.map(|row| row.open(roles)).transpose()?.flatten();
    room.ok_or_else(|| Problem::not_found(field).into())
}

impl Room {
    /// To read in.
    pub(in crate::groups) async fn of(tx: &CenterTx, id: GroupId, field: &str) -> Outcome<Self> {
        found(tx, OF_GROUP, id.0, field).await
    }

    /// To write in: nobody takes the place away until this transaction ends.
    pub(super) async fn locked(tx: &CenterTx, id: GroupId, field: &str) -> Outcome<Self> {
        found(tx, LOCKED, id.0, field).await
    }

    /// Likewise, of the group that a message is in.
    pub(super) async fn locked_by_message(tx: &CenterTx, id: Uuid, field: &str) -> Outcome<Self> {
        found(tx, LOCKED_BY_MESSAGE, id, field).await
    }

    /// The viewer's membership or part, as the rows of the chat name it.
    pub(super) fn my_id(&self) -> Uuid {
        match self.me {
            PersonId::Member(id) => id.0,
            PersonId::Facilitator(id) => id.0,
        }
    }

    /// The group's agreement has changed since it was accepted: reading goes on, writing waits.
    pub fn must_read_agreement(&self) -> bool {
        let accepted = self.place.and_then(|place| place.agreement_version);
        matches!(self.me, PersonId::Member(_)) && self.agreement_version.is_some_and(|version| accepted != Some(version))
    }

    /// Whether something may be said here now.
    pub(super) fn open_for_words(&self, tx: &CenterTx) -> Outcome<()> {
        tx.writable()?;
        if self.state != GroupState::Active {
            return Err(Problem::invalid("groupId", "group_not_open").into());
        }
        if self.must_read_agreement() { Err(Problem::invalid("groupId", "agreement_first").into()) } else { Ok(()) }
    }
}
