//! What people who walk together are told by mail: that there is something, never what.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Kind, Plan, plan, schedule};
use crate::db::{At, CenterTx};
use crate::ids::{MemberId, MentorshipId, NotificationId};
use crate::mentorship::credentials::renewed_sql;
use crate::mentorship::pairs::Mentorship;
use crate::problem::Outcome;

/// Messages `m` of pairs `s` that the member has not read.
macro_rules! pair_unread_sql {
    ($member:literal) => {
        concat!(
            "cairn.mentorships s join cairn.pair_messages m on m.center_id = $1 and m.mentorship_id = s.id and m.deleted_at is null
               and m.author_id <> ",
            $member,
            " where s.center_id = $1 and s.state in ('active', 'paused', 'stepping_back', 'closing')
               and ((s.client_id = ",
            $member,
            " and (s.client_read_until is null or m.id > s.client_read_until))
                 or (s.mentor_id = ",
            $member,
            " and (s.mentor_read_until is null or m.id > s.mentor_read_until)))"
        )
    };
}
pub(crate) use pair_unread_sql;

/// News of a pair wait for the morning, and are old after this.
const USEFUL: SignedDuration = SignedDuration::from_hours(48);
/// An answer is asked for once more, so long before the offer runs out.
const LAST_CALL: SignedDuration = SignedDuration::from_hours(24);
/// Whoever is there reads it meanwhile.
const BATCH: SignedDuration = SignedDuration::from_mins(15);
/// Somebody who does not come back is told once a week that there is something.
const AGAIN: SignedDuration = SignedDuration::from_hours(24 * 7);

/// There is news of a pair; which, they read after signing in. Whoever did it knows.
pub(crate) async fn mentorship_news(tx: &CenterTx, pair: &Mentorship, to: &[MemberId]) -> Outcome<()> {
    let me = tx.actor().member_id();
    let plans: Vec<Plan> = to
        .iter()
        .filter(|member| Some(**member) != me)
        .map(|member| Plan {
            member_id: *member,
            kind: Kind::MentorshipNews,
            subject_id: pair.id.0,
            subject_version: pair.version,
            due_at: tx.now(),
            expires_at: tx.now() + USEFUL,
        })
        .collect();
    plan(tx, &plans).await
}

/// Somebody they walked with died. What there is to read they are told in person first: the mail comes after that.
pub(crate) async fn mentor_bereaved(tx: &CenterTx, pair: MentorshipId, mentor: MemberId, due_at: Timestamp) -> Outcome<()> {
    if tx.actor().member_id() == Some(mentor) {
        return Ok(());
    }
    let news = Plan {
        member_id: mentor,
        kind: Kind::MentorshipNews,
        subject_id: pair.0,
        // An end that is told of.
        subject_version: 0,
        due_at,
        expires_at: due_at + USEFUL,
    };
    plan(tx, &[news]).await
}

/// The client's list of questions is at its end.
pub(crate) async fn mentorship_asks_over(tx: &CenterTx, client: MemberId, last: MentorshipId) -> Outcome<()> {
    if tx.actor().member_id() == Some(client) {
        return Ok(());
    }
    let news = Plan {
        member_id: client,
        kind: Kind::MentorshipNews,
        subject_id: last.0,
        subject_version: 0,
        due_at: tx.now(),
        expires_at: tx.now() + USEFUL,
    };
    plan(tx, &[news]).await
}

/// A day before an offer runs out, to whoever has not answered by then.
pub(crate) async fn mentorship_offer_ends(tx: &CenterTx, id: MentorshipId, to: &[MemberId], ends_at: Timestamp) -> Outcome<()> {
    let plans: Vec<Plan> = to
        .iter()
        .map(|member| Plan {
            member_id: *member,
            kind: Kind::MentorshipOfferEnds,
            subject_id: id.0,
            subject_version: 1,
            due_at: ends_at - LAST_CALL,
            expires_at: ends_at,
        })
        .collect();
    plan(tx, &plans).await
}

#[derive(FromQueryResult)]
struct ExpiringRow {
    id: Uuid,
    member_id: Uuid,
    days: i32,
}

/// 90, 60, 30 and 7 days before a credential runs out, to its holder and to who supervises them. Each once. Who no longer meets
/// clients hears nothing.
pub(crate) async fn credentials_expiring(tx: &CenterTx) -> Outcome<()> {
    let rows = tx
        .rows::<ExpiringRow>(
            concat!(
                "select c.id, r.member_id, min(t.days) as days
             from cairn.mentor_credentials c
             join directory.centers d on d.id = c.center_id
             join cairn.members h on h.center_id = $1 and h.id = c.mentor_id
             left join cairn.mentor_profiles p on p.center_id = $1 and p.mentor_id = c.mentor_id
             join (values (7), (30), (60), (90)) as t (days)
               on c.expires_on - ($2::timestamptz at time zone d.zone)::date between 0 and t.days
             cross join lateral (
               select h.id as member_id
               union
               select m.id from cairn.members m
               where m.center_id = $1 and m.state = 'active'
                 and (m.id = p.supervisor_id or p.supervisor_id is null and m.roles @> array['supervisor'])) r
             where c.center_id = $1 and c.removed_at is null
               and (coalesce(p.state <> 'ended', h.roles @> array['peer_mentor'])
                 or h.roles && array['counselor', 'facilitator', 'supervisor'])
               and not ",
                renewed_sql!("c"),
                "
             group by c.id, r.member_id order by c.id, r.member_id"
            ),
            [tx.at().into()],
        )
        .await?;
    let plans: Vec<Plan> = rows
        .into_iter()
        .map(|row| Plan {
            member_id: MemberId(row.member_id),
            kind: Kind::CredentialExpiring,
            subject_id: row.id,
            subject_version: row.days,
            due_at: tx.now(),
            expires_at: tx.now() + SignedDuration::from_hours(24 * 6),
        })
        .collect();
    plan(tx, &plans).await
}

#[derive(FromQueryResult)]
struct DueRow {
    id: Uuid,
    client_id: Uuid,
    number: i32,
}

/// A week after the beginning or the last word: how is it going? At most once a week, and three times without an answer;
/// after that, silence is an answer. Each is numbered by the day of that word and the weeks since: one that was asked already is
/// not asked again.
pub(crate) async fn check_ins_due(tx: &CenterTx) -> Outcome<()> {
    let rows = tx
        .rows::<DueRow>(
            "select s.id, s.client_id, (4 * floor(extract(epoch from l.at - s.started_at) / 86400)
               + floor(extract(epoch from $2::timestamptz - l.at) / 604800))::int as number
             from cairn.mentorships s
             cross join lateral (
               select greatest(s.started_at, max(c.created_at)) as at from cairn.pair_check_ins c
               where c.center_id = $1 and c.mentorship_id = s.id) l
             where s.center_id = $1 and s.state in ('active', 'stepping_back')
               and l.at <= $2::timestamptz - interval '7 days' and l.at > $2::timestamptz - interval '28 days'",
            [tx.at().into()],
        )
        .await?;
    let plans: Vec<Plan> = rows
        .into_iter()
        .map(|row| Plan {
            member_id: MemberId(row.client_id),
            kind: Kind::PairCheckIn,
            subject_id: row.id,
            subject_version: row.number,
            due_at: tx.now(),
            expires_at: tx.now() + USEFUL,
        })
        .collect();
    plan(tx, &plans).await
}

#[derive(FromQueryResult)]
struct Planned {
    id: Uuid,
}

/// Something to read from the other of a pair: one mail a quarter of an hour after the first of it, and none again until they
/// have come back.
pub(crate) async fn plan_pair_unread(tx: &CenterTx, reader: MemberId) -> Outcome<()> {
    let id = tx.ids().event(tx.now());
    let due_at = tx.now() + BATCH;
    let rows = tx
        .rows::<Planned>(
            "insert into cairn.notifications (center_id, id, member_id, kind, subject_id, subject_version, due_at, expires_at, created_at)
             select $1, $3, m.id, 'mentorship_unread', $3, 1, $4, $5, $6 from cairn.members m
             where m.center_id = $1 and m.id = $2 and m.state = 'active' and m.chat_mail and m.email_failed_at is null
               and not exists (select from cairn.notifications n
                 where n.center_id = $1 and n.member_id = m.id and n.kind = 'mentorship_unread' and n.state = 'sent'
                   and n.outcome = 'accepted' and n.sent_at > $7)
             on conflict do nothing returning id",
            [
                reader.0.into(),
                id.into(),
                At(due_at).into(),
                At(due_at + SignedDuration::from_hours(24)).into(),
                tx.at().into(),
                At(tx.now() - AGAIN).into(),
            ],
        )
        .await?;
    for row in rows {
        schedule(tx, NotificationId(row.id), due_at);
    }
    Ok(())
}

/// The member is here and reads.
pub(crate) async fn pair_was_read(tx: &CenterTx, member: MemberId) -> Outcome<()> {
    tx.run(
        concat!(
            "update cairn.notifications n set outcome = 'read', state = case when n.state = 'planned' then 'dropped' else n.state end
             where n.center_id = $1 and n.member_id = $2 and n.kind = 'mentorship_unread'
               and (n.state = 'sent' and n.outcome = 'accepted' or n.state = 'planned' and not exists (select from ",
            pair_unread_sql!("$2"),
            "))"
        ),
        [member.0.into()],
    )
    .await?;
    Ok(())
}
