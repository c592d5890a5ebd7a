use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person, TestCenter};

pub async fn pair(center: &TestCenter<'_>) -> (Person, Person, Person, String) {
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let id = center.walk_together(&ana, &marcus).await;
    (dana, ana, marcus, id)
}

#[tokio::test]
async fn goals_are_the_clients_own() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana, marcus, id) = pair(&center).await;
    let create =
        "mutation($input: CreateGoalInput!) { createGoal(input: $input) { goal { id version text } problems { code } } }";
    let input = json!({ "mentorshipId": id, "text": "Walk every morning.", "targetOn": "2026-06-01" });
    assert_eq!(app.data(&marcus, create, json!({ "input": input })).await["createGoal"]["problems"][0]["code"], "not_allowed");
    let goal = fine(&app.data(&ana, create, json!({ "input": input })).await, "createGoal")["goal"].clone();
    let state = "mutation($id: ID!, $s: GoalState!) { setGoalState(input: { goalId: $id, state: $s }) { goal { state } problems { code } } }";
    let finish = json!({ "id": goal["id"], "s": "FINISHED" });
    assert_eq!(app.data(&marcus, state, finish.clone()).await["setGoalState"]["problems"][0]["code"], "not_allowed");
    let comment = "mutation($id: ID!, $b: String!) { commentGoal(input: { goalId: $id, body: $b }) { goal { comments { author { name } body } } hints problems { code } } }";
    let said = fine(&app.data(&marcus, comment, json!({ "id": goal["id"], "b": "I can lend you shoes." })).await, "commentGoal");
    assert_eq!(said["goal"]["comments"][0]["author"]["name"], "Marcus Hill");
    assert_eq!(said["hints"], json!(["MONEY"]), "a hint, and it was said all the same");
    assert_eq!(fine(&app.data(&ana, state, finish).await, "setGoalState")["goal"]["state"], "FINISHED");
    for person in [&dana, &center.admin] {
        let refused = app.data(person, comment, json!({ "id": goal["id"], "b": "x" })).await;
        assert_eq!(refused["commentGoal"]["problems"][0]["code"], "not_found");
    }
}

#[tokio::test]
async fn of_each_part_of_a_check_in_its_author_says_who_sees_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana, marcus, id) = pair(&center).await;
    let add = "mutation($input: AddPairCheckInInput!) { addPairCheckIn(input: $input) { checkIn { mood urge note } favourites { title } problems { code path } } }";
    let input = json!({ "mentorshipId": id, "mood": "LOW", "urge": 8, "commitmentKept": false, "note": "A hard Sunday.",
        "moodSeenBy": "CARE", "urgeSeenBy": "MENTOR", "commitmentKeptSeenBy": "ME", "noteSeenBy": "ME" });
    assert_eq!(app.data(&marcus, add, json!({ "input": input })).await["addPairCheckIn"]["problems"][0]["code"], "not_found");
    fine(&app.data(&ana, add, json!({ "input": input })).await, "addPairCheckIn");
    let read =
        "query($id: ID!) { mentorship(mentorshipId: $id) { checkIns { mood urge commitmentKept note sharing { note } } } }";
    let seen = |data: Json| data["mentorship"]["checkIns"].clone();
    assert_eq!(
        seen(app.data(&ana, read, json!({ "id": id })).await),
        json!([{ "mood": "LOW", "urge": 8, "commitmentKept": false, "note": "A hard Sunday.", "sharing": { "note": "ME" } }])
    );
    assert_eq!(
        seen(app.data(&marcus, read, json!({ "id": id })).await),
        json!([{ "mood": "LOW", "urge": 8, "commitmentKept": null, "note": null, "sharing": null }])
    );
    assert_eq!(seen(app.data(&center.admin, read, json!({ "id": id })).await), json!([]));
    let shared = "query($id: ID!) { sharedCheckIns(clientId: $id) { mood urge commitmentKept note } }";
    let care = app.data(&dana, shared, json!({ "id": ana.wire_id() })).await["sharedCheckIns"].clone();
    assert_eq!(care, json!([{ "mood": "LOW", "urge": null, "commitmentKept": null, "note": null }]));
    for person in [&marcus, &center.admin] {
        let heard = app.graphql(person, shared, json!({ "id": ana.wire_id() })).await;
        assert_eq!(heard["errors"][0]["extensions"]["code"], "NOT_FOUND");
    }
    app.driven().advance(jiff::SignedDuration::from_mins(1));
    let silent = json!({ "input": { "mentorshipId": id, "mood": "GOOD" } });
    fine(&app.data(&ana, add, silent).await, "addPairCheckIn");
    let theirs = seen(app.data(&marcus, read, json!({ "id": id })).await);
    assert_eq!(theirs[0]["mood"], Json::Null, "unless said otherwise, for her alone");
    let wrong = json!({ "input": { "mentorshipId": id, "mood": "GOOD", "urge": 11 } });
    assert_eq!(app.data(&ana, add, wrong).await["addPairCheckIn"]["problems"][0]["path"], json!(["urge"]));
}

