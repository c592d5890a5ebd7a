//! What a program is.

use serde_json::{Value as Json, json};
use support::App;

#[tokio::test]
async fn a_template_becomes_a_draft_of_ones_own() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let templates =
        app.data(&center.admin, "{ programTemplates { key level name } }", json!({})).await["programTemplates"].clone();
    assert_eq!(templates.as_array().map(Vec::len), Some(9));
    let create = "mutation($input: CreateProgramInput!) { createProgram(input: $input) {
        program { id name level state capacity phases { name criteria { name } } intakeItems { name owner dueDays required } taken waiting }
        problems { code path } } }";
    let make = async |name: &str, template: Json| {
        let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "name": name, "fromTemplate": template });
        app.data(&center.admin, create, json!({ "input": input })).await["createProgram"].clone()
    };
    let made = make("", json!("intensive_outpatient")).await["program"].clone();
    assert_eq!(
        (&made["name"], &made["level"], &made["state"], &made["taken"]),
        (&json!("Intensive outpatient"), &json!("INTENSIVE_OUTPATIENT"), &json!("DRAFT"), &json!(0))
    );
    assert_eq!(made["phases"].as_array().map(Vec::len), Some(3));
    assert_eq!(made["phases"][0]["criteria"].as_array().map(Vec::len), Some(3));
    assert!(made["intakeItems"].as_array().is_some_and(|items| !items.is_empty()));
    assert_eq!(make("", json!("nothing")).await["problems"][0]["code"], "template_unknown");
    assert_eq!(make("", json!(null)).await["problems"][0]["code"], "required");
    // As before: a name is enough, and people come in at once.
    let plain = make("Evening", json!(null)).await["program"].clone();
    assert_eq!((&plain["state"], &plain["level"], &plain["phases"]), (&json!("OPEN"), &json!("OUTPATIENT"), &json!([])));
    // Nobody comes into a draft.
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let draft = support::TestProgram { center: &center, id: made["id"].as_str().expect("an id").to_owned() };
    assert_eq!(draft.tries(&ana, "INQUIRY", json!({})).await["problems"][0]["code"], "program_not_open");
    assert_eq!(draft.set_state("OPEN").await["program"]["state"], "OPEN");
    draft.begins(&ana, "INQUIRY").await;
    assert_eq!(draft.set_state("DRAFT").await["problems"][0]["code"], "program_in_use");
}

#[tokio::test]
async fn aftercare_is_one_step_and_never_a_circle() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let a = center.program("A", json!({})).await;
    let b = center.program("B", json!({})).await;
    let c = center.program("C", json!({})).await;
    let leads = async |from: &support::TestProgram<'_>, name: &str, to: &str| {
        from.update(name, json!({ "aftercareProgramId": to })).await["problems"].clone()
    };
    let circle = json!([{ "code": "aftercare_circle", "path": ["aftercareProgramId"] }]);
    assert_eq!(leads(&a, "A", &a.id).await, circle, "to itself");
    assert_eq!(leads(&a, "A", &b.id).await, json!([]));
    assert_eq!(leads(&b, "B", &a.id).await, circle, "there and back");
    assert_eq!(leads(&b, "B", &c.id).await, circle, "on and on");
    assert_eq!(leads(&c, "C", &a.id).await, circle, "round about");
    assert_eq!(leads(&c, "C", &b.id).await, json!([]), "two may lead to one");
    // From both sides at once: one wins.
    let d = center.program("D", json!({})).await;
    let e = center.program("E", json!({})).await;
    let (one, two) = tokio::join!(leads(&d, "D", &e.id), leads(&e, "E", &d.id));
    assert_eq!([&one, &two].iter().filter(|problems| **problems == &json!([])).count(), 1, "{one} {two}");
}

#[tokio::test]
async fn two_admins_do_not_write_over_each_other() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let program = center.program("Evening", json!({})).await;
    let stale =
        json!({ "input": { "programId": program.id, "version": 0, "details": { "name": "Late", "level": "OUTPATIENT" } } });
    let update =
        "mutation($input: UpdateProgramInput!) { updateProgram(input: $input) { program { name } problems { code path } } }";
    let refused = app.data(&center.admin, update, stale).await["updateProgram"].clone();
    assert_eq!(refused["problems"], json!([{ "code": "conflict", "path": ["version"] }]));
    for (field, value, code) in [
        ("capacity", json!(0), "out_of_range"),
        ("quietAfterDays", json!(366), "out_of_range"),
        ("offerHours", json!(0), "out_of_range"),
        ("offersKept", json!(11), "out_of_range"),
        ("name", json!(""), "required"),
        ("about", json!("x".repeat(2001)), "too_long"),
        ("aftercareProgramId", json!(format!("program:{}", uuid::Uuid::new_v4())), "program_unknown"),
    ] {
        let tried = program.update("Evening", json!({ field: value })).await;
        assert_eq!(tried["problems"], json!([{ "code": code, "path": [field] }]), "{field}");
    }
    let many: Vec<Json> = (0..41).map(|number| json!({ "name": format!("Phase {number}") })).collect();
    assert_eq!(program.set_phases(json!(many)).await["problems"][0]["code"], "too_many");
    let dana = center.counselor("Dana Reyes").await;
    let kept =
        json!({ "input": { "programId": program.id, "version": 1, "details": { "name": "Mine", "level": "OUTPATIENT" } } });
    let refused = app.data(&dana, update, kept).await["updateProgram"].clone();
    assert_eq!(refused["problems"][0]["code"], "not_allowed");
    // Clients learn of a program through their own way only.
    let ana = center.client("Ana Ruiz", &dana).await;
    let hidden = app.graphql(&ana, "query($id: ID!) { program(id: $id) { name } }", json!({ "id": program.id })).await;
    assert_eq!(hidden["errors"][0]["extensions"]["code"], "FORBIDDEN");
    program.begins(&ana, "INQUIRY").await;
    let own = app.data(&ana, "{ myEnrollments { program { name taken waiting cohorts { taken } } state } }", json!({})).await;
    assert_eq!(
        own["myEnrollments"],
        json!([{ "program": { "name": "Evening", "taken": null, "waiting": null, "cohorts": [] }, "state": "INQUIRY" }])
    );
    // Another center has nothing of it.
    let other = app.center("River Bend").await;
    let query = "query($id: ID!) { program(id: $id) { name } }";
    assert!(app.data(&other.admin, query, json!({ "id": program.id })).await["program"].is_null());
}
