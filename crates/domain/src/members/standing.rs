//! What a member may do, and whether they may come in: changed by the center's admins, in force at once.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::sign_in::{end_all_of, require_fresh};
use super::{MemberAccount, MemberState, account, role_names};
use crate::actor::{Role, parse_roles};
use crate::audit::Event;
use crate::db::CenterTx;
use crate::groups::{facilitators, joining};
use crate::ids::MemberId;
use crate::mentorship::{guard, leaving};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::{programs, sessions};

/// Whoever decides about others: proven freshly, in a center that is not paused.
fn allowed(tx: &CenterTx) -> Outcome<MemberId> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::ManageMembers, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    require_fresh(tx)?;
    tx.writable()?;
    Ok(membership.member_id)
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    roles: Vec<String>,
    state: String,
}

/// The member as they stand, with their row and those of all admins locked.
struct Standing {
    member: MemberId,
    roles: Vec<Role>,
    state: MemberState,
    /// Somebody else who can administer the center.
    another_admin: bool,
}

impl Standing {
    /// One statement in one order of rows: two admins who take the role from each other wait for each other, and the
    /// second finds that they would be the last. The lock also waits for bookings and assignments under way, whose
    /// foreign keys hold these rows, so that they are counted.
    async fn lock(tx: &CenterTx, member: MemberId) -> Outcome<Self> {
        let rows = tx
            .rows::<Row>(
                "select id, roles, state from cairn.members
                 where center_id = $1 and (id = $2 or (roles @> array['admin'] and state = 'active'))
                 order by id for update",
                [member.0.into()],
            )
            .await?;
        let mut found = None;
        let mut another_admin = false;
        for row in rows {
            if row.id == member.0 {
                found = Some((parse_roles(&row.roles), MemberState::stored(&row.state)?));
            } else {
                another_admin = true;
            }
        }
        let (roles, state) = found.ok_or_else(|| Problem::not_found("memberId"))?;
        Ok(Self { member, roles, state, another_admin })
    }

    fn is_client(&self) -> bool {
        self.roles.contains(&Role::Client)
    }

    /// About a client when it is one: their own access report shows it.
    fn event(&self, action: &'static str) -> Event {
        let event = Event::done(action, "member", self.member.0);
        if self.is_client() { event.about(self.member) } else { event }
    }
}

fn holds_sessions(roles: &[Role]) -> bool {
    roles.contains(&Role::Counselor) || roles.contains(&Role::PeerMentor)
}

/// As `programs` has it: people who wait are given somebody with one of these.
fn keeps_contact(roles: &[Role]) -> bool {
    roles.iter().any(|role| matches!(role, Role::PeerMentor | Role::Counselor | Role::Facilitator))
}

/// As `policy` has it: who facilitates a group is a fact of the group, for members with one of these.
fn holds_rooms(roles: &[Role]) -> bool {
    roles.iter().any(|role| matches!(role, Role::Facilitator | Role::Counselor | Role::PeerMentor | Role::Supervisor))
}

/// Sets what a member may do.
///
/// Rights are read with every request, so the change holds from the commit on. The member's sign-ins end (a role
/// changes how long they last, and what an open screen shows), and with the role of admin their API tokens do.
/// Whoever stops seeing clients, or being one, must have no session ahead; and no client may be left without anybody.
/// What remains of their care, and their places in groups, then end with the role.
pub async fn change_roles(tx: &CenterTx, member: MemberId, roles: &[Role]) -> Outcome<MemberAccount> {
    let actor = allowed(tx)?;
    let mut wanted = roles.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Err(Problem::invalid("roles", "roles_required").into());
    }
    joining::lock_all_of(tx, member).await?;
    guard::lock_all_of(tx, member).await?;
    leaving::lock(tx, member).await?;
    let standing = Standing::lock(tx, member).await?;
    match standing.state {
        MemberState::Active | MemberState::Suspended => {}
        // Their roles are in a link that is on its way.
        MemberState::Invited => return Err(Problem::invalid("memberId", "still_invited").into()),
        MemberState::Ended => return Err(Problem::invalid("memberId", "member_ended").into()),
    }
    let (granted, taken) = difference(&standing.roles, &wanted);
    if granted.is_empty() && taken.is_empty() {
        return account(tx, member).await;
    }
    if taken.contains(&Role::Admin) && !standing.another_admin {
        return Err(Problem::invalid("roles", "last_admin").into());
    }
    let stops_counseling = holds_sessions(&standing.roles) && !holds_sessions(&wanted);
    let stops_being_client = taken.contains(&Role::Client);
    // Whoever keeps contact as a facilitator has sessions too, and no care that ends with the role.
    let stops_sitting_down = taken.contains(&Role::Facilitator) && !holds_sessions(&wanted);
    nothing_ahead(tx, member, stops_counseling || stops_sitting_down, stops_being_client).await?;
    tx.run("update cairn.members set roles = $3 where center_id = $1 and id = $2", [member.0.into(), role_names(&wanted).into()])
        .await?;
    end_care(tx, member, stops_counseling, stops_being_client).await?;
    if stops_being_client {
        joining::leave_all(tx, member).await?;
    }
    if holds_rooms(&standing.roles) && !holds_rooms(&wanted) {
        facilitators::end_all(tx, member).await?;
    }
    if taken.contains(&Role::PeerMentor) {
        guard::away(tx, member).await?;
    }
    if keeps_contact(&standing.roles) && !keeps_contact(&wanted) {
        programs::contact_gone(tx, member).await?;
    }
    if taken.contains(&Role::Admin) {
        end_api_tokens(tx, member).await?;
    }
    end_all_of(tx, member, member == actor).await?;
    for role in taken {
        tx.audit(standing.event(taken_action(role)));
    }
    for role in granted {
        tx.audit(standing.event(granted_action(role)));
    }
    account(tx, member).await
}

