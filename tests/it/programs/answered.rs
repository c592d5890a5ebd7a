//! Whoever says they need somebody is heard: by somebody, and by nothing that was before.

use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use super::line::hourly;
use crate::standing::sign_in_again;

const TASKS: &str = "{ staffTasks { nodes { kind } } }";
const PAUSE: &str = "mutation ($id: ID!) { pauseMember(memberId: $id) { account { state } problems { code } } }";
const LOG: &str = "mutation($input: LogContactInput!) { logContact(input: $input) { problems { code } } }";

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

async fn at(app: &App, center: &TestCenter<'_>, now: &str, person: &Person) -> Person {
    app.driven().set(now.parse().expect("a time"));
    sign_in_again(app, &center.center, person).await
}

async fn needs_somebody(center: &TestCenter<'_>, way: &str, ana: &Person) {
    let said = center.does(ana, "checkInWhileWaiting", json!({ "enrollmentId": way, "word": "NEED_SOMEBODY" })).await;
    assert_eq!(said["problems"], json!([]), "{said}");
}

async fn has(app: &App, person: &Person, kind: &str) -> bool {
    let tasks = app.data(person, TASKS, json!({})).await["staffTasks"]["nodes"].clone();
    tasks.as_array().expect("tasks").iter().any(|task| task["kind"] == kind)
}

async fn called(app: &App, person: &Person, client: &Person, on: &str) {
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "clientId": client.wire_id(), "kind": "CALL", "on": on });
    assert_eq!(app.data(person, LOG, json!({ "input": input })).await["logContact"]["problems"], json!([]));
}

#[tokio::test]
async fn a_call_before_they_asked_is_no_answer() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana, way) = waits(&center).await;
    let ana = at(&app, &center, "2026-03-05T15:00:00Z", &ana).await;
    let dana = sign_in_again(&app, &center.center, &dana).await;
    needs_somebody(&center, &way, &ana).await;
    called(&app, &dana, &ana, "2026-03-02").await;
    assert!(has(&app, &dana, "WANTS_CONTACT").await, "Monday's call is no answer to Thursday");
    // Said again on Saturday, it is one task, and Friday's call answers half of it.
    let ana = at(&app, &center, "2026-03-07T15:00:00Z", &ana).await;
    let dana = sign_in_again(&app, &center.center, &dana).await;
    needs_somebody(&center, &way, &ana).await;
    called(&app, &dana, &ana, "2026-03-06").await;
    assert!(has(&app, &dana, "WANTS_CONTACT").await);
    called(&app, &dana, &ana, "2026-03-07").await;
    assert!(!has(&app, &dana, "WANTS_CONTACT").await);
}

#[tokio::test]
async fn whom_nobody_has_heard_of_lately_stays_somebodys_to_call() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana, _) = waits(&center).await;
    let dana = at(&app, &center, "2026-03-11T15:00:00Z", &dana).await;
    hourly(&app).await;
    assert!(has(&app, &dana, "CONTACT_OVERDUE").await);
    called(&app, &dana, &ana, "2026-03-03").await;
    assert!(has(&app, &dana, "CONTACT_OVERDUE").await, "eight days ago is longer than the program lets pass");
    called(&app, &dana, &ana, "2026-03-09").await;
    assert!(!has(&app, &dana, "CONTACT_OVERDUE").await);
}

fn mails(app: &App, person: &Person) -> usize {
    app.mail.inbox().mails(Some(&person.email)).len()
}

#[tokio::test]
async fn what_nobody_has_in_hand_the_admins_hear_of() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana, way) = waits(&center).await;
    app.run_jobs().await;
    needs_somebody(&center, &way, &ana).await;
    app.run_jobs().await;
    let before = mails(&app, &center.admin);
    // Her counselor cannot come in any more, and nobody else counsels her.
    let paused = app.data(&center.admin, PAUSE, json!({ "id": dana.wire_id() })).await;
    assert_eq!(paused["pauseMember"]["problems"], json!([]));
    app.run_jobs().await;
    assert_eq!(mails(&app, &center.admin), before + 1);
    called(&app, &center.admin, &ana, "2026-03-02").await;
    // Asked for with nobody there, too; and what was answered before the mail left is not told.
    needs_somebody(&center, &way, &ana).await;
    app.run_jobs().await;
    assert_eq!(mails(&app, &center.admin), before + 2);
    called(&app, &center.admin, &ana, "2026-03-02").await;
    needs_somebody(&center, &way, &ana).await;
    called(&app, &center.admin, &ana, "2026-03-02").await;
    app.run_jobs().await;
    assert_eq!(mails(&app, &center.admin), before + 2);
}

#[tokio::test]
async fn whoever_names_a_contact_reads_who_can_be_named() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana, way) = waits(&center).await;
    let paz = center.invite("Paz Molina", &[Role::Facilitator], None).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let enter = "mutation($input: EnterPairConflictInput!) { enterPairConflict(input: $input) { problems { code } } }";
    let input = json!({ "memberId": ana.wire_id(), "otherId": marcus.wire_id(), "source": "NO_CONTACT", "reason": "" });
    assert_eq!(app.data(&center.admin, enter, json!({ "input": input })).await["enterPairConflict"]["problems"], json!([]));
    let query = "query($id: ID!) { enrollmentPeers(enrollmentId: $id) { id name } }";
    let asks = async |person: &Person| app.graphql(person, query, json!({ "id": way })).await;
    for person in [&dana, &center.admin] {
        let named = asks(person).await["data"]["enrollmentPeers"].clone();
        let names: Vec<&Json> = named.as_array().expect("people").iter().map(|one| &one["name"]).collect();
        assert!(names.contains(&&json!("Dana Reyes")) && names.contains(&&json!("Paz Molina")), "a facilitator, too: {named}");
        for nobody in ["Marcus Hill", "Ana Ruiz", &center.admin.name] {
            assert!(!names.contains(&&json!(nobody)), "whom she must not meet, herself, who does not do it: {named}");
        }
    }
    assert_eq!(asks(&ana).await["errors"][0]["extensions"]["code"], "FORBIDDEN");
    assert_eq!(asks(&paz).await["errors"][0]["extensions"]["code"], "NOT_FOUND", "who has no part in it");
    let set = center.does(&dana, "setEnrollmentPeer", json!({ "enrollmentId": way, "peerId": paz.wire_id() })).await;
    assert_eq!(set["problems"], json!([]));
}
