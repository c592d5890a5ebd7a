//! The gate. Every way information leaves a center goes through [`release`]: it finds the basis or refuses, writes
//! the disclosure row, and hands back the only value that adapters accept.

mod released;

pub use released::Released;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::actor::parse_roles;
use crate::db::CenterTx;
use crate::ids::MemberId;
use crate::policy::{self, Action, Target};
use crate::problem::{Outcome, Problem};

/// The ways out. A test lists them and fails on one that is not guarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Mail,
    CalendarFile,
    Download,
    Feed,
    /// A proof of attendance, behind a link that its member hands on.
    Proof,
    /// Lines for a payer.
    Export,
}

impl Kind {
    pub const ALL: [Self; 6] = [Self::Mail, Self::CalendarFile, Self::Download, Self::Feed, Self::Proof, Self::Export];

    pub fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::CalendarFile => "calendar_file",
            Self::Download => "download",
            Self::Feed => "feed",
            Self::Proof => "proof",
            Self::Export => "export",
        }
    }
}

/// Why it may leave (42 CFR 2.12(c)(3): communication within a program; 2.23: patient access).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// To the person it is about.
    OwnData,
    /// To somebody who cares for them in this center.
    CareWithinCenter,
    /// About the recipient's account only; nobody in care is in it.
    OwnAccount,
    /// To whoever does this center's billing, about services that the center itself gave.
    BillingWithinCenter,
}

impl Basis {
    pub fn name(self) -> &'static str {
        match self {
            Self::OwnData => "own_data",
            Self::CareWithinCenter => "care_within_center",
            Self::OwnAccount => "own_account",
            Self::BillingWithinCenter => "billing_within_center",
        }
    }
}

/// One release: what kind, to whom, about whom, and the thing it is about.
#[derive(Debug, Clone)]
pub struct Exit {
    pub kind: Kind,
    pub recipient: MemberId,
    pub clients: Vec<MemberId>,
    pub subject_type: &'static str,
    pub subject_id: Uuid,
}

#[derive(FromQueryResult)]
struct Cared {
    clients: i64,
}

#[derive(FromQueryResult)]
struct Recipient {
    roles: Vec<String>,
}

/// Whether somebody does the center's billing now.
async fn bills(tx: &CenterTx, recipient: MemberId) -> Outcome<bool> {
    let row = tx
        .row::<Recipient>(
            "select roles from cairn.members where center_id = $1 and id = $2 and state = 'active'",
            [recipient.0.into()],
        )
        .await?;
    Ok(row.is_some_and(|row| policy::allows(&parse_roles(&row.roles), Action::BillServices, Target::NONE)))
}

async fn basis(tx: &CenterTx, exit: &Exit) -> Outcome<Option<Basis>> {
    if exit.kind == Kind::Export {
        return Ok(bills(tx, exit.recipient).await?.then_some(Basis::BillingWithinCenter));
    }
    if exit.clients.is_empty() {
        return Ok(Some(Basis::OwnAccount));
    }
    if exit.clients.iter().all(|client| *client == exit.recipient) {
        return Ok(Some(Basis::OwnData));
    }
    let clients: Vec<Uuid> = exit.clients.iter().map(|client| client.0).collect();
    let wanted = clients.len();
    // Care: an open assignment, the very session this is about, or, in somebody's own calendar, a session they hold.
    let cared = tx
        .row::<Cared>(
            "select count(distinct client) as clients from unnest($3::uuid[]) as client where
               exists (select from cairn.care_assignments a where a.center_id = $1 and a.client_id = client
                       and a.counselor_id = $2 and a.ended_at is null)
               or exists (select from cairn.sessions s where s.center_id = $1 and s.client_id = client
                          and s.counselor_id = $2 and (s.id = $4 or $4 = $2))",
            [exit.recipient.0.into(), clients.into(), exit.subject_id.into()],
        )
        .await?;
    Ok(cared.filter(|cared| usize::try_from(cared.clients) == Ok(wanted)).map(|_| Basis::CareWithinCenter))
}

/// Lets `value` leave, or refuses. Written in the caller's transaction: no row, no release.
pub async fn release<T>(tx: &CenterTx, exit: Exit, value: T) -> Outcome<Released<T>> {
    let Some(basis) = basis(tx, &exit).await? else {
        return Err(Problem::NotAllowed.into());
    };
    let id = tx.ids().event(tx.now());
    let clients: Vec<Uuid> = exit.clients.iter().map(|client| client.0).collect();
    tx.run(
        "insert into cairn.disclosures (center_id, id, kind, recipient_id, client_ids, basis, subject_type, subject_id, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            id.into(),
            exit.kind.name().into(),
            exit.recipient.0.into(),
            clients.into(),
            basis.name().into(),
            exit.subject_type.into(),
            exit.subject_id.into(),
            tx.at().into(),
        ],
    )
    .await?;
    Ok(Released::new(value, id))
}

/// An operator's own sign-in code. Nothing of any center is in it, so there is no center to write a disclosure in: the
/// challenge's row is the record, and its id stands in for the disclosure's.
pub(crate) fn release_to_operator(
    code: crate::operators::OperatorCode,
    challenge_id: Uuid,
) -> Released<crate::operators::OperatorCode> {
    Released::new(code, challenge_id)
}

/// The center's public feed. It goes to everybody, so there is no recipient to name; it holds what an admin wrote down for
/// the public about groups, and the type has no field for anybody in care, so there is no client either. The record is the
/// audit of making a group public; the center's own id stands in for the disclosure's.
pub(crate) fn release_public(
    center_id: crate::ids::CenterId,
    feed: crate::groups::feed::MeetingGuide,
) -> Released<crate::groups::feed::MeetingGuide> {
    Released::new(feed, center_id.0)
}
