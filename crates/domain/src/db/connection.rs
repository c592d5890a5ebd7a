//! `CenterTx` as a sea-orm connection: every query of the ORM runs inside the center's transaction.

use async_trait::async_trait;
use sea_orm::sea_query::Values;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use sea_query_sqlx::SqlxValues;
use sqlx::postgres::Postgres;
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Executor};

use super::tx::CenterTx;

// Statements are written in this crate or built by sea-query; values are always bound.
fn query(statement: &Statement) -> Query<'_, Postgres, SqlxValues> {
    let values = statement.values.clone().unwrap_or(Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}

fn ended() -> DbErr {
    DbErr::Custom("the transaction has ended".to_owned())
}

#[async_trait]
impl ConnectionTrait for CenterTx {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut held = self.connection.lock().await;
        let tx = held.as_mut().ok_or_else(ended)?;
        query(&statement).execute(&mut **tx).await.map(Into::into).map_err(failed)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut held = self.connection.lock().await;
        let tx = held.as_mut().ok_or_else(ended)?;
        tx.execute(AssertSqlSafe(sql.to_owned())).await.map(Into::into).map_err(failed)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut held = self.connection.lock().await;
        let tx = held.as_mut().ok_or_else(ended)?;
        query(&statement).fetch_optional(&mut **tx).await.map(|row| row.map(Into::into)).map_err(failed)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut held = self.connection.lock().await;
        let tx = held.as_mut().ok_or_else(ended)?;
        query(&statement).fetch_all(&mut **tx).await.map(|rows| rows.into_iter().map(Into::into).collect()).map_err(failed)
    }
}
