//! What staff has to do by hand.

use serde_json::{Value as Json, json};
use support::App;
use uuid::Uuid;

const LIST: &str = "query ($done: Boolean! = false, $first: Int! = 25, $after: String) {
  staffTasks(done: $done, first: $first, after: $after) {
    nodes { id kind member { id name } createdAt doneAt } pageInfo { hasNextPage endCursor } } }";
const FINISH: &str =
    "mutation ($id: ID!) { finishStaffTask(staffTaskId: $id) { staffTask { id doneAt } problems { code path } } }";

#[tokio::test]
async fn admins_work_them_off_the_oldest_first() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let mut db = app.superuser().await;
    let mut made = Vec::new();
    for (hours, name) in ["Ana Ruiz", "Ben Ortiz", "Cleo Hart"].into_iter().enumerate() {
        let client = center.client(name, &dana).await;
        let id = Uuid::new_v4();
        let at = app.clock.now() + jiff::SignedDuration::from_hours(i64::try_from(hours).expect("a number"));
        sqlx::query("insert into cairn.staff_tasks (center_id, id, kind, member_id, created_at) values ($1, $2, 'address_failed', $3, $4)")
            .bind(center.center.id.0)
            .bind(id)
            .bind(client.member_id.0)
            .bind(chrono::DateTime::from_timestamp_micros(at.as_microsecond()).expect("a time"))
            .execute(&mut db)
            .await
            .expect("a task");
        made.push(format!("staff_task:{id}"));
    }
    let first = app.data(&center.admin, LIST, json!({ "first": 2 })).await["staffTasks"].clone();
    let ids = |page: &Json| -> Vec<String> {
        let nodes = page["nodes"].as_array().expect("nodes");
        nodes.iter().map(|node| node["id"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!((ids(&first), &first["pageInfo"]["hasNextPage"]), (made[..2].to_vec(), &json!(true)));
    assert_eq!(
        (&first["nodes"][0]["kind"], &first["nodes"][0]["member"]["name"]),
        (&json!("ADDRESS_FAILED"), &json!("Ana Ruiz"))
    );
    let rest =
        app.data(&center.admin, LIST, json!({ "first": 2, "after": first["pageInfo"]["endCursor"] })).await["staffTasks"].clone();
    assert_eq!((ids(&rest), &rest["pageInfo"]["hasNextPage"]), (made[2..].to_vec(), &json!(false)));

    let finished = app.data(&center.admin, FINISH, json!({ "id": made[1] })).await["finishStaffTask"].clone();
    assert!(finished["staffTask"]["doneAt"].is_string(), "{finished:#}");
    let again = app.data(&center.admin, FINISH, json!({ "id": made[1] })).await["finishStaffTask"].clone();
    assert_eq!(again, finished, "again is fine");
    let open = app.data(&center.admin, LIST, json!({})).await["staffTasks"].clone();
    assert_eq!(ids(&open), [made[0].clone(), made[2].clone()]);
    let done = app.data(&center.admin, LIST, json!({ "done": true })).await["staffTasks"].clone();
    assert_eq!(ids(&done), made[1..2]);
    let events: i64 = sqlx::query_scalar("select count(*) from cairn.audit_events where action = 'staff_task.finish'")
        .fetch_one(&mut db)
        .await
        .expect("count");
    assert_eq!(events, 1);

    let missing =
        app.data(&center.admin, FINISH, json!({ "id": format!("staff_task:{}", Uuid::new_v4()) })).await["finishStaffTask"]
            .clone();
    assert_eq!(missing["problems"], json!([{ "code": "not_found", "path": ["staffTaskId"] }]));
    let elsewhere = app.center("River Bend").await;
    let foreign = app.data(&elsewhere.admin, FINISH, json!({ "id": made[0] })).await["finishStaffTask"].clone();
    assert_eq!(foreign["problems"][0]["code"], "not_found");
    // Others of the staff have their own only; clients have none.
    let refused = app.data(&dana, FINISH, json!({ "id": made[0] })).await["finishStaffTask"].clone();
    assert_eq!(refused["problems"][0]["code"], "not_found");
    let unseen = app.data(&dana, LIST, json!({})).await["staffTasks"].clone();
    assert_eq!(unseen["nodes"], json!([]));
    let client = center.client("Dora Vale", &dana).await;
    let refused = app.graphql(&client, LIST, json!({})).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
}
