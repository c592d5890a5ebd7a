//! What a center says about itself.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::actor::CenterState;
use crate::audit::Event;
use crate::db::CenterTx;
use crate::ids::CenterId;
use crate::members::fields;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::zones;

pub(super) const NAME_LIMIT: usize = 120;
const ADDRESS_LIMIT: usize = 200;
const HOURS_LIMIT: usize = 120;
/// Two weeks of minutes.
const LONGEST_CUTOFF: i32 = 20_160;
const CHAT_DAYS: std::ops::RangeInclusive<i32> = 1..=365;

#[derive(Debug, Clone, PartialEq)]
pub struct Center {
    pub id: CenterId,
    pub name: String,
    pub slug: String,
    pub state: CenterState,
    /// IANA id.
    pub zone: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    /// Who answers when it is urgent.
    pub help_phone: Option<String>,
    /// When somebody answers, in the center's words.
    pub help_hours: Option<String>,
    /// Clients move or cancel by themselves until this long before the start.
    pub change_cutoff_minutes: i32,
    /// Notes of peer mentors wait for a supervisor's signature.
    pub cosign_peer_notes: bool,
    /// Days that a new group keeps what is written in its chat.
    pub chat_days_default: i32,
    /// No group keeps it longer.
    pub chat_days_at_most: i32,
    pub version: i32,
}

/// The columns of `directory.centers c` and `cairn.center_settings s`, for [`CenterRow`].
macro_rules! center_columns {
    () => {
        "c.id as center_id, c.name as center_name, c.slug, c.state as center_state, c.zone as center_zone,
         s.phone, s.address, s.help_phone, s.help_hours, s.change_cutoff_minutes, s.cosign_peer_notes,
         s.chat_days_default, s.chat_days_at_most, s.version"
    };
}
pub(crate) use center_columns;

#[derive(FromQueryResult)]
pub(crate) struct CenterRow {
    center_id: Uuid,
    center_name: String,
    slug: String,
    center_state: String,
    center_zone: String,
    phone: Option<String>,
    address: Option<String>,
    help_phone: Option<String>,
    help_hours: Option<String>,
    change_cutoff_minutes: i32,
    cosign_peer_notes: bool,
    chat_days_default: i32,
    chat_days_at_most: i32,
    version: i32,
}

impl CenterRow {
    pub(crate) fn open(self) -> Result<Center, Surprise> {
        Ok(Center {
            id: CenterId(self.center_id),
            name: self.center_name,
            slug: self.slug,
            state: CenterState::parse(&self.center_state).ok_or(Surprise::Inconsistent("center state"))?,
            zone: self.center_zone,
            phone: self.phone,
            address: self.address,
            help_phone: self.help_phone,
            help_hours: self.help_hours,
            change_cutoff_minutes: self.change_cutoff_minutes,
            cosign_peer_notes: self.cosign_peer_notes,
            chat_days_default: self.chat_days_default,
            chat_days_at_most: self.chat_days_at_most,
            version: self.version,
        })
    }
}

const READ: &str = concat!(
    "select ",
    center_columns!(),
    " from directory.centers c join cairn.center_settings s on s.center_id = c.id where c.id = $1 and s.center_id = $1"
);

/// For its members.
pub async fn read(tx: &CenterTx) -> Outcome<Center> {
    if tx.actor().membership().is_none() {
        return Err(Problem::NotAllowed.into());
    }
    let row = tx.row::<CenterRow>(READ, []).await?.ok_or(Surprise::Inconsistent("a center without settings"))?;
    Ok(row.open()?)
}

/// Whom to call: for everybody, signed in or not, in a paused center too.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct PublicHelp {
    pub help_phone: Option<String>,
    pub help_hours: Option<String>,
    pub phone: Option<String>,
}

pub async fn public_help(tx: &CenterTx) -> Outcome<PublicHelp> {
    let row =
        tx.row::<PublicHelp>("select help_phone, help_hours, phone from cairn.center_settings where center_id = $1", []).await?;
    row.ok_or_else(|| Surprise::Inconsistent("a center without settings").into())
}

/// `None` leaves a field as it is; an empty text clears it.
#[derive(Debug, Clone, Default)]
pub struct UpdateCenter {
    /// The version that was looked at.
    pub version: i32,
    pub name: Option<String>,
    /// IANA id.
    pub zone: Option<String>,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub help_phone: Option<String>,
    pub help_hours: Option<String>,
    pub change_cutoff_minutes: Option<i32>,
    pub chat_days_default: Option<i32>,
    pub chat_days_at_most: Option<i32>,
}

