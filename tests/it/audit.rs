//! The chain: what is written, who reads it, and that nobody changes it unseen.

use std::time::Instant;

use cairn_domain::actor::Role;
use cairn_domain::audit::query::{self, Entry};
use cairn_domain::audit::{Finding, verify};
use cairn_domain::documents::{self, Of};
use cairn_domain::paging::PageRequest;
use cairn_domain::{Fault, Problem};
use serde_json::json;
use sqlx::{AssertSqlSafe, Executor, PgConnection, Row};
use support::{App, Person, TestCenter};
use uuid::Uuid;

fn page(first: i32, after: Option<i64>) -> PageRequest<i64> {
    PageRequest { first, after }
}

/// Looks at the audit `times` times: each look is an event itself.
async fn look(app: &App, person: &Person, times: usize) {
    for _ in 0..times {
        let tx = app.enter(person).await;
        query::events(&tx, None, page(1, None)).await.expect("the audit");
        tx.finish().await.expect("finish");
    }
}

async fn finding(app: &App, person: &Person) -> Finding {
    verify(&app.enter(person).await).await.expect("verify")
}

/// A small generator of numbers that are the same at each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 % u64::try_from(limit).expect("a limit")).expect("a number")
    }
}

async fn run(db: &mut PgConnection, sql: String) {
    db.execute(AssertSqlSafe(sql.clone())).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// One center's chain in the hands of somebody who may do anything to the database.
struct Tamperer {
    db: PgConnection,
    center: Uuid,
    events: i64,
    dice: Dice,
}

const COLUMNS: [(&str, &str); 13] = [
    ("at", "timestamptz"),
    ("actor_kind", "text"),
    ("actor_id", "uuid"),
    ("acting_as", "text"),
    ("action", "text"),
    ("object_type", "text"),
    ("object_id", "uuid"),
    ("client_id", "uuid"),
    ("purpose", "text"),
    ("result", "text"),
    ("request_id", "text"),
    ("prev_hash", "bytea"),
    ("hash", "bytea"),
];

impl Tamperer {
    async fn of(app: &App, center: &TestCenter<'_>, events: i64) -> Self {
        let mut db = app.superuser().await;
        let id = center.center.id.0;
        // Neither keys nor checks bind them.
        run(&mut db, "set session_replication_role = replica".to_owned()).await;
        run(
            &mut db,
            "alter table cairn.audit_events drop constraint audit_events_actor_kind_check, drop constraint audit_events_result_check"
                .to_owned(),
        )
        .await;
        run(&mut db, format!("create table public.rows as select * from cairn.audit_events where center_id = '{id}'")).await;
        run(&mut db, format!("create table public.head as select * from cairn.audit_heads where center_id = '{id}'")).await;
        Self { db, center: id, events, dice: Dice(0x5eed_cafe_f00d) }
    }

    async fn restore(&mut self) {
        let id = self.center;
        run(&mut self.db, format!("delete from cairn.audit_events where center_id = '{id}'")).await;
        run(&mut self.db, format!("delete from cairn.audit_heads where center_id = '{id}'")).await;
        run(&mut self.db, "insert into cairn.audit_heads select * from public.head".to_owned()).await;
        run(&mut self.db, "insert into cairn.audit_events select * from public.rows".to_owned()).await;
    }

    fn row(&mut self) -> i64 {
        1 + self.dice.below(self.events)
    }

    async fn sql(&mut self, change: &str, rest: &str) {
        run(&mut self.db, format!("{change} where center_id = '{}' {rest}", self.center)).await;
    }

    /// Changes one bit, character or digit of one value.
    async fn flip(&mut self, column: &str, kind: &str, sequence: i64) {
        let read = format!(
            "select {column}::text from cairn.audit_events where center_id = '{}' and sequence = {sequence}",
            self.center
        );
        let before: Option<String> = self.db.fetch_one(AssertSqlSafe(read)).await.expect("a row").get(0);
        let changed = match (kind, before) {
            ("timestamptz", _) => format!("{column} + interval '1 microsecond' * {}", 1 + self.dice.below(1_000_000)),
            ("bytea", Some(_)) => {
                let bit = self.dice.below(256);
                format!("set_bit({column}, {bit}, 1 - get_bit({column}, {bit}))")
            }
            ("text", Some(text)) if !text.is_empty() => {
                let at = usize::try_from(self.dice.below(i64::try_from(text.len()).expect("a length"))).expect("a place");
                let mut bytes = text.into_bytes();
                bytes[at] ^= 1;
                format!("'{}'", String::from_utf8(bytes).expect("ASCII").replace('\'', "''"))
            }
            ("uuid", Some(uuid)) => {
                let bit = self.dice.below(128);
                let id = Uuid::parse_str(&uuid).expect("a uuid").as_u128() ^ (1_u128 << bit);
                format!("'{}'", Uuid::from_u128(id))
            }
            ("text", _) => "''".to_owned(),
            ("uuid", _) => format!("'{}'", Uuid::new_v4()),
            (other, value) => panic!("{other} {value:?}"),
        };
        self.sql(&format!("update cairn.audit_events set {column} = {changed}"), &format!("and sequence = {sequence}")).await;
    }

    /// Tampers once; what was done, and what has to be found.
    async fn once(&mut self, round: usize) -> (String, Finding) {
        let (last, row) = (self.events, self.row());
        match round % 10 {
            0..=4 => {
                let (column, kind) = COLUMNS[round / 2 % COLUMNS.len()];
                self.flip(column, kind, row).await;
                (format!("a flip in {column} of {row}"), Finding::Changed { sequence: row })
            }
            5 => {
                self.sql("delete from cairn.audit_events", &format!("and sequence = {row}")).await;
                let found =
                    if row == last { Finding::CutOff { last: row - 1, head: last } } else { Finding::Removed { sequence: row } };
                (format!("{row} deleted"), found)
            }
            6 => {
                let first = 1 + self.dice.below(last - 1);
                let second = first + 1 + self.dice.below(last - first);
                for (from, to) in [(first, -7), (second, first), (-7, second)] {
                    self.sql(&format!("update cairn.audit_events set sequence = {to}"), &format!("and sequence = {from}")).await;
                }
                (format!("{first} and {second} swapped"), Finding::Changed { sequence: first })
            }
            7 => {
                let place = if self.dice.below(2) == 0 { last + 1 + self.dice.below(5) } else { -self.dice.below(5) };
                run(
                    &mut self.db,
                    format!(
                        "insert into cairn.audit_events select center_id, {place}, at, actor_kind, actor_id, acting_as, 'forged',
                           object_type, object_id, client_id, purpose, result, request_id, prev_hash, hash
                         from public.rows where sequence = {row}"
                    ),
                )
                .await;
                (format!("forged at {place}"), Finding::Inserted { sequence: place })
            }
            8 => {
                let kept = self.dice.below(last);
                self.sql("delete from cairn.audit_events", &format!("and sequence > {kept}")).await;
                (format!("cut after {kept}"), Finding::CutOff { last: kept, head: last })
            }
            _ => self.head(round, last).await,
        }
    }

    async fn head(&mut self, round: usize, last: i64) -> (String, Finding) {
        let (change, found) = match round / 10 % 5 {
            0 => ("update cairn.audit_heads set hash = set_bit(hash, 5, 1 - get_bit(hash, 5))", Finding::Head),
            1 => ("update cairn.audit_heads set prev_hash = set_bit(prev_hash, 5, 1 - get_bit(prev_hash, 5))", Finding::Head),
            2 => ("update cairn.audit_heads set sequence = sequence - 1", Finding::Inserted { sequence: last }),
            3 => ("update cairn.audit_heads set sequence = sequence + 1", Finding::CutOff { last, head: last + 1 }),
            _ => ("delete from cairn.audit_heads", Finding::Head),
        };
        self.sql(change, "").await;
        (change.to_owned(), found)
    }
}

/// Two hundred single tamperings by somebody with every privilege: each is found, and what was hit is named.
#[tokio::test]
async fn every_tampering_is_found_and_named() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let tx = app.enter(&center.admin).await;
    look(&app, &center.admin, 40).await;
    let Finding::Intact { events } = finding(&app, &center.admin).await else { panic!("not intact") };
    assert!(events > 40);
    let mut tamperer = Tamperer::of(&app, &center, events).await;
    let mut wrong = Vec::new();
    for round in 0..200 {
        let (what, expected) = tamperer.once(round).await;
        let found = verify(&tx).await.expect("verify");
        if found != expected {
            wrong.push(format!("{what}: {found:?} instead of {expected:?}"));
        }
        tamperer.restore().await;
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(verify(&tx).await.expect("verify"), Finding::Intact { events });
}

/// What the command line runs: every center, by name, the broken one among them.
#[tokio::test]
async fn all_centers_are_verified_and_the_broken_one_is_named() {
    let app = App::start().await;
    let harbor = app.center("Harbor House").await;
    let _river = app.center("River Bend").await;
    let mut found = Vec::new();
    let looked_at =
        query::verify_centers(&app.db, None, |center, finding| found.push((center.slug.clone(), finding.clone()))).await;
    assert_eq!(looked_at.expect("verify"), 2);
    assert!(found.iter().all(|(_, finding)| matches!(finding, Finding::Intact { events } if *events > 0)), "{found:?}");

    let sql = "update cairn.audit_events set action = 'nothing.happened' where center_id = $1 and sequence = 3";
    sqlx::query(sql).bind(harbor.center.id.0).execute(&mut app.superuser().await).await.expect("tamper");
    let mut found = Vec::new();
    query::verify_centers(&app.db, None, |center, finding| found.push((center.slug.clone(), finding.clone())))
        .await
        .expect("verify");
    assert_eq!(found[0], ("harbor-house".to_owned(), Finding::Changed { sequence: 3 }));
    assert!(matches!(found[1], (ref slug, Finding::Intact { .. }) if slug == "river-bend"));

    let mut one = Vec::new();
    let looked_at = query::verify_centers(&app.db, Some("river-bend"), |center, _| one.push(center.slug.clone())).await;
    assert_eq!((looked_at.expect("verify"), one), (1, vec!["river-bend".to_owned()]));
    assert_eq!(query::verify_centers(&app.db, Some("nowhere"), |_, _| {}).await.expect("verify"), 0);
}

/// Writers side by side, and somebody who verifies meanwhile: no gap, no deadlock, no false alarm.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_make_one_chain() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let Finding::Intact { events: before } = finding(&app, &center.admin).await else { panic!("not intact") };
    let began = Instant::now();
    let (writers, each) = (8, 40);
    let writing = futures::future::join_all((0..writers).map(|_| look(&app, &center.admin, each)));
    let watching = async {
        for _ in 0..20 {
            let found = finding(&app, &center.admin).await;
            assert!(matches!(found, Finding::Intact { .. }), "{found:?}");
        }
    };
    tokio::join!(writing, watching);
    let written = i64::try_from(writers * each).expect("a number");
    assert_eq!(finding(&app, &center.admin).await, Finding::Intact { events: before + written });
    let rate = f64::from(i32::try_from(written).expect("a number")) / began.elapsed().as_secs_f64();
    println!("audited reads in one center, {writers} at a time: {rate:.0} a second");
    // A floor that only something badly wrong falls below; the bench measures.
    assert!(rate > 20.0, "{rate:.0} audited reads a second");
}

