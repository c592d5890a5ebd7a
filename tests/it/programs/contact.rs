//! Who keeps contact with people who wait: somebody who can, who knows how to reach them, and who hears when they are needed.

use cairn_domain::actor::Role;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use super::line::hourly;
use crate::standing::sign_in_again;

const TASKS: &str = "{ staffTasks { nodes { kind contactRule opensClient member { name } } } }";
const PAUSE: &str = "mutation ($id: ID!) { pauseMember(memberId: $id) { account { state } problems { code } } }";
const ROLES: &str = "mutation($input: ChangeRolesInput!) { changeRoles(input: $input) { problems { code } } }";
const RULE: &str =
    "mutation($input: SetContactRuleInput!) { setContactRule(input: $input) { contactRule problems { code path } } }";

/// Ana waits for a full program; Dana counsels her.
async fn waits(center: &TestCenter<'_>) -> (Person, Person, String) {
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let inside = center.client("Tyler Beck", &dana).await;
    let program = center.program("Evening program", json!({ "capacity": 1, "quietAfterDays": 7 })).await;
    program.begins(&inside, "ACTIVE").await;
    let way = program.begins(&ana, "WAITLISTED").await;
    (dana, ana, way)
}

async fn keeps_contact(center: &TestCenter<'_>, way: &str, peer: &Person) {
    let set = center.does(&center.admin, "setEnrollmentPeer", json!({ "enrollmentId": way, "peerId": peer.wire_id() })).await;
    assert_eq!(set["problems"], json!([]), "{set}");
}

async fn needs_somebody(center: &TestCenter<'_>, way: &str, ana: &Person) {
    let said =
        center.does(ana, "checkInWhileWaiting", json!({ "enrollmentId": way, "word": "NEED_SOMEBODY", "note": null })).await;
    assert_eq!(said["problems"], json!([]), "{said}");
}

async fn kinds(app: &App, person: &Person) -> Vec<String> {
    let tasks = app.data(person, TASKS, json!({})).await["staffTasks"]["nodes"].clone();
    let tasks = tasks.as_array().cloned().unwrap_or_default();
    tasks.iter().map(|task| task["kind"].as_str().unwrap_or_default().to_owned()).collect()
}

fn mails(app: &App, person: &Person) -> usize {
    app.mail.inbox().mails(Some(&person.email)).len()
}

#[tokio::test]
async fn whoever_cannot_come_in_any_more_keeps_no_contact() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana, way) = waits(&center).await;
    let paz = center.invite("Paz Molina", &[Role::Facilitator], None).await;
    let omar = center.invite("Omar Reed", &[Role::Facilitator], None).await;
    let reads = "query($id: ID!) { enrollment(id: $id) { peer { name } } }";
    let peer = async |person: &Person| app.data(person, reads, json!({ "id": way })).await["enrollment"]["peer"].clone();
    keeps_contact(&center, &way, &paz).await;
    needs_somebody(&center, &way, &ana).await;
    assert_eq!((kinds(&app, &paz).await, kinds(&app, &dana).await), (vec!["WANTS_CONTACT".to_owned()], vec![]));
    app.run_jobs().await;
    let before = mails(&app, &dana);
    let paused = app.data(&center.admin, PAUSE, json!({ "id": paz.wire_id() })).await;
    assert_eq!(paused["pauseMember"]["problems"], json!([]));
    // She reads no name of somebody who is not there, and what she asked for is in other hands, who hear of it.
    assert!(peer(&ana).await.is_null());
    assert_eq!(kinds(&app, &dana).await, ["WANTS_CONTACT"]);
    assert!(kinds(&app, &center.admin).await.contains(&"CONTACT_MISSING".to_owned()), "the center names somebody else");
    app.run_jobs().await;
    assert_eq!(mails(&app, &dana), before + 1);
    // What she asks for after that goes there at once.
    let log = json!({ "clientMutationId": uuid::Uuid::new_v4(), "clientId": ana.wire_id(), "kind": "CALL" });
    let logged = "mutation($input: LogContactInput!) { logContact(input: $input) { problems { code } } }";
    assert_eq!(app.data(&dana, logged, json!({ "input": log })).await["logContact"]["problems"], json!([]));
    needs_somebody(&center, &way, &ana).await;
    assert_eq!(kinds(&app, &dana).await, ["WANTS_CONTACT"]);
    // So it is with the role.
    keeps_contact(&center, &way, &omar).await;
    assert_eq!(peer(&ana).await, json!({ "name": "Omar Reed" }));
    let input = json!({ "memberId": omar.wire_id(), "roles": ["AUDITOR"] });
    assert_eq!(app.data(&center.admin, ROLES, json!({ "input": input })).await["changeRoles"]["problems"], json!([]));
    assert!(peer(&ana).await.is_null());
    assert!(kinds(&app, &dana).await.contains(&"WANTS_CONTACT".to_owned()));
}

