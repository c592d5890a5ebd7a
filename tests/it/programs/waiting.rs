//! Nobody waits alone: who keeps contact can be met, who is forgotten is called, and what is due is said.

use cairn_domain::actor::Role;
use jiff::SignedDuration;
use serde_json::json;
use support::{App, Person, TestCenter, TestProgram};

use super::line::hourly;
use crate::standing::sign_in_again;

const TASKS: &str = "{ staffTasks { nodes { kind member { name } } } }";
const BOOK: &str =
    "mutation($input: BookSessionInput!) { bookSession(input: $input) { session { state } problems { code path } } }";
const TELLING: [&str; 13] = [
    "program",
    "place",
    "wait",
    "harbor",
    "ana ruiz",
    "marcus",
    "recovery",
    "treatment",
    "clinic",
    "evening",
    "peer",
    "consent",
    "intake",
];

/// How many mails somebody has got since; each says nothing in any part of it.
fn mails(app: &App, person: &Person, before: usize) -> usize {
    let mails = app.mail.inbox().mails(Some(&person.email));
    for mail in mails.iter().filter(|mail| mail.subject.contains("new")) {
        let told = format!("{} {} {}", mail.subject, mail.text, mail.html).to_lowercase();
        for word in TELLING {
            assert!(!told.contains(word), "{word}: {told}");
        }
    }
    mails.len() - before
}

/// Ana waits for a full program.
async fn waits(center: &TestCenter<'_>, program: &TestProgram<'_>) -> (Person, Person, String) {
    let dana = center.counselor("Dana Reyes").await;
    let inside = center.client("Tyler Beck", &dana).await;
    let ana = center.invite("Ana Ruiz", &[Role::Client], None).await;
    program.begins(&inside, "ACTIVE").await;
    let way = program.begins(&ana, "WAITLISTED").await;
    (dana, ana, way)
}

async fn names(center: &TestCenter<'_>, way: &str, peer: Option<&Person>) {
    let input = json!({ "enrollmentId": way, "peerId": peer.map(Person::wire_id) });
    let set = center.does(&center.admin, "setEnrollmentPeer", input).await;
    assert_eq!(set["problems"], json!([]), "{set}");
}

#[tokio::test]
async fn two_who_are_in_contact_hear_of_it_and_can_meet() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let program = center.program("Evening program", json!({ "capacity": 1 })).await;
    let (_, ana, way) = waits(&center, &program).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    app.run_jobs().await;
    let before = [&ana, &marcus].map(|person| mails(&app, person, 0));
    let book = async |person: &Person, at: &str| {
        let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "counselorId": marcus.wire_id(), "clientId": ana.wire_id(),
            "startsAt": at, "minutes": 45, "place": "ONLINE" });
        app.data(person, BOOK, json!({ "input": input })).await["bookSession"].clone()
    };
    assert_eq!(book(&ana, "2026-03-03T23:00:00Z").await["problems"][0]["code"], "not_found", "nobody of hers");
    names(&center, &way, Some(&marcus)).await;
    names(&center, &way, Some(&marcus)).await;
    app.run_jobs().await;
    assert_eq!([&ana, &marcus].map(|person| mails(&app, person, 0)), before.map(|count| count + 1), "each once");
    let mine = app.data(&ana, "{ viewer { counselors { name } } }", json!({})).await["viewer"]["counselors"].clone();
    assert_eq!(mine, json!([{ "name": "Marcus Hill" }]));
    assert_eq!(book(&ana, "2026-03-03T23:00:00Z").await["session"]["state"], "BOOKED");
    assert_eq!(book(&marcus, "2026-03-04T23:00:00Z").await["session"]["state"], "BOOKED");
    // It opens nothing of her record.
    let record = "query($id: ID!) { client(id: $id) { member { name } } }";
    assert!(app.data(&marcus, record, json!({ "id": ana.wire_id() })).await["client"].is_null());
    let notes = "query($id: ID!) { documents(clientId: $id, first: 5) { nodes { id } } }";
    assert!(app.graphql(&marcus, notes, json!({ "id": ana.wire_id() })).await["errors"].is_array());
    // With the waiting it ends.
    names(&center, &way, None).await;
    assert_eq!(book(&ana, "2026-03-05T23:00:00Z").await["problems"][0]["code"], "not_found");
}

