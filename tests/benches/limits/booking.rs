//! Booking a session: over GraphQL, and the same statements one by one by pgbench.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context, Result, bail};
use cairn_domain::Db;
use cairn_domain::ids::MemberId;
use cairn_domain::sessions::{self, BookSession, SessionPlace};
use serde_json::json;

use crate::data::Ground;
use crate::http::{Answer, Ask};
use crate::load::{Next, contains, network};
use crate::pgbench::{self, CENTER, COUNSELOR};
use crate::read::{enter, told};
use crate::setting::{Setting, cookie, id};
use crate::{statements, trusted};

/// To each of the two people: booked, a day before, two hours before.
const MESSAGES: i64 = 6;

const CLIENT: &str = "lpad(:p::text, 32, '0')::uuid";
/// The session's id, which serves as the retry key too.
const SESSION: &str = "lpad(:r::text, 32, '0')::uuid";
const START: &str = "to_timestamp(:t)";
const END: &str = "to_timestamp(:t + 1800)";

/// Books half hours that are free, each once, with counselors of all centers in turn.
pub fn next(setting: &Setting, turn: Arc<AtomicI64>) -> Result<Arc<Next>> {
    let setting = setting.clone();
    let document = trusted("mutation BookSession(")?;
    Ok(Arc::new(move |dice| {
        let turn = turn.fetch_add(1, Ordering::Relaxed);
        let all = setting.centers * setting.counselors();
        let (nth, whose) = (turn / all, turn % all);
        let starts_at = setting.our_slot(nth)?;
        // Neighbors in time are in different centers, as in life.
        let (center, counselor) = (whose % setting.centers + 1, whose / setting.centers + 1);
        let client = setting.person(center, setting.client_of(counselor, nth % setting.clients_each()));
        let counselor = setting.person(center, counselor);
        let body = body(&document, counselor, Some(client), starts_at);
        Some(Ask { credential: format!("cookie: __Host-cairn={}", cookie(center, counselor)), body, network: network(dice) })
    }))
}

pub fn body(document: &str, counselor: i64, client: Option<i64>, starts_at: i64) -> String {
    let starts_at = jiff::Timestamp::from_second(starts_at).map(|at| at.to_string()).unwrap_or_default();
    let input = json!({
        "clientMutationId": uuid::Uuid::new_v4(), "counselorId": format!("member:{}", id(counselor)),
        "clientId": client.map(|client| format!("member:{}", id(client))),
        "startsAt": starts_at, "minutes": 30, "place": "IN_PERSON",
    });
    json!({ "documentId": document, "variables": { "input": input } }).to_string()
}

pub fn booked(answer: &Answer) -> bool {
    answer.status == 200 && contains(&answer.body, "\"session\":{\"id\":\"session:")
}

/// The statements of one booking by a counselor, from the proof of the sign-in to the last before the commit.
pub async fn statements(db: &Db, ground: &Ground, setting: &Setting) -> Result<Vec<String>> {
    let (counselor, client) = (setting.person(1, 2), setting.person(1, setting.client_of(2, 0)));
    drop(enter(db, &cookie(1, counselor)).await?.keys().await?);
    statements::seen();
    let tx = enter(db, &cookie(1, counselor)).await?;
    let booking = BookSession {
        key: tx.ids().person(),
        counselor_id: MemberId(id(counselor)),
        client_id: MemberId(id(client)),
        // Before the days that are measured, so that it is in nobody's way.
        starts_at: jiff::Timestamp::from_second(setting.slot(2, 13))?,
        minutes: Some(30),
        place: SessionPlace::InPerson,
        type_id: None,
        hold: None,
    };
    let view = sessions::book(&tx, booking).await.map_err(told)?;
    tx.commit().await.map_err(told)?;
    let seen = statements::seen();
    let planned: i64 = sqlx::query_scalar("select count(*) from cairn.notifications where center_id = $1 and subject_id = $2")
        .bind(id(1))
        .bind(view.session.id.0)
        .fetch_one(&mut ground.superuser().await?)
        .await?;
    if planned != MESSAGES {
        bail!(
            "a booking plans {planned} messages, and the bench thinks {MESSAGES}: it has to follow (tests/benches/limits/booking.rs)"
        );
    }
    Ok(seen)
}

fn messages(each: &str) -> String {
    format!(
        "(select jsonb_agg({each}) from generate_series(1, {MESSAGES}) as g,
           lateral (select lpad(:r::text || g, 32, '0')::uuid as notice, to_timestamp(:t - 3600 * g) as due) as n)"
    )
}

