//! Going through a program, seen from both sides.

use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use support::{App, Person};

const READINESS: &str = "query($id: ID!) { enrollment(id: $id) { phase { name } readiness { criterionId name client staff worthATalk } phases { name beganOn by { name } } } }";

#[tokio::test]
async fn two_sides_mark_readiness_and_a_difference_is_a_talk_not_a_wall() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let program = center.program("Evening program", json!({})).await;
    let phases = program.phases(&[("Arriving", &["I know whom to call", "My week has room"]), ("Practicing", &[])]).await;
    let way = program.begins(&ana, "ACTIVE").await;
    let see = async |person: &Person| app.data(person, READINESS, json!({ "id": way })).await["enrollment"].clone();
    let seen = see(&ana).await;
    assert_eq!(seen["phase"]["name"], "Arriving", "whoever becomes active begins with the first");
    let criterion = seen["readiness"][0]["criterionId"].clone();
    let mark = async |person: &Person, criterion: &Json, ready: bool| {
        let input = json!({ "enrollmentId": way, "criterionId": criterion, "ready": ready });
        center.does(person, "markReadiness", input).await["problems"].clone()
    };
    assert_eq!(mark(&ana, &criterion, true).await, json!([]));
    let tasks = "{ staffTasks { nodes { kind member { name } } } }";
    assert_eq!(app.data(&dana, tasks, json!({})).await["staffTasks"]["nodes"], json!([]));
    assert_eq!(mark(&dana, &criterion, false).await, json!([]));
    for person in [&ana, &dana] {
        let seen = see(person).await["readiness"][0].clone();
        assert_eq!((&seen["client"], &seen["staff"], &seen["worthATalk"]), (&json!(true), &json!(false), &json!(true)));
    }
    let open = app.data(&dana, tasks, json!({})).await["staffTasks"]["nodes"].clone();
    assert_eq!(open, json!([{ "kind": "READINESS_TALK", "member": { "name": "Ana Ruiz" } }]));
    // What is said in care is not an admin's to say.
    assert_eq!(mark(&center.admin, &criterion, true).await[0]["code"], "not_allowed");
    let next = phases[1]["id"].clone();
    let move_on = async |person: &Person, phase: &Json| {
        // The history is told in the clock's order.
        app.driven().advance(jiff::SignedDuration::from_secs(1));
        let version = center.way(&center.admin, &way).await["version"].clone();
        center.does(person, "moveEnrollmentPhase", json!({ "enrollmentId": way, "version": version, "phaseId": phase })).await
    };
    assert_eq!(move_on(&ana, &next).await["problems"][0]["code"], "not_allowed");
    let moved = move_on(&dana, &next).await;
    assert_eq!(moved["enrollment"]["phase"]["name"], "Practicing", "a difference is no wall: {moved}");
    let seen = see(&ana).await;
    assert_eq!(seen["readiness"], json!([]));
    assert_eq!(
        seen["phases"],
        json!([
            { "name": "Arriving", "beganOn": "2026-03-02", "by": { "name": "Robin Hale" } },
            { "name": "Practicing", "beganOn": "2026-03-02", "by": { "name": "Dana Reyes" } },
        ])
    );
    // Criteria of a phase that is not hers now are not there.
    assert_eq!(mark(&ana, &criterion, true).await[0]["code"], "not_found");
    let other = center.program("Day program", json!({})).await;
    let foreign = other.phases(&[("Elsewhere", &[])]).await[0]["id"].clone();
    assert_eq!(move_on(&dana, &foreign).await["problems"][0]["code"], "not_found");
    // A phase with somebody in it is not taken away; another one is, and what was stays told.
    let gone = program.set_phases(json!([{ "phaseId": phases[0]["id"], "name": "Arriving" }])).await;
    assert_eq!(gone["problems"][0]["code"], "phase_in_use");
    let kept = program.set_phases(json!([{ "phaseId": next, "name": "Practicing, daily" }])).await;
    assert_eq!(kept["program"]["phases"], json!([{ "id": next, "name": "Practicing, daily", "criteria": [] }]));
    assert_eq!(see(&ana).await["phases"][0]["name"], "Arriving");
}

