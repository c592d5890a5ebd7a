//! What members may do, and whether they may come in: changed by admins, in force at once.

use cairn_domain::actor::Role;
use cairn_domain::ids::MemberId;
use cairn_domain::members::{self, CreateApiToken};
use futures::{SinkExt, StreamExt};
use serde_json::{Value as Json, json};
use support::{App, Person, caller};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::http::{full, handshake, listening};
use crate::sign_in::code_of;

const CHANGE: &str = "mutation ($input: ChangeRolesInput!) { changeRoles(input: $input) {
  account { state member { roles } }
  problems { __typename code message path ... on CareOpen { sessions clients } } } }";
const PAUSE: &str = "mutation ($id: ID!) { pauseMember(memberId: $id) { account { state } problems { code } } }";
const REACTIVATE: &str = "mutation ($id: ID!) { reactivateMember(memberId: $id) { account { state } problems { code } } }";

async fn change(app: &App, admin: &Person, member: &Person, roles: &[&str]) -> Json {
    let input = json!({ "memberId": member.wire_id(), "roles": roles });
    app.data(admin, CHANGE, json!({ "input": input })).await["changeRoles"].clone()
}

fn code(payload: &Json) -> &str {
    payload["problems"][0]["code"].as_str().unwrap_or("none")
}

async fn actions(app: &App, member: MemberId) -> Vec<String> {
    sqlx::query_scalar(
        "select action from cairn.audit_events where object_id = $1 and (action like 'role.%' or action like 'member.%'
           or action = 'care.end') and action <> 'member.invite' order by sequence",
    )
    .bind(member.0)
    .fetch_all(&mut app.superuser().await)
    .await
    .expect("events")
}

async fn is_signed_in(app: &App, person: &Person) -> bool {
    app.db.enter(&person.credential(), None).await.expect("enter").is_some()
}

#[tokio::test]
async fn a_change_of_roles_holds_at_once_and_leaves_its_trace() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let done = change(&app, &center.admin, &dana, &["SUPERVISOR", "AUDITOR", "SUPERVISOR"]).await;
    assert_eq!(done["problems"], json!([]));
    assert_eq!(done["account"], json!({ "state": "ACTIVE", "member": { "roles": ["SUPERVISOR", "AUDITOR"] } }));
    assert!(!is_signed_in(&app, &dana).await, "what was open under other rights is closed");
    let expected = ["role.take.counselor", "role.grant.supervisor", "role.grant.auditor"];
    assert_eq!(actions(&app, dana.member_id).await, expected);
    // The same again changes nothing and notes nothing.
    assert_eq!(change(&app, &center.admin, &dana, &["AUDITOR", "SUPERVISOR"]).await["problems"], json!([]));
    assert_eq!(actions(&app, dana.member_id).await, expected);
    for (roles, expected) in [(vec![], "roles_required"), (vec!["CLIENT"], "none")] {
        assert_eq!(code(&change(&app, &center.admin, &dana, &roles).await), expected);
    }
}

#[tokio::test]
async fn it_takes_an_admin_with_a_fresh_proof() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let lee = center.counselor("Lee Park").await;
    let other = app.center("River Bend").await;
    for (person, expected) in [(&dana, "not_allowed"), (&other.admin, "not_found")] {
        assert_eq!(code(&change(&app, person, &lee, &["ADMIN"]).await), expected, "{}", person.email);
        for (mutation, field) in [(PAUSE, "pauseMember"), (REACTIVATE, "reactivateMember")] {
            let refused = app.data(person, mutation, json!({ "id": lee.wire_id() })).await[field].clone();
            assert_eq!(code(&refused), expected, "{field} by {}", person.email);
        }
    }
    app.driven().advance(jiff::SignedDuration::from_mins(11));
    let stale = change(&app, &center.admin, &lee, &["ADMIN"]).await;
    assert_eq!(stale["problems"][0]["__typename"], "StepUpRequired");
    assert!(actions(&app, lee.member_id).await.is_empty());
}