/// What is rolled back was not done, and leaves nothing.
#[tokio::test]
async fn a_refused_change_leaves_no_event() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let Finding::Intact { events } = finding(&app, &center.admin).await else { panic!("not intact") };
    let tx = app.enter(&center.admin).await;
    query::events(&tx, None, page(5, None)).await.expect("the audit");
    drop(tx);
    assert_eq!(finding(&app, &center.admin).await, Finding::Intact { events });
}

#[tokio::test]
async fn pages_go_back_to_the_first_event() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    look(&app, &center.admin, 15).await;
    let tx = app.enter(&center.admin).await;
    let (mut after, mut seen) = (None, Vec::<Entry>::new());
    loop {
        let found = query::events(&tx, None, page(7, after)).await.expect("a page");
        after = found.items.last().map(|entry| entry.sequence);
        seen.extend(found.items);
        if !found.has_next {
            break;
        }
    }
    let sequences: Vec<i64> = seen.iter().map(|entry| entry.sequence).collect();
    let expected: Vec<i64> = (1..=sequences[0]).rev().collect();
    assert_eq!(sequences, expected);
    let look = &seen[0];
    assert_eq!(
        (look.action.as_str(), look.actor, look.acting_as.as_str()),
        ("audit.view", Some(center.admin.member_id), "admin")
    );
    assert_eq!((look.purpose.as_str(), look.result.as_str(), look.request_id.as_deref()), ("audit", "done", Some("test")));
}

