//! Accounts, for the center's admins.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::invitations::{Invitation, InvitationRow, invitation_columns};
use super::{EMAIL, MemberCard, MemberState, fields, open_card};
use crate::actor::Role;
use crate::db::{At, CenterTx};
use crate::ids::MemberId;
use crate::language::Locale;
use crate::paging::{Page, PageRequest};
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Sealed};

/// A member's account: for the member, and for the center's admins.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberAccount {
    pub card: MemberCard,
    pub email: String,
    /// Mail to the address bounced.
    pub email_problem: bool,
    pub state: MemberState,
    pub locale: Locale,
    /// IANA id.
    pub zone: String,
    pub joined_at: Option<Timestamp>,
    /// The latest.
    pub invitation: Option<Invitation>,
}

#[derive(FromQueryResult)]
pub(super) struct AccountRow {
    id: Uuid,
    name: Sealed,
    pronouns: Option<Sealed>,
    roles: Vec<String>,
    email: Sealed,
    email_failed_at: Option<At>,
    state: String,
    locale: String,
    zone: String,
    joined_at: Option<At>,
    #[sea_orm(nested)]
    invitation: InvitationRow,
}

impl AccountRow {
    pub(super) fn open(self, keys: &CenterKeys, now: Timestamp) -> Result<MemberAccount, Surprise> {
        Ok(MemberAccount {
            card: open_card(keys, self.id, &self.name, self.pronouns.as_ref(), &self.roles)?,
            email: keys.open(EMAIL, self.id, &self.email)?,
            email_problem: self.email_failed_at.is_some(),
            state: MemberState::stored(&self.state)?,
            locale: Locale::parse(&self.locale).unwrap_or_default(),
            zone: self.zone,
            joined_at: self.joined_at.map(|at| at.0),
            invitation: self.invitation.open(keys, now)?,
        })
    }
}

/// Accounts with their open or latest invitation and who made it; the query goes on with conditions on `m`.
macro_rules! accounts {
    ($($rest:expr),+) => {
        concat!(
            "select m.id, m.name, m.pronouns, m.roles, m.email, m.email_failed_at, m.state, m.locale, m.zone, m.joined_at, ",
            invitation_columns!(),
            " from cairn.members m
             left join lateral (
               select * from cairn.invitations l where l.center_id = $1 and l.member_id = m.id
               order by l.accepted_at is null and l.revoked_at is null desc, l.created_at desc, l.id desc limit 1) i on true
             left join cairn.members b on b.center_id = $1 and b.id = i.invited_by
             where m.center_id = $1",
            $($rest),+
        )
    };
}

/// One account. The caller has decided that it may be seen.
pub async fn account(tx: &CenterTx, id: MemberId) -> Outcome<MemberAccount> {
    let row =
        tx.row::<AccountRow>(accounts!(" and m.id = $2"), [id.0.into()]).await?.ok_or_else(|| Problem::not_found("memberId"))?;
    Ok(row.open(&*tx.keys().await?, tx.now())?)
}

/// Which accounts.
#[derive(Debug, Clone)]
pub struct ListMembers {
    pub role: Option<Role>,
    /// In names (beginnings of parts) and addresses (anywhere).
    pub search: Option<String>,
    /// After the account with this id.
    pub page: PageRequest<MemberId>,
}

/// Everybody in the center by name, for admins.
///
/// Names are sealed, so order and search happen here: opening a thousand takes about a millisecond.
pub async fn list(tx: &CenterTx, wanted: ListMembers) -> Outcome<Page<MemberAccount>> {
    let membership = tx.actor().membership().ok_or(Problem::NotAllowed)?;
    if !policy::allows(&membership.roles, Action::ViewMembers, Target::NONE) {
        return Err(Problem::NotAllowed.into());
    }
    let role = wanted.role.map(|role| role.name().to_owned());
    let rows = tx.rows::<AccountRow>(accounts!(" and ($2::text is null or m.roles @> array[$2])"), [role.into()]).await?;
    let keys = tx.keys().await?;
    let now = tx.now();
    let accounts = rows.into_iter().map(|row| row.open(&keys, now)).collect::<Result<Vec<_>, _>>()?;
    let matches = |account: &MemberAccount, search: &str| {
        fields::begins_a_part(&fields::folded(&account.card.name), search) || account.email.to_lowercase().contains(search)
    };
    page_by_name(accounts, |account| &account.card, wanted.search.as_deref(), matches, &wanted.page)
}

/// One page of people in the order of their names; the cursor is the last one's id.
pub(super) fn page_by_name<T>(
    mut people: Vec<T>,
    card: impl Fn(&T) -> &MemberCard,
    search: Option<&str>,
    // Everything matches the empty search.
    matches: impl Fn(&T, &str) -> bool,
    page: &PageRequest<MemberId>,
) -> Outcome<Page<T>> {
    people.sort_by_cached_key(|person| (fields::folded(&card(person).name), card(person).id));
    page_in_order(people, card, search, matches, page)
}

/// As [`page_by_name`], for people who are in order already.
pub(super) fn page_in_order<T>(
    people: Vec<T>,
    card: impl Fn(&T) -> &MemberCard,
    search: Option<&str>,
    matches: impl Fn(&T, &str) -> bool,
    page: &PageRequest<MemberId>,
) -> Outcome<Page<T>> {
    let begin = match page.after {
        // Counted before the search: the cursor's row may have stopped matching, its place has not.
        Some(after) => people
            .iter()
            .position(|person| card(person).id == after)
            .ok_or_else(|| Problem::invalid("after", "cursor"))?
            .saturating_add(1),
        None => 0,
    };
    // Nobody's name is longer; and folding is work.
    let search = search.map(|text| fields::folded(text.trim()).chars().take(fields::NAME_LIMIT).collect::<String>());
    let search = search.unwrap_or_default();
    let found = people.into_iter().skip(begin).filter(|person| matches(person, &search));
    let limit = usize::try_from(page.limit()).unwrap_or(1);
    Ok(Page::cut(found.take(limit).collect(), page))
}
