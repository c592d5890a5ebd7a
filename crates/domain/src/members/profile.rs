//! What members change about themselves.

use jiff::civil;
use sea_orm::FromQueryResult;

use super::sign_in::{Outside, end_others, require_fresh};
use super::{EMAIL, NAME, PRONOUNS, fields, passwords};
use crate::actor::{Membership, Proof};
use crate::audit::Event;
use crate::db::{CenterTx, TimeOfDay};
use crate::language::Locale;
use crate::notifications::{self, Kind, Plan};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::sealed::Sealed;
use crate::zones;

/// `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct UpdateProfile {
    pub name: Option<String>,
    /// Empty clears.
    pub pronouns: Option<String>,
    pub locale: Option<Locale>,
    /// IANA id.
    pub zone: Option<String>,
    pub session_reminders: Option<bool>,
    /// A mail when there is something to read.
    pub chat_mail: Option<bool>,
    /// Wall clock in the member's zone.
    pub quiet_from: Option<civil::Time>,
    pub quiet_until: Option<civil::Time>,
}

/// The viewer's own account, from a browser.
fn own(tx: &CenterTx) -> Outcome<&Membership> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    let by_browser = matches!(membership.proof, Proof::SignIn { .. });
    if by_browser && policy::allows(&membership.roles, Action::ManageAccount, Target::OWN) {
        Ok(membership)
    } else {
        Err(Problem::NotAllowed.into())
    }
}

pub async fn update_profile(tx: &CenterTx, input: UpdateProfile) -> Outcome<()> {
    let id = own(tx)?.member_id;
    tx.writable()?;
    let mut problems = Problems::default();
    let name = input.name.map(|name| problems.take(fields::name(&name, "name")));
    let pronouns = input.pronouns.map(|text| problems.take(fields::pronouns(&text, "pronouns")));
    if let Some(zone) = &input.zone {
        problems.take(zones::known(zone, "zone"));
    }
    problems.refuse_if_any()?;
    let name = tx.seal_option(NAME, id.0, name.flatten().as_deref()).await?;
    let clear_pronouns = matches!(pronouns, Some(Some(None)));
    let pronouns = tx.seal_option(PRONOUNS, id.0, pronouns.flatten().flatten().as_deref()).await?;
    tx.run(
        "update cairn.members set
           name = coalesce($3, name), pronouns = case when $4 then null else coalesce($5, pronouns) end,
           locale = coalesce($6, locale), zone = coalesce($7, zone), session_reminders = coalesce($8, session_reminders),
           quiet_from = coalesce($9, quiet_from), quiet_until = coalesce($10, quiet_until), chat_mail = coalesce($11, chat_mail)
         where center_id = $1 and id = $2",
        [
            id.0.into(),
            name.into(),
            clear_pronouns.into(),
            pronouns.into(),
            input.locale.map(|locale| locale.tag().to_owned()).into(),
            input.zone.into(),
            input.session_reminders.into(),
            input.quiet_from.map(TimeOfDay).into(),
            input.quiet_until.map(TimeOfDay).into(),
            input.chat_mail.into(),
        ],
    )
    .await?;
    tx.audit(Event::done("member.update", "member", id.0).purpose("own_data"));
    Ok(())
}

#[derive(FromQueryResult)]
struct ContextRow {
    name: Sealed,
    email: Sealed,
}

/// What somebody who knows the person and the center would try first.
async fn context(tx: &CenterTx, membership: &Membership) -> Outcome<Vec<String>> {
    let id = membership.member_id.0;
    let row = tx
        .row::<ContextRow>("select name, email from cairn.members where center_id = $1 and id = $2", [id.into()])
        .await?
        .ok_or(Surprise::Inconsistent("a member without a row"))?;
    let keys = tx.keys().await?;
    Ok(vec![
        keys.open(NAME, id, &row.name)?,
        keys.open(EMAIL, id, &row.email)?,
        membership.center.name.clone(),
        membership.center.slug.clone(),
    ])
}

/// Sets the viewer's password, or removes it when empty. Ends all their other sign-ins, and tells them by mail.
/// Commits by itself: no connection is held while the hash takes its time.
pub async fn set_password(tx: CenterTx, password: &str) -> Outcome<()> {
    let membership = own(&tx)?;
    require_fresh(&tx)?;
    tx.writable()?;
    let ids = tx.ids().clone();
    let context = context(&tx, membership).await?;
    let outside = Outside::leave(tx).await?;
    let hash = match password {
        "" => None,
        password => {
            passwords::check(password, &context, "password")?;
            Some(passwords::hash(&ids, password).await?)
        }
    };
    let tx = outside.back().await?;
    tx.run(
        "update cairn.members set password_hash = $3 where center_id = $1 and id = $2 and state = 'active'",
        [outside.member.0.into(), hash.into()],
    )
    .await?;
    end_others(&tx).await?;
    tx.audit(Event::done("member.set_password", "member", outside.member.0).purpose("own_data"));
    tell(&tx).await?;
    tx.commit().await
}

/// Tells the viewer by mail that something about their security changed: if it was not them, they should know.
pub(super) async fn tell(tx: &CenterTx) -> Outcome<()> {
    let member_id = tx.actor().member_id().ok_or(Problem::NotAllowed)?;
    let plan = Plan {
        member_id,
        kind: Kind::SecurityNotice,
        subject_id: tx.ids().event(tx.now()),
        subject_version: 1,
        due_at: tx.now(),
        expires_at: tx.now() + jiff::SignedDuration::from_hours(72),
    };
    notifications::plan(tx, &[plan]).await
}
