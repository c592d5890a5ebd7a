//! Proof of attendance: the member chooses what it says, to whom it goes and how long it can be looked at. Whoever has the
//! link reads exactly that, and nothing about anything else.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::standing::account;
use crate::audit::Event;
use crate::centers;
use crate::db::{At, CenterTx, Db, Secret, Wall};
use crate::exits::{self, Exit, Kind, Released};
use crate::idempotency::{self, Claim};
use crate::ids::{AttendanceProofId, GroupId, MemberId};
use crate::members::sign_in::limit_network;
use crate::members::{Caller, fields};
use crate::paging::{Cursor, Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::rate_limits::PROOF_BY_NETWORK;
use crate::sealed::{Place, Sealed};

const FACTS: Place = Place::clinical("attendance_proofs", "facts");
const RECIPIENT: Place = Place::clinical("attendance_proofs", "recipient");
const OBJECT: &str = "attendance_proof";
const LONGEST_DAYS: i32 = 180;
const LONGEST_RANGE_DAYS: i64 = 366;
const MOST_GROUPS: usize = 20;
const MOST_MEETINGS: usize = 500;
const NAME: usize = 120;

/// One thing a proof may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofItem {
    /// As they typed it.
    Name,
    /// The center's name.
    Center,
    /// The names of the groups.
    Group,
    /// From when until when was looked.
    Period,
    /// The day of each meeting.
    Dates,
    Minutes,
    /// How many meetings.
    Count,
}

/// What a proof says. What the member did not choose is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofFacts {
    pub name: Option<String>,
    pub center: Option<String>,
    pub period: Option<(Date, Date)>,
    pub groups: Vec<String>,
    pub meetings: Vec<ProvenMeeting>,
    pub count: Option<i64>,
    /// Altogether.
    pub minutes: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenMeeting {
    /// On the group's clock.
    pub date: Date,
    pub group: Option<String>,
    pub minutes: Option<i32>,
}

/// A proof as its member sees it.
#[derive(Debug, Clone)]
pub struct AttendanceProof {
    pub id: AttendanceProofId,
    pub facts: ProofFacts,
    pub recipient: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
    /// How often it was looked at.
    pub views: i32,
}

#[derive(Debug, Clone, Serialize)]
pub struct CreateProof {
    #[serde(skip)]
    pub key: Uuid,
    pub groups: Vec<GroupId>,
    /// Both days included.
    pub from: Date,
    pub until: Date,
    pub show: Vec<ProofItem>,
    pub name: Option<String>,
    /// For the member's own list: who gets it.
    pub recipient: String,
    /// How long it can be looked at.
    pub days: i32,
}

/// The actor, whose attendance it is.
fn own(tx: &CenterTx) -> Outcome<MemberId> {
    let account = account(tx)?;
    if !policy::allows(&account.roles, Action::ViewClientGroups, Target::OWN) {
        return Err(Problem::NotAllowed.into());
    }
    Ok(account.member_id)
}

struct Checked {
    name: Option<String>,
    recipient: String,
}

fn checked(input: &CreateProof, today: Date) -> Outcome<Checked> {
    let mut problems = Problems::default();
    let shows_name = input.show.contains(&ProofItem::Name);
    let name = problems.take(fields::line(input.name.as_deref().unwrap_or_default(), "nameAsShown", NAME)).unwrap_or_default();
    if shows_name && name.is_empty() {
        problems.push(Problem::invalid("nameAsShown", "required"));
    }
    let recipient = problems.take(fields::required_line(&input.recipient, "recipient", NAME)).unwrap_or_default();
    if !input.show.iter().any(|item| matches!(item, ProofItem::Dates | ProofItem::Minutes | ProofItem::Count)) {
        problems.push(Problem::invalid("show", "proof_says_nothing"));
    }
    if input.groups.is_empty() {
        problems.push(Problem::invalid("groupIds", "required"));
    }
    if input.groups.len() > MOST_GROUPS {
        problems.push(Problem::limit("groupIds", "too_many", 20));
    }
    if input.until < input.from || input.from > today {
        problems.push(Problem::invalid("until", "date_order"));
    } else if i64::from((input.until - input.from).get_days()) > LONGEST_RANGE_DAYS {
        problems.push(Problem::limit("until", "range_too_long", LONGEST_RANGE_DAYS));
    }
    if !(1..=LONGEST_DAYS).contains(&input.days) {
        problems.push(Problem::limit("days", "out_of_range", i64::from(LONGEST_DAYS)));
    }
    problems.refuse_if_any()?;
    Ok(Checked { name: shows_name.then_some(name), recipient })
}

