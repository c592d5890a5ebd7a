//! Waiting for a place, and getting one.

use serde_json::{Value as Json, json};
use sqlx::Connection;
use support::{App, Person, TestCenter, TestProgram, discharge};

use crate::standing::sign_in_again;

async fn clients(center: &TestCenter<'_>, names: &[&str]) -> (Person, Vec<Person>) {
    let dana = center.counselor("Dana Reyes").await;
    let mut clients = Vec::new();
    for name in names {
        clients.push(center.client(name, &dana).await);
    }
    (dana, clients)
}

/// In line one after the other, a minute apart.
async fn wait(app: &App, program: &TestProgram<'_>, people: &[Person]) -> Vec<String> {
    let mut ways = Vec::new();
    for person in people {
        app.driven().advance(jiff::SignedDuration::from_mins(1));
        ways.push(program.begins(person, "WAITLISTED").await);
    }
    ways
}

fn states(line: &[(String, String)]) -> Vec<(&str, &str)> {
    line.iter().map(|(name, state)| (name.as_str(), state.as_str())).collect()
}

#[tokio::test]
async fn a_freed_place_is_kept_for_the_first_in_line_in_the_same_breath() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = clients(&center, &["Ana Ruiz", "Tyler Beck", "Mei Lin", "Jo Park"]).await;
    let program = center.program("Evening program", json!({ "capacity": 1 })).await;
    let first = program.begins(&people[0], "ACTIVE").await;
    assert_eq!(program.tries(&people[1], "ACTIVE", json!({})).await["problems"][0]["code"], "program_full");
    let ways = wait(&app, &program, &people[1..]).await;
    // Whoever must not wait goes first, and nobody but staff learns why.
    let input = json!({ "enrollmentId": ways[2], "priority": "PREGNANT" });
    let set = center.does(&dana, "setEnrollmentPriority", input).await;
    assert_eq!((&set["enrollment"]["placeInLine"], &set["enrollment"]["priority"]), (&json!(1), &json!("PREGNANT")));
    let own = center.way(&people[3], &ways[2]).await;
    assert_eq!((&own["placeInLine"], &own["priority"]), (&json!(1), &json!(null)));
    assert_eq!(
        states(&program.line().await),
        [("Jo Park", "WAITLISTED"), ("Tyler Beck", "WAITLISTED"), ("Mei Lin", "WAITLISTED")]
    );
    let hidden = app.graphql(&dana, "query($id: ID!) { programLine(programId: $id) { id } }", json!({ "id": program.id })).await;
    assert_eq!(hidden["errors"][0]["extensions"]["code"], "FORBIDDEN", "the line is for those who look after it");
    center.moved(&dana, &first, "DISCHARGED", discharge("COMPLETED")).await;
    let offered = center.way(&people[3], &ways[2]).await;
    assert_eq!((&offered["state"], &offered["offeredUntil"]), (&json!("OFFERED"), &json!("2026-03-05T15:03:00Z")));
    assert_eq!(center.way(&people[1], &ways[0]).await["placeInLine"], 1);
    // The kept place is not free.
    assert_eq!(program.tries(&people[0], "ACTIVE", json!({})).await["problems"][0]["code"], "program_full");
    let taken = center.answers(&people[3], "acceptEnrollmentOffer", &ways[2]).await;
    assert_eq!(taken["enrollment"]["state"], "INTAKE", "{taken}");
    let again = center.answers(&dana, "acceptEnrollmentOffer", &ways[2]).await;
    assert_eq!((&again["enrollment"]["state"], &again["problems"]), (&json!("INTAKE"), &json!([])), "pressed twice");
    // More places are offered at once, to as many.
    program.update("Evening program", json!({ "capacity": 3 })).await;
    assert_eq!(states(&program.line().await), [("Tyler Beck", "OFFERED"), ("Mei Lin", "OFFERED")]);
}

