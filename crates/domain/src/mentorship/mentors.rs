//! Who mentors: how somebody comes to it, and what they can carry.

use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::credentials::renewed_sql;
use super::stand_in::{self, Standing};
use super::{MentorState, StandInState, SupportMode, account, languages, names, steers};
use crate::audit::Event;
use crate::db::{At, CenterTx, Day};
use crate::ids::MemberId;
use crate::members::fields;
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::sealed::{CenterKeys, Place, Sealed};

pub(super) const ABOUT: Place = Place::identity("mentor_profiles", "about");
pub(super) const OBJECT: &str = "mentor";
const LONGEST_ABOUT: usize = 1_000;
/// Days in which a pair is new, and weighs more.
pub const NEW_DAYS: i64 = 30;

/// What a new pair weighs.
pub fn weight_of_new(high_need: bool) -> i32 {
    2 + i32::from(high_need)
}

#[derive(Debug, Clone)]
pub struct Mentor {
    pub id: MemberId,
    pub state: MentorState,
    pub about: Option<String>,
    pub languages: Vec<String>,
    /// Empty: any.
    pub modes: Vec<SupportMode>,
    /// Points.
    pub capacity: i32,
    /// Points carried now.
    pub load: i32,
    pub pairs: i64,
    pub background_checked_on: Option<Date>,
    pub backup_id: Option<MemberId>,
    /// Whether who stands in has said yes, as the reader may know it.
    pub backup_standing: Option<Standing>,
    pub supervisor_id: Option<MemberId>,
    pub paused_until: Option<Timestamp>,
    /// Paused, and not by themself: nobody new comes, their pairs go on, and they do not end it themself.
    pub paused_by_center: bool,
    /// When the center last went a step with them.
    pub stepped_at: Option<Timestamp>,
    /// Minutes of supervision a month.
    pub supervision_minutes: i32,
    /// One of their credentials has run out: nobody new, and everybody they walk with goes on.
    pub credential_expired: bool,
    /// Can come in, and has the role: otherwise nobody is brought to them, whatever their profile says.
    pub here: bool,
    pub version: i32,
    pub applied_at: Timestamp,
    pub approved_at: Option<Timestamp>,
}

impl Mentor {
    /// Whether somebody new can be brought to them, who weighs `points`.
    pub fn has_room(&self, points: i32) -> bool {
        self.state == MentorState::Approved && self.here && !self.credential_expired && self.load + points <= self.capacity
    }

    /// Takes a rest of their own.
    pub fn rests(&self) -> bool {
        self.state == MentorState::Paused && !self.paused_by_center
    }
}

#[derive(FromQueryResult)]
struct Row {
    mentor_id: Uuid,
    state: String,
    about: Option<Sealed>,
    languages: Vec<String>,
    modes: Vec<String>,
    capacity: i32,
    load: i64,
    pairs: i64,
    background_checked_on: Option<Day>,
    backup_id: Option<Uuid>,
    backup_said: Option<String>,
    backup_asked_at: Option<At>,
    supervisor_id: Option<Uuid>,
    paused_until: Option<At>,
    rests: bool,
    stepped_at: Option<At>,
    supervision_minutes: i32,
    credential_expired: bool,
    here: bool,
    version: i32,
    applied_at: At,
    approved_at: Option<At>,
}

impl Row {
    fn open(self, tx: &CenterTx, keys: &CenterKeys) -> Result<Mentor, Surprise> {
        // A mentor does not learn from the hour of it that somebody did not want to; whoever steers looks for another at once.
        let own = tx.actor().member_id() == Some(MemberId(self.mentor_id));
        let said = self.backup_said.as_deref().map(StandInState::stored).transpose()?.zip(self.backup_asked_at);
        Ok(Mentor {
            id: MemberId(self.mentor_id),
            state: MentorState::stored(&self.state)?,
            about: self.about.map(|about| keys.open(ABOUT, self.mentor_id, &about)).transpose()?,
            languages: self.languages,
            modes: self.modes.iter().map(|mode| SupportMode::stored(mode)).collect::<Result<_, _>>()?,
            capacity: self.capacity,
            load: i32::try_from(self.load).unwrap_or(i32::MAX),
            pairs: self.pairs,
            background_checked_on: self.background_checked_on.map(|day| day.0),
            backup_id: self.backup_id.map(MemberId),
            backup_standing: said.map(|(said, at)| Standing::of(said, at.0, tx.now(), !own)),
            supervisor_id: self.supervisor_id.map(MemberId),
            paused_until: self.paused_until.map(|at| at.0),
            paused_by_center: self.state == MentorState::Paused.name() && !self.rests,
            stepped_at: self.stepped_at.map(|at| at.0),
            supervision_minutes: self.supervision_minutes,
            credential_expired: self.credential_expired,
            here: self.here,
            version: self.version,
            applied_at: self.applied_at.0,
            approved_at: self.approved_at.map(|at| at.0),
        })
    }
}