/// Makes a proof. Its link is shown once: a retry with the same key finds the proof without it.
pub async fn create(tx: &CenterTx, input: CreateProof) -> Outcome<(AttendanceProof, Option<String>)> {
    let member = own(tx)?;
    tx.writable()?;
    let zone = crate::zones::stored(&account(tx)?.zone)?;
    let checked = checked(&input, crate::zones::today(tx.now(), &zone))?;
    let id = AttendanceProofId(tx.ids().event(tx.now()));
    if let Claim::Repeated(id) = idempotency::claim(tx, input.key, "attendance_proof.create", &input, id.0).await? {
        return Ok((find(tx, member, AttendanceProofId(id)).await?, None));
    }
    let facts = facts(tx, member, &input, checked.name).await?;
    let exit = Exit { kind: Kind::Proof, recipient: member, clients: vec![member], subject_type: OBJECT, subject_id: id.0 };
    let released = exits::release(tx, exit, facts).await?;
    let secret = Secret::new(tx.center_id(), tx.ids());
    write(tx, id, &released, &secret, &checked.recipient, input.days).await?;
    tx.audit(Event::done("attendance_proof.create", OBJECT, id.0).about(member).purpose("own_data"));
    Ok((find(tx, member, id).await?, Some(secret.text)))
}

#[derive(FromQueryResult)]
struct CameRow {
    group_id: Uuid,
    group_name: String,
    local_start: Option<Wall>,
    minutes: Option<i32>,
}

/// What the record says about those days, cut down to what the member wants to show.
async fn facts(tx: &CenterTx, member: MemberId, input: &CreateProof, name: Option<String>) -> Outcome<ProofFacts> {
    let groups: Vec<Uuid> = input.groups.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<CameRow>(
            "select g.id as group_id, g.name as group_name, c.local_start, c.minutes
             from cairn.memberships p join cairn.groups g on g.center_id = $1 and g.id = p.group_id
             left join lateral (
               select m.local_start, a.minutes from cairn.attendance a
               join cairn.meetings m on m.center_id = $1 and m.id = a.meeting_id and m.state = 'held'
               where a.center_id = $1 and a.membership_id = p.id and a.status in ('present', 'late', 'left_early')
                 and m.local_start >= $4 and m.local_start < $5) as c on true
             where p.center_id = $1 and p.member_id = $2 and p.group_id = any($3) and p.joined_at is not null
             order by c.local_start, g.id limit 600",
            [
                member.0.into(),
                groups.into(),
                Wall(input.from.at(0, 0, 0, 0)).into(),
                Wall(input.until.tomorrow().map_err(Surprise::from)?.at(0, 0, 0, 0)).into(),
            ],
        )
        .await?;
    if !input.groups.iter().all(|id| rows.iter().any(|row| row.group_id == id.0)) {
        return Err(Problem::not_found("groupIds").into());
    }
    let came: Vec<(Date, &CameRow)> = rows.iter().filter_map(|row| row.local_start.map(|wall| (wall.0.date(), row))).collect();
    if came.is_empty() {
        return Err(Problem::invalid("until", "nothing_to_prove").into());
    }
    if came.len() > MOST_MEETINGS {
        return Err(Problem::limit("until", "too_many", 500).into());
    }
    let shows = |item: ProofItem| input.show.contains(&item);
    let mut groups: Vec<String> = came.iter().map(|(_, row)| row.group_name.clone()).collect();
    groups.sort_unstable();
    groups.dedup();
    let total: i64 = came.iter().filter_map(|(_, row)| row.minutes).map(i64::from).sum();
    let meetings = came.iter().map(|(date, row)| ProvenMeeting {
        date: *date,
        group: shows(ProofItem::Group).then(|| row.group_name.clone()),
        minutes: row.minutes.filter(|_| shows(ProofItem::Minutes)),
    });
    Ok(ProofFacts {
        name,
        center: shows(ProofItem::Center).then(|| account(tx).map(|account| account.center.name.clone())).transpose()?,
        period: shows(ProofItem::Period).then_some((input.from, input.until)),
        meetings: if shows(ProofItem::Dates) { meetings.collect() } else { Vec::new() },
        count: shows(ProofItem::Count).then(|| i64::try_from(came.len()).unwrap_or(i64::MAX)),
        minutes: shows(ProofItem::Minutes).then_some(total),
        groups: if shows(ProofItem::Group) { groups } else { Vec::new() },
    })
}

