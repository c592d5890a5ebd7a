//! What open screens are told: who may hear an event is proven by the statement that reads it, one for all the screens
//! of a process.

use sea_orm::{DbErr, FromQueryResult, QueryResult};

use super::Message;
use super::read::{MessageRow, message_columns, message_joins};
use super::room::{RoomRow, room_columns};
use crate::actor::{Actor, parse_roles};
use crate::db::{At, Credential, Db};
use crate::ids::{CenterId, ChatMessageId, GroupId};
use crate::problem::{Outcome, Surprise};

/// What one screen may see.
#[derive(Debug)]
pub enum Look {
    /// Not signed in any more, or not in this chat.
    Out,
    /// `None`: the message is gone, or none was asked for.
    In(Option<Box<Message>>),
}

/// `$2`: hashes of sign-ins; `$3`: the group; `$4`: the message; `$5`: now.
const LOOK: &str = concat!(
    "select v.place, a.roles, ",
    room_columns!(),
    ", ",
    message_columns!("coalesce(f.id, p.id)"),
    " from unnest($2::bytea[]) with ordinality as v (hash, place)
      join cairn.sign_ins s on s.center_id = $1 and s.token_hash = v.hash and s.ended_at is null and s.expires_at > $5
        and s.idle_expires_at > $5
      join cairn.members a on a.center_id = $1 and a.id = s.member_id and a.state = 'active'
      join cairn.groups g on g.center_id = $1 and g.id = $3
      left join cairn.memberships p on p.center_id = $1 and p.group_id = g.id and p.member_id = a.id
      left join cairn.group_facilitators f
        on f.center_id = $1 and f.group_id = g.id and f.member_id = a.id and f.until is null
      left join cairn.chat_messages m on m.center_id = $1 and m.group_id = g.id and m.id = $4",
    message_joins!()
);

struct Row {
    place: i64,
    roles: Vec<String>,
    room: RoomRow,
    message: Option<MessageRow>,
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let id: Option<uuid::Uuid> = row.try_get(prefix, "id")?;
        Ok(Self {
            place: row.try_get(prefix, "place")?,
            roles: row.try_get(prefix, "roles")?,
            room: RoomRow::from_query_result(row, prefix)?,
            message: id.map(|_| MessageRow::from_query_result(row, prefix)).transpose()?,
        })
    }
}

/// What each of these screens may see of a message now, in their order.
pub async fn look(
    db: &Db,
    center_id: CenterId,
    group_id: GroupId,
    message_id: Option<ChatMessageId>,
    screens: &[Credential],
) -> Outcome<Vec<Look>> {
    let hashes: Vec<Vec<u8>> =
        screens.iter().map(|screen| screen.sign_in_hash().map(|hash| hash.to_vec()).unwrap_or_default()).collect();
    // Nobody in particular: whom a row is for, it proves itself.
    let tx = db.begin(center_id, Actor::Visitor { center_suspended: true }, None).await?;
    let values = [hashes.into(), group_id.0.into(), message_id.map(|id| id.0).into(), At(tx.now()).into()];
    let rows = tx.rows::<Row>(LOOK, values).await?;
    let keys = tx.keys().await?;
    let mut looks: Vec<Look> = screens.iter().map(|_| Look::Out).collect();
    for row in rows {
        let place = usize::try_from(row.place - 1).ok().and_then(|place| looks.get_mut(place));
        let place = place.ok_or(Surprise::Inconsistent("a row for no screen"))?;
        let Some(room) = row.room.open(&parse_roles(&row.roles))? else { continue };
        let message = row.message.map(|row| row.open(tx.now(), &room, &keys)).transpose()?;
        *place = Look::In(message.map(Box::new));
    }
    Ok(looks)
}
