//! A client's way through one program, as those see it who may.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::contact::{last_contact_sql, quiet};
use super::discharge::{died_sql, next_after_death};
use super::program::center_zone;
use super::{EnrollmentState, Priority, next};
use crate::audit::Event;
use crate::care::{self, Ties, keeps_contact_sql};
use crate::db::{At, CenterTx, Day};
use crate::ids::{CohortId, EnrollmentId, MemberId, PhaseId, ProgramId};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};
use crate::zones;

pub(super) const PRIORITY: Place = Place::clinical("enrollments", "priority");
/// In the audit log.
pub(super) const OBJECT: &str = "enrollment";

#[derive(Debug, Clone, PartialEq)]
pub struct Enrollment {
    pub id: EnrollmentId,
    pub client_id: MemberId,
    pub program_id: ProgramId,
    pub cohort_id: Option<CohortId>,
    /// What they wait for takes nobody any more: they are not asked until they have another cohort, or none.
    pub cohort_over: bool,
    pub phase_id: Option<PhaseId>,
    pub state: EnrollmentState,
    /// The day this state began, in the center's zone.
    pub since: Option<Date>,
    pub started_on: Option<Date>,
    pub ended_on: Option<Date>,
    /// For staff only.
    pub priority: Option<Priority>,
    pub waiting_since: Option<Timestamp>,
    pub offered_until: Option<Timestamp>,
    /// First is 1; only while waiting.
    pub place_in_line: Option<i64>,
    /// Who keeps contact while they wait.
    pub peer_id: Option<MemberId>,
    pub aftercare_program_id: Option<ProgramId>,
    pub aftercare_until: Option<Date>,
    pub last_contact: Option<Date>,
    pub quiet: bool,
    /// Nobody is there to go on: they died.
    pub died: bool,
    pub version: i32,
    /// What the viewer may see and do of it.
    pub seen: Seen,
}