#[tokio::test]
async fn what_two_people_write_nobody_else_reads() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana, marcus, id) = pair(&center).await;
    let send = "mutation($input: SendPairMessageInput!) { sendPairMessage(input: $input) { message { id body } hints problems { code } } }";
    let key = uuid::Uuid::new_v4();
    let input = |body: &str| json!({ "input": { "clientMutationId": key, "mentorshipId": id, "body": body } });
    let first = fine(&app.data(&ana, send, input("See you on Tuesday?")).await, "sendPairMessage")["message"].clone();
    assert_eq!(
        fine(&app.data(&ana, send, input("See you on Tuesday?")).await, "sendPairMessage")["message"],
        first,
        "pressed twice"
    );
    let page = "query($id: ID!) { pairMessages(mentorshipId: $id) { nodes { body author { name } } readUntil otherReadUntil hasOlder } }";
    let read = app.data(&marcus, page, json!({ "id": id })).await["pairMessages"].clone();
    assert_eq!(read["nodes"], json!([{ "body": "See you on Tuesday?", "author": { "name": "Ana Ruiz" } }]));
    let mark =
        "mutation($id: ID!, $m: ID!) { markPairRead(input: { mentorshipId: $id, pairMessageId: $m }) { problems { code } } }";
    fine(&app.data(&marcus, mark, json!({ "id": id, "m": first["id"] })).await, "markPairRead");
    assert_eq!(app.data(&ana, page, json!({ "id": id })).await["pairMessages"]["otherReadUntil"], first["id"]);
    for person in [&dana, &center.admin] {
        assert!(app.data(person, page, json!({ "id": id })).await["pairMessages"].is_null());
        assert_eq!(app.data(person, send, input("x")).await["sendPairMessage"]["problems"][0]["code"], "not_found");
    }
    let back = "mutation($id: ID!) { takeBackPairMessage(pairMessageId: $id) { message { body } problems { code } } }";
    assert_eq!(
        app.data(&marcus, back, json!({ "id": first["id"] })).await["takeBackPairMessage"]["problems"][0]["code"],
        "not_found"
    );
    assert!(fine(&app.data(&ana, back, json!({ "id": first["id"] })).await, "takeBackPairMessage")["message"]["body"].is_null());
}

#[tokio::test]
async fn they_meet_by_the_booking_of_sessions() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (_, ana, marcus, id) = pair(&center).await;
    let book = "mutation($input: BookSessionInput!) { bookSession(input: $input) { session { state } problems { code } } }";
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "counselorId": marcus.wire_id(), "clientId": ana.wire_id(),
        "startsAt": "2026-03-03T23:00:00Z", "minutes": 45, "place": "ONLINE" });
    assert_eq!(fine(&app.data(&ana, book, json!({ "input": input })).await, "bookSession")["session"]["state"], "BOOKED");
    // After the goodbye there is nothing to book.
    let end = "mutation($id: ID!) { endMentorship(input: { mentorshipId: $id, reason: TIME_IS_UP, words: \"Take care.\" }) { mentorship { state endWords } problems { code } } }";
    assert_eq!(fine(&app.data(&ana, end, json!({ "id": id })).await, "endMentorship")["mentorship"]["state"], "CLOSING");
    // Who wrote a letter of their own meanwhile reads hers first; nothing of theirs is lost unread.
    let meanwhile = "mutation($id: ID!) { endMentorship(input: { mentorshipId: $id, reason: TIME_IS_UP, words: \"Thank you.\", state: ACTIVE }) { problems { code path } } }";
    let told = app.data(&marcus, meanwhile, json!({ "id": id })).await["endMentorship"]["problems"].clone();
    assert_eq!(told, json!([{ "code": "conflict", "path": ["state"] }]));
    let letter = fine(&app.data(&marcus, end, json!({ "id": id })).await, "endMentorship")["mentorship"].clone();
    assert_eq!(letter, json!({ "state": "CLOSED", "endWords": "Take care." }));
    let again = json!({ "clientMutationId": uuid::Uuid::new_v4(), "counselorId": marcus.wire_id(), "clientId": ana.wire_id(),
        "startsAt": "2026-03-04T23:00:00Z", "minutes": 45, "place": "ONLINE" });
    assert_ne!(app.data(&ana, book, json!({ "input": again })).await["bookSession"]["problems"], json!([]));
}

