//! Whether a login role is as weak as it has to be. The walls between centers stand on it.

use anyhow::{Context, Result, bail};
use sqlx::PgPool;

/// Which of the three addresses a role is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    App,
    Worker,
    Operator,
}

impl Door {
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::App => "database.app_url",
            Self::Worker => "database.worker_url",
            Self::Operator => "database.operator_url",
        }
    }

    fn usual(self) -> &'static str {
        match self {
            Self::App => "cairn_app",
            Self::Worker => "cairn_worker",
            Self::Operator => "cairn_operator",
        }
    }
}

/// What a role can do that it must not; empty is fine.
///
/// # Errors
/// When the database does not answer.
pub async fn faults(pool: &PgPool, door: Door) -> Result<Vec<&'static str>> {
    let (superuser, bypasses, creates): (bool, bool, bool) =
        sqlx::query_as("select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user")
            .fetch_one(pool)
            .await
            .context("PostgreSQL did not tell about our role")?;
    // A member of an owning role can become it, and an owner can drop the policies.
    let owns: bool = sqlx::query_scalar(
        "select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
             and n.nspname <> $1 and pg_has_role(current_user, c.relowner, 'member'))",
    )
    .bind(if door == Door::Worker { cairn_migrations::JOB_SCHEMA } else { "" })
    .fetch_one(pool)
    .await
    .context("PostgreSQL did not tell what our role owns")?;
    let mut faults = Vec::new();
    for (is_so, what) in [
        (superuser, "is a superuser"),
        (bypasses, "may bypass row security"),
        (creates, "may create roles"),
        (owns && !superuser, "owns tables, or may become a role that does"),
    ] {
        if is_so {
            faults.push(what);
        }
    }
    Ok(faults)
}

/// # Errors
/// When the role can do more than it must.
pub async fn refuse_wrong(pool: &PgPool, door: Door) -> Result<()> {
    let faults = faults(pool, door).await?;
    if !faults.is_empty() {
        bail!("the role of {} {}: use the role `{}`", door.key(), faults.join(" and "), door.usual());
    }
    Ok(())
}
