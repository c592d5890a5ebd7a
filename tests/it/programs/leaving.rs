//! Leaving a program is not leaving the center.

use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use support::{App, discharge};

use super::line::hourly;
use crate::standing::sign_in_again;

fn with_aftercare(aftercare: Json) -> Json {
    let mut details = discharge("COMPLETED");
    details["discharge"]["aftercare"] = aftercare;
    details
}

#[tokio::test]
async fn discharge_changes_the_program_and_takes_nothing_away() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let aftercare = center.program("Aftercare", json!({ "level": "AFTERCARE" })).await;
    let program = center.program("Evening program", json!({ "aftercareProgramId": aftercare.id })).await;
    let group = center.group("Open circle", json!({})).await;
    let place = center.joins(&ana, &group, "River").await;
    let way = program.begins(&ana, "ACTIVE").await;
    let missing = center.moves(&dana, &way, "DISCHARGED", json!({})).await;
    assert_eq!(missing["problems"], json!([{ "code": "required", "path": ["discharge"] }]));
    let half = json!({ "discharge": { "reason": "COMPLETED", "aftercare": { "choice": "UNTIL" } } });
    let codes: Vec<String> = center.moves(&dana, &way, "DISCHARGED", half).await["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .map(|problem| problem["path"].as_array().and_then(|path| path.last()).expect("a field").to_string())
        .collect();
    assert_eq!(codes, ["\"overdoseEducation\"", "\"crisisPlan\"", "\"until\""], "each is given or declined, never left out");
    let gone = center.moved(&dana, &way, "DISCHARGED", with_aftercare(json!({ "choice": "UNTIL", "until": "2026-03-20" }))).await;
    assert_eq!((&gone["state"], &gone["aftercareUntil"]), (&json!("AFTERCARE"), &json!("2026-03-20")), "in the same act");
    let query = "query($id: ID!) { enrollment(id: $id) { aftercareProgram { name } moves { to }
        discharge { reason overdoseEducation crisisPlan aftercare note } } }";
    let seen = app.data(&ana, query, json!({ "id": way })).await["enrollment"].clone();
    assert_eq!(seen["moves"], json!([{ "to": "ACTIVE" }, { "to": "DISCHARGED" }, { "to": "AFTERCARE" }]));
    assert_eq!(
        seen["discharge"],
        json!({ "reason": "COMPLETED", "overdoseEducation": "GIVEN", "crisisPlan": "DECLINED", "aftercare": "UNTIL", "note": null })
    );
    assert_eq!(seen["aftercareProgram"]["name"], "Aftercare");
    // The account, the group, the alias and the counselor are what they were.
    let mine = "query($id: ID!) { viewer { counselors { name } } group(id: $id) { myMembership { id state alias } } }";
    let still = app.data(&ana, mine, json!({ "id": group })).await;
    assert_eq!(still["group"]["myMembership"], json!({ "id": place, "state": "ACTIVE", "alias": "River" }));
    assert_eq!(still["viewer"]["counselors"], json!([{ "name": "Dana Reyes" }]));
    // For as long as she wants.
    let chosen = json!({ "enrollmentId": way, "aftercare": { "choice": "UNTIL", "until": "2026-03-04" } });
    assert_eq!(center.does(&dana, "chooseAftercare", chosen.clone()).await["problems"][0]["code"], "not_allowed");
    assert_eq!(center.does(&ana, "chooseAftercare", chosen).await["enrollment"]["aftercareUntil"], "2026-03-04");
    for (now, state) in [("2026-03-05T03:00:00Z", "AFTERCARE"), ("2026-03-05T06:00:00Z", "CLOSED")] {
        app.driven().set(now.parse().expect("a time"));
        hourly(&app).await;
        let ana = sign_in_again(&app, &center.center, &ana).await;
        assert_eq!(center.way(&ana, &way).await["state"], state, "the day ends at the center's midnight: {now}");
    }
}