#[tokio::test]
async fn admins_and_auditors_read_it_and_nobody_else() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let noor = center.invite("Noor Haddad", &[Role::Auditor], None).await;
    for person in [&dana, &ana] {
        let refused = query::events(&app.enter(person).await, None, page(5, None)).await;
        assert!(matches!(&refused, Err(Fault::Problems(problems)) if problems == &[Problem::NotAllowed]), "{}", person.name);
    }
    let tx = app.enter(&dana).await;
    documents::list(&tx, Of::Client(ana.member_id), PageRequest { first: 5, after: None }).await.expect("her files");
    tx.finish().await.expect("finish");
    for person in [&noor, &center.admin] {
        let tx = app.enter(person).await;
        let about_ana = query::events(&tx, Some(ana.member_id), page(50, None)).await.expect("the audit");
        assert!(!about_ana.items.is_empty(), "her counselor looked at her files");
        assert!(about_ana.items.iter().all(|entry| entry.client == Some(ana.member_id)));
        tx.finish().await.expect("finish");
    }
    // Both looks are about her, too.
    let tx = app.enter(&noor).await;
    let found = query::events(&tx, Some(ana.member_id), page(2, None)).await.expect("the audit");
    let by: Vec<_> = found.items.iter().map(|entry| (entry.action.as_str(), entry.actor)).collect();
    assert_eq!(by, [("audit.view", Some(center.admin.member_id)), ("audit.view", Some(noor.member_id))]);
}

