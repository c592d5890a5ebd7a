//! What people can show for what they do: credentials that run out, of everybody who sits down with clients.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::account;
use super::mentors::today;
use crate::audit::Event;
use crate::db::{At, CenterTx, Day};
use crate::ids::{CredentialId, MemberId};
use crate::members::fields;
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::sealed::{Place, Sealed};
use crate::staff_tasks::{self, StaffTaskKind, TaskFor};

const NUMBER: Place = Place::identity("mentor_credentials", "number");
const MOST: usize = 30;
/// Noted under the release before, and not looked at: so many a day.
const LOOKS: i64 = 200;

/// Whether the credential `of` was renewed: another one of its kind, however its name is written, lasts longer, and somebody else
/// has seen it. The old one is kept to be seen, and has not run out for anybody.
macro_rules! renewed_sql {
    ($of:literal) => {
        concat!(
            "exists (select from cairn.mentor_credentials n where n.center_id = $1 and n.mentor_id = ",
            $of,
            ".mentor_id and lower(btrim(n.kind)) = lower(btrim(",
            $of,
            ".kind)) and n.removed_at is null and n.verified_at is not null and (n.expires_on is null or n.expires_on > ",
            $of,
            ".expires_on))"
        )
    };
}
pub(crate) use renewed_sql;

#[derive(Debug, Clone)]
pub struct Credential {
    pub id: CredentialId,
    pub kind: String,
    pub issuer: String,
    pub number: Option<String>,
    pub issued_on: Date,
    /// `None`: does not run out.
    pub expires_on: Option<Date>,
    pub expired: bool,
    /// Who of those who steer has seen it, and when; `None`: as its holder noted it.
    pub verified: Option<(MemberId, Timestamp)>,
}

/// Somebody who sits down with clients, one on one or in a group.
#[derive(Debug, Clone)]
pub struct Holder {
    pub id: MemberId,
    /// They have a profile as a mentor.
    pub mentors: bool,
    pub credentials: Vec<Credential>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    mentor_id: Uuid,
    kind: String,
    issuer: String,
    number: Option<Sealed>,
    issued_on: Day,
    expires_on: Option<Day>,
    verified_by: Option<Uuid>,
    verified_at: Option<At>,
}

#[derive(FromQueryResult)]
struct HolderRow {
    id: Uuid,
    mentors: bool,
    soonest: Day,
}

/// Whoever a credential can be of: roles that meet clients, a profile as a mentor, or a service that was given. Goes on with
/// conditions on `m`; `soonest` is when something runs out that was not renewed, and far away without any such.
macro_rules! holders {
    ($rest:literal) => {
        concat!(
            "select m.id, p.mentor_id is not null as mentors, e.soonest
             from cairn.members m
             left join cairn.mentor_profiles p on p.center_id = $1 and p.mentor_id = m.id
             left join lateral (
               select coalesce(min(c.expires_on), date '9000-01-01') as soonest from cairn.mentor_credentials c
               where c.center_id = $1 and c.mentor_id = m.id and c.removed_at is null and not ",
            renewed_sql!("c"),
            ") e on true
             where m.center_id = $1 and ",
            $rest
        )
    };
}

fn keeps(tx: &CenterTx, holder: Option<MemberId>) -> Outcome<bool> {
    let membership = account(tx)?;
    let own = Target::own_if(holder == Some(membership.member_id));
    Ok(policy::allows(&membership.roles, Action::KeepCredentials, own))
}

/// Whether the acting member keeps the credentials of this one: their own, or anybody's for whoever steers. Else there is nobody.
async fn holder_row(tx: &CenterTx, id: MemberId) -> Outcome<HolderRow> {
    let missing = || Problem::not_found("memberId");
    if !keeps(tx, Some(id))? {
        return Err(missing().into());
    }
    let sql = holders!(
        "m.id = $2 and (p.mentor_id is not null or m.roles && array['counselor', 'peer_mentor', 'facilitator', 'supervisor']
           or exists (select from cairn.service_lines l where l.center_id = $1 and l.provider_id = m.id))"
    );
    tx.row::<HolderRow>(sql, [id.0.into()]).await?.ok_or_else(|| missing().into())
}