#[tokio::test]
async fn of_two_who_accept_one_place_at_once_one_wins() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (_, people) = clients(&center, &["Ana Ruiz", "Tyler Beck"]).await;
    for round in 0..5 {
        let name = format!("Program {round}");
        let program = center.program(&name, json!({ "capacity": 2 })).await;
        let ways = wait(&app, &program, &people).await;
        // A room is lost while both think about it.
        program.update(&name, json!({ "capacity": 1 })).await;
        let (one, two) = tokio::join!(
            center.answers(&people[0], "acceptEnrollmentOffer", &ways[0]),
            center.answers(&people[1], "acceptEnrollmentOffer", &ways[1])
        );
        let mut came: Vec<Json> = [&one, &two].iter().map(|answer| answer["problems"].clone()).collect();
        came.sort_by_key(Json::to_string);
        assert_eq!(came, [json!([]), json!([{ "code": "program_full", "path": ["programId"] }])], "{one:#} {two:#}");
        assert_eq!(program.read("taken").await["taken"], 2, "one inside, one who still may say no");
        for (answer, way) in [(&one, &ways[0]), (&two, &ways[1])] {
            let to = if answer["problems"] == json!([]) { "CLOSED" } else { "WAITLISTED" };
            center.moved(&center.admin, way, to, json!({})).await;
        }
    }
}

#[tokio::test]
async fn an_offer_that_nobody_answers_goes_to_the_next_and_the_place_in_line_is_kept_twice() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (_, people) = clients(&center, &["Ana Ruiz", "Tyler Beck", "Mei Lin"]).await;
    let program = center.program("Evening program", json!({ "capacity": 1, "offersKept": 1, "offerHours": 24 })).await;
    let first = program.begins(&people[0], "ACTIVE").await;
    let ways = wait(&app, &program, &people[1..]).await;
    center.moved(&center.admin, &first, "DISCHARGED", discharge("COMPLETED")).await;
    assert_eq!(states(&program.line().await), [("Tyler Beck", "OFFERED"), ("Mei Lin", "WAITLISTED")]);
    app.driven().advance(jiff::SignedDuration::from_hours(24));
    let admin = sign_in_again(&app, &center.center, &center.admin).await;
    let tyler = sign_in_again(&app, &center.center, &people[1]).await;
    let late = center.answers(&tyler, "acceptEnrollmentOffer", &ways[0]).await;
    assert_eq!(late["problems"][0]["code"], "expired", "at the second of expiry it is over");
    app.run_jobs().await;
    let state = async |person: &Person, way: &str| center.way(person, way).await;
    let seen = state(&admin, &ways[0]).await;
    assert_eq!((&seen["state"], &seen["placeInLine"]), (&json!("WAITLISTED"), &json!(1)), "the place in line is kept");
    assert_eq!(state(&admin, &ways[1]).await["state"], "OFFERED", "the next is asked");
    let late = center.answers(&tyler, "acceptEnrollmentOffer", &ways[0]).await;
    assert_eq!(late["problems"][0]["code"], "expired");
    // Nobody wants it: it stays free until somebody has rested.
    let mei = sign_in_again(&app, &center.center, &people[2]).await;
    let declined = center.answers(&mei, "declineEnrollmentOffer", &ways[1]).await;
    assert_eq!((&declined["enrollment"]["state"], &declined["enrollment"]["placeInLine"]), (&json!("WAITLISTED"), &json!(2)));
    app.driven().advance(jiff::SignedDuration::from_hours(24 * 7));
    let admin = sign_in_again(&app, &center.center, &center.admin).await;
    hourly(&app).await;
    assert_eq!(state(&admin, &ways[0]).await["state"], "OFFERED", "whoever rested is asked again");
    // The second time, the place in line goes to whoever waited.
    let tyler = sign_in_again(&app, &center.center, &people[1]).await;
    let declined = center.answers(&tyler, "declineEnrollmentOffer", &ways[0]).await;
    assert_eq!(declined["enrollment"]["state"], "WAITLISTED");
    assert_eq!(state(&admin, &ways[0]).await["placeInLine"], 1, "{:?}", program_line(&app, &admin, &program.id).await);
}