fn difference(before: &[Role], after: &[Role]) -> (Vec<Role>, Vec<Role>) {
    let without = |of: &[Role], other: &[Role]| of.iter().copied().filter(|role| !other.contains(role)).collect();
    (without(after, before), without(before, after))
}

/// The audit names the role: an admin who was made and unmade leaves both traces.
fn granted_action(role: Role) -> &'static str {
    match role {
        Role::Admin => "role.grant.admin",
        Role::Supervisor => "role.grant.supervisor",
        Role::Counselor => "role.grant.counselor",
        Role::PeerMentor => "role.grant.peer_mentor",
        Role::Facilitator => "role.grant.facilitator",
        Role::Client => "role.grant.client",
        Role::Auditor => "role.grant.auditor",
    }
}

fn taken_action(role: Role) -> &'static str {
    match role {
        Role::Admin => "role.take.admin",
        Role::Supervisor => "role.take.supervisor",
        Role::Counselor => "role.take.counselor",
        Role::PeerMentor => "role.take.peer_mentor",
        Role::Facilitator => "role.take.facilitator",
        Role::Client => "role.take.client",
        Role::Auditor => "role.take.auditor",
    }
}

#[derive(FromQueryResult)]
struct Ahead {
    sessions: i64,
    clients: i64,
}

/// Refuses while there is something that only people can settle: sessions to be moved or cancelled with those who
/// expect them, clients who would find nobody.
async fn nothing_ahead(tx: &CenterTx, member: MemberId, as_counselor: bool, as_client: bool) -> Outcome<()> {
    if !as_counselor && !as_client {
        return Ok(());
    }
    let ahead = tx
        .row::<Ahead>(
            "select
               (select count(*) from cairn.sessions s
                where s.center_id = $1 and s.state = 'booked' and s.ends_at > $3
                  and (s.course is null or s.course in ('checked_in', 'in_session'))
                  and (($4 and s.counselor_id = $2) or ($5 and s.client_id = $2))) as sessions,
               (select count(*) from cairn.care_assignments a
                join cairn.members c on c.center_id = $1 and c.id = a.client_id and c.state <> 'ended'
                where a.center_id = $1 and $4 and a.counselor_id = $2 and a.ended_at is null and a.mentorship_id is null
                  and not exists (
                    select from cairn.care_assignments o
                    join cairn.members m on m.center_id = $1 and m.id = o.counselor_id and m.state in ('active', 'invited')
                    where o.center_id = $1 and o.client_id = a.client_id and o.counselor_id <> $2
                      and o.ended_at is null)) as clients",
            [member.0.into(), tx.at().into(), as_counselor.into(), as_client.into()],
        )
        .await?
        .ok_or(Surprise::Inconsistent("a count without a row"))?;
    if ahead.sessions == 0 && ahead.clients == 0 {
        return Ok(());
    }
    Err(Problem::CareOpen { sessions: ahead.sessions, clients: ahead.clients }.into())
}

