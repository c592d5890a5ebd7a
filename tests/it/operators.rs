//! The people who run the platform: what they see, what they may do, and that the centers know.

use cairn_domain::Problem;
use cairn_domain::actor::CenterState;
use cairn_domain::audit;
use cairn_domain::centers;
use cairn_domain::db::ClaimedJob;
use cairn_domain::ids::{CenterId, MemberId};
use cairn_domain::operators::{self, ListCenters, OperatorSignedIn};
use cairn_domain::paging::PageRequest;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{Answer, App, caller};
use uuid::Uuid;

use crate::sign_in::{code_of, refused};

const EMAIL: &str = "ops@example.org";

/// Signs an operator in with the code from the job.
pub async fn signed_in(app: &App, email: &str) -> OperatorSignedIn {
    let challenge = operators::request_code(&app.operators, email, caller()).await.expect("a challenge");
    let code = operators::code_to_send(&app.operators, challenge).await.expect("look").expect("a code").get().code.clone();
    operators::sign_in(&app.operators, challenge, &code, caller()).await.expect("sign in")
}

fn all() -> ListCenters {
    ListCenters { search: None, state: None, page: PageRequest { first: 25, after: None } }
}

async fn count(app: &App, center: CenterId) {
    let tx = app.db.work(&ClaimedJob { center_id: center, job_id: 1 }).await.expect("work");
    operators::copy_actions_to_audit(&tx).await.expect("copy");
    operators::count_usage(&tx).await.expect("count");
    tx.commit().await.expect("commit");
}

#[tokio::test]
async fn an_operator_signs_in_by_mail() {
    let app = App::start().await;
    operators::create(&app.operators, "Ops@Example.org").await.expect("create");
    assert_eq!(code_of(operators::create(&app.operators, EMAIL).await), "email_in_use");
    let challenge = operators::request_code(&app.operators, EMAIL, caller()).await.expect("a challenge");
    let code = operators::code_to_send(&app.operators, challenge).await.expect("look").expect("a code").get().code.clone();
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(Some(EMAIL));
    assert!(mails.iter().any(|mail| format!("{mail:?}").contains(&code)), "the code is in the mail");
    assert!(operators::code_to_send(&app.operators, challenge).await.expect("look").is_none(), "and nowhere else any more");

    let wrong = format!("{:06}", (code.parse::<u32>().expect("digits") + 1) % 1_000_000);
    let outcome = operators::sign_in(&app.operators, challenge, &wrong, caller()).await;
    assert_eq!(refused(outcome), [Problem::WrongCode { attempts_left: 4 }]);
    let one = operators::sign_in(&app.operators, challenge, &code, caller()).await.expect("sign in");
    assert_eq!(one.operator.email, EMAIL);
    assert_eq!(code_of(operators::sign_in(&app.operators, challenge, &code, caller()).await), "expired");

    // Ten idle minutes, four hours in all.
    for _ in 0..(4 * 60 / 9) {
        assert!(operators::enter(&app.operators, &one.cookie).await.expect("enter").is_some());
        app.driven().advance(SignedDuration::from_mins(9));
    }
    app.driven().advance(SignedDuration::from_mins(9));
    assert!(operators::enter(&app.operators, &one.cookie).await.expect("enter").is_none());
    let two = signed_in(&app, EMAIL).await;
    app.driven().advance(SignedDuration::from_mins(10));
    assert!(operators::enter(&app.operators, &two.cookie).await.expect("enter").is_none());
    let three = signed_in(&app, EMAIL).await;
    operators::sign_out(&app.operators, &three.cookie).await.expect("sign out");
    assert!(operators::enter(&app.operators, &three.cookie).await.expect("enter").is_none());
    assert!(operators::enter(&app.operators, "garbage").await.expect("enter").is_none());
}