async fn program_line(app: &App, admin: &Person, program: &str) -> Json {
    let query = "query($id: ID!) { programLine(programId: $id) { client { name } state placeInLine } }";
    app.data(admin, query, json!({ "id": program })).await["programLine"].clone()
}

/// The hourly round, now.
pub async fn hourly(app: &App) {
    let mut db = sqlx::PgConnection::connect(&app.database.url("cairn_worker")).await.expect("connect");
    sqlx::query("select graphile_worker.add_job('programs_hourly', '{}'::json)").execute(&mut db).await.expect("a job");
    app.run_jobs().await;
}

#[tokio::test]
async fn what_an_offer_says_by_mail_tells_a_stranger_nothing() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (_, people) = clients(&center, &["Ana Ruiz"]).await;
    let program = center.program("Evening program", json!({ "capacity": 1 })).await;
    let before = app.mail.inbox().mails(Some(&people[0].email)).len();
    wait(&app, &program, &people).await;
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(Some(&people[0].email));
    assert_eq!(mails.len(), before + 1);
    let mail = mails.iter().max_by_key(|mail| mail.id).expect("a mail");
    let told = format!("{} {} {}", mail.subject, mail.text, mail.html).to_lowercase();
    for word in
        ["program", "place", "wait list", "waitlist", "harbor", "ana ruiz", "recovery", "treatment", "clinic", "evening", "offer"]
    {
        assert!(!told.contains(word), "{word}: {told}");
    }
    assert!(mail.subject.contains("Please answer by"), "{}", mail.subject);
    assert!(mail.text.contains("10:01"), "until when: {}", mail.text);
}

#[tokio::test]
async fn an_answered_offer_is_not_mailed_any_more() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (_, people) = clients(&center, &["Ana Ruiz"]).await;
    let program = center.program("Evening program", json!({})).await;
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&people[0].email)).len();
    let way = program.begins(&people[0], "WAITLISTED").await;
    center.answers(&people[0], "withdrawEnrollment", &way).await;
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some(&people[0].email)).len(), before);
    let closed = center.way(&people[0], &way).await;
    assert_eq!(closed["state"], "CLOSED");
}

#[tokio::test]
async fn cohorts_fill_up_and_closed_ones_take_nobody_after_their_start() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = clients(&center, &["Ana Ruiz", "Tyler Beck", "Mei Lin"]).await;
    let program = center.program("Evening program", json!({})).await;
    let cohort = program.cohort(json!({ "name": "Spring", "kind": "CLOSED", "startsOn": "2026-03-03", "capacity": 1 })).await;
    let within = json!({ "cohortId": cohort });
    let first = program.tries(&people[0], "ACTIVE", within.clone()).await["enrollment"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(program.tries(&people[1], "ACTIVE", within.clone()).await["problems"][0]["code"], "cohort_full");
    let waits = program.tries(&people[1], "WAITLISTED", within.clone()).await["enrollment"].clone();
    assert_eq!(waits["state"], "WAITLISTED", "the program has room, the cohort has none");
    // Whoever waits for the program as such is not held up by whoever waits for the cohort.
    assert_eq!(program.tries(&people[2], "WAITLISTED", json!({})).await["enrollment"]["state"], "OFFERED");
    center.moved(&dana, &first, "DISCHARGED", discharge("TRANSFERRED")).await;
    let way = waits["id"].as_str().expect("an id");
    assert_eq!(center.way(&dana, way).await["state"], "OFFERED");
    // The fourth is after the third: too late for the first of the spring.
    app.driven().advance(jiff::SignedDuration::from_hours(48));
    let tyler = sign_in_again(&app, &center.center, &people[1]).await;
    let late = center.answers(&tyler, "acceptEnrollmentOffer", way).await;
    assert_eq!(late["problems"][0]["code"], "cohort_closed");
}

