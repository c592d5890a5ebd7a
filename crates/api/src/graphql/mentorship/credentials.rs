//! What people who meet clients can show for it, and until when: mentors, counselors, and whoever holds a group.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::ids::MemberId;
use cairn_domain::mentorship::credentials::{self as domain, AddCredential};
use cairn_domain::mentorship::mentors;
use cairn_domain::paging::Cursor;
use cairn_domain::{CenterTx, Outcome};

use super::change;
use super::mentors::Mentor;
use crate::connection;
use crate::graphql::connection::{encode_cursor, page_request};
use crate::graphql::context::{self, id, wire};
use crate::graphql::members::Member;
use crate::graphql::problems::Problem;
use crate::graphql::scalars::{DateTime, LocalDate};

pub struct Credential(pub domain::Credential);

#[Object]
impl Credential {
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn kind(&self) -> &str {
        &self.0.kind
    }
    async fn issuer(&self) -> &str {
        &self.0.issuer
    }
    async fn number(&self) -> Option<&str> {
        self.0.number.as_deref()
    }
    async fn issued_on(&self) -> LocalDate {
        LocalDate(self.0.issued_on)
    }
    /// Null: does not run out.
    async fn expires_on(&self) -> Option<LocalDate> {
        self.0.expires_on.map(LocalDate)
    }
    async fn expired(&self) -> bool {
        self.0.expired
    }
    /// Who of those who steer has seen it. Null: as its holder noted it.
    async fn verified_by(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        super::mentors::member(ctx, self.0.verified.map(|(by, _)| by)).await
    }
    async fn verified_at(&self) -> Option<DateTime> {
        self.0.verified.map(|(_, at)| DateTime(at))
    }
}

/// Somebody who meets clients, with what they can show for it. For themself and for whoever steers.
#[derive(Clone)]
pub struct CredentialHolder(domain::Holder);

#[Object]
impl CredentialHolder {
    /// The member's.
    async fn id(&self) -> ID {
        wire(self.0.id)
    }
    async fn member(&self, ctx: &Context<'_>) -> async_graphql::Result<Member> {
        Ok(context::member(ctx, self.0.id).await?.into())
    }
    /// They have a profile as a mentor.
    async fn mentors(&self) -> bool {
        self.0.mentors
    }
    /// What runs out first comes first.
    async fn credentials(&self) -> Vec<Credential> {
        self.0.credentials.iter().cloned().map(Credential).collect()
    }
}

connection!(CredentialHolderConnection, CredentialHolderEdge, CredentialHolder);

#[derive(Default)]
pub struct CredentialsQuery;

#[Object]
impl CredentialsQuery {
    /// Null: nobody who meets clients, or not for the viewer.
    async fn credential_holder(&self, ctx: &Context<'_>, member_id: ID) -> async_graphql::Result<Option<CredentialHolder>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::holder(&tx, id(&member_id, "memberId")?).await };
        Ok(request.answer_or_null(outcome.await)?.map(CredentialHolder))
    }

    /// Everybody who meets clients, whose papers run out the soonest first; for whoever steers mentoring.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn credential_holders(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<CredentialHolderConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async { domain::holders(&tx, page_request(first, after.as_deref())?).await };
        let page = request.answer(outcome.await)?;
        let items = page.items.into_iter().map(|(holder, at)| {
            let cursor = encode_cursor(Cursor { at, id: holder.id.0 });
            (cursor, CredentialHolder(holder))
        });
        Ok(CredentialHolderConnection::of(items.collect(), page.has_next, after.is_some()))
    }
}

#[derive(InputObject)]
pub struct AddCredentialInput {
    /// Whose it is.
    member_id: ID,
    kind: String,
    issuer: String,
    number: Option<String>,
    issued_on: LocalDate,
    expires_on: Option<LocalDate>,
}

#[derive(SimpleObject)]
pub struct CredentialPayload {
    holder: Option<CredentialHolder>,
    /// Whose it is, as a mentor. Null: they are none.
    mentor: Option<Mentor>,
    problems: Vec<Problem>,
}

/// Does it, and looks at whose it is afterwards.
async fn kept(
    ctx: &Context<'_>,
    deed: impl AsyncFnOnce(&CenterTx) -> Outcome<MemberId>,
) -> async_graphql::Result<CredentialPayload> {
    let (kept, problems) = change(ctx, async |tx| {
        let holder = domain::holder(tx, deed(tx).await?).await?;
        let mentor = if holder.mentors { Some(mentors::find(tx, holder.id).await?) } else { None };
        Ok((holder, mentor))
    })
    .await?;
    let (holder, mentor) = kept.unzip();
    Ok(CredentialPayload { holder: holder.map(CredentialHolder), mentor: mentor.flatten().map(Mentor), problems })
}

#[derive(Default)]
pub struct CredentialsMutation;

#[Object]
impl CredentialsMutation {
    /// By whoever holds it, or by whoever steers mentoring, who has seen it then.
    async fn add_credential(&self, ctx: &Context<'_>, input: AddCredentialInput) -> async_graphql::Result<CredentialPayload> {
        kept(ctx, async |tx| {
            let member_id = id(&input.member_id, "memberId")?;
            let credential = AddCredential {
                member_id,
                kind: input.kind,
                issuer: input.issuer,
                number: input.number,
                issued_on: input.issued_on.0,
                expires_on: input.expires_on.map(|day| day.0),
            };
            domain::add(tx, credential).await?;
            Ok(member_id)
        })
        .await
    }

    async fn remove_credential(&self, ctx: &Context<'_>, credential_id: ID) -> async_graphql::Result<CredentialPayload> {
        kept(ctx, async |tx| domain::remove(tx, id(&credential_id, "credentialId")?).await).await
    }

    /// Whoever steers mentoring has seen what somebody else noted.
    async fn verify_credential(&self, ctx: &Context<'_>, credential_id: ID) -> async_graphql::Result<CredentialPayload> {
        kept(ctx, async |tx| domain::verify(tx, id(&credential_id, "credentialId")?).await).await
    }
}