#[tokio::test]
async fn who_is_expected_stays_until_that_is_settled() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let kim = center.counselor("Kim Osei").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let book = json!({ "clientMutationId": Uuid::new_v4(), "counselorId": dana.wire_id(), "clientId": ana.wire_id(),
        "startsAt": "2026-03-03T15:00:00Z", "minutes": 45, "place": "ONLINE" });
    let mutation =
        "mutation ($input: BookSessionInput!) { bookSession(input: $input) { session { id version } problems { code } } }";
    let session = app.data(&dana, mutation, json!({ "input": book })).await["bookSession"]["session"].clone();

    let refused = change(&app, &center.admin, &dana, &["SUPERVISOR"]).await["problems"][0].clone();
    assert_eq!((&refused["__typename"], &refused["sessions"], &refused["clients"]), (&json!("CareOpen"), &json!(1), &json!(1)));
    assert_eq!(
        refused["message"],
        "First settle the session that is still ahead: move or cancel. Then give 1 client another counselor."
    );
    let refused = change(&app, &center.admin, &ana, &["AUDITOR"]).await["problems"][0].clone();
    assert_eq!((&refused["sessions"], &refused["clients"]), (&json!(1), &json!(0)), "{refused}");
    // Another role beside it needs nothing settled.
    assert_eq!(change(&app, &center.admin, &dana, &["COUNSELOR", "FACILITATOR"]).await["problems"], json!([]));

    let cancel = json!({ "sessionId": session["id"], "version": session["version"], "reason": "Moving on" });
    let mutation = "mutation ($input: CancelSessionInput!) { cancelSession(input: $input) { problems { code } } }";
    let cancelled = app.data(&center.admin, mutation, json!({ "input": cancel })).await;
    assert_eq!(cancelled["cancelSession"]["problems"], json!([]));
    let refused = change(&app, &center.admin, &dana, &["SUPERVISOR"]).await["problems"][0].clone();
    assert_eq!(refused["message"], "First give 1 client another counselor: nobody else sees them.");
    let tx = app.enter(&center.admin).await;
    members::assign_counselor(&tx, ana.member_id, kim.member_id).await.expect("assign");
    tx.commit().await.expect("commit");
    assert_eq!(change(&app, &center.admin, &dana, &["SUPERVISOR"]).await["problems"], json!([]));
    assert!(actions(&app, dana.member_id).await.contains(&"care.end".to_owned()));
    let tx = app.enter(&center.admin).await;
    let client = members::client(&tx, ana.member_id).await.expect("read").expect("a client");
    assert_eq!(client.counselors.iter().map(|one| one.id).collect::<Vec<_>>(), [kim.member_id]);
}

#[tokio::test]
async fn a_booking_that_waits_for_a_change_of_roles_finds_it_made() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let mut change = app.superuser().await;
    for statement in [
        "begin",
        "select from cairn.members where id = $1 for update",
        "update cairn.members set roles = '{supervisor}' where id = $1",
    ] {
        let query = sqlx::query(statement);
        let query = if statement == "begin" { query } else { query.bind(dana.member_id.0) };
        query.execute(&mut change).await.expect("a change under way");
    }
    let book = json!({ "clientMutationId": Uuid::new_v4(), "counselorId": dana.wire_id(), "clientId": ana.wire_id(),
        "startsAt": "2026-03-03T15:00:00Z", "minutes": 45, "place": "ONLINE" });
    let mutation = "mutation ($input: BookSessionInput!) { bookSession(input: $input) { problems { code } } }";
    let committed = async {
        let waits =
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')";
        let mut watch = app.superuser().await;
        while !sqlx::query_scalar::<_, bool>(waits).fetch_one(&mut watch).await.expect("a look") {}
        sqlx::query("commit").execute(&mut change).await.expect("commit");
    };
    let (answer, ()) = tokio::join!(app.data(&center.admin, mutation, json!({ "input": book })), committed);
    assert_eq!(code(&answer["bookSession"]), "no_counselor");
}

#[tokio::test]
async fn whoever_stops_being_a_client_leaves_care_and_program() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    assert_eq!(change(&app, &center.admin, &ana, &["PEER_MENTOR"]).await["problems"], json!([]));
    let open: i64 = sqlx::query_scalar(
        "select (select count(*) from cairn.care_assignments where client_id = $1 and ended_at is null)
              + (select count(*) from cairn.enrollments where client_id = $1 and ended_on is null)",
    )
    .bind(ana.member_id.0)
    .fetch_one(&mut app.superuser().await)
    .await
    .expect("count");
    assert_eq!(open, 0);
    let tx = app.enter(&dana).await;
    assert!(members::client(&tx, ana.member_id).await.expect("read").is_none());
}

