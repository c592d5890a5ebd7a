//! A meeting happens: doors open, it begins, people come in, it ends.

use jiff::{SignedDuration, Timestamp};
use sea_orm::FromQueryResult;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::attendance::{self, Attendance, AttendanceStatus, AttendanceVia, Row, Span};
use super::meetings::{self, MeetingView};
use super::standing::account;
use super::taking::{self, Change};
use super::{GroupFormat, GroupState, MeetingMode, MeetingState, duties, floor, meeting_may_become};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::ids::{MeetingId, MembershipId};
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Surprise};
use crate::rate_limits::{self, CHECK_IN_BY_MEMBER, Key};
use crate::sealed::{Place, Sealed};
use crate::services::of_meeting;

const CODE: Place = Place::clinical("meetings", "check_in_code");
/// How long before the start a meeting may be opened.
const SET_UP: SignedDuration = SignedDuration::from_hours(1);

/// What a meeting's row remembers of how it went.
#[derive(FromQueryResult)]
pub(super) struct HeldFacts {
    format: String,
    began_at: Option<At>,
    held_at: Option<At>,
    check_in_code: Option<Sealed>,
}

impl HeldFacts {
    /// When the meeting counts: never longer than planned.
    pub(super) fn span(&self, view: &MeetingView) -> Span {
        let from = self.began_at.map_or(view.starts_at, |began| began.0.clamp(view.starts_at, view.ends_at));
        let until = self.held_at.map_or(view.ends_at, |held| held.0.clamp(from, view.ends_at));
        Span { from, until }
    }

    pub(super) async fn code(&self, tx: &CenterTx, id: MeetingId) -> Outcome<Option<String>> {
        let Some(sealed) = &self.check_in_code else { return Ok(None) };
        Ok(Some(tx.keys().await?.open(CODE, id.0, sealed)?))
    }
}

pub(super) async fn facts(tx: &CenterTx, id: MeetingId) -> Outcome<HeldFacts> {
    let row = tx
        .row::<HeldFacts>(
            "select g.format, m.began_at, m.held_at, m.check_in_code
             from cairn.meetings m join cairn.groups g on g.center_id = $1 and g.id = m.group_id
             where m.center_id = $1 and m.id = $2",
            [id.0.into()],
        )
        .await?;
    row.ok_or_else(|| Surprise::Inconsistent("a meeting vanished").into())
}

/// The code at the door, and how many have come in.
#[derive(Debug, Clone)]
pub struct Door {
    pub code: String,
    pub count: attendance::Count,
}

/// While people come in, for those who hold the room: shown all the time, so it names nobody.
pub async fn door(tx: &CenterTx, view: &MeetingView) -> Outcome<Option<Door>> {
    let open = matches!(view.state, MeetingState::Open | MeetingState::Live);
    if !open || !view.standing.may(account(tx)?, Action::HoldRoom) {
        return Ok(None);
    }
    let Some(code) = facts(tx, view.id).await?.code(tx, view.id).await? else { return Ok(None) };
    Ok(Some(Door { code, count: attendance::count(tx, view).await? }))
}

/// The meeting, locked, if the actor holds its room.
async fn holdable(tx: &CenterTx, id: MeetingId) -> Outcome<MeetingView> {
    let view = meetings::locked_in_group(tx, id).await?;
    if !view.standing.may(account(tx)?, Action::HoldRoom) {
        return Err(Problem::not_found("meetingId").into());
    }
    tx.writable()?;
    Ok(view)
}

fn may_become(view: &MeetingView, to: MeetingState) -> Outcome<()> {
    if meeting_may_become(view.state, to) { Ok(()) } else { Err(Problem::invalid("meetingId", "meeting_state").into()) }
}

/// Whether it can be set up or begin by now.
fn is_time(view: &MeetingView, from: Timestamp, now: Timestamp) -> Outcome<()> {
    if view.group_state != GroupState::Active {
        return Err(Problem::invalid("meetingId", "group_not_open").into());
    }
    match now {
        now if now < from => Err(Problem::invalid("meetingId", "too_early").into()),
        now if now >= view.ends_at => Err(Problem::invalid("meetingId", "meeting_over").into()),
        _ => Ok(()),
    }
}

/// Opens the doors, with a code for those who come in. Open already is fine.
pub async fn open(tx: &CenterTx, id: MeetingId) -> Outcome<MeetingView> {
    let view = holdable(tx, id).await?;
    if view.state == MeetingState::Open {
        return Ok(view);
    }
    may_become(&view, MeetingState::Open)?;
    is_time(&view, view.starts_at - SET_UP, tx.now())?;
    open_doors(tx, &view).await?;
    meetings::find(tx, id).await
}

/// The first who comes opens the doors, if nobody did.
pub(super) async fn open_doors(tx: &CenterTx, view: &MeetingView) -> Outcome<()> {
    let code = fresh_code(tx, view.id).await?;
    tx.run(
        "update cairn.meetings set state = 'open', opened_at = $3, check_in_code = $4, version = version + 1
         where center_id = $1 and id = $2 and state = 'scheduled'",
        [view.id.0.into(), tx.at().into(), code.into()],
    )
    .await?;
    floor::announce(tx, view);
    tx.audit(Event::done("meeting.open", "meeting", view.id.0).purpose("care"));
    Ok(())
}