/// A relation ends with the role it stood on; what was written in it stays. A pair ends with its client's role; with its mentor's it
/// rests instead, and the care of it ends with the pair.
async fn end_care(tx: &CenterTx, member: MemberId, as_counselor: bool, as_client: bool) -> Outcome<()> {
    if !as_counselor && !as_client {
        return Ok(());
    }
    // First: what two have planned goes with the pair, as long as its care tells that they are one.
    if as_client {
        leaving::client_no_more(tx, member).await?;
    }
    let ended = tx
        .rows::<EndedCare>(
            "update cairn.care_assignments set ended_at = $3
             where center_id = $1 and ended_at is null
               and (($4 and counselor_id = $2 and mentorship_id is null) or ($5 and client_id = $2))
             returning counselor_id, client_id",
            [member.0.into(), tx.at().into(), as_counselor.into(), as_client.into()],
        )
        .await?;
    for care in ended {
        tx.audit(Event::done("care.end", "member", care.counselor_id).about(MemberId(care.client_id)));
    }
    if as_client {
        programs::end_enrollment(tx, member).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct EndedCare {
    counselor_id: Uuid,
    client_id: Uuid,
}

#[derive(FromQueryResult)]
struct Ended {
    id: Uuid,
}

/// Nobody else could: tokens are looked after by their owner alone.
async fn end_api_tokens(tx: &CenterTx, member: MemberId) -> Outcome<()> {
    let ended = tx
        .rows::<Ended>(
            "update cairn.api_tokens set revoked_at = $3 where center_id = $1 and member_id = $2 and revoked_at is null
             returning id",
            [member.0.into(), tx.at().into()],
        )
        .await?;
    for token in ended {
        tx.audit(Event::done("api_token.revoke", "api_token", token.id));
    }
    Ok(())
}

/// Keeps a member out, at once and until further notice: sign-ins and API tokens end, no new ones begin, nobody can
/// book with them. Care and files stay as they are; whoever has a session with them ahead is asked what shall happen to it, and
/// `backup` stands in for whoever wants that; whoever they walk with as a mentor rests or goes to the backup,
/// rooms and tasks of theirs go to somebody else, and nobody who waits turns to them any more. Paused already is fine.
pub async fn pause(tx: &CenterTx, member: MemberId, backup: Option<MemberId>) -> Outcome<MemberAccount> {
    let actor = allowed(tx)?;
    if actor == member {
        return Err(Problem::invalid("memberId", "not_yourself").into());
    }
    joining::lock_all_of(tx, member).await?;
    guard::lock_all_of(tx, member).await?;
    leaving::lock(tx, member).await?;
    let standing = Standing::lock(tx, member).await?;
    match standing.state {
        MemberState::Active => {}
        MemberState::Suspended => return account(tx, member).await,
        MemberState::Invited => return Err(Problem::invalid("memberId", "still_invited").into()),
        MemberState::Ended => return Err(Problem::invalid("memberId", "member_ended").into()),
    }
    // Whoever asks is an admin, unless somebody paused them while this waited.
    if standing.roles.contains(&Role::Admin) && !standing.another_admin {
        return Err(Problem::invalid("memberId", "last_admin").into());
    }
    tx.run("update cairn.members set state = 'suspended' where center_id = $1 and id = $2", [member.0.into()]).await?;
    end_api_tokens(tx, member).await?;
    end_all_of(tx, member, false).await?;
    guard::away(tx, member).await?;
    leaving::client_away(tx, member).await?;
    facilitators::away(tx, member).await?;
    programs::contact_gone(tx, member).await?;
    // Whoever is left of them: sessions of pairs that rest have gone with these.
    sessions::cover_pause::begin(tx, member, backup).await?;
    tx.audit(standing.event("member.pause"));
    account(tx, member).await
}

/// Somebody died: their account rests, and with that no mail goes there. Whoever records it need not be an admin; an admin is
/// asked to look after it, and can take it up again. The caller has asked for the locks of [`pause`], and has decided.
pub(crate) async fn rest_after_death(tx: &CenterTx, member: MemberId, field: &str) -> Outcome<()> {
    let standing = Standing::lock(tx, member).await?;
    if matches!(standing.state, MemberState::Suspended | MemberState::Ended) {
        return Ok(());
    }
    if standing.roles.contains(&Role::Admin) && !standing.another_admin {
        return Err(Problem::invalid(field, "last_admin").into());
    }
    tx.run("update cairn.members set state = 'suspended' where center_id = $1 and id = $2", [member.0.into()]).await?;
    let dead = tx
        .rows::<Ended>(
            "update cairn.invitations set revoked_at = $3, token = null
             where center_id = $1 and member_id = $2 and accepted_at is null and revoked_at is null returning id",
            [member.0.into(), tx.at().into()],
        )
        .await?;
    for invitation in dead {
        tx.audit(Event::done("invitation.revoke", "invitation", invitation.id));
    }
    end_api_tokens(tx, member).await?;
    end_all_of(tx, member, false).await?;
    guard::away(tx, member).await?;
    facilitators::away(tx, member).await?;
    programs::contact_gone(tx, member).await?;
    sessions::cover_pause::begin(tx, member, None).await?;
    tx.audit(standing.event("member.pause"));
    Ok(())
}

/// Lets a paused member in again, with the roles they have. Active already is fine.
pub async fn reactivate(tx: &CenterTx, member: MemberId) -> Outcome<MemberAccount> {
    allowed(tx)?;
    joining::lock_all_of(tx, member).await?;
    let standing = Standing::lock(tx, member).await?;
    match standing.state {
        MemberState::Suspended => {}
        MemberState::Active => return account(tx, member).await,
        MemberState::Invited => return Err(Problem::invalid("memberId", "still_invited").into()),
        MemberState::Ended => return Err(Problem::invalid("memberId", "member_ended").into()),
    }
    tx.run("update cairn.members set state = 'active', died_on = null where center_id = $1 and id = $2", [member.0.into()])
        .await?;
    facilitators::back(tx, member).await?;
    sessions::cover::pause_over(tx, member).await?;
    tx.audit(standing.event("member.reactivate"));
    account(tx, member).await
}