#[tokio::test]
async fn whoever_waits_for_a_cohort_that_started_without_them_keeps_the_place_in_line() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = clients(&center, &["Ana Ruiz", "Tyler Beck", "Mei Lin"]).await;
    let program = center.program("Evening program", json!({ "capacity": 1 })).await;
    let mut spring = json!({ "name": "Spring", "kind": "CLOSED", "startsOn": "2026-03-20" });
    let cohort = program.cohort(spring.clone()).await;
    let inside = program.begins(&people[0], "ACTIVE").await;
    let waits = program.tries(&people[1], "WAITLISTED", json!({ "cohortId": cohort })).await["enrollment"].clone();
    let way = waits["id"].as_str().expect("an id").to_owned();
    let behind = wait(&app, &program, &people[2..]).await;
    // It began earlier than planned.
    spring["cohortId"] = json!(cohort);
    spring["startsOn"] = json!("2026-03-01");
    program.cohort(spring).await;
    let query = "query($id: ID!) { programLine(programId: $id) { client { name } placeInLine cohortOver } }";
    let line = app.data(&center.admin, query, json!({ "id": program.id })).await["programLine"].clone();
    assert_eq!(
        line,
        json!([
            { "client": { "name": "Tyler Beck" }, "placeInLine": 1, "cohortOver": true },
            { "client": { "name": "Mei Lin" }, "placeInLine": 2, "cohortOver": false },
        ])
    );
    let version = center.way(&dana, &way).await["version"].clone();
    let set = async |person: &Person, way: &str, version: &Json, cohort: Json| {
        let input = json!({ "enrollmentId": way, "version": version, "cohortId": cohort });
        center.does(person, "setEnrollmentCohort", input).await
    };
    assert_eq!(set(&people[1], &way, &version, json!(null)).await["problems"][0]["code"], "not_allowed");
    assert_eq!(set(&people[2], &way, &version, json!(null)).await["problems"][0]["code"], "not_found");
    assert_eq!(set(&dana, &way, &json!(99), json!(null)).await["problems"][0]["code"], "conflict");
    let theirs = center.way(&dana, &behind[0]).await["version"].clone();
    assert_eq!(set(&dana, &behind[0], &theirs, json!(cohort)).await["problems"][0]["code"], "cohort_closed");
    let moved = set(&dana, &way, &version, json!(null)).await;
    assert_eq!((&moved["problems"], &moved["enrollment"]["placeInLine"]), (&json!([]), &json!(1)), "{moved}");
    center.moved(&dana, &inside, "DISCHARGED", discharge("COMPLETED")).await;
    assert_eq!(center.way(&dana, &way).await["state"], "OFFERED", "in their turn");
}

#[tokio::test]
async fn a_full_cohort_takes_nobody_from_another() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = clients(&center, &["Ana Ruiz", "Tyler Beck"]).await;
    let program = center.program("Evening program", json!({})).await;
    let cohort = program.cohort(json!({ "name": "Spring", "kind": "OPEN", "capacity": 1 })).await;
    let ana = program.tries(&people[0], "ACTIVE", json!({ "cohortId": cohort })).await["enrollment"]["id"].clone();
    let tyler = program.begins(&people[1], "ACTIVE").await;
    let set = async |way: &str, cohort: Json| {
        let version = center.way(&dana, way).await["version"].clone();
        center.does(&dana, "setEnrollmentCohort", json!({ "enrollmentId": way, "version": version, "cohortId": cohort })).await
    };
    assert_eq!(set(&tyler, json!(cohort)).await["problems"][0]["code"], "cohort_full");
    let ana = ana.as_str().expect("an id");
    assert_eq!(set(ana, json!(cohort)).await["problems"], json!([]), "where she is already");
    assert_eq!(set(ana, json!(null)).await["problems"], json!([]));
    assert_eq!(set(&tyler, json!(cohort)).await["problems"], json!([]));
    center.moved(&dana, &tyler, "DISCHARGED", discharge("COMPLETED")).await;
    assert_eq!(set(&tyler, json!(null)).await["problems"][0]["code"], "enrollment_closed");
}
