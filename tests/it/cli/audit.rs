//! `cairn audit verify` and `cairn operator create`.

use sqlx::{AssertSqlSafe, Executor, PgConnection};
use support::App;

use super::{Cairn, Said, url};

async fn tampered(cairn: &Cairn, db: &mut PgConnection, changes: &[&str]) -> Said {
    for change in changes {
        db.execute(AssertSqlSafe((*change).to_owned())).await.unwrap_or_else(|error| panic!("{change}: {error}"));
    }
    cairn.run(&["audit", "verify"]).await
}

#[tokio::test]
async fn the_row_that_was_touched_is_named() {
    let app = App::now().await;
    let harbor = app.center("Harbor House").await;
    app.center("Quiet Pines").await;
    let cairn = Cairn::beside(&app);
    let said = cairn.run(&["audit", "verify"]).await;
    assert_eq!(said.code, Some(0), "{}", said.all());
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", said.all());
    assert!(lines.iter().all(|line| line.contains("intact, ") && line.ends_with(" events")), "{}", said.all());

    let mut db = app.superuser().await;
    db.execute("set session_replication_role = replica").await.expect("rules off");
    let here = format!("center_id = '{}'", harbor.center.id.0);
    db.execute(AssertSqlSafe(format!("create table public.kept as select * from cairn.audit_events where {here}")))
        .await
        .expect("a copy");
    let clear = format!("delete from cairn.audit_events where {here}");
    let restore = "insert into cairn.audit_events select * from public.kept";
    let gone = format!("delete from cairn.audit_events where {here} and sequence = 3");
    let last = format!("delete from cairn.audit_events where {here} and sequence = (select max(sequence) from public.kept)");
    let changed = format!("update cairn.audit_events set action = 'nothing' where {here} and sequence = 4");
    let head = format!("update cairn.audit_heads set hash = hash || '\\x00' where {here}");
    for (change, words) in [
        (&changed, "BROKEN: event 4 was changed"),
        (&gone, "BROKEN: an event is missing at 3"),
        (&last, "were cut off"),
        (&head, "BROKEN: the record of the last event was changed or removed"),
    ] {
        let said = tampered(&cairn, &mut db, &[&clear, restore, change]).await;
        assert_eq!(said.code, Some(1), "{change}: {}", said.all());
        let line = said.out.lines().find(|line| line.starts_with("harbor-house ")).expect("its line");
        assert!(line.contains(words), "{change}: {line}");
        assert!(said.out.lines().any(|line| line.starts_with("quiet-pines ") && line.contains("intact")), "{}", said.all());
    }
    assert_eq!(cairn.run(&["audit", "verify", "--center", "quiet-pines"]).await.code, Some(0));
    let said = cairn.run(&["audit", "verify", "--center", "nowhere"]).await;
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("there is no center `nowhere`"), "{}", said.all());
}

#[tokio::test]
async fn an_operator_is_made_once() {
    let app = App::now().await;
    let mut cairn = Cairn::beside(&app);
    let email = "Noor@Platform.example";
    let said = cairn.run(&["operator", "create", "--email", email]).await;
    assert_eq!(
        (said.code, said.out.as_str()),
        (Some(0), "Done. They sign in at /ops/sign-in with a code by e-mail.\n"),
        "{}",
        said.all()
    );
    let there: i64 = sqlx::query_scalar("select count(*) from operator.operators where email = 'noor@platform.example'")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a count");
    assert_eq!(there, 1);
    let said = cairn.run(&["operator", "create", "--email", email]).await;
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("there is an operator with this e-mail address already"), "{}", said.all());
    let said = cairn.run(&["operator", "create", "--email", "noor"]).await;
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("`noor` is not an e-mail address"), "{}", said.all());
    let said = cairn
        .set("DATABASE__OPERATOR_URL", &url(&app.database, "cairn_owner"))
        .run(&["operator", "create", "--email", "a@b.example"])
        .await;
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("the role of database.operator_url owns tables"), "{}", said.all());
}
