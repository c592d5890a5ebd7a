//! The moderation queue: flagged messages and appeals, by alias.

use jiff::Timestamp;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{CaseKind, CaseState, EVIDENCE, FlagReason};
use crate::audit::Event;
use crate::db::{At, CenterTx};
use crate::groups::people::{ALIAS, APPEAL, FACILITATOR_ALIAS, PRONOUNS, REMOVAL_REASON};
use crate::groups::standing::{Standing, account, me};
use crate::groups::{FacilitatorPart, MembershipState, Person, PersonId};
use crate::ids::{ChatMessageId, FacilitatorId, GroupId, MembershipId, ModerationCaseId};
use crate::paging::{Page, PageRequest};
use crate::policy::Action;
use crate::problem::{Outcome, Problem, Surprise};
use crate::sealed::{CenterKeys, Sealed};

/// One thing to look at. Nothing in it leads to a member.
#[derive(Debug, Clone)]
pub struct Case {
    pub id: ModerationCaseId,
    pub group_id: GroupId,
    pub group_name: String,
    pub kind: CaseKind,
    /// `None`: an appeal.
    pub reason: Option<FlagReason>,
    /// How many people flagged.
    pub flags: i32,
    /// What was said, as it was when it was first flagged, or the words of the appeal. `None`: not kept any more.
    pub words: Option<String>,
    /// Whom it is about.
    pub person: Person,
    /// Their place now; `None`: they facilitate.
    pub place: Option<MembershipState>,
    /// Why they were removed.
    pub removal_reason: Option<String>,
    pub(super) message_id: Option<ChatMessageId>,
    /// Out of sight already.
    pub hidden: bool,
    pub state: CaseState,
    pub created_at: Timestamp,
    pub handled_at: Option<Timestamp>,
    /// By a facilitator's name in the group; `None`: open, or an admin decided.
    pub handled_by: Option<Person>,
    /// It is about the viewer.
    pub(super) is_own: bool,
    /// Whether this viewer can decide it now.
    pub may_decide: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    group_id: Uuid,
    group_name: String,
    kind: String,
    reason: String,
    flags: i32,
    evidence: Option<Sealed>,
    state: String,
    created_at: At,
    handled_at: Option<At>,
    message_id: Option<Uuid>,
    hidden: bool,
    membership_id: Option<Uuid>,
    facilitator_id: Option<Uuid>,
    place_state: Option<String>,
    alias: Option<Sealed>,
    pronouns: Option<Sealed>,
    removal_reason: Option<Sealed>,
    appeal: Option<Sealed>,
    facilitator_alias: Option<Sealed>,
    whose: Option<Uuid>,
    removed_by: Option<Uuid>,
    handler_id: Option<Uuid>,
    handler_alias: Option<Sealed>,
    handler_is_me: bool,
    part: Option<String>,
    another: bool,
}