/// Whether the mentor of the profile takes a rest of their own: nobody answers for them then. Paused by the center, they do.
macro_rules! rests_sql {
    ($of:literal) => {
        concat!(
            "coalesce(",
            $of,
            ".state = 'paused' and coalesce(",
            $of,
            ".paused_by, ",
            $of,
            ".mentor_id) = ",
            $of,
            ".mentor_id, false)"
        )
    };
}
pub(crate) use rests_sql;

/// Mentors with what they carry; `$2` is now. Goes on with conditions on `p`.
macro_rules! mentors {
    ($rest:expr) => {
        concat!(
            "select p.mentor_id, p.state, p.about, p.languages, p.modes, p.capacity, p.background_checked_on, p.backup_id,
               i.state as backup_said, i.asked_at as backup_asked_at, p.supervisor_id, p.paused_until, p.stepped_at, p.supervision_minutes, p.version,
               p.applied_at, p.approved_at, ",
            rests_sql!("p"),
            " as rests,
               m.state = 'active' and m.roles @> array['peer_mentor'] as here,
               coalesce(w.load, 0) as load, coalesce(w.pairs, 0) as pairs,
               exists (select from cairn.mentor_credentials c join directory.centers d on d.id = c.center_id
                       where c.center_id = $1 and c.mentor_id = p.mentor_id and c.removed_at is null
                         and c.expires_on < ($2::timestamptz at time zone d.zone)::date and not ",
            renewed_sql!("c"),
            ") as credential_expired
             from cairn.mentor_profiles p
             join cairn.members m on m.center_id = $1 and m.id = p.mentor_id
             left join cairn.stand_ins i on i.center_id = $1 and i.mentor_id = p.mentor_id and i.backup_id = p.backup_id
             left join lateral (
               select count(*) as pairs,
                 sum(case when s.started_at > $2::timestamptz - interval '30 days' then 2 else 1 end + s.high_need::int) as load
               from cairn.mentorships s
               where s.center_id = $1 and s.mentor_id = p.mentor_id and s.state in ('active', 'paused', 'stepping_back', 'closing')) w
               on true
             where p.center_id = $1 and ",
            $rest
        )
    };
}

async fn open_all(tx: &CenterTx, rows: Vec<Row>) -> Outcome<Vec<Mentor>> {
    let keys = tx.keys().await?;
    Ok(rows.into_iter().map(|row| row.open(tx, &keys)).collect::<Result<_, _>>()?)
}

/// One mentor, for whoever has decided that they may be seen.
pub(super) async fn read(tx: &CenterTx, id: MemberId) -> Outcome<Option<Mentor>> {
    let rows = tx.rows::<Row>(mentors!("p.mentor_id = $3"), [tx.at().into(), id.0.into()]).await?;
    Ok(open_all(tx, rows).await?.pop())
}

/// Everybody who could take somebody on: approved, here, no credential run out.
pub(super) async fn open_to_new(tx: &CenterTx) -> Outcome<Vec<Mentor>> {
    let rows =
        tx.rows::<Row>(mentors!("p.state = 'approved' and m.state = 'active' order by p.mentor_id"), [tx.at().into()]).await?;
    let mentors = open_all(tx, rows).await?;
    Ok(mentors.into_iter().filter(|mentor| mentor.has_room(weight_of_new(false))).collect())
}

/// Locks the profile, and with it the backup's, in the order of ids: whoever takes or frees a mentor's room waits here for the
/// other, and two mentors who stand in for each other do not wait in a circle.
pub(super) async fn locked(tx: &CenterTx, id: MemberId) -> Outcome<Option<Mentor>> {
    tx.run(
        "select from cairn.mentor_profiles where center_id = $1 and mentor_id in (
           select $2 union select p.backup_id from cairn.mentor_profiles p where p.center_id = $1 and p.mentor_id = $2)
         order by mentor_id for update",
        [id.0.into()],
    )
    .await?;
    read(tx, id).await
}

async fn own_or_steered(tx: &CenterTx, id: MemberId) -> Outcome<()> {
    let membership = account(tx)?;
    let own = policy::allows(&membership.roles, Action::BeMentor, Target::own_if(membership.member_id == id));
    if own || steers(tx) { Ok(()) } else { Err(Problem::not_found("mentorId").into()) }
}

/// A mentor's profile, for themself and for whoever steers mentoring.
pub async fn find(tx: &CenterTx, id: MemberId) -> Outcome<Mentor> {
    own_or_steered(tx, id).await?;
    read(tx, id).await?.ok_or_else(|| Problem::not_found("mentorId").into())
}