#[tokio::test]
async fn who_comes_back_begins_anew() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let program = center.program("Evening program", json!({})).await;
    let way = program.begins(&ana, "ACTIVE").await;
    center.moved(&dana, &way, "DISCHARGED", with_aftercare(json!({ "choice": "AS_LONG_AS_WANTED" }))).await;
    let again = program.begins(&ana, "INTAKE").await;
    assert_ne!(way, again);
    assert_eq!(center.way(&ana, &way).await["state"], "CLOSED");
    let query =
        "query($id: ID!) { client(id: $id) { program { name } enrollment { state } enrollments { id state moves { reason } } } }";
    let seen = app.data(&dana, query, json!({ "id": ana.wire_id() })).await["client"].clone();
    assert_eq!(seen["enrollment"]["state"], "INTAKE");
    let ways = seen["enrollments"].as_array().expect("ways");
    assert_eq!(ways.len(), 2);
    let former = ways.iter().find(|one| one["id"] == json!(way)).expect("the former");
    assert_eq!(former["moves"][3]["reason"], "RETURNED");
}

#[tokio::test]
async fn ending_a_treatment_against_somebodys_will_takes_a_supervisor() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let helen = center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let program = center.program("Evening program", json!({ "capacity": 1 })).await;
    let way = program.begins(&ana, "ACTIVE").await;
    let asked = center.moved(&dana, &way, "DISCHARGED", discharge("TERMINATED_BY_FACILITY")).await;
    assert_eq!(asked["state"], "ACTIVE", "nothing happens by itself");
    let query = "query($id: ID!) { enrollment(id: $id) { discharge { state } } }";
    let own = app.data(&ana, query, json!({ "id": way })).await;
    assert_eq!(own["enrollment"]["discharge"], json!(null), "what is being looked at is not a fact yet");
    let tasks = "{ staffTasks { nodes { kind member { name } } } }";
    let open = app.data(&helen, tasks, json!({})).await["staffTasks"]["nodes"].clone();
    assert_eq!(open, json!([{ "kind": "DISCHARGE_REVIEW", "member": { "name": "Ana Ruiz" } }]));
    let review = json!({ "enrollmentId": way, "confirm": false });
    for person in [&dana, &center.admin] {
        let refused = center.does(person, "reviewDischarge", review.clone()).await;
        assert_eq!(refused["problems"][0]["code"], "not_allowed", "{}", person.name);
    }
    let refused = center.does(&helen, "reviewDischarge", review.clone()).await;
    assert_eq!(refused["enrollment"]["state"], "ACTIVE", "{refused}");
    assert_eq!(app.data(&helen, tasks, json!({})).await["staffTasks"]["nodes"], json!([]));
    assert_eq!(center.does(&helen, "reviewDischarge", review).await["problems"][0]["code"], "nothing_to_review");
    center.moved(&dana, &way, "DISCHARGED", discharge("TERMINATED_BY_FACILITY")).await;
    let confirmed = center.does(&helen, "reviewDischarge", json!({ "enrollmentId": way, "confirm": true })).await;
    assert_eq!(confirmed["enrollment"]["state"], "DISCHARGED", "{confirmed}");
    // Whoever asks does not answer, whatever else they are.
    let both = center.invite("Bo Lind", &[Role::Supervisor, Role::Counselor], None).await;
    let tyler = center.client("Tyler Beck", &both).await;
    let other = program.begins(&tyler, "ACTIVE").await;
    center.moved(&both, &other, "DISCHARGED", discharge("TERMINATED_BY_FACILITY")).await;
    let own = center.does(&both, "reviewDischarge", json!({ "enrollmentId": other, "confirm": true })).await;
    assert_eq!(own["problems"][0]["code"], "review_by_another");
}