#[tokio::test]
async fn nobody_turns_to_a_counselor_who_is_paused() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana, way) = waits(&center).await;
    let paused = app.data(&center.admin, PAUSE, json!({ "id": dana.wire_id() })).await;
    assert_eq!(paused["pauseMember"]["problems"], json!([]));
    needs_somebody(&center, &way, &ana).await;
    let assigned: Option<uuid::Uuid> =
        sqlx::query_scalar("select assigned_to from cairn.staff_tasks where member_id = $1 and kind = 'wants_contact'")
            .bind(ana.member_id.0)
            .fetch_one(&mut app.superuser().await)
            .await
            .expect("a task");
    assert_eq!(assigned, None, "it is the admins'");
}

async fn set_rule(app: &App, person: &Person, client: &Person, rule: &str) -> Json {
    let input = json!({ "clientId": client.wire_id(), "rule": rule });
    app.data(person, RULE, json!({ "input": input })).await["setContactRule"].clone()
}

#[tokio::test]
async fn how_somebody_wants_to_be_reached_is_read_by_whoever_reaches_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana, way) = waits(&center).await;
    let paz = center.invite("Paz Molina", &[Role::Facilitator], None).await;
    let omar = center.invite("Omar Reed", &[Role::Facilitator], None).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    center.walk_together(&ana, &marcus).await;
    keeps_contact(&center, &way, &paz).await;
    let words = "Text only, after 5 PM: 207 555 0142";
    let set = set_rule(&app, &ana, &ana, words).await;
    assert_eq!(set, json!({ "contactRule": words, "problems": [] }));
    assert_eq!(app.data(&ana, "{ viewer { contactRule } }", json!({})).await["viewer"]["contactRule"], words);
    let page = "query($id: ID!) { client(id: $id) { contactRule setsContactRule } }";
    let opened = async |person: &Person| app.data(person, page, json!({ "id": ana.wire_id() })).await["client"].clone();
    for person in [&dana, &center.admin] {
        assert_eq!(opened(person).await, json!({ "contactRule": words, "setsContactRule": true }), "{}", person.name);
    }
    // Two who walk together write to each other here: a number does not come with that.
    assert_eq!(opened(&marcus).await, json!({ "contactRule": null, "setsContactRule": false }));
    assert_eq!(set_rule(&app, &marcus, &ana, "Any time").await["problems"][0]["code"], "not_found");
    let mine = "{ waitingWithMe { contactRule } }";
    assert_eq!(app.data(&paz, mine, json!({})).await["waitingWithMe"], json!([{ "contactRule": words }]));
    assert!(opened(&paz).await.is_null(), "contact opens no record");
    assert_eq!(set_rule(&app, &paz, &ana, "Any time").await["problems"][0]["code"], "not_allowed");
    assert_eq!(set_rule(&app, &omar, &ana, "Any time").await["problems"][0]["code"], "not_found");
    assert_eq!(set_rule(&app, &ana, &dana, "Any time").await["problems"][0]["code"], "not_found", "only clients have one");
    let long = set_rule(&app, &ana, &ana, &"x".repeat(301)).await;
    assert_eq!(long["problems"], json!([{ "code": "too_long", "path": ["rule"] }]));
    // It is sealed, and who read it is on record.
    let stored: Vec<u8> = sqlx::query_scalar("select contact_rule from cairn.members where id = $1")
        .bind(ana.member_id.0)
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a rule");
    assert!(!String::from_utf8_lossy(&stored).contains("555"));
    let readers: Vec<uuid::Uuid> = sqlx::query_scalar(
        "select distinct actor_id from cairn.audit_events where action = 'client.read_contact_rule' and object_id = $1",
    )
    .bind(ana.member_id.0)
    .fetch_all(&mut app.superuser().await)
    .await
    .expect("events");
    let mut expected = [dana.member_id.0, center.admin.member_id.0, paz.member_id.0];
    let mut readers = readers;
    readers.sort_unstable();
    expected.sort_unstable();
    assert_eq!(readers, expected);
    // Staff write down what they hear; empty is none.
    assert_eq!(set_rule(&app, &dana, &ana, "Call in the morning").await["contactRule"], "Call in the morning");
    assert_eq!(set_rule(&app, &ana, &ana, "  ").await["contactRule"], json!(null));
}

