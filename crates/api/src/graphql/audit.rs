//! The center's audit, for its admins and auditors.

use async_graphql::{Context, ID, Object};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cairn_domain::Problem as Expected;
use cairn_domain::audit::query::{self, Entry};
use cairn_domain::paging::PageRequest;

use super::context;
use super::members::Member;
use super::scalars::DateTime;

/// One thing somebody did. Ids and names of things, never content.
#[derive(Clone)]
pub struct AuditEvent(Entry);

#[Object]
impl AuditEvent {
    /// Position in the center's chain.
    async fn sequence(&self) -> i32 {
        i32::try_from(self.0.sequence).unwrap_or(i32::MAX)
    }

    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// Null when a job, a visitor or the operator did it.
    async fn actor(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        match self.0.actor {
            Some(id) => context::member(ctx, id).await.map(|card| Some(card.into())),
            None => Ok(None),
        }
    }

    /// The actor's roles at the time, or the kind of actor: `worker`, `visitor`, `operator`.
    async fn acting_as(&self) -> &str {
        &self.0.acting_as
    }

    async fn action(&self) -> &str {
        &self.0.action
    }

    async fn object_type(&self) -> &str {
        &self.0.object_type
    }

    /// Null where it would tell who is behind an alias: a place in a group, a case of its moderation, a note of its meetings.
    async fn object_id(&self) -> Option<String> {
        self.0.object_id.map(|id| id.to_string())
    }

    /// Whom it is about.
    async fn client(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Member>> {
        match self.0.client {
            Some(id) => context::member(ctx, id).await.map(|card| Some(card.into())),
            None => Ok(None),
        }
    }

    async fn purpose(&self) -> &str {
        &self.0.purpose
    }

    /// `done` or `refused`.
    async fn result(&self) -> &str {
        &self.0.result
    }

    async fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }
}

crate::connection!(AuditEventConnection, AuditEventEdge, AuditEvent);

fn encode(sequence: i64) -> String {
    URL_SAFE_NO_PAD.encode(sequence.to_be_bytes())
}

fn decode(text: &str) -> Result<i64, Expected> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
    bytes.map(i64::from_be_bytes).ok_or_else(|| Expected::invalid("after", "cursor"))
}

#[derive(Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// Who did what, newest first; with `clientId`, what concerns one person.
    #[graphql(complexity = "first.clamp(1, 100) as usize * child_complexity + 1")]
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        client_id: Option<ID>,
        #[graphql(default = 25)] first: i32,
        after: Option<String>,
    ) -> async_graphql::Result<AuditEventConnection> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let outcome = async {
            let page = PageRequest { first, after: after.as_deref().map(decode).transpose()? };
            query::events(&tx, context::optional_id(client_id.as_ref(), "clientId")?, page).await
        };
        let found = request.answer(outcome.await)?;
        let items = found.items.into_iter().map(|entry| (encode(entry.sequence), AuditEvent(entry))).collect();
        Ok(AuditEventConnection::of(items, found.has_next, after.is_some()))
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn cursors_come_back() {
        for sequence in [1, 77, i64::MAX] {
            assert_eq!(decode(&encode(sequence)), Ok(sequence));
        }
        for garbage in ["", "x", "💣", "AAAA", "AAAAAAAAAAAAAAAAAAAA"] {
            assert!(decode(garbage).is_err(), "{garbage}");
        }
    }
}