#[tokio::test]
async fn aftercare_goes_on_until_there_is_a_place_again_and_shows_where_it_is() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, tyler) = (center.client("Ana Ruiz", &dana).await, center.client("Tyler Beck", &dana).await);
    let aftercare = center.program("Aftercare", json!({ "level": "AFTERCARE" })).await;
    let program = center.program("Evening program", json!({ "capacity": 1, "aftercareProgramId": aftercare.id })).await;
    let way = program.begins(&ana, "ACTIVE").await;
    center.moved(&dana, &way, "DISCHARGED", with_aftercare(json!({ "choice": "AS_LONG_AS_WANTED" }))).await;
    let inside = program.begins(&tyler, "ACTIVE").await;
    let board = "query($id: ID!) { clients(first: 5, filter: { programId: $id }) { nodes { member { name } enrollment { state program { name } } } } }";
    let people = async || app.data(&dana, board, json!({ "id": aftercare.id })).await["clients"]["nodes"].clone();
    let there = json!([{ "member": { "name": "Ana Ruiz" }, "enrollment": { "state": "AFTERCARE", "program": { "name": "Evening program" } } }]);
    assert_eq!(people().await, there);
    let again = program.begins(&ana, "WAITLISTED").await;
    assert_eq!(center.way(&ana, &way).await["state"], "AFTERCARE", "waiting takes nothing away");
    assert_eq!(people().await, there);
    center.moved(&dana, &inside, "DISCHARGED", discharge("COMPLETED")).await;
    let taken = center.answers(&ana, "acceptEnrollmentOffer", &again).await;
    assert_eq!(taken["enrollment"]["state"], "INTAKE", "{taken}");
    assert_eq!(center.way(&ana, &way).await["state"], "CLOSED");
    assert_eq!(people().await, json!([]));
}

#[tokio::test]
async fn nothing_is_left_to_confirm_for_whoever_left_for_another_reason() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let helen = center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let program = center.program("Evening program", json!({})).await;
    let way = program.begins(&ana, "ACTIVE").await;
    center.moved(&dana, &way, "DISCHARGED", discharge("TERMINATED_BY_FACILITY")).await;
    let tasks = "{ staffTasks { nodes { kind } } }";
    assert_eq!(app.data(&helen, tasks, json!({})).await["staffTasks"]["nodes"], json!([{ "kind": "DISCHARGE_REVIEW" }]));
    let gone = center.moved(&dana, &way, "DISCHARGED", discharge("LEFT_AGAINST_ADVICE")).await;
    assert_eq!(gone["state"], "DISCHARGED");
    assert_eq!(app.data(&helen, tasks, json!({})).await["staffTasks"]["nodes"], json!([]));
    let late = center.does(&helen, "reviewDischarge", json!({ "enrollmentId": way, "confirm": true })).await;
    assert_eq!(late["problems"][0]["code"], "nothing_to_review");
}

#[tokio::test]
async fn what_a_supervisor_confirms_happens_on_that_day() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let helen = center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let program = center.program("Evening program", json!({})).await;
    let way = program.begins(&ana, "ACTIVE").await;
    center.moved(&dana, &way, "DISCHARGED", discharge("TERMINATED_BY_FACILITY")).await;
    app.driven().set("2026-03-05T15:00:00Z".parse().expect("a time"));
    let helen = sign_in_again(&app, &center.center, &helen).await;
    let confirmed = center.does(&helen, "reviewDischarge", json!({ "enrollmentId": way, "confirm": true })).await;
    assert_eq!(confirmed["enrollment"]["endedOn"], "2026-03-05", "{confirmed}");
    let query = "query($id: ID!) { enrollment(id: $id) { discharge { on } moves { to on } } }";
    let seen = app.data(&helen, query, json!({ "id": way })).await["enrollment"].clone();
    assert_eq!((&seen["discharge"]["on"], &seen["moves"][1]["on"]), (&json!("2026-03-05"), &json!("2026-03-05")));
}

#[tokio::test]
async fn a_no_of_ones_own_is_an_answer() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let program = center.program("Evening program", json!({})).await;
    let way = program.begins(&ana, "ACTIVE").await;
    center.moved(&dana, &way, "DISCHARGED", discharge("COMPLETED")).await;
    let query = "{ myEnrollments { state discharge { aftercare chosen } } }";
    let seen = async || app.data(&ana, query, json!({})).await["myEnrollments"][0].clone();
    let noted = |chosen: bool| json!({ "state": "DISCHARGED", "discharge": { "aftercare": "NO", "chosen": chosen } });
    assert_eq!(seen().await, noted(false), "what staff noted is not her answer");
    let said = center.does(&ana, "chooseAftercare", json!({ "enrollmentId": way, "aftercare": { "choice": "NO" } })).await;
    assert_eq!(said["problems"], json!([]));
    assert_eq!(seen().await, noted(true));
    // It can be another one later.
    let yes = json!({ "enrollmentId": way, "aftercare": { "choice": "AS_LONG_AS_WANTED" } });
    assert_eq!(center.does(&ana, "chooseAftercare", yes).await["enrollment"]["state"], "AFTERCARE");
}
