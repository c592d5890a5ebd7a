//! Who sees whom, and what members change about themselves.

use cairn_domain::actor::Role;
use cairn_domain::members::{self, ClientFilter, ClientOrder, ListClients, ListMembers, UpdateProfile, fields};
use cairn_domain::paging::PageRequest;
use jiff::civil::time;
use proptest::prelude::*;
use serde_json::json;
use support::{App, Person, TestCenter};

use crate::sign_in::code_of;

fn searching(search: &str) -> ListClients {
    ListClients {
        search: Some(search.to_owned()),
        filter: ClientFilter::default(),
        order: ClientOrder::Name,
        page: PageRequest { first: 25, after: None },
    }
}

async fn names(app: &App, person: &Person, wanted: ListClients) -> Vec<String> {
    let tx = app.enter(person).await;
    let page = members::clients(&tx, wanted).await.expect("list");
    page.items.into_iter().map(|client| client.card.name).collect()
}

async fn caseload(center: &TestCenter<'_>) -> (Person, Person, Vec<Person>) {
    let dana = center.counselor("Dana Reyes").await;
    let kim = center.counselor("Kim Osei").await;
    let mut clients = Vec::new();
    for (name, counselor) in [("José Ángel Ruiz", &dana), ("Ana María O'Neill", &dana), ("Zoë Adams", &dana), ("Jo Kim", &kim)]
    {
        clients.push(center.client(name, counselor).await);
    }
    (dana, kim, clients)
}

#[tokio::test]
async fn counselors_find_their_own_clients_by_any_part_of_the_name() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, kim, _) = caseload(&center).await;
    assert_eq!(names(&app, &dana, searching("")).await, ["Ana María O'Neill", "José Ángel Ruiz", "Zoë Adams"]);
    assert_eq!(names(&app, &kim, searching("")).await, ["Jo Kim"]);
    assert_eq!(names(&app, &center.admin, searching("")).await.len(), 4);
    for (typed, found) in [
        ("jo", vec!["José Ángel Ruiz"]),
        ("ANGEL", vec!["José Ángel Ruiz"]),
        ("ruiz jose", vec!["José Ángel Ruiz"]),
        ("neill", vec!["Ana María O'Neill"]),
        ("zoe", vec!["Zoë Adams"]),
        ("a", vec!["Ana María O'Neill", "José Ángel Ruiz", "Zoë Adams"]),
        ("ose", vec![]),
        ("%", vec!["Ana María O'Neill", "José Ángel Ruiz", "Zoë Adams"]),
        ("kim", vec![]),
    ] {
        assert_eq!(names(&app, &dana, searching(typed)).await, found, "{typed}");
    }
    assert!(names(&app, &dana, searching(&"a".repeat(10_240))).await.is_empty());
}

#[tokio::test]
async fn lists_have_pages_in_the_order_of_names() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, _, _) = caseload(&center).await;
    let query = "query ($first: Int!, $after: String) { clients(first: $first, after: $after) {
        nodes { member { name } counselors { name } nextSession { id } lastSession { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
    let mut after = json!(null);
    let mut seen = Vec::new();
    loop {
        let page = app.data(&dana, query, json!({ "first": 1, "after": after })).await["clients"].clone();
        let node = &page["nodes"][0];
        assert_eq!(node["counselors"], json!([{ "name": "Dana Reyes" }]));
        assert_eq!(node["nextSession"], json!(null));
        seen.push(node["member"]["name"].as_str().expect("a name").to_owned());
        assert_eq!(page["pageInfo"]["hasPreviousPage"], json!(seen.len() > 1));
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(seen, ["Ana María O'Neill", "José Ángel Ruiz", "Zoë Adams"]);
    let bad = app.graphql(&dana, query, json!({ "first": 1, "after": "garbage" })).await;
    assert_eq!(bad["errors"][0]["extensions"]["code"], "INVALID_INPUT", "{bad}");
}

#[tokio::test]
async fn a_client_is_seen_by_those_who_care_and_that_is_logged() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, kim, clients) = caseload(&center).await;
    let jose = &clients[0];
    let other = app.center("Quiet Creek").await;
    let query = "query ($id: ID!) { client(id: $id) { member { name } program { name } } }";
    let id = json!({ "id": jose.wire_id() });
    for (person, sees) in
        [(&dana, true), (&center.admin, true), (jose, true), (&kim, false), (&clients[1], false), (&other.admin, false)]
    {
        let seen = app.data(person, query, id.clone()).await["client"].clone();
        assert_eq!(!seen.is_null(), sees, "{}", person.name);
    }
    let mut database = app.superuser().await;
    let log: Vec<(String, Option<uuid::Uuid>)> = sqlx::query_as(
        "select purpose, actor_id from cairn.audit_events where center_id = $1 and action = 'client.view' and client_id = $2 order by sequence",
    )
    .bind(center.center.id.0)
    .bind(jose.member_id.0)
    .fetch_all(&mut database)
    .await
    .expect("the log");
    assert_eq!(
        log,
        [("care".to_owned(), Some(dana.member_id.0)), ("administration".to_owned(), Some(center.admin.member_id.0))],
        "one's own record is one's own"
    );
    // A counselor is no client, whoever asks.
    let counselor = app.data(&center.admin, query, json!({ "id": kim.wire_id() })).await;
    assert!(counselor["client"].is_null());
}