/// Four digits: read from a sign, typed with one thumb, worth little, and guessing is counted.
async fn fresh_code(tx: &CenterTx, id: MeetingId) -> Outcome<Sealed> {
    let code = format!("{:04}", u64::from_be_bytes(tx.ids().bytes::<8>()) % 10_000);
    Ok(tx.seal(CODE, id.0, &code).await?)
}

/// The meeting begins, with its sheet and its round.
pub async fn begin(tx: &CenterTx, id: MeetingId) -> Outcome<MeetingView> {
    let view = holdable(tx, id).await?;
    if view.state == MeetingState::Live {
        return Ok(view);
    }
    may_become(&view, MeetingState::Live)?;
    is_time(&view, view.joins_from(), tx.now())?;
    duties::take_over(tx, &view).await?;
    let facts = facts(tx, id).await?;
    let code = if facts.check_in_code.is_some() { None } else { Some(fresh_code(tx, id).await?) };
    tx.run(
        "update cairn.meetings set state = 'live', began_at = $3, opened_at = coalesce(opened_at, $3),
           check_in_code = coalesce(check_in_code, $4), version = version + 1
         where center_id = $1 and id = $2",
        [id.0.into(), tx.at().into(), code.into()],
    )
    .await?;
    tx.audit(Event::done("meeting.begin", "meeting", id.0).purpose("care"));
    let view = meetings::find(tx, id).await?;
    floor::begin(tx, &view, GroupFormat::stored(&facts.format)?).await?;
    Ok(view)
}

/// The meeting is over: it was held, or too few came.
pub async fn end(tx: &CenterTx, id: MeetingId, held: bool) -> Outcome<MeetingView> {
    let view = holdable(tx, id).await?;
    let to = if held { MeetingState::Held } else { MeetingState::NoQuorum };
    if view.state == to {
        return Ok(view);
    }
    may_become(&view, to)?;
    if tx.now() < view.starts_at && view.state != MeetingState::Live {
        return Err(Problem::invalid("meetingId", "too_early").into());
    }
    close(tx, &view, to).await?;
    meetings::find(tx, id).await
}

/// Ends it in the record: everybody's minutes as they were, and who held the room held it. The row is locked.
pub(super) async fn close(tx: &CenterTx, view: &MeetingView, to: MeetingState) -> Outcome<()> {
    may_become(view, to)?;
    tx.run(
        "update cairn.meetings set state = $3, held_at = least($4, ends_at), check_in_code = null, version = version + 1
         where center_id = $1 and id = $2",
        [view.id.0.into(), to.name().into(), tx.at().into()],
    )
    .await?;
    let span = facts(tx, view.id).await?.span(view);
    // The same sum as `attendance::minutes`, for all at once. Where too few came nothing was held that counts.
    let until = if to == MeetingState::Held { span.until } else { span.from };
    tx.run(
        "update cairn.attendance set minutes = least(480, greatest(0, floor(extract(epoch from
             least(coalesce(left_at, $4), $4) - greatest(coalesce(arrived_at, $3), $3)) / 60)))::integer
         where center_id = $1 and meeting_id = $2 and status in ('present', 'late', 'left_early')",
        [view.id.0.into(), At(span.from).into(), At(until).into()],
    )
    .await?;
    if to == MeetingState::Held {
        tx.run(
            "update cairn.meeting_duties set state = 'held', at = $3
             where center_id = $1 and meeting_id = $2 and state in ('planned', 'accepted')",
            [view.id.0.into(), tx.at().into()],
        )
        .await?;
    }
    if to == MeetingState::Held {
        of_meeting::open(tx, view.id, span.from).await?;
    }
    floor::end(tx, view).await?;
    let action = if to == MeetingState::Held { "meeting.held" } else { "meeting.no_quorum" };
    tx.audit(Event::done(action, "meeting", view.id.0).purpose("care"));
    Ok(())
}

/// The meeting, locked, if the actor may come in now.
async fn enterable(tx: &CenterTx, id: MeetingId) -> Outcome<MeetingView> {
    let view = meetings::locked(tx, id).await?;
    if !view.standing.may(account(tx)?, Action::UseGroup) {
        return Err(Problem::not_found("meetingId").into());
    }
    tx.writable()?;
    if !view.doors_are_open(tx.now()) {
        let rule = if tx.now() < view.joins_from() { "too_early" } else { "meeting_over" };
        let rule = if view.group_state == GroupState::Active { rule } else { "group_not_open" };
        let rule = if view.state == MeetingState::Cancelled { "meeting_cancelled" } else { rule };
        return Err(Problem::invalid("meetingId", rule).into());
    }
    Ok(view)
}