impl UpdateCenter {
    /// What no group goes beyond holds for what a new one begins with, too.
    async fn check_chat_days(&self, tx: &CenterTx, problems: &mut Problems) -> Outcome<()> {
        if self.chat_days_default.is_none() && self.chat_days_at_most.is_none() {
            return Ok(());
        }
        let before = read(tx).await?;
        let most = self.chat_days_at_most.unwrap_or(before.chat_days_at_most);
        if !CHAT_DAYS.contains(&most) {
            problems.push(Problem::limit("chatDaysAtMost", "chat_days", i64::from(*CHAT_DAYS.end())));
        } else if !(1..=most).contains(&self.chat_days_default.unwrap_or(before.chat_days_default)) {
            problems.push(Problem::limit("chatDaysDefault", "chat_days", i64::from(most)));
        }
        Ok(())
    }
}

pub(super) fn center_name(text: &str, field: &str) -> Result<String, Problem> {
    let name = fields::required_line(text, field, NAME_LIMIT)?;
    if name.chars().count() < 2 { Err(Problem::limit(field, "center_name_length", 120)) } else { Ok(name) }
}

/// A field that may be left alone, set or cleared.
fn optional(
    problems: &mut Problems,
    text: Option<String>,
    check: impl Fn(&str) -> Result<Option<String>, Problem>,
) -> (bool, Option<String>) {
    match text {
        Some(text) => (true, problems.take(check(&text)).flatten()),
        None => (false, None),
    }
}

/// Changes what is given, if nobody changed it since `version`.
pub async fn update(tx: &CenterTx, input: UpdateCenter) -> Outcome<Center> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::ManageCenter, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    tx.writable()?;
    let mut problems = Problems::default();
    input.check_chat_days(tx, &mut problems).await?;
    let name = input.name.and_then(|name| problems.take(center_name(&name, "name")));
    let zone = input.zone.and_then(|zone| problems.take(zones::known(&zone, "zone").map(|_| zone)));
    let text = |field: &'static str, limit: usize| {
        move |text: &str| Ok(Some(fields::line(text, field, limit)?).filter(|text| !text.is_empty()))
    };
    // Anything but the help numbers is details; the checklist tells the two apart.
    let details = name.is_some()
        || zone.is_some()
        || input.phone.is_some()
        || input.address.is_some()
        || input.change_cutoff_minutes.is_some();
    let (set_phone, phone) = optional(&mut problems, input.phone, |text| fields::phone(text, "phone"));
    let (set_address, address) = optional(&mut problems, input.address, text("address", ADDRESS_LIMIT));
    let (set_help_phone, help_phone) = optional(&mut problems, input.help_phone, |text| fields::phone(text, "helpLinePhone"));
    let (set_help_hours, help_hours) = optional(&mut problems, input.help_hours, text("helpLineHours", HOURS_LIMIT));
    if input.change_cutoff_minutes.is_some_and(|minutes| !(0..=LONGEST_CUTOFF).contains(&minutes)) {
        problems.push(Problem::limit("changeCutoffMinutes", "out_of_range", i64::from(LONGEST_CUTOFF)));
    }
    problems.refuse_if_any()?;
    let updated = tx
        .run(
            "update cairn.center_settings set version = version + 1,
               phone = case when $3 then $4 else phone end, address = case when $5 then $6 else address end,
               help_phone = case when $7 then $8 else help_phone end, help_hours = case when $9 then $10 else help_hours end,
               change_cutoff_minutes = coalesce($11, change_cutoff_minutes),
               details_at = case when $12 then $13 else details_at end
             where center_id = $1 and version = $2",
            [
                input.version.into(),
                set_phone.into(),
                phone.into(),
                set_address.into(),
                address.into(),
                set_help_phone.into(),
                help_phone.into(),
                set_help_hours.into(),
                help_hours.into(),
                input.change_cutoff_minutes.into(),
                details.into(),
                tx.at().into(),
            ],
        )
        .await?;
    if updated == 0 {
        return Err(Problem::Conflict { path: vec!["version".to_owned()] }.into());
    }
    if name.is_some() || zone.is_some() {
        tx.run(
            "update directory.centers set name = coalesce($2, name), zone = coalesce($3, zone) where id = $1",
            [name.into(), zone.into()],
        )
        .await?;
    }
    tx.audit(Event::done("center.update", "center", tx.center_id().0));
    write_chat_days(tx, input.chat_days_default, input.chat_days_at_most).await?;
    read(tx).await
}

/// By a name of its own in the record: what is deleted because of it does not come back.
async fn write_chat_days(tx: &CenterTx, default: Option<i32>, at_most: Option<i32>) -> Outcome<()> {
    if default.is_none() && at_most.is_none() {
        return Ok(());
    }
    tx.run(
        "update cairn.center_settings set chat_days_default = coalesce($2, chat_days_default),
           chat_days_at_most = coalesce($3, chat_days_at_most)
         where center_id = $1",
        [default.into(), at_most.into()],
    )
    .await?;
    tx.audit(Event::done("center.chat_days", "center", tx.center_id().0));
    Ok(())
}