#[tokio::test]
async fn agreed_by_both_and_begun_anew_without_shame() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (_, ana, marcus, id) = pair(&center).await;
    let lines = app.data(&ana, "{ mentorshipAgreement { version lines } }", json!({})).await["mentorshipAgreement"].clone();
    let agree = "mutation($id: ID!, $v: Int!) { acceptMentorshipAgreement(input: { mentorshipId: $id, version: $v }) { mentorship { agreedByClient agreedByMentor } problems { code } } }";
    assert_eq!(
        app.data(&ana, agree, json!({ "id": id, "v": 9 })).await["acceptMentorshipAgreement"]["problems"][0]["code"],
        "conflict"
    );
    for person in [&ana, &marcus] {
        fine(&app.data(person, agree, json!({ "id": id, "v": lines["version"] })).await, "acceptMentorshipAgreement");
    }
    let read = "query($id: ID!) { mentorship(mentorshipId: $id) { agreedByClient agreedByMentor state endReason } }";
    let shown = app.data(&center.admin, read, json!({ "id": id })).await["mentorship"].clone();
    assert_eq!((&shown["agreedByClient"], &shown["agreedByMentor"]), (&json!(true), &json!(true)));
    let another = "mutation($id: ID!) { askForAnotherMentor(mentorshipId: $id) { mentorship { state } problems { code } } }";
    assert_eq!(app.data(&marcus, another, json!({ "id": id })).await["askForAnotherMentor"]["problems"][0]["code"], "not_found");
    assert_eq!(
        fine(&app.data(&ana, another, json!({ "id": id })).await, "askForAnotherMentor")["mentorship"]["state"],
        "CLOSING"
    );
    assert_eq!(app.data(&ana, "{ myMentorRequest { state } }", json!({})).await["myMentorRequest"]["state"], "WAITING");
    // Nobody has said goodbye back: after a fortnight it is said.
    app.driven().advance(jiff::SignedDuration::from_hours(24 * 14));
    app.run_jobs().await;
    let ana = crate::standing::sign_in_again(&app, &center.center, &ana).await;
    assert_eq!(app.data(&ana, read, json!({ "id": id })).await["mentorship"]["state"], "CLOSED");
    let survey = "mutation($id: ID!) { answerMentorshipSurvey(input: { mentorshipId: $id, feltHeard: 5, helped: 4, wouldAgain: true, words: \"\" }) { mentorship { answeredSurvey } problems { code } } }";
    assert_eq!(
        fine(&app.data(&ana, survey, json!({ "id": id })).await, "answerMentorshipSurvey")["mentorship"]["answeredSurvey"],
        true
    );
    // Whoever looks after the program reads it, and that is remembered; nobody else does.
    let admin = crate::standing::sign_in_again(&app, &center.center, &center.admin).await;
    let both = "query($id: ID!) { mentorshipSurveys(mentorshipId: $id) { client { feltHeard helped wouldAgain words } mentor { helped } } }";
    assert_eq!(
        app.data(&admin, both, json!({ "id": id })).await["mentorshipSurveys"],
        json!({ "client": { "feltHeard": 5, "helped": 4, "wouldAgain": true, "words": "" }, "mentor": null })
    );
    let log = app.data(&admin, "{ auditEvents(first: 20) { nodes { action } } }", json!({})).await.to_string();
    assert!(log.contains("mentorship.read_surveys"), "{log}");
    assert!(app.data(&ana, both, json!({ "id": id })).await["mentorshipSurveys"].is_null());
}