#[tokio::test]
async fn the_packet_is_handed_out_with_the_place_and_what_is_missing_shows() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let program = center.program("Evening program", json!({})).await;
    program.intake(&["Consent", "How to reach me"]).await;
    let way = program.begins(&ana, "INTAKE").await;
    let query = "query($id: ID!) { enrollment(id: $id) { intakeItems { id name owner dueOn doneOn overdue required } } }";
    let items = async |person: &Person| app.data(person, query, json!({ "id": way })).await["enrollment"]["intakeItems"].clone();
    let seen = items(&ana).await;
    assert_eq!(
        (&seen[0]["name"], &seen[0]["dueOn"], &seen[0]["doneOn"]),
        (&json!("Consent"), &json!("2026-03-09"), &json!(null))
    );
    let mark = async |person: &Person, item: &Json, done: bool| {
        center.does(person, "markIntakeItem", json!({ "enrollmentItemId": item, "done": done })).await["problems"].clone()
    };
    assert_eq!(mark(&ana, &seen[0]["id"], true).await, json!([]), "in the portal");
    assert_eq!(mark(&dana, &seen[1]["id"], true).await, json!([]), "or at the desk");
    assert_eq!(items(&dana).await[0]["doneOn"], "2026-03-02");
    assert_eq!(mark(&dana, &seen[1]["id"], false).await, json!([]), "not after all");
    let tyler = center.client("Tyler Beck", &dana).await;
    assert_eq!(mark(&tyler, &seen[1]["id"], true).await[0]["code"], "not_found");
    // Whoever has begun keeps their packet.
    program.intake(&["Something new"]).await;
    assert_eq!(items(&ana).await.as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn the_talk_is_for_whoever_counsels_and_over_when_they_agree() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let helen = center.invite("Helen Strand", &[Role::Supervisor], None).await;
    // She has walked with Marcus for longer than anybody counsels her.
    let ana = center.invite("Ana Ruiz", &[Role::Client], None).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    center.walk_together(&ana, &marcus).await;
    app.driven().advance(jiff::SignedDuration::from_mins(1));
    let assign = "mutation($input: AssignCounselorInput!) { assignCounselor(input: $input) { problems { code } } }";
    let input = json!({ "clientId": ana.wire_id(), "counselorId": dana.wire_id() });
    assert_eq!(app.data(&center.admin, assign, json!({ "input": input })).await["assignCounselor"]["problems"], json!([]));
    let program = center.program("Evening program", json!({})).await;
    program.phases(&[("Arriving", &["I know whom to call"])]).await;
    let way = program.begins(&ana, "ACTIVE").await;
    let criterion = app.data(&ana, READINESS, json!({ "id": way })).await["enrollment"]["readiness"][0]["criterionId"].clone();
    let mark = async |person: &Person, ready: bool| {
        let input = json!({ "enrollmentId": way, "criterionId": criterion, "ready": ready });
        assert_eq!(center.does(person, "markReadiness", input).await["problems"], json!([]));
    };
    let tasks = async |person: &Person| {
        app.data(person, "{ staffTasks { nodes { kind } } }", json!({})).await["staffTasks"]["nodes"].clone()
    };
    mark(&ana, true).await;
    mark(&dana, false).await;
    assert_eq!(tasks(&marcus).await, json!([]), "a mentor has no say in it");
    assert_eq!(tasks(&dana).await, json!([{ "kind": "READINESS_TALK" }]));
    mark(&dana, true).await;
    assert_eq!(tasks(&dana).await, json!([]), "they agree");
    // Nobody counsels her any more: it is still somebody's.
    sqlx::query("update cairn.care_assignments set ended_at = now() where counselor_id = $1")
        .bind(dana.member_id.0)
        .execute(&mut app.superuser().await)
        .await
        .expect("an end");
    mark(&ana, false).await;
    assert_eq!(tasks(&helen).await, json!([{ "kind": "READINESS_TALK" }]));
}

#[tokio::test]
async fn what_somebody_has_done_stays_what_it_was_when_the_packet_changes() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let program = center.program("Evening program", json!({})).await;
    let ids = program.intake(&["Consent", "How to reach me"]).await;
    let way = program.begins(&ana, "INTAKE").await;
    let query = "query($id: ID!) { enrollment(id: $id) { intakeItems { id name owner required } } }";
    let items = async || app.data(&ana, query, json!({ "id": way })).await["enrollment"]["intakeItems"].clone();
    let before = items().await;
    let done = center.does(&ana, "markIntakeItem", json!({ "enrollmentItemId": before[0]["id"], "done": true })).await;
    assert_eq!(done["problems"], json!([]));
    let version = program.read("version").await["version"].clone();
    let set = "mutation($input: SetProgramIntakeInput!) { setProgramIntake(input: $input) {
        program { intakeItems { id name dueDays } } problems { code } } }";
    let input = json!({ "programId": program.id, "version": version, "items": [
        { "intakeItemId": ids[0], "kind": "FORM", "name": "Consent to telehealth", "owner": "STAFF", "dueDays": 7, "required": false },
        { "intakeItemId": ids[1], "kind": "FORM", "name": "How to reach me", "owner": "CLIENT", "dueDays": 3 },
    ] });
    let set = app.data(&center.admin, set, json!({ "input": input })).await["setProgramIntake"].clone();
    assert_eq!(set["problems"], json!([]));
    assert_eq!(items().await, before, "whoever has begun keeps the packet they got");
    let now = &set["program"]["intakeItems"];
    assert_eq!((now.as_array().map(Vec::len), &now[0]["name"]), (Some(2), &json!("Consent to telehealth")), "{now}");
    assert_ne!(now[0]["id"], json!(ids[0]));
    assert_eq!(now[1], json!({ "id": ids[1], "name": "How to reach me", "dueDays": 3 }), "when it is due is for whoever comes");
}

#[tokio::test]
async fn what_somebody_said_of_a_criterion_is_not_put_under_other_words() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let program = center.program("Evening program", json!({})).await;
    let phase = program.phases(&[("Arriving", &["I know whom to call", "My week has room"])]).await.remove(0);
    let way = program.begins(&ana, "ACTIVE").await;
    let criteria = &phase["criteria"];
    let input = json!({ "enrollmentId": way, "criterionId": criteria[0]["id"], "ready": true });
    assert_eq!(center.does(&ana, "markReadiness", input).await["problems"], json!([]));
    let set = program
        .set_phases(json!([{ "phaseId": phase["id"], "name": "Arriving", "criteria": [
            { "criterionId": criteria[0]["id"], "name": "I have housing" },
            { "criterionId": criteria[1]["id"], "name": "My week has some room" },
        ] }]))
        .await;
    assert_eq!(set["problems"], json!([]));
    let now = &set["program"]["phases"][0]["criteria"];
    assert_ne!(now[0]["id"], criteria[0]["id"]);
    assert_eq!(now[1]["id"], criteria[1]["id"], "nobody has said anything of it");
    let seen = app.data(&ana, READINESS, json!({ "id": way })).await["enrollment"]["readiness"].clone();
    assert_eq!((&seen[0]["name"], &seen[0]["client"]), (&json!("I have housing"), &json!(null)));
    assert_eq!(seen.as_array().map(Vec::len), Some(2));
}