impl Enrollment {
    /// Where the viewer can move it from here.
    pub fn next(&self) -> Vec<EnrollmentState> {
        match (self.seen.may_move, self.died) {
            (false, _) => Vec::new(),
            (true, true) => next_after_death(self.state),
            (true, false) => next(Some(self.state)).to_vec(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    pub by_staff: bool,
    /// All that is kept; otherwise where they are and when somebody was last in contact.
    pub whole: bool,
    pub may_move: bool,
    pub check_ins: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    program_id: Uuid,
    cohort_id: Option<Uuid>,
    cohort_over: bool,
    phase_id: Option<Uuid>,
    state: String,
    since: Option<Day>,
    started_on: Option<Day>,
    ended_on: Option<Day>,
    priority: Option<Sealed>,
    waiting_since: Option<At>,
    offered_until: Option<At>,
    peer_id: Option<Uuid>,
    aftercare_program_id: Option<Uuid>,
    aftercare_until: Option<Day>,
    version: i32,
    quiet_after_days: i32,
    last_on: Option<Day>,
    died: bool,
    assigned: bool,
    mentors: bool,
}

/// `$2` and `$3`: the center's zone, and now; `$4`: the viewer.
macro_rules! enrollment_sql {
    ($rest:literal) => {
        concat!(
            "select e.id, e.client_id, e.program_id, e.cohort_id, e.phase_id,
               e.state in ('inquiry', 'waitlisted', 'offered') and exists (select from cairn.program_cohorts h
                 where h.center_id = $1 and h.id = e.cohort_id and (h.retired_at is not null
                   or (h.kind = 'closed' and h.starts_on < ($3::timestamptz at time zone $2)::date)
                   or h.ends_on < ($3::timestamptz at time zone $2)::date)) as cohort_over,
               case when e.state in ('intake', 'active', 'on_hold') and e.ended_on is not null then 'closed' else e.state end as state,
               coalesce(e.state_on, e.ended_on, e.started_on) as since, e.started_on, e.ended_on, e.priority, e.waiting_since,
               e.offered_until, e.aftercare_program_id, e.aftercare_until, e.version, p.quiet_after_days,
               case when e.state in ('inquiry', 'waitlisted', 'offered') then (select w.id from cairn.members w
                 where w.center_id = $1 and w.id = e.peer_id and ",
            keeps_contact_sql!("w"),
            ") else e.peer_id end as peer_id, ",
            last_contact_sql!("e.client_id", "$2", "$3"),
            " as last_on,
               e.state = 'discharged' and ",
            died_sql!("e.client_id"),
            " as died,
               exists (select from cairn.care_assignments a where a.center_id = $1 and a.client_id = e.client_id
                       and a.counselor_id = $4 and a.ended_at is null and a.mentorship_id is null) as assigned,
               exists (select from cairn.care_assignments a where a.center_id = $1 and a.client_id = e.client_id
                       and a.counselor_id = $4 and a.ended_at is null and a.mentorship_id is not null) as mentors
             from cairn.enrollments e join cairn.programs p on p.center_id = $1 and p.id = e.program_id
             where e.center_id = $1 ",
            $rest
        )
    };
}

const BY_ID: &str = enrollment_sql!("and e.id = $5");
const BY_IDS: &str = enrollment_sql!("and e.id = any($5)");
const BY_CLIENT: &str =
    enrollment_sql!("and e.client_id = $5 order by e.created_at desc nulls last, e.started_on desc nulls last, e.id limit 50");
const BY_PEER: &str =
    enrollment_sql!("and e.peer_id = $5 and e.state in ('waitlisted', 'offered') order by e.waiting_since, e.id limit 200");
const BY_PROGRAM: &str =
    enrollment_sql!("and e.program_id = $5 and e.state in ('waitlisted', 'offered') order by e.waiting_since, e.id");

impl Row {
    fn target(&self, me: Option<MemberId>) -> Target {
        let waits = matches!(self.state.as_str(), "waitlisted" | "offered");
        Target {
            own: me == Some(MemberId(self.client_id)),
            assigned: self.assigned,
            mentors: self.mentors,
            bridges: waits && self.peer_id.is_some() && self.peer_id == me.map(|id| id.0),
            ..Target::NONE
        }
    }

    /// With the target it was seen under; `None`: not for this viewer.
    fn open(
        self,
        tx: &CenterTx,
        keys: &CenterKeys,
        zone: &TimeZone,
        line: &HashMap<Uuid, i64>,
    ) -> Outcome<Option<(Enrollment, Target)>> {
        let account = tx.actor().membership().ok_or(Problem::NotAllowed)?;
        let target = self.target(Some(account.member_id));
        let may = |action, target| policy::allows(&account.roles, action, target);
        if !may(Action::ViewEnrollment, target) {
            return Ok(None);
        }
        let staff = may(Action::ViewEnrollmentRecord, Target { own: false, ..target });
        let whole = staff || may(Action::ViewEnrollmentRecord, target);
        let state = EnrollmentState::stored(&self.state)?;
        let began = match self.waiting_since {
            Some(at) if state.waits() => Some(zones::today(at.0, zone)),
            _ => self.started_on.map(|day| day.0),
        };
        let last = self.last_on.map(|day| day.0);
        let priority = if staff { self.priority.map(|sealed| priority(keys, self.id, &sealed)).transpose()? } else { None };
        Ok(Some((
            Enrollment {
                id: EnrollmentId(self.id),
                client_id: MemberId(self.client_id),
                program_id: ProgramId(self.program_id),
                cohort_id: self.cohort_id.map(CohortId),
                cohort_over: self.cohort_over,
                phase_id: self.phase_id.map(PhaseId),
                state,
                since: self.since.map(|day| day.0),
                started_on: self.started_on.map(|day| day.0),
                ended_on: self.ended_on.map(|day| day.0),
                priority,
                waiting_since: self.waiting_since.map(|at| at.0),
                offered_until: self.offered_until.filter(|_| whole).map(|at| at.0),
                // It tells how urgent others are.
                place_in_line: line.get(&self.id).copied().filter(|_| whole),
                peer_id: self.peer_id.filter(|_| whole || target.bridges).map(MemberId),
                aftercare_program_id: self.aftercare_program_id.filter(|_| whole).map(ProgramId),
                aftercare_until: self.aftercare_until.filter(|_| whole).map(|day| day.0),
                last_contact: last,
                quiet: quiet(state, last, began, self.quiet_after_days, zones::today(tx.now(), zone)),
                died: self.died,
                version: self.version,
                seen: Seen {
                    by_staff: staff,
                    whole,
                    may_move: may(Action::MoveEnrollment, target),
                    check_ins: may(Action::ViewCheckIns, target),
                },
            },
            target,
        )))
    }
}

pub(super) fn priority(keys: &CenterKeys, id: Uuid, sealed: &Sealed) -> Result<Priority, Surprise> {
    Priority::stored(&keys.open(PRIORITY, id, sealed)?)
}

#[derive(FromQueryResult)]
struct WaitingRow {
    id: Uuid,
    program_id: Uuid,
    priority: Option<Sealed>,
    waiting_since: Option<At>,
}

/// Where everybody who waits for these programs stands: by priority, then by how long they have waited.
pub(super) async fn places_in_line(tx: &CenterTx, programs: Vec<Uuid>) -> Outcome<HashMap<Uuid, i64>> {
    if programs.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = tx
        .rows::<WaitingRow>(
            "select id, program_id, priority, waiting_since from cairn.enrollments
             where center_id = $1 and program_id = any($2) and state = 'waitlisted'",
            [programs.into()],
        )
        .await?;
    let keys = tx.keys().await?;
    let mut line = Vec::with_capacity(rows.len());
    for row in rows {
        let priority = row.priority.map_or(Ok(Priority::None), |sealed| priority(&keys, row.id, &sealed))?;
        line.push((row.program_id, priority, row.waiting_since.map(|at| at.0), row.id));
    }
    line.sort_unstable();
    let mut places = HashMap::with_capacity(line.len());
    let mut last = (Uuid::nil(), 0);
    for (program, _, _, id) in line {
        last = if last.0 == program { (program, last.1 + 1) } else { (program, 1) };
        places.insert(id, last.1);
    }
    Ok(places)
}

async fn look(tx: &CenterTx, sql: &'static str, id: impl Into<Value>) -> Outcome<Vec<(Enrollment, Target)>> {
    let (zone_name, zone) = center_zone(tx).await?;
    let me = tx.actor().member_id().map_or(Uuid::nil(), |id| id.0);
    let rows = tx.rows::<Row>(sql, [zone_name.into(), tx.at().into(), me.into(), id.into()]).await?;
    let mut programs: Vec<Uuid> = rows.iter().filter(|row| row.state == "waitlisted").map(|row| row.program_id).collect();
    programs.sort_unstable();
    programs.dedup();
    let line = places_in_line(tx, programs).await?;
    let keys = tx.keys().await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.extend(row.open(tx, &keys, &zone, &line)?);
    }
    Ok(found)
}

/// Of what kind the look at somebody's record was.
fn purpose(target: Target) -> &'static str {
    if target.assigned || target.mentors || target.bridges { "care" } else { "administration" }
}

/// One way through a program, for a viewer who may see it. That it was read is remembered.
pub async fn find(tx: &CenterTx, id: EnrollmentId, field: &str) -> Outcome<Enrollment> {
    let found = look(tx, BY_ID, id.0).await?.pop();
    let (enrollment, target) = found.ok_or_else(|| Problem::not_found(field))?;
    if !target.own {
        tx.audit(Event::done("enrollment.view", OBJECT, id.0).about(enrollment.client_id).purpose(purpose(target)));
    }
    Ok(enrollment)
}

/// Those of `ids` that the viewer may see; read whole, so each is remembered.
pub(super) async fn read_many(tx: &CenterTx, ids: &[EnrollmentId]) -> Outcome<Vec<Enrollment>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let found = look(tx, BY_IDS, ids).await?;
    for (one, target) in found.iter().filter(|(_, target)| !target.own) {
        tx.audit(Event::done("enrollment.read", OBJECT, one.id.0).about(one.client_id).purpose(purpose(*target)));
    }
    Ok(found.into_iter().map(|(one, _)| one).collect())
}

/// After a change: the change itself is what is remembered.
pub(super) async fn changed(tx: &CenterTx, id: EnrollmentId) -> Outcome<Enrollment> {
    let found = look(tx, BY_ID, id.0).await?.pop();
    found.map(|(enrollment, _)| enrollment).ok_or_else(|| Surprise::Inconsistent("an enrollment vanished").into())
}

/// All ways of one client, the latest first.
pub async fn of_client(tx: &CenterTx, client: MemberId) -> Outcome<Vec<Enrollment>> {
    let found = look(tx, BY_CLIENT, client.0).await?;
    if let Some((_, target)) = found.iter().find(|(_, target)| !target.own) {
        tx.audit(Event::done("enrollment.view", "member", client.0).about(client).purpose(purpose(*target)));
    }
    Ok(found.into_iter().map(|(enrollment, _)| enrollment).collect())
}

/// The viewer's own.
pub async fn own(tx: &CenterTx) -> Outcome<Vec<Enrollment>> {
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let found = look(tx, BY_CLIENT, me.0).await?;
    Ok(found.into_iter().filter(|(_, target)| target.own).map(|(enrollment, _)| enrollment).collect())
}

/// Those whom the viewer keeps contact with while they wait.
pub async fn waiting_with_me(tx: &CenterTx) -> Outcome<Vec<Enrollment>> {
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let found = look(tx, BY_PEER, me.0).await?;
    Ok(found.into_iter().filter(|(_, target)| target.bridges).map(|(enrollment, _)| enrollment).collect())
}

/// Who waits for a program, in the order in which they are asked; those with an open offer first.
pub async fn line(tx: &CenterTx, program: ProgramId) -> Outcome<Vec<Enrollment>> {
    let account = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&account.roles, Action::ViewLine, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    super::program::find(tx, program, "programId").await?;
    let mut found: Vec<Enrollment> = look(tx, BY_PROGRAM, program.0).await?.into_iter().map(|(one, _)| one).collect();
    found.sort_by_key(|one| (one.place_in_line.unwrap_or(0), one.offered_until, one.waiting_since, one.id));
    Ok(found)
}

/// What ties the actor to a client whose way this is.
pub(super) async fn ties(tx: &CenterTx, client: MemberId, peer: Option<Uuid>, state: EnrollmentState) -> Outcome<Target> {
    let me = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let Ties { assigned, mentors } = care::ties(tx, me, client).await?;
    Ok(Target { own: me == client, assigned, mentors, bridges: state.waits() && peer == Some(me.0), ..Target::NONE })
}
