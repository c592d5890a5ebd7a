//! How somebody wants to be reached: "Text only, after 5 PM". Their own words, with a number if they like; for whoever cares for
//! them or keeps contact with them while they wait, and for nobody they walk or sit in a circle with.

use std::collections::{HashMap, HashSet};

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::fields;
use crate::audit::Event;
use crate::care::{bridges_sql, kept_apart_sql};
use crate::db::CenterTx;
use crate::ids::MemberId;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};
use crate::sealed::{Place, Sealed};

pub(super) const CONTACT_RULE: Place = Place::identity("members", "contact_rule");
const LIMIT: usize = 300;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    contact_rule: Option<Sealed>,
    assigned: bool,
    mentors: bool,
    bridges: bool,
}

impl Row {
    fn target(&self, me: MemberId) -> Target {
        Target { own: me.0 == self.id, assigned: self.assigned, mentors: self.mentors, bridges: self.bridges, ..Target::NONE }
    }
}

/// Clients among these members, with what ties the viewer to each: one statement.
async fn tied(tx: &CenterTx, me: MemberId, ids: &[MemberId]) -> Outcome<Vec<Row>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<Row>(
            concat!(
                "select m.id, m.contact_rule, coalesce(a.mentorship_id is null and a.id is not null, false) as assigned,
                   a.mentorship_id is not null as mentors, ",
                bridges_sql!("$3::uuid", "m.id"),
                " as bridges
                 from cairn.members m
                 left join cairn.care_assignments a
                   on a.center_id = $1 and a.client_id = m.id and a.counselor_id = $3 and a.ended_at is null
                     and not ",
                kept_apart_sql!("a.counselor_id", "a.client_id"),
                " where m.center_id = $1 and m.id = any($2) and m.roles @> array['client'] and m.state <> 'ended'"
            ),
            [ids.into(), me.0.into()],
        )
        .await?;
    Ok(rows)
}

/// Those of the clients whose rule there is and the viewer may read. That it was read is remembered.
pub async fn contact_rules(tx: &CenterTx, ids: &[MemberId]) -> Outcome<HashMap<MemberId, String>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let me = membership.member_id;
    let keys = tx.keys().await?;
    let mut found = HashMap::new();
    for row in tied(tx, me, ids).await? {
        let target = row.target(me);
        let Some(sealed) = &row.contact_rule else { continue };
        if !policy::allows(&membership.roles, Action::ReadContactRule, target) {
            continue;
        }
        let client = MemberId(row.id);
        found.insert(client, keys.open(CONTACT_RULE, row.id, sealed)?);
        if !target.own {
            let purpose = if target.assigned || target.bridges { "care" } else { "administration" };
            tx.audit(Event::done("client.read_contact_rule", "member", row.id).about(client).purpose(purpose));
        }
    }
    Ok(found)
}

/// Those of the members who are clients whose page the viewer may open.
pub async fn opened(tx: &CenterTx, ids: &[MemberId]) -> Outcome<HashSet<MemberId>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let me = membership.member_id;
    let rows = tied(tx, me, ids).await?;
    let opens = |row: &Row| policy::allows(&membership.roles, Action::ViewClient, row.target(me));
    Ok(rows.into_iter().filter(opens).map(|row| MemberId(row.id)).collect())
}

/// Says how a client wants to be reached: they themself, or staff who care for them. Empty clears.
pub async fn set_contact_rule(tx: &CenterTx, client: MemberId, rule: &str) -> Outcome<Option<String>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let me = membership.member_id;
    let missing = || Problem::not_found("clientId");
    let row = tied(tx, me, &[client]).await?.pop().ok_or_else(missing)?;
    let target = row.target(me);
    if !policy::allows(&membership.roles, Action::ReadContactRule, target) {
        tx.audit_refusal(Event::done("client.set_contact_rule", "member", client.0).purpose("security"));
        return Err(missing().into());
    }
    if !policy::allows(&membership.roles, Action::SetContactRule, target) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    let rule = Some(fields::paragraphs(rule, "rule", LIMIT)?).filter(|rule| !rule.is_empty());
    let sealed = tx.seal_option(CONTACT_RULE, client.0, rule.as_deref()).await?;
    tx.run("update cairn.members set contact_rule = $3 where center_id = $1 and id = $2", [client.0.into(), sealed.into()])
        .await?;
    let purpose = match target {
        Target { own: true, .. } => "own_data",
        Target { assigned: true, .. } => "care",
        _ => "administration",
    };
    tx.audit(Event::done("client.set_contact_rule", "member", client.0).about(client).purpose(purpose));
    Ok(rule)
}