/// A word that only this statement has, and what pgbench binds where the domain binds its values.
fn recipes() -> Vec<(&'static str, Vec<String>)> {
    let own = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<String>>();
    let planned = messages(&format!(
        "jsonb_build_object('id', notice, 'member_id', case when g % 2 = 0 then {COUNSELOR} else {CLIENT} end,
           'kind', (array['session_booked', 'session_reminder_24h', 'session_reminder_2h'])[(g + 1) / 2],
           'subject_id', {SESSION}, 'subject_version', 1, 'due_at', due, 'expires_at', {START}, 'asked_for', false)"
    ));
    let jobs = messages(&format!(
        "jsonb_build_object('task', 'deliver_notification', 'run_at', due, 'key', 'notification ' || notice,
           'payload', jsonb_build_object('center_id', {CENTER}, 'notification_id', notice))"
    ));
    let news = format!(
        "(select jsonb_build_array(jsonb_build_object('about', 'session', 'center_id', {CENTER}, 'session_id', {SESSION},
           'counselor_id', {COUNSELOR}, 'client_id', {CLIENT}, 'kind', 'appeared')))"
    );
    let (from, until) = ("to_timestamp(:t - 691200)", "to_timestamp(:t + 1296000)");
    let both = format!("array[{CLIENT}, {COUNSELOR}]");
    let sealed = "decode(repeat('00', 56), 'hex')";
    vec![
        ("from cairn.sign_ins s", own(&[CENTER, "sha256(sha256(('bench cookie ' || :m)::bytea))", "now()"])),
        ("as counselor_state", own(&[CENTER, COUNSELOR, CLIENT, from, until, "'{}'::uuid[]", "null::uuid", "now()"])),
        (
            "insert into cairn.idempotency_keys",
            own(&[CENTER, COUNSELOR, SESSION, "'book_session'::text", "sha256(:r::text::bytea)", SESSION, "now()"]),
        ),
        (
            "insert into cairn.sessions",
            own(&[
                CENTER,
                SESSION,
                COUNSELOR,
                CLIENT,
                START,
                END,
                "(to_timestamp(:t) at time zone 'America/New_York')",
                "'America/New_York'::text",
                "30::integer",
                START,
                END,
                "'in_person'::text",
                sealed,
                "null::bytea",
                COUNSELOR,
                "now()",
                "null::uuid",
                "null::uuid",
                "null::timestamp",
                "null::uuid",
                "0::integer",
            ]),
        ),
        ("select id, zone, quiet_from, quiet_until", own(&[CENTER, &both])),
        ("insert into cairn.notifications", own(&[CENTER, &planned, "now()"])),
        ("from cairn.sessions s\n", own(&[CENTER, COUNSELOR, SESSION])),
        ("cairn_jobs.enqueue", own(&[&jobs, &news])),
        (
            "update cairn.audit_heads",
            own(&[
                CENTER,
                "now()",
                "'member'::text",
                COUNSELOR,
                "'counselor'::text",
                "'session.book'::text",
                "'session'::text",
                SESSION,
                CLIENT,
                "'care'::text",
                "'done'::text",
                "md5(:r::text)",
                "decode(repeat('00', 200), 'hex')",
            ]),
        ),
    ]
}

/// The same statements, each awaited, with values that PostgreSQL computes from a few numbers.
pub fn script(setting: &Setting, statements: &[String]) -> Result<String> {
    let recipes = recipes();
    let mut script = pgbench::choose(setting);
    script.push_str(&format!(
        "\\set p (:c - 1) * {} + {} + (:i - 1) * {each} + random(1, {each})\n\\set t {}\n\\set k :k + 1\n\\set r :base + :k * 1000 + :client_id\n",
        setting.people,
        setting.counselors(),
        setting.their_slot(),
        each = setting.clients_each(),
    ));
    script.push_str("BEGIN;\n");
    script.push_str(&pgbench::inside(1, setting.centers));
    for sql in statements {
        let recipe = recipes.iter().find(|(mark, _)| sql.contains(mark));
        let (_, values) = recipe.with_context(|| {
            format!("the bench has no values for this statement of a booking (tests/benches/limits/booking.rs): {sql}")
        })?;
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        script.push_str(&statements::with_values(sql, &values)?);
    }
    Ok(script + "COMMIT;\n")
}