/// A place that nobody can use any more is not kept from those who wait.
#[tokio::test]
async fn with_the_roles_go_the_places_in_groups() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let ben = center.client("Ben Ortiz", &dana).await;
    let marcus = center.facilitator("Marcus Bell").await;
    let cleo = center.client("Cleo Hart", &dana).await;
    let group = center.group("Evening circle", json!({ "capacity": 2 })).await;
    center.holds(&marcus, &group, "Mars", "FACILITATOR").await;
    center.joins(&ana, &group, "Heron").await;
    center.joins(&cleo, &group, "Willow").await;
    let waits = center.asks_to_join(&ben, &group, "Pebble").await;
    assert_eq!(waits["group"]["myMembership"]["state"], "WAITLISTED");

    assert_eq!(change(&app, &center.admin, &ana, &["AUDITOR"]).await["problems"], json!([]));
    assert_eq!(change(&app, &center.admin, &marcus, &["AUDITOR"]).await["problems"], json!([]));
    let mine = "query($id: ID!) { group(id: $id) { myMembership { state offeredUntil } } }";
    let bens = app.data(&ben, mine, json!({ "id": group })).await["group"]["myMembership"].clone();
    assert!(bens["offeredUntil"].is_string(), "the place is kept for the next: {bens}");
    let open: (i64, i64) = sqlx::query_as(
        "select (select count(*) from cairn.memberships where member_id = $1 and state <> 'left'),
                (select count(*) from cairn.group_facilitators where member_id = $2 and until is null)",
    )
    .bind(ana.member_id.0)
    .bind(marcus.member_id.0)
    .fetch_one(&mut app.superuser().await)
    .await
    .expect("count");
    assert_eq!(open, (0, 0));
}

#[tokio::test]
async fn there_is_always_an_admin() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    assert_eq!(code(&change(&app, &center.admin, &center.admin, &["SUPERVISOR"]).await), "last_admin");
    assert_eq!(change(&app, &center.admin, &dana, &["ADMIN"]).await["problems"], json!([]));
    // Signed in anew, with a proof as fresh as the admin's.
    let again = sign_in_again(&app, &center.center, &dana).await;
    // Each takes the role from the other, at once: one of them is too late.
    let (first, second) = tokio::join!(
        app.graphql(&center.admin, CHANGE, json!({ "input": { "memberId": again.wire_id(), "roles": ["AUDITOR"] } })),
        app.graphql(&again, CHANGE, json!({ "input": { "memberId": center.admin.wire_id(), "roles": ["AUDITOR"] } })),
    );
    let left: Vec<Uuid> = sqlx::query_scalar("select id from cairn.members where center_id = $1 and roles @> array['admin']")
        .bind(center.center.id.0)
        .fetch_all(&mut app.superuser().await)
        .await
        .expect("admins");
    assert_eq!(left.len(), 1, "{first} {second}");
}

pub async fn sign_in_again(app: &App, center: &cairn_domain::db::CenterRef, person: &Person) -> Person {
    let code = crate::pages::visitor::code;
    let mut visitor = crate::pages::visitor::Visitor::new(app);
    let base = format!("/{}", center.slug);
    visitor.get(&format!("{base}/sign-in")).await;
    visitor.post(&format!("{base}/sign-in"), &[("email", &person.email)]).await;
    let code = code(app, &person.email).await;
    visitor.get(&format!("{base}/sign-in/code")).await;
    visitor.post(&format!("{base}/sign-in/code"), &[("code", &code)]).await;
    Person { cookie: visitor.cookies.get("__Host-cairn").expect("signed in").clone(), ..person.clone() }
}

#[tokio::test]
async fn with_the_role_of_admin_go_the_tokens() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.invite("Dana Reyes", &[Role::Admin], None).await;
    let tx = app.enter(&dana).await;
    let input = CreateApiToken { key: Uuid::new_v4(), name: "tests".to_owned(), days: 1 };
    let secret = members::create_api_token(&tx, input).await.expect("a token").1.expect("shown once");
    tx.commit().await.expect("commit");
    let credential = cairn_domain::db::Credential::api_token(&secret).expect("a credential");
    assert!(app.db.enter(&credential, None).await.expect("enter").is_some());
    assert_eq!(change(&app, &center.admin, &dana, &["AUDITOR"]).await["problems"], json!([]));
    assert!(app.db.enter(&credential, None).await.expect("enter").is_none());
}