#[tokio::test]
async fn whom_nobody_has_heard_of_is_somebodys_to_call() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let program = center.program("Evening program", json!({ "capacity": 1, "quietAfterDays": 7 })).await;
    let (dana, ana, way) = waits(&center, &program).await;
    let paz = center.invite("Paz Molina", &[Role::Facilitator], None).await;
    names(&center, &way, Some(&paz)).await;
    let tasks = async |person: &Person| {
        let person = sign_in_again(&app, &center.center, person).await;
        app.data(&person, TASKS, json!({})).await["staffTasks"]["nodes"].clone()
    };
    let asked = json!([{ "kind": "CONTACT_OVERDUE", "member": { "name": "Ana Ruiz" } }]);
    app.driven().advance(SignedDuration::from_hours(24 * 7));
    hourly(&app).await;
    assert_eq!(tasks(&paz).await, json!([]));
    app.driven().advance(SignedDuration::from_hours(24));
    hourly(&app).await;
    hourly(&app).await;
    assert_eq!((tasks(&paz).await, tasks(&dana).await), (asked.clone(), json!([])), "once, and for the one who keeps contact");
    let log = "mutation($input: LogContactInput!) { logContact(input: $input) { problems { code } } }";
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "clientId": ana.wire_id(), "kind": "CALL" });
    let again = sign_in_again(&app, &center.center, &paz).await;
    assert_eq!(app.data(&again, log, json!({ "input": input })).await["logContact"]["problems"], json!([]));
    hourly(&app).await;
    assert_eq!(tasks(&paz).await, json!([]));
    app.driven().advance(SignedDuration::from_hours(24 * 8));
    hourly(&app).await;
    assert_eq!(tasks(&paz).await, asked, "eight days later, again");
    // Out of the line, there is nothing to do for it.
    let ana = sign_in_again(&app, &center.center, &ana).await;
    center.answers(&ana, "withdrawEnrollment", &way).await;
    assert_eq!(tasks(&paz).await, json!([]));
}

#[tokio::test]
async fn a_word_a_week_is_asked_for_while_waiting() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let program = center.program("Evening program", json!({ "capacity": 1 })).await;
    let (_, ana, way) = waits(&center, &program).await;
    app.run_jobs().await;
    let before = mails(&app, &ana, 0);
    let start = app.clock.now();
    // The code she signs in with on the ninth day is a mail, too.
    for (day, told) in [(6, 0), (7, 1), (8, 1), (9, 2), (14, 2), (16, 3), (17, 3), (23, 4), (30, 5), (37, 5), (44, 5)] {
        app.driven().set(start + SignedDuration::from_hours(24 * day));
        if day == 9 {
            let ana = sign_in_again(&app, &center.center, &ana).await;
            let said = center.does(&ana, "checkInWhileWaiting", json!({ "enrollmentId": way, "word": "TIRED" })).await;
            assert_eq!(said["problems"], json!([]));
        }
        hourly(&app).await;
        assert_eq!(mails(&app, &ana, before), told, "day {day}");
    }
}

#[tokio::test]
async fn what_is_due_is_said_three_days_before_and_on_the_day() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let people = [center.client("Ana Ruiz", &dana).await, center.client("Mei Lin", &dana).await];
    let program = center.program("Evening program", json!({})).await;
    // Both are due on the ninth: one mail for the two.
    program.intake(&["Consent", "How to reach me"]).await;
    let items = "query($id: ID!) { enrollment(id: $id) { intakeItems { id } } }";
    let mut ways = Vec::new();
    for person in &people {
        ways.push(program.begins(person, "INTAKE").await);
    }
    for item in
        app.data(&people[1], items, json!({ "id": ways[1] })).await["enrollment"]["intakeItems"].as_array().expect("items")
    {
        let done = center.does(&people[1], "markIntakeItem", json!({ "enrollmentItemId": item["id"], "done": true })).await;
        assert_eq!(done["problems"], json!([]));
    }
    app.run_jobs().await;
    let before = people.each_ref().map(|person| mails(&app, person, 0));
    for (now, told) in [
        ("2026-03-05T15:00:00Z", 0),
        // After midnight at the center, in her quiet hours.
        ("2026-03-06T05:30:00Z", 0),
        ("2026-03-06T15:00:00Z", 1),
        ("2026-03-07T15:00:00Z", 1),
        ("2026-03-09T15:00:00Z", 2),
        ("2026-03-09T16:00:00Z", 2),
        ("2026-03-10T15:00:00Z", 2),
    ] {
        app.driven().set(now.parse().expect("a time"));
        hourly(&app).await;
        assert_eq!(mails(&app, &people[0], before[0]), told, "{now}");
        assert_eq!(mails(&app, &people[1], before[1]), 0, "whoever has done it: {now}");
    }
}

#[tokio::test]
async fn nobody_who_wants_no_reminders_is_reminded() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let program = center.program("Evening program", json!({ "capacity": 1 })).await;
    let (_, ana, _) = waits(&center, &program).await;
    app.run_jobs().await;
    sqlx::query("update cairn.members set session_reminders = false where id = $1")
        .bind(ana.member_id.0)
        .execute(&mut app.superuser().await)
        .await
        .expect("a choice");
    let before = mails(&app, &ana, 0);
    app.driven().advance(SignedDuration::from_hours(24 * 7));
    hourly(&app).await;
    assert_eq!(mails(&app, &ana, before), 0);
}