#[tokio::test]
async fn assigning_a_counselor_opens_the_record() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, kim, clients) = caseload(&center).await;
    let mutation = "mutation ($input: AssignCounselorInput!) { assignCounselor(input: $input) {
        client { counselors { name } } problems { __typename code path } } }";
    let input = |client: &Person, counselor: &Person| json!({ "input": { "clientId": client.wire_id(), "counselorId": counselor.wire_id() } });
    let refused = app.data(&dana, mutation, input(&clients[3], &dana)).await;
    assert_eq!(refused["assignCounselor"]["problems"][0]["__typename"], "NotAllowed");
    app.driven().advance(jiff::SignedDuration::from_secs(1));
    for _ in 0..2 {
        let done = app.data(&center.admin, mutation, input(&clients[0], &kim)).await;
        assert_eq!(done["assignCounselor"]["client"]["counselors"], json!([{ "name": "Dana Reyes" }, { "name": "Kim Osei" }]));
    }
    assert_eq!(names(&app, &kim, searching("")).await, ["Jo Kim", "José Ángel Ruiz"]);
    for (client, counselor, code) in
        [(&clients[0], &clients[1], "counselor_unknown"), (&kim, &dana, "not_found"), (&dana, &dana, "same_person")]
    {
        let data = app.data(&center.admin, mutation, input(client, counselor)).await;
        assert_eq!(data["assignCounselor"]["problems"][0]["code"], code);
    }
}

#[tokio::test]
async fn the_list_of_everybody_is_for_admins() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, _, clients) = caseload(&center).await;
    let wanted = |search: Option<&str>, role: Option<Role>| ListMembers {
        role,
        search: search.map(str::to_owned),
        page: PageRequest { first: 100, after: None },
    };
    for person in [&dana, &clients[0]] {
        let tx = app.enter(person).await;
        assert_eq!(code_of(members::list(&tx, wanted(None, None)).await), "not_allowed");
    }
    let tx = app.enter(&center.admin).await;
    let found = async |search: Option<&str>, role| {
        let page = members::list(&tx, wanted(search, role)).await.expect("list");
        page.items.into_iter().map(|account| account.card.name).collect::<Vec<_>>()
    };
    assert_eq!(found(None, None).await.len(), 8);
    assert_eq!(found(None, Some(Role::Counselor)).await, ["Dana Reyes", "Kim Osei", "Sam Okafor"]);
    assert_eq!(found(Some("kim"), None).await, ["Jo Kim", "Kim Osei"]);
    assert_eq!(found(Some("KIM.osei@"), None).await, ["Kim Osei"]);
    assert_eq!(found(Some("harbor-house.example"), Some(Role::Admin)).await, ["Robin Hale"]);
    // Roles are looked up with each request: a change counts at once.
    let mut database = app.superuser().await;
    sqlx::query("update cairn.members set roles = '{admin}' where id = $1")
        .bind(dana.member_id.0)
        .execute(&mut database)
        .await
        .expect("promote");
    assert_eq!(members::list(&app.enter(&dana).await, wanted(None, None)).await.expect("list").items.len(), 8);
    sqlx::query("update cairn.members set state = 'suspended' where id = $1")
        .bind(dana.member_id.0)
        .execute(&mut database)
        .await
        .expect("suspend");
    assert!(app.db.enter(&dana.credential(), None).await.expect("enter").is_none());
}