#[tokio::test]
async fn a_paused_member_is_out_until_brought_back() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let act = async |mutation: &str, field: &str, member: &Person| {
        app.data(&center.admin, mutation, json!({ "id": member.wire_id() })).await[field].clone()
    };
    assert_eq!(code(&act(PAUSE, "pauseMember", &center.admin).await), "not_yourself");
    for _ in 0..2 {
        assert_eq!(act(PAUSE, "pauseMember", &dana).await["account"]["state"], "SUSPENDED");
    }
    assert!(!is_signed_in(&app, &dana).await);
    assert!(is_signed_in(&app, &ana).await);
    // Asking for a code looks as always, and no mail comes.
    let mails = app.mail.inbox().mails(None).len();
    members::sign_in::request_code(&app.db, &center.center, &dana.email, caller()).await.expect("as always");
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(None).len(), mails);
    assert!(
        app.data(&center.admin, "{ counselors { name } }", json!({})).await["counselors"]
            .as_array()
            .is_some_and(|names| names.iter().all(|one| one["name"] != "Dana Reyes"))
    );
    // Care and roles wait.
    for _ in 0..2 {
        assert_eq!(act(REACTIVATE, "reactivateMember", &dana).await["account"]["state"], "ACTIVE");
    }
    assert!(!is_signed_in(&app, &dana).await, "what ended stays ended");
    assert!(is_signed_in(&app, &sign_in_again(&app, &center.center, &dana).await).await);
    assert_eq!(actions(&app, dana.member_id).await, ["member.pause", "member.reactivate"]);
    let tx = app.enter(&center.admin).await;
    let invited = members::invite(
        &tx,
        members::Invite {
            key: Uuid::new_v4(),
            email: "new@mail.example".to_owned(),
            name: "New Person".to_owned(),
            roles: vec![Role::Counselor],
            locale: None,
            counselor_id: None,
            program_id: None,
        },
    )
    .await
    .expect("invite");
    let invited = invited.card.id;
    assert_eq!(code_of(members::pause(&tx, invited, None).await), "still_invited");
    assert_eq!(code_of(members::change_roles(&tx, invited, &[Role::Admin]).await), "still_invited");
}

/// An open screen does not outlive the rights it was opened with.
#[tokio::test]
async fn open_sockets_end_when_rights_change() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let mut heard = app.live.0.subscribe();
    let listening_for_news = tokio::spawn(cairn_domain::db::hear(app.db.pool().clone(), app.live.0.clone()));
    // Until it listens: what is announced before that is lost.
    let probe = json!({ "about": "standing", "center_id": Uuid::new_v4(), "member_id": Uuid::new_v4() }).to_string();
    let mut database = app.superuser().await;
    loop {
        sqlx::query("select pg_notify('cairn_news', $1)").bind(&probe).execute(&mut database).await.expect("notify");
        if tokio::time::timeout(std::time::Duration::from_millis(100), heard.recv()).await.is_ok() {
            break;
        }
    }
    let (url, stop) = listening(&app).await;
    let (mut hers, _) = connect_async(handshake(&url, &full(&dana))).await.expect("a socket");
    let (mut own, _) = connect_async(handshake(&url, &full(&center.admin))).await.expect("a socket");
    for socket in [&mut hers, &mut own] {
        socket.send(Message::text(json!({ "type": "connection_init" }).to_string())).await.expect("send");
        assert!(matches!(socket.next().await, Some(Ok(Message::Text(_)))), "an acknowledgement");
    }
    assert_eq!(change(&app, &center.admin, &dana, &["SUPERVISOR"]).await["problems"], json!([]));
    assert_eq!(change(&app, &center.admin, &center.admin, &["ADMIN", "COUNSELOR"]).await["problems"], json!([]));
    for (socket, expected) in [(&mut hers, 4401), (&mut own, 1001)] {
        let end = tokio::time::timeout(std::time::Duration::from_secs(5), async {
            while let Some(Ok(message)) = socket.next().await {
                if let Message::Close(Some(frame)) = message {
                    return u16::from(frame.code);
                }
            }
            0
        });
        assert_eq!(end.await.expect("an end in time"), expected);
    }
    stop.cancel();
    listening_for_news.abort();
}