#[tokio::test]
async fn whom_somebody_must_not_meet_is_nobody_they_turn_to() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let program = center.program("Evening program", json!({ "capacity": 1 })).await;
    let (_, ana, way) = waits(&center, &program).await;
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    let apart = async |other: &Person| {
        let enter = "mutation($input: EnterPairConflictInput!) { enterPairConflict(input: $input) { problems { code } } }";
        let input = json!({ "memberId": ana.wire_id(), "otherId": other.wire_id(), "source": "NO_CONTACT", "reason": "" });
        let entered = app.data(&center.admin, enter, json!({ "input": input })).await;
        assert_eq!(entered["enterPairConflict"]["problems"], json!([]));
    };
    // Whoever names them hears what is heard for nobody.
    apart(&marcus).await;
    let named = async |id: String| {
        let input = json!({ "enrollmentId": way, "peerId": id });
        center.does(&center.admin, "setEnrollmentPeer", input).await["problems"].clone()
    };
    let nobody = Person { member_id: cairn_domain::ids::MemberId(uuid::Uuid::new_v4()), ..marcus.clone() };
    assert_eq!(named(marcus.wire_id()).await, json!([{ "code": "peer_unknown", "path": ["peerId"] }]));
    assert_eq!(named(marcus.wire_id()).await, named(nobody.wire_id()).await);
    // Whoever keeps contact already does not any more, and what was theirs to do is the center's.
    names(&center, &way, Some(&imani)).await;
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "counselorId": imani.wire_id(), "clientId": ana.wire_id(),
        "startsAt": "2026-03-03T23:00:00Z", "minutes": 45, "place": "ONLINE" });
    let booked = app.data(&ana, BOOK, json!({ "input": input })).await["bookSession"].clone();
    assert_eq!(booked["problems"], json!([]));
    center.does(&ana, "checkInWhileWaiting", json!({ "enrollmentId": way, "word": "NEED_SOMEBODY" })).await;
    let tasks = async |person: &Person| {
        let found = app.data(person, TASKS, json!({})).await["staffTasks"]["nodes"].clone();
        let mut kinds: Vec<String> =
            found.as_array().expect("tasks").iter().filter_map(|task| task["kind"].as_str()).map(str::to_owned).collect();
        kinds.sort();
        kinds
    };
    assert_eq!(tasks(&imani).await, ["WANTS_CONTACT"]);
    apart(&imani).await;
    assert_eq!(tasks(&imani).await, Vec::<String>::new());
    assert_eq!(tasks(&center.admin).await, ["CONTACT_MISSING", "WANTS_CONTACT"]);
    let left = "{ viewer { counselors { name } } sessions(state: BOOKED) { nodes { id } } myEnrollments { peer { name } } }";
    let left = app.data(&ana, left, json!({})).await;
    assert_eq!(left["viewer"]["counselors"], json!([]));
    assert_eq!(left["sessions"]["nodes"], json!([]));
    assert_eq!(left["myEnrollments"][0]["peer"], json!(null));
    assert_eq!(app.data(&imani, "{ waitingWithMe { id } }", json!({})).await["waitingWithMe"], json!([]));
    // Somebody else is named: she has one again.
    let paz = center.invite("Paz Molina", &[Role::Facilitator], None).await;
    names(&center, &way, Some(&paz)).await;
    assert_eq!(
        (tasks(&center.admin).await, tasks(&paz).await),
        (vec!["WANTS_CONTACT".to_owned()], vec!["WANTS_CONTACT".to_owned()])
    );
}

#[tokio::test]
async fn whoever_kept_contact_while_they_waited_can_walk_with_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let program = center.program("Evening program", json!({ "capacity": 1 })).await;
    let (_, ana, way) = waits(&center, &program).await;
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    for (peer, at) in [(&imani, "2026-03-03T23:00:00Z"), (&marcus, "2026-03-04T23:00:00Z")] {
        names(&center, &way, Some(peer)).await;
        let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "counselorId": peer.wire_id(), "clientId": ana.wire_id(),
            "startsAt": at, "minutes": 45, "place": "ONLINE" });
        let booked = app.data(&ana, BOOK, json!({ "input": input })).await["bookSession"].clone();
        assert_eq!(booked["problems"], json!([]));
    }
    // While they wait, and afterwards; whoever does it now, and whoever did before.
    center.wishes_for_mentor(&ana).await;
    let asked = center.asks_mentors(&ana, &[&marcus, &imani]).await;
    assert_eq!(asked["problems"], json!([]), "{asked:#}");
    center.answers(&ana, "withdrawEnrollment", &way).await;
    let id = asked["mentorships"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(center.accepts(&marcus, &id).await["state"], "ACTIVE");
}
