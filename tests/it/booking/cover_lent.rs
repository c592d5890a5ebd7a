//! The care of whoever stood in: lent, until somebody makes it their own.

use cairn_domain::actor::Role;
use cairn_domain::care;
use serde_json::json;
use support::{App, Person, TestCenter};

use super::assign;
use super::cover::{answer, asked, cover, three};

/// The hour at which what was lent has long been over.
async fn later(app: &App, center: &TestCenter<'_>) -> Person {
    app.driven().set("2026-03-12T12:00:00Z".parse::<jiff::Timestamp>().expect("a time"));
    let job = cairn_domain::db::ClaimedJob { center_id: center.center.id, job_id: 1 };
    let tx = app.db.work(&job).await.expect("a job");
    cairn_domain::sessions::upkeep::hourly(&tx).await.expect("the hour");
    tx.commit().await.expect("commit");
    crate::standing::sign_in_again(app, &center.center, &center.admin).await
}

async fn traces(app: &App, counselor: &Person, client: &Person) -> Vec<String> {
    sqlx::query_scalar(
        "select action from cairn.audit_events where object_id = $1 and client_id = $2 and action like 'care.%' order by sequence",
    )
    .bind(counselor.member_id.0)
    .bind(client.member_id.0)
    .fetch_all(&mut app.superuser().await)
    .await
    .expect("events")
}

#[tokio::test]
async fn whoever_the_center_makes_their_counselor_stays_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    cover(&app, &dana, &dana, Some(&marcus)).await;
    for person in &people[..2] {
        answer(&app, person, &asked(&app, person).await, "BACKUP", None).await;
    }
    assign(&app, &center, &people[0], &marcus).await;
    let admin = later(&app, &center).await;
    let tx = app.enter(&admin).await;
    assert!(care::assigned(&tx, marcus.member_id, people[0].member_id).await.expect("an answer"), "their counselor now");
    assert!(!care::assigned(&tx, marcus.member_id, people[1].member_id).await.expect("an answer"), "only stood in");
    // Each of it left its trace: lent and made whole, lent and ended.
    assert_eq!(traces(&app, &marcus, &people[0]).await, ["care.assign", "care.assign"]);
    assert_eq!(traces(&app, &marcus, &people[1]).await, ["care.assign", "care.end"]);
}

#[tokio::test]
async fn a_pair_that_begins_while_one_stands_in_keeps_its_tie() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    let marcus = center.invite("Marcus Hill", &[Role::PeerMentor], None).await;
    center.becomes_mentor(&marcus, 10).await;
    cover(&app, &dana, &dana, Some(&marcus)).await;
    let theo = &people[1];
    let stood_in = answer(&app, theo, &asked(&app, theo).await, "BACKUP", Some("2026-03-05T22:00:00Z")).await;
    assert_eq!(stood_in["coverAnswer"]["state"], "BACKUP", "{stood_in:#}");
    center.walk_together(theo, &marcus).await;
    let admin = later(&app, &center).await;
    let tx = app.enter(&admin).await;
    let ties = care::ties(&tx, marcus.member_id, theo.member_id).await.expect("an answer");
    assert_eq!((ties.mentors, ties.assigned), (true, false));
    drop(tx);
    assert_eq!(
        app.data(&admin, "{ mentorships { nodes { state } } }", json!({})).await["mentorships"]["nodes"],
        json!([{ "state": "ACTIVE" }])
    );
}