#[tokio::test]
async fn strangers_hear_the_same_and_get_nothing() {
    let app = App::start().await;
    operators::create(&app.operators, EMAIL).await.expect("create");
    let challenge =
        operators::request_code(&app.operators, "nobody@example.org", caller()).await.expect("a challenge for everybody");
    assert!(operators::code_to_send(&app.operators, challenge).await.expect("look").is_none());
    for left in (0..5).rev() {
        let outcome = operators::sign_in(&app.operators, challenge, "000000", caller()).await;
        assert_eq!(refused(outcome), [Problem::WrongCode { attempts_left: left }]);
    }
    assert_eq!(code_of(operators::sign_in(&app.operators, challenge, "000000", caller()).await), "expired");
    assert_eq!(code_of(operators::sign_in(&app.operators, Uuid::new_v4(), "000000", caller()).await), "expired");
    app.run_jobs().await;
    assert!(app.mail.inbox().mails(Some("nobody@example.org")).is_empty());
}

#[tokio::test]
async fn a_center_is_paused_and_resumed_and_its_own_log_says_so() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    operators::create(&app.operators, EMAIL).await.expect("create");
    let operator = signed_in(&app, EMAIL).await.operator;
    let id = center.center.id;
    assert_eq!(code_of(operators::suspend(&app.operators, &operator, id, "  ").await), "reason_required");
    let nowhere = CenterId(Uuid::new_v4());
    assert_eq!(code_of(operators::suspend(&app.operators, &operator, nowhere, "unpaid").await), "not_found");
    assert_eq!(code_of(operators::resume(&app.operators, &operator, id).await), "conflict");
    let paused = operators::suspend(&app.operators, &operator, id, "unpaid since January").await.expect("suspend");
    assert_eq!(paused.state, CenterState::Suspended);
    assert_eq!(code_of(operators::suspend(&app.operators, &operator, id, "twice").await), "conflict");
    app.driven().advance(SignedDuration::from_mins(1));
    let resumed = operators::resume(&app.operators, &operator, id).await.expect("resume");
    assert_eq!(resumed.state, CenterState::Active);

    // The deed woke the job that tells the center.
    app.run_jobs().await;
    count(&app, id).await;
    let mut database = app.superuser().await;
    let told: Vec<(String, String, Option<Uuid>)> = sqlx::query_as(
        "select action, actor_kind, actor_id from cairn.audit_events where center_id = $1 and actor_kind = 'operator' order by sequence",
    )
    .bind(id.0)
    .fetch_all(&mut database)
    .await
    .expect("look");
    let by = Some(operator.id.0);
    let expected =
        [("center.suspend".to_owned(), "operator".to_owned(), by), ("center.resume".to_owned(), "operator".to_owned(), by)];
    assert_eq!(told, expected, "once each");
    let tx = app.enter(&center.admin).await;
    assert!(matches!(audit::verify(&tx).await.expect("verify"), audit::Finding::Intact { .. }));
}

#[tokio::test]
async fn a_paused_draft_becomes_a_draft_again() {
    let app = App::start().await;
    let started = crate::centers::start(&app, "Quiet Creek", "quiet-creek", "first@example.org").await.expect("start");
    operators::create(&app.operators, EMAIL).await.expect("create");
    let operator = signed_in(&app, EMAIL).await.operator;
    operators::suspend(&app.operators, &operator, started.center.id, "looks like spam").await.expect("suspend");
    let resumed = operators::resume(&app.operators, &operator, started.center.id).await.expect("resume");
    assert_eq!(resumed.state, CenterState::Draft);
}