/// Keeps what was released, where its link finds it.
async fn write(
    tx: &CenterTx,
    id: AttendanceProofId,
    facts: &Released<ProofFacts>,
    secret: &Secret,
    recipient: &str,
    days: i32,
) -> Outcome<()> {
    let facts = serde_json::to_string(facts.get()).map_err(|_| Surprise::Inconsistent("a proof that does not serialise"))?;
    tx.run(
        "insert into cairn.attendance_proofs (center_id, id, member_id, token_hash, facts, recipient, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            id.0.into(),
            account(tx)?.member_id.0.into(),
            secret.hash.to_vec().into(),
            tx.seal(FACTS, id.0, &facts).await?.into(),
            tx.seal(RECIPIENT, id.0, recipient).await?.into(),
            tx.at().into(),
            At(tx.now() + SignedDuration::from_hours(i64::from(days) * 24)).into(),
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    member_id: Uuid,
    facts: Sealed,
    recipient: Sealed,
    created_at: At,
    expires_at: At,
    revoked_at: Option<At>,
    views: i32,
}

macro_rules! proof_sql {
    ($rest:literal) => {
        concat!(
            "select id, member_id, facts, recipient, created_at, expires_at, revoked_at, views
             from cairn.attendance_proofs where center_id = $1 ",
            $rest
        )
    };
}

impl Row {
    async fn open(self, tx: &CenterTx) -> Outcome<AttendanceProof> {
        let keys = tx.keys().await?;
        let facts = keys.open(FACTS, self.id, &self.facts)?;
        Ok(AttendanceProof {
            id: AttendanceProofId(self.id),
            facts: serde_json::from_str(&facts).map_err(|_| Surprise::Inconsistent("a proof"))?,
            recipient: keys.open(RECIPIENT, self.id, &self.recipient)?,
            created_at: self.created_at.0,
            expires_at: self.expires_at.0,
            revoked_at: self.revoked_at.map(|at| at.0),
            views: self.views,
        })
    }
}

async fn find(tx: &CenterTx, member: MemberId, id: AttendanceProofId) -> Outcome<AttendanceProof> {
    let row = tx.row::<Row>(proof_sql!("and member_id = $2 and id = $3"), [member.0.into(), id.0.into()]).await?;
    row.ok_or_else(|| Problem::not_found("attendanceProofId"))?.open(tx).await
}

/// The actor's own, the newest first.
pub async fn list(tx: &CenterTx, page: PageRequest) -> Outcome<Page<AttendanceProof>> {
    let member = own(tx)?;
    let before = page.after.unwrap_or(Cursor { at: tx.now() + SignedDuration::from_hours(1), id: Uuid::max() });
    let rows = tx
        .rows::<Row>(
            proof_sql!("and member_id = $2 and (created_at, id) < ($3, $4) order by created_at desc, id desc limit $5"),
            [member.0.into(), At(before.at).into(), before.id.into(), page.limit().into()],
        )
        .await?;
    let mut proofs = Vec::with_capacity(rows.len());
    for row in rows {
        proofs.push(row.open(tx).await?);
    }
    Ok(Page::cut(proofs, &page))
}

/// Ends one of the actor's own, at once. Revoked already is fine; works in a paused center.
pub async fn revoke(tx: &CenterTx, id: AttendanceProofId) -> Outcome<AttendanceProof> {
    let member = own(tx)?;
    let proof = find(tx, member, id).await?;
    if proof.revoked_at.is_none() {
        tx.run(
            "update cairn.attendance_proofs set revoked_at = $4 where center_id = $1 and member_id = $2 and id = $3",
            [member.0.into(), id.0.into(), tx.at().into()],
        )
        .await?;
        tx.audit(Event::done("attendance_proof.revoke", OBJECT, id.0).about(member).purpose("own_data"));
    }
    find(tx, member, id).await
}

/// What whoever has the link reads.
#[derive(Debug, Clone)]
pub struct VerifiedProof {
    pub facts: ProofFacts,
    pub issued_at: Timestamp,
    /// IANA id: of the center, for the day it was issued.
    pub zone: String,
}

/// Looks at a proof. `None`: garbage, foreign, expired, revoked; all the same. Each look is in the member's record.
pub async fn verify(db: &Db, token: &str, from: Caller) -> Outcome<Option<VerifiedProof>> {
    limit_network(db, &PROOF_BY_NETWORK, &from).await?;
    // A link is 64 characters; nothing longer is worth decoding.
    let Some((center, hash)) = Secret::parse(token).filter(|_| token.len() <= 128) else { return Ok(None) };
    let Some(center) = centers::find_by_id(db, center).await? else { return Ok(None) };
    let zone = center.zone.clone();
    let tx = db.visit(&center, from.request_id).await?;
    let row = tx
        .row::<Row>(
            proof_sql!("and token_hash = $2 and revoked_at is null and expires_at > $3"),
            [hash.to_vec().into(), tx.at().into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let member = MemberId(row.member_id);
    let proof = row.open(&tx).await?;
    tx.run(
        "update cairn.attendance_proofs set views = views + 1 where center_id = $1 and id = $2 and revoked_at is null",
        [proof.id.0.into()],
    )
    .await?;
    tx.audit(Event::done("attendance_proof.view", OBJECT, proof.id.0).about(member).purpose("own_data"));
    tx.commit().await?;
    Ok(Some(VerifiedProof { facts: proof.facts, issued_at: proof.created_at, zone }))
}
