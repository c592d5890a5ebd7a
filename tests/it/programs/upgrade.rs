//! What is there already keeps its place.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use support::Database;
use uuid::Uuid;

const BEFORE: [&str; 11] = [
    include_str!("../../../migrations/sql/0001_foundation.sql"),
    include_str!("../../../migrations/sql/0002_members.sql"),
    include_str!("../../../migrations/sql/0003_care.sql"),
    include_str!("../../../migrations/sql/0004_exits.sql"),
    include_str!("../../../migrations/sql/0005_operator.sql"),
    include_str!("../../../migrations/sql/0006_groups.sql"),
    include_str!("../../../migrations/sql/0007_meetings_held.sql"),
    include_str!("../../../migrations/sql/0008_chat.sql"),
    include_str!("../../../migrations/sql/0009_listings.sql"),
    include_str!("../../../migrations/sql/0010_upkeep.sql"),
    include_str!("../../../migrations/sql/0011_group_queues.sql"),
];
const THIS: &str = include_str!("../../../migrations/sql/0012_programs.sql");

#[tokio::test]
async fn people_in_a_program_stay_in_it_and_their_history_is_told() {
    let database = Database::empty().await;
    let mut owner = PgConnection::connect(&database.url("cairn_owner")).await.expect("connect");
    for sql in BEFORE {
        owner.execute(sqlx::raw_sql(sql)).await.expect("a migration");
    }
    let mut db = database.superuser().await;
    let [program, ana, tyler, here, gone] = [(); 5].map(|()| Uuid::new_v4());
    for center in [Uuid::new_v4(), Uuid::new_v4()] {
        let sql = format!(
            "insert into directory.centers (id, slug, name, state, zone, created_at)
               values ('{center}', 'c{}', 'Center', 'active', 'UTC', now());
             insert into cairn.members (center_id, id, email_hash, email, name, roles, state, zone, created_at)
               values ('{center}', '{ana}', sha256('a'), '', '', '{{client}}', 'active', 'UTC', now()),
                      ('{center}', '{tyler}', sha256('t'), '', '', '{{client}}', 'active', 'UTC', now());
             insert into cairn.programs (center_id, id, name, created_at) values ('{center}', '{program}', 'Evening', now());
             insert into cairn.enrollments (center_id, id, program_id, client_id, started_on, ended_on)
               values ('{center}', '{here}', '{program}', '{ana}', '2026-01-05', null),
                      ('{center}', '{gone}', '{program}', '{tyler}', '2026-01-06', '2026-02-01');",
            &center.simple().to_string()[..6]
        );
        db.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.expect("rows of the release before");
    }
    owner.execute(sqlx::raw_sql(THIS)).await.expect("this migration");
    let told: Vec<(Uuid, String, i64, String)> = sqlx::query_as(
        "select e.id, e.state, count(*), string_agg(m.to_state || ' ' || m.happened_on, ', ' order by m.number)
         from cairn.enrollments e join cairn.enrollment_moves m on m.center_id = e.center_id and m.enrollment_id = e.id
         group by e.center_id, e.id, e.state order by e.state, e.center_id",
    )
    .fetch_all(&mut db)
    .await
    .expect("what is there now");
    let active = (here, "active".to_owned(), 1, "active 2026-01-05".to_owned());
    let closed = (gone, "closed".to_owned(), 3, "active 2026-01-06, discharged 2026-02-01, closed 2026-02-01".to_owned());
    assert_eq!(told, [active.clone(), active, closed.clone(), closed]);
}