#[tokio::test]
async fn counts_are_rough_and_the_list_has_pages() {
    let app = App::start().await;
    let harbor = app.center("Harbor House").await;
    let dana = harbor.counselor("Dana Reyes").await;
    // With admin and two counselors: sixteen.
    for number in 0..13 {
        harbor.client(&format!("Client {number}"), &dana).await;
    }
    let creek = app.center("Quiet Creek").await;
    for center in [&harbor, &creek] {
        count(&app, center.center.id).await;
    }
    operators::create(&app.operators, EMAIL).await.expect("create");
    let operator = signed_in(&app, EMAIL).await.operator;
    let list = operators::centers(&app.operators, &operator, all()).await.expect("list");
    let seen: Vec<_> =
        list.items.iter().map(|one| (one.slug.as_str(), one.members.as_str(), one.sessions_this_week.as_str())).collect();
    assert_eq!(seen, [("harbor-house", "20", "<11"), ("quiet-creek", "<11", "<11")]);
    assert!(list.items.iter().all(|one| one.last_activity_at.is_some() && one.counted_at.is_some()));

    let page = PageRequest { first: 1, after: None };
    let first = operators::centers(&app.operators, &operator, ListCenters { page, ..all() }).await.expect("list");
    assert!(first.has_next);
    let page = PageRequest { first: 1, after: Some(first.items[0].id) };
    let second = operators::centers(&app.operators, &operator, ListCenters { page, ..all() }).await.expect("list");
    assert_eq!((second.items[0].slug.as_str(), second.has_next), ("quiet-creek", false));
    for (search, found) in [("CREEK", 1), ("o", 1), ("100%", 0), ("_", 0), ("", 2)] {
        let list = operators::centers(&app.operators, &operator, ListCenters { search: Some(search.to_owned()), ..all() })
            .await
            .expect("list");
        assert_eq!(list.items.len(), found, "{search:?}");
    }
    let drafts = operators::centers(&app.operators, &operator, ListCenters { state: Some(CenterState::Draft), ..all() })
        .await
        .expect("list");
    assert!(drafts.items.is_empty());
}

async fn ask(app: &App, cookie: &str, query: &str, variables: Json) -> Answer {
    let request = http::Request::post("/ops/graphql")
        .header("content-type", "application/json")
        .header("x-graphql-require-preflight", "1")
        .header("cookie", format!("__Host-cairn-ops={cookie}"))
        .body(axum::body::Body::from(json!({ "query": query, "variables": variables }).to_string()))
        .expect("a request");
    app.http(request).await
}

#[tokio::test]
async fn the_operators_schema_shows_centers_and_no_people() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    operators::create(&app.operators, EMAIL).await.expect("create");
    let cookie = signed_in(&app, EMAIL).await.cookie;
    let query = "{ viewer { email } centers { nodes { id name slug state members countedAt } pageInfo { hasNextPage } } }";
    let answer = ask(&app, &cookie, query, json!({})).await.json();
    assert_eq!(answer["data"]["viewer"]["email"], EMAIL, "{answer}");
    assert_eq!(answer["data"]["centers"]["nodes"][0]["members"], "<11");
    assert_eq!(answer["data"]["centers"]["nodes"][0]["countedAt"], Json::Null);
    let id = answer["data"]["centers"]["nodes"][0]["id"].clone();
    let suspend = "mutation ($id: ID!, $reason: String!) { suspendCenter(centerId: $id, reason: $reason) { center { state } problems { __typename code message path } } }";
    let answer = ask(&app, &cookie, suspend, json!({ "id": id, "reason": "" })).await.json();
    assert_eq!(answer["data"]["suspendCenter"]["problems"][0]["code"], "reason_required", "{answer}");
    let answer = ask(&app, &cookie, suspend, json!({ "id": id, "reason": "unpaid" })).await.json();
    assert_eq!(answer["data"]["suspendCenter"]["center"]["state"], "SUSPENDED", "{answer}");
    let answer = ask(&app, &cookie, suspend, json!({ "id": id, "reason": "unpaid" })).await.json();
    assert_eq!(answer["data"]["suspendCenter"]["problems"][0]["__typename"], "Conflict", "{answer}");
    let member = format!("member:{}", MemberId(center.admin.member_id.0));
    let answer = ask(&app, &cookie, suspend, json!({ "id": member, "reason": "x" })).await.json();
    assert_eq!(answer["data"]["suspendCenter"]["problems"][0]["__typename"], "NotFound", "{answer}");
    // A member's cookie is worth nothing here, an operator's nothing there.
    assert_eq!(ask(&app, &center.admin.cookie, query, json!({})).await.status, 401);
    let request = http::Request::post("/graphql")
        .header("content-type", "application/json")
        .header("x-graphql-require-preflight", "1")
        .header("cookie", format!("__Host-cairn={cookie}"))
        .body(axum::body::Body::from(json!({ "query": "{ viewer { today } }" }).to_string()))
        .expect("a request");
    assert_eq!(app.http(request).await.status, 401);
    let found = centers::find_by_id(&app.db, center.center.id).await.expect("find").expect("there");
    assert_eq!(found.state, CenterState::Suspended);
}