/// Whether anybody but `$me` could decide about the case `c`.
macro_rules! another_moderator {
    ($me:literal) => {
        concat!(
            "(exists (select from cairn.group_facilitators o
                      join cairn.members a on a.center_id = $1 and a.id = o.member_id and a.state = 'active'
                      where o.center_id = $1 and o.group_id = c.group_id and o.until is null and o.member_id <> ",
            $me,
            ")
              or exists (select from cairn.members a
                         where a.center_id = $1 and a.roles @> array['admin'] and a.state = 'active' and a.id <> ",
            $me,
            "))"
        )
    };
}
pub(super) use another_moderator;

/// `$2` is the viewer. To whoever does not hold the room (an admin) the moments of appeals and decisions are days: the audit has
/// them beside names.
macro_rules! case_sql {
    ($rest:literal) => {
        concat!(
            "select c.id, c.group_id, g.name as group_name, c.kind, c.reason, c.flags, c.evidence, c.state, o.created_at, o.handled_at,
               c.message_id, coalesce(m.hidden_at is not null, false) as hidden, c.membership_id, c.facilitator_id,
               w.state as place_state, w.alias, w.pronouns, w.removal_reason, w.appeal, w.removed_by,
               h.alias as facilitator_alias, coalesce(w.member_id, h.member_id) as whose,
               d.id as handler_id, d.alias as handler_alias, coalesce(d.member_id = $2, false) as handler_is_me, f.part, ",
            another_moderator!("$2"),
            " as another
             from cairn.moderation_cases c
             join cairn.groups g on g.center_id = $1 and g.id = c.group_id
             left join cairn.chat_messages m on m.center_id = $1 and m.id = c.message_id
             left join cairn.memberships w on w.center_id = $1 and w.id = c.membership_id
             left join cairn.group_facilitators h on h.center_id = $1 and h.id = c.facilitator_id
             left join cairn.group_facilitators d on d.center_id = $1 and d.group_id = c.group_id and d.member_id = c.handled_by
             left join cairn.group_facilitators f
               on f.center_id = $1 and f.group_id = c.group_id and f.member_id = $2 and f.until is null
             join directory.centers z on z.id = $1
             cross join lateral (
               select case when f.id is not null or c.kind <> 'appeal' then c.created_at
                           else date_trunc('day', c.created_at, z.zone) end as created_at,
                 case when f.id is not null then c.handled_at else date_trunc('day', c.handled_at, z.zone) end as handled_at) o
             where c.center_id = $1 ",
            $rest
        )
    };
}

// Open ones the oldest first: they have waited the longest. `$3`: one group or all; `$4`: runs any group.
const OPEN: &str = case_sql!(
    "and c.state = 'open' and ($3::uuid is null or c.group_id = $3) and ($4 or f.id is not null)
     and ($5::timestamptz is null or (o.created_at, c.id) > ($5, $6)) order by o.created_at, c.id limit $7"
);
const CLOSED: &str = case_sql!(
    "and c.state <> 'open' and ($3::uuid is null or c.group_id = $3) and ($4 or f.id is not null)
     and ($5::timestamptz is null or (o.created_at, c.id) < ($5, $6)) order by o.created_at desc, c.id desc limit $7"
);
const ONE: &str = case_sql!("and c.id = $3");

impl Row {
    fn runs(&self, tx: &CenterTx) -> Outcome<bool> {
        let part = self.part.as_deref().map(FacilitatorPart::stored).transpose()?;
        Ok(Standing { place: None, part }.may(account(tx)?, Action::RunGroup))
    }

    fn person(&self, keys: &CenterKeys, mine: bool) -> Result<Person, Surprise> {
        let (id, alias) = match (self.membership_id, self.facilitator_id) {
            (Some(id), _) => (PersonId::Member(MembershipId(id)), self.alias.as_ref().map(|alias| keys.open(ALIAS, id, alias))),
            (None, Some(id)) => (
                PersonId::Facilitator(FacilitatorId(id)),
                self.facilitator_alias.as_ref().map(|alias| keys.open(FACILITATOR_ALIAS, id, alias)),
            ),
            (None, None) => return Err(Surprise::Inconsistent("a case about nobody")),
        };
        let pronouns = match (self.membership_id, &self.pronouns) {
            (Some(id), Some(pronouns)) => Some(keys.open(PRONOUNS, id, pronouns)?),
            _ => None,
        };
        Ok(Person { id, alias: alias.transpose()?.unwrap_or_else(|| "—".to_owned()), pronouns, me: mine })
    }

    fn handler(&self, keys: &CenterKeys) -> Result<Option<Person>, Surprise> {
        let (Some(id), Some(alias)) = (self.handler_id, &self.handler_alias) else { return Ok(None) };
        let alias = keys.open(FACILITATOR_ALIAS, id, alias)?;
        Ok(Some(Person { id: PersonId::Facilitator(FacilitatorId(id)), alias, pronouns: None, me: self.handler_is_me }))
    }

    fn open(self, tx: &CenterTx, keys: &CenterKeys) -> Outcome<Case> {
        let viewer = me(tx);
        let kind = CaseKind::stored(&self.kind)?;
        let state = CaseState::stored(&self.state)?;
        let reason = if kind == CaseKind::Appeal { None } else { Some(FlagReason::stored(&self.reason)?) };
        let is_own = self.whose == Some(viewer);
        let person = self.person(keys, is_own)?;
        let handled_by = self.handler(keys)?;
        let of_place = |place, sealed: &Option<Sealed>| match (self.membership_id, sealed) {
            (Some(id), Some(sealed)) => keys.open(place, id, sealed).map(Some),
            _ => Ok(None),
        };
        let words = match (kind, &self.evidence) {
            (CaseKind::Appeal, _) => of_place(APPEAL, &self.appeal)?,
            (CaseKind::Message, Some(evidence)) => Some(keys.open(EVIDENCE, self.id, evidence)?),
            (CaseKind::Message, None) => None,
        };
        let alone = kind == CaseKind::Appeal && self.removed_by == Some(viewer) && self.another;
        Ok(Case {
            id: ModerationCaseId(self.id),
            group_id: GroupId(self.group_id),
            kind,
            flags: self.flags,
            words,
            person,
            place: self.place_state.as_deref().map(MembershipState::stored).transpose()?,
            removal_reason: of_place(REMOVAL_REASON, &self.removal_reason)?,
            message_id: self.message_id.map(ChatMessageId),
            hidden: self.hidden,
            state,
            created_at: self.created_at.0,
            handled_at: self.handled_at.map(|at| at.0),
            handled_by,
            is_own,
            may_decide: state == CaseState::Open && !is_own && !alone,
            group_name: self.group_name,
            reason,
        })
    }
}

/// One case, for those who run its group.
pub async fn find(tx: &CenterTx, id: ModerationCaseId) -> Outcome<Case> {
    let row = tx.row::<Row>(ONE, [me(tx).into(), id.0.into()]).await?;
    match row {
        Some(row) if row.runs(tx)? => row.open(tx, &*tx.keys().await?),
        _ => Err(Problem::not_found("caseId").into()),
    }
}

/// As [`find`], to be looked at: on record, because it shows what somebody wrote.
pub async fn read(tx: &CenterTx, id: ModerationCaseId) -> Outcome<Case> {
    let case = find(tx, id).await?;
    tx.audit(Event::done("moderation.view", "group", case.group_id.0).purpose("care"));
    Ok(case)
}

/// The queue of one group, or of all that the viewer looks after. Reading it is on record: it shows what people wrote.
pub async fn list(tx: &CenterTx, group_id: Option<GroupId>, open: bool, page: PageRequest) -> Outcome<Page<Case>> {
    let anywhere = Standing::default().may(account(tx)?, Action::RunGroup);
    let facilitating = Standing { place: None, part: Some(FacilitatorPart::Facilitator) };
    if !facilitating.may(account(tx)?, Action::RunGroup) {
        return Err(Problem::NotAllowed.into());
    }
    let after = page.after;
    let values = [
        me(tx).into(),
        group_id.map(|id| id.0).into(),
        anywhere.into(),
        after.map(|after| At(after.at)).into(),
        after.map(|after| after.id).into(),
        page.limit().into(),
    ];
    let rows = tx.rows::<Row>(if open { OPEN } else { CLOSED }, values).await?;
    let keys = tx.keys().await?;
    let cases: Outcome<Vec<Case>> = rows.into_iter().map(|row| row.open(tx, &keys)).collect();
    let cases = Page::cut(cases?, &page);
    let mut groups: Vec<Uuid> = cases.items.iter().map(|case| case.group_id.0).collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        tx.audit(Event::done("moderation.view", "group", group).purpose("care"));
    }
    Ok(cases)
}