/// The latest to apply first.
pub async fn list(tx: &CenterTx, state: Option<MentorState>, page: PageRequest) -> Outcome<Page<Mentor>> {
    let membership = account(tx)?;
    if !policy::allows(&membership.roles, Action::ManageMentors, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    let after = page.after;
    let rows = tx
        .rows::<Row>(
            mentors!(
                "($3::text is null or p.state = $3) and ($4::timestamptz is null or (p.applied_at, p.mentor_id) < ($4, $5))
                 order by p.applied_at desc, p.mentor_id desc limit $6"
            ),
            [
                tx.at().into(),
                state.map(MentorState::name).into(),
                after.map(|after| At(after.at)).into(),
                after.map(|after| after.id).into(),
                page.limit().into(),
            ],
        )
        .await?;
    let page = Page::cut(rows, &page);
    Ok(Page { items: open_all(tx, page.items).await?, has_next: page.has_next })
}

/// What a mentor says of themself.
#[derive(Debug, Clone)]
pub struct AboutMentor {
    pub about: String,
    pub languages: Vec<String>,
    pub modes: Vec<SupportMode>,
    pub backup_id: Option<MemberId>,
}

struct Checked {
    about: String,
    languages: Vec<String>,
    modes: Vec<String>,
}

fn checked(input: &AboutMentor) -> Outcome<Checked> {
    let mut problems = Problems::default();
    let about = problems.take(fields::paragraphs(&input.about, "about", LONGEST_ABOUT));
    let languages = problems.take(languages(&input.languages, "languages"));
    problems.refuse_if_any()?;
    let (Some(about), Some(languages)) = (about, languages) else {
        return Err(Surprise::Inconsistent("a problem that was not told").into());
    };
    Ok(Checked { about, languages, modes: names(&input.modes) })
}

/// Asks to become a mentor; again after an end, everything begins anew. A client keeps being one.
pub async fn apply(tx: &CenterTx, input: AboutMentor) -> Outcome<Mentor> {
    let membership = account(tx)?;
    if !policy::allows(&membership.roles, Action::BeMentor, Target::OWN) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    let me = membership.member_id;
    let checked = checked(&input)?;
    let written = tx
        .run(
            "insert into cairn.mentor_profiles as p (center_id, mentor_id, state, about, languages, modes, applied_at, updated_at)
             values ($1, $2, 'applied', $3, $4, $5, $6, $6)
             on conflict (center_id, mentor_id) do update set state = 'applied', about = $3, languages = $4, modes = $5,
               applied_at = $6, approved_at = null, updated_at = $6, version = p.version + 1, step = p.step + 1
             where p.state = 'ended'",
            [
                me.0.into(),
                tx.seal_option(ABOUT, me.0, Some(&checked.about).filter(|text| !text.is_empty()).map(String::as_str)).await?.into(),
                checked.languages.into(),
                checked.modes.into(),
                tx.at().into(),
            ],
        )
        .await?;
    // Pressing twice is applying once.
    if written > 0 {
        tx.audit(Event::done("mentor.apply", OBJECT, me.0));
    }
    find(tx, me).await
}

/// Changes what one says of oneself, at any time.
pub async fn update_own(tx: &CenterTx, version: i32, input: AboutMentor) -> Outcome<Mentor> {
    let me = account(tx)?.member_id;
    let before = find(tx, me).await?;
    tx.writable()?;
    let checked = checked(&input)?;
    if let Some(backup) = input.backup_id
        && !stands_in(tx, backup, me).await?
    {
        return Err(Problem::invalid("backupId", "backup_unknown").into());
    }
    let written = tx
        .run(
            "update cairn.mentor_profiles set about = $4, languages = $5, modes = $6, backup_id = $7, updated_at = $8,
               version = version + 1
             where center_id = $1 and mentor_id = $2 and version = $3",
            [
                me.0.into(),
                version.into(),
                tx.seal_option(ABOUT, me.0, Some(&checked.about).filter(|text| !text.is_empty()).map(String::as_str))
                    .await?
                    .into(),
                checked.languages.into(),
                checked.modes.into(),
                input.backup_id.map(|id| id.0).into(),
                tx.at().into(),
            ],
        )
        .await?;
    if written == 0 || before.version != version {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    tx.audit(Event::done("mentor.update", OBJECT, me.0));
    stand_in::named(tx, me, before.backup_id, input.backup_id).await?;
    find(tx, me).await
}

/// Whether `backup` can take the place of `mentor`: somebody else, approved, and here.
pub(super) async fn stands_in(tx: &CenterTx, backup: MemberId, mentor: MemberId) -> Outcome<bool> {
    Ok(backup != mentor && read(tx, backup).await?.is_some_and(|one| one.state == MentorState::Approved && one.here))
}

pub(super) fn center_zone(tx: &CenterTx) -> jiff::tz::TimeZone {
    let zone = tx.actor().membership().and_then(|one| jiff::tz::TimeZone::get(&one.center.zone).ok());
    zone.unwrap_or(jiff::tz::TimeZone::UTC)
}

pub(super) fn today(tx: &CenterTx) -> Date {
    crate::zones::today(tx.now(), &center_zone(tx))
}
