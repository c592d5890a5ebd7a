//! The main read: a counselor's next 20 sessions with the names of their clients.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use cairn_domain::db::Credential;
use cairn_domain::ids::MemberId;
use cairn_domain::paging::PageRequest;
use cairn_domain::sessions::{self, SessionFilter, SessionState};
use cairn_domain::{CenterTx, Db, Fault};
use serde_json::json;

use crate::http::{Answer, Ask};
use crate::load::{Next, contains, network};
use crate::pgbench::{self, CENTER, COUNSELOR};
use crate::setting::{Setting, api_token, cookie, id};
use crate::{statements, trusted};

const PAGE: i32 = 20;

/// In which words the same thing is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// As a browser does: a sign-in cookie, and one of the pages' documents by its id.
    Document,
    /// As a program does: an API token, free text, the counselor named.
    Text,
}

const TEXT: &str =
    "query($from: DateTime, $counselor: ID) { sessions(from: $from, counselorId: $counselor, state: BOOKED, first: 20) {
  nodes { id startsAt endsAt minutes place location client { id name } } } }";

/// Asks for the next sessions of random counselors.
pub fn next(setting: &Setting, words: Words) -> Result<Arc<Next>> {
    let setting = setting.clone();
    let document = trusted("query Schedule(")?;
    let from = jiff::Timestamp::now().to_string();
    Ok(Arc::new(move |dice| {
        let center = dice.roll(setting.centers) + 1;
        let counselor = setting.person(center, dice.roll(setting.counselors()) + 1);
        let (credential, body) = match words {
            Words::Document => {
                let variables = json!({ "from": from, "state": "BOOKED", "newestFirst": false });
                (
                    format!("cookie: __Host-cairn={}", cookie(center, counselor)),
                    json!({ "documentId": document, "variables": variables }),
                )
            }
            Words::Text => {
                let variables = json!({ "from": from, "counselor": format!("member:{}", id(counselor)) });
                (
                    format!("authorization: Bearer {}", api_token(center, counselor)),
                    json!({ "query": TEXT, "variables": variables }),
                )
            }
        };
        Some(Ask { credential, body: body.to_string(), network: network(dice) })
    }))
}

/// Twenty sessions with opened names, and nothing else.
pub fn good(answer: &Answer) -> bool {
    let names = b"\"name\":\"Person ";
    let named = answer.body.windows(names.len()).filter(|window| window == names).count();
    answer.status == 200 && named >= PAGE as usize && !contains(&answer.body, "\"errors\"")
}

pub async fn enter(db: &Db, cookie: &str) -> Result<CenterTx> {
    let credential = Credential::sign_in(cookie).context("a cookie that is none")?;
    let tx = db.enter(&credential, Some("bench".to_owned())).await;
    tx.map_err(told)?.context("a sign-in that does not hold")
}

pub fn told(fault: Fault) -> anyhow::Error {
    anyhow!("{fault:?}")
}

/// The statement behind it, as the domain sends it.
pub async fn statement(db: &Db, setting: &Setting, words: Words) -> Result<String> {
    let counselor = setting.person(1, 1);
    let tx = enter(db, &cookie(1, counselor)).await?;
    tx.keys().await?;
    statements::seen();
    let filter = SessionFilter {
        from: Some(tx.now()),
        counselor_id: (words == Words::Text).then(|| MemberId(id(counselor))),
        state: Some(SessionState::Booked),
        ..SessionFilter::default()
    };
    let page = sessions::list(&tx, &filter, PageRequest { first: PAGE, after: None }).await.map_err(told)?;
    if page.items.len() != PAGE as usize {
        bail!("{} sessions instead of {PAGE}: too little data", page.items.len());
    }
    let mut seen = statements::seen();
    match (seen.pop(), seen.is_empty()) {
        (Some(sql), true) => Ok(sql),
        _ => bail!("the main read sends not one statement but more: the bench has to follow"),
    }
}

/// The values that the domain binds, in its order.
fn values(whose: &str) -> [String; 9] {
    [
        CENTER.to_owned(),
        whose.to_owned(),
        "to_timestamp(:base::bigint / 1000000000)".to_owned(),
        "to_timestamp(253402207200)".to_owned(),
        "null::uuid".to_owned(),
        "'booked'::text".to_owned(),
        "to_timestamp(0)".to_owned(),
        "'00000000-0000-0000-0000-000000000000'::uuid".to_owned(),
        format!("{}::bigint", PAGE + 1),
    ]
}

/// Four round trips: begin, name the center, ask, end.
pub fn script(setting: &Setting, sql: &str) -> Result<String> {
    let values = values(COUNSELOR);
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let ask = statements::with_values(sql, &values)?;
    Ok(format!("{}BEGIN;\n{}{ask}COMMIT;\n", pgbench::choose(setting), pgbench::inside(1, setting.centers)))
}

/// How PostgreSQL goes about it once it has planned it for all values, as it does for a prepared statement.
pub async fn plan(db: &Db, setting: &Setting, sql: &str) -> Result<String> {
    let middle = setting.centers / 2 + 1;
    let (center, counselor) = (id(middle), id(setting.person(middle, setting.counselors() / 2)));
    let values = values(&format!("'{counselor}'::uuid"));
    let mut values: Vec<String> = values.to_vec();
    values[0] = format!("'{center}'::uuid");
    values[2] = "now()".to_owned();
    let types = "uuid, uuid, timestamptz, timestamptz, uuid, text, timestamptz, uuid, bigint";
    let script = [
        format!("set local cairn.center_id = '{center}'"),
        "set local plan_cache_mode = force_generic_plan".to_owned(),
        format!("prepare main_read ({types}) as {sql}"),
    ];
    let mut tx = db.pool().begin().await?;
    for step in script {
        sqlx::raw_sql(sqlx::AssertSqlSafe(step)).execute(&mut *tx).await?;
    }
    let explain = format!("explain (analyze, buffers, costs off) execute main_read({})", values.join(", "));
    let lines: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(explain)).persistent(false).fetch_all(&mut *tx).await?;
    // It would outlive the transaction.
    sqlx::raw_sql("deallocate main_read").execute(&mut *tx).await?;
    Ok(lines.join("\n"))
}