#[tokio::test]
async fn members_change_their_own_profile() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let mutation = "mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) {
        viewer { account { member { name pronouns } locale zone } reminders { sessionReminders quietFrom quietUntil } }
        problems { code message path } } }";
    let input = json!({ "name": "Ana  R.", "pronouns": "ella", "locale": "ES", "zone": "America/Los_Angeles", "sessionReminders": false,
        "quietFrom": "22:30", "quietUntil": "06:00" });
    let data = app.data(&ana, mutation, json!({ "input": input })).await;
    assert_eq!(
        data["updateProfile"]["viewer"],
        json!({
            "account": { "member": { "name": "Ana R.", "pronouns": "ella" }, "locale": "ES", "zone": "America/Los_Angeles" },
            "reminders": { "sessionReminders": false, "quietFrom": "22:30", "quietUntil": "06:00" },
        })
    );
    // What is left out stays; an empty text clears. Problems speak the new language.
    let data = app.data(&ana, mutation, json!({ "input": { "pronouns": "" } })).await;
    assert_eq!(data["updateProfile"]["viewer"]["account"]["member"], json!({ "name": "Ana R.", "pronouns": null }));
    let data = app.data(&ana, mutation, json!({ "input": { "name": " " } })).await;
    assert_eq!(
        data["updateProfile"]["problems"],
        json!([{ "code": "required", "message": "Completa este campo.", "path": ["name"] }])
    );
    let tx = app.enter(&ana).await;
    let contact = members::contact(&tx, ana.member_id).await.expect("contact");
    assert_eq!(
        (contact.quiet_from, contact.quiet_until, contact.session_reminders),
        (time(22, 30, 0, 0), time(6, 0, 0, 0), false)
    );
    assert_eq!((contact.name.as_str(), contact.email.as_str()), ("Ana R.", ana.email.as_str()));
    let zone = UpdateProfile { zone: Some("Mars/Olympus".to_owned()), ..UpdateProfile::default() };
    assert_eq!(code_of(members::update_profile(&tx, zone).await), "zone");
}

proptest! {
    /// However an address is written, it is looked up in one form; and that form is an address itself.
    #[test]
    fn one_address_has_one_form(local in "[a-zA-Z0-9._+-]{1,20}", domain in "[a-zA-Z0-9-]{1,12}\\.[a-zA-Z]{2,5}", space in "[ \t]{0,3}") {
        let typed = format!("{space}{local}@{domain}{space}");
        if let Ok(email) = fields::email(&typed, "email") {
            let shouted = fields::email(&typed.to_uppercase(), "email").expect("the same address");
            prop_assert_eq!(&email.normal, &shouted.normal);
            let again = fields::email(&email.normal, "email").expect("a fixed point");
            prop_assert_eq!(&again.normal, &email.normal);
            prop_assert_eq!(&again.written, &email.normal);
        }
    }

    /// Whatever is typed: an answer, never a panic; and nothing accepted breaks a header or a line.
    #[test]
    fn no_text_breaks_the_fields(text in "\\PC{0,300}|.{0,60}") {
        if let Ok(email) = fields::email(&text, "email") {
            prop_assert!(email.written.bytes().all(|b| b.is_ascii_graphic()), "{:?}", email);
            prop_assert_eq!(email.written.matches('@').count(), 1);
        }
        if let Ok(name) = fields::name(&text, "name") {
            prop_assert!(!name.chars().any(char::is_control));
            prop_assert!(name.chars().count() <= 120 && name.trim() == name && !name.is_empty());
            prop_assert_eq!(fields::name(&name, "name"), Ok(name.clone()));
        }
    }
}