const EVENTS: &str = "query ($client: ID, $first: Int = 25, $after: String) {
  auditEvents(clientId: $client, first: $first, after: $after) {
    nodes { sequence at actor { id name } actingAs action objectType objectId client { id name } purpose result requestId }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}";

#[tokio::test]
async fn over_graphql() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    app.data(&dana, "query ($c: ID) { documents(clientId: $c) { nodes { id } } }", json!({ "c": ana.wire_id() })).await;
    let first = app.data(&center.admin, EVENTS, json!({ "first": 3 })).await["auditEvents"].clone();
    assert_eq!(first["nodes"].as_array().map(Vec::len), Some(3));
    assert_eq!((&first["pageInfo"]["hasNextPage"], &first["pageInfo"]["hasPreviousPage"]), (&json!(true), &json!(false)));
    let next = app.data(&center.admin, EVENTS, json!({ "first": 3, "after": first["pageInfo"]["endCursor"] })).await;
    // The look itself was noted in between, so the numbers go on where the first page ended.
    assert_eq!(next["auditEvents"]["nodes"][0]["sequence"].as_i64(), first["nodes"][2]["sequence"].as_i64().map(|last| last - 1));
    let about = app.data(&center.admin, EVENTS, json!({ "client": ana.wire_id() })).await["auditEvents"]["nodes"].clone();
    assert!(
        about.as_array().is_some_and(|nodes| !nodes.is_empty() && nodes.iter().all(|node| node["client"]["name"] == "Ana Ruiz")),
        "{about:#}"
    );

    let refused = app.graphql(&dana, EVENTS, json!({})).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "{refused:#}");
    let garbage = app.graphql(&center.admin, EVENTS, json!({ "after": "garbage" })).await;
    assert_eq!(garbage["errors"][0]["extensions"]["code"], "INVALID_INPUT", "{garbage:#}");
}