/// Counts one try at a code, outside any transaction: a wrong one must count although nothing else of it stays.
pub async fn count_check_in(tx: CenterTx, id: MeetingId) -> Outcome<()> {
    let member = account(&tx)?.member_id;
    let (db, center) = (tx.db().clone(), tx.center_id());
    // First: one request holds one connection.
    tx.finish().await?;
    let key = Key::member_at(&CHECK_IN_BY_MEMBER, center, member, id.0);
    rate_limits::take(db.pool(), &CHECK_IN_BY_MEMBER, &key, db.clock().now()).await
}

/// Comes in with the code from the door. Ask [`count_check_in`] first.
pub async fn check_in(tx: &CenterTx, id: MeetingId, code: &str) -> Outcome<MeetingView> {
    let view = enterable(tx, id).await?;
    let place = view.standing.place.filter(|place| place.state.takes_part()).ok_or_else(|| Problem::not_found("meetingId"))?;
    let shown = facts(tx, id).await?.code(tx, id).await?;
    let typed: String = code.chars().filter(|c| !c.is_whitespace()).take(16).collect();
    if !shown.is_some_and(|shown| bool::from(shown.as_bytes().ct_eq(typed.as_bytes()))) {
        tx.audit_refusal(Event::done("meeting.check_in", "meeting", id.0).purpose("security"));
        return Err(Problem::invalid("code", "check_in_code").into());
    }
    arrive(tx, &view, place.id, AttendanceVia::Code, attendance::usual_mode(&view)).await?;
    meetings::find(tx, id).await
}

/// Where a meeting is online: handed to whoever comes in, and nowhere else.
#[derive(Clone)]
pub struct Joined {
    pub meeting: MeetingView,
    pub url: String,
}

/// Comes in online. Notes that a member came; those who hold the room are not counted.
pub async fn join(tx: &CenterTx, id: MeetingId) -> Outcome<Joined> {
    let view = enterable(tx, id).await?;
    if view.mode == MeetingMode::InPerson {
        return Err(Problem::invalid("meetingId", "not_online").into());
    }
    let url = view.join_url.clone().ok_or_else(|| Problem::invalid("meetingId", "join_link_missing"))?;
    match view.standing.place.filter(|place| view.standing.part.is_none() && place.state.takes_part()) {
        Some(place) => arrive(tx, &view, place.id, AttendanceVia::Join, MeetingMode::Online).await?,
        None => tx.audit(Event::done("meeting.join", "meeting", id.0).purpose("care")),
    }
    Ok(Joined { meeting: meetings::find(tx, id).await?, url })
}

/// Notes that the actor came in now. In already: nothing to note; back again: as before.
async fn arrive(tx: &CenterTx, view: &MeetingView, id: MembershipId, via: AttendanceVia, mode: MeetingMode) -> Outcome<()> {
    let before = noted(tx, view.id, id).await?;
    let now = match &before {
        Some(before) if before.status.is_there() => return Ok(()),
        Some(before) if before.status == AttendanceStatus::LeftEarly => Attendance { left_at: None, ..before.clone() },
        _ => Attendance { status: AttendanceStatus::Present, via, mode, arrived_at: Some(tx.now()), left_at: None, minutes: 0 },
    };
    let span = facts(tx, view.id).await?.span(view);
    let status = now.arrived_at.map_or(AttendanceStatus::Present, |arrived| attendance::arriving(view.starts_at, arrived));
    let now = Attendance { status, minutes: attendance::minutes(span, now.arrived_at, None), ..now };
    let member_id = account(tx)?.member_id;
    taking::write(tx, view, &[Change { id, member_id, before, now }]).await?;
    if view.state == MeetingState::Scheduled {
        open_doors(tx, view).await?;
    }
    Ok(())
}

async fn noted(tx: &CenterTx, meeting: MeetingId, id: MembershipId) -> Outcome<Option<Attendance>> {
    let row = tx
        .row::<Row>(
            "select status, via, mode, arrived_at, left_at, minutes from cairn.attendance
             where center_id = $1 and meeting_id = $2 and membership_id = $3",
            [meeting.0.into(), id.0.into()],
        )
        .await?;
    Ok(row.map(|row| row.attendance()).transpose()?.flatten())
}

#[derive(FromQueryResult)]
struct OwnRow {
    meeting_id: Uuid,
    #[sea_orm(nested)]
    noted: Row,
}

/// How the actor's own attendance was noted, in one statement for a list of meetings.
pub async fn own_attendance(tx: &CenterTx, meetings: &[MeetingId]) -> Outcome<std::collections::HashMap<MeetingId, Attendance>> {
    let ids: Vec<Uuid> = meetings.iter().map(|id| id.0).collect();
    let rows = tx
        .rows::<OwnRow>(
            "select a.meeting_id, a.status, a.via, a.mode, a.arrived_at, a.left_at, a.minutes
             from cairn.attendance a join cairn.memberships p on p.center_id = $1 and p.id = a.membership_id
             where a.center_id = $1 and a.meeting_id = any($2) and p.member_id = $3",
            [ids.into(), account(tx)?.member_id.0.into()],
        )
        .await?;
    let mut own = std::collections::HashMap::new();
    for row in rows {
        if let Some(attendance) = row.noted.attendance()? {
            own.insert(MeetingId(row.meeting_id), attendance);
        }
    }
    Ok(own)
}