#[tokio::test]
async fn whoever_keeps_contact_hears_once_that_they_are_needed_and_finds_how_to_reach_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (_, ana, way) = waits(&center).await;
    let paz = center.invite("Paz Molina", &[Role::Facilitator], None).await;
    keeps_contact(&center, &way, &paz).await;
    set_rule(&app, &ana, &ana, "Text only").await;
    app.run_jobs().await;
    let before = mails(&app, &paz);
    needs_somebody(&center, &way, &ana).await;
    needs_somebody(&center, &way, &ana).await;
    app.run_jobs().await;
    let all = app.mail.inbox().mails(Some(&paz.email));
    assert_eq!(all.len(), before + 1, "once for each time it is asked for");
    let mail = all.iter().max_by_key(|mail| mail.id).expect("a mail");
    let told = format!("{} {} {}", mail.subject, mail.text, mail.html).to_lowercase();
    for word in ["ana ruiz", "harbor", "somebody", "wait", "program", "contact", "recovery", "text only"] {
        assert!(!told.contains(word), "{word}: {told}");
    }
    let task =
        json!([{ "kind": "WANTS_CONTACT", "contactRule": "Text only", "opensClient": false, "member": { "name": "Ana Ruiz" } }]);
    assert_eq!(app.data(&paz, TASKS, json!({})).await["staffTasks"]["nodes"], task, "no page to open, and a way to reach her");
    let seen = app.data(&center.admin, TASKS, json!({})).await["staffTasks"]["nodes"][0].clone();
    assert_eq!((&seen["opensClient"], &seen["contactRule"]), (&json!(true), &json!("Text only")));
    // What was answered before the mail left is not told any more.
    let log = json!({ "clientMutationId": uuid::Uuid::new_v4(), "clientId": ana.wire_id(), "kind": "CALL" });
    let logged = "mutation($input: LogContactInput!) { logContact(input: $input) { problems { code } } }";
    app.data(&paz, logged, json!({ "input": log })).await;
    needs_somebody(&center, &way, &ana).await;
    let log = json!({ "clientMutationId": uuid::Uuid::new_v4(), "clientId": ana.wire_id(), "kind": "CALL" });
    app.data(&paz, logged, json!({ "input": log })).await;
    app.run_jobs().await;
    assert_eq!(mails(&app, &paz), before + 1);
}

/// Invited with a counselor, and not here yet.
async fn invited(center: &TestCenter<'_>, name: &str, dana: &Person) -> String {
    let invite =
        "mutation($input: InviteMemberInput!) { inviteMember(input: $input) { account { member { id } } problems { code } } }";
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "email": format!("{}@mail.example", uuid::Uuid::new_v4()),
        "name": name, "roles": ["CLIENT"], "counselorId": dana.wire_id() });
    let made = center.app.data(&center.admin, invite, json!({ "input": input })).await["inviteMember"].clone();
    assert_eq!(made["problems"], json!([]), "{made}");
    made["account"]["member"]["id"].as_str().expect("an id").to_owned()
}

async fn waits_for(center: &TestCenter<'_>, client: &str, program: &str) -> String {
    let input =
        json!({ "clientMutationId": uuid::Uuid::new_v4(), "clientId": client, "programId": program, "state": "WAITLISTED" });
    let begun = center.does(&center.admin, "beginEnrollment", input).await;
    assert_eq!(begun["problems"], json!([]), "{begun}");
    begun["enrollment"]["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn somebody_who_waits_and_was_never_here_is_called_too() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ..) = waits(&center).await;
    let program = center.program("Morning program", json!({ "capacity": 1, "quietAfterDays": 7 })).await;
    let inside = center.client("Mei Lin", &dana).await;
    program.begins(&inside, "ACTIVE").await;
    let noor = invited(&center, "Noor Haddad", &dana).await;
    waits_for(&center, &noor, &program.id).await;
    app.driven().advance(SignedDuration::from_hours(24 * 8));
    hourly(&app).await;
    let dana = sign_in_again(&app, &center.center, &dana).await;
    let tasks = app.data(&dana, TASKS, json!({})).await["staffTasks"]["nodes"].clone();
    let names: Vec<&Json> = tasks.as_array().expect("tasks").iter().map(|task| &task["member"]["name"]).collect();
    assert!(names.contains(&&json!("Noor Haddad")), "{tasks}");
}

#[tokio::test]
async fn an_offer_that_nobody_can_have_heard_of_is_somebodys_to_tell_and_costs_no_place() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ..) = waits(&center).await;
    let program = center.program("Morning program", json!({ "capacity": 1, "offersKept": 0, "offerHours": 24 })).await;
    let noor = invited(&center, "Noor Haddad", &dana).await;
    let way = waits_for(&center, &noor, &program.id).await;
    let before = center.way(&center.admin, &way).await;
    assert_eq!(before["state"], "OFFERED");
    assert_eq!(kinds(&app, &dana).await, ["OFFER_UNHEARD"], "no mail goes to somebody who was never here: somebody calls");
    app.driven().advance(SignedDuration::from_hours(24));
    app.run_jobs().await;
    let admin = sign_in_again(&app, &center.center, &center.admin).await;
    let after = center.way(&admin, &way).await;
    assert_eq!((&after["state"], &after["waitingSince"]), (&json!("WAITLISTED"), &before["waitingSince"]), "the place is kept");
    let dana = sign_in_again(&app, &center.center, &dana).await;
    assert_eq!(kinds(&app, &dana).await, Vec::<String>::new(), "what is over is nobody's to tell");
    // Reached by telephone, the counselor says yes for them.
    app.driven().advance(SignedDuration::from_hours(24 * 7));
    hourly(&app).await;
    let dana = sign_in_again(&app, &center.center, &dana).await;
    assert!(kinds(&app, &dana).await.contains(&"OFFER_UNHEARD".to_owned()));
    let taken = center.answers(&dana, "acceptEnrollmentOffer", &way).await;
    assert_eq!(taken["enrollment"]["state"], "INTAKE", "{taken}");
    assert!(!kinds(&app, &dana).await.contains(&"OFFER_UNHEARD".to_owned()));
}