/// Credentials of these members, for whoever was let see them.
async fn held_by(tx: &CenterTx, members: Vec<Uuid>) -> Outcome<HashMap<Uuid, Vec<Credential>>> {
    let rows = tx
        .rows::<Row>(
            "select id, mentor_id, kind, issuer, number, issued_on, expires_on, verified_by, verified_at
             from cairn.mentor_credentials
             where center_id = $1 and mentor_id = any($2) and removed_at is null order by expires_on nulls last, id",
            [members.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let now = today(tx);
    let mut held: HashMap<Uuid, Vec<Credential>> = HashMap::new();
    for row in rows {
        let credential = Credential {
            id: CredentialId(row.id),
            number: row.number.map(|number| keys.open(NUMBER, row.id, &number)).transpose()?,
            kind: row.kind,
            issuer: row.issuer,
            issued_on: row.issued_on.0,
            expired: row.expires_on.is_some_and(|day| day.0 < now),
            expires_on: row.expires_on.map(|day| day.0),
            verified: row.verified_by.zip(row.verified_at).map(|(by, at)| (MemberId(by), at.0)),
        };
        held.entry(row.mentor_id).or_default().push(credential);
    }
    Ok(held)
}

/// Somebody's credentials, for themself and whoever steers.
pub async fn of(tx: &CenterTx, member_id: MemberId) -> Outcome<Vec<Credential>> {
    Ok(holder(tx, member_id).await?.credentials)
}

/// Somebody with their credentials, for themself and whoever steers.
pub async fn holder(tx: &CenterTx, member_id: MemberId) -> Outcome<Holder> {
    let row = holder_row(tx, member_id).await?;
    let credentials = held_by(tx, vec![row.id]).await?.remove(&row.id).unwrap_or_default();
    Ok(Holder { id: member_id, mentors: row.mentors, credentials })
}

/// Everybody who meets clients now, whose papers run out the soonest first; with where they stand in the list.
pub async fn holders(tx: &CenterTx, page: PageRequest) -> Outcome<Page<(Holder, Timestamp)>> {
    if !keeps(tx, None)? {
        return Err(Problem::NotAllowed.into());
    }
    let after = page.after.map(|after| (after.at.to_zoned(TimeZone::UTC).date(), after.id));
    let sql = holders!(
        "m.state = 'active' and (p.state <> 'ended' or m.roles && array['counselor', 'peer_mentor', 'facilitator', 'supervisor'])
         and ($2::date is null or (e.soonest, m.id) > ($2, $3)) order by e.soonest, m.id limit $4"
    );
    let values = [after.map(|(day, _)| Day(day)).into(), after.map(|(_, id)| id).into(), page.limit().into()];
    let page = Page::cut(tx.rows::<HolderRow>(sql, values).await?, &page);
    let mut held = held_by(tx, page.items.iter().map(|row| row.id).collect()).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        let at = row.soonest.0.to_zoned(TimeZone::UTC).map_err(Surprise::from)?.timestamp();
        let credentials = held.remove(&row.id).unwrap_or_default();
        items.push((Holder { id: MemberId(row.id), mentors: row.mentors, credentials }, at));
    }
    Ok(Page { items, has_next: page.has_next })
}

#[derive(Debug, Clone)]
pub struct AddCredential {
    pub member_id: MemberId,
    pub kind: String,
    pub issuer: String,
    pub number: Option<String>,
    pub issued_on: Date,
    pub expires_on: Option<Date>,
}

/// Notes a credential; by whoever steers, who has seen it then, or by its holder: then it waits until somebody has.
pub async fn add(tx: &CenterTx, input: AddCredential) -> Outcome<CredentialId> {
    let held = of(tx, input.member_id).await?.len();
    let me = account(tx)?.member_id;
    tx.writable()?;
    let mut problems = Problems::default();
    if held >= MOST {
        problems.push(Problem::limit("memberId", "too_many", 30));
    }
    let kind = problems.take(fields::required_line(&input.kind, "kind", 120));
    let issuer = problems.take(fields::required_line(&input.issuer, "issuer", 120));
    let number = problems.take(fields::line(input.number.as_deref().unwrap_or_default(), "number", 80));
    if input.issued_on > today(tx) {
        problems.push(Problem::invalid("issuedOn", "in_the_future"));
    }
    if input.expires_on.is_some_and(|day| day < input.issued_on) {
        problems.push(Problem::invalid("expiresOn", "ends_before_start"));
    }
    problems.refuse_if_any()?;
    let (Some(kind), Some(issuer), Some(number)) = (kind, issuer, number) else {
        return Err(Surprise::Inconsistent("a problem that was not told").into());
    };
    let id = tx.ids().person();
    // Nobody vouches for themself.
    let seen_by = (me != input.member_id).then_some(me);
    tx.run(
        "insert into cairn.mentor_credentials (center_id, id, mentor_id, kind, issuer, number, issued_on, expires_on, created_at,
           verified_by, verified_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [
            id.into(),
            input.member_id.0.into(),
            kind.into(),
            issuer.into(),
            tx.seal_option(NUMBER, id, Some(number.as_str()).filter(|text| !text.is_empty())).await?.into(),
            Day(input.issued_on).into(),
            input.expires_on.map(Day).into(),
            tx.at().into(),
            seen_by.map(|by| by.0).into(),
            seen_by.map(|_| tx.at()).into(),
        ],
    )
    .await?;
    tx.audit(Event::done("mentor.add_credential", "credential", id));
    if seen_by.is_none() {
        staff_tasks::open(tx, StaffTaskKind::CredentialUnseen, me, TaskFor::Supervisors).await?;
    }
    Ok(CredentialId(id))
}

#[derive(FromQueryResult)]
struct Owned {
    mentor_id: Uuid,
    /// It has run out, or somebody has seen it: what comes of that is not its holder's to lift.
    holds: bool,
}

/// Whose it is, if the acting member keeps that one's credentials.
async fn owned(tx: &CenterTx, id: CredentialId) -> Outcome<Owned> {
    let missing = || Problem::not_found("credentialId");
    let row = tx
        .row::<Owned>(
            "select mentor_id, removed_at is null and (verified_at is not null or coalesce(expires_on < $3, false)) as holds
             from cairn.mentor_credentials where center_id = $1 and id = $2",
            [id.0.into(), Day(today(tx)).into()],
        )
        .await?
        .ok_or_else(missing)?;
    match holder_row(tx, MemberId(row.mentor_id)).await {
        Ok(_) => Ok(row),
        Err(fault) if fault.is_missing() => Err(missing().into()),
        Err(fault) => Err(fault),
    }
}

/// Takes one off the list: renewed, or noted by mistake. Its holder does so while nobody has seen it and it has not run out;
/// after that it is for whoever steers, and so nobody brings themself back to new people and to the payers.
pub async fn remove(tx: &CenterTx, id: CredentialId) -> Outcome<MemberId> {
    let owned = owned(tx, id).await?;
    let member_id = MemberId(owned.mentor_id);
    let me = account(tx)?.member_id;
    tx.writable()?;
    if me == member_id && owned.holds {
        return Err(Problem::invalid("credentialId", "credential_holds").into());
    }
    tx.run(
        "update cairn.mentor_credentials set removed_at = $3 where center_id = $1 and id = $2 and removed_at is null",
        [id.0.into(), tx.at().into()],
    )
    .await?;
    tx.audit(Event::done("mentor.remove_credential", "credential", id.0));
    looked_at(tx, member_id).await?;
    Ok(member_id)
}

/// Whoever steers has seen the paper that somebody else noted. Again is fine: it stays whoever was first.
pub async fn verify(tx: &CenterTx, id: CredentialId) -> Outcome<MemberId> {
    let member_id = MemberId(owned(tx, id).await?.mentor_id);
    let me = account(tx)?.member_id;
    tx.writable()?;
    if me == member_id {
        return Err(Problem::invalid("credentialId", "own_case").into());
    }
    let written = tx
        .run(
            "update cairn.mentor_credentials set verified_by = $3, verified_at = $4
             where center_id = $1 and id = $2 and removed_at is null and verified_by is null",
            [id.0.into(), me.0.into(), tx.at().into()],
        )
        .await?;
    if written == 1 {
        tx.audit(Event::done("mentor.verify_credential", "credential", id.0));
        looked_at(tx, member_id).await?;
    }
    Ok(member_id)
}

#[derive(FromQueryResult)]
struct Unseen {
    mentor_id: Uuid,
}

/// Nobody has to look any more, when nothing of theirs waits for it.
async fn looked_at(tx: &CenterTx, member_id: MemberId) -> Outcome<()> {
    let unseen = tx
        .row::<Unseen>(
            "select mentor_id from cairn.mentor_credentials
             where center_id = $1 and mentor_id = $2 and removed_at is null and verified_at is null limit 1",
            [member_id.0.into()],
        )
        .await?;
    if unseen.is_none() {
        staff_tasks::close(tx, StaffTaskKind::CredentialUnseen, member_id).await?;
    }
    Ok(())
}

/// What was noted before somebody had to look at it: supervisors are asked now. Once for each, however the task ends.
pub(super) async fn ask_for_looks(tx: &CenterTx) -> Outcome<()> {
    let rows = tx
        .rows::<Unseen>(
            "select distinct c.mentor_id from cairn.mentor_credentials c
             join cairn.members m on m.center_id = $1 and m.id = c.mentor_id and m.state = 'active'
             where c.center_id = $1 and c.removed_at is null and c.verified_at is null and not exists (
               select from cairn.staff_tasks t
               where t.center_id = $1 and t.kind = 'credential_unseen' and t.member_id = c.mentor_id
                 and (t.done_at is null or t.created_at >= c.created_at))
             order by c.mentor_id limit $2",
            [LOOKS.into()],
        )
        .await?;
    for row in rows {
        staff_tasks::open(tx, StaffTaskKind::CredentialUnseen, MemberId(row.mentor_id), TaskFor::Supervisors).await?;
    }
    Ok(())
}
